// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Turnout for those who run a round, and how far visits of the vote page come. Who only looks on (reviewers,
// observers, trustees) gets rounded numbers as of the last full hour (docs/decisions/turnout.md).
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <time.h>

#include "base/encoding.h"
#include "server/http/cache.h"
#include "server/monitor.h"
#include "server/resources/resources.h"
#include "server/resources/rounds.h"
#include "server/sequencer/sequencer.h"
#include "server/steps.h"

enum {
    EXACT_ROLES = ROLE_FACILITATOR | ROLE_REGISTRAR | ROLE_CLERK | ROLE_ADMINISTRATOR,
    ROUND_TO = 10,
    SECONDS_AN_HOUR = 3600,
    MINUTES_AN_HOUR = 60,
};

/* Columns of DB_TURNOUT_BATCHES. */
enum { DISTRICT, PURPOSE, SITE, LISTED, BALLOTS, VOTERS };
/* Of the unit. */
enum { BATCHES, HOURS, WITHDRAWN, VISITS };

/* ---- rounding ---- */

struct rounding {
    bool exact;
    const uint8_t *key, *round;
};

/* Up or down to tens, from a place that only the server knows, and that is another one for each number of each round: that a
 * number has just moved tells of no count. */
static int64_t rounded(const struct rounding *rounding, int64_t number, const char *of, const char *what, const char *name)
{
    static const char purpose[] = "folkmoot rounded turnout";
    crypto_generichash_state state;
    uint64_t place;
    if (rounding->exact)
        return number;
    crypto_generichash_init(&state, rounding->key, ACCOUNT_KEY_BYTES, sizeof place);
    crypto_generichash_update(&state, (const uint8_t *)purpose, sizeof purpose);
    crypto_generichash_update(&state, rounding->round, ROUND_ID_BYTES);
    crypto_generichash_update(&state, (const uint8_t *)of, strlen(of) + 1);
    crypto_generichash_update(&state, (const uint8_t *)what, strlen(what) + 1);
    crypto_generichash_update(&state, (const uint8_t *)name, strlen(name) + 1);
    crypto_generichash_final(&state, (uint8_t *)&place, sizeof place);
    return (number + (int64_t)(place % ROUND_TO)) / ROUND_TO * ROUND_TO;
}

/* ---- sums ---- */

struct part {
    const char *name; /* NULL: without a site */
    int64_t listed, ballots, voters;
};

struct parts {
    struct part *list;
    size_t count;
};

static bool same_name(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

static void add(struct parts *parts, const char *name, const struct db_result *result, size_t row)
{
    size_t i = 0;
    while (i < parts->count && !same_name(parts->list[i].name, name))
        i++;
    struct part *part = &parts->list[i];
    if (i == parts->count)
        parts->list[parts->count++] = (struct part){.name = name};
    part->listed += db_get_integer(result, BATCHES, row, LISTED);
    part->ballots += db_get_integer(result, BATCHES, row, BALLOTS);
    part->voters += db_get_integer(result, BATCHES, row, VOTERS);
}

/* Rounding does not make more voters than there are codes. */
static json_t *part_json(const struct rounding *rounding, const struct part *part, const char *what)
{
    const char *name = part->name ? part->name : "";
    int64_t voters = rounded(rounding, part->voters, "voters", what, name);
    json_t *json = json_object();
    if (part->name)
        json_object_set_new(json, "name", json_string(part->name));
    json_object_set_new(json, "listed", json_integer(part->listed));
    json_object_set_new(json, "voters", json_integer(rounding->exact || voters < part->listed ? voters : part->listed));
    json_object_set_new(json, "ballots", json_integer(rounded(rounding, part->ballots, "ballots", what, name)));
    return json;
}

static json_t *sums_json(struct request *request, const struct db_result *result, size_t column, const char *what,
                         const struct rounding *rounding)
{
    size_t rows = db_rows(result, BATCHES);
    struct parts parts = {.list = arena_allocate(&request->arena, rows + 1, sizeof(struct part))};
    json_t *json = json_array();
    for (size_t row = 0; row < rows; row++)
        add(&parts, db_is_null(result, BATCHES, row, column) ? NULL : db_get_text(result, BATCHES, row, column), result, row);
    for (size_t i = 0; i < parts.count; i++)
        json_array_append_new(json, part_json(rounding, &parts.list[i], what));
    return json;
}

static json_t *total_json(const struct db_result *result, const struct rounding *rounding)
{
    struct part total = {0};
    for (size_t row = 0; row < db_rows(result, BATCHES); row++) {
        total.listed += db_get_integer(result, BATCHES, row, LISTED);
        total.ballots += db_get_integer(result, BATCHES, row, BALLOTS);
        total.voters += db_get_integer(result, BATCHES, row, VOTERS);
    }
    return part_json(rounding, &total, "total");
}

static json_t *hours_json(const struct db_result *result, const struct rounding *rounding)
{
    json_t *hours = json_array();
    for (size_t row = 0; row < db_rows(result, HOURS); row++) {
        int64_t hour = db_get_integer(result, HOURS, row, 0);
        char name[24];
        snprintf(name, sizeof name, "%" PRId64, hour);
        json_array_append_new(
            hours, json_pack("{s:I, s:I, s:I}", "begins", (json_int_t)(hour * MINUTES_AN_HOUR), "ballots",
                             (json_int_t)rounded(rounding, db_get_integer(result, HOURS, row, 1), "ballots", "hour", name),
                             "voters", (json_int_t)rounded(rounding, db_get_integer(result, HOURS, row, 2), "voters", "hour", name)));
    }
    return hours;
}

/* Today goes on: who gets rounded numbers does not see it move. */
static json_t *visits_json(const struct db_result *result, const struct rounding *rounding)
{
    json_t *days = json_array(), *day = NULL;
    for (size_t row = 0; row < db_rows(result, VISITS); row++) {
        const char *date = db_get_text(result, VISITS, row, 0), *step = db_get_text(result, VISITS, row, 1);
        char name[64];
        snprintf(name, sizeof name, "%s/%s", date, step);
        if (!rounding->exact && !db_get_boolean(result, VISITS, row, 3))
            continue;
        if (!day || strcmp(json_string_value(json_object_get(day, "day")), date) != 0) {
            day = json_pack("{s:s}", "day", date);
            json_array_append_new(days, day);
        }
        json_object_set_new(day, step, json_integer(rounded(rounding, db_get_integer(result, VISITS, row, 2), "visits", "day", name)));
    }
    return days;
}

/* ---- the answer ---- */

static int64_t hour_now(void)
{
    return (int64_t)time(NULL) / SECONDS_AN_HOUR;
}

static bool sees_all(const struct request *request)
{
    return (request->session.roles & EXACT_ROLES) != 0;
}

static void after_turnout(struct request *request, const struct db_result *result, const struct error *err)
{
    const struct round_row *round = round_of(request);
    struct rounding rounding = {sees_all(request), request->app->account_keys.device, round->id};
    if (err) {
        respond_problem(request, err);
        return;
    }
    json_t *json = json_pack(
        "{s:b, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:I}", "exact", (int)rounding.exact, "state", round->state, "total",
        total_json(result, &rounding), "districts", sums_json(request, result, DISTRICT, "district", &rounding),
        "channels", sums_json(request, result, PURPOSE, "channel", &rounding), "sites",
        sums_json(request, result, SITE, "site", &rounding), "hours", hours_json(result, &rounding), "visits",
        visits_json(result, &rounding), "withdrawn",
        (json_int_t)rounded(&rounding, db_get_integer(result, WITHDRAWN, 0, 0), "voters", "withdrawn", ""));
    if (!rounding.exact) {
        json_object_set_new(json, "rounded_to", json_integer(ROUND_TO));
        json_object_set_new(json, "until", json_integer(hour_now() * MINUTES_AN_HOUR));
    }
    respond_shared_json(request, json);
}

static void load(struct request *request, const struct round_row *round)
{
    struct db_param no = db_integer(round->no);
    struct db_param counted[] = {no, db_integer(sees_all(request) ? INT64_MAX : hour_now())};
    struct db_unit *unit = db_unit_new(request->pool);
    db_unit_add(unit, DB_TURNOUT_BATCHES, counted, 2);
    db_unit_add(unit, DB_TURNOUT_HOURS, counted, 2);
    db_unit_add(unit, DB_TURNOUT_WITHDRAWN, &no, 1);
    db_unit_add(unit, DB_STEPS, &no, 1);
    request_unit(request, unit, after_turnout);
}

void turnout_get(struct request *request)
{
    round_load(request, load);
}

/* ---- visits ---- */

static bool read_step(const char *name, enum step *out)
{
    for (int step = 0; step < STEPS; step++)
        if (strcmp(name, step_names[step]) == 0) {
            *out = (enum step)step;
            return true;
        }
    return false;
}

/* Says nothing but that somebody came this far: no session, no cookie and no body is read. Rehearsals are not
 * counted: those who practise say nothing about voters. */
void step_post(struct request *request)
{
    enum step step;
    uint8_t id[ROUND_ID_BYTES];
    const char *site = request_header(request, "Sec-Fetch-Site");
    if (!round_param(request, id))
        return;
    if (site && strcmp(site, "same-origin") != 0) { /* pages of others do not send their visitors here */
        respond_input_problem(request, "forbidden", "this is told by the page of the round itself");
        return;
    }
    if (!read_step(request_param(request, "step"), &step)) {
        respond_input_problem(request, "not-found", "there is no such step");
        return;
    }
    struct open_round *round = rounds_find(sequencer_rounds(request->app->sequencer), id);
    if (!round) {
        respond_input_problem(request, "not-open", "this round takes no votes now");
        return;
    }
    bool rehearsal = round->definition.kind == DEFINITION_REHEARSAL;
    int64_t wait_ms = rehearsal ? 0 : steps_count(request->app->steps, round->no, step, bytes_of_string(request_client_address(request)));
    open_round_release(round);
    if (wait_ms > 0)
        respond_input_problem(request, "too-many-attempts", "too many steps are told at once");
    else
        respond_empty(request, 204);
}

/* ---- what needs attention ---- */

void alerts_get(struct request *request)
{
    struct buffer found = {0};
    monitor_alerts(request->app->monitor, &found);
    if (found.len > 0)
        respond_shared(request, "application/json", buffer_bytes(&found));
    else
        respond_problem(request, &(struct error){ERROR_TEMPORARY, DB_UNAVAILABLE, "nothing has been looked at yet"});
    buffer_clear(&found);
}
