/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * From a handler to the sequencer and back.
 */
#ifndef FOLKMOOT_SERVER_RESOURCES_SUBMIT_H
#define FOLKMOOT_SERVER_RESOURCES_SUBMIT_H

#include "ballot/entry.h"
#include "server/http/request.h"

/* Hand one entry (its minute is set by the sequencer) to the sequencer; `then` runs when it is in the record
 * (err NULL, `index` its place) or was refused, unless the request has ended. `act`: the work.act row it
 * comes from, or 0. */
typedef void submit_then(struct request *request, uint64_t index, const struct error *err);
void submit_entry(struct request *request, const struct entry *entry, int64_t act, submit_then *then);
/* The same for entries that are appended together, as entry_write_submission() writes them; `index` is that
 * of the first. */
void submit_group(struct request *request, const struct bytes *entries, size_t count, int64_t act,
                  submit_then *then);

#endif
