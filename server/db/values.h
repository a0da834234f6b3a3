/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What goes into a statement and what comes back.
 */
#ifndef FOLKMOOT_SERVER_DB_VALUES_H
#define FOLKMOOT_SERVER_DB_VALUES_H

#include "base/buffer.h"

struct pg_result;

enum { DB_PARAMS_MAX = 24, DB_SQLSTATE_BYTES = 6, DB_CONSTRAINT_BYTES = 64 };

/* One parameter. Views must stay valid until db_query() or db_unit_add() returns. */
struct db_param {
    const void *data; /* NULL with null set */
    size_t len;
    bool binary;
    bool null;
    char number[24]; /* the text of an integer */
};
struct db_param db_text(const char *text);              /* NULL is SQL null */
struct db_param db_text_bytes(struct bytes text);       /* text without a zero byte inside */
struct db_param db_bytes(const void *data, size_t len); /* bytea; NULL is SQL null */
struct db_param db_integer(int64_t number);
struct db_param db_boolean(bool value);
struct db_param db_null(void);

/* What a unit brought back; valid during the callback only. Statements count from 0 in the order in which
 * they were added. */
struct db_result {
    struct pg_result **results; /* one for each statement */
    size_t statements;
    unsigned warnings; /* that arrived while the unit ran, e.g. a cancelled wait for the standby at commit */
    char sqlstate[DB_SQLSTATE_BYTES];     /* of the failure, or "" */
    char constraint[DB_CONSTRAINT_BYTES]; /* of the failure, or "" */
};

size_t db_rows(const struct db_result *result, size_t statement);
/* Rows inserted, updated or deleted. */
int64_t db_affected(const struct db_result *result, size_t statement);
bool db_is_null(const struct db_result *result, size_t statement, size_t row, size_t column);
int64_t db_get_integer(const struct db_result *result, size_t statement, size_t row, size_t column);
bool db_get_boolean(const struct db_result *result, size_t statement, size_t row, size_t column);
/* A view (empty for null); zero-terminated behind the end. */
struct bytes db_get_bytes(const struct db_result *result, size_t statement, size_t row, size_t column);
const char *db_get_text(const struct db_result *result, size_t statement, size_t row, size_t column);

#endif
