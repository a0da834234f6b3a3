/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What the loops of the main process share, read-only after the start: made and freed by main.c.
 */
#ifndef FOLKMOOT_SERVER_APP_H
#define FOLKMOOT_SERVER_APP_H

#include "server/config.h"
#include "server/http/rate.h"
#include "server/http/static.h"
#include "server/workers.h"

struct pages;

struct app {
    const struct config *config;
    struct statics *statics, *pictures;
    struct pages *pages;
    struct workers *workers;    /* passwords, proofs */
    struct workers *connectors; /* database connections */
    struct rate *sign_in_by_login, *sign_in_by_address;
    struct http **https; /* one for each loop */
    unsigned loops;
    struct sequencer *sequencer;
    struct witness *witness; /* NULL: this city is none */
};

#endif
