# SPDX-License-Identifier: AGPL-3.0-or-later
"""folkmoot-tamper as a program, and what folkmoot-verify says of what it wrote. Every alteration, by both engines, is in
tests/unit/test_tamper.c."""
import pathlib
import re
import sys
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import folkmoot  # noqa: E402
from folkmoot import equal, temporary_folder, test  # noqa: E402


def make(*options):
    """A bundle and the folder of all its keys."""
    bundle = temporary_folder() / "bundle.zip"
    folkmoot.tool("tests/support/make_bundle", *options, bundle)
    return bundle, f"{bundle}.keys"


def tamper(*arguments, status=0):
    return folkmoot.tool("folkmoot-tamper", *arguments, status=status)


def listed(*arguments):
    """{name: number of the check}"""
    lines = [re.match(r"([a-z0-9-]+) +(\d+)  (.+)", line) for line in tamper("--list", *arguments).stdout.splitlines()]
    return {line[1]: int(line[2]) for line in lines}


def failed(bundle, *options):
    """The numbers of the checks that fail."""
    done = folkmoot.tool("folkmoot-verify", bundle, *options, status=None)
    return [int(line[:2]) for line in done.stdout.splitlines() if re.match(r"[ \d]\d  failed", line)]


@test
def the_list_names_what_can_be_made_in_a_bundle():
    everything = listed()
    assert len(everything) >= 80, len(everything)
    equal(sorted(set(everything.values())), list(range(1, 18)), "checks that are asked")
    bundle, keys = make()
    here = listed(bundle, "--keys", keys)
    equal({name: everything[name] for name in here}, here, "the same of what can be made here")
    assert "ballot-z-0" in here and "dkg-proof-z" not in here and "cosignature-missing" not in here
    bundle, keys = make("--trustees")
    here = listed(bundle, "--keys", keys)
    assert "dkg-proof-z" in here and "cosignature-missing" in here and "draw-value" not in here


@test
def what_is_applied_fails_by_the_check_that_is_named():
    bundle, keys = make("--trustees")
    out = bundle.with_name("altered.zip")
    equal(failed(bundle), [], "the true bundle")
    for name in ("sums-byte", "json-doubled-key", "draft-nonce", "dkg-proof-z", "addition-key-high-bit",
                 "checkpoint-of-other-city", "opening-twice", "ballot-z-0", "paper-by-one", "sealing-replaced",
                 "mix-generators", "share-d", "invalid-reason", "ballots-selected", "result-winner", "totals-valid"):
        said = tamper(bundle, "--apply", name, out, "--keys", keys).stdout
        check = int(re.match(r"check (\d+) \(.+\) must fail: ", said)[1])
        for engine in "decaf", "sodium":
            assert check in failed(out, "--engine", engine), f"{name}: {said}"


@test
def a_rewritten_history_is_seen_by_who_kept_something():
    bundle, keys = make()
    out, kept = bundle.with_name("altered.zip"), bundle.with_name("kept")
    with zipfile.ZipFile(bundle) as archive:
        kept.write_bytes(archive.read(next(name for name in archive.namelist() if "/checkpoints/" in name)))
    said = tamper(bundle, "--apply", "history-without-withdrawn", out, "--keys", keys).stdout
    assert "--checkpoint" in said, said
    equal(failed(out), [], "without anything from elsewhere")
    equal(failed(out, "--checkpoint", kept), [7], "with a checkpoint")
    equal(failed(out, "--receipt", f"{bundle}.receipt-withdrawn"), [7], "with the voter's receipt")


@test
def without_keys_signatures_do_not_fit():
    bundle, _ = make()
    out = bundle.with_name("altered.zip")
    tamper(bundle, "--apply", "sealing-replaced", out)
    equal(failed(out), [1, 6, 10, 11], "checks")


@test
def what_would_change_nothing_is_refused():
    bundle, keys = make()
    out, again = bundle.with_name("altered.zip"), bundle.with_name("again.zip")
    for name in "objection-cut-short", "closed-early":
        tamper(bundle, "--apply", name, out, "--keys", keys)
        assert "in the minute of the entry before" in tamper(out, "--apply", name, again, status=1).stderr, name
    assert "is not at hand" in tamper(bundle, "--apply", "signed-for-other-log", again, status=1).stderr
    assert not again.exists(), "something was written"


@test
def the_command_line_is_checked():
    bundle, keys = make()
    out = bundle.with_name("altered.zip")
    for wrong in ([], [bundle], [bundle, "--apply", "ballot-z-0"], ["--list", bundle, out], [bundle, "--apply"],
                  [bundle, "--apply", "no-such-thing", out], [bundle, out, "--list", "--apply", "ballot-z-0"], ["--colour"],
                  [bundle, "--apply", "ballot-z-0", out, "--keys", out]):
        equal(tamper(*wrong, status=2).stdout, "", "standard output")
    done = tamper(bundle, "--apply", "dkg-proof-z", out, "--keys", keys, status=1)
    equal(done.stderr, "folkmoot-tamper: dkg-proof-z cannot be made here: there was no key generation\n", "the reason")
    assert not out.exists(), "something was written"
    tamper(out, "--apply", "ballot-z-0", out, status=1)
    assert tamper("--help").stdout.startswith("usage: folkmoot-tamper")
    assert tamper("--version").stdout.startswith("folkmoot-tamper ")


folkmoot.main()
