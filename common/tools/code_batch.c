/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tools/code_batch.h"

#include <sodium.h>
#include <stdlib.h>

struct making {
    const uint8_t *nonce;
    struct batch_code *list;
};

static void make_one(const uint8_t *nonce, struct batch_code *out)
{
    struct credential credential;
    credential_generate(nonce, &out->code, &credential);
    out->key = credential.key;
    out->serial = serial_of(&credential.key);
    credential_wipe(&credential);
}

static bool make_range(void *context, unsigned worker, size_t from, size_t to, struct error *err)
{
    const struct making *making = context;
    (void)worker;
    (void)err;
    for (size_t i = from; i < to; i++)
        make_one(making->nonce, &making->list[i]);
    return true;
}

static int compare_serials(const void *a, const void *b)
{
    const struct batch_code *x = a, *y = b;
    return (x->serial > y->serial) - (x->serial < y->serial);
}

/* Put another code in the place of one whose serial stands there already; false when there was none. */
static bool replace_doubled(const uint8_t *nonce, struct batch_code *list, size_t count)
{
    bool replaced = false;
    for (size_t i = 1; i < count; i++)
        if (list[i - 1].serial == list[i].serial) {
            make_one(nonce, &list[i - 1]);
            replaced = true;
        }
    return replaced;
}

bool code_batch_make(const uint8_t nonce[ROUND_NONCE_BYTES], size_t count, const struct work *work,
                     struct code_batch *out, struct error *err)
{
    struct code_batch batch = {count, allocate(count, sizeof *batch.list)};
    struct making making = {nonce, batch.list};
    struct work_pass pass = {.count = count, .total = count, .range = make_range, .context = &making};
    if (!work_run(work, &pass, err)) {
        code_batch_clear(&batch);
        return false;
    }
    do
        qsort(batch.list, count, sizeof *batch.list, compare_serials);
    while (replace_doubled(nonce, batch.list, count));
    *out = batch;
    return true;
}

void code_batch_clear(struct code_batch *batch)
{
    if (batch->list)
        sodium_memzero(batch->list, batch->count * sizeof *batch->list);
    free(batch->list);
    *batch = (struct code_batch){0};
}

json_t *code_batch_json(const struct code_batch *batch, const char *id, const char *district,
                        enum batch_purpose purpose, struct error *err)
{
    struct buffer blob = {0};
    struct point *keys = allocate(batch->count, sizeof *keys);
    json_t *json = NULL;
    for (size_t i = 0; i < batch->count; i++)
        keys[i] = batch->list[i].key;
    if (keys_write(keys, batch->count, &blob, err))
        json = json_pack("{s:s, s:s, s:s, s:o}", "batch", id, "district", district, "purpose",
                         batch_purpose_name(purpose), "keys", json_of_bytes(buffer_bytes(&blob)));
    free(keys);
    buffer_clear(&blob);
    return json;
}
