// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/sequencer/log_copy.h"

#include <stdlib.h>

#include "ballot/act.h"
#include "ballot/credential_list.h"
#include "server/db/array.h"
#include "server/log.h"
#include "server/sequencer/edge.h"
#include "server/sequencer/log_store.h"

/* Of one step; a list with more batches is kept without the rest. */
enum { STEP_BLOBS_MAX = 4096, STEP_BLOB_BYTES_MAX = 64 << 20 };

struct log_copy {
    const char *origin;
    uint8_t hash[MERKLE_HASH_BYTES];
    struct edge *edge;
};

/* What one step adds. */
struct addition {
    struct log_copy *copy;
    struct log_client *client;
    struct db_array indexes, types, eids, subjects, leaves, entries;
    struct arena arena;
    int64_t bytes;
    struct db_array blob_hashes, blobs;
    size_t blob_bytes;
};

struct log_copy *log_copy_new(const char *origin)
{
    struct log_copy *copy = allocate(1, sizeof *copy);
    copy->origin = origin;
    copy->edge = edge_new();
    crypto_hash_sha256(copy->hash, (const uint8_t *)origin, strlen(origin));
    return copy;
}

void log_copy_free(struct log_copy *copy)
{
    if (!copy)
        return;
    edge_free(copy->edge);
    free(copy);
}

void log_copy_state_clear(struct log_copy_state *state)
{
    buffer_clear(&state->note);
    buffer_clear(&state->shown);
    *state = (struct log_copy_state){0};
}

/* ---- reading ---- */

struct own_tiles {
    const struct log_copy *copy;
    struct link *link;
};

static bool read_own_tile(void *context, struct tile_id tile, uint8_t hashes[TILE_BYTES], struct error *err)
{
    const struct own_tiles *own = context;
    struct log_query query = log_mirror_tile_query(own->copy->hash, tile);
    struct db_result result;
    size_t len = (size_t)tile.width * MERKLE_HASH_BYTES;
    if (!link_run(own->link, query.statement, query.params, query.count, &result, err))
        return false;
    struct bytes joined = db_rows(&result, 0) == 1 ? db_get_bytes(&result, 0, 0, 0) : bytes_of(NULL, 0);
    if (joined.len < len)
        return error_broken(err, "mirror", "a tile of the copy of %s is missing in the database",
                            own->copy->origin);
    memcpy(hashes, joined.data, len);
    return true;
}

bool log_copy_load(struct log_copy *copy, struct link *link, struct log_copy_state *state, struct error *err)
{
    struct db_param origin = db_text(copy->origin), hash = db_bytes(copy->hash, sizeof copy->hash);
    struct db_result result;
    log_copy_state_clear(state);
    link_send(link, DB_MIRROR_TAKE, &origin, 1);
    if (!link_run(link, DB_MIRROR_FIND, &hash, 1, &result, err))
        return false;
    state->cosigned = db_rows(&result, 0) == 1;
    if (!state->cosigned)
        return true;
    state->size = (uint64_t)db_get_integer(&result, 0, 0, 0);
    state->bytes = db_get_integer(&result, 0, 0, 1);
    buffer_append_bytes(&state->shown, db_get_bytes(&result, 0, 0, 2));
    state->target.size = (uint64_t)db_get_integer(&result, 0, 0, 3);
    memcpy(state->target.root, db_get_bytes(&result, 0, 0, 4).data, sizeof state->target.root);
    buffer_append_bytes(&state->note, db_get_bytes(&result, 0, 0, 5));
    struct own_tiles own = {copy, link};
    return edge_size(copy->edge) == state->size ||
           edge_load(copy->edge, state->size, read_own_tile, &own, err);
}

/* ---- a step ---- */

static void begin_addition(struct addition *addition)
{
    db_array_begin(&addition->indexes, DB_ARRAY_BIGINT);
    db_array_begin(&addition->types, DB_ARRAY_TEXT);
    db_array_begin(&addition->eids, DB_ARRAY_BYTEA);
    db_array_begin(&addition->subjects, DB_ARRAY_BYTEA);
    db_array_begin(&addition->leaves, DB_ARRAY_BYTEA);
    db_array_begin(&addition->entries, DB_ARRAY_BYTEA);
    db_array_begin(&addition->blob_hashes, DB_ARRAY_BYTEA);
    db_array_begin(&addition->blobs, DB_ARRAY_BYTEA);
}

static void clear_addition(struct addition *addition)
{
    struct db_array *arrays[] = {&addition->indexes,     &addition->types,  &addition->eids,
                                 &addition->subjects,    &addition->leaves, &addition->entries,
                                 &addition->blob_hashes, &addition->blobs};
    for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++)
        db_array_clear(arrays[i]);
    arena_clear(&addition->arena);
    free(addition);
}

/* What the log does not have is told and done without: whoever needs it sees that it is missing. `blob` is
 * empty then. */
static bool add_blob(struct addition *addition, const struct blob_ref *ref, struct buffer *blob,
                     struct error *err)
{
    bool found = false;
    if (addition->blobs.count == STEP_BLOBS_MAX || ref->size > STEP_BLOB_BYTES_MAX - addition->blob_bytes)
        return true;
    if (!log_client_blob(addition->client, ref, blob, &found, err))
        return false;
    if (!found) {
        log_warning("mirror-blob-missing", LOG_TEXT("origin", addition->copy->origin),
                    LOG_NUMBER("size", (int64_t)ref->size));
        return true;
    }
    db_array_add_bytes(&addition->blob_hashes, bytes_of(ref->hash, sizeof ref->hash));
    db_array_add_bytes(&addition->blobs, buffer_bytes(blob));
    addition->blob_bytes += blob->len;
    addition->bytes += (int64_t)blob->len;
    return true;
}

static bool add_plain_blob(struct addition *addition, const struct blob_ref *ref, struct error *err)
{
    struct buffer blob = {0};
    bool done = add_blob(addition, ref, &blob, err);
    buffer_clear(&blob);
    return done;
}

/* A credential list and the keys of its batches: what a void batch takes out is seen from them. */
static bool add_list(struct addition *addition, const struct blob_ref *ref, struct error *err)
{
    struct buffer blob = {0};
    struct credential_list list = {0};
    struct error ignored;
    bool done = add_blob(addition, ref, &blob, err);
    if (!credential_list_parse(buffer_bytes(&blob), &addition->arena, &list, &ignored))
        list.batch_count = 0;
    for (size_t i = 0; done && i < list.batch_count; i++)
        done = add_plain_blob(addition, &list.batches[i].keys, err);
    buffer_clear(&blob);
    return done;
}

/* By what an entry is found. What this software cannot read is kept all the same: it is part of the tree. */
static bool describe(struct addition *addition, struct bytes bytes, struct error *err)
{
    struct entry entry;
    struct error ignored;
    const struct point *subject = NULL;
    uint8_t opened[HASH_BYTES];
    const uint8_t *eid = NULL;
    if (!entry_parse(bytes, &addition->arena, &entry, &ignored)) {
        db_array_add_null(&addition->types);
        db_array_add_null(&addition->eids);
        db_array_add_null(&addition->subjects);
        return true;
    }
    if (entry_scope(entry.type) == ENTRY_OF_ELECTION)
        eid = entry.eid;
    if (entry.type == ENTRY_OPENING && act_eid(addition->copy->origin, &entry, opened, &ignored))
        eid = opened;
    if (entry.type == ENTRY_BALLOT)
        subject = &entry.ballot.statement.credential;
    else if (entry.type == ENTRY_VOID)
        subject = &entry.credential;
    db_array_add_bytes(&addition->types, bytes_of_string(entry_type_name(entry.type)));
    if (eid)
        db_array_add_bytes(&addition->eids, bytes_of(eid, HASH_BYTES));
    else
        db_array_add_null(&addition->eids);
    if (subject)
        db_array_add_bytes(&addition->subjects, bytes_of(subject->bytes, sizeof subject->bytes));
    else
        db_array_add_null(&addition->subjects);
    if (entry.type == ENTRY_OPENING)
        return add_plain_blob(addition, &entry.definition, err) &&
               add_list(addition, &entry.credentials, err);
    return entry.type != ENTRY_ADDITION || add_list(addition, &entry.list, err);
}

static bool add_entry(struct addition *addition, struct bytes bytes, struct error *err)
{
    uint8_t leaf[MERKLE_HASH_BYTES];
    merkle_hash_leaf(bytes, leaf);
    db_array_add_integer(&addition->indexes, (int64_t)edge_size(addition->copy->edge));
    db_array_add_bytes(&addition->leaves, bytes_of(leaf, sizeof leaf));
    db_array_add_bytes(&addition->entries, bytes);
    addition->bytes += (int64_t)bytes.len;
    edge_append(addition->copy->edge, leaf);
    bool done = describe(addition, bytes, err);
    arena_clear(&addition->arena);
    return done;
}

/* The entries of the target's tree up to `end`, from where the copy ends. */
static bool gather(struct addition *addition, uint64_t end, uint64_t target, struct error *err)
{
    struct edge *edge = addition->copy->edge;
    bool done = true;
    while (done && edge_size(edge) < end) {
        struct buffer bundle = {0};
        struct bytes entries[TILE_WIDTH];
        uint64_t index = edge_size(edge) / TILE_WIDTH;
        unsigned width = tile_width(0, index, target);
        done = log_client_entries(addition->client, index, width, &bundle, err) &&
               tile_bundle_parse(buffer_bytes(&bundle), width, entries, err);
        for (size_t i = done ? edge_size(edge) % TILE_WIDTH : width; done && i < width; i++)
            done = add_entry(addition, entries[i], err);
        buffer_clear(&bundle);
    }
    return done;
}

/* The tree of the copy and the first entries of what was cosigned are the same. */
static bool prove(const struct log_copy *copy, struct log_client *client, const struct checkpoint *target,
                  struct error *err)
{
    struct merkle_proof proof;
    uint8_t root[MERKLE_HASH_BYTES];
    struct tile_tree *tree = allocate(1, sizeof *tree);
    uint64_t size = edge_size(copy->edge);
    edge_root(copy->edge, root);
    tile_tree_init(tree, target->size, log_client_tile, client);
    bool done = merkle_prove_consistency(size, target->size, &tree->source, &proof, err);
    if (done && !merkle_verify_consistency(size, root, target->size, target->root, &proof))
        done = error_input(
            err, "record",
            "the first %llu entries that %s gives are not those of the tree of %llu that was cosigned",
            (unsigned long long)size, copy->origin, (unsigned long long)target->size);
    free(tree);
    return done;
}

static void send_tiles(const struct log_copy *copy, struct link *link)
{
    struct db_array levels = {0}, indexes = {0}, roots = {0}, hashes = {0};
    db_array_begin(&levels, DB_ARRAY_SMALLINT);
    db_array_begin(&indexes, DB_ARRAY_BIGINT);
    db_array_begin(&roots, DB_ARRAY_BYTEA);
    db_array_begin(&hashes, DB_ARRAY_BYTEA);
    for (size_t i = 0; i < edge_completed(copy->edge); i++) {
        struct edge_tile tile = edge_completed_tile(copy->edge, i);
        db_array_add_integer(&levels, tile.level);
        db_array_add_integer(&indexes, (int64_t)tile.index);
        db_array_add_bytes(&roots, bytes_of(tile.root, sizeof tile.root));
        db_array_add_bytes(&hashes, bytes_of(tile.hashes, TILE_BYTES));
    }
    struct db_param tiles[] = {db_bytes(copy->hash, sizeof copy->hash), db_array(&levels), db_array(&indexes),
                               db_array(&roots), db_array(&hashes)};
    if (levels.count > 0)
        link_send(link, DB_MIRROR_TILES_ADD, tiles, sizeof tiles / sizeof *tiles);
    db_array_clear(&levels);
    db_array_clear(&indexes);
    db_array_clear(&roots);
    db_array_clear(&hashes);
}

static bool store(struct addition *addition, struct link *link, const struct log_copy_state *state,
                  struct error *err)
{
    struct log_copy *copy = addition->copy;
    struct db_param hash = db_bytes(copy->hash, sizeof copy->hash);
    struct db_param entries[] = {hash,
                                 db_array(&addition->indexes),
                                 db_array(&addition->types),
                                 db_array(&addition->eids),
                                 db_array(&addition->subjects),
                                 db_array(&addition->leaves),
                                 db_array(&addition->entries)};
    bool whole = edge_size(copy->edge) == state->target.size;
    struct db_param grow[] = {hash, db_integer((int64_t)edge_size(copy->edge)), db_integer(addition->bytes),
                              whole ? db_text_bytes(buffer_bytes(&state->note)) : db_text(NULL)};
    struct db_result result;
    struct error detail;
    link_begin(link);
    link_send(link, DB_MIRROR_LOCK, &hash, 1);
    if (!link_sync(link, &result, err))
        return false;
    /* Another machine of the city may have done the same meanwhile. */
    if (db_rows(&result, 0) != 1 || (uint64_t)db_get_integer(&result, 0, 0, 0) != state->size)
        return link_rollback(link, err) && error_temporary(err, DB_CONFLICT, "the copy has grown meanwhile");
    link_send(link, DB_MIRROR_ENTRIES_ADD, entries, sizeof entries / sizeof *entries);
    send_tiles(copy, link);
    struct db_param blobs[] = {db_array(&addition->blob_hashes), db_array(&addition->blobs)};
    link_send(link, DB_MIRROR_BLOBS_ADD, blobs, 2);
    link_send(link, DB_MIRROR_GROW, grow, sizeof grow / sizeof *grow);
    if (!link_sync(link, &result, err))
        return false;
    return link_commit(link, &detail) == LINK_COMMITTED ||
           error_temporary(err, DB_UNAVAILABLE, "%s", detail.detail);
}

bool log_copy_step(struct log_copy *copy, struct link *link, struct log_client *client, int64_t bytes_max,
                   struct log_copy_state *state, bool *full, struct error *err)
{
    struct addition *addition = allocate(1, sizeof *addition);
    uint64_t end = (state->size / TILE_WIDTH + LOG_COPY_STEP_ENTRIES / TILE_WIDTH) * TILE_WIDTH;
    addition->copy = copy;
    addition->client = client;
    begin_addition(addition);
    if (end > state->target.size)
        end = state->target.size;
    bool done = gather(addition, end, state->target.size, err) && prove(copy, client, &state->target, err);
    *full = done && addition->bytes > bytes_max - state->bytes;
    if (done && !*full)
        done = store(addition, link, state, err);
    if (done && !*full) {
        edge_settle(copy->edge);
        state->size = edge_size(copy->edge);
        state->bytes += addition->bytes;
    } else {
        edge_revert(copy->edge);
    }
    clear_addition(addition);
    return done;
}

/* ---- what the log shows ---- */

bool log_copy_show(struct log_copy *copy, struct link *link, const struct checkpoint *shown,
                   struct bytes note, const struct log_copy_state *state, struct error *err)
{
    struct own_tiles own = {copy, link};
    struct merkle_frontier edge;
    uint8_t root[MERKLE_HASH_BYTES];
    struct db_result ignored;
    bool done = true;
    bool take = note.len > 0 && shown->size <= state->size && !bytes_equal(note, buffer_bytes(&state->shown));
    if (take) {
        struct tile_tree *tree = allocate(1, sizeof *tree);
        tile_tree_init(tree, state->size, read_own_tile, &own);
        done = merkle_frontier_load(&edge, shown->size, &tree->source, err);
        free(tree);
    }
    if (done && take) {
        merkle_frontier_root(&edge, root);
        done = memcmp(root, shown->root, sizeof root) == 0 ||
               error_input(err, "record",
                           "%s shows a tree of %llu entries that is not the one that was cosigned",
                           copy->origin, (unsigned long long)shown->size);
    }
    struct db_param params[] = {db_bytes(copy->hash, sizeof copy->hash),
                                take ? db_text_bytes(note) : db_text(NULL)};
    return done && link_run(link, DB_MIRROR_VISITED, params, 2, &ignored, err);
}
