/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "crypto/msm.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"

enum {
    FACTOR_BITS = 252, /* after shorten() */
    GATHERED_MAX = 256,
    NAF_WIDTH = 5,
    NAF_DIGITS = FACTOR_BITS + 1,
    ODD_MULTIPLES = 1 << (NAF_WIDTH - 2), /* 1, 3, ... 15 times a point */
    WINDOW_BITS_MIN = 6,
    WINDOW_BITS_MAX = 12,
    WINDOWS_MAX = FACTOR_BITS / WINDOW_BITS_MIN,
    PREFETCH_DISTANCE = 2,
    CACHE_LINE_BYTES = 64,
};

struct gathered {
    struct decoded odd[ODD_MULTIPLES];
    int8_t naf[NAF_DIGITS];
};

struct msm {
    struct gathered *gathered; /* or NULL: buckets */
    size_t gathered_count, gathered_capacity;
    struct decoded sum; /* of what was gathered before */
    /* In window i, bucket d - 1 has the sum of the points whose digit i is d. */
    unsigned window_bits;
    size_t windows, bucket_count; /* in each window */
    size_t windows_used;
    struct decoded *buckets;
};

/* ---- factors ---- */

/* s, or -s where that is smaller: below 2^251 + 2^125. True when it is -s. So the negative of a short factor
 * is short too. */
static bool shorten(const struct scalar *factor, struct scalar *out)
{
    bool negative = factor->bytes[SCALAR_BYTES - 1] >> 3;
    if (negative)
        scalar_negate(out, factor);
    else
        *out = *factor;
    return negative;
}

/* `count` bits from bit `from` on. */
static unsigned bits_of(const struct scalar *factor, size_t from, unsigned count)
{
    size_t byte = from / 8;
    unsigned bits = 0;
    for (size_t i = 0; i < 3 && byte + i < SCALAR_BYTES; i++)
        bits |= (unsigned)factor->bytes[byte + i] << 8 * i;
    return bits >> from % 8 & ((1u << count) - 1);
}

/* ---- few points ---- */

/* Digits that are 0 or odd and below 16, at least NAF_WIDTH - 1 zeros after each other one. */
static void recode_naf(const struct scalar *factor, int8_t naf[NAF_DIGITS])
{
    unsigned carry = 0;
    memset(naf, 0, NAF_DIGITS);
    for (size_t i = 0; i < NAF_DIGITS;) {
        unsigned bits = bits_of(factor, i, NAF_WIDTH) + carry;
        if (!(bits & 1)) {
            i++; /* the carry, if any, moves on with the zero */
            continue;
        }
        carry = bits >> (NAF_WIDTH - 1);
        naf[i] = (int8_t)((int)bits - (int)(carry << NAF_WIDTH));
        i += NAF_WIDTH;
    }
}

static void gather(struct msm *msm, const struct scalar *factor, bool negative, const struct decoded *point)
{
    struct gathered *gathered = &msm->gathered[msm->gathered_count++];
    struct decoded twice;
    recode_naf(factor, gathered->naf);
    gathered->odd[0] = *point;
    if (negative)
        decoded_negate(&gathered->odd[0], point);
    decoded_double(&twice, &gathered->odd[0]);
    for (size_t i = 1; i < ODD_MULTIPLES; i++)
        decoded_add(&gathered->odd[i], &gathered->odd[i - 1], &twice);
}

/* What was gathered goes into the sum. */
static void settle(struct msm *msm)
{
    struct decoded sum;
    decoded_set_identity(&sum);
    for (size_t i = NAF_DIGITS; i-- > 0;) {
        decoded_double(&sum, &sum);
        for (size_t j = 0; j < msm->gathered_count; j++) {
            const struct gathered *gathered = &msm->gathered[j];
            int digit = gathered->naf[i];
            if (digit > 0)
                decoded_add(&sum, &sum, &gathered->odd[digit / 2]);
            else if (digit < 0)
                decoded_subtract(&sum, &sum, &gathered->odd[-digit / 2]);
        }
    }
    decoded_add(&msm->sum, &msm->sum, &sum);
    msm->gathered_count = 0;
}

/* ---- many points ---- */

static size_t windows_of(unsigned window_bits)
{
    return (FACTOR_BITS + window_bits - 1) / window_bits;
}

/* The width of the windows for which the fewest points are added: one for each point and window, two for each
 * bucket at the end. */
static unsigned best_window_bits(size_t expected)
{
    unsigned best = WINDOW_BITS_MIN;
    for (unsigned bits = WINDOW_BITS_MIN; bits <= WINDOW_BITS_MAX; bits++)
        if (windows_of(bits) * (expected + ((size_t)1 << bits)) <
            windows_of(best) * (expected + ((size_t)1 << best)))
            best = bits;
    return best;
}

static void clear_buckets(struct msm *msm)
{
    for (size_t i = 0; i < msm->windows_used * msm->bucket_count; i++)
        decoded_set_identity(&msm->buckets[i]);
    msm->windows_used = 0;
}

/* The buckets do not fit into the fastest cache: each is asked for two additions before it is needed. */
static void prefetch(const struct decoded *bucket)
{
    for (size_t line = 0; line < sizeof *bucket; line += CACHE_LINE_BYTES)
        __builtin_prefetch((const char *)bucket + line, 1);
}

/* Digits from -2^(b-1) to 2^(b-1): half of the buckets that digits without sign would need. The last carry is
 * 0 because shorten() leaves at most 2^251 and a short rest. */
static void scatter(struct msm *msm, const struct scalar *factor, bool negative, const struct decoded *point)
{
    struct decoded terms[2]; /* for positive and negative digits */
    struct decoded *buckets[WINDOWS_MAX];
    int half = 1 << (msm->window_bits - 1), digits[WINDOWS_MAX], carry = 0;
    size_t used = 0;
    terms[negative] = *point;
    decoded_negate(&terms[!negative], point);
    for (size_t i = 0; i < msm->windows; i++) {
        int digit = (int)bits_of(factor, i * msm->window_bits, msm->window_bits) + carry;
        carry = digit > half;
        digit -= carry * 2 * half;
        if (!digit)
            continue;
        digits[used] = digit;
        buckets[used++] = &msm->buckets[i * msm->bucket_count + (size_t)abs(digit) - 1];
        msm->windows_used = i >= msm->windows_used ? i + 1 : msm->windows_used;
    }
    for (size_t i = 0; i < used; i++) {
        if (i + PREFETCH_DISTANCE < used)
            prefetch(buckets[i + PREFETCH_DISTANCE]);
        decoded_add(buckets[i], buckets[i], &terms[digits[i] < 0]);
    }
}

/* Sum of d times bucket d - 1: the sum of the sums of all buckets from the last down to each. */
static void sum_window(const struct msm *msm, size_t window, struct decoded *out)
{
    const struct decoded *buckets = &msm->buckets[window * msm->bucket_count];
    struct decoded above;
    decoded_set_identity(&above);
    decoded_set_identity(out);
    for (size_t i = msm->bucket_count; i-- > 0;) {
        decoded_add(&above, &above, &buckets[i]);
        decoded_add(out, out, &above);
    }
}

static void sum_buckets(struct msm *msm)
{
    struct decoded sum, window;
    decoded_set_identity(&sum);
    for (size_t i = msm->windows_used; i-- > 0;) {
        for (unsigned bit = 0; bit < msm->window_bits; bit++)
            decoded_double(&sum, &sum);
        sum_window(msm, i, &window);
        decoded_add(&sum, &sum, &window);
    }
    decoded_add(&msm->sum, &msm->sum, &sum);
    clear_buckets(msm);
}

/* ---- both ---- */

struct msm *msm_new(size_t expected)
{
    struct msm *msm = allocate_aligned(1, sizeof *msm, _Alignof(struct msm));
    decoded_set_identity(&msm->sum);
    if (expected <= GATHERED_MAX) {
        msm->gathered_capacity = expected ? expected : 1;
        msm->gathered =
            allocate_aligned(msm->gathered_capacity, sizeof *msm->gathered, _Alignof(struct gathered));
        return msm;
    }
    msm->window_bits = best_window_bits(expected);
    msm->bucket_count = (size_t)1 << (msm->window_bits - 1);
    msm->windows = msm->windows_used = windows_of(msm->window_bits);
    msm->buckets =
        allocate_aligned(msm->windows * msm->bucket_count, sizeof *msm->buckets, _Alignof(struct decoded));
    clear_buckets(msm);
    return msm;
}

void msm_free(struct msm *msm)
{
    if (!msm)
        return;
    free(msm->gathered);
    free(msm->buckets);
    free(msm);
}

void msm_add(struct msm *msm, const struct scalar *factor, const struct decoded *point)
{
    struct scalar s;
    bool negative = shorten(factor, &s);
    if (msm->buckets) {
        scatter(msm, &s, negative, point);
        return;
    }
    if (msm->gathered_count == msm->gathered_capacity)
        settle(msm);
    gather(msm, &s, negative, point);
}

void msm_sum(struct msm *msm, struct decoded *out)
{
    if (msm->buckets)
        sum_buckets(msm);
    else
        settle(msm);
    *out = msm->sum;
    decoded_set_identity(&msm->sum);
}
