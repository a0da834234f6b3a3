// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/sequencer/ledger.h"

#include <inttypes.h>
#include <stdlib.h>
#include <time.h>

#include "server/failpoint.h"
#include "server/log.h"
#include "server/metrics.h"
#include "server/sequencer/link_tiles.h"
#include "server/sequencer/signer.h"

enum { SECONDS_A_MINUTE = 60 };

struct signed_tree *signed_tree_keep(struct signed_tree *tree)
{
    atomic_fetch_add(&tree->references, 1);
    return tree;
}

void signed_tree_release(struct signed_tree *tree)
{
    if (!tree || atomic_fetch_sub(&tree->references, 1) != 1)
        return;
    buffer_clear(&tree->note);
    free(tree);
}

static int64_t now_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

bool ledger_read_blob(struct ledger *ledger, const struct blob_ref *ref, struct buffer *out,
                      struct error *err)
{
    struct db_result result;
    size_t start = out->len;
    for (int64_t part = 0;; part++) {
        struct db_param params[] = {db_bytes(ref->hash, sizeof ref->hash), db_integer(part)};
        if (!link_run(ledger->link, DB_BLOB_PART, params, 2, &result, err))
            goto failed;
        if (db_rows(&result, 0) == 0)
            break;
        buffer_append_bytes(out, db_get_bytes(&result, 0, 0, 0));
    }
    if (blob_ref_check(ref, bytes_of(out->data ? out->data + start : NULL, out->len - start), err))
        return true;
failed:
    out->len = start;
    return false;
}

/* ---- signing ---- */

/* Ask for the signature of the present tree, which provably extends the one of `old_size`. */
static bool sign_tree(struct ledger *ledger, uint64_t old_size, const struct merkle_source *source,
                      struct error *err)
{
    struct merkle_proof proof = {0};
    uint8_t root[MERKLE_HASH_BYTES];
    uint64_t size = edge_size(ledger->edge);
    edge_root(ledger->edge, root);
    struct signed_tree *tree = allocate(1, sizeof *tree);
    atomic_init(&tree->references, 1);
    tree->size = size;
    if (!merkle_prove_consistency(old_size, size, source, &proof, err) ||
        !signer_sign(ledger->signer_fd, old_size, size, root, &proof, &tree->note, err)) {
        signed_tree_release(tree);
        return false;
    }
    signed_tree_release(ledger->signed_tree);
    ledger->signed_tree = tree;
    return true;
}

/* Section 7, rule 3: another machine must agree that this tree is the only one, whatever the databases think.
 */
static bool pass_fence(struct ledger *ledger, struct error *err)
{
    struct signed_tree *signed_tree = ledger->signed_tree;
    struct error why;
    if (!ledger->fence)
        return true;
    struct tile_tree *tree = allocate(1, sizeof *tree);
    tile_tree_init(tree, signed_tree->size, link_tile_read, ledger->link);
    struct signed_log log = {signed_tree->size, buffer_bytes(&signed_tree->note), &tree->source};
    enum witness_outcome outcome = witness_client_ask(ledger->fence, &log, &why);
    free(tree);
    switch (outcome) {
    case WITNESS_HAS_COSIGNED:
        buffer_append_bytes(&signed_tree->note, witness_client_line(ledger->fence));
        return true;
    case WITNESS_HAS_FAILED:
        return error_temporary(err, "fence", "the fence: %s", why.detail);
    case WITNESS_IS_AHEAD:
    case WITNESS_CONTRADICTS:
        break;
    }
    return error_broken(err, "record", "another sequencer has written this log: the fence %s", why.detail);
}

/* Nothing is lost when this is: the same signature is made again at the next start. So it does not wait for
 * the disk. */
static bool keep_checkpoint(struct ledger *ledger, struct error *err)
{
    struct buffer *note = &ledger->signed_tree->note;
    struct db_param params[] = {db_integer((int64_t)ledger->signed_tree->size),
                                db_text_bytes(buffer_bytes(note))};
    struct db_result ignored;
    buffer_string(note);
    link_begin(ledger->link);
    link_send(ledger->link, DB_COMMIT_SOON, NULL, 0);
    link_send(ledger->link, DB_CHECKPOINT_ADD, params, 2);
    if (!link_sync(ledger->link, &ignored, err))
        return false;
    struct error detail;
    if (link_commit(ledger->link, &detail) == LINK_COMMITTED)
        return true;
    return error_temporary(err, DB_UNAVAILABLE, "%s", detail.detail);
}

/* ---- opening ---- */

struct newest {
    uint64_t entries; /* in record.entry */
    uint64_t size;    /* of the newest record.tree */
    uint8_t root[MERKLE_HASH_BYTES];
    bool has_checkpoint;
    uint64_t checkpoint_size;
    struct buffer note;
};

static bool begin_term(struct ledger *ledger, struct error *err)
{
    struct db_result result;
    link_begin(ledger->link);
    link_send(ledger->link, DB_SEQUENCER_LOCK, NULL, 0);
    link_send(ledger->link, DB_TERM_ADD, NULL, 0);
    if (!link_sync(ledger->link, &result, err))
        return false;
    ledger->term = db_get_integer(&result, 1, 0, 0);
    struct error detail;
    /* A term more or less does no harm. */
    if (link_commit(ledger->link, &detail) != LINK_COMMITTED)
        return error_temporary(err, DB_UNAVAILABLE, "%s", detail.detail);
    return true;
}

static bool read_newest(struct ledger *ledger, struct newest *newest, struct error *err)
{
    struct db_result result;
    link_send(ledger->link, DB_RECORD_END, NULL, 0);
    link_send(ledger->link, DB_TREE_NEWEST, NULL, 0);
    link_send(ledger->link, DB_CHECKPOINT, NULL, 0);
    if (!link_sync(ledger->link, &result, err))
        return false;
    if (db_rows(&result, 0) == 1) {
        newest->entries = (uint64_t)db_get_integer(&result, 0, 0, 0) + 1;
        ledger->minute = (uint64_t)db_get_integer(&result, 0, 0, 1);
    }
    if (db_rows(&result, 1) == 1) {
        newest->size = (uint64_t)db_get_integer(&result, 1, 0, 0);
        memcpy(newest->root, db_get_bytes(&result, 1, 0, 1).data, MERKLE_HASH_BYTES);
    }
    if (db_rows(&result, 2) == 1) {
        newest->has_checkpoint = true;
        newest->checkpoint_size = (uint64_t)db_get_integer(&result, 2, 0, 0);
        buffer_append_bytes(&newest->note, db_get_bytes(&result, 2, 0, 1));
    }
    if (newest->entries != newest->size)
        return error_broken(err, "record",
                            "the database has %" PRIu64 " entries but its newest tree %" PRIu64,
                            newest->entries, newest->size);
    return true;
}

/* Section 7, rule 4. */
static bool compare_with_signer(struct ledger *ledger, const struct signer_state *signer,
                                const struct newest *newest, struct error *err)
{
    if (signer->size > newest->size && ledger->behind)
        return true;
    if (signer->size > newest->size)
        return error_broken(err, "record",
                            "the database is behind: it has %" PRIu64 " entries, but a tree of %" PRIu64
                            " was signed; restore the missing entries or end this log in public",
                            newest->size, signer->size);
    if (newest->has_checkpoint && newest->checkpoint_size > signer->size)
        return error_broken(err, "record",
                            "the signer file ends at %" PRIu64
                            " entries, but the database has a signed checkpoint "
                            "of %" PRIu64 "; restore the newest signer file",
                            signer->size, newest->checkpoint_size);
    if (signer->size > 0) {
        struct db_param size = db_integer((int64_t)signer->size);
        struct db_result result;
        if (!link_run(ledger->link, DB_TREE_AT, &size, 1, &result, err))
            return false;
        struct bytes root = db_rows(&result, 0) == 1 ? db_get_bytes(&result, 0, 0, 0) : bytes_of(NULL, 0);
        if (!bytes_equal(root, bytes_of(signer->root, MERKLE_HASH_BYTES)))
            return error_broken(err, "record",
                                "the database does not contain the last signed tree, of %" PRIu64
                                " entries: it is another history",
                                signer->size);
    }
    struct checkpoint checkpoint;
    struct error detail;
    if (newest->has_checkpoint &&
        !checkpoint_open(buffer_bytes(&newest->note), &signer->key, &checkpoint, NULL, &detail))
        return error_broken(err, "record", "the newest checkpoint is not by this log's key: %s",
                            detail.detail);
    return true;
}

static bool load_tree(struct ledger *ledger, const struct newest *newest, struct error *err)
{
    uint8_t root[MERKLE_HASH_BYTES];
    if (!edge_load(ledger->edge, newest->size, link_tile_read, ledger->link, err))
        return false;
    edge_root(ledger->edge, root);
    if (newest->size > 0 && memcmp(root, newest->root, sizeof root) != 0)
        return error_broken(err, "record",
                            "the tiles in the database do not lead to the root of its newest tree");
    return true;
}

static bool catch_up(struct ledger *ledger, const struct signer_state *signer, const struct newest *newest,
                     struct error *err)
{
    if (newest->size == 0 || newest->size < signer->size)
        return true;
    struct tile_tree *tree = allocate(1, sizeof *tree);
    tile_tree_init(tree, newest->size, link_tile_read, ledger->link);
    bool done = sign_tree(ledger, signer->size, &tree->source, err) && pass_fence(ledger, err) &&
                keep_checkpoint(ledger, err);
    free(tree);
    return done;
}

static bool ask_signer(struct ledger *ledger, const struct newest *newest, struct signer_state *signer,
                       struct error *err)
{
    if (!signer_hello(ledger->signer_fd, ledger->origin, signer, err))
        return false;
    if (signer->ready)
        return true;
    if (newest->size > 0)
        return error_broken(
            err, "record",
            "there is no signer file in the data folder, but the database has a log of %" PRIu64
            " entries; restore the file from the machine that signed it",
            newest->size);
    return signer_create(ledger->signer_fd, ledger->origin, signer, err);
}

/* The job that builds a bundle puts the key of the log into it; it never changes. */
static bool publish_key(struct ledger *ledger, const struct note_key *key, struct error *err)
{
    struct db_param params[] = {db_text("log"), db_bytes(key->public_key, sizeof key->public_key)};
    struct db_result result;
    if (!link_run(ledger->link, DB_SERVER_KEY_PUT, params, 2, &result, err))
        return false;
    return bytes_equal(db_get_bytes(&result, 0, 0, 0), bytes_of(key->public_key, sizeof key->public_key)) ||
           error_broken(err, "record",
                        "the key of the log is not the one this database knows; restore log.key");
}

static struct ledger *open_ledger(const struct config *config, int signer_fd, struct witness_client *fence,
                                  bool behind, struct error *err)
{
    struct ledger *ledger = allocate(1, sizeof *ledger);
    struct newest newest = {0};
    struct signer_state signer;
    ledger->origin = config->origin;
    ledger->signer_fd = signer_fd;
    ledger->fence = fence;
    ledger->behind = behind;
    ledger->edge = edge_new();
    ledger->link = link_open(config->database, config->database_timeout_ms, DB_SEQUENCER, err);
    bool done = ledger->link && begin_term(ledger, err) && read_newest(ledger, &newest, err) &&
                ask_signer(ledger, &newest, &signer, err) &&
                compare_with_signer(ledger, &signer, &newest, err) && load_tree(ledger, &newest, err) &&
                catch_up(ledger, &signer, &newest, err) && publish_key(ledger, &signer.key, err);
    buffer_clear(&newest.note);
    if (!done) {
        ledger_close(ledger);
        return NULL;
    }
    ledger->key = signer.key;
    ledger->signed_size = signer.size;
    memcpy(ledger->signed_root, signer.root, sizeof ledger->signed_root);
    ledger->settled_minute = ledger->minute;
    return ledger;
}

struct ledger *ledger_open(const struct config *config, int signer_fd, struct witness_client *fence,
                           struct error *err)
{
    return open_ledger(config, signer_fd, fence, false, err);
}

struct ledger *ledger_open_behind(const struct config *config, int signer_fd, struct error *err)
{
    return open_ledger(config, signer_fd, NULL, true, err);
}

void ledger_close(struct ledger *ledger)
{
    if (!ledger)
        return;
    struct db_array *arrays[] = {&ledger->indexes, &ledger->round_ids,   &ledger->types,
                                 &ledger->minutes, &ledger->leaf_hashes, &ledger->bytes};
    for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++)
        db_array_clear(arrays[i]);
    signed_tree_release(ledger->signed_tree);
    edge_free(ledger->edge);
    link_close(ledger->link);
    free(ledger);
}

/* ---- transactions ---- */

static void begin_arrays(struct ledger *ledger)
{
    db_array_begin(&ledger->indexes, DB_ARRAY_BIGINT);
    db_array_begin(&ledger->round_ids, DB_ARRAY_BYTEA);
    db_array_begin(&ledger->types, DB_ARRAY_TEXT);
    db_array_begin(&ledger->minutes, DB_ARRAY_BIGINT);
    db_array_begin(&ledger->leaf_hashes, DB_ARRAY_BYTEA);
    db_array_begin(&ledger->bytes, DB_ARRAY_BYTEA);
}

void ledger_begin(struct ledger *ledger)
{
    ledger->added = 0;
    ledger->settled_minute = ledger->minute;
    begin_arrays(ledger);
    link_begin(ledger->link);
    /* Whoever begins a term waits for this lock: after the check no newer one can come before our commit. */
    link_send(ledger->link, DB_SEQUENCER_LOCK, NULL, 0);
    link_send(ledger->link, DB_SEQUENCER_CHECK, NULL, 0);
}

/* What fails here leaves a state that nobody knows. */
static bool must_hold(struct ledger *ledger, bool held)
{
    ledger->stop = ledger->stop || !held;
    return held;
}

bool ledger_began(struct ledger *ledger, const struct db_result *result, struct error *err)
{
    int64_t term = db_get_integer(result, 1, 0, 0);
    uint64_t size = (uint64_t)db_get_integer(result, 1, 0, 1);
    if (!must_hold(ledger, term == ledger->term))
        return error_broken(err, "record",
                            "another sequencer has begun term %" PRId64 " after our term %" PRId64, term,
                            ledger->term);
    if (!must_hold(ledger, size == edge_size(ledger->edge)))
        return error_broken(err, "record",
                            "the database has a tree of %" PRIu64 " entries where %" PRIu64 " were expected",
                            size, edge_size(ledger->edge));
    return true;
}

uint64_t ledger_minute(const struct ledger *ledger)
{
    uint64_t now = ledger->given_minute ? ledger->given_minute : (uint64_t)time(NULL) / SECONDS_A_MINUTE;
    return now > ledger->minute ? now : ledger->minute;
}

uint64_t ledger_add(struct ledger *ledger, enum entry_type type, const uint8_t *round, uint64_t minute,
                    struct bytes entry)
{
    uint8_t leaf[MERKLE_HASH_BYTES];
    uint64_t index = edge_size(ledger->edge);
    merkle_hash_leaf(entry, leaf);
    edge_append(ledger->edge, leaf);
    db_array_add_integer(&ledger->indexes, (int64_t)index);
    if (round)
        db_array_add_bytes(&ledger->round_ids, bytes_of(round, ROUND_ID_BYTES));
    else
        db_array_add_null(&ledger->round_ids);
    db_array_add_bytes(&ledger->types, bytes_of_string(entry_type_name(type)));
    db_array_add_integer(&ledger->minutes, (int64_t)minute);
    db_array_add_bytes(&ledger->leaf_hashes, bytes_of(leaf, sizeof leaf));
    db_array_add_bytes(&ledger->bytes, entry);
    ledger->minute = minute;
    ledger->added++;
    return index;
}

void ledger_send(struct ledger *ledger)
{
    struct db_param params[] = {db_array(&ledger->indexes),     db_array(&ledger->round_ids),
                                db_array(&ledger->types),       db_array(&ledger->minutes),
                                db_array(&ledger->leaf_hashes), db_array(&ledger->bytes)};
    if (ledger->indexes.count > 0)
        link_send(ledger->link, DB_ENTRIES_ADD, params, sizeof params / sizeof *params);
    begin_arrays(ledger);
}

static void send_tree(struct ledger *ledger)
{
    struct db_array levels = {0}, indexes = {0}, hashes = {0}, roots = {0};
    db_array_begin(&levels, DB_ARRAY_SMALLINT);
    db_array_begin(&indexes, DB_ARRAY_BIGINT);
    db_array_begin(&hashes, DB_ARRAY_BYTEA);
    db_array_begin(&roots, DB_ARRAY_BYTEA);
    for (size_t i = 0; i < edge_completed(ledger->edge); i++) {
        struct edge_tile tile = edge_completed_tile(ledger->edge, i);
        db_array_add_integer(&levels, tile.level);
        db_array_add_integer(&indexes, (int64_t)tile.index);
        db_array_add_bytes(&hashes, bytes_of(tile.hashes, TILE_BYTES));
        db_array_add_bytes(&roots, bytes_of(tile.root, sizeof tile.root));
    }
    struct db_param tiles[] = {db_array(&levels), db_array(&indexes), db_array(&roots), db_array(&hashes)};
    if (levels.count > 0)
        link_send(ledger->link, DB_TILES_ADD, tiles, sizeof tiles / sizeof *tiles);
    uint8_t root[MERKLE_HASH_BYTES];
    edge_root(ledger->edge, root);
    struct db_param tree[] = {db_integer((int64_t)edge_size(ledger->edge)), db_bytes(root, sizeof root),
                              db_integer(ledger->term)};
    link_send(ledger->link, DB_TREE_ADD, tree, sizeof tree / sizeof *tree);
    db_array_clear(&levels);
    db_array_clear(&indexes);
    db_array_clear(&hashes);
    db_array_clear(&roots);
}

static void revert(struct ledger *ledger)
{
    edge_revert(ledger->edge);
    ledger->minute = ledger->settled_minute;
    ledger->added = 0;
}

static bool commit(struct ledger *ledger, struct error *err)
{
    switch (link_commit(ledger->link, err)) {
    case LINK_COMMITTED:
        return true;
    case LINK_NOT_COMMITTED:
        revert(ledger);
        return false;
    case LINK_UNKNOWN:
        break;
    }
    return must_hold(ledger, false);
}

/* What is loaded again must be what was signed. */
static bool is_signed_tree(const struct ledger *ledger, struct error *err)
{
    uint8_t root[MERKLE_HASH_BYTES];
    edge_root(ledger->edge, root);
    return edge_size(ledger->edge) != ledger->signed_size ||
           memcmp(root, ledger->signed_root, sizeof root) == 0 ||
           error_broken(err, "record", "the entries do not make the tree that was signed");
}

bool ledger_commit(struct ledger *ledger, struct error *err)
{
    struct db_result ignored;
    int64_t start = now_us();
    if (ledger->added == 0)
        return link_sync(ledger->link, &ignored, err) && commit(ledger, err);
    uint64_t size = edge_size(ledger->edge), old_size = ledger->signed_tree ? ledger->signed_tree->size
                                                        : ledger->behind    ? ledger->signed_size
                                                                            : 0;
    ledger_send(ledger);
    send_tree(ledger);
    if (!link_sync(ledger->link, &ignored, err) || (ledger->behind && !is_signed_tree(ledger, err)) ||
        !failpoint("before-commit", err)) {
        revert(ledger);
        return false;
    }
    if (!commit(ledger, err))
        return false;
    if (ledger->behind && size < ledger->signed_size)
        return true;
    int64_t committed = now_us();
    metric_add(METRIC_SEQUENCER_COMMIT_US, committed - start);
    if (!must_hold(ledger, failpoint("after-commit-before-sign", err)) ||
        !must_hold(ledger, sign_tree(ledger, old_size, edge_source(ledger->edge), err)))
        return false;
    metric_add(METRIC_SEQUENCER_SIGN_US, now_us() - committed);
    if (!pass_fence(ledger, err)) {
        ledger->stop = ledger->stop || err->class == ERROR_BROKEN;
        return false;
    }
    return must_hold(ledger, failpoint("after-sign-before-answer", err));
}

bool ledger_settle(struct ledger *ledger, struct error *err)
{
    if (ledger->added == 0)
        return true;
    edge_settle(ledger->edge);
    ledger->settled_minute = ledger->minute;
    ledger->added = 0;
    return !ledger->signed_tree || keep_checkpoint(ledger, err);
}

bool ledger_abandon(struct ledger *ledger, struct error *err)
{
    revert(ledger);
    return link_rollback(ledger->link, err);
}
