/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "client/cast.h"

#include <sodium.h>
#include <stdio.h>
#include <time.h>

enum { PAUSE_FIRST_MS = 50, PAUSE_MAX_MS = 4000 };

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * INT64_C(1000) + now.tv_nsec / 1000000;
}

/* Not all at the same moment: many devices lose the same server together. */
static void pause_about_ms(uint32_t ms)
{
    uint32_t chosen = ms / 2 + randombytes_uniform(ms);
    struct timespec length = {chosen / 1000, (long)(chosen % 1000) * 1000000};
    nanosleep(&length, NULL);
}

static bool post(struct http_client *client, const char *path, struct bytes ballot, struct http_response *out,
                 struct error *err)
{
    int64_t deadline = now_ms() + CAST_PATIENCE_MS;
    uint32_t pause_ms = PAUSE_FIRST_MS;
    struct error why;
    while (!http_expect(client, "POST", path, "application/json", ballot, out, &why)) {
        if (why.class != ERROR_TEMPORARY || now_ms() + pause_ms > deadline) {
            if (err)
                *err = why;
            return false;
        }
        pause_about_ms(pause_ms);
        pause_ms = pause_ms * 2 < PAUSE_MAX_MS ? pause_ms * 2 : PAUSE_MAX_MS;
    }
    return true;
}

bool cast_ballot(struct http_client *client, const struct election *election, struct bytes ballot,
                 struct buffer *text, struct receipt *out, struct error *err)
{
    char round[ROUND_TEXT_BYTES + 1], path[64];
    struct http_response response = {0};
    round_id_text(election->definition.round, round);
    snprintf(path, sizeof path, "/api/v1/rounds/%s/ballots", round);
    bool ok =
        post(client, path, ballot, &response, err) &&
        receipt_check(buffer_bytes(&response.body), &election->log_key, election->eid, ballot, out, err);
    if (ok)
        buffer_append_bytes(text, buffer_bytes(&response.body));
    http_response_clear(&response);
    return ok;
}
