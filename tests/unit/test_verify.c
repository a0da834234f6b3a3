/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The verifier against a good bundle and against everything that somebody with some or all of the keys could
 * change in it. Each alteration must fail exactly the checks that its row names.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/encoding.h"
#include "base/file.h"
#include "crypto/dkg_message.h"
#include "crypto/shuffle.h"
#include "make_bundle.h"
#include "record/json.h"
#include "verify/verify.h"

enum {
    C1 = 1 << CHECK_FILES,
    C2 = 1 << CHECK_CANONICAL,
    C3 = 1 << CHECK_DEFINITION,
    C4 = 1 << CHECK_TRUSTEES,
    C5 = 1 << CHECK_CREDENTIALS,
    C6 = 1 << CHECK_LOG,
    C7 = 1 << CHECK_RECEIPTS,
    C8 = 1 << CHECK_ORDER,
    C9 = 1 << CHECK_BALLOTS,
    C10 = 1 << CHECK_ACTS,
    C11 = 1 << CHECK_INPUTS,
    C12 = 1 << CHECK_MIXES,
    C13 = 1 << CHECK_SHARES,
    C14 = 1 << CHECK_DECODING,
    C15 = 1 << CHECK_PROFILE,
    C16 = 1 << CHECK_COUNT,
    C17 = 1 << CHECK_TOTALS,
};

struct attack {
    const char *name;
    struct made_hooks hooks;
    unsigned fails;      /* exactly these */
    unsigned incomplete; /* exactly these where nothing fails */
    bool given_key;      /* the true key of the log is given to the verifier */
    size_t trustees;     /* 3; else 1 */
};

/* ---- tools for the hooks ---- */

static void replace(struct buffer *buffer, const char *from, const char *to)
{
    char *text = buffer_string(buffer), *found = memmem(text, buffer->len, from, strlen(from));
    assert_non_null(found);
    struct buffer changed = {0};
    buffer_append(&changed, text, (size_t)(found - text));
    buffer_append_string(&changed, to);
    buffer_append(&changed, found + strlen(from), buffer->len - (size_t)(found - text) - strlen(from));
    buffer_clear(buffer);
    *buffer = changed;
}

static bool holds(const struct buffer *buffer, const char *text)
{
    return memmem(buffer->data, buffer->len, text, strlen(text)) != NULL;
}

static bool is_named(const struct made_file *file, const char *name)
{
    return strcmp(file->name, name) == 0;
}

static void flip_in(struct made_file *file, const char *name, size_t at)
{
    if (is_named(file, name))
        file->content.data[at < file->content.len ? at : file->content.len - 1] ^= 1;
}

/* The 32 bytes behind `start` in a ballot entry, changed. */
static void change_ballot(struct buffer *bytes, const char *start, void (*change)(uint8_t value[32]))
{
    uint8_t value[32];
    struct buffer text = {0};
    uint8_t *found = memmem(bytes->data, bytes->len, start, strlen(start));
    assert_non_null(found);
    found += strlen(start);
    assert_true(base64url_decode_exact(bytes_of(found, 43), value, sizeof value));
    change(value);
    base64url_append(&text, bytes_of(value, sizeof value));
    memcpy(found, text.data, 43);
    buffer_clear(&text);
}

static void flip_bit(uint8_t value[32])
{
    value[0] ^= 1;
}

static void set_top_bit(uint8_t value[32])
{
    value[31] |= 0x80;
}

static void set_zero(uint8_t value[32])
{
    memset(value, 0, 32);
}

static void add_order(uint8_t value[32])
{
    static const uint8_t order[32] = {0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58,       0xd6,
                                      0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, [31] = 0x10};
    sodium_add(value, order, 32);
}

/* ---- 1: after the sums were made ---- */

static void flip_certificate(struct made *made, struct made_file *file)
{
    (void)made;
    flip_in(file, "certificate.html", 20);
}

static void flip_sums(struct made *made, struct made_file *file)
{
    (void)made;
    flip_in(file, "SHA256SUMS", 3);
}

static void flip_minisig(struct made *made, struct made_file *file)
{
    (void)made;
    if (is_named(file, "SHA256SUMS.ana-clerk.minisig"))
        file->content.data[file->content.len / 2] ^= 1;
}

static void drop_minisig(struct made *made, struct made_file *file)
{
    (void)made;
    if (is_named(file, "SHA256SUMS.bo-clerk.minisig"))
        file->name[0] = 0;
}

static void drop_certificate(struct made *made, struct made_file *file)
{
    (void)made;
    if (is_named(file, "certificate.html"))
        file->name[0] = 0;
}

static void drop_result(struct made *made, struct made_file *file)
{
    (void)made;
    if (is_named(file, "result.json"))
        file->name[0] = 0;
}

static void drop_mix(struct made *made, struct made_file *file)
{
    (void)made;
    static const char magic[] = "folkmoot-mix/1\n";
    if (file->content.len > sizeof magic && memcmp(file->content.data, magic, sizeof magic - 1) == 0)
        file->name[0] = 0;
}

/* A clerk's key that the definition does not pin. */
static void other_minisign(struct made *made, struct definition *definition)
{
    (void)definition;
    minisign_generate(&made->minisign[0]);
}

/* ---- 2 ---- */

static void add_file(struct made *made, struct made_file *file)
{
    if (is_named(file, "certificate.html"))
        made_file_add(made, "notes.txt", bytes_of_string("more\n"));
}

static void add_blob(struct made *made, struct made_file *file)
{
    if (is_named(file, "certificate.html"))
        made_file_add(made, "blobs/e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                      bytes_of("", 0));
}

static void trailing_record(struct made *made, struct made_file *file)
{
    (void)made;
    if (is_named(file, "record/entries"))
        buffer_append_u8(&file->content, 0);
}

static void one_more_entry(struct made *made, struct made_file *file)
{
    (void)made;
    if (is_named(file, "record/entries"))
        buffer_append(&file->content, "\x00\x02{}", 4);
}

static void cut_record(struct made *made, struct made_file *file)
{
    (void)made;
    if (is_named(file, "record/entries"))
        file->content.len--;
}

static bool white_space(struct made *made, uint64_t index, struct buffer *bytes)
{
    (void)made;
    (void)index;
    if (holds(bytes, "\"type\":\"issue\""))
        replace(bytes, "\"type\":", "\"type\": ");
    return true;
}

static bool doubled_member(struct made *made, uint64_t index, struct buffer *bytes)
{
    (void)made;
    if (index == 6) /* an entry of the city */
        replace(bytes, "\"role\":", "\"role\":\"clerk\",\"role\":");
    return true;
}

static bool unknown_type(struct made *made, uint64_t index, struct buffer *bytes)
{
    (void)made;
    (void)index;
    if (holds(bytes, "\"type\":\"extension\""))
        replace(bytes, "\"type\":\"extension\"", "\"type\":\"extensions\"");
    return true;
}

static bool unknown_member(struct made *made, uint64_t index, struct buffer *bytes)
{
    (void)made;
    (void)index;
    if (holds(bytes, "\"type\":\"counted\""))
        replace(bytes, "\"type\":\"counted\"", "\"type\":\"counted\",\"value\":1");
    return true;
}

static bool doubled_signature(struct made *made, uint64_t index, struct buffer *bytes)
{
    (void)made;
    (void)index;
    if (!holds(bytes, "\"type\":\"counted\""))
        return true;
    replace(bytes, "\"type\"", "\"signatures\":[],\"type\"");
    return true;
}

/* ---- 3 ---- */

static void change_cost(struct made *made, struct made_file *file)
{
    (void)made;
    if (is_named(file, "definition.json"))
        replace(&file->content, "\"cost\":150", "\"cost\":151");
}

static void other_origin(struct made *made, struct definition *definition)
{
    (void)made;
    definition->origin = "other.example/log";
}

static void rehearsal(struct made *made, struct definition *definition)
{
    (void)made;
    definition->kind = DEFINITION_REHEARSAL;
}

static void other_nonce(struct made *made, struct entry *entry)
{
    (void)made;
    if (entry->type == ENTRY_DRAFT)
        entry->nonce[0] ^= 1;
}

static void other_round(struct made *made, struct entry *entry)
{
    (void)made;
    if (entry->type == ENTRY_DRAFT)
        entry->round[0] ^= 1;
}

/* ---- 4 ---- */

static void other_root(struct made *made, struct entry *entry)
{
    if (entry->type != ENTRY_ACKNOWLEDGEMENT)
        return;
    struct possession_statement statement = {.size = entry->size, .trustee = 1, .key = made->y};
    entry->root[0] ^= 1;
    memcpy(statement.eid, made->eid, HASH_BYTES);
    memcpy(statement.root, entry->root, HASH_BYTES);
    assert_true(possession_prove(&statement, &made->x[0], &entry->possession, NULL));
}

static void bad_possession(struct made *made, struct entry *entry)
{
    (void)made;
    if (entry->type == ENTRY_ACKNOWLEDGEMENT)
        entry->possession.z.bytes[0] ^= 1;
}

static void other_key(struct made *made, struct entry *entry)
{
    static struct point other;
    struct scalar x;
    (void)made;
    if (entry->type != ENTRY_OPENING)
        return;
    scalar_random(&x);
    point_multiply_base(&other, &x);
    entry->key = other;
}

/* ---- 5 ---- */

static void repeat_keys(struct made *made, enum made_blob kind, struct buffer *blob)
{
    if (kind == MADE_KEYS && blob->len == 2 * POINT_BYTES) {
        blob->len = 0;
        made_keys(made, 0, 2, blob);
    }
}

static void unsorted_keys(struct made *made, enum made_blob kind, struct buffer *blob)
{
    uint8_t first[POINT_BYTES];
    (void)made;
    if (kind != MADE_KEYS || blob->len != 3 * POINT_BYTES)
        return;
    memcpy(first, blob->data, sizeof first);
    memmove(blob->data, blob->data + POINT_BYTES, POINT_BYTES);
    memcpy(blob->data + POINT_BYTES, first, sizeof first);
}

static void high_key(struct made *made, enum made_blob kind, struct buffer *blob)
{
    (void)made;
    if (kind == MADE_KEYS && blob->len == 3 * POINT_BYTES)
        blob->data[POINT_BYTES - 1] |= 0x80;
}

static void unknown_district(struct made *made, enum made_blob kind, struct buffer *blob)
{
    (void)made;
    if (kind == MADE_LIST && holds(blob, "\"hamlet\""))
        replace(blob, "\"hamlet\"", "\"hamlex\"");
}

static void repeat_batch(struct made *made, enum made_blob kind, struct buffer *blob)
{
    (void)made;
    if (kind == MADE_LIST && holds(blob, "\"batch\":\"walk-in\""))
        replace(blob, "\"batch\":\"walk-in\"", "\"batch\":\"east-letters\"");
}

static void wrong_total(struct made *made, struct entry *entry)
{
    (void)made;
    if (entry->type == ENTRY_CREDENTIAL_LIST)
        entry->total++;
}

static void low_cap(struct made *made, struct definition *definition)
{
    (void)made;
    definition->roll.cap = MADE_VOTERS - 1;
}

/* ---- 6 ---- */

static void wrong_edge(struct made *made, json_t *range)
{
    uint8_t hash[32] = {1};
    (void)made;
    json_array_set_new(json_object_get(range, "edge"), 0, json_of_bytes(bytes_of(hash, sizeof hash)));
}

static void shifted_range(struct made *made, json_t *range)
{
    json_object_set_new(range, "first", json_of_integer(made->first + 1));
}

static void wrong_root(struct made *made, struct checkpoint *checkpoint)
{
    (void)made;
    checkpoint->root[0] ^= 1;
}

static void wrong_size(struct made *made, struct checkpoint *checkpoint)
{
    (void)made;
    checkpoint->size++;
}

static void other_log_key(struct made *made, struct definition *definition)
{
    uint8_t seed[32] = {1};
    assert_true(note_signer_init(&made->log, definition->origin, NOTE_ED25519, seed, NULL));
}

static void flip_record(struct made *made, struct made_file *file)
{
    (void)made;
    if (is_named(file, "record/entries"))
        replace(&file->content, "\"role\":\"clerk\"", "\"role\":\"clark\"");
}

static void other_bundled_key(struct made *made, struct made_file *file)
{
    struct note_signer other;
    uint8_t seed[32] = {3};
    (void)made;
    if (!is_named(file, "keys/log"))
        return;
    assert_true(note_signer_init(&other, made->definition.origin, NOTE_ED25519, seed, NULL));
    file->content.len = 0;
    note_key_append(&other.key, &file->content);
}

static void no_key_at_all(struct made *made, struct made_file *file)
{
    (void)made;
    if (is_named(file, "keys/log"))
        file->content.len -= 5;
}

static void odd_checkpoint(struct made *made, struct made_file *file)
{
    if (is_named(file, "keys/log"))
        made_file_add(made, "record/checkpoints/latest", bytes_of_string("no note"));
}

/* The log has signed more than the bundle shows. */
static void further_checkpoint(struct made *made, struct made_file *file)
{
    struct checkpoint checkpoint = {.size = made->tree.size + 1};
    struct buffer note = {0};
    char name[64];
    if (!is_named(file, "keys/log"))
        return;
    snprintf(checkpoint.origin, sizeof checkpoint.origin, "%s", made->definition.origin);
    snprintf(name, sizeof name, "record/checkpoints/%llu", (unsigned long long)checkpoint.size);
    assert_true(checkpoint_sign(&checkpoint, &made->log, &note, NULL));
    made_file_add(made, name, buffer_bytes(&note));
    buffer_clear(&note);
}

/* ---- 8 ---- */

static bool no_draw_source(struct made *made, uint64_t index, struct buffer *bytes)
{
    (void)made;
    (void)index;
    return !holds(bytes, "\"type\":\"draw-source\"");
}

static bool early_minute(struct made *made, uint64_t index, struct buffer *bytes)
{
    (void)made;
    if (index == 6)
        replace(bytes, "\"minute\":1000", "\"minute\":999");
    return true;
}

static bool second_opening(struct made *made, uint64_t index, struct buffer *bytes)
{
    (void)index;
    if (holds(bytes, "\"type\":\"opening\""))
        made_append(made, buffer_bytes(bytes));
    return true;
}

static bool no_sealing(struct made *made, uint64_t index, struct buffer *bytes)
{
    (void)made;
    (void)index;
    return !holds(bytes, "\"type\":\"sealing\"");
}

static void long_objection(struct made *made, struct definition *definition)
{
    (void)made;
    definition->schedule.objection = 1000;
}

static void wrong_done(struct made *made, struct entry *entry)
{
    (void)made;
    if (entry->type == ENTRY_SHARE && strcmp(entry->contest, "east") == 0)
        entry->done--;
}

static void unknown_batch(struct made *made, struct entry *entry)
{
    (void)made;
    if (entry->type == ENTRY_ISSUE)
        entry->batch = "walk-on";
}

static void issue_for(struct entry *entry, const struct point *key)
{
    static char text[SERIAL_TEXT_BYTES + 1];
    if (entry->type == ENTRY_ISSUE) {
        serial_text(serial_of(key), text);
        entry->has_voided = true;
        entry->voided = text;
    }
}

static void known_serial(struct made *made, struct entry *entry)
{
    issue_for(entry, &made->voters[3].key);
}

static void unknown_serial(struct made *made, struct entry *entry)
{
    issue_for(entry, &made->y);
}

/* ---- 9 ---- */

static bool is_ballot(const struct made *made, const struct buffer *bytes, unsigned number)
{
    return made->ballot_number == number + 1 &&
           bytes_equal(buffer_bytes(bytes), buffer_bytes(&made->ballot_bytes[number]));
}

static bool bad_z0(struct made *made, uint64_t index, struct buffer *bytes)
{
    (void)index;
    if (is_ballot(made, bytes, 3))
        change_ballot(bytes, "\"z\":[\"", flip_bit);
    return true;
}

static bool bad_prev(struct made *made, uint64_t index, struct buffer *bytes)
{
    (void)index;
    if (is_ballot(made, bytes, 9))
        change_ballot(bytes, "\"prev\":\"", flip_bit);
    return true;
}

static bool high_point(struct made *made, uint64_t index, struct buffer *bytes)
{
    (void)index;
    if (is_ballot(made, bytes, 0))
        change_ballot(bytes, "\"a\":[\"", set_top_bit);
    return true;
}

static bool zero_point(struct made *made, uint64_t index, struct buffer *bytes)
{
    (void)index;
    if (is_ballot(made, bytes, 0))
        change_ballot(bytes, "\"c\":[\"", set_zero);
    return true;
}

static bool high_scalar(struct made *made, uint64_t index, struct buffer *bytes)
{
    (void)index;
    if (is_ballot(made, bytes, 0))
        change_ballot(bytes, "\"z\":[\"", add_order);
    return true;
}

static bool swapped_points(struct made *made, uint64_t index, struct buffer *bytes)
{
    uint8_t *a;
    char one[43];
    (void)index;
    if (!is_ballot(made, bytes, 0))
        return true;
    a = memmem(bytes->data, bytes->len, "\"a\":[\"", 6);
    memcpy(one, a + 6, sizeof one);
    memcpy(a + 6, a + 6 + 46, sizeof one);
    memcpy(a + 6 + 46, one, sizeof one);
    return true;
}

static bool replay(struct made *made, uint64_t index, struct buffer *bytes)
{
    (void)index;
    if (is_ballot(made, bytes, 6))
        made_append(made, buffer_bytes(bytes));
    return true;
}

static bool drop_single(struct made *made, uint64_t index, struct buffer *bytes)
{
    (void)index;
    return !is_ballot(made, bytes, 0);
}

static bool drop_first_of_two(struct made *made, uint64_t index, struct buffer *bytes)
{
    (void)index;
    return !is_ballot(made, bytes, 1);
}

/* The second ballot of voter 1 stands before the first. */
static bool swap_two(struct made *made, uint64_t index, struct buffer *bytes)
{
    (void)index;
    if (is_ballot(made, bytes, 1))
        return false;
    if (is_ballot(made, bytes, 9)) {
        struct buffer first = {0};
        buffer_append_bytes(&first, buffer_bytes(&made->ballot_bytes[1]));
        replace(&first, "\"minute\":1012", "\"minute\":1020");
        made_append(made, buffer_bytes(bytes));
        made_append(made, buffer_bytes(&first));
        buffer_clear(&first);
        return false;
    }
    return true;
}

/* Ballot 0 arrives when voting has been closed. */
static bool late_ballot(struct made *made, uint64_t index, struct buffer *bytes)
{
    (void)index;
    if (is_ballot(made, bytes, 0))
        return false;
    if (holds(bytes, "\"type\":\"voting-closed\"")) {
        struct buffer late = {0};
        buffer_append_bytes(&late, buffer_bytes(&made->ballot_bytes[0]));
        replace(&late, "\"minute\":1011", "\"minute\":1115");
        made_append(made, buffer_bytes(bytes));
        made_append(made, buffer_bytes(&late));
        buffer_clear(&late);
        return false;
    }
    return true;
}

static void unlisted(struct made *made, unsigned number, struct made_ballot *ballot)
{
    (void)made;
    if (number == 3)
        ballot->secret.bytes[0] ^= 1;
}

static void void_votes(struct made *made, unsigned number, struct made_ballot *ballot)
{
    if (number == 9) {
        ballot->secret = made->voters[2].secret;
        memcpy(ballot->prev, made->ids[2], HASH_BYTES);
    }
}

static void wrong_layout(struct made *made, unsigned number, struct made_ballot *ballot)
{
    (void)made;
    if (number == 8) /* of district west */
        ballot->layout[1].contest = bytes_of_string("nobody");
}

static void one_contest_less(struct made *made, unsigned number, struct made_ballot *ballot)
{
    (void)made;
    if (number == 8) {
        ballot->contest_count--;
        ballot->count--;
    }
}

static void repeat_nonces(struct made *made, unsigned number, struct made_ballot *ballot)
{
    (void)made;
    ballot->repeat_nonces = number == 4;
}

static void skip_seq(struct made *made, unsigned number, struct made_ballot *ballot)
{
    (void)made;
    if (number == 9)
        ballot->seq = 2;
}

static void wrong_prev(struct made *made, unsigned number, struct made_ballot *ballot)
{
    (void)made;
    if (number == 9)
        ballot->prev[0] ^= 1;
}

static void revoting_off(struct made *made, struct definition *definition)
{
    (void)made;
    definition->revoting = false;
}

static void open_later(struct made *made, struct definition *definition)
{
    (void)made;
    definition->schedule.open += 2;
}

/* ---- 10 ---- */

static void forge(struct made *made, struct entry *entry, enum entry_type type)
{
    if (entry->type != type)
        return;
    struct entry_signature *list = arena_allocate(&made->arena, entry->signature_count, sizeof *list);
    memcpy(list, entry->signatures, entry->signature_count * sizeof *list);
    list[0].signature.bytes[0] ^= 1;
    entry->signatures = list;
}

static void forge_sealing(struct made *made, struct entry *entry)
{
    forge(made, entry, ENTRY_SEALING);
}

static void forge_opening(struct made *made, struct entry *entry)
{
    forge(made, entry, ENTRY_OPENING);
}

static void forge_share(struct made *made, struct entry *entry)
{
    forge(made, entry, ENTRY_SHARE);
}

static void unsigned_certificate(struct made *made, struct entry *entry)
{
    (void)made;
    if (entry->type == ENTRY_CERTIFIED)
        entry->signature_count = 1;
}

static void void_by_one(struct made *made, struct entry *entry)
{
    (void)made;
    if (entry->type == ENTRY_VOID)
        entry->signature_count = 1;
}

static void stranger_signs(struct made *made, struct entry *entry)
{
    if (entry->type == ENTRY_EXTENSION)
        made_sign(made, entry, MADE_TRUSTEE);
}

/* What was signed is not what stands there. */
static void changed_after_signing(struct made *made, struct entry *entry)
{
    (void)made;
    if (entry->type == ENTRY_EXTENSION)
        entry->close += 60;
}

static void signed_definition(struct made *made, struct entry *entry)
{
    if (entry->type == ENTRY_DEFINITION)
        made_sign(made, entry, MADE_CLERK_1);
}

/* ---- 11 ---- */

static void fewer_counted(struct made *made, struct entry *entry)
{
    if (entry->type != ENTRY_SEALING)
        return;
    struct contest_totals *totals = arena_allocate(&made->arena, MADE_CONTESTS, sizeof *totals);
    memcpy(totals, entry->contests, MADE_CONTESTS * sizeof *totals);
    totals[0].replaced++;
    totals[0].input--;
    entry->contests = totals;
}

static bool no_void(struct made *made, uint64_t index, struct buffer *bytes)
{
    (void)made;
    (void)index;
    return !holds(bytes, "\"type\":\"void\"");
}

/* ---- 12 ---- */

/* Somebody's ballot twice instead of somebody else's. */
static void vote_twice(struct made *made, size_t contest, struct ciphertext *input, size_t count)
{
    (void)made;
    (void)count;
    if (contest == 0)
        input[1] = input[0];
}

static void swap_blocks(struct made *made, size_t contest, struct ciphertext *input, size_t count)
{
    (void)made;
    (void)count;
    if (contest == 1) {
        struct ciphertext first = input[0];
        input[0] = input[1];
        input[1] = first;
    }
}

static void flip_output(struct made *made, enum made_blob kind, struct buffer *blob)
{
    (void)made;
    if (kind == MADE_MIX) /* two points of the outputs change places */
        for (size_t i = 0; i < POINT_BYTES; i++) {
            uint8_t *a = blob->data + 23 + i, *b = a + 2 * POINT_BYTES, one = *a;
            *a = *b;
            *b = one;
        }
}

static void flip_mix_scalar(struct made *made, enum made_blob kind, struct buffer *blob)
{
    (void)made;
    if (kind == MADE_MIX)
        blob->data[blob->len - 32] ^= 1;
}

static void high_mix_scalar(struct made *made, enum made_blob kind, struct buffer *blob)
{
    (void)made;
    if (kind == MADE_MIX)
        add_order(blob->data + blob->len - 32);
}

static void high_mix_point(struct made *made, enum made_blob kind, struct buffer *blob)
{
    (void)made;
    if (kind == MADE_MIX)
        set_top_bit(blob->data + 23);
}

static void trailing_mix(struct made *made, enum made_blob kind, struct buffer *blob)
{
    (void)made;
    if (kind == MADE_MIX)
        buffer_append_u8(blob, 0);
}

/* ---- a second mix of the same input, before the one that counts ---- */

static struct ciphertext kept_input[64];
static size_t kept_count;

static void keep_input(struct made *made, size_t contest, struct ciphertext *input, size_t count)
{
    (void)made;
    if (contest == 0) {
        memcpy(kept_input, input, count * sizeof *input);
        kept_count = count;
    }
}

static void pass_over(struct made *made, struct entry *entry)
{
    if (entry->type != ENTRY_MIX || strcmp(entry->contest, "city") != 0)
        return;
    struct shuffle_statement statement = {.contest = bytes_of_string("city"),
                                          .position = 1,
                                          .trustee = 1,
                                          .key = made->y,
                                          .n = (uint32_t)kept_count,
                                          .w = 1,
                                          .inputs = kept_input};
    struct entry first = *entry;
    first.signature_count = 0;
    struct buffer blob = {0}, bytes = {0}, name = {0};
    memcpy(statement.eid, made->eid, HASH_BYTES);
    assert_true(shuffle_prove(&statement, NULL, &blob, NULL));
    blob_ref_of(buffer_bytes(&blob), &first.mix);
    buffer_append_string(&name, "blobs/");
    hex_append(&name, bytes_of(first.mix.hash, HASH_BYTES));
    made_file_add(made, buffer_string(&name), buffer_bytes(&blob));
    made_sign(made, &first, MADE_TRUSTEE);
    assert_true(entry_write(&first, &bytes, NULL));
    made_append(made, buffer_bytes(&bytes));
    buffer_clear(&blob);
    buffer_clear(&bytes);
    buffer_clear(&name);
}

/* ---- 13 ---- */

static void swap_shares(struct made *made, enum made_blob kind, struct buffer *blob)
{
    (void)made;
    if (kind == MADE_SHARE) /* two D change places */
        for (size_t i = 0; i < POINT_BYTES; i++) {
            uint8_t *a = blob->data + 21 + i, *b = a + POINT_BYTES, one = *a;
            *a = *b;
            *b = one;
        }
}

static void flip_share_scalar(struct made *made, enum made_blob kind, struct buffer *blob)
{
    (void)made;
    if (kind == MADE_SHARE)
        blob->data[blob->len - 32] ^= 1;
}

static void trailing_share(struct made *made, enum made_blob kind, struct buffer *blob)
{
    (void)made;
    if (kind == MADE_SHARE)
        buffer_append_u8(blob, 0);
}

static void other_definition(struct made *made, enum made_blob kind, struct buffer *blob)
{
    (void)made;
    if (kind == MADE_DEFINITION)
        replace(blob, "\"cost\":150", "\"cost\":151");
}

/* ---- 14, 16, 17: the result ---- */

static json_t *contest_of(json_t *result, size_t contest)
{
    return json_array_get(json_object_get(result, "contests"), contest);
}

static void other_winner(struct made *made, json_t *result)
{
    json_t *selected = json_object_get(json_object_get(contest_of(result, 0), "count"), "selected");
    (void)made;
    json_array_set_new(selected, 0, json_string("p4"));
}

static void other_rule(struct made *made, json_t *result)
{
    json_t *rule = json_object_get(json_object_get(contest_of(result, 1), "count"), "rule");
    (void)made;
    json_object_set_new(rule, "on_misfit", json_string("stop"));
}

static void other_cost(struct made *made, json_t *result)
{
    (void)made;
    json_object_set_new(json_object_get(contest_of(result, 1), "count"), "total_cost", json_integer(1));
}

static void other_draw(struct made *made, json_t *result)
{
    uint8_t seed[32] = {7};
    (void)made;
    json_object_set_new(contest_of(result, 0), "draw", json_of_bytes(bytes_of(seed, sizeof seed)));
}

static void valid_for_blank(struct made *made, json_t *result)
{
    json_t *contest = contest_of(result, 0);
    (void)made;
    json_object_set_new(contest, "valid",
                        json_integer(json_integer_value(json_object_get(contest, "valid")) + 1));
    json_object_set_new(contest, "blank",
                        json_integer(json_integer_value(json_object_get(contest, "blank")) - 1));
}

static void no_invalid(struct made *made, json_t *result)
{
    (void)made;
    json_array_clear(json_object_get(contest_of(result, 0), "invalid"));
}

static void other_reason(struct made *made, json_t *result)
{
    json_t *invalid = json_array_get(json_object_get(contest_of(result, 0), "invalid"), 0);
    (void)made;
    json_object_set_new(invalid, "reason", json_string("padding"));
}

static void other_status(struct made *made, json_t *result)
{
    (void)made;
    json_object_set_new(contest_of(result, 2), "status", json_string("counted"));
}

static void extra_member(struct made *made, json_t *result)
{
    (void)made;
    json_object_set_new(contest_of(result, 1), "remark", json_string("fine"));
}

static void other_eid(struct made *made, json_t *result)
{
    uint8_t eid[32] = {7};
    (void)made;
    json_object_set_new(result, "eid", json_of_bytes(bytes_of(eid, sizeof eid)));
}

static void swap_contests(struct made *made, json_t *result)
{
    json_t *contests = json_object_get(result, "contests"), *first = json_incref(json_array_get(contests, 2));
    (void)made;
    json_array_remove(contests, 2);
    json_array_append_new(contests, first);
}

static void other_result_file(struct made *made, struct made_file *file)
{
    (void)made;
    if (is_named(file, "result.json"))
        replace(&file->content, "make_bundle", "make_bungle");
}

static void other_dice(struct made *made, struct entry *entry)
{
    (void)made;
    if (entry->type == ENTRY_DRAW_SOURCE)
        entry->value = "1 1 1 1";
}

/* ---- 15 ---- */

static void change_vote(struct made *made, struct made_file *file)
{
    (void)made;
    if (is_named(file, "city.pb"))
        replace(&file->content, ";p0,p2\n", ";p0,p1\n");
}

/* A project named twice is no other vote, but another file. */
static void repeat_in_vote(struct made *made, struct made_file *file)
{
    (void)made;
    if (is_named(file, "city.pb"))
        replace(&file->content, ";p0,p2\n", ";p0,p0,p2\n");
}

/* Who reads the file may believe another rule. */
static void other_meta(struct made *made, struct made_file *file)
{
    (void)made;
    if (is_named(file, "east.pb"))
        replace(&file->content, "rule;greedy\n", "rule;greedy-no-skip\n");
}

static void change_selected(struct made *made, struct made_file *file)
{
    (void)made;
    if (is_named(file, "east.pb")) {
        char *row = strstr(buffer_string(&file->content), "\np0;");
        assert_non_null(row);
        char *end = strchr(row + 1, '\n');
        end[-1] = end[-1] == '0' ? '1' : '0';
    }
}

static void drop_pb(struct made *made, struct made_file *file)
{
    (void)made;
    if (is_named(file, "east.pb"))
        file->name[0] = 0;
}

/* ---- a round that is not over: what a mirror has after the sealing ---- */

static bool until_sealing(struct made *made, uint64_t index, struct buffer *bytes)
{
    (void)index;
    return made->minute < 1117 && !holds(bytes, "\"type\":\"draw-source\"");
}

static bool is_of_later(const struct made_file *file)
{
    static const char *const names[] = {"SHA256SUMS", "certificate.html", "VERIFY.txt", "result.json",
                                        "keys/ana-",  "keys/bo-",         "city.pb",    "east.pb"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strncmp(file->name, names[i], strlen(names[i])) == 0)
            return true;
    return strncmp(file->name, "blobs/", 6) == 0 &&
           (holds(&file->content, "folkmoot-mix/1\n") || holds(&file->content, "folkmoot-share/1\n") ||
            holds(&file->content, "\"software\":\"make_bundle\",\"version\""));
}

static void drop_later(struct made *made, struct made_file *file)
{
    (void)made;
    if (is_of_later(file) && !holds(&file->content, "\"witness_policy\""))
        file->name[0] = 0;
}

/* ---- witnesses ---- */

static void ask_witness(struct made *made, struct definition *definition)
{
    made_ask_witness(made, definition);
}

static void cosign(struct made *made, struct made_file *file)
{
    (void)made;
    made_cosign(file, 1700000000);
}

static void forge_cosignature(struct made *made, struct made_file *file)
{
    if (strncmp(file->name, "record/checkpoints/", 19) != 0)
        return;
    size_t len = file->content.len;
    cosign(made, file);
    /* the last line, changed in the middle of its signature */
    uint8_t *in = &file->content.data[file->content.len - 20];
    assert_true(file->content.len > len + 40);
    *in = *in == 'A' ? 'B' : 'A';
}

/* ---- 4: the key of three trustees ---- */

/* Counts the calls with this kind of blob; true for number `wanted`. */
static bool is_number(enum made_blob kind, enum made_blob wanted_kind, unsigned *count, unsigned wanted)
{
    return kind == wanted_kind && (*count)++ == wanted;
}

/* The first messages of the second attempt are numbers 3 to 5. */
static void bad_dkg_proof(struct made *made, enum made_blob kind, struct buffer *blob)
{
    static unsigned count;
    (void)made;
    if (is_number(kind, MADE_DKG_FIRST, &count, 4))
        blob->data[3 * POINT_BYTES] ^= 1; /* z of the proof, behind two commitments and R */
}

static void other_commitment(struct made *made, enum made_blob kind, struct buffer *blob)
{
    static unsigned count;
    if (is_number(kind, MADE_DKG_FIRST, &count, 4))
        memcpy(blob->data + POINT_BYTES, made->voters[0].key.bytes, POINT_BYTES);
}

static void bad_dkg_signature(struct made *made, enum made_blob kind, struct buffer *blob)
{
    static unsigned count;
    (void)made;
    if (is_number(kind, MADE_DKG_SECOND, &count, 2))
        blob->data[POINT_BYTES] ^= 1;
}

static void other_certificate(struct made *made, enum made_blob kind, struct buffer *blob)
{
    (void)made;
    if (kind == MADE_CERTIFICATE)
        blob->data[blob->len - 1] ^= 1;
}

/* All trustees together with the city, after the fact: another key, of which everything later is right. */
static void other_trustee_key(struct made *made, enum made_blob kind, struct buffer *blob)
{
    struct scalar slope, i;
    (void)blob;
    if (kind != MADE_CERTIFICATE)
        return;
    scalar_random(&made->x[0]);
    scalar_random(&slope);
    point_multiply_base(&made->y, &made->x[0]);
    for (size_t n = MADE_TRUSTEES_MAX; n-- > 0;) {
        scalar_from_u64(&i, n + 1);
        scalar_multiply_add(&made->x[n], &made->x[0], &slope, &i);
        point_multiply_base(&made->shares[n], &made->x[n]);
    }
}

static void bad_evidence(struct made *made, enum made_blob kind, struct buffer *blob)
{
    (void)made;
    if (kind == MADE_EVIDENCE)
        blob->data[blob->len - 1] ^= 1;
}

static void blame_another(struct made *made, struct entry *entry)
{
    (void)made;
    if (entry->type == ENTRY_DKG_RESTART)
        entry->blamed = 1;
}

static void no_evidence(struct made *made, struct entry *entry)
{
    (void)made;
    if (entry->type == ENTRY_DKG_RESTART)
        entry->has_evidence = false;
}

static void other_salt(struct made *made, struct entry *entry)
{
    (void)made;
    if (entry->type == ENTRY_TRUSTEE_JOIN && entry->attempt == 2 && entry->trustee == 3)
        entry->salt[0] ^= 1;
}

static void forge_dkg_message(struct made *made, struct entry *entry)
{
    if (entry->type == ENTRY_DKG_MESSAGE && entry->trustee == 2)
        forge(made, entry, ENTRY_DKG_MESSAGE);
}

static void forge_commit(struct made *made, struct entry *entry)
{
    forge(made, entry, ENTRY_TRUSTEE_COMMIT);
}

static void bad_second_possession(struct made *made, struct entry *entry)
{
    (void)made;
    if (entry->type == ENTRY_ACKNOWLEDGEMENT && entry->trustee == 2)
        entry->possession.z.bytes[0] ^= 1;
}

/* The third acknowledgement says that it is of the second trustee. */
static void acknowledge_twice(struct made *made, struct entry *entry)
{
    (void)made;
    if (entry->type == ENTRY_ACKNOWLEDGEMENT && entry->trustee == 3)
        entry->trustee = 2;
}

static void one_mix_only(struct made *made, struct entry *entry)
{
    (void)made;
    if (entry->type == ENTRY_MIXING_DONE && entry->mix_count)
        entry->mix_count = 1;
}

static void drop_dkg_message(struct made *made, struct made_file *file)
{
    (void)made;
    if (strncmp(file->name, "blobs/", 6) == 0 && file->content.len == dkg_message_size(3, 2))
        file->name[0] = 0;
}

/* ---- the table ---- */

static const struct attack attacks[] = {
    {"nothing is changed", {0}, 0, 0, false},
    {"nothing is changed, the key of the log is given", {0}, 0, 0, true},
    /* files */
    {"a byte of the certificate", {.finished = flip_certificate}, C1, 0, false},
    {"a byte of SHA256SUMS", {.finished = flip_sums}, C1, 0, false},
    {"a byte of a clerk's signature over it", {.finished = flip_minisig}, C1, 0, false},
    {"a clerk's signature is missing", {.finished = drop_minisig}, 0, C1 | C2, false},
    {"the certificate is missing", {.finished = drop_certificate}, 0, C1 | C2, false},
    {"another key for a clerk's signature", {.definition = other_minisign}, C1, 0, false},
    {"one more file", {.file = add_file}, C2, 0, false},
    {"one more blob", {.file = add_blob}, C2, 0, false},
    {"the mixes are withheld", {.finished = drop_mix}, 0, C1 | C2 | C12 | C13 | C14 | C15 | C16 | C17, false},
    {"result.json is withheld", {.finished = drop_result}, 0, C1 | C2 | C14 | C15 | C16 | C17, false},
    {"a file of ballots is withheld", {.finished = drop_pb}, 0, C1 | C2 | C15, false},
    /* the bytes of the record */
    {"a byte behind the last entry", {.file = trailing_record}, C2, 0, false},
    {"an entry behind the last", {.file = one_more_entry}, C2, 0, false},
    {"the record is cut", {.file = cut_record}, C2, 0, false},
    {"white space in an entry", {.bytes = white_space}, C2, 0, false},
    {"a member twice in an entry of the city", {.bytes = doubled_member}, C2, 0, false},
    {"an entry of a type that there is not", {.bytes = unknown_type}, C2, 0, false},
    {"a member that does not belong there", {.bytes = unknown_member}, C2 | C8, 0, false},
    {"an empty list of signatures", {.bytes = doubled_signature}, C2 | C8, 0, false},
    /* definition */
    {"a cost in definition.json", {.file = change_cost}, C3 | C15 | C16, 0, false},
    {"a cost in the blob of the definition", {.blob = other_definition}, C3, 0, false},
    {"the definition of another log", {.definition = other_origin}, C2 | C3 | C10, 0, false},
    {"a rehearsal is certified", {.definition = rehearsal}, C2 | C3 | C8, 0, false},
    {"another nonce than that of the draft", {.entry = other_nonce}, C2 | C3, 0, false},
    {"the draft of another round", {.entry = other_round}, C2 | C3 | C8, 0, false},
    /* trustee */
    {"acknowledged over another tree", {.entry = other_root}, C4, 0, false},
    {"the key is not shown to be held", {.entry = bad_possession}, C2 | C4 | C8 | C9, 0, false},
    {"another key than the trustee's", {.entry = other_key}, C2 | C8, 0, false},
    /* credentials */
    {"keys in two batches", {.blob = repeat_keys}, C5 | C9 | C11 | C12 | C16 | C17, 0, false},
    {"keys out of order", {.blob = unsorted_keys}, C5 | C9 | C11 | C12 | C16 | C17, 0, false},
    {"a key with bit 255", {.blob = high_key}, C5 | C9 | C11 | C12 | C16 | C17, 0, false},
    {"a batch of no district", {.blob = unknown_district}, C5 | C8 | C9 | C11 | C12 | C16 | C17, 0, false},
    {"a batch with the id of another", {.blob = repeat_batch}, C5 | C8 | C9 | C11 | C12, 0, false},
    {"a total that is not that of the list",
     {.entry = wrong_total},
     C5 | C8 | C9 | C11 | C12 | C16 | C17,
     0,
     false},
    {"more credentials than the cap", {.definition = low_cap}, C8 | C9 | C11 | C12, 0, false},
    /* log */
    {"another edge", {.range = wrong_edge}, C4 | C6, 0, false},
    {"another first entry", {.range = shifted_range}, C2, 0, false},
    {"another root", {.checkpoint = wrong_root}, C6, 0, false},
    {"a checkpoint of another size", {.checkpoint = wrong_size}, C6, 0, false},
    {"signed with another key of the log", {.definition = other_log_key}, C6, 0, true},
    {"another key of the log in the bundle", {.file = other_bundled_key}, C6, 0, true},
    {"a key of the log that is none", {.file = no_key_at_all}, C6, 0, false},
    {"a checkpoint with another name", {.file = odd_checkpoint}, C6, 0, false},
    {"a checkpoint behind the record", {.file = further_checkpoint}, C6, 0, false},
    {"an entry after the checkpoint was signed", {.file = flip_record}, C4 | C6, 0, false},
    {"no cosignature where one is asked for", {.definition = ask_witness}, C6, 0, false},
    {"cosigned as asked for", {.definition = ask_witness, .file = cosign}, 0, 0, false},
    {"a cosignature forged", {.definition = ask_witness, .file = forge_cosignature}, C6, 0, false},
    /* order */
    {"a minute that falls", {.bytes = early_minute}, C8, 0, false},
    {"a second opening", {.bytes = second_opening}, C8, 0, false},
    {"no sealing", {.bytes = no_sealing}, C2 | C8, 0, false},
    {"the value of the draw left out", {.bytes = no_draw_source}, C2 | C8 | C16, 0, false},
    {"mixed before the time for objections is over", {.definition = long_objection}, C2 | C8, 0, false},
    {"a share of another mixing", {.entry = wrong_done}, C2 | C8, 0, false},
    {"an issue from a batch that there is not", {.entry = unknown_batch}, C8, 0, false},
    {"an issue for a serial", {.entry = known_serial}, 0, 0, false},
    {"an issue for a serial that there is not", {.entry = unknown_serial}, C8, 0, false},
    /* ballots */
    {"a bit in a ballot's z", {.bytes = bad_z0}, C9 | C11 | C12, 0, false},
    {"a bit in a ballot's prev", {.bytes = bad_prev}, C9 | C11 | C12, 0, false},
    {"a point with bit 255", {.bytes = high_point}, C9 | C11 | C12, 0, false},
    {"the identity for a point", {.bytes = zero_point}, C9 | C11 | C12, 0, false},
    {"a scalar plus L", {.bytes = high_scalar}, C9 | C11 | C12, 0, false},
    {"two points of a ballot change places", {.bytes = swapped_points}, C9 | C11 | C12, 0, false},
    {"a ballot replayed", {.bytes = replay}, C9, 0, false},
    {"a ballot dropped", {.bytes = drop_single}, C11 | C12, 0, false},
    {"the first of two ballots dropped", {.bytes = drop_first_of_two}, C9 | C11 | C12, 0, false},
    {"two ballots of a credential swapped", {.bytes = swap_two}, C9 | C11 | C12, 0, false},
    {"a ballot after the close", {.bytes = late_ballot}, C9 | C11 | C12, 0, false},
    {"a ballot before the opening time", {.definition = open_later}, C9 | C11 | C12, 0, false},
    {"a ballot by nobody on the list", {.ballot = unlisted}, C9 | C11 | C12, 0, false},
    {"a ballot by a void credential", {.ballot = void_votes}, C9 | C11 | C12, 0, false},
    {"a ballot for a contest of others", {.ballot = wrong_layout}, C9 | C11 | C12 | C17, 0, false},
    {"a ballot with a contest less", {.ballot = one_contest_less}, C9 | C11 | C12 | C17, 0, false},
    {"points of another ballot", {.ballot = repeat_nonces}, C9 | C11 | C12, 0, false},
    {"a number left out", {.ballot = skip_seq}, C9 | C11 | C12, 0, false},
    {"another ballot before it", {.ballot = wrong_prev}, C9 | C11 | C12, 0, false},
    {"a second ballot where revoting is off", {.definition = revoting_off}, C9 | C11 | C12, 0, false},
    /* acts */
    {"a signature forged", {.signed_entry = forge_sealing}, C10, 0, false},
    {"a signature under the opening forged", {.signed_entry = forge_opening}, C10, 0, false},
    {"a trustee's signature forged", {.signed_entry = forge_share}, C10, 0, false},
    {"a signature missing under the certificate", {.signed_entry = unsigned_certificate}, C2 | C10, 0, false},
    {"a ballot withdrawn by one clerk", {.signed_entry = void_by_one}, C10, 0, false},
    {"signed by somebody who is not asked", {.signed_entry = stranger_signs}, C10, 0, false},
    {"changed after it was signed", {.signed_entry = changed_after_signing}, C2 | C8 | C10, 0, false},
    {"a signature where nobody signs", {.signed_entry = signed_definition}, C10, 0, false},
    /* inputs, mixes, shares */
    {"fewer ballots in the sealing", {.entry = fewer_counted}, C11, 0, false},
    {"a void left out of the record", {.bytes = no_void}, C11 | C12, 0, false},
    {"one ballot mixed twice", {.input = vote_twice}, C12, 0, false},
    {"blocks of a ballot swapped", {.input = swap_blocks}, C12, 0, false},
    {"outputs of a mix swapped", {.blob = flip_output}, C12, 0, false},
    {"a scalar of a mix", {.blob = flip_mix_scalar}, C12, 0, false},
    {"a scalar of a mix plus L", {.blob = high_mix_scalar}, C12, 0, false},
    {"a point of a mix with bit 255", {.blob = high_mix_point}, C12, 0, false},
    {"a byte behind a mix", {.blob = trailing_mix}, C12, 0, false},
    {"a valid mix passed over", {.input = keep_input, .signed_entry = pass_over}, C12, 0, false},
    {"values of a share swapped", {.blob = swap_shares}, C13, 0, false},
    {"the scalar of a share", {.blob = flip_share_scalar}, C13, 0, false},
    {"a byte behind a share", {.blob = trailing_share}, C13, 0, false},
    /* result */
    {"another winner", {.result = other_winner}, C16, 0, false},
    {"another rule", {.result = other_rule}, C16, 0, false},
    {"another cost", {.result = other_cost}, C16, 0, false},
    {"another seed of the draw", {.result = other_draw}, C16, 0, false},
    {"another throw of the dice", {.entry = other_dice}, C16, 0, false},
    {"a withheld contest called counted", {.result = other_status}, C16, 0, false},
    {"a member of the result that does not belong there", {.result = extra_member}, C16, 0, false},
    {"the result of another election", {.result = other_eid}, C16, 0, false},
    {"contests in another order", {.result = swap_contests}, C16 | C17, 0, false},
    {"result.json is not the result in the record", {.file = other_result_file}, C16, 0, false},
    {"a blank ballot called valid", {.result = valid_for_blank}, C17, 0, false},
    {"an invalid ballot not named", {.result = no_invalid}, C14, 0, false},
    {"another reason for an invalid ballot", {.result = other_reason}, C14, 0, false},
    {"a vote in the file of ballots", {.file = change_vote}, C15, 0, false},
    {"a project twice in a vote of the file", {.file = repeat_in_vote}, C15, 0, false},
    {"another rule in the file of ballots", {.file = other_meta}, C15, 0, false},
    {"a winner in the file of ballots", {.file = change_selected}, C15, 0, false},
    /* three trustees, two of whom mix and decrypt */
    {"nothing is changed, three trustees", {0}, 0, 0, false, 3},
    {"a proof in a message of the key generation", {.blob = bad_dkg_proof}, C4, 0, false, 3},
    {"another commitment in such a message", {.blob = other_commitment}, C4, 0, false, 3},
    {"a second message that signs something else", {.blob = bad_dkg_signature}, C4, 0, false, 3},
    {"another certificate of the key", {.blob = other_certificate}, C4, 0, false, 3},
    {"a key that the trustees did not make", {.blob = other_trustee_key}, C4, 0, false, 3},
    {"evidence that proves nothing", {.blob = bad_evidence}, C4, 0, false, 3},
    {"evidence against somebody else", {.entry = blame_another}, C4, 0, false, 3},
    {"blame without evidence", {.entry = no_evidence}, C2 | C8 | C9, 0, false, 3},
    {"a static key that was not committed to", {.entry = other_salt}, C2 | C8 | C9, 0, false, 3},
    {"a message of the key generation that a trustee did not sign",
     {.signed_entry = forge_dkg_message},
     C10,
     0,
     false,
     3},
    {"a commitment that a trustee did not sign", {.signed_entry = forge_commit}, C10, 0, false, 3},
    {"a trustee does not hold its share", {.entry = bad_second_possession}, C2 | C4 | C8 | C9, 0, false, 3},
    {"two acknowledgements of one trustee", {.entry = acknowledge_twice}, C2 | C8 | C9 | C10, 0, false, 3},
    {"fewer mixes than the threshold", {.entry = one_mix_only}, C2 | C8, 0, false, 3},
    {"messages of the key generation are withheld",
     {.finished = drop_dkg_message},
     0,
     C1 | C2 | C4,
     false,
     3},
    {"outputs of a mix swapped, three trustees", {.blob = flip_output}, C12, 0, false, 3},
    {"the scalar of a share, three trustees", {.blob = flip_share_scalar}, C13, 0, false, 3},
    {"a trustee's signature forged, three trustees", {.signed_entry = forge_share}, C10, 0, false, 3},
    /* not over */
    {"a round that is not over",
     {.bytes = until_sealing, .finished = drop_later},
     0,
     C1 | C8 | C12 | C13 | C14 | C15 | C16 | C17,
     false},
};
enum { ATTACKS = sizeof attacks / sizeof *attacks };

static char folder[] = "/tmp/test-verify-XXXXXX";
static char path[64];

static void check(const char *name, const struct report *report, const struct attack *attack)
{
    unsigned fails = 0, incomplete = 0;
    struct buffer text = {0};
    for (int c = CHECK_FILES; c < CHECK_END; c++) {
        fails |= (report->checks[c].status == CHECK_FAILED) << c;
        incomplete |= (report->checks[c].status == CHECK_INCOMPLETE) << c;
    }
    report_write_text(report, &text);
    if (fails != attack->fails || (!fails && incomplete != attack->incomplete))
        fail_msg("%s:\n%s", name, buffer_string(&text));
    assert_int_equal(report_exit_status(report), fails ? 1 : incomplete ? 2 : 0);
    buffer_clear(&text);
}

static void attack_is_seen(void **state)
{
    const struct attack *attack = *state;
    struct made *made = allocate(1, sizeof *made);
    struct verify_options options = {.threads = 1};
    struct report report = {0}, other = {0};
    struct error err;
    struct buffer key = {0};
    made->hooks = attack->hooks;
    made->trustees = attack->trustees;
    made_run(made);
    made_write_zip(made, path);
    if (attack->given_key) {
        struct made *true_made = allocate(1, sizeof *true_made);
        made_run(true_made);
        note_key_append(&true_made->log.key, &key);
        options.log_key = buffer_string(&key);
        made_clear(true_made);
        free(true_made);
    }
    assert_true(verify_bundle(path, &options, &report, &err));
    check(attack->name, &report, attack);
    options.engine = ENGINE_SODIUM;
    assert_true(verify_bundle(path, &options, &other, &err));
    assert_memory_equal(&other.checks, &report.checks, sizeof report.checks);
    made_clear(made);
    free(made);
    buffer_clear(&key);
}

/* ---- trustees known from elsewhere ---- */

/* Check 4 when --trustees names a file with these people's keys, one behind the other. */
static enum check_status check_against(const enum made_person *people, const char *behind)
{
    char keys[80];
    struct made *made = allocate(1, sizeof *made);
    struct verify_options options = {.trustees = keys};
    struct report report = {0};
    struct buffer text = {0};
    struct error err;
    made->trustees = 3;
    made_run(made);
    made_write_zip(made, path);
    snprintf(keys, sizeof keys, "%s/trustees.pub", folder);
    for (; *people != MADE_PEOPLE; people++) {
        struct minisign_public key = {.id = {(uint8_t)*people}};
        memcpy(key.key, made->public[*people].bytes, sizeof key.key);
        minisign_public_append(&key, &text);
    }
    buffer_append_string(&text, behind);
    assert_true(file_write(keys, buffer_bytes(&text), 0600, &err));
    assert_true(verify_bundle(path, &options, &report, &err));
    unlink(keys);
    buffer_clear(&text);
    made_clear(made);
    free(made);
    return report.checks[CHECK_TRUSTEES].status;
}

static void trustees_are_those_of_the_file(void **state)
{
    (void)state;
    static const enum made_person all[] = {MADE_TRUSTEE, MADE_TRUSTEE_2, MADE_TRUSTEE_3, MADE_PEOPLE},
                                  other_order[] = {MADE_TRUSTEE_3, MADE_TRUSTEE, MADE_TRUSTEE_2, MADE_PEOPLE},
                                  two[] = {MADE_TRUSTEE, MADE_TRUSTEE_2, MADE_PEOPLE},
                                  twice[] = {MADE_TRUSTEE, MADE_TRUSTEE_2, MADE_TRUSTEE_2, MADE_PEOPLE},
                                  last_twice[] = {MADE_TRUSTEE, MADE_TRUSTEE_2, MADE_TRUSTEE_3,
                                                  MADE_TRUSTEE_3, MADE_PEOPLE},
                                  stranger[] = {MADE_TRUSTEE, MADE_TRUSTEE_2, MADE_CLERK_1, MADE_PEOPLE},
                                  more[] = {MADE_TRUSTEE, MADE_TRUSTEE_2, MADE_TRUSTEE_3, MADE_CLERK_1,
                                            MADE_PEOPLE};
    assert_int_equal(check_against(all, ""), CHECK_PASSED);
    assert_int_equal(check_against(other_order, ""), CHECK_PASSED);
    assert_int_equal(check_against(two, ""), CHECK_FAILED);
    assert_int_equal(check_against(twice, ""), CHECK_FAILED);
    assert_int_equal(check_against(stranger, ""), CHECK_FAILED);
    assert_int_equal(check_against(more, ""), CHECK_FAILED);
    assert_int_equal(check_against(last_twice, ""), CHECK_FAILED);
    assert_int_equal(check_against(all, "untrusted comment: no key\n"), CHECK_FAILED);
    assert_int_equal(check_against(all, "\n"), CHECK_FAILED);
}

/* ---- receipts and checkpoints that people kept ---- */

struct kept {
    struct made *made;
    char receipts[4][64];
    const char *paths[4];
    struct report report;
};

static void write_kept(struct kept *kept, size_t i, struct bytes content)
{
    snprintf(kept->receipts[i], sizeof kept->receipts[i], "%s/kept-%zu", folder, i);
    kept->paths[i] = kept->receipts[i];
    assert_true(file_write(kept->receipts[i], content, 0600, NULL));
}

static void write_receipt(struct kept *kept, size_t i, struct made *made, unsigned cast)
{
    struct buffer receipt = {0};
    made_receipt(made, made->places[cast], buffer_bytes(&made->ballot_bytes[cast]), &receipt);
    write_kept(kept, i, buffer_bytes(&receipt));
    buffer_clear(&receipt);
}

static void write_checkpoint(struct kept *kept, size_t i, struct made *made, uint64_t size)
{
    struct buffer note = {0};
    made_checkpoint(made, size, &note);
    write_kept(kept, i, buffer_bytes(&note));
    buffer_clear(&note);
}

static struct made *make(struct made_hooks hooks)
{
    struct made *made = allocate(1, sizeof *made);
    made->hooks = hooks;
    made_run(made);
    return made;
}

static void unmake(struct made *made)
{
    made_clear(made);
    free(made);
}

/* The status of check 7; every other check passes. */
static enum check_status verify_kept(struct kept *kept, size_t receipts, size_t checkpoints)
{
    struct verify_options options = {.receipts = kept->paths,
                                     .receipt_count = receipts,
                                     .checkpoints = kept->paths + receipts,
                                     .checkpoint_count = checkpoints};
    kept->report = (struct report){0};
    made_write_zip(kept->made, path);
    assert_true(verify_bundle(path, &options, &kept->report, NULL));
    for (size_t i = 0; i < receipts + checkpoints; i++)
        unlink(kept->paths[i]);
    for (int c = CHECK_FILES; c < CHECK_LIMITS; c++)
        if (c != CHECK_RECEIPTS)
            assert_int_equal(kept->report.checks[c].status, CHECK_PASSED);
    return kept->report.checks[CHECK_RECEIPTS].status;
}

static void receipts_say_what_became_of_a_ballot(void **state)
{
    (void)state;
    struct kept kept = {.made = make((struct made_hooks){0})};
    write_receipt(&kept, 0, kept.made, 0);
    write_receipt(&kept, 1, kept.made, 1);
    write_receipt(&kept, 2, kept.made, 2);
    assert_int_equal(verify_kept(&kept, 3, 0), CHECK_PASSED);
    const char *said = kept.report.checks[CHECK_RECEIPTS].detail;
    assert_non_null(strstr(said, "kept-0 COUNTS"));
    assert_non_null(strstr(said, "kept-1 REPLACED"));
    assert_non_null(strstr(said, "kept-2 WITHDRAWN"));
    unmake(kept.made);
}

static void a_receipt_of_another_history_fails(void **state)
{
    (void)state;
    struct kept kept = {.made = make((struct made_hooks){0})};
    struct made *other = make((struct made_hooks){.ballot = repeat_nonces});
    write_receipt(&kept, 0, other, 4);
    assert_int_equal(verify_kept(&kept, 1, 0), CHECK_FAILED);
    unmake(other);
    unmake(kept.made);
}

static void a_damaged_receipt_fails(void **state)
{
    (void)state;
    struct kept kept = {.made = make((struct made_hooks){0})};
    struct buffer receipt = {0};
    made_receipt(kept.made, kept.made->places[0], buffer_bytes(&kept.made->ballot_bytes[1]), &receipt);
    write_kept(&kept, 0, buffer_bytes(&receipt));
    assert_int_equal(verify_kept(&kept, 1, 0), CHECK_FAILED);
    write_kept(&kept, 0, bytes_of_string("no receipt\n"));
    assert_int_equal(verify_kept(&kept, 1, 0), CHECK_FAILED);
    buffer_clear(&receipt);
    unmake(kept.made);
}

static void older_checkpoints_are_compared(void **state)
{
    (void)state;
    struct kept kept = {.made = make((struct made_hooks){0})};
    struct made *other = make((struct made_hooks){0}); /* its proofs are others, so its log is */
    write_checkpoint(&kept, 0, kept.made, 20);
    assert_int_equal(verify_kept(&kept, 0, 1), CHECK_PASSED);
    write_checkpoint(&kept, 0, kept.made, kept.made->first);
    assert_int_equal(verify_kept(&kept, 0, 1), CHECK_PASSED);
    write_checkpoint(&kept, 0, kept.made, kept.made->first - 1);
    assert_int_equal(verify_kept(&kept, 0, 1), CHECK_INCOMPLETE);
    write_kept(&kept, 0, bytes_of_string("city.example/log\n20\n"));
    assert_int_equal(verify_kept(&kept, 0, 1), CHECK_FAILED);
    write_checkpoint(&kept, 0, other, 20);
    assert_int_equal(verify_kept(&kept, 0, 1), CHECK_FAILED);
    unmake(other);
    unmake(kept.made);
}

static void threads_change_nothing(void **state)
{
    (void)state;
    struct made *made = make((struct made_hooks){0});
    struct verify_options one = {.threads = 1}, many = {.threads = 7};
    struct report first = {0}, second = {0};
    made_write_zip(made, path);
    assert_true(verify_bundle(path, &one, &first, NULL));
    assert_true(verify_bundle(path, &many, &second, NULL));
    assert_memory_equal(first.checks, second.checks, sizeof first.checks);
    unmake(made);
}

static void what_is_no_bundle_is_said(void **state)
{
    (void)state;
    struct verify_options options = {0};
    struct report report = {0};
    struct error err;
    assert_true(file_write(path, bytes_of_string("no zip"), 0600, NULL));
    assert_false(verify_bundle(path, &options, &report, &err));
    assert_non_null(strstr(err.detail, "neither a folder nor a zip"));
    assert_false(verify_bundle(folder, &options, &report, &err)); /* it holds something else */
    assert_non_null(strstr(err.detail, "no record of a round"));
}

static int make_folder(void **state)
{
    (void)state;
    if (sodium_init() < 0 || !mkdtemp(folder))
        return -1;
    snprintf(path, sizeof path, "%s/bundle.zip", folder);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    unlink(path);
    return rmdir(folder);
}

int main(void)
{
    static const struct CMUnitTest others[] = {
        cmocka_unit_test(trustees_are_those_of_the_file),
        cmocka_unit_test(receipts_say_what_became_of_a_ballot),
        cmocka_unit_test(a_receipt_of_another_history_fails),
        cmocka_unit_test(a_damaged_receipt_fails),
        cmocka_unit_test(older_checkpoints_are_compared),
        cmocka_unit_test(threads_change_nothing),
        cmocka_unit_test(what_is_no_bundle_is_said),
    };
    enum { OTHERS = sizeof others / sizeof *others };
    static struct CMUnitTest tests[ATTACKS + OTHERS];
    for (size_t i = 0; i < ATTACKS; i++)
        tests[i] =
            (struct CMUnitTest){attacks[i].name, attack_is_seen, NULL, NULL, (void *)(uintptr_t)&attacks[i]};
    memcpy(&tests[ATTACKS], others, sizeof others);
    return cmocka_run_group_tests_name("verify", tests, make_folder, remove_folder);
}
