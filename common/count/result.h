/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * How the rules fill in a struct count_result (count/count.h); for the rules only.
 */
#ifndef FOLKMOOT_COUNT_RESULT_H
#define FOLKMOOT_COUNT_RESULT_H

#include "count/count.h"

/* Room for so many options: each wins at most once and has at most two steps and two ties. */
void result_reserve(struct count_result *result, size_t option_count);

/* Add a step; of an option bought also the winner and its cost. */
void result_add_step(struct count_result *result, const struct count_step *step);

/* Note that these options, in tie order, are level. Fewer than two are no tie, and options that are all in
 * the tie noted last are that tie. */
void result_add_tie(struct count_result *result, const uint16_t *options, size_t count);

#endif
