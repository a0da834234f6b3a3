// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/pages/cards.h"

#include <stdlib.h>
#include <string.h>

#include "server/pages/html.h"
#include "server/pages/parts.h"

static const char *const headings[GROUPS] = {"home-open", "home-soon", "home-counting", "home-decided",
                                             "home-annulled"};

enum round_group round_group_of(const json_t *round, int64_t now)
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

/* ---- a round ---- */

/* Of the winners where they have some: that is what will be built. */
static void write_pictures(const struct view *view, const json_t *round)
{
    const json_t *winners = part_get(part_get(round, "outcome"), "winners");
    json_t *names = json_array();
    for (size_t i = 0; i < json_array_size(winners); i++)
        if (*part_text(json_array_get(winners, i), "picture"))
            json_array_append(names, (json_t *)(uintptr_t)part_get(json_array_get(winners, i), "picture"));
    part_write_pictures(view, json_array_size(names) ? names : part_get(round, "pictures"));
    json_decref(names);
}

static void write_link(const struct view *view, const json_t *assembly)
{
    html_write(view->out, "<a href=\"/%s/assemblies/%s\"><bdi>%s</bdi></a>", view->language,
               part_text(assembly, "id"), part_text(assembly, "name"));
}

/* Whose round it is, where that is not the assembly that the page is about, or the only one there is. */
static void write_assembly(const struct view *view, const json_t *round)
{
    const json_t *below = part_get(view->assembly, "below");
    bool of_city = !part_get(view->assembly, "id");
    for (size_t i = 0; i < json_array_size(below) && json_array_size(below) > of_city; i++) {
        if (!json_equal(part_get(json_array_get(below, i), "id"), part_get(round, "assembly")))
            continue;
        buffer_append_string(view->out, "<p class=\"whose\">");
        write_link(view, json_array_get(below, i));
        buffer_append_string(view->out, "</p>\n");
    }
}

static void append_money(const struct view *view, const json_t *round, int64_t amount, struct buffer *out)
{
    money_append(out, view->texts, part_text(round, "currency"),
                 (unsigned)part_integer(round, "minor_digits"), amount);
}

/* What it is about: "40 projects for €200,000", "3 questions". */
static void write_stakes(const struct view *view, const json_t *round)
{
    int64_t projects = part_integer(round, "projects"), questions = part_integer(round, "questions");
    struct buffer amount = {0};
    if (projects == 0 && questions == 0)
        return;
    append_money(view, round, part_integer(round, "envelope"), &amount);
    buffer_append_string(view->out, "<p class=\"stakes\">");
    if (projects > 0)
        MESSAGE(view, "list-envelope", NUMBER("count", projects), HTML("amount", &amount));
    buffer_append_string(view->out, projects > 0 && questions > 0 ? " · " : "");
    if (questions > 0)
        MESSAGE(view, "card-questions", NUMBER("count", questions));
    buffer_append_string(view->out, "</p>\n");
    buffer_clear(&amount);
}

static void write_sum(const struct view *view, const json_t *round, const char *id, int64_t count,
                      int64_t cost)
{
    struct buffer amount = {0};
    append_money(view, round, cost, &amount);
    buffer_append_string(view->out, "<p class=\"stakes\">");
    MESSAGE(view, id, NUMBER("count", count), HTML("amount", &amount));
    buffer_append_string(view->out, "</p>\n");
    buffer_clear(&amount);
}

static void write_winners(const struct view *view, const json_t *round, const json_t *outcome)
{
    const json_t *winners = part_get(outcome, "winners");
    size_t shown = json_array_size(winners);
    int64_t more = part_integer(outcome, "funded") + part_integer(outcome, "passed") - (int64_t)shown;
    if (shown == 0)
        return;
    buffer_append_string(view->out, "<ul class=\"winners\">\n");
    for (size_t i = 0; i < shown; i++) {
        const json_t *winner = json_array_get(winners, i);
        html_write(view->out, "<li><a href=\"/%s/rounds/%s/result#%s-%s\">", view->language,
                   part_text(round, "id"), part_text(winner, "contest"), part_text(winner, "option"));
        write_text(view, part_get(winner, "title"), part_text(winner, "option"));
        buffer_append_string(view->out, "</a></li>\n");
    }
    if (more > 0) {
        buffer_append_string(view->out, "<li class=\"more\">");
        MESSAGE(view, "card-more", NUMBER("count", more));
        buffer_append_string(view->out, "</li>\n");
    }
    buffer_append_string(view->out, "</ul>\n");
}

/* How much it decides, or what it has decided. */
static void write_matter(const struct view *view, const json_t *round)
{
    const json_t *outcome = part_get(round, "outcome");
    if (!outcome) {
        write_stakes(view, round);
        return;
    }
    if (part_integer(outcome, "funded") > 0 || part_integer(round, "projects") > 0)
        write_sum(view, round, "card-funded", part_integer(outcome, "funded"), part_integer(outcome, "cost"));
    if (part_integer(outcome, "passed") > 0 || part_integer(round, "questions") > 0)
        write_sum(view, round, "card-passed", part_integer(outcome, "passed"), 0);
    write_winners(view, round, outcome);
}

static void write_round(const struct view *view, const json_t *round, enum round_group group,
                        const struct view_time *time)
{
    const char *id = part_text(round, "id"), *state = part_text(round, "state");
    const char *closing = part_closing(view, state, time);
    buffer_append_string(view->out, "<li class=\"card\">\n");
    write_pictures(view, round);
    part_write_state(view, state, group == GROUP_SOON);
    html_write(view->out, "<h3><a href=\"/%s/rounds/%s\">", view->language, id);
    write_text(view, part_get(round, "title"), id);
    buffer_append_string(view->out, "</a></h3>\n");
    write_assembly(view, round);
    part_write_rehearsal(view, part_text(round, "kind"));
    if (part_get(round, "summary")) {
        buffer_append_string(view->out, "<p>");
        write_text(view, part_get(round, "summary"), "");
        buffer_append_string(view->out, "</p>\n");
    }
    write_matter(view, round);
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

static bool comes_before(const struct view *view, size_t a, size_t b, enum round_group group)
{
    return group <= GROUP_SOON && view->times[a].minute < view->times[b].minute;
}

bool cards_write_rounds(const struct view *view, enum round_group group, cards_about *about)
{
    size_t count = json_array_size(view->rounds), chosen = 0;
    size_t *order = allocate(count + 1, sizeof *order);
    for (size_t i = 0; i < count; i++) {
        if (round_group_of(json_array_get(view->rounds, i), view->now) != group)
            continue;
        size_t at = chosen++;
        for (; at > 0 && comes_before(view, i, order[at - 1], group); at--)
            order[at] = order[at - 1];
        order[at] = i;
    }
    if (chosen > 0) {
        buffer_append_string(view->out, "<section>\n");
        part_write_message(view, "h2", headings[group]);
        if (about)
            about(view);
        buffer_append_string(view->out, "<ul class=\"cards\">\n");
        for (size_t i = 0; i < chosen; i++)
            write_round(view, json_array_get(view->rounds, order[i]), group, &view->times[order[i]]);
        buffer_append_string(view->out, "</ul>\n</section>\n");
    }
    free(order);
    return chosen > 0;
}

void cards_write_vote_button(const struct view *view)
{
    const json_t *found = NULL;
    for (size_t i = 0; i < json_array_size(view->rounds); i++) {
        const json_t *round = json_array_get(view->rounds, i);
        if (round_group_of(round, view->now) != GROUP_OPEN)
            continue;
        if (found)
            return;
        found = round;
    }
    if (!found)
        return;
    buffer_append_string(view->out, "<p class=\"actions\">");
    part_write_button(view, "button", part_text(found, "id"), "vote", "home-vote");
    buffer_append_string(view->out, "</p>\n");
}

void cards_write_ways(const struct view *view)
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

/* ---- an assembly ---- */

struct activity {
    int64_t rounds[GROUPS];
};

/* Of each assembly of `below`, with what is below it. The caller frees it. */
static struct activity *activities(const struct view *view, const json_t *below)
{
    struct activity *all = allocate(json_array_size(below) + 1, sizeof *all);
    json_t *places = json_object();
    for (size_t i = 0; i < json_array_size(below); i++)
        json_object_set_new(places, part_text(json_array_get(below, i), "id"), json_integer((json_int_t)i));
    for (size_t i = 0; i < json_array_size(view->rounds); i++) {
        const json_t *round = json_array_get(view->rounds, i),
                     *place = part_get(places, part_text(round, "assembly"));
        for (size_t steps = 0; place && steps < json_array_size(below); steps++) {
            size_t at = (size_t)json_integer_value(place);
            all[at].rounds[round_group_of(round, view->now)]++;
            place = part_get(places, part_text(json_array_get(below, at), "parent"));
        }
    }
    json_decref(places);
    return all;
}

/* "1 open now", "2 decided", or that there was nothing yet. */
static void write_activity(const struct view *view, const struct activity *activity)
{
    static const struct {
        enum round_group group;
        const char *message, *class;
    } marks[] = {{GROUP_OPEN, "assembly-open", "pill-open"},
                 {GROUP_SOON, "assembly-soon", "pill-soon"},
                 {GROUP_COUNTING, "assembly-counting", "pill-wait"},
                 {GROUP_DECIDED, "assembly-decided", "pill-done"}};
    bool any = false;
    buffer_append_string(view->out, "<p class=\"activity\">");
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if (activity->rounds[marks[i].group] == 0)
            continue;
        html_write(view->out, "<span class=\"pill %s\">", marks[i].class);
        MESSAGE(view, marks[i].message, NUMBER("count", activity->rounds[marks[i].group]));
        buffer_append_string(view->out, "</span> ");
        any = true;
    }
    if (!any)
        message_append_simple(view->out, view->texts, "assembly-quiet");
    buffer_append_string(view->out, "</p>\n");
}

static bool is_child(const json_t *assembly, const char *parent)
{
    return parent ? strcmp(part_text(assembly, "parent"), parent) == 0 : !part_get(assembly, "parent");
}

static void write_children(const struct view *view, const json_t *below, const char *parent)
{
    bool any = false;
    for (size_t i = 0; i < json_array_size(below); i++) {
        if (!is_child(json_array_get(below, i), parent))
            continue;
        buffer_append_string(view->out, any ? "<li>" : "<ul class=\"within\">\n<li>");
        write_link(view, json_array_get(below, i));
        buffer_append_string(view->out, "</li>\n");
        any = true;
    }
    buffer_append_string(view->out, any ? "</ul>\n" : "");
}

/* The first group in which there is something; GROUPS: nothing anywhere. */
static size_t first_group(const struct activity *activity)
{
    size_t group = 0;
    while (group < GROUPS && activity->rounds[group] == 0)
        group++;
    return group;
}

static void write_child(const struct view *view, const json_t *below, const json_t *child,
                        const struct activity *activity)
{
    buffer_append_string(view->out, "<li class=\"card\">\n<h3>");
    write_link(view, child);
    buffer_append_string(view->out, "</h3>\n");
    write_activity(view, activity);
    write_children(view, below, part_text(child, "id"));
    buffer_append_string(view->out, "</li>\n");
}

void cards_write_assemblies(const struct view *view, const char *parent, const struct buffer *heading)
{
    const json_t *below = part_get(view->assembly, "below");
    struct activity *activity = activities(view, below);
    bool any = false;
    for (size_t group = 0; group <= GROUPS; group++)
        for (size_t i = 0; i < json_array_size(below); i++) {
            if (!is_child(json_array_get(below, i), parent) || first_group(&activity[i]) != group)
                continue;
            if (!any) {
                buffer_append_string(view->out, "<section>\n<h2>");
                buffer_append_bytes(view->out, buffer_bytes(heading));
                buffer_append_string(view->out, "</h2>\n<ul class=\"cards assemblies\">\n");
            }
            any = true;
            write_child(view, below, json_array_get(below, i), &activity[i]);
        }
    buffer_append_string(view->out, any ? "</ul>\n</section>\n" : "");
    free(activity);
}
