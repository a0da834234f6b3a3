/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What a city serves to voters, compared with what the definition of a round pins (docs/protocol.md section
 * 5, `pages`): the vote and the check page in every language, and whatever scripts, styles and pictures these
 * name, each as browsers ask for it, in every encoding.
 */
#ifndef FOLKMOOT_CLIENT_SERVED_H
#define FOLKMOOT_CLIENT_SERVED_H

#include "ballot/definition.h"

/* One answer. */
struct served_file {
    const char *path, *encoding;
    long status; /* of HTTP; other than 200: it is missing */
    uint8_t hash[HASH_BYTES];
    bool pinned; /* status 200, and these are the bytes of a file that the definition pins */
    struct bytes content;
};

typedef void served_report(void *context, const struct served_file *file);

/* Ask for the files of `round` (base64url) in these languages and report each; *unserved counts those that
 * are pinned, but were in no answer. ERROR_TEMPORARY "unreachable" when an answer did not come. */
MUST_CHECK bool served_look(const char *base_url, const struct definition *definition, const char *round,
                            const char *const *languages, size_t language_count, served_report *report,
                            void *context, size_t *unserved, struct error *err);

#endif
