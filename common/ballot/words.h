/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Bits as words that people read out to each other (docs/protocol.md section 8): 11 bits a word of the
 * English list of BIP-39, most significant first.
 */
#ifndef FOLKMOOT_BALLOT_WORDS_H
#define FOLKMOOT_BALLOT_WORDS_H

#include <stddef.h>
#include <stdint.h>

enum { WORD_BITS = 11 };

/* The words of the first `count` * WORD_BITS bits; string constants. */
void words_of(const uint8_t *bits, size_t count, const char **out);

#endif
