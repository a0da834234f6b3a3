/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "record/witness.h"

enum { ENTRIES = 300, KEYS = 3 };

static const char ORIGIN[] = "log.example/a", WITNESS[] = "witness.example/w";

/* A tree whose entries are numbers; those from `fork` on are others. */
struct tree {
    uint64_t fork;
    uint8_t nodes[10][ENTRIES][MERKLE_HASH_BYTES];
    struct merkle_frontier frontier;
};

static void keep_node(void *context, unsigned level, uint64_t index, const uint8_t hash[MERKLE_HASH_BYTES])
{
    struct tree *tree = context;
    memcpy(tree->nodes[level][index], hash, MERKLE_HASH_BYTES);
}

static bool read_node(void *context, unsigned level, uint64_t index, uint8_t hash[MERKLE_HASH_BYTES],
                      struct error *err)
{
    struct tree *tree = context;
    (void)err;
    memcpy(hash, tree->nodes[level][index], MERKLE_HASH_BYTES);
    return true;
}

static void grow(struct tree *tree, uint64_t size)
{
    while (tree->frontier.size < size) {
        uint64_t entry[] = {tree->frontier.size, tree->frontier.size >= tree->fork};
        uint8_t leaf[MERKLE_HASH_BYTES];
        merkle_hash_leaf(bytes_of(entry, sizeof entry), leaf);
        merkle_frontier_append(&tree->frontier, leaf, keep_node, tree);
    }
}

struct fixture {
    struct tree tree, other;
    struct note_signer signer, second, stranger, witness;
    struct note_key logs[KEYS];
    struct buffer note, body;
};

static void sign_text(struct fixture *f, const struct note_signer *signer, struct bytes text)
{
    f->note.len = 0;
    assert_true(note_begin(text, &f->note, NULL));
    assert_true(note_sign(signer, text, 0, &f->note, NULL));
}

static void root_of(struct tree *tree, uint64_t size, uint8_t root[MERKLE_HASH_BYTES])
{
    struct merkle_source source = {read_node, tree};
    struct merkle_frontier frontier;
    grow(tree, size);
    assert_true(merkle_frontier_load(&frontier, size, &source, NULL));
    merkle_frontier_root(&frontier, root);
}

/* A request from old_size to size of the tree; parsed again. */
static struct witness_request make(struct fixture *f, struct tree *tree, const struct note_signer *signer,
                                   uint64_t old_size, uint64_t size)
{
    struct checkpoint checkpoint = {.size = size};
    struct witness_request request = {.old_size = old_size}, parsed;
    struct merkle_source source = {read_node, tree};
    struct buffer text = {0};
    strcpy(checkpoint.origin, ORIGIN);
    root_of(tree, size, checkpoint.root);
    checkpoint_append(&checkpoint, &text);
    sign_text(f, signer, buffer_bytes(&text));
    if (old_size <= size)
        assert_true(merkle_prove_consistency(old_size, size, &source, &request.proof, NULL));
    request.checkpoint = buffer_bytes(&f->note);
    f->body.len = 0;
    witness_request_append(&request, &f->body);
    assert_true(witness_request_parse(buffer_bytes(&f->body), &parsed, NULL));
    buffer_clear(&text);
    return parsed;
}

static int set_up(void **state)
{
    struct fixture *f = allocate(1, sizeof *f);
    struct note_signer *signers[] = {&f->signer, &f->second, &f->stranger};
    for (size_t i = 0; i < 3; i++) {
        uint8_t seed[crypto_sign_SEEDBYTES] = {(uint8_t)(i + 1)};
        assert_true(note_signer_init(signers[i], ORIGIN, NOTE_ED25519, seed, NULL));
    }
    uint8_t seed[crypto_sign_SEEDBYTES] = {9};
    assert_true(note_signer_init(&f->witness, WITNESS, NOTE_COSIGNATURE, seed, NULL));
    /* Another log stands first, and this one has two keys. */
    assert_true(note_key_init(&f->logs[0], "log.example/b", NOTE_ED25519, f->stranger.key.public_key, NULL));
    f->logs[1] = f->signer.key;
    f->logs[2] = f->second.key;
    f->tree.fork = ENTRIES;
    f->other.fork = 50;
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    buffer_clear(&f->note);
    buffer_clear(&f->body);
    free(f);
    return 0;
}

/* The example of the specification. */
static void the_published_request_is_read_and_written(void **state)
{
    (void)state;
    static const char text[] =
        "old 20852014\n"
        "PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\n"
        "jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=\n"
        "5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=\n"
        "/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=\n"
        "\n"
        "example.com/behind-the-sofa\n"
        "20852163\n"
        "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
        "\n"
        "\xe2\x80\x94 example.com/behind-the-sofa "
        "Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
        "\xe2\x80\x94 example.com/behind-the-sofa "
        "opLqBQsREYCgu6xQkYQwJr9fo45a62DN9EdmHXnZdXNqlcVGlCum2Wks+49/V6267UEjw6QUXTS5Rovnzv++qbSzm9Q=\n";
    struct witness_request request;
    struct buffer again = {0};
    assert_true(witness_request_parse(bytes_of_string(text), &request, NULL));
    assert_int_equal(request.old_size, 20852014);
    assert_int_equal(request.proof.count, 4);
    witness_request_append(&request, &again);
    assert_string_equal(buffer_string(&again), text);
    buffer_clear(&again);
    struct checkpoint checkpoint;
    struct note note;
    assert_int_equal(witness_open(&request, NULL, 0, &checkpoint, &note, NULL), WITNESS_UNKNOWN_LOG);
}

static bool parses(const char *text)
{
    struct witness_request request;
    return witness_request_parse(bytes_of_string(text), &request, NULL);
}

static void only_one_way_to_write_a_request_is_read(void **state)
{
    (void)state;
    struct buffer many = {0};
    assert_true(parses("old 0\n\n"));
    assert_true(parses("old 18446744073709551615\n\nx"));
    static const char *const bad[] = {"",
                                      "old 0",
                                      "old 0\n",
                                      "old\n\n",
                                      "old 00\n\n",
                                      "old 01\n\n",
                                      "old -1\n\n",
                                      "old +1\n\n",
                                      "old 1 \n\n",
                                      "old  1\n\n",
                                      "Old 1\n\n",
                                      "old 1\r\n\r\n",
                                      "old 18446744073709551616\n\n",
                                      "\nold 0\n\n",
                                      "old 0\nAAAA\n\n",
                                      "old 0\n=\n\n"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(parses(bad[i]));
    static const char line[] = "PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\n";
    for (size_t lines = 62; lines <= 64; lines++) {
        many.len = 0;
        buffer_append_string(&many, "old 1\n");
        for (size_t i = 0; i < lines; i++)
            buffer_append_string(&many, line);
        buffer_append_string(&many, "\n");
        assert_int_equal(parses(buffer_string(&many)), lines <= WITNESS_PROOF_MAX);
    }
    buffer_clear(&many);
}

static enum witness_verdict open_it(struct fixture *f, const struct witness_request *request)
{
    struct checkpoint checkpoint;
    struct note note;
    struct error err = {0};
    enum witness_verdict verdict = witness_open(request, f->logs, KEYS, &checkpoint, &note, &err);
    assert_int_equal(verdict == WITNESS_COSIGN, err.detail[0] == 0);
    return verdict;
}

static void only_a_known_log_s_own_checkpoint_is_looked_at(void **state)
{
    struct fixture *f = *state;
    struct witness_request request = make(f, &f->tree, &f->signer, 0, 70);
    assert_int_equal(open_it(f, &request), WITNESS_COSIGN);
    request = make(f, &f->tree, &f->second, 0, 70);
    assert_int_equal(open_it(f, &request), WITNESS_COSIGN);
    /* A key of another log of ours, called like this one, is a stranger's. */
    request = make(f, &f->tree, &f->stranger, 0, 70);
    assert_int_equal(open_it(f, &request), WITNESS_UNTRUSTED);
    /* Beside a good signature, an unknown one is ignored and a forged one is not. */
    for (int forge = 0; forge < 2; forge++) {
        make(f, &f->tree, &f->signer, 0, 70);
        struct note note;
        struct buffer text = {0};
        assert_true(note_parse(buffer_bytes(&f->note), &note, NULL));
        buffer_append_bytes(&text, forge ? bytes_of_string("another text\n") : note.text);
        assert_true(note_sign(forge ? &f->second : &f->stranger, buffer_bytes(&text), 0, &f->note, NULL));
        request.checkpoint = buffer_bytes(&f->note);
        assert_int_equal(open_it(f, &request), forge ? WITNESS_UNTRUSTED : WITNESS_COSIGN);
        buffer_clear(&text);
    }
    static const struct {
        const char *text;
        enum witness_verdict verdict;
    } texts[] = {
        {"log.example/a\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", WITNESS_COSIGN},
        {"log.example/a\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\nextension\nanother\n",
         WITNESS_COSIGN},
        {"log.example/c\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", WITNESS_UNKNOWN_LOG},
        {"log.example/\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", WITNESS_UNKNOWN_LOG},
        {"log.example/a\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\nextension\n", WITNESS_MALFORMED},
        {"log.example/a\n00\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", WITNESS_MALFORMED},
        {"log.example/a\n9223372036854775808\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
         WITNESS_MALFORMED},
        {"log.example/a\n0\n47DEQpj8HBSa\n", WITNESS_MALFORMED},
        {"log.example/a\n0\n", WITNESS_MALFORMED},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        sign_text(f, &f->signer, bytes_of_string(texts[i].text));
        request.checkpoint = buffer_bytes(&f->note);
        assert_int_equal(open_it(f, &request), texts[i].verdict);
    }
    request = make(f, &f->tree, &f->signer, 0, 70);
    for (size_t len = 0; len < f->note.len; len++) {
        request.checkpoint = bytes_of(f->note.data, len);
        assert_int_not_equal(open_it(f, &request), WITNESS_COSIGN);
    }
}

/* What the witness says to (old size -> size) of a tree when it has cosigned `have` entries of f->tree. */
static enum witness_verdict extend(struct fixture *f, struct tree *tree, uint64_t have, uint64_t old_size,
                                   uint64_t size)
{
    struct witness_request request = make(f, tree, &f->signer, old_size, size);
    struct checkpoint checkpoint;
    struct note note;
    struct error err = {0};
    uint8_t root[MERKLE_HASH_BYTES];
    root_of(&f->tree, have, root);
    assert_int_equal(witness_open(&request, f->logs, KEYS, &checkpoint, &note, &err), WITNESS_COSIGN);
    enum witness_verdict verdict = witness_extend(&request, &checkpoint, have, root, &err);
    assert_int_equal(verdict == WITNESS_COSIGN, err.detail[0] == 0);
    return verdict;
}

static void only_what_extends_the_tree_cosigned_last_is_cosigned(void **state)
{
    struct fixture *f = *state;
    static const uint64_t sizes[] = {0, 1, 2, 3, 7, 8, 49, 64, 100, 255, 256, 257, 300};
    enum { COUNT = sizeof sizes / sizeof *sizes };
    for (size_t a = 0; a < COUNT; a++)
        for (size_t b = 0; b < COUNT; b++)
            for (size_t c = 0; c < COUNT; c++) {
                enum witness_verdict expected = sizes[b] > sizes[c]    ? WITNESS_MALFORMED
                                                : sizes[b] != sizes[a] ? WITNESS_CONFLICT
                                                                       : WITNESS_COSIGN;
                assert_int_equal(extend(f, &f->tree, sizes[a], sizes[b], sizes[c]), expected);
            }
    /* Another history from entry 50 on: with a proof of its own it extends what is before the fork only. */
    assert_int_equal(extend(f, &f->other, 49, 49, 100), WITNESS_COSIGN);
    assert_int_equal(extend(f, &f->other, 64, 64, 100), WITNESS_INCONSISTENT);
    assert_int_equal(extend(f, &f->other, 100, 100, 100), WITNESS_INCONSISTENT);
    assert_int_equal(extend(f, &f->other, 0, 0, 100), WITNESS_COSIGN);
}

static void a_proof_must_be_the_right_one(void **state)
{
    struct fixture *f = *state;
    struct checkpoint checkpoint;
    struct note note;
    uint8_t root[MERKLE_HASH_BYTES], empty[MERKLE_HASH_BYTES];
    merkle_hash_empty(empty);
    root_of(&f->tree, 100, root);
    struct witness_request request = make(f, &f->tree, &f->signer, 100, 300);
    assert_int_equal(witness_open(&request, f->logs, KEYS, &checkpoint, &note, NULL), WITNESS_COSIGN);
    assert_int_equal(witness_extend(&request, &checkpoint, 100, root, NULL), WITNESS_COSIGN);
    for (size_t i = 0; i < request.proof.count; i++) {
        struct witness_request changed = request;
        changed.proof.hashes[i][i] ^= 1;
        assert_int_equal(witness_extend(&changed, &checkpoint, 100, root, NULL), WITNESS_INCONSISTENT);
    }
    struct witness_request shorter = request, longer = request;
    shorter.proof.count--;
    longer.proof.count++;
    assert_int_equal(witness_extend(&shorter, &checkpoint, 100, root, NULL), WITNESS_INCONSISTENT);
    assert_int_equal(witness_extend(&longer, &checkpoint, 100, root, NULL), WITNESS_INCONSISTENT);
    /* From the empty tree no proof is needed, and none allowed. */
    longer.old_size = 0;
    assert_int_equal(witness_extend(&longer, &checkpoint, 0, empty, NULL), WITNESS_INCONSISTENT);
    /* An empty tree has the empty hash. */
    static const char text[] = "log.example/a\n0\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n";
    sign_text(f, &f->signer, bytes_of_string(text));
    struct witness_request nothing = {.checkpoint = buffer_bytes(&f->note)};
    assert_int_equal(witness_open(&nothing, f->logs, KEYS, &checkpoint, &note, NULL), WITNESS_COSIGN);
    assert_int_equal(witness_extend(&nothing, &checkpoint, 0, empty, NULL), WITNESS_INCONSISTENT);
}

static void a_log_takes_the_cosignature_it_asked_for(void **state)
{
    struct fixture *f = *state;
    struct buffer text = {0}, answer = {0}, line = {0}, second = {0}, stranger = {0}, both = {0};
    struct note note;
    uint64_t time = 0;
    make(f, &f->tree, &f->signer, 0, 70);
    assert_true(note_parse(buffer_bytes(&f->note), &note, NULL));
    buffer_append_bytes(&text, note.text);
    assert_true(note_sign(&f->witness, buffer_bytes(&text), 1700000000, &answer, NULL));
    assert_true(note_sign(&f->witness, buffer_bytes(&text), 1700000009, &second, NULL));
    assert_true(note_sign(&f->stranger, buffer_bytes(&text), 0, &stranger, NULL));
    struct bytes checkpoint = buffer_bytes(&f->note);
    const struct note_key *key = &f->witness.key;
    assert_true(witness_read_cosignature(checkpoint, buffer_bytes(&answer), key, &time, &line, NULL));
    assert_int_equal(time, 1700000000);
    assert_true(bytes_equal(buffer_bytes(&line), buffer_bytes(&answer)));
    /* Among others, the newest. */
    buffer_append_bytes(&both, buffer_bytes(&stranger));
    buffer_append_bytes(&both, buffer_bytes(&second));
    buffer_append_bytes(&both, buffer_bytes(&answer));
    line.len = 0;
    assert_true(witness_read_cosignature(checkpoint, buffer_bytes(&both), key, &time, &line, NULL));
    assert_int_equal(time, 1700000009);
    assert_true(bytes_equal(buffer_bytes(&line), buffer_bytes(&second)));
    /* By somebody else, cut off, one bit off, of another checkpoint, undated, or hidden behind more text. */
    line.len = 0;
    assert_false(witness_read_cosignature(checkpoint, buffer_bytes(&stranger), key, &time, &line, NULL));
    for (size_t len = 0; len < answer.len; len++)
        assert_false(
            witness_read_cosignature(checkpoint, bytes_of(answer.data, len), key, &time, &line, NULL));
    for (size_t i = 0; i < answer.len; i++) {
        answer.data[i] ^= 1;
        assert_false(witness_read_cosignature(checkpoint, buffer_bytes(&answer), key, &time, &line, NULL));
        answer.data[i] ^= 1;
    }
    both.len = 0;
    assert_true(note_sign(&f->witness, buffer_bytes(&text), 0, &both, NULL));
    assert_false(witness_read_cosignature(checkpoint, buffer_bytes(&both), key, &time, &line, NULL));
    both.len = 0;
    struct buffer longer = {0};
    buffer_append_bytes(&longer, buffer_bytes(&text));
    buffer_append_string(&longer, "\nmore\n");
    buffer_append_string(&both, "more\n\n");
    assert_true(note_sign(&f->witness, buffer_bytes(&longer), 1700000000, &both, NULL));
    assert_false(witness_read_cosignature(checkpoint, buffer_bytes(&both), key, &time, &line, NULL));
    make(f, &f->tree, &f->signer, 0, 71);
    assert_false(
        witness_read_cosignature(buffer_bytes(&f->note), buffer_bytes(&answer), key, &time, &line, NULL));
    assert_int_equal(line.len, 0);
    assert_int_equal(time, 1700000009);
    buffer_clear(&text);
    buffer_clear(&answer);
    buffer_clear(&line);
    buffer_clear(&second);
    buffer_clear(&stranger);
    buffer_clear(&both);
    buffer_clear(&longer);
}

static void the_size_of_a_conflict_is_one_line(void **state)
{
    (void)state;
    uint64_t size = 5;
    static const char *const bad[] = {
        "", "7", "\n", "07\n", "7\n\n", "7\n8\n", " 7\n", "7 \n", "18446744073709551616\n"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(witness_read_size(bytes_of_string(bad[i]), &size, NULL));
    assert_int_equal(size, 5);
    assert_true(witness_read_size(bytes_of_string("7\n"), &size, NULL));
    assert_int_equal(size, 7);
    assert_true(witness_read_size(bytes_of_string("0\n"), &size, NULL));
    assert_int_equal(size, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_published_request_is_read_and_written),
        cmocka_unit_test(only_one_way_to_write_a_request_is_read),
        cmocka_unit_test_setup_teardown(only_a_known_log_s_own_checkpoint_is_looked_at, set_up, tear_down),
        cmocka_unit_test_setup_teardown(only_what_extends_the_tree_cosigned_last_is_cosigned, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_proof_must_be_the_right_one, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_log_takes_the_cosignature_it_asked_for, set_up, tear_down),
        cmocka_unit_test(the_size_of_a_conflict_is_one_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
