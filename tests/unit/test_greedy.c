/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>

#include <sodium.h>

#include "count/trace.h"

/* ---- against a second implementation, slow and obvious ---- */

enum { SMALL_OPTIONS = 7, SMALL_BALLOTS = 9 };

struct instance {
    enum profile_form form;
    size_t option_count, ballot_count;
    char ids[SMALL_OPTIONS][4];
    int64_t costs[SMALL_OPTIONS], budget;
    size_t counts[SMALL_BALLOTS];
    uint16_t choices[SMALL_BALLOTS][SMALL_OPTIONS];
    int64_t points[SMALL_BALLOTS][SMALL_OPTIONS];
    bool clash[SMALL_OPTIONS][SMALL_OPTIONS];
    json_t *conflicts;
    struct rule rule;
    uint8_t seed[COUNT_SEED_BYTES];
};

static uint64_t random_state = 0x243f6a8885a308d3u;

static unsigned random_below(unsigned limit)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return (unsigned)(random_state >> 33) % limit;
}

static void make_instance(struct instance *in)
{
    *in = (struct instance){.form = random_below(3), .conflicts = json_array()};
    in->option_count = 1 + random_below(SMALL_OPTIONS);
    in->ballot_count = random_below(SMALL_BALLOTS + 1);
    in->budget = random_below(30);
    for (size_t i = 0; i < in->option_count; i++) {
        snprintf(in->ids[i], sizeof in->ids[i], "%c%c", 'a' + (int)(i * 5 % 7), random_below(2) ? 'x' : '\0');
        in->costs[i] = random_below(12);
    }
    for (size_t b = 0; b < in->ballot_count; b++) {
        for (uint16_t i = 0; i < in->option_count; i++) {
            if (random_below(2))
                continue;
            size_t at = random_below((unsigned)in->counts[b] + 1);
            for (size_t j = in->counts[b]++; j > at; j--)
                in->choices[b][j] = in->choices[b][j - 1];
            in->choices[b][at] = i;
        }
        for (size_t j = 0; j < in->counts[b]; j++)
            in->points[b][j] = (int64_t)random_below(5) - (random_below(8) == 0 ? 3 : 0);
    }
    for (unsigned s = random_below(3); s > 0 && in->option_count > 1; s--) {
        unsigned a = random_below((unsigned)in->option_count), b = random_below((unsigned)in->option_count);
        if (a == b)
            continue;
        in->clash[a][b] = in->clash[b][a] = true;
        json_array_append_new(in->conflicts, json_pack("[s, s]", in->ids[a], in->ids[b]));
    }
    in->rule = (struct rule){.density = random_below(2),
                             .on_misfit = random_below(2),
                             .ties = random_below(2),
                             .threshold = random_below(2) ? random_below(6) : 0};
    do
        in->rule.score = random_below(4);
    while (!rule_fits(&in->rule, profile_form_kind(in->form), NULL));
    for (size_t i = 0; i < sizeof in->seed; i++)
        in->seed[i] = (uint8_t)random_below(256);
}

static int64_t slow_score(const struct instance *in, uint16_t option)
{
    int64_t score = 0;
    for (size_t b = 0; b < in->ballot_count; b++) {
        for (size_t place = 0; place < in->counts[b]; place++) {
            if (in->choices[b][place] != option)
                continue;
            if (in->rule.score == RULE_VOTES)
                score += 1;
            else if (in->rule.score == RULE_POINTS)
                score += in->points[b][place];
            else
                score += (int64_t)(in->counts[b] - place) - (in->rule.score == RULE_BORDA0);
        }
    }
    return score;
}

/* H32("draw", S, id) spelled out (docs/protocol.md section 2). */
static void slow_draw(const struct instance *in, const char *id, uint8_t out[64])
{
    uint8_t text[128];
    size_t len = 0;
    memcpy(text, "folkmoot/1/draw", 16); /* with the zero byte */
    len = 16;
    const uint8_t seed_length[] = {0, 0, 0, COUNT_SEED_BYTES}, id_length[] = {0, 0, 0, (uint8_t)strlen(id)};
    memcpy(text + len, seed_length, 4);
    memcpy(text + len + 4, in->seed, COUNT_SEED_BYTES);
    len += 4 + COUNT_SEED_BYTES;
    memcpy(text + len, id_length, 4);
    memcpy(text + len + 4, id, strlen(id));
    len += 4 + strlen(id);
    crypto_hash_sha512(out, text, len);
}

/* Does a stand before b? */
static bool slow_before(const struct instance *in, uint16_t a, uint16_t b)
{
    int64_t left = slow_score(in, a), right = slow_score(in, b);
    if (in->rule.density == RULE_PER_COST) {
        /* whole numbers after multiplication by a common multiple of all costs; 2^40 stands for infinity */
        const int64_t common = 27720;
        left = in->costs[a] ? left * common / in->costs[a] : (left > 0) - (left < 0);
        right = in->costs[b] ? right * common / in->costs[b] : (right > 0) - (right < 0);
        left *= in->costs[a] ? 1 : INT64_C(1) << 40;
        right *= in->costs[b] ? 1 : INT64_C(1) << 40;
    }
    if (left != right)
        return left > right;
    if (in->rule.ties == RULE_LEX)
        return strcmp(in->ids[a], in->ids[b]) < 0;
    uint8_t draw_a[64], draw_b[64];
    slow_draw(in, in->ids[a], draw_a);
    slow_draw(in, in->ids[b], draw_b);
    return memcmp(draw_a, draw_b, 32) < 0;
}

static size_t slow_greedy(const struct instance *in, uint16_t *winners)
{
    bool done[SMALL_OPTIONS] = {0};
    size_t count = 0;
    int64_t left = in->budget;
    for (size_t step = 0; step < in->option_count; step++) {
        int best = -1;
        for (uint16_t i = 0; i < in->option_count; i++)
            if (!done[i] && (best < 0 || slow_before(in, i, (uint16_t)best)))
                best = i;
        done[best] = true;
        if (in->rule.threshold > 0 && slow_score(in, (uint16_t)best) < in->rule.threshold)
            continue;
        bool clashes = false;
        for (size_t w = 0; w < count; w++)
            clashes |= in->clash[best][winners[w]];
        if (clashes)
            continue;
        if (in->costs[best] > left) {
            if (in->rule.on_misfit == RULE_STOP)
                break;
            continue;
        }
        left -= in->costs[best];
        winners[count++] = (uint16_t)best;
    }
    return count;
}

static struct profile *instance_profile(const struct instance *in)
{
    struct profile_option options[SMALL_OPTIONS];
    for (size_t i = 0; i < in->option_count; i++)
        options[i] = (struct profile_option){bytes_of_string(in->ids[i]), in->costs[i]};
    struct profile *profile = profile_new(in->form, options, in->option_count, in->budget, 0, NULL);
    assert_non_null(profile);
    for (size_t b = 0; b < in->ballot_count; b++)
        assert_true(in->form == PROFILE_APPROVAL
                        ? profile_add_approval(profile, in->choices[b], in->counts[b], 1, NULL)
                    : in->form == PROFILE_POINTS
                        ? profile_add_points(profile, in->choices[b], in->points[b], in->counts[b], 1, NULL)
                        : profile_add_ranking(profile, in->choices[b], in->counts[b], 1, NULL));
    return profile;
}

/* The trace tells the same story as the winners. */
static void assert_trace(const struct profile *profile, const struct count_result *result)
{
    int64_t left = profile->budget;
    size_t bought = 0;
    bool stopped = false;
    assert_int_equal(result->step_count, profile->option_count);
    for (size_t i = 0; i < result->step_count; i++) {
        const struct count_step *step = &result->steps[i];
        assert_true(step->left == left && step->cost == profile->options[step->option].cost);
        if (step->outcome == COUNT_BOUGHT) {
            assert_int_equal(result->winners[bought++], step->option);
            left -= step->cost;
            assert_true(left >= 0 && !stopped);
        }
        if (step->outcome == COUNT_MISFIT) {
            assert_true(step->cost > left && !stopped);
            stopped = result->rule.on_misfit == RULE_STOP;
        }
        assert_true((step->outcome == COUNT_BELOW_THRESHOLD) ==
                    (step->score < result->rule.threshold && result->rule.threshold > 0));
        if (step->outcome == COUNT_STOPPED)
            assert_true(stopped);
    }
    assert_int_equal(bought, result->winner_count);
    assert_true(result->total_cost == profile->budget - left);
}

static void random_elections_equal_the_obvious_way(void **state)
{
    (void)state;
    size_t ties = 0, conflicts_met = 0, stops = 0;
    for (int round = 0; round < 30000; round++) {
        struct instance in;
        make_instance(&in);
        struct profile *profile = instance_profile(&in);
        struct conflicts conflicts = {0};
        struct count_result result = {0};
        struct error err = {0};
        assert_true(conflicts_from_json(in.conflicts, profile, &conflicts, &err));
        struct count_terms terms = {.conflicts = &conflicts,
                                    .seed = in.rule.ties == RULE_DRAW ? in.seed : NULL};
        if (!count_run(profile, &in.rule, &terms, &result, &err))
            fail_msg("%s", err.detail);
        uint16_t winners[SMALL_OPTIONS];
        size_t count = slow_greedy(&in, winners);
        assert_int_equal(count, result.winner_count);
        for (size_t i = 0; i < count; i++)
            assert_int_equal(winners[i], result.winners[i]);
        assert_trace(profile, &result);
        ties += result.tie_count;
        for (size_t i = 0; i < result.step_count; i++) {
            conflicts_met += result.steps[i].outcome == COUNT_CONFLICT;
            stops += result.steps[i].outcome == COUNT_STOPPED;
        }
        count_result_clear(&result);
        conflicts_clear(&conflicts);
        profile_free(profile);
        json_decref(in.conflicts);
    }
    assert_true(ties > 1000 && conflicts_met > 1000 && stops > 1000);
}

/* ---- single facts ---- */

static const struct count_terms plain = {0};

static struct profile *three(enum profile_form form, int64_t budget, const int64_t costs[3])
{
    struct profile_option options[3];
    static const char *const ids[] = {"a", "b", "c"};
    for (size_t i = 0; i < 3; i++)
        options[i] = (struct profile_option){bytes_of_string(ids[i]), costs[i]};
    struct profile *profile = profile_new(form, options, 3, budget, 0, NULL);
    assert_non_null(profile);
    return profile;
}

static void the_trace_as_json(void **state)
{
    (void)state;
    struct profile *p = three(PROFILE_APPROVAL, 10, (int64_t[]){6, 5, 4});
    assert_true(profile_add_approval(p, (uint16_t[]){0, 1}, 2, 2, NULL));
    assert_true(profile_add_approval(p, (uint16_t[]){2}, 1, 1, NULL));
    struct rule rule = {.ties = RULE_LEX, .threshold = 1};
    struct count_result result = {0};
    assert_true(count_run(p, &rule, &plain, &result, NULL));
    json_t *json = trace_result_json(p, &result, NULL);
    char *text = json_dumps(json, JSON_COMPACT | JSON_SORT_KEYS);
    assert_string_equal(
        text,
        "{\"rule\":{\"density\":\"absolute\",\"name\":\"greedy\",\"on_misfit\":\"skip\",\"score\":\"votes\","
        "\"threshold\":1,\"ties\":\"lex\"},\"selected\":[\"a\",\"c\"],\"ties\":[[\"a\",\"b\"]],"
        "\"total_cost\":10,\"trace\":["
        "{\"cost\":6,\"left\":10,\"option\":\"a\",\"outcome\":\"bought\",\"score\":\"2\",\"step\":1},"
        "{\"cost\":5,\"left\":4,\"option\":\"b\",\"outcome\":\"misfit\",\"score\":\"2\",\"step\":2},"
        "{\"cost\":4,\"left\":4,\"option\":\"c\",\"outcome\":\"bought\",\"score\":\"1\",\"step\":3}]}");
    free(text);
    json_decref(json);
    count_result_clear(&result);
    profile_free(p);
}

static void nobody_voted_and_everything_fits(void **state)
{
    (void)state;
    struct profile *p = three(PROFILE_APPROVAL, 10, (int64_t[]){6, 0, 4});
    struct rule rule = {.ties = RULE_LEX, .density = RULE_PER_COST};
    struct count_result result = {0};
    assert_true(count_run(p, &rule, &plain, &result, NULL));
    assert_int_equal(result.winner_count, 3); /* no threshold: no votes are enough */
    assert_int_equal(result.tie_count, 1);
    count_result_clear(&result);
    rule.threshold = 1;
    assert_true(count_run(p, &rule, &plain, &result, NULL));
    assert_int_equal(result.winner_count, 0);
    count_result_clear(&result);
    profile_free(p);
}

static void large_numbers_are_compared_exactly(void **state)
{
    (void)state;
    /* densities that differ in the last bit of a 126-bit product; as doubles they are equal */
    const int64_t large = INT64_MAX;
    struct profile *p = three(PROFILE_POINTS, large, (int64_t[]){large - 1, large, large - 2});
    assert_true(profile_add_points(p, (uint16_t[]){0, 1, 2}, (int64_t[]){large - 2, large - 1, large - 3}, 3,
                                   1, NULL));
    struct rule rule = {.score = RULE_POINTS, .ties = RULE_LEX, .density = RULE_PER_COST};
    struct count_result result = {0};
    assert_true(count_run(p, &rule, &plain, &result, NULL));
    assert_int_equal(result.winner_count, 1);
    assert_int_equal(result.winners[0], 1);
    assert_int_equal(result.steps[1].option, 0);
    assert_int_equal(result.tie_count, 0);
    struct error err = {0};
    assert_null(trace_result_json(p, &result, &err));
    assert_string_equal(err.type, "overflow");
    count_result_clear(&result);
    assert_true(profile_add_points(p, (uint16_t[]){2}, (int64_t[]){7}, 1, 1, NULL));
    assert_false(count_run(p, &rule, &plain, &result, &err));
    assert_string_equal(err.detail, "the score of option c is too large");
    profile_free(p);
}

static void what_does_not_apply_is_refused(void **state)
{
    (void)state;
    struct profile *p = three(PROFILE_APPROVAL, 10, (int64_t[]){6, 0, 4});
    struct count_result result = {0};
    uint8_t seed[COUNT_SEED_BYTES] = {0};
    assert_false(count_run(p, &(struct rule){.score = RULE_POINTS, .ties = RULE_LEX}, &plain, &result, NULL));
    assert_false(count_run(p, &(struct rule){.score = RULE_BORDA, .ties = RULE_LEX}, &plain, &result, NULL));
    assert_false(count_run(p, &(struct rule){.ties = RULE_DRAW}, &plain, &result, NULL));
    assert_false(
        count_run(p, &(struct rule){.ties = RULE_LEX}, &(struct count_terms){.seed = seed}, &result, NULL));
    assert_null(result.arena.first);
    static const char *const bad[] = {"{}",     "[\"a\"]", "[[\"a\"]]", "[[\"a\",\"d\"]]", "[[\"a\",\"a\"]]",
                                      "[[1,2]]"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct conflicts conflicts = {0};
        json_t *json = json_loads(bad[i], 0, NULL);
        assert_false(conflicts_from_json(json, p, &conflicts, NULL));
        assert_null(conflicts.sets);
        json_decref(json);
    }
    profile_free(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_elections_equal_the_obvious_way),
        cmocka_unit_test(the_trace_as_json),
        cmocka_unit_test(nobody_voted_and_everything_fits),
        cmocka_unit_test(large_numbers_are_compared_exactly),
        cmocka_unit_test(what_does_not_apply_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
