/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The part of a bundle that is the public record itself: record/ and its checkpoint (docs/protocol.md section 12).
 */
#ifndef FOLKMOOT_SERVER_JOBS_BUNDLE_RECORD_H
#define FOLKMOOT_SERVER_JOBS_BUNDLE_RECORD_H

#include "record/bundle.h"
#include "record/note.h"
#include "server/jobs/job.h"

/* Where it comes from and goes to; everything is the caller's. */
struct bundle_record {
    struct job *job;
    const struct round_view *view;
    struct bundle_writer *writer;
    struct arena *arena;
    const char *folder; /* gets a file `entries`, which the writer reads until the bundle is finished */
    uint64_t first;     /* entry of the bundle */
    uint64_t covers;    /* the last entry that it must have */
};

/* Up to the first checkpoint that covers that entry and that the round's witnesses have cosigned. ERROR_TEMPORARY
 * "waits" while there is none. */
MUST_CHECK bool bundle_record_add(const struct bundle_record *source, struct error *err);
MUST_CHECK bool bundle_record_log_key(struct job *job, struct note_key *out, struct error *err);

#endif
