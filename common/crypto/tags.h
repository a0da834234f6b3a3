/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The one table of domain separation tags (docs/protocol.md section 2). A tag stands for one purpose and one
 * kind of result.
 */
#ifndef FOLKMOOT_CRYPTO_TAGS_H
#define FOLKMOOT_CRYPTO_TAGS_H

enum tag_kind {
    TAG_SCALAR, /* Hs: 64 bytes reduced modulo L */
    TAG_HASH32, /* H32: the first 32 bytes */
    TAG_GROUP,  /* Hp: 64 bytes mapped to the group */
};

/* X(constant, name, kind), in the order of the table in the protocol. */
#define TAGS(X)                                                                                              \
    X(TAG_CREDENTIAL, "credential", TAG_SCALAR)                                                              \
    X(TAG_BALLOT, "ballot", TAG_SCALAR)                                                                      \
    X(TAG_NONCE, "nonce", TAG_SCALAR)                                                                        \
    X(TAG_SHUFFLE, "shuffle", TAG_SCALAR)                                                                    \
    X(TAG_SHARE, "share", TAG_SCALAR)                                                                        \
    X(TAG_POSSESSION, "possession", TAG_SCALAR)                                                              \
    X(TAG_DKG_BLAME, "dkg-blame", TAG_SCALAR)                                                                \
    X(TAG_TEXT, "text", TAG_HASH32)                                                                          \
    X(TAG_ELECTION, "election", TAG_HASH32)                                                                  \
    X(TAG_ACT, "act", TAG_HASH32)                                                                            \
    X(TAG_SERIAL, "serial", TAG_HASH32)                                                                      \
    X(TAG_BALLOT_ID, "ballot-id", TAG_HASH32)                                                                \
    X(TAG_CORE, "core", TAG_HASH32)                                                                          \
    X(TAG_SHUFFLE_SEED, "shuffle-seed", TAG_HASH32)                                                          \
    X(TAG_SHUFFLE_U, "shuffle-u", TAG_HASH32)                                                                \
    X(TAG_SHARE_SEED, "share-seed", TAG_HASH32)                                                              \
    X(TAG_SHARE_W, "share-w", TAG_HASH32)                                                                    \
    X(TAG_DRAW_SEED, "draw-seed", TAG_HASH32)                                                                \
    X(TAG_DRAW_PUBLIC, "draw-public", TAG_HASH32)                                                            \
    X(TAG_DRAW, "draw", TAG_HASH32)                                                                          \
    X(TAG_LOT, "lot", TAG_HASH32)                                                                            \
    X(TAG_DKG, "dkg", TAG_HASH32)                                                                            \
    X(TAG_DKG_COMMIT, "dkg-commit", TAG_HASH32)                                                              \
    X(TAG_DKG_EXTENSION, "dkg-extension", TAG_HASH32)                                                        \
    X(TAG_PAPER_MARK, "paper-mark", TAG_HASH32)                                                              \
    X(TAG_SHUFFLE_H, "shuffle-h", TAG_GROUP)                                                                 \
    X(TAG_DRAW_POINT, "draw-point", TAG_GROUP)

#define TAG_CONSTANT(constant, name, kind) constant,
enum tag { TAGS(TAG_CONSTANT) TAG_COUNT };
#undef TAG_CONSTANT

/* Both abort when `tag` is not in the table. */
const char *tag_name(enum tag tag);
enum tag_kind tag_kind(enum tag tag);

#endif
