/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/encoding.h"
#include "base/file.h"
#include "record/policy.h"
#include "record/tlog_proof.h"
#include "verify/verification.h"

enum { KEY_BYTES_MAX = 1024 };
static const char CHECKPOINTS[] = "record/checkpoints/";

/* ---- the key of the log ---- */

/* One line; the line feed may be missing. */
static bool parse_key(struct buffer *text, struct note_key *out, struct error *err)
{
    if (text->len && text->data[text->len - 1] == '\n')
        text->len--;
    return note_key_parse(buffer_bytes(text), out, err);
}

static bool read_given_key(const char *given, struct note_key *out, struct error *err)
{
    struct buffer text = {0};
    bool ok = true;
    if (access(given, F_OK) == 0)
        ok = file_read(given, KEY_BYTES_MAX, &text, err);
    else
        buffer_append_string(&text, given);
    ok = ok && parse_key(&text, out, err);
    buffer_clear(&text);
    return ok || error_prefix(err, "the key of the log");
}

bool log_open(struct verification *v)
{
    struct buffer text = {0};
    struct note_key bundled;
    struct error err;
    bool has_bundled =
        bundle_read(v->bundle, "keys/log", KEY_BYTES_MAX, &text, &err) && parse_key(&text, &bundled, &err);
    buffer_clear(&text);
    if (!has_bundled) {
        error_prefix(&err, "keys/log");
        report_error(v->report, CHECK_LOG, &err);
    }
    v->key_was_given = v->options->log_key != NULL;
    if (!v->key_was_given) {
        v->log_key = bundled;
        return has_bundled;
    }
    if (!read_given_key(v->options->log_key, &v->log_key, &err))
        return report_error(v->report, CHECK_LOG, &err);
    if (has_bundled && (strcmp(bundled.name, v->log_key.name) != 0 ||
                        memcmp(bundled.public_key, v->log_key.public_key, sizeof bundled.public_key) != 0))
        report_fail(v->report, CHECK_LOG, "keys/log is not the key that was given");
    return true;
}

/* ---- roots ---- */

void log_claim(struct verification *v, uint64_t size, const uint8_t root[MERKLE_HASH_BYTES], enum check check,
               const char *who)
{
    v->claims = reallocate(v->claims, v->claim_count + 1, sizeof *v->claims);
    struct root_claim *claim = &v->claims[v->claim_count++];
    *claim = (struct root_claim){.size = size, .check = check, .who = who};
    memcpy(claim->root, root, MERKLE_HASH_BYTES);
}

static int compare_claims(const void *a, const void *b)
{
    const struct root_claim *x = a, *y = b;
    return (x->size > y->size) - (x->size < y->size);
}

/* What the leaves at hand say nothing about. The acknowledgement's line names its size, so that is seen. */
static void report_out_of_range(struct verification *v, const struct root_claim *claim)
{
    if (claim->check == CHECK_RECEIPTS)
        report_incomplete(v->report, claim->check,
                          "%s is of size %" PRIu64 ", the bundle has %" PRIu64 " to %" PRIu64, claim->who,
                          claim->size, v->first, v->size);
    else if (claim->check == CHECK_LOG)
        report_fail(v->report, claim->check, "%s is not of the entries in the bundle", claim->who);
}

/* All in one walk over the leaves. */
static void check_claims(struct verification *v)
{
    struct merkle_frontier tree = v->edge;
    size_t next = 0;
    if (v->claim_count)
        qsort(v->claims, v->claim_count, sizeof *v->claims, compare_claims);
    for (size_t i = 0; i < v->claim_count; i++) {
        const struct root_claim *claim = &v->claims[i];
        uint8_t root[MERKLE_HASH_BYTES];
        if (claim->size < v->first || claim->size > v->size) {
            report_out_of_range(v, claim);
            continue;
        }
        while (tree.size < claim->size)
            merkle_frontier_append(&tree, v->leaves[next++], NULL, NULL);
        merkle_frontier_root(&tree, root);
        if (memcmp(root, claim->root, sizeof root) != 0)
            report_fail(v->report, claim->check,
                        "%s: the root of size %" PRIu64 " is not that of the entries", claim->who,
                        claim->size);
    }
}

/* ---- 6: checkpoints and cosignatures ---- */

static bool read_policy(struct verification *v, struct buffer *out, struct error *err)
{
    if (v->options->policy)
        return file_read(v->options->policy, POLICY_MAX_BYTES, out, err);
    buffer_append_string(out, v->definition.witness_policy);
    return true;
}

static bool check_quorum(struct verification *v, const struct policy_verdict *verdict)
{
    if (verdict->quorum)
        return true;
    if (v->state.phase == ROUND_CERTIFIED || v->state.phase == ROUND_PUBLISHED)
        return report_fail(v->report, CHECK_LOG,
                           "%zu cosignatures on the newest checkpoint are too few for the policy",
                           verdict->cosignature_count);
    return report_incomplete(v->report, CHECK_LOG, "the newest checkpoint waits for cosignatures");
}

/* ", the last at 2026-11-22T07:30Z"; nothing without cosignatures. */
static void append_time(const struct policy_verdict *verdict, struct buffer *out)
{
    uint64_t last = 0;
    struct tm time;
    char text[32];
    for (size_t i = 0; i < verdict->cosignature_count; i++)
        if (verdict->cosignatures[i].timestamp > last)
            last = verdict->cosignatures[i].timestamp;
    time_t seconds = (time_t)last;
    if (last && gmtime_r(&seconds, &time) && strftime(text, sizeof text, "%Y-%m-%dT%H:%MZ", &time))
        buffer_append_format(out, ", the last at %s", text);
}

/* Under whose eyes the newest checkpoint stands. */
static void check_cosignatures(struct verification *v, struct bytes note)
{
    const char *key = v->key_was_given ? "" : "; the key of the log came with the bundle";
    struct buffer text = {0}, when = {0};
    struct policy_verdict verdict;
    struct error err;
    struct policy *policy = NULL;
    if (!v->options->policy && !v->definition.witness_policy) {
        report_pass(v->report, CHECK_LOG, "size %" PRIu64 ", no witnesses%s", v->size, key);
        return;
    }
    if (!read_policy(v, &text, &err) || !(policy = policy_parse(buffer_bytes(&text), &err)) ||
        !policy_check(policy, &v->log_key, note, &verdict, &err)) {
        report_error(v->report, CHECK_LOG, &err);
    } else if (check_quorum(v, &verdict)) {
        for (size_t i = 0; i < verdict.cosignature_count; i++)
            if (!v->cosigned || verdict.cosignatures[i].timestamp < v->cosigned)
                v->cosigned = verdict.cosignatures[i].timestamp;
        append_time(&verdict, &when);
        report_pass(v->report, CHECK_LOG, "size %" PRIu64 ", cosigned by %zu witnesses%s%s", v->size,
                    verdict.cosignature_count, buffer_string(&when), key);
    }
    policy_free(policy);
    buffer_clear(&when);
    buffer_clear(&text);
}

/* One file of record/checkpoints; *size is what its name says. */
static bool read_checkpoint(struct verification *v, const char *name, uint64_t *size, struct buffer *note)
{
    struct checkpoint checkpoint;
    struct error err;
    if (!decimal_decode_u64(bytes_of_string(name + sizeof CHECKPOINTS - 1), size))
        return report_fail(v->report, CHECK_LOG, "%s is not called like a checkpoint", name);
    if (!bundle_read(v->bundle, name, NOTE_MAX_BYTES, note, &err) ||
        !checkpoint_open(buffer_bytes(note), &v->log_key, &checkpoint, NULL, &err)) {
        error_prefix(&err, "%s", name);
        return report_error(v->report, CHECK_LOG, &err);
    }
    if (checkpoint.size != *size)
        return report_fail(v->report, CHECK_LOG, "%s is of size %" PRIu64, name, checkpoint.size);
    log_claim(v, checkpoint.size, checkpoint.root, CHECK_LOG, name);
    return true;
}

static void check_checkpoints(struct verification *v, struct buffer *newest)
{
    bool found = false;
    for (size_t i = 0; i < bundle_count(v->bundle); i++) {
        const char *name = bundle_name(v->bundle, i);
        struct buffer note = {0};
        uint64_t size;
        if (strncmp(name, CHECKPOINTS, sizeof CHECKPOINTS - 1) == 0 &&
            read_checkpoint(v, name, &size, &note) && size == v->size) {
            buffer_append_bytes(newest, buffer_bytes(&note));
            found = true;
        }
        buffer_clear(&note);
    }
    if (!found)
        report_incomplete(v->report, CHECK_LOG, "there is no checkpoint of size %" PRIu64, v->size);
}

/* ---- 7: what people kept ---- */

static bool read_kept_checkpoint(struct verification *v, const char *path, struct error *err)
{
    struct buffer note = {0};
    struct checkpoint checkpoint;
    bool ok = file_read(path, NOTE_MAX_BYTES, &note, err) &&
              checkpoint_open(buffer_bytes(&note), &v->log_key, &checkpoint, NULL, err);
    if (ok)
        log_claim(v, checkpoint.size, checkpoint.root, CHECK_RECEIPTS, path);
    buffer_clear(&note);
    return ok;
}

static bool is_ballot_of_round(const struct verification *v, const struct tlog_proof *proof,
                               struct error *err)
{
    struct arena arena = {0};
    struct entry entry;
    bool ok = proof->has_extra || error_input(err, "receipt", "it has no entry");
    ok = ok && entry_parse(buffer_bytes(&proof->extra), &arena, &entry, err);
    ok = ok && ((entry.type == ENTRY_BALLOT && v->has_eid && memcmp(entry.eid, v->eid, HASH_BYTES) == 0) ||
                error_input(err, "receipt", "it is not of a ballot of this round"));
    arena_clear(&arena);
    return ok;
}

static bool read_receipt(struct verification *v, const char *path, struct error *err)
{
    struct buffer text = {0};
    struct tlog_proof proof = {0};
    struct checkpoint checkpoint;
    struct receipt receipt = {.path = path};
    bool ok = file_read(path, TLOG_PROOF_MAX_BYTES, &text, err) &&
              tlog_proof_parse(buffer_bytes(&text), &proof, err) && is_ballot_of_round(v, &proof, err);
    if (ok) {
        receipt.index = proof.index;
        merkle_hash_leaf(buffer_bytes(&proof.extra), receipt.leaf);
        ok = tlog_proof_verify(&proof, receipt.leaf, &v->log_key, 1, &checkpoint, err);
    }
    if (ok) {
        log_claim(v, checkpoint.size, checkpoint.root, CHECK_RECEIPTS, path);
        v->receipts[v->receipt_count++] = receipt;
    }
    tlog_proof_clear(&proof);
    buffer_clear(&text);
    return ok;
}

static void read_kept(struct verification *v)
{
    const struct verify_options *options = v->options;
    struct error err;
    v->receipts = allocate(options->receipt_count, sizeof *v->receipts);
    for (size_t i = 0; i < options->receipt_count; i++)
        if (!read_receipt(v, options->receipts[i], &err))
            report_fail(v->report, CHECK_RECEIPTS, "%s: %s", options->receipts[i], err.detail);
    for (size_t i = 0; i < options->checkpoint_count; i++)
        if (!read_kept_checkpoint(v, options->checkpoints[i], &err))
            report_fail(v->report, CHECK_RECEIPTS, "%s: %s", options->checkpoints[i], err.detail);
}

void log_check(struct verification *v)
{
    struct buffer newest = {0};
    check_checkpoints(v, &newest);
    read_kept(v);
    check_claims(v);
    if (newest.len)
        check_cosignatures(v, buffer_bytes(&newest));
    buffer_clear(&newest);
}

/* What became of the ballot of a receipt; NULL when its entry is no ballot that passed. */
static const char *fate_of(const struct verification *v, uint64_t index)
{
    static const char *const fates[] = {
        [CAST_COUNTS] = "COUNTS", [CAST_REPLACED] = "REPLACED", [CAST_WITHDRAWN] = "WITHDRAWN"};
    const struct ballots *ballots = &v->ballots;
    size_t low = 0, high = ballots->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (ballots->casts[middle].index < index)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == ballots->count || ballots->casts[low].index != index)
        return NULL;
    return v->settled ? fates[ballots->casts[low].fate] : "in the record, not sealed yet";
}

static void check_receipt(struct verification *v, const struct receipt *receipt, struct buffer *said)
{
    if (receipt->index >= v->size && v->state.phase < ROUND_CLOSED) {
        report_incomplete(v->report, CHECK_RECEIPTS,
                          "%s is of entry %" PRIu64 ", behind the last in the bundle", receipt->path,
                          receipt->index);
        return;
    }
    const char *fate = fate_of(v, receipt->index);
    if (receipt->index < v->first || receipt->index >= v->size ||
        memcmp(v->leaves[receipt->index - v->first], receipt->leaf, sizeof receipt->leaf) != 0)
        report_fail(v->report, CHECK_RECEIPTS,
                    "%s: entry %" PRIu64 " of the record is not the ballot it shows", receipt->path,
                    receipt->index);
    else if (!fate)
        report_fail(v->report, CHECK_RECEIPTS, "%s: the ballot in entry %" PRIu64 " does not pass check 9",
                    receipt->path, receipt->index);
    else
        buffer_append_format(said, "; %s %s", receipt->path, fate);
}

void log_receipts(struct verification *v)
{
    struct buffer said = {0};
    if (!v->options->receipt_count && !v->options->checkpoint_count)
        return;
    for (size_t i = 0; i < v->receipt_count; i++)
        check_receipt(v, &v->receipts[i], &said);
    report_pass(v->report, CHECK_RECEIPTS, "%zu receipts, %zu checkpoints%s", v->options->receipt_count,
                v->options->checkpoint_count, buffer_string(&said));
    buffer_clear(&said);
}
