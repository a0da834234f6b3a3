// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/sequencer/witness.h"

#include <stdlib.h>
#include <unistd.h>

#include "server/log.h"
#include "server/metrics.h"
#include "server/pass_fd.h"
#include "server/sequencer/link.h"
#include "server/workers.h"

enum { WAITING_MAX = 64 };

struct witness {
    const struct config *config;
    int fd, parent;
    bool own; /* fd came from the parent */
    struct note_key key;
    struct witnessed_logs logs;
    struct workers *thread; /* one */
    struct link *link;      /* the thread's; NULL: not connected */
};

struct task {
    struct witness *witness;
    struct buffer body;
    witness_done *done;
    void *arg;
    struct cosigner_verdict verdict;
    bool failed;
    struct error error;
};

struct witness *witness_start(const struct config *config, int fd, int parent, struct error *err)
{
    struct witness *witness = allocate(1, sizeof *witness);
    struct buffer vkey = {0};
    witness->config = config;
    witness->fd = fd;
    witness->parent = parent;
    if (!witnessed_logs_load(config, &witness->logs, err) ||
        !cosigner_hello(fd, config->witness_name, &witness->key, err)) {
        free(witness);
        return NULL;
    }
    witness->thread = workers_new("witness", 1, WAITING_MAX);
    note_key_append(&witness->key, &vkey);
    log_info("witness", LOG_TEXT("key", buffer_string(&vkey)),
             LOG_NUMBER("logs", (int64_t)witness->logs.count));
    buffer_clear(&vkey);
    return witness;
}

void witness_stop(struct witness *witness)
{
    if (witness)
        workers_stop(witness->thread);
}

void witness_free(struct witness *witness)
{
    if (!witness)
        return;
    workers_free(witness->thread);
    link_close(witness->link);
    if (witness->own)
        close(witness->fd);
    free(witness);
}

const struct note_key *witness_key(const struct witness *witness)
{
    return &witness->key;
}

const struct witnessed_logs *witness_logs(const struct witness *witness)
{
    return &witness->logs;
}

/* ---- the thread ---- */

/* The tree that the database knows to be cosigned, in a transaction that nobody else can be in. */
static bool begin(struct link *link, const char *origin, uint64_t *size, uint8_t root[MERKLE_HASH_BYTES],
                  struct error *err)
{
    struct db_param param = db_text(origin);
    struct db_result result;
    link_begin(link);
    link_send(link, DB_WITNESS_LOCK, NULL, 0);
    link_send(link, DB_WITNESS_TREE, &param, 1);
    if (!link_sync(link, &result, err))
        return false;
    *size = 0;
    merkle_hash_empty(root);
    if (db_rows(&result, 1) == 1) {
        *size = (uint64_t)db_get_integer(&result, 1, 0, 0);
        memcpy(root, db_get_bytes(&result, 1, 0, 1).data, MERKLE_HASH_BYTES);
    }
    return true;
}

/* Whoever monitors this log finds what was cosigned: the text, the signatures that were checked, and ours. */
static void write_note(const struct witness *witness, const struct note *note, struct bytes line,
                       struct buffer *out)
{
    buffer_append_bytes(out, note->text);
    buffer_append_u8(out, '\n');
    for (size_t i = 0; i < note->count; i++)
        for (size_t k = 0; k < witness->logs.count; k++)
            if (note_signature_is_by(&note->signatures[i], &witness->logs.keys[k]))
                note_append_signature(&note->signatures[i], out);
    buffer_append_bytes(out, line);
    buffer_string(out);
}

static bool commit(struct link *link, const struct checkpoint *checkpoint, const struct buffer *note,
                   struct error *err)
{
    struct db_param params[] = {db_text(checkpoint->origin), db_integer((int64_t)checkpoint->size),
                                db_bytes(checkpoint->root, sizeof checkpoint->root),
                                db_text_bytes(buffer_bytes(note))};
    struct db_result ignored;
    struct error detail;
    link_send(link, DB_WITNESS_PUT, params, 4);
    if (!link_sync(link, &ignored, err))
        return false;
    return link_commit(link, &detail) == LINK_COMMITTED ||
           error_temporary(err, DB_UNAVAILABLE, "%s", detail.detail);
}

/* A proof of misbehaviour, or a mistake of whoever asks; signed by the log in either case. */
static void tell_inconsistent(const struct checkpoint *checkpoint, const struct buffer *body, uint64_t size)
{
    struct buffer text = {0};
    buffer_append_bytes(&text, buffer_bytes(body));
    log_warning("witness-inconsistent", LOG_TEXT("origin", checkpoint->origin),
                LOG_NUMBER("size", (int64_t)checkpoint->size), LOG_NUMBER("cosigned", (int64_t)size),
                LOG_TEXT("request", buffer_string(&text)));
    buffer_clear(&text);
}

/* The cosigner may be another process than it was, with the same files and so the same key. */
static bool find_cosigner(struct witness *witness, struct error *err)
{
    struct note_key key;
    int fd = pass_fd_receive_newest(witness->parent);
    if (fd < 0)
        return true;
    if (witness->own)
        close(witness->fd);
    witness->fd = fd;
    witness->own = true;
    return cosigner_hello(fd, witness->config->witness_name, &key, err) &&
           (memcmp(key.public_key, witness->key.public_key, sizeof key.public_key) == 0 ||
            error_broken(err, "cosigner", "the cosigner has another key than it had"));
}

/* What can be refused without database and cosigner is. */
static bool cosign(struct task *task, struct error *err)
{
    struct witness *witness = task->witness;
    struct witness_request request;
    struct checkpoint checkpoint;
    struct note note;
    struct error why;
    struct buffer signed_note = {0};
    uint64_t size;
    uint8_t root[MERKLE_HASH_BYTES];
    task->verdict.verdict = WITNESS_MALFORMED;
    if (witness_request_parse(buffer_bytes(&task->body), &request, &why))
        task->verdict.verdict =
            witness_open(&request, witness->logs.keys, witness->logs.count, &checkpoint, &note, &why);
    if (task->verdict.verdict != WITNESS_COSIGN) {
        buffer_append_string(&task->verdict.text, why.detail);
        return true;
    }
    if (!witness->link)
        witness->link =
            link_open(witness->config->database, witness->config->database_timeout_ms, DB_WITNESS, err);
    if (!find_cosigner(witness, err) || !witness->link ||
        !begin(witness->link, checkpoint.origin, &size, root, err) ||
        !cosigner_cosign(witness->fd, size, root, buffer_bytes(&task->body), &task->verdict, err))
        return false;
    if (task->verdict.verdict == WITNESS_INCONSISTENT)
        tell_inconsistent(&checkpoint, &task->body, task->verdict.size);
    if (task->verdict.verdict != WITNESS_COSIGN)
        return link_rollback(witness->link, err);
    write_note(witness, &note, buffer_bytes(&task->verdict.text), &signed_note);
    bool done = commit(witness->link, &checkpoint, &signed_note, err);
    buffer_clear(&signed_note);
    return done;
}

static void work(void *arg)
{
    struct task *task = arg;
    struct witness *witness = task->witness;
    task->failed = !cosign(task, &task->error);
    if (task->failed) {
        link_close(witness->link);
        witness->link = NULL;
    } else {
        metric_add(task->verdict.verdict == WITNESS_COSIGN ? METRIC_WITNESS_COSIGNED : METRIC_WITNESS_REFUSED,
                   1);
    }
}

/* ---- the loops' side ---- */

static void on_done(void *arg)
{
    struct task *task = arg;
    struct witness_answer answer = {task->verdict.verdict, task->verdict.size,
                                    buffer_bytes(&task->verdict.text)};
    task->done(task->arg, &answer, task->failed ? &task->error : NULL);
    cosigner_verdict_clear(&task->verdict);
    buffer_clear(&task->body);
    free(task);
}

bool witness_add(struct witness *witness, struct bytes body, struct loop *loop, witness_done *done, void *arg,
                 struct error *err)
{
    struct task *task = allocate(1, sizeof *task);
    task->witness = witness;
    task->done = done;
    task->arg = arg;
    buffer_append_bytes(&task->body, body);
    if (workers_run(witness->thread, work, loop, on_done, task))
        return true;
    buffer_clear(&task->body);
    free(task);
    return error_temporary(err, "overloaded", "too many checkpoints are waiting to be witnessed");
}
