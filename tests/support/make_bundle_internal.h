/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Between make_round.c (people, definition, ballots), make_earlier.c (the round before), make_key.c (the key
 * of several trustees) and make_bundle.c (the course of the round, the files).
 */
#ifndef FOLKMOOT_TESTS_MAKE_BUNDLE_INTERNAL_H
#define FOLKMOOT_TESTS_MAKE_BUNDLE_INTERNAL_H

#include "make_bundle.h"

enum { MADE_OPEN = 1010, MADE_CLOSE = 1100, MADE_GRACE = 5, MADE_OBJECTION = 10 };
#define MADE_ORIGIN "city.example/log"

#define MUST(call)                                                                                           \
    do {                                                                                                     \
        struct error must_err = {0};                                                                         \
        struct error *err = &must_err;                                                                       \
        if (!(call))                                                                                         \
            made_die(__FILE__, __LINE__, err);                                                               \
    } while (0)

_Noreturn void made_die(const char *file, int line, const struct error *err);
/* Bytes that are the same in every run. */
void made_derive(const char *what, uint64_t number, uint8_t *out, size_t len);
void made_scalar(const char *what, uint64_t number, struct scalar *out);

/* Published is what the hook makes of it; the maker goes on with the blob as it was. */
void made_blob_add(struct made *made, enum made_blob kind, struct bytes blob, struct blob_ref *ref);
/* Signed by `people` (ended by MADE_PEOPLE) and appended. */
void made_entry_add(struct made *made, struct entry *entry, const enum made_person *people);
extern const enum made_person made_nobody[];
/* The same by the trustee that it names. */
void made_trustee_entry_add(struct made *made, struct entry *entry);

/* make_key.c: everything that the trustees send before the opening; sets x, shares, y, certificate_ref. */
void made_key(struct made *made);

/* make_earlier.c: a round before this one, with its nonce and its voters, that is annulled. */
void made_earlier(struct made *made);

void made_people(struct made *made);
void made_definition(struct made *made, struct buffer *out);
const struct district *made_district(const struct made *made, unsigned voter);
/* Fill the blocks of what this voter wants. */
void made_choose(struct made *made, unsigned voter, struct made_ballot *out);
/* The bytes of the encrypted ballot; its ciphertexts go to made->ciphertexts, its id to made->ids. */
void made_encrypt(struct made *made, struct made_ballot *ballot, struct buffer *out);

/* The witness of made_ask_witness. */
void made_witness(struct note_signer *out);

#endif
