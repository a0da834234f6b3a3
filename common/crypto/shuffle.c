/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "crypto/shuffle.h"

#include <stdlib.h>

#include "base/read.h"
#include "crypto/msm.h"
#include "crypto/secret_sum.h"

static const char HEADER[] = "folkmoot-mix/1\n";

enum {
    HEADER_BYTES = sizeof HEADER - 1,
    FIXED_BYTES = HEADER_BYTES + 2 * 4,
    ROW_ELEMENTS = 5, /* of every tuple: P, Q, T^, s^, s' */
    ONE_ELEMENTS = 6, /* T1 T2 T3 s1 s2 s3 */
    PASSES = 2,
};

/* ---- the blob ---- */

uint64_t mix_size(uint32_t n, uint32_t w)
{
    return FIXED_BYTES + (uint64_t)n * w * CIPHERTEXT_BYTES + (uint64_t)n * ROW_ELEMENTS * POINT_BYTES +
           ONE_ELEMENTS * POINT_BYTES + (uint64_t)w * (CIPHERTEXT_BYTES + SCALAR_BYTES);
}

static bool check_shape(uint32_t n, uint32_t w, struct error *err)
{
    if (n < 1 || w < 1 || w > SHUFFLE_WIDTH_MAX || 2 * (uint64_t)n * w > UINT32_MAX)
        return error_input(err, "bad-mix", "%u tuples of %u ciphertexts cannot be mixed", n, w);
    return true;
}

static struct mix lay_out(const uint8_t *blob, uint32_t n, uint32_t w)
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
static bool read_frame(struct bytes blob, struct mix *out, struct error *err)
{
    struct reader reader = reader_of(blob);
    struct bytes header;
    uint32_t n, w;
    if (!read_bytes(&reader, HEADER_BYTES, &header) || !bytes_equal(header, bytes_of_string(HEADER)) ||
        !read_u32(&reader, &n) || !read_u32(&reader, &w))
        return error_input(err, "bad-mix", "the blob does not begin as a mix of version 1");
    if (!check_shape(n, w, err))
        return false;
    if (blob.len != mix_size(n, w))
        return error_input(err, "bad-mix", "a mix of %u times %u has %llu bytes, not %zu", n, w,
                           (unsigned long long)mix_size(n, w), blob.len);
    struct mix mix = lay_out(blob.data, n, w);
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

static bool read_mix(struct bytes blob, struct mix *out, const struct work *work, size_t passes,
                     struct error *err)
{
    struct mix mix;
    if (!read_frame(blob, &mix, err))
        return false;
    struct work_pass pass = {.count = mix.n, .total = mix.n * passes, .range = check_rows, .context = &mix};
    if (!work_run(work, &pass, err))
        return false;
    *out = mix;
    return true;
}

bool mix_read(struct bytes blob, struct mix *out, const struct work *work, struct error *err)
{
    return read_mix(blob, out, work, 1, err);
}

/* ---- what prover and verifier compute alike ---- */

/* H for 0, H_i for i. */
static void hash_generator(struct transcript *transcript, size_t index)
{
    transcript_init(transcript, TAG_SHUFFLE_H);
    transcript_u64(transcript, index);
}

static void generator(size_t index, struct point *out)
{
    struct transcript transcript;
    hash_generator(&transcript, index);
    transcript_group(&transcript, out);
}

static void decoded_generator(size_t index, struct decoded *out)
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

static void hash_seed(const struct shuffle_statement *statement, const struct mix *mix,
                      uint8_t seed[HASH_BYTES])
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
static void hash_weight(const uint8_t seed[HASH_BYTES], size_t index, struct scalar *out)
{
    struct transcript transcript;
    transcript_init(&transcript, TAG_SHUFFLE_U);
    transcript_bytes(&transcript, bytes_of(seed, HASH_BYTES));
    transcript_u64(&transcript, index);
    transcript_weight(&transcript, out);
}

static void hash_challenge(const uint8_t seed[HASH_BYTES], const struct mix *mix, struct scalar *c)
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

static void add_products(struct ciphertext *sum, const struct scalar *factor,
                         const struct ciphertext *ciphertext)
{
    point_add_product(&sum->a, factor, &ciphertext->a);
    point_add_product(&sum->c, factor, &ciphertext->c);
}

/* ---- prover ---- */

/* What one thread needs for a range of tuples. T3 and T4 are 1 + 2 w sums with the same secret factors, w'_i,
 * of H_i and of the components of the outputs. */
struct desk {
    struct decoded *points;      /* of each sum WORK_RANGE_MAX: those of the range */
    struct decoded *totals;      /* of each sum */
    struct secret_sum *products; /* one sum over one range */
};

/* Arrays of n unless said otherwise; index i is the place of an output, order[i] that of its input. */
struct prover {
    const struct shuffle_statement *statement;
    struct mix mix; /* views into the blob being made */
    uint8_t seed[HASH_BYTES];
    struct fixed_base *base, *h, *key; /* B, H, Y */
    uint32_t *order;
    struct scalar *secrets; /* all of the following in one piece */
    size_t secret_count;
    struct scalar *s, *rho /* n * w */, *u_prime, *q, *omega_hat, *omega_prime;
    struct scalar *b, *e; /* Q_i = b_i B + e_i H */
    struct scalar *omega; /* 1, 2, 3, then the w of T4 */
    size_t sums;          /* 1 + 2 w */
    unsigned threads;
    struct desk *desks;
};

static struct fixed_base *table_of(const struct point *point)
{
    struct decoded decoded;
    decoded_from_point(&decoded, point);
    return fixed_base_new(&decoded);
}

static void prover_init(struct prover *prover, const struct shuffle_statement *statement, uint8_t *blob,
                        unsigned threads)
{
    size_t n = statement->n, w = statement->w;
    struct point base;
    struct decoded h;
    *prover = (struct prover){.statement = statement,
                              .mix = lay_out(blob, statement->n, statement->w),
                              .sums = 1 + 2 * w,
                              .threads = threads};
    point_multiply_base(&base, &SCALAR_ONE);
    decoded_generator(0, &h);
    prover->base = table_of(&base);
    prover->h = fixed_base_new(&h);
    prover->key = table_of(&statement->key);
    prover->order = allocate(n, sizeof *prover->order);
    prover->secret_count = n * (7 + w) + 3 + w;
    prover->secrets = allocate(prover->secret_count, sizeof *prover->secrets);
    struct scalar *at = prover->secrets;
#define TAKE(field, count) (prover->field = at, at += (count))
    TAKE(s, n);
    TAKE(u_prime, n);
    TAKE(q, n);
    TAKE(omega_hat, n);
    TAKE(omega_prime, n);
    TAKE(b, n);
    TAKE(e, n);
    TAKE(rho, n * w);
    TAKE(omega, 3 + w);
#undef TAKE
    prover->desks = allocate(threads, sizeof *prover->desks);
    for (unsigned i = 0; i < threads; i++) {
        struct desk *desk = &prover->desks[i];
        desk->points =
            allocate_aligned(prover->sums * WORK_RANGE_MAX, sizeof *desk->points, _Alignof(struct decoded));
        desk->totals = allocate_aligned(prover->sums, sizeof *desk->totals, _Alignof(struct decoded));
        for (size_t sum = 0; sum < prover->sums; sum++)
            decoded_set_identity(&desk->totals[sum]);
        desk->products = secret_sum_new(WORK_RANGE_MAX);
    }
}

static void prover_clear(struct prover *prover)
{
    sodium_memzero(prover->secrets, prover->secret_count * sizeof *prover->secrets);
    sodium_memzero(prover->order, prover->statement->n * sizeof *prover->order);
    for (unsigned i = 0; i < prover->threads; i++) {
        struct desk *desk = &prover->desks[i];
        sodium_memzero(desk->totals, prover->sums * sizeof *desk->totals);
        free(desk->points);
        free(desk->totals);
        secret_sum_free(desk->products);
    }
    free(prover->desks);
    free(prover->secrets);
    free(prover->order);
    fixed_base_free(prover->base);
    fixed_base_free(prover->h);
    fixed_base_free(prover->key);
}

/* Fisher and Yates, unbiased. */
static void draw_order(uint32_t *order, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        order[i] = i;
    for (uint32_t i = n - 1; i > 0; i--) {
        uint32_t j = randombytes_uniform(i + 1), moved = order[i];
        order[i] = order[j];
        order[j] = moved;
    }
}

/* out = point + factor * base, also encoded */
static void add_mask(struct decoded *out, struct point *encoded, const struct decoded *point,
                     const struct fixed_base *base, const struct scalar *factor)
{
    *out = *point;
    fixed_base_add(out, base, factor);
    decoded_to_point(out, encoded);
}

/* Outputs, and P of the input that each comes from: P_order[i] = s_i B + H_i; this thread's part of T3 and
 * T4. */
static void mix_row(struct prover *prover, struct decoded *points, size_t i)
{
    size_t w = prover->statement->w, j = prover->order[i];
    struct ciphertext *outputs = (struct ciphertext *)prover->mix.outputs + i * w;
    const struct ciphertext *inputs = prover->statement->inputs + j * w;
    struct decoded decoded;
    for (size_t k = 0; k < w; k++) {
        struct scalar *rho = &prover->rho[i * w + k];
        scalar_random(rho);
        decoded_from_point(&decoded, &inputs[k].a);
        add_mask(&points[(1 + 2 * k) * WORK_RANGE_MAX], &outputs[k].a, &decoded, prover->base, rho);
        decoded_from_point(&decoded, &inputs[k].c);
        add_mask(&points[(2 + 2 * k) * WORK_RANGE_MAX], &outputs[k].c, &decoded, prover->key, rho);
    }
    decoded_generator(i + 1, &points[0]);
    scalar_random(&prover->s[i]);
    add_mask(&decoded, (struct point *)&prover->mix.p[j], &points[0], prover->base, &prover->s[i]);
    scalar_random(&prover->omega_prime[i]);
    sodium_memzero(&decoded, sizeof decoded); /* with its input it would tell the order */
}

static bool mix_rows(void *context, unsigned worker, size_t from, size_t to, struct error *err)
{
    (void)err;
    struct prover *prover = context;
    struct desk *desk = &prover->desks[worker];
    for (size_t i = from; i < to; i++)
        mix_row(prover, &desk->points[i - from], i);
    for (size_t sum = 0; sum < prover->sums; sum++) {
        for (size_t i = from; i < to; i++)
            secret_sum_add(desk->products, &prover->omega_prime[i],
                           &desk->points[sum * WORK_RANGE_MAX + i - from]);
        secret_sum_finish(desk->products, &desk->totals[sum]);
    }
    return true;
}

/* u', and the chain Q as exponents: Q_i = q_i B + u'_i Q_(i-1) with Q_0 = H. */
static void draw_chain(struct prover *prover)
{
    struct scalar b = SCALAR_ZERO, e = SCALAR_ONE;
    for (size_t i = 0; i < prover->statement->n; i++) {
        hash_weight(prover->seed, prover->order[i] + (size_t)1, &prover->u_prime[i]);
        scalar_random(&prover->q[i]);
        scalar_multiply_add(&b, &prover->q[i], &prover->u_prime[i], &b);
        scalar_multiply(&e, &prover->u_prime[i], &e);
        prover->b[i] = b;
        prover->e[i] = e;
    }
    sodium_memzero(&b, sizeof b);
    sodium_memzero(&e, sizeof e);
}

/* out = b B + e H */
static void combine(const struct prover *prover, struct point *out, const struct scalar *b,
                    const struct scalar *e)
{
    struct decoded sum;
    decoded_set_identity(&sum);
    fixed_base_add(&sum, prover->base, b);
    fixed_base_add(&sum, prover->h, e);
    decoded_to_point(&sum, out);
}

/* Q and T^. */
static bool commit_rows(void *context, unsigned worker, size_t from, size_t to, struct error *err)
{
    (void)worker;
    (void)err;
    struct prover *prover = context;
    struct point *q = (struct point *)prover->mix.q, *t_hat = (struct point *)prover->mix.t_hat;
    struct scalar b, e;
    for (size_t i = from; i < to; i++) {
        const struct scalar *omega_prime = &prover->omega_prime[i];
        combine(prover, &q[i], &prover->b[i], &prover->e[i]);
        scalar_random(&prover->omega_hat[i]);
        scalar_multiply_add(&b, &prover->omega_hat[i], omega_prime, i ? &prover->b[i - 1] : &SCALAR_ZERO);
        scalar_multiply(&e, omega_prime, i ? &prover->e[i - 1] : &SCALAR_ONE);
        combine(prover, &t_hat[i], &b, &e);
    }
    sodium_memzero(&b, sizeof b);
    sodium_memzero(&e, sizeof e);
    return true;
}

/* The sum over all threads, with a mask. */
static void commit_sum(const struct prover *prover, size_t sum, const struct fixed_base *base,
                       const struct scalar *omega, struct point *out)
{
    struct decoded total;
    decoded_set_identity(&total);
    for (unsigned i = 0; i < prover->threads; i++)
        decoded_add(&total, &total, &prover->desks[i].totals[sum]);
    fixed_base_add(&total, base, omega);
    decoded_to_point(&total, out);
}

static void commit_once(struct prover *prover)
{
    size_t w = prover->statement->w;
    struct ciphertext *t4 = (struct ciphertext *)prover->mix.t4;
    for (size_t i = 0; i < 3 + w; i++)
        scalar_random(&prover->omega[i]);
    point_multiply_base((struct point *)prover->mix.t1, &prover->omega[0]);
    point_multiply_base((struct point *)prover->mix.t2, &prover->omega[1]);
    commit_sum(prover, 0, prover->base, &prover->omega[2], (struct point *)prover->mix.t3);
    for (size_t k = 0; k < w; k++) {
        struct scalar minus;
        scalar_negate(&minus, &prover->omega[3 + k]);
        commit_sum(prover, 1 + 2 * k, prover->base, &minus, &t4[k].a);
        commit_sum(prover, 2 + 2 * k, prover->key, &minus, &t4[k].c);
        sodium_memzero(&minus, sizeof minus);
    }
}

static void respond(struct prover *prover)
{
    size_t n = prover->statement->n, w = prover->statement->w;
    struct scalar *s_hat = (struct scalar *)prover->mix.s_hat,
                  *s_prime = (struct scalar *)prover->mix.s_prime;
    struct scalar *s4 = (struct scalar *)prover->mix.s4;
    struct scalar c, sum, weighted;
    hash_challenge(prover->seed, &prover->mix, &c);
    sum = weighted = SCALAR_ZERO;
    for (size_t i = 0; i < n; i++) {
        scalar_add(&sum, &sum, &prover->s[i]);
        scalar_multiply_add(&weighted, &weighted, &prover->s[i], &prover->u_prime[i]);
        scalar_multiply_add(&s_hat[i], &prover->omega_hat[i], &c, &prover->q[i]);
        scalar_multiply_add(&s_prime[i], &prover->omega_prime[i], &c, &prover->u_prime[i]);
    }
    scalar_multiply_add((struct scalar *)prover->mix.s1, &prover->omega[0], &c, &sum);
    scalar_multiply_add((struct scalar *)prover->mix.s2, &prover->omega[1], &c, &prover->b[n - 1]);
    scalar_multiply_add((struct scalar *)prover->mix.s3, &prover->omega[2], &c, &weighted);
    for (size_t k = 0; k < w; k++) {
        sum = SCALAR_ZERO;
        for (size_t i = 0; i < n; i++)
            scalar_multiply_add(&sum, &sum, &prover->rho[i * w + k], &prover->u_prime[i]);
        scalar_multiply_add(&s4[k], &prover->omega[3 + k], &c, &sum);
    }
    sodium_memzero(&sum, sizeof sum);
    sodium_memzero(&weighted, sizeof weighted);
}

bool shuffle_prove(const struct shuffle_statement *statement, const struct work *work, struct buffer *blob,
                   struct error *err)
{
    uint32_t n = statement->n, w = statement->w;
    if (!check_shape(n, w, err))
        return false;
    size_t size = mix_size(n, w), start = blob->len;
    unsigned threads = work_threads(work);
    bool done = false;
    buffer_reserve(blob, size);
    struct prover prover;
    prover_init(&prover, statement, blob->data + start, threads);
    draw_order(prover.order, n);
    struct work_pass pass = {.count = n, .total = (size_t)n * PASSES, .range = mix_rows, .context = &prover};
    if (!work_run(work, &pass, err))
        goto out;
    hash_seed(statement, &prover.mix, prover.seed);
    draw_chain(&prover);
    pass.before = n;
    pass.range = commit_rows;
    if (!work_run(work, &pass, err))
        goto out;
    commit_once(&prover);
    respond(&prover);
    /* The room is reserved, so only the head of the blob is written here and the rest stays as it is. */
    buffer_append_string(blob, HEADER);
    buffer_append_u32(blob, n);
    buffer_append_u32(blob, w);
    blob->len = start + size;
    done = true;
out:
    prover_clear(&prover);
    return done;
}

/* ---- verifier, equation by equation ---- */

/* The parts of the sums over all tuples that one thread has seen. */
struct sums {
    struct point p, h;          /* P_i, H_i */
    struct point weighted_p;    /* u_i P_i */
    struct point answered_h;    /* s'_i H_i */
    struct scalar u;            /* the product of u_i */
    struct ciphertext *inputs;  /* w: u_i (A_ik, C_ik) */
    struct ciphertext *outputs; /* w: s'_i (A'_ik, C'_ik) */
};

struct verifier {
    const struct shuffle_statement *statement;
    struct mix mix;
    uint8_t seed[HASH_BYTES];
    struct scalar c;
    struct point h;
    struct sums *sums;
};

/* t = left - c * right */
static bool holds(const struct point *t, const struct point *left, const struct scalar *c,
                  const struct point *right)
{
    struct point product, expected;
    point_multiply(&product, c, right);
    point_subtract(&expected, left, &product);
    return point_equal(t, &expected);
}

static bool verify_rows(void *context, unsigned worker, size_t from, size_t to, struct error *err)
{
    const struct verifier *verifier = context;
    const struct mix *mix = &verifier->mix;
    struct sums *sums = &verifier->sums[worker];
    for (size_t i = from; i < to; i++) {
        struct scalar u;
        struct point h, left;
        hash_weight(verifier->seed, i + 1, &u);
        generator(i + 1, &h);
        scalar_multiply(&sums->u, &sums->u, &u);
        point_add(&sums->p, &sums->p, &mix->p[i]);
        point_add(&sums->h, &sums->h, &h);
        point_add_product(&sums->weighted_p, &u, &mix->p[i]);
        point_add_product(&sums->answered_h, &mix->s_prime[i], &h);
        for (size_t k = 0; k < mix->w; k++) {
            add_products(&sums->inputs[k], &u, &verifier->statement->inputs[i * mix->w + k]);
            add_products(&sums->outputs[k], &mix->s_prime[i], &mix->outputs[i * mix->w + k]);
        }
        point_multiply_base(&left, &mix->s_hat[i]);
        point_add_product(&left, &mix->s_prime[i], i ? &mix->q[i - 1] : &verifier->h);
        if (!holds(&mix->t_hat[i], &left, &verifier->c, &mix->q[i]))
            return error_input(err, "bad-proof", "V5 of the shuffle does not hold for tuple %zu", i);
    }
    return true;
}

static void merge(struct sums *sums, const struct sums *other, size_t w)
{
    point_add(&sums->p, &sums->p, &other->p);
    point_add(&sums->h, &sums->h, &other->h);
    point_add(&sums->weighted_p, &sums->weighted_p, &other->weighted_p);
    point_add(&sums->answered_h, &sums->answered_h, &other->answered_h);
    scalar_multiply(&sums->u, &sums->u, &other->u);
    for (size_t k = 0; k < w; k++) {
        point_add(&sums->inputs[k].a, &sums->inputs[k].a, &other->inputs[k].a);
        point_add(&sums->inputs[k].c, &sums->inputs[k].c, &other->inputs[k].c);
        point_add(&sums->outputs[k].a, &sums->outputs[k].a, &other->outputs[k].a);
        point_add(&sums->outputs[k].c, &sums->outputs[k].c, &other->outputs[k].c);
    }
}

/* V1 to V4, with the sums over all tuples. */
static bool verify_sums(const struct verifier *verifier, const struct sums *sums, struct error *err)
{
    const struct mix *mix = &verifier->mix;
    const struct scalar *c = &verifier->c;
    struct point left, right;
    point_multiply_base(&left, mix->s1);
    point_subtract(&right, &sums->p, &sums->h);
    if (!holds(mix->t1, &left, c, &right))
        return error_input(err, "bad-proof", "V1 of the shuffle does not hold");
    point_multiply_base(&left, mix->s2);
    point_multiply(&right, &sums->u, &verifier->h);
    point_subtract(&right, &mix->q[mix->n - 1], &right);
    if (!holds(mix->t2, &left, c, &right))
        return error_input(err, "bad-proof", "V2 of the shuffle does not hold");
    point_multiply_base(&left, mix->s3);
    point_add(&left, &left, &sums->answered_h);
    if (!holds(mix->t3, &left, c, &sums->weighted_p))
        return error_input(err, "bad-proof", "V3 of the shuffle does not hold");
    for (size_t k = 0; k < mix->w; k++) {
        const struct ciphertext *outputs = &sums->outputs[k], *inputs = &sums->inputs[k];
        point_multiply_base(&left, &mix->s4[k]);
        point_subtract(&left, &outputs->a, &left);
        point_multiply(&right, &mix->s4[k], &verifier->statement->key);
        point_subtract(&right, &outputs->c, &right);
        if (!holds(&mix->t4[k].a, &left, c, &inputs->a) || !holds(&mix->t4[k].c, &right, c, &inputs->c))
            return error_input(err, "bad-proof", "V4 of the shuffle does not hold for column %zu", k);
    }
    return true;
}

static bool check_counts(const struct shuffle_statement *statement, const struct mix *mix, struct error *err)
{
    if (mix->n != statement->n || mix->w != statement->w)
        return error_input(err, "bad-mix", "the mix is of %u times %u, its input of %u times %u", mix->n,
                           mix->w, statement->n, statement->w);
    return true;
}

static bool verify_each(const struct shuffle_statement *statement, struct bytes blob, const struct work *work,
                        struct mix *out, struct error *err)
{
    struct verifier verifier = {.statement = statement};
    struct mix *mix = &verifier.mix;
    if (!read_mix(blob, mix, work, PASSES, err) || !check_counts(statement, mix, err))
        return false;
    hash_seed(statement, mix, verifier.seed);
    hash_challenge(verifier.seed, mix, &verifier.c);
    generator(0, &verifier.h);

    unsigned threads = work_threads(work);
    size_t w = mix->w;
    verifier.sums = allocate(threads, sizeof *verifier.sums);
    struct ciphertext *columns = allocate(threads * 2 * w, sizeof *columns);
    for (size_t i = 0; i < threads; i++)
        verifier.sums[i] = (struct sums){
            .u = SCALAR_ONE, .inputs = columns + 2 * i * w, .outputs = columns + (2 * i + 1) * w};
    struct work_pass pass = {.count = mix->n,
                             .before = mix->n,
                             .total = (size_t)mix->n * PASSES,
                             .range = verify_rows,
                             .context = &verifier};
    bool good = work_run(work, &pass, err);
    if (good) {
        for (size_t i = 1; i < threads; i++)
            merge(&verifier.sums[0], &verifier.sums[i], w);
        good = verify_sums(&verifier, &verifier.sums[0], err);
    }
    free(columns);
    free(verifier.sums);
    if (good)
        *out = *mix;
    return good;
}

/* ---- verifier, all equations in one ---- */

/* One mix of a chain, with the random factor of each of its equations. V5 has one for each tuple, drawn
 * there. */
struct link {
    const struct shuffle_statement *statement;
    struct mix mix;
    uint8_t seed[HASH_BYTES];
    struct scalar c;
    struct scalar w1, w2, w3; /* of V1, V2, V3 */
    struct scalar *w4;        /* 2 w: of V4, each column's A part and C part */
    struct scalar *products;  /* of u_i, one for each thread */
};

/* What V3 and V4 have of one tuple in one mix. */
struct row {
    struct scalar minus_cu;
    const struct scalar *s_prime;
};

struct chain {
    struct link *links;
    size_t count;
    struct msm *msm;
    struct row *rows; /* `count` for each thread */
};

static void draw_weight(struct scalar *out)
{
    uint8_t bytes[WEIGHT_BYTES];
    randombytes_buf(bytes, sizeof bytes);
    scalar_from_weight(out, bytes);
}

static bool add_read(const struct chain *chain, unsigned worker, const struct scalar *factor,
                     const struct point *point)
{
    struct decoded decoded;
    if (!decoded_read(point->bytes, &decoded))
        return false;
    msm_add(chain->msm, worker, factor, &decoded);
    return true;
}

/* Q and T^ of tuples from..to-1: r (s^ B + s' Q_before - c Q - T^), r for each tuple. */
static bool weigh_steps(const struct chain *chain, const struct link *link, unsigned worker, size_t from,
                        size_t to)
{
    const struct mix *mix = &link->mix;
    struct scalar r, factor, product;
    draw_weight(&r);
    scalar_multiply(&factor, &r, &mix->s_prime[from]);
    if (from > 0) {
        if (!add_read(chain, worker, &factor, &mix->q[from - 1]))
            return false;
    } else {
        struct decoded h;
        decoded_generator(0, &h);
        msm_add(chain->msm, worker, &factor, &h);
    }
    for (size_t i = from; i < to; i++) {
        scalar_multiply(&factor, &r, &mix->s_hat[i]);
        msm_add_base(chain->msm, worker, &factor);
        scalar_negate(&factor, &r);
        if (!add_read(chain, worker, &factor, &mix->t_hat[i]))
            return false;
        scalar_multiply(&factor, &factor, &link->c);
        if (i + 1 < to) {
            draw_weight(&r);
            scalar_multiply(&product, &r, &mix->s_prime[i + 1]);
            scalar_add(&factor, &factor, &product);
        }
        if (!add_read(chain, worker, &factor, &mix->q[i]))
            return false;
    }
    return true;
}

/* The ciphertexts of tuple i: those that mix m puts out are those that mix m + 1 takes in. */
static bool weigh_ciphertexts(const struct chain *chain, unsigned worker, size_t i, const struct row *rows)
{
    const struct mix *first = &chain->links[0].mix;
    for (size_t m = 0; m <= chain->count; m++) {
        const struct link *before = m > 0 ? &chain->links[m - 1] : NULL,
                          *after = m < chain->count ? &chain->links[m] : NULL;
        const struct ciphertext *ciphertexts = before ? before->mix.outputs : after->statement->inputs;
        const struct point *points = &ciphertexts[i * first->w].a;
        for (size_t k = 0; k < 2 * (size_t)first->w; k++) {
            struct scalar factor = SCALAR_ZERO;
            if (before)
                scalar_multiply(&factor, &before->w4[k], rows[m - 1].s_prime);
            if (after)
                scalar_multiply_add(&factor, &factor, &after->w4[k], &rows[m].minus_cu);
            if (!add_read(chain, worker, &factor, &points[k]))
                return false;
        }
    }
    return true;
}

/* P and H of tuple i: -c (w1 + w3 u) P and, of all mixes together, (c w1 + w3 s') H. */
static bool weigh_commitments(const struct chain *chain, unsigned worker, size_t i, const struct row *rows)
{
    struct scalar factor, product, of_h = SCALAR_ZERO;
    struct decoded h;
    for (size_t m = 0; m < chain->count; m++) {
        const struct link *link = &chain->links[m];
        scalar_multiply(&product, &link->c, &link->w1);
        scalar_add(&of_h, &of_h, &product);
        scalar_multiply_add(&of_h, &of_h, &link->w3, rows[m].s_prime);
        scalar_multiply(&factor, &link->w3, &rows[m].minus_cu);
        scalar_subtract(&factor, &factor, &product);
        if (!add_read(chain, worker, &factor, &link->mix.p[i]))
            return false;
    }
    decoded_generator(i + 1, &h);
    msm_add(chain->msm, worker, &of_h, &h);
    return true;
}

static bool weigh_rows(void *context, unsigned worker, size_t from, size_t to, struct error *err)
{
    const struct chain *chain = context;
    struct row *rows = &chain->rows[worker * chain->count];
    bool good = true;
    for (size_t m = 0; good && m < chain->count; m++) {
        const struct mix *mix = &chain->links[m].mix;
        for (size_t i = from; good && i < to; i++)
            good = scalar_is_valid(mix->s_hat[i].bytes) && scalar_is_valid(mix->s_prime[i].bytes);
        good = good && weigh_steps(chain, &chain->links[m], worker, from, to);
    }
    for (size_t i = from; good && i < to; i++) {
        for (size_t m = 0; m < chain->count; m++) {
            struct link *link = &chain->links[m];
            struct scalar u;
            hash_weight(link->seed, i + 1, &u);
            scalar_multiply(&link->products[worker], &link->products[worker], &u);
            scalar_multiply(&u, &u, &link->c);
            scalar_negate(&rows[m].minus_cu, &u);
            rows[m].s_prime = &link->mix.s_prime[i];
        }
        good = weigh_ciphertexts(chain, worker, i, rows) && weigh_commitments(chain, worker, i, rows);
    }
    return good || error_input(err, "bad-chain", "a mix has rows that do not read");
}

/* What V1 to V4 have beside the rows. */
static void weigh_once(const struct chain *chain, const struct link *link, unsigned threads)
{
    const struct mix *mix = &link->mix;
    struct scalar factor, of_key = SCALAR_ZERO, of_base = SCALAR_ZERO, product = SCALAR_ONE;
    struct decoded point;
#define ADD(factor, point_of_group)                                                                          \
    (decoded_from_point(&point, point_of_group), msm_add(chain->msm, 0, factor, &point))
#define ADD_NEGATIVE(weight, point_of_group) (scalar_negate(&factor, weight), ADD(&factor, point_of_group))
    ADD_NEGATIVE(&link->w1, mix->t1);
    ADD_NEGATIVE(&link->w2, mix->t2);
    ADD_NEGATIVE(&link->w3, mix->t3);
    scalar_multiply_add(&of_base, &of_base, &link->w1, mix->s1);
    scalar_multiply_add(&of_base, &of_base, &link->w2, mix->s2);
    scalar_multiply_add(&of_base, &of_base, &link->w3, mix->s3);
    for (size_t k = 0; k < mix->w; k++) {
        ADD_NEGATIVE(&link->w4[2 * k], &mix->t4[k].a);
        ADD_NEGATIVE(&link->w4[2 * k + 1], &mix->t4[k].c);
        scalar_multiply(&factor, &link->w4[2 * k], &mix->s4[k]);
        scalar_subtract(&of_base, &of_base, &factor);
        scalar_multiply(&factor, &link->w4[2 * k + 1], &mix->s4[k]);
        scalar_subtract(&of_key, &of_key, &factor);
    }
    for (unsigned i = 0; i < threads; i++)
        scalar_multiply(&product, &product, &link->products[i]);
    /* c w2 (product of u) H - c w2 Q_N */
    scalar_multiply(&factor, &link->c, &link->w2);
    scalar_multiply(&product, &product, &factor);
    scalar_negate(&factor, &factor);
    ADD(&factor, &mix->q[mix->n - 1]);
    decoded_generator(0, &point);
    msm_add(chain->msm, 0, &product, &point);
    ADD(&of_key, &link->statement->key);
    msm_add_base(chain->msm, 0, &of_base);
#undef ADD_NEGATIVE
#undef ADD
}

/* False when the blob does not read, or is not of the shape of its statement. */
static bool link_init(struct link *link, const struct shuffle_statement *statement, struct bytes blob,
                      unsigned threads)
{
    struct mix *mix = &link->mix;
    link->statement = statement;
    if (!read_frame(blob, mix, NULL) || !check_counts(statement, mix, NULL))
        return false;
    hash_seed(statement, mix, link->seed);
    hash_challenge(link->seed, mix, &link->c);
    draw_weight(&link->w1);
    draw_weight(&link->w2);
    draw_weight(&link->w3);
    link->w4 = allocate(2 * (size_t)mix->w, sizeof *link->w4);
    for (size_t k = 0; k < 2 * (size_t)mix->w; k++)
        draw_weight(&link->w4[k]);
    link->products = allocate(threads, sizeof *link->products);
    for (unsigned i = 0; i < threads; i++)
        link->products[i] = SCALAR_ONE;
    return true;
}

static bool check_chain(struct chain *chain, const struct work *work, struct error *err)
{
    size_t n = chain->links[0].mix.n, w = chain->links[0].mix.w;
    unsigned threads = work_threads(work);
    size_t points = n * (2 * w * (chain->count + 1) + 3 * chain->count + 1);
    struct decoded sum;
    chain->msm = msm_new(threads, points);
    chain->rows = allocate(threads * chain->count, sizeof *chain->rows);
    struct work_pass pass = {.count = n, .total = n, .range = weigh_rows, .context = chain};
    bool good = work_run(work, &pass, err);
    if (good) {
        for (size_t m = 0; m < chain->count; m++)
            weigh_once(chain, &chain->links[m], threads);
        msm_sum(chain->msm, &sum);
        good = decoded_is_identity(&sum) ||
               error_input(err, "bad-chain", "the equations of the mixes do not hold together");
    }
    free(chain->rows);
    msm_free(chain->msm);
    return good;
}

bool shuffle_verify_chain(struct shuffle_statement *statements, const struct bytes *blobs, size_t count,
                          const struct work *work, struct mix *last, struct error *err)
{
    if (!count)
        return error_input(err, "bad-chain", "a chain has at least one mix");
    struct chain chain = {.links = allocate(count, sizeof *chain.links), .count = count};
    bool good = true;
    for (size_t m = 0; good && m < count; m++) {
        if (m > 0)
            statements[m].inputs = chain.links[m - 1].mix.outputs;
        good = (statements[m].n == statements[0].n && statements[m].w == statements[0].w &&
                link_init(&chain.links[m], &statements[m], blobs[m], work_threads(work))) ||
               error_input(err, "bad-chain", "mix %zu of the chain does not read", m);
    }
    good = good && check_chain(&chain, work, err);
    if (good)
        *last = chain.links[count - 1].mix;
    for (size_t m = 0; m < count; m++) {
        free(chain.links[m].w4);
        free(chain.links[m].products);
    }
    free(chain.links);
    return good;
}

bool shuffle_verify(const struct shuffle_statement *statement, struct bytes blob, const struct work *work,
                    struct mix *out, struct error *err)
{
    struct shuffle_statement alone = *statement;
    struct error why;
    struct mix mix;
    bool good = work_engine(work) == ENGINE_DECAF && shuffle_verify_chain(&alone, &blob, 1, work, &mix, &why);
    if (!good && work_engine(work) == ENGINE_DECAF && why.class == ERROR_TEMPORARY) {
        if (err)
            *err = why;
        return false;
    }
    good = good || verify_each(statement, blob, work, &mix, err);
    if (good && out)
        *out = mix;
    return good;
}
