/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "verify/verification.h"

#include <inttypes.h>
#include <stdlib.h>

struct voter *voters_find(struct voters *voters, const struct point *key)
{
    uint32_t position;
    return point_table_find(&voters->table, key, &position) ? &voters->list[position] : NULL;
}

struct batch *voters_batch(struct voters *voters, const char *id)
{
    for (size_t i = 0; i < voters->batch_count; i++)
        if (strcmp(voters->batches[i].id, id) == 0)
            return &voters->batches[i];
    return NULL;
}

void voters_clear(struct voters *voters)
{
    point_table_clear(&voters->table);
    free(voters->keys);
    free(voters->list);
    free(voters->batches);
    *voters = (struct voters){0};
}

static bool add_key(struct voters *voters, const struct point *key, const char *batch, struct error *err)
{
    uint32_t position = (uint32_t)voters->count;
    if (!point_table_add(&voters->table, key, &position))
        return error_input(err, "credential-list", "batch %s has a key that batch %s has too", batch,
                           voters->batches[voters->list[position].batch].id);
    if (voters->count == voters->capacity) {
        voters->capacity = voters->capacity ? 2 * voters->capacity : 1024;
        voters->keys = reallocate(voters->keys, voters->capacity, sizeof *voters->keys);
        voters->list = reallocate(voters->list, voters->capacity, sizeof *voters->list);
    }
    voters->keys[voters->count] = *key;
    voters->list[voters->count++] = (struct voter){.batch = (uint32_t)voters->batch_count - 1};
    return true;
}

static bool add_batch(struct verification *v, const struct credential_batch *batch, struct error *err)
{
    struct voters *voters = &v->voters;
    struct buffer blob = {0};
    struct keys keys;
    if (voters_batch(voters, batch->id))
        return error_input(err, "credential-list", "there are two batches %s", batch->id);
    const struct district *district = definition_district(&v->definition, batch->district);
    voters->batches = reallocate(voters->batches, voters->batch_count + 1, sizeof *voters->batches);
    struct batch *own = &voters->batches[voters->batch_count++];
    *own = (struct batch){.id = arena_string(&v->arena, batch->id),
                          .district = (uint16_t)(district - v->definition.districts),
                          .first = voters->count};
    bool ok = verification_blob(v, &batch->keys, &blob, err) && keys_read(buffer_bytes(&blob), &keys, err);
    for (size_t i = 0; ok && i < keys.count; i++)
        ok = add_key(voters, &keys.list[i], batch->id, err);
    own->count = voters->count - own->first;
    buffer_clear(&blob);
    return ok;
}

void voters_load(struct verification *v, const struct act *act)
{
    struct buffer bytes = {0};
    struct arena arena = {0};
    struct credential_list list;
    struct error err;
    size_t before = v->voters.count;
    bool ok = verification_blob(v, &act->entry.list, &bytes, &err) &&
              credential_list_parse(buffer_bytes(&bytes), &arena, &list, &err) &&
              credential_list_fits(&list, &v->definition, &err);
    if (ok && list.total != act->entry.total)
        ok = error_input(&err, "credential-list", "the list has %" PRIu64 " keys, the entry says %" PRIu64,
                         list.total, act->entry.total);
    for (size_t i = 0; ok && i < list.batch_count; i++)
        ok = add_batch(v, &list.batches[i], &err);
    if (!ok) {
        error_prefix(&err, "list of entry %" PRIu64, act->index);
        report_error(v->report, CHECK_CREDENTIALS, &err);
    }
    if (act->entry.type == ENTRY_ADDITION)
        v->voters.added += v->voters.count - before;
    arena_clear(&arena);
    buffer_clear(&bytes);
}

static int compare_serials(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* Every serial that an issue says it replaces is one of the round. */
static void check_issues(struct verification *v)
{
    const struct voters *voters = &v->voters;
    uint64_t *serials = allocate(voters->count, sizeof *serials), serial;
    for (size_t i = 0; i < voters->count; i++)
        serials[i] = serial_of(&voters->keys[i]);
    qsort(serials, voters->count, sizeof *serials, compare_serials);
    for (size_t i = 0; i < v->act_count; i++) {
        const struct entry *entry = &v->acts[i].entry;
        if (entry->type == ENTRY_ISSUE && entry->has_voided &&
            (!serial_read(bytes_of_string(entry->voided), &serial, NULL) ||
             !bsearch(&serial, serials, voters->count, sizeof *serials, compare_serials)))
            report_fail(v->report, CHECK_ORDER, "entry %" PRIu64 ": there is no serial %s in the round",
                        v->acts[i].index, entry->voided);
    }
    free(serials);
}

void voters_finish(struct verification *v)
{
    const struct voters *voters = &v->voters;
    struct error err;
    if (!v->state.has_eid) {
        report_incomplete(v->report, CHECK_CREDENTIALS, "the round has not been opened");
        return;
    }
    if (!keys_check_distinct(&(struct keys){voters->keys, voters->count}, 1, &err))
        report_error(v->report, CHECK_CREDENTIALS, &err);
    if (verification_last(v, ENTRY_ISSUE))
        check_issues(v);
    report_pass(
        v->report, CHECK_CREDENTIALS,
        "%zu credentials in %zu batches, %zu of them added, %zu void; the registrar's roll has %" PRIu64,
        voters->count, voters->batch_count, voters->added, v->void_count, v->definition.roll.size);
}
