/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

__attribute__((format(printf, 4, 0))) static bool fill(struct error *err, enum error_class class,
                                                       const char *type, const char *format, va_list args)
{
    if (err) {
        err->class = class;
        err->type = type;
        vsnprintf(err->detail, sizeof err->detail, format, args);
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
    return false;
}
