// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/resources/project_rows.h"

#include <string.h>

#include "count/decimal.h"
#include "record/json.h"
#include "server/resources/definition_draft.h"
#include "server/resources/pictures.h"

enum column_kind { COLUMN_BAD, COLUMN_ID, COLUMN_COST, COLUMN_CATEGORY, COLUMN_TEXT };

struct column {
    enum column_kind kind;
    const char *name;     /* as in the header */
    const char *member;   /* of a text */
    const char *language; /* of a text */
};

struct importing {
    struct arena arena;
    const json_t *languages, *pictures;
    unsigned digits;
    struct column columns[PROJECT_COLUMNS_MAX];
    size_t column_count;
    json_t *options; /* those of the new draft */
    size_t before;   /* how many of them were there */
    size_t *lines;   /* of each option, the row that names it; 0: none */
    struct project_import *out;
};

/* Texts of projects; picture and its description are of one round alone. */
static const char *const members[] = {"title",   "summary",      "description", "place",   "url",
                                      "picture", "picture_text", "position",    "category"};

static void fault(struct importing *i, size_t line, size_t column, const char *id, json_t *take_arguments,
                  const char *detail)
{
    json_t *arguments = take_arguments ? take_arguments : json_object();
    if (json_array_size(i->out->faults) < PROJECT_FAULTS_MAX)
        json_array_append_new(i->out->faults, json_pack("{s:I, s:I, s:s, s:O, s:s}", "line", (json_int_t)line,
                                                        "column", (json_int_t)column, "id", id, "arguments",
                                                        arguments, "detail", detail));
    json_decref(arguments);
}

#define FORMAT(i, ...) arena_format(&(i)->arena, __VA_ARGS__)

/* ---- the header ---- */

static const char *language_of(const struct importing *i, const char *name)
{
    size_t k;
    json_t *language;
    json_array_foreach(i->languages, k, language) if (strcmp(json_string_value(language), name) ==
                                                      0) return json_string_value(language);
    return NULL;
}

static const char *member_of(const char *name, size_t len)
{
    for (size_t m = 0; m < sizeof members / sizeof *members; m++)
        if (strlen(members[m]) == len && strncmp(members[m], name, len) == 0)
            return members[m];
    return NULL;
}

static struct column column_of(const struct importing *i, const char *name)
{
    const char *colon = strchr(name, ':');
    size_t len = colon ? (size_t)(colon - name) : strlen(name);
    struct column column = {.name = name, .member = member_of(name, len)};
    if (strcmp(name, "id") == 0)
        column.kind = COLUMN_ID;
    else if (strcmp(name, "cost") == 0)
        column.kind = COLUMN_COST;
    else if (strcmp(name, "category") == 0)
        column.kind = COLUMN_CATEGORY;
    else if (column.member)
        column.kind = COLUMN_TEXT;
    if (column.kind == COLUMN_TEXT)
        column.language =
            colon ? language_of(i, colon + 1) : json_string_value(json_array_get(i->languages, 0));
    if (column.kind == COLUMN_TEXT && !column.language)
        column.kind = COLUMN_BAD;
    return column;
}

static const struct column *column_of_kind(const struct importing *i, enum column_kind kind)
{
    for (size_t k = 0; k < i->column_count; k++)
        if (i->columns[k].kind == kind)
            return &i->columns[k];
    return NULL;
}

static bool same_column(const struct column *a, const struct column *b)
{
    return a->kind == b->kind && (a->kind != COLUMN_TEXT || (strcmp(a->member, b->member) == 0 &&
                                                             strcmp(a->language, b->language) == 0));
}

static void read_header(struct importing *i, const json_t *header)
{
    size_t k;
    json_t *name;
    json_array_foreach(header, k, name)
    {
        const char *text = json_string_value(name);
        struct column column = column_of(i, text);
        if (column.kind == COLUMN_BAD)
            fault(i, 1, k + 1, "column-unknown", json_pack("{s:s}", "name", text),
                  FORMAT(i,
                         "there is no column %s: id, cost, category, title, summary and other texts, with "
                         ":LANGUAGE "
                         "behind them for other languages of the round than the first",
                         text));
        for (size_t b = 0; b < k && column.kind != COLUMN_BAD; b++)
            if (same_column(&i->columns[b], &column))
                fault(i, 1, k + 1, "column-double", json_pack("{s:s}", "name", text),
                      FORMAT(i, "two columns are %s", text));
        i->columns[i->column_count++] = column;
    }
    if (!column_of_kind(i, COLUMN_ID))
        fault(i, 1, 0, "column-missing", json_pack("{s:s}", "name", "id"), "there is no column id");
}

/* ---- a row ---- */

/* A cell without the white space around it. */
static const char *cell_of(struct arena *arena, const json_t *cells, size_t column)
{
    const char *text = json_string_value(json_array_get(cells, column));
    if (!text)
        return "";
    text += strspn(text, " \t\r\n");
    size_t len = strlen(text);
    while (len && strchr(" \t\r\n", text[len - 1]))
        len--;
    return arena_copy(arena, text, len);
}

static bool read_cost(struct importing *i, size_t line, size_t column, const char *text, json_int_t *out)
{
    unsigned digits;
    int64_t cost;
    struct bytes bytes = bytes_of_string(text);
    if (!decimal_digits(bytes, &digits, NULL))
        fault(i, line, column, "cost-invalid", json_pack("{s:s}", "value", text),
              FORMAT(i,
                     "%s is no cost: digits, with a point before decimals, nothing between thousands and no "
                     "currency",
                     text));
    else if (digits > i->digits)
        fault(i, line, column, "cost-decimals",
              json_pack("{s:s, s:i}", "value", text, "digits", (int)i->digits),
              FORMAT(i, "%s has more decimals than the %u of the currency", text, i->digits));
    else if (!decimal_read(bytes, i->digits, &cost, NULL) || cost < 0 || cost > JSON_MAX_INTEGER)
        fault(i, line, column, "cost-range", json_pack("{s:s}", "value", text),
              FORMAT(i, "%s is out of range", text));
    else {
        *out = cost;
        return true;
    }
    return false;
}

static size_t option_of(const struct importing *i, const char *id)
{
    size_t k, count = json_array_size(i->options);
    for (k = 0; k < count; k++) {
        const char *own = json_string_value(json_object_get(json_array_get(i->options, k), "id"));
        if (own && strcmp(own, id) == 0)
            break;
    }
    return k;
}

static json_t *object_in(json_t *holder, const char *name)
{
    if (!json_is_object(json_object_get(holder, name)))
        json_object_set_new(holder, name, json_object());
    return json_object_get(holder, name);
}

/* `take_before` NULL: there was nothing. */
static void note_change(json_t *fields, const char *name, json_t *take_before, const char *after)
{
    json_t *field = json_pack("{s:s, s:s}", "name", name, "after", after);
    if (take_before)
        json_object_set_new(field, "before", take_before);
    json_array_append_new(fields, field);
}

static json_t *cost_text(const json_t *cost, unsigned digits)
{
    struct buffer text = {0};
    if (!json_is_integer(cost))
        return NULL;
    decimal_append(&text, json_integer_value(cost), digits);
    json_t *json = json_string(buffer_string(&text));
    buffer_clear(&text);
    return json;
}

static void put_text(json_t *holder, const char *name, const char *cell, const char *column, json_t *fields)
{
    json_t *before = json_object_get(holder, name);
    if (before && strcmp(json_string_value(before), cell) == 0)
        return;
    note_change(fields, column, json_incref(before), cell);
    json_object_set_new(holder, name, json_string(cell));
}

static void put_cell(struct importing *i, json_t *option, size_t line, size_t k, const char *cell,
                     json_t *fields)
{
    const struct column *column = &i->columns[k];
    json_int_t cost;
    switch (column->kind) {
    case COLUMN_COST:
        if (read_cost(i, line, k + 1, cell, &cost) &&
            (!json_is_integer(json_object_get(option, "cost")) ||
             json_integer_value(json_object_get(option, "cost")) != cost)) {
            note_change(fields, "cost", cost_text(json_object_get(option, "cost"), i->digits), cell);
            json_object_set_new(option, "cost", json_integer(cost));
        }
        break;
    case COLUMN_CATEGORY:
        if (option_id_is_valid(bytes_of_string(cell)))
            put_text(option, "category", cell, column->name, fields);
        else
            fault(i, line, k + 1, "category-invalid", json_pack("{s:s}", "value", cell),
                  FORMAT(i, "%s cannot be a category: 1 to 64 bytes without ; , \"", cell));
        break;
    case COLUMN_TEXT:
        if (strcmp(column->member, "picture") == 0 && picture_name_is_valid(cell) &&
            !json_object_get(i->pictures, cell))
            fault(i, line, k + 1, "picture-unknown", json_pack("{s:s}", "value", cell),
                  FORMAT(i, "the server does not have the picture %s", cell));
        put_text(object_in(object_in(option, "texts"), column->language), column->member, cell, column->name,
                 fields);
        break;
    default:
        break;
    }
}

/* Where a row has its cell for the text in this language, for messages; 0: nowhere. */
static size_t column_of_text(const struct importing *i, const char *member, const char *language)
{
    for (size_t k = 0; k < i->column_count; k++)
        if (i->columns[k].kind == COLUMN_TEXT && strcmp(i->columns[k].language, language) == 0 &&
            (!member || strcmp(i->columns[k].member, member) == 0))
            return k + 1;
    return 0;
}

static void check_texts(struct importing *i, const json_t *option, size_t line)
{
    const json_t *texts = json_object_get(option, "texts");
    for (size_t l = 0; l < json_array_size(i->languages); l++) {
        const char *language = json_string_value(json_array_get(i->languages, l)), *why;
        const json_t *text = json_object_get(texts, language);
        bool empty = !text || draft_text_is_empty(text);
        const char *title = json_string_value(json_object_get(text, "title"));
        if ((empty && l == 0) || (!empty && (!title || !*title)))
            fault(i, line, column_of_text(i, "title", language), "title-missing",
                  json_pack("{s:s}", "language", language), FORMAT(i, "there is no title in %s", language));
        else if (!empty && (why = draft_text_fault(text, &i->arena)))
            fault(i, line, column_of_text(i, NULL, language), "text-invalid",
                  json_pack("{s:s, s:s}", "language", language, "detail", why),
                  FORMAT(i, "the text in %s: %s", language, why));
    }
}

/* The row's id, or NULL after a message. */
static const char *read_id(struct importing *i, const json_t *cells, size_t line)
{
    size_t column = (size_t)(column_of_kind(i, COLUMN_ID) - i->columns);
    const char *id = cell_of(&i->arena, cells, column);
    if (!*id)
        fault(i, line, column + 1, "id-missing", NULL, "the project has no id");
    else if (!option_id_is_valid(bytes_of_string(id)))
        fault(i, line, column + 1, "id-invalid", json_pack("{s:s}", "value", id),
              FORMAT(i, "%s cannot be an id: 1 to 64 bytes without ; , \"", id));
    else
        return id;
    return NULL;
}

static void read_row(struct importing *i, const json_t *row)
{
    size_t line = (size_t)json_integer_value(json_object_get(row, "line"));
    const json_t *cells = json_object_get(row, "cells");
    const char *id = read_id(i, cells, line);
    size_t column = (size_t)(column_of_kind(i, COLUMN_ID) - i->columns) + 1;
    if (json_array_size(cells) > i->column_count)
        fault(i, line, i->column_count + 1, "too-many-cells",
              json_pack("{s:I}", "columns", (json_int_t)i->column_count),
              "the row has more cells than there are columns");
    if (!id)
        return;
    size_t at = option_of(i, id);
    bool is_new = at == json_array_size(i->options);
    if (is_new && at == FORM_OPTIONS_MAX) {
        fault(i, line, column, "too-many-projects", json_pack("{s:i}", "max", FORM_OPTIONS_MAX),
              FORMAT(i, "a contest has at most %d projects", FORM_OPTIONS_MAX));
        return;
    }
    if (is_new)
        json_array_append_new(i->options, json_pack("{s:s}", "id", id));
    if (i->lines[at]) {
        fault(i, line, column, "id-double",
              json_pack("{s:s, s:I}", "value", id, "first", (json_int_t)i->lines[at]),
              FORMAT(i, "line %zu has the id %s already", i->lines[at], id));
        return;
    }
    i->lines[at] = line ? line : 1;
    json_t *option = json_array_get(i->options, at), *fields = json_array();
    for (size_t k = 0; k < i->column_count; k++) {
        const char *cell = cell_of(&i->arena, cells, k);
        if (*cell)
            put_cell(i, option, line, k, cell, fields);
    }
    if (!json_object_get(option, "cost") &&
        (!column_of_kind(i, COLUMN_COST) ||
         !*cell_of(&i->arena, cells, (size_t)(column_of_kind(i, COLUMN_COST) - i->columns))))
        fault(i, line, 0, "cost-missing", json_pack("{s:s}", "id", id), FORMAT(i, "%s has no cost", id));
    check_texts(i, option, line);
    json_t *entry = json_pack("{s:s, s:I}", "id", id, "line", (json_int_t)line);
    json_t *title = json_object_get(
        json_object_get(json_object_get(option, "texts"), json_string_value(json_array_get(i->languages, 0))),
        "title");
    if (title)
        json_object_set(entry, "title", title);
    if (is_new)
        json_array_append(i->out->added, entry);
    else if (json_array_size(fields)) {
        json_object_set(entry, "fields", fields);
        json_array_append(i->out->changed, entry);
    } else
        i->out->unchanged++;
    json_decref(entry);
    json_decref(fields);
}

/* ---- the whole ---- */

static bool all_texts(const struct json_items *items)
{
    for (size_t i = 0; i < items->count; i++)
        if (!json_is_string(json_array_get(items->array, i)))
            return json_item_fail(items, i, "not a text");
    return true;
}

static bool check_shape(const json_t *table, struct error *err)
{
    struct json_fields fields, row;
    struct json_items header, rows, cells;
    int64_t line;
    if (!json_object_begin(&fields, table, "rows", err) ||
        !json_get_array(&fields, "header", 1, PROJECT_COLUMNS_MAX, &header) || !all_texts(&header) ||
        !json_get_array(&fields, "rows", 1, PROJECT_ROWS_MAX, &rows) || !json_object_end(&fields))
        return false;
    for (size_t i = 0; i < rows.count; i++)
        if (!json_item_object(&rows, i, &row) ||
            !json_get_integer(&row, "line", 0, JSON_MAX_INTEGER, &line) ||
            !json_get_array(&row, "cells", 0, 2 * PROJECT_COLUMNS_MAX, &cells) || !all_texts(&cells) ||
            !json_object_end(&row))
            return false;
    return true;
}

json_t *project_contest(const json_t *draft, const char *id, unsigned *digits, struct error *err)
{
    const json_t *languages = json_object_get(draft, "languages"),
                 *minor = json_object_get(draft, "minor_digits");
    json_t *contest, *found = NULL;
    size_t i;
    json_array_foreach(json_object_get(draft, "contests"), i, contest)
    {
        const char *own = json_string_value(json_object_get(contest, "id"));
        if (own && strcmp(own, id) == 0)
            found = contest;
    }
    if (!found)
        error_input(err, "not-found", "the draft has no contest %s", id);
    else if (json_array_size(languages) == 0)
        error_input(err, "definition", "the languages of the round come before its projects");
    else if (!json_is_integer(minor) || json_integer_value(minor) < 0 || json_integer_value(minor) > 4)
        error_input(err, "definition", "the currency of the round comes before its projects");
    else {
        *digits = (unsigned)json_integer_value(minor);
        return found;
    }
    return NULL;
}

json_t *project_rows_pictures(const json_t *table)
{
    struct arena arena = {0};
    json_t *names = json_object(), *row;
    size_t k;
    json_array_foreach(json_object_get(table, "rows"), k, row)
    {
        const json_t *cells = json_object_get(row, "cells");
        for (size_t c = 0; c < json_array_size(cells); c++) {
            const char *cell = cell_of(&arena, cells, c);
            if (picture_name_is_valid(cell))
                json_object_set_new(names, cell, json_true());
        }
    }
    arena_clear(&arena);
    return names;
}

bool project_rows_apply(const json_t *draft, const char *contest, const json_t *table, const json_t *pictures,
                        struct project_import *out, struct error *err)
{
    struct importing *i = allocate(1, sizeof *i);
    struct project_import import = {0};
    size_t k, rows = 0;
    json_t *row;
    if (!check_shape(table, err) || !project_contest(draft, contest, &i->digits, err)) {
        free(i);
        return false;
    }
    import = (struct project_import){json_array(), json_deep_copy(draft), json_array(), json_array(), 0};
    i->out = &import;
    i->pictures = pictures;
    i->languages = json_object_get(import.draft, "languages");
    json_t *own = project_contest(import.draft, contest, &i->digits, err);
    if (!json_is_array(json_object_get(own, "options")))
        json_object_set_new(own, "options", json_array());
    i->options = json_object_get(own, "options");
    rows = json_array_size(json_object_get(table, "rows"));
    i->lines = arena_allocate(&i->arena, json_array_size(i->options) + rows, sizeof *i->lines);
    read_header(i, json_object_get(table, "header"));
    if (json_array_size(import.faults) == 0)
        json_array_foreach(json_object_get(table, "rows"), k, row) read_row(i, row);
    if (json_array_size(import.faults)) {
        json_decref(import.draft);
        json_decref(import.added);
        json_decref(import.changed);
        import = (struct project_import){.faults = import.faults};
    }
    *out = import;
    arena_clear(&i->arena);
    free(i);
    return true;
}

void project_import_clear(struct project_import *import)
{
    json_decref(import->faults);
    json_decref(import->draft);
    json_decref(import->added);
    json_decref(import->changed);
    *import = (struct project_import){0};
}
