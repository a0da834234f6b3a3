/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "count/leap.h"

enum { GROWTH = 4 };
#define FAR (INT64_MAX / 16) /* further is never looked for */

static int64_t lesser(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static void set_next(struct leap *leap, int64_t next)
{
    leap->next = lesser(next, leap->differs - 1);
}

void leap_start(struct leap *leap, int64_t first, int64_t differs)
{
    differs = lesser(differs, FAR);
    *leap = (struct leap){.differs = differs, .wish = differs, .trust = differs};
    set_next(leap, first);
}

void leap_held(struct leap *leap, double meet)
{
    leap->differs -= leap->next;
    leap->wish = leap->wish > leap->next ? leap->wish - leap->next : leap->differs;
    if (meet < (double)leap->wish)
        leap->wish = (int64_t)meet + 1;
    int64_t next = lesser(lesser(leap->next * GROWTH, leap->wish), leap->trust);
    leap->trust = lesser(leap->trust * 2, leap->differs);
    set_next(leap, next);
}

void leap_differed(struct leap *leap, double meet)
{
    int64_t next = meet > 0 && meet < (double)leap->next ? (int64_t)meet : leap->next / 2;
    leap->differs = leap->next;
    leap->wish = next;
    set_next(leap, next);
}

void leap_doubted(struct leap *leap)
{
    int64_t next = leap->next / GROWTH;
    leap->trust = next * 2;
    set_next(leap, next);
}
