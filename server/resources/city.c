// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Who this city is.
#include <string.h>
#include <time.h>

#include "server/http/request.h"
#include "server/resources/resources.h"
#include "server/sequencer/sequencer.h"
#include "server/sequencer/witness.h"

/* The logs that a copy is kept of, each once. */
static json_t *mirrored(const struct witnessed_logs *logs)
{
    json_t *origins = json_array();
    for (size_t i = 0; i < logs->count; i++) {
        bool again = false;
        for (size_t k = 0; k < i; k++)
            again |= logs->has_url[k] && strcmp(logs->keys[k].name, logs->keys[i].name) == 0;
        if (logs->has_url[i] && !again)
            json_array_append_new(origins, json_string(logs->keys[i].name));
    }
    return origins;
}

void city_get(struct request *request)
{
    const struct config *config = request->app->config;
    struct buffer key = {0};
    note_key_append(sequencer_log_key(request->app->sequencer), &key);
    json_t *languages = json_array(), *pages = NULL;
    const struct static_file *file = statics_find(request->app->statics, "/pages.json");
    if (file)
        pages = json_loadb((const char *)file->variant[STATIC_IDENTITY].content.data,
                           file->variant[STATIC_IDENTITY].content.len, 0, NULL);
    json_array_extend(languages, json_object_get(pages, "languages"));
    json_decref(pages);
    json_t *city =
        json_pack("{s:s, s:s, s:s, s:s, s:o, s:I}", "name", config->city_name, "origin", config->origin,
                  "log_key", buffer_string(&key), "software", "folkmoot " FOLKMOOT_VERSION, "languages",
                  languages, "now", (json_int_t)time(NULL));
    if (request->app->witness) {
        key.len = 0;
        note_key_append(witness_key(request->app->witness), &key);
        json_object_set_new(city, "witness_key", json_string(buffer_string(&key)));
        json_object_set_new(city, "mirrored", mirrored(witness_logs(request->app->witness)));
    }
    respond_json(request, 200, city);
    buffer_clear(&key);
}
