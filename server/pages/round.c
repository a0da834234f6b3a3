// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The page of a round.
#include <string.h>

#include "server/pages/how.h"
#include "server/pages/html.h"
#include "server/pages/map.h"
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
    const char *named = part_word(thing, "category"),
               *category = *named ? named : part_text(option, "category");
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
    buffer_append_format(view->out, "<li class=\"option\" id=\"project-%zu-%zu\">\n", list + 1, i + 1);
    if (*part_word(thing, "picture"))
        html_write(view->out,
                   "<img class=\"picture\" src=\"/pictures/%s\" alt=\"%s\" width=\"640\" height=\"360\" "
                   "loading=\"lazy\">\n",
                   part_word(thing, "picture"), part_word(thing, "picture_text"));
    buffer_append_string(view->out, "<h3>");
    part_write_number(view, i);
    part_write_word(view, thing, "title", id);
    buffer_append_string(view->out, "</h3>\n");
    write_tags(view, contest, option, thing);
    part_write_paragraph(view, thing, "summary");
    part_write_paragraph(view, thing, "description");
    write_link(view, thing);
    if (strcmp(part_text(view->round, "state"), "open") == 0) {
        html_write(view->out, "<p class=\"choose\"><a href=\"/%s/rounds/%s/vote", view->language,
                   part_text(view->round, "id"));
        buffer_append_format(view->out, "#project-%zu-%zu\">", list + 1, i + 1);
        MESSAGE(view, "option-choose", NUMBER("number", (int64_t)i + 1));
        buffer_append_string(view->out, "</a></p>\n");
    }
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
    buffer_append_string(view->out, "</p>\n<p class=\"example\">");
    how_write_example(view, contest);
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

/* ---- at a glance ---- */

static void begin_fact(const struct view *view, const char *id)
{
    buffer_append_string(view->out, "<div>\n<dt>");
    message_append_simple(view->out, view->texts, id);
    buffer_append_string(view->out, "</dt>\n<dd>");
}

static void end_fact(const struct view *view)
{
    buffer_append_string(view->out, "</dd>\n</div>\n");
}

/* What the round says of it, else the message. */
static void write_fact(const struct view *view, const char *id, const char *member, const char *otherwise)
{
    const json_t *thing = part_thing(view, "round", NULL, NULL);
    begin_fact(view, id);
    if (*part_word(thing, member))
        part_write_word(view, thing, member, "");
    else
        MESSAGE(view, otherwise, NUMBER("count", part_integer(view->round, "listed")));
    end_fact(view);
}

static void write_money(const struct view *view)
{
    const json_t *contests = part_get(view->definition, "contests");
    int64_t sum = 0;
    size_t projects = 0;
    for (size_t i = 0; i < json_array_size(contests); i++) {
        const json_t *contest = json_array_get(contests, i);
        if (strcmp(part_text(part_get(contest, "form"), "kind"), "questions") == 0 ||
            __builtin_add_overflow(sum, part_integer(contest, "envelope"), &sum))
            continue;
        projects += json_array_size(part_get(contest, "options"));
    }
    if (projects == 0)
        return;
    struct buffer amount = {0};
    part_append_money(view, &amount, sum);
    begin_fact(view, "fact-money");
    buffer_append_string(view->out, "<strong>");
    MESSAGE(view, "list-envelope", NUMBER("count", (int64_t)projects), HTML("amount", &amount));
    buffer_append_string(view->out, "</strong>");
    end_fact(view);
    buffer_clear(&amount);
}

static void write_secrecy(const struct view *view)
{
    const json_t *trustees = part_get(view->definition, "trustees");
    size_t count = json_array_size(trustees);
    struct buffer names = {0};
    begin_fact(view, "fact-secrecy");
    for (size_t i = 0; i < count; i++)
        html_write(&names, "%s%s", i ? " · " : "", part_text(json_array_get(trustees, i), "name"));
    if (count > 1)
        MESSAGE(view, "secrecy-trustees", NUMBER("needed", part_integer(view->definition, "threshold")),
                NUMBER("count", (int64_t)count), HTML("names", &names));
    else
        message_append_simple(view->out, view->texts, "secrecy-single");
    end_fact(view);
    buffer_clear(&names);
}

/* There is something left to note in a calendar. */
static bool is_to_come(const struct view *view)
{
    const char *state = part_text(view->round, "state");
    return strcmp(state, "draft") == 0 || strcmp(state, "frozen") == 0 || strcmp(state, "open") == 0;
}

/* A length of time, in hours where they are whole. */
static void write_length(const struct view *view, const char *minutes, const char *hours, int64_t length)
{
    if (length <= 0)
        return;
    buffer_append_string(view->out, "<p>");
    if (length % 60 == 0)
        MESSAGE(view, hours, NUMBER("count", length / 60));
    else
        MESSAGE(view, minutes, NUMBER("count", length));
    buffer_append_string(view->out, "</p>\n");
}

static void write_dates(const struct view *view)
{
    const struct view_time *opening = &view->times[0], *close = &view->times[1];
    const json_t *schedule = part_get(view->definition, "schedule");
    const char *closing = part_closing(view, part_text(view->round, "state"), close);
    begin_fact(view, "fact-dates");
    if (opening->minute >= 0)
        part_write_moment(view, opening->minute > view->now ? "opens" : "opened", opening);
    if (closing)
        part_write_moment(view, closing, close);
    if (is_to_come(view)) {
        write_length(view, "dates-grace-minutes", "dates-grace-hours", part_integer(schedule, "grace"));
        write_length(view, "dates-objection-minutes", "dates-objection-hours",
                     part_integer(schedule, "objection"));
        html_write(view->out, "<p><a href=\"/api/v1/rounds/%s/calendar?language=%s\">",
                   part_text(view->round, "id"), view->language);
        message_append_simple(view->out, view->texts, "round-calendar");
        buffer_append_string(view->out, "</a></p>\n");
    }
    end_fact(view);
}

static void write_facts(const struct view *view)
{
    buffer_append_string(view->out, "<dl class=\"facts\">\n");
    write_money(view);
    write_fact(view, "fact-voters", "voters", "voters-otherwise");
    write_secrecy(view);
    write_fact(view, "fact-paper", "paper", "paper-otherwise");
    write_fact(view, "fact-help", "help", "help-otherwise");
    write_dates(view);
    buffer_append_string(view->out, "</dl>\n");
}

static void write_trail(const struct view *view)
{
    json_t *own = json_pack("[{s:s, s:s}]", "id", part_text(view->round, "assembly"), "name",
                            part_text(view->round, "assembly_name"));
    part_write_trail(view, own);
    json_decref(own);
}

/* Of the first projects that have one. */
static void write_pictures(const struct view *view)
{
    const json_t *contests = part_get(view->definition, "contests");
    json_t *names = json_array();
    for (size_t i = 0; i < json_array_size(contests); i++) {
        const json_t *contest = json_array_get(contests, i), *options = part_get(contest, "options");
        for (size_t k = 0; k < json_array_size(options) && json_array_size(names) < PART_PICTURES; k++) {
            const char *id = part_text(json_array_get(options, k), "id"),
                       *name = part_word(part_thing(view, "option", part_text(contest, "id"), id), "picture");
            if (*name)
                json_array_append_new(names, json_string(name));
        }
    }
    part_write_pictures(view, names);
    json_decref(names);
}

void view_round(const struct view *view)
{
    const json_t *contests = part_get(view->definition, "contests"),
                 *thing = part_thing(view, "round", NULL, NULL);
    const char *state = part_text(view->round, "state");
    write_trail(view);
    buffer_append_string(view->out, "<h1>");
    part_write_word(view, thing, "title", part_text(view->round, "id"));
    buffer_append_string(view->out, "</h1>\n");
    if (*part_word(thing, "summary")) {
        buffer_append_string(view->out, "<p class=\"lead\">");
        part_write_word(view, thing, "summary", "");
        buffer_append_string(view->out, "</p>\n");
    }
    write_pictures(view);
    if (strcmp(state, "open") == 0)
        part_write_standing(view, "vote", view->times[0].minute > view->now ? "round-look" : "round-vote");
    else
        part_write_standing(view, part_is_decided(state) ? "result" : NULL, "round-result");
    part_write_paragraph(view, thing, "description");
    write_facts(view);
    write_districts(view);
    map_write(view);
    for (size_t i = 0; i < json_array_size(contests); i++)
        write_list(view, json_array_get(contests, i), i);
    html_write(view->out, "<p><a href=\"/%s/rounds/%s/acts\">", view->language, part_text(view->round, "id"));
    message_append_simple(view->out, view->texts, "acts-round-link");
    buffer_append_string(view->out, "</a></p>\n");
}
