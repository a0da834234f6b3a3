/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * From a struct entry to canonical JSON. What is not allowed is left to the reader, which has the last word.
 */
#include "ballot/entry_table.h"
#include "base/encoding.h"

static json_t *json_of_rows(const void *rows, size_t count)
{
    const uint8_t *row = rows;
    json_t *json = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(json, json_of_bytes(bytes_of(row + i * HASH_BYTES, HASH_BYTES)));
    return json;
}

static json_t *json_of_totals(const struct contest_totals *totals, size_t count)
{
    json_t *json = json_array();
    for (size_t i = 0; i < count; i++) {
        json_t *one = json_object();
        json_object_set_new(one, "contest", json_string(totals[i].contest));
        json_object_set_new(one, "ballots", json_of_unsigned(totals[i].ballots));
        json_object_set_new(one, "replaced", json_of_unsigned(totals[i].replaced));
        json_object_set_new(one, "withdrawn", json_of_unsigned(totals[i].withdrawn));
        json_object_set_new(one, "input", json_of_unsigned(totals[i].input));
        json_object_set_new(one, "withheld", json_of_unsigned(totals[i].withheld));
        json_array_append_new(json, one);
    }
    return json;
}

static json_t *json_of_names(const char *const *names, size_t count)
{
    json_t *json = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(json, json_string(names[i]));
    return json;
}

static json_t *json_of_possession(const struct possession *possession)
{
    json_t *json = json_object();
    json_object_set_new(json, "t", json_of_bytes(bytes_of(possession->t.bytes, POINT_BYTES)));
    json_object_set_new(json, "z", json_of_bytes(bytes_of(possession->z.bytes, SCALAR_BYTES)));
    return json;
}

static json_t *member_to_json(const struct member *member, const struct entry *entry)
{
    const void *field = entry_field(entry, member->offset);
    size_t count = member->count ? *(const size_t *)entry_field(entry, member->count) : 0;
    switch (member->kind) {
    case MEMBER_NAME:
    case MEMBER_WORD:
    case MEMBER_TEXT:
    case MEMBER_SERIAL:
        return json_string(*(const char *const *)field);
    case MEMBER_NAMES:
        return json_of_names(*(const char *const *const *)field, count);
    case MEMBER_DATA:
        return json_of_bytes(*(const struct bytes *)field);
    case MEMBER_BYTES:
        return json_of_bytes(bytes_of(field, member->max));
    case MEMBER_NUMBER:
        return json_of_unsigned(*(const uint64_t *)field);
    case MEMBER_REF:
        return json_of_ref(field);
    case MEMBER_POINT:
        return json_of_bytes(bytes_of(field, POINT_BYTES));
    case MEMBER_POINTS:
    case MEMBER_HASHES:
        return json_of_rows(*(const void *const *)field, count);
    case MEMBER_POSSESSION:
        return json_of_possession(field);
    case MEMBER_TOTALS:
        return json_of_totals(*(const struct contest_totals *const *)field, count);
    case MEMBER_BALLOT:
        break;
    }
    return NULL;
}

static json_t *signatures_to_json(const struct entry *entry)
{
    json_t *json = json_array();
    for (size_t i = 0; i < entry->signature_count; i++) {
        const struct entry_signature *signature = &entry->signatures[i];
        json_t *one = json_object();
        json_object_set_new(one, "key", json_of_bytes(bytes_of(signature->key.bytes, SIGN_PUBLIC_BYTES)));
        json_object_set_new(one, "signature",
                            json_of_bytes(bytes_of(signature->signature.bytes, SIGNATURE_BYTES)));
        json_array_append_new(json, one);
    }
    return json;
}

static json_t *entry_to_json(const struct entry *entry, bool whole)
{
    json_t *json = json_object();
    json_object_set_new(json, "type", json_string(entry_table[entry->type].name));
    if (whole) {
        json_object_set_new(json, "minute", json_of_unsigned(entry->minute));
        if (entry->signature_count)
            json_object_set_new(json, "signatures", signatures_to_json(entry));
    }
    if (entry_table[entry->type].scope == ENTRY_OF_ROUND)
        json_object_set_new(json, "round", json_of_bytes(bytes_of(entry->round, ROUND_ID_BYTES)));
    if (entry_table[entry->type].scope == ENTRY_OF_ELECTION)
        json_object_set_new(json, "eid", json_of_bytes(bytes_of(entry->eid, HASH_BYTES)));
    for (const struct member *member = entry_table[entry->type].members; member->name; member++)
        if (!member->has || *(const bool *)entry_field(entry, member->has))
            json_object_set_new(json, member->name, member_to_json(member, entry));
    return json;
}

enum parts { WHOLE, SUBMISSION, ACT };

static bool write_entry(const struct entry *entry, enum parts parts, struct buffer *out, struct error *err)
{
    json_t *json = entry_to_json(entry, parts != ACT);
    struct arena arena = {0};
    struct buffer bytes = {0};
    struct entry back;
    bool ok = entry_from_json(json, parts != ACT, &arena, &back, err);
    if (parts == SUBMISSION)
        json_object_del(json, "minute");
    ok = ok && json_write(json, &bytes, err);
    if (ok && bytes.len > ENTRY_BYTES_MAX)
        ok = error_input(err, "too-large", "an entry has at most %d bytes", ENTRY_BYTES_MAX);
    if (ok)
        buffer_append_bytes(out, buffer_bytes(&bytes));
    buffer_clear(&bytes);
    arena_clear(&arena);
    json_decref(json);
    return ok;
}

static bool write_ballot(const struct entry *entry, struct buffer *out, struct error *err)
{
    if (entry->minute > MINUTE_MAX)
        return error_input(err, "bad-field", "entry.minute: too large");
    if (entry->ballot.bytes.len > BALLOT_BYTES_MAX)
        return error_input(err, "too-large", "a ballot has at most %d bytes", BALLOT_BYTES_MAX);
    buffer_append_string(out, BALLOT_ENTRY_START);
    buffer_append_bytes(out, entry->ballot.bytes);
    buffer_append_string(out, BALLOT_ENTRY_EID);
    base64url_append(out, bytes_of(entry->eid, HASH_BYTES));
    buffer_append_string(out, BALLOT_ENTRY_MINUTE);
    buffer_append_format(out, "%llu", (unsigned long long)entry->minute);
    buffer_append_string(out, BALLOT_ENTRY_END);
    return true;
}

bool entry_write(const struct entry *entry, struct buffer *out, struct error *err)
{
    return entry->type == ENTRY_BALLOT ? write_ballot(entry, out, err) : write_entry(entry, WHOLE, out, err);
}

bool entry_write_submission(const struct entry *entry, struct buffer *out, struct error *err)
{
    return write_entry(entry, SUBMISSION, out, err);
}

bool act_write(const struct entry *entry, struct buffer *out, struct error *err)
{
    return write_entry(entry, ACT, out, err);
}

size_t entry_refs(const struct entry *entry, struct blob_ref refs[ENTRY_REFS_MAX])
{
    size_t count = 0;
    for (const struct member *member = entry_table[entry->type].members; member->name; member++)
        if (member->kind == MEMBER_REF && (!member->has || *(const bool *)entry_field(entry, member->has)))
            refs[count++] = *(const struct blob_ref *)entry_field(entry, member->offset);
    return count;
}
