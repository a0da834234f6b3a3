/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What the documents of this room have in common: references to blobs, names, and the JSON fields that hold
 * them (docs/protocol.md section 1).
 */
#ifndef FOLKMOOT_BALLOT_FIELD_H
#define FOLKMOOT_BALLOT_FIELD_H

#include "base/arena.h"
#include "crypto/transcript.h"
#include "record/json.h"

enum {
    NAME_BYTES_MAX = 32, /* ids of contests, districts, batches, assemblies, sites, boxes; codes of acts */
    OPTION_ID_BYTES_MAX = 64, /* ids and categories of options */
    LANGUAGE_BYTES_MAX = 35,
    PERSON_NAME_BYTES_MAX = 100,
    ROUND_ID_BYTES = 16,
};
#define MINUTE_MAX INT64_C(4294967295) /* minutes since 1970; also the longest length of time */

/* A blob by its SHA-256. */
struct blob_ref {
    uint8_t hash[HASH_BYTES];
    uint64_t size;
};
void blob_ref_of(struct bytes blob, struct blob_ref *out);
bool blob_ref_equal(const struct blob_ref *a, const struct blob_ref *b);
/* ERROR_INPUT "blob" when the bytes are not those of the reference. */
MUST_CHECK bool blob_ref_check(const struct blob_ref *ref, struct bytes blob, struct error *err);

bool name_is_valid(struct bytes text); /* [a-z0-9-]{1,32} */
bool option_id_is_valid(
    struct bytes text);                    /* 1..64 bytes of UTF-8, no ; , " or control, no space at an end */
bool language_is_valid(struct bytes text); /* en, pt_br */
bool person_name_is_valid(struct bytes text); /* 1..100 bytes */

/* Fields of a walk (record/json.h), strict. Strings are copied to the arena. */
MUST_CHECK bool field_name(struct json_fields *fields, const char *name, struct arena *arena,
                           const char **out);
MUST_CHECK bool field_ref(struct json_fields *fields, const char *name, uint64_t size_max,
                          struct blob_ref *out);
MUST_CHECK bool field_point(struct json_fields *fields, const char *name, struct point *out);
MUST_CHECK bool field_unsigned(struct json_fields *fields, const char *name, uint64_t min, uint64_t max,
                               uint64_t *out);

/* New references. A number that JSON cannot hold is refused by json_write. */
json_t *json_of_unsigned(uint64_t value);
json_t *json_of_ref(const struct blob_ref *ref);

#endif
