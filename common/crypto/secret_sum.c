/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "crypto/secret_sum.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"

/* A factor in base 16 with digits from -8 to 7. */
enum { DIGITS = 2 * SCALAR_BYTES, DIGIT_BITS = 4, MULTIPLES = 8 };
enum { WORDS = sizeof(struct decoded) / sizeof(uint64_t) };

struct digits {
    int8_t digit[DIGITS];
};

/* 1 to 8 times a point. */
struct multiples {
    struct decoded point[MULTIPLES];
};

struct fixed_base {
    struct multiples place[DIGITS]; /* of 16^i times the point */
};

struct secret_sum {
    size_t count, capacity;
    struct digits *digits;
    struct multiples *multiples;
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

static void fill(struct multiples *out, const struct decoded *point)
{
    out->point[0] = *point;
    for (size_t i = 1; i < MULTIPLES; i++)
        decoded_add(&out->point[i], &out->point[i - 1], point);
}

/* What tells of factors, to be wiped. */
struct scratch {
    struct decoded term, opposite;
    uint64_t picked[WORDS];
};

/* sum += digit * point. Every multiple is read, whatever the digit. */
static void add_digit(struct decoded *sum, const struct multiples *multiples, int digit,
                      struct scratch *scratch)
{
    uint64_t *picked = scratch->picked, word[WORDS];
    unsigned negative = (unsigned)digit >> (8 * sizeof digit - 1),
             size = ((unsigned)digit ^ -negative) + negative;
    decoded_set_identity(&scratch->term);
    memcpy(picked, &scratch->term, sizeof scratch->term);
    for (unsigned i = 0; i < MULTIPLES; i++) {
        /* all ones where size is i + 1 */
        uint64_t mask = (uint64_t)0 - ((uint64_t)((size ^ (i + 1)) - 1) >> 31 & 1);
        memcpy(word, &multiples->point[i], sizeof word);
        for (size_t j = 0; j < WORDS; j++)
            picked[j] ^= (picked[j] ^ word[j]) & mask;
    }
    memcpy(&scratch->term, picked, sizeof scratch->term);
    decoded_negate(&scratch->opposite, &scratch->term);
    decaf_255_point_cond_sel(scratch->term.point, scratch->term.point, scratch->opposite.point, negative);
    decoded_add(sum, sum, &scratch->term);
}

struct fixed_base *fixed_base_new(const struct decoded *point)
{
    struct fixed_base *base = allocate_aligned(1, sizeof *base, _Alignof(struct fixed_base));
    struct decoded power = *point;
    for (size_t i = 0; i < DIGITS; i++) {
        fill(&base->place[i], &power);
        decoded_double(&power, &base->place[i].point[MULTIPLES - 1]);
    }
    return base;
}

void fixed_base_free(struct fixed_base *base)
{
    free(base);
}

void fixed_base_add(struct decoded *sum, const struct fixed_base *base, const struct scalar *factor)
{
    struct digits digits;
    struct scratch scratch;
    recode(factor, &digits);
    for (size_t i = 0; i < DIGITS; i++)
        add_digit(sum, &base->place[i], digits.digit[i], &scratch);
    sodium_memzero(&digits, sizeof digits);
    sodium_memzero(&scratch, sizeof scratch);
}

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
    if (sum->count == sum->capacity)
        abort();
    recode(factor, &sum->digits[sum->count]);
    fill(&sum->multiples[sum->count++], point);
}

void secret_sum_finish(struct secret_sum *sum, struct decoded *out)
{
    struct decoded total;
    struct scratch scratch;
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
