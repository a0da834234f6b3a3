/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Options that may still be bought in a run of equal shares, with bounds of rho, the least lower bound first.
 * Money only falls and prices only rise, so an old `low` holds, and an option need not be looked at while
 * others are below it.
 */
#ifndef FOLKMOOT_COUNT_SHARES_OFFERS_H
#define FOLKMOOT_COUNT_SHARES_OFFERS_H

#include <stddef.h>
#include <stdint.h>

struct offer {
    uint16_t option;
    double low, high;
    double slope; /* of a line that begins at `low` and is nowhere above rho (count/shares_price.h) */
};

struct offers {
    struct offer *heap; /* the least `low` first; the others in the order of a heap */
    size_t count;
};

/* With room for so many. */
void offers_init(struct offers *offers, size_t most);
void offers_clear(struct offers *offers);

void offers_push(struct offers *offers, struct offer offer);
/* Takes out the one with the least `low`; there must be one. */
struct offer offers_pop(struct offers *offers);

#endif
