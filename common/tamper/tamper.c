/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tamper/tamper.h"

#include "tamper/alteration.h"

static const struct alteration_table *const tables[] = {
    &alter_files, &alter_encoding, &alter_definition, &alter_trustees, &alter_credentials, &alter_log,
    &alter_order, &alter_ballots,  &alter_acts,       &alter_mixes,    &alter_shares,      &alter_result,
};
enum { TABLES = sizeof tables / sizeof *tables };

size_t tamper_count(void)
{
    size_t count = 0;
    for (size_t i = 0; i < TABLES; i++)
        count += tables[i]->count;
    return count;
}

const struct alteration *tamper_alteration(size_t number)
{
    size_t table = 0;
    while (number >= tables[table]->count)
        number -= tables[table++]->count;
    return &tables[table]->rows[number];
}

const struct alteration *tamper_find(const char *name)
{
    for (size_t i = 0; i < tamper_count(); i++)
        if (strcmp(tamper_alteration(i)->name, name) == 0)
            return tamper_alteration(i);
    return NULL;
}

const char *tamper_name(const struct alteration *alteration)
{
    return alteration->name;
}

const char *tamper_what(const struct alteration *alteration)
{
    return alteration->what;
}

enum check tamper_check(const struct alteration *alteration)
{
    return alteration->check;
}

enum alteration_outcome tamper_outcome(const struct alteration *alteration)
{
    return alteration->outcome;
}

enum alteration_beside tamper_beside(const struct alteration *alteration)
{
    return alteration->beside;
}

unsigned tamper_also(const struct alteration *alteration)
{
    return alteration->also;
}

static bool apply_at(struct forgery *f, const struct alteration *row, enum alter_when when, struct error *err)
{
    return row->when != when || row->apply(f, row, err);
}

bool tamper_apply(const struct alteration *alteration, const char *bundle, const struct insider *insider,
                  const char *out, struct error *err)
{
    struct forgery *f = forgery_open(bundle, insider, err);
    bool ok = f && apply_at(f, alteration, BEFORE_SIGNING, err) && forgery_settle(f, err) &&
              apply_at(f, alteration, BEFORE_LOG, err) && forgery_log(f, err) &&
              apply_at(f, alteration, BEFORE_SUMS, err) && forgery_sums(f, err) &&
              apply_at(f, alteration, AT_LAST, err) && (!out || forgery_write(f, out, err));
    forgery_close(f);
    return ok;
}

/* ---- what many rows do ---- */

void change_32(uint8_t bytes[32], enum change change)
{
    static const uint8_t order[32] = {0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58,       0xd6,
                                      0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, [31] = 0x10};
    struct point point, base;
    switch (change) {
    case FLIP:
        bytes[0] ^= 1;
        break;
    case HIGH_BIT:
        bytes[31] |= 0x80;
        break;
    case PLUS_ORDER:
        sodium_add(bytes, order, 32);
        break;
    case ZERO:
        memset(bytes, 0, 32);
        break;
    case OTHER_POINT:
        memcpy(point.bytes, bytes, POINT_BYTES);
        point_multiply_base(&base, &SCALAR_ONE);
        point_add(&point, &point, &base);
        memcpy(bytes, point.bytes, POINT_BYTES);
        break;
    }
}

bool alter_file_byte(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct buffer *file = forgery_file(f, row->of, err);
    if (file)
        file->data[row->which < file->len ? row->which : file->len - 1] ^= 1;
    return file != NULL;
}

bool alter_file_text(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct buffer *file = forgery_file(f, row->of, err);
    return file && forgery_replace(file, row->from, row->to, err);
}

bool alter_drop_file(struct forgery *f, const struct alteration *row, struct error *err)
{
    return forgery_remove_file(f, row->of) || forgery_missing(err, "there is no such file");
}

bool alter_entry_text(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct forged_entry *entry = forgery_find(f, row->type, row->which, err);
    if (!entry || !forgery_replace(&entry->bytes, row->from, row->to, err))
        return false;
    entry->changed = true;
    return true;
}

bool alter_leave_out(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct forged_entry *entry = forgery_find(f, row->type, row->which, err);
    if (entry)
        forgery_remove(f, forgery_position(f, entry));
    return entry != NULL;
}

bool alter_repeat(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct forged_entry *entry = forgery_find(f, row->type, row->which, err);
    if (entry) {
        struct buffer copy = entry->bytes;
        forgery_insert(f, forgery_position(f, entry) + 1, buffer_bytes(&copy));
    }
    return entry != NULL;
}

bool alter_blob(struct forgery *f, const struct blob_ref *ref, const struct alteration *row,
                alter_content *change, struct error *err)
{
    struct buffer content = {0};
    const struct buffer *blob = forgery_blob(f, ref, err);
    if (!blob)
        return false;
    buffer_append_bytes(&content, buffer_bytes(blob));
    bool ok = change(f, row, &content, err) &&
              forgery_replace_blob(f, *ref, buffer_bytes(&content), ENTRY_TYPES, err);
    buffer_clear(&content);
    return ok;
}

void change_at(struct buffer *content, size_t at, enum change change)
{
    size_t last = content->len - 32;
    change_32(content->data + (at < last ? at : last), change);
}

bool change_longer(struct forgery *f, const struct alteration *row, struct buffer *content, struct error *err)
{
    (void)f;
    (void)row;
    (void)err;
    buffer_append_u8(content, 0);
    return true;
}

bool change_shorter(struct forgery *f, const struct alteration *row, struct buffer *content,
                    struct error *err)
{
    (void)f;
    (void)row;
    (void)err;
    content->len--;
    return true;
}
