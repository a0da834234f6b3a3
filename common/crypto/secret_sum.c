/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "crypto/secret_sum.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"

/* ---- one point, libdecaf's table ---- */

struct fixed_base *fixed_base_new(const struct decoded *point)
{
    decaf_255_precomputed_s *table =
        allocate_aligned(1, decaf_255_sizeof_precomputed_s, decaf_255_alignof_precomputed_s);
    decaf_255_precompute(table, point->point);
    return (struct fixed_base *)table;
}

void fixed_base_free(struct fixed_base *base)
{
    free(base);
}

void fixed_base_add(struct decoded *sum, const struct fixed_base *base, const struct scalar *factor)
{
    decaf_255_scalar_t scalar;
    struct decoded product;
    if (decaf_255_scalar_decode(scalar, factor->bytes) != DECAF_SUCCESS)
        abort(); /* a struct scalar is below L */
    decaf_255_precomputed_scalarmul(product.point, (const decaf_255_precomputed_s *)base, scalar);
    decoded_add(sum, sum, &product);
    decaf_255_scalar_destroy(scalar);
    decaf_255_point_destroy(product.point);
}

/* ---- many points, one sum ---- */

/* A factor in base 16 with digits from -8 to 7. */
enum { DIGITS = 2 * SCALAR_BYTES, DIGIT_BITS = 4, MULTIPLES = 8 };
/* What the processor masks at once: a decoded point is read as LANES of these. */
typedef uint64_t lanes __attribute__((vector_size(16)));
enum { LANES = sizeof(struct decoded) / sizeof(lanes) };

struct digits {
    int8_t digit[DIGITS];
};

/* 1 to 8 times a point. */
struct multiples {
    struct decoded point[MULTIPLES];
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
    lanes masks[MULTIPLES + 1]; /* all ones where the digit without its sign is the index */
};

/* sum += digit * point. Every multiple is read, whatever the digit. */
static void add_digit(struct decoded *sum, const struct multiples *multiples, int digit,
                      struct scratch *scratch)
{
    unsigned negative = (unsigned)digit >> (8 * sizeof digit - 1),
             size = ((unsigned)digit ^ -negative) + negative;
    lanes *masks = scratch->masks, *picked = (void *)&scratch->term;
    for (unsigned i = 0; i <= MULTIPLES; i++)
        masks[i] = (lanes){0} - ((uint64_t)((size ^ i) - 1) >> 31 & 1);
    const lanes *identity = (const void *)decaf_255_point_identity, *all = (const void *)multiples;
    for (size_t j = 0; j < LANES; j++) {
        lanes bits = identity[j] & masks[0];
        for (unsigned i = 0; i < MULTIPLES; i++)
            bits |= all[i * LANES + j] & masks[i + 1];
        picked[j] = bits;
    }
    decoded_negate(&scratch->opposite, &scratch->term);
    decaf_255_point_cond_sel(scratch->term.point, scratch->term.point, scratch->opposite.point, negative);
    decoded_add(sum, sum, &scratch->term);
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
