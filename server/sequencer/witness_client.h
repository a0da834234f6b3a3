/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * One witness of this city's own log, asked over HTTP (C2SP tlog-witness). Blocking; one thread.
 */
#ifndef FOLKMOOT_SERVER_SEQUENCER_WITNESS_CLIENT_H
#define FOLKMOOT_SERVER_SEQUENCER_WITNESS_CLIENT_H

#include "record/witness.h"

struct witness_client;

/* `url` is the submission prefix, "https://host[:port][/path]". NULL on a URL of another kind. */
MUST_CHECK struct witness_client *witness_client_new(const char *url, const struct note_key *key,
                                                     struct error *err);
void witness_client_free(struct witness_client *client);

/* A signed tree of our log. */
struct signed_log {
    uint64_t size;
    struct bytes note;
    const struct merkle_source *source; /* nodes of this tree */
};

enum witness_outcome {
    WITNESS_HAS_COSIGNED,
    WITNESS_IS_AHEAD,    /* it says that it has cosigned a larger tree */
    WITNESS_CONTRADICTS, /* it says that our tree does not extend what it has cosigned */
    WITNESS_HAS_FAILED,  /* not reached, refused, or an answer that makes no sense */
};
/* A size that it knows better is taken up, once. `err` says what is wrong with the last three. */
MUST_CHECK enum witness_outcome witness_client_ask(struct witness_client *client,
                                                   const struct signed_log *log, struct error *err);

/* The size of the tree that it has cosigned last for us, its signature line and the time in it (POSIX
 * seconds); 0, empty and 0 before the first. */
uint64_t witness_client_size(const struct witness_client *client);
struct bytes witness_client_line(const struct witness_client *client);
uint64_t witness_client_time(const struct witness_client *client);

/* What it serves as the checkpoint of `origin` that it has cosigned last, appended; *found tells whether
 * there is one. The size and the root that it claims are not signed by anybody; this is. */
MUST_CHECK bool witness_client_fetch(struct witness_client *client, const char *origin, struct buffer *note,
                                     bool *found, struct error *err);

#endif
