/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * folkmoot trustee: what a trustee of a round does (docs/operations/trustee.md). Decisions and refusals are
 * in trustee_steps.h; here are the command line, the key file and the way to and from the city.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include "ballot/act.h"
#include "base/encoding.h"
#include "base/file.h"
#include "client/api.h"
#include "client/election.h"
#include "client/mirror.h"
#include "record/minisign.h"
#include "tools/password.h"
#include "tools/progress.h"
#include "tools/tool.h"
#include "tools/trustee_steps.h"

enum { MEMORY_MIB = 256, MEMORY_MIB_LEAST = 8, MEMORY_MIB_MOST = 4096 };
enum { TRIES = 15 }; /* seconds, for a round to be shown */
enum { EVERY_S = 10, PATIENCE_S = 120, SECONDS_MAX = 86400, SECONDS_A_MINUTE = 60, PATH_BYTES = 160 };

struct options {
    const char *key, *out, *url, *round, *dir, *passphrase_file, *log_key, *policy, *words;
    const char *every, *patience, *memory;
    uint64_t every_s, patience_s;
};

/* One command at work. */
struct session {
    const struct options *options;
    uint8_t round[ROUND_ID_BYTES];
    struct buffer folder;
    struct http_client *client;
    struct note_key log_key;
    bool log_key_given, unlocked;
    bool all_there; /* all had acknowledged the opening at the last look */
    struct trustee_keys keys;
    struct sign_public public;
    struct trustee_view view;
    int lock;
    /* What was handed in is in a tree of this size, which witnesses may not have seen yet. */
    uint64_t own_size;
    /* run: since when the record is as it is, and what was tried last */
    uint64_t waiting_since, waiting_size;
    struct {
        uint64_t size, at;
        enum trustee_step step;
        size_t contest;
    } tried;
};

static volatile sig_atomic_t stopping;

static void stop(int signal)
{
    (void)signal;
    stopping = 1;
}

static void pause_s(uint64_t seconds)
{
    struct timespec length = {(time_t)seconds, 0};
    nanosleep(&length, NULL);
}

/* ---- the key file ---- */

static void public_of(const struct sign_public *key, struct minisign_public *out)
{
    uint8_t hash[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(hash, key->bytes, sizeof key->bytes);
    memcpy(out->id, hash, sizeof out->id);
    memcpy(out->key, key->bytes, sizeof out->key);
}

static bool read_cost(const char *memory, struct trustee_cost *out, struct error *err)
{
    uint64_t mib = MEMORY_MIB;
    if (memory && (!decimal_decode_u64(bytes_of_string(memory), &mib) || mib < MEMORY_MIB_LEAST ||
                   mib > MEMORY_MIB_MOST))
        return error_input(err, "usage", "--memory takes MiB, from %d to %d, not %.40s", MEMORY_MIB_LEAST,
                           MEMORY_MIB_MOST, memory);
    *out = (struct trustee_cost){trustee_cost_usual.passes, (uint32_t)mib << 10};
    return true;
}

static int init(const struct options *options)
{
    struct trustee_cost cost;
    struct trustee_keys keys = {0};
    struct minisign_public public;
    struct buffer passphrase = {0}, text = {0}, path = {0}, key = {0};
    struct error err;
    buffer_append_format(&path, "%s.pub", options->out);
    bool ok =
        read_cost(options->memory, &cost, &err) &&
        password_read_new(options->passphrase_file, "passphrase for the trustee's key", &passphrase, &err) &&
        trustee_keys_new(buffer_string(&passphrase), cost, &keys, &err);
    if (ok) {
        public_of(&keys.public, &public);
        minisign_public_append(&public, &text);
        ok = trustee_file_write(options->out, &keys, true, &err) &&
             file_write(buffer_string(&path), buffer_bytes(&text), 0644, &err);
    }
    if (ok) {
        base64url_append(&key, bytes_of(keys.public.bytes, sizeof keys.public.bytes));
        printf("%s\nGive this key to the city, and keep %s and its passphrase where only you get at them.\n",
               buffer_string(&key), options->out);
    }
    trustee_keys_wipe(&keys);
    buffer_wipe(&passphrase);
    buffer_clear(&text);
    buffer_clear(&path);
    buffer_clear(&key);
    return ok ? TOOL_OK : tool_error(TOOL_FAILED, &err);
}

/* Two that change the same file would each forget what the other has done. */
static bool lock_file(struct session *session, struct error *err)
{
    struct buffer path = {0};
    buffer_append_format(&path, "%s.lock", session->options->key);
    session->lock = open(buffer_string(&path), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    bool ok = session->lock >= 0 && flock(session->lock, LOCK_EX | LOCK_NB) == 0;
    if (!ok)
        error_input(err, "key-file", "%s: %s", session->options->key,
                    errno == EWOULDBLOCK ? "another `folkmoot trustee` is at work with this key"
                                         : strerror(errno));
    buffer_clear(&path);
    return ok;
}

static bool unlock(struct session *session, struct error *err)
{
    struct buffer passphrase = {0};
    bool ok = lock_file(session, err) &&
              password_read(session->options->passphrase_file, "passphrase of the trustee's key", &passphrase,
                            err) &&
              trustee_file_read(session->options->key, buffer_string(&passphrase), &session->keys, err);
    buffer_wipe(&passphrase);
    session->unlocked = ok;
    if (ok)
        session->public = session->keys.public;
    return ok;
}

static bool read_public(struct session *session, struct error *err)
{
    struct buffer path = {0}, text = {0};
    struct minisign_public key;
    buffer_append_format(&path, "%s.pub", session->options->key);
    bool ok = file_read(buffer_string(&path), MINISIGN_MAX_FILE_BYTES, &text, err) &&
              minisign_public_parse(buffer_bytes(&text), &key, err);
    if (ok)
        memcpy(session->public.bytes, key.key, sizeof session->public.bytes);
    buffer_clear(&path);
    buffer_clear(&text);
    return ok;
}

static bool save(struct session *session, struct error *err)
{
    return trustee_file_write(session->options->key, &session->keys, false, err);
}

/* ---- the city ---- */

/* The record as it is now. */
static bool refresh(struct session *session, struct error *err)
{
    struct mirror mirror = {
        .client = session->client, .folder = buffer_string(&session->folder), .round = session->round};
    trustee_view_clear(&session->view);
    return mirror_record(&mirror, session->log_key_given ? &session->log_key : NULL, err) &&
           mirror_blobs(&mirror, err) &&
           trustee_view_load(buffer_string(&session->folder), session->round, &session->public,
                             &session->view, err);
}

/* The same. A tree is shown only when witnesses have seen it, so a round that has just begun may come in a
 * moment. */
static bool refresh_soon(struct session *session, struct error *err)
{
    for (int tries = 1; !refresh(session, err); tries++) {
        if (stopping || tries == TRIES || strcmp(err->type, "not-found") != 0)
            return false;
        if (tries == 1) {
            puts("The record does not show this round yet: waiting for it.");
            fflush(stdout);
        }
        pause_s(1);
    }
    return true;
}

static const char *path_of(const struct session *session, const char *rest, char path[PATH_BYTES])
{
    char id[ROUND_TEXT_BYTES + 1];
    round_id_text(session->round, id);
    snprintf(path, PATH_BYTES, "/api/v1/rounds/%s%s", id, rest);
    return path;
}

static bool send(struct session *session, const char *method, const char *path, struct bytes body,
                 json_t **answer, struct error *err)
{
    struct http_response response = {0};
    bool ok = http_expect(session->client, method, path, "application/octet-stream", body, &response, err);
    if (ok && answer) {
        *answer =
            json_loadb((const char *)response.body.data, response.body.len, JSON_REJECT_DUPLICATES, NULL);
        ok = *answer || error_input(err, "bad-json", "%s %s: the answer is not JSON", method, path);
    }
    http_response_clear(&response);
    return ok;
}

static bool post(struct session *session, const char *rest, struct bytes body, json_t **answer,
                 struct error *err)
{
    char path[PATH_BYTES];
    return send(session, "POST", path_of(session, rest, path), body, answer, err);
}

/* The parts of the blob, from the one that is waited for. */
static bool put_parts(struct session *session, const struct trustee_entry *entry, size_t part,
                      struct error *err)
{
    struct blob_ref ref;
    struct buffer hash = {0};
    bool ok = true;
    blob_ref_of(buffer_bytes(&entry->blob), &ref);
    base64url_append(&hash, bytes_of(ref.hash, sizeof ref.hash));
    for (size_t at = part * TRUSTEE_PART_BYTES; ok && at < entry->blob.len;
         at += TRUSTEE_PART_BYTES, part++) {
        size_t left = entry->blob.len - at;
        struct buffer rest = {0};
        char path[PATH_BYTES];
        buffer_append_format(&rest, "/trustee-entries/%s/parts/%zu", buffer_string(&hash), part);
        ok = send(session, "PUT", path_of(session, buffer_string(&rest), path),
                  bytes_of(entry->blob.data + at, left < TRUSTEE_PART_BYTES ? left : TRUSTEE_PART_BYTES),
                  NULL, err);
        buffer_clear(&rest);
    }
    buffer_clear(&hash);
    return ok;
}

/* What must not be contradicted later is on the disk before anybody else sees it. */
static bool hand_in(struct session *session, const struct trustee_entry *entry, struct error *err)
{
    struct buffer body = {0};
    json_t *answer = NULL;
    bool ok = save(session, err) && trustee_entry_write(entry, &body, err) &&
              post(session, "/trustee-entries", buffer_bytes(&body), &answer, err);
    const json_t *part = json_object_get(answer, "part");
    if (ok && json_is_integer(part) && json_integer_value(part) >= 0) {
        ok = put_parts(session, entry, (size_t)json_integer_value(part), err);
        json_decref(answer);
        answer = NULL;
        ok = ok && post(session, "/trustee-entries", buffer_bytes(&body), &answer, err);
    }
    const json_t *index = json_object_get(answer, "index");
    if (json_is_integer(index) && json_integer_value(index) >= 0)
        session->own_size = (uint64_t)json_integer_value(index) + 1;
    json_decref(answer);
    buffer_clear(&body);
    if (ok)
        printf("%s: handed in\n", entry_type_name(entry->entry.type));
    fflush(stdout);
    return ok;
}

/* An opening that waits for its trustees, and whether it waits for this one; for none, when it was not handed
 * on. */
enum pending { PENDING_NONE, PENDING_OWN, PENDING_OTHERS, PENDING_NOBODY };

/* The opening that people have signed. */
static bool ask_opening(struct session *session, struct arena *arena, struct entry *out,
                        enum pending *pending, struct error *err)
{
    char path[PATH_BYTES];
    json_t *answer = NULL, *item;
    size_t i;
    *pending = PENDING_NONE;
    if (!api_call(session->client, "GET", path_of(session, "/opening", path), NULL, &answer, err))
        return strcmp(err->type, "not-found") == 0;
    const char *text = json_string_value(json_object_get(answer, "act"));
    bool ok = text && act_parse(bytes_of_string(arena_string(arena, text)), arena, out, err);
    if (!text)
        error_input(err, "bad-json", "the answer has no act");
    json_array_foreach(json_object_get(answer, "signatures"), i, item)
    {
        struct entry_signature signature;
        const char *key = json_string_value(json_object_get(item, "key")),
                   *bytes = json_string_value(json_object_get(item, "signature"));
        bool read =
            key && bytes &&
            base64url_decode_exact(bytes_of_string(key), signature.key.bytes, SIGN_PUBLIC_BYTES) &&
            base64url_decode_exact(bytes_of_string(bytes), signature.signature.bytes, SIGNATURE_BYTES);
        ok = ok && (read || error_input(err, "bad-json", "a signature of the opening cannot be read")) &&
             act_add_signature(out, session->view.definition.origin, &signature, arena, err);
    }
    const json_t *acknowledged = json_object_get(answer, "acknowledged");
    *pending = ok ? PENDING_OWN : PENDING_NONE;
    json_array_foreach(acknowledged, i, item)
    {
        if ((uint64_t)json_integer_value(item) == session->view.trustee)
            *pending = PENDING_OTHERS;
    }
    if (*pending == PENDING_OTHERS &&
        json_array_size(acknowledged) == session->view.definition.trustees.count)
        *pending = PENDING_NOBODY;
    json_decref(answer);
    return ok;
}

/* ---- steps ---- */

static struct trustee_options tally_options(const struct session *session, struct progress *progress,
                                            struct work *work)
{
    progress_begin(progress, "verifying and proving");
    *work = (struct work){
        .threads = (unsigned)sysconf(_SC_NPROCESSORS_ONLN), .progress = progress_report, .context = progress};
    return (struct trustee_options){
        .verify = {.log_key = session->options->log_key,
                   .policy = session->options->policy,
                   .threads = work->threads},
        .now = (uint64_t)time(NULL),
        .work = work,
    };
}

static bool tally_step(struct session *session, const struct trustee_todo *todo, struct error *err)
{
    struct trustee_entry entry = {0};
    struct progress progress;
    struct work work;
    struct trustee_options options = tally_options(session, &progress, &work);
    bool ok = (todo->step == TRUSTEE_MIX ? trustee_mix : trustee_decrypt)(
        &session->view, &session->keys, todo->contest, &options, &entry, err);
    progress_end(&progress);
    ok = ok && hand_in(session, &entry, err);
    trustee_entry_clear(&entry);
    return ok;
}

static bool second_step(struct session *session, struct trustee_entry *entry, struct error *err)
{
    struct buffer evidence = {0}, body = {0};
    struct error why;
    bool ok = trustee_second(&session->view, &session->keys, entry, &evidence, err);
    if (!ok && evidence.len) {
        buffer_append_u32(&body, (uint32_t)session->view.state.attempt + 1);
        buffer_append_bytes(&body, buffer_bytes(&evidence));
        if (!post(session, "/evidence", buffer_bytes(&body), NULL, &why))
            tool_complain(TOOL_FAILED, "the evidence was not taken: %s", why.detail);
    }
    buffer_clear(&evidence);
    buffer_clear(&body);
    return ok;
}

/* When all have acknowledged and the opening still waits at the second look, the city was stopped before it
 * handed it on: it does so with one more acknowledgement. It may have come to it meanwhile, then no opening
 * waits. */
static bool acknowledge_step(struct session *session, struct trustee_entry *entry, bool *did,
                             struct error *err)
{
    struct arena arena = {0};
    struct entry opening = {0};
    enum pending pending;
    bool ok = ask_opening(session, &arena, &opening, &pending, err);
    bool again = pending == PENDING_NOBODY && session->all_there;
    session->all_there = pending == PENDING_NOBODY;
    *did = pending == PENDING_OWN || again;
    if (ok && *did) {
        ok = trustee_acknowledge(&session->view, &session->keys, &opening, entry, err) &&
             hand_in(session, entry, err);
        if (!ok && again && strcmp(err->type, "not-found") == 0)
            *did = !(ok = true);
    }
    arena_clear(&arena);
    return ok;
}

/* Do it; *did is false when there was nothing to do after all. */
static bool do_step(struct session *session, const struct trustee_todo *todo, bool *did, struct error *err)
{
    struct trustee_view *view = &session->view;
    struct trustee_keys *keys = &session->keys;
    struct trustee_entry entry = {0};
    bool ok = true;
    *did = true;
    switch (todo->step) {
    case TRUSTEE_COMMIT:
        ok = trustee_commit(view, keys, &entry, err) && hand_in(session, &entry, err);
        break;
    case TRUSTEE_JOIN:
        ok = trustee_join(view, keys, &entry, err) && hand_in(session, &entry, err);
        break;
    case TRUSTEE_FIRST:
        ok = trustee_first(view, keys, &entry, err) && hand_in(session, &entry, err);
        break;
    case TRUSTEE_SECOND:
        ok = second_step(session, &entry, err) && hand_in(session, &entry, err);
        break;
    case TRUSTEE_KEEP:
        ok = trustee_keep(view, keys, err) && save(session, err);
        break;
    case TRUSTEE_ACKNOWLEDGE:
        ok = acknowledge_step(session, &entry, did, err);
        break;
    case TRUSTEE_MIX:
    case TRUSTEE_DECRYPT:
        ok = tally_step(session, todo, err);
        break;
    default:
        *did = false;
        break;
    }
    trustee_entry_clear(&entry);
    return ok;
}

/* The record that the city shows does not hold yet what was handed in: the next step would be the same one.
 */
static bool is_behind(const struct session *session)
{
    return session->view.size < session->own_size;
}

static void look(struct session *session, struct trustee_todo *todo)
{
    trustee_next(&session->view,
                 session->unlocked ? trustee_keys_round(&session->keys, session->round) : NULL,
                 (uint64_t)time(NULL) / SECONDS_A_MINUTE, todo);
}

static void print_words(struct session *session)
{
    const char *words[CEREMONY_WORDS];
    if (!trustee_words(&session->view, words, NULL))
        return;
    for (size_t i = 0; i < CEREMONY_WORDS; i++)
        printf("%s%c", words[i], i + 1 < CEREMONY_WORDS ? ' ' : '\n');
}

/* ---- commands ---- */

static int finish(struct session *session, const struct error *err)
{
    int status = err ? tool_error(TOOL_FAILED, err) : TOOL_OK;
    trustee_view_clear(&session->view);
    trustee_keys_wipe(&session->keys);
    buffer_clear(&session->folder);
    http_client_free(session->client);
    if (session->lock >= 0)
        close(session->lock);
    return status;
}

static int status(struct session *session)
{
    struct trustee_todo todo;
    struct error err;
    if (!read_public(session, &err) || !refresh(session, &err))
        return finish(session, &err);
    look(session, &todo);
    puts(todo.sentence);
    if (todo.step == TRUSTEE_WORDS)
        print_words(session);
    return finish(session, NULL);
}

/* At the words: say them, or compare them. False: the command ends here. */
static bool meet_words(struct session *session, const struct trustee_todo *todo, bool *ok, struct error *err)
{
    if (!session->options->words) {
        puts(todo->sentence);
        print_words(session);
        return false;
    }
    *ok = trustee_confirm(&session->view, &session->keys, session->options->words, err) && save(session, err);
    return *ok;
}

/* Say it once, not every few seconds. */
static void say_once(const struct trustee_todo *todo, struct trustee_todo *said)
{
    if (strcmp(todo->sentence, said->sentence) == 0)
        return;
    puts(todo->sentence);
    fflush(stdout);
    *said = *todo;
}

static int join(struct session *session)
{
    struct trustee_todo todo, said = {0};
    struct error err;
    bool did, ok = unlock(session, &err);
    while (ok && !stopping) {
        if (!(ok = refresh_soon(session, &err)))
            break;
        if (is_behind(session)) {
            pause_s(session->options->every_s);
            continue;
        }
        look(session, &todo);
        if (todo.step == TRUSTEE_WORDS) {
            if (!meet_words(session, &todo, &ok, &err))
                break;
        } else if (todo.step < TRUSTEE_ACKNOWLEDGE) {
            ok = do_step(session, &todo, &did, &err);
        } else if (todo.step == TRUSTEE_WAIT && session->view.state.phase <= ROUND_FROZEN) {
            say_once(&todo, &said);
            pause_s(session->options->every_s);
        } else {
            puts(todo.sentence);
            break;
        }
    }
    return finish(session, ok ? NULL : &err);
}

/* Whether it is this trustee's turn; those before it get their time. */
static bool is_due(struct session *session, const struct trustee_todo *todo)
{
    uint64_t now = (uint64_t)time(NULL);
    if (session->waiting_size != session->view.size) {
        session->waiting_size = session->view.size;
        session->waiting_since = now;
    }
    return todo->step != TRUSTEE_MIX ||
           now - session->waiting_since >= todo->rank * session->options->patience_s;
}

/* The same step over the same record comes to the same, unless cosignatures or openings come: then now and
 * then. */
static bool is_new(const struct session *session, const struct trustee_todo *todo)
{
    return session->tried.size != session->view.size || session->tried.step != todo->step ||
           session->tried.contest != todo->contest || todo->step == TRUSTEE_ACKNOWLEDGE ||
           (uint64_t)time(NULL) - session->tried.at >= session->options->patience_s;
}

static void remember(struct session *session, const struct trustee_todo *todo)
{
    session->tried.size = session->view.size;
    session->tried.at = (uint64_t)time(NULL);
    session->tried.step = todo->step;
    session->tried.contest = todo->contest;
}

static bool is_over(const struct trustee_todo *todo, const struct session *session)
{
    return todo->step == TRUSTEE_FINISHED || todo->step == TRUSTEE_FORGET ||
           session->view.state.phase >= ROUND_COUNTED;
}

static int run_unattended(struct session *session)
{
    struct trustee_todo todo = {0}, said = {0};
    struct error err;
    bool ok = unlock(session, &err), over = false;
    while (ok && !over && !stopping) {
        bool did = false;
        ok = refresh_soon(session, &err);
        if (ok) {
            look(session, &todo);
            over = is_over(&todo, session);
        }
        if (ok && !over && !is_behind(session) && todo.step != TRUSTEE_WORDS && is_new(session, &todo) &&
            is_due(session, &todo)) {
            remember(session, &todo);
            ok = do_step(session, &todo, &did, &err);
        }
        /* "round-state": others were faster, and the record that it has seen does not show it yet */
        if (!ok && (err.class == ERROR_TEMPORARY || strcmp(err.type, "not-now") == 0 ||
                    strcmp(err.type, "round-state") == 0)) {
            if (err.class == ERROR_TEMPORARY) {
                session->tried.size = 0; /* it may do next time */
                tool_complain(TOOL_FAILED, "%s; trying again", err.detail);
            }
            ok = true;
        }
        if (ok && !did)
            say_once(&todo, &said);
        if (ok && !did && !over && !stopping)
            pause_s(session->options->every_s);
    }
    return finish(session, ok ? NULL : &err);
}

/* One step of every contest, now, whosever turn it is. */
static int tally_once(struct session *session, enum trustee_step step)
{
    struct error err;
    bool ok = unlock(session, &err) && refresh(session, &err);
    for (size_t c = 0; ok && session->view.state.definition && c < session->view.definition.contest_count;
         c++) {
        struct trustee_todo todo = {.step = step, .contest = c};
        if (!session->view.state.contests[c].has_input && session->view.state.phase >= ROUND_SEALED)
            continue;
        ok = tally_step(session, &todo, &err);
        if (!ok && strcmp(err.type, "not-now") == 0) {
            printf("contest %s: %s\n", session->view.definition.contests[c].id, err.detail);
            ok = true;
        }
    }
    return finish(session, ok ? NULL : &err);
}

static int forget(struct session *session)
{
    struct trustee_entry entry = {0};
    struct error err;
    bool ok = unlock(session, &err) && refresh(session, &err) &&
              trustee_forget(&session->view, &session->keys, (uint64_t)time(NULL) / SECONDS_A_MINUTE, &entry,
                             &err) &&
              (entry.entry.signature_count ? hand_in(session, &entry, &err) : save(session, &err));
    trustee_entry_clear(&entry);
    if (ok)
        puts("The share of this round's key is destroyed. Delete copies of the old key file as well.");
    return finish(session, ok ? NULL : &err);
}

/* ---- the command line ---- */

static bool read_seconds(const char *name, const char *text, uint64_t usual, uint64_t *out, struct error *err)
{
    *out = usual;
    if (!text)
        return true;
    return (decimal_decode_u64(bytes_of_string(text), out) && *out <= SECONDS_MAX) ||
           error_input(err, "usage", "--%s takes seconds, at most %d, not %.40s", name, SECONDS_MAX, text);
}

static bool begin(struct session *session, struct options *options, struct error *err)
{
    *session = (struct session){.options = options, .lock = -1};
    if (!round_id_read(options->round, session->round, err) ||
        !read_seconds("every", options->every, EVERY_S, &options->every_s, err) ||
        !read_seconds("patience", options->patience, PATIENCE_S, &options->patience_s, err))
        return false;
    if (options->log_key &&
        !(session->log_key_given = note_key_parse(bytes_of_string(options->log_key), &session->log_key, err)))
        return false;
    if (options->dir)
        buffer_append_string(&session->folder, options->dir);
    else
        buffer_append_format(&session->folder, "%s.%s", options->key, options->round);
    session->client = http_client_new(options->url, err);
    return session->client && file_make_folder(buffer_string(&session->folder), err);
}

static int run_command(const char *command, struct options *options)
{
    struct session session;
    struct error err;
    struct sigaction action = {.sa_handler = stop};
    if (!begin(&session, options, &err)) {
        finish(&session, &err);
        return TOOL_USAGE;
    }
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
    if (strcmp(command, "status") == 0)
        return status(&session);
    if (strcmp(command, "join") == 0)
        return join(&session);
    if (strcmp(command, "run") == 0)
        return run_unattended(&session);
    if (strcmp(command, "mix") == 0)
        return tally_once(&session, TRUSTEE_MIX);
    if (strcmp(command, "decrypt") == 0)
        return tally_once(&session, TRUSTEE_DECRYPT);
    return forget(&session);
}

static bool is_command(const char *command)
{
    static const char *const commands[] = {"status", "join", "run", "mix", "decrypt", "forget"};
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (strcmp(command, commands[i]) == 0)
            return true;
    return false;
}

static int run(int argc, char **argv)
{
    struct options options = {0};
    const struct tool_option table[] = {
        {"out", &options.out, NULL},
        {"key", &options.key, NULL},
        {"url", &options.url, NULL},
        {"round", &options.round, NULL},
        {"dir", &options.dir, NULL},
        {"passphrase-file", &options.passphrase_file, NULL},
        {"log-key", &options.log_key, NULL},
        {"policy", &options.policy, NULL},
        {"words", &options.words, NULL},
        {"every", &options.every, NULL},
        {"patience", &options.patience, NULL},
        {"memory", &options.memory, NULL},
        {0},
    };
    int at = tool_options(argc, argv, table);
    const char *command = at && at + 1 == argc ? argv[at] : "";
    if (strcmp(command, "init") == 0 && options.out && !options.key)
        return init(&options);
    if (is_command(command) && options.key && options.url && options.round && !options.out &&
        !options.memory && (!options.words || strcmp(command, "join") == 0))
        return run_command(command, &options);
    return tool_usage(&tool_trustee);
}

const struct tool tool_trustee = {
    .name = "trustee",
    .help = "hold a share of a round's key: make it, mix, open votes",
    .usage = "usage: folkmoot trustee init --out FILE [--passphrase-file FILE] [--memory MIB]\n"
             "       folkmoot trustee COMMAND --key FILE --url URL --round ID [OPTION]...\n"
             "\n"
             "  status   say in one sentence what to do next; needs no passphrase\n"
             "  join     make the key of the round with the other trustees\n"
             "  run      acknowledge the opening, mix, open votes, unattended\n"
             "  mix      mix what can be mixed, now\n"
             "  decrypt  open what can be opened, now\n"
             "  forget   destroy the share of a round that is over\n"
             "\n"
             "  --words WORDS            join: the eight words that another trustee has read to you\n"
             "  --dir DIR                where the record of the round is kept (KEY.ID)\n"
             "  --passphrase-file FILE   else the passphrase is asked for\n"
             "  --memory MIB             init: what each try of a passphrase costs (256)\n"
             "  --log-key KEY            the key of the city's log, known from elsewhere\n"
             "  --policy FILE            witnesses to be asked for, instead of those in the definition\n"
             "  --every SECONDS          how often the record is looked at (10)\n"
             "  --patience SECONDS       run: what another trustee gets to mix in its turn (120)\n"
             "\n"
             "status: 0 done, 1 refused or failed, 2 wrong usage\n",
    .run = run,
};
