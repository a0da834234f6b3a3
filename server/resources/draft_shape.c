// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/resources/draft_shape.h"

#include <string.h>

#include "ballot/definition.h"

enum kind { TEXT, NUMBER, TRUTH, OBJECT, LIST, TEXTS, ANYTHING };

struct shape {
    const char *name;
    enum kind kind;
    const struct shape *of; /* members of an OBJECT, ended by one without a name; the items of a LIST */
    size_t max;             /* items of a LIST */
};

static const struct shape a_text = {NULL, TEXT, NULL, 0};

static const struct shape form_members[] = {
    {"kind", TEXT, NULL, 0},    {"min", NUMBER, NULL, 0},       {"max", NUMBER, NULL, 0},
    {"total", NUMBER, NULL, 0}, {"min_total", NUMBER, NULL, 0}, {"max_each", NUMBER, NULL, 0},
    {"low", NUMBER, NULL, 0},   {"high", NUMBER, NULL, 0},      {0}};
static const struct shape rule_members[] = {{"name", TEXT, NULL, 0},        {"score", TEXT, NULL, 0},
                                            {"density", TEXT, NULL, 0},     {"on_misfit", TEXT, NULL, 0},
                                            {"threshold", NUMBER, NULL, 0}, {"ties", TEXT, NULL, 0},
                                            {"utility", TEXT, NULL, 0},     {"completion", TEXT, NULL, 0},
                                            {"start", TEXT, NULL, 0},       {"compare", TEXT, NULL, 0},
                                            {"base", TEXT, NULL, 0},        {"quorum", TEXT, NULL, 0},
                                            {"majority", TEXT, NULL, 0},    {0}};
static const struct shape option_members[] = {{"id", TEXT, NULL, 0},
                                              {"cost", NUMBER, NULL, 0},
                                              {"texts", TEXTS, NULL, 0},
                                              {"category", TEXT, NULL, 0},
                                              {0}};
static const struct shape lot_members[] = {{"source", TEXT, NULL, 0},
                                           {"value", TEXT, NULL, 0},
                                           {"beacon", TEXT, NULL, 0},
                                           {"beacon_round", NUMBER, NULL, 0},
                                           {0}};
static const struct shape an_option = {NULL, OBJECT, option_members, 0};
static const struct shape a_conflict_set = {NULL, LIST, &a_text, FORM_OPTIONS_MAX};
static const struct shape contest_members[] = {{"id", TEXT, NULL, 0},
                                               {"texts", TEXTS, NULL, 0},
                                               {"envelope", NUMBER, NULL, 0},
                                               {"form", OBJECT, form_members, 0},
                                               {"rule", OBJECT, rule_members, 0},
                                               {"options", LIST, &an_option, FORM_OPTIONS_MAX},
                                               {"lot", OBJECT, lot_members, 0},
                                               {"conflicts", LIST, &a_conflict_set, DEFINITION_CONFLICTS_MAX},
                                               {"pool_min", NUMBER, NULL, 0},
                                               {"below_pool_min", TEXT, NULL, 0},
                                               {0}};
static const struct shape a_contest = {NULL, OBJECT, contest_members, 0};
static const struct shape district_members[] = {{"id", TEXT, NULL, 0},
                                                {"texts", TEXTS, NULL, 0},
                                                {"contests", LIST, &a_text, DEFINITION_CONTESTS_MAX},
                                                {0}};
static const struct shape a_district = {NULL, OBJECT, district_members, 0};
static const struct shape schedule_members[] = {{"zone", TEXT, NULL, 0},
                                                {"open", NUMBER, NULL, 0},
                                                {"close", NUMBER, NULL, 0},
                                                {"grace", NUMBER, NULL, 0},
                                                {"objection", NUMBER, NULL, 0},
                                                {"complaint", NUMBER, NULL, 0},
                                                {"additions_end", NUMBER, NULL, 0},
                                                {0}};
static const struct shape draw_members[] = {
    {"source", TEXT, NULL, 0}, {"beacon", TEXT, NULL, 0}, {"beacon_round", NUMBER, NULL, 0}, {0}};
static const struct shape roll_members[] = {{"size", NUMBER, NULL, 0}, {"cap", NUMBER, NULL, 0}, {0}};
static const struct shape trustee_members[] = {{"name", TEXT, NULL, 0}, {"key", TEXT, NULL, 0}, {0}};
static const struct shape a_trustee = {NULL, OBJECT, trustee_members, 0};
static const struct shape people_members[] = {{"facilitators", LIST, &a_text, DEFINITION_PEOPLE_MAX},
                                              {"registrars", LIST, &a_text, DEFINITION_PEOPLE_MAX},
                                              {"clerks", LIST, &a_text, DEFINITION_PEOPLE_MAX},
                                              {0}};
static const struct shape draft_members[] = {{"kind", TEXT, NULL, 0},
                                             {"currency", TEXT, NULL, 0},
                                             {"minor_digits", NUMBER, NULL, 0},
                                             {"languages", LIST, &a_text, DEFINITION_LANGUAGES_MAX},
                                             {"texts", TEXTS, NULL, 0},
                                             {"contests", LIST, &a_contest, DEFINITION_CONTESTS_MAX},
                                             {"districts", LIST, &a_district, DEFINITION_DISTRICTS_MAX},
                                             {"schedule", OBJECT, schedule_members, 0},
                                             {"revoting", TRUTH, NULL, 0},
                                             {"draw", OBJECT, draw_members, 0},
                                             {"roll", OBJECT, roll_members, 0},
                                             {"totals_only_paper", TRUTH, NULL, 0},
                                             {"trustees", LIST, &a_trustee, DEFINITION_TRUSTEES_MAX},
                                             {"threshold", NUMBER, NULL, 0},
                                             {"witness_policy", LIST, &a_text, DEFINITION_POLICY_LINES_MAX},
                                             {"people", OBJECT, people_members, 0},
                                             {"act_signers", NUMBER, NULL, 0},
                                             {"clerks_required", NUMBER, NULL, 0},
                                             {"pruning_years", NUMBER, NULL, 0},
                                             {DRAFT_PREPARATION, ANYTHING, NULL, 0},
                                             {0}};
static const struct shape a_draft = {NULL, OBJECT, draft_members, 0};

struct walk {
    struct buffer pointer; /* RFC 6901 */
    json_t *faults;
};

static void fault(struct walk *walk, const char *detail)
{
    if (json_array_size(walk->faults) < DRAFT_FAULTS_MAX)
        json_array_append_new(walk->faults, json_pack("{s:s, s:s}", "pointer", buffer_string(&walk->pointer),
                                                      "detail", detail));
}

/* Go down; the result is for up(). */
static size_t down(struct walk *walk, const char *name)
{
    size_t was = walk->pointer.len;
    buffer_append_u8(&walk->pointer, '/');
    for (; *name; name++)
        if (*name == '~' || *name == '/')
            buffer_append_string(&walk->pointer, *name == '~' ? "~0" : "~1");
        else
            buffer_append_u8(&walk->pointer, (uint8_t)*name);
    return was;
}

static void up(struct walk *walk, size_t was)
{
    walk->pointer.len = was;
}

/* {language: {member: text}}; which members there are, readiness says. */
static void check_texts(struct walk *walk, json_t *languages)
{
    const char *language, *member;
    json_t *text, *value;
    json_object_foreach(languages, language, text)
    {
        size_t in_language = down(walk, language);
        if (!json_is_object(text))
            fault(walk, "expected an object of texts");
        json_object_foreach(text, member, value)
        {
            size_t in_member = down(walk, member);
            if (!json_is_string(value))
                fault(walk, "expected a text");
            up(walk, in_member);
        }
        up(walk, in_language);
    }
}

static void check(struct walk *walk, const struct shape *shape, json_t *value);

static void check_members(struct walk *walk, const struct shape *members, json_t *object)
{
    const char *name;
    json_t *value;
    json_object_foreach(object, name, value)
    {
        size_t was = down(walk, name);
        const struct shape *member = members;
        while (member->name && strcmp(member->name, name) != 0)
            member++;
        if (member->name)
            check(walk, member, value);
        else
            fault(walk, "a draft has no such member");
        up(walk, was);
    }
}

static void check_items(struct walk *walk, const struct shape *shape, json_t *list)
{
    size_t i;
    json_t *item;
    char number[24];
    if (json_array_size(list) > shape->max)
        fault(walk, "too many");
    json_array_foreach(list, i, item)
    {
        snprintf(number, sizeof number, "%zu", i);
        size_t was = down(walk, number);
        check(walk, shape->of, item);
        up(walk, was);
    }
}

static void check(struct walk *walk, const struct shape *shape, json_t *value)
{
    switch (shape->kind) {
    case TEXT:
        if (!json_is_string(value))
            fault(walk, "expected a text");
        break;
    case NUMBER:
        if (!json_is_integer(value))
            fault(walk, "expected a whole number");
        break;
    case TRUTH:
        if (!json_is_boolean(value))
            fault(walk, "expected true or false");
        break;
    case OBJECT:
        if (json_is_object(value))
            check_members(walk, shape->of, value);
        else
            fault(walk, "expected an object");
        break;
    case LIST:
        if (json_is_array(value))
            check_items(walk, shape, value);
        else
            fault(walk, "expected a list");
        break;
    case TEXTS:
        if (json_is_object(value))
            check_texts(walk, value);
        else
            fault(walk, "expected an object by language");
        break;
    case ANYTHING:
        break;
    }
}

bool draft_shape_check(const json_t *content, json_t **faults, struct error *err)
{
    struct walk walk = {.faults = json_array()};
    check(&walk, &a_draft, (json_t *)content);
    buffer_clear(&walk.pointer);
    const json_t *first = json_array_get(walk.faults, 0);
    if (!first) {
        json_decref(walk.faults);
        return true;
    }
    *faults = walk.faults;
    return error_input(err, "definition", "draft%s: %s", json_string_value(json_object_get(first, "pointer")),
                       json_string_value(json_object_get(first, "detail")));
}
