/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * A round that is published: the files of its bundle.
 */
#include <dirent.h>
#include <errno.h>
#include <unistd.h>

#include "base/file.h"
#include "client/api.h"
#include "client/election.h"
#include "client/entries_file.h"
#include "client/mirror.h"
#include "client/unpack.h"

/* The entries of the bundle are the first ones of the folder, byte for byte. */
static bool check_entries(struct mirror *mirror, struct bundle *bundle, uint64_t size, struct error *err)
{
    struct buffer path = {0}, entry = {0};
    crypto_hash_sha256_state state;
    uint8_t ours[HASH_BYTES], theirs[HASH_BYTES];
    bool found = true;
    buffer_append_format(&path, "%s/record/entries", mirror->folder);
    FILE *file = fopen(buffer_string(&path), "rbe");
    bool ok = file || error_input(err, "file", "%s: %s", buffer_string(&path), strerror(errno));
    crypto_hash_sha256_init(&state);
    for (uint64_t at = mirror->first; ok && found && at < size; at++) {
        ok = entries_file_next(file, &entry, &found, err);
        uint8_t length[2] = {(uint8_t)(entry.len >> 8), (uint8_t)entry.len};
        crypto_hash_sha256_update(&state, length, sizeof length);
        crypto_hash_sha256_update(&state, entry.data, entry.len);
    }
    crypto_hash_sha256_final(&state, ours);
    ok = ok && bundle_hash(bundle, "record/entries", theirs, err);
    if (ok && (!found || memcmp(ours, theirs, sizeof ours) != 0))
        ok = error_input(err, "record", "the entries in the bundle are not those of the log");
    if (file)
        fclose(file);
    buffer_clear(&path);
    buffer_clear(&entry);
    return ok;
}

/* `first` and `size` of the bundle. */
static bool check_range(struct mirror *mirror, struct bundle *bundle, uint64_t *size, struct error *err)
{
    struct buffer text = {0};
    enum { RANGE_BYTES_MAX = 65536 };
    json_t *range = NULL;
    bool ok = bundle_read(bundle, "record/range.json", RANGE_BYTES_MAX, &text, err) &&
              (range = json_read(buffer_bytes(&text), RANGE_BYTES_MAX, err));
    if (ok) {
        *size = (uint64_t)json_integer_value(json_object_get(range, "size"));
        if ((uint64_t)json_integer_value(json_object_get(range, "first")) != mirror->first ||
            *size < mirror->first || *size > mirror->size)
            ok = error_input(err, "record", "the bundle is of another part of the log");
    }
    json_decref(range);
    buffer_clear(&text);
    return ok;
}

/* Checkpoints that are not the bundle's do not belong into a folder that is one. */
static bool drop_checkpoints(struct mirror *mirror, struct error *err)
{
    struct buffer path = {0};
    buffer_append_format(&path, "%s/record/checkpoints", mirror->folder);
    DIR *folder = opendir(buffer_string(&path));
    bool ok = folder || error_input(err, "file", "%s: %s", buffer_string(&path), strerror(errno));
    struct dirent *item;
    while (ok && (item = readdir(folder)))
        if (item->d_name[0] != '.')
            unlinkat(dirfd(folder), item->d_name, 0);
    if (folder)
        closedir(folder);
    buffer_clear(&path);
    return ok;
}

static bool unpack(struct mirror *mirror, const char *zip, struct error *err)
{
    uint64_t size;
    struct buffer sums = {0};
    enum { SUMS_BYTES_MAX = 64 << 20 };
    struct bundle *bundle = bundle_open(zip, err);
    bool ok = bundle && bundle_read(bundle, "SHA256SUMS", SUMS_BYTES_MAX, &sums, err) &&
              bundle_check_sums(bundle, buffer_bytes(&sums), err) &&
              check_range(mirror, bundle, &size, err) && check_entries(mirror, bundle, size, err) &&
              drop_checkpoints(mirror, err) && bundle_unpack(bundle, mirror->folder, err);
    if (ok)
        mirror->size = size;
    bundle_close(bundle);
    buffer_clear(&sums);
    return ok;
}

static bool fetch_bundle(struct mirror *mirror, const char *round, struct error *err)
{
    struct buffer zip = {0}, from = {0};
    buffer_append_format(&zip, "%s/bundle.part", mirror->folder);
    buffer_append_format(&from, "/api/v1/rounds/%s/bundle", round);
    bool ok = http_download(mirror->client, buffer_string(&from), buffer_string(&zip), err) &&
              unpack(mirror, buffer_string(&zip), err);
    unlink(buffer_string(&zip));
    buffer_clear(&zip);
    buffer_clear(&from);
    return ok;
}

static bool is_published(struct mirror *mirror, const char *round, bool *out, struct error *err)
{
    struct buffer path = {0};
    json_t *answer = NULL;
    buffer_append_format(&path, "/api/v1/rounds/%s", round);
    bool ok = api_call(mirror->client, "GET", buffer_string(&path), NULL, &answer, err);
    const char *state = json_string_value(json_object_get(answer, "state"));
    *out = state && strcmp(state, "published") == 0;
    json_decref(answer);
    buffer_clear(&path);
    return ok;
}

bool mirror_round(struct mirror *mirror, bool *published, struct error *err)
{
    char round[ROUND_TEXT_BYTES + 1];
    struct buffer sums = {0};
    round_id_text(mirror->round, round);
    buffer_append_format(&sums, "%s/SHA256SUMS", mirror->folder);
    bool complete = access(buffer_string(&sums), F_OK) == 0, ok = true;
    *published = complete;
    if (!complete)
        ok = mirror_blobs(mirror, err) && is_published(mirror, round, published, err) &&
             (!*published || fetch_bundle(mirror, round, err));
    buffer_clear(&sums);
    return ok;
}
