/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The text of an accepted checkpoint is written back byte for byte.
 */
#include <stdlib.h>

#include "record/checkpoint.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct checkpoint checkpoint;
    struct note_key key;
    struct note note;
    uint8_t public_key[crypto_sign_PUBLICKEYBYTES] = {1};
    struct bytes input = bytes_of(data, size);
    if (checkpoint_parse(input, &checkpoint, NULL)) {
        struct buffer again = {0};
        checkpoint_append(&checkpoint, &again);
        if (!bytes_equal(buffer_bytes(&again), input))
            abort();
        buffer_clear(&again);
    }
    if (!note_key_init(&key, "folkmoot.example/log", NOTE_ED25519, public_key, NULL) ||
        checkpoint_open(input, &key, &checkpoint, &note, NULL))
        abort(); /* nobody has the secret */
    return 0;
}
