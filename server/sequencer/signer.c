// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/sequencer/signer.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/encoding.h"
#include "base/file.h"
#include "record/checkpoint.h"
#include "server/failpoint.h"
#include "server/log.h"
#include "server/sequencer/frame.h"
#include "server/sequencer/key_holder.h"
#include "server/sequencer/signer_message.h"

enum {
    LINE_MAX_BYTES = 20 + 1 + 2 * MERKLE_HASH_BYTES + 1,
    TAIL_BYTES = 4 * LINE_MAX_BYTES,
    COMPACT_BYTES = 1 << 20, /* a longer file is cut down to its last line at the start */
};

struct signer {
    const char *origin;
    char *key_path, *tree_path;
    bool ready;
    int file; /* the signer file, opened for appending; -1 before `ready` */
    uint64_t size;
    uint8_t root[MERKLE_HASH_BYTES];
    struct note_signer key;
};

static void append_line(uint64_t size, const uint8_t root[MERKLE_HASH_BYTES], struct buffer *out)
{
    buffer_append_format(out, "%" PRIu64 " ", size);
    hex_append(out, bytes_of(root, MERKLE_HASH_BYTES));
    buffer_append_u8(out, '\n');
}

/* Without the line feed. */
static bool parse_line(struct bytes line, uint64_t *size, uint8_t root[MERKLE_HASH_BYTES])
{
    const uint8_t *space = line.len ? memchr(line.data, ' ', line.len) : NULL;
    if (!space)
        return false;
    size_t digits = (size_t)(space - line.data);
    return decimal_decode_u64(bytes_of(line.data, digits), size) &&
           hex_decode_exact(bytes_of(space + 1, line.len - digits - 1), root, MERKLE_HASH_BYTES);
}

/* The last complete line of the file; *end is where it ends. */
static bool read_last_line(int file, uint64_t *size, uint8_t root[MERKLE_HASH_BYTES], off_t *end)
{
    struct stat status;
    if (fstat(file, &status) != 0)
        return false;
    uint8_t tail[TAIL_BYTES];
    off_t start = status.st_size > TAIL_BYTES ? status.st_size - TAIL_BYTES : 0;
    ssize_t len = pread(file, tail, sizeof tail, start);
    if (len != status.st_size - start)
        return false;
    const uint8_t *feed = len ? memrchr(tail, '\n', (size_t)len) : NULL;
    if (!feed)
        return false;
    const uint8_t *before = feed > tail ? memrchr(tail, '\n', (size_t)(feed - tail)) : NULL;
    const uint8_t *line = before ? before + 1 : tail;
    *end = start + (feed + 1 - tail);
    return parse_line(bytes_of(line, (size_t)(feed - line)), size, root);
}

static bool open_tree_file(struct signer *signer, struct error *err)
{
    int file = open(signer->tree_path, O_RDWR | O_APPEND | O_CLOEXEC | O_NOFOLLOW);
    if (file < 0)
        return error_broken(err, "signer", "%s: %s", signer->tree_path, strerror(errno));
    off_t end;
    if (!read_last_line(file, &signer->size, signer->root, &end)) {
        close(file);
        return error_broken(err, "signer", "%s has no complete last line \"size root\"; it is damaged",
                            signer->tree_path);
    }
    if (end > COMPACT_BYTES) {
        struct buffer line = {0};
        close(file);
        append_line(signer->size, signer->root, &line);
        bool written = file_write(signer->tree_path, buffer_bytes(&line), 0600, err);
        buffer_clear(&line);
        return written && open_tree_file(signer, err);
    }
    /* What a torn line would have promised never left. */
    if (ftruncate(file, end) != 0 || fsync(file) != 0) {
        error_broken(err, "signer", "%s: %s", signer->tree_path, strerror(errno));
        close(file);
        return false;
    }
    signer->file = file;
    return true;
}

/* Read what there is; no signer file is not an error. */
static bool load(struct signer *signer, struct error *err)
{
    if (signer->ready || !key_holder_exists(signer->tree_path))
        return true;
    if (!key_holder_exists(signer->key_path))
        return error_broken(err, "signer", "%s is there but the key of the log, %s, is missing; restore it",
                            signer->tree_path, signer->key_path);
    if (!key_holder_load(signer->key_path, signer->origin, NOTE_ED25519, &signer->key, err) ||
        !open_tree_file(signer, err))
        return false;
    signer->ready = true;
    return true;
}

static bool create(struct signer *signer, struct error *err)
{
    if (key_holder_exists(signer->tree_path))
        return error_broken(err, "signer", "%s is already there", signer->tree_path);
    if (!key_holder_exists(signer->key_path) && !key_holder_make(signer->key_path, err))
        return false;
    struct buffer line = {0};
    uint8_t empty[MERKLE_HASH_BYTES];
    merkle_hash_empty(empty);
    append_line(0, empty, &line);
    bool done = file_write(signer->tree_path, buffer_bytes(&line), 0600, err) && load(signer, err);
    buffer_clear(&line);
    return done;
}

/* The line is on the disk, or nothing is ever signed again: after a failed fsync nobody knows. */
static bool write_line(struct signer *signer, uint64_t size, const uint8_t root[MERKLE_HASH_BYTES],
                       struct error *err)
{
    struct buffer line = {0};
    append_line(size, root, &line);
    bool done = failpoint("signer-before-fsync", err);
    if (done &&
        (write(signer->file, line.data, line.len) != (ssize_t)line.len || fdatasync(signer->file) != 0))
        done = error_broken(err, "signer", "%s: %s", signer->tree_path, strerror(errno));
    done = done && failpoint("signer-after-fsync", err);
    buffer_clear(&line);
    return done;
}

static bool sign(struct signer *signer, const struct signer_request *request, struct buffer *note,
                 struct error *err)
{
    if (!signer->ready)
        return error_broken(err, "signer", "there is no signer file");
    if (request->old_size != signer->size)
        return error_broken(err, "signer", "the last tree signed has %" PRIu64 " entries, not %" PRIu64,
                            signer->size, request->old_size);
    if (!merkle_verify_consistency(signer->size, signer->root, request->size, request->root, &request->proof))
        return error_broken(err, "signer",
                            "the tree of %" PRIu64 " entries does not extend the last of %" PRIu64,
                            request->size, signer->size);
    if (request->size != signer->size) {
        if (!write_line(signer, request->size, request->root, err))
            return false;
        signer->size = request->size;
        memcpy(signer->root, request->root, sizeof signer->root);
    }
    struct checkpoint checkpoint = {.size = request->size};
    memcpy(checkpoint.root, request->root, sizeof checkpoint.root);
    /* note_signer_init() has checked the length. */
    memcpy(checkpoint.origin, signer->origin, strlen(signer->origin) + 1);
    return checkpoint_sign(&checkpoint, &signer->key, note, err);
}

static bool answer(struct signer *signer, const struct signer_request *request, struct buffer *note,
                   struct signer_answer *out, struct error *err)
{
    switch (request->kind) {
    case SIGNER_SIGN:
        if (!sign(signer, request, note, err))
            return false;
        *out = (struct signer_answer){.kind = SIGNER_NOTE, .text = buffer_bytes(note)};
        return true;
    case SIGNER_CREATE:
        if (!create(signer, err))
            return false;
        break;
    case SIGNER_HELLO:
        if (!load(signer, err))
            return false;
        break;
    }
    *out = (struct signer_answer){.kind = SIGNER_STATE, .ready = signer->ready, .size = signer->size};
    memcpy(out->root, signer->root, sizeof out->root);
    memcpy(out->public_key, signer->key.key.public_key, sizeof out->public_key);
    return true;
}

/* False ends the process: after a refusal nothing is signed any more. */
static bool serve(struct signer *signer, int fd, struct buffer *body, bool *end, struct error *err)
{
    struct signer_request request;
    if (!frame_read(fd, SIGNER_FRAME_MAX_BYTES, body, end, err))
        return false;
    if (*end)
        return true;
    struct buffer note = {0};
    struct signer_answer reply;
    bool good = signer_request_parse(buffer_bytes(body), &request, err) &&
                answer(signer, &request, &note, &reply, err);
    if (!good)
        reply = (struct signer_answer){.kind = SIGNER_REFUSED, .text = bytes_of_string(err->detail)};
    body->len = 0;
    signer_answer_append(&reply, body);
    bool written = frame_write(fd, buffer_bytes(body), good ? err : NULL);
    buffer_clear(&note);
    return good && written;
}

int signer_main(int fd, const struct config *config)
{
    struct signer signer = {.origin = config->origin, .file = -1};
    struct arena arena = {0};
    struct buffer body = {0};
    struct error err = {0};
    bool end = false, good = true;
    key_holder_confine();
    signer.key_path = arena_format(&arena, "%s/%s", config->data_folder, SIGNER_KEY_FILE);
    signer.tree_path = arena_format(&arena, "%s/%s", config->data_folder, SIGNER_TREE_FILE);
    while (good && !end)
        good = serve(&signer, fd, &body, &end, &err);
    if (!good)
        log_error("signer-stops", LOG_TEXT("detail", err.detail));
    if (signer.file >= 0)
        close(signer.file);
    note_signer_wipe(&signer.key);
    buffer_clear(&body);
    arena_clear(&arena);
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
