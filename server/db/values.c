// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/db/values.h"

#include <endian.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>

struct db_param db_null(void)
{
    return (struct db_param){.null = true};
}

struct db_param db_text_bytes(struct bytes text)
{
    return (struct db_param){.data = text.data, .len = text.len, .null = !text.data};
}

struct db_param db_text(const char *text)
{
    return text ? db_text_bytes(bytes_of_string(text)) : db_null();
}

struct db_param db_bytes(const void *data, size_t len)
{
    return (struct db_param){.data = data, .len = len, .binary = true, .null = !data};
}

struct db_param db_integer(int64_t number)
{
    struct db_param param = {0};
    param.len = (size_t)snprintf(param.number, sizeof param.number, "%lld", (long long)number);
    return param;
}

struct db_param db_boolean(bool value)
{
    return db_text(value ? "t" : "f");
}

size_t db_rows(const struct db_result *result, size_t statement)
{
    return (size_t)PQntuples(result->results[statement]);
}

int64_t db_affected(const struct db_result *result, size_t statement)
{
    return strtoll(PQcmdTuples(result->results[statement]), NULL, 10);
}

bool db_is_null(const struct db_result *result, size_t statement, size_t row, size_t column)
{
    return PQgetisnull(result->results[statement], (int)row, (int)column);
}

struct bytes db_get_bytes(const struct db_result *result, size_t statement, size_t row, size_t column)
{
    PGresult *pg = result->results[statement];
    return bytes_of(PQgetvalue(pg, (int)row, (int)column), (size_t)PQgetlength(pg, (int)row, (int)column));
}

const char *db_get_text(const struct db_result *result, size_t statement, size_t row, size_t column)
{
    return PQgetvalue(result->results[statement], (int)row, (int)column);
}

bool db_get_boolean(const struct db_result *result, size_t statement, size_t row, size_t column)
{
    struct bytes value = db_get_bytes(result, statement, row, column);
    return value.len == 1 && value.data[0] != 0;
}

int64_t db_get_integer(const struct db_result *result, size_t statement, size_t row, size_t column)
{
    struct bytes value = db_get_bytes(result, statement, row, column);
    uint16_t two;
    uint32_t four;
    uint64_t eight;
    switch (value.len) {
    case sizeof two:
        memcpy(&two, value.data, sizeof two);
        return (int16_t)be16toh(two);
    case sizeof four:
        memcpy(&four, value.data, sizeof four);
        return (int32_t)be32toh(four);
    case sizeof eight:
        memcpy(&eight, value.data, sizeof eight);
        return (int64_t)be64toh(eight);
    default: /* null */
        return 0;
    }
}
