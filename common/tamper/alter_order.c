/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The order of the entries of a round, and their minutes, which nobody signs (check 8).
 */
#include "ballot/act.h"
#include "tamper/alteration.h"

/* ---- minutes ---- */

static bool falling_minute(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct entry entry = {.type = ENTRY_STAFF, .act = "add", .role = "clerk"};
    (void)row;
    entry.minute = forgery_minute(&f->entries[f->entry_count - 1]) - 1;
    return forgery_write_entry(f, f->entry_count, &entry, err);
}

/* Everything from the first entry of the type on happens in the minute of the entry before it. */
static bool at_once(struct forgery *f, const struct alteration *row, struct error *err)
{
    const struct forged_entry *at = forgery_find(f, row->type, 0, err);
    if (!at)
        return false;
    size_t from = forgery_position(f, at);
    uint64_t minute = forgery_minute(&f->entries[from - 1]);
    if (row->type == ENTRY_VOTING_CLOSED && !forgery_holds(&at->bytes, "\"on-time\""))
        return forgery_missing(err, "voting was ended early");
    if (forgery_minute(at) == minute)
        return forgery_missing(err, "it happens in the minute of the entry before as it is");
    for (size_t i = from; i < f->entry_count; i++)
        forgery_set_minute(&f->entries[i], minute);
    return true;
}

/* The opening has the minute of the announced close, and so has everything before that minute. */
static bool opened_late(struct forgery *f, const struct alteration *row, struct error *err)
{
    const struct forged_entry *at = forgery_find(f, ENTRY_OPENING, 0, err);
    uint64_t close = f->definition.schedule.close;
    (void)row;
    if (!at)
        return false;
    for (size_t i = forgery_position(f, at); i < f->entry_count; i++)
        if (forgery_minute(&f->entries[i]) < close)
            forgery_set_minute(&f->entries[i], close);
    return true;
}

/* A log begins a second time, behind an entry of its own. */
static bool log_starts_again(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct entry entry = {.type = ENTRY_LOG_START, .previous = bytes_of_string("no checkpoint\n")};
    (void)row;
    return forgery_write_entry(f, f->entry_count, &entry, err);
}

/* ---- entries elsewhere ---- */

/* The first entry of the type, right behind the last one of `which`, another type. */
static bool late(struct forgery *f, const struct alteration *row, struct error *err)
{
    const struct forged_entry *at = forgery_find(f, row->type, 0, err),
                              *goal = forgery_find(f, (enum entry_type)row->which, LAST, err);
    if (!at || !goal)
        return false;
    struct forged_entry moved = *at;
    size_t from = forgery_position(f, at), to = forgery_position(f, goal);
    if (from > to)
        return forgery_missing(err, "it stands there already");
    forgery_set_minute(&moved, forgery_minute(goal));
    memmove(&f->entries[from], &f->entries[from + 1], (to - from) * sizeof *f->entries);
    f->entries[to] = moved;
    return true;
}

/* ---- entries more: signed by everybody who has to ---- */

static bool add_signed(struct forgery *f, size_t position, struct entry *entry, struct error *err)
{
    const struct definition *definition = &f->definition;
    struct act_needs needs;
    memcpy(entry->round, definition->round, ROUND_ID_BYTES);
    memcpy(entry->eid, f->eid, HASH_BYTES);
    bool ok = act_needs_of(definition, entry, true, &needs, err);
    for (size_t i = 0; ok && i < needs.clerks; i++)
        ok = forgery_sign_by(f, entry, &definition->clerks.list[i].key, err);
    for (size_t i = 0; ok && i < needs.registrars; i++)
        ok = forgery_sign_by(f, entry, &definition->registrars.list[i].key, err);
    if (ok && needs.trustee)
        ok = forgery_sign_by(f, entry, &definition->trustees.list[needs.trustee - 1].key, err);
    return ok && forgery_write_entry(f, position, entry, err);
}

/* Behind the last entry of `which`, an entry type. */
static bool add_behind(struct forgery *f, const struct alteration *row, struct entry *entry,
                       struct error *err)
{
    const struct forged_entry *at = forgery_find(f, (enum entry_type)row->which, LAST, err);
    return at && add_signed(f, forgery_position(f, at) + 1, entry, err);
}

static bool merge_late(struct forgery *f, const struct alteration *row, struct error *err)
{
    const char *from[] = {"a-batch"};
    struct entry entry = {.type = ENTRY_BATCH_MERGE, .from_count = 1, .from = from, .into = "b-batch"};
    return add_behind(f, row, &entry, err);
}

static bool issue_of_unknown_batch(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct entry entry = {.type = ENTRY_ISSUE, .batch = "no-such-batch"};
    return add_behind(f, row, &entry, err);
}

static bool issue_for_unknown_serial(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct forged_entry *at = forgery_find(f, ENTRY_ISSUE, 0, err);
    struct entry entry;
    struct point stranger;
    char text[SERIAL_TEXT_BYTES + 1];
    (void)row;
    if (!at || !forgery_parse(f, at, &entry, err))
        return false;
    point_multiply_base(&stranger, &SCALAR_ONE);
    serial_text(serial_of(&stranger), text);
    entry.has_voided = true;
    entry.voided = text;
    return forgery_put(f, at, &entry, err);
}

static bool void_of(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct entry entry = {.type = ENTRY_VOID, .reason = "other"};
    point_multiply_base(&entry.credential, &SCALAR_ONE);
    return add_behind(f, row, &entry, err);
}

static bool batch_void_of(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct entry entry = {.type = ENTRY_BATCH_VOID, .batch = "no-such-batch", .reason = "other"};
    return add_behind(f, row, &entry, err);
}

static bool extend_late(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct entry entry = {.type = ENTRY_EXTENSION, .close = MINUTE_MAX, .reason = "outage"};
    return add_behind(f, row, &entry, err);
}

static bool extend_backwards(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct entry entry = {
        .type = ENTRY_EXTENSION, .close = f->definition.schedule.close - 1, .reason = "outage"};
    return add_behind(f, row, &entry, err);
}

static bool note_early(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct entry entry = {.type = ENTRY_NOTE, .incident = "outage"};
    return add_behind(f, row, &entry, err);
}

static bool close_again(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct entry entry = {.type = ENTRY_VOTING_CLOSED, .reason = "on-time"};
    return add_behind(f, row, &entry, err);
}

/* A blob for the entries that name one: the definition's will do. */
static struct blob_ref any_ref(const struct forgery *f)
{
    struct blob_ref ref;
    blob_ref_of(buffer_bytes(&f->definition_bytes), &ref);
    return ref;
}

static bool paper_late(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct entry entry = {
        .type = ENTRY_PAPER, .site = "town-hall", .box = "1", .papers = any_ref(f), .issued = 1, .valid = 1};
    return add_behind(f, row, &entry, err);
}

static bool too_many_papers(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct entry entry = {
        .type = ENTRY_PAPER, .site = "town-hall", .box = "1", .papers = any_ref(f), .issued = 1, .valid = 2};
    return add_behind(f, row, &entry, err);
}

static bool paper_totals(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct entry entry = {
        .type = ENTRY_PAPER_TOTALS, .site = "town-hall", .totals = any_ref(f), .issued = 1, .valid = 1};
    if (f->definition.totals_only_paper)
        return forgery_missing(err, "the definition allows totals without papers");
    return add_behind(f, row, &entry, err);
}

static bool restart_chain(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct forged_entry *at = forgery_find(f, ENTRY_SHARE, 0, err);
    struct entry share, entry = {.type = ENTRY_CHAIN_RESTART, .abandoned = 1, .reason = "other"};
    (void)row;
    if (!at || !forgery_parse(f, at, &share, err))
        return false;
    entry.contest = share.contest;
    return add_signed(f, forgery_position(f, at) + 1, &entry, err);
}

static bool destroy_early(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct entry entry = {.type = ENTRY_DESTRUCTION, .trustee = 1};
    return add_behind(f, row, &entry, err);
}

static bool purge_early(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct entry entry = {.type = ENTRY_PURGE, .what = "ciphertexts"};
    return add_behind(f, row, &entry, err);
}

static bool publish_early(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct entry entry = {.type = ENTRY_PUBLISHED};
    return add_behind(f, row, &entry, err);
}

static bool correct_early(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct entry entry = {.type = ENTRY_CORRECTION, .result = any_ref(f), .reason = "count-error"};
    return add_behind(f, row, &entry, err);
}

/* ---- mixing ---- */

static bool other_done(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct forged_entry *at = forgery_find(f, ENTRY_SHARE, LAST, err);
    struct entry entry;
    (void)row;
    if (!at || !forgery_parse(f, at, &entry, err))
        return false;
    entry.done--;
    return forgery_sign_again(f, &entry, err) && forgery_put(f, at, &entry, err);
}

/* The first mixing-done that names mixes: `which` of them. */
static bool fewer_mixes(struct forgery *f, const struct alteration *row, struct error *err)
{
    for (size_t i = 0; i < f->entry_count; i++) {
        struct entry entry;
        if (!forgery_is(f, &f->entries[i], ENTRY_MIXING_DONE) ||
            !forgery_parse(f, &f->entries[i], &entry, err) || entry.mix_count <= row->which)
            continue;
        entry.mix_count = row->which;
        return forgery_put(f, &f->entries[i], &entry, err);
    }
    return forgery_missing(err, "there are not as many mixes");
}

static bool mixes_in_other_order(struct forgery *f, const struct alteration *row, struct error *err)
{
    (void)row;
    for (size_t i = 0; i < f->entry_count; i++) {
        struct entry entry;
        uint8_t(*mixes)[HASH_BYTES];
        if (!forgery_is(f, &f->entries[i], ENTRY_MIXING_DONE) ||
            !forgery_parse(f, &f->entries[i], &entry, err) || entry.mix_count < 2)
            continue;
        mixes = arena_allocate(&f->arena, entry.mix_count, HASH_BYTES);
        memcpy(mixes, entry.mixes, entry.mix_count * HASH_BYTES);
        memcpy(mixes[0], entry.mixes[1], HASH_BYTES);
        memcpy(mixes[1], entry.mixes[0], HASH_BYTES);
        entry.mixes = (const uint8_t(*)[HASH_BYTES])mixes;
        return forgery_put(f, &f->entries[i], &entry, err);
    }
    return forgery_missing(err, "no contest was mixed twice");
}

static bool other_position(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct forged_entry *at = forgery_find(f, ENTRY_MIX, 0, err);
    struct entry entry;
    if (!at || !forgery_parse(f, at, &entry, err))
        return false;
    if (strcmp(row->of, "position") == 0)
        entry.position += 5;
    else
        entry.chain++;
    return forgery_put(f, at, &entry, err);
}

#define OF_ORDER .check = CHECK_ORDER
#define NOT_CERTIFIED .also = A2 /* so its files do not belong there */

static const struct alteration rows[] = {
    {"minute-falls", "a minute before that of the entry before", BEFORE_SIGNING, falling_minute, OF_ORDER},
    {"log-start-late", "the log begins a second time", BEFORE_SIGNING, log_starts_again, OF_ORDER},
    {"objection-cut-short", "mixed before the time for objections is over", BEFORE_SIGNING, at_once,
     .type = ENTRY_MIX, OF_ORDER, NOT_CERTIFIED},
    {"closed-early", "voting ends on time, but before its time", BEFORE_SIGNING, at_once,
     .type = ENTRY_VOTING_CLOSED, OF_ORDER, NOT_CERTIFIED},
    {"opened-late", "the opening comes after the close", BEFORE_SIGNING, opened_late, OF_ORDER,
     .also = A2 | A9},
    {"opening-twice", "a second opening", BEFORE_SIGNING, alter_repeat, .type = ENTRY_OPENING, OF_ORDER},
    {"closed-twice", "voting is closed twice", BEFORE_SIGNING, close_again, .which = ENTRY_VOTING_CLOSED,
     OF_ORDER},
    {"closed-missing", "the end of voting is left out", BEFORE_SIGNING, alter_leave_out,
     .type = ENTRY_VOTING_CLOSED, OF_ORDER, NOT_CERTIFIED},
    {"sealing-missing", "the sealing is left out", BEFORE_SIGNING, alter_leave_out, .type = ENTRY_SEALING,
     OF_ORDER, NOT_CERTIFIED},
    {"sealing-twice", "sealed twice", BEFORE_SIGNING, alter_repeat, .type = ENTRY_SEALING, OF_ORDER},
    {"draw-source-missing", "the value of the draw is left out", BEFORE_SIGNING, alter_leave_out,
     .type = ENTRY_DRAW_SOURCE, OF_ORDER, .also = A2 | A16},
    {"draw-source-late", "the value of the draw comes after the first share", BEFORE_SIGNING, late,
     .type = ENTRY_DRAW_SOURCE, .which = ENTRY_SHARE, OF_ORDER, NOT_CERTIFIED},
    {"draw-source-twice", "the value of the draw is thrown twice", BEFORE_SIGNING, alter_repeat,
     .type = ENTRY_DRAW_SOURCE, OF_ORDER},
    {"void-late", "a credential is made void after the sealing", BEFORE_SIGNING, late, .type = ENTRY_VOID,
     .which = ENTRY_SEALING, OF_ORDER, .also = A11 | A12},
    {"extension-late", "voting is extended after it has closed", BEFORE_SIGNING, extend_late,
     .which = ENTRY_VOTING_CLOSED, OF_ORDER},
    {"extension-backwards", "an extension to an earlier close", BEFORE_SIGNING, extend_backwards,
     .which = ENTRY_ACKNOWLEDGEMENT, OF_ORDER},
    {"list-late", "a credential list after the opening", BEFORE_SIGNING, late, .type = ENTRY_CREDENTIAL_LIST,
     .which = ENTRY_ACKNOWLEDGEMENT, OF_ORDER, .also = A2 | A9},
    {"addition-late", "credentials are added after voting has closed", BEFORE_SIGNING, late,
     .type = ENTRY_ADDITION, .which = ENTRY_VOTING_CLOSED, OF_ORDER, .also = A9 | A11 | A12},
    {"merge-late", "batches are merged after the opening", BEFORE_SIGNING, merge_late,
     .which = ENTRY_ACKNOWLEDGEMENT, OF_ORDER},
    {"issue-unknown-batch", "a code of a batch that there is not", BEFORE_SIGNING, issue_of_unknown_batch,
     .which = ENTRY_ACKNOWLEDGEMENT, OF_ORDER},
    {"issue-unknown-serial", "a code in the place of a serial that there is not", BEFORE_SIGNING,
     issue_for_unknown_serial, OF_ORDER},
    {"void-unknown", "a credential that is not listed is made void", BEFORE_SIGNING, void_of,
     .which = ENTRY_ACKNOWLEDGEMENT, OF_ORDER},
    {"void-twice", "a credential is made void twice", BEFORE_SIGNING, alter_repeat, .type = ENTRY_VOID,
     OF_ORDER},
    {"batch-void-unknown", "a batch that there is not is made void", BEFORE_SIGNING, batch_void_of,
     .which = ENTRY_ACKNOWLEDGEMENT, OF_ORDER},
    {"note-early", "a note before the opening", BEFORE_SIGNING, note_early, .which = ENTRY_CREDENTIAL_LIST,
     OF_ORDER},
    {"paper-late", "papers are entered after the sealing", BEFORE_SIGNING, paper_late, .which = ENTRY_SEALING,
     OF_ORDER},
    {"paper-more-than-issued", "more papers come back than were issued", BEFORE_SIGNING, too_many_papers,
     .which = ENTRY_VOTING_CLOSED, OF_ORDER},
    {"paper-totals", "totals without papers, where the definition does not allow them", BEFORE_SIGNING,
     paper_totals, .which = ENTRY_VOTING_CLOSED, OF_ORDER},
    {"mix-position", "a mix on a position behind a gap", BEFORE_SIGNING, other_position, .of = "position",
     OF_ORDER, NOT_CERTIFIED},
    {"mix-chain", "a mix of a chain that there is not", BEFORE_SIGNING, other_position, .of = "chain",
     OF_ORDER, NOT_CERTIFIED},
    {"mix-entry-missing", "a mix is left out of the record", BEFORE_SIGNING, alter_leave_out,
     .type = ENTRY_MIX, OF_ORDER, NOT_CERTIFIED},
    {"mixing-done-missing", "the end of mixing is left out", BEFORE_SIGNING, alter_leave_out,
     .type = ENTRY_MIXING_DONE, OF_ORDER, NOT_CERTIFIED},
    {"mixing-done-twice", "mixing ends twice", BEFORE_SIGNING, alter_repeat, .type = ENTRY_MIXING_DONE,
     OF_ORDER},
    {"mixing-done-without-mixes", "mixing ends without a mix", BEFORE_SIGNING, fewer_mixes, .which = 0,
     OF_ORDER, NOT_CERTIFIED},
    {"mixing-done-below-threshold", "mixing ends with fewer mixes than the threshold", BEFORE_SIGNING,
     fewer_mixes, .which = 1, OF_ORDER, NOT_CERTIFIED},
    {"mixing-done-order", "the end of mixing names the mixes in another order", BEFORE_SIGNING,
     mixes_in_other_order, OF_ORDER, NOT_CERTIFIED},
    {"chain-restart-late", "the chain of mixes is begun anew after a share", BEFORE_SIGNING, restart_chain,
     OF_ORDER},
    {"share-of-other-mixing", "a share for another end of mixing", BEFORE_LOG, other_done, OF_ORDER,
     NOT_CERTIFIED},
    {"share-entry-missing", "a share is left out of the record", BEFORE_SIGNING, alter_leave_out,
     .type = ENTRY_SHARE, OF_ORDER, NOT_CERTIFIED},
    {"counted-missing", "the count is left out", BEFORE_SIGNING, alter_leave_out, .type = ENTRY_COUNTED,
     OF_ORDER, .also = A2},
    {"counted-twice", "counted twice", BEFORE_SIGNING, alter_repeat, .type = ENTRY_COUNTED, OF_ORDER},
    {"certified-twice", "certified twice", BEFORE_SIGNING, alter_repeat, .type = ENTRY_CERTIFIED, OF_ORDER},
    {"published-early", "published before it is certified", BEFORE_SIGNING, publish_early,
     .which = ENTRY_SEALING, OF_ORDER},
    {"correction-early", "corrected before it is counted", BEFORE_SIGNING, correct_early,
     .which = ENTRY_SEALING, OF_ORDER},
    {"destruction-early", "a share is destroyed before the count", BEFORE_SIGNING, destroy_early,
     .which = ENTRY_SEALING, OF_ORDER},
    {"purge-early", "ciphertexts are purged before the count", BEFORE_SIGNING, purge_early,
     .which = ENTRY_SEALING, OF_ORDER},
};
const struct alteration_table alter_order = {rows, sizeof rows / sizeof *rows};
