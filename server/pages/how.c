// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/pages/how.h"

#include <stdio.h>
#include <string.h>

#include "server/pages/html.h"
#include "server/pages/parts.h"

void how_write_vote(const struct view *view, const json_t *contest)
{
    const json_t *form = part_get(contest, "form");
    struct buffer envelope = {0}, id = {0};
    int64_t min = part_integer(form, "min"), max = part_integer(form, "max");
    /* Where the numbers limit nothing they are not told. */
    bool anything = min <= 1 && max >= (int64_t)json_array_size(part_get(contest, "options"));
    part_append_money(view, &envelope, part_integer(contest, "envelope"));
    buffer_append_format(&id, "rules-%s", part_text(form, "kind"));
    MESSAGE(view, buffer_string(&id), NUMBER("min", min), NUMBER("max", max), NUMBER("free", anything),
            NUMBER("total", part_integer(form, "total")), NUMBER("each", part_integer(form, "max_each")),
            NUMBER("low", part_integer(form, "low")), NUMBER("high", part_integer(form, "high")),
            HTML("envelope", &envelope));
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

void how_write_count(const struct view *view, const json_t *contest)
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

/* ---- a worked example ---- */

/* 100, 60, 50, 30 and so on of the round's currency, as $all, $first, ... */
static void write_example(const struct view *view, const char *id)
{
    static const struct {
        const char *name;
        int64_t units;
    } amounts[] = {{"all", 100}, {"first", 60}, {"left", 40}, {"second", 50}, {"third", 30}, {"each", 10}};
    enum { COUNT = sizeof amounts / sizeof *amounts };
    struct buffer texts[COUNT] = {0};
    struct message_arg args[COUNT];
    int64_t unit = 1;
    for (int64_t i = part_integer(view->definition, "minor_digits"); i > 0; i--)
        unit *= 10;
    for (size_t i = 0; i < COUNT; i++) {
        part_append_money(view, &texts[i], amounts[i].units * unit);
        args[i] = HTML(amounts[i].name, &texts[i]);
    }
    message_append(view->out, view->texts, id, args, COUNT);
    for (size_t i = 0; i < COUNT; i++)
        buffer_clear(&texts[i]);
}

/* Of 100 people, how many must say yes. */
static int64_t needed_of_hundred(const char *fraction)
{
    unsigned long p, q;
    if (sscanf(fraction, "%9lu/%9lu", &p, &q) != 2 || q == 0)
        return 0;
    return is_half(fraction) ? 51 : (int64_t)((100 * p + q - 1) / q);
}

void how_write_example(const struct view *view, const json_t *contest)
{
    const json_t *rule = part_get(contest, "rule");
    const char *name = part_text(rule, "name"), *base = part_text(rule, "base"),
               *majority = part_text(rule, "majority");
    if (strcmp(name, "greedy") == 0 && strcmp(part_text(rule, "density"), "per-cost") == 0) {
        write_example(view, "example-per-cost");
    } else if (strcmp(name, "greedy") == 0) {
        write_example(view,
                      strcmp(part_text(rule, "on_misfit"), "stop") == 0 ? "example-stop" : "example-skip");
    } else if (strcmp(name, "equal-shares") == 0) {
        write_example(view, "example-equal-shares");
    } else if (strcmp(name, "phragmen") == 0) {
        write_example(view, "example-phragmen");
    } else if (is_nothing(majority) || (is_half(majority) && strcmp(base, "yes-no") == 0)) {
        message_append_simple(view->out, view->texts, "example-majority");
    } else {
        char id[64];
        snprintf(id, sizeof id, "example-%s", base);
        MESSAGE(view, id, NUMBER("needed", needed_of_hundred(majority)));
    }
}
