# SPDX-License-Identifier: AGPL-3.0-or-later
"""Counting as it is defined (docs/counting.md), one voter at a time, in fractions, without a thought for time: what the
engine in common/count must give on small elections. It shares no code with it, nor its reader of .pb files.

    election = slow_count.read(path)
    slow_count.count(election, {"name": "greedy", "score": "votes", ...}, seed=None, conflicts=())

gives selected (ids in purchase order), total_cost (a Fraction) and ties, as `folkmoot count --json` does. The rule is
in the form in which it stands in a definition.
"""
import csv
import hashlib
from fractions import Fraction


class Election:
    """Costs by project id, the budget, and the ballots: on each its projects, each once, with the points it gives them
    (approvals and rankings: None), rankings in order of preference."""

    def __init__(self, vote_type, budget, costs, ballots):
        self.vote_type = vote_type
        self.budget = budget
        self.costs = costs
        self.ballots = ballots


def read(path):
    """An Election from a .pb file that is known to be good."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = [[cell.strip() for cell in row] for row in csv.reader(file, delimiter=";") if row]
    meta, costs, ballots, section, header = {}, {}, [], None, None
    for row in rows:
        if row[0].upper() in ("META", "PROJECTS", "VOTES"):
            section, header = row[0].upper(), None
        elif header is None:
            header = row
        elif section == "META":
            meta[row[0]] = row[1]
        elif section == "PROJECTS":
            costs[row[0]] = Fraction(dict(zip(header, row))["cost"])
        else:
            vote = dict(zip(header, row))
            names = [name.strip() for name in vote["vote"].split(",") if name.strip()]
            points = [None] * len(names)
            if meta["vote_type"] in ("cumulative", "scoring"):
                points = [int(Fraction(one)) for one in vote["points"].split(",") if one.strip()]
            # Named twice: the first place, the last points.
            ballot = {}
            for name, one in zip(names, points):
                ballot[name] = one
            ballots.append(ballot)
    return Election(meta["vote_type"], Fraction(meta["budget"]), costs, ballots)


# --- What a ballot gives ------------------------------------------------------------------------------------

def score_on(ballot, project, score):
    """What a ballot that names the project adds to its score."""
    if score == "votes":
        return 1
    if score == "points":
        return ballot[project]
    behind = len(ballot) - 1 - list(ballot).index(project)
    return {"borda": behind + 1, "borda0": behind}[score]


def score_of(election, project, score):
    return sum(score_on(ballot, project, score) for ballot in election.ballots if project in ballot)


def utility_on(election, ballot, project, utility):
    """What the project is worth to the voter of this ballot."""
    if project not in ballot:
        return 0
    if utility == "cost":
        return election.costs[project]
    if utility == "cardinality":
        return 1
    if utility == "points-cost":
        return ballot[project] * election.costs[project]
    return score_on(ballot, project, utility)


def tie_order(election, ties, seed):
    """All projects, the one that wins every tie first."""
    def drawn(project):
        fields = b"".join(len(field).to_bytes(4, "big") + field for field in (seed, project.encode()))
        return hashlib.sha512(b"folkmoot/1/draw\0" + fields).digest()[:32]

    return sorted(election.costs, key=drawn if ties == "draw" else lambda project: project.encode())


# --- Greedy -------------------------------------------------------------------------------------------------

def standing(election, rule, project):
    """Compared from the greatest to the least: the score, or the score for each unit of money, where any good for
    nothing is more than any good for something, and any harm for nothing worse."""
    score = score_of(election, project, rule["score"])
    if rule["density"] == "absolute":
        return (0, Fraction(score))
    if election.costs[project] == 0:
        sign = (score > 0) - (score < 0)
        return (sign, Fraction(0))
    return (0, score / election.costs[project])


def greedy(election, rule, order, conflicts=(), held=()):
    """Buys from all that is not `held` already, with the money that `held` leaves."""
    rest = [project for project in order if project not in held]
    groups = {}
    for project in rest:
        groups.setdefault(standing(election, rule, project), []).append(project)
    line = [project for place in sorted(groups, reverse=True) for project in groups[place]]
    bought, stopped = list(held), False
    for project in line:
        rivals = {rival for sets in conflicts if project in sets for rival in sets}
        if rule["threshold"] > 0 and score_of(election, project, rule["score"]) < rule["threshold"]:
            continue
        if stopped or rivals & set(bought):
            continue
        if total_cost(election, bought) + election.costs[project] <= election.budget:
            bought.append(project)
        elif rule["on_misfit"] == "stop":
            stopped = True
    return bought, [groups[place] for place in sorted(groups, reverse=True) if len(groups[place]) > 1]


def total_cost(election, projects):
    return sum((election.costs[project] for project in projects), Fraction(0))



# --- Equal shares -------------------------------------------------------------------------------------------

def price(cost, supporters):
    """The least rho at which supporters (money, utility), who pay rho for each unit of utility or all they have, pay
    the cost together; None when they have less. What they pay grows along straight lines between the values of rho at
    which somebody has nothing left."""
    def paid(rho):
        return sum((min(money, rho * utility) for money, utility in supporters), Fraction(0))

    low = Fraction(0)
    for high in sorted({Fraction(money) / utility for money, utility in supporters}):
        if paid(high) >= cost:
            if paid(high) == paid(low):
                return low
            return low + (cost - paid(low)) * (high - low) / (paid(high) - paid(low))
        low = high
    return None


def supported(election, rule, project):
    return any(utility_on(election, ballot, project, rule["utility"]) > 0 for ballot in election.ballots)


def shares(election, rule, order, endowment):
    """One run: who has how much, what is bought, and the ties met."""
    money = [endowment] * len(election.ballots)
    bought, ties = [], []
    while True:
        prices = {}
        for project in order:
            worth = [utility_on(election, ballot, project, rule["utility"]) for ballot in election.ballots]
            supporters = [(money[voter], worth[voter]) for voter in range(len(worth)) if worth[voter] > 0]
            if project not in bought and supporters:
                rho = price(election.costs[project], supporters)
                if rho is not None:
                    prices[project] = rho
        if not prices:
            return bought, ties
        rho = min(prices.values())
        level = [project for project in order if prices.get(project) == rho]
        if len(level) > 1 and not (ties and set(level) <= set(ties[-1])):
            ties.append(level)
        bought.append(level[0])
        for voter, ballot in enumerate(election.ballots):
            money[voter] -= min(money[voter], rho * max(0, utility_on(election, ballot, level[0], rule["utility"])))


def add1(election, rule, order, endowment):
    """One unit of the currency more for everybody, until nothing with supporters fits any more; what would cost more
    than the budget does not happen, and the run before it counts."""
    before = None
    while True:
        bought, ties = shares(election, rule, order, endowment)
        if total_cost(election, bought) > election.budget:
            return before
        left = election.budget - total_cost(election, bought)
        if not any(supported(election, rule, project) and election.costs[project] <= left
                   for project in order if project not in bought):
            return bought, ties
        before = bought, ties
        endowment += 1


def by_greedy(election, rule, order, held=()):
    """The greedy rule of completions and comparisons."""
    score = {"cost": "votes", "cardinality": "votes", "points-cost": "points"}.get(rule["utility"], rule["utility"])
    plain = {"score": score, "density": "absolute", "on_misfit": "skip", "threshold": 0}
    return greedy(election, plain, order, held=held)


def equal_shares(election, rule, order):
    if not election.ballots:
        bought, ties = [], []
    else:
        endowment = election.budget / len(election.ballots)
        if rule["start"] == "integral":
            endowment = Fraction(endowment // 1)
        run = add1 if rule["completion"] in ("add1", "add1u") else shares
        bought, ties = run(election, rule, order, endowment)
    if rule["completion"] in ("utilitarian", "add1u"):
        bought, more = by_greedy(election, rule, order, held=bought)
        ties = ties + more
    if rule["compare"] == "greedy":
        rival, _ = by_greedy(election, rule, order)

        def worth(ballot, outcome):
            return sum(utility_on(election, ballot, project, rule["utility"]) for project in outcome)

        for_rival = sum(worth(ballot, rival) > worth(ballot, bought) for ballot in election.ballots)
        against = sum(worth(ballot, rival) < worth(ballot, bought) for ballot in election.ballots)
        if for_rival > against:
            bought = rival
    return bought, ties


# --- Sequential Phragmén ------------------------------------------------------------------------------------

def phragmen(election, order):
    """Each project bought puts a load on its supporters, who then carry all the same; the one that leaves them with the
    least load is next. It ends when one of those that are level there does not fit."""
    load = [Fraction(0)] * len(election.ballots)
    bought, ties = [], []
    while True:
        loads = {}
        for project in order:
            supporters = [voter for voter, ballot in enumerate(election.ballots) if project in ballot]
            if project not in bought and election.costs[project] <= election.budget:
                loads[project] = ((sum(load[voter] for voter in supporters) + election.costs[project]) / len(supporters)
                                  if supporters else float("inf"))
        if not loads:
            return bought, ties
        least = min(loads.values())
        level = [project for project in order if loads.get(project) == least]
        if len(level) > 1 and not (ties and set(level) <= set(ties[-1])):
            ties.append(level)
        if any(total_cost(election, bought) + election.costs[project] > election.budget for project in level):
            return bought, ties
        bought.append(level[0])
        for voter, ballot in enumerate(election.ballots):
            if level[0] in ballot:
                load[voter] = least


# --- Motions ------------------------------------------------------------------------------------------------

def read_answers(path):
    """The questions, and for each ballot of a CONTEST.csv its answers by question."""
    with open(path, encoding="utf-8") as file:
        questions, *rows = csv.reader(file, delimiter=";")
    return questions, [{question: answer for question, answer in zip(questions, row) if answer} for row in rows]


def motion(questions, ballots, rule, entitled):
    """The questions that passed."""
    passed = []
    for question in questions:
        said = [ballot[question] for ballot in ballots if question in ballot]
        yes, no = said.count("yes"), said.count("no")
        base = {"yes-no": yes + no, "cast": len(said), "entitled": entitled}[rule["base"]]
        wanted = Fraction(rule["majority"]) * base
        enough = yes > wanted if Fraction(rule["majority"]) == Fraction(1, 2) else yes >= wanted
        if Fraction(rule["quorum"]) * entitled <= len(said) and yes > no and enough:
            passed.append(question)
    return passed


# --- All of them --------------------------------------------------------------------------------------------

def count(election, rule, seed=None, conflicts=()):
    order = tie_order(election, rule["ties"], seed)
    if rule["name"] == "greedy":
        selected, ties = greedy(election, rule, order, conflicts)
    elif rule["name"] == "equal-shares":
        selected, ties = equal_shares(election, rule, order)
    else:
        selected, ties = phragmen(election, order)
    return {"selected": selected, "total_cost": total_cost(election, selected), "ties": ties}
