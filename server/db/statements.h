/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * All SQL of the server and its jobs: constant, schema-qualified, parameterised. A pool prepares the
 * statements of its role on every connection, so that a statement that does not fit the schema is found when
 * the server starts, not when a voter comes.
 *
 * Add one: an enum constant here, its row in statements.c. Parameters are sent as text (integers, text,
 * booleans) or binary (bytea); write casts ($1::bigint) where the type is not plain from the context.
 * Results come back in binary: select only int2/int4/int8, bool, text, bytea, or cast to these
 * (times as (extract(epoch from t) * 1000000)::bigint).
 */
#ifndef FOLKMOOT_SERVER_DB_STATEMENTS_H
#define FOLKMOOT_SERVER_DB_STATEMENTS_H

enum db_statement {
    DB_PING,
    DB_PERSON_FOR_SIGN_IN,
    DB_SESSION_ADD,
    DB_SESSION_FIND,
    DB_SESSION_SHOW,
    DB_SESSION_REMOVE,
    DB_ADMINISTRATOR_PUT,

    DB_ASSEMBLIES,
    DB_ASSEMBLY_ADD,
    DB_PEOPLE,
    DB_PERSON_ADD,
    DB_ROLE_ADD,
    DB_SIGNING_KEY_SET,
    DB_PERSON_KEY,
    DB_ROUNDS,
    DB_ROUND_FULL,
    DB_ROUND_TURNOUT,
    DB_ROUND_TEXTS,
    DB_ROUND_EXPORTS,
    DB_ROUND_OPENING,
    DB_ROUND_JOBS,
    DB_DRAFT,
    DB_DRAFT_PUT,
    DB_DRAFT_HAND_OVER,
    DB_PREDECESSOR,
    DB_FREEZE_INPUTS,
    DB_PEOPLE_BY_LOGIN,
    DB_TEXTS_ADD,
    DB_REQUIRE_PREPARING,
    DB_LIST_UPLOADED,
    DB_UPLOAD_CLEAR_KEYS,
    DB_UPLOAD_CLEAR_BATCHES,
    DB_UPLOAD_BATCH,
    DB_UPLOAD_KEYS,
    DB_BATCHES,
    DB_REQUIRE_LIST,
    DB_BATCH_REMOVE_KEYS,
    DB_BATCH_REMOVE,
    DB_UPLOADS_FORGET,
    DB_UPLOAD_BEGIN,
    DB_UPLOAD_FIND,
    DB_UPLOAD_PART_PUT,
    DB_UPLOAD_CHECK,
    DB_UPLOAD_TAKE_KEYS,
    DB_UPLOAD_TAKE_BLOB,
    DB_UPLOAD_TAKE_PARTS,
    DB_UPLOAD_CLASHES,
    DB_UPLOAD_REMOVE,
    DB_LIST_BYTES,
    DB_ROUND_WORDS,
    DB_CODES_HANDED_OVER,
    DB_ACT,
    DB_ACTS,
    DB_ACT_ADD,
    DB_ACT_SIGN,
    DB_ACT_SUBMITTED,
    DB_ROUND_KEY,
    DB_OPENING_PENDING,
    DB_OPENING_ACKNOWLEDGED,
    DB_ACKNOWLEDGEMENT_ADD,
    DB_SEALING_TOTALS,
    DB_CREDENTIAL_BY_SERIAL,
    DB_JOB_QUEUE,
    DB_JOB_AGAIN,
    DB_JOB_CALL,
    DB_EXPORT_PUT,
    DB_ZONE_OFFSETS,
    DB_ROUND_RESULT,
    DB_ROUND_SUMS,

    DB_JOB_CANDIDATES,
    DB_JOBS_RETRY,
    DB_JOB_LOCK,
    DB_JOB_UNLOCK,
    DB_JOB_START,
    DB_JOB_PROGRESS,
    DB_JOB_FINISH,
    DB_JOBS_LISTEN,
    DB_SERVER_KEY_PUT,
    DB_SUBMIT,
    DB_SUBMISSION_NOTIFY,
    DB_SUBMISSION_STATE,
    DB_SUBMISSIONS_LISTEN,
    DB_JOB_ROUND_ACTS,
    DB_JOB_ROUND_CASTS,
    DB_JOB_ROUND_TEXTS,
    DB_JOB_TURNOUT_DAYS,
    DB_JOB_TURNOUT_CODES,
    DB_JOB_ACT,
    DB_JOB_TREE,
    DB_JOB_NOTE,
    DB_JOB_ENTRIES,
    DB_JOB_EXPORTS,
    DB_JOB_EXPORT_PUT,
    DB_JOB_MINISIGN_ID,
    DB_JOB_LOG_KEY,
    DB_BLOB_INSERT,
    DB_BLOB_PART_INSERT,
    DB_BLOB_PART,

    /* The record (server/sequencer/log_store.h). */
    DB_CHECKPOINT,
    DB_TILE,
    DB_TILE_LEAVES,
    DB_TILE_ROOTS,
    DB_SIGNED,
    DB_ENTRY,
    DB_ENTRIES,
    DB_BLOB,

    /* The sequencer. */
    DB_SEQUENCER_LOCK,
    DB_SEQUENCER_CHECK,
    DB_TERM_ADD,
    DB_RECORD_END,
    DB_TREE_NEWEST,
    DB_TREE_AT,
    DB_ENTRIES_ADD,
    DB_TILES_ADD,
    DB_TREE_ADD,
    DB_COMMIT_SOON,
    DB_CHECKPOINT_ADD,
    DB_CASTS_READ,
    DB_POINTS_READ,
    DB_BALLOTS_ADD,
    DB_POINTS_ADD,
    DB_ROUNDS_OPEN,
    DB_ROUND_FIND,
    DB_ROUND_ACTS,
    DB_ROUND_ADD,
    DB_ROUND_SET,
    DB_ASSEMBLY_FIND,
    DB_BLOB_FIND,
    DB_ROUND_LOCK,
    DB_LISTED_BATCHES,
    DB_LISTED_VOID,
    DB_BALLOT_ANY,
    DB_BATCH_ADD,
    DB_CREDENTIALS_ADD,
    DB_CREDENTIAL_FIND,
    DB_SERIAL_FIND,
    DB_BATCH_FIND,
    DB_VOID_ADD,
    DB_BATCH_VOID_ADD,
    DB_WHOLE_TABLES,
    DB_TOTALS,
    DB_JOB_ADD,
    DB_JOB_RENEW,
    DB_OPENINGS_WITHDRAW,
    DB_JOB_NOTIFY,
    DB_SUBMISSIONS_WAITING,
    DB_SUBMISSION_SET,
    DB_SUBMISSION_ADD,
    DB_ACT_SET,
    DB_SUBMISSION_DONE_NOTIFY,

    /* The record under the eyes of its witnesses. */
    DB_WITNESSED,
    DB_WITNESSED_AFTER,
    DB_WITNESSED_ADD,
    DB_JOB_WITNESSED,

    /* Logs of others that this city witnesses. */
    DB_WITNESS_LOCK,
    DB_WITNESS_TREE,
    DB_WITNESS_PUT,
    DB_WITNESS_CHECKPOINT,

    /* Ballots and credentials for the public. */
    DB_BALLOT_FIND,
    DB_ROUND_STATE,
    DB_TRACKER_FIND,
    DB_CREDENTIAL_STATUS,
    DB_SERIAL_STATUS,
    DB_CREDENTIAL_BALLOTS,

    DB_STATEMENT_COUNT,
};

/* Who uses a statement; bits. */
enum db_user {
    DB_SERVER = 1 << 0, /* pools of the event loops */
    DB_SEQUENCER = 1 << 1,
    DB_JOBS = 1 << 2,
    DB_WITNESS = 1 << 3, /* both sides of tlog-witness */
};

struct db_statement_text {
    const char *name; /* under which it is prepared; shown in errors */
    unsigned users;   /* enum db_user bits */
    unsigned params;
    const char *sql;
};

extern const struct db_statement_text db_statements[DB_STATEMENT_COUNT];

#endif
