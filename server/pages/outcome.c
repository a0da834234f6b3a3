// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/pages/outcome.h"

#include <stdio.h>

#include "count/rational.h"
#include "server/pages/html.h"
#include "server/pages/parts.h"
#include "server/pages/reason.h"

__extension__ typedef __int128 wide;

static const json_t *by_id(const json_t *list, const char *id, size_t *place)
{
    for (size_t i = 0; i < json_array_size(list); i++)
        if (strcmp(part_text(json_array_get(list, i), "id"), id) == 0) {
            *place = i;
            return json_array_get(list, i);
        }
    return NULL;
}

/* Equal shares and Phragmén go by prices; a completion by score says it in words. */
static bool has_scores(const json_t *by)
{
    return part_get(json_array_get(part_get(by, "trace"), 0), "score") != NULL;
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

/* What the bar shows: a part, beginning somewhere, of a whole. */
struct bar {
    int64_t from, part, whole;
};

/* Of a winner, what it takes from the budget, behind what was spent before; of a loser, how much of its cost
 * there was. */
static bool bar_of(const json_t *contest, const json_t *step, bool won, struct bar *out)
{
    int64_t cost = part_integer(step, "cost"), left = part_integer(step, "left"),
            budget = part_integer(contest, "envelope");
    const char *held = part_text(step, "held");
    if (won)
        *out = (struct bar){budget - left, cost, budget};
    else
        *out = (struct bar){0, left, cost};
    if (*held && !rational_round(held, false, &out->part))
        return false;
    return out->from >= 0 && out->part >= 0 && out->whole > 0 && out->from + out->part <= out->whole;
}

/* In thousandths of the whole; the sentence beside it says the same. */
static int64_t thousandths(int64_t part, const struct bar *bar)
{
    return (int64_t)((wide)part * 1000 / bar->whole);
}

static void write_bar(const struct view *view, const json_t *contest, const json_t *step, bool won)
{
    struct bar bar;
    if (!bar_of(contest, step, won, &bar))
        return;
    buffer_append_format(view->out,
                         "<svg class=\"bar\" viewBox=\"0 0 1000 20\" preserveAspectRatio=\"none\" "
                         "aria-hidden=\"true\" focusable=\"false\">"
                         "<rect class=\"whole\" width=\"1000\" height=\"20\"/>"
                         "<rect class=\"before\" width=\"%lld\" height=\"20\"/>"
                         "<rect class=\"part\" x=\"%lld\" width=\"%lld\" height=\"20\"/></svg>",
                         (long long)thousandths(bar.from, &bar), (long long)thousandths(bar.from, &bar),
                         (long long)thousandths(bar.part, &bar));
}

static const json_t *margins_of(const struct view *view, const json_t *contest, const char *id)
{
    size_t place;
    const json_t *options =
        part_get(by_id(part_get(view->explanation, "contests"), part_text(contest, "id"), &place), "options");
    for (size_t i = 0; i < json_array_size(options); i++)
        if (strcmp(part_text(json_array_get(options, i), "option"), id) == 0)
            return json_array_get(options, i);
    return NULL;
}

static void write_step(const struct view *view, const json_t *contest, const json_t *by, size_t number,
                       bool won)
{
    const json_t *step = json_array_get(part_get(by, "trace"), number);
    const char *id = part_text(step, "option");
    size_t place = 0;
    by_id(part_get(contest, "options"), id, &place);
    buffer_append_string(view->out, "<tr><th scope=\"row\">");
    part_write_number(view, place);
    part_write_word(view, part_thing(view, "option", part_text(contest, "id"), id), "title", id);
    buffer_append_string(view->out, "<br><span class=\"quiet\">");
    reason_write(view, contest, by, number);
    reason_write_margins(view, contest, margins_of(view, contest, id));
    buffer_append_string(view->out, "</span>");
    write_bar(view, contest, step, won);
    buffer_append_string(view->out, "</th>");
    if (has_scores(by))
        html_write(view->out, "<td>%s</td>", part_text(step, "score"));
    buffer_append_string(view->out, "<td class=\"cost\">");
    part_append_money(view, view->out, part_integer(step, "cost"));
    buffer_append_string(view->out, "</td></tr>\n");
}

/* Whether the project of a step won, and whether this is the last step for it. */
static bool has_won(const json_t *by, const json_t *step)
{
    const json_t *selected = part_get(by, "selected");
    for (size_t i = 0; i < json_array_size(selected); i++)
        if (json_equal(json_array_get(selected, i), part_get(step, "option")))
            return true;
    return false;
}

static bool is_last(const json_t *trace, size_t number)
{
    for (size_t i = number + 1; i < json_array_size(trace); i++)
        if (json_equal(part_get(json_array_get(trace, i), "option"),
                       part_get(json_array_get(trace, number), "option")))
            return false;
    return true;
}

static void begin_table(const struct view *view, const json_t *by, bool won)
{
    static const char *const heads[] = {"result-project", "result-score", "result-project-cost"},
                             *const unscored[] = {"result-project", "result-project-cost"};
    part_write_message(view, "h3", won ? "result-funded" : "result-not-funded");
    buffer_append_string(view->out, "<p class=\"quiet\">");
    message_append_simple(view->out, view->texts, won ? "result-bar-funded" : "result-bar-not-funded");
    buffer_append_string(view->out, "</p>\n<table class=\"result\">\n");
    if (has_scores(by))
        write_heads(view, heads, sizeof heads / sizeof *heads);
    else
        write_heads(view, unscored, sizeof unscored / sizeof *unscored);
}

static void write_steps(const struct view *view, const json_t *contest, const json_t *by, bool won)
{
    const json_t *trace = part_get(by, "trace");
    bool any = false;
    for (size_t i = 0; i < json_array_size(trace); i++) {
        if (has_won(by, json_array_get(trace, i)) != won || !is_last(trace, i))
            continue;
        if (!any)
            begin_table(view, by, won);
        any = true;
        write_step(view, contest, by, i, won);
    }
    if (any)
        buffer_append_string(view->out, "</tbody>\n</table>\n");
}

static void write_total(const struct view *view, const json_t *contest, const json_t *count)
{
    struct buffer cost = {0}, envelope = {0};
    part_append_money(view, &cost, part_integer(count, "total_cost"));
    part_append_money(view, &envelope, part_integer(contest, "envelope"));
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
    const char *id = part_text(step, "option");
    char outcome[64];
    size_t place = 0;
    by_id(part_get(contest, "options"), id, &place);
    buffer_append_string(view->out, "<tr><th scope=\"row\">");
    part_write_number(view, place);
    part_write_word(view, part_thing(view, "option", part_text(contest, "id"), id), "title", id);
    buffer_append_string(view->out, "</th>");
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
        buffer_append_string(view->out, "<td>");
        number_append(view->out, view->texts, part_integer(step, answers[i]));
        buffer_append_string(view->out, "</td>");
    }
    snprintf(outcome, sizeof outcome, "result-%s", part_text(step, "outcome"));
    buffer_append_string(view->out, "<td>");
    message_append_simple(view->out, view->texts, outcome);
    buffer_append_string(view->out, "</td></tr>\n");
}

static void write_questions(const struct view *view, const json_t *contest, const json_t *count)
{
    static const char *const heads[] = {"result-question", "answer-yes", "answer-no", "answer-abstain",
                                        "result-outcome"};
    const json_t *trace = part_get(count, "trace");
    buffer_append_string(view->out, "<table>\n");
    write_heads(view, heads, sizeof heads / sizeof *heads);
    for (size_t i = 0; i < json_array_size(trace); i++)
        write_question(view, contest, json_array_get(trace, i));
    buffer_append_string(view->out, "</tbody>\n</table>\n<p>");
    MESSAGE(view, "result-entitled", NUMBER("count", part_integer(count, "entitled")));
    buffer_append_string(view->out, "</p>\n");
}

void outcome_write(const struct view *view, const json_t *outcome)
{
    size_t place = 0;
    const char *id = part_text(outcome, "id"), *status = part_text(outcome, "status");
    const json_t *contest = by_id(part_get(view->definition, "contests"), id, &place),
                 *count = part_get(outcome, "count");
    size_t invalid = json_array_size(part_get(outcome, "invalid"));
    buffer_append_string(view->out, "<section>\n<h2>");
    part_write_word(view, part_thing(view, "contest", id, NULL), "title", id);
    buffer_append_string(view->out, "</h2>\n<p>");
    if (strcmp(status, "counted") == 0) {
        MESSAGE(view, "result-voters", NUMBER("blank", part_integer(outcome, "blank")),
                NUMBER("voters", part_integer(outcome, "voters")));
        if (invalid > 0) {
            buffer_append_string(view->out, " ");
            MESSAGE(view, "result-invalid", NUMBER("count", (int64_t)invalid));
        }
    } else {
        message_append_simple(view->out, view->texts,
                              strcmp(status, "withheld") == 0 ? "result-withheld" : "result-empty");
    }
    buffer_append_string(view->out, "</p>\n");
    if (json_is_array(part_get(count, "trace")) &&
        strcmp(part_text(part_get(count, "rule"), "name"), "motion") == 0) {
        write_questions(view, contest, count);
    } else if (json_is_array(part_get(count, "trace"))) {
        reason_write_start(view, count);
        write_steps(view, contest, reason_deciding(count), true);
        write_total(view, contest, count);
        write_steps(view, contest, reason_deciding(count), false);
    }
    buffer_append_string(view->out, "</section>\n");
}
