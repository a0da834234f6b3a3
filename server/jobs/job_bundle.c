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
#include "record/minisign.h"
#include "server/jobs/bundle_record.h"
#include "server/jobs/certificate.h"
#include "server/jobs/certificate_pdf.h"
#include "server/jobs/verifying.h"
#include "server/log.h"

/* The bundle is built three times. Once the round is counted, without a certificate, for the verifier: clerks
 * see what it says before they certify. Then, from the record with the certificate, for SHA256SUMS, which
 * clerks sign, and again with their signatures; the record cannot change in between, so the sums are the
 * same. Nothing is published that the verifier refuses. */

#define SITE_LANGUAGE "en" /* that every site has */

struct clerk {
    char name[PERSON_NAME_BYTES_MAX + 1]; /* of files */
    struct minisign_public key;
};

struct making {
    struct job *job;
    struct round_view view;
    uint64_t first;         /* entry of the bundle */
    const struct act *last; /* what it must cover: the certificate, or else the count or its correction */
    bool is_certified;
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

/* Every blob that an entry up to the last names, once; those of a credential list too. */
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
    bool ok =
        add_blobs_of(making, &making->view, certified, &set, err) && add_predecessors(making, &set, err);
    free(set.list);
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
    const struct entry *certified = &making->last->entry;
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

/* Titles of every thing in this language, or else the first, as certificate_write wants them. */
static json_t *load_titles(struct making *making, const char *language, const char **round, struct error *err)
{
    struct db_param params[] = {db_integer(making->job->round_no), db_text(language),
                                db_text(making->view.definition->languages[0])};
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

static json_t *load_result(struct making *making, struct error *err)
{
    struct buffer content = {0};
    json_t *result = NULL;
    if (jobs_db_load_blob(making->job->db, making->view.state.result.hash, &content, err))
        result = json_read(buffer_bytes(&content), ENTRY_RESULT_BYTES_MAX, err);
    buffer_clear(&content);
    return result;
}

static bool add_papers(struct making *making, struct error *err)
{
    struct buffer page = {0}, text = {0};
    const char *title;
    bool ok = false;
    json_t *titles = load_titles(making, making->view.definition->languages[0], &title, err),
           *result = titles ? load_result(making, err) : NULL;
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
    return ok;
}

/* certificate.LANGUAGE.pdf */
static bool export_certificate(struct making *making, const struct translation *texts, const char *language,
                               struct certificate_source *source, struct error *err)
{
    struct buffer pdf = {0};
    struct blob_ref ref;
    json_t *titles = load_titles(making, language, &source->title, err);
    source->titles = titles;
    bool ok = titles && certificate_pdf_write(source, language, texts, &pdf, err) &&
              job_export(making->job, arena_format(&making->arena, "certificate.%s.pdf", language),
                         buffer_bytes(&pdf), &ref, err);
    json_decref(titles);
    buffer_clear(&pdf);
    return ok;
}

/* In each language of the round that the site has; where it has none of them, in the site's own. */
static bool export_certificates(struct making *making, struct bytes sums, struct error *err)
{
    const struct config *config = making->job->config;
    const struct definition *definition = making->view.definition;
    struct certificate_source source = {.city = config->city_name,
                                        .base_url = config->base_url,
                                        .state = &making->view.state,
                                        .closed = round_view_find(&making->view, ENTRY_VOTING_CLOSED)->entry.minute,
                                        .certified = &making->last->entry};
    struct buffer json = {0};
    struct messages *messages = NULL;
    const char *path = arena_format(&making->arena, "%s/messages.json", config->web_folder);
    if (!*config->web_folder || access(path, F_OK) != 0)
        return true; /* a city without a site has its certificate in the bundle */
    crypto_hash_sha256(source.sums, sums.data, sums.len);
    json_t *result = load_result(making, err);
    bool ok = result &&
              file_read(path, SIZE_MAX, &json, err) &&
              messages_load(buffer_bytes(&json), &messages, err);
    source.result = result;
    size_t made = 0;
    for (size_t i = 0; ok && i < definition->language_count; i++) {
        const struct translation *texts = messages_language(messages, definition->languages[i]);
        made += texts != NULL;
        ok = !texts || export_certificate(making, texts, definition->languages[i], &source, err);
    }
    const struct translation *texts = messages_language(messages, SITE_LANGUAGE);
    if (ok && !made && texts)
        ok = export_certificate(making, texts, SITE_LANGUAGE, &source, err);
    messages_free(messages);
    json_decref(result);
    buffer_clear(&json);
    return ok;
}

static bool add_log_key(struct making *making, struct error *err)
{
    struct buffer text = {0};
    struct note_key key;
    if (!bundle_record_log_key(making->job, &key, err))
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

static bool add_record(struct making *making, struct error *err)
{
    const struct bundle_record source = {making->job,    &making->view, making->writer,     &making->arena,
                                         making->folder, making->first, making->last->index};
    return bundle_record_add(&source, err);
}

/* Everything but SHA256SUMS and the signatures over it. */
static bool add_all(struct making *making, struct error *err)
{
    return (!making->is_certified || find_clerks(making, err)) && add_blobs(making, err) &&
           add(making, "definition.json", buffer_bytes(&making->view.definition_bytes), err) &&
           add_exports(making, err) && add_log_key(making, err) &&
           (!making->is_certified || (add_papers(making, err) && add_keys_of_clerks(making, err))) &&
           add_record(making, err);
}

static char *signature_name(struct making *making, size_t clerk)
{
    return arena_format(&making->arena, "SHA256SUMS.%s.minisig", making->clerks[clerk].name);
}

/* The signatures that clerks have handed in; one over other sums, of a bundle before a correction, is none.
 * `signed` and `waits` get the names of who has signed and who has not. */
static bool add_signatures(struct making *making, struct bytes sums, json_t *signed_by, json_t *waits,
                           struct error *err)
{
    struct db_param round = db_integer(making->job->round_no);
    PGresult *rows = jobs_db_query(making->job->db, DB_JOB_EXPORTS, &round, 1, err);
    if (!rows)
        return false;
    bool ok = true;
    for (size_t c = 0; ok && c < making->clerk_count; c++) {
        const char *name = signature_name(making, c);
        bool found = false;
        for (int i = 0; ok && i < PQntuples(rows); i++) {
            if (strcmp(PQgetvalue(rows, i, 0), name) != 0)
                continue;
            struct buffer file = {0};
            ok = jobs_db_load_blob(making->job->db, jobs_db_bytes(rows, i, 1).data, &file, err);
            found = ok && minisign_verify(&making->clerks[c].key, sums, buffer_bytes(&file), NULL, NULL);
            ok = ok && (!found || add(making, name, buffer_bytes(&file), err));
            buffer_clear(&file);
        }
        json_array_append_new(found ? signed_by : waits, json_string(making->clerks[c].name));
    }
    PQclear(rows);
    return ok;
}

/* Have these sums been handed out for signing, and looked at by the verifier before? */
static bool is_handed_out(struct making *making, struct bytes sums, bool *out, struct error *err)
{
    struct db_param round = db_integer(making->job->round_no);
    PGresult *rows = jobs_db_query(making->job->db, DB_JOB_EXPORTS, &round, 1, err);
    uint8_t hash[HASH_BYTES];
    crypto_hash_sha256(hash, sums.data, sums.len);
    *out = false;
    for (int i = 0; rows && i < PQntuples(rows); i++)
        *out = *out || (strcmp(PQgetvalue(rows, i, 0), "SHA256SUMS") == 0 &&
                        bytes_equal(jobs_db_bytes(rows, i, 1), bytes_of(hash, sizeof hash)));
    PQclear(rows);
    return rows != NULL;
}

static char *zip_path(struct making *making)
{
    return arena_format(&making->arena, "%s/bundle.zip", making->folder);
}

/* Finish the bundle and let the verifier look at it; verification.json is what it says. */
static bool verify(struct making *making, struct report *report, struct error *err)
{
    struct buffer text = {0};
    struct blob_ref ref;
    bool ok = bundle_finish(making->writer, zip_path(making), err) &&
              verifying_run(making->job, zip_path(making), report, err);
    if (ok) {
        report_write_json(report, &text);
        ok = job_export(making->job, "verification.json", buffer_bytes(&text), &ref, err);
    }
    buffer_clear(&text);
    return ok;
}

/* A paper is a view: one that cannot be made (no font, a site of another version) holds up no publication. */
static bool print_certificates(struct making *making, struct bytes sums, struct error *err)
{
    struct error why;
    if (export_certificates(making, sums, &why))
        return true;
    if (why.class == ERROR_TEMPORARY) {
        *err = why;
        return false;
    }
    log_warning("certificate-not-printed", LOG_TEXT("type", why.type), LOG_TEXT("detail", why.detail));
    return true;
}

static bool publish(struct making *making, struct bytes sums, struct error *err)
{
    struct entry entry = {.type = ENTRY_PUBLISHED};
    struct buffer zip = {0}, bytes = {0};
    struct blob_ref ref;
    uint64_t first;
    memcpy(entry.eid, making->view.state.eid, sizeof entry.eid);
    crypto_hash_sha256(entry.sums, sums.data, sums.len);
    bool ok = print_certificates(making, sums, err) && file_read(zip_path(making), SIZE_MAX, &zip, err) &&
              job_export(making->job, "bundle.zip", buffer_bytes(&zip), &ref, err) &&
              (making->view.state.phase >= ROUND_PUBLISHED ||
               (job_write_entry(making->job, &entry, false, &bytes, err) &&
                job_submit(making->job, &bytes, 1, 0, &first, err)));
    buffer_clear(&zip);
    buffer_clear(&bytes);
    return ok;
}

/* The sums for the clerks to sign, once the verifier has been heard; with all signatures, the publication. */
static bool hand_out(struct making *making, json_t *result, struct error *err)
{
    struct buffer sums = {0};
    struct report report = {0};
    struct blob_ref ref;
    json_t *signed_by = json_array(), *waits = json_array();
    bool handed_out;
    json_object_set_new(result, "signed", signed_by);
    json_object_set_new(result, "waits", waits);
    bundle_append_sums(making->writer, &sums);
    bool ok = add(making, "SHA256SUMS", buffer_bytes(&sums), err) &&
              add_signatures(making, buffer_bytes(&sums), signed_by, waits, err) &&
              is_handed_out(making, buffer_bytes(&sums), &handed_out, err);
    if (ok && (!handed_out || json_array_size(waits) == 0))
        ok = verify(making, &report, err) &&
             job_export(making->job, "SHA256SUMS", buffer_bytes(&sums), &ref, err);
    if (ok && json_array_size(waits) == 0)
        ok = report_exit_status(&report) != 1 ? publish(making, buffer_bytes(&sums), err)
                                              : error_input(err, "verification",
                                                            "a check of the verifier failed: "
                                                            "the bundle is not published");
    buffer_clear(&sums);
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
    unlink(zip_path(making));
    rmdir(making->folder);
}

/* The later of the count and its correction. */
static const struct act *counted_by(const struct round_view *view)
{
    const struct act *counted = round_view_find(view, ENTRY_COUNTED),
                     *correction = round_view_find(view, ENTRY_CORRECTION);
    return correction ? correction : counted;
}

static bool find_last(struct making *making, struct error *err)
{
    enum round_phase phase = making->view.state.phase;
    making->is_certified = phase == ROUND_CERTIFIED || phase == ROUND_PUBLISHED;
    making->last = making->is_certified     ? round_view_find(&making->view, ENTRY_CERTIFIED)
                   : phase == ROUND_COUNTED ? counted_by(&making->view)
                                            : NULL;
    return making->last || error_input(err, "round-state", "the round has not been counted");
}

/* Result: {signed: [name], waits: [name]} of the clerks whose signatures a certified round wants. */
bool job_bundle(struct job *job, json_t **result, struct error *err)
{
    struct making making = {.job = job};
    struct report report = {0};
    bool ok = false;
    if (!round_view_load(job, &making.view, err))
        return false;
    making.writer = bundle_writer_new();
    if (!find_last(&making, err) || !make_folder(&making, err))
        goto out;
    json_decref(*result);
    *result = json_object();
    ok = add_all(&making, err) &&
         (making.is_certified ? hand_out(&making, *result, err) : verify(&making, &report, err));
    remove_folder(&making);
out:
    bundle_writer_free(making.writer);
    round_view_clear(&making.view);
    arena_clear(&making.arena);
    return ok;
}
