/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The verifier of a bundle (docs/protocol.md section 13): everything that the record claims is computed again
 * from the files alone. Memory is linear: some 200 bytes for each ballot and 200 more for each of its
 * ciphertexts, and for one contest at a time its mixes, its shares and its votes. What it holds at most
 * depends on the allocator, too: large blocks are freed long before the end (common/tools/verify.c).
 */
#ifndef FOLKMOOT_VERIFY_VERIFY_H
#define FOLKMOOT_VERIFY_VERIFY_H

#include "crypto/work.h"
#include "verify/report.h"

/* What comes from elsewhere than the bundle. Paths are of files; NULL and 0: none. */
struct verify_options {
    const char *const *receipts;
    size_t receipt_count;
    const char *const *checkpoints; /* signed notes that somebody kept */
    size_t checkpoint_count;
    const char *log_key;  /* a verifier key, or a file that holds one; otherwise keys/log of the bundle */
    const char *policy;   /* a tlog-policy instead of that of the definition */
    const char *trustees; /* public keys in the format of minisign, one behind the other */
    unsigned threads;     /* 0 is 1 */
    enum engine engine;   /* of ballots, mixes and shares; the outcome is the same */
    bool until_inputs;    /* checks 12 to 17 are left out: for those who mix and decrypt */
};

/* Fill `report`, whose `progress` and `context` the caller has set. False only when `path` cannot be opened
 * as a bundle at all; whatever is wrong inside is in the report. */
MUST_CHECK bool verify_bundle(const char *path, const struct verify_options *options, struct report *report,
                              struct error *err);

#endif
