# SPDX-License-Identifier: AGPL-3.0-or-later
"""A log over HTTP without a city behind it, for tests of those who copy logs."""
import contextlib
import hashlib
import http.server
import threading

import folkmoot


class FakeCity:
    """A server of a log without a city behind it (build/tests/support/fake_log): entries are 16 bytes. `alter` gets path
    and bytes of every answer and gives what is sent instead, or None for a 404."""

    def __init__(self, origin):
        self.origin, self.alter, self.asked = origin, lambda path, body: body, []
        self.vkey = self.run()
        self.checkpoint = b""
        fake = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                fake.asked.append(self.path)
                body = fake.alter(self.path, fake.answer(self.path.removeprefix("/log/")))
                self.send_response(404 if body is None else 200)
                self.send_header("Content-Length", str(len(body or b"")))
                self.end_headers()
                with contextlib.suppress(OSError):
                    self.wfile.write(body or b"")

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/log"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def run(self, *words):
        return folkmoot.tool("tests/support/fake_log", self.origin, f"{1:064x}", *words).stdout

    @staticmethod
    def entry(index):
        return index.to_bytes(8, "little") + bytes(8)

    def answer(self, path):
        if path == "checkpoint":
            return self.checkpoint or None
        _, level, index, *width = path.split("/")
        index, width = int(index.removesuffix(".p")), int(width[0]) if width else 256
        if level == "entries":
            entries = [self.entry(i) for i in range(index * 256, index * 256 + width)]
            return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)
        return b"".join(self.node(int(level), i) for i in range(index * 256, index * 256 + width))

    def node(self, level, index):
        if level == 0:
            return hashlib.sha256(b"\0" + self.entry(index)).digest()
        row = [self.node(level - 1, i) for i in range(index * 256, index * 256 + 256)]
        while len(row) > 1:
            row = [hashlib.sha256(b"\1" + left + right).digest() for left, right in zip(row[::2], row[1::2])]
        return row[0]

    def cosigned_by(self, witness, old, size):
        """The log shows the tree of `size`, and the witness has cosigned it."""
        request = self.run(old, size, 1 << 30)
        self.checkpoint = request.partition("\n\n")[2].encode()
        folkmoot.equal(witness.client().post("/witness/add-checkpoint", body=request.encode()).status, 200, "the cosignature")


def witness_logs(*fakes):
    """A file for the option of that name."""
    path = folkmoot.temporary_folder() / "witness_logs"
    path.write_text("".join(f"log {fake.vkey} {fake.url}\n" for fake in fakes) + "quorum none\n")
    return path
