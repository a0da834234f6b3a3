// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/http/cache.h"

#include <event2/buffer.h>
#include <event2/http.h>
#include <sodium.h>
#include <stdlib.h>
#include <zlib.h>

#include "base/encoding.h"
#include "server/http/internal.h"
#include "server/http/static.h"
#include "server/sequencer/sequencer.h"

enum {
    BUCKETS = 1024,
    KEPT_BYTES_MAX = 64 << 20, /* beyond it everything is forgotten */
    FRESH_US = 1000 * 1000,
    FRESH_MAX_US = 30 * 1000 * 1000,
    FRESH_TIMES = 10,       /* as long as it took to make */
    CLAIM_US = 1000 * 1000, /* after which somebody else makes it anew */
    GZIP_LEVEL = 4,
    GZIP_BYTES_MIN = 1024,
};

/* One answer, referenced by its entry and by answers on their way. */
struct shared {
    size_t references;
    struct static_file file;
    struct buffer content[STATIC_ENCODINGS];
};

struct entry {
    char *key;
    struct shared *shared;
    uint64_t acts;
    int64_t fresh_until_us, claimed_until_us;
    struct entry *next;
};

struct cache {
    struct entry *buckets[BUCKETS];
    size_t kept_bytes;
};

/* ---- answers ---- */

static void release(struct shared *shared)
{
    if (--shared->references > 0)
        return;
    for (size_t i = 0; i < STATIC_ENCODINGS; i++)
        buffer_clear(&shared->content[i]);
    free(shared);
}

static void on_unused(const void *data, size_t len, void *arg)
{
    (void)data, (void)len;
    release(arg);
}

/* The tag of a compressed answer is another one, as RFC 9110 section 8.8.3.3 asks. */
static void set_variant(struct shared *shared, enum static_encoding encoding)
{
    struct static_variant *variant = &shared->file.variant[encoding];
    uint8_t hash[crypto_hash_sha256_BYTES];
    struct buffer etag = {0};
    variant->content = buffer_bytes(&shared->content[encoding]);
    crypto_hash_sha256(hash, variant->content.data, variant->content.len);
    buffer_append_u8(&etag, '"');
    base64url_append(&etag, bytes_of(hash, sizeof hash));
    buffer_append_u8(&etag, '"');
    memcpy(variant->etag, buffer_string(&etag), etag.len + 1);
    buffer_clear(&etag);
}

static void compress_body(struct shared *shared, struct bytes body)
{
    enum { GZIP_WINDOW = MAX_WBITS + 16, MEMORY_LEVEL = 8 };
    struct buffer *out = &shared->content[STATIC_GZIP];
    z_stream stream = {.next_in = (uint8_t *)(uintptr_t)body.data, .avail_in = (uInt)body.len};
    if (body.len < GZIP_BYTES_MIN || body.len > KEPT_BYTES_MAX ||
        deflateInit2(&stream, GZIP_LEVEL, Z_DEFLATED, GZIP_WINDOW, MEMORY_LEVEL, Z_DEFAULT_STRATEGY) != Z_OK)
        return;
    uLong bound = deflateBound(&stream, (uLong)body.len);
    buffer_reserve(out, bound);
    stream.next_out = out->data;
    stream.avail_out = (uInt)bound;
    if (deflate(&stream, Z_FINISH) == Z_STREAM_END && stream.total_out < body.len) {
        out->len = stream.total_out;
        set_variant(shared, STATIC_GZIP);
    }
    deflateEnd(&stream);
}

static struct shared *shared_new(const char *type, struct bytes body)
{
    struct shared *shared = allocate(1, sizeof *shared);
    shared->references = 1;
    shared->file.type = type;
    buffer_append_bytes(&shared->content[STATIC_IDENTITY], body);
    buffer_append_u8(&shared->content[STATIC_IDENTITY], 0); /* an empty body has an address, too */
    shared->content[STATIC_IDENTITY].len--;
    set_variant(shared, STATIC_IDENTITY);
    compress_body(shared, body);
    return shared;
}

static void send_shared(struct request *request, struct shared *shared)
{
    struct evbuffer *out = evhttp_request_get_output_buffer(request->evhttp);
    enum static_encoding encoding = static_choose(&shared->file, request_header(request, "Accept-Encoding"));
    const struct static_variant *variant = &shared->file.variant[encoding];
    if (shared->file.variant[STATIC_GZIP].content.data)
        respond_header(request, "Vary", "Accept-Encoding");
    respond_header(request, "ETag", variant->etag);
    respond_header(request, "Cache-Control", "no-cache");
    if (static_etag_matches(request_header(request, "If-None-Match"), variant->etag)) {
        respond_empty(request, 304);
        return;
    }
    if (encoding == STATIC_GZIP)
        respond_header(request, "Content-Encoding", "gzip");
    if (variant->content.len > 0 &&
        evbuffer_add_reference(out, variant->content.data, variant->content.len, on_unused, shared) == 0)
        shared->references++;
    respond_filled(request, 200, shared->file.type);
}

/* ---- what is kept ---- */

static struct entry **find(struct cache *cache, const char *key)
{
    uint64_t hash = 0xcbf29ce484222325; /* FNV-1a: keys are made of round ids, which nobody chooses */
    for (const char *c = key; *c; c++)
        hash = (hash ^ (uint8_t)*c) * 0x100000001b3;
    struct entry **place = &cache->buckets[hash % BUCKETS];
    while (*place && strcmp((*place)->key, key) != 0)
        place = &(*place)->next;
    return place;
}

static size_t bytes_kept(const struct shared *shared)
{
    return sizeof *shared + shared->content[STATIC_IDENTITY].capacity + shared->content[STATIC_GZIP].capacity;
}

static void forget_all(struct cache *cache)
{
    for (size_t i = 0; i < BUCKETS; i++)
        while (cache->buckets[i]) {
            struct entry *entry = cache->buckets[i];
            cache->buckets[i] = entry->next;
            release(entry->shared);
            free(entry->key);
            free(entry);
        }
    cache->kept_bytes = 0;
}

struct cache *cache_new(void)
{
    return allocate(1, sizeof(struct cache));
}

void cache_free(struct cache *cache)
{
    if (cache)
        forget_all(cache);
    free(cache);
}

static void keep(struct request *request, struct shared *shared)
{
    struct cache *cache = request->http->cache;
    struct entry **place = find(cache, request->shared_key), *entry = *place;
    int64_t now = monotonic_us(), fresh = FRESH_TIMES * (now - request->shared_since_us);
    if (bytes_kept(shared) > KEPT_BYTES_MAX / 4)
        return;
    if (!entry) {
        entry = allocate(1, sizeof *entry);
        entry->key = duplicate_string(request->shared_key);
        *place = entry;
    } else {
        cache->kept_bytes -= bytes_kept(entry->shared);
        release(entry->shared);
    }
    shared->references++;
    entry->shared = shared;
    entry->acts = request->shared_acts;
    entry->fresh_until_us = now + (fresh < FRESH_US ? FRESH_US : fresh < FRESH_MAX_US ? fresh : FRESH_MAX_US);
    entry->claimed_until_us = 0;
    cache->kept_bytes += bytes_kept(shared);
    if (cache->kept_bytes > KEPT_BYTES_MAX)
        forget_all(cache);
}

bool respond_cached(struct request *request, const char *key)
{
    struct entry *entry = *find(request->http->cache, key);
    uint64_t acts = sequencer_acts(request->app->sequencer);
    int64_t now = monotonic_us();
    if (entry && entry->acts == acts) {
        if (now < entry->fresh_until_us || now < entry->claimed_until_us) {
            send_shared(request, entry->shared);
            return true;
        }
        entry->claimed_until_us = now + CLAIM_US;
    }
    request->shared_key = arena_string(&request->arena, key);
    request->shared_acts = acts;
    request->shared_since_us = now;
    return false;
}

void respond_shared(struct request *request, const char *type, struct bytes body)
{
    struct shared *shared = shared_new(type, body);
    if (request->shared_key)
        keep(request, shared);
    send_shared(request, shared);
    release(shared);
}

void respond_shared_json(struct request *request, json_t *take_body)
{
    char *text = json_dumps(take_body, JSON_COMPACT);
    json_decref(take_body);
    respond_shared(request, "application/json", bytes_of_string(text ? text : "null"));
    free(text);
}
