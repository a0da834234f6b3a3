/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef FOLKMOOT_SERVER_RESOURCES_ACTS_H
#define FOLKMOOT_SERVER_RESOURCES_ACTS_H

#include "ballot/act.h"
#include "server/http/request.h"

/* Answer with the act as it stands now. The round has been loaded (round_load). */
void act_send(struct request *request, int64_t id);
/* Has the person one of the roles that sign it? They may also propose it and withdraw it. */
MUST_CHECK bool act_is_asked(const struct request *request, const struct act_needs *needs);

#endif
