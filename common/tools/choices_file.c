/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tools/choices_file.h"

#include <jansson.h>
#include <sodium.h>

static const char *member_of(enum form_kind kind)
{
    switch (kind) {
    case FORM_POINTS:
        return "points";
    case FORM_RANKING:
        return "ranking";
    case FORM_SCORES:
        return "scores";
    case FORM_QUESTIONS:
        return "answers";
    default:
        return "chosen";
    }
}

static bool find_option(const struct contest *contest, const char *id, uint16_t *out, struct error *err)
{
    return contest_option(contest, id, out) ||
           error_input(err, "choices", "%s has no option %.64s", contest->id, id);
}

/* An array of ids. In a ranking the order stays; elsewhere options ascend. */
static bool read_list(const struct contest *contest, const json_t *list, struct choices *out,
                      struct error *err)
{
    int64_t place[FORM_OPTIONS_MAX] = {0}; /* from 1; 0: not named */
    size_t i;
    const json_t *item;
    json_array_foreach(list, i, item)
    {
        const char *id = json_string_value(item);
        uint16_t option;
        if (!id)
            return error_input(err, "choices", "%s: expected ids of options", contest->id);
        if (!find_option(contest, id, &option, err))
            return false;
        if (place[option])
            return error_input(err, "choices", "%s: %.64s stands there twice", contest->id, id);
        place[option] = (int64_t)i + 1;
        if (contest->form.kind == FORM_RANKING)
            out->options[i] = option;
    }
    out->count = 0;
    for (size_t o = 0; o < contest->option_count; o++)
        if (place[o]) {
            if (contest->form.kind != FORM_RANKING)
                out->options[out->count] = (uint16_t)o;
            out->values[out->count++] = 1;
        }
    sodium_memzero(place, sizeof place);
    return true;
}

static bool read_answer(const struct contest *contest, const char *id, const json_t *value, int64_t *out,
                        struct error *err)
{
    static const char *const words[] = {"", "yes", "no", "abstain"};
    const char *text = json_string_value(value);
    for (int i = ANSWER_YES; text && i <= ANSWER_ABSTAIN; i++)
        if (strcmp(text, words[i]) == 0) {
            *out = i;
            return true;
        }
    return error_input(err, "choices", "%s: %.64s: expected yes, no or abstain", contest->id, id);
}

static bool read_value(const struct contest *contest, const char *id, const json_t *value, int64_t *out,
                       struct error *err)
{
    if (contest->form.kind == FORM_QUESTIONS)
        return read_answer(contest, id, value, out, err);
    if (!json_is_integer(value) || json_integer_value(value) < 0 ||
        json_integer_value(value) > FORM_VALUE_MAX)
        return error_input(err, "choices", "%s: %.64s: expected a whole number", contest->id, id);
    *out = json_integer_value(value);
    return true;
}

/* An object from ids to values. 0 points are no points. */
static bool read_values(const struct contest *contest, json_t *values, struct choices *out, struct error *err)
{
    int64_t found[FORM_OPTIONS_MAX] = {0};
    bool named[FORM_OPTIONS_MAX] = {0};
    const char *id;
    json_t *value;
    uint16_t option;
    json_object_foreach(values, id, value)
    {
        if (!find_option(contest, id, &option, err) || !read_value(contest, id, value, &found[option], err))
            return false;
        named[option] = contest->form.kind != FORM_POINTS || found[option] > 0;
    }
    out->count = 0;
    for (size_t o = 0; o < contest->option_count; o++)
        if (named[o]) {
            out->options[out->count] = (uint16_t)o;
            out->values[out->count++] = found[o];
        }
    sodium_memzero(found, sizeof found);
    sodium_memzero(named, sizeof named);
    return true;
}

static bool read_contest(const struct contest *contest, json_t *said, struct choices *out, struct error *err)
{
    const char *member = member_of(contest->form.kind);
    bool list = contest->form.kind != FORM_POINTS && contest->form.kind != FORM_SCORES &&
                contest->form.kind != FORM_QUESTIONS;
    json_t *value = json_object_get(said, member);
    if (json_object_size(said) != 1 || (list ? !json_is_array(value) : !json_is_object(value)))
        return error_input(err, "choices", "%s: expected {\"%s\": %s}", contest->id, member,
                           list ? "[ids]" : "{id: value}");
    return list ? read_list(contest, value, out, err) : read_values(contest, value, out, err);
}

bool choices_file_read(struct bytes text, const struct definition *definition,
                       const struct district *district, struct choices *out, struct error *err)
{
    json_error_t where;
    json_t *json = json_loadb((const char *)text.data, text.len, JSON_REJECT_DUPLICATES, &where);
    size_t used = 0;
    bool ok = json_is_object(json);
    if (!json)
        error_input(err, "choices", "line %d, column %d: %s", where.line, where.column, where.text);
    else if (!ok)
        error_input(err, "choices", "expected an object with a member for each contest");
    for (size_t i = 0; ok && i < district->contest_count; i++) {
        const struct contest *contest = &definition->contests[district->contests[i]];
        json_t *said = json_object_get(json, contest->id);
        out[i].count = 0;
        if (!said)
            continue;
        used++;
        ok = read_contest(contest, said, &out[i], err);
    }
    if (ok && used != json_object_size(json)) {
        const char *name;
        json_t *value;
        json_object_foreach(json, name, value)
        {
            const struct contest *contest = definition_contest(definition, name);
            if (!contest || !district_has_contest(district, (size_t)(contest - definition->contests)))
                ok = error_input(err, "choices", "there is no contest %.40s for the district %s", name,
                                 district->id);
        }
    }
    json_decref(json);
    return ok;
}
