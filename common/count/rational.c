/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "count/rational.h"

#include <ctype.h>
#include <stdlib.h>

const char *rational_text(mpq_srcptr value, struct arena *arena)
{
    /* both with room for a sign, a slash and the end (GMP manual, mpq_get_str) */
    size_t len = mpz_sizeinbase(mpq_numref(value), 10) + mpz_sizeinbase(mpq_denref(value), 10) + 3;
    return mpq_get_str(arena_allocate(arena, len, 1), 10, value);
}

static bool is_number(const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (!isdigit((unsigned char)text[i]))
            return false;
    return len == 1 || (len > 1 && text[0] != '0');
}

bool rational_read(const char *text, mpq_ptr out)
{
    const char *digits = text + (text[0] == '-'), *slash = strchr(digits, '/');
    size_t len = slash ? (size_t)(slash - digits) : strlen(digits);
    if (!is_number(digits, len) || (slash && (!is_number(slash + 1, strlen(slash + 1)) || slash[1] == '0')))
        return false;
    mpq_t value;
    mpq_init(value);
    bool ok = mpq_set_str(value, text, 10) == 0;
    if (ok)
        mpq_canonicalize(value);
    struct arena arena = {0};
    ok = ok && strcmp(rational_text(value, &arena), text) == 0; /* in lowest terms, and no minus zero */
    arena_clear(&arena);
    if (ok)
        mpq_set(out, value);
    mpq_clear(value);
    return ok;
}

void rational_add(mpq_ptr value, int64_t more)
{
    mpz_t product;
    mpz_init(product);
    mpz_mul_si(product, mpq_denref(value), more);
    mpz_add(mpq_numref(value), mpq_numref(value), product);
    mpz_clear(product);
}

bool rational_round(const char *text, bool up, int64_t *out)
{
    mpq_t value;
    mpq_init(value);
    bool ok = rational_read(text, value);
    (up ? mpz_cdiv_q : mpz_fdiv_q)(mpq_numref(value), mpq_numref(value), mpq_denref(value));
    ok = ok && mpz_fits_slong_p(mpq_numref(value));
    if (ok)
        *out = mpz_get_si(mpq_numref(value));
    mpz_set_ui(mpq_denref(value), 1);
    mpq_clear(value);
    return ok;
}
