/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * How a long computation is run: on how many threads, by which engine, and who is told how far it is.
 */
#ifndef FOLKMOOT_CRYPTO_WORK_H
#define FOLKMOOT_CRYPTO_WORK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

/* What public proofs are checked with. The verdict is the same: ENGINE_DECAF (crypto/msm.h) puts many
 * equations into one and decides by it when it holds; when it does not, ENGINE_SODIUM (crypto/group.h) goes
 * through them one by one, as it does alone, and says which it is. */
enum engine { ENGINE_DECAF, ENGINE_SODIUM };

/* Zero-initialised: one thread, the fast engine, nobody told. Where a `const struct work *` is asked for,
 * NULL is the same. */
struct work {
    unsigned threads; /* 0 is 1 */
    enum engine engine;
    /* Called on the calling thread now and then, with done <= total. False stops: the function returns
     * ERROR_TEMPORARY "cancelled". */
    bool (*progress)(void *context, size_t done, size_t total);
    void *context;
};

enum { WORK_THREADS_MAX = 64, WORK_RANGE_MAX = 64 };

/* Below: for the modules of this room. */

/* Between 1 and WORK_THREADS_MAX. */
unsigned work_threads(const struct work *work);
enum engine work_engine(const struct work *work);

/* One pass over `count` items, of a computation that has `before` of `total` steps behind it. `range` handles
 * the items from..to-1, at most WORK_RANGE_MAX; it runs on several threads at once, each with its own
 * `worker` below work_threads(), and stops everything by returning false with `err` filled. */
struct work_pass {
    size_t count;
    size_t before;
    size_t total;
    bool (*range)(void *context, unsigned worker, size_t from, size_t to, struct error *err);
    void *context;
};

MUST_CHECK bool work_run(const struct work *work, const struct work_pass *pass, struct error *err);

#endif
