/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What the loops of the main process share, read-only after the start: made and freed by main.c.
 */
#ifndef FOLKMOOT_SERVER_APP_H
#define FOLKMOOT_SERVER_APP_H

#include "server/accounts/account_keys.h"
#include "server/accounts/attempts.h"
#include "server/config.h"
#include "server/http/static.h"
#include "server/workers.h"

struct monitor;
struct pages;
struct steps;

struct app {
    const struct config *config;
    struct statics *statics, *pictures;
    struct pages *pages;
    struct workers *workers;    /* passwords, proofs */
    struct workers *connectors; /* database connections */
    struct account_keys account_keys;
    struct attempts *attempts; /* to sign in */
    struct steps *steps;
    struct monitor *monitor;
    struct http **https;       /* one for each loop */
    unsigned loops;
    struct sequencer *sequencer;
    struct witness *witness; /* NULL: this city is none */
};

#endif
