/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The verifier with one file of a good bundle replaced: the first byte says which, the rest is its content.
 * Where the log is cut short by that, most of what follows is still reached with the other files.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "make_bundle.h"
#include "verify/verify.h"

static const char *const targets[] = {"record/entries",
                                      "record/range.json",
                                      "definition.json",
                                      "result.json",
                                      "city.pb",
                                      "keys/log",
                                      "SHA256SUMS",
                                      "keys/ana-clerk.pub",
                                      "SHA256SUMS.ana-clerk.minisig"};
enum { TARGETS = sizeof targets / sizeof *targets };

static char folder[] = "/tmp/fuzz-verify-XXXXXX";
static struct made *made;

static void write_in_folder(const char *name, struct bytes content)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb"); /* file_write would sync it */
    if (!file || fwrite(content.data, 1, content.len, file) != content.len || fclose(file) != 0)
        abort();
}

static void remove_folder(void)
{
    static const char *const inner[] = {"blobs", "keys", "record/checkpoints", "record", "."};
    char path[512];
    for (size_t i = 0; i < made->file_count; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, made->files[i].name);
        unlink(path);
    }
    for (size_t i = 0; i < sizeof inner / sizeof *inner; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, inner[i]);
        rmdir(path);
    }
    rmdir(folder);
}

static void make_folder(void)
{
    char path[512];
    if (sodium_init() < 0 || !mkdtemp(folder))
        abort();
    made = allocate(1, sizeof *made);
    made_run(made);
    atexit(remove_folder);
    snprintf(path, sizeof path, "%s/record/checkpoints", folder);
    if (!file_make_folder(path, NULL))
        abort();
    snprintf(path, sizeof path, "%s/blobs", folder);
    if (!file_make_folder(path, NULL))
        abort();
    snprintf(path, sizeof path, "%s/keys", folder);
    if (!file_make_folder(path, NULL))
        abort();
    for (size_t i = 0; i < made->file_count; i++)
        write_in_folder(made->files[i].name, buffer_bytes(&made->files[i].content));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct verify_options options = {0};
    struct report report = {0};
    if (!made)
        make_folder();
    if (size == 0)
        return 0;
    const char *name = targets[data[0] % TARGETS];
    const struct made_file *file = made_file_find(made, name);
    struct bytes content = bytes_of(data + 1, size - 1);
    bool same = bytes_equal(content, buffer_bytes(&file->content));
    write_in_folder(name, content);
    if (!verify_bundle(folder, &options, &report, NULL))
        abort(); /* it is a bundle, whatever is in it */
    /* The sums alone tell every change, but in the comment of a signature, which nobody signs. */
    bool signature = strcmp(name, targets[TARGETS - 1]) == 0;
    bool passed = report_exit_status(&report) == 0;
    if (same ? !passed : passed && !signature)
        abort();
    write_in_folder(name, buffer_bytes(&file->content));
    return 0;
}
