/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The map of a round with a mark for each project that has a place, which leads to the project on the same
 * page; for the views only. Marks that would cover each other stand apart, tied to their places.
 */
#ifndef FOLKMOOT_SERVER_PAGES_MAP_H
#define FOLKMOOT_SERVER_PAGES_MAP_H

#include "server/pages/views.h"

/* Nothing, where the round names no map (docs/protocol.md section 5). */
void map_write(const struct view *view);
/* The same on the page of the result: what was funded and what was not, each leading to its reasons. Nothing,
 * where no project with a place was counted. */
void map_write_outcome(const struct view *view);

#endif
