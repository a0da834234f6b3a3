// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/http/answers.h"

#include <errno.h>
#include <event2/buffer.h>
#include <event2/event.h>
#include <event2/http.h>
#include <event2/keyvalq_struct.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/encoding.h"
#include "server/http/libevent.h"
#include "server/log.h"

static int file = -1;

bool answers_start(const char *path, struct error *err)
{
    if (!*path)
        return true;
    file = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    return file >= 0 || error_input(err, "bad-config", "answers: cannot open %s: %s", path, strerror(errno));
}

static const char *method_name(struct evhttp_request *evhttp)
{
    enum method method;
    bool head;
    if (!http_method(evhttp_request_get_command(evhttp), &method, &head))
        return "OTHER";
    return head ? "HEAD" : method_names[method];
}

static void set_text(json_t *json, const char *name, const char *value)
{
    if (value)
        json_object_set_new(json, name, json_string(value));
}

static void set_body(json_t *json, struct evbuffer *body)
{
    struct buffer text = {0};
    base64url_append(&text, bytes_of(evbuffer_pullup(body, -1), evbuffer_get_length(body)));
    set_text(json, "body", buffer_string(&text));
    buffer_clear(&text);
}

void answers_note(struct evhttp_request *evhttp, int status, bool streamed)
{
    if (file < 0)
        return;
    struct evkeyvalq *headers = evhttp_request_get_output_headers(evhttp);
    struct evbuffer *body = evhttp_request_get_output_buffer(evhttp);
    const char *type = evhttp_find_header(headers, "Content-Type");
    struct bytes path = http_raw_path(evhttp);
    json_t *json = json_pack("{s:s, s:i}", "method", method_name(evhttp), "status", status);
    json_object_set_new(json, "path", json_stringn((const char *)path.data, path.len));
    set_text(json, "type", type);
    set_text(json, "coding", evhttp_find_header(headers, "Content-Encoding"));
    if (streamed)
        json_object_set_new(json, "streamed", json_true());
    else if (type && strstr(type, "json") && evbuffer_get_length(body) > 0)
        set_body(json, body);
    char *line = json_dumps(json, JSON_COMPACT | JSON_ENSURE_ASCII);
    json_decref(json);
    struct buffer out = {0};
    buffer_append_format(&out, "%s\n", line ? line : "{}");
    free(line);
    /* One write: the lines of several loops do not mix. */
    if (write(file, out.data, out.len) != (ssize_t)out.len)
        log_error("answers-failed", LOG_TEXT("reason", strerror(errno)));
    buffer_clear(&out);
}
