/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * One way to change a bundle, as a row of a table; the tables are those of the alter_*.c files.
 */
#ifndef FOLKMOOT_TAMPER_ALTERATION_H
#define FOLKMOOT_TAMPER_ALTERATION_H

#include "tamper/forgery.h"
#include "tamper/tamper.h"

/* When it is made (forgery.h): what comes after it fits what it did. */
enum alter_when { BEFORE_SIGNING, BEFORE_LOG, BEFORE_SUMS, AT_LAST };

/* What becomes of 32 bytes, or of the name of a field. */
enum change { FLIP, HIGH_BIT, PLUS_ORDER, ZERO, OTHER_POINT };

struct alteration {
    const char *name;
    const char *what; /* for people: what is wrong in the bundle then */
    enum alter_when when;
    bool (*apply)(struct forgery *f, const struct alteration *row, struct error *err);
    /* What `apply` works on, as it says: */
    enum entry_type type;
    const char *of;        /* a file, or a field of one */
    const char *from, *to; /* a text and another in its place */
    size_t which;          /* the number of something from 0, or LAST */
    enum change change;
    /* What the verifier must say. */
    enum check check;
    unsigned also; /* 1 << number of each check that fails, or is incomplete, as a consequence */
    enum alteration_outcome outcome;
    enum alteration_beside beside;
};

struct alteration_table {
    const struct alteration *rows;
    size_t count;
};
extern const struct alteration_table alter_files, alter_encoding, alter_definition, alter_trustees,
    alter_credentials, alter_log, alter_order, alter_ballots, alter_acts, alter_mixes, alter_shares,
    alter_result;

enum {
    A1 = 1 << 1,
    A2 = 1 << 2,
    A3 = 1 << 3,
    A4 = 1 << 4,
    A5 = 1 << 5,
    A6 = 1 << 6,
    A8 = 1 << 8,
    A9 = 1 << 9,
    A10 = 1 << 10,
    A11 = 1 << 11,
    A12 = 1 << 12,
    A13 = 1 << 13,
    A14 = 1 << 14,
    A15 = 1 << 15,
    A16 = 1 << 16,
    A17 = 1 << 17,
};

/* OTHER_POINT needs a point there; the others take any 32 bytes. */
void change_32(uint8_t bytes[32], enum change change);

/* What many rows do. */
bool alter_file_byte(struct forgery *f, const struct alteration *row,
                     struct error *err); /* `which` of `of` */
bool alter_file_text(struct forgery *f, const struct alteration *row, struct error *err);
bool alter_drop_file(struct forgery *f, const struct alteration *row, struct error *err);
bool alter_entry_text(struct forgery *f, const struct alteration *row, struct error *err); /* of the type */
bool alter_leave_out(struct forgery *f, const struct alteration *row, struct error *err);
bool alter_repeat(struct forgery *f, const struct alteration *row, struct error *err);

/* A copy of a blob, changed, in its place: whoever named it names the new one. */
typedef bool alter_content(struct forgery *f, const struct alteration *row, struct buffer *content,
                           struct error *err);
bool alter_blob(struct forgery *f, const struct blob_ref *ref, const struct alteration *row,
                alter_content *change, struct error *err);
/* 32 bytes at `at`, or the last 32. */
void change_at(struct buffer *content, size_t at, enum change change);
/* A byte more, or less, at the end. */
alter_content change_longer, change_shorter;

#endif
