/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "ballot/payload.h"

enum { BLOCK_VERSION = 1 };

static const char *const verdicts[PAYLOAD_VERDICTS] = {
    "valid", "identity", "embedding", "version", "padding", "value", "ranking", "limits", "cost",
};

const char *payload_verdict_name(enum payload_verdict verdict)
{
    return verdicts[verdict];
}

/* Bit `at` of the fields: 232 bits in each block, behind the version byte, most significant first. */
static size_t bit_place(size_t at, uint8_t *mask)
{
    size_t in_block = at % BLOCK_PAYLOAD_BITS;
    *mask = (uint8_t)(0x80u >> (in_block % 8));
    return at / BLOCK_PAYLOAD_BITS * BLOCK_BYTES + 1 + in_block / 8;
}

static void put_bits(uint8_t *blocks, size_t at, unsigned bits, uint64_t value)
{
    for (unsigned i = 0; i < bits; i++) {
        uint8_t mask;
        size_t place = bit_place(at + i, &mask);
        if (value >> (bits - 1 - i) & 1)
            blocks[place] |= mask;
    }
}

static uint64_t take_bits(const uint8_t *blocks, size_t at, unsigned bits)
{
    uint64_t value = 0;
    for (unsigned i = 0; i < bits; i++) {
        uint8_t mask;
        size_t place = bit_place(at + i, &mask);
        value = value << 1 | (blocks[place] & mask ? 1u : 0u);
    }
    return value;
}

/* Whether each mark stands for something: an option there is, a value that the form knows. */
static bool values_are_known(const struct contest *contest, const struct choices *choices)
{
    const struct form *form = &contest->form;
    for (size_t i = 0; i < choices->count; i++) {
        int64_t value = choices->values[i], least = 1, most = 1;
        if (form->kind == FORM_POINTS) {
            most = (int64_t)form->max_each;
        } else if (form->kind == FORM_SCORES) {
            least = (int64_t)form->low;
            most = (int64_t)form->high;
        } else if (form->kind == FORM_QUESTIONS) {
            most = ANSWER_ABSTAIN;
        }
        if (choices->options[i] >= contest->option_count || value < least || value > most)
            return false;
    }
    return true;
}

/* No option twice; ascending but for a ranking. */
static bool options_are_distinct(const struct contest *contest, const struct choices *choices)
{
    bool seen[FORM_OPTIONS_MAX] = {false};
    for (size_t i = 0; i < choices->count; i++) {
        if (seen[choices->options[i]])
            return false;
        seen[choices->options[i]] = true;
        if (contest->form.kind != FORM_RANKING && i && choices->options[i - 1] > choices->options[i])
            return false;
    }
    return true;
}

static bool limits_are_kept(const struct contest *contest, const struct choices *choices)
{
    const struct form *form = &contest->form;
    switch (form->kind) {
    case FORM_CHOICE:
        return choices->count == 1;
    case FORM_QUESTIONS:
        return true;
    default:
        if (choices->count < form->min || choices->count > form->max)
            return false;
    }
    if (form->kind != FORM_POINTS)
        return true;
    uint64_t sum = 0; /* 1,000 values of at most a million */
    for (size_t i = 0; i < choices->count; i++)
        sum += (uint64_t)choices->values[i];
    return sum >= form->min_total && sum <= form->total;
}

/* The sum of 1,000 costs below 2^53 fits 64 bits. */
static bool cost_is_kept(const struct contest *contest, const struct choices *choices)
{
    if (contest->form.kind != FORM_KNAPSACK)
        return true;
    uint64_t cost = 0;
    for (size_t i = 0; i < choices->count; i++)
        cost += contest->options[choices->options[i]].cost;
    return cost <= contest->envelope;
}

/* The rules that do not depend on the bits. Blank is always allowed. */
static enum payload_verdict judge(const struct contest *contest, const struct choices *choices)
{
    if (choices->count == 0)
        return PAYLOAD_VALID;
    if (choices->count > FORM_OPTIONS_MAX || !values_are_known(contest, choices))
        return PAYLOAD_VALUE;
    if (!options_are_distinct(contest, choices))
        return PAYLOAD_RANKING;
    if (!limits_are_kept(contest, choices))
        return PAYLOAD_LIMITS;
    if (!cost_is_kept(contest, choices))
        return PAYLOAD_COST;
    return PAYLOAD_VALID;
}

bool payload_encode(const struct contest *contest, const struct choices *choices, uint8_t *blocks,
                    struct error *err)
{
    static const char *const why[PAYLOAD_VERDICTS] = {
        [PAYLOAD_VALUE] = "an option that there is not, or a number out of range",
        [PAYLOAD_RANKING] = "an option twice, or not in order",
        [PAYLOAD_LIMITS] = "too few or too many options or points",
        [PAYLOAD_COST] = "more than the envelope",
    };
    enum payload_verdict verdict = judge(contest, choices);
    if (verdict != PAYLOAD_VALID)
        return error_input(err, payload_verdict_name(verdict), "%s: %s", contest->id, why[verdict]);
    memset(blocks, 0, contest->width * BLOCK_BYTES);
    for (size_t b = 0; b < contest->width; b++)
        blocks[b * BLOCK_BYTES] = BLOCK_VERSION;
    const struct form *form = &contest->form;
    unsigned bits = form_field_bits(form, contest->option_count);
    for (size_t i = 0; i < choices->count; i++) {
        uint64_t option = choices->options[i], value = (uint64_t)choices->values[i];
        switch (form->kind) {
        case FORM_CHOICE:
            put_bits(blocks, 0, bits, option + 1);
            break;
        case FORM_RANKING:
            put_bits(blocks, i * bits, bits, option + 1);
            break;
        case FORM_SCORES:
            put_bits(blocks, option * bits, bits, value - form->low + 1);
            break;
        default:
            put_bits(blocks, option * bits, bits, value);
        }
    }
    return true;
}

/* The marks of the fields, which need not make sense yet; false: a gap in a ranking. */
static bool read_fields(const struct contest *contest, const uint8_t *blocks, struct choices *out)
{
    const struct form *form = &contest->form;
    size_t fields = form_field_count(form, contest->option_count);
    unsigned bits = form_field_bits(form, contest->option_count);
    bool gap = false, ended = false;
    out->count = 0;
    for (size_t i = 0; i < fields; i++) {
        uint64_t field = take_bits(blocks, i * bits, bits);
        if (field == 0) {
            ended = true;
            continue;
        }
        gap |= ended;
        if (form->kind == FORM_CHOICE || form->kind == FORM_RANKING) {
            out->options[out->count] = (uint16_t)(field - 1);
            out->values[out->count] = 1;
        } else {
            out->options[out->count] = (uint16_t)i;
            out->values[out->count] = (int64_t)(form->kind == FORM_SCORES ? field - 1 + form->low : field);
        }
        out->count++;
    }
    return form->kind != FORM_RANKING || !gap;
}

static bool padding_is_zero(const struct contest *contest, const uint8_t *blocks)
{
    size_t used = form_field_count(&contest->form, contest->option_count) *
                  form_field_bits(&contest->form, contest->option_count);
    for (size_t at = used; at < contest->width * BLOCK_PAYLOAD_BITS; at++)
        if (take_bits(blocks, at, 1))
            return false;
    return true;
}

enum payload_verdict payload_decode(const struct contest *contest, const uint8_t *blocks, struct choices *out)
{
    for (size_t b = 0; b < contest->width; b++)
        if (blocks[b * BLOCK_BYTES] != BLOCK_VERSION)
            return PAYLOAD_VERSION;
    if (!padding_is_zero(contest, blocks))
        return PAYLOAD_PADDING;
    struct choices choices;
    bool whole = read_fields(contest, blocks, &choices);
    if (!values_are_known(contest, &choices))
        return PAYLOAD_VALUE;
    enum payload_verdict verdict = whole ? judge(contest, &choices) : PAYLOAD_RANKING;
    if (verdict == PAYLOAD_VALID) {
        out->count = choices.count;
        memcpy(out->options, choices.options, choices.count * sizeof *choices.options);
        memcpy(out->values, choices.values, choices.count * sizeof *choices.values);
    }
    return verdict;
}

enum payload_verdict payload_decode_points(const struct contest *contest, const struct point *points,
                                           struct choices *out)
{
    uint8_t blocks[BALLOT_CIPHERTEXTS_MAX * BLOCK_BYTES];
    for (size_t b = 0; b < contest->width; b++)
        if (point_is_identity(&points[b]))
            return PAYLOAD_IDENTITY;
    for (size_t b = 0; b < contest->width; b++)
        if (!point_unembed(&points[b], blocks + b * BLOCK_BYTES))
            return PAYLOAD_EMBEDDING;
    return payload_decode(contest, blocks, out);
}
