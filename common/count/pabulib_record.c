/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The text of a `.pb` file as records of cells, and the reporting of what is wrong in it. Places are pointers
 * into the text; lines and columns are only counted when something is reported.
 */
#include "count/pabulib_record.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/encoding.h"

/* ---- problems ---- */

struct pabulib_cursor pabulib_cursor(struct bytes text)
{
    bool mark = text.len >= 3 && memcmp(text.data, "\xef\xbb\xbf", 3) == 0;
    const uint8_t *start = text.data + (mark ? 3 : 0);
    return (struct pabulib_cursor){start, start, 0};
}

void pabulib_locate(struct pabulib_cursor *cursor, const uint8_t *place, size_t *line, size_t *column)
{
    if (place < cursor->to) {
        cursor->to = cursor->start;
        cursor->lines = 0;
    }
    const uint8_t *newline;
    while ((newline = memchr(cursor->to, '\n', (size_t)(place - cursor->to)))) {
        cursor->to = newline + 1;
        cursor->lines++;
    }
    *line = cursor->lines + 1;
    *column = 1;
    for (const uint8_t *c = cursor->to; c < place; c++)
        *column += (*c & 0xc0) != 0x80;
}

__attribute__((format(printf, 4, 0))) static bool report(struct pabulib_records *r, const uint8_t *place,
                                                         bool remark, const char *format, va_list args)
{
    if (!r->collect && remark)
        return true;
    char text[ERROR_DETAIL_BYTES];
    vsnprintf(text, sizeof text, format, args);
    size_t line, column;
    if (!r->collect) {
        pabulib_locate(&r->cursor, place, &line, &column);
        return error_input(r->err, "pabulib", "%s:%zu:%zu: %s", r->name, line, column, text);
    }
    if (remark)
        r->collect->remarks++;
    else
        r->collect->problems++;
    if (r->collect->count < PABULIB_PROBLEMS_MAX) {
        pabulib_locate(&r->cursor, place, &line, &column);
        r->collect->list[r->collect->count++] =
            (struct pabulib_problem){line, column, remark, arena_string(&r->collect->arena, text)};
    }
    return true;
}

bool pabulib_problem(struct pabulib_records *r, const uint8_t *place, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    bool go_on = report(r, place, false, format, args);
    va_end(args);
    return go_on;
}

void pabulib_remark(struct pabulib_records *r, const uint8_t *place, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    report(r, place, true, format, args);
    va_end(args);
}

struct pabulib_shown pabulib_show(struct bytes cell)
{
    struct pabulib_shown shown = {{0}};
    size_t len = cell.len;
    if (len > PABULIB_SHOWN_BYTES) {
        for (len = PABULIB_SHOWN_BYTES; len > 0 && (cell.data[len] & 0xc0) == 0x80;)
            len--;
    }
    for (size_t i = 0; i < len; i++)
        shown.text[i] = cell.data[i] < 0x20 || cell.data[i] == 0x7f ? '?' : (char)cell.data[i];
    if (len < cell.len)
        memcpy(shown.text + len, "...", 3);
    return shown;
}

/* ---- text ---- */

static bool has_byte(uint64_t word, uint8_t byte)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), highs = UINT64_C(0x8080808080808080);
    uint64_t x = word ^ (ones * byte);
    return ((x - ones) & ~x & highs) != 0;
}

bool pabulib_check_text(struct pabulib_records *r)
{
    const uint8_t *c = r->start;
    while (c < r->end) {
        uint64_t word;
        if ((size_t)(r->end - c) >= sizeof word) {
            memcpy(&word, c, sizeof word);
            if (!(word & UINT64_C(0x8080808080808080)) && !has_byte(word, 0) && !has_byte(word, '\r')) {
                c += sizeof word;
                continue;
            }
        }
        size_t left = (size_t)(r->end - c);
        size_t len = *c < 0x80 ? 1 : *c < 0xe0 ? 2 : *c < 0xf0 ? 3 : 4;
        const char *wrong = NULL;
        if (len > left || (len > 1 && !utf8_is_valid(bytes_of(c, len))))
            wrong = "a byte that is not UTF-8; expected UTF-8 text";
        else if (*c == 0)
            wrong = "a NUL byte; expected UTF-8 text";
        else if (*c == '\r' && (left < 2 || c[1] != '\n'))
            wrong = "a carriage return alone; expected lines that end in LF or CRLF";
        if (wrong && !pabulib_problem(r, c, "%s", wrong))
            return false;
        c += wrong ? 1 : len;
    }
    return true;
}

/* ---- records ---- */

void pabulib_records_begin(struct pabulib_records *r, struct bytes text)
{
    r->cursor = pabulib_cursor(text);
    r->start = r->at = r->cursor.start;
    r->end = text.data + text.len;
}

static size_t line_end_at(const struct pabulib_records *r, const uint8_t *c)
{
    if (c == r->end || *c == '\n')
        return 1;
    return *c == '\r' ? 2 : 0;
}

static struct bytes read_plain(struct pabulib_records *r)
{
    const uint8_t *from = r->at, *c = from;
    while (c < r->end && *c != ';' && *c != '\n' && *c != '\r')
        c++;
    r->at = c;
    return bytes_of(from, (size_t)(c - from));
}

static bool has_separator(const uint8_t *from, const uint8_t *to)
{
    for (; from < to; from++)
        if (*from == ';' || *from == '\n')
            return true;
    return false;
}

/* A cell that begins with a quote; r->at is behind it afterwards. */
static bool read_quoted(struct pabulib_records *r, struct bytes *cell)
{
    const uint8_t *open = r->at, *from = open + 1, *c = from;
    size_t escapes = 0;
    for (;; c++) {
        c = memchr(c, '"', (size_t)(r->end - c));
        if (!c) {
            r->at = r->end;
            *cell = bytes_of(from, 0);
            return pabulib_problem(
                r, open, "a quote that is not closed; expected another \" before the end of the file");
        }
        if (c + 1 == r->end || c[1] != '"')
            break;
        c++;
        escapes++;
    }
    const uint8_t *behind = c + 1;
    if (behind < r->end && *behind != ';' && !line_end_at(r, behind)) {
        /* `"Elm" Street`: with nothing inside that quotes would protect, they are characters like others */
        bool harmless = !has_separator(from, c);
        if (!harmless)
            r->at = behind;
        *cell = read_plain(r);
        if (!harmless)
            return pabulib_problem(r, behind,
                                   "text after a closing quote; expected ; or the end of the line");
        pabulib_remark(r, behind, "text after a closing quote; the quotes are read as characters");
        return true;
    }
    *cell = bytes_of(from, (size_t)(c - from));
    r->at = behind;
    if (escapes > 0) {
        uint8_t *out = arena_allocate(r->arena, cell->len, 1);
        size_t len = 0;
        for (const uint8_t *in = from; in < c; in++) {
            out[len++] = *in;
            in += *in == '"';
        }
        *cell = bytes_of(out, len);
    }
    return true;
}

bool pabulib_read_record(struct pabulib_records *r, bool *found)
{
    while (r->at < r->end && line_end_at(r, r->at))
        r->at += line_end_at(r, r->at);
    r->cell_count = 0;
    *found = r->at < r->end;
    if (!*found)
        return true;
    const uint8_t *from = r->at;
    for (;;) {
        struct bytes cell;
        const uint8_t *place = r->at;
        if (r->at < r->end && *r->at == '"') {
            if (!read_quoted(r, &cell))
                return false;
        } else {
            cell = read_plain(r);
        }
        if (r->cell_count == r->cell_room) {
            if (!pabulib_problem(r, place, "more than %zu columns", r->cell_room))
                return false;
            while (!line_end_at(r, r->at))
                r->at++;
        } else {
            if (r->places)
                r->places[r->cell_count] = place;
            r->cells[r->cell_count++] = cell;
        }
        if (r->at == r->end || *r->at != ';')
            break;
        r->at++;
    }
    r->record = bytes_of(from, (size_t)(r->at - from));
    if (r->at < r->end)
        r->at += line_end_at(r, r->at);
    return true;
}

void pabulib_split_record(struct bytes record, struct arena *arena, struct bytes *cells)
{
    struct pabulib_records r = {.at = record.data,
                                .end = record.data + record.len,
                                .arena = arena,
                                .cells = cells,
                                .cell_room = PABULIB_COLUMNS_MAX};
    bool found;
    if (!pabulib_read_record(&r, &found))
        abort(); /* it was read before */
}
