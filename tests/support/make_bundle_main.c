/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * make_bundle ZIP: writes the bundle of make_bundle.h, and for tests of the program beside it
 * ZIP.receipt-counts, ZIP.receipt-replaced, ZIP.receipt-withdrawn and ZIP.key.
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

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        size_t cast;
    } receipts[] = {{"receipt-counts", 0}, {"receipt-replaced", 1}, {"receipt-withdrawn", 2}};
    struct made *made = allocate(1, sizeof *made);
    struct buffer key = {0};
    if (argc != 2 || sodium_init() < 0)
        return 2;
    made_run(made);
    made_write_zip(made, argv[1]);
    for (size_t i = 0; i < sizeof receipts / sizeof *receipts; i++) {
        struct buffer receipt = {0};
        size_t cast = receipts[i].cast;
        made_receipt(made, made->places[cast], buffer_bytes(&made->ballot_bytes[cast]), &receipt);
        write_beside(argv[1], receipts[i].name, buffer_bytes(&receipt));
        buffer_clear(&receipt);
    }
    note_key_append(&made->log.key, &key);
    write_beside(argv[1], "key", buffer_bytes(&key));
    buffer_clear(&key);
    made_clear(made);
    free(made);
    return 0;
}
