/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Projects of a contest as a table: the one door for what comes out of a CSV, XLSX or Pabulib file. A row
 * says what a project is to be: one whose id the contest has is changed where its cells are not empty,
 * another is added behind. Nothing is ever taken away.
 *
 * Columns, in any order: `id`, `cost` (a decimal number of the currency, such as 12500 or 1250.50),
 * `category` (an id), and the texts of docs/protocol.md section 5, such as `title` and `summary`: of the
 * first language, or with another behind a colon (`title:es`; `category:en` is the name of the category).
 *
 * A fault is {line, column, id, arguments, detail}: `id` names a message of the front end (import-ID), line
 * and column count from 1 (the column in cells; in a Pabulib file in characters), 0 where there is none.
 */
#ifndef FOLKMOOT_SERVER_RESOURCES_PROJECT_ROWS_H
#define FOLKMOOT_SERVER_RESOURCES_PROJECT_ROWS_H

#include <jansson.h>

#include "base/buffer.h"
#include "base/error.h"

enum { PROJECT_FAULTS_MAX = 1000, PROJECT_COLUMNS_MAX = 512, PROJECT_ROWS_MAX = 10000 };

struct project_import {
    json_t *faults;          /* an array; when it is not empty the rest is NULL */
    json_t *draft;           /* a new draft with the changes */
    json_t *added, *changed; /* [{id, line, title}], and of `changed` fields: [{name, before?, after}] */
    size_t unchanged;
};

/* Names of pictures in the cells of a table: the keys of a new object. */
json_t *project_rows_pictures(const json_t *table);
/* `table` is {header: [name], rows: [{line, cells: [text]}]}, `pictures` an object whose keys are the
 * pictures in it that the server has. ERROR_INPUT "bad-request" when it is of another shape, "not-found" when
 * the draft has no such contest, "definition" when the draft is not far enough (languages, minor digits). */
MUST_CHECK bool project_rows_apply(const json_t *draft, const char *contest, const json_t *table,
                                   const json_t *pictures, struct project_import *out, struct error *err);
/* A Pabulib file as such a table (ids, costs, names, categories); or with its faults. A new reference. */
json_t *project_rows_of_pabulib(struct bytes text, json_t **faults);
/* The projects of a contest as a Pabulib file without votes, appended. ERROR_INPUT as above. */
MUST_CHECK bool project_rows_to_pabulib(const json_t *draft, const char *contest, struct buffer *out,
                                        struct error *err);
/* The contest of a draft that is far enough for projects, borrowed; its currency's minor digits. NULL: errors
 * as above. */
json_t *project_contest(const json_t *draft, const char *id, unsigned *digits, struct error *err);
void project_import_clear(struct project_import *import);

#endif
