/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The verifier, over a bundle that this city is about to hand out, in a process of its own: what it holds goes with it,
 * and it ends when the server does.
 */
#ifndef FOLKMOOT_SERVER_JOBS_VERIFYING_H
#define FOLKMOOT_SERVER_JOBS_VERIFYING_H

#include "server/jobs/job.h"
#include "verify/report.h"

/* What is wrong inside the bundle is in the report; how far it is, in the progress of the job. ERROR_TEMPORARY
 * "waits" when the server is being stopped, "internal" when the verifier ended without an answer. */
MUST_CHECK bool verifying_run(struct job *job, const char *path, struct report *out, struct error *err);

#endif
