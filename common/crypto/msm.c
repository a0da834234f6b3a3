/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "crypto/msm.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "base/buffer.h"

enum {
    FACTOR_BITS = 252, /* after shorten() */
    GATHERED_MAX = 256,
    NAF_WIDTH = 5,
    NAF_DIGITS = FACTOR_BITS + 1,
    ODD_MULTIPLES = 1 << (NAF_WIDTH - 2), /* 1, 3, ... 15 times a point */
    WINDOW_BITS_MIN = 6,
    WINDOW_BITS_MAX = 11,
    WINDOWS_MAX = FACTOR_BITS / WINDOW_BITS_MIN,
    PREFETCH_DISTANCE = 2,
    CACHE_LINE_BYTES = 64,
    HUGE_PAGE_BYTES = 2 << 20,
};

struct gathered {
    struct decoded odd[ODD_MULTIPLES];
    int8_t naf[NAF_DIGITS];
    size_t digits; /* below the highest that is not 0 */
};

/* The part of one thread. */
struct lane {
    struct gathered *gathered; /* or NULL: buckets */
    size_t gathered_count, gathered_capacity;
    struct decoded sum; /* of what was gathered before */
    /* In window i, bucket d - 1 has the sum of the points whose digit i is d. */
    unsigned window_bits;
    size_t windows, bucket_count; /* in each window */
    size_t windows_used;
    struct decoded *buckets;
    struct scalar base; /* factor of B */
};

struct msm {
    unsigned lane_count;
    struct lane *lanes;
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

/* Digits that are 0 or odd and below 16, at least NAF_WIDTH - 1 zeros after each other one. Returns the
 * greatest without its sign. */
static unsigned recode_naf(const struct scalar *factor, struct gathered *out)
{
    unsigned carry = 0, greatest = 0;
    memset(out->naf, 0, sizeof out->naf);
    out->digits = 0;
    for (size_t i = 0; i < NAF_DIGITS;) {
        unsigned bits = bits_of(factor, i, NAF_WIDTH) + carry;
        if (!(bits & 1)) {
            i++; /* the carry, if any, moves on with the zero */
            continue;
        }
        carry = bits >> (NAF_WIDTH - 1);
        int digit = (int)bits - (int)(carry << NAF_WIDTH);
        out->naf[i] = (int8_t)digit;
        out->digits = i + 1;
        greatest = (unsigned)abs(digit) > greatest ? (unsigned)abs(digit) : greatest;
        i += NAF_WIDTH;
    }
    return greatest;
}

static void gather(struct lane *lane, const struct scalar *factor, bool negative, const struct decoded *point)
{
    struct gathered *gathered = &lane->gathered[lane->gathered_count++];
    struct decoded twice;
    unsigned greatest = recode_naf(factor, gathered);
    gathered->odd[0] = *point;
    if (negative)
        decoded_negate(&gathered->odd[0], point);
    decoded_double(&twice, &gathered->odd[0]);
    for (size_t i = 1; i <= greatest / 2; i++)
        decoded_add(&gathered->odd[i], &gathered->odd[i - 1], &twice);
}

/* What was gathered goes into the sum. */
static void settle(struct lane *lane)
{
    struct decoded sum;
    size_t digits = 0;
    for (size_t j = 0; j < lane->gathered_count; j++)
        digits = lane->gathered[j].digits > digits ? lane->gathered[j].digits : digits;
    decoded_set_identity(&sum);
    for (size_t i = digits; i-- > 0;) {
        decoded_double(&sum, &sum);
        for (size_t j = 0; j < lane->gathered_count; j++) {
            const struct gathered *gathered = &lane->gathered[j];
            int digit = gathered->naf[i];
            if (digit > 0)
                decoded_add(&sum, &sum, &gathered->odd[digit / 2]);
            else if (digit < 0)
                decoded_subtract(&sum, &sum, &gathered->odd[-digit / 2]);
        }
    }
    decoded_add(&lane->sum, &lane->sum, &sum);
    lane->gathered_count = 0;
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

/* Windows are made when the first digit comes: short factors need half of them. */
static void use_window(struct lane *lane, size_t window)
{
    for (; lane->windows_used <= window; lane->windows_used++)
        for (size_t i = 0; i < lane->bucket_count; i++)
            decoded_set_identity(&lane->buckets[lane->windows_used * lane->bucket_count + i]);
}

/* The buckets do not fit into the fastest cache: each is asked for two additions before it is needed. */
static void prefetch(const struct decoded *bucket)
{
    for (size_t line = 0; line < sizeof *bucket; line += CACHE_LINE_BYTES)
        __builtin_prefetch((const char *)bucket + line, 1);
}

/* Digits from -2^(b-1) to 2^(b-1): half of the buckets that digits without sign would need. The last carry is
 * 0 because shorten() leaves at most 2^251 and a short rest. */
static void scatter(struct lane *lane, const struct scalar *factor, bool negative,
                    const struct decoded *point)
{
    struct decoded terms[2]; /* for positive and negative digits */
    struct decoded *buckets[WINDOWS_MAX];
    int half = 1 << (lane->window_bits - 1), digits[WINDOWS_MAX], carry = 0;
    size_t used = 0;
    terms[negative] = *point;
    decoded_negate(&terms[!negative], point);
    for (size_t i = 0; i < lane->windows; i++) {
        int digit = (int)bits_of(factor, i * lane->window_bits, lane->window_bits) + carry;
        carry = digit > half;
        digit -= carry * 2 * half;
        if (!digit)
            continue;
        digits[used] = digit;
        buckets[used++] = &lane->buckets[i * lane->bucket_count + (size_t)abs(digit) - 1];
        use_window(lane, i);
    }
    for (size_t i = 0; i < used; i++) {
        if (i + PREFETCH_DISTANCE < used)
            prefetch(buckets[i + PREFETCH_DISTANCE]);
        decoded_add(buckets[i], buckets[i], &terms[digits[i] < 0]);
    }
}

/* Sum of d times bucket d - 1: the sum of the sums of all buckets from the last down to each. */
static void sum_window(const struct lane *lane, size_t window, struct decoded *out)
{
    const struct decoded *buckets = &lane->buckets[window * lane->bucket_count];
    struct decoded above;
    decoded_set_identity(&above);
    decoded_set_identity(out);
    for (size_t i = lane->bucket_count; i-- > 0;) {
        decoded_add(&above, &above, &buckets[i]);
        decoded_add(out, out, &above);
    }
}

static void sum_buckets(struct lane *lane)
{
    struct decoded sum, window;
    decoded_set_identity(&sum);
    for (size_t i = lane->windows_used; i-- > 0;) {
        for (unsigned bit = 0; bit < lane->window_bits; bit++)
            decoded_double(&sum, &sum);
        sum_window(lane, i, &window);
        decoded_add(&sum, &sum, &window);
    }
    decoded_add(&lane->sum, &lane->sum, &sum);
    lane->windows_used = 0;
}

/* ---- both ---- */

/* On huge pages where the system has them: buckets are visited at random, and with small pages the
 * processor's table of pages is too short for them. */
static struct decoded *allocate_buckets(size_t count)
{
    size_t bytes = count * sizeof(struct decoded), pages = (bytes + HUGE_PAGE_BYTES - 1) / HUGE_PAGE_BYTES;
    if (bytes < HUGE_PAGE_BYTES)
        return allocate_aligned(count, sizeof(struct decoded), _Alignof(struct decoded));
    struct decoded *buckets = allocate_aligned(pages, HUGE_PAGE_BYTES, HUGE_PAGE_BYTES);
    madvise(buckets, pages * HUGE_PAGE_BYTES, MADV_HUGEPAGE);
    return buckets;
}

static void lane_init(struct lane *lane, size_t expected)
{
    *lane = (struct lane){0};
    decoded_set_identity(&lane->sum);
    if (expected <= GATHERED_MAX) {
        lane->gathered_capacity = expected ? expected : 1;
        lane->gathered =
            allocate_aligned(lane->gathered_capacity, sizeof *lane->gathered, _Alignof(struct gathered));
        return;
    }
    lane->window_bits = best_window_bits(expected);
    lane->bucket_count = (size_t)1 << (lane->window_bits - 1);
    lane->windows = windows_of(lane->window_bits);
    lane->buckets = allocate_buckets(lane->windows * lane->bucket_count);
}

struct msm *msm_new(unsigned lanes, size_t expected)
{
    struct msm *msm = allocate(1, sizeof *msm);
    msm->lane_count = lanes;
    msm->lanes = allocate_aligned(lanes, sizeof *msm->lanes, _Alignof(struct lane));
    for (unsigned i = 0; i < lanes; i++)
        lane_init(&msm->lanes[i], expected / lanes + 1);
    return msm;
}

void msm_free(struct msm *msm)
{
    if (!msm)
        return;
    for (unsigned i = 0; i < msm->lane_count; i++) {
        free(msm->lanes[i].gathered);
        free(msm->lanes[i].buckets);
    }
    free(msm->lanes);
    free(msm);
}

void msm_add(struct msm *msm, unsigned number, const struct scalar *factor, const struct decoded *point)
{
    struct lane *lane = &msm->lanes[number];
    struct scalar s;
    bool negative = shorten(factor, &s);
    if (lane->buckets) {
        scatter(lane, &s, negative, point);
        return;
    }
    if (lane->gathered_count == lane->gathered_capacity)
        settle(lane);
    gather(lane, &s, negative, point);
}

void msm_add_base(struct msm *msm, unsigned lane, const struct scalar *factor)
{
    scalar_add(&msm->lanes[lane].base, &msm->lanes[lane].base, factor);
}

void msm_sum(struct msm *msm, struct decoded *out)
{
    struct scalar base = SCALAR_ZERO;
    struct point product;
    for (unsigned i = 0; i < msm->lane_count; i++) {
        scalar_add(&base, &base, &msm->lanes[i].base);
        msm->lanes[i].base = SCALAR_ZERO;
    }
    decoded_set_identity(out);
    if (!scalar_is_zero(&base)) {
        point_multiply_base(&product, &base);
        decoded_from_point(out, &product);
    }
    for (unsigned i = 0; i < msm->lane_count; i++) {
        struct lane *lane = &msm->lanes[i];
        if (lane->buckets)
            sum_buckets(lane);
        else
            settle(lane);
        decoded_add(out, out, &lane->sum);
        decoded_set_identity(&lane->sum);
    }
}
