# SPDX-License-Identifier: AGPL-3.0-or-later
"""Staff for tests: people with keys in a running city, and rounds that they bring to the vote with `folkmoot staff`.

    with folkmoot.city() as city:
        hall = townhall.Hall(city)
        vote = hall.open_round(townhall.draft(contests=[...]), codes=3)
        folkmoot.tool("folkmoot", "cast", "--url", city.url, "--round", vote.id, "--code", vote.codes[0], ...)
        hall.act(vote.id, "voting-closed", ["clerk-1", "clerk-2"], reason="everyone-voted")
"""
import json
import time

import folkmoot

PASSWORD = "correct horse battery"
ROLES = {"facilitator": "facilitator", "registrar": "registrar", "clerk-1": "clerk", "clerk-2": "clerk"}
MINUTES_OPEN = 1440


def texts(title):
    return {"en": {"title": title}}


def contest(name, form, options, envelope=1000, score="votes", **more):
    """A contest with greedy by `score` and ties by id; `options` are costs by id."""
    return {"id": name, "texts": texts(name), "envelope": envelope, "form": form,
            "rule": {"name": "greedy", "score": score, "density": "absolute", "on_misfit": "skip", "threshold": 0,
                     "ties": "lex"},
            "options": [{"id": option, "cost": cost, "texts": texts(option)} for option, cost in options.items()],
            "conflicts": [], "pool_min": 1, "below_pool_min": "count", **more}


def draft(contests, **more):
    """The content of a draft for a round that opens now, with the people of a Hall."""
    now = int(time.time()) // 60
    return {"kind": "real", "currency": "EUR", "minor_digits": 0, "languages": ["en"], "texts": texts("A round"),
            "contests": contests,
            "districts": [{"id": "all", "texts": texts("All"), "contests": [one["id"] for one in contests]}],
            "schedule": {"zone": "UTC", "open": now, "close": now + MINUTES_OPEN, "grace": 0, "objection": 0,
                         "complaint": 0, "additions_end": now + MINUTES_OPEN},
            "revoting": True, "draw": {"source": "none"}, "roll": {"size": 100, "cap": 100},
            "totals_only_paper": False, "witness_policy": [],
            "people": {"facilitators": ["facilitator"], "registrars": ["registrar"], "clerks": ["clerk-1", "clerk-2"]},
            "act_signers": 2, "clerks_required": 2, "pruning_years": 0, **more}


class Round:
    """id, codes (as voters type them), serials (in the order of the codes)."""

    def __init__(self, identity, codes, serials):
        self.id, self.codes, self.serials = identity, codes, serials


class Hall:
    """The staff of one assembly of a running city (folkmoot.Server), and its administrator. `folder` is for their
    passwords, keys and sessions and for the codes that they make."""

    def __init__(self, server, assembly="hall", name="Hall", folder=None, people=None, secret=PASSWORD):
        self.server, self.assembly, self.secret = server, assembly, secret
        self.folder = folder or folkmoot.temporary_folder()
        self.password = self.folder / "password"
        self.password.write_text(secret + "\n", encoding="ascii")
        self.rounds = 0
        folkmoot.tool("folkmootd", "add-administrator", "--config", server.config, "administrator", "Administrator",
                      stdin=secret + "\n")
        self.administrator = self.session("administrator")
        self.post("/api/v1/assemblies", {"id": assembly, "name": name})
        self.people = {}
        for login, role in ROLES.items():
            person = self.post("/api/v1/people", {"login": login, "name": (people or {}).get(login, login), "password": secret,
                                                  "roles": [{"assembly": assembly, "role": role}]})
            self.people[login] = person["id"]
            folkmoot.tool("folkmoot", "keys", "new", "--out", self.key(login), "--no-password")
            self.staff(login, "set-key", "--key", self.key(login))

    def key(self, login):
        return self.folder / f"{login}.key"

    def session(self, login):
        """A signed-in client."""
        client = self.server.client()
        answer = client.post("/api/v1/session", {"login": login, "password": self.secret},
                             headers={"Origin": self.server.url})
        folkmoot.equal(answer.status, 200, f"sign-in of {login}")
        client.headers = {"X-CSRF-Token": answer.json()["csrf"], "Origin": self.server.url}
        return client

    def post(self, path, body):
        answer = self.administrator.post(path, body)
        folkmoot.equal(answer.status, 201, path)
        return answer.json()

    def add_assembly(self, identity, name, parent):
        """One below another, where everybody has the role that they have here."""
        self.post("/api/v1/assemblies", {"id": identity, "name": name, "parent": parent})
        for login, role in ROLES.items():
            path = f"/api/v1/people/{self.people[login]}/roles"
            answer = self.administrator.post(path, {"give": [{"assembly": identity, "role": role}], "take": []})
            folkmoot.equal(answer.status, 200, path)

    def staff(self, login, *arguments, status=0):
        """`folkmoot staff` as this person."""
        return folkmoot.tool("folkmoot", "staff", *arguments, "--url", self.server.url, "--login", login,
                             "--password-file", self.password, "--session", self.folder / f"{login}.session",
                             status=status)

    def act(self, identity, kind, signers, **parameters):
        """Have an act proposed by the first signer and signed by all."""
        words = [f"{name}={value}" for name, value in parameters.items()]
        proposed = self.staff(signers[0], "propose", "--round", identity, kind, *words)
        number = proposed.stdout.split()[1]
        for login in signers:
            self.staff(login, "sign", number, "--key", self.key(login), "--yes")

    def open_round(self, content, codes, assembly=None):
        """A round with so many codes that takes ballots, of another assembly where one is named."""
        self.rounds += 1
        folder = self.folder / f"round-{self.rounds}"
        folder.mkdir()
        identity = self.staff("facilitator", "new-round", assembly or self.assembly).stdout.split()[1]
        (folder / "draft.json").write_text(json.dumps(content), encoding="utf-8")
        self.staff("facilitator", "draft", "--round", identity, folder / "draft.json")
        folkmoot.tool("folkmoot", "codes", "--round", identity, "--count", codes, "--out", folder / "codes", "--url",
                      self.server.url)
        self.staff("clerk-1", "upload-codes", "--round", identity, folder / "codes" / "keys.json")
        self.staff("facilitator", "freeze", "--round", identity)
        self.act(identity, "credential-list", ["registrar", "clerk-1"])
        self.act(identity, "opening", ["facilitator", "clerk-1"])
        client = self.server.client()
        folkmoot.wait_for(lambda: client.get(f"/api/v1/rounds/{identity}/form").status == 200, "the opening")
        rows = [line.split(";") for line in (folder / "codes" / "codes.csv").read_text().splitlines()[1:]]
        return Round(identity, [row[1] for row in rows], [row[0] for row in rows])
