/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The same ballots under other rules, side by side (count/alternatives.h).
 */
#ifndef FOLKMOOT_SERVER_PAGES_OTHER_RULES_H
#define FOLKMOOT_SERVER_PAGES_OTHER_RULES_H

#include "server/pages/views.h"

/* `contest` of the definition, `views` its element of views.json (NULL: nothing is written). */
void other_rules_write(const struct view *view, const json_t *contest, const json_t *views);
/* How many voters get at least one project, in a paragraph. */
void other_rules_write_served(const struct view *view, const json_t *views);

#endif
