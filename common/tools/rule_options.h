/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The rule of a count as it is named on the command line of `folkmoot count` and `folkmoot replay`.
 */
#ifndef FOLKMOOT_TOOLS_RULE_OPTIONS_H
#define FOLKMOOT_TOOLS_RULE_OPTIONS_H

#include "count/count.h"
#include "tools/tool.h"

/* Members of a rule as options; each is of one rule or of several (ballot/rule.h). */
enum rule_option {
    RULE_OPTION_SCORE,
    RULE_OPTION_MISFIT,
    RULE_OPTION_THRESHOLD,
    RULE_OPTION_UTILITY,
    RULE_OPTION_COMPLETION,
    RULE_OPTION_START,
    RULE_OPTION_COMPARE,
    RULE_OPTION_BASE,
    RULE_OPTION_QUORUM,
    RULE_OPTION_MAJORITY,
    RULE_OPTIONS,
};

/* Texts of the command line; NULL: not given. */
struct rule_options {
    const char *rule, *reference, *conflicts, *ties;
    const char *members[RULE_OPTIONS];
    bool per_cost;
};

/* Rows of an option table (the initialiser of several elements). */
#define RULE_OPTION_ROWS(said)                                                                               \
    {"rule", &(said).rule, NULL}, {"score", &(said).members[RULE_OPTION_SCORE], NULL},                       \
        {"per-cost", NULL, &(said).per_cost}, {"on-misfit", &(said).members[RULE_OPTION_MISFIT], NULL},      \
        {"threshold", &(said).members[RULE_OPTION_THRESHOLD], NULL}, {"conflicts", &(said).conflicts, NULL}, \
        {"utility", &(said).members[RULE_OPTION_UTILITY], NULL},                                             \
        {"completion", &(said).members[RULE_OPTION_COMPLETION], NULL},                                       \
        {"start", &(said).members[RULE_OPTION_START], NULL},                                                 \
        {"compare", &(said).members[RULE_OPTION_COMPARE], NULL},                                             \
        {"base", &(said).members[RULE_OPTION_BASE], NULL},                                                   \
        {"quorum", &(said).members[RULE_OPTION_QUORUM], NULL},                                               \
        {"majority", &(said).members[RULE_OPTION_MAJORITY], NULL}, {"ties", &(said).ties, NULL},             \
    {                                                                                                        \
        "reference", &(said).reference, NULL                                                                 \
    }

/* What the options say, as far as it can be checked before any file is read. */
struct rule_choice {
    struct rule_options said;
    bool named, has_reference, draw;
    enum rule_name name;            /* named */
    struct rule reference;          /* has_reference */
    uint8_t seed[COUNT_SEED_BYTES]; /* draw */
    json_t *conflicts;              /* NULL: none; for json_decref() */
};
MUST_CHECK bool rule_options_read(const struct rule_options *said, struct rule_choice *out,
                                  struct error *err);

/* The rule for one file: named, a reference, or declared in META; then what the command line changes in it.
 */
MUST_CHECK bool rule_choice_for(const struct rule_choice *choice, const struct pabulib *pb, struct rule *out,
                                struct error *err);
/* The motion that is named, for files of answers. */
MUST_CHECK bool rule_choice_for_answers(const struct rule_choice *choice, struct rule *out,
                                        struct error *err);

#endif
