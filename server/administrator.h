/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The first person of a city, who can sign in before there is anybody to add people.
 */
#ifndef FOLKMOOT_SERVER_ADMINISTRATOR_H
#define FOLKMOOT_SERVER_ADMINISTRATOR_H

#include "base/error.h"

/* Add an administrator, or give a person that login a new name and password and the role. Blocks. */
MUST_CHECK bool administrator_put(const char *conninfo, const char *login, const char *name,
                                  const char *password, struct error *err);

#endif
