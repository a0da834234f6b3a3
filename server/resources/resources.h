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

#endif
