/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The door for pictures from outside: the container of a WebP or JPEG file and nothing but a picture in it.
 * No pixel is decoded here; browsers do that, in their sandbox. What is let in has no place for metadata:
 *
 *     WebP   RIFF(size) WEBP, then one chunk VP8 or VP8L with its padding, to the last byte. No VP8X, and so
 * no EXIF, XMP, ICCP, ALPH or ANIM. JPEG   SOI, then DQT, DHT, DRI, one JFIF APP0 without a thumbnail, one
 * SOF0 or SOF2 (8 bits, 1 or 3 components), 1 to 16 scans, EOI as the last two bytes. No other APPn, no COM,
 * no fill bytes, and every segment is exactly as long as what it holds.
 */
#ifndef FOLKMOOT_SERVER_RESOURCES_PICTURE_FILE_H
#define FOLKMOOT_SERVER_RESOURCES_PICTURE_FILE_H

#include "base/buffer.h"
#include "base/error.h"

enum { PICTURE_BYTES_MAX = 256 << 10, PICTURE_SIDE_MAX = 2048 };

enum picture_type { PICTURE_WEBP, PICTURE_JPEG, PICTURE_TYPES };

struct picture_file {
    enum picture_type type;
    unsigned width, height; /* 1 to PICTURE_SIDE_MAX */
};

/* ERROR_INPUT "picture" says what is not taken. */
MUST_CHECK bool picture_file_read(struct bytes file, struct picture_file *out, struct error *err);

/* "webp", "jpg": as names of pictures end. */
extern const char *const picture_extensions[PICTURE_TYPES];

#endif
