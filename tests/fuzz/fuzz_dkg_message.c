/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The reader of first messages of the key generation: the first two bytes choose n and t, the rest is the
 * message. What it accepts can be checked, and opened by somebody it is not for, whatever it is.
 */
#include <sodium.h>
#include <stdlib.h>

#include "crypto/dkg_cipher.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct point keys[DKG_TRUSTEES_MAX];
    struct dkg_session session;
    struct dkg_message message;
    if (sodium_init() < 0)
        abort();
    if (size < 2)
        return 0;
    for (uint64_t i = 0; i < DKG_TRUSTEES_MAX; i++) {
        struct scalar s;
        scalar_from_u64(&s, i + 1);
        point_multiply_base(&keys[i], &s);
    }
    uint64_t n = data[0], t = data[1];
    if (!dkg_session_init(&session, bytes_of_string("fuzz"), t, keys, n, NULL)) {
        if (t >= 2 && t <= n && n <= DKG_TRUSTEES_MAX)
            abort();
        return 0;
    }
    struct bytes bytes = bytes_of(data + 2, size - 2);
    if (!dkg_message_read(&session, bytes, &message, NULL))
        return 0;
    const struct bytes *last = &message.ciphertexts[n - 1];
    if ((const uint8_t *)message.commitments != bytes.data || last->data + last->len != data + size ||
        bytes.len < dkg_message_size(n, t))
        abort();
    for (uint64_t k = 0; k < t; k++)
        if (!point_is_valid(message.commitments[k].bytes))
            abort();
    if (dkg_message_check(&session, &message, NULL))
        return 0; /* only a seed can: not found by chance */
    struct dkg_channel channel = {
        .session = &session, .sender = 1, .recipient = 2, .ephemeral = message.ephemeral};
    struct scalar share;
    dkg_channel_receive(&channel, &SCALAR_ONE);
    if (dkg_cipher_open(&channel, message.ciphertexts[1], &share, NULL, NULL))
        abort();
    return 0;
}
