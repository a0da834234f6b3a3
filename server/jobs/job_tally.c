/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "server/jobs/job.h"

#include <stdlib.h>

#include "ballot/chain.h"
#include "crypto/decryption.h"
#include "crypto/shuffle.h"
#include "server/jobs/keystore.h"

static bool find_contest(const struct job *job, const struct round_view *view, size_t *out, struct error *err)
{
    for (size_t i = 0; view->definition && i < view->definition->contest_count; i++) {
        if (strcmp(view->definition->contests[i].id, job->contest) == 0) {
            *out = i;
            return true;
        }
    }
    return error_broken(err, "internal", "the round has no contest %s", job->contest);
}

/* The one mix of a single-key round, verified before it leaves. */
static bool make_mix(struct job *job, const struct round_view *view, size_t contest, struct buffer *blob,
                     struct error *err)
{
    struct shuffle_statement statement = {
        .contest = bytes_of_string(job->contest), .position = 1, .trustee = 1, .key = view->state.key};
    struct ciphertext *inputs = NULL;
    bool ok = false;
    memcpy(statement.eid, view->state.eid, sizeof statement.eid);
    statement.w = (uint32_t)view->definition->contests[contest].width;
    if (!round_input_load(job, view, contest, &inputs, &statement.n, err))
        return false;
    statement.inputs = inputs;
    if (!statement.n)
        error_broken(err, "internal", "contest %s has no input to mix", job->contest);
    else
        ok = shuffle_prove(&statement, &job->work, blob, err) &&
             shuffle_verify(&statement, buffer_bytes(blob), NULL, NULL, err);
    free(inputs);
    return ok;
}

/* The one mix of a single-key round, and what it is hashed to. */
static bool mix_alone(struct job *job, const struct round_view *view, size_t contest, struct entry *done,
                      struct buffer *mix_bytes, struct arena *arena, struct error *err)
{
    struct buffer blob = {0};
    struct entry mix = {.type = ENTRY_MIX, .contest = job->contest, .position = 1, .trustee = 1};
    uint8_t(*hash)[HASH_BYTES] = arena_allocate(arena, 1, HASH_BYTES);
    memcpy(mix.eid, done->eid, sizeof mix.eid);
    mix.chain = done->chain;
    bool ok = make_mix(job, view, contest, &blob, err) &&
              jobs_db_store_blob(job->db, buffer_bytes(&blob), &mix.mix, err) &&
              job_write_entry(job, &mix, true, mix_bytes, err);
    memcpy(hash[0], mix.mix.hash, HASH_BYTES);
    done->mixes = (const uint8_t(*)[HASH_BYTES])hash;
    done->mix_count = 1;
    buffer_clear(&blob);
    return ok;
}

/* The mixes of the trustees, as far as they are valid: *complete when they are enough. */
static bool collect_mixes(struct job *job, const struct round_view *view, size_t contest, struct entry *done,
                          struct arena *arena, bool *complete, struct error *err)
{
    const struct blob_source source = {job_read_blob, job};
    size_t threshold = view->definition->threshold;
    struct ciphertext *inputs = NULL;
    struct chain chain = {0};
    uint32_t n;
    *complete = false;
    if (!chain_reaches(&view->state.contests[contest], threshold))
        return true; /* no need to look at them yet */
    bool ok = round_input_load(job, view, contest, &inputs, &n, err) &&
              chain_follow(&view->state, contest, inputs, n, threshold, &source, &job->work, &chain, err);
    if (ok && chain.count == threshold) {
        uint8_t(*hashes)[HASH_BYTES] = arena_allocate(arena, threshold, HASH_BYTES);
        memcpy(hashes, chain.hashes, threshold * HASH_BYTES);
        done->mixes = (const uint8_t(*)[HASH_BYTES])hashes;
        done->mix_count = threshold;
        *complete = true;
    }
    chain_clear(&chain);
    free(inputs);
    return ok;
}

/* Bring the mixing of one contest to its end: mix its input, or see whether enough trustees have; where there
 * is nothing to mix, only declare that. */
bool job_mix(struct job *job, json_t **result, struct error *err)
{
    (void)result;
    struct round_view view = {0};
    struct arena arena = {0};
    struct buffer entries[2] = {{0}, {0}};
    struct entry done = {.type = ENTRY_MIXING_DONE, .contest = job->contest};
    uint64_t first;
    size_t contest, count = 0;
    bool complete = true, ok = false;
    if (!round_view_load(job, &view, err))
        return false;
    if (!find_contest(job, &view, &contest, err))
        goto out;
    const struct round_contest *state = &view.state.contests[contest];
    if (state->done || view.state.phase == ROUND_ANNULLED) {
        ok = true; /* done before a crash, or never to be done */
        goto out;
    }
    memcpy(done.eid, view.state.eid, sizeof done.eid);
    done.chain = state->chain;
    if (state->has_input && view.definition->trustees.count > 1) {
        if (!collect_mixes(job, &view, contest, &done, &arena, &complete, err))
            goto out;
    } else if (state->has_input && !mix_alone(job, &view, contest, &done, &entries[count++], &arena, err)) {
        goto out;
    }
    ok = !complete || (job_write_entry(job, &done, false, &entries[count++], err) &&
                       job_submit(job, entries, count, 0, &first, err));
out:
    buffer_clear(&entries[0]);
    buffer_clear(&entries[1]);
    arena_clear(&arena);
    round_view_clear(&view);
    return ok;
}

void share_statement_of(const struct round_view *view, size_t contest, uint64_t trustee,
                        const struct ciphertext *outputs, uint32_t n, struct share_statement *out)
{
    const struct round_contest *state = &view->state.contests[contest];
    *out = (struct share_statement){
        .contest = bytes_of_string(view->definition->contests[contest].id),
        .trustee = trustee,
        .key = view->state.shares[trustee - 1],
        .ciphertexts = outputs,
        .count = (size_t)n * view->definition->contests[contest].width,
    };
    memcpy(out->eid, view->state.eid, sizeof out->eid);
    memcpy(out->mix_hash, state->done_mixes[state->done_count - 1], sizeof out->mix_hash);
}

/* This server's share of the decryption of one contest. */
bool job_share(struct job *job, json_t **result, struct error *err)
{
    (void)result;
    struct round_view view = {0};
    struct buffer mix = {0}, blob = {0}, entry_bytes = {0};
    struct entry entry = {.type = ENTRY_SHARE, .contest = job->contest, .trustee = 1};
    const struct ciphertext *outputs;
    struct share_statement statement;
    struct scalar x = {0};
    struct point y;
    uint32_t n;
    uint64_t first;
    size_t contest;
    bool ok = false;
    if (!round_view_load(job, &view, err))
        return false;
    if (!find_contest(job, &view, &contest, err))
        goto out;
    if (view.state.contests[contest].shared & 1 || view.state.phase == ROUND_ANNULLED) {
        ok = true; /* done before a crash, or never to be done */
        goto out;
    }
    if (!round_output_load(job, &view, contest, &mix, &outputs, &n, err) ||
        !keystore_round_key(job->config->data_folder, job->round, false, &x, &y, err))
        goto out;
    share_statement_of(&view, contest, 1, outputs, n, &statement);
    memcpy(entry.eid, view.state.eid, sizeof entry.eid);
    entry.done = view.state.contests[contest].done_index;
    ok = share_make(&statement, &x, &job->work, &blob, err) &&
         share_verify(&statement, buffer_bytes(&blob), NULL, NULL, err) &&
         jobs_db_store_blob(job->db, buffer_bytes(&blob), &entry.share, err) &&
         job_write_entry(job, &entry, true, &entry_bytes, err) &&
         job_submit(job, &entry_bytes, 1, 0, &first, err);
out:
    sodium_memzero(&x, sizeof x);
    buffer_clear(&mix);
    buffer_clear(&blob);
    buffer_clear(&entry_bytes);
    round_view_clear(&view);
    return ok;
}
