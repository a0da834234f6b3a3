/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The log: range, checkpoints, cosignatures (check 6), and what only those notice who kept something (check
 * 7).
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/encoding.h"
#include "record/checkpoint.h"
#include "record/json.h"
#include "record/range.h"
#include "tamper/alteration.h"

static uint64_t size_now(const struct forgery *f)
{
    return f->first + f->entry_count;
}

/* The name of the checkpoint of this size. */
static const char *checkpoint_name(struct forgery *f, uint64_t size)
{
    return arena_format(&f->arena, "record/checkpoints/%llu", (unsigned long long)size);
}

static bool change_range(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct buffer *file = forgery_file(f, "record/range.json", err);
    struct range range;
    if (!file || !range_read(buffer_bytes(file), &range, err))
        return false;
    file->len = 0;
    if (strcmp(row->of, "first") == 0 && range.first + 1 < range.size) {
        range.first++;
        merkle_frontier_append(&range.edge, range.edge.nodes[0], NULL, NULL);
    } else if (strcmp(row->of, "size") == 0) {
        range.size++;
    } else if (range.edge.size == 0) {
        return forgery_missing(err, "the bundle begins with the log");
    } else {
        range.edge.nodes[__builtin_ctzll(range.edge.size)][0] ^= 1;
    }
    range_append(&range, file);
    return true;
}

/* ---- checkpoints ---- */

/* A note over `checkpoint` in the place of the true one, and `signer` signs it. */
static bool put_checkpoint(struct forgery *f, uint64_t size, const struct checkpoint *checkpoint,
                           const struct note_signer *signer, struct error *err)
{
    struct buffer note = {0};
    bool ok = checkpoint_sign(checkpoint, signer, &note, err);
    if (ok)
        forgery_add_file(f, checkpoint_name(f, size), buffer_bytes(&note));
    buffer_clear(&note);
    return ok;
}

static bool read_checkpoint(struct forgery *f, struct checkpoint *out, const struct note_signer **log,
                            struct error *err)
{
    const struct buffer *file = forgery_file(f, checkpoint_name(f, size_now(f)), err);
    *log = insider_log(f->insider, f->definition.origin);
    if (!*log)
        return forgery_missing(err, "the key of the log is not at hand");
    return file && checkpoint_open(buffer_bytes(file), &(*log)->key, out, NULL, err);
}

static bool other_root(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct checkpoint checkpoint;
    const struct note_signer *log;
    (void)row;
    if (!read_checkpoint(f, &checkpoint, &log, err))
        return false;
    checkpoint.root[0] ^= 1;
    return put_checkpoint(f, checkpoint.size, &checkpoint, log, err);
}

static bool other_size(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct checkpoint checkpoint;
    const struct note_signer *log;
    (void)row;
    if (!read_checkpoint(f, &checkpoint, &log, err))
        return false;
    checkpoint.size++;
    return put_checkpoint(f, checkpoint.size - 1, &checkpoint, log, err);
}

/* The log has signed more than the bundle shows. */
static bool further_checkpoint(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct checkpoint checkpoint;
    const struct note_signer *log;
    (void)row;
    if (!read_checkpoint(f, &checkpoint, &log, err))
        return false;
    checkpoint.size++;
    return put_checkpoint(f, checkpoint.size, &checkpoint, log, err);
}

/* The log has signed another tree of a smaller size: another history. */
static bool earlier_checkpoint(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct checkpoint checkpoint;
    const struct note_signer *log;
    (void)row;
    if (!read_checkpoint(f, &checkpoint, &log, err))
        return false;
    checkpoint.size--;
    return put_checkpoint(f, checkpoint.size, &checkpoint, log, err);
}

static bool sign_by_other(struct forgery *f, const char *origin, struct note_signer *out, struct error *err)
{
    struct checkpoint checkpoint;
    const struct note_signer *log;
    uint8_t seed[SIGN_SEED_BYTES];
    if (!read_checkpoint(f, &checkpoint, &log, err))
        return false;
    randombytes_buf(seed, sizeof seed);
    snprintf(checkpoint.origin, sizeof checkpoint.origin, "%s", origin);
    return note_signer_init(out, origin, NOTE_ED25519, seed, err) &&
           put_checkpoint(f, checkpoint.size, &checkpoint, out, err);
}

static bool other_city(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct note_signer other;
    (void)row;
    return sign_by_other(f, "other.example/log", &other, err);
}

static bool same_name_other_key(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct note_signer other;
    (void)row;
    return sign_by_other(f, f->definition.origin, &other, err);
}

static void put_key(struct forgery *f, const struct note_key *key)
{
    struct buffer text = {0};
    note_key_append(key, &text);
    forgery_add_file(f, "keys/log", buffer_bytes(&text));
    buffer_clear(&text);
}

/* A log of the insider's own, with the entries of the true one. */
static bool other_log(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct note_signer other;
    (void)row;
    if (!sign_by_other(f, f->definition.origin, &other, err))
        return false;
    put_key(f, &other.key);
    return true;
}

static bool other_key_file(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct note_signer other;
    uint8_t seed[SIGN_SEED_BYTES];
    (void)row;
    randombytes_buf(seed, sizeof seed);
    if (!note_signer_init(&other, f->definition.origin, NOTE_ED25519, seed, err))
        return false;
    put_key(f, &other.key);
    return true;
}

/* The text of the note; or, with ALTERATION of the signature, a character near its end. */
static bool change_note(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct buffer *file = forgery_file(f, checkpoint_name(f, size_now(f)), err);
    return file && forgery_replace(file, row->from, row->to, err);
}

static bool change_signature(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct buffer *file = forgery_file(f, checkpoint_name(f, size_now(f)), err);
    (void)row;
    if (!file)
        return false;
    uint8_t *line = memmem(file->data, file->len, "\n\n", 2);
    uint8_t *end = line ? memchr(line + 2, '\n', (size_t)(file->data + file->len - line) - 2) : NULL;
    if (!end)
        return forgery_missing(err, "the checkpoint has no signature");
    end[-20] = end[-20] == 'A' ? 'B' : 'A';
    return true;
}

static bool drop_checkpoint(struct forgery *f, const struct alteration *row, struct error *err)
{
    (void)row;
    return forgery_remove_file(f, checkpoint_name(f, size_now(f))) ||
           forgery_missing(err, "there is no checkpoint");
}

static bool misname_checkpoint(struct forgery *f, const struct alteration *row, struct error *err)
{
    const struct buffer *file = forgery_file(f, checkpoint_name(f, size_now(f)), err);
    (void)row;
    if (!file)
        return false;
    forgery_add_file(f, "record/checkpoints/latest", buffer_bytes(file));
    return true;
}

/* ---- cosignatures ---- */

/* Behind the log's own line; NULL without one. */
static uint8_t *cosignatures(struct forgery *f, struct buffer **file, struct error *err)
{
    *file = forgery_file(f, checkpoint_name(f, size_now(f)), err);
    if (!*file)
        return NULL;
    uint8_t *end = (*file)->data + (*file)->len, *line = memmem((*file)->data, (*file)->len, "\n\n", 2);
    uint8_t *next = line ? memchr(line + 2, '\n', (size_t)(end - line) - 2) : NULL;
    if (next && next + 1 < end)
        return next + 1;
    forgery_missing(err, "nobody has cosigned the checkpoint");
    return NULL;
}

static bool drop_cosignatures(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct buffer *file;
    const uint8_t *at = cosignatures(f, &file, err);
    (void)row;
    if (at)
        file->len = (size_t)(at - file->data);
    return at != NULL;
}

static bool forge_cosignature(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct buffer *file;
    (void)row;
    if (!cosignatures(f, &file, err))
        return false;
    uint8_t *in = &file->data[file->len - 20];
    *in = *in == 'A' ? 'B' : 'A';
    return true;
}

/* By a witness that nobody has asked for. */
static bool other_witness(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct note_signer stranger;
    struct note note;
    struct buffer *file, copy = {0};
    uint8_t seed[SIGN_SEED_BYTES];
    (void)row;
    if (!drop_cosignatures(f, row, err))
        return false;
    file = forgery_file(f, checkpoint_name(f, size_now(f)), err);
    buffer_append_bytes(&copy, buffer_bytes(file));
    randombytes_buf(seed, sizeof seed);
    bool ok = note_signer_init(&stranger, "stranger.example", NOTE_COSIGNATURE, seed, err) &&
              note_parse(buffer_bytes(&copy), &note, err) &&
              note_sign(&stranger, note.text, 1700000000, file, err);
    buffer_clear(&copy);
    return ok;
}

/* ---- the record, changed under a checkpoint ---- */

static bool change_entries(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct buffer *entries = forgery_file(f, "record/entries", err);
    (void)row;
    if (!entries || entries->len < 4)
        return entries && forgery_missing(err, "the record is empty");
    /* the minute of the last entry, which nobody signs */
    uint8_t *digit = NULL, *end = entries->data + entries->len;
    for (uint8_t *at = entries->data; (at = memmem(at, (size_t)(end - at), "\"minute\":", 9)); at += 9)
        digit = at + 9;
    *digit = *digit == '9' ? '8' : '9';
    return true;
}

static bool swap_last_entries(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct buffer entries = {0};
    (void)row;
    (void)err;
    for (size_t i = 0; i < f->entry_count; i++) {
        size_t at = i + 1 == f->entry_count ? i - 1 : i + 2 == f->entry_count ? i + 1 : i;
        buffer_append_u16(&entries, (uint16_t)f->entries[at].bytes.len);
        buffer_append_bytes(&entries, buffer_bytes(&f->entries[at].bytes));
    }
    forgery_add_file(f, "record/entries", buffer_bytes(&entries));
    buffer_clear(&entries);
    return true;
}

/* ---- another history, in which everything fits ---- */

/* An entry of the city, which is of no round, so that nobody's signature is missing. */
static bool add_city_entry(struct forgery *f, size_t position, struct error *err)
{
    struct entry entry = {.type = ENTRY_STAFF, .act = "add", .role = "clerk"};
    return forgery_write_entry(f, position, &entry, err);
}

/* The size stays the same. */
static bool exchange_city_entry(struct forgery *f, const struct alteration *row, struct error *err)
{
    const struct forged_entry *at = forgery_find(f, ENTRY_STAFF, 0, err);
    (void)row;
    if (!at)
        return false;
    forgery_remove(f, forgery_position(f, at));
    return add_city_entry(f, f->entry_count, err);
}

static bool put_in_city_entry(struct forgery *f, const struct alteration *row, struct error *err)
{
    (void)row;
    return add_city_entry(f, 1, err);
}

#define OF_CHECKPOINT .check = CHECK_LOG

static const struct alteration rows[] = {
    {"range-edge", "another right edge of the tree before the bundle", BEFORE_SUMS, change_range,
     .of = "edge", OF_CHECKPOINT, .also = A4},
    {"range-first", "another index of the first entry", BEFORE_SUMS, change_range, .of = "first",
     .check = CHECK_CANONICAL},
    {"range-size", "another size of the tree", BEFORE_SUMS, change_range, .of = "size",
     .check = CHECK_CANONICAL},
    {"range-member", "a member of range.json that does not belong there", BEFORE_SUMS, alter_file_text,
     .of = "record/range.json", .from = "\"version\":1", .to = "\"value\":0,\"version\":1",
     .check = CHECK_CANONICAL},
    {"checkpoint-root", "another root in the checkpoint", BEFORE_SUMS, other_root, OF_CHECKPOINT},
    {"checkpoint-size", "another size in the checkpoint", BEFORE_SUMS, other_size, OF_CHECKPOINT},
    {"checkpoint-further", "a checkpoint behind the record", BEFORE_SUMS, further_checkpoint, OF_CHECKPOINT},
    {"checkpoint-earlier", "a checkpoint of a smaller tree that is not this one", BEFORE_SUMS,
     earlier_checkpoint, OF_CHECKPOINT},
    {"checkpoint-of-other-city", "another city's checkpoint", BEFORE_SUMS, other_city, OF_CHECKPOINT},
    {"checkpoint-other-key", "a checkpoint under the name of the log, by another key", BEFORE_SUMS,
     same_name_other_key, OF_CHECKPOINT},
    {"checkpoint-signature", "a bit of the signature under the checkpoint", BEFORE_SUMS, change_signature,
     OF_CHECKPOINT},
    {"checkpoint-extension", "a line more in the checkpoint", BEFORE_SUMS, change_note, .from = "\n\n",
     .to = "\nmore\n\n", OF_CHECKPOINT},
    {"checkpoint-missing", "the checkpoint is withheld", BEFORE_SUMS, drop_checkpoint, OF_CHECKPOINT,
     .outcome = ALTERATION_INCOMPLETE},
    {"checkpoint-name", "a checkpoint that is not called by its size", BEFORE_SUMS, misname_checkpoint,
     OF_CHECKPOINT},
    {"log-key-text", "keys/log is no key", BEFORE_SUMS, alter_file_text, .of = "keys/log", .from = "+",
     .to = "-", OF_CHECKPOINT},
    {"log-key-other", "another key in keys/log", BEFORE_SUMS, other_key_file, OF_CHECKPOINT},
    {"log-exchanged", "a log of the insider's own, with its own key in the bundle", BEFORE_SUMS, other_log,
     OF_CHECKPOINT, .beside = TRUE_LOG_KEY},
    {"cosignature-missing", "no witness has cosigned", BEFORE_SUMS, drop_cosignatures, OF_CHECKPOINT},
    {"cosignature-forged", "a bit of a cosignature", BEFORE_SUMS, forge_cosignature, OF_CHECKPOINT},
    {"cosignature-of-stranger", "a witness that was not asked for has cosigned", BEFORE_SUMS, other_witness,
     OF_CHECKPOINT},
    {"entry-after-signing", "an entry is changed after the checkpoint was signed", BEFORE_SUMS,
     change_entries, OF_CHECKPOINT},
    {"entries-swapped", "the last two entries change places after the checkpoint was signed", BEFORE_SUMS,
     swap_last_entries, OF_CHECKPOINT},
    {"history-without-entry", "an entry of the city is left out, in a history where all fits", BEFORE_SIGNING,
     exchange_city_entry, .check = CHECK_RECEIPTS, .beside = KEPT_CHECKPOINT},
    {"history-with-entry", "an entry is put in, in a history where all fits", BEFORE_SIGNING,
     put_in_city_entry, .check = CHECK_RECEIPTS, .beside = KEPT_CHECKPOINT},
};
const struct alteration_table alter_log = {rows, sizeof rows / sizeof *rows};
