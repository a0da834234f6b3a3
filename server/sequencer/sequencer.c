// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/sequencer/sequencer.h"

#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

#include "server/log.h"
#include "server/metrics.h"
#include "server/sequencer/acts.h"
#include "server/sequencer/batch.h"
#include "server/sequencer/queue.h"
#include "server/sequencer/witnesses.h"

enum {
    TICK_MS = 500, /* how often the clock and the table of submissions are looked at */
    RETRY_FIRST_MS = 100,
    RETRY_LAST_MS = 2000,
    SUBMISSIONS_MAX = 16, /* that DB_SUBMISSIONS_WAITING gives */
};

/* What a loop hands over: a ballot or a group of entries. It goes back to its loop with the answer. */
struct request {
    struct loop *loop;
    void *arg;
    struct request *next; /* of the same loop, on the way back */
    /* A ballot, or NULL. */
    struct cast_request *cast;
    cast_done *cast_done;
    struct batch_item item;
    /* A group. */
    struct arena arena;
    struct act_group group;
    submit_done *submit_done;
    uint64_t first_index;
    /* How it ended. */
    bool failed;
    struct error error;
};

struct sequencer {
    const struct config *config;
    int signer_fd;
    struct witness_client *fence; /* NULL: none */
    sequencer_stopped *stopped;
    void *stopped_arg;
    struct note_key key;
    struct queue *queue;
    struct rounds *rounds;
    atomic_uint_fast64_t acts;
    pthread_t thread;
    /* The thread's own. */
    struct ledger *ledger; /* NULL: the database is away */
    struct book *book;
    struct batch_item *batch[SEQUENCER_BATCH_MAX];
    struct request *taken[SEQUENCER_BATCH_MAX];
    int64_t retry_ms, retry_at_ms, tick_at_ms;
    bool submissions; /* there may be some */
    bool fatal;
    /* Since when the record cannot be written, and why; for others. */
    pthread_mutex_t stopped_lock;
    int64_t stopped_since; /* seconds since 1970; 0: it can */
    struct error stopped_why;
};

static int64_t now_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static int64_t now_ms(void)
{
    return now_us() / 1000;
}

void cast_request_free(struct cast_request *request)
{
    if (!request)
        return;
    open_round_release(request->round);
    arena_clear(&request->arena);
    free(request);
}

/* ---- answers ---- */

static void request_free(struct request *request)
{
    batch_item_clear(&request->item);
    cast_request_free(request->cast);
    arena_clear(&request->arena);
    free(request);
}

/* On the loop: one post brings all answers of a batch. */
static void answer_requests(void *arg)
{
    struct request *request = arg;
    while (request) {
        struct request *next = request->next;
        const struct error *err = request->failed ? &request->error : NULL;
        if (request->cast)
            request->cast_done(request->arg, &request->item.answer, err);
        else
            request->submit_done(request->arg, request->first_index, err);
        request_free(request);
        request = next;
    }
}

/* Give the requests back, grouped by loop, in order. */
static void post_answers(struct request **requests, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct request *first = requests[i], *last = first;
        if (!first)
            continue;
        for (size_t k = i + 1; k < count; k++)
            if (requests[k] && requests[k]->loop == first->loop) {
                last->next = requests[k];
                last = requests[k];
                requests[k] = NULL;
            }
        requests[i] = NULL;
        loop_post(first->loop, answer_requests, first);
    }
}

static void fail_requests(struct request **requests, size_t count, const struct error *err)
{
    for (size_t i = 0; i < count; i++) {
        requests[i]->failed = true;
        requests[i]->error = *err;
        if (err->class == ERROR_BROKEN) /* the log has the cause; nobody outside needs it */
            requests[i]->error =
                (struct error){ERROR_TEMPORARY, "internal", "the server has a problem, try later"};
    }
    post_answers(requests, count);
}

/* ---- failures ---- */

static void set_stopped(struct sequencer *sequencer, const struct error *why)
{
    pthread_mutex_lock(&sequencer->stopped_lock);
    if (!why)
        sequencer->stopped_since = 0;
    else if (sequencer->stopped_since == 0)
        sequencer->stopped_since = (int64_t)time(NULL);
    if (why)
        sequencer->stopped_why = *why;
    pthread_mutex_unlock(&sequencer->stopped_lock);
}

int64_t sequencer_stopped_since(struct sequencer *sequencer, struct buffer *why)
{
    pthread_mutex_lock(&sequencer->stopped_lock);
    int64_t since = sequencer->stopped_since;
    if (since)
        buffer_append_string(why, sequencer->stopped_why.detail);
    pthread_mutex_unlock(&sequencer->stopped_lock);
    return since;
}

static void end(struct sequencer *sequencer, const struct error *err)
{
    if (sequencer->fatal)
        return;
    sequencer->fatal = true;
    queue_close(sequencer->queue);
    sequencer->stopped(sequencer->stopped_arg, err);
}

static void drop_ledger(struct sequencer *sequencer)
{
    ledger_close(sequencer->ledger);
    sequencer->ledger = NULL;
    book_free(sequencer->book);
    sequencer->book = book_new();
    sequencer->retry_at_ms = now_ms() + sequencer->retry_ms;
}

/* Something failed before it was committed, or nobody knows. */
static void handle_failure(struct sequencer *sequencer, const struct error *err)
{
    if (sequencer->ledger && sequencer->ledger->stop) {
        end(sequencer, err);
        return;
    }
    log_warning("sequencer-batch-failed", LOG_TEXT("detail", err->detail));
    set_stopped(sequencer, err);
    drop_ledger(sequencer);
}

static bool open_ledger(struct sequencer *sequencer, struct error *err)
{
    sequencer->ledger = ledger_open(sequencer->config, sequencer->signer_fd, sequencer->fence, err);
    if (!sequencer->ledger)
        return false;
    if (!book_load_open(sequencer->book, sequencer->ledger, sequencer->rounds, err)) {
        drop_ledger(sequencer);
        return false;
    }
    sequencer->retry_ms = RETRY_FIRST_MS;
    sequencer->submissions = true;
    set_stopped(sequencer, NULL);
    return true;
}

static void try_open(struct sequencer *sequencer)
{
    struct error err;
    if (now_ms() < sequencer->retry_at_ms)
        return;
    if (open_ledger(sequencer, &err)) {
        log_info("sequencer-resumes", LOG_NUMBER("size", (int64_t)edge_size(sequencer->ledger->edge)));
        return;
    }
    if (err.class == ERROR_BROKEN) {
        end(sequencer, &err);
        return;
    }
    set_stopped(sequencer, &err);
    sequencer->retry_ms = 2 * sequencer->retry_ms < RETRY_LAST_MS ? 2 * sequencer->retry_ms : RETRY_LAST_MS;
    sequencer->retry_at_ms = now_ms() + sequencer->retry_ms;
}

/* After something that went well, but perhaps lost its connection at the end. */
static void check_ledger(struct sequencer *sequencer)
{
    if (sequencer->ledger && sequencer->ledger->failed)
        drop_ledger(sequencer);
}

/* ---- work ---- */

static void run_ballots(struct sequencer *sequencer, struct request **requests, size_t count)
{
    struct error err;
    int64_t start = now_us();
    for (size_t i = 0; i < count; i++) {
        requests[i]->item.request = requests[i]->cast;
        sequencer->batch[i] = &requests[i]->item;
    }
    uint64_t size = edge_size(sequencer->ledger->edge);
    if (!batch_run(sequencer->ledger, sequencer->book, sequencer->batch, count, &err)) {
        handle_failure(sequencer, &err);
        fail_requests(requests, count, &err);
        return;
    }
    uint64_t entries = edge_size(sequencer->ledger->edge) - size;
    if (entries > 0) {
        metric_add(METRIC_SEQUENCER_BATCHES, 1);
        metric_add(METRIC_SEQUENCER_ENTRIES, (int64_t)entries);
        metric_set(METRIC_SEQUENCER_BATCH_SIZE, (int64_t)entries);
        metric_add(METRIC_SEQUENCER_BATCH_US, now_us() - start);
    }
    for (size_t i = 0; i < count; i++) {
        requests[i]->failed = requests[i]->item.refused;
        requests[i]->error = requests[i]->item.refusal;
    }
    post_answers(requests, count);
    check_ledger(sequencer);
}

static enum act_outcome run_group(struct sequencer *sequencer, const struct act_group *group,
                                  uint64_t *first_index, struct error *err)
{
    enum act_outcome outcome =
        acts_run(sequencer->ledger, sequencer->book, sequencer->rounds, group, first_index, err);
    if (outcome == ACTS_FAILED)
        handle_failure(sequencer, err);
    else
        check_ledger(sequencer);
    if (outcome == ACTS_DONE) {
        atomic_fetch_add(&sequencer->acts, 1);
        metric_add(METRIC_SEQUENCER_ENTRIES, (int64_t)group->count);
    }
    return outcome;
}

static void run_submitted(struct sequencer *sequencer, struct request *request)
{
    switch (run_group(sequencer, &request->group, &request->first_index, &request->error)) {
    case ACTS_DONE:
        break;
    case ACTS_REFUSED:
        request->failed = true;
        break;
    case ACTS_FAILED:
        fail_requests(&request, 1, &(struct error){request->error.class, request->error.type, ""});
        return;
    }
    post_answers(&request, 1);
}

/* Ballots that stand together go together; a group of entries goes by itself. */
static void run_requests(struct sequencer *sequencer, size_t count)
{
    struct request **requests = sequencer->taken;
    size_t i = 0;
    while (i < count) {
        if (!sequencer->ledger || sequencer->fatal) {
            fail_requests(
                requests + i, count - i,
                &(struct error){ERROR_TEMPORARY, DB_UNAVAILABLE, "the database cannot be reached now"});
            return;
        }
        size_t end_of_run = i, bytes = 0;
        while (end_of_run < count && requests[end_of_run]->cast && bytes < SEQUENCER_BATCH_BYTES)
            bytes += requests[end_of_run++]->cast->ballot.bytes.len;
        if (end_of_run > i) {
            run_ballots(sequencer, requests + i, end_of_run - i);
        } else {
            run_submitted(sequencer, requests[i]);
            end_of_run = i + 1;
        }
        i = end_of_run;
    }
}

/* ---- submissions of other processes ---- */

struct submission {
    int64_t id, act;
    size_t count;
    struct bytes *entries;
};

static size_t copy_submissions(const struct db_result *result, struct arena *arena,
                               struct submission out[SUBMISSIONS_MAX])
{
    size_t count = 0;
    for (size_t row = 0; row < db_rows(result, 0); row++) {
        int64_t id = db_get_integer(result, 0, row, 0);
        if (count == 0 || out[count - 1].id != id) {
            if (count == SUBMISSIONS_MAX)
                break;
            out[count++] = (struct submission){
                .id = id,
                .act = db_get_integer(result, 0, row, 1),
                .entries = arena_allocate(arena, SEQUENCER_GROUP_MAX + 1, sizeof(struct bytes)),
            };
        }
        struct submission *submission = &out[count - 1];
        struct bytes entry = db_get_bytes(result, 0, row, 2);
        if (!db_is_null(result, 0, row, 2) && submission->count <= SEQUENCER_GROUP_MAX)
            submission->entries[submission->count++] =
                bytes_of(arena_copy(arena, entry.data, entry.len), entry.len);
    }
    return count;
}

/* A group that cannot be dealt with must not be met again and again. */
static void refuse_submission(struct sequencer *sequencer, const struct act_group *group,
                              const struct error *refusal)
{
    struct error err;
    log_error("submission-failed", LOG_NUMBER("submission", group->submission),
              LOG_TEXT("detail", refusal->detail));
    if ((!sequencer->ledger && !open_ledger(sequencer, &err)) ||
        !acts_refuse(sequencer->ledger, group, refusal, &err))
        handle_failure(sequencer, &err);
}

static void run_submission(struct sequencer *sequencer, const struct act_group *group)
{
    uint64_t first_index;
    struct error err;
    if (group->count > SEQUENCER_GROUP_MAX) {
        error_input(&err, "bad-request", "a group has at most %d entries", SEQUENCER_GROUP_MAX);
        refuse_submission(sequencer, group, &err);
        return;
    }
    switch (run_group(sequencer, group, &first_index, &err)) {
    case ACTS_DONE:
        break;
    case ACTS_REFUSED:
        log_info("submission-refused", LOG_NUMBER("submission", group->submission),
                 LOG_TEXT("problem", err.type), LOG_TEXT("detail", err.detail));
        break;
    case ACTS_FAILED:
        if (err.class == ERROR_BROKEN && !sequencer->fatal)
            refuse_submission(sequencer, group,
                              &(struct error){ERROR_INPUT, "internal", "see the server's log"});
    }
}

static void run_submissions(struct sequencer *sequencer)
{
    struct submission submissions[SUBMISSIONS_MAX];
    struct arena arena = {0};
    struct db_result result;
    struct error err;
    if (!link_run(sequencer->ledger->link, DB_SUBMISSIONS_WAITING, NULL, 0, &result, &err)) {
        handle_failure(sequencer, &err);
        return;
    }
    size_t count = copy_submissions(&result, &arena, submissions);
    sequencer->submissions = count == SUBMISSIONS_MAX;
    for (size_t i = 0; i < count && sequencer->ledger && !sequencer->fatal; i++) {
        struct act_group group = {submissions[i].entries, submissions[i].count, submissions[i].id,
                                  submissions[i].act};
        run_submission(sequencer, &group);
    }
    arena_clear(&arena);
}

/* ---- time ---- */

/* Whatever goes wrong with one round must not keep the others open. */
static void close_overdue(struct sequencer *sequencer)
{
    struct book_round *round = book_overdue(sequencer->book, ledger_minute(sequencer->ledger));
    if (!round)
        return;
    struct buffer entry = {0};
    struct error err;
    uint64_t index;
    uint8_t id[ROUND_ID_BYTES];
    memcpy(id, round->id, sizeof id);
    struct entry closed = {.type = ENTRY_VOTING_CLOSED, .reason = "on-time"};
    memcpy(closed.eid, round->state.eid, sizeof closed.eid);
    if (!act_write(&closed, &entry, &err)) {
        end(sequencer, &err);
        goto out;
    }
    struct bytes bytes = buffer_bytes(&entry);
    if (run_group(sequencer, &(struct act_group){&bytes, 1, 0, 0}, &index, &err) == ACTS_REFUSED) {
        /* Our own entry does not fit our own round. */
        sequencer->ledger->stop = true;
        end(sequencer, &err);
    }
out:
    buffer_clear(&entry);
}

static void tick(struct sequencer *sequencer)
{
    sequencer->tick_at_ms = now_ms() + TICK_MS;
    sequencer->submissions = true;
    if (sequencer->ledger)
        close_overdue(sequencer);
}

/* ---- the thread ---- */

static void wait_for_work(struct sequencer *sequencer)
{
    struct pollfd fds[2] = {{.fd = queue_fd(sequencer->queue), .events = POLLIN},
                            {.fd = -1, .events = POLLIN}};
    int64_t wait = (sequencer->ledger ? sequencer->tick_at_ms : sequencer->retry_at_ms) - now_ms();
    if (sequencer->ledger)
        fds[1].fd = link_fd(sequencer->ledger->link);
    bool busy = sequencer->ledger && sequencer->submissions;
    poll(fds, 2, busy || wait < 0 ? 0 : wait > TICK_MS ? TICK_MS : (int)wait);
    if (fds[1].revents == 0)
        return;
    struct error err;
    bool notified = false;
    if (!link_listen(sequencer->ledger->link, &notified, &err))
        handle_failure(sequencer, &err);
    sequencer->submissions = sequencer->submissions || notified;
}

static size_t take(struct sequencer *sequencer)
{
    size_t waiting = queue_length(sequencer->queue);
    if (waiting > 0 && waiting < SEQUENCER_BATCH_MAX && sequencer->config->batch_window_ms > 0) {
        int64_t ms = sequencer->config->batch_window_ms;
        nanosleep(&(struct timespec){.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000}, NULL);
    }
    metric_set(METRIC_SEQUENCER_QUEUE, (int64_t)queue_length(sequencer->queue));
    return queue_take(sequencer->queue, (void **)sequencer->taken, SEQUENCER_BATCH_MAX);
}

static void *run(void *arg)
{
    struct sequencer *sequencer = arg;
    while (!queue_is_closed(sequencer->queue)) {
        wait_for_work(sequencer);
        if (!sequencer->ledger && !sequencer->fatal)
            try_open(sequencer);
        run_requests(sequencer, take(sequencer));
        if (now_ms() >= sequencer->tick_at_ms)
            tick(sequencer);
        if (sequencer->ledger && sequencer->submissions && !sequencer->fatal)
            run_submissions(sequencer);
    }
    size_t count;
    while ((count = queue_take(sequencer->queue, (void **)sequencer->taken, SEQUENCER_BATCH_MAX)) > 0)
        fail_requests(sequencer->taken, count,
                      &(struct error){ERROR_TEMPORARY, "stopping", "the server is stopping"});
    return NULL;
}

static bool check_witnesses(struct sequencer *sequencer, struct error *err)
{
    const struct signed_tree *tree = sequencer->ledger->signed_tree;
    return !*sequencer->config->witness_policy ||
           witnesses_check(sequencer->config, sequencer->ledger->link, tree ? tree->size : 0,
                           tree ? buffer_bytes(&tree->note) : bytes_of(NULL, 0), err);
}

struct sequencer *sequencer_start(const struct config *config, int signer_fd, sequencer_stopped *stopped,
                                  void *arg, struct error *err)
{
    struct sequencer *sequencer = allocate(1, sizeof *sequencer);
    sequencer->config = config;
    sequencer->signer_fd = signer_fd;
    sequencer->stopped = stopped;
    sequencer->stopped_arg = arg;
    sequencer->retry_ms = RETRY_FIRST_MS;
    pthread_mutex_init(&sequencer->stopped_lock, NULL);
    sequencer->queue = queue_new(SEQUENCER_QUEUE_MAX);
    sequencer->rounds = rounds_new();
    sequencer->book = book_new();
    if ((*config->fence && !(sequencer->fence = witnesses_fence(config, err))) ||
        !open_ledger(sequencer, err) || !check_witnesses(sequencer, err)) {
        sequencer_free(sequencer);
        return NULL;
    }
    sequencer->key = sequencer->ledger->key;
    if (pthread_create(&sequencer->thread, NULL, run, sequencer) != 0)
        abort(); /* at the start only */
    pthread_setname_np(sequencer->thread, "sequencer");
    return sequencer;
}

void sequencer_stop(struct sequencer *sequencer)
{
    queue_close(sequencer->queue);
    pthread_join(sequencer->thread, NULL);
}

void sequencer_free(struct sequencer *sequencer)
{
    if (!sequencer)
        return;
    ledger_close(sequencer->ledger);
    witness_client_free(sequencer->fence);
    book_free(sequencer->book);
    rounds_free(sequencer->rounds);
    queue_free(sequencer->queue);
    pthread_mutex_destroy(&sequencer->stopped_lock);
    free(sequencer);
}

/* ---- the loops' side ---- */

const struct note_key *sequencer_log_key(const struct sequencer *sequencer)
{
    return &sequencer->key;
}

uint64_t sequencer_acts(const struct sequencer *sequencer)
{
    return atomic_load(&sequencer->acts);
}

struct rounds *sequencer_rounds(struct sequencer *sequencer)
{
    return sequencer->rounds;
}

bool sequencer_cast(struct sequencer *sequencer, struct cast_request *take, struct loop *loop,
                    cast_done *done, void *arg, struct error *err)
{
    struct request *request = allocate(1, sizeof *request);
    request->loop = loop;
    request->arg = arg;
    request->cast_done = done;
    request->cast = take;
    if (queue_put(sequencer->queue, request, err))
        return true;
    free(request);
    return false;
}

bool sequencer_submit(struct sequencer *sequencer, const struct bytes *entries, size_t count, int64_t act,
                      struct loop *loop, submit_done *done, void *arg, struct error *err)
{
    if (count < 1 || count > SEQUENCER_GROUP_MAX)
        return error_input(err, "bad-request", "a group has 1 to %d entries", SEQUENCER_GROUP_MAX);
    struct request *request = allocate(1, sizeof *request);
    struct bytes *copies = arena_allocate(&request->arena, count, sizeof *copies);
    for (size_t i = 0; i < count; i++)
        copies[i] = bytes_of(arena_copy(&request->arena, entries[i].data, entries[i].len), entries[i].len);
    request->loop = loop;
    request->arg = arg;
    request->submit_done = done;
    request->group = (struct act_group){copies, count, 0, act};
    if (queue_put(sequencer->queue, request, err))
        return true;
    request_free(request);
    return false;
}
