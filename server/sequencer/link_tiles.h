/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Tiles of the record over a link, for proofs that are made by a thread that may wait.
 */
#ifndef FOLKMOOT_SERVER_SEQUENCER_LINK_TILES_H
#define FOLKMOOT_SERVER_SEQUENCER_LINK_TILES_H

#include "record/tile.h"
#include "server/sequencer/link.h"

/* tile_read (record/tile.h); `link` is a struct link. ERROR_BROKEN when the tile is not in the database. */
MUST_CHECK bool link_tile_read(void *link, struct tile_id tile, uint8_t hashes[TILE_BYTES],
                               struct error *err);

#endif
