/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * This city as a witness of other logs (C2SP tlog-witness), as the loops see it. One thread with a connection
 * of its own asks the cosigner, in a transaction that every machine of the city waits for; a cosignature
 * leaves only when the cosigner's file and the database both hold the tree (docs/decisions/witness.md).
 */
#ifndef FOLKMOOT_SERVER_SEQUENCER_WITNESS_H
#define FOLKMOOT_SERVER_SEQUENCER_WITNESS_H

#include "record/witness.h"
#include "server/config.h"
#include "server/loop.h"
#include "server/sequencer/cosigner.h"

struct witness;

/* `fd` is this side of the cosigner's socket pair; over `parent` comes another one when the cosigner was
 * started again (pass_fd.h). Both stay the caller's. Blocks until the cosigner has answered. NULL on failure.
 */
MUST_CHECK struct witness *witness_start(const struct config *config, int fd, int parent, struct error *err);
/* Finish what is waiting; the loops must still exist. */
void witness_stop(struct witness *witness);
/* After witness_stop(). */
void witness_free(struct witness *witness);

const struct note_key *witness_key(const struct witness *witness);
const struct witnessed_logs *witness_logs(const struct witness *witness);

struct witness_answer {
    enum witness_verdict verdict;
    uint64_t size;     /* of the tree cosigned last; with WITNESS_COSIGN and WITNESS_CONFLICT only */
    struct bytes text; /* WITNESS_COSIGN: signature lines; otherwise one sentence */
};
/* On the loop given; valid during the call. `err` is NULL unless nobody can say now. */
typedef void witness_done(void *arg, const struct witness_answer *answer, const struct error *err);

/* The body of an add-checkpoint request, copied. From any thread. ERROR_TEMPORARY "overloaded". */
MUST_CHECK bool witness_add(struct witness *witness, struct bytes body, struct loop *loop, witness_done *done,
                            void *arg, struct error *err);

#endif
