/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * bench_crypto [BALLOTS [ROUNDS]]: what mixing, decrypting and verifying cost for each ballot of one
 * ciphertext, beside the sum of the group operations that each of them needs, measured in the same round. CPU
 * time of one thread; the median of the rounds. Reading points and scalars, hashing and scalar arithmetic are
 * not in the floor.
 */
#include <stdlib.h>
#include <string.h>

#include "bench.h"
#include "crypto/ballot_proof.h"
#include "crypto/decryption.h"
#include "crypto/shuffle.h"

enum { BALLOTS = 10000, ROUNDS = 3, PRIMITIVE_RUNS = 1000, FIGURES_MAX = 16 };

/* How often each group operation is needed. */
struct operations {
    unsigned base, multiply, add, hash;
};

/* docs/protocol.md sections 6, 9 and 10, for one ballot of one ciphertext. */
static const struct operations SHUFFLE_PROVE = {.base = 4, .multiply = 6, .add = 8, .hash = 1};
static const struct operations SHUFFLE_VERIFY = {.base = 1, .multiply = 8, .add = 10, .hash = 1};
static const struct operations SHARE_MAKE = {.multiply = 2, .add = 1};
static const struct operations SHARE_VERIFY = {.multiply = 2, .add = 2};
static const struct operations COMBINE = {.add = 1};
static const struct operations BALLOT_PROVE = {.base = 4}; /* two to check the secrets */
static const struct operations BALLOT_VERIFY = {.base = 2, .multiply = 2, .add = 2};

struct figure {
    const char *metric;
    double values[ROUNDS * 8], floors[ROUNDS * 8];
};

static struct figure figures[FIGURES_MAX];
static size_t rounds = ROUNDS, round_now;
static double cost_base, cost_multiply, cost_add, cost_hash; /* microseconds, in this round */

static double cpu_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static void record(const char *metric, double value, double floor)
{
    size_t i = 0;
    while (figures[i].metric && strcmp(figures[i].metric, metric) != 0)
        i++;
    figures[i].metric = metric;
    figures[i].values[round_now] = value;
    figures[i].floors[round_now] = floor;
}

static void record_sum(const char *metric, double value, struct operations needed)
{
    record(metric, value,
           needed.base * cost_base + needed.multiply * cost_multiply + needed.add * cost_add +
               needed.hash * cost_hash);
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *values)
{
    qsort(values, rounds, sizeof *values, compare);
    return values[rounds / 2];
}

static void require(bool good, const char *what, const struct error *err)
{
    if (good)
        return;
    fprintf(stderr, "bench_crypto: %s: %s\n", what, err->detail);
    exit(1);
}

static void measure_primitives(void)
{
    struct scalar s;
    struct point p, q, out;
    uint8_t wide[WIDE_BYTES];
    scalar_random(&s);
    point_multiply_base(&p, &s);
    scalar_random(&s);
    point_multiply_base(&q, &s);
    randombytes_buf(wide, sizeof wide);
#define MEASURE(cost, call)                                                                                  \
    do {                                                                                                     \
        double start = cpu_us();                                                                             \
        for (size_t i = 0; i < PRIMITIVE_RUNS; i++)                                                          \
            call;                                                                                            \
        cost = (cpu_us() - start) / PRIMITIVE_RUNS;                                                          \
    } while (0)
    MEASURE(cost_base, point_multiply_base(&out, &s));
    MEASURE(cost_multiply, point_multiply(&out, &s, &p));
    MEASURE(cost_add, point_add(&out, &p, &q));
    MEASURE(cost_hash, point_from_wide(&out, wide));
#undef MEASURE
    record("multiply_base", cost_base, 0);
    record("multiply", cost_multiply, 0);
    record("add", cost_add, 0);
    record("hash_to_group", cost_hash, 0);
}

static void measure_ballots(struct ciphertext *ciphertexts, size_t n, const struct point *key)
{
    struct scalar k, r;
    struct point message, t[2];
    struct scalar z[2];
    struct error err;
    uint8_t block[BLOCK_BYTES] = {1};
    double prove = 0, verify = 0;
    scalar_random(&k);
    point_embed(block, &message);
    struct ballot_layout layout = {bytes_of_string("parks"), 1};
    struct ballot_statement statement = {.layout = &layout, .contest_count = 1, .ciphertext_count = 1};
    point_multiply_base(&statement.credential, &k);
    for (size_t i = 0; i < n; i++) {
        scalar_random(&r);
        elgamal_encrypt(&ciphertexts[i], &message, &r, key);
        statement.ciphertexts = &ciphertexts[i];
        double start = cpu_us();
        require(ballot_proof_prove(&statement, &k, &r, t, z, &err), "ballot proof", &err);
        double middle = cpu_us();
        require(ballot_proof_verify(&statement, t, z, &err), "ballot proof", &err);
        prove += middle - start;
        verify += cpu_us() - middle;
    }
    record_sum("ballot_prove", prove / (double)n, BALLOT_PROVE);
    record_sum("ballot_verify", verify / (double)n, BALLOT_VERIFY);
}

static void measure_mix(const struct ciphertext *ciphertexts, size_t n, const struct scalar *x,
                        const struct point *key)
{
    struct error err;
    struct buffer mix_blob = {0}, share_blob = {0};
    struct mix mix;
    struct share share;
    struct shuffle_statement shuffle = {.contest = bytes_of_string("parks"),
                                        .position = 1,
                                        .trustee = 1,
                                        .key = *key,
                                        .n = (uint32_t)n,
                                        .w = 1,
                                        .inputs = ciphertexts};
    double start = cpu_us();
    require(shuffle_prove(&shuffle, NULL, &mix_blob, &err), "mix", &err);
    record_sum("shuffle_prove", (cpu_us() - start) / (double)n, SHUFFLE_PROVE);
    start = cpu_us();
    require(shuffle_verify(&shuffle, buffer_bytes(&mix_blob), NULL, &mix, &err), "mix", &err);
    record_sum("shuffle_verify", (cpu_us() - start) / (double)n, SHUFFLE_VERIFY);

    struct share_statement statement = {
        .contest = shuffle.contest, .trustee = 1, .key = *key, .ciphertexts = mix.outputs, .count = n};
    start = cpu_us();
    require(share_make(&statement, x, NULL, &share_blob, &err), "share", &err);
    record_sum("share_make", (cpu_us() - start) / (double)n, SHARE_MAKE);
    start = cpu_us();
    require(share_verify(&statement, buffer_bytes(&share_blob), NULL, &share, &err), "share", &err);
    record_sum("share_verify", (cpu_us() - start) / (double)n, SHARE_VERIFY);

    struct point *messages = allocate(n, sizeof *messages);
    start = cpu_us();
    require(decryption_combine(mix.outputs, n, &share, &SCALAR_ONE, 1, NULL, messages, &err), "combine",
            &err);
    record_sum("combine_single_key", (cpu_us() - start) / (double)n, COMBINE);
    free(messages);
    buffer_clear(&mix_blob);
    buffer_clear(&share_blob);
}

int main(int argc, char **argv)
{
    size_t n = argc > 1 ? strtoul(argv[1], NULL, 10) : BALLOTS;
    rounds = argc > 2 ? strtoul(argv[2], NULL, 10) : ROUNDS;
    if (argc > 3 || n < 1 || n > 100000000 || rounds < 1 || rounds > ROUNDS * 8 || sodium_init() < 0) {
        fprintf(stderr, "usage: bench_crypto [BALLOTS [ROUNDS]]\n");
        return 2;
    }
    printf("%zu ballots of one ciphertext, CPU time for each, median of %zu rounds, one thread\n", n, rounds);
    struct scalar x;
    struct point key;
    scalar_random(&x);
    point_multiply_base(&key, &x);
    struct ciphertext *ciphertexts = allocate(n, sizeof *ciphertexts);
    for (round_now = 0; round_now < rounds; round_now++) {
        measure_primitives();
        measure_ballots(ciphertexts, n, &key);
        measure_mix(ciphertexts, n, &x, &key);
    }
    for (size_t i = 0; figures[i].metric; i++)
        bench_cost(figures[i].metric, median(figures[i].values), "us", median(figures[i].floors));
    free(ciphertexts);
    return 0;
}
