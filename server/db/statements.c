// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/db/statements.h"

const struct db_statement_text db_statements[DB_STATEMENT_COUNT] = {
    [DB_PING] = {"ping", DB_SERVER | DB_SEQUENCER | DB_JOBS, 0, "SELECT 1"},

    /* Staff and sessions. */

    /* $1 login */
    [DB_PERSON_FOR_SIGN_IN] = {"person_for_sign_in", DB_SERVER, 1,
                               "SELECT p.id, p.password_hash FROM staff.person p WHERE p.login = $1"},
    /* $1 token hash, $2 csrf, $3 person, $4 idle minutes, $5 absolute minutes. Dead sessions go on the way. */
    [DB_SESSION_ADD] = {"session_add", DB_SERVER, 5,
                        "WITH dead AS (DELETE FROM staff.session s"
                        " WHERE s.seen_at <= now() - make_interval(mins => $4::integer)"
                        " OR s.created_at <= now() - make_interval(mins => $5::integer))"
                        " INSERT INTO staff.session (token_hash, csrf, person)"
                        " VALUES ($1::bytea, $2::bytea, $3::bigint)"},
    /* $1 token hash, $2 idle minutes, $3 absolute minutes, $4 assembly, $5 round id, $6 act: at most one of the
     * last three is not null and names the assembly whose roles are returned; none: roles anywhere. The time of
     * the last request is kept to the minute, so that reading does not write each time. */
    [DB_SESSION_FIND] =
        {"session_find", DB_SERVER, 6,
         "WITH live AS (SELECT s.token_hash, s.person, s.csrf, s.seen_at FROM staff.session s"
         " WHERE s.token_hash = $1::bytea AND s.seen_at > now() - make_interval(mins => $2::integer)"
         " AND s.created_at > now() - make_interval(mins => $3::integer)),"
         " touched AS (UPDATE staff.session s SET seen_at = now() FROM live l"
         " WHERE s.token_hash = l.token_hash AND l.seen_at < now() - interval '1 minute')"
         " SELECT l.person, l.csrf, p.login, coalesce(string_agg(DISTINCT r.role, ' '), '')"
         " FROM live l JOIN staff.person p ON p.id = l.person"
         " LEFT JOIN staff.role r ON r.person = l.person AND (r.assembly IS NULL"
         " OR ($4::text IS NULL AND $5::bytea IS NULL AND $6::bigint IS NULL)"
         " OR r.assembly = coalesce($4::text,"
         " (SELECT o.assembly FROM vote.round o WHERE o.id = $5::bytea),"
         " (SELECT o.assembly FROM work.act a JOIN vote.round o ON o.no = a.round_no WHERE a.id = $6::bigint)))"
         " GROUP BY l.person, l.csrf, p.login"},
    /* $1 person: one row for each role, at least one. */
    [DB_SESSION_SHOW] = {"session_show", DB_SERVER, 1,
                         "SELECT p.login, p.name, p.signing_key, r.assembly, r.role"
                         " FROM staff.person p LEFT JOIN staff.role r ON r.person = p.id"
                         " WHERE p.id = $1::bigint ORDER BY r.assembly NULLS FIRST, r.role"},
    /* $1 token hash */
    [DB_SESSION_REMOVE] = {"session_remove", DB_SERVER, 1,
                           "DELETE FROM staff.session s WHERE s.token_hash = $1::bytea"},
};
