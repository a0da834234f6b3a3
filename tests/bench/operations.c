/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "operations.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "bench.h"
#include "crypto/msm.h"
#include "crypto/secret_sum.h"
#include "crypto/work.h"

enum { RUNS = 1000, POINTS = 512 };

const struct operations BALLOT_PROVE = {.base = 4}; /* two to check the secrets */
const struct operations BALLOT_VERIFY = {.decode = 4, .whole_term = 2, .half_term = 2};
const struct operations BALLOT_VERIFY_SODIUM = {.base = 2, .multiply = 2, .add = 2};
const struct operations SHUFFLE_PROVE = {.table_product = 7, .shared_product = 3};
const struct operations SHUFFLE_PROVE_WHOLE = {
    .fixed_product = 7, .shared_product = 3, .decode = 2, .encode = 5, .decoded_hash = 1};
const struct operations SHUFFLE_VERIFY = {.decode = 7, .decoded_hash = 1, .whole_term = 7, .half_term = 1};
/* The first input and the generators are there once for all. */
const struct operations CHAIN_VERIFY = {.decode = (2. + 5 * CHAIN) / CHAIN,
                                        .decoded_hash = 1. / CHAIN,
                                        .whole_term = (2. + 1 + 4 * CHAIN) / CHAIN,
                                        .half_term = 1};
const struct operations SHUFFLE_VERIFY_SODIUM = {.base = 1, .multiply = 8, .add = 10, .hash = 1};
const struct operations SHARE_MAKE = {.multiply = 1, .decode = 1, .half_term = 1};
const struct operations SHARE_VERIFY = {.decode = 2, .half_term = 2};
const struct operations SHARE_VERIFY_SODIUM = {.multiply = 2, .add = 2};
const struct operations COMBINE = {.decode = 2, .encode = 1};

static double measure_msm(const struct decoded *points, const struct scalar *factors, size_t terms)
{
    struct decoded sum;
    double start = bench_cpu_us();
    struct msm *msm = msm_new(1, terms);
    for (size_t i = 0; i < terms; i++)
        msm_add(msm, 0, &factors[i % POINTS], &points[i % POINTS]);
    msm_sum(msm, &sum);
    msm_free(msm);
    return (bench_cpu_us() - start) / (double)terms;
}

static void measure_table(const struct decoded *point, const struct scalar *factors, struct operations *cost)
{
    decaf_255_precomputed_s *table =
        allocate_aligned(1, decaf_255_sizeof_precomputed_s, decaf_255_alignof_precomputed_s);
    decaf_255_precompute(table, point->point);
    decaf_255_scalar_t scalar;
    struct decoded product;
    double start = bench_cpu_us();
    for (size_t i = 0; i < POINTS; i++) {
        if (decaf_255_scalar_decode(scalar, factors[i].bytes) != DECAF_SUCCESS)
            abort(); /* a struct scalar is below L */
        decaf_255_precomputed_scalarmul(product.point, table, scalar);
    }
    cost->table_product = (bench_cpu_us() - start) / POINTS;
    free(table);
}

static void measure_secret(const struct decoded *points, const struct scalar *factors,
                           struct operations *cost)
{
    struct fixed_base *base = fixed_base_new(&points[0]);
    struct secret_sum *products = secret_sum_new(WORK_RANGE_MAX);
    struct decoded sum, *sums = allocate_aligned(POINTS, sizeof *sums, _Alignof(struct decoded));
    decoded_set_identity(&sum);
    memcpy(sums, points, POINTS * sizeof *sums);
    double start = bench_cpu_us();
    fixed_base_add(sums, base, factors, POINTS);
    cost->fixed_product = (bench_cpu_us() - start) / POINTS;
    free(sums);
    start = bench_cpu_us();
    for (size_t i = 0; i < POINTS; i++) {
        secret_sum_add(products, &factors[i], &points[i]);
        if ((i + 1) % WORK_RANGE_MAX == 0)
            secret_sum_finish(products, &sum);
    }
    cost->shared_product = (bench_cpu_us() - start) / POINTS;
    secret_sum_free(products);
    fixed_base_free(base);
}

static void measure_sums(size_t terms, struct operations *cost)
{
    struct decoded *points = allocate_aligned(POINTS, sizeof *points, _Alignof(struct decoded));
    struct scalar *factors = allocate(POINTS, sizeof *factors);
    uint8_t wide[WIDE_BYTES];
    for (size_t i = 0; i < POINTS; i++) {
        randombytes_buf(wide, sizeof wide);
        decoded_from_wide(&points[i], wide);
        scalar_random(&factors[i]);
    }
    measure_table(&points[0], factors, cost);
    measure_secret(points, factors, cost);
    cost->whole_term = measure_msm(points, factors, terms);
    for (size_t i = 0; i < POINTS; i++)
        memset(factors[i].bytes + WEIGHT_BYTES, 0, SCALAR_BYTES - WEIGHT_BYTES);
    cost->half_term = measure_msm(points, factors, terms);
    free(factors);
    free(points);
}

void operations_measure(size_t terms, struct operations *cost)
{
    struct scalar s;
    struct point p, q, out;
    struct decoded decoded;
    uint8_t wide[WIDE_BYTES];
    scalar_random(&s);
    point_multiply_base(&p, &s);
    scalar_random(&s);
    point_multiply_base(&q, &s);
    randombytes_buf(wide, sizeof wide);
#define MEASURE(name, call)                                                                                  \
    do {                                                                                                     \
        double start = bench_cpu_us();                                                                       \
        for (size_t i = 0; i < RUNS; i++)                                                                    \
            call;                                                                                            \
        cost->name = (bench_cpu_us() - start) / RUNS;                                                        \
    } while (0)
    MEASURE(base, point_multiply_base(&out, &s));
    MEASURE(multiply, point_multiply(&out, &s, &p));
    MEASURE(add, point_add(&out, &p, &q));
    MEASURE(hash, point_from_wide(&out, wide));
    MEASURE(decode, decoded_from_point(&decoded, &p));
    MEASURE(encode, decoded_to_point(&decoded, &out));
    MEASURE(decoded_hash, decoded_from_wide(&decoded, wide));
#undef MEASURE
    measure_sums(terms, cost);
}

double operations_sum(const struct operations *needed, const struct operations *cost)
{
    double sum = 0;
#define ADD_COST(name) sum += needed->name * cost->name;
    OPERATIONS(ADD_COST)
#undef ADD_COST
    return sum;
}
