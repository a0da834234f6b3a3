// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The desk of those who close and certify a round: one answer with all that its steps need, and what they may ask
// the server to do again.
#include "server/resources/closing.h"

#include <time.h>

#include "record/json.h"
#include "server/resources/resources.h"
#include "server/resources/rounds.h"

struct contest_totals *closing_totals(struct request *request, const struct definition *definition,
                                      const struct db_result *result, size_t statement)
{
    struct contest_totals *totals =
        arena_allocate(&request->arena, definition->contest_count, sizeof *totals);
    for (size_t c = 0; c < definition->contest_count; c++) {
        totals[c].contest = definition->contests[c].id;
        for (size_t row = 0; row < db_rows(result, statement); row++) {
            const struct district *district =
                definition_district(definition, db_get_text(result, statement, row, 0));
            if (!district || !district_has_contest(district, c))
                continue;
            totals[c].ballots += (uint64_t)db_get_integer(result, statement, row, 1);
            totals[c].replaced += (uint64_t)db_get_integer(result, statement, row, 2);
            totals[c].withdrawn += (uint64_t)db_get_integer(result, statement, row, 3);
            totals[c].input += (uint64_t)db_get_integer(result, statement, row, 4);
        }
        if (contest_is_withheld(&definition->contests[c], totals[c].input))
            totals[c].withheld = totals[c].input;
    }
    return totals;
}

enum { ENTRIES, COUNTS, CODES, TOTALS, JOBS, FILES, VERIFICATION };

/* Codes that have the contest, and those of them that are void. */
static void count_codes(const struct definition *definition, size_t contest, const struct db_result *result,
                        int64_t *listed, int64_t *voided)
{
    *listed = *voided = 0;
    for (size_t row = 0; row < db_rows(result, CODES); row++) {
        const struct district *district = definition_district(definition, db_get_text(result, CODES, row, 0));
        if (!district || !district_has_contest(district, contest))
            continue;
        *listed += db_get_integer(result, CODES, row, 1);
        *voided += db_get_integer(result, CODES, row, 2);
    }
}

static json_t *contests_json(struct request *request, const struct db_result *result)
{
    const struct definition *definition = round_of(request)->definition;
    const struct contest_totals *totals = closing_totals(request, definition, result, TOTALS);
    json_t *contests = json_array();
    for (size_t c = 0; c < definition->contest_count; c++) {
        int64_t listed, voided;
        count_codes(definition, c, result, &listed, &voided);
        json_array_append_new(
            contests,
            json_pack("{s:s, s:I, s:I, s:I, s:I, s:I, s:I, s:I}", "id", totals[c].contest, "listed",
                      (json_int_t)listed, "void", (json_int_t)voided, "ballots", (json_int_t)totals[c].ballots,
                      "replaced", (json_int_t)totals[c].replaced, "withdrawn", (json_int_t)totals[c].withdrawn,
                      "input", (json_int_t)totals[c].input, "withheld", (json_int_t)totals[c].withheld));
    }
    return contests;
}

/* What names the result says how many bytes it has: as the files, that is for those who certify. */
static json_t *entries_json(const struct db_result *result, bool files_are_open)
{
    json_t *entries = json_array();
    for (size_t row = 0; row < db_rows(result, ENTRIES); row++) {
        const char *type = db_get_text(result, ENTRIES, row, 2);
        if (!files_are_open && (strcmp(type, "counted") == 0 || strcmp(type, "certified") == 0 ||
                                strcmp(type, "correction") == 0))
            continue;
        struct bytes entry = db_get_bytes(result, ENTRIES, row, 1);
        json_array_append_new(entries, json_pack("{s:I, s:s%}", "index",
                                                 (json_int_t)db_get_integer(result, ENTRIES, row, 0), "entry",
                                                 (const char *)entry.data, entry.len));
    }
    return entries;
}

static json_t *counts_json(const struct db_result *result)
{
    static const char *const names[] = {"voids", "batch_voids", "issues", "additions"};
    json_t *counts = json_object();
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        json_object_set_new(counts, names[i], json_integer(db_get_integer(result, COUNTS, 0, i)));
    return counts;
}

static json_t *files_json(const struct db_result *result)
{
    json_t *files = json_array();
    for (size_t row = 0; row < db_rows(result, FILES); row++)
        json_array_append_new(files, json_pack("{s:s, s:I, s:o}", "name", db_get_text(result, FILES, row, 0),
                                               "size", (json_int_t)db_get_integer(result, FILES, row, 1), "hash",
                                               json_of_bytes(db_get_bytes(result, FILES, row, 2))));
    return files;
}

/* As GET /progress has them, and what those have to say that clerks wait for. */
static json_t *jobs_json(const struct db_result *result)
{
    json_t *jobs = round_jobs_json(result, JOBS);
    for (size_t row = 0; row < db_rows(result, JOBS); row++) {
        json_t *said = db_is_null(result, JOBS, row, 7) ? NULL : json_loads(db_get_text(result, JOBS, row, 7), 0, NULL);
        if (said)
            json_object_set_new(json_array_get(jobs, row), "result", said);
    }
    return jobs;
}

static void add_verification(json_t *json, const struct db_result *result)
{
    if (db_rows(result, VERIFICATION) != 1)
        return;
    struct bytes text = db_get_bytes(result, VERIFICATION, 0, 0);
    json_t *report = json_loadb((const char *)text.data, text.len, 0, NULL);
    if (report)
        json_object_set_new(json, "verification", report);
}

static void after_closing(struct request *request, const struct db_result *result, const struct error *err)
{
    (void)err;
    const struct round_row *round = round_of(request);
    bool open = round_files_are_open(request, round);
    json_t *json = json_object();
    json_object_set_new(json, "state", json_string(round->state));
    json_object_set_new(json, "now", json_integer((json_int_t)time(NULL)));
    if (round->close_minute >= 0)
        json_object_set_new(json, "close", json_integer(round->close_minute));
    if (round->sealed_minute >= 0)
        json_object_set_new(json, "sealed", json_integer(round->sealed_minute));
    json_object_set_new(json, "entries", entries_json(result, open));
    json_object_set_new(json, "counts", counts_json(result));
    json_object_set_new(json, "contests", contests_json(request, result));
    json_object_set_new(json, "jobs", jobs_json(result));
    json_object_set_new(json, "files", open ? files_json(result) : json_array());
    if (open)
        add_verification(json, result);
    respond_json(request, 200, json);
}

static void load(struct request *request, const struct round_row *round)
{
    if (!round->definition) {
        respond_input_problem(request, "round-state", "the round has not been frozen");
        return;
    }
    struct db_param id = db_bytes(round->id, sizeof round->id), no = db_integer(round->no);
    struct db_unit *unit = db_unit_new(request->pool);
    db_unit_add(unit, DB_CLOSING_ENTRIES, &id, 1);
    db_unit_add(unit, DB_CLOSING_COUNTS, &id, 1);
    db_unit_add(unit, DB_CLOSING_CODES, &no, 1);
    db_unit_add(unit, DB_SEALING_TOTALS, &no, 1);
    db_unit_add(unit, DB_CLOSING_JOBS, &no, 1);
    db_unit_add(unit, DB_ROUND_EXPORTS, &no, 1);
    db_unit_add(unit, DB_CLOSING_VERIFICATION, &no, 1);
    request_unit(request, unit, after_closing);
}

void closing_get(struct request *request)
{
    round_load(request, load);
}

/* ---- once more ---- */

static void after_queue(struct request *request, const struct db_result *result, const struct error *err)
{
    (void)result;
    if (err)
        respond_problem(request, err);
    else
        progress_send(request, round_of(request));
}

static bool is_counted(struct request *request, const struct round_row *round)
{
    bool is = strcmp(round->state, "counted") == 0 || strcmp(round->state, "certified") == 0 ||
              strcmp(round->state, "published") == 0;
    if (!is)
        respond_input_problem(request, "round-state", "the round has not been counted");
    return is;
}

static void recount(struct request *request, const struct round_row *round)
{
    if (!is_counted(request, round))
        return;
    struct db_param no = db_integer(round->no);
    struct db_unit *unit = db_unit_new(request->pool);
    db_unit_add(unit, DB_RECOUNT, &no, 1);
    db_unit_add(unit, DB_JOB_CALL, NULL, 0);
    request_unit(request, unit, after_queue);
}

void recount_post(struct request *request)
{
    round_load(request, recount);
}

static void verify(struct request *request, const struct round_row *round)
{
    if (!is_counted(request, round))
        return;
    struct db_param params[] = {db_integer(round->no), db_text("bundle")};
    struct db_unit *unit = db_unit_new(request->pool);
    db_unit_add(unit, DB_JOB_AGAIN, params, 2);
    db_unit_add(unit, DB_JOB_CALL, NULL, 0);
    request_unit(request, unit, after_queue);
}

void verification_post(struct request *request)
{
    round_load(request, verify);
}
