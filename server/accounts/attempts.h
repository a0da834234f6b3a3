/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * How often somebody may try to prove who they are. Each source (an IPv4 /24 or IPv6 /56) has tries for each
 * login and tries in all; each login has tries from everywhere, so that guessing from many places is slow
 * too. These run out under an attack, but nobody is locked out by it: a device that has signed in to the
 * account before says so with a cookie and has tries of its own.
 *
 *     cookie  base64url(device id, 16 bytes ‖ end, u64be seconds since 1970 ‖ HMAC-SHA-512/256 under
 * account_keys.device of "device" ‖ device id ‖ end ‖ login)
 *
 * It opens nothing. Addresses and logins are kept in memory only, as keyed hashes (rate.h). From any thread.
 */
#ifndef FOLKMOOT_SERVER_ACCOUNTS_ATTEMPTS_H
#define FOLKMOOT_SERVER_ACCOUNTS_ATTEMPTS_H

#include <stdint.h>

#include "base/buffer.h"

enum {
    DEVICE_ID_BYTES = 16,
    DEVICE_COOKIE_BYTES = DEVICE_ID_BYTES + 8 + 32,
    DEVICE_COOKIE_CHARS = 75,
    DEVICE_COOKIE_S = 180 * 86400,
};

struct attempts;

/* `device_key` is copied. */
struct attempts *attempts_new(const uint8_t device_key[32]);
void attempts_free(struct attempts *attempts);

/* A cookie for a device that has just signed in to `login`, with a final zero. */
void attempts_device_cookie(const struct attempts *attempts, const char *login, int64_t now_s,
                            char out[DEVICE_COOKIE_CHARS + 1]);
/* Whether the cookie (empty: none) is one of ours for this login that has not ended; `device` is then its id.
 */
MUST_CHECK bool attempts_know_device(const struct attempts *attempts, const char *login, struct bytes cookie,
                                     int64_t now_s, uint8_t device[DEVICE_ID_BYTES]);

/* What is tried. A code is tried by somebody who has the password, and is short: fewer tries. */
enum attempt_kind { ATTEMPT_PASSWORD, ATTEMPT_CODE };

/* Take one try. Returns 0, or the milliseconds until there is one again. `device` NULL: not known. */
MUST_CHECK int64_t attempts_take(struct attempts *attempts, enum attempt_kind kind, const char *address,
                                 const char *login, const uint8_t *device, int64_t now_ms);
/* The same for somebody who is signed in and proves it again: tries of this session. */
MUST_CHECK int64_t attempts_take_session(struct attempts *attempts, enum attempt_kind kind,
                                         struct bytes session, int64_t now_ms);

#endif
