#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The sequencer: rules of acceptance, order of entries, receipts, tiles."""
import concurrent.futures
import hashlib
import json
import pathlib
import struct
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
import folkmoot  # noqa: E402
from election import Election, bytes_of, leaf_hash, minute, root_of, text_of  # noqa: E402
from folkmoot import equal, wait_for  # noqa: E402


def city(**options):
    return folkmoot.city(jobs=0, web_folder=None, **options)


def problem(election, ballot, status, kind):
    answer = election.post(ballot)
    equal((answer.status, answer.problem), (status, kind), f"the answer to a ballot ({answer.body[:300]!r})")
    return answer


def ballot_id(ballot):
    """H32("ballot-id", ballot bytes)."""
    return hashlib.sha512(b"folkmoot/1/ballot-id\0" + struct.pack(">I", len(ballot)) + ballot).digest()[:32]


@folkmoot.test
def a_ballot_gets_a_receipt_and_the_same_bytes_again_another():
    with city() as server:
        election = Election(server).open()
        equal(election.state(), "open", "the state")
        ballot = election.ballot(0)
        first = election.cast(ballot)
        election.cast(election.ballot(1))
        again = election.cast(ballot)
        assert first != again, "the second receipt is not in the newer tree"
        identity = text_of(ballot_id(ballot))
        third = server.client().get(f"{election.path}/ballots/{identity}/receipt")
        equal(third.body, again, "the receipt asked for")
        election.check_receipts([first, again], election.log_key())
        equal(server.client().get(f"{election.path}/ballots/{text_of(bytes(32))}/receipt").problem, "not-found", "id")


@folkmoot.test
def every_rule_of_acceptance_has_its_problem_in_order():
    with city() as server:
        election = Election(server).open()
        good = json.loads(election.ballot(0))

        def changed(**members):
            return json.dumps({**good, **members}, sort_keys=True, separators=(",", ":")).encode()

        other_key = json.loads(election.ballot(1))["credential"]
        bad_point = text_of(b"\xff" * 32)
        problem(election, b"{", 400, "bad-json")
        problem(election, election.ballot(0) + b" ", 400, "bad-json")
        problem(election, changed(extra=1), 400, "bad-json")
        # A stranger's credential comes before everything that is wrong with the ballot.
        problem(election, changed(credential=good["a"][0]), 404, "credential-unknown")
        problem(election, changed(credential=good["a"][0], layout=[{"contest": "x", "width": 1}]), 404,
                "credential-unknown")
        problem(election, changed(layout=[{"contest": "other", "width": 1}]), 400, "layout")
        problem(election, changed(layout=[{"contest": "other", "width": 1}], a=[bad_point]), 400, "layout")
        problem(election, changed(a=[bad_point]), 400, "bad-point")
        problem(election, changed(a=[text_of(bytes(32))]), 400, "bad-point")
        problem(election, changed(z=[good["z"][0], bad_point]), 400, "bad-scalar")
        problem(election, changed(a=[bad_point], z=[good["z"][0], bad_point]), 400, "bad-point")
        problem(election, changed(seq=1), 400, "bad-proof")
        problem(election, changed(credential=other_key), 400, "bad-proof")
        # Sequence; the answer names the last ballot.
        answer = problem(election, election.ballot(0, 1, "11" * 32), 409, "sequence")
        assert "last" not in answer.json()
        election.cast(election.ballot(0))
        answer = problem(election, election.ballot(0), 409, "sequence")
        equal(answer.json()["last"]["seq"], 0, "the last seq")
        last = answer.json()["last"]["id"]
        problem(election, election.ballot(0, 1, "11" * 32), 409, "sequence")
        status = server.client().get(f"{election.path}/credentials/{good['credential']}").json()
        equal(status["ballots"][0]["id"], last, "the ballot of the credential")
        tracker = server.client().get(f"/api/v1/trackers/{status['ballots'][0]['tracker'].lower()}").json()
        equal((tracker["id"], tracker["credential"]), (last, good["credential"]), "the tracker")


def next_ballot(election, voter, seq):
    key = json.loads(election.ballot(voter))["credential"]
    ballots = election.server.client().get(f"{election.path}/credentials/{key}").json()["ballots"]
    return election.ballot(voter, seq, bytes_of(ballots[-1]["id"]).hex())


@folkmoot.test
def voting_again_is_too_soon_and_later_allowed_or_not():
    with city() as server:
        election = Election(server, voters=3).open()
        election.cast(election.ballot(0))
        again = next_ballot(election, 0, 1)
        problem(election, again, 429, "too-soon")
        # Ten seconds pass in the only place that counts them.
        server.database.psql("UPDATE record.tree SET committed_at = committed_at - interval '11 seconds'")
        receipts = [election.cast(again)]
        problem(election, next_ballot(election, 0, 2), 429, "too-soon")
        election.check_receipts(receipts, election.log_key())
        once = Election(server, voters=3, seed="once", revoting=False).open()
        once.cast(once.ballot(0))
        problem(once, next_ballot(once, 0, 1), 409, "revoting-off")


@folkmoot.test
def void_credentials_are_refused_and_their_ballots_shown():
    with city() as server:
        election = Election(server).open()
        key0, key1 = (json.loads(election.ballot(voter))["credential"] for voter in (0, 1))
        election.cast(election.ballot(0))
        # With a ballot in the record two clerks must sign.
        one = election.act("void", "clerk1", credential=key0, reason="lost")
        equal(election.submit(one)[:3], ("refused", None, "bad-signature"), "one clerk")
        election.must(election.act("void", "clerk1", "clerk2", credential=key0, reason="lost"))
        election.must(election.act("void", "clerk1", credential=key1, reason="stolen"))
        again = election.act("void", "clerk1", "clerk2", credential=key1, reason="lost")
        equal(election.submit(again)[:3], ("refused", None, "credential-void"), "twice")
        problem(election, election.ballot(1), 410, "credential-void")
        status = server.client().get(f"{election.path}/credentials/{key0}").json()
        equal((status["void"]["reason"], len(status["ballots"]), status["listed"]), ("lost", 1, True), "the status")
        # The same bytes still have their receipt.
        election.cast(recorded_ballot(election))


def recorded_ballot(election):
    """The bytes of the only ballot in the record."""
    entry = election.database.psql("SELECT convert_from(bytes, 'UTF8') FROM record.entry WHERE type = 'ballot' LIMIT 1")
    return json.dumps(json.loads(entry)["ballot"], sort_keys=True, separators=(",", ":")).encode()


@folkmoot.test
def points_of_another_ballot_are_refused():
    with city() as server:
        election = Election(server).open()
        election.cast(election.ballot(0))
        # Nobody else can prove to know the secrets behind a point of another ballot; so the table is told a lie.
        fresh = election.ballot(1)
        point = bytes_of(json.loads(fresh)["a"][0])
        server.database.psql(f"INSERT INTO vote.seen_point VALUES ({election.number()}, '{point[:16].hex()}')")
        problem(election, fresh, 409, "duplicate-point")
        election.cast(election.ballot(1))


@folkmoot.test
def voting_closes_on_time_and_the_round_is_sealed():
    with city() as server:
        # It takes seconds to open, and must not take until the close.
        election = Election(server, closes=int(time.time() + 20) // 60 + 1).open()
        receipt = election.cast(election.ballot(0))
        old = recorded_ballot(election)
        wait_for(lambda: election.state() == "closed", "the close on time", 90)
        problem(election, election.ballot(1), 410, "ballot-late")
        receipts = [receipt, election.cast(old)]
        contest = {"contest": "all", "ballots": 1, "replaced": 0, "withdrawn": 0, "input": 1, "withheld": 0}
        wrong = election.act("sealing", "clerk1", "clerk2", contests=[{**contest, "ballots": 2, "input": 2}])
        equal(election.submit(wrong)[0], "refused", "wrong totals")
        election.must(election.act("sealing", "clerk1", "clerk2", contests=[contest]))
        equal(election.state(), "sealed", "the state")
        equal(server.database.psql("SELECT kind, contest FROM work.job ORDER BY id"), "key|\nmix|all", "jobs")
        election.check_receipts(receipts, election.log_key())


@folkmoot.test
def groups_are_appended_together_or_not_at_all():
    with city() as server:
        election = Election(server)
        election.freeze()
        size = election.newest_tree()[0]
        opening = election.entry("opening")
        equal(election.submit(opening)[:3], ("refused", None, "round-state"), "an opening alone")
        bad = json.loads(election.run("acknowledge", *election.newest_tree()))
        bad["root"] = text_of(bytes(32))
        equal(election.submit(opening, json.dumps(bad, sort_keys=True, separators=(",", ":")))[0], "refused", "a bad one")
        equal(election.submit("{}")[0], "refused", "no entry")
        equal(election.submit('{"type":"draft"}')[0], "refused", "half an entry")
        equal(election.submit(*[opening] * 65)[:3], ("refused", None, "bad-request"), "too many entries")
        equal(election.newest_tree()[0], size, "the size of the record")
        equal(election.state(), "frozen", "the state")
        problem(election, election.ballot(0), 409, "not-open")
        election.must(opening, election.run("acknowledge", *election.newest_tree()))
        election.cast(election.ballot(0))
        equal(election.submit(election.entry("draft"))[:3], ("refused", None, "round-state"), "a second draft")


@folkmoot.test
def acts_change_what_is_accepted():
    with city() as server:
        election = Election(server).open()
        number = election.number()
        election.cast(election.ballot(0))
        # An extension moves the close.
        late = minute() + 90
        equal(election.submit(election.act("extension", "clerk1", close=late, reason="outage"))[2], "bad-signature",
              "one clerk")
        election.must(election.act("extension", "clerk1", "clerk2", close=late, reason="outage"))
        equal(server.database.psql(f"SELECT close_minute FROM vote.round WHERE no = {number}"), str(late), "the close")
        # An addition brings its own credentials, once.
        more = Election(server, voters=3, seed="more")
        keys = (more.folder / "keys.blob").read_bytes()
        digest = bytes.fromhex(election.store_blob(keys))
        batch = {"batch": "added", "count": 3, "district": "all", "purpose": "letter",
                 "keys": {"hash": text_of(digest), "size": len(keys)}}
        blob = json.dumps({"version": 1, "round": text_of(election.round), "total": 3, "batches": [batch]},
                          sort_keys=True, separators=(",", ":")).encode()
        ref = {"hash": text_of(bytes.fromhex(election.store_blob(blob))), "size": len(blob)}
        equal(election.submit(election.act("addition", "registrar", "clerk1", list=ref, total=4))[2], "credential-list",
              "another total")
        election.must(election.act("addition", "registrar", "clerk1", list=ref, total=3))
        again = election.submit(election.act("addition", "registrar", "clerk1", list=ref, total=3))
        equal(again[:3], ("refused", None, "credential-list"), "the same again")
        count = f"SELECT count(*) FROM vote.credential WHERE round_no = {number} AND batch = 'added'"
        equal(server.database.psql(count), "3", "added credentials")
        # An issue names a batch and a serial that there are.
        equal(election.submit(election.act("issue", "clerk1", batch="none"))[0], "refused", "no such batch")
        election.must(election.act("issue", "clerk1", batch="added"))
        # A batch is void as a whole, with two clerks when somebody has voted.
        equal(election.submit(election.act("batch-void", "clerk1", batch="letters", reason="lost"))[2], "bad-signature",
              "one clerk")
        election.must(election.act("batch-void", "clerk1", batch="added", reason="lost"))
        problem_before = election.post(election.ballot(1))
        equal(problem_before.status, 200, "another batch")
        election.must(election.act("batch-void", "clerk1", "clerk2", batch="letters", reason="lost"))
        problem(election, election.ballot(2), 410, "credential-void")
        # An annulment ends it.
        annul = {"type": "annulment", "round": text_of(election.round), "reason": "failure"}
        election.must(election.sign(annul, "clerk1", "clerk2"))
        equal(election.state(), "annulled", "the state")
        problem(election, election.ballot(3), 409, "not-open")
        equal(election.submit(election.act("note", "clerk1", incident="outage"))[2], "round-state", "after the end")


@folkmoot.test
def an_act_comes_into_the_record_once():
    with city() as server:
        election = Election(server).open()
        number = server.database.psql(f"""
            WITH person AS (INSERT INTO staff.person (login, name) VALUES ('clerk', 'Clerk') RETURNING id)
            INSERT INTO work.act (round_no, type, bytes, proposed_by) SELECT {election.number()}, 'note', '', id FROM person
            RETURNING id""")
        note = election.act("note", "clerk1", incident="outage")
        equal(election.submit(election.act("note", incident="outage"), act=number)[2], "bad-signature", "unsigned")
        state = f"SELECT state FROM work.act WHERE id = {number}"
        equal(server.database.psql(state), "refused", "the act")
        server.database.psql(f"UPDATE work.act SET state = 'proposed' WHERE id = {number}")
        equal(election.submit(note, act=number)[0], "done", "the first time")
        size = election.newest_tree()[0]
        equal(election.submit(note, act=number)[:3], ("refused", None, "conflict"), "the second time")
        equal((server.database.psql(state), election.newest_tree()[0]), ("done", size), "the act and the record")


@folkmoot.test
def many_ballots_at_once_all_get_true_receipts_and_tiles_agree():
    with city(loops=2) as server:
        election = Election(server, voters=700).open()
        ballots = election.ballots(0, 700)
        with concurrent.futures.ThreadPoolExecutor(32) as pool:
            receipts = list(pool.map(election.cast, ballots))
        election.check_receipts(receipts, election.log_key())
        client, leaves = server.client(), [leaf_hash(entry) for entry in election.entries()]
        checkpoint = client.get("/log/checkpoint").text.splitlines()
        equal(checkpoint[:2], ["folkmoot.example/log", str(len(leaves))], "the checkpoint")
        size = len(leaves)
        equal(client.get("/log/tile/0/000").body, b"".join(leaves[:256]), "the first tile")
        partial = client.get(f"/log/tile/0/002.p/{size - 512}")
        equal(partial.body, b"".join(leaves[512:]), "the last tile")
        assert "immutable" in partial.headers["Cache-Control"]
        equal(client.get(f"/log/tile/1/000.p/{size // 256}").body,
              b"".join(root_of(leaves[at:at + 256]) for at in range(0, size - 255, 256)), "the tile above")
        bundle, at = client.get("/log/tile/entries/000").body, 0
        for leaf in leaves[:256]:
            length = struct.unpack(">H", bundle[at:at + 2])[0]
            equal(leaf_hash(bundle[at + 2:at + 2 + length]), leaf, "an entry of the bundle")
            at += 2 + length
        equal(at, len(bundle), "the length of the bundle")
        for path in (f"/log/tile/0/002.p/{size - 511}", "/log/tile/0/002", "/log/tile/9/000", "/log/tile/0/0",
                     "/log/tile/0/000.p/0", "/log/blob/00", "/log/blob/" + "00" * 32):
            equal(client.get(path).problem, "not-found", path)
        blob = (election.folder / "keys.blob").read_bytes()
        equal(client.get("/log/blob/" + hashlib.sha256(blob).hexdigest()).body, blob, "a blob")
        equal(int(server.database.psql("SELECT count(*) FROM record.tile")), 2, "full tiles")


@folkmoot.test
def blobs_of_many_parts_come_piece_by_piece():
    with city() as server:
        election = Election(server)
        content = bytes(range(256)) * 4096 * 3 + b"end"
        digest = hashlib.sha256(content).hexdigest()
        parts = [content[at:at + 1048576] for at in range(0, len(content), 1048576)]
        server.database.psql(f"INSERT INTO record.blob (hash, size) VALUES ('\\x{digest}', {len(content)})")
        for number, part in enumerate(parts):
            server.database.psql(f"INSERT INTO record.blob_part VALUES ('\\x{digest}', {number}, '\\x{part.hex()}')")
        answer = election.server.client().get(f"/log/blob/{digest}")
        assert answer.body == content
        head = election.server.client().request("HEAD", f"/log/blob/{digest}")
        equal((head.status, head.headers["Content-Length"], head.body), (200, str(len(content)), b""), "HEAD")


@folkmoot.test
def the_server_cannot_change_the_record():
    with city() as server:
        Election(server).open()
        for table in ("record.entry", "record.tree", "record.tile", "record.checkpoint", "record.term", "record.blob",
                      "record.blob_part", "vote.ballot", "vote.void", "vote.seen_point"):
            for sql in (f"DELETE FROM {table}", f"TRUNCATE {table}"):
                with folkmoot.raises(folkmoot.QueryError, "permission denied"):
                    server.database.psql(sql, role=folkmoot.SERVER)
        for column in ("entry SET bytes = bytes", "tree SET root = root", "checkpoint SET note = note"):
            with folkmoot.raises(folkmoot.QueryError, "permission denied"):
                server.database.psql(f"UPDATE record.{column}", role=folkmoot.SERVER)


folkmoot.main()
