#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""`./run static`: the trustees' program that needs nothing of the machine but a kernel."""
import contextlib
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import threading

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
import folkmoot  # noqa: E402
from folkmoot import equal  # noqa: E402
from line import Line  # noqa: E402
from office import Office, content, contest  # noqa: E402
from trustees import Trustee, Trustees  # noqa: E402


def program():
    if folkmoot.BUILD != folkmoot.TOP / "build":
        raise folkmoot.Skip("./run static has a build of its own")
    done = subprocess.run([str(folkmoot.TOP / "run"), "static"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                          check=False)
    equal(done.returncode, 0, done.stderr)
    return pathlib.Path(done.stdout.strip())


def which(name):
    return shutil.which(name, path=os.environ["PATH"] + ":/usr/sbin:/sbin")


class Cell:
    """A folder with the program and nothing else, as the whole world of the processes in it."""

    def __init__(self):
        self.folder = folkmoot.temporary_folder()
        shutil.copy(program(), self.folder / "folkmoot")
        self.prefix = [which("chroot"), str(self.folder), "/folkmoot"]
        if os.geteuid() != 0:
            self.prefix = [which("unshare"), "--user", "--map-root-user", *self.prefix]
            if subprocess.run([*self.prefix, "--version"], stdout=subprocess.DEVNULL, check=False).returncode != 0:
                raise folkmoot.Skip("this account can make no folder its root")

    def run(self, *words, status=0, **environment):
        done = subprocess.run([*self.prefix, *map(str, words)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True, env=environment, check=False)
        if status is not None:
            equal(done.returncode, status, f"{words}: {done.stdout}{done.stderr}")
        return done


class Prisoner(Trustee):
    """A trustee in a cell."""

    def __init__(self, number, url, cell):
        self.number, self.url, self.cell, self.name = number, url, cell, f"Trustee {number}"
        (cell.folder / "passphrase").write_text("passphrase of a prisoner\n")
        self.key, self.passphrase = "/trustee.key", "/passphrase"
        self.public = cell.run("trustee", "init", "--out", self.key, "--passphrase-file", self.passphrase, "--memory", "8").stdout.split()[0]

    def do(self, command, round_id, *options, status=0):
        return self.cell.run(*self.arguments(command, round_id, *options), status=status)

    def start(self, command, round_id, *options):
        return subprocess.Popen([*self.cell.prefix, *self.arguments(command, round_id, *options)],
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env={})


@contextlib.contextmanager
def offices():
    with folkmoot.city(web_folder=None) as server:
        yield Office(server)


@folkmoot.test
def it_needs_no_library_and_no_other_file():
    path = program()
    headers = subprocess.run(["readelf", "--wide", "--program-headers", "--dynamic", str(path)], stdout=subprocess.PIPE,
                             text=True, check=True).stdout
    assert "There is no dynamic section" in headers and "INTERP" not in headers, headers
    cell = Cell()
    assert "trustee" in cell.run("help").stdout
    equal(cell.run("--version").stdout, folkmoot.tool("folkmoot", "--version").stdout, "the version")
    equal(cell.run("codes", status=2).stderr.startswith("folkmoot: there is no command codes"), True, "other commands")


@folkmoot.test
def a_trustee_in_an_empty_folder_does_its_part():
    with offices() as office:
        trustees = Trustees(2, office.server.url)
        trustees.all[1] = trustees.members[1] = Prisoner(2, office.server.url, Cell())
        drawn = contest(rule={**contest()["rule"], "ties": "draw"})
        round = office.round(content([drawn], **trustees.draft(2)))
        round.upload(round.make_codes(5))
        round.freeze()
        round.list()
        assert "run `folkmoot trustee join`" in trustees.all[1].status(round.id), trustees.all[1].status(round.id)
        trustees.join(round.id)
        with trustees.running(round.id):
            round.open()
            round.cast(0, {"projects": {"chosen": ["p2"]}})
            round.close()
            round.seal()
            round.wait("counted")
        round.certify()
        equal(round.verify().returncode, 0, "the bundle")
        assert "over" in trustees.all[1].status(round.id) or "Keep" in trustees.all[1].status(round.id)
        trustees.all[1].do("forget", round.id)
        assert "destroyed" in trustees.all[1].status(round.id), trustees.all[1].status(round.id)
        equal(sorted(one.name for one in trustees.all[1].cell.folder.iterdir() if not one.name.startswith("trustee.key")),
              ["folkmoot", "passphrase"], "files in the cell")


def certificate(names):
    """A certificate with its key, for these names; it is its own authority."""
    folder = folkmoot.temporary_folder()
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1",
                    "-subj", "/CN=city", "-addext", f"subjectAltName={names}", "-keyout", folder / "key", "-out",
                    folder / "certificate"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    both = folder / "both"
    both.write_bytes((folder / "key").read_bytes() + (folder / "certificate").read_bytes())
    return both, folder / "certificate"


@folkmoot.test
def it_checks_who_the_city_is():
    with offices() as office:
        cell = Cell()
        round = office.round().prepare()
        prisoner = Prisoner(1, office.server.url, cell)

        def status(url, **environment):
            return cell.run("trustee", "status", "--key", prisoner.key, "--url", url, "--round", round.id, status=None,
                            **environment)
        both, public = certificate("DNS:localhost,IP:127.0.0.1")
        other, other_public = certificate("DNS:elsewhere.example")
        for kept, path in ("city", public), ("other", other_public):
            shutil.copy(path, cell.folder / kept)
        line, strange = Line(office.server.url, certificate=both), Line(office.server.url, certificate=other)
        named = line.url.replace("127.0.0.1", "localhost")
        equal(status(office.server.url).returncode, 0, "without TLS")
        for url in line.url, named:
            done = status(url, SSL_CERT_FILE="/city")
            equal((done.returncode, "not one of a trustee" in done.stdout), (0, True), f"{url}: {done.stderr}")
        for what, url, environment, words in (
                ("an authority nobody named", named, {}, "self-signed certificate"),
                ("another authority", named, {"SSL_CERT_FILE": "/other"}, "self-signed certificate"),
                ("a certificate for another name", strange.url.replace("127.0.0.1", "localhost"), {"SSL_CERT_FILE": "/other"},
                 "ostname mismatch"),
                ("a certificate for another address", strange.url, {"SSL_CERT_FILE": "/other"}, "IP address mismatch"),
                ("no TLS where it was asked for", office.server.url.replace("http:", "https:"), {}, "folkmoot: GET"),
                ("a host that there is not", "http://nowhere.invalid", {}, "folkmoot: GET"),
                ("nobody there", f"http://127.0.0.1:{folkmoot.free_port()}", {}, "folkmoot: GET")):
            done = status(url, **environment)
            equal((done.returncode, words in done.stderr), (1, True), f"{what}: {done.stderr}")
        line.close()
        strange.close()


class Flood:
    """A city that answers with `start`, and then with `more` for as long as somebody takes it."""

    def __init__(self, start, more):
        self.start, self.more, self.taken = start, 65536 // len(more) * more, 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def run(self):
        peer, _ = self.listener.accept()
        with peer, contextlib.suppress(OSError):
            peer.recv(65536)
            peer.sendall(self.start)
            while True:
                peer.sendall(self.more)
                self.taken += len(self.more)

    def close(self):
        self.thread.join()
        self.listener.close()


@folkmoot.test
def it_takes_no_more_than_it_can_keep():
    cell = Cell()
    prisoner = Prisoner(1, "http://127.0.0.1:1", cell)
    head = b"HTTP/1.1 200 OK\r\n"
    chunked = head + b"Transfer-Encoding: chunked\r\n\r\n"
    for what, start, more, most in (("a header without end", head + b"X: ", b"x", 16), ("headers without end", head, b"X: x\r\n", 16),
                                    ("the length of a chunk without end", chunked, b"0", 64),
                                    ("a chunk without end", chunked + b"fffffffffff\r\n", b"x", 64)):
        city = Flood(start, more)
        done = cell.run("trustee", "status", "--key", prisoner.key, "--url", city.url, "--round", "A" * 22, status=1)
        city.close()
        assert "is too long" in done.stderr, f"{what}: {done.stderr}"
        assert city.taken < most << 20, f"{what}: it took {city.taken} bytes"


folkmoot.main()
