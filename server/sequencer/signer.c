// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/sequencer/signer.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/encoding.h"
#include "base/file.h"
#include "record/checkpoint.h"
#include "server/failpoint.h"
#include "server/log.h"
#include "server/sequencer/signer_message.h"

#if defined(__x86_64__)
#define SIGNER_ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define SIGNER_ARCHITECTURE AUDIT_ARCH_AARCH64
#else
#error "name the architecture for seccomp"
#endif

/* The leak checker looks into the process from a thread that it makes at the end. */
#if defined(__SANITIZE_ADDRESS__)
#define SIGNER_IS_CHECKED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SIGNER_IS_CHECKED 1
#endif
#endif
#ifndef SIGNER_IS_CHECKED
#define SIGNER_IS_CHECKED 0
#endif

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

static bool exists(const char *path)
{
    struct stat status;
    return lstat(path, &status) == 0;
}

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

static bool load_key(struct signer *signer, struct error *err)
{
    struct buffer seed = {0};
    bool done = file_read(signer->key_path, crypto_sign_SEEDBYTES, &seed, err);
    if (done && seed.len != crypto_sign_SEEDBYTES)
        done = error_broken(err, "signer", "%s must be %u bytes", signer->key_path, crypto_sign_SEEDBYTES);
    if (done)
        done = note_signer_init(&signer->key, signer->origin, NOTE_ED25519, seed.data, err);
    buffer_wipe(&seed);
    return done;
}

static bool make_key(struct signer *signer, struct error *err)
{
    uint8_t seed[crypto_sign_SEEDBYTES];
    randombytes_buf(seed, sizeof seed);
    bool done = file_write(signer->key_path, bytes_of(seed, sizeof seed), 0600, err);
    sodium_memzero(seed, sizeof seed);
    return done;
}

/* Read what there is; no signer file is not an error. */
static bool load(struct signer *signer, struct error *err)
{
    if (signer->ready || !exists(signer->tree_path))
        return true;
    if (!exists(signer->key_path))
        return error_broken(err, "signer", "%s is there but the key of the log, %s, is missing; restore it",
                            signer->tree_path, signer->key_path);
    if (!load_key(signer, err) || !open_tree_file(signer, err))
        return false;
    signer->ready = true;
    return true;
}

static bool create(struct signer *signer, struct error *err)
{
    if (exists(signer->tree_path))
        return error_broken(err, "signer", "%s is already there", signer->tree_path);
    if (!exists(signer->key_path) && !make_key(signer, err))
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
    if (!signer_frame_read(fd, body, end, err))
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
    bool written = signer_frame_write(fd, buffer_bytes(body), good ? err : NULL);
    buffer_clear(&note);
    return good && written;
}

/* No connections, no other programs or processes, no looking into others. (The numbers of another
 * architecture mean something else, so they are forbidden altogether.) A kernel without this is not a reason
 * to stop. */
static void forbid_calls(void)
{
    static const unsigned forbidden[] = {
        SYS_socket,
        SYS_connect,
        SYS_bind,
        SYS_listen,
        SYS_accept4,
        SYS_execve,
        SYS_execveat,
        SYS_process_vm_readv,
        SYS_process_vm_writev,
#ifdef SYS_fork
        SYS_fork,
        SYS_vfork,
#endif
#if !SIGNER_IS_CHECKED
        SYS_clone,
        SYS_clone3,
        SYS_ptrace,
#endif
    };
    enum { COUNT = sizeof forbidden / sizeof *forbidden };
    struct sock_filter code[COUNT + 5] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SIGNER_ARCHITECTURE, 0, COUNT + 2),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
    };
    for (unsigned i = 0; i < COUNT; i++)
        code[3 + i] =
            (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, forbidden[i], (uint8_t)(COUNT - i), 0);
    code[COUNT + 3] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    code[COUNT + 4] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM);
    struct sock_fprog program = {.len = COUNT + 5, .filter = code};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
        prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0)
        log_warning("signer-not-confined", LOG_TEXT("reason", strerror(errno)));
}

/* What this process never needs. Signals that ask the whole family to stop must not end it before the last
 * batch is signed: it ends when the other side of its socket is closed. */
static void drop_rights(void)
{
    const struct rlimit none = {0, 0};
    signal(SIGTERM, SIG_IGN);
    signal(SIGINT, SIG_IGN);
    if (!SIGNER_IS_CHECKED) {
        prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
        setrlimit(RLIMIT_NPROC, &none);
    }
    setrlimit(RLIMIT_CORE, &none);
    forbid_calls();
}

int signer_main(int fd, const struct config *config)
{
    struct signer signer = {.origin = config->origin, .file = -1};
    struct arena arena = {0};
    struct buffer body = {0};
    struct error err = {0};
    bool end = false, good = true;
    drop_rights();
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
