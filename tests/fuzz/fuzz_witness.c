/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * A request that is accepted is written back byte for byte; nothing is ever cosigned, and no cosignature ever
 * found, under keys that nobody has.
 */
#include <stdlib.h>

#include "record/witness.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char checkpoint[] =
        "folkmoot.example/log\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n"
        "\xe2\x80\x94 a AAAAAAE=\n";
    struct bytes bytes = bytes_of(data, size);
    struct witness_request request;
    struct checkpoint parsed;
    struct note note;
    struct note_key log, witness;
    struct buffer again = {0};
    uint8_t public_key[crypto_sign_PUBLICKEYBYTES] = {1};
    uint64_t number;
    if (!note_key_init(&log, "folkmoot.example/log", NOTE_ED25519, public_key, NULL) ||
        !note_key_init(&witness, "folkmoot.example/witness", NOTE_COSIGNATURE, public_key, NULL))
        abort();
    if (witness_request_parse(bytes, &request, NULL)) {
        witness_request_append(&request, &again);
        if (!bytes_equal(buffer_bytes(&again), bytes))
            abort();
        if (witness_open(&request, &log, 1, &parsed, &note, NULL) == WITNESS_COSIGN)
            abort();
        again.len = 0;
    }
    if (witness_read_cosignature(bytes_of_string(checkpoint), bytes, &witness, &number, &again, NULL))
        abort();
    if (witness_read_size(bytes, &number, NULL)) {
        again.len = 0;
        buffer_append_format(&again, "%llu\n", (unsigned long long)number);
        if (!bytes_equal(buffer_bytes(&again), bytes))
            abort();
    }
    buffer_clear(&again);
    return 0;
}
