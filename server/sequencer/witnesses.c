// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/sequencer/witnesses.h"

#include <signal.h>
#include <stdlib.h>
#include <time.h>

#include "base/file.h"
#include "record/policy.h"
#include "server/log.h"
#include "server/metrics.h"
#include "server/sequencer/link_tiles.h"

enum {
    TICK_MS = 500,
    PAUSE_MAX_MS = 300000,
    REFRESH_S = 600, /* an older cosignature is made anew, though nothing was appended: its time says more */
    LAG_PERIODS = 3,
};

#define HOW_TO_REPAIR "; see docs/operations/repair.md"

/* One that is asked. */
struct asked {
    const char *name; /* in the policy */
    struct witness_client *client;
    int64_t next_ms, pause_ms;
    int64_t behind_since_ms; /* 0: it is not */
    bool lags;               /* and that has been said */
    struct error trouble;
};

struct witnesses {
    const struct config *config;
    struct policy *policy;
    size_t count;
    struct asked *asked;
    /* The newest signed tree. */
    struct link *link;
    bool has_key;
    struct note_key log_key;
    uint64_t size;
    struct buffer note;
    struct tile_tree *tree;
    struct buffer kept; /* the note in record.witnessed */
    bool another_history;
};

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void clear(struct witnesses *witnesses)
{
    for (size_t i = 0; i < witnesses->count; i++)
        witness_client_free(witnesses->asked[i].client);
    free(witnesses->asked);
    policy_free(witnesses->policy);
    buffer_clear(&witnesses->note);
    buffer_clear(&witnesses->kept);
    free(witnesses->tree);
}

static bool init(struct witnesses *witnesses, const struct config *config, struct error *err)
{
    struct buffer text = {0};
    *witnesses = (struct witnesses){.config = config};
    bool done = file_read(config->witness_policy, POLICY_MAX_BYTES, &text, err) &&
                (witnesses->policy = policy_parse(buffer_bytes(&text), err)) != NULL;
    buffer_clear(&text);
    if (!done)
        return error_prefix(err, "%s", config->witness_policy);
    size_t count = policy_witness_count(witnesses->policy);
    witnesses->asked = allocate(count, sizeof *witnesses->asked);
    witnesses->tree = allocate(1, sizeof *witnesses->tree);
    for (size_t i = 0; i < count; i++) {
        const char *url = policy_witness_url(witnesses->policy, i);
        struct asked *asked = &witnesses->asked[witnesses->count];
        if (!url)
            continue;
        asked->name = policy_witness_name(witnesses->policy, i);
        asked->client = witness_client_new(url, policy_witness(witnesses->policy, i), err);
        if (!asked->client) {
            clear(witnesses);
            return error_prefix(err, "%s: witness %s", config->witness_policy, asked->name);
        }
        witnesses->count++;
    }
    return true;
}

static struct signed_log signed_log(struct witnesses *witnesses)
{
    tile_tree_init(witnesses->tree, witnesses->size, link_tile_read, witnesses->link);
    return (struct signed_log){witnesses->size, buffer_bytes(&witnesses->note), &witnesses->tree->source};
}

/* ---- at the start ---- */

/* Nothing is signed: then no witness may know a log of this name. */
static bool check_nothing(struct witnesses *witnesses, struct asked *asked, struct error *err)
{
    struct buffer text = {0};
    struct note note;
    struct checkpoint checkpoint = {0};
    bool found = false;
    bool reached = witness_client_fetch(asked->client, witnesses->config->origin, &text, &found, err);
    if (reached && found && note_parse(buffer_bytes(&text), &note, NULL) &&
        checkpoint_parse_foreign(note.text, &checkpoint, NULL) && checkpoint.size > 0)
        error_broken(err, "record",
                     "the database is empty, but the witness %s has cosigned a tree of %llu entries of "
                     "%s" HOW_TO_REPAIR,
                     asked->name, (unsigned long long)checkpoint.size, witnesses->config->origin);
    buffer_clear(&text);
    return reached;
}

static bool check(struct witnesses *witnesses, struct asked *asked, struct error *err)
{
    struct error why = {0};
    if (witnesses->size == 0) {
        if (!check_nothing(witnesses, asked, &why))
            log_warning("witness-unreachable", LOG_TEXT("witness", asked->name),
                        LOG_TEXT("detail", why.detail));
        else if (why.detail[0])
            return error_broken(err, "record", "%s", why.detail);
        return true;
    }
    struct signed_log log = signed_log(witnesses);
    switch (witness_client_ask(asked->client, &log, &why)) {
    case WITNESS_HAS_COSIGNED:
        break;
    case WITNESS_HAS_FAILED:
        log_warning("witness-unreachable", LOG_TEXT("witness", asked->name), LOG_TEXT("detail", why.detail));
        break;
    case WITNESS_IS_AHEAD:
        return error_broken(err, "record", "the database is behind: the witness %s" HOW_TO_REPAIR,
                            why.detail);
    case WITNESS_CONTRADICTS:
        return error_broken(err, "record", "the database has another history: the witness %s" HOW_TO_REPAIR,
                            why.detail);
    }
    return true;
}

bool witnesses_check(const struct config *config, struct link *link, uint64_t size, struct bytes note,
                     struct error *err)
{
    struct witnesses witnesses;
    bool good = true;
    if (!init(&witnesses, config, err))
        return false;
    witnesses.link = link;
    witnesses.size = size;
    buffer_append_bytes(&witnesses.note, note);
    for (size_t i = 0; good && i < witnesses.count; i++)
        good = check(&witnesses, &witnesses.asked[i], err);
    clear(&witnesses);
    return good;
}

struct witness_client *witnesses_fence(const struct config *config, struct error *err)
{
    struct witnesses witnesses;
    struct witness_client *fence = NULL;
    if (!init(&witnesses, config, err))
        return NULL;
    for (size_t i = 0; i < witnesses.count; i++)
        if (strcmp(witnesses.asked[i].name, config->fence) == 0) {
            fence = witnesses.asked[i].client;
            witnesses.asked[i].client = NULL;
        }
    clear(&witnesses);
    if (!fence)
        error_input(err, "bad-config", "%s has no witness %s with an address, to be the fence",
                    config->witness_policy, config->fence);
    return fence;
}

/* ---- while the city runs ---- */

static volatile sig_atomic_t stopping;

static void stop(int number)
{
    (void)number;
    stopping = 1;
}

static bool read_newest(struct witnesses *witnesses, struct error *err)
{
    struct db_result result;
    if (!witnesses->link)
        witnesses->link =
            link_open(witnesses->config->database, witnesses->config->database_timeout_ms, DB_WITNESS, err);
    if (!witnesses->link)
        return false;
    link_send(witnesses->link, DB_CHECKPOINT, NULL, 0);
    link_send(witnesses->link, DB_JOB_LOG_KEY, NULL, 0);
    if (!link_sync(witnesses->link, &result, err))
        return false;
    if (db_rows(&result, 0) == 0 || db_rows(&result, 1) == 0)
        return true; /* the first start is under way */
    uint64_t size = (uint64_t)db_get_integer(&result, 0, 0, 0);
    metric_set(METRIC_LOG_SIZE, (int64_t)size);
    if (size == witnesses->size)
        return true;
    if (!note_key_init(&witnesses->log_key, witnesses->config->origin, NOTE_ED25519,
                       db_get_bytes(&result, 1, 0, 0).data, err))
        return false;
    witnesses->size = size;
    witnesses->note.len = 0;
    buffer_append_bytes(&witnesses->note, db_get_bytes(&result, 0, 0, 1));
    return true;
}

/* What it says is nobody's word; a checkpoint that we have signed and that is not of our tree is ours. Our
 * tree is what is committed now: a tree is committed before it is signed, but the newest checkpoint that was
 * read may be older than what the witness has seen meanwhile, and with a fence a checkpoint is kept only
 * after that. */
static bool proves_another_history(struct witnesses *witnesses, struct asked *asked, struct error *err)
{
    struct buffer text = {0};
    struct checkpoint checkpoint;
    struct merkle_frontier edge;
    uint8_t root[MERKLE_HASH_BYTES];
    struct db_result result;
    struct error ignored;
    bool found = false, proves = false;
    if (witness_client_fetch(asked->client, witnesses->config->origin, &text, &found, &ignored) && found &&
        checkpoint_open(buffer_bytes(&text), &witnesses->log_key, &checkpoint, NULL, &ignored) &&
        link_run(witnesses->link, DB_TREE_NEWEST, NULL, 0, &result, &ignored)) {
        uint64_t committed = db_rows(&result, 0) == 0 ? 0 : (uint64_t)db_get_integer(&result, 0, 0, 0);
        tile_tree_init(witnesses->tree, committed, link_tile_read, witnesses->link);
        if (checkpoint.size > committed) {
            proves = true;
        } else if (merkle_frontier_load(&edge, checkpoint.size, &witnesses->tree->source, &ignored)) {
            merkle_frontier_root(&edge, root);
            proves = memcmp(root, checkpoint.root, sizeof root) != 0;
        }
    }
    if (proves)
        error_broken(
            err, "record",
            "the witness %s shows a tree of %llu entries that we have signed and that the database does "
            "not have" HOW_TO_REPAIR,
            asked->name, (unsigned long long)checkpoint.size);
    buffer_clear(&text);
    return proves;
}

static void tell_lag(struct witnesses *witnesses, struct asked *asked)
{
    int64_t now = now_ms();
    if (witness_client_size(asked->client) == witnesses->size) {
        if (asked->lags)
            log_info("witness-caught-up", LOG_TEXT("witness", asked->name),
                     LOG_NUMBER("size", (int64_t)witnesses->size));
        asked->lags = false;
        asked->behind_since_ms = 0;
        asked->trouble.detail[0] = '\0';
        return;
    }
    if (asked->behind_since_ms == 0)
        asked->behind_since_ms = now;
    if (asked->lags ||
        now - asked->behind_since_ms < LAG_PERIODS * witnesses->config->witness_period_s * 1000)
        return;
    asked->lags = true;
    log_warning("witness-lags", LOG_TEXT("witness", asked->name),
                LOG_NUMBER("size", (int64_t)witnesses->size),
                LOG_NUMBER("cosigned", (int64_t)witness_client_size(asked->client)),
                LOG_TEXT("detail", asked->trouble.detail));
}

static bool is_due(const struct witnesses *witnesses, const struct asked *asked)
{
    return now_ms() >= asked->next_ms &&
           (witness_client_size(asked->client) != witnesses->size ||
            (uint64_t)time(NULL) >= witness_client_time(asked->client) + REFRESH_S);
}

static void ask(struct witnesses *witnesses, struct asked *asked)
{
    int64_t period_ms = witnesses->config->witness_period_s * 1000;
    struct signed_log log = signed_log(witnesses);
    enum witness_outcome outcome = witness_client_ask(asked->client, &log, &asked->trouble);
    if (outcome == WITNESS_HAS_COSIGNED) {
        asked->pause_ms = period_ms;
    } else {
        asked->pause_ms = asked->pause_ms * 2 > PAUSE_MAX_MS ? PAUSE_MAX_MS : asked->pause_ms * 2;
        log_debug("witness-failed", LOG_TEXT("witness", asked->name),
                  LOG_TEXT("detail", asked->trouble.detail));
    }
    asked->next_ms = now_ms() + asked->pause_ms;
    if ((outcome == WITNESS_IS_AHEAD || outcome == WITNESS_CONTRADICTS) &&
        proves_another_history(witnesses, asked, &asked->trouble)) {
        log_error("another-history", LOG_TEXT("detail", asked->trouble.detail));
        witnesses->another_history = true;
    }
}

/* The checkpoint with all cosignatures that are there, if they are enough and more or newer than those kept.
 */
static bool keep(struct witnesses *witnesses, struct error *err)
{
    struct buffer note = {0};
    struct policy_verdict verdict;
    struct db_result ignored;
    bool done = true;
    buffer_append_bytes(&note, buffer_bytes(&witnesses->note));
    for (size_t i = 0; i < witnesses->count; i++)
        if (witness_client_size(witnesses->asked[i].client) == witnesses->size)
            buffer_append_bytes(&note, witness_client_line(witnesses->asked[i].client));
    if (bytes_equal(buffer_bytes(&note), buffer_bytes(&witnesses->kept)))
        goto out;
    done = policy_check(witnesses->policy, &witnesses->log_key, buffer_bytes(&note), &verdict, err);
    if (!done || !verdict.quorum)
        goto out;
    struct db_param params[] = {db_integer((int64_t)witnesses->size),
                                db_text_bytes(bytes_of(buffer_string(&note), note.len))};
    done = link_run(witnesses->link, DB_WITNESSED_ADD, params, 2, &ignored, err);
    if (done) {
        metric_set(METRIC_WITNESSED_SIZE, (int64_t)witnesses->size);
        witnesses->kept.len = 0;
        buffer_append_bytes(&witnesses->kept, buffer_bytes(&note));
    }
out:
    buffer_clear(&note);
    return done;
}

static bool turn(struct witnesses *witnesses, struct error *err)
{
    int64_t lagging = 0;
    if (!read_newest(witnesses, err))
        return false;
    if (witnesses->size == 0)
        return true;
    for (size_t i = 0; i < witnesses->count && !stopping && !witnesses->another_history; i++) {
        struct asked *asked = &witnesses->asked[i];
        if (is_due(witnesses, asked)) {
            ask(witnesses, asked);
        }
        tell_lag(witnesses, asked);
        lagging += asked->lags;
    }
    metric_set(METRIC_WITNESSES_LAGGING, lagging);
    return keep(witnesses, err);
}

int witnesses_main(const struct config *config)
{
    struct witnesses witnesses;
    struct error err;
    struct sigaction action = {.sa_handler = stop};
    bool away = false;
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
    if (!init(&witnesses, config, &err)) {
        log_error("witnesses-stop", LOG_TEXT("detail", err.detail));
        return EXIT_FAILURE;
    }
    for (size_t i = 0; i < witnesses.count; i++)
        witnesses.asked[i].pause_ms = config->witness_period_s * 1000;
    while (!stopping && !witnesses.another_history) {
        if (!turn(&witnesses, &err)) {
            if (!away)
                log_warning("witnesses-wait", LOG_TEXT("detail", err.detail));
            link_close(witnesses.link);
            witnesses.link = NULL;
            away = true;
        } else {
            away = false;
        }
        nanosleep(&(struct timespec){.tv_nsec = TICK_MS * 1000000L}, NULL);
    }
    link_close(witnesses.link);
    clear(&witnesses);
    return witnesses.another_history ? WITNESSES_FOUND_ANOTHER_HISTORY : EXIT_SUCCESS;
}
