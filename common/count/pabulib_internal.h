/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What the reader, the check and the writer of `.pb` files share; for pabulib_*.c only.
 */
#ifndef FOLKMOOT_COUNT_PABULIB_INTERNAL_H
#define FOLKMOOT_COUNT_PABULIB_INTERNAL_H

#include "count/pabulib.h"

/* Without blanks and tabs at either end. */
struct bytes pabulib_trim(struct bytes text);

/* Room for one more item behind `count` of them, in an array that grows by doubling and only here. */
void *pabulib_grow(void *array, size_t count, size_t size) __attribute__((returns_nonnull));

/* Read with all problems going to `out`; when there are some, the struct is incomplete and only to be freed.
 */
struct pabulib *pabulib_collect(struct bytes text, struct pabulib_problems *out);

MUST_CHECK bool pabulib_vote_type_parse(struct bytes text, enum pabulib_vote_type *out);

/* Add to `votes` how many ballots name each project, and to `scores` its points (the last value where a
 * ballot repeats it) or, without points, its Borda score (places filled on the ballot ... 1). False on
 * overflow. */
MUST_CHECK bool pabulib_tally(const struct pabulib *pabulib, int64_t *votes, int64_t *scores);

#endif
