// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/sequencer/follow_log.h"

#include "base/file.h"
#include "server/sequencer/acts.h"
#include "server/sequencer/book.h"

static bool append(struct ledger *ledger, struct bytes note, struct error *err)
{
    const struct entry entry = {.type = ENTRY_LOG_START, .previous = note};
    struct book *book = book_new();
    struct rounds *rounds = rounds_new();
    struct buffer bytes = {0};
    uint64_t index;
    bool done = entry_write_submission(&entry, &bytes, err);
    if (done) {
        struct bytes view = buffer_bytes(&bytes);
        done = acts_run(ledger, book, rounds, &(struct act_group){&view, 1, 0, 0}, &index, err) == ACTS_DONE;
    }
    buffer_clear(&bytes);
    book_free(book);
    rounds_free(rounds);
    return done;
}

bool follow_log(const struct config *config, int signer_fd, const char *path, const struct note_key *key,
                struct error *err)
{
    struct buffer note = {0};
    struct checkpoint checkpoint;
    struct ledger *ledger = NULL;
    bool done =
        file_read(path, ENTRY_NOTE_BYTES_MAX, &note, err) &&
        (checkpoint_open(buffer_bytes(&note), key, &checkpoint, NULL, err) || error_prefix(err, "%s", path));
    if (done && strcmp(key->name, config->origin) == 0)
        done = error_input(err, "bad-config", "the new log needs a name of its own: `origin` is still %s",
                           key->name);
    done = done && (ledger = ledger_open(config, signer_fd, NULL, err)) != NULL;
    if (done && edge_size(ledger->edge) > 0)
        done = error_input(err, "record",
                           "the database has a log of %llu entries already; a new one needs an empty one",
                           (unsigned long long)edge_size(ledger->edge));
    done = done && append(ledger, buffer_bytes(&note), err);
    ledger_close(ledger);
    buffer_clear(&note);
    return done;
}
