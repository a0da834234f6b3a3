// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/accounts/attempts.h"

#include <arpa/inet.h>
#include <sodium.h>
#include <stdlib.h>

#include "base/encoding.h"
#include "server/http/rate.h"

enum {
    /* A burst, then one in this time. Many staff may share one source. */
    SOURCE_BURST = 100,
    SOURCE_REFILL_MS = 3000,
    PAIR_BURST = 10,
    PAIR_REFILL_MS = 30000,
    LOGIN_BURST = 50,
    LOGIN_REFILL_MS = 30000,
    CODE_BURST = 5,
    CODE_REFILL_MS = 300000,
    KEYS_MAX = 65536,
    MAC_BYTES = crypto_auth_BYTES,
    IPV4_PREFIX_BYTES = 3,
    IPV6_PREFIX_BYTES = 7,
};

_Static_assert(DEVICE_COOKIE_BYTES == DEVICE_ID_BYTES + 8 + MAC_BYTES, "libsodium's length");

struct attempts {
    uint8_t device_key[crypto_auth_KEYBYTES];
    struct rate *by_source, *by_login;
    struct rate *by_pair; /* of source and login, of a known device, of a session */
    struct rate *codes_by_login, *codes_by_known;
};

struct attempts *attempts_new(const uint8_t device_key[32])
{
    struct attempts *attempts = allocate(1, sizeof *attempts);
    memcpy(attempts->device_key, device_key, sizeof attempts->device_key);
    attempts->by_source = rate_new(SOURCE_BURST, SOURCE_REFILL_MS, KEYS_MAX);
    attempts->by_login = rate_new(LOGIN_BURST, LOGIN_REFILL_MS, KEYS_MAX);
    attempts->by_pair = rate_new(PAIR_BURST, PAIR_REFILL_MS, KEYS_MAX);
    attempts->codes_by_login = rate_new(CODE_BURST, CODE_REFILL_MS, KEYS_MAX);
    attempts->codes_by_known = rate_new(CODE_BURST, CODE_REFILL_MS, KEYS_MAX);
    return attempts;
}

void attempts_free(struct attempts *attempts)
{
    if (!attempts)
        return;
    rate_free(attempts->by_source);
    rate_free(attempts->by_login);
    rate_free(attempts->by_pair);
    rate_free(attempts->codes_by_login);
    rate_free(attempts->codes_by_known);
    sodium_memzero(attempts, sizeof *attempts);
    free(attempts);
}

/* ---- known devices ---- */

static void device_mac(const struct attempts *attempts, const char *login, const uint8_t *start,
                       uint8_t mac[MAC_BYTES])
{
    struct buffer message = {0};
    buffer_append_string(&message, "device");
    buffer_append(&message, start, DEVICE_COOKIE_BYTES - MAC_BYTES);
    buffer_append_string(&message, login);
    crypto_auth(mac, message.data, message.len, attempts->device_key);
    buffer_clear(&message);
}

void attempts_device_cookie(const struct attempts *attempts, const char *login, int64_t now_s,
                            char out[DEVICE_COOKIE_CHARS + 1])
{
    uint8_t mac[MAC_BYTES], id[DEVICE_ID_BYTES];
    struct buffer cookie = {0}, text = {0};
    randombytes_buf(id, sizeof id);
    buffer_append(&cookie, id, sizeof id);
    buffer_append_u64(&cookie, (uint64_t)(now_s + DEVICE_COOKIE_S));
    device_mac(attempts, login, cookie.data, mac);
    buffer_append(&cookie, mac, sizeof mac);
    base64url_append(&text, buffer_bytes(&cookie));
    memcpy(out, buffer_string(&text), DEVICE_COOKIE_CHARS + 1);
    buffer_clear(&cookie);
    buffer_clear(&text);
}

bool attempts_know_device(const struct attempts *attempts, const char *login, struct bytes cookie,
                          int64_t now_s, uint8_t device[DEVICE_ID_BYTES])
{
    uint8_t bytes[DEVICE_COOKIE_BYTES], mac[MAC_BYTES];
    uint64_t end = 0;
    if (!base64url_decode_exact(cookie, bytes, sizeof bytes))
        return false;
    device_mac(attempts, login, bytes, mac);
    if (sodium_memcmp(mac, bytes + DEVICE_COOKIE_BYTES - MAC_BYTES, MAC_BYTES) != 0)
        return false;
    for (size_t i = 0; i < 8; i++)
        end = end << 8 | bytes[DEVICE_ID_BYTES + i];
    if (end <= (uint64_t)now_s)
        return false;
    memcpy(device, bytes, DEVICE_ID_BYTES);
    return true;
}

/* ---- tries ---- */

/* What of an address says who uses it; the whole text where it is none. */
static void append_source(struct buffer *out, const char *address)
{
    uint8_t bytes[sizeof(struct in6_addr)];
    static const uint8_t mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}; /* ::ffff:a.b.c.d */
    if (inet_pton(AF_INET, address, bytes) == 1)
        buffer_append(out, bytes, IPV4_PREFIX_BYTES);
    else if (inet_pton(AF_INET6, address, bytes) == 1 && memcmp(bytes, mapped, sizeof mapped) == 0)
        buffer_append(out, bytes + sizeof mapped, IPV4_PREFIX_BYTES);
    else if (inet_pton(AF_INET6, address, bytes) == 1)
        buffer_append(out, bytes, IPV6_PREFIX_BYTES);
    else
        buffer_append_string(out, address);
}

static int64_t take_known(struct attempts *attempts, enum attempt_kind kind, char what, struct bytes id,
                          int64_t now_ms)
{
    struct buffer key = {0};
    buffer_append_u8(&key, (uint8_t)what);
    buffer_append_bytes(&key, id);
    int64_t wait_ms = rate_take(kind == ATTEMPT_CODE ? attempts->codes_by_known : attempts->by_pair,
                                buffer_bytes(&key), now_ms);
    buffer_clear(&key);
    return wait_ms;
}

int64_t attempts_take(struct attempts *attempts, enum attempt_kind kind, const char *address,
                      const char *login, const uint8_t *device, int64_t now_ms)
{
    if (device)
        return take_known(attempts, kind, 'd', bytes_of(device, DEVICE_ID_BYTES), now_ms);
    if (kind == ATTEMPT_CODE)
        return rate_take(attempts->codes_by_login, bytes_of_string(login), now_ms);
    struct buffer key = {0};
    buffer_append_u8(&key, 's');
    append_source(&key, address);
    int64_t wait_ms = rate_take(attempts->by_source, buffer_bytes(&key), now_ms);
    buffer_append_u8(&key, '/');
    buffer_append_string(&key, login);
    /* In this order: a source that is out of tries takes none from the login. */
    if (wait_ms == 0)
        wait_ms = rate_take(attempts->by_pair, buffer_bytes(&key), now_ms);
    if (wait_ms == 0)
        wait_ms = rate_take(attempts->by_login, bytes_of_string(login), now_ms);
    buffer_clear(&key);
    return wait_ms;
}

int64_t attempts_take_session(struct attempts *attempts, enum attempt_kind kind, struct bytes session,
                              int64_t now_ms)
{
    return take_known(attempts, kind, 'n', session, now_ms);
}
