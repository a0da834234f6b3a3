/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "crypto/decryption.h"

#include <stdlib.h>

#include "base/read.h"
#include "crypto/msm.h"

static const char HEADER[] = "folkmoot-share/1\n";

enum {
    HEADER_BYTES = sizeof HEADER - 1,
    FIXED_BYTES = HEADER_BYTES + 4,
    ONE_ELEMENTS = 4, /* D of the draw point, T, T', z */
};

/* ---- the blob ---- */

uint64_t share_size(size_t count)
{
    return FIXED_BYTES + ((uint64_t)count + ONE_ELEMENTS) * POINT_BYTES;
}

/* With the draw point, the count of a vector. */
static bool check_count(size_t count, struct error *err)
{
    return count < UINT32_MAX || error_input(err, "bad-share", "%zu ciphertexts are too many", count);
}

static struct share lay_out(const uint8_t *blob, size_t count)
{
    const struct point *points = (const void *)(blob + FIXED_BYTES);
    return (struct share){
        .count = count,
        .d = points,
        .draw = points + count,
        .t = points + count + 1,
        .t_prime = points + count + 2,
        .z = (const void *)(points + count + 3),
    };
}

static bool no_point(size_t j, struct error *err)
{
    return error_input(err, "bad-share", "D of ciphertext %zu is no point", j);
}

static bool check_rows(void *context, unsigned worker, size_t from, size_t to, struct error *err)
{
    (void)worker;
    const struct share *share = context;
    for (size_t j = from; j < to; j++)
        if (!point_is_valid(share->d[j].bytes))
            return no_point(j, err);
    return true;
}

/* All but D of the ciphertexts, which are `count` times any 32 bytes. */
static bool read_frame(struct bytes blob, struct share *out, struct error *err)
{
    struct reader reader = reader_of(blob);
    struct bytes header;
    uint32_t count;
    if (!read_bytes(&reader, HEADER_BYTES, &header) || !bytes_equal(header, bytes_of_string(HEADER)) ||
        !read_u32(&reader, &count))
        return error_input(err, "bad-share", "the blob does not begin as a share of version 1");
    if (!check_count(count, err))
        return false;
    if (blob.len != share_size(count))
        return error_input(err, "bad-share", "a share of %u ciphertexts has %llu bytes, not %zu", count,
                           (unsigned long long)share_size(count), blob.len);
    struct share share = lay_out(blob.data, count);
    if (!point_is_valid(share.draw->bytes) || !point_is_valid(share.t->bytes) ||
        !point_is_valid(share.t_prime->bytes) || !scalar_is_valid(share.z->bytes))
        return error_input(err, "bad-share", "the draw point's D or the proof is no point or scalar");
    *out = share;
    return true;
}

bool share_read(struct bytes blob, struct share *out, const struct work *work, struct error *err)
{
    struct share share;
    if (!read_frame(blob, &share, err))
        return false;
    struct work_pass pass = {
        .count = share.count, .total = share.count, .range = check_rows, .context = &share};
    if (!work_run(work, &pass, err))
        return false;
    *out = share;
    return true;
}

/* ---- the proof ---- */

static void hash_seed(const struct share_statement *statement, const struct share *share,
                      const struct point *draw, uint8_t seed[HASH_BYTES])
{
    struct transcript transcript;
    transcript_init(&transcript, TAG_SHARE_SEED);
    transcript_bytes(&transcript, bytes_of(statement->eid, HASH_BYTES));
    transcript_bytes(&transcript, statement->contest);
    transcript_bytes(&transcript, bytes_of(statement->mix_hash, HASH_BYTES));
    transcript_u64(&transcript, statement->trustee);
    transcript_point(&transcript, &statement->key);
    transcript_count(&transcript, statement->count);
    for (size_t j = 0; j < statement->count; j++)
        transcript_point(&transcript, &statement->ciphertexts[j].a);
    transcript_point(&transcript, draw);
    transcript_points(&transcript, share->d, share->count + 1); /* the draw point's D stands behind */
    transcript_hash32(&transcript, seed);
}

static void hash_weight(const uint8_t seed[HASH_BYTES], size_t index, struct scalar *out)
{
    struct transcript transcript;
    transcript_init(&transcript, TAG_SHARE_W);
    transcript_bytes(&transcript, bytes_of(seed, HASH_BYTES));
    transcript_u64(&transcript, index);
    transcript_weight(&transcript, out);
}

/* E, F, T, T' */
static void hash_challenge(const uint8_t seed[HASH_BYTES], const struct point *e, const struct point *f,
                           const struct point *t, const struct point *t_prime, struct scalar *c)
{
    struct transcript transcript;
    transcript_init(&transcript, TAG_SHARE);
    transcript_bytes(&transcript, bytes_of(seed, HASH_BYTES));
    transcript_point(&transcript, e);
    transcript_point(&transcript, f);
    transcript_point(&transcript, t);
    transcript_point(&transcript, t_prime);
    transcript_scalar(&transcript, c);
}

/* What the passes over the ciphertexts share. */
struct task {
    const struct share_statement *statement;
    const struct scalar *x; /* prover only */
    struct share share;
    struct point draw; /* P */
    uint8_t seed[HASH_BYTES];
    struct msm *e_msm, *f_msm; /* of the prover E only: F = xE */
    struct point *e, *f;       /* one sum for each thread; after the pass the whole in [0] */
};

static bool multiply_rows(void *context, unsigned worker, size_t from, size_t to, struct error *err)
{
    (void)worker;
    (void)err;
    struct task *task = context;
    struct point *d = (struct point *)task->share.d;
    for (size_t j = from; j < to; j++)
        point_multiply(&d[j], task->x, &task->statement->ciphertexts[j].a);
    return true;
}

/* For the prover and the fast engine; D that come from outside pass the door here. */
static bool weigh_rows_together(void *context, unsigned worker, size_t from, size_t to, struct error *err)
{
    struct task *task = context;
    struct decoded point;
    for (size_t j = from; j < to; j++) {
        struct scalar weight;
        hash_weight(task->seed, j, &weight);
        decoded_from_point(&point, &task->statement->ciphertexts[j].a);
        msm_add(task->e_msm, worker, &weight, &point);
        if (!task->f_msm)
            continue;
        if (!decoded_read(task->share.d[j].bytes, &point))
            return no_point(j, err);
        msm_add(task->f_msm, worker, &weight, &point);
    }
    return true;
}

static bool weigh_rows(void *context, unsigned worker, size_t from, size_t to, struct error *err)
{
    (void)err;
    struct task *task = context;
    for (size_t j = from; j < to; j++) {
        struct scalar weight;
        hash_weight(task->seed, j, &weight);
        point_add_product(&task->e[worker], &weight, &task->statement->ciphertexts[j].a);
        point_add_product(&task->f[worker], &weight, &task->share.d[j]);
    }
    return true;
}

/* E, and F unless `sum_f` is false, from the seed, in a pass of `count` steps. */
static bool weigh_together(struct task *task, bool sum_f, size_t before, const struct work *work,
                           struct error *err)
{
    size_t count = task->share.count;
    unsigned threads = work_threads(work);
    struct decoded sum;
    task->e_msm = msm_new(threads, count);
    task->f_msm = sum_f ? msm_new(threads, count) : NULL;
    struct work_pass pass = {.count = count,
                             .before = before,
                             .total = before + count,
                             .range = weigh_rows_together,
                             .context = task};
    bool done = work_run(work, &pass, err);
    if (done) {
        msm_sum(task->e_msm, &sum);
        decoded_to_point(&sum, &task->e[0]);
    }
    if (done && sum_f) {
        msm_sum(task->f_msm, &sum);
        decoded_to_point(&sum, &task->f[0]);
    }
    msm_free(task->e_msm);
    msm_free(task->f_msm);
    return done;
}

static bool weigh_one_by_one(struct task *task, const struct work *work, struct error *err)
{
    size_t count = task->share.count;
    struct work_pass doors = {
        .count = count, .total = 2 * count, .range = check_rows, .context = &task->share};
    struct work_pass pass = {
        .count = count, .before = count, .total = 2 * count, .range = weigh_rows, .context = task};
    if (!work_run(work, &doors, err) || !work_run(work, &pass, err))
        return false;
    for (unsigned i = 1; i < work_threads(work); i++) {
        point_add(&task->e[0], &task->e[0], &task->e[i]);
        point_add(&task->f[0], &task->f[0], &task->f[i]);
    }
    return true;
}

/* The last term of E and F. */
static void weigh_draw(struct task *task)
{
    struct scalar weight;
    hash_weight(task->seed, task->share.count, &weight);
    point_add_product(&task->e[0], &weight, &task->draw);
    point_add_product(&task->f[0], &weight, task->share.draw);
}

static void task_init(struct task *task, const struct share_statement *statement, const struct work *work)
{
    *task = (struct task){.statement = statement};
    draw_point(statement->eid, statement->contest, &task->draw);
    task->e = allocate(2 * work_threads(work), sizeof *task->e);
    task->f = task->e + work_threads(work);
}

/* u = Hs("nonce", 64 random bytes, x, seed): the seed binds all that is proved. */
static void draw_nonce(const struct scalar *x, const uint8_t seed[HASH_BYTES], struct scalar *u)
{
    uint8_t entropy[ENTROPY_BYTES];
    randombytes_buf(entropy, sizeof entropy);
    struct transcript transcript;
    transcript_init(&transcript, TAG_NONCE);
    transcript_bytes(&transcript, bytes_of(entropy, sizeof entropy));
    transcript_bytes(&transcript, bytes_of(x->bytes, SCALAR_BYTES));
    transcript_bytes(&transcript, bytes_of(seed, HASH_BYTES));
    transcript_scalar(&transcript, u);
    sodium_memzero(entropy, sizeof entropy);
}

bool share_make(const struct share_statement *statement, const struct scalar *x, const struct work *work,
                struct buffer *blob, struct error *err)
{
    size_t count = statement->count, start = blob->len;
    struct point key;
    point_multiply_base(&key, x);
    if (!point_equal(&key, &statement->key))
        return error_broken(err, "witness", "the secret does not belong to the key of trustee %llu",
                            (unsigned long long)statement->trustee);
    if (!check_count(count, err))
        return false;
    bool done = false;
    size_t size = share_size(count);
    buffer_reserve(blob, size);
    struct task task;
    task_init(&task, statement, work);
    task.x = x;
    task.share = lay_out(blob->data + start, count);
    struct work_pass pass = {.count = count, .total = 2 * count, .range = multiply_rows, .context = &task};
    if (!work_run(work, &pass, err))
        goto out;
    point_multiply((struct point *)task.share.draw, x, &task.draw);
    hash_seed(statement, &task.share, &task.draw, task.seed);
    if (!weigh_together(&task, false, count, work, err))
        goto out;
    weigh_draw(&task);
    struct scalar u, c;
    struct point *t = (struct point *)task.share.t, *t_prime = (struct point *)task.share.t_prime;
    draw_nonce(x, task.seed, &u);
    point_multiply_base(t, &u);
    point_multiply(t_prime, &u, &task.e[0]);
    point_multiply(&task.f[0], x, &task.e[0]);
    hash_challenge(task.seed, &task.e[0], &task.f[0], t, t_prime, &c);
    scalar_multiply_add((struct scalar *)task.share.z, &u, &c, x);
    sodium_memzero(&u, sizeof u);
    /* The room is reserved: only the head is written here, the rest stays as it is. */
    buffer_append_string(blob, HEADER);
    buffer_append_u32(blob, (uint32_t)count);
    blob->len = start + size;
    done = true;
out:
    free(task.e);
    return done;
}

/* zG = T + cH */
static bool holds(const struct point *left, const struct point *t, const struct scalar *c,
                  const struct point *h)
{
    struct point right = *t;
    point_add_product(&right, c, h);
    return point_equal(left, &right);
}

bool share_verify(const struct share_statement *statement, struct bytes blob, const struct work *work,
                  struct share *out, struct error *err)
{
    struct share share;
    if (!read_frame(blob, &share, err))
        return false;
    if (share.count != statement->count)
        return error_input(err, "bad-share", "the share is of %zu ciphertexts, not %zu", share.count,
                           statement->count);
    bool good = false;
    struct task task;
    task_init(&task, statement, work);
    task.share = share;
    hash_seed(statement, &share, &task.draw, task.seed);
    if (!(work_engine(work) == ENGINE_DECAF ? weigh_together(&task, true, 0, work, err)
                                            : weigh_one_by_one(&task, work, err)))
        goto out;
    weigh_draw(&task);
    struct scalar c;
    struct point left;
    hash_challenge(task.seed, &task.e[0], &task.f[0], share.t, share.t_prime, &c);
    point_multiply_base(&left, share.z);
    good = holds(&left, share.t, &c, &statement->key);
    point_multiply(&left, share.z, &task.e[0]);
    good = good && holds(&left, share.t_prime, &c, &task.f[0]);
    if (!good)
        error_input(err, "bad-proof", "the proof of the share of trustee %llu does not hold",
                    (unsigned long long)statement->trustee);
    else if (out)
        *out = share;
out:
    free(task.e);
    return good;
}

/* ---- what shares give together ---- */

bool lagrange_at_zero(const uint64_t *indices, size_t count, struct scalar *out, struct error *err)
{
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j <= i; j++)
            if (!indices[i] || (j < i && indices[i] == indices[j]))
                return error_input(err, "bad-indices", "the indices of trustees must be distinct and from 1");
    for (size_t i = 0; i < count; i++) {
        struct scalar above = SCALAR_ONE, below = SCALAR_ONE, own, other, difference;
        scalar_from_u64(&own, indices[i]);
        for (size_t j = 0; j < count; j++) {
            if (j == i)
                continue;
            scalar_from_u64(&other, indices[j]);
            scalar_subtract(&difference, &other, &own);
            scalar_multiply(&above, &above, &other);
            scalar_multiply(&below, &below, &difference);
        }
        if (!scalar_invert(&below, &below))
            abort(); /* a product of differences of distinct numbers below 2^64 */
        scalar_multiply(&out[i], &above, &below);
    }
    return true;
}

struct combination {
    const struct ciphertext *ciphertexts;
    const struct share *shares;
    const struct scalar *lambdas;
    size_t share_count;
    struct point *out;
    struct msm **msms; /* one for each thread */
};

/* A factor of one, as with a single key, costs nothing. */
static void scale(struct point *out, const struct scalar *lambda, const struct point *d)
{
    if (scalar_equal(lambda, &SCALAR_ONE))
        *out = *d;
    else
        point_multiply(out, lambda, d);
}

static bool combine_rows(void *context, unsigned worker, size_t from, size_t to, struct error *err)
{
    (void)worker;
    (void)err;
    const struct combination *combination = context;
    for (size_t j = from; j < to; j++) {
        struct point message = combination->ciphertexts[j].c, part;
        for (size_t i = 0; i < combination->share_count; i++) {
            scale(&part, &combination->lambdas[i], &combination->shares[i].d[j]);
            point_subtract(&message, &message, &part);
        }
        combination->out[j] = message;
    }
    return true;
}

static bool combine_rows_together(void *context, unsigned worker, size_t from, size_t to, struct error *err)
{
    (void)err;
    const struct combination *combination = context;
    struct msm *msm = combination->msms[worker];
    struct decoded message, point;
    for (size_t j = from; j < to; j++) {
        for (size_t i = 0; i < combination->share_count; i++) {
            decoded_from_point(&point, &combination->shares[i].d[j]);
            msm_add(msm, 0, &combination->lambdas[i], &point);
        }
        msm_sum(msm, &point);
        decoded_from_point(&message, &combination->ciphertexts[j].c);
        decoded_subtract(&message, &message, &point);
        decoded_to_point(&message, &combination->out[j]);
    }
    return true;
}

bool decryption_combine(const struct ciphertext *ciphertexts, size_t count, const struct share *shares,
                        const struct scalar *lambdas, size_t share_count, const struct work *work,
                        struct point *out, struct error *err)
{
    for (size_t i = 0; i < share_count; i++)
        if (shares[i].count != count)
            return error_broken(err, "share-count", "a share of %zu ciphertexts stands among those of %zu",
                                shares[i].count, count);
    struct msm *msms[WORK_THREADS_MAX] = {NULL};
    struct combination combination = {ciphertexts, shares, lambdas, share_count, out, msms};
    struct work_pass pass = {.count = count, .total = count, .range = combine_rows, .context = &combination};
    if (work_engine(work) == ENGINE_DECAF) {
        pass.range = combine_rows_together;
        for (unsigned i = 0; i < work_threads(work); i++)
            msms[i] = msm_new(1, share_count);
    }
    bool done = work_run(work, &pass, err);
    for (unsigned i = 0; i < WORK_THREADS_MAX; i++)
        msm_free(msms[i]);
    return done;
}

void draw_point(const uint8_t eid[HASH_BYTES], struct bytes contest, struct point *out)
{
    struct transcript transcript;
    transcript_init(&transcript, TAG_DRAW_POINT);
    transcript_bytes(&transcript, bytes_of(eid, HASH_BYTES));
    transcript_bytes(&transcript, contest);
    transcript_group(&transcript, out);
}

void draw_seed(const uint8_t eid[HASH_BYTES], struct bytes contest, const struct share *shares,
               const struct scalar *lambdas, size_t share_count, uint8_t out[HASH_BYTES])
{
    struct point value = POINT_IDENTITY, part;
    for (size_t i = 0; i < share_count; i++) {
        scale(&part, &lambdas[i], shares[i].draw);
        point_add(&value, &value, &part);
    }
    struct transcript transcript;
    transcript_init(&transcript, TAG_DRAW_SEED);
    transcript_bytes(&transcript, bytes_of(eid, HASH_BYTES));
    transcript_bytes(&transcript, contest);
    transcript_point(&transcript, &value);
    transcript_hash32(&transcript, out);
}

void draw_seed_public(const uint8_t eid[HASH_BYTES], struct bytes contest, struct bytes value,
                      uint8_t out[HASH_BYTES])
{
    struct transcript transcript;
    transcript_init(&transcript, TAG_DRAW_PUBLIC);
    transcript_bytes(&transcript, bytes_of(eid, HASH_BYTES));
    transcript_bytes(&transcript, contest);
    transcript_bytes(&transcript, value);
    transcript_hash32(&transcript, out);
}
