/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Sends units through a pool with one connection and prints a line for each answer, for
 * tests/integration/test_server_pool.py: pool_probe CONNINFO. Its own statements take the place of the
 * server's.
 */
#include <semaphore.h>
#include <stdio.h>

#include "server/db/pool.h"
#include "server/log.h"

/* The first of the server's numbers. */
#define SELECT ((enum db_statement)0)
#define INSERT ((enum db_statement)1)
#define COUNT ((enum db_statement)2)
#define WARN ((enum db_statement)3)
#define FAIL ((enum db_statement)4)
#define DIE ((enum db_statement)5)
#define SLEEP ((enum db_statement)6)

const struct db_statement_text db_statements[DB_STATEMENT_COUNT] = {
    [SELECT] = {"select", DB_SERVER, 4, "SELECT $1::bigint, $2::bytea, $3::text, $4::boolean"},
    [INSERT] = {"insert", DB_SERVER, 1, "INSERT INTO public.thing (number) VALUES ($1::integer)"},
    [COUNT] = {"count", DB_SERVER, 0, "SELECT count(*) FROM public.thing"},
    [WARN] = {"warn", DB_SERVER, 0, "DO $$ BEGIN RAISE WARNING 'careful'; END $$"},
    [FAIL] = {"fail", DB_SERVER, 0, "SELECT 1 / (number - number) FROM public.thing"},
    [DIE] = {"die", DB_SERVER, 0, "SELECT pg_terminate_backend(pg_backend_pid())"},
    [SLEEP] = {"sleep", DB_SERVER, 0, "SELECT pg_sleep(5)"},
};

static struct pool *pool;
static sem_t done;
static unsigned waiting;

static void print(void *arg, const struct db_result *result, const struct error *err)
{
    printf("%s:", (const char *)arg);
    if (err)
        printf(" %s %s %s", err->type, *result->sqlstate ? result->sqlstate : "-",
               *result->constraint ? result->constraint : "-");
    else if (result->statements > 0 && db_rows(result, result->statements - 1) > 0)
        printf(" %lld", (long long)db_get_integer(result, result->statements - 1, 0, 0));
    else
        printf(" done");
    printf("%s\n", result->warnings ? " warned" : "");
    if (--waiting == 0)
        sem_post(&done);
}

static void print_values(void *arg, const struct db_result *result, const struct error *err)
{
    if (err) {
        print(arg, result, err);
        return;
    }
    struct bytes bytes = db_get_bytes(result, 0, 0, 1);
    printf("%s: %lld %zu %s %d %d\n", (const char *)arg, (long long)db_get_integer(result, 0, 0, 0),
           bytes.len, db_get_text(result, 0, 0, 2), db_get_boolean(result, 0, 0, 3),
           db_is_null(result, 0, 0, 1));
    waiting--;
}

static void one(const char *name, enum db_statement statement, size_t count, int64_t number)
{
    struct db_param param = db_integer(number);
    waiting++;
    db_query(pool, statement, &param, count, print, (void *)(uintptr_t)name);
}

static void insert_and(const char *name, int64_t number, enum db_statement then)
{
    struct db_unit *unit = db_unit_new(pool);
    struct db_param param = db_integer(number);
    waiting++;
    db_unit_add(unit, INSERT, &param, 1);
    db_unit_add(unit, then, NULL, 0);
    db_unit_send(unit, print, (void *)(uintptr_t)name);
}

static void values(const char *name, const struct db_param *params)
{
    waiting++;
    db_query(pool, SELECT, params, 4, print_values, (void *)(uintptr_t)name);
}

static void run(void *arg)
{
    if (pool_ready(pool) == 0) {
        loop_post(arg, run, arg); /* until the connection stands */
        return;
    }
    values("values", (struct db_param[]){db_integer(INT64_MIN), db_bytes("\0\1", 2), db_text("\xc3\xa9"),
                                         db_boolean(true)});
    values("nulls", (struct db_param[]){db_null(), db_bytes(NULL, 0), db_text(NULL), db_boolean(false)});
    values("zero byte", (struct db_param[]){db_integer(1), db_null(), db_text_bytes(bytes_of("a\0b", 3)),
                                            db_boolean(true)});
    one("too few parameters", INSERT, 0, 0);
    one("warning", WARN, 0, 0);
    insert_and("committed", 2, COUNT);
    insert_and("rolled back", 3, FAIL);
    insert_and("refused at the commit", 2, COUNT);
    one("count after it", COUNT, 0, 0);
    one("too slow", SLEEP, 0, 0);
    one("killed", DIE, 0, 0);
    one("behind it", COUNT, 0, 0);
    one("and behind that", COUNT, 0, 0);
}

int main(int argc, char **argv)
{
    if (argc != 2)
        return 2;
    log_start(LOG_ERROR, "probe");
    sem_init(&done, 0, 0);
    struct loop *loop = loop_new(0);
    struct workers *connectors = workers_new("connector", 1, 4);
    pool = pool_new(loop, connectors, argv[1], DB_SERVER, 1, 1000);
    loop_post(loop, run, loop);
    if (!loop_start(loop, NULL))
        return 1;
    sem_wait(&done);
    return 0;
}
