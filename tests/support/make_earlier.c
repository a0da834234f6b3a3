/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "make_bundle_internal.h"

enum { GONE = 3 }; /* credentials that are void in the earlier round: one by itself, two as a batch */

static void credential(unsigned i, struct point *out)
{
    struct scalar secret;
    made_scalar("gone", i, &secret);
    point_multiply_base(out, &secret);
}

static void add(struct made *made, struct entry *entry, const enum made_person *people)
{
    struct buffer bytes = {0};
    memcpy(entry->round, made->earlier.round, ROUND_ID_BYTES);
    memcpy(entry->eid, made->earlier.eid, HASH_BYTES);
    entry->minute = made->minute;
    if (made->hooks.earlier)
        made->hooks.earlier(made, entry);
    for (size_t i = 0; people[i] != MADE_PEOPLE && (i == 0 || !made->earlier.alone); i++)
        made_sign(made, entry, people[i]);
    MUST(entry_write(entry, &bytes, err));
    made_append(made, buffer_bytes(&bytes));
    buffer_clear(&bytes);
}

/* The same city, another id, and always the one key of the server. */
static void change_definition(struct made *made, struct definition *definition)
{
    memcpy(definition->round, made->earlier.round, ROUND_ID_BYTES);
    definition->trustees.count = 1;
    definition->threshold = 1;
    definition->draw.source = DRAW_DICE;
}

static void define(struct made *made)
{
    struct entry entry = {.type = ENTRY_DEFINITION};
    struct buffer bytes = {0};
    void (*hook)(struct made * made, struct definition * definition) = made->hooks.definition;
    made->hooks.definition = change_definition;
    made_definition(made, &bytes);
    made->hooks.definition = hook;
    made_blob_add(made, MADE_DEFINITION, buffer_bytes(&bytes), &entry.definition);
    made->earlier.definition_ref = entry.definition;
    add(made, &entry, made_nobody);
    buffer_clear(&bytes);
}

static void add_batch(struct made *made, struct buffer *keys, const char *id, const char *district,
                      struct credential_list *list)
{
    struct credential_batch *batch = &list->batches[list->batch_count++];
    *batch = (struct credential_batch){.id = id, .district = district, .count = keys->len / POINT_BYTES};
    made_blob_add(made, MADE_KEYS, buffer_bytes(keys), &batch->keys);
    list->total += batch->count;
    buffer_clear(keys);
}

static void list_credentials(struct made *made)
{
    static const enum made_person people[] = {MADE_REGISTRAR, MADE_CLERK_1, MADE_PEOPLE};
    struct credential_batch batches[2];
    struct credential_list list = {.batches = batches};
    struct entry entry = {.type = ENTRY_CREDENTIAL_LIST};
    struct buffer keys = {0}, bytes = {0};
    struct point gone[GONE];
    memcpy(list.round, made->earlier.round, ROUND_ID_BYTES);
    for (unsigned i = 0; i < GONE; i++)
        credential(i, &gone[i]);
    MUST(keys_write(gone + 1, GONE - 1, &keys, err));
    add_batch(made, &keys, "gone", "east", &list);
    credential(0, &gone[0]);
    struct point all[MADE_ADDED + 1];
    for (unsigned i = 0; i < MADE_ADDED; i++)
        all[i] = made->voters[i].key;
    all[MADE_ADDED] = gone[0];
    MUST(keys_write(all, MADE_ADDED + 1, &keys, err));
    add_batch(made, &keys, "letters", "west", &list);
    MUST(credential_list_write(&list, &bytes, err));
    made_blob_add(made, MADE_LIST, buffer_bytes(&bytes), &entry.list);
    entry.total = list.total;
    made->earlier.list_ref = entry.list;
    add(made, &entry, people);
    buffer_clear(&bytes);
}

static void open_round(struct made *made)
{
    static const enum made_person people[] = {MADE_FACILITATOR, MADE_CLERK_1, MADE_PEOPLE};
    static const enum made_person trustee[] = {MADE_TRUSTEE, MADE_PEOPLE};
    struct scalar x;
    struct point y;
    made_scalar("earlier", 0, &x);
    point_multiply_base(&y, &x);
    struct entry opening = {.type = ENTRY_OPENING,
                            .definition = made->earlier.definition_ref,
                            .credentials = made->earlier.list_ref,
                            .key = y,
                            .share_count = 1,
                            .shares = &y};
    struct entry acknowledgement = {.type = ENTRY_ACKNOWLEDGEMENT, .trustee = 1, .size = made->tree.size};
    struct possession_statement statement = {.size = made->tree.size, .trustee = 1, .key = y};
    memcpy(opening.round, made->earlier.round, ROUND_ID_BYTES);
    MUST(act_eid(MADE_ORIGIN, &opening, made->earlier.eid, err));
    merkle_frontier_root(&made->tree, acknowledgement.root);
    memcpy(statement.root, acknowledgement.root, HASH_BYTES);
    memcpy(statement.eid, made->earlier.eid, HASH_BYTES);
    MUST(possession_prove(&statement, &x, &acknowledgement.possession, err));
    add(made, &opening, people);
    add(made, &acknowledgement, trustee);
}

void made_earlier(struct made *made)
{
    static const enum made_person clerk[] = {MADE_CLERK_2, MADE_PEOPLE};
    static const enum made_person clerks[] = {MADE_CLERK_1, MADE_CLERK_2, MADE_PEOPLE};
    struct entry draft = {.type = ENTRY_DRAFT, .assembly = "city"};
    struct entry batch = {.type = ENTRY_BATCH_VOID, .batch = "gone", .reason = "lost"};
    struct entry one = {.type = ENTRY_VOID, .reason = "stolen"};
    struct entry annulment = {.type = ENTRY_ANNULMENT, .reason = "failure", .has_successor = true};
    made_derive("earlier", 0, made->earlier.round, ROUND_ID_BYTES);
    made_derive("nonce", 0, draft.nonce, ROUND_NONCE_BYTES);
    made_derive("round", 0, annulment.successor, ROUND_ID_BYTES);
    credential(0, &one.credential);
    add(made, &draft, made_nobody);
    define(made);
    list_credentials(made);
    open_round(made);
    add(made, &batch, clerk);
    add(made, &one, clerk);
    add(made, &annulment, clerks);
}
