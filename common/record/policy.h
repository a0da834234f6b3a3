/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Trust policies (c2sp.org/tlog-policy): known logs, known witnesses, and which sets of cosignatures are
 * enough. Logs have NOTE_ED25519 keys, witnesses NOTE_COSIGNATURE keys.
 */
#ifndef FOLKMOOT_RECORD_POLICY_H
#define FOLKMOOT_RECORD_POLICY_H

#include "record/checkpoint.h"

enum {
    POLICY_MAX_BYTES = 65536,
    POLICY_MAX_LOGS = 64,
    POLICY_MAX_WITNESSES = 64,
    POLICY_MAX_GROUPS = 64,
    POLICY_MAX_NAME_BYTES = 255,
    POLICY_MAX_URL_BYTES = 1024,
};

struct policy;

/* NULL on error; the detail names the line. Free with policy_free. */
MUST_CHECK struct policy *policy_parse(struct bytes text, struct error *err);
void policy_free(struct policy *policy);

size_t policy_log_count(const struct policy *policy);
size_t policy_witness_count(const struct policy *policy);
const struct note_key *policy_log(const struct policy *policy, size_t index);
const struct note_key *policy_witness(const struct policy *policy, size_t index);
/* Name in the policy; URL or NULL. */
const char *policy_witness_name(const struct policy *policy, size_t index);
const char *policy_witness_url(const struct policy *policy, size_t index);
const char *policy_log_url(const struct policy *policy, size_t index);
/* "quorum none": no cosignature is asked for. */
bool policy_needs_no_witness(const struct policy *policy);

struct policy_verdict {
    struct checkpoint checkpoint;
    bool quorum; /* enough cosignatures */
    size_t cosignature_count;
    struct {
        size_t witness;     /* index in the policy */
        uint64_t timestamp; /* POSIX seconds */
    } cosignatures[POLICY_MAX_WITNESSES];
};

/* Read a signed checkpoint under the policy. It must be signed by one of the policy's logs or by `log` (may
 * be NULL) with the key's name as origin, and no signature by a known key may be forged; otherwise false.
 * Whether the quorum was met is in the verdict, so that a checkpoint that waits for witnesses can be told
 * from a bad one. */
MUST_CHECK bool policy_check(const struct policy *policy, const struct note_key *log,
                             struct bytes signed_checkpoint, struct policy_verdict *out, struct error *err);

#endif
