// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/failpoint.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/file.h"

enum { PATH_BYTES = 4096, ACTION_BYTES_MAX = 64, POLL_NS = 2000000 };

static const char *failpoint_folder;

void failpoint_start(const char *folder)
{
    failpoint_folder = *folder ? folder : NULL;
}

static bool exists(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0;
}

static bool pause_until_gone(const char *path, struct error *err)
{
    char reached[PATH_BYTES + sizeof ".reached"];
    snprintf(reached, sizeof reached, "%s.reached", path);
    if (!file_write(reached, bytes_of(NULL, 0), 0600, err))
        return false;
    while (exists(path))
        nanosleep(&(struct timespec){.tv_nsec = POLL_NS}, NULL);
    unlink(reached);
    return true;
}

static bool act(const char *name, struct error *err)
{
    char path[PATH_BYTES];
    if (snprintf(path, sizeof path, "%s/%s", failpoint_folder, name) >= (int)sizeof path || !exists(path))
        return true;
    struct buffer content = {0};
    bool go_on = true;
    /* The file may be removed at any moment: then there is no failpoint. */
    if (!file_read(path, ACTION_BYTES_MAX, &content, NULL))
        goto out;
    char *action = buffer_string(&content);
    action[strcspn(action, "\n")] = '\0';
    if (strcmp(action, "crash") == 0)
        abort();
    if (strcmp(action, "pause") == 0) {
        go_on = pause_until_gone(path, err);
    } else if (strcmp(action, "error") == 0 || strcmp(action, "error-once") == 0) {
        if (action[strlen("error")])
            unlink(path);
        go_on = error_temporary(err, "failpoint", "failpoint %s", name);
    } else {
        go_on = error_broken(err, "failpoint", "failpoint %s: no such action", name);
    }
out:
    buffer_clear(&content);
    return go_on;
}

bool failpoint(const char *name, struct error *err)
{
    return !failpoint_folder || act(name, err);
}
