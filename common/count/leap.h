/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * How far to try next, where something holds for some units ahead and whether it does so is only known when
 * it is tried, which costs the same for any distance.
 */
#ifndef FOLKMOOT_COUNT_LEAP_H
#define FOLKMOOT_COUNT_LEAP_H

#include <stdint.h>

/* In units: what is tried next, which is less than `differs`, where something else holds; not more than
 * `wish`, just before something else probably holds; and not more than `trust`, which lately was not too
 * far to be certain. Nothing is tried any more when `next` is below 1. */
struct leap {
    int64_t next, differs, wish, trust;
};

/* From here: `first` units are tried first, and less than `differs` in all. */
void leap_start(struct leap *leap, int64_t first, int64_t differs);
/* `next` was tried: it holds, for about `meet` units more. The leap goes on from there. */
void leap_held(struct leap *leap, double meet);
/* Something else holds there, from about `meet` units on. */
void leap_differed(struct leap *leap, double meet);
/* Nobody can tell so far ahead. */
void leap_doubted(struct leap *leap);

#endif
