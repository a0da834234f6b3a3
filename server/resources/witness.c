// SPDX-License-Identifier: AGPL-3.0-or-later
//
// This city as a witness of other logs (C2SP tlog-witness): the answers are those of the specification, not
// problem+json, since those who ask are logs.
#include "server/sequencer/witness.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/encoding.h"
#include "server/http/request.h"
#include "server/resources/resources.h"

#define PLAIN "text/plain; charset=utf-8"

static void respond_witness(struct request *request, const struct witness_answer *answer)
{
    struct buffer body = {0};
    const char *type = PLAIN;
    switch (answer->verdict) {
    case WITNESS_COSIGN:
        buffer_append_bytes(&body, answer->text);
        break;
    case WITNESS_CONFLICT:
        type = WITNESS_SIZE_TYPE;
        buffer_append_format(&body, "%" PRIu64 "\n", answer->size);
        break;
    case WITNESS_MALFORMED:
    case WITNESS_UNTRUSTED:
    case WITNESS_UNKNOWN_LOG:
    case WITNESS_INCONSISTENT:
        buffer_append_bytes(&body, answer->text);
        buffer_append_u8(&body, '\n');
        break;
    }
    respond_bytes(request, (int)answer->verdict, type, buffer_bytes(&body));
    buffer_clear(&body);
}

static void with_verdict(void *arg, const struct witness_answer *answer, const struct error *err)
{
    struct request_ref *ref = arg;
    struct request *request = request_find(*ref);
    free(ref);
    if (!request)
        return;
    if (err)
        respond_problem(request, err);
    else
        respond_witness(request, answer);
}

void witness_checkpoint_post(struct request *request)
{
    struct witness *witness = request->app->witness;
    struct error err;
    if (!witness) {
        respond_witness(request, &(struct witness_answer){
                                     .verdict = WITNESS_UNKNOWN_LOG,
                                     .text = bytes_of_string("this city is not a witness"),
                                 });
        return;
    }
    struct request_ref *ref = allocate(1, sizeof *ref);
    *ref = request_ref(request);
    if (witness_add(witness, request->body, request->loop, with_verdict, ref, &err))
        return;
    free(ref);
    respond_problem(request, &err);
}

static void with_note(struct request *request, const struct db_result *result, const struct error *err)
{
    if (err) {
        respond_problem(request, err);
    } else if (db_rows(result, 0) == 0) {
        respond_input_problem(request, "not-found", "nothing of this log has been cosigned here");
    } else {
        respond_header(request, "Cache-Control", "no-cache");
        respond_bytes(request, 200, PLAIN, db_get_bytes(result, 0, 0, 0));
    }
}

void witness_checkpoint_get(struct request *request)
{
    uint8_t hash[32] = {0};
    struct db_param param = db_bytes(hash, sizeof hash);
    if (hex_decode_exact(bytes_of_string(request_param(request, "hash")), hash, sizeof hash))
        request_query(request, DB_WITNESS_CHECKPOINT, &param, 1, with_note);
    else
        respond_input_problem(request, "not-found",
                              "an origin is named by its SHA-256 in lower-case hexadecimal");
}
