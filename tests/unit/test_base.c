/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/encoding.h"
#include "base/file.h"
#include "base/read.h"

static void base64url_is_strict(void **state)
{
    (void)state;
    struct buffer out = {0};
    base64url_append(&out, bytes_of("\xff\xfe\xfd\xfc", 4));
    assert_string_equal(buffer_string(&out), "__79_A");
    uint8_t back[4];
    assert_true(base64url_decode_exact(bytes_of_string("__79_A"), back, 4));
    assert_memory_equal(back, "\xff\xfe\xfd\xfc", 4);
    /* spare bits, padding, the other alphabet, white space, a truncated group */
    static const char *const bad[] = {"__79_B", "__79_A==", "//79/A", "__79 _A", "__79_", "__79_A\n"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct buffer none = {0};
        assert_false(base64url_decode(bytes_of_string(bad[i]), &none));
        assert_int_equal(none.len, 0);
        buffer_clear(&none);
    }
    buffer_clear(&out);
}

static void base64_is_strict(void **state)
{
    (void)state;
    struct buffer out = {0};
    assert_true(base64_decode(bytes_of_string("/w=="), &out));
    assert_int_equal(out.len, 1);
    assert_false(base64_decode(bytes_of_string("/w="), &out));
    assert_false(base64_decode(bytes_of_string("/w"), &out));
    assert_false(base64_decode(bytes_of_string("/x=="), &out));
    assert_int_equal(out.len, 1);
    buffer_clear(&out);
}

/* Each of the 64 letters and no other byte, in both alphabets. */
static void base64_has_64_letters(void **state)
{
    (void)state;
    int letters = 0, letters_url = 0;
    for (int byte = 0; byte < 256; byte++) {
        uint8_t text[4] = {'A', 'A', 'A', (uint8_t)byte};
        struct buffer out = {0};
        letters += byte != '=' && base64_decode(bytes_of(text, sizeof text), &out);
        letters_url += base64url_decode(bytes_of(text, sizeof text), &out);
        buffer_clear(&out);
    }
    assert_int_equal(letters, 64);
    assert_int_equal(letters_url, 64);
}

static void hex_and_decimal_are_strict(void **state)
{
    (void)state;
    uint8_t byte;
    assert_true(hex_decode_exact(bytes_of_string("af"), &byte, 1));
    assert_int_equal(byte, 0xaf);
    assert_false(hex_decode_exact(bytes_of_string("aF"), &byte, 1));
    assert_false(hex_decode_exact(bytes_of_string("a"), &byte, 1));
    assert_false(hex_decode_exact(bytes_of_string("abc"), &byte, 1));
    uint64_t n = 7;
    assert_true(decimal_decode_u64(bytes_of_string("18446744073709551615"), &n));
    assert_true(n == UINT64_MAX);
    static const char *const bad[] = {"", "00", "01", "-1", "+1", " 1", "1 ", "18446744073709551616"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(decimal_decode_u64(bytes_of_string(bad[i]), &n));
    assert_true(n == UINT64_MAX);
}

static void utf8_refuses_what_is_malformed(void **state)
{
    (void)state;
    assert_true(utf8_is_valid(bytes_of_string("Łódź \xf0\x9f\x8c\xb3")));
    static const char *const bad[] = {"\x80",         "\xc0\xaf",         "\xc3",
                                      "\xe0\x80\xaf", "\xed\xa0\x80",     "\xf4\x90\x80\x80",
                                      "\xf8\x88",     "\xf0\x80\x80\xaf", "a\xff"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(utf8_is_valid(bytes_of_string(bad[i])));
}

static void reader_stops_at_the_end(void **state)
{
    (void)state;
    struct buffer b = {0};
    buffer_append_u16(&b, 0x0102);
    buffer_append_u64(&b, 0x030405060708090aULL);
    struct reader r = reader_of(buffer_bytes(&b));
    uint16_t u16;
    uint64_t u64;
    uint8_t u8 = 9;
    assert_true(read_u16(&r, &u16));
    assert_int_equal(u16, 0x0102);
    assert_true(read_u64(&r, &u64));
    assert_true(u64 == 0x030405060708090aULL);
    assert_true(read_done(&r));
    assert_false(read_u8(&r, &u8));
    assert_int_equal(u8, 9);
    buffer_clear(&b);
}

static void details_have_no_control_characters(void **state)
{
    (void)state;
    struct error err;
    assert_false(error_input(&err, "bad-json", "a%sb\x7f%s", "\x1b[2J\r\n\t",
                             "\xc2\x9b"
                             "2J\xc2\xa0\xc3\x9b\n\n"));
    assert_string_equal(err.detail, "a [2J   b   2J\xc2\xa0\xc3\x9b");
    assert_false(error_prefix(&err, "%s", "\x07name"));
    assert_string_equal(err.detail, " name: a [2J   b   2J\xc2\xa0\xc3\x9b");
    assert_false(error_temporary(&err, "unreachable", "%s", "\xc2"));
    assert_string_equal(err.detail, "\xc2");
}

static void file_is_replaced_whole(void **state)
{
    (void)state;
    char folder[] = "/tmp/folkmoot-base-XXXXXX";
    assert_non_null(mkdtemp(folder));
    struct arena arena = {0};
    const char *deep = arena_format(&arena, "%s/a/b", folder), *path = arena_format(&arena, "%s/f", deep);
    struct error err;
    assert_true(file_make_folder(deep, &err));
    assert_true(file_make_folder(deep, &err));
    assert_true(file_write(path, bytes_of_string("one"), 0600, &err));
    assert_true(file_write(path, bytes_of_string("two"), 0600, &err));
    struct buffer content = {0};
    assert_true(file_read(path, 3, &content, &err));
    assert_string_equal(buffer_string(&content), "two");
    assert_true(file_write_once(path, bytes_of_string("six"), 0600, &err));
    content.len = 0;
    assert_true(file_read(path, 3, &content, &err));
    assert_string_equal(buffer_string(&content), "two");
    unlink(path);
    assert_true(file_write_once(path, bytes_of_string("six"), 0600, &err));
    content.len = 0;
    assert_true(file_read(path, 3, &content, &err));
    assert_string_equal(buffer_string(&content), "six");
    assert_false(file_read(path, 2, &content, &err));
    assert_int_equal(content.len, 3);
    assert_false(file_read(deep, 10, &content, &err));
    buffer_clear(&content);
    unlink(path);
    rmdir(deep);
    rmdir(arena_format(&arena, "%s/a", folder));
    rmdir(folder);
    arena_clear(&arena);
}

static void pipe_is_written_to_not_replaced(void **state)
{
    (void)state;
    char folder[] = "/tmp/folkmoot-test-XXXXXX", path[64], read_back[8] = "";
    struct stat status;
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/pipe", folder);
    assert_int_equal(mkfifo(path, 0600), 0);
    int fd = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC);
    assert_true(fd >= 0);
    assert_true(file_write(path, bytes_of_string("one"), 0600, NULL));
    assert_int_equal(read(fd, read_back, sizeof read_back), 3);
    assert_string_equal(read_back, "one");
    assert_int_equal(stat(path, &status), 0);
    assert_true(S_ISFIFO(status.st_mode));
    close(fd);
    unlink(path);
    rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(base64url_is_strict),
        cmocka_unit_test(base64_is_strict),
        cmocka_unit_test(base64_has_64_letters),
        cmocka_unit_test(hex_and_decimal_are_strict),
        cmocka_unit_test(utf8_refuses_what_is_malformed),
        cmocka_unit_test(reader_stops_at_the_end),
        cmocka_unit_test(details_have_no_control_characters),
        cmocka_unit_test(file_is_replaced_whole),
        cmocka_unit_test(pipe_is_written_to_not_replaced),
    };
    return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
