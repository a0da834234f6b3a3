/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Charts of a result as SVG documents that stand alone: with title, source and colours of their own, for
 * pages here and elsewhere. The page shows the same file that others embed.
 */
#ifndef FOLKMOOT_SERVER_PAGES_CHART_H
#define FOLKMOOT_SERVER_PAGES_CHART_H

#include "server/pages/views.h"

#define CHART_TURNOUT "turnout"

/* Append the document; false: there is no such chart. `name`: CHART_TURNOUT or a contest. */
bool chart_write(const struct view *view, const char *name, struct buffer *out);
/* The chart on the page, with ways to take it away; nothing when there is none. */
void chart_write_figure(const struct view *view, const char *name);

#endif
