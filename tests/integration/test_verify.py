# SPDX-License-Identifier: AGPL-3.0-or-later
"""folkmoot-verify on a bundle made by tests/support/make_bundle, and the stock tools on the same bundle. What it finds
in altered bundles is tested in tests/unit/test_verify.c."""
import json
import pathlib
import re
import shutil
import subprocess
import sys
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import folkmoot  # noqa: E402
import townhall  # noqa: E402
from folkmoot import equal, temporary_folder, test  # noqa: E402

CHECKS = 18


def make(folder):
    bundle = folder / "bundle.zip"
    folkmoot.tool("tests/support/make_bundle", bundle)
    return bundle


def unpack(bundle, folder):
    with zipfile.ZipFile(bundle) as archive:
        archive.extractall(folder)
    return folder


def verify(*arguments, status=0):
    return folkmoot.tool("folkmoot-verify", *arguments, status=status)


def lines_of(*arguments, status=0):
    """{n: (status, rest of the line)}"""
    lines = verify(*arguments, status=status).stdout.splitlines()
    found = {int(m[1]): (m[2], m[3]) for m in (re.match(r"([ \d]\d)  (\S+) +(.*)", line) for line in lines)}
    equal(sorted(found), list(range(1, CHECKS + 1)), "numbers of checks")
    return found


def statuses(lines):
    return {status for n, (status, _) in lines.items() if n != CHECKS}


@test
def a_zip_and_its_folder_pass():
    folder = temporary_folder()
    bundle = make(folder)
    of_zip = lines_of(bundle)
    equal(statuses(of_zip), {"passed", "not-applicable"}, "outcomes")
    equal(of_zip[18][0], "note", "check 18")
    equal(lines_of(unpack(bundle, folder / "unpacked")), of_zip, "report of the folder")


@test
def json_says_what_the_lines_say():
    folder = temporary_folder()
    bundle = make(folder)
    lines = lines_of(bundle)
    report = json.loads(verify(bundle, "--json").stdout)
    equal(report["ok"], True, "ok")
    equal({check["n"]: check["status"] for check in report["checks"]},
          {n: status for n, (status, _) in lines.items()}, "outcomes")
    for check in report["checks"]:
        equal(sorted(check), ["detail", "n", "name", "status"], "members")


@test
def receipts_and_the_key_of_the_log():
    folder = temporary_folder()
    bundle = make(folder)
    receipts = [f"{bundle}.receipt-{what}" for what in ("counts", "replaced", "withdrawn")]
    key = pathlib.Path(f"{bundle}.key")
    options = [word for receipt in receipts for word in ("--receipt", receipt)]
    lines = lines_of(bundle, *options, "--log-key", key.read_text().strip())
    equal(lines[7][0], "passed", "receipts")
    for receipt in receipts:
        assert f"{receipt} {receipt.rpartition('-')[2].upper()}" in lines[7][1], lines[7][1]
    assert "came with the bundle" not in lines[6][1], lines[6][1]
    equal(lines_of(bundle, "--log-key", key)[6], lines[6], "key from a file")
    with zipfile.ZipFile(bundle) as archive:
        checkpoint = next(name for name in archive.namelist() if name.startswith("record/checkpoints/"))
        (folder / "kept").write_bytes(archive.read(checkpoint))
    equal(lines_of(bundle, "--checkpoint", folder / "kept")[7][0], "passed", "a checkpoint kept")


@test
def a_policy_of_ones_own():
    folder = temporary_folder()
    policy = folder / "policy"
    policy.write_text("quorum none\n")
    bundle = make(folder)
    equal(lines_of(bundle, "--policy", policy)[6][0], "passed", "no witness asked for")
    policy.write_text("nonsense\n")
    equal(lines_of(bundle, "--policy", policy, status=1)[6][0], "failed", "a policy that cannot be read")


@test
def the_status_tells_failed_from_incomplete():
    folder = temporary_folder()
    unpacked = unpack(make(folder), folder / "unpacked")
    result = unpacked / "result.json"
    text = result.read_bytes()
    result.unlink()
    lines = lines_of(unpacked, status=2)
    equal(lines[16][0], "incomplete", "check 16")
    assert "failed" not in statuses(lines)
    result.write_bytes(text.replace(b'"p0"', b'"p1"', 1))
    lines = lines_of(unpacked, status=1)
    equal((lines[1][0], lines[16][0]), ("failed", "failed"), "checks 1 and 16")
    report = json.loads(verify(unpacked, "--json", status=1).stdout)
    equal(report["ok"], False, "ok")


@test
def both_engines_say_the_same():
    folder = temporary_folder()
    unpacked = unpack(make(folder), folder / "unpacked")
    said = [verify(unpacked, "--engine", engine, status=0).stdout for engine in ("sodium", "decaf")]
    equal(said[0], said[1], "the lines of both")
    blob = max((unpacked / "blobs").iterdir(), key=lambda path: path.stat().st_size)
    content = blob.read_bytes()
    blob.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    said = [verify(unpacked, "--engine", engine, status=1).stdout for engine in ("sodium", "decaf")]
    equal(said[0], said[1], "the lines of both about a changed mix")


@test
def what_is_no_bundle_gets_one_sentence():
    folder = temporary_folder()
    text = folder / "text"
    text.write_text("hello")
    (folder / "empty").mkdir()
    cut = folder / "cut.zip"
    cut.write_bytes(make(folder).read_bytes()[:-100])
    for path in text, folder / "empty", cut, folder / "nothing":
        done = verify(path, status=1)
        equal(done.stdout, "", "standard output")
        equal(len(done.stderr.splitlines()), 1, f"lines about {path.name}")
        assert done.stderr.startswith(f"folkmoot-verify: no bundle: {path}: "), done.stderr


@test
def the_command_line_is_checked():
    for wrong in [], ["a", "b"], ["--receipt"], ["--threads", "0", "a"], ["--threads", "two", "a"], ["--colour", "a"], ["--engine", "fast", "a"], ["--engine"]:
        done = verify(*wrong, status=2)
        equal(done.stdout, "", "standard output")
        assert "--help" in done.stderr, done.stderr
    assert verify("--help").stdout.startswith("usage: folkmoot-verify BUNDLE")
    assert verify("--version").stdout.startswith("folkmoot-verify ")


@test
def stock_tools_accept_the_bundle():
    folder = temporary_folder()
    unpacked = unpack(make(folder), folder / "unpacked")
    subprocess.run(["sha256sum", "--quiet", "--strict", "-c", "SHA256SUMS"], cwd=unpacked, check=True)
    for clerk in "ana-clerk", "bo-clerk":
        subprocess.run(["minisign", "-V", "-q", "-p", f"keys/{clerk}.pub", "-m", "SHA256SUMS",
                        "-x", f"SHA256SUMS.{clerk}.minisig"], cwd=unpacked, check=True)


@test
def it_needs_no_library_of_the_network():
    program = folkmoot.BUILD / "folkmoot-verify"
    if not shutil.which("ldd"):
        raise folkmoot.Skip("no ldd")
    linked = subprocess.run(["ldd", program], check=True, stdout=subprocess.PIPE, text=True).stdout
    for library in "libcurl", "libpq", "libevent":
        assert library not in linked, linked


@test
def a_round_that_is_not_over_is_checked_as_far_as_it_has_come():
    with folkmoot.city() as server:
        hall = townhall.Hall(server)
        form = {"kind": "approval", "min": 1, "max": 2}
        vote = hall.open_round(townhall.draft([townhall.contest("parks", form, {"a": 100, "b": 700, "c": 400})]), 4)
        folder = temporary_folder()

        def cast(voter, option):
            receipt = folder / f"receipt-{voter}-{option}"
            folkmoot.tool("folkmoot", "cast", "--url", server.url, "--round", vote.id, "--code", vote.codes[voter],
                          "--choices", "-", "--receipt", receipt, stdin=json.dumps({"parks": {"chosen": [option]}}))
            return receipt

        def verified(*options):
            folkmoot.tool("folkmoot", "fetch", server.url, folder / "copy", "--round", vote.id)
            lines = lines_of(folder / "copy", *options, status=2)
            failed = {n: line for n, line in lines.items() if line[0] == "failed"}
            equal(failed, {}, "what fails")
            return lines

        receipts = [cast(voter, "a") for voter in range(3)]
        options = [word for receipt in receipts for word in ("--receipt", receipt)]
        lines = verified(*options)
        equal((lines[6][0], lines[7][0], lines[9][0]), ("passed", "passed", "incomplete"), "while voting goes on")
        assert "not sealed yet" in lines[7][1], lines[7][1]
        cast(1, "b")
        hall.act(vote.id, "void", ["clerk-1", "clerk-2"], serial=vote.serials[2], reason="lost")
        hall.act(vote.id, "voting-closed", ["clerk-1", "clerk-2"], reason="everyone-voted")
        lines = verified(*options)
        equal((lines[9][0], lines[11][0]), ("passed", "incomplete"), "after the close")
        hall.act(vote.id, "sealing", ["clerk-1", "clerk-2"])
        lines = verified(*options)
        equal((lines[8][0], lines[11][0]), ("incomplete", "passed"), "after the sealing")
        for receipt, fate in zip(receipts, ("COUNTS", "REPLACED", "WITHDRAWN")):
            assert f"{receipt} {fate}" in lines[7][1], lines[7][1]


folkmoot.main()
