/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The hashing of docs/protocol.md section 2, field by field:
 *
 *     SHA-512("folkmoot/1/" || tag || 0x00 || for each field: u32be length || bytes)
 *
 * An integer is a field of 8 bytes, big-endian. A vector is a u32be count without a length, then each element
 * as a field. A transcript ends in exactly one of the three results, the one its tag is for; asking for
 * another aborts. A struct transcript may be copied to branch after common fields; it is wiped by the result.
 */
#ifndef FOLKMOOT_CRYPTO_TRANSCRIPT_H
#define FOLKMOOT_CRYPTO_TRANSCRIPT_H

#include <sodium.h>

#include "base/buffer.h"
#include "crypto/decoded.h"
#include "crypto/tags.h"

enum { HASH_BYTES = 32 };

struct transcript {
    crypto_hash_sha512_state state;
    enum tag tag;
};

void transcript_init(struct transcript *transcript, enum tag tag);
/* Aborts beyond 2^32 - 1 bytes. */
void transcript_bytes(struct transcript *transcript, struct bytes field);
void transcript_u64(struct transcript *transcript, uint64_t field);
void transcript_point(struct transcript *transcript, const struct point *field);
/* The count before a vector; aborts beyond 2^32 - 1. */
void transcript_count(struct transcript *transcript, size_t count);
/* Count and elements. */
void transcript_points(struct transcript *transcript, const struct point *points, size_t count);

void transcript_scalar(struct transcript *transcript, struct scalar *out);      /* Hs */
void transcript_hash32(struct transcript *transcript, uint8_t out[HASH_BYTES]); /* H32 */
void transcript_group(struct transcript *transcript, struct point *out);        /* Hp */
void transcript_decoded(struct transcript *transcript, struct decoded *out);    /* Hp */
/* The first 16 bytes of H32, little-endian: the weights of the batched proofs. */
void transcript_weight(struct transcript *transcript, struct scalar *out);

#endif
