// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/sequencer/table.h"

#include <sodium.h>
#include <stdlib.h>

enum { FIRST_CAPACITY = 1024 };

struct table {
    size_t key_bytes, count, capacity; /* a power of two, at most half full */
    uint8_t *keys;
    size_t *values; /* value + 1; 0: free */
    uint8_t secret[crypto_shorthash_KEYBYTES];
};

struct table *table_new(size_t key_bytes)
{
    struct table *table = allocate(1, sizeof *table);
    table->key_bytes = key_bytes;
    table->capacity = FIRST_CAPACITY;
    table->keys = allocate(table->capacity, key_bytes);
    table->values = allocate(table->capacity, sizeof *table->values);
    crypto_shorthash_keygen(table->secret);
    return table;
}

void table_free(struct table *table)
{
    if (!table)
        return;
    free(table->keys);
    free(table->values);
    free(table);
}

/* Where the key is, or the free place where it would be. */
static size_t place(const struct table *table, const void *key)
{
    uint64_t hash;
    uint8_t bytes[crypto_shorthash_BYTES];
    crypto_shorthash(bytes, key, table->key_bytes, table->secret);
    memcpy(&hash, bytes, sizeof hash);
    size_t i = (size_t)hash & (table->capacity - 1);
    while (table->values[i] && memcmp(table->keys + i * table->key_bytes, key, table->key_bytes) != 0)
        i = (i + 1) & (table->capacity - 1);
    return i;
}

bool table_find(const struct table *table, const void *key, size_t *value)
{
    size_t i = place(table, key);
    if (!table->values[i])
        return false;
    *value = table->values[i] - 1;
    return true;
}

static void insert(struct table *table, const void *key, size_t stored)
{
    size_t i = place(table, key);
    if (!table->values[i]) {
        memcpy(table->keys + i * table->key_bytes, key, table->key_bytes);
        table->count++;
    }
    table->values[i] = stored;
}

static void grow(struct table *table)
{
    size_t old_capacity = table->capacity;
    uint8_t *keys = table->keys;
    size_t *values = table->values;
    table->capacity *= 2;
    table->count = 0;
    table->keys = allocate(table->capacity, table->key_bytes);
    table->values = allocate(table->capacity, sizeof *table->values);
    for (size_t i = 0; i < old_capacity; i++)
        if (values[i])
            insert(table, keys + i * table->key_bytes, values[i]);
    free(keys);
    free(values);
}

void table_put(struct table *table, const void *key, size_t value)
{
    if (table->count >= table->capacity / 2)
        grow(table);
    insert(table, key, value + 1);
}
