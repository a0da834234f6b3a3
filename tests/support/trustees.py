# SPDX-License-Identifier: AGPL-3.0-or-later
"""Trustees of a round, each a process of `folkmoot trustee` with a key file of its own.

    trustees = Trustees(3, server.url)    # or [BadTrustee(), ...] of them
    draft = {..., **trustees.draft(threshold=2)}
    trustees.join(round_id)                       # the frozen round's key is made
    with trustees.running(round_id): ...          # acknowledges, mixes, opens
"""
import contextlib
import hashlib
import json
import struct
import subprocess

import folkmoot
from office import Key, act_digest, bytes_of, content, contest, text_of

SECONDS = 120


class Trustee:
    def __init__(self, number, url, folder):
        self.number, self.url, self.folder = number, url, folder
        self.name = f"Trustee {number}"
        self.key, self.passphrase = folder / f"trustee-{number}.key", folder / f"trustee-{number}.txt"
        self.passphrase.write_text(f"passphrase of trustee {number}\n")
        self.public = folkmoot.tool("folkmoot", "trustee", "init", "--out", self.key, "--passphrase-file",
                                    self.passphrase, "--memory", "8").stdout.split()[0]

    def arguments(self, command, round_id, *options):
        return ["trustee", command, "--key", str(self.key), "--url", self.url, "--round", round_id, "--every", "1",
                "--passphrase-file", str(self.passphrase), *map(str, options)]

    def do(self, command, round_id, *options, status=0):
        """The command to its end."""
        return folkmoot.tool("folkmoot", *self.arguments(command, round_id, *options), status=status)

    def start(self, command, round_id, *options):
        return subprocess.Popen([str(folkmoot.BUILD / "folkmoot"), *self.arguments(command, round_id, *options)],
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def sign(self, act, origin):
        """Whatever the act is."""
        return bytes_of(folkmoot.tool("tests/support/bad_trustee", "sign", self.key, self.passphrase.read_text().strip(),
                                      origin, stdin=act).stdout.strip())

    def status(self, round_id):
        return self.do("status", round_id).stdout


class Trustees:
    def __init__(self, count, url, bad=None):
        """`bad`: the first of them."""
        folder, first = folkmoot.temporary_folder(), 2 if bad else 1
        self.all = [Trustee(number, url, folder) for number in range(first, count + 1)]
        self.members = ([bad] if bad else []) + self.all

    def draft(self, threshold):
        """Members of a draft."""
        return {"trustees": [{"name": one.name, "key": one.public} for one in self.members],
                "threshold": threshold, "draw": {"source": "trustees"}}

    @staticmethod
    def finish(processes):
        """What each has said; all must end well."""
        said = []
        for process in processes:
            output, _ = process.communicate(timeout=SECONDS)
            assert process.returncode == 0, output
            said.append(output)
        return said

    def words(self, round_id):
        """Everybody commits and joins, and sees these words."""
        said = self.finish([one.start("join", round_id) for one in self.all])
        words = {output.strip().splitlines()[-1] for output in said}
        assert len(words) == 1, words
        return words.pop()

    def join(self, round_id):
        words = self.words(round_id)
        return self.finish([one.start("join", round_id, "--words", words) for one in self.all])

    @contextlib.contextmanager
    def running(self, round_id, *options, who=None):
        processes = [one.start("run", round_id, "--patience", "2", *options) for one in who or self.all]
        try:
            yield processes
        finally:
            for process in processes:
                if process.returncode is None:  # finish() has not seen its end
                    process.terminate()
                    process.communicate()


def sealed(office, trustees, voters=3, **members):
    """A round of 2 of 3 whose mixing may begin; each voter has chosen another project."""
    drawn = contest(rule={**contest()["rule"], "ties": "draw"})
    round = office.round(content([drawn], **trustees.draft(2), **members))
    round.upload(round.make_codes(5))
    round.freeze()
    round.list()
    trustees.join(round.id)
    with trustees.running(round.id):
        round.open()
    for voter in range(voters):
        round.cast(voter, {"projects": {"chosen": [f"p{1 + voter}"]}})
    round.close()
    round.seal()
    return round


def canonical(act):
    return json.dumps(act, sort_keys=True, separators=(",", ":"))


def post(round, what, body):
    """Bytes to an address of the round; the answer."""
    return round.server.client().request("POST", f"{round.path}/{what}", body,
                                         {"Content-Type": "application/octet-stream"})


def hand_in(round, act, signature, blob=b""):
    """An entry as trustees hand it in, whatever it is worth."""
    return post(round, "trustee-entries", struct.pack(">H", len(act)) + act.encode() + signature + blob)


def entries_of(round, kind):
    """Those of this type in the record."""
    rows = round.server.database.psql("SELECT convert_from(bytes, 'UTF8') FROM record.entry WHERE type = '" + kind
                                      + "' ORDER BY index")
    return [json.loads(row) for row in rows.splitlines()]


class BadTrustee:
    """The first trustee of two, who keeps to the order and then sends the other one a bad share."""

    name = "Trustee 1"

    def __init__(self):
        self.key = Key()
        self.public = text_of(self.key.public)

    @staticmethod
    def tool(*arguments):
        return folkmoot.tool("tests/support/bad_trustee", *arguments).stdout.strip()

    def send(self, round, kind, blob=b"", **members):
        act = canonical({"type": kind, "round": round.id, "attempt": 1, "trustee": 1, **members})
        return round.must(hand_in(round, act, self.key.sign(act_digest(round.office.origin, act)), blob))

    def commit(self, round):
        self.send(round, "trustee-commit", commitment=self.tool("commitment"))

    def join(self, round):
        self.send(round, "trustee-join", static_key=self.tool("key"), salt=text_of(bytes(32)))

    def cheat(self, round, other):
        """`other`: the static key of trustee 2."""
        definition = round.must(round.server.client().get(round.path))["definition"]["hash"]
        fields = [round.office.origin.encode(), bytes_of(round.id), bytes_of(definition), struct.pack(">Q", 2),
                  struct.pack(">Q", 1)]
        data = b"folkmoot/1/dkg\0" + b"".join(struct.pack(">I", len(field)) + field for field in fields)
        message = bytes_of(self.tool("message", text_of(hashlib.sha512(data).digest()[:32]), 1, 2, self.tool("key"), other))
        self.send(round, "dkg-message", message, step=1,
                  message={"hash": text_of(hashlib.sha256(message).digest()), "size": len(message)})

    def until_words(self, round, trustees):
        """Both commit and join, and this one cheats; the words that the other one has seen."""
        self.commit(round)
        joining = trustees.all[0].start("join", round.id)
        folkmoot.wait_for(lambda: len(entries_of(round, "trustee-commit")) == 2, "both commitments")
        self.join(round)
        words = trustees.finish([joining])[0].strip().splitlines()[-1]
        self.cheat(round, next(one["static_key"] for one in entries_of(round, "trustee-join") if one["trustee"] == 2))
        return words
