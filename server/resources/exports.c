// SPDX-License-Identifier: AGPL-3.0-or-later
//
// What a round hands out once it is published, and the clerks' signatures over it. Before that the files of a
// counted round are for its staff: SHA256SUMS is what clerks sign.
#include <stdlib.h>

#include "ballot/definition.h"
#include "record/json.h"
#include "record/minisign.h"
#include "server/resources/blobs.h"
#include "server/resources/resources.h"
#include "server/resources/rounds.h"

static const char *type_of(const char *name)
{
    static const struct {
        const char *extension, *type;
    } types[] = {
        {".json", "application/json"},
        {".html", "text/html; charset=utf-8"},
        {".zip", "application/zip"},
        {".csv", "text/csv; charset=utf-8"},
        {".pdf", "application/pdf"},
    };
    const char *dot = strrchr(name, '.');
    for (size_t i = 0; dot && i < sizeof types / sizeof *types; i++)
        if (strcmp(dot, types[i].extension) == 0)
            return types[i].type;
    return "text/plain; charset=utf-8";
}

bool round_files_are_open(const struct request *request, const struct round_row *round)
{
    return round_is_published(round) ||
           (request->session.person && request->session.roles & (ROLE_CLERK | ROLE_ADMINISTRATOR) &&
            (strcmp(round->state, "counted") == 0 || strcmp(round->state, "certified") == 0));
}

/* From the certificate on everybody may see the sums that clerks are about to sign. */
static bool may_see(const struct request *request, const struct round_row *round, const char *name)
{
    return round_files_are_open(request, round) ||
           (strcmp(name, "SHA256SUMS") == 0 && strcmp(round->state, "certified") == 0);
}

static void after_find(struct request *request, const struct db_result *result, const struct error *err)
{
    (void)err;
    const char *name = round_extra(request);
    for (size_t row = 0; row < db_rows(result, 0); row++) {
        if (strcmp(db_get_text(result, 0, row, 0), name) != 0)
            continue;
        uint8_t hash[HASH_BYTES];
        memcpy(hash, db_get_bytes(result, 0, row, 2).data, sizeof hash);
        blob_send(request, hash, type_of(name), NULL);
        return;
    }
    respond_input_problem(request, "not-found", "this round has no such file");
}

static void send_file(struct request *request, const struct round_row *round, const char *name)
{
    struct db_param no = db_integer(round->no);
    if (!may_see(request, round, name)) {
        respond_input_problem(request, "not-found", "this round has not been published");
        return;
    }
    if (round_is_published(round))
        respond_to_all(request);
    round_set_extra(request, (void *)name);
    request_query(request, DB_ROUND_EXPORTS, &no, 1, after_find);
}

static void send_result(struct request *request, const struct round_row *round)
{
    send_file(request, round, "result.json");
}

static void send_bundle(struct request *request, const struct round_row *round)
{
    respond_header(
        request, "Content-Disposition",
        arena_format(&request->arena, "attachment; filename=\"%s.zip\"", request_param(request, "round")));
    send_file(request, round, "bundle.zip");
}

static void send_named(struct request *request, const struct round_row *round)
{
    send_file(request, round, request_param(request, "name"));
}

void result_get(struct request *request)
{
    round_load(request, send_result);
}

void bundle_get(struct request *request)
{
    round_load(request, send_bundle);
}

void export_get(struct request *request)
{
    round_load(request, send_named);
}

/* ---- a clerk's signature over SHA256SUMS ---- */

struct bundle_signature {
    const char *minisig;
    struct minisign_public key;
    char file_name[PERSON_NAME_BYTES_MAX + 1];
};

static void after_put(struct request *request, const struct db_result *result, const struct error *err)
{
    (void)result;
    if (err)
        respond_problem(request, err);
    else
        progress_send(request, round_of(request));
}

static void after_sums(struct request *request, const struct db_result *result, const struct error *err)
{
    (void)err;
    const struct bundle_signature *signature = round_extra(request);
    const struct round_row *round = round_of(request);
    struct error why;
    struct bytes file = bytes_of_string(signature->minisig);
    if (db_rows(result, 0) != 1) {
        respond_input_problem(request, "round-state", "the files of this round have not been built yet");
        return;
    }
    if (!minisign_verify(&signature->key, db_get_bytes(result, 0, 0, 0), file, NULL, &why)) {
        respond_input_problem(request, "bad-signature", "%s", why.detail);
        return;
    }
    struct blob_ref ref;
    blob_ref_of(file, &ref);
    struct db_unit *unit = db_unit_new(request->pool);
    blob_store(unit, file, &ref);
    struct db_param put[] = {
        db_integer(round->no),
        db_text(arena_format(&request->arena, "SHA256SUMS.%s.minisig", signature->file_name)),
        db_bytes(ref.hash, sizeof ref.hash)};
    struct db_param again[] = {db_integer(round->no), db_text("bundle")};
    db_unit_add(unit, DB_EXPORT_PUT, put, 3);
    db_unit_add(unit, DB_JOB_AGAIN, again, 2);
    db_unit_add(unit, DB_JOB_CALL, NULL, 0);
    request_unit(request, unit, after_put);
}

/* Which of the keys of the person signed in does the round know? Of clerks, from 0; their number: none. */
static size_t find_clerk(const struct people *clerks, const struct db_result *result, size_t *row)
{
    for (*row = 0; *row < db_rows(result, 0); ++*row) {
        struct bytes key = db_get_bytes(result, 0, *row, 0);
        for (size_t i = 0; i < clerks->count; i++)
            if (bytes_equal(key, bytes_of(clerks->list[i].key.bytes, SIGN_PUBLIC_BYTES)))
                return i;
    }
    return clerks->count;
}

static void after_person(struct request *request, const struct db_result *result, const struct error *err)
{
    (void)err;
    struct bundle_signature *signature = round_extra(request);
    const struct people *clerks = &round_of(request)->definition->clerks;
    size_t row, i = find_clerk(clerks, result, &row);
    if (i == clerks->count) {
        respond_input_problem(request, "bad-signature", "the definition of this round does not name this clerk");
        return;
    }
    memcpy(signature->key.key, clerks->list[i].key.bytes, sizeof signature->key.key);
    memcpy(signature->key.id, db_get_bytes(result, 0, row, 1).data, sizeof signature->key.id);
    person_file_name(clerks->list[i].name, signature->file_name);
    struct db_param no = db_integer(round_of(request)->no);
    request_query(request, DB_ROUND_SUMS, &no, 1, after_sums);
}

static void start(struct request *request, const struct round_row *round)
{
    struct bundle_signature *signature = arena_allocate(&request->arena, 1, sizeof *signature);
    struct json_fields fields;
    struct error err;
    const char *minisig;
    json_t *body;
    if (strcmp(round->state, "certified") != 0 && strcmp(round->state, "published") != 0) {
        respond_input_problem(request, "round-state",
                              "the bundle is signed after the result has been certified");
        return;
    }
    if (!request_json(request, &body))
        return;
    bool ok = json_object_begin(&fields, body, "signature", &err) &&
              json_get_text(&fields, "minisig", 1, MINISIGN_MAX_FILE_BYTES, &minisig) &&
              json_object_end(&fields);
    if (ok)
        signature->minisig = arena_string(&request->arena, minisig);
    json_decref(body);
    if (!ok) {
        err.type = "bad-request";
        respond_problem(request, &err);
        return;
    }
    round_set_extra(request, signature);
    struct db_param person = db_integer(request->session.person);
    request_query(request, DB_PERSON_KEYS, &person, 1, after_person);
}

void bundle_signature_post(struct request *request)
{
    round_load(request, start);
}
