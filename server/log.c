// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/log.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "base/buffer.h"

static enum log_level least_important = LOG_INFO;
static const char *process_name = "folkmootd";

void log_start(enum log_level level, const char *process)
{
    least_important = level;
    process_name = process;
}

static void append_quoted(struct buffer *line, const char *text)
{
    buffer_append_u8(line, '"');
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        if (c == '"' || c == '\\')
            buffer_append_u8(line, '\\');
        buffer_append_u8(line, c < ' ' || c == 127 ? ' ' : c); /* one event stays one line */
    }
    buffer_append_u8(line, '"');
}

void log_write(enum log_level level, const char *event, const struct log_field *fields)
{
    static const char *const names[] = {"error", "warning", "info", "debug"};
    if (level > least_important)
        return;
    struct timespec now;
    struct tm utc;
    char stamp[32];
    clock_gettime(CLOCK_REALTIME, &now);
    gmtime_r(&now.tv_sec, &utc);
    strftime(stamp, sizeof stamp, "%Y-%m-%dT%H:%M:%S", &utc);
    struct buffer line = {0};
    buffer_append_format(&line, "time=%s.%03ldZ level=%s process=%s event=%s", stamp, now.tv_nsec / 1000000,
                         names[level], process_name, event);
    for (const struct log_field *field = fields; field->key; field++) {
        buffer_append_format(&line, " %s=", field->key);
        if (field->text)
            append_quoted(&line, field->text);
        else
            buffer_append_format(&line, "%lld", (long long)field->number);
    }
    buffer_append_u8(&line, '\n');
    /* One write a line, so that lines of several processes do not mix. A full disk must not stop a vote. */
    if (write(STDERR_FILENO, line.data, line.len) < 0) {
    }
    buffer_clear(&line);
}
