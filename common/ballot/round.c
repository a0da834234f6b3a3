/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "ballot/round.h"

#include <stdlib.h>

#include "ballot/act.h"
#include "crypto/dkg_message.h"

_Static_assert((int)DKG_TRUSTEES_MAX == DEFINITION_TRUSTEES_MAX, "the same trustees");

static const char *const phases[ROUND_PHASES] = {
    "none",   "draft",   "frozen",    "open",      "closed",   "sealed",
    "mixing", "counted", "certified", "published", "annulled",
};

const char *round_phase_name(enum round_phase phase)
{
    return phases[phase];
}

void round_init(struct round_state *state)
{
    *state = (struct round_state){.attempt = 1};
    for (size_t c = 0; c < DEFINITION_CONTESTS_MAX; c++)
        state->contests[c].chain = 1;
}

void round_clear(struct round_state *state)
{
    for (size_t c = 0; c < DEFINITION_CONTESTS_MAX; c++) {
        free(state->contests[c].mixes);
        free(state->contests[c].done_mixes);
    }
    arena_clear(&state->arena);
    round_init(state);
}

static bool state_fail(struct error *err, const char *why)
{
    return error_input(err, "round-state", "%s", why);
}

/* One bit for each trustee. */
static uint32_t bit_of(uint64_t trustee)
{
    return UINT32_C(1) << (trustee - 1);
}

static uint32_t all_trustees(const struct round_state *state)
{
    return (UINT32_C(1) << state->definition->trustees.count) - 1;
}

bool round_has_all(const struct round_state *state, uint32_t trustees)
{
    return trustees == all_trustees(state);
}

bool round_is_acknowledged(const struct round_state *state)
{
    return state->has_eid && round_has_all(state, state->acknowledged);
}

static uint64_t end_of_voting(const struct round_state *state)
{
    return state->close + state->definition->schedule.grace;
}

bool round_accepts_ballot_at(const struct round_state *state, uint64_t minute, struct error *err)
{
    if (state->phase < ROUND_OPEN || state->phase == ROUND_ANNULLED)
        return error_input(err, "not-open", "the round is %s", round_phase_name(state->phase));
    if (!round_is_acknowledged(state))
        return error_input(err, "not-open", "the trustees have not acknowledged the opening");
    if (minute < state->definition->schedule.open)
        return error_input(err, "not-open", "voting has not begun");
    if (state->phase > ROUND_OPEN || minute >= end_of_voting(state))
        return error_input(err, "ballot-late", "voting is over");
    return true;
}

/* Before the opening. */

static bool apply_draft(struct round_state *state, const struct entry *entry, uint64_t index,
                        struct error *err)
{
    (void)index;
    (void)err;
    memcpy(state->id, entry->round, ROUND_ID_BYTES);
    memcpy(state->nonce, entry->nonce, ROUND_NONCE_BYTES);
    state->assembly = arena_string(&state->arena, entry->assembly);
    state->has_predecessor = entry->has_predecessor;
    memcpy(state->predecessor, entry->predecessor, ROUND_ID_BYTES);
    state->phase = ROUND_DRAFT;
    return true;
}

bool round_hands_over(const struct round_state *predecessor, const struct entry *draft, struct error *err)
{
    if (predecessor->phase != ROUND_ANNULLED || !predecessor->has_successor)
        return state_fail(err, "the predecessor was not annulled to be handed over");
    if (memcmp(predecessor->successor, draft->round, ROUND_ID_BYTES) != 0)
        return state_fail(err, "the predecessor is handed over to another round");
    if (memcmp(predecessor->nonce, draft->nonce, ROUND_NONCE_BYTES) != 0)
        return state_fail(err, "the nonce is not that of the predecessor");
    if (strcmp(predecessor->assembly, draft->assembly) != 0)
        return state_fail(err, "the predecessor is of another assembly");
    return true;
}

static bool apply_definition(struct round_state *state, const struct entry *entry, uint64_t index,
                             struct error *err)
{
    (void)index;
    (void)err;
    state->definition_ref = entry->definition;
    state->phase = ROUND_FROZEN;
    return true;
}

bool round_define(struct round_state *state, const struct definition *definition, struct error *err)
{
    if (state->phase != ROUND_FROZEN || state->definition)
        return error_broken(err, "round", "no definition is waited for");
    if (memcmp(definition->round, state->id, ROUND_ID_BYTES) != 0)
        return error_input(err, "definition", "the definition is of another round");
    if (memcmp(definition->nonce, state->nonce, ROUND_NONCE_BYTES) != 0)
        return error_input(err, "definition", "the definition has another nonce than the draft");
    if (strcmp(definition->assembly, state->assembly) != 0)
        return error_input(err, "definition", "the definition is of another assembly than the draft");
    state->definition = definition;
    state->close = definition->schedule.close;
    return true;
}

static bool apply_credential_list(struct round_state *state, const struct entry *entry, uint64_t index,
                                  struct error *err)
{
    (void)index;
    if (entry->total > state->definition->roll.cap)
        return error_input(err, "credential-list", "more credentials than the cap");
    state->has_list = true;
    state->list = entry->list;
    state->listed = entry->total;
    return true;
}

static bool check_key_generation(const struct round_state *state, const struct entry *entry,
                                 struct error *err)
{
    if (state->definition->trustees.count == 1)
        return state_fail(err, "a single trustee generates no key with others");
    if (entry->type != ENTRY_DKG_RESTART && entry->attempt != state->attempt)
        return state_fail(err, "not the current attempt of the key generation");
    return true;
}

static bool apply_trustee_commit(struct round_state *state, const struct entry *entry, uint64_t index,
                                 struct error *err)
{
    (void)index;
    if (!check_key_generation(state, entry, err))
        return false;
    if (state->committed & bit_of(entry->trustee) || state->joined)
        return state_fail(err, "a trustee commits once, before any joins");
    state->committed |= bit_of(entry->trustee);
    memcpy(state->commitments[entry->trustee - 1], entry->commitment, HASH_BYTES);
    return true;
}

static bool apply_trustee_join(struct round_state *state, const struct entry *entry, uint64_t index,
                               struct error *err)
{
    (void)index;
    if (!check_key_generation(state, entry, err))
        return false;
    if (!round_has_all(state, state->committed) || state->joined & bit_of(entry->trustee))
        return state_fail(err, "a trustee joins once, after all have committed");
    uint8_t commitment[HASH_BYTES];
    dkg_commit(&entry->static_key, entry->salt, commitment);
    if (memcmp(commitment, state->commitments[entry->trustee - 1], HASH_BYTES) != 0)
        return error_input(err, "bad-proof", "key and salt are not what trustee %u committed to",
                           (unsigned)entry->trustee);
    for (uint64_t other = 1; other <= state->definition->trustees.count; other++)
        if (state->joined & bit_of(other) && point_equal(&state->static_keys[other - 1], &entry->static_key))
            return error_input(err, "bad-field", "entry.static_key: that of trustee %u", (unsigned)other);
    state->joined |= bit_of(entry->trustee);
    state->static_keys[entry->trustee - 1] = entry->static_key;
    return true;
}

static bool apply_dkg_message(struct round_state *state, const struct entry *entry, uint64_t index,
                              struct error *err)
{
    (void)index;
    if (!check_key_generation(state, entry, err))
        return false;
    uint32_t before = entry->step == 1 ? state->joined : state->sent[0];
    uint32_t *sent = &state->sent[entry->step - 1];
    uint64_t size = entry->step == 1
                        ? dkg_message_size(state->definition->trustees.count, state->definition->threshold)
                        : DKG_SIGNATURE_BYTES;
    if (before != all_trustees(state) || *sent & bit_of(entry->trustee))
        return state_fail(err, "a trustee sends one message a step, after all have done the step before");
    if (entry->message.size != size)
        return error_input(err, "bad-field", "entry.message: has %llu bytes in step %u",
                           (unsigned long long)size, (unsigned)entry->step);
    *sent |= bit_of(entry->trustee);
    state->messages[entry->step - 1][entry->trustee - 1] = entry->message;
    return true;
}

static bool apply_dkg_restart(struct round_state *state, const struct entry *entry, uint64_t index,
                              struct error *err)
{
    (void)index;
    if (!check_key_generation(state, entry, err))
        return false;
    if (entry->attempt != state->attempt + 1)
        return state_fail(err, "a restart begins the next attempt");
    if (entry->has_blamed && entry->blamed > state->definition->trustees.count)
        return error_input(err, "bad-field", "entry.blamed: no such trustee");
    bool proved = strcmp(entry->reason, "invalid-message") == 0;
    if (entry->has_evidence != proved || (proved && !entry->has_blamed))
        return error_input(err, "bad-field",
                           "entry.evidence: there with the reason invalid-message, and only then; it blames "
                           "somebody");
    if (proved && !round_has_all(state, state->sent[0]))
        return state_fail(err, "there are no messages to blame anybody for");
    state->attempt = entry->attempt;
    state->committed = state->joined = state->sent[0] = state->sent[1] = 0;
    return true;
}

static bool check_opening_key(const struct round_state *state, const struct entry *entry, struct error *err)
{
    size_t n = state->definition->trustees.count;
    if (entry->share_count != n)
        return error_input(err, "bad-field", "entry.shares: %zu instead of %zu", entry->share_count, n);
    if (entry->has_dkg != (n > 1))
        return error_input(err, "bad-field", "entry.dkg: there with more than one trustee, and only then");
    if (n == 1 && !point_equal(&entry->key, &entry->shares[0]))
        return error_input(err, "bad-field", "entry.key: not that of the single trustee");
    if (n > 1 && !round_has_all(state, state->sent[1]))
        return state_fail(err, "the key generation has not ended");
    return true;
}

static bool apply_opening(struct round_state *state, const struct entry *entry, uint64_t index,
                          struct error *err)
{
    if (!blob_ref_equal(&entry->definition, &state->definition_ref))
        return error_input(err, "bad-field", "entry.definition: not the definition of the round");
    if (!state->has_list || !blob_ref_equal(&entry->credentials, &state->list))
        return error_input(err, "bad-field", "entry.credentials: not the last credential list");
    if (entry->has_predecessor != state->has_predecessor ||
        (entry->has_predecessor && memcmp(entry->predecessor, state->predecessor, ROUND_ID_BYTES) != 0))
        return error_input(err, "bad-field", "entry.predecessor: not that of the draft");
    if (entry->minute >= state->close)
        return state_fail(err, "the end of voting is past");
    uint8_t eid[HASH_BYTES];
    if (!check_opening_key(state, entry, err) || !act_eid(state->definition->origin, entry, eid, err))
        return false;
    memcpy(state->eid, eid, HASH_BYTES);
    state->has_eid = true;
    state->key = entry->key;
    state->share_count = entry->share_count;
    memcpy(state->shares, entry->shares, entry->share_count * sizeof *entry->shares);
    state->opening_index = index;
    state->phase = ROUND_OPEN;
    return true;
}

/* Voting. */

static bool apply_acknowledgement(struct round_state *state, const struct entry *entry, uint64_t index,
                                  struct error *err)
{
    if (state->acknowledged & bit_of(entry->trustee))
        return state_fail(err, "a trustee acknowledges once");
    if (entry->size > index)
        return error_input(err, "bad-field", "entry.size: a checkpoint after this entry");
    struct possession_statement statement = {
        .size = entry->size,
        .trustee = entry->trustee,
        .key = state->shares[entry->trustee - 1],
    };
    memcpy(statement.eid, state->eid, HASH_BYTES);
    memcpy(statement.root, entry->root, HASH_BYTES);
    if (!possession_verify(&statement, &entry->possession))
        return error_input(err, "bad-proof", "trustee %u does not prove to have the key share",
                           (unsigned)entry->trustee);
    state->acknowledged |= bit_of(entry->trustee);
    return true;
}

static bool apply_ballot(struct round_state *state, const struct entry *entry, uint64_t index,
                         struct error *err)
{
    (void)index;
    return round_accepts_ballot_at(state, entry->minute, err);
}

static bool apply_addition(struct round_state *state, const struct entry *entry, uint64_t index,
                           struct error *err)
{
    (void)index;
    if (entry->minute > state->definition->schedule.additions_end)
        return state_fail(err, "the time for additions is over");
    if (entry->total > state->definition->roll.cap - state->listed)
        return error_input(err, "credential-list", "more credentials than the cap");
    state->listed += entry->total;
    return true;
}

static bool apply_extension(struct round_state *state, const struct entry *entry, uint64_t index,
                            struct error *err)
{
    (void)index;
    if (entry->close <= state->close)
        return error_input(err, "bad-field", "entry.close: not later than the close now");
    if (entry->minute >= end_of_voting(state))
        return state_fail(err, "voting is over");
    state->close = entry->close;
    return true;
}

static bool apply_voting_closed(struct round_state *state, const struct entry *entry, uint64_t index,
                                struct error *err)
{
    (void)index;
    bool on_time = strcmp(entry->reason, "on-time") == 0;
    if (on_time != (entry->minute >= end_of_voting(state)))
        return state_fail(err,
                          on_time ? "close and grace are not over" : "close and grace are over: on-time");
    state->phase = ROUND_CLOSED;
    return true;
}

static bool apply_nothing(struct round_state *state, const struct entry *entry, uint64_t index,
                          struct error *err)
{
    (void)state;
    (void)entry;
    (void)index;
    (void)err;
    return true;
}

/* From the close to the sealing. */

static bool apply_paper(struct round_state *state, const struct entry *entry, uint64_t index,
                        struct error *err)
{
    (void)index;
    if (entry->type == ENTRY_PAPER_TOTALS && !state->definition->totals_only_paper)
        return state_fail(err, "the definition does not allow totals without papers");
    if (entry->spoiled + entry->valid + entry->blank + entry->invalid > entry->issued)
        return error_input(err, "bad-field", "entry.issued: more papers came back than were issued");
    return true;
}

static bool apply_sealing(struct round_state *state, const struct entry *entry, uint64_t index,
                          struct error *err)
{
    (void)index;
    const struct definition *definition = state->definition;
    if (entry->contest_count != definition->contest_count)
        return error_input(err, "bad-field", "entry.contests: %zu instead of %zu", entry->contest_count,
                           definition->contest_count);
    for (size_t c = 0; c < entry->contest_count; c++) {
        const struct contest_totals *totals = &entry->contests[c];
        const struct contest *contest = &definition->contests[c];
        uint64_t withheld = contest_is_withheld(contest, totals->input) ? totals->input : 0;
        if (strcmp(totals->contest, contest->id) != 0)
            return error_input(err, "bad-field", "entry.contests[%zu].contest: not %s", c, contest->id);
        if (totals->ballots != totals->replaced + totals->withdrawn + totals->input)
            return error_input(err, "bad-field",
                               "entry.contests[%zu].ballots: not replaced + withdrawn + input", c);
        if (totals->withheld != withheld)
            return error_input(err, "bad-field", "entry.contests[%zu].withheld: not %llu", c,
                               (unsigned long long)withheld);
    }
    for (size_t c = 0; c < entry->contest_count; c++)
        state->contests[c].has_input = entry->contests[c].input > 0 && entry->contests[c].withheld == 0;
    state->sealed_minute = entry->minute;
    state->phase = ROUND_SEALED;
    return true;
}

/* After the sealing. */

static bool draw_needs_value(const struct definition *definition)
{
    return definition->draw.source == DRAW_DICE || definition->draw.source == DRAW_DRAND;
}

static bool apply_draw_source(struct round_state *state, const struct entry *entry, uint64_t index,
                              struct error *err)
{
    (void)index;
    const char *source = state->definition->draw.source == DRAW_DICE ? "dice" : "drand";
    if (!draw_needs_value(state->definition) || strcmp(entry->source, source) != 0)
        return error_input(err, "bad-field", "entry.source: not the source of the definition");
    if (state->draw_value) /* and no share is taken before it */
        return state_fail(err, "the draw has a value already");
    state->draw_value = arena_string(&state->arena, entry->value);
    return true;
}

static struct round_contest *find_contest(struct round_state *state, const struct entry *entry,
                                          struct error *err)
{
    const struct contest *contest = definition_contest(state->definition, entry->contest);
    if (!contest)
        error_input(err, "bad-field", "entry.contest: no such contest");
    return contest ? &state->contests[contest - state->definition->contests] : NULL;
}

static bool check_objection_time(const struct round_state *state, const struct entry *entry,
                                 struct error *err)
{
    if (entry->minute < state->sealed_minute + state->definition->schedule.objection)
        return state_fail(err, "the time for objections has not run out");
    return true;
}

static bool apply_mix(struct round_state *state, const struct entry *entry, uint64_t index, struct error *err)
{
    struct round_contest *contest = find_contest(state, entry, err);
    if (!contest || !check_objection_time(state, entry, err))
        return false;
    if (!contest->has_input)
        return state_fail(err, "this contest has nothing to mix");
    if (contest->done || entry->chain != contest->chain)
        return state_fail(err, "not the chain that is being mixed");
    uint64_t last = 0;
    for (size_t i = 0; i < contest->mix_count; i++)
        if (contest->mixes[i].chain == contest->chain && contest->mixes[i].position > last)
            last = contest->mixes[i].position;
    if (entry->position > last + 1)
        return state_fail(err, "there is no mix at the position before");
    if (contest->mix_count == contest->mix_capacity) {
        contest->mix_capacity = 2 * contest->mix_capacity + 4;
        contest->mixes = reallocate(contest->mixes, contest->mix_capacity, sizeof *contest->mixes);
    }
    struct round_mix *mix = &contest->mixes[contest->mix_count++];
    *mix = (struct round_mix){index, entry->chain, entry->position, entry->trustee, entry->mix};
    state->phase = ROUND_MIXING;
    return true;
}

static bool apply_chain_restart(struct round_state *state, const struct entry *entry, uint64_t index,
                                struct error *err)
{
    (void)index;
    struct round_contest *contest = find_contest(state, entry, err);
    if (!contest)
        return false;
    if (!contest->has_input || entry->abandoned != contest->chain)
        return state_fail(err, "not the chain that is being mixed");
    if (contest->shared)
        return state_fail(err, "the contest has a share already");
    contest->chain++;
    contest->done = false;
    return true;
}

/* The mix with this hash at this position of the current chain, or NULL. */
static const struct round_mix *find_mix(const struct round_contest *contest, uint64_t position,
                                        const uint8_t hash[HASH_BYTES])
{
    for (size_t i = 0; i < contest->mix_count; i++) {
        const struct round_mix *mix = &contest->mixes[i];
        if (mix->chain == contest->chain && mix->position == position &&
            memcmp(mix->blob.hash, hash, HASH_BYTES) == 0)
            return mix;
    }
    return NULL;
}

static bool check_chain(const struct round_state *state, const struct round_contest *contest,
                        const struct entry *entry, struct error *err)
{
    uint32_t mixers = 0;
    for (size_t i = 0; i < entry->mix_count; i++) {
        const struct round_mix *mix = find_mix(contest, i + 1, entry->mixes[i]);
        if (!mix)
            return error_input(err, "bad-field", "entry.mixes[%zu]: no such mix in the chain", i);
        if (mixers & bit_of(mix->trustee))
            return error_input(err, "bad-field", "entry.mixes[%zu]: a second mix by trustee %u", i,
                               (unsigned)mix->trustee);
        mixers |= bit_of(mix->trustee);
    }
    if (contest->has_input && entry->mix_count < state->definition->threshold)
        return error_input(err, "bad-field", "entry.mixes: fewer than the threshold");
    return true;
}

static bool apply_mixing_done(struct round_state *state, const struct entry *entry, uint64_t index,
                              struct error *err)
{
    struct round_contest *contest = find_contest(state, entry, err);
    if (!contest || !check_objection_time(state, entry, err))
        return false;
    if (contest->done || entry->chain != contest->chain)
        return state_fail(err, "not the chain that is being mixed");
    if (!check_chain(state, contest, entry, err))
        return false;
    contest->done = true;
    contest->done_index = index;
    contest->done_count = entry->mix_count;
    contest->done_mixes = reallocate(contest->done_mixes, entry->mix_count, HASH_BYTES);
    if (entry->mix_count)
        memcpy(contest->done_mixes, entry->mixes, entry->mix_count * HASH_BYTES);
    state->phase = ROUND_MIXING;
    return true;
}

static bool apply_share(struct round_state *state, const struct entry *entry, uint64_t index,
                        struct error *err)
{
    (void)index;
    struct round_contest *contest = find_contest(state, entry, err);
    if (!contest)
        return false;
    if (!contest->done || entry->done != contest->done_index)
        return state_fail(err, "not the mixing that is done");
    if (draw_needs_value(state->definition) && !state->draw_value)
        return state_fail(err, "the value of the draw must be in the record before the first share");
    contest->shared |= bit_of(entry->trustee);
    return true;
}

/* From the count on. */

static bool apply_counted(struct round_state *state, const struct entry *entry, uint64_t index,
                          struct error *err)
{
    (void)index;
    for (size_t c = 0; c < state->definition->contest_count; c++) {
        const struct round_contest *contest = &state->contests[c];
        if (!contest->done)
            return state_fail(err, "a contest is not mixed");
        if (contest->has_input && (size_t)__builtin_popcount(contest->shared) < state->definition->threshold)
            return state_fail(err, "a contest has too few shares");
    }
    state->result = entry->result;
    state->phase = ROUND_COUNTED;
    return true;
}

static bool apply_certified(struct round_state *state, const struct entry *entry, uint64_t index,
                            struct error *err)
{
    (void)index;
    if (state->definition->kind == DEFINITION_REHEARSAL)
        return state_fail(err, "a rehearsal is never certified");
    if (!blob_ref_equal(&entry->result, &state->result))
        return error_input(err, "bad-field", "entry.result: not the result that was counted");
    state->phase = ROUND_CERTIFIED;
    return true;
}

static bool apply_published(struct round_state *state, const struct entry *entry, uint64_t index,
                            struct error *err)
{
    (void)entry;
    (void)index;
    (void)err;
    state->phase = ROUND_PUBLISHED;
    return true;
}

/* The corrected result is certified and published anew. */
static bool apply_correction(struct round_state *state, const struct entry *entry, uint64_t index,
                             struct error *err)
{
    (void)index;
    (void)err;
    state->result = entry->result;
    state->phase = ROUND_COUNTED;
    return true;
}

static bool apply_annulment(struct round_state *state, const struct entry *entry, uint64_t index,
                            struct error *err)
{
    (void)index;
    if (entry->has_successor && state->phase > ROUND_OPEN)
        return state_fail(err, "a round is handed over before its first ballot, not after voting has closed");
    if (entry->has_successor && memcmp(entry->successor, state->id, ROUND_ID_BYTES) == 0)
        return error_input(err, "bad-field", "entry.successor: the round itself");
    state->has_successor = entry->has_successor;
    memcpy(state->successor, entry->successor, ROUND_ID_BYTES);
    state->phase = ROUND_ANNULLED;
    return true;
}

enum {
    IN_NONE = 1 << ROUND_NONE,
    IN_DRAFT = 1 << ROUND_DRAFT,
    IN_FROZEN = 1 << ROUND_FROZEN,
    IN_OPEN = 1 << ROUND_OPEN,
    IN_CLOSED = 1 << ROUND_CLOSED,
    IN_SEALED = 1 << ROUND_SEALED,
    IN_MIXING = 1 << ROUND_MIXING,
    IN_COUNTED = 1 << ROUND_COUNTED,
    IN_CERTIFIED = 1 << ROUND_CERTIFIED,
    IN_PUBLISHED = 1 << ROUND_PUBLISHED,
    IN_ANNULLED = 1 << ROUND_ANNULLED,
    AFTER_COUNT = IN_COUNTED | IN_CERTIFIED | IN_PUBLISHED,
    AFTER_OPENING = IN_OPEN | IN_CLOSED | IN_SEALED | IN_MIXING | AFTER_COUNT,
};

/* In which phases an entry may come, and what it does. Entries of the city have no place. */
static const struct {
    unsigned phases;
    bool (*apply)(struct round_state *state, const struct entry *entry, uint64_t index, struct error *err);
} steps[ENTRY_TYPES] = {
    [ENTRY_DRAFT] = {IN_NONE, apply_draft},
    [ENTRY_DEFINITION] = {IN_DRAFT, apply_definition},
    [ENTRY_BATCH_MERGE] = {IN_FROZEN, apply_nothing},
    [ENTRY_CREDENTIAL_LIST] = {IN_FROZEN, apply_credential_list},
    [ENTRY_TRUSTEE_COMMIT] = {IN_FROZEN, apply_trustee_commit},
    [ENTRY_TRUSTEE_JOIN] = {IN_FROZEN, apply_trustee_join},
    [ENTRY_DKG_MESSAGE] = {IN_FROZEN, apply_dkg_message},
    [ENTRY_DKG_RESTART] = {IN_FROZEN, apply_dkg_restart},
    [ENTRY_OPENING] = {IN_FROZEN, apply_opening},
    [ENTRY_ACKNOWLEDGEMENT] = {IN_OPEN, apply_acknowledgement},
    [ENTRY_BALLOT] = {~0u, apply_ballot}, /* answers not-open and ballot-late itself */
    [ENTRY_ADDITION] = {IN_OPEN, apply_addition},
    [ENTRY_ISSUE] = {IN_OPEN, apply_nothing},
    [ENTRY_VOID] = {IN_OPEN | IN_CLOSED, apply_nothing},
    [ENTRY_BATCH_VOID] = {IN_OPEN | IN_CLOSED, apply_nothing},
    [ENTRY_EXTENSION] = {IN_OPEN, apply_extension},
    [ENTRY_NOTE] = {AFTER_OPENING, apply_nothing},
    [ENTRY_VOTING_CLOSED] = {IN_OPEN, apply_voting_closed},
    [ENTRY_PAPER] = {IN_CLOSED, apply_paper},
    [ENTRY_PAPER_TOTALS] = {IN_CLOSED, apply_paper},
    [ENTRY_SEALING] = {IN_CLOSED, apply_sealing},
    [ENTRY_DRAW_SOURCE] = {IN_SEALED | IN_MIXING, apply_draw_source},
    [ENTRY_MIX] = {IN_SEALED | IN_MIXING, apply_mix},
    [ENTRY_CHAIN_RESTART] = {IN_SEALED | IN_MIXING, apply_chain_restart},
    [ENTRY_MIXING_DONE] = {IN_SEALED | IN_MIXING, apply_mixing_done},
    [ENTRY_SHARE] = {IN_MIXING, apply_share},
    [ENTRY_COUNTED] = {IN_MIXING, apply_counted},
    [ENTRY_CERTIFIED] = {IN_COUNTED, apply_certified},
    [ENTRY_PUBLISHED] = {IN_CERTIFIED, apply_published},
    [ENTRY_CORRECTION] = {AFTER_COUNT, apply_correction},
    [ENTRY_ANNULMENT] = {IN_FROZEN | AFTER_OPENING, apply_annulment},
    [ENTRY_DESTRUCTION] = {AFTER_COUNT | IN_ANNULLED, apply_nothing},
    [ENTRY_PURGE] = {AFTER_COUNT | IN_ANNULLED, apply_nothing},
};

/* It is of this round, and no trustee is named that there is not. */
static bool check_names(const struct round_state *state, const struct entry *entry, struct error *err)
{
    if (entry_scope(entry->type) == ENTRY_OF_ROUND && state->phase != ROUND_NONE &&
        memcmp(entry->round, state->id, ROUND_ID_BYTES) != 0)
        return error_input(err, "bad-field", "entry.round: another round");
    if (entry_scope(entry->type) == ENTRY_OF_ELECTION && entry->type != ENTRY_BALLOT && !state->has_eid)
        return error_input(err, "bad-field", "entry.eid: the round was never opened");
    if (entry_scope(entry->type) == ENTRY_OF_ELECTION && state->has_eid &&
        memcmp(entry->eid, state->eid, HASH_BYTES) != 0)
        return error_input(err, "bad-field", "entry.eid: another election");
    struct act_needs needs; /* asking for them finds a trustee that there is not */
    return !state->definition || act_needs_of(state->definition, entry, false, &needs, err);
}

bool round_apply(struct round_state *state, const struct entry *entry, uint64_t index, struct error *err)
{
    if (!(steps[entry->type].phases >> state->phase & 1))
        return error_input(err, "round-state", "%s cannot come when the round is %s",
                           entry_type_name(entry->type), round_phase_name(state->phase));
    if (state->phase >= ROUND_FROZEN && !state->definition)
        return error_broken(err, "round", "round_define was not called");
    if (!check_names(state, entry, err))
        return false;
    if (entry->minute < state->minute)
        return state_fail(err, "the minute is before that of the entry before");
    bool acknowledged = state->phase < ROUND_OPEN || round_is_acknowledged(state);
    bool is_acknowledgement = entry->type == ENTRY_ACKNOWLEDGEMENT;
    if (state->phase == ROUND_OPEN && entry->type != ENTRY_ANNULMENT && entry->type != ENTRY_BALLOT &&
        acknowledged == is_acknowledgement)
        return state_fail(err, acknowledged ? "every trustee has acknowledged the opening"
                                            : "the acknowledgements of all trustees come first");
    if (!steps[entry->type].apply(state, entry, index, err))
        return false;
    state->minute = entry->minute;
    return true;
}
