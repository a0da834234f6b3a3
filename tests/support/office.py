# SPDX-License-Identifier: AGPL-3.0-or-later
"""An assembly with its staff, and a round brought along over the API as they would: for tests of acts and tallies.

    with folkmoot.city(web_folder=None) as server:
        office = Office(server)
        round = office.round(content(...))
        round.upload(district="all", count=5)
        round.open()
        round.cast(0, {"projects": {"chosen": ["p1"]}})
        round.act("voting-closed", "clerk-1", "clerk-2", reason="everyone-voted")
"""
import base64
import csv
import hashlib
import json
import os
import struct
import time

import folkmoot
from folkmoot import equal, wait_for

ASSEMBLY = "old-town"
PEOPLE = {"facilitator": "facilitator", "registrar": "registrar", "clerk-1": "clerk", "clerk-2": "clerk",
          "clerk-3": "clerk"}
PASSWORD = "correct horse battery"


def text_of(data):
    """base64url without padding, as in the record."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def bytes_of(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


# --- Ed25519 (RFC 8032 section 5.1), as slow as it is short -------------------------------------------------

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
BASE_Y = 4 * pow(5, P - 2, P) % P
BASE_X = 15112221349535400772501151409588531511454012693041857206046113283949847762202
IDENTITY = (0, 1, 1, 0)


def _add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def _times_base(n):
    total, power = IDENTITY, (BASE_X, BASE_Y, 1, BASE_X * BASE_Y % P)
    while n:
        if n & 1:
            total = _add(total, power)
        power = _add(power, power)
        n >>= 1
    inverse = pow(total[2], P - 2, P)
    x, y = total[0] * inverse % P, total[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


class Key:
    """A signing key made on a person's device; or of a seed that is known."""

    def __init__(self, seed=None):
        self.seed = seed or os.urandom(32)
        digest = hashlib.sha512(self.seed).digest()
        self.scalar = int.from_bytes(digest[:32], "little") & ((1 << 254) - 8) | (1 << 254)
        self.prefix = digest[32:]
        self.public = _times_base(self.scalar)
        self.minisign_id = os.urandom(8)

    def sign(self, message):
        r = int.from_bytes(hashlib.sha512(self.prefix + message).digest(), "little") % L
        point = _times_base(r)
        h = int.from_bytes(hashlib.sha512(point + self.public + message).digest(), "little") % L
        return point + ((r + h * self.scalar) % L).to_bytes(32, "little")

    def minisign(self, content):
        comment = b"by a clerk"
        signature = self.sign(hashlib.blake2b(content).digest())
        whole = self.sign(signature + comment)
        return (b"untrusted comment: a clerk's signature\n" + base64.b64encode(b"ED" + self.minisign_id + signature)
                + b"\ntrusted comment: " + comment + b"\n" + base64.b64encode(whole) + b"\n").decode()

    def minisign_secret(self):
        """The secret key file, without a password."""
        key = b"Ed" + bytes(2) + b"B2" + bytes(48) + self.minisign_id + self.seed + self.public + bytes(32)
        return "untrusted comment: secret key\n" + base64.b64encode(key).decode() + "\n"


def act_digest(origin, act):
    """H32("act", origin, act bytes)."""
    fields = b"".join(struct.pack(">I", len(field)) + field for field in (origin.encode(), act.encode()))
    return hashlib.sha512(b"folkmoot/1/act\0" + fields).digest()[:32]


# --- People --------------------------------------------------------------------------------------------------

class Person:
    def __init__(self, server, login, password=PASSWORD, key=None):
        self.login, self.password, self.key = login, password, key
        self.client = server.client()
        answer = self.client.post("/api/v1/session", {"login": login, "password": password})
        equal(answer.status, 200, f"{login} signs in")
        self.client.headers["X-CSRF-Token"] = answer.json()["csrf"]

    def confirmed(self, call):
        """The answer to call(); when it is long ago that the password was said, it is said again."""
        answer = call()
        if answer.problem == "confirmation-needed":
            equal(self.client.post("/api/v1/session/confirmation", {"password": self.password}).status, 204, self.login)
            answer = call()
        return answer

    def take_key(self):
        self.key = Key()
        answer = self.client.put("/api/v1/people/me/signing-key", {"key": text_of(self.key.public),
                                                                   "minisign_id": text_of(self.key.minisign_id)})
        equal(answer.status, 200, f"{self.login} says the key")


class Office:
    """The administrator, and PEOPLE with one role each; clerk-3 is in no definition."""

    def __init__(self, server):
        self.server = server
        self.administrator = Person(server, "administrator", folkmoot.add_administrator(server))
        self.must(self.administrator.client.post("/api/v1/assemblies", {"id": ASSEMBLY, "name": "Old Town"}), 201)
        self.people = {}
        for login, role in PEOPLE.items():
            self.must(self.administrator.client.post("/api/v1/people", {
                "login": login, "name": login.title(), "password": PASSWORD,
                "roles": [{"assembly": ASSEMBLY, "role": role}]}), 201)
            self.people[login] = Person(server, login)
            self.people[login].take_key()
        self.origin = server.client().get("/api/v1/city").json()["origin"]

    @staticmethod
    def must(answer, status=200):
        equal(answer.status, status, f"the status of {answer}")
        return answer.json()

    def round(self, draft=None):
        """A new round with this draft, not frozen."""
        return Round(self, draft or content())


# --- Rounds --------------------------------------------------------------------------------------------------

def minute():
    return int(time.time()) // 60


def titled(text):
    return {"en": {"title": text}}


def contest(name="projects", costs=(300, 200, 500), envelope=600, **members):
    """Approval of any number; options p1, p2, ...; `members` replace."""
    return {"id": name, "texts": titled(name), "envelope": envelope, "form": {"kind": "approval", "min": 1, "max": len(costs)},
            "rule": {"name": "greedy", "score": "votes", "density": "absolute", "on_misfit": "skip", "threshold": 0,
                     "ties": "lex"},
            "options": [{"id": f"p{i}", "cost": cost, "texts": titled(f"Project {i}")} for i, cost in enumerate(costs, 1)],
            "conflicts": [], "pool_min": 1, "below_pool_min": "count", **members}


def content(contests=None, districts=None, schedule=None, **members):
    """A draft: clerk-1 and clerk-2, both of whom certify. `districts`: {id: [contest id]}."""
    contests = contests or [contest()]
    districts = districts or {"all": [one["id"] for one in contests]}
    now = minute()
    return {
        "kind": "real", "currency": "EUR", "minor_digits": 2, "languages": ["en"], "texts": titled("Budget"),
        "contests": contests,
        "districts": [{"id": name, "texts": titled(name), "contests": own} for name, own in districts.items()],
        "schedule": {"zone": "UTC", "open": now - 10, "close": now + 600, "grace": 0, "objection": 0, "complaint": 0,
                     "additions_end": now + 600, **(schedule or {})},
        "revoting": True, "draw": {"source": "none"}, "roll": {"size": 100, "cap": 100}, "totals_only_paper": False,
        "witness_policy": [],
        "people": {"facilitators": ["facilitator"], "registrars": ["registrar"], "clerks": ["clerk-1", "clerk-2"]},
        "act_signers": 2, "clerks_required": 2, "pruning_years": 0, **members}


class Round:
    def __init__(self, office, draft):
        self.office, self.server = office, office.server
        self.people, self.must = office.people, office.must
        facilitator = self.people["facilitator"].client
        made = self.must(facilitator.post(f"/api/v1/assemblies/{ASSEMBLY}/rounds", {}), 201)
        self.id, self.nonce = made["id"], made["nonce"]
        self.path = f"/api/v1/rounds/{self.id}"
        self.batches, self.codes, self.folder = [], [], folkmoot.temporary_folder()
        self.must(self.save(draft))

    # --- Preparing ---

    def draft(self):
        """The draft and its ETag."""
        answer = self.people["facilitator"].client.get(f"{self.path}/draft")
        return self.must(answer), answer.headers["ETag"]

    def save(self, draft):
        """The answer to saving this in the place of the draft there is."""
        return self.people["facilitator"].client.put(f"{self.path}/draft", draft, headers={"If-Match": self.draft()[1]})

    def readiness(self):
        """The first of what is found, by id; and the ids of what blocks."""
        answer = self.must(self.people["facilitator"].client.get(f"{self.path}/readiness"))
        found = {one["id"]: one for one in reversed(answer["findings"])}
        return found, [one["id"] for one in answer["findings"] if one["severity"] == "blocking"]

    def make_codes(self, count, district="all", batch="letters", purpose="letter"):
        """A batch as an upload has it; its codes go to self.codes."""
        folder = self.folder / f"{batch}-{len(self.codes)}"
        folkmoot.tool("folkmoot", "codes", "--round", self.id, "--nonce", self.nonce, "--count", count, "--batch",
                      batch, "--district", district, "--purpose", purpose, "--out", folder)
        with open(folder / "codes.csv", encoding="ascii") as file:
            self.codes += list(csv.DictReader(file, delimiter=";"))
        return json.loads((folder / "keys.json").read_text())["batches"][0]

    def upload(self, *batches):
        return self.must(self.people["clerk-1"].client.put(f"{self.path}/credentials", {"batches": list(batches)}))

    def freeze(self):
        self.must(self.people["facilitator"].client.post(f"{self.path}/freeze", {}))

    def list(self):
        self.act("credential-list", "registrar", "clerk-1")

    def open(self):
        """The key of a frozen round is made by a job: until then the answer is 503."""
        wait_for(lambda: self.propose("opening").status == 201, "the key of the round")
        return self.act("opening", "facilitator", "clerk-1")

    def prepare(self, *batches):
        """From draft to open; by default 5 codes for district `all`."""
        self.upload(*(batches or [self.make_codes(5)]))
        self.freeze()
        self.list()
        self.open()
        return self

    # --- Acts ---

    def propose(self, kind, by="clerk-1", **parameters):
        return self.people[by].client.post(f"{self.path}/acts", {"type": kind, "parameters": parameters})

    def signature(self, act, key):
        return {"key": text_of(key.public), "signature": text_of(key.sign(act_digest(self.office.origin, act["act"])))}

    def sign(self, act, who, key=None):
        """The answer to the signature of one person."""
        person = self.people[who]
        return person.client.post(f"/api/v1/acts/{act['id']}/signatures", self.signature(act, key or person.key))

    def act(self, kind, *who, outcome="done", **parameters):
        """Proposed by the last who signs, signed by all; the act in its last state, which must be `outcome`."""
        made = self.must(self.propose(kind, who[-1], **parameters), 201)
        return self.sign_all(made, *who, outcome=outcome)

    def sign_all(self, made, *who, outcome="done"):
        for one in who:
            act = self.must(self.people[one].confirmed(lambda one=one: self.sign(made, one)))
        client = self.people[who[0]].client
        if act["state"] == "submitted":  # an opening: a job acknowledges it
            act = wait_for(lambda: (now := client.get(f"/api/v1/acts/{made['id']}").json())["state"] != "submitted"
                           and now, "the answer to an act")
        equal(act["state"], outcome, f"the state of {act['type']} ({act.get('detail')})")
        return act

    # --- Voting and after ---

    def cast(self, voter, choices, *options, status=0):
        path = self.folder / "choices.json"
        path.write_text(json.dumps(choices))
        return folkmoot.tool("folkmoot", "cast", "--url", self.server.url, "--round", self.id, "--code",
                             self.codes[voter]["code"], "--choices", path, *options, status=status)

    def now(self):
        return self.server.client().get(f"{self.path}/progress").json()

    def wait(self, state):
        """Until the round is in this state; no job may fail on the way."""
        def there():
            now = self.now()
            failed = [job for job in now["jobs"] if job["state"] == "failed"]
            assert not failed, failed
            return now["state"] == state
        wait_for(there, f"the round is {state}")

    def close(self):
        self.act("voting-closed", "clerk-1", "clerk-2", reason="everyone-voted")

    def seal(self):
        """The contests of the sealing, by id."""
        act = self.act("sealing", "clerk-1", "clerk-2")
        return {one["contest"]: one for one in json.loads(act["act"])["contests"]}

    def certify(self):
        self.act("certified", "clerk-1", "clerk-2")
        client = self.people["clerk-1"].client
        sums = wait_for(lambda: (answer := client.get(f"{self.path}/exports/SHA256SUMS")).status == 200 and answer,
                        "the files of the round").body
        for login in "clerk-1", "clerk-2":
            person = self.people[login]
            self.must(person.confirmed(lambda person=person: person.client.post(
                f"{self.path}/bundle-signatures", {"minisig": person.key.minisign(sums)})))
        self.wait("published")

    def result(self):
        """Contests of the published result, by id."""
        return {one["id"]: one for one in self.server.client().get(f"{self.path}/result").json()["contests"]}

    def verify(self):
        """folkmoot-verify on the bundle; every check must pass."""
        bundle = self.folder / "bundle.zip"
        bundle.write_bytes(self.server.client().get(f"{self.path}/bundle").body)
        return folkmoot.tool("folkmoot-verify", bundle, status=None)
