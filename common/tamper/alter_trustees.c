/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The key: how several trustees made it, and that each holds its share (check 4).
 */
#include "base/encoding.h"
#include "tamper/alteration.h"

/* ---- acknowledgements ---- */

/* Signed again, and with a possession that fits what it says. */
static bool acknowledge(struct forgery *f, struct forged_entry *at, struct entry *entry, struct error *err)
{
    struct possession_statement statement = {.size = entry->size, .trustee = entry->trustee};
    if (!(f->insider->has_share >> entry->trustee & 1))
        return forgery_missing(err, "the trustee's share of the key is not at hand");
    const struct scalar *x = &f->insider->shares[entry->trustee];
    memcpy(statement.eid, f->eid, HASH_BYTES);
    memcpy(statement.root, entry->root, HASH_BYTES);
    point_multiply_base(&statement.key, x);
    return possession_prove(&statement, x, &entry->possession, err) && forgery_sign_again(f, entry, err) &&
           forgery_put(f, at, entry, err);
}

static bool with_acknowledgement(struct forgery *f, const struct alteration *row, struct forged_entry **at,
                                 struct entry *out, struct error *err)
{
    *at = forgery_find(f, ENTRY_ACKNOWLEDGEMENT, row->which, err);
    return *at && forgery_parse(f, *at, out, err);
}

static bool other_root(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct forged_entry *at;
    struct entry entry;
    if (!with_acknowledgement(f, row, &at, &entry, err))
        return false;
    entry.root[0] ^= 1;
    return acknowledge(f, at, &entry, err);
}

/* It speaks of a tree that was not there yet. */
static bool later_size(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct forged_entry *at;
    struct entry entry;
    if (!with_acknowledgement(f, row, &at, &entry, err))
        return false;
    entry.size = f->first + forgery_position(f, at) + 1;
    return acknowledge(f, at, &entry, err);
}

/* `of`: "t" or "z". */
static bool change_possession(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct forged_entry *at;
    struct entry entry;
    if (!with_acknowledgement(f, row, &at, &entry, err))
        return false;
    uint8_t *field = *row->of == 't' ? entry.possession.t.bytes : entry.possession.z.bytes;
    change_32(field, row->change);
    return forgery_sign_again(f, &entry, err) && forgery_put(f, at, &entry, err);
}

/* Bytes that no point or scalar has cannot be written by entry_write: they go in as text. */
static bool change_possession_text(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct forged_entry *at = forgery_find(f, ENTRY_ACKNOWLEDGEMENT, row->which, err);
    uint8_t value[32];
    struct buffer text = {0};
    uint8_t *found = at ? memmem(at->bytes.data, at->bytes.len, row->of, strlen(row->of)) : NULL;
    if (!found)
        return at && forgery_missing(err, "there is no such member");
    found += strlen(row->of);
    if (!base64url_decode_exact(bytes_of(found, 43), value, sizeof value))
        return forgery_missing(err, "there are no 32 bytes");
    change_32(value, row->change);
    base64url_append(&text, bytes_of(value, sizeof value));
    memcpy(found, text.data, text.len);
    buffer_clear(&text);
    return true;
}

/* The acknowledgement of the trustee before, with the signature of this one. */
static bool possession_of_other(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct forged_entry *at = forgery_find(f, ENTRY_ACKNOWLEDGEMENT, 1, err),
                        *other = forgery_find(f, ENTRY_ACKNOWLEDGEMENT, 0, err);
    struct entry entry, before;
    (void)row;
    if (!at || !other || !forgery_parse(f, at, &entry, err) || !forgery_parse(f, other, &before, err))
        return false;
    entry.possession = before.possession;
    return forgery_sign_again(f, &entry, err) && forgery_put(f, at, &entry, err);
}

/* ---- blobs of the key generation ---- */

/* Where a field of a first message is: t commitments, R, z, the ephemeral point, ciphertexts. */
static size_t field_of_message(const struct forgery *f, const char *of)
{
    size_t t = f->definition.threshold * POINT_BYTES;
    if (strcmp(of, "constant") == 0)
        return 0;
    if (strcmp(of, "coefficient") == 0)
        return POINT_BYTES;
    if (strcmp(of, "r") == 0)
        return t;
    if (strcmp(of, "z") == 0)
        return t + POINT_BYTES;
    if (strcmp(of, "ephemeral") == 0)
        return t + 2 * POINT_BYTES;
    return t + 3 * POINT_BYTES + 8; /* the first ciphertext */
}

static bool find_message(struct forgery *f, uint64_t step, struct entry *out, struct error *err)
{
    bool found = false;
    for (size_t i = 0; i < f->entry_count; i++) {
        struct entry entry;
        if (!forgery_is(f, &f->entries[i], ENTRY_DKG_MESSAGE) ||
            !forgery_parse(f, &f->entries[i], &entry, err))
            continue;
        if (entry.step == step && entry.trustee == 2) { /* the last: of the attempt that succeeded */
            *out = entry;
            found = true;
        }
    }
    return found || forgery_missing(err, "there was no key generation");
}

static bool change_field(struct forgery *f, const struct alteration *row, struct buffer *message,
                         struct error *err)
{
    (void)err;
    change_at(message, field_of_message(f, row->of), row->change);
    return true;
}

static bool change_place(struct forgery *f, const struct alteration *row, struct buffer *content,
                         struct error *err)
{
    (void)f;
    (void)err;
    change_at(content, row->which, row->change);
    return true;
}

/* A commitment more: a polynomial of a degree above t - 1. */
static bool raise_degree(struct forgery *f, const struct alteration *row, struct buffer *message,
                         struct error *err)
{
    struct buffer longer = {0};
    (void)f;
    (void)row;
    (void)err;
    buffer_append(&longer, message->data, POINT_BYTES);
    buffer_append_bytes(&longer, buffer_bytes(message));
    buffer_clear(message);
    *message = longer;
    return true;
}

static bool with_message(struct forgery *f, uint64_t step, const struct alteration *row,
                         alter_content *change, struct error *err)
{
    struct entry entry;
    return find_message(f, step, &entry, err) && alter_blob(f, &entry.message, row, change, err);
}

static bool change_first_message(struct forgery *f, const struct alteration *row, struct error *err)
{
    return with_message(f, 1, row, change_field, err);
}

static bool change_second_message(struct forgery *f, const struct alteration *row, struct error *err)
{
    return with_message(f, 2, row, change_place, err);
}

static bool longer_message(struct forgery *f, const struct alteration *row, struct error *err)
{
    return with_message(f, row->which, row, change_longer, err);
}

static bool shorter_message(struct forgery *f, const struct alteration *row, struct error *err)
{
    return with_message(f, row->which, row, change_shorter, err);
}

static bool higher_degree(struct forgery *f, const struct alteration *row, struct error *err)
{
    return with_message(f, 1, row, raise_degree, err);
}

static bool change_evidence(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct entry entry;
    const struct forged_entry *at = forgery_find(f, ENTRY_DKG_RESTART, 0, err);
    if (!at || !forgery_parse(f, at, &entry, err))
        return false;
    if (!entry.has_evidence)
        return forgery_missing(err, "the restart has no evidence");
    return alter_blob(f, &entry.evidence, row, change_place, err);
}

static bool change_restart(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct entry entry;
    struct forged_entry *at = forgery_find(f, ENTRY_DKG_RESTART, 0, err);
    if (!at || !forgery_parse(f, at, &entry, err))
        return false;
    if (!entry.has_evidence)
        return forgery_missing(err, "the restart has no evidence");
    if (row->which)
        entry.blamed = entry.blamed == 1 ? 2 : 1;
    else
        entry.has_evidence = false;
    return forgery_put(f, at, &entry, err);
}

static bool exchange_certificate(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct entry opening;
    const struct forged_entry *at = forgery_find(f, ENTRY_OPENING, 0, err);
    if (!at || !forgery_parse(f, at, &opening, err))
        return false;
    return opening.has_dkg ? alter_blob(f, &opening.dkg, row, change_place, err)
                           : forgery_missing(err, "one key needs no certificate");
}

/* A key of the insider's own in the opening, shown to be held, and every signature made again for it. */
static bool own_key(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct forged_entry *at = forgery_find(f, ENTRY_OPENING, 0, err);
    struct entry opening;
    (void)row;
    if (!at || !forgery_parse(f, at, &opening, err))
        return false;
    change_32(opening.key.bytes, OTHER_POINT);
    if (opening.share_count == 1)
        opening.shares = &opening.key;
    return forgery_put(f, at, &opening, err);
}

static bool change_join(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct forged_entry *at = forgery_find(f, ENTRY_TRUSTEE_JOIN, LAST, err);
    struct entry entry;
    if (!at || !forgery_parse(f, at, &entry, err))
        return false;
    change_32(*row->of == 's' ? entry.salt : entry.static_key.bytes, row->change);
    return forgery_put(f, at, &entry, err);
}

enum { BLAME = 17 + 2 * 4 };

static const struct alteration rows[] = {
    {"acknowledged-other-tree", "a trustee acknowledged over another tree", BEFORE_LOG, other_root,
     .check = CHECK_TRUSTEES},
    {"acknowledged-later-tree", "a trustee acknowledged over a tree that was not there yet", BEFORE_LOG,
     later_size, .check = CHECK_ORDER, .also = A2 | A9},
    {"possession-z", "a bit of the proof that a share is held: z", BEFORE_LOG, change_possession, .of = "z",
     .check = CHECK_TRUSTEES, .also = A2 | A8 | A9},
    {"possession-t", "a point of the proof that a share is held: T", BEFORE_LOG, change_possession, .of = "t",
     .change = OTHER_POINT, .check = CHECK_TRUSTEES, .also = A2 | A8 | A9},
    {"possession-z-plus-order", "L is added to z of that proof", BEFORE_LOG, change_possession_text,
     .of = "\"z\":\"", .change = PLUS_ORDER, .check = CHECK_CANONICAL, .also = A8 | A9},
    {"possession-t-high-bit", "T of that proof with bit 255", BEFORE_LOG, change_possession_text,
     .of = "\"t\":\"", .change = HIGH_BIT, .check = CHECK_CANONICAL, .also = A8 | A9},
    {"possession-t-zero", "the identity for T of that proof", BEFORE_LOG, change_possession_text,
     .of = "\"t\":\"", .change = ZERO, .check = CHECK_CANONICAL, .also = A8 | A9},
    {"possession-of-other", "a trustee shows the proof of another", BEFORE_LOG, possession_of_other,
     .check = CHECK_TRUSTEES, .also = A2 | A8 | A9},
    {"acknowledgement-missing", "a trustee has not acknowledged the opening", BEFORE_SIGNING, alter_leave_out,
     .type = ENTRY_ACKNOWLEDGEMENT, .which = LAST, .check = CHECK_ORDER, .also = A2 | A9},
    {"acknowledgement-twice", "a trustee has acknowledged twice", BEFORE_SIGNING, alter_repeat,
     .type = ENTRY_ACKNOWLEDGEMENT, .check = CHECK_ORDER},
    {"election-key", "another election key, and every signature made again for it", BEFORE_SIGNING, own_key,
     .check = CHECK_TRUSTEES, .also = A2 | A8 | A9 | A11 | A12 | A16},
    {"dkg-constant", "a commitment to the constant of a trustee's polynomial", BEFORE_SIGNING,
     change_first_message, .of = "constant", .change = OTHER_POINT, .check = CHECK_TRUSTEES},
    {"dkg-coefficient", "a commitment to another coefficient", BEFORE_SIGNING, change_first_message,
     .of = "coefficient", .change = OTHER_POINT, .check = CHECK_TRUSTEES},
    {"dkg-coefficient-zero", "the identity for a commitment: a smaller degree", BEFORE_SIGNING,
     change_first_message, .of = "coefficient", .change = ZERO, .check = CHECK_TRUSTEES},
    {"dkg-coefficient-high-bit", "a commitment with bit 255", BEFORE_SIGNING, change_first_message,
     .of = "coefficient", .change = HIGH_BIT, .check = CHECK_TRUSTEES},
    {"dkg-degree", "a commitment more: a greater degree", BEFORE_SIGNING, higher_degree, .check = CHECK_ORDER,
     .also = A2 | A9},
    {"dkg-proof-r", "R of a trustee's proof of possession", BEFORE_SIGNING, change_first_message, .of = "r",
     .change = OTHER_POINT, .check = CHECK_TRUSTEES},
    {"dkg-proof-z", "z of a trustee's proof of possession", BEFORE_SIGNING, change_first_message, .of = "z",
     .check = CHECK_TRUSTEES},
    {"dkg-proof-z-plus-order", "L is added to z of a trustee's proof of possession", BEFORE_SIGNING,
     change_first_message, .of = "z", .change = PLUS_ORDER, .check = CHECK_TRUSTEES},
    {"dkg-ephemeral", "the ephemeral key of a trustee's message", BEFORE_SIGNING, change_first_message,
     .of = "ephemeral", .change = OTHER_POINT, .check = CHECK_TRUSTEES},
    {"dkg-ciphertext", "a share that was sent is exchanged", BEFORE_SIGNING, change_first_message,
     .of = "ciphertext", .check = CHECK_TRUSTEES},
    {"dkg-message-longer", "a byte behind a first message", BEFORE_SIGNING, longer_message, .which = 1,
     .check = CHECK_ORDER, .also = A2 | A9},
    {"dkg-message-shorter", "a first message is cut", BEFORE_SIGNING, shorter_message, .which = 1,
     .check = CHECK_ORDER, .also = A2 | A9},
    {"dkg-signature-r", "R of a trustee's signature over the key generation", BEFORE_SIGNING,
     change_second_message, .change = OTHER_POINT, .check = CHECK_TRUSTEES},
    {"dkg-signature-z", "z of a trustee's signature over the key generation", BEFORE_SIGNING,
     change_second_message, .which = POINT_BYTES, .check = CHECK_TRUSTEES},
    {"dkg-signature-longer", "a byte behind a second message", BEFORE_SIGNING, longer_message, .which = 2,
     .check = CHECK_ORDER, .also = A2 | A9},
    {"dkg-certificate", "another certificate, and every signature made again for it", BEFORE_SIGNING,
     exchange_certificate, .which = LAST, .check = CHECK_TRUSTEES, .also = A9 | A11 | A12 | A16},
    {"dkg-transcript", "another transcript in the certificate, and every signature made again for it",
     BEFORE_SIGNING, exchange_certificate, .which = 200, .check = CHECK_TRUSTEES,
     .also = A9 | A11 | A12 | A16},
    {"join-salt", "a static key that was not committed to: another salt", BEFORE_SIGNING, change_join,
     .of = "salt", .check = CHECK_ORDER, .also = A2 | A9},
    {"join-key", "a static key that was not committed to: another key", BEFORE_SIGNING, change_join,
     .of = "key", .change = OTHER_POINT, .check = CHECK_ORDER, .also = A2 | A9},
    {"commit-missing", "a commitment is left out", BEFORE_SIGNING, alter_leave_out,
     .type = ENTRY_TRUSTEE_COMMIT, .which = LAST, .check = CHECK_ORDER, .also = A2 | A9},
    {"join-missing", "a static key is left out", BEFORE_SIGNING, alter_leave_out, .type = ENTRY_TRUSTEE_JOIN,
     .which = LAST, .check = CHECK_ORDER, .also = A2 | A9},
    {"commit-twice", "a commitment twice", BEFORE_SIGNING, alter_repeat, .type = ENTRY_TRUSTEE_COMMIT,
     .check = CHECK_ORDER},
    {"dkg-entry-missing", "a message of the key generation is left out of the record", BEFORE_SIGNING,
     alter_leave_out, .type = ENTRY_DKG_MESSAGE, .which = LAST, .check = CHECK_ORDER, .also = A2 | A9},
    {"restart-missing", "a restart of the key generation is left out", BEFORE_SIGNING, alter_leave_out,
     .type = ENTRY_DKG_RESTART, .check = CHECK_ORDER, .also = A2 | A9},
    {"restart-blames-other", "evidence is held against somebody else", BEFORE_SIGNING, change_restart,
     .which = 1, .check = CHECK_TRUSTEES},
    {"restart-without-evidence", "somebody is blamed without evidence", BEFORE_SIGNING, change_restart,
     .which = 0, .check = CHECK_ORDER, .also = A2 | A9},
    {"evidence-accused", "the number of the accused in the evidence", BEFORE_SIGNING, change_evidence,
     .which = 17 + 7, .check = CHECK_TRUSTEES},
    {"evidence-shared-1", "the first shared point of the evidence", BEFORE_SIGNING, change_evidence,
     .which = BLAME, .change = OTHER_POINT, .check = CHECK_TRUSTEES},
    {"evidence-shared-2", "the second shared point of the evidence", BEFORE_SIGNING, change_evidence,
     .which = BLAME + 32, .change = OTHER_POINT, .check = CHECK_TRUSTEES},
    {"evidence-t", "T of the evidence", BEFORE_SIGNING, change_evidence, .which = BLAME + 2 * 32,
     .change = OTHER_POINT, .check = CHECK_TRUSTEES},
    {"evidence-t-e", "T_e of the evidence", BEFORE_SIGNING, change_evidence, .which = BLAME + 3 * 32,
     .change = OTHER_POINT, .check = CHECK_TRUSTEES},
    {"evidence-t-d", "T_d of the evidence", BEFORE_SIGNING, change_evidence, .which = BLAME + 4 * 32,
     .change = OTHER_POINT, .check = CHECK_TRUSTEES},
    {"evidence-z", "z of the evidence", BEFORE_SIGNING, change_evidence, .which = BLAME + 5 * 32,
     .check = CHECK_TRUSTEES},
};
const struct alteration_table alter_trustees = {rows, sizeof rows / sizeof *rows};
