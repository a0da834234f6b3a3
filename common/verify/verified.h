/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * A record that was verified, for those who mix and decrypt: they take what they work on from nobody else.
 */
#ifndef FOLKMOOT_VERIFY_VERIFIED_H
#define FOLKMOOT_VERIFY_VERIFIED_H

#include "ballot/round.h"
#include "verify/verify.h"

/* As verify_bundle, and NULL where that is false; verified_close().
 * Whatever the report says, only what it calls passed may be relied upon. */
struct verified;
MUST_CHECK struct verified *verified_open(const char *path, const struct verify_options *options,
                                          struct report *report, struct error *err);
void verified_close(struct verified *verified);
/* Lives as long. */
const struct round_state *verified_state(const struct verified *verified);
/* The earliest cosignature of the newest checkpoint, POSIX seconds; 0: none was asked for. */
uint64_t verified_cosigned(const struct verified *verified);
/* The input of a contest, n * width ciphertexts (free()); false until check 11 has passed. */
MUST_CHECK bool verified_input(struct verified *verified, size_t contest, struct ciphertext **out,
                               uint32_t *n);

#endif
