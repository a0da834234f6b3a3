/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Ballots: what is read is written back byte for byte, and its proof can be checked without harm.
 */
#include <stdlib.h>

#include "ballot/ballot.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = {0};
    struct ballot ballot;
    if (ballot_parse(bytes_of(data, size), &arena, &ballot, NULL)) {
        static const uint8_t eid[HASH_BYTES] = {0};
        struct buffer back = {0};
        ballot_write(&ballot.statement, ballot.t, ballot.z, &back);
        if (!bytes_equal(buffer_bytes(&back), bytes_of(data, size)))
            abort();
        if (ballot_check_distinct(&ballot, NULL) && ballot_verify(&ballot, eid, NULL))
            abort(); /* nobody has proved anything for this eid */
        buffer_clear(&back);
    }
    arena_clear(&arena);
    return 0;
}
