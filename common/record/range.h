/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * record/range.json of a bundle (docs/protocol.md section 12): which entries of the log it has.
 */
#ifndef FOLKMOOT_RECORD_RANGE_H
#define FOLKMOOT_RECORD_RANGE_H

#include "record/merkle.h"

enum { RANGE_BYTES_MAX = 65536 };

struct range {
    uint64_t first, size;        /* entries first..size-1; size > first */
    struct merkle_frontier edge; /* of the tree of `first` entries */
};

/* Strict. ERROR_INPUT "bad-json", "not-canonical", "bad-field", or that of merkle_frontier_read_edge. */
MUST_CHECK bool range_read(struct bytes text, struct range *out, struct error *err);
/* Append the canonical bytes. */
void range_append(const struct range *range, struct buffer *out);

#endif
