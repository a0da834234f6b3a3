// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The page of a round.
#include <string.h>

#include "server/pages/how.h"
#include "server/pages/html.h"
#include "server/pages/parts.h"
#include "server/pages/views.h"

/* Only addresses of the web become links: a text may hold anything. */
static void write_link(const struct view *view, const json_t *thing)
{
    const char *url = part_word(thing, "url");
    if (strncmp(url, "https://", 8) != 0 && strncmp(url, "http://", 7) != 0)
        return;
    html_write(view->out, "<p><a href=\"%s\" rel=\"nofollow noopener noreferrer\">", url);
    message_append_simple(view->out, view->texts, "option-link");
    buffer_append_string(view->out, "</a></p>\n");
}

/* Cost, place and category in a line. */
static void write_tags(const struct view *view, const json_t *contest, const json_t *option,
                       const json_t *thing)
{
    const char *category = part_text(option, "category");
    buffer_append_string(view->out, "<p class=\"tags\">");
    if (strcmp(part_text(part_get(contest, "form"), "kind"), "questions") != 0) {
        buffer_append_string(view->out, "<span class=\"cost\">");
        part_append_money(view, view->out, part_integer(option, "cost"));
        buffer_append_string(view->out, "</span> ");
    }
    if (*part_word(thing, "place")) {
        buffer_append_string(view->out, "<span>");
        part_write_word(view, thing, "place", "");
        buffer_append_string(view->out, "</span> ");
    }
    if (*category)
        html_write(view->out, "<span>%s</span>", category);
    buffer_append_string(view->out, "</p>\n");
}

static void write_option(const struct view *view, const json_t *contest, const json_t *option, size_t list,
                         size_t i)
{
    const char *id = part_text(option, "id");
    const json_t *thing = part_thing(view, "option", part_text(contest, "id"), id);
    buffer_append_format(view->out, "<li class=\"option\" id=\"project-%zu-%zu\">\n<h3>", list + 1, i + 1);
    part_write_number(view, i);
    part_write_word(view, thing, "title", id);
    buffer_append_string(view->out, "</h3>\n");
    write_tags(view, contest, option, thing);
    part_write_paragraph(view, thing, "summary");
    part_write_paragraph(view, thing, "description");
    write_link(view, thing);
    buffer_append_string(view->out, "</li>\n");
}

static void write_conflicts(const struct view *view, const json_t *contest)
{
    const json_t *conflicts = part_get(contest, "conflicts");
    for (size_t i = 0; i < json_array_size(conflicts); i++) {
        const json_t *set = json_array_get(conflicts, i);
        struct buffer titles = {0};
        for (size_t k = 0; k < json_array_size(set); k++) {
            const char *id = json_string_value(json_array_get(set, k));
            const char *title = part_word(part_thing(view, "option", part_text(contest, "id"), id), "title");
            html_write(&titles, "%s%s", k ? " · " : "", *title ? title : id);
        }
        buffer_append_string(view->out, "<p>");
        MESSAGE(view, "list-rivals", HTML("titles", &titles));
        buffer_append_string(view->out, "</p>\n");
        buffer_clear(&titles);
    }
}

static void write_list(const struct view *view, const json_t *contest, size_t list)
{
    const json_t *options = part_get(contest, "options"),
                 *thing = part_thing(view, "contest", part_text(contest, "id"), NULL);
    struct buffer envelope = {0};
    buffer_append_format(view->out, "<section aria-labelledby=\"list-%zu\">\n<h2 id=\"list-%zu\">", list + 1,
                         list + 1);
    part_write_word(view, thing, "title", part_text(contest, "id"));
    buffer_append_string(view->out, "</h2>\n");
    part_write_paragraph(view, thing, "summary");
    part_write_paragraph(view, thing, "description");
    if (strcmp(part_text(part_get(contest, "form"), "kind"), "questions") != 0) {
        part_append_money(view, &envelope, part_integer(contest, "envelope"));
        buffer_append_string(view->out, "<p><strong>");
        MESSAGE(view, "list-envelope", NUMBER("count", (int64_t)json_array_size(options)),
                HTML("amount", &envelope));
        buffer_append_string(view->out, "</strong></p>\n");
        buffer_clear(&envelope);
    }
    part_write_message(view, "h3", "list-how-to-vote");
    buffer_append_string(view->out, "<p>");
    how_write_vote(view, contest);
    buffer_append_string(view->out, "</p>\n");
    part_write_message(view, "h3", "list-how-counted");
    buffer_append_string(view->out, "<p>");
    how_write_count(view, contest);
    buffer_append_string(view->out, "</p>\n");
    write_conflicts(view, contest);
    buffer_append_string(view->out, "<ul class=\"options\">\n");
    for (size_t i = 0; i < json_array_size(options); i++)
        write_option(view, contest, json_array_get(options, i), list, i);
    buffer_append_string(view->out, "</ul>\n</section>\n");
}

static void write_districts(const struct view *view)
{
    const json_t *districts = part_get(view->definition, "districts");
    if (json_array_size(districts) < 2)
        return;
    buffer_append_string(view->out, "<section>\n");
    part_write_message(view, "h2", "list-districts");
    buffer_append_string(view->out, "<dl>\n");
    for (size_t i = 0; i < json_array_size(districts); i++) {
        const json_t *district = json_array_get(districts, i), *contests = part_get(district, "contests");
        const char *id = part_text(district, "id");
        buffer_append_string(view->out, "<dt>");
        part_write_word(view, part_thing(view, "district", id, NULL), "title", id);
        buffer_append_string(view->out, "</dt>\n");
        for (size_t k = 0; k < json_array_size(contests); k++) {
            const char *contest = json_string_value(json_array_get(contests, k));
            buffer_append_string(view->out, "<dd>");
            part_write_word(view, part_thing(view, "contest", contest, NULL), "title", contest);
            buffer_append_string(view->out, "</dd>\n");
        }
    }
    buffer_append_string(view->out, "</dl>\n</section>\n");
}

void view_round(const struct view *view)
{
    const json_t *contests = part_get(view->definition, "contests"),
                 *thing = part_thing(view, "round", NULL, NULL);
    const char *state = part_text(view->round, "state");
    buffer_append_string(view->out, "<h1>");
    part_write_word(view, thing, "title", part_text(view->round, "id"));
    buffer_append_string(view->out, "</h1>\n");
    if (*part_word(thing, "summary")) {
        buffer_append_string(view->out, "<p class=\"lead\">");
        part_write_word(view, thing, "summary", "");
        buffer_append_string(view->out, "</p>\n");
    }
    if (strcmp(state, "open") == 0)
        part_write_standing(view, "vote", "round-vote");
    else
        part_write_standing(view, part_is_decided(state) ? "result" : NULL, "round-result");
    part_write_paragraph(view, thing, "description");
    write_districts(view);
    for (size_t i = 0; i < json_array_size(contests); i++)
        write_list(view, json_array_get(contests, i), i);
}
