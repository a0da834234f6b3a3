// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/resources/definition_draft.h"

#include <sodium.h>
#include <stdlib.h>

#include "base/encoding.h"
#include "record/json.h"
#include "server/resources/draft_shape.h"
#include "server/resources/pictures.h"

static const char *const roles[] = {"facilitators", "registrars", "clerks"};
enum { ROLES = 3 };

struct building {
    const struct draft_context *context;
    json_t *definition;
    json_t *texts;
    struct arena arena;
};

/* ---- texts ---- */

/* docs/protocol.md section 5; the vote page refuses a text with any other member. */
static bool is_member(const char *name)
{
    static const char *const members[] = {"title",   "summary",      "description", "place",   "url",
                                          "picture", "picture_text", "position",    "map",     "map_bounds",
                                          "voters",  "paper",        "help",        "category"};
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        if (strcmp(name, members[i]) == 0)
            return true;
    return false;
}

/* So many decimal numbers of degrees, joined by commas. */
static bool is_degrees(const char *text, int count)
{
    for (int i = 0; i < count; i++) {
        text += *text == '-';
        size_t whole = strspn(text, "0123456789");
        text += whole;
        if (whole < 1 || whole > 3)
            return false;
        if (*text == '.')
            text += 1 + strspn(text + 1, "0123456789");
        if (*text != (i + 1 < count ? ',' : '\0'))
            return false;
        text += i + 1 < count;
    }
    return true;
}

/* A picture that is not described is hidden from those who do not see it. */
static const char *fault_of_pictures(const json_t *text)
{
    const char *picture = json_string_value(json_object_get(text, "picture")),
               *map = json_string_value(json_object_get(text, "map")),
               *position = json_string_value(json_object_get(text, "position")),
               *bounds = json_string_value(json_object_get(text, "map_bounds"));
    if ((picture && !picture_name_is_valid(picture)) || (map && !picture_name_is_valid(map)))
        return "picture and map are the names of pictures: SHA-256 in hex and .svg, .webp, .png or .jpg";
    if (!picture != !json_object_get(text, "picture_text"))
        return "picture and picture_text, its description, go together";
    if (!map != !bounds || (bounds && !is_degrees(bounds, 4)))
        return "map and map_bounds (west,south,east,north) go together";
    if (position && !is_degrees(position, 2))
        return "position is latitude,longitude";
    return NULL;
}

/* A copy without what was begun and not written. */
static json_t *written_text(const json_t *text)
{
    const char *key;
    json_t *value, *copy = json_object();
    json_object_foreach((json_t *)text, key, value)
    {
        if (json_string_length(value) || !json_is_string(value))
            json_object_set(copy, key, value);
    }
    return copy;
}

bool draft_text_is_empty(const json_t *text)
{
    json_t *written = written_text(text);
    bool empty = json_is_object(text) && json_object_size(written) == 0;
    json_decref(written);
    return empty;
}

static const char *fault_of_written(const json_t *text, struct arena *arena)
{
    struct buffer canonical = {0};
    struct error why;
    const char *key, *fault = NULL;
    json_t *value;
    json_object_foreach((json_t *)text, key, value)
    {
        if (!json_is_string(value))
            return arena_format(arena, "%s is not a text", key);
        if (!is_member(key))
            return arena_format(arena, "there is no member %s", key);
    }
    if (!json_object_get(text, "title"))
        return "there is no title";
    if ((fault = fault_of_pictures(text)))
        return fault;
    if (!json_write(text, &canonical, &why))
        fault = arena_string(arena, why.detail);
    buffer_clear(&canonical);
    return fault;
}

const char *draft_text_fault(const json_t *text, struct arena *arena)
{
    if (!json_is_object(text))
        return "expected an object with a title";
    json_t *written = written_text(text);
    const char *fault = fault_of_written(written, arena);
    json_decref(written);
    return fault;
}

static bool replace_text(struct building *building, json_t *languages, const char *thing,
                         const char *language, const json_t *text, struct error *err)
{
    struct buffer canonical = {0}, salt_text = {0};
    uint8_t salt[TEXT_SALT_BYTES], hash[HASH_BYTES];
    const char *fault = draft_text_fault(text, &building->arena);
    if (fault)
        return error_input(err, "definition", "texts of %s in %s: %s", thing, language, fault);
    json_t *written = written_text(text);
    bool ok = json_write(written, &canonical, err);
    json_decref(written);
    if (!ok)
        return false;
    randombytes_buf(salt, sizeof salt);
    text_hash(salt, buffer_bytes(&canonical), hash);
    hex_append(&salt_text, bytes_of(salt, sizeof salt));
    json_array_append_new(building->texts,
                          json_pack("{s:s, s:s, s:s, s:s}", "thing", thing, "language", language, "salt",
                                    buffer_string(&salt_text), "text", buffer_string(&canonical)));
    json_object_set_new(languages, language, json_of_bytes(bytes_of(hash, sizeof hash)));
    buffer_clear(&canonical);
    buffer_clear(&salt_text);
    return true;
}

/* Put hashes in the place of the texts of one thing. */
static bool replace_texts(struct building *building, json_t *holder, const char *thing, struct error *err)
{
    json_t *texts = json_object_get(holder, "texts"), *text, *hashes;
    const char *language;
    bool ok = true;
    if (!json_is_object(texts))
        return error_input(err, "definition", "texts of %s: expected an object by language", thing);
    hashes = json_object();
    json_object_foreach(texts, language, text)
    {
        ok = draft_text_is_empty(text) || replace_text(building, hashes, thing, language, text, err);
        if (!ok)
            break;
    }
    if (ok)
        json_object_set(holder, "texts", hashes);
    json_decref(hashes);
    return ok;
}

static const char *id_of(const json_t *object)
{
    const char *id = json_string_value(json_object_get(object, "id"));
    return id ? id : "";
}

static bool replace_all_texts(struct building *building, struct error *err)
{
    size_t i, j;
    json_t *contest, *option, *district, *definition = building->definition;
    if (!replace_texts(building, definition, "round", err))
        return false;
    json_array_foreach(json_object_get(definition, "contests"), i, contest)
    {
        if (!replace_texts(building, contest, arena_format(&building->arena, "contest/%s", id_of(contest)),
                           err))
            return false;
        json_array_foreach(json_object_get(contest, "options"), j,
                           option) if (!replace_texts(building, option,
                                                      arena_format(&building->arena, "option/%s/%s",
                                                                   id_of(contest), id_of(option)),
                                                      err)) return false;
    }
    json_array_foreach(
        json_object_get(definition, "districts"), i,
        district) if (!replace_texts(building, district,
                                     arena_format(&building->arena, "district/%s", id_of(district)),
                                     err)) return false;
    return true;
}

/* ---- people ---- */

void draft_logins(const json_t *content, struct buffer *out)
{
    json_t *seen = json_object();
    for (size_t r = 0; r < ROLES; r++) {
        size_t i;
        json_t *login;
        json_array_foreach(json_object_get(json_object_get(content, "people"), roles[r]), i, login)
        {
            const char *text = json_string_value(login);
            if (!text || strchr(text, ' ') || json_object_get(seen, text))
                continue;
            json_object_set_new(seen, text, json_true());
            buffer_append_string(out, out->len ? " " : "");
            buffer_append_string(out, text);
        }
    }
    json_decref(seen);
}

static json_t *person_json(const struct draft_person *person)
{
    json_t *json = json_object();
    json_object_set_new(json, "name", json_string(person->name));
    json_object_set_new(json, "key", json_of_bytes(bytes_of(person->key, sizeof person->key)));
    return json;
}

static bool replace_role(struct building *building, json_t *people, const char *role, struct error *err)
{
    const struct draft_context *context = building->context;
    json_t *list = json_array(), *login;
    size_t i;
    json_array_foreach(json_object_get(people, role), i, login)
    {
        const char *text = json_string_value(login);
        const struct draft_person *found = NULL;
        for (size_t p = 0; text && p < context->person_count; p++)
            if (strcmp(context->people[p].login, text) == 0)
                found = &context->people[p];
        if (!found || !found->has_key) {
            json_decref(list);
            return error_input(err, "definition",
                               found ? "people.%s: %s has no signing key yet"
                                     : "people.%s: nobody has the login %s",
                               role, text ? text : "(not a text)");
        }
        json_array_append_new(list, person_json(found));
    }
    json_object_set_new(people, role, list);
    return true;
}

/* ---- what the server fills in ---- */

static json_t *page_hash(const json_t *pages, const char *kind, const char *language)
{
    size_t i;
    json_t *page, *best = NULL;
    uint8_t hash[HASH_BYTES];
    json_array_foreach(json_object_get(pages, "pages"), i, page)
    {
        const char *own_kind = json_string_value(json_object_get(page, "kind"));
        const char *own_language = json_string_value(json_object_get(page, "language"));
        if (!own_kind || strcmp(own_kind, kind) != 0 || !own_language)
            continue;
        if (!best || strcmp(own_language, language) == 0) /* the first is what others fall back to */
            best = page;
    }
    const char *text = json_string_value(json_object_get(best, "sha256"));
    if (!text || !hex_decode_exact(bytes_of_string(text), hash, sizeof hash))
        crypto_hash_sha256(hash, NULL, 0); /* no front end is served */
    return json_of_bytes(bytes_of(hash, sizeof hash));
}

static void pin_file(json_t *assets, const json_t *file)
{
    const char *hash = json_string_value(json_object_get(file, "sha256"));
    if (hash)
        json_object_set(assets, hash, json_object_get(file, "size"));
}

static json_t *pages_json(const json_t *pages, const json_t *languages)
{
    json_t *vote = json_object(), *check = json_object(), *assets = json_object(), *item;
    size_t i;
    json_array_foreach(languages, i, item)
    {
        const char *language = json_string_value(item);
        if (!language)
            continue;
        json_object_set_new(vote, language, page_hash(pages, "vote", language));
        json_object_set_new(check, language, page_hash(pages, "check", language));
    }
    json_array_foreach(json_object_get(pages, "assets"), i, item)
    {
        if (json_is_true(json_object_get(item, "pinned")))
            pin_file(assets, item);
    }
    /* Those in languages that the round has not, too: people use them. */
    json_array_foreach(json_object_get(pages, "pages"), i, item)
    {
        const char *kind = json_string_value(json_object_get(item, "kind"));
        if (kind && (strcmp(kind, "vote") == 0 || strcmp(kind, "check") == 0))
            pin_file(assets, item);
    }
    return json_pack("{s:o, s:o, s:o}", "vote", vote, "check", check, "assets", assets);
}

/* Trustees of their own, or else the server alone. */
static bool fill_in_trustees(struct building *building, struct error *err)
{
    json_t *definition = building->definition, *trustees = json_object_get(definition, "trustees");
    if (trustees || json_object_get(definition, "threshold"))
        return json_array_size(trustees) > 1 ||
               error_input(err, "definition",
                           "trustees: at least two, with a threshold, or none for the server");
    json_t *server = json_object();
    json_object_set_new(server, "name", json_string("server"));
    json_object_set_new(server, "key",
                        json_of_bytes(bytes_of(building->context->trustee_key, SIGN_PUBLIC_BYTES)));
    json_object_set_new(definition, "trustees", json_pack("[o]", server));
    json_object_set_new(definition, "threshold", json_integer(1));
    return true;
}

static bool fill_in(struct building *building, struct error *err)
{
    static const char *const own[] = {"version", "software", "origin", "round", "nonce", "assembly", "pages"};
    const struct draft_context *context = building->context;
    json_t *definition = building->definition;
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        if (json_object_get(definition, own[i]))
            return error_input(err, "definition", "%s is not for a draft to say", own[i]);
    if (!fill_in_trustees(building, err))
        return false;
    json_object_set_new(definition, "version", json_integer(1));
    json_object_set_new(definition, "software", json_string("folkmoot " FOLKMOOT_VERSION));
    json_object_set_new(definition, "origin", json_string(context->origin));
    json_object_set_new(definition, "round", json_of_bytes(bytes_of(context->round, ROUND_ID_BYTES)));
    json_object_set_new(definition, "nonce", json_of_bytes(bytes_of(context->nonce, ROUND_NONCE_BYTES)));
    json_object_set_new(definition, "assembly", json_string(context->assembly));
    json_object_set_new(definition, "pages",
                        pages_json(context->pages, json_object_get(definition, "languages")));
    return true;
}

/* ---- the whole ---- */

/* As the definition wants them; those that it does not know stay, last, to be refused. */
static void sort_contests_of_districts(json_t *definition)
{
    size_t d, c, i;
    json_t *district, *contest, *name;
    json_array_foreach(json_object_get(definition, "districts"), d, district)
    {
        json_t *own = json_object_get(district, "contests"), *sorted = json_array();
        json_array_foreach(
            json_object_get(definition, "contests"), c,
            contest) for (i = json_array_size(own);
                          i-- > 0;) if (json_equal(json_array_get(own, i), json_object_get(contest, "id")))
        {
            json_array_append(sorted, json_array_get(own, i));
            json_array_remove(own, i);
        }
        json_array_foreach(own, i, name) json_array_append(sorted, name);
        json_object_set_new(district, "contests", sorted);
    }
}

bool draft_to_definition(const json_t *content, const struct draft_context *context, struct buffer *bytes,
                         json_t **texts, struct error *err)
{
    struct building building = {.context = context};
    struct buffer made = {0};
    struct definition parsed;
    struct error why;
    bool ok = false;
    building.definition = json_deep_copy(content);
    building.texts = json_array();
    json_t *people = json_object_get(building.definition, "people");
    json_object_del(building.definition, DRAFT_PREPARATION);
    sort_contests_of_districts(building.definition);
    if (!fill_in(&building, err) || !replace_all_texts(&building, err))
        goto out;
    for (size_t r = 0; r < ROLES; r++)
        if (!replace_role(&building, people, roles[r], err))
            goto out;
    if (!json_write(building.definition, &made, &why) ||
        !definition_parse(buffer_bytes(&made), &building.arena, &parsed, &why)) {
        error_input(err, "definition", "%s", why.detail);
        goto out;
    }
    buffer_append_bytes(bytes, buffer_bytes(&made));
    *texts = json_incref(building.texts);
    ok = true;
out:
    buffer_clear(&made);
    json_decref(building.definition);
    json_decref(building.texts);
    arena_clear(&building.arena);
    return ok;
}
