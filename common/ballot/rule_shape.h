/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The shape of a counting rule in a definition: its members, their values, and the forms it goes with
 * (docs/protocol.md section 5). What a rule means is in the counting room.
 */
#ifndef FOLKMOOT_BALLOT_RULE_SHAPE_H
#define FOLKMOOT_BALLOT_RULE_SHAPE_H

#include "ballot/form.h"

/* `rule` is the walk over the member `rule`; errors are "bad-field". *drawn: the ties are drawn. */
MUST_CHECK bool rule_shape_check(struct json_fields *rule, enum form_kind form, bool *drawn);

#endif
