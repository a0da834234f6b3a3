#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""`folkmoot replay`: small real elections of every form from codes to a verified, published result; what a stranger
finds in the folder; and what is refused before anything is cast."""
import json
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
import folkmoot  # noqa: E402
import townhall  # noqa: E402
import twin_cities  # noqa: E402
from folkmoot import equal  # noqa: E402

PABULIB = folkmoot.DATA / "pabulib"
TOWN = """META
key;value
description;A town with every kind of odd ballot
budget;100.50
vote_type;{kind}
min_length;1
max_length;2
{meta}currency;EUR
PROJECTS
project_id;cost;name;selected
p/1;60.25;"Trees; and
a line";1
q;50;Benches;0
007;40.25;;1
VOTES
voter_id;vote{column}
{votes}"""


class World:
    """The running city of one test, with an administrator; a replay staffs it, so each needs its own."""

    def __init__(self, server):
        self.server = server
        self.folder = folkmoot.temporary_folder()
        self.password = self.folder / "password"
        self.password.write_text(townhall.PASSWORD + "\n", encoding="ascii")
        folkmoot.tool("folkmootd", "add-administrator", "--config", server.config, "administrator", "Administrator",
                      stdin=townhall.PASSWORD + "\n")

    def replay(self, path, *more, status=0):
        return folkmoot.tool("folkmoot", "replay", path, "--url", self.server.url, "--admin-password-file",
                             self.password, *more, status=status)


def replay(path, *more, status=0):
    """In a city of its own; the object that --json prints."""
    with folkmoot.city() as server:
        done = World(server).replay(path, "--json", *more, status=status)
    return json.loads(done.stdout)


def town(kind, votes, meta="", column=""):
    path = folkmoot.temporary_folder() / "town.pb"
    path.write_text(TOWN.format(kind=kind, meta=meta, column=column, votes=votes), encoding="utf-8")
    return path


@folkmoot.test
def an_approval_election_ends_as_the_city_decided():
    out = folkmoot.temporary_folder() / "out"
    report = replay(PABULIB / "Poland_Warszawa_2018_Pole_Mokotowskie.pb", "--out", out)
    for name, value in {"ok": True, "in_file": 8, "cast": 8, "counted": 8, "left_out": {}, "winners": ["658"],
                        "expected": ["658"], "winners_equal": True, "profile_equal": True, "verify": "ok",
                        "sha256sum": "ok", "minisign": "ok"}.items():
        equal(report[name], value, name)
    bundle = out / "bundle"
    subprocess.run(["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"], cwd=bundle, check=True)
    for clerk in ("clerk-one", "clerk-two"):
        subprocess.run(["minisign", "-V", "-q", "-p", f"keys/{clerk}.pub", "-m", "SHA256SUMS", "-x",
                        f"SHA256SUMS.{clerk}.minisig"], cwd=bundle, check=True)
    for path in (out / "bundle.zip", bundle):
        folkmoot.tool("folkmoot-verify", path)
    counted = json.loads(folkmoot.tool("folkmoot", "count", out / "decrypted.pb", "--json").stdout)
    equal(counted["selected"], ["658"], "the decrypted .pb, counted")
    receipts = sorted((out / "receipts").iterdir())
    equal(len(receipts), 8, "receipts")


@folkmoot.test
def points_with_a_threshold_end_as_the_city_decided():
    report = replay(PABULIB / "Poland_Katowice_2025_Zarzecze.pb")
    equal((report["ok"], report["winners_equal"], report["verify"]), (True, True, "ok"), "outcome")


@folkmoot.test
def one_choice_is_counted_as_the_file_is():
    path = PABULIB / "Poland_Zabrze_2020_Osiedle_Mlodego_Gornika.pb"
    report = replay(path)
    equal((report["ok"], report["winners_equal"], report["verify"]), (True, None, "ok"), "outcome")
    plain = json.loads(folkmoot.tool("folkmoot", "count", path, "--json").stdout)
    equal(report["winners"], plain["selected"], "winners")


@folkmoot.test
def rankings_are_counted_by_a_named_rule():
    path = PABULIB / "Worldwide_Mechanical_Turk_Ranking_value_money_3.pb"
    report = replay(path, "--rule", "greedy", "--score", "borda0", "--expect", "none")
    equal((report["ok"], report["winners_equal"], report["verify"]), (True, None, "ok"), "outcome")
    plain = json.loads(folkmoot.tool("folkmoot", "count", path, "--rule", "greedy", "--score", "borda0", "--json").stdout)
    equal(report["winners"], plain["selected"], "winners")


@folkmoot.test
def equal_shares_give_the_winners_of_the_city():
    report = replay(PABULIB / "Netherlands_Assen_2024.pb")
    equal((report["ok"], report["winners_equal"], report["verify"]), (True, True, "ok"), "outcome")
    equal((report["rule"]["name"], report["rule"]["completion"]), ("equal-shares", "add1"), "the rule")


@folkmoot.test
def odd_ballots_are_left_out_or_counted_once():
    votes = "1;p/1,q\n2;p/1,q,007\n3;\n4;q,q\n5;007,007,p/1\n6;007\n"
    report = replay(town("approval", votes, "rule;greedy\n"))
    equal((report["in_file"], report["cast"], report["counted"], report["repeats"]), (6, 4, 4, 2), "ballots")
    equal(report["left_out"], {"empty": 1, "too many projects": 1}, "left out")
    equal(report["winners"], ["007", "p/1"], "winners, ties by id")
    equal((report["ok"], report["winners_equal"]), (True, True), "outcome")


@folkmoot.test
def knapsack_and_scores_have_forms():
    votes = "1;p/1,007\n2;p/1,q\n3;q\n"
    report = replay(town("approval", votes, "rule;greedy\nmax_sum_cost;100.50\n"), "--expect", "p/1,007")
    equal((report["left_out"], report["cast"]), ({"cost beyond the limit": 1}, 2), "knapsack")
    equal(report["winners_equal"], True, "winners of the knapsack")
    votes = "1;p/1,007;5,0\n2;007;3\n3;q;9\n"
    report = replay(town("scoring", votes, "rule;greedy\nmax_points;5\n", ";points"), "--expect", "none")
    equal((report["left_out"], report["cast"], report["ok"]), ({"points beyond limits": 1}, 2, True), "scores")


@folkmoot.test
def other_winners_than_expected_are_a_failure():
    report = replay(PABULIB / "Poland_Warszawa_2018_Pole_Mokotowskie.pb", "--threshold", "1000000", status=1)
    equal((report["ok"], report["winners"], report["winners_equal"]), (False, [], False), "outcome")
    equal((report["profile_equal"], report["verify"]), (True, "ok"), "everything else holds")


@folkmoot.test
def what_cannot_be_replayed_is_refused_before_anything_is_cast():
    with folkmoot.city() as server:
        world = World(server)
        unknown = world.replay(PABULIB / "Switzerland_Zurich_S5D10.pb", status=2)
        assert "--rule" in unknown.stderr, unknown.stderr
        nobody = world.replay(PABULIB / "Poland_Warszawa_2018_Pole_Mokotowskie.pb", "--expect", "658,no", status=2)
        assert "no project no" in nobody.stderr, nobody.stderr
        broken = world.folder / "broken.pb"
        broken.write_text(town("approval", "1;p/1\n2;zzz\n").read_text())
        line = world.replay(broken, status=1)
        assert f"{broken}:18:3:" in line.stderr, line.stderr
        empty = world.replay(town("approval", "1;\n", "rule;greedy\n"), status=1)
        assert "no vote that could be cast" in empty.stderr, empty.stderr
        world.password.write_text("not the password\n")
        stranger = world.replay(PABULIB / "Poland_Warszawa_2018_Pole_Mokotowskie.pb", status=1)
        assert "administrator" in stranger.stderr, stranger.stderr
        equal(server.client().get("/api/v1/rounds").json()["rounds"], [], "rounds")


@folkmoot.test
def a_dry_run_reads_file_and_rule_and_needs_no_city():
    krakow = folkmoot.tool("folkmoot", "replay", "--dry-run", PABULIB / "Poland_Krakow_2023_Stare_Miasto.pb").stdout
    equal(krakow.splitlines()[1:], ["  greedy, score borda, density absolute, on_misfit skip, threshold 0, ties lex",
                                    "  39 projects, 1726 votes, of which 1726 would be cast"], "the plan")
    limited = folkmoot.tool("folkmoot", "replay", "--dry-run", town("approval", "1;p/1\n2;\n3;p/1,q,007\n", "rule;greedy\n"))
    assert limited.stdout.endswith("3 projects, 3 votes, of which 1 would be cast\n"), limited.stdout
    unknown = folkmoot.tool("folkmoot", "replay", "--dry-run", PABULIB / "Switzerland_Zurich_S5D10.pb", status=2)
    assert "--rule" in unknown.stderr, unknown.stderr


@folkmoot.test
def trustees_open_what_they_made_a_key_for():
    path = town("approval", "1;q\n2;q,007\n3;007\n")
    out = folkmoot.temporary_folder() / "out"
    with twin_cities.watched(web_folder=folkmoot.TOP / "web" / "dist") as (server, policy):
        done = json.loads(World(server).replay(path, "--json", "--trustees", "3", "--threshold", "2", "--rule", "greedy",
                                               "--expect", "none", "--policy", policy, "--out", out).stdout)
    equal((done["ok"], done["trustees"], done["threshold"], done["counted"], done["witnessed"]), (True, 3, 2, 3, True),
          "the outcome")
    said = (out / "verify.txt").read_text()
    assert "cosigned by 2 witnesses" in said, said
    definition = json.loads((out / "bundle" / "definition.json").read_text())
    equal(definition["witness_policy"], policy.read_text().splitlines(), "what the round asks for")
    for words in ["--trustees", "3"], ["--trustees", "2", "--threshold", "3"], ["--trustees", "16", "--threshold", "2"]:
        done = folkmoot.tool("folkmoot", "replay", path, "--url", "http://127.0.0.1:1", *words, status=2)
        assert "2 <= T <= N <= 15" in done.stderr, done.stderr


@folkmoot.test
def the_script_prints_nothing_but_the_report():
    if folkmoot.BUILD != folkmoot.TOP / "build":
        raise folkmoot.Skip("./run replay has a build of its own")
    done = subprocess.run([str(folkmoot.TOP / "run"), "replay", str(PABULIB / "Poland_Warszawa_2018_Pole_Mokotowskie.pb"),
                           "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
    equal(done.returncode, 0, done.stderr)
    equal(json.loads(done.stdout)["ok"], True, "the report")


folkmoot.main()
