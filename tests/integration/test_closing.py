#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The desk that closes and certifies: what it is told in each state, what the verifier says before anybody signs,
recounts and corrections, and that nothing is published that the verifier refuses."""
import hashlib
import io
import json
import pathlib
import subprocess
import sys
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
import folkmoot  # noqa: E402
from folkmoot import equal, wait_for  # noqa: E402
from office import Office, content, contest, text_of, titled  # noqa: E402

STAFF = ("facilitator", "registrar", "clerk-1", "clerk-2")


def closing(round, who="clerk-1"):
    return round.must(round.people[who].client.get(f"{round.path}/closing"))


def types(told):
    return [json.loads(one["entry"])["type"] for one in told["entries"]]


def job(told, kind):
    return next(one for one in told["jobs"] if one["kind"] == kind)


def signed(told):
    """Who has signed the bundle, and who has not."""
    said = job(told, "bundle")["result"]
    return sorted(said["signed"]), sorted(said["waits"])


def settled(round, kind):
    """What the desk is told when this job has come to its end."""
    return wait_for(lambda: (told := closing(round)) and any(
        one["kind"] == kind and one["state"] in ("done", "failed") for one in told["jobs"]) and told, f"the job {kind}")


def outcome(told):
    """Numbers of checks by their status."""
    by_status = {}
    for one in told["verification"]["checks"]:
        by_status.setdefault(one["status"], []).append(one["n"])
    return by_status


def voted(office, **more):
    round = office.round(content(**more)).prepare()
    round.cast(0, {"projects": {"chosen": ["p1"]}})
    round.cast(1, {"projects": {"chosen": ["p2"]}})
    return round


def put_export(round, name, data):
    """A file of the round's, as a job of another version would have left it."""
    digest, no = hashlib.sha256(data).hexdigest(), f"(SELECT no FROM vote.round WHERE id = decode(translate('{round.id}', '-_', '+/') || '==', 'base64'))"
    round.server.database.psql(
        f"INSERT INTO record.blob (hash, size) VALUES ('\\x{digest}', {len(data)}) ON CONFLICT DO NOTHING;"
        f"INSERT INTO record.blob_part (hash, part, bytes) VALUES ('\\x{digest}', 0, '\\x{data.hex()}') ON CONFLICT DO NOTHING;"
        f"INSERT INTO work.export (round_no, name, blob) VALUES ({no}, '{name}', '\\x{digest}')"
        " ON CONFLICT (round_no, name) DO UPDATE SET blob = excluded.blob")


def sign_bundle(round, who):
    person = round.people[who]
    sums = person.client.get(f"{round.path}/exports/SHA256SUMS").body
    return person.confirmed(lambda: person.client.post(f"{round.path}/bundle-signatures", {"minisig": person.key.minisign(sums)}))


@folkmoot.test
def the_desk_is_told_where_the_round_is():
    with folkmoot.city(web_folder=None) as server:
        office = Office(server)
        draft = office.round()
        equal(draft.people["clerk-1"].client.get(f"{draft.path}/closing").problem, "round-state", "of a draft")
        round = voted(office)
        told = closing(round)
        equal((told["state"], types(told)), ("open", ["opening", "acknowledgement"]), "an open round")
        equal(told["contests"], [{"id": "projects", "listed": 5, "void": 0, "ballots": 2, "replaced": 0, "withdrawn": 0,
                                  "input": 2, "withheld": 0}], "its control sums")
        round.cast(1, {"projects": {"chosen": ["p1"]}})
        round.act("void", "clerk-1", "clerk-2", serial=round.codes[0]["serial"], reason="lost")
        round.close()
        told = closing(round)
        equal(told["contests"][0], {"id": "projects", "listed": 5, "void": 1, "ballots": 3, "replaced": 1, "withdrawn": 1,
                                    "input": 1, "withheld": 0}, "control sums of a closed round")
        equal((told["counts"]["voids"], types(told)[2:]), (1, ["voting-closed"]), "its entries")
        put_export(round, "result.json", b"{}")  # as a count leaves it before its entry is in the record
        equal(told["files"] + closing(round)["files"], [], "files before the count is in the record")
        equal(round.people["clerk-1"].client.get(f"{round.path}/exports/result.json").status, 404, "one of them")
        sealed = round.seal()["projects"]
        equal({name: sealed[name] for name in ("ballots", "replaced", "withdrawn", "input", "withheld")},
              {name: told["contests"][0][name] for name in ("ballots", "replaced", "withdrawn", "input", "withheld")},
              "what is sealed is what was shown")
        round.wait("counted")
        told = settled(round, "bundle")
        equal(types(told)[3:], ["sealing", "mix", "mixing-done", "share", "counted"], "the entries of a counted round")
        equal(job(told, "bundle")["state"], "done", told["jobs"])
        # Nobody has certified it, so it is neither signed nor at its end; all else is checked before anybody signs.
        equal(outcome(told).get("incomplete"), [1, 8], told["verification"])
        assert "failed" not in outcome(told), told["verification"]
        assert "result.json" in [one["name"] for one in told["files"]], told["files"]
        for who in ("facilitator", "registrar"):
            other = closing(round, who)
            equal((other["files"], "verification" in other, types(other)[-1]), ([], False, "share"),
                  f"{who} before the publication")

        round.act("certified", "clerk-1", "clerk-2")
        told = wait_for(lambda: (now := settled(round, "bundle")) and "waits" in job(now, "bundle").get("result", {}) and now, "the sums")
        equal(signed(told), ([], ["clerk-1", "clerk-2"]), "who has signed")
        equal(outcome(told).get("incomplete"), [1, 2], "only the signatures are missing")
        round.must(sign_bundle(round, "clerk-2"))
        told = wait_for(lambda: (now := settled(round, "bundle"))
                        and job(now, "bundle")["result"]["signed"] and now, "one signature")
        equal((told["state"], *signed(told)), ("certified", ["clerk-2"], ["clerk-1"]), "with one of two signatures")
        equal(server.client().get(f"{round.path}/bundle").status, 404, "the bundle before the last signature")
        round.must(sign_bundle(round, "clerk-1"))
        round.wait("published")
        told = settled(round, "bundle")
        equal(outcome(told), {"passed": [n for n in range(1, 18) if n != 7], "not-applicable": [7], "note": [18]}, "all checks")
        published = server.client().get(f"{round.path}/exports/verification.json").json()
        equal(published, told["verification"], "what the verifier said is published")
        equal(round.verify().returncode, 0, "folkmoot-verify")


@folkmoot.test
def a_recount_gives_the_same_or_leads_to_a_correction():
    with folkmoot.city(web_folder=None) as server:
        round = voted(Office(server))
        clerk = round.people["clerk-1"].client
        equal(clerk.post(f"{round.path}/recount").problem, "round-state", "a recount of an open round")
        round.close()
        round.seal()
        round.wait("counted")
        settled(round, "count")
        round.must(clerk.post(f"{round.path}/recount"))
        told = wait_for(lambda: (now := settled(round, "count")) and job(now, "count").get("result") and now, "the recount")
        equal(job(told, "count")["result"], {"same": True}, "the recount")
        equal(round.propose("correction", reason="count-error").problem, "round-state", "a correction without a recount's result")
        put_export(round, "recount.json", clerk.get(f"{round.path}/exports/result.json").body)
        equal(round.propose("correction", reason="count-error").problem, "round-state", "a correction by the same result")

        # As if another version had counted: the clerks take its result, and the verifier tells them that it is wrong.
        right = clerk.get(f"{round.path}/exports/result.json").body
        wrong = right.replace(b'"voters":2', b'"voters":3')
        assert wrong != right
        put_export(round, "recount.json", wrong)
        equal(round.propose("correction", reason="boredom").status, 400, "a reason that there is not")
        equal(round.propose("correction", "registrar", reason="count-error").status, 403, "by whom it is not signed")
        act = round.act("correction", "clerk-1", "clerk-2", reason="count-error")
        assert hashlib.sha256(wrong).digest().hex() and "count-error" in act["act"]
        told = wait_for(lambda: (now := settled(round, "bundle")) and "failed" in outcome(now) and now, "the verifier's verdict")
        assert 16 in outcome(told)["failed"] or 17 in outcome(told)["failed"], outcome(told)
        equal(job(settled(round, "count"), "count")["result"], {"same": False}, "what is counted here is another result")
        act = round.act("correction", "clerk-1", "clerk-2", reason="count-error")
        told = wait_for(lambda: (now := settled(round, "bundle")) and "failed" not in outcome(now) and now, "the right result")
        equal(types(told).count("correction"), 2, "corrections in the record")
        round.certify()
        equal(round.verify().returncode, 0, "folkmoot-verify on a bundle with corrections")

        # A correction after the publication: what is signed before is no signature of the new bundle.
        put_export(round, "recount.json", wrong)
        round.act("correction", "clerk-1", "clerk-2", reason="count-error")
        wait_for(lambda: job(settled(round, "count"), "count").get("result") == {"same": False}, "the recount")
        round.act("correction", "clerk-1", "clerk-2", reason="count-error")
        wait_for(lambda: (now := settled(round, "bundle")) and "failed" not in outcome(now), "the right result again")
        equal(server.client().get(f"{round.path}/result").status, 404, "not published until it is certified anew")
        round.act("certified", "clerk-1", "clerk-2")
        told = wait_for(lambda: (now := settled(round, "bundle")) and job(now, "bundle").get("result") and now, "the new sums")
        equal(signed(told), ([], ["clerk-1", "clerk-2"]), "nobody has signed the new bundle")
        for who in ("clerk-1", "clerk-2"):
            round.must(sign_bundle(round, who))
        round.wait("published")
        equal(round.verify().returncode, 0, "folkmoot-verify on the new bundle")


@folkmoot.test
def a_clerk_with_a_new_key_goes_on_with_the_one_that_the_round_knows():
    with folkmoot.city(web_folder=None) as server:
        round = voted(Office(server))
        clerk = round.people["clerk-1"]
        old = clerk.key
        clerk.take_key()
        act = round.must(round.propose("voting-closed", reason="everyone-voted"), 201)
        answer = clerk.confirmed(lambda: round.sign(act, "clerk-1"))
        equal((answer.status, answer.problem), (400, "bad-signature"), "with the new key")
        stranger = round.people["clerk-2"].client.put("/api/v1/people/me/signing-key", {
            "key": text_of(old.public), "minisign_id": text_of(old.minisign_id)})
        equal(stranger.problem, "conflict", "somebody takes a key that another had")
        clerk.key = old
        round.sign_all(act, "clerk-1", "clerk-2")
        round.seal()
        round.wait("counted")
        round.certify()
        equal(round.verify().returncode, 0, "folkmoot-verify")


def paper_text(data):
    """The words of a PDF, one space between them."""
    path = folkmoot.temporary_folder() / "paper.pdf"
    path.write_bytes(data)
    return " ".join(subprocess.run(["pdftotext", "-layout", path, "-"], check=True, capture_output=True, text=True).stdout.split())


@folkmoot.test
def the_certificate_is_printed_in_each_language_of_the_round():
    with folkmoot.city() as server:
        options = [{"id": f"p{n}", "cost": 123456 * n, "texts": titled(f"Ñandú & <b>{n}</b>")} for n in range(1, 120)]
        round = Office(server).round(content([contest(options=options, envelope=400000)], languages=["en", "es", "xx"])).prepare()
        round.cast(0, {"projects": {"chosen": ["p1", "p2"]}})
        round.close()
        round.seal()
        round.wait("counted")
        client = server.client()
        equal(client.get(f"{round.path}/exports/certificate.en.pdf").status, 404, "before the publication")
        round.certify()
        kept = {one["name"] for one in client.get(round.path).json()["exports"]}
        equal({name for name in kept if name.endswith(".pdf")}, {"certificate.en.pdf", "certificate.es.pdf"}, "the papers")
        answer = client.get(f"{round.path}/exports/certificate.en.pdf")
        equal((answer.status, answer.headers["Content-Type"]), (200, "application/pdf"), "the answer")
        words = paper_text(answer.body)
        with zipfile.ZipFile(io.BytesIO(client.get(f"{round.path}/bundle").body)) as bundle:
            sums, result = (hashlib.sha256(bundle.read(name)).hexdigest() for name in ("SHA256SUMS", "result.json"))
        for part in ("Certificate of the result", "Certified by Clerk-1, Clerk-2", "Ñandú & <b>1</b>", "€1,234.56", "€3,703.68",
                     "People who voted 1", sums, result, "Not funded", "119 Ñandú & <b>119</b>", "Folkmoot · Budget 4/4"):
            assert part in words, (part, words)
        words = paper_text(client.get(f"{round.path}/exports/certificate.es.pdf").body)
        for part in ("Certificado del resultado", "Certificado por Clerk-1, Clerk-2", "1234,56", "Sin financiar"):
            assert part in words, (part, words)


@folkmoot.test
def a_certificate_that_cannot_be_printed_holds_up_nothing():
    site = folkmoot.temporary_folder()
    with folkmoot.city(web_folder=site) as server:
        round = voted(Office(server))
        (site / "messages.json").write_text("{}")  # of another version than this server
        round.close()
        round.seal()
        round.wait("counted")
        round.certify()
        assert "event=certificate-not-printed" in server.log_text(), "a warning"
        names = [one["name"] for one in server.client().get(round.path).json()["exports"]]
        assert "bundle.zip" in names and not any(name.endswith(".pdf") for name in names), names


@folkmoot.test
def nothing_is_published_that_the_verifier_refuses():
    with folkmoot.city(web_folder=None) as server:
        round = voted(Office(server))
        round.close()
        round.seal()
        round.wait("counted")
        settled(round, "bundle")
        good = round.people["clerk-1"].client.get(f"{round.path}/exports/projects.pb").body
        put_export(round, "projects.pb", good.replace(b"votes", b"votez", 1))
        round.act("certified", "clerk-1", "clerk-2")
        told = wait_for(lambda: (now := settled(round, "bundle")) and "failed" in outcome(now) and now, "the verdict")
        equal(outcome(told)["failed"], [15], "the file of ballots is not the ballots")
        for who in ("clerk-1", "clerk-2"):
            round.must(sign_bundle(round, who))
        told = wait_for(lambda: (now := closing(round)) and job(now, "bundle")["state"] == "failed" and now, "the refusal")
        equal((told["state"], server.client().get(f"{round.path}/bundle").status), ("certified", 404), "it is not published")
        assert "verifier" in job(told, "bundle")["detail"], job(told, "bundle")

        put_export(round, "projects.pb", good)
        refused = round.people["facilitator"].client.post(f"{round.path}/verification")
        equal(refused.status, 403, "the facilitator asks for it")
        round.must(round.people["clerk-1"].client.post(f"{round.path}/verification"))
        told = wait_for(lambda: (now := settled(round, "bundle")) and "failed" not in outcome(now) and now, "the sums are others")
        for who in ("clerk-1", "clerk-2"):
            round.must(sign_bundle(round, who))
        round.wait("published")
        equal(round.verify().returncode, 0, "folkmoot-verify")


folkmoot.main()
