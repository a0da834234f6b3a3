/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Pictures that cwebp and cjpeg made (tests/data/pictures), and the same with something that must not be
 * there.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>

#include "base/file.h"
#include "server/resources/picture_file.h"

static const char *const names[] = {"lossy.webp", "lossless.webp", "baseline.jpg", "progressive.jpg",
                                    "grey.jpg"};
enum { FILES = sizeof names / sizeof *names };

static struct buffer load(const char *name)
{
    struct buffer file = {0}, path = {0};
    buffer_append_format(&path, "%s/pictures/%s", DATA_DIR, name);
    assert_true(file_read(buffer_string(&path), PICTURE_BYTES_MAX, &file, NULL));
    buffer_clear(&path);
    return file;
}

static void put_little_endian(struct buffer *file, size_t at, size_t value)
{
    for (size_t i = 0; i < 4; i++)
        file->data[at + i] = (uint8_t)(value >> 8 * i);
}

/* Put bytes in the place of `len` others. */
static void splice(struct buffer *file, size_t at, size_t len, const void *data, size_t data_len)
{
    struct buffer out = {0};
    assert_true(at + len <= file->len);
    buffer_append(&out, file->data, at);
    buffer_append(&out, data, data_len);
    buffer_append(&out, file->data + at + len, file->len - at - len);
    buffer_clear(file);
    *file = out;
}
#define SPLICE(file, at, len, text) splice(file, at, len, text, sizeof text - 1)

/* Where the first of these bytes stand. */
static size_t find(const struct buffer *file, const char *bytes, size_t len)
{
    for (size_t at = 0; at + len <= file->len; at++)
        if (memcmp(file->data + at, bytes, len) == 0)
            return at;
    fail_msg("not found");
    return 0;
}
#define FIND(file, text) find(file, text, sizeof text - 1)

static void refused(struct buffer *file, const char *why)
{
    struct picture_file out = {.width = 7};
    struct error err;
    if (picture_file_read(buffer_bytes(file), &out, &err))
        fail_msg("taken, though: %s", why);
    assert_string_equal(err.type, "picture");
    if (!strstr(err.detail, why))
        fail_msg("\"%s\" does not say \"%s\"", err.detail, why);
    assert_int_equal(out.width, 7);
    buffer_clear(file);
}

static void pictures_are_taken(void **state)
{
    (void)state;
    for (size_t i = 0; i < FILES; i++) {
        struct buffer file = load(names[i]);
        struct picture_file out;
        struct error err;
        if (!picture_file_read(buffer_bytes(&file), &out, &err))
            fail_msg("%s: %s", names[i], err.detail);
        assert_int_equal(out.width, 48);
        assert_int_equal(out.height, 27);
        assert_string_equal(picture_extensions[out.type], strrchr(names[i], '.') + 1);
        buffer_clear(&file);
    }
}

static void what_is_cut_off_or_longer_is_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < FILES; i++) {
        struct buffer file = load(names[i]);
        struct picture_file out;
        for (size_t len = 0; len < file.len; len++) {
            /* at its own size, so that the tools see a read behind it */
            struct buffer start = {0};
            buffer_append(&start, file.data, len);
            assert_false(picture_file_read(buffer_bytes(&start), &out, NULL));
            buffer_clear(&start);
        }
        buffer_append_u8(&file, 0);
        refused(&file, i < 2 ? "something stands behind" : "behind its end");
        file = load(names[i]);
        uint8_t *zeros = allocate(PICTURE_BYTES_MAX, 1);
        buffer_append(&file, zeros, PICTURE_BYTES_MAX);
        free(zeros);
        refused(&file, "longer than");
    }
}

static void other_files_are_refused(void **state)
{
    (void)state;
    static const char *const others[] = {
        "",       "\xff",     "R",         "<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "\x89PNG\r\n\x1a\n",
        "GIF89a", "%PDF-1.7", "PK\x03\x04"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        struct buffer file = {0};
        buffer_append_string(&file, others[i]);
        refused(&file, "neither WebP nor JPEG");
    }
}

/* ---- WebP ---- */

/* A chunk before or behind the others, with the length of the file set right. */
static struct buffer with_chunk(const char *name, bool behind, const char *kind)
{
    struct buffer file = load(name), chunk = {0};
    buffer_append(&chunk, kind, 4);
    buffer_append(&chunk, "\x0a\0\0\0\0\0\0\0\0\0\0\0\0\0", 14);
    splice(&file, behind ? file.len : 12, 0, chunk.data, chunk.len);
    put_little_endian(&file, 4, file.len - 8);
    buffer_clear(&chunk);
    return file;
}

static void chunks_beside_the_picture_are_refused(void **state)
{
    (void)state;
    static const char *const kinds[] = {"VP8X", "EXIF", "XMP ", "ICCP", "ALPH",
                                        "ANIM", "ANMF", "VP8 ", "junk"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        for (size_t k = 0; k < 2; k++) {
            struct buffer file = with_chunk(names[k], true, kinds[i]);
            refused(&file, "something stands behind");
            file = with_chunk(names[k], false, kinds[i]);
            refused(&file, strcmp(kinds[i], "VP8 ") == 0 ? "behind" : "must begin with");
        }
}

static void a_webp_file_is_accounted_for_to_the_last_byte(void **state)
{
    (void)state;
    struct buffer file = load("lossy.webp");
    put_little_endian(&file, 4, file.len - 10);
    refused(&file, "behind its VP8");
    file = load("lossy.webp");
    put_little_endian(&file, 16, file.len - 22);
    refused(&file, "behind its VP8");
    file = load("lossy.webp");
    put_little_endian(&file, 16, 0xffffffff);
    refused(&file, "behind its VP8");
    file = load("lossy.webp");
    SPLICE(&file, 8, 4, "WEBQ");
    refused(&file, "must begin with");
    file = load("lossless.webp"); /* one byte of it becomes padding */
    put_little_endian(&file, 16, file.len - 21);
    file.data[file.len - 1] = 0;
    struct picture_file out;
    assert_true(picture_file_read(buffer_bytes(&file), &out, NULL));
    file.data[file.len - 1] = 1;
    refused(&file, "padding");
}

static void heads_of_webp_frames_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        size_t at;
        uint8_t byte;
        const char *why;
    } changes[] = {
        {"lossy.webp", 20, 0x91, "no key frame"},       /* the lowest bit: between key frames */
        {"lossy.webp", 20, 0x80, "no key frame"},       /* not to be shown */
        {"lossy.webp", 20, 0x98, "no key frame"},       /* version 4 */
        {"lossy.webp", 22, 0xff, "cut off"},            /* a first partition that is longer */
        {"lossy.webp", 23, 0x9e, "no key frame"},       /* start code */
        {"lossy.webp", 26, 0, "1 to 2048"},             /* width 0 */
        {"lossy.webp", 27, 0x08, "1 to 2048"},          /* 2096 */
        {"lossy.webp", 27, 0x40, "1 to 2048"},          /* to be scaled */
        {"lossy.webp", 29, 0x80, "1 to 2048"},          /* height scaled */
        {"lossless.webp", 20, 0x2e, "no head"},         /* signature */
        {"lossless.webp", 24, 0x20, "another version"}, /* version 1 */
        {"lossless.webp", 22, 0xff, "1 to 2048"},       /* width */
        {"lossless.webp", 24, 0x0f, "1 to 2048"},       /* height */
    };
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        struct buffer file = load(changes[i].name);
        assert_int_not_equal(file.data[changes[i].at], changes[i].byte);
        file.data[changes[i].at] = changes[i].byte;
        refused(&file, changes[i].why);
    }
}

/* ---- JPEG ---- */

static void metadata_of_a_jpeg_is_refused(void **state)
{
    (void)state;
    char segment[] = "\xff\xe1\x00\x08"
                     "Exif\0\0";
    for (unsigned marker = 0xe0; marker <= 0xff; marker++) {
        struct buffer file = load("baseline.jpg");
        segment[1] = (char)marker;
        SPLICE(&file, 20, 0, segment);
        refused(&file, marker == 0xe0 ? "APP0 may only say JFIF" : "segment FF");
    }
    struct buffer file = load("progressive.jpg"); /* between two scans */
    SPLICE(&file, file.len - 2, 0,
           "\xff\xfe\x00\x04"
           "hi");
    refused(&file, "segment FFFE");
}

static void jfif_stands_there_once_and_small(void **state)
{
    (void)state;
    static const struct {
        size_t at, len;
        const char *by;
        size_t by_len;
    } changes[] = {
        {20, 0, "\xff\xe0\x00\x10JFIF\0\1\1\0\0\1\0\1\0\0", 18},    /* twice */
        {2, 18, "\xff\xe0\x00\x13JFIF\0\1\1\0\0\1\0\1\1\1rgb", 21}, /* a thumbnail */
        {2, 18, "\xff\xe0\x00\x12JFIF\0\1\1\0\0\1\0\1\0\0??", 20},  /* more than it says */
        {2, 18, "\xff\xe0\x00\x10JFXX\0\1\1\0\0\1\0\1\0\0", 18},    /* an extension */
        {2, 18, "\xff\xe0\x00\x10JFIF\0\1\1\0\0\1\0\1\1\1", 18},    /* a thumbnail that is missing */
        {2, 18, "\xff\xe0\x00\x0cJFIF\0\1\1\0\0\1", 14},            /* cut off */
    };
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        struct buffer file = load("baseline.jpg");
        splice(&file, changes[i].at, changes[i].len, changes[i].by, changes[i].by_len);
        refused(&file, "APP0 may only say JFIF");
    }
    struct buffer file = load("baseline.jpg"); /* it may be missing */
    SPLICE(&file, 2, 18, "");
    struct picture_file out;
    assert_true(picture_file_read(buffer_bytes(&file), &out, NULL));
    buffer_clear(&file);
}

static void tables_are_as_long_as_their_segments(void **state)
{
    (void)state;
    struct buffer file = load("baseline.jpg");
    size_t dqt = FIND(&file, "\xff\xdb");
    SPLICE(&file, dqt + 2, 2, "\x00\x45"); /* two bytes behind the table */
    SPLICE(&file, dqt + 69, 0, "\x00\x00");
    refused(&file, "a table of it");
    file = load("baseline.jpg");
    file.data[dqt + 4] = 0x10; /* 16 bits */
    refused(&file, "no proper head");
    file = load("baseline.jpg");
    file.data[dqt + 4] = 0x04; /* a fifth table */
    refused(&file, "no proper head");
    file = load("baseline.jpg");
    size_t dht = FIND(&file, "\xff\xc4");
    file.data[dht + 6]++; /* one more code than there are values */
    refused(&file, "too long or cut off");
    file = load("baseline.jpg");
    file.data[dht + 4] = 0x20;
    refused(&file, "no proper head");
    file = load("baseline.jpg");
    uint8_t table[2 + 2 + 17 + 300] = {0xff, 0xc4, 0x01, 0x3f, 0x00, 0xff, 45}; /* 300 codes */
    splice(&file, dht, 0, table, sizeof table);
    refused(&file, "too long or cut off");
    file = load("baseline.jpg");
    SPLICE(&file, dht, 0, "\xff\xdb\x00\x02");
    refused(&file, "no proper head");
    file = load("baseline.jpg");
    SPLICE(&file, dht, 0, "\xff\xdd\x00\x05\x00\x04!");
    refused(&file, "DRI");
    file = load("baseline.jpg");
    SPLICE(&file, dht, 0, "\xff\xdd\x00\x01\x00");
    refused(&file, "a segment of it is cut off");
    file = load("baseline.jpg");
    SPLICE(&file, dht, 0, "\xff\xff"); /* fill bytes */
    refused(&file, "cut off");
}

static void there_is_one_frame(void **state)
{
    (void)state;
    struct buffer file = load("baseline.jpg");
    size_t sof = FIND(&file, "\xff\xc0");
    static const struct {
        size_t at;
        uint8_t byte;
        const char *why;
    } changes[] = {
        {1, 0xc1, "segment FFC1"}, {1, 0xc3, "segment FFC3"}, {1, 0xc9, "segment FFC9"},
        {1, 0xfe, "segment FFFE"}, {4, 12, "one frame"},      {9, 4, "one frame"},
        {9, 2, "one frame"},       {9, 0, "one frame"},       {5, 0x09, "1 to 2048"},
        {7, 0x09, "1 to 2048"},    {6, 0, "1 to 2048"},
    };
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        buffer_clear(&file);
        file = load("baseline.jpg");
        file.data[sof + changes[i].at] = changes[i].byte;
        refused(&file, changes[i].why);
    }
    file = load("baseline.jpg"); /* four components, as CMYK has */
    SPLICE(&file, sof + 2, 2, "\x00\x14");
    file.data[sof + 9] = 4;
    SPLICE(&file, sof + 19, 0, "\4\x11\0");
    refused(&file, "one frame");
    file = load("baseline.jpg");
    splice(&file, sof, 0, file.data + sof, 19);
    refused(&file, "one frame");
    file = load("baseline.jpg");
    splice(&file, sof, 19, "", 0);
    refused(&file, "a scan of it has no proper head");
    file = load("baseline.jpg");
    SPLICE(&file, sof + 2, 2, "\x00\x12");
    SPLICE(&file, sof + 19, 0, "?");
    refused(&file, "one frame");
}

static void scans_are_few_and_have_an_end(void **state)
{
    (void)state;
    struct buffer file = load("grey.jpg");
    size_t sos = FIND(&file, "\xff\xda");
    struct buffer scan = {0};
    buffer_append(&scan, file.data + sos, file.len - 2 - sos);
    for (int i = 0; i < 15; i++)
        splice(&file, file.len - 2, 0, scan.data, scan.len);
    struct picture_file out;
    assert_true(picture_file_read(buffer_bytes(&file), &out, NULL)); /* 16 */
    splice(&file, file.len - 2, 0, scan.data, scan.len);
    refused(&file, "too many");
    file = load("grey.jpg");
    splice(&file, sos, scan.len, "", 0);
    refused(&file, "it has no scan");
    file = load("grey.jpg");
    splice(&file, sos + 10, scan.len - 10, "", 0);
    refused(&file, "is empty");
    file = load("grey.jpg");
    SPLICE(&file, sos + 2, 5, "\x00\x0a\x02\x01\x00\x02\x00"); /* a component that the frame does not have */
    refused(&file, "no proper head");
    file = load("grey.jpg");
    SPLICE(&file, sos + 2, 2, "\x00\x0a");
    SPLICE(&file, sos + 10, 0, "??");
    refused(&file, "no proper head");
    file = load("grey.jpg");
    SPLICE(&file, file.len - 2, 0, "\xff\xd8"); /* another picture begins */
    refused(&file, "cut off");
    file = load("grey.jpg");
    SPLICE(&file, sos + 12, 0, "\xff\x00\xff\xd3"); /* a byte and a restart marker are of the scan */
    assert_true(picture_file_read(buffer_bytes(&file), &out, NULL));
    SPLICE(&file, file.len - 2, 2, "\xff\x00");
    refused(&file, "does not end");
    file = load("grey.jpg");
    SPLICE(&file, 2, 0, "?");
    refused(&file, "a marker was expected");
    buffer_clear(&scan);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pictures_are_taken),
        cmocka_unit_test(what_is_cut_off_or_longer_is_refused),
        cmocka_unit_test(other_files_are_refused),
        cmocka_unit_test(chunks_beside_the_picture_are_refused),
        cmocka_unit_test(a_webp_file_is_accounted_for_to_the_last_byte),
        cmocka_unit_test(heads_of_webp_frames_are_read),
        cmocka_unit_test(metadata_of_a_jpeg_is_refused),
        cmocka_unit_test(jfif_stands_there_once_and_small),
        cmocka_unit_test(tables_are_as_long_as_their_segments),
        cmocka_unit_test(there_is_one_frame),
        cmocka_unit_test(scans_are_few_and_have_an_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
