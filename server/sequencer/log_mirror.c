// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/sequencer/log_mirror.h"

#include <signal.h>
#include <stdlib.h>
#include <time.h>

#include "base/file.h"
#include "record/policy.h"
#include "server/log.h"
#include "server/sequencer/log_copy.h"

enum {
    TICK_MS = 500,
    STEPS_MAX = 64, /* of one visit: no log waits long for another */
    MEGABYTE = 1000000,
};

/* A log that a copy is kept of. */
struct mirrored {
    const struct note_key *key;
    struct log_client *client;
    struct log_copy *copy;
    int64_t next_ms;
    bool behind;     /* there is more to fetch now */
    bool away, full; /* and that has been said */
};

struct mirrors {
    const struct config *config;
    struct policy *policy;
    struct link *link;
    size_t count;
    struct mirrored logs[POLICY_MAX_LOGS];
};

static volatile sig_atomic_t stopping;

static void stop(int number)
{
    (void)number;
    stopping = 1;
}

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static struct policy *read_policy(const struct config *config, struct error *err)
{
    struct buffer text = {0};
    struct policy *policy = NULL;
    if (!file_read(config->witness_logs, POLICY_MAX_BYTES, &text, err) ||
        !(policy = policy_parse(buffer_bytes(&text), err)))
        error_prefix(err, "%s", config->witness_logs);
    buffer_clear(&text);
    return policy;
}

bool log_mirrors_wanted(const struct config *config)
{
    struct error ignored;
    struct policy *policy = *config->witness_logs ? read_policy(config, &ignored) : NULL;
    bool wanted = false;
    for (size_t i = 0; policy && i < policy_log_count(policy); i++)
        wanted |= policy_log_url(policy, i) != NULL;
    policy_free(policy);
    return wanted;
}

static void clear(struct mirrors *mirrors)
{
    for (size_t i = 0; i < mirrors->count; i++) {
        log_client_free(mirrors->logs[i].client);
        log_copy_free(mirrors->logs[i].copy);
    }
    link_close(mirrors->link);
    policy_free(mirrors->policy);
}

static bool init(struct mirrors *mirrors, const struct config *config, struct error *err)
{
    *mirrors = (struct mirrors){.config = config, .policy = read_policy(config, err)};
    if (!mirrors->policy)
        return false;
    for (size_t i = 0; i < policy_log_count(mirrors->policy); i++) {
        const char *url = policy_log_url(mirrors->policy, i);
        struct mirrored *log = &mirrors->logs[mirrors->count];
        if (!url)
            continue;
        log->key = policy_log(mirrors->policy, i);
        log->client = log_client_new(url, err);
        if (!log->client)
            return error_prefix(err, "%s: log %s", config->witness_logs, log->key->name);
        log->copy = log_copy_new(log->key->name);
        mirrors->count++;
    }
    return true;
}

/* ---- a visit ---- */

static bool grow(struct mirrors *mirrors, struct mirrored *log, struct log_copy_state *state,
                 struct error *err)
{
    int64_t bytes_max = mirrors->config->mirror_megabytes * MEGABYTE;
    bool full = false;
    for (int i = 0; i < STEPS_MAX && !full && !stopping && state->size < state->target.size; i++)
        if (!log_copy_step(log->copy, mirrors->link, log->client, bytes_max, state, &full, err))
            return false;
    if (full && !log->full)
        log_warning("mirror-full", LOG_TEXT("origin", log->key->name),
                    LOG_NUMBER("size", (int64_t)state->size),
                    LOG_NUMBER("megabytes", mirrors->config->mirror_megabytes));
    log->full = full;
    log->behind = !full && state->size < state->target.size;
    return true;
}

/* A checkpoint under another key than this one is none of this log. */
static bool show(struct mirrors *mirrors, struct mirrored *log, const struct log_copy_state *state,
                 struct error *err)
{
    struct buffer note = {0};
    struct checkpoint shown = {0};
    struct error ignored;
    bool found = false;
    bool done = log_client_checkpoint(log->client, &note, &found, err);
    if (done && (!found || !checkpoint_open(buffer_bytes(&note), log->key, &shown, NULL, &ignored)))
        note.len = 0;
    done = done && log_copy_show(log->copy, mirrors->link, &shown, buffer_bytes(&note), state, err);
    buffer_clear(&note);
    return done;
}

static bool visit(struct mirrors *mirrors, struct mirrored *log, struct error *err)
{
    struct log_copy_state state = {0};
    if (!mirrors->link)
        mirrors->link =
            link_open(mirrors->config->database, mirrors->config->database_timeout_ms, DB_WITNESS, err);
    bool done = mirrors->link && log_copy_load(log->copy, mirrors->link, &state, err);
    if (done && state.cosigned)
        done = grow(mirrors, log, &state, err) && show(mirrors, log, &state, err);
    log_copy_state_clear(&state);
    return done;
}

/* What contradicts itself is evidence and said each time; a log that is away, once. */
static void tell(struct mirrored *log, bool done, const struct error *err)
{
    bool lies = !done && err->class == ERROR_INPUT;
    if (lies)
        log_error("mirror-refused", LOG_TEXT("origin", log->key->name), LOG_TEXT("detail", err->detail));
    else if (!done && !log->away)
        log_warning("mirror-waits", LOG_TEXT("origin", log->key->name), LOG_TEXT("detail", err->detail));
    else if (done && log->away)
        log_info("mirror-goes-on", LOG_TEXT("origin", log->key->name));
    log->away = !done && !lies;
}

int log_mirrors_main(const struct config *config)
{
    struct mirrors mirrors;
    struct error err;
    struct sigaction action = {.sa_handler = stop};
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
    bool ready = init(&mirrors, config, &err);
    if (!ready)
        log_error("mirror-stop", LOG_TEXT("detail", err.detail));
    while (ready && !stopping) {
        for (size_t i = 0; i < mirrors.count && !stopping; i++) {
            struct mirrored *log = &mirrors.logs[i];
            if (now_ms() < log->next_ms)
                continue;
            bool done = visit(&mirrors, log, &err);
            tell(log, done, &err);
            log->next_ms = done && log->behind ? 0 : now_ms() + config->mirror_period_s * 1000;
            if (!done) { /* the link may be in the middle of something */
                link_close(mirrors.link);
                mirrors.link = NULL;
            }
        }
        nanosleep(&(struct timespec){.tv_nsec = TICK_MS * 1000000L}, NULL);
    }
    clear(&mirrors);
    return ready ? EXIT_SUCCESS : EXIT_FAILURE;
}
