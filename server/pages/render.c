// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/pages/render.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/encoding.h"
#include "server/http/cache.h"
#include "server/pages/chart.h"
#include "server/pages/html.h"
#include "server/pages/pages.h"
#include "server/pages/views.h"
#include "server/resources/assemblies.h"
#include "server/resources/public_acts.h"
#include "server/resources/rounds.h"

/* The request's state once its JSON is there; all in its arena, JSON owned by the request. */
struct rendering {
    struct view view;
    size_t time_count;
    bool with_result;
    void (*send)(struct request *request);
};

/* What a published round has for its result page, in the order of the view. */
static const char *const result_files[] = {"result.json", "explanation.json", "views.json"};
enum { PARAM_NAME_MAX = 32 };
enum { RESULT_FILES = sizeof result_files / sizeof *result_files };

#define CHART_ENDING ".svg"

static bool is_kind(const struct request *request, const char *kind)
{
    return strcmp(page_of(request)->kind, kind) == 0;
}

static bool is_acts(const char *kind)
{
    return strcmp(kind, "acts") == 0 || strcmp(kind, "round-acts") == 0;
}

bool render_knows(const char *kind)
{
    return strcmp(kind, "home") == 0 || strcmp(kind, "assembly") == 0 || strcmp(kind, "round") == 0 ||
           strcmp(kind, "result") == 0 || is_acts(kind);
}

/* ---- the page ---- */

/* With the parameters of the path filled in as they are in that of the request: pages of one kind have the
 * same. */
static void write_address(struct buffer *out, const struct request *request, const struct page *page)
{
    const char *rest = page->path, *begin, *end;
    buffer_append_string(out, request->app->config->base_url);
    while ((begin = strchr(rest, '{')) && (end = strchr(begin, '}'))) {
        char name[PARAM_NAME_MAX];
        buffer_append(out, rest, (size_t)(begin - rest));
        snprintf(name, sizeof name, "%.*s", (int)(end - begin - 1), begin + 1);
        buffer_append_string(out, request_param(request, name));
        rest = end + 1;
    }
    buffer_append_string(out, rest);
}

static void write_head(struct buffer *out, const struct request *request, const struct view *view)
{
    const struct page *page = page_of(request), *other;
    struct buffer title = {0}, description = {0}, address = {0};
    view_title(view, page->kind, &title);
    view_description(view, page->kind, &description);
    buffer_append_string(out, "<title>");
    buffer_append_bytes(out, buffer_bytes(&title));
    html_write(out, " – %s</title>\n<meta name=\"description\" content=\"", request->app->config->city_name);
    buffer_append_bytes(out, buffer_bytes(&description));
    buffer_append_string(out, "\">\n<meta property=\"og:title\" content=\"");
    buffer_append_bytes(out, buffer_bytes(&title));
    buffer_append_string(out, "\">\n<meta property=\"og:description\" content=\"");
    buffer_append_bytes(out, buffer_bytes(&description));
    html_write(out, "\">\n<meta property=\"og:site_name\" content=\"%s\">\n",
               request->app->config->city_name);
    write_address(&address, request, page);
    html_write(
        out,
        "<meta property=\"og:type\" content=\"website\">\n<meta property=\"og:locale\" content=\"%s\">\n"
        "<meta property=\"og:url\" content=\"%s\">\n<meta name=\"twitter:card\" "
        "content=\"summary_large_image\">\n",
        page->language, buffer_string(&address));
    if (pages_share(request->app->pages))
        html_write(out, "<meta property=\"og:image\" content=\"%s/%s\">\n", request->app->config->base_url,
                   pages_share(request->app->pages));
    for (size_t i = 0; (other = pages_of_kind(request->app->pages, page->kind, i)); i++) {
        address.len = 0;
        write_address(&address, request, other);
        html_write(out, "<link rel=\"%s\" hreflang=\"%s\" href=\"%s\">\n",
                   strcmp(other->language, page->language) == 0 ? "canonical" : "alternate", other->language,
                   buffer_string(&address));
    }
    buffer_clear(&title);
    buffer_clear(&description);
    buffer_clear(&address);
}

static void send_page(struct request *request)
{
    const struct page *page = page_of(request);
    struct rendering *rendering = request->state;
    struct view *view = &rendering->view;
    struct buffer out = {0};
    view->out = &out;
    buffer_append_bytes(&out, page->around[PAGE_SLOT_HEAD]);
    write_head(&out, request, view);
    buffer_append_bytes(&out, page->around[PAGE_SLOT_CITY]);
    html_write(&out, "%s", request->app->config->city_name);
    buffer_append_bytes(&out, page->around[PAGE_SLOT_MAIN]);
    if (is_kind(request, "home"))
        view_home(view);
    else if (is_kind(request, "assembly"))
        view_assembly(view);
    else if (is_kind(request, "round"))
        view_round(view);
    else if (is_acts(page->kind))
        view_acts(view);
    else
        view_result(view);
    buffer_append_bytes(&out, page->around[PAGE_SLOTS]);
    request->on_problem = NULL;
    respond_shared(request, page->file->type, buffer_bytes(&out));
    buffer_clear(&out);
}

/* ---- times and result ---- */

static void load_rest(struct request *request);

static json_t *file_json(const struct db_result *result, size_t statement)
{
    if (result->statements <= statement || db_rows(result, statement) != 1)
        return NULL;
    struct bytes text = db_get_bytes(result, statement, 0, 0);
    return json_loadb((const char *)text.data, text.len, 0, NULL);
}

static void after_rest(struct request *request, const struct db_result *result, const struct error *err)
{
    struct rendering *rendering = request->state;
    if (err) { /* PostgreSQL does not know a zone; nothing else that is asked can be refused */
        bool again = false;
        for (size_t i = 0; i < rendering->time_count; i++) {
            again |= strcmp(rendering->view.times[i].zone, "UTC") != 0;
            rendering->view.times[i].zone = "UTC";
        }
        if (again)
            load_rest(request);
        else
            respond_problem(request, err);
        return;
    }
    for (size_t i = 0; i < rendering->time_count && i < db_rows(result, 0); i++)
        rendering->view.times[i].offset = (int)db_get_integer(result, 0, i, 0);
    json_t *files[RESULT_FILES];
    for (size_t i = 0; i < RESULT_FILES; i++) {
        files[i] = file_json(result, 1 + i);
        request_own(request, files[i]);
    }
    rendering->view.result = files[0];
    rendering->view.explanation = files[1];
    rendering->view.views = files[2];
    rendering->send(request);
}

static void load_rest(struct request *request)
{
    const struct rendering *rendering = request->state;
    struct buffer minutes = {0}, zones = {0};
    uint8_t round[ROUND_ID_BYTES] = {0};
    for (size_t i = 0; i < rendering->time_count; i++) {
        const struct view_time *time = &rendering->view.times[i];
        buffer_append_format(&minutes, "%s%lld", i ? " " : "",
                             time->minute < 0 ? 0LL : (long long)time->minute);
        buffer_append_format(&zones, "%s%s", i ? " " : "", time->zone);
    }
    struct db_param times[] = {db_text(buffer_string(&minutes)), db_text(buffer_string(&zones))};
    struct db_unit *unit = db_unit_new(request->pool);
    db_unit_add(unit, DB_ZONE_OFFSETS, times, 2);
    buffer_clear(&minutes);
    buffer_clear(&zones);
    if (rendering->with_result &&
        base64url_decode_exact(bytes_of_string(request_param(request, "round")), round, sizeof round)) {
        for (size_t i = 0; i < RESULT_FILES; i++) {
            struct db_param file[] = {db_bytes(round, sizeof round), db_text(result_files[i])};
            db_unit_add(unit, DB_ROUND_RESULT, file, 2);
        }
    }
    request_unit(request, unit, after_rest);
}

/* ---- what the API knows ---- */

static struct rendering *begin(struct request *request, const struct page *page, size_t times)
{
    struct rendering *rendering = arena_allocate(&request->arena, 1, sizeof *rendering);
    rendering->view = (struct view){.texts = page->texts,
                                    .language = page->language,
                                    .city = request->app->config->city_name,
                                    .base_url = request->app->config->base_url,
                                    .now = time(NULL) / 60};
    rendering->view.times = arena_allocate(&request->arena, times + 1, sizeof *rendering->view.times);
    rendering->time_count = times;
    rendering->send = send_page;
    request->state = rendering;
    return rendering;
}

static struct view_time time_of(const json_t *minute, const json_t *zone)
{
    return (struct view_time){.minute = json_is_integer(minute) ? json_integer_value(minute) : -1,
                              .zone = json_is_string(zone) ? json_string_value(zone) : "UTC"};
}

static void with_assembly(struct request *request, json_t *take_json)
{
    json_t *rounds = json_object_get(take_json, "rounds");
    struct rendering *rendering = begin(request, page_of(request), json_array_size(rounds));
    request_own(request, take_json);
    rendering->view.assembly = take_json;
    rendering->view.rounds = rounds;
    for (size_t i = 0; i < rendering->time_count; i++) {
        const json_t *round = json_array_get(rounds, i), *open = json_object_get(round, "open");
        bool soon = json_integer_value(open) > rendering->view.now;
        rendering->view.times[i] =
            time_of(soon ? open : json_object_get(round, "close"), json_object_get(round, "zone"));
    }
    load_rest(request);
}

/* False: it was answered. */
static bool begin_round(struct request *request, const struct page *page, json_t *take_json)
{
    const json_t *text = json_object_get(take_json, "definition_text");
    request_own(request, take_json);
    if (!text) { /* not frozen: it is for those who prepare it */
        respond_input_problem(request, "not-found", "there is no such round");
        return false;
    }
    json_t *definition = json_loadb(json_string_value(text), json_string_length(text), 0, NULL);
    const json_t *schedule = json_object_get(definition, "schedule"),
                 *zone = json_object_get(schedule, "zone");
    struct rendering *rendering = begin(request, page, 2);
    struct view *view = &rendering->view;
    request_own(request, definition);
    view->round = take_json;
    view->definition = definition;
    view->words = view_words(take_json, definition, view->language);
    request_own(request, view->words);
    view->times[0] = time_of(json_object_get(schedule, "open"), zone);
    view->times[1] = time_of(json_object_get(take_json, "close"), zone);
    if (view->times[1].minute < 0)
        view->times[1] = time_of(json_object_get(schedule, "close"), zone);
    return true;
}

static void with_round(struct request *request, json_t *take_json)
{
    if (!begin_round(request, page_of(request), take_json))
        return;
    struct rendering *rendering = request->state;
    rendering->with_result = is_kind(request, "result");
    load_rest(request);
}

/* ---- acts ---- */

static void with_acts(struct request *request, json_t *take_acts)
{
    struct rendering *rendering = begin(request, page_of(request), 0);
    struct acts_query *query = arena_allocate(&request->arena, 1, sizeof *query);
    struct view *view = &rendering->view;
    request_own(request, take_acts);
    *query = acts_query_read(request);
    view->acts_query = query;
    view->acts_round = is_kind(request, "round-acts") ? query->round : NULL;
    view->acts = take_acts;
    view->assembly = json_array_get(request->owned, 0); /* the first that was loaded */
    view->rounds = json_object_get(view->assembly, "rounds");
    if (view->acts_round && acts_query_is_plain(query) &&
        json_array_size(json_object_get(take_acts, "acts")) == 0)
        respond_input_problem(request, "not-found", "there is no such round");
    else
        send_page(request);
}

static void with_rounds_of_acts(struct request *request, json_t *take_rounds)
{
    struct acts_query query = acts_query_read(request);
    request_own(request, take_rounds);
    if (query.mistake && strcmp(query.mistake, "round") == 0 && is_kind(request, "round-acts"))
        respond_input_problem(request, "not-found", "there is no such round");
    else if (query.mistake)
        with_acts(request, NULL);
    else
        acts_load(request, &query, with_acts);
}

/* What was chosen is made for whoever chose it; the newest acts are the same for everybody. */
static void render_acts(struct request *request)
{
    struct acts_query query = acts_query_read(request);
    bool plain = acts_query_is_plain(&query) && (is_kind(request, "round-acts") || !query.round);
    if (!plain ||
        !respond_cached(request, arena_format(&request->arena, "page/acts/%s/%s", page_of(request)->language,
                                              query.round ? query.round : "")))
        assembly_json_load(request, NULL, with_rounds_of_acts);
}

void render_page(struct request *request)
{
    const struct page *page = page_of(request);
    bool home = is_kind(request, "home"), assembly = is_kind(request, "assembly");
    respond_header(request, "Content-Language", page->language); /* of what is kept, too */
    if (is_acts(page->kind)) {
        render_acts(request);
        return;
    }
    const char *about = home ? NULL : request_param(request, assembly ? "assembly" : "round");
    if (respond_cached(request, arena_format(&request->arena, "page/%s/%s/%s", page->kind, page->language,
                                             about ? about : "")))
        return;
    if (home || assembly)
        assembly_json_load(request, about, with_assembly);
    else
        round_json_load(request, with_round);
}

/* ---- charts ---- */

/* Their words are those of the result page. */
static const struct page *page_of_chart(struct request *request)
{
    const char *language = request_query_param(request, "language");
    const struct page *first = pages_of_kind(request->app->pages, "result", 0), *page;
    for (size_t i = 0; language && (page = pages_of_kind(request->app->pages, "result", i)); i++)
        if (strcmp(page->language, language) == 0)
            return page;
    return first;
}

static void send_chart(struct request *request)
{
    const struct rendering *rendering = request->state;
    const char *name = request_param(request, "name");
    size_t len = strlen(name), ending = sizeof CHART_ENDING - 1;
    struct buffer document = {0};
    if (len > ending && strcmp(name + len - ending, CHART_ENDING) == 0 &&
        chart_write(&rendering->view, arena_format(&request->arena, "%.*s", (int)(len - ending), name),
                    &document))
        respond_shared(request, "image/svg+xml", buffer_bytes(&document));
    else
        respond_input_problem(request, "not-found", "this round has no such chart, or not yet");
    buffer_clear(&document);
}

static void with_round_of_chart(struct request *request, json_t *take_json)
{
    if (!begin_round(request, page_of_chart(request), take_json))
        return;
    struct rendering *rendering = request->state;
    rendering->with_result = true;
    rendering->send = send_chart;
    load_rest(request);
}

void chart_get(struct request *request)
{
    const struct page *page = page_of_chart(request);
    if (!page) {
        respond_input_problem(request, "not-found",
                              "this city serves no pages, whose words a chart would have");
        return;
    }
    respond_to_all(request);
    if (!respond_cached(request,
                        arena_format(&request->arena, "chart/%s/%s/%s", page->language,
                                     request_param(request, "round"), request_param(request, "name"))))
        round_json_load(request, with_round_of_chart);
}
