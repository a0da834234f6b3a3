/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Calls a fuzz target where libFuzzer is not to be had (gcc, valgrind). It takes the same arguments:
 *
 *     fuzz_x [-max_total_time=SECONDS] [-seed=N] [-artifact_prefix=PATH] [-...=...] [FILE|FOLDER]...
 *
 * With files alone it runs each once. With -max_total_time it then mutates them at random until the time is
 * over. Equal seeds give equal inputs. When the target crashes, the input is written to PATH crash.
 */
#include <dirent.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/file.h"

enum { INPUT_LIMIT = 1 << 20, GROWTH_LIMIT = 4096, CHANGES_LIMIT = 8, RUNS_BETWEEN_CLOCK = 256 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct {
    struct buffer *items;
    size_t count;
} corpus;
static uint64_t random_state = 1;
static char crash_path[4096] = "crash";
static struct bytes current;

/* splitmix64: good enough to mutate, the same everywhere. */
static uint64_t random_u64(void)
{
    uint64_t z = random_state += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static size_t random_below(size_t limit)
{
    return limit ? (size_t)(random_u64() % limit) : 0;
}

static void on_crash(int number)
{
    int fd = open(crash_path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    if (fd >= 0) {
        const uint8_t *at = current.data;
        size_t left = current.len;
        ssize_t n;
        while (left && (n = write(fd, at, left)) > 0) {
            at += n;
            left -= (size_t)n;
        }
        close(fd);
    }
    signal(number, SIG_DFL);
    raise(number);
}

static void run(struct bytes input)
{
    /* A copy of exactly the right size, so that a read past the end is seen by the tools that look. */
    uint8_t *copy = allocate(input.len ? input.len : 1, 1);
    if (input.len)
        memcpy(copy, input.data, input.len);
    current = bytes_of(copy, input.len);
    LLVMFuzzerTestOneInput(copy, input.len);
    free(copy);
}

static void add_file(const char *path)
{
    struct error err;
    struct buffer content = {0};
    if (!file_read(path, INPUT_LIMIT, &content, &err)) {
        fprintf(stderr, "%s\n", err.detail);
        exit(2);
    }
    corpus.items = reallocate(corpus.items, corpus.count + 1, sizeof *corpus.items);
    corpus.items[corpus.count++] = content;
}

static int not_hidden(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static void add(const char *path)
{
    struct stat status;
    if (stat(path, &status) == 0 && S_ISDIR(status.st_mode)) {
        struct dirent **entries;
        int count = scandir(path, &entries, not_hidden, alphasort);
        for (int i = 0; i < count; i++) {
            struct buffer name = {0};
            buffer_append_format(&name, "%s/%s", path, entries[i]->d_name);
            add(buffer_string(&name));
            buffer_clear(&name);
            free(entries[i]);
        }
        free(entries);
    } else {
        add_file(path);
    }
}

static void change(struct buffer *input)
{
    static const uint8_t telling[] = {0, 1, 0x7f, 0x80, 0xff, '"', '\\', '{', '[', '\n', ' ', '-', '0', '9'};
    size_t at = random_below(input->len);
    switch (random_below(6)) {
    case 0: /* one bit */
        if (input->len)
            input->data[at] ^= (uint8_t)(1u << random_below(8));
        break;
    case 1: /* one byte */
        if (input->len)
            input->data[at] = telling[random_below(sizeof telling)];
        break;
    case 2: /* cut the end off */
        input->len = at;
        break;
    case 3: { /* take a run out */
        size_t run_len = random_below(input->len - at + 1);
        if (run_len) {
            memmove(input->data + at, input->data + at + run_len, input->len - at - run_len);
            input->len -= run_len;
        }
        break;
    }
    case 4: { /* put random bytes in */
        uint64_t bytes = random_u64();
        size_t run_len = 1 + random_below(sizeof bytes);
        buffer_append(input, &bytes, run_len);
        memmove(input->data + at + run_len, input->data + at, input->len - run_len - at);
        memcpy(input->data + at, &bytes, run_len);
        break;
    }
    default: /* go on with a piece of another input */
        if (corpus.count) {
            const struct buffer *other = &corpus.items[random_below(corpus.count)];
            size_t from = random_below(other->len);
            size_t run_len = random_below(other->len - from + 1);
            input->len = at;
            if (run_len && run_len <= GROWTH_LIMIT)
                buffer_append(input, other->data + from, run_len);
        }
    }
}

static uint64_t mutate_for(time_t seconds)
{
    struct timespec started, now;
    uint64_t runs = 0;
    clock_gettime(CLOCK_MONOTONIC, &started);
    do {
        for (int i = 0; i < RUNS_BETWEEN_CLOCK; i++, runs++) {
            struct buffer input = {0};
            if (corpus.count)
                buffer_append_bytes(&input, buffer_bytes(&corpus.items[random_below(corpus.count)]));
            for (size_t changes = 1 + random_below(CHANGES_LIMIT); changes; changes--)
                change(&input);
            run(buffer_bytes(&input));
            buffer_clear(&input);
        }
        clock_gettime(CLOCK_MONOTONIC, &now);
    } while (now.tv_sec - started.tv_sec < seconds);
    return runs;
}

int main(int argc, char **argv)
{
    time_t seconds = 0;
    for (int i = 1; i < argc; i++) {
        if (strncmp(argv[i], "-max_total_time=", 16) == 0)
            seconds = atol(argv[i] + 16);
        else if (strncmp(argv[i], "-seed=", 6) == 0)
            random_state = strtoull(argv[i] + 6, NULL, 10);
        else if (strncmp(argv[i], "-artifact_prefix=", 17) == 0)
            snprintf(crash_path, sizeof crash_path, "%scrash", argv[i] + 17);
        else if (argv[i][0] != '-')
            add(argv[i]);
    }
    static const int crashes[] = {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL};
    for (size_t i = 0; i < sizeof crashes / sizeof *crashes; i++)
        signal(crashes[i], on_crash);

    for (size_t i = 0; i < corpus.count; i++)
        run(buffer_bytes(&corpus.items[i]));
    uint64_t runs = corpus.count + (seconds > 0 ? mutate_for(seconds) : 0);
    fprintf(stderr, "Done %" PRIu64 " runs\n", runs);

    for (size_t i = 0; i < corpus.count; i++)
        buffer_clear(&corpus.items[i]);
    free(corpus.items);
    return 0;
}
