/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "record/bundle_zip.h"

struct bundle_zip *bundle_zip_open(const char *path, bundle_zip_add *add, void *context, struct error *err)
{
    (void)add;
    (void)context;
    error_input(err, "bad-bundle", "%s: this program reads folders only, no zip files", path);
    return NULL;
}

void bundle_zip_close(struct bundle_zip *zip)
{
    (void)zip;
}

bool bundle_zip_stream(struct bundle_zip *zip, uint64_t index, const char *name, bundle_take *take,
                       void *context, struct error *err)
{
    (void)zip;
    (void)index;
    (void)take;
    (void)context;
    return error_broken(err, "bundle", "%s: there is no zip file", name);
}
