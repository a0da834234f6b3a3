/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sodium.h>
#include <stdlib.h>

#include "count/tally.h"
#include "record/json.h"

/* One contest with three options costing 1, 2 and 3 euro and an envelope of 4. */
struct fixture {
    struct option options[3];
    struct contest contest;
    struct definition definition;
    struct point points[8];
    size_t count;
    uint64_t entitled;
};

static void fill(struct fixture *f, enum form_kind kind, enum rule_score score)
{
    *f = (struct fixture){
        .options = {{.id = "a", .cost = 100}, {.id = "b", .cost = 200}, {.id = "c", .cost = 300}}};
    f->contest = (struct contest){.id = "main",
                                  .envelope = 400,
                                  .form = {.kind = kind, .min = 1, .max = 2},
                                  .rule = {.score = score, .ties = RULE_LEX},
                                  .option_count = 3,
                                  .options = f->options,
                                  .pool_min = 1};
    if (kind == FORM_POINTS)
        f->contest.form.total = f->contest.form.max_each = 10;
    f->contest.width = form_width(&f->contest.form, 3);
    f->definition = (struct definition){.currency = "EUR",
                                        .minor_digits = 2,
                                        .contest_count = 1,
                                        .contests = &f->contest,
                                        .assembly = "city"};
    f->definition.schedule.open = 29538719; /* the last minute of 28 February 2026 in UTC */
    f->definition.schedule.close = 29538720;
}

static void vote(struct fixture *f, struct choices choices)
{
    uint8_t block[BLOCK_BYTES];
    struct error err;
    if (!payload_encode(&f->contest, &choices, block, &err))
        fail_msg("%s", err.detail);
    point_embed(block, &f->points[f->count++]);
}

static void tally(struct fixture *f, struct tally *out)
{
    struct error err;
    if (!tally_decode(&f->definition, &f->contest, f->points, f->count, out, &err) ||
        !tally_count(out, NULL, f->entitled, &err))
        fail_msg("%s", err.detail);
}

static json_t *result_of(const struct tally *tally)
{
    struct contest_totals totals = {.contest = "main", .ballots = 6, .replaced = 1, .input = 5};
    struct error err;
    json_t *json = tally_json(tally, &totals, NULL, &err);
    struct buffer text = {0};
    assert_non_null(json);
    assert_true(json_write(json, &text, &err)); /* it can enter the record */
    buffer_clear(&text);
    return json;
}

static void approval_is_decoded_counted_and_written(void **state)
{
    (void)state;
    struct fixture f;
    struct tally t = {0};
    struct buffer file = {0};
    struct error err;
    fill(&f, FORM_APPROVAL, RULE_VOTES);
    vote(&f, (struct choices){.count = 2, .options = {0, 2}, .values = {1, 1}});
    vote(&f, (struct choices){.count = 1, .options = {2}, .values = {1}});
    vote(&f, (struct choices){.count = 0});
    f.points[f.count++] = POINT_IDENTITY;
    point_from_wide(&f.points[f.count++], (const uint8_t[WIDE_BYTES]){7}); /* carries nothing */
    tally(&f, &t);
    assert_int_equal(t.mixed, 5);
    assert_int_equal(t.ballot_count, 2);
    assert_int_equal(t.blank, 1);
    assert_int_equal(t.invalid_count, 2);
    assert_int_equal(t.invalid[0].index, 3);
    assert_int_equal(t.invalid[0].reason, PAYLOAD_IDENTITY);
    assert_int_equal(t.profile->voter_count, 2); /* a blank is no vote */
    json_t *json = result_of(&t), *count = json_object_get(json, "count");
    assert_string_equal(json_string_value(json_object_get(json, "status")), "counted");
    assert_int_equal(json_integer_value(json_object_get(count, "total_cost")), 400);
    assert_string_equal(json_string_value(json_array_get(json_object_get(count, "selected"), 0)), "c");
    assert_string_equal(json_string_value(json_array_get(json_object_get(count, "selected"), 1)), "a");
    json_decref(json);

    const char *names[] = {"A; first", NULL, "C"};
    assert_true(tally_write_ballots(&t, &(struct tally_names){.option_names = names}, &file, &err));
    assert_non_null(strstr(buffer_string(&file), "\"A; first\""));
    assert_non_null(strstr(buffer_string(&file), "currency;EUR"));
    assert_non_null(strstr(buffer_string(&file), "META\nkey;value\ninstance;2026\nnum_projects;3\n"));
    assert_non_null(
        strstr(buffer_string(&file), "rule;greedy\ndate_begin;28.02.2026\ndate_end;01.03.2026\n"));
    assert_true(tally_check_ballots(&t, buffer_bytes(&file), &err));
    /* another choice in the file is noticed */
    char *last = strrchr((char *)file.data, 'c');
    *last = 'b';
    assert_false(tally_check_ballots(&t, buffer_bytes(&file), &err));
    assert_string_equal(err.type, "profile");
    buffer_clear(&file);
    tally_clear(&t);
}

static void points_are_counted(void **state)
{
    (void)state;
    struct fixture f;
    struct tally t = {0};
    struct buffer file = {0};
    struct error err;
    fill(&f, FORM_POINTS, RULE_POINTS);
    vote(&f, (struct choices){.count = 2, .options = {0, 1}, .values = {3, 7}});
    vote(&f, (struct choices){.count = 1, .options = {2}, .values = {8}});
    tally(&f, &t);
    assert_int_equal(t.result.winner_count, 2);
    assert_int_equal(t.result.winners[0], 2);
    assert_int_equal(t.result.winners[1], 0);
    assert_true(tally_write_ballots(&t, &(struct tally_names){0}, &file, &err));
    assert_true(tally_check_ballots(&t, buffer_bytes(&file), &err));
    buffer_clear(&file);
    tally_clear(&t);
}

static void conflicts_bind(void **state)
{
    (void)state;
    struct fixture f;
    struct tally t = {0};
    uint16_t pair[] = {0, 2};
    struct conflict_set set = {.count = 2, .options = pair};
    fill(&f, FORM_APPROVAL, RULE_VOTES);
    f.contest.conflicts = &set;
    f.contest.conflict_count = 1;
    vote(&f, (struct choices){.count = 2, .options = {0, 2}, .values = {1, 1}});
    tally(&f, &t);
    assert_int_equal(t.result.winner_count, 2);
    assert_int_equal(t.result.winners[0], 0);
    assert_int_equal(t.result.winners[1], 1); /* not 2, which excludes 0 */
    tally_clear(&t);
}

static void motions_are_decided_and_written(void **state)
{
    (void)state;
    static const char csv[] = "a;b;c\nyes;no;\nyes;;abstain\nno;yes;\n";
    struct fixture f;
    struct tally t = {0};
    struct buffer file = {0};
    struct error err;
    fill(&f, FORM_QUESTIONS, RULE_VOTES);
    f.contest.rule =
        (struct rule){.name = RULE_MOTION, .base = RULE_BASE_CAST, .quorum = {2, 4}, .majority = {1, 2}};
    f.entitled = 5;
    vote(&f, (struct choices){.count = 2, .options = {0, 1}, .values = {ANSWER_YES, ANSWER_NO}});
    vote(&f, (struct choices){.count = 2, .options = {0, 2}, .values = {ANSWER_YES, ANSWER_ABSTAIN}});
    vote(&f, (struct choices){.count = 0});
    vote(&f, (struct choices){.count = 2, .options = {0, 1}, .values = {ANSWER_NO, ANSWER_YES}});
    tally(&f, &t);
    assert_int_equal(t.ballot_count, 3);
    assert_int_equal(t.blank, 1);
    json_t *json = result_of(&t), *count = json_object_get(json, "count");
    struct buffer text = {0};
    assert_true(json_write(count, &text, &err));
    assert_string_equal(
        buffer_string(&text),
        "{\"entitled\":5,\"rule\":{\"base\":\"cast\",\"majority\":\"1/2\",\"name\":\"motion\",\"quorum\":\"2/"
        "4\"},"
        "\"selected\":[\"a\"],\"ties\":[],\"total_cost\":0,\"trace\":["
        "{\"abstain\":0,\"base\":3,\"no\":1,\"option\":\"a\",\"outcome\":\"passed\",\"step\":1,\"yes\":2},"
        "{\"abstain\":0,\"base\":2,\"no\":1,\"option\":\"b\",\"outcome\":\"no-quorum\",\"step\":2,\"yes\":1},"
        "{\"abstain\":1,\"base\":1,\"no\":0,\"option\":\"c\",\"outcome\":\"no-quorum\",\"step\":3,\"yes\":0}]"
        "}");
    assert_true(tally_write_ballots(&t, &(struct tally_names){0}, &file, &err));
    assert_string_equal(buffer_string(&file), csv);
    assert_true(tally_check_ballots(&t, buffer_bytes(&file), &err));
    assert_false(tally_check_ballots(&t, bytes_of_string("a;b;c\nyes;no;\n"), &err));
    buffer_clear(&text);
    buffer_clear(&file);
    json_decref(json);
    tally_clear(&t);
}

static void what_was_not_opened_says_so(void **state)
{
    (void)state;
    struct contest_totals empty = {.contest = "main"},
                          few = {.contest = "main", .ballots = 2, .input = 2, .withheld = 2};
    json_t *a = tally_json(NULL, &empty, NULL, NULL), *b = tally_json(NULL, &few, NULL, NULL);
    assert_string_equal(json_string_value(json_object_get(a, "status")), "empty");
    assert_string_equal(json_string_value(json_object_get(b, "status")), "withheld");
    assert_null(json_object_get(b, "count"));
    json_decref(a);
    json_decref(b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(approval_is_decoded_counted_and_written),
        cmocka_unit_test(points_are_counted),
        cmocka_unit_test(conflicts_bind),
        cmocka_unit_test(what_was_not_opened_says_so),
        cmocka_unit_test(motions_are_decided_and_written),
    };
    if (sodium_init() < 0)
        return 1;
    return cmocka_run_group_tests_name("tally", tests, NULL, NULL);
}
