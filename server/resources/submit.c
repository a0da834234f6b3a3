// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/resources/submit.h"

#include <stdlib.h>

#include "record/json.h"
#include "server/sequencer/sequencer.h"

struct submission {
    struct request_ref ref;
    submit_then *then;
};

static void answered(void *arg, uint64_t first_index, const struct error *err)
{
    struct submission *submission = arg;
    struct request *request = request_find(submission->ref);
    submit_then *then = submission->then;
    free(submission);
    if (request)
        then(request, first_index, err);
}

/* Canonical JSON of the entry without `minute`. */
static bool write_entry(const struct entry *entry, struct buffer *out, struct error *err)
{
    struct buffer whole = {0};
    bool ok = entry_write(entry, &whole, err);
    json_t *json = ok ? json_read(buffer_bytes(&whole), ENTRY_BYTES_MAX, err) : NULL;
    if (json)
        json_object_del(json, "minute");
    ok = json && json_write(json, out, err);
    json_decref(json);
    buffer_clear(&whole);
    return ok;
}

void submit_entry(struct request *request, const struct entry *entry, int64_t act, submit_then *then)
{
    struct buffer bytes = {0};
    struct error err;
    struct submission *submission = allocate(1, sizeof *submission);
    *submission = (struct submission){request_ref(request), then};
    bool ok = write_entry(entry, &bytes, &err);
    struct bytes view = buffer_bytes(&bytes);
    if (!ok || !sequencer_submit(request->app->sequencer, &view, 1, act, request->loop, answered, submission, &err)) {
        free(submission);
        respond_problem(request, &err);
    }
    buffer_clear(&bytes);
}
