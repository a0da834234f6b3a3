#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Codes, keys, cast, fetch and staff against a running server; and ballots that must be refused, each with its problem
and with nothing changed."""
import base64
import hashlib
import json
import pathlib
import random
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
import folkmoot  # noqa: E402
import townhall  # noqa: E402
from folkmoot import equal  # noqa: E402

ORDER = 2 ** 252 + 27742317777372353535851937790883648493  # of the group
OPTIONS = {"a": 100, "b": 700, "c": 400}
FORMS = [
    townhall.contest("approval", {"kind": "approval", "min": 1, "max": 2}, OPTIONS),
    townhall.contest("choice", {"kind": "choice"}, OPTIONS),
    townhall.contest("knapsack", {"kind": "knapsack", "min": 1, "max": 3}, OPTIONS),
    townhall.contest("points", {"kind": "points", "min": 1, "max": 3, "total": 10, "min_total": 1, "max_each": 5},
                     OPTIONS, score="points"),
    townhall.contest("ranking", {"kind": "ranking", "min": 1, "max": 3}, OPTIONS, score="borda"),
    townhall.contest("scores", {"kind": "scores", "min": 1, "max": 3, "low": 0, "high": 5}, OPTIONS, score="points"),
]
CHOICES = {"approval": {"chosen": ["c", "a"]}, "choice": {"chosen": ["b"]}, "knapsack": {"chosen": ["a", "b"]},
           "points": {"points": {"a": 5, "c": 3}}, "ranking": {"ranking": ["c", "a"]}, "scores": {"scores": {"b": 0}}}


class World:
    """One city with one round for the tests of this file; those that end a round make their own."""
    server = hall = round = client = None

    @classmethod
    def cast(cls, code, choices, *more, status=0, where=None):
        where = where or cls.round
        return folkmoot.tool("folkmoot", "cast", "--url", cls.server.url, "--round", where.id, "--code", code,
                             "--choices", "-", *more, stdin=json.dumps(choices), status=status)

    @classmethod
    def prepare(cls, code, choices=None, where=None):
        """The bytes of a good ballot that is not cast."""
        out = cls.hall.folder / "ballot"
        cls.cast(code, choices or {}, "--ballot", out, where=where)
        return out.read_bytes()

    @classmethod
    def post(cls, body, where=None):
        return cls.client.post(f"/api/v1/rounds/{(where or cls.round).id}/ballots", body=body,
                               headers={"Content-Type": "application/json"})

    @classmethod
    def record(cls):
        """What must not change: the record and everything kept about votes."""
        return (cls.client.get("/log/checkpoint").text.splitlines()[:3],
                cls.server.database.psql("SELECT count(*) FROM vote.ballot"),
                cls.server.database.psql("SELECT count(*) FROM vote.seen_point"))

    @classmethod
    def refuses(cls, body, problem, where=None):
        before = cls.record()
        answer = cls.post(body, where)
        equal(answer.problem, problem, f"problem of {body[:80]!r}: {answer}")
        equal(cls.record(), before, f"the record after {problem}")
        return answer


def change(ballot, **members):
    """The ballot with other members, canonical as before."""
    return json.dumps({**json.loads(ballot), **members}, sort_keys=True, separators=(",", ":")).encode()


def text(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def data(characters):
    return base64.urlsafe_b64decode(characters + "=" * (-len(characters) % 4))


def bit_255(point):
    raw = bytearray(data(point))
    raw[31] |= 0x80
    return text(bytes(raw))


def replaced(items, index, value):
    return [*items[:index], value, *items[index + 1:]]


# --- Voters -------------------------------------------------------------------------------------------------

@folkmoot.test
def every_form_is_cast_and_the_receipt_holds():
    receipt = World.hall.folder / "receipt"
    done = World.cast(World.round.codes[0], CHOICES, "--receipt", receipt)
    for word in ("check code", "tracker", "record"):
        assert word in done.stdout, done.stdout
    assert receipt.read_text().startswith("c2sp.org/tlog-proof@v1\n")
    tracker = next(line.split()[1] for line in done.stdout.splitlines() if line.startswith("tracker"))
    answer = World.client.get(f"/api/v1/trackers/{tracker}").json()
    equal(answer["round"], World.round.id, "round of the tracker")
    entry = json.loads(base64.b64decode(receipt.read_text().splitlines()[1].split()[1]))
    equal(answer["credential"], entry["ballot"]["credential"], "credential of the receipt")


@folkmoot.test
def a_second_ballot_follows_the_first():
    World.cast(World.round.codes[1], {})
    done = World.cast(World.round.codes[1], {"choice": {"chosen": ["a"]}})  # waits until it is not too soon
    assert "earlier ballot" in done.stdout, done.stdout
    client = World.client
    tracker = next(line.split()[1] for line in done.stdout.splitlines() if line.startswith("tracker"))
    key = client.get(f"/api/v1/trackers/{tracker}").json()["credential"]
    ballots = client.get(f"/api/v1/rounds/{World.round.id}/credentials/{key}").json()["ballots"]
    equal([one["seq"] for one in ballots], [0, 1], "ballots of the code")
    equal(ballots[1]["tracker"], tracker, "tracker of the second")


@folkmoot.test
def the_code_can_come_from_standard_input():
    folder = folkmoot.temporary_folder()
    (folder / "choices").write_text("{}")
    done = folkmoot.tool("folkmoot", "cast", "--url", World.server.url, "--round", World.round.id, "--code", "-",
                         "--choices", folder / "choices", "--ballot", folder / "ballot",
                         stdin=World.round.codes[2].lower() + "\r\n")
    equal(done.stdout.split()[:2], ["check", "code"], "output")


@folkmoot.test
def wrong_codes_and_choices_are_told_and_cast_nothing():
    code = World.round.codes[2]
    swapped = code[1] + code[0] + code[2:] if code[0] != code[1] else ("1" if code[0] == "0" else "0") + code[1:]
    cases = [
        (swapped, {}, "mistyped"),
        (code[:-1], {}, "19 letters and digits instead of 20"),
        (code[:-1] + "U", {}, "not a letter or digit"),
        (code, {"choice": {"chosen": ["d"]}}, "choice has no option d"),
        (code, {"choice": {"chosen": ["a", "a"]}}, "stands there twice"),
        (code, {"choice": {"chosen": ["a", "b"]}}, "choice"),
        (code, {"approval": {"chosen": ["a", "b", "c"]}}, "approval"),
        (code, {"knapsack": {"chosen": ["a", "b", "c"]}}, "knapsack"),
        (code, {"points": {"points": {"a": 6}}}, "points"),
        (code, {"points": {"points": {"a": -1}}}, "expected a whole number"),
        (code, {"scores": {"scores": {"a": 6}}}, "scores"),
        (code, {"ranking": {"chosen": ["a"]}}, 'expected {"ranking": [ids]}'),
        (code, {"elsewhere": {"chosen": ["a"]}}, "there is no contest elsewhere"),
        (code, [], "expected an object"),
    ]
    before = World.record()
    for given, choices, part in cases:
        done = World.cast(given, choices, status=1)
        assert part in done.stderr, f"{part!r} is not in {done.stderr!r}"
        assert code not in done.stderr and swapped not in done.stderr, "a code was printed"
    equal(World.record(), before, "the record")


@folkmoot.test
def a_log_key_that_is_not_the_citys_is_noticed():
    key = World.client.get("/api/v1/city").json()["log_key"]
    World.cast(World.round.codes[2], {}, "--log-key", key, "--ballot", World.hall.folder / "ballot")
    name = key.split("+")[0]
    public = b"\x01" + bytes(32)
    identity = hashlib.sha256(name.encode() + b"\n" + public).digest()[:4].hex()
    other = f"{name}+{identity}+{base64.b64encode(public).decode()}"
    done = World.cast(World.round.codes[2], {}, "--log-key", other, status=1)
    assert "not the one that was given" in done.stderr, done.stderr


# --- Ballots that must be refused ---------------------------------------------------------------------------

@folkmoot.test
def what_is_no_ballot_is_refused():
    ballot = World.prepare(World.round.codes[3])
    for body in (b"", b"{", b"[]", b"null", ballot[:-1], ballot[:len(ballot) // 2], ballot + b" ", b" " + ballot,
                 ballot.replace(b'"seq":0', b'"seq":0,"seq":0'), ballot.replace(b'"seq":0', b'"seq":00'),
                 change(ballot, more=1), ballot.replace(b'"t":', b'"t" :')):
        World.refuses(body, "bad-json")
    World.refuses(b'{"a":["' + b"A" * 70000 + b'"]}', "too-large")
    for point in random.Random(5).sample(range(1, len(ballot)), 20):
        World.refuses(ballot[:point], "bad-json")


@folkmoot.test
def points_and_scalars_come_through_the_doors():
    ballot = World.prepare(World.round.codes[3])
    value = json.loads(ballot)
    for member in "act":
        for index in (0, len(value[member]) - 1):
            for bad in (text(bytes(32)), bit_255(value[member][index]), text(b"\xff" * 32),
                        text((2 ** 255 - 19).to_bytes(32, "little"))):
                World.refuses(change(ballot, **{member: replaced(value[member], index, bad)}), "bad-point")
    for bad in (ORDER, ORDER + 1, 2 ** 256 - 1):
        World.refuses(change(ballot, z=replaced(value["z"], 1, text(bad.to_bytes(32, "little")))), "bad-scalar")
    for bad in (text(bytes(32)), bit_255(value["credential"])):  # nobody's, too
        World.refuses(change(ballot, credential=bad), "credential-unknown")


@folkmoot.test
def widths_and_contests_must_be_those_of_the_district():
    ballot = World.prepare(World.round.codes[3])
    value = json.loads(ballot)
    layout = value["layout"]
    World.refuses(change(ballot, layout=[{**layout[0], "width": 2}, *layout[1:]]), "layout")
    World.refuses(change(ballot, layout=layout[:-1]), "layout")
    World.refuses(change(ballot, layout=list(reversed(layout))), "layout")
    World.refuses(change(ballot, layout=replaced(layout, 0, {**layout[0], "contest": "elsewhere"})), "layout")
    World.refuses(change(ballot, a=value["a"][:-1]), "layout")
    World.refuses(change(ballot, z=[*value["z"], value["z"][0]]), "layout")
    shorter = {name: value[name][:-1] for name in "actz"}
    World.refuses(change(ballot, layout=layout[:-1], **shorter), "layout")


@folkmoot.test
def a_proof_is_for_its_ballot_only():
    ballot = World.prepare(World.round.codes[3])
    value = json.loads(ballot)
    other = json.loads(World.prepare(World.round.codes[4]))
    World.refuses(change(ballot, seq=1), "bad-proof")
    World.refuses(change(ballot, prev=text(b"\x01" * 32)), "bad-proof")
    World.refuses(change(ballot, credential=other["credential"]), "bad-proof")
    World.refuses(change(ballot, z=other["z"]), "bad-proof")
    World.refuses(change(ballot, c=[value["c"][1], value["c"][0], *value["c"][2:]]), "bad-proof")
    elsewhere = World.hall.open_round(townhall.draft(FORMS), 1)
    World.refuses(World.prepare(elsewhere.codes[0], where=elsewhere), "credential-unknown")


@folkmoot.test
def unknown_credentials_are_refused():
    ballot = World.prepare(World.round.codes[3])
    stranger = json.loads(ballot)["a"][0]  # some point that is nobody's
    World.refuses(change(ballot, credential=stranger), "credential-unknown")
    nowhere = World.client.post(f"/api/v1/rounds/{text(bytes(16))}/ballots", body=ballot,
                                headers={"Content-Type": "application/json"})
    equal(nowhere.status, 404, "status")


@folkmoot.test
def of_two_ballots_for_one_place_the_first_counts():
    first, second = World.prepare(World.round.codes[5]), World.prepare(World.round.codes[5])
    equal(World.post(first).status, 200, "the first")
    answer = World.refuses(second, "sequence")
    equal(answer.json()["last"]["seq"], 0, "the last ballot")
    before = World.record()
    again = World.post(first)  # a retry after a lost answer
    equal(again.status, 200, "the first again")
    assert again.text.startswith("c2sp.org/tlog-proof@v1\n")
    equal(World.record(), before, "the record after a replay")


@folkmoot.test
def void_credentials_are_refused():
    code, serial = World.round.codes[6], World.round.serials[6]
    ballot = World.prepare(code)
    World.hall.act(World.round.id, "void", ["clerk-1"], serial=serial, reason="lost")
    World.refuses(ballot, "credential-void")
    done = World.cast(code, {}, status=1)
    assert "withdrawn" in done.stderr, done.stderr


@folkmoot.test
def late_ballots_are_refused_and_cast_ones_keep_their_receipt():
    vote = World.hall.open_round(townhall.draft(FORMS[:1]), 2)
    early, late = World.prepare(vote.codes[0], where=vote), World.prepare(vote.codes[1], where=vote)
    equal(World.post(early, vote).status, 200, "in time")
    World.hall.act(vote.id, "voting-closed", ["clerk-1", "clerk-2"], reason="assembly-ended")
    World.refuses(late, "ballot-late", vote)
    equal(World.post(early, vote).status, 200, "again, after the end")
    done = World.cast(vote.codes[1], {}, status=1, where=vote)
    assert "takes no ballots" in done.stderr, done.stderr


# --- The record ---------------------------------------------------------------------------------------------

def fetch(folder, *more, status=0):
    return folkmoot.tool("folkmoot", "fetch", World.server.url, folder, *more, status=status)


def entries(folder):
    raw, found = (folder / "record" / "entries").read_bytes(), []
    while raw:
        length = int.from_bytes(raw[:2], "big")
        found.append(raw[2:2 + length])
        raw = raw[2 + length:]
    return found


def root_of(leaves):
    """RFC 6962 section 2.1, once more."""
    if len(leaves) == 1:
        return hashlib.sha256(b"\0" + leaves[0]).digest()
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\1" + root_of(leaves[:split]) + root_of(leaves[split:])).digest()


@folkmoot.test
def fetch_copies_the_record_and_continues_it():
    folder = folkmoot.temporary_folder() / "copy"
    fetch(folder)
    before = entries(folder)
    _, size, root = World.client.get("/log/checkpoint").text.splitlines()[:3]
    equal((len(before), base64.b64encode(root_of(before)).decode()), (int(size), root), "the tree")
    World.cast(World.round.codes[7], CHOICES)
    fetch(folder)
    after = entries(folder)
    equal(after[:len(before)], before, "the entries of the first visit")
    equal(len(after), len(before) + 1, "entries")
    checkpoints = sorted(int(path.name) for path in (folder / "record" / "checkpoints").iterdir())
    equal(checkpoints, [len(before), len(after)], "checkpoints")
    again = fetch(folder)
    equal(entries(folder), after, again.stdout)


@folkmoot.test
def fetch_notices_a_record_that_was_changed():
    folder = folkmoot.temporary_folder() / "copy"
    fetch(folder)
    path = folder / "record" / "entries"
    good = path.read_bytes()
    path.write_bytes(good.replace(b'"minute":', b'"minutf":', 1))
    assert "do not make the tree" in fetch(folder, status=1).stderr
    path.write_bytes(good[:-1])
    assert "ends within an entry" in fetch(folder, status=1).stderr
    path.write_bytes(good)
    fetch(folder)
    size = json.loads((folder / "record" / "range.json").read_text())["size"]
    checkpoint = folder / "record" / "checkpoints" / str(size)
    checkpoint.write_text(checkpoint.read_text().replace("\n", "\nx", 1))
    fetch(folder, status=1)


@folkmoot.test
def fetch_of_a_round_has_its_blobs_only():
    folder = folkmoot.temporary_folder() / "round"
    fetch(folder, "--round", World.round.id)
    first = json.loads(entries(folder)[0])
    equal((first["type"], first["round"]), ("draft", World.round.id), "the first entry")
    for path in (folder / "blobs").iterdir():
        equal(hashlib.sha256(path.read_bytes()).hexdigest(), path.name, "name of a blob")
    definition = json.loads((folder / "definition.json").read_text())
    equal(definition["round"], World.round.id, "round of the definition")
    fetch(folder, "--round", World.round.id)
    other = fetch(folder, "--round", text(bytes(16)), status=1)
    assert "something else than this round" in other.stderr, other.stderr
    other = fetch(folder, status=1)
    assert "name it with --round" in other.stderr, other.stderr


# --- Codes, keys and staff ----------------------------------------------------------------------------------

@folkmoot.test
def codes_stay_here_and_keys_are_public():
    folder = folkmoot.temporary_folder() / "codes"
    folkmoot.tool("folkmoot", "codes", "--round", World.round.id, "--count", 500, "--out", folder, "--nonce",
                  text(bytes(16)), "--batch", "b-2", "--district", "north", "--purpose", "card")
    equal((folder / "codes.csv").stat().st_mode & 0o777, 0o600, "mode of codes.csv")
    lines = (folder / "codes.csv").read_text().splitlines()
    equal((lines[0], len(lines)), ("serial;code", 501), "codes.csv")
    serials = [line.split(";")[0] for line in lines[1:]]
    equal(serials, sorted(set(serials)), "serials")
    batch, = json.loads((folder / "keys.json").read_text())["batches"]
    equal((batch["batch"], batch["district"], batch["purpose"]), ("b-2", "north", "card"), "the batch")
    blob = data(batch["keys"])
    keys = [blob[at:at + 32] for at in range(0, len(blob), 32)]
    equal((len(keys), keys), (500, sorted(set(keys))), "keys")
    again = folkmoot.tool("folkmoot", "codes", "--round", World.round.id, "--count", 1, "--out", folder, "--nonce",
                          text(bytes(16)), status=1)
    assert "never replaced" in again.stderr, again.stderr
    equal((folder / "codes.csv").read_text().splitlines(), lines, "codes.csv afterwards")


@folkmoot.test
def keys_are_minisigns():
    folder = folkmoot.temporary_folder()
    (folder / "password").write_text("a long password\n")
    (folder / "message").write_text("message")
    folkmoot.tool("folkmoot", "keys", "new", "--out", folder / "plain", "--no-password")
    folkmoot.tool("folkmoot", "keys", "new", "--out", folder / "locked", "--password-file", folder / "password")
    equal((folder / "plain").stat().st_mode & 0o777, 0o600, "mode of the secret key")
    for name in ("plain", "locked"):
        shown = folkmoot.tool("folkmoot", "keys", "show", folder / name).stdout
        equal(folkmoot.tool("folkmoot", "keys", "show", folder / f"{name}.pub").stdout, shown, "keys show")
        assert (folder / f"{name}.pub").read_text() in shown, shown
    subprocess.run(["minisign", "-S", "-W", "-s", folder / "plain", "-m", folder / "message"], check=True,
                   stdout=subprocess.DEVNULL)
    subprocess.run(["minisign", "-V", "-p", folder / "plain.pub", "-m", folder / "message"], check=True,
                   stdout=subprocess.DEVNULL)
    kept = (folder / "plain").read_bytes()
    folkmoot.tool("folkmoot", "keys", "new", "--out", folder / "plain", "--no-password", status=1)
    equal((folder / "plain").read_bytes(), kept, "the key that was there")


@folkmoot.test
def an_act_is_shown_before_it_is_signed():
    hall, vote = World.hall, World.round
    number = hall.staff("clerk-1", "propose", "--round", vote.id, "void", f"serial={vote.serials[8]}",
                        "reason=stolen").stdout.split()[1]
    shown = hall.staff("clerk-1", "show", number).stdout
    assert f"Make the code with serial {vote.serials[8]} void, because: stolen." in shown, shown
    unasked = hall.staff("clerk-1", "sign", number, "--key", hall.key("clerk-1"), status=None)
    if unasked.returncode == 1:  # no terminal here
        assert "--yes" in unasked.stderr or "nothing was signed" in unasked.stderr, unasked.stderr
    wrong = hall.staff("facilitator", "sign", number, "--key", hall.key("facilitator"), "--yes", status=1)
    assert "signed" not in wrong.stdout.splitlines()[-1], wrong.stdout
    done = hall.staff("clerk-1", "sign", number, "--key", hall.key("clerk-1"), "--yes").stdout
    assert "the act is done" in done, done
    assert shown in done, "what was signed is what was shown"


@folkmoot.test
def a_new_upload_takes_the_place_of_the_one_before():
    hall = World.hall
    identity = hall.staff("facilitator", "new-round", "hall").stdout.split()[1]
    folder = folkmoot.temporary_folder()
    for name in ("one", "two"):
        folkmoot.tool("folkmoot", "codes", "--round", identity, "--count", 3, "--out", folder / name, "--url",
                      World.server.url, "--batch", name)
    for names, total in ((["one"], 3), (["one", "two"], 6), (["two"], 3)):
        done = hall.staff("clerk-1", "upload-codes", "--round", identity, *[folder / name / "keys.json" for name in names])
        assert f"{total} codes in {len(names)} batches" in done.stdout, done.stdout
    clash = hall.staff("clerk-1", "upload-codes", "--round", identity, folder / "one" / "keys.json",
                       folder / "one" / "keys.json", status=1)
    assert clash.stderr, "a batch twice"


@folkmoot.test
def a_round_is_published_from_the_command_line():
    hall, clerks = World.hall, ["clerk-1", "clerk-2"]
    vote = hall.open_round(townhall.draft(FORMS), 3)
    receipts = [hall.folder / f"receipt-{number}" for number in range(2)]
    for code, receipt in zip(vote.codes, receipts):
        World.cast(code, CHOICES, "--receipt", receipt, where=vote)
    hall.act(vote.id, "voting-closed", clerks, reason="everyone-voted")
    hall.act(vote.id, "sealing", clerks)
    state = lambda: World.client.get(f"/api/v1/rounds/{vote.id}").json()["state"]
    folkmoot.wait_for(lambda: state() == "counted", "the count")
    hall.act(vote.id, "certified", clerks)
    sums = f"/api/v1/rounds/{vote.id}/exports/SHA256SUMS"
    folkmoot.wait_for(lambda: World.client.get(sums).status == 200, "the files of the round")
    for login in clerks:
        shown = hall.staff(login, "sign-bundle", "--round", vote.id, "--key", hall.key(login), "--yes").stdout
        assert World.client.get(sums).text in shown, shown
    folkmoot.wait_for(lambda: state() == "published", "the publication")
    folder = folkmoot.temporary_folder() / "round"
    fetch(folder, "--round", vote.id)
    checked = folkmoot.tool("folkmoot-verify", folder, *[word for one in receipts for word in ("--receipt", one)])
    equal(checked.stdout.count(" COUNTS"), 2, checked.stdout)
    for name in ("approval", "points", "ranking", "scores"):
        assert (folder / f"{name}.pb").exists(), name
    again = fetch(folder, "--round", vote.id)  # the log goes on; the bundle stays
    assert "is published" in again.stdout, again.stdout
    folkmoot.tool("folkmoot-verify", folder)


def main():
    with folkmoot.city() as World.server:
        World.client = World.server.client()
        World.hall = townhall.Hall(World.server)
        World.round = World.hall.open_round(townhall.draft(FORMS), 12)
        folkmoot.main()


main()
