/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The record of one round as a trustee sees it: from a folder that mirror.h or make_bundle filled, so from
 * nothing that the server says beside the log. Acts only; ballots are read when the record is verified.
 */
#ifndef FOLKMOOT_TOOLS_TRUSTEE_VIEW_H
#define FOLKMOOT_TOOLS_TRUSTEE_VIEW_H

#include "ballot/ceremony.h"

/* Zero-initialise; trustee_view_clear. */
struct trustee_view {
    const char *folder;
    struct arena arena;
    struct buffer definition_bytes;
    struct definition definition; /* when state.definition */
    struct round_state state;
    uint64_t trustee; /* number of the key, or 0 */
    uint64_t size;    /* of the newest checkpoint */
    uint8_t root[HASH_BYTES];
    uint64_t certified_minute; /* 0: not yet */
    bool destroyed;            /* this trustee said so */
};

/* ERROR_INPUT "record" when the folder does not hold together. `key` is the trustee's. */
MUST_CHECK bool trustee_view_load(const char *folder, const uint8_t round[ROUND_ID_BYTES],
                                  const struct sign_public *key, struct trustee_view *out, struct error *err);
void trustee_view_clear(struct trustee_view *view);
/* Blobs of the folder. */
struct blob_source trustee_view_blobs(struct trustee_view *view);

#endif
