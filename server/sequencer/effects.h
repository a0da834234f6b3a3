/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What an entry needs beyond the order of its round, and what it does to the tables.
 */
#ifndef FOLKMOOT_SERVER_SEQUENCER_EFFECTS_H
#define FOLKMOOT_SERVER_SEQUENCER_EFFECTS_H

#include "server/sequencer/book.h"

/* Before it is applied: signatures, blobs, rows, totals. ERROR_INPUT: it is refused. */
MUST_CHECK bool effects_check(struct ledger *ledger, const struct book_round *round,
                              const struct entry *entry, struct error *err);
/* After it was applied and sent at `index`. ERROR_INPUT: it is refused after all (the transaction is to be
 * abandoned). */
MUST_CHECK bool effects_do(struct ledger *ledger, const struct book_round *round, const struct entry *entry,
                           uint64_t index, struct error *err);
/* The row of the round as its state is now, and the work that follows from it; to the pipeline. */
void effects_finish(struct ledger *ledger, const struct book_round *round);

#endif
