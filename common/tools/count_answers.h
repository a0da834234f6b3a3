/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * `folkmoot count` for a file of answers (count/answers.h) under a motion.
 */
#ifndef FOLKMOOT_TOOLS_COUNT_ANSWERS_H
#define FOLKMOOT_TOOLS_COUNT_ANSWERS_H

#include "count/count.h"
#include "tools/tool.h"

/* Count the file and print the result, with `explain` what would have changed it; `entitled` 0: not said. */
enum tool_status count_answers(const char *path, const struct rule *rule, uint64_t entitled, bool json,
                               bool explain);

#endif
