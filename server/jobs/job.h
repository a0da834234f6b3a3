/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What the kinds of jobs share: the job itself, its round as the record has it, and the way to the sequencer.
 */
#ifndef FOLKMOOT_SERVER_JOBS_JOB_H
#define FOLKMOOT_SERVER_JOBS_JOB_H

#include <jansson.h>
#include <signal.h>

#include "ballot/act.h"
#include "ballot/round.h"
#include "crypto/decryption.h"
#include "crypto/work.h"
#include "server/config.h"
#include "server/jobs/jobs_db.h"

struct job {
    const struct config *config;
    PGconn *db;
    int64_t id;
    int32_t round_no;
    uint8_t round[16];
    char *kind;
    char *contest;     /* "" where the job is not of one contest */
    json_t *arguments; /* object */
    const volatile sig_atomic_t *stopping;
    struct work work; /* threads, and progress into work.job */
    int64_t told_ms;  /* when progress was written last */
};

/* One entry of the round that is not a ballot. */
struct act {
    uint64_t index;
    struct entry entry;
};

/* The round as the record has it now: every entry but the ballots, and where they have brought it. */
struct round_view {
    struct arena arena;
    struct act *acts; /* ascending by index */
    size_t count;
    struct definition *definition; /* NULL before the freeze */
    struct buffer definition_bytes;
    struct round_state state;
};

MUST_CHECK bool round_view_load(struct job *job, struct round_view *out, struct error *err);
void round_view_clear(struct round_view *view);
/* The last entry of this type (after a correction there are two certificates), or NULL. */
const struct act *round_view_find(const struct round_view *view, enum entry_type type);

/* The input of a contest (docs/protocol.md section 9). `contest`: position in the definition; *inputs gets
 * *n * width ciphertexts (free()), *n is the number of ballots. Everything is recomputed from the record;
 * ERROR_BROKEN when it is not what the sealing says. */
MUST_CHECK bool round_input_load(struct job *job, const struct round_view *view, size_t contest,
                                 struct ciphertext **inputs, uint32_t *n, struct error *err);
/* How many credentials have the contest and are not void, by the record. */
MUST_CHECK bool round_entitled(struct job *job, const struct round_view *view, size_t contest, uint64_t *out,
                               struct error *err);
/* The outputs of the last mix of the fixed chain: a view into *blob. ERROR_BROKEN when there is none. */
MUST_CHECK bool round_output_load(struct job *job, const struct round_view *view, size_t contest,
                                  struct buffer *blob, const struct ciphertext **outputs, uint32_t *n,
                                  struct error *err);

/* What a share of this trustee over these outputs proves. */
void share_statement_of(const struct round_view *view, size_t contest, uint64_t trustee,
                        const struct ciphertext *outputs, uint32_t n, struct share_statement *out);

/* Blobs of the record; the context is the job. */
MUST_CHECK bool job_read_blob(void *job, const struct blob_ref *ref, struct buffer *out, struct error *err);

/* Sign the entry (eid or round, type and members set) with the server's trustee key unless `sign` is false,
 * and append it as the sequencer wants it: canonical JSON without `minute`. */
MUST_CHECK bool job_write_entry(struct job *job, struct entry *entry, bool sign, struct buffer *out,
                                struct error *err);
/* Hand entries to the sequencer as one group and wait until they are in the record; *first is the index of
 * the first. `act` is the work.act row they come from, or 0. Refused: ERROR_INPUT with the sequencer's
 * reason. */
MUST_CHECK bool job_submit(struct job *job, const struct buffer *entries, size_t count, int64_t act,
                           uint64_t *first, struct error *err);

/* The kinds. True: the job is done, *result (may stay NULL) goes into work.job. */
MUST_CHECK bool job_key(struct job *job, json_t **result, struct error *err);
MUST_CHECK bool job_acknowledge(struct job *job, json_t **result, struct error *err);
MUST_CHECK bool job_mix(struct job *job, json_t **result, struct error *err);
MUST_CHECK bool job_share(struct job *job, json_t **result, struct error *err);
MUST_CHECK bool job_count(struct job *job, json_t **result, struct error *err);
MUST_CHECK bool job_bundle(struct job *job, json_t **result, struct error *err);

/* Store a file of the round's exports, in the place of one of the same name. */
MUST_CHECK bool job_export(struct job *job, const char *name, struct bytes content, struct blob_ref *ref,
                           struct error *err);

#endif
