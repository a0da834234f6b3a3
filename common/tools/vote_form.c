/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tools/vote_form.h"

#include <stdlib.h>

#include "base/encoding.h"
#include "count/decimal.h"

enum { MINOR_DIGITS_MAX = 4, MINUTES_A_DAY = 1440, TITLE_BYTES_MAX = 500 };

const char *vote_fate_name(enum vote_fate fate)
{
    static const char *const names[VOTE_FATES] = {"cast",
                                                  "empty",
                                                  "too few projects",
                                                  "too many projects",
                                                  "points beyond limits",
                                                  "cost beyond the limit"};
    return names[fate];
}

/* ---- limits ---- */

static bool read_whole(const struct pabulib *pb, const char *key, uint64_t *out, bool *has, struct error *err)
{
    struct bytes text;
    int64_t value;
    *has = pabulib_meta(pb, key, &text) && text.len;
    if (!*has)
        return true;
    if (!decimal_read(text, 0, &value, err) || value < 0 || value > FORM_VALUE_MAX)
        return error_input(err, "form", "META %s is %.*s; expected a whole number", key, (int)text.len,
                           text.data);
    *out = (uint64_t)value;
    return true;
}

/* How far the points of the votes go. */
struct range {
    int64_t low, high; /* of one project */
    int64_t sum;       /* of one ballot */
};

static struct range range_of(const struct pabulib *pb)
{
    struct range range = {0};
    bool first = true;
    for (size_t v = 0; v < pb->vote_count; v++) {
        const struct pabulib_vote *vote = &pb->votes[v];
        int64_t sum = 0;
        for (uint32_t i = 0; vote->points && i < vote->count; i++) {
            range.low = first || vote->points[i] < range.low ? vote->points[i] : range.low;
            range.high = first || vote->points[i] > range.high ? vote->points[i] : range.high;
            first = false;
            if (vote->points[i] <= 0 || __builtin_add_overflow(sum, vote->points[i], &sum))
                continue;
        }
        range.sum = sum > range.sum ? sum : range.sum;
    }
    return range;
}

static uint64_t at_least_1(int64_t value)
{
    return value < 1 ? 1 : (uint64_t)value;
}

static bool read_points(const struct pabulib *pb, struct form *form, struct error *err)
{
    struct range range = range_of(pb);
    bool has_total, has_each, has_min;
    if (!read_whole(pb, "max_sum_points", &form->total, &has_total, err) ||
        !read_whole(pb, "max_points", &form->max_each, &has_each, err) ||
        !read_whole(pb, "min_sum_points", &form->min_total, &has_min, err))
        return false;
    if (!has_total)
        form->total = at_least_1(range.sum);
    if (!has_each)
        form->max_each = at_least_1(range.high);
    if (form->max_each > form->total)
        form->max_each = form->total;
    if (form->min_total == 0)
        form->min_total = 1;
    return true;
}

static bool read_scores(const struct pabulib *pb, struct form *form, struct error *err)
{
    struct range range = range_of(pb);
    bool has_low, has_high;
    if (range.low < 0)
        return error_input(err, "form", "the file has negative scores, which our forms do not have");
    if (!read_whole(pb, "min_points", &form->low, &has_low, err) ||
        !read_whole(pb, "max_points", &form->high, &has_high, err))
        return false;
    if (!has_low)
        form->low = (uint64_t)range.low;
    if (!has_high)
        form->high = (uint64_t)range.high > form->low ? (uint64_t)range.high : form->low + 1;
    return true;
}

/* A limit on the cost of a ballot is the form's where it is the budget. */
static bool read_cost(const struct pabulib *pb, struct vote_form *out, struct error *err)
{
    struct bytes text;
    if (!pabulib_meta(pb, "max_sum_cost", &text) || !text.len)
        return true;
    int64_t limit;
    if (!decimal_read(text, pb->minor_digits, &limit, err))
        return error_prefix(err, "META max_sum_cost");
    if (limit == pb->budget)
        out->form.kind = FORM_KNAPSACK;
    else
        out->max_sum_cost = limit;
    return true;
}

static bool read_lengths(const struct pabulib *pb, struct form *form, struct error *err)
{
    bool has_min, has_max;
    if (!read_whole(pb, "min_length", &form->min, &has_min, err) ||
        !read_whole(pb, "max_length", &form->max, &has_max, err))
        return false;
    if (form->min == 0)
        form->min = 1;
    if (!has_max || form->max > pb->project_count)
        form->max = pb->project_count;
    return true;
}

static bool has_control_character(struct bytes text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.data[i] < 0x20 || text.data[i] == 0x7f)
            return true;
    return false;
}

/* What a definition cannot say. */
static bool check_projects(const struct pabulib *pb, struct error *err)
{
    if (pb->budget > JSON_MAX_INTEGER)
        return error_input(err, "form", "the budget is greater than a round can have");
    for (size_t p = 0; p < pb->project_count; p++) {
        const struct pabulib_project *project = &pb->projects[p];
        if (!option_id_is_valid(project->id) || has_control_character(project->id))
            return error_input(err, "form", "project %zu has an id that an option cannot have", p + 1);
        if (project->cost > JSON_MAX_INTEGER)
            return error_input(err, "form", "project %.*s costs more than a round can say",
                               (int)project->id.len, (const char *)project->id.data);
    }
    return true;
}

bool vote_form_read(const struct pabulib *pb, struct vote_form *out, struct error *err)
{
    struct vote_form result = {.max_sum_cost = -1};
    bool ok = true;
    if (!check_projects(pb, err))
        return false;
    if (pb->minor_digits > MINOR_DIGITS_MAX)
        return error_input(err, "form", "amounts of %u decimals; a round has at most %d", pb->minor_digits,
                           MINOR_DIGITS_MAX);
    switch (pb->vote_type) {
    case PABULIB_APPROVAL:
        result.form.kind = FORM_APPROVAL;
        ok = read_cost(pb, &result, err);
        break;
    case PABULIB_CHOOSE_1:
        result.form.kind = FORM_CHOICE;
        break;
    case PABULIB_CUMULATIVE:
        result.form.kind = FORM_POINTS;
        ok = read_points(pb, &result.form, err);
        break;
    case PABULIB_SCORING:
        result.form.kind = FORM_SCORES;
        ok = read_scores(pb, &result.form, err);
        break;
    case PABULIB_ORDINAL:
        result.form.kind = FORM_RANKING;
        break;
    }
    if (!ok || (result.form.kind != FORM_CHOICE && !read_lengths(pb, &result.form, err)) ||
        !form_check(&result.form, pb->project_count, err))
        return false;
    *out = result;
    return true;
}

/* ---- votes ---- */

static int64_t value_of(const struct pabulib_vote *vote, uint32_t i)
{
    return vote->points ? vote->points[i] : 1;
}

/* Each project once, in the order that choices have. Points of 0 are no points. */
static void collect(const struct form *form, const struct pabulib_vote *vote, size_t option_count,
                    struct choices *out)
{
    bool seen[FORM_OPTIONS_MAX] = {0};
    int64_t value[FORM_OPTIONS_MAX];
    out->count = 0;
    for (uint32_t i = 0; i < vote->count; i++) {
        uint16_t option = vote->choices[i];
        if (form->kind == FORM_RANKING && !seen[option]) {
            out->options[out->count] = option;
            out->values[out->count++] = 1;
        }
        seen[option] = true;
        value[option] = value_of(vote, i);
    }
    if (form->kind == FORM_RANKING)
        return;
    for (size_t o = 0; o < option_count; o++)
        if (seen[o] && (form->kind != FORM_POINTS || value[o] != 0)) {
            out->options[out->count] = (uint16_t)o;
            out->values[out->count++] = value[o];
        }
}

static bool points_fit(const struct form *form, const struct choices *choices)
{
    int64_t sum = 0;
    for (size_t i = 0; i < choices->count; i++) {
        int64_t value = choices->values[i];
        if (form->kind == FORM_SCORES) {
            if (value < (int64_t)form->low || value > (int64_t)form->high)
                return false;
        } else if (value < 0 || value > (int64_t)form->max_each || (sum += value) > (int64_t)form->total) {
            return false;
        }
    }
    return form->kind != FORM_POINTS || sum >= (int64_t)form->min_total;
}

static bool cost_fits(const struct pabulib *pb, const struct choices *choices, int64_t limit)
{
    int64_t sum = 0;
    for (size_t i = 0; i < choices->count; i++)
        if (__builtin_add_overflow(sum, pb->projects[choices->options[i]].cost, &sum) || sum > limit)
            return false;
    return true;
}

enum vote_fate vote_form_choices(const struct vote_form *form, const struct pabulib *pb, size_t index,
                                 struct choices *out)
{
    enum form_kind kind = form->form.kind;
    collect(&form->form, &pb->votes[index], pb->project_count, out);
    if (out->count == 0)
        return VOTE_EMPTY;
    if (kind != FORM_CHOICE && out->count < form->form.min)
        return VOTE_FEW;
    if (out->count > (kind == FORM_CHOICE ? 1 : form->form.max))
        return VOTE_MANY;
    if ((kind == FORM_POINTS || kind == FORM_SCORES) && !points_fit(&form->form, out))
        return VOTE_POINTS;
    if (kind == FORM_KNAPSACK && !cost_fits(pb, out, pb->budget))
        return VOTE_COST;
    if (form->max_sum_cost >= 0 && !cost_fits(pb, out, form->max_sum_cost))
        return VOTE_COST;
    return VOTE_CAST;
}

static bool add_to_profile(struct profile *profile, const struct choices *choices, struct error *err)
{
    if (profile->form == PROFILE_RANKING)
        return profile_add_ranking(profile, choices->options, choices->count, 1, err);
    if (profile->form == PROFILE_POINTS)
        return profile_add_points(profile, choices->options, choices->values, choices->count, 1, err);
    return profile_add_approval(profile, choices->options, choices->count, 1, err);
}

bool vote_form_sort(const struct vote_form *form, const struct pabulib *pb, uint32_t *cast,
                    struct vote_tally *tally, struct profile **profile, struct error *err)
{
    struct profile_option *options = allocate(pb->project_count, sizeof *options);
    struct choices *choices = allocate(1, sizeof *choices);
    struct vote_tally result = {.repeats = pb->repeat_count};
    for (size_t p = 0; p < pb->project_count; p++)
        options[p] = (struct profile_option){pb->projects[p].id, pb->projects[p].cost};
    struct profile *made = profile_new(profile_form_of(pb->vote_type), options, pb->project_count, pb->budget,
                                       pb->minor_digits, err);
    bool ok = made != NULL;
    for (size_t v = 0; ok && v < pb->vote_count; v++) {
        enum vote_fate fate = vote_form_choices(form, pb, v, choices);
        if (fate == VOTE_CAST) {
            cast[result.fates[VOTE_CAST]] = (uint32_t)v;
            ok = add_to_profile(made, choices, err);
        }
        result.fates[fate]++;
    }
    if (ok) {
        *tally = result;
        *profile = made;
    } else {
        profile_free(made);
    }
    free(options);
    free(choices);
    return ok;
}

/* ---- the draft ---- */

/* A text as definitions have them: one line, at least one character. */
static json_t *title(struct bytes text, struct bytes otherwise)
{
    struct buffer line = {0};
    if (!text.len)
        text = otherwise;
    for (size_t i = 0; i < text.len && i < TITLE_BYTES_MAX; i++) {
        uint8_t c = text.data[i];
        buffer_append_u8(&line, c < 0x20 || c == 0x7f ? ' ' : c);
    }
    while (line.len && !utf8_is_valid(buffer_bytes(&line))) /* cut within a character */
        line.len--;
    json_t *json = json_stringn((const char *)line.data, line.len);
    buffer_clear(&line);
    return json;
}

static json_t *texts(const char *language, struct bytes text, struct bytes otherwise)
{
    json_t *json = json_object();
    json_object_set_new(json, language, json_pack("{s:o}", "title", title(text, otherwise)));
    return json;
}

static struct bytes meta_or(const struct pabulib *pb, const char *key, const char *otherwise)
{
    struct bytes value;
    return pabulib_meta(pb, key, &value) && value.len ? value : bytes_of_string(otherwise);
}

static json_t *currency_of(const struct pabulib *pb)
{
    struct bytes value = meta_or(pb, "currency", "XXX"); /* ISO 4217: no currency */
    bool good = value.len == 3;
    for (size_t i = 0; good && i < 3; i++)
        good = value.data[i] >= 'A' && value.data[i] <= 'Z';
    return good ? json_stringn((const char *)value.data, 3) : json_string("XXX");
}

static json_t *contest(const struct vote_form *form, const struct pabulib *pb, const struct rule *rule,
                       const json_t *conflicts, const char *language)
{
    json_t *options = json_array();
    for (size_t p = 0; p < pb->project_count; p++) {
        const struct pabulib_project *project = &pb->projects[p];
        json_array_append_new(options,
                              json_pack("{s:o, s:I, s:o}", "id",
                                        json_stringn((const char *)project->id.data, project->id.len), "cost",
                                        (json_int_t)project->cost, "texts",
                                        texts(language, project->name, project->id)));
    }
    return json_pack("{s:s, s:o, s:I, s:o, s:o, s:o, s:o, s:i, s:s}", "id", VOTE_FORM_CONTEST, "texts",
                     texts(language, meta_or(pb, "unit", "Projects"), bytes_of_string("Projects")),
                     "envelope", (json_int_t)pb->budget, "form", form_to_json(&form->form), "rule",
                     rule_to_json(rule), "options", options, "conflicts",
                     conflicts ? json_deep_copy(conflicts) : json_array(), "pool_min", 1, "below_pool_min",
                     "count");
}

json_t *vote_form_draft(const struct vote_form *form, const struct pabulib *pb, const struct rule *rule,
                        const json_t *conflicts, uint64_t minute, uint64_t credentials)
{
    struct bytes said = meta_or(pb, "language", "en");
    char language[LANGUAGE_BYTES_MAX + 1] = "en";
    if (language_is_valid(said)) {
        memcpy(language, said.data, said.len);
        language[said.len] = '\0';
    }
    json_int_t close = (json_int_t)(minute + VOTE_FORM_DAYS * MINUTES_A_DAY);
    json_t *json = json_pack(
        "{s:s, s:o, s:i, s:[s], s:o, s:[o], s:[{s:s, s:o, s:[s]}]}", "kind", "real", "currency",
        currency_of(pb), "minor_digits", (int)pb->minor_digits, "languages", language, "texts",
        texts(language, meta_or(pb, "description", "Participatory budget"), bytes_of_string("Budget")),
        "contests", contest(form, pb, rule, conflicts, language), "districts", "id", VOTE_FORM_DISTRICT,
        "texts", texts(language, meta_or(pb, "unit", "All"), bytes_of_string("All")), "contests",
        VOTE_FORM_CONTEST);
    json_object_set_new(json, "schedule",
                        json_pack("{s:s, s:I, s:I, s:i, s:i, s:i, s:I}", "zone", "UTC", "open",
                                  (json_int_t)minute, "close", close, "grace", 0, "objection", 0, "complaint",
                                  0, "additions_end", close));
    json_object_set_new(json, "revoting", json_true());
    json_object_set_new(json, "draw", json_pack("{s:s}", "source", "none"));
    json_object_set_new(
        json, "roll",
        json_pack("{s:I, s:I}", "size", (json_int_t)credentials, "cap", (json_int_t)credentials));
    json_object_set_new(json, "totals_only_paper", json_false());
    json_object_set_new(json, "witness_policy", json_array());
    json_object_set_new(json, "act_signers", json_integer(2));
    json_object_set_new(json, "pruning_years", json_integer(0));
    return json;
}
