/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The copy of one log in the database, and how it grows: step by step, each proven to be part of the tree
 * that this city has cosigned before it is kept. One thread, over a link.
 */
#ifndef FOLKMOOT_SERVER_SEQUENCER_LOG_COPY_H
#define FOLKMOOT_SERVER_SEQUENCER_LOG_COPY_H

#include "record/checkpoint.h"
#include "server/sequencer/link.h"
#include "server/sequencer/log_client.h"

struct log_copy;

/* `origin` must outlive it. */
struct log_copy *log_copy_new(const char *origin);
void log_copy_free(struct log_copy *copy);

/* What the city has cosigned, and what is there of it. */
struct log_copy_state {
    bool cosigned;            /* otherwise nothing has been, and the rest is zero */
    uint64_t size;            /* of the copy */
    int64_t bytes;            /* of its entries and blobs */
    struct checkpoint target; /* the tree cosigned last: size and root */
    struct buffer note;       /* its checkpoint */
    struct buffer shown;      /* what was taken by log_copy_show(); empty: nothing */
};
void log_copy_state_clear(struct log_copy_state *state);

/* Read the state, and take up the tree of the copy. */
MUST_CHECK bool log_copy_load(struct log_copy *copy, struct link *link, struct log_copy_state *state,
                              struct error *err);

/* Fetch the next entries, at most LOG_COPY_STEP_ENTRIES, with the blobs that a check of a receipt needs;
 * prove that the tree then is that of the target's first entries; commit. `state` moves along. *full: nothing
 * was done, since the copy would be larger than `bytes_max`. ERROR_INPUT "record": the log does not give the
 * tree that it has signed. After a failure the copy is to be loaded again. */
enum { LOG_COPY_STEP_ENTRIES = 2048 };
MUST_CHECK bool log_copy_step(struct log_copy *copy, struct link *link, struct log_client *client,
                              int64_t bytes_max, struct log_copy_state *state, bool *full, struct error *err);

/* The log has answered. A checkpoint that it shows is taken when the copy covers it and it is newer than the
 * one before; `note` is empty when there is none. ERROR_INPUT "record": it contradicts what we have cosigned.
 */
MUST_CHECK bool log_copy_show(struct log_copy *copy, struct link *link, const struct checkpoint *shown,
                              struct bytes note, const struct log_copy_state *state, struct error *err);

#endif
