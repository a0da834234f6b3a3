#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""folkmootd as a witness of other logs (C2SP tlog-witness): every status with its body, and that it never cosigns two
histories of a log, whatever is asked at the same time, crashes, or comes back from a backup."""
import concurrent.futures
import contextlib
import hashlib
import pathlib
import shutil
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
import folkmoot  # noqa: E402
from folkmoot import Server, equal, wait_for  # noqa: E402

ADD = "/witness/add-checkpoint"
NEVER = 1 << 30  # no fork


class Log:
    """A log without a server: build/tests/support/fake_log."""

    def __init__(self, name, number=1):
        self.origin, self.seed = name, f"{number:064x}"
        self.vkey = self.run()

    def run(self, *words):
        return folkmoot.tool("tests/support/fake_log", self.origin, self.seed, *words).stdout

    def request(self, old, size, fork=NEVER):
        return self.run(old, size, fork)


def policy(*logs):
    path = folkmoot.temporary_folder() / "witness_logs"
    path.write_text("".join(f"log {log.vkey}\n" for log in logs) + "quorum none\n")
    return path


@contextlib.contextmanager
def witness(*logs, database=None, **options):
    server = Server(database or folkmoot.fresh_database(), jobs=0, web_folder=None, loops=2,
                    witness_name="city.example/witness", witness_logs=policy(*logs), **options)
    with server:
        yield server


def ask(server, request):
    """Status and body; for 409 the type too."""
    answer = server.client().post(ADD, body=request.encode())
    kind = answer.headers["Content-Type"].partition(";")[0]
    equal(kind, {409: "text/x.tlog.size", 500: "application/problem+json", 503: "application/problem+json"}
          .get(answer.status, "text/plain"), "the type")
    return answer.status, answer.text


def cosign(server, request):
    status, line = ask(server, request)
    equal(status, 200, f"the status ({line})")
    assert line.startswith("— city.example/witness ") and line.endswith("\n") and line.count("\n") == 1, line
    return line


def note_of(request):
    return request.partition("\n\n")[2]


def check(server, log, request, line):
    """The cosignature is good, and whoever monitors the log gets it."""
    note = server.client().get(f"/witness/{hashlib.sha256(log.origin.encode()).hexdigest()}/checkpoint")
    equal((note.status, note.text), (200, note_of(request) + line), "what was cosigned last")
    kept = folkmoot.temporary_folder() / "checkpoint"
    kept.write_text(note.text)
    policy_file = kept.with_name("policy")
    key = server.client().get("/api/v1/city").json()["witness_key"]
    policy_file.write_text(f"log {log.vkey}\nwitness W {key}\nquorum W\n")
    folkmoot.tool("tests/support/check_policy", policy_file, kept)


@folkmoot.test
def each_status_has_its_body():
    log, other = Log("log.example/a"), Log("log.example/b", 2)
    with witness(log, other) as server:
        equal(server.client().get(f"/witness/{hashlib.sha256(b'log.example/a').hexdigest()}/checkpoint").status, 404,
              "before anything was cosigned")
        request = log.request(0, 10)
        check(server, log, request, cosign(server, request))
        # The same once more, as often as one likes, with old size = size.
        request = log.request(10, 10)
        check(server, log, request, cosign(server, request))
        request = log.request(10, 300)
        line = cosign(server, request)
        check(server, log, request, line)
        equal(ask(server, log.request(10, 300)), (409, "300\n"), "an old size that is past")
        equal(ask(server, log.request(0, 400)), (409, "300\n"), "no idea of the size")
        equal(ask(server, log.request(400, 500)), (409, "300\n"), "an old size to come")
        equal(ask(server, log.request(10, 100)), (409, "300\n"), "a log that was rolled back")
        equal(ask(server, log.request(300, 100))[0], 400, "old size above size")
        equal(ask(server, log.request(300, 400, fork=100))[0], 422, "another history")
        equal(ask(server, log.request(300, 300, fork=299))[0], 422, "another history of the same length")
        good = log.request(300, 400)
        lines = good.split("\n")
        wrong = "\n".join([lines[0], lines[2], lines[1], *lines[3:]])
        equal(ask(server, wrong)[0], 422, "another proof")
        equal(ask(server, "\n".join([lines[0], *lines[2:]]))[0], 422, "a proof that is too short")
        equal(ask(server, Log("log.example/c").request(0, 10))[0], 404, "another origin")
        stranger = Log("log.example/a", 3)
        equal(ask(server, stranger.request(300, 400))[0], 403, "a stranger's key")
        equal(ask(server, good.replace("\n400\n", "\n401\n"))[0], 403, "a signature of something else")
        for bad in ("", "old 0\n\n", "new" + good[3:], good[:-1], good.replace("old 300", "old 0300"), good + "\n"):
            equal(ask(server, bad)[0], 400, f"the status of {bad!r}")
        equal(server.client().post(ADD, body=b"x" * 300000).status, 413, "a long body")
        equal(server.client().get(ADD).status, 405, "GET")
        check(server, log, request, line)  # nothing of this has changed anything
        cosign(server, good)
        # Logs have nothing to do with each other.
        request = other.request(0, 7, fork=3)
        check(server, other, request, cosign(server, request))
        metrics = server.client().get("/metrics").text
        assert "folkmoot_witness_cosigned_total 5\n" in metrics, metrics
        assert server.log_text().count("witness-inconsistent") == 4, server.log_text()
        # Its files are private, and the key is not that of its own log.
        key = (server.data / "witness.key").read_bytes()
        equal((len(key), key == (server.data / "log.key").read_bytes()), (32, False), "the key")
        equal((server.data / "witness.key").stat().st_mode & 0o777, 0o600, "its mode")


@folkmoot.test
def of_many_at_the_same_time_one_is_first():
    log = Log("log.example/a")
    with witness(log) as server:
        cosign(server, log.request(0, 100))
        # Each a history of its own, all of them extending the first 100 entries.
        requests = [log.request(100, 100 + n, fork=100 + n - 1) for n in range(2, 26)]
        with concurrent.futures.ThreadPoolExecutor(12) as pool:
            answers = list(pool.map(lambda request: ask(server, request), requests))
        winners = [n for n, answer in enumerate(answers) if answer[0] == 200]
        equal(len(winners), 1, "cosigned")
        size = 102 + winners[0]
        equal({answer for answer in answers if answer[0] != 200}, {(409, f"{size}\n")}, "the others")


@folkmoot.test
def a_crash_forgets_nothing_that_left():
    log = Log("log.example/a")
    failpoints = folkmoot.temporary_folder()
    with witness(log, failpoints=failpoints) as server:
        cosign(server, log.request(0, 100))
        # The file cannot be written: nothing is cosigned, and later it can be.
        (failpoints / "cosigner-before-fsync").write_text("error-once")
        equal(ask(server, log.request(100, 200))[0], 500, "the status")
        cosign(server, log.request(100, 200))
        # The file has it, the answer never left: the database learns of it with the next one.
        (failpoints / "cosigner-after-fsync").write_text("error-once")
        equal(ask(server, log.request(200, 300))[0], 500, "the status")
        equal(ask(server, log.request(200, 300, fork=250)), (409, "300\n"), "another history instead")
        cosign(server, log.request(300, 300))
        # The cosigner dies: this city takes votes, and is a witness again when it was started again, with what its file has.
        for size in 400, 420:
            (failpoints / "cosigner-after-fsync").write_text("crash")
            equal(ask(server, log.request(size - 20 if size > 400 else 300, size))[0], 500, "the status")
            (failpoints / "cosigner-after-fsync").unlink()
            equal(server.client().get("/healthz").status, 200, "the city")
            equal(folkmoot.wait_for(lambda: (got := ask(server, log.request(300, 400)))[0] != 500 and got, "another cosigner"),
                  (409, f"{size}\n"), "what the file has")
        cosign(server, log.request(420, 440))
        equal(server.stop(), 0, "the status")
        server.start()
        equal(ask(server, log.request(300, 400)), (409, "440\n"), "what the file has")
        cosign(server, log.request(440, 450))
        server.kill()
        server.start()
        equal(ask(server, log.request(400, 451)), (409, "450\n"), "after kill -9")
        cosign(server, log.request(450, 451))


def refused(server, part):
    with folkmoot.raises(folkmoot.ServerError, part):
        server.start()


@folkmoot.test
def no_backup_makes_it_go_back():
    log = Log("log.example/a")
    with witness(log) as server:
        key = server.client().get("/api/v1/city").json()["witness_key"]
        cosign(server, log.request(0, 100))
        old_file = (server.data / "witness").read_text()
        old_row = server.database.psql("SELECT size, encode(root, 'hex') FROM witness.log")
        cosign(server, log.request(100, 200))
        server.stop()
        # A database from a backup: the file knows better, and the next cosignature brings the database up to date.
        size, root = old_row.split("|")
        server.database.psql(f"""DELETE FROM witness.log; INSERT INTO witness.log (origin, size, root, note)
            VALUES ('{log.origin}', {size}, '\\x{root}', '')""")
        server.start()
        equal(ask(server, log.request(100, 200, fork=150)), (409, "200\n"), "another history")
        cosign(server, log.request(200, 300))
        equal(server.database.psql("SELECT size FROM witness.log"), "300", "the database")
        with folkmoot.raises(folkmoot.QueryError, "does not go back"):
            server.database.psql("UPDATE witness.log SET size = 299", role=folkmoot.SERVER)
        server.stop()
        # A file from a backup: the database knows better, nothing is cosigned.
        new_file = (server.data / "witness").read_text()
        (server.data / "witness").write_text(old_file)
        server.start()
        equal(ask(server, log.request(100, 200, fork=150))[0], 500, "another history")
        assert "the file is an old copy" in server.log_text(), server.log_text()[-2000:]
        server.stop()
        # A file that is gone, damaged, or without its key.
        (server.data / "witness").unlink()
        refused(server, "restore it")
        (server.data / "witness").write_text(new_file[:-1])
        refused(server, "damaged")
        (server.data / "witness").write_text(new_file + new_file)
        refused(server, "damaged")
        (server.data / "witness").write_text(new_file)
        shutil.move(server.data / "witness.key", server.data / "away")
        refused(server, "is missing; restore it")
        shutil.move(server.data / "away", server.data / "witness.key")
        server.start()
        equal(server.client().get("/api/v1/city").json()["witness_key"], key, "the key")
        cosign(server, log.request(300, 400))
        # Key and file that are both gone: another witness, with nothing to be held to.
        server.stop()
        (server.data / "witness").unlink()
        (server.data / "witness.key").unlink()
        server.start()
        assert server.client().get("/api/v1/city").json()["witness_key"] != key
        equal(ask(server, log.request(0, 10))[0], 500, "the database still knows the log")


@folkmoot.test
def two_machines_with_a_copied_folder_are_one_witness():
    log = Log("log.example/a")
    database = folkmoot.fresh_database()
    with witness(log, database=database) as first:
        cosign(first, log.request(0, 100))
        second = Server(database, jobs=0, web_folder=None, **{name: first.options[name] for name in
                                                              ("witness_name", "witness_logs")})
        shutil.copytree(first.data, second.data)
        with second:
            cosign(first, log.request(100, 200))
            equal(ask(second, log.request(100, 150, fork=120))[0], 500, "another history at the second")
            equal(ask(second, log.request(100, 250, fork=120))[0], 500, "another history at the second")
            assert "the file is an old copy" in second.log_text()
            cosign(first, log.request(200, 300))


@folkmoot.test
def what_is_configured_must_be_whole():
    log = Log("log.example/a")
    with folkmoot.city(jobs=0, web_folder=None) as server:
        equal(ask(server, log.request(0, 10))[0], 404, "a city that is no witness")
        assert "witness_key" not in server.client().get("/api/v1/city").json()
        server.stop()
        server.options["witness_name"] = "city.example/witness"
        refused(server, "belong together")
        server.options["witness_logs"] = policy(Log("folkmoot.example/log"))
        refused(server, "own log")
        server.options["witness_logs"] = "/nonexistent"
        refused(server, "/nonexistent")
        server.options["witness_logs"] = policy()
        server.start()
        equal(ask(server, log.request(0, 10))[0], 404, "a witness of nothing")
        wait_for(server.running, "the server")


folkmoot.main()
