/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What a trustee's key file holds, unlocked: it is written again as it was read.
 */
#include <sodium.h>
#include <stdlib.h>

#include "tools/trustee_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct trustee_keys keys = {0};
    struct buffer again = {0};
    if (sodium_init() < 0)
        abort();
    if (trustee_plain_read(bytes_of(data, size), &keys)) {
        trustee_plain_write(&keys, &again);
        if (!bytes_equal(buffer_bytes(&again), bytes_of(data, size)))
            abort();
    }
    trustee_keys_wipe(&keys);
    buffer_wipe(&again);
    return 0;
}
