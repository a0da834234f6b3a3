// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Projects of a draft from and to Pabulib files.
#include <string.h>

#include "ballot/field.h"
#include "count/pabulib.h"
#include "server/resources/project_rows.h"

static json_t *faults_of_pabulib(struct bytes text)
{
    struct pabulib_problems problems = {0};
    json_t *faults = json_array();
    pabulib_check(text, &problems);
    for (size_t i = 0; i < problems.count && json_array_size(faults) < PROJECT_FAULTS_MAX; i++)
        if (!problems.list[i].remark)
            json_array_append_new(
                faults, json_pack("{s:I, s:I, s:s, s:{s:s}, s:s}", "line", (json_int_t)problems.list[i].line,
                                  "column", (json_int_t)problems.list[i].column, "id", "pabulib", "arguments",
                                  "detail", problems.list[i].text, "detail", problems.list[i].text));
    pabulib_problems_clear(&problems);
    return faults;
}

static json_t *text_of_bytes(struct bytes bytes)
{
    json_t *text = json_stringn((const char *)bytes.data, bytes.len);
    return text ? text : json_string("");
}

/* The columns of the file that are columns of ours. */
static const char *own_column(struct bytes name)
{
    static const char *const names[][2] = {
        {"project_id", "id"}, {"cost", "cost"}, {"name", "title"}, {"category", "category"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (name.len == strlen(names[i][0]) && memcmp(name.data, names[i][0], name.len) == 0)
            return names[i][1];
    return NULL;
}

json_t *project_rows_of_pabulib(struct bytes text, json_t **faults)
{
    struct error why;
    struct pabulib *pb = pabulib_read(text, "file", 0, &why);
    if (!pb) {
        *faults = faults_of_pabulib(text);
        return NULL;
    }
    json_t *header = json_array(), *rows = json_array();
    for (size_t c = 0; c < pb->project_column_count; c++) {
        const char *name = own_column(pb->project_columns[c]);
        if (name)
            json_array_append_new(header, json_string(name));
    }
    for (size_t p = 0; p < pb->project_count; p++) {
        json_t *cells = json_array();
        for (size_t c = 0; c < pb->project_column_count; c++) {
            const char *name = own_column(pb->project_columns[c]);
            struct bytes cell = pb->projects[p].cells[c];
            if (name && strcmp(name, "category") == 0 && !option_id_is_valid(cell))
                cell = bytes_of_string(""); /* several, or none */
            if (name)
                json_array_append_new(cells, text_of_bytes(cell));
        }
        json_array_append_new(rows, json_pack("{s:I, s:o}", "line", (json_int_t)(p + 1), "cells", cells));
    }
    pabulib_free(pb);
    return json_pack("{s:o, s:o}", "header", header, "rows", rows);
}

static enum pabulib_vote_type vote_type_of(const json_t *contest)
{
    static const struct {
        const char *form;
        enum pabulib_vote_type type;
    } types[] = {{"choice", PABULIB_CHOOSE_1},
                 {"points", PABULIB_CUMULATIVE},
                 {"scores", PABULIB_SCORING},
                 {"ranking", PABULIB_ORDINAL}};
    const char *kind = json_string_value(json_object_get(json_object_get(contest, "form"), "kind"));
    for (size_t i = 0; kind && i < sizeof types / sizeof *types; i++)
        if (strcmp(kind, types[i].form) == 0)
            return types[i].type;
    return PABULIB_APPROVAL;
}

bool project_rows_to_pabulib(const json_t *draft, const char *contest, struct buffer *out, struct error *err)
{
    unsigned digits;
    size_t i;
    json_t *option;
    const json_t *own = project_contest(draft, contest, &digits, err);
    if (!own)
        return false;
    const char *language = json_string_value(json_array_get(json_object_get(draft, "languages"), 0));
    const char *currency = json_string_value(json_object_get(draft, "currency"));
    struct pabulib *pb =
        pabulib_new(vote_type_of(own), digits, json_integer_value(json_object_get(own, "envelope")), err);
    if (!pb)
        return false;
    bool ok = true;
    pabulib_set_meta(pb, "unit", contest);
    pabulib_set_meta(pb, "language", language);
    if (currency && *currency)
        pabulib_set_meta(pb, "currency", currency);
    json_array_foreach(json_object_get(own, "options"), i, option)
    {
        const char *id = json_string_value(json_object_get(option, "id"));
        const char *title = json_string_value(
            json_object_get(json_object_get(json_object_get(option, "texts"), language), "title"));
        ok = ok &&
             ((id && json_is_integer(json_object_get(option, "cost"))) ||
              error_input(err, "definition", "project %zu has no id or no cost yet", i + 1)) &&
             pabulib_add_project(pb, id, json_integer_value(json_object_get(option, "cost")),
                                 title ? title : "", err);
    }
    if (ok && (ok = pabulib_finish(pb, NULL, 0, err)))
        pabulib_write(pb, out);
    pabulib_free(pb);
    return ok;
}
