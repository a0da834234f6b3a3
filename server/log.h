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
    const char *key;  /* lower-case letters and _ */
    const char *text; /* NULL: the number */
    int64_t number;
};

#define LOG_TEXT(key, text) ((struct log_field){(key), (text) ? (text) : "", 0})
#define LOG_NUMBER(key, number) ((struct log_field){(key), NULL, (number)})

/* Lines less important than `level` are left out; `process` (a literal) marks each line. */
void log_start(enum log_level level, const char *process);
void log_write(enum log_level level, const char *event, const struct log_field *fields, size_t count);

#define LOG_AT(level, event, ...)                                                                            \
    log_write(level, event, (const struct log_field[]){LOG_NUMBER(NULL, 0), ##__VA_ARGS__} + 1,              \
              sizeof((const struct log_field[]){LOG_NUMBER(NULL, 0), ##__VA_ARGS__}) /                       \
                      sizeof(struct log_field) -                                                             \
                  1)
#define log_error(event, ...) LOG_AT(LOG_ERROR, event, ##__VA_ARGS__)
#define log_warning(event, ...) LOG_AT(LOG_WARNING, event, ##__VA_ARGS__)
#define log_info(event, ...) LOG_AT(LOG_INFO, event, ##__VA_ARGS__)
#define log_debug(event, ...) LOG_AT(LOG_DEBUG, event, ##__VA_ARGS__)

#endif
