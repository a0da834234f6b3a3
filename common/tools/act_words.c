/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tools/act_words.h"

#include <time.h>

#include "base/encoding.h"

typedef unsigned long long wide;

static void ref_words(const char *what, const struct blob_ref *ref, struct buffer *out)
{
    buffer_append_format(out, "  %s: SHA-256 ", what);
    hex_append(out, bytes_of(ref->hash, sizeof ref->hash));
    buffer_append_format(out, ", %llu bytes\n", (wide)ref->size);
}

static void point_words(const char *what, const struct point *point, struct buffer *out)
{
    buffer_append_format(out, "  %s: ", what);
    base64url_append(out, bytes_of(point->bytes, sizeof point->bytes));
    buffer_append_u8(out, '\n');
}

static void minute_words(const char *what, uint64_t minute, struct buffer *out)
{
    char text[32];
    time_t seconds = (time_t)(minute * 60);
    struct tm utc;
    gmtime_r(&seconds, &utc);
    strftime(text, sizeof text, "%Y-%m-%d %H:%M UTC", &utc);
    buffer_append_format(out, "  %s: %s\n", what, text);
}

static void round_words(const char *what, const uint8_t round[ROUND_ID_BYTES], struct buffer *out)
{
    buffer_append_format(out, "  %s: ", what);
    base64url_append(out, bytes_of(round, ROUND_ID_BYTES));
    buffer_append_u8(out, '\n');
}

static void sealing_words(const struct entry *act, struct buffer *out)
{
    buffer_append_string(out, "Seal the round: no ballot comes or goes any more.\n");
    for (size_t i = 0; i < act->contest_count; i++) {
        const struct contest_totals *totals = &act->contests[i];
        buffer_append_format(
            out, "  %s: %llu ballots, %llu replaced, %llu withdrawn, %llu to be counted, %llu withheld\n",
            totals->contest, (wide)totals->ballots, (wide)totals->replaced, (wide)totals->withdrawn,
            (wide)totals->input, (wide)totals->withheld);
    }
}

static void void_words(const struct entry *act, struct buffer *out)
{
    char serial[SERIAL_TEXT_BYTES + 1];
    serial_text(serial_of(&act->credential), serial);
    buffer_append_format(out, "Make the code with serial %s void, because: %s.\n", serial, act->reason);
}

void act_words(const struct entry *act, struct buffer *out)
{
    switch (act->type) {
    case ENTRY_CREDENTIAL_LIST:
        buffer_append_format(out, "These %llu codes may vote.\n", (wide)act->total);
        ref_words("list", &act->list, out);
        break;
    case ENTRY_OPENING:
        buffer_append_string(
            out, "Open the round for voting by this definition, with these codes and this key.\n");
        if (act->has_predecessor)
            round_words("in the place of", act->predecessor, out);
        ref_words("definition", &act->definition, out);
        ref_words("codes", &act->credentials, out);
        point_words("key", &act->key, out);
        break;
    case ENTRY_VOID:
        void_words(act, out);
        break;
    case ENTRY_BATCH_VOID:
        buffer_append_format(out, "Make every code of the batch %s void, because: %s.\n", act->batch,
                             act->reason);
        break;
    case ENTRY_ISSUE:
        buffer_append_format(out, "A code of the batch %s was handed out%s%s.\n", act->batch,
                             act->has_voided ? " in the place of " : "", act->has_voided ? act->voided : "");
        break;
    case ENTRY_EXTENSION:
        buffer_append_format(out, "Let the voting end later, because: %s.\n", act->reason);
        minute_words("it ends", act->close, out);
        break;
    case ENTRY_VOTING_CLOSED:
        buffer_append_format(out, "End the voting now, because: %s.\n", act->reason);
        break;
    case ENTRY_SEALING:
        sealing_words(act, out);
        break;
    case ENTRY_DRAW_SOURCE:
        buffer_append_format(out, "Ties are drawn with %s: %s\n", act->source, act->value);
        break;
    case ENTRY_CERTIFIED:
        buffer_append_string(out, "Certify this result.\n");
        ref_words("result.json", &act->result, out);
        break;
    case ENTRY_ANNULMENT:
        buffer_append_format(out, "Annul the round, because: %s. This cannot be taken back.\n", act->reason);
        if (act->has_successor)
            round_words("its codes are handed over to the round", act->successor, out);
        break;
    default:
        buffer_append_format(out, "An act of the type %s.\n", entry_type_name(act->type));
    }
}
