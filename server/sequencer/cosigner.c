// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/sequencer/cosigner.h"

#include <inttypes.h>
#include <stdlib.h>
#include <time.h>

#include "base/arena.h"
#include "base/encoding.h"
#include "base/file.h"
#include "base/read.h"
#include "server/failpoint.h"
#include "server/log.h"
#include "server/sequencer/cosigner_message.h"
#include "server/sequencer/frame.h"
#include "server/sequencer/key_holder.h"

enum { TREES_MAX = 1024, TREE_FILE_MAX_BYTES = 1 << 20 };

/* What was cosigned last of a log. */
struct tree {
    uint64_t size;
    uint8_t root[MERKLE_HASH_BYTES];
    char origin[NOTE_MAX_NAME_BYTES + 1];
};

struct cosigner {
    const struct config *config;
    char *key_path, *tree_path;
    bool ready;
    struct note_signer key;
    struct witnessed_logs logs;
    struct tree *trees;
    size_t count;
};

bool witnessed_logs_load(const struct config *config, struct witnessed_logs *out, struct error *err)
{
    struct buffer text = {0};
    struct policy *policy = NULL;
    bool done = file_read(config->witness_logs, POLICY_MAX_BYTES, &text, err) &&
                (policy = policy_parse(buffer_bytes(&text), err)) != NULL;
    struct witnessed_logs logs = {.count = done ? policy_log_count(policy) : 0};
    for (size_t i = 0; i < logs.count; i++) {
        logs.keys[i] = *policy_log(policy, i);
        logs.has_url[i] = policy_log_url(policy, i) != NULL;
        if (strcmp(logs.keys[i].name, config->origin) == 0)
            done = error_input(err, "bad-config", "%s is this city's own log", config->origin);
    }
    if (done)
        *out = logs;
    else
        error_prefix(err, "%s", config->witness_logs);
    policy_free(policy);
    buffer_clear(&text);
    return done;
}

/* ---- the file ---- */

static struct tree *find_tree(struct tree *trees, size_t count, const char *origin)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(trees[i].origin, origin) == 0)
            return &trees[i];
    return NULL;
}

/* size root origin */
static bool parse_line(struct bytes line, struct tree *out)
{
    const uint8_t *space = line.len ? memchr(line.data, ' ', line.len) : NULL;
    size_t digits = space ? (size_t)(space - line.data) : 0, hex = 2 * MERKLE_HASH_BYTES;
    if (!space || line.len < digits + 1 + hex + 2 || line.data[digits + 1 + hex] != ' ')
        return false;
    struct bytes origin = bytes_of(space + 1 + hex + 1, line.len - digits - 1 - hex - 1);
    if (!decimal_decode_u64(bytes_of(line.data, digits), &out->size) || out->size > MERKLE_MAX_SIZE ||
        !hex_decode_exact(bytes_of(space + 1, hex), out->root, MERKLE_HASH_BYTES) ||
        origin.len > NOTE_MAX_NAME_BYTES || memchr(origin.data, 0, origin.len))
        return false;
    memcpy(out->origin, origin.data, origin.len);
    out->origin[origin.len] = '\0';
    return true;
}

static bool parse_trees(struct bytes text, struct tree *trees, size_t *count)
{
    struct bytes line;
    while (text.len > 0) {
        if (*count == TREES_MAX || !read_line(&text, &line) || !parse_line(line, &trees[*count]) ||
            find_tree(trees, *count, trees[*count].origin))
            return false;
        ++*count;
    }
    return true;
}

static bool read_trees(struct cosigner *cosigner, struct error *err)
{
    struct buffer text = {0};
    cosigner->count = 0;
    bool done = file_read(cosigner->tree_path, TREE_FILE_MAX_BYTES, &text, err);
    if (done && !parse_trees(buffer_bytes(&text), cosigner->trees, &cosigner->count))
        done = error_broken(err, "cosigner", "%s is damaged: it has other lines than `size root origin`",
                            cosigner->tree_path);
    buffer_clear(&text);
    return done;
}

static void append_line(const struct tree *tree, struct buffer *out)
{
    buffer_append_format(out, "%" PRIu64 " ", tree->size);
    hex_append(out, bytes_of(tree->root, sizeof tree->root));
    buffer_append_format(out, " %s\n", tree->origin);
}

/* The file with `changed` in the place of the tree of that log. It is on the disk, or nothing is cosigned. */
static bool write_trees(struct cosigner *cosigner, const struct tree *changed, struct error *err)
{
    struct buffer text = {0};
    struct tree *old = find_tree(cosigner->trees, cosigner->count, changed->origin);
    if (!old && cosigner->count == TREES_MAX)
        return error_broken(err, "cosigner", "more than %d logs have been witnessed", TREES_MAX);
    for (size_t i = 0; i < cosigner->count; i++)
        append_line(&cosigner->trees[i] == old ? changed : &cosigner->trees[i], &text);
    if (!old)
        append_line(changed, &text);
    bool done = failpoint("cosigner-before-fsync", err) &&
                file_write(cosigner->tree_path, buffer_bytes(&text), 0600, err);
    buffer_clear(&text);
    if (!done)
        return false;
    if (!old)
        old = &cosigner->trees[cosigner->count++];
    *old = *changed;
    return failpoint("cosigner-after-fsync", err);
}

/* The first time there is neither file and a witness is made, the key last: where there is a key, there is
 * what it has cosigned. */
static bool load(struct cosigner *cosigner, struct error *err)
{
    bool has_key = key_holder_exists(cosigner->key_path), has_trees = key_holder_exists(cosigner->tree_path);
    if (cosigner->ready)
        return true;
    if (has_key && !has_trees)
        return error_broken(
            err, "cosigner",
            "%s is there but %s is missing: restore it, or take both away and begin as another "
            "witness, with another key",
            cosigner->key_path, cosigner->tree_path);
    if ((!has_trees && !file_write(cosigner->tree_path, bytes_of(NULL, 0), 0600, err)) ||
        !read_trees(cosigner, err))
        return false;
    if (!has_key && cosigner->count > 0)
        return error_broken(err, "cosigner",
                            "%s is there but the key of the witness, %s, is missing; restore it",
                            cosigner->tree_path, cosigner->key_path);
    cosigner->ready = (has_key || key_holder_make(cosigner->key_path, err)) &&
                      witnessed_logs_load(cosigner->config, &cosigner->logs, err) &&
                      key_holder_load(cosigner->key_path, cosigner->config->witness_name, NOTE_COSIGNATURE,
                                      &cosigner->key, err);
    return cosigner->ready;
}

/* ---- requests ---- */

/* The database must not know more than the file: then the file is an old copy. */
static bool check_known(const struct tree *tree, const struct cosigner_request *request, struct error *err)
{
    if (request->size > tree->size)
        return error_broken(
            err, "cosigner",
            "the database knows that a tree of %" PRIu64 " entries of %s was cosigned, the file "
            "of the witness only one of %" PRIu64 ": the file is an old copy; restore the newest",
            request->size, tree->origin, tree->size);
    if (request->size == tree->size && memcmp(request->root, tree->root, sizeof tree->root) != 0)
        return error_broken(err, "cosigner", "database and file of the witness have two histories of %s",
                            tree->origin);
    return true;
}

static bool cosign(struct cosigner *cosigner, const struct cosigner_request *request, struct buffer *line,
                   struct cosigner_answer *out, struct error *err)
{
    struct witness_request asked;
    struct checkpoint checkpoint;
    struct note note;
    struct error why;
    struct tree tree = {0};
    merkle_hash_empty(tree.root);
    enum witness_verdict verdict = WITNESS_MALFORMED;
    if (witness_request_parse(request->body, &asked, &why))
        verdict = witness_open(&asked, cosigner->logs.keys, cosigner->logs.count, &checkpoint, &note, &why);
    if (verdict == WITNESS_COSIGN) {
        const struct tree *known = find_tree(cosigner->trees, cosigner->count, checkpoint.origin);
        memcpy(tree.origin, checkpoint.origin, sizeof tree.origin);
        if (known)
            tree = *known;
        if (!check_known(&tree, request, err))
            return false;
        verdict = witness_extend(&asked, &checkpoint, tree.size, tree.root, &why);
    }
    if (verdict == WITNESS_COSIGN) {
        if (checkpoint.size > tree.size || !find_tree(cosigner->trees, cosigner->count, tree.origin)) {
            tree.size = checkpoint.size;
            memcpy(tree.root, checkpoint.root, sizeof tree.root);
            if (!write_trees(cosigner, &tree, err))
                return false;
        }
        if (!note_sign(&cosigner->key, note.text, (uint64_t)time(NULL), line, err))
            return false;
    } else {
        buffer_append_string(line, why.detail);
    }
    *out = (struct cosigner_answer){
        .kind = COSIGNER_VERDICT, .verdict = verdict, .size = tree.size, .text = buffer_bytes(line)};
    return true;
}

static bool answer(struct cosigner *cosigner, const struct cosigner_request *request, struct buffer *line,
                   struct cosigner_answer *out, struct error *err)
{
    if (!load(cosigner, err))
        return false;
    if (request->kind == COSIGNER_COSIGN)
        return cosign(cosigner, request, line, out, err);
    *out = (struct cosigner_answer){.kind = COSIGNER_READY};
    memcpy(out->public_key, cosigner->key.key.public_key, sizeof out->public_key);
    return true;
}

/* False ends the process: the socket is not to be used any more. What cannot be cosigned for reasons of this
 * side (a full disk, a damaged file) can be asked for again. */
static bool serve(struct cosigner *cosigner, int fd, struct buffer *body, bool *end, struct error *err)
{
    struct cosigner_request request;
    if (!frame_read(fd, COSIGNER_FRAME_MAX_BYTES, body, end, err))
        return false;
    if (*end)
        return true;
    struct buffer line = {0};
    struct cosigner_answer reply;
    struct error why;
    if (!cosigner_request_parse(buffer_bytes(body), &request, &why) ||
        !answer(cosigner, &request, &line, &reply, &why))
        reply = (struct cosigner_answer){.kind = COSIGNER_BROKEN, .text = bytes_of_string(why.detail)};
    body->len = 0;
    cosigner_answer_append(&reply, body);
    bool written = frame_write(fd, buffer_bytes(body), err);
    buffer_clear(&line);
    return written;
}

int cosigner_main(int fd, const struct config *config)
{
    struct cosigner cosigner = {.config = config};
    struct arena arena = {0};
    struct buffer body = {0};
    struct error err = {0};
    bool end = false, good = true;
    key_holder_confine();
    cosigner.key_path = arena_format(&arena, "%s/%s", config->data_folder, COSIGNER_KEY_FILE);
    cosigner.tree_path = arena_format(&arena, "%s/%s", config->data_folder, COSIGNER_TREE_FILE);
    cosigner.trees = allocate(TREES_MAX, sizeof *cosigner.trees);
    while (good && !end)
        good = serve(&cosigner, fd, &body, &end, &err);
    if (!good)
        log_error("cosigner-stops", LOG_TEXT("detail", err.detail));
    note_signer_wipe(&cosigner.key);
    free(cosigner.trees);
    buffer_clear(&body);
    arena_clear(&arena);
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* ---- the other end ---- */

static bool ask(int fd, const struct cosigner_request *request, enum cosigner_answer_kind expected,
                struct buffer *body, struct cosigner_answer *out, struct error *err)
{
    struct error detail;
    body->len = 0;
    cosigner_request_append(request, body);
    if (!frame_write(fd, buffer_bytes(body), err) ||
        !frame_read(fd, COSIGNER_FRAME_MAX_BYTES, body, NULL, err))
        return false;
    if (!cosigner_answer_parse(buffer_bytes(body), out, &detail))
        return error_broken(err, "cosigner", "%s", detail.detail);
    if (out->kind == COSIGNER_BROKEN)
        return error_broken(err, "cosigner", "%.*s", (int)out->text.len, (const char *)out->text.data);
    return out->kind == expected || error_broken(err, "cosigner", "the cosigner answers something else");
}

bool cosigner_hello(int fd, const char *name, struct note_key *out, struct error *err)
{
    struct buffer body = {0};
    struct cosigner_answer answer;
    bool done =
        ask(fd, &(struct cosigner_request){.kind = COSIGNER_HELLO}, COSIGNER_READY, &body, &answer, err) &&
        note_key_init(out, name, NOTE_COSIGNATURE, answer.public_key, err);
    buffer_clear(&body);
    return done;
}

void cosigner_verdict_clear(struct cosigner_verdict *verdict)
{
    buffer_clear(&verdict->text);
    *verdict = (struct cosigner_verdict){0};
}

bool cosigner_cosign(int fd, uint64_t size, const uint8_t root[MERKLE_HASH_BYTES], struct bytes body,
                     struct cosigner_verdict *out, struct error *err)
{
    struct cosigner_request request = {.kind = COSIGNER_COSIGN, .size = size, .body = body};
    struct buffer frame = {0};
    struct cosigner_answer answer;
    memcpy(request.root, root, sizeof request.root);
    bool done = ask(fd, &request, COSIGNER_VERDICT, &frame, &answer, err);
    if (done) {
        *out = (struct cosigner_verdict){.verdict = answer.verdict, .size = answer.size};
        buffer_append_bytes(&out->text, answer.text);
    }
    buffer_clear(&frame);
    return done;
}
