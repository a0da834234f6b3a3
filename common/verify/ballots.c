/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "verify/verification.h"

#include <inttypes.h>
#include <stdlib.h>

void ballots_clear(struct ballots *ballots)
{
    free(ballots->casts);
    free(ballots->ids);
    free(ballots->seqs);
    free(ballots->starts);
    free(ballots->ciphertexts);
    point_table_clear(&ballots->points);
    *ballots = (struct ballots){0};
}

static void grow(struct ballots *ballots, size_t ciphertexts)
{
    if (ballots->count == ballots->capacity) {
        ballots->capacity = ballots->capacity ? 2 * ballots->capacity : 1024;
        ballots->casts = reallocate(ballots->casts, ballots->capacity, sizeof *ballots->casts);
        ballots->ids = reallocate(ballots->ids, ballots->capacity, sizeof *ballots->ids);
        ballots->seqs = reallocate(ballots->seqs, ballots->capacity, sizeof *ballots->seqs);
        ballots->starts = reallocate(ballots->starts, ballots->capacity, sizeof *ballots->starts);
    }
    if (ballots->ciphertext_count + ciphertexts > ballots->ciphertext_capacity) {
        ballots->ciphertext_capacity = 2 * ballots->ciphertext_capacity + 4 * ciphertexts;
        ballots->ciphertexts =
            reallocate(ballots->ciphertexts, ballots->ciphertext_capacity, sizeof *ballots->ciphertexts);
    }
}

/* No point of the ballot stands in one before it. */
static bool add_points(struct ballots *ballots, const struct ballot *ballot, struct error *err)
{
    for (size_t i = 0; i < ballot_point_count(ballot); i++) {
        uint32_t position = (uint32_t)ballots->count;
        if (!point_table_add(&ballots->points, ballot_point(ballot, i), &position))
            return error_input(err, "duplicate-point", "a point of it stands in a ballot before it too");
    }
    return true;
}

/* It goes on where the last ballot of the credential ended. */
static bool check_chain(const struct verification *v, const struct voter *voter,
                        const struct ballot_statement *statement, struct error *err)
{
    static const uint8_t none[HASH_BYTES];
    const struct ballots *ballots = &v->ballots;
    size_t last = voter->last_cast;
    uint64_t seq = last ? ballots->seqs[last - 1] + 1u : 0;
    if (statement->seq != seq)
        return error_input(err, "sequence", "number %" PRIu64 " of its credential, but %" PRIu64 " is next",
                           statement->seq, seq);
    if (memcmp(statement->prev, last ? ballots->ids[last - 1] : none, HASH_BYTES) != 0)
        return error_input(err, "sequence", "it does not name the ballot of its credential before it");
    if (seq > 0 && !v->definition.revoting)
        return error_input(err, "revoting-off", "a second ballot, but revoting is off");
    return true;
}

static bool check(struct verification *v, uint64_t index, const struct entry *entry, struct voter **out,
                  struct error *err)
{
    const struct ballot *ballot = &entry->ballot;
    struct voter *voter = voters_find(&v->voters, &ballot->statement.credential);
    if (!round_apply(&v->state, entry, index, err))
        return false;
    if (!voter)
        return error_input(err, "credential-unknown", "its credential is not listed");
    if (voter->is_void)
        return error_input(err, "credential-void", "its credential is void");
    const struct district *district = &v->definition.districts[v->voters.batches[voter->batch].district];
    *out = voter;
    return ballot_fits(ballot, district, err) && check_chain(v, voter, &ballot->statement, err) &&
           add_points(&v->ballots, ballot, err);
}

void ballots_take(struct verification *v, uint64_t index, const struct entry *entry,
                  const uint8_t id[HASH_BYTES])
{
    struct ballots *ballots = &v->ballots;
    const struct ballot_statement *statement = &entry->ballot.statement;
    struct voter *voter = NULL;
    struct error err;
    if (!v->state.definition)
        return; /* the definition has failed: nothing can be said */
    if (!check(v, index, entry, &voter, &err)) {
        report_fail(v->report, CHECK_BALLOTS, "entry %" PRIu64 ": %s", index, err.detail);
        return;
    }
    struct batch *batch = &v->voters.batches[voter->batch];
    grow(ballots, statement->ciphertext_count);
    ballots->casts[ballots->count] = (struct cast_ballot){
        .credential = statement->credential, .index = index, .district = batch->district};
    memcpy(ballots->ids[ballots->count], id, HASH_BYTES);
    ballots->seqs[ballots->count] = (uint8_t)statement->seq;
    ballots->starts[ballots->count] = ballots->ciphertext_count;
    memcpy(ballots->ciphertexts + ballots->ciphertext_count, statement->ciphertexts,
           statement->ciphertext_count * sizeof *statement->ciphertexts);
    ballots->ciphertext_count += statement->ciphertext_count;
    voter->last_cast = (uint32_t)++ballots->count;
    batch->has_ballot = true;
}

void ballots_finish(struct verification *v)
{
    size_t voters = 0;
    point_table_clear(&v->ballots.points); /* nothing is added any more */
    for (size_t i = 0; i < v->voters.count; i++)
        voters += v->voters.list[i].last_cast > 0;
    if (v->state.phase < ROUND_CLOSED)
        report_incomplete(v->report, CHECK_BALLOTS, "voting has not ended; %zu ballots so far",
                          v->ballots.count);
    else
        report_pass(v->report, CHECK_BALLOTS, "%zu ballots by %zu credentials", v->ballots.count, voters);
}
