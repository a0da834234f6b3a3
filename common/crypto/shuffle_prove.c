/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdlib.h>

#include "crypto/secret_sum.h"
#include "crypto/shuffle_parts.h"

/* What one thread needs for a range of tuples. T3 and T4 are 1 + 2 w sums with the same secret factors, w'_i,
 * of H_i and of the components of the outputs. */
struct desk {
    struct decoded *points;      /* of each sum WORK_RANGE_MAX: those of the range */
    struct decoded *made;        /* WORK_RANGE_MAX: what is to be encoded */
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
    struct scalar *s, *rho /* w * n */, *u_prime, *q, *omega_hat, *omega_prime;
    struct scalar *b, *e; /* Q_i = b_i B + e_i H */
    struct scalar *omega; /* 1, 2, 3, then the w of T4 */
    size_t sums;          /* 1 + 2 w */
    unsigned threads;
    struct desk *desks;
    size_t shift; /* of the generators: 0 but for tests of verifiers */
};

static struct fixed_base *table_of(const struct point *point)
{
    struct decoded decoded;
    decoded_from_point(&decoded, point);
    return fixed_base_new(&decoded);
}

static void prover_init(struct prover *prover, const struct shuffle_statement *statement, uint8_t *blob,
                        unsigned threads, size_t shift)
{
    size_t n = statement->n, w = statement->w;
    struct point base;
    struct decoded h;
    *prover = (struct prover){.statement = statement,
                              .mix = mix_lay_out(blob, statement->n, statement->w),
                              .sums = 1 + 2 * w,
                              .threads = threads,
                              .shift = shift};
    point_multiply_base(&base, &SCALAR_ONE);
    shuffle_decoded_generator(prover->shift, &h);
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
        desk->made = allocate_aligned(WORK_RANGE_MAX, sizeof *desk->made, _Alignof(struct decoded));
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
        /* P beside the place of its output would tell the order */
        sodium_memzero(desk->made, WORK_RANGE_MAX * sizeof *desk->made);
        sodium_memzero(desk->totals, prover->sums * sizeof *desk->totals);
        free(desk->points);
        free(desk->made);
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

/* The outputs of the range, encoded and decoded in points[1..2w]. */
static void mask_outputs(struct prover *prover, struct decoded *points, size_t from, size_t to)
{
    size_t w = prover->statement->w, n = prover->statement->n;
    struct ciphertext *outputs = (struct ciphertext *)prover->mix.outputs;
    for (size_t k = 0; k < w; k++) {
        struct decoded *a = &points[(1 + 2 * k) * WORK_RANGE_MAX], *c = a + WORK_RANGE_MAX;
        const struct scalar *rho = &prover->rho[k * n + from];
        for (size_t i = from; i < to; i++) {
            const struct ciphertext *input = &prover->statement->inputs[prover->order[i] * w + k];
            decoded_from_point(&a[i - from], &input->a);
            decoded_from_point(&c[i - from], &input->c);
        }
        fixed_base_add(a, prover->base, rho, to - from);
        fixed_base_add(c, prover->key, rho, to - from);
        for (size_t i = from; i < to; i++) {
            decoded_to_point(&a[i - from], &outputs[i * w + k].a);
            decoded_to_point(&c[i - from], &outputs[i * w + k].c);
        }
    }
}

/* P of the inputs that the range comes from: P_order[i] = s_i B + H_i. The generators stay in points[0]. */
static void commit_order(struct prover *prover, struct decoded *generators, struct decoded *made, size_t from,
                         size_t to)
{
    for (size_t i = from; i < to; i++) {
        shuffle_decoded_generator(prover->shift + i + 1, &generators[i - from]);
        made[i - from] = generators[i - from];
    }
    fixed_base_add(made, prover->base, &prover->s[from], to - from);
    for (size_t i = from; i < to; i++)
        decoded_to_point(&made[i - from], (struct point *)&prover->mix.p[prover->order[i]]);
}

/* Outputs and P; this thread's part of T3 and T4. */
static bool mix_rows(void *context, unsigned worker, size_t from, size_t to, struct error *err)
{
    (void)err;
    struct prover *prover = context;
    struct desk *desk = &prover->desks[worker];
    for (size_t k = 0; k < prover->statement->w; k++)
        scalars_random(&prover->rho[k * prover->statement->n + from], to - from);
    scalars_random(&prover->s[from], to - from);
    scalars_random(&prover->omega_prime[from], to - from);
    mask_outputs(prover, desk->points, from, to);
    commit_order(prover, desk->points, desk->made, from, to);
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
    scalars_random(prover->q, prover->statement->n);
    for (size_t i = 0; i < prover->statement->n; i++) {
        shuffle_weight(prover->seed, prover->order[i] + (size_t)1, &prover->u_prime[i]);
        scalar_multiply_add(&b, &prover->q[i], &prover->u_prime[i], &b);
        scalar_multiply(&e, &prover->u_prime[i], &e);
        prover->b[i] = b;
        prover->e[i] = e;
    }
    sodium_memzero(&b, sizeof b);
    sodium_memzero(&e, sizeof e);
}

/* out[i] = b[i] B + e[i] H */
static void combine(const struct prover *prover, struct point *out, const struct scalar *b,
                    const struct scalar *e, size_t count, struct decoded *made)
{
    for (size_t i = 0; i < count; i++)
        decoded_set_identity(&made[i]);
    fixed_base_add(made, prover->base, b, count);
    fixed_base_add(made, prover->h, e, count);
    for (size_t i = 0; i < count; i++)
        decoded_to_point(&made[i], &out[i]);
}

/* Q and T^. */
static bool commit_rows(void *context, unsigned worker, size_t from, size_t to, struct error *err)
{
    (void)err;
    struct prover *prover = context;
    struct point *q = (struct point *)prover->mix.q, *t_hat = (struct point *)prover->mix.t_hat;
    struct scalar b[WORK_RANGE_MAX], e[WORK_RANGE_MAX];
    struct decoded *made = prover->desks[worker].made;
    scalars_random(&prover->omega_hat[from], to - from);
    for (size_t i = from; i < to; i++) {
        const struct scalar *omega_prime = &prover->omega_prime[i];
        scalar_multiply_add(&b[i - from], &prover->omega_hat[i], omega_prime,
                            i ? &prover->b[i - 1] : &SCALAR_ZERO);
        scalar_multiply(&e[i - from], omega_prime, i ? &prover->e[i - 1] : &SCALAR_ONE);
    }
    combine(prover, &q[from], &prover->b[from], &prover->e[from], to - from, made);
    combine(prover, &t_hat[from], b, e, to - from, made);
    sodium_memzero(b, sizeof b);
    sodium_memzero(e, sizeof e);
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
    fixed_base_add(&total, base, omega, 1);
    decoded_to_point(&total, out);
}

static void commit_once(struct prover *prover)
{
    size_t w = prover->statement->w;
    struct ciphertext *t4 = (struct ciphertext *)prover->mix.t4;
    scalars_random(prover->omega, 3 + w);
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
    shuffle_challenge(prover->seed, &prover->mix, &c);
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
            scalar_multiply_add(&sum, &sum, &prover->rho[k * n + i], &prover->u_prime[i]);
        scalar_multiply_add(&s4[k], &prover->omega[3 + k], &c, &sum);
    }
    sodium_memzero(&sum, sizeof sum);
    sodium_memzero(&weighted, sizeof weighted);
}

static bool prove(const struct shuffle_statement *statement, const struct work *work, size_t shift,
                  struct buffer *blob, struct error *err)
{
    uint32_t n = statement->n, w = statement->w;
    if (!mix_check_shape(n, w, err))
        return false;
    size_t size = mix_size(n, w), start = blob->len;
    unsigned threads = work_threads(work);
    bool done = false;
    buffer_reserve(blob, size);
    struct prover prover;
    prover_init(&prover, statement, blob->data + start, threads, shift);
    draw_order(prover.order, n);
    struct work_pass pass = {
        .count = n, .total = (size_t)n * SHUFFLE_PASSES, .range = mix_rows, .context = &prover};
    if (!work_run(work, &pass, err))
        goto out;
    shuffle_seed(statement, &prover.mix, prover.seed);
    draw_chain(&prover);
    pass.before = n;
    pass.range = commit_rows;
    if (!work_run(work, &pass, err))
        goto out;
    commit_once(&prover);
    respond(&prover);
    /* The room is reserved, so only the head of the blob is written here and the rest stays as it is. */
    buffer_append_string(blob, SHUFFLE_MIX_HEADER);
    buffer_append_u32(blob, n);
    buffer_append_u32(blob, w);
    blob->len = start + size;
    done = true;
out:
    prover_clear(&prover);
    return done;
}

bool shuffle_prove(const struct shuffle_statement *statement, const struct work *work, struct buffer *blob,
                   struct error *err)
{
    return prove(statement, work, 0, blob, err);
}

bool shuffle_prove_wrong_generators(const struct shuffle_statement *statement, struct buffer *blob,
                                    struct error *err)
{
    return prove(statement, NULL, 1, blob, err);
}
