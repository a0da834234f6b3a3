// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Every address of the server but the static files: what, who, how much (docs/api/openapi.json).
#include "ballot/ballot.h"
#include "record/witness.h"
#include "server/http/router.h"
#include "server/pages/render.h"
#include "server/resources/deliveries.h"
#include "server/resources/resources.h"

enum {
    SESSION_BODY_BYTES = 4096,
    ACT_BODY_BYTES = 16384,
    DRAFT_BODY_BYTES = 4 << 20,
    PART_BODY_BYTES = 3 << 19, /* 1 MiB of keys in base64url */
    CODES_BODY_BYTES = 512 << 20, /* ten million keys */
    TRUSTEE_BODY_BYTES = 256 << 10, /* an entry with a small blob; large ones come in parts */
};

#define STAFF .access = ACCESS_ROLE, .roles = ROLE_STAFF
#define ONLY(role) .access = ACCESS_ROLE, .roles = (role)
#define CONFIRMED .confirm = CONFIRM_ALWAYS

const char *const irreversible_acts[] = {"opening",    "voting-closed", "sealing", "certified",
                                         "correction", "annulment",     NULL};

const struct route routes[] = {
    {METHOD_GET, "/healthz", ACCESS_PUBLIC, .handle = health_get},
    {METHOD_GET, "/metrics", ACCESS_PUBLIC, .handle = metrics_get},

    {METHOD_POST, "/api/v1/session", ACCESS_PUBLIC, .body_bytes = SESSION_BODY_BYTES, .handle = session_post,
     .check_origin = true},
    {METHOD_GET, "/api/v1/session", ACCESS_SIGNED_IN, .handle = session_get},
    {METHOD_DELETE, "/api/v1/session", ACCESS_SIGNED_IN, .handle = session_delete},
    {METHOD_POST, "/api/v1/session/confirmation", ACCESS_SIGNED_IN, .body_bytes = SESSION_BODY_BYTES,
     .handle = confirmation_post},
    {METHOD_GET, "/api/v1/sessions", ACCESS_SIGNED_IN, .handle = sessions_get},
    {METHOD_DELETE, "/api/v1/sessions", ACCESS_SIGNED_IN, .handle = sessions_delete},
    {METHOD_DELETE, "/api/v1/sessions/{session}", ACCESS_SIGNED_IN, .handle = session_end_delete},
    {METHOD_POST, "/api/v1/invitation", ACCESS_PUBLIC, .body_bytes = SESSION_BODY_BYTES,
     .handle = invitation_open_post, .check_origin = true},
    {METHOD_POST, "/api/v1/invitation/acceptance", ACCESS_PUBLIC, .body_bytes = SESSION_BODY_BYTES,
     .handle = invitation_acceptance_post, .check_origin = true},

    {METHOD_GET, "/api/v1/city", ACCESS_PUBLIC, .handle = city_get},
    {METHOD_GET, "/api/v1/assemblies", ACCESS_PUBLIC, .handle = assemblies_get},
    {METHOD_POST, "/api/v1/assemblies", ACCESS_ADMINISTRATOR, .body_bytes = SESSION_BODY_BYTES,
     .handle = assembly_post},
    {METHOD_GET, "/api/v1/people", ACCESS_ADMINISTRATOR, .handle = people_get},
    {METHOD_POST, "/api/v1/people", ACCESS_ADMINISTRATOR, CONFIRMED, .body_bytes = ACT_BODY_BYTES,
     .handle = person_post},
    {METHOD_POST, "/api/v1/people/{person}/invitation", ACCESS_ADMINISTRATOR, CONFIRMED,
     .handle = invitation_post},
    {METHOD_DELETE, "/api/v1/people/{person}/invitation", ACCESS_ADMINISTRATOR, .handle = invitation_delete},
    {METHOD_POST, "/api/v1/people/{person}/roles", ACCESS_ADMINISTRATOR, CONFIRMED,
     .body_bytes = ACT_BODY_BYTES, .handle = roles_post},
    {METHOD_DELETE, "/api/v1/people/{person}/access", ACCESS_ADMINISTRATOR, CONFIRMED,
     .handle = access_delete},
    {METHOD_PUT, "/api/v1/people/me/signing-key", ACCESS_SIGNED_IN, CONFIRMED,
     .body_bytes = SESSION_BODY_BYTES, .handle = signing_key_put},
    {METHOD_PUT, "/api/v1/people/me/password", ACCESS_SIGNED_IN, CONFIRMED, .body_bytes = SESSION_BODY_BYTES,
     .handle = password_put},
    {METHOD_PUT, "/api/v1/people/me/totp", ACCESS_SIGNED_IN, CONFIRMED, .body_bytes = SESSION_BODY_BYTES,
     .handle = totp_put},
    {METHOD_POST, "/api/v1/people/me/recovery-codes", ACCESS_SIGNED_IN, CONFIRMED,
     .handle = recovery_codes_post},

    {METHOD_GET, "/api/v1/rounds", ACCESS_PUBLIC, .handle = rounds_get, .session = true},
    {METHOD_POST, "/api/v1/assemblies/{assembly}/rounds", ONLY(ROLE_FACILITATOR), .scope = SCOPE_ASSEMBLY,
     .body_bytes = SESSION_BODY_BYTES, .handle = round_post},
    {METHOD_GET, "/api/v1/rounds/{round}", ACCESS_PUBLIC, .handle = round_get, .session = true},
    {METHOD_GET, "/api/v1/rounds/{round}/draft", ONLY(ROLE_FACILITATOR), .scope = SCOPE_ROUND,
     .handle = draft_get},
    {METHOD_PUT, "/api/v1/rounds/{round}/draft", ONLY(ROLE_FACILITATOR), .scope = SCOPE_ROUND,
     .body_bytes = DRAFT_BODY_BYTES, .handle = draft_put},
    {METHOD_POST, "/api/v1/rounds/{round}/freeze", ONLY(ROLE_FACILITATOR), .scope = SCOPE_ROUND,
     .body_bytes = SESSION_BODY_BYTES, .handle = freeze_post},
    {METHOD_PUT, "/api/v1/rounds/{round}/credentials", ONLY(ROLE_CLERK), .scope = SCOPE_ROUND,
     .body_bytes = CODES_BODY_BYTES, .handle = credentials_put},
    {METHOD_POST, "/api/v1/rounds/{round}/credentials/handed-over", ONLY(ROLE_CLERK), .scope = SCOPE_ROUND,
     .body_bytes = SESSION_BODY_BYTES, .handle = credentials_handed_over_post},
    {METHOD_GET, "/api/v1/rounds/{round}/batches", STAFF, .scope = SCOPE_ROUND, .handle = batches_get},
    {METHOD_DELETE, "/api/v1/rounds/{round}/batches/{batch}", ONLY(ROLE_CLERK), .scope = SCOPE_ROUND,
     .body_bytes = SESSION_BODY_BYTES, .handle = batch_delete},
    {METHOD_PUT, "/api/v1/rounds/{round}/uploads/{upload}", ONLY(ROLE_CLERK), .scope = SCOPE_ROUND,
     .body_bytes = SESSION_BODY_BYTES, .handle = upload_put},
    {METHOD_PUT, "/api/v1/rounds/{round}/uploads/{upload}/parts/{part}", ONLY(ROLE_CLERK),
     .scope = SCOPE_ROUND, .body_bytes = PART_BODY_BYTES, .handle = upload_part_put},
    {METHOD_POST, "/api/v1/rounds/{round}/uploads/{upload}/commit", ONLY(ROLE_CLERK), .scope = SCOPE_ROUND,
     .body_bytes = SESSION_BODY_BYTES, .handle = upload_commit_post},
    {METHOD_DELETE, "/api/v1/rounds/{round}/uploads/{upload}", ONLY(ROLE_CLERK), .scope = SCOPE_ROUND,
     .body_bytes = SESSION_BODY_BYTES, .handle = upload_delete},
    {METHOD_GET, "/api/v1/rounds/{round}/serials/{serial}", STAFF, .scope = SCOPE_ROUND, .handle = serial_get},
    {METHOD_GET, "/api/v1/rounds/{round}/acts", STAFF, .scope = SCOPE_ROUND, .handle = acts_get},
    {METHOD_POST, "/api/v1/rounds/{round}/acts", STAFF, .scope = SCOPE_ROUND, .body_bytes = ACT_BODY_BYTES,
     .handle = acts_post},
    {METHOD_GET, "/api/v1/acts/{act}", STAFF, .scope = SCOPE_ACT, .handle = act_get},
    {METHOD_POST, "/api/v1/acts/{act}/signatures", STAFF, .scope = SCOPE_ACT, .confirm = CONFIRM_IRREVERSIBLE,
     .body_bytes = ACT_BODY_BYTES, .handle = act_signature_post},
    {METHOD_POST, "/api/v1/rounds/{round}/trustee-entries", ACCESS_PUBLIC, .body_bytes = TRUSTEE_BODY_BYTES,
     .handle = trustee_entry_post},
    {METHOD_PUT, "/api/v1/rounds/{round}/trustee-entries/{blob}/parts/{part}", ACCESS_PUBLIC,
     .body_bytes = DELIVERY_PART_BYTES, .handle = delivery_part_put},
    {METHOD_POST, "/api/v1/rounds/{round}/evidence", ACCESS_PUBLIC, .body_bytes = SESSION_BODY_BYTES,
     .handle = evidence_post},
    {METHOD_GET, "/api/v1/rounds/{round}/opening", ACCESS_PUBLIC, .handle = opening_get},
    {METHOD_POST, "/api/v1/rounds/{round}/restarts", ONLY(ROLE_CLERK), .scope = SCOPE_ROUND,
     .body_bytes = SESSION_BODY_BYTES, .handle = restart_post},
    {METHOD_GET, "/api/v1/rounds/{round}/progress", ACCESS_PUBLIC, .handle = progress_get},
    {METHOD_GET, "/api/v1/rounds/{round}/form", ACCESS_PUBLIC, .handle = form_get},
    {METHOD_GET, "/api/v1/rounds/{round}/calendar", ACCESS_PUBLIC, .handle = calendar_get},
    {METHOD_GET, "/api/v1/rounds/{round}/result", ACCESS_PUBLIC, .scope = SCOPE_ROUND, .handle = result_get,
     .session = true},
    {METHOD_GET, "/api/v1/rounds/{round}/bundle", ACCESS_PUBLIC, .scope = SCOPE_ROUND, .handle = bundle_get,
     .session = true},
    {METHOD_GET, "/api/v1/rounds/{round}/exports/{name}", ACCESS_PUBLIC, .scope = SCOPE_ROUND,
     .handle = export_get, .session = true},
    {METHOD_GET, "/api/v1/rounds/{round}/charts/{name}", ACCESS_PUBLIC, .handle = chart_get},
    {METHOD_POST, "/api/v1/rounds/{round}/bundle-signatures", ONLY(ROLE_CLERK), .scope = SCOPE_ROUND,
     CONFIRMED, .body_bytes = ACT_BODY_BYTES, .handle = bundle_signature_post},

    {METHOD_POST, "/api/v1/rounds/{round}/ballots", ACCESS_PUBLIC, .body_bytes = BALLOT_BYTES_MAX,
     .handle = ballot_post},
    {METHOD_GET, "/api/v1/rounds/{round}/ballots/{ballot}/receipt", ACCESS_PUBLIC, .handle = receipt_get},
    {METHOD_GET, "/api/v1/rounds/{round}/credentials/{key}", ACCESS_PUBLIC, .handle = credential_get},
    {METHOD_GET, "/api/v1/trackers/{tracker}", ACCESS_PUBLIC, .handle = tracker_get},
    {METHOD_GET, "/log/checkpoint", ACCESS_PUBLIC, .handle = checkpoint_get},
    {METHOD_GET, "/log/tile/{path*}", ACCESS_PUBLIC, .handle = tile_get},
    {METHOD_GET, "/log/blob/{hash}", ACCESS_PUBLIC, .handle = blob_get},

    {METHOD_POST, "/witness/add-checkpoint", ACCESS_PUBLIC, .body_bytes = WITNESS_REQUEST_MAX_BYTES,
     .handle = witness_checkpoint_post},
    {METHOD_GET, "/witness/{hash}/checkpoint", ACCESS_PUBLIC, .handle = witness_checkpoint_get},
};
const size_t route_count = sizeof routes / sizeof *routes;
