/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The ballots in the form counting wants: options with id and cost, and the distinct ballots with how often
 * each was cast. Made from a `.pb` file or ballot by ballot from decrypted ballots; both ways give equal
 * profiles for the same votes (profile_equal).
 */
#ifndef FOLKMOOT_COUNT_PROFILE_H
#define FOLKMOOT_COUNT_PROFILE_H

#include "ballot/form.h"
#include "base/arena.h"
#include "count/pabulib.h"

enum { PROFILE_OPTIONS_MAX = PABULIB_PROJECTS_MAX };

enum profile_form {
    PROFILE_APPROVAL, /* approval and one choice */
    PROFILE_POINTS,   /* cumulative and scores; an option named with 0 points is named: it has a vote */
    PROFILE_RANKING,
    PROFILE_ANSWERS, /* motions: the points are an enum form_answer; what is left blank is not named */
};

struct profile_option {
    struct bytes id;
    int64_t cost; /* minor units, >= 0 */
};

/* Options in ascending order; ranking: first place first. No option twice. */
struct profile_ballot {
    const uint16_t *options;
    const int64_t *points; /* PROFILE_POINTS and PROFILE_ANSWERS; else NULL */
    uint32_t count;        /* 0: an empty ballot, which counts in voter_count */
    uint64_t multiplicity;
};

struct profile_mark;

struct profile {
    struct arena arena;
    enum profile_form form;
    int64_t budget;        /* minor units */
    unsigned minor_digits; /* decimals of a minor unit (count/decimal.h) */
    const struct profile_option *options;
    size_t option_count;
    struct profile_ballot *ballots; /* distinct, in order of first appearance */
    size_t ballot_count;
    uint64_t voter_count;  /* the sum of the multiplicities */
    uint64_t repeat_count; /* options left out because a ballot named them before */

    /* The module's own. */
    uint16_t *by_id; /* options in ascending order of id */
    uint32_t *slots; /* hash table: number of a ballot + 1; 0 is free */
    size_t slot_count;
    size_t ballot_capacity;
    struct profile_mark *marks; /* the ballot being added, at most every option once */
    uint32_t *seen;             /* for each option its number in marks + 1; 0 between ballots */
};

/* An empty profile with copies of the options. Fails on an id that occurs twice, a negative cost or budget,
 * or too many options. */
MUST_CHECK struct profile *profile_new(enum profile_form form, const struct profile_option *options,
                                       size_t option_count, int64_t budget, unsigned minor_digits,
                                       struct error *err);
void profile_free(struct profile *profile);

/* Add one ballot `times` times. An option named twice counts once: an approval once, of points and answers
 * the last value, in a ranking the first place. Fails (adding nothing) on an option number out of range. Each
 * is for its own form; answers are added like points. */
MUST_CHECK bool profile_add_approval(struct profile *profile, const uint16_t *options, size_t count,
                                     uint64_t times, struct error *err);
MUST_CHECK bool profile_add_points(struct profile *profile, const uint16_t *options, const int64_t *points,
                                   size_t count, uint64_t times, struct error *err);
MUST_CHECK bool profile_add_ranking(struct profile *profile, const uint16_t *options, size_t count,
                                    uint64_t times, struct error *err);

enum profile_form profile_form_of(enum pabulib_vote_type vote_type);
/* A form of ballots of which a rule can tell whether it goes with them (rule_fits). */
enum form_kind profile_form_kind(enum profile_form form);

/* All votes of a file. The profile does not need the file afterwards. */
MUST_CHECK struct profile *profile_from_pabulib(const struct pabulib *pabulib, struct error *err);

/* The number of the option with this id; false when there is none. */
MUST_CHECK bool profile_find(const struct profile *profile, struct bytes id, uint16_t *option);

/* Same form, same options by id and cost, same money, and the same ballots the same number of times; the
 * order of options and of ballots does not matter. On false `err` names the first difference. */
MUST_CHECK bool profile_equal(const struct profile *a, const struct profile *b, struct error *err);

#endif
