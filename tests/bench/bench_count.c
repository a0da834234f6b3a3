/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Reading and counting `.pb` files: bench_count [FILE]... Without a file, three are made: one of the size of
 * Łódź 2022 (90,000 approval ballots of up to 5 of 160 projects), and one in a currency of small units (500
 * ballots, 33 projects, some 150,000 endowments on the way of add1), and one of both kinds, of the size of
 * Budapest 2024 (29,000 ballots of up to 15 of 175 projects). Several files are read and counted one
 * after the other and told together. CPU time of one thread, median of several rounds.
 *
 * The floors: for reading, one look at every byte; for counting, one look at every choice of every ballot,
 * which is what adding up votes takes.
 */
#include <stdlib.h>

#include "base/file.h"
#include "count/rule_source.h"
#include "count/score.h"
#include "tests/bench/bench.h"

enum { ROUNDS = 15, CORPUS_ROUNDS = 3, PROJECTS = 160, VOTES = 90000, CHOICES = 5 };

enum figure { BYTES, READ, GROUP, SCORES, GREEDY, SHARES, ADD1, PHRAGMEN, WRITE, CHECK, FIGURES };
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

static double median(enum figure figure, size_t rounds)
{
    qsort(seconds[figure], rounds, sizeof(double), compare);
    return seconds[figure][rounds / 2];
}

/* ---- files that are made ---- */

static uint32_t random_state;

static uint32_t random_16(void)
{
    random_state = random_state * 1664525 + 1013904223;
    return random_state >> 16;
}

static void make_file(struct buffer *out, unsigned votes, unsigned projects, unsigned choices,
                      uint32_t budget, uint32_t money)
{
    random_state = 1;
    buffer_append_format(out,
                         "META\nkey;value\nbudget;%u\nvote_type;approval\nrule;greedy\n"
                         "PROJECTS\nproject_id;cost;name\n",
                         budget);
    for (unsigned i = 0; i < projects; i++)
        buffer_append_format(out, "L%03u;%u;Project number %u\n", i, money / 25 + i * 7919u * 977u % money,
                             i);
    buffer_append_string(out, "VOTES\nvoter_id;vote;age;sex;voting_method\n");
    for (unsigned i = 0; i < votes; i++) {
        buffer_append_format(out, "%u;", 1401204197 + i);
        for (uint32_t j = 0, count = 1 + random_16() % choices; j < count; j++) {
            /* squared: a few projects are popular, as in life */
            uint32_t pick = random_16();
            buffer_append_format(out, "%sL%03u", j ? "," : "", pick * (pick / 256) / 65536 * projects / 256);
        }
        buffer_append_format(out, ";%u;F;internet\n", random_16() % 80);
    }
}

/* ---- measuring ---- */

static void lap(enum figure figure, int round, double start)
{
    seconds[figure][round] += cpu_seconds() - start;
}

static void look_at_bytes(struct bytes text)
{
    static volatile size_t lines;
    size_t count = 0;
    for (size_t i = 0; i < text.len; i++)
        count += text.data[i] == '\n';
    lines = count;
    (void)lines;
}

static bool count_once(const struct profile *profile, const struct rule *rule, enum figure figure, int round,
                       struct error *err)
{
    struct count_result result = {0};
    double start = cpu_seconds();
    bool ok = count_run(profile, rule, &(struct count_terms){0}, &result, err);
    lap(figure, round, start);
    count_result_clear(&result);
    return ok;
}

static bool count_all(const struct profile *profile, int round, struct error *err)
{
    struct rule greedy = rule_source_default(RULE_GREEDY, profile->form);
    struct rule shares = rule_source_default(RULE_EQUAL_SHARES, profile->form), add1 = shares;
    struct rule phragmen = rule_source_default(RULE_PHRAGMEN, profile->form);
    int64_t *scores = allocate(profile->option_count, sizeof *scores);
    double start = cpu_seconds();
    bool ok = score_all(profile, greedy.score, scores, err);
    lap(SCORES, round, start);
    add1.completion = RULE_COMPLETION_ADD1;
    ok = ok && count_once(profile, &greedy, GREEDY, round, err) &&
         count_once(profile, &shares, SHARES, round, err) && count_once(profile, &add1, ADD1, round, err) &&
         (profile->form != PROFILE_APPROVAL || count_once(profile, &phragmen, PHRAGMEN, round, err));
    free(scores);
    return ok;
}

static bool measure(struct bytes text, const char *name, int round, bool alone, struct error *err)
{
    bool ok = false;
    struct profile *profile = NULL;
    struct buffer written = {0};
    double start = cpu_seconds();
    look_at_bytes(text);
    lap(BYTES, round, start);
    start = cpu_seconds();
    struct pabulib *pabulib = pabulib_read(text, name, 0, err);
    lap(READ, round, start);
    if (!pabulib)
        goto out;
    start = cpu_seconds();
    profile = profile_from_pabulib(pabulib, err);
    lap(GROUP, round, start);
    if (!profile || !count_all(profile, round, err))
        goto out;
    start = cpu_seconds();
    pabulib_write(pabulib, &written);
    lap(WRITE, round, start);
    start = cpu_seconds();
    struct pabulib_problems problems;
    pabulib_check(text, &problems);
    pabulib_problems_clear(&problems);
    lap(CHECK, round, start);
    if (round == 0 && alone)
        printf("%s: %zu bytes, %zu ballots (%zu different), %zu projects\n", name, text.len,
               pabulib->vote_count, profile->ballot_count, profile->option_count);
    ok = true;
out:
    buffer_clear(&written);
    profile_free(profile);
    pabulib_free(pabulib);
    return ok;
}

static void cost(const char *metric, const char *of, double value, double floor)
{
    char name[64];
    snprintf(name, sizeof name, "%s%s", metric, of);
    bench_cost(name, value * 1e3, "ms", floor * 1e3);
}

/* `of` is added to each name. */
static void tell(const char *of, size_t rounds, size_t bytes)
{
    double megabytes = (double)bytes / 1e6, scores = median(SCORES, rounds);
    double read = median(READ, rounds), group = median(GROUP, rounds), shares = median(SHARES, rounds);
    char name[64];
    snprintf(name, sizeof name, "pabulib_read%s", of);
    bench_rate(name, megabytes / read, "MB/s", megabytes / median(BYTES, rounds));
    cost("group_ballots", of, group, 0);
    cost("greedy", of, median(GREEDY, rounds), scores);
    cost("equal_shares", of, shares, scores);
    cost("equal_shares_add1", of, median(ADD1, rounds), scores);
    cost("phragmen", of, median(PHRAGMEN, rounds), scores);
    cost("pabulib_write", of, median(WRITE, rounds), 0);
    cost("pabulib_check", of, median(CHECK, rounds), 0);
    cost("read_group_and_equal_shares", of, read + group + shares, median(BYTES, rounds) + scores);
    memset(seconds, 0, sizeof seconds);
}

static bool bench_files(char **paths, size_t count, struct error *err)
{
    bool ok = true;
    size_t bytes = 0, rounds = count == 1 ? ROUNDS : CORPUS_ROUNDS;
    for (size_t i = 0; ok && i < count; i++) {
        struct buffer text = {0};
        ok = file_read(paths[i], PABULIB_FILE_BYTES_MAX, &text, err);
        for (size_t round = 0; ok && round < rounds; round++)
            ok = measure(buffer_bytes(&text), paths[i], (int)round, count == 1, err);
        bytes += text.len;
        buffer_clear(&text);
    }
    if (ok && count > 1)
        printf("%zu files, %zu bytes, told together\n", count, bytes);
    if (ok)
        tell("", rounds, bytes);
    return ok;
}

static bool bench_made(const char *name, const char *of, size_t rounds, struct buffer *text,
                       struct error *err)
{
    bool ok = true;
    for (size_t round = 0; ok && round < rounds; round++)
        ok = measure(buffer_bytes(text), name, (int)round, true, err);
    if (ok)
        tell(of, rounds, text->len);
    buffer_clear(text);
    return ok;
}

int main(int argc, char **argv)
{
    struct buffer city = {0}, forints = {0}, both = {0};
    struct error err;
    bool ok;
    if (argc > 1) {
        ok = bench_files(argv + 1, (size_t)argc - 1, &err);
    } else {
        make_file(&city, VOTES, PROJECTS, CHOICES, 6000000, 500000);
        make_file(&forints, 500, 33, 12, 100000000, 20000000);
        make_file(&both, 29000, 175, 15, 1000000000, 120000000);
        ok = bench_made("city, made", "", ROUNDS, &city, &err) &&
             bench_made("small units, made", "_small_units", ROUNDS, &forints, &err) &&
             bench_made("city with small units, made", "_city_small_units", CORPUS_ROUNDS, &both, &err);
    }
    if (!ok)
        fprintf(stderr, "bench_count: %s\n", err.detail);
    return ok ? 0 : 1;
}
