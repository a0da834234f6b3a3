/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The entries of the log (docs/protocol.md section 4), read and written through one table of their types and
 * members.
 *
 * To make an entry: zero-initialise a struct entry, set type, minute and the fields that its type has (all
 * others are ignored), sign if needed (act.h), entry_write(). A field has the name of the member.
 */
#ifndef FOLKMOOT_BALLOT_ENTRY_H
#define FOLKMOOT_BALLOT_ENTRY_H

#include "ballot/ballot.h"
#include "crypto/possession.h"

enum {
    ENTRY_BYTES_MAX = 65535,
    ENTRY_SIGNATURES_MAX = 64,
    ENTRY_HASHES_MAX = 64, /* mixes of a chain */
    ENTRY_NAMES_MAX = 1000,
    ENTRY_TEXT_BYTES_MAX = 1000,
    ENTRY_NOTE_BYTES_MAX = 32768,
    ENTRY_RESULT_BYTES_MAX = 64 << 20,
};
#define ENTRY_BLOB_BYTES_MAX (UINT64_C(1) << 40) /* mixes, shares, messages, papers */

/* In the order of the table in the protocol. */
enum entry_type {
    ENTRY_LOG_START,
    ENTRY_STAFF,
    ENTRY_DRAFT,
    ENTRY_DEFINITION,
    ENTRY_BATCH_MERGE,
    ENTRY_CREDENTIAL_LIST,
    ENTRY_TRUSTEE_COMMIT,
    ENTRY_TRUSTEE_JOIN,
    ENTRY_DKG_MESSAGE,
    ENTRY_DKG_RESTART,
    ENTRY_OPENING,
    ENTRY_ACKNOWLEDGEMENT,
    ENTRY_BALLOT,
    ENTRY_ADDITION,
    ENTRY_ISSUE,
    ENTRY_VOID,
    ENTRY_BATCH_VOID,
    ENTRY_EXTENSION,
    ENTRY_NOTE,
    ENTRY_VOTING_CLOSED,
    ENTRY_PAPER,
    ENTRY_PAPER_TOTALS,
    ENTRY_SEALING,
    ENTRY_DRAW_SOURCE,
    ENTRY_MIX,
    ENTRY_CHAIN_RESTART,
    ENTRY_MIXING_DONE,
    ENTRY_SHARE,
    ENTRY_COUNTED,
    ENTRY_CERTIFIED,
    ENTRY_PUBLISHED,
    ENTRY_CORRECTION,
    ENTRY_ANNULMENT,
    ENTRY_DESTRUCTION,
    ENTRY_PURGE,
    ENTRY_TYPES,
};

/* What an entry names first: nothing (entries of the city), its round, or its election. */
enum entry_scope { ENTRY_OF_CITY, ENTRY_OF_ROUND, ENTRY_OF_ELECTION };

const char *entry_type_name(enum entry_type type);
enum entry_scope entry_scope(enum entry_type type);

struct entry_signature {
    struct sign_public key;
    struct signature signature;
};

/* One contest in a sealing; totals of electronic ballots. ballots = replaced + withdrawn + input. */
struct contest_totals {
    const char *contest;
    uint64_t ballots;   /* by credentials that have the contest */
    uint64_t replaced;  /* not the last of their credential, which is not void */
    uint64_t withdrawn; /* by void credentials */
    uint64_t input;
    uint64_t withheld; /* = input when it is below the pool minimum and the definition withholds; else 0 */
};

struct entry {
    enum entry_type type;
    uint64_t minute;               /* not part of the act */
    uint8_t round[ROUND_ID_BYTES]; /* scope ENTRY_OF_ROUND */
    uint8_t eid[HASH_BYTES];       /* scope ENTRY_OF_ELECTION */
    size_t signature_count;
    const struct entry_signature *signatures; /* ascending by key */

    /* Optional members are there when their has_ is set. */
    bool has_assembly, has_reason, has_blamed, has_evidence, has_dkg, has_predecessor, has_successor,
        has_voided;

    struct bytes previous; /* log-start: checkpoint note */
    const char *act, *assembly, *role, *reason, *incident, *what;
    const char *batch, *into, *contest, *site, *box;
    const char *source, *value; /* draw-source */
    const char *voided;         /* issue: serial text */
    size_t from_count;
    const char **from; /* batch-merge */
    uint8_t nonce[ROUND_NONCE_BYTES];
    uint8_t predecessor[ROUND_ID_BYTES], successor[ROUND_ID_BYTES]; /* rounds, docs/protocol.md section 4 */
    uint8_t commitment[HASH_BYTES], salt[HASH_BYTES], root[HASH_BYTES], sums[HASH_BYTES];
    struct blob_ref definition, list, message, evidence, credentials, dkg, papers, totals, mix, share, result;
    uint64_t total, attempt, trustee, step, blamed, size, close, position, chain, abandoned, done;
    uint64_t issued, spoiled, valid, blank, invalid; /* paper */
    struct point static_key, credential;
    struct point key; /* opening: Y */
    size_t share_count;
    const struct point *shares; /* opening: Y_1.. */
    struct possession possession;
    size_t contest_count;
    const struct contest_totals *contests; /* sealing */
    size_t mix_count;
    const uint8_t (*mixes)[HASH_BYTES]; /* mixing-done */
    struct ballot ballot;               /* ballot.bytes is written; parsing fills all of it */
};

/* Strict; unknown members are refused. Everything lives in the arena or is a view into `bytes`. ERROR_INPUT
 * "bad-json", "not-canonical", "bad-field", "too-large", and those of ballot_parse. Ballots are read without
 * a JSON tree. */
MUST_CHECK bool entry_parse(struct bytes bytes, struct arena *arena, struct entry *out, struct error *err);
/* The same for an entry that is to be a ballot, as ballot_parse_unproven. */
MUST_CHECK bool entry_parse_unproven(struct bytes bytes, struct arena *arena, struct entry *out,
                                     struct error *err);
/* Append the canonical bytes; the inverse of entry_parse. ERROR_INPUT when a field is not allowed or the
 * entry would be too large. */
MUST_CHECK bool entry_write(const struct entry *entry, struct buffer *out, struct error *err);
/* As it is handed to the sequencer, which sets the minute: the entry without `minute`. */
MUST_CHECK bool entry_write_submission(const struct entry *entry, struct buffer *out, struct error *err);
/* Act bytes: the entry without minute and signatures. And back: minute 0, no signatures. */
MUST_CHECK bool act_write(const struct entry *entry, struct buffer *out, struct error *err);
MUST_CHECK bool act_parse(struct bytes bytes, struct arena *arena, struct entry *out, struct error *err);

/* Every blob that an entry names, as many as `refs` gets (at most ENTRY_REFS_MAX). */
enum { ENTRY_REFS_MAX = 4 };
size_t entry_refs(const struct entry *entry, struct blob_ref refs[ENTRY_REFS_MAX]);

#endif
