/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * A document on A4 pages: headings, paragraphs, facts and tables, one under the other. Pango shapes every
 * script and finds a font for it, cairo writes the PDF, with the structure that screen readers ask for.
 *
 * Every text is Pango markup: what messages.h appends without marks is. Nothing outside the document and the
 * fonts of the machine is read.
 */
#ifndef FOLKMOOT_SERVER_JOBS_PDF_H
#define FOLKMOOT_SERVER_JOBS_PDF_H

#include "base/buffer.h"
#include "base/error.h"

enum { PDF_COLUMNS_MAX = 6 };

struct pdf;

struct pdf_about {
    const char *title; /* plain text, for the viewer's window */
    const char *foot;  /* markup; at the foot of each page, beside its number */
    const char *language;
    bool right_to_left;
    int64_t seconds; /* since 1970, when it was made; no other time is in it */
};

/* Append the PDF. `draw` is called twice: only then is it known how many pages there are. ERROR_BROKEN
 * "internal" when cairo fails. */
MUST_CHECK bool pdf_write(const struct pdf_about *about, void (*draw)(struct pdf *pdf, void *context),
                          void *context, struct buffer *out, struct error *err);

/* Level 1 or 2. */
void pdf_heading(struct pdf *pdf, unsigned level, const char *markup);
void pdf_paragraph(struct pdf *pdf, const char *markup);
/* What something is, and beside it its value. */
void pdf_fact(struct pdf *pdf, const char *label, const char *value);

struct pdf_column {
    const char *heading;
    double part; /* of the width; together 1 */
    bool number; /* flush with the end */
};
/* Rows until pdf_table_end, with a cell for each column; the headings stand again on each new page. The
 * columns must live until then. */
void pdf_table_begin(struct pdf *pdf, const struct pdf_column *columns, size_t count);
void pdf_row(struct pdf *pdf, const char *const *cells);
/* The last row: a sum. */
void pdf_total(struct pdf *pdf, const char *const *cells);
void pdf_table_end(struct pdf *pdf);

#endif
