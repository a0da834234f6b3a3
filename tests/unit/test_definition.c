/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>

#include "ballot/definition.h"
#include "vector.h"

struct fixture {
    json_t *document;
    struct arena arena;
    struct bytes text;
    struct definition definition;
};

static int setup(void **state)
{
    struct fixture *f = allocate(1, sizeof *f);
    struct error err = {0};
    f->document = vector_load("definition");
    f->text = bytes_of_string(vector_text(f->document, "definition"));
    if (!definition_parse(f->text, &f->arena, &f->definition, &err))
        fail_msg("%s", err.detail);
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;
    arena_clear(&f->arena);
    json_decref(f->document);
    free(f);
    return 0;
}

static void the_vector_is_read(void **state)
{
    struct fixture *f = *state;
    const struct definition *d = &f->definition;
    struct blob_ref ref;
    uint8_t hash[HASH_BYTES];
    blob_ref_of(f->text, &ref);
    vector_hex(f->document, "hash", hash, sizeof hash);
    assert_memory_equal(ref.hash, hash, sizeof hash);
    assert_true(blob_ref_check(&ref, f->text, NULL));
    assert_false(blob_ref_check(&ref, bytes_of(f->text.data, f->text.len - 1), NULL));
    for (size_t c = 0; c < d->contest_count; c++)
        assert_int_equal(
            d->contests[c].width,
            json_integer_value(json_object_get(json_object_get(f->document, "widths"), d->contests[c].id)));
    assert_string_equal(d->origin, "vote.example.org/log");
    assert_string_equal(d->languages[1], "pt_br");
    assert_string_equal(d->witness_policy,
                        "witness w1 example.org/w1+11aa22bb+BA== https://w.example\nquorum none\n");
    assert_int_equal(d->schedule.grace, 5);
    assert_int_equal(d->pages.asset_count, 2);
    assert_true(d->texts[1].present);
    assert_false(d->contests[0].options[0].texts[1].present);
    assert_true(rule_is_drawn(&d->contests[0].rule));
    assert_false(rule_is_drawn(&d->contests[1].rule));
    assert_true(d->contests[1].withhold);
    assert_true(contest_is_withheld(&(struct contest){.withhold = true, .pool_min = 3}, 2));
    assert_false(contest_is_withheld(&(struct contest){.withhold = true, .pool_min = 3}, 3));
    assert_false(contest_is_withheld(&(struct contest){.withhold = true, .pool_min = 3}, 0));
    assert_false(contest_is_withheld(&(struct contest){.pool_min = 3}, 2));
}

static void districts_have_their_layout(void **state)
{
    struct fixture *f = *state;
    const struct definition *d = &f->definition;
    const struct district *east = definition_district(d, "east"), *west = definition_district(d, "west");
    assert_int_equal(east->ciphertext_count, 3);
    assert_int_equal(west->ciphertext_count, 2);
    assert_true(bytes_equal(east->layout[1].contest, bytes_of_string("streets-2026")));
    assert_int_equal(east->layout[1].width, 2);
    assert_int_equal(west->contests[1], 2);
    assert_true(district_has_contest(west, 2));
    assert_false(district_has_contest(west, 1));
    assert_null(definition_district(d, "north"));
    assert_null(definition_contest(d, "park"));
    uint16_t option;
    assert_true(contest_option(definition_contest(d, "parks"), "P2", &option));
    assert_int_equal(option, 1);
    assert_false(contest_option(definition_contest(d, "parks"), "P4", &option));
}

static void writing_is_the_inverse_of_reading(void **state)
{
    struct fixture *f = *state;
    struct buffer out = {0};
    struct error err;
    assert_true(definition_write(&f->definition, &out, &err));
    assert_true(bytes_equal(buffer_bytes(&out), f->text));
    f->definition.threshold = 2; /* of one trustee */
    assert_false(definition_write(&f->definition, &out, &err));
    assert_string_equal(err.type, "definition");
    assert_int_equal(out.len, f->text.len);
    buffer_clear(&out);
}

static void a_piece_is_no_definition(void **state)
{
    struct fixture *f = *state;
    for (size_t len = 0; len < f->text.len; len += len < 1000 ? 1 : 97) {
        struct definition d;
        struct error err;
        assert_false(definition_parse(bytes_of(f->text.data, len), &f->arena, &d, &err));
        assert_string_equal(err.type, "definition");
    }
}

/* Whatever is read is written back the same: no second text for a value. */
static void a_flipped_bit_is_refused_or_another_value(void **state)
{
    struct fixture *f = *state;
    char *copy = arena_copy(&f->arena, f->text.data, f->text.len);
    for (size_t bit = 0; bit < f->text.len * 8; bit += 157) {
        struct arena arena = {0};
        struct definition d;
        copy[bit / 8] = (char)(copy[bit / 8] ^ 1 << bit % 8);
        if (definition_parse(bytes_of(copy, f->text.len), &arena, &d, NULL)) {
            struct buffer out = {0};
            assert_true(definition_write(&d, &out, NULL));
            assert_true(bytes_equal(buffer_bytes(&out), bytes_of(copy, f->text.len)));
            buffer_clear(&out);
        }
        copy[bit / 8] = (char)(copy[bit / 8] ^ 1 << bit % 8);
        arena_clear(&arena);
    }
}

static void every_rule_is_kept(void **state)
{
    struct fixture *f = *state;
    static const struct {
        const char *from, *to, *why;
    } changes[] = {
        {"\"version\":1,", "\"version\":2,", "version"},
        {"\"act_signers\":2", "\"act_signers\":3", "act_signers"},
        {"\"act_signers\":2", "\"act_signer\":2", "act_signers"},
        {"\"act_signers\":2,", "\"act_signers\":2,\"addition\":1,", "addition"},
        {"\"assembly\":\"north\"", "\"assembly\":\"North\"", "assembly"},
        {"\"clerks_required\":2", "\"clerks_required\":3", "clerks_required"},
        {"\"clerks_required\":2", "\"clerks_required\":0", "clerks_required"},
        {"[[\"P1\",\"P2\"]]", "[[\"P1\",\"P9\"]]", "conflicts"},
        {"[[\"P1\",\"P2\"]]", "[[\"P1\",\"P1\"]]", "twice"},
        {"[[\"P1\",\"P2\"]]", "[[\"P1\"]]", "conflicts"},
        {"\"density\":\"absolute\",\"name\":\"greedy\",\"on_misfit\":\"skip\",\"score\":\"votes\","
         "\"threshold\":0,\"ties\":\"draw\"",
         "\"name\":\"phragmen\",\"ties\":\"draw\"", "greedy only"},
        {"\"envelope\":50000", "\"envelope\":9007199254740992", "envelope"},
        {"\"id\":\"P2\"", "\"id\":\"P1\"", "two have the id"},
        {"\"id\":\"P2\"", "\"id\":\"P;2\"", "holds"},
        {"\"id\":\"P2\"", "\"id\":\" P2\"", "holds"},
        {"\"id\":\"S1\"", "\"id\":\"S2\"", "two have the id"},
        {"\"id\":\"statute\"", "\"id\":\"parks\"", "two have the id"},
        {"\"max\":3,\"min\":1}", "\"max\":4,\"min\":1}", "form"},
        {"\"max\":3,\"min\":1}", "\"max\":3,\"min\":0}", "form"},
        {"\"max\":3,\"min\":1}", "\"max\":3,\"min\":1,\"total\":3}", "form"},
        {"\"kind\":\"knapsack\"", "\"kind\":\"choice\"", "form"},
        {"\"pool_min\":10", "\"pool_min\":0", "pool_min"},
        {"\"below_pool_min\":\"count\"", "\"below_pool_min\":\"drop\"", "below_pool_min"},
        {"\"currency\":\"EUR\"", "\"currency\":\"eur\"", "currency"},
        {"\"minor_digits\":2", "\"minor_digits\":5", "minor_digits"},
        {"[\"parks\",\"streets-2026\"]", "[\"streets-2026\",\"parks\"]", "districts"},
        {"[\"parks\",\"streets-2026\"]", "[\"parks\",\"parks\"]", "districts"},
        {"[\"parks\",\"streets-2026\"]", "[\"parks\",\"lakes\"]", "districts"},
        {"[\"parks\",\"streets-2026\"]", "[]", "districts"},
        {"[\"parks\",\"streets-2026\"]", "[\"parks\"]", "none has the contest streets-2026"},
        {"\"id\":\"west\"", "\"id\":\"east\"", "two have the id"},
        {"{\"source\":\"dice\"}", "{\"source\":\"trustees\"}", "draw"},
        {"{\"source\":\"dice\"}", "{\"source\":\"none\"}", "draw"},
        {"{\"source\":\"dice\"}", "{\"source\":\"drand\"}", "beacon"},
        {"{\"source\":\"dice\"}", "{\"beacon\":\"b\",\"beacon_round\":1,\"source\":\"dice\"}", "beacon"},
        {"[\"en\",\"pt_br\"]", "[\"en\",\"en\"]", "languages"},
        {"[\"en\",\"pt_br\"]", "[\"pt_br\",\"en\"]", "missing"},
        {"[\"en\",\"pt_br\"]", "[\"en\"]", "pt_br"},
        {"[\"en\",\"pt_br\"]", "[\"en\",\"pt-br\"]", "languages"},
        {"[\"en\",\"pt_br\"]", "[]", "languages"},
        {"\"close\":29510080", "\"close\":29500000", "close"},
        {"\"additions_end\":29505000", "\"additions_end\":29510081", "additions_end"},
        {"\"grace\":5", "\"grace\":1441", "grace"},
        {"\"zone\":\"Europe/Lisbon\"", "\"zone\":\"Europe Lisbon\"", "zone"},
        {"\"threshold\":1", "\"threshold\":2", "threshold"},
        {"\"threshold\":1", "\"threshold\":0", "threshold"},
        {"\"cap\":200", "\"cap\":0", "cap"},
        {"\"name\":\"Clerk Two\"", "\"name\":\"clerk-one\"", "file name"},
        {"\"name\":\"Clerk Two\"", "\"name\":\"\"", "name"},
        {"\"score\":\"votes\"", "\"score\":\"borda\"", "does not go with"},
        {"\"score\":\"votes\"", "\"score\":\"points\"", "does not go with"},
        {"\"score\":\"votes\"", "\"score\":\"vote\"", "score"},
        {"\"ties\":\"draw\"}", "\"ties\":\"dice\"}", "ties"},
        {"\"threshold\":0,", "", "threshold"},
        {"\"name\":\"motion\"", "\"name\":\"phragmen\"", "rule"},
        {"\"majority\":\"1/2\"", "\"majority\":\"2/1\"", "majority"},
        {"\"majority\":\"1/2\"", "\"majority\":\"1/0\"", "majority"},
        {"\"majority\":\"1/2\"", "\"majority\":\"01/2\"", "majority"},
        {"\"majority\":\"1/2\"", "\"majority\":\"half\"", "majority"},
        {"\"quorum none\"", "\"quorum\\nnone\"", "control"},
        {":4711", ":\"4711\"", "assets"},
        {"\"assets\":{\"", "\"assets\":{\"0\":1,\"", "assets"},
        {"\"category\":\"green\"", "\"category\":\"green,red\"", "category"},
        {"\"revoting\":true", "\"revoting\":1", "revoting"},
        {"\"round\":\"AA", "\"round\":\"A", "round"},
    };
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        struct buffer wrong = {0};
        struct definition d;
        struct error err = {0};
        const char *text = (const char *)f->text.data, *at = strstr(text, changes[i].from);
        if (!at)
            fail_msg("\"%s\" is not in the definition", changes[i].from);
        buffer_append(&wrong, text, (size_t)(at - text));
        buffer_append_string(&wrong, changes[i].to);
        buffer_append_string(&wrong, at + strlen(changes[i].from));
        if (definition_parse(buffer_bytes(&wrong), &f->arena, &d, &err))
            fail_msg("%s was taken", changes[i].to);
        assert_string_equal(err.type, "definition");
        if (!strstr(err.detail, changes[i].why))
            fail_msg("%s: \"%s\" does not say \"%s\"", changes[i].to, err.detail, changes[i].why);
        buffer_clear(&wrong);
    }
}

/* Whether the definition can be written; else the detail names the field. */
static bool writes(const struct definition *definition, const char *field)
{
    struct buffer out = {0};
    struct error err = {0};
    bool ok = definition_write(definition, &out, &err);
    if (!ok && !strstr(err.detail, field))
        fail_msg("\"%s\" does not say \"%s\"", err.detail, field);
    buffer_clear(&out);
    return ok;
}

static void roles_and_draw_fit_together(void **state)
{
    struct fixture *f = *state;
    struct definition d = f->definition;
    struct person people[3] = {{"A", {{1}}}, {"B", {{2}}}, {"C", {{1}}}};
    d.clerks = (struct people){1, people};
    d.clerks_required = 1;
    assert_false(writes(&d, "act_signers"));
    d.act_signers = 1;
    assert_true(writes(&d, ""));
    d.clerks = (struct people){3, people};
    assert_false(writes(&d, "clerks[2]"));
    d.clerks.count = 2;
    assert_true(writes(&d, ""));

    d.trustees = (struct people){2, people};
    d.threshold = 2;
    assert_false(writes(&d, "draw")); /* dice with more than one trustee */
    d.draw.source = DRAW_TRUSTEES;
    assert_true(writes(&d, ""));
    d.threshold = 1;
    assert_false(writes(&d, "threshold"));
    d.threshold = 2;
    d.draw.source = DRAW_NONE;
    assert_false(writes(&d, "draw"));
    d.contests[0].rule.ties = RULE_LEX;
    assert_true(writes(&d, ""));
    d.draw.source = DRAW_DRAND;
    d.draw.beacon = "quicknet";
    d.draw.beacon_round = 7;
    assert_false(writes(&d, "draw"));
    d.trustees.count = 1;
    d.threshold = 1;
    assert_true(writes(&d, ""));
    d.draw.beacon = NULL;
    assert_false(writes(&d, "beacon"));
}

static void ballots_stay_within_300_ciphertexts(void **state)
{
    struct fixture *f = *state;
    struct definition *d = &f->definition;
    struct contest *contest = &d->contests[1];
    struct buffer out = {0};
    struct error err;
    /* 250 options of up to 20 bits make 22 blocks; 20 places of a ranking of 1,000 make one */
    contest->form =
        (struct form){.kind = FORM_POINTS, .min = 1, .max = 250, .total = 1000000, .max_each = 1000000};
    assert_true(definition_write(d, &out, &err));
    struct contest *many = arena_allocate(&f->arena, DEFINITION_CONTESTS_MAX, sizeof *many);
    uint16_t *all = arena_allocate(&f->arena, DEFINITION_CONTESTS_MAX, sizeof *all);
    for (size_t c = 0; c < 14; c++) {
        many[c] = *contest;
        many[c].id = arena_format(&f->arena, "c%zu", c);
        all[c] = (uint16_t)c;
    }
    d->contests = many;
    d->district_count = 1;
    d->districts[0].contests = all;
    d->contest_count = d->districts[0].contest_count = 13; /* 286 */
    assert_true(definition_write(d, &out, &err));
    d->contest_count = d->districts[0].contest_count = 14; /* 308 */
    assert_false(definition_write(d, &out, &err));
    assert_non_null(strstr(err.detail, "308 ciphertexts"));
    buffer_clear(&out);
}

static void lists_must_fit(void **state)
{
    struct fixture *f = *state;
    struct credential_list list;
    struct error err;
    assert_true(credential_list_parse(bytes_of_string(vector_text(f->document, "credential_list")), &f->arena,
                                      &list, NULL));
    assert_true(credential_list_fits(&list, &f->definition, NULL));
    f->definition.roll.cap = 2;
    assert_false(credential_list_fits(&list, &f->definition, &err));
    f->definition.roll.cap = 3;
    assert_true(credential_list_fits(&list, &f->definition, &err));
    list.batches[0].district = "north";
    assert_false(credential_list_fits(&list, &f->definition, &err));
    list.batches[0].district = "east";
    list.round[0] ^= 1;
    assert_false(credential_list_fits(&list, &f->definition, &err));
    assert_string_equal(err.type, "credential-list");
}

static void texts_are_salted(void **state)
{
    struct fixture *f = *state;
    const json_t *text = json_object_get(f->document, "text");
    uint8_t salt[TEXT_SALT_BYTES], expected[HASH_BYTES], hash[HASH_BYTES];
    vector_hex(text, "salt", salt, sizeof salt);
    vector_hex(text, "hash", expected, sizeof expected);
    text_hash(salt, bytes_of_string(vector_text(text, "text")), hash);
    assert_memory_equal(hash, expected, sizeof hash);
}

static void names_become_file_names(void **state)
{
    (void)state;
    char out[PERSON_NAME_BYTES_MAX + 1];
    person_file_name("Clerk of Łódź 1", out);
    assert_string_equal(out, "clerk-of-----d---1");
    assert_true(language_is_valid(bytes_of_string("pt_br")));
    assert_true(language_is_valid(bytes_of_string("zh_hant_tw")));
    static const char *const bad[] = {"", "e", "EN", "en_", "_en", "en__us", "e1", "en-us", "englishenglish"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(language_is_valid(bytes_of_string(bad[i])));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_vector_is_read, setup, teardown),
        cmocka_unit_test_setup_teardown(districts_have_their_layout, setup, teardown),
        cmocka_unit_test_setup_teardown(writing_is_the_inverse_of_reading, setup, teardown),
        cmocka_unit_test_setup_teardown(a_piece_is_no_definition, setup, teardown),
        cmocka_unit_test_setup_teardown(a_flipped_bit_is_refused_or_another_value, setup, teardown),
        cmocka_unit_test_setup_teardown(every_rule_is_kept, setup, teardown),
        cmocka_unit_test_setup_teardown(roles_and_draw_fit_together, setup, teardown),
        cmocka_unit_test_setup_teardown(ballots_stay_within_300_ciphertexts, setup, teardown),
        cmocka_unit_test_setup_teardown(lists_must_fit, setup, teardown),
        cmocka_unit_test_setup_teardown(texts_are_salted, setup, teardown),
        cmocka_unit_test(names_become_file_names),
    };
    if (sodium_init() < 0)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
