/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * How many different ballots, not counting the blank one, a form allows. Ballots are published one by one
 * after mixing, so who must show how they voted can be told to cast a rare one (docs/protocol.md section 13,
 * docs/threat-model.md): whoever prepares a round should know the figure beside the number of voters.
 */
#ifndef FOLKMOOT_COUNT_PATTERNS_H
#define FOLKMOOT_COUNT_PATTERNS_H

#include "ballot/form.h"

enum patterns_bound {
    PATTERNS_EXACT,
    PATTERNS_AT_MOST,  /* knapsack: which sets fit is not counted, only how many projects can */
    PATTERNS_AT_LEAST, /* counting was ended: 10^PATTERNS_DIGITS_MAX have been found */
};

enum { PATTERNS_DIGITS_MAX = 40, PATTERNS_TEXT_BYTES = PATTERNS_DIGITS_MAX + 3, PATTERNS_SHOWN_DIGITS = 2 };

struct patterns {
    enum patterns_bound bound;
    /* Decimal, rounded to PATTERNS_SHOWN_DIGITS (down where it is PATTERNS_AT_LEAST, else to the nearest). */
    char text[PATTERNS_TEXT_BYTES];
    uint64_t number; /* exact; UINT64_MAX when it is that or more */
};

/* Of a form that passes form_check; `costs` (one for each option) and `envelope` matter to knapsacks only. */
void patterns_count(const struct form *form, size_t option_count, const uint64_t *costs, uint64_t envelope,
                    struct patterns *out);

#endif
