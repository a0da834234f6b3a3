#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""One gate for choices: until a result is published nothing that a server answers, outside /log, depends on them.

One city is prepared and then copied, database and keys, so that two cities have the same round, credentials and staff.
The same people vote in both in the same minutes, each in the other city for something else. At each state of the round
everything that can be asked for, by nobody and by each of the staff, is compared byte by byte. What must differ (ids of
ballots, hashes and signatures over them) is taken from the two records beforehand and masked by its place in the record."""
import contextlib
import json
import pathlib
import re
import shutil
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
import folkmoot  # noqa: E402
from folkmoot import Database, Server, empty_name, equal, fresh_database, wait_for  # noqa: E402
from office import PEOPLE, Office, bytes_of, content, contest, text_of  # noqa: E402

URL = "http://folkmoot.example"
FILES = ["SHA256SUMS", "result.json", "explanation.json", "views.json", "all_projects.csv", "certificate.html",
         "VERIFY.txt", "verification.json", "definition.json", "projects.pb", "ranked.pb", "bundle.zip", "all.svg", "turnout.svg", "projects.svg"]
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
VOTERS = 6
CHECKPOINT = r"(folkmoot\.example/log(?:\\n|\n)\d+(?:\\n|\n))[A-Za-z0-9+/]{43}=((?:\\n|\n){2}\u2014 \S+ )[A-Za-z0-9+/=]+"
KEPT_SECONDS = 5
SAFE_SECOND = 40  # of a minute: what is begun before it ends in the same minute


# --- Two cities ---------------------------------------------------------------------------------------------

@contextlib.contextmanager
def twins():
    """Two offices with the same open round, which differ in nothing but their ports."""
    databases = [fresh_database()]
    try:
        with Server(databases[0], base_url=URL) as first:
            office = Office(first)
            round = office.round(content([contest(), contest("ranked", form={"kind": "ranking", "min": 1, "max": 3},
                                                             rule={**contest()["rule"], "score": "borda"})]))
            round.prepare(round.make_codes(VOTERS))
        cluster = databases[0].cluster
        databases.append(Database(cluster, empty_name()))
        cluster.create_database(databases[1].name, databases[0].name)
        with contextlib.ExitStack() as running:
            rounds = []
            for database in databases:
                folder = folkmoot.temporary_folder()
                shutil.copytree(first.data, folder / "data")
                server = Server(database, folder, base_url=URL)
                rounds.append(moved(round, running.enter_context(server)))
            yield rounds
    finally:
        for database in databases:
            database.drop()


def moved(round, server):
    """The same round, in the same hands, at another server."""
    def at(client):
        there = server.client()
        there.cookies, there.headers = dict(client.cookies), dict(client.headers)
        return there
    office = object.__new__(Office)
    office.server, office.origin, office.people = server, round.office.origin, {}
    for login, person in [*round.people.items(), ("administrator", round.office.administrator)]:
        office.people[login] = object.__new__(type(person))
        office.people[login].__dict__.update(person.__dict__, client=at(person.client))
    copy = object.__new__(type(round))
    copy.__dict__.update(round.__dict__, office=office, server=server, people=office.people)
    return copy


def in_one_minute(*steps):
    """Everything in one minute of the record."""
    wait_for(lambda: time.time() % 60 < SAFE_SECOND, "the next minute", 60)
    for step in steps:
        step()


# --- What differs of necessity -------------------------------------------------------------------------------

def symbols(data, count):
    number = int.from_bytes(data, "big") >> (len(data) * 8 - 5 * count)
    return "".join(CROCKFORD[number >> 5 * i & 31] for i in reversed(range(count)))


def strings_of(value):
    if isinstance(value, dict):
        for one in value.values():
            yield from strings_of(one)
    elif isinstance(value, list):
        for one in value:
            yield from strings_of(one)
    elif isinstance(value, str):
        yield value


def opaque(server):
    """Hashes, keys and signatures of each entry in the order of the record, its leaf hash, and the id and tracker of a
    ballot: values that say nothing but in the record. Nothing short is among them."""
    values = []
    for line in server.database.psql("""SELECT encode(bytes, 'hex'), encode(leaf_hash, 'hex'), encode(ballot_id, 'hex')
            FROM record.entry LEFT JOIN vote.ballot ON entry_index = index ORDER BY index""").split():
        entry, leaf, ballot = map(bytes.fromhex, line.split("|"))
        values += [one for one in strings_of(json.loads(entry)) if len(one) >= 43] + [text_of(leaf)]
        if ballot:
            values += [text_of(ballot), symbols(ballot, 20)]
    return values


class Mask:
    """Both cities' texts with what differs of necessity replaced by one name for both."""

    def __init__(self, rounds):
        one, other = (opaque(round.server) for round in rounds)
        equal(len(one), len(other), "the values in the records")
        self.names = [{}, {}]
        for number, pair in enumerate(zip(one, other)):
            for names, value in zip(self.names, pair):
                for spelled in (value, spelled_in_fours(value), as_hex(value)):
                    names.setdefault(spelled, f"<{number}>")
        self.patterns = [re.compile("|".join(re.escape(one) for one in sorted(names, key=len, reverse=True) if one))
                         for names in self.names]

    def masked(self, which, answer, path):
        text = answer.body.decode("utf-8", "surrogateescape")
        text = re.sub(CHECKPOINT, r"\1<root>\2<signature>", text)
        if "/receipt" in path:  # a proof: hashes and a signature, all over ciphertexts
            text = re.sub(r"[A-Za-z0-9+/=_-]{40,}", lambda found: f"<{len(found[0])}>", text)
        text = self.patterns[which].sub(lambda found: self.names[which][found[0]], text)
        if path == "/metrics":  # how long things took, how often somebody asked
            text = re.sub(r"^((?!folkmoot_log)\w+(?:{.*})?) \S+$", r"\1 n", text, flags=re.M)
        text = re.sub(r'"(now|not_before)":\d+', r'"\1":0', text)  # the clock
        if path.endswith("/alerts"):  # the clock and the disk
            text = re.sub(r'"(as_of|database_ms|free_percent)":-?\d+', r'"\1":0', text)
        unlike = ("Date", "ETag", *(["Content-Length"] if path == "/metrics" or path.endswith("/alerts") else []))
        headers = {name: value for name, value in answer.headers.items() if name not in unlike}
        return answer.status, headers, text


def spelled_in_fours(value):
    return "-".join(value[i:i + 5] for i in range(0, len(value), 5)) if len(value) == 20 else ""


def as_hex(value):
    try:
        return bytes_of(value).hex() if len(value) == 43 else ""
    except ValueError:
        return ""


# --- What can be asked for -----------------------------------------------------------------------------------

def addresses(round):
    """Every address that is read, of the description and of the pages, but /log; with all that this city has for its holes."""
    described = json.loads((folkmoot.TOP / "docs" / "api" / "openapi.json").read_text())["paths"]
    pages = json.loads((folkmoot.TOP / "web" / "dist" / "pages.json").read_text())["pages"]
    paths = [path for path, methods in described.items() if "get" in methods] + [page["path"] for page in pages]
    column = round.server.database.psql
    ids = column("SELECT encode(ballot_id, 'hex') FROM vote.ballot ORDER BY entry_index").split()
    ballots = [bytes.fromhex(one) for one in ids]
    keys = column("SELECT encode(key, 'hex') FROM vote.credential ORDER BY serial").split()
    fills = {"round": [round.id], "name": FILES, "assembly": ["old-town"], "contest": ["projects"],
             "key": [text_of(bytes.fromhex(one)) for one in keys], "ballot": [text_of(one) for one in ballots],
             "serial": [one["serial"] for one in round.codes],
             "tracker": [symbols(one, 20) for one in ballots], "act": column("SELECT id FROM work.act ORDER BY id").split()}
    found = []
    for path in sorted(set(paths)):
        if path.startswith(("/log/", "/witness/", "/api/v1/record/entries/")):  # the record itself
            continue
        filled = [path.replace("*", round.id)]
        for name in re.findall(r"{(\w+)}", path):
            filled = [one.replace("{" + name + "}", value) for one in filled for value in fills[name]]
        found += filled
    return found


def compare(rounds, eyes, counted=False):
    """Everything as each of `eyes` (logins, or None for anybody) sees it; how many answers there were. When the round is
    counted, those who certify may see its files."""
    mask = Mask(rounds)
    count = 0
    both = [addresses(round) for round in rounds]
    equal(len(both[0]), len(both[1]), "the number of addresses")
    for login in eyes:
        clients = [round.people[login].client if login else round.server.client() for round in rounds]
        for pair in zip(*both):
            if counted and login in CERTIFY and re.search(FILES_OF_CLERKS, pair[0]):
                continue
            for accept in ("application/json", "text/html"):
                same_soon(clients, pair, accept, mask, login)
                count += 1
    return count


def same_soon(clients, paths, accept, mask, login):
    """Answers for everybody are kept for a moment, and say how long it is until the close: two that differ are asked for
    again until that can be no reason any more."""
    deadline = time.monotonic() + KEPT_SECONDS
    while True:
        one, other = [mask.masked(which, client.get(path, headers={"Accept": accept}), path)
                      for which, (client, path) in enumerate(zip(clients, paths))]
        if one == other:
            return
        assert time.monotonic() < deadline, f"{login or 'anybody'} sees a difference at {paths[0]}: {difference(one, other)}"
        time.sleep(0.1)


def difference(one, other):
    """The first place where two answers differ, with what stands before and after it."""
    one, other = str(one), str(other)
    place = next((i for i, pair in enumerate(zip(one, other)) if pair[0] != pair[1]), min(len(one), len(other)))
    return f"{one[max(place - 80, 0):place + 80]!r} and {other[max(place - 80, 0):place + 80]!r}"


# --- The test ------------------------------------------------------------------------------------------------

ONE = [{"projects": {"chosen": ["p1"]}, "ranked": {"ranking": ["p1", "p2", "p3"]}}] * VOTERS
OTHER = [{"projects": {"chosen": ["p2", "p3"]}, "ranked": {"ranking": ["p3"]}}] * VOTERS
CERTIFY = [login for login, role in PEOPLE.items() if role == "clerk"] + ["administrator"]
EVERYBODY = [None, *PEOPLE, "administrator"]
FILES_OF_CLERKS = r"/(result|bundle|closing|exports/[^/]+)$"  # what clerks check and sign before it is published


def both(rounds, step):
    for round in rounds:
        step(round)


@folkmoot.test
def no_answer_depends_on_choices_until_the_result_is_published():
    with twins() as rounds:
        def vote(voter):
            for round, choices in zip(rounds, (ONE, OTHER)):
                round.cast(voter, choices[voter])
        in_one_minute(*(lambda voter=voter: vote(voter) for voter in range(VOTERS - 1)))
        counts = [compare(rounds, EVERYBODY)]
        in_one_minute(lambda: both(rounds, lambda round: round.close()))
        counts.append(compare(rounds, EVERYBODY))
        in_one_minute(lambda: both(rounds, lambda round: round.seal()))
        both(rounds, lambda round: round.wait("counted"))
        counts.append(compare(rounds, EVERYBODY, counted=True))
        in_one_minute(lambda: both(rounds, lambda round: round.certify()))
        folkmoot.comment(f"{counts} answers were the same while voting, after the close, and when counted")
        with folkmoot.raises(AssertionError, "sees a difference"):
            compare(rounds, [None])


folkmoot.main()
