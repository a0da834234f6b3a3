/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "server/db/migrations.h"

#include <inttypes.h>
#include <libpq-fe.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/encoding.h"

enum { OLDEST_POSTGRESQL = 150000, SHA256_HEX_BYTES = 2 * crypto_hash_sha256_BYTES + 1 };

/* One lock for everyone who migrates a database: "folkmoot" in ASCII. */
static const int64_t lock_key = 0x666f6c6b6d6f6f74;

/* libpq ends its messages with a newline and may use several lines; the first says it. */
static int first_line(const char *message)
{
    return (int)strcspn(message, "\n");
}

static bool unavailable(PGconn *connection, struct error *err)
{
    const char *message = PQerrorMessage(connection);
    return error_temporary(err, "database-unavailable", "%.*s", first_line(message), message);
}

static void ignore_notice(void *context, const PGresult *result)
{
    (void)context;
    (void)result;
}

/* Run SQL without parameters; its last result, or NULL. The caller clears it. */
MUST_CHECK static PGresult *query(PGconn *connection, const char *sql, struct error *err)
{
    PGresult *result = PQexec(connection, sql);
    ExecStatusType status = PQresultStatus(result);
    if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK)
        return result;
    const char *message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    if (PQstatus(connection) != CONNECTION_OK || !message)
        (void)unavailable(connection, err);
    else
        (void)error_broken(err, "migration-failed", "%s", message);
    PQclear(result);
    return NULL;
}

MUST_CHECK static bool execute(PGconn *connection, const char *sql, struct error *err)
{
    PGresult *result = query(connection, sql, err);
    PQclear(result);
    return result != NULL;
}

/* An open connection, or NULL. The caller finishes it. */
MUST_CHECK static PGconn *open_connection(const char *conninfo, struct error *err)
{
    const char *const keywords[] = {"dbname", "client_encoding", "fallback_application_name", NULL};
    const char *const values[] = {conninfo, "UTF8", "folkmoot migrations", NULL};
    PGconn *connection = PQconnectdbParams(keywords, values, 1);
    if (PQstatus(connection) != CONNECTION_OK) {
        (void)unavailable(connection, err);
        goto fail;
    }
    PQsetNoticeReceiver(connection, ignore_notice, NULL);
    if (PQserverVersion(connection) < OLDEST_POSTGRESQL) {
        (void)error_input(err, "database-unfit",
                          "the database is PostgreSQL %s; version %d or newer is needed",
                          PQparameterStatus(connection, "server_version"), OLDEST_POSTGRESQL / 10000);
        goto fail;
    }
    const char *encoding = PQparameterStatus(connection, "server_encoding");
    if (!encoding || strcmp(encoding, "UTF8") != 0) {
        (void)error_input(err, "database-unfit", "the database's encoding is %s; it must be UTF8",
                          encoding ? encoding : "unknown");
        goto fail;
    }
    return connection;
fail:
    PQfinish(connection);
    return NULL;
}

static void sha256_hex(struct bytes sql, char out[SHA256_HEX_BYTES])
{
    uint8_t hash[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(hash, sql.data, sql.len);
    sodium_bin2hex(out, SHA256_HEX_BYTES, hash, sizeof hash);
}

/* How many migrations of the list the database has; they must be the first ones, unchanged. */
MUST_CHECK static bool read_applied(PGconn *connection, const struct migration_list *list, size_t *out,
                                    struct error *err)
{
    bool done = false;
    PGresult *rows = NULL;
    PGresult *present = query(connection, "SELECT pg_catalog.to_regclass('meta.migration') IS NOT NULL", err);
    if (!present)
        return false;
    if (strcmp(PQgetvalue(present, 0, 0), "t") != 0) {
        *out = 0;
        done = true;
        goto out;
    }
    rows = query(connection,
                 "SELECT number, name, pg_catalog.encode(sha256, 'hex') FROM meta.migration ORDER BY number",
                 err);
    if (!rows)
        goto out;
    size_t count = (size_t)PQntuples(rows);
    for (size_t i = 0; i < count; i++) {
        int row = (int)i;
        const char *name = PQgetvalue(rows, row, 1);
        uint64_t number;
        if (i >= list->count) {
            error_input(
                err, "database-newer",
                "the database has migration %s, but this program knows only the first %zu: run a newer one",
                name, list->count);
            goto out;
        }
        char expected[SHA256_HEX_BYTES];
        sha256_hex(list->items[i].sql, expected);
        if (!decimal_decode_u64(bytes_of_string(PQgetvalue(rows, row, 0)), &number) || number != i + 1 ||
            strcmp(name, list->items[i].name) != 0 || strcmp(PQgetvalue(rows, row, 2), expected) != 0) {
            error_input(
                err, "migration-changed",
                "the database has migration %s, which is not the %s of this program; migrations never change",
                name, list->items[i].name);
            goto out;
        }
    }
    *out = count;
    done = true;
out:
    PQclear(rows);
    PQclear(present);
    return done;
}

/* The line of the SQL text in which PostgreSQL saw the mistake, or 0 if it does not say. Its position counts
 * characters. */
static size_t line_of(struct bytes sql, const PGresult *result)
{
    const char *text = PQresultErrorField(result, PG_DIAG_STATEMENT_POSITION);
    uint64_t position;
    if (!text || !decimal_decode_u64(bytes_of_string(text), &position))
        return 0;
    size_t line = 1;
    uint64_t character = 1;
    for (size_t i = 0; i < sql.len && character < position; i++) {
        bool last_byte = i + 1 == sql.len || (sql.data[i + 1] & 0xc0) != 0x80;
        character += last_byte;
        line += sql.data[i] == '\n';
    }
    return line;
}

MUST_CHECK static bool apply_one(PGconn *connection, size_t number, const struct migration *migration,
                                 struct error *err)
{
    bool done = false;
    struct buffer sql = {0}, record = {0};
    buffer_append_bytes(&sql, migration->sql);
    PGresult *result = PQexec(connection, buffer_string(&sql));
    ExecStatusType status = PQresultStatus(result);
    if (PQstatus(connection) != CONNECTION_OK) {
        unavailable(connection, err);
        goto out;
    }
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_EMPTY_QUERY) {
        const char *message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
        size_t line = line_of(migration->sql, result);
        error_broken(err, "migration-failed", "%s", message ? message : "no reason given");
        if (line)
            error_prefix(err, "line %zu", line);
        error_prefix(err, "%s.sql", migration->name);
        goto out;
    }
    if (PQtransactionStatus(connection) != PQTRANS_INTRANS) {
        error_broken(err, "migration-failed", "%s.sql ends the transaction it is applied in",
                     migration->name);
        goto out;
    }
    char hash[SHA256_HEX_BYTES];
    sha256_hex(migration->sql, hash);
    buffer_append_format(&record,
                         "INSERT INTO meta.migration (number, name, sha256) "
                         "VALUES (%zu, '%s', pg_catalog.decode('%s', 'hex'))",
                         number, migration->name, hash);
    done = execute(connection, buffer_string(&record), err);
out:
    PQclear(result);
    buffer_clear(&record);
    buffer_clear(&sql);
    return done;
}

MUST_CHECK static bool is_owner(PGconn *connection, struct error *err)
{
    PGresult *result = query(connection, "SELECT current_user", err);
    if (!result)
        return false;
    bool owner = strcmp(PQgetvalue(result, 0, 0), "folkmoot_owner") == 0;
    if (!owner)
        error_input(err, "database-unfit", "migrations run as folkmoot_owner, not as %s",
                    PQgetvalue(result, 0, 0));
    PQclear(result);
    return owner;
}

bool migrations_apply_list(const char *conninfo, const struct migration_list *list, struct error *err)
{
    bool done = false;
    struct buffer lock = {0};
    PGconn *connection = open_connection(conninfo, err);
    if (!connection)
        return false;
    if (!is_owner(connection, err))
        goto out;
    /* An empty search_path makes the files qualify every name. The lock is held until the commit, and what
     * the others committed before it is seen by the statements after it. */
    buffer_append_format(&lock, "SELECT pg_catalog.pg_advisory_xact_lock(%" PRId64 ")", lock_key);
    size_t applied;
    if (!execute(connection, "BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL search_path = ''", err) ||
        !execute(connection, buffer_string(&lock), err) || !read_applied(connection, list, &applied, err))
        goto out;
    for (size_t i = applied; i < list->count; i++)
        if (!apply_one(connection, i + 1, &list->items[i], err))
            goto out;
    done = execute(connection, "COMMIT", err);
out:
    buffer_clear(&lock);
    PQfinish(connection);
    return done;
}

bool migrations_apply(const char *conninfo, struct error *err)
{
    return migrations_apply_list(conninfo, &migrations_embedded, err);
}

bool migrations_check(const char *conninfo, struct error *err)
{
    PGconn *connection = open_connection(conninfo, err);
    if (!connection)
        return false;
    size_t applied;
    bool done = read_applied(connection, &migrations_embedded, &applied, err);
    if (done && applied < migrations_embedded.count)
        done = error_input(err, "database-older",
                           "the database has %zu of %zu migrations: run `folkmootd migrate`", applied,
                           migrations_embedded.count);
    PQfinish(connection);
    return done;
}
