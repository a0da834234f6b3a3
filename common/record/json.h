/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * JSON from outside, through two doors, and the accessors that parsers of entries and of API bodies are
 * built from (docs/protocol.md section 1; RFC 8785 restricted).
 *
 * Canonical JSON: an object; keys [a-z0-9_], at most JSON_MAX_KEY_BYTES; strings of valid UTF-8
 * without control characters (U+0000..U+001F, U+007F); integers 0..2^53-1; true, false; arrays; objects;
 * nested at most JSON_MAX_DEPTH deep; no white space, keys in ascending order. Null and reals do not exist.
 *
 * A parser reads like this; errors name the field ("ballot.contests[2].blocks: ..."):
 *
 *     struct json_fields ballot;
 *     struct json_items contests;
 *     if (!json_object_begin(&ballot, value, "ballot", err) ||
 *         !json_get_integer(&ballot, "seq", 0, BALLOT_MAX_SEQ, &seq) ||
 *         !json_get_bytes(&ballot, "prev", prev, sizeof prev) ||
 *         !json_get_array(&ballot, "contests", 1, MAX_CONTESTS, &contests) ||
 *         !json_object_end(&ballot))
 *         return false;
 *     for (size_t i = 0; i < contests.count; i++) {
 *         struct json_fields contest;
 *         if (!json_item_object(&contests, i, &contest) || ... || !json_object_end(&contest))
 *             return false;
 *     }
 *
 * Errors are ERROR_INPUT: "bad-json" (not JSON, or outside these rules), "not-canonical", "too-large",
 * "bad-field" (missing, unknown, wrong type, out of range).
 */
#ifndef FOLKMOOT_RECORD_JSON_H
#define FOLKMOOT_RECORD_JSON_H

#include <jansson.h>

#include "base/buffer.h"
#include "base/error.h"

enum {
    JSON_MAX_DEPTH = 16, /* objects and arrays, the outermost counted */
    JSON_MAX_KEY_BYTES = 64,
    JSON_MAX_FIELDS = 64, /* fields that one json_fields can name */
};
#define JSON_MAX_INTEGER INT64_C(9007199254740991) /* 2^53 - 1 */

/* The canonical door: a new reference (json_decref), or NULL when `text` is longer than `limit` or is not
 * byte for byte what json_write makes of its own value. */
MUST_CHECK json_t *json_read(struct bytes text, size_t limit, struct error *err);

/* For bodies of API requests only: any order and white space, keys [A-Za-z_][A-Za-z0-9_]*, null allowed (the
 * accessors take it as an absent field), strings may also hold line feed and tab. Same limits otherwise;
 * doubled keys and reals are refused. */
MUST_CHECK json_t *json_read_relaxed(struct bytes text, size_t limit, struct error *err);

/* Append the canonical bytes of `value`. Refuses what json_read would refuse. */
MUST_CHECK bool json_write(const json_t *value, struct buffer *out, struct error *err);

/* New values for json_object_set_new and friends. json_of_integer aborts above JSON_MAX_INTEGER. */
json_t *json_of_integer(uint64_t value) __attribute__((returns_nonnull));
json_t *json_of_bytes(struct bytes bytes) __attribute__((returns_nonnull)); /* unpadded base64url */
json_t *json_of_string(struct bytes text);                                  /* NULL if not UTF-8 */

/* One step of the path that errors name. */
struct json_place {
    const struct json_place *parent; /* NULL at the root */
    const char *name;                /* field name, or name of the root */
    size_t index;                    /* position in an array when name is NULL */
};

/* A walk over one object. Views: the value and the parent walk must live as long. */
struct json_fields {
    struct json_place place;
    const json_t *object;
    struct error *err;
    size_t used_count;
    const char *used[JSON_MAX_FIELDS];
};

/* An array inside a walk. */
struct json_items {
    struct json_place place;
    const json_t *array;
    struct error *err;
    size_t count;
};

/* Start at a value that must be an object. `name` is what errors call it. */
MUST_CHECK bool json_object_begin(struct json_fields *fields, const json_t *value, const char *name,
                                  struct error *err);
/* Fails when the object has a field that no call below asked for. */
MUST_CHECK bool json_object_end(struct json_fields *fields);

/* Whether the field is there (and not null); marks it as known. For optional fields, before the getter. */
bool json_has(struct json_fields *fields, const char *name);

/* Getters: the field must be there and fit. Names must outlive the walk (string constants). Strings, values
 * and arrays are views into the document. Lengths are in bytes. */
MUST_CHECK bool json_get_string(struct json_fields *fields, const char *name, size_t min, size_t max,
                                const char **out);
/* The same, line feed and tab allowed (texts of API bodies). */
MUST_CHECK bool json_get_text(struct json_fields *fields, const char *name, size_t min, size_t max,
                              const char **out);
MUST_CHECK bool json_get_integer(struct json_fields *fields, const char *name, int64_t min, int64_t max,
                                 int64_t *out);
MUST_CHECK bool json_get_bool(struct json_fields *fields, const char *name, bool *out);
/* One of `count` words; *out is its position. */
MUST_CHECK bool json_get_choice(struct json_fields *fields, const char *name, const char *const words[],
                                size_t count, unsigned *out);
/* Base64url of exactly `len` bytes. */
MUST_CHECK bool json_get_bytes(struct json_fields *fields, const char *name, uint8_t *out, size_t len);
/* Base64url of min..max bytes, appended to `out`. */
MUST_CHECK bool json_get_data(struct json_fields *fields, const char *name, size_t min, size_t max,
                              struct buffer *out);
/* Any value (borrowed), to be read on its own, e.g. an object whose canonical bytes are hashed. */
MUST_CHECK bool json_get_value(struct json_fields *fields, const char *name, const json_t **out);
MUST_CHECK bool json_get_object(struct json_fields *fields, const char *name, struct json_fields *out);
MUST_CHECK bool json_get_array(struct json_fields *fields, const char *name, size_t min, size_t max,
                               struct json_items *out);

/* The same for an element of an array; index < items->count. */
MUST_CHECK bool json_item_string(const struct json_items *items, size_t index, size_t min, size_t max,
                                 const char **out);
MUST_CHECK bool json_item_integer(const struct json_items *items, size_t index, int64_t min, int64_t max,
                                  int64_t *out);
MUST_CHECK bool json_item_bool(const struct json_items *items, size_t index, bool *out);
MUST_CHECK bool json_item_choice(const struct json_items *items, size_t index, const char *const words[],
                                 size_t count, unsigned *out);
MUST_CHECK bool json_item_bytes(const struct json_items *items, size_t index, uint8_t *out, size_t len);
MUST_CHECK bool json_item_object(const struct json_items *items, size_t index, struct json_fields *out);
MUST_CHECK bool json_item_array(const struct json_items *items, size_t index, size_t min, size_t max,
                                struct json_items *out);

/* Fail with "bad-field" and "PATH: detail", for checks that only the parser can make. `name` is the field,
 * or NULL for the object itself. */
bool json_fail(const struct json_fields *fields, const char *name, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
bool json_item_fail(const struct json_items *items, size_t index, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
