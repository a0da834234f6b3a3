/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tools/desk.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "ballot/round.h"
#include "base/encoding.h"
#include "tools/progress.h"

enum { POLL_MS = 50 };

static void pause_ms(int ms)
{
    struct timespec length = {ms / 1000, (long)(ms % 1000) * 1000000};
    nanosleep(&length, NULL);
}

bool desk_call(struct http_client *client, const char *method, const char *path, json_t *body, json_t **out,
               struct error *err)
{
    int64_t deadline = progress_clock_ms() + DESK_PATIENCE_MS;
    struct error why;
    bool ok;
    while (!(ok = api_call(client, method, path, json_incref(body), out, &why)) &&
           why.class == ERROR_TEMPORARY && progress_clock_ms() < deadline)
        pause_ms(POLL_MS);
    json_decref(body);
    if (!ok && err)
        *err = why;
    return ok;
}

/* ---- people ---- */

bool desk_sign_in(const char *base_url, const char *login, const char *password, const char *code,
                  struct desk_person *out, struct error *err)
{
    struct http_client *client = http_client_new(base_url, err);
    if (!client)
        return false;
    if (!api_sign_in(client, login, password, code, err)) {
        error_prefix(err, "%s", login);
        http_client_free(client);
        return false;
    }
    *out = (struct desk_person){.login = login, .client = client, .password = duplicate_string(password)};
    return true;
}

/* Whether the call failed only since it was long ago that the person said the password, who then has said it
 * again. */
static bool confirmed(struct desk_person *person, bool done, struct error *why)
{
    return !done && strcmp(why->type, "confirmation-needed") == 0 && person->password &&
           api_confirm(person->client, person->password, why);
}

bool desk_say_key(struct desk_person *person, struct error *err)
{
    struct minisign_public public;
    minisign_public_of(&person->key, &public);
    return desk_call(person->client, "PUT", "/api/v1/people/me/signing-key",
                     json_pack("{s:o, s:o}", "key", json_of_bytes(bytes_of(public.key, sizeof public.key)),
                               "minisign_id", json_of_bytes(bytes_of(public.id, sizeof public.id))),
                     NULL, err);
}

bool desk_hire(struct desk_person *administrator, const char *assembly, const char *role, const char *login,
               const char *name, const char *password, struct desk_person *out, struct error *err)
{
    struct desk_person person;
    json_t *body = json_pack("{s:s, s:s, s:s, s:[{s:s, s:s}]}", "login", login, "name", name, "password",
                             password, "roles", "assembly", assembly, "role", role);
    if (!desk_call(administrator->client, "POST", "/api/v1/people", body, NULL, err) ||
        !desk_sign_in(http_client_base_url(administrator->client), login, password, NULL, &person, err))
        return false;
    person.name = name;
    minisign_generate(&person.key);
    if (!desk_say_key(&person, err)) {
        desk_person_clear(&person);
        return false;
    }
    *out = person;
    return true;
}

void desk_person_clear(struct desk_person *person)
{
    http_client_free(person->client);
    if (person->password)
        sodium_memzero(person->password, strlen(person->password));
    free(person->password);
    sodium_memzero(person, sizeof *person);
}

/* ---- a round ---- */

/* "/api/v1/rounds/ID" and `rest`. */
static const char *path_of(const struct desk_round *round, const char *rest, char path[128])
{
    snprintf(path, 128, "/api/v1/rounds/%s%s", round->id, rest);
    return path;
}

/* An act that all have signed may still be on its way: an opening waits for the key to be acknowledged. */
static bool wait_for_act(struct desk_person *person, int64_t id, const char *type, struct error *err)
{
    char path[128];
    int64_t deadline = progress_clock_ms() + DESK_PATIENCE_MS;
    snprintf(path, sizeof path, "/api/v1/acts/%lld", (long long)id);
    for (;;) {
        json_t *answer = NULL;
        if (!desk_call(person->client, "GET", path, NULL, &answer, err))
            return false;
        const char *state = json_string_value(json_object_get(answer, "state"));
        const char *detail = json_string_value(json_object_get(answer, "detail"));
        bool done = state && strcmp(state, "done") == 0,
             on_its_way = state && strcmp(state, "submitted") == 0;
        if (!done && (!on_its_way || progress_clock_ms() > deadline))
            error_input(err, "round-state", "%s: all have signed, but it is %s: %s", type,
                        state ? state : "nothing", detail ? detail : "no detail");
        json_decref(answer);
        if (done || !on_its_way || progress_clock_ms() > deadline)
            return done;
        pause_ms(POLL_MS);
    }
}

static bool sign(struct desk_round *round, struct desk_person *person, int64_t id, const char *type,
                 char state[API_STATE_BYTES], struct error *err)
{
    struct arena arena = {0};
    struct entry entry;
    struct error why;
    char *text = NULL;
    bool ok = api_act_text(person->client, id, &text, &why) &&
              act_parse(bytes_of_string(text), &arena, &entry, &why);
    if (ok && strcmp(entry_type_name(entry.type), type) != 0)
        ok = error_input(&why, "bad-json", "the server shows an act of another type");
    if (ok) {
        ok = api_act_sign(person->client, round->origin, id, text, &person->key, state, &why);
        if (confirmed(person, ok, &why))
            ok = api_act_sign(person->client, round->origin, id, text, &person->key, state, &why);
    }
    free(text);
    arena_clear(&arena);
    if (!ok && err) {
        *err = why;
        error_prefix(err, "%s, signed by %s", type, person->login);
    }
    return ok;
}

/* One person proposes, all sign; the last signature must bring the act into the record. */
static bool act(struct desk_round *round, const char *type, json_t *parameters,
                struct desk_person *const *signers, size_t count, struct error *err)
{
    char path[128], state[API_STATE_BYTES] = "";
    json_t *body = json_pack("{s:s}", "type", type), *answer = NULL;
    if (parameters)
        json_object_set_new(body, "parameters", parameters);
    if (!desk_call(signers[0]->client, "POST", path_of(round, "/acts", path), body, &answer, err))
        return false;
    int64_t id = json_integer_value(json_object_get(answer, "id"));
    json_decref(answer);
    for (size_t i = 0; i < count; i++)
        if (!sign(round, signers[i], id, type, state, err))
            return false;
    return strcmp(state, "done") == 0 || wait_for_act(signers[0], id, type, err);
}

static bool read_origin(struct desk_round *round, struct error *err)
{
    json_t *city = NULL;
    if (!desk_call(round->facilitator->client, "GET", "/api/v1/city", NULL, &city, err))
        return false;
    const char *origin = json_string_value(json_object_get(city, "origin"));
    bool ok = origin && strlen(origin) < sizeof round->origin;
    if (ok)
        snprintf(round->origin, sizeof round->origin, "%s", origin);
    else
        error_input(err, "bad-json", "the city does not say its origin");
    json_decref(city);
    return ok;
}

bool desk_round_new(struct desk_round *round, const char *assembly, const char *predecessor,
                    struct error *err)
{
    char path[128];
    uint8_t id[ROUND_ID_BYTES];
    json_t *answer = NULL, *body = json_object();
    snprintf(path, sizeof path, "/api/v1/assemblies/%.40s/rounds", assembly);
    if (predecessor)
        json_object_set_new(body, "predecessor", json_string(predecessor));
    bool asked = read_origin(round, err) &&
                 desk_call(round->facilitator->client, "POST", path, json_incref(body), &answer, err);
    json_decref(body);
    if (!asked)
        return false;
    const char *text = json_string_value(json_object_get(answer, "id"));
    const char *nonce = json_string_value(json_object_get(answer, "nonce"));
    bool ok = text && nonce && round_id_read(text, id, err) &&
              base64url_decode_exact(bytes_of_string(nonce), round->nonce, ROUND_NONCE_BYTES);
    if (ok)
        round_id_text(id, round->id);
    else
        error_input(err, "bad-json", "%s: the answer has no round", path);
    json_decref(answer);
    return ok;
}

/* The form answers once the round is open, and is whole once every trustee has acknowledged. */
static bool wait_for_form(struct desk_round *round, struct error *err)
{
    char path[128];
    int64_t deadline = progress_clock_ms() + DESK_PATIENCE_MS;
    for (;;) {
        json_t *form = NULL;
        struct error why;
        bool there =
            api_call(round->facilitator->client, "GET", path_of(round, "/form", path), NULL, &form, &why);
        bool ready = there && json_array_size(json_object_get(form, "acknowledgements")) > 0;
        json_decref(form);
        if (ready)
            return true;
        if ((!there && why.class != ERROR_TEMPORARY && strcmp(why.type, "not-open") != 0) ||
            progress_clock_ms() > deadline)
            return error_input(err, "not-open", "the round does not open: %s",
                               there ? "the key is not acknowledged" : why.detail);
        pause_ms(POLL_MS);
    }
}

bool desk_put_draft(struct desk_person *facilitator, const char *round, json_t *content, int64_t *version,
                    struct error *err)
{
    char path[128];
    json_t *before = NULL, *after = NULL;
    int64_t deadline = progress_clock_ms() + DESK_PATIENCE_MS;
    struct error why;
    bool ok;
    snprintf(path, sizeof path, "/api/v1/rounds/%s/draft", round);
    for (;;) {
        ok = desk_call(facilitator->client, "GET", path, NULL, &before, &why);
        if (ok) {
            http_client_match(facilitator->client, json_integer_value(json_object_get(before, "version")));
            json_decref(before);
            ok = api_call(facilitator->client, "PUT", path, json_incref(content), &after, &why);
        }
        if (ok || why.class != ERROR_TEMPORARY || progress_clock_ms() > deadline)
            break;
        pause_ms(POLL_MS);
    }
    json_decref(content);
    if (!ok) {
        if (err)
            *err = why;
        return false;
    }
    if (version)
        *version = json_integer_value(json_object_get(after, "version"));
    json_decref(after);
    return true;
}

bool desk_round_freeze(struct desk_round *round, json_t *content, json_t *upload, struct error *err)
{
    char path[128];
    struct desk_person *list[] = {round->registrar, round->clerks[0]};
    if (!desk_put_draft(round->facilitator, round->id, content, NULL, err)) {
        json_decref(upload);
        return false;
    }
    return desk_call(round->clerks[0]->client, "PUT", path_of(round, "/credentials", path), upload, NULL,
                     err) &&
           desk_call(round->facilitator->client, "POST", path_of(round, "/freeze", path), json_object(), NULL,
                     err) &&
           act(round, "credential-list", NULL, list, 2, err);
}

bool desk_round_open(struct desk_round *round, struct error *err)
{
    struct desk_person *opening[] = {round->facilitator, round->clerks[0]};
    return act(round, "opening", NULL, opening, 2, err) && wait_for_form(round, err);
}

bool desk_round_close(struct desk_round *round, struct error *err)
{
    return act(round, "voting-closed", json_pack("{s:s}", "reason", "everyone-voted"), round->clerks, 2, err);
}

bool desk_round_seal(struct desk_round *round, struct error *err)
{
    return act(round, "sealing", NULL, round->clerks, 2, err);
}

/* ---- waiting ---- */

static int phase_of(const char *name)
{
    for (int i = 0; name && i < ROUND_PHASES; i++)
        if (strcmp(round_phase_name((enum round_phase)i), name) == 0)
            return i;
    return -1;
}

/* What runs now is shown; *mark changes whenever anything has. */
static bool read_jobs(const json_t *progress, const struct desk_watch *watch, uint64_t *mark,
                      struct error *err)
{
    size_t i;
    const json_t *job;
    *mark = (uint64_t)phase_of(json_string_value(json_object_get(progress, "state")));
    json_array_foreach(json_object_get(progress, "jobs"), i, job)
    {
        const char *kind = json_string_value(json_object_get(job, "kind"));
        const char *state = json_string_value(json_object_get(job, "state"));
        const char *detail = json_string_value(json_object_get(job, "detail"));
        int64_t done = json_integer_value(json_object_get(job, "done"));
        int64_t total = json_integer_value(json_object_get(job, "total"));
        if (!kind || !state)
            return error_input(err, "bad-json", "the progress of the round cannot be read");
        if (strcmp(state, "failed") == 0)
            return error_input(err, "failed", "%s failed: %s", kind, detail ? detail : "no detail");
        if (strcmp(state, "running") == 0 && watch && watch->show)
            watch->show(watch->context, kind, done, total);
        *mark = *mark * 31 + (uint64_t)done + (strcmp(state, "done") == 0);
    }
    return true;
}

bool desk_round_wait(struct desk_round *round, const char *state, const struct desk_watch *watch,
                     struct error *err)
{
    char path[128];
    uint64_t last = UINT64_MAX, mark;
    int64_t moved_ms = progress_clock_ms();
    int wanted = phase_of(state);
    for (;;) {
        json_t *progress = NULL;
        if (!desk_call(round->clerks[0]->client, "GET", path_of(round, "/progress", path), NULL, &progress,
                       err))
            return false;
        int phase = phase_of(json_string_value(json_object_get(progress, "state")));
        bool ok = read_jobs(progress, watch, &mark, err);
        json_decref(progress);
        if (!ok || phase >= wanted)
            return ok;
        if (mark != last) {
            last = mark;
            moved_ms = progress_clock_ms();
        } else if (progress_clock_ms() - moved_ms > DESK_STALLED_MS) {
            return error_input(err, "failed", "the round does not become %s: nothing has moved for %d s",
                               state, DESK_STALLED_MS / 1000);
        }
        pause_ms(POLL_MS);
    }
}

/* ---- certifying ---- */

static bool wait_for_sums(struct desk_round *round, struct buffer *out, struct error *err)
{
    char path[128];
    int64_t deadline = progress_clock_ms() + DESK_STALLED_MS;
    struct http_response response = {0};
    struct error why;
    while (!http_expect(round->clerks[0]->client, "GET", path_of(round, "/exports/SHA256SUMS", path), NULL,
                        bytes_of(NULL, 0), &response, &why)) {
        if ((why.class != ERROR_TEMPORARY && strcmp(why.type, "not-found") != 0) ||
            progress_clock_ms() > deadline)
            return error_input(err, why.type, "the files of the round are not there: %s", why.detail);
        pause_ms(POLL_MS);
    }
    buffer_append_bytes(out, buffer_bytes(&response.body));
    http_response_clear(&response);
    return true;
}

static bool sign_bundle(struct desk_round *round, struct desk_person *clerk, struct bytes sums,
                        struct error *err)
{
    char path[128];
    struct buffer minisig = {0};
    struct error why;
    bool ok = minisign_sign(&clerk->key, sums, "signature by a certifying clerk", round->id, &minisig, &why);
    if (ok) {
        json_t *body = json_pack("{s:s}", "minisig", buffer_string(&minisig));
        path_of(round, "/bundle-signatures", path);
        ok = desk_call(clerk->client, "POST", path, json_incref(body), NULL, &why);
        if (confirmed(clerk, ok, &why))
            ok = desk_call(clerk->client, "POST", path, json_incref(body), NULL, &why);
        json_decref(body);
    }
    buffer_clear(&minisig);
    if (!ok && err)
        *err = why;
    return ok;
}

bool desk_round_certify(struct desk_round *round, struct error *err)
{
    struct buffer sums = {0};
    bool ok = act(round, "certified", NULL, round->clerks, round->clerks_required, err) &&
              wait_for_sums(round, &sums, err);
    for (size_t i = 0; ok && i < round->clerks_required; i++)
        ok = sign_bundle(round, round->clerks[i], buffer_bytes(&sums), err);
    buffer_clear(&sums);
    return ok && desk_round_wait(round, "published", NULL, err);
}
