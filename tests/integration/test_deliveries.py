#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a trustee hands in and is too large for one request: it comes in parts, and only from a trustee."""
import contextlib
import hashlib
import os
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
import folkmoot  # noqa: E402
from folkmoot import equal, wait_for  # noqa: E402
from office import Office, content, text_of  # noqa: E402
from trustees import Trustees, canonical, entries_of, hand_in, sealed  # noqa: E402

PART = 1 << 20
MANY = {"roll": {"size": 5, "cap": 1000000}}  # a definition that allows large mixes


@contextlib.contextmanager
def offices():
    with folkmoot.city(web_folder=None) as server:
        yield Office(server)


class Delivery:
    """A mix with this blob, signed by a trustee, whatever the blob is worth."""

    def __init__(self, round, trustee, blob, size=None):
        self.round, self.blob = round, blob
        self.hash = text_of(hashlib.sha256(blob).digest())
        self.act = canonical({"type": "mix", "eid": round.must(round.server.client().get(round.path))["eid"], "contest": "projects",
                              "chain": 1, "position": 1, "trustee": trustee.number,
                              "mix": {"hash": self.hash, "size": len(blob) if size is None else size}})
        self.signature = trustee.sign(self.act, round.office.origin)

    def hand_in(self, blob=b""):
        return hand_in(self.round, self.act, self.signature, blob)

    def put(self, part, data=None):
        return self.round.server.client().request(
            "PUT", f"{self.round.path}/trustee-entries/{self.hash}/parts/{part}",
            self.blob[part * PART:(part + 1) * PART] if data is None else data, {"Content-Type": "application/octet-stream"})

    def waits_for(self, part):
        answer = self.hand_in()
        equal((answer.status, answer.json()), (200, {"state": "waiting", "part": part}), "what is waited for")


def largest(server):
    """The most memory that the process of the loops has ever had, in bytes."""
    loops = next(pid for pid in map(int, pathlib.Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children")
                                    .read_text().split())
                 if "event=serving" in server.log_text() and threads(pid) > 2)
    return int(re.search(r"VmHWM:\s+(\d+) kB", pathlib.Path(f"/proc/{loops}/status").read_text())[1]) * 1024


def threads(pid):
    return len(os.listdir(f"/proc/{pid}/task"))


@folkmoot.test
def a_mix_larger_than_a_request_may_be_is_recorded():
    with offices() as office:
        trustees = Trustees(3, office.server.url)
        round = sealed(office, trustees, **MANY)
        delivery = Delivery(round, trustees.all[0], os.urandom(PART) * 40 + b"end")
        # It is no mix at all; the record says so for ever, and the trustees pass it over.
        delivery.waits_for(0)
        before = largest(office.server)
        for part in range(41):
            equal(delivery.put(part).status, 200, f"part {part}")
        answer = delivery.hand_in()
        equal((answer.status, answer.json()["state"]), (200, "recorded"), f"the entry: {answer.body}")
        grown = largest(office.server) - before
        assert grown < 16 * PART, f"{grown} bytes of memory for a blob of {len(delivery.blob)}"
        equal(office.server.client().get(f"/log/blob/{hashlib.sha256(delivery.blob).hexdigest()}").body, delivery.blob,
              "the blob in the record")
        equal(office.server.database.psql("SELECT count(*) FROM work.delivery"), "0", "deliveries that are done")
        with trustees.running(round.id, who=trustees.all[1:]):
            round.wait("counted")
        equal([one["trustee"] for one in entries_of(round, "mix")][0], 1, "the first mix")
        round.certify()
        equal(round.verify().returncode, 0, "the bundle")


@folkmoot.test
def a_real_mix_comes_in_parts():
    with offices() as office:
        trustees = Trustees(2, office.server.url)
        wide = {"id": "projects", "texts": {"en": {"title": "Many"}}, "envelope": 600,
                "form": {"kind": "points", "min": 1, "max": 700, "total": 1000000, "min_total": 1, "max_each": 1000000},
                "rule": {"name": "greedy", "score": "points", "density": "absolute", "on_misfit": "skip", "threshold": 0,
                         "ties": "draw"},
                "options": [{"id": f"p{i}", "cost": 100, "texts": {"en": {"title": f"Project {i}"}}} for i in range(700)],
                "conflicts": [], "pool_min": 1, "below_pool_min": "count"}
        round = office.round(content([wide], **trustees.draft(2)))
        round.upload(round.make_codes(40))
        round.freeze()
        round.list()
        trustees.join(round.id)
        with trustees.running(round.id):
            round.open()
            for voter in range(40):
                round.cast(voter, {"projects": {"points": {f"p{voter}": 5, "p9": 1 + voter}}})
            round.close()
            round.seal()
            round.wait("counted")
        sizes = [one[kind]["size"] for kind in ("mix", "share") for one in entries_of(round, kind)]
        assert min(sizes) > 65536, f"{sizes}: nothing came in parts"
        round.certify()
        equal(round.verify().returncode, 0, "the bundle")


@folkmoot.test
def only_what_a_trustee_announced_is_kept():
    with offices() as office:
        trustees = Trustees(3, office.server.url)
        round = sealed(office, trustees, **MANY)
        one, two = trustees.all[:2]
        blob = os.urandom(2 * PART + 100)
        delivery = Delivery(round, one, blob)
        equal(delivery.put(0).problem, "not-found", "before it was announced")
        equal(hand_in(round, delivery.act, bytes(64)).problem, "bad-signature", "announced by somebody else")
        equal(delivery.put(0).problem, "not-found", "after that")
        delivery.waits_for(0)
        equal(delivery.put(1).problem, "not-found", "a part before its time")
        equal(delivery.put(0, blob[:PART - 1]).problem, "not-found", "a part too short")
        equal(delivery.put(0, blob[:PART + 1]).status, 413, "a part too long")
        equal(delivery.put(0).status, 200, "the first")
        delivery.waits_for(1)
        office.server.stop()
        office.server.start()
        wait_for(lambda: delivery.hand_in().status == 200, "the server")
        delivery.waits_for(1)
        equal(delivery.put(1).status, 200, "the second")
        equal(delivery.put(2, blob[2 * PART:] + b"x").problem, "not-found", "a last part too long")
        equal(delivery.put(3, b"x").problem, "not-found", "a part behind the last")
        # What does not make the blob is dropped, and begins anew.
        equal(delivery.put(2, bytes(100)).status, 200, "another last part")
        equal(delivery.hand_in().problem, "bad-request", "another blob")
        delivery.waits_for(0)
        # One at a time: another blob takes the place of this one; that of somebody else does not.
        equal(delivery.put(0).status, 200, "the first again")
        other = Delivery(round, two, blob[:PART + 1])
        other.waits_for(0)
        delivery.waits_for(1)
        third = Delivery(round, one, blob[1:])
        third.waits_for(0)
        equal(delivery.put(1).problem, "not-found", "what was replaced")
        equal(office.server.database.psql("SELECT count(*) FROM work.delivery"), "2", "deliveries")
        for size, what in ((1 << 40, "more than any mix of this round has"), (0, "nothing")):
            equal(Delivery(round, one, b"x", size).hand_in().problem, "too-large", what)
        equal(delivery.hand_in(bytes(300000)).status, 413, "all of it in one request")
        # In the record already, though the entry is not: no parts are asked for again.
        for part in range(2):
            equal(other.put(part).status, 200, f"part {part}")
        equal(other.hand_in().json()["state"], "recorded", "the blob of the other")
        equal(other.hand_in().json()["state"], "recorded", "handed in twice: it is the record's to say which counts")


folkmoot.main()
