/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The handlers that the route table (server/routes.c) names; one file for each thing in the API.
 */
#ifndef FOLKMOOT_SERVER_RESOURCES_RESOURCES_H
#define FOLKMOOT_SERVER_RESOURCES_RESOURCES_H

struct request;

/* health.c */
void health_get(struct request *request);
/* metrics.c */
void metrics_get(struct request *request);
/* session.c */
void session_post(struct request *request);
void session_get(struct request *request);
void session_delete(struct request *request);
/* rounds.c */
void rounds_get(struct request *request);
void round_post(struct request *request);
void round_get(struct request *request);
/* drafts.c */
void draft_get(struct request *request);
void draft_put(struct request *request);
void freeze_post(struct request *request);
/* acts.c */
void acts_get(struct request *request);
void acts_post(struct request *request);
void act_get(struct request *request);
void act_signature_post(struct request *request);

#endif
