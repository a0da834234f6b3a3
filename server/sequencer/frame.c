// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/sequencer/frame.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/read.h"

enum { FRAME_HEADER_BYTES = 4 };

static bool write_all(int fd, const uint8_t *data, size_t len, struct error *err)
{
    while (len > 0) {
        ssize_t written = send(fd, data, len, MSG_NOSIGNAL);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return error_broken(err, "signer", "writing to the signer's socket: %s", strerror(errno));
        data += written;
        len -= (size_t)written;
    }
    return true;
}

/* Sets *done to what was read before the other side closed. */
static bool read_all(int fd, uint8_t *data, size_t len, size_t *done, struct error *err)
{
    size_t have = 0;
    while (have < len) {
        ssize_t got = read(fd, data + have, len - have);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return error_broken(err, "signer", "reading from the signer's socket: %s", strerror(errno));
        if (got == 0)
            break;
        have += (size_t)got;
    }
    *done = have;
    return true;
}

bool frame_write(int fd, struct bytes body, struct error *err)
{
    if (body.len > UINT32_MAX)
        return error_broken(err, "signer", "a message of %zu bytes is too long", body.len);
    struct buffer frame = {0};
    buffer_append_u32(&frame, (uint32_t)body.len);
    buffer_append_bytes(&frame, body);
    bool written = write_all(fd, frame.data, frame.len, err);
    buffer_clear(&frame);
    return written;
}

bool frame_read(int fd, size_t max, struct buffer *body, bool *end, struct error *err)
{
    uint8_t header[FRAME_HEADER_BYTES];
    size_t have;
    if (!read_all(fd, header, sizeof header, &have, err))
        return false;
    if (have == 0 && end) {
        *end = true;
        return true;
    }
    struct reader reader = reader_of(bytes_of(header, have));
    uint32_t len;
    if (!read_u32(&reader, &len))
        return error_broken(err, "signer", "the other side of the signer's socket is gone");
    if (len > max)
        return error_broken(err, "signer", "a message of %u bytes on the signer's socket is too long", len);
    body->len = 0;
    buffer_reserve(body, len);
    if (!read_all(fd, body->data, len, &have, err))
        return false;
    if (have < len)
        return error_broken(err, "signer", "the other side of the signer's socket went away in a message");
    body->len = len;
    if (end)
        *end = false;
    return true;
}
