/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The round of tests/vectors/definition.json with all its keys, for tests of ballots, entries and order.
 * Include after cmocka.h.
 */
#ifndef FOLKMOOT_TESTS_ROUND_FIXTURE_H
#define FOLKMOOT_TESTS_ROUND_FIXTURE_H

#include <stdio.h>
#include <stdlib.h>

#include "ballot/act.h"
#include "vector.h"

enum { SIGNER_FACILITATOR, SIGNER_REGISTRAR, SIGNER_CLERK_1, SIGNER_CLERK_2, SIGNER_TRUSTEE, SIGNERS };
static const char *const signer_names[SIGNERS] = {"facilitator", "registrar", "clerk-1", "clerk-2",
                                                  "trustee-1"};

struct fixture {
    json_t *document;
    struct arena arena;
    struct definition definition;
    struct blob_ref definition_ref, list_ref;
    struct sign_public public[SIGNERS];
    struct sign_secret secret[SIGNERS];
    struct scalar election_secret;
    struct point election_key;
    uint8_t eid[HASH_BYTES];
};

static int fixture_setup(void **state)
{
    struct fixture *f = allocate(1, sizeof *f);
    f->document = vector_load("definition");
    struct bytes text = bytes_of_string(vector_text(f->document, "definition"));
    assert_true(definition_parse(text, &f->arena, &f->definition, NULL));
    blob_ref_of(text, &f->definition_ref);
    blob_ref_of(bytes_of_string(vector_text(f->document, "credential_list")), &f->list_ref);
    for (size_t i = 0; i < SIGNERS; i++) {
        const json_t *key = json_object_get(json_object_get(f->document, "keys"), signer_names[i]);
        uint8_t seed[SIGN_SEED_BYTES], public[SIGN_PUBLIC_BYTES];
        vector_hex(key, "seed", seed, sizeof seed);
        vector_hex(key, "public", public, sizeof public);
        sign_key_from_seed(seed, &f->public[i], &f -> secret[i]);
        assert_memory_equal(f->public[i].bytes, public, sizeof public);
    }
    vector_hex(f->document, "election_secret", f->election_secret.bytes, SCALAR_BYTES);
    point_multiply_base(&f->election_key, &f->election_secret);
    vector_hex(f->document, "eid", f->eid, sizeof f->eid);
    *state = f;
    return 0;
}

static int fixture_teardown(void **state)
{
    struct fixture *f = *state;
    arena_clear(&f->arena);
    json_decref(f->document);
    free(f);
    return 0;
}

/* An entry of this round with round and eid filled in. */
static inline struct entry fixture_entry(const struct fixture *f, enum entry_type type, uint64_t minute)
{
    struct entry entry = {.type = type, .minute = minute};
    memcpy(entry.round, f->definition.round, ROUND_ID_BYTES);
    memcpy(entry.eid, f->eid, HASH_BYTES);
    return entry;
}

static inline void fixture_sign(struct fixture *f, struct entry *entry, unsigned signer)
{
    assert_true(
        act_sign(entry, f->definition.origin, &f->public[signer], &f -> secret[signer], &f -> arena, NULL));
}

static inline struct entry fixture_opening(struct fixture *f, uint64_t minute)
{
    struct entry entry = fixture_entry(f, ENTRY_OPENING, minute);
    entry.definition = f->definition_ref;
    entry.credentials = f->list_ref;
    entry.key = f->election_key;
    entry.share_count = 1;
    entry.shares = &f->election_key;
    return entry;
}

static inline void fixture_acknowledge(struct fixture *f, struct entry *entry)
{
    struct possession_statement statement = {.size = 2, .trustee = 1, .key = f->election_key};
    memcpy(statement.eid, entry->eid, HASH_BYTES);
    entry->trustee = 1;
    entry->size = 2;
    assert_true(possession_prove(&statement, &f->election_secret, &entry->possession, NULL));
}

#endif
