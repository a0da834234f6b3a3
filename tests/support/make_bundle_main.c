/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * make_bundle [--trustees] ZIP: writes the bundle of make_bundle.h, with --trustees that of a round of three
 * trustees and a witness; and for tests of programs beside it ZIP.receipt-counts, ZIP.receipt-replaced,
 * ZIP.receipt-withdrawn, ZIP.key, and every key that there is in the folder ZIP.keys.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "make_bundle_internal.h"

static void write_beside(const char *zip, const char *what, struct bytes content)
{
    char path[4096];
    snprintf(path, sizeof path, "%s.%s", zip, what);
    MUST(file_write(path, content, 0644, err));
}

static void write_receipts(struct made *made, const char *zip)
{
    static const struct {
        const char *name;
        size_t cast;
    } receipts[] = {{"receipt-counts", 0}, {"receipt-replaced", 1}, {"receipt-withdrawn", 2}};
    for (size_t i = 0; i < sizeof receipts / sizeof *receipts; i++) {
        struct buffer receipt = {0};
        size_t cast = receipts[i].cast;
        made_receipt(made, made->places[cast], buffer_bytes(&made->ballot_bytes[cast]), &receipt);
        write_beside(zip, receipts[i].name, buffer_bytes(&receipt));
        buffer_clear(&receipt);
    }
}

static void cosign(struct made *made, struct made_file *file)
{
    (void)made;
    made_cosign(file, 1700000000);
}

int main(int argc, char **argv)
{
    struct made *made = allocate(1, sizeof *made);
    struct buffer key = {0};
    bool trustees = argc == 3 && strcmp(argv[1], "--trustees") == 0;
    const char *zip = argv[argc - 1];
    char folder[4096];
    if (sodium_init() < 0 || argc != (trustees ? 3 : 2))
        return 2;
    if (trustees) {
        made->trustees = MADE_TRUSTEES_MAX;
        made->hooks = (struct made_hooks){.definition = made_ask_witness, .file = cosign};
    }
    made_run(made);
    made_write_zip(made, zip);
    write_receipts(made, zip);
    note_key_append(&made->log.key, &key);
    write_beside(zip, "key", buffer_bytes(&key));
    snprintf(folder, sizeof folder, "%s.keys", zip);
    made_write_insider(made, folder);
    buffer_clear(&key);
    made_clear(made);
    free(made);
    return 0;
}
