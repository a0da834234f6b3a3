# SPDX-License-Identifier: AGPL-3.0-or-later
"""A line between a program and a folkmootd that does what lines do.

    line = Line(server.url, swallow=b"text")    # what holds this is never passed on; line.taken is set
    line = Line(server.url, certificate=path)   # over TLS; PEM with key
    ... line.url ...
    line.close()
"""
import http.client
import http.server
import ssl
import threading
import urllib.parse


class Line(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, url, swallow=None, certificate=None, host="127.0.0.1"):
        self.city, self.swallow, self.taken = urllib.parse.urlsplit(url), swallow, threading.Event()
        super().__init__(("127.0.0.1", 0), Passing)
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self.socket = context.wrap_socket(self.socket, server_side=True)
        self.url = f"{'https' if certificate else 'http'}://{host}:{self.server_address[1]}"
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def close(self):
        self.shutdown()
        self.server_close()

    def handle_error(self, request, client_address):
        pass  # a program that was killed, or that does not trust us


class Passing(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def pass_on(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.server.swallow and self.server.swallow in body:
            self.server.taken.set()
            threading.Event().wait()  # until the process ends
        city = http.client.HTTPConnection(self.server.city.hostname, self.server.city.port)
        city.request(self.command, self.path, body, {name: value for name, value in self.headers.items() if name != "Host"})
        answer = city.getresponse()
        content = answer.read()
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in ("content-length", "transfer-encoding", "connection"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_PUT = pass_on

    def log_message(self, *_words):
        pass
