/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The reader: what the records of each section say.
 */
#include "count/pabulib.h"

#include <stdlib.h>
#include <strings.h>

#include "base/file.h"
#include "count/decimal.h"
#include "count/pabulib_internal.h"
#include "count/pabulib_record.h"

enum { NO_COLUMN = -1, FIRST_SLOTS = 64 };

enum section { SECTION_NONE, SECTION_META, SECTION_PROJECTS, SECTION_VOTES };
static const char *const section_names[] = {"none", "META", "PROJECTS", "VOTES"};

/* number is that of a project + 1; 0: free */
struct slot {
    uint64_t key;
    uint32_t number;
    uint32_t len;
};

struct parser {
    struct pabulib *pb;
    struct pabulib_records r;
    struct bytes cells[PABULIB_COLUMNS_MAX];
    const uint8_t *places[PABULIB_COLUMNS_MAX];
    enum section section;
    const uint8_t **meta_places; /* of each META value */
    const uint8_t **cost_places; /* of each cost */
    int id_column, cost_column, name_column, selected_column, vote_column, points_column;

    struct slot *slots; /* hash table of project ids */
    size_t slot_count;
    uint32_t *named_by; /* for each project the last vote + 1 that named it */
    uint16_t *choices;  /* of the vote being read */
    int64_t *points;
    size_t choice_capacity;
};

/* The place of a text in column i: exact when the cell is a view of the file, else the beginning of the cell.
 */
static const uint8_t *place_in(const struct parser *p, size_t i, const uint8_t *text)
{
    return text >= p->r.start && text <= p->r.end ? text : p->r.places[i];
}

static struct bytes *keep_cells(struct parser *p)
{
    struct bytes *cells = arena_allocate(&p->pb->arena, p->r.cell_count, sizeof *cells);
    memcpy(cells, p->r.cells, p->r.cell_count * sizeof *cells);
    return cells;
}

/* In any case; both are as long. Asked of every record, and nearly always the first letter is enough. */
static bool is_word(struct bytes text, const char *word)
{
    return (text.data[0] | 0x20) == (word[0] | 0x20) &&
           strncasecmp((const char *)text.data, word, text.len) == 0;
}

/* Asked of every record, so that the length is looked at first. */
static enum section section_of(struct bytes cell)
{
    cell = pabulib_trim(cell);
    enum section section = cell.len == sizeof "META" - 1       ? SECTION_META
                           : cell.len == sizeof "PROJECTS" - 1 ? SECTION_PROJECTS
                           : cell.len == sizeof "VOTES" - 1    ? SECTION_VOTES
                                                               : SECTION_NONE;
    return section && is_word(cell, section_names[section]) ? section : SECTION_NONE;
}

/* ---- META ---- */

static bool open_meta(struct parser *p)
{
    if (p->r.cell_count != 2 || !bytes_equal(pabulib_trim(p->r.cells[0]), bytes_of_string("key")) ||
        !bytes_equal(pabulib_trim(p->r.cells[1]), bytes_of_string("value")))
        return pabulib_problem(&p->r, p->r.places[0], "expected the header key;value");
    return true;
}

static bool read_meta(struct parser *p)
{
    struct pabulib *pb = p->pb;
    if (p->r.cell_count != 2)
        return pabulib_problem(&p->r, p->r.places[0], "%zu cells in a META record; expected key;value",
                               p->r.cell_count);
    for (size_t i = 0; i < pb->meta_count; i++)
        if (bytes_equal(pabulib_trim(pb->meta[i].key), pabulib_trim(p->r.cells[0])))
            return pabulib_problem(&p->r, p->r.places[0], "the META key %s is there twice",
                                   pabulib_show(p->r.cells[0]).text);
    pb->meta = pabulib_grow(pb->meta, pb->meta_count, sizeof *pb->meta);
    p->meta_places = pabulib_grow(p->meta_places, pb->meta_count, sizeof *p->meta_places);
    p->meta_places[pb->meta_count] = p->r.places[1];
    pb->meta[pb->meta_count++] = (struct pabulib_pair){p->r.cells[0], p->r.cells[1]};
    return true;
}

/* The value of a key and its place. */
static bool find_meta(const struct parser *p, const char *key, struct bytes *value, const uint8_t **place)
{
    for (size_t i = 0; i < p->pb->meta_count; i++) {
        if (bytes_equal(pabulib_trim(p->pb->meta[i].key), bytes_of_string(key))) {
            *value = pabulib_trim(p->pb->meta[i].value);
            *place = p->meta_places[i];
            return true;
        }
    }
    return false;
}

static bool close_meta(struct parser *p)
{
    struct bytes value;
    const uint8_t *place;
    if (!find_meta(p, "vote_type", &value, &place)) {
        if (!pabulib_problem(&p->r, p->r.at, "META ends without vote_type"))
            return false;
    } else if (!pabulib_vote_type_parse(value, &p->pb->vote_type)) {
        if (!pabulib_problem(
                &p->r, place,
                "the vote_type is %s; expected approval, choose-1, cumulative, scoring or ordinal",
                pabulib_show(value).text))
            return false;
    }
    if (!find_meta(p, "budget", &value, &place)) {
        if (!pabulib_problem(&p->r, p->r.at, "META ends without budget"))
            return false;
    }
    return true;
}

/* ---- columns ---- */

static int find_column(const struct parser *p, const char *name)
{
    for (size_t i = 0; i < p->r.cell_count; i++)
        if (bytes_equal(pabulib_trim(p->r.cells[i]), bytes_of_string(name)))
            return (int)i;
    return NO_COLUMN;
}

static bool check_columns(struct parser *p, const char *first, const char *second)
{
    if (find_column(p, first) != 0 &&
        !pabulib_problem(&p->r, p->r.places[0], "expected %s as the first column", first))
        return false;
    if (find_column(p, second) == NO_COLUMN &&
        !pabulib_problem(&p->r, p->r.places[0], "expected a column %s", second))
        return false;
    for (size_t i = 1; i < p->r.cell_count; i++)
        for (size_t j = 0; j < i; j++)
            if (bytes_equal(pabulib_trim(p->r.cells[i]), pabulib_trim(p->r.cells[j])) &&
                !pabulib_problem(&p->r, p->r.places[i], "the column %s is there twice",
                                 pabulib_show(p->r.cells[i]).text))
                return false;
    return true;
}

static bool check_cell_count(struct parser *p, size_t columns, bool *right)
{
    *right = p->r.cell_count == columns;
    return *right || pabulib_problem(&p->r, p->r.places[p->r.cell_count > columns ? columns : 0],
                                     "%zu cells; expected %zu as in the header", p->r.cell_count, columns);
}

/* ---- PROJECTS ---- */

/* The bytes of an id pushed into a word: up to eight bytes are in it whole, so that most ids are found
 * without a look at their text; of longer ones each byte has a say. */
static uint64_t push(uint64_t key, uint8_t byte)
{
    return (key << 8 | key >> 56) ^ byte;
}

static uint64_t key_of(struct bytes id)
{
    uint64_t key = 0;
    for (size_t i = 0; i < id.len; i++)
        key = push(key, id.data[i]);
    return key;
}

/* The slot of this id, or the free one where it belongs. */
static size_t find_slot(const struct parser *p, struct bytes id, uint64_t key)
{
    enum { WHOLE = sizeof key };
    size_t mask = p->slot_count - 1;
    uint64_t hash = (key ^ id.len) * UINT64_C(0x9e3779b97f4a7c15);
    for (size_t i = hash >> 32 & mask;; i = (i + 1) & mask) {
        const struct slot *slot = &p->slots[i];
        if (!slot->number)
            return i;
        if (slot->key == key && slot->len == id.len &&
            (id.len <= WHOLE || bytes_equal(p->pb->projects[slot->number - 1].id, id)))
            return i;
    }
}

static void fill_slot(struct parser *p, size_t project)
{
    struct bytes id = p->pb->projects[project].id;
    uint64_t key = key_of(id);
    p->slots[find_slot(p, id, key)] = (struct slot){key, (uint32_t)(project + 1), (uint32_t)id.len};
}

static void grow_slots(struct parser *p)
{
    p->slot_count *= 2;
    free(p->slots);
    p->slots = allocate(p->slot_count, sizeof *p->slots);
    for (size_t i = 0; i < p->pb->project_count; i++)
        fill_slot(p, i);
}

static bool open_projects(struct parser *p)
{
    if (!check_columns(p, "project_id", "cost"))
        return false;
    p->id_column = find_column(p, "project_id");
    p->cost_column = find_column(p, "cost");
    p->name_column = find_column(p, "name");
    p->selected_column = find_column(p, "selected");
    p->pb->project_columns = keep_cells(p);
    p->pb->project_column_count = p->r.cell_count;
    return true;
}

static bool read_selected(struct parser *p, int64_t *selected)
{
    *selected = PABULIB_NOT_SAID;
    if (p->selected_column == NO_COLUMN)
        return true;
    struct bytes text = pabulib_trim(p->r.cells[p->selected_column]);
    if (text.len == 0 || (decimal_read(text, 0, selected, NULL) && *selected >= 0))
        return true;
    return pabulib_problem(&p->r, p->r.places[p->selected_column], "selected is %s; expected 0, 1, 2 or 3",
                           pabulib_show(text).text);
}

static bool read_project(struct parser *p)
{
    struct pabulib *pb = p->pb;
    bool right;
    if (!check_cell_count(p, pb->project_column_count, &right))
        return false;
    if (!right || p->id_column != 0 || p->cost_column == NO_COLUMN)
        return true;
    struct pabulib_project project = {.id = pabulib_trim(p->r.cells[0])};
    if (project.id.len == 0)
        return pabulib_problem(&p->r, p->r.places[0], "a project without an id");
    if (memchr(project.id.data, ',', project.id.len))
        return pabulib_problem(&p->r, p->r.places[0],
                               "the project id %s has a comma; votes could not name it",
                               pabulib_show(project.id).text);
    if (pb->project_count == PABULIB_PROJECTS_MAX)
        return pabulib_problem(&p->r, p->r.places[0], "more than %d projects", PABULIB_PROJECTS_MAX);
    if (p->slots[find_slot(p, project.id, key_of(project.id))].number)
        return pabulib_problem(&p->r, p->r.places[0], "the project %s is there twice",
                               pabulib_show(project.id).text);
    if (!read_selected(p, &project.selected))
        return false;
    if (p->name_column != NO_COLUMN)
        project.name = p->r.cells[p->name_column];
    project.cells = keep_cells(p);
    pb->projects = pabulib_grow(pb->projects, pb->project_count, sizeof *pb->projects);
    p->cost_places = pabulib_grow(p->cost_places, pb->project_count, sizeof *p->cost_places);
    p->cost_places[pb->project_count] = p->r.places[p->cost_column];
    pb->projects[pb->project_count++] = project;
    fill_slot(p, pb->project_count - 1);
    if (pb->project_count * 4 > p->slot_count)
        grow_slots(p);
    return true;
}

static bool read_money(struct parser *p, struct bytes text, const uint8_t *place, const char *what,
                       int64_t *out)
{
    struct error why;
    int64_t value;
    if (!decimal_read(text, p->pb->minor_digits, &value, &why))
        return pabulib_problem(&p->r, place, "the %s is %s: %s", what, pabulib_show(text).text, why.detail);
    if (value < 0)
        return pabulib_problem(&p->r, place, "the %s is %s; expected 0 or more", what,
                               pabulib_show(text).text);
    *out = value;
    return true;
}

static void raise_digits(struct parser *p, struct bytes text)
{
    unsigned digits;
    if (decimal_digits(text, &digits, NULL) && digits > p->pb->minor_digits)
        p->pb->minor_digits = digits;
}

/* Only now is it known how many decimals the money of this file has. */
static bool close_projects(struct parser *p)
{
    struct pabulib *pb = p->pb;
    struct bytes budget;
    const uint8_t *place;
    bool has_budget = find_meta(p, "budget", &budget, &place);
    if (has_budget)
        raise_digits(p, budget);
    for (size_t i = 0; i < pb->project_count; i++)
        raise_digits(p, pabulib_trim(pb->projects[i].cells[p->cost_column]));
    if (has_budget && !read_money(p, budget, place, "budget", &pb->budget))
        return false;
    for (size_t i = 0; i < pb->project_count; i++)
        if (!read_money(p, pabulib_trim(pb->projects[i].cells[p->cost_column]), p->cost_places[i], "cost",
                        &pb->projects[i].cost))
            return false;
    p->named_by = arena_allocate(&pb->arena, pb->project_count, sizeof *p->named_by);
    return true;
}

/* ---- VOTES ---- */

static bool has_points(const struct parser *p)
{
    return p->pb->vote_type == PABULIB_CUMULATIVE || p->pb->vote_type == PABULIB_SCORING;
}

static bool open_votes(struct parser *p)
{
    if (!check_columns(p, "voter_id", "vote"))
        return false;
    p->vote_column = find_column(p, "vote");
    p->points_column = find_column(p, "points");
    if (has_points(p) && p->points_column == NO_COLUMN &&
        !pabulib_problem(&p->r, p->r.places[0], "expected a column points, as the vote_type is %s",
                         pabulib_vote_type_name(p->pb->vote_type)))
        return false;
    p->pb->vote_columns = keep_cells(p);
    p->pb->vote_column_count = p->r.cell_count;
    return true;
}

static void reserve_choices(struct parser *p, size_t count)
{
    if (count < p->choice_capacity)
        return;
    p->choice_capacity = count * 2 + 64;
    p->choices = reallocate(p->choices, p->choice_capacity, sizeof *p->choices);
    p->points = reallocate(p->points, p->choice_capacity, sizeof *p->points);
}

/* Take the next part of a list with commas, and its key; false when there is none. *at becomes NULL behind
 * the last one. */
static bool next_part(const uint8_t **at, const uint8_t *end, struct bytes *part, uint64_t *key)
{
    if (!*at)
        return false;
    const uint8_t *c = *at;
    for (*key = 0; c < end && *c != ','; c++)
        *key = push(*key, *c);
    *part = bytes_of(*at, (size_t)(c - *at));
    *at = c < end ? c + 1 : NULL;
    return true;
}

/* An empty list is an empty cell, or "None" as some exporters write it. */
static struct bytes list_cell(struct bytes cell)
{
    struct bytes text = pabulib_trim(cell);
    if (text.len == 4 && is_word(text, "none"))
        text.len = 0;
    return text;
}

static bool read_choices(struct parser *p, size_t *count, bool *right)
{
    struct bytes text = list_cell(p->r.cells[p->vote_column]), part;
    const uint8_t *at = text.len ? text.data : NULL;
    uint32_t number = (uint32_t)(p->pb->vote_count + 1);
    size_t used = 0;
    uint64_t key;
    while (next_part(&at, text.data + text.len, &part, &key)) {
        uint32_t found = p->slots[find_slot(p, part, key)].number;
        if (!found) {
            struct bytes trimmed = pabulib_trim(part);
            found = p->slots[find_slot(p, trimmed, key_of(trimmed))].number;
        }
        if (!found) {
            *right = false;
            if (!pabulib_problem(&p->r, place_in(p, (size_t)p->vote_column, part.data),
                                 "there is no project %s; expected ids of projects with commas between them",
                                 part.len ? pabulib_show(part).text : "with an empty id"))
                return false;
            continue;
        }
        uint16_t project = (uint16_t)(found - 1);
        reserve_choices(p, used);
        p->choices[used++] = project;
        if (p->named_by[project] == number) {
            struct pabulib *pb = p->pb;
            pb->repeats = pabulib_grow(pb->repeats, pb->repeat_count, sizeof *pb->repeats);
            pb->repeats[pb->repeat_count++] = (struct pabulib_repeat){number - 1, project};
            pabulib_remark(&p->r, place_in(p, (size_t)p->vote_column, part.data),
                           "the ballot names project %s again", pabulib_show(part).text);
        }
        p->named_by[project] = number;
    }
    *count = used;
    return true;
}

static bool read_points(struct parser *p, size_t count, bool *right)
{
    struct bytes text = list_cell(p->r.cells[p->points_column]), part;
    const uint8_t *at = text.len ? text.data : NULL;
    size_t used = 0;
    uint64_t key;
    while (next_part(&at, text.data + text.len, &part, &key)) {
        struct error why;
        int64_t value = 0;
        if (part.len == 1 && *part.data >= '0' && *part.data <= '9') {
            value = *part.data - '0';
        } else if (!decimal_read(pabulib_trim(part), 0, &value, &why)) {
            *right = false;
            if (!pabulib_problem(&p->r, place_in(p, (size_t)p->points_column, part.data),
                                 "the points are %s; expected a whole number", pabulib_show(part).text))
                return false;
        }
        reserve_choices(p, used);
        p->points[used++] = value;
    }
    if (used == count || !*right)
        return true;
    *right = false;
    return pabulib_problem(&p->r, p->r.places[p->points_column],
                           "%zu points for %zu projects; expected one for each", used, count);
}

static bool read_vote(struct parser *p)
{
    struct pabulib *pb = p->pb;
    bool right;
    if (!check_cell_count(p, pb->vote_column_count, &right))
        return false;
    if (!right || p->vote_column == NO_COLUMN || (has_points(p) && p->points_column == NO_COLUMN))
        return true;
    if (pb->vote_count == PABULIB_VOTES_MAX)
        return pabulib_problem(&p->r, p->r.places[0], "more than %d votes", PABULIB_VOTES_MAX);
    size_t count = 0;
    if (!read_choices(p, &count, &right) || (has_points(p) && !read_points(p, count, &right)))
        return false;
    struct pabulib_vote vote = {
        .voter = pabulib_trim(p->r.cells[0]), .count = (uint32_t)count, .record = p->r.record};
    uint16_t *choices = arena_allocate(&pb->arena, count, sizeof *choices);
    if (count)
        memcpy(choices, p->choices, count * sizeof *choices);
    vote.choices = choices;
    if (has_points(p) && right) {
        int64_t *points = arena_allocate(&pb->arena, count, sizeof *points);
        if (count)
            memcpy(points, p->points, count * sizeof *points);
        vote.points = points;
    }
    pb->votes = pabulib_grow(pb->votes, pb->vote_count, sizeof *pb->votes);
    pb->votes[pb->vote_count++] = vote;
    return true;
}

/* ---- the whole file ---- */

static bool close_section(struct parser *p)
{
    switch (p->section) {
    case SECTION_META:
        return close_meta(p);
    case SECTION_PROJECTS:
        return close_projects(p);
    case SECTION_VOTES:
    case SECTION_NONE:
        break;
    }
    return true;
}

static bool open_section(struct parser *p, enum section section)
{
    if (!close_section(p))
        return false;
    p->section = section;
    bool found;
    if (!pabulib_read_record(&p->r, &found))
        return false;
    if (!found || section_of(p->r.cells[0]) != SECTION_NONE)
        return pabulib_problem(&p->r, found ? p->r.places[0] : p->r.end, "expected the header of %s",
                               section_names[section]);
    return section == SECTION_META       ? open_meta(p)
           : section == SECTION_PROJECTS ? open_projects(p)
                                         : open_votes(p);
}

static bool read_row(struct parser *p)
{
    return p->section == SECTION_META       ? read_meta(p)
           : p->section == SECTION_PROJECTS ? read_project(p)
                                            : read_vote(p);
}

static bool read_all(struct parser *p)
{
    if (!pabulib_check_text(&p->r))
        return false;
    if (p->r.collect && p->r.collect->problems)
        return true; /* what is not text has no records */
    for (;;) {
        bool found;
        if (!pabulib_read_record(&p->r, &found))
            return false;
        if (!found)
            break;
        enum section section = section_of(p->r.cells[0]);
        if (section == SECTION_NONE && p->section != SECTION_NONE) {
            if (!read_row(p))
                return false;
            continue;
        }
        if (p->section == SECTION_VOTES || section != p->section + 1)
            return pabulib_problem(&p->r, p->r.places[0], "%s; expected %s",
                                   section ? section_names[section] : "no section yet",
                                   p->section == SECTION_VOTES ? "votes" : section_names[p->section + 1]);
        if (!open_section(p, section))
            return false;
    }
    if (p->section != SECTION_VOTES)
        return pabulib_problem(&p->r, p->r.end, "the file ends; expected the section %s",
                               section_names[p->section + 1]);
    return close_section(p);
}

/* Read the source of `pabulib`; with `collect` always true. */
static bool parse(struct pabulib *pabulib, const char *name, struct pabulib_problems *collect,
                  struct error *err)
{
    buffer_reserve(&pabulib->source, 1); /* an empty file has a place too */
    struct parser p = {.pb = pabulib};
    pabulib_records_begin(&p.r, buffer_bytes(&pabulib->source));
    p.r.cells = p.cells;
    p.r.places = p.places;
    p.r.cell_room = PABULIB_COLUMNS_MAX;
    p.r.arena = &pabulib->arena;
    p.r.name = name;
    p.r.collect = collect;
    p.r.err = err;
    p.slot_count = FIRST_SLOTS;
    p.slots = allocate(p.slot_count, sizeof *p.slots);
    bool ok = read_all(&p);
    free(p.meta_places);
    free(p.cost_places);
    free(p.slots);
    free(p.choices);
    free(p.points);
    return ok;
}

struct pabulib *pabulib_collect(struct bytes text, struct pabulib_problems *out)
{
    struct pabulib *pabulib = allocate(1, sizeof *pabulib);
    buffer_append_bytes(&pabulib->source, text);
    if (!parse(pabulib, "", out, NULL))
        abort(); /* collecting never ends early */
    return pabulib;
}

/* Takes the bytes of `source`. */
static struct pabulib *read_source(struct buffer *source, const char *name, unsigned minor_digits_min,
                                   struct error *err)
{
    struct pabulib *pabulib = allocate(1, sizeof *pabulib);
    pabulib->minor_digits = minor_digits_min;
    pabulib->source = *source;
    if (!parse(pabulib, name, NULL, err)) {
        pabulib_free(pabulib);
        return NULL;
    }
    return pabulib;
}

struct pabulib *pabulib_read(struct bytes text, const char *name, unsigned minor_digits_min,
                             struct error *err)
{
    struct buffer source = {0};
    buffer_append_bytes(&source, text);
    return read_source(&source, name, minor_digits_min, err);
}

struct pabulib *pabulib_read_file(const char *path, unsigned minor_digits_min, struct error *err)
{
    struct buffer source = {0};
    if (!file_read(path, PABULIB_FILE_BYTES_MAX, &source, err)) {
        buffer_clear(&source);
        return NULL;
    }
    return read_source(&source, path, minor_digits_min, err);
}
