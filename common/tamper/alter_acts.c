/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Acts: who signed them (check 10). Of each type that people or trustees sign, one with a signature forged;
 * and what somebody with the log alone, or one person alone, could put in.
 */
#include "ballot/act.h"
#include "tamper/alteration.h"

/* ---- signatures ---- */

/* `which` is the number of the entry, from the last if LAST. */
static bool parse(struct forgery *f, const struct alteration *row, struct forged_entry **at,
                  struct entry *out, struct error *err)
{
    *at = forgery_find(f, row->type, row->which, err);
    return *at && forgery_parse(f, *at, out, err) &&
           (out->signature_count > 0 || forgery_missing(err, "nobody has signed it"));
}

/* It is not to be signed again. */
static bool put_as_it_is(struct forgery *f, struct forged_entry *at, const struct entry *entry,
                         struct error *err)
{
    bool ok = forgery_put(f, at, entry, err);
    at->changed = false;
    return ok;
}

/* The signatures, to be changed. */
static struct entry_signature *own_list(struct forgery *f, struct entry *entry)
{
    struct entry_signature *list = arena_allocate(&f->arena, entry->signature_count, sizeof *list);
    memcpy(list, entry->signatures, entry->signature_count * sizeof *list);
    entry->signatures = list;
    return list;
}

static bool forge(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct forged_entry *at;
    struct entry entry;
    if (!parse(f, row, &at, &entry, err))
        return false;
    own_list(f, &entry)[0].signature.bytes[0] ^= 1;
    return put_as_it_is(f, at, &entry, err);
}

static bool sign_less(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct forged_entry *at;
    struct entry entry;
    if (!parse(f, row, &at, &entry, err))
        return false;
    entry.signature_count--;
    return put_as_it_is(f, at, &entry, err);
}

static bool sign_not(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct forged_entry *at;
    struct entry entry;
    if (!parse(f, row, &at, &entry, err))
        return false;
    entry.signature_count = 0;
    return put_as_it_is(f, at, &entry, err);
}

static void sign_with_own_key(struct forgery *f, struct entry *entry, struct error *err)
{
    struct sign_public public;
    struct sign_secret secret;
    sign_key_random(&public, &secret);
    bool signed_ = act_sign(entry, f->definition.origin, &public, &secret, &f->arena, err);
    (void)signed_; /* a new key signs once */
    sodium_memzero(&secret, sizeof secret);
}

/* A key of the insider's own signs in the place of another. */
static bool sign_by_stranger(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct forged_entry *at;
    struct entry entry;
    if (!parse(f, row, &at, &entry, err))
        return false;
    entry.signature_count--;
    sign_with_own_key(f, &entry, err);
    return put_as_it_is(f, at, &entry, err);
}

/* ... beside all who have to. */
static bool sign_by_stranger_too(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct forged_entry *at = forgery_find(f, row->type, row->which, err);
    struct entry entry;
    if (!at || !forgery_parse(f, at, &entry, err))
        return false;
    sign_with_own_key(f, &entry, err);
    return put_as_it_is(f, at, &entry, err);
}

/* A person of another role signs beside all who have to. */
static bool sign_by_other_role(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct forged_entry *at;
    struct entry entry;
    return parse(f, row, &at, &entry, err) &&
           forgery_sign_by(f, &entry, &f->definition.facilitators.list[0].key, err) &&
           put_as_it_is(f, at, &entry, err);
}

/* The act of a trustee is signed by another. */
static bool sign_by_other_trustee(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct forged_entry *at;
    struct entry entry;
    if (!parse(f, row, &at, &entry, err))
        return false;
    if (f->definition.trustees.count == 1)
        return forgery_missing(err, "there is one trustee");
    entry.signature_count = 0;
    return forgery_sign_by(f, &entry, &f->definition.trustees.list[entry.trustee == 1 ? 1 : 0].key, err) &&
           put_as_it_is(f, at, &entry, err);
}

/* What was signed for another log. */
static bool sign_for_other_log(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct forged_entry *at;
    struct entry entry;
    const char *origin = f->definition.origin;
    if (!parse(f, row, &at, &entry, err))
        return false;
    if (!insider_person(f->insider, &entry.signatures[0].key))
        return forgery_missing(err, "a key that has to sign is not at hand");
    f->definition.origin = "other.example/log";
    bool ok = forgery_sign_again(f, &entry, err) && put_as_it_is(f, at, &entry, err);
    f->definition.origin = origin;
    return ok;
}

/* The signatures of one act under another by the same people. */
static bool sign_elsewhere(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct forged_entry *at;
    struct entry entry, other;
    struct alteration of_other = *row;
    of_other.type = ENTRY_SEALING;
    if (!parse(f, &of_other, &at, &other, err) || !parse(f, row, &at, &entry, err))
        return false;
    entry.signature_count = other.signature_count;
    entry.signatures = other.signatures;
    return put_as_it_is(f, at, &entry, err);
}

/* ---- changed after it was signed ---- */

static bool extend_more(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct forged_entry *at;
    struct entry entry;
    if (!parse(f, row, &at, &entry, err))
        return false;
    entry.close++;
    return put_as_it_is(f, at, &entry, err);
}

/* ---- acts of somebody alone ---- */

static bool add(struct forgery *f, enum entry_type behind, struct entry *entry, size_t clerks,
                struct error *err)
{
    const struct forged_entry *at = forgery_find(f, behind, LAST, err);
    if (!at)
        return false;
    memcpy(entry->round, f->definition.round, ROUND_ID_BYTES);
    memcpy(entry->eid, f->eid, HASH_BYTES);
    for (size_t i = 0; i < clerks; i++)
        if (!forgery_sign_by(f, entry, &f->definition.clerks.list[i].key, err))
            return false;
    return forgery_write_entry(f, forgery_position(f, at) + 1, entry, err);
}

static bool needs_two(const struct forgery *f, struct error *err)
{
    return f->definition.act_signers == 2 || forgery_missing(err, "one clerk is enough in this round");
}

static struct blob_ref any_ref(const struct forgery *f)
{
    struct blob_ref ref;
    blob_ref_of(buffer_bytes(&f->definition_bytes), &ref);
    return ref;
}

/* `which`: by so many clerks. */
static bool paper(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct entry entry = {
        .type = ENTRY_PAPER, .site = "town-hall", .box = "1", .papers = any_ref(f), .issued = 1, .valid = 1};
    return needs_two(f, err) && add(f, ENTRY_VOTING_CLOSED, &entry, row->which, err);
}

/* One clerk, and somebody whom nobody knows. */
static bool paper_by_unknown(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct entry entry = {
        .type = ENTRY_PAPER, .site = "town-hall", .box = "1", .papers = any_ref(f), .issued = 1, .valid = 1};
    (void)row;
    memcpy(entry.eid, f->eid, HASH_BYTES);
    sign_with_own_key(f, &entry, err);
    return needs_two(f, err) && add(f, ENTRY_VOTING_CLOSED, &entry, 1, err);
}

static bool void_alone(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct forged_entry *at = forgery_find(f, ENTRY_BALLOT, 0, err);
    struct entry ballot, entry = {.type = ENTRY_VOID, .reason = "lost"};
    if (!needs_two(f, err) || !at || !forgery_parse(f, at, &ballot, err))
        return false;
    entry.credential = ballot.ballot.statement.credential;
    return add(f, ENTRY_VOTING_CLOSED, &entry, row->which, err);
}

static bool batch_void_alone(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct entry issue, entry = {.type = ENTRY_BATCH_VOID, .reason = "lost"};
    const struct forged_entry *at = forgery_find(f, ENTRY_ISSUE, 0, err);
    if (!at || !forgery_parse(f, at, &issue, err))
        return false;
    entry.batch = issue.batch;
    return needs_two(f, err) && add(f, ENTRY_VOTING_CLOSED, &entry, row->which, err);
}

static bool extension(struct forgery *f, const struct alteration *row, struct error *err)
{
    const struct forged_entry *closed = forgery_find(f, ENTRY_VOTING_CLOSED, LAST, err);
    struct entry entry = {.type = ENTRY_EXTENSION, .reason = "outage"};
    if (!closed)
        return false;
    /* closed on time all the same, by a true extension or since it was closed late */
    entry.close = forgery_find(f, ENTRY_EXTENSION, 0, NULL)
                      ? f->definition.schedule.close + 1
                      : forgery_minute(closed) - f->definition.schedule.grace;
    if (entry.close <= f->definition.schedule.close)
        return forgery_missing(err, "voting was closed to the minute");
    return needs_two(f, err) && add(f, ENTRY_ACKNOWLEDGEMENT, &entry, row->which, err);
}

static bool close_early(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct forged_entry *at = forgery_find(f, ENTRY_VOTING_CLOSED, LAST, err);
    struct entry entry;
    (void)row;
    if (!at || !forgery_parse(f, at, &entry, err))
        return false;
    if (strcmp(entry.reason, "on-time") != 0)
        return forgery_missing(err, "it ended early");
    entry.reason = "everyone-voted";
    entry.minute = forgery_minute(at - 1);
    return put_as_it_is(f, at, &entry, err);
}

static bool note(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct entry entry = {.type = ENTRY_NOTE, .incident = "outage"};
    return add(f, ENTRY_VOTING_CLOSED, &entry, row->which, err);
}

static bool issue(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct entry entry;
    const struct forged_entry *at = forgery_find(f, ENTRY_ISSUE, 0, err);
    if (!at || !forgery_parse(f, at, &entry, err))
        return false;
    entry.signature_count = 0;
    return add(f, ENTRY_ISSUE, &entry, row->which, err);
}

static bool merge(struct forgery *f, const struct alteration *row, struct error *err)
{
    const char *from[] = {"a-batch"};
    struct entry entry = {.type = ENTRY_BATCH_MERGE, .from_count = 1, .from = from, .into = "b-batch"};
    return add(f, ENTRY_DEFINITION, &entry, row->which, err);
}

static bool destruction(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct entry entry = {.type = ENTRY_DESTRUCTION, .trustee = 1};
    return add(f, ENTRY_CERTIFIED, &entry, row->which, err);
}

/* What was certified is corrected to what was certified, and certified anew, so that nothing else shows. */
static bool correction(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct forged_entry *at = forgery_find(f, ENTRY_CERTIFIED, LAST, err);
    struct entry certified, entry = {.type = ENTRY_CORRECTION, .reason = "count-error"};
    if (!needs_two(f, err) || !at || !forgery_parse(f, at, &certified, err))
        return false;
    entry.result = certified.result;
    if (!add(f, ENTRY_CERTIFIED, &entry, row->which, err))
        return false;
    certified.minute = 0;
    return forgery_write_entry(f, forgery_position(f, forgery_find(f, ENTRY_CORRECTION, LAST, err)) + 1,
                               &certified, err);
}

static bool annulment(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct entry entry = {.type = ENTRY_ANNULMENT, .reason = "court-order"};
    return needs_two(f, err) && add(f, ENTRY_CERTIFIED, &entry, row->which, err);
}

#define FORGED(of, named, what, also_fail)                                                                   \
    {                                                                                                        \
        "signature-forged-" named, "a signature under " what " is forged", BEFORE_SIGNING, forge,            \
            .type = of, .which = LAST, .check = CHECK_ACTS, .also = also_fail                                \
    }
#define ALONE_ACT(fn, named, what, clerks, also_fail)                                                        \
    {                                                                                                        \
        named, what, BEFORE_SIGNING, fn, .which = clerks, .check = CHECK_ACTS, .also = also_fail             \
    }

static const struct alteration rows[] = {
    FORGED(ENTRY_CREDENTIAL_LIST, "list", "the credential list", 0),
    FORGED(ENTRY_TRUSTEE_COMMIT, "commit", "a trustee's commitment", 0),
    FORGED(ENTRY_TRUSTEE_JOIN, "join", "a trustee's static key", 0),
    FORGED(ENTRY_DKG_MESSAGE, "dkg-message", "a message of the key generation", 0),
    FORGED(ENTRY_OPENING, "opening", "the opening", 0),
    FORGED(ENTRY_ACKNOWLEDGEMENT, "acknowledgement", "an acknowledgement", 0),
    FORGED(ENTRY_ADDITION, "addition", "an addition", 0),
    FORGED(ENTRY_ISSUE, "issue", "the issue of a code", 0),
    FORGED(ENTRY_VOID, "void", "a void", 0),
    FORGED(ENTRY_EXTENSION, "extension", "an extension", 0),
    FORGED(ENTRY_SEALING, "sealing", "the sealing", 0),
    FORGED(ENTRY_DRAW_SOURCE, "draw-source", "the value of the draw", 0),
    FORGED(ENTRY_MIX, "mix", "a mix", 0),
    FORGED(ENTRY_SHARE, "share", "a share", 0),
    FORGED(ENTRY_CERTIFIED, "certified", "the certificate", 0),
    {"signature-missing-sealing", "a signature under the sealing is missing", BEFORE_SIGNING, sign_less,
     .type = ENTRY_SEALING, .check = CHECK_ACTS},
    {"signature-missing-certified", "a signature under the certificate is missing", BEFORE_SIGNING, sign_less,
     .type = ENTRY_CERTIFIED, .check = CHECK_ACTS, .also = A2},
    {"signature-missing-addition", "a signature under an addition is missing", BEFORE_SIGNING, sign_less,
     .type = ENTRY_ADDITION, .check = CHECK_ACTS},
    {"signature-missing-void", "a ballot is withdrawn by one clerk", BEFORE_SIGNING, sign_less,
     .type = ENTRY_VOID, .check = CHECK_ACTS},
    {"signatures-none-opening", "nobody has signed the opening", BEFORE_SIGNING, sign_not,
     .type = ENTRY_OPENING, .check = CHECK_ACTS},
    {"signatures-none-addition", "credentials are added by nobody", BEFORE_SIGNING, sign_not,
     .type = ENTRY_ADDITION, .check = CHECK_ACTS},
    {"signatures-none-sealing", "nobody has signed the sealing", BEFORE_SIGNING, sign_not,
     .type = ENTRY_SEALING, .check = CHECK_ACTS},
    {"signatures-none-share", "nobody has signed a share", BEFORE_SIGNING, sign_not, .type = ENTRY_SHARE,
     .check = CHECK_ACTS},
    {"signed-by-stranger", "a stranger signs in the place of a clerk", BEFORE_SIGNING, sign_by_stranger,
     .type = ENTRY_SEALING, .check = CHECK_ACTS},
    {"signed-by-stranger-too", "a stranger signs beside those who have to", BEFORE_SIGNING,
     sign_by_stranger_too, .type = ENTRY_SEALING, .check = CHECK_ACTS},
    {"signed-where-nobody-signs", "a signature under an entry that nobody signs", BEFORE_SIGNING,
     sign_by_stranger_too, .type = ENTRY_DEFINITION, .check = CHECK_ACTS},
    {"signed-by-other-role", "a facilitator signs beside the clerks", BEFORE_SIGNING, sign_by_other_role,
     .type = ENTRY_SEALING, .check = CHECK_ACTS},
    {"signed-by-other-trustee", "a trustee's share is signed by another", BEFORE_SIGNING,
     sign_by_other_trustee, .type = ENTRY_SHARE, .check = CHECK_ACTS},
    {"signed-for-other-log", "an act was signed for another log", BEFORE_SIGNING, sign_for_other_log,
     .type = ENTRY_SEALING, .check = CHECK_ACTS},
    {"signed-another-act", "the signatures of the sealing stand under the certificate", BEFORE_SIGNING,
     sign_elsewhere, .type = ENTRY_CERTIFIED, .check = CHECK_ACTS},
    {"changed-after-signing", "an extension is longer than was signed", BEFORE_SIGNING, extend_more,
     .type = ENTRY_EXTENSION, .check = CHECK_ACTS, .also = A2 | A8},
    {"closed-early-by-nobody", "voting is ended early, and nobody has signed that", BEFORE_SIGNING,
     close_early, .check = CHECK_ACTS},
    ALONE_ACT(paper, "paper-by-nobody", "papers are entered by nobody", 0, 0),
    ALONE_ACT(paper, "paper-by-one", "papers are entered by one person", 1, 0),
    ALONE_ACT(paper_by_unknown, "paper-by-unknown", "papers are entered by a clerk and a stranger", 0, 0),
    ALONE_ACT(void_alone, "void-by-nobody", "a ballot is withdrawn by nobody", 0, A11 | A12),
    ALONE_ACT(void_alone, "void-by-one", "a ballot is withdrawn after the close by one clerk", 1, A11 | A12),
    ALONE_ACT(batch_void_alone, "batch-void-by-one", "a batch with ballots is made void by one clerk", 1,
              A11 | A12),
    ALONE_ACT(extension, "extension-by-nobody", "voting is extended by nobody", 0, 0),
    ALONE_ACT(extension, "extension-by-one", "voting is extended by one clerk", 1, 0),
    ALONE_ACT(note, "note-by-nobody", "an incident is noted by nobody", 0, 0),
    ALONE_ACT(issue, "issue-by-nobody", "a code is given out by nobody", 0, 0),
    ALONE_ACT(merge, "merge-by-nobody", "batches are merged by nobody", 0, 0),
    ALONE_ACT(merge, "merge-by-clerk", "batches are merged by a clerk instead of the registrar", 1, 0),
    ALONE_ACT(destruction, "destruction-by-nobody", "a trustee's share is said to be destroyed by nobody", 0,
              0),
    ALONE_ACT(correction, "correction-by-nobody", "the result is corrected by nobody", 0, 0),
    ALONE_ACT(correction, "correction-by-one", "the result is corrected by one clerk", 1, 0),
    ALONE_ACT(annulment, "annulment-by-nobody", "the round is annulled by nobody", 0, A2),
    ALONE_ACT(annulment, "annulment-by-one", "the round is annulled by one clerk", 1, A2),
};
const struct alteration_table alter_acts = {rows, sizeof rows / sizeof *rows};
