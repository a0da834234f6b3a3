/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * An accepted proof is written back byte for byte, and never verifies under a key that nobody has.
 */
#include <stdlib.h>

#include "record/tlog_proof.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct tlog_proof proof = {0};
    struct buffer again = {0};
    struct note_key key;
    uint8_t public_key[crypto_sign_PUBLICKEYBYTES] = {1}, leaf[MERKLE_HASH_BYTES] = {0};
    if (tlog_proof_parse(bytes_of(data, size), &proof, NULL)) {
        tlog_proof_append(&proof, &again);
        if (!bytes_equal(buffer_bytes(&again), bytes_of(data, size)))
            abort();
        if (!note_key_init(&key, "folkmoot.example/log", NOTE_ED25519, public_key, NULL) ||
            tlog_proof_verify(&proof, leaf, &key, 1, NULL, NULL))
            abort();
    }
    buffer_clear(&again);
    tlog_proof_clear(&proof);
    return 0;
}
