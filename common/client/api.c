/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "client/api.h"

#include <stdlib.h>

bool api_call(struct http_client *client, const char *method, const char *path, json_t *body, json_t **out,
              struct error *err)
{
    struct http_response response = {0};
    char *text = NULL;
    json_t *answer = NULL;
    bool ok = false;
    if (body) {
        text = json_dumps(body, JSON_COMPACT);
        json_decref(body);
        if (!text)
            return error_broken(err, "internal", "%s %s: cannot write the request", method, path);
    }
    if (!http_expect(client, method, path, text ? "application/json" : NULL,
                     text ? bytes_of_string(text) : bytes_of(NULL, 0), &response, err))
        goto out;
    if (response.body.len) {
        json_error_t where;
        answer =
            json_loadb((const char *)response.body.data, response.body.len, JSON_REJECT_DUPLICATES, &where);
        if (!answer) {
            error_input(err, "bad-json", "%s %s: the answer is not JSON: %s", method, path, where.text);
            goto out;
        }
    }
    if (out) {
        *out = answer;
        answer = NULL;
    }
    ok = true;
out:
    free(text);
    json_decref(answer);
    http_response_clear(&response);
    return ok;
}
