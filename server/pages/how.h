/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The form of a ballot and the rule of its count in plain words; for the views only.
 */
#ifndef FOLKMOOT_SERVER_PAGES_HOW_H
#define FOLKMOOT_SERVER_PAGES_HOW_H

#include "server/pages/views.h"

/* `contest`: of the definition. */
void how_write_vote(const struct view *view, const json_t *contest);
void how_write_count(const struct view *view, const json_t *contest);
/* The rule at work on round numbers. */
void how_write_example(const struct view *view, const json_t *contest);

#endif
