/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What a trustee does and refuses, against records that somebody with every other key, and the log's, has
 * made to misuse its share. Each refusal of docs/protocol.md section 9, and where it is tested:
 *
 *     a record that does not verify             refuses_a_record_that_does_not_verify,
 * ..._ballots_that_were_copied,
 *                                               ..._from_which_something_was_dropped, ..._of_another_log
 *     a record that is not sealed, or counted   refuses_before_the_sealing_and_after_the_count
 *     too few or too early cosignatures         waits_for_the_witnesses
 *     an election that was not acknowledged     refuses_an_election_that_it_did_not_acknowledge
 *     an annulled round                         refuses_an_annulled_round
 *     objections by its own clock               refuses_before_the_time_for_objections_is_over
 *     an empty or withheld contest              refuses_withheld_and_empty_pools
 *     a second input of a contest               refuses_a_second_input_and_a_second_mix
 *     a chain of other than first valid mixes   refuses_mixes_of_another_input, refuses_points_from_outside
 *     fewer mixes than the threshold            refuses_fewer_mixers_than_the_threshold
 *     to open a second mix                      refuses_a_second_input_and_a_second_mix
 *     a chain that was abandoned                refuses_to_open_an_abandoned_chain
 *
 * and each way to make the tool a decryption oracle, that is to have it multiply its share with a point of
 * somebody's choice:
 *
 *     outputs of a mix that are chosen          refuses_points_from_outside
 *     ballots that hold another's points        refuses_ballots_that_were_copied (copied whole:
 * refuses_mixes_...) another input, mix, chain, election       as above an opening under another key or list
 * a_wrong_opening_is_refused, one_key_acknowledges_one_election the possession proof                      its
 * statement has no point: a Schnorr signature (test_entry.c) the self-test the_self_test_opens_no_contest:
 * its point is hashed a bad share, to have shared points shown  a_bad_share_is_proved_and_all_begin_anew: the
 * static secret is of one attempt; test_dkg.c: good_share_is_not_blamed
 *
 * tests/integration/test_mixing.py has the same of processes that die in between.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <ftw.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#include "ballot/act.h"
#include "base/encoding.h"
#include "base/file.h"
#include "crypto/decryption.h"
#include "crypto/dkg_evidence.h"
#include "make_bundle.h"
#include "tools/trustee_steps.h"

enum { N = MADE_TRUSTEES_MAX, CITY = 0, EAST = 1, SMALL = 2, NOBODY = 3, SEALED = 1116, OBJECTION = 10 };
#define IN_TIME ((uint64_t)(SEALED + OBJECTION) * 60)

/* ---- a record that is cut off, in a folder ---- */

static char folder[] = "/tmp/test-trustee-XXXXXX";

static bool holds(const struct buffer *buffer, const char *text)
{
    return memmem(buffer->data, buffer->len, text, strlen(text)) != NULL;
}

/* The first entry that holds this text, and all after it, are not in the record yet. */
static const char *cut;
static bool is_cut;
static bool (*further)(struct made *made, uint64_t index, struct buffer *bytes);

static bool until_cut(struct made *made, uint64_t index, struct buffer *bytes)
{
    is_cut = is_cut || (cut && holds(bytes, cut));
    return !is_cut && (!further || further(made, index, bytes));
}

static void write_file(const char *name, struct bytes content)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    assert_true(file_write(path, content, 0644, NULL));
}

/* Whether any entry that is there, or another blob, names the blob. */
static bool is_named(const struct made *made, const struct made_file *blob)
{
    uint8_t hash[HASH_BYTES];
    struct buffer text = {0};
    assert_true(hex_decode_exact(bytes_of_string(blob->name + 6), hash, sizeof hash));
    base64url_append(&text, bytes_of(hash, sizeof hash));
    const char *name = buffer_string(&text);
    bool named = holds(&made->entries, name);
    for (size_t i = 0; !named && i < made->file_count; i++)
        named = strncmp(made->files[i].name, "blobs/", 6) == 0 && holds(&made->files[i].content, name);
    buffer_clear(&text);
    return named;
}

static bool is_of_record(const struct made *made, const struct made_file *file)
{
    if (strncmp(file->name, "blobs/", 6) == 0)
        return is_named(made, file);
    return strncmp(file->name, "record/", 7) == 0 || strcmp(file->name, "keys/log") == 0 ||
           strcmp(file->name, "definition.json") == 0;
}

static int delete_one(const char *path, const struct stat *status, int flag, struct FTW *walk)
{
    (void)status;
    (void)flag;
    return walk->level == 0 || remove(path) == 0 ? 0 : -1;
}

static void write_folder(const struct made *made)
{
    static const char *const folders[] = {"record/checkpoints", "blobs", "keys"};
    char path[512];
    nftw(folder, delete_one, 8, FTW_DEPTH | FTW_PHYS);
    for (size_t i = 0; i < 3; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, folders[i]);
        assert_true(file_make_folder(path, NULL));
    }
    for (size_t i = 0; i < made->file_count; i++)
        if (made->files[i].name[0] && is_of_record(made, &made->files[i]))
            write_file(made->files[i].name, buffer_bytes(&made->files[i].content));
}

/* Trustee 3, who has acknowledged the election, before the record that was cut. */
struct stage {
    struct made *made;
    struct trustee_view view;
    struct trustee_keys keys;
    struct trustee_options options;
    struct trustee_entry out;
    struct error err;
};

static void stage_clear(struct stage *s)
{
    trustee_entry_clear(&s->out);
    trustee_view_clear(&s->view);
    trustee_keys_wipe(&s->keys);
    made_clear(s->made);
    free(s->made);
    further = NULL;
}

static void give_keys(struct stage *s, uint64_t trustee)
{
    struct trustee_round *round;
    s->keys.public = s->made->public[MADE_TRUSTEE + trustee - 1];
    s->keys.secret = s->made->secret[MADE_TRUSTEE + trustee - 1];
    round = trustee_keys_add(&s->keys, s->made->definition.round);
    memcpy(round->definition, s->made->definition_ref.hash, HASH_BYTES);
    memcpy(round->eid, s->made->eid, HASH_BYTES);
    round->attempt = 2;
    round->has_x = round->has_eid = round->confirmed = true;
    round->x = s->made->x[trustee - 1];
}

static struct trustee_round *own(struct stage *s)
{
    return trustee_keys_round(&s->keys, s->made->definition.round);
}

static void stage_set(struct stage *s, const struct made_hooks *hooks, const char *until)
{
    *s = (struct stage){.made = allocate(1, sizeof *s->made), .options = {.now = IN_TIME}};
    s->made->trustees = N;
    if (hooks)
        s->made->hooks = *hooks;
    further = s->made->hooks.bytes;
    s->made->hooks.bytes = until_cut;
    cut = until;
    is_cut = false;
    made_run(s->made);
    write_folder(s->made);
    give_keys(s, 3);
}

static bool load(struct stage *s)
{
    return trustee_view_load(folder, s->made->definition.round, &s->keys.public, &s->view, &s->err);
}

#define BEFORE_MIXES "\"type\":\"mix\""
#define BEFORE_SHARES "\"type\":\"share\""

static bool mix(struct stage *s, size_t contest)
{
    trustee_entry_clear(&s->out);
    return trustee_mix(&s->view, &s->keys, contest, &s->options, &s->out, &s->err);
}

static bool decrypt(struct stage *s, size_t contest)
{
    trustee_entry_clear(&s->out);
    return trustee_decrypt(&s->view, &s->keys, contest, &s->options, &s->out, &s->err);
}

/* Refused, with these words, and nothing was given out. */
static void expect_refusal(struct stage *s, bool done, const char *type, const char *words)
{
    if (done || strcmp(s->err.type, type) != 0 || !strstr(s->err.detail, words))
        fail_msg("%s instead of %s: %s", done ? "done" : s->err.type, type, done ? words : s->err.detail);
    assert_int_equal(s->out.entry.signature_count, 0);
}

static void does_not_mix(const struct made_hooks *hooks, const char *until, const char *type,
                         const char *words)
{
    struct stage s;
    stage_set(&s, hooks, until);
    assert_true(load(&s));
    expect_refusal(&s, mix(&s, CITY), type, words);
    stage_clear(&s);
}

static void refuses_mix(const struct made_hooks *hooks, const char *until, const char *words)
{
    does_not_mix(hooks, until, "refused", words);
}

static void refuses_decryption(const struct made_hooks *hooks, const char *until, const char *words)
{
    struct stage s;
    stage_set(&s, hooks, until);
    if (load(&s))
        expect_refusal(&s, decrypt(&s, CITY), "refused", words);
    else if (!strstr(s.err.detail, words))
        fail_msg("not loaded: %s", s.err.detail);
    stage_clear(&s);
}

/* ---- what is done ---- */

static void mixes_what_is_to_be_mixed(void **state)
{
    (void)state;
    struct stage s;
    struct trustee_todo todo;
    stage_set(&s, NULL, BEFORE_MIXES);
    assert_true(load(&s));
    trustee_next(&s.view, own(&s), SEALED + OBJECTION, &todo);
    assert_int_equal(todo.step, TRUSTEE_MIX);
    assert_int_equal(todo.rank, 2); /* the first two come first */
    assert_true(mix(&s, CITY));
    assert_int_equal(s.out.entry.type, ENTRY_MIX);
    assert_int_equal(s.out.entry.position, 1);
    assert_int_equal(s.out.entry.trustee, 3);
    assert_true(act_check_signers(&s.made->definition, &s.out.entry, false, NULL));
    assert_true(mix(&s, EAST)); /* again, and another contest */
    assert_int_equal(own(&s)->claim_count, 2);
    assert_false(sodium_is_zero(trustee_round_claim(own(&s), "city")->input, HASH_BYTES));
    assert_true(sodium_is_zero(trustee_round_claim(own(&s), "city")->opened, HASH_BYTES));
    expect_refusal(&s, decrypt(&s, CITY), "not-now", "not mixed yet");
    stage_clear(&s);
}

static void opens_what_is_mixed(void **state)
{
    (void)state;
    struct stage s;
    struct trustee_todo todo;
    struct buffer body = {0};
    stage_set(&s, NULL, BEFORE_SHARES);
    assert_true(load(&s));
    trustee_next(&s.view, own(&s), SEALED + OBJECTION, &todo);
    assert_int_equal(todo.step, TRUSTEE_DECRYPT);
    assert_true(decrypt(&s, CITY));
    assert_int_equal(s.out.entry.type, ENTRY_SHARE);
    assert_int_equal(s.out.entry.done, s.view.state.contests[CITY].done_index);
    assert_true(trustee_entry_write(&s.out, &body, NULL));
    assert_memory_equal(body.data + body.len - s.out.blob.len, s.out.blob.data, s.out.blob.len);
    assert_false(sodium_is_zero(trustee_round_claim(own(&s), "city")->opened, HASH_BYTES));
    assert_true(decrypt(&s, CITY)); /* the same mix again, after a crash */
    expect_refusal(&s, mix(&s, CITY), "not-now", "mixed already");
    buffer_clear(&body);
    stage_clear(&s);
}

static void says_what_comes_next(void **state)
{
    (void)state;
    static const struct {
        const char *until;
        uint64_t now;
        enum trustee_step step;
        const char *words;
    } cases[] = {
        {"\"type\":\"definition\"", 0, TRUSTEE_WAIT, "being prepared"},
        {"\"type\":\"trustee-commit\"", 0, TRUSTEE_COMMIT, "folkmoot trustee join"},
        {"\"type\":\"ballot\"", 0, TRUSTEE_WAIT, "while people vote"},
        {"\"type\":\"sealing\"", 0, TRUSTEE_WAIT, "voting has closed"},
        {BEFORE_MIXES, SEALED + OBJECTION - 1, TRUSTEE_WAIT, "time for objections"},
        {BEFORE_MIXES, SEALED + OBJECTION, TRUSTEE_MIX, "folkmoot trustee run"},
        {BEFORE_SHARES, SEALED + OBJECTION, TRUSTEE_DECRYPT, "is to be opened"},
        {"\"type\":\"counted\"", SEALED + OBJECTION, TRUSTEE_WAIT, "done your part"},
        {"\"type\":\"certified\"", 0, TRUSTEE_WAIT, "until the result is certified"},
        {NULL, 0, TRUSTEE_WAIT, "time for complaints"},
        {NULL, 100000, TRUSTEE_FORGET, "folkmoot trustee forget"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct stage s;
        struct trustee_todo todo;
        stage_set(&s, NULL, cases[i].until);
        assert_true(load(&s));
        trustee_next(&s.view, own(&s), cases[i].now, &todo);
        if (todo.step != cases[i].step || !strstr(todo.sentence, cases[i].words))
            fail_msg("case %zu: step %d: %s", i, todo.step, todo.sentence);
        /* locked, it says the same of everything that the record knows */
        struct trustee_todo locked;
        trustee_next(&s.view, NULL, cases[i].now, &locked);
        assert_string_equal(todo.sentence, locked.sentence);
        stage_clear(&s);
    }
}

static void another_key_has_nothing_to_do(void **state)
{
    (void)state;
    struct stage s;
    struct trustee_todo todo;
    stage_set(&s, NULL, BEFORE_MIXES);
    s.keys.public = s.made->public[MADE_CLERK_1];
    assert_true(load(&s));
    trustee_next(&s.view, NULL, SEALED + OBJECTION, &todo);
    assert_int_equal(todo.step, TRUSTEE_FINISHED);
    stage_clear(&s);
}

/* ---- refusals before mixing and opening ---- */

static bool bad_ballot(struct made *made, uint64_t index, struct buffer *bytes)
{
    (void)made;
    (void)index;
    char *z = holds(bytes, "\"type\":\"ballot\"") ? memmem(bytes->data, bytes->len, "\"z\":[\"", 6) : NULL;
    if (z)
        z[6] = z[6] == 'A' ? 'B' : 'A';
    return true;
}

static void refuses_a_record_that_does_not_verify(void **state)
{
    (void)state;
    static const struct made_hooks hooks = {.bytes = bad_ballot};
    refuses_mix(&hooks, BEFORE_MIXES, "does not verify");
    refuses_decryption(&hooks, BEFORE_SHARES, "does not verify");
}

/* A ballot whose ciphertexts are those of another: to be opened beside it, and so to show what it holds. */
static void copied_points(struct made *made, unsigned number, struct made_ballot *ballot)
{
    (void)made;
    ballot->repeat_nonces = number == 1;
}

static void refuses_ballots_that_were_copied(void **state)
{
    (void)state;
    static const struct made_hooks hooks = {.ballot = copied_points};
    refuses_mix(&hooks, BEFORE_MIXES, "does not verify");
    refuses_decryption(&hooks, BEFORE_SHARES, "does not verify");
}

static bool drop_ballot(struct made *made, uint64_t index, struct buffer *bytes)
{
    (void)index;
    return !(holds(bytes, "\"type\":\"ballot\"") && made->ballot_number == 1);
}

static void refuses_a_record_from_which_something_was_dropped(void **state)
{
    (void)state;
    static const struct made_hooks hooks = {.bytes = drop_ballot};
    refuses_mix(&hooks, BEFORE_MIXES, "does not verify");
}

/* The entry is another instead: signed by both clerks, at the same place. */
static bool annul(struct made *made, uint64_t index, struct buffer *bytes)
{
    (void)index;
    struct entry entry = {.type = ENTRY_ANNULMENT, .reason = "failure", .minute = made->minute};
    if (!holds(bytes, "\"type\":\"mixing-done\""))
        return true;
    memcpy(entry.round, made->definition.round, ROUND_ID_BYTES);
    made_sign(made, &entry, MADE_CLERK_1);
    made_sign(made, &entry, MADE_CLERK_2);
    bytes->len = 0;
    assert_true(entry_write(&entry, bytes, NULL));
    return true;
}

static void refuses_an_annulled_round(void **state)
{
    (void)state;
    static const struct made_hooks hooks = {.bytes = annul};
    refuses_mix(&hooks, BEFORE_SHARES, "annulled");
    refuses_decryption(&hooks, BEFORE_SHARES, "annulled");
}

static void refuses_before_the_time_for_objections_is_over(void **state)
{
    (void)state;
    struct stage s;
    stage_set(&s, NULL, BEFORE_MIXES);
    assert_true(load(&s));
    s.options.now = IN_TIME - 1;
    expect_refusal(&s, mix(&s, CITY), "refused", "time for objections");
    stage_clear(&s);
    stage_set(&s, NULL, BEFORE_SHARES);
    assert_true(load(&s));
    s.options.now = IN_TIME - 1;
    expect_refusal(&s, decrypt(&s, CITY), "refused", "time for objections");
    stage_clear(&s);
}

static void cosign_early(struct made *made, struct made_file *file)
{
    (void)made;
    made_cosign(file, IN_TIME - 1);
}

static void cosign_late(struct made *made, struct made_file *file)
{
    (void)made;
    made_cosign(file, IN_TIME);
}

static void waits_for_the_witnesses(void **state)
{
    (void)state;
    static const struct made_hooks nobody = {.definition = made_ask_witness},
                                   early = {.definition = made_ask_witness, .file = cosign_early},
                                   late = {.definition = made_ask_witness, .file = cosign_late};
    struct stage s;
    does_not_mix(&nobody, BEFORE_MIXES, "not-now", "waits for cosignatures");
    does_not_mix(&early, BEFORE_MIXES, "not-now", "witnesses have not seen");
    stage_set(&s, &early, BEFORE_SHARES);
    assert_true(load(&s));
    expect_refusal(&s, decrypt(&s, CITY), "not-now", "witnesses have not seen");
    stage_clear(&s);
    stage_set(&s, &late, BEFORE_MIXES);
    assert_true(load(&s));
    assert_true(mix(&s, CITY));
    stage_clear(&s);
}

static void refuses_withheld_and_empty_pools(void **state)
{
    (void)state;
    struct stage s;
    stage_set(&s, NULL, "\"type\":\"counted\"");
    assert_true(load(&s));
    for (size_t contest = SMALL; contest <= NOBODY + 1; contest++) {
        expect_refusal(&s, mix(&s, contest), "refused", "empty or withheld");
        expect_refusal(&s, decrypt(&s, contest), "refused", "empty or withheld");
    }
    stage_clear(&s);
}

/* The ballot of one voter once more in the place of another: both would be read together. */
static void vote_twice(struct made *made, size_t contest, struct ciphertext *input, size_t count)
{
    size_t width = made->definition.contests[contest].width;
    if (contest == CITY && count > 1)
        memcpy(input + width, input, width * sizeof *input);
}

static void refuses_mixes_of_another_input(void **state)
{
    (void)state;
    static const struct made_hooks hooks = {.input = vote_twice};
    struct stage s;
    refuses_decryption(&hooks, BEFORE_SHARES, "not that of the first valid mixes");
    /* and mixes itself from the true input, as if there were none */
    stage_set(&s, &hooks, "\"type\":\"mixing-done\"");
    assert_true(load(&s));
    assert_true(mix(&s, CITY));
    assert_int_equal(s.out.entry.position, 1);
    stage_clear(&s);
}

/* Chosen points where the outputs of the last mix should be: what a decryption oracle would be asked. */
static void chosen_outputs(struct made *made, enum made_blob kind, struct buffer *blob)
{
    if (kind == MADE_MIX)
        memcpy(blob->data + 25, made->voters[0].key.bytes, POINT_BYTES);
}

static void refuses_points_from_outside(void **state)
{
    (void)state;
    static const struct made_hooks hooks = {.blob = chosen_outputs};
    refuses_decryption(&hooks, BEFORE_SHARES, "not that of the first valid mixes");
}

static void one_mix_only(struct made *made, struct entry *entry)
{
    (void)made;
    if (entry->type == ENTRY_MIXING_DONE && entry->mix_count)
        entry->mix_count = 1;
}

static void refuses_fewer_mixers_than_the_threshold(void **state)
{
    (void)state;
    static const struct made_hooks hooks = {.entry = one_mix_only};
    refuses_decryption(&hooks, BEFORE_SHARES, "fewer than the threshold");
}

static void refuses_a_second_input_and_a_second_mix(void **state)
{
    (void)state;
    struct stage s;
    stage_set(&s, NULL, BEFORE_SHARES);
    assert_true(load(&s));
    trustee_round_claim(own(&s), "city")->input[0] = 1;
    expect_refusal(&s, decrypt(&s, CITY), "refused", "another input");
    own(&s)->claim_count = 0;
    assert_true(decrypt(&s, CITY));
    trustee_round_claim(own(&s), "city")->opened[0] ^= 1;
    expect_refusal(&s, decrypt(&s, CITY), "refused", "another mix");
    stage_clear(&s);
    stage_set(&s, NULL, BEFORE_MIXES);
    assert_true(load(&s));
    trustee_round_claim(own(&s), "city")->input[0] = 1;
    expect_refusal(&s, mix(&s, CITY), "refused", "another input");
    stage_clear(&s);
}

static void refuses_an_election_that_it_did_not_acknowledge(void **state)
{
    (void)state;
    struct stage s;
    stage_set(&s, NULL, BEFORE_SHARES);
    assert_true(load(&s));
    own(&s)->eid[0] ^= 1;
    expect_refusal(&s, decrypt(&s, CITY), "refused", "not acknowledged");
    own(&s)->eid[0] ^= 1;
    own(&s)->has_eid = false;
    expect_refusal(&s, mix(&s, CITY), "refused", "not acknowledged");
    own(&s)->has_eid = true;
    s.keys.rounds[0].id[0] ^= 1; /* its share is of another round */
    expect_refusal(&s, decrypt(&s, CITY), "refused", "not acknowledged");
    stage_clear(&s);
}

static void refuses_before_the_sealing_and_after_the_count(void **state)
{
    (void)state;
    static const char *const early[] = {"\"type\":\"voting-closed\"", "\"type\":\"sealing\""};
    for (size_t i = 0; i < sizeof early / sizeof *early; i++) {
        refuses_mix(NULL, early[i], "cannot be verified");
        refuses_decryption(NULL, early[i], "cannot be verified");
    }
    refuses_mix(NULL, "\"type\":\"certified\"", "cannot be verified"); /* its result is not in the folder */
    refuses_decryption(NULL, "\"type\":\"certified\"", "cannot be verified");
}

static void refuses_a_record_of_another_log(void **state)
{
    (void)state;
    struct stage s;
    struct buffer other = {0};
    uint8_t seed[SIGN_SEED_BYTES] = {1};
    struct note_signer log;
    stage_set(&s, NULL, BEFORE_MIXES);
    assert_true(load(&s));
    assert_true(note_signer_init(&log, s.made->log.key.name, NOTE_ED25519, seed, NULL));
    note_key_append(&log.key, &other);
    s.options.verify.log_key = buffer_string(&other);
    expect_refusal(&s, mix(&s, CITY), "refused", "check 6");
    buffer_clear(&other);
    stage_clear(&s);
}

/* Behind the end of its mixing the chain of the contest is abandoned. */
static bool abandon(struct made *made, uint64_t index, struct buffer *bytes)
{
    (void)index;
    struct entry restart = {.type = ENTRY_CHAIN_RESTART,
                            .contest = "city",
                            .abandoned = 1,
                            .reason = "crash",
                            .minute = made->minute};
    if (!holds(bytes, "\"contest\":\"city\"") || !holds(bytes, "\"type\":\"mixing-done\""))
        return true;
    made_append(made, buffer_bytes(bytes));
    memcpy(restart.eid, made->eid, HASH_BYTES);
    bytes->len = 0;
    assert_true(entry_write(&restart, bytes, NULL));
    return true;
}

static void refuses_to_open_an_abandoned_chain(void **state)
{
    (void)state;
    static const struct made_hooks hooks = {.bytes = abandon};
    struct stage s;
    stage_set(&s, &hooks, BEFORE_SHARES);
    assert_true(load(&s));
    expect_refusal(&s, decrypt(&s, CITY), "not-now", "not mixed yet");
    assert_true(mix(&s, CITY)); /* but it mixes the next one, from the start */
    assert_int_equal(s.out.entry.chain, 2);
    assert_int_equal(s.out.entry.position, 1);
    stage_clear(&s);
}

static void the_self_test_opens_no_contest(void **state)
{
    (void)state;
    assert_false(name_is_valid(bytes_of_string("self test")));
}

static void forgets_in_its_time(void **state)
{
    (void)state;
    struct stage s;
    stage_set(&s, NULL, BEFORE_SHARES);
    assert_true(load(&s));
    expect_refusal(&s, trustee_forget(&s.view, &s.keys, 100000, &s.out, &s.err), "refused", "still needed");
    assert_non_null(own(&s));
    stage_clear(&s);
    stage_set(&s, NULL, NULL);
    assert_true(load(&s));
    expect_refusal(&s, trustee_forget(&s.view, &s.keys, s.view.certified_minute - 1, &s.out, &s.err),
                   "refused", "time for complaints");
    assert_true(trustee_forget(&s.view, &s.keys, s.view.certified_minute, &s.out, &s.err));
    assert_int_equal(s.out.entry.type, ENTRY_DESTRUCTION);
    assert_null(own(&s));
    stage_clear(&s);
}

/* ---- the key generation ---- */

/* Three trustees with their own keys, before a record that is cut at its first commitment; entries go through
 * round_apply and blobs into the folder, as a city would carry them. */
struct ceremony_stage {
    struct made *made;
    struct trustee_view views[N];
    struct trustee_keys keys[N];
    struct trustee_entry out;
    struct error err;
    uint64_t index;
};

static void ceremony_set(struct ceremony_stage *s)
{
    struct stage base;
    stage_set(&base, NULL, "\"type\":\"trustee-commit\"");
    *s = (struct ceremony_stage){.made = base.made, .index = 1000};
    trustee_keys_wipe(&base.keys);
    for (size_t i = 0; i < N; i++) {
        s->keys[i].public = s->made->public[MADE_TRUSTEE + i];
        s->keys[i].secret = s->made->secret[MADE_TRUSTEE + i];
        assert_true(
            trustee_view_load(folder, s->made->definition.round, &s->keys[i].public, &s->views[i], NULL));
        assert_int_equal(s->views[i].trustee, i + 1);
    }
}

static void ceremony_end(struct ceremony_stage *s)
{
    for (size_t i = 0; i < N; i++) {
        trustee_view_clear(&s->views[i]);
        trustee_keys_wipe(&s->keys[i]);
    }
    trustee_entry_clear(&s->out);
    made_clear(s->made);
    free(s->made);
}

/* Everybody sees the entry. */
static void publish(struct ceremony_stage *s, const struct entry *entry, struct bytes blob)
{
    struct blob_ref refs[ENTRY_REFS_MAX];
    struct buffer name = {0};
    if (entry_refs(entry, refs) == 1) {
        buffer_append_string(&name, "blobs/");
        hex_append(&name, bytes_of(refs[0].hash, HASH_BYTES));
        write_file(buffer_string(&name), blob);
    }
    for (size_t i = 0; i < N; i++) {
        struct entry later = *entry;
        later.minute = s->views[i].state.minute;
        assert_true(round_apply(&s->views[i].state, &later, s->index, NULL));
    }
    s->index++;
    buffer_clear(&name);
}

static void carry(struct ceremony_stage *s)
{
    assert_int_equal(s->out.entry.signature_count, 1);
    publish(s, &s->out.entry, buffer_bytes(&s->out.blob));
    trustee_entry_clear(&s->out);
}

typedef bool step(struct trustee_view *view, struct trustee_keys *keys, struct trustee_entry *out,
                  struct error *err);

static void all_do(struct ceremony_stage *s, step *do_it)
{
    for (size_t i = 0; i < N; i++) {
        if (!do_it(&s->views[i], &s->keys[i], &s->out, &s->err))
            fail_msg("trustee %zu: %s", i + 1, s->err.detail);
        carry(s);
    }
}

static bool second(struct trustee_view *view, struct trustee_keys *keys, struct trustee_entry *out,
                   struct error *err)
{
    struct buffer evidence = {0};
    bool ok = trustee_second(view, keys, out, &evidence, err);
    assert_int_equal(evidence.len, 0);
    return ok;
}

static void words_text(struct ceremony_stage *s, size_t i, char out[128])
{
    const char *words[CEREMONY_WORDS];
    assert_true(trustee_words(&s->views[i], words, NULL));
    out[0] = '\0';
    for (size_t k = 0; k < CEREMONY_WORDS; k++)
        snprintf(out + strlen(out), 128 - strlen(out), "%s%s", k ? " " : "", words[k]);
}

static void until_words(struct ceremony_stage *s)
{
    all_do(s, trustee_commit);
    all_do(s, trustee_join);
}

static void confirm_all(struct ceremony_stage *s)
{
    char words[128];
    for (size_t i = 0; i < N; i++) {
        words_text(s, (i + 1) % N, words); /* as another has read them */
        assert_true(trustee_confirm(&s->views[i], &s->keys[i], words, NULL));
    }
}

static struct trustee_round *own_round(struct ceremony_stage *s, size_t i)
{
    return trustee_keys_round(&s->keys[i], s->made->definition.round);
}

static void until_key(struct ceremony_stage *s)
{
    until_words(s);
    confirm_all(s);
    all_do(s, trustee_first);
    all_do(s, second);
    for (size_t i = 0; i < N; i++)
        assert_true(trustee_keep(&s->views[i], &s->keys[i], NULL));
}

/* The opening that the city should propose, signed. */
static void make_opening(struct ceremony_stage *s, struct entry *out, struct dkg_outcome *outcome)
{
    struct blob_source source = trustee_view_blobs(&s->views[0]);
    const struct round_state *state = &s->views[0].state;
    struct ceremony ceremony = {0};
    struct buffer certificate = {0};
    assert_true(ceremony_load(&ceremony, state, &source, NULL, NULL));
    assert_true(ceremony_certify(&ceremony, state, &source, NULL, NULL));
    assert_true(dkg_outcome(&ceremony.session, ceremony.messages, outcome, NULL));
    ceremony_certificate(&ceremony, &certificate);
    *out = (struct entry){.type = ENTRY_OPENING,
                          .definition = state->definition_ref,
                          .credentials = state->list,
                          .key = outcome->key,
                          .share_count = N,
                          .shares = outcome->shares,
                          .has_dkg = true};
    memcpy(out->round, state->id, ROUND_ID_BYTES);
    blob_ref_of(buffer_bytes(&certificate), &out->dkg);
    ceremony_clear(&ceremony);
    buffer_clear(&certificate);
}

static void sign_opening(struct ceremony_stage *s, struct entry *opening)
{
    opening->signatures = NULL;
    opening->signature_count = 0;
    made_sign(s->made, opening, MADE_FACILITATOR);
    made_sign(s->made, opening, MADE_CLERK_1);
}

static bool acknowledge(struct ceremony_stage *s, size_t i, const struct entry *opening)
{
    trustee_entry_clear(&s->out);
    return trustee_acknowledge(&s->views[i], &s->keys[i], opening, &s->out, &s->err);
}

static void three_make_a_key_and_open(void **state)
{
    (void)state;
    struct ceremony_stage s;
    struct entry opening;
    struct dkg_outcome outcome;
    struct scalar lambdas[2], x;
    struct point sum = POINT_IDENTITY;
    ceremony_set(&s);
    until_key(&s);
    assert_true(lagrange_at_zero((const uint64_t[]){1, 3}, 2, lambdas, NULL));
    make_opening(&s, &opening, &outcome);
    for (size_t i = 0; i < 2; i++) {
        scalar_multiply(&x, &lambdas[i], &own_round(&s, 2 * i)->x);
        point_multiply_base(&outcome.shares[0], &x);
        point_add(&sum, &sum, &outcome.shares[0]);
    }
    assert_true(point_equal(&sum, &outcome.key));
    make_opening(&s, &opening, &outcome);
    sign_opening(&s, &opening);
    publish(&s, &opening, bytes_of(NULL, 0));
    for (size_t i = 0; i < N; i++)
        s.views[i].state.phase = ROUND_FROZEN; /* it is not in the record before all have acknowledged it */
    struct round_state record = s.views[0].state;
    record.phase = ROUND_OPEN;
    for (size_t i = 0; i < N; i++) {
        struct entry entry;
        if (!acknowledge(&s, i, &opening))
            fail_msg("trustee %zu: %s", i + 1, s.err.detail);
        entry = s.out.entry;
        entry.minute = record.minute;
        assert_true(act_check_signers(&s.made->definition, &entry, false, NULL));
        assert_true(round_apply(&record, &entry, 2000, NULL));
    }
    assert_true(round_is_acknowledged(&record));
    ceremony_end(&s);
}

static void expect_refused(struct ceremony_stage *s, bool done, const char *words)
{
    if (done || !strstr(s->err.detail, words))
        fail_msg("%s instead of: %s", done ? "done" : s->err.detail, words);
    assert_int_equal(s->out.entry.signature_count, 0);
}

static void other_words_are_refused(void **state)
{
    (void)state;
    struct ceremony_stage s;
    char words[128], wrong[160];
    ceremony_set(&s);
    until_words(&s);
    words_text(&s, 0, words);
    expect_refused(&s, trustee_first(&s.views[0], &s.keys[0], &s.out, &s.err), "eight words");
    snprintf(wrong, sizeof wrong, "%s zoo", words);
    expect_refused(&s, trustee_confirm(&s.views[0], &s.keys[0], wrong, &s.err), "more than 8 words");
    *strrchr(words, ' ') = '\0';
    expect_refused(&s, trustee_confirm(&s.views[0], &s.keys[0], words, &s.err), "word 8 differs");
    snprintf(wrong, sizeof wrong, "abandon %s", strchr(words, ' ') + 1);
    expect_refused(&s, trustee_confirm(&s.views[0], &s.keys[0], wrong, &s.err), "word 1 differs");
    assert_false(own_round(&s, 0)->confirmed);
    ceremony_end(&s);
}

/* Who keeps the record puts something else in the trustee's place, with its signing key even. */
static void what_is_not_its_own_is_refused(void **state)
{
    (void)state;
    struct ceremony_stage s;
    ceremony_set(&s);
    all_do(&s, trustee_commit);
    s.views[0].state.commitments[0][0] ^= 1;
    expect_refused(&s, trustee_join(&s.views[0], &s.keys[0], &s.out, &s.err), "commitment in the record");
    s.views[0].state.commitments[0][0] ^= 1;
    trustee_entry_clear(&s.out);
    all_do(&s, trustee_join);
    confirm_all(&s);
    struct point kept = s.views[0].state.static_keys[0];
    s.views[0].state.static_keys[0] = s.made->voters[0].key;
    expect_refused(&s, trustee_first(&s.views[0], &s.keys[0], &s.out, &s.err), "static key in the record");
    s.views[0].state.static_keys[0] = kept;
    all_do(&s, trustee_first);
    struct blob_ref own = s.views[0].state.messages[0][0];
    s.views[0].state.messages[0][0] = s.views[0].state.messages[0][1];
    struct buffer evidence = {0};
    expect_refused(&s, trustee_second(&s.views[0], &s.keys[0], &s.out, &evidence, &s.err),
                   "first message in the record");
    s.views[0].state.messages[0][0] = own;
    assert_int_equal(evidence.len, 0);
    ceremony_end(&s);
}

/* A trustee that lost everything but its static secret: the messages give the share back. */
static void the_record_gives_the_share_back(void **state)
{
    (void)state;
    struct ceremony_stage s;
    ceremony_set(&s);
    until_key(&s);
    struct trustee_round *round = own_round(&s, 1);
    struct scalar x = round->x;
    round->x = SCALAR_ZERO;
    round->has_x = round->has_message = false;
    assert_true(trustee_keep(&s.views[1], &s.keys[1], NULL));
    assert_true(scalar_equal(&round->x, &x));
    ceremony_end(&s);
}

static void a_bad_share_is_proved_and_all_begin_anew(void **state)
{
    (void)state;
    struct ceremony_stage s;
    struct buffer evidence = {0};
    struct point before;
    ceremony_set(&s);
    until_words(&s);
    confirm_all(&s);
    for (size_t i = 0; i < N; i++) {
        assert_true(trustee_first(&s.views[i], &s.keys[i], &s.out, NULL));
        if (i == 1) { /* the share for trustee 3 */
            s.out.blob.data[s.out.blob.len - 1] ^= 1;
            blob_ref_of(buffer_bytes(&s.out.blob), &s.out.entry.message);
        }
        carry(&s);
    }
    before = s.views[2].state.static_keys[2];
    expect_refused(&s, trustee_second(&s.views[2], &s.keys[2], &s.out, &evidence, &s.err),
                   "trustee 2, Tia, sent a bad share");
    struct entry restart = {.type = ENTRY_DKG_RESTART,
                            .attempt = 2,
                            .has_blamed = true,
                            .blamed = 2,
                            .has_evidence = true,
                            .reason = "invalid-message"};
    memcpy(restart.round, s.made->definition.round, ROUND_ID_BYTES);
    blob_ref_of(buffer_bytes(&evidence), &restart.evidence);
    struct buffer name = {0};
    buffer_append_string(&name, "blobs/");
    hex_append(&name, bytes_of(restart.evidence.hash, HASH_BYTES));
    write_file(buffer_string(&name), buffer_bytes(&evidence));
    struct blob_source source = trustee_view_blobs(&s.views[0]);
    assert_true(ceremony_check_evidence(&s.views[0].state, &restart, &source, NULL));
    publish(&s, &restart, buffer_bytes(&evidence));
    until_key(&s);
    assert_false(point_equal(&before, &s.views[2].state.static_keys[2])); /* every secret is new */
    buffer_clear(&evidence);
    buffer_clear(&name);
    ceremony_end(&s);
}

static void a_wrong_opening_is_refused(void **state)
{
    (void)state;
    struct ceremony_stage s;
    struct entry good, wrong;
    struct dkg_outcome outcome;
    ceremony_set(&s);
    until_key(&s);
    make_opening(&s, &good, &outcome);
#define REFUSED(change, words)                                                                               \
    do {                                                                                                     \
        wrong = good;                                                                                        \
        wrong.change;                                                                                        \
        sign_opening(&s, &wrong);                                                                            \
        expect_refused(&s, acknowledge(&s, 0, &wrong), words);                                               \
    } while (0)
    REFUSED(definition.hash[0] ^= 1, "another definition");
    REFUSED(credentials.hash[0] ^= 1, "another credential list");
    REFUSED(key = s.made->voters[0].key, "not the one that the trustees made");
    REFUSED(dkg.hash[0] ^= 1, "certificate");
    REFUSED(round[0] ^= 1, "not an opening of this round");
    REFUSED(has_predecessor = true, "predecessor that the record has");
    struct point shares[N] = {outcome.shares[1], outcome.shares[0], outcome.shares[2]};
    REFUSED(shares = shares, "not that of the trustee");
#undef REFUSED
    wrong = good;
    made_sign(s.made, &wrong, MADE_FACILITATOR); /* no clerk */
    expect_refused(&s, acknowledge(&s, 0, &wrong), "is signed by");
    assert_false(own_round(&s, 0)->has_eid);
    scalar_add(&own_round(&s, 0)->x, &own_round(&s, 0)->x, &SCALAR_ONE); /* a damaged file */
    sign_opening(&s, &good);
    expect_refused(&s, acknowledge(&s, 0, &good), "does not have the share");
    ceremony_end(&s);
}

static void one_key_acknowledges_one_election(void **state)
{
    (void)state;
    struct ceremony_stage s;
    struct entry opening;
    struct dkg_outcome outcome;
    ceremony_set(&s);
    until_key(&s);
    make_opening(&s, &opening, &outcome);
    sign_opening(&s, &opening);
    assert_true(acknowledge(&s, 0, &opening));
    assert_true(acknowledge(&s, 0, &opening)); /* the same again */
    own_round(&s, 0)->eid[0] ^= 1;
    trustee_entry_clear(&s.out);
    expect_refused(&s, acknowledge(&s, 0, &opening), "acknowledged another opening");
    /* another key may, of another attempt: of this one nothing is left */
    for (size_t i = 0; i < N; i++) {
        struct entry restart = {.type = ENTRY_DKG_RESTART, .attempt = 2, .reason = "other"};
        memcpy(restart.round, s.made->definition.round, ROUND_ID_BYTES);
        restart.minute = s.views[i].state.minute;
        assert_true(round_apply(&s.views[i].state, &restart, 3000, NULL));
    }
    struct trustee_round before = *own_round(&s, 0);
    expect_refused(&s, acknowledge(&s, 0, &opening), "another attempt");
    assert_true(trustee_commit(&s.views[0], &s.keys[0], &s.out, &s.err));
    assert_true(scalar_is_zero(&own_round(&s, 0)->x) && !own_round(&s, 0)->has_x &&
                !own_round(&s, 0)->has_eid);
    assert_false(scalar_equal(&own_round(&s, 0)->d, &before.d));
    ceremony_end(&s);
}

static int make_folder(void **state)
{
    (void)state;
    return sodium_init() < 0 || !mkdtemp(folder) ? -1 : 0;
}

static int remove_folder(void **state)
{
    (void)state;
    nftw(folder, delete_one, 8, FTW_DEPTH | FTW_PHYS);
    return remove(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mixes_what_is_to_be_mixed),
        cmocka_unit_test(opens_what_is_mixed),
        cmocka_unit_test(says_what_comes_next),
        cmocka_unit_test(another_key_has_nothing_to_do),
        cmocka_unit_test(refuses_a_record_that_does_not_verify),
        cmocka_unit_test(refuses_ballots_that_were_copied),
        cmocka_unit_test(refuses_a_record_from_which_something_was_dropped),
        cmocka_unit_test(refuses_an_annulled_round),
        cmocka_unit_test(refuses_before_the_time_for_objections_is_over),
        cmocka_unit_test(waits_for_the_witnesses),
        cmocka_unit_test(refuses_withheld_and_empty_pools),
        cmocka_unit_test(refuses_mixes_of_another_input),
        cmocka_unit_test(refuses_points_from_outside),
        cmocka_unit_test(refuses_fewer_mixers_than_the_threshold),
        cmocka_unit_test(refuses_a_second_input_and_a_second_mix),
        cmocka_unit_test(refuses_an_election_that_it_did_not_acknowledge),
        cmocka_unit_test(refuses_before_the_sealing_and_after_the_count),
        cmocka_unit_test(refuses_a_record_of_another_log),
        cmocka_unit_test(refuses_to_open_an_abandoned_chain),
        cmocka_unit_test(the_self_test_opens_no_contest),
        cmocka_unit_test(forgets_in_its_time),
        cmocka_unit_test(three_make_a_key_and_open),
        cmocka_unit_test(other_words_are_refused),
        cmocka_unit_test(what_is_not_its_own_is_refused),
        cmocka_unit_test(the_record_gives_the_share_back),
        cmocka_unit_test(a_bad_share_is_proved_and_all_begin_anew),
        cmocka_unit_test(a_wrong_opening_is_refused),
        cmocka_unit_test(one_key_acknowledges_one_election),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
