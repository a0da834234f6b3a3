/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The table of entry types and their members, for the reader and the writer of entries only.
 */
#ifndef FOLKMOOT_BALLOT_ENTRY_TABLE_H
#define FOLKMOOT_BALLOT_ENTRY_TABLE_H

#include "ballot/entry.h"

/* How a member is read and written, and the type of its field. */
enum member_kind {
    MEMBER_NAME,       /* const char *: [a-z0-9-]{1,32} */
    MEMBER_WORD,       /* const char *: one of `words` */
    MEMBER_TEXT,       /* const char *: 1..max bytes */
    MEMBER_SERIAL,     /* const char *: canonical text of a serial */
    MEMBER_NAMES,      /* const char **, 1.. of them, distinct, ascending */
    MEMBER_DATA,       /* struct bytes: 1..max */
    MEMBER_BYTES,      /* max bytes */
    MEMBER_NUMBER,     /* uint64_t: min..max */
    MEMBER_REF,        /* struct blob_ref: size at most max */
    MEMBER_POINT,      /* struct point */
    MEMBER_POINTS,     /* const struct point *: 1..max of them */
    MEMBER_HASHES,     /* const uint8_t (*)[HASH_BYTES]: 0..max of them */
    MEMBER_POSSESSION, /* struct possession */
    MEMBER_TOTALS,     /* const struct contest_totals * */
    MEMBER_BALLOT,     /* struct ballot; read and written on its own */
};

struct member {
    const char *name;
    enum member_kind kind;
    size_t offset;     /* of the field in struct entry */
    size_t count;      /* offset of its size_t count, for lists */
    size_t has;        /* offset of its bool, for optional members; 0: required */
    uint64_t min, max; /* limits, as the kind says */
    const char *const *words;
};

/* Two more than any type has. */
enum { ENTRY_MEMBERS_MAX = 10 };

struct entry_row {
    const char *name;
    enum entry_scope scope;
    struct member members[ENTRY_MEMBERS_MAX]; /* ended by one without a name */
};
extern const struct entry_row entry_table[ENTRY_TYPES];

/* A field of an entry by its offset. */
static inline void *entry_field(const struct entry *entry, size_t offset)
{
    return (char *)(uintptr_t)entry + offset;
}

/* {"ballot":{...},"eid":"...","minute":N,"type":"ballot"}: sorted keys put the ballot first. */
#define BALLOT_ENTRY_START "{\"ballot\":"
#define BALLOT_ENTRY_EID ",\"eid\":\""
#define BALLOT_ENTRY_MINUTE "\",\"minute\":"
#define BALLOT_ENTRY_END ",\"type\":\"ballot\"}"

/* From JSON, with minute and signatures (`whole`) or the act alone. */
MUST_CHECK bool entry_from_json(const json_t *json, bool whole, struct arena *arena, struct entry *out,
                                struct error *err);

#endif
