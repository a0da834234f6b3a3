/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "client/election.h"

#include <stdio.h>
#include <stdlib.h>

#include "ballot/act.h"
#include "base/encoding.h"
#include "client/api.h"
#include "crypto/decryption.h"

bool round_id_read(const char *text, uint8_t out[ROUND_ID_BYTES], struct error *err)
{
    return base64url_decode_exact(bytes_of_string(text), out, ROUND_ID_BYTES) ||
           error_input(err, "usage", "%.40s is not the id of a round: expected 22 characters of base64url",
                       text);
}

void round_id_text(const uint8_t round[ROUND_ID_BYTES], char out[ROUND_TEXT_BYTES + 1])
{
    struct buffer text = {0};
    base64url_append(&text, bytes_of(round, ROUND_ID_BYTES));
    memcpy(out, buffer_string(&text), ROUND_TEXT_BYTES + 1);
    buffer_clear(&text);
}

/* A string member; ERROR_INPUT "form". Copied to the arena: entries and definitions keep views. */
static const char *text_of(const json_t *form, const char *name, struct arena *arena, struct error *err)
{
    const char *text = json_string_value(json_object_get(form, name));
    if (text)
        return arena_string(arena, text);
    error_input(err, "form", "the answer has no %s", name);
    return NULL;
}

/* Every set of t shares makes the key: the first t - 1 with each of the others. */
static bool check_key(const struct election *election, struct error *err)
{
    const struct definition *definition = &election->definition;
    const struct entry *opening = &election->opening;
    size_t t = definition->threshold, n = opening->share_count;
    if (n != definition->trustees.count)
        return error_input(err, "form", "the opening has %zu verification shares for %zu trustees", n,
                           definition->trustees.count);
    for (size_t last = t; last <= n; last++) {
        uint64_t indices[DEFINITION_TRUSTEES_MAX];
        struct scalar lambdas[DEFINITION_TRUSTEES_MAX];
        struct point sum;
        for (size_t i = 0; i < t; i++)
            indices[i] = i + 1 < t ? i + 1 : last;
        if (!lagrange_at_zero(indices, t, lambdas, err))
            return false;
        point_multiply(&sum, &lambdas[0], &opening->shares[indices[0] - 1]);
        for (size_t i = 1; i < t; i++)
            point_add_product(&sum, &lambdas[i], &opening->shares[indices[i] - 1]);
        if (!point_equal(&sum, &opening->key))
            return error_input(err, "form", "the key is not the one that the trustees' shares make");
    }
    return true;
}

static bool check_acknowledgement(struct election *election, const char *text, size_t number,
                                  struct error *err)
{
    struct entry entry;
    if (!entry_parse(bytes_of_string(text), &election->arena, &entry, err))
        return false;
    if (entry.type != ENTRY_ACKNOWLEDGEMENT || entry.trustee != number ||
        memcmp(entry.eid, election->eid, HASH_BYTES) != 0)
        return error_input(err, "form", "it is not trustee %zu's of this opening", number);
    if (!act_check_signers(&election->definition, &entry, false, err))
        return false;
    struct possession_statement statement = {.size = entry.size, .trustee = number};
    memcpy(statement.eid, entry.eid, HASH_BYTES);
    memcpy(statement.root, entry.root, HASH_BYTES);
    statement.key = election->opening.shares[number - 1];
    return possession_verify(&statement, &entry.possession) ||
           error_input(err, "bad-proof", "trustee %zu did not prove to hold its share of the key", number);
}

static bool check_acknowledgements(struct election *election, const json_t *form, struct error *err)
{
    const json_t *list = json_object_get(form, "acknowledgements");
    size_t count = election->definition.trustees.count;
    if (json_array_size(list) != count)
        return error_input(err, "not-open", "%zu of %zu trustees have acknowledged the opening",
                           json_array_size(list), count);
    for (size_t i = 0; i < count; i++) {
        const char *text = json_string_value(json_array_get(list, i));
        if (!text)
            return error_input(err, "form", "acknowledgement %zu is not a text", i + 1);
        if (!check_acknowledgement(election, arena_string(&election->arena, text), i + 1, err))
            return error_prefix(err, "acknowledgement %zu", i + 1);
    }
    return true;
}

static bool check_opening(struct election *election, const char *definition,
                          const uint8_t round[ROUND_ID_BYTES], struct error *err)
{
    const struct entry *opening = &election->opening;
    if (opening->type != ENTRY_OPENING || memcmp(opening->round, round, ROUND_ID_BYTES) != 0)
        return error_input(err, "form", "the opening is not one of this round");
    if (!blob_ref_check(&opening->definition, bytes_of_string(definition), err))
        return error_prefix(err, "the definition is not the one that was opened");
    if (memcmp(election->definition.round, round, ROUND_ID_BYTES) != 0)
        return error_input(err, "form", "the definition is of another round");
    if (strcmp(election->definition.origin, election->log_key.name) != 0)
        return error_input(err, "form", "the definition is for the log %.80s, the key is of %.80s",
                           election->definition.origin, election->log_key.name);
    return act_check_signers(&election->definition, opening, false, err) && check_key(election, err);
}

static bool read_index(const json_t *form, uint64_t *out, struct error *err)
{
    const json_t *index = json_object_get(form, "opening_index");
    if (!json_is_integer(index) || json_integer_value(index) < 0)
        return error_input(err, "form", "opening_index is not a number");
    *out = (uint64_t)json_integer_value(index);
    return true;
}

bool election_read(const json_t *form, const uint8_t round[ROUND_ID_BYTES], const struct note_key *log_key,
                   struct election *out, struct error *err)
{
    struct election election = {0};
    struct arena *arena = &election.arena;
    uint8_t said[HASH_BYTES];
    bool ok = false;
    const char *definition = text_of(form, "definition", arena, err);
    const char *opening = definition ? text_of(form, "opening", arena, err) : NULL;
    const char *key = opening ? text_of(form, "log_key", arena, err) : NULL;
    const char *eid = key ? text_of(form, "eid", arena, err) : NULL;
    const char *state = eid ? text_of(form, "state", arena, err) : NULL;
    if (!state || !read_index(form, &election.opening_index, err) ||
        !note_key_parse(bytes_of_string(key), &election.log_key, err))
        goto out;
    election.opening_bytes = bytes_of_string(opening);
    if (log_key &&
        (strcmp(log_key->name, election.log_key.name) != 0 ||
         memcmp(log_key->public_key, election.log_key.public_key, sizeof log_key->public_key) != 0)) {
        error_input(err, "form", "the server's log key is not the one that was given");
        goto out;
    }
    if (!definition_parse(bytes_of_string(definition), arena, &election.definition, err) ||
        !entry_parse(bytes_of_string(opening), arena, &election.opening, err) ||
        !check_opening(&election, definition, round, err) ||
        !act_eid(election.definition.origin, &election.opening, election.eid, err))
        goto out;
    if (!base64url_decode_exact(bytes_of_string(eid), said, sizeof said) ||
        memcmp(said, election.eid, sizeof said) != 0) {
        error_input(err, "form", "the eid is not that of the opening");
        goto out;
    }
    if (!check_acknowledgements(&election, form, err))
        goto out;
    election.is_open = strcmp(state, "open") == 0;
    *out = election;
    ok = true;
out:
    if (!ok)
        arena_clear(arena);
    return ok;
}

bool election_load(struct http_client *client, const uint8_t round[ROUND_ID_BYTES],
                   const struct note_key *log_key, struct election *out, struct error *err)
{
    char id[ROUND_TEXT_BYTES + 1], path[64];
    json_t *form = NULL;
    round_id_text(round, id);
    snprintf(path, sizeof path, "/api/v1/rounds/%s/form", id);
    bool ok =
        api_call(client, "GET", path, NULL, &form, err) && election_read(form, round, log_key, out, err);
    json_decref(form);
    return ok;
}

void election_clear(struct election *election)
{
    arena_clear(&election->arena);
    *election = (struct election){0};
}
