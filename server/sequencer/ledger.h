/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The record as the sequencer writes it: database, tree and signer held together (docs/protocol.md section 7,
 * "Never two histories"). One transaction at a time:
 *
 *     ledger_begin, reads over ledger->link, ledger_add for each entry, ledger_commit
 *
 * then, when the new proofs have been made from ledger->edge, ledger_settle; or ledger_abandon at any point
 * before the commit. After a failure of any call the ledger can only be closed. When ledger->stop is set
 * nobody knows what was committed, or somebody disagrees: the server must stop. Otherwise nothing was
 * committed (but see ledger_commit), and another ledger may be opened.
 */
#ifndef FOLKMOOT_SERVER_SEQUENCER_LEDGER_H
#define FOLKMOOT_SERVER_SEQUENCER_LEDGER_H

#include <stdatomic.h>

#include "ballot/entry.h"
#include "record/checkpoint.h"
#include "server/config.h"
#include "server/db/array.h"
#include "server/sequencer/edge.h"
#include "server/sequencer/link.h"
#include "server/sequencer/witness_client.h"

/* A tree and its signed checkpoint; shared by the answers of a batch. */
struct signed_tree {
    atomic_uint references;
    uint64_t size;
    struct buffer note;
};
struct signed_tree *signed_tree_keep(struct signed_tree *tree);
void signed_tree_release(struct signed_tree *tree);

struct ledger {
    const char *origin;
    int signer_fd;
    struct witness_client *fence; /* the caller's; NULL: none */
    struct link *link;
    int64_t term;
    struct note_key key;
    struct edge *edge;
    /* Until the database has caught up with the signer (ledger_open_behind): the tree that was signed last.
     */
    bool behind;
    uint64_t signed_size;
    uint8_t signed_root[MERKLE_HASH_BYTES];
    uint64_t given_minute; /* of the entries that are loaded again; 0: the clock's */
    bool stop;
    bool failed;                     /* it can only be closed */
    uint64_t minute;                 /* of the last entry */
    struct signed_tree *signed_tree; /* NULL: the log is empty */
    /* The transaction. */
    uint64_t added;          /* entries */
    uint64_t settled_minute; /* before it */
    struct db_array indexes, round_ids, types, minutes, leaf_hashes, bytes;
};

/* `fence` (NULL: none) must cosign every tree before it is told to anybody. Connect, begin a new term,
 * compare database and signer, sign what was left unsigned. ERROR_TEMPORARY: try again later; ERROR_BROKEN:
 * the record needs a person (section 7, rules 4 and 5). */
MUST_CHECK struct ledger *ledger_open(const struct config *config, int signer_fd,
                                      struct witness_client *fence, struct error *err);
/* The same for a repair: the database may be behind the signer. Nothing is signed before it has caught up,
 * and a tree of that size is committed only if it is the one that was signed. Entries get `given_minute`. */
MUST_CHECK struct ledger *ledger_open_behind(const struct config *config, int signer_fd, struct error *err);
void ledger_close(struct ledger *ledger);

/* Begin a transaction: adds to the pipeline of the link what makes sure that this is the only writer. The
 * next link_sync gives the results of LEDGER_BEGIN_STATEMENTS statements first; hand them to
 * ledger_began(). */
enum { LEDGER_BEGIN_STATEMENTS = 2 };
void ledger_begin(struct ledger *ledger);
MUST_CHECK bool ledger_began(struct ledger *ledger, const struct db_result *result, struct error *err);
/* The minute of the entries of this transaction. */
uint64_t ledger_minute(const struct ledger *ledger);
/* Add an entry; `round` is NULL for entries of the city. Returns its index. */
uint64_t ledger_add(struct ledger *ledger, enum entry_type type, const uint8_t *round, uint64_t minute,
                    struct bytes entry);
/* Send the entries added so far, so that rows can refer to them; to the pipeline. */
void ledger_send(struct ledger *ledger);
/* Send the rest, commit, sign, pass the fence. When nothing was added, it only commits. A fence that cannot
 * be reached is ERROR_TEMPORARY: what was committed stays in the record, and no checkpoint of it leaves
 * before another ledger has been opened; whoever asks again then gets it. */
MUST_CHECK bool ledger_commit(struct ledger *ledger, struct error *err);
/* Keep the checkpoint in the database. What was committed stays so when this fails. */
MUST_CHECK bool ledger_settle(struct ledger *ledger, struct error *err);
/* Roll back. */
MUST_CHECK bool ledger_abandon(struct ledger *ledger, struct error *err);

/* A blob of the record into `out` (appended), checked. ERROR_INPUT "blob" when it is not there. Any time. */
MUST_CHECK bool ledger_read_blob(struct ledger *ledger, const struct blob_ref *ref, struct buffer *out,
                                 struct error *err);

#endif
