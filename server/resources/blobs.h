/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Blobs on their way in and out of the database, in parts.
 */
#ifndef FOLKMOOT_SERVER_RESOURCES_BLOBS_H
#define FOLKMOOT_SERVER_RESOURCES_BLOBS_H

#include "ballot/field.h"
#include "server/http/request.h"

/* Add the statements that store `blob`, whose reference is `ref`; nothing happens when it is there already.
 */
void blob_store(struct db_unit *unit, struct bytes blob, const struct blob_ref *ref);

/* Answer with the bytes of a blob, a part in memory at a time, or with "not-found". `cache`: the header
 * Cache-Control when it is there; NULL: not to be kept. Takes request->state. */
void blob_send(struct request *request, const uint8_t hash[HASH_BYTES], const char *type, const char *cache);
/* The same for a blob of the copies of other logs. */
void blob_send_mirrored(struct request *request, const uint8_t hash[HASH_BYTES], const char *type,
                        const char *cache);

#endif
