/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * HTTP over libevent and OpenSSL: for a program that is linked statically, where Debian's libcurl cannot be.
 * One connection for each request, so that nothing is left of the one before. No sessions: a trustee has
 * none.
 */
#include <event2/buffer.h>
#include <event2/bufferevent_ssl.h>
#include <event2/dns.h>
#include <event2/event.h>
#include <event2/http.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "client/http_perform.h"

enum {
    HTTP_PORT = 80,
    HTTPS_PORT = 443,
    MS_PER_S = 1000,
    HEADER_BYTES_MAX = 1 << 18,
    WAITING_BYTES_MAX = 1 << 24, /* that have come and are not yet a part of the body: of a chunk */
};

/* Where the authorities are that the machine trusts, beside what SSL_CERT_FILE and SSL_CERT_DIR name: this
 * program runs on any distribution, and OpenSSL knows the place of Debian only. */
static const char *const authorities[] = {
    "/etc/ssl/certs/ca-certificates.crt", /* Debian, Arch */
    "/etc/pki/tls/certs/ca-bundle.crt",   /* Fedora */
    "/etc/ssl/ca-bundle.pem",             /* openSUSE */
    "/etc/ssl/cert.pem",                  /* Alpine */
};

struct http_client {
    char *base_url;
    char *host;
    uint16_t port;
    SSL_CTX *tls; /* NULL: plain */
    struct event_base *base;
    struct evdns_base *dns;
    long timeout_ms;
    size_t response_bytes;
};

/* ---- the client ---- */

/* HOST, HOST:PORT or [HOST]:PORT behind the scheme. */
static bool read_host(struct http_client *client, const char *text, struct error *err)
{
    struct evhttp_uri *uri = evhttp_uri_parse(client->base_url);
    const char *host = uri ? evhttp_uri_get_host(uri) : NULL;
    int port = uri ? evhttp_uri_get_port(uri) : -1;
    bool ok = host && *host && port <= UINT16_MAX && !evhttp_uri_get_userinfo(uri);
    if (ok) {
        size_t len = strlen(host);
        bool bracketed = host[0] == '[' && host[len - 1] == ']';
        client->host = duplicate_string(host + bracketed);
        client->host[len - 2 * (size_t)bracketed] = 0;
        client->port = (uint16_t)(port > 0 ? port : client->tls ? HTTPS_PORT : HTTP_PORT);
    } else {
        error_input(err, "bad-url", "%s: expected http://HOST[:PORT] or https://HOST[:PORT]", text);
    }
    if (uri)
        evhttp_uri_free(uri);
    return ok;
}

static SSL_CTX *new_tls(void)
{
    SSL_CTX *tls = SSL_CTX_new(TLS_client_method());
    if (!tls || SSL_CTX_set_min_proto_version(tls, TLS1_2_VERSION) != 1)
        abort();
    SSL_CTX_set_verify(tls, SSL_VERIFY_PEER, NULL);
    SSL_CTX_set_default_verify_paths(tls);
    for (size_t i = 0; i < sizeof authorities / sizeof *authorities && !getenv("SSL_CERT_FILE"); i++)
        if (access(authorities[i], R_OK) == 0)
            SSL_CTX_load_verify_file(tls, authorities[i]);
    ERR_clear_error(); /* places that are not there */
    return tls;
}

struct http_client *http_client_new(const char *base_url, struct error *err)
{
    if (!http_url_check(base_url, err))
        return NULL;
    struct http_client *client = allocate(1, sizeof *client);
    client->base_url = http_url_copy(base_url);
    client->timeout_ms = HTTP_TIMEOUT_MS;
    client->response_bytes = HTTP_RESPONSE_BYTES_MAX;
    if (strncmp(base_url, "https:", 6) == 0)
        client->tls = new_tls();
    if (!read_host(client, base_url, err)) {
        http_client_free(client);
        return NULL;
    }
    signal(SIGPIPE, SIG_IGN); /* a peer that goes away is an error like others */
    client->base = event_base_new();
    client->dns = client->base ? evdns_base_new(client->base, EVDNS_BASE_DISABLE_WHEN_INACTIVE) : NULL;
    if (!client->dns)
        abort();
    evdns_base_resolv_conf_parse(client->dns, DNS_OPTIONS_ALL, "/etc/resolv.conf");
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
    if (client->dns)
        evdns_base_free(client->dns, 0);
    if (client->base)
        event_base_free(client->base);
    SSL_CTX_free(client->tls);
    free(client->host);
    free(client->base_url);
    free(client);
}

const char *http_client_base_url(const struct http_client *client)
{
    return client->base_url;
}

/* ---- one request ---- */

struct exchange {
    struct http_client *client;
    FILE *file;
    struct http_response response;
    bool answered;
    const char *failure; /* a constant; NULL: none that we know */
};

static void give_up(struct exchange *exchange, const char *why)
{
    exchange->failure = why;
    event_base_loopbreak(exchange->client->base);
}

static const char too_long[] = "the answer is too long";
static const char too_slow[] = "it takes too long";

/* libevent keeps what comes until it is a whole header or chunk, however long that is. */
static void on_bytes(struct evbuffer *waiting, const struct evbuffer_cb_info *info, void *context)
{
    (void)info;
    if (evbuffer_get_length(waiting) > WAITING_BYTES_MAX)
        give_up(context, too_long);
}

/* What has come of the body; it is taken away behind us. */
static void take_body(struct evhttp_request *request, void *context)
{
    struct exchange *exchange = context;
    struct evbuffer *body = evhttp_request_get_input_buffer(request);
    bool to_file = exchange->file && evhttp_request_get_response_code(request) == HTTP_STATUS_OK;
    size_t len = evbuffer_get_length(body);
    if (exchange->failure)
        return;
    if (!to_file && exchange->response.body.len + len > exchange->client->response_bytes) {
        give_up(exchange, too_long);
        return;
    }
    while (len > 0) {
        size_t piece = evbuffer_get_contiguous_space(body);
        const uint8_t *data = evbuffer_pullup(body, (ev_ssize_t)piece);
        if (!to_file)
            buffer_append(&exchange->response.body, data, piece);
        else if (fwrite(data, 1, piece, exchange->file) != piece) {
            give_up(exchange, "the file cannot be written");
            return;
        }
        evbuffer_drain(body, piece);
        len -= piece;
    }
}

static void on_done(struct evhttp_request *request, void *context)
{
    struct exchange *exchange = context;
    if (request && evhttp_request_get_response_code(request) != 0 && !exchange->failure) {
        const char *type = evhttp_find_header(evhttp_request_get_input_headers(request), "Content-Type");
        take_body(request, exchange);
        exchange->response.status = evhttp_request_get_response_code(request);
        strncpy(exchange->response.content_type, type ? type : "",
                sizeof exchange->response.content_type - 1);
        exchange->answered = !exchange->failure;
    }
    event_base_loopbreak(exchange->client->base);
}

static void on_error(enum evhttp_request_error error, void *context)
{
    struct exchange *exchange = context;
    if (!exchange->failure)
        exchange->failure = error == EVREQ_HTTP_TIMEOUT ? too_slow
                            : error == EVREQ_HTTP_INVALID_HEADER
                                ? "the head of the answer is too long, or none"
                                : "the connection broke off";
}

static void on_timeout(evutil_socket_t fd, short events, void *context)
{
    (void)fd;
    (void)events;
    give_up(context, too_slow);
}

/* The certificate must be for this host, which may be an address. */
static struct bufferevent *new_stream(const struct http_client *client, SSL **tls)
{
    *tls = NULL;
    if (!client->tls)
        return bufferevent_socket_new(client->base, -1, BEV_OPT_CLOSE_ON_FREE);
    *tls = SSL_new(client->tls);
    if (!*tls)
        abort();
    if (X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(*tls), client->host) != 1 &&
        (SSL_set1_host(*tls, client->host) != 1 || SSL_set_tlsext_host_name(*tls, client->host) != 1))
        abort();
    return bufferevent_openssl_socket_new(client->base, -1, *tls, BUFFEREVENT_SSL_CONNECTING,
                                          BEV_OPT_CLOSE_ON_FREE | BEV_OPT_DEFER_CALLBACKS);
}

static enum evhttp_cmd_type command_of(const char *method)
{
    return strcmp(method, "POST") == 0     ? EVHTTP_REQ_POST
           : strcmp(method, "PUT") == 0    ? EVHTTP_REQ_PUT
           : strcmp(method, "DELETE") == 0 ? EVHTTP_REQ_DELETE
                                           : EVHTTP_REQ_GET;
}

static bool send_request(struct exchange *exchange, struct evhttp_connection *connection, const char *method,
                         const char *path, const char *content_type, struct bytes body)
{
    struct evhttp_request *request = evhttp_request_new(on_done, exchange);
    struct evkeyvalq *headers = evhttp_request_get_output_headers(request);
    evhttp_request_set_chunked_cb(request, take_body);
    evhttp_request_set_error_cb(request, on_error);
    evhttp_add_header(headers, "Host", strstr(exchange->client->base_url, "//") + 2);
    evhttp_add_header(headers, "User-Agent", "folkmoot");
    evhttp_add_header(headers, "Connection", "close");
    if (content_type) {
        evhttp_add_header(headers, "Content-Type", content_type);
        evbuffer_add_reference(evhttp_request_get_output_buffer(request), body.data, body.len, NULL, NULL);
    }
    return evhttp_make_request(connection, request, command_of(method), path) == 0;
}

/* The time for all of it; a download may take as long as bytes keep coming. */
static struct event *start_clock(struct exchange *exchange)
{
    const struct http_client *client = exchange->client;
    const struct timeval all = {client->timeout_ms / MS_PER_S, client->timeout_ms % MS_PER_S * MS_PER_S};
    struct event *clock = evtimer_new(client->base, on_timeout, exchange);
    if (!exchange->file)
        evtimer_add(clock, &all);
    return clock;
}

/* Why the handshake failed, for a person. */
static const char *tls_failure(const SSL *tls)
{
    long verdict = tls ? SSL_get_verify_result(tls) : X509_V_OK;
    return verdict == X509_V_OK ? NULL : X509_verify_cert_error_string(verdict);
}

bool http_perform(struct http_client *client, const char *method, const char *path, const char *content_type,
                  struct bytes body, FILE *file, struct http_response *out, struct error *err)
{
    struct exchange exchange = {.client = client, .file = file};
    SSL *tls;
    struct bufferevent *stream = new_stream(client, &tls);
    struct evhttp_connection *connection =
        evhttp_connection_base_bufferevent_new(client->base, client->dns, stream, client->host, client->port);
    struct evbuffer *waiting = bufferevent_get_input(stream);
    struct event *clock = start_clock(&exchange);
    evbuffer_add_cb(waiting, on_bytes, &exchange);
    evhttp_connection_set_max_headers_size(connection, HEADER_BYTES_MAX);
    evhttp_connection_set_timeout(connection, HTTP_TIMEOUT_MS / MS_PER_S);
    if (send_request(&exchange, connection, method, path, content_type, body))
        event_base_dispatch(client->base);
    const char *failure = exchange.failure, *distrust = exchange.answered ? NULL : tls_failure(tls);
    event_free(clock);
    evbuffer_remove_cb(waiting, on_bytes, &exchange);
    evhttp_connection_free(connection);
    if (exchange.answered) {
        *out = exchange.response;
        return true;
    }
    http_response_clear(&exchange.response);
    *out = (struct http_response){0};
    return error_temporary(err, "unreachable", "%s %s%s: %s", method, client->base_url, path,
                           distrust  ? distrust
                           : failure ? failure
                                     : "no connection");
}
