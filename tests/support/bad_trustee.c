/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * A trustee that sends a bad share: what it hands in, as base64url. Its static secret is 7 and its salt
 * zeros.
 *
 *     bad_trustee commitment
 *     bad_trustee key
 *     bad_trustee message SESSION TRUSTEE THRESHOLD KEY...    the static keys of all, in order; the share for
 * the last trustee does not open bad_trustee sign KEY PASSPHRASE ORIGIN < ACT            whatever the act is,
 * with the key of this file
 */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#include "ballot/act.h"
#include "base/encoding.h"
#include "crypto/dkg.h"
#include "tools/trustee_file.h"

static int print(struct bytes bytes)
{
    struct buffer text = {0};
    base64url_append(&text, bytes);
    puts(buffer_string(&text));
    buffer_clear(&text);
    return 0;
}

static int message(int argc, char **argv, const struct scalar *secret)
{
    struct dkg_session session;
    struct dkg_dealing dealing;
    struct point keys[DKG_TRUSTEES_MAX];
    struct buffer out = {0};
    uint8_t id[HASH_BYTES];
    uint64_t trustee, threshold, n = (uint64_t)argc - 5;
    struct error err = {0};
    if (n > DKG_TRUSTEES_MAX || !base64url_decode_exact(bytes_of_string(argv[2]), id, sizeof id) ||
        !decimal_decode_u64(bytes_of_string(argv[3]), &trustee) ||
        !decimal_decode_u64(bytes_of_string(argv[4]), &threshold))
        return 2;
    for (uint64_t i = 0; i < n; i++)
        if (!base64url_decode_exact(bytes_of_string(argv[5 + i]), keys[i].bytes, POINT_BYTES))
            return 2;
    if (!dkg_session_init(&session, bytes_of(id, sizeof id), threshold, keys, n, &err)) {
        fprintf(stderr, "%s\n", err.detail);
        return 1;
    }
    dkg_dealing_random(&session, &dealing);
    if (!dkg_deal(&session, trustee, secret, &dealing, NULL, &out, &err)) {
        fprintf(stderr, "%s\n", err.detail);
        return 1;
    }
    out.data[out.len - 1] ^= 1;
    print(buffer_bytes(&out));
    buffer_clear(&out);
    return 0;
}

static int sign(const char *key, const char *passphrase, const char *origin)
{
    struct trustee_keys keys = {0};
    struct signature signature;
    struct buffer act = {0};
    struct error err = {0};
    uint8_t digest[HASH_BYTES];
    char block[4096];
    size_t n;
    while ((n = fread(block, 1, sizeof block, stdin)) > 0)
        buffer_append(&act, block, n);
    if (!trustee_file_read(key, passphrase, &keys, &err)) {
        fprintf(stderr, "%s\n", err.detail);
        return 1;
    }
    act_digest(origin, buffer_bytes(&act), digest);
    sign_digest(&keys.secret, digest, &signature);
    trustee_keys_wipe(&keys);
    buffer_clear(&act);
    return print(bytes_of(signature.bytes, sizeof signature.bytes));
}

int main(int argc, char **argv)
{
    static const uint8_t salt[HASH_BYTES];
    uint8_t commitment[HASH_BYTES];
    struct scalar secret;
    struct point key;
    if (argc < 2 || sodium_init() < 0)
        return 2;
    scalar_from_u64(&secret, 7);
    point_multiply_base(&key, &secret);
    dkg_commit(&key, salt, commitment);
    if (strcmp(argv[1], "commitment") == 0)
        return print(bytes_of(commitment, sizeof commitment));
    if (strcmp(argv[1], "key") == 0)
        return print(bytes_of(key.bytes, sizeof key.bytes));
    if (strcmp(argv[1], "message") == 0 && argc > 6)
        return message(argc, argv, &secret);
    if (strcmp(argv[1], "sign") == 0 && argc == 5)
        return sign(argv[2], argv[3], argv[4]);
    return 2;
}
