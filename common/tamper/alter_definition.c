/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The definition: what it says of costs, rules and people is under the hash that every ballot was made for
 * (check 3, and check 9 where everything else was made to fit).
 */
#include <stdio.h>

#include "base/encoding.h"
#include "tamper/alteration.h"

/* A number behind `of`, one greater. */
static bool raise_number(struct buffer *text, const char *of, struct error *err)
{
    char from[64], to[64];
    const uint8_t *found = memmem(text->data, text->len, of, strlen(of));
    if (!found)
        return forgery_missing(err, "the definition has no such member");
    unsigned long long value = 0;
    for (found += strlen(of); *found >= '0' && *found <= '9'; found++)
        value = 10 * value + (unsigned)(*found - '0');
    snprintf(from, sizeof from, "%s%llu", of, value);
    snprintf(to, sizeof to, "%s%llu", of, value + 1);
    return forgery_replace(text, from, to, err);
}

static bool change_text(const struct alteration *row, struct buffer *text, struct error *err)
{
    return row->from ? forgery_replace(text, row->from, row->to, err) : raise_number(text, row->of, err);
}

/* Only the file. */
static bool change_file(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct buffer *file = forgery_file(f, "definition.json", err);
    return file && change_text(row, file, err);
}

/* The blob and who names it: all, or all but the opening. definition.json is changed too. */
static bool change_blob(struct forgery *f, const struct alteration *row, enum entry_type except,
                        struct error *err)
{
    struct buffer *file = forgery_file(f, "definition.json", err), changed = {0};
    struct blob_ref ref;
    if (!file)
        return false;
    blob_ref_of(buffer_bytes(file), &ref);
    bool ok = change_text(row, file, err);
    if (ok) {
        buffer_append_bytes(&changed, buffer_bytes(file));
        ok = forgery_replace_blob(f, ref, buffer_bytes(&changed), except, err);
    }
    buffer_clear(&changed);
    return ok;
}

static bool change_all(struct forgery *f, const struct alteration *row, struct error *err)
{
    return change_blob(f, row, ENTRY_TYPES, err);
}

static bool change_all_but_opening(struct forgery *f, const struct alteration *row, struct error *err)
{
    return change_blob(f, row, ENTRY_OPENING, err);
}

/* The entry names another blob than the file. */
static bool change_blob_only(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct buffer kept = {0};
    struct buffer *file = forgery_file(f, "definition.json", err);
    if (!file)
        return false;
    buffer_append_bytes(&kept, buffer_bytes(file));
    bool ok = change_blob(f, row, ENTRY_OPENING, err);
    forgery_add_file(f, "definition.json", buffer_bytes(&kept));
    buffer_clear(&kept);
    return ok;
}

static bool change_draft(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct forged_entry *at = forgery_find(f, ENTRY_DRAFT, 0, err);
    struct entry draft;
    if (!at || !forgery_parse(f, at, &draft, err))
        return false;
    uint8_t *changed = strcmp(row->of, "nonce") == 0 ? draft.nonce : draft.round;
    changed[0] ^= 1;
    return forgery_put(f, at, &draft, err);
}

/* A clerk is exchanged for a person with a key of the insider's own. */
static bool exchange_clerk(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct buffer from = {0}, to = {0};
    struct sign_public public;
    struct sign_secret secret;
    sign_key_random(&public, &secret);
    sodium_memzero(&secret, sizeof secret);
    struct alteration exchange = *row;
    base64url_append(&from, bytes_of(f->definition.clerks.list[0].key.bytes, SIGN_PUBLIC_BYTES));
    base64url_append(&to, bytes_of(public.bytes, SIGN_PUBLIC_BYTES));
    exchange.from = buffer_string(&from);
    exchange.to = buffer_string(&to);
    bool ok = change_blob(f, &exchange, ENTRY_TYPES, err);
    buffer_clear(&from);
    buffer_clear(&to);
    return ok;
}

static const struct alteration rows[] = {
    {"definition-file-cost", "a cost in definition.json alone", BEFORE_SUMS, change_file,
     .of = "\"cost\":", .check = CHECK_DEFINITION, .also = A15 | A16},
    {"definition-file-envelope", "an envelope in definition.json alone", BEFORE_SUMS, change_file,
     .of = "\"envelope\":", .check = CHECK_DEFINITION, .also = A15 | A16},
    {"definition-file-rule", "a rule in definition.json alone", BEFORE_SUMS, change_file,
     .from = "\"on_misfit\":\"skip\"", .to = "\"on_misfit\":\"stop\"", .check = CHECK_DEFINITION,
     .also = A15 | A16},
    {"definition-file-space", "white space in definition.json", BEFORE_SUMS, change_file,
     .from = "{\"act_signers\":", .to = "{ \"act_signers\":", .check = CHECK_DEFINITION},
    {"definition-blob-cost", "a cost in the blob of the definition", BEFORE_SIGNING, change_blob_only,
     .of = "\"cost\":", .check = CHECK_DEFINITION, .also = A2 | A4 | A8 | A9},
    {"definition-not-opened", "a cost in definition and blob, but not the one that was opened",
     BEFORE_SIGNING, change_all_but_opening, .of = "\"cost\":", .check = CHECK_ORDER, .also = A2 | A4 | A9},
    {"definition-cost", "another cost, and every signature made again for it", BEFORE_SIGNING, change_all,
     .of = "\"cost\":", .check = CHECK_BALLOTS, .also = A4 | A11 | A12 | A16},
    {"definition-rule", "another rule, and every signature made again for it", BEFORE_SIGNING, change_all,
     .from = "\"on_misfit\":\"skip\"", .to = "\"on_misfit\":\"stop\"", .check = CHECK_BALLOTS,
     .also = A4 | A11 | A12 | A16},
    {"definition-pool", "a smaller least pool, and every signature made again for it", BEFORE_SIGNING,
     change_all, .of = "\"pool_min\":", .check = CHECK_BALLOTS, .also = A4 | A11 | A12 | A16},
    {"definition-rehearsal", "a rehearsal is certified", BEFORE_SIGNING, change_all,
     .from = "\"kind\":\"real\"", .to = "\"kind\":\"rehearsal\"", .check = CHECK_DEFINITION,
     .also = A2 | A4 | A8 | A9 | A11 | A12 | A16},
    {"definition-lot", "a lot that did not put the options into their order", BEFORE_SIGNING, change_all,
     .from = "\"options\":[", .to = "\"lot\":{\"source\":\"dice\",\"value\":\"1234561234\"},\"options\":[",
     .check = CHECK_DEFINITION},
    {"definition-of-other-log", "the definition of another log", BEFORE_SIGNING, change_all,
     .from = "\"origin\":\"", .to = "\"origin\":\"other.", .check = CHECK_DEFINITION, .also = A2 | A4 | A10},
    {"definition-clerk", "a clerk is exchanged for somebody else", BEFORE_SIGNING, exchange_clerk,
     .check = CHECK_ACTS, .also = A2 | A4 | A9 | A11 | A12 | A16},
    {"definition-twice", "the definition twice", BEFORE_SIGNING, alter_repeat, .type = ENTRY_DEFINITION,
     .check = CHECK_ORDER},
    {"draft-nonce", "another nonce than that of the draft", BEFORE_SIGNING, change_draft, .of = "nonce",
     .check = CHECK_DEFINITION, .also = A2},
    {"draft-round", "the draft of another round", BEFORE_SIGNING, change_draft, .of = "round",
     .check = CHECK_DEFINITION, .also = A2 | A4 | A8},
    {"draft-missing", "the draft is left out", BEFORE_SIGNING, alter_leave_out, .type = ENTRY_DRAFT,
     .check = CHECK_DEFINITION, .also = A2 | A4 | A8},
    {"draft-twice", "the draft twice", BEFORE_SIGNING, alter_repeat, .type = ENTRY_DRAFT,
     .check = CHECK_ORDER},
    {"opening-missing", "the opening is left out", BEFORE_SIGNING, alter_leave_out, .type = ENTRY_OPENING,
     .check = CHECK_CANONICAL},
};
const struct alteration_table alter_definition = {rows, sizeof rows / sizeof *rows};
