/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Pictures that drafts and the texts of rounds name: files of the operator's folder (option pictures_folder),
 * and those that facilitators bring, in the database. Both are named by the SHA-256 of their bytes, so
 * neither ever changes.
 */
#ifndef FOLKMOOT_SERVER_RESOURCES_PICTURES_H
#define FOLKMOOT_SERVER_RESOURCES_PICTURES_H

#include "server/http/request.h"

/* SHA-256 in hex and an extension. */
bool picture_name_is_valid(const char *name);
/* Every text in `json`, however deep, that is such a name becomes a key of the object `names`. */
void pictures_collect(const json_t *json, json_t *names);
/* Add the statement that asks for those of `names` that are in the database. */
void pictures_ask(struct db_unit *unit, const json_t *names);
/* From its result: an object whose keys are those of `names` that the server has, released with the request.
 */
const json_t *pictures_there(struct request *request, const json_t *names, const struct db_result *result,
                             size_t statement);

#endif
