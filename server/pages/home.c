// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The home page: what this is, in two sentences, the rounds, those first in which one can do something, and
// the assemblies whose they are.
#include "server/pages/cards.h"
#include "server/pages/parts.h"

static void write_welcome(const struct view *view)
{
    buffer_append_string(view->out, "<div class=\"hero\">\n<h1>");
    MESSAGE(view, "home-hero", TEXT("city", view->city));
    buffer_append_string(view->out, "</h1>\n<p class=\"lead\"><span>");
    MESSAGE(view, "home-lead", TEXT("city", view->city));
    buffer_append_string(view->out, "</span></p>\n");
    cards_write_vote_button(view);
    buffer_append_string(view->out, "</div>\n");
}

/* One alone is the city itself. */
static void write_assemblies(const struct view *view)
{
    struct buffer heading = {0};
    message_append_simple(&heading, view->texts, "home-assemblies");
    if (json_array_size(part_get(view->assembly, "below")) > 1)
        cards_write_assemblies(view, NULL, &heading);
    buffer_clear(&heading);
}

void view_home(const struct view *view)
{
    write_welcome(view);
    if (json_array_size(view->rounds) == 0)
        part_write_message(view, "p", "home-none");
    cards_write_rounds(view, GROUP_OPEN, NULL);
    cards_write_rounds(view, GROUP_SOON, NULL);
    cards_write_ways(view);
    cards_write_rounds(view, GROUP_COUNTING, NULL);
    cards_write_rounds(view, GROUP_DECIDED, NULL);
    write_assemblies(view);
    cards_write_rounds(view, GROUP_ANNULLED, NULL);
}
