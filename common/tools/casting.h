/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Many voters at once: each makes and casts one ballot over HTTP and checks the receipt.
 */
#ifndef FOLKMOOT_TOOLS_CASTING_H
#define FOLKMOOT_TOOLS_CASTING_H

#include "client/cast.h"
#include "crypto/work.h"
#include "tools/code_batch.h"

enum { CASTING_RECEIPTS_KEPT = 8 };

struct casting {
    const char *base_url;
    const struct election *election;
    const struct district *district;
    const struct code_batch *codes; /* voter i has code i; at least `count` */
    size_t count;
    /* The choices of voter i, one for each contest of the district; called from several threads. */
    void (*choose)(void *context, size_t voter, struct choices *out);
    void *context;
    struct buffer receipts[CASTING_RECEIPTS_KEPT]; /* texts of the first few; casting_clear frees */
};

/* True when every ballot is in the record and every receipt held. `work->threads` are voters at a time, each
 * with a connection of its own. */
MUST_CHECK bool casting_run(struct casting *casting, const struct work *work, struct error *err);
void casting_clear(struct casting *casting);

#endif
