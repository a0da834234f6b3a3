#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The API from an empty city to a published result, every operation of docs/api/openapi.json answered at least once and
every answer held to the description; and that the description can be broken."""
import copy
import hashlib
import http.client
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
import folkmoot  # noqa: E402
import office  # noqa: E402
from fake_city import FakeCity, witness_logs  # noqa: E402
from accounts import App  # noqa: E402
from folkmoot import equal, raises  # noqa: E402
from openapi import NotDescribed, OpenApi  # noqa: E402
from trustees import BadTrustee, Trustees, canonical, hand_in  # noqa: E402


def operations():
    for path, methods in OpenApi().description["paths"].items():
        for method, operation in methods.items():
            yield method.upper(), path, operation


def look_at(round_, staff):
    """Everything that can be read of the round, as everybody and as the clerk."""
    description = OpenApi()
    for client in (round_.server.client(), staff):
        for path in ("", "/form", "/progress", "/result", "/bundle", "/exports/result.json", "/exports/nothing",
                     "/acts", "/ceremony", "/draft", "/calendar", "/charts/projects.svg", "/turnout", "/alerts"):
            answer = client.get(round_.path + path)
            description.check("GET", round_.path + path, answer)  # the server does not keep what it streams
        for path in ("/api/v1/city", "/api/v1/assemblies", "/api/v1/assemblies/old-town", "/api/v1/rounds", "/api/v1/rounds?assembly=old-town",
                     "/api/v1/session", "/api/v1/people", "/log/checkpoint", "/log/tile/0/000.p/1",
                     "/log/tile/entries/000.p/1", "/healthz", "/metrics", "/api/v1/record/acts",
                     "/api/v1/record/acts.atom", "/api/v1/record/entries/0"):
            client.get(path)


def accounts(server, administrator):
    """From an invitation to the end of the access."""
    person = administrator.post("/api/v1/people", {"login": "ada", "name": "Ada", "roles": []}).json()
    path = f"/api/v1/people/{person['id']}"
    equal(administrator.delete(f"{path}/invitation").status, 204, "withdrawn")
    token = administrator.post(f"{path}/invitation").json()["token"]
    client, app = server.client(), App()
    equal(client.post("/api/v1/invitation", {"token": token}).status, 200, "the link")
    session = client.post("/api/v1/invitation/acceptance", {"token": token, "password": "long enough a password",
                                                            "totp": app.enrolment()})
    equal(session.status, 201, "taken up")
    client.headers["X-CSRF-Token"] = session.json()["csrf"]
    equal(client.post("/api/v1/session/confirmation", {"code": app.code()}).status, 204, "confirmed")
    equal(client.put("/api/v1/people/me/password", {"password": "another long one"}).status, 204, "a password")
    equal(client.put("/api/v1/people/me/totp", App().enrolment()).status, 200, "an app")
    equal(client.post("/api/v1/people/me/recovery-codes").status, 200, "recovery codes")
    sessions = client.get("/api/v1/sessions").json()["sessions"]
    equal(client.delete(f"/api/v1/sessions/{sessions[0]['id']}").status, 204, "one session")
    equal(administrator.post(f"{path}/roles", {"give": [], "take": []}).status, 200, "roles")
    equal(administrator.delete(f"{path}/access").status, 204, "no more access")
    equal(administrator.delete("/api/v1/sessions").status, 204, "signed out everywhere")


def example_of_a_count(staff):
    motion = {"name": "motion", "base": "cast", "quorum": "0/1", "majority": "1/2"}
    answer = staff.post("/api/v1/count-example", {
        "options": [{"id": "a", "cost": 0}], "envelope": 0, "minor_digits": 0, "form": "questions", "rules": [motion],
        "ballots": [{"options": [0], "points": [1], "times": 3}]})
    equal(answer.status, 200, "an example")


def credential_keys(batch):
    blob = office.bytes_of(batch["keys"])
    return [office.text_of(blob[i:i + 32]) for i in range(0, len(blob), 32)]


def upload_in_parts(round_, clerk):
    """A batch that comes, is seen and goes again."""
    made = round_.make_codes(2, batch="in-parts")
    round_.codes.clear()
    head = {"batch": "in-parts", "district": "all", "purpose": "card", "site": "library", "count": 2}
    path = f"{round_.path}/uploads/{office.text_of(hashlib.sha256(office.bytes_of(made['keys'])).digest())}"
    round_.must(clerk.put(path, head))
    equal(clerk.delete(path).status, 204, "given up")
    round_.must(clerk.put(path, head))
    round_.must(clerk.put(f"{path}/parts/0", {"keys": made["keys"]}))
    round_.must(clerk.post(f"{path}/commit"))
    equal(round_.must(clerk.get(f"{round_.path}/batches"))["batches"][0]["site"], "library", "the batch")
    equal(clerk.delete(f"{round_.path}/batches/in-parts").status, 204, "taken out")


def projects_from_a_file(round_):
    """Out of the draft and in again, and in an order by lot."""
    facilitator = round_.people["facilitator"].client
    file = facilitator.get(f"{round_.path}/draft/projects/pabulib")
    equal(file.status, 200, "as a file")
    body = {"contest": "projects", "pabulib": file.text}
    round_.must(facilitator.post(f"{round_.path}/import/preview", body))
    for path, body in (("import", body), ("lot", {"contest": "projects", "lot": {"source": "dice", "value": "3141562653" * 2}})):
        round_.must(facilitator.post(f"{round_.path}/{path}", body, headers={"If-Match": round_.draft()[1]}))


def witness_a_log(server, log):
    log.cosigned_by(server, 0, 5)
    client, path = server.client(), f"/witness/{hashlib.sha256(log.origin.encode()).hexdigest()}"
    equal(client.get(f"{path}/checkpoint").status, 200, "what was cosigned")
    folkmoot.wait_for(lambda: client.get(f"{path}/mirror").status == 200, "a copy of it")
    equal(client.get(f"{path}/mirror/tile/entries/000.p/5").status, 200, "a tile of the copy")
    equal(client.get(f"{path}/mirror/elections/{'A' * 43}/credentials/{'A' * 43}").status, 200, "a credential in it")
    blob = hashlib.sha256(b"x").hexdigest()
    server.database.psql(f"INSERT INTO witness.blob VALUES ('\\x{blob}', 'x')")
    equal(client.get(f"{path}/mirror/blob/{blob}").body, b"x", "a blob of the copy")


def picture_of_a_project(round_):
    data = (folkmoot.DATA / "pictures" / "lossy.webp").read_bytes()
    name = f"{hashlib.sha256(data).hexdigest()}.webp"
    round_.must(round_.people["facilitator"].client.request("PUT", f"{round_.path}/pictures/{name}", body=data,
                                                            headers={"Content-Type": "image/webp"}))
    equal(round_.server.client().get(f"/pictures/{name}").body, data, "the picture")


@folkmoot.test
def from_an_empty_city_to_a_published_result():
    log = FakeCity("log.example/a")
    with folkmoot.city(witness_name="city.example/witness", witness_logs=witness_logs(log), mirror_period_s=1) as server:
        witness_a_log(server, log)
        staff = office.Office(server)
        round_ = staff.round()
        clerk = staff.people["clerk-1"].client
        look_at(round_, clerk)
        facilitator = staff.people["facilitator"].client
        projects_from_a_file(round_)
        picture_of_a_project(round_)
        draft = facilitator.get(f"{round_.path}/draft")
        equal(draft.status, 200, "the draft")
        equal(facilitator.put(f"{round_.path}/draft", draft.json()["content"], headers={"If-Match": '"999"'}).problem,
              "precondition-failed", "another version of the draft")
        equal(round_.save({"bogus": 1}).problem, "definition", "a draft with a member that there is not")
        equal(len(staff.administrator.client.get("/api/v1/people").json()["people"]), 6, "people")
        upload_in_parts(round_, clerk)
        example_of_a_count(clerk)
        people = round_.must(clerk.get(f"{round_.path}/staff"))["people"]
        equal([(one["login"], one["roles"], "signing_key" in one) for one in people if one["login"] == "facilitator"],
              [("facilitator", ["facilitator"], True)], "who works on the round")
        batch = round_.make_codes(5)
        round_.upload(batch)
        content = draft.json()["content"]
        nowhere = {**content, "schedule": {**content["schedule"], "zone": "Europe/Nowhere"}}
        staff.must(round_.save(nowhere))
        equal(round_.readiness()[1], ["zone-unknown"], "what blocks")
        equal(facilitator.post(f"{round_.path}/freeze", {}).problem, "definition", "a zone that is not there")
        staff.must(round_.save(content))
        equal(len(facilitator.get("/api/v1/people/me/rounds").json()["rounds"]), 1, "the rounds of the facilitator")
        equal(facilitator.post(f"{round_.path}/copies", {"kind": "rehearsal"}).status, 201, "a rehearsal")
        round_.freeze()
        look_at(round_, clerk)
        round_.list()
        round_.open()
        look_at(round_, clerk)
        server.client().request("POST", f"{round_.path}/steps/opened", headers={"Sec-Fetch-Site": "same-origin"})
        acts = clerk.get(f"{round_.path}/acts").json()["acts"]
        equal(clerk.get(f"/api/v1/acts/{acts[0]['id']}").json(), acts[0], "an act")
        client = server.client()
        first = client.get(round_.path)
        equal(client.get(round_.path, headers={"If-None-Match": first.headers["ETag"]}).status, 304, "the round again")

        for voter, choice in enumerate((["p1"], ["p1", "p2"], [])):
            round_.cast(voter, {"projects": {"chosen": choice}})
        equal(clerk.get(f"{round_.path}/serials/{round_.codes[0]['serial']}").json()["listed"], True, "by its serial")
        voted = 0
        for key in credential_keys(batch):
            status = client.get(f"{round_.path}/credentials/{key}").json()
            for ballot in status["ballots"]:
                voted += 1
                equal(client.get(f"{round_.path}/ballots/{ballot['id']}/receipt").status, 200, "receipt")
                equal(client.get(f"/api/v1/trackers/{ballot['tracker']}").json()["id"], ballot["id"], "tracker")
        equal(voted, 3, "ballots")
        receipt = client.get(f"{round_.path}/ballots/{ballot_of(client, round_, batch)}/receipt")
        entry = ballot_entry(server)
        answer = client.post(f"{round_.path}/ballots", body=entry, headers={"Content-Type": "application/json"})
        equal(answer.status, 200, "the same ballot again")
        assert receipt.headers["Content-Type"].startswith("text/plain")
        for ballot, problem in ((b"{}", "bad-json"), (entry.replace(b'"seq":0', b'"seq":7'), "bad-proof"),
                                (b"x" * 70000, "too-large"), (entry + b" ", "bad-json")):
            got = client.post(f"{round_.path}/ballots", body=ballot, headers={"Content-Type": "application/json"})
            assert got.problem in (problem, "sequence", "layout"), (problem, got)

        proposed = staff.must(round_.propose("extension", close=office.minute() + 900, reason="outage"), 201)
        equal(staff.must(clerk.delete(f"/api/v1/acts/{proposed['id']}"))["state"], "withdrawn", "a proposal taken back")
        round_.close()
        late = client.post(f"{round_.path}/ballots", body=entry.replace(b'"seq":0', b'"seq":1'),
                           headers={"Content-Type": "application/json"})
        equal(late.problem, "ballot-late", "after the close")
        look_at(round_, clerk)
        round_.seal()
        round_.wait("counted")
        equal(clerk.get(f"{round_.path}/result").status, 200, "the result for the clerk who certifies it")
        equal(client.get(f"{round_.path}/result").problem, "not-found", "the result for everybody")
        look_at(round_, clerk)
        round_.certify()
        look_at(round_, clerk)
        for again in ("recount", "verification"):
            staff.must(clerk.post(f"{round_.path}/{again}"))
        equal(clerk.get(f"{round_.path}/closing").json()["state"], "published", "what the closing desk is told")
        equal(client.get(f"{round_.path}/result").status, 200, "the result")
        exports = client.get(round_.path).json()["exports"]
        assert len(exports) > 3, exports
        for file in exports:
            equal(len(client.get(f"{round_.path}/exports/{file['name']}").body), file["size"], file["name"])
        definition = office.bytes_of(client.get(round_.path).json()["definition"]["hash"]).hex()
        equal(client.get(f"/log/blob/{definition}").status, 200, "a blob")
        page = client.get(f"/en/rounds/{round_.id}/result", headers={"Accept": "text/html"}).text
        assert "Project 1" in page and "Total cost €" in page, page
        equal(clerk.delete("/api/v1/session").status, 204, "signing out")
        accounts(server, staff.administrator.client)


def ballot_of(client, round_, batch):
    for key in credential_keys(batch):
        ballots = client.get(f"{round_.path}/credentials/{key}").json()["ballots"]
        if ballots:
            return ballots[0]["id"]
    raise AssertionError("nobody has voted")


def ballot_entry(server):
    """The bytes of the first ballot of the record."""
    row = server.database.psql("SELECT encode(bytes, 'hex') FROM record.entry WHERE type = 'ballot' ORDER BY index LIMIT 1")
    entry = json.loads(bytes.fromhex(row))
    return json.dumps(entry["ballot"], sort_keys=True, separators=(",", ":")).encode()


def with_trustees(desk, trustees):
    round_ = desk.round(office.content(**trustees.draft(2)))
    round_.upload(round_.make_codes(2))
    round_.freeze()
    round_.list()
    return round_


@folkmoot.test
def trustees_prove_a_bad_share_and_are_asked_for_an_opening():
    with folkmoot.city(web_folder=None) as server:
        desk, bad = office.Office(server), BadTrustee()
        trustees = Trustees(2, server.url, bad)
        round_ = with_trustees(desk, trustees)
        trustees.all[0].do("join", round_.id, "--words", bad.until_words(round_, trustees), status=1)
        desk.must(desk.people["clerk-1"].client.post(f"{round_.path}/restarts", {"attempt": 3, "reason": "other"}))
        trustees = Trustees(2, server.url)
        round_ = with_trustees(desk, trustees)
        trustees.join(round_.id)
        folkmoot.wait_for(lambda: round_.propose("opening").status == 201, "the key of the round")
        made = round_.must(round_.propose("opening"), 201)
        for one in "facilitator", "clerk-1":
            round_.must(round_.sign(made, one))
        equal(server.client().get(f"{round_.path}/opening").json()["acknowledged"], [], "the opening that waits")
        blob = office.text_of(hashlib.sha256(b"x").digest())
        act = canonical({"type": "dkg-message", "round": round_.id, "attempt": 1, "trustee": 1, "step": 1,
                         "message": {"hash": blob, "size": 1}})
        desk.must(hand_in(round_, act, trustees.all[0].sign(act, desk.origin)))
        desk.must(server.client().request("PUT", f"{round_.path}/trustee-entries/{blob}/parts/0", b"x",
                                          {"Content-Type": "application/octet-stream"}))
        round_.act("annulment", "clerk-1", "clerk-2", reason="failure", successor="new")
        after = desk.must(desk.people["facilitator"].client.post(f"/api/v1/assemblies/{office.ASSEMBLY}/rounds",
                                                                 {"predecessor": round_.id}), 201)
        desk.must(desk.people["clerk-1"].client.post(f"/api/v1/rounds/{after['id']}/credentials/handed-over", {}))


@folkmoot.test
def every_operation_was_answered():
    answered = {(method, path) for method, path, _status in folkmoot.answered()}
    missing = [(method, path) for method, path, _ in operations() if (method, path) not in answered]
    equal(missing, [], "operations without an answer")


@folkmoot.test
def an_answer_that_is_not_described_is_found():
    def answer(status, body, media_type="application/json"):
        headers = http.client.HTTPMessage()
        if media_type:
            headers["Content-Type"] = media_type
        return folkmoot.Response(status, headers, body if isinstance(body, bytes) else json.dumps(body).encode())

    problem = {"type": "/problems/not-found", "title": "Not Found", "status": 404, "detail": "x"}
    rounds = {"rounds": [{"id": "A" * 22, "assembly": "a", "state": "open"}]}
    description = OpenApi()
    description.check("GET", "/api/v1/rounds?assembly=a", answer(200, rounds))
    description.check("HEAD", "/api/v1/rounds", answer(200, b""))
    description.check("GET", "/en/", answer(200, b"<p>", "text/html"))
    description.check("GET", "/api/v1/nothing", answer(404, problem, "application/problem+json"))
    more = copy.deepcopy(rounds)
    more["rounds"][0]["voters"] = ["ada"]
    for method, path, wrong in (
            ("GET", "/api/v1/rounds", answer(202, rounds)),
            ("GET", "/api/v1/rounds", answer(200, more)),
            ("GET", "/api/v1/rounds", answer(200, b"[")),
            ("GET", "/api/v1/rounds", answer(200, rounds, "text/html")),
            ("GET", "/api/v1/rounds", answer(200, rounds, None)),
            ("PUT", "/api/v1/rounds", answer(200, rounds)),
            ("GET", "/api/v1/nothing", answer(200, rounds)),
            ("DELETE", "/api/v1/session", answer(204, rounds)),
            ("GET", "/log/tiles", answer(200, b"", "text/plain")),
            ("GET", "/api/v1/rounds", answer(404, {**problem, "type": "/problems/secret"}, "application/problem+json")),
            ("GET", "/api/v1/rounds", answer(403, problem, "application/problem+json")),
            ("GET", "/api/v1/rounds", answer(404, {**problem, "trace": "x"}, "application/problem+json"))):
        with raises(NotDescribed):
            description.check(method, path, wrong)
            folkmoot.comment(f"{method} {path} {wrong}")


folkmoot.main()
