// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/sequencer/book.h"

#include <stdlib.h>

#include "record/policy.h"

struct book {
    struct book_round **list;
    size_t count, capacity;
};

struct book *book_new(void)
{
    return allocate(1, sizeof(struct book));
}

static void round_free(struct book_round *round)
{
    round_clear(&round->state);
    arena_clear(&round->arena);
    buffer_clear(&round->definition_bytes);
    free(round);
}

void book_free(struct book *book)
{
    if (!book)
        return;
    for (size_t i = 0; i < book->count; i++)
        round_free(book->list[i]);
    free(book->list);
    free(book);
}

struct book_round *book_add(struct book *book, int32_t no, const uint8_t id[ROUND_ID_BYTES])
{
    struct book_round *round = allocate(1, sizeof *round);
    round->no = no;
    memcpy(round->id, id, sizeof round->id);
    round_init(&round->state);
    if (book->count == book->capacity) {
        book->capacity = book->capacity ? 2 * book->capacity : 16;
        book->list = reallocate(book->list, book->capacity, sizeof(struct book_round *));
    }
    book->list[book->count++] = round;
    return round;
}

void book_forget(struct book *book, struct book_round *round)
{
    for (size_t i = 0; i < book->count; i++)
        if (book->list[i] == round) {
            book->list[i] = book->list[--book->count];
            round_free(round);
            return;
        }
}

static bool define(struct book_round *round, struct ledger *ledger, const struct entry *entry,
                   struct error *err)
{
    return ledger_read_blob(ledger, &entry->definition, &round->definition_bytes, err) &&
           definition_parse(buffer_bytes(&round->definition_bytes), &round->arena, &round->definition, err) &&
           round_define(&round->state, &round->definition, err);
}

bool book_apply(struct book_round *round, struct ledger *ledger, const struct entry *entry, uint64_t index,
                struct error *err)
{
    return round_apply(&round->state, entry, index, err) &&
           (entry->type != ENTRY_DEFINITION || define(round, ledger, entry, err));
}

/* A page of results must be copied: reading a definition uses the link. */
static bool apply_page(struct book_round *round, struct ledger *ledger, const struct db_result *result,
                       int64_t *after, struct error *err)
{
    size_t rows = db_rows(result, 0);
    struct arena arena = {0};
    struct bytes *entries = arena_allocate(&arena, rows, sizeof *entries);
    uint64_t *indexes = arena_allocate(&arena, rows, sizeof *indexes);
    bool done = true;
    for (size_t i = 0; i < rows; i++) {
        struct bytes bytes = db_get_bytes(result, 0, i, 1);
        entries[i] = bytes_of(arena_copy(&arena, bytes.data, bytes.len), bytes.len);
        indexes[i] = (uint64_t)db_get_integer(result, 0, i, 0);
    }
    for (size_t i = 0; done && i < rows; i++) {
        struct entry entry;
        done = entry_parse(entries[i], &arena, &entry, err) &&
               book_apply(round, ledger, &entry, indexes[i], err);
        *after = (int64_t)indexes[i];
    }
    arena_clear(&arena);
    return done;
}

/* An entry of the record that does not fit is not somebody's mistake now. */
static bool read_round(struct book_round *round, struct ledger *ledger, struct error *err)
{
    int64_t after = -1;
    size_t rows;
    do {
        struct db_param params[] = {db_bytes(round->id, sizeof round->id), db_integer(after)};
        struct db_result result;
        if (!link_run(ledger->link, DB_ROUND_ACTS, params, 2, &result, err))
            return false;
        rows = db_rows(&result, 0);
        struct error detail = {0};
        if (!apply_page(round, ledger, &result, &after, &detail)) {
            if (detail.class != ERROR_INPUT && err)
                *err = detail;
            return detail.class != ERROR_INPUT
                       ? false
                       : error_broken(err, "record", "entry %lld of the record does not fit its round: %s",
                                      (long long)after, detail.detail);
        }
    } while (rows > 0);
    return true;
}

static struct book_round *find_loaded(struct book *book, const uint8_t *id, const uint8_t *eid)
{
    for (size_t i = 0; i < book->count; i++) {
        struct book_round *round = book->list[i];
        if (id ? memcmp(round->id, id, sizeof round->id) == 0
               : round->state.has_eid && memcmp(round->state.eid, eid, HASH_BYTES) == 0)
            return round;
    }
    return NULL;
}

struct book_round *book_loaded(struct book *book, const uint8_t id[ROUND_ID_BYTES])
{
    return find_loaded(book, id, NULL);
}

bool book_find(struct book *book, struct ledger *ledger, const uint8_t *id, const uint8_t *eid,
               struct book_round **out, struct error *err)
{
    struct book_round *round = find_loaded(book, id, eid);
    if (!round) {
        struct db_param params[] = {db_bytes(id, ROUND_ID_BYTES), db_bytes(eid, HASH_BYTES)};
        struct db_result result;
        if (!link_run(ledger->link, DB_ROUND_FIND, params, 2, &result, err))
            return false;
        if (db_rows(&result, 0) == 1) {
            round = book_add(book, (int32_t)db_get_integer(&result, 0, 0, 0),
                             db_get_bytes(&result, 0, 0, 1).data);
            if (!read_round(round, ledger, err)) {
                book_forget(book, round);
                return false;
            }
        }
    }
    *out = round;
    return true;
}

static bool takes_ballots(const struct book_round *round)
{
    return round->state.phase == ROUND_OPEN && round_is_acknowledged(&round->state);
}

/* Opening and acknowledgements stand together, so the same trees hold all of them. */
bool book_look_for_witnesses(struct book_round *round, struct ledger *ledger, struct error *err)
{
    const char *lines = round->definition.witness_policy;
    struct db_param index = db_integer((int64_t)round->state.opening_index);
    struct db_result result;
    struct policy_verdict verdict;
    if (round->witnessed || !takes_ballots(round))
        return true;
    round->witnessed = !lines || ledger->behind; /* what a repair loads was accepted once */
    if (round->witnessed)
        return true;
    if (!link_run(ledger->link, DB_WITNESSED_AFTER, &index, 1, &result, err))
        return false;
    struct policy *policy = policy_parse(bytes_of_string(lines), err);
    bool done = policy != NULL;
    for (size_t row = 0; done && !round->witnessed && row < db_rows(&result, 0); row++) {
        done = policy_check(policy, &ledger->key, db_get_bytes(&result, 0, row, 0), &verdict, err);
        round->witnessed = done && verdict.quorum;
    }
    policy_free(policy);
    return done;
}

static uint64_t late_minute(const struct book_round *round)
{
    return round->state.close + round->definition.schedule.grace;
}

bool book_publish(const struct book_round *round, struct rounds *rounds, struct error *err)
{
    if (!takes_ballots(round)) {
        rounds_remove(rounds, round->id);
        return true;
    }
    struct open_round *open = open_round_new(round->no, round->state.eid, late_minute(round),
                                             buffer_bytes(&round->definition_bytes), err);
    if (!open)
        return false;
    rounds_put(rounds, open);
    return true;
}

bool book_load_open(struct book *book, struct ledger *ledger, struct rounds *rounds, struct error *err)
{
    struct db_result result;
    if (!link_run(ledger->link, DB_ROUNDS_OPEN, NULL, 0, &result, err))
        return false;
    struct buffer ids = {0};
    for (size_t i = 0; i < db_rows(&result, 0); i++)
        buffer_append_bytes(&ids, db_get_bytes(&result, 0, i, 0));
    /* Voters may be looking rounds up meanwhile: one that stays open is there all the time. */
    rounds_keep(rounds, buffer_bytes(&ids));
    bool done = true;
    for (size_t at = 0; done && at < ids.len; at += ROUND_ID_BYTES) {
        struct book_round *round;
        done = book_find(book, ledger, ids.data + at, NULL, &round, err) && round &&
               book_publish(round, rounds, err);
    }
    buffer_clear(&ids);
    return done;
}

struct book_round *book_overdue(struct book *book, uint64_t minute)
{
    for (size_t i = 0; i < book->count; i++)
        if (takes_ballots(book->list[i]) && minute >= late_minute(book->list[i]))
            return book->list[i];
    return NULL;
}
