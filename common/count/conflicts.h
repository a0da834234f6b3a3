/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Sets of options of which at most one can win. As JSON: an array of arrays of option ids.
 */
#ifndef FOLKMOOT_COUNT_CONFLICTS_H
#define FOLKMOOT_COUNT_CONFLICTS_H

#include <jansson.h>

#include "count/profile.h"

struct exclusion {
    const uint16_t *options;
    size_t count;
};

/* Zero-initialise: no conflicts. */
struct conflicts {
    struct arena arena;
    struct exclusion *sets;
    size_t set_count;
};

/* Fails on an unknown id, an id twice in one set and a set of fewer than two. */
MUST_CHECK bool conflicts_from_json(const json_t *json, const struct profile *profile, struct conflicts *out,
                                    struct error *err);
void conflicts_clear(struct conflicts *conflicts);

#endif
