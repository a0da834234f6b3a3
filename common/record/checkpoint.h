/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Checkpoints (c2sp.org/tlog-checkpoint): a signed note whose text is exactly three lines, origin, size in
 * decimal and root in base64. Extension lines are refused, but where somebody else's log is witnessed: our
 * log has none.
 */
#ifndef FOLKMOOT_RECORD_CHECKPOINT_H
#define FOLKMOOT_RECORD_CHECKPOINT_H

#include "record/merkle.h"
#include "record/note.h"

struct checkpoint {
    char origin[NOTE_MAX_NAME_BYTES + 1];
    uint64_t size; /* at most MERKLE_MAX_SIZE */
    uint8_t root[MERKLE_HASH_BYTES];
};

/* Append the three lines (the text of the note). */
void checkpoint_append(const struct checkpoint *checkpoint, struct buffer *out);
/* The text of a note. The root of size 0 must be the empty hash. */
MUST_CHECK bool checkpoint_parse(struct bytes text, struct checkpoint *out, struct error *err);
/* The same for any log: extension lines may follow, and the root of size 0 is still to be looked at. */
MUST_CHECK bool checkpoint_parse_foreign(struct bytes text, struct checkpoint *out, struct error *err);
/* An empty tree has the empty hash. */
bool checkpoint_root_is_possible(const struct checkpoint *checkpoint);

/* Append the whole note, signed by `signer` (NOTE_ED25519, named like the origin). */
MUST_CHECK bool checkpoint_sign(const struct checkpoint *checkpoint, const struct note_signer *signer,
                                struct buffer *out, struct error *err);

/* Parse a signed checkpoint and require the signature of the log; the origin must be the key's name.
 * `note` (may be NULL) gets views into `bytes`, to look for cosignatures. */
MUST_CHECK bool checkpoint_open(struct bytes bytes, const struct note_key *log, struct checkpoint *out,
                                struct note *note, struct error *err);

#endif
