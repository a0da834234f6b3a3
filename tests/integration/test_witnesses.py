#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The witnesses of a city's own record: two cities witness each other through a whole round; a witness that is away,
lies, or remembers more than the database has."""
import base64
import contextlib
import hashlib
import http.server
import json
import pathlib
import shutil
import sys
import threading

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
import folkmoot  # noqa: E402
import office  # noqa: E402
import twin_cities  # noqa: E402
from election import Election  # noqa: E402
from folkmoot import equal, wait_for  # noqa: E402
from twin_cities import copy_of, has_quorum, policy_lines, put_back, policy_text, served, wait_until_witnessed  # noqa: E402

CLIENT = {"jobs": 0}


def check_six(bundle, *options, status=0):
    """The line of check 6."""
    lines = folkmoot.tool("folkmoot-verify", bundle, *options, status=status).stdout.splitlines()
    return next(line for line in lines if line.strip().startswith("6 "))


@folkmoot.test
def two_cities_witness_each_other_through_a_whole_round():
    with twin_cities.twins() as (here, there):
        staff = office.Office(here)
        round_ = staff.round(office.content(witness_policy=policy_lines(here))).prepare()
        wait_until_witnessed(here, opening_end(round_))
        for voter, choice in enumerate((["p1"], ["p1", "p2"], ["p2"])):
            round_.cast(voter, {"projects": {"chosen": choice}})
        round_.close()
        round_.seal()
        round_.wait("counted")
        round_.certify()
        equal(round_.verify().returncode, 0, "folkmoot-verify")
        bundle = round_.folder / "bundle.zip"
        rules = round_.folder / "policy"
        rules.write_text(policy_text(there.witness_key))
        for options in ((), ("--policy", rules)):
            line = check_six(bundle, *options)
            assert "cosigned by 1 witnesses, the last at 20" in line, line
        # Somebody who trusts another witness only is not satisfied.
        rules.write_text(policy_text(here.witness_key))
        assert "too few for the policy" in check_six(bundle, "--policy", rules, status=1)
        # A copy of the live record is under the same eyes.
        size = here.database.psql("SELECT max(size) FROM record.checkpoint")
        note = wait_until_witnessed(here, int(size))
        assert has_quorum(here, note), note
        copy = folkmoot.temporary_folder() / "copy"
        folkmoot.tool("folkmoot", "fetch", here.url, copy, "--log-key", here.log_key)
        assert has_quorum(here, (copy / "record" / "checkpoints" / size).read_bytes())
        metrics = here.client().get("/metrics").text
        for line in (f"folkmoot_log_size {size}\n", f"folkmoot_log_witnessed_size {size}\n", "folkmoot_log_witnesses_lagging 0\n"):
            assert line in metrics, (line, metrics)
        assert "level=warning" not in here.log_text(), [line for line in here.log_text().splitlines() if "warning" in line]


@folkmoot.test
def no_ballot_comes_before_the_witnesses_have_seen_the_opening():
    with twin_cities.twins() as (here, there):
        staff = office.Office(here)
        round_ = staff.round(office.content(witness_policy=policy_lines(here)))
        round_.upload(round_.make_codes(5))
        round_.freeze()
        round_.list()
        there.stop()
        round_.open()
        choices = {"projects": {"chosen": ["p1"]}}
        refused = round_.cast(0, choices, status=1).stderr
        assert "seen the record of this city yet" in refused or "have not seen its opening yet" in refused, refused
        there.start()
        wait_until_witnessed(here, opening_end(round_))
        # A client that does not ask: a ballot that was made in time, to a city whose witnesses have not seen that.
        ballot = round_.folder / "ballot"
        (round_.folder / "choices.json").write_text(json.dumps(choices))
        folkmoot.tool("folkmoot", "cast", "--url", here.url, "--round", round_.id, "--code", round_.codes[0]["code"],
                      "--choices", round_.folder / "choices.json", "--ballot", ballot)
        there.stop()
        here.stop()
        here.database.psql("DELETE FROM record.witnessed", role=folkmoot.OWNER)
        here.start()

        def post():
            return here.client().post(f"{round_.path}/ballots", body=ballot.read_bytes(),
                                      headers={"Content-Type": "application/json"})
        answer = wait_for(lambda: (answer := post()).status != 503 and answer, "the taking of ballots")
        equal((answer.status, answer.problem), (409, "not-open"), f"before they have seen it: {answer.body}")
        assert b"witnesses" in answer.body, answer.body
        there.start()
        wait_until_witnessed(here, opening_end(round_))
        equal(post().status, 200, "when they have")
        # What they have seen once they have seen, whether they are there or not.
        there.stop()
        round_.cast(1, {"projects": {"chosen": ["p2"]}})
        there.start()


def opening_end(round_):
    """The size of the tree that ends with the opening and its acknowledgements."""
    form = round_.must(round_.server.client().get(f"{round_.path}/form"))
    return form["opening_index"] + 1 + len(form["acknowledgements"])


@folkmoot.test
def a_round_has_no_witnesses_where_the_record_has_none():
    with folkmoot.city(web_folder=None) as server:
        staff = office.Office(server)
        round_ = staff.round(office.content(witness_policy=policy_text(vkey("w.example/w", bytes(32))).splitlines()))
        round_.upload(round_.make_codes(1))
        with folkmoot.raises(AssertionError, "record has no witnesses"):
            round_.freeze()


@folkmoot.test
def a_witness_that_is_away_holds_up_nothing_but_itself():
    with twin_cities.twins(**CLIENT) as (here, there):
        election = Election(here, origin="here.example/log").open()
        receipts = [election.cast(election.ballot(0))]
        size, _ = election.newest_tree()
        wait_until_witnessed(here, size)
        equal(there.stop(), 0, "the status")
        receipts.append(election.cast(election.ballot(1)))
        more, _ = election.newest_tree()
        assert more > size
        wait_for(lambda: "event=witness-lags" in here.log_text(), "a warning")
        equal(here.log_text().count("event=witness-lags"), 1, "warnings")
        equal(served(here)[0], size, "the checkpoint with the quorum")
        assert "folkmoot_log_witnesses_lagging 1\n" in here.client().get("/metrics").text
        election.check_receipts(receipts, election.log_key())  # they do not wait, and tiles are there
        there.start()
        wait_until_witnessed(here, more)
        wait_for(lambda: "event=witness-caught-up" in here.log_text(), "a line")


def refused(server, part):
    with folkmoot.raises(folkmoot.ServerError, part):
        server.start()


@folkmoot.test
def a_backup_of_everything_does_not_get_past_the_witness():
    with twin_cities.twins(**CLIENT) as (here, there):
        election = Election(here, origin="here.example/log").open()
        election.cast(election.ballot(0))
        here.stop()
        backups = [copy_of(here) for _ in range(3)]
        here.start()
        election.cast(election.ballot(1))
        election.cast(election.ballot(2))
        lost, _ = election.newest_tree()
        wait_until_witnessed(here, lost)
        here.stop()
        newest = here.database, copy_of(here)[1]
        put_back(here, backups.pop())
        refused(here, f"the database is behind: the witness there.example/witness says that it has cosigned a tree of {lost}")
        # With the witness away it starts, and other ballots make another history, shorter than what the witness knows or
        # as long. The witness comes back, and shows what this city had signed: the end.
        for ballots, why in ((1, "the database is behind"), (2, "another history")):
            there.stop()
            put_back(here, backups.pop())
            here.start()
            assert "event=witness-unreachable" in here.log_text()
            election.server, election.database = here, here.database
            for ballot in range(ballots):
                election.cast(election.ballot(3 + ballot))
            equal(election.newest_tree()[0], lost - 2 + ballots, "the size of the other history")
            there.start()
            wait_for(lambda: not here.running(), "the end of the server")
            assert "event=another-history" in here.log_text(), here.log_text()[-3000:]
            refused(here, why)
            here.log.unlink()
        # The newest database and files are what the witness knows.
        put_back(here, newest)
        here.start()
        election.server, election.database = here, here.database
        election.cast(election.ballot(5))
        wait_until_witnessed(here, lost + 1)


@folkmoot.test
def an_empty_database_under_a_name_that_a_witness_knows_is_refused():
    with twin_cities.twins(**CLIENT) as (here, _):
        election = Election(here, origin="here.example/log").open()
        wait_until_witnessed(here, election.newest_tree()[0])
        here.stop()
        here.database = folkmoot.fresh_database()
        shutil.rmtree(here.data)
        refused(here, "the database is empty, but the witness neighbour has cosigned a tree of")


def vkey(name, key):
    """Of a witness, as signed-note writes it."""
    material = b"\x04" + key
    identity = hashlib.sha256(b"\n".join((name.encode(), material))).hexdigest()[:8]
    return f"{name}+{identity}+{base64.b64encode(material).decode()}"


class Liar:
    """A witness that gives one answer to everything."""

    def __init__(self):
        self.answer, self.asked = (200, "text/plain", b""), 0
        liar = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                self.rfile.read(int(self.headers["Content-Length"]))
                self.do_GET()

            def do_GET(self):
                liar.asked += 1
                status, kind, body = liar.answer
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                with contextlib.suppress(OSError):
                    self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/w/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def end(self):
        self.server.shutdown()


@folkmoot.test
def a_witness_that_lies_is_not_believed():
    liar = Liar()
    here = twin_cities.city("here", **CLIENT)
    here.options["witness_policy"] = twin_cities.write(here, "policy", policy_text(
        vkey("liar.example/w", bytes(32)), liar.url))
    with here:
        election = Election(here, origin="here.example/log").open()
        line = f"— liar.example/w {'A' * 98}==\n".encode()
        for answer in ((200, "text/plain", b""), (200, "text/plain", line), (200, "text/plain", b"x" * 2000000),
                       (409, "text/x.tlog.size", b"nonsense"), (409, "text/x.tlog.size", b"0\n"),
                       (409, "text/x.tlog.size", b"999999999\n"), (422, "text/plain", b"no"), (500, "text/plain", b"")):
            liar.answer = answer
            before = liar.asked
            # Asked with a growing pause; a start asks at once and begins anew.
            if answer[0] in (200, 500) or b"nonsense" in answer[2] or answer[2] == b"0\n":
                here.stop()
                here.start()
            wait_for(lambda: liar.asked > before, "a question")  # pylint: disable=cell-var-from-loop
            equal(served(here)[0], 0, "what is cosigned")
            assert here.running(), here.log_text()[-2000:]
        election.cast(election.ballot(0))
        assert "another-history" not in here.log_text()
    liar.end()


folkmoot.main()
