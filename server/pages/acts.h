/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The acts of the public record in words: a page with a choice of them, and an Atom feed (RFC 4287).
 */
#ifndef FOLKMOOT_SERVER_PAGES_ACTS_H
#define FOLKMOOT_SERVER_PAGES_ACTS_H

#include "server/http/request.h"
#include "server/pages/views.h"

/* The title of the page: of the round view->acts_round as view->rounds names it, or of the city. */
void acts_append_title(const struct view *view, struct buffer *out);

/* GET of the feed, in the language of the query. */
void acts_feed_get(struct request *request);

#endif
