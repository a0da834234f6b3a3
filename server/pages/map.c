// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Degrees become places on the picture as on a plate carrée, which is close enough for a city.
#include "server/pages/map.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "server/pages/html.h"
#include "server/pages/parts.h"

enum { WIDTH = 1000, MARK_RADIUS = 20, MARK_APART = 2 * MARK_RADIUS + 4, SPREAD_ROUNDS = 100 };

/* After which a third mark on one spot points elsewhere than the first two: the golden angle. */
static const double TURN = 2.39996322972865;

struct bounds {
    double west, south, east, north;
    int height; /* of the picture, at WIDTH */
};

enum fate { FATE_OPEN, FATE_WON, FATE_LOST }; /* open: there is no result */

struct mark {
    double x, y;       /* where it is drawn */
    double at_x, at_y; /* the place itself */
    size_t list, option;
    const char *contest, *id, *title;
    enum fate fate;
};

struct marks {
    struct bounds bounds;
    size_t count;
    struct mark *list;
};

static bool read_bounds(const char *text, struct bounds *out)
{
    struct bounds at;
    if (sscanf(text, "%lf,%lf,%lf,%lf", &at.west, &at.south, &at.east, &at.north) != 4 ||
        at.west >= at.east || at.south >= at.north)
        return false;
    double middle = (at.south + at.north) / 2 * (3.14159265358979 / 180);
    double height = WIDTH * (at.north - at.south) / ((at.east - at.west) * cos(middle));
    if (!(height >= 1 && height <= 10 * WIDTH))
        return false;
    at.height = (int)lround(height);
    *out = at;
    return true;
}

static bool place(const struct bounds *bounds, const char *position, struct mark *mark)
{
    double latitude, longitude;
    if (sscanf(position, "%lf,%lf", &latitude, &longitude) != 2 || latitude < bounds->south ||
        latitude > bounds->north || longitude < bounds->west || longitude > bounds->east)
        return false;
    mark->x = mark->at_x = (longitude - bounds->west) / (bounds->east - bounds->west) * WIDTH;
    mark->y = mark->at_y = (bounds->north - latitude) / (bounds->north - bounds->south) * bounds->height;
    return true;
}

static double within(double value, double limit)
{
    double low = MARK_RADIUS, high = limit - MARK_RADIUS;
    return value < low || high < low ? low : value > high ? high : value;
}

/* Two marks that cover each other go apart, each by half of what is missing. */
static bool push_apart(struct marks *marks, size_t i, size_t k)
{
    struct mark *a = &marks->list[i], *b = &marks->list[k];
    double dx = b->x - a->x, dy = b->y - a->y, distance = sqrt(dx * dx + dy * dy);
    if (distance >= MARK_APART - 0.5)
        return false;
    double angle = distance < 0.5 ? TURN * (double)k : atan2(dy, dx), shift = (MARK_APART - distance) / 2;
    a->x = within(a->x - shift * cos(angle), WIDTH);
    a->y = within(a->y - shift * sin(angle), marks->bounds.height);
    b->x = within(b->x + shift * cos(angle), WIDTH);
    b->y = within(b->y + shift * sin(angle), marks->bounds.height);
    return true;
}

/* As web/src/components/map does it. */
static void spread(struct marks *marks)
{
    bool moved = true;
    for (int round = 0; moved && round < SPREAD_ROUNDS; round++) {
        moved = false;
        for (size_t i = 0; i < marks->count; i++)
            for (size_t k = i + 1; k < marks->count; k++)
                moved |= push_apart(marks, i, k);
    }
}

/* NULL: the contest has no result with winners. */
static const json_t *selected_in(const struct view *view, const char *contest)
{
    const json_t *contests = part_get(view->result, "contests");
    for (size_t i = 0; i < json_array_size(contests); i++) {
        const json_t *outcome = json_array_get(contests, i);
        if (strcmp(part_text(outcome, "id"), contest) == 0)
            return part_get(part_get(outcome, "count"), "selected");
    }
    return NULL;
}

static enum fate fate_of(const json_t *selected, const char *id)
{
    for (size_t i = 0; i < json_array_size(selected); i++)
        if (strcmp(json_string_value(json_array_get(selected, i)), id) == 0)
            return FATE_WON;
    return selected ? FATE_LOST : FATE_OPEN;
}

static void collect(const struct view *view, bool outcome, struct marks *marks)
{
    const json_t *contests = part_get(view->definition, "contests");
    size_t total = 0;
    for (size_t i = 0; i < json_array_size(contests); i++)
        total += json_array_size(part_get(json_array_get(contests, i), "options"));
    marks->list = allocate(total + 1, sizeof *marks->list);
    for (size_t i = 0; i < json_array_size(contests); i++) {
        const json_t *contest = json_array_get(contests, i), *options = part_get(contest, "options");
        const char *name = part_text(contest, "id");
        const json_t *selected = outcome ? selected_in(view, name) : NULL;
        for (size_t k = 0; k < json_array_size(options) && (selected || !outcome); k++) {
            const char *id = part_text(json_array_get(options, k), "id");
            const json_t *thing = part_thing(view, "option", name, id);
            struct mark mark = {.list = i,
                                .option = k,
                                .contest = name,
                                .id = id,
                                .title = part_word(thing, "title"),
                                .fate = fate_of(selected, id)};
            if (place(&marks->bounds, part_word(thing, "position"), &mark))
                marks->list[marks->count++] = mark;
        }
    }
    spread(marks);
}

static void write_link(const struct view *view, const struct mark *mark)
{
    static const char *const classes[] = {[FATE_OPEN] = "", [FATE_WON] = "won", [FATE_LOST] = "lost"};
    if (mark->fate == FATE_OPEN)
        buffer_append_format(view->out, "<a href=\"#project-%zu-%zu\">", mark->list + 1, mark->option + 1);
    else
        html_write(view->out, "<a class=\"%s\" href=\"#%s-%s\">", classes[mark->fate], mark->contest,
                   mark->id);
    html_write(view->out, "<title>%s", mark->title);
    if (mark->fate != FATE_OPEN) {
        buffer_append_string(view->out, ": ");
        message_append_simple(view->out, view->texts,
                              mark->fate == FATE_WON ? "result-funded" : "result-not-funded");
    }
    buffer_append_string(view->out, "</title>");
}

static void write_mark(const struct view *view, const struct mark *mark)
{
    long x = lround(mark->x), y = lround(mark->y), at_x = lround(mark->at_x), at_y = lround(mark->at_y);
    if (labs(x - at_x) > 2 || labs(y - at_y) > 2)
        buffer_append_format(
            view->out, "<path d=\"M%ld %ldL%ld %ld\"/><circle class=\"spot\" cx=\"%ld\" cy=\"%ld\" r=\"5\"/>",
            at_x, at_y, x, y, at_x, at_y);
    write_link(view, mark);
    buffer_append_format(view->out,
                         "<circle cx=\"%ld\" cy=\"%ld\" r=\"%d\"/><text x=\"%ld\" y=\"%ld\">%zu</text></a>\n",
                         x, y, MARK_RADIUS, x, y + 7, mark->option + 1);
}

static void write_legend(const struct view *view)
{
    static const char *const kinds[][2] = {{"won", "result-funded"}, {"lost", "result-not-funded"}};
    buffer_append_string(view->out, "<p class=\"map-legend\">");
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        buffer_append_format(view->out,
                             "<span><svg class=\"map-key %s\" viewBox=\"0 0 46 46\" aria-hidden=\"true\" "
                             "focusable=\"false\"><circle cx=\"23\" cy=\"23\" r=\"20\"/></svg> ",
                             kinds[i][0]);
        message_append_simple(view->out, view->texts, kinds[i][1]);
        buffer_append_string(view->out, "</span> ");
    }
    buffer_append_string(view->out, "</p>\n");
}

static void write(const struct view *view, bool outcome)
{
    const json_t *round = part_thing(view, "round", NULL, NULL);
    struct marks marks = {0};
    if (!*part_word(round, "map") || !read_bounds(part_word(round, "map_bounds"), &marks.bounds))
        return;
    collect(view, outcome, &marks);
    if (!outcome || marks.count > 0) {
        buffer_append_string(view->out, "<section>\n<h2 id=\"map\">");
        message_append_simple(view->out, view->texts, "map-heading");
        buffer_append_string(view->out, "</h2>\n");
        if (outcome)
            write_legend(view);
        buffer_append_string(view->out, "<div class=\"map\" tabindex=\"0\" role=\"region\" "
                                        "aria-labelledby=\"map\">\n");
        buffer_append_format(view->out, "<svg viewBox=\"0 0 %d %d\"><image width=\"%d\" height=\"%d\" ",
                             WIDTH, marks.bounds.height, WIDTH, marks.bounds.height);
        html_write(view->out, "href=\"/pictures/%s\"/>\n", part_word(round, "map"));
        for (size_t i = 0; i < marks.count; i++)
            write_mark(view, &marks.list[i]);
        buffer_append_string(view->out, "</svg>\n</div>\n</section>\n");
    }
    free(marks.list);
}

void map_write(const struct view *view)
{
    write(view, false);
}

void map_write_outcome(const struct view *view)
{
    write(view, true);
}
