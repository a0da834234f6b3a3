/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The one door through which text gets into a page.
 */
#ifndef FOLKMOOT_SERVER_PAGES_HTML_H
#define FOLKMOOT_SERVER_PAGES_HTML_H

#include "base/buffer.h"

/* Append text, escaped for content and for attributes in double quotes. */
void html_text(struct buffer *out, struct bytes text);
/* Append markup; every %s (nothing else is known) is a text, escaped. The format is a constant. */
void html_write(struct buffer *out, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
