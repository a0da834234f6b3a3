// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/pages/chart.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/encoding.h"
#include "server/pages/html.h"
#include "server/pages/parts.h"

enum {
    WIDTH = 480, /* so that its words can be read on a phone, too */
    EDGE = 20,
    INNER = WIDTH - 2 * EDGE,
    HEAD = 76,
    FOOT = 40,
    ROW = 46,
    BAR = 14,
    COLUMNS = 180,      /* height of the columns of the turnout */
    LABELLED_DAYS = 8,  /* more of them have no room for their own labels */
    TITLE_SYMBOLS = 44, /* of the widest system fonts, beside a number */
    BOLD_TITLE_SYMBOLS = 36,
};

/* On white, whatever the colours of the page around it. */
#define INK "#1c2421"
#define QUIET "#525b57"
#define STRONG "#0b5c58"
#define MIDDLE "#757a74"
#define PALE "#d5d1c4"

__extension__ typedef __int128 wide;

struct chart {
    const struct view *view;
    struct buffer *out;
    bool mirrored; /* read from right to left */
    int64_t y;     /* where the next part begins */
};

static const json_t *find(const json_t *list, const char *id)
{
    for (size_t i = 0; i < json_array_size(list); i++)
        if (strcmp(part_text(json_array_get(list, i), "id"), id) == 0)
            return json_array_get(list, i);
    return NULL;
}

static bool is_mirrored(const char *language)
{
    static const char *const languages[] = {"ar", "fa", "he", "ur"};
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++)
        if (strncmp(language, languages[i], 2) == 0)
            return true;
    return false;
}

/* ---- texts and bars ---- */

static int64_t start_of(const struct chart *chart)
{
    return chart->mirrored ? WIDTH - EDGE : EDGE;
}

/* Escaped text at the beginning or the end of a line. */
static void write_text(const struct chart *chart, int64_t y, int size, bool bold, bool at_end,
                       const char *colour, struct bytes escaped)
{
    int64_t x = at_end == chart->mirrored ? EDGE : WIDTH - EDGE;
    buffer_append_format(chart->out, "<text x=\"%lld\" y=\"%lld\" font-size=\"%d\"%s%s fill=\"%s\">",
                         (long long)x, (long long)y, size, bold ? " font-weight=\"700\"" : "",
                         at_end ? " text-anchor=\"end\"" : "", colour);
    buffer_append_bytes(chart->out, escaped);
    buffer_append_string(chart->out, "</text>\n");
}

static void write_number(const struct chart *chart, int64_t y, int64_t number)
{
    struct buffer text = {0};
    number_append(&text, chart->view->texts, number);
    write_text(chart, y, 15, true, true, INK, buffer_bytes(&text));
    buffer_clear(&text);
}

/* From `from` on along the line, both of `whole`. */
static void write_bar(const struct chart *chart, int64_t y, int64_t from, int64_t part, int64_t whole,
                      const char *colour)
{
    int64_t width = whole > 0 ? (int64_t)((wide)part * INNER / whole) : 0,
            before = whole > 0 ? (int64_t)((wide)from * INNER / whole) : 0;
    if (width > 0)
        buffer_append_format(chart->out,
                             "<rect x=\"%lld\" y=\"%lld\" width=\"%lld\" height=\"%d\" fill=\"%s\"/>\n",
                             (long long)(chart->mirrored ? WIDTH - EDGE - before - width : EDGE + before),
                             (long long)y, (long long)width, BAR, colour);
}

/* A title that fits the line, escaped. */
static void append_title(struct buffer *out, const char *title, size_t symbols_max)
{
    size_t len = 0, symbols = 0;
    while (title[len] && symbols < symbols_max) {
        len++;
        while (((uint8_t)title[len] & 0xc0) == 0x80)
            len++;
        symbols++;
    }
    html_text(out, bytes_of((const uint8_t *)title, len));
    if (title[len])
        buffer_append_string(out, "…");
}

static const char *word_of(const struct view *view, const char *kind, const char *contest, const char *id)
{
    const char *word = part_word(part_thing(view, kind, contest, id), "title");
    return *word ? word : id ? id : contest ? contest : "";
}

/* ---- the frame ---- */

static void begin(struct chart *chart, const char *title, const char *about, int64_t height)
{
    struct buffer text = {0};
    buffer_append_format(
        chart->out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %lld\" width=\"%d\" "
        "height=\"%lld\" font-family=\"system-ui, sans-serif\" direction=\"%s\" xml:lang=\"%s\">\n",
        WIDTH, (long long)height, WIDTH, (long long)height, chart->mirrored ? "rtl" : "ltr",
        chart->view->language);
    buffer_append_string(chart->out, "<title>");
    message_append_plain(chart->out, chart->view->texts, title, NULL, 0);
    buffer_append_format(chart->out, "</title>\n<rect width=\"%d\" height=\"%lld\" fill=\"#ffffff\"/>\n",
                         WIDTH, (long long)height);
    message_append_plain(&text, chart->view->texts, title, NULL, 0);
    write_text(chart, 32, 20, true, false, INK, buffer_bytes(&text));
    text.len = 0;
    append_title(&text, about, TITLE_SYMBOLS);
    write_text(chart, 56, 15, false, false, QUIET, buffer_bytes(&text));
    buffer_clear(&text);
    chart->y = HEAD;
}

static void end(struct chart *chart)
{
    struct buffer source = {0};
    html_write(&source, "%s · %s/%s/rounds/%s/result", chart->view->city, chart->view->base_url,
               chart->view->language, part_text(chart->view->round, "id"));
    buffer_append_format(chart->out, "<text x=\"%lld\" y=\"%lld\" font-size=\"10\" fill=\"%s\">",
                         (long long)start_of(chart), (long long)chart->y + 24, QUIET);
    buffer_append_bytes(chart->out, buffer_bytes(&source));
    buffer_append_string(chart->out, "</text>\n</svg>\n");
    buffer_clear(&source);
}

/* ---- votes for projects ---- */

struct bar {
    const char *option;
    int64_t votes;
    bool won;
};

static int by_votes(const void *a, const void *b)
{
    const struct bar *x = a, *y = b;
    return x->votes < y->votes ? 1 : x->votes > y->votes ? -1 : strcmp(x->option, y->option);
}

static void write_projects(struct chart *chart, const json_t *contest, const json_t *count,
                           const json_t *supporters)
{
    const json_t *options = part_get(contest, "options"), *selected = part_get(count, "selected");
    size_t n = json_array_size(options);
    struct bar *bars = allocate(n + 1, sizeof *bars);
    for (size_t i = 0; i < n; i++) {
        bars[i] = (struct bar){part_text(json_array_get(options, i), "id"),
                               json_integer_value(json_array_get(supporters, i)), false};
        for (size_t s = 0; s < json_array_size(selected); s++)
            bars[i].won |= strcmp(json_string_value(json_array_get(selected, s)), bars[i].option) == 0;
    }
    qsort(bars, n, sizeof *bars, by_votes);
    begin(chart, "chart-votes", word_of(chart->view, "contest", part_text(contest, "id"), NULL),
          HEAD + (int64_t)n * ROW + FOOT);
    for (size_t i = 0; i < n; i++, chart->y += ROW) {
        struct buffer title = {0};
        append_title(&title, word_of(chart->view, "option", part_text(contest, "id"), bars[i].option),
                     bars[i].won ? BOLD_TITLE_SYMBOLS : TITLE_SYMBOLS);
        if (bars[i].won)
            buffer_append_string(&title, " ✓");
        write_text(chart, chart->y + 14, 15, bars[i].won, false, INK, buffer_bytes(&title));
        write_number(chart, chart->y + 14, bars[i].votes);
        write_bar(chart, chart->y + 20, 0, bars[0].votes, bars[0].votes, "#f2eee4");
        write_bar(chart, chart->y + 20, 0, bars[i].votes, bars[0].votes, bars[i].won ? STRONG : MIDDLE);
        buffer_clear(&title);
    }
    free(bars);
}

/* ---- answers ---- */

static void append_answers(const struct chart *chart, const json_t *step, struct buffer *out)
{
    message_append_plain(out, chart->view->texts, "result-answers",
                         (const struct message_arg[]){NUMBER("yes", part_integer(step, "yes")),
                                                      NUMBER("no", part_integer(step, "no")),
                                                      NUMBER("abstain", part_integer(step, "abstain"))},
                         3);
}

static void write_answers(struct chart *chart, const json_t *contest, const json_t *count)
{
    const json_t *trace = part_get(count, "trace");
    const int64_t row = ROW + 20;
    begin(chart, "chart-answers", word_of(chart->view, "contest", part_text(contest, "id"), NULL),
          HEAD + (int64_t)json_array_size(trace) * row + FOOT);
    for (size_t i = 0; i < json_array_size(trace); i++, chart->y += row) {
        const json_t *step = json_array_get(trace, i);
        int64_t yes = part_integer(step, "yes"), no = part_integer(step, "no"),
                abstain = part_integer(step, "abstain");
        struct buffer title = {0}, answers = {0};
        append_title(&title,
                     word_of(chart->view, "option", part_text(contest, "id"), part_text(step, "option")),
                     BOLD_TITLE_SYMBOLS);
        append_answers(chart, step, &answers);
        write_text(chart, chart->y + 14, 15, true, false, INK, buffer_bytes(&title));
        write_text(chart, chart->y + 33, 13, false, false, QUIET, buffer_bytes(&answers));
        write_bar(chart, chart->y + 40, 0, yes, yes + no + abstain, STRONG);
        write_bar(chart, chart->y + 40, yes, no, yes + no + abstain, MIDDLE);
        write_bar(chart, chart->y + 40, yes + no, abstain, yes + no + abstain, PALE);
        buffer_clear(&title);
        buffer_clear(&answers);
    }
}

/* ---- turnout ---- */

static void write_label(const struct chart *chart, int64_t x, int64_t y, const char *text)
{
    buffer_append_format(
        chart->out,
        "<text x=\"%lld\" y=\"%lld\" font-size=\"12\" text-anchor=\"middle\" direction=\"ltr\" "
        "fill=\"" QUIET "\">%s</text>\n",
        (long long)x, (long long)y, text);
}

static void write_days(struct chart *chart, const json_t *days)
{
    size_t n = json_array_size(days);
    int64_t most = 1, step = INNER / (int64_t)n > 120 ? 120 : INNER / (int64_t)n;
    for (size_t i = 0; i < n; i++)
        if (part_integer(json_array_get(days, i), "voters") > most)
            most = part_integer(json_array_get(days, i), "voters");
    begin(chart, "chart-turnout", word_of(chart->view, "round", NULL, NULL), HEAD + COLUMNS + 24 + FOOT);
    int64_t ground = chart->y + COLUMNS;
    for (size_t i = 0; i < n && step > 0; i++) {
        const json_t *day = json_array_get(days, i);
        int64_t voters = part_integer(day, "voters"),
                height = (int64_t)((wide)voters * (COLUMNS - 24) / most);
        int64_t x = chart->mirrored ? WIDTH - EDGE - (int64_t)(i + 1) * step : EDGE + (int64_t)i * step;
        struct buffer number = {0};
        number_append(&number, chart->view->texts, voters);
        buffer_append_format(
            chart->out, "<rect x=\"%lld\" y=\"%lld\" width=\"%lld\" height=\"%lld\" fill=\"" STRONG "\"/>\n",
            (long long)x, (long long)(ground - height), (long long)(step > 4 ? step - 3 : step),
            (long long)height);
        if (n <= LABELLED_DAYS)
            write_label(chart, x + step / 2, ground - height - 6, buffer_string(&number));
        if (n <= LABELLED_DAYS / 2 || i == 0 || i + 1 == n)
            write_label(chart,
                        n <= LABELLED_DAYS / 2 ? x + step / 2
                        : i == 0               ? EDGE + 36
                                               : WIDTH - EDGE - 36,
                        ground + 18, part_text(day, "day"));
        buffer_clear(&number);
    }
    buffer_append_format(chart->out,
                         "<rect x=\"%d\" y=\"%lld\" width=\"%d\" height=\"1\" fill=\"" MIDDLE "\"/>\n", EDGE,
                         (long long)ground, INNER);
    chart->y = ground + 24;
}

/* ---- all of them ---- */

bool chart_write(const struct view *view, const char *name, struct buffer *out)
{
    struct chart chart = {.view = view, .out = out, .mirrored = is_mirrored(view->language)};
    const json_t *days = part_get(part_get(view->views, "turnout"), "days");
    const json_t *contest = find(part_get(view->definition, "contests"), name),
                 *count = part_get(find(part_get(view->result, "contests"), name), "count"),
                 *views = find(part_get(view->views, "contests"), name);
    bool turnout = strcmp(name, CHART_TURNOUT) == 0 && json_array_size(days) > 0;
    if (!turnout && (!contest || !count || !views))
        return false;
    if (turnout)
        write_days(&chart, days);
    else if (strcmp(part_text(part_get(count, "rule"), "name"), "motion") == 0)
        write_answers(&chart, contest, count);
    else
        write_projects(&chart, contest, count, part_get(views, "supporters"));
    end(&chart);
    return true;
}

/* ---- on the page ---- */

static const char *title_of(const struct view *view, const char *name)
{
    const json_t *count = part_get(find(part_get(view->result, "contests"), name), "count");
    if (strcmp(name, CHART_TURNOUT) == 0)
        return "chart-turnout";
    return strcmp(part_text(part_get(count, "rule"), "name"), "motion") == 0 ? "chart-answers"
                                                                             : "chart-votes";
}

/* <img ...> of the chart, with this much of an address before its path. */
static void append_image(const struct view *view, const char *name, const char *host, int64_t height,
                         const char *more, struct buffer *out)
{
    struct buffer title = {0};
    message_append_plain(&title, view->texts, title_of(view, name), NULL, 0);
    html_write(out, "<img src=\"%s/api/v1/rounds/%s/charts/%s.svg?language=%s\" alt=\"", host,
               part_text(view->round, "id"), name, view->language);
    message_append_plain(out, view->texts, "chart-alt", &HTML("title", &title), 1);
    buffer_append_format(out, "\" width=\"%d\" height=\"%lld\"%s>", WIDTH, (long long)height, more);
    buffer_clear(&title);
}

static int64_t height_of(struct bytes document)
{
    static const char mark[] = "height=\"";
    const uint8_t *at = memmem(document.data, document.len, mark, sizeof mark - 1);
    return at ? strtoll((const char *)at + sizeof mark - 1, NULL, 10) : 0;
}

static void write_citation(const struct view *view, const char *name)
{
    struct buffer title = {0};
    message_append_plain(&title, view->texts, title_of(view, name), NULL, 0);
    html_write(view->out, "<p class=\"citation\">%s: ", view->city);
    view_title(view, "result", view->out);
    buffer_append_string(view->out, ". ");
    buffer_append_bytes(view->out, buffer_bytes(&title));
    html_write(view->out, ". <bdi>%s/api/v1/rounds/%s/charts/%s.svg</bdi> (<bdi>%s</bdi>)</p>\n",
               view->base_url, part_text(view->round, "id"), name, part_text(view->round, "eid"));
    buffer_clear(&title);
}

void chart_write_figure(const struct view *view, const char *name)
{
    struct buffer document = {0}, image = {0};
    if (chart_write(view, name, &document)) {
        int64_t height = height_of(buffer_bytes(&document));
        buffer_append_string(view->out, "<figure class=\"chart\">\n");
        append_image(view, name, "", height, " loading=\"lazy\"", view->out);
        html_write(view->out,
                   "\n<figcaption>\n<ul class=\"links\">\n<li><a "
                   "href=\"/api/v1/rounds/%s/charts/%s.svg?language=%s\" "
                   "download=\"%s.svg\">",
                   part_text(view->round, "id"), name, view->language, name);
        message_append_simple(view->out, view->texts, "chart-svg");
        buffer_append_string(view->out, "</a></li>\n</ul>\n<details>\n<summary>");
        message_append_simple(view->out, view->texts, "chart-embed");
        buffer_append_string(view->out, "</summary>\n");
        part_write_message(view, "p", "chart-embed-code");
        append_image(view, name, view->base_url, height, "", &image);
        html_write(view->out, "<pre tabindex=\"0\"><code>%s</code></pre>\n", buffer_string(&image));
        part_write_message(view, "p", "chart-cite");
        write_citation(view, name);
        buffer_append_string(view->out, "</details>\n</figcaption>\n</figure>\n");
    }
    buffer_clear(&document);
    buffer_clear(&image);
}
