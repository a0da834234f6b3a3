/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What the main process and the cosigner say to each other. Bodies of frames (frame.h), all bytes used:
 *
 *     request   0x01 hello
 *               0x02 cosign: u64be size, root[32] (what the database knows), then the body of add-checkpoint
 *     answer    0x10 ready: public key[32]
 *               0x11 verdict: u16be status, u64be size of the tree cosigned last, then with status 200 the
 *                    signature line, otherwise one sentence
 *               0x12 broken: one sentence
 */
#ifndef FOLKMOOT_SERVER_SEQUENCER_COSIGNER_MESSAGE_H
#define FOLKMOOT_SERVER_SEQUENCER_COSIGNER_MESSAGE_H

#include "record/witness.h"

enum { COSIGNER_FRAME_MAX_BYTES = WITNESS_REQUEST_MAX_BYTES + 64 };

enum cosigner_request_kind { COSIGNER_HELLO = 0x01, COSIGNER_COSIGN = 0x02 };

struct cosigner_request {
    enum cosigner_request_kind kind;
    uint64_t size; /* what follows: cosign only */
    uint8_t root[MERKLE_HASH_BYTES];
    struct bytes body; /* a view */
};

enum cosigner_answer_kind { COSIGNER_READY = 0x10, COSIGNER_VERDICT = 0x11, COSIGNER_BROKEN = 0x12 };

struct cosigner_answer {
    enum cosigner_answer_kind kind;
    uint8_t public_key[crypto_sign_PUBLICKEYBYTES]; /* ready */
    enum witness_verdict verdict;
    uint64_t size;
    struct bytes text; /* verdict and broken; a view */
};

void cosigner_request_append(const struct cosigner_request *request, struct buffer *out);
MUST_CHECK bool cosigner_request_parse(struct bytes body, struct cosigner_request *out, struct error *err);
void cosigner_answer_append(const struct cosigner_answer *answer, struct buffer *out);
MUST_CHECK bool cosigner_answer_parse(struct bytes body, struct cosigner_answer *out, struct error *err);

#endif
