// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Degrees become places on the picture as on a plate carrée, which is close enough for a city.
#include "server/pages/map.h"

#include <math.h>
#include <stdio.h>

#include "server/pages/html.h"
#include "server/pages/parts.h"

enum { WIDTH = 1000, MARK_RADIUS = 20 };

struct bounds {
    double west, south, east, north;
    int height; /* of the picture, at WIDTH */
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

static void write_mark(const struct view *view, const struct bounds *bounds, const json_t *thing, size_t list,
                       size_t option)
{
    double latitude, longitude;
    if (sscanf(part_word(thing, "position"), "%lf,%lf", &latitude, &longitude) != 2 ||
        latitude < bounds->south || latitude > bounds->north || longitude < bounds->west ||
        longitude > bounds->east)
        return;
    int x = (int)lround((longitude - bounds->west) / (bounds->east - bounds->west) * WIDTH);
    int y = (int)lround((bounds->north - latitude) / (bounds->north - bounds->south) * bounds->height);
    buffer_append_format(view->out, "<a href=\"#project-%zu-%zu\"><title>", list + 1, option + 1);
    html_write(view->out, "%s", part_word(thing, "title"));
    buffer_append_format(
        view->out, "</title><circle cx=\"%d\" cy=\"%d\" r=\"%d\"/><text x=\"%d\" y=\"%d\">%zu</text></a>\n",
        x, y, MARK_RADIUS, x, y + 7, option + 1);
}

void map_write(const struct view *view)
{
    const json_t *round = part_thing(view, "round", NULL, NULL),
                 *contests = part_get(view->definition, "contests");
    struct bounds bounds;
    if (!*part_word(round, "map") || !read_bounds(part_word(round, "map_bounds"), &bounds))
        return;
    buffer_append_string(view->out, "<section aria-labelledby=\"map\">\n<h2 id=\"map\">");
    message_append_simple(view->out, view->texts, "map-heading");
    buffer_append_string(view->out, "</h2>\n<div class=\"map\" tabindex=\"0\" role=\"region\" "
                                    "aria-labelledby=\"map\">\n");
    buffer_append_format(view->out, "<svg viewBox=\"0 0 %d %d\"><image width=\"%d\" height=\"%d\" ", WIDTH,
                         bounds.height, WIDTH, bounds.height);
    html_write(view->out, "href=\"/pictures/%s\"/>\n", part_word(round, "map"));
    for (size_t i = 0; i < json_array_size(contests); i++) {
        const json_t *contest = json_array_get(contests, i), *options = part_get(contest, "options");
        for (size_t k = 0; k < json_array_size(options); k++)
            write_mark(view, &bounds,
                       part_thing(view, "option", part_text(contest, "id"),
                                  part_text(json_array_get(options, k), "id")),
                       i, k);
    }
    buffer_append_string(view->out, "</svg>\n</div>\n</section>\n");
}
