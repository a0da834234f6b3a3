// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/resources/public_acts.h"

#include <stdio.h>

#include "ballot/entry.h"
#include "ballot/field.h"
#include "base/encoding.h"
#include "record/json.h"
#include "server/http/cache.h"
#include "server/resources/resources.h"

#define IMMUTABLE "public, max-age=31536000, immutable"

enum kind { PEOPLE, PREPARATION, CODES, KEYS, VOTING, PAPER, COUNTING, RESULT, ERASING, KINDS };
const char *const act_kinds[] = {"people", "preparation", "codes",  "keys",    "voting",
                                 "paper",  "counting",    "result", "erasing", NULL};

enum actor { FACILITATOR, REGISTRAR, CLERK, TRUSTEE, ADMINISTRATOR, SERVER, ACT_ROLES };
const char *const act_roles[] = {"facilitator",   "registrar", "clerk", "trustee",
                                 "administrator", "server",    NULL};

#define BY(actor) (1U << (actor))

/* Of some types those that people signed are by people, the others by the server. */
enum { SIGNED = 1U << ACT_ROLES };

static const struct {
    enum kind kind;
    unsigned by;
} table[ENTRY_TYPES] = {
    [ENTRY_LOG_START] = {PREPARATION, BY(SERVER)},
    [ENTRY_STAFF] = {PEOPLE, BY(ADMINISTRATOR)},
    [ENTRY_DRAFT] = {PREPARATION, BY(FACILITATOR)},
    [ENTRY_DEFINITION] = {PREPARATION, BY(FACILITATOR)},
    [ENTRY_BATCH_MERGE] = {CODES, BY(REGISTRAR)},
    [ENTRY_CREDENTIAL_LIST] = {CODES, BY(REGISTRAR) | BY(CLERK)},
    [ENTRY_TRUSTEE_COMMIT] = {KEYS, BY(TRUSTEE)},
    [ENTRY_TRUSTEE_JOIN] = {KEYS, BY(TRUSTEE)},
    [ENTRY_DKG_MESSAGE] = {KEYS, BY(TRUSTEE)},
    [ENTRY_DKG_RESTART] = {KEYS, BY(CLERK)},
    [ENTRY_OPENING] = {PREPARATION, BY(FACILITATOR) | BY(CLERK)},
    [ENTRY_ACKNOWLEDGEMENT] = {KEYS, BY(TRUSTEE)},
    [ENTRY_ADDITION] = {CODES, BY(REGISTRAR) | BY(CLERK)},
    [ENTRY_ISSUE] = {CODES, BY(CLERK)},
    [ENTRY_VOID] = {CODES, BY(CLERK)},
    [ENTRY_BATCH_VOID] = {CODES, BY(CLERK)},
    [ENTRY_EXTENSION] = {VOTING, BY(CLERK)},
    [ENTRY_NOTE] = {VOTING, BY(CLERK)},
    [ENTRY_VOTING_CLOSED] = {VOTING, BY(CLERK) | SIGNED},
    [ENTRY_PAPER] = {PAPER, BY(CLERK)},
    [ENTRY_PAPER_TOTALS] = {PAPER, BY(CLERK)},
    [ENTRY_SEALING] = {COUNTING, BY(CLERK)},
    [ENTRY_DRAW_SOURCE] = {COUNTING, BY(CLERK) | SIGNED},
    [ENTRY_MIX] = {COUNTING, BY(TRUSTEE)},
    [ENTRY_CHAIN_RESTART] = {COUNTING, BY(CLERK)},
    [ENTRY_MIXING_DONE] = {COUNTING, BY(SERVER)},
    [ENTRY_SHARE] = {COUNTING, BY(TRUSTEE)},
    [ENTRY_COUNTED] = {COUNTING, BY(SERVER)},
    [ENTRY_CERTIFIED] = {RESULT, BY(CLERK)},
    [ENTRY_PUBLISHED] = {RESULT, BY(SERVER)},
    [ENTRY_CORRECTION] = {RESULT, BY(CLERK)},
    [ENTRY_ANNULMENT] = {RESULT, BY(CLERK)},
    [ENTRY_DESTRUCTION] = {ERASING, BY(TRUSTEE)},
    [ENTRY_PURGE] = {ERASING, BY(SERVER)},
};
_Static_assert(sizeof act_kinds / sizeof *act_kinds == KINDS + 1, "every kind has its name");
_Static_assert(sizeof act_roles / sizeof *act_roles == ACT_ROLES + 1, "every role has its name");

/* Columns of DB_PUBLIC_ACTS and DB_PUBLIC_ROUND_ACTS. */
enum { INDEX, TYPE, MINUTE, BYTES, ROUND, TITLE, ZONE, OFFSET, ASSEMBLY_NAME };

/* ---- what is asked for ---- */

static bool is_known(const char *word, const char *const *words)
{
    while (*words && strcmp(*words, word) != 0)
        words++;
    return *words != NULL;
}

static bool is_type(const char *word)
{
    for (int type = 0; type < ENTRY_TYPES; type++)
        if (type != ENTRY_BALLOT && strcmp(word, entry_type_name((enum entry_type)type)) == 0)
            return true;
    return false;
}

static bool is_day(const char *text)
{
    static const int days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int year, month, day, len = 0;
    if (strlen(text) != sizeof "2026-01-31" - 1 || strspn(text, "0123456789-") != strlen(text) ||
        sscanf(text, "%4d-%2d-%2d%n", &year, &month, &day, &len) != 3 || text[len] || year < 1970 ||
        month < 1 || month > 12 || day < 1 || day > days[month - 1])
        return false;
    return month != 2 || day < 29 || (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
}

/* A choice that is left open in a form comes empty. */
static const char *parameter(struct request *request, const char *name)
{
    const char *text = request_query_param(request, name);
    return text && *text ? text : NULL;
}

struct acts_query acts_query_read(struct request *request)
{
    uint8_t id[ROUND_ID_BYTES];
    uint64_t index;
    size_t place;
    struct acts_query query = {.kind = parameter(request, "kind"),
                               .role = parameter(request, "role"),
                               .round = parameter(request, "round"),
                               .assembly = parameter(request, "assembly"),
                               .from = parameter(request, "from"),
                               .to = parameter(request, "to"),
                               .before = parameter(request, "before")};
    if (route_param_index(request->route, "round", &place))
        query.round = request_param(request, "round");
    if (query.kind && !is_known(query.kind, act_kinds) && !is_type(query.kind))
        query.mistake = "kind";
    else if (query.role && !is_known(query.role, act_roles))
        query.mistake = "role";
    else if (query.round && !base64url_decode_exact(bytes_of_string(query.round), id, sizeof id))
        query.mistake = "round";
    else if (query.assembly && !name_is_valid(bytes_of_string(query.assembly)))
        query.mistake = "assembly";
    else if (query.from && !is_day(query.from))
        query.mistake = "from";
    else if (query.to && !is_day(query.to))
        query.mistake = "to";
    else if (query.before &&
             (!decimal_decode_u64(bytes_of_string(query.before), &index) || index > INT64_MAX))
        query.mistake = "before";
    return query;
}

bool acts_query_is_plain(const struct acts_query *query)
{
    return !query->kind && !query->role && !query->assembly && !query->from && !query->to && !query->before &&
           !query->mistake;
}

/* The types that fit, joined by spaces, and for each whether its entries must be signed: "t", "f", "-". */
static void write_types(const struct acts_query *query, struct buffer *types, struct buffer *signature)
{
    for (int type = 0; type < ENTRY_TYPES; type++) {
        const char *name = entry_type_name((enum entry_type)type), *must = "-";
        unsigned by = table[type].by;
        if (type == ENTRY_BALLOT)
            continue;
        if (query->kind && strcmp(query->kind, act_kinds[table[type].kind]) != 0 &&
            strcmp(query->kind, name) != 0)
            continue;
        if (query->role && by & SIGNED && strcmp(query->role, act_roles[SERVER]) == 0) {
            must = "f";
        } else if (query->role) {
            unsigned role = 0;
            while (strcmp(query->role, act_roles[role]) != 0)
                role++;
            if (!(by & BY(role)))
                continue;
            must = by & SIGNED ? "t" : "-";
        }
        buffer_append_format(types, "%s%s", types->len ? " " : "", name);
        buffer_append_format(signature, "%s%s", signature->len ? " " : "", must);
    }
}

/* ---- what there is ---- */

struct loading {
    acts_then *then;
};

static enum entry_type type_of(const char *name)
{
    int type = 0;
    while (type + 1 < ENTRY_TYPES && strcmp(name, entry_type_name((enum entry_type)type)) != 0)
        type++;
    return (enum entry_type)type;
}

/* Who it is by. */
static json_t *by_json(unsigned by, bool is_signed)
{
    json_t *roles = json_array();
    if (by & SIGNED && !is_signed)
        by = BY(SERVER);
    for (unsigned role = 0; role < ACT_ROLES; role++)
        if (by & BY(role))
            json_array_append_new(roles, json_string(act_roles[role]));
    return roles;
}

/* The members of an entry that say something: references, hashes in lists and signatures stay in the record.
 * (The size of a result tells of choices before it is published.) */
static json_t *words_of(const json_t *entry)
{
    json_t *words = json_object();
    const char *name;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)entry, name,
                        value) if (json_is_string(value) || json_is_integer(value))
        json_object_set(words, name, value);
    return words;
}

static json_t *act_json(const struct db_result *result, size_t row)
{
    struct bytes bytes = db_get_bytes(result, 0, row, BYTES);
    enum entry_type type = type_of(db_get_text(result, 0, row, TYPE));
    json_t *entry = json_loadb((const char *)bytes.data, bytes.len, 0, NULL), *act = json_object();
    size_t signatures = json_array_size(json_object_get(entry, "signatures"));
    json_object_set_new(act, "index", json_integer(db_get_integer(result, 0, row, INDEX)));
    json_object_set_new(act, "minute", json_integer(db_get_integer(result, 0, row, MINUTE)));
    json_object_set_new(act, "zone", json_string(db_get_text(result, 0, row, ZONE)));
    json_object_set_new(act, "offset", json_integer(db_get_integer(result, 0, row, OFFSET)));
    json_object_set_new(act, "type", json_string(entry_type_name(type)));
    json_object_set_new(act, "kind", json_string(act_kinds[table[type].kind]));
    json_object_set_new(act, "by", by_json(table[type].by, signatures > 0));
    json_object_set_new(act, "signatures", json_integer((json_int_t)signatures));
    if (!db_is_null(result, 0, row, ROUND))
        json_object_set_new(act, "round", json_of_bytes(db_get_bytes(result, 0, row, ROUND)));
    if (!db_is_null(result, 0, row, TITLE))
        json_object_set_new(act, "title", json_loads(db_get_text(result, 0, row, TITLE), 0, NULL));
    if (!db_is_null(result, 0, row, ASSEMBLY_NAME))
        json_object_set_new(act, "assembly_name", json_string(db_get_text(result, 0, row, ASSEMBLY_NAME)));
    json_object_set_new(act, "entry", words_of(entry));
    json_decref(entry);
    return act;
}

/* One more than a page is asked for, to know whether there is another. */
static void after_acts(struct request *request, const struct db_result *result, const struct error *err)
{
    const struct loading *loading = request->state;
    json_t *acts = json_array(), *json = json_pack("{s:o}", "acts", acts);
    if (err) {
        json_decref(json);
        respond_problem(request, err);
        return;
    }
    for (size_t row = 0; row < db_rows(result, 0) && row < ACTS_A_PAGE; row++)
        json_array_append_new(acts, act_json(result, row));
    if (db_rows(result, 0) > ACTS_A_PAGE)
        json_object_set_new(json, "next", json_integer(db_get_integer(result, 0, ACTS_A_PAGE - 1, INDEX)));
    loading->then(request, json);
}

void acts_load(struct request *request, const struct acts_query *query, acts_then *then)
{
    struct loading *loading = arena_allocate(&request->arena, 1, sizeof *loading);
    struct buffer types = {0}, signature = {0};
    uint8_t id[ROUND_ID_BYTES] = {0};
    uint64_t before = 0;
    loading->then = then;
    request->state = loading;
    write_types(query, &types, &signature);
    bool of_round = query->round && base64url_decode_exact(bytes_of_string(query->round), id, sizeof id);
    bool has_before = query->before && decimal_decode_u64(bytes_of_string(query->before), &before);
    enum db_statement statement = of_round          ? DB_PUBLIC_ROUND_ACTS
                                  : query->assembly ? DB_PUBLIC_ASSEMBLY_ACTS
                                                    : DB_PUBLIC_ACTS;
    struct db_param params[] = {
        db_text(buffer_string(&types)),
        db_text(buffer_string(&signature)),
        has_before ? db_integer((int64_t)before) : db_null(),
        db_text(query->from),
        db_text(query->to),
        db_integer(ACTS_A_PAGE + 1),
        of_round ? db_bytes(id, sizeof id) : db_text(query->assembly),
        db_text(query->assembly),
    };
    request_query(request, statement, params, of_round ? 8 : query->assembly ? 7 : 6, after_acts);
    buffer_clear(&types);
    buffer_clear(&signature);
}

/* ---- the API ---- */

void public_acts_get(struct request *request)
{
    struct acts_query query = acts_query_read(request);
    respond_to_all(request);
    if (query.mistake)
        respond_input_problem(request, "bad-request",
                              "%s cannot be read (docs/api/openapi.json, /api/v1/record/acts)",
                              query.mistake);
    else
        acts_load(request, &query, respond_shared_json);
}

static void after_entry(struct request *request, const struct db_result *result, const struct error *err)
{
    if (err) {
        respond_problem(request, err);
    } else if (db_rows(result, 0) == 0 || db_rows(result, 1) == 0) {
        respond_input_problem(request, "not-found", "the record has no such entry");
    } else {
        respond_header(request, "Cache-Control", IMMUTABLE);
        respond_bytes(request, 200, "application/json", db_get_bytes(result, 1, 0, 0));
    }
}

void entry_get(struct request *request)
{
    uint64_t index;
    respond_to_all(request);
    if (!decimal_decode_u64(bytes_of_string(request_param(request, "index")), &index) || index >= INT64_MAX) {
        respond_input_problem(request, "not-found", "the record has no such entry");
        return;
    }
    struct db_param size = db_integer((int64_t)index + 1), at = db_integer((int64_t)index);
    struct db_unit *unit = db_unit_new(request->pool);
    db_unit_add(unit, DB_SIGNED, &size, 1);
    db_unit_add(unit, DB_ENTRY, &at, 1);
    request_unit(request, unit, after_entry);
}
