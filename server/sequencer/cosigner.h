/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The cosigner: a process that holds the key of this city as a witness of other logs, and nothing else; never
 * the key of its own log. It reads a whole add-checkpoint request, and cosigns a tree only after it has
 * written the tree to its own file, and only a tree that provably extends the last one (C2SP tlog-witness).
 *
 * In `data_folder`: "witness.key" (seed of the Ed25519 key, 32 bytes) and "witness" (a line `size root-in-hex
 * origin` for each log). They belong together: when one is there and the other is not, nothing is cosigned.
 */
#ifndef FOLKMOOT_SERVER_SEQUENCER_COSIGNER_H
#define FOLKMOOT_SERVER_SEQUENCER_COSIGNER_H

#include "record/policy.h"
#include "record/witness.h"
#include "server/config.h"

#define COSIGNER_KEY_FILE "witness.key"
#define COSIGNER_TREE_FILE "witness"

/* The logs that are witnessed: those of the tlog-policy that the option `witness_logs` names. */
struct witnessed_logs {
    size_t count;
    struct note_key keys[POLICY_MAX_LOGS];
    bool has_url[POLICY_MAX_LOGS]; /* a copy of it is kept (log_mirror.h) */
};
MUST_CHECK bool witnessed_logs_load(const struct config *config, struct witnessed_logs *out,
                                    struct error *err);

/* Serve one end of a SOCK_STREAM socket pair until the other end is closed; the exit status of the process.
 * To be called in a child that was forked before any thread was made. */
int cosigner_main(int fd, const struct config *config);

/* The other end. Both block and come from one thread. ERROR_BROKEN: files are missing or damaged, or the
 * process is gone; nothing was cosigned. */

MUST_CHECK bool cosigner_hello(int fd, const char *name, struct note_key *out, struct error *err);

struct cosigner_verdict {
    enum witness_verdict verdict;
    uint64_t size;      /* of the tree cosigned last, now */
    struct buffer text; /* WITNESS_COSIGN: the signature line; otherwise why not */
};
void cosigner_verdict_clear(struct cosigner_verdict *verdict);
/* `size` and `root` are the tree of this log that the database knows to be cosigned: the cosigner's own must
 * be that one or a later one, since a file from a backup must not make the witness go back. */
MUST_CHECK bool cosigner_cosign(int fd, uint64_t size, const uint8_t root[MERKLE_HASH_BYTES],
                                struct bytes body, struct cosigner_verdict *out, struct error *err);

#endif
