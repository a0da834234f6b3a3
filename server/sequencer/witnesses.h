/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The witnesses of this city's own log: those with a URL in the tlog-policy that the option `witness_policy`
 * names. A process of its own asks them on a period; a checkpoint that has the quorum is kept in
 * record.witnessed, from where /log/checkpoint and bundles take it. Receipts never wait for it.
 */
#ifndef FOLKMOOT_SERVER_SEQUENCER_WITNESSES_H
#define FOLKMOOT_SERVER_SEQUENCER_WITNESSES_H

#include "server/config.h"
#include "server/sequencer/link.h"
#include "server/sequencer/witness_client.h"

/* At the start (docs/protocol.md section 7, rule 4): the newest signed tree must extend what every witness
 * has cosigned last. A witness that cannot be reached is passed over with a warning. `note` is empty while
 * nothing is signed. ERROR_BROKEN: the record needs a person. */
MUST_CHECK bool witnesses_check(const struct config *config, struct link *link, uint64_t size,
                                struct bytes note, struct error *err);

/* A client for the witness that the option `fence` names. NULL when the policy has none of this name with an
 * address. */
MUST_CHECK struct witness_client *witnesses_fence(const struct config *config, struct error *err);

/* The exit status of the process when a witness has shown, over our own signature, another history than the
 * database has: the server must stop. */
enum { WITNESSES_FOUND_ANOTHER_HISTORY = 3 };
int witnesses_main(const struct config *config);

#endif
