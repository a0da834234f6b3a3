/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * How a fallible call says what went wrong. Every function that can fail returns bool (true: done) or a
 * pointer (NULL: failed), is marked MUST_CHECK, leaves its outputs untouched on failure, and fills the
 * struct error it was given (which may be NULL).
 */
#ifndef FOLKMOOT_BASE_ERROR_H
#define FOLKMOOT_BASE_ERROR_H

#include <stdbool.h>

#define MUST_CHECK __attribute__((warn_unused_result))

enum error_class {
    ERROR_INPUT,     /* the peer's or the user's fault: answer with the detail */
    ERROR_TEMPORARY, /* may succeed later: retry, or answer 503 */
    ERROR_BROKEN,    /* an invariant does not hold: log and stop; never reachable from outside bytes */
};

enum { ERROR_DETAIL_BYTES = 256 };

/* `type` is a static slug: the last part of the problem+json type URI where the error reaches the API
 * (docs/api/openapi.json), e.g. "bad-point". `detail` is one English sentence without a final newline that
 * says what is wrong and what was expected; it holds no secrets. Control characters in it, which others may
 * have sent, have become spaces. */
struct error {
    enum error_class class;
    const char *type;
    char detail[ERROR_DETAIL_BYTES];
};

/* Fill `err` (unless NULL) and return false, so that a caller can `return error_input(err, ...)`. */
bool error_input(struct error *err, const char *type, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
bool error_temporary(struct error *err, const char *type, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
bool error_broken(struct error *err, const char *type, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Put "prefix: " in front of the detail already there (truncating at the end) and return false. */
bool error_prefix(struct error *err, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
