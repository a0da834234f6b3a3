/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "record/sums.h"

#include "base/encoding.h"

enum { HASH_DIGITS = 2 * crypto_hash_sha256_BYTES };

void sums_append(struct buffer *out, const char *name, const uint8_t hash[crypto_hash_sha256_BYTES])
{
    hex_append(out, bytes_of(hash, crypto_hash_sha256_BYTES));
    buffer_append_format(out, "  %s\n", name);
}

bool sums_next(struct bytes *text, struct sums_line *line, struct error *err)
{
    const uint8_t *end = memchr(text->data, '\n', text->len);
    size_t len = end ? (size_t)(end - text->data) : 0;
    struct sums_line next = {0};
    if (len <= HASH_DIGITS + 2 || len - HASH_DIGITS - 2 > BUNDLE_MAX_NAME_BYTES ||
        !hex_decode_exact(bytes_of(text->data, HASH_DIGITS), next.hash, sizeof next.hash) ||
        memcmp(text->data + HASH_DIGITS, "  ", 2) != 0)
        return error_input(err, "bad-sums", "a line of SHA256SUMS is not a hash, two spaces and a name");
    memcpy(next.name, text->data + HASH_DIGITS + 2, len - HASH_DIGITS - 2);
    if (strlen(next.name) != len - HASH_DIGITS - 2 || !bundle_name_is_valid(next.name))
        return error_input(err, "bad-sums", "SHA256SUMS holds a name that a bundle cannot have");
    if (strcmp(next.name, line->name) <= 0)
        return error_input(err, "bad-sums", "SHA256SUMS is not sorted at %s", next.name);
    *line = next;
    *text = bytes_of(end + 1, text->len - len - 1);
    return true;
}
