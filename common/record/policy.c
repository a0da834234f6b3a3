/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "record/policy.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/encoding.h"

enum {
    MAX_NODES = POLICY_MAX_WITNESSES + POLICY_MAX_GROUPS,
    MAX_WORDS = 3 + MAX_NODES, /* a group of everything */
    NONE = -1,
};

struct known_key {
    struct note_key key;
    const char *url;
};

/* A witness or a group. Each is a member of at most one group, defined behind it, so the groups form a forest
 * and one pass in order of definition evaluates it. */
struct node {
    struct bytes name;
    int witness;        /* index, or NONE for a group */
    int group;          /* node of the group it is a member of, or NONE */
    unsigned threshold; /* of a group */
};

struct policy {
    struct arena arena; /* names and URLs */
    size_t log_count, witness_count, group_count, node_count;
    struct known_key logs[POLICY_MAX_LOGS];
    struct known_key witnesses[POLICY_MAX_WITNESSES];
    struct node nodes[MAX_NODES];
    bool has_quorum;
    int quorum; /* node, or NONE for "none" */
};

static int find_node(const struct policy *policy, struct bytes name)
{
    for (size_t i = 0; i < policy->node_count; i++)
        if (bytes_equal(policy->nodes[i].name, name))
            return (int)i;
    return NONE;
}

static bool is_word(struct bytes word, const char *text)
{
    return bytes_equal(word, bytes_of_string(text));
}

static bool add_node(struct policy *policy, struct bytes name, struct node node, struct error *err)
{
    if (name.len > POLICY_MAX_NAME_BYTES)
        return error_input(err, "bad-policy", "a name of more than %d bytes", POLICY_MAX_NAME_BYTES);
    if (is_word(name, "none") || find_node(policy, name) != NONE)
        return error_input(err, "bad-policy", "a name that is already taken");
    node.name = bytes_of(arena_copy(&policy->arena, name.data, name.len), name.len);
    policy->nodes[policy->node_count++] = node;
    return true;
}

/* vkey [url] */
static bool add_key(struct policy *policy, struct known_key *keys, size_t *count, size_t max,
                    enum note_key_type type, const struct bytes *words, size_t word_count, struct error *err)
{
    struct known_key known = {0};
    if (*count == max)
        return error_input(err, "bad-policy", "more than %zu of a kind", max);
    if (!note_key_parse(words[0], &known.key, err))
        return false;
    if (known.key.type != type)
        return error_input(err, "bad-policy", "a key of the wrong type (logs sign with 1, witnesses with 4)");
    for (size_t i = 0; i < *count; i++)
        if (memcmp(keys[i].key.public_key, known.key.public_key, sizeof known.key.public_key) == 0)
            return error_input(err, "bad-policy", "the same key again");
    if (word_count == 2) {
        if (words[1].len > POLICY_MAX_URL_BYTES)
            return error_input(err, "bad-policy", "a URL of more than %d bytes", POLICY_MAX_URL_BYTES);
        known.url = arena_copy(&policy->arena, words[1].data, words[1].len);
    }
    keys[(*count)++] = known;
    return true;
}

/* witness NAME vkey [url] */
static bool add_witness(struct policy *policy, const struct bytes *words, size_t count, struct error *err)
{
    struct node node = {.witness = (int)policy->witness_count, .group = NONE};
    return add_key(policy, policy->witnesses, &policy->witness_count, POLICY_MAX_WITNESSES, NOTE_COSIGNATURE,
                   words + 2, count - 2, err) &&
           add_node(policy, words[1], node, err);
}

/* group NAME all|any|K MEMBER... */
static bool add_group(struct policy *policy, const struct bytes *words, size_t count, struct error *err)
{
    size_t member_count = count - 3;
    uint64_t threshold;
    if (policy->group_count == POLICY_MAX_GROUPS)
        return error_input(err, "bad-policy", "more than %d groups", POLICY_MAX_GROUPS);
    if (is_word(words[2], "all"))
        threshold = member_count;
    else if (is_word(words[2], "any"))
        threshold = 1;
    else if (!decimal_decode_u64(words[2], &threshold) || threshold < 1 || threshold > member_count)
        return error_input(err, "bad-policy", "a threshold is all, any, or 1 to the number of members");
    for (size_t i = 0; i < member_count; i++) {
        int member = find_node(policy, words[3 + i]);
        if (member == NONE)
            return error_input(err, "bad-policy", "a member that was not defined above");
        if (policy->nodes[member].group != NONE)
            return error_input(err, "bad-policy", "a member that is already in a group");
        policy->nodes[member].group = (int)policy->node_count;
    }
    policy->group_count++;
    struct node node = {.witness = NONE, .group = NONE, .threshold = (unsigned)threshold};
    return add_node(policy, words[1], node, err);
}

static bool set_quorum(struct policy *policy, struct bytes name, struct error *err)
{
    if (policy->has_quorum)
        return error_input(err, "bad-policy", "a second quorum line");
    policy->has_quorum = true;
    policy->quorum = find_node(policy, name);
    if (policy->quorum == NONE && !is_word(name, "none"))
        return error_input(err, "bad-policy", "a quorum that was not defined above");
    return true;
}

static bool is_blank(uint8_t byte)
{
    return byte == ' ' || byte == '\t';
}

static bool parse_line(struct policy *policy, struct bytes line, struct error *err)
{
    struct bytes words[MAX_WORDS];
    size_t count = 0;
    for (size_t i = 0; i < line.len;) {
        if (is_blank(line.data[i])) {
            i++;
            continue;
        }
        size_t start = i;
        while (i < line.len && !is_blank(line.data[i]))
            i++;
        if (count == 0 && line.data[start] == '#')
            return true;
        if (count == MAX_WORDS)
            return error_input(err, "bad-policy", "more than %d words", MAX_WORDS);
        words[count++] = bytes_of(line.data + start, i - start);
    }
    if (count == 0)
        return true;
    if (is_word(words[0], "log") && (count == 2 || count == 3))
        return add_key(policy, policy->logs, &policy->log_count, POLICY_MAX_LOGS, NOTE_ED25519, words + 1,
                       count - 1, err);
    if (is_word(words[0], "witness") && (count == 3 || count == 4))
        return add_witness(policy, words, count, err);
    if (is_word(words[0], "group") && count >= 4)
        return add_group(policy, words, count, err);
    if (is_word(words[0], "quorum") && count == 2)
        return set_quorum(policy, words[1], err);
    return error_input(err, "bad-policy", "not a log, witness, group or quorum with what belongs to it");
}

static bool parse(struct policy *policy, struct bytes text, struct error *err)
{
    for (size_t number = 1; text.len; number++) {
        const uint8_t *end = memchr(text.data, '\n', text.len);
        size_t len = end ? (size_t)(end - text.data) : text.len;
        for (size_t i = 0; i < len; i++)
            if ((text.data[i] < 0x20 && text.data[i] != '\t') || text.data[i] == 0x7f)
                return error_input(err, "bad-policy", "line %zu: a control character", number);
        if (!end)
            return error_input(err, "bad-policy", "line %zu: does not end with a newline", number);
        if (!parse_line(policy, bytes_of(text.data, len), err))
            return error_prefix(err, "line %zu", number);
        text = bytes_of(text.data + len + 1, text.len - len - 1);
    }
    return policy->has_quorum || error_input(err, "bad-policy", "there is no quorum line");
}

struct policy *policy_parse(struct bytes text, struct error *err)
{
    if (text.len > POLICY_MAX_BYTES) {
        error_input(err, "too-large", "a policy of %zu bytes, at most %d are read", text.len,
                    POLICY_MAX_BYTES);
        return NULL;
    }
    struct policy *policy = allocate(1, sizeof *policy);
    *policy = (struct policy){.quorum = NONE};
    if (!parse(policy, text, err)) {
        policy_free(policy);
        return NULL;
    }
    return policy;
}

void policy_free(struct policy *policy)
{
    if (!policy)
        return;
    arena_clear(&policy->arena);
    free(policy);
}

size_t policy_log_count(const struct policy *policy)
{
    return policy->log_count;
}

size_t policy_witness_count(const struct policy *policy)
{
    return policy->witness_count;
}

const struct note_key *policy_log(const struct policy *policy, size_t index)
{
    return &policy->logs[index].key;
}

const struct note_key *policy_witness(const struct policy *policy, size_t index)
{
    return &policy->witnesses[index].key;
}

const char *policy_witness_name(const struct policy *policy, size_t index)
{
    size_t node = 0;
    while (policy->nodes[node].witness != (int)index)
        node++;
    return (const char *)policy->nodes[node].name.data; /* arena_copy put a zero behind it */
}

const char *policy_witness_url(const struct policy *policy, size_t index)
{
    return policy->witnesses[index].url;
}

const char *policy_log_url(const struct policy *policy, size_t index)
{
    return policy->logs[index].url;
}

bool policy_needs_no_witness(const struct policy *policy)
{
    return policy->quorum == NONE;
}

static bool quorum_is_met(const struct policy *policy, const bool cosigned[POLICY_MAX_WITNESSES])
{
    if (policy->quorum == NONE)
        return true;
    unsigned members[MAX_NODES] = {0}; /* of each group that are satisfied */
    bool met = false;
    for (int i = 0; i <= policy->quorum; i++) {
        const struct node *node = &policy->nodes[i];
        met = node->witness == NONE ? members[i] >= node->threshold : cosigned[node->witness];
        if (met && node->group != NONE)
            members[node->group]++;
    }
    return met; /* of the last one, the quorum */
}

/* The log whose name is the origin and that signed; NULL with `err` filled. */
static const struct note_key *find_log(const struct policy *policy, const struct note_key *log,
                                       struct bytes signed_checkpoint, struct checkpoint *checkpoint,
                                       struct note *note, struct error *err)
{
    error_input(err, "bad-checkpoint", "the policy names no log");
    if (log && checkpoint_open(signed_checkpoint, log, checkpoint, note, err))
        return log;
    for (size_t i = 0; i < policy->log_count; i++)
        if (checkpoint_open(signed_checkpoint, &policy->logs[i].key, checkpoint, note, err))
            return &policy->logs[i].key;
    return NULL;
}

bool policy_check(const struct policy *policy, const struct note_key *log, struct bytes signed_checkpoint,
                  struct policy_verdict *out, struct error *err)
{
    struct policy_verdict verdict = {0};
    struct note note;
    bool cosigned[POLICY_MAX_WITNESSES] = {false};
    const struct note_key *signer = find_log(policy, log, signed_checkpoint, &verdict.checkpoint, &note, err);
    if (!signer)
        return false;
    for (size_t i = 0; i < policy->witness_count; i++) {
        const struct note_key *witness = &policy->witnesses[i].key;
        uint64_t timestamp = 0;
        enum note_verdict found = note_verify(&note, witness, &timestamp);
        if (found == NOTE_FORGED)
            return error_input(err, "bad-signature", "the cosignature of %s does not verify", witness->name);
        /* A log is no witness of itself. */
        if (found == NOTE_ABSENT ||
            memcmp(witness->public_key, signer->public_key, sizeof witness->public_key) == 0)
            continue;
        cosigned[i] = true;
        verdict.cosignatures[verdict.cosignature_count].witness = i;
        verdict.cosignatures[verdict.cosignature_count++].timestamp = timestamp;
    }
    verdict.quorum = quorum_is_met(policy, cosigned);
    *out = verdict;
    return true;
}
