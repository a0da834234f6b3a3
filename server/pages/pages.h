/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Pages for people: the shells that the web build made (pages.json: kind, language, path, file), found by
 * path and, where languages share a path, by Accept-Language. Shells with slots are filled by render.h from
 * the JSON of the API; the others (vote and check above all) are sent byte for byte, so that their hashes can
 * be pinned.
 */
#ifndef FOLKMOOT_SERVER_PAGES_PAGES_H
#define FOLKMOOT_SERVER_PAGES_PAGES_H

#include "server/http/request.h"
#include "server/http/static.h"
#include "server/pages/messages.h"

struct pages;

enum page_slot { PAGE_SLOT_HEAD, PAGE_SLOT_CITY, PAGE_SLOT_MAIN, PAGE_SLOTS };

struct page {
    const char *kind, *language, *path;
    const struct static_file *file;
    const struct translation *texts; /* NULL without slots */
    /* A shell with slots: what stands before, between and behind them. */
    bool has_slots;
    struct bytes around[PAGE_SLOTS + 1];
};

/* ERROR_INPUT "web" when pages.json is not what the web build makes or names a file that is not there.
 * Without a pages.json there are no pages. The statics must live longer. */
MUST_CHECK bool pages_load(const struct statics *statics, struct pages **out, struct error *err);
void pages_free(struct pages *pages);

/* Answer a GET or HEAD with the page of this path; false: there is none. `raw_path` as in route_find(). */
MUST_CHECK bool pages_answer(struct request *request, struct bytes raw_path);
/* Answer somebody who reads HTML with the page that says so, with status 404; false: it is a program that
 * asks, or the path is one of the API. `path` is decoded. */
MUST_CHECK bool pages_answer_not_found(struct request *request, const char *path);

/* The languages of the pages of one kind, for links from one to the others; NULL at the end of them. */
const struct page *pages_of_kind(const struct pages *pages, const char *kind, size_t index);
/* The picture of link previews, as a path without a slash in front; NULL: none. */
const char *pages_share(const struct pages *pages);
/* The page that the request is about. */
const struct page *page_of(const struct request *request);

/* Which of the languages an Accept-Language header (or NULL) likes best; the first when none. A header that
 * asks for "pt-BR" is content with "pt". */
size_t pages_choose_language(const char *accept_language, const char *const *languages, size_t count);

#endif
