# SPDX-License-Identifier: AGPL-3.0-or-later
"""A made-up round for tests of the sequencer: build/tests/support/election makes its entries and ballots, this module
puts them into a database and a running folkmootd without the API and without job workers.

    with folkmoot.city(jobs=0) as server:
        election = Election(server)
        election.open()
        receipt = election.cast(election.ballot(0))
"""
import base64
import hashlib
import json
import time

import folkmoot

PROGRAM = "tests/support/election"


def minute():
    return int(time.time()) // 60


def text_of(data):
    """base64url without padding, as in the record."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def bytes_of(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def leaf_hash(entry):
    return hashlib.sha256(b"\0" + entry).digest()


def root_of(leaves):
    """RFC 6962 section 2.1, as it is written there."""
    if len(leaves) <= 1:
        return leaves[0] if leaves else hashlib.sha256(b"").digest()
    half = 1 << ((len(leaves) - 1).bit_length() - 1)
    return hashlib.sha256(b"\1" + root_of(leaves[:half]) + root_of(leaves[half:])).digest()


class Election:
    """`server` is a folkmoot.Server; the round is not opened before open()."""

    def __init__(self, server, voters=20, options=5, seed="seed", opens=None, closes=None, grace=0, revoting=True,
                 origin="folkmoot.example/log"):
        self.server, self.database = server, server.database
        self.folder = folkmoot.temporary_folder()
        now = minute()
        plan = [seed, voters, options, origin, now - 10 if opens is None else opens,
                now + 60 if closes is None else closes, grace, int(revoting), 0]
        (self.folder / "plan").write_text(" ".join(map(str, plan)) + "\n")
        words = dict(line.split() for line in self.run("setup").splitlines())
        self.round, self.eid = bytes.fromhex(words["round"]), bytes.fromhex(words["eid"])
        self.path = f"/api/v1/rounds/{text_of(self.round)}"

    def run(self, command, *words, **more):
        return folkmoot.tool(PROGRAM, command, self.folder, *words, **more).stdout

    def entry(self, name):
        return (self.folder / f"{name}.json").read_text()

    # --- The way to the record ----------------------------------------------------------------------------

    def store_blob(self, content):
        digest = hashlib.sha256(content).hexdigest()
        self.database.psql(f"""
            INSERT INTO record.blob (hash, size) VALUES ('\\x{digest}', {len(content)}) ON CONFLICT DO NOTHING;
            INSERT INTO record.blob_part (hash, part, bytes) VALUES ('\\x{digest}', 0, '\\x{content.hex()}')
            ON CONFLICT DO NOTHING""", role=folkmoot.SERVER)
        return digest

    def submit(self, *entries, act=None):
        """Hand a group of entries over through work.submission, as jobs do, and wait: (state, first index, problem)."""
        values = ", ".join(f"convert_to('{entry.strip()}', 'UTF8')" for entry in entries)
        number = self.database.psql(f"""
            INSERT INTO work.submission (entries, act) VALUES (ARRAY[{values}]::bytea[], {act or 'NULL'}) RETURNING id;
            NOTIFY folkmoot_submission""", role=folkmoot.JOBS)
        row = folkmoot.wait_for(lambda: self.database.psql(
            f"SELECT state, first_index, problem, detail FROM work.submission WHERE id = {number} AND state <> 'waiting'"),
            "an answer of the sequencer").split("|")
        return row[0], int(row[1]) if row[1] else None, row[2] or None, row[3]

    def must(self, *entries):
        state, index, problem, detail = self.submit(*entries)
        folkmoot.equal((state, problem), ("done", None), f"the group ({detail})")
        return index

    def sign(self, act, *who):
        return self.run("sign", *who, stdin=json.dumps(act, sort_keys=True, separators=(",", ":")))

    def act(self, kind, *who, **members):
        return self.sign({"type": kind, "eid": text_of(self.eid), **members}, *who)

    def newest_tree(self):
        size, root = self.database.psql(
            "SELECT size, encode(root, 'hex') FROM record.tree ORDER BY size DESC LIMIT 1").split("|")
        return int(size), root

    def freeze(self):
        """Draft, definition, credentials and their signed list."""
        self.database.psql("INSERT INTO staff.assembly (id, name) VALUES ('test', 'Test') ON CONFLICT DO NOTHING",
                           role=folkmoot.SERVER)
        for name in ("definition", "keys", "list"):
            self.store_blob((self.folder / f"{name}.blob").read_bytes())
        self.must(self.entry("draft"))
        self.must(self.entry("definition"))
        number = self.number()
        rows = [line.split() for line in (self.folder / "credentials").read_text().splitlines()]
        values = ",".join(f"({number}, '\\x{key}', 'letters', {serial})" for key, serial in rows)
        self.database.psql(f"""
            INSERT INTO vote.batch (round_no, batch, district, purpose) VALUES ({number}, 'letters', 'all', 'letter');
            INSERT INTO vote.credential (round_no, key, batch, serial) VALUES {values}""", role=folkmoot.SERVER)
        self.must(self.entry("list"))

    def number(self):
        return int(self.database.psql(f"SELECT no FROM vote.round WHERE id = '\\x{self.round.hex()}'"))

    def state(self):
        return self.database.psql(f"SELECT state FROM vote.round WHERE id = '\\x{self.round.hex()}'")

    def open(self):
        self.freeze()
        self.must(self.entry("opening"), self.run("acknowledge", *self.newest_tree()))
        # The database says that it is open a moment before the loops take ballots.
        folkmoot.wait_for(lambda: self.post(b"{}").status != 503, "the taking of ballots")
        return self

    # --- Ballots ------------------------------------------------------------------------------------------

    def ballot(self, voter, seq=0, prev="-"):
        return self.run("ballot", voter, seq, prev).strip().encode()

    def ballots(self, first, count):
        return [line.encode() for line in self.run("ballots", first, count).splitlines()]

    def post(self, ballot, client=None):
        return (client or self.server.client()).post(f"{self.path}/ballots", body=ballot,
                                                     headers={"Content-Type": "application/json"})

    def cast(self, ballot):
        """The receipt."""
        answer = self.post(ballot)
        folkmoot.equal(answer.status, 200, f"the status of a ballot ({answer.body[:200]!r})")
        return answer.body

    # --- What must hold -----------------------------------------------------------------------------------

    def log_key(self):
        """The verifier key, from the newest checkpoint's own key id and the key file of the signer."""
        return self.server.client().get("/api/v1/city").json()["log_key"]

    def entries(self):
        rows = self.database.psql("SELECT encode(bytes, 'hex') FROM record.entry ORDER BY index").split()
        return [bytes.fromhex(row) for row in rows]

    def check_receipts(self, receipts, log_key):
        """Every receipt is signed, leads to the tree that the record has now at that size, and its entry stands where
        it says."""
        paths = []
        for number, receipt in enumerate(receipts):
            path = self.folder / f"receipt-{number}"
            path.write_bytes(receipt)
            paths.append(path)
        if not paths:
            return
        leaves = [leaf_hash(entry) for entry in self.entries()]
        roots = {}
        for line in self.run("receipts", log_key, *paths).splitlines():
            _path, index, size, root, leaf = line.split()
            index, size = int(index), int(size)
            assert size <= len(leaves), f"a receipt is for a tree of {size}, the record has {len(leaves)}"
            if size not in roots:
                roots[size] = root_of(leaves[:size]).hex()
            folkmoot.equal(root, roots[size], f"the root of the tree of {size}")
            folkmoot.equal(leaf, leaves[index].hex(), f"the leaf at {index}")
