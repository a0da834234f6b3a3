// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Every address of the server but the static files: what, who, how much (docs/api/openapi.json).
#include "server/http/router.h"
#include "server/resources/resources.h"

enum { SESSION_BODY_BYTES = 4096 };

const struct route routes[] = {
    {METHOD_GET, "/healthz", ACCESS_PUBLIC, .handle = health_get},
    {METHOD_GET, "/metrics", ACCESS_PUBLIC, .handle = metrics_get},

    {METHOD_POST, "/api/v1/session", ACCESS_PUBLIC, .body_bytes = SESSION_BODY_BYTES, .handle = session_post,
     .check_origin = true},
    {METHOD_GET, "/api/v1/session", ACCESS_SIGNED_IN, .handle = session_get},
    {METHOD_DELETE, "/api/v1/session", ACCESS_SIGNED_IN, .handle = session_delete},
};
const size_t route_count = sizeof routes / sizeof *routes;
