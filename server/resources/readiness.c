// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/resources/readiness.h"

#include <string.h>

#include "server/resources/pictures.h"
#include "server/resources/readiness_checks.h"

void finding(struct checking *c, enum severity severity, const char *id, const char *pointer,
             json_t *take_arguments, const char *detail)
{
    static const char *const names[] = {"blocking", "warning"};
    json_t *arguments = take_arguments ? take_arguments : json_object();
    if (json_array_size(c->found[BLOCKING]) + json_array_size(c->found[WARNING]) >= READINESS_FINDINGS_MAX) {
        /* so much is wrong that the rest can wait; but what blocks must not be lost */
        json_decref(arguments);
        if (severity != BLOCKING || json_array_size(c->found[WARNING]) == 0)
            return;
        json_array_remove(c->found[WARNING], json_array_size(c->found[WARNING]) - 1);
        arguments = json_object();
    }
    json_array_append_new(c->found[severity],
                          json_pack("{s:s, s:s, s:s, s:o, s:s}", "id", id, "severity", names[severity],
                                    "pointer", pointer, "arguments", arguments, "detail", detail));
}

void missing(struct checking *c, const char *what, const char *pointer)
{
    finding(c, BLOCKING, "missing", pointer, json_pack("{s:s}", "what", what),
            FORMAT(c, "%s is missing", what));
}

const char *text_of(const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));
    return text ? text : "";
}

bool number_of(struct checking *c, const json_t *object, const char *name, const char *what,
               const char *pointer, uint64_t *out)
{
    const json_t *value = json_object_get(object, name);
    if (!json_is_integer(value) || json_integer_value(value) < 0) {
        missing(c, what, FORMAT(c, "%s/%s", pointer, name));
        return false;
    }
    *out = (uint64_t)json_integer_value(value);
    return true;
}

/* ---- texts ---- */

static void check_text(struct checking *c, const json_t *texts, const char *language, bool first,
                       const char *pointer, const char *kind, const char *name)
{
    const json_t *text = json_object_get(texts, language);
    const char *place = FORMAT(c, "%s/texts/%s", pointer, language), *fault;
    json_t *arguments = json_pack("{s:s, s:s, s:s}", "kind", kind, "name", name, "language", language);
    if (!text || draft_text_is_empty(text)) {
        if (first)
            finding(c, BLOCKING, "title-missing", FORMAT(c, "%s/title", place), json_incref(arguments),
                    FORMAT(c, "the %s %s has no title", kind, name));
        else
            finding(c, WARNING, "translation-missing", place, json_incref(arguments),
                    FORMAT(c, "the %s %s has no text in %s: voters see the first language", kind, name,
                           language));
    } else if (!*text_of(text, "title")) {
        finding(c, BLOCKING, "title-missing", FORMAT(c, "%s/title", place), json_incref(arguments),
                FORMAT(c, "the %s %s has no title in %s", kind, name, language));
    } else if (*text_of(text, "picture") && !*text_of(text, "picture_text")) {
        finding(c, BLOCKING, "picture-text-missing", FORMAT(c, "%s/picture_text", place),
                json_incref(arguments),
                FORMAT(c, "the picture of the %s %s is not described in %s", kind, name, language));
    } else if ((fault = draft_text_fault(text, &c->arena))) {
        json_object_set_new(arguments, "detail", json_string(fault));
        finding(c, BLOCKING, "text-invalid", place, json_incref(arguments),
                FORMAT(c, "the text of the %s %s in %s: %s", kind, name, language, fault));
    }
    json_decref(arguments);
}

/* Pictures that the server does not have; one that texts of several languages name is told once. */
static void check_pictures(struct checking *c, const json_t *texts, const char *language, const char *pointer,
                           const char *kind, const char *name)
{
    static const char *const members[] = {"picture", "map"};
    const json_t *text = json_object_get(texts, language), *first = json_object_get(texts, c->languages[0]);
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        const char *picture = text_of(text, members[i]);
        if (!picture_name_is_valid(picture) || json_object_get(c->input->pictures, picture) ||
            (text != first && strcmp(picture, text_of(first, members[i])) == 0))
            continue;
        finding(c, BLOCKING, "picture-unknown", FORMAT(c, "%s/texts/%s/%s", pointer, language, members[i]),
                json_pack("{s:s, s:s, s:s}", "kind", kind, "name", name, "language", language),
                FORMAT(c, "the server does not have the picture %s of the %s %s", picture, kind, name));
    }
}

static bool is_language_of(const struct checking *c, const char *language)
{
    for (size_t i = 0; i < c->language_count; i++)
        if (strcmp(c->languages[i], language) == 0)
            return true;
    return false;
}

void check_texts(struct checking *c, const json_t *holder, const char *pointer, const char *kind,
                 const char *name)
{
    json_t *texts = json_object_get(holder, "texts"), *text;
    const char *language;
    for (size_t i = 0; i < c->language_count; i++) {
        check_text(c, texts, c->languages[i], i == 0, pointer, kind, name);
        check_pictures(c, texts, c->languages[i], pointer, kind, name);
    }
    json_object_foreach(texts, language, text)
    {
        if (!is_language_of(c, language) && !draft_text_is_empty(text))
            finding(c, BLOCKING, "language-not-of-round", FORMAT(c, "%s/texts/%s", pointer, language),
                    json_pack("{s:s, s:s, s:s}", "kind", kind, "name", name, "language", language),
                    FORMAT(c, "the %s %s has a text in %s, which is no language of the round", kind, name,
                           language));
    }
}

static void check_languages(struct checking *c)
{
    json_t *list = json_object_get(c->draft, "languages"), *item;
    size_t i;
    json_array_foreach(list, i, item)
    {
        const char *language = json_string_value(item), *place = FORMAT(c, "/languages/%zu", i);
        if (!language || strlen(language) < 2 || strlen(language) > LANGUAGE_BYTES_MAX ||
            !language_is_valid(bytes_of_string(language)) || is_language_of(c, language))
            finding(c, BLOCKING, "language-invalid", place,
                    json_pack("{s:s}", "language", language ? language : ""),
                    "a language is a tag in lower case such as en or pt_br, and stands there once");
        else if (c->language_count < DEFINITION_LANGUAGES_MAX)
            c->languages[c->language_count++] = language;
    }
    if (json_array_size(list) == 0)
        missing(c, "languages", "/languages");
}

/* ---- the round ---- */

static void check_round(struct checking *c)
{
    const char *kind = text_of(c->draft, "kind"), *currency = text_of(c->draft, "currency");
    const json_t *roll = json_object_get(c->draft, "roll");
    uint64_t digits, size, cap, years, listed = listed_for(c, NULL);
    if (strcmp(kind, "real") != 0 && strcmp(kind, "rehearsal") != 0)
        missing(c, "kind", "/kind");
    if (strcmp(kind, "rehearsal") == 0)
        finding(c, WARNING, "rehearsal", "/kind", NULL, "this is a rehearsal: it can never be certified");
    if (strlen(currency) != 3 || strspn(currency, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != 3)
        missing(c, "currency", "/currency");
    if (number_of(c, c->draft, "minor_digits", "minor-digits", "", &digits) && digits > 4)
        missing(c, "minor-digits", "/minor_digits");
    check_texts(c, c->draft, "", "round", "");
    if (!json_is_boolean(json_object_get(c->draft, "revoting")))
        missing(c, "revoting", "/revoting");
    if (!json_is_boolean(json_object_get(c->draft, "totals_only_paper")))
        missing(c, "totals-only-paper", "/totals_only_paper");
    if (number_of(c, c->draft, "pruning_years", "pruning-years", "", &years) && years > 1000)
        missing(c, "pruning-years", "/pruning_years");
    bool has_size = number_of(c, roll, "size", "roll-size", "/roll", &size);
    if (!number_of(c, roll, "cap", "roll-cap", "/roll", &cap))
        return;
    if (cap < 1 || cap > CREDENTIALS_MAX)
        missing(c, "roll-cap", "/roll/cap");
    else if (listed > cap)
        finding(c, WARNING, "codes-over-cap", "/roll/cap",
                json_pack("{s:I, s:I}", "listed", (json_int_t)listed, "cap", (json_int_t)cap),
                "there are more codes than the round allows: their list cannot be signed");
    if (has_size && cap < size)
        finding(c, WARNING, "cap-below-roll", "/roll/cap",
                json_pack("{s:I, s:I}", "cap", (json_int_t)cap, "size", (json_int_t)size),
                "the roll has more people than the round allows codes");
}

static void check_schedule(struct checking *c)
{
    const json_t *schedule = json_object_get(c->draft, "schedule");
    const char *zone = text_of(schedule, "zone");
    uint64_t open, close, additions, grace, objection, complaint;
    bool opens, closes;
    if (!*zone)
        missing(c, "zone", "/schedule/zone");
    else if (!c->input->zone_known)
        finding(c, BLOCKING, "zone-unknown", "/schedule/zone", json_pack("{s:s}", "zone", zone),
                "there is no such time zone");
    opens = number_of(c, schedule, "open", "open", "/schedule", &open);
    closes = number_of(c, schedule, "close", "close", "/schedule", &close);
    if (opens && closes && open >= close)
        finding(c, BLOCKING, "close-before-open", "/schedule/close",
                json_pack("{s:I, s:I}", "open", (json_int_t)open, "close", (json_int_t)close),
                "voting closes before it opens");
    else if (closes && close <= c->input->minute)
        finding(c, BLOCKING, "close-past", "/schedule/close", json_pack("{s:I}", "close", (json_int_t)close),
                "the end of voting has passed already");
    else if (opens && open <= c->input->minute)
        finding(c, WARNING, "open-past", "/schedule/open", json_pack("{s:I}", "open", (json_int_t)open),
                "the announced opening has passed already: voting begins as soon as the round is opened");
    if (number_of(c, schedule, "additions_end", "additions-end", "/schedule", &additions) && closes &&
        additions > close)
        finding(c, BLOCKING, "additions-after-close", "/schedule/additions_end",
                json_pack("{s:I, s:I}", "additions", (json_int_t)additions, "close", (json_int_t)close),
                "voters would be added after the end of voting");
    if (number_of(c, schedule, "grace", "grace", "/schedule", &grace) && grace > GRACE_MINUTES_MAX)
        finding(c, BLOCKING, "grace-too-long", "/schedule/grace",
                json_pack("{s:I, s:i}", "grace", (json_int_t)grace, "max", GRACE_MINUTES_MAX),
                "the grace time is at most a day");
    if (number_of(c, schedule, "objection", "objection", "/schedule", &objection) && objection == 0)
        finding(c, WARNING, "objection-none", "/schedule/objection", NULL,
                "there is no time to object before ballots are opened");
    if (number_of(c, schedule, "complaint", "complaint", "/schedule", &complaint) && complaint == 0)
        finding(c, WARNING, "complaint-none", "/schedule/complaint", NULL,
                "there is no time to complain after the result");
}

uint64_t listed_for(const struct checking *c, const char *contest)
{
    uint64_t listed = 0;
    json_t *districts = json_object_get(c->draft, "districts"), *district, *name;
    size_t d, n;
    for (size_t b = 0; b < c->input->batch_count; b++) {
        const struct readiness_batch *batch = &c->input->batches[b];
        bool counts = !contest;
        json_array_foreach(districts, d, district)
        {
            if (counts || strcmp(text_of(district, "id"), batch->district) != 0)
                continue;
            json_array_foreach(json_object_get(district, "contests"), n, name) counts =
                counts || (json_is_string(name) && strcmp(json_string_value(name), contest) == 0);
        }
        listed += counts ? batch->count : 0;
    }
    return listed;
}

/* ---- the whole ---- */

/* What no check above knows: the reader of definitions has the last word. */
static void try_definition(struct checking *c, struct readiness *out)
{
    struct error why;
    if (json_array_size(c->found[BLOCKING]) > 0)
        return;
    if (!draft_to_definition(c->draft, &c->input->context, &out->definition, &out->texts, &why))
        finding(c, BLOCKING, "definition", "", json_pack("{s:s}", "detail", why.detail),
                FORMAT(c, "%s", why.detail));
}

void readiness_find(const struct readiness_input *input, struct readiness *out)
{
    struct checking c = {.input = input, .draft = input->content, .found = {json_array(), json_array()}};
    *out = (struct readiness){0};
    check_languages(&c);
    check_round(&c);
    check_contests(&c);
    check_districts(&c);
    check_schedule(&c);
    check_people(&c);
    check_trustees(&c);
    check_witnesses(&c);
    try_definition(&c, out);
    out->ready = json_array_size(c.found[BLOCKING]) == 0;
    out->findings = c.found[BLOCKING];
    json_array_extend(out->findings, c.found[WARNING]);
    json_decref(c.found[WARNING]);
    arena_clear(&c.arena);
}

void readiness_clear(struct readiness *readiness)
{
    json_decref(readiness->findings);
    json_decref(readiness->texts);
    buffer_clear(&readiness->definition);
    *readiness = (struct readiness){0};
}
