/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What sequencer and signer say to each other: whatever is read is written back to the same bytes.
 */
#include <stdlib.h>

#include "server/sequencer/signer_message.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bytes body = bytes_of(data, size);
    struct signer_request request;
    struct signer_answer answer;
    struct buffer again = {0};
    if (signer_request_parse(body, &request, NULL)) {
        signer_request_append(&request, &again);
        if (!bytes_equal(buffer_bytes(&again), body))
            abort();
        again.len = 0;
    }
    if (signer_answer_parse(body, &answer, NULL)) {
        signer_answer_append(&answer, &again);
        if (!bytes_equal(buffer_bytes(&again), body))
            abort();
    }
    buffer_clear(&again);
    return 0;
}
