// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/sequencer/batch.h"

#include <stdlib.h>

#include "base/encoding.h"
#include "server/sequencer/table.h"

enum {
    SEEN_BYTES = 16, /* of a point */
    CREDENTIAL_KEY_BYTES = 4 + POINT_BYTES,
    BALLOT_KEY_BYTES = 4 + HASH_BYTES,
    POINT_KEY_BYTES = 4 + SEEN_BYTES,
    KEY_MAX_BYTES = 4 + 32,
    MINUTES_AN_HOUR = 60,
};

/* Columns of DB_CASTS_READ. */
enum { CAST_POSITION, CAST_DISTRICT, CAST_VOID, CAST_LAST_SEQ, CAST_LAST_ID, CAST_RECENT, CAST_SAME, CAST_BATCH };

struct batch {
    struct ledger *ledger;
    struct book *book;
    struct batch_item **items;
    size_t count;
    uint64_t minute;
    struct db_result read; /* casts and points */
    size_t *row_of;        /* of each item, in the casts read */
    bool *seen;            /* items with a point that was seen before */
    size_t *twin;          /* the accepted item with the same bytes, or its own position */
    struct table *ballots, *credentials, *points; /* accepted in this batch */
    struct db_array rounds, keys, seqs, ids, prevs, indexes, batches, point_rounds, point_values;
};

void batch_item_clear(struct batch_item *item)
{
    buffer_clear(&item->entry);
    signed_tree_release(item->tree);
}

static const uint8_t *table_key(uint8_t out[KEY_MAX_BYTES], int32_t round, const uint8_t *bytes, size_t len)
{
    memcpy(out, &round, sizeof round);
    memcpy(out + sizeof round, bytes, len);
    return out;
}

/* ---- reading ---- */

static void send_reads(struct batch *batch)
{
    struct db_array rounds = {0}, keys = {0}, ids = {0}, positions = {0}, point_rounds = {0}, points = {0};
    db_array_begin(&rounds, DB_ARRAY_INTEGER);
    db_array_begin(&keys, DB_ARRAY_BYTEA);
    db_array_begin(&ids, DB_ARRAY_BYTEA);
    db_array_begin(&positions, DB_ARRAY_INTEGER);
    db_array_begin(&point_rounds, DB_ARRAY_INTEGER);
    db_array_begin(&points, DB_ARRAY_UUID);
    for (size_t i = 0; i < batch->count; i++) {
        const struct cast_request *request = batch->items[i]->request;
        db_array_add_integer(&rounds, request->round->no);
        db_array_add_bytes(&keys, bytes_of(request->ballot.statement.credential.bytes, POINT_BYTES));
        db_array_add_bytes(&ids, bytes_of(request->id, HASH_BYTES));
        for (size_t k = 0; k < ballot_point_count(&request->ballot); k++) {
            db_array_add_integer(&positions, (int64_t)i);
            db_array_add_integer(&point_rounds, request->round->no);
            db_array_add_bytes(&points, bytes_of(ballot_point(&request->ballot, k)->bytes, SEEN_BYTES));
        }
    }
    struct db_param casts[] = {db_array(&rounds), db_array(&keys), db_array(&ids)};
    struct db_param seen[] = {db_array(&positions), db_array(&point_rounds), db_array(&points)};
    link_send(batch->ledger->link, DB_CASTS_READ, casts, 3);
    link_send(batch->ledger->link, DB_POINTS_READ, seen, 3);
    struct db_array *arrays[] = {&rounds, &keys, &ids, &positions, &point_rounds, &points};
    for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++)
        db_array_clear(arrays[i]);
}

enum { READ_CASTS = LEDGER_BEGIN_STATEMENTS, READ_POINTS };

static bool read_tables(struct batch *batch, struct error *err)
{
    ledger_begin(batch->ledger);
    send_reads(batch);
    if (!link_sync(batch->ledger->link, &batch->read, err) || !ledger_began(batch->ledger, &batch->read, err))
        return false;
    if (db_rows(&batch->read, READ_CASTS) != batch->count)
        return error_broken(err, "database", "the database answered for %zu of %zu ballots",
                            db_rows(&batch->read, READ_CASTS), batch->count);
    for (size_t row = 0; row < db_rows(&batch->read, READ_POINTS); row++)
        batch->seen[db_get_integer(&batch->read, READ_POINTS, row, 0)] = true;
    return true;
}

/* ---- deciding ---- */

/* A point that an earlier ballot of this batch has. */
static bool has_doubled_point(const struct batch *batch, const struct cast_request *request)
{
    uint8_t key[KEY_MAX_BYTES];
    size_t ignored;
    for (size_t k = 0; k < ballot_point_count(&request->ballot); k++)
        if (table_find(
                batch->points,
                table_key(key, request->round->no, ballot_point(&request->ballot, k)->bytes, SEEN_BYTES),
                &ignored))
            return true;
    return false;
}

struct last_ballot {
    bool any, recent;
    unsigned seq;
    const uint8_t *id;
};

static struct last_ballot last_of(const struct batch *batch, size_t position, size_t row)
{
    const struct cast_request *request = batch->items[position]->request;
    uint8_t key[KEY_MAX_BYTES];
    size_t other;
    if (table_find(
            batch->credentials,
            table_key(key, request->round->no, request->ballot.statement.credential.bytes, POINT_BYTES),
            &other)) {
        const struct cast_request *before = batch->items[other]->request;
        return (struct last_ballot){true, true, (unsigned)before->ballot.statement.seq, before->id};
    }
    if (db_is_null(&batch->read, READ_CASTS, row, CAST_LAST_SEQ))
        return (struct last_ballot){0};
    return (struct last_ballot){true, db_get_boolean(&batch->read, READ_CASTS, row, CAST_RECENT),
                                (unsigned)db_get_integer(&batch->read, READ_CASTS, row, CAST_LAST_SEQ),
                                db_get_bytes(&batch->read, READ_CASTS, row, CAST_LAST_ID).data};
}

static bool check_sequence(const struct batch *batch, struct batch_item *item, const struct last_ballot *last,
                           struct error *err)
{
    static const uint8_t none[HASH_BYTES];
    const struct ballot_statement *statement = &item->request->ballot.statement;
    uint64_t next = last->any ? (uint64_t)last->seq + 1 : 0;
    if (statement->seq != next || memcmp(statement->prev, last->any ? last->id : none, HASH_BYTES) != 0) {
        item->answer.has_last = last->any;
        if (last->any) {
            item->answer.last_seq = last->seq;
            memcpy(item->answer.last_id, last->id, HASH_BYTES);
        }
        return error_input(err, "sequence",
                           "the next ballot of this credential has seq %llu and names the one before",
                           (unsigned long long)next);
    }
    if (last->any && !item->request->round->definition.revoting)
        return error_input(err, "revoting-off",
                           "this credential has voted, and the round takes one ballot only");
    if (last->recent && !batch->ledger->behind)
        return error_input(err, "too-soon", "less than %d seconds have passed since the last ballot",
                           BALLOT_SECONDS_BETWEEN);
    return true;
}

static bool check(struct batch *batch, size_t position, size_t row, struct error *err)
{
    struct batch_item *item = batch->items[position];
    const struct cast_request *request = item->request;
    /* A round is read when it opens, or at the start. */
    const struct book_round *round = book_loaded(batch->book, request->round->id);
    if (!round || !round->state.has_eid || memcmp(round->state.eid, request->round->eid, HASH_BYTES) != 0)
        return error_input(err, "not-open", "there is no such round");
    if (!round_accepts_ballot_at(&round->state, batch->minute, err))
        return false;
    if (!round->witnessed)
        return error_input(err, "not-open", "the witnesses of this round have not seen its opening yet");
    if (db_is_null(&batch->read, READ_CASTS, row, CAST_DISTRICT))
        return error_input(err, "credential-unknown", "this credential is not on the list of the round");
    if (db_get_boolean(&batch->read, READ_CASTS, row, CAST_VOID))
        return error_input(err, "credential-void", "this credential is void");
    const struct district *district =
        definition_district(&round->definition, db_get_text(&batch->read, READ_CASTS, row, CAST_DISTRICT));
    if (!district)
        return error_broken(err, "record", "the district of a credential is not in the definition");
    if (!ballot_fits(&request->ballot, district, err))
        return false;
    if (batch->seen[position] || has_doubled_point(batch, request))
        return error_input(err, "duplicate-point",
                           "a point of this ballot is in another ballot of the round");
    struct last_ballot last = last_of(batch, position, row);
    return check_sequence(batch, item, &last, err);
}

/* ---- accepting ---- */

/* Canonical JSON: the members ascend. */
static void write_entry(const struct batch *batch, struct batch_item *item)
{
    struct buffer *out = &item->entry;
    buffer_append_string(out, "{\"ballot\":");
    buffer_append_bytes(out, item->request->ballot.bytes);
    buffer_append_string(out, ",\"eid\":\"");
    base64url_append(out, bytes_of(item->request->round->eid, HASH_BYTES));
    buffer_append_format(out, "\",\"minute\":%llu,\"type\":\"ballot\"}", (unsigned long long)batch->minute);
}

static void accept(struct batch *batch, size_t position, size_t row)
{
    struct batch_item *item = batch->items[position];
    const struct cast_request *request = item->request;
    const struct ballot_statement *statement = &request->ballot.statement;
    int32_t no = request->round->no;
    uint8_t key[KEY_MAX_BYTES];
    write_entry(batch, item);
    item->answer.entry = buffer_bytes(&item->entry);
    item->answer.index =
        ledger_add(batch->ledger, ENTRY_BALLOT, request->round->id, batch->minute, item->answer.entry);
    table_put(batch->ballots, table_key(key, no, request->id, HASH_BYTES), position);
    table_put(batch->credentials, table_key(key, no, statement->credential.bytes, POINT_BYTES), position);
    db_array_add_integer(&batch->rounds, no);
    db_array_add_bytes(&batch->keys, bytes_of(statement->credential.bytes, POINT_BYTES));
    db_array_add_integer(&batch->seqs, (int64_t)statement->seq);
    db_array_add_bytes(&batch->ids, bytes_of(request->id, HASH_BYTES));
    if (statement->seq > 0)
        db_array_add_bytes(&batch->prevs, bytes_of(statement->prev, HASH_BYTES));
    else
        db_array_add_null(&batch->prevs);
    db_array_add_integer(&batch->indexes, (int64_t)item->answer.index);
    db_array_add_bytes(&batch->batches, db_get_bytes(&batch->read, READ_CASTS, row, CAST_BATCH));
    for (size_t k = 0; k < ballot_point_count(&request->ballot); k++) {
        const uint8_t *point = ballot_point(&request->ballot, k)->bytes;
        table_put(batch->points, table_key(key, no, point, SEEN_BYTES), position);
        db_array_add_integer(&batch->point_rounds, no);
        db_array_add_bytes(&batch->point_values, bytes_of(point, SEEN_BYTES));
    }
}

static bool decide(struct batch *batch, size_t position, size_t row, struct error *err)
{
    struct batch_item *item = batch->items[position];
    const struct cast_request *request = item->request;
    uint8_t key[KEY_MAX_BYTES];
    batch->twin[position] = position;
    if (!db_is_null(&batch->read, READ_CASTS, row, CAST_SAME)) {
        item->answer.known = true;
        item->answer.index = (uint64_t)db_get_integer(&batch->read, READ_CASTS, row, CAST_SAME);
        return true;
    }
    if (table_find(batch->ballots, table_key(key, request->round->no, request->id, HASH_BYTES),
                   &batch->twin[position]))
        return true;
    if (check(batch, position, row, &item->refusal)) {
        accept(batch, position, row);
        return true;
    }
    item->refused = true;
    if (item->refusal.class == ERROR_INPUT)
        return true;
    if (err)
        *err = item->refusal;
    return false;
}

static void send_ballots(struct batch *batch)
{
    struct db_param ballots[] = {db_array(&batch->rounds), db_array(&batch->keys),
                                 db_array(&batch->seqs),   db_array(&batch->ids),
                                 db_array(&batch->prevs),  db_array(&batch->indexes)};
    struct db_param turnout[] = {db_array(&batch->rounds), db_array(&batch->batches), db_array(&batch->seqs),
                                 db_integer((int64_t)(batch->minute / MINUTES_AN_HOUR))};
    struct db_param points[] = {db_array(&batch->point_rounds), db_array(&batch->point_values)};
    ledger_send(batch->ledger); /* ballots refer to entries */
    link_send(batch->ledger->link, DB_BALLOTS_ADD, ballots, 6);
    link_send(batch->ledger->link, DB_POINTS_ADD, points, 2);
    link_send(batch->ledger->link, DB_TURNOUT_ADD, turnout, 4);
}

/* ---- answering ---- */

static bool prove(struct batch *batch, struct error *err)
{
    struct ledger *ledger = batch->ledger;
    uint64_t size = edge_size(ledger->edge);
    for (size_t i = 0; i < batch->count; i++) {
        struct batch_item *item = batch->items[i];
        if (item->refused || item->answer.known)
            continue;
        const struct batch_item *twin = batch->items[batch->twin[i]];
        item->answer.index = twin->answer.index;
        if (item != twin) {
            buffer_append_bytes(&item->entry, buffer_bytes(&twin->entry));
            item->answer.entry = buffer_bytes(&item->entry);
        }
        if (!merkle_prove_inclusion(item->answer.index, size, edge_source(ledger->edge), &item->answer.path,
                                    err)) {
            ledger->stop = true;
            return false;
        }
        if (!ledger->signed_tree)
            continue; /* a repair that has not caught up: nobody waits for the answer */
        item->tree = signed_tree_keep(ledger->signed_tree);
        item->answer.note = buffer_bytes(&item->tree->note);
    }
    return true;
}

static bool look_for_witnesses(struct batch *batch, struct error *err)
{
    for (size_t i = 0; i < batch->count; i++) {
        struct book_round *round = book_loaded(batch->book, batch->items[i]->request->round->id);
        if (round && !book_look_for_witnesses(round, batch->ledger, err))
            return false;
    }
    return true;
}

static bool run(struct batch *batch, struct error *err)
{
    struct ledger *ledger = batch->ledger;
    if (!look_for_witnesses(batch, err) || !read_tables(batch, err))
        return false;
    batch->minute = ledger_minute(ledger);
    for (size_t row = 0; row < batch->count; row++) {
        /* The join may give the rows in another order than the array had. */
        batch->row_of[db_get_integer(&batch->read, READ_CASTS, row, CAST_POSITION)] = row;
    }
    for (size_t i = 0; i < batch->count; i++)
        if (!decide(batch, i, batch->row_of[i], err))
            return false;
    if (ledger->added == 0)
        return ledger_abandon(ledger, err);
    send_ballots(batch);
    if (!ledger_commit(ledger, err) || !prove(batch, err))
        return false;
    struct error detail;
    /* The ballots are in the record and signed: their voters get receipts whatever the connection does now.
     */
    if (!ledger_settle(ledger, &detail))
        ledger->failed = true;
    return true;
}

bool batch_run(struct ledger *ledger, struct book *book, struct batch_item **items, size_t count,
               struct error *err)
{
    struct batch batch = {.ledger = ledger, .book = book, .items = items, .count = count};
    struct db_array *const arrays[] = {&batch.rounds,       &batch.keys,        &batch.seqs,
                                       &batch.ids,          &batch.prevs,       &batch.indexes,
                                       &batch.batches,      &batch.point_rounds, &batch.point_values};
    static const enum db_array_type types[] = {DB_ARRAY_INTEGER, DB_ARRAY_BYTEA, DB_ARRAY_SMALLINT,
                                               DB_ARRAY_BYTEA,   DB_ARRAY_BYTEA, DB_ARRAY_BIGINT,
                                               DB_ARRAY_TEXT,    DB_ARRAY_INTEGER, DB_ARRAY_UUID};
    for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++)
        db_array_begin(arrays[i], types[i]);
    batch.seen = allocate(count, sizeof *batch.seen);
    batch.twin = allocate(count, sizeof *batch.twin);
    batch.row_of = allocate(count, sizeof *batch.row_of);
    batch.ballots = table_new(BALLOT_KEY_BYTES);
    batch.credentials = table_new(CREDENTIAL_KEY_BYTES);
    batch.points = table_new(POINT_KEY_BYTES);
    bool done = run(&batch, err);
    table_free(batch.ballots);
    table_free(batch.credentials);
    table_free(batch.points);
    free(batch.seen);
    free(batch.twin);
    free(batch.row_of);
    for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++)
        db_array_clear(arrays[i]);
    return done;
}
