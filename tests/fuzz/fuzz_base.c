/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The strict text encodings: whatever a decoder accepts, its encoder writes back byte for byte.
 */
#include <stdlib.h>

#include "base/encoding.h"

static void same(const struct buffer *text, struct bytes input)
{
    if (!bytes_equal(buffer_bytes(text), input))
        abort();
}

static void check_base64(struct bytes input)
{
    struct buffer decoded = {0}, text = {0};
    if (base64url_decode(input, &decoded)) {
        if (base64url_length(decoded.len) != input.len)
            abort();
        base64url_append(&text, buffer_bytes(&decoded));
        same(&text, input);
    }
    buffer_clear(&text);
    buffer_clear(&decoded);
    if (base64_decode(input, &decoded)) {
        base64_append(&text, buffer_bytes(&decoded));
        same(&text, input);
    }
    buffer_clear(&text);
    buffer_clear(&decoded);
}

static void check_hex(struct bytes input)
{
    uint8_t decoded[32];
    struct buffer text = {0};
    if (hex_decode_exact(input, decoded, sizeof decoded)) {
        hex_append(&text, bytes_of(decoded, sizeof decoded));
        same(&text, input);
    }
    buffer_clear(&text);
}

static void check_decimal(struct bytes input)
{
    uint64_t value;
    struct buffer text = {0};
    if (decimal_decode_u64(input, &value)) {
        buffer_append_format(&text, "%llu", (unsigned long long)value);
        same(&text, input);
    }
    buffer_clear(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bytes input = bytes_of(data, size);
    check_base64(input);
    check_hex(input);
    check_decimal(input);
    /* A character more makes well-formed text no less so, and half a character makes it wrong. */
    struct buffer text = {0};
    buffer_append_bytes(&text, input);
    buffer_append_string(&text, "\xc3");
    if (utf8_is_valid(buffer_bytes(&text)))
        abort();
    buffer_append_string(&text, "\xa9");
    if (utf8_is_valid(buffer_bytes(&text)) != utf8_is_valid(input))
        abort();
    buffer_clear(&text);
    return 0;
}
