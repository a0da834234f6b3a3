// SPDX-License-Identifier: AGPL-3.0-or-later
#include "ballot/lot.h"

#include <stdlib.h>
#include <string.h>

static const char *const sources[] = {"dice", "drand"};
enum { DRAND_DIGITS = 64 };

static bool value_fits(enum lot_source source, const char *value)
{
    size_t len = strlen(value);
    if (source == LOT_DICE)
        return len >= LOT_DICE_MIN && len <= LOT_DICE_MAX && strspn(value, "123456") == len;
    return len == DRAND_DIGITS && strspn(value, "0123456789abcdef") == len;
}

bool lot_from_json(struct json_fields *fields, struct arena *arena, struct lot *out)
{
    struct lot lot = {LOT_NONE};
    const char *value, *beacon = NULL;
    unsigned source;
    if (!json_get_choice(fields, "source", sources, 2, &source) ||
        !json_get_string(fields, "value", 1, LOT_DICE_MAX, &value))
        return false;
    lot.source = source == 0 ? LOT_DICE : LOT_DRAND;
    if (lot.source == LOT_DRAND &&
        (!json_get_string(fields, "beacon", 1, LOT_BEACON_BYTES_MAX, &beacon) ||
         !field_unsigned(fields, "beacon_round", 1, JSON_MAX_INTEGER, &lot.beacon_round)))
        return false;
    if (!json_object_end(fields))
        return false;
    if (!value_fits(lot.source, value))
        return json_fail(fields, "value",
                         lot.source == LOT_DICE ? "not %d to %d digits 1-6"
                                                : "not the randomness of a drand round in hexadecimal",
                         LOT_DICE_MIN, LOT_DICE_MAX);
    lot.value = arena_string(arena, value);
    lot.beacon = beacon ? arena_string(arena, beacon) : NULL;
    *out = lot;
    return true;
}

json_t *lot_to_json(const struct lot *lot)
{
    json_t *json = json_object();
    json_object_set_new(json, "source", json_string(sources[lot->source - LOT_DICE]));
    json_object_set_new(json, "value", json_string(lot->value));
    if (lot->source == LOT_DRAND) {
        json_object_set_new(json, "beacon", json_string(lot->beacon));
        json_object_set_new(json, "beacon_round", json_of_unsigned(lot->beacon_round));
    }
    return json;
}

struct ticket {
    uint8_t hash[HASH_BYTES];
    uint16_t option;
};

static void draw_ticket(const uint8_t round[ROUND_ID_BYTES], const char *contest, const char *value,
                        const char *id, uint8_t hash[HASH_BYTES])
{
    struct transcript transcript;
    transcript_init(&transcript, TAG_LOT);
    transcript_bytes(&transcript, bytes_of(round, ROUND_ID_BYTES));
    transcript_bytes(&transcript, bytes_of_string(contest));
    transcript_bytes(&transcript, bytes_of_string(value));
    transcript_bytes(&transcript, bytes_of_string(id));
    transcript_hash32(&transcript, hash);
}

static int compare_tickets(const void *a, const void *b)
{
    return memcmp(((const struct ticket *)a)->hash, ((const struct ticket *)b)->hash, HASH_BYTES);
}

void lot_draw(const uint8_t round[ROUND_ID_BYTES], const char *contest, const char *value,
              const char *const *ids, size_t count, uint16_t *order)
{
    struct ticket *tickets = allocate(count, sizeof *tickets);
    for (size_t i = 0; i < count; i++) {
        draw_ticket(round, contest, value, ids[i], tickets[i].hash);
        tickets[i].option = (uint16_t)i;
    }
    qsort(tickets, count, sizeof *tickets, compare_tickets);
    for (size_t i = 0; i < count; i++)
        order[i] = tickets[i].option;
    free(tickets);
}

bool lot_holds(const uint8_t round[ROUND_ID_BYTES], const char *contest, const char *value,
               const char *const *ids, size_t count)
{
    uint8_t before[HASH_BYTES], hash[HASH_BYTES];
    for (size_t i = 0; i < count; i++) {
        draw_ticket(round, contest, value, ids[i], hash);
        if (i && memcmp(before, hash, sizeof hash) >= 0)
            return false;
        memcpy(before, hash, sizeof hash);
    }
    return true;
}
