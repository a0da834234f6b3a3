/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * From canonical JSON to a struct definition, with every rule of section 5.
 */
#include <stdlib.h>

#include "ballot/definition.h"
#include "base/encoding.h"

/* One definition being read. */
struct reading {
    struct arena *arena;
    struct definition *definition;
};

static bool read_copy_of_string(struct reading *reading, struct json_fields *fields, const char *name,
                                size_t min, size_t max, const char **out)
{
    const char *text;
    if (!json_get_string(fields, name, min, max, &text))
        return false;
    *out = arena_string(reading->arena, text);
    return true;
}

static int compare_strings(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Sort the texts; the first one that stands there twice, or NULL. */
static const char *sort_and_find_double(const char **texts, size_t count)
{
    qsort(texts, count, sizeof *texts, compare_strings);
    for (size_t i = 1; i < count; i++)
        if (strcmp(texts[i - 1], texts[i]) == 0)
            return texts[i];
    return NULL;
}

static bool read_languages(struct reading *reading, struct json_fields *fields)
{
    struct definition *definition = reading->definition;
    struct json_items items;
    if (!json_get_array(fields, "languages", 1, DEFINITION_LANGUAGES_MAX, &items))
        return false;
    const char *sorted[DEFINITION_LANGUAGES_MAX];
    definition->language_count = items.count;
    definition->languages = arena_allocate(reading->arena, items.count, sizeof *definition->languages);
    for (size_t i = 0; i < items.count; i++) {
        const char *language;
        if (!json_item_string(&items, i, 2, LANGUAGE_BYTES_MAX, &language))
            return false;
        if (!language_is_valid(bytes_of_string(language)))
            return json_item_fail(&items, i, "not a language tag in lower case, like pt_br");
        sorted[i] = definition->languages[i] = arena_string(reading->arena, language);
    }
    if (sort_and_find_double(sorted, items.count))
        return json_fail(fields, "languages", "one stands there twice");
    return true;
}

/* {language: hash}: the first language and any of the others. */
static bool read_text_hashes(struct reading *reading, struct json_fields *fields, const char *name,
                             struct text_hash **out)
{
    const struct definition *definition = reading->definition;
    struct json_fields walk;
    if (!json_get_object(fields, name, &walk))
        return false;
    struct text_hash *hashes = arena_allocate(reading->arena, definition->language_count, sizeof *hashes);
    for (size_t i = 0; i < definition->language_count; i++) {
        const char *language = definition->languages[i];
        if (i && !json_has(&walk, language))
            continue;
        if (!json_get_bytes(&walk, language, hashes[i].hash, HASH_BYTES))
            return false;
        hashes[i].present = true;
    }
    if (!json_object_end(&walk))
        return false;
    *out = hashes;
    return true;
}

static bool read_option(struct reading *reading, const struct json_items *items, size_t index,
                        struct option *out)
{
    struct json_fields option;
    if (!json_item_object(items, index, &option) ||
        !read_copy_of_string(reading, &option, "id", 1, OPTION_ID_BYTES_MAX, &out->id) ||
        !field_unsigned(&option, "cost", 0, JSON_MAX_INTEGER, &out->cost) ||
        !read_text_hashes(reading, &option, "texts", &out->texts) ||
        (json_has(&option, "category") &&
         !read_copy_of_string(reading, &option, "category", 1, OPTION_ID_BYTES_MAX, &out->category)) ||
        !json_object_end(&option))
        return false;
    if (!option_id_is_valid(bytes_of_string(out->id)))
        return json_fail(&option, "id", "holds ; , \" or a space at an end");
    if (out->category && !option_id_is_valid(bytes_of_string(out->category)))
        return json_fail(&option, "category", "holds ; , \" or a space at an end");
    return true;
}

/* An option and its id, sorted by id. */
struct option_place {
    const char *id;
    uint16_t option;
};

static int compare_places(const void *a, const void *b)
{
    const struct option_place *x = a, *y = b;
    return strcmp(x->id, y->id);
}

static bool read_conflict_set(struct reading *reading, const struct json_items *items, size_t index,
                              const struct option_place *places, size_t option_count,
                              struct conflict_set *out)
{
    struct json_items ids;
    if (!json_item_array(items, index, 2, option_count, &ids))
        return false;
    bool seen[FORM_OPTIONS_MAX] = {false};
    out->count = ids.count;
    out->options = arena_allocate(reading->arena, ids.count, sizeof *out->options);
    for (size_t i = 0; i < ids.count; i++) {
        struct option_place wanted = {0};
        if (!json_item_string(&ids, i, 1, OPTION_ID_BYTES_MAX, &wanted.id))
            return false;
        const struct option_place *found =
            bsearch(&wanted, places, option_count, sizeof *places, compare_places);
        if (!found)
            return json_item_fail(&ids, i, "no option of the contest has this id");
        if (seen[found->option])
            return json_item_fail(&ids, i, "stands in the set twice");
        seen[found->option] = true;
        out->options[i] = found->option;
    }
    return true;
}

static bool read_options_and_conflicts(struct reading *reading, struct json_fields *fields,
                                       struct contest *contest)
{
    struct json_items options, conflicts;
    if (!json_get_array(fields, "options", 1, FORM_OPTIONS_MAX, &options) ||
        !json_get_array(fields, "conflicts", 0, DEFINITION_CONFLICTS_MAX, &conflicts))
        return false;
    struct option_place places[FORM_OPTIONS_MAX];
    contest->option_count = options.count;
    contest->options = arena_allocate(reading->arena, options.count, sizeof *contest->options);
    for (size_t i = 0; i < options.count; i++) {
        if (!read_option(reading, &options, i, &contest->options[i]))
            return false;
        places[i] = (struct option_place){contest->options[i].id, (uint16_t)i};
    }
    qsort(places, options.count, sizeof *places, compare_places);
    for (size_t i = 1; i < options.count; i++)
        if (strcmp(places[i - 1].id, places[i].id) == 0)
            return json_fail(fields, "options", "two have the id %s", places[i].id);
    contest->conflict_count = conflicts.count;
    contest->conflicts = arena_allocate(reading->arena, conflicts.count, sizeof *contest->conflicts);
    for (size_t i = 0; i < conflicts.count; i++)
        if (!read_conflict_set(reading, &conflicts, i, places, options.count, &contest->conflicts[i]))
            return false;
    return true;
}

static bool read_lot(struct reading *reading, struct json_fields *fields, struct contest *contest)
{
    const char *ids[FORM_OPTIONS_MAX];
    struct json_fields lot;
    if (!json_has(fields, "lot"))
        return true;
    if (!json_get_object(fields, "lot", &lot) || !lot_from_json(&lot, reading->arena, &contest->lot))
        return false;
    for (size_t i = 0; i < contest->option_count; i++)
        ids[i] = contest->options[i].id;
    return lot_holds(reading->definition->round, contest->id, contest->lot.value, ids,
                     contest->option_count) ||
           json_fail(fields, "lot", "the options do not stand in the order that it gives");
}

static bool read_form_and_rule(struct json_fields *fields, struct contest *contest)
{
    struct json_fields form, rule;
    struct error why;
    if (!json_get_object(fields, "form", &form) || !form_from_json(&form, &contest->form))
        return false;
    if (!form_check(&contest->form, contest->option_count, &why))
        return json_fail(&form, NULL, "%s", why.detail);
    if (!json_get_object(fields, "rule", &rule) || !rule_from_json(&rule, &contest->rule))
        return false;
    return rule_fits(&contest->rule, contest->form.kind, &why) || json_fail(fields, "rule", "%s", why.detail);
}

static bool read_contest(struct reading *reading, const struct json_items *items, size_t index,
                         struct contest *out)
{
    static const char *const below[] = {"count", "withhold"};
    struct json_fields contest;
    unsigned choice;
    if (!json_item_object(items, index, &contest) || !field_name(&contest, "id", reading->arena, &out->id) ||
        !read_text_hashes(reading, &contest, "texts", &out->texts) ||
        !field_unsigned(&contest, "envelope", 0, JSON_MAX_INTEGER, &out->envelope) ||
        !field_unsigned(&contest, "pool_min", 1, CREDENTIALS_MAX, &out->pool_min) ||
        !json_get_choice(&contest, "below_pool_min", below, 2, &choice) ||
        !read_options_and_conflicts(reading, &contest, out) || !read_lot(reading, &contest, out) ||
        !read_form_and_rule(&contest, out) || !json_object_end(&contest))
        return false;
    if (out->conflict_count && out->rule.name != RULE_GREEDY)
        return json_fail(&contest, "conflicts", "go with the rule greedy only");
    out->withhold = choice == 1;
    out->width = form_width(&out->form, out->option_count);
    return true;
}

static bool read_contests(struct reading *reading, struct json_fields *fields)
{
    struct definition *definition = reading->definition;
    struct json_items items;
    if (!json_get_array(fields, "contests", 1, DEFINITION_CONTESTS_MAX, &items))
        return false;
    const char *ids[DEFINITION_CONTESTS_MAX];
    definition->contest_count = items.count;
    definition->contests = arena_allocate(reading->arena, items.count, sizeof *definition->contests);
    for (size_t i = 0; i < items.count; i++) {
        if (!read_contest(reading, &items, i, &definition->contests[i]))
            return false;
        ids[i] = definition->contests[i].id;
    }
    const char *doubled = sort_and_find_double(ids, items.count);
    return !doubled || json_fail(fields, "contests", "two have the id %s", doubled);
}

static bool read_district(struct reading *reading, const struct json_items *items, size_t index,
                          struct district *out)
{
    const struct definition *definition = reading->definition;
    struct json_fields district;
    struct json_items contests;
    if (!json_item_object(items, index, &district) ||
        !field_name(&district, "id", reading->arena, &out->id) ||
        !read_text_hashes(reading, &district, "texts", &out->texts) ||
        !json_get_array(&district, "contests", 1, definition->contest_count, &contests) ||
        !json_object_end(&district))
        return false;
    out->contest_count = contests.count;
    out->contests = arena_allocate(reading->arena, contests.count, sizeof *out->contests);
    out->layout = arena_allocate(reading->arena, contests.count, sizeof *out->layout);
    for (size_t i = 0, next = 0; i < contests.count; i++, next++) {
        const char *id;
        if (!json_item_string(&contests, i, 1, NAME_BYTES_MAX, &id))
            return false;
        while (next < definition->contest_count && strcmp(definition->contests[next].id, id) != 0)
            next++;
        if (next == definition->contest_count)
            return json_item_fail(&contests, i, "no contest with this id follows in the definition");
        const struct contest *contest = &definition->contests[next];
        out->contests[i] = (uint16_t)next;
        out->layout[i] = (struct ballot_layout){bytes_of_string(contest->id), contest->width};
        out->ciphertext_count += contest->width;
    }
    if (out->ciphertext_count > BALLOT_CIPHERTEXTS_MAX)
        return json_fail(&district, "contests", "a ballot would have %zu ciphertexts, at most %d are allowed",
                         out->ciphertext_count, BALLOT_CIPHERTEXTS_MAX);
    return true;
}

static bool read_districts(struct reading *reading, struct json_fields *fields)
{
    struct definition *definition = reading->definition;
    struct json_items items;
    if (!json_get_array(fields, "districts", 1, DEFINITION_DISTRICTS_MAX, &items))
        return false;
    const char *ids[DEFINITION_DISTRICTS_MAX];
    bool voted_on[DEFINITION_CONTESTS_MAX] = {false};
    definition->district_count = items.count;
    definition->districts = arena_allocate(reading->arena, items.count, sizeof *definition->districts);
    for (size_t i = 0; i < items.count; i++) {
        struct district *district = &definition->districts[i];
        if (!read_district(reading, &items, i, district))
            return false;
        ids[i] = district->id;
        for (size_t c = 0; c < district->contest_count; c++)
            voted_on[district->contests[c]] = true;
    }
    const char *doubled = sort_and_find_double(ids, items.count);
    if (doubled)
        return json_fail(fields, "districts", "two have the id %s", doubled);
    for (size_t c = 0; c < definition->contest_count; c++)
        if (!voted_on[c])
            return json_fail(fields, "districts", "none has the contest %s", definition->contests[c].id);
    return true;
}

static bool zone_is_valid(const char *zone)
{
    for (const char *c = zone; *c; c++)
        if (!((*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') || (*c >= '0' && *c <= '9') ||
              strchr("/_+-", *c)))
            return false;
    return true;
}

static bool read_schedule(struct reading *reading, struct json_fields *fields)
{
    struct definition *definition = reading->definition;
    struct json_fields schedule;
    if (!json_get_object(fields, "schedule", &schedule) ||
        !read_copy_of_string(reading, &schedule, "zone", 1, 64, &definition->schedule.zone) ||
        !field_unsigned(&schedule, "open", 0, MINUTE_MAX, &definition->schedule.open) ||
        !field_unsigned(&schedule, "close", 0, MINUTE_MAX, &definition->schedule.close) ||
        !field_unsigned(&schedule, "grace", 0, GRACE_MINUTES_MAX, &definition->schedule.grace) ||
        !field_unsigned(&schedule, "objection", 0, MINUTE_MAX, &definition->schedule.objection) ||
        !field_unsigned(&schedule, "complaint", 0, MINUTE_MAX, &definition->schedule.complaint) ||
        !field_unsigned(&schedule, "additions_end", 0, MINUTE_MAX, &definition->schedule.additions_end) ||
        !json_object_end(&schedule))
        return false;
    if (!zone_is_valid(definition->schedule.zone))
        return json_fail(&schedule, "zone", "not the name of a time zone");
    if (definition->schedule.open >= definition->schedule.close)
        return json_fail(&schedule, "close", "not after open");
    if (definition->schedule.additions_end > definition->schedule.close)
        return json_fail(&schedule, "additions_end", "after close");
    return true;
}

static bool read_draw(struct reading *reading, struct json_fields *fields)
{
    static const char *const sources[] = {"trustees", "dice", "drand", "none"};
    struct definition *definition = reading->definition;
    struct json_fields draw;
    unsigned source;
    if (!json_get_object(fields, "draw", &draw) || !json_get_choice(&draw, "source", sources, 4, &source) ||
        (source == DRAW_DRAND &&
         (!read_copy_of_string(reading, &draw, "beacon", 1, 200, &definition->draw.beacon) ||
          !field_unsigned(&draw, "beacon_round", 1, JSON_MAX_INTEGER, &definition->draw.beacon_round))) ||
        !json_object_end(&draw))
        return false;
    definition->draw.source = (enum draw_source)source;
    return true;
}

/* Names and Ed25519 keys. No key twice; whether it is a point shows when it signs. */
static bool read_people(struct reading *reading, struct json_fields *fields, const char *name, size_t max,
                        struct people *out)
{
    struct json_items items;
    if (!json_get_array(fields, name, 1, max, &items))
        return false;
    struct person *list = arena_allocate(reading->arena, items.count, sizeof *list);
    for (size_t i = 0; i < items.count; i++) {
        struct json_fields person;
        if (!json_item_object(&items, i, &person) ||
            !read_copy_of_string(reading, &person, "name", 1, PERSON_NAME_BYTES_MAX, &list[i].name) ||
            !json_get_bytes(&person, "key", list[i].key.bytes, SIGN_PUBLIC_BYTES) ||
            !json_object_end(&person))
            return false;
        *out = (struct people){i, list};
        if (people_have_key(out, &list[i].key))
            return json_item_fail(&items, i, "has the key of one before");
    }
    *out = (struct people){items.count, list};
    return true;
}

/* The bundle has a file for each clerk. */
static bool check_clerk_file_names(struct json_fields *fields, const struct people *clerks)
{
    char names[DEFINITION_PEOPLE_MAX][PERSON_NAME_BYTES_MAX + 1];
    for (size_t i = 0; i < clerks->count; i++) {
        person_file_name(clerks->list[i].name, names[i]);
        for (size_t k = 0; k < i; k++)
            if (strcmp(names[k], names[i]) == 0)
                return json_fail(fields, "clerks", "two names give the file name %s", names[i]);
    }
    return true;
}

static bool read_roles(struct reading *reading, struct json_fields *fields)
{
    struct definition *definition = reading->definition;
    struct json_fields people;
    uint64_t signers, required, threshold;
    if (!read_people(reading, fields, "trustees", DEFINITION_TRUSTEES_MAX, &definition->trustees) ||
        !field_unsigned(fields, "threshold", 1, definition->trustees.count, &threshold) ||
        !json_get_object(fields, "people", &people) ||
        !read_people(reading, &people, "facilitators", DEFINITION_PEOPLE_MAX, &definition->facilitators) ||
        !read_people(reading, &people, "registrars", DEFINITION_PEOPLE_MAX, &definition->registrars) ||
        !read_people(reading, &people, "clerks", DEFINITION_PEOPLE_MAX, &definition->clerks) ||
        !json_object_end(&people) || !check_clerk_file_names(&people, &definition->clerks) ||
        !field_unsigned(fields, "act_signers", 1, 2, &signers) ||
        !field_unsigned(fields, "clerks_required", 1, definition->clerks.count, &required))
        return false;
    definition->threshold = threshold;
    definition->act_signers = (unsigned)signers;
    definition->clerks_required = required;
    if (definition->trustees.count > 1 && definition->threshold < 2)
        return json_fail(fields, "threshold", "at least 2 with more than one trustee");
    if (definition->clerks.count < signers)
        return json_fail(fields, "act_signers", "there is only one clerk");
    return true;
}

static bool check_draw(const struct definition *definition, struct json_fields *fields)
{
    bool many = definition->trustees.count > 1;
    switch (definition->draw.source) {
    case DRAW_TRUSTEES:
        return many || json_fail(fields, "draw", "one trustee alone cannot draw: dice or drand");
    case DRAW_DICE:
    case DRAW_DRAND:
        return !many || json_fail(fields, "draw", "with more than one trustee they draw");
    case DRAW_NONE:
        break;
    }
    for (size_t c = 0; c < definition->contest_count; c++)
        if (rule_is_drawn(&definition->contests[c].rule))
            return json_fail(fields, "draw", "contest %s draws ties, but there is no source",
                             definition->contests[c].id);
    return true;
}

/* The lines of the policy; none: no policy. */
static bool read_policy(struct reading *reading, struct json_fields *fields)
{
    struct json_items lines;
    if (!json_get_array(fields, "witness_policy", 0, DEFINITION_POLICY_LINES_MAX, &lines))
        return false;
    struct buffer text = {0};
    bool ok = true;
    for (size_t i = 0; i < lines.count && ok; i++) {
        const char *line;
        ok = json_item_string(&lines, i, 0, 1000, &line);
        if (ok) {
            buffer_append_string(&text, line);
            buffer_append_u8(&text, '\n');
        }
    }
    if (ok && lines.count)
        reading->definition->witness_policy = arena_string(reading->arena, buffer_string(&text));
    buffer_clear(&text);
    return ok;
}

static bool read_pages(struct reading *reading, struct json_fields *fields)
{
    struct definition *definition = reading->definition;
    struct json_fields pages;
    const json_t *assets;
    if (!json_get_object(fields, "pages", &pages) ||
        !read_text_hashes(reading, &pages, "vote", &definition->pages.vote) ||
        !read_text_hashes(reading, &pages, "check", &definition->pages.check) ||
        !json_get_value(&pages, "assets", &assets) || !json_object_end(&pages))
        return false;
    if (!json_is_object(assets) || json_object_size(assets) > DEFINITION_ASSETS_MAX)
        return json_fail(&pages, "assets", "not an object of at most %d files", DEFINITION_ASSETS_MAX);
    definition->pages.assets =
        arena_allocate(reading->arena, json_object_size(assets), sizeof *definition->pages.assets);
    json_t *object = (json_t *)assets; /* iterators of jansson take no const */
    for (void *i = json_object_iter(object); i; i = json_object_iter_next(object, i)) {
        struct page_asset *asset = &definition->pages.assets[definition->pages.asset_count++];
        const json_t *size = json_object_iter_value(i);
        if (!hex_decode_exact(bytes_of_string(json_object_iter_key(i)), asset->hash, HASH_BYTES) ||
            !json_is_integer(size))
            return json_fail(&pages, "assets", "not SHA-256 in hexadecimal to size");
        asset->size = (uint64_t)json_integer_value(size);
    }
    return true;
}

static bool currency_is_valid(const char *currency)
{
    for (size_t i = 0; i < 3; i++)
        if (currency[i] < 'A' || currency[i] > 'Z')
            return false;
    return true;
}

static bool read_all(struct reading *reading, struct json_fields *fields)
{
    static const char *const kinds[] = {"real", "rehearsal"};
    struct definition *definition = reading->definition;
    struct json_fields roll;
    uint64_t version, digits;
    unsigned kind;
    if (!field_unsigned(fields, "version", 1, 1, &version) ||
        !read_copy_of_string(reading, fields, "software", 1, 64, &definition->software) ||
        !read_copy_of_string(reading, fields, "origin", 1, DEFINITION_ORIGIN_BYTES_MAX,
                             &definition->origin) ||
        !json_get_bytes(fields, "round", definition->round, ROUND_ID_BYTES) ||
        !json_get_bytes(fields, "nonce", definition->nonce, ROUND_NONCE_BYTES) ||
        !json_get_choice(fields, "kind", kinds, 2, &kind) ||
        !field_name(fields, "assembly", reading->arena, &definition->assembly) ||
        !read_copy_of_string(reading, fields, "currency", 3, 3, &definition->currency) ||
        !field_unsigned(fields, "minor_digits", 0, 4, &digits) || !read_languages(reading, fields) ||
        !read_text_hashes(reading, fields, "texts", &definition->texts) || !read_contests(reading, fields) ||
        !read_districts(reading, fields) || !read_schedule(reading, fields) ||
        !json_get_bool(fields, "revoting", &definition->revoting) || !read_draw(reading, fields) ||
        !json_get_object(fields, "roll", &roll) ||
        !field_unsigned(&roll, "size", 0, JSON_MAX_INTEGER, &definition->roll.size) ||
        !field_unsigned(&roll, "cap", 1, CREDENTIALS_MAX, &definition->roll.cap) || !json_object_end(&roll) ||
        !json_get_bool(fields, "totals_only_paper", &definition->totals_only_paper) ||
        !read_roles(reading, fields) || !check_draw(definition, fields) || !read_policy(reading, fields) ||
        !field_unsigned(fields, "pruning_years", 0, 1000, &definition->pruning_years) ||
        !read_pages(reading, fields) || !json_object_end(fields))
        return false;
    if (!currency_is_valid(definition->currency))
        return json_fail(fields, "currency", "not three capital letters");
    definition->kind = (enum definition_kind)kind;
    definition->minor_digits = (unsigned)digits;
    return true;
}

bool definition_parse(struct bytes bytes, struct arena *arena, struct definition *out, struct error *err)
{
    struct definition definition = {0};
    struct reading reading = {arena, &definition};
    struct json_fields fields;
    json_t *json = json_read(bytes, DEFINITION_BYTES_MAX, err);
    bool ok = json && json_object_begin(&fields, json, "definition", err) && read_all(&reading, &fields);
    json_decref(json);
    if (ok)
        *out = definition;
    else if (err && err->class == ERROR_INPUT)
        err->type = "definition";
    return ok;
}
