/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The reader of share blobs: what it accepts consists of points and a scalar only, and the verifier and the
 * combination answer for it whatever they are.
 */
#include <stdlib.h>

#include "crypto/decryption.h"

enum { VERIFY_CIPHERTEXTS_MAX = 8 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct share share;
    struct bytes blob = bytes_of(data, size);
    if (sodium_init() < 0)
        abort();
    if (!share_read(blob, &share, NULL, NULL))
        return 0;
    if (size != share_size(share.count) || (const uint8_t *)(share.z + 1) != data + size)
        abort();
    for (size_t j = 0; j <= share.count; j++)
        if (!point_is_valid(share.d[j].bytes))
            abort();
    if (share.count <= VERIFY_CIPHERTEXTS_MAX) {
        struct ciphertext ciphertexts[VERIFY_CIPHERTEXTS_MAX];
        struct point messages[VERIFY_CIPHERTEXTS_MAX], others[VERIFY_CIPHERTEXTS_MAX];
        struct work sodium = {.engine = ENGINE_SODIUM};
        for (size_t j = 0; j < share.count; j++)
            ciphertexts[j] = (struct ciphertext){.a = share.d[j], .c = share.d[share.count - 1 - j]};
        struct share_statement statement = {.contest = bytes_of_string("c"),
                                            .trustee = 1,
                                            .key = *share.t,
                                            .ciphertexts = ciphertexts,
                                            .count = share.count};
        if (share_verify(&statement, blob, NULL, NULL, NULL) ||
            share_verify(&statement, blob, &sodium, NULL, NULL))
            abort(); /* a proof found by chance */
        struct scalar two;
        scalar_from_u64(&two, 2);
        if (!decryption_combine(ciphertexts, share.count, &share, &two, 1, NULL, messages, NULL) ||
            !decryption_combine(ciphertexts, share.count, &share, &two, 1, &sodium, others, NULL))
            abort();
        if (memcmp(messages, others, share.count * sizeof *messages) != 0)
            abort();
        for (size_t j = 0; j < share.count; j++) {
            uint8_t block[BLOCK_BYTES];
            if (point_unembed(&messages[j], block) && point_is_identity(&messages[j]))
                abort();
        }
    }
    return 0;
}
