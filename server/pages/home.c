// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The home page: what this is, in two sentences, and the rounds, those first in which one can do something.
#include <string.h>

#include "server/pages/html.h"
#include "server/pages/parts.h"
#include "server/pages/views.h"

enum group { GROUP_OPEN, GROUP_SOON, GROUP_COUNTING, GROUP_DECIDED, GROUP_ANNULLED, GROUPS };

static const char *const headings[GROUPS] = {"home-open", "home-soon", "home-counting", "home-decided",
                                             "home-annulled"};

/* `now`: minute since 1970. */
static enum group group_of(const json_t *round, int64_t now)
{
    const char *state = part_text(round, "state");
    bool soon = part_integer(round, "open") > now;
    if (strcmp(state, "open") == 0)
        return soon ? GROUP_SOON : GROUP_OPEN;
    if (strcmp(state, "frozen") == 0 || strcmp(state, "draft") == 0)
        return GROUP_SOON;
    if (strcmp(state, "certified") == 0 || strcmp(state, "published") == 0)
        return GROUP_DECIDED;
    return strcmp(state, "annulled") == 0 ? GROUP_ANNULLED : GROUP_COUNTING;
}

/* The text in the language of the page, else in any, which is named. */
static void write_text(const struct view *view, const json_t *by_language, const char *otherwise)
{
    const char *text = json_string_value(part_get(by_language, view->language));
    void *first = json_object_iter((json_t *)(uintptr_t)by_language);
    if (text)
        html_write(view->out, "%s", text);
    else if (first)
        html_write(view->out, "<span class=\"untranslated\" lang=\"%s\" dir=\"auto\">%s</span>",
                   json_object_iter_key(first), json_string_value(json_object_iter_value(first)));
    else
        html_write(view->out, "%s", otherwise);
}

static void write_card(const struct view *view, const json_t *round, enum group group,
                       const struct view_time *time)
{
    const char *id = part_text(round, "id"), *state = part_text(round, "state");
    const char *closing = part_closing(view, state, time);
    buffer_append_string(view->out, "<li class=\"card\">\n");
    part_write_state(view, state, group == GROUP_SOON);
    html_write(view->out, "<h3><a href=\"/%s/rounds/%s\">", view->language, id);
    write_text(view, part_get(round, "title"), id);
    buffer_append_string(view->out, "</a></h3>\n");
    part_write_rehearsal(view, part_text(round, "kind"));
    if (part_get(round, "summary")) {
        buffer_append_string(view->out, "<p>");
        write_text(view, part_get(round, "summary"), "");
        buffer_append_string(view->out, "</p>\n");
    }
    if (group == GROUP_SOON && time->minute >= 0)
        part_write_deadline(view, "opens", time);
    else if (group != GROUP_SOON && closing)
        part_write_deadline(view, closing, time);
    if (group == GROUP_OPEN)
        part_write_button(view, "button primary", id, NULL, "home-see");
    else if (part_is_decided(state))
        part_write_button(view, "button", id, "result", "round-result");
    buffer_append_string(view->out, "</li>\n");
}

/* Within a group: what ends first stands first where one can still vote, what is newest elsewhere (as the
 * list comes). */
static bool comes_before(const struct view *view, size_t a, size_t b, enum group group)
{
    return group <= GROUP_SOON && view->times[a].minute < view->times[b].minute;
}

static void write_group(const struct view *view, enum group group)
{
    size_t count = json_array_size(view->rounds), chosen = 0;
    size_t *order = allocate(count + 1, sizeof *order);
    for (size_t i = 0; i < count; i++) {
        if (group_of(json_array_get(view->rounds, i), view->now) != group)
            continue;
        size_t at = chosen++;
        for (; at > 0 && comes_before(view, i, order[at - 1], group); at--)
            order[at] = order[at - 1];
        order[at] = i;
    }
    if (chosen > 0) {
        buffer_append_string(view->out, "<section>\n");
        part_write_message(view, "h2", headings[group]);
        buffer_append_string(view->out, "<ul class=\"cards\">\n");
        for (size_t i = 0; i < chosen; i++)
            write_card(view, json_array_get(view->rounds, order[i]), group, &view->times[order[i]]);
        buffer_append_string(view->out, "</ul>\n</section>\n");
    }
    free(order);
}

/* The one round that is open, or NULL: none, or several. */
static const json_t *only_open(const struct view *view)
{
    const json_t *found = NULL;
    for (size_t i = 0; i < json_array_size(view->rounds); i++) {
        const json_t *round = json_array_get(view->rounds, i);
        if (group_of(round, view->now) != GROUP_OPEN)
            continue;
        if (found)
            return NULL;
        found = round;
    }
    return found;
}

static void write_welcome(const struct view *view)
{
    const json_t *open = only_open(view);
    buffer_append_string(view->out, "<div class=\"hero\">\n<h1>");
    MESSAGE(view, "home-hero", TEXT("city", view->city));
    buffer_append_string(view->out, "</h1>\n<p class=\"lead\"><span>");
    MESSAGE(view, "home-lead", TEXT("city", view->city));
    buffer_append_string(view->out, "</span></p>\n");
    if (open) {
        buffer_append_string(view->out, "<p class=\"actions\">");
        part_write_button(view, "button", part_text(open, "id"), "vote", "home-vote");
        buffer_append_string(view->out, "</p>\n");
    }
    buffer_append_string(view->out, "</div>\n");
}

static void write_ways(const struct view *view)
{
    static const char *const ways[][2] = {
        {"way-choose", "way-choose-about"}, {"way-cast", "way-cast-about"}, {"way-check", "way-check-about"}};
    buffer_append_string(view->out, "<section>\n");
    part_write_message(view, "h2", "home-how");
    buffer_append_string(view->out, "<ol class=\"ways\">\n");
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        buffer_append_string(view->out, "<li class=\"card\">");
        part_write_message(view, "h3", ways[i][0]);
        part_write_message(view, "p", ways[i][1]);
        buffer_append_string(view->out, "</li>\n");
    }
    buffer_append_string(view->out, "</ol>\n</section>\n");
}

void view_home(const struct view *view)
{
    write_welcome(view);
    if (json_array_size(view->rounds) == 0)
        part_write_message(view, "p", "home-none");
    for (size_t group = 0; group < GROUPS; group++) {
        write_group(view, (enum group)group);
        if (group == GROUP_SOON)
            write_ways(view);
    }
}
