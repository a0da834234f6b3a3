/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "count/tally.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "count/alternatives.h"
#include "count/answers.h"
#include "count/decimal.h"
#include "count/explain.h"
#include "count/prices.h"
#include "count/purchases.h"
#include "count/rule_source.h"
#include "count/supporters.h"
#include "count/trace.h"
#include "record/json.h"

static enum pabulib_vote_type vote_type_of(enum form_kind kind)
{
    switch (kind) {
    case FORM_CHOICE:
        return PABULIB_CHOOSE_1;
    case FORM_POINTS:
        return PABULIB_CUMULATIVE;
    case FORM_SCORES:
        return PABULIB_SCORING;
    case FORM_RANKING:
        return PABULIB_ORDINAL;
    default:
        return PABULIB_APPROVAL;
    }
}

static enum profile_form profile_form_of_contest(const struct contest *contest)
{
    return contest->form.kind == FORM_QUESTIONS ? PROFILE_ANSWERS
                                                : profile_form_of(vote_type_of(contest->form.kind));
}

static struct profile *profile_of(const struct definition *definition, const struct contest *contest,
                                  struct error *err)
{
    struct profile_option *options = allocate(contest->option_count, sizeof *options);
    for (size_t i = 0; i < contest->option_count; i++)
        options[i] = (struct profile_option){bytes_of_string(contest->options[i].id),
                                             (int64_t)contest->options[i].cost};
    struct profile *profile = profile_new(profile_form_of_contest(contest), options, contest->option_count,
                                          (int64_t)contest->envelope, definition->minor_digits, err);
    free(options);
    return profile;
}

static bool add_ballot(struct profile *profile, const struct choices *choices, struct error *err)
{
    switch (profile->form) {
    case PROFILE_POINTS:
    case PROFILE_ANSWERS:
        return profile_add_points(profile, choices->options, choices->values, choices->count, 1, err);
    case PROFILE_RANKING:
        return profile_add_ranking(profile, choices->options, choices->count, 1, err);
    default:
        return profile_add_approval(profile, choices->options, choices->count, 1, err);
    }
}

static void keep_ballot(struct tally *tally, const struct choices *choices)
{
    uint16_t *options = arena_allocate(&tally->arena, choices->count, sizeof *options);
    int64_t *values = arena_allocate(&tally->arena, choices->count, sizeof *values);
    memcpy(options, choices->options, choices->count * sizeof *options);
    memcpy(values, choices->values, choices->count * sizeof *values);
    tally->ballots[tally->ballot_count++] =
        (struct tally_ballot){.count = (uint32_t)choices->count, .options = options, .values = values};
}

static bool conflicts_of(struct tally *tally, struct error *err)
{
    const struct contest *contest = tally->contest;
    json_t *sets = json_array();
    for (size_t i = 0; i < contest->conflict_count; i++) {
        json_t *set = json_array();
        for (size_t j = 0; j < contest->conflicts[i].count; j++)
            json_array_append_new(set, json_string(contest->options[contest->conflicts[i].options[j]].id));
        json_array_append_new(sets, set);
    }
    bool ok = conflicts_from_json(sets, tally->profile, &tally->conflicts, err);
    json_decref(sets);
    return ok;
}

bool tally_decode(const struct definition *definition, const struct contest *contest,
                  const struct point *points, uint64_t mixed, struct tally *out, struct error *err)
{
    struct tally tally = {.definition = definition, .contest = contest, .mixed = mixed};
    struct choices *choices = allocate(1, sizeof *choices);
    bool ok = false;
    tally.ballots = arena_allocate(&tally.arena, mixed, sizeof *tally.ballots);
    tally.invalid = arena_allocate(&tally.arena, mixed, sizeof *tally.invalid);
    tally.profile = profile_of(definition, contest, err);
    if (!tally.profile || !conflicts_of(&tally, err))
        goto out;
    for (uint64_t i = 0; i < mixed; i++) {
        enum payload_verdict verdict = payload_decode_points(contest, points + i * contest->width, choices);
        if (verdict != PAYLOAD_VALID) {
            tally.invalid[tally.invalid_count++] = (struct tally_invalid){i, verdict};
        } else if (choices->count == 0) {
            tally.blank++; /* a blank is no vote in this contest */
        } else {
            keep_ballot(&tally, choices);
            if (!add_ballot(tally.profile, choices, err))
                goto out;
        }
    }
    *out = tally;
    ok = true;
out:
    sodium_memzero(choices, sizeof *choices);
    free(choices);
    if (!ok)
        tally_clear(&tally);
    return ok;
}

bool tally_count(struct tally *tally, const uint8_t *seed, uint64_t entitled, struct error *err)
{
    struct count_terms terms = {.conflicts = &tally->conflicts, .seed = seed, .entitled = entitled};
    struct count_result result = {0};
    if (!count_run(tally->profile, &tally->contest->rule, &terms, &result, err) ||
        !prices_check(tally->profile, &result, err)) {
        count_result_clear(&result);
        return error_prefix(err, "contest %s", tally->contest->id);
    }
    tally->result = result;
    tally->counted = true;
    return true;
}

json_t *tally_explain(const struct tally *tally, const uint8_t *seed, uint64_t entitled,
                      const struct work *how, struct error *err)
{
    struct count_terms terms = {.conflicts = &tally->conflicts, .seed = seed, .entitled = entitled};
    struct explanation explanation = {0};
    if (!explain_result(tally->profile, &tally->contest->rule, &terms, &tally->result,
                        &(struct explain_effort){EXPLAIN_SCAN, EXPLAIN_SEARCH, how}, &explanation, err))
        return NULL;
    json_t *json = explanation_json(tally->profile, &explanation);
    json_object_set_new(json, "id", json_string(tally->contest->id));
    explanation_clear(&explanation);
    return json;
}

json_t *tally_views(const struct tally *tally, const uint8_t *seed, struct error *err)
{
    struct count_terms terms = {.conflicts = &tally->conflicts, .seed = seed};
    struct supporters supporters = {0};
    json_t *purchases = purchases_json(tally->profile, &tally->result, err), *counts = json_array();
    if (!purchases || !supporters_init(&supporters, tally->profile, RULE_VOTES, err)) {
        json_decref(purchases);
        json_decref(counts);
        return NULL;
    }
    for (size_t i = 0; i < tally->profile->option_count; i++)
        json_array_append_new(counts, json_integer((json_int_t)supporters.voters[i]));
    supporters_clear(&supporters);
    return json_pack("{s:s, s:o, s:o, s:o, s:I}", "id", tally->contest->id, "purchases", purchases, "rules",
                     alternatives_json(tally->profile, &terms, &tally->result), "supporters", counts,
                     "voters", (json_int_t)tally->profile->voter_count);
}

void tally_clear(struct tally *tally)
{
    if (tally->counted)
        count_result_clear(&tally->result);
    conflicts_clear(&tally->conflicts);
    if (tally->profile)
        profile_free(tally->profile);
    arena_clear(&tally->arena);
    *tally = (struct tally){0};
}

json_t *tally_json(const struct tally *tally, const struct contest_totals *totals, const uint8_t *seed,
                   struct error *err)
{
    json_t *invalid = json_array(), *count = NULL;
    for (size_t i = 0; tally && i < tally->invalid_count; i++)
        json_array_append_new(invalid, json_pack("{s:I, s:s}", "index", (json_int_t)tally->invalid[i].index,
                                                 "reason", payload_verdict_name(tally->invalid[i].reason)));
    if (tally && tally->counted) {
        count = trace_result_json(tally->profile, &tally->result, err);
        if (!count) {
            json_decref(invalid);
            return NULL;
        }
    }
    const char *status = tally ? "counted" : totals->input ? "withheld" : "empty";
    json_t *json =
        json_pack("{s:s, s:s, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:o}", "id", totals->contest, "status",
                  status, "voters", (json_int_t)totals->input, "ballots", (json_int_t)totals->ballots,
                  "replaced", (json_int_t)totals->replaced, "withdrawn", (json_int_t)totals->withdrawn,
                  "input", (json_int_t)totals->input, "mixed", (json_int_t)(tally ? tally->mixed : 0),
                  "valid", (json_int_t)(tally ? tally->ballot_count : 0), "blank",
                  (json_int_t)(tally ? tally->blank : 0), "invalid", invalid);
    if (seed)
        json_object_set_new(json, "draw", json_of_bytes(bytes_of(seed, COUNT_SEED_BYTES)));
    if (count)
        json_object_set_new(json, "count", count);
    return json;
}

static void set_number(struct pabulib *pb, const char *key, uint64_t value)
{
    char text[24];
    snprintf(text, sizeof text, "%llu", (unsigned long long)value);
    pabulib_set_meta(pb, key, text);
}

/* A day as Pabulib writes it, of a minute since 1970, in UTC. */
static bool write_day(uint64_t minute, char text[16])
{
    time_t seconds = (time_t)minute * 60;
    struct tm day;
    return gmtime_r(&seconds, &day) && strftime(text, 16, "%d.%m.%Y", &day);
}

static void set_days(struct pabulib *pb, const struct definition *definition)
{
    char begin[16], end[16];
    if (!write_day(definition->schedule.open, begin) || !write_day(definition->schedule.close, end))
        return;
    pabulib_set_meta(pb, "instance", begin + strlen("dd.mm."));
    pabulib_set_meta(pb, "date_begin", begin);
    pabulib_set_meta(pb, "date_end", end);
}

/* The limits of the form, as Pabulib names them. */
static void set_limits(struct pabulib *pb, const struct definition *definition, const struct contest *contest)
{
    const struct form *form = &contest->form;
    struct buffer money = {0};
    if (form->kind == FORM_CHOICE) {
        set_number(pb, "min_length", 1);
        set_number(pb, "max_length", 1);
    } else {
        set_number(pb, "min_length", form->min);
        set_number(pb, "max_length", form->max);
    }
    if (form->kind == FORM_POINTS) {
        set_number(pb, "max_sum_points", form->total);
        set_number(pb, "min_sum_points", form->min_total);
        set_number(pb, "max_points", form->max_each);
    } else if (form->kind == FORM_SCORES) {
        set_number(pb, "min_points", form->low);
        set_number(pb, "max_points", form->high);
    } else if (form->kind == FORM_KNAPSACK) {
        decimal_append(&money, (int64_t)contest->envelope, definition->minor_digits);
        pabulib_set_meta(pb, "max_sum_cost", buffer_string(&money));
    }
    buffer_clear(&money);
}

static void set_rule(struct pabulib *pb, const struct rule *rule)
{
    /* the rule in full is in result.json */
    pabulib_set_meta(pb, "rule", rule_source_word(rule));
    if (rule->threshold)
        set_number(pb, "min_project_score_threshold", (uint64_t)rule->threshold);
}

static void write_answers(const struct tally *tally, struct buffer *out)
{
    answers_write_header(tally->profile, out);
    for (size_t b = 0; b < tally->ballot_count; b++)
        answers_write_ballot(tally->profile, tally->ballots[b].options, tally->ballots[b].values,
                             tally->ballots[b].count, out);
}

bool tally_write_ballots(const struct tally *tally, const struct tally_names *names, struct buffer *out,
                         struct error *err)
{
    const struct contest *contest = tally->contest;
    if (contest->form.kind == FORM_QUESTIONS) {
        write_answers(tally, out);
        return true;
    }
    bool ok = false, points = tally->profile->form == PROFILE_POINTS;
    struct pabulib *pb = pabulib_new(vote_type_of(contest->form.kind), tally->definition->minor_digits,
                                     (int64_t)contest->envelope, err);
    if (!pb)
        return false;
    if (names->description)
        pabulib_set_meta(pb, "description", names->description);
    if (names->unit)
        pabulib_set_meta(pb, "unit", names->unit);
    set_days(pb, tally->definition);
    if (names->instance)
        pabulib_set_meta(pb, "instance", names->instance);
    pabulib_set_meta(pb, "currency", tally->definition->currency);
    set_rule(pb, &tally->result.rule);
    set_limits(pb, tally->definition, contest);
    for (size_t o = 0; o < contest->option_count; o++) {
        const char *name = names->option_names ? names->option_names[o] : NULL;
        if (!pabulib_add_project(pb, contest->options[o].id, (int64_t)contest->options[o].cost,
                                 name ? name : "", err))
            goto out;
    }
    for (size_t b = 0; b < tally->ballot_count; b++)
        if (!pabulib_add_vote(pb, tally->ballots[b].options, points ? tally->ballots[b].values : NULL,
                              tally->ballots[b].count, err))
            goto out;
    if (!pabulib_finish(pb, tally->result.winners, tally->result.winner_count, err))
        goto out;
    pabulib_write(pb, out);
    ok = true;
out:
    pabulib_free(pb);
    return ok;
}

void tally_write_projects_header(struct buffer *out)
{
    buffer_append_string(out, "contest;project;title;cost;supporters;funded;place\n");
}

static void append_quoted(struct buffer *out, const char *text)
{
    buffer_append_u8(out, '"');
    for (; *text; text++) {
        if (*text == '"')
            buffer_append_u8(out, '"');
        buffer_append_u8(out, (uint8_t)*text);
    }
    buffer_append_u8(out, '"');
}

/* From 1; 0: it did not win. */
static size_t place_of(const struct count_result *result, size_t option)
{
    for (size_t i = 0; i < result->winner_count; i++)
        if (result->winners[i] == option)
            return i + 1;
    return 0;
}

bool tally_write_projects(const struct tally *tally, const struct tally_names *names, struct buffer *out,
                          struct error *err)
{
    const struct contest *contest = tally->contest;
    struct supporters supporters = {0};
    if (contest->form.kind == FORM_QUESTIONS)
        return true;
    if (!supporters_init(&supporters, tally->profile, RULE_VOTES, err))
        return false;
    for (size_t o = 0; o < contest->option_count; o++) {
        const char *name = names->option_names ? names->option_names[o] : NULL;
        size_t place = place_of(&tally->result, o);
        buffer_append_format(out, "%s;", contest->id);
        append_quoted(out, contest->options[o].id);
        buffer_append_u8(out, ';');
        append_quoted(out, name ? name : "");
        buffer_append_u8(out, ';');
        decimal_append(out, (int64_t)contest->options[o].cost, tally->definition->minor_digits);
        buffer_append_format(out, ";%llu;%d;", (unsigned long long)supporters.voters[o], place > 0);
        if (place)
            buffer_append_format(out, "%zu", place);
        buffer_append_u8(out, '\n');
    }
    supporters_clear(&supporters);
    return true;
}

void tally_file_name(const struct contest *contest, char out[NAME_BYTES_MAX + 5])
{
    snprintf(out, NAME_BYTES_MAX + 5, "%s.%s", contest->id,
             contest->form.kind == FORM_QUESTIONS ? "csv" : "pb");
}

bool tally_check_ballots(const struct tally *tally, struct bytes text, struct error *err)
{
    char name[NAME_BYTES_MAX + 5];
    tally_file_name(tally->contest, name);
    if (tally->contest->form.kind == FORM_QUESTIONS) {
        struct buffer expected = {0};
        write_answers(tally, &expected);
        bool same = bytes_equal(buffer_bytes(&expected), text);
        buffer_clear(&expected);
        return same || error_input(err, "profile", "%s differs from the decrypted ballots", name);
    }
    struct error why = {0};
    struct profile *profile = NULL;
    struct pabulib *pb = pabulib_read(text, name, tally->definition->minor_digits, &why);
    bool same =
        pb && (profile = profile_from_pabulib(pb, &why)) && profile_equal(tally->profile, profile, &why);
    if (profile)
        profile_free(profile);
    if (pb)
        pabulib_free(pb);
    return same || error_input(err, "profile", "%s: %s", name, why.detail);
}
