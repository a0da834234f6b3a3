/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The order in which ties fall: ascending option id (byte order, a prefix first), or ascending draw
 * H32("draw", S, option id) (docs/protocol.md section 10).
 */
#ifndef FOLKMOOT_COUNT_ORDER_H
#define FOLKMOOT_COUNT_ORDER_H

#include "count/count.h"

/* Option numbers in tie order, profile->option_count of them, from `arena`. `seed` is NULL for ids. */
uint16_t *order_of_ties(const struct profile *profile, const uint8_t *seed, struct arena *arena);

#endif
