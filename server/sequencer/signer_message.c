// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/sequencer/signer_message.h"

#include "base/read.h"

enum { REFUSED_MAX_BYTES = 255 };

void signer_request_append(const struct signer_request *request, struct buffer *out)
{
    buffer_append_u8(out, (uint8_t)request->kind);
    if (request->kind != SIGNER_SIGN)
        return;
    buffer_append_u64(out, request->old_size);
    buffer_append_u64(out, request->size);
    buffer_append(out, request->root, sizeof request->root);
    buffer_append_u8(out, (uint8_t)request->proof.count);
    buffer_append(out, request->proof.hashes, request->proof.count * MERKLE_HASH_BYTES);
}

bool signer_request_parse(struct bytes body, struct signer_request *out, struct error *err)
{
    struct reader reader = reader_of(body);
    struct signer_request request = {0};
    uint8_t kind, count;
    if (!read_u8(&reader, &kind) || kind < SIGNER_HELLO || kind > SIGNER_SIGN)
        return error_input(err, "bad-request", "not a request to the signer");
    request.kind = (enum signer_request_kind)kind;
    if (kind == SIGNER_SIGN) {
        if (!read_u64(&reader, &request.old_size) || !read_u64(&reader, &request.size) ||
            !read_copy(&reader, request.root, sizeof request.root) || !read_u8(&reader, &count) ||
            count > MERKLE_MAX_PROOF ||
            !read_copy(&reader, request.proof.hashes, (size_t)count * MERKLE_HASH_BYTES))
            return error_input(err, "bad-request", "a request to sign is cut off or its proof too long");
        request.proof.count = count;
    }
    if (!read_done(&reader))
        return error_input(err, "bad-request", "bytes are left behind a request to the signer");
    *out = request;
    return true;
}

void signer_answer_append(const struct signer_answer *answer, struct buffer *out)
{
    buffer_append_u8(out, (uint8_t)answer->kind);
    if (answer->kind != SIGNER_STATE) {
        buffer_append_bytes(out, answer->text);
        return;
    }
    buffer_append_u8(out, answer->ready);
    if (!answer->ready)
        return;
    buffer_append_u64(out, answer->size);
    buffer_append(out, answer->root, sizeof answer->root);
    buffer_append(out, answer->public_key, sizeof answer->public_key);
}

static bool parse_state(struct reader *reader, struct signer_answer *answer)
{
    uint8_t ready;
    if (!read_u8(reader, &ready) || ready > 1)
        return false;
    answer->ready = ready;
    return !ready ||
           (read_u64(reader, &answer->size) && read_copy(reader, answer->root, sizeof answer->root) &&
            read_copy(reader, answer->public_key, sizeof answer->public_key));
}

bool signer_answer_parse(struct bytes body, struct signer_answer *out, struct error *err)
{
    struct reader reader = reader_of(body);
    struct signer_answer answer = {0};
    uint8_t kind;
    bool good = read_u8(&reader, &kind);
    if (good && kind == SIGNER_STATE)
        good = parse_state(&reader, &answer);
    else if (good && (kind == SIGNER_NOTE || kind == SIGNER_REFUSED))
        good = reader.rest.len > 0 && (kind == SIGNER_NOTE || reader.rest.len <= REFUSED_MAX_BYTES) &&
               read_bytes(&reader, reader.rest.len, &answer.text);
    else
        good = false;
    if (!good || !read_done(&reader))
        return error_input(err, "bad-request", "not an answer of the signer");
    answer.kind = (enum signer_answer_kind)kind;
    *out = answer;
    return true;
}
