// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/http/request.h"
#include "server/resources/resources.h"

static void after_ping(struct request *request, const struct db_result *result, const struct error *err)
{
    (void)result;
    if (err) {
        respond_problem(request, err);
        return;
    }
    /* Without sequencer and signer the main process does not go on (server/main.c). */
    respond_json(
        request, 200,
        json_pack("{s:s, s:b, s:b, s:b}", "status", "ok", "database", 1, "sequencer", 1, "signer", 1));
}

void health_get(struct request *request)
{
    request_query(request, DB_PING, NULL, 0, after_ping);
}
