/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "record/witness.h"

#include <inttypes.h>

#include "base/encoding.h"
#include "base/read.h"

static const char OLD[] = "old ";

bool witness_request_parse(struct bytes body, struct witness_request *out, struct error *err)
{
    struct witness_request request = {0};
    struct bytes line;
    size_t start = sizeof OLD - 1;
    if (body.len > WITNESS_REQUEST_MAX_BYTES)
        return error_input(err, "too-large", "a request of %zu bytes, at most %d are read", body.len,
                           WITNESS_REQUEST_MAX_BYTES);
    if (!read_line(&body, &line) || line.len < start || memcmp(line.data, OLD, start) != 0 ||
        !decimal_decode_u64(bytes_of(line.data + start, line.len - start), &request.old_size))
        return error_input(err, "bad-request", "the first line is not `old` and a size");
    if (!merkle_proof_read_lines(&body, WITNESS_PROOF_MAX, &request.proof, err))
        return false;
    request.checkpoint = body;
    *out = request;
    return true;
}

void witness_request_append(const struct witness_request *request, struct buffer *out)
{
    buffer_append_format(out, "%s%" PRIu64 "\n", OLD, request->old_size);
    merkle_proof_append_lines(&request->proof, out);
    buffer_append_bytes(out, request->checkpoint);
}

/* ---- the witness ---- */

static enum witness_verdict refuse(enum witness_verdict verdict, struct error *err, const char *type,
                                   const char *why)
{
    error_input(err, type, "%s", why);
    return verdict;
}

enum witness_verdict witness_open(const struct witness_request *request, const struct note_key *logs,
                                  size_t count, struct checkpoint *out, struct note *note, struct error *err)
{
    struct checkpoint checkpoint;
    struct note parsed;
    bool known = false, trusted = false;
    if (!note_parse(request->checkpoint, &parsed, err) ||
        !checkpoint_parse_foreign(parsed.text, &checkpoint, err))
        return WITNESS_MALFORMED;
    for (size_t i = 0; i < count; i++) {
        if (strcmp(logs[i].name, checkpoint.origin) != 0)
            continue;
        known = true;
        enum note_verdict found = note_verify(&parsed, &logs[i], NULL);
        if (found == NOTE_FORGED)
            return refuse(WITNESS_UNTRUSTED, err, "bad-signature",
                          "the signature of the log does not verify");
        trusted = trusted || found == NOTE_VALID;
    }
    if (!known)
        return refuse(WITNESS_UNKNOWN_LOG, err, "not-found", "this log is not witnessed here");
    if (!trusted)
        return refuse(WITNESS_UNTRUSTED, err, "bad-signature",
                      "no key of this log has signed the checkpoint");
    *out = checkpoint;
    *note = parsed;
    return WITNESS_COSIGN;
}

/* In the order of the specification. */
enum witness_verdict witness_extend(const struct witness_request *request,
                                    const struct checkpoint *checkpoint, uint64_t size,
                                    const uint8_t root[MERKLE_HASH_BYTES], struct error *err)
{
    if (request->old_size > checkpoint->size)
        return refuse(WITNESS_MALFORMED, err, "bad-request",
                      "the old size is more than that of the checkpoint");
    if (request->old_size != size)
        return refuse(WITNESS_CONFLICT, err, "conflict",
                      "the old size is not that of the tree cosigned last");
    if (!checkpoint_root_is_possible(checkpoint))
        return refuse(WITNESS_INCONSISTENT, err, "inconsistent", "an empty tree has another root");
    if (request->old_size == 0 && request->proof.count > 0)
        return refuse(WITNESS_INCONSISTENT, err, "inconsistent", "a proof from the empty tree is empty");
    if (request->old_size > 0 && !merkle_verify_consistency(request->old_size, root, checkpoint->size,
                                                            checkpoint->root, &request->proof))
        return refuse(WITNESS_INCONSISTENT, err, "inconsistent",
                      "the tree does not provably extend the one cosigned last");
    return WITNESS_COSIGN;
}

/* ---- the log ---- */

bool witness_read_cosignature(struct bytes checkpoint, struct bytes answer, const struct note_key *witness,
                              uint64_t *timestamp, struct buffer *line, struct error *err)
{
    struct note note;
    struct buffer both = {0};
    const struct note_signature *newest = NULL;
    uint64_t time = 0;
    bool ok = note_parse(checkpoint, &note, err);
    if (ok) {
        buffer_append_bytes(&both, note.text);
        buffer_append_u8(&both, '\n');
        buffer_append_bytes(&both, answer);
        ok = note_parse(buffer_bytes(&both), &note, err);
        if (ok && note.text.len + 1 + answer.len != both.len)
            ok = error_input(err, "bad-answer", "the answer is not signature lines");
    }
    for (size_t i = 0; ok && i < note.count; i++) {
        struct note alone = {.text = note.text, .count = 1, .signatures = {note.signatures[i]}};
        uint64_t at = 0;
        switch (note_verify(&alone, witness, &at)) {
        case NOTE_ABSENT:
            break;
        case NOTE_FORGED:
            ok = error_input(err, "bad-signature", "the cosignature of %s does not verify", witness->name);
            break;
        case NOTE_VALID:
            if (!newest || at > time) {
                newest = &note.signatures[i];
                time = at;
            }
            break;
        }
    }
    if (ok && (!newest || time == 0))
        ok = error_input(err, "bad-signature", "the answer has no dated cosignature of %s", witness->name);
    if (ok) {
        note_append_signature(newest, line);
        *timestamp = time;
    }
    buffer_clear(&both);
    return ok;
}

bool witness_read_size(struct bytes answer, uint64_t *size, struct error *err)
{
    struct bytes line;
    uint64_t value;
    if (!read_line(&answer, &line) || answer.len > 0 || !decimal_decode_u64(line, &value))
        return error_input(err, "bad-answer", "the answer is not a size on a line");
    *size = value;
    return true;
}
