// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/pages/views.h"

#include <stdio.h>
#include <string.h>

#include "server/pages/html.h"
#include "server/pages/outcome.h"
#include "server/pages/parts.h"

static bool is_one_of(const char *word, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(word, words[i]) == 0)
            return true;
    return false;
}

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

static void write_paragraph(const struct view *view, const json_t *thing, const char *name)
{
    if (!*part_word(thing, name))
        return;
    buffer_append_string(view->out, "<p>");
    part_write_word(view, thing, name, "");
    buffer_append_string(view->out, "</p>\n");
}

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

/* ---- pieces ---- */

static void write_state(const struct view *view, const char *state)
{
    char id[32];
    snprintf(id, sizeof id, "state-%s", state);
    message_append_simple(view->out, view->texts, id);
}

static void write_time(const struct view *view, const char *id, const struct view_time *time)
{
    struct buffer when = {0};
    moment_append(&when, view->texts, time->minute, time->offset, time->zone);
    MESSAGE(view, id, HTML("when", &when));
    buffer_clear(&when);
}

static void write_time_paragraph(const struct view *view, const char *id, const struct view_time *time)
{
    buffer_append_string(view->out, "<p>");
    write_time(view, id, time);
    buffer_append_string(view->out, "</p>\n");
}

static void write_rehearsal(const struct view *view, const char *kind)
{
    if (strcmp(kind, "rehearsal") != 0)
        return;
    buffer_append_string(view->out, "<div class=\"alert alert-warning\"><p class=\"alert-title\">");
    message_append_simple(view->out, view->texts, "rehearsal");
    buffer_append_string(view->out, "</p></div>\n");
}

/* Before the opening, while it is open, and afterwards. */
static const char *closing_message(const char *state)
{
    static const char *const voting[] = {"frozen", "open"};
    return is_one_of(state, voting, 2) ? "closes" : "closed";
}

/* A voting that ended early has not closed at the time that was announced. */
static bool is_told(const struct view *view, const char *state, const struct view_time *time)
{
    return time->minute >= 0 && (strcmp(closing_message(state), "closes") == 0 || time->minute <= view->now);
}

static bool is_decided(const char *state)
{
    return strcmp(state, "published") == 0;
}

/* ---- title and description ---- */

void view_title(const struct view *view, const char *kind, struct buffer *out)
{
    const char *title = part_word(part_thing(view, "round", NULL, NULL), "title");
    if (!*title)
        title = part_text(view->round, "id");
    if (strcmp(kind, "result") == 0)
        message_append_plain(out, view->texts, "result-of", &TEXT("title", title), 1);
    else if (strcmp(kind, "round") == 0)
        html_write(out, "%s", title);
    else
        message_append_plain(out, view->texts, "home-title", NULL, 0);
}

void view_description(const struct view *view, const char *kind, struct buffer *out)
{
    const char *summary = part_word(part_thing(view, "round", NULL, NULL), "summary");
    if (strcmp(kind, "home") == 0 || !*summary)
        message_append_plain(out, view->texts, "site-description", NULL, 0);
    else
        html_write(out, "%s", summary);
}

/* ---- home ---- */

static void write_card(const struct view *view, const json_t *round, const struct view_time *time)
{
    const json_t *titles = part_get(round, "title");
    const char *language = view->language, *title = json_string_value(part_get(titles, language));
    const char *state = part_text(round, "state");
    void *first = json_object_iter((json_t *)(uintptr_t)titles);
    if (!title && first) {
        language = json_object_iter_key(first);
        title = json_string_value(json_object_iter_value(first));
    }
    html_write(view->out, "<li>\n<h2><a href=\"/%s/rounds/%s\" lang=\"%s\">%s</a></h2>\n", view->language,
               part_text(round, "id"), language, title ? title : part_text(round, "id"));
    write_rehearsal(view, part_text(round, "kind"));
    buffer_append_string(view->out, "<p>");
    write_state(view, state);
    if (is_told(view, state, time)) {
        buffer_append_string(view->out, " · ");
        write_time(view, closing_message(state), time);
    }
    buffer_append_string(view->out, "</p>\n");
    if (is_decided(state)) {
        html_write(view->out, "<p><a href=\"/%s/rounds/%s/result\">", view->language, part_text(round, "id"));
        message_append_simple(view->out, view->texts, "round-result");
        buffer_append_string(view->out, "</a></p>\n");
    }
    buffer_append_string(view->out, "</li>\n");
}

void view_home(const struct view *view)
{
    size_t count = json_array_size(view->rounds);
    part_write_message(view, "h1", "home-title");
    if (count == 0) {
        part_write_message(view, "p", "home-none");
        return;
    }
    buffer_append_string(view->out, "<ul class=\"cards\">\n");
    for (size_t i = 0; i < count; i++)
        write_card(view, json_array_get(view->rounds, i), &view->times[i]);
    buffer_append_string(view->out, "</ul>\n");
}

/* ---- what a round decides, and how ---- */

static void write_how_to_vote(const struct view *view, const json_t *contest)
{
    const json_t *form = part_get(contest, "form");
    struct buffer envelope = {0}, id = {0};
    part_append_money(view, &envelope, part_integer(contest, "envelope"));
    buffer_append_format(&id, "rules-%s", part_text(form, "kind"));
    MESSAGE(view, buffer_string(&id), NUMBER("min", part_integer(form, "min")),
            NUMBER("max", part_integer(form, "max")), NUMBER("total", part_integer(form, "total")),
            NUMBER("each", part_integer(form, "max_each")), NUMBER("low", part_integer(form, "low")),
            NUMBER("high", part_integer(form, "high")), HTML("envelope", &envelope));
    buffer_append_string(view->out, " ");
    message_append_simple(view->out, view->texts, "rules-blank");
    buffer_append_string(view->out, " ");
    message_append_simple(view->out, view->texts,
                          json_is_true(part_get(view->definition, "revoting")) ? "revoting-yes"
                                                                               : "revoting-no");
    buffer_clear(&envelope);
    buffer_clear(&id);
}

static void write_greedy(const struct view *view, const json_t *rule)
{
    const char *score = part_text(rule, "score");
    const char *const main = strcmp(score, "points") == 0      ? "rule-greedy-points"
                             : strncmp(score, "borda", 5) == 0 ? "rule-greedy-borda"
                                                               : "rule-greedy-votes";
    message_append_simple(view->out, view->texts, main);
    buffer_append_string(view->out, " ");
    if (strcmp(part_text(rule, "density"), "per-cost") == 0) {
        message_append_simple(view->out, view->texts, "rule-per-cost");
        buffer_append_string(view->out, " ");
    }
    message_append_simple(view->out, view->texts,
                          strcmp(part_text(rule, "on_misfit"), "stop") == 0 ? "rule-stop" : "rule-skip");
    if (part_integer(rule, "threshold") > 0) {
        buffer_append_string(view->out, " ");
        MESSAGE(view, "rule-threshold", NUMBER("threshold", part_integer(rule, "threshold")));
    }
}

static bool is_half(const char *fraction)
{
    unsigned long p, q;
    return sscanf(fraction, "%9lu/%9lu", &p, &q) == 2 && 2 * p == q;
}

/* P/Q with P = 0: any majority, or no quorum. */
static bool is_nothing(const char *fraction)
{
    return fraction[0] == '0';
}

static void write_motion(const struct view *view, const json_t *rule)
{
    const char *base = part_text(rule, "base"), *majority = part_text(rule, "majority"),
               *quorum = part_text(rule, "quorum");
    bool half = is_half(majority);
    char id[64] = "rule-majority";
    if (!is_nothing(majority) && !(half && strcmp(base, "yes-no") == 0))
        snprintf(id, sizeof id, "rule-%s-%s", half ? "half" : "part", base);
    message_append_simple(view->out, view->texts, "rule-motion");
    buffer_append_string(view->out, " ");
    MESSAGE(view, id, TEXT("majority", majority));
    if (!is_nothing(quorum)) {
        buffer_append_string(view->out, " ");
        MESSAGE(view, "rule-quorum", TEXT("quorum", quorum));
    }
}

static void write_how_counted(const struct view *view, const json_t *contest)
{
    const json_t *rule = part_get(contest, "rule");
    const char *name = part_text(rule, "name"), *ties = part_text(rule, "ties");
    char id[64];
    if (strcmp(name, "greedy") == 0) {
        write_greedy(view, rule);
    } else if (strcmp(name, "motion") == 0) {
        write_motion(view, rule);
    } else {
        snprintf(id, sizeof id, "rule-%s", name);
        message_append_simple(view->out, view->texts, id);
    }
    if (*ties) {
        snprintf(id, sizeof id, "rule-%s", ties);
        buffer_append_string(view->out, " ");
        message_append_simple(view->out, view->texts, id);
    }
}

static void write_place(const struct view *view, const char *place, const char *category)
{
    if (!*place && !*category)
        return;
    buffer_append_string(view->out, "<p>");
    if (*place)
        MESSAGE(view, "option-place", TEXT("place", place));
    if (*place && *category)
        buffer_append_string(view->out, " · ");
    if (*category)
        MESSAGE(view, "option-category", TEXT("category", category));
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
    if (strcmp(part_text(part_get(contest, "form"), "kind"), "questions") != 0) {
        buffer_append_string(view->out, "<p class=\"cost\">");
        part_append_money(view, view->out, part_integer(option, "cost"));
        buffer_append_string(view->out, "</p>\n");
    }
    write_paragraph(view, thing, "summary");
    write_paragraph(view, thing, "description");
    write_place(view, part_word(thing, "place"), part_text(option, "category"));
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
    write_paragraph(view, thing, "summary");
    write_paragraph(view, thing, "description");
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
    write_how_to_vote(view, contest);
    buffer_append_string(view->out, "</p>\n");
    part_write_message(view, "h3", "list-how-counted");
    buffer_append_string(view->out, "<p>");
    write_how_counted(view, contest);
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

static void write_turnout(const struct view *view)
{
    const json_t *turnout = part_get(view->round, "turnout");
    if (!turnout)
        return;
    buffer_append_string(view->out, "<p>");
    MESSAGE(view, "turnout", NUMBER("voters", part_integer(turnout, "voters")),
            NUMBER("listed", part_integer(view->round, "listed")));
    if (part_integer(turnout, "ballots") != part_integer(turnout, "voters")) {
        buffer_append_string(view->out, " ");
        MESSAGE(view, "turnout-ballots", NUMBER("ballots", part_integer(turnout, "ballots")));
    }
    buffer_append_string(view->out, "</p>\n");
}

static void write_standing(const struct view *view)
{
    const char *state = part_text(view->round, "state");
    write_rehearsal(view, part_text(view->definition, "kind"));
    buffer_append_string(view->out, "<p><strong>");
    write_state(view, state);
    buffer_append_string(view->out, "</strong></p>\n");
    if (view->times[0].minute > view->now)
        write_time_paragraph(view, "opens", &view->times[0]);
    if (is_told(view, state, &view->times[1]))
        write_time_paragraph(view, closing_message(state), &view->times[1]);
    write_turnout(view);
}

static void write_action(const struct view *view, const char *class, const char *page, const char *id)
{
    html_write(view->out, "<p class=\"actions\"><a class=\"%s\" href=\"/%s/rounds/%s/%s\">", class,
               view->language, part_text(view->round, "id"), page);
    message_append_simple(view->out, view->texts, id);
    buffer_append_string(view->out, "</a></p>\n");
}

void view_round(const struct view *view)
{
    const json_t *contests = part_get(view->definition, "contests"),
                 *thing = part_thing(view, "round", NULL, NULL);
    const char *state = part_text(view->round, "state");
    buffer_append_string(view->out, "<h1>");
    part_write_word(view, thing, "title", part_text(view->round, "id"));
    buffer_append_string(view->out, "</h1>\n");
    write_paragraph(view, thing, "summary");
    write_standing(view);
    if (strcmp(state, "open") == 0)
        write_action(view, "button primary", "vote", "round-vote");
    if (is_decided(state))
        write_action(view, "button", "result", "round-result");
    write_paragraph(view, thing, "description");
    write_districts(view);
    for (size_t i = 0; i < json_array_size(contests); i++)
        write_list(view, json_array_get(contests, i), i);
}

/* ---- result ---- */

static void write_files(const struct view *view)
{
    const json_t *exports = part_get(view->round, "exports");
    const char *round = part_text(view->round, "id");
    buffer_append_string(view->out, "<section>\n");
    part_write_message(view, "h2", "result-files");
    html_write(view->out, "<ul>\n<li><a href=\"/api/v1/rounds/%s/bundle\">", round);
    message_append_simple(view->out, view->texts, "result-bundle");
    buffer_append_string(view->out, "</a></li>\n");
    for (size_t i = 0; i < json_array_size(exports); i++) {
        const char *name = part_text(json_array_get(exports, i), "name");
        if (strcmp(name, "bundle.zip") != 0)
            html_write(view->out, "<li><a href=\"/api/v1/rounds/%s/exports/%s\">%s</a></li>\n", round, name,
                       name);
    }
    buffer_append_string(view->out, "</ul>\n</section>\n");
}

void view_result(const struct view *view)
{
    const json_t *contests = part_get(view->result, "contests");
    buffer_append_string(view->out, "<h1>");
    view_title(view, "result", view->out);
    buffer_append_string(view->out, "</h1>\n");
    write_standing(view);
    if (!view->result)
        part_write_message(view, "p", "result-none");
    for (size_t i = 0; i < json_array_size(contests); i++)
        outcome_write(view, json_array_get(contests, i));
    if (view->result)
        write_files(view);
    html_write(view->out, "<p><a href=\"/%s/rounds/%s\">", view->language, part_text(view->round, "id"));
    view_title(view, "round", view->out);
    buffer_append_string(view->out, "</a></p>\n");
}
