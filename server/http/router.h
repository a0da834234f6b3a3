/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * One table of routes (server/routes.c). Who may do what is decided here and nowhere else: a handler runs
 * only after its access rule, its body limit and, for a session that changes something, the CSRF token and
 * the Origin have been checked.
 */
#ifndef FOLKMOOT_SERVER_HTTP_ROUTER_H
#define FOLKMOOT_SERVER_HTTP_ROUTER_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"
#include "server/http/sessions.h"

struct request;

enum { ROUTE_PARAMS_MAX = 4 };

enum method { METHOD_GET, METHOD_POST, METHOD_PUT, METHOD_PATCH, METHOD_DELETE, METHOD_COUNT };
extern const char *const method_names[METHOD_COUNT];

enum access {
    ACCESS_PUBLIC,
    ACCESS_SIGNED_IN,
    ACCESS_ROLE, /* one of `roles` in the assembly named by `scope` */
    ACCESS_ADMINISTRATOR,
};

/* Which parameter of the path names the assembly whose roles count. */
enum scope {
    SCOPE_ANY,      /* a role in any assembly will do */
    SCOPE_ASSEMBLY, /* {assembly} */
    SCOPE_ROUND,    /* {round}: the assembly of that round */
    SCOPE_ACT,      /* {act}: the assembly of the round of that act */
};

/* What cannot be taken back asks for password or code again, unless they were given in the last minutes. */
enum confirm {
    CONFIRM_NOTHING,
    CONFIRM_ALWAYS,
    CONFIRM_IRREVERSIBLE, /* when {act} is of a type in irreversible_acts */
};
enum { CONFIRMED_MINUTES = 5 };

typedef void route_handler(struct request *request);

struct route {
    enum method method;  /* HEAD is answered by GET */
    const char *pattern; /* "/api/v1/rounds/{round}/ballots"; a last "{name*}" takes the rest, slashes too */
    enum access access;
    unsigned roles; /* enum role bits, with ACCESS_ROLE */
    enum scope scope;
    enum confirm confirm;
    size_t body_bytes; /* largest body; 0: none */
    route_handler *handle;
    /* Sign-in: no session yet, but the Origin must be ours. */
    bool check_origin;
    /* Public, and who is signed in sees more: a session that the request brings is looked up. */
    bool session;
};

extern const struct route routes[];
extern const size_t route_count;
/* Types of acts, as in entries; NULL behind the last. */
extern const char *const irreversible_acts[];

/* What a path led to. */
struct route_match {
    const struct route *route;            /* NULL: no route with this method */
    unsigned allowed;                     /* bits 1 << enum method of the routes with this path */
    struct bytes param[ROUTE_PARAMS_MAX]; /* decoded, in the order of the pattern; in the arena */
    const char *path;                     /* decoded; in the arena */
};

/* Match a raw path (percent-encoded, without query). False: the path is not well-formed (bad escapes, a zero
 * byte or an encoded slash, not UTF-8, "." or ".." or empty segments). */
MUST_CHECK bool route_find(const struct route *table, size_t count, enum method method, struct bytes path,
                           struct arena *arena, struct route_match *match);
/* Which parameter of the pattern is `name`? */
MUST_CHECK bool route_param_index(const struct route *route, const char *name, size_t *index);
/* Every pattern well-formed, every scope with its parameter, no route twice: for a test of the table. */
MUST_CHECK bool route_table_check(const struct route *table, size_t count, struct error *err);
/* May somebody with this session (person 0: nobody) use the route? The one place that decides. */
enum access_result { ACCESS_GRANTED, ACCESS_SIGN_IN, ACCESS_FORBIDDEN, ACCESS_CONFIRM };
enum access_result route_access(const struct route *route, const struct session *session);
/* Is this Origin header (or NULL) the origin of base_url? */
bool route_origin_is_ours(const char *origin, const char *base_url);

#endif
