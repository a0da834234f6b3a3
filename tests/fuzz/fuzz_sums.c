/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * SHA256SUMS: the lines that are accepted are written back byte for byte.
 */
#include <stdlib.h>

#include "record/sums.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bytes rest = bytes_of(data, size);
    struct sums_line line = {0};
    struct buffer again = {0};
    while (rest.len && sums_next(&rest, &line, NULL))
        sums_append(&again, line.name, line.hash);
    if (!bytes_equal(buffer_bytes(&again), bytes_of(data, size - rest.len)))
        abort();
    buffer_clear(&again);
    return 0;
}
