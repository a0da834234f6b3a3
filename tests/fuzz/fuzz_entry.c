/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Entries and acts: what is read is written back byte for byte.
 */
#include <stdlib.h>

#include "ballot/act.h"

static void same(const struct buffer *back, struct bytes input)
{
    if (!bytes_equal(buffer_bytes(back), input))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bytes input = bytes_of(data, size);
    struct arena arena = {0};
    struct buffer back = {0};
    struct entry entry;
    struct blob_ref refs[ENTRY_REFS_MAX];
    if (entry_parse(input, &arena, &entry, NULL)) {
        if (!entry_write(&entry, &back, NULL) || entry_refs(&entry, refs) > ENTRY_REFS_MAX)
            abort();
        same(&back, input);
    }
    back.len = 0;
    if (act_parse(input, &arena, &entry, NULL)) {
        if (!act_write(&entry, &back, NULL))
            abort();
        same(&back, input);
    }
    buffer_clear(&back);
    arena_clear(&arena);
    return 0;
}
