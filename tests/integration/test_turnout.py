#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Turnout by hour, channel, site and district: exact for those who run a round, rounded for those who look on; and how far
visits of the vote page come, as sums of days."""
import contextlib
import pathlib
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
import folkmoot  # noqa: E402
from folkmoot import equal, wait_for  # noqa: E402
from office import ASSEMBLY, PASSWORD, Office, Person, content, contest  # noqa: E402

CHOICES = {"projects": {"chosen": ["p1"]}}
ONLOOKERS = ("reviewer", "observer", "trustee")
STEPS = ("opened", "chosen", "reviewed", "code", "cast")
BALLOTS = 100_000


@contextlib.contextmanager
def open_round(more=None, **options):
    """Two districts, three batches on two sites; with one onlooker of each role in round.people."""
    with folkmoot.city(web_folder=None, **options) as server:
        office = Office(server)
        for role in ONLOOKERS:
            office.must(office.administrator.client.post("/api/v1/people", {
                "login": role, "name": role.title(), "password": PASSWORD, "roles": [{"assembly": ASSEMBLY, "role": role}]}), 201)
            office.people[role] = Person(server, role)
        round = office.round(content([contest()], districts={"north": ["projects"], "south": ["projects"]}) | (more or {}))
        round.prepare(round.make_codes(4, "north", "a-letters"), round.make_codes(3, "south", "b-cards", "card"),
                      round.make_codes(2, "south", "c-desk", "walk-in"))
        server.database.psql("UPDATE vote.batch SET site = 'library' WHERE batch = 'b-cards';"
                             "UPDATE vote.batch SET site = 'town-hall' WHERE batch = 'c-desk'")
        yield round


def turnout(round, who="clerk-1"):
    answer = round.people[who].client.get(f"{round.path}/turnout")
    equal(answer.status, 200, f"{who}: {answer}")
    return answer.json()


def by_name(parts):
    return {part.get("name"): (part["listed"], part["voters"], part["ballots"]) for part in parts}


@folkmoot.test
def ballots_and_voters_are_counted_apart():
    with open_round() as round:
        database = round.server.database
        for voter in (0, 1, 4, 7, 8):
            round.cast(voter, CHOICES)
        database.psql("UPDATE record.tree SET committed_at = committed_at - interval '1 minute'")  # nobody waits for ten seconds
        round.cast(0, {"projects": {"chosen": ["p2"]}})
        shown = turnout(round)
        equal(by_name([shown["total"]]), {None: (9, 5, 6)}, "the total")
        equal(by_name(shown["districts"]), {"north": (4, 2, 3), "south": (5, 3, 3)}, "districts")
        equal(by_name(shown["channels"]), {"letter": (4, 2, 3), "card": (3, 1, 1), "walk-in": (2, 2, 2)}, "channels")
        equal(by_name(shown["sites"]), {None: (4, 2, 3), "library": (3, 1, 1), "town-hall": (2, 2, 2)}, "sites")
        equal((sum(hour["voters"] for hour in shown["hours"]), sum(hour["ballots"] for hour in shown["hours"])), (5, 6), "hours")
        assert all(hour["begins"] % 60 == 0 and abs(hour["begins"] * 60 - time.time()) < 7200 for hour in shown["hours"]), shown
        equal(round.server.client().get(round.path).json()["turnout"], {"ballots": 6, "voters": 5}, "what everybody sees")
        round.act("void", "clerk-1", "clerk-2", serial=round.codes[0]["serial"], reason="paper-vote")
        equal(turnout(round)["withdrawn"], 1, "withdrawn afterwards")
        counted = database.psql("SELECT count(*), count(*) FILTER (WHERE seq = 0) FROM vote.ballot")
        equal(database.psql("SELECT sum(ballots), sum(voters) FROM vote.turnout"), counted, "counters and ballots")
        for word in ("p1", "p2", "chosen\":[", "projects"):
            assert word not in str(shown), word
        first = round.people["clerk-1"].client.get(f"{round.path}/turnout")
        tag = {"If-None-Match": first.headers["ETag"]}
        equal(round.people["clerk-1"].client.get(f"{round.path}/turnout", headers=tag).status, 304, "unchanged")


@folkmoot.test
def a_ballot_that_is_refused_counts_nowhere():
    with open_round() as round:
        round.cast(0, CHOICES)
        round.act("void", "clerk-1", serial=round.codes[1]["serial"], reason="lost")
        round.cast(1, CHOICES, status=1)
        equal(by_name([turnout(round)["total"]]), {None: (9, 1, 1)}, "the total")


@folkmoot.test
def who_looks_on_learns_no_single_vote():
    with open_round() as round:
        database = round.server.database
        for voter in range(6):
            round.cast(voter, CHOICES)
        # Half of the voters voted an hour ago; this hour is not told yet.
        database.psql("""UPDATE vote.turnout SET hour = hour - 1 WHERE batch = 'a-letters';
                         UPDATE vote.batch SET listed = 500""")
        def numbers(value):
            return [number for part in [value["total"], *value["districts"], *value["channels"], *value["sites"], *value["hours"]]
                    for name, number in part.items() if name in ("voters", "ballots")]
        for who in ONLOOKERS:
            shown = turnout(round, who)
            equal((shown["exact"], shown["rounded_to"], shown["until"]), (False, 10, int(time.time()) // 3600 * 60), who)
            assert all(number % 10 == 0 for number in numbers(shown)), shown
            equal([hour["begins"] for hour in shown["hours"]], [shown["until"] - 60], "hours that are over")
            equal(by_name(shown["districts"])["south"], (1000, 0, 0), "this hour's votes")
            equal(turnout(round, who), shown, "asked again")
            equal(shown["visits"], [], "visits of today")
        # Where a number moves is another place for each: no two move together, and none tells where it is.
        seen = set()
        for count in range(0, 41):
            database.psql(f"UPDATE vote.turnout SET voters = {count}, ballots = {count + 1} WHERE batch = 'a-letters'")
            shown = turnout(round, "observer")
            for name, number in (("total", shown["total"]["voters"]), ("north", by_name(shown["districts"])["north"][1]),
                                 ("letter", by_name(shown["channels"])["letter"][1]), ("site", by_name(shown["sites"])[None][1]),
                                 ("hour", shown["hours"][0]["voters"])):
                assert abs(number - count) < 10, (name, number, count)
                if number == 20 and name not in {one for one, _ in seen}:
                    seen.add((name, count))
        assert len({count for _, count in seen}) > 1, seen
        round.office.must(round.office.administrator.client.post(
            f"/api/v1/people/{database.psql(chr(32).join(['SELECT id FROM staff.person WHERE login =', repr('observer')]))}/roles",
            {"give": [{"assembly": ASSEMBLY, "role": "clerk"}], "take": []}))
        equal(turnout(round, "observer")["exact"], True, "an observer who is also a clerk")


@folkmoot.test
def a_hundred_thousand_ballots_cost_nothing_to_count():
    with open_round() as round:
        database = round.server.database
        database.psql(f"""
            SET session_replication_role = replica;
            INSERT INTO vote.credential (round_no, batch, key, serial)
                SELECT 1, 'a-letters', sha256(i::text::bytea), i FROM generate_series(1, {BALLOTS}) i ON CONFLICT DO NOTHING;
            INSERT INTO vote.ballot (round_no, key, seq, ballot_id, entry_index)
                SELECT 1, sha256(i::text::bytea), 0, sha256((i || 'b')::bytea), 1000 + i FROM generate_series(1, {BALLOTS}) i;
            INSERT INTO vote.turnout (round_no, batch, hour, ballots, voters)
                SELECT 1, 'a-letters', 400000 + i, {BALLOTS // 400}, {BALLOTS // 400} FROM generate_series(1, 400) i;
            ANALYZE;""", role=folkmoot.SUPERUSER)
        client = round.people["clerk-1"].client
        def seconds(call):
            start = time.monotonic()
            call()
            return time.monotonic() - start
        took = min(seconds(lambda: client.get(f"{round.path}/turnout")) for _ in range(9))
        scan = min(seconds(lambda: database.psql("SELECT count(*), count(*) FILTER (WHERE seq = 0) FROM vote.ballot"))
                   for _ in range(5)) - min(seconds(lambda: database.psql("SELECT 1")) for _ in range(5))
        equal(turnout(round)["total"]["voters"], BALLOTS, "voters")
        folkmoot.comment(f"with {BALLOTS} ballots turnout takes {1000 * took:.1f} ms; counting the ballots would add {1000 * scan:.1f} ms")
        assert took < 0.1, took


# --- Visits ---------------------------------------------------------------------------------------------------

def tell(server, round, step, **headers):
    return server.client().request("POST", f"{round.path}/steps/{step}", headers={"Sec-Fetch-Site": "same-origin", **headers})


def counted(round):
    rows = round.server.database.psql("SELECT step, sum(count) FROM vote.step GROUP BY step").split()
    return dict(row.split("|") for row in rows)


@folkmoot.test
def visits_are_sums_of_days_and_nothing_else():
    with open_round() as round:
        server = round.server
        for times, step in enumerate(reversed(STEPS), 1):
            for _ in range(times):
                answer = tell(server, round, step)
                equal((answer.status, answer.body, answer.headers.get("Set-Cookie")), (204, b"", None), step)
        expected = {step: str(5 - i) for i, step in enumerate(STEPS)}
        wait_for(lambda: counted(round) == expected, "the sums are in the database", 40)
        equal(server.database.psql("SELECT DISTINCT day = (now() AT TIME ZONE 'UTC')::date FROM vote.step"), "t", "the day")
        columns = server.database.psql("SELECT string_agg(attname, ' ' ORDER BY attnum) FROM pg_attribute "
                                       "WHERE attrelid = 'vote.step'::regclass AND attnum > 0")
        equal(columns, "round_no day step count", "all that is kept")
        assert "127.0.0.1" not in server.log_text().replace('address="127.0.0.1"', ""), "an address in the log"
        visits = turnout(round)["visits"]
        equal([{name: day[name] for name in STEPS} for day in visits], [{step: int(n) for step, n in expected.items()}], "visits")
        server.database.psql("UPDATE vote.step SET day = day - 1")
        for who in ONLOOKERS:
            yesterday = turnout(round, who)["visits"]
            assert len(yesterday) == 1 and all(yesterday[0][step] % 10 == 0 for step in STEPS), yesterday


@folkmoot.test
def what_was_counted_survives_a_restart():
    with open_round() as round:
        server = round.server
        for _ in range(7):
            equal(tell(server, round, "opened").status, 204, "a visit")
        equal(server.stop(), 0, "the end")
        equal(counted(round), {"opened": "7"}, "sums")
        server.start()


@folkmoot.test
def a_rehearsal_is_not_counted():
    with open_round({"kind": "rehearsal"}) as round:
        server = round.server
        for step in STEPS:
            equal(tell(server, round, step).status, 204, step)
        equal(server.stop(), 0, "the end, at which what was counted goes to the database")
        equal(counted(round), {}, "sums")
        server.start()


@folkmoot.test
def a_flood_is_held_back_and_strangers_are_not_counted():
    with open_round() as round:
        server = round.server
        equal(tell(server, round, "finished").status, 404, "no such step")
        path = round.path
        equal(server.client().request("POST", f"{path}/steps/opened", headers={"Sec-Fetch-Site": "cross-site"}).status, 403, "from elsewhere")
        equal(server.client().request("POST", f"{path}/steps/opened", body=b"x" * 100, headers={}).status, 413, "a body")
        equal(server.client().request("POST", f"/api/v1/rounds/{'A' * 22}/steps/opened", headers={}).status, 409, "no round")
        equal(server.client().request("POST", "/api/v1/rounds/x/steps/opened", headers={}).status, 404, "nothing")
        answers = [tell(server, round, "opened") for _ in range(450)]
        refused = [answer for answer in answers if answer.status == 429]
        assert 50 < len(refused) < 160 and {answer.problem for answer in refused} == {"too-many-attempts"}, len(refused)
        round.close()
        equal(tell(server, round, "cast").status, 409, "after the end")


folkmoot.main()
