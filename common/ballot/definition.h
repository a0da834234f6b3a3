/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The definition of a round: everything that is fixed before anybody votes (docs/protocol.md section 5).
 *
 * A struct definition comes from definition_parse(), or is filled by hand and written with
 * definition_write(), which refuses what would not be read back. Everything it points to lives in the arena
 * it was parsed into (or wherever the caller put it).
 */
#ifndef FOLKMOOT_BALLOT_DEFINITION_H
#define FOLKMOOT_BALLOT_DEFINITION_H

#include "ballot/credential_list.h"
#include "ballot/lot.h"
#include "ballot/rule.h"
#include "crypto/ballot_proof.h"
#include "crypto/credential.h"
#include "crypto/sign.h"

enum {
    DEFINITION_BYTES_MAX = 4 << 20,
    DEFINITION_CONTESTS_MAX = 32,
    DEFINITION_DISTRICTS_MAX = 1000,
    DEFINITION_LANGUAGES_MAX = 64,
    DEFINITION_TRUSTEES_MAX = 15,
    DEFINITION_PEOPLE_MAX = 64, /* of one role */
    DEFINITION_CONFLICTS_MAX = 1000,
    DEFINITION_ASSETS_MAX = 1000,
    DEFINITION_ORIGIN_BYTES_MAX = 255,
    DEFINITION_POLICY_LINES_MAX = 1000,
    GRACE_MINUTES_MAX = 1440,
};

enum definition_kind { DEFINITION_REAL, DEFINITION_REHEARSAL };
enum draw_source { DRAW_TRUSTEES, DRAW_DICE, DRAW_DRAND, DRAW_NONE };

/* A salted hash for each language, in the order of definition.languages; the first is always there. */
struct text_hash {
    bool present;
    uint8_t hash[HASH_BYTES];
};

struct option {
    const char *id;
    uint64_t cost; /* minor units */
    struct text_hash *texts;
    const char *category; /* NULL: none */
};

struct conflict_set {
    size_t count;      /* at least 2 */
    uint16_t *options; /* at most one of them may win */
};

struct contest {
    const char *id;
    struct text_hash *texts;
    uint64_t envelope; /* minor units */
    struct form form;
    struct rule rule; /* goes with the form */
    size_t option_count;
    struct option *options;
    struct lot lot; /* which put the options into their order */
    size_t conflict_count;
    struct conflict_set *conflicts;
    uint64_t pool_min;
    bool withhold; /* below pool_min; otherwise it is counted */
    size_t width;  /* ciphertexts; set by definition_parse */
};

struct district {
    const char *id;
    struct text_hash *texts;
    size_t contest_count;
    uint16_t *contests; /* ascending positions in definition.contests */
    /* Set by definition_parse: the layout of a ballot of this district, and the sum of the widths. */
    struct ballot_layout *layout;
    size_t ciphertext_count;
};

struct person {
    const char *name;
    struct sign_public key;
};

struct people {
    size_t count;
    struct person *list;
};

/* An asset of the vote and check pages: SHA-256 of the file as served, and its size. */
struct page_asset {
    uint8_t hash[HASH_BYTES];
    uint64_t size;
};

struct definition {
    const char *software;
    const char *origin;
    uint8_t round[ROUND_ID_BYTES];
    uint8_t nonce[ROUND_NONCE_BYTES];
    enum definition_kind kind;
    const char *assembly;
    const char *currency;
    unsigned minor_digits;
    size_t language_count;
    const char **languages;
    struct text_hash *texts;
    size_t contest_count;
    struct contest *contests;
    size_t district_count;
    struct district *districts;
    struct {
        const char *zone;
        uint64_t open, close, additions_end;  /* minutes since 1970 */
        uint64_t grace, objection, complaint; /* minutes */
    } schedule;
    bool revoting;
    struct {
        enum draw_source source;
        const char *beacon; /* drand only, else NULL */
        uint64_t beacon_round;
    } draw;
    struct {
        uint64_t size, cap;
    } roll;
    bool totals_only_paper;
    struct people trustees; /* number 1 is list[0] */
    size_t threshold;
    const char *witness_policy; /* text of a tlog-policy, every line ended by a line feed; NULL: none */
    struct people facilitators, registrars, clerks;
    unsigned act_signers;   /* 1 or 2: what "2 clerks" asks for */
    size_t clerks_required; /* to certify */
    uint64_t pruning_years; /* 0: never */
    struct {
        struct text_hash *vote, *check; /* by language */
        size_t asset_count;
        struct page_asset *assets; /* ascending by hash */
    } pages;
};

/* ERROR_INPUT "definition"; the detail names the field. */
MUST_CHECK bool definition_parse(struct bytes bytes, struct arena *arena, struct definition *out,
                                 struct error *err);
/* Append the canonical bytes. Members set by definition_parse are not read. The bytes are
 * read back before they are given out, so a definition that breaks a rule fails here with the same error. */
MUST_CHECK bool definition_write(const struct definition *definition, struct buffer *out, struct error *err);

/* NULL when there is none. */
const struct contest *definition_contest(const struct definition *definition, const char *id);
const struct district *definition_district(const struct definition *definition, const char *id);
MUST_CHECK bool contest_option(const struct contest *contest, const char *id, uint16_t *out);
/* Whether so many ballots are too few to be decrypted. */
bool contest_is_withheld(const struct contest *contest, uint64_t input);
bool district_has_contest(const struct district *district, size_t contest);
/* Whether the key is of that role; people are pinned by key only. */
bool people_have_key(const struct people *people, const struct sign_public *key);

/* The name of a clerk in file names of the bundle: lower case, anything outside a-z0-9 is '-'. */
void person_file_name(const char *name, char out[PERSON_NAME_BYTES_MAX + 1]);

/* The list is of this round, within the cap, and each batch names a district. ERROR_INPUT
 * "credential-list". */
MUST_CHECK bool credential_list_fits(const struct credential_list *list, const struct definition *definition,
                                     struct error *err);

/* H32("text", salt, text): how a text enters the definition. `text` is canonical JSON. */
enum { TEXT_SALT_BYTES = 32 };
void text_hash(const uint8_t salt[TEXT_SALT_BYTES], struct bytes text, uint8_t out[HASH_BYTES]);

#endif
