/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>

#include "ballot/form.h"
#include "count/answers.h"

static const char small[] = "night-buses;ż 1;c\n"
                            "yes;abstain;\n"
                            "yes;abstain;\n"
                            ";no;\n"
                            "no;;yes\n";

static struct profile *read_text(const char *text, struct error *err)
{
    return answers_read(bytes_of_string(text), "t", err);
}

/* The ballots one by one, equal ones together. */
static void write_text(const struct profile *profile, struct buffer *out)
{
    answers_write_header(profile, out);
    for (size_t i = 0; i < profile->ballot_count; i++) {
        const struct profile_ballot *ballot = &profile->ballots[i];
        for (uint64_t n = 0; n < ballot->multiplicity; n++)
            answers_write_ballot(profile, ballot->options, ballot->points, ballot->count, out);
    }
}

static void what_is_written_is_read(void **state)
{
    (void)state;
    struct error err = {0};
    struct profile *profile = read_text(small, &err);
    if (!profile)
        fail_msg("%s", err.detail);
    assert_int_equal(profile->form, PROFILE_ANSWERS);
    assert_int_equal(profile->option_count, 3);
    assert_true(bytes_equal(profile->options[1].id, bytes_of_string("ż 1")));
    assert_int_equal(profile->voter_count, 4);
    assert_int_equal(profile->ballot_count, 3);
    assert_int_equal(profile->ballots[0].multiplicity, 2);
    assert_int_equal(profile->ballots[0].count, 2);
    assert_int_equal(profile->ballots[0].points[0], ANSWER_YES);
    assert_int_equal(profile->ballots[0].points[1], ANSWER_ABSTAIN);
    assert_int_equal(profile->ballots[2].options[1], 2);
    struct buffer out = {0};
    write_text(profile, &out);
    assert_string_equal(buffer_string(&out), small);
    buffer_clear(&out);
    profile_free(profile);
}

static void a_mark_in_the_first_id_is_not_that_of_the_file(void **state)
{
    (void)state;
    static const char text[] = "\"\xef\xbb\xbf"
                               "a\";\xef\xbb\xbf"
                               "b\nyes;no\n";
    struct error err = {0};
    struct profile *profile = read_text(text, &err);
    assert_non_null(profile);
    assert_int_equal(profile->options[0].id.len, 4);
    struct buffer out = {0};
    write_text(profile, &out);
    assert_string_equal(buffer_string(&out), text);
    buffer_clear(&out);
    profile_free(profile);
}

static void lines_may_end_as_in_other_files(void **state)
{
    (void)state;
    struct error err = {0};
    struct profile *a = read_text(small, &err),
                   *b = read_text("\xef\xbb\xbf"
                                  "night-buses;\"ż 1\";c\r\nyes;abstain;\r\n\r\nyes;abstain;\n;no;\nno;;yes",
                                  &err);
    assert_non_null(a);
    if (!b)
        fail_msg("%s", err.detail);
    assert_true(profile_equal(a, b, &err));
    profile_free(a);
    profile_free(b);
}

static void all_else_is_refused_with_the_place(void **state)
{
    (void)state;
    static const struct {
        const char *text, *start, *part;
    } broken[] = {
        {"", "t:1:1: ", "expected the ids of questions"},
        {"\n\n", "t:3:1: ", "expected the ids of questions"},
        {"a;;b\n", "t:1:3: ", "id of a question"},
        {"a; b\n", "t:1:3: ", "id of a question"},
        {"a;b,c\n", "t:1:3: ", "id of a question"},
        {"a;\"b\nc\"\n", "t:1:3: ", "id of a question"},
        {"a;b;a\n", "t:1:5: ", "the question a is there twice"},
        {"META\n", "t:1:1: ", "id of a question"},
        {"a;b\nyes\n", "t:2:1: ", "1 answers; expected 2"},
        {"a;b\nyes;no;yes\n", "t:2:8: ", "3 answers; expected 2"},
        {"a;b\nyes;no\nyes;Yes\n", "t:3:5: ", "the answer is Yes; expected yes, no, abstain or nothing"},
        {"a;b\nyes; no\n", "t:2:5: ", "the answer is  no"},
        {"a;b\n;1\n", "t:2:2: ", "the answer is 1"},
        {"a;b\nyes;no\n;\n", "t:3:1: ", "without an answer"},
        {"a;b\nyes;\"no\n", "t:2:5: ", "not closed"},
        {"a;b\nyes;no\ryes;no\n", "t:2:7: ", "carriage return alone"},
        {"a;b\nyes;\xff\n", "t:2:5: ", "UTF-8"},
    };
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        struct error err = {0};
        struct profile *profile = read_text(broken[i].text, &err);
        if (profile)
            fail_msg("was read: %s", broken[i].text);
        if (strncmp(err.detail, broken[i].start, strlen(broken[i].start)) != 0 ||
            !strstr(err.detail, broken[i].part))
            fail_msg("%s\ngives: %s", broken[i].text, err.detail);
    }
    struct error err = {0};
    assert_null(answers_read_file("/nowhere.csv", &err));
}

static void as_many_questions_as_a_contest_has(void **state)
{
    (void)state;
    for (int more = 0; more < 2; more++) {
        struct buffer text = {0};
        for (int i = 0; i < FORM_OPTIONS_MAX + more; i++)
            buffer_append_format(&text, "%sq%d", i ? ";" : "", i);
        buffer_append_u8(&text, '\n');
        for (int i = 0; i < FORM_OPTIONS_MAX + more; i++)
            buffer_append_string(&text, i ? ";abstain" : "abstain");
        struct error err = {0};
        struct profile *profile = answers_read(buffer_bytes(&text), "t", &err);
        if (more) {
            assert_null(profile);
            assert_non_null(strstr(err.detail, "more than 1000 columns"));
        } else {
            assert_non_null(profile);
            assert_int_equal(profile->ballots[0].count, FORM_OPTIONS_MAX);
            profile_free(profile);
        }
        buffer_clear(&text);
    }
}

/* Cut anywhere it is refused, or says less, as at the end of a line. */
static void every_truncation_is_refused_or_smaller(void **state)
{
    (void)state;
    struct error err = {0};
    struct profile *whole = read_text(small, &err);
    assert_non_null(whole);
    for (size_t len = 0; len < sizeof small - 2; len++) { /* without its last line end it is whole */
        struct profile *part = answers_read(bytes_of(small, len), "t", &err);
        assert_false(part && profile_equal(whole, part, &err));
        profile_free(part);
    }
    profile_free(whole);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_read),
        cmocka_unit_test(a_mark_in_the_first_id_is_not_that_of_the_file),
        cmocka_unit_test(lines_may_end_as_in_other_files),
        cmocka_unit_test(all_else_is_refused_with_the_place),
        cmocka_unit_test(as_many_questions_as_a_contest_has),
        cmocka_unit_test(every_truncation_is_refused_or_smaller),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
