#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A dishonest administrator, with the database, the key of the log and the server's own election key, and nobody's
device: what they write into a round that runs, or into one that is over, the verifier rejects by the check that is
named here, on the server before anybody certifies and outside, or a receipt, or a witness does."""
import base64
import contextlib
import hashlib
import json
import pathlib
import struct
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
import folkmoot  # noqa: E402
import twin_cities  # noqa: E402
from election import Election, leaf_hash, root_of  # noqa: E402
from folkmoot import equal, raises  # noqa: E402
from office import Key, Office, Person, act_digest, bytes_of, minute, text_of  # noqa: E402

CHOICES = {"projects": {"chosen": ["p1"]}}


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


def serial_of(key):
    """The first 40 bits of H32("serial", key)."""
    return int.from_bytes(hashlib.sha512(b"folkmoot/1/serial\0" + struct.pack(">I", 32) + key).digest()[:5], "big")


def failing(bundle, *options):
    """The numbers of the checks that fail."""
    report = json.loads(folkmoot.tool("folkmoot-verify", bundle, "--json", *options, status=None).stdout)
    return {check["n"] for check in report["checks"] if check["status"] == "failed"}


class Administrator:
    """Of one round, behind the back of everybody else in it."""

    def __init__(self, round):
        self.round, self.server, self.database = round, round.server, round.server.database
        self.eid = self.server.client().get(round.path).json()["eid"]
        self.number = int(self.database.psql(f"SELECT no FROM vote.round WHERE id = '\\x{bytes_of(round.id).hex()}'"))

    def store(self, content):
        digest = hashlib.sha256(content).hexdigest()
        self.database.psql(f"""INSERT INTO record.blob (hash, size) VALUES ('\\x{digest}', {len(content)});
            INSERT INTO record.blob_part (hash, part, bytes) VALUES ('\\x{digest}', 0, '\\x{content.hex()}')""")
        return {"hash": text_of(bytes.fromhex(digest)), "size": len(content)}

    def append(self, kind, signed_by=(), scope="eid", sql="", **members):
        """Write an entry behind the last one, with what the tables then have to say; the server starts on that and signs it.
        `signed_by`: keys. `sql` may name the index of the entry as {index}."""
        act = {"type": kind, "eid": self.eid, **members} if scope == "eid" else {"type": kind, "round": self.round.id, **members}
        digest = act_digest(self.round.office.origin, canonical(act))
        if signed_by:
            act["signatures"] = sorted(({"key": text_of(key.public), "signature": text_of(key.sign(digest))}
                                        for key in signed_by), key=lambda one: bytes_of(one["key"]))
        self.server.stop()
        last = int(self.database.psql("SELECT max(minute) FROM record.entry"))
        entry = canonical({**act, "minute": last}).encode()
        leaves = [bytes.fromhex(line) for line in
                  self.database.psql("SELECT encode(leaf_hash, 'hex') FROM record.entry ORDER BY index").split()]
        index, leaf = len(leaves), leaf_hash(entry)
        self.database.psql(f"""
            INSERT INTO record.entry (index, round_id, type, minute, leaf_hash, bytes) VALUES ({index},
                '\\x{bytes_of(self.round.id).hex()}', '{kind}', {last}, '\\x{leaf.hex()}', '\\x{entry.hex()}');
            INSERT INTO record.tree (size, root, term) SELECT {index + 1}, '\\x{root_of([*leaves, leaf]).hex()}', max(term)
                FROM record.term;""" + sql.format(index=index))
        self.server.start()

    # --- What they play ---

    def add_credentials(self):
        """Codes of their own, one of which votes."""
        batch = self.round.make_codes(2, batch="extra", purpose="walk-in")
        keys = bytes_of(batch["keys"])
        described = {name: batch[name] for name in ("batch", "district", "purpose")}
        listed = {**described, "count": 2, "keys": self.store(keys)}
        found = self.store(canonical({"version": 1, "round": self.round.id, "total": 2, "batches": [listed]}).encode())
        rows = ", ".join(f"({self.number}, '\\x{key.hex()}', 'extra', {serial_of(key)})" for key in (keys[:32], keys[32:]))
        self.append("addition", list=found, total=2, sql=f"""
            INSERT INTO vote.batch (round_no, batch, district, purpose) VALUES ({self.number}, 'extra', 'all', 'walk-in');
            INSERT INTO vote.credential (round_no, key, batch, serial) VALUES {rows};""")
        self.round.cast(len(self.round.codes) - 1, CHOICES)

    def extend(self):
        self.append("extension", close=minute() + 900, reason="outage")

    def close_early(self):
        self.append("voting-closed", reason="everyone-voted",
                    sql=f"UPDATE vote.round SET state = 'closed' WHERE no = {self.number};")

    def void_after_close(self):
        """Somebody's ballot is withdrawn, and then sealed so by two clerks who were told nothing."""
        key = self.database.psql(f"SELECT encode(key, 'hex') FROM vote.ballot WHERE round_no = {self.number} LIMIT 1")
        self.append("void", credential=text_of(bytes.fromhex(key)), reason="lost",
                    sql=f"INSERT INTO vote.void (round_no, key, entry_index) VALUES ({self.number}, '\\x{key}', {{index}});")

    def open_again(self):
        opening = json.loads(self.database.psql("SELECT convert_from(bytes, 'UTF8') FROM record.entry WHERE type = 'opening'"))
        members = {name: opening[name] for name in ("definition", "credentials", "key", "shares")}
        self.append("opening", scope="round", **members)

    def paper(self, *keys):
        papers = self.store(canonical({"papers": [], "by": len(keys)}).encode())
        self.append("paper", keys, site="town-hall", box="1", papers=papers, issued=1, spoiled=0, valid=1, blank=0, invalid=0)


# --- A round that runs --------------------------------------------------------------------------------------

def published(round):
    """From whatever it is to the bundle; the clerks are honest and see nothing but what the server tells them."""
    count(round)
    round.certify()
    path = round.folder / "bundle.zip"
    path.write_bytes(round.server.client().get(f"{round.path}/bundle").body)
    return path


def count(round):
    if round.now()["state"] == "open":
        round.close()
    round.seal()
    round.wait("counted")


def told_to_clerks(round):
    """What fails, as the desk says to the clerks before they certify; the program says the same of what they would publish."""
    clerk = round.people["clerk-1"].client
    checks = folkmoot.wait_for(lambda: clerk.get(f"{round.path}/closing").json().get("verification"), "the verifier's checks")["checks"]
    return {check["n"] for check in checks if check["status"] == "failed"}


def play(office, forgery, closed=False):
    """What fails in the bundle of a round into which this was written while it ran."""
    round = office.round().prepare()
    round.cast(0, CHOICES)
    round.cast(1, {"projects": {"chosen": ["p2"]}})
    if closed:
        round.close()
    forgery(Administrator(round))
    office.people = {login: Person(office.server, login, key=person.key) for login, person in office.people.items()}
    round.people = office.people
    count(round)
    found = told_to_clerks(round)
    with raises(AssertionError, "the bundle is not published") if found else contextlib.nullcontext():
        round.certify()
    return found


@folkmoot.test
def what_nobody_signed_is_seen_in_the_bundle():
    with folkmoot.city(web_folder=None) as server:
        office = Office(server)
        stranger, clerk = Key(), office.people["clerk-1"].key
        equal(play(office, lambda administrator: None), set(), "an honest round")
        for name, forgery, closed in (
                ("credentials are added", Administrator.add_credentials, False),
                ("voting is extended", Administrator.extend, False),
                ("voting ends early", Administrator.close_early, False),
                ("a ballot is withdrawn after the close", Administrator.void_after_close, True),
                ("papers by nobody", Administrator.paper, True),
                ("papers by one person", lambda one: one.paper(clerk), True),
                ("papers by one person and a stranger", lambda one: one.paper(clerk, stranger), True)):
            equal(play(office, forgery, closed), {10}, name)


@folkmoot.test
def a_server_does_not_run_on_a_record_that_contradicts_itself():
    with folkmoot.city(web_folder=None) as server:
        round = Office(server).round().prepare()
        round.cast(0, CHOICES)
        with raises(folkmoot.ServerError, "does not fit its round"):
            Administrator(round).open_again()


# --- A round that is over -----------------------------------------------------------------------------------

def keys_of(round):
    """What the administrator has: the key of the log, and the server's share and signing key as the one trustee."""
    folder, data = folkmoot.temporary_folder() / "keys", round.server.data
    folder.mkdir()
    city = round.server.client().get("/api/v1/city").json()
    name, number, _ = city["log_key"].split("+", 2)
    private = base64.b64encode(b"\1" + (data / "log.key").read_bytes()).decode()
    (folder / "log").write_text(f"PRIVATE+KEY+{name}+{number}+{private}\n")
    (folder / "server").write_text(Key((data / "trustee" / "signing.seed").read_bytes()).minisign_secret())
    share = (data / "trustee" / f"{bytes_of(round.id).hex()}.x").read_bytes()
    (folder / "secrets").write_text(f"trustee 1 {text_of(share)}\n")
    return folder


@folkmoot.test
def a_published_round_cannot_be_rewritten():
    with folkmoot.city(web_folder=None) as server:
        round = Office(server).round().prepare()
        receipts = []
        for voter in range(3):
            receipts.append(round.folder / f"receipt-{voter}")
            round.cast(voter, CHOICES, "--receipt", receipts[-1])
        bundle, keys = published(round), keys_of(round)
        equal(failing(bundle, *(word for receipt in receipts for word in ("--receipt", receipt))), set(), "the true bundle")
        altered = round.folder / "altered.zip"
        for name, check, cast_is_gone in (
                ("ballot-dropped", 11, True), ("ballot-copied-vote", 9, True), ("ballot-replayed", 9, False),
                ("ballot-added-unlisted", 9, False), ("opening-twice", 8, False), ("closed-missing", 8, False),
                ("definition-cost", 9, False), ("definition-file-cost", 3, False),
                ("definition-clerk", 10, False), ("list-key-exchanged", 9, False), ("signatures-none-sealing", 10, False),
                ("sealing-replaced", 11, False), ("void-by-nobody", 10, False), ("void-by-nobody", 11, False),
                ("paper-by-nobody", 10, False), ("annulment-by-nobody", 10, False), ("correction-by-nobody", 10, False),
                ("mix-vote-exchanged", 12, False), ("share-by-other-key", 13, False), ("result-winner", 16, False),
                ("ballots-vote-added", 15, False)):
            folkmoot.tool("folkmoot-tamper", bundle, "--apply", name, altered, "--keys", keys)
            found = failing(altered)
            assert check in found, f"{name}: {found}"
            assert 6 not in found, f"{name}: the log is signed again ({found})"
            if cast_is_gone:
                assert 7 in failing(altered, "--receipt", receipts[0]), f"{name}: the receipt"


@folkmoot.test
def a_witness_sees_a_log_that_was_signed_again():
    """Offline: everybody in the city is in it, and only the witness's key is somewhere else."""
    bundle = folkmoot.temporary_folder() / "bundle.zip"
    folkmoot.tool("tests/support/make_bundle", "--trustees", bundle)
    keys, altered = pathlib.Path(f"{bundle}.keys"), bundle.with_name("altered.zip")
    (keys / "witness").unlink()
    for name in "history-without-withdrawn", "history-without-entry":
        folkmoot.tool("folkmoot-tamper", bundle, "--apply", name, altered, "--keys", keys)
        equal(failing(altered), {6}, name)


@folkmoot.test
def a_server_with_a_rewritten_log_meets_its_witness():
    """Live: a ballot is exchanged in the database, and the signer's own file says so too."""
    with twin_cities.twins(jobs=0) as (here, _):
        election = Election(here, origin="here.example/log").open()
        receipt = [election.cast(election.ballot(voter)) for voter in range(3)][1]
        size, _ = election.newest_tree()
        twin_cities.wait_until_witnessed(here, size)
        log_key = election.log_key()
        here.stop()
        entries = [bytes.fromhex(line) for line in
                   election.database.psql("SELECT encode(bytes, 'hex') FROM record.entry ORDER BY index").split()]
        entries[-2] = entries[-1]  # of the ballots 0, 1, 2
        leaves = [leaf_hash(entry) for entry in entries]
        root = root_of(leaves)
        election.database.psql(f"""
            UPDATE record.entry SET bytes = '\\x{entries[-2].hex()}', leaf_hash = '\\x{leaves[-2].hex()}'
                WHERE index = {size - 2};
            UPDATE record.tree SET root = '\\x{root.hex()}' WHERE size = {size};
            DELETE FROM record.witnessed WHERE size = {size}; DELETE FROM record.checkpoint WHERE size = {size}""")
        (here.data / "signer").write_text(f"{size} {root.hex()}\n")
        with raises(folkmoot.ServerError, "witness"):
            here.start()
        with raises(AssertionError, "the root of the tree"):  # what the voter has proves what was there
            election.check_receipts([receipt], log_key)


folkmoot.main()
