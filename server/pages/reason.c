// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/pages/reason.h"

#include <stdio.h>
#include <stdlib.h>

#include "count/rational.h"
#include "server/pages/html.h"
#include "server/pages/parts.h"

static const char *rule_name(const json_t *count)
{
    return part_text(part_get(count, "rule"), "name");
}

static bool is(const json_t *object, const char *member, const char *word)
{
    return strcmp(part_text(object, member), word) == 0;
}

const json_t *reason_deciding(const json_t *count)
{
    const json_t *comparison = part_get(part_get(count, "shares"), "comparison");
    return is(comparison, "winner", "greedy") ? part_get(comparison, "greedy") : count;
}

/* Sentences stand behind each other. */
static void write_gap(const struct view *view)
{
    buffer_append_string(view->out, " ");
}

static void write_plain(const struct view *view, const char *id)
{
    message_append_simple(view->out, view->texts, id);
    write_gap(view);
}

static void write_amount(const struct view *view, const char *id, const char *name, int64_t amount)
{
    struct buffer money = {0};
    part_append_money(view, &money, amount);
    MESSAGE(view, id, HTML(name, &money));
    write_gap(view);
    buffer_clear(&money);
}

void reason_append_fraction(const struct view *view, struct buffer *out, const char *fraction, bool up)
{
    int64_t amount;
    if (rational_round(fraction, up, &amount))
        part_append_money(view, out, amount);
}

static void write_fraction(const struct view *view, const char *id, const char *fraction, bool up)
{
    struct buffer money = {0};
    reason_append_fraction(view, &money, fraction, up);
    MESSAGE(view, id, HTML("amount", &money));
    write_gap(view);
    buffer_clear(&money);
}

static void write_lack(const struct view *view, const char *id, int64_t there, int64_t cost)
{
    struct buffer left = {0}, lack = {0};
    part_append_money(view, &left, there);
    part_append_money(view, &lack, cost - there);
    MESSAGE(view, id, HTML("left", &left), HTML("lack", &lack));
    write_gap(view);
    buffer_clear(&left);
    buffer_clear(&lack);
}

/* ---- by score ---- */

static void write_rival(const struct view *view, const json_t *contest, const char *id)
{
    struct buffer title = {0};
    struct view inner = *view;
    inner.out = &title;
    part_write_word(&inner, part_thing(view, "option", part_text(contest, "id"), id), "title", id);
    MESSAGE(view, "why-conflict", HTML("title", &title));
    write_gap(view);
    buffer_clear(&title);
}

static void write_missing_score(const struct view *view, const json_t *by, const json_t *step)
{
    int64_t threshold = part_integer(part_get(by, "rule"), "threshold"),
            score = strtoll(part_text(step, "score"), NULL, 10);
    MESSAGE(view, "why-below-threshold", NUMBER("missing", threshold - score),
            NUMBER("threshold", threshold));
    write_gap(view);
}

static void write_misfit(const struct view *view, const json_t *step)
{
    int64_t left = part_integer(step, "left");
    if (left == 0)
        write_plain(view, "why-nothing-left");
    else
        write_lack(view, "why-misfit", left, part_integer(step, "cost"));
}

/* ---- by price ---- */

static void write_payers(const struct view *view, const json_t *step)
{
    struct buffer greatest = {0};
    int64_t emptied = part_integer(step, "emptied");
    reason_append_fraction(view, &greatest, part_text(step, "greatest"), true);
    MESSAGE(view, "why-paid", NUMBER("voters", part_integer(step, "payers")), HTML("amount", &greatest));
    write_gap(view);
    if (emptied) {
        MESSAGE(view, "why-emptied", NUMBER("voters", emptied));
        write_gap(view);
    }
    buffer_clear(&greatest);
}

static void write_held(const struct view *view, const json_t *step)
{
    int64_t held = 0;
    if (rational_round(part_text(step, "held"), false, &held))
        write_lack(view, "why-unaffordable", held, part_integer(step, "cost"));
}

static void write_loads(const struct view *view, const json_t *step)
{
    bool bought = is(step, "outcome", "bought");
    if (!part_get(step, "price")) {
        write_plain(view, bought ? "why-unsupported-fits" : "why-unsupported");
        return;
    }
    if (bought) {
        MESSAGE(view, "why-shared", NUMBER("voters", part_integer(step, "payers")));
        write_gap(view);
    }
    write_fraction(view, bought ? "why-load" : "why-load-too-late", part_text(step, "price"), true);
}

/* ---- a step ---- */

static void write_step(const struct view *view, const json_t *contest, const json_t *by, const json_t *step)
{
    bool phragmen = strcmp(rule_name(by), "phragmen") == 0;
    if (is(step, "outcome", "conflict"))
        write_rival(view, contest, part_text(step, "rival"));
    else if (is(step, "outcome", "below-threshold"))
        write_missing_score(view, by, step);
    else if (is(step, "outcome", "misfit"))
        write_misfit(view, step);
    else if (is(step, "outcome", "unaffordable"))
        write_held(view, step);
    else if (is(step, "outcome", "unsupported"))
        write_plain(view, "why-unsupported");
    else if (phragmen)
        write_loads(view, step);
    else if (is(step, "outcome", "stopped"))
        write_plain(view, "why-stopped");
    else if (part_get(step, "score"))
        write_amount(view, "why-fits", "left", part_integer(step, "left"));
    else
        write_payers(view, step);
}

void reason_write(const struct view *view, const json_t *contest, const json_t *by, size_t number)
{
    const json_t *trace = part_get(by, "trace"), *step = json_array_get(trace, number);
    for (size_t i = 0; i < number; i++) {
        const json_t *before = json_array_get(trace, i);
        if (!is(before, "option", part_text(step, "option")))
            continue;
        write_step(view, contest, by, before);
        MESSAGE(view, "why-rest", NUMBER("score", strtoll(part_text(step, "score"), NULL, 10)));
        write_gap(view);
    }
    write_step(view, contest, by, step);
}

/* ---- what would have changed it ---- */

static bool is_found(const json_t *margin)
{
    return is(margin, "kind", "exact") || is(margin, "kind", "turn");
}

/* "votes" and "points" of greedy, "yes" of a question, else voters who come. */
static const char *extra_of(const json_t *contest)
{
    const json_t *rule = part_get(contest, "rule");
    if (is(rule, "name", "motion"))
        return "yes";
    if (!is(rule, "name", "greedy"))
        return "voters";
    return is(rule, "score", "votes") ? "votes" : "points";
}

static void write_votes_margin(const struct view *view, const json_t *contest, const json_t *margin)
{
    char id[32];
    int64_t value = part_integer(margin, "value");
    if (!is_found(margin))
        return;
    snprintf(id, sizeof id, "margin-%s%s", extra_of(contest), is(margin, "kind", "turn") ? "-turn" : "");
    MESSAGE(view, id, NUMBER("more", value), NUMBER("less", value - 1));
    write_gap(view);
}

/* "A · B" */
static void write_titles(const struct view *view, const json_t *contest, const char *id,
                         const json_t *options)
{
    struct buffer titles = {0};
    struct view inner = *view;
    inner.out = &titles;
    for (size_t i = 0; i < json_array_size(options); i++) {
        const char *option = json_string_value(json_array_get(options, i));
        buffer_append_string(&titles, i ? " · " : "");
        part_write_word(&inner, part_thing(view, "option", part_text(contest, "id"), option), "title",
                        option);
    }
    if (json_array_size(options)) {
        MESSAGE(view, id, HTML("titles", &titles));
        write_gap(view);
    }
    buffer_clear(&titles);
}

void reason_write_margins(const struct view *view, const json_t *contest, const json_t *margins)
{
    const json_t *cost = part_get(margins, "cost");
    write_votes_margin(view, contest, part_get(margins, "votes"));
    if (is_found(cost))
        write_amount(view, is(cost, "kind", "turn") ? "margin-cost-turn" : "margin-cost", "cost",
                     part_integer(cost, "value"));
    write_titles(view, contest, "margin-in", part_get(margins, "in"));
    write_titles(view, contest, "margin-out", part_get(margins, "out"));
}

/* ---- about everybody ---- */

static void write_added(const struct view *view, const json_t *shares)
{
    int64_t unit = 1;
    for (int64_t i = part_integer(view->definition, "minor_digits"); i > 0; i--)
        unit *= 10;
    if (!part_get(shares, "end"))
        return;
    write_amount(view, "start-added", "amount", part_integer(shares, "added") * unit);
    if (part_get(shares, "over")) {
        struct buffer more = {0}, over = {0};
        part_append_money(view, &more, unit);
        part_append_money(view, &over, part_integer(shares, "over"));
        MESSAGE(view, "start-overspent", HTML("more", &more), HTML("cost", &over));
        write_gap(view);
        buffer_clear(&more);
        buffer_clear(&over);
    }
}

void reason_write_start(const struct view *view, const json_t *count)
{
    const json_t *shares = part_get(count, "shares"), *comparison = part_get(shares, "comparison");
    if (!shares)
        return;
    buffer_append_string(view->out, "<p>");
    write_fraction(view, "start-endowment", part_text(shares, "endowment"), false);
    write_added(view, shares);
    if (comparison) {
        MESSAGE(view, "start-comparison", NUMBER("scores", part_integer(comparison, "prefer_greedy")),
                NUMBER("shares", part_integer(comparison, "prefer_equal_shares")));
        write_gap(view);
        write_plain(view, is(comparison, "winner", "greedy") ? "start-by-score" : "start-by-shares");
    }
    buffer_append_string(view->out, "</p>\n");
}
