/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The assemblies of the city: a neighbourhood, a council, the city as a whole. They form a tree, or several.
 */
#ifndef FOLKMOOT_SERVER_RESOURCES_ASSEMBLIES_H
#define FOLKMOOT_SERVER_RESOURCES_ASSEMBLIES_H

#include "server/resources/rounds.h"

/* A new reference to {"id", "name", "parent"?, "above": [assembly], "below": [assembly], "rounds": [round]}
 * (docs/api/openapi.json, AssemblyWithRounds): those above it with the nearest last, all below it, and the
 * rounds of it and of all below that everybody may see. `id` NULL: of the whole city, without id and name.
 * An assembly that is not there is answered with "not-found". */
void assembly_json_load(struct request *request, const char *id, round_json_then *then);

#endif
