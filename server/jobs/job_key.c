/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "server/jobs/job.h"
#include "server/jobs/keystore.h"

#include "ballot/ceremony.h"
#include "record/json.h"

/* Make the key of a single-key round. */
static bool make_key(struct job *job, json_t **result, struct error *err)
{
    struct scalar x;
    struct point y;
    bool ok = keystore_round_key(job->config->data_folder, job->round, true, &x, &y, err);
    sodium_memzero(&x, sizeof x);
    if (!ok)
        return false;
    *result = json_object();
    json_object_set_new(*result, "key", json_of_bytes(bytes_of(y.bytes, sizeof y.bytes)));
    return true;
}

/* What the messages of the trustees make, and their certificate. */
static bool collect_key(struct job *job, const struct round_view *view, json_t **result, struct error *err)
{
    const struct blob_source source = {job_read_blob, job};
    struct ceremony ceremony = {0};
    struct dkg_outcome outcome;
    struct buffer certificate = {0};
    struct blob_ref dkg;
    json_t *shares = json_array();
    bool ok = ceremony_load(&ceremony, &view->state, &source, NULL, err) &&
              ceremony_certify(&ceremony, &view->state, &source, NULL, err) &&
              dkg_outcome(&ceremony.session, ceremony.messages, &outcome, err);
    if (ok) {
        ceremony_certificate(&ceremony, &certificate);
        ok = jobs_db_store_blob(job->db, buffer_bytes(&certificate), &dkg, err);
    }
    for (uint64_t i = 0; ok && i < ceremony.session.n; i++)
        json_array_append_new(shares, json_of_bytes(bytes_of(outcome.shares[i].bytes, POINT_BYTES)));
    if (ok)
        *result = json_pack("{s:o, s:O, s:o}", "key", json_of_bytes(bytes_of(outcome.key.bytes, POINT_BYTES)),
                            "shares", shares, "dkg", json_of_ref(&dkg));
    json_decref(shares);
    ceremony_clear(&ceremony);
    buffer_clear(&certificate);
    return ok;
}

/* Say the public half of the round's key: that of the server, or the one of its trustees as soon as they have
 * made it. */
bool job_key(struct job *job, json_t **result, struct error *err)
{
    struct round_view view = {0};
    if (!round_view_load(job, &view, err))
        return false;
    bool ok = view.definition || error_broken(err, "internal", "the round is not frozen");
    if (ok && view.definition->trustees.count == 1)
        ok = make_key(job, result, err);
    else if (ok && round_has_all(&view.state, view.state.sent[1]))
        ok = collect_key(job, &view, result, err);
    round_view_clear(&view);
    return ok;
}

/* The opening as people signed it. */
static bool load_opening(struct job *job, int64_t act, struct arena *arena, struct entry *out,
                         struct error *err)
{
    struct db_param param = db_integer(act);
    PGresult *rows = jobs_db_query(job->db, DB_JOB_ACT, &param, 1, err);
    if (!rows)
        return false;
    int n = PQntuples(rows);
    bool ok = n > 0 || error_broken(err, "internal", "act %lld is not there", (long long)act);
    if (ok) {
        struct bytes bytes = jobs_db_bytes(rows, 0, 0);
        bytes.data = (const uint8_t *)arena_copy(arena, bytes.data, bytes.len);
        ok = act_parse(bytes, arena, out, err);
    }
    for (int i = 0; ok && i < n && !PQgetisnull(rows, i, 1); i++) {
        struct entry_signature signature;
        memcpy(signature.key.bytes, jobs_db_bytes(rows, i, 1).data, sizeof signature.key.bytes);
        memcpy(signature.signature.bytes, jobs_db_bytes(rows, i, 2).data, sizeof signature.signature.bytes);
        ok = act_add_signature(out, job->config->origin, &signature, arena, err);
    }
    PQclear(rows);
    return ok;
}

/* What a trustee checks before it acknowledges: the opening is the next entry of this round, of the frozen
 * definition and the listed credentials, under our key, and signed by whom it must be. */
static bool check_opening(const struct round_view *view, const struct entry *opening, const struct point *y,
                          struct error *err)
{
    if (!view->definition || opening->type != ENTRY_OPENING)
        return error_input(err, "round-state", "the round is not frozen");
    if (!blob_ref_equal(&opening->definition, &view->state.definition_ref) || !view->state.has_list ||
        !blob_ref_equal(&opening->credentials, &view->state.list))
        return error_input(err, "conflict", "the opening is not of the definition and list in the record");
    if (opening->share_count != 1 || !point_equal(&opening->key, y) || !point_equal(&opening->shares[0], y))
        return error_input(err, "conflict", "the opening is not under this server's key");
    return act_check_signers(view->definition, opening, false, err);
}

static bool prove_possession(struct job *job, const struct scalar *x, const struct point *y,
                             struct entry *ack, struct error *err)
{
    struct possession_statement statement = {.trustee = ack->trustee, .key = *y};
    PGresult *tree = jobs_db_query(job->db, DB_JOB_TREE, NULL, 0, err);
    if (!tree)
        return false;
    bool ok = PQntuples(tree) == 1 || error_temporary(err, "overloaded", "there is no signed checkpoint yet");
    if (ok) {
        ack->size = (uint64_t)jobs_db_integer(tree, 0, 0);
        memcpy(ack->root, jobs_db_bytes(tree, 0, 1).data, sizeof ack->root);
        memcpy(statement.eid, ack->eid, sizeof statement.eid);
        memcpy(statement.root, ack->root, sizeof statement.root);
        statement.size = ack->size;
        ok = possession_prove(&statement, x, &ack->possession, err);
    }
    PQclear(tree);
    return ok;
}

/* Check the signed opening, acknowledge its eid (one key, one eid, ever) and hand in both together. */
bool job_acknowledge(struct job *job, json_t **result, struct error *err)
{
    (void)result;
    struct arena arena = {0};
    struct round_view view = {0};
    struct buffer entries[2] = {{0}, {0}};
    struct entry opening = {0}, ack = {.type = ENTRY_ACKNOWLEDGEMENT, .trustee = 1};
    struct scalar x = {0};
    struct point y;
    uint64_t first;
    int64_t act = json_integer_value(json_object_get(job->arguments, "act"));
    bool ok = false;
    if (!round_view_load(job, &view, err))
        return false;
    if (view.state.phase >= ROUND_OPEN) {
        ok = true; /* done before a crash */
        goto out;
    }
    if (!load_opening(job, act, &arena, &opening, err) ||
        !keystore_round_key(job->config->data_folder, job->round, false, &x, &y, err) ||
        !check_opening(&view, &opening, &y, err) || !act_eid(job->config->origin, &opening, ack.eid, err) ||
        !keystore_claim_eid(job->config->data_folder, job->round, ack.eid, err) ||
        !prove_possession(job, &x, &y, &ack, err) ||
        !job_write_entry(job, &opening, false, &entries[0], err) ||
        !job_write_entry(job, &ack, true, &entries[1], err) || !job_submit(job, entries, 2, act, &first, err))
        goto out;
    ok = true;
out:
    sodium_memzero(&x, sizeof x);
    buffer_clear(&entries[0]);
    buffer_clear(&entries[1]);
    round_view_clear(&view);
    arena_clear(&arena);
    return ok;
}
