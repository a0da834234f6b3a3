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

    /* Jobs. A worker holds the advisory lock of its job, so that one whose worker died can be told. */

    [DB_JOB_CANDIDATES] =
        {"job_candidates", DB_JOBS, 0,
         "SELECT j.id, j.kind, j.contest, j.round_no, j.arguments::text, r.id"
         " FROM work.job j JOIN vote.round r ON r.no = j.round_no"
         " WHERE j.state IN ('waiting', 'running') AND j.not_before <= now() ORDER BY j.id LIMIT 64"},
    /* $1 job */
    [DB_JOB_LOCK] = {"job_lock", DB_JOBS, 1,
                     "SELECT pg_try_advisory_lock((1::bigint << 62) + $1::bigint)::integer"},
    [DB_JOB_UNLOCK] = {"job_unlock", DB_JOBS, 1,
                       "SELECT pg_advisory_unlock((1::bigint << 62) + $1::bigint)::integer"},
    [DB_JOB_START] = {"job_start", DB_JOBS, 1,
                      "UPDATE work.job SET state = 'running', attempts = attempts + 1, updated_at = now()"
                      " WHERE id = $1::bigint AND state IN ('waiting', 'running') AND not_before <= now()"
                      " RETURNING attempts"},
    /* $1 job, $2 done, $3 total */
    [DB_JOB_PROGRESS] = {"job_progress", DB_JOBS, 3,
                         "UPDATE work.job SET done = $2::bigint, total = $3::bigint, updated_at = now()"
                         " WHERE id = $1::bigint"},
    /* $1 job, $2 state, $3 detail, $4 result, $5 seconds until the next attempt */
    [DB_JOB_FINISH] = {"job_finish", DB_JOBS, 5,
                       "UPDATE work.job SET state = $2::text, detail = $3::text, result = $4::jsonb,"
                       " not_before = now() + make_interval(secs => $5::integer), updated_at = now()"
                       " WHERE id = $1::bigint"},
    [DB_JOBS_LISTEN] = {"jobs_listen", DB_JOBS, 0, "LISTEN folkmoot_job"},
    /* $1 name, $2 key: the key that is stored now */
    [DB_SERVER_KEY_PUT] = {"server_key_put", DB_JOBS, 2,
                           "WITH fresh AS (INSERT INTO work.server_key (name, key) VALUES ($1::text, $2::bytea)"
                           " ON CONFLICT (name) DO NOTHING RETURNING key)"
                           " SELECT f.key FROM fresh f UNION ALL"
                           " SELECT k.key FROM work.server_key k WHERE k.name = $1::text"
                           " AND NOT EXISTS (SELECT FROM fresh)"},
    /* $1 round, $2 $3 $4 entries (null: none), $5 act */
    [DB_SUBMIT] = {"submit", DB_JOBS, 5,
                   "INSERT INTO work.submission (round_no, entries, act) VALUES ($1::integer,"
                   " array_remove(ARRAY[$2::bytea, $3::bytea, $4::bytea], NULL), $5::bigint) RETURNING id"},
    [DB_SUBMISSION_NOTIFY] = {"submission_notify", DB_JOBS, 0, "SELECT pg_notify('folkmoot_submission', '')::text"},
    /* $1 submission */
    [DB_SUBMISSION_STATE] = {"submission_state", DB_JOBS, 1,
                             "SELECT s.state, s.first_index, s.problem, s.detail FROM work.submission s"
                             " WHERE s.id = $1::bigint"},
    [DB_SUBMISSIONS_LISTEN] = {"submissions_listen", DB_JOBS, 0, "LISTEN folkmoot_submission_done"},
    /* $1 round id */
    [DB_JOB_ROUND_ACTS] = {"job_round_acts", DB_JOBS, 1,
                           "SELECT e.index, e.bytes FROM record.entry e"
                           " WHERE e.round_id = $1::bytea AND e.type <> 'ballot' ORDER BY e.index"},
    /* $1 round, $2 after this index: a page of ballots in record order */
    [DB_JOB_ROUND_CASTS] = {"job_round_casts", DB_JOBS, 2,
                            "SELECT b.entry_index, t.district, e.bytes FROM vote.ballot b"
                            " JOIN vote.credential c ON c.round_no = b.round_no AND c.key = b.key"
                            " JOIN vote.batch t ON t.round_no = c.round_no AND t.batch = c.batch"
                            " JOIN record.entry e ON e.index = b.entry_index"
                            " WHERE b.round_no = $1::integer AND b.entry_index > $2::bigint"
                            " ORDER BY b.entry_index LIMIT 4096"},
    /* $1 round, $2 language, $3 the language to fall back to */
    [DB_JOB_ROUND_TEXTS] = {"job_round_texts", DB_JOBS, 3,
                            "SELECT DISTINCT ON (x.thing) x.thing, x.text FROM vote.round_text x"
                            " WHERE x.round_no = $1::integer AND x.language IN ($2::text, $3::text)"
                            " ORDER BY x.thing, x.language = $2::text DESC"},
    /* $1 act: its bytes and its signatures, ascending by key */
    [DB_JOB_ACT] = {"job_act", DB_JOBS, 1,
                    "SELECT a.bytes, g.key, g.signature FROM work.act a"
                    " LEFT JOIN work.act_signature g ON g.act = a.id WHERE a.id = $1::bigint ORDER BY g.key"},
    /* the newest signed tree */
    [DB_JOB_TREE] = {"job_tree", DB_JOBS, 0,
                     "SELECT t.size, t.root FROM record.tree t JOIN record.checkpoint c ON c.size = t.size"
                     " ORDER BY t.size DESC LIMIT 1"},
    /* $1 index: the first signed checkpoint that covers that entry */
    [DB_JOB_NOTE] = {"job_note", DB_JOBS, 1,
                     "SELECT c.size, c.note FROM record.checkpoint c WHERE c.size > $1::bigint"
                     " ORDER BY c.size LIMIT 1"},
    /* $1 first, $2 below: a page of entries */
    [DB_JOB_ENTRIES] = {"job_entries", DB_JOBS, 2,
                        "SELECT e.bytes, e.leaf_hash FROM record.entry e"
                        " WHERE e.index >= $1::bigint AND e.index < $2::bigint ORDER BY e.index LIMIT 4096"},
    /* $1 round */
    [DB_JOB_EXPORTS] = {"job_exports", DB_JOBS, 1,
                        "SELECT x.name, x.blob FROM work.export x WHERE x.round_no = $1::integer ORDER BY x.name"},
    /* $1 round, $2 name, $3 blob */
    [DB_JOB_EXPORT_PUT] = {"job_export_put", DB_JOBS, 3,
                           "INSERT INTO work.export (round_no, name, blob) VALUES ($1::integer, $2::text, $3::bytea)"
                           " ON CONFLICT (round_no, name) DO UPDATE SET blob = excluded.blob"},

    /* $1 signing key */
    [DB_JOB_MINISIGN_ID] = {"job_minisign_id", DB_JOBS, 1,
                            "SELECT p.minisign_id FROM staff.person p WHERE p.signing_key = $1::bytea"},
    [DB_JOB_LOG_KEY] = {"job_log_key", DB_JOBS, 0, "SELECT k.key FROM work.server_key k WHERE k.name = 'log'"},

    /* Blobs. $1 hash, $2 size */
    [DB_BLOB_INSERT] = {"blob_insert", DB_SERVER | DB_JOBS, 2,
                        "INSERT INTO record.blob (hash, size) VALUES ($1::bytea, $2::bigint)"
                        " ON CONFLICT (hash) DO NOTHING"},
    /* $1 hash, $2 part, $3 bytes */
    [DB_BLOB_PART_INSERT] = {"blob_part_insert", DB_SERVER | DB_JOBS, 3,
                             "INSERT INTO record.blob_part (hash, part, bytes)"
                             " VALUES ($1::bytea, $2::integer, $3::bytea) ON CONFLICT (hash, part) DO NOTHING"},
    /* $1 hash, $2 part */
    [DB_BLOB_PART] = {"blob_part", DB_SERVER | DB_JOBS, 2,
                      "SELECT p.bytes FROM record.blob_part p WHERE p.hash = $1::bytea AND p.part = $2::integer"},
};
