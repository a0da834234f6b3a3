/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The purchases of equal shares as a picture: for each one, all voters in groups with what they had before it
 * and what they pay for it, from the prices of a result. For looking at: groups are merged until they are
 * few, and amounts are rounded down to minor units.
 */
#ifndef FOLKMOOT_COUNT_PURCHASES_H
#define FOLKMOOT_COUNT_PURCHASES_H

#include <jansson.h>

#include "count/count.h"

enum {
    PURCHASES_PAYERS_MAX = 16, /* groups of voters who pay */
    PURCHASES_OTHERS_MAX = 8,  /* and who do not */
};

/* [{"option":id,"cost":N,"groups":[[voters,before,paid],...]},...]: those who pay first, by what they pay and
 * then by what they had, the most first; then the others by what they have. Of a checked result
 * (prices_check); of other rules an empty list. NULL with an error where prices_check would fail. */
MUST_CHECK json_t *purchases_json(const struct profile *profile, const struct count_result *result,
                                  struct error *err);

#endif
