/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdlib.h>

#include "crypto/msm.h"
#include "crypto/shuffle_parts.h"

/* One mix of a chain, with the random factor of each of its equations. V5 has one for each tuple, drawn
 * there. */
struct link {
    const struct shuffle_statement *statement;
    struct mix mix;
    uint8_t seed[HASH_BYTES];
    struct scalar c;
    struct scalar w1, w2, w3; /* of V1, V2, V3 */
    struct scalar c_w1;
    struct scalar *w4;       /* 2 w: of V4, each column's A part and C part */
    struct scalar *products; /* of u_i, one for each thread */
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
    uint8_t weights[WORK_RANGE_MAX][WEIGHT_BYTES];
    randombytes_buf(weights, (to - from) * sizeof *weights);
    scalar_from_weight(&r, weights[0]);
    scalar_multiply(&factor, &r, &mix->s_prime[from]);
    if (from > 0) {
        if (!add_read(chain, worker, &factor, &mix->q[from - 1]))
            return false;
    } else {
        struct decoded h;
        shuffle_decoded_generator(0, &h);
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
            scalar_from_weight(&r, weights[i + 1 - from]);
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
    struct scalar factor, of_h = SCALAR_ZERO;
    struct decoded h;
    for (size_t m = 0; m < chain->count; m++) {
        const struct link *link = &chain->links[m];
        scalar_add(&of_h, &of_h, &link->c_w1);
        scalar_multiply_add(&of_h, &of_h, &link->w3, rows[m].s_prime);
        scalar_multiply(&factor, &link->w3, &rows[m].minus_cu);
        scalar_subtract(&factor, &factor, &link->c_w1);
        if (!add_read(chain, worker, &factor, &link->mix.p[i]))
            return false;
    }
    shuffle_decoded_generator(i + 1, &h);
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
            shuffle_weight(link->seed, i + 1, &u);
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
    shuffle_decoded_generator(0, &point);
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
    if (!mix_read_frame(blob, mix, NULL) || !mix_check_counts(statement, mix, NULL))
        return false;
    shuffle_seed(statement, mix, link->seed);
    shuffle_challenge(link->seed, mix, &link->c);
    draw_weight(&link->w1);
    draw_weight(&link->w2);
    draw_weight(&link->w3);
    scalar_multiply(&link->c_w1, &link->c, &link->w1);
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
