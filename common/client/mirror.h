/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * A copy of the public record in a folder, in the layout of a bundle (docs/protocol.md section 12):
 * record/range.json, record/entries, record/checkpoints/SIZE and keys/log; for one round also blobs/ and what
 * it published.
 *
 * Nothing is believed but the key of the log: every leaf is hashed, the root must be that of the signed
 * checkpoint, and as the leaves of the last visit are among them, the checkpoint then continues the one seen
 * before. A visit that breaks off leaves the folder as the visit before left it.
 */
#ifndef FOLKMOOT_CLIENT_MIRROR_H
#define FOLKMOOT_CLIENT_MIRROR_H

#include "ballot/field.h"
#include "client/http.h"
#include "record/checkpoint.h"

struct mirror {
    struct http_client *client;
    const char *folder;
    const uint8_t *round; /* ROUND_ID_BYTES: only from its draft on, or from that of the first of those whose
                             codes it took over; NULL: everything */
    bool (*progress)(void *context, size_t done, size_t total); /* entries; may be NULL */
    void *context;

    /* Filled by mirror_record. */
    struct note_key log_key;
    uint8_t begins[ROUND_ID_BYTES]; /* whose draft the folder begins with */
    uint64_t first, size;           /* entries first..size-1 are in the folder */
    uint64_t before;                /* size at the last visit; `first` when there was none */
    uint64_t
        log_size; /* of the newest checkpoint: more than `size` only where a published round is complete */
};

/* Bring the record up to date. `log_key` (may be NULL) is the key known from elsewhere; otherwise the one in
 * the folder, and at the first visit the server's, is taken. ERROR_INPUT "record" when the log does not hold
 * together: keep that folder, it is evidence. */
MUST_CHECK bool mirror_record(struct mirror *mirror, const struct note_key *log_key, struct error *err);

/* After mirror_record for a round: fetch the blobs that its entries name. */
MUST_CHECK bool mirror_blobs(struct mirror *mirror, struct error *err);
/* The same, and once it is published all files of the bundle, checked against the record. *published tells
 * which. */
MUST_CHECK bool mirror_round(struct mirror *mirror, bool *published, struct error *err);

#endif
