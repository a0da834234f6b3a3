/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Credential lists and keys blobs: what is read is written back byte for byte.
 */
#include <stdlib.h>

#include "ballot/credential_list.h"

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
    struct credential_list list;
    struct keys keys;
    if (credential_list_parse(input, &arena, &list, NULL)) {
        if (!credential_list_write(&list, &back, NULL))
            abort();
        same(&back, input);
    }
    back.len = 0;
    if (keys_read(input, &keys, NULL) && keys.count) {
        struct point *copy = arena_allocate(&arena, keys.count, sizeof *copy);
        memcpy(copy, keys.list, size);
        if (!keys_write(copy, keys.count, &back, NULL) || !keys_contain(&keys, &copy[keys.count - 1]) ||
            !keys_check_distinct(&keys, 1, NULL))
            abort();
        same(&back, input);
    }
    buffer_clear(&back);
    arena_clear(&arena);
    return 0;
}
