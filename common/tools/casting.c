/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tools/casting.h"

#include <sodium.h>
#include <stdlib.h>

struct station {
    struct http_client *client; /* of one worker; made when it first needs it */
};

struct hall {
    struct casting *casting;
    struct station stations[WORK_THREADS_MAX];
};

static bool cast_one(struct casting *casting, struct http_client *client, size_t voter,
                     struct choices *choices, struct error *err)
{
    static const uint8_t no_ballot[HASH_BYTES];
    const struct election *election = casting->election;
    struct credential credential;
    struct buffer ballot = {0}, text = {0};
    struct receipt receipt;
    struct ballot_plan plan = {
        .definition = &election->definition,
        .district = casting->district,
        .eid = election->eid,
        .key = &election->opening.key,
        .credential = &credential,
        .prev = no_ballot,
        .choices = choices,
    };
    if (!credential_from_code(election->definition.nonce, &casting->codes->list[voter].code, &credential))
        return error_broken(err, "code", "a code without credential");
    casting->choose(casting->context, voter, choices);
    bool ok = ballot_make(&plan, &ballot, err) &&
              cast_ballot(client, election, buffer_bytes(&ballot), &text, &receipt, err);
    if (ok && voter < CASTING_RECEIPTS_KEPT) {
        casting->receipts[voter] = text;
        text = (struct buffer){0};
    }
    credential_wipe(&credential);
    buffer_clear(&ballot);
    buffer_clear(&text);
    return ok;
}

static bool cast_range(void *context, unsigned worker, size_t from, size_t to, struct error *err)
{
    struct hall *hall = context;
    struct casting *casting = hall->casting;
    struct station *station = &hall->stations[worker];
    if (!station->client && !(station->client = http_client_new(casting->base_url, err)))
        return false;
    struct choices *choices = allocate(casting->district->contest_count, sizeof *choices);
    bool ok = true;
    for (size_t i = from; ok && i < to; i++)
        ok = cast_one(casting, station->client, i, choices, err);
    free(choices);
    return ok;
}

bool casting_run(struct casting *casting, const struct work *work, struct error *err)
{
    struct hall *hall = allocate(1, sizeof *hall);
    hall->casting = casting;
    struct work_pass pass = {
        .count = casting->count, .total = casting->count, .range = cast_range, .context = hall};
    bool ok = work_run(work, &pass, err);
    for (size_t i = 0; i < WORK_THREADS_MAX; i++)
        http_client_free(hall->stations[i].client);
    free(hall);
    return ok;
}

void casting_clear(struct casting *casting)
{
    for (size_t i = 0; i < CASTING_RECEIPTS_KEPT; i++)
        buffer_clear(&casting->receipts[i]);
}
