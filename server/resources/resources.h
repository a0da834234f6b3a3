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
/* sign_in.c */
void session_post(struct request *request);
void confirmation_post(struct request *request);
/* session.c */
void session_get(struct request *request);
void session_delete(struct request *request);
void sessions_get(struct request *request);
void sessions_delete(struct request *request);
void session_end_delete(struct request *request);
/* invitations.c */
void invitation_post(struct request *request);
void invitation_delete(struct request *request);
void invitation_open_post(struct request *request);
void invitation_acceptance_post(struct request *request);
/* own_account.c */
void password_put(struct request *request);
void totp_put(struct request *request);
void recovery_codes_post(struct request *request);
void signing_key_put(struct request *request);
/* ceremony.c */
void ceremony_get(struct request *request);
/* count_example.c */
void count_example_post(struct request *request);
/* round_staff.c */
void round_staff_get(struct request *request);
/* round_list.c */
void rounds_get(struct request *request);
/* rounds.c */
void round_post(struct request *request);
void round_get(struct request *request);
/* own_rounds.c */
void own_rounds_get(struct request *request);
/* copies.c */
void copies_post(struct request *request);
/* drafts.c */
void draft_get(struct request *request);
void draft_put(struct request *request);
/* imports.c */
void import_preview_post(struct request *request);
void import_post(struct request *request);
void draft_pabulib_get(struct request *request);
/* pictures.c */
void picture_put(struct request *request);
void picture_get(struct request *request);
/* lots.c */
void lot_post(struct request *request);
/* freeze.c */
void readiness_get(struct request *request);
void freeze_post(struct request *request);
/* acts.c */
void acts_get(struct request *request);
void acts_post(struct request *request);
void act_get(struct request *request);
void act_delete(struct request *request);
void act_signature_post(struct request *request);
/* public_acts.c */
void public_acts_get(struct request *request);
void entry_get(struct request *request);
/* turnout.c */
void turnout_get(struct request *request);
void step_post(struct request *request);
void alerts_get(struct request *request);
/* trustees.c */
void trustee_entry_post(struct request *request);
void delivery_part_put(struct request *request);
void opening_get(struct request *request);
void restart_post(struct request *request);
void evidence_post(struct request *request);
/* codes.c */
void credentials_put(struct request *request);
void credentials_handed_over_post(struct request *request);
/* uploads.c */
void batches_get(struct request *request);
void batch_delete(struct request *request);
void upload_put(struct request *request);
void upload_part_put(struct request *request);
void upload_commit_post(struct request *request);
void upload_delete(struct request *request);
/* city.c */
void city_get(struct request *request);
/* assemblies.c */
void assemblies_get(struct request *request);
void assembly_get(struct request *request);
void assembly_post(struct request *request);
/* people.c */
void people_get(struct request *request);
void person_post(struct request *request);
void roles_post(struct request *request);
void access_delete(struct request *request);
/* form.c */
void form_get(struct request *request);
void calendar_get(struct request *request);
void progress_get(struct request *request);
/* closing.c */
void closing_get(struct request *request);
void recount_post(struct request *request);
void verification_post(struct request *request);
/* exports.c */
void result_get(struct request *request);
void bundle_get(struct request *request);
void export_get(struct request *request);
void bundle_signature_post(struct request *request);
/* ballots.c */
void ballot_post(struct request *request);
void receipt_get(struct request *request);
/* credentials.c */
void credential_get(struct request *request);
void serial_get(struct request *request);
void tracker_get(struct request *request);
/* record.c */
void checkpoint_get(struct request *request);
void tile_get(struct request *request);
void blob_get(struct request *request);
/* witness.c */
void witness_checkpoint_post(struct request *request);
void witness_checkpoint_get(struct request *request);
/* mirror.c */
void mirror_get(struct request *request);
void mirror_tile_get(struct request *request);
void mirror_blob_get(struct request *request);
void mirror_credential_get(struct request *request);

#endif
