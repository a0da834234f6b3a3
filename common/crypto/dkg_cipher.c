/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "crypto/dkg_cipher.h"

#include <sodium.h>

static const char PREFIX[] = "COCKTAIL-DKG-Ristretto255-SHA512-H6";

enum { KEY_BYTES = crypto_aead_xchacha20poly1305_ietf_KEYBYTES };
_Static_assert(DKG_TAG_BYTES == crypto_aead_xchacha20poly1305_ietf_ABYTES, "the tag of XChaCha20-Poly1305");

void dkg_channel_send(struct dkg_channel *channel, const struct scalar *ephemeral_secret,
                      const struct scalar *static_secret)
{
    const struct point *recipient = &channel->session->static_keys[channel->recipient - 1];
    point_multiply(&channel->shared[0], ephemeral_secret, recipient);
    point_multiply(&channel->shared[1], static_secret, recipient);
}

void dkg_channel_receive(struct dkg_channel *channel, const struct scalar *static_secret)
{
    point_multiply(&channel->shared[0], static_secret, channel->ephemeral);
    point_multiply(&channel->shared[1], static_secret, &channel->session->static_keys[channel->sender - 1]);
}

/* Key and nonce, one behind the other. */
static void derive(const struct dkg_channel *channel, uint8_t out[crypto_hash_sha512_BYTES])
{
    const struct dkg_session *session = channel->session;
    const uint8_t length[8] = {DKG_CONTEXT_BYTES};
    crypto_hash_sha512_state state;
    crypto_hash_sha512_init(&state);
    crypto_hash_sha512_update(&state, (const uint8_t *)PREFIX, strlen(PREFIX));
    crypto_hash_sha512_update(&state, channel->shared[0].bytes, POINT_BYTES);
    crypto_hash_sha512_update(&state, channel->shared[1].bytes, POINT_BYTES);
    crypto_hash_sha512_update(&state, channel->ephemeral->bytes, POINT_BYTES);
    crypto_hash_sha512_update(&state, session->static_keys[channel->sender - 1].bytes, POINT_BYTES);
    crypto_hash_sha512_update(&state, session->static_keys[channel->recipient - 1].bytes, POINT_BYTES);
    crypto_hash_sha512_update(&state, length, sizeof length);
    crypto_hash_sha512_update(&state, session->context, sizeof session->context);
    crypto_hash_sha512_final(&state, out);
    sodium_memzero(&state, sizeof state);
}

void dkg_cipher_seal(const struct dkg_channel *channel, const struct scalar *share, struct bytes payload,
                     struct buffer *out)
{
    uint8_t key[crypto_hash_sha512_BYTES];
    struct buffer plain = {0};
    derive(channel, key);
    buffer_append(&plain, share->bytes, SCALAR_BYTES);
    buffer_append_bytes(&plain, payload);
    buffer_reserve(out, plain.len + DKG_TAG_BYTES);
    crypto_aead_xchacha20poly1305_ietf_encrypt(out->data + out->len, NULL, plain.data, plain.len, NULL, 0,
                                               NULL, key + KEY_BYTES, key);
    out->len += plain.len + DKG_TAG_BYTES;
    buffer_wipe(&plain);
    sodium_memzero(key, sizeof key);
}

bool dkg_cipher_open(const struct dkg_channel *channel, struct bytes ciphertext, struct scalar *share,
                     struct buffer *payload, struct error *err)
{
    uint8_t key[crypto_hash_sha512_BYTES];
    struct buffer plain = {0};
    bool ok = false;
    derive(channel, key);
    buffer_reserve(&plain, ciphertext.len);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(plain.data, NULL, NULL, ciphertext.data, ciphertext.len,
                                                   NULL, 0, key + KEY_BYTES, key) != 0) {
        error_input(err, "bad-ciphertext", "the ciphertext for trustee %llu does not open",
                    (unsigned long long)channel->recipient);
        goto out;
    }
    plain.len = ciphertext.len - DKG_TAG_BYTES;
    if (!scalar_read(plain.data, share)) {
        error_input(err, "bad-share", "what trustee %llu was sent is no scalar",
                    (unsigned long long)channel->recipient);
        goto out;
    }
    if (payload)
        buffer_append(payload, plain.data + SCALAR_BYTES, plain.len - SCALAR_BYTES);
    ok = true;
out:
    sodium_memzero(plain.data, plain.capacity);
    buffer_clear(&plain);
    sodium_memzero(key, sizeof key);
    return ok;
}

void dkg_evaluate(const struct point *commitments, uint64_t t, uint64_t j, struct point *out)
{
    struct scalar at;
    struct point sum = commitments[t - 1];
    scalar_from_u64(&at, j);
    for (uint64_t k = t - 1; k-- > 0;) {
        point_multiply(&sum, &at, &sum);
        point_add(&sum, &sum, &commitments[k]);
    }
    *out = sum;
}

bool dkg_share_check(const struct dkg_channel *channel, const struct point *commitments,
                     const struct scalar *share, struct error *err)
{
    struct point left, right;
    point_multiply_base(&left, share);
    dkg_evaluate(commitments, channel->session->t, channel->recipient, &right);
    return point_equal(&left, &right) ||
           error_input(err, "bad-share", "the share for trustee %llu does not fit the commitments",
                       (unsigned long long)channel->recipient);
}
