/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What belongs to one round besides its entries: blobs.
 */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "ballot/act.h"
#include "base/encoding.h"
#include "base/file.h"
#include "client/entries_file.h"
#include "client/mirror.h"

/* The round that the folder begins with, that to which it hands over, and so on to the one that is meant. */
struct collecting {
    struct mirror *mirror;
    uint8_t round[ROUND_ID_BYTES]; /* the one that the entries are of now */
    bool has_eid;
    uint8_t eid[HASH_BYTES];
};

static bool hash_file(const char *path, uint8_t out[HASH_BYTES])
{
    uint8_t chunk[65536];
    crypto_hash_sha256_state state;
    size_t n;
    FILE *file = fopen(path, "rbe");
    if (!file)
        return false;
    crypto_hash_sha256_init(&state);
    while ((n = fread(chunk, 1, sizeof chunk, file)) > 0)
        crypto_hash_sha256_update(&state, chunk, n);
    bool ok = !ferror(file);
    fclose(file);
    crypto_hash_sha256_final(&state, out);
    return ok;
}

/* Put a blob in its place, unless it is there. */
static bool fetch_blob(struct mirror *mirror, const struct blob_ref *ref, struct error *err)
{
    struct buffer name = {0}, path = {0}, new = {0}, from = {0};
    uint8_t hash[HASH_BYTES];
    hex_append(&name, bytes_of(ref->hash, sizeof ref->hash));
    buffer_append_format(&path, "%s/blobs/%s", mirror->folder, buffer_string(&name));
    buffer_append_format(&new, "%s.part", buffer_string(&path));
    buffer_append_format(&from, "/log/blob/%s", buffer_string(&name));
    bool ok = access(buffer_string(&path), F_OK) == 0;
    if (!ok) {
        ok = http_download(mirror->client, buffer_string(&from), buffer_string(&new), err);
        if (ok && (!hash_file(buffer_string(&new), hash) || memcmp(hash, ref->hash, sizeof hash) != 0))
            ok = error_input(err, "blob", "blob %s has other bytes than its name says", buffer_string(&name));
        if (ok && rename(buffer_string(&new), buffer_string(&path)) != 0)
            ok = error_input(err, "file", "%s: %s", buffer_string(&path), strerror(errno));
        if (!ok)
            unlink(buffer_string(&new));
    }
    buffer_clear(&name);
    buffer_clear(&path);
    buffer_clear(&new);
    buffer_clear(&from);
    return ok;
}

static bool read_blob(struct mirror *mirror, const struct blob_ref *ref, struct buffer *out,
                      struct error *err)
{
    struct buffer path = {0};
    buffer_append_format(&path, "%s/blobs/", mirror->folder);
    hex_append(&path, bytes_of(ref->hash, sizeof ref->hash));
    bool ok = file_read(buffer_string(&path), (size_t)ref->size, out, err);
    buffer_clear(&path);
    return ok;
}

/* A credential list names more blobs: the keys of its batches. */
static bool fetch_keys(struct mirror *mirror, const struct blob_ref *ref, struct error *err)
{
    struct buffer content = {0};
    struct arena arena = {0};
    struct credential_list list;
    bool ok = read_blob(mirror, ref, &content, err) &&
              credential_list_parse(buffer_bytes(&content), &arena, &list, err);
    for (size_t i = 0; ok && i < list.batch_count; i++)
        ok = fetch_blob(mirror, &list.batches[i].keys, err);
    buffer_clear(&content);
    arena_clear(&arena);
    return ok;
}

static bool write_definition(struct mirror *mirror, const struct blob_ref *ref, struct error *err)
{
    struct buffer content = {0}, path = {0};
    buffer_append_format(&path, "%s/definition.json", mirror->folder);
    bool ok = read_blob(mirror, ref, &content, err) &&
              file_write(buffer_string(&path), buffer_bytes(&content), 0644, err);
    buffer_clear(&content);
    buffer_clear(&path);
    return ok;
}

static bool is_of_round(const struct collecting *collecting, const struct entry *entry)
{
    if (entry_scope(entry->type) == ENTRY_OF_ROUND)
        return memcmp(entry->round, collecting->round, ROUND_ID_BYTES) == 0;
    return entry_scope(entry->type) == ENTRY_OF_ELECTION && collecting->has_eid &&
           memcmp(entry->eid, collecting->eid, HASH_BYTES) == 0;
}

/* What comes of a round after it was handed over names no blob. */
static void follow(struct collecting *collecting, const struct entry *draft)
{
    if (draft->has_predecessor && memcmp(draft->predecessor, collecting->round, ROUND_ID_BYTES) == 0) {
        memcpy(collecting->round, draft->round, ROUND_ID_BYTES);
        collecting->has_eid = false;
    }
}

static bool collect_entry(struct collecting *collecting, struct bytes bytes, struct error *err)
{
    struct mirror *mirror = collecting->mirror;
    struct arena arena = {0};
    struct entry entry;
    struct blob_ref refs[ENTRY_REFS_MAX];
    bool ok = entry_parse(bytes, &arena, &entry, err);
    if (ok && entry.type == ENTRY_DRAFT)
        follow(collecting, &entry);
    size_t count = ok && is_of_round(collecting, &entry) ? entry_refs(&entry, refs) : 0;
    for (size_t i = 0; ok && i < count; i++)
        ok = fetch_blob(mirror, &refs[i], err);
    if (ok && count && (entry.type == ENTRY_CREDENTIAL_LIST || entry.type == ENTRY_ADDITION))
        ok = fetch_keys(mirror, &entry.list, err);
    if (ok && count && entry.type == ENTRY_DEFINITION &&
        memcmp(entry.round, mirror->round, ROUND_ID_BYTES) == 0)
        ok = write_definition(mirror, &entry.definition, err);
    if (ok && count && entry.type == ENTRY_OPENING) {
        ok = act_eid(mirror->log_key.name, &entry, collecting->eid, err);
        collecting->has_eid = ok;
    }
    arena_clear(&arena);
    return ok;
}

bool mirror_blobs(struct mirror *mirror, struct error *err)
{
    struct collecting collecting = {.mirror = mirror};
    struct buffer path = {0}, entry = {0};
    bool ok, found = true;
    memcpy(collecting.round, mirror->begins, ROUND_ID_BYTES);
    buffer_append_format(&path, "%s/blobs", mirror->folder);
    ok = file_make_folder(buffer_string(&path), err);
    path.len = 0;
    buffer_append_format(&path, "%s/record/entries", mirror->folder);
    FILE *file = fopen(buffer_string(&path), "rbe");
    if (ok && !file)
        ok = error_input(err, "file", "%s: %s", buffer_string(&path), strerror(errno));
    while (ok && found) {
        ok = entries_file_next(file, &entry, &found, err);
        if (ok && found && !entry_is_ballot(buffer_bytes(&entry)))
            ok = collect_entry(&collecting, buffer_bytes(&entry), err);
    }
    if (file)
        fclose(file);
    buffer_clear(&path);
    buffer_clear(&entry);
    return ok;
}
