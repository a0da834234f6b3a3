/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "record/tlog_proof.h"

#include <inttypes.h>

#include "base/encoding.h"
#include "base/read.h"

static const char FIRST_LINE[] = "c2sp.org/tlog-proof@v1";
static const char EXTRA[] = "extra ";
static const char INDEX[] = "index ";

/* The rest of a line that begins with `keyword`. */
static bool after(struct bytes line, const char *keyword, struct bytes *rest)
{
    size_t len = strlen(keyword);
    if (line.len < len || memcmp(line.data, keyword, len) != 0)
        return false;
    *rest = bytes_of(line.data + len, line.len - len);
    return true;
}

static bool parse(struct bytes text, struct tlog_proof *out, struct error *err)
{
    struct bytes line, value;
    if (!read_line(&text, &line) || !bytes_equal(line, bytes_of_string(FIRST_LINE)))
        return error_input(err, "bad-proof", "the first line is not %s", FIRST_LINE);
    if (!read_line(&text, &line))
        return error_input(err, "bad-proof", "the proof ends early");
    if (after(line, EXTRA, &value)) {
        out->has_extra = true;
        if (!base64_decode(value, &out->extra) || out->extra.len > TLOG_PROOF_MAX_EXTRA_BYTES)
            return error_input(err, "bad-proof", "the extra data are not base64 of at most %d bytes",
                               TLOG_PROOF_MAX_EXTRA_BYTES);
        if (!read_line(&text, &line))
            return error_input(err, "bad-proof", "the proof ends early");
    }
    if (!after(line, INDEX, &value) || !decimal_decode_u64(value, &out->index) ||
        out->index >= MERKLE_MAX_SIZE)
        return error_input(err, "bad-proof", "there is no line with the index");
    struct note note;
    if (!merkle_proof_read_lines(&text, MERKLE_MAX_PROOF, &out->path, err) || !note_parse(text, &note, err))
        return false;
    buffer_append_bytes(&out->checkpoint, text);
    return true;
}

bool tlog_proof_parse(struct bytes text, struct tlog_proof *out, struct error *err)
{
    if (text.len > TLOG_PROOF_MAX_BYTES)
        return error_input(err, "too-large", "a proof of %zu bytes, at most %d are read", text.len,
                           TLOG_PROOF_MAX_BYTES);
    struct tlog_proof proof = {0};
    if (!parse(text, &proof, err)) {
        tlog_proof_clear(&proof);
        return false;
    }
    *out = proof;
    return true;
}

void tlog_proof_append(const struct tlog_proof *proof, struct buffer *out)
{
    buffer_append_format(out, "%s\n", FIRST_LINE);
    if (proof->has_extra) {
        buffer_append_string(out, EXTRA);
        base64_append(out, buffer_bytes(&proof->extra));
        buffer_append_u8(out, '\n');
    }
    buffer_append_format(out, "%s%" PRIu64 "\n", INDEX, proof->index);
    merkle_proof_append_lines(&proof->path, out);
    buffer_append_bytes(out, buffer_bytes(&proof->checkpoint));
}

void tlog_proof_clear(struct tlog_proof *proof)
{
    buffer_clear(&proof->extra);
    buffer_clear(&proof->checkpoint);
    *proof = (struct tlog_proof){0};
}

bool tlog_proof_verify(const struct tlog_proof *proof, const uint8_t leaf[MERKLE_HASH_BYTES],
                       const struct note_key *logs, size_t log_count, struct checkpoint *out,
                       struct error *err)
{
    struct checkpoint checkpoint;
    bool signed_by_log = false;
    error_input(err, "bad-proof", "no log is known");
    for (size_t i = 0; i < log_count && !signed_by_log; i++)
        signed_by_log = checkpoint_open(buffer_bytes(&proof->checkpoint), &logs[i], &checkpoint, NULL, err);
    if (!signed_by_log)
        return false;
    if (!merkle_verify_inclusion(leaf, proof->index, checkpoint.size, &proof->path, checkpoint.root))
        return error_input(err, "bad-proof", "the path does not lead from the entry to the signed root");
    if (out)
        *out = checkpoint;
    return true;
}
