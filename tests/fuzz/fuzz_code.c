/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What people type: codes, serials, trackers. What is read has one canonical text that reads the same.
 */
#include <stdlib.h>

#include "ballot/ballot.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bytes input = bytes_of(data, size);
    struct code code, again;
    uint64_t serial, serial_again;
    uint8_t least[HASH_BYTES], greatest[HASH_BYTES];
    char text[CODE_TEXT_BYTES + 1];
    if (code_read(input, &code, NULL)) {
        code_text(&code, text);
        if (!code_read(bytes_of_string(text), &again, NULL) || strcmp(code.symbols, again.symbols) != 0)
            abort();
    }
    if (serial_read(input, &serial, NULL)) {
        serial_text(serial, text);
        if (!serial_read(bytes_of_string(text), &serial_again, NULL) || serial != serial_again)
            abort();
    }
    if (ballot_tracker_read(input, least, greatest, NULL) && memcmp(least, greatest, HASH_BYTES) >= 0)
        abort();
    return 0;
}
