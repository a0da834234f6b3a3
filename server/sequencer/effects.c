// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/sequencer/effects.h"

#include "ballot/act.h"
#include "ballot/ceremony.h"

enum { SECONDS_A_MINUTE = 60 };

static bool has_row(struct ledger *ledger, enum db_statement statement, const struct db_param *params,
                    size_t count, bool *out, struct error *err)
{
    struct db_result result;
    if (!link_run(ledger->link, statement, params, count, &result, err))
        return false;
    *out = db_rows(&result, 0) > 0;
    return true;
}

/* ---- checks ---- */

static bool check_blobs(struct ledger *ledger, const struct entry *entry, struct error *err)
{
    struct blob_ref refs[ENTRY_REFS_MAX];
    size_t count = entry_refs(entry, refs);
    for (size_t i = 0; i < count; i++) {
        struct db_param params[] = {db_bytes(refs[i].hash, HASH_BYTES), db_integer((int64_t)refs[i].size)};
        bool there;
        if (!has_row(ledger, DB_BLOB_FIND, params, 2, &there, err))
            return false;
        if (!there)
            return error_input(err, "bad-field", "a blob that the entry names is not in the record");
    }
    return true;
}

/* The credential of a void, or the batch of a batch-void: is it there, and has it a ballot? */
static bool check_void(struct ledger *ledger, const struct book_round *round, const struct entry *entry,
                       bool *has_ballot, struct error *err)
{
    struct db_result result;
    bool single = entry->type == ENTRY_VOID;
    struct db_param params[] = {db_integer(round->no), single ? db_bytes(entry->credential.bytes, POINT_BYTES)
                                                              : db_text(entry->batch)};
    if (!link_run(ledger->link, single ? DB_CREDENTIAL_FIND : DB_BATCH_FIND, params, 2, &result, err))
        return false;
    if (db_rows(&result, 0) == 0)
        return error_input(err, "credential-unknown",
                           single ? "this credential is not on the list of the round"
                                  : "there is no such batch in the round");
    if (single && db_get_boolean(&result, 0, 0, 0))
        return error_input(err, "credential-void", "this credential is void already");
    *has_ballot = db_get_boolean(&result, 0, 0, single ? 1 : 0);
    return true;
}

static bool check_signers(struct ledger *ledger, const struct book_round *round, const struct entry *entry,
                          struct error *err)
{
    bool has_ballot = false;
    if (entry->type == ENTRY_DRAFT || entry->type == ENTRY_DEFINITION)
        return entry->signature_count == 0 || error_input(err, "bad-signature", "nobody signs this entry");
    if (!round->state.definition)
        return error_input(err, "round-state", "the round has no definition yet");
    if ((entry->type == ENTRY_VOID || entry->type == ENTRY_BATCH_VOID) &&
        !check_void(ledger, round, entry, &has_ballot, err))
        return false;
    return act_check_signers(round->state.definition, entry, has_ballot, err);
}

static bool batch_matches(const struct db_result *result, size_t row, const struct credential_batch *batch)
{
    return strcmp(db_get_text(result, 0, row, 0), batch->id) == 0 &&
           strcmp(db_get_text(result, 0, row, 1), batch->district) == 0 &&
           strcmp(db_get_text(result, 0, row, 2), batch_purpose_name(batch->purpose)) == 0 &&
           (uint64_t)db_get_integer(result, 0, row, 3) == batch->count &&
           bytes_equal(db_get_bytes(result, 0, row, 4), bytes_of(batch->keys.hash, HASH_BYTES));
}

static bool add_batch(struct ledger *ledger, const struct book_round *round,
                      const struct credential_batch *batch, struct error *err);

/* After an upload was lost the list itself, which a repair loads, has all that it brought. */
static bool upload_again(struct ledger *ledger, const struct book_round *round,
                         const struct credential_list *list, struct error *err)
{
    bool done = true;
    for (size_t i = 0; done && i < list->batch_count; i++)
        done = add_batch(ledger, round, &list->batches[i], err);
    return done;
}

/* A code that was void stays void. */
static bool check_handed_over(struct ledger *ledger, const struct book_round *round, struct error *err)
{
    struct db_param no = db_integer(round->no);
    bool voided = false;
    return !round->state.has_predecessor ||
           (has_row(ledger, DB_LISTED_VOID, &no, 1, &voided, err) &&
            (!voided ||
             error_input(err, "credential-list", "a credential of the list was void in a predecessor")));
}

/* The list that people signed is what the tables hold, key by key. */
static bool check_list(struct ledger *ledger, const struct book_round *round, const struct blob_ref *ref,
                       uint64_t total, struct error *err)
{
    struct buffer bytes = {0};
    struct arena arena = {0};
    struct credential_list list;
    struct db_result result;
    struct db_param no = db_integer(round->no);
    bool done = ledger_read_blob(ledger, ref, &bytes, err) &&
                credential_list_parse(buffer_bytes(&bytes), &arena, &list, err) &&
                credential_list_fits(&list, round->state.definition, err);
    if (done && list.total != total)
        done = error_input(err, "credential-list", "the total is not that of the list");
    bool locked = false;
    done = done && has_row(ledger, DB_ROUND_LOCK, &no, 1, &locked, err);
    if (done && !locked)
        done = error_input(err, "conflict", "credentials of the round are being uploaded at this moment");
    done = done && link_run(ledger->link, DB_LISTED_BATCHES, &no, 1, &result, err);
    if (done && ledger->behind && db_rows(&result, 0) == 0)
        done = upload_again(ledger, round, &list, err) &&
               link_run(ledger->link, DB_LISTED_BATCHES, &no, 1, &result, err);
    bool same = done && db_rows(&result, 0) == list.batch_count;
    for (size_t i = 0; same && i < list.batch_count; i++)
        same = batch_matches(&result, i, &list.batches[i]);
    if (done && !same)
        done = error_input(err, "credential-list",
                           "the list differs from the credentials that were uploaded last");
    done = done && check_handed_over(ledger, round, err);
    arena_clear(&arena);
    buffer_clear(&bytes);
    return done;
}

/* Whether the key is shown is seen when the entry is applied; here whether there was such a tree. */
static bool check_acknowledgement(struct ledger *ledger, const struct entry *entry, struct error *err)
{
    struct db_result result;
    struct db_param size = db_integer((int64_t)entry->size);
    if (!link_run(ledger->link, DB_TREE_AT, &size, 1, &result, err))
        return false;
    if (db_rows(&result, 0) == 0 ||
        !bytes_equal(db_get_bytes(&result, 0, 0, 0), bytes_of(entry->root, HASH_BYTES)))
        return error_input(err, "bad-field", "size and root are not those of a checkpoint of this log");
    return true;
}

static bool check_issue(struct ledger *ledger, const struct book_round *round, const struct entry *entry,
                        struct error *err)
{
    struct db_param batch[] = {db_integer(round->no), db_text(entry->batch)};
    bool there;
    if (!has_row(ledger, DB_BATCH_FIND, batch, 2, &there, err))
        return false;
    if (!there)
        return error_input(err, "bad-field", "there is no batch %s in the round", entry->batch);
    if (!entry->has_voided)
        return true;
    uint64_t serial;
    if (!serial_read(bytes_of_string(entry->voided), &serial, err))
        return false;
    struct db_param row[] = {db_integer(round->no), db_integer((int64_t)serial)};
    if (!has_row(ledger, DB_SERIAL_FIND, row, 2, &there, err))
        return false;
    return there ||
           error_input(err, "credential-unknown", "there is no serial %s in the round", entry->voided);
}

/* What the tables say about one contest. */
static void count_contest(const struct definition *definition, size_t contest, const struct db_result *result,
                          struct contest_totals *out)
{
    for (size_t row = 0; row < db_rows(result, 0); row++) {
        const struct district *district = definition_district(definition, db_get_text(result, 0, row, 0));
        if (!district || !district_has_contest(district, contest))
            continue;
        out->ballots += (uint64_t)db_get_integer(result, 0, row, 1);
        out->withdrawn += (uint64_t)db_get_integer(result, 0, row, 2);
        out->input += (uint64_t)db_get_integer(result, 0, row, 3);
    }
    out->replaced = out->ballots - out->withdrawn - out->input;
    if (contest_is_withheld(&definition->contests[contest], out->input))
        out->withheld = out->input;
}

static bool check_sealing(struct ledger *ledger, const struct book_round *round, const struct entry *entry,
                          struct error *err)
{
    const struct definition *definition = round->state.definition;
    struct db_param no = db_integer(round->no);
    struct db_result result;
    if (!link_run(ledger->link, DB_WHOLE_TABLES, NULL, 0, &result, err) ||
        !link_run(ledger->link, DB_TOTALS, &no, 1, &result, err))
        return false;
    if (entry->contest_count != definition->contest_count)
        return error_input(err, "bad-field", "a sealing names every contest");
    for (size_t i = 0; i < definition->contest_count; i++) {
        const struct contest_totals *said = &entry->contests[i];
        struct contest_totals found = {0};
        count_contest(definition, i, &result, &found);
        if (strcmp(said->contest, definition->contests[i].id) != 0 || said->ballots != found.ballots ||
            said->replaced != found.replaced || said->withdrawn != found.withdrawn ||
            said->input != found.input || said->withheld != found.withheld)
            return error_input(err, "bad-field", "the totals of contest %s are not those of the record",
                               definition->contests[i].id);
    }
    return true;
}

/* No round hands over what was voted with: a key would be in two rounds with ballots. */
static bool check_annulment(struct ledger *ledger, const struct book_round *round, const struct entry *entry,
                            struct error *err)
{
    struct db_param no = db_integer(round->no);
    bool voted = false;
    return !entry->has_successor || (has_row(ledger, DB_BALLOT_ANY, &no, 1, &voted, err) &&
                                     (!voted || error_input(err, "round-state",
                                                            "the round has a ballot: its codes cannot be "
                                                            "handed over")));
}

static bool read_blob(void *context, const struct blob_ref *ref, struct buffer *out, struct error *err)
{
    return ledger_read_blob(context, ref, out, err);
}

/* A message that everybody can see to be bad does not enter the record. */
static bool check_message(struct ledger *ledger, const struct book_round *round, const struct entry *entry,
                          struct error *err)
{
    const struct blob_source source = {read_blob, ledger};
    struct ceremony ceremony = {0};
    struct dkg_session session;
    struct dkg_message message;
    struct dkg_signature signature;
    struct buffer bytes = {0};
    bool done = ledger_read_blob(ledger, &entry->message, &bytes, err);
    if (done && entry->step == 1)
        done = ceremony_session(&round->state, &session, err) &&
               ceremony_message(&session, buffer_bytes(&bytes), &message, err);
    else if (done)
        done = ceremony_load(&ceremony, &round->state, &source, NULL, err) &&
               ceremony_signature(&ceremony, entry->trustee, buffer_bytes(&bytes), &signature, err);
    ceremony_clear(&ceremony);
    buffer_clear(&bytes);
    return done;
}

static bool check_opening(struct ledger *ledger, const struct book_round *round, const struct entry *entry,
                          struct error *err)
{
    const struct blob_source source = {read_blob, ledger};
    struct ceremony ceremony = {0};
    if (!check_list(ledger, round, &entry->credentials, round->state.listed, err))
        return false;
    bool done = round->definition.trustees.count == 1 ||
                (ceremony_load(&ceremony, &round->state, &source, NULL, err) &&
                 ceremony_certify(&ceremony, &round->state, &source, NULL, err) &&
                 ceremony_check_opening(&ceremony, entry, err));
    ceremony_clear(&ceremony);
    return done;
}

static bool check_evidence(struct ledger *ledger, const struct book_round *round, const struct entry *entry,
                           struct error *err)
{
    const struct blob_source source = {read_blob, ledger};
    return !entry->has_evidence || ceremony_check_evidence(&round->state, entry, &source, err);
}

bool effects_check(struct ledger *ledger, const struct book_round *round, const struct entry *entry,
                   struct error *err)
{
    if (!check_signers(ledger, round, entry, err) || !check_blobs(ledger, entry, err))
        return false;
    switch (entry->type) {
    case ENTRY_CREDENTIAL_LIST:
        return check_list(ledger, round, &entry->list, entry->total, err);
    case ENTRY_DKG_MESSAGE:
        return check_message(ledger, round, entry, err);
    case ENTRY_DKG_RESTART:
        return check_evidence(ledger, round, entry, err);
    case ENTRY_OPENING:
        return check_opening(ledger, round, entry, err);
    case ENTRY_ACKNOWLEDGEMENT:
        return check_acknowledgement(ledger, entry, err);
    case ENTRY_ISSUE:
        return check_issue(ledger, round, entry, err);
    case ENTRY_SEALING:
        return check_sealing(ledger, round, entry, err);
    case ENTRY_ANNULMENT:
        return check_annulment(ledger, round, entry, err);
    default:
        return true;
    }
}

/* ---- effects ---- */

static bool add_batch(struct ledger *ledger, const struct book_round *round,
                      const struct credential_batch *batch, struct error *err)
{
    struct buffer blob = {0};
    struct keys keys;
    struct db_array list = {0}, serials = {0};
    struct db_result result;
    db_array_begin(&list, DB_ARRAY_BYTEA);
    db_array_begin(&serials, DB_ARRAY_BIGINT);
    bool done =
        ledger_read_blob(ledger, &batch->keys, &blob, err) && keys_read(buffer_bytes(&blob), &keys, err);
    for (size_t i = 0; done && i < keys.count; i++) {
        db_array_add_bytes(&list, bytes_of(keys.list[i].bytes, POINT_BYTES));
        db_array_add_integer(&serials, (int64_t)serial_of(&keys.list[i]));
    }
    if (done) {
        struct db_param head[] = {db_integer(round->no), db_text(batch->id), db_text(batch->district),
                                  db_text(batch_purpose_name(batch->purpose)), db_integer((int64_t)keys.count)};
        struct db_param rows[] = {db_integer(round->no), db_text(batch->id), db_array(&list),
                                  db_array(&serials)};
        done = link_run(ledger->link, DB_BATCH_ADD, head, 5, &result, err);
        if (done && db_affected(&result, 0) != 1)
            done = error_input(err, "credential-list", "there is a batch %s already", batch->id);
        done = done && link_run(ledger->link, DB_CREDENTIALS_ADD, rows, 4, &result, err);
        if (done && (uint64_t)db_affected(&result, 0) != keys.count)
            done = error_input(err, "serial-clash", "a key or serial of batch %s is in the round already",
                               batch->id);
    }
    db_array_clear(&list);
    db_array_clear(&serials);
    buffer_clear(&blob);
    return done;
}

static bool add_list(struct ledger *ledger, const struct book_round *round, const struct entry *entry,
                     struct error *err)
{
    struct buffer bytes = {0};
    struct arena arena = {0};
    struct credential_list list;
    bool done = ledger_read_blob(ledger, &entry->list, &bytes, err) &&
                credential_list_parse(buffer_bytes(&bytes), &arena, &list, err) &&
                credential_list_fits(&list, round->state.definition, err);
    if (done && list.total != entry->total)
        done = error_input(err, "credential-list", "the total is not that of the list");
    for (size_t i = 0; done && i < list.batch_count; i++)
        done = add_batch(ledger, round, &list.batches[i], err);
    done = done && check_handed_over(ledger, round, err);
    arena_clear(&arena);
    buffer_clear(&bytes);
    return done;
}

/* Work that was done before is to be done again with what has come since. */
static void renew_job(struct ledger *ledger, const struct book_round *round, const char *kind,
                      const char *contest)
{
    struct db_param row[] = {db_integer(round->no), db_text(kind), db_text(contest)};
    link_send(ledger->link, DB_JOB_RENEW, row, 3);
}

bool effects_do(struct ledger *ledger, const struct book_round *round, const struct entry *entry,
                uint64_t index, struct error *err)
{
    struct db_param no = db_integer(round->no), at = db_integer((int64_t)index);
    switch (entry->type) {
    case ENTRY_DEFINITION:
        if (strcmp(round->definition.origin, ledger->origin) != 0)
            return error_input(err, "definition", "the definition is for the log %s",
                               round->definition.origin);
        return true;
    case ENTRY_ADDITION:
        return add_list(ledger, round, entry, err);
    case ENTRY_VOID: {
        struct db_param row[] = {no, db_bytes(entry->credential.bytes, POINT_BYTES), at};
        link_send(ledger->link, DB_VOID_ADD, row, 3);
        return true;
    }
    case ENTRY_BATCH_VOID: {
        struct db_param row[] = {no, db_text(entry->batch), at};
        link_send(ledger->link, DB_BATCH_VOID_ADD, row, 3);
        return true;
    }
    case ENTRY_DKG_MESSAGE:
        if (round_has_all(&round->state, round->state.sent[1]))
            renew_job(ledger, round, "key", "");
        return true;
    case ENTRY_DKG_RESTART: /* an opening under the key that there was can no longer come */
        renew_job(ledger, round, "key", "");
        link_send(ledger->link, DB_OPENINGS_WITHDRAW, &no, 1);
        return true;
    case ENTRY_MIX:
        if (round->definition.trustees.count > 1)
            renew_job(ledger, round, "mix", entry->contest);
        return true;
    case ENTRY_CHAIN_RESTART:
        renew_job(ledger, round, "mix", entry->contest);
        return true;
    case ENTRY_SHARE:
        if (round->definition.trustees.count > 1)
            renew_job(ledger, round, "count", "");
        return true;
    case ENTRY_CORRECTION: /* the files of the corrected result, too */
        renew_job(ledger, round, "count", "");
        renew_job(ledger, round, "bundle", "");
        return true;
    case ENTRY_CERTIFIED:
        renew_job(ledger, round, "bundle", "");
        return true;
    default:
        return true;
    }
}

/* ---- what follows ---- */

static void add_job(struct ledger *ledger, const struct book_round *round, const char *kind,
                    const char *contest, uint64_t not_before_minute)
{
    struct db_param row[] = {db_integer(round->no), db_text(kind), db_text(contest),
                             db_integer((int64_t)(not_before_minute * SECONDS_A_MINUTE))};
    link_send(ledger->link, DB_JOB_ADD, row, 4);
}

/* Shares may come: where ties are drawn with a public value, that value is in the record before. */
static bool may_share(const struct round_state *state)
{
    enum draw_source source = state->definition->draw.source;
    return state->draw_value || (source != DRAW_DICE && source != DRAW_DRAND);
}

static bool has_shares(const struct round_state *state, const struct round_contest *contest)
{
    return (size_t)__builtin_popcount(contest->shared) >= state->definition->threshold;
}

/* Adding a job that is there already changes nothing, so this names all work that the state allows. */
static void add_tally_jobs(struct ledger *ledger, const struct book_round *round)
{
    const struct round_state *state = &round->state;
    const struct definition *definition = state->definition;
    bool complete = true;
    for (size_t i = 0; i < definition->contest_count; i++) {
        const struct round_contest *contest = &state->contests[i];
        const char *id = definition->contests[i].id;
        if (!contest->done)
            add_job(ledger, round, "mix", id, state->sealed_minute + definition->schedule.objection);
        else if (contest->has_input && may_share(state) && definition->trustees.count == 1)
            add_job(ledger, round, "share", id, 0);
        complete = complete && contest->done && (!contest->has_input || has_shares(state, contest));
    }
    if (complete)
        add_job(ledger, round, "count", "", 0);
}

static void add_jobs(struct ledger *ledger, const struct book_round *round)
{
    switch (round->state.phase) {
    case ROUND_FROZEN:
        if (round->definition.trustees.count == 1)
            add_job(ledger, round, "key", "", 0);
        break;
    case ROUND_SEALED:
    case ROUND_MIXING:
        add_tally_jobs(ledger, round);
        break;
    case ROUND_COUNTED:
    case ROUND_CERTIFIED:
        add_job(ledger, round, "bundle", "", 0);
        break;
    default:
        return;
    }
    link_send(ledger->link, DB_JOB_NOTIFY, NULL, 0);
}

void effects_finish(struct ledger *ledger, const struct book_round *round)
{
    const struct round_state *state = &round->state;
    struct db_param row[] = {
        db_integer(round->no),
        db_text(round_phase_name(state->phase)),
        state->definition ? db_bytes(state->definition_ref.hash, HASH_BYTES) : db_null(),
        state->has_list ? db_bytes(state->list.hash, HASH_BYTES) : db_null(),
        state->has_eid ? db_bytes(state->key.bytes, POINT_BYTES) : db_null(),
        state->has_eid ? db_bytes(state->eid, HASH_BYTES) : db_null(),
        state->has_eid ? db_integer((int64_t)state->close) : db_null(),
        state->sealed_minute ? db_integer((int64_t)state->sealed_minute) : db_null(),
        state->has_successor ? db_bytes(state->successor, ROUND_ID_BYTES) : db_null(),
    };
    link_send(ledger->link, DB_ROUND_SET, row, sizeof row / sizeof *row);
    add_jobs(ledger, round);
}
