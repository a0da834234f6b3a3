/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "count/rule.h"

#include "count/decimal.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))

static const char *const score_names[] = {"votes", "points", "borda", "borda0"};
static const char *const density_names[] = {"absolute", "per-cost"};
static const char *const misfit_names[] = {"skip", "stop"};
static const char *const ties_names[] = {"draw", "lex"};

static bool parse(const char *what, const char *const *names, size_t count, const char *text, unsigned *out,
                  struct error *err)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(names[i], text) == 0) {
            *out = (unsigned)i;
            return true;
        }
    }
    struct buffer choices = {0};
    for (size_t i = 0; i < count; i++)
        buffer_append_format(&choices, "%s%s", i == 0 ? "" : i + 1 < count ? ", " : " or ", names[i]);
    error_input(err, "rule", "%s is %.40s, expected %s", what, text, buffer_string(&choices));
    buffer_clear(&choices);
    return false;
}

#define DEFINE(member, what)                                                                                 \
    const char *rule_##member##_name(enum rule_##member value)                                               \
    {                                                                                                        \
        return member##_names[value];                                                                        \
    }                                                                                                        \
    bool rule_##member##_parse(const char *text, enum rule_##member *out, struct error *err)                 \
    {                                                                                                        \
        unsigned value;                                                                                      \
        if (!parse(what, member##_names, LENGTH(member##_names), text, &value, err))                         \
            return false;                                                                                    \
        *out = (enum rule_##member)value;                                                                    \
        return true;                                                                                         \
    }

DEFINE(score, "the score")
DEFINE(density, "the density")
DEFINE(misfit, "on_misfit")
DEFINE(ties, "the tie order")

json_t *rule_to_json(const struct rule *rule)
{
    return json_pack("{s:s, s:s, s:s, s:s, s:I, s:s}", "name", "greedy", "score",
                     rule_score_name(rule->score), "density", rule_density_name(rule->density), "on_misfit",
                     rule_misfit_name(rule->on_misfit), "threshold", (json_int_t)rule->threshold, "ties",
                     rule_ties_name(rule->ties));
}

bool rule_from_json(const json_t *json, struct rule *out, struct error *err)
{
    if (!json_is_object(json))
        return error_input(err, "rule", "a rule is an object");
    const char *name = json_string_value(json_object_get(json, "name"));
    if (!name)
        return error_input(err, "rule", "a rule has a name");
    if (strcmp(name, "greedy") != 0)
        return error_input(err, "rule", "the rule is %.40s, expected greedy", name);
    static const char *const members[] = {"name", "score", "density", "on_misfit", "threshold", "ties"};
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)json, key, value)
    {
        bool known = false;
        for (size_t i = 0; i < LENGTH(members); i++)
            known |= strcmp(members[i], key) == 0;
        if (!known)
            return error_input(err, "rule", "a greedy rule has no member %.40s", key);
    }
    const char *score = json_string_value(json_object_get(json, "score"));
    const char *density = json_string_value(json_object_get(json, "density"));
    const char *misfit = json_string_value(json_object_get(json, "on_misfit"));
    const char *ties = json_string_value(json_object_get(json, "ties"));
    const json_t *threshold = json_object_get(json, "threshold");
    if (!score || !density || !misfit || !ties || !json_is_integer(threshold))
        return error_input(err, "rule",
                           "a greedy rule needs the texts score, density, on_misfit and ties and "
                           "the integer threshold");
    struct rule rule = {.name = RULE_GREEDY, .threshold = json_integer_value(threshold)};
    if (!rule_score_parse(score, &rule.score, err) || !rule_density_parse(density, &rule.density, err) ||
        !rule_misfit_parse(misfit, &rule.on_misfit, err) || !rule_ties_parse(ties, &rule.ties, err))
        return false;
    if (rule.threshold < 0 || rule.threshold > RULE_THRESHOLD_MAX)
        return error_input(err, "rule", "the threshold is an integer from 0 to 2^53 - 1");
    *out = rule;
    return true;
}

struct rule rule_default(enum profile_form form)
{
    struct rule rule = {.name = RULE_GREEDY};
    switch (form) {
    case PROFILE_APPROVAL:
        rule.score = RULE_VOTES;
        break;
    case PROFILE_POINTS:
        rule.score = RULE_POINTS;
        break;
    case PROFILE_RANKING:
        rule.score = RULE_BORDA;
        break;
    }
    return rule;
}

bool rule_fits(const struct rule *rule, enum profile_form form, struct error *err)
{
    if (rule->score == RULE_POINTS && form != PROFILE_POINTS)
        return error_input(err, "rule", "score points needs ballots with points; these %s",
                           form == PROFILE_RANKING ? "are rankings (votes, borda or borda0)"
                                                   : "are approvals (votes)");
    if ((rule->score == RULE_BORDA || rule->score == RULE_BORDA0) && form != PROFILE_RANKING)
        return error_input(
            err, "rule", "score %s needs rankings; these ballots %s", rule_score_name(rule->score),
            form == PROFILE_POINTS ? "have points (votes or points)" : "are approvals (votes)");
    return true;
}

bool rule_from_meta(const struct pabulib *pabulib, struct rule *out, struct error *err)
{
    struct rule rule = rule_default(profile_form_of(pabulib->vote_type));
    rule.ties = RULE_LEX;
    struct bytes declared = bytes_of_string("missing");
    bool has_rule = pabulib_meta(pabulib, "rule", &declared);
    struct bytes threshold;
    bool has_threshold = pabulib_meta(pabulib, "min_project_score_threshold", &threshold);
    if (has_rule && bytes_equal(declared, bytes_of_string("greedy-no-skip")))
        rule.on_misfit = RULE_STOP;
    else if (!has_rule || (!bytes_equal(declared, bytes_of_string("greedy")) &&
                           !bytes_equal(declared, bytes_of_string("greedy-threshold"))))
        return error_input(
            err, "rule-undeclared",
            "the declared rule \"%.*s\" has no exact meaning here; name one: --rule greedy with "
            "--score, --per-cost, --on-misfit, --threshold, --conflicts",
            (int)(declared.len < 40 ? declared.len : 40), (const char *)declared.data);
    else if (bytes_equal(declared, bytes_of_string("greedy-threshold")) && !has_threshold)
        return error_input(err, "rule-undeclared",
                           "the file declares greedy-threshold without min_project_score_threshold; give "
                           "--rule greedy --threshold N");
    if (has_threshold) {
        struct error why;
        if (!decimal_read(threshold, 0, &rule.threshold, &why) || rule.threshold < 0 ||
            rule.threshold > RULE_THRESHOLD_MAX)
            return error_input(err, "rule-undeclared",
                               "min_project_score_threshold is \"%.*s\", expected an integer",
                               (int)(threshold.len < 40 ? threshold.len : 40), (const char *)threshold.data);
    }
    *out = rule;
    return true;
}

bool rule_from_reference(const char *name, struct rule *out, struct error *err)
{
    static const struct {
        const char *name;
        enum rule_score score;
        enum rule_density density;
    } table[] = {
        {"greedy_cost", RULE_VOTES, RULE_ABSOLUTE},    {"greedy_card", RULE_VOTES, RULE_PER_COST},
        {"greedy_points", RULE_POINTS, RULE_PER_COST}, {"greedy_pointscost", RULE_POINTS, RULE_ABSOLUTE},
        {"greedy_borda", RULE_BORDA0, RULE_PER_COST},  {"greedy_bordacost", RULE_BORDA0, RULE_ABSOLUTE},
    };
    for (size_t i = 0; i < LENGTH(table); i++) {
        if (strcmp(table[i].name, name) == 0) {
            *out = (struct rule){
                .name = RULE_GREEDY, .score = table[i].score, .density = table[i].density, .ties = RULE_LEX};
            return true;
        }
    }
    return error_input(err, "rule",
                       "there is no reference rule %.40s yet; expected greedy_cost, greedy_card, "
                       "greedy_points, greedy_pointscost, greedy_borda or greedy_bordacost",
                       name);
}
