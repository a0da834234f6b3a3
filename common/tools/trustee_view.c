/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tools/trustee_view.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

#include "ballot/act.h"
#include "base/encoding.h"
#include "base/file.h"
#include "client/entries_file.h"
#include "record/checkpoint.h"

enum { SMALL_FILE_BYTES = 65536 };

static bool read_file(const struct trustee_view *view, const char *name, size_t limit, struct buffer *out,
                      struct error *err)
{
    struct buffer path = {0};
    buffer_append_format(&path, "%s/%s", view->folder, name);
    bool ok = file_read(buffer_string(&path), limit, out, err);
    buffer_clear(&path);
    return ok;
}

static bool read_blob(void *context, const struct blob_ref *ref, struct buffer *out, struct error *err)
{
    struct trustee_view *view = context;
    struct buffer name = {0};
    size_t start = out->len;
    buffer_append_string(&name, "blobs/");
    hex_append(&name, bytes_of(ref->hash, sizeof ref->hash));
    bool ok = read_file(view, buffer_string(&name), ref->size, out, err) &&
              blob_ref_check(ref, bytes_of(out->data + start, out->len - start), err);
    if (!ok)
        out->len = start;
    buffer_clear(&name);
    return ok;
}

struct blob_source trustee_view_blobs(struct trustee_view *view)
{
    return (struct blob_source){read_blob, view};
}

/* ---- acts ---- */

static bool is_of_round(const struct trustee_view *view, const struct entry *entry,
                        const uint8_t round[ROUND_ID_BYTES])
{
    if (entry_scope(entry->type) == ENTRY_OF_ROUND)
        return memcmp(entry->round, round, ROUND_ID_BYTES) == 0;
    return entry_scope(entry->type) == ENTRY_OF_ELECTION && view->state.has_eid &&
           memcmp(entry->eid, view->state.eid, HASH_BYTES) == 0;
}

static bool define(struct trustee_view *view, const struct entry *entry, const struct sign_public *key,
                   struct error *err)
{
    if (!read_blob(view, &entry->definition, &view->definition_bytes, err) ||
        !definition_parse(buffer_bytes(&view->definition_bytes), &view->arena, &view->definition, err) ||
        !round_define(&view->state, &view->definition, err))
        return false;
    for (size_t i = 0; i < view->definition.trustees.count; i++)
        if (memcmp(view->definition.trustees.list[i].key.bytes, key->bytes, SIGN_PUBLIC_BYTES) == 0)
            view->trustee = i + 1;
    return true;
}

/* Who must sign a void depends on ballots; the verifier looks at that. */
static bool check_signers(const struct trustee_view *view, const struct entry *entry, struct error *err)
{
    bool early = entry->type == ENTRY_DRAFT || entry->type == ENTRY_DEFINITION;
    return early || act_check_signers(&view->definition, entry, false, err);
}

static bool take(struct trustee_view *view, struct bytes bytes, uint64_t index,
                 const uint8_t round[ROUND_ID_BYTES], const struct sign_public *key, struct error *err)
{
    struct entry entry;
    struct blob_source source = trustee_view_blobs(view);
    bytes.data = (const uint8_t *)arena_copy(&view->arena, bytes.data, bytes.len);
    if (!entry_parse(bytes, &view->arena, &entry, err))
        return false;
    if (!is_of_round(view, &entry, round))
        return true;
    if (view->state.phase >= ROUND_FROZEN && !view->state.definition)
        return error_input(err, "record", "the round has no definition");
    if (!check_signers(view, &entry, err) ||
        (entry.type == ENTRY_DKG_RESTART && entry.has_evidence &&
         !ceremony_check_evidence(&view->state, &entry, &source, err)) ||
        !round_apply(&view->state, &entry, index, err))
        return error_prefix(err, "entry %" PRIu64, index);
    if (entry.type == ENTRY_CERTIFIED)
        view->certified_minute = entry.minute;
    if (entry.type == ENTRY_DESTRUCTION && entry.trustee == view->trustee)
        view->destroyed = true;
    return entry.type != ENTRY_DEFINITION || define(view, &entry, key, err);
}

static bool read_entries(struct trustee_view *view, uint64_t first, const uint8_t round[ROUND_ID_BYTES],
                         const struct sign_public *key, struct error *err)
{
    struct buffer path = {0}, entry = {0};
    bool found = true;
    buffer_append_format(&path, "%s/record/entries", view->folder);
    FILE *file = fopen(buffer_string(&path), "rbe");
    bool ok = file || error_input(err, "file", "%s: %s", buffer_string(&path), strerror(errno));
    for (uint64_t index = first; ok && found; index++) {
        ok = entries_file_next(file, &entry, &found, err);
        if (ok && found && !entry_is_ballot(buffer_bytes(&entry)))
            ok = take(view, buffer_bytes(&entry), index, round, key, err);
    }
    if (file)
        fclose(file);
    buffer_clear(&path);
    buffer_clear(&entry);
    return ok;
}

/* ---- the range and its checkpoint ---- */

static bool read_range(struct trustee_view *view, uint64_t *first, struct error *err)
{
    struct buffer text = {0};
    struct json_fields range;
    const json_t *edge;
    int64_t version, from, size;
    json_t *json = NULL;
    bool ok = read_file(view, "record/range.json", SMALL_FILE_BYTES, &text, err) &&
              (json = json_read(buffer_bytes(&text), SMALL_FILE_BYTES, err)) != NULL &&
              json_object_begin(&range, json, "range", err) &&
              json_get_integer(&range, "version", 1, 1, &version) && json_get_value(&range, "edge", &edge) &&
              json_get_integer(&range, "first", 0, JSON_MAX_INTEGER, &from) &&
              json_get_integer(&range, "size", 1, JSON_MAX_INTEGER, &size) && json_object_end(&range);
    if (ok) {
        *first = (uint64_t)from;
        view->size = (uint64_t)size;
    }
    json_decref(json);
    buffer_clear(&text);
    return ok;
}

static bool read_checkpoint(struct trustee_view *view, struct error *err)
{
    struct buffer key_text = {0}, note = {0};
    struct note_key key;
    struct checkpoint checkpoint;
    char name[64];
    snprintf(name, sizeof name, "record/checkpoints/%" PRIu64, view->size);
    bool ok = read_file(view, "keys/log", SMALL_FILE_BYTES, &key_text, err) &&
              read_file(view, name, NOTE_MAX_BYTES, &note, err);
    if (ok) {
        struct bytes text = buffer_bytes(&key_text);
        text.len -= text.len && text.data[text.len - 1] == '\n';
        ok = note_key_parse(text, &key, err) &&
             checkpoint_open(buffer_bytes(&note), &key, &checkpoint, NULL, err);
    }
    if (ok && checkpoint.size != view->size)
        ok = error_input(err, "record", "%s is of another size", name);
    if (ok)
        memcpy(view->root, checkpoint.root, HASH_BYTES);
    buffer_clear(&key_text);
    buffer_clear(&note);
    return ok;
}

bool trustee_view_load(const char *folder, const uint8_t round[ROUND_ID_BYTES], const struct sign_public *key,
                       struct trustee_view *out, struct error *err)
{
    /* The state keeps a pointer to the definition beside it: it is made where it stays. */
    *out = (struct trustee_view){.folder = folder};
    uint64_t first;
    round_init(&out->state);
    if (read_range(out, &first, err) && read_checkpoint(out, err) &&
        read_entries(out, first, round, key, err))
        return true;
    trustee_view_clear(out);
    return false;
}

void trustee_view_clear(struct trustee_view *view)
{
    round_clear(&view->state);
    buffer_clear(&view->definition_bytes);
    arena_clear(&view->arena);
    *view = (struct trustee_view){0};
}
