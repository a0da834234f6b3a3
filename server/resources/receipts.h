/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Receipts: C2SP tlog-proofs whose extra data is the entry (docs/protocol.md section 6).
 */
#ifndef FOLKMOOT_SERVER_RESOURCES_RECEIPTS_H
#define FOLKMOOT_SERVER_RESOURCES_RECEIPTS_H

#include "record/merkle.h"
#include "server/http/request.h"

/* Answer with a receipt that is at hand. */
void receipt_respond(struct request *request, uint64_t index, struct bytes entry,
                     const struct merkle_proof *path, struct bytes note);
/* Answer with the receipt of an entry of the record, made from the newest signed tree. Uses request->state.
 */
void receipt_respond_for(struct request *request, uint64_t index);

#endif
