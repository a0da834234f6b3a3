// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/pages/purses.h"

#include "server/pages/parts.h"

enum { WIDTH = 1000, HEIGHT = 160, GAP = 4 };

__extension__ typedef __int128 wide;

/* [voters, before, paid] */
static int64_t member(const json_t *group, size_t place)
{
    return json_integer_value(json_array_get(group, place));
}

static const json_t *purchase_of(const json_t *views, const char *option)
{
    const json_t *purchases = part_get(views, "purchases");
    for (size_t i = 0; i < json_array_size(purchases); i++)
        if (strcmp(part_text(json_array_get(purchases, i), "option"), option) == 0)
            return json_array_get(purchases, i);
    return NULL;
}

/* What everybody began with: nobody has paid before the first purchase. */
static int64_t endowment_of(const json_t *views)
{
    const json_t *groups = part_get(json_array_get(part_get(views, "purchases"), 0), "groups");
    int64_t most = 0;
    for (size_t i = 0; i < json_array_size(groups); i++)
        if (member(json_array_get(groups, i), 1) > most)
            most = member(json_array_get(groups, i), 1);
    return most;
}

static int64_t scaled(int64_t value, int64_t whole, int64_t length)
{
    return whole > 0 ? (int64_t)((wide)value * length / whole) : 0;
}

static void write_part(struct buffer *out, const char *class, int64_t x, int64_t y, int64_t width,
                       int64_t height)
{
    if (height > 0)
        buffer_append_format(out, "<rect class=\"%s\" x=\"%lld\" y=\"%lld\" width=\"%lld\" height=\"%lld\"/>",
                             class, (long long)x, (long long)y, (long long)width, (long long)height);
}

void purses_write(const struct view *view, const json_t *views, const char *option)
{
    const json_t *groups = part_get(purchase_of(views, option), "groups");
    int64_t endowment = endowment_of(views), all = 0, before = 0;
    for (size_t i = 0; i < json_array_size(groups); i++)
        all += member(json_array_get(groups, i), 0);
    if (all <= 0 || endowment <= 0)
        return;
    buffer_append_format(view->out,
                         "<svg class=\"purses\" viewBox=\"0 0 %d %d\" preserveAspectRatio=\"none\" "
                         "aria-hidden=\"true\" focusable=\"false\">",
                         WIDTH, HEIGHT);
    for (size_t i = 0; i < json_array_size(groups); i++) {
        const json_t *group = json_array_get(groups, i);
        int64_t has = member(group, 1), pays = member(group, 2);
        int64_t left = scaled(before, all, WIDTH), right = scaled(before + member(group, 0), all, WIDTH);
        int64_t width = right - left > 2 * GAP ? right - left - GAP : right - left;
        int64_t top = scaled(has, endowment, HEIGHT), kept = scaled(has - pays, endowment, HEIGHT);
        write_part(view->out, "whole", left, 0, width, HEIGHT);
        write_part(view->out, "kept", left, HEIGHT - kept, width, kept);
        write_part(view->out, "pays", left, HEIGHT - top, width, top - kept);
        before += member(group, 0);
    }
    buffer_append_string(view->out, "</svg>\n");
}
