/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * For tests: a record of every answer given, so that all of them, whoever asked, can be held to
 * docs/api/openapi.json (tests/support/openapi.py). Off unless the configuration names a file (`answers`); to
 * it is appended a line of JSON for each answer:
 *
 *     {"body":base64url?,"coding":text?,"method":text,"path":text,"status":n,"streamed":true?,"type":text?}
 *
 * `path` is as sent, without the query. `body` is there where the type is JSON and the answer has one that is
 * not streamed.
 */
#ifndef FOLKMOOT_SERVER_HTTP_ANSWERS_H
#define FOLKMOOT_SERVER_HTTP_ANSWERS_H

#include <stdbool.h>

#include "base/error.h"

struct evhttp_request;

/* `path` is empty: off. Once, before the first answer. */
MUST_CHECK bool answers_start(const char *path, struct error *err);
/* Just before it is sent: the headers are complete, and the body is too unless it is streamed. */
void answers_note(struct evhttp_request *evhttp, int status, bool streamed);

#endif
