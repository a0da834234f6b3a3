/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The door of a draft (docs/api/openapi.json, DraftContent). Unfinished work may be saved, so nothing has to
 * be there and nothing has to make sense yet (server/resources/readiness.h tells what is missing); but what
 * is there has a name and a type that the definition knows, so that a slip of the pen is not found at the
 * freeze.
 */
#ifndef FOLKMOOT_SERVER_RESOURCES_DRAFT_SHAPE_H
#define FOLKMOOT_SERVER_RESOURCES_DRAFT_SHAPE_H

#include <jansson.h>

#include "base/error.h"

enum { DRAFT_FAULTS_MAX = 100 };

/* What only the draft has and the definition has not: whatever the page that prepares wants to remember, e.g.
 * the larger budget that envelopes are shares of. */
#define DRAFT_PREPARATION "preparation"

/* ERROR_INPUT "definition"; *faults is then a new array of {pointer, detail}, at most DRAFT_FAULTS_MAX of
 * them. */
MUST_CHECK bool draft_shape_check(const json_t *content, json_t **faults, struct error *err);

#endif
