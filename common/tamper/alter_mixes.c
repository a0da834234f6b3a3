/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Inputs (check 11) and mixes: every field of a mix and of its proof, and proofs of something else (check
 * 12).
 */
#include <stdlib.h>

#include "crypto/shuffle.h"
#include "crypto/shuffle_parts.h"
#include "tamper/alteration.h"
#include "verify/verified.h"

/* ---- the sealing ---- */

/* `of` a contest's totals, one more; and what has to fit it within the entry. */
static bool change_sealing(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct forged_entry *at = forgery_find(f, ENTRY_SEALING, LAST, err);
    struct entry entry;
    if (!at || !forgery_parse(f, at, &entry, err))
        return false;
    struct contest_totals *totals = arena_allocate(&f->arena, entry.contest_count, sizeof *totals);
    memcpy(totals, entry.contests, entry.contest_count * sizeof *totals);
    entry.contests = totals;
    if (strcmp(row->of, "ballots") == 0) {
        totals->ballots++;
        totals->replaced++;
    } else if (totals->input < 2) {
        return forgery_missing(err, "the contest has too few ballots");
    } else if (strcmp(row->of, "replaced") == 0) {
        totals->replaced++;
        totals->input--;
    } else {
        totals->withdrawn++;
        totals->input--;
    }
    return forgery_put(f, at, &entry, err);
}

static bool swap_contests(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct forged_entry *at = forgery_find(f, ENTRY_SEALING, LAST, err);
    struct entry entry;
    (void)row;
    if (!at || !forgery_parse(f, at, &entry, err))
        return false;
    if (entry.contest_count < 2)
        return forgery_missing(err, "there is one contest");
    struct contest_totals *totals = arena_allocate(&f->arena, entry.contest_count, sizeof *totals);
    memcpy(totals, entry.contests, entry.contest_count * sizeof *totals);
    totals[0] = entry.contests[1];
    totals[1] = entry.contests[0];
    entry.contests = totals;
    return forgery_put(f, at, &entry, err);
}

/* ---- fields of a mix: the first of the contest with the most ciphertexts in a ballot ---- */

static struct forged_entry *find_mix(struct forgery *f, struct entry *out, struct error *err)
{
    struct forged_entry *found = NULL;
    size_t width = 0;
    for (size_t i = 0; i < f->entry_count; i++) {
        struct entry entry;
        struct error ignored;
        if (!forgery_is(f, &f->entries[i], ENTRY_MIX) || !forgery_parse(f, &f->entries[i], &entry, &ignored))
            continue;
        const struct contest *contest = definition_contest(&f->definition, entry.contest);
        if (contest && contest->width > width) {
            found = &f->entries[i];
            *out = entry;
            width = contest->width;
        }
    }
    if (!found)
        forgery_missing(err, "nothing was mixed");
    return found;
}

/* Where the first element of a field is, how large it is, how many there are. */
struct place {
    const void *start;
    size_t size, count;
};

static struct place place_of(const struct mix *mix, const char *of)
{
    size_t n = mix->n, w = mix->w;
    const struct {
        const char *name;
        struct place place;
    } fields[] = {
        {"output-a", {&mix->outputs->a, CIPHERTEXT_BYTES, n * w}},
        {"output-c", {&mix->outputs->c, CIPHERTEXT_BYTES, n * w}},
        {"p", {mix->p, POINT_BYTES, n}},
        {"q", {mix->q, POINT_BYTES, n}},
        {"t1", {mix->t1, POINT_BYTES, 1}},
        {"t2", {mix->t2, POINT_BYTES, 1}},
        {"t3", {mix->t3, POINT_BYTES, 1}},
        {"t4-a", {&mix->t4->a, CIPHERTEXT_BYTES, w}},
        {"t4-c", {&mix->t4->c, CIPHERTEXT_BYTES, w}},
        {"t-hat", {mix->t_hat, POINT_BYTES, n}},
        {"s1", {mix->s1, SCALAR_BYTES, 1}},
        {"s2", {mix->s2, SCALAR_BYTES, 1}},
        {"s3", {mix->s3, SCALAR_BYTES, 1}},
        {"s4", {mix->s4, SCALAR_BYTES, w}},
        {"s-hat", {mix->s_hat, SCALAR_BYTES, n}},
        {"s-prime", {mix->s_prime, SCALAR_BYTES, n}},
    };
    size_t i = 0;
    while (strcmp(fields[i].name, of) != 0) /* rows name what there is */
        i++;
    return fields[i].place;
}

/* Element number `which` of the field. */
static uint8_t *element(const struct mix *mix, const struct alteration *row)
{
    struct place place = place_of(mix, row->of);
    size_t which = row->which < place.count ? row->which : place.count - 1;
    return (uint8_t *)(uintptr_t)place.start + which * place.size;
}

static bool change_field(struct forgery *f, const struct alteration *row, struct buffer *blob,
                         struct error *err)
{
    struct mix mix;
    (void)f;
    if (!mix_read(buffer_bytes(blob), &mix, NULL, err))
        return false;
    change_32(element(&mix, row), row->change);
    return true;
}

/* The first two elements change places. */
static bool swap_elements(struct forgery *f, const struct alteration *row, struct buffer *blob,
                          struct error *err)
{
    struct mix mix;
    uint8_t kept[32];
    (void)f;
    if (!mix_read(buffer_bytes(blob), &mix, NULL, err))
        return false;
    struct place place = place_of(&mix, row->of);
    if (place.count < 2)
        return forgery_missing(err, "there is one");
    uint8_t *one = (uint8_t *)(uintptr_t)place.start, *other = one + place.size;
    memcpy(kept, one, sizeof kept);
    memcpy(one, other, sizeof kept);
    memcpy(other, kept, sizeof kept);
    return true;
}

/* Byte number `which` of the head: its version, N, w. */
static bool change_head(struct forgery *f, const struct alteration *row, struct buffer *blob,
                        struct error *err)
{
    (void)f;
    (void)err;
    blob->data[row->which] ^= 1;
    return true;
}

static bool with_mix(struct forgery *f, const struct alteration *row, alter_content *change,
                     struct error *err)
{
    struct entry entry;
    return find_mix(f, &entry, err) && alter_blob(f, &entry.mix, row, change, err);
}

static bool field(struct forgery *f, const struct alteration *row, struct error *err)
{
    return with_mix(f, row, change_field, err);
}

static bool swapped(struct forgery *f, const struct alteration *row, struct error *err)
{
    return with_mix(f, row, swap_elements, err);
}

static bool longer(struct forgery *f, const struct alteration *row, struct error *err)
{
    return with_mix(f, row, change_longer, err);
}

static bool shorter(struct forgery *f, const struct alteration *row, struct error *err)
{
    return with_mix(f, row, change_shorter, err);
}

static bool head(struct forgery *f, const struct alteration *row, struct error *err)
{
    return with_mix(f, row, change_head, err);
}

/* The blob of the first mix of the record, of another contest. */
static bool of_other_contest(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct entry first, other;
    const struct forged_entry *at = forgery_find(f, ENTRY_MIX, 0, err);
    (void)row;
    if (!at || !find_mix(f, &first, err) || !forgery_parse(f, at, &other, err))
        return false;
    if (strcmp(first.contest, other.contest) == 0)
        return forgery_missing(err, "one contest was mixed");
    const struct buffer *blob = forgery_blob(f, &other.mix, err);
    return blob && forgery_replace_blob(f, first.mix, buffer_bytes(blob), ENTRY_TYPES, err);
}

/* ---- mixes of something else, with a proof that holds for that ---- */

/* What the mix of find_mix should state; the inputs are free()d by the caller. */
static bool true_statement(struct forgery *f, struct shuffle_statement *out, struct entry *mix,
                           struct error *err)
{
    const struct verify_options options = {.until_inputs = true};
    struct report report = {0};
    struct ciphertext *input;
    uint32_t n;
    struct entry opening;
    const struct forged_entry *open = forgery_find(f, ENTRY_OPENING, 0, err);
    if (!open || !find_mix(f, mix, err) || !forgery_parse(f, open, &opening, err))
        return false;
    const struct contest *contest = definition_contest(&f->definition, mix->contest);
    struct verified *verified = contest ? verified_open(f->path, &options, &report, err) : NULL;
    bool ok = verified && verified_input(verified, (size_t)(contest - f->definition.contests), &input, &n);
    verified_close(verified);
    if (!ok)
        return forgery_missing(err, "the bundle does not verify as it is");
    *out = (struct shuffle_statement){.contest = bytes_of_string(mix->contest),
                                      .position = mix->position,
                                      .trustee = mix->trustee,
                                      .key = opening.key,
                                      .n = n,
                                      .w = (uint32_t)contest->width,
                                      .inputs = input};
    memcpy(out->eid, f->eid, HASH_BYTES);
    return true;
}

typedef bool change_statement(struct shuffle_statement *statement, struct ciphertext *inputs);

/* Mix and prove anew, of what `change` makes of the statement; false from it: that cannot be done here. */
static bool remix(struct forgery *f, change_statement *change, struct error *err)
{
    struct shuffle_statement statement;
    struct entry entry;
    struct buffer blob = {0};
    if (!true_statement(f, &statement, &entry, err))
        return false;
    struct ciphertext *inputs = (struct ciphertext *)(uintptr_t)statement.inputs;
    bool ok = (change(&statement, inputs) ||
               forgery_missing(err, "the contest has too few ballots or ciphertexts")) &&
              shuffle_prove(&statement, NULL, &blob, err) &&
              forgery_replace_blob(f, entry.mix, buffer_bytes(&blob), ENTRY_TYPES, err);
    free(inputs);
    buffer_clear(&blob);
    return ok;
}

static bool twice(struct shuffle_statement *statement, struct ciphertext *inputs)
{
    if (statement->n < 2)
        return false;
    memcpy(inputs + statement->w, inputs, statement->w * sizeof *inputs);
    return true;
}

/* The same ballots in another order. */
static bool permuted(struct shuffle_statement *statement, struct ciphertext *inputs)
{
    size_t w = statement->w;
    if (statement->n < 2)
        return false;
    for (size_t k = 0; k < w; k++) {
        struct ciphertext first = inputs[k];
        inputs[k] = inputs[w + k];
        inputs[w + k] = first;
    }
    return true;
}

/* Somebody's vote is exchanged for one of the mixer's. */
static bool exchanged(struct shuffle_statement *statement, struct ciphertext *inputs)
{
    static const uint8_t blank[BLOCK_BYTES] = {1};
    struct point message;
    struct scalar r;
    point_embed(blank, &message);
    scalar_random(&r);
    elgamal_encrypt(&inputs[0], &message, &r, &statement->key);
    return true;
}

static bool without_one(struct shuffle_statement *statement, struct ciphertext *inputs)
{
    (void)inputs;
    return --statement->n > 0;
}

/* Two ciphertexts of one ballot change places. */
static bool blocks_swapped(struct shuffle_statement *statement, struct ciphertext *inputs)
{
    if (statement->w < 2)
        return false;
    struct ciphertext first = inputs[0];
    inputs[0] = inputs[1];
    inputs[1] = first;
    return true;
}

/* The parts of two ballots are mixed: C of one, A of another. */
static bool torn(struct shuffle_statement *statement, struct ciphertext *inputs)
{
    if (statement->n < 2)
        return false;
    struct point c = inputs[0].c;
    inputs[0].c = inputs[statement->w].c;
    inputs[statement->w].c = c;
    return true;
}

static bool for_other_trustee(struct shuffle_statement *statement, struct ciphertext *inputs)
{
    (void)inputs;
    statement->trustee++;
    return true;
}

static bool for_other_position(struct shuffle_statement *statement, struct ciphertext *inputs)
{
    (void)inputs;
    statement->position++;
    return true;
}

static bool for_other_election(struct shuffle_statement *statement, struct ciphertext *inputs)
{
    (void)inputs;
    statement->eid[0] ^= 1;
    return true;
}

static bool after_other_mix(struct shuffle_statement *statement, struct ciphertext *inputs)
{
    (void)inputs;
    statement->previous[0] ^= 1;
    return true;
}

static bool under_other_key(struct shuffle_statement *statement, struct ciphertext *inputs)
{
    (void)inputs;
    change_32(statement->key.bytes, OTHER_POINT);
    return true;
}

#define REMIX(name, change)                                                                                  \
    static bool name(struct forgery *f, const struct alteration *row, struct error *err)                     \
    {                                                                                                        \
        (void)row;                                                                                           \
        return remix(f, change, err);                                                                        \
    }
REMIX(mix_twice, twice)
REMIX(mix_permuted, permuted)
REMIX(mix_exchanged, exchanged)
REMIX(mix_without_one, without_one)
REMIX(mix_blocks_swapped, blocks_swapped)
REMIX(mix_torn, torn)
REMIX(mix_for_other_trustee, for_other_trustee)
REMIX(mix_for_other_position, for_other_position)
REMIX(mix_for_other_election, for_other_election)
REMIX(mix_after_other_mix, after_other_mix)
REMIX(mix_under_other_key, under_other_key)

static bool wrong_generators(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct shuffle_statement statement;
    struct entry entry;
    struct buffer blob = {0};
    (void)row;
    if (!true_statement(f, &statement, &entry, err))
        return false;
    bool ok = shuffle_prove_wrong_generators(&statement, &blob, err) &&
              forgery_replace_blob(f, entry.mix, buffer_bytes(&blob), ENTRY_TYPES, err);
    free((void *)(uintptr_t)statement.inputs);
    buffer_clear(&blob);
    return ok;
}

/* A valid mix by the same trustee stands before the one that is named. */
static bool passed_over(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct shuffle_statement statement;
    struct entry entry, named;
    struct buffer blob = {0}, name = {0};
    (void)row;
    if (!true_statement(f, &statement, &entry, err))
        return false;
    bool ok = shuffle_prove(&statement, NULL, &blob, err);
    free((void *)(uintptr_t)statement.inputs);
    blob_ref_of(buffer_bytes(&blob), &entry.mix);
    entry.signature_count = 0;
    ok = ok && forgery_sign_by(f, &entry, &f->definition.trustees.list[entry.trustee - 1].key, err) &&
         forgery_write_entry(f, forgery_position(f, find_mix(f, &named, err)), &entry, err);
    forgery_blob_name(&entry.mix, &name);
    if (ok)
        forgery_add_file(f, buffer_string(&name), buffer_bytes(&blob));
    buffer_clear(&blob);
    buffer_clear(&name);
    return ok;
}

#define FIELD(named, what, of_field, number, how)                                                            \
    {                                                                                                        \
        "mix-" named, what, BEFORE_SIGNING, field, .of = of_field, .which = number, .change = how,           \
                                                   .check = CHECK_MIXES                                      \
    }
#define PROOF(named, what, function)                                                                         \
    {                                                                                                        \
        "mix-" named, what, BEFORE_SIGNING, function, .check = CHECK_MIXES                                   \
    }

static const struct alteration rows[] = {
    {"sealing-ballots", "a ballot more in the sealing than in the record", BEFORE_SIGNING, change_sealing,
     .of = "ballots", .check = CHECK_INPUTS},
    {"sealing-replaced", "a ballot less to be counted in the sealing: replaced", BEFORE_SIGNING,
     change_sealing, .of = "replaced", .check = CHECK_INPUTS},
    {"sealing-withdrawn", "a ballot less to be counted in the sealing: withdrawn", BEFORE_SIGNING,
     change_sealing, .of = "withdrawn", .check = CHECK_INPUTS},
    {"sealing-contests", "the contests of the sealing in another order", BEFORE_SIGNING, swap_contests,
     .check = CHECK_ORDER, .also = A2},
    {"void-missing", "a void is left out of the record", BEFORE_SIGNING, alter_leave_out, .type = ENTRY_VOID,
     .check = CHECK_INPUTS, .also = A12},
    FIELD("output-a", "A' of a mix", "output-a", 0, OTHER_POINT),
    FIELD("output-c", "C' of a mix: another vote", "output-c", 0, OTHER_POINT),
    FIELD("output-last", "the last output of a mix", "output-c", LAST, OTHER_POINT),
    FIELD("output-high-bit", "an output of a mix with bit 255", "output-a", 0, HIGH_BIT),
    FIELD("output-zero", "the identity for an output of a mix", "output-c", 0, ZERO),
    FIELD("p", "P of a mix", "p", 0, OTHER_POINT),
    FIELD("p-last", "the last P of a mix", "p", LAST, OTHER_POINT),
    FIELD("q", "Q of a mix", "q", 0, OTHER_POINT),
    FIELD("q-last", "the last Q of a mix", "q", LAST, OTHER_POINT),
    FIELD("q-high-bit", "Q of a mix with bit 255", "q", 0, HIGH_BIT),
    FIELD("t1", "T1 of a mix (V1)", "t1", 0, OTHER_POINT),
    FIELD("t2", "T2 of a mix (V2)", "t2", 0, OTHER_POINT),
    FIELD("t3", "T3 of a mix (V3)", "t3", 0, OTHER_POINT),
    FIELD("t4-a", "the first half of T4 of a mix (V4)", "t4-a", 0, OTHER_POINT),
    FIELD("t4-c", "the second half of T4 of a mix (V4)", "t4-c", LAST, OTHER_POINT),
    FIELD("t-hat", "T^ of a mix (V5)", "t-hat", 0, OTHER_POINT),
    FIELD("t-hat-last", "the last T^ of a mix (V5)", "t-hat", LAST, OTHER_POINT),
    FIELD("t-hat-zero", "the identity for T^ of a mix", "t-hat", 0, ZERO),
    FIELD("s4-last", "the last sigma 4 of a mix (V4)", "s4", LAST, FLIP),
    FIELD("s1", "sigma 1 of a mix (V1)", "s1", 0, FLIP),
    FIELD("s2", "sigma 2 of a mix (V2)", "s2", 0, FLIP),
    FIELD("s3", "sigma 3 of a mix (V3)", "s3", 0, FLIP),
    FIELD("s4", "sigma 4 of a mix (V4)", "s4", 0, FLIP),
    FIELD("s-hat", "sigma ^ of a mix (V5)", "s-hat", 0, FLIP),
    FIELD("s-hat-last", "the last sigma ^ of a mix (V5)", "s-hat", LAST, FLIP),
    FIELD("s-prime", "sigma ' of a mix (V3 to V5)", "s-prime", 0, FLIP),
    FIELD("s-prime-last", "the last sigma ' of a mix (V3 to V5)", "s-prime", LAST, FLIP),
    FIELD("s1-plus-order", "L is added to sigma 1 of a mix", "s1", 0, PLUS_ORDER),
    FIELD("s-hat-plus-order", "L is added to sigma ^ of a mix", "s-hat", 0, PLUS_ORDER),
    FIELD("s-prime-plus-order", "L is added to sigma ' of a mix", "s-prime", LAST, PLUS_ORDER),
    {"mix-outputs-swapped", "A' of two outputs of a mix change places", BEFORE_SIGNING, swapped,
     .of = "output-a", .check = CHECK_MIXES},
    {"mix-p-swapped", "two P of a mix change places", BEFORE_SIGNING, swapped, .of = "p",
     .check = CHECK_MIXES},
    {"mix-s-prime-swapped", "two sigma ' of a mix change places", BEFORE_SIGNING, swapped, .of = "s-prime",
     .check = CHECK_MIXES},
    PROOF("byte-behind", "a byte behind a mix", longer),
    PROOF("cut", "a mix is cut", shorter),
    {"mix-version", "another version of a mix", BEFORE_SIGNING, head, .which = 13, .check = CHECK_MIXES},
    {"mix-n", "the number of ballots of a mix", BEFORE_SIGNING, head, .which = 18, .check = CHECK_MIXES},
    {"mix-w", "the number of ciphertexts of a ballot in a mix", BEFORE_SIGNING, head, .which = 22,
     .check = CHECK_MIXES},
    PROOF("of-other-contest", "the mix of another contest", of_other_contest),
    PROOF("vote-twice", "one ballot is mixed twice, in the place of another", mix_twice),
    PROOF("vote-exchanged", "a ballot of the mixer's own is mixed in the place of another", mix_exchanged),
    PROOF("vote-dropped", "a ballot is left out of a mix", mix_without_one),
    PROOF("blocks-swapped", "two ciphertexts of a ballot change places before they are mixed",
          mix_blocks_swapped),
    PROOF("votes-torn", "halves of two ballots are exchanged before they are mixed", mix_torn),
    PROOF("input-permuted", "a mix of the same ballots in another order", mix_permuted),
    PROOF("of-other-trustee", "the proof of a mix is by another trustee", mix_for_other_trustee),
    PROOF("of-other-position", "the proof of a mix is of another position", mix_for_other_position),
    PROOF("of-other-election", "the proof of a mix is of another election", mix_for_other_election),
    PROOF("after-other-mix", "the proof of a mix follows another mix", mix_after_other_mix),
    PROOF("under-other-key", "mixed under another key", mix_under_other_key),
    PROOF("generators", "the proof of a mix uses other generators", wrong_generators),
    PROOF("passed-over", "a valid mix is passed over", passed_over),
};
const struct alteration_table alter_mixes = {rows, sizeof rows / sizeof *rows};
