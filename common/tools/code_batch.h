/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Making the codes of a batch, on this machine and nowhere else (docs/protocol.md section 3).
 */
#ifndef FOLKMOOT_TOOLS_CODE_BATCH_H
#define FOLKMOOT_TOOLS_CODE_BATCH_H

#include <jansson.h>

#include "ballot/code.h"
#include "ballot/credential_list.h"
#include "crypto/work.h"

struct batch_code {
    uint64_t serial;
    struct code code;
    struct point key;
};

/* Secrets: code_batch_clear wipes them. */
struct code_batch {
    size_t count;
    struct batch_code *list; /* ascending by serial, which are distinct: an order that says nothing */
};

MUST_CHECK bool code_batch_make(const uint8_t nonce[ROUND_NONCE_BYTES], size_t count, const struct work *work,
                                struct code_batch *out, struct error *err);
void code_batch_clear(struct code_batch *batch);

/* One batch of a CredentialUpload (docs/api/openapi.json): sorted public keys only. NULL when a key stands
 * there twice. */
MUST_CHECK json_t *code_batch_json(const struct code_batch *batch, const char *id, const char *district,
                                   enum batch_purpose purpose, struct error *err);

#endif
