/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "ballot/rule.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>

#include "base/encoding.h"

enum { WORDS_MAX = 6, FRACTION_BYTES = 20 };

/* A member of a rule: one of `words` (ended by NULL) in the order of its enum, a number or a fraction. */
struct member {
    const char *name;
    enum { MEMBER_WORD, MEMBER_NUMBER, MEMBER_FRACTION } kind;
    size_t offset;
    const char *words[WORDS_MAX + 1];
};

#define WORD(member, ...)                                                                                    \
    {                                                                                                        \
#member, MEMBER_WORD, offsetof(struct rule, member),                                                 \
        {                                                                                                    \
            __VA_ARGS__, NULL                                                                                \
        }                                                                                                    \
    }
#define NUMBER(member)                                                                                       \
    {                                                                                                        \
#member, MEMBER_NUMBER, offsetof(struct rule, member),                                               \
        {                                                                                                    \
            NULL                                                                                             \
        }                                                                                                    \
    }
#define FRACTION(member)                                                                                     \
    {                                                                                                        \
#member, MEMBER_FRACTION, offsetof(struct rule, member),                                             \
        {                                                                                                    \
            NULL                                                                                             \
        }                                                                                                    \
    }
#define TIES WORD(ties, "draw", "lex")
#define END                                                                                                  \
    {                                                                                                        \
        NULL                                                                                                 \
    }

static const struct member greedy[] = {
    WORD(score, "votes", "points", "borda", "borda0"),
    WORD(density, "absolute", "per-cost"),
    WORD(on_misfit, "skip", "stop"),
    NUMBER(threshold),
    TIES,
    END,
};
static const struct member equal_shares[] = {
    WORD(utility, "cost", "cardinality", "points", "borda", "borda0", "points-cost"),
    WORD(completion, "none", "utilitarian", "add1", "add1u"),
    WORD(start, "exact", "integral"),
    WORD(compare, "none", "greedy"),
    TIES,
    END,
};
static const struct member phragmen[] = {TIES, END};
static const struct member motion[] = {
    WORD(base, "cast", "yes-no", "entitled"),
    FRACTION(quorum),
    FRACTION(majority),
    END,
};

static const char *const names[] = {"greedy", "equal-shares", "phragmen", "motion"};
static const struct member *const members[] = {greedy, equal_shares, phragmen, motion};
enum { NAMES = sizeof names / sizeof *names };

/* Each is the type at its offset; an enum of ours is as large as an unsigned. */
static_assert(sizeof(enum rule_score) == sizeof(unsigned), "words are kept as unsigned");

static void *place(const struct member *member, struct rule *rule)
{
    return (char *)rule + member->offset;
}

static const char *word_of(const struct member *member, const struct rule *rule)
{
    unsigned word;
    memcpy(&word, (const char *)rule + member->offset, sizeof word);
    return member->words[word];
}

static int64_t number_of(const struct member *member, const struct rule *rule)
{
    int64_t number;
    memcpy(&number, (const char *)rule + member->offset, sizeof number);
    return number;
}

static void write_fraction(const struct member *member, const struct rule *rule, char out[FRACTION_BYTES])
{
    struct rule_fraction fraction;
    memcpy(&fraction, (const char *)rule + member->offset, sizeof fraction);
    snprintf(out, FRACTION_BYTES, "%u/%u", fraction.p, fraction.q);
}

static size_t word_count(const struct member *member)
{
    size_t count = 0;
    while (member->words[count])
        count++;
    return count;
}

static bool read_fraction(struct bytes text, struct rule_fraction *out)
{
    const uint8_t *slash = text.len ? memchr(text.data, '/', text.len) : NULL;
    if (!slash)
        return false;
    struct bytes p = bytes_of(text.data, (size_t)(slash - text.data));
    struct bytes q = bytes_of(slash + 1, text.len - p.len - 1);
    uint64_t numerator, denominator;
    if (p.len > 9 || q.len > 9 || !decimal_decode_u64(p, &numerator) ||
        !decimal_decode_u64(q, &denominator) || denominator < 1 || numerator > denominator)
        return false;
    *out = (struct rule_fraction){(uint32_t)numerator, (uint32_t)denominator};
    return true;
}

bool rule_is_drawn(const struct rule *rule)
{
    return rule->name != RULE_MOTION && rule->ties == RULE_DRAW;
}

/* ---- JSON ---- */

static bool read_member(struct json_fields *fields, const struct member *member, struct rule *rule)
{
    struct rule_fraction fraction;
    const char *text;
    unsigned word;
    int64_t number;
    switch (member->kind) {
    case MEMBER_WORD:
        if (!json_get_choice(fields, member->name, member->words, word_count(member), &word))
            return false;
        memcpy(place(member, rule), &word, sizeof word);
        break;
    case MEMBER_NUMBER:
        if (!json_get_integer(fields, member->name, 0, JSON_MAX_INTEGER, &number))
            return false;
        memcpy(place(member, rule), &number, sizeof number);
        break;
    case MEMBER_FRACTION:
        if (!json_get_string(fields, member->name, 3, FRACTION_BYTES - 1, &text))
            return false;
        if (!read_fraction(bytes_of_string(text), &fraction))
            return json_fail(fields, member->name, "not a fraction P/Q between 0 and 1");
        memcpy(place(member, rule), &fraction, sizeof fraction);
        break;
    }
    return true;
}

bool rule_from_json(struct json_fields *fields, struct rule *out)
{
    unsigned name;
    if (!json_get_choice(fields, "name", names, NAMES, &name))
        return false;
    struct rule rule = {.name = (enum rule_name)name};
    for (const struct member *member = members[name]; member->name; member++)
        if (!read_member(fields, member, &rule))
            return false;
    if (!json_object_end(fields))
        return false;
    *out = rule;
    return true;
}

json_t *rule_to_json(const struct rule *rule)
{
    json_t *json = json_pack("{s:s}", "name", names[rule->name]);
    char text[FRACTION_BYTES];
    for (const struct member *member = members[rule->name]; member->name; member++) {
        json_t *value = NULL;
        switch (member->kind) {
        case MEMBER_WORD:
            value = json_string(word_of(member, rule));
            break;
        case MEMBER_NUMBER:
            value = json_integer(number_of(member, rule));
            break;
        case MEMBER_FRACTION:
            write_fraction(member, rule, text);
            value = json_string(text);
            break;
        }
        json_object_set_new(json, member->name, value);
    }
    return json;
}

/* ---- forms ---- */

static bool words_fit(const char *looks_at, enum form_kind form)
{
    if (strncmp(looks_at, "points", 6) == 0)
        return form == FORM_POINTS || form == FORM_SCORES;
    if (strncmp(looks_at, "borda", 5) == 0)
        return form == FORM_RANKING;
    return true;
}

bool rule_fits(const struct rule *rule, enum form_kind form, struct error *err)
{
    /* a score or a utility is the first member of its rule */
    const struct member *first = members[rule->name];
    bool looks = rule->name == RULE_GREEDY || rule->name == RULE_EQUAL_SHARES;
    const char *what = looks ? word_of(first, rule) : "";
    bool fits = (rule->name == RULE_MOTION) == (form == FORM_QUESTIONS);
    if (rule->name == RULE_PHRAGMEN)
        fits = form == FORM_APPROVAL || form == FORM_CHOICE || form == FORM_KNAPSACK;
    if (fits && words_fit(what, form))
        return true;
    return error_input(err, "rule", "%s%s%s%s does not go with ballots of the form %s", names[rule->name],
                       looks ? " by " : "", what, rule->name == RULE_EQUAL_SHARES ? " utility" : "",
                       form_kind_name(form));
}

/* ---- texts ---- */

static bool fail_with_choices(struct error *err, const char *what, const char *text, const char *const *words,
                              size_t count)
{
    struct buffer choices = {0};
    for (size_t i = 0; i < count; i++)
        buffer_append_format(&choices, "%s%s", i == 0 ? "" : i + 1 < count ? ", " : " or ", words[i]);
    error_input(err, "rule", "%s is %.40s, expected %s", what, text, buffer_string(&choices));
    buffer_clear(&choices);
    return false;
}

static bool find_word(const char *text, const char *const *words, size_t count, unsigned *out)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(words[i], text) == 0) {
            *out = (unsigned)i;
            return true;
        }
    }
    return false;
}

bool rule_name_parse(const char *text, enum rule_name *out, struct error *err)
{
    unsigned name;
    if (!find_word(text, names, NAMES, &name))
        return fail_with_choices(err, "the rule", text, names, NAMES);
    *out = (enum rule_name)name;
    return true;
}

static bool set_member(const struct member *member, struct rule *rule, const char *text, struct error *err)
{
    struct rule_fraction fraction;
    uint64_t number;
    unsigned word;
    switch (member->kind) {
    case MEMBER_WORD:
        if (!find_word(text, member->words, word_count(member), &word))
            return fail_with_choices(err, member->name, text, member->words, word_count(member));
        memcpy(place(member, rule), &word, sizeof word);
        break;
    case MEMBER_NUMBER:
        if (!decimal_decode_u64(bytes_of_string(text), &number) || number > JSON_MAX_INTEGER)
            return error_input(err, "rule", "%s is %.40s, expected a whole number", member->name, text);
        memcpy(place(member, rule), &number, sizeof number);
        break;
    case MEMBER_FRACTION:
        if (!read_fraction(bytes_of_string(text), &fraction))
            return error_input(err, "rule", "%s is %.40s, expected a fraction P/Q between 0 and 1",
                               member->name, text);
        memcpy(place(member, rule), &fraction, sizeof fraction);
        break;
    }
    return true;
}

bool rule_set(struct rule *rule, const char *name, const char *text, struct error *err)
{
    for (const struct member *member = members[rule->name]; member->name; member++)
        if (strcmp(member->name, name) == 0)
            return set_member(member, rule, text, err);
    return error_input(err, "rule", "%s has no %.40s", names[rule->name], name);
}

void rule_describe(const struct rule *rule, struct buffer *out)
{
    char text[FRACTION_BYTES];
    buffer_append_string(out, names[rule->name]);
    for (const struct member *member = members[rule->name]; member->name; member++) {
        buffer_append_format(out, ", %s ", member->name);
        switch (member->kind) {
        case MEMBER_WORD:
            buffer_append_string(out, word_of(member, rule));
            break;
        case MEMBER_NUMBER:
            buffer_append_format(out, "%" PRId64, number_of(member, rule));
            break;
        case MEMBER_FRACTION:
            write_fraction(member, rule, text);
            buffer_append_string(out, text);
            break;
        }
    }
}
