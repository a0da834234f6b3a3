/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Which number a point has, for millions of points: a hash table of 128-bit fingerprints under a random key,
 * 20 bytes a slot. Two points with one fingerprint are not to be met.
 */
#ifndef FOLKMOOT_VERIFY_POINT_TABLE_H
#define FOLKMOOT_VERIFY_POINT_TABLE_H

#include <sodium.h>

#include "crypto/group.h"

struct point_print {
    uint8_t bytes[crypto_shorthash_siphashx24_BYTES];
};

struct point_table {
    uint8_t key[crypto_shorthash_siphashx24_KEYBYTES];
    size_t count, capacity;
    struct point_print *prints;
    uint32_t *numbers; /* number + 1; 0 is free */
};

void point_table_init(struct point_table *table);
void point_table_clear(struct point_table *table);
/* False when the point is not there. */
bool point_table_find(const struct point_table *table, const struct point *point, uint32_t *number);
/* Numbers are below 2^32 - 1. False when the point is there already: *number is then the one it has. */
MUST_CHECK bool point_table_add(struct point_table *table, const struct point *point, uint32_t *number);

#endif
