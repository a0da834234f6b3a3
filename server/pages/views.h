/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The markup of the reading pages, from parsed JSON to HTML (docs/api/openapi.json, docs/protocol.md sections
 * 5 and 11). Whatever is missing in the JSON is left out: it is ours and was checked when it came in.
 */
#ifndef FOLKMOOT_SERVER_PAGES_VIEWS_H
#define FOLKMOOT_SERVER_PAGES_VIEWS_H

#include <jansson.h>

#include "server/pages/messages.h"

/* A minute with the zone it is shown in. */
struct view_time {
    int64_t minute; /* -1: none */
    const char *zone;
    int offset; /* of the zone, in minutes, at that time */
};

struct acts_query;

struct view {
    struct buffer *out;
    const struct translation *texts;
    const char *language, *city;
    /* What is shown; borrowed. */
    const json_t *rounds;   /* home, assembly, acts */
    const json_t *assembly; /* home, assembly, acts: as assembly_json_load() makes it */
    const json_t *acts;     /* acts: as acts_load() makes them; NULL: the query has a mistake */
    const struct acts_query *acts_query;
    const char *acts_round;                    /* NULL: the acts of the whole city */
    const json_t *round, *definition, *result; /* round and result; result NULL: not published */
    const json_t *explanation, *views;         /* result; NULL: not there (yet) */
    const char *base_url;
    struct view_time *times; /* home, assembly: of each round the opening while it is to come, else the close;
                                else opening and close */
    int64_t now;             /* minute since 1970 */
    json_t *words;           /* thing: {"language", "foreign", "words"}; made by view_words() */
};

/* The texts of a round in this language, or else in its own first one; a new reference for view.words. */
json_t *view_words(const json_t *round, const json_t *definition, const char *language);

/* Title and description of the page, as plain texts (escaped). */
void view_title(const struct view *view, const char *kind, struct buffer *out);
void view_description(const struct view *view, const char *kind, struct buffer *out);

/* The content of <main>. */
void view_home(const struct view *view);
void view_assembly(const struct view *view);
void view_round(const struct view *view);
void view_result(const struct view *view);
void view_acts(const struct view *view);

#endif
