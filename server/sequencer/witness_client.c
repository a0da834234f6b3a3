// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/sequencer/witness_client.h"

#include <stdlib.h>

#include "base/encoding.h"
#include "client/http.h"

enum { TIMEOUT_MS = 10000, ANSWER_MAX_BYTES = 1 << 20, STATUS_NOT_FOUND = 404 };

struct witness_client {
    struct http_client *http;
    struct buffer path; /* of the prefix, without a final slash */
    struct note_key key;
    uint64_t known; /* what it has cosigned, as far as we know; 0: perhaps more */
    uint64_t size, time;
    struct buffer line;
};

struct witness_client *witness_client_new(const char *url, const struct note_key *key, struct error *err)
{
    struct buffer path = {0};
    struct http_client *http = http_client_new_at(url, &path, err);
    if (!http)
        return NULL;
    http_client_limit(http, TIMEOUT_MS, ANSWER_MAX_BYTES);
    struct witness_client *client = allocate(1, sizeof *client);
    client->http = http;
    client->path = path;
    client->key = *key;
    return client;
}

void witness_client_free(struct witness_client *client)
{
    if (!client)
        return;
    http_client_free(client->http);
    buffer_clear(&client->path);
    buffer_clear(&client->line);
    free(client);
}

uint64_t witness_client_size(const struct witness_client *client)
{
    return client->size;
}

struct bytes witness_client_line(const struct witness_client *client)
{
    return buffer_bytes(&client->line);
}

uint64_t witness_client_time(const struct witness_client *client)
{
    return client->time;
}

static bool post(struct witness_client *client, const struct signed_log *log, struct http_response *response,
                 struct error *err)
{
    struct witness_request request = {.old_size = client->known, .checkpoint = log->note};
    struct buffer body = {0}, path = {0};
    if (!merkle_prove_consistency(client->known, log->size, log->source, &request.proof, err))
        return false;
    witness_request_append(&request, &body);
    buffer_append_format(&path, "%s/add-checkpoint", buffer_string(&client->path));
    bool done = http_request(client->http, "POST", buffer_string(&path), "text/plain; charset=utf-8",
                             buffer_bytes(&body), response, err);
    buffer_clear(&body);
    buffer_clear(&path);
    return done;
}

static bool take_cosignature(struct witness_client *client, const struct signed_log *log, struct bytes answer,
                             struct error *err)
{
    struct buffer line = {0};
    uint64_t time;
    if (!witness_read_cosignature(log->note, answer, &client->key, &time, &line, err)) {
        buffer_clear(&line);
        return false;
    }
    buffer_clear(&client->line);
    client->line = line;
    client->time = time;
    client->size = client->known = log->size;
    return true;
}

/* 409: *again when the size that it told is worth another attempt. */
static enum witness_outcome take_size(struct witness_client *client, const struct signed_log *log,
                                      struct bytes answer, bool *again, struct error *err)
{
    uint64_t size;
    if (!witness_read_size(answer, &size, err))
        return WITNESS_HAS_FAILED;
    if (size > log->size) {
        error_input(err, "ahead", "%s says that it has cosigned a tree of %llu entries, we have signed %llu",
                    client->key.name, (unsigned long long)size, (unsigned long long)log->size);
        return WITNESS_IS_AHEAD;
    }
    error_input(err, "witness", "%s does not take the size that it told", client->key.name);
    *again = size != client->known;
    client->known = size;
    return WITNESS_HAS_FAILED;
}

static enum witness_outcome ask_once(struct witness_client *client, const struct signed_log *log, bool *again,
                                     struct error *err)
{
    struct http_response response = {0};
    enum witness_outcome outcome = WITNESS_HAS_FAILED;
    if (!post(client, log, &response, err))
        return WITNESS_HAS_FAILED;
    struct bytes answer = buffer_bytes(&response.body);
    switch (response.status) {
    case WITNESS_COSIGN:
        if (take_cosignature(client, log, answer, err))
            outcome = WITNESS_HAS_COSIGNED;
        break;
    case WITNESS_CONFLICT:
        outcome = take_size(client, log, answer, again, err);
        break;
    case WITNESS_INCONSISTENT:
        error_input(err, "contradicts",
                    "%s says that our tree does not extend the one of %llu entries it has cosigned",
                    client->key.name, (unsigned long long)client->known);
        outcome = WITNESS_CONTRADICTS;
        break;
    default:
        error_input(err, "witness", "%s answers with status %ld", client->key.name, response.status);
    }
    http_response_clear(&response);
    return outcome;
}

enum witness_outcome witness_client_ask(struct witness_client *client, const struct signed_log *log,
                                        struct error *err)
{
    bool again = false;
    if (client->known > log->size)
        client->known = 0; /* it shall tell */
    enum witness_outcome outcome = ask_once(client, log, &again, err);
    return again ? ask_once(client, log, &again, err) : outcome;
}

bool witness_client_fetch(struct witness_client *client, const char *origin, struct buffer *note, bool *found,
                          struct error *err)
{
    uint8_t hash[crypto_hash_sha256_BYTES];
    struct buffer path = {0};
    struct http_response response = {0};
    crypto_hash_sha256(hash, (const uint8_t *)origin, strlen(origin));
    buffer_append_format(&path, "%s/", buffer_string(&client->path));
    hex_append(&path, bytes_of(hash, sizeof hash));
    buffer_append_string(&path, "/checkpoint");
    bool done =
        http_request(client->http, "GET", buffer_string(&path), NULL, bytes_of(NULL, 0), &response, err);
    if (done && response.status != WITNESS_COSIGN && response.status != STATUS_NOT_FOUND)
        done = error_input(err, "witness", "%s answers with status %ld", client->key.name, response.status);
    if (done) {
        *found = response.status == WITNESS_COSIGN;
        if (*found)
            buffer_append_bytes(note, buffer_bytes(&response.body));
    }
    http_response_clear(&response);
    buffer_clear(&path);
    return done;
}
