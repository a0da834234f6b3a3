/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * bench_verify [BALLOTS [ROUNDS]]: folkmoot-verify on the bundle of a whole round
 * (tests/support/make_bundle.h), two contests of one ciphertext each, beside the sum of the group operations
 * that its proofs need, measured in the same round. CPU time of one thread; the median of the rounds. The
 * doors of ballots, hashing, JSON, the tree and the count are not in the floor. Memory is the most that a
 * process of the program held, and by how much that grows from half of the ballots to all of them. The last
 * figures are for rounds of three trustees, of whom two or all three mix and decrypt; with one contest, too.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench.h"
#include "make_bundle.h"
#include "operations.h"
#include "verify/verify.h"

enum { BALLOTS = 10000, ROUNDS = 3, ROUNDS_MAX = 24, CONTESTS = 2 };

/* For one ballot. */
static double floor_of(size_t ballots)
{
    struct operations cost;
    operations_measure(7 * ballots, &cost);
    /* One proof for both ciphertexts: K and T_0 are there once. */
    double ballot = operations_sum(&BALLOT_VERIFY, &cost) * (CONTESTS + 1) / 2;
    double rest = operations_sum(&SHUFFLE_VERIFY, &cost) + operations_sum(&SHARE_VERIFY, &cost) +
                  operations_sum(&COMBINE, &cost);
    return ballot + CONTESTS * rest;
}

/* CPU microseconds of one run. */
static double verify(const char *path, enum engine engine)
{
    struct verify_options options = {.threads = 1, .engine = engine};
    struct report report = {0};
    struct error err;
    double start = bench_cpu_us();
    if (!verify_bundle(path, &options, &report, &err) || report_exit_status(&report) != 0) {
        struct buffer text = {0};
        report_write_text(&report, &text);
        fprintf(stderr, "bench_verify: the bundle does not pass\n%s", buffer_string(&text));
        exit(1);
    }
    return bench_cpu_us() - start;
}

/* The program itself: what it held at most, and how long it took. */
struct run {
    double bytes, seconds;
};

static struct run run_program(const char *path, const char *threads)
{
    const char *build = getenv("FOLKMOOT_BUILD");
    struct rusage usage;
    char program[4096];
    int status;
    snprintf(program, sizeof program, "%s/folkmoot-verify", build ? build : "build");
    double start = bench_seconds();
    pid_t child = fork();
    if (child == 0) {
        if (!freopen("/dev/null", "w", stdout))
            _exit(1);
        execl(program, program, path, "--threads", threads, (char *)NULL);
        _exit(1);
    }
    if (child < 0 || wait4(child, &status, 0, &usage) != child || status != 0) {
        fprintf(stderr, "bench_verify: %s did not verify the bundle\n", program);
        exit(1);
    }
    return (struct run){(double)usage.ru_maxrss * 1024, bench_seconds() - start};
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

/* The district of nearly all has one contest only; another takes the second, `small`. */
static void leave_one_contest(struct made *made, struct definition *definition)
{
    static uint16_t city[] = {0}, rest[] = {0, 2, 3};
    (void)made;
    for (size_t i = 0; i < definition->district_count; i++) {
        struct district *district = &definition->districts[i];
        if (strcmp(district->id, "west") == 0) {
            district->contests = city;
            district->contest_count = 1;
        } else if (strcmp(district->id, "hamlet") == 0) {
            district->contests = rest;
            district->contest_count = 3;
        }
    }
}

/* In a process of its own, so that what it needs is not counted. */
static void make(char *path, size_t ballots, size_t trustees, size_t threshold, size_t contests)
{
    int fd = mkstemp(path), status;
    if (fd < 0)
        exit(1);
    close(fd);
    pid_t maker = fork();
    if (maker == 0) {
        struct made *made = allocate(1, sizeof *made);
        made->extra = ballots;
        made->trustees = trustees;
        made->threshold = threshold;
        if (contests == 1)
            made->hooks.definition = leave_one_contest;
        made_run(made);
        made_write_zip(made, path);
        _exit(0);
    }
    if (maker < 0 || waitpid(maker, &status, 0) != maker || status != 0)
        exit(1);
}

static void measure_growth(const char *path, size_t ballots)
{
    char half_path[] = "/tmp/bench-verify-XXXXXX";
    size_t half = ballots / 2;
    make(half_path, half, 1, 1, CONTESTS);
    double peak = run_program(path, "1").bytes, half_peak = run_program(half_path, "1").bytes;
    unlink(half_path);
    bench_cost("verify_memory", peak, "bytes", 0);
    bench_cost("verify_memory_growth", (peak - half_peak) / (double)(ballots - half), "bytes/ballot", 0);
}

/* So many of three trustees mix, and as many decrypt. */
static void measure_trustees(size_t ballots, size_t threshold, size_t contests, const char *metric)
{
    char path[] = "/tmp/bench-verify-XXXXXX";
    make(path, ballots, 3, threshold, contests);
    bench_cost(metric, verify(path, ENGINE_DECAF) / (double)ballots, "us/ballot", 0);
    unlink(path);
}

int main(int argc, char **argv)
{
    size_t ballots = argc > 1 ? strtoul(argv[1], NULL, 10) : BALLOTS;
    size_t rounds = argc > 2 ? strtoul(argv[2], NULL, 10) : ROUNDS;
    char path[] = "/tmp/bench-verify-XXXXXX";
    double times[ROUNDS_MAX], floors[ROUNDS_MAX];
    if (argc > 3 || ballots < 2 || ballots > 10000000 || rounds < 1 || rounds > ROUNDS_MAX ||
        sodium_init() < 0) {
        fprintf(stderr, "usage: bench_verify [BALLOTS [ROUNDS]]\n");
        return 2;
    }
    printf("a bundle of %zu ballots in two contests, CPU time for each ballot, median of %zu rounds, one "
           "thread\n",
           ballots, rounds);
    fflush(stdout);
    make(path, ballots, 1, 1, CONTESTS);
    measure_growth(path, ballots);
    for (size_t i = 0; i < rounds; i++) {
        floors[i] = floor_of(ballots);
        times[i] = verify(path, ENGINE_DECAF) / (double)ballots;
    }
    bench_cost("verify_bundle", median(times, rounds), "us/ballot", median(floors, rounds));
    bench_cost("verify_seconds_on_two_threads", run_program(path, "2").seconds, "s", 0);
    bench_cost("verify_bundle_sodium", verify(path, ENGINE_SODIUM) / (double)ballots, "us/ballot", 0);
    unlink(path);
    measure_trustees(ballots, 2, CONTESTS, "verify_bundle_of_2_mixers");
    measure_trustees(ballots, 3, CONTESTS, "verify_bundle_of_3_mixers");
    measure_trustees(ballots, 3, 1, "verify_bundle_of_3_mixers_one_contest");
    return 0;
}
