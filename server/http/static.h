/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The built front end, read into memory at the start. A file NAME may have NAME.br and NAME.gz beside it,
 * which are not files of their own but its variants. Paths are looked up, never joined to a folder, so no
 * path can lead out of it.
 */
#ifndef FOLKMOOT_SERVER_HTTP_STATIC_H
#define FOLKMOOT_SERVER_HTTP_STATIC_H

#include "base/buffer.h"
#include "base/error.h"

struct request;
struct statics;

enum static_encoding { STATIC_BROTLI, STATIC_GZIP, STATIC_IDENTITY, STATIC_ENCODINGS };

struct static_variant {
    struct bytes content; /* data NULL: there is no such variant */
    char etag[48];        /* strong, with quotes: SHA-256 of these bytes */
};

struct static_file {
    const char *path; /* "/assets/main-1a2b3c4d.js" */
    const char *type; /* media type */
    bool immutable;   /* its name holds a hash of its content */
    struct static_variant variant[STATIC_ENCODINGS];
};

/* Regular files whose names do not begin with a dot. An empty `folder` gives an empty set. */
MUST_CHECK bool statics_load(const char *folder, struct statics **out, struct error *err);
/* Pictures that the texts of rounds name, as /pictures/NAME. The name of a file is the SHA-256 of its content
 * in hex and an extension, so that whoever knows the name knows the picture; another name is ERROR_INPUT. */
MUST_CHECK bool statics_load_pictures(const char *folder, struct statics **out, struct error *err);
void statics_free(struct statics *statics);
/* `path` as decoded from the request; a path that ends with "/" finds its index.html. NULL: none. */
const struct static_file *statics_find(const struct statics *statics, const char *path);
/* The best variant that `accept_encoding` (a header, or NULL) admits. */
enum static_encoding static_choose(const struct static_file *file, const char *accept_encoding);
/* Does an If-None-Match header (or NULL) name this tag? Weak comparison, as RFC 9110 section 13.1.2. */
bool static_etag_matches(const char *if_none_match, const char *etag);
/* The header of what never changes, since its name holds a hash of it. */
void static_say_forever(struct request *request);
/* Answer the request with the file. It is not copied. */
void static_send(struct request *request, const struct static_file *file);

#endif
