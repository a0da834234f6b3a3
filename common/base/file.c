/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

bool file_read(const char *path, size_t limit, struct buffer *out, struct error *err)
{
    bool standard_input = strcmp(path, "-") == 0;
    int fd = standard_input ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return error_input(err, "file", "%s: %s", path, strerror(errno));
    size_t start = out->len;
    bool ok = false;
    for (;;) {
        buffer_reserve(out, 65536);
        ssize_t n = read(fd, out->data + out->len, out->capacity - out->len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            error_input(err, "file", "%s: %s", path, strerror(errno));
            goto out;
        }
        if (n == 0)
            break;
        out->len += (size_t)n;
        if (out->len - start > limit) {
            error_input(err, "file", "%s: larger than %zu bytes", path, limit);
            goto out;
        }
    }
    ok = true;
out:
    if (!ok)
        out->len = start;
    if (!standard_input)
        close(fd);
    return ok;
}

static bool write_all(int fd, struct bytes content)
{
    while (content.len) {
        ssize_t n = write(fd, content.data, content.len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        content.data += n;
        content.len -= (size_t)n;
    }
    return true;
}

static bool sync_folder_of(const char *path)
{
    char *copy = duplicate_string(path);
    int fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    free(copy);
    if (fd < 0)
        return false;
    bool ok = fsync(fd) == 0;
    close(fd);
    return ok;
}

/* A device or a pipe: renaming a file over it would destroy it. */
static bool is_special(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode);
}

static bool write_special(const char *path, struct bytes content, struct error *err)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    bool written = fd >= 0 && write_all(fd, content);
    int saved = errno;
    if (fd >= 0)
        close(fd);
    return written || error_temporary(err, "file", "%s: %s", path, strerror(saved));
}

/* Give the finished file its name; `once`: unless there is one already. */
static bool place(const char *name, const char *path, bool once)
{
    bool placed =
        once ? (link(name, path) == 0 || errno == EEXIST) && unlink(name) == 0 : rename(name, path) == 0;
    return placed && sync_folder_of(path);
}

static bool write_file(const char *path, struct bytes content, mode_t mode, bool once, struct error *err)
{
    struct buffer temporary = {0};
    buffer_append_format(&temporary, "%s.XXXXXX", path);
    char *name = buffer_string(&temporary);
    bool ok = false;
    int fd = mkostemp(name, O_CLOEXEC);
    if (fd < 0) {
        error_temporary(err, "file", "%s: %s", path, strerror(errno));
        goto out;
    }
    bool written = fchmod(fd, mode) == 0 && write_all(fd, content) && fsync(fd) == 0;
    int saved = errno;
    if (close(fd) != 0 && written) {
        written = false;
        saved = errno;
    }
    if (written && !place(name, path, once)) {
        written = false;
        saved = errno;
    }
    if (!written) {
        unlink(name);
        error_temporary(err, "file", "%s: %s", path, strerror(saved));
        goto out;
    }
    ok = true;
out:
    buffer_clear(&temporary);
    return ok;
}

bool file_write(const char *path, struct bytes content, mode_t mode, struct error *err)
{
    return is_special(path) ? write_special(path, content, err) : write_file(path, content, mode, false, err);
}

bool file_write_once(const char *path, struct bytes content, mode_t mode, struct error *err)
{
    return write_file(path, content, mode, true, err);
}

bool file_rename(const char *from, const char *path, struct error *err)
{
    return place(from, path, false) || error_temporary(err, "file", "%s: %s", path, strerror(errno));
}

bool file_make_folder(const char *path, struct error *err)
{
    char *copy = duplicate_string(path);
    bool ok = true;
    for (char *p = copy + 1; ok; p++) {
        if (*p != '/' && *p != 0)
            continue;
        char saved = *p;
        *p = 0;
        if (mkdir(copy, 0755) != 0 && errno != EEXIST)
            ok = error_input(err, "file", "%s: %s", copy, strerror(errno));
        *p = saved;
        if (!saved)
            break;
    }
    free(copy);
    return ok;
}
