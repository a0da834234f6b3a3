// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/resources/secrets.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#include "server/passwords.h"

bool secret_get(struct request *request, struct json_fields *fields, const char *name, size_t min, size_t max,
                const char **out)
{
    const char *text;
    if (!json_get_string(fields, name, min, max, &text))
        return false;
    request->secret = true;
    *out = arena_string(&request->arena, text);
    sodium_memzero((char *)(uintptr_t)text, strlen(text)); /* jansson would only free it */
    return true;
}

bool secret_get_new_password(struct request *request, struct json_fields *fields, const char **out)
{
    const char *password;
    if (!secret_get(request, fields, "password", 0, PASSWORD_BYTES_MAX, &password))
        return false;
    if (strlen(password) < PASSWORD_CHARS_MIN)
        return json_fail(fields, "password", "a password has at least %d characters", PASSWORD_CHARS_MIN);
    *out = password;
    return true;
}

/* On the heap, since it outlives a client that goes away. */
struct job {
    struct request_ref ref;
    secret_hashed *hashed;
    secret_verified *verified;
    char password[PASSWORD_BYTES_MAX + 1];
    char hash[PASSWORD_HASH_BYTES];
    bool right;
    struct error err;
};

static void job_free(struct job *job)
{
    sodium_memzero(job, sizeof *job);
    free(job);
}

static void work(void *arg)
{
    struct job *job = arg;
    job->right = job->verified ? password_verify(job->hash, job->password)
                               : password_hash(job->password, job->hash, &job->err);
}

static void after_work(void *arg)
{
    struct job *job = arg;
    struct request *request = request_find(job->ref);
    if (request && job->verified)
        job->verified(request, job->right);
    else if (request && job->right)
        job->hashed(request, job->hash);
    else if (request)
        respond_problem(request, &job->err);
    job_free(job);
}

static void run(struct request *request, struct job *job, const char *password)
{
    job->ref = request_ref(request);
    snprintf(job->password, sizeof job->password, "%s", password);
    if (workers_run(request->app->workers, work, request->loop, after_work, job))
        return;
    struct error full;
    error_temporary(&full, "overloaded", "too many people are signing in; try again soon");
    respond_problem(request, &full);
    job_free(job);
}

void secret_hash(struct request *request, const char *password, secret_hashed *then)
{
    struct job *job = allocate(1, sizeof *job);
    job->hashed = then;
    run(request, job, password);
}

void secret_verify(struct request *request, const char *hash, const char *password, secret_verified *then)
{
    struct job *job = allocate(1, sizeof *job);
    job->verified = then;
    snprintf(job->hash, sizeof job->hash, "%s", hash ? hash : "");
    run(request, job, password);
}
