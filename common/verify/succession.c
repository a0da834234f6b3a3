/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * A round that took over nonce and codes of one that was annulled, perhaps of several, one after the other.
 * What rests on it is looked at: that each was annulled before its first ballot, by those who may, for this
 * round only, and that nobody votes here with a code that was void there.
 */
#include <inttypes.h>
#include <stdlib.h>

#include "ballot/act.h"
#include "base/encoding.h"
#include "verify/verification.h"

/* While the entries of one predecessor are gathered. */
struct gathering {
    struct verification *v;
    struct predecessor *predecessor;
    uint64_t before;         /* index of the draft that names it */
    char round[48], eid[64]; /* members, as they stand in an entry */
};

static void member_of(const char *name, struct bytes value, char *out, size_t size)
{
    struct buffer text = {0};
    buffer_append_format(&text, "\"%s\":\"", name);
    base64url_append(&text, value);
    buffer_append_u8(&text, '"');
    memset(out, 0, size);
    memcpy(out, text.data, text.len < size ? text.len : size - 1);
    buffer_clear(&text);
}

static bool holds(struct bytes entry, const char *text)
{
    return *text && memmem(entry.data, entry.len, text, strlen(text));
}

static bool define(struct verification *v, struct predecessor *predecessor, const struct entry *entry,
                   struct error *err)
{
    return verification_blob(v, &entry->definition, &predecessor->definition_bytes, err) &&
           definition_parse(buffer_bytes(&predecessor->definition_bytes), &v->arena, &predecessor->definition,
                            err) &&
           round_define(&predecessor->state, &predecessor->definition, err);
}

static bool apply(struct verification *v, struct predecessor *predecessor, const struct act *act,
                  struct error *err)
{
    const struct entry *entry = &act->entry;
    bool early = entry->type == ENTRY_DRAFT || entry->type == ENTRY_DEFINITION;
    struct round_state *state = &predecessor->state;
    if (!early && !state->definition)
        return error_input(err, "missing", "the definition of the predecessor is not known");
    if (!early && !act_check_signers(&predecessor->definition, entry, false, err)) {
        report_fail(v->report, CHECK_ACTS, "entry %" PRIu64 ", of a predecessor: %s", act->index,
                    err->detail);
        return true;
    }
    return round_apply(state, entry, act->index, err) &&
           (entry->type != ENTRY_DEFINITION || define(v, predecessor, entry, err));
}

static void take_act(struct gathering *gathering, uint64_t index, struct bytes bytes)
{
    struct verification *v = gathering->v;
    struct predecessor *predecessor = gathering->predecessor;
    struct act act = {.index = index};
    struct error err;
    bytes.data = (const uint8_t *)arena_copy(&v->arena, bytes.data, bytes.len);
    if (!entry_parse(bytes, &v->arena, &act.entry, &err)) {
        report_fail(v->report, CHECK_CANONICAL, "entry %" PRIu64 ", of a predecessor: %s", index, err.detail);
        return;
    }
    predecessor->acts = verification_grow(predecessor->acts, predecessor->act_count,
                                          &predecessor->act_capacity, sizeof *predecessor->acts);
    predecessor->acts[predecessor->act_count++] = act;
    if (!apply(v, predecessor, &act, &err)) {
        error_prefix(&err, "entry %" PRIu64 ", of a predecessor", index);
        report_error(v->report, CHECK_ORDER, &err);
    } else if (act.entry.type == ENTRY_OPENING) {
        member_of("eid", bytes_of(predecessor->state.eid, HASH_BYTES), gathering->eid, sizeof gathering->eid);
    } else if (act.entry.type == ENTRY_ANNULMENT && index > gathering->before) {
        report_fail(v->report, CHECK_ORDER, "a predecessor was annulled after the draft that names it");
    }
}

static bool take(void *context, uint64_t index, struct bytes entry, struct error *err)
{
    static const char ballot[] = "{\"ballot\":";
    struct gathering *gathering = context;
    (void)err;
    if (!holds(entry, gathering->round) && !holds(entry, gathering->eid))
        return true;
    if (entry.len >= sizeof ballot - 1 && memcmp(entry.data, ballot, sizeof ballot - 1) == 0)
        report_fail(gathering->v->report, CHECK_ORDER,
                    "entry %" PRIu64 " is a ballot of a predecessor, which must have none", index);
    else
        take_act(gathering, index, entry);
    return true;
}

/* The one that `draft`, at `before`, names; NULL when the bundle does not have it. */
static struct predecessor *gather(struct verification *v, const struct entry *draft, uint64_t before)
{
    struct predecessor *predecessor = arena_allocate(&v->arena, 1, sizeof *predecessor);
    struct gathering gathering = {.v = v, .predecessor = predecessor, .before = before};
    struct error err;
    round_init(&predecessor->state);
    predecessor->next = v->predecessors;
    v->predecessors = predecessor;
    member_of("round", bytes_of(draft->predecessor, ROUND_ID_BYTES), gathering.round, sizeof gathering.round);
    if (!record_stream(v, take, &gathering, &err)) {
        report_error(v->report, CHECK_CANONICAL, &err);
        return NULL;
    }
    if (!predecessor->act_count || predecessor->acts[0].index >= before) {
        report_fail(v->report, CHECK_ORDER, "the predecessor is not in the record before the round");
        return NULL;
    }
    return predecessor;
}

/* ---- codes that were void ---- */

static void check_void(struct verification *v, const struct point *key)
{
    if (voters_find(&v->voters, key))
        report_fail(v->report, CHECK_CREDENTIALS, "a credential of the list was void in a predecessor");
}

static bool check_batch(struct verification *v, const struct blob_ref *list_ref, const char *id,
                        struct error *err)
{
    struct buffer bytes = {0}, blob = {0};
    struct arena arena = {0};
    struct credential_list list;
    struct keys keys;
    bool ok = verification_blob(v, list_ref, &bytes, err) &&
              credential_list_parse(buffer_bytes(&bytes), &arena, &list, err);
    for (size_t i = 0; ok && i < list.batch_count; i++) {
        if (strcmp(list.batches[i].id, id) != 0)
            continue;
        ok = verification_blob(v, &list.batches[i].keys, &blob, err) &&
             keys_read(buffer_bytes(&blob), &keys, err);
        for (size_t k = 0; ok && k < keys.count; k++)
            check_void(v, &keys.list[k]);
    }
    arena_clear(&arena);
    buffer_clear(&bytes);
    buffer_clear(&blob);
    return ok;
}

static void check_voids(struct verification *v, const struct predecessor *predecessor)
{
    struct error err;
    bool ok = true;
    for (size_t i = 0; i < predecessor->act_count; i++) {
        const struct entry *entry = &predecessor->acts[i].entry;
        if (entry->type == ENTRY_VOID)
            check_void(v, &entry->credential);
        for (size_t k = 0; ok && entry->type == ENTRY_BATCH_VOID && k < predecessor->act_count; k++) {
            const struct entry *list = &predecessor->acts[k].entry;
            if (list->type == ENTRY_CREDENTIAL_LIST || list->type == ENTRY_ADDITION)
                ok = check_batch(v, &list->list, entry->batch, &err);
        }
    }
    if (!ok)
        report_error(v->report, CHECK_CREDENTIALS, &err);
}

/* ---- all of it ---- */

uint64_t succession_check(struct verification *v)
{
    const struct act *draft = v->act_count ? &v->acts[0] : NULL;
    struct error err;
    while (draft && draft->entry.type == ENTRY_DRAFT && draft->entry.has_predecessor) {
        const struct predecessor *predecessor = gather(v, &draft->entry, draft->index);
        if (!predecessor)
            break;
        if (!round_hands_over(&predecessor->state, &draft->entry, &err))
            report_fail(v->report, CHECK_ORDER, "entry %" PRIu64 ": %s", draft->index, err.detail);
        check_voids(v, predecessor);
        draft = &predecessor->acts[0];
    }
    return draft ? draft->index : 0;
}

void succession_clear(struct verification *v)
{
    for (struct predecessor *one = v->predecessors; one; one = one->next) {
        round_clear(&one->state);
        buffer_clear(&one->definition_bytes);
        free(one->acts);
    }
    v->predecessors = NULL;
}
