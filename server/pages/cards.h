/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Rounds and assemblies as cards, on the home page and on that of an assembly: what each is about, what one
 * can do there now, and what came of it. They show what view->rounds and view->assembly say.
 */
#ifndef FOLKMOOT_SERVER_PAGES_CARDS_H
#define FOLKMOOT_SERVER_PAGES_CARDS_H

#include "server/pages/views.h"

/* What one can do in a round, as it changes with time. */
enum round_group { GROUP_OPEN, GROUP_SOON, GROUP_COUNTING, GROUP_DECIDED, GROUP_ANNULLED, GROUPS };

/* `now`: minute since 1970. */
enum round_group round_group_of(const json_t *round, int64_t now);

/* The rounds of a group under its heading and what `about` writes (NULL: nothing), first the one that ends
 * first where one can still vote, elsewhere the newest. False: there is none, and nothing is written. */
typedef void cards_about(const struct view *view);
bool cards_write_rounds(const struct view *view, enum round_group group, cards_about *about);
/* How it works, in three steps. */
void cards_write_ways(const struct view *view);
/* What view->assembly has directly below it (`parent`; NULL: those that have no parent), and what is going on
 * there, under a heading that was made from a message, first where one can do something; nothing when there
 * is none. */
void cards_write_assemblies(const struct view *view, const char *parent, const struct buffer *heading);
/* A button to vote, when exactly one round is open. */
void cards_write_vote_button(const struct view *view);

#endif
