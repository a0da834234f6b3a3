/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "ballot/ballot.h"

#include <sodium.h>
#include <stdlib.h>

#include "base/encoding.h"
#include "crypto/elgamal.h"

/* A ballot has one shape, so its canonical JSON is read straight from the bytes, without a tree: next to the
 * entries of people this is the path that thousands a second take. */
struct scan {
    struct bytes rest;
    struct error *err;
};

static bool scan_fail(const struct scan *scan, const char *expected)
{
    return error_input(scan->err, "bad-json",
                       "not a ballot in canonical JSON: %s expected, %zu bytes before the end", expected,
                       scan->rest.len);
}

static struct bytes advance(struct scan *scan, size_t len)
{
    struct bytes taken = bytes_of(scan->rest.data, len);
    scan->rest = bytes_of(scan->rest.data + len, scan->rest.len - len);
    return taken;
}

static bool scan_literal(struct scan *scan, const char *literal)
{
    size_t len = strlen(literal);
    if (scan->rest.len < len || memcmp(scan->rest.data, literal, len) != 0)
        return scan_fail(scan, literal);
    advance(scan, len);
    return true;
}

/* Everything up to (not with) the character `end`. */
static bool scan_until(struct scan *scan, char end, struct bytes *out)
{
    const uint8_t *at = scan->rest.len ? memchr(scan->rest.data, end, scan->rest.len) : NULL;
    if (!at)
        return scan_fail(scan, (char[]){end, 0});
    *out = advance(scan, (size_t)(at - scan->rest.data));
    return true;
}

enum { TEXT32 = 43, ELEMENT = TEXT32 + 3 /* quotes and comma */ };

/* 32 bytes as a string. */
static bool scan_32(struct scan *scan, uint8_t out[32])
{
    if (scan->rest.len < TEXT32 + 2 || scan->rest.data[0] != '"' || scan->rest.data[TEXT32 + 1] != '"' ||
        !base64url_decode_exact(bytes_of(scan->rest.data + 1, TEXT32), out, 32))
        return scan_fail(scan, "a string with 32 bytes in base64url");
    advance(scan, TEXT32 + 2);
    return true;
}

/* The start of an array of such strings. Each has the same length, so the number is known before they are
 * read. */
static bool scan_array_begin(struct scan *scan, const char *literal, size_t *count)
{
    if (!scan_literal(scan, literal))
        return false;
    struct scan ahead = *scan;
    struct bytes elements;
    if (!scan_until(&ahead, ']', &elements))
        return false;
    if ((elements.len + 1) % ELEMENT != 0)
        return scan_fail(scan, "an array of strings with 32 bytes each");
    *count = (elements.len + 1) / ELEMENT;
    return true;
}

/* The elements, `stride` bytes apart, and the closing bracket. */
static bool scan_array_elements(struct scan *scan, size_t count, void *out, size_t stride)
{
    for (size_t i = 0; i < count; i++)
        if ((i && !scan_literal(scan, ",")) || !scan_32(scan, (uint8_t *)out + i * stride))
            return false;
    return scan_literal(scan, "]");
}

static bool scan_number(struct scan *scan, char end, uint64_t max, uint64_t *out)
{
    struct bytes digits;
    if (!scan_until(scan, end, &digits))
        return false;
    if (!decimal_decode_u64(digits, out) || *out > max)
        return error_input(scan->err, "bad-json", "not a ballot: a number is not 0 to %llu",
                           (unsigned long long)max);
    return true;
}

static bool scan_layout(struct scan *scan, struct arena *arena, struct ballot_statement *statement)
{
    struct ballot_layout layout[DEFINITION_CONTESTS_MAX];
    size_t count = 0;
    if (!scan_literal(scan, ",\"layout\":["))
        return false;
    do {
        if (count == DEFINITION_CONTESTS_MAX)
            return error_input(scan->err, "layout", "more than %d contests", DEFINITION_CONTESTS_MAX);
        if ((count && !scan_literal(scan, ",")) || !scan_literal(scan, "{\"contest\":\"") ||
            !scan_until(scan, '"', &layout[count].contest) || !scan_literal(scan, "\",\"width\":") ||
            !scan_number(scan, '}', BALLOT_CIPHERTEXTS_MAX, &layout[count].width) || !scan_literal(scan, "}"))
            return false;
        if (!name_is_valid(layout[count].contest))
            return scan_fail(scan, "the id of a contest");
        count++;
    } while (scan->rest.len && scan->rest.data[0] == ',');
    statement->contest_count = count;
    statement->layout = arena_allocate(arena, count, sizeof *layout);
    memcpy((void *)statement->layout, layout, count * sizeof *layout);
    return scan_literal(scan, "]");
}

/* The bytes of a ballot; points and scalars are still any 32 bytes. */
struct raw {
    struct ciphertext *ciphertexts;
    struct point *t;
    struct scalar *z;
    size_t a_count, c_count, t_count, z_count;
};

static bool scan_ballot(struct scan *scan, struct arena *arena, struct ballot_statement *statement,
                        struct raw *raw)
{
    struct bytes start = scan->rest;
    if (!scan_array_begin(scan, "{\"a\":[", &raw->a_count))
        return false;
    raw->ciphertexts = arena_allocate(arena, raw->a_count, sizeof *raw->ciphertexts);
    if (!scan_array_elements(scan, raw->a_count, &raw->ciphertexts->a, sizeof *raw->ciphertexts) ||
        !scan_array_begin(scan, ",\"c\":[", &raw->c_count))
        return false;
    if (raw->c_count != raw->a_count)
        return error_input(scan->err, "layout", "%zu of a, but %zu of c", raw->a_count, raw->c_count);
    if (!scan_array_elements(scan, raw->c_count, &raw->ciphertexts->c, sizeof *raw->ciphertexts) ||
        !scan_literal(scan, ",\"credential\":") || !scan_32(scan, statement->credential.bytes) ||
        !scan_layout(scan, arena, statement) || !scan_literal(scan, ",\"prev\":") ||
        !scan_32(scan, statement->prev) || !scan_literal(scan, ",\"seq\":") ||
        !scan_number(scan, ',', BALLOT_SEQ_MAX, &statement->seq) ||
        !scan_array_begin(scan, ",\"t\":[", &raw->t_count))
        return false;
    raw->t = arena_allocate(arena, raw->t_count, sizeof *raw->t);
    if (!scan_array_elements(scan, raw->t_count, raw->t, sizeof *raw->t) ||
        !scan_array_begin(scan, ",\"z\":[", &raw->z_count))
        return false;
    raw->z = arena_allocate(arena, raw->z_count, sizeof *raw->z);
    if (!scan_array_elements(scan, raw->z_count, raw->z, sizeof *raw->z) || !scan_literal(scan, "}"))
        return false;
    if ((size_t)(scan->rest.data - start.data) > BALLOT_BYTES_MAX)
        return error_input(scan->err, "too-large", "more than %d bytes", BALLOT_BYTES_MAX);
    return true;
}

static bool check_counts(const struct ballot_statement *statement, const struct raw *raw, struct error *err)
{
    size_t sum = 0;
    for (size_t i = 0; i < statement->contest_count; i++)
        sum += statement->layout[i].width;
    if (sum < 1 || sum > BALLOT_CIPHERTEXTS_MAX)
        return error_input(err, "layout", "%zu ciphertexts, 1 to %d are allowed", sum,
                           BALLOT_CIPHERTEXTS_MAX);
    if (raw->a_count != sum || raw->t_count != sum + 1 || raw->z_count != sum + 1)
        return error_input(err, "layout",
                           "the widths add up to %zu, but there are %zu of a and c, %zu of t, %zu of z", sum,
                           raw->a_count, raw->t_count, raw->z_count);
    return true;
}

/* Points that are `stride` bytes apart. */
static bool check_points(const char *name, const void *points, size_t count, size_t stride, struct error *err)
{
    for (size_t i = 0; i < count; i++)
        if (!point_is_valid((const uint8_t *)points + i * stride))
            return error_input(err, "bad-point", "%s[%zu] is not a point", name, i);
    return true;
}

static bool check_credential(const struct ballot_statement *statement, struct error *err)
{
    return point_is_valid(statement->credential.bytes) ||
           error_input(err, "bad-point", "credential is not a point");
}

static bool check_scalars(const struct raw *raw, struct error *err)
{
    for (size_t i = 0; i < raw->z_count; i++)
        if (!scalar_is_valid(raw->z[i].bytes))
            return error_input(err, "bad-scalar", "z[%zu] is not below L", i);
    return true;
}

static bool check_doors(const struct ballot_statement *statement, const struct raw *raw, struct error *err)
{
    size_t n = raw->a_count, stride = sizeof *raw->ciphertexts;
    return check_credential(statement, err) && check_points("a", &raw->ciphertexts->a, n, stride, err) &&
           check_points("c", &raw->ciphertexts->c, n, stride, err) &&
           check_points("t", raw->t, n + 1, sizeof *raw->t, err) && check_scalars(raw, err);
}

/* What no proof is about. */
static bool others_hold(const struct raw *raw)
{
    return check_points("c", &raw->ciphertexts->c, raw->a_count, sizeof *raw->ciphertexts, NULL) &&
           check_scalars(raw, NULL);
}

bool ballot_parse_prefix(struct bytes bytes, bool unproven, struct arena *arena, struct ballot *out,
                         struct error *err)
{
    struct scan scan = {bytes, err};
    struct ballot_statement statement = {0};
    struct raw raw = {0};
    if (!scan_ballot(&scan, arena, &statement, &raw) || !check_counts(&statement, &raw, err))
        return false;
    statement.ciphertexts = raw.ciphertexts;
    statement.ciphertext_count = raw.a_count;
    if (!(unproven && others_hold(&raw)) && !check_doors(&statement, &raw, err))
        return false;
    *out = (struct ballot){bytes_of(bytes.data, bytes.len - scan.rest.len), statement, raw.t, raw.z};
    return true;
}

static bool parse_whole(struct bytes bytes, bool unproven, struct arena *arena, struct ballot *out,
                        struct error *err)
{
    struct ballot ballot;
    if (bytes.len > BALLOT_BYTES_MAX)
        return error_input(err, "too-large", "more than %d bytes", BALLOT_BYTES_MAX);
    if (!ballot_parse_prefix(bytes, unproven, arena, &ballot, err))
        return false;
    if (ballot.bytes.len != bytes.len)
        return error_input(err, "bad-json", "%zu bytes behind the ballot", bytes.len - ballot.bytes.len);
    *out = ballot;
    return true;
}

bool ballot_parse(struct bytes bytes, struct arena *arena, struct ballot *out, struct error *err)
{
    return parse_whole(bytes, false, arena, out, err);
}

bool ballot_parse_unproven(struct bytes bytes, struct arena *arena, struct ballot *out, struct error *err)
{
    return parse_whole(bytes, true, arena, out, err);
}

/* Elements as strings; `values` are `stride` bytes apart. */
static void append_array(struct buffer *out, const char *literal, const void *values, size_t count,
                         size_t stride)
{
    buffer_append_string(out, literal);
    for (size_t i = 0; i < count; i++) {
        buffer_append_string(out, i ? ",\"" : "\"");
        base64url_append(out, bytes_of((const uint8_t *)values + i * stride, 32));
        buffer_append_u8(out, '"');
    }
    buffer_append_u8(out, ']');
}

void ballot_write(const struct ballot_statement *statement, const struct point *t, const struct scalar *z,
                  struct buffer *out)
{
    size_t n = statement->ciphertext_count;
    append_array(out, "{\"a\":[", &statement->ciphertexts->a, n, sizeof *statement->ciphertexts);
    append_array(out, ",\"c\":[", &statement->ciphertexts->c, n, sizeof *statement->ciphertexts);
    buffer_append_string(out, ",\"credential\":\"");
    base64url_append(out, bytes_of(statement->credential.bytes, POINT_BYTES));
    buffer_append_string(out, "\",\"layout\":[");
    for (size_t i = 0; i < statement->contest_count; i++) {
        buffer_append_string(out, i ? ",{\"contest\":\"" : "{\"contest\":\"");
        buffer_append_bytes(out, statement->layout[i].contest);
        buffer_append_format(out, "\",\"width\":%llu}", (unsigned long long)statement->layout[i].width);
    }
    buffer_append_string(out, "],\"prev\":\"");
    base64url_append(out, bytes_of(statement->prev, HASH_BYTES));
    buffer_append_format(out, "\",\"seq\":%llu", (unsigned long long)statement->seq);
    append_array(out, ",\"t\":[", t, n + 1, sizeof *t);
    append_array(out, ",\"z\":[", z, n + 1, sizeof *z);
    buffer_append_u8(out, '}');
}

void ballot_id(struct bytes ballot_bytes, uint8_t out[HASH_BYTES])
{
    struct transcript transcript;
    transcript_init(&transcript, TAG_BALLOT_ID);
    transcript_bytes(&transcript, ballot_bytes);
    transcript_hash32(&transcript, out);
}

void ballot_tracker(const uint8_t id[HASH_BYTES], char out[BALLOT_TRACKER_TEXT_BYTES + 1])
{
    char symbols[BALLOT_TRACKER_SYMBOLS + 1];
    symbols_from_bits(id, BALLOT_TRACKER_SYMBOLS, symbols);
    symbols_group(symbols, out);
}

bool ballot_tracker_read(struct bytes text, uint8_t least[HASH_BYTES], uint8_t greatest[HASH_BYTES],
                         struct error *err)
{
    uint8_t values[BALLOT_TRACKER_SYMBOLS];
    if (!symbols_read(text, BALLOT_TRACKER_SYMBOLS, values))
        return error_input(err, "tracker", "a tracker is %d letters and digits", BALLOT_TRACKER_SYMBOLS);
    memset(least, 0, HASH_BYTES);
    memset(greatest, 0xff, HASH_BYTES);
    for (size_t bit = 0; bit < 5 * (size_t)BALLOT_TRACKER_SYMBOLS; bit++) {
        uint8_t mask = (uint8_t)(0x80u >> (bit % 8));
        if (values[bit / 5] >> (4 - bit % 5) & 1)
            least[bit / 8] |= mask;
        else
            greatest[bit / 8] &= (uint8_t)~mask;
    }
    return true;
}

void ballot_check_code(const uint8_t eid[HASH_BYTES], const struct ballot_statement *statement,
                       char out[BALLOT_CHECK_SYMBOLS + 1])
{
    uint8_t hash[HASH_BYTES];
    struct transcript transcript;
    transcript_init(&transcript, TAG_CORE);
    transcript_bytes(&transcript, bytes_of(eid, HASH_BYTES));
    ballot_proof_hash_content(&transcript, statement);
    transcript_hash32(&transcript, hash);
    symbols_from_bits(hash, BALLOT_CHECK_SYMBOLS, out);
}

bool ballot_fits(const struct ballot *ballot, const struct district *district, struct error *err)
{
    const struct ballot_statement *statement = &ballot->statement;
    if (statement->contest_count != district->contest_count)
        return error_input(err, "layout", "%zu contests, but district %s has %zu", statement->contest_count,
                           district->id, district->contest_count);
    for (size_t i = 0; i < district->contest_count; i++)
        if (!bytes_equal(statement->layout[i].contest, district->layout[i].contest) ||
            statement->layout[i].width != district->layout[i].width)
            return error_input(err, "layout", "contest %zu of district %s is %s with %llu ciphertexts", i + 1,
                               district->id, (const char *)district->layout[i].contest.data,
                               (unsigned long long)district->layout[i].width);
    return true;
}

bool ballot_verify(const struct ballot *ballot, const uint8_t eid[HASH_BYTES], struct error *err)
{
    struct ballot_statement statement = ballot->statement;
    memcpy(statement.eid, eid, HASH_BYTES);
    size_t n = statement.ciphertext_count;
    return check_credential(&statement, err) &&
           check_points("a", &statement.ciphertexts->a, n, sizeof *statement.ciphertexts, err) &&
           check_points("t", ballot->t, n + 1, sizeof *ballot->t, err) &&
           ballot_proof_verify(&statement, ballot->t, ballot->z, err);
}

bool ballots_hold(const struct ballot *const *ballots, size_t count, const uint8_t eid[HASH_BYTES],
                  const struct work *work)
{
    struct ballot_statement *statements = allocate(count, sizeof *statements);
    struct ballot_proof *proofs = allocate(count, sizeof *proofs);
    for (size_t i = 0; i < count; i++) {
        statements[i] = ballots[i]->statement;
        memcpy(statements[i].eid, eid, HASH_BYTES);
        proofs[i] = (struct ballot_proof){&statements[i], ballots[i]->t, ballots[i]->z};
    }
    bool hold = ballot_proofs_hold(proofs, count, work);
    free(proofs);
    free(statements);
    return hold;
}

const struct point *ballot_point(const struct ballot *ballot, size_t i)
{
    size_t n = ballot->statement.ciphertext_count;
    if (i < n)
        return &ballot->statement.ciphertexts[i].a;
    if (i < 2 * n)
        return &ballot->statement.ciphertexts[i - n].c;
    return &ballot->t[i - 2 * n];
}

static int compare_points(const void *a, const void *b)
{
    return memcmp(*(const struct point *const *)a, *(const struct point *const *)b, POINT_BYTES);
}

bool ballot_check_distinct(const struct ballot *ballot, struct error *err)
{
    const struct point *points[3 * BALLOT_CIPHERTEXTS_MAX + 1];
    size_t count = ballot_point_count(ballot);
    for (size_t i = 0; i < count; i++)
        points[i] = ballot_point(ballot, i);
    qsort(points, count, sizeof *points, compare_points);
    for (size_t i = 1; i < count; i++)
        if (point_equal(points[i - 1], points[i]))
            return error_input(err, "duplicate-point", "a point stands in the ballot twice");
    return true;
}

const struct ciphertext *ballot_contest(const struct ballot *ballot, const char *contest, size_t *width)
{
    const struct ballot_statement *statement = &ballot->statement;
    struct bytes id = bytes_of_string(contest);
    size_t at = 0;
    for (size_t i = 0; i < statement->contest_count; i++) {
        if (bytes_equal(statement->layout[i].contest, id)) {
            *width = statement->layout[i].width;
            return &statement->ciphertexts[at];
        }
        at += statement->layout[i].width;
    }
    return NULL;
}

/* What a ballot is made of; secret but for the last four. */
struct making {
    uint8_t entropy[ENTROPY_BYTES];
    uint8_t blocks[BALLOT_CIPHERTEXTS_MAX * BLOCK_BYTES];
    struct scalar r[BALLOT_CIPHERTEXTS_MAX];
    struct ciphertext ciphertexts[BALLOT_CIPHERTEXTS_MAX];
    struct point t[BALLOT_CIPHERTEXTS_MAX + 1];
    struct scalar z[BALLOT_CIPHERTEXTS_MAX + 1];
};

static bool encode_choices(const struct ballot_plan *plan, struct making *making, struct error *err)
{
    size_t at = 0;
    for (size_t i = 0; i < plan->district->contest_count; i++) {
        const struct contest *contest = &plan->definition->contests[plan->district->contests[i]];
        if (!payload_encode(contest, &plan->choices[i], making->blocks + at * BLOCK_BYTES, err))
            return false;
        at += contest->width;
    }
    return true;
}

static void encrypt(const struct ballot_plan *plan, struct making *making)
{
    randombytes_buf(making->entropy, sizeof making->entropy);
    for (size_t i = 0; i < plan->district->ciphertext_count; i++) {
        const uint8_t *block = making->blocks + i * BLOCK_BYTES;
        struct point message;
        point_embed(block, &message);
        elgamal_nonce(&making->r[i], making->entropy, block, i);
        elgamal_encrypt(&making->ciphertexts[i], &message, &making->r[i], plan->key);
        sodium_memzero(&message, sizeof message);
    }
}

/* A device must not hand out a ballot that the server would refuse. */
static bool check_made(const struct ballot_plan *plan, struct bytes bytes, struct error *err)
{
    struct arena arena = {0};
    struct ballot ballot;
    bool ok = ballot_parse(bytes, &arena, &ballot, err) && ballot_fits(&ballot, plan->district, err) &&
              ballot_check_distinct(&ballot, err) && ballot_verify(&ballot, plan->eid, err);
    arena_clear(&arena);
    return ok;
}

bool ballot_make(const struct ballot_plan *plan, struct buffer *out, struct error *err)
{
    struct making *making = allocate(1, sizeof *making);
    struct buffer bytes = {0};
    bool ok = false;
    if (!encode_choices(plan, making, err))
        goto out;
    encrypt(plan, making);
    struct ballot_statement statement = {
        .credential = plan->credential->key,
        .seq = plan->seq,
        .layout = plan->district->layout,
        .contest_count = plan->district->contest_count,
        .ciphertexts = making->ciphertexts,
        .ciphertext_count = plan->district->ciphertext_count,
    };
    memcpy(statement.eid, plan->eid, HASH_BYTES);
    memcpy(statement.prev, plan->prev, HASH_BYTES);
    if (!ballot_proof_prove(&statement, &plan->credential->secret, making->r, making->t, making->z, err))
        goto out;
    ballot_write(&statement, making->t, making->z, &bytes);
    if (!check_made(plan, buffer_bytes(&bytes), err))
        goto out;
    buffer_append_bytes(out, buffer_bytes(&bytes));
    ok = true;
out:
    buffer_clear(&bytes);
    sodium_memzero(making, sizeof *making);
    free(making);
    return ok;
}
