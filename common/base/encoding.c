/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/encoding.h"

#include <sodium.h>

static void append_variant(struct buffer *out, struct bytes bytes, int variant)
{
    size_t size = sodium_base64_encoded_len(bytes.len, variant);
    buffer_reserve(out, size);
    sodium_bin2base64((char *)out->data + out->len, size, bytes.data, bytes.len, variant);
    out->len += size - 1;
}

/* libsodium refuses foreign characters, wrong padding and non-zero spare bits itself; its end pointer tells
 * whether everything was read. */
static bool decode_variant(struct bytes text, struct buffer *out, int variant)
{
    if (!text.len)
        return true;
    /* libsodium 1.0.18 takes some bytes above 127 for letters (it reads them as negative char). */
    for (size_t i = 0; i < text.len; i++)
        if (text.data[i] > 127)
            return false;
    size_t capacity = text.len / 4 * 3 + 3, len;
    buffer_reserve(out, capacity);
    const char *end;
    if (sodium_base642bin(out->data + out->len, capacity, (const char *)text.data, text.len, NULL, &len, &end,
                          variant) != 0 ||
        end != (const char *)text.data + text.len)
        return false;
    out->len += len;
    return true;
}

void base64url_append(struct buffer *out, struct bytes bytes)
{
    append_variant(out, bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

bool base64url_decode(struct bytes text, struct buffer *out)
{
    return decode_variant(text, out, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

bool base64url_decode_exact(struct bytes text, uint8_t *out, size_t len)
{
    if (text.len != base64url_length(len))
        return false;
    struct buffer decoded = {0};
    bool ok = base64url_decode(text, &decoded) && decoded.len == len;
    if (ok && len)
        memcpy(out, decoded.data, len);
    buffer_wipe(&decoded);
    return ok;
}

void base64_append(struct buffer *out, struct bytes bytes)
{
    append_variant(out, bytes, sodium_base64_VARIANT_ORIGINAL);
}

bool base64_decode(struct bytes text, struct buffer *out)
{
    return decode_variant(text, out, sodium_base64_VARIANT_ORIGINAL);
}

void hex_append(struct buffer *out, struct bytes bytes)
{
    static const char digits[] = "0123456789abcdef";
    buffer_reserve(out, 2 * bytes.len);
    for (size_t i = 0; i < bytes.len; i++) {
        buffer_append_u8(out, (uint8_t)digits[bytes.data[i] >> 4]);
        buffer_append_u8(out, (uint8_t)digits[bytes.data[i] & 15]);
    }
}

static int hex_digit(uint8_t c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return -1;
}

bool hex_decode_exact(struct bytes text, uint8_t *out, size_t len)
{
    if (text.len / 2 != len || text.len % 2)
        return false;
    for (size_t i = 0; i < text.len; i++)
        if (hex_digit(text.data[i]) < 0)
            return false;
    for (size_t i = 0; i < len; i++)
        out[i] = (uint8_t)(hex_digit(text.data[2 * i]) << 4 | hex_digit(text.data[2 * i + 1]));
    return true;
}

bool decimal_decode_u64(struct bytes text, uint64_t *out)
{
    if (!text.len || (text.len > 1 && text.data[0] == '0'))
        return false;
    uint64_t value = 0;
    for (size_t i = 0; i < text.len; i++) {
        uint8_t c = text.data[i];
        if (c < '0' || c > '9' || __builtin_mul_overflow(value, 10u, &value) ||
            __builtin_add_overflow(value, (uint64_t)(c - '0'), &value))
            return false;
    }
    *out = value;
    return true;
}

bool utf8_is_valid(struct bytes text)
{
    const uint8_t *s = text.data, *end = s + text.len;
    while (s < end) {
        uint8_t c = *s;
        size_t more;
        uint32_t code, least;
        if (c < 0x80) {
            s++;
            continue;
        }
        if (c >= 0xC2 && c <= 0xDF) {
            more = 1, code = c & 0x1F, least = 0x80;
        } else if (c >= 0xE0 && c <= 0xEF) {
            more = 2, code = c & 0x0F, least = 0x800;
        } else if (c >= 0xF0 && c <= 0xF4) {
            more = 3, code = c & 0x07, least = 0x10000;
        } else {
            return false;
        }
        if ((size_t)(end - s) <= more)
            return false;
        for (size_t i = 1; i <= more; i++) {
            if ((s[i] & 0xC0) != 0x80)
                return false;
            code = code << 6 | (s[i] & 0x3Fu);
        }
        if (code < least || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF))
            return false;
        s += more + 1;
    }
    return true;
}
