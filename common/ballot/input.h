/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Which ballots count: the last one of every credential that is not void (docs/protocol.md section 9), and
 * the totals of the sealing. n log n in the ballots; 4 bytes of memory each besides the casts.
 */
#ifndef FOLKMOOT_BALLOT_INPUT_H
#define FOLKMOOT_BALLOT_INPUT_H

#include "ballot/entry.h"

enum cast_fate {
    CAST_COUNTS,
    CAST_REPLACED,  /* by a later ballot of the same credential */
    CAST_WITHDRAWN, /* the credential is void */
};

/* One ballot entry of the round. */
struct cast_ballot {
    struct point credential;
    uint64_t index;      /* of the entry */
    uint16_t district;   /* position in the definition */
    enum cast_fate fate; /* set by input_settle */
};

/* Set the fates. `casts` are in record order (ERROR_BROKEN "input" when not); `voids` are the void
 * credentials at the sealing, in any order, and are sorted by this. */
MUST_CHECK bool input_settle(struct cast_ballot *casts, size_t count, struct point *voids, size_t void_count,
                             struct error *err);

/* The input of a contest after input_settle: positions in `casts`, in record order; returns how many.
 * `positions` (may be NULL to count only) has room for `count`. */
size_t input_of_contest(const struct definition *definition, size_t contest, const struct cast_ballot *casts,
                        size_t count, uint32_t *positions);
/* The contest's part of the sealing. */
void input_totals(const struct definition *definition, size_t contest, const struct cast_ballot *casts,
                  size_t count, struct contest_totals *out);

#endif
