// SPDX-License-Identifier: AGPL-3.0-or-later
//
// A picture comes as the bare file that the browser of a facilitator has made of it, and is taken when it is
// one (picture_file.h) and has the name that its bytes have. So it may be sent again, and nobody can change
// it.
#include "server/resources/pictures.h"

#include <sodium.h>

#include "base/encoding.h"
#include "server/db/array.h"
#include "server/http/static.h"
#include "server/resources/picture_file.h"
#include "server/resources/resources.h"
#include "server/resources/rounds.h"

enum { HEX_CHARS = 2 * crypto_hash_sha256_BYTES, BYTES_A_MEGABYTE = 1000000 };

static const char *const media_types[PICTURE_TYPES] = {
    [PICTURE_WEBP] = "image/webp", [PICTURE_JPEG] = "image/jpeg"};

/* ---- names ---- */

bool picture_name_is_valid(const char *name)
{
    static const char *const extensions[] = {".svg", ".webp", ".png", ".jpg"};
    if (strspn(name, "0123456789abcdef") != HEX_CHARS)
        return false;
    for (size_t i = 0; i < sizeof extensions / sizeof *extensions; i++)
        if (strcmp(name + HEX_CHARS, extensions[i]) == 0)
            return true;
    return false;
}

void pictures_collect(const json_t *json, json_t *names)
{
    const char *key, *text = json_string_value(json);
    json_t *value;
    size_t i;
    if (text && picture_name_is_valid(text))
        json_object_set_new(names, text, json_true());
    json_object_foreach((json_t *)(uintptr_t)json, key, value) pictures_collect(value, names);
    json_array_foreach(json, i, value) pictures_collect(value, names);
}

void pictures_ask(struct db_unit *unit, const json_t *names)
{
    struct db_array wanted = {0};
    const char *name;
    json_t *value;
    db_array_begin(&wanted, DB_ARRAY_TEXT);
    json_object_foreach((json_t *)(uintptr_t)names, name, value)
        db_array_add_bytes(&wanted, bytes_of_string(name));
    struct db_param param = db_array(&wanted);
    db_unit_add(unit, DB_PICTURES_FIND, &param, 1);
    db_array_clear(&wanted);
}

/* In the operator's folder; NULL: it is not there. */
static const struct static_file *in_folder(const struct request *request, const char *name)
{
    char path[sizeof "/pictures/" + HEX_CHARS + sizeof ".webp"];
    snprintf(path, sizeof path, "/pictures/%s", name);
    return statics_find(request->app->pictures, path);
}

const json_t *pictures_there(struct request *request, const json_t *names, const struct db_result *result,
                             size_t statement)
{
    json_t *there = json_object(), *value;
    const char *name;
    request_own(request, there);
    for (size_t row = 0; row < db_rows(result, statement); row++)
        json_object_set_new(there, db_get_text(result, statement, row, 0), json_true());
    json_object_foreach((json_t *)(uintptr_t)names, name, value)
    {
        if (in_folder(request, name))
            json_object_set_new(there, name, json_true());
    }
    return there;
}

/* ---- reading ---- */

static void after_get(struct request *request, const struct db_result *result, const struct error *err)
{
    const char *name = request_param(request, "name");
    (void)err;
    if (db_rows(result, 0) == 0) {
        respond_input_problem(request, "not-found", "there is no picture of this name");
        return;
    }
    enum picture_type type = strcmp(name + HEX_CHARS, ".webp") == 0 ? PICTURE_WEBP : PICTURE_JPEG;
    respond_header(request, "ETag", arena_format(&request->arena, "\"%s\"", name));
    static_say_forever(request);
    respond_bytes(request, 200, media_types[type], db_get_bytes(result, 0, 0, 0));
}

void picture_get(struct request *request)
{
    const char *name = request_param(request, "name");
    const struct static_file *file;
    if (!picture_name_is_valid(name)) {
        respond_input_problem(request, "not-found",
                              "a picture is named by its SHA-256 in hex and an extension");
    } else if ((file = in_folder(request, name))) {
        static_send(request, file);
    } else {
        struct db_param param = db_text(name);
        request_query(request, DB_PICTURE, &param, 1, after_get);
    }
}

/* ---- bringing ---- */

static void after_forget(struct request *request, const struct db_result *result, const struct error *err)
{
    const struct picture_file *picture = round_extra(request);
    (void)result, (void)err;
    respond_json(request, 200,
                 json_pack("{s:s, s:i, s:i}", "name", request_param(request, "name"), "width",
                           (int)picture->width, "height", (int)picture->height));
}

/* Every picture that comes makes room: a few that have not been looked at for long are looked at. In a
 * transaction of its own, so that two of them never wait for each other. */
static void after_put(struct request *request, const struct db_result *result, const struct error *err)
{
    if (err)
        respond_problem(request, err);
    else if (db_rows(result, 0) == 0)
        respond_input_problem(request, "quota", "one person brings at most %lld MB of pictures in 30 days",
                              (long long)request->app->config->pictures_megabytes);
    else
        request_query(request, DB_PICTURES_FORGET, NULL, 0, after_forget);
}

/* Whether the file has the name and the type that its bytes have; if not the request has been answered. */
static bool is_named_by_its_bytes(struct request *request, enum picture_type type)
{
    const char *media_type = request_header(request, "Content-Type");
    struct buffer name = {0};
    uint8_t hash[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(hash, request->body.data, request->body.len);
    hex_append(&name, bytes_of(hash, sizeof hash));
    buffer_append_format(&name, ".%s", picture_extensions[type]);
    bool named = strcmp(buffer_string(&name), request_param(request, "name")) == 0,
         typed = media_type && strcmp(media_type, media_types[type]) == 0;
    if (!named)
        respond_input_problem(request, "picture", "the picture is not taken: by its bytes it is %s",
                              buffer_string(&name));
    else if (!typed)
        respond_input_problem(request, "unsupported-media-type", "the picture is %s", media_types[type]);
    buffer_clear(&name);
    return named && typed;
}

static void put(struct request *request, const struct round_row *round)
{
    struct picture_file *picture = arena_allocate(&request->arena, 1, sizeof *picture);
    struct error err;
    round_set_extra(request, picture);
    if (strcmp(round->state, "draft") != 0) {
        respond_input_problem(request, "round-state", "the round is frozen: its pictures can no longer change");
    } else if (!picture_file_read(request->body, picture, &err)) {
        respond_problem(request, &err);
    } else if (is_named_by_its_bytes(request, picture->type)) {
        struct db_param params[] = {db_text(request_param(request, "name")),
                                    db_bytes(request->body.data, request->body.len),
                                    db_integer(request->session.person),
                                    db_integer(request->app->config->pictures_megabytes * BYTES_A_MEGABYTE)};
        request_query(request, DB_PICTURE_PUT, params, 4, after_put);
    }
}

void picture_put(struct request *request)
{
    round_load(request, put);
}
