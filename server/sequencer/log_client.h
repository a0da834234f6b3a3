/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The log of another city, read over HTTP as c2sp.org/tlog-tiles serves it, and the blobs beside it.
 * Blocking; one thread. Nothing that is read is believed: callers check it. ERROR_TEMPORARY "unreachable"
 * when no answer came; ERROR_INPUT when it is not what was asked for.
 */
#ifndef FOLKMOOT_SERVER_SEQUENCER_LOG_CLIENT_H
#define FOLKMOOT_SERVER_SEQUENCER_LOG_CLIENT_H

#include "ballot/field.h"
#include "record/tile.h"

enum { LOG_CLIENT_BLOB_BYTES_MAX = 16 << 20 };

struct log_client;

/* `url` is the prefix of the log, "https://host[:port]/log". NULL on a URL of another kind. */
MUST_CHECK struct log_client *log_client_new(const char *url, struct error *err);
void log_client_free(struct log_client *client);

/* The newest checkpoint that it shows, appended; *found is false when it shows none yet. */
MUST_CHECK bool log_client_checkpoint(struct log_client *client, struct buffer *note, bool *found,
                                      struct error *err);
/* tile_read (record/tile.h); `client` is a struct log_client. */
MUST_CHECK bool log_client_tile(void *client, struct tile_id tile, uint8_t hashes[TILE_BYTES],
                                struct error *err);
/* The bundle of entries under a tile of level 0, appended. */
MUST_CHECK bool log_client_entries(struct log_client *client, uint64_t index, unsigned width,
                                   struct buffer *bundle, struct error *err);
/* The bytes that `ref` names, appended; *found is false when it does not have them, or others, or more than
 * LOG_CLIENT_BLOB_BYTES_MAX. */
MUST_CHECK bool log_client_blob(struct log_client *client, const struct blob_ref *ref, struct buffer *blob,
                                bool *found, struct error *err);

#endif
