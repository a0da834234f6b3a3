/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "make_bundle_internal.h"

#include <stdio.h>
#include <stdlib.h>

static const char *const names[MADE_PEOPLE] = {"Fay", "Rui", "Ana Clerk", "Bo Clerk", "server", "Tia", "Tom"};

void made_die(const char *file, int line, const struct error *err)
{
    fprintf(stderr, "%s:%d: %s: %s\n", file, line, err->type ? err->type : "?", err->detail);
    abort();
}

void made_derive(const char *what, uint64_t number, uint8_t *out, size_t len)
{
    uint8_t hash[crypto_hash_sha512_BYTES];
    char text[64];
    int written = snprintf(text, sizeof text, "make_bundle/%s/%llu", what, (unsigned long long)number);
    crypto_hash_sha512(hash, (const uint8_t *)text, (size_t)written);
    memcpy(out, hash, len);
}

void made_scalar(const char *what, uint64_t number, struct scalar *out)
{
    uint8_t wide[WIDE_BYTES];
    made_derive(what, number, wide, sizeof wide);
    scalar_from_wide(out, wide);
}

void made_people(struct made *made)
{
    uint8_t seed[SIGN_SEED_BYTES];
    for (size_t i = 0; i < MADE_PEOPLE; i++) {
        made_derive("person", i, seed, sizeof seed);
        sign_key_from_seed(seed, &made->public[i], &made -> secret[i]);
    }
    for (size_t i = 0; i < 2; i++) {
        made_derive("minisign", i, made->minisign[i].id, MINISIGN_ID_BYTES);
        memcpy(made->minisign[i].key, made->secret[MADE_CLERK_1 + i].bytes, SIGN_SECRET_BYTES);
    }
    made_derive("log", 0, seed, sizeof seed);
    MUST(note_signer_init(&made->log, MADE_ORIGIN, NOTE_ED25519, seed, err));
    made->trustees = made->trustees == MADE_TRUSTEES_MAX ? MADE_TRUSTEES_MAX : 1;
    made->threshold = made->trustees == 1 ? 1 : made->threshold == MADE_TRUSTEES_MAX ? MADE_TRUSTEES_MAX : 2;
    made_scalar("election", 0, &made->x[0]);
    point_multiply_base(&made->y, &made->x[0]);
    made->shares[0] = made->y;
    made->voters = arena_allocate(&made->arena, MADE_VOTERS + made->extra, sizeof *made->voters);
    for (size_t i = 0; i < MADE_VOTERS + made->extra; i++) {
        made_scalar("voter", i, &made->voters[i].secret);
        point_multiply_base(&made->voters[i].key, &made->voters[i].secret);
    }
}

/* ---- definition ---- */

static struct text_hash *texts(struct made *made, const char *what)
{
    struct text_hash *hash = arena_allocate(&made->arena, 1, sizeof *hash);
    hash->present = true;
    made_derive(what, 0, hash->hash, sizeof hash->hash);
    return hash;
}

static struct people people(struct made *made, size_t first, size_t count)
{
    struct person *list = arena_allocate(&made->arena, count, sizeof *list);
    for (size_t i = 0; i < count; i++)
        list[i] = (struct person){names[first + i], made->public[first + i]};
    return (struct people){count, list};
}

static void add_options(struct made *made, struct contest *contest, size_t count)
{
    contest->texts = texts(made, contest->id);
    contest->option_count = count;
    contest->options = arena_allocate(&made->arena, count, sizeof *contest->options);
    for (size_t i = 0; i < count; i++)
        contest->options[i] = (struct option){.id = arena_format(&made->arena, "p%zu", i),
                                              .cost = 100 + 50 * (i % 4),
                                              .texts = texts(made, "option")};
}

static void add_contests(struct made *made, struct contest *contests)
{
    contests[0] = (struct contest){.id = "city",
                                   .envelope = 300,
                                   .pool_min = 1,
                                   .form = {.kind = FORM_APPROVAL, .min = 1, .max = 3},
                                   .rule = {.score = RULE_VOTES, .ties = RULE_DRAW}};
    contests[1] = (struct contest){
        .id = "east",
        .envelope = 400,
        .pool_min = 1,
        .form = {.kind = FORM_POINTS, .min = 1, .max = 5, .total = 60, .min_total = 1, .max_each = 60},
        .rule = {.score = RULE_POINTS, .ties = RULE_LEX}};
    contests[2] = (struct contest){.id = "small",
                                   .envelope = 200,
                                   .pool_min = 5,
                                   .withhold = true,
                                   .form = {.kind = FORM_APPROVAL, .min = 1, .max = 1},
                                   .rule = {.score = RULE_VOTES, .ties = RULE_LEX}};
    contests[3] = (struct contest){.id = "nobody",
                                   .envelope = 200,
                                   .pool_min = 1,
                                   .form = {.kind = FORM_CHOICE},
                                   .rule = {.score = RULE_VOTES, .ties = RULE_LEX}};
    add_options(made, &contests[0], 5);
    add_options(made, &contests[1], 40);
    add_options(made, &contests[2], 3);
    add_options(made, &contests[3], 2);
}

void made_definition(struct made *made, struct buffer *out)
{
    static const char *languages[] = {"en"};
    static const char *const districts[MADE_DISTRICTS] = {"east", "west", "hamlet"};
    static uint16_t members[MADE_DISTRICTS][2] = {{0, 1}, {0, 2}, {0, 3}};
    struct definition definition = {
        .software = "make_bundle",
        .origin = MADE_ORIGIN,
        .kind = DEFINITION_REAL,
        .assembly = "city",
        .currency = "EUR",
        .minor_digits = 2,
        .language_count = 1,
        .languages = languages,
        .texts = texts(made, "round"),
        .contest_count = MADE_CONTESTS,
        .contests = arena_allocate(&made->arena, MADE_CONTESTS, sizeof(struct contest)),
        .district_count = MADE_DISTRICTS,
        .districts = arena_allocate(&made->arena, MADE_DISTRICTS, sizeof(struct district)),
        .schedule = {.zone = "UTC",
                     .open = MADE_OPEN,
                     .close = MADE_CLOSE,
                     .additions_end = MADE_CLOSE,
                     .grace = MADE_GRACE,
                     .objection = MADE_OBJECTION},
        .revoting = true,
        .draw = {.source = made->trustees > 1 ? DRAW_TRUSTEES : DRAW_DICE},
        .roll = {.size = MADE_VOTERS, .cap = MADE_VOTERS + made->extra + 5},
        .trustees = people(made, MADE_TRUSTEE, made->trustees),
        .threshold = made->threshold,
        .facilitators = people(made, MADE_FACILITATOR, 1),
        .registrars = people(made, MADE_REGISTRAR, 1),
        .clerks = people(made, MADE_CLERK_1, 2),
        .act_signers = 2,
        .clerks_required = 2,
        .pages = {.vote = texts(made, "vote"), .check = texts(made, "check")},
    };
    made_derive("round", 0, definition.round, sizeof definition.round);
    made_derive("nonce", 0, definition.nonce, sizeof definition.nonce);
    add_contests(made, definition.contests);
    for (size_t d = 0; d < MADE_DISTRICTS; d++)
        definition.districts[d] = (struct district){.id = districts[d],
                                                    .texts = texts(made, districts[d]),
                                                    .contest_count = 2,
                                                    .contests = members[d]};
    if (made->hooks.definition)
        made->hooks.definition(made, &definition);
    MUST(definition_write(&definition, out, err));
}

void made_keys(const struct made *made, unsigned from, unsigned to, struct buffer *out)
{
    struct point *keys = allocate(to - from, sizeof *keys);
    for (unsigned i = from; i < to; i++)
        keys[i - from] = made->voters[i].key;
    MUST(keys_write(keys, to - from, out, err));
    free(keys);
}

/* ---- ballots ---- */

const struct district *made_district(const struct made *made, unsigned voter)
{
    bool east = voter < MADE_WEST || voter == MADE_ADDED, hamlet = voter >= MADE_HAMLET && voter < MADE_ADDED;
    return definition_district(&made->definition, east ? "east" : hamlet ? "hamlet" : "west");
}

/* Something that the form allows, other for each voter; number 5 leaves everything blank. */
static void choose(const struct contest *contest, unsigned voter, struct choices *out)
{
    uint16_t first = (uint16_t)(voter % contest->option_count),
             second = (uint16_t)((voter + 2) % contest->option_count);
    *out = (struct choices){0};
    if (voter == 5)
        return;
    bool two = contest->form.max > 1 && first < second;
    out->count = two ? 2 : 1;
    out->options[0] = first;
    out->options[1] = second;
    out->values[0] = contest->form.kind == FORM_POINTS ? 10 + voter : 1;
    out->values[1] = contest->form.kind == FORM_POINTS ? 3 : 1;
}

void made_choose(struct made *made, unsigned voter, struct made_ballot *out)
{
    const struct district *district = made_district(made, voter);
    struct choices *choices = allocate(1, sizeof *choices);
    *out = (struct made_ballot){.voter = voter, .secret = made->voters[voter].secret};
    for (size_t i = 0; i < district->contest_count; i++) {
        const struct contest *contest = &made->definition.contests[district->contests[i]];
        choose(contest, voter, choices);
        MUST(payload_encode(contest, choices, out->blocks[out->count], err));
        if (voter == 4 && contest->form.kind == FORM_APPROVAL)
            out->blocks[out->count][1] = 0xf8; /* five marks where three are allowed */
        out->count += contest->width;
        out->layout[out->contest_count++] =
            (struct ballot_layout){bytes_of_string(contest->id), contest->width};
    }
    free(choices);
}

void made_encrypt(struct made *made, struct made_ballot *ballot, struct buffer *out)
{
    unsigned number = made->ballot_number;
    struct ciphertext *ciphertexts = arena_allocate(&made->arena, ballot->count, sizeof *ciphertexts);
    struct scalar r[8], u[9], z[9];
    struct point message, t[9];
    struct ballot_statement statement = {.seq = ballot->seq,
                                         .layout = ballot->layout,
                                         .contest_count = ballot->contest_count,
                                         .ciphertexts = ciphertexts,
                                         .ciphertext_count = ballot->count};
    memcpy(statement.eid, made->eid, HASH_BYTES);
    memcpy(statement.prev, ballot->prev, HASH_BYTES);
    point_multiply_base(&statement.credential, &ballot->secret);
    for (size_t j = 0; j < ballot->count; j++) {
        made_scalar("r", (number - ballot->repeat_nonces) * 16 + j, &r[j]);
        point_embed(ballot->blocks[j], &message);
        elgamal_encrypt(&ciphertexts[j], &message, &r[j], &made->y);
    }
    for (size_t j = 0; j <= ballot->count; j++)
        made_scalar("u", number * 16 + j, &u[j]);
    MUST(ballot_proof_prove_with_nonces(&statement, &ballot->secret, r, u, t, z, err));
    ballot_write(&statement, t, z, out);
    made->ciphertexts[number] = ciphertexts;
    ballot_id(buffer_bytes(out), made->ids[number]);
}
