/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/read.h"
#include "crypto/shuffle_parts.h"

static const char HEADER[] = SHUFFLE_MIX_HEADER;

enum {
    HEADER_BYTES = sizeof HEADER - 1,
    FIXED_BYTES = HEADER_BYTES + 2 * 4,
    ROW_ELEMENTS = 5, /* of every tuple: P, Q, T^, s^, s' */
    ONE_ELEMENTS = 6, /* T1 T2 T3 s1 s2 s3 */
};

/* ---- the blob ---- */

uint64_t mix_size(uint32_t n, uint32_t w)
{
    return FIXED_BYTES + (uint64_t)n * w * CIPHERTEXT_BYTES + (uint64_t)n * ROW_ELEMENTS * POINT_BYTES +
           ONE_ELEMENTS * POINT_BYTES + (uint64_t)w * (CIPHERTEXT_BYTES + SCALAR_BYTES);
}

bool mix_check_shape(uint32_t n, uint32_t w, struct error *err)
{
    if (n < 1 || w < 1 || w > SHUFFLE_WIDTH_MAX || 2 * (uint64_t)n * w > UINT32_MAX)
        return error_input(err, "bad-mix", "%u tuples of %u ciphertexts cannot be mixed", n, w);
    return true;
}

struct mix mix_lay_out(const uint8_t *blob, uint32_t n, uint32_t w)
{
    struct mix mix = {.n = n, .w = w};
    const uint8_t *at = blob + FIXED_BYTES;
#define TAKE(field, count) (mix.field = (const void *)at, at += (count) * sizeof *mix.field)
    TAKE(outputs, (size_t)n * w);
    TAKE(p, n);
    TAKE(q, n);
    TAKE(t1, 1);
    TAKE(t2, 1);
    TAKE(t3, 1);
    TAKE(t4, w);
    TAKE(t_hat, n);
    TAKE(s1, 1);
    TAKE(s2, 1);
    TAKE(s3, 1);
    TAKE(s4, w);
    TAKE(s_hat, n);
    TAKE(s_prime, n);
#undef TAKE
    return mix;
}

static bool check_point(const struct point *point, const char *what, size_t index, struct error *err)
{
    return point_is_valid(point->bytes) ||
           error_input(err, "bad-mix", "%s of tuple %zu is no point", what, index);
}

static bool check_scalar(const struct scalar *scalar, const char *what, size_t index, struct error *err)
{
    return scalar_is_valid(scalar->bytes) ||
           error_input(err, "bad-mix", "%s of tuple %zu is no scalar", what, index);
}

static bool check_ciphertext(const struct ciphertext *ciphertext, const char *what, size_t index,
                             struct error *err)
{
    return check_point(&ciphertext->a, what, index, err) && check_point(&ciphertext->c, what, index, err);
}

static bool check_rows(void *context, unsigned worker, size_t from, size_t to, struct error *err)
{
    (void)worker;
    const struct mix *mix = context;
    for (size_t i = from; i < to; i++) {
        for (size_t k = 0; k < mix->w; k++)
            if (!check_ciphertext(&mix->outputs[i * mix->w + k], "an output", i, err))
                return false;
        if (!check_point(&mix->p[i], "P", i, err) || !check_point(&mix->q[i], "Q", i, err) ||
            !check_point(&mix->t_hat[i], "T^", i, err) || !check_scalar(&mix->s_hat[i], "s^", i, err) ||
            !check_scalar(&mix->s_prime[i], "s'", i, err))
            return false;
    }
    return true;
}

/* All but the rows, which are any bytes. */
bool mix_read_frame(struct bytes blob, struct mix *out, struct error *err)
{
    struct reader reader = reader_of(blob);
    struct bytes header;
    uint32_t n, w;
    if (!read_bytes(&reader, HEADER_BYTES, &header) || !bytes_equal(header, bytes_of_string(HEADER)) ||
        !read_u32(&reader, &n) || !read_u32(&reader, &w))
        return error_input(err, "bad-mix", "the blob does not begin as a mix of version 1");
    if (!mix_check_shape(n, w, err))
        return false;
    if (blob.len != mix_size(n, w))
        return error_input(err, "bad-mix", "a mix of %u times %u has %llu bytes, not %zu", n, w,
                           (unsigned long long)mix_size(n, w), blob.len);
    struct mix mix = mix_lay_out(blob.data, n, w);
    if (!check_point(mix.t1, "T1", 0, err) || !check_point(mix.t2, "T2", 0, err) ||
        !check_point(mix.t3, "T3", 0, err) || !check_scalar(mix.s1, "s1", 0, err) ||
        !check_scalar(mix.s2, "s2", 0, err) || !check_scalar(mix.s3, "s3", 0, err))
        return false;
    for (size_t k = 0; k < w; k++)
        if (!check_ciphertext(&mix.t4[k], "T4", 0, err) || !check_scalar(&mix.s4[k], "s4", 0, err))
            return false;
    *out = mix;
    return true;
}

bool mix_read_pass(struct bytes blob, struct mix *out, const struct work *work, size_t passes,
                   struct error *err)
{
    struct mix mix;
    if (!mix_read_frame(blob, &mix, err))
        return false;
    struct work_pass pass = {.count = mix.n, .total = mix.n * passes, .range = check_rows, .context = &mix};
    if (!work_run(work, &pass, err))
        return false;
    *out = mix;
    return true;
}

bool mix_read(struct bytes blob, struct mix *out, const struct work *work, struct error *err)
{
    return mix_read_pass(blob, out, work, 1, err);
}

bool mix_check_counts(const struct shuffle_statement *statement, const struct mix *mix, struct error *err)
{
    if (mix->n != statement->n || mix->w != statement->w)
        return error_input(err, "bad-mix", "the mix is of %u times %u, its input of %u times %u", mix->n,
                           mix->w, statement->n, statement->w);
    return true;
}

/* ---- what prover and verifier compute alike ---- */

/* H for 0, H_i for i. */
static void hash_generator(struct transcript *transcript, size_t index)
{
    transcript_init(transcript, TAG_SHUFFLE_H);
    transcript_u64(transcript, index);
}

void shuffle_generator(size_t index, struct point *out)
{
    struct transcript transcript;
    hash_generator(&transcript, index);
    transcript_group(&transcript, out);
}

void shuffle_decoded_generator(size_t index, struct decoded *out)
{
    struct transcript transcript;
    hash_generator(&transcript, index);
    transcript_decoded(&transcript, out);
}

static void hash_ciphertexts(struct transcript *transcript, const struct ciphertext *ciphertexts,
                             size_t count)
{
    transcript_count(transcript, 2 * count);
    for (size_t i = 0; i < count; i++) {
        transcript_point(transcript, &ciphertexts[i].a);
        transcript_point(transcript, &ciphertexts[i].c);
    }
}

void shuffle_seed(const struct shuffle_statement *statement, const struct mix *mix, uint8_t seed[HASH_BYTES])
{
    size_t count = (size_t)mix->n * mix->w;
    struct transcript transcript;
    transcript_init(&transcript, TAG_SHUFFLE_SEED);
    transcript_bytes(&transcript, bytes_of(statement->eid, HASH_BYTES));
    transcript_bytes(&transcript, statement->contest);
    transcript_u64(&transcript, statement->position);
    transcript_u64(&transcript, statement->trustee);
    transcript_bytes(&transcript, bytes_of(statement->previous, HASH_BYTES));
    transcript_point(&transcript, &statement->key);
    transcript_u64(&transcript, mix->n);
    transcript_u64(&transcript, mix->w);
    hash_ciphertexts(&transcript, statement->inputs, count);
    hash_ciphertexts(&transcript, mix->outputs, count);
    transcript_points(&transcript, mix->p, mix->n);
    transcript_hash32(&transcript, seed);
}

/* u_i, i from 1 */
void shuffle_weight(const uint8_t seed[HASH_BYTES], size_t index, struct scalar *out)
{
    struct transcript transcript;
    transcript_init(&transcript, TAG_SHUFFLE_U);
    transcript_bytes(&transcript, bytes_of(seed, HASH_BYTES));
    transcript_u64(&transcript, index);
    transcript_weight(&transcript, out);
}

void shuffle_challenge(const uint8_t seed[HASH_BYTES], const struct mix *mix, struct scalar *c)
{
    struct transcript transcript;
    transcript_init(&transcript, TAG_SHUFFLE);
    transcript_bytes(&transcript, bytes_of(seed, HASH_BYTES));
    transcript_points(&transcript, mix->q, mix->n);
    transcript_point(&transcript, mix->t1);
    transcript_point(&transcript, mix->t2);
    transcript_point(&transcript, mix->t3);
    hash_ciphertexts(&transcript, mix->t4, mix->w);
    transcript_points(&transcript, mix->t_hat, mix->n);
    transcript_scalar(&transcript, c);
}
