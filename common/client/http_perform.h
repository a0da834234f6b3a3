/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Below http.h: what http.c asks of the library that speaks HTTP. http_curl.c is the one that is used;
 * http_event.c is for the program of trustees that is linked statically (docs/decisions/static-trustee.md).
 */
#ifndef FOLKMOOT_CLIENT_HTTP_PERFORM_H
#define FOLKMOOT_CLIENT_HTTP_PERFORM_H

#include <stdio.h>

#include "client/http.h"

enum { HTTP_STATUS_OK = 200 };

/* "bad-url" unless it is a base URL; and the same without slashes at its end (free()). */
MUST_CHECK bool http_url_check(const char *base_url, struct error *err);
char *http_url_copy(const char *base_url);

/* As http_request; the body of an answer HTTP_STATUS_OK goes to `file` (NULL: to memory), and may then take
 * as long as bytes keep coming. */
MUST_CHECK bool http_perform(struct http_client *client, const char *method, const char *path,
                             const char *content_type, struct bytes body, FILE *file,
                             struct http_response *out, struct error *err);

#endif
