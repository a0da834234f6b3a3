/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Every problem of a file, and what only a look at the whole of it shows: counts that differ from the
 * recount, voter ids that occur twice.
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
            return error_input(err, "pabulib", "%s is %" PRId64 ", the file has %" PRId64, totals[i].key, said,
                               totals[i].recount);
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
