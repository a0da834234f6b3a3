// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/pages/views.h"

#include <string.h>

#include "server/pages/acts.h"
#include "server/pages/html.h"
#include "server/pages/map.h"
#include "server/pages/open_data.h"
#include "server/pages/outcome.h"
#include "server/pages/parts.h"

/* ---- words of people ---- */

static json_t *words_of_thing(const json_t *by_language, const char *language, const char *first)
{
    const json_t *text = part_get(by_language, language);
    if (!text) {
        text = part_get(by_language, first);
        language = first;
    }
    const json_t *content = part_get(text, "text");
    json_t *words = json_loadb(json_string_value(content) ? json_string_value(content) : "",
                               json_string_length(content), 0, NULL);
    return json_pack("{s:s, s:o}", "language", language, "words", words ? words : json_object());
}

json_t *view_words(const json_t *round, const json_t *definition, const char *language)
{
    const char *first = json_string_value(json_array_get(part_get(definition, "languages"), 0)), *thing;
    json_t *all = json_object();
    const json_t *by_language;
    json_object_foreach((json_t *)(uintptr_t)part_get(round, "texts"), thing, by_language)
        json_object_set_new(all, thing, words_of_thing(by_language, language, first ? first : ""));
    return all;
}

/* ---- title and description ---- */

/* The name of the round; a rehearsal says so wherever its name is, also where nothing else of the page is
 * seen. */
static void title_of_round(const struct view *view, struct buffer *out)
{
    const char *title = part_word(part_thing(view, "round", NULL, NULL), "title");
    if (!*title)
        title = part_text(view->round, "id");
    if (strcmp(part_text(view->definition, "kind"), "rehearsal") == 0)
        message_append_plain(out, view->texts, "rehearsal-of", &TEXT("title", title), 1);
    else
        html_write(out, "%s", title);
}

void view_title(const struct view *view, const char *kind, struct buffer *out)
{
    struct buffer title = {0};
    title_of_round(view, &title);
    if (strcmp(kind, "result") == 0)
        message_append_plain(out, view->texts, "result-of", &HTML("title", &title), 1);
    else if (strcmp(kind, "round") == 0)
        buffer_append_bytes(out, buffer_bytes(&title));
    else if (strcmp(kind, "acts") == 0 || strcmp(kind, "round-acts") == 0)
        acts_append_title(view, out);
    else if (strcmp(kind, "assembly") == 0)
        html_write(out, "%s", part_text(view->assembly, "name"));
    else
        message_append_plain(out, view->texts, "home-title", NULL, 0);
    buffer_clear(&title);
}

void view_description(const struct view *view, const char *kind, struct buffer *out)
{
    const char *summary = part_word(part_thing(view, "round", NULL, NULL), "summary");
    if (view->acts_query)
        message_append_plain(out, view->texts, "acts-lead", NULL, 0);
    else if (strcmp(kind, "assembly") == 0)
        message_append_plain(out, view->texts, "assembly-description",
                             &TEXT("assembly", part_text(view->assembly, "name")), 1);
    else if (strcmp(kind, "home") == 0 || !*summary)
        message_append_plain(out, view->texts, "site-description", NULL, 0);
    else
        html_write(out, "%s", summary);
}

/* ---- result ---- */

void view_result(const struct view *view)
{
    const json_t *contests = part_get(view->result, "contests");
    buffer_append_string(view->out, "<h1>");
    view_title(view, "result", view->out);
    buffer_append_string(view->out, "</h1>\n");
    part_write_standing(view, NULL, NULL);
    if (!view->result)
        part_write_message(view, "p", "result-none");
    for (size_t i = 0; i < json_array_size(contests); i++)
        outcome_write(view, json_array_get(contests, i));
    if (view->result) {
        map_write_outcome(view);
        open_data_write_turnout(view);
        open_data_write_verification(view);
        open_data_write_files(view);
    }
    html_write(view->out, "<p><a href=\"/%s/rounds/%s\">", view->language, part_text(view->round, "id"));
    view_title(view, "round", view->out);
    buffer_append_string(view->out, "</a></p>\n");
}
