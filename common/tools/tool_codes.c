/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * folkmoot codes: a batch of voter codes, made on this machine. Only public keys are meant to leave it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/encoding.h"
#include "base/file.h"
#include "client/api.h"
#include "client/election.h"
#include "tools/code_batch.h"
#include "tools/progress.h"
#include "tools/tool.h"

enum { THREADS = 2, SHOWN_FROM = 2000 };

struct options {
    const char *round, *url, *nonce, *out, *batch, *district;
    enum batch_purpose purpose;
    uint64_t count;
};

/* Given, or asked of the server. */
static bool find_nonce(const struct options *options, uint8_t nonce[ROUND_NONCE_BYTES], struct error *err)
{
    if (options->nonce)
        return base64url_decode_exact(bytes_of_string(options->nonce), nonce, ROUND_NONCE_BYTES) ||
               error_input(err, "nonce", "--nonce is 22 characters of base64url");
    struct http_client *client = http_client_new(options->url, err);
    struct buffer path = {0};
    json_t *round = NULL;
    bool ok = false;
    if (!client)
        return false;
    buffer_append_format(&path, "/api/v1/rounds/%s", options->round);
    if (!api_call(client, "GET", buffer_string(&path), NULL, &round, err))
        goto out;
    const char *text = json_string_value(json_object_get(round, "nonce"));
    ok = (text && base64url_decode_exact(bytes_of_string(text), nonce, ROUND_NONCE_BYTES)) ||
         error_input(err, "bad-json", "%s: the answer has no nonce", buffer_string(&path));
out:
    json_decref(round);
    buffer_clear(&path);
    http_client_free(client);
    return ok;
}

static bool write_csv(const char *path, const struct code_batch *batch, struct error *err)
{
    struct buffer csv = {0};
    buffer_reserve(&csv, 16 + batch->count * (SERIAL_TEXT_BYTES + CODE_TEXT_BYTES + 2));
    buffer_append_string(&csv, "serial;code\n");
    for (size_t i = 0; i < batch->count; i++) {
        char serial[SERIAL_TEXT_BYTES + 1], code[CODE_TEXT_BYTES + 1];
        serial_text(batch->list[i].serial, serial);
        code_text(&batch->list[i].code, code);
        buffer_append_format(&csv, "%s;%s\n", serial, code);
        sodium_memzero(code, sizeof code);
    }
    bool ok = file_write(path, buffer_bytes(&csv), 0600, err);
    buffer_wipe(&csv);
    return ok;
}

static bool write_keys(const char *path, const struct options *options, const struct code_batch *batch,
                       struct error *err)
{
    struct buffer text = {0};
    json_t *json = code_batch_json(batch, options->batch, options->district, options->purpose, err);
    json_t *upload = json ? json_pack("{s:[o]}", "batches", json) : NULL;
    bool ok = upload && json_write(upload, &text, err) && file_write(path, buffer_bytes(&text), 0644, err);
    json_decref(upload);
    buffer_clear(&text);
    return ok;
}

static int make(const struct options *options)
{
    uint8_t nonce[ROUND_NONCE_BYTES];
    struct buffer csv = {0}, keys = {0};
    struct code_batch batch = {0};
    struct progress progress;
    struct work work = {.threads = THREADS, .progress = progress_report, .context = &progress};
    struct error err;
    bool ok = false;
    buffer_append_format(&csv, "%s/codes.csv", options->out);
    buffer_append_format(&keys, "%s/keys.json", options->out);
    if (access(buffer_string(&csv), F_OK) == 0) {
        error_input(&err, "file", "%s exists already; codes are never replaced: choose another folder",
                    buffer_string(&csv));
        goto out;
    }
    if (!find_nonce(options, nonce, &err) || !file_make_folder(options->out, &err))
        goto out;
    if (options->count >= SHOWN_FROM)
        progress_begin(&progress, "making codes");
    else
        progress_begin_silent(&progress);
    ok = code_batch_make(nonce, options->count, &work, &batch, &err);
    progress_end(&progress);
    ok = ok && write_csv(buffer_string(&csv), &batch, &err) &&
         write_keys(buffer_string(&keys), options, &batch, &err);
    if (ok)
        printf("%s  %zu codes and their serials: print them, then keep or destroy this file\n"
               "%s  their public keys. A clerk uploads them:\n"
               "  folkmoot staff upload-codes --url URL --login LOGIN --round %s %s\n",
               buffer_string(&csv), batch.count, buffer_string(&keys), options->round, buffer_string(&keys));
out:
    code_batch_clear(&batch);
    buffer_clear(&csv);
    buffer_clear(&keys);
    return ok ? TOOL_OK : tool_error(TOOL_FAILED, &err);
}

static bool check_name(const char *option, const char *text, struct error *err)
{
    return name_is_valid(bytes_of_string(text)) ||
           error_input(err, "usage", "%s is %.40s; expected 1 to 32 of a-z, 0-9 and -", option, text);
}

static bool read_purpose(const char *text, enum batch_purpose *out, struct error *err)
{
    for (int i = 0; i < BATCH_PURPOSES; i++)
        if (strcmp(batch_purpose_name((enum batch_purpose)i), text) == 0) {
            *out = (enum batch_purpose)i;
            return true;
        }
    return error_input(err, "usage", "--purpose is %.40s; expected letter, card, walk-in or spare", text);
}

static bool check_options(struct options *options, const char *count, const char *purpose, struct error *err)
{
    uint8_t id[ROUND_ID_BYTES];
    if (!decimal_decode_u64(bytes_of_string(count), &options->count) || !options->count ||
        options->count > CREDENTIALS_MAX)
        return error_input(err, "usage", "--count is %.40s; expected 1 to %d", count, CREDENTIALS_MAX);
    return round_id_read(options->round, id, err) && check_name("--batch", options->batch, err) &&
           check_name("--district", options->district, err) && read_purpose(purpose, &options->purpose, err);
}

static int run(int argc, char **argv)
{
    struct options options = {.batch = "batch-1", .district = "all"};
    const char *count = NULL, *purpose = "letter";
    struct error err;
    const struct tool_option table[] = {
        {"round", &options.round, NULL},
        {"count", &count, NULL},
        {"out", &options.out, NULL},
        {"url", &options.url, NULL},
        {"nonce", &options.nonce, NULL},
        {"batch", &options.batch, NULL},
        {"district", &options.district, NULL},
        {"purpose", &purpose, NULL},
        {0},
    };
    if (tool_options(argc, argv, table) != argc || !options.round || !count || !options.out ||
        !options.url == !options.nonce)
        return tool_usage(&tool_codes);
    if (!check_options(&options, count, purpose, &err))
        return tool_error(TOOL_USAGE, &err);
    return make(&options);
}

const struct tool tool_codes = {
    .name = "codes",
    .help = "make a batch of voter codes",
    .usage = "usage: folkmoot codes --round R --count N --out DIR (--url URL | --nonce NONCE) [OPTION]...\n"
             "\n"
             "Makes N codes on this machine. DIR/codes.csv holds serials and codes and stays here;\n"
             "DIR/keys.json holds the public keys, which a clerk uploads.\n"
             "\n"
             "  --url URL         ask this server for the round's nonce\n"
             "  --nonce NONCE     the round's nonce, for a machine without a network\n"
             "  --batch ID        batch-1\n"
             "  --district ID     all\n"
             "  --purpose WORD    letter, card, walk-in or spare (letter)\n"
             "\n"
             "status: 0 done, 1 failed, 2 wrong usage\n",
    .run = run,
};
