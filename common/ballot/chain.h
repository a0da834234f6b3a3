/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The mixes of one contest that count (docs/protocol.md section 9): on each position of the current chain the
 * first valid one in record order, by a trustee that has none before it in the chain.
 */
#ifndef FOLKMOOT_BALLOT_CHAIN_H
#define FOLKMOOT_BALLOT_CHAIN_H

#include "ballot/ceremony.h"
#include "crypto/shuffle.h"

/* Zero-initialise. */
struct chain {
    size_t count; /* mixes */
    uint64_t trustees[DEFINITION_TRUSTEES_MAX];
    uint8_t hashes[DEFINITION_TRUSTEES_MAX][HASH_BYTES];
    struct buffer blob;                   /* of the last one */
    const struct ciphertext *ciphertexts; /* its outputs, or the input: what is mixed next, or opened */
};
void chain_clear(struct chain *chain);

/* Whether there is any mix, valid or not, on position `position` of the current chain. */
bool chain_reaches(const struct round_contest *contest, uint64_t position);
/* Follow the chain as far as it goes, but not beyond `limit` mixes. `input` are the n * width ciphertexts of
 * the contest; they must live as long as `out`. Fails as the source does, and when cancelled; `out` is empty
 * then. */
MUST_CHECK bool chain_follow(const struct round_state *state, size_t contest, const struct ciphertext *input,
                             uint32_t n, size_t limit, const struct blob_source *source,
                             const struct work *work, struct chain *out, struct error *err);
/* The statement of the next mix, by this trustee. */
void chain_statement(const struct round_state *state, size_t contest, const struct chain *chain, uint32_t n,
                     uint64_t trustee, struct shuffle_statement *out);

#endif
