/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Somebody's election as one of ours: the ballot form that the limits of a `.pb` file make, each vote as
 * choices on that form, and the content of the draft (docs/counting.md, "What is replayed").
 */
#ifndef FOLKMOOT_TOOLS_VOTE_FORM_H
#define FOLKMOOT_TOOLS_VOTE_FORM_H

#include <jansson.h>

#include "ballot/payload.h"
#include "count/pabulib.h"
#include "count/profile.h"
#include "count/rule_source.h"

struct vote_form {
    struct form form;
    int64_t max_sum_cost; /* minor units, where the form does not say it; -1: no limit */
};

/* Why a vote is left out before casting. */
enum vote_fate {
    VOTE_CAST,
    VOTE_EMPTY,  /* names no project, or gives no points: blank ballots are no votes */
    VOTE_FEW,    /* fewer projects than min_length */
    VOTE_MANY,   /* more than max_length, or than one of choose-1 */
    VOTE_POINTS, /* beyond max_points, min_sum_points or max_sum_points, or negative */
    VOTE_COST,   /* beyond max_sum_cost */
    VOTE_FATES,
};
const char *vote_fate_name(enum vote_fate fate); /* in words */

/* The limits that META declares; where points and scores have none, those of the votes. ERROR_INPUT "form"
 * when a round of ours cannot hold the election. */
MUST_CHECK bool vote_form_read(const struct pabulib *pb, struct vote_form *out, struct error *err);

/* Vote `index` as choices, a project named twice once (as docs/counting.md says); option numbers are the
 * project numbers of the file. */
enum vote_fate vote_form_choices(const struct vote_form *form, const struct pabulib *pb, size_t index,
                                 struct choices *out);

struct vote_tally {
    uint64_t fates[VOTE_FATES];
    uint64_t repeats; /* projects that a ballot named again, counted once */
};
/* What becomes of the votes. `cast` (room for vote_count) gets the numbers of those to be cast, and *profile,
 * for profile_free(), is made of them. */
MUST_CHECK bool vote_form_sort(const struct vote_form *form, const struct pabulib *pb, uint32_t *cast,
                               struct vote_tally *tally, struct profile **profile, struct error *err);

/* Content of the draft (docs/api/openapi.json, DraftContent) for a round that opens at `minute`, without
 * people: the caller sets "people". `conflicts` (may be NULL) is an array of arrays of ids. A new reference.
 */
enum { VOTE_FORM_DAYS = 1 };
json_t *vote_form_draft(const struct vote_form *form, const struct pabulib *pb, const struct rule *rule,
                        const json_t *conflicts, uint64_t minute, uint64_t credentials);

#define VOTE_FORM_CONTEST "projects"
#define VOTE_FORM_DISTRICT "all"

#endif
