/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * A made-up round for tests and benchmarks of the sequencer, without the API: the blobs and signed entries
 * that bring a round to voting, and ballots for it. Everything is derived from the seed in DIR/plan, one line
 *
 *     SEED VOTERS OPTIONS ORIGIN OPEN CLOSE GRACE REVOTING OBJECTION
 *
 * (times in minutes), so that each call finds the same keys.
 *
 *     election setup DIR              writes DIR/NAME.json (entries without minute), DIR/NAME.blob, and
 *                                     DIR/credentials (key, serial); prints round, nonce and eid in hex
 *     election acknowledge DIR SIZE ROOT      prints the acknowledgement (ROOT in hex)
 *     election sign DIR WHO...        signs the act on standard input; WHO: facilitator registrar clerk1
 * clerk2 trustee election ballot DIR VOTER SEQ PREV      prints a ballot (PREV in hex, or -) election ballots
 * DIR FIRST COUNT        prints first ballots of these voters, one a line election receipts DIR LOG_KEY
 * FILE...   verifies each receipt; prints FILE, index, size, root, leaf in hex
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "ballot/act.h"
#include "base/encoding.h"
#include "base/file.h"
#include "crypto/credential.h"
#include "record/json.h"
#include "record/tlog_proof.h"

enum { PEOPLE = 5, FILE_LIMIT = 64 << 20, WORD_BYTES = 256, TOGETHER = 64 };
enum who { FACILITATOR, REGISTRAR, CLERK1, CLERK2, TRUSTEE };
static const char *const names[PEOPLE] = {"facilitator", "registrar", "clerk1", "clerk2", "trustee"};

struct election {
    struct arena arena;
    const char *folder;
    char seed[WORD_BYTES], origin[WORD_BYTES];
    unsigned long long voters, options, open, close, grace, revoting, objection;
    struct sign_public public[PEOPLE];
    struct sign_secret secret[PEOPLE];
    struct scalar x;
    struct point y;
    struct definition definition;
    struct buffer definition_bytes, keys, list;
    struct entry opening;
    uint8_t eid[HASH_BYTES];
};

static void die(const struct error *err)
{
    fprintf(stderr, "election: %s: %s\n", err->type, err->detail);
    exit(1);
}

#define MUST(call)                                                                                           \
    do {                                                                                                     \
        struct error err;                                                                                    \
        if (!(call))                                                                                         \
            die(&err);                                                                                       \
    } while (0)

static void derive(const struct election *election, const char *what, unsigned long long number, uint8_t *out,
                   size_t len)
{
    uint8_t hash[crypto_hash_sha512_BYTES];
    char text[2 * WORD_BYTES];
    int written = snprintf(text, sizeof text, "%s/%s/%llu", election->seed, what, number);
    crypto_hash_sha512(hash, (const uint8_t *)text, (size_t)written);
    memcpy(out, hash, len);
}

static void voter_credential(const struct election *election, unsigned long long voter,
                             struct credential *out)
{
    char symbols[CODE_SYMBOLS + 1];
    uint8_t bits[crypto_hash_sha512_BYTES];
    derive(election, "code", voter, bits, sizeof bits);
    symbols_from_bits(bits, CODE_SYMBOLS, symbols);
    credential_secret(election->definition.nonce, symbols, &out->secret);
    point_multiply_base(&out->key, &out->secret);
}

static struct text_hash *texts(struct election *election, const char *what)
{
    struct text_hash *hash = arena_allocate(&election->arena, 1, sizeof *hash);
    hash->present = true;
    derive(election, what, 0, hash->hash, sizeof hash->hash);
    return hash;
}

static struct people people(struct election *election, size_t first, size_t count)
{
    struct person *list = arena_allocate(&election->arena, count, sizeof *list);
    for (size_t i = 0; i < count; i++)
        list[i] = (struct person){names[first + i], election->public[first + i]};
    return (struct people){count, list};
}

static void make_definition(struct election *election)
{
    static const char *languages[] = {"en"};
    static uint16_t all[] = {0};
    static struct contest contest;
    static struct district district;
    struct definition made = {.software = "test",
                              .origin = election->origin,
                              .kind = DEFINITION_REHEARSAL,
                              .assembly = "test",
                              .currency = "EUR",
                              .minor_digits = 2,
                              .language_count = 1,
                              .languages = languages,
                              .contest_count = 1,
                              .contests = &contest,
                              .district_count = 1,
                              .districts = &district,
                              .revoting = election->revoting,
                              .draw = {.source = DRAW_NONE},
                              .threshold = 1,
                              .act_signers = 2,
                              .clerks_required = 1};
    derive(election, "round", 0, made.round, sizeof made.round);
    derive(election, "nonce", 0, made.nonce, sizeof made.nonce);
    made.texts = texts(election, "texts");
    struct option *options = arena_allocate(&election->arena, election->options, sizeof *options);
    for (size_t i = 0; i < election->options; i++)
        options[i] = (struct option){
            .id = arena_format(&election->arena, "p%zu", i), .cost = 100, .texts = texts(election, "option")};
    contest = (struct contest){.id = "all",
                               .texts = texts(election, "contest"),
                               .envelope = 1000,
                               .pool_min = 1,
                               .form = {.kind = FORM_APPROVAL, .min = 1, .max = election->options},
                               .rule = {.score = RULE_VOTES, .ties = RULE_LEX},
                               .option_count = election->options,
                               .options = options};
    district = (struct district){
        .id = "all", .texts = texts(election, "district"), .contest_count = 1, .contests = all};
    made.schedule.zone = "UTC";
    made.schedule.open = election->open;
    made.schedule.close = made.schedule.additions_end = election->close;
    made.schedule.grace = election->grace;
    made.schedule.objection = election->objection;
    made.roll.size = election->voters;
    made.roll.cap = election->voters + 100;
    made.trustees = people(election, TRUSTEE, 1);
    made.facilitators = people(election, FACILITATOR, 1);
    made.registrars = people(election, REGISTRAR, 1);
    made.clerks = people(election, CLERK1, 2);
    made.pages.vote = texts(election, "vote");
    made.pages.check = texts(election, "check");
    MUST(definition_write(&made, &election->definition_bytes, &err));
    MUST(definition_parse(buffer_bytes(&election->definition_bytes), &election->arena, &election->definition,
                          &err));
}

static void make_list(struct election *election)
{
    struct point *keys = allocate(election->voters, sizeof *keys);
    for (size_t i = 0; i < election->voters; i++) {
        struct credential credential;
        voter_credential(election, i, &credential);
        keys[i] = credential.key;
    }
    MUST(keys_write(keys, election->voters, &election->keys, &err));
    free(keys);
    struct credential_batch batch = {
        .id = "letters", .district = "all", .count = election->voters, .purpose = BATCH_LETTER};
    blob_ref_of(buffer_bytes(&election->keys), &batch.keys);
    struct credential_list list = {.total = election->voters, .batch_count = 1, .batches = &batch};
    memcpy(list.round, election->definition.round, sizeof list.round);
    MUST(credential_list_write(&list, &election->list, &err));
}

static void make_opening(struct election *election)
{
    struct entry *opening = &election->opening;
    *opening =
        (struct entry){.type = ENTRY_OPENING, .key = election->y, .share_count = 1, .shares = &election->y};
    memcpy(opening->round, election->definition.round, sizeof opening->round);
    blob_ref_of(buffer_bytes(&election->definition_bytes), &opening->definition);
    blob_ref_of(buffer_bytes(&election->list), &opening->credentials);
    MUST(act_eid(election->origin, opening, election->eid, &err));
}

/* `full`: the credential list too, which takes long for many voters. */
static void load(struct election *election, const char *folder, bool full)
{
    char path[4096];
    uint8_t seed[SIGN_SEED_BYTES], wide[WIDE_BYTES];
    struct buffer plan = {0};
    election->folder = folder;
    snprintf(path, sizeof path, "%s/plan", folder);
    MUST(file_read(path, FILE_LIMIT, &plan, &err));
    if (sscanf(buffer_string(&plan), "%255s %llu %llu %255s %llu %llu %llu %llu %llu", election->seed,
               &election->voters, &election->options, election->origin, &election->open, &election->close,
               &election->grace, &election->revoting, &election->objection) != 9)
        die(&(struct error){ERROR_INPUT, "plan", "the plan is not one line of nine words"});
    buffer_clear(&plan);
    for (size_t i = 0; i < PEOPLE; i++) {
        derive(election, names[i], 0, seed, sizeof seed);
        sign_key_from_seed(seed, &election->public[i], &election -> secret[i]);
    }
    derive(election, "key", 0, wide, sizeof wide);
    scalar_from_wide(&election->x, wide);
    point_multiply_base(&election->y, &election->x);
    make_definition(election);
    if (full) {
        make_list(election);
    } else {
        snprintf(path, sizeof path, "%s/list.blob", folder);
        MUST(file_read(path, FILE_LIMIT, &election->list, &err));
    }
    make_opening(election);
}

static void write_file(const struct election *election, const char *name, struct bytes content)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", election->folder, name);
    MUST(file_write(path, content, 0644, &err));
}

/* Canonical JSON without `minute`. */
static void entry_text(const struct entry *entry, struct buffer *out)
{
    struct buffer whole = {0};
    MUST(entry_write(entry, &whole, &err));
    json_t *json;
    MUST(json = json_read(buffer_bytes(&whole), ENTRY_BYTES_MAX, &err));
    json_object_del(json, "minute");
    MUST(json_write(json, out, &err));
    json_decref(json);
    buffer_clear(&whole);
}

static void sign_entry(struct election *election, struct entry *entry, enum who who)
{
    MUST(act_sign(entry, election->origin, &election->public[who], &election -> secret[who],
                  &election -> arena, &err));
}

static void write_entry(struct election *election, const char *name, const struct entry *entry)
{
    struct buffer text = {0};
    entry_text(entry, &text);
    write_file(election, name, buffer_bytes(&text));
    buffer_clear(&text);
}

static void print_hex(const char *name, const uint8_t *bytes, size_t len)
{
    struct buffer text = {0};
    hex_append(&text, bytes_of(bytes, len));
    printf("%s %s\n", name, buffer_string(&text));
    buffer_clear(&text);
}

static void setup(struct election *election)
{
    const struct definition *definition = &election->definition;
    struct entry draft = {.type = ENTRY_DRAFT, .assembly = "test"}, defining = {.type = ENTRY_DEFINITION};
    struct entry listing = {.type = ENTRY_CREDENTIAL_LIST, .total = election->voters};
    memcpy(draft.round, definition->round, ROUND_ID_BYTES);
    memcpy(draft.nonce, definition->nonce, ROUND_NONCE_BYTES);
    memcpy(defining.round, definition->round, ROUND_ID_BYTES);
    memcpy(listing.round, definition->round, ROUND_ID_BYTES);
    defining.definition = election->opening.definition;
    listing.list = election->opening.credentials;
    sign_entry(election, &listing, REGISTRAR);
    sign_entry(election, &listing, CLERK1);
    sign_entry(election, &election->opening, FACILITATOR);
    sign_entry(election, &election->opening, CLERK1);
    write_entry(election, "draft.json", &draft);
    write_entry(election, "definition.json", &defining);
    write_entry(election, "list.json", &listing);
    write_entry(election, "opening.json", &election->opening);
    write_file(election, "definition.blob", buffer_bytes(&election->definition_bytes));
    write_file(election, "keys.blob", buffer_bytes(&election->keys));
    write_file(election, "list.blob", buffer_bytes(&election->list));
    struct buffer credentials = {0};
    for (size_t at = 0; at < election->keys.len; at += POINT_BYTES) {
        struct point key;
        memcpy(key.bytes, election->keys.data + at, POINT_BYTES);
        hex_append(&credentials, bytes_of(key.bytes, POINT_BYTES));
        buffer_append_format(&credentials, " %llu\n", (unsigned long long)serial_of(&key));
    }
    write_file(election, "credentials", buffer_bytes(&credentials));
    buffer_clear(&credentials);
    print_hex("round", definition->round, ROUND_ID_BYTES);
    print_hex("nonce", definition->nonce, ROUND_NONCE_BYTES);
    print_hex("eid", election->eid, HASH_BYTES);
}

static void print_entry(const struct entry *entry)
{
    struct buffer text = {0};
    entry_text(entry, &text);
    puts(buffer_string(&text));
    buffer_clear(&text);
}

static void acknowledge(struct election *election, const char *size, const char *root)
{
    struct possession_statement statement = {
        .size = strtoull(size, NULL, 10), .trustee = 1, .key = election->y};
    struct entry entry = {.type = ENTRY_ACKNOWLEDGEMENT, .trustee = 1, .size = statement.size};
    memcpy(statement.eid, election->eid, HASH_BYTES);
    memcpy(entry.eid, election->eid, HASH_BYTES);
    if (!hex_decode_exact(bytes_of_string(root), statement.root, HASH_BYTES))
        die(&(struct error){ERROR_INPUT, "root", "not 32 bytes in hex"});
    memcpy(entry.root, statement.root, HASH_BYTES);
    MUST(possession_prove(&statement, &election->x, &entry.possession, &err));
    sign_entry(election, &entry, TRUSTEE);
    print_entry(&entry);
}

static void sign(struct election *election, int count, char **who)
{
    struct buffer text = {0};
    struct entry entry;
    MUST(file_read("-", FILE_LIMIT, &text, &err));
    MUST(act_parse(buffer_bytes(&text), &election->arena, &entry, &err));
    for (int i = 0; i < count; i++)
        for (size_t k = 0; k < PEOPLE; k++)
            if (strcmp(who[i], names[k]) == 0)
                sign_entry(election, &entry, (enum who)k);
    print_entry(&entry);
    buffer_clear(&text);
}

static void ballot(struct election *election, unsigned long long voter, unsigned long long seq,
                   const char *prev)
{
    static struct choices choices;
    uint8_t before[HASH_BYTES] = {0};
    struct credential credential;
    struct buffer out = {0};
    choices = (struct choices){.count = 1, .options = {(uint16_t)(voter % election->options)}, .values = {1}};
    voter_credential(election, voter, &credential);
    if (strcmp(prev, "-") != 0 && !hex_decode_exact(bytes_of_string(prev), before, HASH_BYTES))
        die(&(struct error){ERROR_INPUT, "prev", "not 32 bytes in hex"});
    struct ballot_plan plan = {.definition = &election->definition,
                               .district = &election->definition.districts[0],
                               .eid = election->eid,
                               .key = &election->y,
                               .credential = &credential,
                               .seq = seq,
                               .prev = before,
                               .choices = &choices};
    MUST(ballot_make(&plan, &out, &err));
    puts(buffer_string(&out));
    buffer_clear(&out);
}

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* As many proofs together as a worker of the server takes at most. */
static void verify(const struct election *election, const char *file)
{
    struct buffer text = {0};
    double reading = 0, verifying = 0;
    size_t count = 0, found;
    MUST(file_read(file, FILE_LIMIT, &text, &err));
    char *rest = buffer_string(&text), *line;
    do {
        struct arena arena = {0};
        struct ballot ballots[TOGETHER];
        const struct ballot *list[TOGETHER];
        double start = seconds();
        for (found = 0; found < TOGETHER && (line = strsep(&rest, "\n")) && *line; found++) {
            MUST(ballot_parse(bytes_of_string(line), &arena, &ballots[found], &err));
            list[found] = &ballots[found];
        }
        double between = seconds();
        MUST(ballots_hold(list, found, election->eid, NULL) ||
             error_input(&err, "bad-proof", "one of ballots %zu to %zu", count, count + found - 1));
        reading += between - start;
        verifying += seconds() - between;
        count += found;
        arena_clear(&arena);
    } while (found == TOGETHER);
    printf("%zu %.2f %.2f\n", count, 1e6 * reading / (double)count, 1e6 * verifying / (double)count);
    buffer_clear(&text);
}

static void receipts(const char *log_key, int count, char **files)
{
    struct note_key key;
    MUST(note_key_parse(bytes_of_string(log_key), &key, &err));
    for (int i = 0; i < count; i++) {
        struct buffer text = {0}, hex = {0};
        struct tlog_proof proof = {0};
        struct checkpoint checkpoint;
        uint8_t leaf[MERKLE_HASH_BYTES];
        MUST(file_read(files[i], FILE_LIMIT, &text, &err));
        MUST(tlog_proof_parse(buffer_bytes(&text), &proof, &err));
        merkle_hash_leaf(buffer_bytes(&proof.extra), leaf);
        MUST(tlog_proof_verify(&proof, leaf, &key, 1, &checkpoint, &err));
        hex_append(&hex, bytes_of(checkpoint.root, MERKLE_HASH_BYTES));
        buffer_append_u8(&hex, ' ');
        hex_append(&hex, bytes_of(leaf, sizeof leaf));
        printf("%s %llu %llu %s\n", files[i], (unsigned long long)proof.index,
               (unsigned long long)checkpoint.size, buffer_string(&hex));
        tlog_proof_clear(&proof);
        buffer_clear(&text);
        buffer_clear(&hex);
    }
}

int main(int argc, char **argv)
{
    static struct election election;
    if (argc < 3 || sodium_init() < 0)
        return 2;
    const char *command = argv[1];
    load(&election, argv[2], strcmp(command, "setup") == 0);
    if (strcmp(command, "setup") == 0) {
        setup(&election);
    } else if (strcmp(command, "acknowledge") == 0 && argc == 5) {
        acknowledge(&election, argv[3], argv[4]);
    } else if (strcmp(command, "sign") == 0) {
        sign(&election, argc - 3, argv + 3);
    } else if (strcmp(command, "ballot") == 0 && argc == 6) {
        ballot(&election, strtoull(argv[3], NULL, 10), strtoull(argv[4], NULL, 10), argv[5]);
    } else if (strcmp(command, "ballots") == 0 && argc == 5) {
        unsigned long long first = strtoull(argv[3], NULL, 10), count = strtoull(argv[4], NULL, 10);
        for (unsigned long long i = 0; i < count; i++)
            ballot(&election, first + i, 0, "-");
    } else if (strcmp(command, "verify") == 0 && argc == 4) {
        verify(&election, argv[3]);
    } else if (strcmp(command, "receipts") == 0 && argc >= 4) {
        receipts(argv[3], argc - 4, argv + 4);
    } else {
        return 2;
    }
    return fflush(stdout) == 0 ? 0 : 1;
}
