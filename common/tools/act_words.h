/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What an act says, for the person who is to sign it.
 */
#ifndef FOLKMOOT_TOOLS_ACT_WORDS_H
#define FOLKMOOT_TOOLS_ACT_WORDS_H

#include "ballot/entry.h"

/* Append one or more lines of English, each ended by a line feed. */
void act_words(const struct entry *act, struct buffer *out);

#endif
