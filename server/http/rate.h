/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Token buckets in memory, one for each key. Keys are kept as keyed hashes under a key of this process, so
 * that no login or address can be read from memory dumps or guessed from them later. From any thread.
 */
#ifndef FOLKMOOT_SERVER_HTTP_RATE_H
#define FOLKMOOT_SERVER_HTTP_RATE_H

#include "base/buffer.h"

struct rate;

/* A bucket holds `burst` tokens and gets a new one every `refill_ms`. At most `keys_max` buckets are kept;
 * when they are full, the bucket that was used longest ago is forgotten. */
struct rate *rate_new(unsigned burst, int64_t refill_ms, size_t keys_max);
void rate_free(struct rate *rate);
/* Take one token. Returns 0, or the milliseconds until there is one again. */
MUST_CHECK int64_t rate_take(struct rate *rate, struct bytes key, int64_t now_ms);

#endif
