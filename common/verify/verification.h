/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Below verify.h, for the files of this room only: what is known of the bundle so far, and the checks in the
 * order in which they run. A check writes its outcome into the report; a `bool` says whether what comes after
 * has something to work on.
 */
#ifndef FOLKMOOT_VERIFY_VERIFICATION_H
#define FOLKMOOT_VERIFY_VERIFICATION_H

#include "ballot/input.h"
#include "ballot/round.h"
#include "crypto/work.h"
#include "record/bundle.h"
#include "record/checkpoint.h"
#include "verify/point_table.h"
#include "verify/verify.h"

/* An entry of this round that is no ballot. */
struct act {
    uint64_t index;
    struct entry entry;
};

struct batch {
    const char *id;
    uint16_t district;
    size_t first, count; /* its keys among those of all batches */
    bool has_ballot;
};

/* A round that handed its codes over; on the arena. */
struct predecessor {
    struct predecessor *next; /* the one that it handed them to, unless that is the round itself */
    struct round_state state;
    struct definition definition; /* when state.definition */
    struct buffer definition_bytes;
    struct act *acts;
    size_t act_count, act_capacity;
};

struct voter {
    uint32_t batch;
    uint32_t last_cast; /* position of the last ballot + 1; 0: none */
    bool is_void;
};

/* Credentials of the list and of the additions so far. */
struct voters {
    struct point_table table; /* key -> position in the two arrays */
    struct point *keys;
    struct voter *list;
    size_t count, capacity;
    struct batch *batches;
    size_t batch_count;
    size_t added; /* of count */
};

/* Ballots that pass check 9, in the order of the record. */
struct ballots {
    struct cast_ballot *casts;
    uint8_t (*ids)[HASH_BYTES];
    uint8_t *seqs;
    size_t *starts; /* of the ballot's ciphertexts */
    size_t count, capacity;
    struct ciphertext *ciphertexts;
    size_t ciphertext_count, ciphertext_capacity;
    struct point_table points; /* every A, C and T -> ballot */
};

/* Somebody says that the tree of `size` leaves has this root. */
struct root_claim {
    uint64_t size;
    uint8_t root[MERKLE_HASH_BYTES];
    enum check check;
    const char *who;
};

/* A receipt that was read: its leaf should be at the index. */
struct receipt {
    const char *path;
    uint64_t index;
    uint8_t leaf[MERKLE_HASH_BYTES];
};

struct verification {
    const struct verify_options *options;
    struct report *report;
    struct bundle *bundle;
    struct arena arena; /* lives as long as this */
    const char *stage;  /* of the work going on */
    struct work work;

    uint64_t first, size;
    struct merkle_frontier edge; /* of the tree of `first` leaves */
    uint8_t (*leaves)[MERKLE_HASH_BYTES];
    size_t leaf_count, leaf_capacity;
    uint64_t minute; /* of the last entry */

    struct buffer definition_bytes;
    struct definition definition;
    bool has_eid; /* an opening was found */
    uint8_t eid[HASH_BYTES];
    struct round_state state;
    struct act *acts;
    size_t act_count, act_capacity;

    struct predecessor *predecessors; /* the earliest first; NULL: none */

    struct voters voters;
    struct ballots ballots;
    bool settled; /* the ballots have their fates */
    size_t void_count, signature_count;

    struct note_key log_key;
    bool key_was_given; /* not only in the bundle */
    uint64_t cosigned;  /* the earliest cosignature of the newest checkpoint; 0: none */
    struct root_claim *claims;
    size_t claim_count;
    struct receipt *receipts;
    size_t receipt_count;

    bool mixed, shared, compared; /* all contests got so far */
    size_t mixes, shares, invalid, counted;
};

/* Reading. */

/* Append the blob, its hash and size checked. "missing" when it is not in the bundle. */
MUST_CHECK bool verification_blob(struct verification *v, const struct blob_ref *ref, struct buffer *out,
                                  struct error *err);
/* An array of `count` elements, with room for one more. */
void *verification_grow(void *array, size_t count, size_t *capacity, size_t element);
/* What `work` tells of its progress from now on. */
void verification_stage(struct verification *v, const char *what);
/* The last act of a type, or NULL. */
const struct act *verification_last(const struct verification *v, enum entry_type type);

/* record.c: record/range.json and the framing of record/entries (checks 2, 6). */
MUST_CHECK bool record_open(struct verification *v);
typedef bool record_take(void *context, uint64_t index, struct bytes entry, struct error *err);
/* Every entry in order; false from `take` stops. Failures are "bad-record", "missing", or those of `take`. */
MUST_CHECK bool record_stream(struct verification *v, record_take *take, void *context, struct error *err);

/* verify.c: definition, eid (check 3). */

/* trustees.c: who they are, how they made the key, that they hold it (check 4). */
void trustees_check(struct verification *v);
/* A restart of the key generation, before it is applied: whether it blames with reason. */
void trustees_take_restart(struct verification *v, const struct act *act);

/* entries.c: every entry of the log, parsed, hashed, given to acts and ballots (checks 2, 8). */
MUST_CHECK bool entries_check(struct verification *v);

/* acts.c: one entry of this round that is no ballot (checks 2, 3, 8, 10). */
void acts_take(struct verification *v, uint64_t index, struct bytes bytes);
void acts_finish(struct verification *v);

/* succession.c: rounds whose codes this one took over (checks 2, 5, 8, 10). The index at which the bundle
 * begins: that of the draft of the earliest, or of the round. */
uint64_t succession_check(struct verification *v);
void succession_clear(struct verification *v);

/* voters.c: the lists (check 5). */
void voters_load(struct verification *v, const struct act *act);
void voters_finish(struct verification *v);
void voters_clear(struct voters *voters);
/* NULL when there is none. */
struct voter *voters_find(struct voters *voters, const struct point *key);
struct batch *voters_batch(struct voters *voters, const char *id);

/* ballots.c: one ballot whose proof was checked (check 9). */
void ballots_take(struct verification *v, uint64_t index, const struct entry *entry,
                  const uint8_t id[HASH_BYTES]);
void ballots_finish(struct verification *v);
void ballots_clear(struct ballots *ballots);

/* log.c: the key of the log. */
MUST_CHECK bool log_open(struct verification *v);
/* Roots, checkpoints, cosignatures, receipts (checks 6, 7). */
void log_claim(struct verification *v, uint64_t size, const uint8_t root[MERKLE_HASH_BYTES], enum check check,
               const char *who);
void log_check(struct verification *v);
/* After contests_check has settled which ballots count. */
void log_receipts(struct verification *v);

/* contests.c: inputs, mixes, shares (checks 11 to 13), result.c: 14 to 17. */
void contests_check(struct verification *v);
/* The ciphertexts of a contest that are to be mixed, ballot by ballot (free()), after check 11. */
struct ciphertext *contests_input(const struct verification *v, size_t contest, uint32_t *n);
/* What is known of one contest when it is compared with the result. */
struct decrypted {
    size_t contest; /* position in the definition */
    struct contest_totals totals;
    const struct point *points; /* of `mixed` ballots; NULL where nothing was decrypted */
    uint64_t mixed;
    bool drawn; /* ties are drawn, with the seed */
    uint8_t seed[HASH_BYTES];
    uint64_t entitled; /* credentials that have the contest and are not void */
};
/* The value of result.json (json_decref), or NULL: there is none, or it is no result of this round. */
json_t *result_open(struct verification *v);
/* `published` is the contest's part of it, or NULL. False when there was nothing to compare. */
bool result_check_contest(struct verification *v, const struct decrypted *decrypted, const json_t *published);

/* files.c: sums, signatures (check 1) and the names of all files (check 2). */
void files_check_sums(struct verification *v);
void files_check_names(struct verification *v);

#endif
