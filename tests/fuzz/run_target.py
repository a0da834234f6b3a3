#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Runs one fuzz target, as two TAP tests: its seeds, then random inputs grown from them.

Usage: run_target.py TARGET SECONDS SEED

The target is linked with libFuzzer or with standalone.c; both take these arguments.
"""
import base64
import pathlib
import subprocess
import sys
import tempfile

SEEDS = pathlib.Path(__file__).resolve().parent / "seeds"
INPUT_SECONDS = 10
MEMORY_MEGABYTES = 2048


def run(target, arguments, folder):
    """True when the target survived; else say what it said and which input broke it."""
    done = subprocess.run([target, f"-artifact_prefix={folder}/", f"-timeout={INPUT_SECONDS}",
                           f"-rss_limit_mb={MEMORY_MEGABYTES}", *arguments],
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    if done.returncode == 0:
        return True
    for line in done.stdout.decode("utf-8", "replace").splitlines()[-60:]:
        print(f"# {line}")
    print(f"# ended with status {done.returncode}")
    for path in pathlib.Path(folder).iterdir():
        if path.is_file():
            print(f"# the input, to be added to {SEEDS} once it is understood (base64 -d):")
            print(f"# {base64.b64encode(path.read_bytes()).decode()}")
    return False


def main():
    target, seconds, seed = sys.argv[1:]
    name = pathlib.Path(target).name.removeprefix("fuzz_")
    files = sorted(str(path) for path in (SEEDS / name).glob("*") if path.is_file())
    print("1..2")
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as corpus:
        # libFuzzer without any file would start to fuzz without end.
        seeds_pass = run(target, files or ["-runs=0", corpus], folder)
        print(f"{'ok' if seeds_pass else 'not ok'} 1 - {name}: {len(files)} seeds", flush=True)
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as corpus:
        folders = [corpus] + ([str(SEEDS / name)] if files else [])
        survives = run(target, [f"-max_total_time={seconds}", f"-seed={seed}", *folders], folder)
        print(f"{'ok' if survives else 'not ok'} 2 - {name}: {seconds} s from seed {seed}", flush=True)
    sys.exit(0 if seeds_pass and survives else 1)


if __name__ == "__main__":
    main()
