/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Work that is shared out among options, one after the other.
 */
#ifndef FOLKMOOT_COUNT_PARTS_H
#define FOLKMOOT_COUNT_PARTS_H

#include <stddef.h>
#include <stdint.h>

enum { PARTS_MAX = 8 };

/* Of what is left, the part of the first of `to_come` options: its equal one, or an eighth, since most need
 * little. */
static inline int64_t parts_of(int64_t left, size_t to_come)
{
    if (left <= 0)
        return 0;
    return left / (to_come == 0 ? 1 : to_come < PARTS_MAX ? (int64_t)to_come : PARTS_MAX);
}

#endif
