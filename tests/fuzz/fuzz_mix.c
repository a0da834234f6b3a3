/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The reader of mix blobs: what it accepts consists of points and scalars only, and the verifier answers for
 * it whatever they are.
 */
#include <stdlib.h>

#include "crypto/shuffle.h"

enum { VERIFY_CIPHERTEXTS_MAX = 8 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct mix mix;
    struct bytes blob = bytes_of(data, size);
    if (sodium_init() < 0)
        abort();
    if (!mix_read(blob, &mix, NULL, NULL))
        return 0;
    if (size != mix_size(mix.n, mix.w) || (const uint8_t *)(mix.s_prime + mix.n) != data + size)
        abort();
    size_t count = (size_t)mix.n * mix.w;
    for (size_t i = 0; i < count; i++)
        if (!point_is_valid(mix.outputs[i].a.bytes) || !point_is_valid(mix.outputs[i].c.bytes))
            abort();
    for (size_t i = 0; i < mix.n; i++)
        if (!point_is_valid(mix.q[i].bytes) || !scalar_is_valid(mix.s_prime[i].bytes))
            abort();
    if (count <= VERIFY_CIPHERTEXTS_MAX) {
        struct shuffle_statement statement = {
            .key = mix.p[0], .n = mix.n, .w = mix.w, .inputs = mix.outputs, .contest = bytes_of_string("c")};
        struct work sodium = {.engine = ENGINE_SODIUM};
        if (shuffle_verify(&statement, blob, NULL, NULL, NULL) ||
            shuffle_verify(&statement, blob, &sodium, NULL, NULL))
            abort(); /* a proof found by chance */
    }
    return 0;
}
