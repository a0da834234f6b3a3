/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "ballot/chain.h"

void chain_clear(struct chain *chain)
{
    buffer_clear(&chain->blob);
    *chain = (struct chain){0};
}

bool chain_reaches(const struct round_contest *contest, uint64_t position)
{
    for (size_t i = 0; i < contest->mix_count; i++)
        if (contest->mixes[i].chain == contest->chain && contest->mixes[i].position >= position)
            return true;
    return false;
}

void chain_statement(const struct round_state *state, size_t contest, const struct chain *chain, uint32_t n,
                     uint64_t trustee, struct shuffle_statement *out)
{
    const struct contest *own = &state->definition->contests[contest];
    *out = (struct shuffle_statement){
        .contest = bytes_of_string(own->id),
        .position = chain->count + 1,
        .trustee = trustee,
        .key = state->key,
        .n = n,
        .w = (uint32_t)own->width,
        .inputs = chain->ciphertexts,
    };
    memcpy(out->eid, state->eid, HASH_BYTES);
    if (chain->count)
        memcpy(out->previous, chain->hashes[chain->count - 1], HASH_BYTES);
}

static bool has_mixed(const struct chain *chain, uint64_t trustee)
{
    for (size_t i = 0; i < chain->count; i++)
        if (chain->trustees[i] == trustee)
            return true;
    return false;
}

/* Take the mix if it is valid; *taken tells. */
static bool try_mix(const struct round_state *state, size_t contest, const struct round_mix *mix, uint32_t n,
                    const struct blob_source *source, const struct work *work, struct chain *chain,
                    bool *taken, struct error *err)
{
    struct shuffle_statement statement;
    struct buffer blob = {0};
    struct mix outputs;
    struct error why = {0};
    *taken = false;
    chain_statement(state, contest, chain, n, mix->trustee, &statement);
    if (!source->read(source->context, &mix->blob, &blob, err))
        return false;
    if (!shuffle_verify(&statement, buffer_bytes(&blob), work, &outputs, &why)) {
        buffer_clear(&blob);
        if (why.class != ERROR_INPUT && err)
            *err = why;
        return why.class == ERROR_INPUT;
    }
    chain->trustees[chain->count] = mix->trustee;
    memcpy(chain->hashes[chain->count++], mix->blob.hash, HASH_BYTES);
    buffer_clear(&chain->blob);
    chain->blob = blob;
    chain->ciphertexts = outputs.outputs;
    *taken = true;
    return true;
}

bool chain_follow(const struct round_state *state, size_t contest, const struct ciphertext *input, uint32_t n,
                  size_t limit, const struct blob_source *source, const struct work *work, struct chain *out,
                  struct error *err)
{
    const struct round_contest *record = &state->contests[contest];
    struct chain chain = {.ciphertexts = input};
    bool found = true;
    while (found && chain.count < limit) {
        found = false;
        for (size_t i = 0; !found && i < record->mix_count; i++) {
            const struct round_mix *mix = &record->mixes[i];
            if (mix->chain != record->chain || mix->position != chain.count + 1 ||
                has_mixed(&chain, mix->trustee))
                continue;
            if (!try_mix(state, contest, mix, n, source, work, &chain, &found, err)) {
                chain_clear(&chain);
                return false;
            }
        }
    }
    *out = chain;
    return true;
}
