/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * record/entries of a bundle as a file that is read and written entry by entry: each u16be length and its
 * bytes.
 */
#ifndef FOLKMOOT_CLIENT_ENTRIES_FILE_H
#define FOLKMOOT_CLIENT_ENTRIES_FILE_H

#include <stdio.h>

#include "ballot/entry.h"

/* The next entry replaces the content of `entry`; *found is false at the end. ERROR_INPUT "record" within
 * one. */
MUST_CHECK bool entries_file_next(FILE *file, struct buffer *entry, bool *found, struct error *err);
MUST_CHECK bool entries_file_append(FILE *file, struct bytes entry, struct error *err);

/* Cheap looks at an entry. Ballots are by far the most and are told by how they begin. */
bool entry_is_ballot(struct bytes entry);
bool entry_is_draft_of(struct bytes entry, const uint8_t round[ROUND_ID_BYTES]);

#endif
