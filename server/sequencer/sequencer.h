/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The one writer of the public record (docs/protocol.md sections 4, 6 and 7). A thread of its own with a
 * connection of its own gathers what arrives while a batch is under way, decides on every ballot and act in
 * the order of arrival, commits them in one transaction, has the new tree signed and only then answers.
 *
 * Failures come in two kinds. A batch that certainly was not committed fails with ERROR_TEMPORARY and the
 * connection is made again. When nobody can know what was committed, or the signer refuses, the sequencer
 * ends and calls `stopped`: the server must stop, and the next start finds out.
 */
#ifndef FOLKMOOT_SERVER_SEQUENCER_SEQUENCER_H
#define FOLKMOOT_SERVER_SEQUENCER_SEQUENCER_H

#include "ballot/ballot.h"
#include "record/merkle.h"
#include "record/note.h"
#include "server/config.h"
#include "server/loop.h"
#include "server/sequencer/rounds.h"

enum {
    SEQUENCER_QUEUE_MAX = 16384,     /* waiting requests */
    SEQUENCER_BATCH_MAX = 4096,      /* requests in one transaction */
    SEQUENCER_BATCH_BYTES = 8 << 20, /* of ballots in one transaction */
    SEQUENCER_GROUP_MAX = 64,        /* entries of one group */
};

struct sequencer;

/* On the sequencer's thread, at most once; `err` says why, for one line in the log. */
typedef void sequencer_stopped(void *arg, const struct error *err);

/* Connects, checks that database, signer and witnesses agree (section 7, rule 4), signs what a crash left
 * unsigned, loads the rounds, and starts the thread; blocks meanwhile. `signer_fd` is this side of the
 * signer's socket pair; it stays the caller's. The loops may start before or after. NULL on failure. */
MUST_CHECK struct sequencer *sequencer_start(const struct config *config, int signer_fd,
                                             sequencer_stopped *stopped, void *arg, struct error *err);
/* Take nothing more, finish the batch under way, answer the rest with ERROR_TEMPORARY "stopping"; returns
 * when the thread has ended. The answers are posted to the loops, which must still exist. */
void sequencer_stop(struct sequencer *sequencer);
/* After sequencer_stop(). */
void sequencer_free(struct sequencer *sequencer);

/* The verifier key of the log. */
const struct note_key *sequencer_log_key(const struct sequencer *sequencer);
/* Since when nothing can be written into the record, in seconds since 1970, and why (appended); 0: it can be. From
 * any thread. */
int64_t sequencer_stopped_since(struct sequencer *sequencer, struct buffer *why);
/* Grows with every group of acts that this process appends: what was read of a round before may be stale.
 * From any thread. */
uint64_t sequencer_acts(const struct sequencer *sequencer);
/* Rounds in which ballots are taken now. */
struct rounds *sequencer_rounds(struct sequencer *sequencer);

/* One ballot whose shape and proof have been checked (ballot_verify, ballot_check_distinct). On the heap. */
struct cast_request {
    struct arena arena;       /* holds what follows */
    struct ballot ballot;     /* its bytes too */
    struct open_round *round; /* a reference */
    uint8_t id[HASH_BYTES];   /* ballot id */
};
void cast_request_free(struct cast_request *request);

struct cast_answer {
    bool known;         /* the same bytes were in the record before; of what follows only `index` is set */
    uint64_t index;     /* of the entry */
    struct bytes entry; /* its bytes */
    struct merkle_proof path;
    struct bytes note; /* the signed checkpoint that the path leads to */
    /* With error "sequence": the newest ballot of the credential, if it has one. */
    bool has_last;
    unsigned last_seq;
    uint8_t last_id[HASH_BYTES];
};

/* On the loop given. `err` is NULL when the ballot is in the record. Everything is valid during the call. */
typedef void cast_done(void *arg, const struct cast_answer *answer, const struct error *err);

/* Takes the request on success. From any thread. ERROR_TEMPORARY "overloaded" or "stopping". */
MUST_CHECK bool sequencer_cast(struct sequencer *sequencer, struct cast_request *take, struct loop *loop,
                               cast_done *done, void *arg, struct error *err);

/* A group of entries (canonical JSON without `minute`) that are appended together or not at all. `act`: the
 * work.act row that becomes done or refused in the same transaction, or 0. `err` NULL: the first one has
 * index `first_index`; ERROR_INPUT: refused. Copies the entries. From any thread. */
typedef void submit_done(void *arg, uint64_t first_index, const struct error *err);
MUST_CHECK bool sequencer_submit(struct sequencer *sequencer, const struct bytes *entries, size_t count,
                                 int64_t act, struct loop *loop, submit_done *done, void *arg,
                                 struct error *err);

#endif
