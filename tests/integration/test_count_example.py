#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A worked example of a counting rule: the same ballots as in docs/counting.md, counted by the server as by `folkmoot count`."""
import contextlib
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
import folkmoot  # noqa: E402
from folkmoot import equal  # noqa: E402
from office import Office  # noqa: E402

PATH = "/api/v1/count-example"
IDS = ["bench", "court", "light", "mural", "trees"]
COSTS = [300000, 600000, 250000, 150000, 400050]
VOTES = ["court,trees", "court,trees,bench", "court,light", "trees,bench,light", "court,bench", "trees,light",
         "court,trees,light,bench", "mural"]
GREEDY = {"name": "greedy", "score": "votes", "density": "absolute", "on_misfit": "skip", "threshold": 0, "ties": "lex"}
SHARES = {"name": "equal-shares", "utility": "cost", "completion": "none", "start": "exact", "compare": "none", "ties": "lex"}


def example(rules, **more):
    return {"options": [{"id": i, "cost": c} for i, c in zip(IDS, COSTS)], "envelope": 1000000, "minor_digits": 2,
            "form": "approval", "ballots": [{"options": [IDS.index(o) for o in vote.split(",")], "times": 1} for vote in VOTES],
            "rules": rules, **more}


@contextlib.contextmanager
def client():
    with folkmoot.city(web_folder=None) as server:
        yield Office(server).people["clerk-1"].client


@folkmoot.test
def rules_give_what_the_book_says():
    with client() as staff:
        per_cost = {**GREEDY, "density": "per-cost"}
        stop = {**GREEDY, "on_misfit": "stop"}
        answer = staff.post(PATH, example([GREEDY, per_cost, stop, {**SHARES, "ties": "draw"}]))
        equal(answer.status, 200, answer)
        results = answer.json()["results"]
        equal([result["selected"] for result in results[:3]], [["court", "bench"], ["light", "bench", "trees"], ["court"]],
              "as in docs/counting.md")
        equal(results[0]["trace"][1], {"step": 2, "option": "trees", "outcome": "misfit", "score": "5", "cost": 400050,
                                       "left": 400000}, "the trace of a result")
        equal(results[3]["rule"]["name"], "equal-shares", "drawn ties need no seed of the round")


@folkmoot.test
def points_places_and_answers_count_too():
    with client() as staff:
        points = example([{**GREEDY, "score": "points"}], form="points",
                         ballots=[{"options": [0, 3], "points": [1, 9], "times": 5}])
        equal(staff.post(PATH, points).json()["results"][0]["selected"][0], "mural", "by points")
        places = example([{**GREEDY, "score": "borda"}], form="ranking", ballots=[{"options": [4, 0], "times": 2}])
        equal(staff.post(PATH, places).json()["results"][0]["selected"][0], "trees", "by places")
        motion = {"name": "motion", "base": "yes-no", "quorum": "1/3", "majority": "1/2"}
        answers = example([motion], form="questions", entitled=20,
                          ballots=[{"options": [0], "points": [1], "times": 5}, {"options": [0], "points": [2], "times": 3}])
        equal(staff.post(PATH, answers).json()["results"][0]["selected"], ["bench"], "5 of 8, and 8 are more than a third")


@folkmoot.test
def what_makes_no_sense_is_refused():
    with folkmoot.city(web_folder=None) as server:
        staff = Office(server).people["clerk-1"].client
        wrong = [example([GREEDY], ballots=[{"options": [5], "times": 1}]), example([GREEDY], ballots=[]), example([]),
                 example([{**GREEDY, "score": "points"}]), example([GREEDY], envelope=-1), example([GREEDY], more=1),
                 example([{"name": "motion", "base": "cast", "quorum": "0/1", "majority": "1/2"}]),
                 example([GREEDY], form="points"), example([GREEDY], ballots=[{"options": [0], "times": 1001}]),
                 {**example([GREEDY]), "options": [{"id": "a", "cost": 1}, {"id": "a", "cost": 1}]}]
        for body in wrong:
            answer = staff.post(PATH, body)
            equal((answer.status, answer.problem), (400, "bad-request"), answer)
        equal(server.client().post(PATH, example([GREEDY])).status, 401, "for staff only")


folkmoot.main()
