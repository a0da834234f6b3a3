/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Blobs of trustees that come in parts, since a mix of 100,000 ballots is larger than what one request may
 * hold: no more than a part is ever in memory here. A delivery begins with an entry that the trustee has
 * signed, so nobody else can have the server keep anything; it is named by the SHA-256 of the blob, and every
 * step may be repeated.
 */
#ifndef FOLKMOOT_SERVER_RESOURCES_DELIVERIES_H
#define FOLKMOOT_SERVER_RESOURCES_DELIVERIES_H

#include "ballot/field.h"
#include "server/http/request.h"

enum { DELIVERY_PART_BYTES = 1048576 }; /* as record.blob_part has it */

/* After round_load. Go on with `then` when the blob is in the record; otherwise answer which part is waited
 * for. The trustee's last delivery of the round, if it is of another blob, is forgotten. */
typedef void delivery_then(struct request *request);
void delivery_await(struct request *request, int64_t round_no, uint64_t trustee, const struct blob_ref *ref,
                    delivery_then *then);

#endif
