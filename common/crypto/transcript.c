/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "crypto/transcript.h"

#include <stdlib.h>

static void put_u32(struct transcript *transcript, size_t value)
{
    if (value > UINT32_MAX)
        abort();
    uint8_t out[4] = {(uint8_t)(value >> 24), (uint8_t)(value >> 16), (uint8_t)(value >> 8), (uint8_t)value};
    crypto_hash_sha512_update(&transcript->state, out, sizeof out);
}

void transcript_init(struct transcript *transcript, enum tag tag)
{
    static const char prefix[] = "folkmoot/1/";
    const char *name = tag_name(tag);
    transcript->tag = tag;
    crypto_hash_sha512_init(&transcript->state);
    crypto_hash_sha512_update(&transcript->state, (const uint8_t *)prefix, strlen(prefix));
    crypto_hash_sha512_update(&transcript->state, (const uint8_t *)name, strlen(name) + 1);
}

void transcript_bytes(struct transcript *transcript, struct bytes field)
{
    put_u32(transcript, field.len);
    if (field.len)
        crypto_hash_sha512_update(&transcript->state, field.data, field.len);
}

void transcript_u64(struct transcript *transcript, uint64_t field)
{
    uint8_t out[8];
    for (size_t i = 0; i < sizeof out; i++)
        out[i] = (uint8_t)(field >> 8 * (sizeof out - 1 - i));
    transcript_bytes(transcript, bytes_of(out, sizeof out));
}

void transcript_point(struct transcript *transcript, const struct point *field)
{
    transcript_bytes(transcript, bytes_of(field->bytes, POINT_BYTES));
}

void transcript_count(struct transcript *transcript, size_t count)
{
    put_u32(transcript, count);
}

void transcript_points(struct transcript *transcript, const struct point *points, size_t count)
{
    transcript_count(transcript, count);
    for (size_t i = 0; i < count; i++)
        transcript_point(transcript, &points[i]);
}

static void finish(struct transcript *transcript, enum tag_kind kind, uint8_t wide[WIDE_BYTES])
{
    _Static_assert(crypto_hash_sha512_BYTES == WIDE_BYTES, "SHA-512 fills the wide reductions");
    if (tag_kind(transcript->tag) != kind)
        abort();
    crypto_hash_sha512_final(&transcript->state, wide);
    sodium_memzero(transcript, sizeof *transcript);
}

void transcript_scalar(struct transcript *transcript, struct scalar *out)
{
    uint8_t wide[WIDE_BYTES];
    finish(transcript, TAG_SCALAR, wide);
    scalar_from_wide(out, wide);
    sodium_memzero(wide, sizeof wide);
}

void transcript_hash32(struct transcript *transcript, uint8_t out[HASH_BYTES])
{
    uint8_t wide[WIDE_BYTES];
    finish(transcript, TAG_HASH32, wide);
    memcpy(out, wide, HASH_BYTES);
    sodium_memzero(wide, sizeof wide);
}

void transcript_group(struct transcript *transcript, struct point *out)
{
    uint8_t wide[WIDE_BYTES];
    finish(transcript, TAG_GROUP, wide);
    point_from_wide(out, wide);
    sodium_memzero(wide, sizeof wide);
}

void transcript_decoded(struct transcript *transcript, struct decoded *out)
{
    uint8_t wide[WIDE_BYTES];
    finish(transcript, TAG_GROUP, wide);
    decoded_from_wide(out, wide);
    sodium_memzero(wide, sizeof wide);
}

void transcript_weight(struct transcript *transcript, struct scalar *out)
{
    uint8_t hash[HASH_BYTES];
    transcript_hash32(transcript, hash);
    scalar_from_weight(out, hash);
}
