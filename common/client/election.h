/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What a voter's device believes of a round before it makes a ballot: the answer of GET /rounds/{round}/form,
 * checked (docs/protocol.md sections 4, 5 and 8). The key of the log is what everything hangs on: take it
 * from elsewhere than the server where that is possible.
 */
#ifndef FOLKMOOT_CLIENT_ELECTION_H
#define FOLKMOOT_CLIENT_ELECTION_H

#include <jansson.h>

#include "ballot/entry.h"
#include "client/http.h"
#include "record/note.h"

enum { ROUND_TEXT_BYTES = 22 }; /* base64url of a round's id */

/* Everything lives in the arena. */
struct election {
    struct arena arena;
    struct definition definition;
    struct entry opening;
    struct bytes opening_bytes; /* the entry, and where it stands */
    uint64_t opening_index;
    uint8_t eid[HASH_BYTES];
    struct note_key log_key;
    bool is_open; /* it takes ballots, by what the server says */
};

/* Check an answer: the definition is the one of the opening, of `round` and of the log; the opening and the
 * acknowledgements are signed by those who must; the eid is that of the opening; the shares make the key, and
 * each trustee proved to hold its own. `log_key` NULL: the one in the answer is believed. ERROR_INPUT; "form"
 * where nothing more precise is said. */
MUST_CHECK bool election_read(const json_t *form, const uint8_t round[ROUND_ID_BYTES],
                              const struct note_key *log_key, struct election *out, struct error *err);
/* Ask the server and check. */
MUST_CHECK bool election_load(struct http_client *client, const uint8_t round[ROUND_ID_BYTES],
                              const struct note_key *log_key, struct election *out, struct error *err);
/* Whether the witnesses that the definition asks for have cosigned a tree that has the opening in it: before
 * that nothing should be encrypted. ERROR_TEMPORARY "unwitnessed" when they have not yet; ERROR_INPUT when
 * what they have seen is another log. witnessed.c */
MUST_CHECK bool election_witnessed(struct http_client *client, const struct election *election,
                                   struct error *err);
void election_clear(struct election *election);

/* The texts of base64url ids, as paths have them. */
MUST_CHECK bool round_id_read(const char *text, uint8_t out[ROUND_ID_BYTES], struct error *err);
void round_id_text(const uint8_t round[ROUND_ID_BYTES], char out[ROUND_TEXT_BYTES + 1]);

#endif
