/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "client/mirror.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/encoding.h"
#include "base/file.h"
#include "client/api.h"
#include "client/election.h"
#include "client/entries_file.h"
#include "record/json.h"
#include "record/tile.h"

enum { SMALL_FILE_BYTES_MAX = 1 << 20, PREDECESSORS_MAX = 16 };

/* The folder while it is brought up to date. */
struct visit {
    struct mirror *mirror;
    struct arena arena;
    struct merkle_frontier edge; /* before `first` */
    struct merkle_frontier tree; /* of all entries so far */
    bool found;                  /* `first` is known */
    FILE *entries;
    long kept; /* bytes of record/entries at the last visit */
};

static const char *path_of(struct visit *visit, const char *name)
{
    return arena_format(&visit->arena, "%s/%s", visit->mirror->folder, name);
}

static bool exists(const char *path)
{
    return access(path, F_OK) == 0;
}

static bool small_file(struct visit *visit, const char *name, struct buffer *out, struct error *err)
{
    return file_read(path_of(visit, name), SMALL_FILE_BYTES_MAX, out, err);
}

/* ---- the key ---- */

static bool key_of_server(struct visit *visit, struct note_key *out, struct error *err)
{
    json_t *city = NULL;
    if (!api_call(visit->mirror->client, "GET", "/api/v1/city", NULL, &city, err))
        return false;
    const char *text = json_string_value(json_object_get(city, "log_key"));
    bool ok = text ? note_key_parse(bytes_of_string(text), out, err)
                   : error_input(err, "bad-json", "the city does not say the key of its log");
    json_decref(city);
    return ok;
}

static bool key_of_folder(struct visit *visit, struct note_key *out, struct error *err)
{
    struct buffer text = {0};
    bool ok = small_file(visit, "keys/log", &text, err);
    while (ok && text.len && text.data[text.len - 1] == '\n')
        text.len--;
    ok = ok && note_key_parse(buffer_bytes(&text), out, err);
    buffer_clear(&text);
    return ok;
}

static bool same_key(const struct note_key *a, const struct note_key *b)
{
    return strcmp(a->name, b->name) == 0 && memcmp(a->public_key, b->public_key, sizeof a->public_key) == 0;
}

static bool find_key(struct visit *visit, const struct note_key *given, struct error *err)
{
    struct note_key *key = &visit->mirror->log_key;
    if (exists(path_of(visit, "keys/log"))) {
        if (!key_of_folder(visit, key, err))
            return false;
        return !given || same_key(given, key) ||
               error_input(err, "record", "the folder holds a record under another key of the log");
    }
    if (given) {
        *key = *given;
        return true;
    }
    return key_of_server(visit, key, err);
}

/* ---- the last visit ---- */

static bool read_range(struct visit *visit, struct error *err)
{
    struct mirror *mirror = visit->mirror;
    struct buffer text = {0}, edge = {0};
    struct json_fields fields;
    struct json_items hashes;
    int64_t version, first = 0, size = 0;
    json_t *json = NULL;
    bool ok = small_file(visit, "record/range.json", &text, err) &&
              (json = json_read(buffer_bytes(&text), SMALL_FILE_BYTES_MAX, err)) &&
              json_object_begin(&fields, json, "range", err) &&
              json_get_array(&fields, "edge", 0, MERKLE_MAX_LEVELS, &hashes) &&
              json_get_integer(&fields, "first", 0, JSON_MAX_INTEGER, &first) &&
              json_get_integer(&fields, "size", first, JSON_MAX_INTEGER, &size) &&
              json_get_integer(&fields, "version", 1, 1, &version) && json_object_end(&fields);
    for (size_t i = 0; ok && i < hashes.count; i++) {
        uint8_t hash[MERKLE_HASH_BYTES];
        ok = json_item_bytes(&hashes, i, hash, sizeof hash);
        buffer_append(&edge, hash, sizeof hash);
    }
    ok = ok && merkle_frontier_read_edge(&visit->edge, (uint64_t)first, buffer_bytes(&edge), err);
    if (ok) {
        visit->tree = visit->edge;
        mirror->first = (uint64_t)first;
        mirror->before = (uint64_t)size;
        visit->found = true;
    }
    json_decref(json);
    buffer_clear(&text);
    buffer_clear(&edge);
    return ok;
}

static bool read_checkpoint(struct visit *visit, struct bytes note, struct checkpoint *out, struct error *err)
{
    return checkpoint_open(note, &visit->mirror->log_key, out, NULL, err);
}

/* The root of the tree so far must be that of the checkpoint. */
static bool check_root(const struct visit *visit, const struct checkpoint *checkpoint, struct error *err)
{
    uint8_t root[MERKLE_HASH_BYTES];
    merkle_frontier_root(&visit->tree, root);
    return (visit->tree.size == checkpoint->size && memcmp(root, checkpoint->root, sizeof root) == 0) ||
           error_input(err, "record", "the entries do not make the tree of %llu that the log has signed",
                       (unsigned long long)checkpoint->size);
}

/* Hash again what the folder holds, and check it against the checkpoint of that visit. */
static bool read_entries(struct visit *visit, struct error *err)
{
    struct mirror *mirror = visit->mirror;
    struct buffer entry = {0}, note = {0};
    struct checkpoint checkpoint;
    bool ok = true, found = true;
    while (ok && visit->tree.size < mirror->before) {
        ok = entries_file_next(visit->entries, &entry, &found, err);
        if (ok && !found)
            ok = error_input(err, "record", "record/entries ends before entry %llu",
                             (unsigned long long)visit->tree.size);
        if (ok) {
            uint8_t leaf[MERKLE_HASH_BYTES];
            if (visit->tree.size == mirror->first && mirror->round &&
                !entry_is_draft_of(buffer_bytes(&entry), mirror->begins))
                ok = error_input(err, "usage", "%s holds something else than this round", mirror->folder);
            merkle_hash_leaf(buffer_bytes(&entry), leaf);
            merkle_frontier_append(&visit->tree, leaf, NULL, NULL);
        }
    }
    visit->kept = ftell(visit->entries);
    const char *name =
        arena_format(&visit->arena, "record/checkpoints/%llu", (unsigned long long)mirror->before);
    ok = ok && small_file(visit, name, &note, err) &&
         read_checkpoint(visit, buffer_bytes(&note), &checkpoint, err) && check_root(visit, &checkpoint, err);
    buffer_clear(&entry);
    buffer_clear(&note);
    return ok;
}

static bool load(struct visit *visit, struct error *err)
{
    const char *path = path_of(visit, "record/entries");
    bool again = exists(path_of(visit, "record/range.json"));
    if (!file_make_folder(path_of(visit, "record/checkpoints"), err) ||
        !file_make_folder(path_of(visit, "keys"), err) || (again && !read_range(visit, err)))
        return false;
    if (!visit->mirror->round && !again)
        visit->found = true; /* everything: from entry 0 */
    if (!visit->mirror->round && again &&
        (visit->mirror->first > 0 || exists(path_of(visit, "definition.json"))))
        return error_input(err, "usage", "%s holds the record of one round; name it with --round",
                           visit->mirror->folder);
    visit->entries = fopen(path, again ? "r+be" : "w+be");
    if (!visit->entries)
        return error_input(err, "file", "%s: %s", path, strerror(errno));
    return !again || read_entries(visit, err);
}

/* ---- this visit ---- */

/* The server says which round is the first; the verifier sees whether it is. */
static bool find_beginning(struct mirror *mirror, struct error *err)
{
    bool more = mirror->round, ok = true;
    if (more)
        memcpy(mirror->begins, mirror->round, ROUND_ID_BYTES);
    for (int i = 0; ok && more; i++) {
        char id[ROUND_TEXT_BYTES + 1], path[64];
        json_t *answer = NULL;
        round_id_text(mirror->begins, id);
        snprintf(path, sizeof path, "/api/v1/rounds/%s", id);
        ok = api_call(mirror->client, "GET", path, NULL, &answer, err) || strcmp(err->type, "not-found") == 0;
        const char *predecessor = json_string_value(json_object_get(answer, "predecessor"));
        more = predecessor && i < PREDECESSORS_MAX;
        ok = ok && (!more || round_id_read(predecessor, mirror->begins, err));
        json_decref(answer);
    }
    return ok;
}

/* The first entry of the round is its draft; entries before it are hashed and forgotten. */
static bool take_entry(struct visit *visit, struct bytes entry, bool keep, struct error *err)
{
    struct mirror *mirror = visit->mirror;
    uint8_t leaf[MERKLE_HASH_BYTES];
    if (!visit->found && entry_is_draft_of(entry, mirror->begins)) {
        visit->found = true;
        visit->edge = visit->tree;
        mirror->first = mirror->before = visit->tree.size;
    }
    merkle_hash_leaf(entry, leaf);
    merkle_frontier_append(&visit->tree, leaf, NULL, NULL);
    return !visit->found || !keep || entries_file_append(visit->entries, entry, err);
}

static bool fetch_tile(struct visit *visit, uint64_t index, uint64_t size, bool keep, struct error *err)
{
    struct tile_id tile = {.entries = true, .index = index, .width = tile_width(0, index, size)};
    struct bytes entries[TILE_WIDTH];
    struct buffer path = {0};
    struct http_response response = {0};
    buffer_append_string(&path, "/log/");
    tile_path_append(tile, &path);
    bool ok = http_expect(visit->mirror->client, "GET", buffer_string(&path), NULL, bytes_of(NULL, 0),
                          &response, err) &&
              tile_bundle_parse(buffer_bytes(&response.body), tile.width, entries, err);
    for (size_t i = visit->tree.size - index * TILE_WIDTH; ok && i < tile.width; i++)
        ok = take_entry(visit, entries[i], keep, err);
    http_response_clear(&response);
    buffer_clear(&path);
    return ok;
}

static bool fetch_entries(struct visit *visit, const struct checkpoint *to, bool keep, struct error *err)
{
    struct mirror *mirror = visit->mirror;
    bool ok = true;
    if (keep && fseek(visit->entries, visit->kept, SEEK_SET) != 0)
        return error_input(err, "file", "record/entries: %s", strerror(errno));
    while (ok && visit->tree.size < to->size) {
        ok = fetch_tile(visit, visit->tree.size / TILE_WIDTH, to->size, keep, err);
        if (ok && mirror->progress)
            ok = mirror->progress(mirror->context, (size_t)visit->tree.size, (size_t)to->size);
    }
    return ok && check_root(visit, to, err);
}

static bool write_range(struct visit *visit, struct error *err)
{
    struct buffer edge = {0}, text = {0};
    json_t *hashes = json_array(), *range = json_object();
    merkle_frontier_append_edge(&visit->edge, &edge);
    for (size_t at = 0; at < edge.len; at += MERKLE_HASH_BYTES)
        json_array_append_new(hashes, json_of_bytes(bytes_of(edge.data + at, MERKLE_HASH_BYTES)));
    json_object_set_new(range, "edge", hashes);
    json_object_set_new(range, "first", json_of_integer(visit->mirror->first));
    json_object_set_new(range, "size", json_of_integer(visit->mirror->size));
    json_object_set_new(range, "version", json_of_integer(1));
    bool ok = json_write(range, &text, err) &&
              file_write(path_of(visit, "record/range.json"), buffer_bytes(&text), 0644, err);
    json_decref(range);
    buffer_clear(&edge);
    buffer_clear(&text);
    return ok;
}

/* Entries first, range.json last: until then the folder is that of the last visit. */
static bool save(struct visit *visit, struct bytes note, struct error *err)
{
    struct buffer key = {0};
    const char *name =
        arena_format(&visit->arena, "record/checkpoints/%llu", (unsigned long long)visit->mirror->size);
    note_key_append(&visit->mirror->log_key, &key);
    buffer_append_u8(&key, '\n');
    bool ok = (fflush(visit->entries) == 0 && ftruncate(fileno(visit->entries), ftell(visit->entries)) == 0 &&
               fsync(fileno(visit->entries)) == 0) ||
              error_input(err, "file", "record/entries: %s", strerror(errno));
    ok = ok && file_write(path_of(visit, "keys/log"), buffer_bytes(&key), 0644, err) &&
         file_write(path_of(visit, name), note, 0644, err) && write_range(visit, err);
    buffer_clear(&key);
    return ok;
}

static bool bring_up_to_date(struct visit *visit, struct error *err)
{
    struct mirror *mirror = visit->mirror;
    struct http_response response = {0};
    struct checkpoint checkpoint;
    /* a folder that is a published bundle already stays as it was signed; the log must continue it all the
     * same */
    bool keep = !exists(path_of(visit, "SHA256SUMS"));
    bool ok =
        http_expect(mirror->client, "GET", "/log/checkpoint", NULL, bytes_of(NULL, 0), &response, err) &&
        read_checkpoint(visit, buffer_bytes(&response.body), &checkpoint, err);
    if (ok && checkpoint.size < visit->tree.size)
        ok = error_input(err, "record", "the log has signed %llu entries before and shows %llu now",
                         (unsigned long long)visit->tree.size, (unsigned long long)checkpoint.size);
    ok = ok && fetch_entries(visit, &checkpoint, keep, err);
    if (ok && !visit->found)
        ok = error_input(err, "not-found", "the record has no such round");
    if (ok) {
        mirror->log_size = checkpoint.size;
        mirror->size = keep ? checkpoint.size : mirror->before;
        ok = !keep || save(visit, buffer_bytes(&response.body), err);
    }
    http_response_clear(&response);
    return ok;
}

bool mirror_record(struct mirror *mirror, const struct note_key *log_key, struct error *err)
{
    struct visit visit = {.mirror = mirror};
    mirror->first = mirror->before = 0;
    bool ok = file_make_folder(mirror->folder, err) && find_key(&visit, log_key, err) &&
              find_beginning(mirror, err) && load(&visit, err) && bring_up_to_date(&visit, err);
    if (visit.entries)
        fclose(visit.entries);
    arena_clear(&visit.arena);
    return ok;
}
