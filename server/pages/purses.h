/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * A purchase of equal shares as a picture: every column is a group of voters, as wide as they are many and as
 * high as what they had to begin with, with what they pay now and what they have left.
 */
#ifndef FOLKMOOT_SERVER_PAGES_PURSES_H
#define FOLKMOOT_SERVER_PAGES_PURSES_H

#include "server/pages/views.h"

/* `views`: the contest's element of views.json (NULL: nothing is written). For the eye only: the sentences
 * beside it say who pays. */
void purses_write(const struct view *view, const json_t *views, const char *option);

#endif
