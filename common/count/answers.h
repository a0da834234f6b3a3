/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The answers of a motion as text: how CONTEST.csv is written and read (docs/counting.md, "CONTEST.csv").
 *
 *     night-buses;car-free
 *     yes;abstain
 *     ;no
 *
 * The first record has the ids of the questions, each other the answers of one ballot in that order: yes, no,
 * abstain, or nothing where the question was left blank. A ballot that answers nothing is no vote and is not
 * there.
 */
#ifndef FOLKMOOT_COUNT_ANSWERS_H
#define FOLKMOOT_COUNT_ANSWERS_H

#include "count/profile.h"

/* The ballots as a PROFILE_ANSWERS whose options cost nothing. Lines and cells are read as in .pb files; all
 * else must be as written. `name` (the path) begins the error's detail as `name:line:column: `. NULL on the
 * first problem. answers_read_file() takes "-" for standard input. */
MUST_CHECK struct profile *answers_read(struct bytes text, const char *name, struct error *err);
MUST_CHECK struct profile *answers_read_file(const char *path, struct error *err);

void answers_write_header(const struct profile *profile, struct buffer *out);
/* The answers of one ballot, not empty: `count` options in ascending order with an enum form_answer each. */
void answers_write_ballot(const struct profile *profile, const uint16_t *options, const int64_t *answers,
                          size_t count, struct buffer *out);

#endif
