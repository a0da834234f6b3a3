/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tools/explain_text.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "count/rational.h"
#include "count/score.h"

struct text {
    const struct pabulib *pb;
    const struct profile *profile;
    const struct count_result *result;
    const struct explanation *explanation;
    uint64_t *supporters; /* of each option: voters who give it something */
    struct buffer *out;
};

enum rounding { DOWN, UP };
enum { COLUMNS = 96 };

static void put(struct text *t, const char *words)
{
    buffer_append_string(t->out, words);
}

/* ---- numbers ---- */

/* "1234567" with 2 decimals as 12,345.67; decimals that are all 0 are left out. */
static void put_digits(struct text *t, const char *digits, unsigned decimals)
{
    size_t len = strlen(digits), whole = len > decimals ? len - decimals : 0;
    bool fraction = false;
    if (!whole)
        put(t, "0");
    for (size_t i = 0; i < whole; i++) {
        if (i && (whole - i) % 3 == 0)
            put(t, ",");
        buffer_append_u8(t->out, (uint8_t)digits[i]);
    }
    for (size_t i = whole; i < len; i++)
        fraction |= digits[i] != '0';
    if (!fraction)
        return;
    put(t, ".");
    for (size_t i = len; i < decimals; i++)
        put(t, "0");
    put(t, digits + whole);
}

static void put_number(struct text *t, int64_t number)
{
    char digits[24];
    snprintf(digits, sizeof digits, "%" PRIu64, number < 0 ? 0 - (uint64_t)number : (uint64_t)number);
    put(t, number < 0 ? "-" : "");
    put_digits(t, digits, 0);
}

/* "1 vote", "2 votes" */
static void put_count(struct text *t, int64_t number, const char *thing)
{
    put_number(t, number);
    buffer_append_format(t->out, " %s%s", thing, number == 1 ? "" : "s");
}

static void put_currency(struct text *t)
{
    struct bytes currency;
    if (pabulib_meta(t->pb, "currency", &currency) && currency.len) {
        put(t, " ");
        buffer_append_bytes(t->out, currency);
    }
}

/* A fraction of minor units, to cents at least. */
static void put_fraction(struct text *t, mpq_srcptr amount, enum rounding rounding)
{
    unsigned decimals = t->profile->minor_digits > 2 ? t->profile->minor_digits : 2;
    mpz_t cents;
    mpz_init(cents);
    mpz_ui_pow_ui(cents, 10, decimals - t->profile->minor_digits);
    mpz_mul(cents, cents, mpq_numref(amount));
    if (rounding == UP)
        mpz_cdiv_q(cents, cents, mpq_denref(amount));
    else
        mpz_fdiv_q(cents, cents, mpq_denref(amount));
    char *digits = mpz_get_str(NULL, 10, cents);
    put_digits(t, digits, decimals);
    put_currency(t);
    free(digits);
    mpz_clear(cents);
}

static void put_money(struct text *t, int64_t amount)
{
    mpq_t value;
    mpq_init(value);
    mpq_set_si(value, amount, 1);
    put_fraction(t, value, DOWN);
    mpq_clear(value);
}

/* The texts of a result are fractions that the count has written. */
static void read_fraction(const char *text, mpq_ptr out)
{
    if (!text || !rational_read(text, out))
        mpq_set_ui(out, 0, 1);
}

static void put_fraction_text(struct text *t, const char *amount, enum rounding rounding)
{
    mpq_t value;
    mpq_init(value);
    read_fraction(amount, value);
    put_fraction(t, value, rounding);
    mpq_clear(value);
}

/* ---- projects ---- */

static void put_project(struct text *t, uint16_t option)
{
    const struct pabulib_project *project = &t->pb->projects[option];
    if (project->name.len) {
        buffer_append_bytes(t->out, project->name);
        put(t, " (");
    }
    buffer_append_bytes(t->out, project->id);
    put(t, project->name.len ? ")" : "");
}

/* "A, B and C" */
static void put_projects(struct text *t, const uint16_t *options, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        put(t, i == 0 ? "" : i + 1 == count ? " and " : ", ");
        put_project(t, options[i]);
    }
}

/* ---- why ---- */

static void put_score(struct text *t, int64_t score)
{
    enum rule_score by = t->result->rule.name == RULE_GREEDY ? t->result->rule.score
                                                             : score_of_utility(t->result->rule.utility);
    put_count(t, score, by == RULE_VOTES ? "vote" : "point");
}

/* "only 20 EUR are left: 5 EUR too little." */
static void put_lack(struct text *t, int64_t cost, int64_t left)
{
    if (left == 0) {
        put(t, "nothing is left.");
        return;
    }
    put(t, "only ");
    put_money(t, left);
    put(t, " are left: ");
    put_money(t, cost - left);
    put(t, " too little.");
}

static uint16_t first_misfit(const struct count_result *by)
{
    for (size_t i = 0; i < by->step_count; i++)
        if (by->steps[i].outcome == COUNT_MISFIT)
            return by->steps[i].option;
    return 0; /* never: only a misfit stops a count */
}

static void put_why_by_score(struct text *t, const struct count_result *by, const struct count_step *step)
{
    put(t, "It has ");
    put_score(t, step->score);
    switch (step->outcome) {
    case COUNT_BOUGHT:
        put(t, " and costs ");
        put_money(t, step->cost);
        put(t, "; ");
        put_money(t, step->left);
        put(t, " are left before, ");
        put_money(t, step->left - step->cost);
        put(t, " afterwards.");
        break;
    case COUNT_BELOW_THRESHOLD:
        put(t, "; at least ");
        put_number(t, by->rule.threshold);
        put(t, " are needed, so ");
        put_number(t, by->rule.threshold - step->score);
        put(t, by->rule.threshold - step->score == 1 ? " is missing." : " are missing.");
        break;
    case COUNT_CONFLICT:
        put(t, ", but ");
        put_project(t, step->rival);
        put(t, " excludes it and was funded before.");
        break;
    case COUNT_STOPPED:
        put(t, ", but the count ended before, at ");
        put_project(t, first_misfit(by));
        put(t, ", which did not fit.");
        break;
    default:
        put(t, " and costs ");
        put_money(t, step->cost);
        put(t, ", but ");
        put_lack(t, step->cost, step->left);
    }
}

/* "5 voters pay for it, 20 EUR each" */
static void put_payers(struct text *t, const struct count_step *step)
{
    mpq_t greatest, all;
    mpq_inits(greatest, all, NULL);
    read_fraction(step->greatest, greatest);
    mpq_set_ui(all, step->payers, 1);
    mpq_mul(all, all, greatest);
    bool same = mpq_cmp_si(all, step->cost, 1) == 0;
    put_count(t, (int64_t)step->payers, "voter");
    put(t, step->payers == 1 ? " pays " : " pay ");
    put(t, same ? "" : "at most ");
    put_fraction(t, greatest, UP);
    put(t, step->payers == 1 ? " for it" : " each for it");
    if (step->emptied && step->emptied == step->payers) {
        put(t, step->payers == 1 ? " and has nothing left" : " and have nothing left");
    } else if (step->emptied) {
        put(t, "; ");
        put_number(t, (int64_t)step->emptied);
        put(t, step->emptied == 1 ? " of them has nothing left" : " of them have nothing left");
    }
    put(t, ".");
    mpq_clears(greatest, all, NULL);
}

static void put_held(struct text *t, const struct count_step *step)
{
    mpq_t held, lack;
    mpq_inits(held, lack, NULL);
    read_fraction(step->held, held);
    mpq_set_si(lack, step->cost, 1);
    mpq_sub(lack, lack, held);
    uint64_t supporters = t->supporters[step->option];
    put(t, supporters == 1 ? "Its one supporter has " : "Its ");
    if (supporters != 1) {
        put_count(t, (int64_t)supporters, "supporter");
        put(t, " together have ");
    }
    put_fraction(t, held, DOWN);
    put(t, " left: ");
    put_fraction(t, lack, UP);
    put(t, " too little.");
    mpq_clears(held, lack, NULL);
}

static void put_cost(struct text *t, const struct count_step *step)
{
    put(t, "It costs ");
    put_money(t, step->cost);
    put(t, ". ");
}

static void put_why_in_equal_shares(struct text *t, const struct count_step *step)
{
    if (step->outcome == COUNT_UNSUPPORTED) {
        put(t, "It has no supporters.");
        return;
    }
    put_cost(t, step);
    if (step->outcome == COUNT_BOUGHT)
        put_payers(t, step);
    else
        put_held(t, step);
}

static void put_why_in_phragmen(struct text *t, const struct count_step *step)
{
    if (step->outcome == COUNT_MISFIT) {
        put(t, step->left == t->profile->budget ? "It costs " : "It was next, but costs ");
        put_money(t, step->cost);
        put(t, ", and ");
        put_lack(t, step->cost, step->left);
        return;
    }
    put_cost(t, step);
    if (step->outcome == COUNT_BOUGHT && !step->price) {
        put(t, "Nobody voted for it, but everything else had its turn, and it fits.");
    } else if (step->outcome == COUNT_BOUGHT) {
        put_count(t, (int64_t)step->payers, "voter");
        put(t, step->payers == 1 ? " pays for it. " : " pay for it together. ");
        put(t, "Its supporters have now paid ");
        put_fraction_text(t, step->price, UP);
        put(t, " each in all.");
    } else if (step->price) {
        put(t, "The count ended before its turn, when its supporters would have paid ");
        put_fraction_text(t, step->price, UP);
        put(t, " each in all.");
    } else {
        put(t, "Nobody voted for it, and the count ended before its turn.");
    }
}

static void put_why(struct text *t, const struct count_result *by, const struct count_step *step)
{
    if (step->by_score)
        put_why_by_score(t, by, step);
    else if (by->rule.name == RULE_PHRAGMEN)
        put_why_in_phragmen(t, step);
    else
        put_why_in_equal_shares(t, step);
}

/* ---- what would have changed it ---- */

static bool found(const struct explain_margin *margin)
{
    return margin->kind == EXPLAIN_EXACT || margin->kind == EXPLAIN_TURN;
}

/* Scores of greedy grow point by point; elsewhere whole ballots come. */
static void put_extra(struct text *t, int64_t number)
{
    const struct rule *rule = &t->result->rule;
    bool points = rule->name == RULE_GREEDY && rule->score != RULE_VOTES;
    put_number(t, number);
    put(t, " more ");
    put(t, points ? "point" : rule->name == RULE_GREEDY ? "vote" : "voter");
    put(t, number == 1 ? "" : "s");
    put(t, rule->name == RULE_GREEDY ? "" : " for it alone");
}

static void put_votes_margin(struct text *t, const struct explain_margin *votes)
{
    if (!found(votes)) {
        put(t, votes->kind == EXPLAIN_NEVER ? " No number of votes could have changed that."
                                            : " No number of extra votes that was tried changes that.");
        return;
    }
    put(t, " With ");
    put_extra(t, votes->value);
    put(t, " it would have been funded");
    if (votes->kind == EXPLAIN_TURN) {
        put(t, ", with ");
        put_number(t, votes->value - 1);
        put(t, " not");
    }
    put(t, ".");
}

static void put_cost_margin(struct text *t, const struct explain_margin *margin, int64_t cost)
{
    if (!found(margin)) {
        put(t, margin->kind == EXPLAIN_NEVER ? " No lower cost would have been enough."
                                             : " No lower cost that was tried is enough.");
        return;
    }
    if (margin->value == 0) {
        put(t, " Only if it cost nothing would it have been funded.");
        return;
    }
    put(t, margin->kind == EXPLAIN_TURN ? " At " : " At a cost of at most ");
    put_money(t, margin->value);
    put(t, ", ");
    put_money(t, cost - margin->value);
    put(t, " less, it would have been funded");
    put(t, margin->kind == EXPLAIN_TURN ? ", at a little more not." : ".");
}

static void put_without(struct text *t, const struct explain_option *own)
{
    if (!own->in_count && !own->out_count) {
        put(t, own->won ? " Without it nothing else would have been funded." : "");
        return;
    }
    put(t, " Without it ");
    put_projects(t, own->in, own->in_count);
    put(t, own->in_count ? " would have been funded" : "");
    put(t, own->in_count && own->out_count ? ", and " : "");
    put_projects(t, own->out, own->out_count);
    put(t, own->out_count ? " would not have been funded." : ".");
}

/* ---- a paragraph for each project ---- */

/* The step of an option in which equal shares passed it over before a completion looked at it. */
static const struct count_step *step_before(const struct count_result *by, const struct count_step *step)
{
    for (const struct count_step *other = by->steps; other < step; other++)
        if (other->option == step->option)
            return other;
    return NULL;
}

static bool is_looked_at_again(const struct count_result *by, const struct count_step *step)
{
    for (const struct count_step *other = step + 1; other < by->steps + by->step_count; other++)
        if (other->option == step->option)
            return true;
    return false;
}

static void put_step(struct text *t, const struct count_result *by, const struct count_step *step)
{
    const struct explain_option *own = &t->explanation->options[step->option];
    const struct count_step *before = step_before(by, step);
    put(t, "\n");
    put_project(t, step->option);
    put(t, own->won ? ": funded. " : ": not funded. ");
    if (before) {
        put_why(t, by, before);
        put(t, " Then the rest of the money goes by score. ");
    }
    put_why(t, by, step);
    if (!own->won) {
        put_votes_margin(t, &own->votes);
        put_cost_margin(t, &own->cost, step->cost);
    }
    put_without(t, own);
    put(t, "\n");
}

/* ---- before them: what all start with ---- */

static void put_start(struct text *t)
{
    const struct count_shares *shares = &t->result->shares;
    int64_t unit = 1;
    for (unsigned i = 0; i < t->profile->minor_digits; i++)
        unit *= 10;
    put(t, "\nEach of the ");
    put_count(t, (int64_t)t->profile->voter_count, "voter");
    put(t, " has ");
    put_fraction_text(t, shares->endowment, DOWN);
    put(t, " to begin with");
    if (shares->end != COUNT_END_NONE) {
        put(t, ", ");
        put_money(t, shares->added * unit);
        put(t, " of it so that more of the budget is spent");
    }
    put(t, ".");
    if (shares->end == COUNT_END_OVERSPENT) {
        put(t, " With ");
        put_money(t, unit);
        put(t, " more each, the projects would cost ");
        put_money(t, shares->over);
        put(t, " in all, which is more than there is.");
    } else if (shares->end == COUNT_END_EXHAUSTED) {
        put(t, " Nothing that has supporters would fit in the rest of the budget.");
    }
    put(t, "\n");
}

static void put_comparison(struct text *t, const struct count_comparison *comparison)
{
    put(t, "Instead, by score alone, ");
    put_projects(t, comparison->greedy->winners, comparison->greedy->winner_count);
    put(t, comparison->greedy->winner_count ? "" : "nothing");
    put(t, " would be funded. ");
    put_count(t, (int64_t)comparison->prefer_greedy, "voter");
    put(t, comparison->prefer_greedy == 1 ? " prefers that, " : " prefer that, ");
    put_number(t, (int64_t)comparison->prefer_equal_shares);
    put(t, comparison->prefer_equal_shares == 1 ? " prefers" : " prefer");
    put(t, " what equal shares funds, and to ");
    put_number(t, (int64_t)comparison->indifferent);
    put(t, comparison->greedy_won ? " it is the same. So it goes by score alone.\n"
                                  : " it is the same. So it stays with equal shares.\n");
}

static void count_supporters(struct text *t)
{
    enum rule_score score = score_of_utility(t->result->rule.utility);
    for (size_t b = 0; b < t->profile->ballot_count; b++) {
        const struct profile_ballot *ballot = &t->profile->ballots[b];
        for (uint32_t i = 0; i < ballot->count; i++)
            if (score_given(ballot, score, i) > 0)
                t->supporters[ballot->options[i]] += ballot->multiplicity;
    }
}

/* Lines of at most COLUMNS characters, broken at blanks. */
static void wrap(struct buffer *text, size_t from)
{
    size_t column = 0, blank = from;
    for (size_t i = from; i < text->len; i++) {
        uint8_t byte = text->data[i];
        column += (byte & 0xc0) != 0x80; /* the first byte of a character */
        if (byte == ' ')
            blank = i;
        if (byte == '\n')
            column = 0;
        if (column > COLUMNS && text->data[blank] == ' ') {
            text->data[blank] = '\n';
            column = 0;
            i = blank;
        }
    }
}

void explain_text(const struct pabulib *pb, const struct profile *profile, const struct count_result *result,
                  const struct explanation *explanation, struct buffer *out)
{
    struct text t = {pb, profile, result, explanation, NULL, out};
    size_t from = out->len;
    const struct count_comparison *comparison = result->shares.comparison;
    const struct count_result *by = comparison && comparison->greedy_won ? comparison->greedy : result;
    t.supporters = allocate(profile->option_count, sizeof *t.supporters);
    if (result->rule.name == RULE_EQUAL_SHARES) {
        count_supporters(&t);
        put_start(&t);
        if (comparison)
            put_comparison(&t, comparison);
        if (explanation->gift > 1) {
            put(&t, "\"More voters for it alone\" give it ");
            put_number(&t, explanation->gift);
            put(&t, " points each, as many as anybody gives to one project.\n");
        }
    }
    for (size_t i = 0; i < by->step_count; i++)
        if (!is_looked_at_again(by, &by->steps[i]))
            put_step(&t, by, &by->steps[i]);
    wrap(out, from);
    free(t.supporters);
}
