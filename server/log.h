/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * One event, one line on standard error: time=... level=... event=... key="value" ... (logfmt). The fields
 * never hold ballots, codes, passwords, session ids or addresses of residents. From any thread.
 *
 *     log_info("listening", LOG_TEXT("address", text), LOG_NUMBER("port", port));
 */
#ifndef FOLKMOOT_SERVER_LOG_H
#define FOLKMOOT_SERVER_LOG_H

#include <stddef.h>
#include <stdint.h>

#include "server/config.h"

struct log_field {
    const char *key;  /* lower-case letters and _; NULL: the end of the fields */
    const char *text; /* NULL: the number */
    int64_t number;
};

/* A missing text is an empty one. */
static inline struct log_field LOG_TEXT(const char *key, const char *text) {
    return (struct log_field){key, text ? text : "", 0};
}

static inline struct log_field
LOG_NUMBER(const char *key, int64_t number) {
    return (struct log_field){key, NULL, number};
}

/* Lines less important than `level` are left out; `process` (a literal) marks each line. */
void log_start(enum log_level level, const char *process);
void log_write(enum log_level level, const char *event, const struct log_field *fields);

#define LOG_END ((struct log_field){NULL, NULL, 0})
#define LOG_EVENT(event, ...)                                                                                \
    (event), (const struct log_field[])                                                                      \
    {                                                                                                        \
        __VA_ARGS__                                                                                          \
    }
#define log_error(...) log_write(LOG_ERROR, LOG_EVENT(__VA_ARGS__, LOG_END))
#define log_warning(...) log_write(LOG_WARNING, LOG_EVENT(__VA_ARGS__, LOG_END))
#define log_info(...) log_write(LOG_INFO, LOG_EVENT(__VA_ARGS__, LOG_END))
#define log_debug(...) log_write(LOG_DEBUG, LOG_EVENT(__VA_ARGS__, LOG_END))

#endif
