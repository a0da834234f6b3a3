/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "make_bundle_internal.h"

#include <stdio.h>
#include <stdlib.h>

#include "ballot/input.h"
#include "base/encoding.h"
#include "count/tally.h"
#include "crypto/decryption.h"
#include "crypto/shuffle.h"
#include "record/json.h"
#include "record/sums.h"
#include "record/tlog_proof.h"

/* ---- files and blobs ---- */

struct made_file *made_file_find(struct made *made, const char *name)
{
    for (size_t i = 0; i < made->file_count; i++)
        if (strcmp(made->files[i].name, name) == 0)
            return &made->files[i];
    return NULL;
}

void made_file_add(struct made *made, const char *name, struct bytes content)
{
    if (made_file_find(made, name))
        return;
    if (made->file_count == MADE_FILES_MAX)
        made_die(__FILE__, __LINE__, &(struct error){.detail = "too many files"});
    struct made_file *file = &made->files[made->file_count++];
    snprintf(file->name, sizeof file->name, "%s", name);
    buffer_append_bytes(&file->content, content);
}

void made_blob_add(struct made *made, enum made_blob kind, struct bytes blob, struct blob_ref *ref)
{
    struct buffer name = {0}, published = {0};
    buffer_append_bytes(&published, blob);
    if (made->hooks.blob)
        made->hooks.blob(made, kind, &published);
    blob_ref_of(buffer_bytes(&published), ref);
    buffer_append_string(&name, "blobs/");
    hex_append(&name, bytes_of(ref->hash, sizeof ref->hash));
    made_file_add(made, buffer_string(&name), buffer_bytes(&published));
    buffer_clear(&published);
    buffer_clear(&name);
}

/* ---- the log ---- */

void made_append(struct made *made, struct bytes entry)
{
    if (made->entry_count == MADE_ENTRIES_MAX + made->extra)
        made_die(__FILE__, __LINE__, &(struct error){.detail = "too many entries"});
    merkle_hash_leaf(entry, made->leaves[made->entry_count]);
    merkle_frontier_append(&made->tree, made->leaves[made->entry_count++], NULL, NULL);
    buffer_append_u16(&made->entries, (uint16_t)entry.len);
    buffer_append_bytes(&made->entries, entry);
}

static void append_bytes(struct made *made, struct buffer *bytes)
{
    if (!made->hooks.bytes || made->hooks.bytes(made, made->entry_count, bytes))
        made_append(made, buffer_bytes(bytes));
    buffer_clear(bytes);
}

static void append_text(struct made *made, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void append_text(struct made *made, const char *format, ...)
{
    struct buffer bytes = {0};
    va_list args;
    char text[1024];
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    buffer_append_string(&bytes, text);
    append_bytes(made, &bytes);
}

/* Entries of the city and of other rounds, which are only hashed and read as JSON. */
static void append_staff(struct made *made)
{
    append_text(made, "{\"act\":\"add\",\"minute\":%llu,\"role\":\"clerk\",\"type\":\"staff\"}",
                (unsigned long long)made->minute);
}

void made_sign(struct made *made, struct entry *entry, enum made_person person)
{
    MUST(act_sign(entry, MADE_ORIGIN, &made->public[person], &made -> secret[person], &made -> arena, err));
}

const enum made_person made_nobody[] = {MADE_PEOPLE};
static const enum made_person two_clerks[] = {MADE_CLERK_1, MADE_CLERK_2, MADE_PEOPLE};
static const enum made_person list_people[] = {MADE_REGISTRAR, MADE_CLERK_1, MADE_PEOPLE};
static const enum made_person opening_people[] = {MADE_FACILITATOR, MADE_CLERK_1, MADE_PEOPLE};

void made_entry_add(struct made *made, struct entry *entry, const enum made_person *people)
{
    struct buffer bytes = {0};
    memcpy(entry->round, made->definition.round, ROUND_ID_BYTES);
    memcpy(entry->eid, made->eid, HASH_BYTES);
    entry->minute = made->minute;
    if (made->hooks.entry)
        made->hooks.entry(made, entry);
    for (; *people != MADE_PEOPLE; people++)
        made_sign(made, entry, *people);
    if (made->hooks.signed_entry)
        made->hooks.signed_entry(made, entry);
    MUST(entry_write(entry, &bytes, err));
    append_bytes(made, &bytes);
}

/* ---- before the opening ---- */

static void define(struct made *made)
{
    struct buffer bytes = {0};
    struct entry draft = {.type = ENTRY_DRAFT, .assembly = "city"}, entry = {.type = ENTRY_DEFINITION};
    made_definition(made, &bytes);
    made_blob_add(made, MADE_DEFINITION, buffer_bytes(&bytes), &made->definition_ref);
    struct bytes kept = {(const uint8_t *)arena_copy(&made->arena, bytes.data, bytes.len), bytes.len};
    MUST(definition_parse(kept, &made->arena, &made->definition, err));
    made_file_add(made, "definition.json", kept);
    memcpy(draft.nonce, made->definition.nonce, ROUND_NONCE_BYTES);
    draft.has_predecessor = made->predecessor;
    memcpy(draft.predecessor, made->earlier.round, ROUND_ID_BYTES);
    made_entry_add(made, &draft, made_nobody);
    append_staff(made);
    made->minute++;
    entry.definition = made->definition_ref;
    made_entry_add(made, &entry, made_nobody);
    buffer_clear(&bytes);
}

struct plan_batch {
    const char *id, *district;
    unsigned from, to;
};

static void list_batches(struct made *made, enum entry_type type, const struct plan_batch *plan, size_t count,
                         struct blob_ref *out)
{
    struct credential_batch batches[4] = {0};
    struct credential_list list = {.batch_count = count, .batches = batches};
    struct buffer bytes = {0};
    memcpy(list.round, made->definition.round, ROUND_ID_BYTES);
    for (size_t i = 0; i < count; i++) {
        struct buffer keys = {0};
        batches[i] = (struct credential_batch){.id = plan[i].id, .district = plan[i].district};
        made_keys(made, plan[i].from, plan[i].to, &keys);
        made_blob_add(made, MADE_KEYS, buffer_bytes(&keys), &batches[i].keys);
        batches[i].count = keys.len / POINT_BYTES;
        list.total += batches[i].count;
        buffer_clear(&keys);
    }
    MUST(credential_list_write(&list, &bytes, err));
    struct entry entry = {.type = type, .total = list.total};
    made_blob_add(made, MADE_LIST, buffer_bytes(&bytes), &entry.list);
    made_entry_add(made, &entry, list_people);
    *out = entry.list;
    buffer_clear(&bytes);
}

void made_trustee_entry_add(struct made *made, struct entry *entry)
{
    const enum made_person people[] = {MADE_TRUSTEE + (enum made_person)entry->trustee - 1, MADE_PEOPLE};
    made_entry_add(made, entry, people);
}

static void acknowledge(struct made *made, uint64_t trustee, uint64_t size, const uint8_t root[HASH_BYTES])
{
    struct entry entry = {.type = ENTRY_ACKNOWLEDGEMENT, .trustee = trustee, .size = size};
    struct possession_statement statement = {
        .size = size, .trustee = trustee, .key = made->shares[trustee - 1]};
    memcpy(entry.root, root, HASH_BYTES);
    memcpy(statement.eid, made->eid, HASH_BYTES);
    memcpy(statement.root, root, HASH_BYTES);
    MUST(possession_prove(&statement, &made->x[trustee - 1], &entry.possession, err));
    made_trustee_entry_add(made, &entry);
}

static void open_round(struct made *made)
{
    struct entry opening = {.type = ENTRY_OPENING,
                            .definition = made->definition_ref,
                            .credentials = made->list_ref,
                            .key = made->y,
                            .share_count = made->trustees,
                            .shares = made->shares,
                            .has_dkg = made->trustees > 1,
                            .dkg = made->certificate_ref,
                            .has_predecessor = made->predecessor};
    uint8_t root[HASH_BYTES];
    memcpy(opening.predecessor, made->earlier.round, ROUND_ID_BYTES);
    uint64_t size = made->tree.size;
    merkle_frontier_root(&made->tree, root);
    memcpy(opening.round, made->definition.round, ROUND_ID_BYTES);
    MUST(act_eid(MADE_ORIGIN, &opening, made->eid, err));
    made_entry_add(made, &opening, opening_people);
    for (uint64_t trustee = 1; trustee <= made->trustees; trustee++)
        acknowledge(made, trustee, size, root);
}

/* ---- voting ---- */

/* The position of the voter's last ballot, or -1. The extra ones vote once, and are many. */
static int last_ballot(const struct made *made, unsigned voter)
{
    for (int i = voter < MADE_VOTERS ? (int)made->cast_count - 1 : -1; i >= 0; i--)
        if (point_equal(&made->casts[i].credential, &made->voters[voter].key))
            return i;
    return -1;
}

static void cast(struct made *made, unsigned voter)
{
    struct made_ballot ballot;
    struct buffer ballot_bytes = {0}, bytes = {0};
    struct entry entry = {.type = ENTRY_BALLOT, .minute = ++made->minute};
    unsigned number = made->ballot_number;
    int last = last_ballot(made, voter);
    made_choose(made, voter, &ballot);
    if (last >= 0) {
        ballot.seq = 1;
        memcpy(ballot.prev, made->ids[last], HASH_BYTES);
    }
    if (made->hooks.ballot)
        made->hooks.ballot(made, number, &ballot);
    made_encrypt(made, &ballot, &ballot_bytes);
    memcpy(entry.eid, made->eid, HASH_BYTES);
    entry.ballot.bytes = buffer_bytes(&ballot_bytes);
    MUST(entry_write(&entry, &bytes, err));
    buffer_append_bytes(&made->ballot_bytes[number], buffer_bytes(&bytes));
    const struct district *district = made_district(made, voter);
    made->casts[made->cast_count++] =
        (struct cast_ballot){.credential = made->voters[voter].key,
                             .index = made->cast_count,
                             .district = (uint16_t)(district - made->definition.districts)};
    made->ballot_number++;
    append_bytes(made, &bytes);
    made->places[number] = made->tree.size - 1;
    buffer_clear(&ballot_bytes);
}

/* A ballot of another round, which nobody here can judge. */
static void append_foreign_ballot(struct made *made)
{
    append_text(made,
                "{\"ballot\":{},\"eid\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\",\"minute\":%llu,"
                "\"type\":\"ballot\"}",
                (unsigned long long)made->minute);
}

static void vote(struct made *made)
{
    static const struct plan_batch addition = {"walk-in", "east", MADE_ADDED, MADE_VOTERS};
    struct blob_ref ignored;
    struct entry close = {.type = ENTRY_EXTENSION, .close = MADE_CLOSE + 10, .reason = "outage"};
    struct entry issue = {.type = ENTRY_ISSUE, .batch = "walk-in"};
    struct entry gone = {.type = ENTRY_VOID, .credential = made->voters[2].key, .reason = "lost"};
    made->minute = MADE_OPEN;
    for (unsigned voter = MADE_EAST; voter < 6; voter++)
        cast(made, voter);
    append_foreign_ballot(made);
    list_batches(made, ENTRY_ADDITION, &addition, 1, &ignored);
    made_entry_add(made, &issue, (const enum made_person[]){MADE_CLERK_2, MADE_PEOPLE});
    cast(made, MADE_ADDED);
    cast(made, MADE_WEST);
    cast(made, MADE_WEST + 1);
    made_entry_add(made, &gone, two_clerks);
    made->voids[made->void_count++] = gone.credential;
    made_entry_add(made, &close, two_clerks);
    cast(made, 1); /* again */
    for (size_t i = 0; i < made->extra; i++) {
        made->minute = made->minute > MADE_CLOSE ? MADE_CLOSE : made->minute;
        cast(made, (unsigned)(MADE_VOTERS + i));
    }
}

/* ---- after the close ---- */

static void seal(struct made *made)
{
    struct entry closed = {.type = ENTRY_VOTING_CLOSED, .reason = "on-time"};
    struct entry sealing = {.type = ENTRY_SEALING, .contest_count = MADE_CONTESTS, .contests = made->totals};
    struct entry dice = {.type = ENTRY_DRAW_SOURCE, .source = "dice", .value = "4 6 1 2"};
    made->minute = MADE_CLOSE + 10 + MADE_GRACE;
    made_entry_add(made, &closed, made_nobody);
    MUST(input_settle(made->casts, made->cast_count, made->voids, made->void_count, err));
    for (size_t c = 0; c < MADE_CONTESTS; c++)
        input_totals(&made->definition, c, made->casts, made->cast_count, &made->totals[c]);
    made->minute++;
    made_entry_add(made, &sealing, two_clerks);
    if (made->definition.draw.source == DRAW_DICE)
        made_entry_add(made, &dice, two_clerks);
    made->minute += MADE_OBJECTION;
}

/* n * width ciphertexts (free()). */
static struct ciphertext *input_of(struct made *made, size_t c, size_t *n)
{
    uint32_t *positions = allocate(made->cast_count, sizeof *positions);
    size_t width = made->definition.contests[c].width;
    *n = input_of_contest(&made->definition, c, made->casts, made->cast_count, positions);
    struct ciphertext *input = allocate(*n * width, sizeof *input);
    for (size_t i = 0; i < *n; i++) {
        const struct district *district = &made->definition.districts[made->casts[positions[i]].district];
        size_t before = 0;
        for (size_t d = 0; district->contests[d] != c; d++)
            before += made->definition.contests[district->contests[d]].width;
        memcpy(input + i * width, made->ciphertexts[positions[i]] + before, width * sizeof *input);
    }
    free(positions);
    if (made->hooks.input)
        made->hooks.input(made, c, input, *n);
    return input;
}

/* The chain of mixes, one by each of the first `threshold` trustees; `blob` is the last. */
static void mix(struct made *made, size_t c, struct buffer *blob, struct entry *done)
{
    const struct contest *contest = &made->definition.contests[c];
    uint8_t(*hashes)[HASH_BYTES] = arena_allocate(&made->arena, made->threshold, HASH_BYTES);
    size_t n;
    struct ciphertext *input = input_of(made, c, &n);
    struct shuffle_statement statement = {.contest = bytes_of_string(contest->id),
                                          .key = made->y,
                                          .n = (uint32_t)n,
                                          .w = (uint32_t)contest->width,
                                          .inputs = input};
    memcpy(statement.eid, made->eid, HASH_BYTES);
    for (size_t i = 0; i < made->threshold; i++) {
        struct entry entry = {.type = ENTRY_MIX, .contest = contest->id, .chain = 1};
        struct buffer next = {0};
        struct mix outputs;
        entry.position = entry.trustee = statement.position = statement.trustee = i + 1;
        MUST(shuffle_prove(&statement, NULL, &next, err));
        made_blob_add(made, MADE_MIX, buffer_bytes(&next), &entry.mix);
        made_trustee_entry_add(made, &entry);
        memcpy(hashes[i], entry.mix.hash, HASH_BYTES);
        memcpy(statement.previous, entry.mix.hash, HASH_BYTES);
        MUST(mix_read(buffer_bytes(&next), &outputs, NULL, err));
        statement.inputs = outputs.outputs;
        buffer_clear(blob);
        *blob = next;
    }
    done->mixes = (const uint8_t(*)[HASH_BYTES])hashes;
    done->mix_count = made->threshold;
    free(input);
}

/* Those of the last `threshold` trustees. */
static void share(struct made *made, size_t c, const struct entry *done, const struct mix *outputs,
                  uint64_t index, struct buffer *blobs)
{
    const struct contest *contest = &made->definition.contests[c];
    struct share_statement statement = {.contest = bytes_of_string(contest->id),
                                        .ciphertexts = outputs->outputs,
                                        .count = (size_t)outputs->n * outputs->w};
    memcpy(statement.eid, made->eid, HASH_BYTES);
    memcpy(statement.mix_hash, done->mixes[done->mix_count - 1], HASH_BYTES);
    for (size_t i = 0; i < made->threshold; i++) {
        struct entry entry = {.type = ENTRY_SHARE, .contest = contest->id, .done = index};
        entry.trustee = statement.trustee = made->trustees - made->threshold + i + 1;
        statement.key = made->shares[entry.trustee - 1];
        MUST(share_make(&statement, &made->x[entry.trustee - 1], NULL, &blobs[i], err));
        made_blob_add(made, MADE_SHARE, buffer_bytes(&blobs[i]), &entry.share);
        made_trustee_entry_add(made, &entry);
    }
}

static void seed_of(struct made *made, const struct contest *contest, const struct share *shares,
                    const struct scalar *lambdas, uint8_t seed[HASH_BYTES])
{
    if (made->trustees > 1) {
        draw_seed(made->eid, bytes_of_string(contest->id), shares, lambdas, made->threshold, seed);
        return;
    }
    draw_seed_public(made->eid, bytes_of_string(contest->id), bytes_of_string("4 6 1 2"), seed);
}

static void count(struct made *made, size_t c, const struct mix *outputs, const struct buffer *share_blobs,
                  json_t *contests)
{
    const struct contest *contest = &made->definition.contests[c];
    struct scalar lambdas[MADE_TRUSTEES_MAX];
    uint64_t indices[MADE_TRUSTEES_MAX];
    struct share shares[MADE_TRUSTEES_MAX];
    struct tally tally = {0};
    struct tally_names names = {0};
    struct buffer ballots = {0};
    uint8_t seed[HASH_BYTES];
    char name[NAME_BYTES_MAX + 5];
    json_t *json;
    for (size_t i = 0; i < made->threshold; i++) {
        indices[i] = made->trustees - made->threshold + i + 1;
        MUST(share_read(buffer_bytes(&share_blobs[i]), &shares[i], NULL, err));
    }
    MUST(lagrange_at_zero(indices, made->threshold, lambdas, err));
    size_t points_count = (size_t)outputs->n * outputs->w;
    struct point *points = allocate(points_count, sizeof *points);
    MUST(decryption_combine(outputs->outputs, points_count, shares, lambdas, made->threshold, NULL, points,
                            err));
    seed_of(made, contest, shares, lambdas, seed);
    const uint8_t *drawn = rule_is_drawn(&contest->rule) ? seed : NULL;
    MUST(tally_decode(&made->definition, contest, points, outputs->n, &tally, err));
    MUST(tally_count(&tally, drawn, MADE_VOTERS, err));
    MUST(tally_write_ballots(&tally, &names, &ballots, err));
    MUST((json = tally_json(&tally, &made->totals[c], drawn, err)) != NULL);
    json_array_append_new(contests, json);
    tally_file_name(contest, name);
    made_file_add(made, name, buffer_bytes(&ballots));
    tally_clear(&tally);
    buffer_clear(&ballots);
    free(points);
}

static void tally_contest(struct made *made, size_t c, json_t *contests)
{
    struct entry done = {.type = ENTRY_MIXING_DONE, .contest = made->definition.contests[c].id, .chain = 1};
    struct buffer mix_blob = {0}, share_blobs[MADE_TRUSTEES_MAX] = {{0}};
    bool has_input = made->totals[c].input && !made->totals[c].withheld;
    if (has_input)
        mix(made, c, &mix_blob, &done);
    uint64_t index = made->tree.size;
    made_entry_add(made, &done, made_nobody);
    if (has_input) {
        struct mix outputs;
        MUST(mix_read(buffer_bytes(&mix_blob), &outputs, NULL, err));
        share(made, c, &done, &outputs, index, share_blobs);
        count(made, c, &outputs, share_blobs, contests);
    } else {
        json_t *json;
        MUST((json = tally_json(NULL, &made->totals[c], NULL, err)) != NULL);
        json_array_append_new(contests, json);
    }
    buffer_clear(&mix_blob);
    for (size_t i = 0; i < MADE_TRUSTEES_MAX; i++)
        buffer_clear(&share_blobs[i]);
}

static void certify(struct made *made, json_t *contests)
{
    struct entry counted = {.type = ENTRY_COUNTED}, certified = {.type = ENTRY_CERTIFIED};
    struct buffer bytes = {0};
    json_t *result =
        json_pack("{s:i, s:s, s:O}", "version", 1, "software", "make_bundle", "contests", contests);
    json_object_set_new(result, "eid", json_of_bytes(bytes_of(made->eid, HASH_BYTES)));
    MUST(json_write(result, &bytes, err));
    made_blob_add(made, MADE_RESULT, buffer_bytes(&bytes), &made->result_ref);
    made_file_add(made, "result.json", buffer_bytes(&bytes));
    counted.result = certified.result = made->result_ref;
    made->minute++;
    made_entry_add(made, &counted, made_nobody);
    made_entry_add(made, &certified, two_clerks);
    append_staff(made);
    json_decref(result);
    buffer_clear(&bytes);
}

/* ---- the files ---- */

static void write_checkpoint(struct made *made)
{
    struct checkpoint checkpoint = {.origin = MADE_ORIGIN, .size = made->tree.size};
    struct buffer note = {0};
    char name[64];
    merkle_frontier_root(&made->tree, checkpoint.root);
    MUST(checkpoint_sign(&checkpoint, &made->log, &note, err));
    snprintf(name, sizeof name, "record/checkpoints/%llu", (unsigned long long)made->tree.size);
    made_file_add(made, name, buffer_bytes(&note));
    buffer_clear(&note);
}

static void write_range(struct made *made)
{
    struct range range = {.first = made->first, .size = made->tree.size, .edge = made->edge};
    struct buffer text = {0};
    if (made->hooks.range)
        made->hooks.range(made, &range);
    range_append(&range, &text);
    made_file_add(made, "record/range.json", buffer_bytes(&text));
    buffer_clear(&text);
}

static void write_keys(struct made *made)
{
    struct buffer text = {0};
    note_key_append(&made->log.key, &text);
    buffer_append_u8(&text, '\n');
    made_file_add(made, "keys/log", buffer_bytes(&text));
    for (size_t i = 0; i < 2; i++) {
        struct minisign_public public;
        char name[PERSON_NAME_BYTES_MAX + 1], path[PERSON_NAME_BYTES_MAX + 10];
        minisign_public_of(&made->minisign[i], &public);
        person_file_name(made->definition.clerks.list[i].name, name);
        snprintf(path, sizeof path, "keys/%s.pub", name);
        text.len = 0;
        minisign_public_append(&public, &text);
        made_file_add(made, path, buffer_bytes(&text));
    }
    buffer_clear(&text);
}

static int compare_files(const void *a, const void *b)
{
    return strcmp(((const struct made_file *)a)->name, ((const struct made_file *)b)->name);
}

static void write_sums(struct made *made)
{
    struct buffer sums = {0};
    qsort(made->files, made->file_count, sizeof *made->files, compare_files);
    for (size_t i = 0; i < made->file_count; i++) {
        uint8_t hash[crypto_hash_sha256_BYTES];
        crypto_hash_sha256(hash, made->files[i].content.data, made->files[i].content.len);
        sums_append(&sums, made->files[i].name, hash);
    }
    made_file_add(made, "SHA256SUMS", buffer_bytes(&sums));
    for (size_t i = 0; i < 2; i++) {
        struct buffer signature = {0};
        char name[PERSON_NAME_BYTES_MAX + 1], path[PERSON_NAME_BYTES_MAX + 24];
        person_file_name(made->definition.clerks.list[i].name, name);
        snprintf(path, sizeof path, "SHA256SUMS.%s.minisig", name);
        MUST(minisign_sign(&made->minisign[i], buffer_bytes(&sums), "clerk", "test", &signature, err));
        made_file_add(made, path, buffer_bytes(&signature));
        buffer_clear(&signature);
    }
    buffer_clear(&sums);
}

static void each_file(struct made *made, void (*hook)(struct made *made, struct made_file *file))
{
    for (size_t i = 0, count = made->file_count; hook && i < count; i++)
        hook(made, &made->files[i]);
}

static void list_letters(struct made *made)
{
    const struct plan_batch batches[] = {
        {"crowd", "west", MADE_VOTERS, (unsigned)(MADE_VOTERS + made->extra)},
        {"east-letters", "east", MADE_EAST, MADE_WEST},
        {"hamlet-letters", "hamlet", MADE_HAMLET, MADE_ADDED},
        {"west-letters", "west", MADE_WEST, MADE_HAMLET},
    };
    size_t skip = made->extra ? 0 : 1;
    list_batches(made, ENTRY_CREDENTIAL_LIST, batches + skip, 4 - skip, &made->list_ref);
}

void made_run(struct made *made)
{
    json_t *contests = json_array();
    size_t ballots = MADE_BALLOTS_MAX + made->extra;
    made->leaves = arena_allocate(&made->arena, MADE_ENTRIES_MAX + made->extra, sizeof *made->leaves);
    made->casts = arena_allocate(&made->arena, ballots, sizeof *made->casts);
    made->places = arena_allocate(&made->arena, ballots, sizeof *made->places);
    made->ciphertexts = arena_allocate(&made->arena, ballots, sizeof *made->ciphertexts);
    made->ids = arena_allocate(&made->arena, ballots, sizeof *made->ids);
    made->ballot_bytes = arena_allocate(&made->arena, ballots, sizeof *made->ballot_bytes);
    made->minute = 1000;
    made_people(made);
    for (size_t i = 0; i < 5; i++)
        append_staff(made);
    made->first = made->tree.size;
    made->edge = made->tree;
    made->entries.len = 0;
    if (made->predecessor)
        made_earlier(made);
    define(made);
    list_letters(made);
    if (made->trustees > 1)
        made_key(made);
    open_round(made);
    vote(made);
    seal(made);
    for (size_t c = 0; c < MADE_CONTESTS; c++)
        tally_contest(made, c, contests);
    certify(made, contests);
    json_decref(contests);
    made_file_add(made, "record/entries", buffer_bytes(&made->entries));
    made_file_add(made, "certificate.html", bytes_of_string("<!doctype html><title>Certificate</title>\n"));
    made_file_add(made, "VERIFY.txt", bytes_of_string("folkmoot-verify .\n"));
    write_range(made);
    write_checkpoint(made);
    write_keys(made);
    each_file(made, made->hooks.file);
    write_sums(made);
    each_file(made, made->hooks.finished);
}

/* A node of the whole tree, from its leaves. */
static bool read_node(void *context, unsigned level, uint64_t index, uint8_t hash[MERKLE_HASH_BYTES],
                      struct error *err)
{
    struct made *made = context;
    uint8_t right[MERKLE_HASH_BYTES];
    if (level == 0) {
        memcpy(hash, made->leaves[index], MERKLE_HASH_BYTES);
        return true;
    }
    if (!read_node(made, level - 1, 2 * index, hash, err) ||
        !read_node(made, level - 1, 2 * index + 1, right, err))
        return false;
    merkle_hash_node(hash, right, hash);
    return true;
}

void made_checkpoint(struct made *made, uint64_t size, struct buffer *out)
{
    struct checkpoint checkpoint = {.origin = MADE_ORIGIN, .size = size};
    struct merkle_frontier tree = {0};
    while (tree.size < size)
        merkle_frontier_append(&tree, made->leaves[tree.size], NULL, NULL);
    merkle_frontier_root(&tree, checkpoint.root);
    MUST(checkpoint_sign(&checkpoint, &made->log, out, err));
}

void made_receipt(struct made *made, uint64_t index, struct bytes entry, struct buffer *out)
{
    struct tlog_proof proof = {.has_extra = true, .index = index};
    struct merkle_source source = {read_node, made};
    buffer_append_bytes(&proof.extra, entry);
    MUST(merkle_prove_inclusion(index, made->tree.size, &source, &proof.path, err));
    made_checkpoint(made, made->tree.size, &proof.checkpoint);
    tlog_proof_append(&proof, out);
    tlog_proof_clear(&proof);
}

void made_witness(struct note_signer *witness)
{
    uint8_t seed[SIGN_SEED_BYTES] = {42};
    MUST(note_signer_init(witness, "witness.example", NOTE_COSIGNATURE, seed, err));
}

void made_ask_witness(struct made *made, struct definition *definition)
{
    struct note_signer witness;
    struct buffer text = {0};
    made_witness(&witness);
    buffer_append_string(&text, "witness w ");
    note_key_append(&witness.key, &text);
    buffer_append_string(&text, "\nquorum w\n");
    definition->witness_policy = arena_string(&made->arena, buffer_string(&text));
    buffer_clear(&text);
}

void made_cosign(struct made_file *file, uint64_t timestamp)
{
    struct note_signer witness;
    struct note note;
    struct buffer copy = {0};
    if (strncmp(file->name, "record/checkpoints/", 19) != 0)
        return;
    buffer_append_bytes(&copy, buffer_bytes(&file->content));
    made_witness(&witness);
    MUST(note_parse(buffer_bytes(&copy), &note, err));
    MUST(note_sign(&witness, note.text, timestamp, &file->content, err));
    buffer_clear(&copy);
}

void made_write_zip(struct made *made, const char *path)
{
    struct bundle_writer *writer = bundle_writer_new();
    for (size_t i = 0; i < made->file_count; i++)
        if (made->files[i].name[0]) /* a hook that takes a file away clears its name */
            MUST(bundle_add(writer, made->files[i].name, buffer_bytes(&made->files[i].content), err));
    MUST(bundle_finish(writer, path, err));
    bundle_writer_free(writer);
}

void made_clear(struct made *made)
{
    for (size_t i = 0; i < made->file_count; i++)
        buffer_clear(&made->files[i].content);
    for (size_t i = 0; i < made->ballot_number; i++)
        buffer_clear(&made->ballot_bytes[i]);
    buffer_clear(&made->entries);
    arena_clear(&made->arena);
    *made = (struct made){0};
}
