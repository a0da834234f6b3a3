/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <inttypes.h>
#include <stdlib.h>

#include "crypto/decryption.h"
#include "crypto/shuffle.h"
#include "verify/verification.h"

/* One contest on its way from the ballots to the points. */
struct passage {
    struct verification *v;
    size_t number;
    const struct contest *contest;
    const struct round_contest *state;
    uint32_t n;                           /* ballots */
    struct ciphertext *input;             /* n * width */
    struct buffer mix;                    /* the last mix that was verified */
    const struct ciphertext *ciphertexts; /* the input, or the outputs of `mix` */
    uint8_t last[HASH_BYTES];             /* hash of the last mix */
    uint32_t mixers;                      /* bit i: trustee i has one in the chain */
    struct share shares[DEFINITION_TRUSTEES_MAX];
    struct buffer blobs[DEFINITION_TRUSTEES_MAX]; /* what the shares look into */
    uint64_t trustees[DEFINITION_TRUSTEES_MAX];
    size_t share_count;
};

/* ---- 11: inputs ---- */

/* Of the credentials that have a ballot; of the others void or not makes no difference. */
static bool settle(struct verification *v, struct error *err)
{
    struct ballots *ballots = &v->ballots;
    struct point *voids = allocate(v->void_count, sizeof *voids);
    size_t count = 0;
    for (size_t i = 0; i < v->voters.count; i++)
        if (v->voters.list[i].is_void && v->voters.list[i].last_cast)
            voids[count++] = v->voters.keys[i];
    v->settled = input_settle(ballots->casts, ballots->count, voids, count, err);
    free(voids);
    return v->settled;
}

static void check_totals(struct verification *v, const struct entry *sealing, size_t c,
                         const struct contest_totals *found)
{
    if (c >= sealing->contest_count)
        return; /* round_apply has refused it */
    const struct contest_totals *said = &sealing->contests[c];
    if (said->ballots != found->ballots || said->replaced != found->replaced ||
        said->withdrawn != found->withdrawn || said->input != found->input ||
        said->withheld != found->withheld)
        report_fail(v->report, CHECK_INPUTS,
                    "contest %s: the record has %" PRIu64 " ballots, %" PRIu64 " replaced, %" PRIu64
                    " withdrawn, %" PRIu64 " to count; the sealing says %" PRIu64 ", %" PRIu64 ", %" PRIu64
                    ", %" PRIu64,
                    found->contest, found->ballots, found->replaced, found->withdrawn, found->input,
                    said->ballots, said->replaced, said->withdrawn, said->input);
}

static bool check_inputs(struct verification *v)
{
    const struct act *sealing = verification_last(v, ENTRY_SEALING);
    struct error err;
    size_t input = 0, withheld = 0;
    if (v->state.phase < ROUND_SEALED || v->state.phase == ROUND_ANNULLED || !sealing)
        return report_incomplete(v->report, CHECK_INPUTS, "the round is %s",
                                 round_phase_name(v->state.phase));
    if (!settle(v, &err))
        return report_error(v->report, CHECK_INPUTS, &err);
    for (size_t c = 0; c < v->definition.contest_count; c++) {
        struct contest_totals found;
        input_totals(&v->definition, c, v->ballots.casts, v->ballots.count, &found);
        check_totals(v, &sealing->entry, c, &found);
        input += found.input;
        withheld += found.withheld > 0;
    }
    report_pass(v->report, CHECK_INPUTS, "%zu ballots in %zu contests, %zu contests withheld", input,
                v->definition.contest_count, withheld);
    return true;
}

struct ciphertext *contests_input(const struct verification *v, size_t contest, uint32_t *n)
{
    const struct ballots *ballots = &v->ballots;
    uint32_t *positions = allocate(ballots->count, sizeof *positions);
    size_t width = v->definition.contests[contest].width;
    size_t count = input_of_contest(&v->definition, contest, ballots->casts, ballots->count, positions);
    struct ciphertext *input = allocate(count * width, sizeof *input);
    for (size_t i = 0; i < count; i++) {
        const struct district *district = &v->definition.districts[ballots->casts[positions[i]].district];
        size_t start = ballots->starts[positions[i]];
        for (size_t c = 0; district->contests[c] != contest; c++)
            start += v->definition.contests[district->contests[c]].width;
        memcpy(input + i * width, ballots->ciphertexts + start, width * sizeof *input);
    }
    free(positions);
    *n = (uint32_t)count;
    return input;
}

/* ---- 12: mixes ---- */

/* What a mix entry states, as a mix of what the passage has now. */
static struct shuffle_statement statement_of(const struct passage *p, const struct round_mix *mix)
{
    struct shuffle_statement statement = {
        .contest = bytes_of_string(p->contest->id),
        .position = mix->position,
        .trustee = mix->trustee,
        .key = p->v->state.key,
        .n = p->n,
        .w = (uint32_t)p->contest->width,
        .inputs = p->ciphertexts,
    };
    memcpy(statement.eid, p->v->state.eid, HASH_BYTES);
    memcpy(statement.previous, p->last, HASH_BYTES);
    return statement;
}

/* `blob` gets the bytes of the mix. */
static bool mix_is_valid(struct passage *p, const struct round_mix *mix, struct buffer *blob, struct mix *out,
                         struct error *err)
{
    struct shuffle_statement statement = statement_of(p, mix);
    return verification_blob(p->v, &mix->blob, blob, err) &&
           shuffle_verify(&statement, buffer_bytes(blob), &p->v->work, out, err);
}

/* The first valid mix in the record on a position, by a trustee that has none before it in the chain, is the
 * one; the chain may not name a later one. The bytes of a mix may also stand there under the number of
 * somebody else, with whom the proof does not hold. */
static bool check_mix(struct passage *p, uint64_t position, const uint8_t hash[HASH_BYTES])
{
    struct error why;
    error_input(&why, "bad-mix", "contest %s has no mix on position %" PRIu64, p->contest->id, position);
    for (size_t i = 0; i < p->state->mix_count; i++) {
        const struct round_mix *mix = &p->state->mixes[i];
        struct buffer blob = {0};
        struct mix outputs;
        struct error err;
        if (mix->chain != p->state->chain || mix->position != position || p->mixers >> mix->trustee & 1)
            continue;
        bool named = memcmp(mix->blob.hash, hash, HASH_BYTES) == 0;
        bool valid = mix_is_valid(p, mix, &blob, &outputs, &err);
        if (valid && named) {
            buffer_clear(&p->mix);
            p->mix = blob;
            p->ciphertexts = outputs.outputs;
            memcpy(p->last, hash, HASH_BYTES);
            p->mixers |= UINT32_C(1) << mix->trustee;
            p->v->mixes++;
            return true;
        }
        buffer_clear(&blob);
        if (valid)
            return report_fail(p->v->report, CHECK_MIXES,
                               "contest %s: the valid mix of entry %" PRIu64 " was passed over",
                               p->contest->id, mix->index);
        error_prefix(&err, "contest %s, mix of entry %" PRIu64, p->contest->id, mix->index);
        if (strcmp(err.type, "missing") == 0)
            return report_error(p->v->report, CHECK_MIXES, &err);
        if (named)
            why = err;
    }
    return report_error(p->v->report, CHECK_MIXES, &why);
}

/* The first mix in the record on a position of the chain. */
static const struct round_mix *first_mix(const struct passage *p, uint64_t position)
{
    for (size_t i = 0; i < p->state->mix_count; i++)
        if (p->state->mixes[i].chain == p->state->chain && p->state->mixes[i].position == position)
            return &p->state->mixes[i];
    return NULL;
}

/* The usual case at once: the first mix on each position is the one that the chain names, and all are valid.
 */
static bool check_chain(struct passage *p)
{
    struct shuffle_statement statements[DEFINITION_TRUSTEES_MAX];
    struct buffer blobs[DEFINITION_TRUSTEES_MAX] = {{0}};
    struct bytes bytes[DEFINITION_TRUSTEES_MAX];
    struct mix last;
    struct error err;
    size_t count = p->state->done_count;
    bool good = count > 0 && count <= DEFINITION_TRUSTEES_MAX;
    for (size_t i = 0; good && i < count; i++) {
        const struct round_mix *mix = first_mix(p, i + 1);
        good = mix && memcmp(mix->blob.hash, p->state->done_mixes[i], HASH_BYTES) == 0 &&
               verification_blob(p->v, &mix->blob, &blobs[i], &err);
        if (!good)
            break;
        statements[i] = statement_of(p, mix);
        if (i > 0)
            memcpy(statements[i].previous, p->state->done_mixes[i - 1], HASH_BYTES);
        bytes[i] = buffer_bytes(&blobs[i]);
    }
    good = good && shuffle_verify_chain(statements, bytes, count, &p->v->work, &last, &err);
    if (good) {
        p->mix = blobs[count - 1];
        blobs[count - 1] = (struct buffer){0};
        p->ciphertexts = last.outputs;
        memcpy(p->last, p->state->done_mixes[count - 1], HASH_BYTES);
        p->v->mixes += count;
    }
    for (size_t i = 0; i < DEFINITION_TRUSTEES_MAX; i++)
        buffer_clear(&blobs[i]);
    return good;
}

static bool check_mixes(struct passage *p)
{
    if (!p->state->done)
        return report_incomplete(p->v->report, CHECK_MIXES, "contest %s has not been mixed", p->contest->id);
    p->ciphertexts = p->input = contests_input(p->v, p->number, &p->n);
    verification_stage(p->v, "mixes");
    bool good = p->v->work.engine == ENGINE_DECAF && check_chain(p);
    for (size_t i = 0; !good && i < p->state->done_count; i++)
        if (!check_mix(p, i + 1, p->state->done_mixes[i]))
            return false;
    if (p->state->done_count > 0) { /* what is looked at from now on stands in the last mix */
        free(p->input);
        p->input = NULL;
    }
    return true;
}

/* ---- 13: shares ---- */

static bool share_is_valid(struct passage *p, const struct entry *entry, struct buffer *blob,
                           struct share *out, struct error *err)
{
    struct share_statement statement = {
        .contest = bytes_of_string(p->contest->id),
        .trustee = entry->trustee,
        .key = p->v->state.shares[entry->trustee - 1],
        .ciphertexts = p->ciphertexts,
        .count = (size_t)p->n * p->contest->width,
    };
    memcpy(statement.eid, p->v->state.eid, HASH_BYTES);
    memcpy(statement.mix_hash, p->last, HASH_BYTES);
    return verification_blob(p->v, &entry->share, blob, err) &&
           share_verify(&statement, buffer_bytes(blob), &p->v->work, out, err);
}

static bool has_share(const struct passage *p, uint64_t trustee)
{
    for (size_t i = 0; i < p->share_count; i++)
        if (p->trustees[i] == trustee)
            return true;
    return false;
}

/* A bad share is left out; t good ones are needed. */
static bool check_shares(struct passage *p)
{
    struct verification *v = p->v;
    struct error first_error = {0};
    verification_stage(v, "shares");
    for (size_t i = 0; i < v->act_count; i++) {
        const struct entry *entry = &v->acts[i].entry;
        struct error err;
        if (entry->type != ENTRY_SHARE || strcmp(entry->contest, p->contest->id) != 0 ||
            entry->done != p->state->done_index || entry->trustee < 1 ||
            entry->trustee > v->state.share_count || has_share(p, entry->trustee))
            continue;
        if (share_is_valid(p, entry, &p->blobs[p->share_count], &p->shares[p->share_count], &err)) {
            p->trustees[p->share_count++] = entry->trustee;
            continue;
        }
        buffer_clear(&p->blobs[p->share_count]);
        if (!first_error.type) {
            error_prefix(&err, "contest %s, share of entry %" PRIu64, p->contest->id, v->acts[i].index);
            first_error = err;
        }
    }
    v->shares += p->share_count;
    if (p->share_count >= v->definition.threshold)
        return true;
    if (first_error.type)
        return report_error(v->report, CHECK_SHARES, &first_error);
    return report_incomplete(v->report, CHECK_SHARES, "contest %s has too few shares", p->contest->id);
}

/* ---- 14: combination ---- */

/* The seed of the draw (docs/protocol.md section 10). */
static bool find_seed(const struct passage *p, const struct scalar *lambdas, struct decrypted *out)
{
    const struct verification *v = p->v;
    if (!rule_is_drawn(&p->contest->rule))
        return true;
    out->drawn = true;
    if (v->definition.draw.source == DRAW_TRUSTEES) {
        draw_seed(v->state.eid, bytes_of_string(p->contest->id), p->shares, lambdas, v->definition.threshold,
                  out->seed);
        return true;
    }
    if (!v->state.draw_value)
        return report_fail(v->report, CHECK_COUNT, "contest %s: the value of the draw is not in the record",
                           p->contest->id);
    draw_seed_public(v->state.eid, bytes_of_string(p->contest->id), bytes_of_string(v->state.draw_value),
                     out->seed);
    return true;
}

static bool decrypt_and_compare(struct passage *p, struct decrypted *decrypted, const json_t *published)
{
    struct verification *v = p->v;
    struct scalar lambdas[DEFINITION_TRUSTEES_MAX];
    struct error err;
    size_t count = (size_t)p->n * p->contest->width, threshold = v->definition.threshold;
    struct point *points = allocate(count, sizeof *points);
    verification_stage(v, "decryption");
    decrypted->points = points;
    decrypted->mixed = p->n;
    bool ok =
        (lagrange_at_zero(p->trustees, threshold, lambdas, &err) &&
         decryption_combine(p->ciphertexts, count, p->shares, lambdas, threshold, &v->work, points, &err)) ||
        report_error(v->report, CHECK_DECODING, &err);
    ok = ok && find_seed(p, lambdas, decrypted) && result_check_contest(v, decrypted, published);
    free(points);
    return ok;
}

static uint64_t count_entitled(const struct verification *v, size_t contest)
{
    uint64_t entitled = 0;
    for (size_t i = 0; i < v->voters.count; i++) {
        const struct voter *voter = &v->voters.list[i];
        const struct district *district = &v->definition.districts[v->voters.batches[voter->batch].district];
        entitled += !voter->is_void && district_has_contest(district, contest);
    }
    return entitled;
}

static void passage_clear(struct passage *p)
{
    free(p->input);
    buffer_clear(&p->mix);
    for (size_t i = 0; i < DEFINITION_TRUSTEES_MAX; i++)
        buffer_clear(&p->blobs[i]);
}

static void check_contest(struct verification *v, size_t c, const json_t *published)
{
    struct passage *p = allocate(1, sizeof *p);
    struct decrypted decrypted = {.contest = c, .entitled = count_entitled(v, c)};
    *p = (struct passage){
        .v = v, .number = c, .contest = &v->definition.contests[c], .state = &v->state.contests[c]};
    input_totals(&v->definition, c, v->ballots.casts, v->ballots.count, &decrypted.totals);
    bool needs = p->state->has_input;
    bool mixed = !needs || check_mixes(p), shared = mixed && (!needs || check_shares(p));
    bool compared = shared && (needs ? decrypt_and_compare(p, &decrypted, published)
                                     : result_check_contest(v, &decrypted, published));
    v->mixed = v->mixed && mixed;
    v->shared = v->shared && shared;
    v->compared = v->compared && compared;
    passage_clear(p);
    free(p);
}

void contests_check(struct verification *v)
{
    if (!check_inputs(v) || v->options->until_inputs)
        return;
    json_t *result = result_open(v);
    const json_t *contests = json_object_get(result, "contests");
    v->mixed = v->shared = v->compared = true;
    for (size_t c = 0; c < v->definition.contest_count; c++)
        check_contest(v, c, json_array_get(contests, c));
    if (v->mixed)
        report_pass(v->report, CHECK_MIXES, "mixes: %zu", v->mixes);
    if (v->shared)
        report_pass(v->report, CHECK_SHARES, "shares: %zu", v->shares);
    if (v->compared) {
        report_pass(v->report, CHECK_DECODING, "invalid ballots: %zu, as published", v->invalid);
        report_pass(v->report, CHECK_PROFILE, "files: %zu", v->counted);
        report_pass(v->report, CHECK_COUNT, "contests counted again with the same outcome: %zu", v->counted);
        report_pass(v->report, CHECK_TOTALS, "they add up");
    }
    json_decref(result);
}
