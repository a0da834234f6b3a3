/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * bench_crypto [BALLOTS [ROUNDS]]: what mixing, decrypting and verifying cost for each ballot of one
 * ciphertext, beside the sum of the group operations that each of them needs, measured in the same round. CPU
 * time of one thread; the median of the rounds. Hashing and scalar arithmetic are not in the floor, nor is
 * what libsodium needs to read points. Names ending in _sodium are those of the engine that checks one by
 * one.
 */
#include <stdlib.h>
#include <string.h>

#include "bench.h"
#include "crypto/ballot_proof.h"
#include "crypto/decryption.h"
#include "crypto/shuffle.h"
#include "operations.h"

enum { BALLOTS = 10000, ROUNDS = 3, FIGURES_MAX = 32 };

struct figure {
    const char *metric;
    double values[ROUNDS * 8], floors[ROUNDS * 8];
};

static struct figure figures[FIGURES_MAX];
static size_t rounds = ROUNDS, round_now;
static struct operations cost; /* microseconds, in this round */

static void record(const char *metric, double value, double floor)
{
    size_t i = 0;
    while (figures[i].metric && strcmp(figures[i].metric, metric) != 0)
        i++;
    figures[i].metric = metric;
    figures[i].values[round_now] = value;
    figures[i].floors[round_now] = floor;
}

static void record_sum(const char *metric, double value, const struct operations *needed)
{
    record(metric, value, operations_sum(needed, &cost));
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

static void record_primitives(void)
{
#define RECORD(name) record("primitive_" #name, cost.name, 0);
    OPERATIONS(RECORD)
#undef RECORD
}

static void measure_ballots(struct ciphertext *ciphertexts, size_t n, const struct point *key)
{
    struct scalar k, r;
    struct point message, *t = allocate(2 * n, sizeof *t);
    struct scalar *z = allocate(2 * n, sizeof *z);
    struct ballot_statement *statements = allocate(n, sizeof *statements);
    struct ballot_proof *proofs = allocate(n, sizeof *proofs);
    struct error err;
    uint8_t block[BLOCK_BYTES] = {1};
    double prove = 0, verify = 0, start;
    point_embed(block, &message);
    struct ballot_layout layout = {bytes_of_string("parks"), 1};
    for (size_t i = 0; i < n; i++) {
        struct ballot_statement *statement = &statements[i];
        *statement = (struct ballot_statement){
            .layout = &layout, .contest_count = 1, .ciphertexts = &ciphertexts[i], .ciphertext_count = 1};
        scalar_random(&k);
        scalar_random(&r);
        point_multiply_base(&statement->credential, &k);
        elgamal_encrypt(&ciphertexts[i], &message, &r, key);
        proofs[i] = (struct ballot_proof){statement, &t[2 * i], &z[2 * i]};
        start = bench_cpu_us();
        require(ballot_proof_prove(statement, &k, &r, &t[2 * i], &z[2 * i], &err), "ballot proof", &err);
        double middle = bench_cpu_us();
        require(ballot_proof_verify(statement, &t[2 * i], &z[2 * i], &err), "ballot proof", &err);
        prove += middle - start;
        verify += bench_cpu_us() - middle;
    }
    record_sum("ballot_prove", prove / (double)n, &BALLOT_PROVE);
    start = bench_cpu_us();
    error_input(&err, "bad-proof", "they do not hold");
    require(ballot_proofs_hold(proofs, n, NULL), "ballot proofs", &err);
    record_sum("ballot_verify", (bench_cpu_us() - start) / (double)n, &BALLOT_VERIFY);
    record_sum("ballot_verify_sodium", verify / (double)n, &BALLOT_VERIFY_SODIUM);
    free(proofs);
    free(statements);
    free(z);
    free(t);
}

static const struct work sodium = {.engine = ENGINE_SODIUM};

/* CHAIN mixes; the outputs of the last are in *out, a view into `blobs`. */
static void measure_mixes(const struct ciphertext *ciphertexts, size_t n, const struct point *key,
                          struct buffer *blobs, struct mix *out)
{
    struct error err;
    struct shuffle_statement statements[CHAIN];
    struct bytes bytes[CHAIN];
    double start, prove = 0, verify = 0;
    for (size_t i = 0; i < CHAIN; i++) {
        statements[i] = (struct shuffle_statement){.contest = bytes_of_string("parks"),
                                                   .position = i + 1,
                                                   .trustee = i + 1,
                                                   .key = *key,
                                                   .n = (uint32_t)n,
                                                   .w = 1,
                                                   .inputs = i ? out->outputs : ciphertexts};
        start = bench_cpu_us();
        require(shuffle_prove(&statements[i], NULL, &blobs[i], &err), "mix", &err);
        prove += bench_cpu_us() - start;
        bytes[i] = buffer_bytes(&blobs[i]);
        start = bench_cpu_us();
        require(shuffle_verify(&statements[i], bytes[i], NULL, out, &err), "mix", &err);
        verify += bench_cpu_us() - start;
    }
    record_sum("shuffle_prove", prove / CHAIN / (double)n, &SHUFFLE_PROVE);
    record_sum("shuffle_prove_whole", prove / CHAIN / (double)n, &SHUFFLE_PROVE_WHOLE);
    record_sum("shuffle_verify", verify / CHAIN / (double)n, &SHUFFLE_VERIFY);
    start = bench_cpu_us();
    require(shuffle_verify_chain(statements, bytes, CHAIN, NULL, out, &err), "chain", &err);
    record_sum("shuffle_verify_in_chain_of_3", (bench_cpu_us() - start) / CHAIN / (double)n, &CHAIN_VERIFY);
    start = bench_cpu_us();
    require(shuffle_verify(&statements[0], bytes[0], &sodium, NULL, &err), "mix", &err);
    record_sum("shuffle_verify_sodium", (bench_cpu_us() - start) / (double)n, &SHUFFLE_VERIFY_SODIUM);
}

static void measure_shares(const struct mix *mix, size_t n, const struct scalar *x, const struct point *key)
{
    struct error err;
    struct buffer blob = {0};
    struct share share;
    struct share_statement statement = {.contest = bytes_of_string("parks"),
                                        .trustee = 1,
                                        .key = *key,
                                        .ciphertexts = mix->outputs,
                                        .count = n};
    double start = bench_cpu_us();
    require(share_make(&statement, x, NULL, &blob, &err), "share", &err);
    record_sum("share_make", (bench_cpu_us() - start) / (double)n, &SHARE_MAKE);
    start = bench_cpu_us();
    require(share_verify(&statement, buffer_bytes(&blob), NULL, &share, &err), "share", &err);
    record_sum("share_verify", (bench_cpu_us() - start) / (double)n, &SHARE_VERIFY);
    start = bench_cpu_us();
    require(share_verify(&statement, buffer_bytes(&blob), &sodium, &share, &err), "share", &err);
    record_sum("share_verify_sodium", (bench_cpu_us() - start) / (double)n, &SHARE_VERIFY_SODIUM);

    struct point *messages = allocate(n, sizeof *messages);
    start = bench_cpu_us();
    require(decryption_combine(mix->outputs, n, &share, &SCALAR_ONE, 1, NULL, messages, &err), "combine",
            &err);
    record_sum("combine_single_key", (bench_cpu_us() - start) / (double)n, &COMBINE);
    /* Any trustees but the first ones: their factors are whole. Each share stands for three. */
    static const uint64_t trustees[] = {2, 5, 7};
    struct share shares[] = {share, share, share};
    struct scalar lambdas[3];
    require(lagrange_at_zero(trustees, 3, lambdas, &err), "combine", &err);
    start = bench_cpu_us();
    require(decryption_combine(mix->outputs, n, shares, lambdas, 3, NULL, messages, &err), "combine", &err);
    record("combine_3", (bench_cpu_us() - start) / (double)n, 0);
    free(messages);
    buffer_clear(&blob);
}

static void measure(struct ciphertext *ciphertexts, size_t n, const struct scalar *x, const struct point *key)
{
    struct buffer blobs[CHAIN] = {{0}};
    struct mix mix;
    operations_measure(7 * n, &cost);
    record_primitives();
    measure_ballots(ciphertexts, n, key);
    measure_mixes(ciphertexts, n, key, blobs, &mix);
    measure_shares(&mix, n, x, key);
    for (size_t i = 0; i < CHAIN; i++)
        buffer_clear(&blobs[i]);
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
    for (round_now = 0; round_now < rounds; round_now++)
        measure(ciphertexts, n, &x, &key);
    for (size_t i = 0; figures[i].metric; i++)
        bench_cost(figures[i].metric, median(figures[i].values), "us", median(figures[i].floors));
    free(ciphertexts);
    return 0;
}
