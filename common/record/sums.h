/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * SHA256SUMS as `sha256sum -c` reads it: "hex  name\n", here with names of bundles only, sorted, each once.
 */
#ifndef FOLKMOOT_RECORD_SUMS_H
#define FOLKMOOT_RECORD_SUMS_H

#include <sodium.h>

#include "record/bundle.h"

struct sums_line {
    char name[BUNDLE_MAX_NAME_BYTES + 1];
    uint8_t hash[crypto_hash_sha256_BYTES];
};

void sums_append(struct buffer *out, const char *name, const uint8_t hash[crypto_hash_sha256_BYTES]);

/* Take the next line off the front of `text`, which is not empty. `line` holds the line before (an empty name
 * for the first) and is overwritten. */
MUST_CHECK bool sums_next(struct bytes *text, struct sums_line *line, struct error *err);

#endif
