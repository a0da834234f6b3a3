/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * folkmoot codes: a batch of voter codes, made on this machine. Only public keys are meant to leave it.
 */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/encoding.h"
#include "base/file.h"
#include "client/api.h"
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

enum option_key {
    OPTION_ROUND = 256,
    OPTION_COUNT,
    OPTION_OUT,
    OPTION_URL,
    OPTION_NONCE,
    OPTION_BATCH,
    OPTION_DISTRICT,
    OPTION_PURPOSE
};

static const struct option long_options[] = {
    {"round", required_argument, NULL, OPTION_ROUND},
    {"count", required_argument, NULL, OPTION_COUNT},
    {"out", required_argument, NULL, OPTION_OUT},
    {"url", required_argument, NULL, OPTION_URL},
    {"nonce", required_argument, NULL, OPTION_NONCE},
    {"batch", required_argument, NULL, OPTION_BATCH},
    {"district", required_argument, NULL, OPTION_DISTRICT},
    {"purpose", required_argument, NULL, OPTION_PURPOSE},
    {0},
};

static bool read_name(const char *option, const char *text, const char **out, struct error *err)
{
    *out = text;
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

static bool read_option(int option, struct options *options, struct error *err)
{
    switch (option) {
    case OPTION_ROUND: {
        uint8_t id[ROUND_ID_BYTES];
        options->round = optarg;
        return base64url_decode_exact(bytes_of_string(optarg), id, sizeof id) ||
               error_input(err, "usage", "--round is %.40s; expected the 22 characters of a round's id",
                           optarg);
    }
    case OPTION_COUNT:
        return (decimal_decode_u64(bytes_of_string(optarg), &options->count) && options->count &&
                options->count <= CREDENTIALS_MAX) ||
               error_input(err, "usage", "--count is %.40s; expected 1 to %d", optarg, CREDENTIALS_MAX);
    case OPTION_OUT:
        options->out = optarg;
        return true;
    case OPTION_URL:
        options->url = optarg;
        return true;
    case OPTION_NONCE:
        options->nonce = optarg;
        return true;
    case OPTION_BATCH:
        return read_name("--batch", optarg, &options->batch, err);
    case OPTION_DISTRICT:
        return read_name("--district", optarg, &options->district, err);
    case OPTION_PURPOSE:
        return read_purpose(optarg, &options->purpose, err);
    default:
        return error_input(err, "usage", "try: folkmoot help codes");
    }
}

static int run(int argc, char **argv)
{
    struct options options = {.batch = "batch-1", .district = "all", .purpose = BATCH_LETTER};
    struct error err;
    int option;
    while ((option = getopt_long(argc, argv, "", long_options, NULL)) != -1)
        if (!read_option(option, &options, &err))
            return tool_error(TOOL_USAGE, &err);
    if (optind != argc || !options.round || !options.count || !options.out || !options.url == !options.nonce)
        return tool_usage(&tool_codes);
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
