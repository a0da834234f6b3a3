/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tools/key_file.h"

#include <unistd.h>

#include "base/file.h"
#include "tools/password.h"

void key_file_public_path(const char *path, struct buffer *out)
{
    buffer_append_format(out, "%s.pub", path);
    buffer_string(out);
}

static bool write_new(const char *path, struct bytes content, mode_t mode, struct error *err)
{
    if (access(path, F_OK) == 0)
        return error_input(err, "file", "%s exists already and is not replaced", path);
    return file_write(path, content, mode, err);
}

bool key_file_write(const char *path, const struct minisign_secret *key, const char *password,
                    struct error *err)
{
    struct buffer secret = {0}, public_text = {0}, public_path = {0};
    struct minisign_public public;
    minisign_public_of(key, &public);
    minisign_public_append(&public, &public_text);
    key_file_public_path(path, &public_path);
    bool ok = minisign_secret_append(key, password, &secret, err) &&
              write_new(path, buffer_bytes(&secret), 0600, err) &&
              write_new(buffer_string(&public_path), buffer_bytes(&public_text), 0644, err);
    buffer_wipe(&secret);
    buffer_clear(&public_text);
    buffer_clear(&public_path);
    return ok;
}

bool key_file_read(const char *path, const char *password_file, struct minisign_secret *out,
                   struct error *err)
{
    struct buffer file = {0}, password = {0};
    bool encrypted;
    bool ok = file_read(path, MINISIGN_MAX_FILE_BYTES, &file, err);
    if (ok && !minisign_secret_is_encrypted(buffer_bytes(&file), &encrypted, err))
        ok = error_prefix(err, "%s", path);
    ok = ok && (!encrypted || password_read(password_file, "password of the signing key", &password, err));
    if (ok &&
        !minisign_secret_parse(buffer_bytes(&file), encrypted ? buffer_string(&password) : NULL, out, err))
        ok = error_prefix(err, "%s", path);
    buffer_wipe(&file);
    buffer_wipe(&password);
    return ok;
}
