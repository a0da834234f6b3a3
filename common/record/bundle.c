/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "record/bundle.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "record/bundle_zip.h"
#include "record/sums.h"

enum { READ_BYTES = 65536 };
static const char SUMS_NAME[] = "SHA256SUMS";
static const char SIGNATURE_START[] = "SHA256SUMS.";
static const char SIGNATURE_END[] = ".minisig";

struct entry {
    char *name;
    uint64_t index; /* in the zip */
    uint64_t size;  /* of what is there, uncompressed; 0 where only reading it would tell */
};

struct bundle {
    struct bundle_zip *zip; /* NULL for a folder */
    int folder;             /* -1 for a zip */
    struct entry *entries;
    size_t count, capacity;
};

bool bundle_name_is_valid(const char *name)
{
    size_t len = strlen(name);
    if (len == 0 || len > BUNDLE_MAX_NAME_BYTES)
        return false;
    const char *part = name;
    for (const char *p = name;; p++) {
        if (*p == '/' || *p == 0) {
            size_t part_len = (size_t)(p - part);
            if (part_len == 0 || (part_len == 1 && part[0] == '.') ||
                (part_len == 2 && part[0] == '.' && part[1] == '.'))
                return false;
            if (*p == 0)
                return true;
            part = p + 1;
        } else if (!((*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') || (*p >= '0' && *p <= '9') ||
                     *p == '.' || *p == '_' || *p == '-')) {
            return false;
        }
    }
}

static bool add(void *context, const char *name, uint64_t index, uint64_t size, struct error *err)
{
    struct bundle *bundle = context;
    if (!bundle_name_is_valid(name))
        return error_input(err, "bad-name", "the bundle has a file with a name that is not allowed");
    if (bundle->count == BUNDLE_MAX_FILES)
        return error_input(err, "too-large", "the bundle has more than %d files", BUNDLE_MAX_FILES);
    if (bundle->count == bundle->capacity) {
        bundle->capacity = bundle->capacity ? 2 * bundle->capacity : 64;
        bundle->entries = reallocate(bundle->entries, bundle->capacity, sizeof *bundle->entries);
    }
    bundle->entries[bundle->count++] = (struct entry){duplicate_string(name), index, size};
    return true;
}

/* Takes `fd`. `prefix` is "" or ends with '/'. */
static bool list_folder(struct bundle *bundle, int fd, const char *prefix, unsigned depth, struct error *err)
{
    struct buffer path = {0};
    bool ok = true;
    DIR *folder = fdopendir(fd);
    if (!folder) {
        close(fd);
        return error_input(err, "file", "%s: %s", prefix, strerror(errno));
    }
    for (struct dirent *item; ok && (item = readdir(folder));) {
        struct stat stat;
        if (strcmp(item->d_name, ".") == 0 || strcmp(item->d_name, "..") == 0)
            continue;
        path.len = 0;
        buffer_append_format(&path, "%s%s", prefix, item->d_name);
        if (fstatat(fd, item->d_name, &stat, AT_SYMLINK_NOFOLLOW) != 0) {
            ok = error_input(err, "file", "%s: %s", buffer_string(&path), strerror(errno));
        } else if (S_ISREG(stat.st_mode)) {
            ok = add(bundle, buffer_string(&path), 0, (uint64_t)stat.st_size, err);
        } else if (!S_ISDIR(stat.st_mode)) {
            ok = error_input(err, "bad-bundle", "the bundle has something that is no plain file");
        } else if (depth == BUNDLE_MAX_DEPTH || !bundle_name_is_valid(buffer_string(&path))) {
            ok = error_input(err, "bad-name", "the bundle has a folder with a name that is not allowed");
        } else {
            int inner = openat(fd, item->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
            buffer_append_string(&path, "/");
            ok = inner >= 0 ? list_folder(bundle, inner, buffer_string(&path), depth + 1, err)
                            : error_input(err, "file", "%s: %s", buffer_string(&path), strerror(errno));
        }
    }
    closedir(folder);
    buffer_clear(&path);
    return ok;
}

static int compare_entries(const void *a, const void *b)
{
    return strcmp(((const struct entry *)a)->name, ((const struct entry *)b)->name);
}

struct bundle *bundle_open(const char *path, struct error *err)
{
    struct stat stat_buffer;
    if (stat(path, &stat_buffer) != 0) {
        error_input(err, "file", "%s: %s", path, strerror(errno));
        return NULL;
    }
    struct bundle *bundle = allocate(1, sizeof *bundle);
    *bundle = (struct bundle){.folder = -1};
    bool ok = false;
    if (S_ISDIR(stat_buffer.st_mode)) {
        bundle->folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        int fd = bundle->folder < 0 ? -1 : openat(bundle->folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        ok = fd < 0 ? error_input(err, "file", "%s: %s", path, strerror(errno))
                    : list_folder(bundle, fd, "", 0, err);
    } else {
        bundle->zip = bundle_zip_open(path, add, bundle, err);
        ok = bundle->zip != NULL;
    }
    if (ok && bundle->count)
        qsort(bundle->entries, bundle->count, sizeof *bundle->entries, compare_entries);
    if (!ok) {
        bundle_close(bundle);
        return NULL;
    }
    return bundle;
}

void bundle_close(struct bundle *bundle)
{
    if (!bundle)
        return;
    for (size_t i = 0; i < bundle->count; i++)
        free(bundle->entries[i].name);
    free(bundle->entries);
    bundle_zip_close(bundle->zip);
    if (bundle->folder >= 0)
        close(bundle->folder);
    free(bundle);
}

size_t bundle_count(const struct bundle *bundle)
{
    return bundle->count;
}

const char *bundle_name(const struct bundle *bundle, size_t index)
{
    return bundle->entries[index].name;
}

static const struct entry *find(const struct bundle *bundle, const char *name)
{
    struct entry key = {.name = (char *)name};
    return bundle->count
               ? bsearch(&key, bundle->entries, bundle->count, sizeof *bundle->entries, compare_entries)
               : NULL;
}

bool bundle_has(const struct bundle *bundle, const char *name)
{
    return find(bundle, name) != NULL;
}

bool bundle_stream(struct bundle *bundle, const char *name, bundle_take *take, void *context,
                   struct error *err)
{
    const struct entry *entry = find(bundle, name);
    if (!entry)
        return error_input(err, "missing", "%s is not in the bundle", name);
    if (bundle->zip)
        return bundle_zip_stream(bundle->zip, entry->index, name, take, context, err);
    int fd = openat(bundle->folder, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return error_input(err, "bad-bundle", "%s cannot be opened", name);
    uint8_t block[READ_BYTES];
    bool ok = true;
    while (ok) {
        ssize_t n = read(fd, block, sizeof block);
        if (n == 0)
            break;
        if (n > 0)
            ok = take(context, bytes_of(block, (size_t)n), err);
        else if (errno != EINTR)
            ok = error_input(err, "bad-bundle", "%s cannot be read", name);
    }
    close(fd);
    return ok;
}

struct into_buffer {
    const char *name;
    struct buffer *out;
    size_t left;
};

static bool append_block(void *context, struct bytes block, struct error *err)
{
    struct into_buffer *into = context;
    if (block.len > into->left)
        return error_input(err, "too-large", "%s is larger than allowed", into->name);
    into->left -= block.len;
    buffer_append_bytes(into->out, block);
    return true;
}

bool bundle_read(struct bundle *bundle, const char *name, size_t limit, struct buffer *out, struct error *err)
{
    struct into_buffer into = {name, out, limit};
    size_t start = out->len;
    const struct entry *entry = find(bundle, name);
    if (entry && entry->size <= limit)
        buffer_reserve(out, entry->size); /* else it would be copied again and again as it grows */
    if (bundle_stream(bundle, name, append_block, &into, err))
        return true;
    out->len = start;
    return false;
}

static bool hash_block(void *context, struct bytes block, struct error *err)
{
    (void)err;
    crypto_hash_sha256_update(context, block.data, block.len);
    return true;
}

bool bundle_hash(struct bundle *bundle, const char *name, uint8_t out[crypto_hash_sha256_BYTES],
                 struct error *err)
{
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    if (!bundle_stream(bundle, name, hash_block, &state, err))
        return false;
    crypto_hash_sha256_final(&state, out);
    return true;
}

static bool may_be_unlisted(const char *name)
{
    size_t len = strlen(name), start = sizeof SIGNATURE_START - 1, end = sizeof SIGNATURE_END - 1;
    return strcmp(name, SUMS_NAME) == 0 ||
           (len > start + end && memcmp(name, SIGNATURE_START, start) == 0 &&
            memcmp(name + len - end, SIGNATURE_END, end) == 0 && !strchr(name, '/'));
}

bool bundle_check_sums(struct bundle *bundle, struct bytes sums, struct error *err)
{
    struct sums_line line = {0};
    size_t next = 0; /* both lists are sorted: the first file not yet found in the sums */
    while (sums.len) {
        uint8_t hash[crypto_hash_sha256_BYTES];
        if (!sums_next(&sums, &line, err) || !bundle_hash(bundle, line.name, hash, err))
            return false;
        if (memcmp(hash, line.hash, sizeof hash) != 0)
            return error_input(err, "bad-sum", "%s does not have the hash in SHA256SUMS", line.name);
        while (strcmp(bundle->entries[next].name, line.name) < 0) {
            if (!may_be_unlisted(bundle->entries[next].name))
                return error_input(err, "unlisted", "%s is not in SHA256SUMS", bundle->entries[next].name);
            next++;
        }
        next++;
    }
    for (; next < bundle->count; next++)
        if (!may_be_unlisted(bundle->entries[next].name))
            return error_input(err, "unlisted", "%s is not in SHA256SUMS", bundle->entries[next].name);
    return true;
}
