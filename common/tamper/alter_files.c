/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Files: SHA256SUMS and its signatures, and what is missing (checks 1 and 2).
 */
#include <stdio.h>

#include "tamper/alteration.h"

/* `format` with the file name of clerk number `which`. */
static const char *of_clerk(struct forgery *f, const char *format, size_t which)
{
    char name[PERSON_NAME_BYTES_MAX + 1];
    person_file_name(f->definition.clerks.list[which].name, name);
    size_t len = strlen(format);
    char *path = arena_allocate(&f->arena, len + sizeof name, 1);
    snprintf(path, len + sizeof name, "%.*s%s%s", (int)(strchr(format, '*') - format), format, name,
             strchr(format, '*') + 1);
    return path;
}

static const char minisig[] = "SHA256SUMS.*.minisig", public_key[] = "keys/*.pub";

static bool signature_byte(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct buffer *file = forgery_file(f, of_clerk(f, minisig, 0), err);
    (void)row;
    if (file)
        file->data[file->len / 2] ^= 1;
    return file != NULL;
}

static bool drop_signature(struct forgery *f, const struct alteration *row, struct error *err)
{
    (void)row;
    return forgery_remove_file(f, of_clerk(f, minisig, 0)) || forgery_missing(err, "no clerk has signed");
}

static bool drop_clerk_key(struct forgery *f, const struct alteration *row, struct error *err)
{
    (void)row;
    return forgery_remove_file(f, of_clerk(f, public_key, 0)) || forgery_missing(err, "no clerk has signed");
}

/* The signature of one clerk stands for that of another too. */
static bool one_clerk_for_two(struct forgery *f, const struct alteration *row, struct error *err)
{
    (void)row;
    if (f->definition.clerks.count < 2)
        return forgery_missing(err, "there is one clerk");
    const struct buffer *one = forgery_file(f, of_clerk(f, minisig, 0), err);
    if (!one || !forgery_file(f, of_clerk(f, minisig, 1), err))
        return false;
    forgery_add_file(f, of_clerk(f, minisig, 1), buffer_bytes(one));
    return true;
}

static bool sign_with(struct forgery *f, const struct minisign_secret *key, const char *comment,
                      struct error *err)
{
    struct buffer signature = {0};
    const struct buffer *sums = forgery_file(f, "SHA256SUMS", err);
    bool ok = sums && minisign_sign(key, buffer_bytes(sums), "clerk", comment, &signature, err);
    if (ok)
        forgery_add_file(f, of_clerk(f, minisig, 0), buffer_bytes(&signature));
    buffer_clear(&signature);
    return ok;
}

/* A key that the definition does not pin, and everything signed with it. */
static bool other_clerk_key(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct minisign_secret key;
    struct minisign_public public;
    struct buffer text = {0};
    (void)row;
    minisign_generate(&key);
    minisign_public_of(&key, &public);
    minisign_public_append(&public, &text);
    forgery_add_file(f, of_clerk(f, public_key, 0), buffer_bytes(&text));
    buffer_clear(&text);
    return forgery_sums(f, err) && sign_with(f, &key, "", err);
}

static bool strange_signature(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct minisign_secret key;
    (void)row;
    minisign_generate(&key);
    return sign_with(f, &key, "", err);
}

/* The kind that is not prehashed: "Ed" instead of "ED" in the first two bytes, so "RW" instead of "RU". */
static bool legacy_signature(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct buffer *file = forgery_file(f, of_clerk(f, minisig, 0), err);
    (void)row;
    return file && forgery_replace(file, "\nRU", "\nRW", err);
}

static bool trusted_comment(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct buffer *file = forgery_file(f, of_clerk(f, minisig, 0), err);
    (void)row;
    return file && forgery_replace(file, "\ntrusted comment: ", "\ntrusted comment: not ", err);
}

/* The lines of SHA256SUMS; signed again by the clerks. */

static char *last_line(struct buffer *sums)
{
    char *text = buffer_string(sums), *end = text + sums->len - 1;
    while (end > text && end[-1] != '\n')
        end--;
    return end;
}

static bool unlisted_file(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct buffer *sums = forgery_file(f, "SHA256SUMS", err);
    (void)row;
    if (!sums)
        return false;
    sums->len = (size_t)(last_line(sums) - (char *)sums->data);
    return forgery_sign_sums(f, err);
}

static bool repeated_line(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct buffer *sums = forgery_file(f, "SHA256SUMS", err), line = {0};
    (void)row;
    if (!sums)
        return false;
    buffer_append_string(&line, last_line(sums));
    buffer_append_bytes(sums, buffer_bytes(&line));
    buffer_clear(&line);
    return forgery_sign_sums(f, err);
}

static bool lines_out_of_order(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct buffer *sums = forgery_file(f, "SHA256SUMS", err), changed = {0};
    (void)row;
    if (!sums)
        return false;
    char *last = last_line(sums);
    buffer_append_string(&changed, last);
    buffer_append(&changed, sums->data, (size_t)(last - (char *)sums->data));
    buffer_clear(sums);
    *sums = changed;
    return forgery_sign_sums(f, err);
}

static bool binary_mark(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct buffer *sums = forgery_file(f, "SHA256SUMS", err);
    (void)row;
    return sums && forgery_replace(sums, "  ", " *", err) && forgery_sign_sums(f, err);
}

/* ---- more files, fewer files ---- */

static bool add_file(struct forgery *f, const struct alteration *row, struct error *err)
{
    (void)err;
    forgery_add_file(f, row->of, bytes_of_string(row->to));
    return true;
}

/* The blob that an entry of a type names. */
static bool drop_blob(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct blob_ref refs[ENTRY_REFS_MAX];
    struct buffer name = {0};
    struct entry entry;
    const struct forged_entry *at = forgery_find(f, row->type, row->which, err);
    if (!at || !forgery_parse(f, at, &entry, err))
        return false;
    if (!entry_refs(&entry, refs))
        return forgery_missing(err, "the entry names no blob");
    forgery_blob_name(&refs[0], &name);
    bool ok = forgery_remove_file(f, buffer_string(&name)) || forgery_missing(err, "the blob is not there");
    buffer_clear(&name);
    return ok;
}

/* Number `which` of the blobs that an entry names. */
static bool blob_byte(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct blob_ref refs[ENTRY_REFS_MAX];
    struct entry entry;
    const struct forged_entry *at = forgery_find(f, row->type, 0, err);
    if (!at || !forgery_parse(f, at, &entry, err))
        return false;
    if (entry_refs(&entry, refs) <= row->which)
        return forgery_missing(err, "the entry names no such blob");
    struct buffer *blob = forgery_blob(f, &refs[row->which], err);
    if (blob)
        blob->data[blob->len - 1] ^= 1;
    return blob != NULL;
}

static bool drop_ballots(struct forgery *f, const struct alteration *row, struct error *err)
{
    (void)row;
    for (size_t i = 0; i < f->file_count; i++) {
        const char *name = f->files[i].name, *dot = strrchr(name, '.');
        if (!strchr(name, '/') && dot && (strcmp(dot, ".pb") == 0 || strcmp(dot, ".csv") == 0))
            return forgery_remove_file(f, name);
    }
    return forgery_missing(err, "no contest was counted");
}

#define EMPTY_BLOB "blobs/e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

static const struct alteration rows[] = {
    {"certificate-byte", "a byte of certificate.html", AT_LAST, alter_file_byte, .of = "certificate.html",
     .which = 20, .check = CHECK_FILES},
    {"verify-txt-byte", "a byte of VERIFY.txt", AT_LAST, alter_file_byte, .of = "VERIFY.txt", .which = 3,
     .check = CHECK_FILES},
    {"sums-byte", "a byte of SHA256SUMS", AT_LAST, alter_file_byte, .of = "SHA256SUMS", .which = 3,
     .check = CHECK_FILES},
    {"sums-line-missing", "a file is not in SHA256SUMS, which the clerks have signed", AT_LAST, unlisted_file,
     .check = CHECK_FILES},
    {"sums-line-twice", "a line twice in SHA256SUMS", AT_LAST, repeated_line, .check = CHECK_FILES},
    {"sums-order", "SHA256SUMS is not in order", AT_LAST, lines_out_of_order, .check = CHECK_FILES},
    {"sums-binary-mark", "a line of SHA256SUMS written in another way", AT_LAST, binary_mark,
     .check = CHECK_FILES},
    {"clerk-signature-byte", "a byte of a clerk's signature over SHA256SUMS", AT_LAST, signature_byte,
     .check = CHECK_FILES},
    {"clerk-signature-missing", "a clerk's signature over SHA256SUMS is missing", AT_LAST, drop_signature,
     .check = CHECK_FILES, .also = A2, .outcome = ALTERATION_INCOMPLETE},
    {"clerk-signature-of-other-clerk", "one clerk's signature stands for another's", AT_LAST,
     one_clerk_for_two, .check = CHECK_FILES},
    {"clerk-signature-of-stranger", "SHA256SUMS is signed with the key of nobody", AT_LAST, strange_signature,
     .check = CHECK_FILES},
    {"clerk-signature-legacy", "a signature of the kind that is not prehashed", AT_LAST, legacy_signature,
     .check = CHECK_FILES},
    {"clerk-signature-comment", "the trusted comment of a signature", AT_LAST, trusted_comment,
     .check = CHECK_FILES},
    {"clerk-key-exchanged", "another key for a clerk's signature", AT_LAST, other_clerk_key,
     .check = CHECK_FILES},
    {"clerk-key-missing", "the key file of a clerk is missing", AT_LAST, drop_clerk_key, .check = CHECK_FILES,
     .also = A2, .outcome = ALTERATION_INCOMPLETE},
    {"certificate-missing", "certificate.html is withheld", AT_LAST, alter_drop_file,
     .of = "certificate.html", .check = CHECK_CANONICAL, .also = A1, .outcome = ALTERATION_INCOMPLETE},
    {"certificate-never-there", "certificate.html is withheld and not in SHA256SUMS", BEFORE_SUMS,
     alter_drop_file, .of = "certificate.html", .check = CHECK_CANONICAL, .outcome = ALTERATION_INCOMPLETE},
    {"result-missing", "result.json is withheld", BEFORE_SUMS, alter_drop_file, .of = "result.json",
     .check = CHECK_COUNT, .also = A2 | A14 | A15 | A17, .outcome = ALTERATION_INCOMPLETE},
    {"ballots-missing", "a file of decrypted ballots is withheld", BEFORE_SUMS, drop_ballots,
     .check = CHECK_PROFILE, .also = A2, .outcome = ALTERATION_INCOMPLETE},
    {"definition-missing", "definition.json is withheld", BEFORE_SUMS, alter_drop_file,
     .of = "definition.json", .check = CHECK_DEFINITION,
     .also = A1 | A2 | A4 | A5 | A6 | A8 | A9 | A10 | A11 | A12 | A13 | A14 | A15 | A16 | A17,
     .outcome = ALTERATION_INCOMPLETE},
    {"entries-missing", "the entries are withheld", BEFORE_SUMS, alter_drop_file, .of = "record/entries",
     .check = CHECK_CANONICAL,
     .also = A1 | A3 | A4 | A5 | A6 | A8 | A9 | A10 | A11 | A12 | A13 | A14 | A15 | A16 | A17,
     .outcome = ALTERATION_INCOMPLETE},
    {"range-missing", "record/range.json is withheld", BEFORE_SUMS, alter_drop_file,
     .of = "record/range.json", .check = CHECK_CANONICAL,
     .also = A1 | A3 | A4 | A5 | A6 | A8 | A9 | A10 | A11 | A12 | A13 | A14 | A15 | A16 | A17,
     .outcome = ALTERATION_INCOMPLETE},
    {"list-missing", "the credential list is withheld", BEFORE_SUMS, drop_blob, .type = ENTRY_CREDENTIAL_LIST,
     .check = CHECK_BALLOTS, .also = A2 | A8 | A11 | A12 | A16 | A17},
    {"mix-missing", "a mix is withheld", BEFORE_SUMS, drop_blob, .type = ENTRY_MIX, .check = CHECK_MIXES,
     .also = A2 | A13 | A14 | A15 | A16 | A17, .outcome = ALTERATION_INCOMPLETE},
    {"share-missing", "a decryption share is withheld", BEFORE_SUMS, drop_blob, .type = ENTRY_SHARE,
     .check = CHECK_SHARES, .also = A2 | A14 | A15 | A16 | A17, .outcome = ALTERATION_INCOMPLETE},
    {"dkg-message-missing", "a message of the key generation is withheld", BEFORE_SUMS, drop_blob,
     .type = ENTRY_DKG_MESSAGE, .which = LAST, .check = CHECK_TRUSTEES, .also = A2,
     .outcome = ALTERATION_INCOMPLETE},
    {"evidence-missing", "the evidence of a restart is withheld", BEFORE_SUMS, drop_blob,
     .type = ENTRY_DKG_RESTART, .check = CHECK_TRUSTEES, .also = A2, .outcome = ALTERATION_INCOMPLETE},
    {"definition-blob-byte", "a byte of the definition's blob, under the name of the true one", BEFORE_SUMS,
     blob_byte, .type = ENTRY_DEFINITION, .check = CHECK_FILES},
    {"result-blob-byte", "a byte of the result's blob, under the name of the true one", BEFORE_SUMS,
     blob_byte, .type = ENTRY_COUNTED, .check = CHECK_FILES},
    {"certificate-blob-byte", "a byte of the certificate of the key, under the name of the true one",
     BEFORE_SUMS, blob_byte, .type = ENTRY_OPENING, .which = 2, .check = CHECK_FILES},
    {"file-added", "a file that does not belong there", BEFORE_SUMS, add_file, .of = "notes.txt",
     .to = "more\n", .check = CHECK_CANONICAL},
    {"blob-added", "a blob that no entry names", BEFORE_SUMS, add_file, .of = EMPTY_BLOB, .to = "",
     .check = CHECK_CANONICAL},
};
const struct alteration_table alter_files = {rows, sizeof rows / sizeof *rows};
