#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Never two histories (docs/protocol.md section 7): whatever crashes, every receipt handed out is true, a ballot that
got none can be cast again, and a database that is not the one that was signed is refused."""
import contextlib
import http.client
import pathlib
import shutil
import sys
import threading

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
import folkmoot  # noqa: E402
from election import Election  # noqa: E402
from folkmoot import Server, equal, wait_for  # noqa: E402

FAILPOINTS = ("before-commit", "after-commit-before-sign", "after-sign-before-answer", "signer-before-fsync",
              "signer-after-fsync")


@contextlib.contextmanager
def server_with_failpoints(database=None, **options):
    folder = folkmoot.temporary_folder()
    server = Server(database or folkmoot.fresh_database(), jobs=0, web_folder=None, failpoints=folder, **options)
    with server:
        yield server, folder


def try_cast(election, ballot):
    """The receipt, or None when the server said to try later or went away."""
    try:
        answer = election.post(ballot)
    except (OSError, http.client.HTTPException):
        return None
    assert answer.status in (200, 500, 503), answer
    return answer.body if answer.status == 200 else None


def cast_until_answered(election, ballot):
    """What a device does: it tries again as long as it is told to. (A loop that has just started may have no
    connection yet.)"""
    return wait_for(lambda: try_cast(election, ballot), "a receipt")


def wait_until_ended(server):
    wait_for(lambda: not server.running(), "the end of the server", 40)


@folkmoot.test
def a_crash_at_any_point_loses_no_receipt_and_no_ballot():
    with server_with_failpoints() as (server, failpoints):
        election = Election(server).open()
        log_key = election.log_key()
        receipts = [election.cast(election.ballot(0))]
        for number, name in enumerate(FAILPOINTS, 1):
            ballot = election.ballot(number)
            (failpoints / name).write_text("crash")
            assert try_cast(election, ballot) is None, f"a receipt in spite of a crash at {name}"
            wait_until_ended(server)
            (failpoints / name).unlink()
            in_record = int(server.database.psql("SELECT count(*) FROM vote.ballot"))
            equal(in_record, number if name == "before-commit" else number + 1, f"ballots after {name}")
            server.start()
            receipts.append(cast_until_answered(election, ballot))
            equal(int(server.database.psql("SELECT count(*) FROM vote.ballot")), number + 1, "ballots in the end")
        equal(election.log_key(), log_key, "the key of the log")
        election.check_receipts(receipts, log_key)


@folkmoot.test
def an_error_before_the_commit_fails_the_batch_and_one_after_it_stops_the_server():
    with server_with_failpoints() as (server, failpoints):
        election = Election(server).open()
        log_key = election.log_key()
        ballot = election.ballot(0)
        (failpoints / "before-commit").write_text("error-once")
        equal(election.post(ballot).status, 503, "the answer")
        receipts = [cast_until_answered(election, ballot)]
        for number, name in enumerate(FAILPOINTS[1:], 1):
            ballot = election.ballot(number)
            (failpoints / name).write_text("error")
            assert try_cast(election, ballot) is None, name
            wait_until_ended(server)
            assert server.process.returncode != 0
            equal(server.log_text().count("event=sequencer-stopped"), number, "lines that say why")
            (failpoints / name).unlink()
            server.start()
            receipts.append(cast_until_answered(election, ballot))
        election.check_receipts(receipts, log_key)


class Load:
    """Voters who cast all the time, and again where they got no receipt."""

    def __init__(self, election, ballots, threads=8):
        self.election, self.receipts, self.lock = election, {}, threading.Lock()
        self.left = dict(enumerate(ballots))
        self.stopping = threading.Event()
        self.threads = [threading.Thread(target=self.run) for _ in range(threads)]
        for thread in self.threads:
            thread.start()

    def run(self):
        while not self.stopping.is_set():
            with self.lock:
                if not self.left:
                    return
                number, ballot = self.left.popitem()
            receipt = try_cast(self.election, ballot)
            with self.lock:
                if receipt is None:
                    self.left[number] = ballot
                else:
                    self.receipts[number] = receipt

    def count(self):
        with self.lock:
            return len(self.receipts)

    def end(self):
        self.stopping.set()
        for thread in self.threads:
            thread.join()


@folkmoot.test
def kill_9_under_load_again_and_again():
    with server_with_failpoints(loops=2) as (server, _):
        election = Election(server, voters=900).open()
        log_key = election.log_key()
        load = Load(election, election.ballots(0, 900))
        try:
            for _round in range(3):
                enough = load.count() + 150
                wait_for(lambda: load.count() >= enough, "more receipts", 60)  # pylint: disable=cell-var-from-loop
                server.kill()
                server.start()
            wait_for(lambda: load.count() == 900, "all receipts", 120)
        finally:
            load.end()
        equal(int(server.database.psql("SELECT count(*) FROM vote.ballot")), 900, "ballots")
        election.check_receipts(list(load.receipts.values()), log_key)


@folkmoot.test
def the_database_goes_away_under_load_and_comes_back():
    with folkmoot.temporary() as cluster:
        with server_with_failpoints(folkmoot.fresh_database(cluster), loops=2) as (server, _):
            election = Election(server, voters=500).open()
            log_key = election.log_key()
            load = Load(election, election.ballots(0, 500))
            try:
                for mode in ("fast", "immediate"):
                    enough = load.count() + 100
                    wait_for(lambda: load.count() >= enough, "more receipts", 60)  # pylint: disable=cell-var-from-loop
                    cluster.stop(mode)
                    cluster.start()
                    enough = load.count() + 20
                    wait_for(lambda: load.count() >= enough or not server.running(), "receipts or the end", 60)
                    if not server.running():  # a COMMIT whose answer was lost stops the server, as it must
                        assert "COMMIT" in server.log_text(), server.log_text()[-2000:]
                        server.start()
                wait_for(lambda: load.count() == 500, "all receipts", 120)
            finally:
                load.end()
            election.check_receipts(list(load.receipts.values()), log_key)


def refused(server, part):
    """It does not start, and says why in one sentence."""
    with folkmoot.raises(folkmoot.ServerError):
        server.start()
    assert part in server.log_text(), f"{part!r} is not in the log:\n{server.log_text()[-3000:]}"


@folkmoot.test
def what_was_signed_must_be_in_the_database():
    database = folkmoot.fresh_database()
    server = Server(database, jobs=0, web_folder=None)
    server.start()
    election = Election(server).open()
    election.cast(election.ballot(0))
    equal(server.stop(), 0, "the status")
    # An older database: the last batch is not there.
    size = election.newest_tree()[0]
    database.psql(f"""
        CREATE SCHEMA keep; CREATE TABLE keep.entry AS SELECT * FROM record.entry WHERE index >= {size - 1};
        CREATE TABLE keep.tree AS SELECT * FROM record.tree WHERE size >= {size};
        CREATE TABLE keep.ballot AS SELECT round_no, key, seq, ballot_id, prev_id, entry_index FROM vote.ballot;
        CREATE TABLE keep.checkpoint AS SELECT * FROM record.checkpoint WHERE size >= {size};
        DELETE FROM vote.ballot; DELETE FROM record.checkpoint WHERE size >= {size};
        DELETE FROM record.tree WHERE size >= {size}; DELETE FROM record.entry WHERE index >= {size - 1}""")
    refused(server, "the database is behind")
    # Another history of the same length.
    restore = """INSERT INTO record.entry SELECT * FROM keep.entry; INSERT INTO record.tree SELECT * FROM keep.tree;
        INSERT INTO vote.ballot (round_no, key, seq, ballot_id, prev_id, entry_index) SELECT * FROM keep.ballot"""
    database.psql(restore + f"; UPDATE record.tree SET root = sha256('') WHERE size = {size}")
    refused(server, "another history")
    database.psql(f"DELETE FROM record.tree WHERE size = {size}; INSERT INTO record.tree SELECT * FROM keep.tree")
    # The checkpoint that was lost is signed again, to the byte.
    server.start()
    equal(database.psql("SELECT note FROM record.checkpoint ORDER BY size DESC LIMIT 1"),
          database.psql("SELECT note FROM keep.checkpoint"), "the checkpoint")
    equal(server.stop(), 0, "the status")
    # The signer's file.
    signer, key = server.data / "signer", server.data / "log.key"
    lines = signer.read_text().splitlines(keepends=True)
    equal(lines[-1].split(), [str(n) for n in election.newest_tree()], "the last line")
    signer.unlink()
    refused(server, "there is no signer file")
    signer.write_text("".join(lines[:-1]))
    refused(server, "the signer file ends at")
    signer.write_text("nonsense\n")
    refused(server, "damaged")
    signer.write_text("".join(lines) + "12345 torn")
    shutil.move(key, server.data / "away")
    refused(server, "is missing")
    key.write_bytes(bytes(32))
    refused(server, "not by this log's key")
    shutil.move(server.data / "away", key)
    server.start()
    equal(key.stat().st_mode & 0o777, 0o600, "the mode of the key")
    cast_until_answered(election, election.ballot(1))
    equal(server.stop(), 0, "the status")
    database.drop()


@folkmoot.test
def a_second_server_takes_over_and_the_first_stops():
    database = folkmoot.fresh_database()
    with Server(database, jobs=0, web_folder=None) as first:
        election = Election(first).open()
        election.cast(election.ballot(0))
        # With the same signer file, as if the machine had been copied.
        second = Server(database, jobs=0, web_folder=None)
        shutil.copytree(first.data, second.data)
        with second:
            assert try_cast(election, election.ballot(1)) is None
            wait_until_ended(first)
            assert "another sequencer" in first.log_text()
            equal(int(database.psql("SELECT count(*) FROM vote.ballot")), 1, "ballots")
            election.server = second
            election.check_receipts([election.cast(election.ballot(1))], election.log_key())


folkmoot.main()
