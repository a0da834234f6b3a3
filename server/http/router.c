// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/http/router.h"

#include "base/encoding.h"

const char *const method_names[METHOD_COUNT] = {"GET", "POST", "PUT", "PATCH", "DELETE"};

static int hex_digit(uint8_t c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/* Since an encoded slash is refused, the decoded path has the same segments as the raw one. */
static bool decode_path(struct bytes raw, struct arena *arena, struct bytes *out)
{
    if (raw.len == 0 || raw.data[0] != '/')
        return false;
    uint8_t *path = arena_allocate(arena, raw.len + 1, 1);
    size_t len = 0;
    for (size_t i = 0; i < raw.len; i++) {
        uint8_t c = raw.data[i];
        if (c == '%') {
            int high = raw.len - i > 2 ? hex_digit(raw.data[i + 1]) : -1;
            int low = raw.len - i > 2 ? hex_digit(raw.data[i + 2]) : -1;
            if (high < 0 || low < 0)
                return false;
            c = (uint8_t)(high << 4 | low);
            if (c == '/')
                return false;
            i += 2;
        }
        if (c == '\0')
            return false;
        path[len++] = c;
    }
    *out = bytes_of(path, len);
    return utf8_is_valid(*out);
}

/* Cut the segment that begins behind the slash at path->data[0] off the path. */
static struct bytes take_segment(struct bytes *path)
{
    const uint8_t *start = path->data + 1;
    size_t left = path->len - 1;
    const uint8_t *slash = left ? memchr(start, '/', left) : NULL;
    size_t len = slash ? (size_t)(slash - start) : left;
    *path = bytes_of(start + len, left - len);
    return bytes_of(start, len);
}

static bool segments_are_plain(struct bytes path)
{
    while (path.len > 0) {
        struct bytes segment = take_segment(&path);
        if ((segment.len == 0 && path.len > 0) || bytes_equal(segment, bytes_of("..", 2)) ||
            bytes_equal(segment, bytes_of(".", 1)))
            return false;
    }
    return true;
}

static bool is_param(struct bytes segment)
{
    return segment.len > 2 && segment.data[0] == '{';
}

static bool takes_rest(struct bytes segment)
{
    return is_param(segment) && segment.data[segment.len - 2] == '*';
}

static bool match_pattern(const char *pattern, struct bytes path, struct arena *arena, struct bytes *params)
{
    struct bytes rest = bytes_of_string(pattern);
    size_t count = 0;
    while (rest.len > 0) {
        if (path.len == 0)
            return false;
        struct bytes want = take_segment(&rest);
        struct bytes whole = bytes_of(path.data + 1, path.len - 1);
        struct bytes have = take_segment(&path);
        if (is_param(want)) {
            if (takes_rest(want)) {
                have = whole;
                path.len = 0;
            }
            if (have.len == 0)
                return false;
            params[count++] = bytes_of(arena_copy(arena, have.data, have.len), have.len);
        } else if (!bytes_equal(want, have)) {
            return false;
        }
    }
    return path.len == 0;
}

bool route_find(const struct route *table, size_t count, enum method method, struct bytes path,
                struct arena *arena, struct route_match *match)
{
    struct bytes decoded;
    if (!decode_path(path, arena, &decoded) || !segments_are_plain(decoded))
        return false;
    *match = (struct route_match){.path = (const char *)decoded.data};
    for (size_t i = 0; i < count; i++) {
        const struct route *route = &table[i];
        size_t literal = strcspn(route->pattern, "{");
        struct bytes params[ROUTE_PARAMS_MAX] = {0};
        if (decoded.len < literal || memcmp(decoded.data, route->pattern, literal) != 0 ||
            !match_pattern(route->pattern, decoded, arena, params))
            continue;
        match->allowed |= 1u << route->method;
        if (route->method == method && !match->route) {
            match->route = route;
            memcpy(match->param, params, sizeof params);
        }
    }
    return true;
}

bool route_param_index(const struct route *route, const char *name, size_t *index)
{
    struct bytes rest = bytes_of_string(route->pattern);
    size_t count = 0;
    while (rest.len > 0) {
        struct bytes segment = take_segment(&rest);
        if (!is_param(segment))
            continue;
        size_t len = segment.len - 2 - takes_rest(segment);
        if (bytes_equal(bytes_of(segment.data + 1, len), bytes_of_string(name))) {
            *index = count;
            return true;
        }
        count++;
    }
    return false;
}

bool route_table_check(const struct route *table, size_t count, struct error *err)
{
    static const char *const scope_param[] = {
        [SCOPE_ASSEMBLY] = "assembly", [SCOPE_ROUND] = "round", [SCOPE_ACT] = "act"};
    for (size_t i = 0; i < count; i++) {
        const struct route *route = &table[i];
        struct bytes rest = bytes_of_string(route->pattern);
        size_t params = 0, index;
        if (rest.len == 0 || rest.data[0] != '/')
            return error_broken(err, "route", "%s does not begin with a slash", route->pattern);
        while (rest.len > 0) {
            struct bytes segment = take_segment(&rest);
            bool brace = segment.len > 0 && memchr(segment.data, '{', segment.len);
            if (brace && (!is_param(segment) || segment.data[segment.len - 1] != '}'))
                return error_broken(err, "route", "%s: a parameter is a whole segment", route->pattern);
            if (takes_rest(segment) && rest.len > 0)
                return error_broken(err, "route", "%s: only the last parameter takes the rest",
                                    route->pattern);
            params += brace;
        }
        if (params > ROUTE_PARAMS_MAX)
            return error_broken(err, "route", "%s has too many parameters", route->pattern);
        if (route->scope != SCOPE_ANY && !route_param_index(route, scope_param[route->scope], &index))
            return error_broken(err, "route", "%s lacks the parameter of its scope", route->pattern);
        if ((route->access == ACCESS_ROLE) != (route->roles != 0))
            return error_broken(err, "route", "%s: roles and access rule do not fit", route->pattern);
        if ((route->confirm == CONFIRM_IRREVERSIBLE) > (route->scope == SCOPE_ACT) ||
            (route->confirm && route->access == ACCESS_PUBLIC))
            return error_broken(err, "route", "%s: there is nobody, or no act, to confirm", route->pattern);
        if (!route->handle)
            return error_broken(err, "route", "%s has no handler", route->pattern);
        for (size_t k = 0; k < i; k++)
            if (table[k].method == route->method && strcmp(table[k].pattern, route->pattern) == 0)
                return error_broken(err, "route", "%s stands twice in the table", route->pattern);
    }
    return true;
}

static bool has_role(const struct route *route, const struct session *session)
{
    switch (route->access) {
    case ACCESS_PUBLIC:
    case ACCESS_SIGNED_IN:
        return true;
    case ACCESS_ROLE:
        return session->roles & route->roles;
    case ACCESS_ADMINISTRATOR:
        return session->roles & ROLE_ADMINISTRATOR;
    }
    return false;
}

static bool needs_confirmation(const struct route *route, const struct session *session)
{
    if (route->confirm != CONFIRM_IRREVERSIBLE)
        return route->confirm == CONFIRM_ALWAYS;
    for (const char *const *type = irreversible_acts; *type; type++)
        if (strcmp(*type, session->act) == 0)
            return true;
    return false;
}

enum access_result route_access(const struct route *route, const struct session *session)
{
    if (route->access == ACCESS_PUBLIC)
        return ACCESS_GRANTED;
    if (session->person == 0)
        return ACCESS_SIGN_IN;
    if (!has_role(route, session))
        return ACCESS_FORBIDDEN;
    return needs_confirmation(route, session) && !session->confirmed ? ACCESS_CONFIRM : ACCESS_GRANTED;
}

bool route_origin_is_ours(const char *origin, const char *base_url)
{
    /* Programs other than browsers send none; a browser sends one with every request that changes something.
     */
    return !origin || strcmp(origin, base_url) == 0;
}
