/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <inttypes.h>

#include "count/tally.h"
#include "record/json.h"
#include "verify/verification.h"

/* ---- result.json ---- */

static bool read_result(struct verification *v, const json_t *json, struct error *err)
{
    struct json_fields result;
    struct json_items contests;
    const char *software;
    uint8_t eid[HASH_BYTES];
    int64_t version;
    size_t count = v->definition.contest_count;
    if (!json_object_begin(&result, json, "result", err) ||
        !json_get_integer(&result, "version", 1, 1, &version) ||
        !json_get_string(&result, "software", 1, ENTRY_TEXT_BYTES_MAX, &software) ||
        !json_get_bytes(&result, "eid", eid, sizeof eid) ||
        !json_get_array(&result, "contests", count, count, &contests) || !json_object_end(&result))
        return false;
    if (memcmp(eid, v->state.eid, sizeof eid) != 0)
        return json_fail(&result, "eid", "is of another election");
    return true;
}

json_t *result_open(struct verification *v)
{
    struct buffer text = {0};
    struct error err;
    json_t *json = NULL;
    if (v->state.phase < ROUND_COUNTED || v->state.phase == ROUND_ANNULLED) {
        report_incomplete(v->report, CHECK_COUNT, "the round has not been counted");
        return NULL;
    }
    bool ok = bundle_read(v->bundle, "result.json", ENTRY_RESULT_BYTES_MAX, &text, &err);
    /* What people read is compared all the same, so that it is said what differs. */
    if (ok && !blob_ref_check(&v->state.result, buffer_bytes(&text), NULL))
        report_fail(v->report, CHECK_COUNT, "result.json is not the result that the record names");
    ok = ok && (json = json_read(buffer_bytes(&text), ENTRY_RESULT_BYTES_MAX, &err)) &&
         read_result(v, json, &err);
    buffer_clear(&text);
    if (ok)
        return json;
    report_error(v->report, CHECK_COUNT, &err);
    json_decref(json);
    return NULL;
}

/* ---- comparing ---- */

/* The check that each member of a contest's object belongs to; all others belong to the count. */
static enum check check_of(const char *member)
{
    static const char *const totals[] = {"voters", "ballots", "replaced", "withdrawn",
                                         "input",  "mixed",   "valid",    "blank"};
    if (strcmp(member, "invalid") == 0)
        return CHECK_DECODING;
    for (size_t i = 0; i < sizeof totals / sizeof *totals; i++)
        if (strcmp(member, totals[i]) == 0)
            return CHECK_TOTALS;
    return CHECK_COUNT;
}

/* Both are canonical, so equal values are equal bytes. */
static void compare(struct verification *v, const char *contest, const json_t *found, const json_t *published)
{
    const char *member;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)found, member, value)
    {
        if (!json_equal(value, json_object_get(published, member)))
            report_fail(v->report, check_of(member),
                        "contest %s: `%s` of result.json is not what comes out here", contest, member);
    }
    json_object_foreach((json_t *)(uintptr_t)published, member, value)
    {
        if (!json_object_get(found, member))
            report_fail(v->report, check_of(member), "contest %s: `%s` of result.json does not belong there",
                        contest, member);
    }
}

/* ---- 15: the file of ballots ---- */

static const char *text_of(struct bytes bytes, struct arena *arena)
{
    return bytes.len ? arena_copy(arena, bytes.data, bytes.len) : NULL;
}

static const char *meta_of(const struct pabulib *pb, const char *key, struct arena *arena)
{
    struct bytes value;
    return pabulib_meta(pb, key, &value) ? text_of(value, arena) : NULL;
}

/* Written again with the names for people that it has, of which only salted hashes are in the record: every
 * other byte, the winners and the order of the ballots too, must be the same. */
static bool is_written_so(const struct tally *tally, struct bytes text, const char *name, struct error *err)
{
    struct arena arena = {0};
    struct buffer again = {0};
    struct pabulib *pb = pabulib_read(text, name, tally->definition->minor_digits, err);
    if (!pb)
        return false;
    const char **options = arena_allocate(&arena, pb->project_count, sizeof *options);
    for (size_t i = 0; i < pb->project_count; i++)
        options[i] = text_of(pb->projects[i].name, &arena);
    struct tally_names names = {.description = meta_of(pb, "description", &arena),
                                .unit = meta_of(pb, "unit", &arena),
                                .instance = meta_of(pb, "instance", &arena),
                                .option_names = options};
    bool ok =
        pb->project_count == tally->contest->option_count && tally_write_ballots(tally, &names, &again, err);
    ok = (ok && bytes_equal(buffer_bytes(&again), text)) ||
         error_input(err, "profile", "%s is not as it is written from this outcome and these ballots", name);
    pabulib_free(pb);
    arena_clear(&arena);
    buffer_clear(&again);
    return ok;
}

static void check_ballots_file(struct verification *v, const struct tally *tally)
{
    struct buffer text = {0};
    struct error err;
    char name[NAME_BYTES_MAX + 5];
    tally_file_name(tally->contest, name);
    if (!bundle_read(v->bundle, name, PABULIB_FILE_BYTES_MAX, &text, &err) ||
        !tally_check_ballots(tally, buffer_bytes(&text), &err) ||
        (tally->contest->form.kind != FORM_QUESTIONS &&
         !is_written_so(tally, buffer_bytes(&text), name, &err)))
        report_error(v->report, CHECK_PROFILE, &err);
    buffer_clear(&text);
}

/* ---- 17: totals ---- */

static void check_sums(struct verification *v, const struct contest_totals *totals, const struct tally *tally)
{
    uint64_t mixed = tally->mixed;
    if (totals->ballots != totals->replaced + totals->withdrawn + mixed + totals->withheld ||
        mixed != tally->ballot_count + tally->blank + tally->invalid_count)
        report_fail(v->report, CHECK_TOTALS, "contest %s: the totals do not add up", totals->contest);
}

static void check_paper(struct verification *v)
{
    if (verification_last(v, ENTRY_PAPER) || verification_last(v, ENTRY_PAPER_TOTALS))
        report_incomplete(v->report, CHECK_TOTALS, "this version does not check papers");
}

/* ---- 14 to 17 for one contest ---- */

static bool count(struct verification *v, const struct decrypted *decrypted, struct tally *tally)
{
    struct error err;
    const struct contest *contest = &v->definition.contests[decrypted->contest];
    if (!tally_decode(&v->definition, contest, decrypted->points, decrypted->mixed, tally, &err))
        return report_error(v->report, CHECK_DECODING, &err);
    v->invalid += tally->invalid_count;
    if (!tally_count(tally, decrypted->drawn ? decrypted->seed : NULL, decrypted->entitled, &err))
        return report_error(v->report, CHECK_COUNT, &err);
    v->counted++;
    check_sums(v, &decrypted->totals, tally);
    return true;
}

bool result_check_contest(struct verification *v, const struct decrypted *decrypted, const json_t *published)
{
    struct tally tally = {0};
    struct error err;
    json_t *found = NULL;
    bool decoded = decrypted->points != NULL, ok = !decoded || count(v, decrypted, &tally);
    check_paper(v);
    if (!published)
        ok = false; /* not counted yet, or no result: said already */
    if (ok) {
        found = tally_json(decoded ? &tally : NULL, &decrypted->totals,
                           decoded && decrypted->drawn ? decrypted->seed : NULL, &err);
        ok = found || report_error(v->report, CHECK_COUNT, &err);
    }
    if (ok)
        compare(v, decrypted->totals.contest, found, published);
    if (ok && decoded)
        check_ballots_file(v, &tally);
    json_decref(found);
    tally_clear(&tally);
    return ok;
}
