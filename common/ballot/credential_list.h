/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Who may vote: the keys blob of a batch and the credential list that names the batches (docs/protocol.md
 * section 3).
 */
#ifndef FOLKMOOT_BALLOT_CREDENTIAL_LIST_H
#define FOLKMOOT_BALLOT_CREDENTIAL_LIST_H

#include "ballot/field.h"

enum {
    CREDENTIAL_LIST_BYTES_MAX = 16 << 20,
    CREDENTIAL_BATCHES_MAX = 50000,
    CREDENTIALS_MAX = 100000000, /* in a round */
};

/* A view into a keys blob: 32-byte points, ascending, distinct. */
struct keys {
    const struct point *list;
    size_t count;
};

/* Every key through the door, in ascending order. ERROR_INPUT "bad-point" or "credential-list". */
MUST_CHECK bool keys_read(struct bytes blob, struct keys *out, struct error *err);
/* Sort the keys and append their blob. ERROR_INPUT "credential-list" when two are equal. */
MUST_CHECK bool keys_write(struct point *keys, size_t count, struct buffer *out, struct error *err);
MUST_CHECK bool keys_contain(const struct keys *keys, const struct point *key);
/* No key twice and no serial twice in all batches of a round. ERROR_INPUT "credential-list" (a key) or
 * "serial-clash", naming the serial. */
MUST_CHECK bool keys_check_distinct(const struct keys *batches, size_t count, struct error *err);

enum batch_purpose { BATCH_LETTER, BATCH_CARD, BATCH_WALK_IN, BATCH_SPARE, BATCH_PURPOSES };
const char *batch_purpose_name(enum batch_purpose purpose);
/* Of one of these names. */
enum batch_purpose batch_purpose_of(const char *name);

struct credential_batch {
    const char *id;
    const char *district;
    uint64_t count;
    struct blob_ref keys; /* size = 32 * count */
    enum batch_purpose purpose;
};

struct credential_list {
    uint8_t round[ROUND_ID_BYTES];
    uint64_t total; /* the sum of the counts */
    size_t batch_count;
    struct credential_batch *batches; /* ascending by id */
};

/* ERROR_INPUT "credential-list". Everything lives in the arena. Whether the districts exist is for
 * credential_list_fits (definition.h). */
MUST_CHECK bool credential_list_parse(struct bytes bytes, struct arena *arena, struct credential_list *out,
                                      struct error *err);
/* Append the canonical bytes; fails on a list that would not be read back. */
MUST_CHECK bool credential_list_write(const struct credential_list *list, struct buffer *out,
                                      struct error *err);

#endif
