/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "ballot/act.h"
#include "base/encoding.h"
#include "record/checkpoint.h"
#include "record/range.h"
#include "record/sums.h"
#include "tamper/forgery.h"

/* ---- entries ---- */

/* Where the entry is now that stood at `index`; an index that is gone, or of another part, stays. */
static uint64_t index_now(const struct forgery *f, uint64_t index)
{
    for (size_t i = 0; i < f->entry_count; i++)
        if (!f->entries[i].is_new && f->entries[i].was == index)
            return f->first + i;
    return index == f->size ? f->first + f->entry_count : index;
}

static void root_of(const struct forgery *f, uint64_t size, uint8_t root[HASH_BYTES])
{
    struct merkle_frontier tree = f->edge;
    for (size_t i = 0; tree.size < size; i++) {
        uint8_t leaf[MERKLE_HASH_BYTES];
        merkle_hash_leaf(buffer_bytes(&f->entries[i].bytes), leaf);
        merkle_frontier_append(&tree, leaf, NULL, NULL);
    }
    merkle_frontier_root(&tree, root);
}

/* An acknowledgement speaks of the tree before it, which has changed with any entry there. */
static bool settle_acknowledgement(struct forgery *f, struct entry *entry, bool *changed, struct error *err)
{
    uint8_t root[HASH_BYTES];
    uint64_t size = index_now(f, entry->size);
    if (size < f->first || !(f->insider->has_share >> entry->trustee & 1))
        return true;
    root_of(f, size, root);
    if (!f->other_eid && size == entry->size && memcmp(root, entry->root, HASH_BYTES) == 0)
        return true;
    struct possession_statement statement = {.size = size, .trustee = entry->trustee};
    const struct scalar *x = &f->insider->shares[entry->trustee];
    memcpy(statement.eid, f->eid, HASH_BYTES);
    memcpy(statement.root, root, HASH_BYTES);
    point_multiply_base(&statement.key, x);
    entry->size = size;
    memcpy(entry->root, root, HASH_BYTES);
    *changed = true;
    return possession_prove(&statement, x, &entry->possession, err);
}

static bool settle_entry(struct forgery *f, struct forged_entry *at, struct error *err)
{
    struct entry entry;
    struct error ignored;
    bool changed = at->changed, ok = true;
    bool acknowledgement = forgery_is(f, at, ENTRY_ACKNOWLEDGEMENT), share = forgery_is(f, at, ENTRY_SHARE);
    if (forgery_is(f, at, ENTRY_BALLOT) || (!changed && !acknowledgement && !share) ||
        !forgery_parse(f, at, &entry, &ignored))
        return true;
    if (acknowledgement)
        ok = settle_acknowledgement(f, &entry, &changed, err);
    if (share && index_now(f, entry.done) != entry.done) {
        entry.done = index_now(f, entry.done);
        changed = true;
    }
    return ok && (!changed || (forgery_sign_again(f, &entry, err) && forgery_put(f, at, &entry, err)));
}

/* An opening that says something else opens another election, and everybody who names it means that one. */
static bool settle_election(struct forgery *f, struct error *err)
{
    struct buffer old = {0}, new = {0};
    struct entry opening;
    struct error ignored;
    uint8_t eid[HASH_BYTES];
    const struct forged_entry *at = forgery_find(f, ENTRY_OPENING, 0, &ignored);
    if (!at || !forgery_parse(f, at, &opening, &ignored))
        return true;
    if (!act_eid(f->definition.origin, &opening, eid, err))
        return false;
    if (memcmp(eid, f->eid, HASH_BYTES) == 0)
        return true;
    base64url_append(&old, bytes_of(f->eid, HASH_BYTES));
    base64url_append(&new, bytes_of(eid, HASH_BYTES));
    for (size_t i = 0; i < f->entry_count; i++)
        if (forgery_replace(&f->entries[i].bytes, buffer_string(&old), buffer_string(&new), &ignored))
            f->entries[i].changed = true;
    buffer_clear(&old);
    buffer_clear(&new);
    memcpy(f->eid, eid, HASH_BYTES);
    f->other_eid = true;
    return true;
}

bool forgery_settle(struct forgery *f, struct error *err)
{
    if (!settle_election(f, err))
        return false;
    for (size_t i = 0; i < f->entry_count; i++)
        if (!settle_entry(f, &f->entries[i], err))
            return error_prefix(err, "entry %zu", (size_t)f->first + i);
    return true;
}

/* ---- the log ---- */

static bool has_cosigned(const struct note *note, const struct note_key *key)
{
    uint64_t ignored;
    return note_verify(note, key, &ignored) == NOTE_VALID;
}

/* By those witnesses whose keys are at hand and who had cosigned the true one. */
static bool cosign(struct forgery *f, struct bytes old, struct buffer *note, struct error *err)
{
    struct note before, now;
    struct buffer copy = {0};
    bool ok = true;
    if (!note_parse(old, &before, err))
        return false;
    buffer_append_bytes(&copy, buffer_bytes(note));
    ok = note_parse(buffer_bytes(&copy), &now, err);
    for (size_t i = 0; ok && i < f->insider->note_count; i++) {
        const struct note_signer *witness = &f->insider->notes[i];
        if (witness->key.type == NOTE_COSIGNATURE && has_cosigned(&before, &witness->key))
            ok = note_sign(witness, now.text, (uint64_t)time(NULL), note, err);
    }
    buffer_clear(&copy);
    return ok;
}

static bool write_checkpoint(struct forgery *f, uint64_t size, struct error *err)
{
    const struct note_signer *log = insider_log(f->insider, f->definition.origin);
    struct checkpoint checkpoint = {.size = size};
    struct buffer note = {0}, old = {0};
    char name[64];
    snprintf(name, sizeof name, "record/checkpoints/%llu", (unsigned long long)f->size);
    const struct buffer *true_note = forgery_file(f, name, err);
    if (!true_note)
        return false;
    buffer_append_bytes(&old, buffer_bytes(true_note));
    forgery_remove_file(f, name);
    snprintf(checkpoint.origin, sizeof checkpoint.origin, "%s", f->definition.origin);
    root_of(f, size, checkpoint.root);
    bool ok =
        !log || (checkpoint_sign(&checkpoint, log, &note, err) && cosign(f, buffer_bytes(&old), &note, err));
    snprintf(name, sizeof name, "record/checkpoints/%llu", (unsigned long long)size);
    forgery_add_file(f, name, log ? buffer_bytes(&note) : buffer_bytes(&old));
    buffer_clear(&note);
    buffer_clear(&old);
    return ok;
}

bool forgery_log(struct forgery *f, struct error *err)
{
    struct range range = {.first = f->first, .size = f->first + f->entry_count, .edge = f->edge};
    struct buffer entries = {0}, text = {0};
    for (size_t i = 0; i < f->entry_count; i++) {
        buffer_append_u16(&entries, (uint16_t)f->entries[i].bytes.len);
        buffer_append_bytes(&entries, buffer_bytes(&f->entries[i].bytes));
    }
    range_append(&range, &text);
    forgery_add_file(f, "record/entries", buffer_bytes(&entries));
    forgery_add_file(f, "record/range.json", buffer_bytes(&text));
    buffer_clear(&entries);
    buffer_clear(&text);
    return write_checkpoint(f, range.size, err);
}

/* ---- sums ---- */

static int compare_files(const void *a, const void *b)
{
    return strcmp(((const struct forged_file *)a)->name, ((const struct forged_file *)b)->name);
}

static bool is_of_sums(const char *name)
{
    return strncmp(name, "SHA256SUMS", 10) == 0;
}

/* The clerk's key under this name, if it is at hand. */
static bool sign_as(struct forgery *f, const char *name, struct bytes sums, struct error *err)
{
    struct buffer path = {0}, signature = {0};
    struct minisign_public public;
    struct sign_public key;
    struct error ignored;
    buffer_append_format(&path, "keys/%s.pub", name);
    const struct buffer *file = forgery_file(f, buffer_string(&path), &ignored);
    const struct minisign_secret *secret = NULL;
    if (file && minisign_public_parse(buffer_bytes(file), &public, &ignored)) {
        memcpy(key.bytes, public.key, sizeof key.bytes);
        secret = insider_person(f->insider, &key);
    }
    bool ok = !secret || minisign_sign(secret, sums, "signature of a clerk", "", &signature, err);
    if (secret && ok) {
        path.len = 0;
        buffer_append_format(&path, "SHA256SUMS.%s.minisig", name);
        forgery_add_file(f, buffer_string(&path), buffer_bytes(&signature));
    }
    buffer_clear(&signature);
    buffer_clear(&path);
    return ok;
}

bool forgery_sign_sums(struct forgery *f, struct error *err)
{
    struct buffer sums = {0};
    const struct buffer *file = forgery_file(f, "SHA256SUMS", err);
    bool ok = file != NULL;
    if (ok)
        buffer_append_bytes(&sums, buffer_bytes(file));
    for (size_t i = 0; ok && i < f->definition.clerks.count; i++) {
        char name[PERSON_NAME_BYTES_MAX + 1];
        person_file_name(f->definition.clerks.list[i].name, name);
        ok = sign_as(f, name, buffer_bytes(&sums), err);
    }
    buffer_clear(&sums);
    return ok;
}

bool forgery_sums(struct forgery *f, struct error *err)
{
    struct buffer sums = {0};
    qsort(f->files, f->file_count, sizeof *f->files, compare_files);
    for (size_t i = 0; i < f->file_count; i++) {
        uint8_t hash[crypto_hash_sha256_BYTES];
        if (is_of_sums(f->files[i].name))
            continue;
        crypto_hash_sha256(hash, f->files[i].content.data, f->files[i].content.len);
        sums_append(&sums, f->files[i].name, hash);
    }
    forgery_add_file(f, "SHA256SUMS", buffer_bytes(&sums));
    buffer_clear(&sums);
    return forgery_sign_sums(f, err);
}

bool forgery_write(struct forgery *f, const char *path, struct error *err)
{
    struct bundle_writer *writer = bundle_writer_new();
    bool ok = true;
    for (size_t i = 0; ok && i < f->file_count; i++)
        ok = bundle_add(writer, f->files[i].name, buffer_bytes(&f->files[i].content), err);
    ok = ok && bundle_finish(writer, path, err);
    bundle_writer_free(writer);
    return ok;
}
