/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "client/http_perform.h"

#include <curl/curl.h>
#include <pthread.h>
#include <stdlib.h>

/* What most phones say. */
#define BROWSER                                                                                              \
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile "     \
    "Safari/537.36"

struct http_client {
    CURL *curl;
    char *base_url;
    char *csrf;
    bool matches;
    int64_t match;  /* what If-Match says */
    char *language; /* of pages, asked for as browsers do; NULL: not a browser */
    long timeout_ms;
    size_t response_bytes;
};

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void initialise(void)
{
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        abort();
}

/* Where a body goes: to memory, or, when it is the one asked for, to a file. */
struct receiver {
    CURL *curl;
    struct buffer *body;
    size_t max; /* bytes of the body in memory */
    FILE *file; /* NULL: memory */
};

static size_t receive(char *data, size_t size, size_t count, void *context)
{
    struct receiver *receiver = context;
    size_t len = size * count;
    long status = 0;
    if (receiver->file && curl_easy_getinfo(receiver->curl, CURLINFO_RESPONSE_CODE, &status) == CURLE_OK &&
        status == HTTP_STATUS_OK)
        return fwrite(data, 1, len, receiver->file);
    if (receiver->body->len + len > receiver->max)
        return 0;
    buffer_append(receiver->body, data, len);
    return len;
}

/* What is the same for every request. */
static void configure(CURL *curl)
{
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, (long)HTTP_TIMEOUT_MS / 1000);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, (long)HTTP_CONNECT_TIMEOUT_MS);
    curl_easy_setopt(curl, CURLOPT_COOKIEFILE, ""); /* cookies are kept in memory */
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, receive);
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "folkmoot");
}

struct http_client *http_client_new(const char *base_url, struct error *err)
{
    if (!http_url_check(base_url, err))
        return NULL;
    pthread_once(&once, initialise);
    struct http_client *client = allocate(1, sizeof *client);
    client->base_url = http_url_copy(base_url);
    client->timeout_ms = HTTP_TIMEOUT_MS;
    client->response_bytes = HTTP_RESPONSE_BYTES_MAX;
    client->curl = curl_easy_init();
    if (!client->curl)
        abort();
    configure(client->curl);
    return client;
}

void http_client_limit(struct http_client *client, long timeout_ms, size_t response_bytes)
{
    client->timeout_ms = timeout_ms;
    client->response_bytes = response_bytes;
}

void http_client_free(struct http_client *client)
{
    if (!client)
        return;
    curl_easy_cleanup(client->curl);
    free(client->base_url);
    free(client->csrf);
    free(client->language);
    free(client);
}

const char *http_client_base_url(const struct http_client *client)
{
    return client->base_url;
}

void http_client_set_csrf(struct http_client *client, const char *token)
{
    free(client->csrf);
    client->csrf = token ? duplicate_string(token) : NULL;
}

void http_client_match(struct http_client *client, int64_t version)
{
    client->matches = true;
    client->match = version;
}

void http_client_as_browser(struct http_client *client, const char *language, const char *encoding)
{
    free(client->language);
    client->language = duplicate_string(language);
    curl_easy_setopt(client->curl, CURLOPT_USERAGENT, BROWSER);
    curl_easy_setopt(client->curl, CURLOPT_ACCEPT_ENCODING, encoding);
}

void http_client_save(const struct http_client *client, struct buffer *out)
{
    struct curl_slist *cookies = NULL;
    buffer_append_format(out, "%s\n", client->csrf ? client->csrf : "");
    if (curl_easy_getinfo(client->curl, CURLINFO_COOKIELIST, &cookies) == CURLE_OK)
        for (const struct curl_slist *one = cookies; one; one = one->next)
            buffer_append_format(out, "%s\n", one->data);
    curl_slist_free_all(cookies);
}

bool http_client_resume(struct http_client *client, struct bytes saved, struct error *err)
{
    struct buffer text = {0};
    bool ok = true;
    buffer_append_bytes(&text, saved);
    char *rest = buffer_string(&text), *line = strsep(&rest, "\n");
    if (!*line || !rest || !*rest)
        ok = error_input(err, "session", "no session is in the file");
    else
        http_client_set_csrf(client, line);
    while (ok && (line = strsep(&rest, "\n")))
        if (*line && curl_easy_setopt(client->curl, CURLOPT_COOKIELIST, line) != CURLE_OK)
            ok = error_input(err, "session", "the session in the file cannot be read");
    buffer_wipe(&text);
    return ok;
}

bool http_perform(struct http_client *client, const char *method, const char *path, const char *content_type,
                  struct bytes body, FILE *file, struct http_response *out, struct error *err)
{
    CURL *curl = client->curl;
    struct buffer url = {0}, header = {0};
    struct http_response response = {0};
    struct receiver receiver = {curl, &response.body, client->response_bytes, file};
    struct curl_slist *headers = NULL;
    buffer_append_format(&url, "%s%s", client->base_url, path);
    curl_easy_setopt(curl, CURLOPT_URL, buffer_string(&url));
    curl_easy_setopt(curl, CURLOPT_HTTPGET, 1L); /* no body, unless there is one */
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &receiver);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, file ? 0L : client->timeout_ms);
    headers = curl_slist_append(headers, "Expect:");
    if (content_type) {
        buffer_append_format(&header, "Content-Type: %s", content_type);
        headers = curl_slist_append(headers, buffer_string(&header));
        curl_easy_setopt(curl, CURLOPT_POST, 1L);
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)body.len);
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.len ? (const char *)body.data : "");
    }
    if (client->csrf) {
        header.len = 0;
        buffer_append_format(&header, "X-CSRF-Token: %s", client->csrf);
        headers = curl_slist_append(headers, buffer_string(&header));
        /* the server also wants to see where a request with a session comes from */
        header.len = 0;
        buffer_append_format(&header, "Origin: %s", client->base_url);
        headers = curl_slist_append(headers, buffer_string(&header));
    }
    if (client->matches) {
        client->matches = false;
        header.len = 0;
        buffer_append_format(&header, "If-Match: \"%lld\"", (long long)client->match);
        headers = curl_slist_append(headers, buffer_string(&header));
    }
    if (client->language) {
        header.len = 0;
        buffer_append_format(&header, "Accept-Language: %s", client->language);
        headers = curl_slist_append(headers, buffer_string(&header));
        headers = curl_slist_append(
            headers, "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8");
    }
    curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, method);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    CURLcode code = curl_easy_perform(curl);
    bool ok = code == CURLE_OK;
    if (ok) {
        const char *type = NULL;
        curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &response.status);
        curl_easy_getinfo(curl, CURLINFO_CONTENT_TYPE, &type);
        strncpy(response.content_type, type ? type : "", sizeof response.content_type - 1);
        *out = response;
    } else {
        buffer_clear(&response.body);
        *out = (struct http_response){0};
        error_temporary(err, "unreachable", "%s %s: %s", method, buffer_string(&url),
                        curl_easy_strerror(code));
    }
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, NULL);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, NULL);
    curl_slist_free_all(headers);
    buffer_wipe(&header);
    buffer_clear(&url);
    return ok;
}
