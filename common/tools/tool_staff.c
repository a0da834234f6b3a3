/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * folkmoot staff COMMAND: what facilitators, registrars and clerks do through the API, from the command line.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/encoding.h"
#include "base/file.h"
#include "tools/act_words.h"
#include "tools/desk.h"
#include "tools/key_file.h"
#include "tools/password.h"
#include "tools/tool.h"

enum {
    UPLOAD_FILE_BYTES_MAX = 512 << 20,
    DRAFT_FILE_BYTES_MAX = 4 << 20,
    SUMS_BYTES_MAX = 64 << 20,
    SESSION_BYTES_MAX = 65536
};

struct options {
    const char *url, *login, *password_file, *session, *round, *key, *key_password_file;
    bool yes;
};

/* A command at work. */
struct office {
    const struct options *options;
    struct desk_person person;
    char **operands;
    int count;
};

static const char *round_path(const struct office *office, const char *rest, char path[128])
{
    snprintf(path, 128, "/api/v1/rounds/%.40s%s", office->options->round, rest);
    return path;
}

static bool call(struct office *office, const char *method, const char *path, json_t *body, json_t **out,
                 struct error *err)
{
    return desk_call(office->person.client, method, path, body, out, err);
}

static bool read_json(const char *path, size_t limit, json_t **out, struct error *err)
{
    struct buffer text = {0};
    json_error_t where;
    bool ok = file_read(path, limit, &text, err);
    if (ok) {
        *out = json_loadb((const char *)text.data, text.len, JSON_REJECT_DUPLICATES, &where);
        ok = *out || error_input(err, "bad-json", "%s:%d:%d: %s", path, where.line, where.column, where.text);
    }
    buffer_clear(&text);
    return ok;
}

/* ---- keys ---- */

static bool need_key(struct office *office, struct error *err)
{
    return key_file_read(office->options->key, office->options->key_password_file, &office->person.key, err);
}

static bool set_key(struct office *office, struct error *err)
{
    if (!need_key(office, err) || !desk_say_key(&office->person, err))
        return false;
    printf("%s signs with this key from now on\n", office->options->login);
    return true;
}

/* ---- rounds ---- */

static bool new_round(struct office *office, struct error *err)
{
    struct desk_round round = {.facilitator = &office->person};
    struct buffer nonce = {0};
    if (!desk_round_new(&round, office->operands[0], office->count > 1 ? office->operands[1] : NULL, err))
        return false;
    base64url_append(&nonce, bytes_of(round.nonce, sizeof round.nonce));
    printf("round  %s\nnonce  %s\n", round.id, buffer_string(&nonce));
    buffer_clear(&nonce);
    return true;
}

static bool put_draft(struct office *office, struct error *err)
{
    json_t *content;
    int64_t version;
    if (!read_json(office->operands[0], DRAFT_FILE_BYTES_MAX, &content, err) ||
        !desk_put_draft(&office->person, office->options->round, content, &version, err))
        return false;
    printf("version %lld of the draft\n", (long long)version);
    return true;
}

/* A line for each finding; fails while something blocks. */
static bool show_readiness(struct office *office, struct error *err)
{
    char path[128];
    json_t *answer = NULL, *finding;
    size_t i;
    if (!call(office, "GET", round_path(office, "/readiness", path), NULL, &answer, err))
        return false;
    json_array_foreach(json_object_get(answer, "findings"), i, finding)
        printf("%-8s  %s: %s\n", json_string_value(json_object_get(finding, "severity")),
               json_string_value(json_object_get(finding, "pointer")),
               json_string_value(json_object_get(finding, "detail")));
    bool ready = json_is_true(json_object_get(answer, "ready"));
    json_decref(answer);
    if (ready)
        puts("ready to be frozen");
    return ready || error_input(err, "definition", "the draft is not ready to be frozen");
}

static bool freeze(struct office *office, struct error *err)
{
    char path[128];
    if (!call(office, "POST", round_path(office, "/freeze", path), json_object(), NULL, err))
        return false;
    puts("the definition is in the record");
    return true;
}

/* All files together are one upload, which replaces all before it. */
static bool upload_codes(struct office *office, struct error *err)
{
    char path[128];
    json_t *batches = json_array(), *answer = NULL;
    bool ok = true;
    for (int i = 0; ok && i < office->count; i++) {
        json_t *file = NULL;
        ok = read_json(office->operands[i], UPLOAD_FILE_BYTES_MAX, &file, err);
        if (ok && json_array_extend(batches, json_object_get(file, "batches")) != 0)
            ok = error_input(err, "bad-json", "%s: expected batches, as folkmoot codes writes them",
                             office->operands[i]);
        json_decref(file);
    }
    ok = ok && call(office, "PUT", round_path(office, "/credentials", path),
                    json_pack("{s:O}", "batches", batches), &answer, err);
    if (ok)
        printf("%lld codes in %zu batches: a registrar and a clerk sign the list\n",
               (long long)json_integer_value(json_object_get(answer, "total")), json_array_size(batches));
    json_decref(batches);
    json_decref(answer);
    return ok;
}

static bool take_codes(struct office *office, struct error *err)
{
    char path[128];
    json_t *answer = NULL;
    if (!call(office, "POST", round_path(office, "/credentials/handed-over", path), json_object(), &answer,
              err))
        return false;
    printf("%lld codes of the predecessor: a registrar and a clerk sign the list\n",
           (long long)json_integer_value(json_object_get(answer, "total")));
    json_decref(answer);
    return true;
}

/* ---- acts ---- */

static void print_act(const json_t *act)
{
    const char *type = json_string_value(json_object_get(act, "type"));
    const char *state = json_string_value(json_object_get(act, "state"));
    const char *detail = json_string_value(json_object_get(act, "detail"));
    printf("%6lld  %-16s %-10s %zu signatures%s%s\n",
           (long long)json_integer_value(json_object_get(act, "id")), type ? type : "?", state ? state : "?",
           json_array_size(json_object_get(act, "signatures")), detail ? "  " : "", detail ? detail : "");
}

/* Newest first, page by page. */
static bool list_acts(struct office *office, struct error *err)
{
    char path[128], rest[48] = "/acts";
    json_int_t before = INT64_MAX;
    while (before > 0) {
        json_t *answer = NULL, *act;
        size_t i;
        if (!call(office, "GET", round_path(office, rest, path), NULL, &answer, err))
            return false;
        json_array_foreach(json_object_get(answer, "acts"), i, act) print_act(act);
        json_int_t next = json_integer_value(json_object_get(answer, "next"));
        before = next < before ? next : 0; /* 0: there is none; a server that goes in circles is left */
        snprintf(rest, sizeof rest, "/acts?before=%lld", (long long)before);
        json_decref(answer);
    }
    return true;
}

/* NAME=VALUE; a value of digits only is a number. */
static bool read_parameters(char **words, int count, json_t *out, struct error *err)
{
    for (int i = 0; i < count; i++) {
        const char *equals = strchr(words[i], '=');
        uint64_t number;
        if (!equals)
            return error_input(err, "usage", "%.80s: expected NAME=VALUE", words[i]);
        json_t *value = decimal_decode_u64(bytes_of_string(equals + 1), &number) && number <= INT64_MAX
                            ? json_integer((json_int_t)number)
                            : json_string(equals + 1);
        *strchr(words[i], '=') = '\0';
        if (json_object_set_new(out, words[i], value) != 0)
            return error_input(err, "usage", "%.80s: not text", words[i]);
    }
    return true;
}

static bool propose(struct office *office, struct error *err)
{
    char path[128];
    json_t *parameters = json_object(), *answer = NULL;
    bool ok =
        read_parameters(office->operands + 1, office->count - 1, parameters, err) &&
        call(office, "POST", round_path(office, "/acts", path),
             json_pack("{s:s, s:O}", "type", office->operands[0], "parameters", parameters), &answer, err);
    if (ok)
        printf("act  %lld\n", (long long)json_integer_value(json_object_get(answer, "id")));
    json_decref(parameters);
    json_decref(answer);
    return ok;
}

/* Of the key generation, or of a chain of mixes. */
static bool restart(struct office *office, struct error *err)
{
    char path[128];
    json_t *body = json_object(), *answer = NULL;
    bool ok = read_parameters(office->operands, office->count, body, err) &&
              call(office, "POST", round_path(office, "/restarts", path), json_incref(body), &answer, err);
    if (ok)
        printf("entry %lld: begun anew\n", (long long)json_integer_value(json_object_get(answer, "index")));
    json_decref(body);
    json_decref(answer);
    return ok;
}

static bool read_act_number(const char *text, int64_t *out, struct error *err)
{
    uint64_t number;
    if (!decimal_decode_u64(bytes_of_string(text), &number) || number > INT64_MAX)
        return error_input(err, "usage", "%.40s is not the number of an act", text);
    *out = (int64_t)number;
    return true;
}

/* The text that will be signed is the one that was shown. */
static bool load_act(struct office *office, int64_t *id, char **text, struct error *err)
{
    struct arena arena = {0};
    struct entry act;
    struct buffer words = {0};
    bool ok = read_act_number(office->operands[0], id, err) &&
              api_act_text(office->person.client, *id, text, err) &&
              act_parse(bytes_of_string(*text), &arena, &act, err);
    if (ok) {
        act_words(&act, &words);
        printf("%s%s\n", buffer_string(&words), *text);
        fflush(stdout);
    }
    buffer_clear(&words);
    arena_clear(&arena);
    return ok;
}

static bool show_act(struct office *office, struct error *err)
{
    char *text = NULL;
    int64_t id;
    bool ok = load_act(office, &id, &text, err);
    free(text);
    return ok;
}

static bool confirm(const struct office *office, struct error *err)
{
    char line[16] = "";
    FILE *terminal = office->options->yes ? NULL : fopen("/dev/tty", "r+e");
    if (office->options->yes)
        return true;
    if (!terminal)
        return error_input(err, "usage", "there is no terminal to ask at; --yes signs without asking");
    fputs("Sign this? Type yes: ", terminal);
    fflush(terminal);
    bool said = fgets(line, sizeof line, terminal) && strcmp(line, "yes\n") == 0;
    fclose(terminal);
    return said || error_input(err, "usage", "nothing was signed");
}

static bool origin_of_city(struct office *office, char **out, struct error *err)
{
    json_t *city = NULL;
    if (!call(office, "GET", "/api/v1/city", NULL, &city, err))
        return false;
    const char *origin = json_string_value(json_object_get(city, "origin"));
    if (origin)
        *out = duplicate_string(origin);
    json_decref(city);
    return origin || error_input(err, "bad-json", "the city does not say its origin");
}

static bool sign_act(struct office *office, struct error *err)
{
    char state[API_STATE_BYTES], *text = NULL, *origin = NULL;
    int64_t id;
    bool ok = load_act(office, &id, &text, err) && confirm(office, err) && need_key(office, err) &&
              origin_of_city(office, &origin, err) &&
              api_act_sign(office->person.client, origin, id, text, &office->person.key, state, err);
    if (ok)
        printf("signed; the act is %s\n", state);
    free(text);
    free(origin);
    return ok;
}

static bool sign_bundle(struct office *office, struct error *err)
{
    char path[128];
    struct http_response sums = {0};
    struct buffer minisig = {0};
    json_t *progress = NULL;
    bool ok = http_expect(office->person.client, "GET", round_path(office, "/exports/SHA256SUMS", path), NULL,
                          bytes_of(NULL, 0), &sums, err);
    if (ok) {
        printf("%.*s", (int)sums.body.len, (const char *)sums.body.data);
        fflush(stdout);
    }
    ok = ok && confirm(office, err) && need_key(office, err) &&
         minisign_sign(&office->person.key, buffer_bytes(&sums.body), "signature by a certifying clerk",
                       office->options->round, &minisig, err) &&
         call(office, "POST", round_path(office, "/bundle-signatures", path),
              json_pack("{s:s}", "minisig", buffer_string(&minisig)), &progress, err);
    if (ok)
        puts("signed");
    http_response_clear(&sums);
    buffer_clear(&minisig);
    json_decref(progress);
    return ok;
}

/* ---- the command line ---- */

static const struct command {
    const char *name;
    int least, most; /* operands */
    bool round, key; /* options it needs */
    bool (*run)(struct office *office, struct error *err);
} commands[] = {
    {"set-key", 0, 0, false, true, set_key},        {"new-round", 1, 2, false, false, new_round},
    {"draft", 1, 1, true, false, put_draft},        {"readiness", 0, 0, true, false, show_readiness},
    {"freeze", 0, 0, true, false, freeze},          {"upload-codes", 1, 1000, true, false, upload_codes},
    {"take-codes", 0, 0, true, false, take_codes},  {"acts", 0, 0, true, false, list_acts},
    {"propose", 1, 10, true, false, propose},       {"show", 1, 1, false, false, show_act},
    {"sign", 1, 1, false, true, sign_act},          {"restart", 2, 4, true, false, restart},
    {"sign-bundle", 0, 0, true, true, sign_bundle},
};

static const struct command *find(const char *name)
{
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    return NULL;
}

/* A new session; somebody with a second factor is asked for a code at the terminal. */
static bool begin_session(struct office *office, struct error *err)
{
    const struct options *options = office->options;
    struct buffer password = {0}, code = {0};
    bool ok = password_read(options->password_file, "password", &password, err);
    if (ok) {
        ok = desk_sign_in(options->url, options->login, buffer_string(&password), NULL, &office->person, err);
        if (!ok && strcmp(err->type, "code-needed") == 0)
            ok = password_read(NULL, "code of the authenticator app, or a recovery code", &code, err) &&
                 desk_sign_in(options->url, options->login, buffer_string(&password), buffer_string(&code),
                              &office->person, err);
    }
    buffer_wipe(&password);
    buffer_wipe(&code);
    return ok;
}

/* Go on with the session in the file, or begin one and keep it there. */
static bool sign_in(struct office *office, struct error *err)
{
    const struct options *options = office->options;
    struct buffer saved = {0};
    bool ok;
    if (options->session && access(options->session, F_OK) == 0) {
        office->person =
            (struct desk_person){.login = options->login, .client = http_client_new(options->url, err)};
        ok = office->person.client && file_read(options->session, SESSION_BYTES_MAX, &saved, err) &&
             http_client_resume(office->person.client, buffer_bytes(&saved), err);
    } else {
        ok = begin_session(office, err);
        if (ok && options->session) {
            http_client_save(office->person.client, &saved);
            ok = file_write(options->session, buffer_bytes(&saved), 0600, err);
        }
    }
    buffer_wipe(&saved);
    return ok;
}

/* What cannot be taken back wants the password once more when the session is some minutes old. */
static bool run_confirmed(const struct command *command, struct office *office, struct error *err)
{
    struct buffer password = {0};
    bool ok = command->run(office, err);
    if (!ok && strcmp(err->type, "confirmation-needed") == 0)
        ok = password_read(office->options->password_file, "password", &password, err) &&
             api_confirm(office->person.client, buffer_string(&password), err) && command->run(office, err);
    buffer_wipe(&password);
    return ok;
}

static int work(const struct command *command, const struct options *options, char **operands, int count)
{
    struct office office = {.options = options, .operands = operands, .count = count};
    struct error err;
    bool ok = sign_in(&office, &err) && run_confirmed(command, &office, &err);
    if (!ok && options->session && strcmp(err.type, "not-signed-in") == 0)
        unlink(options->session); /* it has ended; the next command signs in again */
    desk_person_clear(&office.person);
    return ok ? TOOL_OK : tool_error(TOOL_FAILED, &err);
}

static int run(int argc, char **argv)
{
    struct options options = {0};
    struct error err;
    uint8_t id[ROUND_ID_BYTES];
    const struct tool_option table[] = {
        {"url", &options.url, NULL},
        {"login", &options.login, NULL},
        {"password-file", &options.password_file, NULL},
        {"session", &options.session, NULL},
        {"round", &options.round, NULL},
        {"key", &options.key, NULL},
        {"key-password-file", &options.key_password_file, NULL},
        {"yes", NULL, &options.yes},
        {0},
    };
    int at = tool_options(argc, argv, table);
    const struct command *command = at && at < argc ? find(argv[at]) : NULL;
    int count = argc - at - 1;
    if (!command || count < command->least || count > command->most || !options.url || !options.login ||
        (command->round && !options.round) || (command->key && !options.key))
        return tool_usage(&tool_staff);
    if (options.round && !round_id_read(options.round, id, &err))
        return tool_error(TOOL_USAGE, &err);
    return work(command, &options, argv + at + 1, count);
}

const struct tool tool_staff = {
    .name = "staff",
    .help = "what facilitators, registrars and clerks do",
    .usage =
        "usage: folkmoot staff COMMAND [ARGUMENT]... --url URL --login LOGIN [--password-file FILE]\n"
        "\n"
        "  set-key --key FILE                  sign with this key from now on (see folkmoot keys)\n"
        "  new-round ASSEMBLY [PREDECESSOR]    a new round; prints its id and nonce. With the id of\n"
        "                                      a round that was annulled with successor=new, the\n"
        "                                      one in its place: same nonce, same draft to begin with\n"
        "  draft --round R FILE.json           what the definition will say\n"
        "  readiness --round R                 what the draft lacks before it can be frozen\n"
        "  freeze --round R                    put the definition into the record\n"
        "  upload-codes --round R KEYS.json... the public keys of all batches (see folkmoot codes)\n"
        "  take-codes --round R                the codes of the predecessor that are not void there\n"
        "  acts --round R                      the acts of a round and who waits for whom\n"
        "  propose --round R TYPE [NAME=VALUE]...\n"
        "                                      have an act written: credential-list, opening,\n"
        "                                      void, batch-void, issue, extension, voting-closed,\n"
        "                                      sealing, draw-source, certified, annulment\n"
        "                                      (with successor=new to hand the codes over)\n"
        "  show ACT                            what an act says\n"
        "  sign ACT --key FILE                 show it, ask, sign it\n"
        "  restart --round R attempt=N reason=CODE [blamed=TRUSTEE]\n"
        "                                      begin the key generation anew, as attempt N\n"
        "  restart --round R contest=C abandoned=N reason=CODE\n"
        "                                      mix anew, before the first share: chain N counts no more\n"
        "  sign-bundle --round R --key FILE    sign the sums of the certified files\n"
        "\n"
        "  --session FILE                      go on with the session kept there, or begin and keep it\n"
        "  --key-password-file FILE            else the key's password is asked for\n"
        "  --yes                               sign without asking\n"
        "\n"
        "status: 0 done, 1 failed or refused, 2 wrong usage\n",
    .run = run,
};
