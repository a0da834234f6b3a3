#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""folkmootd over HTTP: what is malformed, oversized or cut short gets a clean answer and harms nobody; static files;
the family of processes and how it stops."""
import contextlib
import gzip
import json
import os
import pathlib
import re
import signal
import socket
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
import folkmoot  # noqa: E402
from folkmoot import equal, wait_for  # noqa: E402

# A sanitized server would keep what it frees for a while, and seem to grow.
os.environ["ASAN_OPTIONS"] = os.environ.get("ASAN_OPTIONS", "") + ":quarantine_size_mb=1"

# Nothing inline, nothing evaluated, nothing from another host.
POLICY = ("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
          "connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; "
          "frame-ancestors 'none'")
SECURITY_HEADERS = ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy")


def make_site():
    site = folkmoot.temporary_folder()
    (site / "assets").mkdir()
    (site / "index.html").write_bytes(b"<p>hello</p>" * 50)
    (site / "index.html.gz").write_bytes(gzip.compress(b"<p>hello</p>" * 50))
    (site / "index.html.br").write_bytes(b"stands for brotli")
    (site / "assets" / "main-1a2b3c4d.js").write_bytes(b"x" * 300000)
    (site.parent / "outside").write_text("outside")
    return site


SHARED = contextlib.ExitStack()


def shared():
    """One server for the tests that leave it as it was."""
    if not hasattr(shared, "server"):
        shared.server = SHARED.enter_context(folkmoot.city(
            web_folder=make_site(), loops=2, request_header_bytes=4096, request_timeout_s=5))
    return shared.server


def raw(server, data, shut=False, timeout=20):
    """Send bytes on a connection of their own; everything that comes back until the server closes."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=timeout) as connection:
        with contextlib.suppress(OSError):  # the server may have closed already
            connection.sendall(data)
            if shut:
                connection.shutdown(socket.SHUT_WR)
        answer = b""
        with contextlib.suppress(ConnectionResetError):
            while part := connection.recv(65536):
                answer += part
    return answer


def split(answer):
    """Status, headers (lower case) and body of one raw answer."""
    head, _, body = answer.partition(b"\r\n\r\n")
    lines = head.decode("ascii").split("\r\n")
    headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines[1:])}
    return int(lines[0].split()[1]), headers, body


def check_problem(answer, status, slug, what):
    assert answer, f"no answer to {what}"
    got, headers, body = split(answer)
    equal(got, status, f"status of {what}")
    equal(headers["content-type"], "application/problem+json", f"type of {what}")
    problem = json.loads(body)
    equal(problem["type"], f"/problems/{slug}", f"problem of {what}")
    equal(problem["status"], status, f"status in the problem of {what}")
    assert problem["title"] and problem["detail"], problem
    equal(set(problem), {"type", "title", "status", "detail"}, "members")
    for name in SECURITY_HEADERS:
        assert name.lower() in headers, f"{what}: no {name}"
    equal(headers["cache-control"], "no-store", f"caching of {what}")


def alive(server):
    equal(server.client().get("/healthz").status, 200, "health")


@folkmoot.test
def malformed_requests_get_a_problem():
    server = shared()
    end = b"Host: x\r\nConnection: close\r\n\r\n"
    cases = [
        (b"nonsense\r\n\r\n", 400, "bad-request"),
        (b"GET\r\n\r\n", 400, "bad-request"),
        (b"GET / HTTP/9.9\r\n\r\n", 400, "bad-request"),
        (b"GET /healthz HTTP/1.1\r\nno colon\r\n\r\n", 400, "bad-request"),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\r\n\r\n", 400, "bad-request"),
        (b"BREW / HTTP/1.1\r\n" + end, 405, "method-not-allowed"),
        (b"OPTIONS /healthz HTTP/1.1\r\n" + end, 405, "method-not-allowed"),
        (b"GET /%zz HTTP/1.1\r\n" + end, 400, "bad-request"),
        (b"GET /a/../../etc/passwd HTTP/1.1\r\n" + end, 400, "bad-request"),
        (b"GET /%2e%2e/outside HTTP/1.1\r\n" + end, 400, "bad-request"),
        (b"GET /..%2foutside HTTP/1.1\r\n" + end, 400, "bad-request"),
        (b"GET /nothing HTTP/1.1\r\n" + end, 404, "not-found"),
        (b"GET /" + b"a" * 8000 + b" HTTP/1.1\r\n" + end, 400, "bad-request"),
        (b"GET / HTTP/1.1\r\nX: " + b"a" * 8000 + b"\r\n" + end, 400, "bad-request"),
        (b"PUT /healthz HTTP/1.1\r\n" + end, 405, "method-not-allowed"),
        (b"POST /api/v1/session HTTP/1.1\r\nContent-Length: -1\r\n" + end, 400, "bad-request"),
        (b"POST /api/v1/session HTTP/1.1\r\nContent-Length: x\r\n" + end, 400, "bad-request"),
        (b"POST /api/v1/session HTTP/1.1\r\nContent-Length: 2\r\nContent-Length: 3\r\n" + end + b"{} ",
         400, "bad-request"),
        (b"POST /api/v1/session HTTP/1.1\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n" + end
         + b"2\r\n{}\r\n0\r\n\r\n", 400, "bad-request"),
        (b"POST /api/v1/session HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\n" + end, 400, "bad-request"),
        (b"POST /api/v1/session HTTP/1.1\r\nContent-Length: 2\r\n" + end + b"{}", 415, "unsupported-media-type"),
    ]
    for request, status, slug in cases:
        check_problem(raw(server, request), status, slug, repr(request[:70]))
    alive(server)


@folkmoot.test
def bodies_are_json_objects():
    client = shared().client()
    for body in (b"", b"{", b"[]", b"1", b'{"login":"a","login":"b","password":"c"}', b"\xff", b'{"a":1}x',
                 b"[" * 2000, b'{"login":"a\x00b"}'):
        answer = client.post("/api/v1/session", body=body, headers={"Content-Type": "application/json"})
        equal((answer.status, answer.problem), (400, "bad-json"), repr(body[:40]))
    for body in ({}, {"login": "a"}, {"login": "a", "password": 1}, {"login": "a", "password": "b", "more": 1},
                 {"login": "a" * 65, "password": "b"}, {"login": "a", "password": "b" * 1025}):
        answer = client.post("/api/v1/session", body)
        equal((answer.status, answer.problem), (400, "bad-request"), repr(body)[:60])


@folkmoot.test
def oversized_bodies_are_refused_before_they_are_read():
    server = shared()
    head = b"POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    size = 4097  # one more than the route takes
    for request in (
            head + b"Content-Length: %d\r\n\r\n" % size + b" " * size,
            head + b"Transfer-Encoding: chunked\r\n\r\n" + b"%x\r\n" % size + b" " * size + b"\r\n0\r\n\r\n",
            b"GET /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\n ",
            b"POST /nothing HTTP/1.1\r\nHost: x\r\nContent-Length: 16385\r\n\r\n" + b" " * 16385):
        check_problem(raw(server, request, shut=True), 413, "too-large", repr(request[:50]))
    # A client that asks first is told at once.
    asks = head + b"Content-Length: 100000000\r\nExpect: 100-continue\r\n\r\n"
    check_problem(raw(server, asks), 413, "too-large", "a body that is announced")
    # What is announced as endless is not kept: the server's memory stays what it was.
    before = memory(server)
    with contextlib.suppress(BrokenPipeError, ConnectionResetError, socket.timeout):
        with socket.create_connection(("127.0.0.1", server.port), timeout=5) as connection:
            connection.sendall(head + b"Content-Length: 1000000000\r\n\r\n")
            for _ in range(64):
                connection.sendall(b" " * (1 << 20))
    assert memory(server) - before < 16 << 20, "the server has kept a body that is too long"
    alive(server)


def memory(server):
    """Bytes resident in the largest process of the family."""
    sizes = [int(re.search(r"VmRSS:\s+(\d+)", pathlib.Path(f"/proc/{pid}/status").read_text())[1])
             for pid in children(server.process.pid)]
    return max(sizes) * 1024


def children(pid):
    return [int(word) for word in pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@folkmoot.test
def requests_cut_short_are_forgotten():
    server = shared()
    whole = (b"POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}")
    for length in range(len(whole)):
        answer = raw(server, whole[:length], shut=True)
        assert answer == b"" or answer.startswith(b"HTTP/1.1 4"), (length, answer)
    check_problem(raw(server, whole, shut=True), 400, "bad-request", "the whole request")
    alive(server)


@folkmoot.test
def clients_that_leave_do_no_harm():
    server = shared()
    for _ in range(200):
        with socket.create_connection(("127.0.0.1", server.port)) as connection:
            connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n" * 3)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")  # reset at close
    wait_for(lambda: "folkmoot_http_requests_running 1\n" in server.client().get("/metrics").text,
             "the end of requests whose clients have left")


@folkmoot.test
def requests_follow_each_other_on_one_connection():
    server = shared()
    one = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
    last = b"HEAD /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    answer = raw(server, one * 5 + last)
    equal(answer.count(b"HTTP/1.1 200 OK\r\n"), 6, "answers")
    equal(answer.count(b'"status":"ok"'), 5, "bodies")


@folkmoot.test
def head_is_get_without_the_body():
    client = shared().client()
    for path, status in (("/index.html", 200), ("/healthz", 200), ("/nothing", 404)):
        get, head = client.get(path), client.request("HEAD", path)
        equal(head.status, status, path)
        equal(head.body, b"", path)
        for name in ("Content-Length", "Content-Type", "ETag", "Cache-Control"):
            equal(head.headers[name], get.headers[name], f"{name} of {path}")


@folkmoot.test
def other_methods_are_told_which_there_are():
    answer = shared().client().put("/api/v1/session", {})
    equal((answer.status, answer.problem), (405, "method-not-allowed"))
    equal(answer.headers["Allow"], "GET, HEAD, POST, DELETE", "Allow")


@folkmoot.test
def static_files_have_variants_and_tags():
    client = shared().client()
    tags = set()
    for accept, encoding in ((None, None), ("gzip", "gzip"), ("br, gzip", "br"), ("br;q=0, gzip", "gzip")):
        headers = {"Accept-Encoding": accept} if accept else {"Accept-Encoding": "identity"}
        answer = client.get("/", headers=headers)
        equal(answer.status, 200, str(accept))
        equal(answer.headers.get("Content-Encoding"), encoding, f"encoding for {accept}")
        equal(answer.headers["Vary"], "Accept-Encoding", "Vary")
        equal(answer.headers["Cache-Control"], "no-cache", "caching")
        equal(answer.headers["Content-Type"], "text/html; charset=utf-8", "type")
        for name in SECURITY_HEADERS:
            assert answer.headers[name], name
        equal(answer.headers["Content-Security-Policy"], POLICY, "policy")
        tag = answer.headers["ETag"]
        tags.add(tag)
        again = client.get("/", headers={**headers, "If-None-Match": f'"other", {tag}'})
        equal((again.status, again.body, again.headers["ETag"]), (304, b"", tag), "when it has not changed")
        equal(client.get("/", headers={**headers, "If-None-Match": '"other"'}).status, 200, "when it has")
    equal(len(tags), 3, "tags: one for each variant")
    asset = client.get("/assets/main-1a2b3c4d.js")
    equal(len(asset.body), 300000, "length")
    assert "immutable" in asset.headers["Cache-Control"]
    equal(client.get("/index.html.br").status, 404, "a variant is no file")


@folkmoot.test
def metrics_are_prometheus_text():
    client = shared().client()
    client.get("/nothing")
    text = client.get("/metrics").text
    for line in text.splitlines():
        assert re.fullmatch(r"# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{[^}]*\})? -?[0-9.]+", line), line
    for part in ('folkmoot_http_requests_total{method="GET",route="/healthz",status="200"}',
                 'route="none",status="404"', 'folkmoot_http_request_seconds_bucket{method="GET",route="/healthz",le="+Inf"}',
                 "folkmoot_database_connections"):
        assert part in text, part


@folkmoot.test
def a_taken_port_is_told_in_one_sentence():
    server = shared()
    second = folkmoot.Server(server.database, port=server.port, web_folder=None)
    second.start(wait=False)
    equal(second.process.wait(30), 1, "status")
    assert f"cannot listen on 127.0.0.1 port {server.port}: " in second.last_words(), second.last_words()
    alive(server)


@folkmoot.test
def arguments_and_configuration_are_checked():
    equal(folkmoot.tool("folkmootd", "--version").stdout.split()[0], "folkmootd", "version")
    folkmoot.tool("folkmootd", status=2)
    folkmoot.tool("folkmootd", "--config", status=2)
    folkmoot.tool("folkmootd", "--check-config", "--config", shared().config)
    bad = folkmoot.temporary_folder() / "conf"
    bad.write_text(shared().configuration() + "colour = blue\n")
    said = folkmoot.tool("folkmootd", "--check-config", "--config", bad, status=1).stderr
    assert "there is no option colour" in said and len(said.splitlines()) == 1, said


@folkmoot.test
def requests_in_flight_are_answered_before_the_stop():
    body = b'{"login":"somebody","password":"x"}'
    sign_in = (b"POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
               b"Content-Length: %d\r\n\r\n" % len(body) + body)
    with folkmoot.city(web_folder=None, loops=1, workers=1) as server:
        client = server.client()
        with Lock(server.database) as lock, contextlib.ExitStack() as connections:
            waiting = [connections.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=30))
                       for _ in range(4)]
            for connection in waiting:
                connection.sendall(sign_in)
            wait_for(lambda: "folkmoot_http_requests_running 5\n" in client.get("/metrics").text,
                     "the requests in flight")
            server.process.send_signal(signal.SIGTERM)
            wait_for(lambda: refused(server), "the end of listening")
            assert server.running(), "it has not waited"
            lock.release()
            for connection in waiting:  # the worker takes one password after the other
                answer = b""
                while part := connection.recv(65536):
                    answer += part
                assert answer, "no answer"
                status, headers, _ = split(answer)
                equal(status, 401, "the answer of a request in flight")
                equal(headers["connection"], "close", "Connection")
        equal(server.process.wait(30), 0, "status of folkmootd")


def refused(server):
    try:
        socket.create_connection(("127.0.0.1", server.port)).close()
    except ConnectionRefusedError:
        return True
    return False


class Lock:
    """Makes every statement on staff.person wait."""

    def __init__(self, database):
        self.database = database

    def __enter__(self):
        import subprocess
        self.psql = subprocess.Popen(["psql", "-qXAt", "-d", self.database.conninfo(folkmoot.OWNER)], text=True,
                                     stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd="/")
        self.psql.stdin.write("BEGIN; LOCK TABLE staff.person; SELECT 'locked';\n")
        self.psql.stdin.flush()
        equal(self.psql.stdout.readline().strip(), "locked", "psql")
        return self

    def release(self):
        if not self.psql.stdin.closed:
            self.psql.stdin.close()
            self.psql.wait(10)

    def __exit__(self, *_):
        self.release()


@folkmoot.test
def a_stop_does_not_wait_for_ever():
    with folkmoot.city(web_folder=None, loops=1, shutdown_timeout_s=1) as server:
        client = server.client()
        # A connection that is still being made waits for the lock itself, up to its own timeout.
        wait_for(lambda: "folkmoot_database_connections 4\n" in client.get("/metrics").text, "all connections")
        with Lock(server.database), socket.create_connection(("127.0.0.1", server.port)) as waiting:
            body = b'{"login":"somebody","password":"x"}'
            waiting.sendall(b"POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                            b"Content-Length: %d\r\n\r\n" % len(body) + body)
            wait_for(lambda: "folkmoot_http_requests_running 2\n" in client.get("/metrics").text,
                     "the request in flight")
            started = time.monotonic()
            equal(server.stop(), 0, "status")
            assert time.monotonic() - started < 10, "it has waited too long"


@folkmoot.test
def idle_connections_do_not_hold_up_the_stop():
    with folkmoot.city(web_folder=None) as server:
        with socket.create_connection(("127.0.0.1", server.port)) as idle:
            idle.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
            idle.recv(65536)
            started = time.monotonic()
            equal(server.stop(), 0, "status")
            assert time.monotonic() - started < 5, "it has waited"


@folkmoot.test
def the_family_lives_and_dies_together():
    with folkmoot.city(web_folder=None) as server:
        family = children(server.process.pid)
        os.kill(server.process.pid, signal.SIGKILL)
        server.process.wait()
        wait_for(lambda: not any(running(pid) for pid in family), "the end of the children")
    with folkmoot.city(web_folder=None) as server:
        loops = [pid for pid in children(server.process.pid)
                 if "loop-0" in {name.read_text().strip() for name in pathlib.Path(f"/proc/{pid}/task").glob("*/comm")}]
        equal(len(loops), 1, "processes with loops")
        os.kill(loops[0], signal.SIGKILL)
        equal(server.process.wait(30), 1, "status of folkmootd")


def running(pid):
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


@folkmoot.test
def the_shared_server_is_well():
    server = shared()
    alive(server)
    log = server.log_text()
    assert "level=error" not in log and "level=warning" not in log, log[-2000:]
    SHARED.close()


folkmoot.main()
