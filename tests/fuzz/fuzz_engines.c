/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Both engines on the same bytes: the first says how many points are announced, then come pairs of a factor
 * (reduced modulo L) and an encoding, 64 bytes each. The doors agree on every encoding, and the sum of the
 * products is the same, in variable and in constant time. An encoding that is no point becomes one by its
 * hash, so that sums grow.
 */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "crypto/msm.h"
#include "crypto/secret_sum.h"

enum { PAIR_BYTES = SCALAR_BYTES + POINT_BYTES, PAIRS_MAX = 24 };

/* Both make a point of it, or neither. */
static void read_point(const uint8_t bytes[POINT_BYTES], struct point *point, struct decoded *decoded)
{
    uint8_t wide[WIDE_BYTES] = {0};
    bool valid = point_read(bytes, point);
    if (decoded_read(bytes, decoded) != valid)
        abort();
    if (valid)
        return;
    memcpy(wide, bytes, POINT_BYTES);
    point_from_wide(point, wide);
    decoded_from_wide(decoded, wide);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (sodium_init() < 0)
        abort();
    if (!size)
        return 0;
    struct msm *msm = msm_new(1, data[0] < 128 ? data[0] : (size_t)data[0] * 64);
    struct secret_sum *secret_sum = secret_sum_new(PAIRS_MAX);
    struct point expected = POINT_IDENTITY, found;
    struct decoded decoded, secret;
    size_t pairs = (size - 1) / PAIR_BYTES;
    for (size_t i = 0; i < pairs && i < PAIRS_MAX; i++) {
        const uint8_t *pair = data + 1 + i * PAIR_BYTES;
        uint8_t wide[WIDE_BYTES] = {0};
        struct scalar factor;
        struct point point;
        memcpy(wide, pair, SCALAR_BYTES);
        scalar_from_wide(&factor, wide);
        read_point(pair + SCALAR_BYTES, &point, &decoded);
        msm_add(msm, 0, &factor, &decoded);
        secret_sum_add(secret_sum, &factor, &decoded);
        point_add_product(&expected, &factor, &point);
    }
    msm_sum(msm, &decoded);
    decoded_to_point(&decoded, &found);
    if (!point_equal(&found, &expected) || decoded_is_identity(&decoded) != point_is_identity(&expected))
        abort();
    decoded_set_identity(&secret);
    secret_sum_finish(secret_sum, &secret);
    if (!decoded_equal(&secret, &decoded))
        abort();
    secret_sum_free(secret_sum);
    msm_free(msm);
    return 0;
}
