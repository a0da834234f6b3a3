#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A round whose key is made by trustees of its own, each a process that knows the server as a carrier only."""
import contextlib
import json
import pathlib
import struct
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
import folkmoot  # noqa: E402
from folkmoot import equal, wait_for  # noqa: E402
from line import Line, Passing  # noqa: E402
from office import Key, Office, act_digest, content, contest, text_of  # noqa: E402
from trustees import BadTrustee, Trustees, canonical, entries_of, hand_in, post  # noqa: E402


@contextlib.contextmanager
def offices():
    with folkmoot.city(web_folder=None) as server:
        yield Office(server)


def frozen(office, trustees, threshold=2, **members):
    """A round that waits for its key, with its list signed."""
    drawn = contest(rule={**contest()["rule"], "ties": "draw"})
    round = office.round(content([drawn], **trustees.draft(threshold), **members))
    round.upload(round.make_codes(5))
    round.freeze()
    round.list()
    return round


def ceremony(round):
    told = round.must(round.people["clerk-1"].client.get(f"{round.path}/ceremony"))
    equal([one["number"] for one in told["trustees"]], [1, 2], "the trustees")
    return told["attempt"], told["key"], [one["done"] for one in told["trustees"]]


@folkmoot.test
def two_of_three_open_a_round_when_the_third_disappears_after_the_close():
    with offices() as office:
        trustees = Trustees(3, office.server.url)
        round = frozen(office, trustees)
        trustees.join(round.id)
        with trustees.running(round.id) as processes:
            round.open()
            for voter in range(4):
                round.cast(voter, {"projects": {"chosen": [f"p{1 + voter % 3}"]}})
            round.close()
            processes[0].terminate()
            processes[0].wait()
            round.seal()
            round.wait("counted")
        round.certify()
        done = round.verify()
        equal(done.returncode, 0, done.stdout + done.stderr)
        assert "a key of 3 trustees, any 2 of whom open votes" in done.stdout, done.stdout
        equal(round.result()["projects"]["count"]["selected"][:1], ["p1"], "the first winner")


@folkmoot.test
def an_opening_waits_for_every_trustee():
    with offices() as office:
        trustees = Trustees(2, office.server.url)
        round = frozen(office, trustees)
        equal(office.server.client().get(f"{round.path}/opening").status, 404, "before there is one")
        equal(ceremony(round), (1, False, [[], []]), "nobody has begun")
        trustees.join(round.id)
        wait_for(lambda: round.propose("opening").status == 201, "the key of the round")
        key_made = ["commit", "join", "first-message", "second-message"]
        equal(ceremony(round), (1, True, [key_made, key_made]), "the key is made")
        made = round.must(round.propose("opening"), 201)
        for one in "facilitator", "clerk-1":
            act = round.must(round.sign(made, one))
        equal(act["state"], "submitted", "the opening that people have signed")
        pending = round.must(office.server.client().get(f"{round.path}/opening"))
        equal((pending["act"], pending["acknowledged"]), (made["act"], []), "the opening that waits")
        with trustees.running(round.id, who=trustees.all[:1]):
            wait_for(lambda: acknowledged(round) == [1], "the first acknowledgement")
        equal(ceremony(round), (1, True, [[*key_made, "acknowledge"], key_made]), "who is waited for")
        equal(round.now()["state"], "frozen", "with one of two")
        assert "folkmoot trustee run" in trustees.all[1].status(round.id), trustees.all[1].status(round.id)
        with trustees.running(round.id):
            round.wait("open")
        assert "while people vote" in trustees.all[1].status(round.id), trustees.all[1].status(round.id)


def submitted_opening(office, trustees):
    """A round whose opening people have signed."""
    round = frozen(office, trustees)
    trustees.join(round.id)
    wait_for(lambda: round.propose("opening").status == 201, "the key of the round")
    made = round.must(round.propose("opening"), 201)
    for one in "facilitator", "clerk-1":
        round.must(round.sign(made, one))
    return round


def acknowledged(round):
    return round.must(round.server.client().get(f"{round.path}/opening"))["acknowledged"]


@folkmoot.test
def a_round_opens_when_its_last_trustees_acknowledge_at_once():
    with offices() as office:
        trustees = Trustees(3, office.server.url)
        round = submitted_opening(office, trustees)
        # Each of them has looked who is there, and is not there itself yet, when the next one comes.
        office.server.database.psql("""
            CREATE FUNCTION work.dawdle() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN PERFORM pg_catalog.pg_sleep(2); RETURN NEW; END $$;
            CREATE CONSTRAINT TRIGGER dawdle AFTER INSERT ON work.acknowledgement DEFERRABLE INITIALLY DEFERRED
                FOR EACH ROW EXECUTE FUNCTION work.dawdle()""")
        with trustees.running(round.id):
            round.wait("open")


@folkmoot.test
def an_opening_that_was_not_handed_on_is_when_a_trustee_looks_again():
    with offices() as office:
        trustees = Trustees(2, office.server.url)
        round = submitted_opening(office, trustees)
        # As if the server had lost its power when it had stored the last acknowledgement.
        with trustees.running(round.id, who=trustees.all[:1]):
            wait_for(lambda: acknowledged(round) == [1], "the first acknowledgement")
        office.server.database.psql("CREATE TABLE public.kept AS SELECT * FROM work.acknowledgement; "
                                    "DELETE FROM work.acknowledgement")
        with trustees.running(round.id, who=trustees.all[1:]):
            wait_for(lambda: acknowledged(round) == [2], "the second one")
        office.server.database.psql("INSERT INTO work.acknowledgement SELECT * FROM public.kept")
        equal((acknowledged(round), round.now()["state"]), ([1, 2], "frozen"), "before anybody looks")
        with trustees.running(round.id):
            round.wait("open")


@folkmoot.test
def an_opening_that_is_garbled_is_told():
    with offices() as office:
        trustees = Trustees(2, office.server.url)
        round = submitted_opening(office, trustees)
        answer = round.must(office.server.client().get(f"{round.path}/opening"))
        answer["signatures"][0]["signature"] = "no signature"

        class Garbled(Passing):
            def do_GET(self):
                if not self.path.endswith("/opening"):
                    return self.pass_on()
                content = json.dumps(answer).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                return self.wfile.write(content)

        line = Line(office.server.url)
        line.RequestHandlerClass = Garbled
        trustees.all[1].url = line.url
        done = trustees.all[1].do("run", round.id, status=1)
        equal(done.stderr, "folkmoot: a signature of the opening cannot be read\n", "what the trustee is told")
        line.close()


def tree_before(office, kind):
    """The checkpoint of the tree without the first entry of this kind."""
    note = office.server.database.psql("SELECT encode(convert_to(note, 'UTF8'), 'hex') FROM record.checkpoint WHERE size = "
                                       f"(SELECT min(index) FROM record.entry WHERE type = '{kind}')")
    return bytes.fromhex(note)


@folkmoot.test
def who_joins_a_round_before_it_is_shown_waits():
    with offices() as office:
        trustees = Trustees(2, office.server.url)
        round = frozen(office, trustees)
        before = [tree_before(office, kind) for kind in ("draft", "definition")]
        late, shown = [before[0], before[0], before[1], before[1]], []

        class Late(Passing):
            def do_GET(self):
                if self.path != "/log/checkpoint" or len(shown) == len(late):
                    return self.pass_on()
                shown.append(late[len(shown)])
                self.send_response(200)
                self.send_header("Content-Length", str(len(shown[-1])))
                self.end_headers()
                return self.wfile.write(shown[-1])

        line = Line(office.server.url)
        line.RequestHandlerClass = Late
        trustees.all[1].url = line.url
        trustees.words(round.id)
        equal(len(shown), len(late), "how often the tree was shown without the round, and without its definition")
        line.close()


@folkmoot.test
def what_each_try_of_a_passphrase_costs_is_chosen():
    folder = folkmoot.temporary_folder()
    (folder / "passphrase").write_text("trustee's own\n")
    words = ["trustee", "init", "--out", folder / "key", "--passphrase-file", folder / "passphrase", "--memory"]
    for memory in "7", "4097", "8 MiB":
        assert "MiB, from 8 to 4096" in folkmoot.tool("folkmoot", *words, memory, status=1).stderr, memory
    assert not (folder / "key").exists()
    folkmoot.tool("folkmoot", *words, 16)
    head = b"folkmoot-trustee/1\n"
    equal((folder / "key").read_bytes()[:len(head) + 8], head + struct.pack(">II", 3, 16 << 10), "passes and KiB")


@folkmoot.test
def the_city_begins_anew_with_other_secrets():
    with offices() as office:
        trustees = Trustees(2, office.server.url)
        round = frozen(office, trustees)
        first = trustees.words(round.id)
        clerk = round.people["clerk-1"].client
        equal(clerk.post(f"{round.path}/restarts", {"attempt": 3, "reason": "other"}).status, 409, "an attempt left out")
        done = trustees.all[0].do("join", round.id, "--words", "abandon " * 8, status=1)
        assert "word 1 differs" in done.stderr, done.stderr
        round.must(clerk.post(f"{round.path}/restarts", {"attempt": 2, "blamed": 2, "reason": "trustee-unavailable"}))
        assert "make the key of this round with 1 others" in trustees.all[1].status(round.id)
        second = trustees.words(round.id)
        assert first != second, first
        assert second in trustees.all[0].status(round.id), trustees.all[0].status(round.id)
        trustees.finish([one.start("join", round.id, "--words", second) for one in trustees.all])
        wait_for(lambda: round.propose("opening").status == 201, "the key of the round")


@folkmoot.test
def a_bad_share_is_proved_to_everybody():
    with offices() as office:
        bad = BadTrustee()
        trustees = Trustees(2, office.server.url, bad)
        round, other = frozen(office, trustees), trustees.all[0]
        words = bad.until_words(round, trustees)
        done = other.do("join", round.id, "--words", words, status=1)
        assert "trustee 1, Trustee 1, sent a bad share" in done.stderr, done.stderr
        restart = entries_of(round, "dkg-restart")[0]
        equal((restart["attempt"], restart["blamed"], restart["reason"]), (2, 1, "invalid-message"), "the restart")
        assert "make the key of this round" in other.status(round.id), other.status(round.id)


@folkmoot.test
def nothing_enters_that_a_trustee_did_not_sign():
    with offices() as office:
        trustees = Trustees(2, office.server.url)
        round = frozen(office, trustees)
        act = canonical({"attempt": 1, "commitment": text_of(bytes(32)), "round": round.id, "trustee": 1,
                         "type": "trustee-commit"})
        key = Key()

        def entry(text, signature):
            return hand_in(round, text, signature)
        forged = key.sign(act_digest(office.origin, act))
        equal(entry(act, forged).problem, "bad-signature", "signed by somebody else")
        equal(entry(act, bytes(64)).problem, "bad-signature", "not signed")
        equal(entry(act, forged[:10]).problem, "bad-request", "cut off")
        equal(entry(act.replace('"trustee":1', '"trustee":3'), forged).problem, "bad-request", "trustee 3 of 2")
        equal(entry(act.replace(round.id, "A" * 22), forged).problem, "bad-request", "of another round")
        void = canonical({"eid": text_of(bytes(32)), "type": "published", "sums": text_of(bytes(32))})
        equal(entry(void, forged).problem, "bad-request", "an entry that no trustee signs")
        equal(post(round, "evidence", bytes(4) + b"folkmoot-blame/1\n").problem, "bad-request",
              "evidence that is none")
        equal(office.server.database.psql("SELECT count(*) FROM record.entry WHERE type LIKE 'trustee%' OR type LIKE 'dkg%'"),
              "0", "entries of trustees")


@folkmoot.test
def a_round_of_the_server_takes_nothing_from_trustees():
    with offices() as office:
        round = office.round().prepare()
        equal(post(round, "trustee-entries", struct.pack(">H", 2) + b"{}" + bytes(64)).problem, "round-state",
              "a round with one key")


folkmoot.main()
