/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tools/password.h"

#include <errno.h>
#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include "base/file.h"

static bool from_file(const char *file, struct buffer *out, struct error *err)
{
    struct buffer content = {0};
    bool ok = file_read(file, PASSWORD_FILE_BYTES_MAX, &content, err);
    if (ok) {
        const char *text = buffer_string(&content);
        size_t len = strcspn(text, "\r\n");
        ok = len > 0 || error_input(err, "password", "%s: its first line, the password, is empty", file);
        if (ok) {
            buffer_append(out, text, len);
            buffer_string(out);
        }
    }
    buffer_wipe(&content);
    return ok;
}

static bool read_line(int terminal, struct buffer *out)
{
    char c;
    ssize_t n;
    buffer_reserve(out, PASSWORD_FILE_BYTES_MAX); /* no copies of a secret are left behind by growing */
    while ((n = read(terminal, &c, 1)) == 1 && c != '\n') {
        if (out->len == PASSWORD_FILE_BYTES_MAX - 1)
            return false;
        buffer_append(out, &c, 1);
    }
    buffer_string(out);
    return n == 1;
}

static void say(int terminal, const char *text)
{
    ssize_t ignored = write(terminal, text, strlen(text));
    (void)ignored;
}

static bool from_terminal(const char *prompt, struct buffer *out, struct error *err)
{
    struct termios before, silent;
    int terminal = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
    if (terminal < 0)
        return error_input(err, "password", "%s: there is no terminal to ask at; name a file that holds it",
                           prompt);
    if (tcgetattr(terminal, &before) != 0) {
        close(terminal);
        return error_input(err, "password", "%s: %s", prompt, strerror(errno));
    }
    silent = before;
    silent.c_lflag &= ~(tcflag_t)ECHO;
    tcsetattr(terminal, TCSAFLUSH,
              &silent); /* before anybody is asked: a quick answer is neither shown nor lost */
    say(terminal, prompt);
    say(terminal, ": ");
    bool ok = read_line(terminal, out);
    tcsetattr(terminal, TCSAFLUSH, &before);
    say(terminal, "\n");
    close(terminal);
    return ok || error_input(err, "password", "%s: no line was typed", prompt);
}

bool password_read(const char *file, const char *prompt, struct buffer *out, struct error *err)
{
    return file ? from_file(file, out, err) : from_terminal(prompt, out, err);
}

bool password_read_new(const char *file, const char *prompt, struct buffer *out, struct error *err)
{
    struct buffer again = {0};
    bool ok = password_read(file, prompt, out, err);
    if (ok && !file) {
        ok = from_terminal("once more", &again, err);
        if (ok && !bytes_equal(buffer_bytes(&again), buffer_bytes(out)))
            ok = error_input(err, "password", "the two passwords differ");
    }
    buffer_wipe(&again);
    return ok;
}
