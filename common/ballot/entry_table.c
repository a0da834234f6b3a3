/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "ballot/entry_table.h"

#define NAME(field)                                                                                          \
    {                                                                                                        \
#field, MEMBER_NAME, offsetof(struct entry, field)                                                   \
    }
#define WORD(field, list)                                                                                    \
    {                                                                                                        \
#field, MEMBER_WORD, offsetof(struct entry, field), .words = list                                    \
    }
#define TEXT(field, most)                                                                                    \
    {                                                                                                        \
#field, MEMBER_TEXT, offsetof(struct entry, field), .max = most                                      \
    }
#define BYTES(field, len)                                                                                    \
    {                                                                                                        \
#field, MEMBER_BYTES, offsetof(struct entry, field), .max = len                                      \
    }
#define NUMBER(field, least, most)                                                                           \
    {                                                                                                        \
#field, MEMBER_NUMBER, offsetof(struct entry, field), .min = least, .max = most                      \
    }
#define REF(field, most)                                                                                     \
    {                                                                                                        \
#field, MEMBER_REF, offsetof(struct entry, field), .max = most                                       \
    }
#define POINT(field)                                                                                         \
    {                                                                                                        \
#field, MEMBER_POINT, offsetof(struct entry, field)                                                  \
    }
#define HAS(field) .has = offsetof(struct entry, has_##field)
#define ROUND_IF(field)                                                                                      \
    {                                                                                                        \
#field, MEMBER_BYTES, offsetof(struct entry, field), HAS(field), .max = ROUND_ID_BYTES               \
    }
#define LIST(name, kind, field, number, most)                                                                \
    {                                                                                                        \
        name, kind, offsetof(struct entry, field), .count = offsetof(struct entry, number), .max = most      \
    }
#define TRUSTEE NUMBER(trustee, 1, DEFINITION_TRUSTEES_MAX)
#define ATTEMPT NUMBER(attempt, 1, 1000000)
#define COUNT(field) NUMBER(field, 0, CREDENTIALS_MAX)
#define CHAIN(field) NUMBER(field, 1, 1000000)
#define END                                                                                                  \
    {                                                                                                        \
        NULL                                                                                                 \
    }

static const char *const roles[] = {"facilitator", "reviewer", "registrar",     "clerk",
                                    "trustee",     "observer", "administrator", NULL};
static const char *const void_reasons[] = {"lost",       "stolen",    "moved", "deceased", "wrong-person",
                                           "paper-vote", "duplicate", "other", NULL};
static const char *const trouble[] = {"outage", "attack", "access", "delivery", "other", NULL};
static const char *const closing_reasons[] = {"on-time", "everyone-voted", "assembly-ended", "other", NULL};
static const char *const correcting_reasons[] = {"definition-error", "failure", "court-order",
                                                 "count-error",      "other",   NULL};
static const char *const restart_reasons[] = {"crash", "trustee-unavailable", "invalid-message", "other",
                                              NULL};
static const char *const draw_sources[] = {"dice", "drand", NULL};
static const char *const purged[] = {"marks", "sessions", "ciphertexts", NULL};

const struct entry_row entry_table[ENTRY_TYPES] = {
    [ENTRY_LOG_START] = {"log-start",
                         ENTRY_OF_CITY,
                         {{"previous", MEMBER_DATA, offsetof(struct entry, previous),
                           .max = ENTRY_NOTE_BYTES_MAX},
                          END}},
    [ENTRY_STAFF] = {"staff",
                     ENTRY_OF_CITY,
                     {NAME(act),
                      {"assembly", MEMBER_NAME, offsetof(struct entry, assembly), HAS(assembly)},
                      WORD(role, roles),
                      {"reason", MEMBER_NAME, offsetof(struct entry, reason), HAS(reason)},
                      END}},
    [ENTRY_DRAFT] = {"draft",
                     ENTRY_OF_ROUND,
                     {BYTES(nonce, ROUND_NONCE_BYTES), NAME(assembly), ROUND_IF(predecessor), END}},
    [ENTRY_DEFINITION] = {"definition", ENTRY_OF_ROUND, {REF(definition, DEFINITION_BYTES_MAX), END}},
    [ENTRY_BATCH_MERGE] = {"batch-merge",
                           ENTRY_OF_ROUND,
                           {LIST("from", MEMBER_NAMES, from, from_count, ENTRY_NAMES_MAX), NAME(into), END}},
    [ENTRY_CREDENTIAL_LIST] = {"credential-list",
                               ENTRY_OF_ROUND,
                               {REF(list, CREDENTIAL_LIST_BYTES_MAX), COUNT(total), END}},
    [ENTRY_TRUSTEE_COMMIT] = {"trustee-commit",
                              ENTRY_OF_ROUND,
                              {ATTEMPT, TRUSTEE, BYTES(commitment, HASH_BYTES), END}},
    [ENTRY_TRUSTEE_JOIN] = {"trustee-join",
                            ENTRY_OF_ROUND,
                            {ATTEMPT, TRUSTEE, POINT(static_key), BYTES(salt, HASH_BYTES), END}},
    [ENTRY_DKG_MESSAGE] = {"dkg-message",
                           ENTRY_OF_ROUND,
                           {ATTEMPT, TRUSTEE, NUMBER(step, 1, 2), REF(message, ENTRY_BLOB_BYTES_MAX), END}},
    [ENTRY_DKG_RESTART] = {"dkg-restart",
                           ENTRY_OF_ROUND,
                           {ATTEMPT,
                            {"blamed", MEMBER_NUMBER, offsetof(struct entry, blamed), HAS(blamed), .min = 1,
                             .max = DEFINITION_TRUSTEES_MAX},
                            {"evidence", MEMBER_REF, offsetof(struct entry, evidence), HAS(evidence),
                             .max = ENTRY_BLOB_BYTES_MAX},
                            WORD(reason, restart_reasons),
                            END}},
    [ENTRY_OPENING] = {"opening",
                       ENTRY_OF_ROUND,
                       {REF(definition, DEFINITION_BYTES_MAX),
                        REF(credentials, CREDENTIAL_LIST_BYTES_MAX),
                        POINT(key),
                        LIST("shares", MEMBER_POINTS, shares, share_count, DEFINITION_TRUSTEES_MAX),
                        {"dkg", MEMBER_REF, offsetof(struct entry, dkg), HAS(dkg),
                         .max = ENTRY_BLOB_BYTES_MAX},
                        ROUND_IF(predecessor),
                        END}},
    [ENTRY_ACKNOWLEDGEMENT] = {"acknowledgement",
                               ENTRY_OF_ELECTION,
                               {TRUSTEE,
                                NUMBER(size, 1, JSON_MAX_INTEGER),
                                BYTES(root, HASH_BYTES),
                                {"possession", MEMBER_POSSESSION, offsetof(struct entry, possession)},
                                END}},
    [ENTRY_BALLOT] = {"ballot",
                      ENTRY_OF_ELECTION,
                      {{"ballot", MEMBER_BALLOT, offsetof(struct entry, ballot)}, END}},
    [ENTRY_ADDITION] = {"addition",
                        ENTRY_OF_ELECTION,
                        {REF(list, CREDENTIAL_LIST_BYTES_MAX), COUNT(total), END}},
    [ENTRY_ISSUE] = {"issue",
                     ENTRY_OF_ELECTION,
                     {NAME(batch),
                      {"voided", MEMBER_SERIAL, offsetof(struct entry, voided), HAS(voided)},
                      END}},
    [ENTRY_VOID] = {"void", ENTRY_OF_ELECTION, {POINT(credential), WORD(reason, void_reasons), END}},
    [ENTRY_BATCH_VOID] = {"batch-void", ENTRY_OF_ELECTION, {NAME(batch), WORD(reason, void_reasons), END}},
    [ENTRY_EXTENSION] = {"extension",
                         ENTRY_OF_ELECTION,
                         {NUMBER(close, 0, MINUTE_MAX), WORD(reason, trouble), END}},
    [ENTRY_NOTE] = {"note", ENTRY_OF_ELECTION, {WORD(incident, trouble), END}},
    [ENTRY_VOTING_CLOSED] = {"voting-closed", ENTRY_OF_ELECTION, {WORD(reason, closing_reasons), END}},
    [ENTRY_PAPER] = {"paper",
                     ENTRY_OF_ELECTION,
                     {NAME(site), NAME(box), REF(papers, ENTRY_BLOB_BYTES_MAX), COUNT(issued), COUNT(spoiled),
                      COUNT(valid), COUNT(blank), COUNT(invalid), END}},
    [ENTRY_PAPER_TOTALS] = {"paper-totals",
                            ENTRY_OF_ELECTION,
                            {NAME(site), REF(totals, ENTRY_BLOB_BYTES_MAX), COUNT(issued), COUNT(spoiled),
                             COUNT(valid), COUNT(blank), COUNT(invalid), END}},
    [ENTRY_SEALING] = {"sealing",
                       ENTRY_OF_ELECTION,
                       {LIST("contests", MEMBER_TOTALS, contests, contest_count, DEFINITION_CONTESTS_MAX),
                        END}},
    [ENTRY_DRAW_SOURCE] = {"draw-source",
                           ENTRY_OF_ELECTION,
                           {WORD(source, draw_sources), TEXT(value, ENTRY_TEXT_BYTES_MAX), END}},
    [ENTRY_MIX] = {"mix",
                   ENTRY_OF_ELECTION,
                   {NAME(contest), CHAIN(chain), NUMBER(position, 1, ENTRY_HASHES_MAX), TRUSTEE,
                    REF(mix, ENTRY_BLOB_BYTES_MAX), END}},
    [ENTRY_CHAIN_RESTART] = {"chain-restart",
                             ENTRY_OF_ELECTION,
                             {NAME(contest), CHAIN(abandoned), WORD(reason, restart_reasons), END}},
    [ENTRY_MIXING_DONE] = {"mixing-done",
                           ENTRY_OF_ELECTION,
                           {NAME(contest), CHAIN(chain),
                            LIST("mixes", MEMBER_HASHES, mixes, mix_count, ENTRY_HASHES_MAX), END}},
    [ENTRY_SHARE] = {"share",
                     ENTRY_OF_ELECTION,
                     {NAME(contest), NUMBER(done, 0, JSON_MAX_INTEGER), TRUSTEE,
                      REF(share, ENTRY_BLOB_BYTES_MAX), END}},
    [ENTRY_COUNTED] = {"counted", ENTRY_OF_ELECTION, {REF(result, ENTRY_RESULT_BYTES_MAX), END}},
    [ENTRY_CERTIFIED] = {"certified", ENTRY_OF_ELECTION, {REF(result, ENTRY_RESULT_BYTES_MAX), END}},
    [ENTRY_PUBLISHED] = {"published", ENTRY_OF_ELECTION, {BYTES(sums, HASH_BYTES), END}},
    [ENTRY_CORRECTION] = {"correction",
                          ENTRY_OF_ELECTION,
                          {REF(result, ENTRY_RESULT_BYTES_MAX), WORD(reason, correcting_reasons), END}},
    [ENTRY_ANNULMENT] = {"annulment",
                         ENTRY_OF_ROUND,
                         {WORD(reason, correcting_reasons), ROUND_IF(successor), END}},
    [ENTRY_DESTRUCTION] = {"destruction", ENTRY_OF_ELECTION, {TRUSTEE, END}},
    [ENTRY_PURGE] = {"purge", ENTRY_OF_ELECTION, {WORD(what, purged), END}},
};

const char *entry_type_name(enum entry_type type)
{
    return entry_table[type].name;
}

enum entry_scope entry_scope(enum entry_type type)
{
    return entry_table[type].scope;
}
