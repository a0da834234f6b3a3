/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdlib.h>

#include "client/election.h"
#include "record/policy.h"
#include "record/tile.h"

static bool read_tile(void *context, struct tile_id tile, uint8_t hashes[TILE_BYTES], struct error *err)
{
    struct buffer path = {0};
    struct http_response response = {0};
    size_t len = (size_t)tile.width * MERKLE_HASH_BYTES;
    buffer_append_string(&path, "/log/");
    tile_path_append(tile, &path);
    bool ok =
        http_expect(context, "GET", buffer_string(&path), NULL, bytes_of(NULL, 0), &response, err) &&
        (response.body.len == len || error_input(err, "record", "%s has another size", buffer_string(&path)));
    if (ok)
        memcpy(hashes, response.body.data, len);
    http_response_clear(&response);
    buffer_clear(&path);
    return ok;
}

/* The opening stands in the tree of this checkpoint where the form says. */
static bool check_inclusion(struct http_client *client, const struct election *election,
                            const struct checkpoint *checkpoint, struct error *err)
{
    struct tile_tree *tree = allocate(1, sizeof *tree);
    struct merkle_proof proof;
    uint8_t leaf[MERKLE_HASH_BYTES];
    tile_tree_init(tree, checkpoint->size, read_tile, client);
    merkle_hash_leaf(election->opening_bytes, leaf);
    bool ok =
        merkle_prove_inclusion(election->opening_index, checkpoint->size, &tree->source, &proof, err) &&
        (merkle_verify_inclusion(leaf, election->opening_index, checkpoint->size, &proof, checkpoint->root) ||
         error_input(err, "record", "what the witnesses have seen does not have the opening of this round"));
    free(tree);
    return ok;
}

static bool check(struct http_client *client, const struct election *election, struct bytes note,
                  struct error *err)
{
    struct policy_verdict verdict;
    struct policy *policy = policy_parse(bytes_of_string(election->definition.witness_policy), err);
    bool ok = policy && policy_check(policy, &election->log_key, note, &verdict, err);
    policy_free(policy);
    if (ok && (!verdict.quorum || verdict.checkpoint.size <= election->opening_index))
        ok = error_temporary(
            err, "unwitnessed",
            "the witnesses of this round have not seen its opening yet; try again in a minute");
    return ok && check_inclusion(client, election, &verdict.checkpoint, err);
}

bool election_witnessed(struct http_client *client, const struct election *election, struct error *err)
{
    struct http_response response = {0};
    if (!election->definition.witness_policy)
        return true;
    if (!http_expect(client, "GET", "/log/checkpoint", NULL, bytes_of(NULL, 0), &response, err))
        return strcmp(err->type, "not-found") == 0
                   ? error_temporary(err, "unwitnessed", "no witness has seen the record of this city yet")
                   : false;
    bool ok = check(client, election, buffer_bytes(&response.body), err);
    http_response_clear(&response);
    return ok;
}
