/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "crypto/secret_sum.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"

/* A factor in base 16 with digits from -8 to 7. */
enum { DIGITS = 2 * SCALAR_BYTES, DIGIT_BITS = 4, MULTIPLES = 8 };

struct digits {
    int8_t digit[DIGITS];
};

/* What the processor masks at once. A decoded point is four coordinates, each of some words and of padding
 * that nobody reads: USED of its STRIDE lanes say something. */
typedef uint64_t lanes __attribute__((vector_size(16)));
enum {
    STRIDE = sizeof(gf_25519_s) / sizeof(lanes),
    USED = (sizeof((gf_25519_s *)0)->limb + sizeof(lanes) - 1) / sizeof(lanes),
    COORDINATES = sizeof(struct decoded) / sizeof(gf_25519_s),
};

/* 1 to 8 times a point; lane by lane, as they are read. */
struct multiples {
    lanes lane[COORDINATES][USED][MULTIPLES];
};

/* What tells of factors, to be wiped. */
struct scratch {
    struct decoded term, opposite;
};

static void recode(const struct scalar *factor, struct digits *out)
{
    int carry = 0;
    for (size_t i = 0; i < DIGITS; i++) {
        int digit = (factor->bytes[i / 2] >> 4 * (i % 2) & 15) + carry;
        carry = (digit + 8) >> 4;
        out->digit[i] = (int8_t)(digit - carry * 16);
    }
    /* below L the last digit is 0 or 1, and takes the carry before it */
}

/* `last`: 8 times the point. */
static void fill(struct multiples *out, const struct decoded *point, struct decoded *last)
{
    *last = *point;
    for (size_t i = 0; i < MULTIPLES; i++) {
        if (i)
            decoded_add(last, last, point);
        const lanes *from = (const void *)last;
        for (size_t c = 0; c < COORDINATES; c++)
            for (size_t j = 0; j < USED; j++)
                out->lane[c][j][i] = from[c * STRIDE + j];
    }
}

/* sum += digit * point. Every multiple is read, whatever the digit. */
static void add_digit(struct decoded *sum, const struct multiples *multiples, int digit,
                      struct scratch *scratch)
{
    unsigned negative = (unsigned)digit >> (8 * sizeof digit - 1),
             size = ((unsigned)digit ^ -negative) + negative;
    const lanes *identity = (const void *)decaf_255_point_identity, sign = (lanes){0} - negative;
    lanes *picked = (void *)&scratch->term, *opposite = (void *)&scratch->opposite;
    lanes masks[MULTIPLES + 1]; /* all ones where the digit without its sign is the index */
    for (unsigned i = 0; i <= MULTIPLES; i++)
        masks[i] = (lanes){0} - ((uint64_t)((size ^ i) - 1) >> 31 & 1);
    for (size_t c = 0; c < COORDINATES; c++)
        for (size_t j = 0; j < USED; j++) {
            const lanes *all = multiples->lane[c][j];
            picked[c * STRIDE + j] = (identity[c * STRIDE + j] & masks[0]) | (all[0] & masks[1]) |
                                     (all[1] & masks[2]) | (all[2] & masks[3]) | (all[3] & masks[4]) |
                                     (all[4] & masks[5]) | (all[5] & masks[6]) | (all[6] & masks[7]) |
                                     (all[7] & masks[8]);
        }
    decoded_negate(&scratch->opposite, &scratch->term);
    for (size_t c = 0; c < COORDINATES; c++)
        for (size_t j = 0; j < USED; j++) {
            size_t i = c * STRIDE + j;
            picked[i] ^= (picked[i] ^ opposite[i]) & sign;
        }
    decoded_add(sum, sum, &scratch->term);
}

/* ---- one point, many factors ---- */

enum { TOGETHER = 64 };

struct fixed_base {
    struct multiples place[DIGITS]; /* of 16^i times the point */
};

struct fixed_base *fixed_base_new(const struct decoded *point)
{
    struct fixed_base *base = allocate_aligned(1, sizeof *base, _Alignof(struct fixed_base));
    struct decoded unit = *point, half;
    for (size_t i = 0; i < DIGITS; i++) {
        fill(&base->place[i], &unit, &half);
        decoded_double(&unit, &half);
    }
    return base;
}

void fixed_base_free(struct fixed_base *base)
{
    free(base);
}

void fixed_base_add(struct decoded *sums, const struct fixed_base *base, const struct scalar *factors,
                    size_t count)
{
    struct digits digits[TOGETHER];
    struct scratch scratch = {0};
    for (size_t from = 0; from < count; from += TOGETHER) {
        size_t some = count - from < TOGETHER ? count - from : TOGETHER;
        for (size_t j = 0; j < some; j++)
            recode(&factors[from + j], &digits[j]);
        for (size_t i = 0; i < DIGITS; i++)
            for (size_t j = 0; j < some; j++)
                add_digit(&sums[from + j], &base->place[i], digits[j].digit[i], &scratch);
    }
    sodium_memzero(digits, sizeof digits);
    sodium_memzero(&scratch, sizeof scratch);
}

/* ---- many points, one sum ---- */

struct secret_sum {
    size_t count, capacity;
    struct digits *digits;
    struct multiples *multiples;
};

struct secret_sum *secret_sum_new(size_t capacity)
{
    struct secret_sum *sum = allocate(1, sizeof *sum);
    sum->capacity = capacity;
    sum->digits = allocate(capacity, sizeof *sum->digits);
    sum->multiples = allocate_aligned(capacity, sizeof *sum->multiples, _Alignof(struct multiples));
    return sum;
}

void secret_sum_free(struct secret_sum *sum)
{
    if (!sum)
        return;
    sodium_memzero(sum->digits, sum->capacity * sizeof *sum->digits);
    free(sum->digits);
    free(sum->multiples);
    free(sum);
}

void secret_sum_add(struct secret_sum *sum, const struct scalar *factor, const struct decoded *point)
{
    struct decoded last;
    if (sum->count == sum->capacity)
        abort();
    recode(factor, &sum->digits[sum->count]);
    fill(&sum->multiples[sum->count++], point, &last);
}

void secret_sum_finish(struct secret_sum *sum, struct decoded *out)
{
    struct decoded total;
    struct scratch scratch = {0};
    decoded_set_identity(&total);
    for (size_t i = DIGITS; i-- > 0;) {
        for (unsigned bit = 0; bit < DIGIT_BITS; bit++)
            decoded_double(&total, &total);
        for (size_t j = 0; j < sum->count; j++)
            add_digit(&total, &sum->multiples[j], sum->digits[j].digit[i], &scratch);
    }
    decoded_add(out, out, &total);
    sodium_memzero(&total, sizeof total);
    sodium_memzero(&scratch, sizeof scratch);
    sodium_memzero(sum->digits, sum->count * sizeof *sum->digits);
    sum->count = 0;
}
