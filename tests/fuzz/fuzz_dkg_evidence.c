/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The reader of evidence against a trustee: what it accepts consists of points and a scalar, and blames
 * nobody by chance.
 */
#include <sodium.h>
#include <stdlib.h>

#include "crypto/dkg.h"
#include "crypto/dkg_evidence.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct dkg_evidence evidence;
    if (sodium_init() < 0)
        abort();
    if (!dkg_evidence_read(bytes_of(data, size), &evidence, NULL))
        return 0;
    if (size != DKG_EVIDENCE_BYTES || !scalar_is_valid(evidence.z.bytes))
        abort();
    for (size_t i = 0; i < 3; i++)
        if (!point_is_valid(evidence.t[i].bytes))
            abort();
    struct scalar secrets[2] = {SCALAR_ONE};
    struct point keys[2];
    scalar_from_u64(&secrets[1], 2);
    for (size_t i = 0; i < 2; i++)
        point_multiply_base(&keys[i], &secrets[i]);
    struct dkg_session session;
    struct dkg_dealing dealing = {.coefficients = {secrets[0], secrets[1]}, .ephemeral = secrets[1]};
    struct dkg_message message;
    struct buffer bytes = {0};
    if (!dkg_session_init(&session, bytes_of_string("fuzz"), 2, keys, 2, NULL) ||
        !dkg_deal(&session, 1, &secrets[0], &dealing, NULL, &bytes, NULL) ||
        !dkg_message_read(&session, buffer_bytes(&bytes), &message, NULL) ||
        dkg_evidence_check(&session, &message, &evidence, NULL))
        abort();
    buffer_clear(&bytes);
    return 0;
}
