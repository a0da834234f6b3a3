/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The rounds as the record has them, for the sequencer's thread: read from their entries (never from what the
 * tables say), fed with every entry that is appended.
 */
#ifndef FOLKMOOT_SERVER_SEQUENCER_BOOK_H
#define FOLKMOOT_SERVER_SEQUENCER_BOOK_H

#include "ballot/round.h"
#include "server/sequencer/ledger.h"
#include "server/sequencer/rounds.h"

struct book_round {
    int32_t no; /* vote.round.no */
    uint8_t id[ROUND_ID_BYTES];
    struct round_state state;
    struct definition definition; /* once the state has one */
    bool witnessed;               /* those whom the definition asks for have seen the opening */
    struct buffer definition_bytes;
    struct arena arena;
};

struct book;

struct book *book_new(void);
void book_free(struct book *book);

/* The round, read from the record when it is not there yet; *out is NULL when there is none. `id` or `eid` is
 * NULL. */
MUST_CHECK bool book_find(struct book *book, struct ledger *ledger, const uint8_t *id, const uint8_t *eid,
                          struct book_round **out, struct error *err);
/* Only if it has been read already; otherwise NULL. */
struct book_round *book_loaded(struct book *book, const uint8_t id[ROUND_ID_BYTES]);
/* A round whose draft is about to be applied. */
struct book_round *book_add(struct book *book, int32_t no, const uint8_t id[ROUND_ID_BYTES]);
/* Its entries were not appended after all: it is read anew when it is needed. */
void book_forget(struct book *book, struct book_round *round);

/* Feed one entry that stands at `index`; a definition entry takes its blob from the record. Errors of
 * round_apply() and round_define(). */
MUST_CHECK bool book_apply(struct book_round *round, struct ledger *ledger, const struct entry *entry,
                           uint64_t index, struct error *err);

/* Find out whether the witnesses have seen the opening of an open round, unless that is known; between
 * transactions. */
MUST_CHECK bool book_look_for_witnesses(struct book_round *round, struct ledger *ledger, struct error *err);

/* Read all rounds in which ballots are taken and put them into `rounds`. */
MUST_CHECK bool book_load_open(struct book *book, struct ledger *ledger, struct rounds *rounds,
                               struct error *err);
/* Put the round into `rounds` or take it out, as its state says. */
MUST_CHECK bool book_publish(const struct book_round *round, struct rounds *rounds, struct error *err);
/* A round that is still open although its time, grace included, has passed; or NULL. */
struct book_round *book_overdue(struct book *book, uint64_t minute);

#endif
