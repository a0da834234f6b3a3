/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tools/program.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

bool program_start(const char *const *arguments, const char *log, pid_t *out, struct error *err)
{
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, log, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO);
    int failed =
        posix_spawnp(out, arguments[0], &actions, NULL, (char *const *)(uintptr_t)arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    return !failed || error_input(err, failed == ENOENT ? "not-found" : "program", "%s: %s", arguments[0],
                                  strerror(failed));
}

int program_wait(pid_t pid)
{
    int status;
    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR)
            return -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

bool program_sibling(const char *name, char out[PATH_MAX], struct error *err)
{
    char self[PATH_MAX];
    ssize_t len = readlink("/proc/self/exe", self, sizeof self - 1);
    if (len < 0)
        return error_input(err, "file", "this program does not find itself");
    self[len] = '\0';
    return snprintf(out, PATH_MAX, "%s/%s", dirname(self), name) < PATH_MAX ||
           error_input(err, "file", "the path of this program is too long");
}
