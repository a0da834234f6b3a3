/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * A counting rule with all its parameters as a value (docs/protocol.md section 5, docs/counting.md). As JSON,
 * in the definition and in result.json, it has `name` and exactly the members of that rule:
 *   greedy        score, density, on_misfit, threshold, ties
 *   equal-shares  utility, completion, start, compare, ties
 *   phragmen      ties
 *   motion        base, quorum, majority
 * Conflict sets are part of the definition, not of the rule; the draw seed comes from the trustees. How a
 * rule counts is in the counting room.
 */
#ifndef FOLKMOOT_BALLOT_RULE_H
#define FOLKMOOT_BALLOT_RULE_H

#include "ballot/form.h"

enum rule_name { RULE_GREEDY, RULE_EQUAL_SHARES, RULE_PHRAGMEN, RULE_MOTION };

enum rule_score {
    RULE_VOTES,  /* ballots that name the option */
    RULE_POINTS, /* its points in all */
    RULE_BORDA,  /* places filled on a ballot, down to 1 for the last */
    RULE_BORDA0, /* one less each: the last place gets 0 */
};

enum rule_density {
    RULE_ABSOLUTE, /* the highest score first */
    RULE_PER_COST, /* the highest score per cost first */
};

enum rule_misfit {
    RULE_SKIP, /* an option that does not fit is passed over */
    RULE_STOP, /* the first one that does not fit ends the count */
};

/* What an option is worth to a voter who names it. */
enum rule_utility {
    RULE_UTILITY_COST,        /* what it costs */
    RULE_UTILITY_CARDINALITY, /* 1 */
    RULE_UTILITY_POINTS,      /* the points that the voter gave it */
    RULE_UTILITY_BORDA,       /* as the scores of these names */
    RULE_UTILITY_BORDA0,
    RULE_UTILITY_POINTS_COST, /* points times cost */
};

/* What happens with the money that equal shares leaves. */
enum rule_completion {
    RULE_COMPLETION_NONE,
    RULE_COMPLETION_UTILITARIAN, /* greedy over what still fits */
    RULE_COMPLETION_ADD1,        /* more for every voter, unit by unit */
    RULE_COMPLETION_ADD1U,       /* the same, then greedy */
};

enum rule_start {
    RULE_START_EXACT,    /* budget / voters */
    RULE_START_INTEGRAL, /* rounded down to a unit of the currency */
};

enum rule_compare {
    RULE_COMPARE_NONE,
    RULE_COMPARE_GREEDY, /* greedy instead, if more voters prefer its outcome */
};

/* What a majority is a part of. */
enum rule_base {
    RULE_BASE_CAST,     /* yes, no and abstentions */
    RULE_BASE_YES_NO,   /* yes and no */
    RULE_BASE_ENTITLED, /* everybody who could vote */
};

enum rule_ties {
    RULE_DRAW, /* ascending H32("draw", S, option id) */
    RULE_LEX,  /* ascending option id, byte order */
};

/* p / q, kept as written: 0 <= p <= q, q >= 1, at most 9 digits each. */
struct rule_fraction {
    uint32_t p, q;
};

/* Members that a rule does not have are 0. */
struct rule {
    enum rule_name name;
    enum rule_ties ties;

    enum rule_score score;
    enum rule_density density;
    enum rule_misfit on_misfit;
    int64_t threshold; /* the least score that can win; 0: none; at most JSON_MAX_INTEGER */

    enum rule_utility utility;
    enum rule_completion completion;
    enum rule_start start;
    enum rule_compare compare;

    enum rule_base base;
    struct rule_fraction quorum, majority;
};

/* Ties are drawn, so a count needs the draw seed. */
bool rule_is_drawn(const struct rule *rule);

/* From the walk over the member `rule`; errors are "bad-field". */
MUST_CHECK bool rule_from_json(struct json_fields *fields, struct rule *out);
json_t *rule_to_json(const struct rule *rule); /* new reference */

/* Does the rule go with ballots of this form? What it looks at (points, places, answers) must be on them.
 * ERROR_INPUT "rule". */
MUST_CHECK bool rule_fits(const struct rule *rule, enum form_kind form, struct error *err);

/* Texts, for command lines and readers. ERROR_INPUT "rule" names the choices; a member that the rule does not
 * have is an error. */
MUST_CHECK bool rule_name_parse(const char *text, enum rule_name *out, struct error *err);
MUST_CHECK bool rule_set(struct rule *rule, const char *member, const char *text, struct error *err);
/* "greedy, score votes, density absolute, on_misfit skip, threshold 0, ties lex" */
void rule_describe(const struct rule *rule, struct buffer *out);

#endif
