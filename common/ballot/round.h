/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The order of the entries of one round (docs/protocol.md section 4, "Order"): a state that is fed entry by
 * entry, by the sequencer before it appends and by the verifier after.
 *
 *     struct round_state state;
 *     round_init(&state);
 *     round_apply(&state, draft, ...); round_apply(&state, definition, ...);
 *     round_define(&state, &definition, ...);      the blob that the entry named
 *     round_apply(&state, everything else of the round, ...);
 *     round_clear(&state);
 *
 * Not here: who signed (act.h), what needs the table of credentials (known, void, seq, prev, doubled points),
 * that a round which is handed over has no ballot,
 * the messages of the key generation (ceremony.h), and blobs, mixes and shares themselves.
 */
#ifndef FOLKMOOT_BALLOT_ROUND_H
#define FOLKMOOT_BALLOT_ROUND_H

#include "ballot/entry.h"

enum round_phase {
    ROUND_NONE, /* before the draft */
    ROUND_DRAFT,
    ROUND_FROZEN,
    ROUND_OPEN, /* from the opening; ballots only when every trustee has acknowledged */
    ROUND_CLOSED,
    ROUND_SEALED,
    ROUND_MIXING, /* from the first mix or mixing-done */
    ROUND_COUNTED,
    ROUND_CERTIFIED,
    ROUND_PUBLISHED,
    ROUND_ANNULLED,
    ROUND_PHASES,
};

/* A mix entry, in record order. Whether it is valid is not known here. */
struct round_mix {
    uint64_t index; /* of the entry */
    uint64_t chain, position, trustee;
    struct blob_ref blob;
};

struct round_contest {
    bool has_input; /* not empty and not withheld: it is mixed and decrypted */
    uint64_t chain; /* the current one; 1 at first */
    size_t mix_count, mix_capacity;
    struct round_mix *mixes; /* of all chains */
    bool done;
    uint64_t done_index;
    size_t done_count; /* mixes of the fixed chain */
    uint8_t (*done_mixes)[HASH_BYTES];
    uint32_t shared; /* bit i - 1: trustee i has a share for done_index */
};

struct round_state {
    enum round_phase phase;
    uint64_t minute; /* of the last entry */
    uint8_t id[ROUND_ID_BYTES];
    uint8_t nonce[ROUND_NONCE_BYTES];
    const char *assembly;                /* in the arena below */
    bool has_predecessor, has_successor; /* of its draft; of its annulment */
    uint8_t predecessor[ROUND_ID_BYTES], successor[ROUND_ID_BYTES];
    struct blob_ref definition_ref;
    const struct definition *definition; /* the caller's; NULL before round_define */

    bool has_list;
    struct blob_ref list; /* the credential list in force */
    uint64_t listed;      /* credentials, additions included */

    uint64_t attempt;                    /* of the key generation, 1 at first */
    uint32_t committed, joined, sent[2]; /* one bit for each trustee */
    uint8_t commitments[DEFINITION_TRUSTEES_MAX][HASH_BYTES];
    struct point static_keys[DEFINITION_TRUSTEES_MAX]; /* of those who joined */
    struct blob_ref messages[2][DEFINITION_TRUSTEES_MAX];

    bool has_eid;
    uint8_t eid[HASH_BYTES];
    struct point key;
    size_t share_count;
    struct point shares[DEFINITION_TRUSTEES_MAX];
    uint64_t opening_index;
    uint32_t acknowledged;

    uint64_t close; /* moved by extensions */
    uint64_t sealed_minute;
    const char *draw_value; /* of dice or drand; NULL before draw-source */
    struct round_contest contests[DEFINITION_CONTESTS_MAX];
    struct blob_ref result;
    struct arena arena;
};

void round_init(struct round_state *state);
void round_clear(struct round_state *state);
const char *round_phase_name(enum round_phase phase); /* as in the database and the API */

/* Take the next entry of this round, which stands at `index` of the log. ERROR_INPUT: "round-state" (cannot
 * come now), "not-open", "ballot-late", "credential-list", "bad-proof" (an acknowledgement or commitment),
 * "bad-field" (names what the round does not have). On failure the state is as before. */
MUST_CHECK bool round_apply(struct round_state *state, const struct entry *entry, uint64_t index,
                            struct error *err);
/* The definition that the last entry named; it must outlive the state. ERROR_INPUT "definition" when it is of
 * another round. The caller has checked its bytes against the reference. */
MUST_CHECK bool round_define(struct round_state *state, const struct definition *definition,
                             struct error *err);

/* A draft that names a predecessor takes what that round, as its entries before the draft have left it, hands
 * over: nonce and credentials, to the one round that its annulment names. ERROR_INPUT "round-state". */
MUST_CHECK bool round_hands_over(const struct round_state *predecessor, const struct entry *draft,
                                 struct error *err);

/* Whether a ballot is in time: "not-open" or "ballot-late". Any number of ballots may be asked about without
 * feeding them to round_apply. */
MUST_CHECK bool round_accepts_ballot_at(const struct round_state *state, uint64_t minute, struct error *err);
/* Whether one of the sets above (one bit for each trustee) holds all trustees of the definition. */
bool round_has_all(const struct round_state *state, uint32_t trustees);
/* Every trustee has acknowledged the opening. */
bool round_is_acknowledged(const struct round_state *state);

#endif
