/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * A log for tests of witnesses, without a server: entry i is the number i, or another from entry FORK on.
 *
 *     fake_log ORIGIN SEED                   prints the verifier key
 *     fake_log ORIGIN SEED OLD SIZE FORK     prints the body of add-checkpoint from OLD to SIZE
 *
 * SEED is that of the key, 64 hexadecimal digits.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/encoding.h"
#include "record/witness.h"

enum { LEVELS = 13, ENTRIES_MAX = 1 << (LEVELS - 1) };

static uint8_t nodes[LEVELS][ENTRIES_MAX][MERKLE_HASH_BYTES];

static void keep_node(void *context, unsigned level, uint64_t index, const uint8_t hash[MERKLE_HASH_BYTES])
{
    (void)context;
    memcpy(nodes[level][index], hash, MERKLE_HASH_BYTES);
}

static bool read_node(void *context, unsigned level, uint64_t index, uint8_t hash[MERKLE_HASH_BYTES],
                      struct error *err)
{
    (void)context;
    (void)err;
    memcpy(hash, nodes[level][index], MERKLE_HASH_BYTES);
    return true;
}

static bool write_request(const struct note_signer *signer, uint64_t old_size, uint64_t size, uint64_t fork,
                          struct buffer *out, struct error *err)
{
    struct merkle_source source = {read_node, NULL};
    struct merkle_frontier frontier = {0};
    struct checkpoint checkpoint = {.size = size};
    struct witness_request request = {.old_size = old_size};
    struct buffer note = {0};
    for (uint64_t i = 0; i < size; i++) {
        uint64_t entry[] = {i, i >= fork};
        uint8_t leaf[MERKLE_HASH_BYTES];
        merkle_hash_leaf(bytes_of(entry, sizeof entry), leaf);
        merkle_frontier_append(&frontier, leaf, keep_node, NULL);
    }
    merkle_frontier_root(&frontier, checkpoint.root);
    memcpy(checkpoint.origin, signer->key.name, sizeof checkpoint.origin);
    bool done = (old_size > size || merkle_prove_consistency(old_size, size, &source, &request.proof, err)) &&
                checkpoint_sign(&checkpoint, signer, &note, err);
    request.checkpoint = buffer_bytes(&note);
    if (done)
        witness_request_append(&request, out);
    buffer_clear(&note);
    return done;
}

int main(int argc, char **argv)
{
    uint8_t seed[crypto_sign_SEEDBYTES];
    uint64_t numbers[3] = {0};
    struct note_signer signer;
    struct buffer out = {0};
    struct error err = {0};
    bool done = (argc == 3 || argc == 6) && hex_decode_exact(bytes_of_string(argv[2]), seed, sizeof seed) &&
                note_signer_init(&signer, argv[1], NOTE_ED25519, seed, &err);
    for (int i = 3; done && i < argc; i++)
        done = decimal_decode_u64(bytes_of_string(argv[i]), &numbers[i - 3]) && numbers[1] <= ENTRIES_MAX;
    if (done && argc == 3)
        note_key_append(&signer.key, &out);
    else if (done)
        done = write_request(&signer, numbers[0], numbers[1], numbers[2], &out, &err);
    if (done)
        fwrite(out.data, 1, out.len, stdout);
    else
        fprintf(stderr, "fake_log ORIGIN SEED [OLD SIZE FORK]: %s\n", err.detail);
    buffer_clear(&out);
    return done ? EXIT_SUCCESS : EXIT_FAILURE;
}
