// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/sequencer/cosigner_message.h"

#include "base/read.h"

void cosigner_request_append(const struct cosigner_request *request, struct buffer *out)
{
    buffer_append_u8(out, (uint8_t)request->kind);
    if (request->kind != COSIGNER_COSIGN)
        return;
    buffer_append_u64(out, request->size);
    buffer_append(out, request->root, sizeof request->root);
    buffer_append_bytes(out, request->body);
}

bool cosigner_request_parse(struct bytes body, struct cosigner_request *out, struct error *err)
{
    struct reader reader = reader_of(body);
    struct cosigner_request request = {0};
    uint8_t kind;
    bool good = read_u8(&reader, &kind) && (kind == COSIGNER_HELLO || kind == COSIGNER_COSIGN);
    if (good && kind == COSIGNER_COSIGN)
        good = read_u64(&reader, &request.size) && read_copy(&reader, request.root, sizeof request.root) &&
               read_bytes(&reader, reader.rest.len, &request.body);
    if (!good || !read_done(&reader))
        return error_input(err, "bad-request", "not a request to the cosigner");
    request.kind = (enum cosigner_request_kind)kind;
    *out = request;
    return true;
}

void cosigner_answer_append(const struct cosigner_answer *answer, struct buffer *out)
{
    buffer_append_u8(out, (uint8_t)answer->kind);
    switch (answer->kind) {
    case COSIGNER_READY:
        buffer_append(out, answer->public_key, sizeof answer->public_key);
        return;
    case COSIGNER_VERDICT:
        buffer_append_u16(out, (uint16_t)answer->verdict);
        buffer_append_u64(out, answer->size);
        break;
    case COSIGNER_BROKEN:
        break;
    }
    buffer_append_bytes(out, answer->text);
}

static bool read_verdict(struct reader *reader, struct cosigner_answer *answer)
{
    static const enum witness_verdict verdicts[] = {WITNESS_COSIGN,    WITNESS_MALFORMED,
                                                    WITNESS_UNTRUSTED, WITNESS_UNKNOWN_LOG,
                                                    WITNESS_CONFLICT,  WITNESS_INCONSISTENT};
    uint16_t status;
    if (!read_u16(reader, &status) || !read_u64(reader, &answer->size))
        return false;
    for (size_t i = 0; i < sizeof verdicts / sizeof *verdicts; i++)
        if (verdicts[i] == status) {
            answer->verdict = verdicts[i];
            return true;
        }
    return false;
}

bool cosigner_answer_parse(struct bytes body, struct cosigner_answer *out, struct error *err)
{
    struct reader reader = reader_of(body);
    struct cosigner_answer answer = {0};
    uint8_t kind;
    bool good = read_u8(&reader, &kind);
    if (good && kind == COSIGNER_READY)
        good = read_copy(&reader, answer.public_key, sizeof answer.public_key);
    else if (good && (kind == COSIGNER_VERDICT || kind == COSIGNER_BROKEN))
        good = (kind == COSIGNER_BROKEN || read_verdict(&reader, &answer)) && reader.rest.len > 0 &&
               read_bytes(&reader, reader.rest.len, &answer.text);
    else
        good = false;
    if (!good || !read_done(&reader))
        return error_input(err, "bad-answer", "not an answer of the cosigner");
    answer.kind = (enum cosigner_answer_kind)kind;
    *out = answer;
    return true;
}
