/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Answers of c2sp.org/tlog-tiles: what a signed tree covers never changes, so caches may keep it for ever.
 */
#ifndef FOLKMOOT_SERVER_RESOURCES_TILES_H
#define FOLKMOOT_SERVER_RESOURCES_TILES_H

#include "record/tile.h"
#include "server/http/request.h"

#define TILE_TYPE "application/octet-stream"
#define TILE_CACHE "public, max-age=31536000, immutable"

/* The tile that the parameter {path} names behind "tile/", in the arena and in request->state; NULL when it
 * names none. */
struct tile_id *tile_of_request(struct request *request);

/* To a unit of two statements: a row when the tree is large enough, and the hashes of the tile as one bytea,
 * or its entries as rows. Anything else is "not-found". */
void tile_with_hashes(struct request *request, const struct db_result *result, const struct error *err);
void tile_with_entries(struct request *request, const struct db_result *result, const struct error *err);

#endif
