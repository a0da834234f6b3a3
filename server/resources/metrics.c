// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/metrics.h"

#include "server/http/request.h"
#include "server/http/server.h"
#include "server/resources/resources.h"

void metrics_get(struct request *request)
{
    struct buffer text = {0};
    metrics_write(&text);
    http_metrics_write(request->app, &text);
    respond_bytes(request, 200, "text/plain; version=0.0.4; charset=utf-8", buffer_bytes(&text));
    buffer_clear(&text);
}
