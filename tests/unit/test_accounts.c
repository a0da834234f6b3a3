/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What accounts are kept with: codes of authenticator apps, recovery codes, the key file, known devices.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "server/accounts/account_keys.h"
#include "server/accounts/attempts.h"
#include "server/accounts/recovery_codes.h"
#include "server/accounts/totp.h"

/* RFC 6238 appendix B, the column of SHA-1, its last six digits. */
static const uint8_t rfc_secret[] = "12345678901234567890";

static void totp_is_that_of_the_rfc(void **state)
{
    (void)state;
    static const struct {
        int64_t time_s;
        const char *code;
    } vectors[] = {{59, "287082"},         {1111111109, "081804"}, {1111111111, "050471"},
                   {1234567890, "005924"}, {2000000000, "279037"}, {20000000000, "353130"}};
    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
        char code[TOTP_DIGITS + 1];
        totp_code(rfc_secret, vectors[i].time_s / TOTP_STEP_S, code);
        assert_string_equal(code, vectors[i].code);
    }
}

static void a_code_holds_for_three_steps_and_once(void **state)
{
    (void)state;
    const int64_t at = 41152263; /* the step of 1234567890 */
    for (int64_t step = at - 3; step <= at + 3; step++) {
        int64_t found = -7;
        bool taken = totp_find_step(rfc_secret, "005924", step * TOTP_STEP_S + 29, at - 1, &found);
        assert_int_equal(taken, step >= at - 1 && step <= at + 1);
        assert_int_equal(found, taken ? at : -7);
        assert_false(totp_find_step(rfc_secret, "005924", step * TOTP_STEP_S, at, &found)); /* used */
    }
    int64_t found;
    static const char *const wrong[] = {"", "00592", "0059244", "005925", "105924", "00592\n"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(totp_find_step(rfc_secret, wrong[i], at * TOTP_STEP_S, 0, &found));
}

static void a_sealed_secret_opens_for_its_person_and_key_only(void **state)
{
    (void)state;
    uint8_t key[32] = {1}, other_key[32] = {2}, sealed[TOTP_SEALED_BYTES], again[TOTP_SEALED_BYTES];
    uint8_t opened[TOTP_SECRET_BYTES];
    totp_seal(key, 7, rfc_secret, sealed);
    totp_seal(key, 7, rfc_secret, again);
    assert_memory_not_equal(sealed, again, sizeof sealed);
    assert_true(totp_open(key, 7, sealed, opened));
    assert_memory_equal(opened, rfc_secret, sizeof opened);
    assert_false(totp_open(key, 8, sealed, opened));
    assert_false(totp_open(other_key, 7, sealed, opened));
    for (size_t i = 0; i < sizeof sealed; i++) {
        sealed[i] ^= 1;
        assert_false(totp_open(key, 7, sealed, opened));
        sealed[i] ^= 1;
    }
}

static void recovery_codes_are_read_as_they_are_typed(void **state)
{
    (void)state;
    char text[RECOVERY_TEXT_BYTES + 1], typed[64] = "";
    uint8_t hash[RECOVERY_HASH_BYTES], again[RECOVERY_HASH_BYTES];
    for (int round = 0; round < 100; round++) {
        recovery_code_make(text, hash);
        assert_int_equal(strlen(text), RECOVERY_TEXT_BYTES);
        size_t len = 0;
        for (const char *c = text; *c; c++)
            typed[len++] = *c == '-'   ? ' '
                           : *c == '0' ? 'o'
                           : *c == '1' ? 'l'
                           : *c >= 'A' ? (char)(*c + 32)
                                       : *c;
        typed[len] = '\0';
        assert_true(recovery_code_hash(typed, again));
        assert_memory_equal(hash, again, sizeof hash);
        text[3] = text[3] == '7' ? '8' : '7';
        assert_true(recovery_code_hash(text, again));
        assert_memory_not_equal(hash, again, sizeof hash);
    }
    static const char *const wrong[] = {"", "ABCDE-ABCDE-ABCD", "ABCDE-ABCDE-ABCDEF", "ABCDE-ABCDU-ABCDE",
                                        "ABCDE_ABCDE-ABCDE"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(recovery_code_hash(wrong[i], again));
}

static void the_key_file_is_made_once(void **state)
{
    (void)state;
    char folder[] = "/tmp/folkmoot-accounts-XXXXXX", path[64];
    struct account_keys first, second;
    struct stat about;
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/accounts.key", folder);
    assert_true(account_keys_load(folder, &first, NULL));
    assert_true(account_keys_load(folder, &second, NULL));
    assert_memory_equal(&first, &second, sizeof first);
    assert_memory_not_equal(first.totp, first.device, sizeof first.totp);
    assert_int_equal(stat(path, &about), 0);
    assert_int_equal(about.st_mode & 0777, 0600);
    assert_int_equal(about.st_size, ACCOUNT_KEY_BYTES);
    assert_int_equal(truncate(path, ACCOUNT_KEY_BYTES - 1), 0);
    assert_false(account_keys_load(folder, &second, NULL));
    unlink(path);
    rmdir(folder);
}

static void a_device_is_known_to_its_login_until_its_end(void **state)
{
    (void)state;
    const uint8_t key[32] = {3}, other_key[32] = {4};
    struct attempts *attempts = attempts_new(key), *elsewhere = attempts_new(other_key);
    char cookie[DEVICE_COOKIE_CHARS + 1];
    uint8_t device[DEVICE_ID_BYTES];
    attempts_device_cookie(attempts, "ada", 1000, cookie);
    struct bytes text = bytes_of_string(cookie);
    assert_true(attempts_know_device(attempts, "ada", text, 1000, device));
    assert_true(attempts_know_device(attempts, "ada", text, 1000 + DEVICE_COOKIE_S - 1, device));
    assert_false(attempts_know_device(attempts, "ada", text, 1000 + DEVICE_COOKIE_S, device));
    assert_false(attempts_know_device(attempts, "adam", text, 1000, device));
    assert_false(attempts_know_device(elsewhere, "ada", text, 1000, device));
    assert_false(attempts_know_device(attempts, "ada", bytes_of(NULL, 0), 1000, device));
    for (size_t i = 0; i < text.len; i++) {
        char kept = cookie[i];
        cookie[i] = kept == 'A' ? 'B' : 'A';
        assert_false(attempts_know_device(attempts, "ada", text, 1000, device));
        cookie[i] = kept;
        assert_false(attempts_know_device(attempts, "ada", bytes_of(text.data, i), 1000, device));
    }
    attempts_free(attempts);
    attempts_free(elsewhere);
}

static int64_t try_from(struct attempts *attempts, const char *address, const char *login)
{
    return attempts_take(attempts, ATTEMPT_PASSWORD, address, login, NULL, 0);
}

static void tries_belong_to_sources_logins_and_devices(void **state)
{
    (void)state;
    const uint8_t key[32] = {5}, device[DEVICE_ID_BYTES] = {6};
    struct attempts *attempts = attempts_new(key);
    for (int i = 0; i < 10; i++)
        assert_int_equal(try_from(attempts, i % 2 ? "192.0.2.7" : "::ffff:192.0.2.200", "ada"),
                         0); /* one /24 */
    assert_true(try_from(attempts, "192.0.2.99", "ada") > 0);
    assert_int_equal(try_from(attempts, "192.0.2.99", "eve"), 0);
    assert_int_equal(try_from(attempts, "192.0.3.7", "ada"), 0);
    char address[64];
    for (int i = 0; i < 39; i++) {
        snprintf(address, sizeof address, "2001:db8:0:%x00::1", i);
        assert_int_equal(try_from(attempts, address, "ada"), 0);
    }
    assert_true(try_from(attempts, "198.51.100.1", "ada") > 0); /* fifty from everywhere */
    assert_int_equal(try_from(attempts, "198.51.100.1", "eve"), 0);
    for (int i = 0; i < 10; i++)
        assert_int_equal(attempts_take(attempts, ATTEMPT_PASSWORD, "198.51.100.1", "ada", device, 0), 0);
    assert_true(attempts_take(attempts, ATTEMPT_PASSWORD, "198.51.100.1", "ada", device, 0) > 0);
    for (int i = 0; i < 5; i++)
        assert_int_equal(attempts_take(attempts, ATTEMPT_CODE, "198.51.100.1", "ada", device, 0), 0);
    assert_true(attempts_take(attempts, ATTEMPT_CODE, "198.51.100.1", "ada", device, 0) > 0);
    attempts_free(attempts);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(totp_is_that_of_the_rfc),
        cmocka_unit_test(a_code_holds_for_three_steps_and_once),
        cmocka_unit_test(a_sealed_secret_opens_for_its_person_and_key_only),
        cmocka_unit_test(recovery_codes_are_read_as_they_are_typed),
        cmocka_unit_test(the_key_file_is_made_once),
        cmocka_unit_test(a_device_is_known_to_its_login_until_its_end),
        cmocka_unit_test(tries_belong_to_sources_logins_and_devices),
    };
    return sodium_init() < 0 ? 1 : cmocka_run_group_tests_name("accounts", tests, NULL, NULL);
}
