/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Texts for bytes. Each decoder is strict: one text for one value, no white space, no spare bits
 * (docs/protocol.md section 1).
 */
#ifndef FOLKMOOT_BASE_ENCODING_H
#define FOLKMOOT_BASE_ENCODING_H

#include "base/buffer.h"

/* base64url without padding (RFC 4648 section 5): length of the text of `len` bytes. */
static inline size_t base64url_length(size_t len)
{
    return len / 3 * 4 + (len % 3 ? len % 3 + 1 : 0);
}

void base64url_append(struct buffer *out, struct bytes bytes);
/* Append the decoded bytes to `out`, or leave it as it was and return false. */
MUST_CHECK bool base64url_decode(struct bytes text, struct buffer *out);
/* Exactly `len` bytes. */
MUST_CHECK bool base64url_decode_exact(struct bytes text, uint8_t *out, size_t len);

/* Standard base64 with padding (RFC 4648 section 4), as used by the C2SP formats. */
void base64_append(struct buffer *out, struct bytes bytes);
MUST_CHECK bool base64_decode(struct bytes text, struct buffer *out);

/* Lower-case hexadecimal; the decoder refuses upper case. */
void hex_append(struct buffer *out, struct bytes bytes);
MUST_CHECK bool hex_decode_exact(struct bytes text, uint8_t *out, size_t len);

/* Decimal without sign, leading zero or anything else. */
MUST_CHECK bool decimal_decode_u64(struct bytes text, uint64_t *out);

/* Well-formed UTF-8 (no overlong forms, no surrogates, at most U+10FFFF). */
MUST_CHECK bool utf8_is_valid(struct bytes text);

#endif
