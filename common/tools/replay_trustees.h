/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The trustees of a replay: each a process of `folkmoot trustee` with a key file of its own, which knows the
 * city as anybody does.
 */
#ifndef FOLKMOOT_TOOLS_REPLAY_TRUSTEES_H
#define FOLKMOOT_TOOLS_REPLAY_TRUSTEES_H

#include <jansson.h>
#include <sys/types.h>

#include "ballot/definition.h"

/* Zero-initialise; `count` 0: the server holds the key. replay_trustees_end. */
struct replay_trustees {
    size_t count, threshold;
    char folder[64];
    struct buffer keys; /* their public key files, one behind the other */
    struct sign_public public[DEFINITION_TRUSTEES_MAX];
    pid_t running[DEFINITION_TRUSTEES_MAX]; /* 0: not */
};

/* Each makes a key file. */
MUST_CHECK bool replay_trustees_begin(struct replay_trustees *trustees, struct error *err);
/* Put them into a draft. */
void replay_trustees_draft(const struct replay_trustees *trustees, json_t *content);
/* They make the key of a frozen round: all commit and join, and then go on with the words that the first has
 * seen. */
MUST_CHECK bool replay_trustees_join(struct replay_trustees *trustees, const char *url, const char *round,
                                     struct error *err);
/* They work unattended from now on. */
MUST_CHECK bool replay_trustees_run(struct replay_trustees *trustees, const char *url, const char *round,
                                    struct error *err);
/* The first, in whose turn it is to mix first, is never heard of again. */
void replay_trustees_lose_one(struct replay_trustees *trustees);
/* Everything is gone, key files too. */
void replay_trustees_end(struct replay_trustees *trustees);

#endif
