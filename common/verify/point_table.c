/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "verify/point_table.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"

enum { SLOTS_AT_FIRST = 1024 };

void point_table_init(struct point_table *table)
{
    *table = (struct point_table){0};
    randombytes_buf(table->key, sizeof table->key);
}

void point_table_clear(struct point_table *table)
{
    free(table->prints);
    free(table->numbers);
    *table = (struct point_table){0};
}

static struct point_print print_of(const struct point_table *table, const struct point *point)
{
    struct point_print print;
    crypto_shorthash_siphashx24(print.bytes, point->bytes, sizeof point->bytes, table->key);
    return print;
}

/* Where the fingerprint is, or the free slot where it belongs. The capacity is a power of two. */
static size_t slot_of(const struct point_table *table, const struct point_print *print)
{
    uint64_t start;
    memcpy(&start, print->bytes, sizeof start);
    size_t slot = start & (table->capacity - 1);
    while (table->numbers[slot] && memcmp(&table->prints[slot], print, sizeof *print) != 0)
        slot = (slot + 1) & (table->capacity - 1);
    return slot;
}

static void grow(struct point_table *table)
{
    struct point_table old = *table;
    table->capacity = old.capacity ? 2 * old.capacity : SLOTS_AT_FIRST;
    table->prints = allocate(table->capacity, sizeof *table->prints);
    table->numbers = allocate(table->capacity, sizeof *table->numbers);
    for (size_t i = 0; i < old.capacity; i++) {
        if (!old.numbers[i])
            continue;
        size_t slot = slot_of(table, &old.prints[i]);
        table->prints[slot] = old.prints[i];
        table->numbers[slot] = old.numbers[i];
    }
    free(old.prints);
    free(old.numbers);
}

bool point_table_find(const struct point_table *table, const struct point *point, uint32_t *number)
{
    if (!table->capacity)
        return false;
    struct point_print print = print_of(table, point);
    size_t slot = slot_of(table, &print);
    if (!table->numbers[slot])
        return false;
    *number = table->numbers[slot] - 1;
    return true;
}

bool point_table_add(struct point_table *table, const struct point *point, uint32_t *number)
{
    if (4 * (table->count + 1) > 3 * table->capacity)
        grow(table);
    struct point_print print = print_of(table, point);
    size_t slot = slot_of(table, &print);
    if (table->numbers[slot]) {
        *number = table->numbers[slot] - 1;
        return false;
    }
    table->prints[slot] = print;
    table->numbers[slot] = *number + 1;
    table->count++;
    return true;
}
