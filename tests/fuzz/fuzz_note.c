/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Signed notes and their keys: an accepted note is its text and signatures and nothing else; an accepted key
 * is written back byte for byte.
 */
#include <stdlib.h>

#include "base/encoding.h"
#include "record/note.h"

static void check_note(struct bytes input)
{
    struct note note;
    struct note_key key;
    uint8_t public_key[crypto_sign_PUBLICKEYBYTES] = {1};
    if (!note_parse(input, &note, NULL))
        return;
    struct buffer again = {0};
    if (!note_begin(note.text, &again, NULL) || note.count == 0)
        abort();
    for (size_t i = 0; i < note.count; i++) {
        const struct note_signature *line = &note.signatures[i];
        buffer_append_string(&again, "\xe2\x80\x94 ");
        buffer_append_bytes(&again, line->name);
        buffer_append_u8(&again, ' ');
        buffer_append_bytes(&again, line->encoded);
        buffer_append_u8(&again, '\n');
    }
    if (!bytes_equal(buffer_bytes(&again), input))
        abort();
    /* a key that claims the first signature cannot have made it */
    again.len = 0;
    buffer_append_bytes(&again, note.signatures[0].name);
    for (int type = NOTE_ED25519; type <= NOTE_COSIGNATURE; type += NOTE_COSIGNATURE - NOTE_ED25519) {
        if (!note_key_init(&key, buffer_string(&again), (enum note_key_type)type, public_key, NULL))
            abort();
        key.id = note.signatures[0].key_id;
        if (note_verify(&note, &key, NULL) != NOTE_FORGED)
            abort();
    }
    buffer_clear(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bytes input = bytes_of(data, size);
    struct note_key key;
    struct note_signer signer;
    struct buffer again = {0};
    check_note(input);
    if (note_key_parse(input, &key, NULL)) {
        note_key_append(&key, &again);
        if (!bytes_equal(buffer_bytes(&again), input))
            abort();
    }
    again.len = 0;
    if (note_signer_parse(input, &signer, NULL)) {
        note_signer_append(&signer, &again);
        if (!bytes_equal(buffer_bytes(&again), input))
            abort();
    }
    buffer_clear(&again);
    return 0;
}
