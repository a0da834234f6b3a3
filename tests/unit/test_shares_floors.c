/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What a far run tells is known after as many of the same purchases, and no sooner (count/shares_floors.h).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "count/shares_floors.h"

enum { OPTIONS = 4 };

static mpq_t near_by, far_off, farther;

/* Sees 0 at 2, buys 1, sees 2 at 5, buys 3, sees 0 at 7 and 2 at infinity. */
static void make_far(struct floors *floors)
{
    floors_init(floors, OPTIONS);
    floors_start(floors, far_off, true);
    floors_see(floors, 0, 2);
    floors_buy(floors, 1);
    floors_see(floors, 2, 5);
    floors_buy(floors, 3);
    floors_see(floors, 0, 7);
    floors_see(floors, 2, INFINITY);
    floors_keep(floors);
}

static void assert_floors(const struct floors *floors, double first, double third)
{
    assert_true(floors_of(floors, 0) == first && floors_of(floors, 2) == third);
    assert_true(floors_of(floors, 1) == 0 && floors_of(floors, 3) == 0);
}

static void floors_come_with_purchases(void **state)
{
    (void)state;
    struct floors floors;
    make_far(&floors);
    for (int again = 0; again < 2; again++) {
        floors_start(&floors, again ? far_off : near_by, true);
        assert_floors(&floors, 2, 0);
        floors_buy(&floors, 1);
        assert_floors(&floors, 2, 5);
        floors_buy(&floors, 3);
        assert_floors(&floors, 7, INFINITY);
        floors_buy(&floors, 0); /* further than the far run went */
        assert_floors(&floors, 7, INFINITY);
    }
    floors_clear(&floors);
}

static void another_purchase_ends_them(void **state)
{
    (void)state;
    struct floors floors;
    make_far(&floors);
    floors_start(&floors, near_by, true);
    floors_buy(&floors, 3);
    assert_floors(&floors, 2, 0);
    floors_buy(&floors, 3);
    assert_floors(&floors, 2, 0); /* what was known before still is */
    floors_clear(&floors);
}

static void only_a_greater_endowment_tells(void **state)
{
    (void)state;
    struct floors floors;
    make_far(&floors);
    floors_start(&floors, farther, true);
    assert_floors(&floors, 0, 0);
    floors_start(&floors, near_by, false);
    assert_floors(&floors, 0, 0);
    floors_buy(&floors, 1);
    assert_floors(&floors, 0, 0);
    floors_forget(&floors);
    floors_start(&floors, near_by, true);
    assert_floors(&floors, 0, 0);
    floors_clear(&floors);
}

int main(void)
{
    mpq_inits(near_by, far_off, farther, NULL);
    mpq_set_ui(near_by, 7, 2);
    mpq_set_ui(far_off, 11, 3);
    mpq_set_ui(farther, 4, 1);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(floors_come_with_purchases),
        cmocka_unit_test(another_purchase_ends_them),
        cmocka_unit_test(only_a_greater_endowment_tells),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    mpq_clears(near_by, far_off, farther, NULL);
    return failed;
}
