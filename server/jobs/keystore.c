/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "server/jobs/keystore.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/encoding.h"
#include "base/file.h"

enum { KEY_BYTES = 32 };

static void path_of(struct buffer *path, const char *data_folder, const uint8_t round[16], const char *suffix)
{
    buffer_append_format(path, "%s/trustee/", data_folder);
    if (round)
        hex_append(path, bytes_of(round, 16));
    buffer_append_string(path, suffix);
    buffer_string(path);
}

static bool make_folder(const char *data_folder, struct error *err)
{
    struct buffer path = {0};
    buffer_append_format(&path, "%s/trustee", data_folder);
    bool ok = mkdir(buffer_string(&path), 0700) == 0 || errno == EEXIST;
    if (!ok)
        error_temporary(err, "file", "%s: %s", buffer_string(&path), strerror(errno));
    buffer_clear(&path);
    return ok;
}

/* Exactly KEY_BYTES, or *found is false when there is no such file. */
static bool read_key(const char *path, uint8_t out[KEY_BYTES], bool *found, struct error *err)
{
    *found = access(path, F_OK) == 0;
    if (!*found)
        return true;
    struct buffer content = {0};
    bool ok = file_read(path, KEY_BYTES, &content, err);
    if (ok && content.len != KEY_BYTES)
        ok = error_broken(err, "internal", "%s: expected %d bytes, found %zu", path, KEY_BYTES, content.len);
    if (ok)
        memcpy(out, content.data, KEY_BYTES);
    buffer_wipe(&content);
    return ok;
}

/* Write `key` unless another worker was first; either way it is then what the file holds. */
static bool keep_key(const char *path, uint8_t key[KEY_BYTES], struct error *err)
{
    bool found;
    return file_write_once(path, bytes_of(key, KEY_BYTES), 0600, err) && read_key(path, key, &found, err) &&
           (found || error_temporary(err, "file", "%s is gone", path));
}

bool keystore_signing_key(const char *data_folder, struct sign_public *public, struct sign_secret *secret,
                          struct error *err)
{
    struct buffer path = {0};
    uint8_t seed[KEY_BYTES];
    bool found, ok = false;
    path_of(&path, data_folder, NULL, "signing.seed");
    if (!make_folder(data_folder, err) || !read_key((char *)path.data, seed, &found, err))
        goto out;
    if (!found) {
        randombytes_buf(seed, sizeof seed);
        if (!keep_key((char *)path.data, seed, err))
            goto out;
    }
    sign_key_from_seed(seed, public, secret);
    ok = true;
out:
    sodium_memzero(seed, sizeof seed);
    buffer_clear(&path);
    return ok;
}

bool keystore_round_key(const char *data_folder, const uint8_t round[16], bool create, struct scalar *x,
                        struct point *y, struct error *err)
{
    struct buffer path = {0};
    struct scalar secret;
    bool found, ok = false;
    path_of(&path, data_folder, round, ".x");
    if (!make_folder(data_folder, err) || !read_key((char *)path.data, secret.bytes, &found, err))
        goto out;
    if (!found && !create) {
        error_broken(err, "internal",
                     "%s is missing: the ballots of this round cannot be decrypted without it",
                     (char *)path.data);
        goto out;
    }
    if (!found) {
        scalar_random(&secret);
        if (!keep_key((char *)path.data, secret.bytes, err))
            goto out;
    }
    if (!scalar_is_valid(secret.bytes) || scalar_is_zero(&secret)) {
        error_broken(err, "internal", "%s does not hold a key", (char *)path.data);
        goto out;
    }
    *x = secret;
    point_multiply_base(y, &secret);
    ok = true;
out:
    sodium_memzero(&secret, sizeof secret);
    buffer_clear(&path);
    return ok;
}

bool keystore_claim_eid(const char *data_folder, const uint8_t round[16], const uint8_t eid[HASH_BYTES],
                        struct error *err)
{
    struct buffer path = {0};
    uint8_t kept[KEY_BYTES];
    memcpy(kept, eid, sizeof kept);
    path_of(&path, data_folder, round, ".eid");
    bool ok = make_folder(data_folder, err) && keep_key((char *)path.data, kept, err);
    if (ok && memcmp(kept, eid, sizeof kept) != 0)
        ok = error_input(err, "conflict", "the key of this round has acknowledged another opening before");
    buffer_clear(&path);
    return ok;
}
