/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The rounds in which ballots are taken now, as the loops need them to read a ballot and check its proof.
 * The sequencer's thread writes the table; any thread looks up. What is found does not change and lives until
 * it is released, so the last word on a ballot is still the sequencer's.
 */
#ifndef FOLKMOOT_SERVER_SEQUENCER_ROUNDS_H
#define FOLKMOOT_SERVER_SEQUENCER_ROUNDS_H

#include <stdatomic.h>

#include "ballot/definition.h"

struct open_round {
    atomic_uint references;
    int32_t no; /* vote.round.no */
    uint8_t id[ROUND_ID_BYTES];
    uint8_t eid[HASH_BYTES];
    uint64_t late; /* the first minute in which it is too late: close + grace */
    struct definition definition;
    struct arena arena;
    struct buffer bytes; /* of the definition */
};

/* One reference is the caller's. The bytes are copied. ERROR_INPUT as definition_parse(). */
MUST_CHECK struct open_round *open_round_new(int32_t no, const uint8_t eid[HASH_BYTES], uint64_t late,
                                             struct bytes definition, struct error *err);
void open_round_release(struct open_round *round); /* NULL: nothing */

struct rounds;

struct rounds *rounds_new(void);
void rounds_free(struct rounds *rounds);
/* Put the round in (instead of one with the same id); takes the reference. */
void rounds_put(struct rounds *rounds, struct open_round *take);
void rounds_remove(struct rounds *rounds, const uint8_t id[ROUND_ID_BYTES]);
/* Take out all whose ids are not among these, joined. */
void rounds_keep(struct rounds *rounds, struct bytes ids);
/* A new reference, or NULL: no ballots are taken. */
MUST_CHECK struct open_round *rounds_find(struct rounds *rounds, const uint8_t id[ROUND_ID_BYTES]);

#endif
