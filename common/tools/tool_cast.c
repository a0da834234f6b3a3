/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * folkmoot cast: one ballot, made and encrypted here, handed in, and its receipt checked.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/encoding.h"
#include "base/file.h"
#include "client/api.h"
#include "client/cast.h"
#include "tools/choices_file.h"
#include "tools/tool.h"

enum { CODE_INPUT_BYTES_MAX = 1024 };

struct options {
    const char *url, *code, *choices, *receipt, *ballot, *log_key;
    uint8_t round[ROUND_ID_BYTES];
};

/* Where the voter stands: what the server says of the credential. */
struct standing {
    const struct district *district;
    uint64_t seq;
    uint8_t prev[HASH_BYTES];
};

static bool read_code(const struct options *options, const uint8_t *nonce, struct credential *out,
                      struct error *err)
{
    struct buffer input = {0};
    struct code code;
    bool ok = true;
    if (strcmp(options->code, "-") == 0)
        ok = file_read("-", CODE_INPUT_BYTES_MAX, &input, err);
    else
        buffer_append_string(&input, options->code);
    while (input.len && (input.data[input.len - 1] == '\n' || input.data[input.len - 1] == '\r'))
        input.len--;
    ok = ok && code_read(buffer_bytes(&input), &code, err);
    if (ok) {
        ok = credential_from_code(nonce, &code, out) ||
             error_input(err, "code", "this code has no credential");
        code_wipe(&code);
    }
    buffer_wipe(&input);
    return ok;
}

static void print_minute(const char *label, int64_t minute)
{
    char text[32];
    time_t seconds = (time_t)(minute * 60);
    struct tm utc;
    gmtime_r(&seconds, &utc);
    strftime(text, sizeof text, "%Y-%m-%d %H:%M UTC", &utc);
    printf("%s%s", label, text);
}

/* Earlier ballots, shown, and with them seq and prev of the next. */
static bool read_ballots(const json_t *status, struct standing *out, struct error *err)
{
    const json_t *ballots = json_object_get(status, "ballots");
    size_t i;
    json_t *ballot;
    *out = (struct standing){.district = out->district};
    json_array_foreach(ballots, i, ballot)
    {
        const char *id = json_string_value(json_object_get(ballot, "id"));
        const char *tracker = json_string_value(json_object_get(ballot, "tracker"));
        json_int_t seq = json_integer_value(json_object_get(ballot, "seq"));
        if (!id || !tracker || seq != (json_int_t)i ||
            !base64url_decode_exact(bytes_of_string(id), out->prev, HASH_BYTES))
            return error_input(err, "bad-json", "the list of earlier ballots cannot be read");
        printf("earlier ballot  %.40s", tracker);
        print_minute("  ", json_integer_value(json_object_get(ballot, "minute")));
        puts(", replaced by this one if it is taken");
        out->seq = (uint64_t)seq + 1;
    }
    if (out->seq > BALLOT_SEQ_MAX)
        return error_input(err, "sequence", "this code has voted %d times, as often as it can",
                           BALLOT_SEQ_MAX + 1);
    return true;
}

static bool find_standing(struct http_client *client, const struct election *election,
                          const struct point *key, struct standing *out, struct error *err)
{
    char round[ROUND_TEXT_BYTES + 1];
    struct buffer path = {0};
    json_t *status = NULL;
    bool ok = false;
    round_id_text(election->definition.round, round);
    buffer_append_format(&path, "/api/v1/rounds/%s/credentials/", round);
    base64url_append(&path, bytes_of(key->bytes, POINT_BYTES));
    if (!api_call(client, "GET", buffer_string(&path), NULL, &status, err))
        goto out;
    if (!json_is_true(json_object_get(status, "listed"))) {
        error_input(err, "credential-unknown", "this code is not one of this round");
        goto out;
    }
    if (json_object_get(status, "void")) {
        error_input(err, "credential-void", "this code has been withdrawn");
        goto out;
    }
    const char *district = json_string_value(json_object_get(status, "district"));
    out->district = district ? definition_district(&election->definition, district) : NULL;
    ok = out->district ? read_ballots(status, out, err)
                       : error_input(err, "bad-json", "the code's district is not one of the definition");
out:
    json_decref(status);
    buffer_clear(&path);
    return ok;
}

/* What the voter's second device would show before casting. */
static bool print_check_code(const struct election *election, struct bytes bytes, struct error *err)
{
    struct arena arena = {0};
    struct ballot ballot;
    char symbols[BALLOT_CHECK_SYMBOLS + 1], text[2 * BALLOT_CHECK_SYMBOLS];
    bool ok = ballot_parse(bytes, &arena, &ballot, err);
    if (ok) {
        ballot_check_code(election->eid, &ballot.statement, symbols);
        symbols_group(symbols, text);
        printf("check code      %s\n", text);
    }
    arena_clear(&arena);
    return ok;
}

static bool make_ballot(const struct options *options, const struct election *election,
                        const struct credential *credential, const struct standing *standing,
                        struct buffer *out, struct error *err)
{
    struct buffer text = {0};
    size_t count = standing->district->contest_count;
    struct choices *choices = allocate(count, sizeof *choices);
    struct ballot_plan plan = {
        .definition = &election->definition,
        .district = standing->district,
        .eid = election->eid,
        .key = &election->opening.key,
        .credential = credential,
        .seq = standing->seq,
        .prev = standing->prev,
        .choices = choices,
    };
    bool ok = file_read(options->choices, CHOICES_FILE_BYTES_MAX, &text, err) &&
              choices_file_read(buffer_bytes(&text), plan.definition, plan.district, choices, err) &&
              ballot_make(&plan, out, err);
    sodium_memzero(choices, count * sizeof *choices);
    free(choices);
    buffer_wipe(&text);
    return ok;
}

static void print_receipt(struct bytes ballot, const struct receipt *receipt)
{
    uint8_t id[HASH_BYTES];
    char tracker[BALLOT_TRACKER_TEXT_BYTES + 1];
    ballot_id(ballot, id);
    ballot_tracker(id, tracker);
    printf("tracker         %s\n", tracker);
    print_minute("cast            ", (int64_t)receipt->minute);
    printf("\nrecord          entry %llu of %llu, proved under the key of %s\n",
           (unsigned long long)receipt->index, (unsigned long long)receipt->checkpoint.size,
           receipt->checkpoint.origin);
}

static int cast(const struct options *options)
{
    struct http_client *client = NULL;
    struct election election = {0};
    struct credential credential = {0};
    struct standing standing;
    struct note_key log_key;
    struct buffer ballot = {0}, text = {0};
    struct receipt receipt;
    struct error err;
    bool ok = false;
    if (options->log_key && !note_key_parse(bytes_of_string(options->log_key), &log_key, &err))
        goto out;
    client = http_client_new(options->url, &err);
    if (!client ||
        !election_load(client, options->round, options->log_key ? &log_key : NULL, &election, &err))
        goto out;
    if (!election.is_open) {
        error_input(&err, "not-open", "this round takes no ballots now");
        goto out;
    }
    if (!election_witnessed(client, &election, &err) ||
        !read_code(options, election.definition.nonce, &credential, &err) ||
        !find_standing(client, &election, &credential.key, &standing, &err) ||
        !make_ballot(options, &election, &credential, &standing, &ballot, &err) ||
        !print_check_code(&election, buffer_bytes(&ballot), &err))
        goto out;
    if (options->ballot) { /* made, not cast */
        ok = file_write(options->ballot, buffer_bytes(&ballot), 0644, &err);
        goto out;
    }
    if (!cast_ballot(client, &election, buffer_bytes(&ballot), &text, &receipt, &err))
        goto out;
    print_receipt(buffer_bytes(&ballot), &receipt);
    if (options->receipt) {
        if (!file_write(options->receipt, buffer_bytes(&text), 0644, &err)) {
            error_prefix(&err, "the ballot was cast, but its receipt was not saved");
            goto out;
        }
        printf("receipt         %s\n", options->receipt);
    }
    ok = true;
out:
    credential_wipe(&credential);
    election_clear(&election);
    buffer_clear(&ballot);
    buffer_clear(&text);
    http_client_free(client);
    return ok ? TOOL_OK : tool_error(TOOL_FAILED, &err);
}

static int run(int argc, char **argv)
{
    struct options options = {0};
    const char *round = NULL;
    struct error err;
    const struct tool_option table[] = {
        {"url", &options.url, NULL},         {"round", &round, NULL},
        {"code", &options.code, NULL},       {"choices", &options.choices, NULL},
        {"receipt", &options.receipt, NULL}, {"ballot", &options.ballot, NULL},
        {"log-key", &options.log_key, NULL}, {0},
    };
    if (tool_options(argc, argv, table) != argc || !options.url || !round || !options.code ||
        !options.choices)
        return tool_usage(&tool_cast);
    if (!round_id_read(round, options.round, &err))
        return tool_error(TOOL_USAGE, &err);
    if (strcmp(options.code, "-") == 0 && strcmp(options.choices, "-") == 0)
        return tool_complain(TOOL_USAGE, "only one of --code and --choices can come from standard input");
    return cast(&options);
}

const struct tool tool_cast = {
    .name = "cast",
    .help = "cast a ballot and check its receipt",
    .usage = "usage: folkmoot cast --url URL --round R --code CODE|- --choices FILE|- [OPTION]...\n"
             "\n"
             "Checks the round, encrypts the choices here, casts the ballot and verifies the receipt.\n"
             "A code that has voted already votes again; the last ballot counts.\n"
             "\n"
             "  --receipt OUT     write the receipt, a C2SP tlog-proof\n"
             "  --ballot OUT      write the encrypted ballot instead of casting it\n"
             "  --log-key KEY     the key of the city's log, known from elsewhere\n"
             "\n"
             "FILE is JSON by contest, in the words of its form; what is left out is blank:\n"
             "  {\"CONTEST\": {\"chosen\": [\"id\", ...]}}         approval, choice, knapsack\n"
             "  {\"CONTEST\": {\"points\": {\"id\": 3, ...}}}      points\n"
             "  {\"CONTEST\": {\"ranking\": [\"first\", ...]}}     ranking\n"
             "  {\"CONTEST\": {\"scores\": {\"id\": 5, ...}}}      scores\n"
             "  {\"CONTEST\": {\"answers\": {\"id\": \"yes\", ...}}} questions: yes, no, abstain\n"
             "\n"
             "status: 0 cast, and the receipt holds; 1 refused or failed; 2 wrong usage\n",
    .run = run,
};
