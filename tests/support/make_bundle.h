/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * A small election from draft to certificate and its bundle, made in memory with libfolkmoot alone: what
 * docs/protocol.md says, once in code from the maker's side. Whoever has every key can change anything on the
 * way through the hooks, and all that follows is made to fit: later hashes, signatures, the log, the sums.
 *
 * The round: contest `city` (approval, 5 options, ties drawn with dice) for everybody; `east` (points, 40
 * options, two ciphertexts, ties lex) for district east; `small` (approval, withheld below 5) for west;
 * `nobody` (one choice) for hamlet, where nobody votes. Among the ballots: one replaced, one withdrawn, one
 * blank, one invalid, one by a credential added while voting. The log has other entries before and between.
 *
 * With `predecessor` the codes are those of a round that was annulled with one void code before its first
 * ballot.
 *
 * With `trustees` 3 the key is made by three trustees in a second attempt (the first ends with proof of a bad
 * share), the first two mix, the last two decrypt (or all three), and ties are drawn with their key instead
 * of dice.
 */
#ifndef FOLKMOOT_TESTS_MAKE_BUNDLE_H
#define FOLKMOOT_TESTS_MAKE_BUNDLE_H

#include <jansson.h>

#include "ballot/act.h"
#include "ballot/input.h"
#include "record/bundle.h"
#include "record/checkpoint.h"
#include "record/minisign.h"
#include "record/range.h"

enum {
    MADE_CONTESTS = 4,
    MADE_DISTRICTS = 3,
    MADE_VOTERS = 13,
    MADE_FILES_MAX = 64,
    MADE_BALLOTS_MAX = 64, /* besides the extra ones */
    MADE_ENTRIES_MAX = 160,
    MADE_TRUSTEES_MAX = 3,
};
enum made_person {
    MADE_FACILITATOR,
    MADE_REGISTRAR,
    MADE_CLERK_1,
    MADE_CLERK_2,
    MADE_TRUSTEE,
    MADE_TRUSTEE_2,
    MADE_TRUSTEE_3,
    MADE_PEOPLE
};
enum made_blob {
    MADE_KEYS,
    MADE_LIST,
    MADE_DEFINITION,
    MADE_MIX,
    MADE_SHARE,
    MADE_RESULT,
    MADE_DKG_FIRST,
    MADE_DKG_SECOND,
    MADE_EVIDENCE,
    MADE_CERTIFICATE
};
/* Where the voters are in `voters`: district east, west, hamlet, and the one added in east. */
enum { MADE_EAST = 0, MADE_WEST = 7, MADE_HAMLET = 10, MADE_ADDED = 12 };

struct made_file {
    char name[BUNDLE_MAX_NAME_BYTES + 1];
    struct buffer content;
};

/* A ballot before it is encrypted. */
struct made_ballot {
    unsigned voter;
    uint64_t seq;
    uint8_t prev[HASH_BYTES];
    size_t count;
    uint8_t blocks[8][BLOCK_BYTES];
    struct scalar secret; /* k */
    bool repeat_nonces;   /* those of the ballot before */
    size_t contest_count;
    struct ballot_layout layout[MADE_CONTESTS];
};

struct made;

/* Each may be NULL. `number` counts the calls of the same kind from 0. */
struct made_hooks {
    void (*definition)(struct made *made, struct definition *definition);
    /* An entry of the round before, `earlier`, before it is signed. */
    void (*earlier)(struct made *made, struct entry *entry);
    void (*ballot)(struct made *made, unsigned number, struct made_ballot *ballot);
    /* An entry of the round before it is signed, and after. */
    void (*entry)(struct made *made, struct entry *entry);
    void (*signed_entry)(struct made *made, struct entry *entry);
    /* The bytes of any entry; false: it is left out. */
    bool (*bytes)(struct made *made, uint64_t index, struct buffer *bytes);
    /* A blob before it is published and named; the maker goes on with what it was. */
    void (*blob)(struct made *made, enum made_blob kind, struct buffer *blob);
    /* What is mixed. */
    void (*input)(struct made *made, size_t contest, struct ciphertext *input, size_t count);
    void (*range)(struct made *made, struct range *range);
    /* Every file before the sums are made and signed; and after. */
    void (*file)(struct made *made, struct made_file *file);
    void (*finished)(struct made *made, struct made_file *file);
};

/* Zero-initialise. */
struct made {
    struct made_hooks hooks;
    size_t extra; /* so many more voters in west, a ballot each: for benchmarks */
    bool predecessor;
    size_t trustees;  /* 3; everything else is 1 */
    size_t threshold; /* of 3: 3; everything else is 2 of 3, or 1 */
    struct arena arena;
    struct sign_public public[MADE_PEOPLE];
    struct sign_secret secret[MADE_PEOPLE];
    struct minisign_secret minisign[2]; /* of the clerks: the same key */
    struct note_signer log;
    struct scalar x[MADE_TRUSTEES_MAX];
    struct point shares[MADE_TRUSTEES_MAX]; /* Y_1.. */
    struct point y;
    struct blob_ref certificate_ref; /* `dkg` of the opening */
    struct credential *voters;
    struct definition definition; /* as parsed */
    struct blob_ref definition_ref, list_ref, result_ref;
    uint8_t eid[HASH_BYTES];
    uint64_t minute;
    struct {
        uint8_t round[ROUND_ID_BYTES], eid[HASH_BYTES];
        struct blob_ref definition_ref, list_ref;
        bool alone; /* a hook has set it: only the first of two signs this entry */
    } earlier;
    uint64_t first; /* index of the first draft */
    struct merkle_frontier tree, edge;
    uint8_t (*leaves)[MERKLE_HASH_BYTES];
    size_t entry_count; /* of the whole log */
    struct buffer entries;
    struct made_file files[MADE_FILES_MAX];
    size_t file_count;
    /* What the verifier should find. */
    struct cast_ballot *casts; /* numbered from 0 */
    uint64_t *places;          /* of their entries in the log */
    size_t cast_count;
    struct ciphertext **ciphertexts; /* of each cast */
    uint8_t (*ids)[HASH_BYTES];
    struct buffer *ballot_bytes; /* entries */
    unsigned ballot_number;
    struct point voids[4];
    size_t void_count;
    struct contest_totals totals[MADE_CONTESTS];
};

/* Make everything; `hooks` are set. Aborts when something does not work that should. */
void made_run(struct made *made);
/* Add one file; for hooks. */
void made_file_add(struct made *made, const char *name, struct bytes content);
struct made_file *made_file_find(struct made *made, const char *name);
/* Append an entry to the log as it is; for hooks. */
void made_append(struct made *made, struct bytes entry);
/* Append the keys blob of voters from..to-1. */
void made_keys(const struct made *made, unsigned from, unsigned to, struct buffer *out);
/* Sign with a person's key. */
void made_sign(struct made *made, struct entry *entry, enum made_person person);
/* A checkpoint of the first `size` entries. */
void made_checkpoint(struct made *made, uint64_t size, struct buffer *out);
/* A receipt for the entry at `index` under the newest checkpoint. */
void made_receipt(struct made *made, uint64_t index, struct bytes entry, struct buffer *out);
/* For the hook `definition`: a witness must have seen the log. For the hook `file`: it has, at this time
 * (POSIX seconds); other files than checkpoints are left alone. */
void made_ask_witness(struct made *made, struct definition *definition);
void made_cosign(struct made_file *file, uint64_t timestamp);
void made_write_zip(struct made *made, const char *path);
/* Every key that there is, as common/tamper/insider.h reads them. */
void made_write_insider(const struct made *made, const char *folder);
void made_clear(struct made *made);

#endif
