/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Credential lists. That of the opening is under the election id, so what is changed there shows at every
 * ballot as well; an addition, signed by registrar and clerk, is not (check 5).
 */
#include <stdlib.h>

#include "ballot/credential_list.h"
#include "tamper/alteration.h"

/* The list of an entry, read. */
static bool read_list(struct forgery *f, const struct alteration *row, struct entry *entry,
                      struct credential_list *list, struct error *err)
{
    const struct forged_entry *at = forgery_find(f, row->type, LAST, err);
    if (!at || !forgery_parse(f, at, entry, err))
        return false;
    const struct buffer *blob = forgery_blob(f, &entry->list, err);
    return blob && credential_list_parse(buffer_bytes(blob), &f->arena, list, err);
}

/* Make something of the keys of the first batch. */
static bool with_keys(struct forgery *f, const struct alteration *row, alter_content *change,
                      struct error *err)
{
    struct entry entry;
    struct credential_list list;
    return read_list(f, row, &entry, &list, err) && alter_blob(f, &list.batches[0].keys, row, change, err);
}

static bool change_key(struct forgery *f, const struct alteration *row, struct buffer *keys,
                       struct error *err)
{
    (void)f;
    (void)err;
    change_at(keys, 0, row->change);
    return true;
}

/* The second before the first. */
static bool swap_two(struct forgery *f, const struct alteration *row, struct buffer *keys, struct error *err)
{
    uint8_t first[POINT_BYTES];
    (void)f;
    (void)row;
    if (keys->len < 2 * POINT_BYTES)
        return forgery_missing(err, "the batch has one key");
    memcpy(first, keys->data, sizeof first);
    memmove(keys->data, keys->data + POINT_BYTES, POINT_BYTES);
    memcpy(keys->data + POINT_BYTES, first, sizeof first);
    return true;
}

static bool repeat_first(struct forgery *f, const struct alteration *row, struct buffer *keys,
                         struct error *err)
{
    (void)f;
    (void)row;
    if (keys->len < 2 * POINT_BYTES)
        return forgery_missing(err, "the batch has one key");
    memcpy(keys->data + POINT_BYTES, keys->data, POINT_BYTES);
    return true;
}

/* Somebody else is listed, in order. */
static bool exchange_first(struct forgery *f, const struct alteration *row, struct buffer *keys,
                           struct error *err)
{
    size_t count = keys->len / POINT_BYTES;
    struct point *list = allocate(count, sizeof *list);
    (void)f;
    memcpy(list, keys->data, keys->len);
    change_32(list[0].bytes, row->change);
    keys->len = 0;
    bool ok = keys_write(list, count, keys, err);
    free(list);
    return ok;
}

static bool other_key(struct forgery *f, const struct alteration *row, struct error *err)
{
    return with_keys(f, row, change_key, err);
}

static bool unsorted_keys(struct forgery *f, const struct alteration *row, struct error *err)
{
    return with_keys(f, row, swap_two, err);
}

static bool repeated_key(struct forgery *f, const struct alteration *row, struct error *err)
{
    return with_keys(f, row, repeat_first, err);
}

static bool exchanged_key(struct forgery *f, const struct alteration *row, struct error *err)
{
    return with_keys(f, row, exchange_first, err);
}

/* The keys of the smallest other batch, instead of those that were added. */
static bool keys_in_two_batches(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct entry entry;
    struct credential_list list, first;
    struct alteration of_first = *row;
    struct buffer changed = {0}, name = {0};
    of_first.type = ENTRY_CREDENTIAL_LIST;
    if (!read_list(f, &of_first, &entry, &first, err) || !read_list(f, row, &entry, &list, err))
        return false;
    const struct credential_batch *least = &first.batches[0];
    for (size_t i = 1; i < first.batch_count; i++)
        if (first.batches[i].count < least->count)
            least = &first.batches[i];
    forgery_blob_name(&list.batches[0].keys, &name);
    forgery_remove_file(f, buffer_string(&name));
    buffer_clear(&name);
    list.total += least->count - list.batches[0].count;
    list.batches[0].count = least->count;
    list.batches[0].keys = least->keys;
    bool ok = credential_list_write(&list, &changed, err) &&
              forgery_replace_blob(f, entry.list, buffer_bytes(&changed), ENTRY_TYPES, err);
    struct forged_entry *at = ok ? forgery_find(f, row->type, LAST, err) : NULL;
    ok = at && forgery_parse(f, at, &entry, err);
    entry.total = list.total;
    ok = ok && forgery_put(f, at, &entry, err);
    buffer_clear(&changed);
    return ok;
}

/* `from` in the list is `to`. */
static bool replace_text(struct forgery *f, const struct alteration *row, struct buffer *list,
                         struct error *err)
{
    (void)f;
    return forgery_replace(list, row->from, row->to, err);
}

static bool list_text(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct entry entry;
    const struct forged_entry *at = forgery_find(f, row->type, LAST, err);
    return at && forgery_parse(f, at, &entry, err) && alter_blob(f, &entry.list, row, replace_text, err);
}

/* The list of the opening with one key more, in the place of the true one and under its name. */
static bool other_list_in_place(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct entry entry;
    struct credential_list list;
    if (!read_list(f, row, &entry, &list, err))
        return false;
    struct buffer *blob = forgery_blob(f, &list.batches[0].keys, err);
    if (blob)
        change_32(blob->data, OTHER_POINT);
    return blob != NULL;
}

static bool other_total(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct entry entry;
    struct forged_entry *at = forgery_find(f, row->type, LAST, err);
    if (!at || !forgery_parse(f, at, &entry, err))
        return false;
    entry.total += row->which;
    return forgery_put(f, at, &entry, err);
}

#define OF_LIST (A9 | A11 | A12)

static const struct alteration rows[] = {
    {"addition-key-high-bit", "an added key with bit 255", BEFORE_SIGNING, other_key, .type = ENTRY_ADDITION,
     .change = HIGH_BIT, .check = CHECK_CREDENTIALS, .also = OF_LIST},
    {"addition-key-zero", "the identity for an added key", BEFORE_SIGNING, other_key, .type = ENTRY_ADDITION,
     .change = ZERO, .check = CHECK_CREDENTIALS, .also = OF_LIST},
    {"addition-keys-of-others", "an addition of keys that are listed already", BEFORE_SIGNING,
     keys_in_two_batches, .type = ENTRY_ADDITION, .check = CHECK_CREDENTIALS, .also = OF_LIST},
    {"addition-unknown-district", "an addition for a district that there is not", BEFORE_SIGNING, list_text,
     .type = ENTRY_ADDITION, .from = "\"district\":\"", .to = "\"district\":\"x", .check = CHECK_CREDENTIALS,
     .also = OF_LIST | A8},
    {"addition-known-batch", "a batch with the id of another", BEFORE_SIGNING, list_text,
     .type = ENTRY_ADDITION, .from = "\"batch\":\"walk-in\"", .to = "\"batch\":\"east-letters\"",
     .check = CHECK_CREDENTIALS, .also = OF_LIST | A8},
    {"addition-total", "a total that is not that of the list", BEFORE_SIGNING, other_total,
     .type = ENTRY_ADDITION, .which = 1, .check = CHECK_CREDENTIALS, .also = OF_LIST | A8},
    {"addition-above-cap", "more credentials than the cap", BEFORE_SIGNING, other_total,
     .type = ENTRY_ADDITION, .which = 1000000, .check = CHECK_ORDER, .also = OF_LIST},
    {"addition-missing", "an addition is left out", BEFORE_SIGNING, alter_leave_out, .type = ENTRY_ADDITION,
     .check = CHECK_BALLOTS, .also = A2 | A8 | A11 | A12},
    {"list-key-in-place", "another key in a blob under the name of the true one", BEFORE_SUMS,
     other_list_in_place, .type = ENTRY_CREDENTIAL_LIST, .check = CHECK_CREDENTIALS,
     .also = OF_LIST | A1 | A8 | A16 | A17},
    {"list-keys-order", "keys out of order, and every signature made again for it", BEFORE_SIGNING,
     unsorted_keys, .type = ENTRY_CREDENTIAL_LIST, .check = CHECK_CREDENTIALS,
     .also = A8 | A9 | A11 | A12 | A16},
    {"list-key-twice", "a key twice, and every signature made again for it", BEFORE_SIGNING, repeated_key,
     .type = ENTRY_CREDENTIAL_LIST, .check = CHECK_CREDENTIALS, .also = A8 | A9 | A11 | A12 | A16},
    {"list-total", "a total of the list that is not that of its batches", BEFORE_SIGNING, other_total,
     .type = ENTRY_CREDENTIAL_LIST, .which = 1, .check = CHECK_CREDENTIALS,
     .also = A8 | A9 | A11 | A12 | A16 | A17},
    {"list-key-exchanged", "a voter is exchanged for another, and every signature made again for it",
     BEFORE_SIGNING, exchanged_key, .type = ENTRY_CREDENTIAL_LIST, .change = OTHER_POINT,
     .check = CHECK_BALLOTS, .also = A11 | A12 | A16},
};
const struct alteration_table alter_credentials = {rows, sizeof rows / sizeof *rows};
