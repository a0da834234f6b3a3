/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Reading pages: the slots of a shell filled with title, metadata and a <main> that reads without script,
 * from the JSON that the API answers with. Nothing but turnout is shown of a round before it is published:
 * the JSON has no more, and DB_ROUND_RESULT gives a result only then.
 */
#ifndef FOLKMOOT_SERVER_PAGES_RENDER_H
#define FOLKMOOT_SERVER_PAGES_RENDER_H

#include "server/http/request.h"

/* Kinds of pages that are filled. */
bool render_knows(const char *kind);
/* Answer with the filled page that the request is about (page_of()). */
void render_page(struct request *request);
/* GET of a chart of a published result, NAME.svg (chart.h), in the language of the query. */
void chart_get(struct request *request);

#endif
