/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Named places where a test can make the server fail. Inert unless the configuration names a folder
 * (`failpoints`). There, a file with the name of a failpoint says what happens each time it is passed:
 *
 *     error        the call fails with ERROR_TEMPORARY, type "failpoint"
 *     error-once   the same, and the file is removed
 *     crash        abort()
 *     pause        NAME.reached is created; goes on once the file NAME is gone
 *
 * All processes of the family look into the same folder.
 */
#ifndef FOLKMOOT_SERVER_FAILPOINT_H
#define FOLKMOOT_SERVER_FAILPOINT_H

#include "base/error.h"

/* `folder` is empty (off) or outlives the process. */
void failpoint_start(const char *folder);
/* true: go on. */
MUST_CHECK bool failpoint(const char *name, struct error *err);

#endif
