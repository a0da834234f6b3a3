/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tools/replay.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/encoding.h"
#include "base/file.h"
#include "record/policy.h"
#include "tools/progress.h"

enum { CODE_THREADS = 2, WITNESS_POLL_MS = 200, PASSWORD_RANDOM_BYTES = 18 };

const char *replay_stage_name(enum replay_stage stage)
{
    static const char *const names[REPLAY_STAGES] = {"codes",   "open",  "cast",    "close", "mix",
                                                     "decrypt", "count", "certify", "verify"};
    return names[stage];
}

/* ---- people ---- */

/* The password is known to this process only. Logins are ASSEMBLY-OFFICE and live in the staff. */
static bool hire(struct desk_person *administrator, const char *assembly, struct replay_staff *staff,
                 size_t number, struct error *err)
{
    static const struct {
        const char *office, *role, *name;
    } offices[REPLAY_STAFF] = {{"facilitator", "facilitator", "Facilitator"},
                               {"registrar", "registrar", "Registrar"},
                               {"clerk-1", "clerk", "Clerk One"},
                               {"clerk-2", "clerk", "Clerk Two"}};
    uint8_t random[PASSWORD_RANDOM_BYTES];
    struct buffer password = {0};
    randombytes_buf(random, sizeof random);
    base64url_append(&password, bytes_of(random, sizeof random));
    const char *login = arena_format(&staff->arena, "%s-%s", assembly, offices[number].office);
    bool ok = desk_hire(administrator, assembly, offices[number].role, login, offices[number].name,
                        buffer_string(&password), &staff->people[number], err);
    buffer_wipe(&password);
    sodium_memzero(random, sizeof random);
    return ok;
}

bool replay_hire(struct desk_person *administrator, const char *assembly, struct replay_staff *out,
                 struct error *err)
{
    struct replay_staff staff = {0};
    for (size_t i = 0; i < REPLAY_STAFF; i++)
        if (!hire(administrator, assembly, &staff, i, err)) {
            replay_dismiss(&staff);
            return false;
        }
    *out = staff;
    return true;
}

void replay_dismiss(struct replay_staff *staff)
{
    for (size_t i = 0; i < REPLAY_STAFF; i++)
        desk_person_clear(&staff->people[i]);
    arena_clear(&staff->arena);
}

/* ---- the round ---- */

bool replay_prepare(struct replay *replay, struct error *err)
{
    const struct pabulib *pb = replay->pb;
    if (!vote_form_read(pb, &replay->form, err))
        return false;
    replay->cast = allocate(pb->vote_count, sizeof *replay->cast);
    if (!vote_form_sort(&replay->form, pb, replay->cast, &replay->votes, &replay->profile, err))
        return false;
    return replay->votes.fates[VOTE_CAST] > 0 ||
           error_input(err, "form", "the file has no vote that could be cast");
}

static void begin(const struct replay *replay, struct progress *progress, const char *what)
{
    if (replay->quiet)
        progress_begin_silent(progress);
    else
        progress_begin(progress, what);
}

static bool make_codes(struct replay *replay, struct error *err)
{
    struct progress progress;
    struct work work = {.threads = CODE_THREADS, .progress = progress_report, .context = &progress};
    begin(replay, &progress, "making codes");
    bool ok = code_batch_make(replay->round.nonce, (size_t)replay->votes.fates[VOTE_CAST], &work,
                              &replay->codes, err);
    replay->ms[REPLAY_CODES] = progress_end(&progress);
    return ok;
}

static json_t *people_json(const struct desk_round *round)
{
    return json_pack("{s:[s], s:[s], s:[s, s]}", "facilitators", round->facilitator->login, "registrars",
                     round->registrar->login, "clerks", round->clerks[0]->login, round->clerks[1]->login);
}

/* Its lines become part of the definition. */
static bool read_policy(const char *path, json_t *content, struct error *err)
{
    struct buffer text = {0};
    json_t *lines = json_array();
    bool ok = !path || file_read(path, POLICY_MAX_BYTES, &text, err);
    char *rest = buffer_string(&text), *line;
    while (ok && (line = strsep(&rest, "\n")))
        if (*line)
            json_array_append_new(lines, json_string(line));
    json_object_set_new(content, "witness_policy", lines);
    buffer_clear(&text);
    return ok;
}

static bool open_round(struct replay *replay, struct error *err)
{
    struct progress progress;
    json_t *batch = code_batch_json(&replay->codes, "letters", VOTE_FORM_DISTRICT, BATCH_LETTER, err);
    if (!batch)
        return false;
    json_t *content = vote_form_draft(&replay->form, replay->pb, &replay->rule, replay->conflicts,
                                      (uint64_t)time(NULL) / 60, replay->codes.count);
    json_object_set_new(content, "people", people_json(&replay->round));
    json_object_set_new(content, "clerks_required", json_integer((json_int_t)replay->round.clerks_required));
    replay_trustees_draft(&replay->trustees, content);
    json_t *upload = json_pack("{s:[o]}", "batches", batch);
    if (!read_policy(replay->policy, content, err)) {
        json_decref(content);
        json_decref(upload);
        return false;
    }
    const char *url = http_client_base_url(replay->round.facilitator->client), *id = replay->round.id;
    begin(replay, &progress, "opening the round");
    bool ok = desk_round_freeze(&replay->round, content, upload, err) &&
              replay_trustees_join(&replay->trustees, url, id, err) &&
              replay_trustees_run(&replay->trustees, url, id, err) && desk_round_open(&replay->round, err);
    replay->ms[REPLAY_OPEN] = progress_end(&progress);
    return ok;
}

static void choose(void *context, size_t voter, struct choices *out)
{
    const struct replay *replay = context;
    vote_form_choices(&replay->form, replay->pb, replay->cast[voter], out);
}

static bool wait_for_witnesses(struct replay *replay, struct http_client *client, struct error *err)
{
    int64_t deadline = progress_clock_ms() + DESK_PATIENCE_MS;
    const struct timespec pause = {.tv_nsec = WITNESS_POLL_MS * 1000000L};
    struct error why;
    while (!election_witnessed(client, &replay->election, &why)) {
        if (why.class != ERROR_TEMPORARY || progress_clock_ms() > deadline) {
            *err = why;
            return false;
        }
        nanosleep(&pause, NULL);
    }
    return true;
}

static bool cast_all(struct replay *replay, struct error *err)
{
    uint8_t id[ROUND_ID_BYTES];
    struct progress progress;
    struct work work = {.threads = replay->threads, .progress = progress_report, .context = &progress};
    struct http_client *client = replay->round.facilitator->client;
    if (!round_id_read(replay->round.id, id, err) ||
        !election_load(client, id, NULL, &replay->election, err) || !wait_for_witnesses(replay, client, err))
        return false;
    replay->casting = (struct casting){
        .base_url = http_client_base_url(client),
        .election = &replay->election,
        .district = definition_district(&replay->election.definition, VOTE_FORM_DISTRICT),
        .codes = &replay->codes,
        .count = replay->codes.count,
        .choose = choose,
        .context = replay,
    };
    if (!replay->casting.district)
        return error_input(err, "form", "the definition has lost its district");
    begin(replay, &progress, "casting ballots");
    bool ok = casting_run(&replay->casting, &work, err);
    replay->ms[REPLAY_CAST] = progress_end(&progress);
    return ok;
}

static bool timed(struct replay *replay, enum replay_stage stage, const char *what,
                  bool (*step)(struct desk_round *round, struct error *err), struct error *err)
{
    struct progress progress;
    begin(replay, &progress, what);
    bool ok = step(&replay->round, err);
    replay->ms[stage] = progress_end(&progress);
    return ok;
}

static bool close_and_seal(struct desk_round *round, struct error *err)
{
    return desk_round_close(round, err) && desk_round_seal(round, err);
}

/* One of several trustees is not there any more when the votes are to be opened. */
static bool close_round(struct replay *replay, struct error *err)
{
    if (!timed(replay, REPLAY_CLOSE, "closing and sealing", close_and_seal, err))
        return false;
    if (replay->trustees.count > replay->trustees.threshold)
        replay_trustees_lose_one(&replay->trustees);
    return true;
}

/* The jobs that run by themselves: which stage each belongs to, from one look to the next. */
struct watching {
    struct replay *replay;
    struct progress progress;
    int64_t looked_ms;
};

static void show_job(void *context, const char *kind, int64_t done, int64_t total)
{
    static const struct {
        const char *kind, *what;
        enum replay_stage stage;
    } jobs[] = {{"mix", "mixing", REPLAY_MIX},
                {"share", "decrypting", REPLAY_DECRYPT},
                {"count", "counting", REPLAY_COUNT}};
    struct watching *watching = context;
    int64_t now = progress_clock_ms();
    for (size_t i = 0; i < sizeof jobs / sizeof *jobs; i++)
        if (strcmp(jobs[i].kind, kind) == 0) {
            watching->replay->ms[jobs[i].stage] += now - watching->looked_ms;
            watching->progress.what = jobs[i].what;
        }
    watching->looked_ms = now;
    progress_report(&watching->progress, (size_t)done, (size_t)total);
}

static bool count_round(struct replay *replay, struct error *err)
{
    struct watching watching = {.replay = replay, .looked_ms = progress_clock_ms()};
    struct desk_watch watch = {show_job, &watching};
    static const char what[] = "mix, decrypt, count";
    begin(replay, &watching.progress, what);
    bool ok = desk_round_wait(&replay->round, "counted", &watch, err);
    watching.progress.what = what;
    int64_t spent = progress_end(&watching.progress);
    /* what no look has seen is the count's: it is the last */
    replay->ms[REPLAY_COUNT] = spent - replay->ms[REPLAY_MIX] - replay->ms[REPLAY_DECRYPT];
    return ok;
}

bool replay_run(struct replay *replay, struct error *err)
{
    return replay_trustees_begin(&replay->trustees, err) &&
           desk_round_new(&replay->round, replay->assembly, NULL, err) && make_codes(replay, err) &&
           open_round(replay, err) && cast_all(replay, err) && close_round(replay, err) &&
           count_round(replay, err) &&
           timed(replay, REPLAY_CERTIFY, "certifying and publishing", desk_round_certify, err);
}

void replay_clear(struct replay *replay)
{
    profile_free(replay->profile);
    free(replay->cast);
    code_batch_clear(&replay->codes);
    election_clear(&replay->election);
    casting_clear(&replay->casting);
    replay_trustees_end(&replay->trustees);
}
