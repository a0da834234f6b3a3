/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Exact decimals: a text such as `4000.0` or `1331751.11` to a number of minor units in int64 and back.
 * `digits` is how many decimals a minor unit stands for (2: cents), at most DECIMAL_DIGITS_MAX.
 */
#ifndef FOLKMOOT_COUNT_DECIMAL_H
#define FOLKMOOT_COUNT_DECIMAL_H

#include "base/buffer.h"

enum { DECIMAL_DIGITS_MAX = 9 };

/* How many decimals the text needs: those after the point without trailing zeros (`4000.0`: 0, `1.10`: 1).
 * The text is digits, then optionally a point and digits; a leading minus is allowed. Fails on anything else
 * and on more than DECIMAL_DIGITS_MAX. */
MUST_CHECK bool decimal_digits(struct bytes text, unsigned *digits, struct error *err);

/* The value in minor units. Fails as decimal_digits does, when the text needs more than `digits`, and on
 * overflow. */
MUST_CHECK bool decimal_read(struct bytes text, unsigned digits, int64_t *out, struct error *err);

/* The one canonical text: no trailing zeros after the point, no point without decimals. */
void decimal_append(struct buffer *out, int64_t value, unsigned digits);

#endif
