/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tools/trustee_steps.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "ballot/act.h"
#include "crypto/decryption.h"
#include "crypto/dkg_evidence.h"

enum { SECONDS_A_MINUTE = 60 };

static bool refuse(struct error *err, const char *format, ...) __attribute__((format(printf, 2, 3)));
static bool refuse(struct error *err, const char *format, ...)
{
    char text[ERROR_DETAIL_BYTES];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    return error_input(err, "refused", "%s", text);
}

/* Not now, though nothing is wrong: what is missing may come. */
static bool not_now(struct error *err, const char *why)
{
    return error_input(err, "not-now", "%s", why);
}

/* ---- what comes next ---- */

static void say(struct trustee_todo *todo, enum trustee_step step, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
static void say(struct trustee_todo *todo, enum trustee_step step, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(todo->sentence, sizeof todo->sentence, format, args);
    va_end(args);
    todo->step = step;
}

/* "2026-11-28 18:00 UTC" */
static const char *time_text(uint64_t minute, char out[32])
{
    time_t seconds = (time_t)(minute * SECONDS_A_MINUTE);
    struct tm time;
    if (!gmtime_r(&seconds, &time) || !strftime(out, 32, "%Y-%m-%d %H:%M UTC", &time))
        snprintf(out, 32, "minute %" PRIu64, minute);
    return out;
}

/* The names of those who are not in the set. */
static void say_wait_for(const struct trustee_view *view, uint32_t done, const char *what,
                         struct trustee_todo *todo)
{
    struct buffer names = {0};
    const struct people *trustees = &view->definition.trustees;
    for (size_t i = 0; i < trustees->count; i++)
        if (!(done >> i & 1))
            buffer_append_format(&names, "%s%s", names.len ? ", " : "", trustees->list[i].name);
    say(todo, TRUSTEE_WAIT, "Nothing to do yet: %s is waited for from %.200s.", what, buffer_string(&names));
    buffer_clear(&names);
}

static bool is_of_attempt(const struct trustee_view *view, const struct trustee_round *round)
{
    return round && round->attempt == view->state.attempt &&
           memcmp(round->definition, view->state.definition_ref.hash, HASH_BYTES) == 0;
}

static void next_of_key(const struct trustee_view *view, const struct trustee_round *round,
                        struct trustee_todo *out)
{
    const struct round_state *state = &view->state;
    uint32_t bit = UINT32_C(1) << (view->trustee - 1);
    bool ours = is_of_attempt(view, round);
    if (!(state->committed & bit))
        say(out, TRUSTEE_COMMIT,
            "The city asks you to make the key of this round with %zu others: run `folkmoot trustee join`.",
            view->definition.trustees.count - 1);
    else if (!round_has_all(state, state->committed))
        say_wait_for(view, state->committed, "the commitment", out);
    else if (!(state->joined & bit))
        say(out, TRUSTEE_JOIN, "All trustees have committed: run `folkmoot trustee join` again.");
    else if (!round_has_all(state, state->joined))
        say_wait_for(view, state->joined, "the static key", out);
    else if (!(state->sent[0] & bit) && !(ours && round->confirmed))
        say(out, TRUSTEE_WORDS,
            "Call the other trustees, read the eight words to each other, and when they are the same give "
            "them to `folkmoot trustee join --words`.");
    else if (!(state->sent[0] & bit))
        say(out, TRUSTEE_FIRST, "The words are the same: run `folkmoot trustee join` again.");
    else if (!round_has_all(state, state->sent[0]))
        say_wait_for(view, state->sent[0], "the first message", out);
    else if (!(state->sent[1] & bit))
        say(out, TRUSTEE_SECOND, "All have sent their share: run `folkmoot trustee join` again.");
    else if (!round_has_all(state, state->sent[1]))
        say_wait_for(view, state->sent[1], "the second message", out);
    else if (round && !(ours && round->has_x))
        say(out, TRUSTEE_KEEP,
            "The key is made: run `folkmoot trustee join` again, to keep your share of it.");
    else
        say(out, TRUSTEE_ACKNOWLEDGE,
            "Your share of the key is in your file: keep `folkmoot trustee run` running; it acknowledges the "
            "opening and does everything after the close.");
}

/* Whether the trustee has a mix in the current chain that nobody was before on its position. */
static bool has_mixed(const struct round_contest *contest, uint64_t trustee)
{
    for (size_t i = 0; i < contest->mix_count; i++) {
        const struct round_mix *own = &contest->mixes[i];
        bool stands = own->chain == contest->chain && own->trustee == trustee;
        for (size_t j = 0; stands && j < i; j++)
            stands = contest->mixes[j].chain != own->chain || contest->mixes[j].position != own->position;
        if (stands)
            return true;
    }
    return false;
}

/* In whose turn it is, so that not all mix at once: the position after the last goes to the trustee of that
 * number, then to the next that has not mixed. */
static uint64_t rank_of(const struct trustee_view *view, const struct round_contest *contest)
{
    uint64_t n = view->definition.trustees.count, position = 0, rank = 0;
    while (chain_reaches(contest, position + 1))
        position++;
    for (uint64_t k = 0; k < n; k++) {
        uint64_t trustee = (position + k) % n + 1;
        if (trustee == view->trustee)
            break;
        rank += !has_mixed(contest, trustee);
    }
    /* Enough mixes are there, and the city looks at them: only if one of them is bad is another needed. */
    return rank + (chain_reaches(contest, view->definition.threshold) ? n : 0);
}

static bool next_of_contest(const struct trustee_view *view, size_t c, struct trustee_todo *out)
{
    const struct round_contest *contest = &view->state.contests[c];
    const char *id = view->definition.contests[c].id;
    out->contest = c;
    if (!contest->has_input)
        return false;
    if (!contest->done && !has_mixed(contest, view->trustee)) {
        out->rank = rank_of(view, contest);
        say(out, TRUSTEE_MIX, "Contest %s is to be mixed: run `folkmoot trustee run`.", id);
        return true;
    }
    if (contest->done && !(contest->shared >> (view->trustee - 1) & 1)) {
        say(out, TRUSTEE_DECRYPT, "Contest %s is to be opened: run `folkmoot trustee run`.", id);
        return true;
    }
    return false;
}

static void next_of_tally(const struct trustee_view *view, uint64_t now, struct trustee_todo *out)
{
    uint64_t start = view->state.sealed_minute + view->definition.schedule.objection;
    char when[32];
    if (now < start) {
        say(out, TRUSTEE_WAIT,
            "Nothing to do before %s, when the time for objections is over; `folkmoot "
            "trustee run` then mixes and opens.",
            time_text(start, when));
        return;
    }
    struct trustee_todo best = {.step = TRUSTEE_WAIT};
    for (size_t c = 0; c < view->definition.contest_count; c++) {
        struct trustee_todo todo = {0};
        if (next_of_contest(view, c, &todo) && (best.step == TRUSTEE_WAIT || todo.rank < best.rank))
            best = todo;
    }
    if (best.step != TRUSTEE_WAIT)
        *out = best;
    else
        say(out, TRUSTEE_WAIT, "You have done your part: the other trustees and the count are waited for.");
}

static void next_of_end(const struct trustee_view *view, uint64_t now, struct trustee_todo *out)
{
    uint64_t end = view->certified_minute + view->definition.schedule.complaint;
    bool rehearsal = view->definition.kind == DEFINITION_REHEARSAL,
         over = view->certified_minute && now >= end;
    char when[32];
    if (view->destroyed)
        say(out, TRUSTEE_FINISHED, "This round is over for you: you have said that your share is destroyed.");
    else if (over || rehearsal || view->state.phase == ROUND_ANNULLED)
        say(out, TRUSTEE_FORGET,
            "The round is over: run `folkmoot trustee forget`, which destroys your share of its key.");
    else if (view->certified_minute)
        say(out, TRUSTEE_WAIT, "Keep your key file until %s, when the time for complaints is over.",
            time_text(end, when));
    else
        say(out, TRUSTEE_WAIT, "The votes are counted: keep your key file until the result is certified.");
}

void trustee_next(struct trustee_view *view, const struct trustee_round *round, uint64_t now,
                  struct trustee_todo *out)
{
    char when[32];
    *out = (struct trustee_todo){0};
    if (view->state.phase < ROUND_FROZEN)
        say(out, TRUSTEE_WAIT, "Nothing to do yet: the round is still being prepared.");
    else if (!view->trustee || view->definition.trustees.count == 1)
        say(out, TRUSTEE_FINISHED, "Nothing to do: this key is not one of a trustee of this round.");
    else if (view->state.phase == ROUND_FROZEN)
        next_of_key(view, round, out);
    else if (view->state.phase == ROUND_OPEN)
        say(out, TRUSTEE_WAIT, "Nothing to do while people vote, until %s: keep your key file safe.",
            time_text(view->state.close, when));
    else if (view->state.phase == ROUND_CLOSED)
        say(out, TRUSTEE_WAIT, "Nothing to do yet: voting has closed, and the clerks seal the ballots.");
    else if (view->state.phase == ROUND_SEALED || view->state.phase == ROUND_MIXING)
        next_of_tally(view, now, out);
    else
        next_of_end(view, now, out);
}

/* ---- entries ---- */

void trustee_entry_clear(struct trustee_entry *entry)
{
    arena_clear(&entry->arena);
    buffer_clear(&entry->blob);
    *entry = (struct trustee_entry){0};
}

bool trustee_entry_write(const struct trustee_entry *entry, struct buffer *out, struct error *err)
{
    struct buffer act = {0};
    bool ok = act_write(&entry->entry, &act, err);
    if (ok) {
        buffer_append_u16(out, (uint16_t)act.len);
        buffer_append_bytes(out, buffer_bytes(&act));
        buffer_append(out, entry->entry.signatures[0].signature.bytes, SIGNATURE_BYTES);
        if (entry->blob.len <= TRUSTEE_BLOB_BYTES)
            buffer_append_bytes(out, buffer_bytes(&entry->blob));
    }
    buffer_clear(&act);
    return ok;
}

static void begin_entry(const struct trustee_view *view, enum entry_type type, struct trustee_entry *out)
{
    out->entry = (struct entry){.type = type, .trustee = view->trustee, .attempt = view->state.attempt};
    memcpy(out->entry.round, view->state.id, ROUND_ID_BYTES);
    memcpy(out->entry.eid, view->state.eid, HASH_BYTES);
}

static bool sign_entry(const struct trustee_view *view, const struct trustee_keys *keys,
                       struct trustee_entry *out, struct error *err)
{
    return act_sign(&out->entry, view->definition.origin, &keys->public, &keys->secret, &out->arena, err);
}

static bool expect_step(struct trustee_view *view, const struct trustee_round *round, enum trustee_step step,
                        struct error *err)
{
    struct trustee_todo todo;
    trustee_next(view, round, 0, &todo);
    return todo.step == step || refuse(err, "it is not the time for this: %.180s", todo.sentence);
}

/* The secrets of the attempt that the record is in. */
static struct trustee_round *own_round(const struct trustee_view *view, struct trustee_keys *keys,
                                       struct error *err)
{
    struct trustee_round *round = trustee_keys_round(keys, view->state.id);
    if (is_of_attempt(view, round))
        return round;
    refuse(err, round ? "the record is in another attempt, or has another definition, than this key file"
                      : "this key file has nothing of this round");
    return NULL;
}

/* ---- the key generation ---- */

/* An attempt that came to nothing, whatever was acknowledged under its key: the next one makes another. */
static void forget_attempt(struct trustee_round *round)
{
    uint8_t id[ROUND_ID_BYTES];
    memcpy(id, round->id, sizeof id);
    buffer_wipe(&round->message);
    sodium_memzero(round, sizeof *round);
    memcpy(round->id, id, sizeof id);
}

bool trustee_commit(struct trustee_view *view, struct trustee_keys *keys, struct trustee_entry *out,
                    struct error *err)
{
    struct trustee_round *round = trustee_keys_round(keys, view->state.id);
    if (!expect_step(view, round, TRUSTEE_COMMIT, err))
        return false;
    if (!is_of_attempt(view, round)) {
        if (round)
            forget_attempt(round);
        else
            round = trustee_keys_add(keys, view->state.id);
        round->attempt = view->state.attempt;
        memcpy(round->definition, view->state.definition_ref.hash, HASH_BYTES);
        scalar_random(&round->d);
        randombytes_buf(round->salt, sizeof round->salt);
    }
    struct point key;
    point_multiply_base(&key, &round->d);
    begin_entry(view, ENTRY_TRUSTEE_COMMIT, out);
    dkg_commit(&key, round->salt, out->entry.commitment);
    return sign_entry(view, keys, out, err);
}

bool trustee_join(struct trustee_view *view, struct trustee_keys *keys, struct trustee_entry *out,
                  struct error *err)
{
    struct trustee_round *round = own_round(view, keys, err);
    uint8_t commitment[HASH_BYTES];
    if (!round || !expect_step(view, round, TRUSTEE_JOIN, err))
        return false;
    begin_entry(view, ENTRY_TRUSTEE_JOIN, out);
    point_multiply_base(&out->entry.static_key, &round->d);
    memcpy(out->entry.salt, round->salt, HASH_BYTES);
    dkg_commit(&out->entry.static_key, round->salt, commitment);
    if (memcmp(commitment, view->state.commitments[view->trustee - 1], HASH_BYTES) != 0)
        return refuse(err, "the commitment in the record is not the one that this key file made");
    return sign_entry(view, keys, out, err);
}

bool trustee_words(struct trustee_view *view, const char *out[CEREMONY_WORDS], struct error *err)
{
    struct dkg_session session;
    if (!ceremony_session(&view->state, &session, err))
        return false;
    ceremony_words(&session, out);
    return true;
}

bool trustee_confirm(struct trustee_view *view, struct trustee_keys *keys, const char *words,
                     struct error *err)
{
    const char *own[CEREMONY_WORDS], *at = words;
    struct trustee_round *round = own_round(view, keys, err);
    if (!round || !expect_step(view, round, TRUSTEE_WORDS, err) || !trustee_words(view, own, err))
        return false;
    for (size_t i = 0; i < CEREMONY_WORDS; i++) {
        at += strspn(at, " ,\t\n");
        size_t len = strcspn(at, " ,\t\n");
        if (len != strlen(own[i]) || strncmp(at, own[i], len) != 0)
            return refuse(err,
                          "word %zu differs: somebody else than the trustees you know may be in between; do "
                          "not go on",
                          i + 1);
        at += len;
    }
    if (at[strspn(at, " ,\t\n")])
        return refuse(err, "there are more than %d words", CEREMONY_WORDS);
    round->confirmed = true;
    return true;
}

/* The session, with our static key in our place. */
static bool own_session(const struct trustee_view *view, const struct trustee_round *round,
                        struct dkg_session *out, struct error *err)
{
    struct point key;
    point_multiply_base(&key, &round->d);
    return ceremony_session(&view->state, out, err) &&
           (point_equal(&key, &out->static_keys[view->trustee - 1]) ||
            refuse(err, "the static key in the record is not the one that this key file made"));
}

bool trustee_first(struct trustee_view *view, struct trustee_keys *keys, struct trustee_entry *out,
                   struct error *err)
{
    struct trustee_round *round = own_round(view, keys, err);
    struct dkg_session session;
    struct dkg_dealing dealing;
    struct blob_ref ref;
    if (!round || !expect_step(view, round, TRUSTEE_FIRST, err) || !own_session(view, round, &session, err))
        return false;
    if (!round->has_message) {
        dkg_dealing_random(&session, &dealing);
        bool ok = dkg_deal(&session, view->trustee, &round->d, &dealing, NULL, &round->message, err);
        sodium_memzero(&dealing, sizeof dealing);
        if (!ok)
            return false;
        blob_ref_of(buffer_bytes(&round->message), &ref);
        memcpy(round->message_hash, ref.hash, HASH_BYTES);
        round->has_message = true;
    }
    begin_entry(view, ENTRY_DKG_MESSAGE, out);
    out->entry.step = 1;
    blob_ref_of(buffer_bytes(&round->message), &out->entry.message);
    buffer_append_bytes(&out->blob, buffer_bytes(&round->message));
    return sign_entry(view, keys, out, err);
}

/* All first messages, ours among them as we sent it, and what they hold for us. */
static bool receive(struct trustee_view *view, const struct trustee_round *round, struct ceremony *ceremony,
                    struct scalar *x, struct buffer *evidence, struct error *err)
{
    const struct blob_source source = trustee_view_blobs(view);
    struct dkg_session session;
    uint64_t blame;
    if (!own_session(view, round, &session, err))
        return false;
    if (round->has_message &&
        memcmp(round->message_hash, view->state.messages[0][view->trustee - 1].hash, HASH_BYTES) != 0)
        return refuse(err, "the first message in the record is not the one that this key file made");
    if (!ceremony_load(ceremony, &view->state, &source, NULL, err))
        return false;
    if (dkg_receive(&ceremony->session, ceremony->messages, view->trustee, &round->d, x, NULL, &blame, err))
        return true;
    if (blame && evidence)
        return dkg_evidence_make(&ceremony->session, view->trustee, blame, &ceremony->messages[blame - 1],
                                 &round->d, evidence, err) &&
               refuse(err, "trustee %" PRIu64 ", %s, sent a bad share", blame,
                      view->definition.trustees.list[blame - 1].name);
    return false;
}

bool trustee_second(struct trustee_view *view, struct trustee_keys *keys, struct trustee_entry *out,
                    struct buffer *evidence, struct error *err)
{
    struct trustee_round *round = own_round(view, keys, err);
    struct ceremony ceremony = {0};
    struct dkg_signature signature;
    struct scalar x;
    bool ok = round && expect_step(view, round, TRUSTEE_SECOND, err) &&
              receive(view, round, &ceremony, &x, evidence, err) &&
              dkg_sign(&round->d, buffer_bytes(&ceremony.transcript), &signature, err);
    sodium_memzero(&x, sizeof x);
    ceremony_clear(&ceremony);
    if (!ok)
        return false;
    begin_entry(view, ENTRY_DKG_MESSAGE, out);
    out->entry.step = 2;
    buffer_append(&out->blob, &signature, sizeof signature);
    blob_ref_of(buffer_bytes(&out->blob), &out->entry.message);
    return sign_entry(view, keys, out, err);
}

/* Open nothing with x, as a contest would be opened: its D of a point that is hashed from the session, with
 * the proof that a verifier will ask for. No contest has such a name. */
static bool self_test(const struct ceremony *ceremony, const struct point *share, uint64_t trustee,
                      const struct scalar *x, struct error *err)
{
    struct share_statement statement = {
        .contest = bytes_of_string("self test"), .trustee = trustee, .key = *share};
    struct buffer blob = {0};
    memcpy(statement.eid, ceremony->session.context, HASH_BYTES);
    bool ok = share_make(&statement, x, NULL, &blob, err) &&
              share_verify(&statement, buffer_bytes(&blob), NULL, NULL, err);
    buffer_wipe(&blob);
    return ok || error_prefix(err, "self-test");
}

bool trustee_keep(struct trustee_view *view, struct trustee_keys *keys, struct error *err)
{
    struct trustee_round *round = own_round(view, keys, err);
    const struct blob_source source = trustee_view_blobs(view);
    struct ceremony ceremony = {0};
    struct dkg_outcome outcome;
    struct scalar x;
    bool ok = round &&
              (round_has_all(&view->state, view->state.sent[1]) || refuse(err, "the key is not made yet")) &&
              receive(view, round, &ceremony, &x, NULL, err) &&
              ceremony_certify(&ceremony, &view->state, &source, NULL, err) &&
              dkg_outcome(&ceremony.session, ceremony.messages, &outcome, err) &&
              self_test(&ceremony, &outcome.shares[view->trustee - 1], view->trustee, &x, err);
    if (ok) {
        round->x = x;
        round->has_x = true;
    }
    sodium_memzero(&x, sizeof x);
    ceremony_clear(&ceremony);
    return ok;
}

/* ---- the opening ---- */

static bool nothing_failed(const struct report *report, struct error *err)
{
    for (int check = CHECK_FILES; check < CHECK_END; check++)
        if (report->checks[check].status == CHECK_FAILED)
            return refuse(err, "the record does not verify: check %d, %s: %.120s", check,
                          check_name((enum check)check), report->checks[check].detail);
    return true;
}

/* A round that took over the codes of another must have taken them as it may. */
static bool check_record(const struct trustee_view *view, struct error *err)
{
    const struct verify_options options = {.until_inputs = true};
    struct report report = {0};
    struct verified *verified = verified_open(view->folder, &options, &report, err);
    bool ok = verified && nothing_failed(&report, err);
    verified_close(verified);
    return ok;
}

static bool check_opening(struct trustee_view *view, const struct trustee_round *round,
                          const struct entry *opening, struct error *err)
{
    const struct blob_source source = trustee_view_blobs(view);
    const struct round_state *state = &view->state;
    struct ceremony ceremony = {0};
    struct point share;
    if (opening->type != ENTRY_OPENING || memcmp(opening->round, state->id, ROUND_ID_BYTES) != 0)
        return refuse(err, "what the city proposes is not an opening of this round");
    if (!blob_ref_equal(&opening->definition, &state->definition_ref))
        return refuse(err, "the opening has another definition than the record");
    if (!state->has_list || !blob_ref_equal(&opening->credentials, &state->list))
        return refuse(err, "the opening has another credential list than the record");
    if (opening->has_predecessor != state->has_predecessor ||
        memcmp(opening->predecessor, state->predecessor, ROUND_ID_BYTES) != 0)
        return refuse(err, "the opening does not name the predecessor that the record has");
    if (opening->has_predecessor && !check_record(view, err))
        return false;
    if (!act_check_signers(&view->definition, opening, false, err))
        return false;
    bool ok = ceremony_load(&ceremony, state, &source, NULL, err) &&
              ceremony_certify(&ceremony, state, &source, NULL, err) &&
              ceremony_check_opening(&ceremony, opening, err);
    ceremony_clear(&ceremony);
    if (!ok)
        return false;
    point_multiply_base(&share, &round->x);
    return point_equal(&share, &opening->shares[view->trustee - 1]) ||
           refuse(err, "the opening does not have the share that this key file holds");
}

bool trustee_acknowledge(struct trustee_view *view, struct trustee_keys *keys, const struct entry *opening,
                         struct trustee_entry *out, struct error *err)
{
    struct trustee_round *round = own_round(view, keys, err);
    struct possession_statement statement = {.size = view->size, .trustee = view->trustee};
    uint8_t eid[HASH_BYTES];
    if (!round || !expect_step(view, round, TRUSTEE_ACKNOWLEDGE, err) ||
        !check_opening(view, round, opening, err) || !act_eid(view->definition.origin, opening, eid, err))
        return false;
    if (round->has_eid && memcmp(round->eid, eid, HASH_BYTES) != 0)
        return refuse(err, "this key has acknowledged another opening, and acknowledges one, ever");
    begin_entry(view, ENTRY_ACKNOWLEDGEMENT, out);
    memcpy(out->entry.eid, eid, HASH_BYTES);
    out->entry.size = view->size;
    memcpy(out->entry.root, view->root, HASH_BYTES);
    memcpy(statement.eid, eid, HASH_BYTES);
    memcpy(statement.root, view->root, HASH_BYTES);
    statement.key = opening->shares[view->trustee - 1];
    if (!possession_prove(&statement, &round->x, &out->entry.possession, err) ||
        !sign_entry(view, keys, out, err))
        return false;
    memcpy(round->eid, eid, HASH_BYTES);
    round->has_eid = true;
    return true;
}

/* ---- mixing and opening ---- */

/* The verified record and one contest of it. */
struct tally {
    struct verified *verified;
    const struct round_state *state;
    struct trustee_round *round;
    struct trustee_claim *claim;
    struct ciphertext *input;
    uint32_t n;
    struct chain chain;
};

static void tally_end(struct tally *tally)
{
    chain_clear(&tally->chain);
    free(tally->input);
    verified_close(tally->verified);
}

/* Every check that does not need the mixes must have passed; of those that cannot pass before the end, none
 * may have failed. */
static bool check_report(const struct report *report, struct error *err)
{
    static const enum check needed[] = {CHECK_CANONICAL, CHECK_DEFINITION, CHECK_TRUSTEES, CHECK_CREDENTIALS,
                                        CHECK_LOG,       CHECK_BALLOTS,    CHECK_ACTS,     CHECK_INPUTS};
    if (!nothing_failed(report, err))
        return false;
    if (report->checks[CHECK_LOG].status == CHECK_INCOMPLETE)
        return not_now(err, report->checks[CHECK_LOG].detail);
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
        if (report->checks[needed[i]].status != CHECK_PASSED)
            return refuse(err, "the record cannot be verified: check %d, %s: %.120s", needed[i],
                          check_name(needed[i]), report->checks[needed[i]].detail);
    return true;
}

static bool check_time(const struct tally *tally, uint64_t now, struct error *err)
{
    const struct definition *definition = tally->state->definition;
    uint64_t start = (tally->state->sealed_minute + definition->schedule.objection) * SECONDS_A_MINUTE;
    if (tally->state->phase == ROUND_ANNULLED)
        return refuse(err, "the round is annulled");
    if (tally->state->phase != ROUND_SEALED && tally->state->phase != ROUND_MIXING)
        return refuse(err, "the round is %s", round_phase_name(tally->state->phase));
    if (now < start)
        return refuse(err, "the time for objections has not run out");
    if (definition->witness_policy && verified_cosigned(tally->verified) < start)
        return not_now(err, "the witnesses have not seen the record since the time for objections ran out");
    return true;
}

/* One key opens one input of a contest. */
static bool claim_input(struct tally *tally, size_t contest, struct error *err)
{
    static const uint8_t nothing[HASH_BYTES];
    const struct contest *own = &tally->state->definition->contests[contest];
    uint8_t hash[HASH_BYTES];
    crypto_hash_sha256(hash, (const uint8_t *)tally->input, tally->n * own->width * sizeof *tally->input);
    tally->claim = trustee_round_claim(tally->round, own->id);
    if (!tally->claim)
        return error_broken(err, "key-file", "there are more contests than a round has");
    bool fresh = memcmp(tally->claim->input, nothing, HASH_BYTES) == 0;
    if (!fresh && memcmp(tally->claim->input, hash, HASH_BYTES) != 0)
        return refuse(err, "contest %s: this key has been used for another input of it", own->id);
    memcpy(tally->claim->input, hash, HASH_BYTES);
    return true;
}

static bool tally_begin(struct trustee_view *view, struct trustee_keys *keys, size_t contest,
                        const struct trustee_options *options, struct tally *out, struct error *err)
{
    struct verify_options verify = options->verify;
    struct report report = {0};
    verify.until_inputs = true;
    *out = (struct tally){.round = trustee_keys_round(keys, view->state.id)};
    if (!out->round || !out->round->has_x || !out->round->has_eid ||
        memcmp(out->round->eid, view->state.eid, HASH_BYTES) != 0)
        return refuse(err, "this key has not acknowledged this election");
    out->verified = verified_open(view->folder, &verify, &report, err);
    if (!out->verified)
        return false;
    out->state = verified_state(out->verified);
    /* What is known for certain comes first: an annulled round has no inputs to check. */
    if (out->state->phase == ROUND_ANNULLED)
        return refuse(err, "the round is annulled");
    if (!check_report(&report, err) || !check_time(out, options->now, err))
        return false;
    if (contest >= out->state->definition->contest_count || !out->state->contests[contest].has_input)
        return refuse(err, "there is nothing of this contest to mix or open: it is empty or withheld");
    if (!verified_input(out->verified, contest, &out->input, &out->n))
        return error_broken(err, "record", "the inputs were not checked");
    return true;
}

static bool is_in_chain(const struct chain *chain, uint64_t trustee)
{
    for (size_t i = 0; i < chain->count; i++)
        if (chain->trustees[i] == trustee)
            return true;
    return false;
}

static bool make_mix(struct trustee_view *view, const struct tally *tally, size_t contest,
                     const struct work *work, struct trustee_entry *out, struct error *err)
{
    struct shuffle_statement statement;
    chain_statement(tally->state, contest, &tally->chain, tally->n, view->trustee, &statement);
    if (!shuffle_prove(&statement, work, &out->blob, err) ||
        !shuffle_verify(&statement, buffer_bytes(&out->blob), work, NULL, err))
        return false;
    begin_entry(view, ENTRY_MIX, out);
    out->entry.contest = view->definition.contests[contest].id;
    out->entry.chain = tally->state->contests[contest].chain;
    out->entry.position = statement.position;
    blob_ref_of(buffer_bytes(&out->blob), &out->entry.mix);
    return true;
}

bool trustee_mix(struct trustee_view *view, struct trustee_keys *keys, size_t contest,
                 const struct trustee_options *options, struct trustee_entry *out, struct error *err)
{
    const struct blob_source source = trustee_view_blobs(view);
    struct tally tally;
    bool ok = tally_begin(view, keys, contest, options, &tally, err);
    if (ok && tally.state->contests[contest].done)
        ok = not_now(err, "the contest is mixed already");
    ok = ok && chain_follow(tally.state, contest, tally.input, tally.n, view->definition.threshold, &source,
                            options->work, &tally.chain, err);
    if (ok && is_in_chain(&tally.chain, view->trustee))
        ok = not_now(err, "this trustee's mix is in the chain already");
    if (ok && tally.chain.count >= view->definition.threshold)
        ok = not_now(err, "there are enough mixes");
    ok = ok && claim_input(&tally, contest, err) &&
         make_mix(view, &tally, contest, options->work, out, err) && sign_entry(view, keys, out, err);
    tally_end(&tally);
    return ok;
}

/* The chain that the record fixes is the one that comes out here; a shorter one has zeros behind it. That it
 * is of enough trustees is seen from the order of the record. */
static bool check_chain(const struct tally *tally, size_t contest, struct error *err)
{
    const struct round_contest *record = &tally->state->contests[contest];
    return memcmp(tally->chain.hashes, record->done_mixes, record->done_count * HASH_BYTES) == 0 ||
           refuse(err, "the chain in the record is not that of the first valid mixes");
}

static bool claim_mix(const struct tally *tally, struct error *err)
{
    static const uint8_t nothing[HASH_BYTES];
    const uint8_t *last = tally->chain.hashes[tally->chain.count - 1];
    struct trustee_claim *claim = tally->claim;
    if (memcmp(claim->opened, nothing, HASH_BYTES) != 0 && memcmp(claim->opened, last, HASH_BYTES) != 0)
        return refuse(err, "this key has opened another mix of this contest");
    memcpy(claim->opened, last, HASH_BYTES);
    return true;
}

static bool make_share(struct trustee_view *view, const struct tally *tally, size_t contest,
                       const struct work *work, struct trustee_entry *out, struct error *err)
{
    const struct contest *own = &tally->state->definition->contests[contest];
    struct share_statement statement = {
        .contest = bytes_of_string(own->id),
        .trustee = view->trustee,
        .key = tally->state->shares[view->trustee - 1],
        .ciphertexts = tally->chain.ciphertexts,
        .count = (size_t)tally->n * own->width,
    };
    memcpy(statement.eid, tally->state->eid, HASH_BYTES);
    memcpy(statement.mix_hash, tally->chain.hashes[tally->chain.count - 1], HASH_BYTES);
    if (!share_make(&statement, &tally->round->x, work, &out->blob, err) ||
        !share_verify(&statement, buffer_bytes(&out->blob), work, NULL, err))
        return false;
    begin_entry(view, ENTRY_SHARE, out);
    out->entry.contest = view->definition.contests[contest].id;
    out->entry.done = tally->state->contests[contest].done_index;
    blob_ref_of(buffer_bytes(&out->blob), &out->entry.share);
    return true;
}

bool trustee_decrypt(struct trustee_view *view, struct trustee_keys *keys, size_t contest,
                     const struct trustee_options *options, struct trustee_entry *out, struct error *err)
{
    const struct blob_source source = trustee_view_blobs(view);
    struct tally tally;
    bool ok = tally_begin(view, keys, contest, options, &tally, err);
    if (ok && !tally.state->contests[contest].done)
        ok = not_now(err, "the contest is not mixed yet");
    ok = ok &&
         chain_follow(tally.state, contest, tally.input, tally.n, tally.state->contests[contest].done_count,
                      &source, options->work, &tally.chain, err) &&
         check_chain(&tally, contest, err) && claim_input(&tally, contest, err) && claim_mix(&tally, err) &&
         make_share(view, &tally, contest, options->work, out, err) && sign_entry(view, keys, out, err);
    tally_end(&tally);
    return ok;
}

/* ---- the end ---- */

bool trustee_forget(struct trustee_view *view, struct trustee_keys *keys, uint64_t now,
                    struct trustee_entry *out, struct error *err)
{
    struct trustee_round *round = trustee_keys_round(keys, view->state.id);
    struct trustee_todo todo;
    trustee_next(view, round, now, &todo);
    if (todo.step != TRUSTEE_FORGET)
        return refuse(err, "the share is still needed: %.180s", todo.sentence);
    if (!round)
        return refuse(err, "this key file has nothing of this round");
    if (view->state.has_eid) { /* a round that was never opened has no election to say it of */
        begin_entry(view, ENTRY_DESTRUCTION, out);
        if (!sign_entry(view, keys, out, err))
            return false;
    }
    trustee_keys_forget(keys, round);
    return true;
}
