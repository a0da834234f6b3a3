// SPDX-License-Identifier: AGPL-3.0-or-later
//
// What a facilitator's browser sends: the door of drafts, readiness (which must find a reason for every draft
// that is no definition, and none for one that is), tables of projects, Pabulib files.
#include <stdlib.h>

#include "record/json.h"
#include "server/resources/draft_shape.h"
#include "server/resources/project_rows.h"
#include "server/resources/readiness.h"

static const uint8_t some_round[ROUND_ID_BYTES] = {1}, some_nonce[ROUND_NONCE_BYTES] = {2},
                     some_key[SIGN_PUBLIC_BYTES] = {3};
static const struct draft_person people[] = {{"fay", "Fay", "facilitator", true, {4}},
                                             {"reg", "Registrar", "registrar clerk", true, {5}}};
static const struct readiness_batch batches[] = {{"letters", "all", 5}};

static void look(const json_t *draft)
{
    struct readiness_input input = {.content = draft,
                                    .context = {.origin = "vote.example/log",
                                                .assembly = "city",
                                                .round = some_round,
                                                .nonce = some_nonce,
                                                .trustee_key = some_key,
                                                .people = people,
                                                .person_count = 2},
                                    .zone_known = true,
                                    .city_has_witnesses = true,
                                    .batch_count = 1,
                                    .batches = batches};
    struct readiness readiness;
    readiness_find(&input, &readiness);
    if (readiness.ready != (readiness.definition.len > 0))
        abort();
    readiness_clear(&readiness);
}

static void import(const json_t *draft, const json_t *table)
{
    struct project_import import;
    json_t *faults = NULL;
    struct error err;
    struct buffer file = {0};
    if (!project_rows_apply(draft, "main", table, NULL, &import, NULL))
        return;
    if ((json_array_size(import.faults) == 0) != (import.draft != NULL))
        abort();
    if (import.draft && !draft_shape_check(import.draft, &faults, &err))
        abort();
    if (import.draft && project_rows_to_pabulib(import.draft, "main", &file, NULL)) {
        json_t *again = project_rows_of_pabulib(buffer_bytes(&file), &faults);
        json_decref(again);
        json_decref(faults);
    }
    buffer_clear(&file);
    project_import_clear(&import);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    json_t *faults = NULL, *table;
    struct error err;
    json_t *body = json_read_relaxed(bytes_of(data, size), 1 << 20, NULL);
    table = project_rows_of_pabulib(bytes_of(data, size), &faults);
    json_decref(table);
    json_decref(faults);
    if (!body)
        return 0;
    /* {"draft": ..., "table": ...}, or a draft alone */
    json_t *draft = json_object_get(body, "draft") ? json_object_get(body, "draft") : body;
    if (!draft_shape_check(draft, &faults, &err)) {
        if (json_array_size(faults) == 0)
            abort();
        json_decref(faults);
    } else {
        look(draft);
        if (json_object_get(body, "table"))
            import(draft, json_object_get(body, "table"));
    }
    json_decref(body);
    return 0;
}
