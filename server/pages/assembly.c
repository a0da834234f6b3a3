// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The page of an assembly: where it stands, what one can do there now, what is going on below it, and what it
// has decided so far. All figures are of published results.
#include <string.h>

#include "server/pages/cards.h"
#include "server/pages/html.h"
#include "server/pages/parts.h"

enum { PERCENT = 100 };

__extension__ typedef __int128 wide;

static void write_welcome(const struct view *view)
{
    const char *name = part_text(view->assembly, "name");
    buffer_append_string(view->out, "<div class=\"hero hero-assembly\">\n");
    part_write_trail(view, part_get(view->assembly, "above"));
    html_write(view->out, "<h1><bdi>%s</bdi></h1>\n<p class=\"lead\"><span>", name);
    MESSAGE(view, "assembly-lead", TEXT("assembly", name));
    buffer_append_string(view->out, "</span></p>\n");
    cards_write_vote_button(view);
    buffer_append_string(view->out, "</div>\n");
}

static void write_nothing(const struct view *view)
{
    buffer_append_string(view->out, "<section class=\"card nothing\">\n<h2>");
    MESSAGE(view, "assembly-none", TEXT("assembly", part_text(view->assembly, "name")));
    buffer_append_string(view->out, "</h2>\n");
    part_write_message(view, "p", "assembly-none-more");
    html_write(view->out, "<p><a class=\"button\" href=\"/%s/\">", view->language);
    MESSAGE(view, "assembly-none-elsewhere", TEXT("city", view->city));
    buffer_append_string(view->out, "</a></p>\n</section>\n");
}

/* ---- what was decided so far ---- */

/* A number in large, and what it counts. */
static void write_figure(const struct view *view, const struct buffer *value, const char *label,
                         const struct message_arg *args, size_t count)
{
    buffer_append_string(view->out, "<div>\n<dt>");
    message_append(view->out, view->texts, label, args, count);
    buffer_append_string(view->out, "</dt>\n<dd>");
    buffer_append_bytes(view->out, buffer_bytes(value));
    buffer_append_string(view->out, "</dd>\n</div>\n");
}

static void write_count(const struct view *view, const char *label, int64_t count)
{
    struct buffer value = {0};
    number_append(&value, view->texts, count);
    if (count > 0)
        write_figure(view, &value, label, &NUMBER("count", count), 1);
    buffer_clear(&value);
}

static const json_t *outcome_at(const struct view *view, size_t i)
{
    return part_get(json_array_get(view->rounds, i), "outcome");
}

static int64_t sum_of(const struct view *view, const char *member)
{
    int64_t sum = 0;
    for (size_t i = 0; i < json_array_size(view->rounds); i++)
        sum += part_integer(outcome_at(view, i), member);
    return sum;
}

static bool is_in_currency(const json_t *round, const json_t *like)
{
    return json_equal(part_get(round, "currency"), part_get(like, "currency")) &&
           json_equal(part_get(round, "minor_digits"), part_get(like, "minor_digits"));
}

/* What the rounds in the currency of the i-th have given; nothing where an earlier one has told it, or where
 * the sum is too large to be told. */
static void append_money_like(const struct view *view, size_t i, struct buffer *out)
{
    const json_t *like = json_array_get(view->rounds, i);
    int64_t sum = 0;
    if (!part_get(like, "currency"))
        return;
    for (size_t k = 0; k < json_array_size(view->rounds); k++) {
        const json_t *round = json_array_get(view->rounds, k);
        if (!outcome_at(view, k) || !is_in_currency(round, like))
            continue;
        if (k < i || __builtin_add_overflow(sum, part_integer(outcome_at(view, k), "cost"), &sum))
            return;
    }
    if (sum == 0)
        return;
    buffer_append_string(out, out->len ? " · " : "");
    money_append(out, view->texts, part_text(like, "currency"), (unsigned)part_integer(like, "minor_digits"),
                 sum);
}

static void write_money(const struct view *view)
{
    struct buffer value = {0};
    for (size_t i = 0; i < json_array_size(view->rounds); i++)
        if (outcome_at(view, i))
            append_money_like(view, i, &value);
    if (value.len > 0)
        write_figure(view, &value, "so-far-money", NULL, 0);
    buffer_clear(&value);
}

static void write_voters(const struct view *view)
{
    int64_t voters = sum_of(view, "voters"), listed = sum_of(view, "listed");
    struct buffer value = {0};
    if (listed <= 0)
        return;
    const struct message_arg args[] = {NUMBER("voters", voters), NUMBER("listed", listed)},
                             percent = NUMBER("percent", (int64_t)((wide)voters * PERCENT / listed));
    message_append(&value, view->texts, "so-far-percent", &percent, 1);
    write_figure(view, &value, "so-far-voters", args, sizeof args / sizeof *args);
    buffer_clear(&value);
}

/* Nothing as long as nothing is published. */
static void write_so_far(const struct view *view)
{
    int64_t votes = 0;
    for (size_t i = 0; i < json_array_size(view->rounds); i++)
        votes += outcome_at(view, i) != NULL;
    if (votes == 0)
        return;
    buffer_append_string(view->out, "<dl class=\"so-far\">\n");
    write_count(view, "so-far-votes", votes);
    write_money(view);
    write_count(view, "so-far-projects", sum_of(view, "funded"));
    write_count(view, "so-far-questions", sum_of(view, "passed"));
    write_voters(view);
    buffer_append_string(view->out, "</dl>\n");
}

/* ---- the page ---- */

static void write_below(const struct view *view)
{
    struct buffer heading = {0};
    const struct message_arg name = TEXT("assembly", part_text(view->assembly, "name"));
    message_append(&heading, view->texts, "assembly-below", &name, 1);
    cards_write_assemblies(view, part_text(view->assembly, "id"), &heading);
    buffer_clear(&heading);
}

/* What those who run its rounds have done. */
static void write_acts(const struct view *view)
{
    const char *id = part_text(view->assembly, "id");
    html_write(view->out, "<ul class=\"links\">\n<li><a href=\"/%s/acts?assembly=%s\">", view->language, id);
    message_append_simple(view->out, view->texts, "assembly-acts");
    html_write(view->out, "</a></li>\n<li><a href=\"/api/v1/record/acts.atom?language=%s&amp;assembly=%s\">",
               view->language, id);
    message_append_simple(view->out, view->texts, "acts-feed");
    buffer_append_string(view->out, "</a></li>\n</ul>\n");
}

void view_assembly(const struct view *view)
{
    write_welcome(view);
    if (json_array_size(view->rounds) == 0)
        write_nothing(view);
    bool open = cards_write_rounds(view, GROUP_OPEN, NULL), soon = cards_write_rounds(view, GROUP_SOON, NULL);
    if (open || soon)
        cards_write_ways(view);
    write_below(view);
    cards_write_rounds(view, GROUP_COUNTING, NULL);
    cards_write_rounds(view, GROUP_DECIDED, write_so_far);
    if (!open && !soon)
        cards_write_ways(view);
    cards_write_rounds(view, GROUP_ANNULLED, NULL);
    write_acts(view);
}
