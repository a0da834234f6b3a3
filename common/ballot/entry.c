/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "ballot/entry.h"

#include "ballot/entry_table.h"
#include "base/encoding.h"
#include "base/read.h"

static bool word_is_known(const struct member *member, const char *text, const char **out)
{
    for (const char *const *word = member->words; *word; word++)
        if (strcmp(*word, text) == 0) {
            *out = *word;
            return true;
        }
    return false;
}

static bool serial_is_canonical(const char *text)
{
    uint64_t serial;
    char canonical[SERIAL_TEXT_BYTES + 1];
    if (!serial_read(bytes_of_string(text), &serial, NULL))
        return false;
    serial_text(serial, canonical);
    return strcmp(text, canonical) == 0;
}

static bool read_text(const struct member *member, struct json_fields *fields, struct arena *arena,
                      const char **out)
{
    const char *text;
    uint64_t max = member->kind == MEMBER_TEXT ? member->max : NAME_BYTES_MAX;
    if (!json_get_string(fields, member->name, 1, max, &text))
        return false;
    switch (member->kind) {
    case MEMBER_WORD:
        return word_is_known(member, text, out) ||
               json_fail(fields, member->name, "is not one of the codes allowed");
    case MEMBER_NAME:
        if (!name_is_valid(bytes_of_string(text)))
            return json_fail(fields, member->name, "only a-z, 0-9 and - may stand in it");
        break;
    case MEMBER_SERIAL:
        if (!serial_is_canonical(text))
            return json_fail(fields, member->name, "is not a serial");
        break;
    default:
        break;
    }
    *out = arena_string(arena, text);
    return true;
}

static bool read_names(const struct member *member, struct json_fields *fields, struct arena *arena,
                       const char ***out, size_t *count)
{
    struct json_items items;
    if (!json_get_array(fields, member->name, 1, member->max, &items))
        return false;
    const char **names = arena_allocate(arena, items.count, sizeof *names);
    for (size_t i = 0; i < items.count; i++) {
        const char *text;
        if (!json_item_string(&items, i, 1, NAME_BYTES_MAX, &text))
            return false;
        if (!name_is_valid(bytes_of_string(text)) || (i && strcmp(names[i - 1], text) >= 0))
            return json_item_fail(&items, i, "is not an id above the one before it");
        names[i] = arena_string(arena, text);
    }
    *out = names;
    *count = items.count;
    return true;
}

/* Arrays of 32 bytes each: points or hashes. */
static bool read_rows(const struct member *member, struct json_fields *fields, struct arena *arena,
                      const void **out, size_t *count)
{
    bool points = member->kind == MEMBER_POINTS;
    struct json_items items;
    if (!json_get_array(fields, member->name, points, member->max, &items))
        return false;
    uint8_t(*rows)[HASH_BYTES] = arena_allocate(arena, items.count, sizeof *rows);
    for (size_t i = 0; i < items.count; i++) {
        if (!json_item_bytes(&items, i, rows[i], HASH_BYTES))
            return false;
        if (points && !point_is_valid(rows[i]))
            return json_item_fail(&items, i, "is not a point");
    }
    *out = rows;
    *count = items.count;
    return true;
}

static bool read_possession(const struct member *member, struct json_fields *fields, struct possession *out)
{
    struct json_fields walk;
    uint8_t z[SCALAR_BYTES];
    if (!json_get_object(fields, member->name, &walk) || !field_point(&walk, "t", &out->t) ||
        !json_get_bytes(&walk, "z", z, sizeof z) || !json_object_end(&walk))
        return false;
    return scalar_read(z, &out->z) || json_fail(&walk, "z", "is not below L");
}

static bool read_totals(const struct member *member, struct json_fields *fields, struct arena *arena,
                        const struct contest_totals **out, size_t *count)
{
    struct json_items items;
    if (!json_get_array(fields, member->name, 1, member->max, &items))
        return false;
    struct contest_totals *totals = arena_allocate(arena, items.count, sizeof *totals);
    for (size_t i = 0; i < items.count; i++) {
        struct json_fields walk;
        struct contest_totals *one = &totals[i];
        if (!json_item_object(&items, i, &walk) || !field_name(&walk, "contest", arena, &one->contest) ||
            !field_unsigned(&walk, "ballots", 0, JSON_MAX_INTEGER, &one->ballots) ||
            !field_unsigned(&walk, "replaced", 0, JSON_MAX_INTEGER, &one->replaced) ||
            !field_unsigned(&walk, "withdrawn", 0, JSON_MAX_INTEGER, &one->withdrawn) ||
            !field_unsigned(&walk, "input", 0, JSON_MAX_INTEGER, &one->input) ||
            !field_unsigned(&walk, "withheld", 0, JSON_MAX_INTEGER, &one->withheld) ||
            !json_object_end(&walk))
            return false;
    }
    *out = totals;
    *count = items.count;
    return true;
}

static bool read_data(const struct member *member, struct json_fields *fields, struct arena *arena,
                      struct bytes *out)
{
    struct buffer data = {0};
    bool ok = json_get_data(fields, member->name, 1, member->max, &data);
    if (ok)
        *out = bytes_of(arena_copy(arena, data.data, data.len), data.len);
    buffer_clear(&data);
    return ok;
}

static bool read_member(const struct member *member, struct json_fields *fields, struct arena *arena,
                        struct entry *entry)
{
    void *field = entry_field(entry, member->offset), *count = entry_field(entry, member->count);
    if (member->has) {
        bool *has = entry_field(entry, member->has);
        *has = json_has(fields, member->name);
        if (!*has)
            return true;
    }
    switch (member->kind) {
    case MEMBER_NAME:
    case MEMBER_WORD:
    case MEMBER_TEXT:
    case MEMBER_SERIAL:
        return read_text(member, fields, arena, field);
    case MEMBER_NAMES:
        return read_names(member, fields, arena, field, count);
    case MEMBER_DATA:
        return read_data(member, fields, arena, field);
    case MEMBER_BYTES:
        return json_get_bytes(fields, member->name, field, member->max);
    case MEMBER_NUMBER:
        return field_unsigned(fields, member->name, member->min, member->max, field);
    case MEMBER_REF:
        return field_ref(fields, member->name, member->max, field);
    case MEMBER_POINT:
        return field_point(fields, member->name, field);
    case MEMBER_POINTS:
    case MEMBER_HASHES:
        return read_rows(member, fields, arena, field, count);
    case MEMBER_POSSESSION:
        return read_possession(member, fields, field);
    case MEMBER_TOTALS:
        return read_totals(member, fields, arena, field, count);
    case MEMBER_BALLOT:
        break; /* read_ballot */
    }
    return error_broken(fields->err, "entry", "a ballot does not come this way");
}

static bool read_signatures(struct json_fields *fields, struct arena *arena, struct entry *entry)
{
    struct json_items items;
    if (!json_has(fields, "signatures"))
        return true;
    if (!json_get_array(fields, "signatures", 1, ENTRY_SIGNATURES_MAX, &items))
        return false;
    struct entry_signature *list = arena_allocate(arena, items.count, sizeof *list);
    for (size_t i = 0; i < items.count; i++) {
        struct json_fields walk;
        if (!json_item_object(&items, i, &walk) ||
            !json_get_bytes(&walk, "key", list[i].key.bytes, SIGN_PUBLIC_BYTES) ||
            !json_get_bytes(&walk, "signature", list[i].signature.bytes, SIGNATURE_BYTES) ||
            !json_object_end(&walk))
            return false;
        if (i && memcmp(list[i - 1].key.bytes, list[i].key.bytes, SIGN_PUBLIC_BYTES) >= 0)
            return json_item_fail(&items, i, "the key is not above the one before it");
    }
    entry->signature_count = items.count;
    entry->signatures = list;
    return true;
}

static bool read_type(struct json_fields *fields, enum entry_type *out)
{
    const char *names[ENTRY_TYPES];
    unsigned type;
    for (size_t i = 0; i < ENTRY_TYPES; i++)
        names[i] = entry_table[i].name;
    if (!json_get_choice(fields, "type", names, ENTRY_TYPES, &type))
        return false;
    *out = (enum entry_type)type;
    return true;
}

bool entry_from_json(const json_t *json, bool whole, struct arena *arena, struct entry *out,
                     struct error *err)
{
    struct json_fields fields;
    struct entry entry = {0};
    if (!json_object_begin(&fields, json, "entry", err) || !read_type(&fields, &entry.type) ||
        (whole && (!field_unsigned(&fields, "minute", 0, MINUTE_MAX, &entry.minute) ||
                   !read_signatures(&fields, arena, &entry))))
        return false;
    if (entry.type == ENTRY_BALLOT)
        return json_fail(&fields, "type", "a ballot is no act of a person");
    enum entry_scope scope = entry_table[entry.type].scope;
    if ((scope == ENTRY_OF_ROUND && !json_get_bytes(&fields, "round", entry.round, ROUND_ID_BYTES)) ||
        (scope == ENTRY_OF_ELECTION && !json_get_bytes(&fields, "eid", entry.eid, HASH_BYTES)))
        return false;
    for (const struct member *member = entry_table[entry.type].members; member->name; member++)
        if (!read_member(member, &fields, arena, &entry))
            return false;
    if (!json_object_end(&fields))
        return false;
    *out = entry;
    return true;
}

static bool read_literal(struct reader *reader, const char *literal)
{
    struct bytes found;
    return read_bytes(reader, strlen(literal), &found) && bytes_equal(found, bytes_of_string(literal));
}

static bool read_ballot(struct bytes bytes, bool unproven, struct arena *arena, struct entry *out,
                        struct error *err)
{
    struct entry entry = {.type = ENTRY_BALLOT};
    struct reader reader = reader_of(bytes);
    struct bytes ballot, eid, minute;
    if (!read_literal(&reader, BALLOT_ENTRY_START) ||
        !ballot_parse_prefix(reader.rest, unproven, arena, &entry.ballot, err))
        return false;
    size_t tail = strlen(BALLOT_ENTRY_END);
    if (!read_bytes(&reader, entry.ballot.bytes.len, &ballot) || !read_literal(&reader, BALLOT_ENTRY_EID) ||
        !read_bytes(&reader, base64url_length(HASH_BYTES), &eid) ||
        !base64url_decode_exact(eid, entry.eid, HASH_BYTES) || !read_literal(&reader, BALLOT_ENTRY_MINUTE) ||
        reader.rest.len < tail || !read_bytes(&reader, reader.rest.len - tail, &minute) ||
        !decimal_decode_u64(minute, &entry.minute) || entry.minute > MINUTE_MAX ||
        !read_literal(&reader, BALLOT_ENTRY_END))
        return error_input(err, "bad-json", "not a ballot entry in canonical JSON");
    *out = entry;
    return true;
}

static bool check_size(struct bytes bytes, struct error *err)
{
    return bytes.len <= ENTRY_BYTES_MAX ||
           error_input(err, "too-large", "an entry has at most %d bytes", ENTRY_BYTES_MAX);
}

bool entry_parse_unproven(struct bytes bytes, struct arena *arena, struct entry *out, struct error *err)
{
    return check_size(bytes, err) && read_ballot(bytes, true, arena, out, err);
}

bool entry_parse(struct bytes bytes, struct arena *arena, struct entry *out, struct error *err)
{
    if (!check_size(bytes, err))
        return false;
    struct reader reader = reader_of(bytes);
    if (read_literal(&reader, BALLOT_ENTRY_START))
        return read_ballot(bytes, false, arena, out, err);
    json_t *json = json_read(bytes, ENTRY_BYTES_MAX, err);
    bool ok = json && entry_from_json(json, true, arena, out, err);
    json_decref(json);
    return ok;
}

bool act_parse(struct bytes bytes, struct arena *arena, struct entry *out, struct error *err)
{
    json_t *json = json_read(bytes, ENTRY_BYTES_MAX, err);
    bool ok = json && entry_from_json(json, false, arena, out, err);
    json_decref(json);
    return ok;
}
