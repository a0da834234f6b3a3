// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/pages/outcome.h"

#include <stdio.h>
#include <stdlib.h>

#include "count/rational.h"
#include "server/pages/chart.h"
#include "server/pages/html.h"
#include "server/pages/other_rules.h"
#include "server/pages/parts.h"
#include "server/pages/purses.h"
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

/* The contest's element of a file beside the result. */
static const json_t *aside_of(const json_t *aside, const json_t *contest)
{
    size_t place;
    return by_id(part_get(aside, "contests"), part_text(contest, "id"), &place);
}

static const json_t *margins_of(const struct view *view, const json_t *contest, const char *id)
{
    const json_t *options = part_get(aside_of(view->explanation, contest), "options");
    for (size_t i = 0; i < json_array_size(options); i++)
        if (strcmp(part_text(json_array_get(options, i), "option"), id) == 0)
            return json_array_get(options, i);
    return NULL;
}

static void begin_option(const struct view *view, const json_t *contest, const char *id, const char *heading,
                         const char *class, size_t *place)
{
    *place = 0;
    by_id(part_get(contest, "options"), id, place);
    html_write(view->out, "<li class=\"%s\" id=\"%s-%s\">\n<%s>", class, part_text(contest, "id"), id,
               heading);
    part_write_number(view, *place);
    part_write_word(view, part_thing(view, "option", part_text(contest, "id"), id), "title", id);
    html_write(view->out, "</%s>\n", heading);
}

/* Cost, votes, and a score that is something else than votes. */
static void write_figures(const struct view *view, const json_t *contest, const json_t *step, size_t place)
{
    const json_t *supporters = json_array_get(part_get(aside_of(view->views, contest), "supporters"), place);
    const char *score = part_text(step, "score");
    buffer_append_string(view->out, "<p class=\"figures\"><strong>");
    part_append_money(view, view->out, part_integer(step, "cost"));
    buffer_append_string(view->out, "</strong>");
    if (supporters) {
        buffer_append_string(view->out, " · ");
        MESSAGE(view, "figure-votes", NUMBER("votes", json_integer_value(supporters)));
    }
    if (*score && strtoll(score, NULL, 10) != json_integer_value(supporters)) {
        buffer_append_string(view->out, " · ");
        MESSAGE(view, "figure-score", NUMBER("score", strtoll(score, NULL, 10)));
    }
    buffer_append_string(view->out, "</p>\n");
}

static void write_step(const struct view *view, const json_t *contest, const json_t *by, size_t number,
                       bool won)
{
    const json_t *step = json_array_get(part_get(by, "trace"), number);
    const char *id = part_text(step, "option");
    size_t place;
    begin_option(view, contest, id, "h4", won ? "won" : "lost", &place);
    write_figures(view, contest, step, place);
    buffer_append_string(view->out, "<p>");
    reason_write(view, contest, by, number);
    buffer_append_string(view->out, "</p>\n");
    write_bar(view, contest, step, won);
    if (won && !part_get(step, "score"))
        purses_write(view, aside_of(view->views, contest), id);
    buffer_append_string(view->out, "<p class=\"quiet\">");
    reason_write_margins(view, contest, margins_of(view, contest, id));
    buffer_append_string(view->out, "</p>\n</li>\n");
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

static void begin_list(const struct view *view, const json_t *contest, bool won)
{
    const json_t *purchases = part_get(aside_of(view->views, contest), "purchases");
    part_write_message(view, "h3", won ? "result-funded" : "result-not-funded");
    part_write_message(view, "p", won ? "result-bar-funded" : "result-bar-not-funded");
    if (won && json_array_size(purchases))
        part_write_message(view, "p", "purses-about");
    buffer_append_string(view->out, "<ol class=\"outcomes\">\n");
}

static void write_steps(const struct view *view, const json_t *contest, const json_t *by, bool won)
{
    const json_t *trace = part_get(by, "trace");
    bool any = false;
    for (size_t i = 0; i < json_array_size(trace); i++) {
        if (has_won(by, json_array_get(trace, i)) != won || !is_last(trace, i))
            continue;
        if (!any)
            begin_list(view, contest, won);
        any = true;
        write_step(view, contest, by, i, won);
    }
    if (any)
        buffer_append_string(view->out, "</ol>\n");
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

/* Yes, no and abstentions, as parts of all answers. */
static void write_answers_bar(const struct view *view, const json_t *step)
{
    static const char *const classes[] = {"part", "before", "whole"}, *const answers[] = {"yes", "no",
                                                                                          "abstain"};
    struct bar bar = {0};
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++)
        bar.whole += part_integer(step, answers[i]);
    if (bar.whole <= 0)
        return;
    buffer_append_string(view->out, "<svg class=\"bar\" viewBox=\"0 0 1000 20\" preserveAspectRatio=\"none\" "
                                    "aria-hidden=\"true\" focusable=\"false\">");
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
        int64_t from = thousandths(bar.from, &bar),
                to = thousandths(bar.from + part_integer(step, answers[i]), &bar);
        buffer_append_format(view->out, "<rect class=\"%s\" x=\"%lld\" width=\"%lld\" height=\"20\"/>",
                             classes[i], (long long)from, (long long)(to - from));
        bar.from += part_integer(step, answers[i]);
    }
    buffer_append_string(view->out, "</svg>\n");
}

static void write_question(const struct view *view, const json_t *contest, const json_t *step)
{
    const char *id = part_text(step, "option");
    bool passed = strcmp(part_text(step, "outcome"), "passed") == 0;
    char outcome[64];
    size_t place;
    begin_option(view, contest, id, "h3", passed ? "won" : "lost", &place);
    snprintf(outcome, sizeof outcome, "result-%s", part_text(step, "outcome"));
    buffer_append_string(view->out, "<p class=\"figures\"><strong>");
    message_append_simple(view->out, view->texts, outcome);
    buffer_append_string(view->out, "</strong> · ");
    MESSAGE(view, "result-answers", NUMBER("yes", part_integer(step, "yes")),
            NUMBER("no", part_integer(step, "no")), NUMBER("abstain", part_integer(step, "abstain")));
    buffer_append_string(view->out, "</p>\n");
    write_answers_bar(view, step);
    buffer_append_string(view->out, "<p class=\"quiet\">");
    reason_write_margins(view, contest, margins_of(view, contest, id));
    buffer_append_string(view->out, "</p>\n</li>\n");
}

static void write_questions(const struct view *view, const json_t *contest, const json_t *count)
{
    const json_t *trace = part_get(count, "trace");
    buffer_append_string(view->out, "<ol class=\"outcomes\">\n");
    for (size_t i = 0; i < json_array_size(trace); i++)
        write_question(view, contest, json_array_get(trace, i));
    buffer_append_string(view->out, "</ol>\n<p>");
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
        chart_write_figure(view, id);
    } else if (json_is_array(part_get(count, "trace"))) {
        const json_t *views = aside_of(view->views, contest), *by = reason_deciding(count);
        other_rules_write_served(view, views);
        reason_write_start(view, count);
        write_total(view, contest, count);
        write_steps(view, contest, by, true);
        write_steps(view, contest, by, false);
        chart_write_figure(view, id);
        other_rules_write(view, contest, views);
    }
    buffer_append_string(view->out, "</section>\n");
}
