// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Readiness: contests with their projects, form and rule, and the districts that vote on them.
#include <string.h>

#include "count/patterns.h"
#include "server/resources/readiness_checks.h"

/* A contest while it is looked at. */
struct contest_work {
    const json_t *json, *options;
    const char *id, *pointer;
    size_t option_count;
    bool has_envelope, costs_known, has_form;
    uint64_t envelope;
    uint64_t costs[FORM_OPTIONS_MAX];
    struct form form;
};

/* Whether something before it in the list has the id of this one. */
static bool is_double(const json_t *list, size_t index)
{
    const json_t *id = json_object_get(json_array_get(list, index), "id");
    for (size_t i = 0; i < index; i++)
        if (json_equal(json_object_get(json_array_get(list, i), "id"), id))
            return true;
    return false;
}

static void check_id(struct checking *c, const json_t *list, size_t index, const char *kind, bool valid,
                     const char *pointer)
{
    const char *id = text_of(json_array_get(list, index), "id");
    if (!*id)
        missing(c, FORMAT(c, "%s-id", kind), FORMAT(c, "%s/id", pointer));
    else if (!valid)
        finding(c, BLOCKING, "id-invalid", FORMAT(c, "%s/id", pointer),
                json_pack("{s:s, s:s}", "kind", kind, "id", id),
                FORMAT(c, "%s cannot be the id of a %s", id, kind));
    else if (is_double(list, index))
        finding(c, BLOCKING, "id-double", FORMAT(c, "%s/id", pointer),
                json_pack("{s:s, s:s}", "kind", kind, "id", id), FORMAT(c, "two have the id %s", id));
}

/* ---- projects ---- */

static void check_option(struct checking *c, struct contest_work *work, size_t index)
{
    const json_t *option = json_array_get(work->options, index);
    const char *pointer = FORMAT(c, "%s/options/%zu", work->pointer, index), *id = text_of(option, "id");
    const char *category = text_of(option, "category");
    check_id(c, work->options, index, "project", option_id_is_valid(bytes_of_string(id)), pointer);
    check_texts(c, option, pointer, "project", id);
    if (json_object_get(option, "category") && !option_id_is_valid(bytes_of_string(category)))
        finding(c, BLOCKING, "id-invalid", FORMAT(c, "%s/category", pointer),
                json_pack("{s:s, s:s}", "kind", "category", "id", category),
                FORMAT(c, "%s cannot be a category", category));
    work->costs_known =
        number_of(c, option, "cost", "cost", pointer, &work->costs[index]) && work->costs_known;
}

static bool asks_questions(const struct contest_work *work)
{
    return strcmp(text_of(json_object_get(work->json, "form"), "kind"), "questions") == 0;
}

/* Money, where there are prices. */
static void check_money(struct checking *c, const struct contest_work *work)
{
    uint64_t sum = 0;
    size_t above = 0, cheapest = 0, first = 0;
    for (size_t i = 0; i < work->option_count; i++) {
        sum = sum > JSON_MAX_INTEGER ? sum : sum + work->costs[i];
        if (work->costs[i] > work->envelope && !above++)
            first = i;
        if (work->costs[i] < work->costs[cheapest])
            cheapest = i;
    }
    const char *place = FORMAT(c, "%s/envelope", work->pointer);
    if (above == work->option_count)
        finding(c, WARNING, "envelope-below-all", place,
                json_pack("{s:s, s:I, s:I}", "contest", work->id, "envelope", (json_int_t)work->envelope,
                          "cheapest", (json_int_t)work->costs[cheapest]),
                FORMAT(c, "every project of %s costs more than the envelope: nothing can win", work->id));
    else if (above)
        finding(c, WARNING, "projects-above-envelope", FORMAT(c, "%s/options/%zu/cost", work->pointer, first),
                json_pack("{s:s, s:I, s:s}", "contest", work->id, "count", (json_int_t)above, "project",
                          text_of(json_array_get(work->options, first), "id")),
                FORMAT(c, "%zu projects of %s cost more than the envelope and cannot win", above, work->id));
    else if (sum <= work->envelope)
        finding(
            c, WARNING, "envelope-enough-for-all", place,
            json_pack("{s:s, s:I, s:I}", "contest", work->id, "envelope", (json_int_t)work->envelope, "sum",
                      (json_int_t)sum),
            FORMAT(c, "the envelope of %s is enough for all projects: there is nothing to decide", work->id));
}

static void check_options(struct checking *c, struct contest_work *work)
{
    work->costs_known = true;
    for (size_t i = 0; i < work->option_count; i++)
        check_option(c, work, i);
    if (!work->option_count)
        missing(c, "projects", FORMAT(c, "%s/options", work->pointer));
    else if (work->has_envelope && work->costs_known && !asks_questions(work))
        check_money(c, work);
}

static void check_conflicts(struct checking *c, const struct contest_work *work)
{
    json_t *sets = json_object_get(work->json, "conflicts"), *set, *id, *option;
    size_t s, i, o;
    if (!json_is_array(sets))
        missing(c, "conflicts", FORMAT(c, "%s/conflicts", work->pointer));
    if (json_array_size(sets) && strcmp(text_of(json_object_get(work->json, "rule"), "name"), "greedy") != 0)
        finding(c, BLOCKING, "conflicts-with-rule", FORMAT(c, "%s/conflicts", work->pointer),
                json_pack("{s:s}", "contest", work->id),
                "projects that exclude each other go with the rule greedy only");
    json_array_foreach(sets, s, set)
    {
        const char *place = FORMAT(c, "%s/conflicts/%zu", work->pointer, s);
        if (json_array_size(set) < 2)
            finding(c, BLOCKING, "conflict-too-small", place, json_pack("{s:s}", "contest", work->id),
                    "projects that exclude each other are at least two");
        json_array_foreach(set, i, id)
        {
            bool known = false, twice = false;
            json_array_foreach(work->options, o, option) known =
                known || json_equal(json_object_get(option, "id"), id);
            for (size_t k = 0; k < i; k++)
                twice = twice || json_equal(json_array_get(set, k), id);
            if (!known || twice)
                finding(c, BLOCKING, known ? "conflict-double" : "conflict-unknown",
                        FORMAT(c, "%s/%zu", place, i),
                        json_pack("{s:s, s:s}", "contest", work->id, "project",
                                  json_is_string(id) ? json_string_value(id) : ""),
                        known ? "a project excludes itself" : "it excludes a project that is not there");
        }
    }
}

/* ---- form and rule ---- */

static void check_form(struct checking *c, struct contest_work *work)
{
    const json_t *form = json_object_get(work->json, "form");
    const char *place = FORMAT(c, "%s/form", work->pointer);
    struct json_fields fields;
    struct error why;
    json_t *max = json_object_get(form, "max");
    if (!*text_of(form, "kind")) {
        missing(c, "form", place);
        return;
    }
    if (!json_object_begin(&fields, form, "form", &why) || !form_from_json(&fields, &work->form)) {
        finding(c, BLOCKING, "form-invalid", place,
                json_pack("{s:s, s:s}", "contest", work->id, "detail", why.detail),
                FORMAT(c, "%s", why.detail));
        return;
    }
    if (!work->option_count)
        return;
    work->has_form = form_check(&work->form, work->option_count, &why);
    if (work->has_form)
        return;
    if (json_integer_value(max) > (json_int_t)work->option_count)
        finding(c, BLOCKING, "form-more-than-projects", FORMAT(c, "%s/max", place),
                json_pack("{s:s, s:I, s:I}", "contest", work->id, "max", json_integer_value(max), "projects",
                          (json_int_t)work->option_count),
                FORMAT(c, "a ballot of %s may name more projects than there are", work->id));
    else
        finding(c, BLOCKING, "form-invalid", place,
                json_pack("{s:s, s:s}", "contest", work->id, "detail", why.detail),
                FORMAT(c, "the limits of a ballot of %s: %s", work->id, why.detail));
}

static void check_rule(struct checking *c, const struct contest_work *work)
{
    const json_t *json = json_object_get(work->json, "rule");
    const char *place = FORMAT(c, "%s/rule", work->pointer);
    struct json_fields fields;
    struct rule rule;
    struct error why;
    if (!*text_of(json, "name")) {
        missing(c, "rule", place);
    } else if (!json_object_begin(&fields, json, "rule", &why) || !rule_from_json(&fields, &rule)) {
        finding(c, BLOCKING, "rule-invalid", place,
                json_pack("{s:s, s:s}", "contest", work->id, "detail", why.detail),
                FORMAT(c, "%s", why.detail));
    } else if (work->has_form && !rule_fits(&rule, work->form.kind, &why)) {
        finding(c, BLOCKING, "rule-form", place,
                json_pack("{s:s, s:s}", "contest", work->id, "detail", why.detail),
                FORMAT(c, "the rule of %s does not go with its ballot: %s", work->id, why.detail));
    }
}

/* ---- ballot numbers ---- */

static void check_lot(struct checking *c, const struct contest_work *work)
{
    const json_t *json = json_object_get(work->json, "lot");
    const char *place = FORMAT(c, "%s/lot", work->pointer), *ids[FORM_OPTIONS_MAX];
    struct json_fields fields;
    struct error why;
    struct lot lot;
    if (!json) {
        if (work->option_count > 1 && !asks_questions(work))
            finding(c, WARNING, "lot-none", place, json_pack("{s:s}", "contest", work->id),
                    FORMAT(c, "the numbers of %s are not drawn by lot: who stands first has an advantage",
                           work->id));
        return;
    }
    for (size_t i = 0; i < work->option_count; i++)
        ids[i] = text_of(json_array_get(work->options, i), "id");
    if (!json_object_begin(&fields, json, "lot", &why) || !lot_from_json(&fields, &c->arena, &lot))
        finding(c, BLOCKING, "lot-invalid", place,
                json_pack("{s:s, s:s}", "contest", work->id, "detail", why.detail),
                FORMAT(c, "%s", why.detail));
    else if (!lot_holds(c->input->context.round, work->id, lot.value, ids, work->option_count))
        finding(c, BLOCKING, "lot-stale", place, json_pack("{s:s}", "contest", work->id),
                FORMAT(c, "the projects of %s have changed since their numbers were drawn: draw again",
                       work->id));
}

/* ---- voters ---- */

static void check_patterns(struct checking *c, const struct contest_work *work, uint64_t listed)
{
    static const char *const bounds[] = {"exact", "at-most", "at-least"};
    struct patterns patterns;
    if (!work->has_form || (work->form.kind == FORM_KNAPSACK && (!work->costs_known || !work->has_envelope)))
        return;
    patterns_count(&work->form, work->option_count, work->costs, work->envelope, &patterns);
    if (listed && patterns.number > listed)
        finding(
            c, WARNING, "patterns", FORMAT(c, "%s/form", work->pointer),
            json_pack("{s:s, s:s, s:s, s:I}", "contest", work->id, "patterns", patterns.text, "bound",
                      bounds[patterns.bound], "listed", (json_int_t)listed),
            FORMAT(c,
                   "there are about %s ways to fill in a ballot of %s and %llu voters: a rare one could be "
                   "asked for to prove a vote",
                   patterns.text, work->id, (unsigned long long)listed));
}

static void check_pool(struct checking *c, const struct contest_work *work)
{
    uint64_t pool_min, listed = listed_for(c, work->id);
    const char *below = text_of(work->json, "below_pool_min");
    if (strcmp(below, "count") != 0 && strcmp(below, "withhold") != 0)
        missing(c, "below-pool-min", FORMAT(c, "%s/below_pool_min", work->pointer));
    check_patterns(c, work, listed);
    if (!number_of(c, work->json, "pool_min", "pool-min", work->pointer, &pool_min))
        return;
    if (pool_min < 1 || pool_min > CREDENTIALS_MAX)
        missing(c, "pool-min", FORMAT(c, "%s/pool_min", work->pointer));
    else if (c->input->batch_count && listed / READINESS_POOL_TIMES < pool_min)
        finding(c, WARNING, "pool-small", FORMAT(c, "%s/pool_min", work->pointer),
                json_pack("{s:s, s:I, s:I, s:s}", "contest", work->id, "listed", (json_int_t)listed,
                          "minimum", (json_int_t)pool_min, "below", below),
                FORMAT(c, "%llu voters are listed for %s, fewer than %d times the minimum of %llu",
                       (unsigned long long)listed, work->id, READINESS_POOL_TIMES,
                       (unsigned long long)pool_min));
}

static bool has_district(const struct checking *c, const char *contest)
{
    json_t *district, *name;
    size_t d, n;
    json_array_foreach(json_object_get(c->draft, "districts"), d, district)
    {
        json_array_foreach(json_object_get(district, "contests"), n,
                           name) if (json_is_string(name) &&
                                     strcmp(json_string_value(name), contest) == 0) return true;
    }
    return false;
}

static void check_contest(struct checking *c, const json_t *contests, size_t index)
{
    struct contest_work *work = arena_allocate(&c->arena, 1, sizeof *work);
    work->json = json_array_get(contests, index);
    work->id = text_of(work->json, "id");
    work->pointer = FORMAT(c, "/contests/%zu", index);
    work->options = json_object_get(work->json, "options");
    work->option_count = json_array_size(work->options);
    if (work->option_count > FORM_OPTIONS_MAX)
        work->option_count = FORM_OPTIONS_MAX; /* more than the door lets in */
    check_id(c, contests, index, "contest", name_is_valid(bytes_of_string(work->id)), work->pointer);
    check_texts(c, work->json, work->pointer, "contest", work->id);
    work->has_envelope = number_of(c, work->json, "envelope", "envelope", work->pointer, &work->envelope);
    check_options(c, work);
    check_form(c, work);
    check_rule(c, work);
    check_conflicts(c, work);
    check_lot(c, work);
    check_pool(c, work);
    if (*work->id && !has_district(c, work->id))
        finding(c, BLOCKING, "contest-without-district", work->pointer,
                json_pack("{s:s}", "contest", work->id), FORMAT(c, "no district votes on %s", work->id));
}

void check_contests(struct checking *c)
{
    const json_t *contests = json_object_get(c->draft, "contests");
    for (size_t i = 0; i < json_array_size(contests); i++)
        check_contest(c, contests, i);
    if (json_array_size(contests) == 0)
        missing(c, "contests", "/contests");
}

/* ---- districts ---- */

static void check_contests_of_district(struct checking *c, const json_t *district, const char *pointer)
{
    json_t *names = json_object_get(district, "contests"), *name, *contest;
    size_t n, i;
    json_array_foreach(names, n, name)
    {
        bool known = false, twice = false;
        json_array_foreach(json_object_get(c->draft, "contests"), i, contest) known =
            known || json_equal(json_object_get(contest, "id"), name);
        for (i = 0; i < n; i++)
            twice = twice || json_equal(json_array_get(names, i), name);
        if (!known || twice)
            finding(c, BLOCKING, known ? "district-contest-double" : "district-contest-unknown",
                    FORMAT(c, "%s/contests/%zu", pointer, n),
                    json_pack("{s:s, s:s}", "district", text_of(district, "id"), "contest",
                              json_is_string(name) ? json_string_value(name) : ""),
                    known ? "a district names a contest twice"
                          : "a district votes on a contest that is not there");
    }
    if (json_array_size(names) == 0)
        missing(c, "district-contests", FORMAT(c, "%s/contests", pointer));
}

static uint64_t codes_of(const struct checking *c, const char *district)
{
    uint64_t codes = 0;
    for (size_t b = 0; b < c->input->batch_count; b++)
        if (strcmp(c->input->batches[b].district, district) == 0)
            codes += c->input->batches[b].count;
    return codes;
}

static void check_codes(struct checking *c, const json_t *districts)
{
    json_t *district;
    size_t i;
    if (!c->input->batch_count) {
        finding(c, WARNING, "codes-none", "/districts", NULL,
                "there are no codes yet: they can be made until the round opens");
        return;
    }
    json_array_foreach(districts, i, district)
    {
        const char *id = text_of(district, "id");
        if (*id && !codes_of(c, id))
            finding(c, WARNING, "district-without-codes", FORMAT(c, "/districts/%zu", i),
                    json_pack("{s:s}", "district", id),
                    FORMAT(c, "there are no codes for the district %s", id));
    }
    for (size_t b = 0; b < c->input->batch_count; b++) {
        const struct readiness_batch *batch = &c->input->batches[b];
        bool known = false;
        json_array_foreach(districts, i, district) known =
            known || strcmp(text_of(district, "id"), batch->district) == 0;
        if (!known)
            finding(c, WARNING, "codes-without-district", "/districts",
                    json_pack("{s:s, s:s}", "batch", batch->batch, "district", batch->district),
                    FORMAT(c,
                           "the codes of batch %s are for a district that is not there: their list could not "
                           "be signed",
                           batch->batch));
    }
}

void check_districts(struct checking *c)
{
    json_t *districts = json_object_get(c->draft, "districts"), *district;
    size_t i;
    json_array_foreach(districts, i, district)
    {
        const char *pointer = FORMAT(c, "/districts/%zu", i), *id = text_of(district, "id");
        check_id(c, districts, i, "district", name_is_valid(bytes_of_string(id)), pointer);
        check_texts(c, district, pointer, "district", id);
        check_contests_of_district(c, district, pointer);
    }
    if (json_array_size(districts) == 0)
        missing(c, "districts", "/districts");
    check_codes(c, districts);
}
