#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Preparing a round: drafts that two people write, what they lack, copies and rehearsals."""
import concurrent.futures
import contextlib
import copy
import hashlib
import json
import pathlib
import struct
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
import folkmoot  # noqa: E402
from folkmoot import equal  # noqa: E402
from office import ASSEMBLY, PASSWORD, Office, Person, bytes_of, content, contest, minute, titled  # noqa: E402


@contextlib.contextmanager
def offices(**options):
    with folkmoot.city(web_folder=None, **options) as server:
        yield Office(server)


def refused(answer, status, problem, what):
    equal((answer.status, answer.problem), (status, problem), f"{what}: {answer}")
    return answer.json()


def hire(office, login, role, assembly=ASSEMBLY):
    office.must(office.administrator.client.post("/api/v1/people", {
        "login": login, "name": login.title(), "password": PASSWORD, "roles": [{"assembly": assembly, "role": role}]}), 201)
    return Person(office.server, login).client


@folkmoot.test
def a_draft_is_saved_over_the_version_that_was_read():
    with offices() as office:
        client = office.people["facilitator"].client
        made = office.must(client.post(f"/api/v1/assemblies/{ASSEMBLY}/rounds", {}), 201)
        path = f"/api/v1/rounds/{made['id']}/draft"
        equal(client.get(path).json(), {"version": 0, "content": {}}, "no draft yet")
        equal(client.get(path).headers["ETag"], '"0"', "its version")
        refused(client.put(path, {}), 428, "precondition-required", "over nobody knows what")
        refused(client.put(path, {}, headers={"If-Match": '"1"'}), 412, "precondition-failed", "over one, of none")
        tags = [client.put(path, {}, headers={"If-Match": tag}).headers["ETag"] for tag in ('"0"', '"1"')]
        equal(tags, ['"1"', '"2"'], "the versions")
        for tag in '"1"', '"0"', '"3"', '"9223372036854775808"':
            refused(client.put(path, content(), headers={"If-Match": tag}), 412, "precondition-failed", f"over {tag}")
        for tag in "2", "*", '"two"', '""':
            refused(client.put(path, content(), headers={"If-Match": tag}), 400, "bad-request", tag)
        equal((client.get(path).headers["ETag"], client.get(path).json()["content"]), ('"2"', {}), "in the end")


@folkmoot.test
def whoever_comes_second_is_told_who_came_first():
    with offices() as office:
        round = office.round()
        second = hire(office, "fiona", "facilitator")
        draft, tag = round.draft()
        mine, theirs = {**draft["content"], "texts": titled("Mine")}, {**draft["content"], "texts": titled("Theirs")}
        office.must(second.put(f"{round.path}/draft", theirs, headers={"If-Match": tag}))
        answer = refused(office.people["facilitator"].client.put(f"{round.path}/draft", mine, headers={"If-Match": tag}), 412,
                         "precondition-failed", "the second")
        equal((answer["version"], answer["changed"]["by"], "Fiona" in answer["detail"]), (2, "Fiona", True), "who came first")
        equal(round.draft()[0]["content"]["texts"], titled("Theirs"), "nothing is lost")
        equal(round.draft()[0]["changed"]["by"], "Fiona", "who saved last")
        stale = office.people["facilitator"].client.post(f"{round.path}/freeze", {}, headers={"If-Match": tag})
        refused(stale, 412, "precondition-failed", "a freeze of what is no longer there")
        draft, tag = round.draft()

        def save(client):
            return client.put(f"{round.path}/draft", draft["content"], headers={"If-Match": tag}).status
        for _ in range(5):
            with concurrent.futures.ThreadPoolExecutor() as pool:
                got = sorted(pool.map(save, [second, office.people["facilitator"].client] * 2))
            equal(got, [200, 412, 412, 412], "four at once")
            draft, tag = round.draft()


@folkmoot.test
def unfinished_drafts_are_saved_and_slips_of_the_pen_are_not():
    with offices() as office:
        round = office.round()
        for draft in ({}, {"texts": {"en": {"title": ""}, "es": {}}}, {"contests": [{}]}, {"schedule": {"open": 5}},
                      {"contests": [{"id": "", "options": [{"cost": 3}, {"texts": {}}], "form": {"kind": "approval"}}]},
                      {"people": {"clerks": []}, "preparation": {"budget": {"total": 10 ** 12, "by": "population"}}}):
            office.must(round.save(draft))
            equal(round.draft()[0]["content"], draft, "what was saved")
            refused(office.people["facilitator"].client.post(f"{round.path}/freeze", {}), 400, "definition", f"frozen: {draft}")
        codes = office.must(office.people["clerk-1"].client.get(f"{round.path}/batches"))["draft"]
        equal((codes["languages"], codes["districts"]), ([], []), "what the codes page sees of it")
        for draft, pointer in (({"opne": 1}, "/opne"), ({"schedule": {"open": "noon"}}, "/schedule/open"),
                               ({"contests": [{"options": [{"id": "a", "price": 4}]}]}, "/contests/0/options/0/price"),
                               ({"texts": {"en": "Title"}}, "/texts/en"), ({"texts": {"en": {"title": 5}}}, "/texts/en/title"),
                               ({"revoting": 1}, "/revoting"), ({"languages": "en"}, "/languages"),
                               ({"people": {"clerks": [{}]}}, "/people/clerks/0"), ({"roll": None}, "/roll"),
                               ({"round": "x"}, "/round"), ({"contests": [{}] * 33}, "/contests")):
            errors = refused(round.save(draft), 400, "definition", f"saved: {draft}")["errors"]
            equal([one["pointer"] for one in errors], [pointer], f"where {draft} is wrong")
        for body, problem in ((b"[]", "bad-json"), (b"{", "bad-json"), (b'{"kind":1.5}', "bad-json"), (b"\xff", "bad-json"),
                              (b'{"a":1,"a":2}', "bad-json"), (b"{" * 20, "bad-json")):
            answer = office.people["facilitator"].client.request("PUT", f"{round.path}/draft", body=body, headers={
                "If-Match": round.draft()[1], "Content-Type": "application/json"})
            refused(answer, 400, problem, f"{body}")
        refused(office.people["facilitator"].client.request("PUT", f"{round.path}/draft", body=b"{}", headers={
            "If-Match": round.draft()[1], "Content-Type": "text/plain"}), 415, "unsupported-media-type", "no JSON")


def without(draft):
    """The draft without each of its members in turn, however deep."""
    def places(value, path):
        if isinstance(value, dict):
            for key in value:
                yield path + [key]
                yield from places(value[key], path + [key])
        elif isinstance(value, list):
            for i, item in enumerate(value):
                yield from places(item, path + [i])
    for path in places(draft, []):
        one = copy.deepcopy(draft)
        holder = one
        for step in path[:-1]:
            holder = holder[step]
        del holder[path[-1]]
        yield "/".join(map(str, path)), one


def altered(draft):
    """(what, draft): with something wrong, or only odd."""
    def with_contest(**members):
        return {**draft, "contests": [{**draft["contests"][0], **members}]}

    def with_schedule(**members):
        return {**draft, "schedule": {**draft["schedule"], **members}}
    options = draft["contests"][0]["options"]
    now = minute()
    yield "close-before-open", with_schedule(open=now + 100, close=now + 50, additions_end=now)
    yield "close-past", with_schedule(open=now - 100, close=now - 50, additions_end=now - 60)
    yield "additions-after-close", with_schedule(additions_end=now + 5000)
    yield "grace-too-long", with_schedule(grace=1441)
    yield "zone-unknown", with_schedule(zone="Europe/Nowhere")
    yield "language-invalid", {**draft, "languages": ["en", "EN"]}
    yield "language-invalid", {**draft, "languages": ["en", "en"]}
    yield "language-not-of-round", {**draft, "texts": {**titled("A"), "es": {"title": "B"}}}
    yield "title-missing", {**draft, "languages": ["en", "es"], "texts": {**titled("A"), "es": {"summary": "B"}}}
    yield "text-invalid", {**draft, "texts": {"en": {"title": "two\nlines"}}}
    yield "text-invalid", {**draft, "texts": {"en": {"title": "A", "subtitle": "B"}}}
    yield "id-double", with_contest(options=options + options[:1])
    yield "id-invalid", with_contest(options=[{**options[0], "id": "a;b"}])
    yield "id-invalid", with_contest(id="Projects")
    yield "id-invalid", with_contest(options=[{**options[0], "category": "a;b"}])
    yield "form-more-than-projects", with_contest(form={"kind": "approval", "min": 1, "max": 4})
    yield "form-invalid", with_contest(form={"kind": "approval", "min": 0, "max": 3})
    yield "form-invalid", with_contest(form={"kind": "secret"})
    yield "rule-form", with_contest(form={"kind": "questions"})
    yield "rule-invalid", with_contest(rule={"name": "greedy"})
    yield "conflict-unknown", with_contest(conflicts=[["p1", "p9"]])
    yield "conflict-double", with_contest(conflicts=[["p1", "p1"]])
    yield "conflict-too-small", with_contest(conflicts=[["p1"]])
    yield "conflicts-with-rule", with_contest(conflicts=[["p1", "p2"]], rule={"name": "phragmen", "ties": "lex"})
    yield "draw-needed", with_contest(rule={**draft["contests"][0]["rule"], "ties": "draw"})
    yield "draw-by-trustees", {**draft, "draw": {"source": "dice"}, "threshold": 2, "trustees": [
        {"name": "a", "key": "A" * 43}, {"name": "b", "key": "B" * 42 + "A"}]}
    yield "draw-in-public", {**draft, "draw": {"source": "trustees"}}
    yield "missing", {**draft, "draw": {"source": "drand"}}
    yield "trustee-without-key", {**draft, "threshold": 2, "trustees": [{"name": "a", "key": "A" * 43}, {"name": "b"}]}
    yield "trustee-key-double", {**draft, "threshold": 2, "trustees": [{"name": name, "key": "A" * 43} for name in "ab"]}
    yield "threshold-range", {**draft, "threshold": 3, "trustees": [{"name": "a", "key": "A" * 43}, {"name": "b", "key": "B" * 42 + "A"}]}
    yield "too-few-trustees", {**draft, "threshold": 2, "trustees": []}
    yield "district-contest-unknown", {**draft, "districts": [{**draft["districts"][0], "contests": ["projects", "other"]}]}
    yield "district-contest-double", {**draft, "districts": [{**draft["districts"][0], "contests": ["projects"] * 2}]}
    yield "contest-without-district", {**draft, "contests": draft["contests"] + [contest("other")]}
    yield "person-unknown", {**draft, "people": {**draft["people"], "registrars": ["nobody"]}}
    yield "person-double", {**draft, "people": {**draft["people"], "registrars": ["registrar"] * 2}}
    yield "person-without-key", {**draft, "people": {**draft["people"], "registrars": ["keyless"]}}
    yield "too-few-clerks", {**draft, "clerks_required": 3}
    yield "too-few-clerks", {**draft, "people": {**draft["people"], "clerks": ["clerk-1"]}, "clerks_required": 1}
    yield "witnesses-not-asked", {**draft, "witness_policy": ["quorum none"]}
    yield "definition", with_contest(envelope=2 ** 53 - 1, pool_min=1, options=options, form={
        "kind": "points", "min": 1, "max": 3, "total": 9, "min_total": 0, "max_each": 9}, rule={
        "name": "greedy", "score": "points", "density": "absolute", "on_misfit": "skip", "threshold": 2 ** 53 - 1, "ties": "lex"})
    for kind in "rehearsal", "rehearsals":
        yield None, {**draft, "kind": kind}
    yield None, {**draft, "languages": ["en", "es"]}
    yield None, {**draft, "texts": {**titled("A"), "es": {"title": ""}}}
    yield None, with_contest(envelope=1)
    yield None, with_contest(envelope=10 ** 6)


@folkmoot.test
def the_freeze_refuses_what_is_not_ready_and_nothing_else():
    with offices() as office:
        hire(office, "keyless", "registrar")
        facilitator = office.people["facilitator"].client
        round, frozen, blocked = office.round(), 0, 0
        for what, draft in [*altered(content()), *without(content())]:
            office.must(round.save(draft))
            found, blocking = round.readiness()
            answer = facilitator.post(f"{round.path}/freeze", {})
            if blocking:
                refused(answer, 400, "definition", f"{what}, {blocking}")
                equal([one["id"] for one in answer.json()["findings"] if one["severity"] == "blocking"], blocking, f"{what}: why")
                blocked += 1
                assert what is None or "/" in what or what not in KNOWN or what in blocking, (what, blocking)
            else:
                equal(answer.status, 200, f"{what} was called ready: {answer}")
                assert what not in KNOWN, f"{what} was not found"
                round, frozen = office.round(), frozen + 1
        assert frozen >= 5 and blocked > 80, (frozen, blocked)
        refused(facilitator.get(f"/api/v1/rounds/{'A' * 22}/readiness"), 403, "forbidden", "of a round that there is not")


KNOWN = {what for what, _ in altered(content()) if what and what != "definition"}


@folkmoot.test
def a_draft_that_is_nearly_ready_says_what_is_worth_a_look():
    with offices() as office:
        hire(office, "reviewer", "reviewer")
        round = office.round(content([contest(pool_min=10), contest("own", costs=(5, 6), envelope=4)],
                                     districts={"north": ["own", "projects"], "south": ["projects"]}, languages=["en", "ar"]))
        found, blocking = round.readiness()
        equal(blocking, [], "what blocks")
        equal(set(found), {"translation-missing", "open-past", "objection-none", "complaint-none", "envelope-below-all",
                           "server-alone", "witnesses-none", "codes-none", "lot-none"}, "the warnings")
        round.upload(round.make_codes(2, district="north"), round.make_codes(3, district="elsewhere", batch="lost"))
        draft = round.draft()[0]["content"]
        draft["people"]["registrars"].append("clerk-3")
        draft["act_signers"] = 1
        draft["contests"][0]["envelope"] = 400
        draft["roll"]["cap"] = 3
        office.must(round.save(draft))
        found, blocking = round.readiness()
        equal(blocking, [], "what blocks")
        equal({name: found[name]["arguments"] for name in (
            "pool-small", "patterns", "district-without-codes", "codes-without-district", "codes-over-cap", "cap-below-roll",
            "person-without-role", "projects-above-envelope")},
              {"pool-small": {"contest": "projects", "listed": 2, "minimum": 10, "below": "count"},
               "patterns": {"contest": "projects", "patterns": "7", "bound": "exact", "listed": 2},
               "district-without-codes": {"district": "south"},
               "codes-without-district": {"batch": "lost", "district": "elsewhere"},
               "codes-over-cap": {"listed": 5, "cap": 3}, "cap-below-roll": {"cap": 3, "size": 100},
               "person-without-role": {"role": "registrar", "login": "clerk-3", "name": "Clerk-3"},
               "projects-above-envelope": {"contest": "projects", "count": 1, "project": "p3"}}, "what they say")
        assert "one-signer" in found and "codes-none" not in found, found
        equal([found[name]["pointer"] for name in ("translation-missing", "projects-above-envelope", "person-without-role")],
              ["/texts/ar", "/contests/0/options/2/cost", "/people/registrars/1"], "where")


@folkmoot.test
def a_round_is_copied_without_what_was_its_own():
    with offices() as office:
        draft = content(draw={"source": "drand", "beacon": "quicknet", "beacon_round": 7}, preparation={"budget": 5})
        round = office.round(draft)
        facilitator = office.people["facilitator"].client
        for kind in "real", "rehearsal":
            made = office.must(facilitator.post(f"{round.path}/copies", {"kind": kind}), 201)
            assert made["id"] != round.id and made["nonce"] != round.nonce and made["state"] == "draft", made
            equal(made["assembly"], ASSEMBLY, "the assembly")
            copied = office.must(facilitator.get(f"/api/v1/rounds/{made['id']}/draft"))
            expected = copy.deepcopy({**draft, "kind": kind})
            for name in "open", "close", "additions_end":
                del expected["schedule"][name]
            del expected["draw"]["beacon_round"], expected["roll"]
            equal((copied["version"], copied["content"]), (1, expected), f"the draft of the {kind} copy")
            findings = office.must(facilitator.get(f"/api/v1/rounds/{made['id']}/readiness"))["findings"]
            equal({one["arguments"].get("what") for one in findings if one["severity"] == "blocking"},
                  {"open", "close", "additions-end", "roll-size", "roll-cap", "beacon-round"}, "what is to be said anew")
        entries = [entry for entry in own_rounds(facilitator)]
        equal([(one["state"], one["kind"], one["title"], one["version"], one["changed"]["by"], one["roles"]) for one in entries],
              [("draft", kind, {"en": "Budget"}, 1, "Facilitator", ["facilitator"]) for kind in ("rehearsal", "real", "real")],
              "the rounds of the facilitator")
        equal([one["id"] for one in entries][-1], round.id, "the oldest comes last")
        assert "open" not in entries[0] and entries[-1]["open"] == draft["schedule"]["open"], entries
        equal(own_rounds(hire(office, "guest", "reviewer", assembly=other_assembly(office))), [], "of somebody from elsewhere")
        equal(len(own_rounds(office.administrator.client)), 3, "the rounds of the administrator")
        for body in ({}, {"kind": "other"}, {"kind": "real", "more": 1}):
            refused(facilitator.post(f"{round.path}/copies", body), 400, "bad-request", f"{body}")
        empty = office.must(facilitator.post(f"/api/v1/assemblies/{ASSEMBLY}/rounds", {}), 201)
        refused(facilitator.post(f"/api/v1/rounds/{empty['id']}/copies", {"kind": "real"}), 409, "round-state", "nothing to copy")
        round.prepare()
        made = office.must(facilitator.post(f"{round.path}/copies", {"kind": "real"}), 201)
        equal(made["state"], "draft", "of a round that is open")


def own_rounds(client):
    answer = client.get("/api/v1/people/me/rounds")
    equal(answer.status, 200, "own rounds")
    return answer.json()["rounds"]


def other_assembly(office):
    office.must(office.administrator.client.post("/api/v1/assemblies", {"id": "elsewhere", "name": "Elsewhere"}), 201)
    return "elsewhere"


def drawn(round, contest, value, ids):
    """The ids by lot, as docs/protocol.md section 5 says."""
    def ticket(option):
        fields = (bytes_of(round), contest.encode(), value.encode(), option.encode())
        data = b"".join(struct.pack(">I", len(field)) + field for field in fields)
        return hashlib.sha512(b"folkmoot/1/lot\0" + data).digest()[:32]
    return sorted(ids, key=ticket)


@folkmoot.test
def numbers_by_lot_can_be_drawn_again_by_anybody():
    with offices() as office:
        round = office.round(content([contest("parks", costs=range(100, 130)), contest("trees")],
                                     texts=titled("Two lists")))
        facilitator = office.people["facilitator"].client
        value, ids = "31415926535".replace("9", "6").replace("8", "2"), [f"p{i}" for i in range(1, 31)]

        def draw(lot, name="parks", tag=None):
            return facilitator.post(f"{round.path}/lot", {"contest": name, "lot": lot}, headers={"If-Match": tag or round.draft()[1]})
        dice = {"source": "dice", "value": value}
        refused(draw(dice, tag='"7"'), 412, "precondition-failed", "over another version")
        refused(facilitator.post(f"{round.path}/lot", {"contest": "parks", "lot": dice}), 428, "precondition-required", "over any")
        refused(draw(dice, "roads"), 404, "not-found", "a contest that there is not")
        for lot in ({}, {"source": "dice", "value": "12345"}, {"source": "dice", "value": "7" * 20}, {**dice, "beacon": "x"},
                    {"source": "drand", "value": value}, {"source": "drand", "value": "0" * 64, "beacon": "quicknet"}):
            refused(draw(lot), 400, "bad-request", f"{lot}")
        before = {one["id"]: one for one in round.draft()[0]["content"]["contests"][0]["options"]}
        made = office.must(draw(dice))["content"]["contests"][0]
        expected = drawn(round.id, "parks", value, ids)
        assert expected != ids
        equal([one["id"] for one in made["options"]], expected, "the order")
        equal({one["id"]: one for one in made["options"]}, before, "nothing else has changed")
        equal(made["lot"], dice, "what it came out of")
        found, blocking = round.readiness()
        equal((blocking, found["lot-none"]["arguments"]), ([], {"contest": "trees"}), "the other list")

        draft = round.draft()[0]["content"]
        # In front, wherever the lot would put it among the others: no order that it could have drawn.
        draft["contests"][0]["options"] = [{"id": "late", "cost": 5, "texts": titled("Late")},
                                           *reversed(draft["contests"][0]["options"])]
        office.must(round.save(draft))
        equal(round.readiness()[1], ["lot-stale"], "after a change")
        lot = {"source": "drand", "value": "a7" * 32, "beacon": "quicknet", "beacon_round": 12345}
        office.must(draw(lot))
        equal(round.readiness()[1], [], "drawn again")
        round.freeze()
        text = office.server.client().get(round.path).json()["definition_text"]
        expected = drawn(round.id, "parks", "a7" * 32, [*ids, "late"])
        frozen = json.loads(text)["contests"][0]
        equal(([one["id"] for one in frozen["options"]], frozen["lot"]), (expected, lot), "in the definition")
        path, list_ = round.folder / "definition.json", round.folder / "ids.txt"
        path.write_text(text, encoding="utf-8")
        list_.write_text("\n".join([*ids, "late"]), encoding="utf-8")
        numbers = "".join(f"{i:4}  {name}\n" for i, name in enumerate(expected, 1))
        assert numbers in folkmoot.tool("folkmoot", "lot", path).stdout, "the tool reads the definition"
        equal(folkmoot.tool("folkmoot", "lot", "--round", round.id, "--contest", "parks", "--value", "a7" * 32, list_).stdout, numbers,
              "the tool draws")
        path.write_text(text.replace('"value":"a7', '"value":"a8'), encoding="utf-8")
        folkmoot.tool("folkmoot", "lot", path, status=1)


@folkmoot.test
def a_rehearsal_says_so_wherever_its_name_is_and_is_never_certified():
    with folkmoot.city() as server:
        office = Office(server)
        round = office.round(content(kind="rehearsal", texts={"en": {"title": "Budget & parks"}})).prepare()
        client = server.client()

        def page(path):
            answer = client.get(f"/en/rounds/{round.id}{path}", headers={"Accept": "text/html"})
            equal(answer.status, 200, path)
            return answer.text
        for path in "", "/result":
            text = page(path)
            for mark in ("Rehearsal: Budget &#38; parks", "Rehearsal: nothing here counts"):
                assert mark in text, (path, mark)
            head = text[text.index("<title>"):text.index("</title>")]
            assert "Rehearsal: Budget" in head, head
        calendar = client.get(f"{round.path}/calendar").text
        equal(calendar.count("Rehearsal: Budget & parks"), 2, "in a calendar")
        assert "Rehearsal: nothing here counts" in client.get("/en/", headers={"Accept": "text/html"}).text, "the home page"
        equal([one["kind"] for one in client.get("/api/v1/rounds").json()["rounds"]], ["rehearsal"], "in the list")
        round.cast(0, {"projects": {"chosen": ["p1"]}})
        round.close()
        round.seal()
        round.wait("counted")
        refused(round.propose("certified"), 409, "round-state", "certified")


folkmoot.main()
