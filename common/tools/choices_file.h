/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What a voter chose, as a JSON file for `folkmoot cast`: by contest, in the words of its form.
 *
 *     {"CONTEST": {"chosen": ["id", ...]},          approval, choice, knapsack
 *      "CONTEST": {"points": {"id": 3, ...}},       points
 *      "CONTEST": {"ranking": ["first", ...]},      ranking
 *      "CONTEST": {"scores": {"id": 5, ...}},       scores
 *      "CONTEST": {"answers": {"id": "yes", ...}}}  questions: yes, no or abstain
 *
 * A contest that is left out, or an empty list, is blank.
 */
#ifndef FOLKMOOT_TOOLS_CHOICES_FILE_H
#define FOLKMOOT_TOOLS_CHOICES_FILE_H

#include "ballot/payload.h"

enum { CHOICES_FILE_BYTES_MAX = 1 << 20 };

/* `out` has one for each contest of the district, in its order; a secret. ERROR_INPUT "choices" names what is
 * not understood; whether the choices keep the limits is for payload_encode. */
MUST_CHECK bool choices_file_read(struct bytes text, const struct definition *definition,
                                  const struct district *district, struct choices *out, struct error *err);

#endif
