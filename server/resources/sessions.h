/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What begins a session: a sign-in, or an invitation that somebody takes up.
 */
#ifndef FOLKMOOT_SERVER_RESOURCES_SESSIONS_H
#define FOLKMOOT_SERVER_RESOURCES_SESSIONS_H

#include "server/http/request.h"

struct new_session {
    uint8_t token[SESSION_TOKEN_BYTES]; /* for the cookie only */
    uint8_t hash[SESSION_HASH_BYTES];
    uint8_t csrf[SESSION_CSRF_BYTES];
};

/* In the arena, which is wiped in the end. */
struct new_session *new_session_make(struct request *request);
/* Answer with the session, which is in the database, with its cookie and that of the device. `more` (taken,
 * NULL for none) are further members. */
void new_session_respond(struct request *request, const struct new_session *session, int64_t person,
                         int status, json_t *take_more);

#endif
