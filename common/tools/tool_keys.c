/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * folkmoot keys new|show: the key pair with which a person signs acts and bundles.
 */
#include <stdio.h>

#include "base/encoding.h"
#include "base/file.h"
#include "tools/key_file.h"
#include "tools/password.h"
#include "tools/tool.h"

struct options {
    const char *out, *password_file;
    bool no_password;
};

/* The public key as the server and the record write it, and as minisign does. */
static void print_key(const struct minisign_public *public)
{
    struct buffer key = {0}, id = {0}, file = {0};
    base64url_append(&key, bytes_of(public->key, sizeof public->key));
    base64url_append(&id, bytes_of(public->id, sizeof public->id));
    minisign_public_append(public, &file);
    printf("public key   %s\nminisign id  %s\n%s", buffer_string(&key), buffer_string(&id),
           buffer_string(&file));
    buffer_clear(&key);
    buffer_clear(&id);
    buffer_clear(&file);
}

static int new_key(const struct options *options)
{
    struct minisign_secret key;
    struct minisign_public public;
    struct buffer password = {0};
    struct error err;
    bool ok = true;
    minisign_generate(&key);
    if (!options->no_password)
        ok = password_read_new(options->password_file, "password for the new key", &password, &err);
    ok = ok &&
         key_file_write(options->out, &key, options->no_password ? NULL : buffer_string(&password), &err);
    if (ok) {
        minisign_public_of(&key, &public);
        print_key(&public);
    }
    sodium_memzero(&key, sizeof key);
    buffer_wipe(&password);
    return ok ? TOOL_OK : tool_error(TOOL_FAILED, &err);
}

/* A public key file, or the one beside a secret key: no password is needed to show it. */
static int show_key(const char *path)
{
    struct buffer file = {0}, beside = {0};
    struct minisign_public public;
    struct error err, ignored;
    bool secret;
    bool ok = file_read(path, MINISIGN_MAX_FILE_BYTES, &file, &err);
    if (ok && minisign_secret_is_encrypted(buffer_bytes(&file), &secret, &ignored)) {
        key_file_public_path(path, &beside);
        path = buffer_string(&beside);
        buffer_wipe(&file);
        ok = file_read(path, MINISIGN_MAX_FILE_BYTES, &file, &err);
    }
    if (ok && !minisign_public_parse(buffer_bytes(&file), &public, &err))
        ok = error_prefix(&err, "%s", path);
    if (ok)
        print_key(&public);
    buffer_wipe(&file);
    buffer_clear(&beside);
    return ok ? TOOL_OK : tool_error(TOOL_FAILED, &err);
}

static int run(int argc, char **argv)
{
    struct options options = {0};
    const struct tool_option table[] = {
        {"out", &options.out, NULL},
        {"password-file", &options.password_file, NULL},
        {"no-password", NULL, &options.no_password},
        {0},
    };
    int at = tool_options(argc, argv, table);
    const char *command = at && at < argc ? argv[at] : "";
    if (strcmp(command, "new") == 0 && at + 1 == argc && options.out &&
        !(options.no_password && options.password_file))
        return new_key(&options);
    if (strcmp(command, "show") == 0 && at + 2 == argc && !options.out)
        return show_key(argv[at + 1]);
    return tool_usage(&tool_keys);
}

const struct tool tool_keys = {
    .name = "keys",
    .help = "make and show the signing keys of people",
    .usage = "usage: folkmoot keys new --out FILE [--password-file FILE | --no-password]\n"
             "       folkmoot keys show FILE\n"
             "\n"
             "Keys are files of minisign: the secret key FILE and, beside it, FILE.pub.\n"
             "The password is asked for at the terminal unless a file holds it.\n"
             "\n"
             "status: 0 done, 1 a file cannot be read or written, 2 wrong usage\n",
    .run = run,
};
