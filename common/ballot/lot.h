/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Ballot numbers by lot (docs/protocol.md section 5): the options of a contest stand in ascending order of
 * H32("lot", round id, contest id, value, option id), where the value came out of a public source after the
 * list of options was settled. docs/decisions/lot.md says who could still influence it.
 */
#ifndef FOLKMOOT_BALLOT_LOT_H
#define FOLKMOOT_BALLOT_LOT_H

#include "ballot/field.h"

enum lot_source {
    LOT_NONE,  /* the options stand as somebody put them */
    LOT_DICE,  /* value: LOT_DICE_MIN..LOT_DICE_MAX digits 1-6, in the order thrown */
    LOT_DRAND, /* value: the randomness of the beacon's round, 64 digits of lower-case hexadecimal */
};

enum { LOT_DICE_MIN = 10, LOT_DICE_MAX = 200, LOT_BEACON_BYTES_MAX = 200 };

struct lot {
    enum lot_source source;
    const char *value;
    const char *beacon; /* drand only, else NULL and 0 */
    uint64_t beacon_round;
};

/* From the walk over the member `lot`, strict; strings are copied to the arena. */
MUST_CHECK bool lot_from_json(struct json_fields *fields, struct arena *arena, struct lot *out);
json_t *lot_to_json(const struct lot *lot); /* new reference; of one that has a source */

/* order[0] is the position, among `ids`, of the option with number 1, and so on. */
void lot_draw(const uint8_t round[ROUND_ID_BYTES], const char *contest, const char *value,
              const char *const *ids, size_t count, uint16_t *order);
/* Whether the ids stand in the order that they were drawn in. */
bool lot_holds(const uint8_t round[ROUND_ID_BYTES], const char *contest, const char *value,
               const char *const *ids, size_t count);

#endif
