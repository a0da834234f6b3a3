// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/resources/receipts.h"

#include "record/tlog_proof.h"
#include "server/sequencer/log_store.h"

/* What is known between the steps. */
struct receipt {
    uint64_t index;
    struct bytes note;
    struct log_proof_plan plan;
};

void receipt_respond(struct request *request, uint64_t index, struct bytes entry,
                     const struct merkle_proof *path, struct bytes note)
{
    struct buffer text = {0};
    struct tlog_proof proof = {.has_extra = true, .index = index, .path = *path};
    buffer_append_bytes(&proof.extra, entry);
    buffer_append_bytes(&proof.checkpoint, note);
    tlog_proof_append(&proof, &text);
    respond_bytes(request, 200, "text/plain; charset=utf-8", buffer_bytes(&text));
    tlog_proof_clear(&proof);
    buffer_clear(&text);
}

static void with_tiles(struct request *request, const struct db_result *result, const struct error *err)
{
    const struct receipt *receipt = request->state;
    struct bytes tiles[LOG_PROOF_TILES_MAX];
    struct merkle_proof path;
    struct error failure;
    if (err) {
        respond_problem(request, err);
        return;
    }
    for (size_t i = 0; i < receipt->plan.count; i++)
        tiles[i] = db_rows(result, 1 + i) == 1 ? db_get_bytes(result, 1 + i, 0, 0) : bytes_of(NULL, 0);
    if (db_rows(result, 0) == 1 && log_proof_make(&receipt->plan, tiles, &path, &failure))
        receipt_respond(request, receipt->index, db_get_bytes(result, 0, 0, 0), &path, receipt->note);
    else
        respond_problem(request, &failure);
}

static void with_checkpoint(struct request *request, const struct db_result *result, const struct error *err)
{
    struct receipt *receipt = request->state;
    uint64_t size = 0;
    if (err) {
        respond_problem(request, err);
        return;
    }
    if (db_rows(result, 0) == 1) {
        struct bytes note = db_get_bytes(result, 0, 0, 1);
        size = (uint64_t)db_get_integer(result, 0, 0, 0);
        receipt->note = bytes_of(arena_copy(&request->arena, note.data, note.len), note.len);
    }
    if (receipt->index >= size) {
        struct error early;
        error_temporary(&early, "overloaded", "the entry is in the record but not signed yet, ask again");
        respond_problem(request, &early);
        return;
    }
    log_proof_plan(&receipt->plan, receipt->index, size);
    struct db_unit *unit = db_unit_new(request->pool);
    struct db_param index = db_integer((int64_t)receipt->index);
    db_unit_add(unit, DB_ENTRY, &index, 1);
    for (size_t i = 0; i < receipt->plan.count; i++) {
        struct log_query query = log_tile_query(receipt->plan.tiles[i]);
        db_unit_add(unit, query.statement, query.params, query.count);
    }
    request_unit(request, unit, with_tiles);
}

void receipt_respond_for(struct request *request, uint64_t index)
{
    struct receipt *receipt = arena_allocate(&request->arena, 1, sizeof *receipt);
    receipt->index = index;
    request->state = receipt;
    request_query(request, DB_CHECKPOINT, NULL, 0, with_checkpoint);
}
