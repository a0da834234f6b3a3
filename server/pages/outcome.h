/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The result of one contest on the result page: who won and why, who did not and why, with a bar for
 * each project, under equal shares with who paid what; the votes as a chart; the same ballots under other
 * rules. For questions, the answers.
 */
#ifndef FOLKMOOT_SERVER_PAGES_OUTCOME_H
#define FOLKMOOT_SERVER_PAGES_OUTCOME_H

#include "server/pages/views.h"

/* `outcome`: an element of `contests` of result.json. */
void outcome_write(const struct view *view, const json_t *outcome);

#endif
