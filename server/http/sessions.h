/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Staff sessions. The cookie holds 32 random bytes; the database holds their SHA-256 and a CSRF token of
 * another 32 random bytes.
 */
#ifndef FOLKMOOT_SERVER_HTTP_SESSIONS_H
#define FOLKMOOT_SERVER_HTTP_SESSIONS_H

#include <stdint.h>

#include "base/buffer.h"
#include "base/error.h"
#include "server/config.h"

enum {
    SESSION_TOKEN_BYTES = 32,
    SESSION_HASH_BYTES = 32,
    SESSION_CSRF_BYTES = 32,
    SESSION_TEXT_CHARS = 43, /* base64url of either */
};

/* Roles of a person in one assembly (administrator: of the city); bits. */
enum role {
    ROLE_FACILITATOR = 1 << 0,
    ROLE_REVIEWER = 1 << 1,
    ROLE_REGISTRAR = 1 << 2,
    ROLE_CLERK = 1 << 3,
    ROLE_TRUSTEE = 1 << 4,
    ROLE_OBSERVER = 1 << 5,
    ROLE_ADMINISTRATOR = 1 << 6,
    ROLE_STAFF = (1 << 7) - 1, /* any of them */
};

struct session {
    int64_t person; /* 0: nobody is signed in */
    int64_t id;     /* under which its owner ends it */
    const char *login;
    unsigned roles;  /* in the assembly that the route names; without one: anywhere */
    const char *act; /* type of the act that the route names; "": none */
    bool confirmed;  /* password or code were given in the last CONFIRMED_MINUTES */
    uint8_t hash[SESSION_HASH_BYTES];
    uint8_t csrf[SESSION_CSRF_BYTES];
};

/* "__Host-folkmoot" when base_url is https, else "folkmoot". */
const char *session_cookie_name(const struct config *config);
/* The same of the cookie by which a device is known that has signed in before (server/accounts/attempts.h).
 */
const char *device_cookie_name(const struct config *config);
/* The value of cookie `name` in a Cookie header, as a view; false when there is none or it stands twice. */
MUST_CHECK bool session_find_cookie(const char *header, const char *name, struct bytes *value);
void session_hash(const uint8_t token[SESSION_TOKEN_BYTES], uint8_t hash[SESSION_HASH_BYTES]);
/* Does an X-CSRF-Token header (or NULL) hold the session's token? In constant time. */
MUST_CHECK bool session_csrf_matches(const struct session *session, const char *header);
/* The role of that name, or 0. */
unsigned role_of_name(struct bytes name);
/* Of names separated by single spaces. */
unsigned roles_of_names(const char *names);

#endif
