/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * How a long computation is run: on how many threads, and who is told how far it is.
 */
#ifndef FOLKMOOT_CRYPTO_WORK_H
#define FOLKMOOT_CRYPTO_WORK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

/* Zero-initialised: one thread, nobody told. Where a `const struct work *` is asked for, NULL is the same. */
struct work {
    unsigned threads; /* 0 is 1 */
    /* Called on the calling thread now and then, with done <= total. False stops: the function returns
     * ERROR_TEMPORARY "cancelled". */
    bool (*progress)(void *context, size_t done, size_t total);
    void *context;
};

#endif
