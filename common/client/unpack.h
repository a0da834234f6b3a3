/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * A bundle that was downloaded, as a folder (docs/protocol.md section 12).
 */
#ifndef FOLKMOOT_CLIENT_UNPACK_H
#define FOLKMOOT_CLIENT_UNPACK_H

#include "record/bundle.h"

/* Write every file of the bundle below `folder`, replacing files of the same names. */
MUST_CHECK bool bundle_unpack(struct bundle *bundle, const char *folder, struct error *err);

#endif
