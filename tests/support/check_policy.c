/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * check_policy POLICY CHECKPOINT: status 0 when the signed checkpoint has the quorum of the tlog-policy.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "record/policy.h"

int main(int argc, char **argv)
{
    struct buffer text = {0}, note = {0};
    struct policy *policy = NULL;
    struct policy_verdict verdict;
    struct error err = {.detail = "check_policy POLICY CHECKPOINT"};
    bool good = argc == 3 && file_read(argv[1], POLICY_MAX_BYTES, &text, &err) &&
                file_read(argv[2], NOTE_MAX_BYTES, &note, &err) &&
                (policy = policy_parse(buffer_bytes(&text), &err)) != NULL &&
                policy_check(policy, NULL, buffer_bytes(&note), &verdict, &err);
    if (good && !verdict.quorum)
        good = error_input(&err, "quorum", "too few cosignatures");
    if (!good)
        fprintf(stderr, "%s\n", err.detail);
    policy_free(policy);
    buffer_clear(&text);
    buffer_clear(&note);
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
