/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "client/http_perform.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "record/json.h"

static size_t url_length(const char *base_url)
{
    size_t len = strlen(base_url);
    while (len && base_url[len - 1] == '/')
        len--;
    return len;
}

bool http_url_check(const char *base_url, struct error *err)
{
    size_t len = url_length(base_url);
    const char *host = strncmp(base_url, "https://", 8) == 0  ? base_url + 8
                       : strncmp(base_url, "http://", 7) == 0 ? base_url + 7
                                                              : NULL;
    return (host && host < base_url + len && !memchr(host, '/', (size_t)(base_url + len - host))) ||
           error_input(err, "bad-url", "%s: expected http://HOST[:PORT] or https://HOST[:PORT]", base_url);
}

char *http_url_copy(const char *base_url)
{
    char *copy = duplicate_string(base_url);
    copy[url_length(base_url)] = 0;
    return copy;
}

struct http_client *http_client_new_at(const char *url, struct buffer *path, struct error *err)
{
    const char *host = strstr(url, "://");
    const char *rest = host ? strchr(host + 3, '/') : NULL;
    struct buffer base = {0};
    buffer_append(&base, url, rest ? (size_t)(rest - url) : strlen(url));
    struct http_client *client = http_client_new(buffer_string(&base), err);
    if (client && rest)
        buffer_append(path, rest, url_length(rest));
    buffer_clear(&base);
    return client;
}

void http_response_clear(struct http_response *response)
{
    buffer_clear(&response->body);
    *response = (struct http_response){0};
}

bool http_request(struct http_client *client, const char *method, const char *path, const char *content_type,
                  struct bytes body, struct http_response *out, struct error *err)
{
    return http_perform(client, method, path, content_type, body, NULL, out, err);
}

/* The slugs that callers tell apart; error.type must be a constant. */
static const char *known_slug(const char *type)
{
    static const char *const slugs[] = {
        "bad-json",
        "bad-request",
        "bad-point",
        "bad-scalar",
        "bad-proof",
        "bad-signature",
        "layout",
        "definition",
        "too-large",
        "not-found",
        "not-signed-in",
        "forbidden",
        "csrf",
        "bad-login",
        "code-needed",
        "bad-code",
        "confirmation-needed",
        "too-many-attempts",
        "not-open",
        "ballot-late",
        "credential-void",
        "credential-unknown",
        "duplicate-point",
        "sequence",
        "revoting-off",
        "too-soon",
        "round-state",
        "conflict",
        "serial-clash",
        "overloaded",
        "stopping",
        "database-unavailable",
        "internal",
        "method-not-allowed",
        "precondition-failed",
        "precondition-required",
        "import",
    };
    const char *slug = strrchr(type, '/');
    slug = slug ? slug + 1 : type;
    for (size_t i = 0; i < sizeof slugs / sizeof *slugs; i++)
        if (strcmp(slug, slugs[i]) == 0)
            return slugs[i];
    return "http";
}

static bool expect(struct http_client *client, const char *method, const char *path, const char *content_type,
                   struct bytes body, FILE *file, struct http_response *out, struct error *err)
{
    struct http_response response = {0};
    if (!http_perform(client, method, path, content_type, body, file, &response, err))
        return false;
    if (response.status >= 200 && response.status < 300) {
        *out = response;
        return true;
    }
    bool temporary = response.status == 429 || response.status == 503;
    const char *type = "http";
    struct buffer detail = {0};
    json_t *problem = json_loadb((const char *)response.body.data, response.body.len, 0, NULL);
    const char *text = json_string_value(json_object_get(problem, "detail"));
    const char *slug = json_string_value(json_object_get(problem, "type"));
    if (slug)
        type = known_slug(slug);
    buffer_append_format(&detail, "%s %s: %s (HTTP %ld)", method, path, text ? text : "no detail",
                         response.status);
    if (temporary)
        error_temporary(err, type, "%s", buffer_string(&detail));
    else
        error_input(err, type, "%s", buffer_string(&detail));
    json_decref(problem);
    buffer_clear(&detail);
    http_response_clear(&response);
    *out = (struct http_response){0};
    return false;
}

bool http_expect(struct http_client *client, const char *method, const char *path, const char *content_type,
                 struct bytes body, struct http_response *out, struct error *err)
{
    return expect(client, method, path, content_type, body, NULL, out, err);
}

bool http_download(struct http_client *client, const char *path, const char *file_path, struct error *err)
{
    struct http_response response = {0};
    FILE *file = fopen(file_path, "wbe");
    if (!file)
        return error_input(err, "file", "%s: %s", file_path, strerror(errno));
    bool ok = expect(client, "GET", path, NULL, bytes_of(NULL, 0), file, &response, err);
    if (fclose(file) != 0 && ok)
        ok = error_input(err, "file", "%s: %s", file_path, strerror(errno));
    if (!ok)
        unlink(file_path);
    http_response_clear(&response);
    return ok;
}
