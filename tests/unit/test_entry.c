/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "round_fixture.h"

static unsigned signer_of(const char *name)
{
    for (unsigned i = 0; i < SIGNERS; i++)
        if (strcmp(signer_names[i], name) == 0)
            return i;
    fail_msg("no signer %s", name);
    return 0;
}

/* What is handed in is the entry but for its minute. */
static void check_submission(const struct entry *entry, struct bytes text)
{
    struct buffer out = {0};
    json_t *whole = json_loadb((const char *)text.data, text.len, 0, NULL);
    assert_true(entry_write_submission(entry, &out, NULL));
    json_t *submission = json_loadb((const char *)out.data, out.len, 0, NULL);
    assert_int_equal(json_object_del(whole, "minute"), 0);
    assert_true(json_equal(whole, submission));
    json_decref(whole);
    json_decref(submission);
    buffer_clear(&out);
}

static void acts_are_as_published(void **state)
{
    struct fixture *f = *state;
    size_t i, k;
    json_t *one, *name;
    json_array_foreach(json_object_get(f->document, "acts"), i, one)
    {
        struct bytes act = bytes_of_string(vector_text(one, "act"));
        struct bytes text = bytes_of_string(vector_text(one, "entry"));
        struct entry entry, back;
        struct buffer out = {0};
        struct error err = {0};
        uint8_t digest[HASH_BYTES], expected[HASH_BYTES];
        act_digest(f->definition.origin, act, digest);
        vector_hex(one, "digest", expected, sizeof expected);
        assert_memory_equal(digest, expected, sizeof digest);
        if (!act_parse(act, &f->arena, &entry, &err))
            fail_msg("%s", err.detail);
        assert_string_equal(entry_type_name(entry.type), vector_text(one, "type"));
        entry.minute = 29499000;
        json_array_foreach(json_object_get(one, "signers"), k, name)
            fixture_sign(f, &entry, signer_of(json_string_value(name)));
        assert_true(act_check_signers(&f->definition, &entry, true, &err));
        assert_true(entry_write(&entry, &out, &err));
        assert_true(bytes_equal(buffer_bytes(&out), text));
        assert_true(entry_parse(text, &f->arena, &back, &err));
        out.len = 0;
        assert_true(act_write(&back, &out, &err));
        assert_true(bytes_equal(buffer_bytes(&out), act));
        check_submission(&back, text);
        if (entry.type == ENTRY_OPENING) {
            uint8_t eid[HASH_BYTES];
            assert_true(act_eid(f->definition.origin, &back, eid, &err));
            assert_memory_equal(eid, f->eid, sizeof eid);
        }
        buffer_clear(&out);
    }
    assert_int_equal(i, 7);
}

/* One good entry of each type, every optional member in it. */
static struct entry sample(struct fixture *f, enum entry_type type)
{
    static const char *const from[] = {"b1", "b2"};
    static const struct contest_totals totals[] = {{"parks", 3, 1, 1, 1, 0}, {"streets-2026", 2, 1, 0, 1, 1}};
    static const uint8_t mixes[2][HASH_BYTES] = {{1}, {2}};
    struct entry entry = fixture_entry(f, type, 29500000);
    entry.has_assembly = entry.has_reason = entry.has_blamed = entry.has_evidence = entry.has_dkg = true;
    entry.has_predecessor = entry.has_successor = entry.has_voided = true;
    entry.previous = bytes_of_string("a\nnote\n");
    entry.act = "role-given";
    entry.assembly = "north";
    entry.role = "clerk";
    entry.reason = "other";
    entry.incident = "outage";
    entry.what = "marks";
    entry.batch = "b1";
    entry.into = "b3";
    entry.contest = "parks";
    entry.site = "hall";
    entry.box = "1";
    entry.source = "dice";
    entry.value = "1 2 3";
    char serial[SERIAL_TEXT_BYTES + 1];
    serial_text(serial_of(&f->election_key), serial);
    entry.voided = arena_string(&f->arena, serial);
    entry.from_count = 2;
    entry.from = (const char **)(uintptr_t)from;
    struct blob_ref ref = {{7}, 32};
    entry.definition = entry.list = entry.message = entry.evidence = entry.credentials = entry.dkg = ref;
    entry.papers = entry.totals = entry.mix = entry.share = entry.result = ref;
    entry.total = entry.attempt = entry.trustee = entry.step = entry.blamed = entry.size = 1;
    entry.close = entry.position = entry.chain = entry.abandoned = entry.done = 1;
    entry.issued = entry.spoiled = entry.valid = entry.blank = entry.invalid = 5;
    entry.static_key = entry.credential = entry.key = f->election_key;
    entry.share_count = 1;
    entry.shares = &f->election_key;
    entry.possession.t = f->election_key;
    entry.contest_count = 2;
    entry.contests = totals;
    entry.mix_count = 2;
    entry.mixes = mixes;
    if (type == ENTRY_BALLOT) {
        json_t *document = vector_load("ballot");
        const char *text = arena_string(&f->arena, vector_text(document, "ballot"));
        assert_true(ballot_parse(bytes_of_string(text), &f->arena, &entry.ballot, NULL));
        json_decref(document);
    }
    return entry;
}

static void every_type_is_written_and_read(void **state)
{
    struct fixture *f = *state;
    for (unsigned type = 0; type < ENTRY_TYPES; type++) {
        struct entry entry = sample(f, (enum entry_type)type), back;
        struct buffer first = {0}, second = {0};
        struct error err = {0};
        if (!entry_write(&entry, &first, &err) || !entry_parse(buffer_bytes(&first), &f->arena, &back, &err))
            fail_msg("%s: %s", entry_type_name(entry.type), err.detail);
        assert_int_equal(back.type, type);
        assert_int_equal(back.minute, entry.minute);
        assert_true(entry_write(&back, &second, &err));
        assert_true(bytes_equal(buffer_bytes(&first), buffer_bytes(&second)));
        /* the types of the record are the same JSON for everybody */
        json_t *json = json_read(buffer_bytes(&first), ENTRY_BYTES_MAX, &err);
        assert_non_null(json);
        assert_string_equal(json_string_value(json_object_get(json, "type")), entry_type_name(type));
        json_decref(json);
        buffer_clear(&first);
        buffer_clear(&second);
    }
}

static void a_piece_is_no_entry(void **state)
{
    struct fixture *f = *state;
    for (unsigned type = 0; type < ENTRY_TYPES; type++) {
        struct entry entry = sample(f, (enum entry_type)type), back;
        struct buffer text = {0};
        assert_true(entry_write(&entry, &text, NULL));
        for (size_t len = 0; len < text.len; len++) {
            struct buffer piece = {0};
            struct arena arena = {0};
            buffer_append(&piece, text.data, len);
            assert_false(entry_parse(buffer_bytes(&piece), &arena, &back, NULL));
            buffer_clear(&piece);
            arena_clear(&arena);
        }
        buffer_append_u8(&text, '\n');
        assert_false(entry_parse(buffer_bytes(&text), &f->arena, &back, NULL));
        buffer_clear(&text);
    }
}

static void a_flipped_bit_is_refused_or_another_value(void **state)
{
    struct fixture *f = *state;
    for (unsigned type = 0; type < ENTRY_TYPES; type++) {
        struct entry entry = sample(f, (enum entry_type)type), back;
        struct buffer text = {0}, again = {0};
        assert_true(entry_write(&entry, &text, NULL));
        for (size_t bit = type; bit < 8 * text.len; bit += 7) {
            struct arena arena = {0};
            text.data[bit / 8] ^= (uint8_t)(1 << bit % 8);
            again.len = 0;
            if (entry_parse(buffer_bytes(&text), &arena, &back, NULL)) {
                assert_true(entry_write(&back, &again, NULL));
                assert_true(bytes_equal(buffer_bytes(&text), buffer_bytes(&again)));
            }
            text.data[bit / 8] ^= (uint8_t)(1 << bit % 8);
            arena_clear(&arena);
        }
        buffer_clear(&text);
        buffer_clear(&again);
    }
}

/* Every member of every type: gone, of another JSON type, and a stranger beside them. */
static void members_are_exact(void **state)
{
    struct fixture *f = *state;
    static const char *const optional[] = {"assembly", "reason", "blamed",      "evidence",
                                           "dkg",      "voided", "predecessor", "successor"};
    for (unsigned type = 0; type < ENTRY_TYPES; type++) {
        struct entry entry = sample(f, (enum entry_type)type), back;
        struct buffer text = {0};
        struct error err;
        assert_true(entry_write(&entry, &text, NULL));
        json_t *json = json_read(buffer_bytes(&text), ENTRY_BYTES_MAX, NULL);
        json_t *original = json_deep_copy(json), *value;
        const char *name;
        json_object_foreach(original, name, value)
        {
            bool may_go = false;
            for (size_t i = 0; i < sizeof optional / sizeof *optional; i++)
                may_go |= strcmp(name, optional[i]) == 0;
            if (!may_go) {
                json_object_del(json, name);
                text.len = 0;
                assert_true(json_write(json, &text, NULL));
                if (entry_parse(buffer_bytes(&text), &f->arena, &back, &err))
                    fail_msg("%s without %s was read", entry_type_name(type), name);
            }
            json_object_set_new(json, name, json_is_object(value) ? json_array() : json_object());
            text.len = 0;
            assert_true(json_write(json, &text, NULL));
            if (entry_parse(buffer_bytes(&text), &f->arena, &back, &err))
                fail_msg("%s with an odd %s was read", entry_type_name(type), name);
            json_object_set(json, name, value);
        }
        json_decref(original);
        json_object_set_new(json, "zebra", json_integer(1));
        text.len = 0;
        assert_true(json_write(json, &text, NULL));
        assert_false(entry_parse(buffer_bytes(&text), &f->arena, &back, &err));
        json_decref(json);
        buffer_clear(&text);
    }
}

static void values_that_no_entry_has_are_not_written(void **state)
{
    struct fixture *f = *state;
    struct buffer out = {0};
    struct error err;
    struct entry entry;
#define REFUSED(type, change)                                                                                \
    entry = sample(f, type);                                                                                 \
    entry.change;                                                                                            \
    assert_false(entry_write(&entry, &out, &err));                                                           \
    assert_int_equal(err.class, ERROR_INPUT)
    REFUSED(ENTRY_VOID, reason = "on a whim");
    REFUSED(ENTRY_VOID, reason = NULL);
    REFUSED(ENTRY_VOID, credential = POINT_IDENTITY);
    REFUSED(ENTRY_MIX, trustee = 16);
    REFUSED(ENTRY_MIX, trustee = 0);
    REFUSED(ENTRY_MIX, contest = "Parks");
    REFUSED(ENTRY_MIX, minute = UINT64_MAX);
    REFUSED(ENTRY_DKG_MESSAGE, step = 3);
    REFUSED(ENTRY_ISSUE, voided = "0000-00001");
    REFUSED(ENTRY_OPENING, share_count = 0);
    REFUSED(ENTRY_DRAW_SOURCE, value = "1\n2");
    REFUSED(ENTRY_DRAW_SOURCE, value = "");
    REFUSED(ENTRY_LOG_START, previous = (struct bytes){0});
    REFUSED(ENTRY_DEFINITION, definition.size = DEFINITION_BYTES_MAX + 1);
    REFUSED(ENTRY_COUNTED, result.size = UINT64_MAX);
    REFUSED(ENTRY_BALLOT, minute = UINT64_MAX);
    static const char *const doubled[] = {"b1", "b1"};
    REFUSED(ENTRY_BATCH_MERGE, from = (const char **)(uintptr_t)doubled);
#undef REFUSED
    assert_int_equal(out.len, 0);
    struct blob_ref refs[ENTRY_REFS_MAX];
    entry = sample(f, ENTRY_OPENING);
    assert_int_equal(entry_refs(&entry, refs), 3);
    entry.has_dkg = false;
    assert_int_equal(entry_refs(&entry, refs), 2);
    entry = sample(f, ENTRY_NOTE);
    assert_int_equal(entry_refs(&entry, refs), 0);
    buffer_clear(&out);
}

/* Ballots are read without a JSON tree: what is around them is as strict. */
static void a_ballot_entry_has_one_form(void **state)
{
    struct fixture *f = *state;
    struct entry entry = sample(f, ENTRY_BALLOT), back;
    struct buffer text = {0};
    assert_true(entry_write(&entry, &text, NULL));
    static const char *const changes[][2] = {
        {"\"minute\":29500000", "\"minute\":4294967296"}, {"\"minute\":29500000", "\"minute\":029500000"},
        {"\"minute\":29500000", "\"minute\":"},           {"\"minute\":29500000", "\"minute\": 29500000"},
        {",\"type\":\"ballot\"}", ",\"type\":\"void\"}"}, {",\"type\":\"ballot\"}", ",\"type\":\"ballot\"} "},
        {",\"type\"", ",\"signatures\":[],\"type\""},     {",\"eid\":\"", ",\"eid\":\"="},
    };
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        struct buffer wrong = {0};
        struct error err;
        const char *start = buffer_string(&text), *at = strstr(start, changes[i][0]);
        buffer_append(&wrong, start, (size_t)(at - start));
        buffer_append_string(&wrong, changes[i][1]);
        buffer_append_string(&wrong, at + strlen(changes[i][0]));
        assert_false(entry_parse(buffer_bytes(&wrong), &f->arena, &back, &err));
        assert_string_equal(err.type, "bad-json");
        buffer_clear(&wrong);
    }
    assert_false(act_parse(buffer_bytes(&text), &f->arena, &back, NULL)); /* no act of a person */
    buffer_clear(&text);
}

static bool passes(struct fixture *f, struct entry entry, bool has_ballot, size_t count,
                   const unsigned *signers)
{
    for (size_t i = 0; i < count; i++)
        fixture_sign(f, &entry, signers[i]);
    struct error err;
    bool ok = act_check_signers(&f->definition, &entry, has_ballot, &err);
    if (!ok)
        assert_string_equal(err.type, "bad-signature");
    return ok;
}
#define PASSES(type, has_ballot, ...)                                                                        \
    passes(f, sample(f, type), has_ballot, sizeof((unsigned[]){99, __VA_ARGS__}) / sizeof(unsigned) - 1,     \
           (unsigned[]){99, __VA_ARGS__} + 1)
#define UNSIGNED(type) passes(f, sample(f, type), false, 0, NULL)

static void the_right_people_must_sign(void **state)
{
    struct fixture *f = *state;
    const unsigned a = SIGNER_CLERK_1, b = SIGNER_CLERK_2, r = SIGNER_REGISTRAR, o = SIGNER_FACILITATOR,
                   t = SIGNER_TRUSTEE;
    assert_true(UNSIGNED(ENTRY_DRAFT));
    assert_false(PASSES(ENTRY_DRAFT, false, a)); /* nobody is asked */
    assert_true(PASSES(ENTRY_BATCH_MERGE, false, r));
    assert_false(PASSES(ENTRY_BATCH_MERGE, false, a));
    assert_true(PASSES(ENTRY_CREDENTIAL_LIST, false, a, r));
    assert_false(PASSES(ENTRY_CREDENTIAL_LIST, false, a, b));
    assert_false(PASSES(ENTRY_CREDENTIAL_LIST, false, r));
    assert_false(PASSES(ENTRY_CREDENTIAL_LIST, false, a, r, o)); /* one who is not asked */
    assert_true(PASSES(ENTRY_ADDITION, false, b, r));
    assert_true(PASSES(ENTRY_OPENING, false, o, b));
    assert_false(PASSES(ENTRY_OPENING, false, r, b));
    assert_true(PASSES(ENTRY_ACKNOWLEDGEMENT, false, t));
    assert_false(UNSIGNED(ENTRY_ACKNOWLEDGEMENT));
    assert_false(PASSES(ENTRY_MIX, false, a));
    assert_true(PASSES(ENTRY_VOID, false, a));
    assert_true(PASSES(ENTRY_VOID, false, a, b)); /* more than asked */
    assert_false(PASSES(ENTRY_VOID, true, a));
    assert_true(PASSES(ENTRY_VOID, true, b, a));
    assert_false(PASSES(ENTRY_BATCH_VOID, true, a));
    assert_false(UNSIGNED(ENTRY_BATCH_VOID));
    assert_true(PASSES(ENTRY_EXTENSION, false, b, a));
    assert_false(PASSES(ENTRY_EXTENSION, false, b));
    assert_false(UNSIGNED(ENTRY_VOTING_CLOSED)); /* "other" is early */
    struct entry closed = sample(f, ENTRY_VOTING_CLOSED);
    closed.reason = "on-time";
    assert_true(passes(f, closed, false, 0, NULL));
    assert_false(UNSIGNED(ENTRY_DRAW_SOURCE));
    struct entry beacon = sample(f, ENTRY_DRAW_SOURCE);
    beacon.source = "drand";
    assert_true(passes(f, beacon, false, 0, NULL));
    assert_false(PASSES(ENTRY_CERTIFIED, false, a));
    assert_true(PASSES(ENTRY_CERTIFIED, false, a, b));
    f->definition.clerks_required = 1;
    assert_true(PASSES(ENTRY_CERTIFIED, false, a));
    f->definition.act_signers = 1;
    assert_true(PASSES(ENTRY_EXTENSION, false, b));
    assert_true(PASSES(ENTRY_VOID, true, a));
    struct entry mix = sample(f, ENTRY_MIX);
    struct act_needs needs;
    struct error err;
    mix.trustee = 2;
    assert_false(act_needs_of(&f->definition, &mix, false, &needs, &err));
    assert_string_equal(err.type, "bad-field");
}

static void one_person_may_have_two_roles(void **state)
{
    struct fixture *f = *state;
    f->definition.registrars.list[0].key = f->public[SIGNER_CLERK_1];
    assert_true(PASSES(ENTRY_CREDENTIAL_LIST, false, SIGNER_CLERK_1));
    assert_false(PASSES(ENTRY_CREDENTIAL_LIST, false, SIGNER_CLERK_2));
    assert_false(PASSES(ENTRY_SEALING, false, SIGNER_CLERK_1)); /* two of one role are two people */
}

static void signatures_are_over_the_act_and_the_log(void **state)
{
    struct fixture *f = *state;
    struct entry entry = sample(f, ENTRY_VOID);
    struct error err;
    fixture_sign(f, &entry, SIGNER_CLERK_1);
    entry.minute += 1; /* not part of the act */
    assert_true(act_check_signers(&f->definition, &entry, false, &err));
    struct entry_signature again = entry.signatures[0];
    assert_false(act_add_signature(&entry, f->definition.origin, &again, &f->arena, &err));
    assert_string_equal(err.type, "bad-signature");
    struct entry other = entry;
    other.reason = "lost";
    assert_false(act_check_signers(&f->definition, &other, false, &err));
    assert_string_equal(err.type, "bad-signature");
    other = entry;
    other.eid[31] ^= 1;
    assert_false(act_check_signers(&f->definition, &other, false, &err));
    again.signature.bytes[5] ^= 1;
    other = entry;
    other.signature_count = 0;
    assert_false(act_add_signature(&other, f->definition.origin, &again, &f->arena, &err));
    f->definition.origin = "other.example.org/log";
    assert_false(act_check_signers(&f->definition, &entry, false, &err));
    /* in the record they ascend */
    struct buffer text = {0};
    entry = sample(f, ENTRY_SEALING);
    fixture_sign(f, &entry, SIGNER_CLERK_2);
    fixture_sign(f, &entry, SIGNER_CLERK_1);
    assert_true(entry_write(&entry, &text, &err));
    struct entry_signature swapped[] = {entry.signatures[1], entry.signatures[0]};
    entry.signatures = swapped;
    assert_false(entry_write(&entry, &text, &err));
    buffer_clear(&text);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(acts_are_as_published, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(every_type_is_written_and_read, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(a_piece_is_no_entry, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(a_flipped_bit_is_refused_or_another_value, fixture_setup,
                                        fixture_teardown),
        cmocka_unit_test_setup_teardown(members_are_exact, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(values_that_no_entry_has_are_not_written, fixture_setup,
                                        fixture_teardown),
        cmocka_unit_test_setup_teardown(a_ballot_entry_has_one_form, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(the_right_people_must_sign, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(one_person_may_have_two_roles, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(signatures_are_over_the_act_and_the_log, fixture_setup,
                                        fixture_teardown),
    };
    if (sodium_init() < 0)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
