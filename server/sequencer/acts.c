// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/sequencer/acts.h"

#include "server/sequencer/effects.h"

struct acts {
    struct ledger *ledger;
    struct book *book;
    const struct act_group *group;
    struct arena arena;
    struct book_round
        *round; /* of all entries of the group; NULL before the first, or for those of the city */
    uint64_t minute, first_index;
};

static bool add_minute(struct bytes entry, uint64_t minute, struct buffer *out, struct error *err)
{
    json_t *value = json_read(entry, ENTRY_BYTES_MAX, err);
    if (!value)
        return false;
    bool done = !json_is_object(value) || json_object_get(value, "minute")
                    ? error_input(err, "bad-field", "an entry is an object without `minute`")
                    : true;
    if (done) {
        json_object_set_new(value, "minute", json_of_integer(minute));
        done = json_write(value, out, err);
    }
    json_decref(value);
    return done;
}

/* The round that the draft succeeds, which must hand over to it; *no is untouched where there is none. */
static bool find_predecessor(struct acts *acts, const struct entry *draft, struct db_param *no,
                             struct error *err)
{
    struct book_round *predecessor;
    if (!draft->has_predecessor)
        return true;
    if (!book_find(acts->book, acts->ledger, draft->predecessor, NULL, &predecessor, err))
        return false;
    if (!predecessor)
        return error_input(err, "not-found", "there is no such predecessor");
    *no = db_integer(predecessor->no);
    return round_hands_over(&predecessor->state, draft, err);
}

/* The first entry of a round makes its row. */
static bool add_round(struct acts *acts, const struct entry *entry, struct book_round **out,
                      struct error *err)
{
    struct db_param assembly = db_text(entry->assembly);
    struct db_param row[] = {db_bytes(entry->round, ROUND_ID_BYTES),
                             db_bytes(entry->nonce, ROUND_NONCE_BYTES), assembly, db_null()};
    struct db_result result;
    if (!find_predecessor(acts, entry, &row[3], err))
        return false;
    if (!link_run(acts->ledger->link, DB_ASSEMBLY_FIND, &assembly, 1, &result, err))
        return false;
    if (db_rows(&result, 0) == 0)
        return error_input(err, "not-found", "there is no assembly %s", entry->assembly);
    if (!link_run(acts->ledger->link, DB_ROUND_ADD, row, 4, &result, err))
        return false;
    if (db_rows(&result, 0) == 0)
        return error_input(err, "conflict", "there is a round with this id or this nonce already");
    *out = book_add(acts->book, (int32_t)db_get_integer(&result, 0, 0, 0), entry->round);
    return true;
}

static bool find_round(struct acts *acts, const struct entry *entry, struct error *err)
{
    struct book_round *round = NULL;
    bool by_id = entry_scope(entry->type) == ENTRY_OF_ROUND;
    /* An opening and its acknowledgements come together: the state knows the eid before the table does. */
    if (!book_find(acts->book, acts->ledger, by_id ? entry->round : NULL, by_id ? NULL : entry->eid, &round,
                   err))
        return false;
    if (!round && entry->type == ENTRY_DRAFT && !acts->round && !add_round(acts, entry, &round, err))
        return false;
    if (!round)
        return error_input(err, "not-found", "there is no such round");
    if (acts->round && acts->round != round)
        return error_input(err, "bad-field", "the entries of a group must be of one round");
    acts->round = round;
    return true;
}

/* What a log follows is said in its first entry or not at all. Whose checkpoint it is was seen before. */
static bool check_log_start(const struct acts *acts, const struct entry *entry, struct error *err)
{
    struct note note;
    struct checkpoint checkpoint;
    if (edge_size(acts->ledger->edge) > 0)
        return error_input(err, "bad-field", "log-start is the first entry of a log");
    return note_parse(entry->previous, &note, err) && checkpoint_parse_foreign(note.text, &checkpoint, err) &&
           (strcmp(checkpoint.origin, acts->ledger->origin) != 0 ||
            error_input(err, "bad-field", "entry.previous: a checkpoint of this log"));
}

static bool check_city(const struct acts *acts, const struct entry *entry, struct error *err)
{
    if (entry->type == ENTRY_LOG_START)
        return check_log_start(acts, entry, err);
    if (entry->type != ENTRY_STAFF)
        return error_input(err, "bad-field", "an entry of type %s cannot be submitted",
                           entry_type_name(entry->type));
    return true;
}

static bool take_entry(struct acts *acts, struct bytes bytes, struct error *err)
{
    struct buffer full = {0};
    struct entry entry;
    uint64_t index = edge_size(acts->ledger->edge);
    bool done = add_minute(bytes, acts->minute, &full, err) &&
                entry_parse(buffer_bytes(&full), &acts->arena, &entry, err);
    if (done && entry.type == ENTRY_BALLOT)
        done = error_input(err, "bad-field", "a ballot is not submitted this way");
    bool of_city = done && entry_scope(entry.type) == ENTRY_OF_CITY;
    if (done)
        done = of_city ? check_city(acts, &entry, err) : find_round(acts, &entry, err);
    if (done && !of_city)
        done = effects_check(acts->ledger, acts->round, &entry, err) &&
               book_apply(acts->round, acts->ledger, &entry, index, err);
    if (done) {
        ledger_add(acts->ledger, entry.type, of_city ? NULL : acts->round->id, acts->minute,
                   buffer_bytes(&full));
        ledger_send(acts->ledger);
    }
    if (done && !of_city)
        done = effects_do(acts->ledger, acts->round, &entry, index, err);
    /* The entry's views end here. */
    buffer_clear(&full);
    return done;
}

static bool begin(struct ledger *ledger, struct error *err)
{
    struct db_result result;
    ledger_begin(ledger);
    return link_sync(ledger->link, &result, err) && ledger_began(ledger, &result, err);
}

/* The rows that wait for the answer; to the pipeline. */
static void send_answer(struct ledger *ledger, const struct act_group *group, uint64_t first_index,
                        const struct error *refusal)
{
    struct db_param index = refusal ? db_null() : db_integer((int64_t)first_index);
    struct db_param state = db_text(refusal ? "refused" : "done");
    struct db_param problem = db_text(refusal ? refusal->type : NULL);
    struct db_param detail = db_text(refusal ? refusal->detail : NULL);
    if (group->submission) {
        struct db_param row[] = {db_integer(group->submission), state, index, problem, detail};
        link_send(ledger->link, DB_SUBMISSION_SET, row, 5);
    } else if (group->act && !refusal) {
        struct db_array entries = {0};
        db_array_begin(&entries, DB_ARRAY_BYTEA);
        for (size_t i = 0; i < group->count; i++)
            db_array_add_bytes(&entries, group->entries[i]);
        struct db_param row[] = {db_integer(group->act), db_array(&entries), state, index};
        link_send(ledger->link, DB_SUBMISSION_ADD, row, 4);
        db_array_clear(&entries);
    }
    if (group->act && refusal) {
        struct db_param row[] = {db_integer(group->act), state, detail};
        link_send(ledger->link, DB_ACT_SET, row, 3);
    }
    if (group->submission || group->act)
        link_send(ledger->link, DB_SUBMISSION_DONE_NOTIFY, NULL, 0);
}

/* An act comes into the record once, however often it is handed in. */
static bool take_act(struct acts *acts, struct error *err)
{
    struct db_result result;
    struct db_param row[] = {db_integer(acts->group->act), db_text("done"), db_null()};
    if (!link_run(acts->ledger->link, DB_ACT_SET, row, 3, &result, err))
        return false;
    return db_affected(&result, 0) == 1 ||
           error_input(err, "conflict", "this act has been dealt with already");
}

static bool append(struct acts *acts, struct error *err)
{
    if (acts->group->act && !take_act(acts, err))
        return false;
    acts->minute = ledger_minute(acts->ledger);
    acts->first_index = edge_size(acts->ledger->edge);
    for (size_t i = 0; i < acts->group->count; i++)
        if (!take_entry(acts, acts->group->entries[i], err))
            return false;
    if (acts->group->count == 0)
        return error_input(err, "bad-field", "there is no entry in this group");
    if (acts->round && acts->round->state.phase == ROUND_OPEN && !round_is_acknowledged(&acts->round->state))
        return error_input(err, "round-state",
                           "an opening comes together with the acknowledgements of all trustees");
    if (acts->round)
        effects_finish(acts->ledger, acts->round);
    send_answer(acts->ledger, acts->group, acts->first_index, NULL);
    return true;
}

/* The round as it was before the group. */
static bool read_again(struct acts *acts, struct error *err)
{
    uint8_t id[ROUND_ID_BYTES];
    struct book_round *ignored;
    memcpy(id, acts->round->id, sizeof id);
    book_forget(acts->book, acts->round);
    acts->round = NULL;
    return book_find(acts->book, acts->ledger, id, NULL, &ignored, err);
}

bool acts_refuse(struct ledger *ledger, const struct act_group *group, const struct error *refusal,
                 struct error *err)
{
    if (!group->submission && !group->act)
        return true;
    if (!begin(ledger, err))
        return false;
    send_answer(ledger, group, 0, refusal);
    return ledger_commit(ledger, err);
}

/* Nothing was appended; the rows that wait are told in a transaction of their own. */
static bool refuse(struct acts *acts, const struct error *refusal, struct error *err)
{
    return ledger_abandon(acts->ledger, err) && (!acts->round || read_again(acts, err)) &&
           acts_refuse(acts->ledger, acts->group, refusal, err);
}

enum act_outcome acts_run(struct ledger *ledger, struct book *book, struct rounds *rounds,
                          const struct act_group *group, uint64_t *first_index, struct error *err)
{
    struct acts acts = {.ledger = ledger, .book = book, .group = group};
    struct error cause = {0};
    enum act_outcome outcome = ACTS_FAILED;
    if (!begin(ledger, &cause))
        goto out;
    if (append(&acts, &cause)) {
        if (!ledger_commit(ledger, &cause))
            goto out;
        outcome = ACTS_DONE;
        *first_index = acts.first_index;
        /* It is in the record whatever becomes of the rest. */
        if (!ledger_settle(ledger, &cause) || (acts.round && !book_publish(acts.round, rounds, &cause)))
            ledger->failed = true;
        goto out;
    }
    struct error failure = {0};
    if (cause.class != ERROR_INPUT)
        goto out;
    if (refuse(&acts, &cause, &failure))
        outcome = ACTS_REFUSED;
    else
        cause = failure;
out:
    arena_clear(&acts.arena);
    if (err)
        *err = cause;
    return outcome;
}
