/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * bench_verify [BALLOTS [ROUNDS]]: folkmoot-verify on the bundle of a whole round
 * (tests/support/make_bundle.h), two contests of one ciphertext each, beside the sum of the group operations
 * that its proofs need, measured in the same round. CPU time of one thread; the median of the rounds. Reading
 * points and scalars, hashing, JSON, the tree and the count are not in the floor. Memory is the most that the
 * process held while it verified, above what it held before.
 */
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench.h"
#include "make_bundle.h"
#include "verify/verify.h"

enum { BALLOTS = 10000, ROUNDS = 3, ROUNDS_MAX = 24, PRIMITIVE_RUNS = 2000, CONTESTS = 2 };

static double cpu_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

struct primitives {
    double base, multiply, add, hash; /* microseconds */
};

static void measure_primitives(struct primitives *out)
{
    struct scalar s;
    struct point p, q, r;
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
    MEASURE(out->base, point_multiply_base(&r, &s));
    MEASURE(out->multiply, point_multiply(&r, &s, &p));
    MEASURE(out->add, point_add(&r, &p, &q));
    MEASURE(out->hash, point_from_wide(&r, wide));
#undef MEASURE
}

/* docs/protocol.md sections 6, 9 and 10, for one ballot. */
static double floor_of(const struct primitives *cost)
{
    double proof = (CONTESTS + 1) * (cost->base + cost->multiply + cost->add);
    double shuffle = cost->base + 8 * cost->multiply + 10 * cost->add + cost->hash;
    double share = 2 * cost->multiply + 2 * cost->add, combine = cost->add;
    return proof + CONTESTS * (shuffle + share + combine);
}

/* CPU microseconds of one run. */
static double verify(const char *path)
{
    struct verify_options options = {.threads = 1};
    struct report report = {0};
    struct error err;
    double start = cpu_us();
    if (!verify_bundle(path, &options, &report, &err) || report_exit_status(&report) != 0) {
        struct buffer text = {0};
        report_write_text(&report, &text);
        fprintf(stderr, "bench_verify: the bundle does not pass\n%s", buffer_string(&text));
        exit(1);
    }
    return cpu_us() - start;
}

/* Bytes at most, in a process of its own. */
static double measure_memory(const char *path)
{
    struct rusage usage;
    int status;
    pid_t child = fork();
    if (child == 0) {
        verify(path);
        _exit(0);
    }
    if (child < 0 || wait4(child, &status, 0, &usage) != child || status != 0)
        exit(1);
    return (double)usage.ru_maxrss * 1024;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *values, size_t count)
{
    qsort(values, count, sizeof *values, compare);
    return values[count / 2];
}

static void make(const char *path, size_t ballots)
{
    struct made *made = allocate(1, sizeof *made);
    made->extra = ballots;
    made_run(made);
    made_write_zip(made, path);
    made_clear(made);
    free(made);
}

int main(int argc, char **argv)
{
    size_t ballots = argc > 1 ? strtoul(argv[1], NULL, 10) : BALLOTS;
    size_t rounds = argc > 2 ? strtoul(argv[2], NULL, 10) : ROUNDS;
    char path[] = "/tmp/bench-verify-XXXXXX";
    double times[ROUNDS_MAX], floors[ROUNDS_MAX];
    if (argc > 3 || ballots < 1 || ballots > 10000000 || rounds < 1 || rounds > ROUNDS_MAX ||
        sodium_init() < 0) {
        fprintf(stderr, "usage: bench_verify [BALLOTS [ROUNDS]]\n");
        return 2;
    }
    int fd = mkstemp(path);
    if (fd < 0)
        return 1;
    close(fd);
    printf("a bundle of %zu ballots in two contests, CPU time for each ballot, median of %zu rounds, one "
           "thread\n",
           ballots, rounds);
    fflush(stdout);
    pid_t maker = fork(); /* so that what it needs is not counted */
    int status;
    if (maker == 0) {
        make(path, ballots);
        _exit(0);
    }
    if (maker < 0 || waitpid(maker, &status, 0) != maker || status != 0)
        return 1;
    for (size_t i = 0; i < rounds; i++) {
        struct primitives cost;
        measure_primitives(&cost);
        times[i] = verify(path) / (double)ballots;
        floors[i] = floor_of(&cost);
    }
    bench_cost("verify_bundle", median(times, rounds), "us/ballot", median(floors, rounds));
    bench_cost("verify_memory", measure_memory(path) / (double)ballots, "bytes/ballot", 0);
    unlink(path);
    return 0;
}
