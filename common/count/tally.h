/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * From the decrypted points of one contest to its part of result.json and its `.pb` (docs/protocol.md
 * sections 6, 10 and 11). The server makes the result with it, the verifier makes it again.
 */
#ifndef FOLKMOOT_COUNT_TALLY_H
#define FOLKMOOT_COUNT_TALLY_H

#include "ballot/definition.h"
#include "ballot/entry.h"
#include "ballot/payload.h"
#include "count/count.h"
#include "crypto/work.h"

/* One ballot that says something, in mix order. */
struct tally_ballot {
    uint32_t count;
    const uint16_t *options;
    const int64_t *values;
};

struct tally_invalid {
    uint64_t index; /* position in the mix, from 0 */
    enum payload_verdict reason;
};

/* Zero-initialise; tally_clear frees. */
struct tally {
    struct arena arena;
    const struct definition *definition;
    const struct contest *contest;
    uint64_t mixed; /* ballots in the mix */
    uint64_t blank;
    size_t ballot_count; /* valid and not blank */
    struct tally_ballot *ballots;
    size_t invalid_count;
    struct tally_invalid *invalid;
    struct profile *profile;
    struct conflicts conflicts;
    bool counted;
    struct count_result result;
};

/* Decode mixed * contest->width points. `definition` outlives the tally. */
MUST_CHECK bool tally_decode(const struct definition *definition, const struct contest *contest,
                             const struct point *points, uint64_t mixed, struct tally *out,
                             struct error *err);
/* Count by the contest's rule, and check the prices of equal shares again. `seed` as count_run(); `entitled`:
 * the credentials that have the contest and are not void (motions look at it). Nobody's vote is counted like
 * any other profile. */
MUST_CHECK bool tally_count(struct tally *tally, const uint8_t *seed, uint64_t entitled, struct error *err);
/* {"id":contest,...} with what would have changed the result of a counted tally (count/explain.h, also of
 * `how`); the same `seed` and `entitled`. Takes some fifty counts for each loser. A new reference. */
MUST_CHECK json_t *tally_explain(const struct tally *tally, const uint8_t *seed, uint64_t entitled,
                                 const struct work *how, struct error *err);
/* {"id":contest,"purchases":[...],"rules":[...],"supporters":[N,...],"voters":N} of a counted tally: what its
 * purchases look like (count/purchases.h), what other rules would have made of its ballots
 * (count/alternatives.h), and how many ballots name each option. A new reference. */
MUST_CHECK json_t *tally_views(const struct tally *tally, const uint8_t *seed, struct error *err);
void tally_clear(struct tally *tally);

/* The contest's object in result.json, a new reference. A tally that was not counted (withheld or empty
 * contest: NULL tally) has no "count". `seed` is NULL where ties are not drawn. */
MUST_CHECK json_t *tally_json(const struct tally *tally, const struct contest_totals *totals,
                              const uint8_t *seed, struct error *err);

/* Names for people in the `.pb`; each may be NULL. option_names[i] belongs to option i. */
struct tally_names {
    const char *description, *unit, *instance;
    const char *const *option_names;
};
/* Append the `.pb` of a counted tally; for questions the CSV. */
MUST_CHECK bool tally_write_ballots(const struct tally *tally, const struct tally_names *names,
                                    struct buffer *out, struct error *err);
/* A table of projects for people, in one file for all contests: contest, id, title, cost, supporters, whether
 * funded, and in which place. Nothing is appended for questions. */
void tally_write_projects_header(struct buffer *out);
MUST_CHECK bool tally_write_projects(const struct tally *tally, const struct tally_names *names,
                                     struct buffer *out, struct error *err);
/* "ID.pb" or "ID.csv". */
void tally_file_name(const struct contest *contest, char out[NAME_BYTES_MAX + 5]);

/* Check that `text` is a `.pb` with exactly the ballots of this tally (CSV for questions). ERROR_INPUT
 * "profile". */
MUST_CHECK bool tally_check_ballots(const struct tally *tally, struct bytes text, struct error *err);

#endif
