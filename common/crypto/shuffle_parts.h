/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Below shuffle.h, for the files that it is made of: shuffle_mix.c (the blob, and what prover and verifier
 * hash alike), shuffle_prove.c, shuffle_verify.c (one equation after the other, by libsodium),
 * shuffle_chain.c (all in one, by libdecaf).
 */
#ifndef FOLKMOOT_CRYPTO_SHUFFLE_PARTS_H
#define FOLKMOOT_CRYPTO_SHUFFLE_PARTS_H

#include "crypto/decoded.h"
#include "crypto/shuffle.h"

#define SHUFFLE_MIX_HEADER "folkmoot-mix/1\n"
enum { SHUFFLE_PASSES = 2 }; /* over all tuples, by prover and by shuffle_verify.c */

/* ERROR_INPUT "bad-mix": nobody can mix n tuples of w. */
MUST_CHECK bool mix_check_shape(uint32_t n, uint32_t w, struct error *err);
/* Where everything is in a blob of mix_size(n, w) bytes. */
struct mix mix_lay_out(const uint8_t *blob, uint32_t n, uint32_t w);
/* Read, but for the rows of the tuples, which are any bytes. ERROR_INPUT "bad-mix". */
MUST_CHECK bool mix_read_frame(struct bytes blob, struct mix *out, struct error *err);
/* mix_read as the first of `passes` of a longer work. */
MUST_CHECK bool mix_read_pass(struct bytes blob, struct mix *out, const struct work *work, size_t passes,
                              struct error *err);
/* It is of as many tuples as the statement. ERROR_INPUT "bad-mix". */
MUST_CHECK bool mix_check_counts(const struct shuffle_statement *statement, const struct mix *mix,
                                 struct error *err);

/* H for 0, H_i for i. */
void shuffle_generator(size_t index, struct point *out);
void shuffle_decoded_generator(size_t index, struct decoded *out);
void shuffle_seed(const struct shuffle_statement *statement, const struct mix *mix, uint8_t seed[HASH_BYTES]);
/* u_i, i from 1 */
void shuffle_weight(const uint8_t seed[HASH_BYTES], size_t index, struct scalar *out);
void shuffle_challenge(const uint8_t seed[HASH_BYTES], const struct mix *mix, struct scalar *c);

/* shuffle_prove with generators that no verifier takes: those of the index behind. For tests of verifiers. */
MUST_CHECK bool shuffle_prove_wrong_generators(const struct shuffle_statement *statement, struct buffer *blob,
                                               struct error *err);

#endif
