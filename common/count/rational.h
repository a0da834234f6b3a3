/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Exact fractions (GMP) and their text: in lowest terms, "P/Q", or "P" for a whole number; decimal, a leading
 * minus, no leading zeros.
 */
#ifndef FOLKMOOT_COUNT_RATIONAL_H
#define FOLKMOOT_COUNT_RATIONAL_H

#include <gmp.h>

#include "base/arena.h"

/* In lowest terms, as mpq functions leave it. */
const char *rational_text(mpq_srcptr value, struct arena *arena) __attribute__((returns_nonnull));
/* Into an initialised fraction; only such a text. */
MUST_CHECK bool rational_read(const char *text, mpq_ptr out);

/* Add a whole number. */
void rational_add(mpq_ptr value, int64_t more);

/* The whole number below (or above: `up`) such a text; false when it does not fit. */
MUST_CHECK bool rational_round(const char *text, bool up, int64_t *out);

#endif
