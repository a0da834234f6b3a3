/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What would have let options win under Phragmén's rule, in doubles: a guess, from which counting again finds
 * the number. Until an option is bought, extra ballots for it alone and its cost change nothing for the
 * others, so all is in the loads of the count that was made.
 */
#ifndef FOLKMOOT_COUNT_PHRAGMEN_MARGIN_H
#define FOLKMOOT_COUNT_PHRAGMEN_MARGIN_H

#include "count/count.h"

struct phragmen_margin {
    double votes; /* so many more; infinite: none are enough */
    double cost;  /* at most */
};

/* Of each option that did not win, from the result of such a count; free(). */
struct phragmen_margin *phragmen_margins(const struct profile *profile, const struct count_result *result)
    __attribute__((returns_nonnull));

#endif
