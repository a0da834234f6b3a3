/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Why a project won or lost, in sentences, from the steps of a trace (docs/counting.md, "The result"): their
 * `outcome` chooses the message, their other members are its arguments.
 */
#ifndef FOLKMOOT_SERVER_PAGES_REASON_H
#define FOLKMOOT_SERVER_PAGES_REASON_H

#include "server/pages/views.h"

/* The part of a count that decided: greedy's, when the comparison of equal shares fell that way. */
const json_t *reason_deciding(const json_t *count);

/* About everybody: what voters start with, how a comparison fell. Nothing for most rules. */
void reason_write_start(const struct view *view, const json_t *count);

/* The sentences for the project of step `number` (from 0) of `by`, those of an earlier step for it first. */
void reason_write(const struct view *view, const json_t *contest, const json_t *by, size_t number);

/* What would have changed that, from the project's element of an explanation (NULL: nothing is said). */
void reason_write_margins(const struct view *view, const json_t *contest, const json_t *margins);

/* A fraction of minor units as money, rounded. */
void reason_append_fraction(const struct view *view, struct buffer *out, const char *fraction, bool up);

#endif
