/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The draft of a round: loaded once for a request, and saved over the version that was read.
 */
#ifndef FOLKMOOT_SERVER_RESOURCES_DRAFTS_H
#define FOLKMOOT_SERVER_RESOURCES_DRAFTS_H

#include "server/resources/rounds.h"

/* Ask for the draft of a loaded round; `then` reads the result with draft_read(). */
void draft_query(struct request *request, const struct round_row *round, request_db_then *then);
/* Its content, released with the request; version 0 and an empty object where nothing has been saved yet. */
json_t *draft_read(struct request *request, const struct db_result *result, int64_t *version);

/* The version that If-Match carries. False: the request has been answered, with 428 where there is none. */
MUST_CHECK bool draft_if_match(struct request *request, int64_t *version);

/* Save `content` (borrowed) over that version and answer with the draft; or with 412, naming who came first,
 * or with "round-state". The round must be loaded. */
void draft_save(struct request *request, const json_t *content, int64_t over);

/* The quoted version, for the header ETag; in the arena. */
const char *draft_etag(struct request *request, int64_t version);

#endif
