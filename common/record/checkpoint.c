/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "record/checkpoint.h"

#include <inttypes.h>

#include "base/encoding.h"
#include "base/read.h"

enum { LINES = 3 };

void checkpoint_append(const struct checkpoint *checkpoint, struct buffer *out)
{
    buffer_append_format(out, "%s\n%" PRIu64 "\n", checkpoint->origin, checkpoint->size);
    base64_append(out, bytes_of(checkpoint->root, sizeof checkpoint->root));
    buffer_append_u8(out, '\n');
}

bool checkpoint_parse_foreign(struct bytes text, struct checkpoint *out, struct error *err)
{
    struct bytes lines[LINES], extension;
    for (size_t i = 0; i < LINES; i++)
        if (!read_line(&text, &lines[i]))
            return error_input(err, "bad-checkpoint", "a checkpoint has three lines");
    while (text.len)
        if (!read_line(&text, &extension) || extension.len == 0)
            return error_input(err, "bad-checkpoint", "an extension line is empty or does not end");
    struct checkpoint checkpoint = {0};
    if (lines[0].len == 0 || lines[0].len > NOTE_MAX_NAME_BYTES || memchr(lines[0].data, 0, lines[0].len))
        return error_input(err, "bad-checkpoint", "the origin has 1 to %d bytes", NOTE_MAX_NAME_BYTES);
    memcpy(checkpoint.origin, lines[0].data, lines[0].len);
    if (!decimal_decode_u64(lines[1], &checkpoint.size) || checkpoint.size > MERKLE_MAX_SIZE)
        return error_input(err, "bad-checkpoint", "the second line is not a tree size");
    struct buffer root = {0};
    bool ok = base64_decode(lines[2], &root) && root.len == sizeof checkpoint.root;
    if (ok)
        memcpy(checkpoint.root, root.data, sizeof checkpoint.root);
    buffer_clear(&root);
    if (!ok)
        return error_input(err, "bad-checkpoint", "the third line is not a root hash");
    *out = checkpoint;
    return true;
}

bool checkpoint_root_is_possible(const struct checkpoint *checkpoint)
{
    uint8_t empty[MERKLE_HASH_BYTES];
    merkle_hash_empty(empty);
    return checkpoint->size > 0 || memcmp(checkpoint->root, empty, sizeof empty) == 0;
}

bool checkpoint_parse(struct bytes text, struct checkpoint *out, struct error *err)
{
    struct checkpoint checkpoint;
    size_t lines = 0;
    for (size_t i = 0; i < text.len; i++)
        lines += text.data[i] == '\n';
    if (!checkpoint_parse_foreign(text, &checkpoint, err))
        return false;
    if (lines > LINES)
        return error_input(err, "bad-checkpoint", "extension lines are not accepted");
    if (!checkpoint_root_is_possible(&checkpoint))
        return error_input(err, "bad-checkpoint", "an empty tree with another root than the empty hash");
    *out = checkpoint;
    return true;
}

bool checkpoint_sign(const struct checkpoint *checkpoint, const struct note_signer *signer,
                     struct buffer *out, struct error *err)
{
    if (signer->key.type != NOTE_ED25519 || strcmp(signer->key.name, checkpoint->origin) != 0)
        return error_broken(err, "bad-key", "a checkpoint of %s cannot be signed with the key of %s",
                            checkpoint->origin, signer->key.name);
    struct buffer text = {0};
    size_t start = out->len;
    checkpoint_append(checkpoint, &text);
    bool ok =
        note_begin(buffer_bytes(&text), out, err) && note_sign(signer, buffer_bytes(&text), 0, out, err);
    if (!ok)
        out->len = start;
    buffer_clear(&text);
    return ok;
}

bool checkpoint_open(struct bytes bytes, const struct note_key *log, struct checkpoint *out,
                     struct note *note, struct error *err)
{
    struct note parsed;
    struct checkpoint checkpoint;
    if (!note_parse(bytes, &parsed, err) || !checkpoint_parse(parsed.text, &checkpoint, err))
        return false;
    if (log->type != NOTE_ED25519 || strcmp(checkpoint.origin, log->name) != 0)
        return error_input(err, "bad-checkpoint", "a checkpoint of another log than %s", log->name);
    switch (note_verify(&parsed, log, NULL)) {
    case NOTE_ABSENT:
        return error_input(err, "bad-checkpoint", "the log %s has not signed the checkpoint", log->name);
    case NOTE_FORGED:
        return error_input(err, "bad-signature", "the signature of the log %s does not verify", log->name);
    case NOTE_VALID:
        break;
    }
    *out = checkpoint;
    if (note)
        *note = parsed;
    return true;
}
