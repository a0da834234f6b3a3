/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tamper/forgery.h"

#include <stdio.h>
#include <stdlib.h>

#include "ballot/act.h"
#include "base/encoding.h"
#include "base/read.h"
#include "record/range.h"

enum { FILE_BYTES_MAX = 1 << 30 };
_Static_assert((int)INSIDER_TRUSTEES_MAX == DEFINITION_TRUSTEES_MAX, "an insider may have every share");

bool forgery_missing(struct error *err, const char *what)
{
    return error_input(err, "not-applicable", "%s", what);
}

static void *grow(void *array, size_t count, size_t *capacity, size_t element)
{
    if (count < *capacity)
        return array;
    *capacity = *capacity ? 2 * *capacity : 64;
    return reallocate(array, *capacity, element);
}

/* ---- files ---- */

static struct forged_file *find_file(struct forgery *f, const char *name)
{
    for (size_t i = 0; i < f->file_count; i++)
        if (strcmp(f->files[i].name, name) == 0)
            return &f->files[i];
    return NULL;
}

struct buffer *forgery_file(struct forgery *f, const char *name, struct error *err)
{
    struct forged_file *file = find_file(f, name);
    if (!file)
        error_input(err, "not-applicable", "the bundle has no %s", name);
    return file ? &file->content : NULL;
}

void forgery_add_file(struct forgery *f, const char *name, struct bytes content)
{
    struct forged_file *file = find_file(f, name);
    struct buffer copy = {0};
    buffer_append_bytes(&copy, content); /* it may be of the list that grows */
    if (!file) {
        f->files = grow(f->files, f->file_count, &f->file_capacity, sizeof *f->files);
        file = &f->files[f->file_count++];
        *file = (struct forged_file){0};
        snprintf(file->name, sizeof file->name, "%s", name);
    }
    buffer_clear(&file->content);
    file->content = copy;
}

bool forgery_remove_file(struct forgery *f, const char *name)
{
    struct forged_file *file = find_file(f, name);
    if (!file)
        return false;
    buffer_clear(&file->content);
    memmove(file, file + 1, (size_t)(&f->files[f->file_count] - (file + 1)) * sizeof *file);
    f->file_count--;
    return true;
}

/* ---- text ---- */

bool forgery_holds(const struct buffer *buffer, const char *text)
{
    return memmem(buffer->data, buffer->len, text, strlen(text)) != NULL;
}

static bool replace_first(struct buffer *in, const char *from, const char *to)
{
    const uint8_t *found = memmem(in->data, in->len, from, strlen(from));
    struct buffer changed = {0};
    if (!found)
        return false;
    buffer_append(&changed, in->data, (size_t)(found - in->data));
    buffer_append_string(&changed, to);
    buffer_append(&changed, found + strlen(from), (size_t)(in->data + in->len - found) - strlen(from));
    buffer_clear(in);
    *in = changed;
    return true;
}

bool forgery_replace(struct buffer *in, const char *from, const char *to, struct error *err)
{
    return replace_first(in, from, to) ||
           error_input(err, "not-applicable", "`%s` does not stand there", from);
}

/* ---- blobs ---- */

void forgery_blob_name(const struct blob_ref *ref, struct buffer *out)
{
    buffer_append_string(out, "blobs/");
    hex_append(out, bytes_of(ref->hash, HASH_BYTES));
}

struct buffer *forgery_blob(struct forgery *f, const struct blob_ref *ref, struct error *err)
{
    struct buffer name = {0};
    forgery_blob_name(ref, &name);
    struct buffer *blob = forgery_file(f, buffer_string(&name), err);
    buffer_clear(&name);
    return blob;
}

/* How a reference, or a bare hash, stands in canonical JSON. */
static void ref_text(const struct blob_ref *ref, bool bare, struct buffer *out)
{
    buffer_append_string(out, bare ? "\"" : "{\"hash\":\"");
    base64url_append(out, bytes_of(ref->hash, HASH_BYTES));
    if (bare)
        buffer_append_string(out, "\"");
    else
        buffer_append_format(out, "\",\"size\":%llu}", (unsigned long long)ref->size);
}

static bool rename_in(struct buffer *text, const struct blob_ref *old, const struct blob_ref *new)
{
    bool changed = false;
    for (int bare = 0; bare < 2; bare++) {
        struct buffer from = {0}, to = {0};
        ref_text(old, bare, &from);
        ref_text(new, bare, &to);
        while (replace_first(text, buffer_string(&from), buffer_string(&to)))
            changed = true;
        buffer_clear(&from);
        buffer_clear(&to);
    }
    return changed;
}

static bool is_ballot(const struct forged_entry *entry)
{
    static const char start[] = "{\"ballot\":";
    return entry->bytes.len > sizeof start && memcmp(entry->bytes.data, start, sizeof start - 1) == 0;
}

/* Credential lists name blobs as well, and then have another hash themselves. */
static bool rename_in_lists(struct forgery *f, const struct blob_ref *old, const struct blob_ref *new,
                            enum entry_type except, struct error *err)
{
    for (size_t i = 0; i < f->file_count; i++) {
        struct forged_file *file = &f->files[i];
        struct buffer list = {0};
        struct blob_ref ref;
        if (strncmp(file->name, "blobs/", 6) != 0 || !forgery_holds(&file->content, "{\"batches\":"))
            continue;
        buffer_append_bytes(&list, buffer_bytes(&file->content));
        blob_ref_of(buffer_bytes(&list), &ref);
        bool ok =
            !rename_in(&list, old, new) || forgery_replace_blob(f, ref, buffer_bytes(&list), except, err);
        buffer_clear(&list);
        if (!ok)
            return false;
    }
    return true;
}

bool forgery_replace_blob(struct forgery *f, struct blob_ref ref, struct bytes content,
                          enum entry_type except, struct error *err)
{
    struct buffer old_name = {0}, new_name = {0};
    struct blob_ref new;
    blob_ref_of(content, &new);
    forgery_blob_name(&ref, &old_name);
    forgery_blob_name(&new, &new_name);
    forgery_add_file(f, buffer_string(&new_name), content);
    if (except == ENTRY_TYPES)
        forgery_remove_file(f, buffer_string(&old_name));
    for (size_t i = 0; i < f->entry_count; i++) {
        struct forged_entry *entry = &f->entries[i];
        if (!is_ballot(entry) && (except == ENTRY_TYPES || !forgery_is(f, entry, except)) &&
            rename_in(&entry->bytes, &ref, &new))
            entry->changed = true;
    }
    buffer_clear(&old_name);
    buffer_clear(&new_name);
    return rename_in_lists(f, &ref, &new, except, err);
}

/* ---- entries ---- */

static bool names(const struct forged_entry *entry, const char *member, const uint8_t *id, size_t len)
{
    struct buffer text = {0};
    buffer_append_format(&text, "\"%s\":\"", member);
    base64url_append(&text, bytes_of(id, len));
    bool found = forgery_holds(&entry->bytes, buffer_string(&text));
    buffer_clear(&text);
    return found;
}

bool forgery_is(const struct forgery *f, const struct forged_entry *entry, enum entry_type type)
{
    char text[64];
    snprintf(text, sizeof text, "\"type\":\"%s\"", entry_type_name(type));
    if (is_ballot(entry) != (type == ENTRY_BALLOT) || !forgery_holds(&entry->bytes, text))
        return false;
    switch (entry_scope(type)) {
    case ENTRY_OF_ROUND:
        return names(entry, "round", f->definition.round, ROUND_ID_BYTES);
    case ENTRY_OF_ELECTION:
        return names(entry, "eid", f->eid, HASH_BYTES);
    default:
        return true;
    }
}

struct forged_entry *forgery_find(struct forgery *f, enum entry_type type, size_t which, struct error *err)
{
    struct forged_entry *found = NULL;
    for (size_t i = 0, seen = 0; i < f->entry_count; i++)
        if (forgery_is(f, &f->entries[i], type)) {
            found = &f->entries[i];
            if (seen++ == which)
                return found;
        }
    if (which != LAST)
        found = NULL;
    if (!found)
        error_input(err, "not-applicable", "the record has no such entry of type %s", entry_type_name(type));
    return found;
}

size_t forgery_position(const struct forgery *f, const struct forged_entry *entry)
{
    return (size_t)(entry - f->entries);
}

/* The entry looks into a copy, since its bytes may be replaced by it. */
bool forgery_parse(struct forgery *f, const struct forged_entry *from, struct entry *out, struct error *err)
{
    const char *copy = arena_copy(&f->arena, from->bytes.data, from->bytes.len);
    return entry_parse(bytes_of(copy, from->bytes.len), &f->arena, out, err);
}

bool forgery_put(struct forgery *f, struct forged_entry *at, const struct entry *entry, struct error *err)
{
    struct buffer bytes = {0};
    (void)f;
    if (!entry_write(entry, &bytes, err)) {
        buffer_clear(&bytes);
        return false;
    }
    buffer_clear(&at->bytes);
    at->bytes = bytes;
    at->changed = true;
    return true;
}

void forgery_insert(struct forgery *f, size_t position, struct bytes bytes)
{
    struct buffer copy = {0};
    buffer_append_bytes(&copy, bytes);
    f->entries = grow(f->entries, f->entry_count, &f->entry_capacity, sizeof *f->entries);
    memmove(&f->entries[position + 1], &f->entries[position],
            (f->entry_count - position) * sizeof *f->entries);
    f->entry_count++;
    f->entries[position] = (struct forged_entry){.bytes = copy, .is_new = true};
}

void forgery_remove(struct forgery *f, size_t position)
{
    buffer_clear(&f->entries[position].bytes);
    f->entry_count--;
    memmove(&f->entries[position], &f->entries[position + 1],
            (f->entry_count - position) * sizeof *f->entries);
}

/* Read from the text: entries of other rounds need not parse. */
uint64_t forgery_minute(const struct forged_entry *entry)
{
    static const char member[] = "\"minute\":";
    const uint8_t *found = memmem(entry->bytes.data, entry->bytes.len, member, sizeof member - 1);
    uint64_t minute = 0;
    if (!found)
        return 0;
    for (found += sizeof member - 1; *found >= '0' && *found <= '9';
         found++) /* canonical: it ends before } */
        minute = 10 * minute + (uint64_t)(*found - '0');
    return minute;
}

void forgery_set_minute(struct forged_entry *entry, uint64_t minute)
{
    char from[40], to[40];
    snprintf(from, sizeof from, "\"minute\":%llu", (unsigned long long)forgery_minute(entry));
    snprintf(to, sizeof to, "\"minute\":%llu", (unsigned long long)minute);
    replace_first(&entry->bytes, from, to);
}

bool forgery_write_entry(struct forgery *f, size_t position, struct entry *entry, struct error *err)
{
    struct buffer bytes = {0};
    if (!entry->minute && position > 0)
        entry->minute = forgery_minute(&f->entries[position - 1]);
    memcpy(entry->round, f->definition.round, ROUND_ID_BYTES);
    memcpy(entry->eid, f->eid, HASH_BYTES);
    bool ok = entry_write(entry, &bytes, err);
    if (ok)
        forgery_insert(f, position, buffer_bytes(&bytes));
    buffer_clear(&bytes);
    return ok;
}

/* ---- signatures ---- */

bool forgery_sign_by(struct forgery *f, struct entry *entry, const struct sign_public *person,
                     struct error *err)
{
    const struct minisign_secret *secret = insider_person(f->insider, person);
    struct sign_secret key;
    if (!secret)
        return forgery_missing(err, "a key that has to sign is not at hand");
    memcpy(key.bytes, secret->key, sizeof key.bytes);
    bool ok = act_sign(entry, f->definition.origin, person, &key, &f->arena, err);
    sodium_memzero(&key, sizeof key);
    return ok;
}

bool forgery_sign_again(struct forgery *f, struct entry *entry, struct error *err)
{
    struct buffer act = {0};
    uint8_t digest[HASH_BYTES];
    struct entry_signature *list = arena_allocate(&f->arena, entry->signature_count, sizeof *list);
    if (!act_write(entry, &act, err)) {
        buffer_clear(&act);
        return false;
    }
    act_digest(f->definition.origin, buffer_bytes(&act), digest);
    buffer_clear(&act);
    for (size_t i = 0; i < entry->signature_count; i++) {
        const struct minisign_secret *secret = insider_person(f->insider, &entry->signatures[i].key);
        struct sign_secret key;
        list[i] = entry->signatures[i];
        if (!secret)
            continue;
        memcpy(key.bytes, secret->key, sizeof key.bytes);
        sign_digest(&key, digest, &list[i].signature);
        sodium_memzero(&key, sizeof key);
    }
    entry->signatures = list;
    return true;
}

/* ---- opening ---- */

static bool read_files(struct forgery *f, struct error *err)
{
    struct bundle *bundle = bundle_open(f->path, err);
    bool ok = bundle != NULL;
    for (size_t i = 0; ok && i < bundle_count(bundle); i++) {
        forgery_add_file(f, bundle_name(bundle, i), bytes_of("", 0));
        ok = bundle_read(bundle, bundle_name(bundle, i), FILE_BYTES_MAX, &f->files[i].content, err);
    }
    bundle_close(bundle);
    return ok;
}

static bool read_entries(struct forgery *f, struct error *err)
{
    const struct buffer *text = forgery_file(f, "record/range.json", err),
                        *entries = forgery_file(f, "record/entries", err);
    struct range range;
    if (!text || !entries || !range_read(buffer_bytes(text), &range, err))
        return false;
    f->first = range.first;
    f->size = range.size;
    f->edge = range.edge;
    for (struct reader reader = reader_of(buffer_bytes(entries)); !read_done(&reader);) {
        uint16_t length;
        struct bytes bytes;
        if (!read_u16(&reader, &length) || !read_bytes(&reader, length, &bytes))
            return error_input(err, "bad-record", "record/entries ends within an entry");
        forgery_insert(f, f->entry_count, bytes);
        f->entries[f->entry_count - 1].is_new = false;
        f->entries[f->entry_count - 1].was = f->first + f->entry_count - 1;
    }
    return true;
}

static bool read_definition(struct forgery *f, struct error *err)
{
    const struct buffer *text = forgery_file(f, "definition.json", err);
    struct entry opening;
    if (!text)
        return false;
    buffer_append_bytes(&f->definition_bytes, buffer_bytes(text));
    if (!definition_parse(buffer_bytes(&f->definition_bytes), &f->arena, &f->definition, err))
        return false;
    const struct forged_entry *entry = forgery_find(f, ENTRY_OPENING, 0, err);
    return entry && forgery_parse(f, entry, &opening, err) &&
           act_eid(f->definition.origin, &opening, f->eid, err);
}

struct forgery *forgery_open(const char *path, const struct insider *insider, struct error *err)
{
    struct forgery *f = allocate(1, sizeof *f);
    *f = (struct forgery){.path = path, .insider = insider};
    if (read_files(f, err) && read_entries(f, err) && read_definition(f, err))
        return f;
    forgery_close(f);
    return NULL;
}

void forgery_close(struct forgery *f)
{
    if (!f)
        return;
    for (size_t i = 0; i < f->file_count; i++)
        buffer_clear(&f->files[i].content);
    for (size_t i = 0; i < f->entry_count; i++)
        buffer_clear(&f->entries[i].bytes);
    free(f->files);
    free(f->entries);
    buffer_clear(&f->definition_bytes);
    arena_clear(&f->arena);
    free(f);
}
