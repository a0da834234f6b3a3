/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "record/bundle.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zip.h>

#include "base/encoding.h"
#include "record/sums.h"

enum {
    DOS_DATE_1980_01_01 = 1 << 5 | 1,
    FILE_MODE = S_IFREG | 0644,
    READ_BYTES = 65536,
};

struct entry {
    char *name;
    struct buffer content; /* used when path is NULL */
    char *path;
    uint8_t hash[crypto_hash_sha256_BYTES];
};

struct bundle_writer {
    struct entry *entries; /* sorted by name */
    size_t count, capacity;
};

struct bundle_writer *bundle_writer_new(void)
{
    struct bundle_writer *writer = allocate(1, sizeof *writer);
    *writer = (struct bundle_writer){0};
    return writer;
}

void bundle_writer_free(struct bundle_writer *writer)
{
    if (!writer)
        return;
    for (size_t i = 0; i < writer->count; i++) {
        free(writer->entries[i].name);
        buffer_clear(&writer->entries[i].content);
        free(writer->entries[i].path);
    }
    free(writer->entries);
    free(writer);
}

/* Where `name` is, or would be put in. */
static size_t position_of(const struct bundle_writer *writer, const char *name, bool *found)
{
    size_t low = 0, high = writer->count;
    *found = false;
    while (low < high && !*found) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(name, writer->entries[middle].name);
        if (order == 0) {
            *found = true;
            low = middle;
        } else if (order > 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static struct entry *insert(struct bundle_writer *writer, const char *name, struct error *err)
{
    bool found;
    if (!bundle_name_is_valid(name)) {
        error_input(err, "bad-name", "not a name that a bundle can hold");
        return NULL;
    }
    size_t at = position_of(writer, name, &found);
    if (found || writer->count == BUNDLE_MAX_FILES) {
        error_input(err, "bad-name", "%s: %s", name, found ? "is there already" : "too many files");
        return NULL;
    }
    if (writer->count == writer->capacity) {
        writer->capacity = writer->capacity ? 2 * writer->capacity : 64;
        writer->entries = reallocate(writer->entries, writer->capacity, sizeof *writer->entries);
    }
    memmove(writer->entries + at + 1, writer->entries + at, (writer->count - at) * sizeof *writer->entries);
    writer->count++;
    writer->entries[at] = (struct entry){.name = duplicate_string(name)};
    return &writer->entries[at];
}

bool bundle_add(struct bundle_writer *writer, const char *name, struct bytes content, struct error *err)
{
    struct entry *entry = insert(writer, name, err);
    if (!entry)
        return false;
    buffer_append_bytes(&entry->content, content);
    crypto_hash_sha256(entry->hash, content.data, content.len);
    return true;
}

static bool hash_file(const char *path, uint8_t out[crypto_hash_sha256_BYTES], struct error *err)
{
    FILE *file = fopen(path, "rbe");
    if (!file)
        return error_input(err, "file", "%s: %s", path, strerror(errno));
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    uint8_t block[READ_BYTES];
    size_t n;
    while ((n = fread(block, 1, sizeof block, file)) > 0)
        crypto_hash_sha256_update(&state, block, n);
    bool ok = !ferror(file);
    fclose(file);
    if (!ok)
        return error_input(err, "file", "%s: cannot be read", path);
    crypto_hash_sha256_final(&state, out);
    return true;
}

bool bundle_add_file(struct bundle_writer *writer, const char *name, const char *path, struct error *err)
{
    uint8_t hash[crypto_hash_sha256_BYTES];
    if (!hash_file(path, hash, err))
        return false;
    struct entry *entry = insert(writer, name, err);
    if (!entry)
        return false;
    entry->path = duplicate_string(path);
    memcpy(entry->hash, hash, sizeof hash);
    return true;
}

void bundle_append_sums(const struct bundle_writer *writer, struct buffer *out)
{
    for (size_t i = 0; i < writer->count; i++)
        sums_append(out, writer->entries[i].name, writer->entries[i].hash);
}

static bool add_to_zip(zip_t *zip, const struct entry *entry, struct error *err)
{
    zip_source_t *source = entry->path ? zip_source_file(zip, entry->path, 0, -1)
                                       : zip_source_buffer(zip, entry->content.data, entry->content.len, 0);
    if (!source)
        return error_temporary(err, "file", "%s: %s", entry->name, zip_strerror(zip));
    zip_int64_t index = zip_file_add(zip, entry->name, source, ZIP_FL_ENC_UTF_8);
    if (index < 0) {
        zip_source_free(source);
        return error_temporary(err, "file", "%s: %s", entry->name, zip_strerror(zip));
    }
    if (zip_set_file_compression(zip, (zip_uint64_t)index, ZIP_CM_STORE, 0) != 0 ||
        zip_file_set_dostime(zip, (zip_uint64_t)index, 0, DOS_DATE_1980_01_01, 0) != 0 ||
        zip_file_set_external_attributes(zip, (zip_uint64_t)index, 0, ZIP_OPSYS_UNIX,
                                         (zip_uint32_t)FILE_MODE << 16) != 0)
        return error_temporary(err, "file", "%s: %s", entry->name, zip_strerror(zip));
    return true;
}

static bool write_zip(const struct bundle_writer *writer, const char *path, struct error *err)
{
    int code;
    zip_t *zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &code);
    if (!zip)
        return error_temporary(err, "file", "%s: cannot be written", path);
    bool ok = true;
    for (size_t i = 0; ok && i < writer->count; i++)
        ok = add_to_zip(zip, &writer->entries[i], err);
    if (ok && zip_close(zip) == 0)
        return true;
    if (ok)
        error_temporary(err, "file", "%s: %s", path, zip_strerror(zip));
    zip_discard(zip);
    return false;
}

static bool sync_path(const char *path, int flags)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | flags);
    if (fd < 0)
        return false;
    bool ok = fsync(fd) == 0;
    close(fd);
    return ok;
}

bool bundle_finish(struct bundle_writer *writer, const char *path, struct error *err)
{
    struct buffer temporary = {0};
    char *folder = duplicate_string(path);
    bool ok = false;
    buffer_append_format(&temporary, "%s.XXXXXX", path);
    char *name = buffer_string(&temporary);
    int fd = mkostemp(name, O_CLOEXEC);
    if (fd < 0) {
        error_temporary(err, "file", "%s: %s", path, strerror(errno));
        goto out;
    }
    close(fd);
    if (!write_zip(writer, name, err)) {
        unlink(name);
        goto out;
    }
    ok = chmod(name, 0644) == 0 && sync_path(name, 0) && rename(name, path) == 0 &&
         sync_path(dirname(folder), O_DIRECTORY);
    if (!ok) {
        error_temporary(err, "file", "%s: %s", path, strerror(errno));
        unlink(name);
    }
out:
    buffer_clear(&temporary);
    free(folder);
    return ok;
}
