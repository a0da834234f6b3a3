/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The acts in the public record, newest first: every signed entry that is no ballot, with who acted (a role,
 * never a name), chosen by kind, role, round or assembly, and date. For the API, the page and the feed alike.
 */
#ifndef FOLKMOOT_SERVER_RESOURCES_PUBLIC_ACTS_H
#define FOLKMOOT_SERVER_RESOURCES_PUBLIC_ACTS_H

#include <jansson.h>

#include "server/http/request.h"

enum { ACTS_A_PAGE = 50 };

/* What is asked for, as it stands in the query; NULL: not asked for. In the request's arena. */
struct acts_query {
    const char *kind;      /* one of act_kinds, or the type of an entry */
    const char *role;      /* one of act_roles */
    const char *round;     /* id, base64url */
    const char *assembly;  /* id; its rounds, and what is about itself */
    const char *from, *to; /* days, YYYY-MM-DD, both included, in the zone of the round or UTC */
    const char *before;    /* index: older ones than that entry */
    /* Which of them cannot be read, or NULL. */
    const char *mistake;
};

/* Ended by NULL. */
extern const char *const act_kinds[];
extern const char *const act_roles[];

/* From the query of the request; the round from {round} where the path has it. */
struct acts_query acts_query_read(struct request *request);
/* Whether it asks for everything: the first page without a choice. */
bool acts_query_is_plain(const struct acts_query *query);

/* A new reference to {"acts": [{"index", "minute", "offset", "zone", "type", "kind", "by", "signatures",
 * "round"?, "title"?, "assembly_name"?, "entry"}], "next"?} (docs/api/openapi.json, Acts). The query has no
 * mistake. */
typedef void acts_then(struct request *request, json_t *take_acts);
void acts_load(struct request *request, const struct acts_query *query, acts_then *then);

#endif
