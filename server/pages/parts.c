// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/pages/parts.h"

#include <stdio.h>
#include <string.h>

#include "server/pages/html.h"

const json_t *part_thing(const struct view *view, const char *kind, const char *contest, const char *id)
{
    struct buffer name = {0};
    buffer_append_string(&name, kind);
    if (contest)
        buffer_append_format(&name, "/%s", contest);
    if (id)
        buffer_append_format(&name, "/%s", id);
    const json_t *thing = part_get(view->words, buffer_string(&name));
    buffer_clear(&name);
    return thing;
}

const char *part_word(const json_t *thing, const char *name)
{
    return part_text(part_get(thing, "words"), name);
}

void part_write_word(const struct view *view, const json_t *thing, const char *name, const char *otherwise)
{
    const char *text = part_word(thing, name), *language = part_text(thing, "language");
    if (!*text)
        html_write(view->out, "%s", otherwise);
    else if (strcmp(language, view->language) == 0)
        html_write(view->out, "%s", text);
    else
        html_write(view->out, "<span class=\"untranslated\" lang=\"%s\" dir=\"auto\">%s</span>", language,
                   text);
}

void part_write_message(const struct view *view, const char *tag, const char *id)
{
    html_write(view->out, "<%s>", tag);
    message_append_simple(view->out, view->texts, id);
    html_write(view->out, "</%s>\n", tag);
}

void part_append_money(const struct view *view, struct buffer *out, int64_t amount)
{
    money_append(out, view->texts, part_text(view->definition, "currency"),
                 (unsigned)part_integer(view->definition, "minor_digits"), amount);
}

void part_write_number(const struct view *view, size_t place)
{
    buffer_append_string(view->out, "<span class=\"number\">");
    MESSAGE(view, "option-number", NUMBER("number", (int64_t)place + 1));
    buffer_append_string(view->out, "</span> ");
}

void part_write_paragraph(const struct view *view, const json_t *thing, const char *name)
{
    if (!*part_word(thing, name))
        return;
    buffer_append_string(view->out, "<p>");
    part_write_word(view, thing, name, "");
    buffer_append_string(view->out, "</p>\n");
}

void part_write_trail(const struct view *view, const json_t *assemblies)
{
    if (json_array_size(assemblies) == 0)
        return;
    buffer_append_string(view->out, "<nav class=\"trail\" aria-label=\"");
    message_append_plain(view->out, view->texts, "trail", NULL, 0);
    buffer_append_string(view->out, "\"><ol>");
    for (size_t i = 0; i < json_array_size(assemblies); i++)
        html_write(view->out, "<li><a href=\"/%s/assemblies/%s\"><bdi>%s</bdi></a></li>", view->language,
                   part_text(json_array_get(assemblies, i), "id"),
                   part_text(json_array_get(assemblies, i), "name"));
    buffer_append_string(view->out, "</ol></nav>\n");
}

void part_write_pictures(const struct view *view, const json_t *names)
{
    size_t count = json_array_size(names);
    if (count == 0)
        return;
    buffer_append_string(view->out, "<div class=\"pictures\">");
    for (size_t i = 0; i < count && i < PART_PICTURES; i++)
        html_write(view->out, "<img src=\"/pictures/%s\" alt=\"\" width=\"640\" height=\"360\">",
                   json_string_value(json_array_get(names, i)));
    buffer_append_string(view->out, "</div>\n");
}

static bool is_one_of(const char *word, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(word, words[i]) == 0)
            return true;
    return false;
}

bool part_is_decided(const char *state)
{
    return strcmp(state, "published") == 0;
}

void part_write_state(const struct view *view, const char *state, bool soon)
{
    static const char *const done[] = {"certified", "published"};
    const char *colour = soon                             ? "soon"
                         : strcmp(state, "open") == 0     ? "open"
                         : is_one_of(state, done, 2)      ? "done"
                         : strcmp(state, "annulled") == 0 ? "void"
                                                          : "wait";
    char id[32];
    snprintf(id, sizeof id, "state-%s", soon && strcmp(state, "open") == 0 ? "soon" : state);
    html_write(view->out, "<p class=\"pill pill-%s\">", colour);
    message_append_simple(view->out, view->texts, id);
    buffer_append_string(view->out, "</p>\n");
}

void part_write_rehearsal(const struct view *view, const char *kind)
{
    if (strcmp(kind, "rehearsal") != 0)
        return;
    buffer_append_string(view->out, "<div class=\"alert alert-warning\"><p class=\"alert-title\">");
    message_append_simple(view->out, view->texts, "rehearsal");
    buffer_append_string(view->out, "</p></div>\n");
}

static void write_when(const struct view *view, const char *paragraph, const char *id,
                       const struct view_time *time)
{
    struct buffer when = {0};
    moment_append(&when, view->texts, time->minute, time->offset, time->zone);
    buffer_append_string(view->out, paragraph);
    MESSAGE(view, id, HTML("when", &when));
    buffer_append_string(view->out, "</p>\n");
    buffer_clear(&when);
}

void part_write_moment(const struct view *view, const char *id, const struct view_time *time)
{
    write_when(view, "<p>", id, time);
}

void part_write_deadline(const struct view *view, const char *id, const struct view_time *time)
{
    write_when(view, "<p class=\"deadline\">", id, time);
}

void part_write_button(const struct view *view, const char *class, const char *round, const char *page,
                       const char *id)
{
    html_write(view->out, "<a class=\"%s\" href=\"/%s/rounds/%s%s%s\">", class, view->language, round,
               page ? "/" : "", page ? page : "");
    message_append_simple(view->out, view->texts, id);
    buffer_append_string(view->out, "</a>\n");
}

const char *part_closing(const struct view *view, const char *state, const struct view_time *time)
{
    static const char *const voting[] = {"frozen", "open"};
    if (time->minute < 0)
        return NULL;
    if (is_one_of(state, voting, 2))
        return "closes";
    return time->minute <= view->now ? "closed" : NULL;
}

static void write_turnout(const struct view *view)
{
    const json_t *turnout = part_get(view->round, "turnout");
    if (!turnout)
        return;
    buffer_append_string(view->out, "<p>");
    MESSAGE(view, "turnout", NUMBER("voters", part_integer(turnout, "voters")),
            NUMBER("listed", part_integer(view->round, "listed")));
    if (part_integer(turnout, "ballots") != part_integer(turnout, "voters")) {
        buffer_append_string(view->out, " ");
        MESSAGE(view, "turnout-ballots", NUMBER("ballots", part_integer(turnout, "ballots")));
    }
    buffer_append_string(view->out, "</p>\n");
}

void part_write_standing(const struct view *view, const char *page, const char *id)
{
    const char *state = part_text(view->round, "state");
    const struct view_time *opening = &view->times[0], *close = &view->times[1];
    bool soon = opening->minute > view->now;
    const char *closing = part_closing(view, state, close);
    part_write_rehearsal(view, part_text(view->definition, "kind"));
    buffer_append_string(view->out, "<div class=\"standing\">\n");
    part_write_state(view, state, soon);
    if (soon)
        part_write_deadline(view, "opens", opening);
    if (closing)
        part_write_deadline(view, closing, close);
    write_turnout(view);
    if (page) {
        buffer_append_string(view->out, "<p class=\"actions\">");
        part_write_button(view, "button primary", part_text(view->round, "id"), page, id);
        buffer_append_string(view->out, "</p>\n");
    }
    buffer_append_string(view->out, "</div>\n");
}
