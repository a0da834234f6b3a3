/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * folkmoot watch URL: whether voters are served the pages that the record pins.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/encoding.h"
#include "base/file.h"
#include "client/api.h"
#include "client/election.h"
#include "client/entries_file.h"
#include "client/mirror.h"
#include "client/served.h"
#include "record/json.h"
#include "record/policy.h"
#include "tools/tool.h"

enum { SECONDS_MAX = 86400, NOTE_FILE_BYTES_MAX = 1 << 20, NOT_LOOKED = 3 };

struct options {
    const char *url, *folder, *round, *log_key, *every;
    bool json;
};

/* One command at work. */
struct watch {
    const struct options *options;
    struct http_client *client;
    struct note_key log_key;
    bool has_log_key;
    uint64_t every_s; /* 0: once */
};

/* What came of one round. */
struct finding {
    const struct watch *watch;
    const char *round; /* base64url */
    char eid[64];
    uint64_t index, size; /* of the opening; of the tree that it was proven in */
    size_t witnesses, files, altered;
    size_t unserved; /* files that are pinned, but were in no answer */
    json_t *differs; /* of `altered` */
    struct error problem;
    enum { ROUND_AS_PINNED, ROUND_ALTERED, ROUND_UNPROVEN, ROUND_NOT_LOOKED } outcome;
};

static volatile sig_atomic_t stopping;

static void stop(int signal)
{
    (void)signal;
    stopping = 1;
}

/* ---- what the record pins ---- */

/* The index of the entry with these bytes in the copy of the record. */
static bool find_entry(const struct mirror *mirror, struct bytes wanted, uint64_t *index, struct error *err)
{
    struct buffer path = {0}, entry = {0};
    bool ok = true, more = true, found = false;
    buffer_append_format(&path, "%s/record/entries", mirror->folder);
    FILE *file = fopen(buffer_string(&path), "rbe");
    if (!file)
        ok = error_input(err, "file", "%s: %s", buffer_string(&path), strerror(errno));
    for (uint64_t at = mirror->first; ok && more && !found; at++) {
        ok = entries_file_next(file, &entry, &more, err);
        found = ok && more && bytes_equal(buffer_bytes(&entry), wanted);
        if (found)
            *index = at;
    }
    if (file)
        fclose(file);
    buffer_clear(&path);
    buffer_clear(&entry);
    return ok &&
           (found || error_input(err, "record", "the record does not hold the opening that voters get"));
}

/* The tree of the copy must have the witnesses that the round asks for. */
static bool check_witnesses(const struct mirror *mirror, const struct definition *definition,
                            struct finding *finding, struct error *err)
{
    struct buffer path = {0}, note = {0};
    struct policy_verdict verdict;
    if (!definition->witness_policy)
        return true;
    struct policy *policy = policy_parse(bytes_of_string(definition->witness_policy), err);
    buffer_append_format(&path, "%s/record/checkpoints/%llu", mirror->folder,
                         (unsigned long long)mirror->size);
    bool ok = policy && file_read(buffer_string(&path), NOTE_FILE_BYTES_MAX, &note, err) &&
              policy_check(policy, &mirror->log_key, buffer_bytes(&note), &verdict, err) &&
              (verdict.quorum ||
               error_input(err, "unwitnessed", "the record lacks the witnesses that the round asks for"));
    if (ok)
        finding->witnesses = verdict.cosignature_count;
    policy_free(policy);
    buffer_clear(&path);
    buffer_clear(&note);
    return ok;
}

/* The election that voters are shown, proven to be the one in the record. */
static bool prove(const struct watch *watch, const json_t *form, const char *folder,
                  struct election *election, struct finding *finding, struct error *err)
{
    uint8_t id[ROUND_ID_BYTES];
    struct mirror mirror = {.client = watch->client, .folder = folder, .round = id};
    const json_t *opening = json_object_get(form, "opening");
    if (!round_id_read(finding->round, id, err) ||
        !election_read(form, id, watch->has_log_key ? &watch->log_key : NULL, election, err))
        return false;
    struct buffer eid = {0};
    base64url_append(&eid, bytes_of(election->eid, sizeof election->eid));
    snprintf(finding->eid, sizeof finding->eid, "%s", buffer_string(&eid));
    buffer_clear(&eid);
    if (!mirror_record(&mirror, &election->log_key, err))
        return false;
    finding->size = mirror.size;
    return find_entry(&mirror,
                      bytes_of((const uint8_t *)json_string_value(opening), json_string_length(opening)),
                      &finding->index, err) &&
           check_witnesses(&mirror, &election->definition, finding, err);
}

/* ---- what is served ---- */

/* Kept as evidence, by its hash. */
static void keep(const struct watch *watch, const struct served_file *file, struct buffer *path)
{
    struct error err;
    buffer_append_format(path, "%s/served", watch->options->folder);
    bool ok = file_make_folder(buffer_string(path), &err);
    buffer_append_u8(path, '/');
    hex_append(path, bytes_of(file->hash, sizeof file->hash));
    if (!ok || !file_write(buffer_string(path), file->content, 0644, &err))
        tool_error(TOOL_FAILED, &err);
}

static void take(void *context, const struct served_file *file)
{
    struct finding *finding = context;
    struct buffer kept = {0};
    finding->files++;
    if (file->pinned)
        return;
    finding->altered++;
    keep(finding->watch, file, &kept);
    json_array_append_new(finding->differs, json_pack("{s:s, s:s, s:I, s:s}", "encoding", file->encoding,
                                                      "kept", buffer_string(&kept), "status",
                                                      (json_int_t)file->status, "path", file->path));
    buffer_clear(&kept);
}

static bool look_at(const struct watch *watch, const json_t *languages, const struct election *election,
                    struct finding *finding, struct error *err)
{
    size_t count = 0;
    const char **names = allocate(json_array_size(languages) + 1, sizeof *names);
    for (size_t i = 0; i < json_array_size(languages); i++) {
        const char *name = json_string_value(json_array_get(languages, i));
        if (name)
            names[count++] = name;
    }
    bool ok = count ? served_look(watch->options->url, &election->definition, finding->round, names, count,
                                  take, finding, &finding->unserved, err)
                    : error_input(err, "not-found", "the city serves no pages");
    free(names);
    return ok;
}

static void watch_round(const struct watch *watch, const json_t *languages, struct finding *finding)
{
    char path[96];
    json_t *form = NULL;
    struct buffer folder = {0};
    struct election election = {0};
    struct error *err = &finding->problem;
    snprintf(path, sizeof path, "/api/v1/rounds/%s/form", finding->round);
    buffer_append_format(&folder, "%s/%s", watch->options->folder, finding->round);
    finding->outcome = ROUND_NOT_LOOKED;
    if (api_call(watch->client, "GET", path, NULL, &form, err)) {
        bool proven = prove(watch, form, buffer_string(&folder), &election, finding, err);
        /* What has not come yet, or could not be asked, is nobody's lie. */
        bool waits = !proven && (err->class != ERROR_INPUT || strcmp(err->type, "not-found") == 0 ||
                                 strcmp(err->type, "unwitnessed") == 0);
        if (!proven)
            finding->outcome = waits ? ROUND_NOT_LOOKED : ROUND_UNPROVEN;
        else if (look_at(watch, languages, &election, finding, err))
            finding->outcome = finding->altered || finding->unserved ? ROUND_ALTERED : ROUND_AS_PINNED;
        else if (finding->altered)
            finding->outcome = ROUND_ALTERED;
    }
    election_clear(&election);
    json_decref(form);
    buffer_clear(&folder);
}

/* ---- the report ---- */

static void say_time(char out[32])
{
    time_t now = time(NULL);
    struct tm parts;
    gmtime_r(&now, &parts);
    strftime(out, 32, "%Y-%m-%dT%H:%M:%SZ", &parts);
}

static void report_text(const struct finding *finding)
{
    char when[32];
    size_t i;
    json_t *one;
    say_time(when);
    switch (finding->outcome) {
    case ROUND_AS_PINNED:
        printf("%s %s: %zu answers as pinned by entry %llu of the record (a tree of %llu, %zu witnesses)\n",
               when, finding->round, finding->files, (unsigned long long)finding->index,
               (unsigned long long)finding->size, finding->witnesses);
        break;
    case ROUND_ALTERED:
        printf("%s %s: ALTERED: %zu of %zu answers are not what entry %llu of the record pins\n", when,
               finding->round, finding->altered, finding->files, (unsigned long long)finding->index);
        if (finding->unserved)
            printf("  %zu files that it pins were in no answer\n", finding->unserved);
        json_array_foreach(finding->differs, i, one)
            printf("  %s (%s, HTTP %lld), kept in %s\n", json_string_value(json_object_get(one, "path")),
                   json_string_value(json_object_get(one, "encoding")),
                   (long long)json_integer_value(json_object_get(one, "status")),
                   json_string_value(json_object_get(one, "kept")));
        break;
    case ROUND_UNPROVEN:
        printf("%s %s: NOT PROVEN: %s\n", when, finding->round, finding->problem.detail);
        break;
    case ROUND_NOT_LOOKED:
        printf("%s %s: not looked at: %s\n", when, finding->round, finding->problem.detail);
        break;
    }
}

static json_t *report_json(const struct finding *finding)
{
    static const char *const names[] = {"as-pinned", "altered", "unproven", "not-looked"};
    json_t *json = json_pack("{s:s, s:s, s:I, s:I, s:O}", "round", finding->round, "outcome",
                             names[finding->outcome], "unserved", (json_int_t)finding->unserved, "files",
                             (json_int_t)finding->files, "differs", finding->differs);
    if (finding->size)
        json_object_update_new(json,
                               json_pack("{s:s, s:I, s:I, s:I}", "eid", finding->eid, "opening_index",
                                         (json_int_t)finding->index, "tree_size", (json_int_t)finding->size,
                                         "witnesses", (json_int_t)finding->witnesses));
    if (*finding->problem.detail)
        json_object_set_new(json, "problem", json_string(finding->problem.detail));
    return json;
}

static int worse(int a, int b)
{
    return a == TOOL_FAILED || b == TOOL_FAILED ? TOOL_FAILED : a > b ? a : b;
}

static int watch_one(const struct watch *watch, const json_t *languages, const char *round, json_t *report)
{
    static const int statuses[] = {TOOL_OK, TOOL_FAILED, TOOL_FAILED, NOT_LOOKED};
    struct finding finding = {.watch = watch, .round = round, .differs = json_array()};
    watch_round(watch, languages, &finding);
    if (watch->options->json)
        json_array_append_new(report, report_json(&finding));
    else
        report_text(&finding);
    json_decref(finding.differs);
    return statuses[finding.outcome];
}

static int watch_rounds(const struct watch *watch, const json_t *languages, const json_t *rounds,
                        json_t *report)
{
    size_t i, open = 0;
    json_t *one;
    int status = TOOL_OK;
    if (watch->options->round)
        return watch_one(watch, languages, watch->options->round, report);
    json_array_foreach(rounds, i, one)
    {
        const char *id = json_string_value(json_object_get(one, "id")),
                   *state = json_string_value(json_object_get(one, "state"));
        uint8_t ignored[ROUND_ID_BYTES];
        /* it becomes a part of paths */
        if (!id || !state || strcmp(state, "open") != 0 || !round_id_read(id, ignored, NULL) || stopping)
            continue;
        open++;
        status = worse(status, watch_one(watch, languages, id, report));
    }
    if (!open && !watch->options->json)
        puts("no round is open");
    return status;
}

static int look(const struct watch *watch)
{
    json_t *city = NULL, *answer = NULL, *rounds = json_array();
    char when[32];
    struct error err = {0};
    int status = NOT_LOOKED;
    say_time(when);
    if (api_call(watch->client, "GET", "/api/v1/city", NULL, &city, &err) &&
        api_call(watch->client, "GET", "/api/v1/rounds", NULL, &answer, &err))
        status = watch_rounds(watch, json_object_get(city, "languages"), json_object_get(answer, "rounds"),
                              rounds);
    else if (!watch->options->json)
        tool_error(TOOL_FAILED, &err);
    if (watch->options->json) {
        json_t *report = json_pack("{s:s, s:s, s:b, s:O}", "at", when, "url", watch->options->url, "ok",
                                   status == TOOL_OK, "rounds", rounds);
        if (!city || !answer)
            json_object_set_new(report, "problem", json_string(err.detail));
        json_dumpf(report, stdout, JSON_COMPACT);
        putchar('\n');
        json_decref(report);
    }
    fflush(stdout);
    json_decref(city);
    json_decref(answer);
    json_decref(rounds);
    return status;
}

/* ---- the command line ---- */

static int begin(struct watch *watch)
{
    const struct options *options = watch->options;
    struct sigaction action = {.sa_handler = stop};
    struct error err;
    if (options->every && (!decimal_decode_u64(bytes_of_string(options->every), &watch->every_s) ||
                           watch->every_s < 1 || watch->every_s > SECONDS_MAX))
        return tool_complain(TOOL_USAGE, "--every takes seconds, 1 to %d, not %.40s", SECONDS_MAX,
                             options->every);
    if (options->log_key &&
        !(watch->has_log_key = note_key_parse(bytes_of_string(options->log_key), &watch->log_key, &err)))
        return tool_error(TOOL_USAGE, &err);
    uint8_t id[ROUND_ID_BYTES];
    if (options->round && !round_id_read(options->round, id, &err))
        return tool_error(TOOL_USAGE, &err);
    watch->client = http_client_new(options->url, &err);
    if (!watch->client)
        return tool_error(TOOL_USAGE, &err);
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
    return TOOL_OK;
}

static int run(int argc, char **argv)
{
    struct options options = {.folder = "folkmoot-watch"};
    struct watch watch = {.options = &options};
    const struct tool_option table[] = {{"round", &options.round, NULL}, {"log-key", &options.log_key, NULL},
                                        {"every", &options.every, NULL}, {"dir", &options.folder, NULL},
                                        {"json", NULL, &options.json},   {0}};
    int at = tool_options(argc, argv, table);
    if (!at || at + 1 != argc)
        return tool_usage(&tool_watch);
    options.url = argv[at];
    int status = begin(&watch);
    bool again = status == TOOL_OK;
    while (again) {
        status = look(&watch);
        /* A city that cannot be reached now may be reached next time. */
        again = watch.every_s && status != TOOL_FAILED;
        if (again && !stopping)
            nanosleep(&(struct timespec){.tv_sec = (time_t)watch.every_s}, NULL);
        again = again && !stopping;
    }
    http_client_free(watch.client);
    return status;
}

const struct tool tool_watch = {
    .name = "watch",
    .help = "compare the pages that voters are served with those that the record pins",
    .usage = "usage: folkmoot watch URL [OPTION]...\n"
             "\n"
             "For each round that is open: proves from the record that its opening is the one that voters\n"
             "get, asks for the vote and check pages as phones do, in every language and encoding, with\n"
             "every script, style and picture that they name, and compares all of it with the hashes in\n"
             "the definition. Run it from where voters are; a server may serve you what it does not serve\n"
             "to others.\n"
             "\n"
             "  --round R        this round only, whatever its state\n"
             "  --every SECONDS  look again and again, until something differs\n"
             "  --dir DIR        where the record is copied to, and what differs is kept (folkmoot-watch)\n"
             "  --log-key KEY    the key of the city's log, known from elsewhere\n"
             "  --json           one object a look\n"
             "\n"
             "status: 0 all as pinned, 1 something differs or the record does not hold together: keep DIR;\n"
             "2 wrong usage; 3 not everything could be looked at\n",
    .run = run,
};
