/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "ballot/definition.h"

#include "base/encoding.h"

static json_t *text_hashes_to_json(const struct definition *definition, const struct text_hash *hashes)
{
    json_t *json = json_object();
    for (size_t i = 0; i < definition->language_count; i++)
        if (hashes[i].present)
            json_object_set_new(json, definition->languages[i],
                                json_of_bytes(bytes_of(hashes[i].hash, HASH_BYTES)));
    return json;
}

static json_t *contest_to_json(const struct definition *definition, const struct contest *contest)
{
    json_t *options = json_array();
    for (size_t i = 0; i < contest->option_count; i++) {
        const struct option *option = &contest->options[i];
        json_t *item = json_object();
        json_object_set_new(item, "id", json_string(option->id));
        json_object_set_new(item, "cost", json_of_unsigned(option->cost));
        json_object_set_new(item, "texts", text_hashes_to_json(definition, option->texts));
        if (option->category)
            json_object_set_new(item, "category", json_string(option->category));
        json_array_append_new(options, item);
    }
    json_t *conflicts = json_array();
    for (size_t i = 0; i < contest->conflict_count; i++) {
        const struct conflict_set *set = &contest->conflicts[i];
        json_t *ids = json_array();
        for (size_t k = 0; k < set->count; k++)
            json_array_append_new(ids, json_string(contest->options[set->options[k]].id));
        json_array_append_new(conflicts, ids);
    }
    json_t *json = json_object();
    json_object_set_new(json, "id", json_string(contest->id));
    json_object_set_new(json, "texts", text_hashes_to_json(definition, contest->texts));
    json_object_set_new(json, "envelope", json_of_unsigned(contest->envelope));
    json_object_set_new(json, "form", form_to_json(&contest->form));
    json_object_set_new(json, "rule", rule_to_json(&contest->rule));
    json_object_set_new(json, "options", options);
    if (contest->lot.source != LOT_NONE)
        json_object_set_new(json, "lot", lot_to_json(&contest->lot));
    json_object_set_new(json, "conflicts", conflicts);
    json_object_set_new(json, "pool_min", json_of_unsigned(contest->pool_min));
    json_object_set_new(json, "below_pool_min", json_string(contest->withhold ? "withhold" : "count"));
    return json;
}

static json_t *district_to_json(const struct definition *definition, const struct district *district)
{
    json_t *contests = json_array();
    for (size_t i = 0; i < district->contest_count; i++)
        json_array_append_new(contests, json_string(definition->contests[district->contests[i]].id));
    json_t *json = json_object();
    json_object_set_new(json, "id", json_string(district->id));
    json_object_set_new(json, "texts", text_hashes_to_json(definition, district->texts));
    json_object_set_new(json, "contests", contests);
    return json;
}

static json_t *people_to_json(const struct people *people)
{
    json_t *json = json_array();
    for (size_t i = 0; i < people->count; i++) {
        json_t *person = json_object();
        json_object_set_new(person, "name", json_string(people->list[i].name));
        json_object_set_new(person, "key",
                            json_of_bytes(bytes_of(people->list[i].key.bytes, SIGN_PUBLIC_BYTES)));
        json_array_append_new(json, person);
    }
    return json;
}

static json_t *schedule_to_json(const struct definition *definition)
{
    json_t *json = json_object();
    json_object_set_new(json, "zone", json_string(definition->schedule.zone));
    json_object_set_new(json, "open", json_of_unsigned(definition->schedule.open));
    json_object_set_new(json, "close", json_of_unsigned(definition->schedule.close));
    json_object_set_new(json, "grace", json_of_unsigned(definition->schedule.grace));
    json_object_set_new(json, "objection", json_of_unsigned(definition->schedule.objection));
    json_object_set_new(json, "complaint", json_of_unsigned(definition->schedule.complaint));
    json_object_set_new(json, "additions_end", json_of_unsigned(definition->schedule.additions_end));
    return json;
}

static json_t *draw_to_json(const struct definition *definition)
{
    static const char *const sources[] = {"trustees", "dice", "drand", "none"};
    json_t *json = json_object();
    json_object_set_new(json, "source", json_string(sources[definition->draw.source]));
    if (definition->draw.source == DRAW_DRAND) {
        json_object_set_new(json, "beacon", json_string(definition->draw.beacon));
        json_object_set_new(json, "beacon_round", json_of_unsigned(definition->draw.beacon_round));
    }
    return json;
}

static json_t *policy_to_json(const char *policy)
{
    json_t *lines = json_array();
    for (const char *line = policy; line && *line;) {
        size_t len = strcspn(line, "\n");
        json_array_append_new(lines, json_stringn(line, len));
        line += len + (line[len] == '\n');
    }
    return lines;
}

static json_t *pages_to_json(const struct definition *definition)
{
    json_t *assets = json_object();
    for (size_t i = 0; i < definition->pages.asset_count; i++) {
        struct buffer name = {0};
        hex_append(&name, bytes_of(definition->pages.assets[i].hash, HASH_BYTES));
        json_object_set_new(assets, buffer_string(&name), json_of_unsigned(definition->pages.assets[i].size));
        buffer_clear(&name);
    }
    json_t *json = json_object();
    json_object_set_new(json, "vote", text_hashes_to_json(definition, definition->pages.vote));
    json_object_set_new(json, "check", text_hashes_to_json(definition, definition->pages.check));
    json_object_set_new(json, "assets", assets);
    return json;
}

static json_t *definition_to_json(const struct definition *definition)
{
    json_t *languages = json_array(), *contests = json_array(), *districts = json_array();
    for (size_t i = 0; i < definition->language_count; i++)
        json_array_append_new(languages, json_string(definition->languages[i]));
    for (size_t i = 0; i < definition->contest_count; i++)
        json_array_append_new(contests, contest_to_json(definition, &definition->contests[i]));
    for (size_t i = 0; i < definition->district_count; i++)
        json_array_append_new(districts, district_to_json(definition, &definition->districts[i]));
    json_t *roll = json_object(), *people = json_object();
    json_object_set_new(roll, "size", json_of_unsigned(definition->roll.size));
    json_object_set_new(roll, "cap", json_of_unsigned(definition->roll.cap));
    json_object_set_new(people, "facilitators", people_to_json(&definition->facilitators));
    json_object_set_new(people, "registrars", people_to_json(&definition->registrars));
    json_object_set_new(people, "clerks", people_to_json(&definition->clerks));

    json_t *json = json_object();
    json_object_set_new(json, "version", json_of_unsigned(1));
    json_object_set_new(json, "software", json_string(definition->software));
    json_object_set_new(json, "origin", json_string(definition->origin));
    json_object_set_new(json, "round", json_of_bytes(bytes_of(definition->round, ROUND_ID_BYTES)));
    json_object_set_new(json, "nonce", json_of_bytes(bytes_of(definition->nonce, ROUND_NONCE_BYTES)));
    json_object_set_new(json, "kind",
                        json_string(definition->kind == DEFINITION_REAL ? "real" : "rehearsal"));
    json_object_set_new(json, "assembly", json_string(definition->assembly));
    json_object_set_new(json, "currency", json_string(definition->currency));
    json_object_set_new(json, "minor_digits", json_of_unsigned(definition->minor_digits));
    json_object_set_new(json, "languages", languages);
    json_object_set_new(json, "texts", text_hashes_to_json(definition, definition->texts));
    json_object_set_new(json, "contests", contests);
    json_object_set_new(json, "districts", districts);
    json_object_set_new(json, "schedule", schedule_to_json(definition));
    json_object_set_new(json, "revoting", json_boolean(definition->revoting));
    json_object_set_new(json, "draw", draw_to_json(definition));
    json_object_set_new(json, "roll", roll);
    json_object_set_new(json, "totals_only_paper", json_boolean(definition->totals_only_paper));
    json_object_set_new(json, "trustees", people_to_json(&definition->trustees));
    json_object_set_new(json, "threshold", json_of_unsigned(definition->threshold));
    json_object_set_new(json, "witness_policy", policy_to_json(definition->witness_policy));
    json_object_set_new(json, "people", people);
    json_object_set_new(json, "act_signers", json_of_unsigned(definition->act_signers));
    json_object_set_new(json, "clerks_required", json_of_unsigned(definition->clerks_required));
    json_object_set_new(json, "pruning_years", json_of_unsigned(definition->pruning_years));
    json_object_set_new(json, "pages", pages_to_json(definition));
    return json;
}

bool definition_write(const struct definition *definition, struct buffer *out, struct error *err)
{
    json_t *json = definition_to_json(definition);
    struct buffer bytes = {0};
    struct arena arena = {0};
    struct definition back;
    bool ok = json_write(json, &bytes, err);
    if (!ok && err)
        err->type = "definition";
    ok = ok && definition_parse(buffer_bytes(&bytes), &arena, &back, err);
    if (ok)
        buffer_append_bytes(out, buffer_bytes(&bytes));
    arena_clear(&arena);
    buffer_clear(&bytes);
    json_decref(json);
    return ok;
}

const struct contest *definition_contest(const struct definition *definition, const char *id)
{
    for (size_t i = 0; i < definition->contest_count; i++)
        if (strcmp(definition->contests[i].id, id) == 0)
            return &definition->contests[i];
    return NULL;
}

const struct district *definition_district(const struct definition *definition, const char *id)
{
    for (size_t i = 0; i < definition->district_count; i++)
        if (strcmp(definition->districts[i].id, id) == 0)
            return &definition->districts[i];
    return NULL;
}

bool contest_option(const struct contest *contest, const char *id, uint16_t *out)
{
    for (size_t i = 0; i < contest->option_count; i++)
        if (strcmp(contest->options[i].id, id) == 0) {
            *out = (uint16_t)i;
            return true;
        }
    return false;
}

bool contest_is_withheld(const struct contest *contest, uint64_t input)
{
    return contest->withhold && input > 0 && input < contest->pool_min;
}

bool district_has_contest(const struct district *district, size_t contest)
{
    for (size_t i = 0; i < district->contest_count; i++)
        if (district->contests[i] == contest)
            return true;
    return false;
}

bool people_have_key(const struct people *people, const struct sign_public *key)
{
    for (size_t i = 0; i < people->count; i++)
        if (memcmp(people->list[i].key.bytes, key->bytes, SIGN_PUBLIC_BYTES) == 0)
            return true;
    return false;
}

void person_file_name(const char *name, char out[PERSON_NAME_BYTES_MAX + 1])
{
    size_t i = 0;
    for (; name[i] && i < PERSON_NAME_BYTES_MAX; i++) {
        char c = name[i];
        if (c >= 'A' && c <= 'Z')
            c = (char)(c - 'A' + 'a');
        out[i] = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? c : '-';
    }
    out[i] = 0;
}

bool credential_list_fits(const struct credential_list *list, const struct definition *definition,
                          struct error *err)
{
    if (memcmp(list->round, definition->round, ROUND_ID_BYTES) != 0)
        return error_input(err, "credential-list", "the list is of another round");
    if (list->total > definition->roll.cap)
        return error_input(err, "credential-list", "%llu credentials, but the cap is %llu",
                           (unsigned long long)list->total, (unsigned long long)definition->roll.cap);
    for (size_t i = 0; i < list->batch_count; i++)
        if (!definition_district(definition, list->batches[i].district))
            return error_input(err, "credential-list", "batch %s is of district %s, which there is not",
                               list->batches[i].id, list->batches[i].district);
    return true;
}

void text_hash(const uint8_t salt[TEXT_SALT_BYTES], struct bytes text, uint8_t out[HASH_BYTES])
{
    struct transcript transcript;
    transcript_init(&transcript, TAG_TEXT);
    transcript_bytes(&transcript, bytes_of(salt, TEXT_SALT_BYTES));
    transcript_bytes(&transcript, text);
    transcript_hash32(&transcript, out);
}
