/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Below bundle.h: a bundle that is a zip file. bundle_zip.c reads it with libzip; bundle_nozip.c refuses it,
 * in the program of trustees, who read folders only (docs/decisions/static-trustee.md).
 */
#ifndef FOLKMOOT_RECORD_BUNDLE_ZIP_H
#define FOLKMOOT_RECORD_BUNDLE_ZIP_H

#include "record/bundle.h"

struct bundle_zip;

/* `size` is that of what is there, uncompressed; 0 where only reading it would tell. */
typedef bool bundle_zip_add(void *context, const char *name, uint64_t index, uint64_t size,
                            struct error *err);
/* Every entry of it is given to `add`, whose refusal is the result. NULL on failure. */
MUST_CHECK struct bundle_zip *bundle_zip_open(const char *path, bundle_zip_add *add, void *context,
                                              struct error *err);
void bundle_zip_close(struct bundle_zip *zip);
/* As bundle_stream, of the entry with this index. */
MUST_CHECK bool bundle_zip_stream(struct bundle_zip *zip, uint64_t index, const char *name, bundle_take *take,
                                  void *context, struct error *err);

#endif
