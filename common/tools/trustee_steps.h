/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What a trustee does in a round, one step at a time, and what it refuses (docs/protocol.md sections 8 to
 * 10). Nothing here talks to a server: a step takes the record as it lies in the view's folder and gives an
 * entry to be handed in. Whatever a later step must not contradict stands in the trustee's keys before the
 * entry is given out; the caller writes them to their file before it hands the entry in.
 *
 * Refusals are ERROR_INPUT "refused", and say why; "not-now" is what may be done later, when something that
 * is missing has come.
 */
#ifndef FOLKMOOT_TOOLS_TRUSTEE_STEPS_H
#define FOLKMOOT_TOOLS_TRUSTEE_STEPS_H

#include "ballot/chain.h"
#include "tools/trustee_file.h"
#include "tools/trustee_view.h"
#include "verify/verified.h"

enum trustee_step {
    TRUSTEE_COMMIT,
    TRUSTEE_JOIN,
    TRUSTEE_WORDS, /* compare the eight words, then trustee_confirm */
    TRUSTEE_FIRST,
    TRUSTEE_SECOND,
    TRUSTEE_KEEP, /* compute and test the share of the key: no entry */
    TRUSTEE_ACKNOWLEDGE,
    TRUSTEE_MIX,
    TRUSTEE_DECRYPT,
    TRUSTEE_FORGET,
    TRUSTEE_WAIT,
    TRUSTEE_FINISHED,
};

struct trustee_todo {
    enum trustee_step step;
    size_t contest;     /* of mix and decrypt */
    uint64_t rank;      /* mix: how many others come before this trustee in turn */
    char sentence[400]; /* what to do next, for somebody who last did it a year ago */
};

/* What comes next. `round` is NULL when the keys are locked or have nothing of it: then what cannot be known
 * is taken for not done. `now`: minutes since 1970. */
void trustee_next(struct trustee_view *view, const struct trustee_round *round, uint64_t now,
                  struct trustee_todo *out);

/* An entry to be handed in, with what its blob holds. Zero-initialise; trustee_entry_clear. */
struct trustee_entry {
    struct arena arena;
    struct entry entry; /* signed */
    struct buffer blob;
};
void trustee_entry_clear(struct trustee_entry *entry);
/* The body of POST /rounds/{round}/trustee-entries: u16be length || act || signature || blob, without a blob
 * that is larger than TRUSTEE_BLOB_BYTES: it is put in parts. */
enum { TRUSTEE_BLOB_BYTES = 65536, TRUSTEE_PART_BYTES = 1048576 };
MUST_CHECK bool trustee_entry_write(const struct trustee_entry *entry, struct buffer *out, struct error *err);

/* The key generation. */
MUST_CHECK bool trustee_commit(struct trustee_view *view, struct trustee_keys *keys,
                               struct trustee_entry *out, struct error *err);
MUST_CHECK bool trustee_join(struct trustee_view *view, struct trustee_keys *keys, struct trustee_entry *out,
                             struct error *err);
/* The words that all trustees must see; and that they do. */
MUST_CHECK bool trustee_words(struct trustee_view *view, const char *out[CEREMONY_WORDS], struct error *err);
MUST_CHECK bool trustee_confirm(struct trustee_view *view, struct trustee_keys *keys, const char *words,
                                struct error *err);
MUST_CHECK bool trustee_first(struct trustee_view *view, struct trustee_keys *keys, struct trustee_entry *out,
                              struct error *err);
/* When somebody sent a bad share, *evidence gets the proof of it and the error says who; hand that in
 * instead. */
MUST_CHECK bool trustee_second(struct trustee_view *view, struct trustee_keys *keys,
                               struct trustee_entry *out, struct buffer *evidence, struct error *err);
MUST_CHECK bool trustee_keep(struct trustee_view *view, struct trustee_keys *keys, struct error *err);
/* `opening` with its signatures, as the city proposes it. */
MUST_CHECK bool trustee_acknowledge(struct trustee_view *view, struct trustee_keys *keys,
                                    const struct entry *opening, struct trustee_entry *out,
                                    struct error *err);

/* After the sealing; each begins by verifying the record. `now` in seconds. */
struct trustee_options {
    struct verify_options verify;
    uint64_t now;
    const struct work *work;
};
MUST_CHECK bool trustee_mix(struct trustee_view *view, struct trustee_keys *keys, size_t contest,
                            const struct trustee_options *options, struct trustee_entry *out,
                            struct error *err);
MUST_CHECK bool trustee_decrypt(struct trustee_view *view, struct trustee_keys *keys, size_t contest,
                                const struct trustee_options *options, struct trustee_entry *out,
                                struct error *err);
/* The secrets of the round are gone from `keys`; the entry says so. */
MUST_CHECK bool trustee_forget(struct trustee_view *view, struct trustee_keys *keys, uint64_t now,
                               struct trustee_entry *out, struct error *err);

#endif
