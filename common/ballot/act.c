/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "ballot/act.h"

static void hash_act(enum tag tag, const char *origin, struct bytes act, uint8_t out[HASH_BYTES])
{
    struct transcript transcript;
    transcript_init(&transcript, tag);
    transcript_bytes(&transcript, bytes_of_string(origin));
    transcript_bytes(&transcript, act);
    transcript_hash32(&transcript, out);
}

void act_digest(const char *origin, struct bytes act, uint8_t out[HASH_BYTES])
{
    hash_act(TAG_ACT, origin, act, out);
}

static bool hash_entry(enum tag tag, const char *origin, const struct entry *entry, uint8_t out[HASH_BYTES],
                       struct error *err)
{
    struct buffer act = {0};
    bool ok = act_write(entry, &act, err);
    if (ok)
        hash_act(tag, origin, buffer_bytes(&act), out);
    buffer_clear(&act);
    return ok;
}

bool act_eid(const char *origin, const struct entry *opening, uint8_t eid[HASH_BYTES], struct error *err)
{
    return hash_entry(TAG_ELECTION, origin, opening, eid, err);
}

static int compare_keys(const struct sign_public *a, const struct sign_public *b)
{
    return memcmp(a->bytes, b->bytes, SIGN_PUBLIC_BYTES);
}

bool act_add_signature(struct entry *entry, const char *origin, const struct entry_signature *signature,
                       struct arena *arena, struct error *err)
{
    uint8_t digest[HASH_BYTES];
    if (!hash_entry(TAG_ACT, origin, entry, digest, err))
        return false;
    if (!sign_verify(&signature->key, digest, &signature->signature))
        return error_input(err, "bad-signature", "the signature does not fit this act and key");
    if (entry->signature_count == ENTRY_SIGNATURES_MAX)
        return error_input(err, "bad-signature", "at most %d signatures", ENTRY_SIGNATURES_MAX);
    size_t place = 0;
    while (place < entry->signature_count && compare_keys(&entry->signatures[place].key, &signature->key) < 0)
        place++;
    if (place < entry->signature_count && compare_keys(&entry->signatures[place].key, &signature->key) == 0)
        return error_input(err, "bad-signature", "this key has signed already");
    struct entry_signature *list = arena_allocate(arena, entry->signature_count + 1, sizeof *list);
    for (size_t i = 0; i <= entry->signature_count; i++)
        list[i] = i == place ? *signature : entry->signatures[i - (i > place)];
    entry->signatures = list;
    entry->signature_count++;
    return true;
}

bool act_sign(struct entry *entry, const char *origin, const struct sign_public *public,
              const struct sign_secret *secret, struct arena *arena, struct error *err)
{
    uint8_t digest[HASH_BYTES];
    struct entry_signature signature = {.key = *public};
    if (!hash_entry(TAG_ACT, origin, entry, digest, err))
        return false;
    sign_digest(secret, digest, &signature.signature);
    return act_add_signature(entry, origin, &signature, arena, err);
}

bool act_needs_of(const struct definition *definition, const struct entry *entry, bool has_ballot,
                  struct act_needs *out, struct error *err)
{
    struct act_needs needs = {0};
    size_t two = definition->act_signers;
    switch (entry->type) {
    case ENTRY_BATCH_MERGE:
        needs.registrars = 1;
        break;
    case ENTRY_CREDENTIAL_LIST:
    case ENTRY_ADDITION:
        needs.registrars = 1;
        needs.clerks = 1;
        break;
    case ENTRY_OPENING:
        needs.facilitators = 1;
        needs.clerks = 1;
        break;
    case ENTRY_TRUSTEE_COMMIT:
    case ENTRY_TRUSTEE_JOIN:
    case ENTRY_DKG_MESSAGE:
    case ENTRY_ACKNOWLEDGEMENT:
    case ENTRY_MIX:
    case ENTRY_SHARE:
    case ENTRY_DESTRUCTION:
        if (entry->trustee < 1 || entry->trustee > definition->trustees.count)
            return error_input(err, "bad-field", "entry.trustee: there are %zu trustees",
                               definition->trustees.count);
        needs.trustee = entry->trustee;
        break;
    case ENTRY_ISSUE:
    case ENTRY_NOTE:
        needs.clerks = 1;
        break;
    case ENTRY_VOID:
    case ENTRY_BATCH_VOID:
        needs.clerks = has_ballot ? two : 1;
        break;
    case ENTRY_VOTING_CLOSED:
        needs.clerks = strcmp(entry->reason, "on-time") == 0 ? 0 : two;
        break;
    case ENTRY_DRAW_SOURCE:
        needs.clerks = strcmp(entry->source, "dice") == 0 ? two : 0;
        break;
    case ENTRY_EXTENSION:
    case ENTRY_PAPER:
    case ENTRY_PAPER_TOTALS:
    case ENTRY_SEALING:
    case ENTRY_CORRECTION:
    case ENTRY_ANNULMENT:
        needs.clerks = two;
        break;
    case ENTRY_CERTIFIED:
        needs.clerks = definition->clerks_required;
        break;
    case ENTRY_LOG_START:
    case ENTRY_STAFF:
    case ENTRY_DRAFT:
    case ENTRY_DEFINITION:
    case ENTRY_DKG_RESTART:
    case ENTRY_BALLOT:
    case ENTRY_CHAIN_RESTART:
    case ENTRY_MIXING_DONE:
    case ENTRY_COUNTED:
    case ENTRY_PUBLISHED:
    case ENTRY_PURGE:
    case ENTRY_TYPES:
        break;
    }
    *out = needs;
    return true;
}

/* Whose key it is among the roles that are asked for: counted in *have. */
static bool count_signer(const struct definition *definition, const struct act_needs *needs,
                         const struct sign_public *key, struct act_needs *have)
{
    bool counted = false;
    if (needs->facilitators && people_have_key(&definition->facilitators, key)) {
        have->facilitators++;
        counted = true;
    }
    if (needs->registrars && people_have_key(&definition->registrars, key)) {
        have->registrars++;
        counted = true;
    }
    if (needs->clerks && people_have_key(&definition->clerks, key)) {
        have->clerks++;
        counted = true;
    }
    if (needs->trustee && compare_keys(&definition->trustees.list[needs->trustee - 1].key, key) == 0) {
        have->trustee = needs->trustee;
        counted = true;
    }
    return counted;
}

bool act_check_signers(const struct definition *definition, const struct entry *entry, bool has_ballot,
                       struct error *err)
{
    struct act_needs needs, have = {0};
    uint8_t digest[HASH_BYTES];
    if (!act_needs_of(definition, entry, has_ballot, &needs, err))
        return false;
    if (entry->signature_count && !hash_entry(TAG_ACT, definition->origin, entry, digest, err))
        return false;
    for (size_t i = 0; i < entry->signature_count; i++) {
        const struct entry_signature *signature = &entry->signatures[i];
        if (!count_signer(definition, &needs, &signature->key, &have))
            return error_input(err, "bad-signature", "signature %zu of %s is by nobody who is asked", i + 1,
                               entry_type_name(entry->type));
        if (!sign_verify(&signature->key, digest, &signature->signature))
            return error_input(err, "bad-signature", "signature %zu of %s does not verify", i + 1,
                               entry_type_name(entry->type));
    }
    if (have.trustee != needs.trustee)
        return error_input(err, "bad-signature", "%s is not signed by trustee %zu",
                           entry_type_name(entry->type), needs.trustee);
    if (have.facilitators < needs.facilitators || have.registrars < needs.registrars ||
        have.clerks < needs.clerks)
        return error_input(err, "bad-signature",
                           "%s is signed by %zu facilitators, %zu registrars and %zu clerks, "
                           "but %zu, %zu and %zu must sign",
                           entry_type_name(entry->type), have.facilitators, have.registrars, have.clerks,
                           needs.facilitators, needs.registrars, needs.clerks);
    return true;
}
