/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "count/rule_source.h"

#include "count/decimal.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))

struct rule rule_source_default(enum rule_name name, enum profile_form form)
{
    static const enum rule_score scores[] = {
        [PROFILE_APPROVAL] = RULE_VOTES, [PROFILE_POINTS] = RULE_POINTS, [PROFILE_RANKING] = RULE_BORDA};
    static const enum rule_utility utilities[] = {[PROFILE_APPROVAL] = RULE_UTILITY_COST,
                                                  [PROFILE_POINTS] = RULE_UTILITY_POINTS,
                                                  [PROFILE_RANKING] = RULE_UTILITY_BORDA};
    struct rule rule = {.name = name, .ties = RULE_LEX};
    if (name == RULE_GREEDY && form != PROFILE_ANSWERS)
        rule.score = scores[form];
    if (name == RULE_EQUAL_SHARES && form != PROFILE_ANSWERS)
        rule.utility = utilities[form];
    if (name == RULE_MOTION) {
        rule.ties = RULE_DRAW; /* it has none: the value of what is not there */
        rule.base = RULE_BASE_YES_NO;
        rule.quorum = (struct rule_fraction){0, 1};
        rule.majority = (struct rule_fraction){1, 2};
    }
    return rule;
}

/* ---- META ---- */

struct declared {
    const char *text;
    enum rule_name name;
    bool stop, needs_threshold;
    enum rule_completion completion;
    enum rule_compare compare;
};

static const struct declared declared[] = {
    {"greedy", .name = RULE_GREEDY},
    {"greedy-no-skip", .name = RULE_GREEDY, .stop = true},
    {"greedy-threshold", .name = RULE_GREEDY, .needs_threshold = true},
    {"equalshares", .name = RULE_EQUAL_SHARES},
    {"equalshares/add1", .name = RULE_EQUAL_SHARES, .completion = RULE_COMPLETION_ADD1},
    {"phragmen", .name = RULE_PHRAGMEN},
    {"equalshares/add1-comparison", .name = RULE_EQUAL_SHARES, .completion = RULE_COMPLETION_ADD1,
     .compare = RULE_COMPARE_GREEDY},
};

static const struct declared *find_declared(struct bytes text)
{
    for (size_t i = 0; i < LENGTH(declared); i++)
        if (bytes_equal(text, bytes_of_string(declared[i].text)))
            return &declared[i];
    return NULL;
}

static bool read_threshold(struct bytes text, int64_t *out, struct error *err)
{
    struct error why;
    int64_t threshold;
    if (!decimal_read(text, 0, &threshold, &why) || threshold < 0 || threshold > JSON_MAX_INTEGER)
        return error_input(err, "rule-undeclared",
                           "min_project_score_threshold is \"%.*s\", expected an integer",
                           (int)(text.len < 40 ? text.len : 40), (const char *)text.data);
    *out = threshold;
    return true;
}

bool rule_source_meta(const struct pabulib *pabulib, struct rule *out, struct error *err)
{
    struct bytes text = bytes_of_string("missing"), threshold;
    enum profile_form form = profile_form_of(pabulib->vote_type);
    const struct declared *found = pabulib_meta(pabulib, "rule", &text) ? find_declared(text) : NULL;
    bool has_threshold = pabulib_meta(pabulib, "min_project_score_threshold", &threshold);
    /* which utility is meant is clear only where ballots approve */
    if (!found || (found->name != RULE_GREEDY && (form != PROFILE_APPROVAL || has_threshold)))
        return error_input(err, "rule-undeclared",
                           "the declared rule \"%.*s\" has no exact meaning here; name one: --rule greedy, "
                           "equal-shares or phragmen, with their options",
                           (int)(text.len < 40 ? text.len : 40), (const char *)text.data);
    if (found->needs_threshold && !has_threshold)
        return error_input(err, "rule-undeclared",
                           "the file declares greedy-threshold without min_project_score_threshold; give "
                           "--rule greedy --threshold N");
    struct rule rule = rule_source_default(found->name, form);
    rule.on_misfit = found->stop ? RULE_STOP : RULE_SKIP;
    rule.completion = found->completion;
    rule.compare = found->compare;
    if (has_threshold && !read_threshold(threshold, &rule.threshold, err))
        return false;
    *out = rule;
    return true;
}

const char *rule_source_word(const struct rule *rule)
{
    if (rule->name == RULE_GREEDY)
        return rule->density != RULE_ABSOLUTE ? "greedy-custom"
               : rule->on_misfit == RULE_STOP ? "greedy-no-skip"
               : rule->threshold              ? "greedy-threshold"
                                              : "greedy";
    bool usual = rule->utility == RULE_UTILITY_COST && rule->start == RULE_START_EXACT;
    for (size_t i = 0; usual && i < LENGTH(declared); i++)
        if (declared[i].name == rule->name && declared[i].completion == rule->completion &&
            declared[i].compare == rule->compare)
            return declared[i].text;
    return "unknown";
}

/* ---- the reference ---- */

static const struct {
    const char *name;
    enum rule_score score;
    enum rule_density density;
} greedy_references[] = {
    {"greedy_cost", RULE_VOTES, RULE_ABSOLUTE},    {"greedy_card", RULE_VOTES, RULE_PER_COST},
    {"greedy_points", RULE_POINTS, RULE_PER_COST}, {"greedy_pointscost", RULE_POINTS, RULE_ABSOLUTE},
    {"greedy_borda", RULE_BORDA0, RULE_PER_COST},  {"greedy_bordacost", RULE_BORDA0, RULE_ABSOLUTE},
};

static const struct {
    const char *name;
    enum rule_utility utility;
} utility_references[] = {
    {"cost", RULE_UTILITY_COST},
    {"card", RULE_UTILITY_CARDINALITY},
    {"points", RULE_UTILITY_POINTS},
    {"borda", RULE_UTILITY_BORDA0},
};

static const struct {
    const char *name;
    enum rule_completion completion;
    enum rule_start start;
} completion_references[] = {
    {"", RULE_COMPLETION_NONE, RULE_START_EXACT},
    {"_util", RULE_COMPLETION_UTILITARIAN, RULE_START_EXACT},
    {"_add1", RULE_COMPLETION_ADD1, RULE_START_EXACT},
    {"_add1u", RULE_COMPLETION_ADD1U, RULE_START_EXACT},
    {"_add1i", RULE_COMPLETION_ADD1, RULE_START_INTEGRAL},
    {"_add1iu", RULE_COMPLETION_ADD1U, RULE_START_INTEGRAL},
};

static bool find_equal_shares(const char *name, struct rule *out)
{
    if (strncmp(name, "mes_", 4) != 0)
        return false;
    for (size_t u = 0; u < LENGTH(utility_references); u++) {
        size_t len = strlen(utility_references[u].name);
        if (strncmp(name + 4, utility_references[u].name, len) != 0)
            continue;
        for (size_t c = 0; c < LENGTH(completion_references); c++) {
            if (strcmp(name + 4 + len, completion_references[c].name) != 0)
                continue;
            *out = (struct rule){.name = RULE_EQUAL_SHARES,
                                 .ties = RULE_LEX,
                                 .utility = utility_references[u].utility,
                                 .completion = completion_references[c].completion,
                                 .start = completion_references[c].start};
            return true;
        }
    }
    return false;
}

bool rule_source_reference(const char *name, struct rule *out, struct error *err)
{
    for (size_t i = 0; i < LENGTH(greedy_references); i++) {
        if (strcmp(greedy_references[i].name, name) == 0) {
            *out = (struct rule){.name = RULE_GREEDY,
                                 .ties = RULE_LEX,
                                 .score = greedy_references[i].score,
                                 .density = greedy_references[i].density};
            return true;
        }
    }
    if (strcmp(name, "phragmen") == 0) {
        *out = (struct rule){.name = RULE_PHRAGMEN, .ties = RULE_LEX};
        return true;
    }
    return find_equal_shares(name, out) ||
           error_input(
               err, "rule",
               "there is no reference rule %.40s; expected phragmen, greedy_S with S cost, card, points, "
               "pointscost, borda or bordacost, or mes_S with S cost, card, points or borda and nothing, "
               "_util, _add1, _add1u, _add1i or _add1iu behind it",
               name);
}
