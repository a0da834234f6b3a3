// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/resources/submit.h"

#include <stdlib.h>

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

void submit_group(struct request *request, const struct bytes *entries, size_t count, int64_t act,
                  submit_then *then)
{
    struct error err;
    struct submission *submission = allocate(1, sizeof *submission);
    *submission = (struct submission){request_ref(request), then};
    if (!sequencer_submit(request->app->sequencer, entries, count, act, request->loop, answered, submission,
                          &err)) {
        free(submission);
        respond_problem(request, &err);
    }
}

void submit_entry(struct request *request, const struct entry *entry, int64_t act, submit_then *then)
{
    struct buffer bytes = {0};
    struct error err;
    if (entry_write_submission(entry, &bytes, &err)) {
        struct bytes view = buffer_bytes(&bytes);
        submit_group(request, &view, 1, act, then);
    } else {
        respond_problem(request, &err);
    }
    buffer_clear(&bytes);
}
