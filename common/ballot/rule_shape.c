/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "ballot/rule_shape.h"

#include "base/encoding.h"

enum { WORDS_MAX = 6 };

/* A member of a rule: one of `words` (ended by NULL), or a number or fraction. */
struct rule_member {
    const char *name;
    enum { MEMBER_WORD, MEMBER_NUMBER, MEMBER_FRACTION } kind;
    const char *words[WORDS_MAX + 1];
};

#define TIES                                                                                                 \
    {                                                                                                        \
        "ties", MEMBER_WORD,                                                                                 \
        {                                                                                                    \
            "draw", "lex"                                                                                    \
        }                                                                                                    \
    }

static const struct rule_member greedy[] = {
    {"score", MEMBER_WORD, {"votes", "points", "borda", "borda0"}},
    {"density", MEMBER_WORD, {"absolute", "per-cost"}},
    {"on_misfit", MEMBER_WORD, {"skip", "stop"}},
    {"threshold", MEMBER_NUMBER, {NULL}},
    TIES,
};
static const struct rule_member equal_shares[] = {
    {"utility", MEMBER_WORD, {"cost", "cardinality", "points", "borda", "borda0", "points-cost"}},
    {"completion", MEMBER_WORD, {"none", "utilitarian", "add1", "add1u"}},
    {"start", MEMBER_WORD, {"exact", "integral"}},
    {"compare", MEMBER_WORD, {"none", "greedy"}},
    TIES,
};
static const struct rule_member phragmen[] = {TIES};
static const struct rule_member motion[] = {
    {"base", MEMBER_WORD, {"cast", "yes-no", "entitled"}},
    {"quorum", MEMBER_FRACTION, {NULL}},
    {"majority", MEMBER_FRACTION, {NULL}},
};

enum { RULE_GREEDY_SHAPE, RULE_EQUAL_SHARES_SHAPE, RULE_PHRAGMEN_SHAPE, RULE_MOTION_SHAPE, RULE_SHAPES };
static const char *const names[RULE_SHAPES] = {"greedy", "equal-shares", "phragmen", "motion"};
static const struct {
    const struct rule_member *members;
    size_t count;
} shapes[RULE_SHAPES] = {
    {greedy, sizeof greedy / sizeof *greedy},
    {equal_shares, sizeof equal_shares / sizeof *equal_shares},
    {phragmen, sizeof phragmen / sizeof *phragmen},
    {motion, sizeof motion / sizeof *motion},
};

/* P/Q with 0 <= P <= Q, Q >= 1, at most 9 digits each. */
static bool is_fraction(struct bytes text)
{
    const uint8_t *slash = text.len ? memchr(text.data, '/', text.len) : NULL;
    if (!slash)
        return false;
    struct bytes p = bytes_of(text.data, (size_t)(slash - text.data));
    struct bytes q = bytes_of(slash + 1, text.len - p.len - 1);
    uint64_t numerator, denominator;
    return p.len <= 9 && q.len <= 9 && decimal_decode_u64(p, &numerator) &&
           decimal_decode_u64(q, &denominator) && denominator >= 1 && numerator <= denominator;
}

/* What a rule looks at (score or utility) must be on the ballots. */
static bool fits(unsigned name, const char *looks_at, enum form_kind form)
{
    if ((name == RULE_MOTION_SHAPE) != (form == FORM_QUESTIONS))
        return false;
    if (name == RULE_PHRAGMEN_SHAPE)
        return form == FORM_APPROVAL || form == FORM_CHOICE || form == FORM_KNAPSACK;
    if (looks_at && strncmp(looks_at, "points", 6) == 0)
        return form == FORM_POINTS || form == FORM_SCORES;
    if (looks_at && strncmp(looks_at, "borda", 5) == 0)
        return form == FORM_RANKING;
    return true;
}

bool rule_shape_check(struct json_fields *rule, enum form_kind form, bool *drawn)
{
    unsigned name;
    bool ties_drawn = false;
    const char *looks_at = NULL;
    if (!json_get_choice(rule, "name", names, RULE_SHAPES, &name))
        return false;
    for (size_t i = 0; i < shapes[name].count; i++) {
        const struct rule_member *member = &shapes[name].members[i];
        const char *text;
        unsigned word;
        int64_t number;
        size_t words = 0;
        while (member->words[words])
            words++;
        switch (member->kind) {
        case MEMBER_WORD:
            if (!json_get_choice(rule, member->name, member->words, words, &word))
                return false;
            if (i == 0)
                looks_at = member->words[word];
            if (strcmp(member->name, "ties") == 0)
                ties_drawn = word == 0;
            break;
        case MEMBER_NUMBER:
            if (!json_get_integer(rule, member->name, 0, JSON_MAX_INTEGER, &number))
                return false;
            break;
        case MEMBER_FRACTION:
            if (!json_get_string(rule, member->name, 3, 19, &text))
                return false;
            if (!is_fraction(bytes_of_string(text)))
                return json_fail(rule, member->name, "not a fraction P/Q between 0 and 1");
            break;
        }
    }
    if (!json_object_end(rule))
        return false;
    if (!fits(name, looks_at, form))
        return json_fail(rule, NULL, "this rule does not go with ballots of the form %s",
                         form_kind_name(form));
    *drawn = ties_drawn;
    return true;
}
