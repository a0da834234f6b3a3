/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The round that a request is about, loaded once: its row and, when it is frozen, its definition. Everything
 * lives in the request's arena.
 */
#ifndef FOLKMOOT_SERVER_RESOURCES_ROUNDS_H
#define FOLKMOOT_SERVER_RESOURCES_ROUNDS_H

#include <jansson.h>

#include "ballot/definition.h"
#include "server/http/request.h"

struct round_row {
    int64_t no;
    uint8_t id[ROUND_ID_BYTES];
    uint8_t nonce[ROUND_NONCE_BYTES];
    const char *assembly, *assembly_name, *state;
    bool has_definition, has_credentials, has_uploaded, is_opened, has_predecessor, has_successor;
    uint8_t predecessor[ROUND_ID_BYTES], successor[ROUND_ID_BYTES];
    struct blob_ref definition_ref, credentials, uploaded;
    struct bytes definition_bytes;
    struct definition *definition; /* NULL before the freeze */
    struct point key;
    uint8_t eid[HASH_BYTES];
    int64_t close_minute, sealed_minute; /* -1: not yet */
    int64_t listed;
};

/* Load the round that {round} (or else {act}) of the path names and go on with `then`; an unknown one is
 * answered with "not-found". */
typedef void round_then(struct request *request, const struct round_row *round);
void round_load(struct request *request, round_then *then);
/* What round_load found, in later steps. */
const struct round_row *round_of(const struct request *request);
/* One gate: before it is published, nothing of a round but its turnout and what the record itself names is
 * for everybody. */
bool round_is_published(const struct round_row *round);
/* May this person see the files of a round? From the count on its clerks may, once it is published everybody
 * (exports.c). */
bool round_files_are_open(const struct request *request, const struct round_row *round);

/* What GET answers with, a new reference, for the API and for pages: the round that {round} names, and all
 * rounds of an assembly (NULL: of all) that this session may see (round_list.c). */
typedef void round_json_then(struct request *request, json_t *take_json);
void round_json_load(struct request *request, round_json_then *then);
void rounds_json_load(struct request *request, const char *assembly, round_json_then *then);
/* The same from the rows of DB_ROUNDS: an array of RoundSummary. New reference. */
json_t *rounds_json(const struct db_result *result, size_t statement);
/* Its parameters. `below`: of the assemblies below that one, too. */
enum { ROUNDS_PARAMS = 3 };
void rounds_params(const struct request *request, const char *assembly, bool below,
                   struct db_param params[ROUNDS_PARAMS]);

/* For the handler's own data beside the round. */
void round_set_extra(struct request *request, void *extra);
void *round_extra(const struct request *request);

/* Load it anew (an entry came in between) and answer with it as GET does. */
void round_send_again(struct request *request);

/* Answer 201 with the round of this id, which has just been made; the request has a loaded round. */
void round_send_made(struct request *request, const uint8_t id[ROUND_ID_BYTES]);

/* From the rows of DB_ROUND_JOBS (form.c). New reference. */
json_t *round_jobs_json(const struct db_result *result, size_t statement);
/* Answer with the jobs of a loaded round (form.c). */
void progress_send(struct request *request, const struct round_row *round);

/* 22 characters of base64url; answers "not-found" otherwise. */
MUST_CHECK bool round_param(struct request *request, uint8_t id[ROUND_ID_BYTES]);
/* An integer parameter such as {act}; answers "not-found" otherwise. */
MUST_CHECK bool integer_param(struct request *request, const char *name, int64_t *out);

/* Texts of the round by thing and language, from the rows of DB_ROUND_TEXTS. New reference. */
json_t *round_texts_json(const struct db_result *result, size_t statement);

#endif
