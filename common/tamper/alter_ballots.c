/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Ballots: every field of one that counts; ballots dropped, replayed, swapped, copied; and new ones by an
 * insider who has a code or more (check 9).
 */
#include <stdlib.h>

#include "base/encoding.h"
#include "tamper/alteration.h"

/* ---- fields of the first ballot ---- */

/* 32 bytes as text behind `of`, the `which`-th of an array. */
static bool change_field(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct forged_entry *at = forgery_find(f, ENTRY_BALLOT, 0, err);
    uint8_t value[32];
    struct buffer text = {0};
    uint8_t *found = at ? memmem(at->bytes.data, at->bytes.len, row->of, strlen(row->of)) : NULL;
    if (!found)
        return at && forgery_missing(err, "there is no such field");
    found += strlen(row->of) + row->which * 46; /* "...43 characters...", */
    if (found + 43 > at->bytes.data + at->bytes.len ||
        !base64url_decode_exact(bytes_of(found, 43), value, sizeof value))
        return forgery_missing(err, "the ballot has not as many of them");
    change_32(value, row->change);
    base64url_append(&text, bytes_of(value, sizeof value));
    memcpy(found, text.data, text.len);
    buffer_clear(&text);
    return true;
}

/* Two values of 43 characters change places: those behind `from` and `to`. */
static bool swap_fields(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct forged_entry *at = forgery_find(f, ENTRY_BALLOT, 0, err);
    char kept[43];
    if (!at)
        return false;
    char *one = memmem(at->bytes.data, at->bytes.len, row->from, strlen(row->from)),
         *other = memmem(at->bytes.data, at->bytes.len, row->to, strlen(row->to));
    if (!one || !other)
        return forgery_missing(err, "there is no such field");
    one += strlen(row->from);
    other += strlen(row->to) + row->which * 46;
    if (other + sizeof kept > (char *)at->bytes.data + at->bytes.len || other[-1] != '"')
        return forgery_missing(err, "the ballot has not as many of them");
    memcpy(kept, one, sizeof kept);
    memcpy(one, other, sizeof kept);
    memcpy(other, kept, sizeof kept);
    return true;
}

/* The field of the first ballot is that of the second: a vote, or a name, is copied. */
static bool copy_field(struct forgery *f, const struct alteration *row, struct error *err)
{
    const struct forged_entry *from = forgery_find(f, ENTRY_BALLOT, 1, err);
    struct forged_entry *at = forgery_find(f, ENTRY_BALLOT, 0, err);
    if (!from || !at)
        return false;
    const char *source = memmem(from->bytes.data, from->bytes.len, row->of, strlen(row->of));
    char *goal = memmem(at->bytes.data, at->bytes.len, row->of, strlen(row->of));
    if (!source || !goal)
        return forgery_missing(err, "there is no such field");
    memcpy(goal + strlen(row->of), source + strlen(row->of), 43);
    return true;
}

/* ---- whole ballots ---- */

static bool parse_ballot(struct forgery *f, size_t which, struct forged_entry **at, struct entry *out,
                         struct error *err)
{
    *at = forgery_find(f, ENTRY_BALLOT, which, err);
    return *at && forgery_parse(f, *at, out, err);
}

/* The same ballot again before voting closes. */
static bool replay(struct forgery *f, const struct alteration *row, struct error *err)
{
    const struct forged_entry *at = forgery_find(f, ENTRY_BALLOT, 0, err),
                              *closed = forgery_find(f, ENTRY_VOTING_CLOSED, LAST, err);
    (void)row;
    if (!at || !closed)
        return false;
    struct buffer copy = at->bytes;
    size_t position = forgery_position(f, closed);
    forgery_insert(f, position, buffer_bytes(&copy));
    forgery_set_minute(&f->entries[position], forgery_minute(&f->entries[position - 1]));
    return true;
}

/* The position of the credential's ballot number `seq`, or SIZE_MAX. */
static size_t ballot_of(struct forgery *f, const struct point *credential, uint64_t seq, struct entry *out)
{
    struct error ignored;
    for (size_t i = 0; i < f->entry_count; i++)
        if (forgery_is(f, &f->entries[i], ENTRY_BALLOT) && forgery_parse(f, &f->entries[i], out, &ignored) &&
            out->ballot.statement.seq == seq &&
            (!credential || point_equal(&out->ballot.statement.credential, credential)))
            return i;
    return SIZE_MAX;
}

/* Somebody's second ballot; *before is the position of the first. */
static size_t second_ballot(struct forgery *f, size_t *before, struct error *err)
{
    struct entry second, first;
    size_t at = ballot_of(f, NULL, 1, &second);
    if (at != SIZE_MAX)
        *before = ballot_of(f, &second.ballot.statement.credential, 0, &first);
    else
        forgery_missing(err, "nobody has cast two ballots");
    return at;
}

static bool drop_first_of_two(struct forgery *f, const struct alteration *row, struct error *err)
{
    size_t before, at = second_ballot(f, &before, err);
    (void)row;
    if (at != SIZE_MAX)
        forgery_remove(f, before);
    return at != SIZE_MAX;
}

static bool drop_second_of_two(struct forgery *f, const struct alteration *row, struct error *err)
{
    size_t before, at = second_ballot(f, &before, err);
    (void)row;
    if (at != SIZE_MAX)
        forgery_remove(f, at);
    return at != SIZE_MAX;
}

static bool swap_two(struct forgery *f, const struct alteration *row, struct error *err)
{
    size_t before, at = second_ballot(f, &before, err);
    (void)row;
    if (at == SIZE_MAX)
        return false;
    struct buffer first = f->entries[before].bytes;
    uint64_t early = forgery_minute(&f->entries[before]), late = forgery_minute(&f->entries[at]);
    f->entries[before].bytes = f->entries[at].bytes;
    f->entries[at].bytes = first;
    forgery_set_minute(&f->entries[before], early);
    forgery_set_minute(&f->entries[at], late);
    return true;
}

/* A ballot that was cast in time stands behind the end of voting. */
static bool move_behind_close(struct forgery *f, const struct alteration *row, struct error *err)
{
    const struct forged_entry *at = forgery_find(f, ENTRY_BALLOT, 0, err),
                              *closed = forgery_find(f, ENTRY_VOTING_CLOSED, LAST, err);
    (void)row;
    if (!at || !closed)
        return false;
    struct forged_entry moved = *at;
    size_t from = forgery_position(f, at), to = forgery_position(f, closed);
    forgery_set_minute(&moved, forgery_minute(closed));
    memmove(&f->entries[from], &f->entries[from + 1], (to - from) * sizeof *f->entries);
    f->entries[to] = moved;
    return true;
}

/* ---- new ballots ---- */

struct draft {
    struct scalar secret;
    const struct entry *like; /* a ballot with the same contests */
    uint64_t seq;
    uint8_t prev[HASH_BYTES];
    const struct scalar *u; /* NULL: random */
    size_t contests;        /* so many of them; 0: all */
};

/* A ballot in which every proof holds, and everything is blank. */
static bool make_ballot(struct forgery *f, const struct draft *draft, struct entry *out, struct error *err)
{
    static const uint8_t blank[BLOCK_BYTES] = {1};
    const struct ballot_statement *like = &draft->like->ballot.statement;
    size_t contests = draft->contests ? draft->contests : like->contest_count, count = 0;
    for (size_t i = 0; i < contests; i++)
        count += like->layout[i].width;
    struct ciphertext *ciphertexts = arena_allocate(&f->arena, count, sizeof *ciphertexts);
    struct scalar *r = arena_allocate(&f->arena, count, sizeof *r),
                  *u = arena_allocate(&f->arena, count + 1, sizeof *u),
                  *z = arena_allocate(&f->arena, count + 1, sizeof *z);
    struct point *t = arena_allocate(&f->arena, count + 1, sizeof *t), message;
    struct ballot_statement statement = {.seq = draft->seq,
                                         .layout = like->layout,
                                         .contest_count = contests,
                                         .ciphertexts = ciphertexts,
                                         .ciphertext_count = count};
    struct entry opening;
    struct buffer bytes = {0};
    const struct forged_entry *at = forgery_find(f, ENTRY_OPENING, 0, err);
    if (!at || !forgery_parse(f, at, &opening, err))
        return false;
    memcpy(statement.eid, f->eid, HASH_BYTES);
    memcpy(statement.prev, draft->prev, HASH_BYTES);
    point_multiply_base(&statement.credential, &draft->secret);
    point_embed(blank, &message);
    for (size_t i = 0; i < count; i++) {
        scalar_random(&r[i]);
        elgamal_encrypt(&ciphertexts[i], &message, &r[i], &opening.key);
    }
    for (size_t i = 0; i <= count; i++)
        if (draft->u)
            u[i] = *draft->u;
        else
            scalar_random(&u[i]);
    if (!ballot_proof_prove_with_nonces(&statement, &draft->secret, r, u, t, z, err))
        return false;
    ballot_write(&statement, t, z, &bytes);
    *out = (struct entry){.type = ENTRY_BALLOT};
    out->ballot.bytes = bytes_of(arena_copy(&f->arena, bytes.data, bytes.len), bytes.len);
    buffer_clear(&bytes);
    return true;
}

/* Right before voting closes, or `behind` an entry. */
static bool cast(struct forgery *f, const struct draft *draft, const struct forged_entry *behind,
                 struct error *err)
{
    struct entry entry;
    const struct forged_entry *closed = forgery_find(f, ENTRY_VOTING_CLOSED, LAST, err);
    return (behind || closed) && make_ballot(f, draft, &entry, err) &&
           forgery_write_entry(f, behind ? forgery_position(f, behind) + 1 : forgery_position(f, closed),
                               &entry, err);
}

static bool is_void(struct forgery *f, const struct point *credential)
{
    bool found = false;
    struct error ignored;
    for (size_t i = 0; !found && i < f->entry_count; i++) {
        struct entry entry;
        found = forgery_is(f, &f->entries[i], ENTRY_VOID) &&
                forgery_parse(f, &f->entries[i], &entry, &ignored) &&
                point_equal(&entry.credential, credential);
    }
    return found;
}

/* The insider goes on from the last ballot under a code of their own: the draft of a ballot that would do. */
static bool own_draft(struct forgery *f, bool is_to_be_void, struct draft *out, struct error *err)
{
    for (size_t i = 0; i < f->insider->voter_count; i++) {
        struct point credential;
        struct entry *last = arena_allocate(&f->arena, 1, sizeof *last);
        uint64_t seq = 0;
        point_multiply_base(&credential, &f->insider->voters[i]);
        while (ballot_of(f, &credential, seq, last) != SIZE_MAX)
            seq++;
        if (seq == 0 || is_void(f, &credential) != is_to_be_void)
            continue;
        if (ballot_of(f, &credential, seq - 1, last) == SIZE_MAX)
            continue;
        *out = (struct draft){.secret = f->insider->voters[i], .like = last, .seq = seq};
        ballot_id(last->ballot.bytes, out->prev);
        return true;
    }
    return forgery_missing(err, "no code that has voted is at hand");
}

static bool unlisted_voter(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct forged_entry *at;
    struct entry like;
    struct draft draft = {.like = &like};
    (void)row;
    scalar_random(&draft.secret);
    return parse_ballot(f, 0, &at, &like, err) && cast(f, &draft, NULL, err);
}

static bool void_voter(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct draft draft;
    (void)row;
    return own_draft(f, true, &draft, err) && cast(f, &draft, NULL, err);
}

static bool late_ballot(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct draft draft;
    (void)row;
    return own_draft(f, false, &draft, err) &&
           cast(f, &draft, forgery_find(f, ENTRY_VOTING_CLOSED, LAST, err), err);
}

/* `of` the ballot is not as it should be. */
static bool wrong_draft(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct draft draft;
    if (!own_draft(f, false, &draft, err))
        return false;
    if (strcmp(row->of, "seq") == 0)
        draft.seq++;
    else if (strcmp(row->of, "again") == 0)
        draft.seq--;
    else if (strcmp(row->of, "prev") == 0)
        draft.prev[0] ^= 1;
    else if (draft.like->ballot.statement.contest_count > 1)
        draft.contests = 1;
    else
        return forgery_missing(err, "the ballots have one contest");
    return cast(f, &draft, NULL, err);
}

/* A ballot before the announced time, right behind the acknowledgements. */
static bool early_ballot(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct draft draft;
    (void)row;
    if (!own_draft(f, false, &draft, err))
        return false;
    draft.seq = 0;
    memset(draft.prev, 0, sizeof draft.prev);
    return cast(f, &draft, forgery_find(f, ENTRY_ACKNOWLEDGEMENT, LAST, err), err);
}

/* All nonces of the proof are the same, so its T are. */
static bool one_nonce(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct draft draft;
    struct scalar u;
    (void)row;
    scalar_random(&u);
    if (!own_draft(f, false, &draft, err))
        return false;
    draft.u = &u;
    return cast(f, &draft, NULL, err);
}

#define OF_BALLOT .check = CHECK_BALLOTS, .also = A11 | A12
#define NEW_BALLOT .check = CHECK_BALLOTS

#define FIELD(name, what, of, which, change)                                                                 \
    {                                                                                                        \
        "ballot-" name, what, BEFORE_SIGNING, change_field, .type = ENTRY_BALLOT, of, which, change,         \
                                                            OF_BALLOT                                        \
    }

static const struct alteration rows[] = {
    FIELD("a", "A of a ballot", .of = "\"a\":[\"", .which = 0, .change = OTHER_POINT),
    FIELD("a-second", "A of another ciphertext of a ballot", .of = "\"a\":[\"", .which = 1,
          .change = OTHER_POINT),
    FIELD("a-high-bit", "A of a ballot with bit 255", .of = "\"a\":[\"", .which = 0, .change = HIGH_BIT),
    FIELD("a-zero", "the identity for A of a ballot", .of = "\"a\":[\"", .which = 0, .change = ZERO),
    FIELD("c", "C of a ballot: another vote", .of = "\"c\":[\"", .which = 0, .change = OTHER_POINT),
    FIELD("c-second", "C of another ciphertext of a ballot", .of = "\"c\":[\"", .which = 1,
          .change = OTHER_POINT),
    FIELD("c-high-bit", "C of a ballot with bit 255", .of = "\"c\":[\"", .which = 0, .change = HIGH_BIT),
    FIELD("c-zero", "the identity for C of a ballot", .of = "\"c\":[\"", .which = 0, .change = ZERO),
    FIELD("credential", "a ballot under another credential", .of = "\"credential\":\"", .which = 0,
          .change = OTHER_POINT),
    FIELD("credential-high-bit", "a credential with bit 255", .of = "\"credential\":\"", .which = 0,
          .change = HIGH_BIT),
    FIELD("prev", "the ballot before it", .of = "\"prev\":\"", .which = 0, .change = FLIP),
    FIELD("t-0", "T_0 of a ballot's proof", .of = "\"t\":[\"", .which = 0, .change = OTHER_POINT),
    FIELD("t-1", "T_1 of a ballot's proof", .of = "\"t\":[\"", .which = 1, .change = OTHER_POINT),
    FIELD("t-high-bit", "T_0 with bit 255", .of = "\"t\":[\"", .which = 0, .change = HIGH_BIT),
    FIELD("t-zero", "the identity for T_1", .of = "\"t\":[\"", .which = 1, .change = ZERO),
    FIELD("z-0", "z_0 of a ballot's proof", .of = "\"z\":[\"", .which = 0, .change = FLIP),
    FIELD("z-1", "z_1 of a ballot's proof", .of = "\"z\":[\"", .which = 1, .change = FLIP),
    FIELD("z-0-plus-order", "L is added to z_0", .of = "\"z\":[\"", .which = 0, .change = PLUS_ORDER),
    FIELD("z-1-plus-order", "L is added to z_1", .of = "\"z\":[\"", .which = 1, .change = PLUS_ORDER),
    {"ballot-seq", "the number of a ballot", BEFORE_SIGNING, alter_entry_text, .type = ENTRY_BALLOT,
     .from = "\"seq\":0", .to = "\"seq\":1", OF_BALLOT},
    {"ballot-layout-contest", "a ballot for a contest that there is not", BEFORE_SIGNING, alter_entry_text,
     .type = ENTRY_BALLOT, .from = "{\"contest\":\"", .to = "{\"contest\":\"x", OF_BALLOT},
    {"ballot-layout-width", "the width of a contest in a ballot", BEFORE_SIGNING, alter_entry_text,
     .type = ENTRY_BALLOT, .from = "\"width\":1}", .to = "\"width\":2}", OF_BALLOT},
    {"ballot-swapped-a-c", "A and C of a ballot change places", BEFORE_SIGNING, swap_fields,
     .from = "\"a\":[\"", .to = "\"c\":[\"", OF_BALLOT},
    {"ballot-swapped-ciphertexts", "A of two ciphertexts of a ballot change places", BEFORE_SIGNING,
     swap_fields, .from = "\"a\":[\"", .to = "\"a\":[\"", .which = 1, OF_BALLOT},
    {"ballot-swapped-answers", "two z of a ballot change places", BEFORE_SIGNING, swap_fields,
     .from = "\"z\":[\"", .to = "\"z\":[\"", .which = 1, OF_BALLOT},
    {"ballot-copied-vote", "C of somebody else's ballot", BEFORE_SIGNING, copy_field, .of = "\"c\":[\"",
     OF_BALLOT},
    {"ballot-copied-credential", "a ballot under the credential of somebody else", BEFORE_SIGNING, copy_field,
     .of = "\"credential\":\"", OF_BALLOT},
    {"ballot-replayed", "a ballot stands in the record twice", BEFORE_SIGNING, replay, NEW_BALLOT},
    {"ballot-dropped", "a ballot is left out", BEFORE_SIGNING, alter_leave_out, .type = ENTRY_BALLOT,
     .check = CHECK_INPUTS, .also = A12},
    {"ballot-dropped-first", "the first of two ballots of a credential is left out", BEFORE_SIGNING,
     drop_first_of_two, OF_BALLOT},
    {"ballot-dropped-second", "the second of two ballots of a credential is left out", BEFORE_SIGNING,
     drop_second_of_two, .check = CHECK_INPUTS, .also = A12},
    {"ballot-swapped-order", "two ballots of a credential change places", BEFORE_SIGNING, swap_two,
     OF_BALLOT},
    {"ballot-moved-behind-close", "a ballot behind the end of voting", BEFORE_SIGNING, move_behind_close,
     OF_BALLOT},
    {"ballot-added-unlisted", "a ballot by nobody on the list is added", BEFORE_SIGNING, unlisted_voter,
     NEW_BALLOT},
    {"ballot-added-void", "a ballot by a credential that is void is added", BEFORE_SIGNING, void_voter,
     NEW_BALLOT},
    {"ballot-added-late", "a ballot is cast after voting has closed", BEFORE_SIGNING, late_ballot,
     NEW_BALLOT},
    {"ballot-added-early", "a ballot is cast before the announced time", BEFORE_SIGNING, early_ballot,
     NEW_BALLOT},
    {"ballot-added-gap", "a ballot with a number left out before it", BEFORE_SIGNING, wrong_draft,
     .of = "seq", NEW_BALLOT},
    {"ballot-added-again", "a ballot with a number that was used", BEFORE_SIGNING, wrong_draft, .of = "again",
     NEW_BALLOT},
    {"ballot-added-prev", "a ballot that follows another than the last", BEFORE_SIGNING, wrong_draft,
     .of = "prev", NEW_BALLOT},
    {"ballot-added-short", "a ballot with a contest less", BEFORE_SIGNING, wrong_draft, .of = "contests",
     NEW_BALLOT},
    {"ballot-added-one-nonce", "a ballot whose proof has the same point twice", BEFORE_SIGNING, one_nonce,
     NEW_BALLOT},
};
const struct alteration_table alter_ballots = {rows, sizeof rows / sizeof *rows};
