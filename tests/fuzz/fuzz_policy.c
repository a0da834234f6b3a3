/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * An accepted policy answers for itself, and a quorum is met without cosignatures only if it asks for none.
 */
#include <stdlib.h>

#include "record/policy.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct error err = {0};
    struct policy *policy = policy_parse(bytes_of(data, size), &err);
    if (!policy) {
        if (!err.detail[0])
            abort();
        return 0;
    }
    for (size_t i = 0; i < policy_log_count(policy); i++)
        if (policy_log(policy, i)->type != NOTE_ED25519)
            abort();
    for (size_t i = 0; i < policy_witness_count(policy); i++)
        if (policy_witness(policy, i)->type != NOTE_COSIGNATURE || !policy_witness_name(policy, i)[0])
            abort();
    uint8_t seed[crypto_sign_SEEDBYTES] = {1};
    struct checkpoint checkpoint = {.origin = "fuzz.example/log", .size = 1};
    struct note_signer signer;
    struct policy_verdict verdict;
    struct buffer note = {0};
    if (!note_signer_init(&signer, checkpoint.origin, NOTE_ED25519, seed, NULL) ||
        !checkpoint_sign(&checkpoint, &signer, &note, NULL) ||
        !policy_check(policy, &signer.key, buffer_bytes(&note), &verdict, NULL) ||
        verdict.quorum != policy_needs_no_witness(policy))
        abort();
    buffer_clear(&note);
    policy_free(policy);
    return 0;
}
