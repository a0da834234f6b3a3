/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The bytes of the record: each value has one text only (check 2; of ballots also check 9).
 */
#include "tamper/alteration.h"

/* An entry of the city behind the last, which says nothing about the round: `to` are its bytes. */
static bool append_entry(struct forgery *f, const struct alteration *row, struct error *err)
{
    (void)err;
    forgery_insert(f, f->entry_count, bytes_of_string(row->to));
    return true;
}

static bool append_not_utf8(struct forgery *f, const struct alteration *row, struct error *err)
{
    static const char bytes[] =
        "{\"act\":\"\xc3\x28\",\"minute\":4294967295,\"role\":\"clerk\",\"type\":\"staff\"}";
    (void)row;
    (void)err;
    forgery_insert(f, f->entry_count, bytes_of(bytes, sizeof bytes - 1));
    return true;
}

static bool append_to_record(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct buffer *entries = forgery_file(f, "record/entries", err);
    if (entries)
        buffer_append(entries, row->to, row->which);
    return entries != NULL;
}

static bool cut_record(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct buffer *entries = forgery_file(f, "record/entries", err);
    (void)row;
    if (entries)
        entries->len--;
    return entries != NULL;
}

/* The last character of 43 carries two bits that are not there. */
static bool spare_bits(struct forgery *f, const struct alteration *row, struct error *err)
{
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    struct forged_entry *entry = forgery_find(f, row->type, 0, err);
    char *found = entry ? memmem(entry->bytes.data, entry->bytes.len, row->of, strlen(row->of)) : NULL;
    if (!found)
        return entry && forgery_missing(err, "there is no such member");
    char *last = found + strlen(row->of) + 42;
    *last = *(strchr(alphabet, *last) + 1);
    return true;
}

#define CITY "\"act\":\"add\",\"minute\":4294967295,\"role\":\"clerk\",\"type\":\"staff\""
#define OF_BALLOT (A11 | A12)

static const struct alteration rows[] = {
    {"record-byte-behind", "a byte behind the last entry", BEFORE_SUMS, append_to_record, .to = "\0",
     .which = 1, .check = CHECK_CANONICAL},
    {"record-entry-behind", "an entry behind those of the checkpoint", BEFORE_SUMS, append_to_record,
     .to = "\0\2{}", .which = 4, .check = CHECK_CANONICAL},
    {"record-cut", "the last byte of the record is missing", BEFORE_SUMS, cut_record,
     .check = CHECK_CANONICAL},
    {"json-space", "white space in an entry", BEFORE_LOG, append_entry, .to = "{ " CITY "}",
     .check = CHECK_CANONICAL},
    {"json-byte-behind", "a byte behind the object of an entry", BEFORE_LOG, append_entry,
     .to = "{" CITY "}\n", .check = CHECK_CANONICAL},
    {"json-doubled-key", "a member twice in an entry", BEFORE_LOG, append_entry,
     .to = "{\"act\":\"drop\"," CITY "}", .check = CHECK_CANONICAL},
    {"json-key-order", "members out of order", BEFORE_LOG, append_entry,
     .to = "{\"minute\":4294967295,\"act\":\"add\",\"role\":\"clerk\",\"type\":\"staff\"}",
     .check = CHECK_CANONICAL},
    {"json-escape", "a letter written as an escape", BEFORE_LOG, append_entry,
     .to = "{\"act\":\"\\u0061dd\",\"minute\":4294967295,\"role\":\"clerk\",\"type\":\"staff\"}",
     .check = CHECK_CANONICAL},
    {"json-real", "a number with a fraction", BEFORE_LOG, append_entry,
     .to = "{\"act\":\"add\",\"minute\":4294967295.0,\"role\":\"clerk\",\"type\":\"staff\"}",
     .check = CHECK_CANONICAL},
    {"json-exponent", "a number with an exponent", BEFORE_LOG, append_entry,
     .to = "{\"act\":\"add\",\"minute\":4e9,\"role\":\"clerk\",\"type\":\"staff\"}",
     .check = CHECK_CANONICAL},
    {"json-minus-zero", "minus zero", BEFORE_LOG, append_entry,
     .to = "{\"act\":\"add\",\"minute\":-0,\"role\":\"clerk\",\"type\":\"staff\"}", .check = CHECK_CANONICAL},
    {"json-large-number", "a number that a double does not hold", BEFORE_LOG, append_entry,
     .to = "{\"act\":\"add\",\"minute\":9007199254740993,\"role\":\"clerk\",\"type\":\"staff\"}",
     .check = CHECK_CANONICAL},
    {"json-null", "a member that is null", BEFORE_LOG, append_entry,
     .to = "{\"act\":\"add\",\"assembly\":null,\"minute\":4294967295,\"role\":\"clerk\",\"type\":\"staff\"}",
     .check = CHECK_CANONICAL},
    {"json-control-character", "a control character in a string", BEFORE_LOG, append_entry,
     .to = "{\"act\":\"\\u0007\",\"minute\":4294967295,\"role\":\"clerk\",\"type\":\"staff\"}",
     .check = CHECK_CANONICAL},
    {"json-not-utf8", "a string that is not UTF-8", BEFORE_LOG, append_not_utf8, .check = CHECK_CANONICAL},
    {"json-array", "an array for an entry", BEFORE_LOG, append_entry, .to = "[]", .check = CHECK_CANONICAL},
    {"json-empty", "an entry without a byte", BEFORE_LOG, append_entry, .to = "", .check = CHECK_CANONICAL},
    {"json-no-type", "an entry without a type", BEFORE_LOG, append_entry, .to = "{\"minute\":4294967295}",
     .check = CHECK_CANONICAL},
    {"entry-unknown-type", "an entry of the round of a type that there is not", BEFORE_LOG, alter_entry_text,
     .type = ENTRY_VOTING_CLOSED, .from = "\"type\":\"voting-closed\"", .to = "\"type\":\"voting-ended\"",
     .check = CHECK_CANONICAL, .also = A8},
    {"entry-unknown-member", "a member that does not belong there", BEFORE_LOG, alter_entry_text,
     .type = ENTRY_COUNTED, .from = "\"type\":\"counted\"", .to = "\"type\":\"counted\",\"value\":1",
     .check = CHECK_CANONICAL, .also = A8},
    {"entry-no-minute", "an entry of the round without its minute", BEFORE_LOG, alter_entry_text,
     .type = ENTRY_COUNTED, .from = "\"minute\":", .to = "\"minuto\":", .check = CHECK_CANONICAL, .also = A8},
    {"entry-empty-signatures", "an empty list of signatures", BEFORE_LOG, alter_entry_text,
     .type = ENTRY_COUNTED, .from = "\"type\"", .to = "\"signatures\":[],\"type\"", .check = CHECK_CANONICAL,
     .also = A8},
    {"base64-padding", "base64 with padding", BEFORE_LOG, alter_entry_text, .type = ENTRY_COUNTED,
     .from = "\",\"minute\"", .to = "=\",\"minute\"", .check = CHECK_CANONICAL, .also = A8},
    {"base64-spare-bits", "base64 with bits that say nothing", BEFORE_LOG, spare_bits, .type = ENTRY_COUNTED,
     .of = "\"hash\":\"", .check = CHECK_CANONICAL, .also = A8},
    {"base64-short", "a hash of fewer bytes", BEFORE_LOG, alter_entry_text, .type = ENTRY_COUNTED,
     .from = "\"hash\":\"", .to = "\"hash\":\"AAAA", .check = CHECK_CANONICAL, .also = A8},
    {"ballot-space", "white space in a ballot", BEFORE_LOG, alter_entry_text, .type = ENTRY_BALLOT,
     .from = "\"z\":[", .to = "\"z\": [", .check = CHECK_CANONICAL, .also = OF_BALLOT},
    {"ballot-unknown-member", "a member of a ballot that does not belong there", BEFORE_LOG, alter_entry_text,
     .type = ENTRY_BALLOT, .from = ",\"z\":[", .to = ",\"y\":1,\"z\":[", .check = CHECK_CANONICAL,
     .also = OF_BALLOT},
    {"ballot-spare-bits", "base64 in a ballot with bits that say nothing", BEFORE_LOG, spare_bits,
     .type = ENTRY_BALLOT, .of = "\"z\":[\"", .check = CHECK_CANONICAL, .also = OF_BALLOT},
    {"ballot-key-order", "members of a ballot out of order", BEFORE_LOG, alter_entry_text,
     .type = ENTRY_BALLOT, .from = "\"seq\":0,", .to = "\"sec\":0,\"seq\":0,", .check = CHECK_CANONICAL,
     .also = OF_BALLOT},
};
const struct alteration_table alter_encoding = {rows, sizeof rows / sizeof *rows};
