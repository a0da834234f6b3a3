/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * A published bundle in the hands of an insider, who changes something in it and then makes everything fit
 * again that the keys at hand let them: signatures, hashes of blobs, the tree, the checkpoint, the sums.
 *
 *     forgery_open     files and entries in memory
 *     ...              a change to entries or blobs
 *     forgery_settle   who names a changed blob, entry or election names it as it is now, and signs again
 *     ...              a change that is not to be signed again
 *     forgery_log      tree, range, checkpoint with its cosignatures
 *     ...              a change to files that are under SHA256SUMS
 *     forgery_sums     SHA256SUMS and the clerks' signatures
 *     ...              a change to any file
 *     forgery_write
 *
 * What there is no key for stays as it was. Functions that return NULL or false fill the error; ERROR_INPUT
 * "not-applicable" says that the bundle, or the insider, has not what is asked for.
 */
#ifndef FOLKMOOT_TAMPER_FORGERY_H
#define FOLKMOOT_TAMPER_FORGERY_H

#include "ballot/definition.h"
#include "ballot/entry.h"
#include "record/bundle.h"
#include "record/merkle.h"
#include "tamper/insider.h"

struct forged_file {
    char name[BUNDLE_MAX_NAME_BYTES + 1];
    struct buffer content;
};

struct forged_entry {
    struct buffer bytes;
    bool is_new, changed; /* changed: it is to be signed again */
    uint64_t was;         /* its index, unless it is new */
};

struct forgery {
    const char *path; /* of the bundle */
    const struct insider *insider;
    struct arena arena;
    struct forged_file *files;
    size_t file_count, file_capacity;
    struct forged_entry *entries;
    size_t entry_count, entry_capacity;
    uint64_t first, size;        /* of the log before the change */
    struct merkle_frontier edge; /* of the tree of `first` entries */
    struct definition definition;
    struct buffer definition_bytes; /* what it looks into */
    uint8_t eid[HASH_BYTES];
    bool other_eid; /* it is not the one that the ballots were made for */
};

/* NULL unless the bundle reads as far as definition, range and entries, and has an opening. */
MUST_CHECK struct forgery *forgery_open(const char *path, const struct insider *insider, struct error *err);
void forgery_close(struct forgery *f);

/* Files. Removing is by position in the list, adding replaces a file of that name. */
MUST_CHECK struct buffer *forgery_file(struct forgery *f, const char *name, struct error *err);
void forgery_add_file(struct forgery *f, const char *name, struct bytes content);
bool forgery_remove_file(struct forgery *f, const char *name);
void forgery_blob_name(const struct blob_ref *ref, struct buffer *out); /* appends blobs/HEX */
MUST_CHECK struct buffer *forgery_blob(struct forgery *f, const struct blob_ref *ref, struct error *err);
/* Publish these bytes in the place of the blob: whoever named it names the new one. `except`: an entry type
 * that goes on naming the old one (which then stays as well), or ENTRY_TYPES. The bytes are copied. */
MUST_CHECK bool forgery_replace_blob(struct forgery *f, struct blob_ref ref, struct bytes content,
                                     enum entry_type except, struct error *err);

/* Entries of this round, by type: number `which` from 0, or the last. Views, valid until the next insertion
 * or removal. */
enum { LAST = SIZE_MAX };
MUST_CHECK struct forged_entry *forgery_find(struct forgery *f, enum entry_type type, size_t which,
                                             struct error *err);
bool forgery_is(const struct forgery *f, const struct forged_entry *entry, enum entry_type type);
MUST_CHECK bool forgery_parse(struct forgery *f, const struct forged_entry *from, struct entry *out,
                              struct error *err);
/* Put it in the place of the old one, to be signed again by whoever has signed it. */
MUST_CHECK bool forgery_put(struct forgery *f, struct forged_entry *at, const struct entry *entry,
                            struct error *err);
void forgery_insert(struct forgery *f, size_t position, struct bytes bytes);
void forgery_remove(struct forgery *f, size_t position);
size_t forgery_position(const struct forgery *f, const struct forged_entry *entry);
/* A new entry of the round or election, with its ids and the minute of the one before it, signed by nobody
 * yet. */
MUST_CHECK bool forgery_write_entry(struct forgery *f, size_t position, struct entry *entry,
                                    struct error *err);
/* Nobody signs the minute. */
uint64_t forgery_minute(const struct forged_entry *entry);
void forgery_set_minute(struct forged_entry *entry, uint64_t minute);
/* The text `from` once, as `to`. */
MUST_CHECK bool forgery_replace(struct buffer *in, const char *from, const char *to, struct error *err);
bool forgery_holds(const struct buffer *buffer, const char *text);

/* Sign with all keys that the insider has of those under the entry; new ones are by `person`. */
MUST_CHECK bool forgery_sign_again(struct forgery *f, struct entry *entry, struct error *err);
MUST_CHECK bool forgery_sign_by(struct forgery *f, struct entry *entry, const struct sign_public *person,
                                struct error *err);

bool forgery_missing(struct error *err, const char *what); /* "not-applicable"; false */

/* forgery_finish.c */
MUST_CHECK bool forgery_settle(struct forgery *f, struct error *err);
MUST_CHECK bool forgery_log(struct forgery *f, struct error *err);
MUST_CHECK bool forgery_sums(struct forgery *f, struct error *err);
MUST_CHECK bool forgery_write(struct forgery *f, const char *path, struct error *err);
/* Sign SHA256SUMS as it stands now. */
MUST_CHECK bool forgery_sign_sums(struct forgery *f, struct error *err);

#endif
