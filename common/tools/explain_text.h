/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * A result and its explanation in plain English, to be read out: a paragraph for each project, winners and
 * losers in the order of the count. Amounts that are not whole minor units are rounded, payments up and what
 * people have down, to cents at least.
 */
#ifndef FOLKMOOT_TOOLS_EXPLAIN_TEXT_H
#define FOLKMOOT_TOOLS_EXPLAIN_TEXT_H

#include "count/explain.h"

void explain_text(const struct pabulib *pb, const struct profile *profile, const struct count_result *result,
                  const struct explanation *explanation, struct buffer *out);

#endif
