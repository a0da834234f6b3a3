#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Runs the test suites and counts test cases; called by `./run test`, which has built everything.

A suite is a list of programs that print TAP. A program that ends with a status other than
zero, prints no test, or prints fewer than it announced counts as one more failed test, so that nothing can
fail silently. The last line is exactly `N passed, N failed`; the exit status is 0 only when none failed.
"""
import argparse
import concurrent.futures
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import time

TOP = pathlib.Path(__file__).resolve().parent.parent
SUITES = ["unit", "fuzz", "integration", "web", "browser"]
FUZZ_SECONDS = 4
FUZZ_SECONDS_NIGHTLY = 120

sys.path.insert(0, str(TOP / "tests" / "support"))
import cluster  # noqa: E402


class Program:
    """One test program and, once it has run, what came of it."""

    def __init__(self, suite, name, command, timeout, env=None, cwd=TOP):
        self.suite, self.name, self.command = suite, name, command
        self.timeout, self.env, self.cwd = timeout, env or {}, cwd
        self.passed = self.failed = self.skipped = 0
        self.seconds = 0.0
        self.output = ""
        self.problem = None

    def run(self, environment):
        started = time.monotonic()
        with subprocess.Popen(self.command, cwd=self.cwd, env={**environment, **self.env},
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              start_new_session=True) as process:
            try:
                output = process.communicate(timeout=self.timeout)[0]
            except subprocess.TimeoutExpired:
                output = end(process)
                self.problem = f"did not end within {self.timeout} s"
            except BaseException:
                end(process)
                raise
        self.output = output.decode("utf-8", "replace")
        self.seconds = time.monotonic() - started
        self.judge(process.returncode)

    def judge(self, status):
        announced = None
        node = dict(re.findall(r"^# (tests|pass|fail|cancelled|skipped|todo) (\d+)$", self.output, re.M))
        if "tests" in node:  # node's own runner nests its TAP, and sums it up at the end
            announced = int(node["tests"])
            self.passed = int(node["pass"])
            self.failed = int(node["fail"]) + int(node["cancelled"])
            self.skipped = int(node["skipped"]) + int(node["todo"])
        for line in self.output.splitlines() if "tests" not in node else ():
            test = re.match(r"(not )?ok\b(.*)", line)
            plan = re.match(r"1\.\.(\d+)", line)
            if plan:  # cmocka prints one plan for each group
                announced = (announced or 0) + int(plan[1])
            elif not test:
                continue
            elif re.search(r"#\s*skip", test[2], re.I):
                self.skipped += 1
            elif test[1]:
                self.failed += 1
            else:
                self.passed += 1
        seen = self.passed + self.failed + self.skipped
        if not self.problem:
            if status < 0:
                self.problem = f"ended by signal {signal.Signals(-status).name}"
            elif status > 0 and not self.failed:
                self.problem = f"ended with status {status} although no test failed"
            elif seen == 0:
                self.problem = "ran no test"
            elif announced is None:
                self.problem = "printed no plan (1..N)"
            elif announced != seen:
                self.problem = f"announced {announced} tests but ran {seen}"
        if self.problem:
            self.failed += 1

    def reasons(self):
        """One line for each test that failed, and why as far as its output says so."""
        lines, said = self.output.splitlines(), ""
        for number, line in enumerate(lines):
            reason = re.match(r"# ([\w.]+: .*)", line)  # tests in Python: before the test's own line
            said = reason[1] if reason else said
            test = re.match(r"\s*(not )?ok \d+ - (.*)", line)
            if not test:
                continue
            if test[1]:
                after = "\n".join(lines[number + 1:number + 12])  # tests in JavaScript: in the block behind it
                error = re.search(r"^\s*error: (?:\|-\n\s*)?(.*)", after, re.M)
                yield f"{self.suite}/{self.name}: {test[2]}{f': {said or error[1]}' if said or error else ''}"
            said = ""
        if self.problem:
            yield f"{self.suite}/{self.name} {self.problem}"


def end(process):
    """End a program that outlived its time with everything it started: first politely, so that it can stop
    its own servers, then not. Returns its output."""
    for number in signal.SIGTERM, signal.SIGKILL:
        try:
            os.killpg(process.pid, number)
            return process.communicate(timeout=20)[0]
        except ProcessLookupError:
            return process.communicate()[0]
        except subprocess.TimeoutExpired:
            continue
    return b""


def unit(options):
    introspection = subprocess.run(["meson", "introspect", "--tests", str(options.build)], check=True,
                                   stdout=subprocess.PIPE).stdout
    for test in json.loads(introspection):
        if any(suite.endswith("unit") for suite in test["suite"]):
            yield Program("unit", test["name"], test["cmd"], test["timeout"], test["env"])


def fuzz(options):
    """Every target of tests/fuzz with its seeds: under libFuzzer where build-fuzz has it."""
    folder = TOP / "build-fuzz" / "tests" / "fuzz"
    if not folder.is_dir():
        folder = options.build / "tests" / "fuzz"
    seconds, seed = (FUZZ_SECONDS_NIGHTLY, int(time.time())) if options.nightly else (FUZZ_SECONDS, 1)
    for target in sorted(folder.glob("fuzz_*")):
        if target.is_file() and os.access(target, os.X_OK):
            name = target.name.removeprefix("fuzz_")
            yield Program("fuzz", name, [str(TOP / "tests" / "fuzz" / "run_target.py"), str(target),
                                         str(seconds), str(seed)], seconds + 120)


def integration(_options):
    folder = TOP / "tests" / "integration"
    for path in sorted([*folder.glob("test_*.py"), *folder.glob("test_*.sh")]):
        command = [sys.executable, str(path)] if path.suffix == ".py" else ["bash", str(path)]
        yield Program("integration", path.stem.removeprefix("test_"), command, 900)


def web(options):
    """One program, which takes NAME itself."""
    command = ["npm", "test", "--silent", *(["--", options.name] if options.name else [])]
    yield Program("web", f"npm test {options.name}".strip(), command, 600, cwd=TOP / "web")


def browser(_options):
    """The journeys take longest by far, so they begin."""
    for path in sorted((TOP / "tests" / "browser").glob("*.mjs"), key=lambda path: (path.stem != "journey", path)):
        if path.stem != "support":
            yield Program("browser", path.stem, ["node", "--test", "--test-reporter=tap", str(path)], 1800)


def run_programs(programs, environment, jobs):
    """Run the programs of one suite, `jobs` at a time, and print one line for each as it ends."""
    def work(program):
        program.run(environment)
        return program

    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        for done in concurrent.futures.as_completed([pool.submit(work, program) for program in programs]):
            program = done.result()
            mark = "FAILED" if program.failed else "ok"
            print(f"{mark:6} {program.suite}/{program.name}: {program.passed} passed, {program.failed} failed"
                  f"{f', {program.skipped} skipped' if program.skipped else ''} ({program.seconds:.1f} s)",
                  flush=True)
            if program.failed:
                print(program.output.rstrip())
                if program.problem:
                    print(f"{program.suite}/{program.name} {program.problem}")
                print(flush=True)


def parse_arguments():
    parser = argparse.ArgumentParser(prog="./run test")
    parser.add_argument("suite", nargs="?", default="", help="one suite or several with commas: "
                        + ", ".join(SUITES))
    parser.add_argument("name", nargs="?", default="", help="only programs whose name contains this")
    parser.add_argument("--build", type=pathlib.Path, default=TOP / "build", help="the build folder")
    parser.add_argument("--label", default="", help="shown behind the suite in the table")
    parser.add_argument("--nightly", action="store_true", help="longer fuzzing, and the sanitizers too")
    options = parser.parse_args()
    options.suites = options.suite.split(",") if options.suite else SUITES
    unknown = [suite for suite in options.suites if suite not in SUITES]
    if unknown:
        parser.error(f"no suite is called {unknown[0]!r}; there are {', '.join(SUITES)}")
    return options


def run_suites(options, rows, failures):
    """Run the suites against one build; append (label, passed, failed, skipped, minutes) to rows, and to failures a line
    for each test that failed."""
    environment = {**os.environ, "FOLKMOOT_TOP": str(TOP), "FOLKMOOT_BUILD": str(options.build),
                   "CMOCKA_MESSAGE_OUTPUT": "TAP", "ASAN_OPTIONS": "abort_on_error=1:detect_leaks=1",
                   "UBSAN_OPTIONS": "print_stacktrace=1"}
    for suite in options.suites:
        programs = [program for program in globals()[suite](options) if options.name in program.name]
        if not programs:
            continue
        started = time.monotonic()
        if suite in ("integration", "browser"):
            with cluster.temporary() as shared:
                run_programs(programs, {**environment, "FOLKMOOT_PG": str(shared.folder)}, os.cpu_count())
        else:
            run_programs(programs, environment, os.cpu_count())
        failures.extend(reason for program in programs for reason in program.reasons())
        rows.append((f"{suite} {options.label}".strip(), sum(program.passed for program in programs),
                     sum(program.failed for program in programs),
                     sum(program.skipped for program in programs), (time.monotonic() - started) / 60))


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    options = parse_arguments()
    rows, failures = [], []
    run_suites(options, rows, failures)
    if options.nightly:
        options.build, options.label, options.suites = TOP / "build-asan", "(sanitized)", ["unit", "integration"]
        run_suites(options, rows, failures)

    passed, failed = sum(row[1] for row in rows), sum(row[2] for row in rows)
    print(f"\n{'suite':26}{'passed':>8}{'failed':>8}{'skipped':>9}{'minutes':>9}")
    for label, *counts, minutes in rows:
        print(f"{label:26}{counts[0]:8}{counts[1]:8}{counts[2]:9}{minutes:9.1f}")
    if passed + failed == 0:
        print("no test matches")
    if failures:
        print("\n" + "\n".join(failures))
    print(f"{passed} passed, {failed} failed", flush=True)
    sys.exit(0 if passed and not failed else 1)


if __name__ == "__main__":
    main()
