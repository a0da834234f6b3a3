// SPDX-License-Identifier: AGPL-3.0-or-later
//
// How far the trustees are with the key of a round, for whoever waits for them. All of it stands in the
// record as well, but for the acknowledgements, which enter it together with the opening.
#include "record/json.h"
#include "server/resources/resources.h"
#include "server/resources/rounds.h"

enum step { COMMIT, JOIN, FIRST, SECOND, ACKNOWLEDGE, STEPS };
static const char *const steps[STEPS] = {"commit", "join", "first-message", "second-message", "acknowledge"};

/* Columns of DB_CEREMONY. */
enum { COLUMN_TYPE, COLUMN_ATTEMPT, COLUMN_TRUSTEE, COLUMN_STEP };

static enum step step_of(const struct db_result *result, size_t row)
{
    const char *type = db_get_text(result, 0, row, COLUMN_TYPE);
    if (strcmp(type, "trustee-commit") == 0)
        return COMMIT;
    if (strcmp(type, "trustee-join") == 0)
        return JOIN;
    if (strcmp(type, "acknowledgement") == 0)
        return ACKNOWLEDGE;
    return db_get_integer(result, 0, row, COLUMN_STEP) == 1 ? FIRST : SECOND;
}

/* Steps done in the last attempt; what came before a restart does not count any more. */
static void read_steps(const struct db_result *result, bool done[][STEPS], size_t trustees, int64_t *attempt)
{
    *attempt = 1;
    for (size_t row = 0; row < db_rows(result, 0); row++) {
        int64_t own = db_is_null(result, 0, row, COLUMN_ATTEMPT)
                          ? *attempt
                          : db_get_integer(result, 0, row, COLUMN_ATTEMPT);
        if (own > *attempt) {
            *attempt = own;
            memset(done, 0, trustees * sizeof *done);
        }
        int64_t trustee =
            db_is_null(result, 0, row, COLUMN_TRUSTEE) ? 0 : db_get_integer(result, 0, row, COLUMN_TRUSTEE);
        if (own == *attempt && trustee >= 1 && (uint64_t)trustee <= trustees)
            done[trustee - 1][step_of(result, row)] = true;
    }
    for (size_t row = 0; row < db_rows(result, 1); row++) {
        int64_t trustee = db_get_integer(result, 1, row, 0);
        if (trustee >= 1 && (uint64_t)trustee <= trustees)
            done[trustee - 1][ACKNOWLEDGE] = true;
    }
}

static json_t *done_json(const bool done[STEPS])
{
    json_t *json = json_array();
    for (size_t step = 0; step < STEPS; step++)
        if (done[step])
            json_array_append_new(json, json_string(steps[step]));
    return json;
}

static void after_ceremony(struct request *request, const struct db_result *result, const struct error *err)
{
    const struct people *trustees = &round_of(request)->definition->trustees;
    bool done[DEFINITION_TRUSTEES_MAX][STEPS] = {0};
    int64_t attempt;
    json_t *list = json_array();
    (void)err;
    read_steps(result, done, trustees->count, &attempt);
    for (size_t i = 0; i < trustees->count; i++)
        json_array_append_new(list, json_pack("{s:I, s:s, s:o}", "number", (json_int_t)i + 1, "name",
                                              trustees->list[i].name, "done", done_json(done[i])));
    respond_json(request, 200,
                 json_pack("{s:I, s:b, s:o}", "attempt", (json_int_t)attempt, "key", db_rows(result, 2) == 1,
                           "trustees", list));
}

static void find(struct request *request, const struct round_row *round)
{
    struct db_param id = db_bytes(round->id, sizeof round->id), no = db_integer(round->no);
    if (!round->definition) {
        respond_input_problem(request, "round-state", "the round has not been frozen");
        return;
    }
    struct db_unit *unit = db_unit_new(request->pool);
    db_unit_add(unit, DB_CEREMONY, &id, 1);
    db_unit_add(unit, DB_OPENING_ACKNOWLEDGED, &no, 1);
    db_unit_add(unit, DB_ROUND_KEY, &no, 1);
    request_unit(request, unit, after_ceremony);
}

void ceremony_get(struct request *request)
{
    round_load(request, find);
}
