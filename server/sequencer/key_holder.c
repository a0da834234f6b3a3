// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/sequencer/key_holder.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include "base/file.h"
#include "server/log.h"

#if defined(__x86_64__)
#define KEY_HOLDER_ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define KEY_HOLDER_ARCHITECTURE AUDIT_ARCH_AARCH64
#else
#error "name the architecture for seccomp"
#endif

/* The leak checker looks into the process from a thread that it makes at the end. */
#if defined(__SANITIZE_ADDRESS__)
#define KEY_HOLDER_IS_CHECKED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define KEY_HOLDER_IS_CHECKED 1
#endif
#endif
#ifndef KEY_HOLDER_IS_CHECKED
#define KEY_HOLDER_IS_CHECKED 0
#endif

bool key_holder_exists(const char *path)
{
    struct stat status;
    return lstat(path, &status) == 0;
}

bool key_holder_load(const char *path, const char *name, enum note_key_type type, struct note_signer *out,
                     struct error *err)
{
    struct buffer seed = {0};
    bool done = file_read(path, crypto_sign_SEEDBYTES, &seed, err);
    if (done && seed.len != crypto_sign_SEEDBYTES)
        done = error_broken(err, "signer", "%s must be %u bytes", path, crypto_sign_SEEDBYTES);
    if (done)
        done = note_signer_init(out, name, type, seed.data, err);
    buffer_wipe(&seed);
    return done;
}

bool key_holder_make(const char *path, struct error *err)
{
    uint8_t seed[crypto_sign_SEEDBYTES];
    randombytes_buf(seed, sizeof seed);
    bool done = file_write(path, bytes_of(seed, sizeof seed), 0600, err);
    sodium_memzero(seed, sizeof seed);
    return done;
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
#if !KEY_HOLDER_IS_CHECKED
        SYS_clone,
        SYS_clone3,
        SYS_ptrace,
#endif
    };
    enum { COUNT = sizeof forbidden / sizeof *forbidden };
    struct sock_filter code[COUNT + 5] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, KEY_HOLDER_ARCHITECTURE, 0, COUNT + 2),
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
        log_warning("key-holder-not-confined", LOG_TEXT("reason", strerror(errno)));
}

/* What this process never needs. Signals that ask the whole family to stop must not end it before the last
 * batch is signed: it ends when the other side of its socket is closed. */
void key_holder_confine(void)
{
    const struct rlimit none = {0, 0};
    signal(SIGTERM, SIG_IGN);
    signal(SIGINT, SIG_IGN);
    if (!KEY_HOLDER_IS_CHECKED) {
        prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
        setrlimit(RLIMIT_NPROC, &none);
    }
    setrlimit(RLIMIT_CORE, &none);
    forbid_calls();
}
