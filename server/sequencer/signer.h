/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The signer: a process that holds the key of the log and signs a tree only after it has written the tree to
 * its own file, and only a tree that provably extends the last (docs/protocol.md section 7). It opens no
 * socket and no database; all it knows comes through one stream socket.
 *
 * In `data_folder`: "log.key" (seed of the Ed25519 key, 32 bytes, mode 0600, owned by whoever runs folkmootd)
 * and "signer" (the signer file: lines `size root-in-hex`; the last complete line counts).
 */
#ifndef FOLKMOOT_SERVER_SEQUENCER_SIGNER_H
#define FOLKMOOT_SERVER_SEQUENCER_SIGNER_H

#include "record/merkle.h"
#include "record/note.h"
#include "server/config.h"

#define SIGNER_KEY_FILE "log.key"
#define SIGNER_TREE_FILE "signer"

/* Serve one end of a SOCK_STREAM socket pair until the other end is closed; the exit status of the process.
 * To be called in a child that was forked before any thread was made. The folder must exist. */
int signer_main(int fd, const struct config *config);

/* The other end. All calls block and come from one thread. ERROR_BROKEN: the signer has refused or is gone,
 * nothing may be signed any more. */

struct signer_state {
    bool ready; /* false: there is no signer file yet, and size and root mean nothing */
    uint64_t size;
    uint8_t root[MERKLE_HASH_BYTES];
    struct note_key key; /* of the log; only when ready */
};
MUST_CHECK bool signer_hello(int fd, const char *origin, struct signer_state *out, struct error *err);
/* Make the signer file (for the empty tree) and, when there is none, the key. Refused when there is a file.
 */
MUST_CHECK bool signer_create(int fd, const char *origin, struct signer_state *out, struct error *err);
/* Append to `note` the signed checkpoint of the tree (size, root). `proof` leads from the signer's last tree,
 * whose size is `old_size`, to it. */
MUST_CHECK bool signer_sign(int fd, uint64_t old_size, uint64_t size, const uint8_t root[MERKLE_HASH_BYTES],
                            const struct merkle_proof *proof, struct buffer *note, struct error *err);

#endif
