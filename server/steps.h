/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * How far visits of the vote page come: sums for each round and step, in memory until they are added to the
 * database (monitor.h). Nothing else is known of a visit. From any thread.
 */
#ifndef FOLKMOOT_SERVER_STEPS_H
#define FOLKMOOT_SERVER_STEPS_H

#include "base/buffer.h"

enum step { STEP_OPENED, STEP_CHOSEN, STEP_REVIEWED, STEP_CODE, STEP_CAST, STEPS };
/* The names in addresses and in vote.step. */
extern const char *const step_names[STEPS];

struct steps;

struct steps *steps_new(void);
void steps_free(struct steps *steps);

/* Count one, unless this address (which is kept as a keyed hash only, for minutes) or the round has counted
 * too much lately: then the milliseconds until it may again. `no`: vote.round.no. */
MUST_CHECK int64_t steps_count(struct steps *steps, int32_t no, enum step step, struct bytes address);

/* What has been counted and not been taken, and then none of it: rounds, step names and counts, each joined by
 * spaces; false when there is nothing. */
bool steps_take(struct steps *steps, struct buffer *rounds, struct buffer *names, struct buffer *counts);

#endif
