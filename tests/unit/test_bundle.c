/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <ftw.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <zip.h>

#include "base/encoding.h"
#include "base/file.h"
#include "record/bundle.h"
#include "record/sums.h"

static char folder[] = "/tmp/folkmoot-bundle-XXXXXX";

static int set_up(void **state)
{
    (void)state;
    return mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *walk)
{
    (void)status;
    (void)type;
    (void)walk;
    return remove(path);
}

static int tear_down(void **state)
{
    (void)state;
    return chdir("/") == 0 ? nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS) : -1;
}

static const struct {
    const char *name, *content;
} FILES[] = {
    {"definition.json", "{}"},
    {"record/000", "entries"},
    {"record/x001/002", ""},
    {"keys/a.pub", "key\n"},
    {"record-2", "sorts between record/ and recorda"},
};
enum { FILE_COUNT = sizeof FILES / sizeof *FILES };

/* A bundle with all FILES, SHA256SUMS and a signature, added in the order given. */
static void make_zip(const char *path, bool backwards)
{
    struct bundle_writer *writer = bundle_writer_new();
    struct buffer sums = {0};
    for (size_t n = 0; n < FILE_COUNT; n++) {
        size_t i = backwards ? FILE_COUNT - 1 - n : n;
        struct bytes content = bytes_of_string(FILES[i].content);
        if (backwards) {
            assert_true(file_write("source", content, 0600, NULL));
            if (i == 1) { /* a file on disk makes the same bytes as memory */
                assert_true(bundle_add_file(writer, FILES[i].name, "source", NULL));
                continue;
            }
        }
        assert_true(bundle_add(writer, FILES[i].name, content, NULL));
    }
    bundle_append_sums(writer, &sums);
    assert_true(bundle_add(writer, "SHA256SUMS", buffer_bytes(&sums), NULL));
    assert_true(bundle_add(writer, "SHA256SUMS.clerk-1.minisig", bytes_of_string("signature"), NULL));
    if (backwards)
        assert_true(file_write("source", bytes_of_string(FILES[1].content), 0600, NULL));
    assert_true(bundle_finish(writer, path, NULL));
    bundle_writer_free(writer);
    buffer_clear(&sums);
}

static struct buffer content_of(const char *path)
{
    struct buffer content = {0};
    assert_true(file_read(path, 1 << 24, &content, NULL));
    return content;
}

/* The same files give the same bytes: in any order, at any time, in any time zone. */
static void same_files_same_bytes(void **state)
{
    (void)state;
    setenv("TZ", "UTC", 1);
    tzset();
    make_zip("a.zip", false);
    setenv("TZ", "Pacific/Auckland", 1);
    tzset();
    umask(077);
    make_zip("b.zip", true);
    umask(022);
    struct buffer a = content_of("a.zip"), b = content_of("b.zip");
    assert_true(bytes_equal(buffer_bytes(&a), buffer_bytes(&b)));
    uint8_t hash[crypto_hash_sha256_BYTES], expected[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(hash, a.data, a.len);
    /* Pinned: another libzip must not change published bundles unseen. */
    assert_true(
        hex_decode_exact(bytes_of_string("388aad5a471ce1d4e77cef8c18aa30aad849ded0e7db7bb33498200aa22fe44c"),
                         expected, sizeof expected));
    assert_memory_equal(hash, expected, sizeof hash);
    struct stat status;
    assert_int_equal(stat("b.zip", &status), 0);
    assert_int_equal(status.st_mode & 0777, 0644);
    buffer_clear(&a);
    buffer_clear(&b);
}

static void check_content(struct bundle *bundle)
{
    assert_int_equal(bundle_count(bundle), FILE_COUNT + 2);
    static const char *const names[] = {"SHA256SUMS",      "SHA256SUMS.clerk-1.minisig",
                                        "definition.json", "keys/a.pub",
                                        "record-2",        "record/000",
                                        "record/x001/002"};
    for (size_t i = 0; i < FILE_COUNT + 2; i++)
        assert_string_equal(bundle_name(bundle, i), names[i]);
    for (size_t i = 0; i < FILE_COUNT; i++) {
        struct buffer content = {0};
        size_t len = strlen(FILES[i].content);
        assert_true(bundle_has(bundle, FILES[i].name));
        assert_true(bundle_read(bundle, FILES[i].name, len, &content, NULL));
        assert_string_equal(buffer_string(&content), FILES[i].content);
        if (len) {
            struct error err;
            assert_false(bundle_read(bundle, FILES[i].name, len - 1, &content, &err));
            assert_string_equal(err.type, "too-large");
            assert_int_equal(content.len, len);
        }
        buffer_clear(&content);
    }
    struct error err;
    struct buffer content = {0};
    assert_false(bundle_has(bundle, "record"));
    assert_false(bundle_read(bundle, "record/00", 9, &content, &err));
    assert_string_equal(err.type, "missing");
    assert_true(bundle_read(bundle, "SHA256SUMS", 1 << 16, &content, NULL));
    assert_true(bundle_check_sums(bundle, buffer_bytes(&content), &err));
    buffer_clear(&content);
}

static bool stop_at_once(void *context, struct bytes block, struct error *err)
{
    ++*(unsigned *)context;
    return error_temporary(err, "enough", "%zu bytes are enough", block.len);
}

static void streams_stop_when_told(void **state)
{
    (void)state;
    unsigned calls = 0;
    struct error err = {0};
    make_zip("e.zip", false);
    struct bundle *bundle = bundle_open("e.zip", NULL);
    assert_non_null(bundle);
    assert_false(bundle_stream(bundle, "record/000", stop_at_once, &calls, &err));
    assert_string_equal(err.type, "enough");
    assert_true(bundle_stream(bundle, "record/x001/002", stop_at_once, &calls, &err)); /* empty */
    assert_int_equal(calls, 1);
    bundle_close(bundle);
}

static void zip_and_folder_read_the_same(void **state)
{
    (void)state;
    make_zip("c.zip", false);
    struct bundle *bundle = bundle_open("c.zip", NULL);
    assert_non_null(bundle);
    check_content(bundle);
    bundle_close(bundle);

    /* stock tools agree */
    assert_int_equal(system("python3 -m zipfile -e c.zip c"), 0);
    assert_int_equal(system("cd c && sha256sum --strict --quiet -c SHA256SUMS"), 0);
    bundle = bundle_open("c", NULL);
    assert_non_null(bundle);
    check_content(bundle);
    bundle_close(bundle);
    assert_null(bundle_open("nothing", NULL));
}

static void expect_sums(struct bundle *bundle, const char *sums, const char *type)
{
    struct error err = {0};
    assert_int_equal(bundle_check_sums(bundle, bytes_of_string(sums), &err), type == NULL);
    if (type)
        assert_string_equal(err.type, type);
}

static void sums_find_every_difference(void **state)
{
    (void)state;
#define A "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"
#define B "3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d"
    assert_true(file_make_folder("s/d", NULL));
    assert_true(file_write("s/a", bytes_of_string("a"), 0600, NULL));
    assert_true(file_write("s/d/b", bytes_of_string("b"), 0600, NULL));
    struct bundle *bundle = bundle_open("s", NULL);
    assert_non_null(bundle);
    expect_sums(bundle, A "  a\n" B "  d/b\n", NULL);
    expect_sums(bundle, A "  a\n", "unlisted");
    expect_sums(bundle, B "  d/b\n", "unlisted");
    expect_sums(bundle, "", "unlisted");
    expect_sums(bundle, B "  a\n" B "  d/b\n", "bad-sum");
    expect_sums(bundle, A "  a\n" A "  b\n" B "  d/b\n", "missing");
    expect_sums(bundle, A "  a\n" B "  d/b\n" B "  e\n", "missing");
    expect_sums(bundle, B "  d/b\n" A "  a\n", "unlisted");
    expect_sums(bundle, A "  a\n" A "  a\n" B "  d/b\n", "bad-sums");
    expect_sums(bundle, A "  a\n" B "  d/b", "bad-sums");
    expect_sums(bundle, A " *a\n" B "  d/b\n", "bad-sums");
    expect_sums(bundle, A "  ../a\n", "bad-sums");
    expect_sums(bundle, A "  \n", "bad-sums");
    expect_sums(bundle, "\n", "bad-sums");
    expect_sums(bundle, "CA978112CA1BBDCAFAC231B39A23DC4DA786EFF8147C4E72B9807785AFEE48BB  a\n", "bad-sums");
    bundle_close(bundle);
    /* signatures may stand beside the sums, nothing else */
    assert_true(file_write("s/SHA256SUMS.x.minisig", bytes_of_string("s"), 0600, NULL));
    bundle = bundle_open("s", NULL);
    expect_sums(bundle, A "  a\n" B "  d/b\n", NULL);
    bundle_close(bundle);
    assert_true(file_write("s/SHA256SUMS.x.minisig2", bytes_of_string("s"), 0600, NULL));
    bundle = bundle_open("s", NULL);
    expect_sums(bundle, A "  a\n" B "  d/b\n", "unlisted");
    bundle_close(bundle);
    unlink("s/SHA256SUMS.x.minisig2");
    assert_true(file_make_folder("s/SHA256SUMS.d", NULL));
    assert_true(file_write("s/SHA256SUMS.d/x.minisig", bytes_of_string("s"), 0600, NULL));
    bundle = bundle_open("s", NULL);
    expect_sums(bundle, A "  a\n" B "  d/b\n", "unlisted");
    bundle_close(bundle);
    unlink("s/SHA256SUMS.d/x.minisig");
    assert_true(file_write("s/d/SHA256SUMS", bytes_of_string("s"), 0600, NULL));
    bundle = bundle_open("s", NULL);
    expect_sums(bundle, A "  a\n" B "  d/b\n", "unlisted");
    bundle_close(bundle);
}

static void names(void **state)
{
    (void)state;
    static const char *const good[] = {"a", "a/b", "..a", "a..", ".a", "A-Z_0.9/x001"};
    static const char *const bad[] = {"",     "/",     "/a",  "a/",   "a//b", ".", "..",     "a/..",
                                      "../a", "a/./b", "a b", "a\\b", "a\nb", "ą", "a/../b", "C:/evil"};
    struct bundle_writer *writer = bundle_writer_new();
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(bundle_add(writer, good[i], bytes_of_string("x"), NULL));
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_false(bundle_add(writer, good[i], bytes_of_string("x"), NULL)); /* each once */
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(bundle_add(writer, bad[i], bytes_of_string("x"), NULL));
    char longest[BUNDLE_MAX_NAME_BYTES + 2];
    memset(longest, 'n', sizeof longest);
    longest[BUNDLE_MAX_NAME_BYTES + 1] = 0;
    assert_false(bundle_add(writer, longest, bytes_of_string("x"), NULL));
    longest[BUNDLE_MAX_NAME_BYTES] = 0;
    assert_true(bundle_add(writer, longest, bytes_of_string("x"), NULL));
    assert_false(bundle_add_file(writer, "gone", "no/such/file", NULL));
    assert_false(bundle_finish(writer, "no/such/folder/x.zip", NULL));
    bundle_writer_free(writer);
}

/* A zip file as an attacker makes it. */
static void make_hostile_zip(const char *name, unsigned mode, bool encrypted)
{
    zip_t *zip = zip_open("hostile.zip", ZIP_CREATE | ZIP_TRUNCATE, NULL);
    assert_non_null(zip);
    zip_source_t *source = zip_source_buffer(zip, "target", 6, 0);
    zip_int64_t index = zip_file_add(zip, name, source, ZIP_FL_ENC_UTF_8);
    assert_true(index >= 0);
    assert_int_equal(
        zip_file_set_external_attributes(zip, (zip_uint64_t)index, 0, ZIP_OPSYS_UNIX, mode << 16), 0);
    if (encrypted)
        assert_int_equal(zip_file_set_encryption(zip, (zip_uint64_t)index, ZIP_EM_AES_256, "secret"), 0);
    assert_int_equal(zip_close(zip), 0);
}

static void expect_open(const char *path, const char *type)
{
    struct error err = {0};
    struct bundle *bundle = bundle_open(path, &err);
    assert_int_equal(bundle != NULL, type == NULL);
    if (type)
        assert_string_equal(err.type, type);
    bundle_close(bundle);
}

static void hostile_zips_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"../evil", "/etc/evil", "a/../../evil", "a//b", "folder/", "a\\b"};
    make_hostile_zip("fine", S_IFREG | 0644, false);
    expect_open("hostile.zip", NULL);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        make_hostile_zip(bad[i], S_IFREG | 0644, false);
        expect_open("hostile.zip", "bad-name");
    }
    make_hostile_zip("link", S_IFLNK | 0777, false);
    expect_open("hostile.zip", "bad-bundle");
    make_hostile_zip("device", S_IFBLK | 0777, false);
    expect_open("hostile.zip", "bad-bundle");
    make_hostile_zip("locked", S_IFREG | 0644, true);
    expect_open("hostile.zip", "bad-bundle");
}

static void replace_all(struct buffer *text, const char *from, const char *to)
{
    for (uint8_t *at = text->data;
         (at = memmem(at, text->len - (size_t)(at - text->data), from, strlen(from)));)
        memcpy(at, to, strlen(from));
}

/* libzip does not write the same name twice, so one is changed in the file. */
static void repeated_names_are_refused(void **state)
{
    (void)state;
    make_zip("twice.zip", false);
    struct buffer zip = content_of("twice.zip");
    replace_all(&zip, "keys/a.pub", "keys/b.pub");
    assert_true(file_write("twice.zip", buffer_bytes(&zip), 0600, NULL));
    expect_open("twice.zip", NULL);
    replace_all(&zip, "keys/b.pub", "record/000");
    assert_true(file_write("twice.zip", buffer_bytes(&zip), 0600, NULL));
    expect_open("twice.zip", "bad-bundle");
    buffer_clear(&zip);
}

static void damaged_zips_are_noticed(void **state)
{
    (void)state;
    make_zip("d.zip", false);
    struct buffer zip = content_of("d.zip");
    for (size_t len = 0; len < zip.len; len++) {
        assert_true(file_write("cut.zip", bytes_of(zip.data, len), 0600, NULL));
        struct bundle *bundle = bundle_open("cut.zip", NULL);
        assert_null(bundle);
    }
    /* the content: refused by its checksum */
    uint8_t *at = memmem(zip.data, zip.len, "entries", 7);
    assert_non_null(at);
    *at ^= 1;
    assert_true(file_write("cut.zip", buffer_bytes(&zip), 0600, NULL));
    struct bundle *bundle = bundle_open("cut.zip", NULL);
    if (bundle) {
        struct buffer content = {0};
        uint8_t hash[crypto_hash_sha256_BYTES];
        assert_false(bundle_read(bundle, "record/000", 100, &content, NULL));
        assert_int_equal(content.len, 0);
        assert_false(bundle_hash(bundle, "record/000", hash, NULL));
        buffer_clear(&content);
    }
    bundle_close(bundle);
    buffer_clear(&zip);
}

static void hostile_folders_are_refused(void **state)
{
    (void)state;
    assert_true(file_make_folder("h/inner", NULL));
    expect_open("h", NULL);
    assert_int_equal(symlink("/etc/passwd", "h/inner/link"), 0);
    expect_open("h", "bad-bundle");
    assert_int_equal(unlink("h/inner/link"), 0);
    assert_int_equal(symlink("..", "h/loop"), 0);
    expect_open("h", "bad-bundle");
    assert_int_equal(unlink("h/loop"), 0);
    assert_int_equal(mkfifo("h/pipe", 0600), 0);
    expect_open("h", "bad-bundle");
    assert_int_equal(unlink("h/pipe"), 0);
    assert_true(file_write("h/a b", bytes_of_string("x"), 0600, NULL));
    expect_open("h", "bad-name");
    assert_int_equal(unlink("h/a b"), 0);
    assert_true(file_make_folder("h/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16", NULL));
    expect_open("h", NULL);
    assert_true(file_make_folder("h/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17", NULL));
    expect_open("h", "bad-name");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(same_files_same_bytes),
        cmocka_unit_test(zip_and_folder_read_the_same),
        cmocka_unit_test(streams_stop_when_told),
        cmocka_unit_test(sums_find_every_difference),
        cmocka_unit_test(names),
        cmocka_unit_test(repeated_names_are_refused),
        cmocka_unit_test(hostile_zips_are_refused),
        cmocka_unit_test(damaged_zips_are_noticed),
        cmocka_unit_test(hostile_folders_are_refused),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
