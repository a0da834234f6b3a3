/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What a stranger would do with a published round: take the bundle, run the verifier and the stock tools over
 * it, and compare it with the votes that went in.
 */
#ifndef FOLKMOOT_TOOLS_REPLAY_CHECK_H
#define FOLKMOOT_TOOLS_REPLAY_CHECK_H

#include <jansson.h>

#include "tools/replay.h"

enum replay_verdict { REPLAY_OK, REPLAY_FAILED, REPLAY_ABSENT /* the program is not installed */ };
const char *replay_verdict_name(enum replay_verdict verdict);

/* Zero-initialise; replay_outcome_clear. */
struct replay_outcome {
    uint64_t mixed, valid, blank, invalid; /* of result.json */
    json_t *winners;                       /* ids, in purchase order */
    bool profile_equal;
    char profile_difference[ERROR_DETAIL_BYTES]; /* the first one */
    enum replay_verdict verify, sums, minisign;
    char verify_words[ERROR_DETAIL_BYTES]; /* of the verifier, when it failed */
};

/* Download the bundle to FOLDER/bundle.zip, unpack it to FOLDER/bundle, keep receipts in FOLDER/receipts, and
 * check everything. ERROR_INPUT only when a check could not be made at all; its outcome is in `out`. */
MUST_CHECK bool replay_check(struct replay *replay, const char *folder, struct replay_outcome *out,
                             struct error *err);
void replay_outcome_clear(struct replay_outcome *outcome);

#endif
