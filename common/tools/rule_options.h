/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The rule of a count as it is named on the command line of `folkmoot count` and `folkmoot replay`.
 */
#ifndef FOLKMOOT_TOOLS_RULE_OPTIONS_H
#define FOLKMOOT_TOOLS_RULE_OPTIONS_H

#include "count/count.h"
#include "tools/tool.h"

/* Texts of the command line; NULL: not given. */
struct rule_options {
    const char *rule, *score, *on_misfit, *threshold, *conflicts, *ties, *reference;
    bool per_cost;
};

/* Rows of an option table (the initialiser of several elements). */
#define RULE_OPTION_ROWS(options)                                                                            \
    {"rule", &(options).rule, NULL}, {"score", &(options).score, NULL},                                      \
        {"per-cost", NULL, &(options).per_cost}, {"on-misfit", &(options).on_misfit, NULL},                  \
        {"threshold", &(options).threshold, NULL}, {"conflicts", &(options).conflicts, NULL},                \
        {"ties", &(options).ties, NULL},                                                                     \
    {                                                                                                        \
        "reference", &(options).reference, NULL                                                              \
    }

/* What the options say by themselves, checked before any file is read. */
struct rule_choice {
    bool has_score, has_misfit, has_threshold, per_cost, named, has_reference, draw;
    enum rule_score score;
    enum rule_misfit on_misfit;
    int64_t threshold;
    struct rule reference;
    uint8_t seed[COUNT_SEED_BYTES]; /* of draw */
    json_t *conflicts;              /* NULL: none; for json_decref() */
};
MUST_CHECK bool rule_options_read(const struct rule_options *options, struct rule_choice *out,
                                  struct error *err);

/* The rule for one file: named, a reference, or declared in META; then what the command line changes in it.
 */
MUST_CHECK bool rule_choice_for(const struct rule_choice *choice, const struct pabulib *pb, struct rule *out,
                                struct error *err);

#endif
