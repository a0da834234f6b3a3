/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * A connection to the database for one thread that may wait (the sequencer's, the witness's): libpq in
 * pipeline mode, blocking. A link that has failed stays failed; it is closed and another one opened.
 */
#ifndef FOLKMOOT_SERVER_SEQUENCER_LINK_H
#define FOLKMOOT_SERVER_SEQUENCER_LINK_H

#include "server/db/pool.h"

enum { LINK_STATEMENTS_MAX = 256 }; /* between two link_sync() */

struct link;

/* Connects and prepares the statements of `user`; DB_SEQUENCER also listens for submissions. ERROR_TEMPORARY
 * "database-unavailable". */
MUST_CHECK struct link *link_open(const char *conninfo, int64_t statement_timeout_ms, enum db_user user,
                                  struct error *err);
/* Whatever was not committed is rolled back. */
void link_close(struct link *link);

/* Add a statement to the pipeline. What goes wrong is told by the next link_sync(). */
void link_send(struct link *link, enum db_statement statement, const struct db_param *params, size_t count);
/* Send, wait for all results and give views of them (valid until the next call), one for each statement sent
 * since the last time. ERROR_TEMPORARY "database-unavailable" when the connection is lost or the server
 * refuses for now; ERROR_BROKEN "database" for anything else. */
MUST_CHECK bool link_sync(struct link *link, struct db_result *result, struct error *err);
/* Both, for one statement whose results are alone; what was sent before is waited for first. */
MUST_CHECK bool link_run(struct link *link, enum db_statement statement, const struct db_param *params,
                         size_t count, struct db_result *result, struct error *err);

void link_begin(struct link *link); /* added to the pipeline */
MUST_CHECK bool link_rollback(struct link *link, struct error *err);
/* LINK_UNKNOWN: the answer never came, or came with a warning (docs/protocol.md section 7, rule 5). */
enum link_outcome { LINK_COMMITTED, LINK_NOT_COMMITTED, LINK_UNKNOWN };
MUST_CHECK enum link_outcome link_commit(struct link *link, struct error *err);

/* For poll(). */
int link_fd(const struct link *link);
/* Read what arrived meanwhile; *notified when a notification was among it. ERROR_TEMPORARY when the
 * connection is lost. */
MUST_CHECK bool link_listen(struct link *link, bool *notified, struct error *err);

#endif
