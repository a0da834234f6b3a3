/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "server/jobs/job.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "ballot/credential_list.h"
#include "base/encoding.h"
#include "base/file.h"
#include "count/tally.h"
#include "record/bundle.h"
#include "record/merkle.h"
#include "record/minisign.h"
#include "record/note.h"
#include "record/policy.h"
#include "record/range.h"
#include "server/jobs/certificate.h"

/* The bundle is built twice from the same record: once for SHA256SUMS, which clerks sign, and again with
 * their signatures. The record cannot change in between, so the sums are the same; that is checked. */

struct clerk {
    char name[PERSON_NAME_BYTES_MAX + 1]; /* of files */
    struct minisign_public key;
};

struct making {
    struct job *job;
    struct round_view view;
    uint64_t first; /* entry of the bundle */
    struct bundle_writer *writer;
    struct arena arena;
    char *folder; /* temporary files */
    struct clerk *clerks;
    char **clerk_names;
    size_t clerk_count;
};

static bool add(struct making *making, const char *name, struct bytes content, struct error *err)
{
    return bundle_add(making->writer, name, content, err);
}

static bool add_blob(struct making *making, const struct blob_ref *ref, struct error *err)
{
    struct buffer content = {0}, name = {0};
    buffer_append_string(&name, "blobs/");
    hex_append(&name, bytes_of(ref->hash, sizeof ref->hash));
    bool ok = jobs_db_load_blob(making->job->db, ref->hash, &content, err) &&
              add(making, buffer_string(&name), buffer_bytes(&content), err);
    buffer_clear(&content);
    buffer_clear(&name);
    return ok;
}

/* Every blob that an entry up to the certificate names, once; those of a credential list too. */
struct blob_set {
    struct blob_ref *list;
    size_t count;
};

static bool add_once(struct making *making, struct blob_set *set, const struct blob_ref *ref,
                     struct error *err)
{
    for (size_t i = 0; i < set->count; i++)
        if (memcmp(set->list[i].hash, ref->hash, sizeof ref->hash) == 0)
            return true;
    set->list = reallocate(set->list, set->count + 1, sizeof *set->list);
    set->list[set->count++] = *ref;
    return add_blob(making, ref, err);
}

static bool add_keys(struct making *making, struct blob_set *set, const struct blob_ref *list_ref,
                     struct error *err)
{
    struct buffer content = {0};
    struct arena arena = {0};
    struct credential_list list;
    bool ok = jobs_db_load_blob(making->job->db, list_ref->hash, &content, err) &&
              credential_list_parse(buffer_bytes(&content), &arena, &list, err);
    for (size_t i = 0; ok && i < list.batch_count; i++)
        ok = add_once(making, set, &list.batches[i].keys, err);
    buffer_clear(&content);
    arena_clear(&arena);
    return ok;
}

/* Up to `last`; NULL: all. */
static bool add_blobs_of(struct making *making, const struct round_view *view, const struct act *last,
                         struct blob_set *set, struct error *err)
{
    bool ok = true;
    for (size_t i = 0; ok && i < view->count; i++) {
        const struct entry *entry = &view->acts[i].entry;
        struct blob_ref refs[ENTRY_REFS_MAX];
        size_t count = entry_refs(entry, refs);
        for (size_t r = 0; ok && r < count; r++)
            ok = add_once(making, set, &refs[r], err);
        if (entry->type == ENTRY_CREDENTIAL_LIST || entry->type == ENTRY_ADDITION)
            ok = ok && add_keys(making, set, &entry->list, err);
        if (&view->acts[i] == last)
            break;
    }
    return ok;
}

/* Those of the rounds whose codes this one took over, too; the bundle begins with the first of them. */
static bool add_predecessors(struct making *making, struct blob_set *set, struct error *err)
{
    struct job job = *making->job;
    const struct round_state *state = &making->view.state;
    bool more = state->has_predecessor, ok = true;
    if (more)
        memcpy(job.round, state->predecessor, ROUND_ID_BYTES);
    while (ok && more) {
        struct round_view view = {0};
        ok = round_view_load(&job, &view, err) && add_blobs_of(making, &view, NULL, set, err);
        if (ok) {
            making->first = view.acts[0].index;
            more = view.state.has_predecessor;
            memcpy(job.round, view.state.predecessor, ROUND_ID_BYTES);
        }
        round_view_clear(&view);
    }
    return ok;
}

static bool add_blobs(struct making *making, struct error *err)
{
    /* After a correction there are two certificates; the bundle goes up to the last. */
    const struct act *certified = round_view_find(&making->view, ENTRY_CERTIFIED);
    struct blob_set set = {0};
    making->first = making->view.acts[0].index;
    bool ok = add_blobs_of(making, &making->view, certified, &set, err) &&
              add_predecessors(making, &set, err);
    free(set.list);
    return ok;
}

/* Entries first..size-1 into one file, without holding them in memory; the edge of the tree before them. */
static bool add_entries(struct making *making, uint64_t first, uint64_t size, struct error *err)
{
    char *path = arena_format(&making->arena, "%s/entries", making->folder);
    FILE *file = fopen(path, "wb");
    bool ok = file != NULL || error_temporary(err, "file", "%s cannot be written", path);
    for (uint64_t at = first; ok && at < size;) {
        struct db_param params[] = {db_integer((int64_t)at), db_integer((int64_t)size)};
        PGresult *rows = jobs_db_query(making->job->db, DB_JOB_ENTRIES, params, 2, err);
        int n = rows ? PQntuples(rows) : 0;
        ok = n > 0 || (rows && error_broken(err, "internal", "the record has a gap"));
        for (int i = 0; ok && i < n; i++) {
            struct bytes entry = jobs_db_bytes(rows, i, 0);
            uint8_t length[2] = {(uint8_t)(entry.len >> 8), (uint8_t)entry.len};
            ok = (fwrite(length, sizeof length, 1, file) == 1 &&
                  fwrite(entry.data, entry.len, 1, file) == 1) ||
                 error_temporary(err, "file", "%s cannot be written", path);
        }
        at += (uint64_t)n;
        PQclear(rows);
    }
    if (file && fclose(file) != 0 && ok)
        ok = error_temporary(err, "file", "%s cannot be written", path);
    return ok && bundle_add_file(making->writer, "record/entries", path, err);
}

static bool load_edge(struct making *making, uint64_t first, struct merkle_frontier *edge, struct error *err)
{
    for (uint64_t at = 0; at < first;) {
        struct db_param params[] = {db_integer((int64_t)at), db_integer((int64_t)first)};
        PGresult *rows = jobs_db_query(making->job->db, DB_JOB_ENTRIES, params, 2, err);
        if (!rows)
            return false;
        int n = PQntuples(rows);
        for (int i = 0; i < n; i++)
            merkle_frontier_append(edge, jobs_db_bytes(rows, i, 1).data, NULL, NULL);
        PQclear(rows);
        if (!n)
            return error_broken(err, "internal", "the record has a gap");
        at += (uint64_t)n;
    }
    return true;
}

static bool add_range(struct making *making, uint64_t first, uint64_t size, struct error *err)
{
    struct range range = {.first = first, .size = size};
    struct buffer text = {0};
    if (!load_edge(making, first, &range.edge, err))
        return false;
    range_append(&range, &text);
    bool ok = add(making, "record/range.json", buffer_bytes(&text), err);
    buffer_clear(&text);
    return ok;
}

static bool load_log_key(struct making *making, struct note_key *out, struct error *err)
{
    PGresult *row = jobs_db_query(making->job->db, DB_JOB_LOG_KEY, NULL, 0, err);
    if (!row)
        return false;
    bool ok = PQntuples(row) == 1 || error_broken(err, "internal", "the key of the log is not known");
    ok = ok &&
         note_key_init(out, making->job->config->origin, NOTE_ED25519, jobs_db_bytes(row, 0, 0).data, err);
    PQclear(row);
    return ok;
}

/* The first row whose checkpoint has the quorum of the definition's policy; -1: none has, or *ok is false. */
static int find_witnessed(struct making *making, const PGresult *notes, bool *ok, struct error *err)
{
    const char *lines = making->view.definition->witness_policy;
    struct note_key log_key;
    struct policy_verdict verdict;
    struct policy *policy = policy_parse(bytes_of_string(lines), err);
    int found = -1;
    *ok = policy && load_log_key(making, &log_key, err);
    for (int i = 0; *ok && found < 0 && i < PQntuples(notes); i++) {
        *ok = policy_check(policy, &log_key, jobs_db_bytes(notes, i, 1), &verdict, err);
        if (*ok && verdict.quorum)
            found = i;
    }
    policy_free(policy);
    return found;
}

/* Up to the first checkpoint that covers the certificate and that the round's witnesses have cosigned. */
static bool add_record(struct making *making, struct error *err)
{
    bool has_witnesses = making->view.definition->witness_policy != NULL, ok = true;
    struct db_param certified = db_integer((int64_t)round_view_find(&making->view, ENTRY_CERTIFIED)->index);
    PGresult *notes =
        jobs_db_query(making->job->db, has_witnesses ? DB_JOB_WITNESSED : DB_JOB_NOTE, &certified, 1, err);
    if (!notes)
        return false;
    int row = has_witnesses ? find_witnessed(making, notes, &ok, err) : PQntuples(notes) - 1;
    if (ok && row < 0)
        ok = error_temporary(err, "waits", "the certificate waits for %s",
                             has_witnesses ? "the cosignatures of the witnesses" : "a checkpoint");
    if (ok) {
        uint64_t size = (uint64_t)jobs_db_integer(notes, row, 0);
        char *name = arena_format(&making->arena, "record/checkpoints/%llu", (unsigned long long)size);
        ok = add(making, name, jobs_db_bytes(notes, row, 1), err) && add_range(making, making->first, size, err) &&
             add_entries(making, making->first, size, err);
    }
    PQclear(notes);
    return ok;
}

static bool is_of_result(const struct definition *definition, const char *name)
{
    char own[NAME_BYTES_MAX + 5];
    bool is = strcmp(name, "result.json") == 0;
    for (size_t i = 0; !is && i < definition->contest_count; i++) {
        tally_file_name(&definition->contests[i], own);
        is = strcmp(name, own) == 0;
    }
    return is;
}

/* Files that the count left and that are part of the result: CONTEST.pb, for questions CONTEST.csv, and
 * result.json. */
static bool add_exports(struct making *making, struct error *err)
{
    struct db_param round = db_integer(making->job->round_no);
    PGresult *rows = jobs_db_query(making->job->db, DB_JOB_EXPORTS, &round, 1, err);
    if (!rows)
        return false;
    bool ok = true;
    for (int i = 0; ok && i < PQntuples(rows); i++) {
        const char *name = PQgetvalue(rows, i, 0);
        struct buffer content = {0};
        if (is_of_result(making->view.definition, name))
            ok = jobs_db_load_blob(making->job->db, jobs_db_bytes(rows, i, 1).data, &content, err) &&
                 add(making, name, buffer_bytes(&content), err);
        buffer_clear(&content);
    }
    PQclear(rows);
    return ok;
}

/* The clerks who signed the certificate, and their minisign keys (the same Ed25519 key; the key number is the
 * one their key file has). */
static bool find_clerks(struct making *making, struct error *err)
{
    const struct entry *certified = &round_view_find(&making->view, ENTRY_CERTIFIED)->entry;
    const struct people *clerks = &making->view.definition->clerks;
    making->clerks = arena_allocate(&making->arena, certified->signature_count, sizeof *making->clerks);
    making->clerk_names =
        arena_allocate(&making->arena, certified->signature_count, sizeof *making->clerk_names);
    for (size_t s = 0; s < certified->signature_count; s++) {
        const struct sign_public *key = &certified->signatures[s].key;
        struct db_param param = db_bytes(key->bytes, sizeof key->bytes);
        PGresult *row = jobs_db_query(making->job->db, DB_JOB_MINISIGN_ID, &param, 1, err);
        if (!row)
            return false;
        bool known = PQntuples(row) == 1 && !PQgetisnull(row, 0, 0);
        struct clerk *clerk = &making->clerks[making->clerk_count];
        if (known)
            memcpy(clerk->key.id, jobs_db_bytes(row, 0, 0).data, sizeof clerk->key.id);
        PQclear(row);
        if (!known)
            return error_input(err, "conflict", "a clerk who signed has no minisign key number");
        memcpy(clerk->key.key, key->bytes, sizeof clerk->key.key);
        for (size_t p = 0; p < clerks->count; p++) {
            if (memcmp(clerks->list[p].key.bytes, key->bytes, sizeof key->bytes) == 0) {
                person_file_name(clerks->list[p].name, clerk->name);
                making->clerk_names[making->clerk_count++] = clerk->name;
                break;
            }
        }
    }
    return true;
}

/* Titles of every thing in the first language, as certificate_write wants them. */
static json_t *load_titles(struct making *making, const char **round, struct error *err)
{
    const char *language = making->view.definition->languages[0];
    struct db_param params[] = {db_integer(making->job->round_no), db_text(language), db_text(language)};
    PGresult *rows = jobs_db_query(making->job->db, DB_JOB_ROUND_TEXTS, params, 3, err);
    if (!rows)
        return NULL;
    json_t *titles = json_object();
    *round = NULL;
    for (int i = 0; i < PQntuples(rows); i++) {
        json_t *text = json_loads(PQgetvalue(rows, i, 1), 0, NULL);
        const char *thing = PQgetvalue(rows, i, 0),
                   *title = json_string_value(json_object_get(text, "title"));
        if (title)
            json_object_set_new(titles, thing, json_string(title));
        if (title && strcmp(thing, "round") == 0)
            *round = arena_string(&making->arena, title);
        json_decref(text);
    }
    PQclear(rows);
    return titles;
}

static bool add_papers(struct making *making, struct error *err)
{
    struct buffer page = {0}, text = {0}, content = {0};
    const char *title;
    bool ok = false;
    json_t *titles = load_titles(making, &title, err), *result = NULL;
    if (!titles || !jobs_db_load_blob(making->job->db, making->view.state.result.hash, &content, err))
        goto out;
    result = json_read(buffer_bytes(&content), ENTRY_RESULT_BYTES_MAX, err);
    if (!result)
        goto out;
    certificate_write(&making->view.state, title, titles, result, &page);
    verify_text_write(&making->view.state, making->clerk_names, making->clerk_count, &text);
    ok = add(making, "certificate.html", buffer_bytes(&page), err) &&
         add(making, "VERIFY.txt", buffer_bytes(&text), err);
out:
    json_decref(titles);
    json_decref(result);
    buffer_clear(&page);
    buffer_clear(&text);
    buffer_clear(&content);
    return ok;
}

static bool add_log_key(struct making *making, struct error *err)
{
    struct buffer text = {0};
    struct note_key key;
    if (!load_log_key(making, &key, err))
        return false;
    note_key_append(&key, &text);
    buffer_append_u8(&text, '\n');
    bool ok = add(making, "keys/log", buffer_bytes(&text), err);
    buffer_clear(&text);
    return ok;
}

static bool add_keys_of_clerks(struct making *making, struct error *err)
{
    for (size_t i = 0; i < making->clerk_count; i++) {
        struct buffer file = {0};
        minisign_public_append(&making->clerks[i].key, &file);
        bool ok = add(making, arena_format(&making->arena, "keys/%s.pub", making->clerks[i].name),
                      buffer_bytes(&file), err);
        buffer_clear(&file);
        if (!ok)
            return false;
    }
    return true;
}

/* Everything but SHA256SUMS and the signatures over it. */
static bool add_all(struct making *making, struct error *err)
{
    return find_clerks(making, err) && add_blobs(making, err) &&
           add(making, "definition.json", buffer_bytes(&making->view.definition_bytes), err) &&
           add_exports(making, err) && add_papers(making, err) && add_log_key(making, err) &&
           add_keys_of_clerks(making, err) && add_record(making, err);
}

/* The signatures that clerks have handed in, checked; *complete tells whether each of them has. */
static bool add_signatures(struct making *making, struct bytes sums, bool *complete, struct error *err)
{
    struct db_param round = db_integer(making->job->round_no);
    PGresult *rows = jobs_db_query(making->job->db, DB_JOB_EXPORTS, &round, 1, err);
    if (!rows)
        return false;
    bool ok = true;
    *complete = true;
    for (size_t c = 0; ok && c < making->clerk_count; c++) {
        char *name = arena_format(&making->arena, "SHA256SUMS.%s.minisig", making->clerks[c].name);
        bool found = false;
        for (int i = 0; ok && i < PQntuples(rows); i++) {
            if (strcmp(PQgetvalue(rows, i, 0), name) != 0)
                continue;
            struct buffer file = {0};
            found = true;
            ok = jobs_db_load_blob(making->job->db, jobs_db_bytes(rows, i, 1).data, &file, err) &&
                 minisign_verify(&making->clerks[c].key, sums, buffer_bytes(&file), NULL, err) &&
                 add(making, name, buffer_bytes(&file), err);
            buffer_clear(&file);
        }
        *complete = *complete && found;
    }
    PQclear(rows);
    return ok;
}

static bool publish(struct making *making, struct bytes sums, struct error *err)
{
    struct entry entry = {.type = ENTRY_PUBLISHED};
    struct buffer zip = {0}, bytes = {0};
    struct blob_ref ref;
    uint64_t first;
    char *path = arena_format(&making->arena, "%s/bundle.zip", making->folder);
    memcpy(entry.eid, making->view.state.eid, sizeof entry.eid);
    crypto_hash_sha256(entry.sums, sums.data, sums.len);
    bool ok = bundle_finish(making->writer, path, err) && file_read(path, SIZE_MAX, &zip, err) &&
              job_export(making->job, "bundle.zip", buffer_bytes(&zip), &ref, err) &&
              (making->view.state.phase >= ROUND_PUBLISHED ||
               (job_write_entry(making->job, &entry, false, &bytes, err) &&
                job_submit(making->job, &bytes, 1, 0, &first, err)));
    unlink(path);
    buffer_clear(&zip);
    buffer_clear(&bytes);
    return ok;
}

static bool make_folder(struct making *making, struct error *err)
{
    making->folder = arena_format(&making->arena, "%s/bundle-XXXXXX", making->job->config->data_folder);
    return mkdtemp(making->folder) != NULL ||
           error_temporary(err, "file", "no folder for the bundle can be made in the data folder");
}

static void remove_folder(struct making *making)
{
    unlink(arena_format(&making->arena, "%s/entries", making->folder));
    rmdir(making->folder);
}

/* After the certificate: build the files and their sums for the clerks to sign; with all signatures there,
 * build the bundle and publish. */
bool job_bundle(struct job *job, json_t **result, struct error *err)
{
    (void)result;
    struct making making = {.job = job};
    struct buffer sums = {0};
    struct blob_ref ref;
    bool ok = false, complete;
    if (!round_view_load(job, &making.view, err))
        return false;
    making.writer = bundle_writer_new();
    if (!round_view_find(&making.view, ENTRY_CERTIFIED)) {
        error_input(err, "round-state", "the round has not been certified");
        goto out;
    }
    if (!make_folder(&making, err))
        goto out;
    ok = add_all(&making, err);
    if (ok) {
        bundle_append_sums(making.writer, &sums);
        ok = job_export(job, "SHA256SUMS", buffer_bytes(&sums), &ref, err) &&
             add(&making, "SHA256SUMS", buffer_bytes(&sums), err) &&
             add_signatures(&making, buffer_bytes(&sums), &complete, err) &&
             (!complete || publish(&making, buffer_bytes(&sums), err));
    }
    remove_folder(&making);
out:
    buffer_clear(&sums);
    bundle_writer_free(making.writer);
    round_view_clear(&making.view);
    arena_clear(&making.arena);
    return ok;
}
