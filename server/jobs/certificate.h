/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The two files of a bundle that are for people: the certificate to print and how to check the bundle. Both
 * are made from the definition and the result alone, so that the same round gives the same bytes.
 */
#ifndef FOLKMOOT_SERVER_JOBS_CERTIFICATE_H
#define FOLKMOOT_SERVER_JOBS_CERTIFICATE_H

#include <jansson.h>

#include "ballot/round.h"

/* `title` may be NULL; `texts` maps "option/CONTEST/ID" and "contest/ID" to titles (JSON object of strings).
 * `result` is the value of result.json. A page of HTML without script or outside references. */
void certificate_write(const struct round_state *state, const char *title, const json_t *texts,
                       const json_t *result, struct buffer *out);
/* `clerks`: file names of the signing clerks' keys, joined by spaces in the commands. */
void verify_text_write(const struct round_state *state, char *const *clerks, size_t clerk_count,
                       struct buffer *out);

#endif
