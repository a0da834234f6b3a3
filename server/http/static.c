// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/http/static.h"

#include <fts.h>
#include <sodium.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/encoding.h"
#include "base/file.h"
#include "server/http/request.h"

enum { FILE_BYTES_MAX = 64 * 1024 * 1024, HASH_CHARS_MIN = 8 };

struct statics {
    struct arena arena;
    struct static_file *files; /* sorted by path */
    size_t count, capacity;
};

static const struct {
    const char *extension, *type;
} types[] = {
    {"html", "text/html; charset=utf-8"},
    {"js", "text/javascript; charset=utf-8"},
    {"mjs", "text/javascript; charset=utf-8"},
    {"css", "text/css; charset=utf-8"},
    {"json", "application/json"},
    {"map", "application/json"},
    {"geojson", "application/geo+json"},
    {"webmanifest", "application/manifest+json"},
    {"svg", "image/svg+xml"},
    {"png", "image/png"},
    {"jpg", "image/jpeg"},
    {"webp", "image/webp"},
    {"ico", "image/x-icon"},
    {"woff2", "font/woff2"},
    {"wasm", "application/wasm"},
    {"txt", "text/plain; charset=utf-8"},
    {"ftl", "text/plain; charset=utf-8"},
    {"xml", "application/xml"},
    {"pdf", "application/pdf"},
};

static const char *type_of(const char *path)
{
    const char *dot = strrchr(path, '.');
    for (size_t i = 0; dot && i < sizeof types / sizeof *types; i++)
        if (strcmp(dot + 1, types[i].extension) == 0)
            return types[i].type;
    return "application/octet-stream";
}

/* Vite writes /assets/NAME-HASH.EXTENSION. */
static bool is_immutable(const char *path)
{
    if (!strstr(path, "/assets/"))
        return false;
    const char *name = strrchr(path, '/') + 1;
    const char *dot = strchr(name, '.');
    const char *dash = NULL;
    for (const char *p = name; dot && p < dot; p++)
        if (*p == '-' && dot - p - 1 >= HASH_CHARS_MIN)
            dash = p;
    return dash;
}

static enum static_encoding take_suffix(char *path)
{
    size_t len = strlen(path);
    if (len > 3 && strcmp(path + len - 3, ".br") == 0) {
        path[len - 3] = '\0';
        return STATIC_BROTLI;
    }
    if (len > 3 && strcmp(path + len - 3, ".gz") == 0) {
        path[len - 3] = '\0';
        return STATIC_GZIP;
    }
    return STATIC_IDENTITY;
}

static void set_variant(struct arena *arena, struct static_variant *variant, struct bytes content)
{
    uint8_t hash[crypto_hash_sha256_BYTES];
    struct buffer etag = {0};
    variant->content = bytes_of(arena_copy(arena, content.data, content.len), content.len);
    crypto_hash_sha256(hash, content.data, content.len);
    buffer_append_u8(&etag, '"');
    base64url_append(&etag, bytes_of(hash, sizeof hash));
    buffer_append_u8(&etag, '"');
    memcpy(variant->etag, buffer_string(&etag), etag.len + 1);
    buffer_clear(&etag);
}

static struct static_file *find_or_add(struct statics *statics, const char *path)
{
    for (size_t i = 0; i < statics->count; i++)
        if (strcmp(statics->files[i].path, path) == 0)
            return &statics->files[i];
    if (statics->count == statics->capacity) {
        statics->capacity = statics->capacity ? statics->capacity * 2 : 64;
        statics->files = reallocate(statics->files, statics->capacity, sizeof *statics->files);
    }
    struct static_file *file = &statics->files[statics->count++];
    *file = (struct static_file){
        .path = arena_string(&statics->arena, path), .type = type_of(path), .immutable = is_immutable(path)};
    return file;
}

static bool add_file(struct statics *statics, const char *file_path, const char *path, struct error *err)
{
    struct buffer content = {0};
    if (!file_read(file_path, FILE_BYTES_MAX, &content, err))
        return false;
    char *name = duplicate_string(path);
    enum static_encoding encoding = take_suffix(name);
    set_variant(&statics->arena, &find_or_add(statics, name)->variant[encoding], buffer_bytes(&content));
    free(name);
    buffer_clear(&content);
    return true;
}

static int by_path(const void *a, const void *b)
{
    return strcmp(((const struct static_file *)a)->path, ((const struct static_file *)b)->path);
}

/* Not everybody can read a compressed file. */
static bool refuse_orphans(struct statics *statics, struct error *err)
{
    for (size_t i = 0; i < statics->count; i++)
        if (!statics->files[i].variant[STATIC_IDENTITY].content.data)
            return error_input(err, "web", "%s exists only compressed", statics->files[i].path);
    return true;
}

static bool load(const char *folder, const char *prefix, struct statics **out, struct error *err)
{
    struct statics *statics = allocate(1, sizeof *statics);
    char *root = duplicate_string(folder);
    FTS *walk = NULL;
    bool done = false;
    if (*root) {
        walk = fts_open((char *[]){root, NULL}, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
        FTSENT *entry;
        while (walk && (entry = fts_read(walk))) {
            if (entry->fts_level > 0 && entry->fts_name[0] == '.') {
                fts_set(walk, entry, FTS_SKIP);
            } else if (entry->fts_info == FTS_F) {
                const char *path =
                    arena_format(&statics->arena, "%s%s", prefix, entry->fts_path + strlen(root));
                if (!add_file(statics, entry->fts_path, path, err))
                    goto out;
            } else if (entry->fts_info == FTS_ERR || entry->fts_info == FTS_DNR ||
                       entry->fts_info == FTS_NS) {
                error_input(err, "web", "%s: %s", entry->fts_path, strerror(entry->fts_errno));
                goto out;
            }
        }
    }
    if (!refuse_orphans(statics, err))
        goto out;
    if (statics->count > 0)
        qsort(statics->files, statics->count, sizeof *statics->files, by_path);
    *out = statics;
    statics = NULL;
    done = true;
out:
    if (walk)
        fts_close(walk);
    free(root);
    statics_free(statics);
    return done;
}

bool statics_load(const char *folder, struct statics **out, struct error *err)
{
    return load(folder, "", out, err);
}

/* "/pictures/HEX.EXTENSION" of this content. */
static bool is_named_by_hash(const struct static_file *file)
{
    struct bytes content = file->variant[STATIC_IDENTITY].content;
    uint8_t hash[crypto_hash_sha256_BYTES];
    struct buffer name = {0};
    crypto_hash_sha256(hash, content.data, content.len);
    buffer_append_string(&name, "/pictures/");
    hex_append(&name, bytes_of(hash, sizeof hash));
    buffer_append_u8(&name, '.');
    bool same = strncmp(file->path, buffer_string(&name), name.len) == 0;
    buffer_clear(&name);
    return same;
}

bool statics_load_pictures(const char *folder, struct statics **out, struct error *err)
{
    struct statics *statics;
    if (!load(folder, "/pictures", &statics, err))
        return false;
    for (size_t i = 0; i < statics->count; i++) {
        if (!is_named_by_hash(&statics->files[i])) {
            error_input(err, "web", "%s is not named by the SHA-256 of its content", statics->files[i].path);
            statics_free(statics);
            return false;
        }
        statics->files[i].immutable = true;
    }
    *out = statics;
    return true;
}

void statics_free(struct statics *statics)
{
    if (!statics)
        return;
    arena_clear(&statics->arena);
    free(statics->files);
    free(statics);
}

const struct static_file *statics_find(const struct statics *statics, const char *path)
{
    struct static_file key = {.path = path};
    char index[1024];
    size_t len = strlen(path);
    if (statics->count == 0)
        return NULL;
    if (len > 0 && path[len - 1] == '/') {
        if (len + sizeof "index.html" > sizeof index)
            return NULL;
        memcpy(index, path, len);
        memcpy(index + len, "index.html", sizeof "index.html");
        key.path = index;
    }
    return bsearch(&key, statics->files, statics->count, sizeof key, by_path);
}

static struct bytes trim(struct bytes text)
{
    while (text.len > 0 && (text.data[0] == ' ' || text.data[0] == '\t'))
        text = bytes_of(text.data + 1, text.len - 1);
    while (text.len > 0 && (text.data[text.len - 1] == ' ' || text.data[text.len - 1] == '\t'))
        text.len--;
    return text;
}

/* Cut what stands before the next `separator` off the text, without white space around it. */
static struct bytes take_part(struct bytes *text, char separator)
{
    const uint8_t *end = text->len ? memchr(text->data, separator, text->len) : NULL;
    size_t len = end ? (size_t)(end - text->data) : text->len;
    struct bytes part = bytes_of(text->data, len);
    *text = end ? bytes_of(end + 1, text->len - len - 1) : bytes_of(text->data, 0);
    return trim(part);
}

static bool equals_ignoring_case(struct bytes text, const char *word)
{
    return text.len == strlen(word) && strncasecmp((const char *)text.data, word, text.len) == 0;
}

/* "q=0", "q=0.0", ...: the coding is refused. Other weights are not compared: ours is the better judge of
 * which of two accepted codings is smaller. */
static bool is_refused(struct bytes parameters)
{
    while (parameters.len > 0) {
        struct bytes parameter = take_part(&parameters, ';');
        if (parameter.len < 3 || (parameter.data[0] | 0x20) != 'q' || parameter.data[1] != '=')
            continue;
        bool zero = true;
        for (size_t i = 2; i < parameter.len; i++)
            zero &= parameter.data[i] == '0' || parameter.data[i] == '.';
        return zero;
    }
    return false;
}

enum static_encoding static_choose(const struct static_file *file, const char *accept_encoding)
{
    static const char *const names[STATIC_IDENTITY] = {[STATIC_BROTLI] = "br", [STATIC_GZIP] = "gzip"};
    bool accepted[STATIC_ENCODINGS] = {[STATIC_IDENTITY] = true};
    struct bytes rest = bytes_of_string(accept_encoding ? accept_encoding : "");
    while (rest.len > 0) {
        struct bytes item = take_part(&rest, ',');
        struct bytes name = take_part(&item, ';');
        for (int i = 0; i < STATIC_IDENTITY; i++)
            if (equals_ignoring_case(name, names[i]))
                accepted[i] = !is_refused(item);
    }
    for (int i = 0; i < STATIC_IDENTITY; i++)
        if (accepted[i] && file->variant[i].content.data)
            return (enum static_encoding)i;
    return STATIC_IDENTITY;
}

bool static_etag_matches(const char *if_none_match, const char *etag)
{
    struct bytes rest = bytes_of_string(if_none_match ? if_none_match : "");
    while (rest.len > 0) {
        struct bytes tag = take_part(&rest, ',');
        if (tag.len > 2 && memcmp(tag.data, "W/", 2) == 0)
            tag = bytes_of(tag.data + 2, tag.len - 2);
        if (bytes_equal(tag, bytes_of_string(etag)) || bytes_equal(tag, bytes_of("*", 1)))
            return true;
    }
    return false;
}

void static_say_forever(struct request *request)
{
    respond_header(request, "Cache-Control", "public, max-age=31536000, immutable");
}

void static_send(struct request *request, const struct static_file *file)
{
    enum static_encoding encoding = static_choose(file, request_header(request, "Accept-Encoding"));
    const struct static_variant *variant = &file->variant[encoding];
    if (file->variant[STATIC_BROTLI].content.data || file->variant[STATIC_GZIP].content.data)
        respond_header(request, "Vary", "Accept-Encoding");
    respond_header(request, "ETag", variant->etag);
    if (file->immutable)
        static_say_forever(request);
    else
        respond_header(request, "Cache-Control", "no-cache");
    if (static_etag_matches(request_header(request, "If-None-Match"), variant->etag)) {
        respond_empty(request, 304);
        return;
    }
    if (encoding != STATIC_IDENTITY)
        respond_header(request, "Content-Encoding", encoding == STATIC_BROTLI ? "br" : "gzip");
    respond_constant(request, 200, file->type, variant->content);
}
