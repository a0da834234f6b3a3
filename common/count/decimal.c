/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "count/decimal.h"

#include <inttypes.h>

/* The parts of a decimal text; the decimals are without trailing zeros. */
struct parts {
    bool negative;
    struct bytes whole, decimals;
};

static size_t digit_run(struct bytes text, size_t from)
{
    size_t i = from;
    while (i < text.len && text.data[i] >= '0' && text.data[i] <= '9')
        i++;
    return i - from;
}

static bool split(struct bytes text, struct parts *out, struct error *err)
{
    size_t start = text.len > 0 && text.data[0] == '-';
    struct parts parts = {.negative = start};
    parts.whole = bytes_of(text.data + start, digit_run(text, start));
    size_t at = start + parts.whole.len;
    if (at < text.len && text.data[at] == '.') {
        parts.decimals = bytes_of(text.data + at + 1, digit_run(text, at + 1));
        at += 1 + parts.decimals.len;
        if (parts.decimals.len == 0)
            at = 0; /* a point wants digits behind it */
    }
    if (parts.whole.len == 0 || at != text.len)
        return error_input(err, "decimal", "expected a number such as 4000 or 1331751.11");
    while (parts.decimals.len > 0 && parts.decimals.data[parts.decimals.len - 1] == '0')
        parts.decimals.len--;
    if (parts.decimals.len > DECIMAL_DIGITS_MAX)
        return error_input(err, "decimal", "a number may have at most %d decimals", DECIMAL_DIGITS_MAX);
    *out = parts;
    return true;
}

bool decimal_digits(struct bytes text, unsigned *digits, struct error *err)
{
    struct parts parts;
    if (!split(text, &parts, err))
        return false;
    *digits = (unsigned)parts.decimals.len;
    return true;
}

bool decimal_read(struct bytes text, unsigned digits, int64_t *out, struct error *err)
{
    struct parts parts;
    if (!split(text, &parts, err))
        return false;
    if (parts.decimals.len > digits)
        return error_input(err, "decimal", "expected at most %u decimals", digits);
    int64_t value = 0;
    for (size_t i = 0; i < parts.whole.len + digits; i++) {
        size_t decimal = i - parts.whole.len;
        int digit = i < parts.whole.len            ? parts.whole.data[i] - '0'
                    : decimal < parts.decimals.len ? parts.decimals.data[decimal] - '0'
                                                   : 0;
        if (__builtin_mul_overflow(value, 10, &value) ||
            __builtin_sub_overflow(value, digit, &value)) /* downwards, so that INT64_MIN can be read */
            return error_input(err, "decimal", "the number is too large");
    }
    if (!parts.negative && value == INT64_MIN)
        return error_input(err, "decimal", "the number is too large");
    *out = parts.negative ? value : -value;
    return true;
}

void decimal_append(struct buffer *out, int64_t value, unsigned digits)
{
    uint64_t magnitude = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    uint64_t unit = 1;
    for (unsigned i = 0; i < digits; i++)
        unit *= 10;
    buffer_append_format(out, "%s%" PRIu64, value < 0 ? "-" : "", magnitude / unit);
    uint64_t rest = magnitude % unit;
    if (rest == 0)
        return;
    for (; rest % 10 == 0; digits--)
        rest /= 10;
    buffer_append_format(out, ".%0*" PRIu64, (int)digits, rest);
}
