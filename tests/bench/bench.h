/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What benchmarks in C share: clocks, and the line in which tests/bench.py expects each figure.
 */
#ifndef FOLKMOOT_TESTS_BENCH_BENCH_H
#define FOLKMOOT_TESTS_BENCH_BENCH_H

#include <stdio.h>
#include <time.h>

/* Seconds of a clock that only goes forward. */
static inline double bench_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Microseconds of the processor that this process has used, on all threads. */
static inline double bench_cpu_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static inline void bench_line(const char *metric, double value, const char *unit, double floor, double ratio)
{
    printf("{\"metric\": \"%s\", \"value\": %.9g, \"unit\": \"%s\", ", metric, value, unit);
    if (floor > 0)
        printf("\"floor\": %.9g, \"ratio\": %.4f}\n", floor, ratio);
    else
        printf("\"floor\": null, \"ratio\": null}\n");
    fflush(stdout);
}

/* A time or size, where less is better: the ratio is floor / value. `floor` 0: nothing to compare. */
static inline void bench_cost(const char *metric, double value, const char *unit, double floor)
{
    bench_line(metric, value, unit, floor, floor / value);
}

/* Things in a second, where more is better: the ratio is value / floor. */
static inline void bench_rate(const char *metric, double value, const char *unit, double floor)
{
    bench_line(metric, value, unit, floor, value / floor);
}

#endif
