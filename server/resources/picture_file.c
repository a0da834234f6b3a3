// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/resources/picture_file.h"

#include "base/read.h"

const char *const picture_extensions[PICTURE_TYPES] = {[PICTURE_WEBP] = "webp", [PICTURE_JPEG] = "jpg"};

static bool refuse(struct error *err, const char *why)
{
    return error_input(err, "picture", "the picture is not taken: %s", why);
}

static bool set_size(struct picture_file *out, enum picture_type type, unsigned width, unsigned height,
                     struct error *err)
{
    if (width < 1 || height < 1 || width > PICTURE_SIDE_MAX || height > PICTURE_SIDE_MAX)
        return error_input(err, "picture", "the picture is not taken: its sides must have 1 to %d pixels",
                           PICTURE_SIDE_MAX);
    *out = (struct picture_file){type, width, height};
    return true;
}

/* ---- WebP (RFC 9649) ---- */

enum { RIFF_HEAD_BYTES = 12, CHUNK_HEAD_BYTES = 8 };

static uint32_t little_endian(const uint8_t *data, size_t len)
{
    uint32_t value = 0;
    while (len-- > 0)
        value = value << 8 | data[len];
    return value;
}

/* A key frame that is shown, not to be scaled (RFC 6386 section 9.1). */
static bool read_vp8(struct bytes data, struct picture_file *out, struct error *err)
{
    enum { HEAD_BYTES = 10 };
    if (data.len < HEAD_BYTES)
        return refuse(err, "its VP8 frame is cut off");
    uint32_t tag = little_endian(data.data, 3), width = little_endian(data.data + 6, 2),
             height = little_endian(data.data + 8, 2);
    bool is_key = !(tag & 1), is_shown = tag >> 4 & 1;
    unsigned version = tag >> 1 & 7;
    if (!is_key || !is_shown || version > 3 || memcmp(data.data + 3, "\x9d\x01\x2a", 3) != 0)
        return refuse(err, "its VP8 frame is no key frame");
    if (tag >> 5 > data.len - HEAD_BYTES)
        return refuse(err, "its VP8 frame is cut off");
    return set_size(out, PICTURE_WEBP, width, height, err); /* what is above 14 bits asks for scaling */
}

static bool read_vp8l(struct bytes data, struct picture_file *out, struct error *err)
{
    enum { HEAD_BYTES = 5 };
    if (data.len <= HEAD_BYTES || data.data[0] != 0x2f)
        return refuse(err, "its VP8L stream has no head");
    uint32_t head = little_endian(data.data + 1, 4);
    if (head >> 29 != 0)
        return refuse(err, "its VP8L stream is of another version");
    return set_size(out, PICTURE_WEBP, (head & 0x3fff) + 1, (head >> 14 & 0x3fff) + 1, err);
}

static bool read_webp(struct bytes file, struct picture_file *out, struct error *err)
{
    if (file.len < RIFF_HEAD_BYTES + CHUNK_HEAD_BYTES)
        return refuse(err, "it is cut off");
    uint32_t riff = little_endian(file.data + 4, 4), len = little_endian(file.data + 16, 4);
    size_t room = file.len - RIFF_HEAD_BYTES - CHUNK_HEAD_BYTES;
    const uint8_t *kind = file.data + RIFF_HEAD_BYTES, *data = kind + CHUNK_HEAD_BYTES;
    bool is_lossy = memcmp(kind, "VP8 ", 4) == 0;
    if (memcmp(file.data + 8, "WEBP", 4) != 0 || (!is_lossy && memcmp(kind, "VP8L", 4) != 0))
        return refuse(err, "a WebP file must begin with its VP8 or VP8L chunk, without metadata");
    if (riff != file.len - 8 || len > room || room - len != (len & 1))
        return refuse(err, "something stands behind its VP8 or VP8L chunk, or is missing there");
    if (len & 1 && data[len] != 0)
        return refuse(err, "its padding is not zero");
    return (is_lossy ? read_vp8 : read_vp8l)(bytes_of(data, len), out, err);
}

/* ---- JPEG (ITU-T T.81, T.871) ---- */

enum {
    SOF0 = 0xc0,
    SOF2 = 0xc2,
    DHT = 0xc4,
    RST0 = 0xd0,
    RST7 = 0xd7,
    SOI = 0xd8,
    EOI = 0xd9,
    SOS = 0xda,
    DQT = 0xdb,
    DRI = 0xdd,
    APP0 = 0xe0,
    SCANS_MAX = 16, /* of a progressive one; libjpeg makes 10 */
    COMPONENTS_MAX = 3,
    TABLES = 4,
};

struct jpeg {
    struct picture_file size; /* width 0: no frame yet */
    unsigned components, scans;
    bool has_jfif;
};

/* Tables one after another: head, then 64 values, or 16 counts and as many values as they say. */
static bool read_tables(struct reader segment, bool huffman, struct error *err)
{
    struct bytes counts, values;
    uint8_t head;
    do {
        size_t len = 64;
        if (!read_u8(&segment, &head) || head >> 4 > (huffman ? 1 : 0) || (head & 15) >= TABLES)
            return refuse(err, "a table of it has no proper head");
        if (huffman) {
            if (!read_bytes(&segment, 16, &counts))
                return refuse(err, "a table of it is cut off");
            len = 0;
            for (size_t i = 0; i < counts.len; i++)
                len += counts.data[i];
        }
        if (len > 256 || !read_bytes(&segment, len, &values))
            return refuse(err, "a table of it is too long or cut off");
    } while (!read_done(&segment));
    return true;
}

static bool read_jfif(struct jpeg *jpeg, struct reader segment, struct error *err)
{
    struct bytes name, densities;
    uint16_t thumbnail;
    if (jpeg->has_jfif || !read_bytes(&segment, 5, &name) || memcmp(name.data, "JFIF", 5) != 0 ||
        !read_bytes(&segment, 7, &densities) || !read_u16(&segment, &thumbnail) || thumbnail != 0 ||
        !read_done(&segment))
        return refuse(err, "APP0 may only say JFIF, once and without a thumbnail");
    jpeg->has_jfif = true;
    return true;
}

static bool read_frame(struct jpeg *jpeg, struct reader segment, struct error *err)
{
    uint8_t bits, components;
    uint16_t height, width;
    struct bytes all;
    if (jpeg->components || !read_u8(&segment, &bits) || bits != 8 || !read_u16(&segment, &height) ||
        !read_u16(&segment, &width) || !read_u8(&segment, &components) ||
        (components != 1 && components != COMPONENTS_MAX) || !read_bytes(&segment, 3u * components, &all) ||
        !read_done(&segment))
        return refuse(err, "it must have one frame, of 8 bits and 1 or 3 components");
    jpeg->components = components;
    return set_size(&jpeg->size, PICTURE_JPEG, width, height, err);
}

/* The head of a scan, and what follows up to the next marker that is none of the scan. */
static bool read_scan(struct jpeg *jpeg, struct reader segment, struct reader *file, struct error *err)
{
    uint8_t components;
    struct bytes all, rest = file->rest;
    if (++jpeg->scans > SCANS_MAX || !read_u8(&segment, &components) || components < 1 ||
        components > jpeg->components || !read_bytes(&segment, 2u * components + 3, &all) ||
        !read_done(&segment))
        return refuse(err, "a scan of it has no proper head, or there are too many");
    size_t at = 0;
    for (;; at++) {
        const uint8_t *found = at < rest.len ? memchr(rest.data + at, 0xff, rest.len - at) : NULL;
        if (!found || (at = (size_t)(found - rest.data)) + 1 >= rest.len)
            return refuse(err, "a scan of it does not end");
        uint8_t next = rest.data[at + 1];
        if (next != 0 && (next < RST0 || next > RST7))
            break;
    }
    return (at > 0 && read_bytes(file, at, &all)) || refuse(err, "a scan of it is empty");
}

static bool read_segment(struct jpeg *jpeg, uint8_t marker, struct reader *file, struct error *err)
{
    uint16_t len;
    struct bytes content;
    if (!read_u16(file, &len) || len < 2 || !read_bytes(file, len - 2u, &content))
        return refuse(err, "a segment of it is cut off");
    struct reader segment = reader_of(content);
    switch (marker) {
    case DQT:
    case DHT:
        return read_tables(segment, marker == DHT, err);
    case DRI:
        return content.len == 2 || refuse(err, "its DRI segment has another length");
    case APP0:
        return read_jfif(jpeg, segment, err);
    case SOF0:
    case SOF2:
        return read_frame(jpeg, segment, err);
    case SOS:
        return read_scan(jpeg, segment, file, err);
    default:
        return error_input(err, "picture", "the picture is not taken: it has a segment FF%02X%s", marker,
                           marker >= APP0 ? ", which is metadata" : "");
    }
}

static bool read_jpeg(struct bytes bytes, struct picture_file *out, struct error *err)
{
    struct jpeg jpeg = {0};
    struct reader file = reader_of(bytes_of(bytes.data + 2, bytes.len - 2));
    uint8_t prefix, marker;
    for (;;) {
        if (!read_u8(&file, &prefix) || prefix != 0xff || !read_u8(&file, &marker))
            return refuse(err, "a marker was expected");
        if (marker == EOI)
            break;
        if (!read_segment(&jpeg, marker, &file, err))
            return false;
    }
    if (!read_done(&file))
        return refuse(err, "something stands behind its end");
    if (jpeg.scans == 0)
        return refuse(err, "it has no scan");
    *out = jpeg.size;
    return true;
}

bool picture_file_read(struct bytes file, struct picture_file *out, struct error *err)
{
    if (file.len > PICTURE_BYTES_MAX)
        return error_input(err, "picture", "the picture is not taken: it is longer than %d bytes",
                           PICTURE_BYTES_MAX);
    if (file.len >= 4 && memcmp(file.data, "RIFF", 4) == 0)
        return read_webp(file, out, err);
    if (file.len >= 2 && file.data[0] == 0xff && file.data[1] == SOI)
        return read_jpeg(file, out, err);
    return refuse(err, "it is neither WebP nor JPEG");
}
