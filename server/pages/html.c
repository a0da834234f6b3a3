// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/pages/html.h"

#include <stdarg.h>
#include <stdlib.h>

void html_text(struct buffer *out, struct bytes text)
{
    for (size_t i = 0; i < text.len; i++) {
        uint8_t c = text.data[i];
        if (c == '&' || c == '<' || c == '>' || c == '"' || c == '\'')
            buffer_append_format(out, "&#%d;", c);
        else
            buffer_append_u8(out, c);
    }
}

void html_write(struct buffer *out, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    for (const char *place; (place = strchr(format, '%')); format = place + 2) {
        buffer_append(out, format, (size_t)(place - format));
        if (place[1] != 's')
            abort(); /* formats are constants of this program */
        html_text(out, bytes_of_string(va_arg(args, const char *)));
    }
    buffer_append_string(out, format);
    va_end(args);
}
