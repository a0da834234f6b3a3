/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Answers to reading requests that are the same for everybody, kept for a moment: a crowd that asks for the
 * same round makes one query a second, not one each. Every loop has its own cache.
 *
 * What is kept is given out as long as no act has been appended by this process since it was made (so a round
 * that has closed is never shown as open), and for a second, in which turnout may be behind; an answer that
 * takes long to make is kept ten times as long as that. While one request makes it anew the others get the
 * one before.
 *
 *     void round_get(struct request *request)
 *     {
 *         if (respond_cached(request, key))
 *             return;
 *         ... respond_shared(request, 200, "application/json", body);
 *     }
 */
#ifndef FOLKMOOT_SERVER_HTTP_CACHE_H
#define FOLKMOOT_SERVER_HTTP_CACHE_H

#include "server/http/request.h"

struct cache;

struct cache *cache_new(void);
void cache_free(struct cache *cache);

/* Answer with what is kept under the key, of this kind of answer and round ("form/ID"), not taken from a
 * request as it is. False: the handler makes the answer, which respond_shared() keeps under the key. */
MUST_CHECK bool respond_cached(struct request *request, const char *key);
/* Answer everybody with this: 200 with ETag (304 where the client has it), compressed where the client takes
 * that. The body is copied. */
void respond_shared(struct request *request, const char *type, struct bytes body);
void respond_shared_json(struct request *request, json_t *take_body);

#endif
