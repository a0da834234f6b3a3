/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "verify/verify.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "ballot/act.h"
#include "base/encoding.h"
#include "verify/verification.h"
#include "verify/verified.h"

/* ---- what the checks share ---- */

bool verification_blob(struct verification *v, const struct blob_ref *ref, struct buffer *out,
                       struct error *err)
{
    struct buffer name = {0};
    buffer_append_string(&name, "blobs/");
    hex_append(&name, bytes_of(ref->hash, sizeof ref->hash));
    size_t start = out->len;
    bool ok = bundle_read(v->bundle, buffer_string(&name), ref->size, out, err) &&
              (blob_ref_check(ref, bytes_of(out->data + start, out->len - start), err) ||
               error_prefix(err, "%s", buffer_string(&name)));
    if (!ok)
        out->len = start;
    buffer_clear(&name);
    return ok;
}

void *verification_grow(void *array, size_t count, size_t *capacity, size_t element)
{
    if (count < *capacity)
        return array;
    *capacity = *capacity ? 2 * *capacity : 256;
    return reallocate(array, *capacity, element);
}

static bool forward_progress(void *context, size_t done, size_t total)
{
    const struct verification *v = context;
    v->report->progress(v->report->context, v->stage, done, total);
    return true;
}

void verification_stage(struct verification *v, const char *what)
{
    v->stage = what;
    v->work = (struct work){.threads = v->options->threads, .engine = v->options->engine};
    if (v->report->progress) {
        v->work.progress = forward_progress;
        v->work.context = v;
    }
}

const struct act *verification_last(const struct verification *v, enum entry_type type)
{
    for (size_t i = v->act_count; i-- > 0;)
        if (v->acts[i].entry.type == type)
            return &v->acts[i];
    return NULL;
}

/* ---- 3: definition and election id ---- */

static bool read_definition(struct verification *v)
{
    struct error err;
    if (!bundle_read(v->bundle, "definition.json", DEFINITION_BYTES_MAX, &v->definition_bytes, &err) ||
        !definition_parse(buffer_bytes(&v->definition_bytes), &v->arena, &v->definition, &err))
        return report_error(v->report, CHECK_DEFINITION, &err);
    return true;
}

/* The opening of this round is looked for first: the proofs of all ballots need the election id. Ballots, of
 * rounds that run beside it, need not be parsed for that. */
static bool find_opening(void *context, uint64_t index, struct bytes bytes, struct error *err)
{
    static const char ballot[] = "{\"ballot\":";
    struct verification *v = context;
    struct arena arena = {0};
    struct entry entry;
    struct error ignored;
    (void)index;
    if (bytes.len >= sizeof ballot - 1 && memcmp(bytes.data, ballot, sizeof ballot - 1) == 0)
        return true;
    if (entry_parse(bytes, &arena, &entry, &ignored) && entry.type == ENTRY_OPENING &&
        memcmp(entry.round, v->definition.round, ROUND_ID_BYTES) == 0)
        v->has_eid = act_eid(v->definition.origin, &entry, v->eid, &ignored);
    arena_clear(&arena);
    return !v->has_eid || error_input(err, "found", "the opening");
}

static bool find_eid(struct verification *v)
{
    struct error err;
    if (!record_stream(v, find_opening, v, &err) && !v->has_eid)
        return report_error(v->report, CHECK_CANONICAL, &err);
    return true;
}

static void finish_definition(struct verification *v, uint64_t begins)
{
    struct buffer eid = {0};
    if (!v->act_count || v->acts[0].entry.type != ENTRY_DRAFT || begins != v->first)
        report_fail(v->report, CHECK_DEFINITION, "the first entry is not the draft of this round%s",
                    v->predecessors ? "'s first predecessor" : "");
    if (strcmp(v->definition.origin, v->log_key.name) != 0)
        report_fail(v->report, CHECK_DEFINITION, "the definition is for the log %s, the key is of %s",
                    v->definition.origin, v->log_key.name);
    if (v->definition.kind == DEFINITION_REHEARSAL && verification_last(v, ENTRY_CERTIFIED))
        report_fail(v->report, CHECK_DEFINITION, "a rehearsal was certified");
    if (!v->state.definition)
        report_incomplete(v->report, CHECK_DEFINITION, "no entry names the definition");
    else if (!v->state.has_eid)
        report_incomplete(v->report, CHECK_DEFINITION, "the round has not been opened");
    base64url_append(&eid, bytes_of(v->eid, sizeof v->eid));
    report_pass(v->report, CHECK_DEFINITION, "election %s of %s", buffer_string(&eid), v->definition.origin);
    buffer_clear(&eid);
}

/* ---- 18: what is left to trust ---- */

static void say_limits(struct verification *v)
{
    const struct definition *definition = &v->definition;
    char early[80] = "one key, held by the server, opens them";
    if (definition->trustees.count > 1)
        snprintf(early, sizeof early, "any %zu trustees together open them", definition->threshold);
    report_note(
        v->report, CHECK_LIMITS,
        "that the roll is right and codes reached whom they are for; that devices and pages were honest; "
        "that nobody was coerced; what certificate.html says, and what the .pb files call projects; that "
        "nobody read votes early: %s%s%s",
        early,
        definition->witness_policy ? "" : "; that nobody was shown another history: the log has no witnesses",
        definition->draw.source == DRAW_DRAND ? "; that the value of the draw is that of the beacon" : "");
}

/* A check that nothing was said about could not be made. */
static void close_checks(struct verification *v)
{
    for (int check = CHECK_FILES; check < CHECK_LIMITS; check++)
        if (check != CHECK_RECEIPTS || v->options->receipt_count || v->options->checkpoint_count)
            report_untouched(v->report, (enum check)check, "not reached");
}

static void run(struct verification *v)
{
    if (log_open(v) && read_definition(v) && record_open(v) && find_eid(v) && entries_check(v)) {
        uint64_t begins = succession_check(v);
        acts_finish(v);
        voters_finish(v);
        ballots_finish(v);
        log_check(v);
        finish_definition(v, begins);
        trustees_check(v);
        contests_check(v);
        log_receipts(v);
        files_check_names(v);
    }
    files_check_sums(v);
    say_limits(v);
    close_checks(v);
}

struct verified {
    struct verification verification;
};

struct verified *verified_open(const char *path, const struct verify_options *options, struct report *report,
                               struct error *err)
{
    struct verified *verified = allocate(1, sizeof *verified);
    struct verification *v = &verified->verification;
    *v = (struct verification){.options = options, .report = report};
    round_init(&v->state);
    point_table_init(&v->voters.table);
    point_table_init(&v->ballots.points);
    v->bundle = bundle_open(path, err);
    if (v->bundle &&
        (bundle_has(v->bundle, "record/range.json") || bundle_has(v->bundle, "definition.json") ||
         error_input(err, "bad-bundle", "%s: it has no record of a round", path))) {
        run(v);
        return verified;
    }
    verified_close(verified);
    return NULL;
}

void verified_close(struct verified *verified)
{
    if (!verified)
        return;
    struct verification *v = &verified->verification;
    voters_clear(&v->voters);
    ballots_clear(&v->ballots);
    round_clear(&v->state);
    succession_clear(v);
    free(v->acts);
    free(v->leaves);
    free(v->claims);
    free(v->receipts);
    buffer_clear(&v->definition_bytes);
    arena_clear(&v->arena);
    bundle_close(v->bundle);
    free(verified);
}

const struct round_state *verified_state(const struct verified *verified)
{
    return &verified->verification.state;
}

uint64_t verified_cosigned(const struct verified *verified)
{
    return verified->verification.cosigned;
}

bool verified_input(struct verified *verified, size_t contest, struct ciphertext **out, uint32_t *n)
{
    struct verification *v = &verified->verification;
    if (v->report->checks[CHECK_INPUTS].status != CHECK_PASSED)
        return false;
    *out = contests_input(v, contest, n);
    return true;
}

bool verify_bundle(const char *path, const struct verify_options *options, struct report *report,
                   struct error *err)
{
    struct verified *verified = verified_open(path, options, report, err);
    verified_close(verified);
    return verified != NULL;
}
