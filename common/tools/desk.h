/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Staff at work through the API: people who sign in and sign, and the steps that bring a round from its draft
 * to its publication. `folkmoot replay` and `folkmoot demo` play a whole town hall with it.
 *
 * Every call waits out a busy server (ERROR_TEMPORARY) for DESK_PATIENCE_MS.
 */
#ifndef FOLKMOOT_TOOLS_DESK_H
#define FOLKMOOT_TOOLS_DESK_H

#include "client/api.h"
#include "client/election.h"

enum { DESK_PATIENCE_MS = 60000, DESK_STALLED_MS = 600000 };

/* One person with a session. `name` and `login` are views. Zero-initialise; person_clear ends it. */
struct desk_person {
    const char *login, *name;
    struct http_client *client;
    struct minisign_secret key;
    char *password; /* said again before what cannot be taken back; NULL: not known */
};

/* api_call() with patience. */
MUST_CHECK bool desk_call(struct http_client *client, const char *method, const char *path, json_t *body,
                          json_t **out, struct error *err);

/* Sign in at `base_url`; `code` as for api_sign_in(). The person has no key yet. */
MUST_CHECK bool desk_sign_in(const char *base_url, const char *login, const char *password, const char *code,
                             struct desk_person *out, struct error *err);
/* Have the administrator add a person with one role in an assembly; who then signs in and says the public
 * half of a new signing key. */
MUST_CHECK bool desk_hire(struct desk_person *administrator, const char *assembly, const char *role,
                          const char *login, const char *name, const char *password, struct desk_person *out,
                          struct error *err);
/* Say the public half of person->key. */
MUST_CHECK bool desk_say_key(struct desk_person *person, struct error *err);
void desk_person_clear(struct desk_person *person);

/* One round and the people who carry it. Views. */
struct desk_round {
    char id[ROUND_TEXT_BYTES + 1];
    uint8_t nonce[ROUND_NONCE_BYTES];
    char origin[NOTE_MAX_NAME_BYTES + 1]; /* of the city's log */
    struct desk_person *facilitator, *registrar, *clerks[2];
    size_t clerks_required; /* to certify */
};

/* A new round of the assembly, by the facilitator, in the place of `predecessor` (its id; NULL: of none). */
MUST_CHECK bool desk_round_new(struct desk_round *round, const char *assembly, const char *predecessor,
                               struct error *err);
/* Put `content` (taken) in the place of the draft there is; `version` (may be NULL) is then that of the
 * draft. ERROR_INPUT "precondition-failed" when somebody else saves it in that moment. */
MUST_CHECK bool desk_put_draft(struct desk_person *facilitator, const char *round, json_t *content,
                               int64_t *version, struct error *err);
/* Draft `content` and credentials `upload` (both taken), definition frozen, list signed: the key is made
 * next. */
MUST_CHECK bool desk_round_freeze(struct desk_round *round, json_t *content, json_t *upload,
                                  struct error *err);
/* Opening signed; returns when the round takes ballots. */
MUST_CHECK bool desk_round_open(struct desk_round *round, struct error *err);
/* Both clerks close the voting before its time (or when it is over: `reason` "on-time" needs nobody). */
MUST_CHECK bool desk_round_close(struct desk_round *round, struct error *err);
MUST_CHECK bool desk_round_seal(struct desk_round *round, struct error *err);
/* The clerks certify, and sign SHA256SUMS; returns when the round is published. */
MUST_CHECK bool desk_round_certify(struct desk_round *round, struct error *err);

/* The first of the stages that a round goes through by itself and that it has not passed; told by GET
 * progress. */
struct desk_watch {
    /* Called as often as it changes; may be NULL. `kind` is that of the job that runs, e.g. "mix". */
    void (*show)(void *context, const char *kind, int64_t done, int64_t total);
    void *context;
};
/* Wait until the round is in `state` or beyond. Fails with the detail of a job that failed, and when nothing
 * moves for DESK_STALLED_MS. */
MUST_CHECK bool desk_round_wait(struct desk_round *round, const char *state, const struct desk_watch *watch,
                                struct error *err);

#endif
