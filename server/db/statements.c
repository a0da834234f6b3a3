// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/db/statements.h"

/* Whether a credential that the act a voids, or one of its batch, has a ballot. */
#define ACT_MEMBER(name) "convert_from(a.bytes, 'UTF8')::jsonb ->> '" name "'"
#define VOIDS_A_BALLOT                                                                                       \
    "CASE a.type WHEN 'void' THEN EXISTS (SELECT FROM vote.ballot b WHERE b.round_no = a.round_no"           \
    " AND b.key = decode(translate(" ACT_MEMBER(                                                             \
        "credential") ", '-_', '+/') || '=', 'base64'))"                                                     \
                      " WHEN 'batch-void' THEN EXISTS (SELECT FROM vote.ballot b"                            \
                      " JOIN vote.credential c ON c.round_no = b.round_no AND c.key = b.key"                 \
                      " WHERE b.round_no = a.round_no AND c.batch = " ACT_MEMBER("batch") ") ELSE false END"

#define OPENING_PENDING                                                                                      \
    "(SELECT min(o.id) FROM work.act o WHERE o.round_no = $1::integer AND o.type = 'opening'"                \
    " AND o.state = 'submitted')"

/* Hand the entry to the sequencer when `act` did something, in the same transaction. */
#define RECORD_OF_ACT(entry)                                                                                 \
    "entry AS (INSERT INTO work.submission (entries) SELECT ARRAY[" entry "::bytea] FROM act RETURNING 1)"   \
    " SELECT pg_notify('folkmoot_submission', '')::text FROM entry"

/* A page of acts, newest first: of each type so many, then the newest of all. $1 types, joined by spaces, $2
 * for each whether it must be signed ("t", "f", or "-": either), $3 before this index or null, $4 first and
 * $5 last day or null, $6 how many. */
#define MINUTE_OF_DAY(day) "(extract(epoch FROM " day "::timestamp AT TIME ZONE z.name) / 60)::bigint"
#define PUBLIC_ACTS(zone, condition)                                                                         \
    "WITH bounds AS (SELECT coalesce(" MINUTE_OF_DAY(                                                        \
        "$4::text::date") ", 0) AS first,"                                                                   \
                          " least(" MINUTE_OF_DAY(                                                           \
                              "($5::text::date + 1)") ", (SELECT e.minute + 1 FROM record.entry e"           \
                                                      " WHERE e.index = $3::bigint), 9007199254740991) AS "  \
                                                      "below,"                                               \
                                                      " least($3::bigint, (SELECT max(c.size) FROM "         \
                                                      "record.checkpoint c)) AS before"                      \
                                                      " FROM (SELECT " zone " AS name) z)"                   \
                                                      " SELECT a.index, a.type, a.minute, a.bytes, r.id, "   \
                                                      "(SELECT jsonb_object_agg(x.language,"                 \
                                                      " x.text::jsonb ->> 'title')::text FROM "              \
                                                      "vote.round_text x WHERE x.round_no = r.no"            \
                                                      " AND x.definition = r.definition AND x.thing = "      \
                                                      "'round'), coalesce(z.name, 'UTC'),"                   \
                                                      " coalesce((extract(epoch FROM "                       \
                                                      "(to_timestamp(a.minute * 60) AT TIME ZONE z.name)"    \
                                                      " - (to_timestamp(a.minute * 60) AT TIME ZONE "        \
                                                      "'UTC')) / 60)::integer, 0),"                          \
                                                      " CASE WHEN a.type IN ('staff', 'draft') THEN "        \
                                                      "(SELECT s.name FROM staff.assembly s"                 \
                                                      " WHERE s.id = convert_from(a.bytes, 'UTF8')::jsonb "  \
                                                      "->> 'assembly') END"                                  \
                                                      " FROM (SELECT e.* FROM bounds b, "                    \
                                                      "unnest(string_to_array($1::text, ' '), "              \
                                                      "string_to_array($2::text, ' '))"                      \
                                                      " AS t (type, signed), LATERAL (SELECT f.index, "      \
                                                      "f.type, f.minute, f.bytes, f.round_id"                \
                                                      " FROM record.entry f WHERE f.type = t.type AND "      \
                                                      "f.type <> 'ballot' AND f.minute >= b.first"           \
                                                      " AND f.minute < b.below AND f.index < "               \
                                                      "b.before" condition                                   \
                                                      " AND (t.signed = '-' OR "                             \
                                                      "(position('\"signatures\":'::bytea IN f.bytes) > 0) " \
                                                      "= (t.signed = 't'))"                                  \
                                                      " ORDER BY f.minute DESC, f.index DESC LIMIT "         \
                                                      "$6::bigint) e ORDER BY e.index DESC LIMIT "           \
                                                      "$6::bigint) a"                                        \
                                                      " LEFT JOIN vote.round r ON r.id = a.round_id"         \
                                                      " LEFT JOIN LATERAL (SELECT d.content -> 'schedule' "  \
                                                      "->> 'zone' AS name FROM vote.round_draft d"           \
                                                      " WHERE d.round_no = r.no AND r.definition IS NOT "    \
                                                      "NULL) z ON true ORDER BY a.index DESC"

/* What became of the round r, null before it is published: how many could vote and have, what is funded or
 * has passed, and the first three of that by name. */
#define ROUND_OUTCOME                                                                                        \
    " (SELECT jsonb_build_object('listed', r.listed, 'voters', (SELECT coalesce(sum(t.voters), 0) FROM"      \
    " vote.turnout t WHERE t.round_no = r.no), 'funded', coalesce(sum(c.won) FILTER (WHERE NOT c.motion),"   \
    " 0), 'cost', coalesce(sum(c.cost), 0), 'passed', coalesce(sum(c.won) FILTER (WHERE c.motion), 0),"      \
    " 'winners', coalesce((SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object('contest', w.contest,"      \
    " 'option', w.option, 'title', t.title, 'picture', t.picture)) ORDER BY w.list, w.place)"                \
    " FROM (SELECT c.value ->> 'id' AS contest, s.value AS option, c.ordinality AS list, s.ordinality AS"    \
    " place FROM jsonb_array_elements(f.contests) WITH ORDINALITY c,"                                        \
    " jsonb_array_elements_text(c.value #> '{count,selected}') WITH ORDINALITY s ORDER BY list, place"       \
    " LIMIT 3) w, LATERAL (SELECT jsonb_object_agg(x.language, x.text::jsonb ->> 'title') AS title,"         \
    " min(x.text::jsonb ->> 'picture') AS picture FROM vote.round_text x WHERE x.round_no = r.no"            \
    " AND x.definition = r.definition AND x.thing = 'option/' || w.contest || '/' || w.option) t),"          \
    " '[]'::jsonb))::text FROM (SELECT convert_from(string_agg(p.bytes, ''::bytea ORDER BY p.part),"         \
    " 'UTF8')::jsonb -> 'contests' AS contests FROM work.export x JOIN record.blob_part p ON p.hash = "      \
    "x.blob WHERE x.round_no = r.no AND x.name = 'result.json' AND r.state = 'published' GROUP BY x.blob) f" \
    " CROSS JOIN LATERAL (SELECT jsonb_array_length(e.value #> '{count,selected}') AS won,"                  \
    " e.value #>> '{count,rule,name}' = 'motion' AS motion, (e.value #>> '{count,total_cost}')::bigint"      \
    " AS cost FROM jsonb_array_elements(f.contests) e) c GROUP BY f.contests)"

const struct db_statement_text db_statements[DB_STATEMENT_COUNT] = {
    [DB_PING] = {"ping", DB_SERVER | DB_SEQUENCER | DB_JOBS, 0, "SELECT 1"},

    /* Staff and sessions. */

    /* $1 login */
    [DB_PERSON_FOR_SIGN_IN] = {"person_for_sign_in", DB_SERVER, 1,
                               "SELECT p.id, p.password_hash, p.totp_secret, p.totp_step"
                               " FROM staff.person p WHERE p.login = $1"},
    /* $1 person, $2 step of a code, $3 hash of a recovery code (one of the two is null): a row when it had
     * not been used before. */
    [DB_FACTOR_USE] =
        {"factor_use", DB_SERVER, 3,
         "WITH step AS (UPDATE staff.person p SET totp_step = $2::bigint"
         " WHERE p.id = $1::bigint AND p.totp_step < $2::bigint RETURNING p.id),"
         " code AS (DELETE FROM staff.recovery_code c WHERE c.person = $1::bigint AND c.code_hash = $3::bytea"
         " RETURNING c.person) SELECT id FROM step UNION ALL SELECT person FROM code"},
    /* $1 token hash, $2 csrf, $3 person, $4 idle minutes, $5 absolute minutes. Dead sessions go on the way.
     */
    [DB_SESSION_ADD] = {"session_add", DB_SERVER, 5,
                        "WITH dead AS (DELETE FROM staff.session s"
                        " WHERE s.seen_at <= now() - make_interval(mins => $4::integer)"
                        " OR s.created_at <= now() - make_interval(mins => $5::integer))"
                        " INSERT INTO staff.session (token_hash, csrf, person)"
                        " VALUES ($1::bytea, $2::bytea, $3::bigint)"},
    /* $1 token hash, $2 idle minutes, $3 absolute minutes, $4 assembly, $5 round id, $6 act: at most one of
     * the last three is not null and names the assembly whose roles are returned; none: roles anywhere. $7
     * minutes that a confirmation lasts. The time of the last request is kept to the minute, so that reading
     * does not write each time. */
    [DB_SESSION_FIND] =
        {"session_find", DB_SERVER, 7,
         "WITH live AS (SELECT s.token_hash, s.person, s.csrf, s.seen_at, s.id,"
         " s.confirmed_at > now() - make_interval(mins => $7::integer) AS confirmed FROM staff.session s"
         " WHERE s.token_hash = $1::bytea AND s.seen_at > now() - make_interval(mins => $2::integer)"
         " AND s.created_at > now() - make_interval(mins => $3::integer)),"
         " touched AS (UPDATE staff.session s SET seen_at = now() FROM live l"
         " WHERE s.token_hash = l.token_hash AND l.seen_at < now() - interval '1 minute')"
         " SELECT l.person, l.csrf, p.login, coalesce(string_agg(DISTINCT r.role, ' '), ''), l.id, "
         "l.confirmed,"
         " (SELECT a.type FROM work.act a WHERE a.id = $6::bigint)"
         " FROM live l JOIN staff.person p ON p.id = l.person"
         " LEFT JOIN staff.role r ON r.person = l.person AND (r.assembly IS NULL"
         " OR ($4::text IS NULL AND $5::bytea IS NULL AND $6::bigint IS NULL)"
         " OR r.assembly = coalesce($4::text,"
         " (SELECT o.assembly FROM vote.round o WHERE o.id = $5::bytea),"
         " (SELECT o.assembly FROM work.act a JOIN vote.round o ON o.no = a.round_no WHERE a.id = "
         "$6::bigint)))"
         " GROUP BY l.person, l.csrf, p.login, l.id, l.confirmed"},
    /* $1 person: one row for each role, at least one. */
    [DB_SESSION_SHOW] = {"session_show", DB_SERVER, 1,
                         "SELECT p.login, p.name, p.signing_key, r.assembly, r.role, p.minisign_id,"
                         " p.totp_secret IS NOT NULL,"
                         " (SELECT count(*) FROM staff.recovery_code c WHERE c.person = p.id), p.id"
                         " FROM staff.person p LEFT JOIN staff.role r ON r.person = p.id"
                         " WHERE p.id = $1::bigint ORDER BY r.assembly NULLS FIRST, r.role"},
    /* $1 token hash */
    [DB_SESSION_REMOVE] = {"session_remove", DB_SERVER, 1,
                           "DELETE FROM staff.session s WHERE s.token_hash = $1::bytea"},
    /* $1 token hash */
    [DB_SESSION_CONFIRM] = {"session_confirm", DB_SERVER, 1,
                            "UPDATE staff.session s SET confirmed_at = now() WHERE s.token_hash = $1::bytea"},
    /* $1 person, $2 idle minutes, $3 absolute minutes */
    [DB_SESSIONS] =
        {"sessions", DB_SERVER, 3,
         "SELECT s.id, extract(epoch FROM s.created_at)::bigint, extract(epoch FROM s.seen_at)::bigint"
         " FROM staff.session s WHERE s.person = $1::bigint"
         " AND s.seen_at > now() - make_interval(mins => $2::integer)"
         " AND s.created_at > now() - make_interval(mins => $3::integer) ORDER BY s.seen_at DESC"},
    /* $1 person, $2 session */
    [DB_SESSION_END] = {"session_end", DB_SERVER, 2,
                        "DELETE FROM staff.session s WHERE s.person = $1::bigint AND s.id = $2::bigint"},
    /* $1 person, $2 the session that goes on (null: none) */
    [DB_SESSIONS_END] = {"sessions_end", DB_SERVER, 2,
                         "DELETE FROM staff.session s WHERE s.person = $1::bigint"
                         " AND s.id IS DISTINCT FROM $2::bigint"},
    /* $1 person */
    [DB_OWN_SECRETS] = {"own_secrets", DB_SERVER, 1,
                        "SELECT p.id, p.password_hash, p.totp_secret, p.totp_step FROM staff.person p"
                        " WHERE p.id = $1::bigint"},
    /* $1 person, $2 password hash */
    [DB_PASSWORD_SET] = {"password_set", DB_SERVER, 2,
                         "UPDATE staff.person SET password_hash = $2::text WHERE id = $1::bigint"},
    /* $1 person, $2 sealed secret, $3 step of the code that showed it */
    [DB_TOTP_SET] = {"totp_set", DB_SERVER, 3,
                     "UPDATE staff.person SET totp_secret = $2::bytea, totp_step = $3::bigint"
                     " WHERE id = $1::bigint"},
    /* $1 person, $2 hashes: in the place of all others */
    [DB_RECOVERY_CODES_SET] =
        {"recovery_codes_set", DB_SERVER, 2,
         "WITH old AS (DELETE FROM staff.recovery_code c WHERE c.person = $1::bigint)"
         " INSERT INTO staff.recovery_code (person, code_hash) SELECT $1::bigint, unnest($2::bytea[])"},

    /* Invitations. */

    /* $1 token hash: one row for each role, at least one; none when it has ended. */
    [DB_INVITATION_FIND] =
        {"invitation_find", DB_SERVER, 1,
         "SELECT p.id, p.login, p.name, r.assembly, r.role, extract(epoch FROM i.expires_at)::bigint"
         " FROM staff.invitation i JOIN staff.person p ON p.id = i.person"
         " LEFT JOIN staff.role r ON r.person = p.id"
         " WHERE i.token_hash = $1::bytea AND i.expires_at > now() ORDER BY r.assembly NULLS FIRST, r.role"},
    /* $1 token hash, $2 password hash, $3 sealed secret (null: none), $4 step, $5 hashes of recovery codes,
     * $6 token hash of a session, $7 its csrf: a row unless the invitation has ended. What was before (a
     * reset) goes. */
    [DB_INVITATION_ACCEPT] =
        {"invitation_accept", DB_SERVER, 7,
         "WITH used AS (DELETE FROM staff.invitation i WHERE i.token_hash = $1::bytea AND i.expires_at > "
         "now()"
         " RETURNING i.person),"
         " person AS (UPDATE staff.person p SET password_hash = $2::text, totp_secret = $3::bytea,"
         " totp_step = $4::bigint FROM used u WHERE p.id = u.person),"
         " ended AS (DELETE FROM staff.session s USING used u WHERE s.person = u.person),"
         " old AS (DELETE FROM staff.recovery_code c USING used u WHERE c.person = u.person),"
         " codes AS (INSERT INTO staff.recovery_code (person, code_hash)"
         " SELECT u.person, unnest($5::bytea[]) FROM used u)"
         " INSERT INTO staff.session (token_hash, csrf, person) SELECT $6::bytea, $7::bytea, u.person FROM "
         "used u"
         " RETURNING person"},
    /* $1 person, or null and $2 login, $3 token hash, $4 hours that it lasts */
    [DB_INVITATION_PUT] =
        {"invitation_put", DB_SERVER, 4,
         "INSERT INTO staff.invitation (person, token_hash, expires_at) VALUES (coalesce($1::bigint,"
         " (SELECT p.id FROM staff.person p WHERE p.login = $2::text)), $3::bytea,"
         " now() + make_interval(hours => $4::integer))"
         " ON CONFLICT (person) DO UPDATE SET token_hash = excluded.token_hash, expires_at = "
         "excluded.expires_at"
         " RETURNING extract(epoch FROM expires_at)::bigint"},
    /* $1 person, $2 entry */
    [DB_INVITATION_REMOVE] = {"invitation_remove", DB_SERVER, 2,
                              "WITH act AS (DELETE FROM staff.invitation i WHERE i.person = $1::bigint"
                              " RETURNING 1), " RECORD_OF_ACT("$2")},
    /* $1 person, $2 entry: nobody can sign in as this person any more */
    [DB_ACCESS_REMOVE] =
        {"access_remove", DB_SERVER, 2,
         "WITH invitation AS (DELETE FROM staff.invitation i WHERE i.person = $1::bigint),"
         " codes AS (DELETE FROM staff.recovery_code c WHERE c.person = $1::bigint),"
         " sessions AS (DELETE FROM staff.session s WHERE s.person = $1::bigint),"
         " act AS (UPDATE staff.person SET password_hash = NULL, totp_secret = NULL WHERE id = $1::bigint"
         " RETURNING 1), " RECORD_OF_ACT("$2")},
    /* $1 entry: with what a unit does */
    [DB_STAFF_ENTRY] = {"staff_entry", DB_SERVER, 1, "WITH act AS (SELECT 1), " RECORD_OF_ACT("$1")},
    /* $1 login, $2 name, $3 password hash. By folkmootd add-administrator, outside the pools: also the way
     * back for an administrator who has lost everything, so second factor, sessions and invitation of before
     * go. */
    [DB_ADMINISTRATOR_PUT] =
        {"administrator_put", DB_SERVER, 3,
         "WITH person AS (INSERT INTO staff.person (login, name, password_hash) VALUES ($1, $2, $3)"
         " ON CONFLICT (login) DO UPDATE SET name = excluded.name, password_hash = excluded.password_hash,"
         " totp_secret = NULL RETURNING id),"
         " invitation AS (DELETE FROM staff.invitation i USING person p WHERE i.person = p.id),"
         " codes AS (DELETE FROM staff.recovery_code c USING person p WHERE c.person = p.id),"
         " sessions AS (DELETE FROM staff.session s USING person p WHERE s.person = p.id)"
         " INSERT INTO staff.role (person, role) SELECT p.id, 'administrator' FROM person p"
         " ON CONFLICT DO NOTHING"},

    /* Assemblies and people. */

    [DB_ASSEMBLIES] = {"assemblies", DB_SERVER, 0,
                       "SELECT a.id, a.name, a.parent FROM staff.assembly a ORDER BY a.id"},
    /* $1 id, $2 name, $3 parent */
    [DB_ASSEMBLY_ADD] =
        {"assembly_add", DB_SERVER, 3,
         "INSERT INTO staff.assembly (id, name, parent) VALUES ($1::text, $2::text, $3::text)"},
    /* $1 person or $2 login (both null: all): one row for each role, at least one */
    [DB_PEOPLE] =
        {"people", DB_SERVER, 2,
         "SELECT p.id, p.login, p.name, p.signing_key, r.assembly, r.role, p.password_hash IS NOT NULL,"
         " p.totp_secret IS NOT NULL, extract(epoch FROM i.expires_at)::bigint FROM staff.person p"
         " LEFT JOIN staff.invitation i ON i.person = p.id AND i.expires_at > now()"
         " LEFT JOIN staff.role r ON r.person = p.id WHERE p.id = $1::bigint OR p.login = $2::text"
         " OR ($1::bigint IS NULL AND $2::text IS NULL) ORDER BY p.id, r.assembly NULLS FIRST, r.role"},
    /* $1 assembly: everybody with a role there, a row for each role */
    [DB_ASSEMBLY_STAFF] = {"assembly_staff", DB_SERVER, 1,
                           "SELECT p.login, p.name, p.signing_key, r.role FROM staff.role r"
                           " JOIN staff.person p ON p.id = r.person WHERE r.assembly = $1::text"
                           " ORDER BY p.login, r.role"},
    /* $1 login, $2 name, $3 password hash */
    [DB_PERSON_ADD] = {"person_add", DB_SERVER, 3,
                       "INSERT INTO staff.person (login, name, password_hash)"
                       " VALUES ($1::text, $2::text, $3::text) RETURNING id"},
    /* $1 login, $2 assembly (null: the city), $3 role, $4 entry */
    [DB_ROLE_ADD] = {"role_add", DB_SERVER, 4,
                     "WITH act AS (INSERT INTO staff.role (person, assembly, role)"
                     " SELECT p.id, $2::text, $3::text FROM staff.person p WHERE p.login = $1::text "
                     "RETURNING 1), " RECORD_OF_ACT("$4")},
    /* $1 person, $2 assembly (null: the city), $3 role, $4 entry */
    [DB_ROLE_GIVE] =
        {"role_give", DB_SERVER, 4,
         "WITH act AS (INSERT INTO staff.role (person, assembly, role)"
         " VALUES ($1::bigint, $2::text, $3::text) ON CONFLICT DO NOTHING RETURNING 1), " RECORD_OF_ACT(
             "$4")},
    [DB_ROLE_TAKE] =
        {"role_take", DB_SERVER, 4,
         "WITH act AS (DELETE FROM staff.role r WHERE r.person = $1::bigint"
         " AND r.assembly IS NOT DISTINCT FROM $2::text AND r.role = $3::text RETURNING 1), " RECORD_OF_ACT(
             "$4")},
    /* $1 person, $2 Ed25519 public key, $3 minisign key number */
    [DB_SIGNING_KEY_SET] =
        {"signing_key_set", DB_SERVER, 3,
         "WITH own AS (INSERT INTO staff.signing_key AS k (key, person, minisign_id)"
         " VALUES ($2::bytea, $1::bigint, $3::bytea) ON CONFLICT (key) DO UPDATE"
         " SET minisign_id = excluded.minisign_id WHERE k.person = excluded.person RETURNING 1)"
         " UPDATE staff.person SET signing_key = $2::bytea, minisign_id = $3::bytea"
         " WHERE id = $1::bigint AND EXISTS (SELECT FROM own)"},
    /* $1 person: every key that they have had */
    [DB_PERSON_KEYS] = {"person_keys", DB_SERVER, 1,
                        "SELECT k.key, k.minisign_id FROM staff.signing_key k WHERE k.person = $1::bigint"},

    /* Rounds. */

    /* $1 assembly (null: all), $2 those that are not frozen, too, $3 those of the assemblies below it, too */
    [DB_ROUNDS] =
        {"rounds", DB_SERVER, 3,
         "WITH RECURSIVE within AS (SELECT $1::text AS id UNION SELECT a.id FROM within w"
         " JOIN staff.assembly a ON a.parent = w.id WHERE $3::boolean)"
         " SELECT r.id, r.assembly, r.state, d.content ->> 'kind', d.content -> 'schedule' ->> 'open',"
         " r.close_minute, (SELECT jsonb_object_agg(x.language, x.text::jsonb ->> 'title')::text"
         " FROM vote.round_text x WHERE x.round_no = r.no AND x.definition = r.definition AND x.thing = "
         "'round'),"
         " d.content -> 'schedule' ->> 'zone',"
         " (SELECT jsonb_object_agg(x.language, x.text::jsonb ->> 'summary')::text FROM vote.round_text x"
         " WHERE x.round_no = r.no AND x.definition = r.definition AND x.thing = 'round' AND x.text::jsonb ?"
         " 'summary'),"
         " (SELECT jsonb_agg(p.picture)::text FROM (SELECT DISTINCT ON (x.thing) x.text::jsonb ->> 'picture'"
         " AS picture FROM vote.round_text x WHERE x.round_no = r.no AND x.definition = r.definition"
         " AND x.thing LIKE 'option/%' AND x.text::jsonb ? 'picture' ORDER BY x.thing, x.language LIMIT 4) "
         "p),"
         " d.content ->> 'currency', d.content ->> 'minor_digits',"
         " jsonb_path_query_array(d.content, '$.contests[*] ? (@.form.kind != "
         "\"questions\").envelope')::text,"
         " jsonb_path_query_array(d.content, '$.contests[*] ? (@.form.kind != "
         "\"questions\").options.size()')::text,"
         " jsonb_path_query_array(d.content, '$.contests[*] ? (@.form.kind == "
         "\"questions\").options.size()')::text," ROUND_OUTCOME
         " FROM vote.round r LEFT JOIN vote.round_draft d ON d.round_no = r.no AND r.state <> 'draft'"
         " WHERE ($1::text IS NULL OR r.assembly IN (SELECT w.id FROM within w))"
         " AND ($2::boolean OR r.definition IS NOT NULL) ORDER BY r.no DESC LIMIT 1000"},
    /* $1 round id, $2 act (either may be null) */
    [DB_ROUND_FULL] =
        {"round_full", DB_SERVER, 2,
         "SELECT r.no, r.id, r.nonce, r.assembly, r.state, r.definition, r.credentials, r.key, r.eid,"
         " r.close_minute, r.sealed_minute, r.uploaded_list, r.listed,"
         " (SELECT string_agg(p.bytes, ''::bytea ORDER BY p.part) FROM record.blob_part p"
         " WHERE p.hash = r.definition),"
         " (SELECT b.size FROM record.blob b WHERE b.hash = r.credentials),"
         " (SELECT b.size FROM record.blob b WHERE b.hash = r.uploaded_list),"
         " (SELECT p.id FROM vote.round p WHERE p.no = r.predecessor), r.successor,"
         " (SELECT s.name FROM staff.assembly s WHERE s.id = r.assembly)"
         " FROM vote.round r WHERE r.id = $1::bytea"
         " OR r.no = (SELECT a.round_no FROM work.act a WHERE a.id = $2::bigint)"},
    /* $1 round: ballots, and credentials that have one */
    [DB_ROUND_TURNOUT] = {"round_turnout", DB_SERVER, 1,
                          "SELECT coalesce(sum(t.ballots), 0)::bigint, coalesce(sum(t.voters), 0)::bigint"
                          " FROM vote.turnout t WHERE t.round_no = $1::integer"},
    /* $1 round, $2 hours before this one count */
    [DB_TURNOUT_BATCHES] =
        {"turnout_batches", DB_SERVER, 2,
         "SELECT b.district, b.purpose, b.site, b.listed, coalesce(t.ballots, 0), coalesce(t.voters, 0)"
         " FROM vote.batch b LEFT JOIN (SELECT h.batch, sum(h.ballots)::bigint AS ballots,"
         " sum(h.voters)::bigint AS voters FROM vote.turnout h WHERE h.round_no = $1::integer"
         " AND h.hour < $2::bigint GROUP BY h.batch) t ON t.batch = b.batch"
         " WHERE b.round_no = $1::integer ORDER BY b.batch COLLATE \"C\""},
    [DB_TURNOUT_HOURS] = {"turnout_hours", DB_SERVER, 2,
                          "SELECT t.hour, sum(t.ballots)::bigint, sum(t.voters)::bigint FROM vote.turnout t"
                          " WHERE t.round_no = $1::integer AND t.hour < $2::bigint GROUP BY t.hour ORDER BY t.hour"},
    /* $1 round: void credentials that have a ballot */
    [DB_TURNOUT_WITHDRAWN] = {"turnout_withdrawn", DB_SERVER, 1,
                              "SELECT count(*) FROM vote.void v JOIN vote.ballot k ON k.round_no = v.round_no"
                              " AND k.key = v.key AND k.seq = 0 WHERE v.round_no = $1::integer"},
    /* $1 round: how many visits came so far on each day, and whether the day is over in the round's zone */
    [DB_STEPS] = {"steps", DB_SERVER, 1,
                  "SELECT s.day::text, s.step, s.count, s.day < (now() AT TIME ZONE coalesce("
                  "(SELECT d.content -> 'schedule' ->> 'zone' FROM vote.round_draft d WHERE d.round_no = s.round_no),"
                  " 'UTC'))::date FROM vote.step s WHERE s.round_no = $1::integer ORDER BY s.day"},
    /* $1 rounds, joined by spaces, $2 steps, $3 counts */
    [DB_STEPS_ADD] =
        {"steps_add", DB_SERVER, 3,
         "INSERT INTO vote.step AS s (round_no, day, step, count) SELECT u.round_no, (now() AT TIME ZONE coalesce("
         "(SELECT d.content -> 'schedule' ->> 'zone' FROM vote.round_draft d WHERE d.round_no = u.round_no),"
         " 'UTC'))::date, u.step, u.count FROM unnest(string_to_array($1::text, ' ')::integer[],"
         " string_to_array($2::text, ' '), string_to_array($3::text, ' ')::bigint[]) AS u (round_no, step, count)"
         " ON CONFLICT (round_no, day, step) DO UPDATE SET count = s.count + excluded.count"},
    /* What needs attention. Milliseconds since 1970 by the clock of the database, and its size. */
    [DB_MONITOR_CLOCK] = {"monitor_clock", DB_SERVER, 0,
                          "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint,"
                          " pg_database_size(current_database())"},
    /* The newest checkpoint with the quorum and when it was kept; when the first tree behind it was committed. */
    [DB_MONITOR_WITNESSED] =
        {"monitor_witnessed", DB_SERVER, 0,
         "SELECT w.note, w.kept, (SELECT extract(epoch FROM t.committed_at)::bigint FROM record.tree t"
         " WHERE t.size > coalesce(w.size, 0) ORDER BY t.size LIMIT 1) FROM (SELECT 1) o LEFT JOIN"
         " (SELECT x.note, x.size, extract(epoch FROM x.witnessed_at)::bigint AS kept FROM record.witnessed x"
         " ORDER BY x.number DESC LIMIT 1) w ON true"},
    /* Rounds in which trustees may be waited for: names, threshold, contests, minute from which they may act, minute of the
       last act, attempt of the key generation, and who has acknowledged an opening that waits (null: none). */
    [DB_MONITOR_TRUSTEES] =
        {"monitor_trustees", DB_SERVER, 0,
         "SELECT r.no, r.id, r.state, jsonb_path_query_array(d.content, '$.trustees[*].name')::text,"
         " (d.content ->> 'threshold')::integer, jsonb_path_query_array(d.content, '$.contests[*].id')::text,"
         " coalesce(r.sealed_minute + (d.content -> 'schedule' ->> 'objection')::bigint, 0),"
         " (SELECT e.minute FROM record.entry e WHERE e.round_id = r.id AND e.type <> 'ballot' ORDER BY e.index DESC LIMIT 1),"
         " coalesce((SELECT max((convert_from(e.bytes, 'UTF8')::jsonb ->> 'attempt')::bigint) FROM record.entry e"
         " WHERE e.round_id = r.id AND e.type <> 'ballot' AND e.type = 'dkg-restart'), 1),"
         " (SELECT coalesce((SELECT sum(1 << (c.trustee - 1))::integer FROM work.acknowledgement c WHERE c.act = o.id), 0)"
         " FROM work.act o WHERE o.round_no = r.no AND o.type = 'opening' AND o.state = 'submitted' ORDER BY o.id LIMIT 1)"
         " FROM vote.round r, LATERAL (SELECT convert_from(string_agg(p.bytes, ''::bytea ORDER BY p.part), 'UTF8')::jsonb"
         " AS content FROM record.blob_part p WHERE p.hash = r.definition) d"
         " WHERE r.state IN ('frozen', 'sealed', 'mixing') AND jsonb_array_length(d.content -> 'trustees') > 1"
         " ORDER BY r.no LIMIT 64"},
    [DB_MONITOR_TRUSTEE_ENTRIES] =
        {"monitor_trustee_entries", DB_SERVER, 0,
         "SELECT r.no, e.type, coalesce((j.entry ->> 'trustee')::bigint, 0), coalesce((j.entry ->> 'attempt')::bigint, 0),"
         " coalesce((j.entry ->> 'step')::bigint, 0), coalesce(j.entry ->> 'contest', ''),"
         " coalesce((j.entry ->> 'chain')::bigint, (j.entry ->> 'abandoned')::bigint, 0),"
         " coalesce(jsonb_array_length(j.entry -> 'mixes'), 0) FROM vote.round r JOIN record.entry e ON e.round_id = r.id"
         " CROSS JOIN LATERAL (SELECT convert_from(e.bytes, 'UTF8')::jsonb AS entry) j"
         " WHERE r.state IN ('frozen', 'sealed', 'mixing') AND e.type <> 'ballot' AND e.type IN ('trustee-commit',"
         " 'trustee-join', 'dkg-message', 'mix', 'chain-restart', 'mixing-done', 'share') ORDER BY e.index"},
    [DB_ROUND_TEXTS] = {"round_texts", DB_SERVER, 1,
                        "SELECT x.thing, x.language, x.salt, x.text FROM vote.round r"
                        " JOIN vote.round_text x ON x.round_no = r.no AND x.definition = r.definition"
                        " WHERE r.no = $1::integer ORDER BY x.thing, x.language"},
    [DB_ROUND_EXPORTS] =
        {"round_exports", DB_SERVER, 1,
         "SELECT x.name, b.size, x.blob FROM work.export x JOIN record.blob b ON b.hash = x.blob"
         " WHERE x.round_no = $1::integer ORDER BY x.name"},
    /* $1 round id: opening and acknowledgements, in order */
    [DB_ROUND_OPENING] =
        {"round_opening", DB_SERVER, 1,
         "SELECT e.index, e.type, e.bytes FROM record.entry e WHERE e.round_id = $1::bytea"
         " AND e.type <> 'ballot' AND e.type IN ('opening', 'acknowledgement') ORDER BY e.index"},
    [DB_ROUND_JOBS] = {"round_jobs", DB_SERVER, 1,
                       "SELECT j.kind, j.contest, j.state, j.done, j.total,"
                       " extract(epoch FROM j.not_before)::bigint, j.detail FROM work.job j"
                       " WHERE j.round_no = $1::integer ORDER BY j.id"},
    /* $1 round: its state, and what of the draft there is */
    [DB_DRAFT] =
        {"draft", DB_SERVER, 1,
         "SELECT r.state, d.content::text, d.version, extract(epoch FROM d.updated_at)::bigint, p.name"
         " FROM vote.round r LEFT JOIN vote.round_draft d ON d.round_no = r.no"
         " LEFT JOIN staff.person p ON p.id = d.updated_by WHERE r.no = $1::integer"},
    /* $1 round, $2 content, $3 version that it replaces (0: there is none yet), $4 person */
    [DB_DRAFT_PUT] =
        {"draft_put", DB_SERVER, 4,
         "INSERT INTO vote.round_draft (round_no, content, updated_by) SELECT r.no, $2::jsonb, $4::bigint"
         " FROM vote.round r WHERE r.no = $1::integer AND r.state = 'draft' AND ($3::bigint = 0"
         " OR EXISTS (SELECT FROM vote.round_draft d WHERE d.round_no = r.no))"
         " ON CONFLICT (round_no) DO UPDATE SET content = excluded.content,"
         " version = vote.round_draft.version + 1, updated_at = now(), updated_by = excluded.updated_by"
         " WHERE vote.round_draft.version = $3::bigint RETURNING version"},
    /* $1 round, $2 content: what was frozen, should somebody have saved something else meanwhile */
    [DB_DRAFT_FROZEN] = {"draft_frozen", DB_SERVER, 2,
                         "UPDATE vote.round_draft d SET content = $2::jsonb FROM vote.round r"
                         " WHERE d.round_no = $1::integer AND r.no = d.round_no AND r.state <> 'draft'"},
    /* $1 round id, $2 content, $3 person: the first draft of a copy */
    [DB_DRAFT_BEGIN] = {"draft_begin", DB_SERVER, 3,
                        "INSERT INTO vote.round_draft (round_no, content, updated_by)"
                        " SELECT r.no, $2::jsonb, $3::bigint FROM vote.round r WHERE r.id = $1::bytea"
                        " ON CONFLICT DO NOTHING"},
    /* $1 person: rounds of the assemblies where that person has a role, newest first */
    [DB_OWN_ROUNDS] =
        {"own_rounds", DB_SERVER, 1,
         "SELECT r.id, r.assembly, r.state, o.roles, d.content ->> 'kind', d.content -> 'schedule' ->> "
         "'open',"
         " coalesce(r.close_minute::text, d.content -> 'schedule' ->> 'close'),"
         " d.content -> 'schedule' ->> 'zone',"
         " (SELECT jsonb_object_agg(x.key, x.value ->> 'title')::text FROM jsonb_each(d.content -> 'texts') x"
         " WHERE x.value ? 'title'), d.version, extract(epoch FROM d.updated_at)::bigint, p.name, r.listed"
         " FROM vote.round r JOIN LATERAL (SELECT string_agg(DISTINCT s.role, ' ' ORDER BY s.role) AS roles"
         " FROM staff.role s WHERE s.person = $1::bigint AND (s.assembly = r.assembly OR s.assembly IS "
         "NULL)) o"
         " ON o.roles IS NOT NULL LEFT JOIN vote.round_draft d ON d.round_no = r.no"
         " LEFT JOIN staff.person p ON p.id = d.updated_by ORDER BY r.no DESC LIMIT 1000"},
    /* $1 round id: what its successor takes over */
    [DB_PREDECESSOR] = {"predecessor", DB_SERVER, 1,
                        "SELECT r.nonce, r.successor FROM vote.round r WHERE r.id = $1::bytea"},
    /* $1 round id: its draft begins as that of its predecessor */
    [DB_DRAFT_HAND_OVER] = {"draft_hand_over", DB_SERVER, 1,
                            "INSERT INTO vote.round_draft (round_no, content) SELECT r.no, d.content"
                            " FROM vote.round r JOIN vote.round_draft d ON d.round_no = r.predecessor"
                            " WHERE r.id = $1::bytea ON CONFLICT DO NOTHING"},
    /* $1 round: content, key of the server as a trustee, whether there is the zone (pages show times in it),
       version */
    [DB_FREEZE_INPUTS] =
        {"freeze_inputs", DB_SERVER, 1,
         "SELECT d.content::text, (SELECT k.key FROM work.server_key k WHERE k.name = 'trustee'),"
         " vote.knows_zone(d.content -> 'schedule' ->> 'zone'), d.version"
         " FROM vote.round_draft d WHERE d.round_no = $1::integer"},
    /* $1 logins, joined by spaces, $2 assembly whose roles are told */
    [DB_PEOPLE_BY_LOGIN] = {"people_by_login", DB_SERVER, 2,
                            "SELECT p.login, p.name, p.signing_key, coalesce((SELECT string_agg(r.role, ' ')"
                            " FROM staff.role r WHERE r.person = p.id AND r.assembly = $2::text), '')"
                            " FROM staff.person p WHERE p.login = ANY (string_to_array($1::text, ' '))"},
    /* $1 round, $2 definition, $3 JSON array of {thing, language, salt (hexadecimal), text} */
    [DB_TEXTS_ADD] =
        {"texts_add", DB_SERVER, 3,
         "INSERT INTO vote.round_text (round_no, definition, thing, language, salt, text)"
         " SELECT $1::integer, $2::bytea, t.thing, t.language, decode(t.salt, 'hex'), t.text"
         " FROM jsonb_to_recordset($3::jsonb) AS t (thing text, language text, salt text, text text)"},

    /* $1 name, $2 bytes, $3 person, $4 bytes that a person may bring in 30 days (requests at the same moment may
       pass it by what they bring): a row, or none when it is too much */
    [DB_PICTURE_PUT] =
        {"picture_put", DB_SERVER, 4,
         "WITH again AS (UPDATE vote.picture p SET seen_at = now() WHERE p.name = $1::text RETURNING 1),"
         " fresh AS (INSERT INTO vote.picture (name, bytes, brought_by)"
         " SELECT $1::text, $2::bytea, $3::bigint WHERE NOT EXISTS (SELECT FROM again)"
         " AND (SELECT coalesce(sum(octet_length(p.bytes)), 0) FROM vote.picture p"
         " WHERE p.brought_by = $3::bigint AND p.brought_at > now() - interval '30 days')"
         " + octet_length($2::bytea) <= $4::bigint"
         " ON CONFLICT (name) DO UPDATE SET seen_at = now() RETURNING 1)"
         " SELECT 1 FROM again UNION ALL SELECT 1 FROM fresh"},
    /* $1 name */
    [DB_PICTURE] = {"picture", DB_SERVER, 1, "SELECT p.bytes FROM vote.picture p WHERE p.name = $1::text"},
    /* $1 names: those that there are */
    [DB_PICTURES_FIND] = {"pictures_find", DB_SERVER, 1,
                          "SELECT p.name FROM vote.picture p WHERE p.name = ANY ($1::text[])"},
    /* Ten of those that were not seen for 30 days: what a draft or a text names is seen again, the rest is
       forgotten. */
    [DB_PICTURES_FORGET] =
        {"pictures_forget", DB_SERVER, 0,
         "WITH old AS MATERIALIZED (SELECT p.name FROM vote.picture p"
         " WHERE p.seen_at < now() - interval '30 days' ORDER BY p.seen_at LIMIT 10 FOR UPDATE SKIP LOCKED),"
         " words AS MATERIALIZED (SELECT d.content::text AS words FROM vote.round_draft d"
         " WHERE EXISTS (SELECT FROM old)"
         " UNION ALL SELECT t.text FROM vote.round_text t WHERE EXISTS (SELECT FROM old)),"
         " used AS MATERIALIZED (SELECT o.name FROM old o"
         " WHERE EXISTS (SELECT FROM words w WHERE strpos(w.words, o.name) > 0)),"
         " kept AS (UPDATE vote.picture p SET seen_at = now() FROM used u WHERE p.name = u.name)"
         " DELETE FROM vote.picture p USING old o WHERE p.name = o.name"
         " AND NOT EXISTS (SELECT FROM used u WHERE u.name = p.name)"},

    /* An upload of codes: blobs and the list that names them; the sequencer fills the tables from the signed
       list. */

    [DB_REQUIRE_PREPARING] = {"require_preparing", DB_SERVER, 1,
                              "SELECT vote.require_preparing($1::integer)"},
    /* $1 round, $2 list, $3 total */
    [DB_LIST_UPLOADED] = {"list_uploaded", DB_SERVER, 3,
                          "UPDATE vote.round SET uploaded_list = $2::bytea, listed = $3::bigint"
                          " WHERE no = $1::integer"},

    /* An upload puts its credentials in the place of those before it. $1 round */
    [DB_UPLOAD_CLEAR_KEYS] = {"upload_clear_keys", DB_SERVER, 1,
                              "DELETE FROM vote.credential c WHERE c.round_no = $1::integer"},
    [DB_UPLOAD_CLEAR_BATCHES] = {"upload_clear_batches", DB_SERVER, 1,
                                 "DELETE FROM vote.batch b WHERE b.round_no = $1::integer"},
    /* $1 round, $2 batch, $3 district, $4 purpose, $5 site or null, $6 keys */
    [DB_UPLOAD_BATCH] =
        {"upload_batch", DB_SERVER, 6,
         "INSERT INTO vote.batch (round_no, batch, district, purpose, site, listed) VALUES ($1::integer,"
         " $2::text, $3::text, $4::text, $5::text, $6::bigint)"},
    /* $1 round, $2 batch, $3 keys, $4 serials */
    [DB_UPLOAD_KEYS] =
        {"upload_keys", DB_SERVER, 4,
         "INSERT INTO vote.credential (round_no, batch, key, serial) SELECT $1::integer, $2::text,"
         " u.key, u.serial FROM unnest($3::bytea[], $4::bigint[]) AS u (key, serial)"},

    /* $1 round: its batches with their keys and those of them that are void */
    [DB_BATCHES] =
        {"batches", DB_SERVER, 1,
         "SELECT b.batch, b.district, b.purpose, b.site, count(c.key), count(v.key) FROM vote.batch b"
         " LEFT JOIN vote.credential c ON c.round_no = b.round_no AND c.batch = b.batch"
         " LEFT JOIN vote.void v ON v.round_no = c.round_no AND v.key = c.key"
         " WHERE b.round_no = $1::integer GROUP BY b.batch, b.district, b.purpose, b.site"
         " ORDER BY b.batch COLLATE \"C\""},
    /* $1 round: what those who make its codes need to know of the draft */
    [DB_ROUND_WORDS] =
        {"round_words", DB_SERVER, 1,
         "SELECT jsonb_build_object('kind', coalesce(d.content->'kind', '\"real\"'), 'languages',"
         " coalesce(d.content->'languages', '[]'), 'schedule', coalesce(d.content->'schedule', '{}'),"
         " 'texts', coalesce(d.content->'texts', '{}'), 'districts',"
         " (SELECT coalesce(jsonb_agg(jsonb_build_object('id', x->'id', 'texts', coalesce(x->'texts', "
         "'{}'))), '[]')"
         " FROM jsonb_array_elements(d.content->'districts') x WHERE x->>'id' <> ''))::text"
         " FROM vote.round_draft d WHERE d.round_no = $1::integer"},
    /* $1 round, $2 list (or null) that it must have */
    [DB_REQUIRE_LIST] = {"require_list", DB_SERVER, 2, "SELECT vote.require_list($1::integer, $2::bytea)"},
    /* $1 round, $2 batch */
    [DB_BATCH_REMOVE_KEYS] =
        {"batch_remove_keys", DB_SERVER, 2,
         "DELETE FROM vote.credential c WHERE c.round_no = $1::integer AND c.batch = $2::text"},
    [DB_BATCH_REMOVE] = {"batch_remove", DB_SERVER, 2,
                         "DELETE FROM vote.batch b WHERE b.round_no = $1::integer AND b.batch = $2::text"},
    /* $1 round: bytes of the list that was uploaded last */
    [DB_LIST_BYTES] = {"list_bytes", DB_SERVER, 1,
                       "SELECT (SELECT string_agg(p.bytes, ''::bytea ORDER BY p.part) FROM"
                       " record.blob_part p WHERE p.hash = r.uploaded_list) FROM vote.round r"
                       " WHERE r.no = $1::integer"},

    /* A batch that comes in parts. $1 round: those that nobody goes on with */
    [DB_UPLOADS_FORGET] = {"uploads_forget", DB_SERVER, 1,
                           "DELETE FROM vote.upload u WHERE u.round_no = $1::integer"
                           " AND u.created_at < now() - interval '7 days'"},
    /* $1 round, $2 upload, $3 batch, $4 district, $5 purpose, $6 site or null, $7 count */
    [DB_UPLOAD_BEGIN] =
        {"upload_begin", DB_SERVER, 7,
         "INSERT INTO vote.upload (round_no, id, batch, district, purpose, site, count)"
         " VALUES ($1::integer, $2::bytea, $3::text, $4::text, $5::text, $6::text, $7::integer)"
         " ON CONFLICT (round_no, id) DO UPDATE SET batch = excluded.batch, district = excluded.district,"
         " purpose = excluded.purpose, site = excluded.site, count = excluded.count"},
    /* $1 round, $2 upload: a row for each part that is there, at least one */
    [DB_UPLOAD_FIND] = {"upload_find", DB_SERVER, 2,
                        "SELECT u.batch, u.count, p.part FROM vote.upload u LEFT JOIN vote.upload_part p"
                        " ON p.round_no = u.round_no AND p.upload = u.id"
                        " WHERE u.round_no = $1::integer AND u.id = $2::bytea ORDER BY p.part"},
    /* $1 round, $2 upload, $3 part, $4 keys, $5 serials */
    [DB_UPLOAD_PART_PUT] =
        {"upload_part_put", DB_SERVER, 5,
         "INSERT INTO vote.upload_part (round_no, upload, part, bytes, serials) VALUES ($1::integer,"
         " $2::bytea, $3::integer, $4::bytea, $5::bigint[]) ON CONFLICT (round_no, upload, part)"
         " DO UPDATE SET bytes = excluded.bytes, serials = excluded.serials"},
    /* $1 round, $2 upload: are its parts, joined, the keys that it was begun for, in order */
    [DB_UPLOAD_CHECK] =
        {"upload_check", DB_SERVER, 2,
         "SELECT u.batch, u.district, u.purpose, u.site, u.count,"
         " coalesce(sum(octet_length(p.bytes)), 0)::bigint,"
         " coalesce(sha256(string_agg(p.bytes, ''::bytea ORDER BY p.part)) = u.id, false),"
         " coalesce(bool_or(p.before >= substr(p.bytes, 1, 32)), false)"
         " FROM vote.upload u LEFT JOIN (SELECT x.*, lag(substr(x.bytes, octet_length(x.bytes) - 31))"
         " OVER (ORDER BY x.part) AS before FROM vote.upload_part x WHERE x.round_no = $1::integer"
         " AND x.upload = $2::bytea) p ON true WHERE u.round_no = $1::integer AND u.id = $2::bytea"
         " GROUP BY u.round_no, u.id"},
    /* $1 round, $2 upload. The inner selection reads each part once, not once for each of its keys. */
    [DB_UPLOAD_TAKE_KEYS] =
        {"upload_take_keys", DB_SERVER, 2,
         "INSERT INTO vote.credential (round_no, batch, key, serial) SELECT $1::integer, p.batch,"
         " substr(p.bytes, (s.n::integer - 1) * 32 + 1, 32), s.serial FROM (SELECT u.batch,"
         " x.bytes || ''::bytea AS bytes, x.serials FROM vote.upload u JOIN vote.upload_part x"
         " ON x.round_no = u.round_no AND x.upload = u.id WHERE u.round_no = $1::integer"
         " AND u.id = $2::bytea OFFSET 0) p, unnest(p.serials) WITH ORDINALITY AS s (serial, n)"},
    [DB_UPLOAD_TAKE_BLOB] =
        {"upload_take_blob", DB_SERVER, 2,
         "INSERT INTO record.blob (hash, size) SELECT u.id, u.count::bigint * 32 FROM vote.upload u"
         " WHERE u.round_no = $1::integer AND u.id = $2::bytea ON CONFLICT (hash) DO NOTHING"},
    [DB_UPLOAD_TAKE_PARTS] =
        {"upload_take_parts", DB_SERVER, 2,
         "INSERT INTO record.blob_part (hash, part, bytes) SELECT p.upload, p.part, p.bytes"
         " FROM vote.upload_part p WHERE p.round_no = $1::integer AND p.upload = $2::bytea"
         " ON CONFLICT (hash, part) DO NOTHING"},
    /* $1 round, $2 upload: keys of it whose serial, or which themselves, stand in the round already or twice
       in it */
    [DB_UPLOAD_CLASHES] =
        {"upload_clashes", DB_SERVER, 2,
         "SELECT k.key FROM (SELECT substr(p.bytes, (s.n::integer - 1) * 32 + 1, 32) AS key, s.serial,"
         " count(*) OVER (PARTITION BY s.serial) AS times FROM (SELECT x.bytes || ''::bytea AS bytes,"
         " x.serials FROM vote.upload_part x WHERE x.round_no = $1::integer AND x.upload = $2::bytea"
         " OFFSET 0) p, unnest(p.serials) WITH ORDINALITY AS s (serial, n)) k"
         " WHERE k.times > 1 OR EXISTS (SELECT FROM vote.credential c WHERE c.round_no = $1::integer"
         " AND c.serial = k.serial) LIMIT 1000"},
    [DB_UPLOAD_REMOVE] = {"upload_remove", DB_SERVER, 2,
                          "DELETE FROM vote.upload u WHERE u.round_no = $1::integer AND u.id = $2::bytea"},

    /* $1 round: the batches of its predecessor, without what is void there */
    [DB_CODES_HANDED_OVER] =
        {"codes_handed_over", DB_SERVER, 1,
         "SELECT b.batch, b.district, b.purpose, string_agg(c.key, ''::bytea ORDER BY c.key)"
         " FROM vote.round r JOIN vote.batch b ON b.round_no = r.predecessor"
         " JOIN vote.credential c ON c.round_no = b.round_no AND c.batch = b.batch"
         " LEFT JOIN vote.void v ON v.round_no = c.round_no AND v.key = c.key"
         " WHERE r.no = $1::integer AND v.key IS NULL"
         " GROUP BY b.batch, b.district, b.purpose ORDER BY b.batch COLLATE \"C\""},

    /* Acts that wait for signatures. */

    /* $1 act: one row for each signature, at least one. The last column: it voids a ballot. */
    [DB_ACT] = {"act", DB_SERVER, 1,
                "SELECT a.id, r.id, a.type, a.bytes, a.state, a.detail, g.key, g.signature, " VOIDS_A_BALLOT
                ", p.name, extract(epoch FROM a.created_at)::bigint"
                " FROM work.act a JOIN vote.round r ON r.no = a.round_no"
                " JOIN staff.person p ON p.id = a.proposed_by"
                " LEFT JOIN work.act_signature g ON g.act = a.id WHERE a.id = $1::bigint ORDER BY g.key"},
    /* $1 round, $2 types, joined by commas, $3 whether they wait, $4 older than this act (each NULL: all), $5 how
     * many acts: as above */
    [DB_ACTS] = {"acts", DB_SERVER, 5,
                 "SELECT a.id, r.id, a.type, a.bytes, a.state, a.detail, g.key, g.signature, " VOIDS_A_BALLOT
                 ", p.name, extract(epoch FROM a.created_at)::bigint"
                 " FROM (SELECT w.* FROM work.act w WHERE w.round_no = $1::integer"
                 " AND ($2::text IS NULL OR w.type = ANY (string_to_array($2::text, ',')))"
                 " AND ($3::text IS NULL OR (w.state IN ('proposed', 'submitted')) = $3::text::boolean)"
                 " AND ($4::bigint IS NULL OR w.id < $4::bigint) ORDER BY w.id DESC LIMIT $5::integer) a"
                 " JOIN vote.round r ON r.no = a.round_no JOIN staff.person p ON p.id = a.proposed_by"
                 " LEFT JOIN work.act_signature g ON g.act = a.id ORDER BY a.id DESC, g.key"},
    /* $1 round, $2 type, $3 act bytes, $4 person. Of most types only the newest proposal can be signed. */
    [DB_ACT_ADD] = {"act_add", DB_SERVER, 4,
                    "WITH old AS (UPDATE work.act SET state = 'withdrawn' WHERE round_no = $1::integer AND "
                    "type = $2::text"
                    " AND state = 'proposed' AND type NOT IN ('void', 'batch-void', 'issue', 'note'))"
                    " INSERT INTO work.act (round_no, type, bytes, proposed_by)"
                    " VALUES ($1::integer, $2::text, $3::bytea, $4::bigint) RETURNING id"},
    /* $1 act, $2 key, $3 signature, $4 person. Who signs at the same moment waits here and then sees both. */
    [DB_ACT_SIGN] = {"act_sign", DB_SERVER, 4,
                     "INSERT INTO work.act_signature (act, key, signature, person)"
                     " SELECT a.id, $2::bytea, $3::bytea, $4::bigint FROM work.act a"
                     " WHERE a.id = $1::bigint AND a.state IN ('proposed', 'submitted') FOR UPDATE"
                     " ON CONFLICT (act, key) DO NOTHING"},
    /* $1 act: one row if it was a proposal and is withdrawn now */
    [DB_ACT_WITHDRAW] =
        {"act_withdraw", DB_SERVER, 1,
         "UPDATE work.act SET state = 'withdrawn' WHERE id = $1::bigint AND state = 'proposed'"
         " RETURNING id"},
    /* $1 act: one row unless it has been dealt with. Handed in once more it comes into the record once. */
    [DB_ACT_SUBMITTED] = {"act_submitted", DB_SERVER, 1,
                          "UPDATE work.act SET state = 'submitted' WHERE id = $1::bigint"
                          " AND state IN ('proposed', 'submitted') RETURNING id"},
    /* $1 round: {key, shares, dkg} of the election, as the job made or found it */
    [DB_ROUND_KEY] =
        {"round_key", DB_SERVER, 1,
         "SELECT j.result::text FROM work.job j WHERE j.round_no = $1::integer AND j.kind = 'key'"
         " AND j.state = 'done' AND j.result IS NOT NULL"},
    /* $1 round: the opening that people have signed and not all trustees, the first one; one row for each
     * signature */
    [DB_OPENING_PENDING] =
        {"opening_pending", DB_SERVER, 1,
         "SELECT a.id, a.bytes, g.key, g.signature FROM work.act a JOIN work.act_signature g ON g.act = a.id"
         " WHERE a.id = " OPENING_PENDING " ORDER BY g.key"},
    /* $1 round id: what trustees have entered for the key, in order, and each new attempt */
    [DB_CEREMONY] =
        {"ceremony", DB_SERVER, 1,
         "SELECT e.type, (j.entry ->> 'attempt')::bigint, (j.entry ->> 'trustee')::bigint,"
         " (j.entry ->> 'step')::bigint FROM record.entry e CROSS JOIN LATERAL"
         " (SELECT convert_from(e.bytes, 'UTF8')::jsonb) AS j (entry) WHERE e.round_id = $1::bytea"
         " AND e.type <> 'ballot' AND e.type IN ('trustee-commit', 'trustee-join', 'dkg-message', "
         "'dkg-restart',"
         " 'acknowledgement') ORDER BY e.index"},
    /* $1 round: those who have acknowledged it */
    [DB_OPENING_ACKNOWLEDGED] =
        {"opening_acknowledged", DB_SERVER, 1,
         "SELECT c.trustee, c.entry FROM work.acknowledgement c WHERE c.act = " OPENING_PENDING
         " ORDER BY c.trustee"},
    /* $1 act, $2 trustee, $3 entry. Who sends one more changes nothing; who sends it at the same moment waits here
     * and then sees both. */
    [DB_ACKNOWLEDGEMENT_ADD] =
        {"acknowledgement_add", DB_SERVER, 3,
         "INSERT INTO work.acknowledgement (act, trustee, entry) SELECT a.id, $2::integer, $3::bytea"
         " FROM work.act a WHERE a.id = $1::bigint FOR UPDATE ON CONFLICT DO NOTHING"},
    /* Blobs of trustees that come in parts. $1 round, $2 trustee, $3 hash: forget another one */
    [DB_DELIVERY_REPLACE] = {"delivery_replace", DB_SERVER, 3,
                             "DELETE FROM work.delivery d WHERE d.round_no = $1::integer"
                             " AND d.trustee = $2::smallint AND d.hash <> $3::bytea"},
    /* $1 round, $2 trustee, $3 hash, $4 size; nothing when the record has it */
    [DB_DELIVERY_BEGIN] = {"delivery_begin", DB_SERVER, 4,
                           "INSERT INTO work.delivery (round_no, trustee, hash, size)"
                           " SELECT $1::integer, $2::smallint, $3::bytea, $4::bigint WHERE NOT EXISTS"
                           " (SELECT FROM record.blob b WHERE b.hash = $3::bytea) ON CONFLICT DO NOTHING"},
    /* $1 round, $2 trustee: how many are there */
    [DB_DELIVERY_PARTS] = {"delivery_parts", DB_SERVER, 2,
                           "SELECT count(*) FROM work.delivery_part p WHERE p.round_no = $1::integer"
                           " AND p.trustee = $2::smallint"},
    /* $1 round, $2 trustee, $3 part */
    [DB_DELIVERY_PART] = {"delivery_part", DB_SERVER, 3,
                          "SELECT p.bytes FROM work.delivery_part p WHERE p.round_no = $1::integer"
                          " AND p.trustee = $2::smallint AND p.part = $3::integer"},
    /* $1 round, $2 hash, $3 part, $4 bytes: a row is affected when this part is the next one, or there */
    [DB_DELIVERY_PART_ADD] =
        {"delivery_part_add", DB_SERVER, 4,
         "INSERT INTO work.delivery_part AS p (round_no, trustee, hash, part, bytes)"
         " SELECT d.round_no, d.trustee, d.hash, $3::integer, $4::bytea FROM work.delivery d"
         " WHERE d.round_no = $1::integer AND d.hash = $2::bytea"
         " AND octet_length($4::bytea) = least(1048576, d.size - $3::bigint * 1048576)"
         " AND $3::bigint <= (SELECT count(*) FROM work.delivery_part q WHERE q.round_no = d.round_no"
         " AND q.trustee = d.trustee) LIMIT 1"
         " ON CONFLICT (round_no, trustee, part) DO UPDATE SET bytes = excluded.bytes"},
    /* $1 round, $2 trustee */
    [DB_DELIVERY_MOVE] = {"delivery_move", DB_SERVER, 2,
                          "INSERT INTO record.blob_part (hash, part, bytes) SELECT p.hash, p.part, p.bytes"
                          " FROM work.delivery_part p WHERE p.round_no = $1::integer"
                          " AND p.trustee = $2::smallint ON CONFLICT (hash, part) DO NOTHING"},
    [DB_DELIVERY_DROP] = {"delivery_drop", DB_SERVER, 2,
                          "DELETE FROM work.delivery d WHERE d.round_no = $1::integer"
                          " AND d.trustee = $2::smallint"},
    /* $1 round: totals of each district */
    [DB_SEALING_TOTALS] =
        {"sealing_totals", DB_SERVER, 1,
         "SELECT t.district, count(*), count(*) FILTER (WHERE v.key IS NULL AND NOT b.last),"
         " count(*) FILTER (WHERE v.key IS NOT NULL), count(*) FILTER (WHERE v.key IS NULL AND b.last)"
         " FROM (SELECT x.key, x.seq = max(x.seq) OVER (PARTITION BY x.key) AS last FROM vote.ballot x"
         " WHERE x.round_no = $1::integer) b"
         " JOIN vote.credential c ON c.round_no = $1::integer AND c.key = b.key"
         " JOIN vote.batch t ON t.round_no = c.round_no AND t.batch = c.batch"
         " LEFT JOIN vote.void v ON v.round_no = $1::integer AND v.key = b.key GROUP BY t.district"},
    /* $1 round id: what brought it from its opening to its end; voids and other acts about single codes are
       counted below */
    [DB_CLOSING_ENTRIES] =
        {"closing_entries", DB_SERVER, 1,
         "SELECT e.index, e.bytes, e.type FROM record.entry e WHERE e.round_id = $1::bytea AND e.type <> "
         "'ballot'"
         " AND e.type IN ('opening', 'acknowledgement', 'extension', 'note', 'voting-closed', 'paper',"
         " 'paper-totals', 'sealing', 'draw-source', 'mix', 'chain-restart', 'mixing-done', 'share', "
         "'counted',"
         " 'certified', 'published', 'correction', 'annulment', 'destruction', 'purge') ORDER BY e.index"},
    /* $1 round id */
    [DB_CLOSING_COUNTS] =
        {"closing_counts", DB_SERVER, 1,
         "SELECT count(*) FILTER (WHERE e.type = 'void'), count(*) FILTER (WHERE e.type = 'batch-void'),"
         " count(*) FILTER (WHERE e.type = 'issue'), count(*) FILTER (WHERE e.type = 'addition')"
         " FROM record.entry e WHERE e.round_id = $1::bytea AND e.type <> 'ballot'"},
    /* $1 round id: the entry that names its result */
    [DB_CLOSING_RESULT] =
        {"closing_result", DB_SERVER, 1,
         "SELECT e.bytes FROM record.entry e WHERE e.round_id = $1::bytea AND e.type <> 'ballot'"
         " AND e.type IN ('counted', 'correction') ORDER BY e.index DESC LIMIT 1"},
    /* $1 round: codes of each district, and those of them that are void */
    [DB_CLOSING_CODES] = {"closing_codes", DB_SERVER, 1,
                          "SELECT t.district, count(*), count(v.key) FROM vote.credential c"
                          " JOIN vote.batch t ON t.round_no = c.round_no AND t.batch = c.batch"
                          " LEFT JOIN vote.void v ON v.round_no = c.round_no AND v.key = c.key"
                          " WHERE c.round_no = $1::integer GROUP BY t.district ORDER BY t.district"},
    /* $1 round: whether the count is done or under way */
    [DB_RECOUNT] = {"recount", DB_SERVER, 1,
                    "UPDATE work.job SET arguments = '{\"recount\":true}', state = 'waiting', attempts = 0,"
                    " not_before = now(), detail = NULL, result = NULL"
                    " WHERE round_no = $1::integer AND kind = 'count'"},
    /* $1 round: its jobs, and what those have to say that clerks wait for */
    [DB_CLOSING_JOBS] = {"closing_jobs", DB_SERVER, 1,
                         "SELECT j.kind, j.contest, j.state, j.done, j.total, extract(epoch FROM "
                         "j.not_before)::bigint, j.detail,"
                         " CASE WHEN j.kind IN ('count', 'bundle') THEN j.result::text END FROM work.job j"
                         " WHERE j.round_no = $1::integer ORDER BY j.id"},
    /* $1 round: what the verifier said of its bundle */
    [DB_CLOSING_VERIFICATION] =
        {"closing_verification", DB_SERVER, 1,
         "SELECT string_agg(p.bytes, ''::bytea ORDER BY p.part) FROM work.export x"
         " JOIN record.blob_part p ON p.hash = x.blob"
         " WHERE x.round_no = $1::integer AND x.name = 'verification.json' GROUP BY x.name"},
    /* $1 round, $2 serial */
    [DB_CREDENTIAL_BY_SERIAL] = {"credential_by_serial", DB_SERVER, 2,
                                 "SELECT c.key FROM vote.credential c"
                                 " WHERE c.round_no = $1::integer AND c.serial = $2::bigint"},
    /* $1 round, $2 kind, $3 contest, $4 arguments */
    [DB_JOB_QUEUE] = {"job_queue", DB_SERVER, 4,
                      "INSERT INTO work.job (round_no, kind, contest, arguments)"
                      " VALUES ($1::integer, $2::text, $3::text, $4::jsonb)"
                      " ON CONFLICT (round_no, kind, contest) DO UPDATE SET arguments = excluded.arguments,"
                      " state = 'waiting', attempts = 0, not_before = now(), detail = NULL"
                      " WHERE work.job.state <> 'running'"},
    /* $1 round, $2 kind: once more */
    [DB_JOB_AGAIN] = {"job_again", DB_SERVER, 2,
                      "UPDATE work.job SET state = 'waiting', attempts = 0, not_before = now()"
                      " WHERE round_no = $1::integer AND kind = $2::text"},
    [DB_JOB_CALL] = {"job_call", DB_SERVER, 0, "SELECT pg_notify('folkmoot_job', '')::text"},
    /* $1 round, $2 name, $3 blob */
    [DB_EXPORT_PUT] =
        {"export_put", DB_SERVER, 3,
         "INSERT INTO work.export (round_no, name, blob) VALUES ($1::integer, $2::text, $3::bytea)"
         " ON CONFLICT (round_no, name) DO UPDATE SET blob = excluded.blob"},

    /* $1 round: the bytes of SHA256SUMS */
    /* $1 minutes since 1970, $2 names of zones, joined by spaces: how many minutes ahead of UTC each zone is
       then */
    [DB_ZONE_OFFSETS] =
        {"zone_offsets", DB_SERVER, 2,
         "SELECT (extract(epoch FROM (to_timestamp(t.minute * 60) AT TIME ZONE t.zone)"
         " - (to_timestamp(t.minute * 60) AT TIME ZONE 'UTC')) / 60)::integer"
         " FROM unnest(string_to_array($1::text, ' ')::bigint[], string_to_array($2::text, ' '))"
         " WITH ORDINALITY AS t (minute, zone, n) ORDER BY t.n"},
    /* $1 round id, $2 file: result.json or what explains it, once the round is published */
    [DB_ROUND_RESULT] = {"round_result", DB_SERVER, 2,
                         "SELECT string_agg(p.bytes, ''::bytea ORDER BY p.part) FROM vote.round r"
                         " JOIN work.export x ON x.round_no = r.no AND x.name = $2::text"
                         " JOIN record.blob_part p ON p.hash = x.blob"
                         " WHERE r.id = $1::bytea AND r.state = 'published' GROUP BY x.name"},
    [DB_ROUND_SUMS] = {"round_sums", DB_SERVER, 1,
                       "SELECT string_agg(p.bytes, ''::bytea ORDER BY p.part) FROM work.export x"
                       " JOIN record.blob_part p ON p.hash = x.blob"
                       " WHERE x.round_no = $1::integer AND x.name = 'SHA256SUMS' GROUP BY x.name"},

    /* Jobs. A worker holds the advisory lock of its job, so that one whose worker died can be told. One that
     * kills its workers comes after the others. */

    [DB_JOB_CANDIDATES] = {"job_candidates", DB_JOBS, 0,
                           "SELECT j.id, j.kind, j.contest, j.round_no, j.arguments::text, r.id"
                           " FROM work.job j JOIN vote.round r ON r.no = j.round_no"
                           " WHERE j.state IN ('waiting', 'running') AND j.not_before <= now() ORDER BY "
                           "j.attempts, j.id LIMIT 64"},
    /* At the start of a worker. */
    [DB_JOBS_RETRY] = {"jobs_retry", DB_JOBS, 0,
                       "UPDATE work.job SET state = 'waiting', attempts = 0, not_before = now()"
                       " WHERE state = 'failed'"},
    /* $1 job: does another one wait that could be done now? */
    [DB_JOB_OTHERS] = {"job_others", DB_JOBS, 1,
                       "SELECT EXISTS (SELECT FROM work.job WHERE state = 'waiting' AND not_before <= now()"
                       " AND id <> $1::bigint)::integer"},
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
                       " WHERE id = $1::bigint AND state = 'running'"},
    [DB_JOBS_LISTEN] = {"jobs_listen", DB_JOBS, 0, "LISTEN folkmoot_job"},
    /* $1 name, $2 key: the key that is stored now */
    [DB_SERVER_KEY_PUT] =
        {"server_key_put", DB_SEQUENCER | DB_JOBS, 2,
         "WITH fresh AS (INSERT INTO work.server_key (name, key) VALUES ($1::text, $2::bytea)"
         " ON CONFLICT (name) DO NOTHING RETURNING key)"
         " SELECT f.key FROM fresh f UNION ALL"
         " SELECT k.key FROM work.server_key k WHERE k.name = $1::text"
         " AND NOT EXISTS (SELECT FROM fresh)"},
    /* $1 round, $2 $3 $4 entries (null: none), $5 act */
    [DB_SUBMIT] = {"submit", DB_JOBS, 5,
                   "INSERT INTO work.submission (round_no, entries, act) VALUES ($1::integer,"
                   " array_remove(ARRAY[$2::bytea, $3::bytea, $4::bytea], NULL), $5::bigint) RETURNING id"},
    [DB_SUBMISSION_NOTIFY] = {"submission_notify", DB_JOBS, 0,
                              "SELECT pg_notify('folkmoot_submission', '')::text"},
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
                            "SELECT DISTINCT ON (x.thing) x.thing, x.text FROM vote.round r"
                            " JOIN vote.round_text x ON x.round_no = r.no AND x.definition = r.definition"
                            " WHERE r.no = $1::integer AND x.language IN ($2::text, $3::text)"
                            " ORDER BY x.thing, x.language = $2::text DESC"},
    /* $1 round, $2 zone: on each day there, codes that voted for the first time, and all ballots */
    [DB_JOB_TURNOUT_DAYS] =
        {"job_turnout_days", DB_JOBS, 2,
         "SELECT to_char(to_timestamp(e.minute * 60) AT TIME ZONE $2::text, 'YYYY-MM-DD') AS day,"
         " count(*) FILTER (WHERE b.seq = 0), count(*)"
         " FROM vote.ballot b JOIN record.entry e ON e.index = b.entry_index"
         " WHERE b.round_no = $1::integer GROUP BY day ORDER BY day"},
    /* $1 round: by district and by how codes are handed out, codes and those that voted */
    [DB_JOB_TURNOUT_CODES] =
        {"job_turnout_codes", DB_JOBS, 1,
         "SELECT t.district, t.purpose, count(*), count(v.key) FROM vote.batch t"
         " JOIN vote.credential c ON c.round_no = t.round_no AND c.batch = t.batch"
         " LEFT JOIN vote.ballot v ON v.round_no = c.round_no AND v.key = c.key AND v.seq = 0"
         " WHERE t.round_no = $1::integer GROUP BY t.district, t.purpose"
         " ORDER BY t.district, t.purpose"},
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
    [DB_JOB_EXPORTS] =
        {"job_exports", DB_JOBS, 1,
         "SELECT x.name, x.blob FROM work.export x WHERE x.round_no = $1::integer ORDER BY x.name"},
    /* $1 round, $2 name, $3 blob */
    [DB_JOB_EXPORT_PUT] =
        {"job_export_put", DB_JOBS, 3,
         "INSERT INTO work.export (round_no, name, blob) VALUES ($1::integer, $2::text, $3::bytea)"
         " ON CONFLICT (round_no, name) DO UPDATE SET blob = excluded.blob"},

    /* $1 signing key */
    [DB_JOB_MINISIGN_ID] = {"job_minisign_id", DB_JOBS, 1,
                            "SELECT k.minisign_id FROM staff.signing_key k WHERE k.key = $1::bytea"},
    [DB_JOB_LOG_KEY] = {"job_log_key", DB_JOBS | DB_WITNESS, 0,
                        "SELECT k.key FROM work.server_key k WHERE k.name = 'log'"},

    /* Blobs. $1 hash, $2 size */
    [DB_BLOB_INSERT] = {"blob_insert", DB_SERVER | DB_SEQUENCER | DB_JOBS, 2,
                        "INSERT INTO record.blob (hash, size) VALUES ($1::bytea, $2::bigint)"
                        " ON CONFLICT (hash) DO NOTHING"},
    /* $1 hash, $2 part, $3 bytes */
    [DB_BLOB_PART_INSERT] =
        {"blob_part_insert", DB_SERVER | DB_SEQUENCER | DB_JOBS, 3,
         "INSERT INTO record.blob_part (hash, part, bytes)"
         " VALUES ($1::bytea, $2::integer, $3::bytea) ON CONFLICT (hash, part) DO NOTHING"},
    /* $1 hash, $2 part */
    [DB_BLOB_PART] =
        {"blob_part", DB_SERVER | DB_SEQUENCER | DB_JOBS, 2,
         "SELECT p.bytes FROM record.blob_part p WHERE p.hash = $1::bytea AND p.part = $2::integer"},

    /* The record. */

    [DB_CHECKPOINT] = {"checkpoint", DB_SERVER | DB_SEQUENCER | DB_WITNESS, 0,
                       "SELECT c.size, c.note FROM record.checkpoint c ORDER BY c.size DESC LIMIT 1"},
    /* $1 level, $2 index: a full tile */
    [DB_TILE] = {"tile", DB_SERVER | DB_SEQUENCER | DB_WITNESS, 2,
                 "SELECT t.hashes FROM record.tile t WHERE t.level = $1::smallint AND t.index = $2::bigint"},
    /* $1 first, $2 count: a partial tile of level 0 */
    [DB_TILE_LEAVES] =
        {"tile_leaves", DB_SERVER | DB_SEQUENCER | DB_WITNESS, 2,
         "SELECT string_agg(e.leaf_hash, ''::bytea ORDER BY e.index) FROM record.entry e WHERE e.index"
         " >= $1::bigint AND e.index < $1::bigint + $2::bigint"},
    /* $1 level below, $2 first, $3 count: a partial tile of another level */
    [DB_TILE_ROOTS] =
        {"tile_roots", DB_SERVER | DB_SEQUENCER | DB_WITNESS, 3,
         "SELECT string_agg(t.root, ''::bytea ORDER BY t.index) FROM record.tile t WHERE t.level ="
         " $1::smallint AND t.index >= $2::bigint AND t.index < $2::bigint + $3::bigint"},
    /* $1 index */
    [DB_ENTRY] =
        {"entry", DB_SERVER, 1,
         "SELECT e.bytes, e.minute, e.round_id, e.type FROM record.entry e WHERE e.index = $1::bigint"},
    /* $1 size: a row when a tree of at least this size is signed */
    [DB_SIGNED] = {"signed", DB_SERVER, 1,
                   "SELECT 1 FROM record.checkpoint c WHERE c.size >= $1::bigint LIMIT 1"},
    /* $1 first, $2 count */
    [DB_ENTRIES] = {"entries", DB_SERVER, 2,
                    "SELECT e.bytes FROM record.entry e WHERE e.index >= $1::bigint"
                    " AND e.index < $1::bigint + $2::bigint ORDER BY e.index"},
    [DB_PUBLIC_ACTS] = {"public_acts", DB_SERVER, 6, PUBLIC_ACTS("'UTC'::text", "")},
    /* $7 assembly: what was done in its rounds, and about it */
    [DB_PUBLIC_ASSEMBLY_ACTS] =
        {"public_assembly_acts", DB_SERVER, 7,
         PUBLIC_ACTS("'UTC'::text",
                     " AND (f.round_id IN (SELECT o.id FROM vote.round o WHERE o.assembly = $7::text)"
                     " OR (f.type IN ('staff', 'draft') AND convert_from(f.bytes, 'UTF8')::jsonb ->> 'assembly'"
                     " = $7::text))")},
    /* $7 round id, $8 assembly whose it must be (null: any) */
    [DB_PUBLIC_ROUND_ACTS] = {"public_round_acts", DB_SERVER, 8,
                              PUBLIC_ACTS(
                                  "coalesce((SELECT d.content -> 'schedule' ->> 'zone' FROM vote.round r"
                                  " JOIN vote.round_draft d ON d.round_no = r.no WHERE r.id = $7::bytea"
                                  " AND r.definition IS NOT NULL), 'UTC')",
                                  " AND f.round_id = $7::bytea AND ($8::text IS NULL OR EXISTS (SELECT FROM"
                                  " vote.round o WHERE o.id = $7::bytea AND o.assembly = $8::text))")},
    /* $1 hash */
    [DB_BLOB] = {"blob", DB_SERVER | DB_SEQUENCER, 1,
                 "SELECT b.size FROM record.blob b WHERE b.hash = $1::bytea"},

    /* The sequencer. Its writes are one lock long: whoever begins a term waits for it. */

    [DB_SEQUENCER_LOCK] = {"sequencer_lock", DB_SEQUENCER, 0,
                           "SELECT pg_advisory_xact_lock(7239010733)::text"},
    [DB_SEQUENCER_CHECK] =
        {"sequencer_check", DB_SEQUENCER, 0,
         "SELECT (SELECT max(m.term) FROM record.term m), coalesce((SELECT max(t.size) FROM"
         " record.tree t), 0)"},
    [DB_TERM_ADD] = {"term_add", DB_SEQUENCER, 0, "INSERT INTO record.term DEFAULT VALUES RETURNING term"},
    [DB_RECORD_END] = {"record_end", DB_SEQUENCER, 0,
                       "SELECT e.index, e.minute FROM record.entry e ORDER BY e.index DESC LIMIT 1"},
    [DB_TREE_NEWEST] = {"tree_newest", DB_SEQUENCER | DB_WITNESS, 0,
                        "SELECT t.size, t.root FROM record.tree t ORDER BY t.size DESC LIMIT 1"},
    /* $1 size */
    [DB_TREE_AT] = {"tree_at", DB_SEQUENCER, 1, "SELECT t.root FROM record.tree t WHERE t.size = $1::bigint"},
    [DB_ENTRIES_ADD] =
        {"entries_add", DB_SEQUENCER, 6,
         "INSERT INTO record.entry (index, round_id, type, minute, leaf_hash, bytes) SELECT * FROM"
         " unnest($1::bigint[], $2::bytea[], $3::text[], $4::bigint[], $5::bytea[], $6::bytea[])"},
    [DB_TILES_ADD] =
        {"tiles_add", DB_SEQUENCER, 4,
         "INSERT INTO record.tile (level, index, root, hashes) SELECT * FROM unnest($1::smallint[],"
         " $2::bigint[], $3::bytea[], $4::bytea[])"},
    [DB_TREE_ADD] = {"tree_add", DB_SEQUENCER, 3,
                     "INSERT INTO record.tree (size, root, term) VALUES ($1::bigint, $2::bytea, $3::bigint)"},
    /* For one transaction that can be lost and made again. */
    [DB_COMMIT_SOON] = {"commit_soon", DB_SEQUENCER, 0,
                        "SELECT set_config('synchronous_commit', 'off', true)"},
    [DB_CHECKPOINT_ADD] =
        {"checkpoint_add", DB_SEQUENCER, 2,
         "INSERT INTO record.checkpoint (size, note) VALUES ($1::bigint, $2::text) ON CONFLICT (size)"
         " DO NOTHING"},
    /* $1 rounds, $2 credentials, $3 ballot ids: for each its position, district (null: not listed), void,
       newest ballot and whether that is less than 10 s old, where the same ballot stands, and batch */
    [DB_CASTS_READ] =
        {"casts_read", DB_SEQUENCER, 3,
         "SELECT (i.n - 1)::integer, b.district, v.key IS NOT NULL, l.seq, l.ballot_id, (SELECT"
         " t.committed_at > clock_timestamp() - interval '10 seconds' FROM record.tree t WHERE t.size >"
         " l.entry_index ORDER BY t.size LIMIT 1), s.entry_index, c.batch FROM unnest($1::integer[],"
         " $2::bytea[], $3::bytea[]) WITH ORDINALITY AS i (round_no, key, ballot_id, n) LEFT JOIN"
         " vote.credential c ON c.round_no = i.round_no AND c.key = i.key LEFT JOIN vote.batch b ON"
         " b.round_no = c.round_no AND b.batch = c.batch LEFT JOIN vote.void v ON v.round_no ="
         " c.round_no AND v.key = c.key LEFT JOIN vote.ballot s ON s.ballot_id = i.ballot_id AND"
         " s.round_no = i.round_no LEFT JOIN LATERAL (SELECT k.seq, k.ballot_id, k.entry_index FROM"
         " vote.ballot k WHERE k.round_no = c.round_no AND k.key = c.key ORDER BY k.seq DESC LIMIT 1) l"
         " ON true"},
    /* $1 positions, $2 rounds, $3 points: the positions of points that were seen before */
    [DB_POINTS_READ] =
        {"points_read", DB_SEQUENCER, 3,
         "SELECT i.n FROM unnest($1::integer[], $2::integer[], $3::uuid[]) AS i (n, round_no, point)"
         " WHERE EXISTS (SELECT FROM vote.seen_point s WHERE s.round_no = i.round_no AND s.point ="
         " i.point OFFSET 0)"},
    [DB_BALLOTS_ADD] =
        {"ballots_add", DB_SEQUENCER, 6,
         "INSERT INTO vote.ballot (round_no, key, seq, ballot_id, prev_id, entry_index) SELECT * FROM"
         " unnest($1::integer[], $2::bytea[], $3::smallint[], $4::bytea[], $5::bytea[], $6::bigint[])"},
    [DB_POINTS_ADD] = {"points_add", DB_SEQUENCER, 2,
                       "INSERT INTO vote.seen_point (round_no, point) SELECT * FROM unnest($1::integer[],"
                       " $2::uuid[])"},
    /* $1 rounds, $2 batches, $3 seqs of ballots, $4 hour */
    [DB_TURNOUT_ADD] =
        {"turnout_add", DB_SEQUENCER, 4,
         "INSERT INTO vote.turnout AS t (round_no, batch, hour, ballots, voters) SELECT u.round_no, u.batch,"
         " $4::bigint, count(*), count(*) FILTER (WHERE u.seq = 0) FROM unnest($1::integer[], $2::text[],"
         " $3::smallint[]) AS u (round_no, batch, seq) GROUP BY u.round_no, u.batch"
         " ON CONFLICT (round_no, batch, hour) DO UPDATE SET ballots = t.ballots + excluded.ballots,"
         " voters = t.voters + excluded.voters"},
    [DB_ROUNDS_OPEN] = {"rounds_open", DB_SEQUENCER, 0,
                        "SELECT r.id FROM vote.round r WHERE r.state = 'open'"},
    /* $1 id or null, $2 eid or null */
    [DB_ROUND_FIND] = {"round_find", DB_SEQUENCER, 2,
                       "SELECT r.no, r.id FROM vote.round r WHERE r.id = $1::bytea OR r.eid = $2::bytea"},
    /* $1 round id, $2 after this index: a page of entries that are not ballots */
    [DB_ROUND_ACTS] =
        {"round_acts", DB_SEQUENCER, 2,
         "SELECT e.index, e.bytes FROM record.entry e WHERE e.round_id = $1::bytea AND e.type <>"
         " 'ballot' AND e.index > $2::bigint ORDER BY e.index LIMIT 256"},
    [DB_ROUND_ADD] =
        {"round_add", DB_SEQUENCER, 4,
         "INSERT INTO vote.round (id, nonce, assembly, predecessor) VALUES ($1::bytea, $2::bytea, $3::text,"
         " $4::integer) ON CONFLICT DO NOTHING RETURNING no"},
    [DB_ROUND_SET] =
        {"round_set", DB_SEQUENCER, 9,
         "UPDATE vote.round SET state = $2::text, definition = $3::bytea, credentials = $4::bytea, key"
         " = $5::bytea, eid = $6::bytea, close_minute = $7::bigint, sealed_minute = $8::bigint,"
         " successor = $9::bytea WHERE no = $1::integer"},
    /* $1 id */
    [DB_ASSEMBLY_FIND] = {"assembly_find", DB_SEQUENCER, 1,
                          "SELECT 1 FROM staff.assembly a WHERE a.id = $1::text"},
    /* $1 hash, $2 size */
    [DB_BLOB_FIND] = {"blob_find", DB_SEQUENCER, 2,
                      "SELECT 1 FROM record.blob b WHERE b.hash = $1::bytea AND b.size = $2::bigint"},
    /* $1 round: its credentials stay as they are until the end of the transaction; no row during an upload */
    [DB_ROUND_LOCK] = {"round_lock", DB_SEQUENCER, 1,
                       "SELECT 1 FROM vote.round r WHERE r.no = $1::integer FOR NO KEY UPDATE SKIP LOCKED"},
    /* $1 round: each batch with the hash of its keys blob */
    [DB_LISTED_BATCHES] =
        {"listed_batches", DB_SEQUENCER, 1,
         "SELECT b.batch, b.district, b.purpose, count(c.key), sha256(coalesce(string_agg(c.key,"
         " ''::bytea ORDER BY c.key), ''::bytea)) FROM vote.batch b LEFT JOIN vote.credential c ON"
         " c.round_no = b.round_no AND c.batch = b.batch WHERE b.round_no = $1::integer GROUP BY"
         " b.batch, b.district, b.purpose ORDER BY b.batch COLLATE \"C\""},
    /* $1 round: a row when one of its credentials is void in a round that handed it over; those have its
       nonce */
    [DB_LISTED_VOID] =
        {"listed_void", DB_SEQUENCER, 1,
         "SELECT 1 FROM vote.round r JOIN vote.round p ON p.nonce = r.nonce AND p.no <> r.no JOIN"
         " vote.void v ON v.round_no = p.no JOIN vote.credential c ON c.round_no = r.no AND c.key = v.key"
         " WHERE r.no = $1::integer LIMIT 1"},
    /* $1 round */
    [DB_BALLOT_ANY] = {"ballot_any", DB_SEQUENCER, 1,
                       "SELECT 1 FROM vote.ballot k WHERE k.round_no = $1::integer LIMIT 1"},
    [DB_BATCH_ADD] =
        {"batch_add", DB_SEQUENCER, 5,
         "INSERT INTO vote.batch (round_no, batch, district, purpose, listed) VALUES ($1::integer, $2::text,"
         " $3::text, $4::text, $5::bigint) ON CONFLICT DO NOTHING"},
    [DB_CREDENTIALS_ADD] =
        {"credentials_add", DB_SEQUENCER, 4,
         "INSERT INTO vote.credential (round_no, batch, key, serial) SELECT $1::integer, $2::text,"
         " u.key, u.serial FROM unnest($3::bytea[], $4::bigint[]) AS u (key, serial) ON CONFLICT DO"
         " NOTHING"},
    /* $1 round, $2 key: is it void, has it a ballot */
    [DB_CREDENTIAL_FIND] =
        {"credential_find", DB_SEQUENCER, 2,
         "SELECT EXISTS (SELECT FROM vote.void v WHERE v.round_no = c.round_no AND v.key = c.key),"
         " EXISTS (SELECT FROM vote.ballot k WHERE k.round_no = c.round_no AND k.key = c.key) FROM"
         " vote.credential c WHERE c.round_no = $1::integer AND c.key = $2::bytea"},
    /* $1 round, $2 serial */
    [DB_SERIAL_FIND] =
        {"serial_find", DB_SEQUENCER, 2,
         "SELECT 1 FROM vote.credential c WHERE c.round_no = $1::integer AND c.serial = $2::bigint"},
    /* $1 round, $2 batch: has one of its credentials a ballot */
    [DB_BATCH_FIND] =
        {"batch_find", DB_SEQUENCER, 2,
         "SELECT EXISTS (SELECT FROM vote.credential c JOIN vote.ballot k ON k.round_no = c.round_no"
         " AND k.key = c.key WHERE c.round_no = b.round_no AND c.batch = b.batch) FROM vote.batch b"
         " WHERE b.round_no = $1::integer AND b.batch = $2::text"},
    [DB_VOID_ADD] = {"void_add", DB_SEQUENCER, 3,
                     "INSERT INTO vote.void (round_no, key, entry_index) VALUES ($1::integer, $2::bytea,"
                     " $3::bigint)"},
    [DB_BATCH_VOID_ADD] =
        {"batch_void_add", DB_SEQUENCER, 3,
         "INSERT INTO vote.void (round_no, key, entry_index) SELECT c.round_no, c.key, $3::bigint FROM"
         " vote.credential c WHERE c.round_no = $1::integer AND c.batch = $2::text ON CONFLICT DO"
         " NOTHING"},
    /* For one transaction that reads all ballots of a round. */
    [DB_WHOLE_TABLES] =
        {"whole_tables", DB_SEQUENCER, 0,
         "SELECT set_config('enable_hashjoin', 'on', true), set_config('enable_seqscan', 'on', true),"
         " set_config('plan_cache_mode', 'force_custom_plan', true)"},
    /* $1 round: for each district its ballots, those of void credentials, and credentials whose last ballot
       counts */
    [DB_TOTALS] =
        {"totals", DB_SEQUENCER, 1,
         "SELECT b.district, sum(p.ballots)::bigint, coalesce(sum(p.ballots) FILTER (WHERE v.key IS"
         " NOT NULL), 0)::bigint, (count(*) FILTER (WHERE v.key IS NULL))::bigint FROM (SELECT"
         " k.round_no, k.key, count(*) AS ballots FROM vote.ballot k WHERE k.round_no = $1::integer"
         " GROUP BY k.round_no, k.key) p JOIN vote.credential c ON c.round_no = p.round_no AND c.key ="
         " p.key JOIN vote.batch b ON b.round_no = c.round_no AND b.batch = c.batch LEFT JOIN vote.void"
         " v ON v.round_no = p.round_no AND v.key = p.key GROUP BY b.district"},
    /* $1 round, $2 kind, $3 contest, $4 not before (seconds since 1970) */
    [DB_JOB_ADD] =
        {"job_add", DB_SEQUENCER, 4,
         "INSERT INTO work.job (round_no, kind, contest, not_before) VALUES ($1::integer, $2::text,"
         " $3::text, to_timestamp($4::bigint)) ON CONFLICT DO NOTHING"},
    /* $1 round, $2 kind, $3 contest: now, whether it was done or is under way */
    [DB_JOB_RENEW] =
        {"job_renew", DB_SEQUENCER, 3,
         "INSERT INTO work.job (round_no, kind, contest) VALUES ($1::integer, $2::text, $3::text)"
         " ON CONFLICT (round_no, kind, contest) DO UPDATE SET state = 'waiting', attempts = 0,"
         " not_before = now(), detail = NULL, result = NULL"},
    /* $1 round */
    [DB_OPENINGS_WITHDRAW] =
        {"openings_withdraw", DB_SEQUENCER, 1,
         "UPDATE work.act SET state = 'withdrawn' WHERE round_no = $1::integer AND type = 'opening'"
         " AND state IN ('proposed', 'submitted')"},
    [DB_JOB_NOTIFY] = {"job_notify", DB_SEQUENCER, 0, "SELECT pg_notify('folkmoot_job', '')::text"},
    /* one row for each entry */
    [DB_SUBMISSIONS_WAITING] =
        {"submissions_waiting", DB_SEQUENCER, 0,
         "SELECT s.id, s.act, u.bytes FROM (SELECT w.id, w.act, w.entries FROM work.submission w WHERE"
         " w.state = 'waiting' ORDER BY w.id LIMIT 16) s LEFT JOIN LATERAL unnest(s.entries) WITH"
         " ORDINALITY AS u (bytes, n) ON true ORDER BY s.id, u.n"},
    [DB_SUBMISSION_SET] =
        {"submission_set", DB_SEQUENCER, 5,
         "UPDATE work.submission SET state = $2::text, first_index = $3::bigint, problem = $4::text,"
         " detail = $5::text WHERE id = $1::bigint AND state = 'waiting'"},
    /* an act that came without a submission leaves one, which says where it is in the record */
    [DB_SUBMISSION_ADD] =
        {"submission_add", DB_SEQUENCER, 4,
         "INSERT INTO work.submission (round_no, entries, state, first_index, act) SELECT a.round_no,"
         " $2::bytea[], $3::text, $4::bigint, a.id FROM work.act a WHERE a.id = $1::bigint"},
    [DB_ACT_SET] =
        {"act_set", DB_SEQUENCER, 3,
         "UPDATE work.act SET state = $2::text, detail = $3::text WHERE id = $1::bigint AND state IN"
         " ('proposed', 'submitted')"},
    [DB_SUBMISSION_DONE_NOTIFY] = {"submission_done_notify", DB_SEQUENCER, 0,
                                   "SELECT pg_notify('folkmoot_submission_done', '')::text"},

    /* Ballots and credentials for the public. */

    /* The record under the eyes of its witnesses. */

    /* The newest checkpoint with the quorum. */
    [DB_WITNESSED] = {"witnessed", DB_SERVER, 0,
                      "SELECT w.size, w.note FROM record.witnessed w ORDER BY w.number DESC LIMIT 1"},
    /* $1 index: the newest checkpoints with cosignatures that cover that entry */
    [DB_WITNESSED_AFTER] = {"witnessed_after", DB_SEQUENCER, 1,
                            "SELECT w.note FROM record.witnessed w WHERE w.size > $1::bigint"
                            " ORDER BY w.number DESC LIMIT 4"},
    /* $1 size, $2 note */
    [DB_WITNESSED_ADD] = {"witnessed_add", DB_WITNESS, 2,
                          "INSERT INTO record.witnessed (size, note) VALUES ($1::bigint, $2::text)"},
    /* $1 index: checkpoints with cosignatures that cover that entry, the first ones */
    [DB_JOB_WITNESSED] = {"job_witnessed", DB_JOBS, 1,
                          "SELECT w.size, w.note FROM record.witnessed w WHERE w.size > $1::bigint"
                          " ORDER BY w.size, w.number"},

    /* Logs of others that this city witnesses. Whoever cosigns holds this lock, on whatever machine. */

    [DB_WITNESS_LOCK] = {"witness_lock", DB_WITNESS, 0, "SELECT pg_advisory_xact_lock(7239010734)::text"},
    /* $1 origin */
    [DB_WITNESS_TREE] = {"witness_tree", DB_WITNESS, 1,
                         "SELECT l.size, l.root FROM witness.log l WHERE l.origin = $1::text"},
    /* $1 origin, $2 size, $3 root, $4 note */
    [DB_WITNESS_PUT] = {"witness_put", DB_WITNESS, 4,
                        "INSERT INTO witness.log (origin, size, root, note) VALUES ($1::text, $2::bigint, "
                        "$3::bytea, $4::text)"
                        " ON CONFLICT (origin) DO UPDATE SET size = excluded.size, root = excluded.root,"
                        " note = excluded.note, cosigned_at = now()"},
    /* $1 SHA-256 of an origin */
    [DB_WITNESS_CHECKPOINT] = {"witness_checkpoint", DB_SERVER, 1,
                               "SELECT l.note FROM witness.log l"
                               " WHERE sha256(convert_to(l.origin, 'UTF8')) = $1::bytea"},

    /* Copies of those logs; $1 is the SHA-256 of the origin unless said. */

    /* $1 origin: a row for a log that was cosigned */
    [DB_MIRROR_TAKE] = {"mirror_take", DB_WITNESS, 1,
                        "INSERT INTO witness.mirror (origin, hash) SELECT l.origin,"
                        " sha256(convert_to(l.origin, 'UTF8')) FROM witness.log l WHERE l.origin = $1::text"
                        " ON CONFLICT (origin) DO NOTHING"},
    /* the copy, and the tree that was cosigned last */
    [DB_MIRROR_FIND] = {"mirror_find", DB_WITNESS, 1,
                        "SELECT m.size, m.bytes, m.shown, l.size, l.root, l.note FROM witness.mirror m"
                        " JOIN witness.log l ON l.origin = m.origin WHERE m.hash = $1::bytea"},
    /* until the end of the transaction nobody else adds to it */
    [DB_MIRROR_LOCK] = {"mirror_lock", DB_WITNESS, 1,
                        "SELECT m.size FROM witness.mirror m WHERE m.hash = $1::bytea FOR UPDATE"},
    [DB_MIRROR_ENTRIES_ADD] =
        {"mirror_entries_add", DB_WITNESS, 7,
         "INSERT INTO witness.entry (mirror, index, type, eid, subject, leaf_hash, bytes)"
         " SELECT m.no, n.* FROM witness.mirror m, unnest($2::bigint[], $3::text[], $4::bytea[], $5::bytea[],"
         " $6::bytea[], $7::bytea[]) n WHERE m.hash = $1::bytea"},
    [DB_MIRROR_TILES_ADD] =
        {"mirror_tiles_add", DB_WITNESS, 5,
         "INSERT INTO witness.tile (mirror, level, index, root, hashes) SELECT m.no, n.* FROM witness.mirror "
         "m,"
         " unnest($2::smallint[], $3::bigint[], $4::bytea[], $5::bytea[]) n WHERE m.hash = $1::bytea"},
    /* $1 hashes, $2 blobs */
    [DB_MIRROR_BLOBS_ADD] =
        {"mirror_blobs_add", DB_WITNESS, 2,
         "INSERT INTO witness.blob (hash, bytes) SELECT * FROM unnest($1::bytea[], $2::bytea[])"
         " ON CONFLICT (hash) DO NOTHING"},
    /* $2 size, $3 bytes more, $4 a checkpoint with our cosignature of this size (null: none) */
    [DB_MIRROR_GROW] = {"mirror_grow", DB_WITNESS, 4,
                        "UPDATE witness.mirror SET size = $2::bigint, bytes = bytes + $3::bigint,"
                        " own = coalesce($4::text, own) WHERE hash = $1::bytea"},
    /* $2 what the log shows (null: nothing new) */
    [DB_MIRROR_VISITED] = {"mirror_visited", DB_WITNESS, 2,
                           "UPDATE witness.mirror SET visited_at = now(), shown = coalesce($2::text, shown)"
                           " WHERE hash = $1::bytea"},
    [DB_MIRROR_SHOW] = {"mirror_show", DB_SERVER, 1,
                        "SELECT m.origin, m.size, m.own, m.shown, extract(epoch FROM m.visited_at)::bigint"
                        " FROM witness.mirror m WHERE m.hash = $1::bytea AND m.visited_at IS NOT NULL"},
    /* $2 size: a row when it has so many entries */
    [DB_MIRROR_HAS] = {"mirror_has", DB_SERVER, 2,
                       "SELECT 1 FROM witness.mirror m WHERE m.hash = $1::bytea AND m.size >= $2::bigint"},
    /* $2 level, $3 index: a full tile */
    [DB_MIRROR_TILE] = {"mirror_tile", DB_SERVER | DB_WITNESS, 3,
                        "SELECT t.hashes FROM witness.tile t JOIN witness.mirror m ON m.no = t.mirror"
                        " WHERE m.hash = $1::bytea AND t.level = $2::smallint AND t.index = $3::bigint"},
    /* $2 first, $3 count: a partial tile of level 0 */
    [DB_MIRROR_TILE_LEAVES] =
        {"mirror_tile_leaves", DB_SERVER | DB_WITNESS, 3,
         "SELECT string_agg(e.leaf_hash, ''::bytea ORDER BY e.index) FROM witness.entry e"
         " JOIN witness.mirror m ON m.no = e.mirror WHERE m.hash = $1::bytea AND e.index >= $2::bigint"
         " AND e.index < $2::bigint + $3::bigint"},
    /* $2 level below, $3 first, $4 count: a partial tile of another level */
    [DB_MIRROR_TILE_ROOTS] =
        {"mirror_tile_roots", DB_SERVER | DB_WITNESS, 4,
         "SELECT string_agg(t.root, ''::bytea ORDER BY t.index) FROM witness.tile t"
         " JOIN witness.mirror m ON m.no = t.mirror WHERE m.hash = $1::bytea AND t.level = $2::smallint"
         " AND t.index >= $3::bigint AND t.index < $3::bigint + $4::bigint"},
    /* $2 first, $3 count */
    [DB_MIRROR_ENTRIES] = {"mirror_entries", DB_SERVER, 3,
                           "SELECT e.bytes FROM witness.entry e JOIN witness.mirror m ON m.no = e.mirror"
                           " WHERE m.hash = $1::bytea AND e.index >= $2::bigint"
                           " AND e.index < $2::bigint + $3::bigint ORDER BY e.index"},
    /* $1 its hash */
    [DB_MIRROR_BLOB] = {"mirror_blob", DB_SERVER, 1,
                        "SELECT octet_length(b.bytes) FROM witness.blob b WHERE b.hash = $1::bytea"},
    /* $1 its hash, $2 part */
    [DB_MIRROR_BLOB_PART] = {"mirror_blob_part", DB_SERVER, 2,
                             "SELECT substr(b.bytes, $2::integer * 1048576 + 1, 1048576) FROM witness.blob b"
                             " WHERE b.hash = $1::bytea"},
    /* $2 eid, $3 key: what is known of a credential, and of the election what bears on it */
    [DB_MIRROR_CREDENTIAL] =
        {"mirror_credential", DB_SERVER, 3,
         "SELECT e.index, e.type FROM witness.entry e JOIN witness.mirror m ON m.no = e.mirror"
         " WHERE m.hash = $1::bytea AND e.eid = $2::bytea AND (e.subject = $3::bytea OR e.subject IS NULL"
         " AND e.type IN ('opening', 'addition', 'batch-void', 'sealing')) ORDER BY e.index"},

    /* $1 round id, $2 ballot id */
    [DB_BALLOT_FIND] =
        {"ballot_find", DB_SERVER, 2,
         "SELECT k.entry_index FROM vote.ballot k JOIN vote.round r ON r.no = k.round_no WHERE r.id ="
         " $1::bytea AND k.ballot_id = $2::bytea"},
    /* $1 round id */
    [DB_ROUND_STATE] = {"round_state", DB_SERVER, 1,
                        "SELECT r.state FROM vote.round r WHERE r.id = $1::bytea"},
    /* $1 least, $2 greatest ballot id */
    [DB_TRACKER_FIND] =
        {"tracker_find", DB_SERVER, 2,
         "SELECT r.id, k.key, k.ballot_id, k.entry_index, e.minute FROM vote.ballot k JOIN vote.round"
         " r ON r.no = k.round_no JOIN record.entry e ON e.index = k.entry_index WHERE k.ballot_id >="
         " $1::bytea AND k.ballot_id <= $2::bytea ORDER BY k.ballot_id LIMIT 1"},
    /* $1 round id, $2 key: a row when there is the round */
    [DB_CREDENTIAL_STATUS] =
        {"credential_status", DB_SERVER, 2,
         "SELECT r.no, c.serial, c.batch, b.district, v.entry_index, e.minute, e.bytes FROM vote.round"
         " r LEFT JOIN vote.credential c ON c.round_no = r.no AND c.key = $2::bytea LEFT JOIN"
         " vote.batch b ON b.round_no = c.round_no AND b.batch = c.batch LEFT JOIN vote.void v ON"
         " v.round_no = c.round_no AND v.key = c.key LEFT JOIN record.entry e ON e.index ="
         " v.entry_index WHERE r.id = $1::bytea"},
    /* $1 round id, $2 serial: a row when there is the round */
    [DB_SERIAL_STATUS] = {"serial_status", DB_SERVER, 2,
                          "SELECT c.key FROM vote.round r LEFT JOIN vote.credential c ON c.round_no = r.no"
                          " AND c.serial = $2::bigint WHERE r.id = $1::bytea"},
    /* $1 round id, $2 key */
    [DB_CREDENTIAL_BALLOTS] =
        {"credential_ballots", DB_SERVER, 2,
         "SELECT k.seq, k.ballot_id, k.entry_index, e.minute FROM vote.round r JOIN vote.ballot k ON"
         " k.round_no = r.no AND k.key = $2::bytea JOIN record.entry e ON e.index = k.entry_index WHERE"
         " r.id = $1::bytea ORDER BY k.seq"},
};
