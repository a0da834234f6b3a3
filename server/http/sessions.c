// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/http/sessions.h"

#include <sodium.h>

#include "base/encoding.h"

/* Browsers take the __Host- prefix (no other host can set it) over https only. */
static bool is_https(const struct config *config)
{
    return strncmp(config->base_url, "https:", 6) == 0;
}

const char *session_cookie_name(const struct config *config)
{
    return is_https(config) ? "__Host-folkmoot" : "folkmoot";
}

const char *device_cookie_name(const struct config *config)
{
    return is_https(config) ? "__Host-folkmoot-device" : "folkmoot-device";
}

static struct bytes trim(struct bytes text)
{
    while (text.len > 0 && (text.data[0] == ' ' || text.data[0] == '\t'))
        text = bytes_of(text.data + 1, text.len - 1);
    while (text.len > 0 && (text.data[text.len - 1] == ' ' || text.data[text.len - 1] == '\t'))
        text.len--;
    return text;
}

bool session_find_cookie(const char *header, const char *name, struct bytes *value)
{
    struct bytes rest = bytes_of_string(header ? header : "");
    struct bytes found = {0};
    while (rest.len > 0) {
        const uint8_t *end = memchr(rest.data, ';', rest.len);
        size_t len = end ? (size_t)(end - rest.data) : rest.len;
        struct bytes pair = trim(bytes_of(rest.data, len));
        rest = end ? bytes_of(end + 1, rest.len - len - 1) : bytes_of(NULL, 0);
        const uint8_t *equals = pair.len ? memchr(pair.data, '=', pair.len) : NULL;
        if (!equals || !bytes_equal(bytes_of(pair.data, (size_t)(equals - pair.data)), bytes_of_string(name)))
            continue;
        if (found.data)
            return false;
        found = bytes_of(equals + 1, pair.len - (size_t)(equals + 1 - pair.data));
    }
    if (!found.data)
        return false;
    *value = found;
    return true;
}

void session_hash(const uint8_t token[SESSION_TOKEN_BYTES], uint8_t hash[SESSION_HASH_BYTES])
{
    crypto_hash_sha256(hash, token, SESSION_TOKEN_BYTES);
}

bool session_csrf_matches(const struct session *session, const char *header)
{
    uint8_t given[SESSION_CSRF_BYTES];
    return header && base64url_decode_exact(bytes_of_string(header), given, sizeof given) &&
           sodium_memcmp(given, session->csrf, sizeof given) == 0;
}

static const char *const role_names[] = {"facilitator", "reviewer", "registrar",    "clerk",
                                         "trustee",     "observer", "administrator"};

unsigned role_of_name(struct bytes name)
{
    for (unsigned i = 0; i < sizeof role_names / sizeof *role_names; i++)
        if (bytes_equal(name, bytes_of_string(role_names[i])))
            return 1u << i;
    return 0;
}

unsigned roles_of_names(const char *names)
{
    unsigned roles = 0;
    while (*names) {
        size_t len = strcspn(names, " ");
        roles |= role_of_name(bytes_of(names, len));
        names += len + (names[len] == ' ');
    }
    return roles;
}
