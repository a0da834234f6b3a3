/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/error.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* There may be something in it that a peer or a file said: none of that moves the cursor of a terminal or
 * begins another line of a log. */
static void tame(char *detail)
{
    size_t len = strlen(detail);
    for (size_t i = 0; i < len; i++) {
        uint8_t c = (uint8_t)detail[i], next = (uint8_t)detail[i + 1];
        bool control = c < 0x20 || c == 0x7f,
             wide = c == 0xc2 && next >= 0x80 && next < 0xa0; /* U+0080 to U+009F */
        if (control || wide)
            detail[i] = ' ';
        if (wide)
            detail[i + 1] = ' ';
    }
    while (len && detail[len - 1] == ' ')
        detail[--len] = 0;
}

__attribute__((format(printf, 4, 0))) static bool fill(struct error *err, enum error_class class,
                                                       const char *type, const char *format, va_list args)
{
    if (err) {
        err->class = class;
        err->type = type;
        vsnprintf(err->detail, sizeof err->detail, format, args);
        tame(err->detail);
    }
    return false;
}

#define DEFINE(name, class)                                                                                  \
    bool name(struct error *err, const char *type, const char *format, ...)                                  \
    {                                                                                                        \
        va_list args;                                                                                        \
        va_start(args, format);                                                                              \
        bool result = fill(err, class, type, format, args);                                                  \
        va_end(args);                                                                                        \
        return result;                                                                                       \
    }

DEFINE(error_input, ERROR_INPUT)
DEFINE(error_temporary, ERROR_TEMPORARY)
DEFINE(error_broken, ERROR_BROKEN)

bool error_prefix(struct error *err, const char *format, ...)
{
    if (!err)
        return false;
    char old[ERROR_DETAIL_BYTES];
    memcpy(old, err->detail, sizeof old);
    va_list args;
    va_start(args, format);
    int n = vsnprintf(err->detail, sizeof err->detail, format, args);
    va_end(args);
    if (n >= 0 && (size_t)n < sizeof err->detail)
        snprintf(err->detail + n, sizeof err->detail - (size_t)n, ": %s", old);
    tame(err->detail);
    return false;
}
