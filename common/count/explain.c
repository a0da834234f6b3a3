/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "count/explain.h"

#include <stdlib.h>

#include "count/trace.h"
#include "count/whatif.h"
#include "record/json.h"

/* Extra votes beyond this are not tried. */
#define VOTES_MAX (INT64_C(1) << 40)
enum { ADD1_RUNS = 32 }; /* that add1 is worth */

/* Does the option win with this number? A number of votes, or a cost. */
typedef bool (*trial)(struct whatif *whatif, uint16_t option, int64_t number, bool *won, struct error *err);

static bool try_votes(struct whatif *whatif, uint16_t option, int64_t number, bool *won, struct error *err)
{
    return whatif_votes(whatif, option, (uint64_t)number, won, err);
}

/* Wins with `winning`, not with `losing`: bring them together. */
static bool close_in(struct whatif *whatif, uint16_t option, trial try, int64_t losing, int64_t winning,
                     int64_t *out, struct error *err)
{
    while (winning - losing > 1 || losing - winning > 1) {
        int64_t middle = losing + (winning - losing) / 2;
        bool won;
        if (!try(whatif, option, middle, &won, err))
            return false;
        *(won ? &winning : &losing) = middle;
    }
    *out = winning;
    return true;
}

/* ---- votes ---- */

/* Whoever wins with k votes wins with k + 1: not so in equal shares, where each voter more makes all shares
 * smaller. */
static bool votes_are_monotone(const struct rule *rule)
{
    return rule->name != RULE_EQUAL_SHARES;
}

/* So many numbers of votes may be tried one by one for each loser; more than eight times the ballots that
 * there are say nothing. */
static int64_t scan_length(const struct profile *profile, const struct rule *rule, size_t losers,
                           int64_t work)
{
    bool repeats = rule->completion == RULE_COMPLETION_ADD1 || rule->completion == RULE_COMPLETION_ADD1U;
    int64_t marks = 1;
    for (size_t b = 0; b < profile->ballot_count; b++)
        marks += 1 + profile->ballots[b].count;
    int64_t affordable = work / marks / (int64_t)(losers ? losers : 1) / (repeats ? ADD1_RUNS : 1);
    return profile->voter_count < (uint64_t)affordable / 8 ? 8 * (int64_t)profile->voter_count : affordable;
}

/* The least number below `end` that wins, else `end`. */
static bool scan_votes(struct whatif *whatif, uint16_t option, int64_t end, int64_t *out, struct error *err)
{
    bool won = false;
    int64_t number = 1;
    for (; number < end; number++) {
        if (!try_votes(whatif, option, number, &won, err))
            return false;
        if (won)
            break;
    }
    *out = number;
    return true;
}

/* In a motion only those come who could have voted. */
static int64_t votes_max(const struct profile *profile, const struct rule *rule,
                         const struct count_terms *terms, int64_t gift)
{
    if (rule->name == RULE_MOTION && terms->entitled)
        return (int64_t)(terms->entitled - profile->voter_count);
    return VOTES_MAX / gift;
}

static bool find_votes(struct whatif *whatif, const struct profile *profile, const struct rule *rule,
                       uint16_t option, int64_t most, int64_t scan, struct explain_margin *out,
                       struct error *err)
{
    bool won = false;
    int64_t losing = 0, next = most < 1 ? most : 1;
    *out = (struct explain_margin){.kind = EXPLAIN_NEVER};
    if (profile->options[option].cost > profile->budget) /* winners never cost more */
        return true;
    for (; next > losing; losing = next, next = next < most / 2 ? next * 2 : most) {
        if (!try_votes(whatif, option, next, &won, err))
            return false;
        if (won)
            break;
    }
    if (won && !close_in(whatif, option, try_votes, losing, next, &out->value, err))
        return false;
    out->kind = !won                       ? (rule->name == RULE_MOTION ? EXPLAIN_NEVER : EXPLAIN_UNKNOWN)
                : votes_are_monotone(rule) ? EXPLAIN_EXACT
                                           : EXPLAIN_TURN;
    if (votes_are_monotone(rule) || (won && out->value > scan))
        return true;
    int64_t end = won ? out->value : scan;
    if (!scan_votes(whatif, option, end, &next, err))
        return false;
    if (won || next < end)
        *out = (struct explain_margin){EXPLAIN_EXACT, next};
    return true;
}

/* ---- cost ---- */

/* Whoever wins at a cost wins at every lower one above 0: not so when a lower cost lets add1 go on, changes
 * what greedy would buy instead, or makes a negative score per cost worse. */
static bool costs_are_monotone(const struct rule *rule, const struct profile *profile)
{
    if (rule->name == RULE_EQUAL_SHARES)
        return rule->compare == RULE_COMPARE_NONE && rule->completion != RULE_COMPLETION_ADD1 &&
               rule->completion != RULE_COMPLETION_ADD1U;
    if (rule->name != RULE_GREEDY || rule->density != RULE_PER_COST || rule->score != RULE_POINTS)
        return true;
    for (size_t b = 0; b < profile->ballot_count; b++)
        for (uint32_t i = 0; i < profile->ballots[b].count; i++)
            if (profile->ballots[b].points[i] < 0)
                return false;
    return true;
}

static bool find_cost(struct whatif *whatif, const struct profile *profile, const struct rule *rule,
                      uint16_t option, struct explain_margin *out, struct error *err)
{
    int64_t losing = profile->options[option].cost, winning = losing > 1;
    bool monotone = costs_are_monotone(rule, profile), won = false;
    *out = (struct explain_margin){.kind = monotone ? EXPLAIN_NEVER : EXPLAIN_UNKNOWN};
    if (losing == 0)
        return true;
    if (!whatif_cost(whatif, option, winning, &won, err))
        return false;
    if (!won && winning) { /* something for nothing may win where something for a cent does not */
        losing = winning;
        winning = 0;
        if (!whatif_cost(whatif, option, winning, &won, err))
            return false;
    }
    if (!won)
        return true;
    out->kind = monotone ? EXPLAIN_EXACT : EXPLAIN_TURN;
    return close_in(whatif, option, whatif_cost, losing, winning, &out->value, err);
}

/* ---- without it ---- */

static bool find_without(struct whatif *whatif, const bool *won, uint16_t option, struct explanation *out,
                         struct error *err)
{
    struct explain_option *own = &out->options[option];
    bool *instead = allocate(out->option_count, sizeof *instead);
    bool ok = whatif_without(whatif, option, instead, err);
    uint16_t *in = arena_allocate(&out->arena, out->option_count, sizeof *in);
    uint16_t *gone = arena_allocate(&out->arena, out->option_count, sizeof *gone);
    for (size_t o = 0; ok && o < out->option_count; o++) {
        if (o == option || instead[o] == won[o])
            continue;
        if (instead[o])
            in[own->in_count++] = (uint16_t)o;
        else
            gone[own->out_count++] = (uint16_t)o;
    }
    own->in = in;
    own->out = gone;
    free(instead);
    return ok;
}

/* ---- all of it ---- */

bool explain_result(const struct profile *profile, const struct rule *rule, const struct count_terms *terms,
                    const struct count_result *result, int64_t work, struct explanation *out,
                    struct error *err)
{
    struct explanation found = {.option_count = profile->option_count};
    struct whatif *whatif = whatif_new(profile, rule, terms);
    int64_t scan = scan_length(profile, rule, profile->option_count - result->winner_count, work);
    bool *won = allocate(profile->option_count, sizeof *won), ok = true;
    found.gift = whatif_gift(whatif);
    int64_t most = votes_max(profile, rule, terms, found.gift);
    found.options = arena_allocate(&found.arena, profile->option_count, sizeof *found.options);
    for (size_t i = 0; i < result->winner_count; i++)
        won[result->winners[i]] = true;
    for (size_t o = 0; ok && o < profile->option_count; o++) {
        struct explain_option *own = &found.options[o];
        own->won = won[o];
        if (rule->name == RULE_MOTION) {
            ok = won[o] || find_votes(whatif, profile, rule, (uint16_t)o, most, scan, &own->votes, err);
            continue;
        }
        ok = (won[o] || (find_votes(whatif, profile, rule, (uint16_t)o, most, scan, &own->votes, err) &&
                         find_cost(whatif, profile, rule, (uint16_t)o, &own->cost, err))) &&
             find_without(whatif, won, (uint16_t)o, &found, err);
    }
    free(won);
    whatif_free(whatif);
    if (ok)
        *out = found;
    else
        explanation_clear(&found);
    return ok;
}

void explanation_clear(struct explanation *explanation)
{
    arena_clear(&explanation->arena);
    *explanation = (struct explanation){0};
}

/* ---- as JSON ---- */

static json_t *margin_json(const struct explain_margin *margin)
{
    static const char *const names[] = {"exact", "turn", "never", "unknown"};
    bool has_value = margin->kind == EXPLAIN_EXACT || margin->kind == EXPLAIN_TURN;
    if (has_value && margin->value > JSON_MAX_INTEGER)
        return json_pack("{s:s}", "kind", names[EXPLAIN_UNKNOWN]);
    json_t *json = json_pack("{s:s}", "kind", names[margin->kind]);
    if (has_value)
        json_object_set_new(json, "value", json_integer(margin->value));
    return json;
}

json_t *explanation_json(const struct profile *profile, const struct explanation *explanation)
{
    json_t *options = json_array();
    for (size_t o = 0; o < explanation->option_count; o++) {
        const struct explain_option *own = &explanation->options[o];
        struct bytes id = profile->options[o].id;
        json_t *json = json_pack("{s:s%, s:b}", "option", (const char *)id.data, id.len, "won", own->won);
        if (!own->won)
            json_object_set_new(json, "votes", margin_json(&own->votes));
        if (!own->won && profile->form != PROFILE_ANSWERS)
            json_object_set_new(json, "cost", margin_json(&own->cost));
        if (profile->form != PROFILE_ANSWERS) {
            json_object_set_new(json, "in", trace_ids_json(profile, own->in, own->in_count));
            json_object_set_new(json, "out", trace_ids_json(profile, own->out, own->out_count));
        }
        json_array_append_new(options, json);
    }
    return json_pack("{s:I, s:o}", "gives", (json_int_t)explanation->gift, "options", options);
}
