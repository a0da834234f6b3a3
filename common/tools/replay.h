/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * One real election through the whole system: a round made from a `.pb` file, every vote cast over HTTP, and
 * the published bundle checked against the file.
 */
#ifndef FOLKMOOT_TOOLS_REPLAY_H
#define FOLKMOOT_TOOLS_REPLAY_H

#include "count/count.h"
#include "tools/casting.h"
#include "tools/desk.h"
#include "tools/replay_trustees.h"
#include "tools/vote_form.h"

enum replay_stage {
    REPLAY_CODES,
    REPLAY_OPEN,
    REPLAY_CAST,
    REPLAY_CLOSE,
    REPLAY_MIX,
    REPLAY_DECRYPT,
    REPLAY_COUNT,
    REPLAY_CERTIFY,
    REPLAY_VERIFY,
    REPLAY_STAGES,
};
const char *replay_stage_name(enum replay_stage stage);

/* Zero-initialise; set the first part; replay_clear. */
struct replay {
    const struct pabulib *pb;
    struct rule rule;
    const json_t *conflicts; /* NULL: none */
    unsigned threads;        /* voters at a time */
    bool quiet;
    const char *assembly;
    const char
        *policy; /* file: a tlog-policy of witnesses, for the definition and the verifier; NULL: none */
    struct desk_round round;         /* with its people */
    struct replay_trustees trustees; /* count and threshold, or zeros: the server holds the key */

    struct vote_form form;
    struct vote_tally votes;
    struct profile *profile; /* the votes to be cast */
    uint32_t *cast;          /* their numbers in the file */
    struct code_batch codes;
    struct election election;
    struct casting casting;
    int64_t ms[REPLAY_STAGES];
};

/* Read limits and votes; ERROR_INPUT when a round of ours cannot hold the election. */
MUST_CHECK bool replay_prepare(struct replay *replay, struct error *err);
/* From the draft to the published round. */
MUST_CHECK bool replay_run(struct replay *replay, struct error *err);
void replay_clear(struct replay *replay);

/* A facilitator, a registrar and two clerks of an assembly, with passwords and keys of their own. */
enum { REPLAY_FACILITATOR, REPLAY_REGISTRAR, REPLAY_CLERK_1, REPLAY_CLERK_2, REPLAY_STAFF };
struct replay_staff {
    struct arena arena;
    struct desk_person people[REPLAY_STAFF];
};
MUST_CHECK bool replay_hire(struct desk_person *administrator, const char *assembly, struct replay_staff *out,
                            struct error *err);
void replay_dismiss(struct replay_staff *staff);

#endif
