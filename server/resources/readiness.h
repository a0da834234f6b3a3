/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What a draft still lacks before it can be frozen, and what is worth a second look. The freeze asks the same
 * function, so that it never refuses what was called ready.
 *
 * A finding is {id, severity, pointer, arguments, detail}: `id` names a message of the front end
 * (readiness-ID), `severity` is "blocking" or "warning", `pointer` (RFC 6901) leads to the place in the
 * draft, `arguments` are texts and integers for the message, `detail` says the same in English.
 */
#ifndef FOLKMOOT_SERVER_RESOURCES_READINESS_H
#define FOLKMOOT_SERVER_RESOURCES_READINESS_H

#include "server/resources/definition_draft.h"

enum { READINESS_FINDINGS_MAX = 1000, READINESS_POOL_TIMES = 3 };

/* A batch of codes that has been uploaded; voided ones are not counted. */
struct readiness_batch {
    const char *batch, *district;
    uint64_t count;
};

struct readiness_input {
    const json_t *content;
    struct draft_context context; /* trustee_key NULL: the job worker has not said its key yet */
    bool zone_known;              /* the zone that the draft names, to the database */
    bool city_has_witnesses;
    uint64_t minute; /* now */
    const json_t
        *pictures; /* an object whose keys are the pictures that the draft names and the server has */
    size_t batch_count;
    const struct readiness_batch *batches;
};

struct readiness {
    bool ready;       /* nothing blocks */
    json_t *findings; /* blocking ones first; else in the order of the draft */
    /* Of a ready one: as draft_to_definition gives them. */
    struct buffer definition;
    json_t *texts;
};

void readiness_find(const struct readiness_input *input, struct readiness *out);
void readiness_clear(struct readiness *readiness);

#endif
