/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * A load generator: posts each line of a file as JSON over some connections that stay open, one request at a
 * time on each, and measures.
 *
 *     load PORT PATH FILE CONNECTIONS [FOLDER]
 *
 * prints one line: requests, seconds, answers 200, answers with another status, milliseconds of the median,
 * of the 99th percentile and of the slowest. With FOLDER, line n's answer goes to FOLDER/n when it is 200.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/file.h"

enum { FILE_LIMIT = 1 << 30, READ_BYTES = 65536 };

struct connection {
    int fd;
    size_t line; /* whose answer is waited for */
    bool busy;
    int64_t sent_us;
    struct buffer in;
};

struct load {
    const char *path, *folder;
    struct bytes *lines;
    size_t count, next, done, good;
    int64_t *latency_us;
};

static int64_t now_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static void die(const char *what)
{
    fprintf(stderr, "load: %s: %s\n", what, strerror(errno));
    exit(1);
}

static int connect_to(int port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof address) != 0)
        die("connect");
    return fd;
}

static void send_next(struct load *load, struct connection *connection)
{
    struct buffer out = {0};
    connection->busy = load->next < load->count;
    if (!connection->busy)
        return;
    connection->line = load->next++;
    struct bytes body = load->lines[connection->line];
    buffer_append_format(&out,
                         "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                         "Content-Length: %zu\r\n\r\n",
                         load->path, body.len);
    buffer_append_bytes(&out, body);
    connection->sent_us = now_us();
    for (size_t sent = 0; sent < out.len;) {
        ssize_t written = send(connection->fd, out.data + sent, out.len - sent, MSG_NOSIGNAL);
        if (written < 0)
            die("send");
        sent += (size_t)written;
    }
    buffer_clear(&out);
}

static void keep_answer(const struct load *load, size_t line, struct bytes body)
{
    char path[4096];
    struct error err;
    snprintf(path, sizeof path, "%s/%zu", load->folder, line);
    if (!file_write(path, body, 0644, &err))
        die(err.detail);
}

/* A whole answer? */
static bool take_answer(struct load *load, struct connection *connection)
{
    struct buffer *in = &connection->in;
    char *text = buffer_string(in), *end = strstr(text, "\r\n\r\n");
    if (!end)
        return false;
    const char *length = strcasestr(text, "\r\nContent-Length:");
    if (!length || length > end)
        die("an answer without Content-Length");
    size_t head = (size_t)(end - text) + 4, body = strtoul(length + strlen("\r\nContent-Length:"), NULL, 10);
    if (in->len < head + body)
        return false;
    bool good = strncmp(text, "HTTP/1.1 200", strlen("HTTP/1.1 200")) == 0;
    load->latency_us[load->done++] = now_us() - connection->sent_us;
    load->good += good;
    if (good && load->folder)
        keep_answer(load, connection->line, bytes_of(in->data + head, body));
    in->len = 0;
    return true;
}

static void read_some(struct load *load, struct connection *connection)
{
    buffer_reserve(&connection->in, READ_BYTES);
    ssize_t got = read(connection->fd, connection->in.data + connection->in.len, READ_BYTES - 1);
    if (got <= 0)
        die("read");
    connection->in.len += (size_t)got;
    if (take_answer(load, connection))
        send_next(load, connection);
}

static void read_lines(struct load *load, struct bytes text)
{
    size_t capacity = 0;
    while (text.len > 0) {
        const uint8_t *feed = memchr(text.data, '\n', text.len);
        size_t len = feed ? (size_t)(feed - text.data) : text.len;
        if (load->count == capacity) {
            capacity = capacity ? 2 * capacity : 1024;
            load->lines = reallocate(load->lines, capacity, sizeof *load->lines);
        }
        load->lines[load->count++] = bytes_of(text.data, len);
        text.data += len + (feed != NULL);
        text.len -= len + (feed != NULL);
    }
    load->latency_us = allocate(load->count, sizeof *load->latency_us);
}

static int compare(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}

int main(int argc, char **argv)
{
    if (argc < 5)
        return 2;
    struct load load = {.path = argv[2], .folder = argc > 5 ? argv[5] : NULL};
    struct buffer text = {0};
    struct error err;
    if (!file_read(argv[3], FILE_LIMIT, &text, &err))
        die(err.detail);
    read_lines(&load, buffer_bytes(&text));
    size_t count = strtoul(argv[4], NULL, 10);
    struct connection *connections = allocate(count, sizeof *connections);
    struct pollfd *fds = allocate(count, sizeof *fds);
    for (size_t i = 0; i < count; i++)
        connections[i].fd = connect_to(atoi(argv[1]));
    int64_t start = now_us();
    for (size_t i = 0; i < count; i++)
        send_next(&load, &connections[i]);
    while (load.done < load.count) {
        for (size_t i = 0; i < count; i++)
            fds[i] = (struct pollfd){.fd = connections[i].busy ? connections[i].fd : -1, .events = POLLIN};
        if (poll(fds, count, -1) < 0)
            die("poll");
        for (size_t i = 0; i < count; i++)
            if (fds[i].revents)
                read_some(&load, &connections[i]);
    }
    double seconds = (double)(now_us() - start) / 1e6;
    qsort(load.latency_us, load.count, sizeof *load.latency_us, compare);
    printf("%zu %.6f %zu %zu %.3f %.3f %.3f\n", load.count, seconds, load.good, load.count - load.good,
           (double)load.latency_us[load.count / 2] / 1e3,
           (double)load.latency_us[load.count * 99 / 100] / 1e3,
           (double)load.latency_us[load.count - 1] / 1e3);
    return 0;
}
