/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "count/order.h"
#include "vector.h"

static const struct profile_option options[] = {
    {{(const uint8_t *)"b", 1}, 5}, {{(const uint8_t *)"a", 1}, 7}, {{(const uint8_t *)"c", 1}, 0}};
/* the same in another order */
static const struct profile_option turned[] = {
    {{(const uint8_t *)"c", 1}, 0}, {{(const uint8_t *)"b", 1}, 5}, {{(const uint8_t *)"a", 1}, 7}};
static const uint16_t turn[] = {1, 2, 0};

static struct profile *make(enum profile_form form, const struct profile_option *list)
{
    struct profile *profile = profile_new(form, list, 3, 100, 2, NULL);
    assert_non_null(profile);
    return profile;
}

static void equal_ballots_are_grouped(void **state)
{
    (void)state;
    struct profile *p = make(PROFILE_APPROVAL, options);
    assert_true(profile_add_approval(p, (uint16_t[]){2, 0}, 2, 1, NULL));
    assert_true(profile_add_approval(p, (uint16_t[]){0, 2}, 2, 3, NULL));
    assert_true(profile_add_approval(p, (uint16_t[]){2, 0, 2, 2}, 4, 1, NULL));
    assert_true(profile_add_approval(p, NULL, 0, 2, NULL));
    assert_true(profile_add_approval(p, (uint16_t[]){1}, 1, 0, NULL));
    assert_int_equal(p->ballot_count, 2);
    assert_int_equal(p->voter_count, 7);
    assert_int_equal(p->repeat_count, 2);
    assert_int_equal(p->ballots[0].multiplicity, 5);
    assert_int_equal(p->ballots[0].options[0], 0);
    assert_int_equal(p->ballots[0].options[1], 2);
    assert_int_equal(p->ballots[1].count, 0);
    profile_free(p);
}

static void repeats_follow_the_form(void **state)
{
    (void)state;
    struct profile *points = make(PROFILE_POINTS, options);
    assert_true(profile_add_points(points, (uint16_t[]){2, 0, 2}, (int64_t[]){9, 0, 4}, 3, 1, NULL));
    assert_int_equal(points->ballots[0].count, 2);
    assert_true(points->ballots[0].points[0] == 0 && points->ballots[0].points[1] == 4);
    profile_free(points);
    struct profile *ranking = make(PROFILE_RANKING, options);
    assert_true(profile_add_ranking(ranking, (uint16_t[]){2, 0, 2, 1, 0}, 5, 1, NULL));
    assert_int_equal(ranking->ballots[0].count, 3);
    assert_int_equal(ranking->ballots[0].options[0], 2);
    assert_int_equal(ranking->ballots[0].options[1], 0);
    assert_int_equal(ranking->ballots[0].options[2], 1);
    profile_free(ranking);
}

static void wrong_ballots_and_options_are_refused(void **state)
{
    (void)state;
    struct error err;
    struct profile *p = make(PROFILE_APPROVAL, options);
    assert_false(profile_add_approval(p, (uint16_t[]){0, 3}, 2, 1, &err));
    assert_int_equal(p->voter_count, 0);
    assert_true(profile_add_approval(p, (uint16_t[]){0, 1}, 2, UINT64_MAX, &err));
    assert_false(profile_add_approval(p, (uint16_t[]){0}, 1, 1, &err));
    assert_int_equal(p->ballot_count, 1);
    profile_free(p);
    const struct profile_option twice[] = {options[0], options[1], options[0]};
    assert_null(profile_new(PROFILE_APPROVAL, twice, 3, 1, 0, &err));
    assert_string_equal(err.detail, "there are two options b");
    const struct profile_option negative[] = {{bytes_of("x", 1), -1}};
    assert_null(profile_new(PROFILE_APPROVAL, negative, 1, 1, 0, &err));
    assert_null(profile_new(PROFILE_APPROVAL, options, 3, -1, 0, &err));
}

static void options_are_found_by_id(void **state)
{
    (void)state;
    struct profile *p = make(PROFILE_APPROVAL, options);
    uint16_t option = 99;
    assert_true(profile_find(p, bytes_of_string("a"), &option));
    assert_int_equal(option, 1);
    assert_false(profile_find(p, bytes_of_string("aa"), &option));
    assert_false(profile_find(p, bytes_of_string(""), &option));
    assert_int_equal(option, 1);
    profile_free(p);
}

/* Random rankings in one order, the same in the reverse order with options numbered otherwise. */
static void order_does_not_matter_and_every_change_shows(void **state)
{
    (void)state;
    enum { BALLOTS = 2000 };
    for (enum profile_form form = PROFILE_APPROVAL; form <= PROFILE_RANKING; form++) {
        struct profile *a = make(form, options), *b = make(form, turned);
        static uint16_t choices[BALLOTS][3];
        static int64_t points[BALLOTS][3];
        static size_t counts[BALLOTS];
        uint32_t random = 1;
        for (size_t i = 0; i < BALLOTS; i++) {
            counts[i] = 0;
            for (uint16_t option = 0; option < 3; option++) {
                random = random * 1664525 + 1013904223;
                if (random >> 31)
                    continue;
                points[i][counts[i]] = random >> 24 & 3;
                choices[i][counts[i]++] = (uint16_t)((option + i) % 3);
            }
        }
        for (size_t n = 0; n < 2 * BALLOTS; n++) {
            struct profile *p = n < BALLOTS ? a : b;
            size_t i = n < BALLOTS ? n : 2 * BALLOTS - 1 - n;
            uint16_t mapped[3];
            for (size_t j = 0; j < counts[i]; j++)
                mapped[j] = p == a ? choices[i][j] : turn[choices[i][j]];
            assert_true(form == PROFILE_APPROVAL ? profile_add_approval(p, mapped, counts[i], 1, NULL)
                        : form == PROFILE_POINTS
                            ? profile_add_points(p, mapped, points[i], counts[i], 1, NULL)
                            : profile_add_ranking(p, mapped, counts[i], 1, NULL));
        }
        struct error err = {0};
        if (!profile_equal(a, b, &err))
            fail_msg("%s", err.detail);
        assert_true(profile_equal(b, a, NULL));
        a->ballots[0].multiplicity++;
        a->ballots[1].multiplicity--;
        assert_false(profile_equal(a, b, &err));
        assert_false(profile_equal(b, a, &err));
        a->ballots[0].multiplicity--;
        assert_false(profile_equal(a, b, &err));
        a->ballots[1].multiplicity++;
        assert_true(profile_equal(a, b, &err));
        a->budget++;
        assert_false(profile_equal(a, b, &err));
        profile_free(a);
        profile_free(b);
    }
}

static void other_options_differ(void **state)
{
    (void)state;
    struct error err;
    struct profile *a = make(PROFILE_APPROVAL, options);
    struct profile *other_form = make(PROFILE_RANKING, options);
    assert_false(profile_equal(a, other_form, &err));
    profile_free(other_form);
    struct profile_option changed[] = {options[0], options[1], options[2]};
    changed[1].cost++;
    struct profile *other_cost = make(PROFILE_APPROVAL, changed);
    assert_false(profile_equal(a, other_cost, &err));
    assert_string_equal(err.detail, "option a has another cost");
    profile_free(other_cost);
    changed[1] = (struct profile_option){bytes_of("d", 1), 7};
    struct profile *other_id = make(PROFILE_APPROVAL, changed);
    assert_false(profile_equal(a, other_id, &err));
    profile_free(other_id);
    profile_free(a);
}

static void a_file_gives_the_profile_of_its_votes(void **state)
{
    (void)state;
    static const char text[] = "META\nkey;value\nbudget;1\nvote_type;choose-1\n"
                               "PROJECTS\nproject_id;cost\nc;0\nb;0.05\na;0.07\n"
                               "VOTES\nvoter_id;vote\n1;a\n2;\n3;a\n4;b\n";
    struct pabulib *pb = pabulib_read(bytes_of_string(text), "t", 2, NULL);
    assert_non_null(pb);
    struct profile *from_file = profile_from_pabulib(pb, NULL);
    assert_non_null(from_file);
    pabulib_free(pb);
    struct profile *built = make(PROFILE_APPROVAL, options);
    assert_true(profile_add_approval(built, (uint16_t[]){0}, 1, 1, NULL));
    assert_true(profile_add_approval(built, (uint16_t[]){1}, 1, 2, NULL));
    assert_false(profile_equal(from_file, built, NULL));
    assert_true(profile_add_approval(built, NULL, 0, 1, NULL));
    assert_true(profile_equal(from_file, built, NULL));
    profile_free(built);
    profile_free(from_file);
}

/* tests/vectors/draw.json: option numbers in the order of `expected`. */
static void fall_as(const struct profile *profile, const uint8_t *seed, const json_t *expected)
{
    struct arena arena = {0};
    const uint16_t *order = order_of_ties(profile, seed, &arena);
    assert_int_equal(json_array_size(expected), profile->option_count);
    for (size_t i = 0; i < profile->option_count; i++)
        assert_true(bytes_equal(profile->options[order[i]].id,
                                bytes_of_string(json_string_value(json_array_get(expected, i)))));
    arena_clear(&arena);
}

static void ties_fall_as_in_the_vector(void **state)
{
    enum { IDS_MAX = 16 };
    struct profile_option list[IDS_MAX] = {0};
    json_t *vector = vector_load("draw"), *draw, *id;
    uint8_t seed[COUNT_SEED_BYTES];
    size_t i, count = json_array_size(json_object_get(vector, "ids"));
    (void)state;
    assert_in_range(count, 2, IDS_MAX);
    json_array_foreach(json_object_get(vector, "ids"), i, id)
    {
        list[i].id = bytes_of_string(json_string_value(id));
    }
    struct profile *profile = profile_new(PROFILE_APPROVAL, list, count, 100, 2, NULL);
    assert_non_null(profile);
    fall_as(profile, NULL, json_object_get(vector, "lex"));
    json_array_foreach(json_object_get(vector, "draws"), i, draw)
    {
        vector_hex(draw, "seed", seed, sizeof seed);
        fall_as(profile, seed, json_object_get(draw, "drawn"));
    }
    profile_free(profile);
    json_decref(vector);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_ballots_are_grouped),
        cmocka_unit_test(repeats_follow_the_form),
        cmocka_unit_test(wrong_ballots_and_options_are_refused),
        cmocka_unit_test(options_are_found_by_id),
        cmocka_unit_test(order_does_not_matter_and_every_change_shows),
        cmocka_unit_test(ties_fall_as_in_the_vector),
        cmocka_unit_test(other_options_differ),
        cmocka_unit_test(a_file_gives_the_profile_of_its_votes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
