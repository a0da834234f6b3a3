#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Runs one benchmark; called by `./run bench NAME [--json] [ARGUMENT...]`.

A benchmark is build/tests/bench/bench_NAME (C, tests/bench/bench.h), tests/bench/NAME.py or tests/bench/NAME.mjs. It prints one JSON object a
line: {"metric", "value", "unit", "floor", "ratio"}. `floor` is what the same run measured for the parts alone, in the
same unit, and `ratio` how much of it is reached (1.0: as good as the parts allow); both are null where nothing is to be
compared. Other lines are remarks.
"""
import json
import os
import pathlib
import subprocess
import sys

TOP = pathlib.Path(__file__).resolve().parent.parent
BUILD = TOP / "build"
MEMBERS = ["metric", "value", "unit", "floor", "ratio"]


def command(name):
    folder = TOP / "tests" / "bench"
    for path, interpreter in ((BUILD / "tests" / "bench" / f"bench_{name}", []), (folder / f"{name}.py", [sys.executable]),
                              (folder / f"{name}.mjs", ["node"])):
        if path.exists():
            return [*interpreter, str(path)]
    sys.exit(f"bench: no benchmark is called {name!r}; `./run bench` lists them")


def figure(value):
    """Four digits are enough to compare, and more would pretend."""
    return "" if value is None else f"{value:.4g}" if abs(value) < 1e4 else f"{value:,.0f}"


def main():
    name, *arguments = sys.argv[1:]
    as_json = "--json" in arguments
    arguments = [argument for argument in arguments if argument != "--json"]
    heading_done = False
    environment = {**os.environ, "FOLKMOOT_TOP": str(TOP), "FOLKMOOT_BUILD": str(BUILD)}
    with subprocess.Popen([*command(name), *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True,
                          env=environment) as process:
        for line in process.stdout:
            if not line.startswith("{"):
                print(line, end="", file=sys.stderr, flush=True)
                continue
            row = json.loads(line)
            if list(row) != MEMBERS:
                sys.exit(f"bench: {name} printed members {list(row)} instead of {MEMBERS}")
            if as_json:
                print(line, end="", flush=True)
                continue
            if not heading_done:
                print(f"{'metric':40}{'value':>12} {'unit':14}{'floor':>12}{'ratio':>8}")
                heading_done = True
            ratio = "" if row["ratio"] is None else f"{row['ratio']:.2f}"
            print(f"{row['metric']:40}{figure(row['value']):>12} {row['unit']:14}{figure(row['floor']):>12}{ratio:>8}",
                  flush=True)
    if process.returncode < 0:
        sys.exit(f"bench: {name} ended by signal {-process.returncode}")
    sys.exit(process.returncode)


if __name__ == "__main__":
    main()
