/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <inttypes.h>
#include <stdlib.h>

#include "base/encoding.h"
#include "record/json.h"
#include "verify/verification.h"

/* Entries are gathered, looked at on all threads, their ballots checked together, and then taken in their
 * order. */
enum { GATHERED_MAX = 2048, GATHERED_BYTES_MAX = 8 << 20 };

struct item {
    size_t offset, len;
    uint64_t minute;
    uint8_t leaf[MERKLE_HASH_BYTES];
    bool good, own;
    enum check check; /* that it fails, unless it is good */
    struct error err;
    struct entry *ballot; /* of this round; in the arena of the thread */
    uint8_t id[HASH_BYTES];
};

struct gathering {
    struct verification *v;
    char round[32], eid[48]; /* as they stand in an entry */
    uint64_t first;          /* of the items */
    size_t count;
    struct item *items;
    struct buffer bytes;
    struct arena arenas[WORK_THREADS_MAX];
};

static void encode(struct bytes bytes, char *out, size_t size)
{
    struct buffer text = {0};
    base64url_append(&text, bytes);
    memset(out, 0, size);
    memcpy(out, text.data, text.len < size ? text.len : size - 1);
    buffer_clear(&text);
}

static bool says(const json_t *json, const char *member, const char *text)
{
    const char *found = json_string_value(json_object_get(json, member));
    return found && *text && strcmp(found, text) == 0;
}

/* What every entry of the log must be, of whatever round. */
static bool look_at_json(const struct gathering *gathering, uint64_t index, struct bytes bytes,
                         struct item *item, bool *ballot)
{
    item->check = CHECK_CANONICAL;
    json_t *json = json_read(bytes, ENTRY_BYTES_MAX, &item->err);
    if (!json)
        return false;
    const json_t *minute = json_object_get(json, "minute");
    bool ok = json_is_string(json_object_get(json, "type")) && json_is_integer(minute);
    if (ok) {
        item->minute = (uint64_t)json_integer_value(minute);
        item->own = says(json, "round", gathering->round) || says(json, "eid", gathering->eid);
        *ballot = item->own && says(json, "type", "ballot");
    } else {
        error_input(&item->err, "bad-field", "an entry has a type and a minute");
    }
    if (ok && index > 0 && says(json, "type", "log-start")) {
        item->check = CHECK_ORDER;
        ok = error_input(&item->err, "round-state", "a log begins with its first entry");
    }
    json_decref(json);
    return ok;
}

/* What is wrong with numbers, points and scalars is the ballot's fault, not that of the JSON around it. */
static enum check check_of_ballot(const struct error *err)
{
    bool content = strcmp(err->type, "layout") == 0 || strcmp(err->type, "bad-point") == 0 ||
                   strcmp(err->type, "bad-scalar") == 0;
    return content ? CHECK_BALLOTS : CHECK_CANONICAL;
}

static bool look_at_ballot(struct bytes bytes, struct arena *arena, struct item *item)
{
    item->ballot = arena_allocate(arena, 1, sizeof *item->ballot);
    if (!entry_parse_unproven(bytes, arena, item->ballot, &item->err)) {
        item->check = check_of_ballot(&item->err);
        return false;
    }
    const struct ballot *ballot = &item->ballot->ballot;
    item->check = CHECK_BALLOTS;
    item->minute = item->ballot->minute;
    ballot_id(ballot->bytes, item->id);
    return ballot_check_distinct(ballot, &item->err);
}

/* The usual case without a tree of its JSON: the last bytes name this election, and it reads as a ballot
 * entry, which is as strict. What does not is looked at anew, to say what is wrong. */
static bool take_at_once(const struct gathering *gathering, struct bytes bytes, struct arena *arena,
                         struct item *item)
{
    enum { END_BYTES = 128 };
    static const char start[] = "{\"ballot\":";
    if (!*gathering->eid || bytes.len < END_BYTES || memcmp(bytes.data, start, sizeof start - 1) != 0 ||
        !memmem(bytes.data + bytes.len - END_BYTES, END_BYTES, gathering->eid, strlen(gathering->eid)) ||
        !look_at_ballot(bytes, arena, item) ||
        memcmp(item->ballot->eid, gathering->v->eid, HASH_BYTES) != 0) {
        item->ballot = NULL;
        return false;
    }
    item->own = true;
    return true;
}

static bool look(void *context, unsigned worker, size_t from, size_t to, struct error *err)
{
    struct gathering *gathering = context;
    (void)err;
    for (size_t i = from; i < to; i++) {
        struct item *item = &gathering->items[i];
        struct bytes bytes = bytes_of(gathering->bytes.data + item->offset, item->len);
        bool ballot = false;
        merkle_hash_leaf(bytes, item->leaf);
        item->good = take_at_once(gathering, bytes, &gathering->arenas[worker], item) ||
                     (look_at_json(gathering, gathering->first + i, bytes, item, &ballot) &&
                      (!ballot || look_at_ballot(bytes, &gathering->arenas[worker], item)));
    }
    return true;
}

static bool prove_each(void *context, unsigned worker, size_t from, size_t to, struct error *err)
{
    struct gathering *gathering = context;
    (void)worker;
    (void)err;
    for (size_t i = from; i < to; i++) {
        struct item *item = &gathering->items[i];
        if (item->good && item->ballot)
            item->good = ballot_verify(&item->ballot->ballot, gathering->v->eid, &item->err);
    }
    return true;
}

/* The proofs of all ballots together; when they do not hold, one by one, to say whose it is. */
static bool prove(struct gathering *gathering, const struct work *work, struct error *err)
{
    const struct ballot *ballots[GATHERED_MAX];
    size_t count = 0;
    for (size_t i = 0; i < gathering->count; i++)
        if (gathering->items[i].good && gathering->items[i].ballot)
            ballots[count++] = &gathering->items[i].ballot->ballot;
    if (work->engine == ENGINE_DECAF && ballots_hold(ballots, count, gathering->v->eid, work))
        return true;
    struct work_pass pass = {
        .count = gathering->count, .total = gathering->count, .range = prove_each, .context = gathering};
    return work_run(work, &pass, err);
}

static void take_item(struct gathering *gathering, uint64_t index, const struct item *item)
{
    struct verification *v = gathering->v;
    v->leaves = verification_grow(v->leaves, v->leaf_count, &v->leaf_capacity, sizeof *v->leaves);
    memcpy(v->leaves[v->leaf_count++], item->leaf, sizeof item->leaf);
    if (!item->good) {
        report_fail(v->report, item->check, "entry %" PRIu64 ": %s", index, item->err.detail);
        return;
    }
    if (item->minute < v->minute)
        report_fail(v->report, CHECK_ORDER, "entry %" PRIu64 " has a minute before that of the entry before",
                    index);
    v->minute = item->minute;
    if (item->ballot)
        ballots_take(v, index, item->ballot, item->id);
    else if (item->own)
        acts_take(v, index, bytes_of(gathering->bytes.data + item->offset, item->len));
}

static bool take_gathered(struct gathering *gathering, struct error *err)
{
    struct work quiet = gathering->v->work;
    quiet.progress = NULL;
    struct work_pass pass = {
        .count = gathering->count, .total = gathering->count, .range = look, .context = gathering};
    if (!work_run(&quiet, &pass, err) || !prove(gathering, &quiet, err))
        return false;
    for (size_t i = 0; i < gathering->count; i++)
        take_item(gathering, gathering->first + i, &gathering->items[i]);
    for (size_t i = 0; i < WORK_THREADS_MAX; i++)
        arena_clear(&gathering->arenas[i]);
    gathering->first += gathering->count;
    gathering->count = 0;
    gathering->bytes.len = 0;
    const struct verification *v = gathering->v;
    if (v->work.progress)
        v->work.progress(v->work.context, (size_t)(gathering->first - v->first),
                         (size_t)(v->size - v->first));
    return true;
}

static bool gather(void *context, uint64_t index, struct bytes entry, struct error *err)
{
    struct gathering *gathering = context;
    (void)index;
    gathering->items[gathering->count++] = (struct item){.offset = gathering->bytes.len, .len = entry.len};
    buffer_append_bytes(&gathering->bytes, entry);
    return (gathering->count < GATHERED_MAX && gathering->bytes.len < GATHERED_BYTES_MAX) ||
           take_gathered(gathering, err);
}

bool entries_check(struct verification *v)
{
    struct gathering gathering = {.v = v, .first = v->first};
    struct error err;
    encode(bytes_of(v->definition.round, ROUND_ID_BYTES), gathering.round, sizeof gathering.round);
    if (v->has_eid)
        encode(bytes_of(v->eid, HASH_BYTES), gathering.eid, sizeof gathering.eid);
    gathering.items = allocate(GATHERED_MAX, sizeof *gathering.items);
    verification_stage(v, "entries");
    bool ok = record_stream(v, gather, &gathering, &err) && take_gathered(&gathering, &err);
    free(gathering.items);
    buffer_clear(&gathering.bytes);
    for (size_t i = 0; i < WORK_THREADS_MAX; i++)
        arena_clear(&gathering.arenas[i]);
    if (!ok)
        return report_error(v->report, CHECK_CANONICAL, &err);
    report_pass(v->report, CHECK_CANONICAL, "%zu entries, %zu files", v->leaf_count, bundle_count(v->bundle));
    return true;
}
