/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * A group of entries that are not ballots: checked against the rounds of the record (order, signatures,
 * blobs, tables), appended together or not at all, with their effects on the tables and the work that
 * follows, all in one transaction (docs/protocol.md section 4).
 */
#ifndef FOLKMOOT_SERVER_SEQUENCER_ACTS_H
#define FOLKMOOT_SERVER_SEQUENCER_ACTS_H

#include "server/sequencer/book.h"

struct act_group {
    const struct bytes *entries; /* canonical JSON without `minute` */
    size_t count;
    int64_t submission; /* work.submission row that gets the answer, or 0 */
    int64_t act;        /* work.act row likewise, or 0 */
};

enum act_outcome {
    ACTS_DONE,    /* in the record; *first_index is that of the first */
    ACTS_REFUSED, /* `err` says why; nothing was appended, the rows say so */
    ACTS_FAILED,  /* the ledger can only be closed */
};
/* Runs the whole transaction and settles the ledger. */
MUST_CHECK enum act_outcome acts_run(struct ledger *ledger, struct book *book, struct rounds *rounds,
                                     const struct act_group *group, uint64_t *first_index, struct error *err);
/* Refuse a group without looking at it: only the rows that wait are told. False: as ACTS_FAILED. */
MUST_CHECK bool acts_refuse(struct ledger *ledger, const struct act_group *group, const struct error *refusal,
                            struct error *err);

#endif
