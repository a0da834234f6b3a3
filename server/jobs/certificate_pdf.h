/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The certificate of a result to print, sign by hand and hang up, in one of the languages of the site. It is
 * a view, as certificate.html is: what counts is the bundle, which it names by its hashes.
 */
#ifndef FOLKMOOT_SERVER_JOBS_CERTIFICATE_PDF_H
#define FOLKMOOT_SERVER_JOBS_CERTIFICATE_PDF_H

#include <jansson.h>

#include "ballot/round.h"
#include "server/pages/messages.h"

struct certificate_source {
    const char *city, *base_url;
    const struct round_state *state;
    const char *title;    /* of the round, or NULL */
    const json_t *titles; /* as certificate_write (certificate.h) */
    const json_t *result; /* the value of result.json */
    uint64_t closed;      /* minute */
    const struct entry *certified;
    uint8_t sums[HASH_BYTES]; /* SHA-256 of SHA256SUMS */
};

/* Append the PDF. `language` is the one of `texts`. */
MUST_CHECK bool certificate_pdf_write(const struct certificate_source *source, const char *language,
                                      const struct translation *texts, struct buffer *out, struct error *err);

#endif
