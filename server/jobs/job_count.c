/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "server/jobs/job.h"

#include <stdlib.h>

#include "count/tally.h"
#include "crypto/shuffle.h"

/* The texts of the round that people read in its files: by thing, in one language. */
struct names {
    PGresult *rows;
};

static bool load_names(struct job *job, const struct round_view *view, struct names *out, struct error *err)
{
    struct db_param params[] = {db_integer(job->round_no), db_text(view->definition->languages[0]),
                                db_text(view->definition->languages[0])};
    out->rows = jobs_db_query(job->db, DB_JOB_ROUND_TEXTS, params, 3, err);
    return out->rows != NULL;
}

static json_t *text_of(const struct names *names, const char *thing)
{
    for (int i = 0; i < PQntuples(names->rows); i++)
        if (strcmp(PQgetvalue(names->rows, i, 0), thing) == 0)
            return json_loads(PQgetvalue(names->rows, i, 1), 0, NULL);
    return NULL;
}

/* The title of a thing, in the arena; NULL when it has none. */
static const char *title_of(const struct names *names, struct arena *arena, const char *thing)
{
    json_t *text = text_of(names, thing);
    const char *title = json_string_value(json_object_get(text, "title"));
    const char *copy = title ? arena_string(arena, title) : NULL;
    json_decref(text);
    return copy;
}

static void names_of_contest(const struct names *names, const struct round_view *view,
                             const struct contest *contest, struct arena *arena, struct tally_names *out)
{
    const char **options = arena_allocate(arena, contest->option_count, sizeof *options);
    for (size_t i = 0; i < contest->option_count; i++)
        options[i] =
            title_of(names, arena, arena_format(arena, "option/%s/%s", contest->id, contest->options[i].id));
    const char *round = title_of(names, arena, "round");
    const char *title = title_of(names, arena, arena_format(arena, "contest/%s", contest->id));
    *out = (struct tally_names){.option_names = options, .unit = view->definition->assembly};
    out->description = round && title ? arena_format(arena, "%s | %s", round, title) : round ? round : title;
}

/* What opens one contest: its last mix and good shares of as many trustees as are needed. Zero-initialise. */
struct decryption {
    struct buffer mix;
    const struct ciphertext *outputs;
    uint32_t n;
    size_t share_count;
    struct share shares[DEFINITION_TRUSTEES_MAX];
    struct scalar lambdas[DEFINITION_TRUSTEES_MAX];
    uint64_t trustees[DEFINITION_TRUSTEES_MAX];
    struct buffer blobs[DEFINITION_TRUSTEES_MAX]; /* what the shares look into */
};

static void decryption_clear(struct decryption *decryption)
{
    buffer_clear(&decryption->mix);
    for (size_t i = 0; i < DEFINITION_TRUSTEES_MAX; i++)
        buffer_clear(&decryption->blobs[i]);
}

static bool has_share(const struct decryption *decryption, uint64_t trustee)
{
    for (size_t i = 0; i < decryption->share_count; i++)
        if (decryption->trustees[i] == trustee)
            return true;
    return false;
}

/* A bad share is left out. */
static bool take_share(struct job *job, const struct round_view *view, size_t contest,
                       const struct entry *entry, struct decryption *decryption, struct error *err)
{
    size_t place = decryption->share_count;
    struct share_statement statement;
    struct error why = {0};
    share_statement_of(view, contest, entry->trustee, decryption->outputs, decryption->n, &statement);
    if (!jobs_db_load_blob(job->db, entry->share.hash, &decryption->blobs[place], err))
        return false;
    if (!share_verify(&statement, buffer_bytes(&decryption->blobs[place]), &job->work,
                      &decryption->shares[place], &why)) {
        buffer_clear(&decryption->blobs[place]);
        if (why.class != ERROR_INPUT && err)
            *err = why;
        return why.class == ERROR_INPUT;
    }
    decryption->trustees[decryption->share_count++] = entry->trustee;
    return true;
}

/* Those in the record, until there are enough: *complete tells. */
static bool collect_shares(struct job *job, const struct round_view *view, size_t contest,
                           struct decryption *out, bool *complete, struct error *err)
{
    const char *id = view->definition->contests[contest].id;
    size_t threshold = view->definition->threshold;
    if (!round_output_load(job, view, contest, &out->mix, &out->outputs, &out->n, err))
        return false;
    for (size_t i = 0; i < view->count && out->share_count < threshold; i++) {
        const struct entry *entry = &view->acts[i].entry;
        if (entry->type == ENTRY_SHARE && strcmp(entry->contest, id) == 0 &&
            entry->done == view->state.contests[contest].done_index && !has_share(out, entry->trustee) &&
            !take_share(job, view, contest, entry, out, err))
            return false;
    }
    *complete = out->share_count == threshold;
    return !*complete || lagrange_at_zero(out->trustees, threshold, out->lambdas, err);
}

/* Ties are drawn with the trustees' own point, or with the value that was entered for it (docs/protocol.md
 * section 10). */
static bool draw_seed_of(const struct round_view *view, const struct contest *contest,
                         const struct decryption *decryption, uint8_t seed[HASH_BYTES], const uint8_t **out,
                         struct error *err)
{
    struct bytes id = bytes_of_string(contest->id);
    *out = NULL;
    if (!rule_is_drawn(&contest->rule))
        return true;
    if (view->definition->draw.source == DRAW_TRUSTEES) {
        draw_seed(view->state.eid, id, decryption->shares, decryption->lambdas, decryption->share_count,
                  seed);
        *out = seed;
        return true;
    }
    if (!view->state.draw_value)
        return error_input(err, "round-state", "the value for the draw has not been entered");
    draw_seed_public(view->state.eid, id, bytes_of_string(view->state.draw_value), seed);
    *out = seed;
    return true;
}

/* A contest with input, opened, decoded and counted; not while good shares are missing (`complete`). */
struct counted {
    bool complete;
    struct tally tally;
    uint8_t seed[HASH_BYTES];
    const uint8_t *seed_used;
    uint64_t entitled;
};

static bool count_input(struct job *job, const struct round_view *view, size_t contest, struct counted *out,
                        struct error *err)
{
    const struct contest *own = &view->definition->contests[contest];
    struct decryption decryption = {0};
    struct point *points = NULL;
    bool ok = collect_shares(job, view, contest, &decryption, &out->complete, err);
    if (!ok || !out->complete)
        goto out;
    size_t count = (size_t)decryption.n * own->width;
    points = allocate(count, sizeof *points);
    ok = decryption_combine(decryption.outputs, count, decryption.shares, decryption.lambdas,
                            decryption.share_count, &job->work, points, err) &&
         tally_decode(view->definition, own, points, decryption.n, &out->tally, err) &&
         draw_seed_of(view, own, &decryption, out->seed, &out->seed_used, err) &&
         (own->rule.name != RULE_MOTION || round_entitled(job, view, contest, &out->entitled, err)) &&
         tally_count(&out->tally, out->seed_used, out->entitled, err);
out:
    free(points);
    decryption_clear(&decryption);
    return ok;
}

/* What a count gives: result.json, and the file of ballots of each contest with input. Zero-initialise. */
struct outcome {
    struct buffer result; /* empty: it has to wait for shares */
    size_t file_count;
    struct {
        char name[NAME_BYTES_MAX + 5];
        struct buffer ballots;
    } files[DEFINITION_CONTESTS_MAX];
};

static void outcome_clear(struct outcome *outcome)
{
    buffer_clear(&outcome->result);
    for (size_t i = 0; i < outcome->file_count; i++)
        buffer_clear(&outcome->files[i].ballots);
}

/* One contest: open, decode, count, write its ballots file. *json gets its part of the result, or stays NULL
 * while good shares are missing. */
static bool count_contest(struct job *job, const struct round_view *view, const struct names *names,
                          const struct contest_totals *totals, size_t contest, struct outcome *outcome,
                          json_t **json, struct error *err)
{
    const struct contest *own = &view->definition->contests[contest];
    if (!view->state.contests[contest].has_input) {
        *json = tally_json(NULL, totals, NULL, err);
        return *json != NULL;
    }
    struct counted counted = {0};
    struct arena arena = {0};
    struct tally_names tally_names;
    bool ok = count_input(job, view, contest, &counted, err);
    if (!ok || !counted.complete)
        goto out;
    names_of_contest(names, view, own, &arena, &tally_names);
    tally_file_name(own, outcome->files[outcome->file_count].name);
    struct buffer *ballots = &outcome->files[outcome->file_count++].ballots;
    ok = tally_write_ballots(&counted.tally, &tally_names, ballots, err) &&
         tally_check_ballots(&counted.tally, buffer_bytes(ballots), err) &&
         (*json = tally_json(&counted.tally, totals, counted.seed_used, err)) != NULL;
out:
    tally_clear(&counted.tally);
    arena_clear(&arena);
    return ok;
}

static bool count_round(struct job *job, const struct round_view *view, struct outcome *out,
                        struct error *err)
{
    const struct act *sealing = round_view_find(view, ENTRY_SEALING);
    struct names names = {0};
    json_t *contests = json_array(), *root = NULL;
    bool ok = false;
    if (!sealing) {
        error_broken(err, "internal", "the round has not been sealed");
        goto out;
    }
    if (!load_names(job, view, &names, err))
        goto out;
    for (size_t i = 0; i < view->definition->contest_count; i++) {
        json_t *contest = NULL;
        ok = count_contest(job, view, &names, &sealing->entry.contests[i], i, out, &contest, err);
        if (!contest)
            goto out;
        json_array_append_new(contests, contest);
    }
    root = json_object();
    json_object_set_new(root, "version", json_of_integer(1));
    json_object_set_new(root, "software", json_string("folkmoot " FOLKMOOT_VERSION));
    json_object_set_new(root, "eid", json_of_bytes(bytes_of(view->state.eid, sizeof view->state.eid)));
    json_object_set(root, "contests", contests);
    ok = json_write(root, &out->result, err);
out:
    PQclear(names.rows);
    json_decref(contests);
    json_decref(root);
    return ok;
}

/* The files of the result that the record names, or is about to name. */
static bool export_outcome(struct job *job, const struct outcome *outcome, struct blob_ref *result,
                           struct error *err)
{
    bool ok = true;
    struct blob_ref ref;
    for (size_t i = 0; ok && i < outcome->file_count; i++)
        ok = job_export(job, outcome->files[i].name, buffer_bytes(&outcome->files[i].ballots), &ref, err);
    return ok && job_export(job, "result.json", buffer_bytes(&outcome->result), result, err);
}

/* Every contest with input, opened and counted again; of the others, or while shares are missing, `complete`
 * is not set. free() after tally_clear() of each. */
static struct counted *count_inputs(struct job *job, const struct round_view *view, bool *ok,
                                    struct error *err)
{
    struct counted *counted = allocate(view->definition->contest_count, sizeof *counted);
    *ok = true;
    for (size_t i = 0; *ok && i < view->definition->contest_count; i++)
        *ok = !view->state.contests[i].has_input || count_input(job, view, i, &counted[i], err);
    return counted;
}

static bool export_json(struct job *job, const struct round_view *view, const char *name, json_t *take_root,
                        struct error *err)
{
    struct buffer text = {0};
    struct blob_ref ref;
    json_object_set_new(take_root, "eid", json_of_bytes(bytes_of(view->state.eid, sizeof view->state.eid)));
    json_object_set_new(take_root, "version", json_integer(1));
    bool ok = json_write(take_root, &text, err) && job_export(job, name, buffer_bytes(&text), &ref, err);
    json_decref(take_root);
    buffer_clear(&text);
    return ok;
}

/* {"codes":[{"district","listed","purpose","voters"}],"days":[{"ballots","day","voters"}]} */
static json_t *turnout_json(struct job *job, const struct round_view *view, struct error *err)
{
    struct db_param params[] = {db_integer(job->round_no), db_text(view->definition->schedule.zone)};
    PGresult *days = jobs_db_query(job->db, DB_JOB_TURNOUT_DAYS, params, 2, err),
             *codes = days ? jobs_db_query(job->db, DB_JOB_TURNOUT_CODES, params, 1, err) : NULL;
    json_t *day_list = json_array(), *code_list = json_array();
    for (int i = 0; codes && i < PQntuples(days); i++)
        json_array_append_new(
            day_list, json_pack("{s:I, s:s, s:I}", "ballots", (json_int_t)jobs_db_integer(days, i, 2), "day",
                                PQgetvalue(days, i, 0), "voters", (json_int_t)jobs_db_integer(days, i, 1)));
    for (int i = 0; codes && i < PQntuples(codes); i++)
        json_array_append_new(
            code_list, json_pack("{s:s, s:I, s:s, s:I}", "district", PQgetvalue(codes, i, 0), "listed",
                                 (json_int_t)jobs_db_integer(codes, i, 2), "purpose", PQgetvalue(codes, i, 1),
                                 "voters", (json_int_t)jobs_db_integer(codes, i, 3)));
    json_t *json = json_pack("{s:o, s:o}", "codes", code_list, "days", day_list);
    bool ok = codes != NULL;
    PQclear(days);
    PQclear(codes);
    if (ok)
        return json;
    json_decref(json);
    return NULL;
}

/* Files beside the result, for the result page and whoever wants to look at it in another way; none of them
 * is part of it, and they come after it. A contest of which a number would become too large is left out. */

/* views.json, and all_projects.csv, a table of all */
static bool export_views(struct job *job, const struct round_view *view, const struct counted *counted,
                         struct error *err)
{
    json_t *contests = json_array();
    struct buffer projects = {0};
    struct names names = {0};
    struct arena arena = {0};
    struct blob_ref ref;
    bool ok = load_names(job, view, &names, err);
    tally_write_projects_header(&projects);
    for (size_t i = 0; ok && i < view->definition->contest_count; i++) {
        struct tally_names own;
        if (!counted[i].complete)
            continue;
        json_t *views = tally_views(&counted[i].tally, counted[i].seed_used, NULL);
        if (views)
            json_array_append_new(contests, views);
        names_of_contest(&names, view, &view->definition->contests[i], &arena, &own);
        ok = tally_write_projects(&counted[i].tally, &own, &projects, err);
    }
    json_t *turnout = ok ? turnout_json(job, view, err) : NULL;
    ok = turnout &&
         export_json(job, view, "views.json",
                     json_pack("{s:O, s:O}", "contests", contests, "turnout", turnout), err) &&
         job_export(job, "all_projects.csv", buffer_bytes(&projects), &ref, err);
    PQclear(names.rows);
    json_decref(turnout);
    json_decref(contests);
    buffer_clear(&projects);
    arena_clear(&arena);
    return ok;
}

/* Goes on as long as nothing else is to be done. */
static bool may_explain(void *context, size_t done, size_t total)
{
    struct job *job = context;
    struct db_param id = db_integer(job->id);
    if (!job->work.progress(job, done, total))
        return false;
    PGresult *others = jobs_db_query(job->db, DB_JOB_OTHERS, &id, 1, NULL);
    bool free = others && jobs_db_integer(others, 0, 0) == 0;
    PQclear(others);
    return free;
}

/* explanation.json. This may take minutes, and nobody waits for it, so other work goes first: ERROR_TEMPORARY
 * "waits", and another time it begins anew. */
static bool export_explanation(struct job *job, const struct round_view *view, const struct counted *counted,
                               struct error *err)
{
    const struct work work = {.progress = may_explain, .context = job};
    json_t *contests = json_array();
    struct error why = {0};
    bool ok = true;
    for (size_t i = 0; ok && i < view->definition->contest_count; i++) {
        if (!counted[i].complete)
            continue;
        json_t *explanation =
            tally_explain(&counted[i].tally, counted[i].seed_used, counted[i].entitled, &work, &why);
        if (explanation)
            json_array_append_new(contests, explanation);
        else if (why.class == ERROR_TEMPORARY)
            ok = error_temporary(err, "waits", "the explanation waits while there is other work");
    }
    ok = ok && export_json(job, view, "explanation.json", json_pack("{s:O}", "contests", contests), err);
    json_decref(contests);
    return ok;
}

static bool explain_round(struct job *job, const struct round_view *view, struct error *err)
{
    bool ok;
    struct counted *counted = count_inputs(job, view, &ok, err);
    ok = ok && export_views(job, view, counted, err) && export_explanation(job, view, counted, err);
    for (size_t i = 0; i < view->definition->contest_count; i++)
        tally_clear(&counted[i].tally);
    free(counted);
    return ok;
}

static bool count_first(struct job *job, const struct round_view *view, bool *counted, struct error *err)
{
    struct outcome outcome = {0};
    struct entry entry = {.type = ENTRY_COUNTED};
    struct buffer bytes = {0};
    uint64_t first;
    memcpy(entry.eid, view->state.eid, sizeof entry.eid);
    bool ok = count_round(job, view, &outcome, err);
    if (ok && outcome.result.len) {
        ok = export_outcome(job, &outcome, &entry.result, err) &&
             job_write_entry(job, &entry, false, &bytes, err) && job_submit(job, &bytes, 1, 0, &first, err);
        *counted = ok;
    }
    buffer_clear(&bytes);
    outcome_clear(&outcome);
    return ok;
}

/* Once more from the record. What comes out differs from the result in the record only when another version
 * of the software counts: then it is put beside it, as recount.json, and clerks may enter a correction. */
static bool count_again(struct job *job, const struct round_view *view, json_t **result, struct error *err)
{
    struct outcome outcome = {0};
    struct blob_ref ref;
    bool ok = count_round(job, view, &outcome, err) &&
              (outcome.result.len || error_broken(err, "internal", "shares that were counted are missing"));
    if (ok) {
        blob_ref_of(buffer_bytes(&outcome.result), &ref);
        bool same = blob_ref_equal(&ref, &view->state.result);
        ok = same ? export_outcome(job, &outcome, &ref, err)
                  : job_export(job, "recount.json", buffer_bytes(&outcome.result), &ref, err);
        json_decref(*result);
        *result = json_pack("{s:b}", "same", same);
    }
    outcome_clear(&outcome);
    return ok;
}

/* Somebody has asked for it, or the files are not of the result that the record names: after a correction. */
static bool is_recount(struct job *job, const struct round_view *view, bool *out, struct error *err)
{
    struct db_param round = db_integer(job->round_no);
    PGresult *rows = jobs_db_query(job->db, DB_JOB_EXPORTS, &round, 1, err);
    bool there = false;
    for (int i = 0; rows && i < PQntuples(rows); i++)
        there =
            there || (strcmp(PQgetvalue(rows, i, 0), "result.json") == 0 &&
                      bytes_equal(jobs_db_bytes(rows, i, 1), bytes_of(view->state.result.hash, HASH_BYTES)));
    PQclear(rows);
    *out = !there || json_is_true(json_object_get(job->arguments, "recount"));
    return rows != NULL;
}

/* Combine good shares, decode and count every contest; result.json and the ballots files are stored, the
 * entry names the result. Then explain it. Result of a recount: {same}, whether the same came out. */
bool job_count(struct job *job, json_t **result, struct error *err)
{
    struct round_view view = {0};
    bool again = false;
    if (!round_view_load(job, &view, err))
        return false;
    bool annulled = view.state.phase == ROUND_ANNULLED, counted = view.state.phase >= ROUND_COUNTED;
    bool ok = annulled ? true
              : counted
                  ? is_recount(job, &view, &again, err) && (!again || count_again(job, &view, result, err))
                  : count_first(job, &view, &counted, err);
    ok = ok && (annulled || !counted || explain_round(job, &view, err));
    round_view_clear(&view);
    return ok;
}
