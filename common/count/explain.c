/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "count/explain.h"

#include <stdlib.h>

#include "count/parts.h"
#include "count/phragmen_margin.h"
#include "count/shares_costs.h"
#include "count/shares_votes.h"
#include "count/trace.h"
#include "count/whatif.h"
#include "record/json.h"

/* Extra votes beyond this are not tried. */
#define VOTES_MAX (INT64_C(1) << 40)
enum { TOLD_EVERY = 16 }; /* numbers of votes */

/* What finds margins. */
struct search {
    struct whatif *whatif;
    const struct profile *profile;
    const struct rule *rule;
    int64_t work;                          /* that counts may do */
    int64_t most;                          /* votes */
    const struct phragmen_margin *guesses; /* NULL: none */
    bool is_scanned;                       /* numbers of votes are tried one by one */
    int64_t tried;                         /* by scan_together(): all numbers of votes up to this one */
    int64_t *least;                        /* and of each option the least of them that wins, or 0 */
    int64_t scan;                          /* work for what is tried one by one behind them, */
    size_t to_scan;                        /* for so many options */
    struct shares_costs *costs;            /* NULL: nothing is known */
    const struct work *how;                /* NULL: nobody is told */
    size_t done;                           /* options */
    bool is_stopped;
};

/* Does the option win with this number? A number of votes, or a cost. */
typedef bool (*trial)(struct search *search, uint16_t option, int64_t number, bool *won, struct error *err);

static bool try_votes(struct search *search, uint16_t option, int64_t number, bool *won, struct error *err)
{
    return whatif_votes(search->whatif, option, (uint64_t)number, won, err);
}

static bool try_cost(struct search *search, uint16_t option, int64_t number, bool *won, struct error *err)
{
    return whatif_cost(search->whatif, option, number, won, err);
}

static bool is_worn_out(const struct search *search)
{
    return whatif_work(search->whatif) > search->work;
}

/* Wins with `winning`, not with `losing`: bring them together until they are neighbours. With `near`, that is
 * close to `winning`. Stops when worn out. */
static bool close_in(struct search *search, uint16_t option, trial try, int64_t losing, int64_t winning,
                     bool near, int64_t *out, struct error *err)
{
    for (int64_t step = 1; (winning - losing > 1 || losing - winning > 1) && !is_worn_out(search);) {
        int64_t middle = losing + (winning - losing) / 2, from = winning + (losing > winning ? step : -step);
        bool won, close = near && (losing > winning ? from < middle : from > middle);
        if (close)
            middle = from;
        if (!try(search, option, middle, &won, err))
            return false;
        *(won ? &winning : &losing) = middle;
        near = near && won;
        step *= 4;
    }
    *out = winning;
    return true;
}

static bool stopped(struct error *err)
{
    return error_temporary(err, "cancelled", "the explanation was stopped");
}

static bool goes_on(const struct work *how, size_t done, size_t total, struct error *err)
{
    return !how || !how->progress || how->progress(how->context, done, total) || stopped(err);
}

/* ---- votes ---- */

/* Whoever wins with k votes wins with k + 1: not so in equal shares, where each voter more makes all shares
 * smaller. */
static bool votes_are_monotone(const struct rule *rule)
{
    return rule->name != RULE_EQUAL_SHARES;
}

/* Of those who have not won with fewer: does anybody now? */
static bool note_winners(struct search *search, int64_t number, const enum votes_verdict *verdicts,
                         bool *done, size_t *open, struct error *err)
{
    for (size_t o = 0; o < search->profile->option_count; o++) {
        bool won = verdicts[o] == VOTES_WIN;
        if (done[o])
            continue;
        if (verdicts[o] == VOTES_COUNT && !try_votes(search, (uint16_t)o, number, &won, err))
            return false;
        if (!won)
            continue;
        search->least[o] = number;
        done[o] = true;
        (*open)--;
    }
    return true;
}

/* In equal shares numbers are tried one after the other for all losers together (count/shares_votes.h), until
 * each has one or the work is used up. */
static bool scan_together(struct search *search, const struct count_terms *terms, const bool *won,
                          const struct explain_effort *effort, struct error *err)
{
    const struct rule *scored_rule;
    const struct profile *scored = whatif_scored(search->whatif, &scored_rule);
    size_t options = search->profile->option_count, open = 0;
    bool ok = true;
    if (search->rule->name != RULE_EQUAL_SHARES || effort->scan == 0)
        return true;
    bool *done = allocate(options, sizeof *done);
    enum votes_verdict *verdicts = allocate(options, sizeof *verdicts);
    for (size_t o = 0; o < options; o++) {
        done[o] = won[o] || search->profile->options[o].cost > search->profile->budget;
        open += !done[o];
    }
    struct shares_votes *votes =
        shares_votes_new(scored, scored_rule, terms->seed, whatif_gift(search->whatif), search->most, done);
    int64_t number = 1, next;
    for (size_t rounds = 1; ok && votes && open && number <= search->most; rounds++, number = next) {
        ok = rounds % TOLD_EVERY || goes_on(effort->how, 0, options, err);
        if (!ok || is_worn_out(search) ||
            !shares_votes_try(votes, number, done, effort->scan, verdicts, &next))
            break;
        ok = note_winners(search, number, verdicts, done, &open, err);
        search->tried = next - 1;
    }
    search->is_scanned = true;
    search->scan = effort->scan;
    search->to_scan = open;
    free(verdicts);
    free(done);
    shares_votes_free(votes);
    return ok;
}

/* One number after the other by counting, from those on that were tried for all losers together, until one
 * wins or this option's part of the work is used up; *losing is the last one that does not. */
static bool scan_alone(struct search *search, uint16_t option, int64_t *losing, bool *won, struct error *err)
{
    int64_t before = whatif_work(search->whatif), part = parts_of(search->scan, search->to_scan);
    *losing = search->tried;
    for (*won = false; search->is_scanned && !*won && *losing < search->most;) {
        if (whatif_work(search->whatif) - before >= part || is_worn_out(search))
            break;
        if ((*losing % TOLD_EVERY == 0 &&
             !goes_on(search->how, search->done, search->profile->option_count, err)) ||
            !try_votes(search, option, *losing + 1, won, err))
            return false;
        *losing += !*won;
    }
    search->scan -= whatif_work(search->whatif) - before;
    search->to_scan -= search->to_scan > 0;
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

/* A number that wins, from the guess on in steps that double; *losing one below it that does not, and at
 * first none below that does. */
static bool find_winning_votes(struct search *search, uint16_t option, int64_t *losing, int64_t *winning,
                               bool *won, struct error *err)
{
    double guess = search->guesses ? search->guesses[option].votes : 1;
    int64_t next = guess > 1 && guess < (double)search->most ? (int64_t)guess : *losing + 1, step = guess > 1;
    *won = false;
    next = next < search->most ? next : search->most;
    while (next > *losing && !is_worn_out(search)) {
        if (!try_votes(search, option, next, won, err))
            return false;
        if (*won)
            break;
        *losing = next;
        step = step ? 2 * step : next;
        next = next < search->most - step ? next + step : search->most;
    }
    *winning = next;
    return true;
}

/* What was found for all losers together, by counting like any other. */
static bool confirm_votes(struct search *search, uint16_t option, struct explain_margin *out,
                          struct error *err)
{
    int64_t least = search->least[option];
    bool wins, less_wins = false;
    if (!try_votes(search, option, least, &wins, err) ||
        (least > 1 && !try_votes(search, option, least - 1, &less_wins, err)))
        return false;
    *out = (struct explain_margin){EXPLAIN_EXACT, least};
    return (wins && !less_wins) || error_broken(err, "internal", "two ways of counting extra votes differ");
}

static bool find_votes(struct search *search, uint16_t option, struct explain_margin *out, struct error *err)
{
    bool won, monotone = votes_are_monotone(search->rule);
    int64_t losing, next;
    *out = (struct explain_margin){.kind = EXPLAIN_NEVER};
    if (search->profile->options[option].cost > search->profile->budget) /* winners never cost more */
        return true;
    if (search->least[option])
        return confirm_votes(search, option, out, err);
    if (!scan_alone(search, option, &losing, &won, err))
        return false;
    if (won || losing == search->most) {
        *out = (struct explain_margin){won ? EXPLAIN_EXACT : EXPLAIN_NEVER, won ? losing + 1 : 0};
        return true;
    }
    if (!find_winning_votes(search, option, &losing, &next, &won, err) ||
        (won &&
         !close_in(search, option, try_votes, losing, next, search->guesses != NULL, &out->value, err)))
        return false;
    out->kind = is_worn_out(search) ? EXPLAIN_UNKNOWN
                : !won              ? (monotone ? EXPLAIN_NEVER : EXPLAIN_UNKNOWN)
                : monotone          ? EXPLAIN_EXACT
                                    : EXPLAIN_TURN;
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

/* A cost that wins, from the guess on down in steps that double, at last 1 and 0: something for nothing may
 * win where something for a cent does not. *losing does not, and becomes the least known that does not. */
static bool find_winning_cost(struct search *search, uint16_t option, int64_t *losing, int64_t *winning,
                              bool *won, struct error *err)
{
    double guess = search->guesses ? search->guesses[option].cost : 1;
    int64_t cost = *losing, step = 1;
    int64_t next = guess < (double)cost ? (int64_t)guess : cost - 1;
    *winning = cost;
    for (*won = false; !*won && *losing > 0 && !is_worn_out(search); step *= 2) {
        next = next >= 1 ? next : *losing > 1;
        if (!try_cost(search, option, next, won, err))
            return false;
        *(*won ? winning : losing) = next;
        next -= next > step ? step : next;
    }
    return true;
}

/* While lower costs are tried. */
static bool costs_go_on(void *context)
{
    struct search *search = context;
    search->is_stopped = !goes_on(search->how, search->done, search->profile->option_count, NULL);
    return !search->is_stopped;
}

/* In equal shares all costs from its own down are decided until one wins, or the work is used up: *losing,
 * its own, becomes the least that is known to lose, and all between do. Counting is quicker than deciding
 * where one wins, so the next one is counted first. */
static bool find_greatest(struct search *search, uint16_t option, int64_t *losing, bool *won,
                          struct error *err)
{
    int64_t own = *losing, least;
    *won = false;
    while (search->costs && *losing > 1 && !*won) {
        enum costs_verdict verdict = shares_costs_try(search->costs, option, *losing - 1, &least);
        if (search->is_stopped)
            return stopped(err);
        if (verdict == COSTS_WORN_OUT)
            return true;
        *losing = verdict == COSTS_LOSE ? least : *losing;
        if (*losing > 1 && !try_cost(search, option, *losing - 1, won, err))
            return false;
        if (verdict == COSTS_WIN && !*won)
            return error_broken(err, "internal", "two ways of counting lower costs differ");
    }
    bool dearer_wins = false;
    return !*won || *losing == own ||
           (try_cost(search, option, *losing, &dearer_wins, err) &&
            (!dearer_wins || error_broken(err, "internal", "two ways of counting lower costs differ")));
}

static bool find_cost(struct search *search, uint16_t option, struct explain_margin *out, struct error *err)
{
    int64_t shown = search->profile->options[option].cost, losing, winning;
    bool won, monotone;
    *out = (struct explain_margin){.kind = EXPLAIN_UNKNOWN};
    if (is_worn_out(search))
        return true;
    if (!find_greatest(search, option, &shown, &won, err))
        return false;
    if (won) {
        *out = (struct explain_margin){EXPLAIN_EXACT, shown - 1};
        return true;
    }
    monotone = shown == 1 || costs_are_monotone(search->rule, search->profile);
    losing = shown;
    if (!find_winning_cost(search, option, &losing, &winning, &won, err) ||
        (won &&
         !close_in(search, option, try_cost, losing, winning, search->guesses != NULL, &out->value, err)))
        return false;
    if (!is_worn_out(search))
        out->kind = won        ? (monotone || out->value + 1 == shown ? EXPLAIN_EXACT : EXPLAIN_TURN)
                    : monotone ? EXPLAIN_NEVER
                               : EXPLAIN_UNKNOWN;
    return true;
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

static bool explain_option(struct search *search, const bool *won, uint16_t option, struct explanation *out,
                           struct error *err)
{
    struct explain_option *own = &out->options[option];
    own->won = won[option];
    if (!own->won && !find_votes(search, option, &own->votes, err))
        return false;
    if (search->rule->name == RULE_MOTION)
        return true;
    return (own->won || find_cost(search, option, &own->cost, err)) &&
           find_without(search->whatif, won, option, out, err);
}

bool explain_result(const struct profile *profile, const struct rule *rule, const struct count_terms *terms,
                    const struct count_result *result, const struct explain_effort *effort,
                    struct explanation *out, struct error *err)
{
    size_t options = profile->option_count;
    struct explanation found = {.option_count = options};
    struct search search = {.whatif = whatif_new(profile, rule, terms),
                            .profile = profile,
                            .rule = rule,
                            .work = effort->search,
                            .how = effort->how};
    struct phragmen_margin *guesses = rule->name == RULE_PHRAGMEN ? phragmen_margins(profile, result) : NULL;
    bool *won = allocate(options, sizeof *won), ok = true;
    found.gift = whatif_gift(search.whatif);
    search.guesses = guesses;
    search.most = votes_max(profile, rule, terms, found.gift);
    found.options = arena_allocate(&found.arena, options, sizeof *found.options);
    for (size_t i = 0; i < result->winner_count; i++)
        won[result->winners[i]] = true;
    search.least = arena_allocate(&found.arena, options, sizeof *search.least);
    ok = scan_together(&search, terms, won, effort, err);
    if (ok && rule->name == RULE_EQUAL_SHARES && effort->scan > 0)
        search.costs = shares_costs_new(profile, rule, terms->seed, won, effort->scan);
    if (search.costs)
        shares_costs_ask(search.costs, costs_go_on, &search);
    for (size_t o = 0; ok && o < options; o++, search.done++)
        ok = goes_on(effort->how, o, options, err) && explain_option(&search, won, (uint16_t)o, &found, err);
    ok = ok && goes_on(effort->how, options, options, err);
    free(won);
    free(guesses);
    shares_costs_free(search.costs);
    whatif_free(search.whatif);
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
