/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tools/jobs.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buffer.h"
#include "tools/tool.h"

enum { BLOCK = 16 /* items for one process: starting one costs as much as a small item */ };

struct job {
    size_t from, to;
    int (*one)(void *context, size_t index);
    void *context;
    pid_t pid; /* -1: could not be started */
    int out, err;
};

static int do_items(const struct job *job)
{
    int status = TOOL_OK;
    for (size_t i = job->from; i < job->to; i++) {
        int one = job->one(job->context, i);
        status = one > status ? one : status;
    }
    return status;
}

static void start(struct job *job)
{
    job->pid = -1;
    job->out = memfd_create("out", 0);
    job->err = memfd_create("err", 0);
    fflush(NULL);
    if (job->out >= 0 && job->err >= 0)
        job->pid = fork();
    if (job->pid != 0)
        return;
    if (dup2(job->out, STDOUT_FILENO) < 0 || dup2(job->err, STDERR_FILENO) < 0)
        _exit(TOOL_FAILED);
    int status = do_items(job);
    _exit(fflush(NULL) == 0 ? status : TOOL_FAILED);
}

static bool copy(int from, FILE *to)
{
    char bytes[1 << 16];
    ssize_t len;
    if (lseek(from, 0, SEEK_SET) < 0)
        return false;
    while ((len = read(from, bytes, sizeof bytes)) > 0)
        if (fwrite(bytes, 1, (size_t)len, to) != (size_t)len)
            return false;
    return len == 0;
}

static int finish(struct job *job)
{
    int ended = 0, status = TOOL_FAILED;
    if (job->pid < 0)
        status = do_items(job); /* no more processes: here, then */
    else if (waitpid(job->pid, &ended, 0) < 0 || !WIFEXITED(ended))
        tool_complain(TOOL_FAILED, "a job died; its results are not complete");
    else
        status = WEXITSTATUS(ended);
    if (job->pid >= 0 && (!copy(job->out, stdout) || !copy(job->err, stderr)))
        status = tool_complain(TOOL_FAILED, "the output of a job is lost");
    if (job->out >= 0)
        close(job->out);
    if (job->err >= 0)
        close(job->err);
    return status;
}

int jobs_run(size_t count, unsigned jobs, int (*one)(void *context, size_t index), void *context)
{
    struct job all = {.to = count, .one = one, .context = context};
    if (jobs <= 1 || count <= 1)
        return do_items(&all);
    struct job *ring = allocate(jobs, sizeof *ring);
    size_t block = count / jobs < BLOCK ? (count + jobs - 1) / jobs : BLOCK;
    size_t blocks = (count + block - 1) / block;
    int status = TOOL_OK;
    for (size_t next = 0, done = 0; done < blocks; done++) {
        for (; next < blocks && next < done + jobs; next++) {
            struct job *job = &ring[next % jobs];
            *job = all;
            job->from = next * block;
            job->to = (next + 1) * block < count ? (next + 1) * block : count;
            start(job);
        }
        int ended = finish(&ring[done % jobs]);
        status = ended > status ? ended : status;
    }
    free(ring);
    return status;
}
