/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Everything that somebody inside could change in a published bundle, by name, with the check of the verifier
 * (verify/report.h) that must notice it. For tests of this verifier and of others, and for those who want to
 * see what theirs are worth.
 */
#ifndef FOLKMOOT_TAMPER_TAMPER_H
#define FOLKMOOT_TAMPER_TAMPER_H

#include "tamper/insider.h"
#include "verify/report.h"

enum alteration_outcome { ALTERATION_FAILS, ALTERATION_INCOMPLETE };
/* What the verifier has to be given from elsewhere: the checkpoint of the true bundle, or the key of the log.
 */
enum alteration_beside { ALONE, KEPT_CHECKPOINT, TRUE_LOG_KEY };

struct alteration;
size_t tamper_count(void);
const struct alteration *tamper_alteration(size_t number); /* number < tamper_count() */
const struct alteration *tamper_find(const char *name);    /* or NULL */

const char *tamper_name(const struct alteration *alteration);
const char *tamper_what(const struct alteration *alteration);
enum check tamper_check(const struct alteration *alteration);
enum alteration_outcome tamper_outcome(const struct alteration *alteration);
enum alteration_beside tamper_beside(const struct alteration *alteration);
/* Bit n: check n may fail, or be incomplete, with it as a consequence. */
unsigned tamper_also(const struct alteration *alteration);

/* Write the altered bundle to the zip `out` (NULL: only try). Whatever the insider has keys for fits it.
 * ERROR_INPUT "not-applicable": the bundle, or the insider, does not have what it takes. */
MUST_CHECK bool tamper_apply(const struct alteration *alteration, const char *bundle,
                             const struct insider *insider, const char *out, struct error *err);

#endif
