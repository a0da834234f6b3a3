/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The door for pictures: what is let in has a size, ends where the file ends, and has no room for metadata.
 */
#include <stdlib.h>

#include "server/resources/picture_file.h"

static bool is_taken(struct bytes file)
{
    struct picture_file out;
    return picture_file_read(file, &out, NULL);
}

/* With bytes put in at a place; the length that a RIFF file says of itself fits again. */
static bool is_taken_with(struct bytes file, size_t at, const char *more, size_t len)
{
    struct buffer changed = {0};
    buffer_append(&changed, file.data, at);
    buffer_append(&changed, more, len);
    buffer_append(&changed, file.data + at, file.len - at);
    for (size_t i = 0; changed.data[0] == 'R' && i < 4; i++)
        changed.data[4 + i] = (uint8_t)((changed.len - 8) >> 8 * i);
    bool taken = is_taken(buffer_bytes(&changed));
    buffer_clear(&changed);
    return taken;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bytes file = bytes_of(data, size);
    struct picture_file out;
    struct error err;
    if (!picture_file_read(file, &out, &err)) {
        if (err.class != ERROR_INPUT)
            abort();
        return 0;
    }
    if (out.width < 1 || out.height < 1 || out.width > PICTURE_SIDE_MAX || out.height > PICTURE_SIDE_MAX ||
        size > PICTURE_BYTES_MAX || is_taken(bytes_of(data, size - 1)) ||
        is_taken_with(file, size, "\0\0", 2))
        abort();
    if (out.type == PICTURE_WEBP ? is_taken_with(file, 12, "EXIF\4\0\0\0gps!", 12) ||
                                       is_taken_with(file, size, "EXIF\4\0\0\0gps!", 12)
                                 : is_taken_with(file, 2, "\xff\xe1\0\10Exif\0\0", 10))
        abort();
    return 0;
}
