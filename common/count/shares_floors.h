/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What a run of equal shares at a greater endowment, the far one, tells about rho in a run: as long as both
 * bought the same, more endowment leaves everybody at least as much and nothing is dearer. So what an option
 * was not cheaper than in the far run after so many purchases is a floor of its rho in this one after as
 * many, and from then on.
 */
#ifndef FOLKMOOT_COUNT_SHARES_FLOORS_H
#define FOLKMOOT_COUNT_SHARES_FLOORS_H

#include <gmp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct floor_seen {
    size_t step; /* purchases before */
    uint16_t option;
    double floor; /* of rho; infinite: the supporters cannot pay it */
};

/* What a run has seen and bought. */
struct floor_log {
    struct floor_seen *seen;
    size_t seen_count, seen_capacity;
    uint16_t *bought;
    size_t bought_count;
};

struct floors {
    struct floor_log far, own;
    mpq_t far_endowment, endowment;
    size_t read;   /* of what the far run has seen */
    bool same;     /* there is a far run, at a greater endowment, and it has bought the same until now */
    double *known; /* of each option */
    size_t options;
};

void floors_init(struct floors *floors, size_t options);
void floors_clear(struct floors *floors);

/* A run begins. Unless it follows the far one nothing is known in it. */
void floors_start(struct floors *floors, mpq_srcptr endowment, bool follows);
/* The floor is seen, or the option is bought, in the run. */
void floors_see(struct floors *floors, uint16_t option, double floor);
void floors_buy(struct floors *floors, uint16_t option);
/* The run is the far one for those to come. */
void floors_keep(struct floors *floors);
/* There is no far run any more. */
void floors_forget(struct floors *floors);

/* What is known of rho in this run; 0 at worst. */
static inline double floors_of(const struct floors *floors, uint16_t option)
{
    return floors->known[option];
}

#endif
