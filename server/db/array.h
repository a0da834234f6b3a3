/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * One-dimensional arrays as statement parameters, in PostgreSQL's binary format: many rows in one parameter
 * each (unnest). Zero-initialise, begin, add, then db_array() as the parameter; db_array_clear().
 */
#ifndef FOLKMOOT_SERVER_DB_ARRAY_H
#define FOLKMOOT_SERVER_DB_ARRAY_H

#include "server/db/pool.h"

/* Type oids of PostgreSQL, which are fixed for ever. */
enum db_array_type {
    DB_ARRAY_BYTEA = 17,
    DB_ARRAY_BIGINT = 20,
    DB_ARRAY_SMALLINT = 21,
    DB_ARRAY_INTEGER = 23,
    DB_ARRAY_TEXT = 25,
    DB_ARRAY_UUID = 2950,
};

struct db_array {
    enum db_array_type type;
    uint32_t count;
    bool has_null;
    struct buffer elements;
    struct buffer whole; /* header and elements, made by db_array() */
};

void db_array_begin(struct db_array *array, enum db_array_type type);
/* For the three integer types; the value must fit. */
void db_array_add_integer(struct db_array *array, int64_t value);
/* bytea, text, and uuid (16 bytes). */
void db_array_add_bytes(struct db_array *array, struct bytes bytes);
void db_array_add_null(struct db_array *array);
/* A view that is valid until the array changes. */
struct db_param db_array(struct db_array *array);
void db_array_clear(struct db_array *array);

#endif
