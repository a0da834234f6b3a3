/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What main process and cosigner say to each other: whatever is read is written back to the same bytes.
 */
#include <stdlib.h>

#include "server/sequencer/cosigner_message.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bytes body = bytes_of(data, size);
    struct cosigner_request request;
    struct cosigner_answer answer;
    struct buffer again = {0};
    if (cosigner_request_parse(body, &request, NULL)) {
        cosigner_request_append(&request, &again);
        if (!bytes_equal(buffer_bytes(&again), body))
            abort();
        again.len = 0;
    }
    if (cosigner_answer_parse(body, &answer, NULL)) {
        cosigner_answer_append(&answer, &again);
        if (!bytes_equal(buffer_bytes(&again), body))
            abort();
    }
    buffer_clear(&again);
    return 0;
}
