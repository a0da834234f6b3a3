/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The outcome of each check of docs/protocol.md section 13. A check that is never touched is "not
 * applicable".
 */
#ifndef FOLKMOOT_VERIFY_REPORT_H
#define FOLKMOOT_VERIFY_REPORT_H

#include "base/buffer.h"
#include "base/error.h"

/* The numbers stay for ever. */
enum check {
    CHECK_FILES = 1,
    CHECK_CANONICAL,
    CHECK_DEFINITION,
    CHECK_TRUSTEES,
    CHECK_CREDENTIALS,
    CHECK_LOG,
    CHECK_RECEIPTS,
    CHECK_ORDER,
    CHECK_BALLOTS,
    CHECK_ACTS,
    CHECK_INPUTS,
    CHECK_MIXES,
    CHECK_SHARES,
    CHECK_DECODING,
    CHECK_PROFILE,
    CHECK_COUNT,
    CHECK_TOTALS,
    CHECK_LIMITS,
    CHECK_END,
};

/* Ordered by weight: a check keeps the heaviest it was given. */
enum check_status { CHECK_NOT_APPLICABLE, CHECK_NOTE, CHECK_PASSED, CHECK_INCOMPLETE, CHECK_FAILED };

enum { REPORT_DETAIL_BYTES = 512 };

struct report {
    struct {
        enum check_status status;
        char detail[REPORT_DETAIL_BYTES]; /* of the first one of that weight */
    } checks[CHECK_END];
    /* How far a long piece of work is; may be NULL. */
    void (*progress)(void *context, const char *what, size_t done, size_t total);
    void *context;
};

const char *check_name(enum check check);
const char *check_status_name(enum check_status status);

void report_pass(struct report *report, enum check check, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* These return false, so that a caller can `return report_fail(...)`. */
bool report_fail(struct report *report, enum check check, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
bool report_incomplete(struct report *report, enum check check, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void report_note(struct report *report, enum check check, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* Incomplete, if nothing was said about the check. */
void report_untouched(struct report *report, enum check check, const char *detail);
/* A failure out of an error: "missing" makes the check incomplete, all else fails it. */
bool report_error(struct report *report, enum check check, const struct error *err);

/* 0 all passed, 1 one failed, 2 one incomplete. */
int report_exit_status(const struct report *report);
/* One line for each check. */
void report_write_text(const struct report *report, struct buffer *out);
/* {"checks":[{"detail","n","name","status"}],"ok"} and a line feed. */
void report_write_json(const struct report *report, struct buffer *out);

#endif
