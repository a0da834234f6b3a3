/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "client/receipt.h"

#include "ballot/entry.h"

bool receipt_check(struct bytes text, const struct note_key *log_key, const uint8_t eid[HASH_BYTES],
                   struct bytes ballot, struct receipt *out, struct error *err)
{
    struct tlog_proof proof = {0};
    struct arena arena = {0};
    struct entry entry;
    struct receipt receipt;
    uint8_t leaf[MERKLE_HASH_BYTES];
    struct error why;
    bool ok = false;
    if (!tlog_proof_parse(text, &proof, &why) ||
        !entry_parse(buffer_bytes(&proof.extra), &arena, &entry, &why)) {
        error_input(err, "receipt", "the receipt cannot be read: %s", why.detail);
        goto out;
    }
    if (entry.type != ENTRY_BALLOT || memcmp(entry.eid, eid, HASH_BYTES) != 0 ||
        !bytes_equal(entry.ballot.bytes, ballot)) {
        error_input(err, "receipt", "the receipt is for another ballot");
        goto out;
    }
    merkle_hash_leaf(buffer_bytes(&proof.extra), leaf);
    if (!tlog_proof_verify(&proof, leaf, log_key, 1, &receipt.checkpoint, &why)) {
        error_input(err, "receipt", "the receipt does not hold: %s", why.detail);
        goto out;
    }
    receipt.index = proof.index;
    receipt.minute = entry.minute;
    *out = receipt;
    ok = true;
out:
    tlog_proof_clear(&proof);
    arena_clear(&arena);
    return ok;
}
