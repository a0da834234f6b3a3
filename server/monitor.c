// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/monitor.h"

#include <event2/event.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <time.h>

#include "base/encoding.h"
#include "base/file.h"
#include "record/policy.h"
#include "server/alerts.h"
#include "server/log.h"
#include "server/metrics.h"
#include "server/sequencer/sequencer.h"
#include "server/steps.h"

enum {
    PERIOD_S = 3,
    FLUSH_PERIODS = 5,
    STOP_S = 2,
    SECONDS_A_MINUTE = 60,
    SECONDS_AN_HOUR = 3600,
    COSIGNATURE_PERIODS = 20,
    COSIGNATURE_REFRESH_S = 900, /* made anew every 10 minutes, though nothing was appended */
};

struct monitor {
    const struct app *app;
    struct loop *loop;
    struct pool *pool;
    struct event *timer;
    struct policy *policy; /* NULL: none */
    struct alert_limits limits;
    int64_t since;
    unsigned turn;
    bool looking; /* a unit is on its way */
    int64_t asked_ms;
    enum alert_level levels[ALERT_KINDS];
    /* Steps that are on their way to the database. */
    struct buffer rounds, names, counts;
    bool adding, stopping;
    sem_t stopped;
    /* From any thread. */
    pthread_mutex_t lock;
    struct buffer found;
};

static int64_t now_ms(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* ---- steps ---- */

static void end_stop(struct monitor *monitor)
{
    if (monitor->stopping)
        sem_post(&monitor->stopped);
}

static void after_steps(void *arg, const struct db_result *result, const struct error *err)
{
    struct monitor *monitor = arg;
    (void)result;
    monitor->adding = false;
    if (err) { /* they are statistics: lost rather than counted twice */
        log_info("steps-lost", LOG_TEXT("detail", err->detail));
    }
    monitor->rounds.len = monitor->names.len = monitor->counts.len = 0;
    end_stop(monitor);
}

static void add_steps(struct monitor *monitor)
{
    if (monitor->adding)
        return;
    if (!steps_take(monitor->app->steps, &monitor->rounds, &monitor->names, &monitor->counts)) {
        end_stop(monitor);
        return;
    }
    struct db_param params[] = {db_text(buffer_string(&monitor->rounds)), db_text(buffer_string(&monitor->names)),
                                db_text(buffer_string(&monitor->counts))};
    monitor->adding = true;
    db_query(monitor->pool, DB_STEPS_ADD, params, 3, after_steps, monitor);
}

/* ---- facts ---- */

/* Of the unit. */
enum { CLOCK, WITNESSED, TRUSTEES, TRUSTEE_ENTRIES };

static void find_folder(const char *folder, int64_t *free_bytes, int64_t *all_bytes)
{
    struct statvfs found;
    *free_bytes = *all_bytes = -1;
    if (!*folder || statvfs(folder, &found) != 0)
        return;
    *free_bytes = (int64_t)(found.f_bavail * found.f_frsize);
    *all_bytes = (int64_t)(found.f_blocks * found.f_frsize);
}

static void find_machine(const struct config *config, struct alert_facts *facts)
{
    struct stat marker;
    find_folder(config->data_folder, &facts->folders[0].free_bytes, &facts->folders[0].all_bytes);
    find_folder(config->database_folder, &facts->folders[1].free_bytes, &facts->folders[1].all_bytes);
    facts->has_backup_marker = *config->backup_marker != '\0';
    if (facts->has_backup_marker && stat(config->backup_marker, &marker) == 0)
        facts->backed_up = marker.st_mtime;
}

/* The newest cosignature that a checkpoint was kept for was made a moment before it was kept: by its own clock, and then by
 * ours. */
static void find_witnesses(const struct monitor *monitor, const struct db_result *result, struct alert_facts *facts)
{
    struct policy_verdict verdict;
    int64_t newest = 0;
    facts->watched = monitor->policy != NULL;
    facts->watched_since = monitor->since;
    if (!facts->watched)
        return;
    facts->unwitnessed_since = db_is_null(result, WITNESSED, 0, 2) ? 0 : db_get_integer(result, WITNESSED, 0, 2);
    for (size_t i = 0; i < policy_witness_count(monitor->policy); i++)
        if (policy_witness_url(monitor->policy, i))
            facts->witnesses[facts->witness_count++].name = policy_witness_name(monitor->policy, i);
    if (db_is_null(result, WITNESSED, 0, 0) ||
        !policy_check(monitor->policy, sequencer_log_key(monitor->app->sequencer), db_get_bytes(result, WITNESSED, 0, 0), &verdict,
                      NULL))
        return;
    for (size_t i = 0; i < verdict.cosignature_count; i++) {
        int64_t time = (int64_t)verdict.cosignatures[i].timestamp;
        const char *name = policy_witness_name(monitor->policy, verdict.cosignatures[i].witness);
        newest = time > newest ? time : newest;
        for (size_t k = 0; k < facts->witness_count; k++)
            if (facts->witnesses[k].name == name)
                facts->witnesses[k].cosigned = time;
    }
    facts->has_witness_offset = newest > 0;
    facts->witness_s = db_get_integer(result, WITNESSED, 0, 1) + facts->database_ms / 1000 - newest;
}

/* ---- trustees ---- */

/* Columns of DB_MONITOR_TRUSTEES and DB_MONITOR_TRUSTEE_ENTRIES. */
enum { T_NO, T_ID, T_STATE, T_NAMES, T_THRESHOLD, T_CONTESTS, T_BEGINS, T_LAST, T_ATTEMPT, T_ACKNOWLEDGED };
enum { E_NO, E_TYPE, E_TRUSTEE, E_ATTEMPT, E_STEP, E_CONTEST, E_CHAIN, E_MIXES };

struct trustees {
    const struct db_result *result;
    size_t row;
    size_t count;
    uint32_t all;
};

static bool is(const struct db_result *result, size_t row, size_t column, const char *text)
{
    return strcmp(db_get_text(result, TRUSTEE_ENTRIES, row, column), text) == 0;
}

/* Those who have an entry of the type, in this attempt and step, or of this contest and chain (0: whatever it is). */
static uint32_t who_has(const struct trustees *trustees, const char *type, int64_t attempt, int64_t step, const char *contest,
                        int64_t chain)
{
    const struct db_result *result = trustees->result;
    uint32_t has = 0;
    for (size_t row = 0; row < db_rows(result, TRUSTEE_ENTRIES); row++) {
        if (db_get_integer(result, TRUSTEE_ENTRIES, row, E_NO) != db_get_integer(result, TRUSTEES, trustees->row, T_NO) ||
            !is(result, row, E_TYPE, type) || (attempt && db_get_integer(result, TRUSTEE_ENTRIES, row, E_ATTEMPT) != attempt) ||
            (step && db_get_integer(result, TRUSTEE_ENTRIES, row, E_STEP) != step) ||
            (contest && !is(result, row, E_CONTEST, contest)) ||
            (chain && db_get_integer(result, TRUSTEE_ENTRIES, row, E_CHAIN) != chain))
            continue;
        int64_t trustee = db_get_integer(result, TRUSTEE_ENTRIES, row, E_TRUSTEE);
        if (trustee >= 1 && trustee <= ALERT_TRUSTEES_MAX)
            has |= 1U << (trustee - 1);
    }
    return has;
}

/* The key of a frozen round: the first step that somebody has not done. NULL: nobody is waited for. */
static const char *key_step(const struct trustees *trustees, uint32_t *missing)
{
    static const struct {
        const char *name, *type;
        int64_t step;
    } steps[] = {{"commit", "trustee-commit", 0}, {"join", "trustee-join", 0}, {"message", "dkg-message", 1}, {"signature", "dkg-message", 2}};
    const struct db_result *result = trustees->result;
    int64_t attempt = db_get_integer(result, TRUSTEES, trustees->row, T_ATTEMPT);
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        *missing = trustees->all & ~who_has(trustees, steps[i].type, attempt, steps[i].step, NULL, 0);
        if (*missing)
            return steps[i].name;
    }
    if (db_is_null(result, TRUSTEES, trustees->row, T_ACKNOWLEDGED))
        return NULL; /* the opening has not been signed */
    *missing = trustees->all & ~(uint32_t)db_get_integer(result, TRUSTEES, trustees->row, T_ACKNOWLEDGED);
    return *missing ? "acknowledgement" : NULL;
}

/* Where the contest's current chain stands: its number, and whether it is fixed with mixes. */
static void find_chain(const struct trustees *trustees, const char *contest, int64_t *chain, bool *done, bool *mixed)
{
    const struct db_result *result = trustees->result;
    *chain = 1;
    *done = *mixed = false;
    for (size_t row = 0; row < db_rows(result, TRUSTEE_ENTRIES); row++) {
        if (db_get_integer(result, TRUSTEE_ENTRIES, row, E_NO) != db_get_integer(result, TRUSTEES, trustees->row, T_NO) ||
            !is(result, row, E_CONTEST, contest))
            continue;
        if (is(result, row, E_TYPE, "chain-restart")) {
            *chain = db_get_integer(result, TRUSTEE_ENTRIES, row, E_CHAIN) + 1;
            *done = false;
        } else if (is(result, row, E_TYPE, "mixing-done")) {
            *done = true;
            *mixed = db_get_integer(result, TRUSTEE_ENTRIES, row, E_MIXES) > 0;
        }
    }
}

static const char *tally_step(const struct trustees *trustees, const json_t *contests, uint32_t *missing, size_t *needed)
{
    size_t threshold = (size_t)db_get_integer(trustees->result, TRUSTEES, trustees->row, T_THRESHOLD);
    for (size_t i = 0; i < json_array_size(contests); i++) {
        const char *contest = json_string_value(json_array_get(contests, i));
        int64_t chain;
        bool done, mixed;
        find_chain(trustees, contest, &chain, &done, &mixed);
        uint32_t has = done ? who_has(trustees, "share", 0, 0, contest, 0) : who_has(trustees, "mix", 0, 0, contest, chain);
        size_t count = (size_t)__builtin_popcount(has);
        if ((done && !mixed) || count >= threshold)
            continue;
        *missing = trustees->all & ~has;
        *needed = threshold - count;
        return done ? "share" : "mix";
    }
    return NULL;
}

/* Names live in `arena`. */
static void find_trustees(const struct db_result *result, struct arena *arena, struct alert_facts *facts)
{
    for (size_t row = 0; row < db_rows(result, TRUSTEES) && facts->round_count < ALERT_ROUNDS_MAX; row++) {
        json_t *names = json_loads(db_get_text(result, TRUSTEES, row, T_NAMES), 0, NULL),
               *contests = json_loads(db_get_text(result, TRUSTEES, row, T_CONTESTS), 0, NULL);
        struct trustees trustees = {.result = result, .row = row, .count = json_array_size(names)};
        int64_t begins = db_get_integer(result, TRUSTEES, row, T_BEGINS), last = db_get_integer(result, TRUSTEES, row, T_LAST);
        bool frozen = strcmp(db_get_text(result, TRUSTEES, row, T_STATE), "frozen") == 0;
        uint32_t missing = 0;
        trustees.all = (1U << trustees.count) - 1;
        size_t needed = 0;
        const char *step = frozen                                          ? key_step(&trustees, &missing)
                           : facts->now < begins * SECONDS_A_MINUTE ? NULL
                                                                           : tally_step(&trustees, contests, &missing, &needed);
        if (step && trustees.count <= ALERT_TRUSTEES_MAX) {
            struct bytes id = db_get_bytes(result, TRUSTEES, row, T_ID);
            struct buffer text = {0};
            base64url_append(&text, id);
            memcpy(facts->rounds[facts->round_count].round, buffer_string(&text), sizeof facts->rounds->round);
            buffer_clear(&text);
            facts->rounds[facts->round_count].step = step;
            facts->rounds[facts->round_count].since = (last > begins ? last : begins) * SECONDS_A_MINUTE;
            for (size_t i = 0; i < trustees.count; i++)
                if (missing & 1U << i)
                    facts->rounds[facts->round_count].waits[facts->rounds[facts->round_count].waits_count++] =
                        arena_string(arena, json_string_value(json_array_get(names, i)));
            facts->rounds[facts->round_count].needed = needed ? needed : facts->rounds[facts->round_count].waits_count;
            facts->round_count++;
        }
        json_decref(names);
        json_decref(contests);
    }
}

/* ---- the judgement ---- */

static void publish(struct monitor *monitor, const struct alert_facts *facts)
{
    static const enum metric metrics[ALERT_KINDS] = {METRIC_ALERT_WITNESSES, METRIC_ALERT_TRUSTEES, METRIC_ALERT_CLOCK,
                                                     METRIC_ALERT_DISK,      METRIC_ALERT_BACKUP,   METRIC_ALERT_SEQUENCER};
    enum alert_level levels[ALERT_KINDS];
    json_t *found = alerts_judge(facts, &monitor->limits, levels);
    char *text = json_dumps(found, JSON_COMPACT);
    json_decref(found);
    for (int kind = 0; kind < ALERT_KINDS; kind++) {
        metric_set(metrics[kind], levels[kind]);
        bool better = levels[kind] < ALERT_WARNING;
        if (levels[kind] != monitor->levels[kind] && (!better || monitor->levels[kind] >= ALERT_WARNING)) {
            if (better)
                log_info("alert-ended", LOG_TEXT("kind", alert_kind_names[kind]));
            else
                log_warning("alert", LOG_TEXT("kind", alert_kind_names[kind]), LOG_TEXT("level", alert_level_names[levels[kind]]));
        }
        monitor->levels[kind] = levels[kind];
    }
    metric_set(METRIC_CLOCK_OFFSET_MS, facts->database_ms);
    metric_set(METRIC_BACKUP_AGE_S, facts->backed_up ? facts->now - facts->backed_up : -1);
    metric_set(METRIC_DATA_FREE_BYTES, facts->folders[0].free_bytes);
    metric_set(METRIC_DATABASE_BYTES, facts->database_bytes);
    pthread_mutex_lock(&monitor->lock);
    monitor->found.len = 0;
    buffer_append_string(&monitor->found, text ? text : "");
    pthread_mutex_unlock(&monitor->lock);
    free(text);
}

static void after_look(void *arg, const struct db_result *result, const struct error *err)
{
    struct monitor *monitor = arg;
    struct alert_facts *facts = allocate(1, sizeof *facts);
    struct buffer detail = {0};
    struct arena arena = {0};
    monitor->looking = false;
    facts->now = (int64_t)time(NULL);
    find_machine(monitor->app->config, facts);
    facts->stopped_since = sequencer_stopped_since(monitor->app->sequencer, &detail);
    facts->stopped_detail = buffer_string(&detail);
    if (err) {
        if (!facts->stopped_since) /* others may still reach it */
            log_debug("monitor-waits", LOG_TEXT("detail", err->detail));
    } else {
        int64_t answered_ms = now_ms(CLOCK_REALTIME);
        facts->database_ms = monitor->asked_ms + (answered_ms - monitor->asked_ms) / 2 - db_get_integer(result, CLOCK, 0, 0);
        facts->database_bytes = db_get_integer(result, CLOCK, 0, 1);
        find_witnesses(monitor, result, facts);
        find_trustees(result, &arena, facts);
        publish(monitor, facts);
    }
    arena_clear(&arena);
    buffer_clear(&detail);
    free(facts);
}

static void look(struct monitor *monitor)
{
    if (monitor->looking)
        return;
    struct db_unit *unit = db_unit_new(monitor->pool);
    db_unit_add(unit, DB_MONITOR_CLOCK, NULL, 0);
    db_unit_add(unit, DB_MONITOR_WITNESSED, NULL, 0);
    db_unit_add(unit, DB_MONITOR_TRUSTEES, NULL, 0);
    db_unit_add(unit, DB_MONITOR_TRUSTEE_ENTRIES, NULL, 0);
    monitor->looking = true;
    monitor->asked_ms = now_ms(CLOCK_REALTIME);
    db_unit_send(unit, after_look, monitor);
}

static void on_timer(evutil_socket_t fd, short what, void *arg)
{
    struct monitor *monitor = arg;
    (void)fd, (void)what;
    look(monitor);
    if (++monitor->turn % FLUSH_PERIODS == 0)
        add_steps(monitor);
}

/* ---- life ---- */

struct monitor *monitor_new(const struct app *app, struct loop *loop, struct pool *pool, struct error *err)
{
    struct monitor *monitor = allocate(1, sizeof *monitor);
    const struct config *config = app->config;
    struct buffer text = {0};
    int64_t cosignature_s = COSIGNATURE_PERIODS * config->witness_period_s;
    monitor->app = app;
    monitor->loop = loop;
    monitor->pool = pool;
    monitor->since = (int64_t)time(NULL);
    monitor->limits = (struct alert_limits){.witness_s = COSIGNATURE_REFRESH_S + cosignature_s,
                                            .unwitnessed_s = cosignature_s,
                                            .trustee_s = config->alert_trustees_hours * SECONDS_AN_HOUR,
                                            .disk_percent = config->alert_disk_percent,
                                            .backup_s = config->alert_backup_hours * SECONDS_AN_HOUR};
    pthread_mutex_init(&monitor->lock, NULL);
    sem_init(&monitor->stopped, 0, 0);
    bool done = !*config->witness_policy || (file_read(config->witness_policy, POLICY_MAX_BYTES, &text, err) &&
                                             (monitor->policy = policy_parse(buffer_bytes(&text), err)) != NULL);
    buffer_clear(&text);
    monitor->timer = done ? event_new(loop_base(loop), -1, EV_PERSIST, on_timer, monitor) : NULL;
    if (!monitor->timer) {
        monitor_free(monitor);
        return NULL;
    }
    event_add(monitor->timer, &(struct timeval){.tv_sec = PERIOD_S});
    look(monitor);
    return monitor;
}

static void begin_stop(void *arg)
{
    struct monitor *monitor = arg;
    event_free(monitor->timer);
    monitor->timer = NULL;
    monitor->stopping = true;
    add_steps(monitor);
}

void monitor_stop(struct monitor *monitor)
{
    struct timespec deadline;
    if (!monitor)
        return;
    clock_gettime(CLOCK_MONOTONIC, &deadline);
    deadline.tv_sec += STOP_S;
    loop_post(monitor->loop, begin_stop, monitor);
    if (sem_clockwait(&monitor->stopped, CLOCK_MONOTONIC, &deadline) != 0)
        log_info("steps-lost", LOG_TEXT("detail", "the database did not answer in time"));
}

void monitor_free(struct monitor *monitor)
{
    if (!monitor)
        return;
    if (monitor->timer)
        event_free(monitor->timer);
    policy_free(monitor->policy);
    pthread_mutex_destroy(&monitor->lock);
    sem_destroy(&monitor->stopped);
    buffer_clear(&monitor->rounds);
    buffer_clear(&monitor->names);
    buffer_clear(&monitor->counts);
    buffer_clear(&monitor->found);
    free(monitor);
}

void monitor_alerts(struct monitor *monitor, struct buffer *out)
{
    pthread_mutex_lock(&monitor->lock);
    buffer_append_bytes(out, buffer_bytes(&monitor->found));
    pthread_mutex_unlock(&monitor->lock);
}
