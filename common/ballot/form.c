/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "ballot/form.h"

#include <stddef.h>

#include "ballot/field.h"

static const char *const kinds[FORM_KINDS] = {"approval", "choice", "knapsack", "points",
                                              "ranking",  "scores", "questions"};

/* The members of each kind besides `kind`. */
enum { MEMBERS = 7 };
static const struct {
    const char *name;
    size_t offset;
} members[MEMBERS] = {
    {"min", offsetof(struct form, min)},           {"max", offsetof(struct form, max)},
    {"total", offsetof(struct form, total)},       {"min_total", offsetof(struct form, min_total)},
    {"max_each", offsetof(struct form, max_each)}, {"low", offsetof(struct form, low)},
    {"high", offsetof(struct form, high)},
};
enum { HAS_RANGE = 3, HAS_POINTS = 4 + 8 + 16, HAS_SCORES = 32 + 64 };
static const unsigned members_of[FORM_KINDS] = {
    [FORM_APPROVAL] = HAS_RANGE, [FORM_CHOICE] = 0,
    [FORM_KNAPSACK] = HAS_RANGE, [FORM_POINTS] = HAS_RANGE + HAS_POINTS,
    [FORM_RANKING] = HAS_RANGE,  [FORM_SCORES] = HAS_RANGE + HAS_SCORES,
    [FORM_QUESTIONS] = 0,
};

static uint64_t *member_of(struct form *form, size_t member)
{
    return (void *)((char *)form + members[member].offset);
}

const char *form_kind_name(enum form_kind kind)
{
    return kinds[kind];
}

bool form_from_json(struct json_fields *fields, struct form *out)
{
    struct form form = {0};
    unsigned kind;
    if (!json_get_choice(fields, "kind", kinds, FORM_KINDS, &kind))
        return false;
    form.kind = (enum form_kind)kind;
    for (size_t m = 0; m < MEMBERS; m++) {
        int64_t value;
        if (!(members_of[kind] >> m & 1))
            continue;
        if (!json_get_integer(fields, members[m].name, 0, FORM_VALUE_MAX, &value))
            return false;
        *member_of(&form, m) = (uint64_t)value;
    }
    if (!json_object_end(fields))
        return false;
    *out = form;
    return true;
}

json_t *form_to_json(const struct form *form)
{
    struct form copy = *form;
    json_t *json = json_object();
    json_object_set_new(json, "kind", json_string(kinds[form->kind]));
    for (size_t m = 0; m < MEMBERS; m++)
        if (members_of[form->kind] >> m & 1)
            json_object_set_new(json, members[m].name, json_of_unsigned(*member_of(&copy, m)));
    return json;
}

bool form_check(const struct form *form, size_t option_count, struct error *err)
{
    if (option_count < 1 || option_count > FORM_OPTIONS_MAX)
        return error_input(err, "definition", "1 to %d options", FORM_OPTIONS_MAX);
    if (members_of[form->kind] & HAS_RANGE &&
        (form->min < 1 || form->min > form->max || form->max > option_count))
        return error_input(err, "definition", "1 <= min <= max <= number of options does not hold");
    if (form->kind == FORM_POINTS) {
        if (form->max_each < 1 || form->max_each > form->total || form->total > FORM_VALUE_MAX ||
            form->min_total > form->total)
            return error_input(err, "definition",
                               "1 <= max_each <= total and min_total <= total do not hold");
        /* somebody can reach both minima */
        if (form->min > form->total || form->min_total > form->max * form->max_each)
            return error_input(err, "definition", "no ballot keeps both min and total, or max and min_total");
    }
    if (form->kind == FORM_SCORES && (form->low > form->high || form->high > FORM_VALUE_MAX))
        return error_input(err, "definition", "low <= high does not hold");
    return true;
}

static unsigned bit_length(uint64_t value)
{
    return value ? 64u - (unsigned)__builtin_clzll(value) : 0;
}

size_t form_field_count(const struct form *form, size_t option_count)
{
    switch (form->kind) {
    case FORM_CHOICE:
        return 1;
    case FORM_RANKING:
        return form->max;
    default:
        return option_count;
    }
}

unsigned form_field_bits(const struct form *form, size_t option_count)
{
    switch (form->kind) {
    case FORM_CHOICE:
    case FORM_RANKING:
        return bit_length(option_count);
    case FORM_POINTS:
        return bit_length(form->max_each);
    case FORM_SCORES:
        return bit_length(form->high - form->low + 1);
    case FORM_QUESTIONS:
        return 2;
    default:
        return 1;
    }
}

size_t form_width(const struct form *form, size_t option_count)
{
    size_t bits = form_field_count(form, option_count) * form_field_bits(form, option_count);
    size_t width = (bits + BLOCK_PAYLOAD_BITS - 1) / BLOCK_PAYLOAD_BITS;
    return width ? width : 1;
}
