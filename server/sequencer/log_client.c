// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/sequencer/log_client.h"

#include <stdlib.h>

#include "base/encoding.h"
#include "client/http.h"

enum { TIMEOUT_MS = 30000, STATUS_OK = 200, STATUS_NOT_FOUND = 404 };

struct log_client {
    struct http_client *http;
    struct buffer path; /* of the prefix, without a final slash */
};

struct log_client *log_client_new(const char *url, struct error *err)
{
    struct buffer path = {0};
    struct http_client *http = http_client_new_at(url, &path, err);
    if (!http)
        return NULL;
    http_client_limit(http, TIMEOUT_MS, TILE_BUNDLE_MAX_BYTES);
    struct log_client *client = allocate(1, sizeof *client);
    client->http = http;
    client->path = path;
    return client;
}

void log_client_free(struct log_client *client)
{
    if (!client)
        return;
    http_client_free(client->http);
    buffer_clear(&client->path);
    free(client);
}

/* Status 200 or 404. */
static bool get(struct log_client *client, struct bytes name, struct http_response *response,
                struct error *err)
{
    struct buffer path = {0};
    buffer_append_bytes(&path, buffer_bytes(&client->path));
    buffer_append_u8(&path, '/');
    buffer_append_bytes(&path, name);
    bool done =
        http_request(client->http, "GET", buffer_string(&path), NULL, bytes_of(NULL, 0), response, err);
    if (done && response->status != STATUS_OK && response->status != STATUS_NOT_FOUND) {
        done = error_temporary(err, "unreachable", "%s%s answers with status %ld",
                               http_client_base_url(client->http), buffer_string(&path), response->status);
        http_response_clear(response);
    }
    buffer_clear(&path);
    return done;
}

static bool get_tile(struct log_client *client, struct tile_id tile, struct http_response *response,
                     struct error *err)
{
    struct buffer name = {0};
    tile_path_append(tile, &name);
    bool done = get(client, buffer_bytes(&name), response, err);
    if (done && response->status != STATUS_OK) {
        done = error_input(err, "record", "%s has no %s of a tree that it has signed",
                           http_client_base_url(client->http), buffer_string(&name));
        http_response_clear(response);
    }
    buffer_clear(&name);
    return done;
}

bool log_client_checkpoint(struct log_client *client, struct buffer *note, bool *found, struct error *err)
{
    struct http_response response = {0};
    if (!get(client, bytes_of_string("checkpoint"), &response, err))
        return false;
    *found = response.status == STATUS_OK;
    if (*found)
        buffer_append_bytes(note, buffer_bytes(&response.body));
    http_response_clear(&response);
    return true;
}

bool log_client_tile(void *client, struct tile_id tile, uint8_t hashes[TILE_BYTES], struct error *err)
{
    struct http_response response = {0};
    size_t len = (size_t)tile.width * MERKLE_HASH_BYTES;
    if (!get_tile(client, tile, &response, err))
        return false;
    bool done = response.body.len == len ||
                error_input(err, "record", "a tile of %zu bytes instead of %zu", response.body.len, len);
    if (done)
        memcpy(hashes, response.body.data, len);
    http_response_clear(&response);
    return done;
}

bool log_client_entries(struct log_client *client, uint64_t index, unsigned width, struct buffer *bundle,
                        struct error *err)
{
    struct http_response response = {0};
    if (!get_tile(client, (struct tile_id){.entries = true, .index = index, .width = width}, &response, err))
        return false;
    buffer_append_bytes(bundle, buffer_bytes(&response.body));
    http_response_clear(&response);
    return true;
}

bool log_client_blob(struct log_client *client, const struct blob_ref *ref, struct buffer *blob, bool *found,
                     struct error *err)
{
    struct buffer name = {0};
    struct http_response response = {0};
    uint8_t hash[HASH_BYTES];
    *found = false;
    if (ref->size > LOG_CLIENT_BLOB_BYTES_MAX)
        return true;
    buffer_append_string(&name, "blob/");
    hex_append(&name, bytes_of(ref->hash, sizeof ref->hash));
    bool done = get(client, buffer_bytes(&name), &response, err);
    if (done && response.status == STATUS_OK && response.body.len == ref->size) {
        crypto_hash_sha256(hash, response.body.data, response.body.len);
        *found = memcmp(hash, ref->hash, sizeof hash) == 0;
    }
    if (*found)
        buffer_append_bytes(blob, buffer_bytes(&response.body));
    http_response_clear(&response);
    buffer_clear(&name);
    return done;
}
