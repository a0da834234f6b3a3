// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/administrator.h"

#include <libpq-fe.h>
#include <sodium.h>
#include <string.h>

#include "server/db/statements.h"
#include "server/passwords.h"

bool administrator_put(const char *conninfo, const char *login, const char *name, const char *password,
                       struct error *err)
{
    static const char login_chars[] = "abcdefghijklmnopqrstuvwxyz0123456789._-";
    enum { LOGIN_BYTES_MAX = 64, NAME_BYTES_MAX = 100 };
    char hash[PASSWORD_HASH_BYTES];
    size_t login_len = strlen(login), name_len = strlen(name);
    if (login_len == 0 || login_len > LOGIN_BYTES_MAX || strspn(login, login_chars) != login_len)
        return error_input(err, "bad-request",
                           "a login is 1 to %d of a to z, 0 to 9, dot, dash and underscore", LOGIN_BYTES_MAX);
    if (name_len == 0 || name_len > NAME_BYTES_MAX)
        return error_input(err, "bad-request", "a name has 1 to %d bytes", NAME_BYTES_MAX);
    if (!*password)
        return error_input(err, "bad-request", "the password is empty");
    if (!password_hash(password, hash, err))
        return false;
    const char *const values[] = {login, name, hash};
    PGresult *result = NULL;
    bool done = false;
    PGconn *pg = PQconnectdb(conninfo);
    if (PQstatus(pg) != CONNECTION_OK) {
        error_temporary(err, "database-unavailable", "the database cannot be reached: %s",
                        PQerrorMessage(pg));
        goto out;
    }
    result = PQexecParams(pg, db_statements[DB_ADMINISTRATOR_PUT].sql, 3, NULL, values, NULL, NULL, 0);
    done = PQresultStatus(result) == PGRES_COMMAND_OK;
    if (!done)
        error_input(err, "database", "%s", PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY));
out:
    PQclear(result);
    PQfinish(pg);
    sodium_memzero(hash, sizeof hash);
    return done;
}
