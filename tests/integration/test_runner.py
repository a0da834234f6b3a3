# SPDX-License-Identifier: AGPL-3.0-or-later
"""The test runner notices every way in which a test program can fail."""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import folkmoot  # noqa: E402
import runner  # noqa: E402
from folkmoot import equal, test  # noqa: E402


def judged(script, timeout=60):
    """(passed, failed, skipped, problem) of a program that is this shell script."""
    program = runner.Program("suite", "name", ["bash", "-c", script], timeout)
    program.run({"PATH": "/usr/bin:/bin"})
    return program.passed, program.failed, program.skipped, program.problem


@test
def passes_failures_and_skips_are_counted():
    equal(judged("echo 1..3; echo ok 1 - a; echo not ok 2 - b; echo 'ok 3 - c # SKIP why'; exit 1"), (1, 1, 1, None))


@test
def several_plans_add_up():
    equal(judged("echo 1..1; echo ok 1 - a; echo '# ok - a'; echo 1..2; echo ok 1 - b; echo ok 2 - c"), (3, 0, 0, None))


@test
def a_failed_test_counts_even_with_status_0():
    equal(judged("echo 1..1; echo not ok 1 - a"), (0, 1, 0, None))


@test
def a_crash_counts():
    equal(judged("echo 1..2; echo ok 1 - a; kill -SEGV $$"), (1, 1, 0, "ended by signal SIGSEGV"))


@test
def a_bad_status_counts():
    equal(judged("echo 1..1; echo ok 1 - a; exit 3")[:3], (1, 1, 0))


@test
def no_test_counts():
    equal(judged("echo all is well"), (0, 1, 0, "ran no test"))
    equal(judged("echo 1..0"), (0, 1, 0, "ran no test"))


@test
def a_missing_plan_counts():
    equal(judged("echo ok 1 - a"), (1, 1, 0, "printed no plan (1..N)"))


@test
def an_early_end_counts():
    equal(judged("echo 1..3; echo ok 1 - a"), (1, 1, 0, "announced 3 tests but ran 1"))


@test
def a_program_without_end_is_ended():
    equal(judged("echo 1..1; echo ok 1 - a; sleep 100", timeout=0.5)[:3], (1, 1, 0))


@test
def the_sums_of_node_are_believed():
    text = r"# tests 5\n# suites 1\n# pass 2\n# fail 1\n# cancelled 1\n# skipped 1\n# todo 0\n"
    equal(judged(f"printf '{text}'; exit 1"), (2, 2, 1, None))


folkmoot.main()
