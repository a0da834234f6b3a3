// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/sequencer/frame.h"
#include "server/sequencer/signer.h"
#include "server/sequencer/signer_message.h"

/* One question, one answer. `answer` has views into `body`. Whatever goes wrong here is the end: nobody but
 * the signer knows what it has signed. */
static bool ask(int fd, const struct signer_request *request, enum signer_answer_kind expected,
                struct buffer *body, struct signer_answer *answer, struct error *err)
{
    struct error detail;
    signer_request_append(request, body);
    if (!frame_write(fd, buffer_bytes(body), err) || !frame_read(fd, SIGNER_FRAME_MAX_BYTES, body, NULL, err))
        return false;
    if (!signer_answer_parse(buffer_bytes(body), answer, &detail))
        return error_broken(err, "signer", "%s", detail.detail);
    if (answer->kind == SIGNER_REFUSED)
        return error_broken(err, "signer", "the signer refuses: %.*s", (int)answer->text.len,
                            (const char *)answer->text.data);
    if (answer->kind != expected)
        return error_broken(err, "signer", "the signer answers something else than what it was asked");
    return true;
}

static bool ask_state(int fd, enum signer_request_kind kind, const char *origin, struct signer_state *out,
                      struct error *err)
{
    struct buffer body = {0};
    struct signer_answer answer;
    struct signer_state state = {0};
    bool done = ask(fd, &(struct signer_request){.kind = kind}, SIGNER_STATE, &body, &answer, err);
    if (done && answer.ready) {
        state.ready = true;
        state.size = answer.size;
        memcpy(state.root, answer.root, sizeof state.root);
        done = note_key_init(&state.key, origin, NOTE_ED25519, answer.public_key, err);
    }
    if (done)
        *out = state;
    buffer_clear(&body);
    return done;
}

bool signer_hello(int fd, const char *origin, struct signer_state *out, struct error *err)
{
    return ask_state(fd, SIGNER_HELLO, origin, out, err);
}

bool signer_create(int fd, const char *origin, struct signer_state *out, struct error *err)
{
    return ask_state(fd, SIGNER_CREATE, origin, out, err);
}

bool signer_sign(int fd, uint64_t old_size, uint64_t size, const uint8_t root[MERKLE_HASH_BYTES],
                 const struct merkle_proof *proof, struct buffer *note, struct error *err)
{
    struct signer_request request = {
        .kind = SIGNER_SIGN, .old_size = old_size, .size = size, .proof = *proof};
    memcpy(request.root, root, sizeof request.root);
    struct buffer body = {0};
    struct signer_answer answer;
    bool done = ask(fd, &request, SIGNER_NOTE, &body, &answer, err);
    if (done)
        buffer_append_bytes(note, answer.text);
    buffer_clear(&body);
    return done;
}
