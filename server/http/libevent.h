/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The corners of evhttp: its methods, its raw paths, and the two functions of it that are replaced.
 */
#ifndef FOLKMOOT_SERVER_HTTP_LIBEVENT_H
#define FOLKMOOT_SERVER_HTTP_LIBEVENT_H

#include "server/http/internal.h"

/* False: a method that no route has. */
MUST_CHECK bool http_method(int evhttp_method, enum method *method, bool *head);
/* Do the headers say in one way only where the body ends? Two ways are how requests are smuggled past a
 * proxy. */
MUST_CHECK bool http_framing_is_sound(struct evhttp_request *evhttp);
/* Percent-encoded, without query; a view. */
struct bytes http_raw_path(struct evhttp_request *evhttp);

#endif
