/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * A hash table from keys of one length to small numbers, for what is met within one batch. The hash is keyed,
 * so nobody outside can choose keys that collide.
 */
#ifndef FOLKMOOT_SERVER_SEQUENCER_TABLE_H
#define FOLKMOOT_SERVER_SEQUENCER_TABLE_H

#include "base/buffer.h"

struct table;

struct table *table_new(size_t key_bytes);
void table_free(struct table *table);
/* False when the key is not there. */
MUST_CHECK bool table_find(const struct table *table, const void *key, size_t *value);
/* Put the value, in the place of one that is there. */
void table_put(struct table *table, const void *key, size_t value);

#endif
