/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ballot/round.h"
#include "crypto/dkg_message.h"
#include "round_fixture.h"

enum {
    OPEN = 29500000,
    CLOSE = 29510080,
    GRACE = 5,
    END = CLOSE + GRACE,
    SEALED = END + 10,
    MIX_TIME = SEALED + 1440,
};

static const uint8_t mix_hash[HASH_BYTES] = {42};

/* Apply, expecting success or the error type. */
static void apply(struct round_state *state, const struct entry *entry, uint64_t index, const char *type)
{
    struct error err = {0};
    enum round_phase phase = state->phase;
    uint64_t minute = state->minute;
    bool ok = round_apply(state, entry, index, &err);
    if (ok == (type != NULL))
        fail_msg("%s at %llu: %s", entry_type_name(entry->type), (unsigned long long)index,
                 ok ? "was taken" : err.detail);
    if (!type)
        return;
    assert_string_equal(err.type, type);
    assert_int_equal(state->phase, phase);
    assert_int_equal(state->minute, minute);
}

/* The parts of a good round, one after the other; each takes the state to the phase of its name. */

static void to_draft(struct fixture *f, struct round_state *state)
{
    struct entry draft = fixture_entry(f, ENTRY_DRAFT, OPEN - 100);
    memcpy(draft.nonce, f->definition.nonce, ROUND_NONCE_BYTES);
    draft.assembly = "north";
    apply(state, &draft, 10, NULL);
}

static void to_frozen(struct fixture *f, struct round_state *state)
{
    struct entry definition = fixture_entry(f, ENTRY_DEFINITION, OPEN - 90);
    definition.definition = f->definition_ref;
    apply(state, &definition, 11, NULL);
    assert_true(round_define(state, &f->definition, NULL));
}

static struct entry list_entry(struct fixture *f)
{
    struct entry list = fixture_entry(f, ENTRY_CREDENTIAL_LIST, OPEN - 80);
    list.list = f->list_ref;
    list.total = 3;
    return list;
}

static void to_opening(struct fixture *f, struct round_state *state)
{
    struct entry list = list_entry(f), opening = fixture_opening(f, OPEN - 70);
    apply(state, &list, 12, NULL);
    apply(state, &opening, 13, NULL);
    assert_memory_equal(state->eid, f->eid, HASH_BYTES);
}

static void to_open(struct fixture *f, struct round_state *state)
{
    to_opening(f, state);
    struct entry acknowledgement = fixture_entry(f, ENTRY_ACKNOWLEDGEMENT, OPEN - 70);
    fixture_acknowledge(f, &acknowledgement);
    apply(state, &acknowledgement, 14, NULL);
}

static void to_closed(struct fixture *f, struct round_state *state)
{
    struct entry closed = fixture_entry(f, ENTRY_VOTING_CLOSED, END);
    closed.reason = "on-time";
    apply(state, &closed, 100, NULL);
}

static struct entry sealing(const struct fixture *f)
{
    static const struct contest_totals totals[] = {
        {"parks", 5, 1, 1, 3, 0}, {"streets-2026", 0, 0, 0, 0, 0}, {"statute", 5, 1, 1, 3, 0}};
    struct entry entry = fixture_entry(f, ENTRY_SEALING, SEALED);
    entry.contest_count = 3;
    entry.contests = totals;
    return entry;
}

static void to_sealed(struct fixture *f, struct round_state *state)
{
    struct entry entry = sealing(f);
    apply(state, &entry, 101, NULL);
}

static struct entry mix(const struct fixture *f, const char *contest, uint64_t position)
{
    struct entry entry = fixture_entry(f, ENTRY_MIX, MIX_TIME);
    entry.contest = contest;
    entry.chain = entry.trustee = 1;
    entry.position = position;
    memcpy(entry.mix.hash, mix_hash, HASH_BYTES);
    entry.mix.size = 100;
    return entry;
}

static struct entry mixing_done(const struct fixture *f, const char *contest, size_t mixes)
{
    struct entry entry = fixture_entry(f, ENTRY_MIXING_DONE, MIX_TIME);
    entry.contest = contest;
    entry.chain = 1;
    entry.mix_count = mixes;
    entry.mixes = &mix_hash;
    return entry;
}

static struct entry share(const struct fixture *f, const char *contest, uint64_t done)
{
    struct entry entry = fixture_entry(f, ENTRY_SHARE, MIX_TIME);
    entry.contest = contest;
    entry.done = done;
    entry.trustee = 1;
    return entry;
}

static struct entry dice(const struct fixture *f)
{
    struct entry entry = fixture_entry(f, ENTRY_DRAW_SOURCE, SEALED + 1);
    entry.source = "dice";
    entry.value = "1 2 3";
    return entry;
}

static void to_mixed(struct fixture *f, struct round_state *state)
{
    struct entry draw = dice(f), first = mix(f, "parks", 1), last = mix(f, "statute", 1);
    struct entry done[] = {mixing_done(f, "parks", 1), mixing_done(f, "streets-2026", 0),
                           mixing_done(f, "statute", 1)};
    apply(state, &draw, 102, NULL);
    apply(state, &first, 103, NULL);
    apply(state, &last, 104, NULL);
    for (size_t c = 0; c < 3; c++)
        apply(state, &done[c], 110 + c, NULL);
}

static struct entry with_result(const struct fixture *f, enum entry_type type)
{
    struct entry entry = fixture_entry(f, type, MIX_TIME + 10);
    entry.result.size = 77;
    entry.reason = "count-error";
    return entry;
}

static void to_counted(struct fixture *f, struct round_state *state)
{
    struct entry first = share(f, "parks", 110), last = share(f, "statute", 112);
    struct entry counted = with_result(f, ENTRY_COUNTED);
    apply(state, &first, 113, NULL);
    apply(state, &counted, 114, "round-state"); /* a share is missing */
    apply(state, &last, 114, NULL);
    apply(state, &counted, 115, NULL);
}

static void to_certified(struct fixture *f, struct round_state *state)
{
    struct entry certified = with_result(f, ENTRY_CERTIFIED);
    apply(state, &certified, 116, NULL);
}

static void to_published(struct fixture *f, struct round_state *state)
{
    struct entry published = fixture_entry(f, ENTRY_PUBLISHED, MIX_TIME + 20);
    apply(state, &published, 117, NULL);
}

static void to_annulled(struct fixture *f, struct round_state *state)
{
    struct entry annulment = fixture_entry(f, ENTRY_ANNULMENT, MIX_TIME + 30);
    apply(state, &annulment, 118, NULL);
}

/* The step that leaves the phase before; mixing begins with the mixes. */
static void (*const steps[ROUND_PHASES])(struct fixture *, struct round_state *) = {
    NULL,     to_draft,   to_frozen,    to_open,      to_closed,   to_sealed,
    to_mixed, to_counted, to_certified, to_published, to_annulled,
};

static void go_to(struct fixture *f, struct round_state *state, enum round_phase phase)
{
    round_init(state);
    for (unsigned p = ROUND_DRAFT; p <= phase; p++) {
        steps[p](f, state);
        assert_int_equal(state->phase, p);
    }
}

/* Annulled, to be handed over to the round with this first byte. */
static void annul_for(struct fixture *f, struct round_state *state, enum round_phase phase, uint8_t successor)
{
    struct entry annulment = fixture_entry(f, ENTRY_ANNULMENT, MIX_TIME + 30);
    annulment.has_successor = true;
    annulment.successor[0] = successor;
    go_to(f, state, phase);
    apply(state, &annulment, 118, phase <= ROUND_OPEN ? NULL : "round-state");
}

static void a_round_is_handed_over_once(void **state)
{
    struct fixture *f = *state;
    struct round_state round;
    struct error err;
    struct entry draft = {.type = ENTRY_DRAFT, .has_predecessor = true, .round = {7}, .assembly = "north"};
    memcpy(draft.predecessor, f->definition.round, ROUND_ID_BYTES);
    memcpy(draft.nonce, f->definition.nonce, ROUND_NONCE_BYTES);
    for (enum round_phase phase = ROUND_FROZEN; phase <= ROUND_OPEN; phase++) {
        annul_for(f, &round, phase, 7);
        assert_true(round_hands_over(&round, &draft, &err));
        struct entry other = draft;
        other.round[0] = 8;
        assert_false(round_hands_over(&round, &other, &err));
        assert_string_equal(err.detail, "the predecessor is handed over to another round");
        other = draft;
        other.nonce[0] ^= 1;
        assert_false(round_hands_over(&round, &other, &err));
        other = draft;
        other.assembly = "south";
        assert_false(round_hands_over(&round, &other, &err));
        round_clear(&round);
    }
    for (enum round_phase phase = ROUND_CLOSED; phase < ROUND_ANNULLED; phase++) {
        annul_for(f, &round, phase, 7);
        assert_false(round_hands_over(&round, &draft, &err));
        round_clear(&round);
    }
    go_to(f, &round, ROUND_ANNULLED);
    assert_false(round_hands_over(&round, &draft, &err));
    round_clear(&round);
    go_to(f, &round, ROUND_OPEN);
    struct entry itself = fixture_entry(f, ENTRY_ANNULMENT, MIX_TIME);
    itself.has_successor = true;
    memcpy(itself.successor, f->definition.round, ROUND_ID_BYTES);
    apply(&round, &itself, 118, "bad-field");
    round_clear(&round);
}

static void draft_and_opening_name_the_same_predecessor(void **state)
{
    struct fixture *f = *state;
    struct round_state round;
    struct entry opening = fixture_opening(f, OPEN - 50);
    go_to(f, &round, ROUND_FROZEN);
    struct entry list = list_entry(f);
    apply(&round, &list, 12, NULL);
    opening.has_predecessor = true;
    apply(&round, &opening, 13, "bad-field");
    round.has_predecessor = true;
    round.predecessor[0] = 7;
    apply(&round, &opening, 13, "bad-field");
    opening.has_predecessor = false;
    apply(&round, &opening, 13, "bad-field");
    round_clear(&round);
}

static void a_round_lives_from_draft_to_annulment(void **state)
{
    struct round_state round;
    go_to(*state, &round, ROUND_ANNULLED);
    assert_string_equal(round_phase_name(round.phase), "annulled");
    assert_string_equal(round.draw_value, "1 2 3");
    assert_int_equal(round.sealed_minute, SEALED);
    round_clear(&round);
}

/* Which entry may come in which phase: the table of the protocol, written down a second time. A letter is a
 * phase that allows it: d(raft) f(rozen) o(pen) c(losed) s(ealed) m(ixing) C(ounted) t(certified)
 * p(ublished) a(nnulled), - the beginning. */
static const char *const allowed[ENTRY_TYPES] = {
    [ENTRY_LOG_START] = "",
    [ENTRY_STAFF] = "",
    [ENTRY_DRAFT] = "-",
    [ENTRY_DEFINITION] = "d",
    [ENTRY_BATCH_MERGE] = "f",
    [ENTRY_CREDENTIAL_LIST] = "f",
    [ENTRY_TRUSTEE_COMMIT] = "f",
    [ENTRY_TRUSTEE_JOIN] = "f",
    [ENTRY_DKG_MESSAGE] = "f",
    [ENTRY_DKG_RESTART] = "f",
    [ENTRY_OPENING] = "f",
    [ENTRY_ACKNOWLEDGEMENT] = "", /* all are there when the round is open */
    [ENTRY_BALLOT] = "o",
    [ENTRY_ADDITION] = "o",
    [ENTRY_ISSUE] = "o",
    [ENTRY_VOID] = "oc",
    [ENTRY_BATCH_VOID] = "oc",
    [ENTRY_EXTENSION] = "o",
    [ENTRY_NOTE] = "ocsmCtp",
    [ENTRY_VOTING_CLOSED] = "o",
    [ENTRY_PAPER] = "c",
    [ENTRY_PAPER_TOTALS] = "c",
    [ENTRY_SEALING] = "c",
    [ENTRY_DRAW_SOURCE] = "sm",
    [ENTRY_MIX] = "sm",
    [ENTRY_CHAIN_RESTART] = "sm",
    [ENTRY_MIXING_DONE] = "sm",
    [ENTRY_SHARE] = "m",
    [ENTRY_COUNTED] = "m",
    [ENTRY_CERTIFIED] = "C",
    [ENTRY_PUBLISHED] = "t",
    [ENTRY_CORRECTION] = "Ctp",
    [ENTRY_ANNULMENT] = "focsmCtp",
    [ENTRY_DESTRUCTION] = "Ctpa",
    [ENTRY_PURGE] = "Ctpa",
};

static void entries_come_in_their_phases_only(void **state)
{
    struct fixture *f = *state;
    for (unsigned phase = 0; phase < ROUND_PHASES; phase++)
        for (unsigned type = 0; type < ENTRY_TYPES; type++) {
            struct round_state round;
            struct error err = {0};
            go_to(f, &round, (enum round_phase)phase);
            struct entry entry = fixture_entry(f, (enum entry_type)type, round.minute);
            entry.trustee = 1;
            entry.assembly = "north";
            entry.reason = "on-time";
            entry.source = "dice";
            entry.value = "1";
            entry.contest = "parks";
            if (type == ENTRY_BALLOT && phase == ROUND_OPEN)
                entry.minute = OPEN;
            bool ok = round_apply(&round, &entry, 200, &err);
            bool may = strchr(allowed[type], "-dfocsmCtpa"[phase]) != NULL;
            bool by_phase = !ok && strcmp(err.type, "round-state") == 0 && strstr(err.detail, "cannot come");
            if (type == ENTRY_BALLOT)
                by_phase = !ok && strcmp(err.type, phase < ROUND_OPEN || phase == ROUND_ANNULLED
                                                       ? "not-open"
                                                       : "ballot-late") == 0;
            if (type == ENTRY_ACKNOWLEDGEMENT && phase == ROUND_OPEN)
                by_phase = !ok && strcmp(err.type, "round-state") == 0;
            if (may == by_phase)
                fail_msg("%s when %s: %s", entry_type_name(type), round_phase_name(phase),
                         ok ? "was taken" : err.detail);
            round_clear(&round);
        }
}

static void the_definition_is_of_the_round(void **state)
{
    struct fixture *f = *state;
    struct round_state round;
    struct error err;
    struct entry list = list_entry(f), definition = fixture_entry(f, ENTRY_DEFINITION, OPEN);
    go_to(f, &round, ROUND_DRAFT);
    assert_false(round_define(&round, &f->definition, &err));
    assert_int_equal(err.class, ERROR_BROKEN);
    apply(&round, &definition, 11, NULL);
    assert_false(round_apply(&round, &list, 12, &err)); /* round_define was forgotten */
    assert_int_equal(err.class, ERROR_BROKEN);
    f->definition.nonce[0] ^= 1;
    assert_false(round_define(&round, &f->definition, &err));
    assert_string_equal(err.type, "definition");
    f->definition.nonce[0] ^= 1;
    f->definition.round[0] ^= 1;
    assert_false(round_define(&round, &f->definition, &err));
    f->definition.round[0] ^= 1;
    f->definition.assembly = "south";
    assert_false(round_define(&round, &f->definition, &err));
    f->definition.assembly = "north";
    assert_true(round_define(&round, &f->definition, &err));
    list.minute = OPEN - 1;
    apply(&round, &list, 12, "round-state"); /* time does not run back */
    list.minute = OPEN;
    list.round[0] ^= 1;
    apply(&round, &list, 12, "bad-field");
    round_clear(&round);
}

static void the_opening_names_what_is_there(void **state)
{
    struct fixture *f = *state;
    struct round_state round;
    struct entry list = list_entry(f), opening = fixture_opening(f, OPEN - 70), wrong;
    go_to(f, &round, ROUND_FROZEN);
    apply(&round, &opening, 12, "bad-field"); /* no list */
    list.total = 201;
    apply(&round, &list, 12, "credential-list");
    list.total = 200;
    apply(&round, &list, 12, NULL);
    wrong = opening;
    wrong.credentials.hash[0] ^= 1;
    apply(&round, &wrong, 13, "bad-field");
    wrong = opening;
    wrong.definition.size++;
    apply(&round, &wrong, 13, "bad-field");
    wrong = opening;
    wrong.has_dkg = true;
    apply(&round, &wrong, 13, "bad-field");
    wrong = opening;
    point_add(&wrong.key, &wrong.key, &wrong.key);
    apply(&round, &wrong, 13, "bad-field");
    wrong = opening;
    wrong.minute = CLOSE;
    apply(&round, &wrong, 13, "round-state");
    struct entry commit = fixture_entry(f, ENTRY_TRUSTEE_COMMIT, OPEN - 70);
    commit.attempt = commit.trustee = 1;
    apply(&round, &commit, 13, "round-state"); /* a single key has no ceremony */
    apply(&round, &opening, 13, NULL);
    round_clear(&round);
}

static void nothing_happens_before_the_acknowledgements(void **state)
{
    struct fixture *f = *state;
    struct round_state round;
    struct error err;
    go_to(f, &round, ROUND_FROZEN);
    to_opening(f, &round);
    assert_false(round_accepts_ballot_at(&round, OPEN, &err));
    assert_string_equal(err.type, "not-open");
    struct entry note = fixture_entry(f, ENTRY_NOTE, OPEN - 70);
    apply(&round, &note, 14, "round-state");
    struct entry acknowledgement = fixture_entry(f, ENTRY_ACKNOWLEDGEMENT, OPEN - 70), wrong;
    fixture_acknowledge(f, &acknowledgement);
    wrong = acknowledgement;
    wrong.root[0] ^= 1;
    apply(&round, &wrong, 14, "bad-proof");
    wrong = acknowledgement;
    wrong.trustee = 2;
    apply(&round, &wrong, 14, "bad-field");
    apply(&round, &acknowledgement, 1, "bad-field"); /* of a tree of 2, as entry 1 */
    wrong = acknowledgement;
    wrong.eid[0] ^= 1;
    apply(&round, &wrong, 14, "bad-field");
    apply(&round, &acknowledgement, 14, NULL);
    apply(&round, &acknowledgement, 15, "round-state");
    round_clear(&round);
}

static void ballots_have_their_time(void **state)
{
    struct fixture *f = *state;
    struct round_state round;
    struct error err;
    go_to(f, &round, ROUND_OPEN);
    assert_false(round_accepts_ballot_at(&round, OPEN - 1, &err));
    assert_string_equal(err.type, "not-open");
    assert_true(round_accepts_ballot_at(&round, OPEN, &err));
    assert_true(round_accepts_ballot_at(&round, END - 1, &err));
    assert_false(round_accepts_ballot_at(&round, END, &err));
    assert_string_equal(err.type, "ballot-late");
    struct entry extension = fixture_entry(f, ENTRY_EXTENSION, END - 1), wrong;
    extension.close = CLOSE + 60;
    extension.reason = "outage";
    wrong = extension;
    wrong.close = CLOSE;
    apply(&round, &wrong, 20, "bad-field");
    wrong = extension;
    wrong.minute = END;
    apply(&round, &wrong, 20, "round-state");
    apply(&round, &extension, 20, NULL);
    assert_true(round_accepts_ballot_at(&round, END + 59, &err));
    assert_false(round_accepts_ballot_at(&round, END + 60, &err));
    struct entry closed = fixture_entry(f, ENTRY_VOTING_CLOSED, END + 59);
    closed.reason = "on-time";
    apply(&round, &closed, 21, "round-state");
    closed.minute++;
    closed.reason = "other";
    apply(&round, &closed, 21, "round-state");
    closed.minute--;
    apply(&round, &closed, 21, NULL);
    assert_false(round_accepts_ballot_at(&round, END - 1, &err));
    assert_string_equal(err.type, "ballot-late");
    round_clear(&round);
}

static void additions_end_and_are_capped(void **state)
{
    struct fixture *f = *state;
    struct round_state round;
    struct entry addition = fixture_entry(f, ENTRY_ADDITION, 29505000);
    go_to(f, &round, ROUND_OPEN);
    addition.total = 198; /* 3 are listed, 200 may be */
    apply(&round, &addition, 20, "credential-list");
    addition.total = 100;
    apply(&round, &addition, 20, NULL);
    addition.total = 97;
    apply(&round, &addition, 21, NULL);
    addition.total = 1;
    apply(&round, &addition, 22, "credential-list");
    addition.total = 0;
    addition.minute++;
    apply(&round, &addition, 22, "round-state");
    round_clear(&round);
}

static void the_sealing_adds_up(void **state)
{
    struct fixture *f = *state;
    struct round_state round;
    struct entry entry = sealing(f);
    struct contest_totals totals[3];
    memcpy(totals, entry.contests, sizeof totals);
    entry.contests = totals;
    go_to(f, &round, ROUND_CLOSED);
    struct entry paper = fixture_entry(f, ENTRY_PAPER, END + 1);
    paper.issued = 10;
    paper.valid = paper.invalid = paper.blank = paper.spoiled = 3;
    apply(&round, &paper, 101, "bad-field");
    paper.spoiled = 1;
    apply(&round, &paper, 101, NULL);
    paper.type = ENTRY_PAPER_TOTALS;
    apply(&round, &paper, 102, "round-state"); /* not in this definition */
    totals[0].input++;
    apply(&round, &entry, 102, "bad-field");
    totals[0].ballots++;
    apply(&round, &entry, 102, NULL);
    round_clear(&round);

    go_to(f, &round, ROUND_CLOSED);
    totals[0].withheld = 1; /* parks counts below its minimum */
    apply(&round, &entry, 102, "bad-field");
    totals[0].withheld = 0;
    totals[0].contest = "statute";
    apply(&round, &entry, 102, "bad-field");
    totals[0].contest = "parks";
    entry.contest_count = 2;
    apply(&round, &entry, 102, "bad-field");
    entry.contest_count = 3;
    f->definition.contests[2].withhold = true;
    f->definition.contests[2].pool_min = 4;
    apply(&round, &entry, 102, "bad-field");
    totals[2].withheld = 3;
    apply(&round, &entry, 102, NULL);
    assert_true(round.contests[0].has_input);
    assert_false(round.contests[1].has_input);
    assert_false(round.contests[2].has_input);
    round_clear(&round);
}

static void mixes_follow_their_chain(void **state)
{
    struct fixture *f = *state;
    struct round_state round;
    struct entry first = mix(f, "parks", 1), second = mix(f, "parks", 2), other = mix(f, "streets-2026", 1);
    struct entry done = mixing_done(f, "parks", 1), empty = mixing_done(f, "parks", 0), draw = dice(f);
    struct entry restart = fixture_entry(f, ENTRY_CHAIN_RESTART, MIX_TIME);
    restart.contest = "parks";
    restart.abandoned = 1;
    go_to(f, &round, ROUND_SEALED);
    first.minute--;
    apply(&round, &first, 102, "round-state"); /* the time for objections runs */
    draw.source = "drand";
    apply(&round, &draw, 102, "bad-field");
    first.minute++;
    apply(&round, &second, 103, "round-state");
    apply(&round, &other, 103, "round-state"); /* nothing to mix there */
    apply(&round, &done, 103, "bad-field");    /* no such mix */
    apply(&round, &empty, 103, "bad-field");   /* but there is input */
    apply(&round, &first, 103, NULL);
    first.mix.hash[0] ^= 1;
    apply(&round, &first, 104, NULL); /* a second try, perhaps the first was not valid */
    apply(&round, &second, 105, NULL);
    const uint8_t two[2][HASH_BYTES] = {{42}, {42}};
    struct entry twice = done;
    twice.mix_count = 2;
    twice.mixes = two;
    apply(&round, &twice, 106, "bad-field"); /* one trustee mixes once in a chain */
    apply(&round, &done, 106, NULL);
    assert_memory_equal(round.contests[0].done_mixes[0], mix_hash, HASH_BYTES);
    apply(&round, &done, 107, "round-state");
    apply(&round, &second, 107, "round-state");
    restart.abandoned = 2;
    apply(&round, &restart, 107, "round-state");
    restart.abandoned = 1;
    apply(&round, &restart, 107, NULL);
    apply(&round, &done, 108, "round-state"); /* chain 1 is abandoned */
    done.chain = 2;
    apply(&round, &done, 108, "bad-field"); /* its mixes too */
    first = mix(f, "parks", 1);
    apply(&round, &first, 108, "round-state");
    first.chain = 2;
    apply(&round, &first, 108, NULL);
    apply(&round, &done, 109, NULL);
    struct entry one = share(f, "parks", 106);
    apply(&round, &one, 110, "round-state"); /* names the abandoned chain */
    one.done = 109;
    apply(&round, &one, 110, "round-state"); /* no dice yet */
    draw.source = "dice";
    draw.minute = MIX_TIME;
    apply(&round, &draw, 110, NULL);
    apply(&round, &draw, 111, "round-state");
    apply(&round, &one, 111, NULL);
    restart.abandoned = 2;
    apply(&round, &restart, 112, "round-state"); /* after a share */
    one.contest = "lakes";
    apply(&round, &one, 112, "bad-field");
    struct entry counted = with_result(f, ENTRY_COUNTED);
    apply(&round, &counted, 112, "round-state"); /* two contests are not done */
    round_clear(&round);
}

static void results_are_certified_as_counted(void **state)
{
    struct fixture *f = *state;
    struct round_state round;
    struct entry certified = with_result(f, ENTRY_CERTIFIED);
    struct entry correction = with_result(f, ENTRY_CORRECTION);
    go_to(f, &round, ROUND_COUNTED);
    certified.result.hash[0] = 1;
    apply(&round, &certified, 120, "bad-field");
    correction.result.hash[0] = 1;
    apply(&round, &correction, 120, NULL);
    apply(&round, &certified, 121, NULL);
    correction.result.hash[0] = 2;
    apply(&round, &correction, 122, NULL);
    assert_int_equal(round.phase, ROUND_COUNTED);
    apply(&round, &certified, 123, "bad-field");
    f->definition.kind = DEFINITION_REHEARSAL;
    certified.result.hash[0] = 2;
    apply(&round, &certified, 123, "round-state");
    round_clear(&round);
}

/* Three trustees, two of whom decrypt: commitments, keys, two steps, a restart, three acknowledgements. */
static void trustees_generate_a_key_together(void **state)
{
    struct fixture *f = *state;
    struct person three[3] = {{"A", f->public[0]}, {"B", f->public[1]}, {"C", f->public[2]}};
    struct round_state round;
    struct scalar x[3];
    struct point shares[3];
    f->definition.trustees = (struct people){3, three};
    f->definition.threshold = 2;
    f->definition.draw.source = DRAW_TRUSTEES;
    go_to(f, &round, ROUND_FROZEN);
    struct entry commit = fixture_entry(f, ENTRY_TRUSTEE_COMMIT, OPEN - 90);
    struct entry join = fixture_entry(f, ENTRY_TRUSTEE_JOIN, OPEN - 90);
    struct entry message = fixture_entry(f, ENTRY_DKG_MESSAGE, OPEN - 90);
    struct entry restart = fixture_entry(f, ENTRY_DKG_RESTART, OPEN - 90);
    for (size_t i = 0; i < 3; i++) {
        scalar_random(&x[i]);
        point_multiply_base(&shares[i], &x[i]);
    }
    restart.reason = "crash";
    for (uint64_t attempt = 1; attempt <= 2; attempt++) {
        commit.attempt = join.attempt = message.attempt = attempt;
        for (commit.trustee = 1; commit.trustee <= 3; commit.trustee++) {
            join.trustee = 1;
            apply(&round, &join, 20, "round-state"); /* before all have committed */
            dkg_commit(&shares[commit.trustee - 1], join.salt, commit.commitment);
            apply(&round, &commit, 20, NULL);
            apply(&round, &commit, 21, "round-state");
        }
        apply(&round, &commit, 21, "bad-field"); /* trustee 4 */
        for (join.trustee = 1; join.trustee <= 3; join.trustee++) {
            message.trustee = message.step = 1;
            apply(&round, &message, 30, "round-state");
            join.static_key = shares[join.trustee - 1];
            join.salt[0] ^= 1;
            apply(&round, &join, 30, "bad-proof");
            join.salt[0] ^= 1;
            apply(&round, &join, 30, NULL);
        }
        assert_memory_equal(round.static_keys, shares, sizeof shares);
        for (message.step = 1; message.step <= 2; message.step++)
            for (message.trustee = 1; message.trustee <= 3; message.trustee++) {
                struct entry early = message;
                early.step = 2;
                early.message.size = DKG_SIGNATURE_BYTES;
                if (message.step == 1)
                    apply(&round, &early, 40, "round-state");
                message.message.size = message.step == 1 ? DKG_SIGNATURE_BYTES : dkg_message_size(3, 2);
                apply(&round, &message, 40, "bad-field");
                message.message.size = message.step == 1 ? dkg_message_size(3, 2) : DKG_SIGNATURE_BYTES;
                apply(&round, &message, 40, NULL);
                apply(&round, &message, 40, "round-state");
            }
        restart.attempt = 1;
        apply(&round, &restart, 50, "round-state");
        restart.attempt = 2;
        if (attempt == 1)
            apply(&round, &restart, 50, NULL);
    }
    commit.attempt = 1;
    commit.trustee = 1;
    apply(&round, &commit, 60, "round-state"); /* the first attempt is over */

    struct entry list = list_entry(f), opening = fixture_opening(f, OPEN - 70);
    apply(&round, &list, 61, NULL);
    apply(&round, &opening, 62, "bad-field"); /* one share */
    opening.shares = shares;
    opening.share_count = 3;
    apply(&round, &opening, 62, "bad-field"); /* no record of the generation */
    opening.has_dkg = true;
    apply(&round, &opening, 62, NULL);
    for (size_t i = 3; i-- > 0;) {
        struct entry acknowledgement = fixture_entry(f, ENTRY_ACKNOWLEDGEMENT, OPEN - 70);
        struct possession_statement statement = {.size = 2, .trustee = i + 1, .key = shares[i]};
        assert_false(round_is_acknowledged(&round));
        memcpy(statement.eid, round.eid, HASH_BYTES);
        memcpy(acknowledgement.eid, round.eid, HASH_BYTES);
        acknowledgement.trustee = i + 1;
        acknowledgement.size = 2;
        assert_true(possession_prove(&statement, &x[i], &acknowledgement.possession, NULL));
        apply(&round, &acknowledgement, 63, NULL);
        if (i)
            apply(&round, &acknowledgement, 64, "round-state");
    }
    assert_true(round_is_acknowledged(&round));
    round_clear(&round);
}

/* A round with three trustees, in which all have committed to `keys` with a salt of zeros. */
static void commit_all(struct fixture *f, struct round_state *round, struct person three[3],
                       struct point keys[3], const size_t of[3])
{
    struct entry commit = fixture_entry(f, ENTRY_TRUSTEE_COMMIT, OPEN - 90);
    uint8_t salt[HASH_BYTES] = {0};
    for (size_t i = 0; i < 3; i++) {
        struct scalar d;
        scalar_from_u64(&d, i + 1);
        point_multiply_base(&keys[i], &d);
        three[i] = (struct person){"T", f->public[i]};
    }
    f->definition.trustees = (struct people){3, three};
    f->definition.threshold = 2;
    f->definition.draw.source = DRAW_TRUSTEES;
    go_to(f, round, ROUND_FROZEN);
    commit.attempt = 1;
    for (commit.trustee = 1; commit.trustee <= 3; commit.trustee++) {
        dkg_commit(&keys[of[commit.trustee - 1]], salt, commit.commitment);
        apply(round, &commit, 20, NULL);
    }
}

/* The commitment of somebody else can be copied, but not their place. */
static void no_two_static_keys_are_the_same(void **state)
{
    struct fixture *f = *state;
    struct round_state round;
    struct person three[3];
    struct point keys[3];
    commit_all(f, &round, three, keys, (const size_t[]){0, 1, 0});
    struct entry join = fixture_entry(f, ENTRY_TRUSTEE_JOIN, OPEN - 90);
    join.attempt = join.trustee = 1;
    join.static_key = keys[0];
    apply(&round, &join, 30, NULL);
    join.trustee = 3;
    apply(&round, &join, 30, "bad-field");
    join.trustee = 2;
    join.static_key = keys[1];
    apply(&round, &join, 30, NULL);
    round_clear(&round);
}

/* Blame for a message needs evidence, and a message. */
static void a_restart_says_why(void **state)
{
    struct fixture *f = *state;
    struct round_state round;
    struct person three[3];
    struct point keys[3];
    commit_all(f, &round, three, keys, (const size_t[]){0, 1, 2});
    struct entry join = fixture_entry(f, ENTRY_TRUSTEE_JOIN, OPEN - 90);
    struct entry message = fixture_entry(f, ENTRY_DKG_MESSAGE, OPEN - 90);
    struct entry restart = fixture_entry(f, ENTRY_DKG_RESTART, OPEN - 90);
    restart.reason = "invalid-message";
    restart.attempt = 2;
    restart.has_blamed = restart.has_evidence = true;
    restart.blamed = 2;
    apply(&round, &restart, 25, "round-state"); /* nobody has sent anything */
    join.attempt = message.attempt = message.step = 1;
    message.message.size = dkg_message_size(3, 2);
    for (join.trustee = 1; join.trustee <= 3; join.trustee++) {
        join.static_key = keys[join.trustee - 1];
        apply(&round, &join, 30, NULL);
    }
    for (message.trustee = 1; message.trustee <= 3; message.trustee++)
        apply(&round, &message, 40, NULL);
    restart.has_evidence = false;
    apply(&round, &restart, 50, "bad-field");
    restart.has_evidence = true;
    restart.has_blamed = false;
    apply(&round, &restart, 50, "bad-field");
    restart.has_blamed = true;
    restart.blamed = 4;
    apply(&round, &restart, 50, "bad-field");
    restart.blamed = 2;
    restart.reason = "trustee-unavailable";
    apply(&round, &restart, 50, "bad-field");
    restart.reason = "invalid-message";
    apply(&round, &restart, 50, NULL);
    assert_int_equal(round.attempt, 2);
    assert_int_equal(round.committed | round.joined | round.sent[0] | round.sent[1], 0);
    round_clear(&round);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    static const struct CMUnitTest tests[] = {
        TEST(a_round_lives_from_draft_to_annulment),
        TEST(a_round_is_handed_over_once),
        TEST(draft_and_opening_name_the_same_predecessor),
        TEST(entries_come_in_their_phases_only),
        TEST(the_definition_is_of_the_round),
        TEST(the_opening_names_what_is_there),
        TEST(nothing_happens_before_the_acknowledgements),
        TEST(ballots_have_their_time),
        TEST(additions_end_and_are_capped),
        TEST(the_sealing_adds_up),
        TEST(mixes_follow_their_chain),
        TEST(results_are_certified_as_counted),
        TEST(trustees_generate_a_key_together),
        TEST(no_two_static_keys_are_the_same),
        TEST(a_restart_says_why),
    };
    if (sodium_init() < 0)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
