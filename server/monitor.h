/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What the server looks after by itself, on one of its loops: every few seconds it finds out whether something
 * needs attention (alerts.h), and it adds the steps that were counted (steps.h) to the database.
 */
#ifndef FOLKMOOT_SERVER_MONITOR_H
#define FOLKMOOT_SERVER_MONITOR_H

#include "base/buffer.h"
#include "server/app.h"
#include "server/db/pool.h"

struct monitor;

/* On this loop, before it starts. ERROR_INPUT when the witness policy cannot be read. NULL on failure. */
MUST_CHECK struct monitor *monitor_new(const struct app *app, struct loop *loop, struct pool *pool, struct error *err);
/* From another thread than the loop's, while it runs: nothing more is looked at, and what was counted is added
 * to the database, within a second or two. */
void monitor_stop(struct monitor *monitor);
void monitor_free(struct monitor *monitor);

/* What was found last, as JSON; empty before the first time. Appended; from any thread. */
void monitor_alerts(struct monitor *monitor, struct buffer *out);

#endif
