# SPDX-License-Identifier: AGPL-3.0-or-later
"""folkmoot count against tests/support/slow_count.py, on random small elections and on real ones."""
import itertools
import json
import pathlib
import random
import re
import sys
from decimal import Decimal
from fractions import Fraction

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import folkmoot  # noqa: E402
import slow_count  # noqa: E402
from folkmoot import DATA, equal, temporary_folder, test  # noqa: E402

FILES = DATA / "pabulib"
ELECTIONS = 60  # of each kind of ballot
SAMPLE = {"greedy": 20, "equal-shares": 6, "phragmen": 60}  # of these for each variant
IDS = ["p1", "p10", "p2", "P3", "p-4", "ż5", "z", "5", "05"]
VARIANTS = {
    "greedy": {
        "score": {"approval": ["votes"], "cumulative": ["votes", "points"], "scoring": ["points"],
                  "ordinal": ["votes", "borda", "borda0"]},
        "density": ["absolute", "per-cost"], "on_misfit": ["skip", "stop"], "threshold": [0, 3],
        "ties": ["lex", "draw"],
    },
    "equal-shares": {
        "utility": {"approval": ["cost", "cardinality"], "choose-1": ["cost"],
                    "cumulative": ["cost", "cardinality", "points", "points-cost"], "scoring": ["points", "points-cost"],
                    "ordinal": ["cost", "borda", "borda0"]},
        "completion": ["none", "utilitarian", "add1", "add1u"], "start": ["exact", "integral"],
        "compare": ["none", "greedy"], "ties": ["lex", "draw"],
    },
    "phragmen": {"ties": ["lex", "draw"]},
}


# --- Random elections ---------------------------------------------------------------------------------------

def money(dice, most):
    """Small numbers, so that ties are common; now and then nothing, a fraction, or a zero too many."""
    value = str(dice.choice([0, 1, 1, 2, 2, 3, 4, 5, most]))
    return dice.choice([value, value, value + ".0", value + ".5", value + ".25"])


def ballot(dice, ids, vote_type):
    """The cells vote and points. One in eight ballots is empty; a project may be named again."""
    picks = [] if dice.random() < 0.12 else dice.sample(ids, dice.randint(1, len(ids)))
    if vote_type == "choose-1":
        picks = picks[:1]
    elif picks and dice.random() < 0.1:
        picks.append(dice.choice(picks))
    low = {"cumulative": 0, "scoring": -2}.get(vote_type)
    points = [] if low is None else [str(dice.randint(low, 3)) for _ in picks]
    return ";".join([",".join(picks), ",".join(points)] if low is not None else [",".join(picks)])


def random_election(dice, vote_type):
    ids = dice.sample(IDS, dice.randint(1, len(IDS)))
    shown = ids[:dice.randint(1, len(ids))]  # the others have no support
    kinds = [ballot(dice, shown, vote_type) for _ in range(dice.randint(1, 6))]
    votes = [dice.choice(kinds) for _ in range(dice.choice([0, 1, 2, 3, 5, 8, 12]))]
    budget = dice.choice([money(dice, 7), str(dice.randint(1, 20)), str(dice.randint(5, 40))])
    header = "voter_id;vote;points" if vote_type in ("cumulative", "scoring") else "voter_id;vote"
    return "\n".join(["META", "key;value", f"budget;{budget}", f"vote_type;{vote_type}", "PROJECTS", "project_id;cost",
                      *[f"{name};{money(dice, 30)}" for name in ids],
                      "VOTES", header, *[f"{number};{vote}" for number, vote in enumerate(votes, 1)], ""])


def tight_election(dice, most):
    """Approvals where supporters can just pay, or not for a cent, with shares of up to `most` cents each that floating
    point cannot hold: everything that must be compared exactly."""
    voters, share = dice.choice([3, 7, 11, 13]), dice.randint(1, most)
    ids = IDS[:dice.randint(3, 8)]
    ballots = [dice.sample(ids, dice.randint(1, 3)) for _ in range(voters)]
    projects = []
    for name in ids:
        supporters = sum(name in one for one in ballots)
        cost = supporters * share // dice.choice([1, 1, 2, 3]) + dice.choice([0, 0, 0, 1, -1])
        projects.append(f"{name};{Decimal(max(cost, 0)) / 100:f}")
    return "\n".join(["META", "key;value", f"budget;{Decimal(share * voters) / 100:f}", "vote_type;approval", "PROJECTS",
                      "project_id;cost", *projects, "VOTES", "voter_id;vote",
                      *[f"{number};{','.join(one)}" for number, one in enumerate(ballots, 1)], ""])


def generous_election(dice):
    """Points, and a budget of which everybody's part is tens or hundreds of units: add1 goes a long way."""
    voters, ids = dice.choice([2, 3, 5, 7]), IDS[:dice.randint(2, 7)]
    budget = dice.randint(20, dice.choice([60, 300])) * voters
    votes = []
    for number in range(voters):
        names = dice.sample(ids, dice.randint(1, min(4, len(ids))))
        votes.append(f"{number};{','.join(names)};{','.join(str(dice.randint(0, 4)) for _ in names)}")
    costs = [f"{name};{Decimal(dice.randint(1, 100 * budget // dice.choice([1, 2, 4]))) / 100:f}" for name in ids]
    return "\n".join(["META", "key;value", f"budget;{budget}", "vote_type;cumulative", "PROJECTS", "project_id;cost", *costs,
                      "VOTES", "voter_id;vote;points", *votes, ""])


def elections(folder, dice, vote_type):
    """Files of this kind of ballot."""
    paths = []
    for number in range(ELECTIONS):
        paths.append(folder / f"{vote_type}-{number}.pb")
        paths[-1].write_text(random_election(dice, vote_type), encoding="utf-8")
    return paths


# --- Comparing ----------------------------------------------------------------------------------------------

def options(rule):
    """The rule as options of folkmoot count; `ties` apart."""
    words = ["--rule", rule["name"]]
    for member, value in rule.items():
        if member == "density":
            words += ["--per-cost"] if value == "per-cost" else []
        elif member not in ("name", "ties"):
            words += ["--" + member.replace("_", "-"), value]
    return words


def fast(paths, rule, seed=None, more=()):
    words = options(rule) + (["--ties", f"draw:{seed.hex()}"] if rule.get("ties") == "draw" else []) + list(more)
    lines = folkmoot.tool("folkmoot", "count", *paths, *words, "--json").stdout.splitlines()
    results = [json.loads(line) for line in lines]
    for result in results:
        equal(result["rule"], rule)
    return results


def compare(path, rule, got, seed=None, conflicts=()):
    expected = slow_count.count(slow_count.read(path), rule, seed, conflicts)
    text = path.read_text(encoding="utf-8")
    equal((got["selected"], Fraction(got["total_cost"]), got["ties"]),
          (expected["selected"], expected["total_cost"], expected["ties"]), f"{rule}\n{text if len(text) < 4000 else path}")


def compare_all(name, vote_type):
    """Every variant of a rule on a sample of random elections. Returns how many were compared."""
    dice = random.Random(f"{name} {vote_type}")
    paths = elections(temporary_folder(), dice, vote_type)
    members = {member: values[vote_type] if isinstance(values, dict) else values
               for member, values in VARIANTS[name].items()}
    compared = 0
    for values in itertools.product(*members.values()):
        rule = {"name": name, **dict(zip(members, values))}
        seed = dice.randbytes(32)
        sample = dice.sample(paths, SAMPLE[name])
        for path, got in zip(sample, fast(sample, rule, seed), strict=True):
            compare(path, rule, got, seed)
            compared += 1
    return compared


def reference_rule(name):
    """A name of expected/ as a rule; its table is in tests/data/pabulib/README.md."""
    kind, what, completion = (name + "__").split("_")[:3]
    if kind == "phragmen":
        return {"name": "phragmen", "ties": "lex"}
    if kind == "greedy":
        score = {"cost": "votes", "card": "votes", "points": "points", "pointscost": "points",
                 "borda": "borda0", "bordacost": "borda0"}[what]
        density = "absolute" if what.endswith("cost") else "per-cost"
        return {"name": "greedy", "score": score, "density": density, "on_misfit": "skip", "threshold": 0, "ties": "lex"}
    return {"name": "equal-shares", "utility": {"card": "cardinality", "borda": "borda0"}.get(what, what),
            "completion": {"": "none", "util": "utilitarian", "add1i": "add1", "add1iu": "add1u"}.get(completion, completion),
            "start": "integral" if completion.startswith("add1i") else "exact", "compare": "none", "ties": "lex"}


@test
def the_slow_count_gives_the_reference_results():
    compared = 0
    for path in sorted((FILES / "expected").glob("*.json")):
        expected = json.loads(path.read_text())
        size = (FILES / expected["file"]).stat().st_size
        if size > 7000:
            continue
        election = slow_count.read(FILES / expected["file"])
        for name, result in expected["rules"].items():
            if "add1" in name and size > 2000:
                continue  # thousands of runs
            got = slow_count.count(election, reference_rule(name))
            equal((got["selected"], got["total_cost"]), (result["selected"], Fraction(result["total_cost"])),
                  f"{path.name} {name}")
            compared += 1
    equal(compared, 102)


@test
def greedy_is_as_defined():
    equal([compare_all("greedy", kind) for kind in ("approval", "cumulative", "scoring", "ordinal")],
          [16 * 20, 32 * 20, 16 * 20, 48 * 20])


@test
def equal_shares_are_as_defined():
    equal([compare_all("equal-shares", kind) for kind in ("approval", "choose-1", "cumulative", "scoring", "ordinal")],
          [64 * 6, 32 * 6, 128 * 6, 64 * 6, 96 * 6])


@test
def add1_is_as_defined_over_many_units():
    dice = random.Random("units")
    folder = temporary_folder()
    for utility, completion, start in itertools.product(["cost", "points", "points-cost"], ["add1", "add1u"], ["exact", "integral"]):
        rule = {"name": "equal-shares", "utility": utility, "completion": completion, "start": start, "compare": "none", "ties": "lex"}
        paths = [folder / f"{number}.pb" for number in range(4)]
        for path in paths:
            path.write_text(generous_election(dice), encoding="utf-8")
        for path, got in zip(paths, fast(paths, rule), strict=True):
            compare(path, rule, got)


@test
def a_cent_decides_as_defined():
    dice = random.Random("cents")
    folder = temporary_folder()
    rules = [{"name": "phragmen", "ties": "lex"}]
    for utility, completion, start in itertools.product(["cost", "cardinality"], ["none", "add1", "add1u"], ["exact", "integral"]):
        rules.append({"name": "equal-shares", "utility": utility, "completion": completion, "start": start,
                      "compare": "none", "ties": "lex"})
    paths = {500: [], 10**11: [], 10**15: []}
    for number in range(120):
        most = dice.choice(list(paths))
        path = folder / f"{number}.pb"
        path.write_text(tight_election(dice, most), encoding="utf-8")
        paths[most].append(path)
    for rule in rules:
        few_units = "add1" in rule.get("completion", "")  # the slow count takes one after the other
        chosen = paths[500] if few_units else sum(paths.values(), [])
        for path, got in zip(chosen, fast(chosen, rule), strict=True):
            compare(path, rule, got)


@test
def phragmen_is_as_defined():
    equal([compare_all("phragmen", kind) for kind in ("approval", "choose-1")], [2 * 60, 2 * 60])


EXPLAINED = [
    *[{"name": "greedy", "score": "votes", "density": density, "on_misfit": on_misfit, "threshold": threshold, "ties": "lex"}
      for density in ("absolute", "per-cost") for on_misfit in ("skip", "stop") for threshold in (0, 2)],
    {"name": "phragmen", "ties": "lex"},
    *[{"name": "equal-shares", "utility": utility, "completion": completion, "start": "exact", "compare": compared, "ties": "lex"}
      for utility in ("cost", "cardinality") for completion in ("none", "utilitarian", "add1") for compared in ("none", "greedy")]]


class WhatIf:
    """An election in which one thing may be changed; who wins then."""

    def __init__(self, election, rule):
        self.election, self.rule = election, rule

    def winners(self, ballots=None, costs=None):
        one = self.election
        changed = slow_count.Election(one.vote_type, one.budget, one.costs if costs is None else costs,
                                      one.ballots if ballots is None else ballots)
        return set(slow_count.count(changed, self.rule)["selected"])

    def wins_with_votes(self, project, more):
        return project in self.winners(ballots=self.election.ballots + [{project: None}] * more)

    def wins_at(self, project, cost):
        return project in self.winners(costs={**self.election.costs, project: Fraction(cost)})

    def without(self, project):
        return self.winners([{name: given for name, given in ballot.items() if name != project} for ballot in self.election.ballots],
                            {name: cost for name, cost in self.election.costs.items() if name != project})


def check_margin(margin, wins, nearer, tried):
    """`wins(value)`; the values nearer to what is so than this one, the nearest first; those tried where there is none."""
    if margin["kind"] in ("exact", "turn"):
        assert wins(margin["value"]), margin
        nearest = nearer(margin["value"])
        for value in nearest if margin["kind"] == "exact" else nearest[-1:]:
            assert not wins(value), (margin, value)
    else:
        for value in tried:
            assert not wins(value), (margin, value)


@test
def what_would_have_changed_is_so():
    dice = random.Random("what if")
    folder, kinds = temporary_folder(), set()
    for rule in EXPLAINED:
        paths = [folder / f"{number}.pb" for number in range(6)]
        for path in paths:
            path.write_text(re.sub(r"\.\d+", "", random_election(dice, "approval")), encoding="utf-8")  # in whole units
        for path, got in zip(paths, fast(paths, rule, more=["--explain"]), strict=True):
            election = slow_count.read(path)
            what_if = WhatIf(election, rule)
            for told in got["explanation"]["options"]:
                project = told["option"]
                own, winners = int(election.costs[project]), set(got["selected"])
                other = what_if.without(project)
                equal((told["won"], set(told["in"]), set(told["out"])),
                      (project in winners, other - winners, winners - other - {project}), f"{rule} {project}\n{path.read_text()}")
                if not told["won"]:
                    votes, cost = told["votes"], told["cost"]
                    check_margin(votes, lambda k: what_if.wins_with_votes(project, k), lambda k: list(range(1, k))[-40:], (1, 2, 4, 16))
                    check_margin(cost, lambda c: what_if.wins_at(project, c), lambda c: list(range(own - 1, c, -1)),
                                 [c for c in (0, 1) if c < own] if cost["kind"] == "unknown" else range(own))
                    kinds |= {("votes", votes["kind"]), ("cost", cost["kind"])}
    assert kinds >= {("votes", "exact"), ("votes", "never"), ("cost", "exact"), ("cost", "never")}, kinds


@test
def motions_are_as_defined():
    dice = random.Random("motions")
    path = temporary_folder() / "answers.csv"
    outcomes = {"passed": 0, "failed": 0, "no-quorum": 0}
    for _ in range(200):
        questions = dice.sample([name for name in IDS if ";" not in name], dice.randint(1, 4))
        weights = [dice.randint(0, 3) for _ in range(3)] + [1]
        rows = [dice.choices(["yes", "no", "abstain", ""], weights, k=len(questions)) for _ in range(dice.randint(0, 12))]
        rows = [row for row in rows if any(row)]
        path.write_text("\n".join(";".join(row) for row in [questions, *rows]) + "\n", encoding="utf-8")
        entitled = len(rows) + dice.randint(1, 6)
        rule = {"name": "motion", "base": dice.choice(["cast", "yes-no", "entitled"]),
                "quorum": dice.choice(["0/1", "1/2", "1/3", "2/3", "1/1"]),
                "majority": dice.choice(["1/2", "2/4", "2/3", "3/4", "1/4", "0/1", "1/1", "4/9"])}
        [got] = fast([path], rule, more=["--entitled", entitled])
        equal(got["selected"], slow_count.motion(*slow_count.read_answers(path), rule, entitled),
              f"{rule}, {entitled} entitled\n{path.read_text(encoding='utf-8')}")
        for step in got["trace"]:
            outcomes[step["outcome"]] += 1
    assert min(outcomes.values()) > 50, outcomes


@test
def conflict_sets_are_as_defined():
    dice = random.Random("conflicts")
    folder = temporary_folder()
    rule = {"name": "greedy", "score": "votes", "density": "absolute", "on_misfit": "skip", "threshold": 0, "ties": "lex"}
    shut_out = 0
    for path in elections(folder, dice, "approval"):
        ids = list(slow_count.read(path).costs)
        sets = [dice.sample(ids, dice.randint(2, len(ids))) for _ in range(dice.randint(1, 3)) if len(ids) > 1]
        (folder / "conflicts.json").write_text(json.dumps(sets))
        for on_misfit in ("skip", "stop"):
            rule["on_misfit"] = on_misfit
            [got] = fast([path], rule, more=["--conflicts", folder / "conflicts.json"])
            compare(path, rule, got, conflicts=[set(one) for one in sets])
            shut_out += got["selected"] != fast([path], rule)[0]["selected"]
    assert shut_out > ELECTIONS // 2, shut_out


folkmoot.main()
