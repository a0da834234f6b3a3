// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/pages/pages.h"

#include <stdlib.h>
#include <strings.h>

#include "server/http/router.h"
#include "server/pages/render.h"

enum { LANGUAGES_MAX = 64, WEIGHT_MAX = 1000 };

struct pages {
    struct arena arena;
    struct messages *messages;
    const char *share;
    size_t count;
    struct page *list;
    struct route *routes; /* routes[i] leads to list[i] */
};

/* ---- languages ---- */

static bool matches_range(const char *language, const char *range, size_t len)
{
    size_t own = strlen(language);
    return (own == len || (own < len && range[own] == '-')) && strncasecmp(language, range, own) == 0;
}

/* "q=0.7" as 700; everything that is not a weight is 1000. */
static int weight_of(const char *parameters, const char *end)
{
    const char *q = parameters;
    while (q + 1 < end && !((*q | 0x20) == 'q' && q[1] == '='))
        q++;
    if (q + 2 >= end || (q[2] != '0' && q[2] != '1'))
        return WEIGHT_MAX;
    int weight = (q[2] - '0') * WEIGHT_MAX, place = WEIGHT_MAX / 10;
    for (q += 4; q < end && *q >= '0' && *q <= '9' && place > 0; q++, place /= 10)
        weight += (*q - '0') * place;
    return weight < WEIGHT_MAX ? weight : WEIGHT_MAX;
}

size_t pages_choose_language(const char *accept_language, const char *const *languages, size_t count)
{
    size_t best = 0;
    int best_weight = 0;
    for (const char *item = accept_language; item && *item;) {
        const char *end = item + strcspn(item, ",");
        item += strspn(item, " \t");
        size_t len = strcspn(item, ",; \t");
        int weight = weight_of(item + len < end ? item + len : end, end);
        for (size_t i = 0; i < count && weight > best_weight; i++)
            if (matches_range(languages[i], item, len)) {
                best = i;
                best_weight = weight;
            }
        item = *end ? end + 1 : end;
    }
    return best;
}

/* Pages of the same path are negotiated: the one of these that the client reads best. */
static const struct page *negotiate(struct request *request, const struct page *const *pages, size_t count)
{
    const char *languages[LANGUAGES_MAX];
    for (size_t i = 0; i < count; i++)
        languages[i] = pages[i]->language;
    if (count > 1)
        respond_header(request, "Vary", "Accept-Language");
    return pages[pages_choose_language(request_header(request, "Accept-Language"), languages, count)];
}

/* ---- the manifest ---- */

static bool find_text(struct bytes text, const char *mark, size_t from, size_t *start, size_t *end)
{
    const uint8_t *place =
        from < text.len ? memmem(text.data + from, text.len - from, mark, strlen(mark)) : NULL;
    if (!place)
        return false;
    *start = (size_t)(place - text.data);
    *end = *start + strlen(mark);
    return true;
}

static bool cut_slots(struct page *page, struct error *err)
{
    static const char *const marks[PAGE_SLOTS][2] = {{"<!--slot:head-->", "<!--/slot:head-->"},
                                                     {"<!--slot:city-->", "<!--/slot:city-->"},
                                                     {"<!--slot:main-->", "<!--/slot:main-->"}};
    struct bytes shell = page->file->variant[STATIC_IDENTITY].content;
    size_t from = 0, begin, begun, ending, end;
    for (size_t i = 0; i < PAGE_SLOTS; i++) {
        if (!find_text(shell, marks[i][0], from, &begin, &begun) ||
            !find_text(shell, marks[i][1], begun, &ending, &end))
            return error_input(err, "web", "%s has not the slots that the server fills", page->file->path);
        page->around[i] = bytes_of(shell.data + from, begin - from);
        from = end;
    }
    page->around[PAGE_SLOTS] = bytes_of(shell.data + from, shell.len - from);
    return true;
}

/* The manifest writes "*" for the rest of a path. */
static const char *pattern_of(struct arena *arena, const char *path)
{
    size_t len = strlen(path);
    bool rest = len > 0 && path[len - 1] == '*';
    return rest ? arena_format(arena, "%.*s{rest*}", (int)(len - 1), path) : arena_string(arena, path);
}

static bool is_catch_all(const struct page *page)
{
    return strchr(page->path, '*');
}

static bool read_page(struct pages *pages, const struct statics *statics, const json_t *json,
                      struct error *err)
{
    const char *kind, *language, *path, *file;
    int slots;
    if (json_unpack((json_t *)(uintptr_t)json, "{s:s, s:s, s:s, s:s, s:b}", "kind", &kind, "language",
                    &language, "path", &path, "file", &file, "slots", &slots) != 0 ||
        path[0] != '/')
        return error_input(err, "web", "pages.json is not what the web build makes");
    struct page *page = &pages->list[pages->count];
    *page = (struct page){.kind = arena_string(&pages->arena, kind),
                          .language = arena_string(&pages->arena, language),
                          .path = arena_string(&pages->arena, path),
                          .file = statics_find(statics, arena_format(&pages->arena, "/%s", file)),
                          .texts = messages_language(pages->messages, language),
                          .has_slots = slots && render_knows(kind)};
    if (!page->file)
        return error_input(err, "web", "pages.json names %s, which is not there", file);
    if (page->has_slots && !page->texts)
        return error_input(err, "web", "messages.json has no texts in the language %s", language);
    pages->routes[pages->count++] =
        (struct route){METHOD_GET, pattern_of(&pages->arena, path), ACCESS_PUBLIC, .handle = render_page};
    return !page->has_slots || cut_slots(page, err);
}

static bool read_pages(struct pages *pages, const struct statics *statics, const json_t *list,
                       struct error *err)
{
    size_t count = json_array_size(list);
    pages->list = arena_allocate(&pages->arena, count, sizeof *pages->list);
    pages->routes = arena_allocate(&pages->arena, count, sizeof *pages->routes);
    for (size_t i = 0; i < count; i++)
        if (!read_page(pages, statics, json_array_get(list, i), err))
            return false;
    return true;
}

bool pages_load(const struct statics *statics, struct pages **out, struct error *err)
{
    struct pages *pages = allocate(1, sizeof *pages);
    const struct static_file *manifest = statics_find(statics, "/pages.json");
    const struct static_file *messages = statics_find(statics, "/messages.json");
    struct bytes content = manifest ? manifest->variant[STATIC_IDENTITY].content : bytes_of("{}", 2);
    json_error_t where;
    json_t *json = json_loadb((const char *)content.data, content.len, JSON_REJECT_DUPLICATES, &where);
    bool done = json || error_input(err, "web", "pages.json, line %d: %s", where.line, where.text);
    if (done && messages)
        done = messages_load(messages->variant[STATIC_IDENTITY].content, &pages->messages, err);
    const char *share = json_string_value(json_object_get(json, "share"));
    pages->share = share ? arena_string(&pages->arena, share) : NULL;
    if (done)
        done = read_pages(pages, statics, json_object_get(json, "pages"), err);
    json_decref(json);
    if (done)
        *out = pages;
    else
        pages_free(pages);
    return done;
}

void pages_free(struct pages *pages)
{
    if (!pages)
        return;
    messages_free(pages->messages);
    arena_clear(&pages->arena);
    free(pages);
}

const struct page *pages_of_kind(const struct pages *pages, const char *kind, size_t index)
{
    for (size_t i = 0; i < pages->count; i++) {
        const struct page *page = &pages->list[i];
        bool own_path = strncmp(page->path + 1, page->language, strlen(page->language)) == 0;
        if (own_path && strcmp(page->kind, kind) == 0 && index-- == 0)
            return page;
    }
    return NULL;
}

const char *pages_share(const struct pages *pages)
{
    return pages->share;
}

const struct page *page_of(const struct request *request)
{
    const struct pages *pages = request->app->pages;
    return &pages->list[request->route - pages->routes];
}

/* ---- answers ---- */

static void send_shell(struct request *request, int status, const struct page *page)
{
    struct bytes content = page->file->variant[STATIC_IDENTITY].content;
    request->on_problem = NULL;
    respond_constant(request, status, page->file->type, content);
}

static void send_not_found(struct request *request, const char *path)
{
    const struct pages *pages = request->app->pages;
    const struct page *found[LANGUAGES_MAX];
    size_t count = 0;
    request->on_problem = NULL;
    for (size_t i = 0; i < pages->count && count < LANGUAGES_MAX; i++) {
        const struct page *page = &pages->list[i];
        size_t len = strcspn(page->path, "*");
        if (strcmp(page->kind, "not-found") != 0)
            continue;
        if (strncmp(path, page->path, len) == 0) { /* in the language of the path */
            found[0] = page;
            count = 1;
            break;
        }
        found[count++] = page;
    }
    if (count > 0)
        send_shell(request, 404, negotiate(request, found, count));
    else
        respond_input_problem(request, "not-found", "there is nothing at this address");
}

/* A page that cannot be filled: the one that says that it is not there, or the shell as built, whose script
 * tries again. */
static void answer_problem(struct request *request, int status)
{
    if (status == 404)
        send_not_found(request, request->path);
    else
        send_shell(request, status, page_of(request));
}

bool pages_answer(struct request *request, struct bytes raw_path)
{
    const struct pages *pages = request->app->pages;
    const struct page *found[LANGUAGES_MAX];
    struct route_match match = {0};
    size_t count = 0;
    if (!route_find(pages->routes, pages->count, METHOD_GET, raw_path, &request->arena, &match) ||
        !match.route)
        return false;
    const struct page *first = &pages->list[match.route - pages->routes];
    if (is_catch_all(first))
        return false;
    for (size_t i = 0; i < pages->count && count < LANGUAGES_MAX; i++)
        if (strcmp(pages->list[i].path, first->path) == 0)
            found[count++] = &pages->list[i];
    const struct page *page = negotiate(request, found, count);
    request->route = &pages->routes[page - pages->list];
    request->path = match.path;
    memcpy(request->param, match.param, sizeof request->param);
    request->on_problem = answer_problem;
    if (page->has_slots)
        request->route->handle(request);
    else
        static_send(request, page->file);
    return true;
}

bool pages_answer_not_found(struct request *request, const char *path)
{
    static const char *const machines[] = {"/api", "/log", "/assets"};
    const char *accept = request_header(request, "Accept");
    const struct pages *pages = request->app->pages;
    if (!accept || !strstr(accept, "text/html") || !pages_of_kind(pages, "not-found", 0))
        return false;
    for (size_t i = 0; i < sizeof machines / sizeof *machines; i++) {
        size_t len = strlen(machines[i]);
        if (strncmp(path, machines[i], len) == 0 && (path[len] == '/' || !path[len]))
            return false;
    }
    request->path = path;
    send_not_found(request, path);
    return true;
}
