/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <inttypes.h>

#include "ballot/act.h"
#include "verify/verification.h"

/* Credential and batch must be there, and a credential is void once. */
static bool find_void(struct verification *v, const struct entry *entry, bool *has_ballot, struct error *err)
{
    const struct batch *batch;
    const struct voter *voter;
    switch (entry->type) {
    case ENTRY_VOID:
        voter = voters_find(&v->voters, &entry->credential);
        if (!voter || voter->is_void)
            return error_input(err, "round-state",
                               voter ? "the credential is void already" : "the credential is not listed");
        *has_ballot = voter->last_cast > 0;
        return true;
    case ENTRY_BATCH_VOID:
    case ENTRY_ISSUE:
        batch = voters_batch(&v->voters, entry->batch);
        if (!batch)
            return error_input(err, "round-state", "there is no batch %s", entry->batch);
        *has_ballot = batch->has_ballot;
        return true;
    default:
        return true;
    }
}

static void set_void(struct verification *v, struct voter *voter)
{
    v->void_count += !voter->is_void;
    voter->is_void = true;
}

static void do_void(struct verification *v, const struct entry *entry)
{
    if (entry->type == ENTRY_VOID) {
        set_void(v, voters_find(&v->voters, &entry->credential));
        return;
    }
    const struct batch *batch = voters_batch(&v->voters, entry->batch);
    for (size_t i = 0; i < batch->count; i++)
        set_void(v, &v->voters.list[batch->first + i]);
}

/* The definition that the entry names is the one in definition.json. */
static void define(struct verification *v, const struct act *act)
{
    struct error err;
    struct bytes bytes = buffer_bytes(&v->definition_bytes);
    if (!blob_ref_check(&act->entry.definition, bytes, &err))
        report_fail(v->report, CHECK_DEFINITION,
                    "definition.json is not the blob that entry %" PRIu64 " names", act->index);
    if (!round_define(&v->state, &v->definition, &err))
        report_error(v->report, CHECK_DEFINITION, &err);
}

static void do_effects(struct verification *v, const struct act *act)
{
    switch (act->entry.type) {
    case ENTRY_DEFINITION:
        define(v, act);
        break;
    case ENTRY_OPENING: {
        const struct act *list = verification_last(v, ENTRY_CREDENTIAL_LIST);
        if (list)
            voters_load(v, list);
        break;
    }
    case ENTRY_ADDITION:
        voters_load(v, act);
        break;
    case ENTRY_VOID:
    case ENTRY_BATCH_VOID:
        do_void(v, &act->entry);
        break;
    case ENTRY_ACKNOWLEDGEMENT:
        log_claim(v, act->entry.size, act->entry.root, CHECK_TRUSTEES, "an acknowledgement");
        break;
    default:
        break;
    }
}

/* An acknowledgement that is well-formed but proves nothing is the trustee's, not a matter of order. */
static enum check check_of(const struct entry *entry, const struct error *err)
{
    bool proof = strcmp(err->type, "bad-proof") == 0 && entry->type == ENTRY_ACKNOWLEDGEMENT;
    return proof ? CHECK_TRUSTEES : CHECK_ORDER;
}

void acts_take(struct verification *v, uint64_t index, struct bytes bytes)
{
    struct error err;
    struct act act = {.index = index};
    bool has_ballot = false;
    bytes.data = (const uint8_t *)arena_copy(&v->arena, bytes.data, bytes.len);
    if (!entry_parse(bytes, &v->arena, &act.entry, &err)) {
        report_fail(v->report, CHECK_CANONICAL, "entry %" PRIu64 ": %s", index, err.detail);
        return;
    }
    v->acts = verification_grow(v->acts, v->act_count, &v->act_capacity, sizeof *v->acts);
    v->acts[v->act_count++] = act;
    if (v->state.phase >= ROUND_FROZEN && !v->state.definition)
        return; /* the definition has failed: nothing can be said */
    bool there = find_void(v, &act.entry, &has_ballot, &err);
    if (!there)
        report_fail(v->report, CHECK_ORDER, "entry %" PRIu64 ": %s", index, err.detail);
    if (act_check_signers(&v->definition, &act.entry, has_ballot, &err))
        v->signature_count += act.entry.signature_count;
    else
        report_fail(v->report, CHECK_ACTS, "entry %" PRIu64 ": %s", index, err.detail);
    if (act.entry.type == ENTRY_DKG_RESTART)
        trustees_take_restart(v, &act);
    if (!round_apply(&v->state, &act.entry, index, &err))
        report_fail(v->report, check_of(&act.entry, &err), "entry %" PRIu64 ": %s", index, err.detail);
    else if (there)
        do_effects(v, &act);
}

void acts_finish(struct verification *v)
{
    const struct round_state *state = &v->state;
    if (state->phase == ROUND_CERTIFIED || state->phase == ROUND_PUBLISHED)
        report_pass(v->report, CHECK_ORDER, "%zu acts, the round is %s%s", v->act_count,
                    round_phase_name(state->phase),
                    v->predecessors ? "; its codes are of a round that was annulled before its first ballot"
                                    : "");
    else
        report_incomplete(v->report, CHECK_ORDER, "the round is %s%s", round_phase_name(state->phase),
                          v->definition.kind == DEFINITION_REHEARSAL ? ", a rehearsal" : "");
    report_pass(v->report, CHECK_ACTS, "%zu signatures%s", v->signature_count,
                v->definition.act_signers == 1 ? "; acts that usually need two clerks were signed by one"
                                               : "");
}
