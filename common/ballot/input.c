/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "ballot/input.h"

#include <stdlib.h>

static int compare_points(const void *a, const void *b)
{
    return memcmp(a, b, POINT_BYTES);
}

/* Order by credential, then by place in the record. */
static int compare_casts(const void *a, const void *b, void *context)
{
    const struct cast_ballot *casts = context;
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    int order = compare_points(&casts[x].credential, &casts[y].credential);
    return order ? order : (x > y) - (x < y);
}

bool input_settle(struct cast_ballot *casts, size_t count, struct point *voids, size_t void_count,
                  struct error *err)
{
    if (count > UINT32_MAX)
        return error_broken(err, "input", "%zu ballots are too many", count);
    for (size_t i = 1; i < count; i++)
        if (casts[i - 1].index >= casts[i].index)
            return error_broken(err, "input", "ballots are not in the order of the record");
    if (void_count)
        qsort(voids, void_count, sizeof *voids, compare_points);
    uint32_t *order = allocate(count, sizeof *order);
    for (size_t i = 0; i < count; i++)
        order[i] = (uint32_t)i;
    qsort_r(order, count, sizeof *order, compare_casts, casts);
    for (size_t i = 0; i < count; i++) {
        struct cast_ballot *cast = &casts[order[i]];
        if (void_count && bsearch(&cast->credential, voids, void_count, sizeof *voids, compare_points))
            cast->fate = CAST_WITHDRAWN;
        else if (i + 1 < count && point_equal(&cast->credential, &casts[order[i + 1]].credential))
            cast->fate = CAST_REPLACED;
        else
            cast->fate = CAST_COUNTS;
    }
    free(order);
    return true;
}

/* Whether each district has the contest. */
static void find_districts(const struct definition *definition, size_t contest,
                           bool has[DEFINITION_DISTRICTS_MAX])
{
    for (size_t d = 0; d < definition->district_count; d++)
        has[d] = district_has_contest(&definition->districts[d], contest);
}

size_t input_of_contest(const struct definition *definition, size_t contest, const struct cast_ballot *casts,
                        size_t count, uint32_t *positions)
{
    bool has[DEFINITION_DISTRICTS_MAX];
    size_t n = 0;
    find_districts(definition, contest, has);
    for (size_t i = 0; i < count; i++) {
        if (casts[i].fate != CAST_COUNTS || !has[casts[i].district])
            continue;
        if (positions)
            positions[n] = (uint32_t)i;
        n++;
    }
    return n;
}

void input_totals(const struct definition *definition, size_t contest, const struct cast_ballot *casts,
                  size_t count, struct contest_totals *out)
{
    bool has[DEFINITION_DISTRICTS_MAX];
    struct contest_totals totals = {.contest = definition->contests[contest].id};
    find_districts(definition, contest, has);
    for (size_t i = 0; i < count; i++) {
        if (!has[casts[i].district])
            continue;
        totals.ballots++;
        totals.replaced += casts[i].fate == CAST_REPLACED;
        totals.withdrawn += casts[i].fate == CAST_WITHDRAWN;
        totals.input += casts[i].fate == CAST_COUNTS;
    }
    if (contest_is_withheld(&definition->contests[contest], totals.input))
        totals.withheld = totals.input;
    *out = totals;
}
