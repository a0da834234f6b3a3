#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What staff have done, for everybody to read and choose from: as data, as pages without script, as a feed."""
import contextlib
import datetime
import json
import pathlib
import re
import sys
import time
import xml.etree.ElementTree

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
import folkmoot  # noqa: E402
from folkmoot import equal, wait_for  # noqa: E402
from office import ASSEMBLY, Office, minute  # noqa: E402

ACTS = "/api/v1/record/acts"
ATOM = "{http://www.w3.org/2005/Atom}"
BROWSER = {"Accept": "text/html"}
LANGUAGES = ("en", "es", "fr", "ar")


@contextlib.contextmanager
def voted():
    """An office with one round in which codes were withdrawn, voting was extended and two incidents were noted."""
    with folkmoot.city() as server:
        round = Office(server).round()
        round.prepare()
        round.cast(0, {"projects": {"chosen": ["p1"]}})
        round.act("void", "clerk-1", serial=round.codes[1]["serial"], reason="lost")
        round.act("extension", "clerk-1", "clerk-2", close=minute() + 900, reason="outage")
        for incident in "outage", "delivery":
            round.act("note", "clerk-2", incident=incident)
        yield round


def chosen(server, query=""):
    answer = server.client().get(ACTS + query)
    equal(answer.status, 200, query)
    return answer.json()


def types(server, query):
    return [act["type"] for act in chosen(server, query)["acts"]]


@folkmoot.test
def every_entry_that_is_no_ballot_is_told():
    with voted() as round:
        server = round.server
        acts = chosen(server)["acts"]
        rows = server.database.psql("SELECT index, type FROM record.entry WHERE type <> 'ballot' ORDER BY index DESC").split()
        equal([f"{act['index']}|{act['type']}" for act in acts], rows, "the acts")
        by_type = {act["type"]: act for act in acts}
        equal(by_type["extension"]["by"], ["clerk"], "who extended")
        equal(by_type["extension"]["signatures"], 2, "signatures")
        equal(by_type["extension"]["entry"]["reason"], "outage", "why")
        equal(by_type["extension"]["title"], {"en": "Budget"}, "the round's title")
        equal(by_type["opening"]["by"], ["facilitator", "clerk"], "who opened")
        equal(by_type["staff"]["by"], ["administrator"], "who gave roles")
        assert "round" not in by_type["staff"], by_type["staff"]
        entry = server.client().get(f"/api/v1/record/entries/{by_type['extension']['index']}")
        stored = server.database.psql(f"SELECT convert_from(bytes, 'UTF8') FROM record.entry WHERE type = 'extension'")
        equal(entry.text, stored, "the entry, byte for byte")
        for index in ("9999", "x", "-1", str(2**63 - 1), str(2**63)):
            equal(server.client().get(f"/api/v1/record/entries/{index}").status, 404, f"entry {index}")


@folkmoot.test
def an_assembly_is_not_added_in_silence():
    with folkmoot.city() as server:
        client = Office(server).administrator.client
        equal(types(server, "?kind=people")[-1], "staff", "the oldest act")
        oldest = chosen(server, "?kind=people")["acts"][-1]
        equal((oldest["entry"]["act"], oldest["entry"]["assembly"], oldest["assembly_name"]),
              ("add-assembly", ASSEMBLY, "Old Town"), "the assembly")
        for bad in ("No Name", "x" * 33, "A", "ü"):
            equal(client.post("/api/v1/assemblies", {"id": bad, "name": "Bad"}).status, 400, bad)
        equal(client.post("/api/v1/assemblies", {"id": ASSEMBLY, "name": "Again"}).status, 409, "twice")
        equal(client.post("/api/v1/assemblies", {"id": "south", "name": "S", "parent": "none"}).status, 409, "no parent")
        added = server.database.psql("SELECT count(*) FROM record.entry WHERE convert_from(bytes, 'UTF8') LIKE '%add-assembly%'")
        equal(added, "1", "entries about assemblies")


@folkmoot.test
def acts_are_chosen_by_kind_role_round_and_day():
    with voted() as round:
        server = round.server
        other = round.office.round()
        equal(types(server, "?kind=voting"), ["note", "note", "extension"], "during the vote")
        equal(types(server, "?kind=note"), ["note", "note"], "one type")
        equal(types(server, "?kind=codes&role=registrar"), ["credential-list"], "the registrar's")
        equal(types(server, "?role=administrator&kind=codes"), [], "none of both")
        assert set(types(server, f"?round={other.id}")) == {"draft"}, types(server, f"?round={other.id}")
        assert {act["round"] for act in chosen(server, f"?round={round.id}")["acts"]} == {round.id}
        equal(types(server, "?kind=&role=&from=&to="), types(server, ""), "a form sent as it stands")
        today = datetime.datetime.fromtimestamp(chosen(server)["acts"][0]["minute"] * 60, datetime.timezone.utc).date()
        days = [str(today + datetime.timedelta(days=days)) for days in (-2, -1, 1, 2)]
        everything = len(types(server, ""))
        equal(len(types(server, f"?from={days[1]}&to={days[2]}")), everything, "around today")
        equal(len(types(server, f"?from={days[1]}&to={days[2]}&round={round.id}")), len(types(server, f"?round={round.id}")), "in a round")
        equal(types(server, f"?from={days[2]}"), [], "from tomorrow on")
        equal(types(server, f"?to={days[1]}"), [], "until yesterday")
        # Voting that ends on time is the server's act, before that the clerks'.
        equal(types(server, "?kind=voting-closed"), [], "voting goes on")
        round.close()
        equal(types(server, "?kind=voting-closed&role=clerk"), ["voting-closed"], "the clerks' end of voting")
        equal(types(server, "?kind=voting-closed&role=server"), [], "not the server's")
        for query in ("?kind=fun", "?kind=ballot", "?role=observer", "?role=", "?round=x", "?from=2026-02-29", "?to=2026-13-01",
                      "?from=1.1.2026", "?from=2026-1-1", "?before=x", "?before=-1", f"?before={2**63}"):
            equal(server.client().get(ACTS + query).status, 200 if query == "?role=" else 400, query)
            page = server.client().get("/en/acts" + query, headers=BROWSER)
            equal((page.status, "acts-mistake" in page.text), (200, query != "?role="), f"the page {query}")


@folkmoot.test
def a_hundred_thousand_acts_are_paged_through():
    with folkmoot.city() as server:
        acts, per_page = 100_000, 50
        server.database.psql(f"""
            INSERT INTO record.entry (index, type, minute, leaf_hash, bytes) SELECT i, CASE WHEN i % 2 = 0 THEN 'ballot'
            WHEN i % 20001 = 0 THEN 'purge' ELSE 'staff' END, i / 100, sha256(''), convert_to('{{"act":"invitation","minute":' ||
            i / 100 || ',"role":"administrator","type":"staff"}}', 'UTF8') FROM generate_series(0, {2 * acts - 1}) i;
            INSERT INTO record.term DEFAULT VALUES;
            INSERT INTO record.tree (size, root, term) SELECT {2 * acts}, sha256(''), max(term) FROM record.term;
            INSERT INTO record.checkpoint (size, note) VALUES ({2 * acts}, '');
            ANALYZE record.entry;""")
        client = server.client()
        seen, before = [], ""
        for _ in range(5):
            page = client.get(f"{ACTS}?kind=people{before}").json()
            seen += [act["index"] for act in page["acts"]]
            before = f"&before={page['next']}"
        rows = server.database.psql(f"SELECT index FROM record.entry WHERE type = 'staff' ORDER BY index DESC LIMIT {5 * per_page}")
        equal(seen, [int(row) for row in rows.split()], "five pages")
        oldest = chosen(server, f"?before={2 * per_page}")
        equal((len(oldest["acts"]), "next" in oldest), (per_page, False), "the last page")
        plan = server.database.psql("""SET enable_seqscan = off; EXPLAIN (FORMAT JSON) SELECT f.index FROM record.entry f
            WHERE f.type = 'staff' AND f.type <> 'ballot' AND f.minute < 500 ORDER BY f.minute DESC, f.index DESC LIMIT 51""")
        assert "entry_acts_by_type" in plan and "Sort" not in plan, plan
        def seconds(query):
            start = time.monotonic()
            equal(client.get(ACTS + query).status, 200, query)
            return time.monotonic() - start
        for query in ("", "?role=server", "?kind=people&before=150001", "?from=1970-01-02&to=1970-01-02", "?kind=erasing"):
            took = min(seconds(query) for _ in range(5))
            folkmoot.comment(f"{query or 'all'}: {1000 * took:.1f} ms")
            assert took < 0.2, (query, took)


@folkmoot.test
def pages_say_it_in_words_and_follow_their_data():
    with voted() as round:
        server = round.server
        client = server.client()
        for language in LANGUAGES:
            for path in f"/{language}/acts", f"/{language}/rounds/{round.id}/acts":
                page = client.get(path, headers=BROWSER)
                equal(page.status, 200, path)
                main = re.search(r"<main.*</main>", page.text, re.S)[0]
                assert not re.search(r">\s*(did|act|acts|reason)-[a-z-]+", main), re.search(r">\s*(did|act|acts|reason)-[a-z-]+", main)
                assert 'id="app"' not in main, "there is nothing left to draw"
                assert main.count('<li class="act ') == len(types(server, f"?round={round.id}" if "rounds" in path else "")), path
                assert round.codes[1]["serial"] in main, "the serial that was withdrawn"
        page = client.get(f"/en/rounds/{round.id}/acts", headers=BROWSER)
        tag = page.headers["ETag"]
        equal(client.get(f"/en/rounds/{round.id}/acts", headers={**BROWSER, "If-None-Match": tag}).status, 304, "unchanged")
        round.act("note", "clerk-1", incident="access")
        wait_for(lambda: client.get(f"/en/rounds/{round.id}/acts", headers={**BROWSER, "If-None-Match": tag}).status == 200, "the new act")
        equal(client.get(f"/en/rounds/{'A' * 22}/acts", headers=BROWSER).status, 404, "no such round")
        equal(client.get("/en/rounds/x/acts", headers=BROWSER).status, 404, "no round at all")
        hostile = client.get("/en/acts?kind=%3Cscript%3E&from=%22%3E%3Cscript%3E", headers=BROWSER)
        assert "<script>" not in re.search(r"<main.*</main>", hostile.text, re.S)[0], hostile.text


@folkmoot.test
def the_feed_is_atom():
    with voted() as round:
        server = round.server
        for query in ("", "?language=ar", f"?round={round.id}&language=fr", "?kind=voting"):
            answer = server.client().get(f"{ACTS}.atom{query}")
            equal((answer.status, answer.headers["Content-Type"]), (200, "application/atom+xml; charset=utf-8"), query)
            feed = xml.etree.ElementTree.fromstring(answer.body)
            entries = feed.findall(f"{ATOM}entry")
            equal(len(entries), len(types(server, query.replace("language", "x"))), f"entries of {query}")
            for entry in entries:
                assert entry.findtext(f"{ATOM}title") and entry.findtext(f"{ATOM}author/{ATOM}name"), answer.text
                assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:00Z", entry.findtext(f"{ATOM}updated")), answer.text
            links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
            equal(server.client().get(links[None].removeprefix(server.url), headers=BROWSER).status, 200, "the page")
            equal(server.client().get(links["self"].removeprefix(server.url)).status, 200, "the feed itself")
        equal(server.client().get(f"{ACTS}.atom?kind=x").status, 400, "no such kind")


@folkmoot.test
def nothing_is_told_before_it_is_signed():
    with folkmoot.city() as server:
        office = Office(server)
        before = len(types(server, ""))
        size = int(server.database.psql("SELECT max(size) FROM record.checkpoint"))
        server.database.psql(f"""INSERT INTO record.entry (index, type, minute, leaf_hash, bytes)
            SELECT {size}, type, minute, leaf_hash, bytes FROM record.entry WHERE index = 0""")
        equal(len(types(server, "")), before, "acts")
        equal(server.client().get(f"/api/v1/record/entries/{size}").status, 404, "the entry")
        del office


folkmoot.main()
