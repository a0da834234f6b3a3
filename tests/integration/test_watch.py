#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""`folkmoot watch`: a server that sends voters other pages than the record pins is found out."""
import base64
import contextlib
import gzip
import hashlib
import json
import pathlib
import shutil
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
import folkmoot  # noqa: E402
from folkmoot import equal, wait_for  # noqa: E402
from office import Office  # noqa: E402

DIFFERS, NOT_LOOKED = 1, 3


class Watched:
    """A city with an open round, whose web folder is its own to change."""

    def __init__(self, server, web):
        self.server, self.web = server, web
        self.round = Office(server).round().prepare()
        self.folder = folkmoot.temporary_folder() / "watch"

    def watch(self, *options, status=0):
        return folkmoot.tool("folkmoot", "watch", self.server.url, "--dir", self.folder, *options, status=status).stdout

    def report(self, *options, status=0):
        return json.loads(self.watch("--json", *options, status=status))

    @contextlib.contextmanager
    def serving(self, name, change):
        """The server with this file of its web folder as `change` makes it; None: without it, in every encoding."""
        changes = {name: change} if change else dict.fromkeys((name, f"{name}.br", f"{name}.gz"))
        before = {one: (self.web / one).read_bytes() for one in changes}
        self.server.stop()
        for one, make in changes.items():
            if make:
                (self.web / one).write_bytes(make(before[one]))
            else:
                (self.web / one).unlink()
        self.server.start()
        try:
            yield
        finally:
            for one, content in before.items():
                (self.web / one).write_bytes(content)
            self.server.stop()
            self.server.start()

    def worker(self):
        return next(self.web.glob("assets/main-*.js")).relative_to(self.web)


def spoil(page):
    return page.replace(b"</main>", b"<p>Trust us.</p></main>")


def log_key(name, key):
    material = b"\1" + key
    identity = hashlib.sha256(name + b"\n" + material).hexdigest()[:8]
    return f"{name.decode()}+{identity}+{base64.b64encode(material).decode()}"


@contextlib.contextmanager
def watched():
    web = folkmoot.temporary_folder() / "web"
    shutil.copytree(folkmoot.TOP / "web" / "dist", web)
    with folkmoot.city(web_folder=web) as server:
        yield Watched(server, web)


def altered(city, expected):
    """The files that differ, as path and encoding."""
    report = city.report(status=DIFFERS)
    assert not report["ok"]
    found = report["rounds"][0]
    equal(found["outcome"], "altered", "the outcome")
    equal(sorted({(one["path"].split("/rounds")[0].replace(str(city.round.id), "R"), one["encoding"])
                  for one in found["differs"]}), expected, "what differs")
    return found


@folkmoot.test
def what_is_served_is_what_the_record_pins():
    with watched() as city:
        said = city.watch()
        assert "answers as pinned by entry" in said, said
        report = city.report("--log-key", city.server.client().get("/api/v1/city").json()["log_key"])
        assert report["ok"], report
        found = report["rounds"][0]
        equal((found["round"], found["outcome"], found["differs"], found["unserved"]),
              (city.round.id, "as-pinned", [], 0), "the round")
        equal(found["eid"], city.server.client().get(f"{city.round.path}/form").json()["eid"], "the eid")
        # 3 encodings of pages in every language and of what they name: scripts, worker, styles, pictures
        assert found["files"] > 3 * 12, found


@folkmoot.test
def one_altered_answer_is_enough():
    with watched() as city:
        # A page in a language that the round itself has not, in one encoding.
        with city.serving("es/vote.html.gz", lambda page: gzip.compress(spoil(gzip.decompress(page)))):
            found = altered(city, [("/es", "gzip"), ("/v", "gzip")])
            kept = {pathlib.Path(one["kept"]).read_bytes() for one in found["differs"]}
            equal(kept, {spoil((city.web / "es/vote.html").read_bytes())}, "what is kept")
        with city.serving("en/check.html", spoil):
            altered(city, [("/en/check", "identity")])
        worker = city.worker()
        with city.serving(str(worker), lambda script: script + b"//"):
            altered(city, [(f"/{worker}", "identity")])
        equal(city.report()["rounds"][0]["outcome"], "as-pinned", "all as before")


@folkmoot.test
def what_is_not_served_and_what_is_not_proven_is_told():
    with watched() as city:
        worker = city.worker()
        with city.serving(str(worker), None):
            found = altered(city, [(f"/{worker}", one) for one in ("br", "gzip", "identity")])
            equal([one["status"] for one in found["differs"]], [404] * 3, "their status")
            assert "1 files that it pins were in no answer" in city.watch(status=DIFFERS)
        assert "NOT PROVEN" in city.watch("--log-key", log_key(b"folkmoot.example/log", bytes(32)), status=DIFFERS)
        city.server.stop()
        said = city.report(status=NOT_LOOKED)
        assert "connect" in said["problem"].lower(), said
        city.server.start()
        city.round.close()
        equal(city.watch(), "no round is open\n", "what is said")
        assert "as pinned" in city.watch("--round", city.round.id)
        folkmoot.tool("folkmoot", "watch", city.server.url, "--every", "0", status=2)


@folkmoot.test
def a_watch_goes_on_until_something_differs():
    with watched() as city:
        watching = subprocess.Popen([str(folkmoot.BUILD / "folkmoot"), "watch", city.server.url, "--dir", str(city.folder),
                                     "--every", "1", "--json"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
        first = json.loads(watching.stdout.readline())
        assert first["ok"], first
        with city.serving("en/vote.html", spoil):
            reports = [json.loads(line) for line in watching.stdout]  # to its end
            equal(watching.wait(), DIFFERS, "the status")
        assert not reports[-1]["ok"] and reports[-1]["rounds"][0]["outcome"] == "altered", reports[-1]


if __name__ == "__main__":
    folkmoot.main()
