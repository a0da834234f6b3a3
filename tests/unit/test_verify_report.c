/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <jansson.h>
#include <stdlib.h>

#include "verify/report.h"

static void the_heaviest_outcome_stays(void **state)
{
    (void)state;
    struct report report = {0};
    report_pass(&report, CHECK_LOG, "size %d", 4);
    assert_int_equal(report.checks[CHECK_LOG].status, CHECK_PASSED);
    report_note(&report, CHECK_LOG, "lighter");
    assert_string_equal(report.checks[CHECK_LOG].detail, "size 4");
    assert_false(report_incomplete(&report, CHECK_LOG, "missing"));
    assert_false(report_fail(&report, CHECK_LOG, "first"));
    assert_false(report_fail(&report, CHECK_LOG, "second"));
    report_pass(&report, CHECK_LOG, "after all");
    assert_int_equal(report.checks[CHECK_LOG].status, CHECK_FAILED);
    assert_string_equal(report.checks[CHECK_LOG].detail, "first");
    report_untouched(&report, CHECK_LOG, "not reached");
    assert_string_equal(report.checks[CHECK_LOG].detail, "first");
    report_untouched(&report, CHECK_COUNT, "not reached");
    assert_int_equal(report.checks[CHECK_COUNT].status, CHECK_INCOMPLETE);
}

static void missing_is_incomplete(void **state)
{
    (void)state;
    struct report report = {0};
    struct error err;
    error_input(&err, "missing", "blobs/00 is not in the bundle");
    assert_false(report_error(&report, CHECK_MIXES, &err));
    assert_int_equal(report.checks[CHECK_MIXES].status, CHECK_INCOMPLETE);
    error_input(&err, "bad-proof", "V1 does not hold");
    assert_false(report_error(&report, CHECK_MIXES, &err));
    assert_int_equal(report.checks[CHECK_MIXES].status, CHECK_FAILED);
    assert_string_equal(report.checks[CHECK_MIXES].detail, "V1 does not hold");
}

static void the_exit_status_is_that_of_the_worst(void **state)
{
    (void)state;
    struct report report = {0};
    assert_int_equal(report_exit_status(&report), 0);
    report_note(&report, CHECK_LIMITS, "the roll");
    report_pass(&report, CHECK_FILES, "x");
    assert_int_equal(report_exit_status(&report), 0);
    report_incomplete(&report, CHECK_FILES, "x");
    assert_int_equal(report_exit_status(&report), 2);
    report_fail(&report, CHECK_TOTALS, "x");
    assert_int_equal(report_exit_status(&report), 1);
}

static void there_is_a_line_for_each_check(void **state)
{
    (void)state;
    struct report report = {0};
    struct buffer text = {0};
    size_t lines = 0;
    report_pass(&report, CHECK_FILES, "3 files");
    report_write_text(&report, &text);
    for (const char *c = buffer_string(&text); *c; c++)
        lines += *c == '\n';
    assert_int_equal(lines, CHECK_END - 1);
    assert_non_null(
        strstr(buffer_string(&text), " 1  passed          file hashes and signatures: 3 files\n"));
    assert_non_null(strstr(buffer_string(&text), " 7  not-applicable  receipts\n"));
    buffer_clear(&text);
}

static void json_says_the_same(void **state)
{
    (void)state;
    struct report report = {0};
    struct buffer text = {0};
    report_fail(&report, CHECK_BALLOTS, "entry 4: \"quoted\"");
    report_write_json(&report, &text);
    assert_int_equal(text.data[text.len - 1], '\n');
    json_t *json = json_loads(buffer_string(&text), 0, NULL);
    assert_true(json_is_false(json_object_get(json, "ok")));
    const json_t *checks = json_object_get(json, "checks");
    assert_int_equal(json_array_size(checks), CHECK_END - 1);
    for (int c = CHECK_FILES; c < CHECK_END; c++) {
        const json_t *check = json_array_get(checks, (size_t)c - 1);
        assert_int_equal(json_integer_value(json_object_get(check, "n")), c);
        assert_string_equal(json_string_value(json_object_get(check, "name")), check_name((enum check)c));
        assert_string_equal(json_string_value(json_object_get(check, "status")),
                            c == CHECK_BALLOTS ? "failed" : "not-applicable");
    }
    assert_string_equal(
        json_string_value(json_object_get(json_array_get(checks, CHECK_BALLOTS - 1), "detail")),
        "entry 4: \"quoted\"");
    json_decref(json);
    buffer_clear(&text);
}

/* A detail may end within a character of more bytes; the JSON must still be JSON. */
static void a_cut_detail_is_still_text(void **state)
{
    (void)state;
    struct report report = {0};
    struct buffer text = {0}, long_text = {0};
    for (size_t i = 0; i < REPORT_DETAIL_BYTES; i++)
        buffer_append_string(&long_text, "ą");
    report_fail(&report, CHECK_FILES, "xy%s", buffer_string(&long_text));
    report_pass(&report, CHECK_LOG, "%s", "\xff\xfe\x1b[2Jetc");
    report_write_json(&report, &text);
    json_t *json = json_loads(buffer_string(&text), 0, NULL);
    const json_t *checks = json_object_get(json, "checks");
    assert_int_equal(json_array_size(checks), CHECK_END - 1);
    const char *cut = json_string_value(json_object_get(json_array_get(checks, CHECK_FILES - 1), "detail"));
    assert_int_equal(strlen(cut), REPORT_DETAIL_BYTES - 2);
    assert_string_equal(cut + strlen(cut) - 2, "ą");
    assert_string_equal(json_string_value(json_object_get(json_array_get(checks, CHECK_LOG - 1), "detail")),
                        "???[2Jetc");
    json_decref(json);
    buffer_clear(&text);
    buffer_clear(&long_text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_heaviest_outcome_stays),
        cmocka_unit_test(missing_is_incomplete),
        cmocka_unit_test(the_exit_status_is_that_of_the_worst),
        cmocka_unit_test(there_is_a_line_for_each_check),
        cmocka_unit_test(json_says_the_same),
        cmocka_unit_test(a_cut_detail_is_still_text),
    };
    return cmocka_run_group_tests_name("verify_report", tests, NULL, NULL);
}
