/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Against files that minisign 0.11 made, and against the minisign that is installed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "crypto/sign.h"
#include "record/minisign.h"
#include "vector.h"

static json_t *vectors;
static char folder[] = "/tmp/folkmoot-minisign-XXXXXX";

static int set_up(void **state)
{
    (void)state;
    vectors = vector_load("minisign");
    return mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    json_decref(vectors);
    static const char *const names[] = {"m", "m.minisig", "pub", "key"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        unlink(names[i]);
    return chdir("/") == 0 ? rmdir(folder) : -1;
}

static struct bytes vector_bytes(const char *group, const char *key)
{
    return bytes_of_string(vector_text(group ? json_object_get(vectors, group) : vectors, key));
}

/* Run stock minisign with `input` on its standard input; its exit status. */
static int run_minisign(const char *const *arguments, const char *input)
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        int null = open("/dev/null", O_WRONLY);
        if (dup2(ends[0], 0) < 0 || dup2(null, 1) < 0 || dup2(null, 2) < 0)
            _exit(99);
        close(ends[1]);
        execvp("minisign", (char *const *)arguments);
        _exit(98);
    }
    close(ends[0]);
    size_t len = strlen(input);
    assert_true(write(ends[1], input, len) == (ssize_t)len);
    close(ends[1]);
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void put_file(const char *name, struct bytes content)
{
    assert_true(file_write(name, content, 0600, NULL));
}

static void keys_of_minisign_are_read(void **state)
{
    (void)state;
    static const char *const groups[] = {"plain", "encrypted"};
    for (size_t i = 0; i < 2; i++) {
        struct minisign_public public_key, derived;
        struct minisign_secret secret;
        struct buffer again = {0};
        bool encrypted;
        const char *password = i ? vector_text(json_object_get(vectors, "encrypted"), "password") : NULL;
        assert_true(minisign_public_parse(vector_bytes(groups[i], "public"), &public_key, NULL));
        minisign_public_append(&public_key, &again);
        assert_true(bytes_equal(buffer_bytes(&again), vector_bytes(groups[i], "public")));
        assert_true(minisign_secret_is_encrypted(vector_bytes(groups[i], "secret"), &encrypted, NULL));
        assert_int_equal(encrypted, i);
        assert_true(minisign_secret_parse(vector_bytes(groups[i], "secret"), password, &secret, NULL));
        minisign_public_of(&secret, &derived);
        assert_memory_equal(&derived, &public_key, sizeof derived);
        buffer_clear(&again);
    }
    struct minisign_secret secret = {.id = {42}};
    struct error err;
    assert_false(minisign_secret_parse(vector_bytes("plain", "secret"), "x", &secret, &err));
    assert_string_equal(err.type, "bad-password");
    assert_false(minisign_secret_parse(vector_bytes("encrypted", "secret"), NULL, &secret, &err));
    assert_string_equal(err.type, "bad-password");
    assert_int_equal(secret.id[0], 42);
}

static void signatures_of_minisign_verify(void **state)
{
    (void)state;
    struct minisign_public plain, encrypted;
    struct buffer comment = {0};
    struct bytes message = vector_bytes(NULL, "message"), signature = vector_bytes(NULL, "signature");
    assert_true(minisign_public_parse(vector_bytes("plain", "public"), &plain, NULL));
    assert_true(minisign_public_parse(vector_bytes("encrypted", "public"), &encrypted, NULL));
    assert_true(minisign_verify(&plain, message, signature, &comment, NULL));
    assert_string_equal(buffer_string(&comment), vector_text(vectors, "trusted_comment"));
    assert_true(
        minisign_verify(&encrypted, message, vector_bytes(NULL, "signature_by_encrypted"), NULL, NULL));
    assert_false(minisign_verify(&encrypted, message, signature, NULL, NULL));
    assert_false(minisign_verify(&plain, message, vector_bytes(NULL, "legacy"), NULL, NULL));
    assert_false(minisign_verify(&plain, bytes_of_string("another message\n"), signature, NULL, NULL));
    buffer_clear(&comment);
}

/* The untrusted comment is the only part that may change. */
static void damaged_files_are_refused(void **state)
{
    (void)state;
    struct minisign_public key, other;
    struct minisign_secret secret;
    struct buffer copy = {0};
    struct bytes message = vector_bytes(NULL, "message"), signature = vector_bytes(NULL, "signature");
    assert_true(minisign_public_parse(vector_bytes("plain", "public"), &key, NULL));
    for (size_t len = 0; len < signature.len; len++)
        assert_false(minisign_verify(&key, message, bytes_of(signature.data, len), NULL, NULL));
    buffer_append_bytes(&copy, signature);
    size_t start = (size_t)(strchr(buffer_string(&copy), '\n') - (char *)copy.data) + 1;
    for (size_t bit = 8 * start; bit < 8 * copy.len; bit++) {
        copy.data[bit / 8] ^= (uint8_t)(1 << bit % 8);
        assert_false(minisign_verify(&key, message, buffer_bytes(&copy), NULL, NULL));
        copy.data[bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
    buffer_append_u8(&copy, '\n');
    assert_false(minisign_verify(&key, message, buffer_bytes(&copy), NULL, NULL));

    struct bytes file = vector_bytes("plain", "public");
    for (size_t len = 0; len < file.len; len++)
        assert_false(minisign_public_parse(bytes_of(file.data, len), &other, NULL));
    file = vector_bytes("plain", "secret");
    for (size_t len = 0; len < file.len; len++)
        assert_false(minisign_secret_parse(bytes_of(file.data, len), NULL, &secret, NULL));
    /* the secret key proper: the seed must belong to the public half */
    copy.len = 0;
    buffer_append_bytes(&copy, file);
    start = (size_t)(strchr(buffer_string(&copy), '\n') - (char *)copy.data) + 1;
    size_t first = start + (2 + 2 + 2 + 32 + 8 + 8 + 8) * 4 / 3 + 1, last = start + (62 + 64) * 4 / 3 - 1;
    for (size_t i = first; i < last; i++) {
        uint8_t old = copy.data[i];
        copy.data[i] = old == 'A' ? 'B' : 'A';
        assert_false(minisign_secret_parse(buffer_bytes(&copy), NULL, &secret, NULL));
        copy.data[i] = old;
    }
    buffer_clear(&copy);
}

static void what_we_make_stock_minisign_accepts(void **state)
{
    (void)state;
    struct minisign_secret secret;
    struct minisign_public public_key;
    struct buffer file = {0}, signature = {0};
    struct bytes message = bytes_of_string("abc  SHA256SUMS\n");
    minisign_generate(&secret);
    minisign_public_of(&secret, &public_key);
    minisign_public_append(&public_key, &file);
    put_file("pub", buffer_bytes(&file));
    put_file("m", message);
    assert_true(minisign_sign(&secret, message, "untrusted", "round 7, żółć", &signature, NULL));
    put_file("m.minisig", buffer_bytes(&signature));
    const char *const verify[] = {"minisign", "-V", "-H", "-q", "-p", "pub", "-m", "m", NULL};
    assert_int_equal(run_minisign(verify, ""), 0);
    struct buffer comment = {0};
    assert_true(minisign_verify(&public_key, message, buffer_bytes(&signature), &comment, NULL));
    assert_string_equal(buffer_string(&comment), "round 7, żółć");
    put_file("m", bytes_of_string("abd  SHA256SUMS\n"));
    assert_int_not_equal(run_minisign(verify, ""), 0);

    /* secret keys that we write, without and with a password, sign in its hands */
    put_file("m", message);
    for (int i = 0; i < 2; i++) {
        const char *password = i ? "open sesame" : NULL;
        struct minisign_secret again = {0};
        file.len = 0;
        assert_true(minisign_secret_append(&secret, password, &file, NULL));
        put_file("key", buffer_bytes(&file));
        assert_true(minisign_secret_parse(buffer_bytes(&file), password, &again, NULL));
        assert_memory_equal(&again, &secret, sizeof again);
        unlink("m.minisig");
        const char *const sign[] = {"minisign", "-S", "-H", "-s", "key", "-t", "theirs", "-m", "m", NULL};
        assert_int_equal(run_minisign(sign, "open sesame\n"), 0);
        signature.len = 0;
        assert_true(file_read("m.minisig", MINISIGN_MAX_FILE_BYTES, &signature, NULL));
        assert_true(minisign_verify(&public_key, message, buffer_bytes(&signature), NULL, NULL));
    }
    struct error err;
    struct minisign_secret none;
    assert_false(minisign_secret_parse(buffer_bytes(&file), "open sesam", &none, &err));
    assert_string_equal(err.type, "bad-password");
    sodium_memzero(&secret, sizeof secret);
    buffer_wipe(&file);
    buffer_clear(&signature);
    buffer_clear(&comment);
}

static void stock_keys_made_now_are_read(void **state)
{
    (void)state;
    const char *const generate[] = {"minisign", "-G", "-W", "-f", "-p", "pub", "-s", "key", NULL};
    assert_int_equal(run_minisign(generate, ""), 0);
    struct buffer public_file = {0}, secret_file = {0};
    struct minisign_public public_key, derived;
    struct minisign_secret secret;
    assert_true(file_read("pub", MINISIGN_MAX_FILE_BYTES, &public_file, NULL));
    assert_true(file_read("key", MINISIGN_MAX_FILE_BYTES, &secret_file, NULL));
    assert_true(minisign_public_parse(buffer_bytes(&public_file), &public_key, NULL));
    assert_true(minisign_secret_parse(buffer_bytes(&secret_file), NULL, &secret, NULL));
    minisign_public_of(&secret, &derived);
    assert_memory_equal(&derived, &public_key, sizeof derived);
    buffer_clear(&public_file);
    buffer_wipe(&secret_file);
}

static void comments_are_one_line(void **state)
{
    (void)state;
    struct minisign_secret secret;
    struct buffer out = {0};
    char longest[MINISIGN_MAX_COMMENT_BYTES + 2];
    struct bytes message = bytes_of_string("m");
    minisign_generate(&secret);
    memset(longest, 'c', sizeof longest);
    longest[MINISIGN_MAX_COMMENT_BYTES + 1] = 0;
    assert_false(minisign_sign(&secret, message, "a\nb", "", &out, NULL));
    assert_false(minisign_sign(&secret, message, "", "a\nb", &out, NULL));
    assert_false(minisign_sign(&secret, message, "", "\xff", &out, NULL));
    assert_false(minisign_sign(&secret, message, "", longest, &out, NULL));
    assert_int_equal(out.len, 0);
    longest[MINISIGN_MAX_COMMENT_BYTES] = 0;
    assert_true(minisign_sign(&secret, message, "", longest, &out, NULL));
    buffer_clear(&out);
}

/* Ed25519 at its borders: neither the cofactor nor a small order helps a signature. */
static void signatures_are_verified_strictly(void **state)
{
    (void)state;
    json_t *vector = vector_load("ed25519"), *item;
    size_t i;
    assert_true(json_array_size(json_object_get(vector, "signatures")) > 0);
    json_array_foreach(json_object_get(vector, "signatures"), i, item)
    {
        struct sign_public key;
        struct signature signature;
        uint8_t digest[HASH_BYTES];
        vector_hex(item, "key", key.bytes, sizeof key.bytes);
        vector_hex(item, "signature", signature.bytes, sizeof signature.bytes);
        vector_hex(item, "message", digest, sizeof digest);
        if (sign_verify(&key, digest, &signature) != json_is_true(json_object_get(item, "valid")))
            fail_msg("%s", vector_text(item, "why"));
    }
    json_decref(vector);
}

int main(void)
{
    signal(SIGPIPE, SIG_IGN); /* minisign may not want the password */
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(signatures_are_verified_strictly),
        cmocka_unit_test(keys_of_minisign_are_read),
        cmocka_unit_test(signatures_of_minisign_verify),
        cmocka_unit_test(damaged_files_are_refused),
        cmocka_unit_test(what_we_make_stock_minisign_accepts),
        cmocka_unit_test(stock_keys_made_now_are_read),
        cmocka_unit_test(comments_are_one_line),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
