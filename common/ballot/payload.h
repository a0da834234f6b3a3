/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Choices in one contest, and the blocks that carry them (docs/protocol.md section 6, payload). There is
 * exactly one payload for the same choices; everything else is an invalid ballot.
 */
#ifndef FOLKMOOT_BALLOT_PAYLOAD_H
#define FOLKMOOT_BALLOT_PAYLOAD_H

#include "ballot/definition.h"
#include "crypto/group.h"

/* The options marked: ascending, or in a ranking the first place first; none: a blank ballot. values[i]
 * belongs to options[i]: points (at least 1), score, answer (enum form_answer), and 1 in the other forms. A
 * secret before the mix: wipe it. */
struct choices {
    size_t count;
    uint16_t options[FORM_OPTIONS_MAX];
    int64_t values[FORM_OPTIONS_MAX];
};

/* Why a decrypted ballot does not count. Checked in this order; the first that applies is the reason. */
enum payload_verdict {
    PAYLOAD_VALID,
    PAYLOAD_IDENTITY,  /* a point is the identity */
    PAYLOAD_EMBEDDING, /* a point carries no block */
    PAYLOAD_VERSION,   /* a block does not begin with 0x01 */
    PAYLOAD_PADDING,   /* bits behind the fields are set */
    PAYLOAD_VALUE,     /* a field says nothing: no such option, points or score too high */
    PAYLOAD_RANKING,   /* a gap, or an option twice */
    PAYLOAD_LIMITS,    /* too few or too many options or points */
    PAYLOAD_COST,      /* above the envelope */
    PAYLOAD_VERDICTS,
};
/* "identity", ...; "valid". */
const char *payload_verdict_name(enum payload_verdict verdict);

/* contest->width blocks of BLOCK_BYTES into `blocks`. ERROR_INPUT with the name of the verdict as type when
 * the choices are not allowed. */
MUST_CHECK bool payload_encode(const struct contest *contest, const struct choices *choices, uint8_t *blocks,
                               struct error *err);
/* *out is written only when valid. */
MUST_CHECK enum payload_verdict payload_decode(const struct contest *contest, const uint8_t *blocks,
                                               struct choices *out);
/* The same from the contest->width decrypted points. */
MUST_CHECK enum payload_verdict payload_decode_points(const struct contest *contest,
                                                      const struct point *points, struct choices *out);

#endif
