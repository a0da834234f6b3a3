// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/sequencer/repair.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/encoding.h"
#include "base/file.h"
#include "client/entries_file.h"
#include "record/json.h"
#include "server/sequencer/acts.h"
#include "server/sequencer/batch.h"
#include "server/sequencer/link_tiles.h"

enum { RANGE_MAX_BYTES = 1 << 20, BLOB_PART_BYTES = 1 << 20 };

struct repair {
    const char *folder;
    struct arena arena;
    struct ledger *ledger;
    struct book *book;
    struct rounds *rounds;
    FILE *entries;
    uint64_t first, next, size; /* of the copy: its first entry, the next that is read, its end */
    struct checkpoint checkpoint;
};

static const char *path_of(struct repair *repair, const char *name)
{
    return arena_format(&repair->arena, "%s/%s", repair->folder, name);
}

/* ---- the copy ---- */

static bool read_range(struct repair *repair, struct error *err)
{
    struct buffer text = {0};
    struct json_fields fields;
    struct json_items edge;
    int64_t first = 0, size = 0, version;
    json_t *json = NULL;
    bool done = file_read(path_of(repair, "record/range.json"), RANGE_MAX_BYTES, &text, err) &&
                (json = json_read(buffer_bytes(&text), RANGE_MAX_BYTES, err)) &&
                json_object_begin(&fields, json, "range", err) &&
                json_get_array(&fields, "edge", 0, MERKLE_MAX_LEVELS, &edge) &&
                json_get_integer(&fields, "first", 0, JSON_MAX_INTEGER, &first) &&
                json_get_integer(&fields, "size", first, JSON_MAX_INTEGER, &size) &&
                json_get_integer(&fields, "version", 1, 1, &version) && json_object_end(&fields);
    repair->first = (uint64_t)first;
    repair->size = (uint64_t)size;
    json_decref(json);
    buffer_clear(&text);
    return done;
}

static bool read_checkpoint(struct repair *repair, const struct note_key *key, struct error *err)
{
    struct buffer note = {0};
    const char *name = arena_format(&repair->arena, "record/checkpoints/%" PRIu64, repair->size);
    bool done = file_read(path_of(repair, name), NOTE_MAX_BYTES, &note, err) &&
                checkpoint_open(buffer_bytes(&note), key, &repair->checkpoint, NULL, err);
    buffer_clear(&note);
    return done;
}

/* From the entry with this index on. */
static bool rewind_to(struct repair *repair, uint64_t index, struct error *err)
{
    struct buffer entry = {0};
    bool done = true, found = true;
    rewind(repair->entries);
    for (repair->next = repair->first; done && found && repair->next < index; repair->next++)
        done = entries_file_next(repair->entries, &entry, &found, err);
    buffer_clear(&entry);
    return done && (found || error_input(err, "record", "record/entries ends early"));
}

static bool next_entry(struct repair *repair, struct buffer *entry, struct error *err)
{
    bool found;
    if (!entries_file_next(repair->entries, entry, &found, err))
        return false;
    if (!found)
        return error_input(err, "record", "record/entries ends before entry %" PRIu64, repair->next);
    repair->next++;
    return true;
}

/* Whether the entries lead from the tree in the database over the one signed last to the checkpoint. */
static bool check_entries(struct repair *repair, struct error *err)
{
    const struct ledger *ledger = repair->ledger;
    struct merkle_frontier tree;
    struct tile_tree *tiles = allocate(1, sizeof *tiles);
    struct buffer entry = {0};
    uint8_t leaf[MERKLE_HASH_BYTES], root[MERKLE_HASH_BYTES];
    tile_tree_init(tiles, edge_size(ledger->edge), link_tile_read, ledger->link);
    bool done = merkle_frontier_load(&tree, edge_size(ledger->edge), &tiles->source, err) &&
                rewind_to(repair, edge_size(ledger->edge), err);
    while (done && repair->next < repair->size && (done = next_entry(repair, &entry, err))) {
        merkle_hash_leaf(buffer_bytes(&entry), leaf);
        merkle_frontier_append(&tree, leaf, NULL, NULL);
        merkle_frontier_root(&tree, root);
        if (tree.size == ledger->signed_size && memcmp(root, ledger->signed_root, sizeof root) != 0)
            done = error_input(err, "record",
                               "the copy does not lead to the tree of %" PRIu64 " that was signed last",
                               ledger->signed_size);
    }
    merkle_frontier_root(&tree, root);
    if (done &&
        (tree.size != repair->checkpoint.size || memcmp(root, repair->checkpoint.root, sizeof root) != 0))
        done = error_input(err, "record",
                           "the entries of the copy do not follow those of the database to its checkpoint");
    free(tiles);
    buffer_clear(&entry);
    return done;
}

/* ---- blobs ---- */

static bool load_blob(struct repair *repair, const uint8_t hash[HASH_BYTES], const char *path,
                      struct error *err)
{
    struct link *link = repair->ledger->link;
    struct buffer content = {0};
    struct db_result ignored;
    struct error detail;
    uint8_t actual[HASH_BYTES];
    if (!file_read(path, INT32_MAX, &content, err))
        return false;
    crypto_hash_sha256(actual, content.data, content.len);
    if (memcmp(actual, hash, sizeof actual) != 0) {
        buffer_clear(&content);
        return error_input(err, "record", "%s has another hash", path);
    }
    bool done = true;
    link_begin(link);
    struct db_param head[] = {db_bytes(hash, HASH_BYTES), db_integer((int64_t)content.len)};
    link_send(link, DB_BLOB_INSERT, head, 2);
    for (size_t at = 0; done && at < content.len; at += BLOB_PART_BYTES) {
        size_t len = content.len - at < BLOB_PART_BYTES ? content.len - at : BLOB_PART_BYTES;
        struct db_param part[] = {db_bytes(hash, HASH_BYTES), db_integer((int64_t)(at / BLOB_PART_BYTES)),
                                  db_bytes(content.data + at, len)};
        link_send(link, DB_BLOB_PART_INSERT, part, 3);
        done = link_sync(link, &ignored, err);
    }
    done = done && link_sync(link, &ignored, err) &&
           (link_commit(link, &detail) == LINK_COMMITTED ||
            error_temporary(err, DB_UNAVAILABLE, "%s", detail.detail));
    buffer_clear(&content);
    return done;
}

/* Those of the copy; what entries need beyond them is named when they are refused. */
static bool load_blobs(struct repair *repair, struct error *err)
{
    DIR *folder = opendir(path_of(repair, "blobs"));
    bool done = true;
    const struct dirent *file;
    while (done && folder && (file = readdir(folder))) {
        uint8_t hash[HASH_BYTES];
        if (hex_decode_exact(bytes_of_string(file->d_name), hash, sizeof hash))
            done = load_blob(repair, hash,
                             path_of(repair, arena_format(&repair->arena, "blobs/%s", file->d_name)), err);
    }
    if (folder)
        closedir(folder);
    return done;
}

/* ---- appending ---- */

static bool refused(const struct repair *repair, struct error *err)
{
    return error_prefix(err, "entry %" PRIu64 " of the copy", edge_size(repair->ledger->edge));
}

static bool append_ballot(struct repair *repair, struct bytes bytes, const json_t *json,
                          const struct entry *entry, struct error *err)
{
    struct book_round *round = NULL;
    struct batch_item item = {0}, *items[] = {&item};
    struct cast_request *request = allocate(1, sizeof *request);
    struct buffer ballot = {0};
    item.request = request;
    bool done = book_find(repair->book, repair->ledger, NULL, entry->eid, &round, err);
    if (done && !(round && (request->round = rounds_find(repair->rounds, round->id))))
        done = error_input(err, "record", "a ballot of a round that is not open");
    done = done && json_write(json_object_get(json, "ballot"), &ballot, err) &&
           ballot_parse(buffer_bytes(&ballot), &request->arena, &request->ballot, err);
    if (done) {
        ballot_id(buffer_bytes(&ballot), request->id);
        done = batch_run(repair->ledger, repair->book, items, 1, err);
    }
    if (done && item.refused) {
        *err = item.refusal;
        done = false;
    }
    if (done && (item.answer.known || !bytes_equal(item.answer.entry, bytes)))
        done = error_broken(err, "record", "the ballot is in the database already");
    batch_item_clear(&item);
    cast_request_free(request);
    buffer_clear(&ballot);
    return done;
}

static bool append_group(struct repair *repair, const struct bytes *entries, size_t count, struct error *err)
{
    uint64_t index;
    const struct act_group group = {.entries = entries, .count = count};
    return acts_run(repair->ledger, repair->book, repair->rounds, &group, &index, err) == ACTS_DONE;
}

/* What stands together in the record: an opening with the acknowledgements behind it; everything else by
 * itself. */
struct group {
    struct buffer acts[SEQUENCER_GROUP_MAX];
    struct bytes entries[SEQUENCER_GROUP_MAX];
    size_t count;
    uint64_t minute;
};

static void clear_group(struct group *group)
{
    while (group->count > 0)
        buffer_clear(&group->acts[--group->count]);
}

static bool flush(struct repair *repair, struct group *group, struct error *err)
{
    if (group->count == 0)
        return true;
    repair->ledger->given_minute = group->minute;
    bool done = append_group(repair, group->entries, group->count, err);
    clear_group(group);
    return done;
}

static bool take_act(struct group *group, json_t *json, uint64_t minute, struct error *err)
{
    json_object_del(json, "minute");
    if (group->count == SEQUENCER_GROUP_MAX)
        return error_input(err, "record", "more acknowledgements than trustees");
    struct buffer *act = &group->acts[group->count];
    *act = (struct buffer){0};
    if (!json_write(json, act, err))
        return false;
    group->entries[group->count++] = buffer_bytes(act);
    group->minute = minute;
    return true;
}

static bool take_entry(struct repair *repair, struct bytes bytes, struct group *group, struct error *err)
{
    struct arena arena = {0};
    struct entry entry;
    json_t *json = json_read(bytes, ENTRY_BYTES_MAX, err);
    bool done = json && entry_parse(bytes, &arena, &entry, err);
    bool joins = done && entry.type == ENTRY_ACKNOWLEDGEMENT && group->count > 0;
    if (done && !joins)
        done = flush(repair, group, err);
    if (done && entry.type == ENTRY_BALLOT) {
        repair->ledger->given_minute = entry.minute;
        done = append_ballot(repair, bytes, json, &entry, err);
    } else if (done) {
        done = take_act(group, json, entry.minute, err);
    }
    if (done && entry.type != ENTRY_OPENING && entry.type != ENTRY_ACKNOWLEDGEMENT)
        done = flush(repair, group, err);
    json_decref(json);
    arena_clear(&arena);
    return done;
}

static bool append_all(struct repair *repair, struct error *err)
{
    struct group group = {0};
    struct buffer entry = {0};
    bool done = rewind_to(repair, edge_size(repair->ledger->edge), err) &&
                book_load_open(repair->book, repair->ledger, repair->rounds, err);
    while (done && repair->next < repair->size)
        done = next_entry(repair, &entry, err) &&
               (take_entry(repair, buffer_bytes(&entry), &group, err) || refused(repair, err));
    done = done && (flush(repair, &group, err) || refused(repair, err));
    clear_group(&group);
    buffer_clear(&entry);
    return done;
}

/* ---- all of it ---- */

static bool check_range(const struct repair *repair, struct error *err)
{
    uint64_t have = edge_size(repair->ledger->edge), needed = repair->ledger->signed_size;
    if (repair->first > have)
        return error_input(err, "record",
                           "the copy begins with entry %" PRIu64 ", the database ends before %" PRIu64,
                           repair->first, have);
    if (repair->size < needed)
        return error_input(err, "record",
                           "the copy ends at %" PRIu64 " entries, but a tree of %" PRIu64 " was signed",
                           repair->size, needed);
    return repair->size >= have ||
           error_input(err, "record", "the database has %" PRIu64 " entries, the copy %" PRIu64, have,
                       repair->size);
}

bool repair_record(const struct config *config, int signer_fd, const char *folder, uint64_t *loaded,
                   struct error *err)
{
    struct repair repair = {.folder = folder, .book = book_new(), .rounds = rounds_new()};
    uint64_t before = 0;
    bool done =
        read_range(&repair, err) && (repair.ledger = ledger_open_behind(config, signer_fd, err)) != NULL;
    if (done) {
        const char *path = path_of(&repair, "record/entries");
        before = edge_size(repair.ledger->edge);
        repair.entries = fopen(path, "rbe");
        done = repair.entries || error_input(err, "file", "%s: %s", path, strerror(errno));
    }
    done = done && check_range(&repair, err) && read_checkpoint(&repair, &repair.ledger->key, err) &&
           check_entries(&repair, err) && load_blobs(&repair, err) && append_all(&repair, err);
    if (done)
        *loaded = edge_size(repair.ledger->edge) - before;
    if (repair.entries)
        fclose(repair.entries);
    ledger_close(repair.ledger);
    book_free(repair.book);
    rounds_free(repair.rounds);
    arena_clear(&repair.arena);
    return done;
}
