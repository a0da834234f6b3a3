// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Rounds in short, for lists: what each is about, when, how much money, and what came of it.
#include "base/encoding.h"
#include "record/json.h"
#include "server/http/cache.h"
#include "server/resources/resources.h"
#include "server/resources/rounds.h"

/* Columns of DB_ROUNDS. */
enum {
    ID,
    ASSEMBLY,
    STATE,
    KIND,
    OPEN,
    CLOSE,
    TITLE,
    ZONE,
    SUMMARY,
    PICTURES,
    CURRENCY,
    MINOR_DIGITS,
    ENVELOPES,
    PROJECTS,
    QUESTIONS,
    OUTCOME
};

static void set_text(json_t *round, const char *name, const struct db_result *result, size_t statement,
                     size_t row, size_t column)
{
    if (!db_is_null(result, statement, row, column))
        json_object_set_new(round, name, json_string(db_get_text(result, statement, row, column)));
}

static void set_decimal(json_t *round, const char *name, const struct db_result *result, size_t statement,
                        size_t row, size_t column)
{
    uint64_t number;
    if (!db_is_null(result, statement, row, column) &&
        decimal_decode_u64(db_get_bytes(result, statement, row, column), &number))
        json_object_set_new(round, name, json_integer((json_int_t)number));
}

/* The JSON of a column, when there is any; a new reference. */
static json_t *json_of_column(const struct db_result *result, size_t statement, size_t row, size_t column)
{
    return db_is_null(result, statement, row, column)
               ? NULL
               : json_loads(db_get_text(result, statement, row, column), 0, NULL);
}

static void set_json(json_t *round, const char *name, const struct db_result *result, size_t statement,
                     size_t row, size_t column)
{
    json_t *json = json_of_column(result, statement, row, column);
    if (json)
        json_object_set_new(round, name, json);
}

/* Of a list of integers; nothing is said where there is none, or where the sum is too large to be told. */
static void set_sum(json_t *round, const char *name, const struct db_result *result, size_t statement,
                    size_t row, size_t column)
{
    json_t *numbers = json_of_column(result, statement, row, column);
    json_int_t sum = 0;
    bool whole = json_array_size(numbers) > 0;
    for (size_t i = 0; i < json_array_size(numbers); i++)
        whole = whole && !__builtin_add_overflow(sum, json_integer_value(json_array_get(numbers, i)), &sum);
    if (whole)
        json_object_set_new(round, name, json_integer(sum));
    json_decref(numbers);
}

static json_t *summary_json(const struct db_result *result, size_t statement, size_t row)
{
    json_t *round = json_object();
    json_object_set_new(round, "id", json_of_bytes(db_get_bytes(result, statement, row, ID)));
    set_text(round, "assembly", result, statement, row, ASSEMBLY);
    set_text(round, "state", result, statement, row, STATE);
    set_text(round, "kind", result, statement, row, KIND);
    set_decimal(round, "open", result, statement, row, OPEN);
    if (!db_is_null(result, statement, row, CLOSE))
        json_object_set_new(round, "close", json_integer(db_get_integer(result, statement, row, CLOSE)));
    set_json(round, "title", result, statement, row, TITLE);
    set_text(round, "zone", result, statement, row, ZONE);
    set_json(round, "summary", result, statement, row, SUMMARY);
    set_json(round, "pictures", result, statement, row, PICTURES);
    set_text(round, "currency", result, statement, row, CURRENCY);
    set_decimal(round, "minor_digits", result, statement, row, MINOR_DIGITS);
    set_sum(round, "envelope", result, statement, row, ENVELOPES);
    set_sum(round, "projects", result, statement, row, PROJECTS);
    set_sum(round, "questions", result, statement, row, QUESTIONS);
    set_json(round, "outcome", result, statement, row, OUTCOME);
    return round;
}

json_t *rounds_json(const struct db_result *result, size_t statement)
{
    json_t *rounds = json_array();
    for (size_t row = 0; row < db_rows(result, statement); row++)
        json_array_append_new(rounds, summary_json(result, statement, row));
    return rounds;
}

void rounds_params(const struct request *request, const char *assembly, bool below,
                   struct db_param params[ROUNDS_PARAMS])
{
    params[0] = db_text(assembly);
    params[1] = db_boolean(request->session.person != 0); /* before the freeze for those who prepare it */
    params[2] = db_boolean(below);
}

static void after_list(struct request *request, const struct db_result *result, const struct error *err)
{
    (void)err;
    round_json_then *const *then = request->state;
    (*then)(request, json_pack("{s:o}", "rounds", rounds_json(result, 0)));
}

void rounds_json_load(struct request *request, const char *assembly, round_json_then *then)
{
    struct db_param params[ROUNDS_PARAMS];
    round_json_then **state = arena_allocate(&request->arena, 1, sizeof *state);
    *state = then;
    request->state = state;
    rounds_params(request, assembly, false, params);
    request_query(request, DB_ROUNDS, params, ROUNDS_PARAMS, after_list);
}

static void send_fresh(struct request *request, json_t *take_rounds)
{
    respond_json(request, 200, take_rounds);
}

void rounds_get(struct request *request)
{
    const char *assembly = request_query_param(request, "assembly");
    if (request->session.person || assembly)
        rounds_json_load(request, assembly, send_fresh);
    else if (!respond_cached(request, "rounds"))
        rounds_json_load(request, NULL, respond_shared_json);
}
