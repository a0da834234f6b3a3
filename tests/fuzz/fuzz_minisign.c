/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Key and signature files. Only unencrypted secret keys are opened: scrypt takes too long to fuzz.
 */
#include <stdlib.h>

#include "record/minisign.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bytes input = bytes_of(data, size);
    struct minisign_public public_key, again;
    struct minisign_secret secret;
    struct buffer out = {0};
    bool encrypted;
    if (minisign_public_parse(input, &public_key, NULL)) {
        minisign_public_append(&public_key, &out);
        if (!minisign_public_parse(buffer_bytes(&out), &again, NULL) ||
            memcmp(&again, &public_key, sizeof again) != 0)
            abort();
    }
    out.len = 0;
    bool known = minisign_secret_is_encrypted(input, &encrypted, NULL);
    if (minisign_secret_parse(input, NULL, &secret, NULL)) {
        if (!known || encrypted || !minisign_secret_append(&secret, NULL, &out, NULL) ||
            !minisign_secret_parse(buffer_bytes(&out), NULL, &secret, NULL))
            abort();
    }
    memset(&public_key, 1, sizeof public_key);
    if (minisign_verify(&public_key, bytes_of_string("m"), input, NULL, NULL))
        abort(); /* nobody has the secret */
    buffer_clear(&out);
    return 0;
}
