/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Decryption shares: every field, and shares of somebody or something else (check 13).
 */
#include "crypto/decryption.h"
#include "crypto/shuffle.h"
#include "tamper/alteration.h"

static bool change_field(struct forgery *f, const struct alteration *row, struct buffer *blob,
                         struct error *err)
{
    struct share share;
    (void)f;
    if (!share_read(buffer_bytes(blob), &share, NULL, err))
        return false;
    const void *at = share.z;
    if (strcmp(row->of, "d") == 0)
        at = &share.d[row->which < share.count ? row->which : share.count - 1];
    else if (strcmp(row->of, "draw") == 0)
        at = share.draw;
    else if (strcmp(row->of, "t") == 0)
        at = share.t;
    else if (strcmp(row->of, "t-prime") == 0)
        at = share.t_prime;
    change_32((uint8_t *)(uintptr_t)at, row->change);
    return true;
}

static bool swap_two(struct forgery *f, const struct alteration *row, struct buffer *blob, struct error *err)
{
    struct share share;
    (void)f;
    (void)row;
    if (!share_read(buffer_bytes(blob), &share, NULL, err))
        return false;
    if (share.count < 2)
        return forgery_missing(err, "there is one ciphertext");
    struct point *d = (struct point *)(uintptr_t)share.d, first = d[0];
    d[0] = d[1];
    d[1] = first;
    return true;
}

static bool change_count(struct forgery *f, const struct alteration *row, struct buffer *blob,
                         struct error *err)
{
    (void)f;
    (void)row;
    (void)err;
    blob->data[sizeof "folkmoot-share/1\n" - 1 + 3] ^= 1;
    return true;
}

static bool change_version(struct forgery *f, const struct alteration *row, struct buffer *blob,
                           struct error *err)
{
    (void)f;
    (void)row;
    (void)err;
    blob->data[sizeof "folkmoot-share/1\n" - 3] ^= 1;
    return true;
}

static bool with_share(struct forgery *f, const struct alteration *row, alter_content *change,
                       struct error *err)
{
    struct entry entry;
    const struct forged_entry *at = forgery_find(f, ENTRY_SHARE, 0, err);
    return at && forgery_parse(f, at, &entry, err) && alter_blob(f, &entry.share, row, change, err);
}

static bool field(struct forgery *f, const struct alteration *row, struct error *err)
{
    return with_share(f, row, change_field, err);
}

static bool swapped(struct forgery *f, const struct alteration *row, struct error *err)
{
    return with_share(f, row, swap_two, err);
}

static bool longer(struct forgery *f, const struct alteration *row, struct error *err)
{
    return with_share(f, row, change_longer, err);
}

static bool other_count(struct forgery *f, const struct alteration *row, struct error *err)
{
    return with_share(f, row, change_count, err);
}

static bool other_version(struct forgery *f, const struct alteration *row, struct error *err)
{
    return with_share(f, row, change_version, err);
}

/* The blob of another share of the record: number `which`, or the last. */
static bool of_other_share(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct entry first, other;
    struct forged_entry *at = forgery_find(f, ENTRY_SHARE, 0, err),
                        *from = forgery_find(f, ENTRY_SHARE, row->which, err);
    if (!at || !from || !forgery_parse(f, at, &first, err) || !forgery_parse(f, from, &other, err))
        return false;
    if ((strcmp(first.contest, other.contest) == 0) != (row->which == 1))
        return forgery_missing(err, "there is no such other share");
    const struct buffer *blob = forgery_blob(f, &other.share, err);
    return blob && forgery_replace_blob(f, first.share, buffer_bytes(blob), ENTRY_TYPES, err);
}

/* A share of the last mix of the contest by a key that is not the trustee's, with a proof for that key. */
static bool other_secret(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct entry entry, done;
    struct forged_entry *at = forgery_find(f, ENTRY_SHARE, 0, err);
    struct scalar x;
    struct mix mix;
    struct buffer made = {0};
    (void)row;
    if (!at || !forgery_parse(f, at, &entry, err))
        return false;
    if (!forgery_parse(f, &f->entries[entry.done - f->first], &done, err) || !done.mix_count)
        return forgery_missing(err, "the contest has no mix");
    struct blob_ref last = {0};
    memcpy(last.hash, done.mixes[done.mix_count - 1], HASH_BYTES);
    const struct buffer *blob = forgery_blob(f, &last, err);
    if (!blob || !mix_read(buffer_bytes(blob), &mix, NULL, err))
        return false;
    struct share_statement statement = {.contest = bytes_of_string(entry.contest),
                                        .trustee = entry.trustee,
                                        .ciphertexts = mix.outputs,
                                        .count = (size_t)mix.n * mix.w};
    memcpy(statement.eid, f->eid, HASH_BYTES);
    memcpy(statement.mix_hash, last.hash, HASH_BYTES);
    scalar_random(&x);
    point_multiply_base(&statement.key, &x);
    bool ok = share_make(&statement, &x, NULL, &made, err) &&
              forgery_replace_blob(f, entry.share, buffer_bytes(&made), ENTRY_TYPES, err);
    buffer_clear(&made);
    return ok;
}

#define FIELD(named, what, of_field, number, how)                                                            \
    {                                                                                                        \
        "share-" named, what, BEFORE_SIGNING, field, .of = of_field, .which = number, .change = how,         \
                                                     .check = CHECK_SHARES                                   \
    }
#define SHARE(named, what, function, number)                                                                 \
    {                                                                                                        \
        "share-" named, what, BEFORE_SIGNING, function, .which = number, .check = CHECK_SHARES               \
    }

static const struct alteration rows[] = {
    FIELD("d", "D of a share: another vote", "d", 0, OTHER_POINT),
    FIELD("d-last", "the last D of a share", "d", LAST, OTHER_POINT),
    FIELD("d-high-bit", "D of a share with bit 255", "d", 0, HIGH_BIT),
    FIELD("d-zero", "the identity for D of a share", "d", 0, ZERO),
    FIELD("draw", "D of the draw point: another draw", "draw", 0, OTHER_POINT),
    FIELD("t", "T of a share's proof", "t", 0, OTHER_POINT),
    FIELD("t-prime", "T' of a share's proof", "t-prime", 0, OTHER_POINT),
    FIELD("t-zero", "the identity for T of a share's proof", "t", 0, ZERO),
    FIELD("z", "z of a share's proof", "z", 0, FLIP),
    FIELD("z-plus-order", "L is added to z of a share's proof", "z", 0, PLUS_ORDER),
    SHARE("swapped", "two D of a share change places", swapped, 0),
    SHARE("byte-behind", "a byte behind a share", longer, 0),
    SHARE("count", "the number of ciphertexts of a share", other_count, 0),
    SHARE("version", "another version of a share", other_version, 0),
    SHARE("of-other-contest", "the share of another contest", of_other_share, LAST),
    SHARE("of-other-trustee", "the share of another trustee", of_other_share, 1),
    SHARE("by-other-key", "a share by a key that is not the trustee's", other_secret, 0),
};
const struct alteration_table alter_shares = {rows, sizeof rows / sizeof *rows};
