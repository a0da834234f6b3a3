// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/pages/views.h"

#include <stdio.h>
#include <string.h>

#include "server/pages/html.h"

#define TEXT(n, value) ((struct message_arg){.name = (n), .text = (value)})
#define NUMBER(n, value) ((struct message_arg){.name = (n), .number = (value)})
#define HTML(n, value) ((struct message_arg){.name = (n), .html = (value)})
#define MESSAGE(view, id, ...)                                                                               \
    message_append((view)->out, (view)->texts, id, (const struct message_arg[]){__VA_ARGS__},                \
                   sizeof((const struct message_arg[]){__VA_ARGS__}) / sizeof(struct message_arg))

/* ---- JSON ---- */

static const json_t *get(const json_t *object, const char *name)
{
    return json_object_get(object, name);
}

static const char *get_text(const json_t *object, const char *name)
{
    const char *text = json_string_value(get(object, name));
    return text ? text : "";
}

static int64_t get_integer(const json_t *object, const char *name)
{
    return json_integer_value(get(object, name));
}

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
    const json_t *text = get(by_language, language);
    if (!text) {
        text = get(by_language, first);
        language = first;
    }
    const json_t *content = get(text, "text");
    json_t *words = json_loadb(json_string_value(content) ? json_string_value(content) : "",
                               json_string_length(content), 0, NULL);
    return json_pack("{s:s, s:o}", "language", language, "words", words ? words : json_object());
}

json_t *view_words(const json_t *round, const json_t *definition, const char *language)
{
    const char *first = json_string_value(json_array_get(get(definition, "languages"), 0)), *thing;
    json_t *all = json_object();
    const json_t *by_language;
    json_object_foreach((json_t *)(uintptr_t)get(round, "texts"), thing, by_language)
        json_object_set_new(all, thing, words_of_thing(by_language, language, first ? first : ""));
    return all;
}

/* "round", "contest/ID", "option/CONTEST/ID", "district/ID" */
static const json_t *thing_of(const struct view *view, const char *kind, const char *contest, const char *id)
{
    struct buffer name = {0};
    buffer_append_string(&name, kind);
    if (contest)
        buffer_append_format(&name, "/%s", contest);
    if (id)
        buffer_append_format(&name, "/%s", id);
    const json_t *thing = get(view->words, buffer_string(&name));
    buffer_clear(&name);
    return thing;
}

static const char *word(const json_t *thing, const char *name)
{
    return get_text(get(thing, "words"), name);
}

/* The text, its language named where it is not that of the page; `otherwise` where there is none. */
static void write_word(const struct view *view, const json_t *thing, const char *name, const char *otherwise)
{
    const char *text = word(thing, name), *language = get_text(thing, "language");
    if (!*text)
        html_write(view->out, "%s", otherwise);
    else if (strcmp(language, view->language) == 0)
        html_write(view->out, "%s", text);
    else
        html_write(view->out, "<span class=\"untranslated\" lang=\"%s\">%s</span>", language, text);
}

static void write_paragraph(const struct view *view, const json_t *thing, const char *name)
{
    if (!*word(thing, name))
        return;
    buffer_append_string(view->out, "<p>");
    write_word(view, thing, name, "");
    buffer_append_string(view->out, "</p>\n");
}

/* Only addresses of the web become links: a text may hold anything. */
static void write_link(const struct view *view, const json_t *thing)
{
    const char *url = word(thing, "url");
    if (strncmp(url, "https://", 8) != 0 && strncmp(url, "http://", 7) != 0)
        return;
    html_write(view->out, "<p><a href=\"%s\" rel=\"nofollow noopener noreferrer\">", url);
    message_append_simple(view->out, view->texts, "option-link");
    buffer_append_string(view->out, "</a></p>\n");
}

/* ---- pieces ---- */

static void write_message(const struct view *view, const char *tag, const char *id)
{
    html_write(view->out, "<%s>", tag);
    message_append_simple(view->out, view->texts, id);
    html_write(view->out, "</%s>\n", tag);
}

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

static void append_money(const struct view *view, struct buffer *out, int64_t amount)
{
    money_append(out, view->texts, get_text(view->definition, "currency"),
                 (unsigned)get_integer(view->definition, "minor_digits"), amount);
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
    const char *title = word(thing_of(view, "round", NULL, NULL), "title");
    if (!*title)
        title = get_text(view->round, "id");
    if (strcmp(kind, "result") == 0)
        message_append_plain(out, view->texts, "result-of", &TEXT("title", title), 1);
    else if (strcmp(kind, "round") == 0)
        html_write(out, "%s", title);
    else
        message_append_plain(out, view->texts, "home-title", NULL, 0);
}

void view_description(const struct view *view, const char *kind, struct buffer *out)
{
    const char *summary = word(thing_of(view, "round", NULL, NULL), "summary");
    if (strcmp(kind, "home") == 0 || !*summary)
        message_append_plain(out, view->texts, "site-description", NULL, 0);
    else
        html_write(out, "%s", summary);
}

/* ---- home ---- */

static void write_card(const struct view *view, const json_t *round, const struct view_time *time)
{
    const json_t *titles = get(round, "title");
    const char *language = view->language, *title = json_string_value(get(titles, language));
    const char *state = get_text(round, "state");
    void *first = json_object_iter((json_t *)(uintptr_t)titles);
    if (!title && first) {
        language = json_object_iter_key(first);
        title = json_string_value(json_object_iter_value(first));
    }
    html_write(view->out, "<li>\n<h2><a href=\"/%s/rounds/%s\" lang=\"%s\">%s</a></h2>\n", view->language,
               get_text(round, "id"), language, title ? title : get_text(round, "id"));
    write_rehearsal(view, get_text(round, "kind"));
    buffer_append_string(view->out, "<p>");
    write_state(view, state);
    if (is_told(view, state, time)) {
        buffer_append_string(view->out, " · ");
        write_time(view, closing_message(state), time);
    }
    buffer_append_string(view->out, "</p>\n");
    if (is_decided(state)) {
        html_write(view->out, "<p><a href=\"/%s/rounds/%s/result\">", view->language, get_text(round, "id"));
        message_append_simple(view->out, view->texts, "round-result");
        buffer_append_string(view->out, "</a></p>\n");
    }
    buffer_append_string(view->out, "</li>\n");
}

void view_home(const struct view *view)
{
    size_t count = json_array_size(view->rounds);
    write_message(view, "h1", "home-title");
    if (count == 0) {
        write_message(view, "p", "home-none");
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
    const json_t *form = get(contest, "form");
    struct buffer envelope = {0}, id = {0};
    append_money(view, &envelope, get_integer(contest, "envelope"));
    buffer_append_format(&id, "rules-%s", get_text(form, "kind"));
    MESSAGE(view, buffer_string(&id), NUMBER("min", get_integer(form, "min")),
            NUMBER("max", get_integer(form, "max")), NUMBER("total", get_integer(form, "total")),
            NUMBER("each", get_integer(form, "max_each")), NUMBER("low", get_integer(form, "low")),
            NUMBER("high", get_integer(form, "high")), HTML("envelope", &envelope));
    buffer_append_string(view->out, " ");
    message_append_simple(view->out, view->texts, "rules-blank");
    buffer_append_string(view->out, " ");
    message_append_simple(view->out, view->texts,
                          json_is_true(get(view->definition, "revoting")) ? "revoting-yes" : "revoting-no");
    buffer_clear(&envelope);
    buffer_clear(&id);
}

static void write_greedy(const struct view *view, const json_t *rule)
{
    const char *score = get_text(rule, "score");
    const char *const main = strcmp(score, "points") == 0      ? "rule-greedy-points"
                             : strncmp(score, "borda", 5) == 0 ? "rule-greedy-borda"
                                                               : "rule-greedy-votes";
    message_append_simple(view->out, view->texts, main);
    buffer_append_string(view->out, " ");
    if (strcmp(get_text(rule, "density"), "per-cost") == 0) {
        message_append_simple(view->out, view->texts, "rule-per-cost");
        buffer_append_string(view->out, " ");
    }
    message_append_simple(view->out, view->texts,
                          strcmp(get_text(rule, "on_misfit"), "stop") == 0 ? "rule-stop" : "rule-skip");
    if (get_integer(rule, "threshold") > 0) {
        buffer_append_string(view->out, " ");
        MESSAGE(view, "rule-threshold", NUMBER("threshold", get_integer(rule, "threshold")));
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
    const char *base = get_text(rule, "base"), *majority = get_text(rule, "majority"),
               *quorum = get_text(rule, "quorum");
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
    const json_t *rule = get(contest, "rule");
    const char *name = get_text(rule, "name"), *ties = get_text(rule, "ties");
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

static void write_number(const struct view *view, size_t place)
{
    buffer_append_string(view->out, "<span class=\"number\">");
    MESSAGE(view, "option-number", NUMBER("number", (int64_t)place + 1));
    buffer_append_string(view->out, "</span> ");
}

static void write_option(const struct view *view, const json_t *contest, const json_t *option, size_t list,
                         size_t i)
{
    const char *id = get_text(option, "id");
    const json_t *thing = thing_of(view, "option", get_text(contest, "id"), id);
    buffer_append_format(view->out, "<li class=\"option\" id=\"project-%zu-%zu\">\n<h3>", list + 1, i + 1);
    write_number(view, i);
    write_word(view, thing, "title", id);
    buffer_append_string(view->out, "</h3>\n");
    if (strcmp(get_text(get(contest, "form"), "kind"), "questions") != 0) {
        buffer_append_string(view->out, "<p class=\"cost\">");
        append_money(view, view->out, get_integer(option, "cost"));
        buffer_append_string(view->out, "</p>\n");
    }
    write_paragraph(view, thing, "summary");
    write_paragraph(view, thing, "description");
    write_place(view, word(thing, "place"), get_text(option, "category"));
    write_link(view, thing);
    buffer_append_string(view->out, "</li>\n");
}

static void write_conflicts(const struct view *view, const json_t *contest)
{
    const json_t *conflicts = get(contest, "conflicts");
    for (size_t i = 0; i < json_array_size(conflicts); i++) {
        const json_t *set = json_array_get(conflicts, i);
        struct buffer titles = {0};
        for (size_t k = 0; k < json_array_size(set); k++) {
            const char *id = json_string_value(json_array_get(set, k));
            const char *title = word(thing_of(view, "option", get_text(contest, "id"), id), "title");
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
    const json_t *options = get(contest, "options"),
                 *thing = thing_of(view, "contest", get_text(contest, "id"), NULL);
    struct buffer envelope = {0};
    buffer_append_format(view->out, "<section aria-labelledby=\"list-%zu\">\n<h2 id=\"list-%zu\">", list + 1,
                         list + 1);
    write_word(view, thing, "title", get_text(contest, "id"));
    buffer_append_string(view->out, "</h2>\n");
    write_paragraph(view, thing, "summary");
    write_paragraph(view, thing, "description");
    if (strcmp(get_text(get(contest, "form"), "kind"), "questions") != 0) {
        append_money(view, &envelope, get_integer(contest, "envelope"));
        buffer_append_string(view->out, "<p><strong>");
        MESSAGE(view, "list-envelope", NUMBER("count", (int64_t)json_array_size(options)),
                HTML("amount", &envelope));
        buffer_append_string(view->out, "</strong></p>\n");
        buffer_clear(&envelope);
    }
    write_message(view, "h3", "list-how-to-vote");
    buffer_append_string(view->out, "<p>");
    write_how_to_vote(view, contest);
    buffer_append_string(view->out, "</p>\n");
    write_message(view, "h3", "list-how-counted");
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
    const json_t *districts = get(view->definition, "districts");
    if (json_array_size(districts) < 2)
        return;
    buffer_append_string(view->out, "<section>\n");
    write_message(view, "h2", "list-districts");
    buffer_append_string(view->out, "<dl>\n");
    for (size_t i = 0; i < json_array_size(districts); i++) {
        const json_t *district = json_array_get(districts, i), *contests = get(district, "contests");
        const char *id = get_text(district, "id");
        buffer_append_string(view->out, "<dt>");
        write_word(view, thing_of(view, "district", id, NULL), "title", id);
        buffer_append_string(view->out, "</dt>\n");
        for (size_t k = 0; k < json_array_size(contests); k++) {
            const char *contest = json_string_value(json_array_get(contests, k));
            buffer_append_string(view->out, "<dd>");
            write_word(view, thing_of(view, "contest", contest, NULL), "title", contest);
            buffer_append_string(view->out, "</dd>\n");
        }
    }
    buffer_append_string(view->out, "</dl>\n</section>\n");
}

static void write_turnout(const struct view *view)
{
    const json_t *turnout = get(view->round, "turnout");
    if (!turnout)
        return;
    buffer_append_string(view->out, "<p>");
    MESSAGE(view, "turnout", NUMBER("voters", get_integer(turnout, "voters")),
            NUMBER("listed", get_integer(view->round, "listed")));
    if (get_integer(turnout, "ballots") != get_integer(turnout, "voters")) {
        buffer_append_string(view->out, " ");
        MESSAGE(view, "turnout-ballots", NUMBER("ballots", get_integer(turnout, "ballots")));
    }
    buffer_append_string(view->out, "</p>\n");
}

static void write_standing(const struct view *view)
{
    const char *state = get_text(view->round, "state");
    write_rehearsal(view, get_text(view->definition, "kind"));
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
               view->language, get_text(view->round, "id"), page);
    message_append_simple(view->out, view->texts, id);
    buffer_append_string(view->out, "</a></p>\n");
}

void view_round(const struct view *view)
{
    const json_t *contests = get(view->definition, "contests"), *thing = thing_of(view, "round", NULL, NULL);
    const char *state = get_text(view->round, "state");
    buffer_append_string(view->out, "<h1>");
    write_word(view, thing, "title", get_text(view->round, "id"));
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

static const json_t *by_id(const json_t *list, const char *id, size_t *place)
{
    for (size_t i = 0; i < json_array_size(list); i++)
        if (strcmp(get_text(json_array_get(list, i), "id"), id) == 0) {
            *place = i;
            return json_array_get(list, i);
        }
    return NULL;
}

static void write_reason(const struct view *view, const char *outcome)
{
    struct buffer reason = {0};
    char id[64];
    snprintf(id, sizeof id, "result-%s", outcome);
    message_append_simple(&reason, view->texts, id);
    buffer_append_string(view->out, "<br><span class=\"quiet\">");
    MESSAGE(view, "result-why", HTML("reason", &reason));
    buffer_append_string(view->out, "</span>");
    buffer_clear(&reason);
}

static void write_step(const struct view *view, const json_t *contest, const json_t *step, bool bought)
{
    const char *id = get_text(step, "option");
    size_t place = 0;
    by_id(get(contest, "options"), id, &place);
    buffer_append_string(view->out, "<tr><th scope=\"row\">");
    write_number(view, place);
    write_word(view, thing_of(view, "option", get_text(contest, "id"), id), "title", id);
    if (!bought)
        write_reason(view, get_text(step, "outcome"));
    html_write(view->out, "</th><td>%s</td><td class=\"cost\">", get_text(step, "score"));
    append_money(view, view->out, get_integer(step, "cost"));
    buffer_append_string(view->out, "</td></tr>\n");
}

static void write_heads(const struct view *view, const char *const *ids, size_t count)
{
    buffer_append_string(view->out, "<thead><tr>");
    for (size_t i = 0; i < count; i++) {
        buffer_append_string(view->out, "<th scope=\"col\">");
        message_append_simple(view->out, view->texts, ids[i]);
        buffer_append_string(view->out, "</th>");
    }
    buffer_append_string(view->out, "</tr></thead>\n<tbody>\n");
}

static void write_steps(const struct view *view, const json_t *contest, const json_t *count, bool bought)
{
    static const char *const heads[] = {"result-project", "result-score", "result-project-cost"};
    const json_t *trace = get(count, "trace");
    bool any = false;
    for (size_t i = 0; i < json_array_size(trace); i++) {
        const json_t *step = json_array_get(trace, i);
        if ((strcmp(get_text(step, "outcome"), "bought") == 0) != bought)
            continue;
        if (!any) {
            write_message(view, "h3", bought ? "result-funded" : "result-not-funded");
            buffer_append_string(view->out, "<table>\n");
            write_heads(view, heads, sizeof heads / sizeof *heads);
        }
        any = true;
        write_step(view, contest, step, bought);
    }
    if (any)
        buffer_append_string(view->out, "</tbody>\n</table>\n");
}

static void write_total(const struct view *view, const json_t *contest, const json_t *count)
{
    struct buffer cost = {0}, envelope = {0};
    append_money(view, &cost, get_integer(count, "total_cost"));
    append_money(view, &envelope, get_integer(contest, "envelope"));
    buffer_append_string(view->out, "<p><strong>");
    MESSAGE(view, "result-cost", HTML("cost", &cost));
    buffer_append_string(view->out, "</strong> ");
    MESSAGE(view, "result-of-envelope", HTML("amount", &envelope));
    buffer_append_string(view->out, "</p>\n");
    buffer_clear(&cost);
    buffer_clear(&envelope);
}

static void write_question(const struct view *view, const json_t *contest, const json_t *step)
{
    static const char *const answers[] = {"yes", "no", "abstain"};
    const char *id = get_text(step, "option");
    char outcome[64];
    size_t place = 0;
    by_id(get(contest, "options"), id, &place);
    buffer_append_string(view->out, "<tr><th scope=\"row\">");
    write_number(view, place);
    write_word(view, thing_of(view, "option", get_text(contest, "id"), id), "title", id);
    buffer_append_string(view->out, "</th>");
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
        buffer_append_string(view->out, "<td>");
        number_append(view->out, view->texts, get_integer(step, answers[i]));
        buffer_append_string(view->out, "</td>");
    }
    snprintf(outcome, sizeof outcome, "result-%s", get_text(step, "outcome"));
    buffer_append_string(view->out, "<td>");
    message_append_simple(view->out, view->texts, outcome);
    buffer_append_string(view->out, "</td></tr>\n");
}

static void write_questions(const struct view *view, const json_t *contest, const json_t *count)
{
    static const char *const heads[] = {"result-question", "answer-yes", "answer-no", "answer-abstain",
                                        "result-outcome"};
    const json_t *trace = get(count, "trace");
    buffer_append_string(view->out, "<table>\n");
    write_heads(view, heads, sizeof heads / sizeof *heads);
    for (size_t i = 0; i < json_array_size(trace); i++)
        write_question(view, contest, json_array_get(trace, i));
    buffer_append_string(view->out, "</tbody>\n</table>\n<p>");
    MESSAGE(view, "result-entitled", NUMBER("count", get_integer(count, "entitled")));
    buffer_append_string(view->out, "</p>\n");
}

static void write_contest_result(const struct view *view, const json_t *outcome)
{
    size_t place = 0;
    const char *id = get_text(outcome, "id"), *status = get_text(outcome, "status");
    const json_t *contest = by_id(get(view->definition, "contests"), id, &place),
                 *count = get(outcome, "count");
    size_t invalid = json_array_size(get(outcome, "invalid"));
    buffer_append_string(view->out, "<section>\n<h2>");
    write_word(view, thing_of(view, "contest", id, NULL), "title", id);
    buffer_append_string(view->out, "</h2>\n<p>");
    if (strcmp(status, "counted") == 0) {
        MESSAGE(view, "result-voters", NUMBER("blank", get_integer(outcome, "blank")),
                NUMBER("voters", get_integer(outcome, "voters")));
        if (invalid > 0) {
            buffer_append_string(view->out, " ");
            MESSAGE(view, "result-invalid", NUMBER("count", (int64_t)invalid));
        }
    } else {
        message_append_simple(view->out, view->texts,
                              strcmp(status, "withheld") == 0 ? "result-withheld" : "result-empty");
    }
    buffer_append_string(view->out, "</p>\n");
    if (json_is_array(get(count, "trace")) && strcmp(get_text(get(count, "rule"), "name"), "motion") == 0) {
        write_questions(view, contest, count);
    } else if (json_is_array(get(count, "trace"))) {
        write_steps(view, contest, count, true);
        write_total(view, contest, count);
        write_steps(view, contest, count, false);
    }
    buffer_append_string(view->out, "</section>\n");
}

static void write_files(const struct view *view)
{
    const json_t *exports = get(view->round, "exports");
    const char *round = get_text(view->round, "id");
    buffer_append_string(view->out, "<section>\n");
    write_message(view, "h2", "result-files");
    html_write(view->out, "<ul>\n<li><a href=\"/api/v1/rounds/%s/bundle\">", round);
    message_append_simple(view->out, view->texts, "result-bundle");
    buffer_append_string(view->out, "</a></li>\n");
    for (size_t i = 0; i < json_array_size(exports); i++) {
        const char *name = get_text(json_array_get(exports, i), "name");
        if (strcmp(name, "bundle.zip") != 0)
            html_write(view->out, "<li><a href=\"/api/v1/rounds/%s/exports/%s\">%s</a></li>\n", round, name,
                       name);
    }
    buffer_append_string(view->out, "</ul>\n</section>\n");
}

void view_result(const struct view *view)
{
    const json_t *contests = get(view->result, "contests");
    buffer_append_string(view->out, "<h1>");
    view_title(view, "result", view->out);
    buffer_append_string(view->out, "</h1>\n");
    write_standing(view);
    if (!view->result)
        write_message(view, "p", "result-none");
    for (size_t i = 0; i < json_array_size(contests); i++)
        write_contest_result(view, json_array_get(contests, i));
    if (view->result)
        write_files(view);
    html_write(view->out, "<p><a href=\"/%s/rounds/%s\">", view->language, get_text(view->round, "id"));
    view_title(view, "round", view->out);
    buffer_append_string(view->out, "</a></p>\n");
}
