#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Acts of people over the API: what can be proposed when, who must sign, what the acts do."""
import concurrent.futures
import contextlib
import hashlib
import json
import pathlib
import struct
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
import folkmoot  # noqa: E402
from folkmoot import equal, wait_for  # noqa: E402
from office import ASSEMBLY, Key, Office, bytes_of, content, minute, text_of  # noqa: E402

CHOICES = {"projects": {"chosen": ["p1"]}}


@contextlib.contextmanager
def offices(**options):
    with folkmoot.city(web_folder=None, **options) as server:
        yield Office(server)


def refused(answer, status, problem, what):
    equal((answer.status, answer.problem), (status, problem), f"{what}: {answer}")


@folkmoot.test
def every_act_has_its_time_and_its_parameters():
    with offices() as office:
        round = office.round()
        more = {"reason": "other", "close": minute() + 900, "serial": "0000-00000"}
        for kind in ("opening", "annulment", "void", "sealing", "certified", "credential-list", "extension"):
            refused(round.propose(kind, **more), 409, "round-state", f"{kind} of a draft")
        round.prepare()
        serial = round.codes[0]["serial"]
        bad = [
            ("ballot", {}, "bad-request"), ("counted", {}, "bad-request"), ("", {}, "bad-request"),
            ("void", {"serial": serial}, "bad-request"), ("void", {"serial": serial, "reason": "boredom"}, "bad-request"),
            ("void", {"serial": 7, "reason": "lost"}, "bad-request"), ("void", {"reason": "lost"}, "bad-request"),
            ("void", {"serial": "Z", "reason": "lost"}, "bad-request"),
            ("void", {"credential": text_of(bytes(32)), "reason": "lost"}, "bad-request"),
            ("batch-void", {"reason": "lost"}, "bad-request"), ("batch-void", {"batch": "letters"}, "bad-request"),
            ("batch-void", {"batch": "No Name", "reason": "lost"}, "bad-request"),
            ("issue", {}, "bad-request"), ("issue", {"batch": "letters", "voided": "x"}, "bad-request"),
            ("extension", {"reason": "outage"}, "bad-request"),
            ("extension", {"close": "soon", "reason": "outage"}, "bad-request"),
            ("extension", {"close": -1, "reason": "outage"}, "bad-request"),
            ("extension", {"close": 2**62, "reason": "outage"}, "bad-request"),
            ("extension", {"close": minute() + 900, "reason": "lost"}, "bad-request"),
            ("voting-closed", {}, "bad-request"), ("voting-closed", {"reason": "on-time"}, "bad-request"),
            ("draw-source", {"source": "dice"}, "bad-request"),
            ("draw-source", {"source": "coin", "value": "1"}, "bad-request"),
            ("draw-source", {"source": "dice", "value": "1" * 15000}, "bad-request"),
            ("draw-source", {"source": "drand", "value": "1"}, "bad-request"),
            ("annulment", {"reason": "lost"}, "bad-request"),
            ("sealing", {}, "round-state"), ("certified", {}, "round-state"),
        ]
        for kind, parameters, problem in bad:
            refused(round.propose(kind, **parameters), 409 if problem == "round-state" else 400, problem,
                    f"{kind} {parameters}")
        client = round.people["clerk-1"].client
        for body in ([], "void", {"type": 1}, {"type": "void", "parameters": []}, {"parameters": {}}):
            equal(client.post(f"{round.path}/acts", body).status, 400, f"the status of {body}")
        refused(round.propose("voting-closed", "registrar", reason="other"), 403, "forbidden", "who does not sign it")
        refused(round.propose("void", serial="0000-00000", reason="lost"), 404, "credential-unknown", "a stranger's serial")


@folkmoot.test
def an_act_needs_the_right_signatures():
    with offices() as office:
        round = office.round().prepare()
        act = round.must(round.propose("extension", close=minute() + 900, reason="outage"), 201)
        equal(act["needs"], [{"role": "clerk", "count": 2}], "what it needs")
        for who in "registrar", "facilitator", "clerk-3":
            refused(round.sign(act, who), 400, "bad-signature", who)
        refused(round.sign(act, "clerk-1", Key()), 400, "bad-signature", "a key that clerk-1 never said")
        refused(round.sign(act, "clerk-1", round.people["clerk-2"].key), 400, "bad-signature", "the other clerk's key")
        wrong = round.signature({**act, "act": act["act"] + " "}, round.people["clerk-1"].key)
        client = round.people["clerk-1"].client
        refused(client.post(f"/api/v1/acts/{act['id']}/signatures", wrong), 400, "bad-signature", "another text")
        refused(client.post(f"/api/v1/acts/{act['id']}/signatures", {"key": 1}), 400, "bad-request", "no signature")
        refused(client.post("/api/v1/acts/99999/signatures", wrong), 403, "forbidden", "no act")
        for _ in range(2):  # a person counts once
            now = round.must(round.sign(act, "clerk-1"))
            equal((now["state"], len(now["signatures"])), ("proposed", 1), "signed by one")
        now = round.must(round.sign(act, "clerk-2"))
        equal((now["state"], len(now["signatures"])), ("done", 2), "signed by two")
        again = round.must(round.sign(act, "clerk-2"))
        equal(again["state"], "done", "signed once more")
        entries = office.server.database.psql("SELECT count(*) FROM record.entry WHERE type = 'extension'")
        equal(entries, "1", "extensions in the record")
        old = round.must(round.propose("extension", close=minute() + 901, reason="outage"), 201)
        new = round.must(round.propose("extension", close=minute() + 902, reason="outage"), 201)
        equal(round.must(round.sign(old, "clerk-1"))["state"], "withdrawn", "the older of two proposals")
        equal(round.sign_all(new, "clerk-1", "clerk-2")["state"], "done", "the newer")


@folkmoot.test
def a_proposal_is_withdrawn_by_those_who_sign_it():
    with offices() as office:
        round = office.round().prepare()
        act = round.must(round.propose("extension", close=minute() + 900, reason="outage"), 201)
        equal(act["proposed_by"], "Clerk-1", "who proposed it")
        assert abs(act["proposed_at"] - minute() * 60) < 120, act
        where = f"/api/v1/acts/{act['id']}"
        round.must(round.sign(act, "clerk-1"))
        for who in "facilitator", "registrar":
            refused(round.people[who].client.delete(where), 403, "forbidden", who)
        now = round.must(round.people["clerk-2"].client.delete(where))
        equal((now["state"], len(now["signatures"])), ("withdrawn", 1), "withdrawn by the other clerk")
        equal(round.must(round.sign(act, "clerk-2"))["state"], "withdrawn", "signed by the last one after that")
        refused(round.people["clerk-2"].client.delete(where), 409, "round-state", "twice")
        done = round.act("extension", "clerk-1", "clerk-2", close=minute() + 900, reason="outage")
        refused(round.people["clerk-1"].client.delete(f"/api/v1/acts/{done['id']}"), 409, "round-state", "in the record")
        entries = office.server.database.psql("SELECT count(*) FROM record.entry WHERE type = 'extension'")
        equal(entries, "1", "extensions in the record")


@folkmoot.test
def acts_come_a_hundred_at_a_time_newest_first():
    with offices() as office:
        round = office.round().prepare()
        database, clerk = office.server.database, round.people["clerk-1"].client
        act = round.must(round.propose("note", incident="outage"), 201)
        database.psql("INSERT INTO work.act (round_no, type, bytes, proposed_by, state) SELECT round_no, 'void', bytes, proposed_by,"
                      f" CASE WHEN g % 50 = 0 THEN 'proposed' ELSE 'done' END FROM work.act, generate_series(1, 100000) g WHERE id = {act['id']}")

        def page(**query):
            answer = clerk.get(f"{round.path}/acts?" + "&".join(f"{name}={value}" for name, value in query.items()))
            return round.must(answer)

        seen, query = [], {"types": "void", "waits": "true"}
        while True:
            one = page(**query)
            seen += [act["id"] for act in one["acts"]]
            assert len(one["acts"]) == 100 or "next" not in one, len(one["acts"])
            if "next" not in one:
                break
            equal(one["next"], seen[-1], "where the next page begins")
            query["before"] = one["next"]
        equal((len(seen), seen), (2000, sorted(set(seen), reverse=True)), "all that wait, newest first")
        equal([one["id"] for one in page(types="extension,note")["acts"]], [act["id"]], "of other types")
        equal([one["state"] for one in page(waits="false")["acts"]], ["done"] * 100, "those that do not wait")
        newest = page()
        equal((len(newest["acts"]), newest["acts"][0]["id"]), (100, act["id"] + 100000), "the newest of all")
        for bad in ("types=void;", "types=" + "a" * 300, "waits=1", "waits=", "before=-1", "before=x", f"before={2**64}"):
            refused(clerk.get(f"{round.path}/acts?{bad}"), 400, "bad-request", bad)


@folkmoot.test
def signatures_at_the_same_moment_bring_an_act_into_the_record():
    with offices() as office:
        round = office.round().prepare()
        act = round.must(round.propose("extension", close=minute() + 900, reason="outage"), 201)
        mine = round.signature(act, round.people["clerk-1"].key)
        # clerk-1's transaction has written, and has not committed when clerk-2 signs.
        database = office.server.database
        person = database.psql("SELECT id FROM staff.person WHERE login = 'clerk-1'")
        hexed = {name: bytes_of(value).hex() for name, value in mine.items()}
        slow = subprocess.Popen(["psql", "-qAtX", database.conninfo()], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                text=True)
        slow.stdin.write(f"BEGIN; INSERT INTO work.act_signature (act, key, signature, person) VALUES ({act['id']}, "
                         f"'\\x{hexed['key']}', '\\x{hexed['signature']}', {person}); SELECT 'written';\n")
        slow.stdin.flush()
        equal(slow.stdout.readline().strip(), "written", "what psql says")
        with concurrent.futures.ThreadPoolExecutor() as pool:
            answer = pool.submit(round.sign, act, "clerk-2")
            wait_for(lambda: answer.done() or "1" == database.psql(
                "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database() LIMIT 1",
                role=folkmoot.SUPERUSER), "clerk-2's signature waits")
            slow.communicate("COMMIT;\n")
            equal(round.must(answer.result())["state"], "done", "the act with both signatures")


@folkmoot.test
def an_act_that_missed_the_sequencer_can_be_sent_off_again():
    with offices() as office:
        round = office.round().prepare()
        act = round.must(round.propose("extension", close=minute() + 900, reason="outage"), 201)
        round.must(round.sign(act, "clerk-1"))
        # As if the server had died between the last signature and the sequencer.
        office.server.database.psql(f"UPDATE work.act SET state = 'submitted' WHERE id = {act['id']}", role=folkmoot.SERVER)
        equal(round.must(round.sign(act, "clerk-2"))["state"], "done", "signed again")


@folkmoot.test
def a_round_opens_only_with_the_credentials_that_were_signed():
    with offices() as office:
        round = office.round()
        signed = round.make_codes(3)
        round.upload(signed)
        round.freeze()
        round.list()
        round.upload(round.make_codes(3, batch="others"))
        made = wait_for(lambda: (answer := round.propose("opening")).status == 201 and answer, "the key").json()
        round.must(round.sign(made, "facilitator"))
        round.must(round.sign(made, "clerk-1"))
        wait_for(lambda: [job for job in round.now()["jobs"] if (job["kind"], job["state"]) == ("acknowledge", "failed")],
                 "the opening is refused")
        equal(round.now()["state"], "frozen", "the state")
        round.upload(signed)
        round.open()
        round.cast(0, CHOICES)
        round.cast(4, CHOICES, status=1)


@folkmoot.test
def a_bad_upload_leaves_the_one_before_it():
    with offices() as office:
        round = office.round()
        good = round.make_codes(3)
        listed = round.upload(good)["list"]
        more = round.make_codes(2, batch="others")
        keys = bytes_of(good["keys"])
        strange = {name: {**good, **members} for name, members in {
            "a point with bit 255": {"keys": text_of(keys[:32] + keys[32:63] + bytes([keys[63] | 0x80]) + keys[64:])},
            "the identity": {"keys": text_of(bytes(32) + keys[32:])},
            "keys that fall": {"keys": text_of(keys[64:] + keys[:64])},
            "a key twice": {"keys": text_of(keys[:32] * 2)},
            "half a key": {"keys": text_of(keys[:48])}, "no key": {"keys": ""}, "no text": {"keys": "!!"},
            "no purpose": {"purpose": "fun"}, "a bad id": {"batch": "No Name"}, "a long id": {"batch": "x" * 33},
            "a number": {"keys": 7}, "a list": {"batch": ["letters"]}, "one member more": {"code": "secret"}}.items()}
        bodies = {name: {"batches": [batch]} for name, batch in strange.items()}
        bodies.update({"a batch twice": {"batches": [good, {**more, "batch": good["batch"]}]},
                       "a key in two batches": {"batches": [good, {**good, "batch": "zzz"}]},
                       "no batch": {"batches": []}, "batches that fall": {"batches": [more, {**good, "batch": "a"}]},
                       "nothing": {}, "an array": [], "too many": {"batches": [more] * 2000}})
        client = round.people["clerk-1"].client
        for name, body in bodies.items():
            answer = client.put(f"{round.path}/credentials", body)
            assert answer.status == 400, (name, answer)
        for body in b"", b"{", b"\xff", b'{"batches":[' * 1000, b"null":
            answer = client.put(f"{round.path}/credentials", body=body, headers={"Content-Type": "application/json"})
            assert answer.status == 400, (body[:20], answer)
        equal(round.people["registrar"].client.put(f"{round.path}/credentials", {"batches": [more]}).status, 403, "registrar")
        round.freeze()
        round.list()
        equal(client.get(round.path).json()["credentials"], listed, "the list in the record")
        round.upload({**more, "district": "nowhere"})
        detail = round.act("credential-list", "registrar", "clerk-1", outcome="refused")["detail"]
        assert "nowhere" in detail, detail
        round.upload(good, more)
        round.list()
        round.open()
        answer = client.put(f"{round.path}/credentials", {"batches": [more]})
        refused(answer, 409, "round-state", "an upload to an open round")
        round.cast(4, CHOICES)


@folkmoot.test
def two_who_freeze_at_once_leave_texts_that_fit_the_definition():
    with offices() as office:
        for _ in range(5):
            round = office.round()
            client = round.people["facilitator"].client
            with concurrent.futures.ThreadPoolExecutor() as pool:
                answers = list(pool.map(lambda _: client.post(f"{round.path}/freeze", {}), range(4)))
            assert 200 in [answer.status for answer in answers], answers
            assert {answer.status for answer in answers} <= {200, 409}, answers
            shown = office.server.client().get(round.path).json()
            check_texts(shown)


def check_texts(shown):
    definition = json.loads(shown["definition_text"])
    things = {"round": definition}
    for one in definition["contests"]:
        things[f"contest/{one['id']}"] = one
        things.update({f"option/{one['id']}/{option['id']}": option for option in one["options"]})
    things.update({f"district/{one['id']}": one for one in definition["districts"]})
    equal(set(shown["texts"]), set(things), "the things with texts")
    for thing, one in things.items():
        for language, named in one["texts"].items():
            text = shown["texts"][thing][language]
            fields = [bytes_of(text["salt"]), text["text"].encode()]
            data = b"".join(struct.pack(">I", len(field)) + field for field in fields)
            equal(text_of(hashlib.sha512(b"folkmoot/1/text\0" + data).digest()[:32]), named, f"the hash of {thing}")


@folkmoot.test
def voids_take_ballots_back_and_new_codes_are_issued():
    with offices() as office:
        round = office.round()
        round.prepare(round.make_codes(3), round.make_codes(2, batch="spares", purpose="spare"),
                      round.make_codes(2, batch="walkins", purpose="walk-in"))
        round.cast(0, CHOICES)
        round.cast(6, CHOICES)
        # Without a ballot one clerk is enough, with one two must sign.
        round.act("void", "clerk-1", serial=round.codes[1]["serial"], reason="lost")
        act = round.must(round.propose("void", serial=round.codes[0]["serial"], reason="stolen"), 201)
        equal(act["needs"], [{"role": "clerk", "count": 2}], "what the void of a ballot needs")
        equal(round.must(round.sign(act, "clerk-1"))["state"], "proposed", "with one signature")
        equal(round.must(round.sign(act, "clerk-2"))["state"], "done", "with two")
        round.act("issue", "clerk-1", batch="spares", voided=round.codes[1]["serial"])
        round.act("issue", "clerk-1", batch="spares")
        equal("credential-unknown" in str(round.act("issue", "clerk-1", outcome="refused", batch="spares",
                                                    voided="0000-00000")), False, "a serial that there is not")
        round.act("issue", "clerk-1", outcome="refused", batch="nowhere")
        twice = round.act("void", "clerk-1", outcome="refused", serial=round.codes[1]["serial"], reason="lost")
        assert "void already" in twice["detail"], twice
        round.cast(1, CHOICES, status=1)
        round.cast(3, CHOICES)
        act = round.must(round.propose("batch-void", batch="walkins", reason="other"), 201)
        equal(act["needs"], [{"role": "clerk", "count": 2}], "what the void of a batch with a ballot needs")
        round.sign_all(act, "clerk-2", "clerk-1")
        round.cast(5, CHOICES, status=1)
        round.act("batch-void", "clerk-1", outcome="refused", batch="nowhere", reason="other")
        round.close()
        totals = round.seal()["projects"]
        equal((totals["ballots"], totals["withdrawn"], totals["input"]), (3, 2, 1), "ballots, withdrawn, input")
        round.wait("counted")
        round.certify()
        equal(round.result()["projects"]["mixed"], 1, "mixed")
        verified = round.verify()
        equal(verified.returncode, 0, verified.stdout)


@folkmoot.test
def voting_is_extended_closed_early_and_on_time():
    with offices() as office:
        round = office.round(content(schedule={"close": minute() + 30, "additions_end": minute() + 30})).prepare()
        earlier = round.act("extension", "clerk-1", "clerk-2", outcome="refused", close=minute() + 10, reason="outage")
        assert "later" in earlier["detail"], earlier
        new = minute() + 60
        round.act("extension", "clerk-1", "clerk-2", close=new, reason="outage")
        equal(office.server.client().get(round.path).json()["close"], new, "the close")
        round.cast(0, CHOICES)
        equal(round.must(round.sign(round.must(round.propose("voting-closed", reason="assembly-ended"), 201), "clerk-1"))
              ["state"], "proposed", "closed by one clerk")
        round.close()
        equal(round.now()["state"], "closed", "the state")
        round.cast(1, CHOICES, status=1)
        round.act("extension", "clerk-1", "clerk-2", outcome="refused", close=new + 10, reason="outage")
        round.seal()
        round.act("void", "clerk-1", "clerk-2", outcome="refused", serial=round.codes[0]["serial"], reason="lost")


@folkmoot.test
def an_annulled_round_is_over():
    with offices() as office:
        frozen = office.round()
        frozen.upload(frozen.make_codes(2))
        frozen.freeze()
        equal(frozen.must(frozen.sign(frozen.must(frozen.propose("annulment", reason="failure"), 201), "clerk-1"))["state"],
              "proposed", "annulled by one clerk")
        frozen.act("annulment", "clerk-1", "clerk-2", reason="definition-error")
        equal(frozen.now()["state"], "annulled", "the state")
        round = office.round(content(schedule={"objection": 1000})).prepare()
        round.cast(0, CHOICES)
        round.close()
        round.seal()
        round.act("annulment", "clerk-1", "clerk-2", reason="court-order")
        refused(round.propose("sealing"), 409, "round-state", "sealed after that")
        database = round.server.database
        database.psql("UPDATE work.job SET not_before = now() WHERE kind = 'mix'", role=folkmoot.SERVER)
        wait_for(lambda: [job["state"] for job in round.now()["jobs"] if job["kind"] == "mix"] == ["done"], "nothing is mixed")
        mixes = database.psql("SELECT count(*) FROM record.blob_part WHERE substr(bytes, 1, 12) = 'folkmoot-mix'")
        equal(mixes, "0", "mixes that were made")
        equal(round.server.client().get(f"{round.path}/result").status, 404, "the result")


@folkmoot.test
def a_rehearsal_is_counted_and_never_certified():
    with offices() as office:
        round = office.round(content(kind="rehearsal")).prepare()
        round.cast(0, CHOICES)
        round.close()
        round.seal()
        round.wait("counted")
        refused(round.propose("certified"), 409, "round-state", "a rehearsal certified")


@folkmoot.test
def one_signer_is_enough_where_the_definition_says_so():
    with offices() as office:
        round = office.round(content(act_signers=1, clerks_required=1)).prepare()
        round.cast(0, CHOICES)
        round.act("extension", "clerk-2", close=minute() + 900, reason="access")
        round.act("void", "clerk-1", serial=round.codes[0]["serial"], reason="moved")
        round.act("voting-closed", "clerk-1", reason="everyone-voted")
        round.act("sealing", "clerk-2")
        round.wait("counted")


folkmoot.main()
