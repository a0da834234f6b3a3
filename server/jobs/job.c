/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "server/jobs/job.h"

#include <poll.h>
#include <stdlib.h>

#include "ballot/credential_list.h"
#include "ballot/input.h"
#include "crypto/shuffle.h"
#include "server/failpoint.h"
#include "server/jobs/keystore.h"

enum { SUBMISSION_POLL_MS = 250, SUBMISSION_TRIES = 2400 /* ten minutes */ };

static bool load_definition(struct job *job, struct round_view *view, const struct blob_ref *ref,
                            struct error *err)
{
    view->definition = arena_allocate(&view->arena, 1, sizeof *view->definition);
    return jobs_db_load_blob(job->db, ref->hash, &view->definition_bytes, err) &&
           definition_parse(buffer_bytes(&view->definition_bytes), &view->arena, view->definition, err) &&
           round_define(&view->state, view->definition, err);
}

bool round_view_load(struct job *job, struct round_view *out, struct error *err)
{
    struct round_view view = {0};
    struct db_param round = db_bytes(job->round, sizeof job->round);
    PGresult *rows = jobs_db_query(job->db, DB_JOB_ROUND_ACTS, &round, 1, err);
    if (!rows)
        return false;
    bool ok = true;
    round_init(&view.state);
    view.acts = arena_allocate(&view.arena, (size_t)PQntuples(rows), sizeof *view.acts);
    for (int i = 0; ok && i < PQntuples(rows); i++) {
        struct act *act = &view.acts[view.count++];
        struct bytes bytes = jobs_db_bytes(rows, i, 1);
        bytes.data = (const uint8_t *)arena_copy(&view.arena, bytes.data, bytes.len);
        act->index = (uint64_t)jobs_db_integer(rows, i, 0);
        ok =
            entry_parse(bytes, &view.arena, &act->entry, err) &&
            round_apply(&view.state, &act->entry, act->index, err) &&
            (act->entry.type != ENTRY_DEFINITION || load_definition(job, &view, &act->entry.definition, err));
    }
    PQclear(rows);
    if (ok)
        *out = view;
    else
        round_view_clear(&view);
    return ok;
}

void round_view_clear(struct round_view *view)
{
    round_clear(&view->state);
    buffer_clear(&view->definition_bytes);
    arena_clear(&view->arena);
    *view = (struct round_view){0};
}

/* ---- input ---- */

struct cast_store {
    struct cast_ballot *casts;
    size_t count, capacity;
    struct buffer
        ciphertexts; /* of the contest, `width` for each cast; zeros where a ballot does not have it */
};

static bool take_cast(struct cast_store *store, const struct definition *definition,
                      const struct contest *contest, const PGresult *rows, int row, struct error *err)
{
    struct arena arena = {0};
    struct entry entry;
    bool ok = false;
    if (!entry_parse(jobs_db_bytes(rows, row, 2), &arena, &entry, err))
        goto out;
    const struct district *district = definition_district(definition, PQgetvalue(rows, row, 1));
    if (!district) {
        error_broken(err, "internal", "a credential belongs to a district that the definition does not have");
        goto out;
    }
    if (store->count == store->capacity) {
        store->capacity = store->capacity ? 2 * store->capacity : 1024;
        store->casts = reallocate(store->casts, store->capacity, sizeof *store->casts);
    }
    store->casts[store->count++] = (struct cast_ballot){
        .credential = entry.ballot.statement.credential,
        .index = (uint64_t)jobs_db_integer(rows, row, 0),
        .district = (uint16_t)(district - definition->districts),
    };
    size_t width, bytes = contest->width * sizeof(struct ciphertext);
    const struct ciphertext *own = ballot_contest(&entry.ballot, contest->id, &width);
    buffer_reserve(&store->ciphertexts, bytes);
    if (own)
        memcpy(store->ciphertexts.data + store->ciphertexts.len, own, bytes);
    store->ciphertexts.len += bytes;
    ok = true;
out:
    arena_clear(&arena);
    return ok;
}

static bool load_casts(struct job *job, const struct definition *definition, const struct contest *contest,
                       struct cast_store *store, struct error *err)
{
    int64_t after = -1;
    for (;;) {
        struct db_param params[] = {db_integer(job->round_no), db_integer(after)};
        PGresult *rows = jobs_db_query(job->db, DB_JOB_ROUND_CASTS, params, 2, err);
        if (!rows)
            return false;
        int n = PQntuples(rows);
        bool ok = true;
        for (int i = 0; ok && i < n; i++)
            ok = take_cast(store, definition, contest, rows, i, err);
        PQclear(rows);
        if (!ok)
            return false;
        if (!n)
            return true;
        after = (int64_t)store->casts[store->count - 1].index;
    }
}

/* Every key of a batch that was voided whole, if it is on this list. */
static bool add_batch_keys(struct job *job, const struct blob_ref *ref, const char *batch,
                           struct buffer *voids, struct error *err)
{
    struct arena arena = {0};
    struct buffer list_bytes = {0};
    struct credential_list list;
    bool ok = jobs_db_load_blob(job->db, ref->hash, &list_bytes, err) &&
              credential_list_parse(buffer_bytes(&list_bytes), &arena, &list, err);
    for (size_t i = 0; ok && i < list.batch_count; i++)
        if (strcmp(list.batches[i].id, batch) == 0)
            ok = jobs_db_load_blob(job->db, list.batches[i].keys.hash, voids, err);
    buffer_clear(&list_bytes);
    arena_clear(&arena);
    return ok;
}

/* The batch is on the list that the round opened with, or on that of an addition. */
static bool add_batch(struct job *job, const struct round_view *view, const char *batch, struct buffer *voids,
                      struct error *err)
{
    bool ok = add_batch_keys(job, &view->state.list, batch, voids, err);
    for (size_t i = 0; ok && i < view->count; i++)
        if (view->acts[i].entry.type == ENTRY_ADDITION)
            ok = add_batch_keys(job, &view->acts[i].entry.list, batch, voids, err);
    return ok;
}

static bool load_voids(struct job *job, const struct round_view *view, struct buffer *voids,
                       struct error *err)
{
    for (size_t i = 0; i < view->count; i++) {
        const struct entry *entry = &view->acts[i].entry;
        if (entry->type == ENTRY_VOID)
            buffer_append(voids, entry->credential.bytes, sizeof entry->credential.bytes);
        else if (entry->type == ENTRY_BATCH_VOID && !add_batch(job, view, entry->batch, voids, err))
            return false;
    }
    return true;
}

const struct act *round_view_find(const struct round_view *view, enum entry_type type)
{
    for (size_t i = view->count; i-- > 0;)
        if (view->acts[i].entry.type == type)
            return &view->acts[i];
    return NULL;
}

bool round_input_load(struct job *job, const struct round_view *view, size_t contest,
                      struct ciphertext **inputs, uint32_t *n, struct error *err)
{
    const struct contest *own = &view->definition->contests[contest];
    struct cast_store store = {0};
    struct buffer voids = {0};
    uint32_t *positions = NULL;
    bool ok = false;
    if (!load_casts(job, view->definition, own, &store, err) || !load_voids(job, view, &voids, err) ||
        !input_settle(store.casts, store.count, (struct point *)(void *)voids.data,
                      voids.len / sizeof(struct point), err))
        goto out;
    positions = allocate(store.count, sizeof *positions);
    size_t count = input_of_contest(view->definition, contest, store.casts, store.count, positions);
    const struct act *sealing = round_view_find(view, ENTRY_SEALING);
    if (!sealing || sealing->entry.contests[contest].input != count) {
        error_broken(err, "internal", "contest %s has an input of %zu ballots, which is not what was sealed",
                     own->id, count);
        goto out;
    }
    const struct ciphertext *all = (const struct ciphertext *)(const void *)store.ciphertexts.data;
    *inputs = allocate(count * own->width, sizeof **inputs);
    for (size_t i = 0; i < count; i++)
        memcpy(*inputs + i * own->width, all + positions[i] * own->width, own->width * sizeof **inputs);
    *n = (uint32_t)count;
    ok = true;
out:
    free(positions);
    free(store.casts);
    buffer_clear(&store.ciphertexts);
    buffer_clear(&voids);
    return ok;
}

/* ---- who could vote ---- */

static bool is_batch_void(const struct round_view *view, const char *batch)
{
    for (size_t i = 0; i < view->count; i++)
        if (view->acts[i].entry.type == ENTRY_BATCH_VOID && strcmp(view->acts[i].entry.batch, batch) == 0)
            return true;
    return false;
}

/* The keys of a batch without those that were voided one by one. */
static bool count_batch(struct job *job, const struct round_view *view, const struct credential_batch *batch,
                        uint64_t *sum, struct error *err)
{
    struct buffer blob = {0};
    if (!jobs_db_load_blob(job->db, batch->keys.hash, &blob, err)) {
        buffer_clear(&blob);
        return false;
    }
    struct keys keys = {(const struct point *)(const void *)blob.data, blob.len / sizeof(struct point)};
    uint64_t voids = 0;
    for (size_t i = 0; i < view->count; i++) /* no credential is voided twice */
        voids +=
            view->acts[i].entry.type == ENTRY_VOID && keys_contain(&keys, &view->acts[i].entry.credential);
    *sum += keys.count - voids;
    buffer_clear(&blob);
    return true;
}

static bool count_list(struct job *job, const struct round_view *view, size_t contest,
                       const struct blob_ref *ref, uint64_t *sum, struct error *err)
{
    struct arena arena = {0};
    struct buffer bytes = {0};
    struct credential_list list;
    bool ok = jobs_db_load_blob(job->db, ref->hash, &bytes, err) &&
              credential_list_parse(buffer_bytes(&bytes), &arena, &list, err);
    for (size_t i = 0; ok && i < list.batch_count; i++) {
        const struct credential_batch *batch = &list.batches[i];
        const struct district *district = definition_district(view->definition, batch->district);
        if (district && district_has_contest(district, contest) && !is_batch_void(view, batch->id))
            ok = count_batch(job, view, batch, sum, err);
    }
    buffer_clear(&bytes);
    arena_clear(&arena);
    return ok;
}

bool round_entitled(struct job *job, const struct round_view *view, size_t contest, uint64_t *out,
                    struct error *err)
{
    uint64_t sum = 0;
    if (!count_list(job, view, contest, &view->state.list, &sum, err))
        return false;
    for (size_t i = 0; i < view->count; i++)
        if (view->acts[i].entry.type == ENTRY_ADDITION &&
            !count_list(job, view, contest, &view->acts[i].entry.list, &sum, err))
            return false;
    *out = sum;
    return true;
}

bool round_output_load(struct job *job, const struct round_view *view, size_t contest, struct buffer *blob,
                       const struct ciphertext **outputs, uint32_t *n, struct error *err)
{
    const struct round_contest *state = &view->state.contests[contest];
    struct mix mix;
    if (!state->done || !state->done_count)
        return error_broken(err, "internal", "contest %s has not been mixed",
                            view->definition->contests[contest].id);
    if (!jobs_db_load_blob(job->db, state->done_mixes[state->done_count - 1], blob, err) ||
        !mix_read(buffer_bytes(blob), &mix, &job->work, err))
        return false;
    *outputs = mix.outputs;
    *n = mix.n;
    return true;
}

bool job_read_blob(void *context, const struct blob_ref *ref, struct buffer *out, struct error *err)
{
    const struct job *job = context;
    return jobs_db_load_blob(job->db, ref->hash, out, err);
}

/* ---- to the sequencer ---- */

bool job_write_entry(struct job *job, struct entry *entry, bool sign, struct buffer *out, struct error *err)
{
    struct arena arena = {0};
    struct sign_public public;
    struct sign_secret secret;
    bool ok = true;
    if (sign) {
        ok = keystore_signing_key(job->config->data_folder, &public, &secret, err) &&
             act_sign(entry, job->config->origin, &public, &secret, &arena, err);
        sodium_memzero(&secret, sizeof secret);
    }
    ok = ok && entry_write_submission(entry, out, err);
    entry->signatures = NULL;
    entry->signature_count = 0;
    arena_clear(&arena);
    return ok;
}

static void wait_for_notice(PGconn *db)
{
    struct pollfd fd = {.fd = PQsocket(db), .events = POLLIN};
    poll(&fd, 1, SUBMISSION_POLL_MS);
    PQconsumeInput(db);
    for (PGnotify *notify; (notify = PQnotifies(db));)
        PQfreemem(notify);
}

static bool wait_for_submission(struct job *job, int64_t id, uint64_t *first, struct error *err)
{
    struct db_param param = db_integer(id);
    for (int i = 0; i < SUBMISSION_TRIES && !*job->stopping; i++) {
        PGresult *row = jobs_db_query(job->db, DB_SUBMISSION_STATE, &param, 1, err);
        if (!row)
            return false;
        const char *state = PQgetvalue(row, 0, 0);
        bool done = strcmp(state, "done") == 0, refused = strcmp(state, "refused") == 0;
        if (done)
            *first = (uint64_t)jobs_db_integer(row, 0, 1);
        if (refused)
            error_input(err, "round-state", "%s: %s", PQgetvalue(row, 0, 2), PQgetvalue(row, 0, 3));
        PQclear(row);
        if (done || refused)
            return done;
        wait_for_notice(job->db);
    }
    return error_temporary(err, "overloaded", "the sequencer does not answer");
}

bool job_submit(struct job *job, const struct buffer *entries, size_t count, int64_t act, uint64_t *first,
                struct error *err)
{
    if (!count || count > 3)
        return error_broken(err, "internal", "a job hands in one to three entries");
    if (!failpoint("job-before-submit", err))
        return false;
    struct db_param params[5] = {db_integer(job->round_no), db_null(), db_null(), db_null(),
                                 act ? db_integer(act) : db_null()};
    for (size_t i = 0; i < count; i++)
        params[1 + i] = db_bytes(entries[i].data, entries[i].len);
    PGresult *row = jobs_db_query(job->db, DB_SUBMIT, params, 5, err);
    if (!row)
        return false;
    int64_t id = jobs_db_integer(row, 0, 0);
    PQclear(row);
    return jobs_db_run(job->db, DB_SUBMISSION_NOTIFY, NULL, 0, err) && failpoint("job-submitted", err) &&
           wait_for_submission(job, id, first, err) && failpoint("job-answered", err);
}

bool job_export(struct job *job, const char *name, struct bytes content, struct blob_ref *ref,
                struct error *err)
{
    if (!jobs_db_store_blob(job->db, content, ref, err))
        return false;
    struct db_param params[] = {db_integer(job->round_no), db_text(name),
                                db_bytes(ref->hash, sizeof ref->hash)};
    return jobs_db_run(job->db, DB_JOB_EXPORT_PUT, params, 3, err);
}
