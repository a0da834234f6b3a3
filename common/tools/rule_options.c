/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tools/rule_options.h"

#include <string.h>

#include "base/encoding.h"

static bool read_ties(const char *text, struct rule_choice *out, struct error *err)
{
    if (strcmp(text, "lex") == 0)
        return true;
    if (strncmp(text, "draw:", 5) != 0 ||
        !hex_decode_exact(bytes_of_string(text + 5), out->seed, sizeof out->seed))
        return error_input(err, "ties",
                           "--ties is %.80s; expected lex, or draw: and 64 lower-case hex digits", text);
    out->draw = true;
    return true;
}

static bool read_conflicts(const char *path, struct rule_choice *out, struct error *err)
{
    json_error_t why;
    out->conflicts = json_load_file(path, JSON_REJECT_DUPLICATES, &why);
    return out->conflicts ||
           error_input(err, "conflicts", "%s:%d:%d: %s", path, why.line, why.column, why.text);
}

static bool read_rule_name(const char *text, struct error *err)
{
    static const char *const planned[] = {"equal-shares", "phragmen", "motion"};
    if (strcmp(text, "greedy") == 0)
        return true;
    for (size_t i = 0; i < sizeof planned / sizeof *planned; i++)
        if (strcmp(planned[i], text) == 0)
            return error_input(err, "rule", "the rule %s is not built yet; expected greedy", text);
    return error_input(err, "rule", "there is no rule %.40s; expected greedy", text);
}

static bool read_threshold(const char *text, struct rule_choice *out, struct error *err)
{
    uint64_t threshold;
    if (!decimal_decode_u64(bytes_of_string(text), &threshold) || threshold > RULE_THRESHOLD_MAX)
        return error_input(err, "threshold", "--threshold is %.40s; expected a whole number", text);
    out->threshold = (int64_t)threshold;
    return true;
}

bool rule_options_read(const struct rule_options *options, struct rule_choice *out, struct error *err)
{
    struct rule_choice choice = {
        .has_score = options->score,
        .has_misfit = options->on_misfit,
        .has_threshold = options->threshold,
        .per_cost = options->per_cost,
        .named = options->rule,
        .has_reference = options->reference,
    };
    if ((options->rule && !read_rule_name(options->rule, err)) ||
        (options->reference && !rule_from_reference(options->reference, &choice.reference, err)) ||
        (options->score && !rule_score_parse(options->score, &choice.score, err)) ||
        (options->on_misfit && !rule_misfit_parse(options->on_misfit, &choice.on_misfit, err)) ||
        (options->threshold && !read_threshold(options->threshold, &choice, err)) ||
        (options->ties && !read_ties(options->ties, &choice, err)))
        return false;
    if (options->reference && (choice.named || choice.has_score || choice.has_misfit ||
                               choice.has_threshold || choice.per_cost || choice.draw))
        return error_input(err, "usage", "--reference names the whole rule; leave out the others");
    if (options->conflicts && !read_conflicts(options->conflicts, &choice, err))
        return false;
    *out = choice;
    return true;
}

bool rule_choice_for(const struct rule_choice *choice, const struct pabulib *pb, struct rule *out,
                     struct error *err)
{
    enum profile_form form = profile_form_of(pb->vote_type);
    struct rule rule;
    if (choice->has_reference)
        rule = choice->reference;
    else if (choice->named)
        rule = rule_default(form);
    else if (!rule_from_meta(pb, &rule, err))
        return false;
    if (choice->has_score)
        rule.score = choice->score;
    if (choice->per_cost)
        rule.density = RULE_PER_COST;
    if (choice->has_misfit)
        rule.on_misfit = choice->on_misfit;
    if (choice->has_threshold)
        rule.threshold = choice->threshold;
    rule.ties = choice->draw ? RULE_DRAW : RULE_LEX;
    if (!rule_fits(&rule, form, err))
        return false;
    *out = rule;
    return true;
}
