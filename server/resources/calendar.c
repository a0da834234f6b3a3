// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Opening and close of a round for a resident's own calendar (RFC 5545), in a language of the city.
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "server/pages/messages.h"
#include "server/pages/pages.h"
#include "server/pages/views.h"
#include "server/resources/resources.h"
#include "server/resources/rounds.h"

enum { LINE_BYTES_MAX = 75 };

/* A line, folded where it is too long: never inside a character. */
static void append_line(struct buffer *out, struct bytes line)
{
    size_t used = 0;
    for (size_t i = 0; i < line.len;) {
        size_t len = 1;
        while (i + len < line.len && (line.data[i + len] & 0xc0) == 0x80)
            len++;
        if (used + len > LINE_BYTES_MAX) {
            buffer_append_string(out, "\r\n ");
            used = 1;
        }
        buffer_append(out, line.data + i, len);
        used += len;
        i += len;
    }
    buffer_append_string(out, "\r\n");
}

/* NAME:text. Messages come escaped for pages, as &#NUMBER; a calendar has escapes of its own. */
static void append_text(struct buffer *out, const char *name, struct bytes html)
{
    struct buffer line = {0};
    buffer_append_format(&line, "%s:", name);
    for (size_t i = 0; i < html.len; i++) {
        unsigned code;
        int len = 0;
        uint8_t c = html.data[i];
        char number[8] = {0};
        memcpy(number, html.data + i, html.len - i < sizeof number - 1 ? html.len - i : sizeof number - 1);
        if (c == '&' && sscanf(number, "&#%3u;%n", &code, &len) == 1 && len > 0) {
            c = (uint8_t)code;
            i += (size_t)len - 1;
        }
        if (c == ',' || c == ';' || c == '\\')
            buffer_append_u8(&line, '\\');
        buffer_append_u8(&line, c);
    }
    append_line(out, buffer_bytes(&line));
    buffer_clear(&line);
}

static void append_moment(struct buffer *out, const char *name, int64_t minute)
{
    struct buffer line = {0};
    time_t seconds = minute * 60;
    struct tm at;
    if (!gmtime_r(&seconds, &at)) /* a year that does not fit an int */
        return;
    buffer_append_format(&line, "%s:%04d%02d%02dT%02d%02d00Z", name, at.tm_year + 1900, at.tm_mon + 1,
                         at.tm_mday, at.tm_hour, at.tm_min);
    append_line(out, buffer_bytes(&line));
    buffer_clear(&line);
}

struct calendar {
    struct buffer out;
    const char *round, *host, *base_url;
    const struct page *page;
    struct buffer title;
};

static void append_event(struct calendar *calendar, const char *name, const char *message, int64_t minute)
{
    struct buffer line = {0}, text = {0};
    message_append_plain(&text, calendar->page->texts, message,
                         &(struct message_arg){.name = "title", .html = &calendar->title}, 1);
    append_line(&calendar->out, bytes_of_string("BEGIN:VEVENT"));
    buffer_append_format(&line, "UID:%s-%s@%s", name, calendar->round, calendar->host);
    append_line(&calendar->out, buffer_bytes(&line));
    append_moment(&calendar->out, "DTSTAMP", (int64_t)time(NULL) / 60);
    append_moment(&calendar->out, "DTSTART", minute);
    append_text(&calendar->out, "SUMMARY", buffer_bytes(&text));
    line.len = 0;
    buffer_append_format(&line, "URL:%s/%s/rounds/%s", calendar->base_url, calendar->page->language,
                         calendar->round);
    append_line(&calendar->out, buffer_bytes(&line));
    append_line(&calendar->out, bytes_of_string("END:VEVENT"));
    buffer_clear(&line);
    buffer_clear(&text);
}

/* The round page in the language that is asked for, else in the first. */
static const struct page *page_in(struct request *request, const char *language)
{
    const struct page *page, *first = pages_of_kind(request->app->pages, "round", 0);
    for (size_t i = 0; language && (page = pages_of_kind(request->app->pages, "round", i)); i++)
        if (strcmp(page->language, language) == 0)
            return page;
    return first;
}

static void send_calendar(struct request *request, json_t *take_json)
{
    const struct page *page = page_in(request, request_query_param(request, "language"));
    const char *text = json_string_value(json_object_get(take_json, "definition_text"));
    if (!text || !page) {
        json_decref(take_json);
        respond_input_problem(request, "not-found", "this round has no dates yet");
        return;
    }
    json_t *definition = json_loads(text, 0, NULL), *schedule = json_object_get(definition, "schedule");
    const json_t *close = json_object_get(take_json, "close");
    const char *origin = json_string_value(json_object_get(definition, "origin"));
    struct calendar calendar = {.round = request_param(request, "round"),
                                .host = origin ? origin : "",
                                .base_url = request->app->config->base_url,
                                .page = page};
    struct view view = {.round = take_json,
                        .definition = definition,
                        .texts = page->texts,
                        .language = page->language,
                        .words = view_words(take_json, definition, page->language)};
    view_title(&view, "round", &calendar.title);
    append_line(&calendar.out, bytes_of_string("BEGIN:VCALENDAR"));
    append_line(&calendar.out, bytes_of_string("VERSION:2.0"));
    append_line(&calendar.out, bytes_of_string("PRODID:-//Folkmoot//EN"));
    append_event(&calendar, "open", "calendar-open", json_integer_value(json_object_get(schedule, "open")));
    append_event(&calendar, "close", "calendar-close",
                 json_integer_value(close ? close : json_object_get(schedule, "close")));
    append_line(&calendar.out, bytes_of_string("END:VCALENDAR"));
    respond_header(request, "Content-Disposition", "attachment; filename=\"dates.ics\"");
    respond_bytes(request, 200, "text/calendar; charset=utf-8", buffer_bytes(&calendar.out));
    buffer_clear(&calendar.title);
    buffer_clear(&calendar.out);
    json_decref(view.words);
    json_decref(definition);
    json_decref(take_json);
}

void calendar_get(struct request *request)
{
    round_json_load(request, send_calendar);
}
