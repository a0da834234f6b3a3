/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What sequencer and signer say to each other. Bodies of frames (frame.h), all bytes used:
 *
 *     request   0x01 hello
 *               0x02 create
 *               0x03 sign: u64be old size, u64be size, root[32], u8 count, count hashes of the proof
 *     answer    0x10 state: 0x00 (no signer file), or 0x01, u64be size, root[32], public key[32]
 *               0x11 note: the signed checkpoint
 *               0x12 refused: one sentence, 1..255 bytes
 */
#ifndef FOLKMOOT_SERVER_SEQUENCER_SIGNER_MESSAGE_H
#define FOLKMOOT_SERVER_SEQUENCER_SIGNER_MESSAGE_H

#include <sodium.h>

#include "base/buffer.h"
#include "base/error.h"
#include "record/merkle.h"

enum { SIGNER_FRAME_MAX_BYTES = 8192 };

enum signer_request_kind { SIGNER_HELLO = 0x01, SIGNER_CREATE = 0x02, SIGNER_SIGN = 0x03 };

struct signer_request {
    enum signer_request_kind kind;
    uint64_t old_size, size; /* what follows: sign only */
    uint8_t root[MERKLE_HASH_BYTES];
    struct merkle_proof proof;
};

enum signer_answer_kind { SIGNER_STATE = 0x10, SIGNER_NOTE = 0x11, SIGNER_REFUSED = 0x12 };

struct signer_answer {
    enum signer_answer_kind kind;
    bool ready; /* state */
    uint64_t size;
    uint8_t root[MERKLE_HASH_BYTES];
    uint8_t public_key[crypto_sign_PUBLICKEYBYTES];
    struct bytes text; /* note and refused; a view */
};

/* Bodies of frames. */
void signer_request_append(const struct signer_request *request, struct buffer *out);
MUST_CHECK bool signer_request_parse(struct bytes body, struct signer_request *out, struct error *err);
void signer_answer_append(const struct signer_answer *answer, struct buffer *out);
MUST_CHECK bool signer_answer_parse(struct bytes body, struct signer_answer *out, struct error *err);

#endif
