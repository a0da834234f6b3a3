/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Every problem of a file, and what only a look at the whole of it shows: counts that differ from the
 * recount, ballots beyond the limits in META, voter ids that occur twice.
 */
#include "count/pabulib.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "count/decimal.h"
#include "count/pabulib_internal.h"
#include "count/pabulib_record.h"

struct check {
    const struct pabulib *pb;
    struct pabulib_problems *out;
    struct pabulib_cursor cursor;
};

/* A remark about a cell. */
__attribute__((format(printf, 3, 4))) static void note(struct check *check, struct bytes cell,
                                                       const char *format, ...)
{
    struct pabulib_problems *out = check->out;
    out->remarks++;
    if (out->count == PABULIB_PROBLEMS_MAX)
        return;
    char text[ERROR_DETAIL_BYTES];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    struct pabulib_problem *problem = &out->list[out->count++];
    *problem = (struct pabulib_problem){.remark = true, .text = arena_string(&out->arena, text)};
    /* a cell with doubled quotes is not a view of the source: its place is not worth keeping */
    const struct buffer *source = &check->pb->source;
    bool view = cell.data >= source->data && cell.data <= source->data + source->len;
    pabulib_locate(&check->cursor, view ? cell.data : check->cursor.start, &problem->line, &problem->column);
}

static void compare_count(struct check *check, struct bytes cell, const char *what, int64_t recount)
{
    int64_t said;
    struct bytes text = pabulib_trim(cell);
    if (text.len == 0)
        return;
    if (!decimal_read(text, 0, &said, NULL))
        note(check, cell, "%s is not a whole number", what);
    else if (said != recount)
        note(check, cell, "%s is %" PRId64 ", the file has %" PRId64, what, said, recount);
}

/* The counts of the whole file that META gives. */
struct total {
    const char *key;
    int64_t recount;
};
enum { TOTALS = 2 };

static void find_totals(const struct pabulib *pb, struct total *totals)
{
    totals[0] = (struct total){"num_projects", (int64_t)pb->project_count};
    totals[1] = (struct total){"num_votes", (int64_t)pb->vote_count};
}

static void check_counts(struct check *check)
{
    const struct pabulib *pb = check->pb;
    struct bytes value;
    struct total totals[TOTALS];
    find_totals(pb, totals);
    for (size_t i = 0; i < TOTALS; i++)
        if (pabulib_meta(pb, totals[i].key, &value))
            compare_count(check, value, totals[i].key, totals[i].recount);
    int64_t *votes = allocate(pb->project_count, sizeof *votes);
    int64_t *scores = allocate(pb->project_count, sizeof *scores);
    if (pabulib_tally(pb, votes, scores)) {
        for (size_t c = 0; c < pb->project_column_count; c++) {
            struct bytes column = pabulib_trim(pb->project_columns[c]);
            bool is_votes = bytes_equal(column, bytes_of_string("votes"));
            bool is_score = bytes_equal(column, bytes_of_string("score"));
            for (size_t i = 0; (is_votes || is_score) && i < pb->project_count; i++)
                compare_count(check, pb->projects[i].cells[c], is_votes ? "votes" : "score",
                              is_votes ? votes[i] : scores[i]);
        }
    }
    free(scores);
    free(votes);
}

/* ---- ballots beyond the limits in META ---- */

/* What a limit is about. */
enum measure { MEASURE_LENGTH, MEASURE_COST, MEASURE_POINTS_SUM, MEASURE_POINTS, MEASURES };

struct limit {
    const char *least_key, *most_key, *what;
    bool has_least, has_most;
    int64_t least, most;
};

static bool read_limit(struct check *check, const char *key, unsigned digits, int64_t *out)
{
    struct bytes value;
    struct error why;
    if (!pabulib_meta(check->pb, key, &value) || value.len == 0)
        return false;
    if (decimal_read(value, digits, out, &why))
        return true;
    note(check, value, "%s is %s: %s", key, pabulib_show(value).text, why.detail);
    return false;
}

static void read_limits(struct check *check, struct limit limits[MEASURES])
{
    static const struct limit asked[MEASURES] = {
        [MEASURE_LENGTH] = {"min_length", "max_length", "the number of projects on the ballot"},
        [MEASURE_COST] = {"min_sum_cost", "max_sum_cost", "the cost of the projects on the ballot"},
        [MEASURE_POINTS_SUM] = {"min_sum_points", "max_sum_points", "the sum of the points on the ballot"},
        [MEASURE_POINTS] = {"min_points", "max_points", "a number of points on the ballot"},
    };
    for (enum measure m = MEASURE_LENGTH; m < MEASURES; m++) {
        unsigned digits = m == MEASURE_COST ? check->pb->minor_digits : 0;
        limits[m] = asked[m];
        limits[m].has_least = read_limit(check, asked[m].least_key, digits, &limits[m].least);
        limits[m].has_most = read_limit(check, asked[m].most_key, digits, &limits[m].most);
    }
    if (check->pb->vote_type == PABULIB_CHOOSE_1) {
        limits[MEASURE_LENGTH].has_most = true;
        limits[MEASURE_LENGTH].most = 1;
    }
}

static void compare_limit(struct check *check, const struct limit *limit, struct bytes cell, int64_t value,
                          unsigned digits)
{
    bool low = limit->has_least && value < limit->least, high = limit->has_most && value > limit->most;
    if (!low && !high)
        return;
    struct buffer is = {0}, bound = {0};
    decimal_append(&is, value, digits);
    decimal_append(&bound, low ? limit->least : limit->most, digits);
    note(check, cell, "%s is %s; META allows %s %s", limit->what, buffer_string(&is),
         low ? "at least" : "at most", buffer_string(&bound));
    buffer_clear(&is);
    buffer_clear(&bound);
}

static void add(int64_t *sum, int64_t value)
{
    if (__builtin_add_overflow(*sum, value, sum))
        *sum = value < 0 ? INT64_MIN : INT64_MAX; /* beyond any limit */
}

/* `seen` has for each project the last vote + 1 that named it: a project named twice costs once. */
static void check_ballot(struct check *check, const struct limit limits[MEASURES], size_t number,
                         struct bytes cell, uint32_t *seen)
{
    const struct pabulib *pb = check->pb;
    const struct pabulib_vote *vote = &pb->votes[number];
    int64_t cost = 0, sum = 0;
    for (uint32_t i = 0; i < vote->count; i++) {
        if (seen[vote->choices[i]] != number + 1)
            add(&cost, pb->projects[vote->choices[i]].cost);
        seen[vote->choices[i]] = (uint32_t)(number + 1);
        if (vote->points) {
            add(&sum, vote->points[i]);
            compare_limit(check, &limits[MEASURE_POINTS], cell, vote->points[i], 0);
        }
    }
    compare_limit(check, &limits[MEASURE_LENGTH], cell, vote->count, 0);
    compare_limit(check, &limits[MEASURE_COST], cell, cost, pb->minor_digits);
    if (vote->points)
        compare_limit(check, &limits[MEASURE_POINTS_SUM], cell, sum, 0);
}

static void check_ballots(struct check *check)
{
    const struct pabulib *pb = check->pb;
    struct limit limits[MEASURES];
    read_limits(check, limits);
    uint32_t *seen = allocate(pb->project_count, sizeof *seen);
    for (size_t i = 0; i < pb->vote_count; i++)
        check_ballot(check, limits, i, pb->votes[i].record, seen);
    free(seen);
}

/* ---- voters ---- */

static int compare_voters(const void *a, const void *b)
{
    const struct pabulib_vote *left = *(const struct pabulib_vote *const *)a;
    const struct pabulib_vote *right = *(const struct pabulib_vote *const *)b;
    int order = bytes_compare(left->voter, right->voter);
    return order ? order : (left > right) - (left < right);
}

static void check_voters(struct check *check)
{
    const struct pabulib *pb = check->pb;
    const struct pabulib_vote **votes = allocate(pb->vote_count, sizeof *votes);
    for (size_t i = 0; i < pb->vote_count; i++)
        votes[i] = &pb->votes[i];
    if (pb->vote_count)
        qsort(votes, pb->vote_count, sizeof *votes, compare_voters);
    for (size_t i = 1; i < pb->vote_count; i++)
        if (bytes_equal(votes[i - 1]->voter, votes[i]->voter))
            note(check, votes[i]->voter, "this voter_id is there before");
    free(votes);
}

static int compare_problems(const void *a, const void *b)
{
    const struct pabulib_problem *left = a, *right = b;
    if (left->line != right->line)
        return left->line < right->line ? -1 : 1;
    if (left->column != right->column)
        return left->column < right->column ? -1 : 1;
    return strcmp(left->text, right->text);
}

bool pabulib_is_whole(const struct pabulib *pabulib, struct error *err)
{
    struct total totals[TOTALS];
    find_totals(pabulib, totals);
    for (size_t i = 0; i < TOTALS; i++) {
        struct bytes value;
        int64_t said;
        if (pabulib_meta(pabulib, totals[i].key, &value) && decimal_read(value, 0, &said, NULL) &&
            said != totals[i].recount)
            return error_input(err, "pabulib", "%s is %" PRId64 ", the file has %" PRId64, totals[i].key,
                               said, totals[i].recount);
    }
    return true;
}

void pabulib_check(struct bytes text, struct pabulib_problems *out)
{
    *out = (struct pabulib_problems){0};
    out->list = arena_allocate(&out->arena, PABULIB_PROBLEMS_MAX, sizeof *out->list);
    struct pabulib *pb = pabulib_collect(text, out);
    if (out->problems == 0) {
        struct check check = {.pb = pb, .out = out, .cursor = pabulib_cursor(buffer_bytes(&pb->source))};
        check_counts(&check);
        check_ballots(&check);
        check_voters(&check);
    }
    qsort(out->list, out->count, sizeof *out->list, compare_problems);
    pabulib_free(pb);
}

void pabulib_problems_clear(struct pabulib_problems *problems)
{
    arena_clear(&problems->arena);
    *problems = (struct pabulib_problems){0};
}
