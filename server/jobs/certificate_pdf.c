/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "server/jobs/certificate_pdf.h"

#include "base/encoding.h"
#include "server/jobs/pdf.h"
#include "server/pages/html.h"

enum { SECONDS_A_MINUTE = 60 };

struct certificate {
    const struct certificate_source *source;
    const struct definition *definition;
    const struct translation *texts;
    struct arena arena; /* of everything that is said */
};

/* ---- what is said ---- */

static const char *keep(struct certificate *c, struct buffer *text)
{
    const char *kept = arena_string(&c->arena, buffer_string(text));
    buffer_clear(text);
    return kept;
}

static const char *say(struct certificate *c, const char *id, const struct message_arg *args, size_t count)
{
    struct buffer text = {0};
    message_append_plain(&text, c->texts, id, args, count);
    return keep(c, &text);
}
#define SAY(c, id, ...)                                                                                      \
    say(c, id, (const struct message_arg[]){__VA_ARGS__},                                                    \
        sizeof((const struct message_arg[]){__VA_ARGS__}) / sizeof(struct message_arg))
#define SAY_SIMPLE(c, id) say(c, id, NULL, 0)

static const char *escaped(struct certificate *c, const char *plain)
{
    struct buffer text = {0};
    html_text(&text, bytes_of_string(plain));
    return keep(c, &text);
}

static const char *number(struct certificate *c, int64_t value)
{
    struct buffer text = {0};
    number_append(&text, c->texts, value);
    return keep(c, &text);
}

static const char *money(struct certificate *c, int64_t minor_units)
{
    struct buffer text = {0};
    money_append(&text, c->texts, c->definition->currency, c->definition->minor_digits, minor_units);
    return keep(c, &text);
}

/* Without the tags that a page has there. */
static const char *moment(struct certificate *c, uint64_t minute)
{
    struct buffer html = {0}, text = {0};
    bool tag = false;
    moment_append(&html, c->texts, (int64_t)minute, 0, "UTC");
    for (const char *at = buffer_string(&html); *at; at++) {
        tag = tag || *at == '<';
        if (!tag)
            buffer_append_u8(&text, (uint8_t)*at);
        tag = tag && *at != '>';
    }
    buffer_clear(&html);
    return keep(c, &text);
}

static const char *title_of(struct certificate *c, const char *kind, const char *contest, const char *id)
{
    const char *thing = id ? arena_format(&c->arena, "%s/%s/%s", kind, contest, id)
                           : arena_format(&c->arena, "%s/%s", kind, contest);
    const char *title = json_string_value(json_object_get(c->source->titles, thing));
    return escaped(c, title ? title : id ? id : contest);
}

/* Those of the list whose keys have signed the entry. */
static const char *signers(struct certificate *c, const struct entry *entry, const struct people *people)
{
    struct buffer text = {0};
    for (size_t p = 0; p < people->count; p++)
        for (size_t s = 0; s < entry->signature_count; s++)
            if (memcmp(entry->signatures[s].key.bytes, people->list[p].key.bytes, SIGN_PUBLIC_BYTES) == 0) {
                buffer_append_string(&text, text.len ? ", " : "");
                html_text(&text, bytes_of_string(people->list[p].name));
            }
    return keep(c, &text);
}

static const char *hex(struct certificate *c, const uint8_t hash[HASH_BYTES])
{
    struct buffer text = {0};
    buffer_append_string(&text, "<span font_family=\"DejaVu Sans Mono, monospace\" size=\"7.2pt\">");
    hex_append(&text, bytes_of(hash, HASH_BYTES));
    buffer_append_string(&text, "</span>");
    return keep(c, &text);
}

/* ---- a list ---- */

static void draw_figures(struct certificate *c, struct pdf *pdf, const struct contest *contest,
                         const json_t *json)
{
    static const char *const members[] = {"voters", "ballots", "replaced", "withdrawn", "valid", "blank"};
    if (contest->form.kind != FORM_QUESTIONS)
        pdf_fact(pdf, SAY_SIMPLE(c, "certificate-budget"), money(c, (int64_t)contest->envelope));
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        pdf_fact(pdf, SAY_SIMPLE(c, arena_format(&c->arena, "certificate-%s", members[i])),
                 number(c, json_integer_value(json_object_get(json, members[i]))));
    pdf_fact(pdf, SAY_SIMPLE(c, "certificate-invalid"),
             number(c, (int64_t)json_array_size(json_object_get(json, "invalid"))));
}

static void draw_option(struct certificate *c, struct pdf *pdf, const struct contest *contest, size_t option)
{
    pdf_row(pdf, (const char *[]){number(c, (int64_t)option + 1),
                                  title_of(c, "option", contest->id, contest->options[option].id),
                                  money(c, (int64_t)contest->options[option].cost)});
}

/* Winners in the order in which they won, then the others. */
static void draw_projects(struct certificate *c, struct pdf *pdf, const struct contest *contest,
                          const json_t *count)
{
    struct pdf_column columns[] = {
        {.heading = SAY_SIMPLE(c, "certificate-number"), .part = 0.1},
        {.heading = SAY_SIMPLE(c, "certificate-funded"), .part = 0.65},
        {.heading = SAY_SIMPLE(c, "certificate-cost"), .part = 0.25, .number = true}};
    const size_t column_count = sizeof columns / sizeof *columns;
    bool *won = arena_allocate(&c->arena, contest->option_count, sizeof *won);
    size_t i, winners = 0;
    uint16_t option;
    json_t *id;
    pdf_table_begin(pdf, columns, column_count);
    json_array_foreach(json_object_get(count, "selected"), i, id)
    {
        if (!contest_option(contest, json_string_value(id), &option))
            continue;
        won[option] = true;
        winners++;
        draw_option(c, pdf, contest, option);
    }
    pdf_total(pdf, (const char *[]){"", SAY_SIMPLE(c, "certificate-total"),
                                    money(c, json_integer_value(json_object_get(count, "total_cost")))});
    pdf_table_end(pdf);
    if (winners == contest->option_count)
        return;
    columns[1].heading = SAY_SIMPLE(c, "certificate-not-funded");
    pdf_table_begin(pdf, columns, column_count);
    for (size_t o = 0; o < contest->option_count; o++)
        if (!won[o])
            draw_option(c, pdf, contest, o);
    pdf_table_end(pdf);
}

static void draw_questions(struct certificate *c, struct pdf *pdf, const struct contest *contest,
                           const json_t *count)
{
    const struct pdf_column columns[] = {
        {.heading = SAY_SIMPLE(c, "certificate-question"), .part = 0.38},
        {.heading = SAY_SIMPLE(c, "certificate-yes"), .part = 0.1, .number = true},
        {.heading = SAY_SIMPLE(c, "certificate-no"), .part = 0.1, .number = true},
        {.heading = SAY_SIMPLE(c, "certificate-abstain"), .part = 0.17, .number = true},
        {.heading = SAY_SIMPLE(c, "certificate-outcome"), .part = 0.25}};
    size_t i;
    json_t *step;
    pdf_table_begin(pdf, columns, sizeof columns / sizeof *columns);
    json_array_foreach(json_object_get(count, "trace"), i, step)
    {
        const char *outcome = json_string_value(json_object_get(step, "outcome"));
        pdf_row(pdf, (const char *[]){title_of(c, "option", contest->id,
                                               json_string_value(json_object_get(step, "option"))),
                                      number(c, json_integer_value(json_object_get(step, "yes"))),
                                      number(c, json_integer_value(json_object_get(step, "no"))),
                                      number(c, json_integer_value(json_object_get(step, "abstain"))),
                                      SAY_SIMPLE(c, strcmp(outcome, "passed") == 0   ? "result-passed"
                                                    : strcmp(outcome, "failed") == 0 ? "result-failed"
                                                                                     : "result-no-quorum")});
    }
    pdf_table_end(pdf);
}

static void draw_contest(struct certificate *c, struct pdf *pdf, const json_t *json)
{
    const char *id = json_string_value(json_object_get(json, "id")),
               *status = json_string_value(json_object_get(json, "status"));
    const struct contest *contest = id ? definition_contest(c->definition, id) : NULL;
    const json_t *count = json_object_get(json, "count");
    if (!contest)
        return;
    pdf_heading(pdf, 2, title_of(c, "contest", contest->id, NULL));
    draw_figures(c, pdf, contest, json);
    if (count && contest->form.kind == FORM_QUESTIONS)
        draw_questions(c, pdf, contest, count);
    else if (count)
        draw_projects(c, pdf, contest, count);
    else
        pdf_paragraph(pdf, SAY_SIMPLE(c, status && strcmp(status, "withheld") == 0 ? "result-withheld"
                                                                                   : "result-empty"));
}

/* ---- the whole ---- */

static void draw_secrecy(struct certificate *c, struct pdf *pdf)
{
    const struct people *trustees = &c->definition->trustees;
    struct buffer names = {0};
    for (size_t i = 0; i < trustees->count; i++) {
        buffer_append_string(&names, i ? ", " : "");
        html_text(&names, bytes_of_string(trustees->list[i].name));
    }
    pdf_paragraph(pdf, trustees->count == 1
                           ? SAY_SIMPLE(c, "secrecy-single")
                           : SAY(c, "secrecy-trustees",
                                 {.name = "needed", .number = (int64_t)c->definition->threshold},
                                 {.name = "count", .number = (int64_t)trustees->count},
                                 {.name = "names", .html = &names}));
    if (!c->definition->witness_policy)
        pdf_paragraph(pdf, SAY_SIMPLE(c, "no-witness"));
    buffer_clear(&names);
}

static void draw(struct pdf *pdf, void *context)
{
    struct certificate *c = context;
    const struct certificate_source *source = c->source;
    const struct round_state *state = source->state;
    struct buffer eid = {0}, round = {0};
    size_t i;
    json_t *contest;
    base64url_append(&eid, bytes_of(state->eid, sizeof state->eid));
    base64url_append(&round, bytes_of(state->id, sizeof state->id));
    pdf_paragraph(pdf, SAY_SIMPLE(c, "certificate-title"));
    pdf_heading(pdf, 1, escaped(c, source->title ? source->title : buffer_string(&round)));
    pdf_fact(pdf, SAY_SIMPLE(c, "certificate-city"), escaped(c, source->city));
    pdf_fact(pdf, SAY_SIMPLE(c, "certificate-opened"), moment(c, c->definition->schedule.open));
    pdf_fact(pdf, SAY_SIMPLE(c, "certificate-closed"), moment(c, source->closed));
    pdf_fact(pdf, SAY_SIMPLE(c, "certificate-signed"), signers(c, source->certified, &c->definition->clerks));
    pdf_fact(pdf, SAY_SIMPLE(c, "certificate-when"), moment(c, source->certified->minute));
    json_array_foreach(json_object_get(source->result, "contests"), i, contest) draw_contest(c, pdf, contest);
    pdf_heading(pdf, 2, SAY_SIMPLE(c, "certificate-check"));
    pdf_paragraph(
        pdf, SAY(c, "certificate-view",
                 {.name = "address",
                  .text = arena_format(&c->arena, "%s/rounds/%s", source->base_url, buffer_string(&round))}));
    pdf_fact(pdf, SAY_SIMPLE(c, "certificate-record"), escaped(c, c->definition->origin));
    pdf_fact(pdf, SAY_SIMPLE(c, "certificate-election"), buffer_string(&eid));
    pdf_fact(pdf, SAY_SIMPLE(c, "certificate-result"), hex(c, state->result.hash));
    pdf_fact(pdf, SAY_SIMPLE(c, "certificate-sums"), hex(c, source->sums));
    draw_secrecy(c, pdf);
    buffer_clear(&eid);
    buffer_clear(&round);
}

bool certificate_pdf_write(const struct certificate_source *source, const char *language,
                           const struct translation *texts, struct buffer *out, struct error *err)
{
    struct certificate c = {.source = source, .definition = source->state->definition, .texts = texts};
    const char *title = source->title ? source->title : "";
    const struct pdf_about about = {
        .title = title,
        .foot = SAY(&c, "certificate-foot", {.name = "round", .text = title},
                    {.name = "city", .text = source->city}),
        .language = language,
        .right_to_left = translation_is_right_to_left(texts),
        .seconds = (int64_t)source->certified->minute * SECONDS_A_MINUTE,
    };
    bool ok = pdf_write(&about, draw, &c, out, err);
    arena_clear(&c.arena);
    return ok;
}
