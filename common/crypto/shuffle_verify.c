/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdlib.h>

#include "crypto/shuffle_parts.h"

/* ---- equation by equation ---- */

static void add_products(struct ciphertext *sum, const struct scalar *factor,
                         const struct ciphertext *ciphertext)
{
    point_add_product(&sum->a, factor, &ciphertext->a);
    point_add_product(&sum->c, factor, &ciphertext->c);
}

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
        shuffle_weight(verifier->seed, i + 1, &u);
        shuffle_generator(i + 1, &h);
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

static bool verify_each(const struct shuffle_statement *statement, struct bytes blob, const struct work *work,
                        struct mix *out, struct error *err)
{
    struct verifier verifier = {.statement = statement};
    struct mix *mix = &verifier.mix;
    if (!mix_read_pass(blob, mix, work, SHUFFLE_PASSES, err) || !mix_check_counts(statement, mix, err))
        return false;
    shuffle_seed(statement, mix, verifier.seed);
    shuffle_challenge(verifier.seed, mix, &verifier.c);
    shuffle_generator(0, &verifier.h);

    unsigned threads = work_threads(work);
    size_t w = mix->w;
    verifier.sums = allocate(threads, sizeof *verifier.sums);
    struct ciphertext *columns = allocate(threads * 2 * w, sizeof *columns);
    for (size_t i = 0; i < threads; i++)
        verifier.sums[i] = (struct sums){
            .u = SCALAR_ONE, .inputs = columns + 2 * i * w, .outputs = columns + (2 * i + 1) * w};
    struct work_pass pass = {.count = mix->n,
                             .before = mix->n,
                             .total = (size_t)mix->n * SHUFFLE_PASSES,
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

/* ---- by the engine that is asked for ---- */

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
