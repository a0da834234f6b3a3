/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The job workers: processes of their own that take long work from work.job (making a round's key,
 * acknowledging its opening, mixing, decrypting, counting, building the bundle) and hand what comes out to
 * the sequencer through work.submission. Whatever happens here takes nothing else down; a job that was
 * running when its worker died is taken up again by the next one, and each kind begins by looking in the
 * record for what was already done.
 */
#ifndef FOLKMOOT_SERVER_JOBS_JOBS_H
#define FOLKMOOT_SERVER_JOBS_JOBS_H

#include "server/config.h"

/* The life of one worker process: returns its exit status after SIGTERM or when the database is lost. */
int jobs_main(const struct config *config);

#endif
