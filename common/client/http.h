/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * One connection to one Folkmoot server, blocking, over libcurl (host names and certificates are checked).
 * A client is used by one thread at a time; it keeps its connection alive and its cookies in memory.
 */
#ifndef FOLKMOOT_CLIENT_HTTP_H
#define FOLKMOOT_CLIENT_HTTP_H

#include "base/buffer.h"
#include "base/error.h"

enum {
    HTTP_TIMEOUT_MS = 60000,
    HTTP_CONNECT_TIMEOUT_MS = 10000,
};
#define HTTP_RESPONSE_BYTES_MAX ((size_t)1 << 31)

struct http_client;

/* `base_url` is "http://host:port" or "https://host", without a path. NULL on a URL of another kind. */
MUST_CHECK struct http_client *http_client_new(const char *base_url, struct error *err);
/* The same for a URL with a path, which is appended to `path` without a final slash. */
MUST_CHECK struct http_client *http_client_new_at(const char *url, struct buffer *path, struct error *err);
void http_client_free(struct http_client *client);
/* For peers that are not to be waited for: the time of a whole request and the bytes of an answer (more are
 * "unreachable"). Without this HTTP_TIMEOUT_MS and HTTP_RESPONSE_BYTES_MAX. */
void http_client_limit(struct http_client *client, long timeout_ms, size_t response_bytes);
const char *http_client_base_url(const struct http_client *client);

/* Sent as X-CSRF-Token with every request from now on; NULL for none. */
void http_client_set_csrf(struct http_client *client, const char *token);

/* The next request, and only that one, says If-Match: "version". */
void http_client_match(struct http_client *client, int64_t version);

/* Ask from now on as a phone does, for pages in this language ("*": in any) and in this encoding of the
 * content ("br", "gzip", "identity"), which is undone. */
void http_client_as_browser(struct http_client *client, const char *language, const char *encoding);

/* What a later process needs to go on with this session: the token and the cookies as lines of text, a
 * secret. http_client_resume takes it back; ERROR_INPUT "session" when it is none. */
void http_client_save(const struct http_client *client, struct buffer *out);
MUST_CHECK bool http_client_resume(struct http_client *client, struct bytes saved, struct error *err);

struct http_response {
    long status;
    struct buffer body;
    char content_type[128];
};
void http_response_clear(struct http_response *response);

/* One request. `content_type` is NULL when there is no body. True whenever an answer came, whatever its
 * status; the caller clears `out`. Otherwise ERROR_TEMPORARY "unreachable" and `out` is empty. */
MUST_CHECK bool http_request(struct http_client *client, const char *method, const char *path,
                             const char *content_type, struct bytes body, struct http_response *out,
                             struct error *err);

/* The same, but an answer outside 200..299 is an error: of a problem+json body its type and detail
 * (ERROR_INPUT; ERROR_TEMPORARY for 429 and 503), else "http" with the status. `out` is then empty. */
MUST_CHECK bool http_expect(struct http_client *client, const char *method, const char *path,
                            const char *content_type, struct bytes body, struct http_response *out,
                            struct error *err);

/* GET into a file, which is replaced, and deleted on failure; it may take as long as bytes keep coming.
 * Errors as http_expect, or "file". */
MUST_CHECK bool http_download(struct http_client *client, const char *path, const char *file_path,
                              struct error *err);

#endif
