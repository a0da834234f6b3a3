#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Projects from tables and Pabulib files: everything that is wrong is said, and nothing is changed unless all is right."""
import concurrent.futures
import contextlib
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
import folkmoot  # noqa: E402
from folkmoot import equal  # noqa: E402
from office import Office, content, contest, titled  # noqa: E402


@contextlib.contextmanager
def rounds(**members):
    with folkmoot.city(web_folder=None) as server:
        office = Office(server)
        yield office.round(content(languages=["en", "es"], **members))


def refused(answer, status, problem, what):
    equal((answer.status, answer.problem), (status, problem), f"{what}: {answer}")
    return answer.json()


def table(header, *rows):
    return {"table": {"header": list(header), "rows": [{"line": line, "cells": list(cells)} for line, cells in enumerate(rows, 2)]}}


def preview(round, body, name="projects"):
    return round.people["facilitator"].client.post(f"{round.path}/import/preview", {"contest": name, **body})


def take(round, body, name="projects", tag=None):
    return round.people["facilitator"].client.post(f"{round.path}/import", {"contest": name, **body},
                                                   headers={"If-Match": tag or round.draft()[1]})


def options(round, at=0):
    return {one["id"]: one for one in round.draft()[0]["content"]["contests"][at]["options"]}


@folkmoot.test
def a_table_is_looked_at_and_then_taken_over():
    with rounds() as round:
        before = options(round)
        body = table(("cost", "id", "title", "summary:es", "category", "position"),
                     ("12.50", "p1", "A tree", "", "green", "-12.5,3"), ("2", "p2", "Project 2", "", "", ""),
                     (" 7 ", "new/1", "=1+1", "", "", ""), ("", "p3", "", "", "", ""))
        seen = round.must(preview(round, body))
        equal(seen, {"version": 1, "unchanged": 2, "added": [{"id": "new/1", "line": 4, "title": "=1+1"}], "changed": [
            {"id": "p1", "line": 2, "title": "A tree", "fields": [
                {"name": "cost", "before": "3", "after": "12.50"}, {"name": "title", "before": "Project 1", "after": "A tree"},
                {"name": "category", "after": "green"}, {"name": "position", "after": "-12.5,3"}]}]}, "what it would do")
        equal(options(round), before, "nothing has changed")
        refused(round.people["facilitator"].client.post(f"{round.path}/import", {"contest": "projects", **body}), 428,
                "precondition-required", "over any version")
        round.must(take(round, body))
        expected = {**before, "p1": {"id": "p1", "cost": 1250, "category": "green",
                                     "texts": {"en": {"title": "A tree", "position": "-12.5,3"}}},
                    "new/1": {"id": "new/1", "cost": 700, "texts": titled("=1+1")}}
        equal(options(round), expected, "what it did")
        equal(list(options(round)), ["p1", "p2", "p3", "new/1"], "the order")
        again = round.must(preview(round, body))
        equal((again["added"], again["changed"], again["unchanged"]), ([], [], 4), "the same again")
        refused(take(round, body, tag='"1"'), 412, "precondition-failed", "over what others have written")
        names = table(("id", "title:es", "summary:es", "category:es"), ("p2", "Dos", "Resumen", "Verde"))
        round.must(take(round, names))
        equal(options(round)["p2"]["texts"]["es"], {"title": "Dos", "summary": "Resumen", "category": "Verde"}, "in Spanish")


@folkmoot.test
def everything_that_is_wrong_is_said_with_its_place():
    with rounds() as round:
        before = round.draft()
        body = table(("id", "cost", "title", "title:es", "summary:es", "category", "position"),
                     ("p1", "1,5", "A"), ("p1", "2", "A"), ("", "2", "A"), ("x;y", "2", "A"), ("n1", "", "A"), ("n2", "1.505", "A"),
                     ("n3", "1", ""), ("n4", "1", "A", "", "only a summary"), ("n5", "-1", "A"), ("n6", "1" * 20, "A"),
                     ("n7", "1", "A", "", "", "a,b"), ("n8", "1", "A", "", "", "", "north"), ("n9", "1", "two\nlines"),
                     ("n10", "1", "A", "", "", "", "", "more"), ("n11", "€ 5", "A"))
        for answer in preview(round, body), take(round, body):
            faults = refused(answer, 400, "import", "a bad table")["faults"]
            equal([(one["line"], one["column"], one["id"]) for one in faults], [
                (2, 2, "cost-invalid"), (3, 1, "id-double"), (4, 1, "id-missing"), (5, 1, "id-invalid"), (6, 0, "cost-missing"),
                (7, 2, "cost-decimals"), (8, 3, "title-missing"), (9, 4, "title-missing"), (10, 2, "cost-range"),
                (11, 2, "cost-range"), (12, 6, "category-invalid"), (13, 3, "text-invalid"), (14, 3, "text-invalid"),
                (15, 8, "too-many-cells"), (16, 2, "cost-invalid")], "the faults")
            equal((faults[1]["arguments"], faults[5]["arguments"]), ({"value": "p1", "first": 2}, {"value": "1.505", "digits": 2}),
                  "what they say")
        header = refused(preview(round, table(("cost", "Cost", "title:fr", "cost", "title", "title:en"), ("1",))), 400, "import",
                         "a bad header")["faults"]
        equal([(one["column"], one["id"]) for one in header], [(2, "column-unknown"), (3, "column-unknown"), (4, "column-double"),
                                                               (6, "column-double"), (0, "column-missing")], "of the header")
        many = table(("id", "cost", "title"), *((f"m{i}", "1", "M") for i in range(1000)))
        faults = refused(preview(round, many), 400, "import", "too many")["faults"]
        equal([(one["line"], one["id"]) for one in faults], [(line, "too-many-projects") for line in (999, 1000, 1001)], "too many")
        for body in ({}, {"table": {}}, {"table": {"header": [], "rows": []}}, {"table": {"header": ["id"], "rows": [["x"]]}},
                     {"table": {"header": ["id"], "rows": [{"line": 1, "cells": [5]}]}}, {"pabulib": 5}, {"pabulib": ""},
                     {"table": {"header": ["id"], "rows": [{"line": 1.5, "cells": []}]}},
                     {**table(("id",), ("x",)), "pabulib": "x"}, {**table(("id",), ("x",)), "more": 1}):
            refused(preview(round, body), 400, "bad-request", f"{body}")
        refused(preview(round, table(("id",), ("p1",)), "roads"), 404, "not-found", "a contest that there is not")
        equal(round.draft(), before, "nothing has changed")
        round.must(round.save({"contests": [{"id": "projects"}]}))
        refused(preview(round, table(("id",), ("p1",))), 400, "definition", "before languages and currency")


@folkmoot.test
def pabulib_files_come_in_and_go_out():
    with rounds(contests=[contest(), contest("more")]) as round:
        facilitator = round.people["facilitator"].client
        out = facilitator.get(f"{round.path}/draft/projects/pabulib")
        equal((out.status, out.headers["Content-Type"]), (200, "text/plain; charset=utf-8"), "a file")
        seen = round.must(preview(round, {"pabulib": out.text}))
        equal((seen["added"], seen["changed"], seen["unchanged"]), ([], [], 3), "the same in again")
        text = ("META\nkey;value\nbudget;1000\nnum_projects;2\nnum_votes;0\nvote_type;approval\nrule;greedy\n"
                "PROJECTS\nproject_id;cost;name;category;target\n001;250.5;\"Trees; and shade\";green;all\np1;3;Project 1;a,b;all\n"
                "VOTES\nvoter_id;vote\n")
        round.must(take(round, {"pabulib": text}))
        equal(options(round)["001"], {"id": "001", "cost": 25050, "category": "green", "texts": titled("Trees; and shade")}, "new")
        equal(list(options(round)), ["p1", "p2", "p3", "001"], "nothing is taken away")
        faults = refused(preview(round, {"pabulib": text.replace("250.5", "many").replace(";3;", ";;")}), 400, "import", "a bad file")["faults"]
        equal([(one["line"], one["column"], one["id"]) for one in faults], [(10, 5, "pabulib"), (11, 4, "pabulib")], "the faults")
        refused(preview(round, {"pabulib": text.replace("250.5", "250.555")}), 400, "import", "too many decimals")
        refused(facilitator.get(f"{round.path}/draft/roads/pabulib"), 404, "not-found", "a contest that there is not")
        for path in sorted((folkmoot.TOP / "tests" / "data" / "pabulib").rglob("*.pb"))[:5]:
            head = path.read_text(encoding="utf-8-sig")
            lines = head.split("\n")
            votes = next(i for i, line in enumerate(lines) if line.strip() == "VOTES")
            file = "\n".join(lines[:votes + 2]) + "\n"
            answer = preview(round, {"pabulib": file}, "more")
            equal((answer.status, len(answer.json()["added"]) > 0), (200, True), f"{path.name}: {answer}")


@folkmoot.test
def two_imports_at_once_lose_nothing():
    with rounds() as round:
        tag = round.draft()[1]

        def one(name):
            return take(round, table(("id", "cost", "title"), (name, "1", name)), tag=tag).status
        with concurrent.futures.ThreadPoolExecutor() as pool:
            equal(sorted(pool.map(one, "abcd")), [200, 412, 412, 412], "four at once")
        equal(len(options(round)), 4, "one more")


folkmoot.main()
