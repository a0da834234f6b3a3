/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "verify/report.h"

#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/encoding.h"

static const char *const names[CHECK_END] = {
    [CHECK_FILES] = "file hashes and signatures",
    [CHECK_CANONICAL] = "canonical entries, nothing extra or missing",
    [CHECK_DEFINITION] = "definition and election id",
    [CHECK_TRUSTEES] = "trustees and election key",
    [CHECK_CREDENTIALS] = "credential lists",
    [CHECK_LOG] = "log root, checkpoints, cosignatures",
    [CHECK_RECEIPTS] = "receipts",
    [CHECK_ORDER] = "order and states",
    [CHECK_BALLOTS] = "every ballot",
    [CHECK_ACTS] = "signatures of people",
    [CHECK_INPUTS] = "inputs of the count",
    [CHECK_MIXES] = "every mix",
    [CHECK_SHARES] = "every decryption share",
    [CHECK_DECODING] = "combination and decoding",
    [CHECK_PROFILE] = "decrypted ballots equal the .pb",
    [CHECK_COUNT] = "counting repeated",
    [CHECK_TOTALS] = "totals",
    [CHECK_LIMITS] = "what this does not prove",
};

const char *check_name(enum check check)
{
    return names[check];
}

const char *check_status_name(enum check_status status)
{
    static const char *const texts[] = {"not-applicable", "note", "passed", "incomplete", "failed"};
    return texts[status];
}

/* Details name files and texts from outside: what is printed is UTF-8 without control characters. */
static void make_printable(char *text)
{
    size_t len = strlen(text);
    for (size_t cut = 0; cut < 4 && len && !utf8_is_valid(bytes_of(text, len)); cut++)
        len--; /* the end may stand within a character */
    bool valid = utf8_is_valid(bytes_of(text, len));
    if (valid)
        text[len] = 0;
    for (unsigned char *c = (unsigned char *)text; *c; c++)
        if (*c < 0x20 || *c == 0x7f || (!valid && *c >= 0x80))
            *c = '?';
}

static void put(struct report *report, enum check check, enum check_status status, const char *format,
                va_list args) __attribute__((format(printf, 4, 0)));
static void put(struct report *report, enum check check, enum check_status status, const char *format,
                va_list args)
{
    if (status <= report->checks[check].status)
        return;
    report->checks[check].status = status;
    vsnprintf(report->checks[check].detail, REPORT_DETAIL_BYTES, format, args);
    make_printable(report->checks[check].detail);
}

void report_pass(struct report *report, enum check check, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    put(report, check, CHECK_PASSED, format, args);
    va_end(args);
}

bool report_fail(struct report *report, enum check check, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    put(report, check, CHECK_FAILED, format, args);
    va_end(args);
    return false;
}

bool report_incomplete(struct report *report, enum check check, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    put(report, check, CHECK_INCOMPLETE, format, args);
    va_end(args);
    return false;
}

void report_note(struct report *report, enum check check, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    put(report, check, CHECK_NOTE, format, args);
    va_end(args);
}

void report_untouched(struct report *report, enum check check, const char *detail)
{
    if (report->checks[check].status == CHECK_NOT_APPLICABLE)
        report_incomplete(report, check, "%s", detail);
}

bool report_error(struct report *report, enum check check, const struct error *err)
{
    if (strcmp(err->type, "missing") == 0)
        return report_incomplete(report, check, "%s", err->detail);
    return report_fail(report, check, "%s", err->detail);
}

int report_exit_status(const struct report *report)
{
    int status = 0;
    for (int check = CHECK_FILES; check < CHECK_END; check++) {
        if (report->checks[check].status == CHECK_FAILED)
            return 1;
        if (report->checks[check].status == CHECK_INCOMPLETE)
            status = 2;
    }
    return status;
}

void report_write_text(const struct report *report, struct buffer *out)
{
    for (int check = CHECK_FILES; check < CHECK_END; check++) {
        const char *detail = report->checks[check].detail;
        buffer_append_format(out, "%2d  %-14s  %s%s%s\n", check,
                             check_status_name(report->checks[check].status), names[check],
                             *detail ? ": " : "", detail);
    }
}

void report_write_json(const struct report *report, struct buffer *out)
{
    json_t *checks = json_array();
    for (int check = CHECK_FILES; check < CHECK_END; check++)
        json_array_append_new(checks, json_pack("{s:i, s:s, s:s, s:s}", "n", check, "name", names[check],
                                                "status", check_status_name(report->checks[check].status),
                                                "detail", report->checks[check].detail));
    json_t *root = json_pack("{s:b, s:o}", "ok", report_exit_status(report) == 0, "checks", checks);
    char *text = json_dumps(root, JSON_COMPACT | JSON_SORT_KEYS);
    if (!text)
        abort();
    buffer_append_string(out, text);
    buffer_append_u8(out, '\n');
    free(text);
    json_decref(root);
}
