/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * A job worker's own connection: blocking libpq, the statements of DB_JOBS prepared. A lost connection is
 * ERROR_TEMPORARY "database-unavailable"; the worker then starts anew.
 */
#ifndef FOLKMOOT_SERVER_JOBS_JOBS_DB_H
#define FOLKMOOT_SERVER_JOBS_JOBS_DB_H

#include <libpq-fe.h>

#include "ballot/field.h"
#include "server/db/pool.h"

MUST_CHECK PGconn *jobs_db_connect(const char *conninfo, struct error *err);

/* Run one statement; results are in binary. The caller clears the result. NULL on failure. */
MUST_CHECK PGresult *jobs_db_query(PGconn *db, enum db_statement statement, const struct db_param *params,
                                   size_t count, struct error *err);
/* The same where rows are of no interest. */
MUST_CHECK bool jobs_db_run(PGconn *db, enum db_statement statement, const struct db_param *params,
                            size_t count, struct error *err);
MUST_CHECK bool jobs_db_begin(PGconn *db, struct error *err);
MUST_CHECK bool jobs_db_commit(PGconn *db, struct error *err);
void jobs_db_rollback(PGconn *db);

/* Fields of a result. */
int64_t jobs_db_integer(const PGresult *result, int row, int column);
struct bytes jobs_db_bytes(const PGresult *result, int row, int column);

/* Store bytes in parts (nothing happens when they are there already). In its own transaction. */
MUST_CHECK bool jobs_db_store_blob(PGconn *db, struct bytes blob, struct blob_ref *ref, struct error *err);
/* Append the bytes of a blob after checking its hash. */
MUST_CHECK bool jobs_db_load_blob(PGconn *db, const uint8_t hash[HASH_BYTES], struct buffer *out,
                                  struct error *err);

#endif
