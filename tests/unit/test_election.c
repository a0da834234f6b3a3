/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sodium.h>
#include <string.h>

#include "base/read.h"
#include "client/election.h"
#include "client/receipt.h"
#include "make_bundle.h"

/* What the server would answer about a made election. */
static json_t *form_of(struct made *made)
{
    struct made_file *definition = made_file_find(made, "definition.json");
    struct reader reader = reader_of(buffer_bytes(&made->entries));
    struct buffer key = {0};
    json_t *acknowledgements = json_array();
    json_t *form = json_pack("{s:s, s:s%, s:o, s:o}", "state", "open", "definition", definition->content.data,
                             definition->content.len, "acknowledgements", acknowledgements, "eid",
                             json_of_bytes(bytes_of(made->eid, HASH_BYTES)));
    note_key_append(&made->log.key, &key);
    json_object_set_new(form, "log_key", json_string(buffer_string(&key)));
    for (uint64_t index = made->first; !read_done(&reader); index++) {
        uint16_t len;
        struct bytes bytes = {0};
        struct arena arena = {0};
        struct entry entry;
        assert_true(read_u16(&reader, &len) && read_bytes(&reader, len, &bytes));
        if (entry_parse(bytes, &arena, &entry, NULL) && entry.type == ENTRY_OPENING) {
            json_object_set_new(form, "opening", json_stringn((const char *)bytes.data, bytes.len));
            json_object_set_new(form, "opening_index", json_integer((json_int_t)index));
        } else if (entry.type == ENTRY_ACKNOWLEDGEMENT)
            json_array_append_new(acknowledgements, json_stringn((const char *)bytes.data, bytes.len));
        arena_clear(&arena);
    }
    buffer_clear(&key);
    return form;
}

/* An election with these hooks, and what is made of its form by `change` (may be NULL). */
static void expect(const struct made_hooks *hooks, void (*change)(struct made *made, json_t *form),
                   const char *part)
{
    struct made made = {0};
    struct election election;
    struct error err = {.detail = "accepted"};
    if (hooks)
        made.hooks = *hooks;
    made_run(&made);
    json_t *form = form_of(&made);
    if (change)
        change(&made, form);
    bool ok = election_read(form, made.definition.round, &made.log.key, &election, &err);
    if (part && (ok || !strstr(err.detail, part)))
        fail_msg("expected an error with '%s': %s", part, err.detail);
    if (!part && !ok)
        fail_msg("refused: %s", err.detail);
    if (ok) {
        assert_memory_equal(election.eid, made.eid, HASH_BYTES);
        assert_true(point_equal(&election.opening.key, &made.y));
        assert_true(election.is_open);
        election_clear(&election);
    }
    json_decref(form);
    made_clear(&made);
}

static void a_good_form_is_read(void **state)
{
    (void)state;
    expect(NULL, NULL, NULL);
}

/* ---- the server lies ---- */

static void change_definition(struct made *made, json_t *form)
{
    char *text = duplicate_string(json_string_value(json_object_get(form, "definition")));
    (void)made;
    char *at = strstr(text, "\"cost\":");
    assert_non_null(at);
    at[7] = at[7] == '9' ? '8' : (char)(at[7] + 1);
    json_object_set_new(form, "definition", json_string(text));
    free(text);
}

static void change_eid(struct made *made, json_t *form)
{
    uint8_t other[HASH_BYTES];
    memcpy(other, made->eid, sizeof other);
    other[31] ^= 1;
    json_object_set_new(form, "eid", json_of_bytes(bytes_of(other, sizeof other)));
}

static void change_log_key(struct made *made, json_t *form)
{
    struct note_signer other;
    struct buffer key = {0};
    uint8_t seed[crypto_sign_SEEDBYTES] = {1};
    assert_true(note_signer_init(&other, made->log.key.name, NOTE_ED25519, seed, NULL));
    note_key_append(&other.key, &key);
    json_object_set_new(form, "log_key", json_string(buffer_string(&key)));
    buffer_clear(&key);
}

static void drop_acknowledgements(struct made *made, json_t *form)
{
    (void)made;
    json_array_clear(json_object_get(form, "acknowledgements"));
}

static void show_opening_as_acknowledgement(struct made *made, json_t *form)
{
    (void)made;
    json_array_set(json_object_get(form, "acknowledgements"), 0, json_object_get(form, "opening"));
}

static void close_round(struct made *made, json_t *form)
{
    struct election election;
    json_object_set_new(form, "state", json_string("closed"));
    assert_true(election_read(form, made->definition.round, NULL, &election, NULL));
    assert_false(election.is_open);
    election_clear(&election);
    json_object_set_new(form, "state", json_string("open"));
}

static void ask_for_another_round(struct made *made, json_t *form)
{
    (void)form;
    made->definition.round[0] ^= 1;
}

static void what_the_server_changes_is_noticed(void **state)
{
    (void)state;
    expect(NULL, change_definition, "not the one that was opened");
    expect(NULL, change_eid, "the eid is not that of the opening");
    expect(NULL, change_log_key, "not the one that was given");
    expect(NULL, drop_acknowledgements, "0 of 1 trustees");
    expect(NULL, show_opening_as_acknowledgement, "acknowledgement 1");
    expect(NULL, ask_for_another_round, "not one of this round");
    expect(NULL, close_round, NULL);
}

static void every_member_is_needed(void **state)
{
    static const char *const members[] = {"definition", "opening",          "log_key",      "eid",
                                          "state",      "acknowledgements", "opening_index"};
    (void)state;
    struct made made = {0};
    struct election election;
    made_run(&made);
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        json_t *form = form_of(&made);
        json_object_del(form, members[i]);
        assert_false(election_read(form, made.definition.round, NULL, &election, NULL));
        json_object_set_new(form, members[i], json_true());
        assert_false(election_read(form, made.definition.round, NULL, &election, NULL));
        json_decref(form);
    }
    made_clear(&made);
}

/* ---- somebody who has every key lies ---- */

static void another_key(struct made *made, struct entry *entry)
{
    (void)made;
    if (entry->type == ENTRY_OPENING)
        point_add(&entry->key, &entry->key, &entry->key);
}

static void drop_signature(struct made *made, struct entry *entry)
{
    (void)made;
    if (entry->type == ENTRY_OPENING)
        entry->signature_count--;
}

static void drop_acknowledging_signature(struct made *made, struct entry *entry)
{
    (void)made;
    if (entry->type == ENTRY_ACKNOWLEDGEMENT)
        entry->signature_count = 0;
}

static void false_possession(struct made *made, struct entry *entry)
{
    (void)made;
    if (entry->type == ENTRY_ACKNOWLEDGEMENT)
        scalar_add(&entry->possession.z, &entry->possession.z, &entry->possession.z);
}

static void other_checkpoint(struct made *made, struct entry *entry)
{
    (void)made;
    if (entry->type == ENTRY_ACKNOWLEDGEMENT)
        entry->root[0] ^= 1;
}

static void other_eid(struct made *made, struct entry *entry)
{
    (void)made;
    if (entry->type == ENTRY_ACKNOWLEDGEMENT)
        entry->eid[0] ^= 1;
}

static void other_origin(struct made *made, struct definition *definition)
{
    (void)made;
    definition->origin = "elsewhere.example/log";
}

static void what_is_signed_is_checked_all_the_same(void **state)
{
    (void)state;
    expect(&(struct made_hooks){.entry = another_key}, NULL, "not the one that the trustees' shares make");
    expect(&(struct made_hooks){.signed_entry = drop_signature}, NULL, "");
    expect(&(struct made_hooks){.signed_entry = drop_acknowledging_signature}, NULL, "acknowledgement 1");
    expect(&(struct made_hooks){.entry = false_possession}, NULL, "did not prove to hold");
    expect(&(struct made_hooks){.entry = other_checkpoint}, NULL, "did not prove to hold");
    expect(&(struct made_hooks){.entry = other_eid}, NULL, "acknowledgement 1");
    expect(&(struct made_hooks){.definition = other_origin}, NULL, "the definition is for the log");
}

/* ---- receipts ---- */

static struct bytes ballot_of(struct made *made, size_t number, struct arena *arena)
{
    struct entry entry;
    assert_true(entry_parse(buffer_bytes(&made->ballot_bytes[number]), arena, &entry, NULL));
    assert_int_equal(entry.type, ENTRY_BALLOT);
    return entry.ballot.bytes;
}

static bool check(struct made *made, struct bytes text, struct bytes ballot, struct receipt *out)
{
    return receipt_check(text, &made->log.key, made->eid, ballot, out, NULL);
}

static void a_receipt_is_for_one_ballot_of_one_election(void **state)
{
    (void)state;
    struct made made = {0};
    struct arena arena = {0};
    struct buffer text = {0};
    struct receipt receipt;
    struct note_signer other;
    uint8_t seed[crypto_sign_SEEDBYTES] = {1};
    made_run(&made);
    struct bytes ballot = ballot_of(&made, 0, &arena);
    made_receipt(&made, made.places[0], buffer_bytes(&made.ballot_bytes[0]), &text);
    assert_true(check(&made, buffer_bytes(&text), ballot, &receipt));
    assert_int_equal(receipt.index, made.places[0]);
    assert_int_equal(receipt.checkpoint.size, made.tree.size);

    assert_false(check(&made, buffer_bytes(&text), ballot_of(&made, 1, &arena), &receipt));
    made.eid[0] ^= 1;
    assert_false(check(&made, buffer_bytes(&text), ballot, &receipt));
    made.eid[0] ^= 1;
    assert_true(note_signer_init(&other, made.log.key.name, NOTE_ED25519, seed, NULL));
    assert_false(receipt_check(buffer_bytes(&text), &other.key, made.eid, ballot, &receipt, NULL));

    for (size_t len = 0; len < text.len; len++)
        assert_false(check(&made, bytes_of(text.data, len), ballot, &receipt));
    for (size_t at = 0; at < text.len; at++) {
        text.data[at] ^= 1;
        if (check(&made, buffer_bytes(&text), ballot, &receipt))
            fail_msg("byte %zu of the receipt does not matter", at);
        text.data[at] ^= 1;
    }
    buffer_clear(&text);
    arena_clear(&arena);
    made_clear(&made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_good_form_is_read),
        cmocka_unit_test(what_the_server_changes_is_noticed),
        cmocka_unit_test(every_member_is_needed),
        cmocka_unit_test(what_is_signed_is_checked_all_the_same),
        cmocka_unit_test(a_receipt_is_for_one_ballot_of_one_election),
    };
    if (sodium_init() < 0)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
