/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The writer, and the making of files for rounds of our own.
 */
#include "count/pabulib.h"

#include <inttypes.h>
#include <stdlib.h>
#include <strings.h>

#include "count/decimal.h"
#include "count/pabulib_internal.h"
#include "count/pabulib_record.h"

/* ---- writing ---- */

/* Also for a quote inside a cell, as other readers of CSV want it. */
static bool needs_quotes(struct bytes cell)
{
    for (size_t i = 0; i < cell.len; i++)
        if (cell.data[i] == ';' || cell.data[i] == '"' || cell.data[i] == '\n' || cell.data[i] == '\r')
            return true;
    return false;
}

static void write_cell(struct buffer *out, struct bytes cell)
{
    if (!needs_quotes(cell)) {
        buffer_append_bytes(out, cell);
        return;
    }
    buffer_append_u8(out, '"');
    for (size_t i = 0; i < cell.len; i++) {
        if (cell.data[i] == '"')
            buffer_append_u8(out, '"');
        buffer_append_u8(out, cell.data[i]);
    }
    buffer_append_u8(out, '"');
}

static void write_record(struct buffer *out, const struct bytes *cells, size_t count)
{
    /* a lone empty cell would be an empty line, which is no record */
    if (count == 1 && cells[0].len == 0)
        buffer_append_string(out, "\"\"");
    for (size_t i = 0; i < count; i++) {
        if (i)
            buffer_append_u8(out, ';');
        write_cell(out, cells[i]);
    }
    buffer_append_u8(out, '\n');
}

/* A vote of our own: voter_id;vote and, where the type has them, points. */
static void make_cells(const struct pabulib *pb, const struct pabulib_vote *vote, struct arena *arena,
                       struct bytes *cells)
{
    struct buffer list = {0};
    for (uint32_t i = 0; i < vote->count; i++) {
        buffer_append_string(&list, i ? "," : "");
        buffer_append_bytes(&list, pb->projects[vote->choices[i]].id);
    }
    cells[0] = vote->voter;
    cells[1] = bytes_of(arena_copy(arena, list.data, list.len), list.len);
    list.len = 0;
    for (uint32_t i = 0; vote->points && i < vote->count; i++)
        buffer_append_format(&list, "%s%" PRId64, i ? "," : "", vote->points[i]);
    if (pb->vote_column_count == 3)
        cells[2] = bytes_of(arena_copy(arena, list.data, list.len), list.len);
    buffer_clear(&list);
}

void pabulib_vote_cells(const struct pabulib *pabulib, const struct pabulib_vote *vote, struct arena *arena,
                        struct bytes *cells)
{
    if (vote->record.data)
        pabulib_split_record(vote->record, arena, cells);
    else
        make_cells(pabulib, vote, arena, cells);
}

void pabulib_write(const struct pabulib *pabulib, struct buffer *out)
{
    buffer_append_string(out, "META\nkey;value\n");
    for (size_t i = 0; i < pabulib->meta_count; i++)
        write_record(out, (struct bytes[]){pabulib->meta[i].key, pabulib->meta[i].value}, 2);
    buffer_append_string(out, "PROJECTS\n");
    write_record(out, pabulib->project_columns, pabulib->project_column_count);
    for (size_t i = 0; i < pabulib->project_count; i++)
        write_record(out, pabulib->projects[i].cells, pabulib->project_column_count);
    buffer_append_string(out, "VOTES\n");
    write_record(out, pabulib->vote_columns, pabulib->vote_column_count);
    struct bytes cells[PABULIB_COLUMNS_MAX];
    struct arena scratch = {0};
    for (size_t i = 0; i < pabulib->vote_count; i++) {
        pabulib_vote_cells(pabulib, &pabulib->votes[i], &scratch, cells);
        write_record(out, cells, pabulib->vote_column_count);
    }
    arena_clear(&scratch);
}

/* ---- making ---- */

static struct bytes keep(struct pabulib *pb, struct bytes text)
{
    return bytes_of(arena_copy(&pb->arena, text.data, text.len), text.len);
}

static struct bytes keep_number(struct pabulib *pb, int64_t number)
{
    return bytes_of_string(arena_format(&pb->arena, "%" PRId64, number));
}

static struct bytes keep_decimal(struct pabulib *pb, int64_t value)
{
    struct buffer text = {0};
    decimal_append(&text, value, pb->minor_digits);
    struct bytes kept = keep(pb, buffer_bytes(&text));
    buffer_clear(&text);
    return kept;
}

static void set_meta(struct pabulib *pb, const char *key, struct bytes value)
{
    for (size_t i = 0; i < pb->meta_count; i++) {
        if (bytes_equal(pb->meta[i].key, bytes_of_string(key))) {
            pb->meta[i].value = value;
            return;
        }
    }
    pb->meta = pabulib_grow(pb->meta, pb->meta_count, sizeof *pb->meta);
    pb->meta[pb->meta_count++] = (struct pabulib_pair){keep(pb, bytes_of_string(key)), value};
}

struct pabulib *pabulib_new(enum pabulib_vote_type vote_type, unsigned minor_digits, int64_t budget,
                            struct error *err)
{
    if (budget < 0 || minor_digits > DECIMAL_DIGITS_MAX) {
        error_input(err, "pabulib", "the budget is negative or has too many decimals");
        return NULL;
    }
    struct pabulib *pb = allocate(1, sizeof *pb);
    pb->vote_type = vote_type;
    pb->minor_digits = minor_digits;
    pb->budget = budget;
    return pb;
}

void pabulib_set_meta(struct pabulib *pabulib, const char *key, const char *value)
{
    set_meta(pabulib, key, keep(pabulib, bytes_of_string(value)));
}

bool pabulib_add_project(struct pabulib *pabulib, const char *id, int64_t cost, const char *name,
                         struct error *err)
{
    if (pabulib->project_count == PABULIB_PROJECTS_MAX)
        return error_input(err, "pabulib", "more than %d projects", PABULIB_PROJECTS_MAX);
    if (!*id || strpbrk(id, ",\r\n") || pabulib_trim(bytes_of_string(id)).len != strlen(id) ||
        strcasecmp(id, "META") == 0 || strcasecmp(id, "PROJECTS") == 0 || strcasecmp(id, "VOTES") == 0)
        return error_input(err, "pabulib", "%.40s cannot be the id of a project in a .pb file", id);
    if (cost < 0)
        return error_input(err, "pabulib", "project %.40s has a negative cost", id);
    for (size_t i = 0; i < pabulib->project_count; i++)
        if (bytes_equal(pabulib->projects[i].id, bytes_of_string(id)))
            return error_input(err, "pabulib", "there are two projects %.40s", id);
    pabulib->projects = pabulib_grow(pabulib->projects, pabulib->project_count, sizeof *pabulib->projects);
    pabulib->projects[pabulib->project_count++] = (struct pabulib_project){
        .id = keep(pabulib, bytes_of_string(id)), .name = keep(pabulib, bytes_of_string(name)), .cost = cost};
    return true;
}

static bool has_points(const struct pabulib *pb)
{
    return pb->vote_type == PABULIB_CUMULATIVE || pb->vote_type == PABULIB_SCORING;
}

bool pabulib_add_vote(struct pabulib *pabulib, const uint16_t *choices, const int64_t *points, size_t count,
                      struct error *err)
{
    if (pabulib->vote_count == PABULIB_VOTES_MAX)
        return error_input(err, "pabulib", "more than %d votes", PABULIB_VOTES_MAX);
    if (count > pabulib->project_count || (count > 0 && has_points(pabulib) != (points != NULL)))
        return error_input(err, "pabulib", "a ballot of the wrong form");
    for (size_t i = 0; i < count; i++)
        if (choices[i] >= pabulib->project_count)
            return error_input(err, "pabulib", "a ballot names project number %u of %zu", choices[i],
                               pabulib->project_count);
    uint16_t *kept = arena_allocate(&pabulib->arena, count, sizeof *kept);
    int64_t *kept_points =
        has_points(pabulib) ? arena_allocate(&pabulib->arena, count, sizeof *points) : NULL;
    for (size_t i = 0; i < count; i++) {
        kept[i] = choices[i];
        if (kept_points)
            kept_points[i] = points[i];
    }
    pabulib->votes = pabulib_grow(pabulib->votes, pabulib->vote_count, sizeof *pabulib->votes);
    pabulib->votes[pabulib->vote_count++] =
        (struct pabulib_vote){.choices = kept, .points = kept_points, .count = (uint32_t)count};
    return true;
}

/* The official order of META keys; others come after these. */
static const char *const meta_order[] = {
    "description",    "country",
    "unit",           "district",
    "subunit",        "instance",
    "num_projects",   "num_votes",
    "budget",         "vote_type",
    "rule",           "date_begin",
    "date_end",       "min_length",
    "max_length",     "min_sum_cost",
    "max_sum_cost",   "min_points",
    "max_points",     "min_sum_points",
    "max_sum_points", "min_project_score_threshold",
    "default_score",  "scoring_fn",
    "edition",        "language",
    "currency",
};

static size_t meta_rank(struct bytes key)
{
    size_t count = sizeof meta_order / sizeof *meta_order, rank = 0;
    while (rank < count && !bytes_equal(key, bytes_of_string(meta_order[rank])))
        rank++;
    return rank;
}

/* Stable, so keys outside the official list stay in the order in which they were set. */
static void sort_meta(struct pabulib *pb)
{
    for (size_t i = 1; i < pb->meta_count; i++) {
        struct pabulib_pair pair = pb->meta[i];
        size_t j = i;
        for (; j > 0 && meta_rank(pb->meta[j - 1].key) > meta_rank(pair.key); j--)
            pb->meta[j] = pb->meta[j - 1];
        pb->meta[j] = pair;
    }
}

static void make_projects(struct pabulib *pb, const int64_t *votes, const int64_t *scores)
{
    bool approvals = pb->vote_type == PABULIB_APPROVAL || pb->vote_type == PABULIB_CHOOSE_1;
    static const char *const columns[] = {"project_id", "cost", "votes", "score", "name", "selected"};
    size_t count = 0;
    pb->project_columns = arena_allocate(&pb->arena, sizeof columns / sizeof *columns, sizeof(struct bytes));
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        if (!approvals || strcmp(columns[i], "score") != 0)
            pb->project_columns[count++] = bytes_of_string(columns[i]);
    pb->project_column_count = count;
    for (size_t i = 0; i < pb->project_count; i++) {
        struct pabulib_project *project = &pb->projects[i];
        struct bytes *cells = arena_allocate(&pb->arena, count, sizeof *cells), *cell = cells;
        *cell++ = project->id;
        *cell++ = keep_decimal(pb, project->cost);
        *cell++ = keep_number(pb, votes[i]);
        if (!approvals)
            *cell++ = keep_number(pb, scores[i]);
        *cell++ = project->name;
        *cell++ = keep_number(pb, project->selected);
        project->cells = cells;
    }
}

static void make_vote_columns(struct pabulib *pb)
{
    static const char *const columns[] = {"voter_id", "vote", "points"};
    size_t count = has_points(pb) ? 3 : 2;
    pb->vote_columns = arena_allocate(&pb->arena, count, sizeof(struct bytes));
    for (size_t i = 0; i < count; i++)
        pb->vote_columns[i] = bytes_of_string(columns[i]);
    pb->vote_column_count = count;
    for (size_t v = 0; v < pb->vote_count; v++)
        pb->votes[v].voter = keep_number(pb, (int64_t)v + 1);
}

bool pabulib_finish(struct pabulib *pabulib, const uint16_t *winners, size_t winner_count, struct error *err)
{
    int64_t *votes = allocate(pabulib->project_count, sizeof *votes);
    int64_t *scores = allocate(pabulib->project_count, sizeof *scores);
    bool ok = pabulib_tally(pabulib, votes, scores) ||
              error_input(err, "overflow", "the score of a project is too large");
    for (size_t i = 0; ok && i < winner_count; i++) {
        if (winners[i] < pabulib->project_count)
            pabulib->projects[winners[i]].selected = 1;
        else
            ok = error_input(err, "pabulib", "winner number %u of %zu", winners[i], pabulib->project_count);
    }
    if (ok) {
        set_meta(pabulib, "num_projects", keep_number(pabulib, (int64_t)pabulib->project_count));
        set_meta(pabulib, "num_votes", keep_number(pabulib, (int64_t)pabulib->vote_count));
        set_meta(pabulib, "budget", keep_decimal(pabulib, pabulib->budget));
        pabulib_set_meta(pabulib, "vote_type", pabulib_vote_type_name(pabulib->vote_type));
        sort_meta(pabulib);
        make_projects(pabulib, votes, scores);
        make_vote_columns(pabulib);
    }
    free(scores);
    free(votes);
    return ok;
}
