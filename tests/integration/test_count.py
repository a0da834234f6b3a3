# SPDX-License-Identifier: AGPL-3.0-or-later
"""folkmoot count, folkmoot pabulib check, and the frame of the folkmoot tool."""
import json
import pathlib
import re
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import folkmoot  # noqa: E402
from folkmoot import DATA, equal, temporary_folder, test  # noqa: E402

FILES = DATA / "pabulib"
SASKA = FILES / "Poland_Warszawa_2019_Saska_Kepa.pb"
KRAKOW = FILES / "Poland_Krakow_2023_Stare_Miasto.pb"
GDYNIA = FILES / "Poland_Gdynia_2020_Chwarzno-Wiczlino__small.pb"
ZURICH = FILES / "Switzerland_Zurich_S5D10.pb"
SMALL = """META
key;value
budget;10
vote_type;approval
rule;greedy
PROJECTS
project_id;cost;name
a;6;Alders
b;6;Benches
c;4;Crossing
VOTES
voter_id;vote
1;a,b
2;a,b
3;c
"""


def run(*arguments, status=0, stdin=""):
    return folkmoot.tool("folkmoot", *arguments, status=status, stdin=stdin)


def counted(*arguments, status=0, stdin=""):
    return json.loads(run("count", *arguments, "--json", status=status, stdin=stdin).stdout)


def complains(*arguments, status, part, stdin=""):
    """One clear message on standard error, and the status."""
    done = run(*arguments, status=status, stdin=stdin)
    lines = done.stderr.strip().splitlines()
    equal(done.stdout, "", "standard output")
    assert len(lines) == 1 or lines[0].startswith("folkmoot count: "), done.stderr
    assert part in done.stderr, done.stderr
    return done.stderr


@test
def the_frame_helps_and_refuses():
    assert re.fullmatch(r"folkmoot \d+\.\d+\.\d+\n", run("--version").stdout)
    listing = run("help").stdout
    for name in re.findall(r"^  (\w+) ", listing, re.M):
        if name != "help":
            usage = run("help", name).stdout
            assert usage.startswith(f"usage: folkmoot {name}"), usage
            equal(run(name, "--help").stdout, usage)
    assert "count" in listing and "pabulib" in listing
    complains("dance", status=2, part="there is no command dance")
    complains("help", "dance", status=2, part="there is no command dance")
    run(status=2)


@test
def every_reference_result_is_reached():
    results = 0
    for path in sorted((FILES / "expected").glob("*.json")):
        expected = json.loads(path.read_text())
        for name, rule in expected["rules"].items():
            got = counted(FILES / expected["file"], "--reference", name)
            equal((got["selected"], got["total_cost"]), (rule["selected"], rule["total_cost"]), f"{path.name} {name}")
            results += 1
    equal(results, 440)


@test
def official_results_are_reached():
    for path in [SASKA, KRAKOW, GDYNIA, FILES / "Poland_Czestochowa_2025_Stradom.pb",
                 FILES / "Netherlands_Assen_2024.pb", FILES / "Poland_Swiecie_2023.pb",
                 FILES / "Poland_Wroclaw_2016_Rejon_nr_11_750.pb"]:
        got = counted(path, "--official")
        equal(got["official"], {"equal": True, "extra": [], "missing": []}, path.name)
    assert "official: the same" in run("count", SASKA, "--official").stdout


@test
def a_different_official_result_is_a_failure():
    got = counted(GDYNIA, "--official", "--rule", "greedy", status=1)
    equal(got["rule"]["on_misfit"], "skip")
    assert got["official"]["extra"] and not got["official"]["equal"]
    equal(counted(FILES / "Netherlands_Amsterdam_643.pb", "--official")["official"], None)


@test
def the_declared_rule_is_the_default():
    equal(counted(KRAKOW)["rule"], {"name": "greedy", "score": "borda", "density": "absolute", "on_misfit": "skip",
                                    "threshold": 0, "ties": "lex"})
    equal(counted(GDYNIA)["rule"], {"name": "greedy", "score": "votes", "density": "absolute", "on_misfit": "stop",
                                    "threshold": 50, "ties": "lex"})


@test
def a_rule_without_exact_meaning_must_be_given():
    complains("count", ZURICH, status=2, part='the declared rule "unknown" has no exact meaning')
    equal(counted(ZURICH, "--rule", "greedy")["rule"]["score"], "points")


@test
def options_make_the_rule():
    got = counted("-", "--rule", "greedy", "--per-cost", "--threshold", "2", stdin=SMALL)
    equal(got["selected"], ["a"])
    equal(got["rule"], {"name": "greedy", "score": "votes", "density": "per-cost", "on_misfit": "skip",
                        "threshold": 2, "ties": "lex"})
    equal(counted("-", stdin=SMALL)["selected"], ["a", "c"])
    equal(counted("-", stdin=SMALL)["ties"], [["a", "b"]])
    equal(counted("-", "--on-misfit", "stop", stdin=SMALL)["selected"], ["a"])


@test
def ties_can_be_drawn():
    fell = set()
    for number in range(16):
        seed = f"{number:064x}"
        got = counted("-", "--ties", f"draw:{seed}", stdin=SMALL)
        equal((got["draw"], got["rule"]["ties"]), (seed, "draw"))
        equal(got["ties"][0][0], got["selected"][0])
        fell.add(got["selected"][0])
    equal(fell, {"a", "b"})
    for bad in ["draw:", "draw:00", "draw:" + "0" * 63 + "G", "coin"]:
        complains("count", "-", "--ties", bad, status=2, part="expected lex, or draw:", stdin=SMALL)


@test
def conflict_sets_shut_out_rivals():
    path = temporary_folder() / "conflicts.json"
    path.write_text('[["a","c"]]')
    equal(counted("-", "--conflicts", path, stdin=SMALL)["selected"], ["a"])
    path.write_text('[["a","z"]]')
    complains("count", "-", "--conflicts", path, status=1, part="there is no option z", stdin=SMALL)
    path.write_text('[["a",')
    complains("count", "-", "--conflicts", path, status=2, part="conflicts.json:1:", stdin=SMALL)


@test
def text_names_winners_money_and_ties():
    out = run("count", "-", stdin=SMALL).stdout
    for part in ["1. a  score 2  cost 6  Alders", "2. c  score 1  cost 4  Crossing", "total cost 10 of 10",
                 "tie, fell in this order: a b", "greedy, score votes, density absolute, on_misfit skip, threshold 0, ties lex"]:
        assert part in out, out


ANSWERS = "car-free;market\nyes;no\nyes;\nabstain;yes\n"


@test
def motions_are_decided():
    got = counted("-", "--rule", "motion", stdin=ANSWERS)
    equal(got, {"file": "-", "rule": {"name": "motion", "base": "yes-no", "quorum": "0/1", "majority": "1/2"},
                "selected": ["car-free"], "ties": [], "total_cost": "0", "trace": [
                    {"step": 1, "option": "car-free", "yes": 2, "no": 0, "abstain": 1, "base": 2, "outcome": "passed"},
                    {"step": 2, "option": "market", "yes": 1, "no": 1, "abstain": 0, "base": 2, "outcome": "failed"}]})
    got = counted("-", "--rule", "motion", "--base", "entitled", "--majority", "2/4", "--entitled", "4", stdin=ANSWERS)
    equal((got["selected"], got["entitled"], got["rule"]["majority"]), ([], 4, "2/4"))
    out = run("count", "-", "--rule", "motion", "--base", "cast", "--quorum", "3/4", "--entitled", "4", stdin=ANSWERS).stdout
    equal(out.splitlines(), ["-", "  motion, base cast, quorum 3/4, majority 1/2", "  3 ballots, 2 questions, 4 could vote",
                             "  car-free  yes 2  no 0  abstain 1  majority of 3: passed",
                             "  market  yes 1  no 1  abstain 0  majority of 2: no quorum"])


@test
def a_motion_says_how_many_more_were_needed():
    def said(*arguments):
        return run("count", "-", "--rule", "motion", "--explain", *arguments, stdin=ANSWERS).stdout.splitlines()[3:]
    equal(said("--base", "entitled", "--entitled", "6"),
          ["  car-free  yes 2  no 0  abstain 1  majority of 6: failed", "    2 more yes and it would have passed",
           "  market  yes 1  no 1  abstain 0  majority of 6: failed", "    3 more yes and it would have passed"])
    equal(said("--base", "entitled", "--entitled", "4")[3:], ["    it could not have passed with the voters who did not answer"])
    equal(said()[2:], ["    1 more yes and it would have passed"])
    got = counted("-", "--rule", "motion", "--explain", stdin=ANSWERS)
    equal(got["explanation"], {"gives": 1, "options": [{"option": "car-free", "won": True},
                                                       {"option": "market", "won": False, "votes": {"kind": "exact", "value": 1}}]})


@test
def what_does_not_go_with_motions_is_refused():
    def refused(*arguments, part, status=2, stdin=ANSWERS):
        complains("count", "-", "--rule", "motion", *arguments, status=status, part=part, stdin=stdin)
    refused("--ties", "lex", part="motion has no ties")
    refused("--score", "votes", part="motion has no score")
    refused("--official", part="--official goes with Pabulib files")
    refused("--majority", "3/2", part="a fraction P/Q between 0 and 1")
    refused("--base", "all", part="expected cast, yes-no or entitled")
    for entitled in ("0", "-1", "many", "2.5"):
        refused("--entitled", entitled, part="expected a whole number from 1 on")
    refused("--entitled", "2", part="3 ballots, but only 2 could vote", status=1)
    refused("--quorum", "1/4", part="their number is not given", status=1)
    refused(stdin=ANSWERS.replace("abstain;", "maybe;"), part="-:4:1: the answer is maybe; expected yes, no, abstain", status=1)
    refused(stdin=SMALL, part="-:1:1: expected the id of a question", status=1)
    complains("count", SASKA, "--entitled", "9", status=2, part="--entitled goes with --rule motion")
    complains("count", SASKA, "--rule", "greedy", "--base", "cast", status=2, part="greedy has no base")


def explained(*arguments, stdin=""):
    """What is said of each project, on one line, after what the count itself prints; by the id of the project."""
    out = run("count", *arguments, "--explain", stdin=stdin).stdout
    paragraphs = [" ".join(paragraph.split("\n")) for paragraph in out.strip("\n").split("\n\n")[1:]]
    return {re.search(r"\(([^()]*)\): (?:not )?funded", one)[1]: one for one in paragraphs if "funded." in one and "Each of the" not in one}, out


@test
def each_project_is_explained():
    said, _ = explained("-", stdin=SMALL)
    equal(said["a"], "Alders (a): funded. It has 2 votes and costs 6; 10 are left before, 4 afterwards. "
                     "Without it Benches (b) would have been funded.")
    equal(said["b"], "Benches (b): not funded. It has 2 votes and costs 6, but only 4 are left: 2 too little. "
                     "With 1 more vote it would have been funded. At a cost of at most 4, 2 less, it would have been funded.")
    equal(said["c"], "Crossing (c): funded. It has 1 vote and costs 4; 4 are left before, 0 afterwards. "
                     "Without it nothing else would have been funded.")
    said, _ = explained("-", "--threshold", "2", stdin=SMALL)
    assert "It has 1 vote; at least 2 are needed, so 1 is missing. With 1 more vote it would" in said["c"], said
    said, _ = explained("-", "--on-misfit", "stop", stdin=SMALL)
    assert "but the count ended before, at Benches (b), which did not fit." in said["c"], said
    path = temporary_folder() / "rivals.json"
    path.write_text('[["a","c"]]')
    said, _ = explained("-", "--conflicts", path, stdin=SMALL)
    assert "It has 1 vote, but Alders (a) excludes it and was funded before." in said["c"], said
    said, _ = explained("-", stdin=SMALL.replace("b;6", "b;11"))
    assert "No number of votes could have changed that." in said["b"], said


@test
def equal_shares_says_who_paid():
    said, out = explained("-", "--rule", "equal-shares", stdin=SMALL)
    assert "\nEach of the 3 voters has 3.33 to begin with.\n" in out, out
    equal(said["a"], "Alders (a): funded. It costs 6. 2 voters pay 3 each for it. Without it Benches (b) would have been funded.")
    equal(said["c"], "Crossing (c): not funded. It costs 4. Its one supporter has 3.33 left: 0.67 too little. "
                     "With 1 more voter for it alone it would have been funded. "
                     "At a cost of at most 3, 1 less, it would have been funded.")
    said, out = explained(FILES / "Netherlands_Assen_2024.pb")
    assert "843 EUR of it so that more of the budget" in out, out
    assert "With 1 EUR more each, the projects would cost 105,700 EUR in all" in out, out
    assert "21 voters pay 47.62 EUR each for it." in said["13"], said["13"]
    assert "14 voters pay at most 363.33 EUR each for it; 1 of them has nothing left." in said["14"], said["14"]
    assert "Its 10 supporters together have 11,680.09 EUR left: 319.91 EUR too little." in said["7"], said["7"]
    assert "At a cost of at most 11,680 EUR, 320 EUR less, it would have been funded." in said["7"], said["7"]


@test
def phragmen_and_points_are_explained():
    said, _ = explained("-", "--rule", "phragmen", stdin=SMALL)
    assert "2 voters pay for it together. Its supporters have now paid 3 each in all." in said["a"], said
    assert "It was next, but costs 6, and nothing is left." in said["b"], said
    said, _ = explained("-", "--rule", "phragmen", stdin=SMALL.replace("budget;10", "budget;9"))
    assert "It was next, but costs 4, and only 3 are left: 1 too little." in said["c"], said
    assert "The count ended before its turn, when its supporters would have paid 6 each in all." in said["b"], said
    said, _ = explained(ZURICH, "--rule", "greedy")
    assert any("more points it would have been funded" in one for one in said.values()), said


@test
def an_explanation_is_json_too():
    got = counted("-", "--explain", stdin=SMALL)
    equal(got["count"]["selected"], got["selected"])
    equal([step["outcome"] for step in got["count"]["trace"]], ["bought", "misfit", "bought"])
    equal(got["explanation"], {"gives": 1, "options": [
        {"option": "a", "won": True, "in": ["b"], "out": []},
        {"option": "b", "won": False, "votes": {"kind": "exact", "value": 1}, "cost": {"kind": "exact", "value": 4}, "in": [], "out": []},
        {"option": "c", "won": True, "in": [], "out": []}]})
    assert "explanation" not in counted("-", stdin=SMALL)


@test
def wrong_usage_is_refused():
    complains("count", status=2, part="which file?")
    complains("count", SASKA, "--rule", "dice", status=2, part="expected greedy, equal-shares, phragmen or motion")
    complains("count", SASKA, "--score", "points", status=2, part="does not go with ballots of the form approval")
    complains("count", SASKA, "--rule", "phragmen", "--per-cost", status=2, part="phragmen has no density")
    complains("count", SASKA, "--utility", "cost", status=2, part="greedy has no utility")
    complains("count", KRAKOW, "--rule", "phragmen", status=2, part="does not go with ballots of the form ranking")
    complains("count", KRAKOW, "--score", "hearts", status=2, part="expected votes, points, borda or borda0")
    complains("count", SASKA, "--threshold", "-1", status=2, part="expected a whole number")
    complains("count", SASKA, "--on-misfit", "jump", status=2, part="expected skip or stop")
    complains("count", SASKA, "--reference", "mes_money", status=2, part="no reference rule mes_money")
    complains("count", SASKA, "--reference", "greedy_cost", "--per-cost", status=2, part="leave out the others")
    complains("count", SASKA, "--frobnicate", status=2, part="folkmoot help count")


@test
def bad_files_are_named_with_line_and_column():
    complains("count", "-", status=1, part="-:14:5: there is no project z", stdin=SMALL.replace("2;a,b", "2;a,z"))
    complains("count", "-", status=1, part="too large", stdin=SMALL.replace("budget;10", "budget;" + "9" * 30))
    complains("count", "/nowhere.pb", status=1, part="/nowhere.pb: No such file")
    complains("count", pathlib.Path(__file__), status=1, part=":1:1: no section yet; expected META")


@test
def a_file_that_may_be_cut_off_is_counted_with_a_warning():
    whole = SMALL.replace("vote_type", "num_votes;3\nnum_projects;3\nvote_type")
    equal(run("count", "-", stdin=whole).stderr, "")
    done = run("count", "-", stdin=whole.removesuffix("3;c\n"))
    equal(done.stderr, "folkmoot: -: num_votes is 3, the file has 2; what it has is counted\n")
    assert "  2 ballots, 3 projects\n" in done.stdout, done.stdout
    done = run("count", "-", stdin=whole.replace("num_projects;3", "num_projects;4"))
    assert "num_projects is 4, the file has 3" in done.stderr, done.stderr


@test
def points_of_those_who_do_not_name_a_project_are_not_guessed():
    file = ("META\nkey;value\nbudget;10\nvote_type;scoring\ndefault_score;0\nPROJECTS\nproject_id;cost\na;6\nb;4\n"
            "VOTES\nvoter_id;vote;points\n1;a;2\n2;b;1\n")
    equal(counted("-", "--rule", "greedy", stdin=file)["selected"], ["a", "b"])
    for value in ("5", "-1", "0.5", ""):
        complains("count", "-", "--rule", "greedy", status=1, part=f"-: default_score is {value}; only 0 can be counted",
                  stdin=file.replace("default_score;0", f"default_score;{value}"))
    equal(counted("-", "--rule", "greedy", stdin=file.replace("scoring", "cumulative").replace("score;0", "score;5"))["selected"],
          ["a", "b"])


@test
def one_bad_file_does_not_hide_the_others():
    done = run("count", SASKA, "/nowhere.pb", GDYNIA, "--json", status=1)
    equal([json.loads(line)["file"] for line in done.stdout.splitlines()], [str(SASKA), str(GDYNIA)])
    assert "/nowhere.pb" in done.stderr


@test
def jobs_keep_the_order_and_say_what_went_wrong():
    files = [*sorted(FILES.glob("*.pb")), "/nowhere.pb", SASKA]
    one = run("count", *files, "--rule", "equal-shares", "--json", status=1)
    for jobs in ("3", "50"):
        many = run("count", *files, "--rule", "equal-shares", "--json", "--jobs", jobs, status=1)
        equal((many.stdout, many.stderr), (one.stdout, one.stderr))
    for bad in ("0", "257", "x", "-1"):
        complains("count", SASKA, "--jobs", bad, status=2, part="expected a number from 1 to 256")


@test
def the_examples_of_the_documentation_are_true():
    text = (folkmoot.TOP / "docs" / "counting.md").read_text()
    folder = temporary_folder()
    for kind in ("pb", "csv"):
        (folder / f"example.{kind}").write_text(re.search(rf"^```{kind}\n(.*?)^```$", text, re.M | re.S)[1])
    shown = "".join(re.findall(r"^```console\n(.*?)^```$", text, re.M | re.S))
    commands = re.findall(r"^\$ folkmoot (.*)\n((?:(?!\$ ).*\n)*)", shown, re.M)
    equal(len(commands), 10)
    for command, output in commands:
        done = subprocess.run([folkmoot.BUILD / "folkmoot", *command.split()], cwd=folder, check=True,
                              stdout=subprocess.PIPE, text=True)
        equal(done.stdout, output, command)


@test
def the_manual_names_every_command_and_option():
    manual = (folkmoot.TOP / "docs" / "man" / "folkmoot.1").read_text()
    for name in re.findall(r"^  (\w+) ", run("help").stdout, re.M):
        assert re.search(rf"^\.It Cm {name}\b", manual, re.M), f"command {name}"
        if name != "help":
            for option in re.findall(r"^  --([a-z-]+)", run("help", name).stdout, re.M):
                assert re.search(rf"^\.It Fl -{option}\b", manual, re.M), f"option --{option} of {name}"


@test
def pabulib_check_reports_every_problem():
    out = run("pabulib", "check", *sorted(FILES.glob("*.pb"))).stdout
    equal(len(re.findall(r": good, 0 problems, 0 remarks$", out, re.M)), 42)
    bad = SMALL.replace("c;4;", "c;x;").replace("2;a,b", "2;a,z").replace("3;c", "3;a,a")
    out = run("pabulib", "check", "-", status=1, stdin=bad).stdout
    equal(out.splitlines(), ["-:10:3: the cost is x: expected a number such as 4000 or 1331751.11",
                             "-:14:5: there is no project z; expected ids of projects with commas between them",
                             "-:15:5: remark: the ballot names project a again",
                             "-: bad, 2 problems, 1 remarks"])
    complains("pabulib", status=2, part="folkmoot pabulib check FILE")
    complains("pabulib", "check", status=2, part="which file?")
    complains("pabulib", "check", "/nowhere.pb", status=1, part="No such file")


folkmoot.main()
