/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "client/served.h"

#include <stdlib.h>

#include "client/http.h"

enum {
    FILES_MAX = 2000,
    FILE_BYTES_MAX = 1 << 24,
    NAME_HASH_SYMBOLS = 8, /* the web build names assets NAME-HASH.js */
};

/* Each is a file of its own on the server, so each could be another one. */
static const char *const encodings[] = {"br", "gzip", "identity"};

struct pinned {
    const uint8_t *hash;
    bool seen;
};

struct look {
    const struct definition *definition;
    const char *base_url;
    served_report *report;
    void *context;
    struct arena arena;
    size_t count, done, pinned_count;
    struct pinned *pinned;
    struct {
        const char *path, *language;
    } files[FILES_MAX];
};

static void add(struct look *look, const char *path, const char *language)
{
    for (size_t i = 0; i < look->count; i++)
        if (strcmp(look->files[i].path, path) == 0 && strcmp(look->files[i].language, language) == 0)
            return;
    if (look->count < FILES_MAX) {
        look->files[look->count].path = arena_string(&look->arena, path);
        look->files[look->count++].language = arena_string(&look->arena, language);
    }
}

static struct pinned *find_pinned(struct look *look, const uint8_t hash[HASH_BYTES])
{
    for (size_t i = 0; i < look->pinned_count; i++)
        if (memcmp(look->pinned[i].hash, hash, HASH_BYTES) == 0)
            return &look->pinned[i];
    return NULL;
}

/* All that the definition pins, each hash once. */
static void collect_pinned(struct look *look)
{
    const struct definition *definition = look->definition;
    const struct text_hash *const pages[] = {definition->pages.vote, definition->pages.check};
    look->pinned = arena_allocate(
        &look->arena, 2 * definition->language_count + definition->pages.asset_count, sizeof *look->pinned);
    for (size_t kind = 0; kind < 2; kind++)
        for (size_t i = 0; i < definition->language_count; i++)
            if (pages[kind][i].present && !find_pinned(look, pages[kind][i].hash))
                look->pinned[look->pinned_count++].hash = pages[kind][i].hash;
    for (size_t i = 0; i < definition->pages.asset_count; i++)
        if (!find_pinned(look, definition->pages.assets[i].hash))
            look->pinned[look->pinned_count++].hash = definition->pages.assets[i].hash;
}

/* ---- what a file names ---- */

static bool is_name_byte(uint8_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
}

/* "NAME-HASH.js" and the like */
static bool is_asset_name(struct bytes name)
{
    static const char *const endings[] = {".js", ".css", ".svg"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t len = strlen(endings[i]);
        if (name.len > len + NAME_HASH_SYMBOLS + 1 &&
            memcmp(name.data + name.len - len, endings[i], len) == 0 &&
            name.data[name.len - len - NAME_HASH_SYMBOLS - 1] == '-')
            return true;
    }
    return false;
}

static void add_assets(struct look *look, struct bytes content)
{
    for (size_t start = 0; start < content.len;) {
        size_t end = start;
        while (end < content.len && is_name_byte(content.data[end]))
            end++;
        struct bytes name = bytes_of(content.data + start, end - start);
        if (is_asset_name(name))
            add(look, arena_format(&look->arena, "/assets/%.*s", (int)name.len, (const char *)name.data),
                "*");
        start = end + 1;
    }
}

/* ---- one file ---- */

static bool ask(struct look *look, const char *path, const char *language, const char *encoding,
                struct error *err)
{
    struct http_response response = {0};
    struct http_client *client = http_client_new(look->base_url, err);
    if (!client)
        return false;
    http_client_limit(client, HTTP_TIMEOUT_MS, FILE_BYTES_MAX);
    http_client_as_browser(client, language, encoding);
    bool ok = http_request(client, "GET", path, NULL, bytes_of(NULL, 0), &response, err);
    if (ok) {
        struct served_file file = {.path = path,
                                   .encoding = encoding,
                                   .status = response.status,
                                   .content = buffer_bytes(&response.body)};
        crypto_hash_sha256(file.hash, response.body.data, response.body.len);
        struct pinned *pinned = file.status == 200 ? find_pinned(look, file.hash) : NULL;
        if (pinned)
            file.pinned = pinned->seen = true;
        look->report(look->context, &file);
        if (file.pinned)
            add_assets(look, file.content);
    }
    http_response_clear(&response);
    http_client_free(client);
    return ok;
}

bool served_look(const char *base_url, const struct definition *definition, const char *round,
                 const char *const *languages, size_t language_count, served_report *report, void *context,
                 size_t *unserved, struct error *err)
{
    struct look *look = allocate(1, sizeof *look);
    *look =
        (struct look){.definition = definition, .base_url = base_url, .report = report, .context = context};
    bool ok = true;
    *unserved = 0;
    collect_pinned(look);
    for (size_t i = 0; i < language_count; i++) {
        add(look, arena_format(&look->arena, "/%s/rounds/%s/vote", languages[i], round), languages[i]);
        add(look, arena_format(&look->arena, "/%s/check", languages[i]), languages[i]);
        add(look, "/v", languages[i]); /* where the QR codes of letters lead */
    }
    for (; ok && look->done < look->count; look->done++)
        for (size_t i = 0; ok && i < sizeof encodings / sizeof *encodings; i++)
            ok = ask(look, look->files[look->done].path, look->files[look->done].language, encodings[i], err);
    for (size_t i = 0; ok && i < look->pinned_count; i++)
        *unserved += !look->pinned[i].seen;
    arena_clear(&look->arena);
    free(look);
    return ok;
}
