#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The page of an assembly and its answer of the API: where it stands, what is going on there and below it, and what it
has decided. Of what was chosen nothing is told before the result is published."""
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
import folkmoot  # noqa: E402
from election import Election  # noqa: E402
from folkmoot import equal, wait_for  # noqa: E402
from office import ASSEMBLY, Office, content, contest, minute, titled  # noqa: E402
from openapi import OpenApi  # noqa: E402
from reading import BROWSER, Outline, page, put_export, put_text, set_state  # noqa: E402

HOSTILE = "<b>Old \"Town\"</b> &amp; { $x }"
TREE = {"city": ("Elm", None), "north": (HOSTILE, "city"), "nook": ("Nook", "north"), "south": ("South", None)}
PICTURES = {"p0": f"{'0' * 64}.svg", "p4": f"{'4' * 64}.svg"}


def plant(server, tree):
    for identity, (name, parent) in tree.items():
        server.database.psql("INSERT INTO staff.assembly (id, name, parent) VALUES (:'id', :'name', nullif(:'parent', ''))",
                             id=identity, name=name, parent=parent or "")


def move(election, assembly):
    election.database.psql(f"UPDATE vote.round SET assembly = '{assembly}' WHERE no = {election.number()}")


def put_draft(election, *contests, currency="EUR", opens=1):
    """What the list of rounds takes from the draft that was frozen."""
    draft = {"kind": "real", "currency": currency, "minor_digits": 2, "contests": contests, "schedule": {"zone": "UTC", "open": opens}}
    election.database.psql("INSERT INTO vote.round_draft (round_no, content) VALUES (:'number', :'content')",
                           number=election.number(), content=json.dumps(draft))


def projects(count, envelope):
    return {"form": {"kind": "approval"}, "envelope": envelope, "options": [{"id": f"p{i}"} for i in range(count)]}


def questions(count):
    return {"form": {"kind": "questions"}, "envelope": 0, "options": [{"id": f"q{i}"} for i in range(count)]}


def put_result(election, selected, cost, rule="greedy", identity="all"):
    put_export(election, "result.json", json.dumps({"version": 1, "contests": [
        {"id": "empty", "status": "empty"},
        {"id": identity, "status": "counted", "count": {"rule": {"name": rule}, "selected": selected, "total_cost": cost}}]}).encode())


def city(server):
    """Rounds of several assemblies, in several states: title -> election."""
    plant(server, TREE)
    elections = {}
    for title, assembly, state in (("Parks", "city", "open"), ("Streets", "north", "open"), ("Trees", "nook", "published"),
                                   ("Ferries", "south", "open"), ("Schools", "north", "sealed")):
        election = elections[title] = Election(server, options=5, seed=title).open()
        put_text(election, "round", "en", title=title)
        move(election, assembly)
        set_state(election, state)
    put_draft(elections["Parks"], projects(3, 30000), projects(2, 12050), questions(2))
    put_draft(elections["Streets"], questions(1), opens=minute() + 1000)
    put_draft(elections["Trees"], projects(5, 100000))
    put_result(elections["Trees"], ["p4", "p0", "p2", "p1"], 95000)
    put_text(elections["Trees"], "option/all/p4", "en", title="Oaks", picture=PICTURES["p4"])
    put_text(elections["Trees"], "option/all/p4", "es", title="Robles", picture=PICTURES["p4"])
    put_text(elections["Trees"], "option/all/p0", "en", title=HOSTILE, picture=PICTURES["p0"])
    return elections


def fresh(server, path, sign):
    """The page, once it says so: answers are kept for a moment."""
    return wait_for(lambda: sign in page(server, path).words() and page(server, path), f"{sign} on {path}")


def order_of(words, *parts):
    place = 0
    for part in parts:
        found = words.find(part, place)
        assert found >= 0, f"{part!r} is not behind what comes before it in {words!r}"
        place = found + len(part)


@folkmoot.test
def an_assembly_shows_its_rounds_and_those_below_it():
    with folkmoot.city(jobs=0, loops=1, city_name="Elm") as server:
        elections = city(server)
        where = {title: f"/en/rounds/{election.path.rsplit('/', 1)[1]}" for title, election in elections.items()}
        outline = fresh(server, "/en/assemblies/city", "Oaks")
        words = outline.words()
        order_of(words, "Elm", "Here Elm decides", "Open now", "Parks", "5 projects for €420.50 · 2 questions", "Soon", "Streets",
                 "1 question", "How it works", "Within Elm", "1 opens soon", "1 being counted", "1 decided", "Being counted",
                 "Schools", "Decided", "vote decided", "given to projects", "€950", "projects funded", "Trees",
                 "4 projects are funded, with €950:", "Oaks", "and 1 more")
        assert "Ferries" not in words, words
        equal(len(outline.all("h1")), 1, "h1")
        links = [one["href"] for one in outline.all("a")]
        for link in (f"{where['Parks']}/vote", where["Parks"], "/en/assemblies/north", "/en/assemblies/nook",
                     f"{where['Trees']}/result#all-p4"):
            assert link in links, (link, links)
        equal(links.count("/en/assemblies/city"), 0, "links to itself")
        equal([one["src"] for one in outline.all("img")], [f"/pictures/{PICTURES['p4']}", f"/pictures/{PICTURES['p0']}"],
              "pictures of what won")
        assert not outline.all("b"), "the name of an assembly is a text"

        nook = page(server, "/en/assemblies/nook")
        order_of(nook.words(), "Elm", HOSTILE.replace("  ", " "), "Nook", "Decided", "Trees")
        trail = [one["href"] for one in nook.all("a") if "/assemblies/" in one["href"]]
        equal(trail, ["/en/assemblies/city", "/en/assemblies/north"], "the way up")
        assert "Parks" not in nook.words() and "Within" not in nook.words(), nook.words()

        spanish = page(server, "/es/assemblies/city")
        order_of(spanish.words(), "Aquí Elm decide en común", "Abiertas ahora", "Parks", "Dentro de Elm", "Robles")
        assert {"class": "untranslated", "lang": "en", "dir": "auto"} in spanish.all("span"), "what is not translated is marked"
        assert "مشاريع" in page(server, "/ar/assemblies/nook").words()


@folkmoot.test
def the_api_tells_what_the_page_tells():
    with folkmoot.city(jobs=0, loops=1) as server:
        city(server)
        path = "/api/v1/assemblies/north"
        client = server.client()
        answer = wait_for(lambda: (one := client.get(path)).json()["rounds"][0].get("title") and one, "the titles")
        OpenApi().check("GET", path, answer)
        told = answer.json()
        equal((told["name"], [one["id"] for one in told["above"]], [one["id"] for one in told["below"]]),
              (HOSTILE, ["city"], ["nook"]), "where it stands")
        equal([one["title"]["en"] for one in told["rounds"]], ["Schools", "Trees", "Streets"], "rounds, the newest first")
        trees = told["rounds"][1]
        equal((trees["envelope"], trees["projects"], trees["currency"]), (100000, 5, "EUR"), "what it was about")
        equal({name: trees["outcome"][name] for name in ("funded", "cost", "passed", "listed", "voters")},
              {"funded": 4, "cost": 95000, "passed": 0, "listed": 0, "voters": 0}, "what came of it")
        equal([(one["option"], one.get("title")) for one in trees["outcome"]["winners"]],
              [("p4", {"en": "Oaks", "es": "Robles"}), ("p0", {"en": HOSTILE}), ("p2", None)], "the first that won")
        equal(client.get(path, headers={"If-None-Match": answer.headers["ETag"]}).status, 304, "unchanged")
        equal(client.get("/api/v1/assemblies/none").problem, "not-found", "an unknown one")
        equal([one["title"]["en"] for one in client.get("/api/v1/rounds?assembly=north").json()["rounds"]],
              ["Schools", "Streets"], "the list is of one assembly alone")


@folkmoot.test
def winners_are_named_once_the_result_is_published_and_not_before():
    with folkmoot.city(jobs=0, loops=1) as server:
        plant(server, {"old-town": ("Old Town", None)})
        election = Election(server, options=5).open()
        move(election, "old-town")
        put_draft(election, projects(5, 100000))
        put_text(election, "round", "en", title="Budget")
        put_text(election, "option/all/p4", "en", title="Oaks", picture=PICTURES["p4"])
        put_text(election, "option/all/p0", "en", title="Elms", picture=PICTURES["p0"])
        fresh(server, "/en/assemblies/old-town", "Budget")
        put_result(election, ["p4"], 12345)
        client = server.client()
        places = ("/en/", "/en/assemblies/old-town", "/api/v1/rounds", "/api/v1/assemblies/old-town")
        for state in ("open", "closed", "sealed", "mixing", "counted", "certified", "annulled"):
            set_state(election, state)
            for where in places:
                told = wait_for(lambda w=where, s=state: answer if marked(answer := client.get(w), s) else None, f"{where} when {state}")
                for sign in ("Oaks", "outcome", "123.45", "12345"):
                    assert sign not in told.text, f"{sign} at {where} when {state}"
        set_state(election, "published")
        for where in places:
            wait_for(lambda w=where: "Oaks" in client.get(w).text, f"the winner at {where}")


STATES = {"open": "pill-open", "closed": "Voting has ended", "sealed": "Sealed", "mixing": "Ballots are being mixed",
          "counted": "Counted", "certified": "Certified", "annulled": "Annulled"}


def marked(answer, state):
    """Whether the answer is of this state: a list in JSON names it, a page shows it."""
    return f'"state":"{state}"' in answer.text.replace(" ", "") or STATES[state] in answer.text


@folkmoot.test
def figures_add_up_what_was_published():
    with folkmoot.city(jobs=0, loops=1) as server:
        plant(server, {"old-town": ("Old Town", None), "mill": ("Mill", "old-town")})
        for number, (assembly, draft, result) in enumerate((
                ("old-town", projects(3, 100000), (["p0", "p1"], 60050)),
                ("mill", projects(3, 100000), (["p2"], 10000)),
                ("mill", questions(3), (["p1"], 0, "motion")),
                ("old-town", projects(3, 100000), ([], 0)))):
            election = Election(server, options=3, seed=f"figures-{number}").open()
            move(election, assembly)
            put_draft(election, draft, currency="EUR" if number else "PLN")
            put_result(election, *result)
            server.database.psql(f"UPDATE vote.round SET listed = 50 WHERE no = {election.number()}")
            server.database.psql(f"""INSERT INTO vote.turnout (round_no, batch, hour, ballots, voters)
                VALUES ({election.number()}, 'letters', 1, 20, {10 + number})""", role=folkmoot.SERVER)
            set_state(election, "published")
        words = fresh(server, "/en/assemblies/old-town", "votes decided 4").words()
        for part in ("votes decided 4", "given to projects €100 · PLN 600.50", "projects funded 3", "question passed 1",
                     "took part: 46 of 200 23 %", "1 question passed:", "2 projects are funded, with PLN 600.50:",
                     "No project was funded."):
            assert part in words, (part, words)
        words = page(server, "/en/assemblies/mill").words()
        for part in ("votes decided 2", "given to projects €100", "project funded 1", "took part: 23 of 100 23 %"):
            assert part in words, (part, words)


@folkmoot.test
def an_assembly_without_rounds_says_so_and_one_that_is_not_there_is_not_found():
    with folkmoot.city(jobs=0, loops=1, city_name="Elm") as server:
        plant(server, {"old-town": (HOSTILE, None)})
        outline = page(server, "/en/assemblies/old-town")
        assert "Nothing has been put to the vote in <b>Old" in outline.words(), outline.words()
        assert "/en/" in [one["href"] for one in outline.all("a")], "a way on"
        path = "/en/assemblies/old-town"
        for property, value in (("og:title", HOSTILE), ("og:url", server.url + path), ("og:site_name", "Elm"),
                                ("og:description", f"What {HOSTILE} can vote on now, and what it has decided so far.")):
            assert {"property": property, "content": value} in outline.all("meta"), (property, outline.all("meta"))
        links = {one["hreflang"]: (one["rel"], one["href"]) for one in outline.all("link") if "hreflang" in one}
        equal(links["en"], ("canonical", server.url + path), "this one")
        equal(links["ar"], ("alternate", server.url + path.replace("/en/", "/ar/")), "the same in Arabic")
        assert not [one for one in outline.all("div") if one.get("id") == "app"], "nothing is left to draw"
        for language in ("en", "es", "fr", "ar"):
            unknown = page(server, f"/{language}/assemblies/nowhere", status=404)
            equal(unknown.all("html")[0]["lang"], language, "language")
        equal(server.client().get("/en/assemblies/UPPER", headers=BROWSER).status, 404, "a name that none can have")


@folkmoot.test
def pages_lead_to_the_assembly_and_home_names_them_when_there_are_several():
    with folkmoot.city(jobs=0, loops=1) as server:
        election = Election(server).open()
        put_text(election, "round", "en", title="Budget")
        home = fresh(server, "/en/", "Budget")
        equal([one["href"] for one in home.all("a") if "/assemblies/" in one["href"]], [], "one assembly is the city")
        path = election.path.replace("/api/v1", "/en")
        links = [one["href"] for one in page(server, path).all("a")]
        assert "/en/assemblies/test" in links and "Test" in page(server, path).words(), links
        plant(server, {"hill": ("Hill", "test"), "south": ("South", None)})
        home = fresh(server, "/en/", "Hill")
        order_of(home.words(), "Budget", "Where decisions are made", "Test", "1 open now", "Hill", "South",
                 "Nothing has been put to the vote yet.")
        equal([one["href"] for one in home.all("a") if "/assemblies/" in one["href"]],
              [f"/en/assemblies/{name}" for name in ("test", "test", "hill", "south")], "of the round, and of each")


@folkmoot.test
def a_real_count_names_its_winners():
    options = [{"id": one, "cost": cost, "texts": titled(one.title())} for one, cost in (("oaks", 100), ("elms", 100), ("ferry", 900))]
    votes = contest("projects", options=options, envelope=150)
    motions = contest("questions", options=[{**one, "cost": 0} for one in options], envelope=0, form={"kind": "questions"},
                      rule={"name": "motion", "base": "cast", "quorum": "0/1", "majority": "1/2"})
    with folkmoot.city() as server:
        round = Office(server).round(content([votes, motions])).prepare()
        for voter in range(2):
            round.cast(voter, {"projects": {"chosen": ["oaks"]}, "questions": {"answers": {"ferry": "yes", "elms": "no", "oaks": "no"}}})
        round.close()
        round.seal()
        round.wait("counted")
        round.certify()
        where = f"/en/assemblies/{ASSEMBLY}"
        words = fresh(server, where, "Certified and published").words()
        for part in ("1 project is funded, with €1:", "1 question passed:", "Oaks", "Ferry", "vote decided 1",
                     "took part: 2 of 5 40 %"):
            assert part in words, (part, words)
        assert "Elms" not in words, words
        assert Outline(server.client().get("/en/", headers=BROWSER).text).words().count("Oaks") == 1, "at home"


@folkmoot.test
def acts_are_chosen_by_assembly_and_followed():
    with folkmoot.city() as server:
        office = Office(server)
        round = office.round().prepare()
        office.must(office.administrator.client.post("/api/v1/assemblies", {"id": "hill", "name": HOSTILE}), 201)
        client = server.client()
        acts = wait_for(lambda: len(found := told(client, "?assembly=hill")) == 1 and found, "the act about the new one")
        equal([(one["type"], one["entry"]["act"]) for one in acts], [("staff", "add-assembly")], "of one without rounds")
        entries = server.database.psql(f"""SELECT e.index FROM record.entry e WHERE e.type <> 'ballot' AND (e.round_id IS NOT NULL
            OR position('"assembly":"{ASSEMBLY}"' IN convert_from(e.bytes, 'UTF8')) > 0) ORDER BY e.index DESC""").split()
        equal([str(one["index"]) for one in told(client, f"?assembly={ASSEMBLY}")], entries, "of one with a round")
        equal(told(client, f"?assembly=hill&round={round.id}"), [], "a round of another")
        equal(told(client, f"?assembly={ASSEMBLY}&round={round.id}"), told(client, f"?round={round.id}"), "its own round")
        equal(client.get("/api/v1/record/acts?assembly=Hill!").status, 400, "a name that none can have")

        links = [one["href"] for one in page(server, "/en/assemblies/hill").all("a")]
        assert {"/en/acts?assembly=hill", "/api/v1/record/acts.atom?language=en&assembly=hill"} <= set(links), links
        outline = page(server, "/en/acts?assembly=hill")
        assert {"value": "hill", "selected": None} in outline.all("option"), outline.all("option")
        equal(len([one for one in outline.all("li") if one.get("class", "").startswith("act ")]), 1, "acts on the page")
        feed = client.get("/api/v1/record/acts.atom?language=en&assembly=hill").text
        equal(feed.count("<entry>"), 1, "acts in the feed")
        assert f'href="{server.url}/en/acts?assembly=hill"' in feed, feed


def told(client, query):
    answer = client.get(f"/api/v1/record/acts{query}")
    equal(answer.status, 200, query)
    return answer.json()["acts"]


folkmoot.main()
