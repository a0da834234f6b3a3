/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Signed notes and checkpoints.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "record/checkpoint.h"
#include "vector.h"

static struct bytes text_of(const json_t *object, const char *key)
{
    return bytes_of_string(vector_text(object, key));
}

static struct note_key key_of(const json_t *object, const char *key)
{
    struct note_key out;
    assert_true(note_key_parse(text_of(object, key), &out, NULL));
    return out;
}

static void published_notes_verify(void **state)
{
    (void)state;
    json_t *vectors = vector_load("note"), *example;
    size_t i;
    json_array_foreach(json_object_get(vectors, "notes"), i, example)
    {
        struct note note;
        struct note_key key = key_of(example, "vkey");
        struct buffer vkey = {0};
        uint64_t timestamp = 1;
        const json_t *expected = json_object_get(example, "timestamp");
        note_key_append(&key, &vkey);
        assert_string_equal(buffer_string(&vkey), vector_text(example, "vkey"));
        assert_true(note_parse(text_of(example, "note"), &note, NULL));
        assert_int_equal(note.count, 1);
        assert_int_equal(note_verify(&note, &key, &timestamp), NOTE_VALID);
        assert_true(timestamp == (expected ? (uint64_t)json_integer_value(expected) : 1));
        buffer_clear(&vkey);
    }
    assert_int_equal(i, 4);
    json_array_foreach(json_object_get(vectors, "unverified"), i, example)
    {
        struct note note;
        struct note_key stranger = key_of(json_array_get(json_object_get(vectors, "notes"), 0), "vkey");
        assert_true(note_parse(bytes_of_string(json_string_value(example)), &note, NULL));
        assert_int_equal(note.count, i == 2 ? 2 : 1);
        assert_int_equal(note_verify(&note, &stranger, NULL), NOTE_ABSENT);
    }
    json_decref(vectors);
}

/* Ed25519 is deterministic: signing makes the published bytes again. */
static void signing_makes_the_published_bytes(void **state)
{
    (void)state;
    json_t *vectors = vector_load("note"), *example;
    size_t i, signed_count = 0;
    json_array_foreach(json_object_get(vectors, "notes"), i, example)
    {
        if (!json_object_get(example, "skey"))
            continue;
        struct note_signer signer;
        struct note note;
        struct buffer skey = {0}, made = {0};
        assert_true(note_signer_parse(text_of(example, "skey"), &signer, NULL));
        note_signer_append(&signer, &skey);
        assert_string_equal(buffer_string(&skey), vector_text(example, "skey"));
        assert_true(note_parse(text_of(example, "note"), &note, NULL));
        uint64_t timestamp = (uint64_t)json_integer_value(json_object_get(example, "timestamp"));
        assert_true(note_begin(note.text, &made, NULL));
        assert_true(note_sign(&signer, note.text, timestamp, &made, NULL));
        assert_string_equal(buffer_string(&made), vector_text(example, "note"));
        buffer_wipe(&skey);
        buffer_clear(&made);
        note_signer_wipe(&signer);
        assert_true(sodium_is_zero((const uint8_t *)&signer, sizeof signer));
        signed_count++;
    }
    assert_int_equal(signed_count, 3);
    json_decref(vectors);
}

/* Cut anywhere, or with any bit flipped, a note is refused, forged, or no longer signed by the key. */
static void damaged_notes_do_not_verify(void **state)
{
    (void)state;
    json_t *vectors = vector_load("note"), *example;
    size_t i;
    json_array_foreach(json_object_get(vectors, "notes"), i, example)
    {
        struct bytes whole = text_of(example, "note");
        struct note_key key = key_of(example, "vkey");
        struct note note;
        struct buffer copy = {0};
        for (size_t len = 0; len < whole.len; len++)
            assert_false(note_parse(bytes_of(whole.data, len), &note, NULL));
        buffer_append_bytes(&copy, whole);
        for (size_t bit = 0; bit < 8 * whole.len; bit++) {
            copy.data[bit / 8] ^= (uint8_t)(1 << bit % 8);
            if (note_parse(buffer_bytes(&copy), &note, NULL))
                assert_int_not_equal(note_verify(&note, &key, NULL), NOTE_VALID);
            copy.data[bit / 8] ^= (uint8_t)(1 << bit % 8);
        }
        buffer_clear(&copy);
    }
    json_decref(vectors);
}

static void keys_are_strict(void **state)
{
    (void)state;
    json_t *vectors = vector_load("note"), *example;
    const json_t *peter = json_array_get(json_object_get(vectors, "notes"), 1);
    struct bytes vkey = text_of(peter, "vkey"), skey = text_of(peter, "skey");
    struct note_key key = {.id = 7};
    struct note_signer signer;
    for (size_t from = 0; from < vkey.len; from++)
        for (size_t to = from; to <= vkey.len; to++)
            if (from != 0 || to != vkey.len)
                assert_false(note_key_parse(bytes_of(vkey.data + from, to - from), &key, NULL));
    for (size_t len = 0; len < skey.len; len++)
        assert_false(note_signer_parse(bytes_of(skey.data, len), &signer, NULL));
    struct buffer copy = {0};
    buffer_append_bytes(&copy, vkey);
    for (size_t i = 0; i < vkey.len; i++) {
        copy.data[i]++;
        assert_false(note_key_parse(buffer_bytes(&copy), &key, NULL));
        copy.data[i]--;
    }
    size_t i;
    json_array_foreach(json_object_get(vectors, "bad_vkeys"), i, example)
        assert_false(note_key_parse(bytes_of_string(json_string_value(example)), &key, NULL));
    assert_int_equal(key.id, 7);
    static const char *const bad[] = {"",      "a b",  "a+b",        "a\tb",         "a\nb",
                                      "a\x7f", "\xff", "a\xc2\xa0-", "\xe2\x80\x83", "\xe3\x80\x80"};
    uint8_t zero[crypto_sign_PUBLICKEYBYTES] = {0};
    for (i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(note_key_init(&key, bad[i], NOTE_ED25519, zero, NULL));
    char longest[NOTE_MAX_NAME_BYTES + 2];
    memset(longest, 'n', sizeof longest);
    longest[NOTE_MAX_NAME_BYTES + 1] = 0;
    assert_false(note_key_init(&key, longest, NOTE_ED25519, zero, NULL));
    longest[NOTE_MAX_NAME_BYTES] = 0;
    assert_true(note_key_init(&key, longest, NOTE_ED25519, zero, NULL));
    assert_true(note_key_init(&key, "Łódź.example/\xf0\x9f\x8c\xb3", NOTE_ED25519, zero, NULL));
    buffer_clear(&copy);
    json_decref(vectors);
}

static void malformed_notes(void **state)
{
    (void)state;
    static const char SIGNATURE[] = "\xe2\x80\x94 n AAAAAAA=\n";
    static const char *const bad[] = {
        "%s",             /* no text */
        "text\n%s",       /* no empty line */
        "text\n\n",       /* no signature */
        "text\n\n\n%s ",  /* a cut line */
        "te\txt\n\n%s",   /* a control character */
        "te\xffxt\n\n%s", /* not UTF-8 */
        "text\n\n- n AAAAAAA=\n",
        "text\n\n\xe2\x80\x94n AAAAAAA=\n",
        "text\n\n\xe2\x80\x94 n  AAAAAAA=\n",
        "text\n\n\xe2\x80\x94 n AAAAAA==\n", /* no more than a key id */
        "text\n\n\xe2\x80\x94 n AAAAAAB=\n", /* spare bits */
        "text\n\n\xe2\x80\x94 n AAAAAAA\n",
        "text\n\n\xe2\x80\x94 n+m AAAAAAA=\n",
        "text\n\n\xe2\x80\x94 AAAAAAA=\n",
        "text\n\n\xe2\x80\x94 n AAAAAAA= \n",
        "text\r\n\r\n%s",
    };
    struct note note = {.count = 99};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct buffer text = {0};
        const char *hole = strstr(bad[i], "%s");
        buffer_append(&text, bad[i], hole ? (size_t)(hole - bad[i]) : strlen(bad[i]));
        if (hole) {
            buffer_append_string(&text, SIGNATURE);
            buffer_append_string(&text, hole + 2);
        }
        assert_false(note_parse(buffer_bytes(&text), &note, NULL));
        assert_int_equal(note.count, 99);
        buffer_clear(&text);
    }
    for (size_t count = NOTE_MAX_SIGNATURES; count <= NOTE_MAX_SIGNATURES + 1; count++) {
        struct buffer text = {0};
        assert_true(note_begin(bytes_of_string("a\n\nb\n"), &text, NULL)); /* an empty line in the text */
        for (size_t i = 0; i < count; i++)
            buffer_append_string(&text, SIGNATURE);
        assert_int_equal(note_parse(buffer_bytes(&text), &note, NULL), count <= NOTE_MAX_SIGNATURES);
        buffer_clear(&text);
    }
    assert_int_equal(note.count, NOTE_MAX_SIGNATURES);
    assert_int_equal(note.text.len, 5);
    struct buffer out = {0};
    assert_false(note_begin(bytes_of_string("no newline"), &out, NULL));
    assert_false(note_begin(bytes_of_string(""), &out, NULL));
    assert_false(note_begin(bytes_of_string("a\tb\n"), &out, NULL));
    assert_int_equal(out.len, 0);
}

static void cosignatures(void **state)
{
    (void)state;
    json_t *vectors = vector_load("note"), *witness;
    const json_t *example = json_array_get(json_object_get(vectors, "checkpoints"), 1);
    struct note_key log = key_of(example, "vkey"), absent = key_of(example, "absent");
    struct checkpoint checkpoint;
    struct note note;
    uint64_t timestamp = 5;
    assert_true(checkpoint_open(text_of(example, "note"), &log, &checkpoint, &note, NULL));
    size_t i;
    json_array_foreach(json_object_get(example, "witnesses"), i, witness)
    {
        struct note_key key = key_of(witness, "vkey");
        assert_int_equal(note_verify(&note, &key, &timestamp), NOTE_VALID);
        assert_true(timestamp == (uint64_t)json_integer_value(json_object_get(witness, "timestamp")));
        /* the same key as a plain signature is another key */
        assert_true(note_key_init(&key, key.name, NOTE_ED25519, key.public_key, NULL));
        assert_int_equal(note_verify(&note, &key, NULL), NOTE_ABSENT);
    }
    assert_int_equal(note_verify(&note, &absent, &timestamp), NOTE_ABSENT);

    /* two cosignatures by one witness: the newest counts; a forged one spoils all */
    uint8_t seed[crypto_sign_SEEDBYTES] = {9};
    struct note_signer signer;
    struct buffer text = {0};
    assert_true(note_signer_init(&signer, "w", NOTE_COSIGNATURE, seed, NULL));
    buffer_append_bytes(&text, note.text);
    struct buffer made = {0};
    assert_true(note_begin(buffer_bytes(&text), &made, NULL));
    assert_true(note_sign(&signer, buffer_bytes(&text), 20, &made, NULL));
    assert_true(note_sign(&signer, buffer_bytes(&text), INT64_MAX, &made, NULL));
    assert_true(note_sign(&signer, buffer_bytes(&text), 10, &made, NULL));
    assert_false(note_sign(&signer, buffer_bytes(&text), (uint64_t)INT64_MAX + 1, &made, NULL));
    assert_true(note_parse(buffer_bytes(&made), &note, NULL));
    assert_int_equal(note.count, 3);
    assert_int_equal(note_verify(&note, &signer.key, &timestamp), NOTE_VALID);
    assert_true(timestamp == INT64_MAX);
    assert_true(note_sign(&signer, bytes_of_string("another text\n"), 30, &made, NULL));
    assert_true(note_parse(buffer_bytes(&made), &note, NULL));
    timestamp = 6;
    assert_int_equal(note_verify(&note, &signer.key, &timestamp), NOTE_FORGED);
    assert_true(timestamp == 6);
    buffer_clear(&made);
    buffer_clear(&text);
    json_decref(vectors);
}

/* A note over "text\n" with one cosignature whose 8 bytes of time and bytes behind are given. */
static enum note_verdict verify_crafted(const struct note_signer *signer, uint64_t timestamp,
                                        const char *behind)
{
    struct buffer message = {0}, raw = {0}, made = {0};
    struct note note;
    uint8_t signature[crypto_sign_BYTES];
    buffer_append_format(&message, "cosignature/v1\ntime %llu\ntext\n", (unsigned long long)timestamp);
    crypto_sign_detached(signature, NULL, message.data, message.len, signer->secret);
    buffer_append_u32(&raw, signer->key.id);
    buffer_append_u64(&raw, timestamp);
    buffer_append(&raw, signature, sizeof signature);
    buffer_append_string(&raw, behind);
    buffer_append_format(&made, "text\n\n\xe2\x80\x94 %s ", signer->key.name);
    base64_append(&made, buffer_bytes(&raw));
    buffer_append_u8(&made, '\n');
    assert_true(note_parse(buffer_bytes(&made), &note, NULL));
    enum note_verdict verdict = note_verify(&note, &signer->key, NULL);
    buffer_clear(&message);
    buffer_clear(&raw);
    buffer_clear(&made);
    return verdict;
}

static void crafted_cosignatures(void **state)
{
    (void)state;
    uint8_t seed[crypto_sign_SEEDBYTES] = {9};
    struct note_signer signer;
    struct note note;
    struct buffer made = {0};
    assert_true(note_signer_init(&signer, "w", NOTE_COSIGNATURE, seed, NULL));
    assert_int_equal(verify_crafted(&signer, INT64_MAX, ""), NOTE_VALID);
    assert_int_equal(verify_crafted(&signer, (uint64_t)INT64_MAX + 1, ""), NOTE_FORGED);
    assert_int_equal(verify_crafted(&signer, 5, "x"), NOTE_FORGED);
    /* a valid one behind a forged one does not mend it */
    assert_true(note_begin(bytes_of_string("text\n"), &made, NULL));
    assert_true(note_sign(&signer, bytes_of_string("another\n"), 1, &made, NULL));
    assert_true(note_sign(&signer, bytes_of_string("text\n"), 2, &made, NULL));
    assert_true(note_parse(buffer_bytes(&made), &note, NULL));
    assert_int_equal(note_verify(&note, &signer.key, NULL), NOTE_FORGED);
    buffer_clear(&made);
}

/* A signer whose secret does not belong to its key never gets a signature out. */
static void wrong_secrets_are_noticed(void **state)
{
    (void)state;
    uint8_t seed[crypto_sign_SEEDBYTES] = {1};
    struct note_signer signer, other;
    struct error err;
    struct buffer out = {0};
    assert_true(note_signer_init(&signer, "n", NOTE_ED25519, seed, NULL));
    seed[0] = 2;
    assert_true(note_signer_init(&other, "n", NOTE_ED25519, seed, NULL));
    memcpy(signer.secret, other.secret, sizeof signer.secret);
    assert_false(note_sign(&signer, bytes_of_string("text\n"), 0, &out, &err));
    assert_int_equal(err.class, ERROR_BROKEN);
    assert_int_equal(out.len, 0);
}

static void published_checkpoints(void **state)
{
    (void)state;
    json_t *vectors = vector_load("note"), *example;
    size_t i;
    json_array_foreach(json_object_get(vectors, "checkpoints"), i, example)
    {
        struct note note;
        struct checkpoint checkpoint;
        struct buffer again = {0};
        uint8_t root[MERKLE_HASH_BYTES];
        vector_hex(example, "root", root, sizeof root);
        assert_true(note_parse(text_of(example, "note"), &note, NULL));
        assert_true(checkpoint_parse(note.text, &checkpoint, NULL));
        assert_string_equal(checkpoint.origin, vector_text(example, "origin"));
        assert_true(checkpoint.size == (uint64_t)json_integer_value(json_object_get(example, "size")));
        assert_memory_equal(checkpoint.root, root, sizeof root);
        checkpoint_append(&checkpoint, &again);
        assert_true(bytes_equal(buffer_bytes(&again), note.text));
        buffer_clear(&again);
    }
    assert_int_equal(i, 2);
    json_decref(vectors);
}

static void malformed_checkpoints(void **state)
{
    (void)state;
#define ROOT "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="
#define EMPTY "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
    struct checkpoint checkpoint = {.size = 99};
    static const char *const bad[] = {
        "",
        "o\n",
        "o\n1\n",
        "o\n1\n" ROOT,
        "\n1\n" ROOT "\n",
        "o\n01\n" ROOT "\n",
        "o\n-1\n" ROOT "\n",
        "o\n\n" ROOT "\n",
        "o\n9223372036854775808\n" ROOT "\n",
        "o\n1\n\n",
        "o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n",
        "o\n1\nCsUY\n",
        "o\n1\n" ROOT "\nextension\n",
        "o\n1\n" ROOT "\n\n",
        "o\n0\n" ROOT "\n",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(checkpoint_parse(bytes_of_string(bad[i]), &checkpoint, NULL));
    assert_false(checkpoint_parse(bytes_of("o\0p\n1\n" ROOT "\n", 51), &checkpoint, NULL));
    assert_true(checkpoint.size == 99);
    assert_true(checkpoint_parse(bytes_of_string("o\n0\n" EMPTY "\n"), &checkpoint, NULL));
    assert_true(checkpoint_parse(bytes_of_string("o\n9223372036854775807\n" ROOT "\n"), &checkpoint, NULL));
}

static void checkpoints_are_signed_and_opened(void **state)
{
    (void)state;
    uint8_t seed[crypto_sign_SEEDBYTES] = {3};
    struct note_signer signer, other;
    struct error err = {0};
    struct checkpoint checkpoint = {.origin = "city.example/log", .size = 3, .root = {1, 2, 3}}, opened;
    struct buffer out = {0};
    assert_true(note_signer_init(&signer, "city.example/log", NOTE_ED25519, seed, NULL));
    assert_true(note_signer_init(&other, "town.example/log", NOTE_ED25519, seed, NULL));
    assert_true(checkpoint_sign(&checkpoint, &signer, &out, NULL));
    assert_true(checkpoint_open(buffer_bytes(&out), &signer.key, &opened, NULL, &err));
    assert_memory_equal(&opened, &checkpoint, sizeof opened);
    opened.size = 77;
    assert_false(checkpoint_open(buffer_bytes(&out), &other.key, &opened, NULL, &err));
    /* the signature of another log on a checkpoint that is not its own */
    struct note note;
    struct buffer text = {0}, foreign = {0};
    assert_true(note_parse(buffer_bytes(&out), &note, NULL));
    buffer_append_bytes(&text, note.text);
    assert_true(note_begin(buffer_bytes(&text), &foreign, NULL));
    assert_true(note_sign(&other, buffer_bytes(&text), 0, &foreign, NULL));
    assert_false(checkpoint_open(buffer_bytes(&foreign), &other.key, &opened, NULL, &err));
    buffer_clear(&text);
    buffer_clear(&foreign);
    seed[0] = 4;
    assert_true(note_signer_init(&other, "city.example/log", NOTE_ED25519, seed, NULL));
    assert_false(checkpoint_open(buffer_bytes(&out), &other.key, &opened, NULL, &err));
    assert_true(note_signer_init(&other, "city.example/log", NOTE_COSIGNATURE, seed, NULL));
    assert_false(checkpoint_open(buffer_bytes(&out), &other.key, &opened, NULL, &err));
    assert_false(checkpoint_sign(&checkpoint, &other, &out, &err));
    assert_int_equal(err.class, ERROR_BROKEN);
    out.data[17] = '4'; /* the size */
    assert_false(checkpoint_open(buffer_bytes(&out), &signer.key, &opened, NULL, &err));
    assert_string_equal(err.type, "bad-signature");
    assert_true(opened.size == 77);
    buffer_clear(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(published_notes_verify),
        cmocka_unit_test(signing_makes_the_published_bytes),
        cmocka_unit_test(damaged_notes_do_not_verify),
        cmocka_unit_test(keys_are_strict),
        cmocka_unit_test(malformed_notes),
        cmocka_unit_test(cosignatures),
        cmocka_unit_test(crafted_cosignatures),
        cmocka_unit_test(wrong_secrets_are_noticed),
        cmocka_unit_test(published_checkpoints),
        cmocka_unit_test(malformed_checkpoints),
        cmocka_unit_test(checkpoints_are_signed_and_opened),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
