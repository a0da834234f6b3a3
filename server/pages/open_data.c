// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/pages/open_data.h"

#include <stdio.h>

#include "server/pages/chart.h"
#include "server/pages/html.h"
#include "server/pages/parts.h"

enum { PERCENT = 100 };

/* ---- turnout ---- */

static void write_codes(const struct view *view, const json_t *codes)
{
    char id[64];
    int64_t listed = part_integer(codes, "listed"), voters = part_integer(codes, "voters");
    snprintf(id, sizeof id, "purpose-%s", part_text(codes, "purpose"));
    buffer_append_string(view->out, "<li>");
    if (json_array_size(part_get(view->definition, "districts")) > 1) {
        const char *district = part_text(codes, "district");
        part_write_word(view, part_thing(view, "district", district, NULL), "title", district);
        buffer_append_string(view->out, " · ");
    }
    message_append_simple(view->out, view->texts, id);
    buffer_append_string(view->out, ": ");
    MESSAGE(view, "turnout-codes", NUMBER("voters", voters), NUMBER("listed", listed),
            NUMBER("percent", listed > 0 ? voters * PERCENT / listed : 0));
    buffer_append_string(view->out, "</li>\n");
}

void open_data_write_turnout(const struct view *view)
{
    const json_t *codes = part_get(part_get(view->views, "turnout"), "codes");
    if (!json_array_size(codes))
        return;
    buffer_append_string(view->out, "<section>\n");
    part_write_message(view, "h2", "turnout-heading");
    buffer_append_string(view->out, "<ul>\n");
    for (size_t i = 0; i < json_array_size(codes); i++)
        write_codes(view, json_array_get(codes, i));
    buffer_append_string(view->out, "</ul>\n");
    if (json_array_size(part_get(part_get(view->views, "turnout"), "days")) > 1) /* one column says nothing */
        chart_write_figure(view, CHART_TURNOUT);
    buffer_append_string(view->out, "</section>\n");
}

/* ---- checking ---- */

/* Where the script puts what checks a small bundle in the browser. */
static void write_verify_here(const struct view *view)
{
    const json_t *exports = part_get(view->round, "exports");
    for (size_t i = 0; i < json_array_size(exports); i++)
        if (strcmp(part_text(json_array_get(exports, i), "name"), "bundle.zip") == 0)
            buffer_append_format(view->out, "<div id=\"verify-here\" data-bytes=\"%lld\"></div>\n",
                                 (long long)part_integer(json_array_get(exports, i), "size"));
}

void open_data_write_verification(const struct view *view)
{
    static const char *const sentences[] = {"verify-holds", "verify-run", "verify-sure"};
    buffer_append_string(view->out, "<section>\n");
    part_write_message(view, "h2", "verify-heading");
    buffer_append_string(view->out, "<p>");
    for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++) {
        message_append_simple(view->out, view->texts, sentences[i]);
        buffer_append_string(view->out, " ");
    }
    html_write(view->out, "</p>\n<p><a class=\"button primary\" href=\"/api/v1/rounds/%s/bundle\">",
               part_text(view->round, "id"));
    message_append_simple(view->out, view->texts, "result-bundle");
    html_write(view->out, "</a></p>\n<pre tabindex=\"0\"><code>folkmoot-verify %s.zip</code></pre>\n",
               part_text(view->round, "id"));
    write_verify_here(view);
    buffer_append_string(view->out, "</section>\n");
}

/* ---- files ---- */

/* A message id; NULL: its name says it. */
static const char *about(const char *name)
{
    static const struct {
        const char *name, *id;
    } files[] = {
        {"result.json", "data-result"},
        {"views.json", "data-views"},
        {"verification.json", "data-verification"},
        {"explanation.json", "data-explanation"},
        {"all_projects.csv", "data-projects"},
        {"SHA256SUMS", "data-sums"},
    };
    const char *dot = strrchr(name, '.');
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        if (strcmp(files[i].name, name) == 0)
            return files[i].id;
    if (dot && strcmp(dot, ".minisig") == 0)
        return "data-signature";
    if (dot && strcmp(dot, ".pdf") == 0)
        return "data-certificate";
    return dot && (strcmp(dot, ".pb") == 0 || strcmp(dot, ".csv") == 0) ? "data-ballots" : NULL;
}

void open_data_write_files(const struct view *view)
{
    const json_t *exports = part_get(view->round, "exports");
    const char *round = part_text(view->round, "id");
    buffer_append_string(view->out, "<section>\n");
    part_write_message(view, "h2", "result-files");
    part_write_message(view, "p", "data-about");
    buffer_append_string(view->out, "<ul>\n");
    for (size_t i = 0; i < json_array_size(exports); i++) {
        const char *name = part_text(json_array_get(exports, i), "name"), *id = about(name);
        if (strcmp(name, "bundle.zip") == 0)
            continue;
        html_write(view->out, "<li><a href=\"/api/v1/rounds/%s/exports/%s\"><bdi>%s</bdi></a>", round, name,
                   name);
        if (id) {
            buffer_append_string(view->out, " – ");
            message_append_simple(view->out, view->texts, id);
        }
        buffer_append_string(view->out, "</li>\n");
    }
    buffer_append_string(view->out, "</ul>\n</section>\n");
}
