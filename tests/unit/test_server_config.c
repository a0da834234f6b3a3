/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/file.h"
#include "server/config.h"

#define REQUIRED                                                                                             \
    "base_url = http://127.0.0.1:8080\n"                                                                     \
    "origin = city.example/log\n"                                                                            \
    "database = host=/x user=s\n"                                                                            \
    "database_jobs = host=/x user=j\n"                                                                       \
    "data_folder = /d\n"

static void defaults_and_values(void **state)
{
    (void)state;
    struct config config = {0};
    struct error err;
    assert_true(
        config_parse("# a comment\n" REQUIRED "\nloops = 3 ; another\nlog_level=debug\n", &config, &err));
    assert_string_equal(config.listen_address, "127.0.0.1");
    assert_int_equal(config.listen_port, 8080);
    assert_int_equal(config.loops, 3);
    assert_int_equal(config.log_level, LOG_DEBUG);
    assert_string_equal(config.database, "host=/x user=s");
    assert_string_equal(config.failpoints, "");
    config_clear(&config);
}

static void base_url_loses_its_slash(void **state)
{
    (void)state;
    struct config config = {0};
    static const char text[] = "base_url = https://vote.city.example/\norigin = o\ndatabase = d\n"
                               "database_jobs = d\ndata_folder = /d";
    assert_true(config_parse(text, &config, NULL));
    assert_string_equal(config.base_url, "https://vote.city.example");
    config_clear(&config);
}

static void errors_name_the_line(void **state)
{
    (void)state;
    char too_long[400] = REQUIRED "user = ";
    memset(too_long + strlen(too_long), 'u', 200);
    const struct {
        const char *text, *part;
    } bad[] = {
        {REQUIRED "loops = -1\n", "line 6: loops must be"},
        {REQUIRED "loops = 257\n", "from 0 to 256"},
        {REQUIRED "loops = 99999999999999999999\n", "loops"},
        {REQUIRED "loops = 0x2\n", "loops"},
        {REQUIRED "loops =\n", "loops"},
        {REQUIRED "lops = 1\n", "line 6: there is no option lops"},
        {REQUIRED "origin = b\n", "line 6: origin is given twice"},
        {REQUIRED "  continued\n", "twice"},
        {REQUIRED "[section]\nloops = 1\n", "section"},
        {REQUIRED "loops\n", "line 6 is neither"},
        {REQUIRED "log_level = loud\n", "log_level"},
        {REQUIRED "listen_address =\n", "must not be empty"},
        {"origin = o\ndatabase = d\ndatabase_jobs = d\ndata_folder = /d\n", "base_url is missing"},
        {"base_url = ftp://x\norigin = o\ndatabase = d\ndatabase_jobs = d\ndata_folder = /d\n", "base_url"},
        {"base_url = http://x/path\norigin = o\ndatabase = d\ndatabase_jobs = d\ndata_folder = /d\n",
         "base_url"},
        {"base_url = http://x\norigin = o +\ndatabase = d\ndatabase_jobs = d\ndata_folder = /d\n", "origin"},
        {too_long, "line 6 is longer"},
        {"\xff", "UTF-8"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct config config = {.loops = 77};
        struct error err = {0};
        assert_false(config_parse(bad[i].text, &config, &err));
        if (!strstr(err.detail, bad[i].part))
            fail_msg("\"%s\" lacks \"%s\"", err.detail, bad[i].part);
        assert_int_equal(err.class, ERROR_INPUT);
        assert_int_equal(config.loops, 77);
    }
}

static void every_option_is_in_the_manual_with_its_default(void **state)
{
    (void)state;
    struct buffer manual = {0};
    assert_true(file_read(DATA_DIR "/../../docs/man/folkmootd.conf.5", 1 << 20, &manual, NULL));
    const char *text = buffer_string(&manual);
    size_t items = 0;
    for (const char *item = text; (item = strstr(item, "\n.It Cm ")); item++)
        items++;
    assert_int_equal(items, config_option_count);
    for (size_t i = 0; i < config_option_count; i++) {
        const struct config_option *option = &config_options[i];
        char heading[80], standard[80];
        snprintf(heading, sizeof heading, "\n.It Cm %s\n", option->name);
        const char *item = strstr(text, heading);
        if (!item)
            fail_msg("%s is not in the manual", option->name);
        const char *next = strstr(item + 1, "\n.It ");
        if (option->default_value)
            snprintf(standard, sizeof standard, "\nDefault: %s",
                     *option->default_value ? option->default_value : "not set");
        else
            snprintf(standard, sizeof standard, "\nMust be given.");
        const char *said = strstr(item, standard);
        if (!said || (next && said > next))
            fail_msg("the manual does not say%s of %s", standard, option->name);
    }
    buffer_clear(&manual);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(defaults_and_values),
        cmocka_unit_test(base_url_loses_its_slash),
        cmocka_unit_test(errors_name_the_line),
        cmocka_unit_test(every_option_is_in_the_manual_with_its_default),
    };
    return cmocka_run_group_tests_name("server_config", tests, NULL, NULL);
}
