/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "count/purchases.h"

#include <stdlib.h>

#include "count/prices.h"

/* Of some groups of voters together, in minor units; rounded down where it becomes JSON. */
struct column {
    uint64_t voters;
    mpq_t before, paid;
};

struct picture {
    const struct profile *profile;
    json_t *list;
};

static int by_money(const void *a, const void *b)
{
    const struct prices_group *x = a, *y = b;
    int order = mpq_cmp(y->paid, x->paid);
    return order ? order : mpq_cmp(y->before, x->before);
}

static int64_t average(mpq_srcptr sum, uint64_t voters)
{
    mpz_t floor, divisor;
    mpz_inits(floor, divisor, NULL);
    mpz_set_ui(divisor, voters);
    mpz_mul(divisor, divisor, mpq_denref(sum));
    mpz_fdiv_q(floor, mpq_numref(sum), divisor);
    int64_t result = mpz_fits_slong_p(floor) ? mpz_get_si(floor) : INT64_MAX >> 10;
    mpz_clears(floor, divisor, NULL);
    return result;
}

static void add_group(struct column *column, const struct prices_group *group)
{
    mpq_t part;
    mpq_init(part);
    mpq_set_ui(part, group->voters, 1);
    mpq_mul(part, part, group->before);
    mpq_add(column->before, column->before, part);
    mpq_set_ui(part, group->voters, 1);
    mpq_mul(part, part, group->paid);
    mpq_add(column->paid, column->paid, part);
    column->voters += group->voters;
    mpq_clear(part);
}

/* Neighbours are merged into at most `max` columns of about as many voters each. */
static void append_columns(json_t *out, const struct prices_group *groups, size_t count, size_t max)
{
    struct column column = {0};
    uint64_t all = 0, seen = 0;
    for (size_t i = 0; i < count; i++)
        all += groups[i].voters;
    mpq_inits(column.before, column.paid, NULL);
    for (size_t i = 0; i < count; i++) {
        add_group(&column, &groups[i]);
        seen += groups[i].voters;
        /* full: the next group begins another share of the voters */
        bool full = count <= max || seen * max / all > (seen - column.voters) * max / all;
        if (!full && i + 1 < count)
            continue;
        json_array_append_new(out, json_pack("[I, I, I]", (json_int_t)column.voters,
                                             (json_int_t)average(column.before, column.voters),
                                             (json_int_t)average(column.paid, column.voters)));
        mpq_set_ui(column.before, 0, 1);
        mpq_set_ui(column.paid, 0, 1);
        column.voters = 0;
    }
    mpq_clears(column.before, column.paid, NULL);
}

static void draw(void *context, const struct count_step *step, struct prices_group *groups, size_t count)
{
    struct picture *picture = context;
    struct bytes id = picture->profile->options[step->option].id;
    json_t *columns = json_array();
    size_t payers = 0;
    qsort(groups, count, sizeof *groups, by_money);
    while (payers < count && mpq_sgn(groups[payers].paid) > 0)
        payers++;
    append_columns(columns, groups, payers, PURCHASES_PAYERS_MAX);
    append_columns(columns, groups + payers, count - payers, PURCHASES_OTHERS_MAX);
    json_array_append_new(picture->list,
                          json_pack("{s:I, s:o, s:s%}", "cost", (json_int_t)step->cost, "groups", columns,
                                    "option", (const char *)id.data, id.len));
}

json_t *purchases_json(const struct profile *profile, const struct count_result *result, struct error *err)
{
    struct picture picture = {profile, json_array()};
    if (prices_show(profile, result, draw, &picture, err))
        return picture.list;
    json_decref(picture.list);
    return NULL;
}
