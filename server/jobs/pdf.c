/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "server/jobs/pdf.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>
#include <time.h>

/* All lengths in points, 1/72 of an inch. */
#define WIDTH 595.276
#define HEIGHT 841.89
#define MARGIN 56.7
#define INNER (WIDTH - 2 * MARGIN)
#define BOTTOM (HEIGHT - MARGIN - 24)
#define FOOT (HEIGHT - MARGIN + 4)
#define LABEL 0.34 /* of the width, for what a fact is */
#define CELL_GAP 12.0
#define RULE_GREY 0.72

#define FONTS "DejaVu Sans, Noto Sans, sans-serif"

struct pdf {
    const struct pdf_about *about;
    cairo_t *cairo;
    PangoContext *context;
    double y;
    unsigned page, pages; /* pages: as the first time found */
    const struct pdf_column *columns;
    size_t column_count;
};

/* ---- text ---- */

struct text {
    const char *markup;
    double size, width;
    bool bold, end;
};

static PangoLayout *lay_out(struct pdf *pdf, const struct text *text)
{
    PangoLayout *layout = pango_layout_new(pdf->context);
    PangoFontDescription *font = pango_font_description_from_string(FONTS);
    pango_font_description_set_absolute_size(font, text->size * PANGO_SCALE);
    pango_font_description_set_weight(font, text->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
    pango_layout_set_width(layout, (int)(text->width * PANGO_SCALE));
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_auto_dir(layout, FALSE); /* a page has one direction, whatever a title is written in */
    pango_layout_set_alignment(layout,
                               text->end == pdf->about->right_to_left ? PANGO_ALIGN_LEFT : PANGO_ALIGN_RIGHT);
    pango_layout_set_markup(layout, text->markup, -1);
    return layout;
}

static double height_of(PangoLayout *layout)
{
    int height;
    pango_layout_get_size(layout, NULL, &height);
    return (double)height / PANGO_SCALE;
}

/* `from`: how far the text's box is from where lines begin. */
static void show(struct pdf *pdf, PangoLayout *layout, double from, double width, double y)
{
    double x = pdf->about->right_to_left ? WIDTH - MARGIN - from - width : MARGIN + from;
    cairo_move_to(pdf->cairo, x, y);
    pango_cairo_show_layout(pdf->cairo, layout);
}

static void rule(struct pdf *pdf, double y, double thickness)
{
    cairo_save(pdf->cairo);
    cairo_set_source_rgb(pdf->cairo, RULE_GREY, RULE_GREY, RULE_GREY);
    cairo_set_line_width(pdf->cairo, thickness);
    cairo_move_to(pdf->cairo, MARGIN, y);
    cairo_line_to(pdf->cairo, WIDTH - MARGIN, y);
    cairo_stroke(pdf->cairo);
    cairo_restore(pdf->cairo);
}

/* ---- pages ---- */

static void end_page(struct pdf *pdf)
{
    char number[32];
    g_snprintf(number, sizeof number, "%u/%u", pdf->page, pdf->pages);
    PangoLayout *foot =
        lay_out(pdf, &(struct text){.markup = pdf->about->foot, .size = 8, .width = 0.84 * INNER});
    PangoLayout *place =
        lay_out(pdf, &(struct text){.markup = number, .size = 8, .width = 0.16 * INNER, .end = true});
    show(pdf, foot, 0, 0.84 * INNER, FOOT);
    show(pdf, place, 0.84 * INNER, 0.16 * INNER, FOOT);
    g_object_unref(foot);
    g_object_unref(place);
    cairo_show_page(pdf->cairo);
}

static void begin_page(struct pdf *pdf)
{
    pdf->page++;
    pdf->y = MARGIN;
}

/* Room for so much, on this page or the next; true: it is a new one. */
static bool make_room(struct pdf *pdf, double height)
{
    if (pdf->y + height <= BOTTOM || pdf->y == MARGIN)
        return false;
    end_page(pdf);
    begin_page(pdf);
    return true;
}

/* ---- blocks ---- */

static void block(struct pdf *pdf, const char *tag, const struct text *text, double before, double after,
                  double follows)
{
    PangoLayout *layout = lay_out(pdf, text);
    double height = height_of(layout);
    if (pdf->y > MARGIN)
        pdf->y += before;
    make_room(pdf, height + follows);
    cairo_tag_begin(pdf->cairo, tag, NULL);
    show(pdf, layout, 0, text->width, pdf->y);
    cairo_tag_end(pdf->cairo, tag);
    pdf->y += height + after;
    g_object_unref(layout);
}

void pdf_heading(struct pdf *pdf, unsigned level, const char *markup)
{
    bool first = level == 1;
    const struct text text = {.markup = markup, .size = first ? 20 : 13, .width = INNER, .bold = true};
    block(pdf, first ? "H1" : "H2", &text, first ? 0 : 16, first ? 10 : 6, 60);
}

void pdf_paragraph(struct pdf *pdf, const char *markup)
{
    block(pdf, "P", &(struct text){.markup = markup, .size = 10, .width = INNER}, 4, 4, 0);
}

void pdf_fact(struct pdf *pdf, const char *label, const char *value)
{
    double label_width = LABEL * INNER - CELL_GAP, value_width = (1 - LABEL) * INNER;
    PangoLayout *what =
        lay_out(pdf, &(struct text){.markup = label, .size = 9.5, .width = label_width, .bold = true});
    PangoLayout *is = lay_out(pdf, &(struct text){.markup = value, .size = 9.5, .width = value_width});
    double height = height_of(what) > height_of(is) ? height_of(what) : height_of(is);
    make_room(pdf, height);
    cairo_tag_begin(pdf->cairo, "P", NULL);
    show(pdf, what, 0, label_width, pdf->y);
    show(pdf, is, LABEL * INNER, value_width, pdf->y);
    cairo_tag_end(pdf->cairo, "P");
    pdf->y += height + 3;
    g_object_unref(what);
    g_object_unref(is);
}

/* ---- tables ---- */

static double cell_width(const struct pdf *pdf, size_t column)
{
    return pdf->columns[column].part * INNER - (column + 1 < pdf->column_count ? CELL_GAP : 0);
}

static void row(struct pdf *pdf, const char *const *cells, bool head, bool bold)
{
    PangoLayout *layouts[PDF_COLUMNS_MAX];
    double height = 0, from = 0;
    for (size_t i = 0; i < pdf->column_count; i++) {
        const struct pdf_column *column = &pdf->columns[i];
        layouts[i] = lay_out(pdf, &(struct text){.markup = cells[i],
                                                 .size = 9.5,
                                                 .width = cell_width(pdf, i),
                                                 .bold = bold,
                                                 .end = column->number});
        height = height_of(layouts[i]) > height ? height_of(layouts[i]) : height;
    }
    const char *headings[PDF_COLUMNS_MAX];
    for (size_t i = 0; i < pdf->column_count; i++)
        headings[i] = pdf->columns[i].heading;
    if (make_room(pdf, height + 6) && !head)
        row(pdf, headings, true, true);
    cairo_tag_begin(pdf->cairo, "TR", NULL);
    for (size_t i = 0; i < pdf->column_count; i++) {
        cairo_tag_begin(pdf->cairo, head ? "TH" : "TD", NULL);
        show(pdf, layouts[i], from, cell_width(pdf, i), pdf->y + 3);
        cairo_tag_end(pdf->cairo, head ? "TH" : "TD");
        from += pdf->columns[i].part * INNER;
        g_object_unref(layouts[i]);
    }
    cairo_tag_end(pdf->cairo, "TR");
    pdf->y += height + 6;
    rule(pdf, pdf->y, head ? 1 : 0.4);
}

void pdf_table_begin(struct pdf *pdf, const struct pdf_column *columns, size_t count)
{
    const char *headings[PDF_COLUMNS_MAX];
    for (size_t i = 0; i < count; i++)
        headings[i] = columns[i].heading;
    pdf->columns = columns;
    pdf->column_count = count;
    make_room(pdf, 48); /* the headings and a row */
    cairo_tag_begin(pdf->cairo, "Table", NULL);
    row(pdf, headings, true, true);
}

void pdf_row(struct pdf *pdf, const char *const *cells)
{
    row(pdf, cells, false, false);
}

void pdf_total(struct pdf *pdf, const char *const *cells)
{
    row(pdf, cells, false, true);
}

void pdf_table_end(struct pdf *pdf)
{
    cairo_tag_end(pdf->cairo, "Table");
    pdf->y += 6;
}

/* ---- the whole ---- */

static cairo_status_t append(void *out, const unsigned char *data, unsigned length)
{
    buffer_append(out, data, length);
    return CAIRO_STATUS_SUCCESS;
}

static void set_metadata(cairo_surface_t *surface, const struct pdf_about *about)
{
    char when[32];
    time_t time = (time_t)about->seconds;
    struct tm tm;
    gmtime_r(&time, &tm);
    strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%SZ", &tm);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, about->title);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, when);
}

/* How many pages it took. */
static bool draw_once(const struct pdf_about *about, void (*draw)(struct pdf *pdf, void *context),
                      void *context, unsigned *pages, struct buffer *out, struct error *err)
{
    cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(append, out, WIDTH, HEIGHT);
    PangoFontMap *fonts = pango_cairo_font_map_new();
    struct pdf pdf = {.about = about, .cairo = cairo_create(surface), .pages = *pages};
    set_metadata(surface, about);
    pdf.context = pango_font_map_create_context(fonts);
    pango_cairo_context_set_resolution(pdf.context, 72); /* points are points */
    pango_cairo_update_context(pdf.cairo, pdf.context);
    pango_context_set_language(pdf.context, pango_language_from_string(about->language));
    pango_context_set_base_dir(pdf.context, about->right_to_left ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR);
    begin_page(&pdf);
    draw(&pdf, context);
    end_page(&pdf);
    cairo_surface_finish(surface);
    cairo_status_t status = cairo_surface_status(surface);
    if (status == CAIRO_STATUS_SUCCESS)
        status = cairo_status(pdf.cairo);
    g_object_unref(pdf.context);
    g_object_unref(fonts);
    cairo_destroy(pdf.cairo);
    cairo_surface_destroy(surface);
    *pages = pdf.page;
    return status == CAIRO_STATUS_SUCCESS ||
           error_broken(err, "internal", "the PDF was not made: %s", cairo_status_to_string(status));
}

bool pdf_write(const struct pdf_about *about, void (*draw)(struct pdf *pdf, void *context), void *context,
               struct buffer *out, struct error *err)
{
    struct buffer draft = {0};
    unsigned pages = 0;
    bool ok = draw_once(about, draw, context, &pages, &draft, err) &&
              draw_once(about, draw, context, &pages, out, err);
    buffer_clear(&draft);
    return ok;
}
