/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Many ballots in one transaction: each is decided on by itself, in the order of arrival and by the rules of
 * docs/protocol.md section 6; those accepted are appended together.
 */
#ifndef FOLKMOOT_SERVER_SEQUENCER_BATCH_H
#define FOLKMOOT_SERVER_SEQUENCER_BATCH_H

#include "server/sequencer/book.h"
#include "server/sequencer/sequencer.h"

struct batch_item {
    const struct cast_request *request;
    bool refused;
    struct error refusal;
    struct cast_answer answer;
    struct buffer entry;      /* behind answer.entry */
    struct signed_tree *tree; /* a reference, behind answer.note */
};
void batch_item_clear(struct batch_item *item);

/* Decide, append, commit, sign, prove. False: nothing was committed and the ledger can only be closed (or
 * ledger->stop is set); no item has an answer. */
MUST_CHECK bool batch_run(struct ledger *ledger, struct book *book, struct batch_item **items, size_t count,
                          struct error *err);

#endif
