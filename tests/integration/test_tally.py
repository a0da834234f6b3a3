#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""From the close to the published bundle: what the job workers make of a round, and what becomes of it when they die."""
import contextlib
import hashlib
import json
import pathlib
import struct
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
import folkmoot  # noqa: E402
from folkmoot import Server, equal, wait_for  # noqa: E402
from office import Office, act_digest, bytes_of, content, contest, text_of  # noqa: E402

CHOICES = {"projects": {"chosen": ["p1"]}}


@contextlib.contextmanager
def offices(**options):
    with folkmoot.city(web_folder=None, **options) as server:
        yield Office(server)


def ten_seconds_later(office):
    """For everybody who has voted: time passes in the only place that counts it."""
    office.server.database.psql("UPDATE record.tree SET committed_at = committed_at - interval '11 seconds'")


def must_verify(round):
    done = round.verify()
    equal(done.returncode, 0, done.stdout + done.stderr)


def numbers(one, *names):
    return tuple(one[name] for name in names)


@folkmoot.test
def districts_have_their_contests_and_small_pools_stay_sealed():
    with offices() as office:
        points = contest("points", form={"kind": "points", "min": 1, "max": 3, "total": 10, "min_total": 1, "max_each": 9},
                         rule={"name": "greedy", "score": "points", "density": "absolute", "on_misfit": "skip",
                               "threshold": 0, "ties": "lex"})
        small = contest("small", pool_min=3, below_pool_min="withhold")
        empty = contest("empty")
        round = office.round(content([contest(), points, small, empty], {
            "north": ["projects", "points"], "south": ["projects", "small"], "west": ["points", "empty"]}))
        round.prepare(round.make_codes(4, "north", "n"), round.make_codes(3, "south", "s"), round.make_codes(2, "west", "w"))
        round.cast(0, {"projects": {"chosen": ["p1"]}, "points": {"points": {"p1": 1, "p2": 9}}})
        round.cast(1, {"projects": {"chosen": ["p3"]}, "points": {"points": {"p1": 5}}})
        round.cast(2, {"projects": {"chosen": ["p1", "p3"]}})  # points: blank
        round.cast(4, {"projects": {"chosen": ["p2"]}, "small": {"chosen": ["p1"]}})
        round.cast(5, {"small": {"chosen": ["p2"]}})
        ten_seconds_later(office)
        round.cast(1, {"projects": {"chosen": ["p1"]}, "points": {"points": {"p2": 2}}})
        round.act("void", "clerk-1", "clerk-2", serial=round.codes[0]["serial"], reason="duplicate")
        round.close()
        sealed = round.seal()
        names = ("ballots", "replaced", "withdrawn", "input", "withheld")
        equal(numbers(sealed["projects"], *names), (6, 1, 1, 4, 0), "projects")
        equal(numbers(sealed["points"], *names), (4, 1, 1, 2, 0), "points")
        equal(numbers(sealed["small"], *names), (2, 0, 0, 2, 2), "small")
        equal(numbers(sealed["empty"], *names), (0, 0, 0, 0, 0), "empty")
        round.wait("counted")
        jobs = {(job["kind"], job["contest"]) for job in round.now()["jobs"]}
        assert ("share", "small") not in jobs and ("share", "empty") not in jobs, jobs
        equal(office.server.database.psql("SELECT count(*) FROM record.entry WHERE type = 'share'"), "2", "shares")
        round.certify()
        result = round.result()
        equal({name: one["status"] for name, one in result.items()},
              {"projects": "counted", "points": "counted", "small": "withheld", "empty": "empty"}, "the statuses")
        equal(numbers(result["projects"], "voters", "mixed", "valid", "blank"), (4, 4, 3, 1), "projects")
        scores = {one["option"]: one["score"] for one in result["projects"]["count"]["trace"]}
        equal(scores, {"p1": "2", "p2": "1", "p3": "1"}, "votes")
        scores = {one["option"]: one["score"] for one in result["points"]["count"]["trace"]}
        equal(scores, {"p1": "0", "p2": "2", "p3": "0"}, "points")
        must_verify(round)


@folkmoot.test
def ties_are_drawn_with_the_dice_of_two_clerks():
    with offices() as office:
        drawn = contest(costs=(100,) * 6, envelope=300, rule={**contest()["rule"], "ties": "draw"})
        round = office.round(content([drawn], draw={"source": "dice"})).prepare()
        round.cast(0, {"projects": {"chosen": [f"p{i}" for i in range(1, 7)]}})
        round.close()
        round.seal()
        wait_for(lambda: round.now()["state"] == "mixing", "the end of mixing")
        assert not [job for job in round.now()["jobs"] if job["kind"] == "share"], "a share before the draw"
        value = "4 2 6 1"
        act = round.must(round.propose("draw-source", source="dice", value=value), 201)
        equal(round.must(round.sign(act, "clerk-1"))["state"], "proposed", "with one clerk")
        equal(round.must(round.sign(act, "clerk-2"))["state"], "done", "with two")
        round.act("draw-source", "clerk-1", "clerk-2", outcome="refused", source="dice", value="1 1 1 1")
        round.wait("counted")
        round.certify()
        result = round.result()["projects"]

        def hashed(tag, *fields):
            data = b"".join(struct.pack(">I", len(field)) + field for field in fields)
            return hashlib.sha512(f"folkmoot/1/{tag}\0".encode() + data).digest()[:32]
        eid = bytes_of(json.loads(act["act"])["eid"])
        seed = hashed("draw-public", eid, b"projects", value.encode())
        equal(result["draw"], text_of(seed), "the seed of the draw")
        order = sorted((f"p{i}" for i in range(1, 7)), key=lambda option: hashed("draw", seed, option.encode()))
        equal(result["count"]["selected"], order[:3], "those drawn")
        must_verify(round)


@folkmoot.test
def a_batch_that_was_added_and_voided_takes_its_ballots_along():
    with offices() as office:
        round = office.round().prepare()
        extra = round.make_codes(2, batch="extra", purpose="walk-in")
        added = add(round, extra)
        equal(added, "done", "the addition")
        round.cast(0, CHOICES)
        round.cast(5, CHOICES)
        round.act("batch-void", "clerk-1", "clerk-2", batch="extra", reason="other")
        round.close()
        equal(numbers(round.seal()["projects"], "ballots", "withdrawn", "input"), (2, 1, 1), "the totals")
        round.wait("counted")
        round.certify()
        equal(round.result()["projects"]["mixed"], 1, "ballots mixed")
        must_verify(round)


def add(round, batch):
    """An addition with this batch, signed by registrar and clerk; how the sequencer takes it."""
    database = round.server.database

    def store(data):
        digest = hashlib.sha256(data).hexdigest()
        database.psql(f"""INSERT INTO record.blob (hash, size) VALUES ('\\x{digest}', {len(data)});
            INSERT INTO record.blob_part (hash, part, bytes) VALUES ('\\x{digest}', 0, '\\x{data.hex()}')""",
                      role=folkmoot.SERVER)
        return {"hash": text_of(bytes.fromhex(digest)), "size": len(data)}

    def canonical(value):
        return json.dumps(value, sort_keys=True, separators=(",", ":"))
    keys = bytes_of(batch["keys"])
    count = len(keys) // 32
    ref = store(canonical({"version": 1, "round": round.id, "total": count, "batches": [{
        **{name: batch[name] for name in ("batch", "district", "purpose")}, "count": count, "keys": store(keys)}]}).encode())
    eid = round.server.client().get(round.path).json()["eid"]
    act = {"type": "addition", "eid": eid, "list": ref, "total": count}
    digest = act_digest(round.office.origin, canonical(act))
    signed = [round.people[who].key for who in ("registrar", "clerk-1")]
    act["signatures"] = sorted(({"key": text_of(key.public), "signature": text_of(key.sign(digest))} for key in signed),
                               key=lambda one: bytes_of(one["key"]))
    number = database.psql(f"""INSERT INTO work.submission (entries)
        VALUES (ARRAY[convert_to('{canonical(act)}', 'UTF8')]::bytea[]) RETURNING id; NOTIFY folkmoot_submission""",
                           role=folkmoot.JOBS)
    return wait_for(lambda: database.psql(
        f"SELECT state FROM work.submission WHERE id = {number} AND state <> 'waiting'"), "the addition")


@folkmoot.test
def files_are_for_clerks_until_the_round_is_published():
    with offices() as office:
        round = office.round().prepare()
        round.cast(0, CHOICES)
        round.close()
        round.seal()
        round.wait("counted")
        stranger = office.server.client()
        names = ("result", "bundle", "exports/projects.pb", "exports/result.json", "exports/SHA256SUMS", "exports/nothing")
        for name in names:
            answer = stranger.get(f"{round.path}/{name}")
            equal((answer.status, answer.problem), (404, "not-found"), name)
            equal(round.people["registrar"].client.get(f"{round.path}/{name}").status, 404, f"{name} for the registrar")
        equal(round.people["clerk-2"].client.get(f"{round.path}/exports/result.json").status, 200, "the result for a clerk")
        clerk, other = round.people["clerk-1"], round.people["clerk-3"]
        path = f"{round.path}/bundle-signatures"
        equal(clerk.client.post(path, {"minisig": clerk.key.minisign(b"")}).problem, "round-state", "signed too early")
        round.act("certified", "clerk-1", "clerk-2")
        sums = wait_for(lambda: (answer := clerk.client.get(f"{round.path}/exports/SHA256SUMS")).status == 200 and answer,
                        "the sums").body
        for body in ({"minisig": clerk.key.minisign(sums + b"\n")}, {"minisig": round.people["clerk-2"].key.minisign(sums)},
                     {"minisig": "untrusted comment: x\nRWQ\n"}, {"minisig": clerk.key.minisign(sums)[:-40]}):
            equal(clerk.client.post(path, body).problem, "bad-signature", str(body))
        for body in ({}, {"minisig": 1}, {"minisig": clerk.key.minisign(sums), "more": 1}, {"minisig": ""}):
            equal(clerk.client.post(path, body).problem, "bad-request", str(body))
        equal(other.client.post(path, {"minisig": other.key.minisign(sums)}).problem, "bad-signature", "not in the definition")
        for _ in range(2):  # the same clerk twice is one clerk
            round.must(clerk.client.post(path, {"minisig": clerk.key.minisign(sums)}))
        wait_for(lambda: [job for job in round.now()["jobs"] if (job["kind"], job["state"]) == ("bundle", "done")], "the job")
        equal(round.now()["state"], "certified", "with one signature")
        equal(stranger.get(f"{round.path}/result").status, 404, "the result before it is published")
        second = round.people["clerk-2"]
        round.must(second.client.post(path, {"minisig": second.key.minisign(sums)}))
        round.wait("published")
        for name in names[:-1]:
            equal(stranger.get(f"{round.path}/{name}").status, 200, name)
        explained = wait_for(lambda: (answer := stranger.get(f"{round.path}/exports/explanation.json")).status == 200 and answer,
                             "the explanation").json()
        ballots = folkmoot.temporary_folder() / "projects.pb"
        ballots.write_bytes(stranger.get(f"{round.path}/exports/projects.pb").body)
        own = json.loads(folkmoot.tool("folkmoot", "count", ballots, "--explain", "--json").stdout)["explanation"]
        costs = [option.pop("cost", {"kind": None}) for option in own["options"]]  # in the file's own units
        equal([option.pop("cost", {"kind": None})["kind"] for option in explained["contests"][0]["options"]],
              [cost["kind"] for cost in costs], "kinds of costs")
        equal(explained["contests"], [{"id": "projects", **own}], "the explanation against folkmoot count")
        views = stranger.get(f"{round.path}/exports/views.json")
        equal(views.headers["Access-Control-Allow-Origin"], "*", "who may read it")
        views = views.json()
        [found] = views["contests"]
        result = round.result()["projects"]
        equal((found["id"], found["voters"], found["purchases"]), ("projects", result["valid"], []), "the contest")
        equal([one["rule"]["name"] for one in found["rules"]], ["greedy", "greedy", "equal-shares", "phragmen"], "the rules")
        equal(found["rules"][0]["selected"], result["count"]["selected"], "what the round's own rule funds")
        assert 0 < found["rules"][0]["served"] <= found["voters"], found
        for one in found["rules"][1:3]:
            options = [f"--{name.replace('_', '-')}={value}" for name, value in one["rule"].items()
                       if name in ("score", "on_misfit", "utility", "completion", "start", "ties")]
            options += ["--per-cost"] if one["rule"].get("density") == "per-cost" else []
            again = json.loads(folkmoot.tool("folkmoot", "count", ballots, f"--rule={one['rule']['name']}", *options, "--json").stdout)
            equal(one["selected"], again["selected"], f"{one['rule']} by folkmoot count")
        turnout = views["turnout"]
        equal(sum(day["voters"] for day in turnout["days"]), result["voters"], "those who voted, by day")
        equal([(one["district"], one["purpose"], one["voters"]) for one in turnout["codes"]], [("all", "letter", result["voters"])],
              "by how codes are handed out")
        table = stranger.get(f"{round.path}/exports/all_projects.csv").text.splitlines()
        equal(table[0], "contest;project;title;cost;supporters;funded;place", "the head of the table")
        equal({line.split(";")[1].strip('"'): line.split(";")[-1] for line in table[1:] if line.split(";")[-2] == "1"},
              {option: str(place) for place, option in enumerate(result["count"]["selected"], 1)}, "who won, by the table")
        must_verify(round)


def rule(score="votes", **members):
    return {"name": "greedy", "score": score, "density": "absolute", "on_misfit": "skip", "threshold": 0, "ties": "lex",
            **members}


@folkmoot.test
def every_form_is_counted_and_strange_contests_too():
    quoted = {"en": {"title": 'Trees; "big" ones, \u00e9t\u00e9 \u6811 ' + "x" * 400}}
    contests = [
        contest("choice", form={"kind": "choice"}, rule=rule()),
        contest("knapsack", form={"kind": "knapsack", "min": 1, "max": 3}, rule=rule()),
        contest("ranking", form={"kind": "ranking", "min": 1, "max": 3}, rule=rule("borda")),
        contest("scores", form={"kind": "scores", "min": 1, "max": 3, "low": 0, "high": 5}, rule=rule("points")),
        contest("blank"),
        contest("free", costs=(0, 0, 1), envelope=0, texts=quoted),
        contest("names", options=[{"id": one, "cost": 10, "texts": quoted} for one in ("a b", "\u00e9", "'", "#1", "=1+1")],
                form={"kind": "approval", "min": 1, "max": 5}),
        contest("rivals", conflicts=[["p1", "p2"], ["p2", "p3"]], envelope=1000),
        contest("wide", costs=(1,) * 500, form={"kind": "approval", "min": 1, "max": 500}, envelope=3),
    ]
    with offices() as office:
        round = office.round(content(contests))
        round.prepare(round.make_codes(2))
        round.cast(0, {"choice": {"chosen": ["p2"]}, "knapsack": {"chosen": ["p1", "p2"]}, "ranking": {"ranking": ["p3", "p1"]},
                       "scores": {"scores": {"p1": 0, "p3": 5}}, "free": {"chosen": ["p1", "p3"]},
                       "names": {"chosen": ["a b", "=1+1", "\u00e9"]}, "rivals": {"chosen": ["p1", "p2"]},
                       "wide": {"chosen": [f"p{i}" for i in range(1, 501)]}})
        round.cast(1, {"rivals": {"chosen": ["p1"]}, "wide": {"chosen": ["p77"]}})
        round.close()
        round.seal()
        round.wait("counted")
        round.certify()
        result = round.result()
        equal({name: numbers(one, "mixed", "valid", "blank") for name, one in result.items() if name != "rivals"},
              {one["id"]: (2, 0, 2) if one["id"] == "blank" else (2, 2, 0) if one["id"] == "wide" else (2, 1, 1)
               for one in contests if one["id"] != "rivals"}, "valid and blank")
        equal(result["choice"]["count"]["selected"][0], "p2", "the choice")
        equal(result["free"]["count"]["total_cost"], 0, "what nothing buys")
        assert "p2" not in result["rivals"]["count"]["selected"], result["rivals"]
        equal(result["wide"]["count"]["selected"][0], "p77", "the one of 500 that both chose")
        must_verify(round)


def shares(**members):
    return {"name": "equal-shares", "utility": "cost", "completion": "none", "start": "exact", "compare": "none",
            "ties": "lex", **members}


@folkmoot.test
def equal_shares_and_phragmen_are_counted_and_counted_again():
    approval = {"kind": "approval", "min": 1, "max": 3}
    contests = [
        contest("exact", costs=(120, 100, 80), envelope=200, form=approval, rule=shares(completion="utilitarian")),
        contest("more", costs=(120, 90, 70), envelope=200, form=approval, rule=shares(completion="add1u", compare="greedy")),
        contest("scores", form={"kind": "scores", "min": 1, "max": 3, "low": 0, "high": 5},
                rule=shares(utility="points-cost", start="integral")),
        contest("ranking", form={"kind": "ranking", "min": 1, "max": 3}, rule=shares(utility="borda", completion="add1")),
        contest("phragmen", costs=(100, 60, 30), envelope=100, form=approval, rule={"name": "phragmen", "ties": "lex"}),
    ]
    with offices() as office:
        round = office.round(content(contests))
        round.prepare(round.make_codes(3))
        for voter, chosen in enumerate((["p1", "p2"], ["p1", "p3"], ["p2"])):
            round.cast(voter, {**{name: {"chosen": chosen} for name in ("exact", "more", "phragmen")},
                               "scores": {"scores": {"p1": voter, "p3": 5}}, "ranking": {"ranking": ["p3", "p1"]}})
        round.close()
        round.seal()
        round.wait("counted")
        round.certify()
        result = {name: one["count"] for name, one in round.result().items()}
        # 200/3 each: p1 takes 60 of two voters; p2's have 20/3 and 200/3, p3's 20/3; what is left is 80 for greedy
        equal(result["exact"]["shares"], {"endowment": "200/3"}, "the endowment")
        equal([(step["option"], step["outcome"], step.get("price"), step.get("held"), step.get("score"))
               for step in result["exact"]["trace"]],
              [("p1", "bought", "1/2", None, None), ("p2", "unaffordable", None, "220/3", None),
               ("p3", "unaffordable", None, "20/3", None), ("p2", "misfit", None, None, "2"),
               ("p3", "bought", None, None, "1")], "the trace")
        equal(result["more"]["shares"]["end"], "overspent", "the end of add1")
        equal(result["more"]["shares"]["over"], 280, "what one euro more, not one cent, would have bought")
        equal(result["more"]["shares"]["comparison"]["winner"], "equal-shares", "the comparison")
        equal(result["phragmen"]["selected"], ["p2", "p3"], "Phragmén")
        must_verify(round)


@folkmoot.test
def motions_are_decided_among_all_who_could_vote():
    questions = contest("questions", costs=(0, 0, 0), envelope=0, form={"kind": "questions"},
                        rule={"name": "motion", "base": "entitled", "quorum": "1/2", "majority": "1/4"})
    with offices() as office:
        round = office.round(content([questions, contest()], {"north": ["questions", "projects"], "south": ["projects"]}))
        round.prepare(round.make_codes(6, "north", "n"), round.make_codes(3, "south", "s"),
                      round.make_codes(5, "north", "spare", "spare"))
        equal(add(round, round.make_codes(4, "north", batch="extra", purpose="walk-in")), "done", "the addition")
        round.cast(0, {"questions": {"answers": {"p1": "yes", "p2": "no", "p3": "yes"}}})
        round.cast(1, {"questions": {"answers": {"p1": "yes", "p2": "yes", "p3": "yes"}}})
        round.cast(2, {"questions": {"answers": {"p1": "no", "p2": "no"}}})
        round.cast(14, {"questions": {"answers": {"p1": "abstain", "p2": "abstain", "p3": "yes"}}})
        round.cast(15, {"questions": {"answers": {"p1": "yes", "p2": "yes", "p3": "yes"}}})
        round.cast(6, CHOICES)
        round.act("batch-void", "clerk-1", "clerk-2", batch="spare", reason="other")
        # One of the list that did not vote, one of the addition that did, one of the other district.
        for voter in (5, 15, 7):
            round.act("void", "clerk-1", "clerk-2", serial=round.codes[voter]["serial"], reason="duplicate")
        round.close()
        round.seal()
        round.wait("counted")
        round.certify()
        result = round.result()["questions"]
        equal(numbers(result, "voters", "mixed", "valid", "blank"), (4, 4, 4, 0), "the ballots")
        equal(result["count"]["entitled"], 5 + 3, "who could vote: six but one, four added but one")
        equal(result["count"]["rule"], questions["rule"], "the rule")
        equal([(one["option"], one["yes"], one["no"], one["abstain"], one["base"], one["outcome"])
               for one in result["count"]["trace"]],
              [("p1", 2, 1, 1, 8, "passed"), ("p2", 1, 2, 1, 8, "failed"), ("p3", 3, 0, 0, 8, "no-quorum")], "the questions")
        equal(result["count"]["selected"], ["p1"], "what passed")
        lines = round.server.client().get(f"{round.path}/exports/questions.csv").body.decode().splitlines()
        equal((lines[0], sorted(lines[1:])), ("p1;p2;p3", sorted(["yes;no;yes", "yes;yes;yes", "no;no;", "abstain;abstain;yes"])),
              "the answers as published")
        must_verify(round)


@contextlib.contextmanager
def offices_with_failpoints(**options):
    folder = folkmoot.temporary_folder()
    database = folkmoot.fresh_database()
    with Server(database, web_folder=None, failpoints=folder, **options) as server:
        yield Office(server), folder
    database.drop()


@folkmoot.test
def a_worker_that_dies_at_any_point_is_followed_by_one_that_goes_on():
    for name in "job-before-submit", "job-submitted", "job-answered":
        with offices_with_failpoints() as (office, folder):
            server = office.server
            steps = iter(range(1, 100))

            def dies_while(doing, state):
                """The worker dies in the next job; `doing` makes that happen, and the round still becomes `state`."""
                deaths = next(steps)
                (folder / name).write_text("crash")
                doing()
                wait_for(lambda: server.log_text().count("process-ended") >= deaths, f"death {deaths} at {name}")
                (folder / name).unlink()
                if state:
                    round.wait(state)

            round = office.round()
            round.upload(round.make_codes(3))
            round.freeze()
            round.list()
            made = wait_for(lambda: (answer := round.propose("opening")).status == 201 and answer, "the key").json()
            round.must(round.sign(made, "facilitator"))
            dies_while(lambda: round.sign(made, "clerk-1"), "open")
            round.cast(0, CHOICES)
            round.cast(1, CHOICES)
            round.close()
            dies_while(round.seal, "counted")
            dies_while(lambda: certify(round), None)
            round.wait("published")
            counted = server.database.psql("SELECT type, count(*) FROM record.entry WHERE type IN ('mix', 'counted', "
                                           "'mixing-done', 'published', 'acknowledgement') GROUP BY type ORDER BY type")
            equal(counted.split(), ["acknowledgement|1", "counted|1", "mix|1", "mixing-done|1", "published|1"], "entries")
            must_verify(round)


def certify(round):
    round.act("certified", "clerk-1", "clerk-2")
    client = round.people["clerk-1"].client
    sums = wait_for(lambda: (answer := client.get(f"{round.path}/exports/SHA256SUMS")).status == 200 and answer, "sums").body
    for login in "clerk-1", "clerk-2":
        round.must(round.people[login].client.post(f"{round.path}/bundle-signatures",
                                                   {"minisig": round.people[login].key.minisign(sums)}))


@folkmoot.test
def a_job_whose_entries_were_still_on_their_way_is_done_not_failed():
    with offices_with_failpoints() as (office, folder):
        round = office.round().prepare()
        round.cast(0, CHOICES)
        round.close()
        act = round.must(round.propose("sealing"), 201)
        round.must(round.sign(act, "clerk-1"))
        (folder / "job-before-submit").write_text("pause")
        round.must(round.sign(act, "clerk-2"))
        wait_for((folder / "job-before-submit.reached").exists, "the mix")
        (folder / "before-commit").write_text("pause")
        (folder / "job-submitted").write_text("error-once")
        (folder / "job-before-submit").unlink()
        database = office.server.database
        wait_for(lambda: database.psql("SELECT count(*) FROM work.submission WHERE state = 'waiting'") == "2",
                 "the same mix handed in twice")
        (folder / "before-commit").unlink()
        round.wait("counted")
        wait_for(lambda: {job["state"] for job in round.now()["jobs"]} == {"done"}, "all jobs are done")
        equal(database.psql("SELECT count(*) FROM record.entry WHERE type IN ('mix', 'share', 'counted')"), "3", "entries")


@folkmoot.test
def a_job_that_failed_is_tried_again_when_the_server_starts():
    with offices() as office:
        server = office.server
        round = office.round().prepare()
        round.cast(0, CHOICES)
        round.close()
        key = server.data / "trustee" / f"{bytes_of(round.id).hex()}.x"
        kept = key.read_bytes()
        key.unlink()
        round.seal()
        failed = wait_for(lambda: [job for job in round.now()["jobs"] if job["state"] == "failed"], "a failed job")
        equal([job["kind"] for job in failed], ["share"], "what cannot be done without the key")
        assert str(server.data) not in failed[0]["detail"] and str(key) in server.log_text(), failed
        assert not key.exists(), "a key was made in the place of the lost one"
        server.stop()
        key.write_bytes(kept)
        server.start()
        wait_for(lambda: round.now()["state"] == "counted", "the count")
        round.wait("counted")


@folkmoot.test
def a_stop_does_not_wait_for_an_answer_that_cannot_come():
    with offices_with_failpoints() as (office, folder):
        round = office.round().prepare()
        round.cast(0, CHOICES)
        round.close()
        (folder / "job-before-submit").write_text("pause")
        round.seal()
        wait_for((folder / "job-before-submit.reached").exists, "the mix")
        (folder / "before-commit").write_text("error")
        (folder / "job-before-submit").unlink()
        database = office.server.database
        wait_for(lambda: database.psql("SELECT 1 FROM work.submission WHERE state = 'waiting'") == "1", "the mix handed in")
        began = time.monotonic()
        equal(office.server.stop(), 0, "the status")
        assert time.monotonic() < began + 5, "the worker was killed, not stopped"
        (folder / "before-commit").unlink()
        office.server.start()
        round.wait("counted")


@folkmoot.test
def the_explanation_waits_while_there_is_other_work():
    with offices() as office:
        round = office.round().prepare()
        round.cast(0, CHOICES)
        round.close()
        database = office.server.database
        job = database.psql("INSERT INTO work.job (round_no, kind, contest, not_before) SELECT max(no), 'share', 'nowhere',"
                            " now() + interval '1 day' FROM vote.round RETURNING id")
        # as if another worker had just taken it, until it is gone
        holds = threading.Thread(target=database.psql, args=(
            f"DO $$ BEGIN PERFORM pg_advisory_lock((1::bigint << 62) + {job}); WHILE EXISTS (SELECT FROM work.job"
            f" WHERE id = {job}) LOOP PERFORM pg_sleep(0.05); END LOOP; END $$",))
        holds.start()
        wait_for(lambda: database.psql("SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted"
                                       f" AND objid = {job} AND database = (SELECT oid FROM pg_database"
                                       " WHERE datname = current_database())") == "1", "the lock")
        database.psql(f"UPDATE work.job SET not_before = now() WHERE id = {job}")
        round.seal()
        round.wait("counted")
        wait_for(lambda: database.psql("SELECT 1 FROM work.job WHERE kind = 'count' AND state = 'waiting' AND detail"
                                       " IS NOT NULL") == "1", "the explanation to wait")
        round.act("certified", "clerk-1", "clerk-2")
        wait_for(lambda: database.psql("SELECT 1 FROM work.job WHERE kind = 'bundle' AND state = 'done'") == "1", "the bundle")
        explained = "SELECT count(*) FROM work.export WHERE name = 'explanation.json'"
        equal(database.psql(explained), "0", "explanations so far")
        database.psql(f"DELETE FROM work.job WHERE id = {job}")
        holds.join()
        wait_for(lambda: database.psql(explained) == "1", "the explanation")


@folkmoot.test
def a_worker_waits_quietly_while_another_works():
    with offices_with_failpoints(jobs=2) as (office, folder):
        round = office.round().prepare()
        round.cast(0, CHOICES)
        round.close()
        (folder / "job-before-submit").write_text("pause")
        round.seal()
        wait_for((folder / "job-before-submit.reached").exists, "the mix")
        database = office.server.database
        queries = "SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()"

        def quiet():  # the database counts what came before with a delay
            began, before = time.monotonic(), int(database.psql(queries))
            wait_for(lambda: time.monotonic() > began + 3, "three seconds")
            return int(database.psql(queries)) - before < 90
        wait_for(quiet, "fewer than 30 transactions a second while one job runs")
        (folder / "job-before-submit").unlink()
        round.wait("counted")


folkmoot.main()
