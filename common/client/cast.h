/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Handing in a ballot and checking the receipt. The server takes the same bytes as often as they come, so a
 * lost answer or a busy server is met by sending them again.
 */
#ifndef FOLKMOOT_CLIENT_CAST_H
#define FOLKMOOT_CLIENT_CAST_H

#include "client/election.h"
#include "client/receipt.h"

enum { CAST_PATIENCE_MS = 60000 }; /* how long temporary errors are answered by another try */

/* Append the text of the receipt to `text`. ERROR_INPUT with the problem's type when the ballot is refused,
 * "receipt" when the answer does not prove that it is in the record; ERROR_TEMPORARY when patience ends: the
 * ballot may or may not be in the record then. */
MUST_CHECK bool cast_ballot(struct http_client *client, const struct election *election, struct bytes ballot,
                            struct buffer *text, struct receipt *out, struct error *err);

#endif
