/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Reading and counting a `.pb` file: bench_count [FILE]. Without a file, one of the size of Łódź 2022 is
 * made: 90,000 approval ballots of up to 5 of 160 projects. CPU time of one thread, median of several rounds.
 */
#include <stdlib.h>

#include "base/file.h"
#include "count/count.h"
#include "count/rule_source.h"
#include "tests/bench/bench.h"

enum { ROUNDS = 15, PROJECTS = 160, VOTES = 90000, CHOICES = 5 };

enum figure { READ, GROUP, GREEDY, WRITE, CHECK, FIGURES };
static double seconds[FIGURES][ROUNDS];

static double cpu_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static int compare(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

static double median(enum figure figure)
{
    qsort(seconds[figure], ROUNDS, sizeof(double), compare);
    return seconds[figure][ROUNDS / 2];
}

static void make_file(struct buffer *out)
{
    uint32_t random = 1;
    buffer_append_string(out, "META\nkey;value\nbudget;6000000\nvote_type;approval\nrule;greedy\n"
                              "PROJECTS\nproject_id;cost;name\n");
    for (int i = 0; i < PROJECTS; i++)
        buffer_append_format(out, "L%03d;%d;Project number %d\n", i, 20000 + i * 7919 % 500000, i);
    buffer_append_string(out, "VOTES\nvoter_id;vote;age;sex;voting_method\n");
    for (int i = 0; i < VOTES; i++) {
        buffer_append_format(out, "%d;", 1401204197 + i);
        random = random * 1664525 + 1013904223;
        for (uint32_t j = 0, count = 1 + random / 65536 % CHOICES; j < count; j++) {
            random = random * 1664525 + 1013904223;
            /* squared: a few projects are popular, as in life */
            uint32_t pick = random >> 16;
            buffer_append_format(out, "%sL%03u", j ? "," : "", pick * (pick / 256) / 65536 * PROJECTS / 256);
        }
        buffer_append_format(out, ";%u;F;internet\n", random / 65536 % 80);
    }
}

static bool measure(struct bytes text, const char *name, int round, struct error *err)
{
    bool ok = false;
    struct profile *profile = NULL;
    struct count_result result = {0};
    struct buffer written = {0};
    double start = cpu_seconds();
    struct pabulib *pabulib = pabulib_read(text, name, 0, err);
    seconds[READ][round] = cpu_seconds() - start;
    if (!pabulib)
        goto out;
    start = cpu_seconds();
    profile = profile_from_pabulib(pabulib, err);
    seconds[GROUP][round] = cpu_seconds() - start;
    if (!profile)
        goto out;
    struct rule rule = rule_source_default(RULE_GREEDY, profile->form);
    start = cpu_seconds();
    if (!count_run(profile, &rule, &(struct count_terms){0}, &result, err))
        goto out;
    seconds[GREEDY][round] = cpu_seconds() - start;
    start = cpu_seconds();
    pabulib_write(pabulib, &written);
    seconds[WRITE][round] = cpu_seconds() - start;
    start = cpu_seconds();
    struct pabulib_problems problems;
    pabulib_check(text, &problems);
    pabulib_problems_clear(&problems);
    seconds[CHECK][round] = cpu_seconds() - start;
    if (round == 0)
        printf("%zu bytes, %zu ballots (%zu different), %zu projects\n", text.len, pabulib->vote_count,
               profile->ballot_count, profile->option_count);
    ok = true;
out:
    buffer_clear(&written);
    count_result_clear(&result);
    profile_free(profile);
    pabulib_free(pabulib);
    return ok;
}

int main(int argc, char **argv)
{
    struct buffer text = {0};
    struct error err;
    bool ok = true;
    if (argc > 1)
        ok = file_read(argv[1], PABULIB_FILE_BYTES_MAX, &text, &err);
    else
        make_file(&text);
    for (int round = 0; ok && round < ROUNDS; round++)
        ok = measure(buffer_bytes(&text), argc > 1 ? argv[1] : "made", round, &err);
    if (ok) {
        bench_rate("pabulib_read", (double)text.len / 1e6 / median(READ), "MB/s", 0);
        bench_cost("group_ballots", median(GROUP) * 1e3, "ms", 0);
        bench_cost("greedy", median(GREEDY) * 1e3, "ms", 0);
        bench_cost("pabulib_write", median(WRITE) * 1e3, "ms", 0);
        bench_cost("pabulib_check", median(CHECK) * 1e3, "ms", 0);
    } else {
        fprintf(stderr, "bench_count: %s\n", err.detail);
    }
    buffer_clear(&text);
    return ok ? 0 : 1;
}
