#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pages for people: found by path and language, readable without script, made from the same data as the API, and
showing nothing of a round but its turnout before the result is published."""
import gzip
import hashlib
import io
import json
import pathlib
import sys
import time
import xml.etree.ElementTree
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
import folkmoot  # noqa: E402
from election import Election  # noqa: E402
from folkmoot import equal, wait_for  # noqa: E402
from office import Office, content, contest, titled  # noqa: E402
from reading import BROWSER, Outline, page, put_export, put_text, set_state  # noqa: E402

DIST = folkmoot.TOP / "web" / "dist"
HOSTILE = "<script>alert('x')</script> \"&amp;\" }{ %s"
NOBODY = "A" * 22


def manifest():
    return json.loads((DIST / "pages.json").read_text())["pages"]


@folkmoot.test
def shells_without_slots_are_sent_byte_for_byte():
    with folkmoot.city(jobs=0) as server:
        client = server.client()
        seen = set()
        for one in manifest():
            if one["slots"] or "*" in one["path"]:
                continue
            path = one["path"].replace("{round}", NOBODY)
            answer = client.get(path, headers={**BROWSER, "Accept-Language": one["language"]})
            equal(hashlib.sha256(answer.body).hexdigest(), one["sha256"], path)
            equal(client.get(path, headers={"If-None-Match": answer.headers["ETag"],
                                            "Accept-Language": one["language"]}).status, 304, path)
            seen.add(one["kind"])
        assert {"vote", "check", "sign-in"} <= seen, seen


@folkmoot.test
def the_language_is_chosen_where_the_path_names_none():
    with folkmoot.city(jobs=0) as server:
        client = server.client()
        for path in ("/", "/v"):
            for wanted, given in (("es", "es"), ("de, es;q=0.1", "es"), ("ar-EG", "ar"), ("fr-CA;q=0.8, en;q=0.2", "fr"), ("es;q=0.2, en;q=0.3", "en"), ("xx", "en")):
                answer = client.get(path, headers={"Accept-Language": wanted})
                equal(Outline(answer.text).all("html")[0]["lang"], given, f"{path} for {wanted}")
                assert "Accept-Language" in answer.headers.get_all("Vary"), answer.headers
        assert "Accept-Language" not in (client.get("/en/").headers.get_all("Vary") or [])


@folkmoot.test
def what_is_not_there_is_told_to_people_and_to_programs():
    with folkmoot.city(jobs=0) as server:
        client = server.client()
        for path, language in (("/en/nothing", "en"), ("/es/nothing/at/all", "es"), ("/nothing", "en"),
                               (f"/es/rounds/{NOBODY}", "es"), (f"/en/rounds/{NOBODY}/result", "en"),
                               ("/en/rounds/short", "en")):
            outline = page(server, path, status=404)
            equal(outline.all("html")[0]["lang"], language, path)
        for path, headers in (("/nothing", {}), ("/api/v1/nothing", BROWSER), ("/log/nothing", BROWSER),
                              ("/assets/nothing.js", BROWSER)):
            equal(client.get(path, headers=headers).problem, "not-found", path)
        equal(client.post("/en/", {}).status, 404, "posting to a page")


@folkmoot.test
def a_round_reads_without_script():
    with folkmoot.city(jobs=0, city_name="Elm <Town>") as server:
        election = Election(server, options=3).open()
        for thing, words in (("round", {"title": HOSTILE, "summary": "What to do with ten euros"}),
                             ("contest/all", {"title": "The whole town"}),
                             ("option/all/p0", {"title": "Trees", "description": HOSTILE, "place": "Elm Street",
                                                "url": "https://trees.example/?a=1&b=\"2"}),
                             ("option/all/p1", {"title": "Court", "url": "javascript:alert(1)"})):
            put_text(election, thing, "en", **words)
        put_text(election, "option/all/p0", "es", title="Árboles")
        path = election.path.replace("/api/v1", "/en")
        outline = wait_for(lambda: "Trees" in page(server, path).text and page(server, path), "the texts")
        for part in (HOSTILE, "What to do with ten euros", "Open for voting", "Voting closes", "(UTC)",
                     "3 projects for €10", "Choose as many as you like.", "Trees", "Elm Street", "€1",
                     "most votes is funded first"):
            assert " ".join(part.split()) in outline.words(), (part, outline.words())
        equal(len(outline.all("main")), 1, "main")
        equal(len(outline.all("h1")), 1, "h1")
        equal([one["href"] for one in outline.all("a") if "rel" in one], ["https://trees.example/?a=1&b=\"2"], "links")
        assert {"name": "description", "content": "What to do with ten euros"} in outline.all("meta")
        assert {"property": "og:title", "content": f"Rehearsal: {HOSTILE}"} in outline.all("meta"), outline.all("meta")
        assert {"rel": "canonical", "hreflang": "en", "href": server.url + path} in outline.all("link")
        assert not any("id" in one and one["id"] == "app" for one in outline.all("div")), "nothing is left to draw"
        for script in outline.all("script"):
            assert script["src"].startswith("/assets/"), script

        spanish = page(server, path.replace("/en/", "/es/"))
        assert "Árboles" in spanish.words() and "Abierta" in spanish.words()
        assert {"class": "untranslated", "lang": "en", "dir": "auto"} in spanish.all("span"), "what is not translated is marked"

        home = page(server, "/en/")
        assert " ".join(HOSTILE.split()) in home.words() and "Open for voting" in home.words()
        assert f"/en/rounds/{path.rsplit('/', 1)[1]}" in [one["href"] for one in home.all("a")]


HASH = hashlib.sha256(b"a picture").hexdigest()


@folkmoot.test
def a_round_says_what_one_needs_to_know():
    pictures = folkmoot.temporary_folder()
    (pictures / f"{HASH}.svg").write_bytes(b"a picture")
    with folkmoot.city(jobs=0, loops=1, pictures_folder=pictures) as server:
        election = Election(server, options=3, grace=5).open()
        path = election.path.replace("/api/v1", "/en")
        words = page(server, path).words()
        for part in ("What there is to spend 3 projects for €10", "Whoever has a code:", "one key, held by the server",
                     "The letter with your code says where.", "For example, with €100 to spend: the first project costs €60",
                     "Dates Voting opened", "(UTC). Voting closes",
                     "is still taken for 5 minutes, whoever sent it. Put opening and close into my calendar"):
            assert part in words, (part, words)
        put_text(election, "round", "en", title="Elm; Street, again and again and again and again and again and again é",
                 voters="Everybody <here>", paper="At the town hall", help="Call 555", map=f"{HASH}.svg",
                 map_bounds="5,45,5.04,45.02")
        put_text(election, "option/all/p0", "en", title="Trees", picture=f"{HASH}.svg", picture_text="Two \"trees\"",
                 position="45.01,5.01", category="Green")
        put_text(election, "option/all/p1", "en", title="Elsewhere", position="46,5.01")
        outline = wait_for(lambda: "Trees" in page(server, path).text and page(server, path), "the texts")
        words = outline.words()
        for part in ("Who may vote Everybody <here>", "Voting on paper At the town hall", "Help Call 555", "Green"):
            assert part in words, (part, words)
        image = [(one["src"], one["alt"]) for one in outline.all("img")]
        equal(image, [(f"/pictures/{HASH}.svg", ""), (f"/pictures/{HASH}.svg", 'Two "trees"')], "a foretaste, and the picture")
        equal([(one["src"], one["alt"]) for one in page(server, "/en/").all("img")], [(f"/pictures/{HASH}.svg", "")], "at home")
        equal(server.client().get("/api/v1/rounds").json()["rounds"][0]["pictures"], [f"{HASH}.svg"], "in the list")
        equal([(one["cx"], one["cy"]) for one in outline.all("circle")], [("250", "354")], "marks within the map")
        assert {"property": "og:url", "content": server.url + path} in outline.all("meta")
        preview = [one["content"] for one in outline.all("meta") if one.get("property") == "og:image"]
        equal(server.client().get(preview[0].removeprefix(server.url)).headers["Content-Type"], "image/png", "preview")
        assert path + "/vote#project-1-2" in [one["href"] for one in outline.all("a") if "href" in one]
        client = server.client()
        picture = client.get(f"/pictures/{HASH}.svg")
        equal((picture.body, picture.headers["Cache-Control"]), (b"a picture", "public, max-age=31536000, immutable"), "the picture")
        equal(client.get("/pictures/other.svg").problem, "not-found", "another")
        dates = client.get(f"{election.path}/calendar?language=en")
        equal(dates.headers["Content-Type"], "text/calendar; charset=utf-8", "calendar")
        lines = dates.text.split("\r\n")
        assert all(len(line.encode()) <= 75 for line in lines), lines
        unfolded = dates.text.replace("\r\n ", "")
        assert "SUMMARY:Voting closes: Rehearsal: Elm\\; Street\\, again" in unfolded and "again é\r\n" in unfolded, unfolded
        opening = json.loads(client.get(election.path).json()["definition_text"])["schedule"]["open"]
        assert time.strftime("DTSTART:%Y%m%dT%H%M00Z", time.gmtime(opening * 60)) in lines, lines
        assert "Se abre la votación" in client.get(f"{election.path}/calendar?language=es").text
        texts = client.get(f"{election.path}/form?language=es").json()["texts"]
        equal([list(texts["option/all/p0"]), list(texts["round"])], [["en"], ["en"]], "what is not translated")
        put_text(election, "option/all/p0", "es", title="Árboles")
        wait_for(lambda: list(client.get(f"{election.path}/form?language=es").json()["texts"]["option/all/p0"]) == ["es"],
                 "the language that is asked for", 5)
        equal(sorted(client.get(f"{election.path}/form").json()["texts"]["option/all/p0"]), ["en", "es"], "all")


@folkmoot.test
def pictures_are_named_by_their_hash():
    pictures = folkmoot.temporary_folder()
    (pictures / f"{HASH}.svg").write_bytes(b"another picture")
    server = folkmoot.Server(folkmoot.fresh_database(), jobs=0, pictures_folder=pictures)
    server.migrate()
    try:
        server.start()
    except folkmoot.ServerError as error:
        assert "is not named by the SHA-256 of its content" in f"{error} {server.last_words()}", error
    else:
        server.stop()
        raise AssertionError("a picture under another's name is served")


@folkmoot.test
def the_home_page_shows_first_where_one_can_vote():
    with folkmoot.city(jobs=0, city_name="Elm <Town>") as server:
        elections = [Election(server, seed=f"home-{number}").open() for number in range(4)]
        for election, (state, title) in zip(elections, (("open", "Open one"), ("sealed", "Sealed one"),
                                                        ("published", "Published one"), ("open", "Later one"))):
            put_text(election, "round", "en", title=title, summary=f"About the {title.lower()}")
            set_state(election, state)
        late = elections[3]
        server.database.psql(f"UPDATE vote.round SET close_minute = close_minute + 10 WHERE no = {late.number()}")
        outline = wait_for(lambda: "Later one" in page(server, "/en/").text and page(server, "/en/"), "the titles")
        words = outline.words()
        places = [words.index(part) for part in ("Elm <Town> decides together", "Open now", "Open one", "Later one",
                                                 "How it works", "Being counted", "Sealed one", "Decided", "Published one")]
        equal(places, sorted(places), words)
        assert "About the sealed one" in words
        equal(len(outline.all("h1")), 1, "h1")


@folkmoot.test
def a_page_is_made_again_only_when_its_data_change():
    with folkmoot.city(jobs=0, loops=1) as server:
        election = Election(server)
        client = server.client()
        empty = client.get("/en/")
        election.open()
        path = election.path.replace("/api/v1", "/en")
        for where in (path, election.path):
            first = client.get(where)
            equal((first.status, first.headers["Cache-Control"]), (200, "no-cache"), where)
            equal(client.get(where, headers={"If-None-Match": first.headers["ETag"]}).status, 304, where)
            packed = client.get(where, headers={"Accept-Encoding": "gzip"})
            equal(packed.headers["Content-Encoding"], "gzip", where)
            equal(gzip.decompress(packed.body), first.body, where)
            assert packed.headers["ETag"] != first.headers["ETag"], "a tag for each coding"
        # an act is seen at once, without waiting for the second to pass
        assert client.get("/en/").body != empty.body, "the list"
        equal(client.get(f"{election.path}/form").json()["state"], "open", "the form")
        put_text(election, "round", "en", title="Elm Street")
        tag = client.get(path).headers["ETag"]
        wait_for(lambda: client.get(path, headers={"If-None-Match": tag}).status == 200, "the new title", 5)


@folkmoot.test
def nothing_but_turnout_is_shown_before_the_publication():
    with folkmoot.city(jobs=0, loops=1) as server:
        election = Election(server, options=3).open()
        put_text(election, "option/all/p1", "en", title="Trees")
        election.cast(election.ballot(0))
        result = {"version": 1, "contests": [{
            "id": "all", "status": "counted", "voters": 1, "ballots": 1, "valid": 1, "blank": 0, "invalid": [],
            "count": {"rule": {"name": "greedy", "threshold": 3}, "selected": ["p1"], "ties": [], "total_cost": 100, "trace": [
                {"step": 1, "option": "p1", "score": "471", "cost": 100, "left": 1000, "outcome": "bought"},
                {"step": 2, "option": "p0", "score": "0", "cost": 100, "left": 900, "outcome": "below-threshold"}]}}]}
        put_export(election, "result.json", json.dumps(result).encode())
        client = server.client()
        path = election.path.replace("/api/v1", "/en")
        for state in ("open", "closed", "sealed", "mixing", "counted", "certified"):
            set_state(election, state)
            wait_for(lambda s=state: client.get(election.path).json()["state"] == s, f"the state {state}")
            wait_for(lambda s=state: client.get(f"{path}/result").status == 200, "the page")
            for where in (path, f"{path}/result", "/en/"):
                assert "471" not in page(server, where).words(), f"{where} when {state}"
            equal(client.get(election.path).json()["exports"], [], f"exports when {state}")
            for file in ("/result", "/bundle", "/exports/result.json"):
                equal(client.get(election.path + file).problem, "not-found", f"{file} when {state}")
        assert "There is no result yet." in page(server, f"{path}/result").words()
        set_state(election, "published")
        outline = wait_for(lambda: "Score 471" in page(server, f"{path}/result").text and page(server, f"{path}/result"),
                           "the result")
        for part in ("1 person voted on this list; nobody left it blank.", "Funded", "Trees", "Total cost €1", "of €10",
                     "Not funded", "€10 was left when its turn came.", "It is 3 short of the 3 that are needed.", "1 of 0 codes have voted."):
            assert part in outline.words(), (part, outline.words())
        equal([one["class"] for one in outline.all("ol")], ["outcomes"] * 2, "lists")
        bars = [(one["class"], one.get("x"), one["width"]) for one in outline.all("rect")]
        equal(bars, [("whole", None, "1000"), ("before", None, "0"), ("part", "0", "100")], "the bar of the budget")
        assert f"{election.path}/exports/result.json" in [one["href"] for one in outline.all("a")]


def step(option, outcome, cost, left, **more):
    return {"option": option, "outcome": outcome, "cost": cost, "left": left, **more}


BY_SCORE = {"rule": {"name": "greedy", "threshold": 2}, "selected": ["p0", "p2"], "total_cost": 95000, "trace": [
    step("p0", "bought", 60000, 100000, score="9"), step("p1", "misfit", 60000, 40000, score="8"),
    step("p2", "bought", 35000, 40000, score="7"), step("p3", "conflict", 100, 5000, score="6", rival="p0"),
    step("p4", "stopped", 100, 0, score="5"), step("p5", "below-threshold", 100, 0, score="1"),
    step("p6", "misfit", 100, 0, score="4")]}
SHARES = {"rule": {"name": "equal-shares"}, "selected": ["p0", "p3"], "total_cost": 70000, "trace": [
    step("p0", "bought", 60000, 100000, price="1", payers=1234, emptied=1, greatest="10001/7"),
    step("p1", "unaffordable", 60000, 40000, price="2", held="99999/2"), step("p2", "unsupported", 100, 40000),
    step("p3", "unaffordable", 10000, 40000, held="1"), step("p3", "bought", 10000, 40000, score="3"),
    step("p1", "misfit", 60000, 30000, score="2"), step("p2", "stopped", 100, 0, score="0")],
    "shares": {"endowment": "10001/7", "added": 12, "end": "overspent", "over": 123456}}
COMPARED = {**SHARES, "selected": BY_SCORE["selected"], "total_cost": 95000, "shares": {
    "endowment": "500", "comparison": {"winner": "greedy", "prefer_equal_shares": 1, "prefer_greedy": 2345, "indifferent": 0,
                                       "greedy": BY_SCORE}}}
PHRAGMEN = {"rule": {"name": "phragmen"}, "selected": ["p0", "p1"], "total_cost": 60100, "trace": [
    step("p0", "bought", 60000, 100000, price="10001/7", payers=1, greatest="3"), step("p1", "bought", 100, 40000),
    step("p2", "stopped", 100, 0, price="15"), step("p3", "stopped", 100, 0)]}
SENTENCES = [
    (BY_SCORE, "en", ["€1,000 was left when its turn came.", "€400 was left when its turn came: €200 too little.",
                      "Zero excludes it and was funded before.", "at a project that did not fit.",
                      "It is 1 short of the 2 that are needed.", "Nothing was left when its turn came."]),
    (BY_SCORE, "es", ["Cuando le tocó el turno quedaban 400 €: faltaban 200 €.", "Lo excluye Zero, que se financió antes.",
                      "Le falta 1 para llegar a 2, que son necesarios."]),
    (SHARES, "en", ["Each voter has €14.28 to begin with. €12 of it is added for everybody",
                    "With €1 more each, the projects would cost €1,234.56 in all",
                    "1,234 voters pay for it, at most €14.29 each. 1 of them has nothing left.",
                    "Its supporters together have €499.99 left: €100.01 too little. The rest of the money goes by score; it has 2. "
                    "€300 was left when its turn came: €300 too little.",
                    "Its supporters together have €0.01 left: €99.99 too little. The rest of the money goes by score; it has 3. "
                    "€400 was left when its turn came.", "Nobody supports it. The rest"]),
    (SHARES, "es", ["1234 votantes lo pagan, con 14,29 € como máximo cada uno. A 1 de ellos no le queda nada.",
                    "A quienes lo apoyan les quedan 499,99 € en total: faltan 100,01 €."]),
    (COMPARED, "en", ["Each voter has €5 to begin with. 2,345 voters prefer what the scores alone would fund, 1 prefers what "
                      "equal shares funds. So it goes by the scores alone.", "€1,000 was left when its turn came."]),
    (PHRAGMEN, "en", ["1 voter pays for it together. Its supporters have now paid €14.29 each in all.",
                      "Nobody supports it, but everything else has had its turn, and it fits.",
                      "before its turn, when its supporters would have paid €0.15 each in all.", "Nobody supports it."]),
    (PHRAGMEN, "es", ["habrían pagado 0,15 € cada uno en total."]),
]


EXPLAINED = {"id": "all", "gives": 1, "options": [
    {"option": "p0", "won": True, "in": ["p1", "p2"], "out": ["p3"]},
    {"option": "p1", "won": False, "votes": {"kind": "exact", "value": 1}, "cost": {"kind": "exact", "value": 12345}, "in": [], "out": []},
    {"option": "p2", "won": False, "votes": {"kind": "unknown"}, "cost": {"kind": "turn", "value": 99}, "in": [], "out": []}]}
MARGINS = {"en": ["1 more vote would have won it. It would have won at a cost of at most €123.45.",
                  "It would have won at a cost of €0.99, at a little more not.",
                  "Without it these would have won: p1 · p2. Without it these would not have won: p3."],
           "es": ["Habría ganado con 1 voto más. Habría ganado con un coste de 123,45 € como máximo.",
                  "Sin él habrían ganado: p1 · p2. Sin él no habrían ganado: p3."]}


@folkmoot.test
def every_reason_is_said_in_every_language():
    with folkmoot.city(jobs=0, loops=1) as server:
        for number, (count, language, parts) in enumerate(SENTENCES):
            election = Election(server, options=7, seed=f"reasons-{number}").open()
            put_text(election, "option/all/p0", "en", title="Zero")
            put_export(election, "result.json", json.dumps({"version": 1, "contests": [{
                "id": "all", "status": "counted", "voters": 1, "ballots": 1, "valid": 1, "blank": 0, "invalid": [],
                "count": {"ties": [], **count}}]}).encode())
            put_export(election, "explanation.json", json.dumps({"version": 1, "contests": [EXPLAINED]}).encode())
            set_state(election, "published")
            outline = page(server, election.path.replace("/api/v1", f"/{language}") + "/result")
            for part in parts + MARGINS[language]:
                assert part in outline.words(), (part, outline.words())
            cards = [one["id"] for one in outline.all("li") if one.get("class") in ("won", "lost")]
            equal(sorted(cards), sorted({f"all-{one['option']}" for one in (BY_SCORE if count is COMPARED else count)["trace"]}),
                  "the projects")
            equal([one["aria-hidden"] for one in outline.all("svg")], ["true"] * len(outline.all("svg")))
            assert outline.all("svg"), "bars"


RULES = [{"name": "equal-shares"}, {"name": "greedy", "score": "votes", "density": "absolute"}, {"name": "phragmen"}]
VIEWS = {"version": 1, "contests": [{
    "id": "all", "voters": 200, "supporters": [120, 80, 0, 3, 9, 1, 2],
    "rules": [{"rule": rule, "selected": selected, "served": served, "total_cost": 70000}
              for rule, selected, served in zip(RULES, (["p0", "p3"], ["p0", "p1"], ["p3", "p0"]), (150, 121, 150))],
    "purchases": [{"option": "p0", "cost": 60000, "groups": [[120, 600, 500], [80, 600, 0]]}]}],
    "turnout": {"codes": [{"district": "all", "purpose": "letter", "listed": 300, "voters": 200}],
                "days": [{"day": f"2026-11-{day}", "voters": day, "ballots": day} for day in range(10, 20)]}}


@folkmoot.test
def charts_stand_alone_and_other_rules_stand_beside_the_result():
    with folkmoot.city(jobs=0, loops=1) as server:
        election = Election(server, options=7, seed="charts").open()
        put_text(election, "option/all/p0", "en", title=HOSTILE)
        chart = f"{election.path}/charts/all.svg"
        equal(server.client().get(chart).status, 404, "before the result")
        put_export(election, "result.json", json.dumps({"version": 1, "contests": [{
            "id": "all", "status": "counted", "voters": 200, "ballots": 200, "valid": 200, "blank": 0, "invalid": [],
            "count": {"ties": [], **SHARES}}]}).encode())
        put_export(election, "views.json", json.dumps(VIEWS).encode())
        equal(server.client().get(chart).status, 404, "before it is published")
        set_state(election, "published")
        outline = page(server, election.path.replace("/api/v1", "/en") + "/result")
        for part in ("150 of 200 voters (75%) get at least one project that they voted for.", "· 120 votes",
                     "Equal shares, the rest by votes the rule of this vote",
                     "2 projects for €700. 121 of 200 voters (60%) get at least one that they voted for.",
                     "Codes sent by letter: 200 of 300 have voted (66%)."):
            assert part in outline.words(), (part, outline.words())
        equal([one["class"] for one in outline.all("td") if "class" in one], ["funded"] * 6, "who funds what")
        equal(len([one for one in outline.all("svg") if one["class"] == "purses"]), 1, "pictures of purchases")
        pictures = [one["src"] for one in outline.all("img")]
        equal(pictures, [f"{election.path}/charts/{name}.svg?language=en" for name in ("all", "turnout")], "the charts")
        for language, words in (("en", "Votes for each project"), ("es", "Votos de cada proyecto"), ("ar", "أصوات كل مشروع"),
                                ("xx", "Votes for each project")):
            answer = server.client().get(f"{chart}?language={language}")
            equal((answer.status, answer.headers["Content-Type"], answer.headers["Access-Control-Allow-Origin"]),
                  (200, "image/svg+xml", "*"), language)
            drawn = xml.etree.ElementTree.fromstring(answer.text)
            texts = [one.text for one in drawn.iter("{http://www.w3.org/2000/svg}text")]
            equal(texts[0], words, "the title")
            assert any(HOSTILE[:36] in text for text in texts) and "120" in texts, texts
            assert drawn.get("direction") == ("rtl" if language == "ar" else "ltr")
        drawn = xml.etree.ElementTree.fromstring(server.client().get(f"{election.path}/charts/turnout.svg").text)
        bars = [int(one.get("height")) for one in drawn.iter("{http://www.w3.org/2000/svg}rect")][1:-1]
        equal(bars, sorted(bars), "more voters from day to day")
        equal(len(bars), 10, "days")
        for name in ("all", "all.png", "nothing.svg", ".svg", "turnout.svgx"):
            equal(server.client().get(f"{election.path}/charts/{name}").status, 404, name)


@folkmoot.test
def motions_read_as_what_was_decided():
    options = [{"id": one, "cost": 0, "texts": titled(one.title())} for one in ("car-free", "market", "hall")]
    questions = contest("questions", options=options, envelope=0, form={"kind": "questions"},
                        rule={"name": "motion", "base": "cast", "quorum": "1/2", "majority": "2/3"})
    simple = contest("simple", options=options[:1], envelope=0, form={"kind": "questions"},
                     rule={"name": "motion", "base": "yes-no", "quorum": "0/1", "majority": "1/2"})
    with folkmoot.city() as server:
        round = Office(server).round(content([questions, simple])).prepare()
        path = f"/en/rounds/{round.id}"
        words = page(server, path).words()
        for part in ("Each question is decided by itself.", "Answer each question.",
                     "It passes if at least 2/3 of those who answer it say yes, and more say yes than no.",
                     "At least 1/2 of all who can vote must answer it", "It passes if more people say yes than no."):
            assert part in words, (part, words)
        round.cast(0, {"questions": {"answers": {"car-free": "yes", "market": "yes", "hall": "yes"}}})
        round.cast(1, {"questions": {"answers": {"car-free": "yes", "market": "no", "hall": "abstain"}}})
        round.cast(2, {"questions": {"answers": {"car-free": "no", "market": "yes"}}})
        round.close()
        round.seal()
        round.wait("counted")
        round.certify()
        outline = folkmoot.wait_for(lambda: "1 more yes would have passed it." in (seen := page(server, f"{path}/result")).words() and seen,
                                    "the explanation, after other work")
        for part in ("Car-Free Passed · yes 2, no 1, abstain 0", "Market Passed · yes 2, no 1, abstain 0",
                     "Hall Too few answered · yes 1, no 0, abstain 1", "Car-Free Did not pass · yes 0, no 0, abstain 0",
                     "1 more yes would have passed it.", "5 people could vote."):
            assert part in outline.words(), (part, outline.words())
        assert "Funded" not in outline.words() and "Total cost" not in outline.words(), outline.words()
        with zipfile.ZipFile(io.BytesIO(server.client().get(f"{round.path}/bundle").body)) as bundle:
            text = bundle.read("certificate.html").decode()
        for part in ("<td>2</td><td>1</td><td>0</td><td>Passed</td>", "<td>1</td><td>0</td><td>1</td><td>Too few answered</td>",
                     "Rule: motion, base cast, quorum 1/2, majority 2/3. Could vote: 5."):
            assert part in text, (part, text)
        assert "Budget</dt>" not in text, text


@folkmoot.test
def rounds_in_preparation_are_for_those_who_prepare_them():
    with folkmoot.city(jobs=0) as server:
        election = Election(server)
        server.database.psql("INSERT INTO staff.assembly (id, name) VALUES ('test', 'Test')", role=folkmoot.SERVER)
        election.must(election.entry("draft"))
        server.database.psql(f"""INSERT INTO vote.round_draft (round_no, content)
            VALUES ({election.number()}, '{{"kind": "real", "schedule": {{"open": 1}}}}')""")
        put_text(election, "round", "en", title="Secret plans")
        client = server.client()
        equal(client.get("/api/v1/rounds").json(), {"rounds": []}, "the list for everybody")
        equal(client.get("/api/v1/rounds?assembly=test").json(), {"rounds": []}, "the list of the assembly")
        assert "texts" not in client.get(election.path).json()
        page(server, election.path.replace("/api/v1", "/en"), status=404)
        assert "Secret" not in page(server, "/en/").words()
        folkmoot.tool("folkmootd", "add-administrator", "--config", server.config, "ada", "Ada", stdin="a password\n")
        equal(client.post("/api/v1/session", {"login": "ada", "password": "a password"}).status, 200, "sign-in")
        rounds = client.get("/api/v1/rounds").json()["rounds"]
        equal([one["state"] for one in rounds], ["draft"], "the list for staff")
        for name in ("definition", "keys", "list"):
            election.store_blob((election.folder / f"{name}.blob").read_bytes())
        election.must(election.entry("definition"))
        client = server.client()
        equal([one["state"] for one in client.get("/api/v1/rounds").json()["rounds"]], ["frozen"], "after the freeze")


@folkmoot.test
def a_page_is_still_a_page_when_the_database_is_away():
    with folkmoot.temporary() as cluster, folkmoot.city(cluster, jobs=0) as server:
        path = "/en/"
        cluster.stop()
        answer = wait_for(lambda: (lambda a: a if a.status == 503 else None)(server.client().get(path, headers=BROWSER)),
                          "a refusal")
        equal(answer.headers["Content-Type"], "text/html; charset=utf-8", "type")
        assert int(answer.headers["Retry-After"]) > 0 and answer.headers["Cache-Control"] == "no-store"
        equal(server.client().get("/api/v1/rounds").problem, "database-unavailable", "the API meanwhile")
        equal(server.client().get("/v", headers=BROWSER).status, 200, "the vote page meanwhile")
        cluster.start()
        wait_for(lambda: server.client().get(path).status == 200, "the page again")


folkmoot.main()
