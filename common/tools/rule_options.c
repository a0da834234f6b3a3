/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tools/rule_options.h"

#include <string.h>

#include "base/encoding.h"
#include "count/rule_source.h"

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

/* Option names have - where members have _. */
static const char *const member_names[RULE_OPTIONS] = {
    "score", "on_misfit", "threshold", "utility", "completion",
    "start", "compare",   "base",      "quorum",  "majority",
};

static bool set_members(const struct rule_options *said, struct rule *rule, struct error *err)
{
    for (size_t i = 0; i < RULE_OPTIONS; i++)
        if (said->members[i] && !rule_set(rule, member_names[i], said->members[i], err))
            return false;
    return !said->per_cost || rule_set(rule, "density", "per-cost", err);
}

static bool has_members(const struct rule_options *said)
{
    bool has = said->per_cost;
    for (size_t i = 0; i < RULE_OPTIONS; i++)
        has |= said->members[i] != NULL;
    return has;
}

bool rule_options_read(const struct rule_options *said, struct rule_choice *out, struct error *err)
{
    struct rule_choice choice = {.said = *said, .named = said->rule, .has_reference = said->reference};
    if ((said->rule && !rule_name_parse(said->rule, &choice.name, err)) ||
        (said->reference && !rule_source_reference(said->reference, &choice.reference, err)) ||
        (said->ties && !read_ties(said->ties, &choice, err)))
        return false;
    if (said->reference && (said->rule || said->ties || has_members(said)))
        return error_input(err, "usage", "--reference names the whole rule; leave out the others");
    struct rule trial = {.name = choice.name};
    if (choice.named && !set_members(said, &trial, err))
        return false;
    if (said->conflicts && !read_conflicts(said->conflicts, &choice, err))
        return false;
    *out = choice;
    return true;
}

/* What the command line changes in a rule for ballots of this form. */
static bool change(const struct rule_choice *choice, enum form_kind form, struct rule *rule,
                   struct error *err)
{
    return (!choice->said.ties || rule_set(rule, "ties", choice->draw ? "draw" : "lex", err)) &&
           set_members(&choice->said, rule, err) && rule_fits(rule, form, err);
}

bool rule_choice_for(const struct rule_choice *choice, const struct pabulib *pb, struct rule *out,
                     struct error *err)
{
    enum profile_form form = profile_form_of(pb->vote_type);
    struct rule rule;
    if (choice->has_reference)
        rule = choice->reference;
    else if (choice->named)
        rule = rule_source_default(choice->name, form);
    else if (!rule_source_meta(pb, &rule, err))
        return false;
    if (!change(choice, profile_form_kind(form), &rule, err))
        return false;
    *out = rule;
    return true;
}

bool rule_choice_for_answers(const struct rule_choice *choice, struct rule *out, struct error *err)
{
    struct rule rule = rule_source_default(RULE_MOTION, PROFILE_ANSWERS);
    if (choice->conflicts)
        return error_input(err, "rule", "motion has no conflicts");
    if (!change(choice, FORM_QUESTIONS, &rule, err))
        return false;
    *out = rule;
    return true;
}
