/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The group operations that proofs are made of, what each of them costs here and now, and what the proofs of
 * docs/protocol.md sections 6, 9 and 10 need of them: the floors of bench_crypto and bench_verify.
 */
#ifndef FOLKMOOT_TESTS_BENCH_OPERATIONS_H
#define FOLKMOOT_TESTS_BENCH_OPERATIONS_H

#include <stddef.h>

/* Of libsodium, on encoded points; from `decode` on of libdecaf, on decoded ones. A term is the share of one
 * point in a large multi-scalar multiplication, by a factor of 253 bits (whole) or 128 (half). A table
 * product is libdecaf's own with a table of the point, a fixed product one of many at once with ours, a
 * shared product one of 64 points in a sum (crypto/secret_sum.h); all three in constant time. */
#define OPERATIONS(X)                                                                                        \
    X(base)                                                                                                  \
    X(multiply)                                                                                              \
    X(add)                                                                                                   \
    X(hash)                                                                                                  \
    X(decode)                                                                                                \
    X(encode)                                                                                                \
    X(decoded_hash)                                                                                          \
    X(whole_term)                                                                                            \
    X(half_term)                                                                                             \
    X(table_product)                                                                                         \
    X(fixed_product)                                                                                         \
    X(shared_product)

#define OPERATION_MEMBER(name) double name;
/* Numbers of operations, or microseconds of each. */
struct operations {
    OPERATIONS(OPERATION_MEMBER)
};
#undef OPERATION_MEMBER

enum { CHAIN = 3 };

/* For one ballot of one ciphertext; one mix of a chain of CHAIN; one share of all. */
extern const struct operations BALLOT_PROVE, BALLOT_VERIFY, BALLOT_VERIFY_SODIUM;
/* SHUFFLE_PROVE: its products only, with libdecaf's tables; SHUFFLE_PROVE_WHOLE: everything that it does. */
extern const struct operations SHUFFLE_PROVE, SHUFFLE_PROVE_WHOLE, SHUFFLE_VERIFY, CHAIN_VERIFY,
    SHUFFLE_VERIFY_SODIUM;
extern const struct operations SHARE_MAKE, SHARE_VERIFY, SHARE_VERIFY_SODIUM, COMBINE;

/* Terms are measured in sums of `terms`. */
void operations_measure(size_t terms, struct operations *cost);
double operations_sum(const struct operations *needed, const struct operations *cost);

#endif
