/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Staff sessions. The cookie holds 32 random bytes; the database holds their hash. The CSRF token is another
 * hash of the same bytes, so it needs no place of its own and dies with the session.
 */
#ifndef FOLKMOOT_SERVER_HTTP_SESSIONS_H
#define FOLKMOOT_SERVER_HTTP_SESSIONS_H

#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "server/config.h"

enum {
    SESSION_TOKEN_BYTES = 32,
    SESSION_HASH_BYTES = 32,
    SESSION_CSRF_CHARS = 43, /* base64url of 32 bytes */
};

/* Roles of a person in one assembly; bits. */
enum role {
    ROLE_FACILITATOR = 1 << 0,
    ROLE_REVIEWER = 1 << 1,
    ROLE_CLERK = 1 << 2,
    ROLE_TRUSTEE = 1 << 3,
    ROLE_OBSERVER = 1 << 4,
    ROLE_ADMINISTRATOR = 1 << 5, /* of the city; holds everywhere */
};

struct session {
    int64_t person; /* 0: nobody is signed in */
    const char *login;
    unsigned roles;    /* in the assembly that the route names; without one: anywhere */
    uint8_t hash[SESSION_HASH_BYTES];
    char csrf[SESSION_CSRF_CHARS + 1];
};

/* "__Host-folkmoot" when base_url is https, else "folkmoot". */
const char *session_cookie_name(const struct config *config);
/* The value of cookie `name` in a Cookie header, as a view; false when there is none or it stands twice. */
MUST_CHECK bool session_find_cookie(const char *header, const char *name, struct bytes *value);
MUST_CHECK bool session_token_decode(struct bytes text, uint8_t token[SESSION_TOKEN_BYTES]);
void session_hash(const uint8_t token[SESSION_TOKEN_BYTES], uint8_t hash[SESSION_HASH_BYTES]);
void session_csrf(const uint8_t token[SESSION_TOKEN_BYTES], char csrf[SESSION_CSRF_CHARS + 1]);
/* The role of that name, or 0. */
unsigned role_of_name(struct bytes name);
const char *role_name(enum role role);

#endif
