/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The text of a `.pb` file as records of cells, and the reporting of what is wrong in it; CONTEST.csv is read
 * with it too. Places are pointers into the text; lines and columns are only counted when something is
 * reported.
 */
#ifndef FOLKMOOT_COUNT_PABULIB_RECORD_H
#define FOLKMOOT_COUNT_PABULIB_RECORD_H

#include "count/pabulib.h"

enum { PABULIB_SHOWN_BYTES = 40 };

/* Finds lines and columns (from 1, columns in characters); counting goes on where it ended, as most problems
 * come in order of place. */
struct pabulib_cursor {
    const uint8_t *start, *to;
    size_t lines;
};
/* At the beginning of the text, whose data is not NULL, behind its byte order mark. */
struct pabulib_cursor pabulib_cursor(struct bytes text);
void pabulib_locate(struct pabulib_cursor *cursor, const uint8_t *place, size_t *line, size_t *column);

struct pabulib_records {
    const uint8_t *start, *at, *end;
    struct arena *arena; /* for cells with doubled quotes; other cells are views of the text */
    const char *name;
    struct pabulib_problems *collect; /* NULL: the first problem goes to err and ends the reading */
    struct error *err;
    struct pabulib_cursor cursor;

    /* The record just read, into room that the caller gives. A place is where a cell begins in the text;
     * NULL: not wanted. */
    struct bytes *cells;
    const uint8_t **places;
    size_t cell_room, cell_count;
    struct bytes record; /* all of it, without the line end */
};

/* From the beginning of a text, whose data is not NULL. */
void pabulib_records_begin(struct pabulib_records *r, struct bytes text);

/* A problem at a place. True: go on (all are collected); false: reading ends here. */
MUST_CHECK bool pabulib_problem(struct pabulib_records *r, const uint8_t *place, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* Something odd, kept only where problems are collected. */
void pabulib_remark(struct pabulib_records *r, const uint8_t *place, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* A cell for a message: short, on one line, nothing that a terminal would act on. */
struct pabulib_shown {
    char text[PABULIB_SHOWN_BYTES + 4];
};
struct pabulib_shown pabulib_show(struct bytes cell);

/* UTF-8 without NUL and without a CR that is not followed by LF; to be called first. The results of this and
 * the next are those of pabulib_problem(). */
MUST_CHECK bool pabulib_check_text(struct pabulib_records *r);
/* The next record that is not an empty line; *found is false at the end of the text. */
MUST_CHECK bool pabulib_read_record(struct pabulib_records *r, bool *found);

/* The cells of a record that was read before, as many as it has. */
void pabulib_split_record(struct bytes record, struct arena *arena, struct bytes *cells);

#endif
