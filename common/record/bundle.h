/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The published bundle of a round (docs/protocol.md section 11): a deterministic zip, or a folder with the
 * same files; and SHA256SUMS in the format of sha256sum.
 *
 * Names are relative paths of parts [A-Za-z0-9._-]+ joined by '/', no part "." or "..", at most
 * BUNDLE_MAX_NAME_BYTES.
 */
#ifndef FOLKMOOT_RECORD_BUNDLE_H
#define FOLKMOOT_RECORD_BUNDLE_H

#include <sodium.h>

#include "base/buffer.h"
#include "base/error.h"

enum {
    BUNDLE_MAX_NAME_BYTES = 200,
    BUNDLE_MAX_FILES = 1 << 20,
    BUNDLE_MAX_DEPTH = 16,
};

MUST_CHECK bool bundle_name_is_valid(const char *name);

/* Writing: files are stored uncompressed, sorted by name, dated 1980-01-01, mode 0644: the same files make
 * the same bytes, in whatever order they are added. */
struct bundle_writer;
struct bundle_writer *bundle_writer_new(void) __attribute__((returns_nonnull));
void bundle_writer_free(struct bundle_writer *writer);
/* A bad or repeated name is ERROR_INPUT. The content is copied. */
MUST_CHECK bool bundle_add(struct bundle_writer *writer, const char *name, struct bytes content,
                           struct error *err);
/* The content is read from the file at `path` now (for its hash) and again in bundle_finish. */
MUST_CHECK bool bundle_add_file(struct bundle_writer *writer, const char *name, const char *path,
                                struct error *err);
/* Append the SHA256SUMS lines of all files added so far, sorted by name. */
void bundle_append_sums(const struct bundle_writer *writer, struct buffer *out);
/* Write the zip to `path` (a temporary name first, fsync, rename). The writer can only be freed after. */
MUST_CHECK bool bundle_finish(struct bundle_writer *writer, const char *path, struct error *err);

/* Reading a zip file or a folder. Refuses bad and repeated names, symbolic links, special files, encrypted
 * entries, more than BUNDLE_MAX_FILES. */
struct bundle;
MUST_CHECK struct bundle *bundle_open(const char *path, struct error *err);
void bundle_close(struct bundle *bundle);
size_t bundle_count(const struct bundle *bundle);
/* Sorted by name; index < bundle_count. */
const char *bundle_name(const struct bundle *bundle, size_t index);
MUST_CHECK bool bundle_has(const struct bundle *bundle, const char *name);
/* Append the content of one file. "missing" when it is not there, "too-large" above `limit` bytes. */
MUST_CHECK bool bundle_read(struct bundle *bundle, const char *name, size_t limit, struct buffer *out,
                            struct error *err);
/* Give the content to `take` block by block, for files that memory should not hold; false from it stops. A
 * zip's checksum is only known at the end: what was taken counts when this returns true. */
typedef bool bundle_take(void *context, struct bytes block, struct error *err);
MUST_CHECK bool bundle_stream(struct bundle *bundle, const char *name, bundle_take *take, void *context,
                              struct error *err);
/* SHA-256 of one file, without holding it in memory. */
MUST_CHECK bool bundle_hash(struct bundle *bundle, const char *name, uint8_t out[crypto_hash_sha256_BYTES],
                            struct error *err);

/* Every line of `sums` (strict: lower-case hex, two spaces, valid name, sorted, no repeats) must match the
 * bundle, and every file of the bundle must be listed, but SHA256SUMS itself and SHA256SUMS.*.minisig.
 * "missing" when a listed file is not there, "bad-sum" when it differs, "unlisted" for one too many. */
MUST_CHECK bool bundle_check_sums(struct bundle *bundle, struct bytes sums, struct error *err);

#endif
