/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "server/http/static.h"

static char folder[] = "/tmp/folkmoot-static-XXXXXX";
static struct arena arena;

static void put(const char *name, const char *content)
{
    assert_true(
        file_write(arena_format(&arena, "%s/%s", folder, name), bytes_of_string(content), 0644, NULL));
}

static int make_folder(void **state)
{
    (void)state;
    assert_non_null(mkdtemp(folder));
    assert_true(file_make_folder(arena_format(&arena, "%s/site/assets", folder), NULL));
    put("outside.txt", "secret");
    put("site/index.html", "<p>");
    put("site/index.html.br", "B");
    put("site/index.html.gz", "G");
    put("site/plain.txt", "plain");
    put("site/plain.txt.gz", "G");
    put("site/.hidden", "hidden");
    put("site/assets/main-1a2B3c4_.js", "x");
    put("site/assets/short-1a2b.js", "x");
    put("site/odd", "?");
    assert_int_equal(symlink("../outside.txt", arena_format(&arena, "%s/site/link.txt", folder)), 0);
    return 0;
}

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *walk)
{
    (void)status, (void)kind, (void)walk;
    return remove(path);
}

static int remove_folder(void **state)
{
    (void)state;
    arena_clear(&arena);
    return nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static struct statics *load(void)
{
    struct statics *statics;
    struct error err;
    if (!statics_load(arena_format(&arena, "%s/site", folder), &statics, &err))
        fail_msg("%s", err.detail);
    return statics;
}

static void files_are_found_by_path_only(void **state)
{
    (void)state;
    struct statics *statics = load();
    assert_string_equal(statics_find(statics, "/")->path, "/index.html");
    assert_string_equal(statics_find(statics, "/index.html")->type, "text/html; charset=utf-8");
    assert_string_equal(statics_find(statics, "/odd")->type, "application/octet-stream");
    assert_true(statics_find(statics, "/assets/main-1a2B3c4_.js")->immutable);
    assert_false(statics_find(statics, "/assets/short-1a2b.js")->immutable);
    assert_false(statics_find(statics, "/index.html")->immutable);
    static const char *const none[] = {"",          "/index",    "/index.html.br",  "/.hidden",
                                       "/link.txt", "/assets",   "/../outside.txt", "/assets/../odd",
                                       "//odd",     "/nothing/", "/index.html/",    "odd"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        if (statics_find(statics, none[i]))
            fail_msg("%s is found", none[i]);
    char *deep = arena_allocate(&arena, 5000, 1);
    memset(deep, 'a', 4998);
    deep[0] = deep[4997] = '/';
    assert_null(statics_find(statics, deep));
    statics_free(statics);
}

static void encodings_are_chosen(void **state)
{
    (void)state;
    struct statics *statics = load();
    const struct static_file *both = statics_find(statics, "/index.html");
    const struct static_file *gzip = statics_find(statics, "/plain.txt");
    static const struct {
        const char *header;
        enum static_encoding both, gzip;
    } cases[] = {
        {NULL, STATIC_IDENTITY, STATIC_IDENTITY},
        {"", STATIC_IDENTITY, STATIC_IDENTITY},
        {"gzip, deflate, br", STATIC_BROTLI, STATIC_GZIP},
        {"br", STATIC_BROTLI, STATIC_IDENTITY},
        {"GZIP", STATIC_GZIP, STATIC_GZIP},
        {"gzip;q=0.5, br;q=0", STATIC_GZIP, STATIC_GZIP},
        {" br ; q=0.000 ,gzip ; q=0.0", STATIC_IDENTITY, STATIC_IDENTITY},
        {"br;Q=0.001", STATIC_BROTLI, STATIC_IDENTITY},
        {"brotli, xgzip", STATIC_IDENTITY, STATIC_IDENTITY},
        {",,;;q=,br;q", STATIC_BROTLI, STATIC_IDENTITY},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(static_choose(both, cases[i].header), cases[i].both);
        assert_int_equal(static_choose(gzip, cases[i].header), cases[i].gzip);
    }
    assert_string_not_equal(both->variant[STATIC_BROTLI].etag, both->variant[STATIC_IDENTITY].etag);
    /* the same bytes have the same tag */
    assert_string_equal(both->variant[STATIC_GZIP].etag, gzip->variant[STATIC_GZIP].etag);
    /* printf x | sha256sum, in base64url */
    assert_string_equal(statics_find(statics, "/assets/short-1a2b.js")->variant[STATIC_IDENTITY].etag,
                        "\"LXEWQrcmsEQBYnyp-6wy9chTD7GQPMTbAiWHF5IaSIE\"");
    statics_free(statics);
}

static void tags_are_compared(void **state)
{
    (void)state;
    assert_true(static_etag_matches("\"a\"", "\"a\""));
    assert_true(static_etag_matches("\"b\", W/\"a\"", "\"a\""));
    assert_true(static_etag_matches("*", "\"a\""));
    static const char *const other[] = {NULL, "", "a", "\"A\"", "\"a", "\"ab\"", "\"b\", \"c\"", "W/", ","};
    for (size_t i = 0; i < sizeof other / sizeof *other; i++)
        assert_false(static_etag_matches(other[i], "\"a\""));
}

static void faults_of_the_folder_are_told(void **state)
{
    (void)state;
    struct statics *statics;
    struct error err;
    assert_false(statics_load("/nonexistent/folder", &statics, &err));
    assert_non_null(strstr(err.detail, "/nonexistent/folder"));
    assert_true(statics_load("", &statics, &err));
    assert_null(statics_find(statics, "/"));
    statics_free(statics);
    put("site/alone.css.br", "B");
    assert_false(statics_load(arena_format(&arena, "%s/site", folder), &statics, &err));
    assert_non_null(strstr(err.detail, "/alone.css"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_are_found_by_path_only),
        cmocka_unit_test(encodings_are_chosen),
        cmocka_unit_test(tags_are_compared),
        cmocka_unit_test(faults_of_the_folder_are_told),
    };
    return cmocka_run_group_tests_name("server_static", tests, make_folder, remove_folder);
}
