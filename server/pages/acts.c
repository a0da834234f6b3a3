// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/pages/acts.h"

#include <stdio.h>
#include <time.h>

#include "ballot/code.h"
#include "base/encoding.h"
#include "server/http/cache.h"
#include "server/pages/html.h"
#include "server/pages/pages.h"
#include "server/pages/parts.h"
#include "server/resources/public_acts.h"

enum { ID_BYTES_MAX = 64, SECONDS_A_MINUTE = 60 };

/* ---- one act in words ---- */

static void append_plain(const struct view *view, struct buffer *out, const char *prefix, const char *code)
{
    struct buffer id = {0};
    buffer_append_format(&id, "%s-%s", prefix, code);
    message_append_plain(out, view->texts, buffer_string(&id), NULL, 0);
    buffer_clear(&id);
}

/* The serial that a void or an issue is about; nothing when it names none. On a page it stays in one piece.
 */
static void append_serial(const json_t *entry, bool on_page, struct buffer *out)
{
    struct point key;
    char text[SERIAL_TEXT_BYTES + 1];
    const char *credential = part_text(entry, "credential"), *voided = part_text(entry, "voided");
    const char *const piece = on_page ? "<span class=\"serial\">" : "";
    if (*voided) {
        buffer_append_string(out, piece);
        html_write(out, "%s", voided);
    } else if (base64url_decode_exact(bytes_of_string(credential), key.bytes, sizeof key.bytes)) {
        serial_text(serial_of(&key), text);
        buffer_append_string(out, piece);
        html_write(out, "%s", text);
    }
    if (out->len > 0 && on_page)
        buffer_append_string(out, "</span>");
}

/* Of most types the message has their name. */
static const char *message_of(const json_t *act, const json_t *entry, char id[ID_BYTES_MAX])
{
    const char *type = part_text(act, "type"), *code = part_text(entry, "act");
    bool of_city = !part_get(entry, "assembly");
    if (strcmp(type, "staff") == 0) {
        static const char *const known[] = {"invitation", "withdraw-invitation", "end-access",
                                            "add-assembly"};
        if (strncmp(code, "give-", 5) == 0)
            return of_city ? "did-give-city" : "did-give";
        if (strncmp(code, "take-", 5) == 0)
            return of_city ? "did-take-city" : "did-take";
        for (size_t i = 0; i < sizeof known / sizeof *known; i++)
            if (strcmp(code, known[i]) == 0) {
                snprintf(id, ID_BYTES_MAX, "did-%s", code);
                return id;
            }
        return "did-staff";
    }
    if (strcmp(type, "issue") == 0 && part_get(entry, "voided"))
        return "did-reissue";
    bool handed_over = part_get(entry, "predecessor") && strcmp(type, "draft") == 0;
    snprintf(id, ID_BYTES_MAX, "did-%s%s", type,
             handed_over || part_get(entry, "successor") ? "-successor" : "");
    return id;
}

/* `when`: the new close, for an extension. */
static void append_what(const struct view *view, const json_t *act, const struct buffer *when, bool on_page,
                        struct buffer *out)
{
    static const char *const texts[] = {"batch", "into", "contest", "site", "box", "source", "what"};
    static const char *const numbers[] = {"total",   "trustee", "step",  "attempt", "issued",
                                          "spoiled", "valid",   "blank", "invalid"};
    enum { TEXTS = sizeof texts / sizeof *texts, NUMBERS = sizeof numbers / sizeof *numbers };
    const json_t *entry = part_get(act, "entry");
    const char *code = part_text(entry, "act"), *dash = strchr(code, '-');
    const char *named = part_text(act, "assembly_name");
    struct message_arg args[TEXTS + NUMBERS + 5];
    struct buffer role = {0}, serial = {0};
    char id[ID_BYTES_MAX];
    size_t count = 0;
    for (size_t i = 0; i < TEXTS; i++)
        args[count++] = TEXT(texts[i], part_text(entry, texts[i]));
    for (size_t i = 0; i < NUMBERS; i++)
        args[count++] = NUMBER(numbers[i], part_integer(entry, numbers[i]));
    if (dash)
        append_plain(view, &role, "acts-role", dash + 1);
    append_serial(entry, on_page, &serial);
    args[count++] = TEXT("assembly", *named ? named : part_text(entry, "assembly"));
    args[count++] = TEXT("act", code);
    args[count++] = HTML("role", &role);
    args[count++] = HTML("serial", &serial);
    args[count++] = HTML("when", when);
    message_append_plain(out, view->texts, message_of(act, entry, id), args, count);
    buffer_clear(&role);
    buffer_clear(&serial);
}

static const char *reason_of(const json_t *act)
{
    const json_t *entry = part_get(act, "entry");
    const char *reason = part_text(entry, "reason");
    return *reason ? reason : part_text(entry, "incident");
}

static void append_why(const struct view *view, const json_t *act, struct buffer *out)
{
    struct buffer reason = {0};
    append_plain(view, &reason, "reason", reason_of(act));
    message_append_plain(out, view->texts, "acts-reason", &HTML("reason", &reason), 1);
    buffer_clear(&reason);
}

static void append_who(const struct view *view, const json_t *act, struct buffer *out)
{
    const json_t *by = part_get(act, "by");
    for (size_t i = 0; i < json_array_size(by); i++) {
        buffer_append_string(out, i ? " · " : "");
        append_plain(view, out, "acts-role", json_string_value(json_array_get(by, i)));
    }
}

/* The title in the language of the page, else in any; the id where there is none (it is not frozen). */
static void append_round(const struct view *view, const json_t *title, const char *id, struct buffer *out)
{
    const char *text = json_string_value(part_get(title, view->language));
    void *first = json_object_iter((json_t *)(uintptr_t)title);
    if (text)
        html_write(out, "%s", text);
    else if (first)
        html_write(out, "%s", json_string_value(json_object_iter_value(first)));
    else
        message_append_plain(out, view->texts, "acts-in-preparation", &TEXT("id", id), 1);
}

void acts_append_title(const struct view *view, struct buffer *out)
{
    const json_t *title = NULL;
    struct buffer name = {0};
    if (!view->acts_round) {
        message_append_plain(out, view->texts, "acts-title", NULL, 0);
        return;
    }
    for (size_t i = 0; i < json_array_size(view->rounds); i++)
        if (strcmp(part_text(json_array_get(view->rounds, i), "id"), view->acts_round) == 0)
            title = part_get(json_array_get(view->rounds, i), "title");
    append_round(view, title, view->acts_round, &name);
    message_append_plain(out, view->texts, "acts-of-round", &HTML("title", &name), 1);
    buffer_clear(&name);
}

/* ---- the choice ---- */

static void begin_select(const struct view *view, const char *name)
{
    html_write(view->out, "<div class=\"field\"><label for=\"acts-%s\">", name);
    append_plain(view, view->out, "acts-filter", name);
    html_write(view->out, "</label><select id=\"acts-%s\" name=\"%s\">\n<option value=\"\">", name, name);
    message_append_plain(view->out, view->texts, "acts-filter-all", NULL, 0);
    buffer_append_string(view->out, "</option>\n");
}

static void begin_option(const struct view *view, const char *value, const char *chosen)
{
    html_write(view->out, "<option value=\"%s\"", value);
    buffer_append_string(view->out, chosen && strcmp(chosen, value) == 0 ? " selected>" : ">");
}

static void end_select(const struct view *view)
{
    buffer_append_string(view->out, "</select></div>\n");
}

static void write_select(const struct view *view, const char *name, const char *const *values,
                         const char *chosen)
{
    char prefix[ID_BYTES_MAX];
    snprintf(prefix, sizeof prefix, "acts-%s", name);
    begin_select(view, name);
    for (; *values; values++) {
        begin_option(view, *values, chosen);
        append_plain(view, view->out, prefix, *values);
        buffer_append_string(view->out, "</option>\n");
    }
    end_select(view);
}

static void write_rounds(const struct view *view, const char *chosen)
{
    begin_select(view, "round");
    for (size_t i = 0; i < json_array_size(view->rounds); i++) {
        const json_t *round = json_array_get(view->rounds, i);
        begin_option(view, part_text(round, "id"), chosen);
        append_round(view, part_get(round, "title"), part_text(round, "id"), view->out);
        buffer_append_string(view->out, "</option>\n");
    }
    end_select(view);
}

/* A choice where there is one to make. */
static void write_assemblies(const struct view *view, const char *chosen)
{
    const json_t *assemblies = part_get(view->assembly, "below");
    if (json_array_size(assemblies) < 2)
        return;
    begin_select(view, "assembly");
    for (size_t i = 0; i < json_array_size(assemblies); i++) {
        const json_t *assembly = json_array_get(assemblies, i);
        begin_option(view, part_text(assembly, "id"), chosen);
        html_write(view->out, "%s</option>\n", part_text(assembly, "name"));
    }
    end_select(view);
}

static void write_day(const struct view *view, const char *name, const char *value, const char *mistake)
{
    bool wrong = mistake && strcmp(mistake, name) == 0;
    html_write(view->out, "<div class=\"field\"><label for=\"acts-%s\">", name);
    append_plain(view, view->out, "acts-filter", name);
    html_write(view->out, "</label><input type=\"date\" id=\"acts-%s\" name=\"%s\" value=\"%s\"", name, name,
               value && !wrong ? value : "");
    buffer_append_string(
        view->out, wrong ? " aria-invalid=\"true\" aria-describedby=\"acts-mistake\"></div>\n" : "></div>\n");
}

/* The address of this page, with the choice or without it. */
static void append_address(const struct view *view, const struct acts_query *query, const char *round,
                           bool chosen, const char *before, struct buffer *out)
{
    if (round)
        html_write(out, "/%s/rounds/%s/acts", view->language, round);
    else
        html_write(out, "/%s/acts", view->language);
    const char *const pairs[][2] = {{"assembly", query->assembly}, {"round", round ? NULL : query->round},
                                    {"kind", query->kind},         {"role", query->role},
                                    {"from", query->from},         {"to", query->to}};
    const char *joint = "?";
    for (size_t i = 0; chosen && i < sizeof pairs / sizeof *pairs; i++)
        if (pairs[i][1]) {
            html_write(out, "%s%s=%s", joint, pairs[i][0], pairs[i][1]);
            joint = "&";
        }
    if (before)
        html_write(out, "%sbefore=%s", joint, before);
}

static void write_mistake(const struct view *view, const char *mistake)
{
    bool day = strcmp(mistake, "from") == 0 || strcmp(mistake, "to") == 0;
    buffer_append_string(view->out,
                         "<div class=\"alert alert-error\" role=\"alert\"><p id=\"acts-mistake\">");
    message_append_plain(view->out, view->texts, day ? "acts-mistake-day" : "acts-mistake", NULL, 0);
    buffer_append_string(view->out, "</p></div>\n");
}

static void write_choice(const struct view *view, const struct acts_query *query, const char *round)
{
    buffer_append_string(view->out, "<form class=\"acts-choice card\" method=\"get\" action=\"");
    append_address(view, query, round, false, NULL, view->out);
    buffer_append_string(view->out, "\">\n");
    if (!round) {
        write_assemblies(view, query->assembly);
        write_rounds(view, query->round);
    }
    write_select(view, "kind", act_kinds, query->kind);
    write_select(view, "role", act_roles, query->role);
    write_day(view, "from", query->from, query->mistake);
    write_day(view, "to", query->to, query->mistake);
    buffer_append_string(view->out, "<div class=\"acts-go\"><button type=\"submit\" class=\"primary\">");
    message_append_plain(view->out, view->texts, "acts-filter-go", NULL, 0);
    buffer_append_string(view->out, "</button>");
    if (!acts_query_is_plain(query) || (!round && query->round)) {
        buffer_append_string(view->out, "<a class=\"button\" href=\"");
        append_address(view, query, round, false, NULL, view->out);
        buffer_append_string(view->out, "\">");
        message_append_plain(view->out, view->texts, "acts-filter-reset", NULL, 0);
        buffer_append_string(view->out, "</a>");
    }
    buffer_append_string(view->out, "</div>\n</form>\n");
}

/* ---- the list ---- */

static void write_time(const struct view *view, const json_t *act, int64_t minute, struct buffer *out)
{
    moment_append(out, view->texts, minute, (int)part_integer(act, "offset"), part_text(act, "zone"));
}

static void write_places(const struct view *view, const json_t *act, bool of_city)
{
    const char *round = part_text(act, "round");
    char index[24];
    snprintf(index, sizeof index, "%lld", (long long)part_integer(act, "index"));
    buffer_append_string(view->out, "<p class=\"act-where\">");
    if (of_city && *round && part_get(act, "title")) {
        html_write(view->out, "<a href=\"/%s/rounds/%s/acts\">", view->language, round);
        append_round(view, part_get(act, "title"), round, view->out);
        buffer_append_string(view->out, "</a> ");
    } else if (of_city && *round) {
        buffer_append_string(view->out, "<span>");
        append_round(view, NULL, round, view->out);
        buffer_append_string(view->out, "</span> ");
    }
    html_write(view->out, "<a href=\"/api/v1/record/entries/%s\">", index);
    MESSAGE(view, "acts-entry", TEXT("index", index));
    buffer_append_string(view->out, "</a></p>\n");
}

static void write_act(const struct view *view, const json_t *act, bool of_city)
{
    const json_t *entry = part_get(act, "entry");
    struct buffer when = {0};
    if (part_get(entry, "close"))
        write_time(view, act, part_integer(entry, "close"), &when);
    html_write(view->out, "<li class=\"act act-%s\">\n<p class=\"act-when\">", part_text(act, "kind"));
    write_time(view, act, part_integer(act, "minute"), view->out);
    buffer_append_string(view->out, "</p>\n<div>\n<p class=\"act-what\">");
    append_what(view, act, &when, true, view->out);
    buffer_append_string(view->out, "</p>\n");
    if (*reason_of(act)) {
        buffer_append_string(view->out, "<p class=\"act-why\">");
        append_why(view, act, view->out);
        buffer_append_string(view->out, "</p>\n");
    }
    buffer_append_string(view->out, "<p class=\"act-who\"><span class=\"pill\">");
    append_who(view, act, view->out);
    buffer_append_string(view->out, "</span>");
    if (part_integer(act, "signatures") > 0) {
        buffer_append_string(view->out, " ");
        MESSAGE(view, "acts-signatures", NUMBER("count", part_integer(act, "signatures")));
    }
    buffer_append_string(view->out, "</p>\n");
    write_places(view, act, of_city);
    buffer_append_string(view->out, "</div>\n</li>\n");
    buffer_clear(&when);
}

static void write_turns(const struct view *view, const struct acts_query *query, const char *round)
{
    const json_t *next = part_get(view->acts, "next");
    if (!query->before && !next)
        return;
    buffer_append_string(view->out, "<p class=\"actions\">");
    if (query->before) {
        buffer_append_string(view->out, "<a class=\"button\" href=\"");
        append_address(view, query, round, true, NULL, view->out);
        buffer_append_string(view->out, "\">");
        message_append_plain(view->out, view->texts, "acts-newest", NULL, 0);
        buffer_append_string(view->out, "</a>\n");
    }
    if (next) {
        char before[24];
        snprintf(before, sizeof before, "%lld", (long long)json_integer_value(next));
        buffer_append_string(view->out, "<a class=\"button\" rel=\"next\" href=\"");
        append_address(view, query, round, true, before, view->out);
        buffer_append_string(view->out, "\">");
        message_append_plain(view->out, view->texts, "acts-older", NULL, 0);
        buffer_append_string(view->out, "</a>\n");
    }
    buffer_append_string(view->out, "</p>\n");
}

static void write_elsewhere(const struct view *view, const struct acts_query *query, const char *round)
{
    static const char *const forms[][3] = {{"acts.atom?language=", "acts-feed", "&"},
                                           {"acts", "acts-data", "?"}};
    buffer_append_string(view->out, "<ul class=\"links\">\n");
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        html_write(view->out, "<li><a href=\"/api/v1/record/%s%s", forms[i][0], i == 0 ? view->language : "");
        if (round)
            html_write(view->out, "%sround=%s", forms[i][2], round);
        else if (query->assembly && !query->mistake)
            html_write(view->out, "%sassembly=%s", forms[i][2], query->assembly);
        buffer_append_string(view->out, "\">");
        message_append_plain(view->out, view->texts, forms[i][1], NULL, 0);
        buffer_append_string(view->out, "</a></li>\n");
    }
    if (round) {
        html_write(view->out, "<li><a href=\"/%s/acts\">", view->language);
        message_append_plain(view->out, view->texts, "acts-whole-city", NULL, 0);
        buffer_append_string(view->out, "</a></li>\n");
    }
    buffer_append_string(view->out, "</ul>\n");
}

void view_acts(const struct view *view)
{
    const struct acts_query *query = view->acts_query;
    const char *round = view->acts_round;
    const json_t *acts = part_get(view->acts, "acts");
    buffer_append_string(view->out, "<h1>");
    view_title(view, round ? "round-acts" : "acts", view->out);
    buffer_append_string(view->out, "</h1>\n");
    part_write_message(view, "p", "acts-lead");
    write_elsewhere(view, query, round);
    if (query->mistake)
        write_mistake(view, query->mistake);
    write_choice(view, query, round);
    if (json_array_size(acts) == 0 && !query->mistake)
        part_write_message(view, "p", "acts-none");
    buffer_append_string(view->out, "<ol class=\"acts\">\n");
    for (size_t i = 0; i < json_array_size(acts); i++)
        write_act(view, json_array_get(acts, i), !round);
    buffer_append_string(view->out, "</ol>\n");
    write_turns(view, query, round);
}

/* ---- the feed ---- */

static void append_instant(struct buffer *out, int64_t minute)
{
    time_t seconds = minute * SECONDS_A_MINUTE;
    struct tm at;
    if (gmtime_r(&seconds, &at))
        buffer_append_format(out, "%04d-%02d-%02dT%02d:%02d:00Z", at.tm_year + 1900, at.tm_mon + 1,
                             at.tm_mday, at.tm_hour, at.tm_min);
}

static void append_feed_entry(const struct view *view, const json_t *act, struct buffer *out)
{
    const json_t *entry = part_get(act, "entry");
    struct buffer when = {0};
    char index[24];
    snprintf(index, sizeof index, "%lld", (long long)part_integer(act, "index"));
    if (part_get(entry, "close"))
        append_instant(&when, part_integer(entry, "close"));
    html_write(out, "<entry><id>%s/api/v1/record/entries/%s</id><updated>", view->base_url, index);
    append_instant(out, part_integer(act, "minute"));
    buffer_append_string(out, "</updated><author><name>");
    append_who(view, act, out);
    buffer_append_string(out, "</name></author><title>");
    append_what(view, act, &when, false, out);
    html_write(out, "</title><link href=\"%s/api/v1/record/entries/%s\"/><summary>", view->base_url, index);
    if (part_get(act, "round")) {
        append_round(view, part_get(act, "title"), part_text(act, "round"), out);
        buffer_append_string(out, ". ");
    }
    if (*reason_of(act))
        append_why(view, act, out);
    buffer_append_string(out, "</summary></entry>\n");
    buffer_clear(&when);
}

/* Their words are those of the page. */
static const struct page *page_of_feed(struct request *request)
{
    const char *language = request_query_param(request, "language");
    const struct page *first = pages_of_kind(request->app->pages, "acts", 0), *page;
    for (size_t i = 0; language && (page = pages_of_kind(request->app->pages, "acts", i)); i++)
        if (strcmp(page->language, language) == 0)
            return page;
    return first;
}

static void send_feed(struct request *request, json_t *take_acts)
{
    const struct page *page = page_of_feed(request);
    const struct acts_query query = acts_query_read(request);
    const json_t *acts = json_object_get(take_acts, "acts");
    struct view view = {
        .texts = page->texts, .language = page->language, .base_url = request->app->config->base_url};
    struct buffer out = {0}, self = {0}, title = {0};
    const char *round = query.round ? query.round : "", *assembly = query.assembly ? query.assembly : "";
    request_own(request, take_acts);
    html_write(&self, "%s/api/v1/record/acts.atom?language=%s%s%s%s%s", view.base_url, page->language,
               *round ? "&round=" : "", round, *assembly ? "&assembly=" : "", assembly);
    message_append_plain(&title, page->texts, "acts-title", NULL, 0);
    html_write(&out,
               "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" "
               "xml:lang=\"%s\">\n<id>",
               page->language);
    buffer_append_bytes(&out, buffer_bytes(&self));
    buffer_append_string(&out, "</id><link rel=\"self\" href=\"");
    buffer_append_bytes(&out, buffer_bytes(&self));
    html_write(&out, "\"/><link href=\"%s/%s/%s%s%sacts%s%s\"/><title>", view.base_url, page->language,
               *round ? "rounds/" : "", round, *round ? "/" : "", *assembly ? "?assembly=" : "", assembly);
    buffer_append_bytes(&out, buffer_bytes(&title));
    html_write(&out, " – %s</title><updated>", request->app->config->city_name);
    append_instant(&out, part_integer(json_array_get(acts, 0), "minute"));
    buffer_append_string(&out, "</updated>\n");
    for (size_t i = 0; i < json_array_size(acts); i++)
        append_feed_entry(&view, json_array_get(acts, i), &out);
    buffer_append_string(&out, "</feed>\n");
    respond_shared(request, "application/atom+xml; charset=utf-8", buffer_bytes(&out));
    buffer_clear(&out);
    buffer_clear(&self);
    buffer_clear(&title);
}

void acts_feed_get(struct request *request)
{
    struct acts_query query = acts_query_read(request);
    respond_to_all(request);
    if (!page_of_feed(request))
        respond_input_problem(request, "not-found",
                              "this city serves no pages, whose words a feed would have");
    else if (query.mistake)
        respond_input_problem(request, "bad-request", "%s cannot be read", query.mistake);
    else
        acts_load(request, &query, send_feed);
}
