/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "record/bundle_zip.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <zip.h>

enum { READ_BYTES = 65536 };

struct bundle_zip {
    zip_t *zip;
};

static bool list(zip_t *zip, bundle_zip_add *add, void *context, struct error *err)
{
    zip_int64_t count = zip_get_num_entries(zip, 0);
    for (zip_uint64_t i = 0; i < (zip_uint64_t)count; i++) {
        zip_stat_t stat;
        zip_uint8_t system;
        zip_uint32_t attributes;
        zip_stat_init(&stat);
        if (zip_stat_index(zip, i, ZIP_FL_ENC_RAW, &stat) != 0 ||
            zip_file_get_external_attributes(zip, i, 0, &system, &attributes) != 0 ||
            !(stat.valid & ZIP_STAT_NAME))
            return error_input(err, "bad-bundle", "entry %zu of the zip file is damaged", (size_t)i);
        bool stored = stat.comp_method == ZIP_CM_STORE;
        if (!add(context, stat.name, i, stored ? stat.size : 0, err))
            return false;
        unsigned type = system == ZIP_OPSYS_UNIX ? attributes >> 16 & S_IFMT : 0;
        if (type != 0 && type != S_IFREG)
            return error_input(err, "bad-bundle", "%s is not a plain file", stat.name);
        if (stat.encryption_method != ZIP_EM_NONE ||
            (stat.comp_method != ZIP_CM_STORE && stat.comp_method != ZIP_CM_DEFLATE))
            return error_input(err, "bad-bundle", "%s is encrypted or compressed in a strange way",
                               stat.name);
    }
    return true;
}

struct bundle_zip *bundle_zip_open(const char *path, bundle_zip_add *add, void *context, struct error *err)
{
    int code;
    /* The consistency check also refuses repeated names. */
    zip_t *zip = zip_open(path, ZIP_RDONLY | ZIP_CHECKCONS, &code);
    if (!zip) {
        error_input(err, "bad-bundle", "%s: neither a folder nor a zip file", path);
        return NULL;
    }
    if (!list(zip, add, context, err)) {
        zip_discard(zip);
        return NULL;
    }
    struct bundle_zip *bundle = allocate(1, sizeof *bundle);
    bundle->zip = zip;
    return bundle;
}

void bundle_zip_close(struct bundle_zip *zip)
{
    if (!zip)
        return;
    zip_discard(zip->zip);
    free(zip);
}

bool bundle_zip_stream(struct bundle_zip *zip, uint64_t index, const char *name, bundle_take *take,
                       void *context, struct error *err)
{
    zip_file_t *file = zip_fopen_index(zip->zip, index, 0);
    if (!file)
        return error_input(err, "bad-bundle", "%s cannot be opened", name);
    uint8_t block[READ_BYTES];
    bool ok = true;
    zip_int64_t n;
    while (ok && (n = zip_fread(file, block, sizeof block)) != 0)
        ok = n > 0 ? take(context, bytes_of(block, (size_t)n), err)
                   : error_input(err, "bad-bundle", "%s cannot be read", name); /* a wrong CRC too */
    zip_fclose(file);
    return ok;
}
