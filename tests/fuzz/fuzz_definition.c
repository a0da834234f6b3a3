/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Definitions: what is read is written back byte for byte.
 */
#include <stdlib.h>

#include "ballot/definition.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = {0};
    struct definition definition;
    if (definition_parse(bytes_of(data, size), &arena, &definition, NULL)) {
        struct buffer back = {0};
        if (!definition_write(&definition, &back, NULL) ||
            !bytes_equal(buffer_bytes(&back), bytes_of(data, size)))
            abort();
        for (size_t i = 0; i < definition.district_count; i++)
            if (definition.districts[i].ciphertext_count > BALLOT_CIPHERTEXTS_MAX)
                abort();
        buffer_clear(&back);
    }
    arena_clear(&arena);
    return 0;
}
