// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/pages/other_rules.h"

#include <stdio.h>

#include "server/pages/html.h"
#include "server/pages/parts.h"

enum { PERCENT = 100 };

static bool selects(const json_t *alternative, const char *option)
{
    const json_t *selected = part_get(alternative, "selected");
    for (size_t i = 0; i < json_array_size(selected); i++)
        if (strcmp(json_string_value(json_array_get(selected, i)), option) == 0)
            return true;
    return false;
}

static const char *name_of(const json_t *rule)
{
    const char *name = part_text(rule, "name"), *score = part_text(rule, "score");
    if (strcmp(name, "equal-shares") == 0)
        return "rule-name-equal-shares";
    if (strcmp(name, "phragmen") == 0)
        return "rule-name-phragmen";
    if (strcmp(part_text(rule, "density"), "per-cost") == 0)
        return "rule-name-per-cost";
    return strcmp(score, "votes") == 0    ? "rule-name-votes"
           : strcmp(score, "points") == 0 ? "rule-name-points"
                                          : "rule-name-borda";
}

/* By what a rule differs from another of the same name. */
static void write_difference(const struct view *view, const json_t *rule)
{
    const char *name = part_text(rule, "name");
    int64_t threshold = part_integer(rule, "threshold");
    char id[64];
    if (strcmp(name, "phragmen") == 0)
        return;
    snprintf(id, sizeof id, "rule-differs-%s",
             part_text(rule, strcmp(name, "equal-shares") == 0 ? "completion" : "on_misfit"));
    buffer_append_string(view->out, " (");
    message_append_simple(view->out, view->texts, id);
    if (threshold > 0) {
        buffer_append_string(view->out, ", ");
        MESSAGE(view, "rule-differs-threshold", NUMBER("votes", threshold));
    }
    buffer_append_string(view->out, ")");
}

static void write_name(const struct view *view, const json_t *rules, size_t place)
{
    const json_t *rule = part_get(json_array_get(rules, place), "rule");
    const char *name = name_of(rule);
    bool again = false;
    for (size_t i = 0; i < json_array_size(rules); i++)
        again |= i != place && strcmp(name_of(part_get(json_array_get(rules, i), "rule")), name) == 0;
    message_append_simple(view->out, view->texts, name);
    if (again)
        write_difference(view, rule);
}

static int64_t percent(int64_t part, int64_t whole)
{
    return whole > 0 ? part * PERCENT / whole : 0;
}

void other_rules_write_served(const struct view *view, const json_t *views)
{
    int64_t served = part_integer(json_array_get(part_get(views, "rules"), 0), "served"),
            voters = part_integer(views, "voters");
    if (!json_array_size(part_get(views, "rules")))
        return;
    buffer_append_string(view->out, "<p>");
    MESSAGE(view, "result-served", NUMBER("served", served), NUMBER("voters", voters),
            NUMBER("percent", percent(served, voters)));
    buffer_append_string(view->out, "</p>\n");
}

static void write_rule(const struct view *view, const json_t *views, size_t place)
{
    const json_t *rules = part_get(views, "rules"), *alternative = json_array_get(rules, place);
    struct buffer cost = {0};
    int64_t served = part_integer(alternative, "served"), voters = part_integer(views, "voters");
    part_append_money(view, &cost, part_integer(alternative, "total_cost"));
    buffer_append_string(view->out, "<li><strong>");
    write_name(view, rules, place);
    buffer_append_string(view->out, "</strong>");
    if (place == 0) {
        buffer_append_string(view->out, " <span class=\"own\">");
        message_append_simple(view->out, view->texts, "rules-own");
        buffer_append_string(view->out, "</span>");
    }
    buffer_append_string(view->out, "<br>");
    MESSAGE(view, "rules-outcome",
            NUMBER("projects", (int64_t)json_array_size(part_get(alternative, "selected"))),
            HTML("cost", &cost), NUMBER("served", served), NUMBER("voters", voters),
            NUMBER("percent", percent(served, voters)));
    buffer_append_string(view->out, "</li>\n");
    buffer_clear(&cost);
}

/* A sign for the eye, a word for the ear. */
static void write_cell(const struct view *view, bool funded)
{
    buffer_append_format(view->out,
                         "<td%s><span aria-hidden=\"true\">%s</span><span class=\"visually-hidden\">",
                         funded ? " class=\"funded\"" : "", funded ? "✓" : "–");
    message_append_simple(view->out, view->texts, funded ? "result-funded" : "result-not-funded");
    buffer_append_string(view->out, "</span></td>");
}

static void write_head(const struct view *view, const json_t *rules)
{
    buffer_append_string(view->out, "<table class=\"rules\">\n<thead><tr><th scope=\"col\">");
    message_append_simple(view->out, view->texts, "result-project");
    buffer_append_string(view->out, "</th>");
    for (size_t i = 0; i < json_array_size(rules); i++) {
        buffer_append_string(view->out, "<th scope=\"col\"><span aria-hidden=\"true\">");
        number_append(view->out, view->texts, (int64_t)i + 1);
        buffer_append_string(view->out, "</span><span class=\"visually-hidden\">");
        write_name(view, rules, i);
        buffer_append_string(view->out, "</span></th>");
    }
    buffer_append_string(view->out, "</tr></thead>\n<tbody>\n");
}

static void write_row(const struct view *view, const json_t *contest, const json_t *rules, const char *option)
{
    buffer_append_string(view->out, "<tr><th scope=\"row\">");
    part_write_word(view, part_thing(view, "option", part_text(contest, "id"), option), "title", option);
    buffer_append_string(view->out, "</th>");
    for (size_t i = 0; i < json_array_size(rules); i++)
        write_cell(view, selects(json_array_get(rules, i), option));
    buffer_append_string(view->out, "</tr>\n");
}

/* Those that at least one rule funds; first, in their order, the winners. */
static void write_table(const struct view *view, const json_t *contest, const json_t *rules)
{
    const json_t *own = json_array_get(rules, 0), *options = part_get(contest, "options"),
                 *winners = part_get(own, "selected");
    write_head(view, rules);
    for (size_t i = 0; i < json_array_size(winners); i++)
        write_row(view, contest, rules, json_string_value(json_array_get(winners, i)));
    for (size_t o = 0; o < json_array_size(options); o++) {
        const char *option = part_text(json_array_get(options, o), "id");
        bool funded = false;
        for (size_t i = 1; i < json_array_size(rules); i++)
            funded |= selects(json_array_get(rules, i), option);
        if (funded && !selects(own, option))
            write_row(view, contest, rules, option);
    }
    buffer_append_string(view->out, "</tbody>\n</table>\n");
}

static bool all_same(const json_t *rules)
{
    const json_t *own = json_array_get(rules, 0);
    for (size_t i = 1; i < json_array_size(rules); i++) {
        const json_t *other = json_array_get(rules, i), *selected = part_get(other, "selected");
        if (json_array_size(selected) != json_array_size(part_get(own, "selected")))
            return false;
        for (size_t s = 0; s < json_array_size(selected); s++)
            if (!selects(own, json_string_value(json_array_get(selected, s))))
                return false;
    }
    return true;
}

void other_rules_write(const struct view *view, const json_t *contest, const json_t *views)
{
    const json_t *rules = part_get(views, "rules");
    if (json_array_size(rules) < 2)
        return;
    part_write_message(view, "h3", "rules-heading");
    part_write_message(view, "p", "rules-about");
    buffer_append_string(view->out, "<ol class=\"rules\">\n");
    for (size_t i = 0; i < json_array_size(rules); i++)
        write_rule(view, views, i);
    buffer_append_string(view->out, "</ol>\n");
    if (all_same(rules))
        part_write_message(view, "p", "rules-same");
    else
        write_table(view, contest, rules);
}
