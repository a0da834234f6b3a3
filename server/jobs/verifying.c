/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "server/jobs/verifying.h"

#include <signal.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "verify/verify.h"

enum { LOOK_NS = 20 * 1000 * 1000, WHOLE = 100 };

/* Between the two processes. */
struct shared {
    _Atomic size_t percent; /* of one stage; everybody may see it, so it counts nothing */
    bool answered;
    struct report report;
    struct error err; /* when it did not open the bundle */
    bool opened;
};

static void tell(void *context, const char *what, size_t done, size_t total)
{
    struct shared *shared = context;
    (void)what;
    atomic_store(&shared->percent, total ? done * WHOLE / total : 0);
}

_Noreturn static void verify(const struct job *job, const char *path, struct shared *shared)
{
    const struct verify_options options = {.threads = job->work.threads, .engine = ENGINE_DECAF};
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    signal(SIGTERM, SIG_DFL);
    shared->report.progress = tell;
    shared->report.context = shared;
    shared->opened = verify_bundle(path, &options, &shared->report, &shared->err);
    shared->report.progress = NULL;
    shared->report.context = NULL;
    shared->answered = true;
    _exit(0);
}

/* Until the child has ended; false when the job has to stop first. */
static bool wait_for(struct job *job, pid_t child, const struct shared *shared)
{
    const struct timespec pause = {.tv_nsec = LOOK_NS};
    bool going = true;
    while (waitpid(child, NULL, WNOHANG) == 0) {
        if (going && !job->work.progress(job, atomic_load(&shared->percent), WHOLE)) {
            kill(child, SIGKILL);
            going = false;
        }
        nanosleep(&pause, NULL);
    }
    return going && job->work.progress(job, WHOLE, WHOLE);
}

bool verifying_run(struct job *job, const char *path, struct report *out, struct error *err)
{
    struct shared *shared =
        mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED)
        return error_temporary(err, "overloaded", "there is no memory for the verifier");
    pid_t child = fork();
    if (child == 0)
        verify(job, path, shared);
    bool ok = child > 0 || error_temporary(err, "overloaded", "the verifier cannot be started");
    ok = ok && (wait_for(job, child, shared) || error_temporary(err, "waits", "the server is being stopped"));
    ok = ok && (shared->answered || error_broken(err, "internal", "the verifier ended without an answer"));
    if (ok && !shared->opened) {
        if (err)
            *err = shared->err;
        ok = false;
    }
    if (ok)
        *out = shared->report;
    munmap(shared, sizeof *shared);
    return ok;
}
