#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Copies of the logs that a city witnesses: what a copy holds and serves, that nothing gets into it that is not part of
the tree which the city has cosigned, and where it stops."""
import base64
import contextlib
import hashlib
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
import folkmoot  # noqa: E402
import office  # noqa: E402
import twin_cities  # noqa: E402
from fake_city import FakeCity, witness_logs  # noqa: E402
from folkmoot import Server, equal, wait_for  # noqa: E402
from twin_cities import policy_lines, wait_until_witnessed  # noqa: E402

ADD = "/witness/add-checkpoint"


def prefix(origin):
    return f"/witness/{hashlib.sha256(origin.encode()).hexdigest()}/mirror"


def mirror_of(server, origin):
    answer = server.client().get(prefix(origin))
    if answer.status == 404:
        return None
    equal(answer.status, 200, f"the status ({answer.body})")
    return answer.json()


def wait_for_size(server, origin, size):
    return wait_for(lambda: (found := mirror_of(server, origin)) and found["size"] >= size and found,
                    f"a copy of {size} entries of {origin}")


def tile_path(index, width):
    return f"{index:03d}" if width == 256 else f"{index:03d}.p/{width}"


@contextlib.contextmanager
def witness(*fakes, **options):
    with Server(folkmoot.fresh_database(), jobs=0, web_folder=None, loops=1, witness_name="city.example/witness",
                witness_logs=witness_logs(*fakes), mirror_period_s=1, **options) as server:
        yield server


@folkmoot.test
def a_copy_holds_the_record_and_what_a_check_needs():
    with twin_cities.twins(mirror_period_s=1) as (here, there):
        origin = "here.example/log"
        equal(there.client().get("/api/v1/city").json()["mirrored"], [origin], "the logs that there are copies of")
        round_ = office.Office(here).round(office.content(witness_policy=policy_lines(here))).prepare()
        form = round_.must(here.client().get(f"{round_.path}/form"))
        wait_until_witnessed(here, form["opening_index"] + 1 + len(form["acknowledgements"]))
        for voter, choice in enumerate((["p1"], ["p1", "p2"])):
            round_.cast(voter, {"projects": {"chosen": choice}})
        round_.cast(0, {"projects": {"chosen": ["p2"]}})
        size = int(here.database.psql("SELECT max(size) FROM record.checkpoint"))
        wait_until_witnessed(here, size)
        copy = wait_for_size(there, origin, size)
        equal((copy["origin"], copy["log_keys"]), (origin, [here.log_key]), "whose it is")
        equal(copy["own"].split("\n")[1], str(copy["size"]), "the size of the tree with our cosignature")
        assert "there.example/witness" in copy["own"].split("\n\n")[1], copy["own"]
        wait_for(lambda: twin_cities.has_quorum(here, mirror_of(there, origin)["shown"].encode()),
                 "the checkpoint that the log shows, with its quorum")

        # As the log itself serves it, byte by byte.
        for path in (f"tile/0/{tile_path(0, min(size, 256))}", f"tile/entries/{tile_path(0, min(size, 256))}", "tile/0/000.p/3",
                     "tile/entries/000.p/3"):
            mine, theirs = there.client().get(f"{prefix(origin)}/{path}"), here.client().get(f"/log/{path}")
            equal((mine.status, mine.body), (200, theirs.body), path)
        definition = hashlib.sha256(base64.urlsafe_b64decode(form["definition"] + "==")
                                    if not form["definition"].startswith("{") else form["definition"].encode()).hexdigest()
        equal(there.client().get(f"{prefix(origin)}/blob/{definition}").body, here.client().get(f"/log/blob/{definition}").body,
              "the definition")
        keys = [row.split("|") for row in there.database.psql(
            "SELECT encode(hash, 'hex'), octet_length(bytes) FROM witness.blob").splitlines()]
        equal(len(keys), 3, "definition, list, and the keys of its batch")
        for name, length in keys:
            equal(len(here.client().get(f"/log/blob/{name}").body), int(length), "a blob")

        # Where a code stands in it.
        row = here.database.psql("SELECT encode(key, 'base64') FROM vote.ballot GROUP BY key HAVING count(*) = 2").strip()
        key = row.replace("+", "-").replace("/", "_").rstrip("=")
        path = f"{prefix(origin)}/elections/{form['eid']}/credentials/{key}"
        found = round_.must(there.client().get(path))["entries"]
        equal([entry["type"] for entry in found], ["opening", "ballot", "ballot"], "what it has of the code")
        equal(found[0]["index"], form["opening_index"], "the opening")
        for bad in ("/tile/0/000.p/255", "/tile/9/000", "/tile/entries/001", f"/blob/{'0' * 64}", "/blob/x",
                    f"/elections/{form['eid']}/credentials/x", f"/elections/x/credentials/{key}"):
            equal(there.client().get(prefix(origin) + bad).status, 404, bad)
        equal(there.client().get(f"{prefix(origin)}/elections/{'A' * 43}/credentials/{key}").json(), {"entries": []}, "no such election")
        equal(there.client().get(prefix("nobody.example/log")).status, 404, "a log of nobody")
        equal(there.client().get("/witness/x/mirror").status, 404, "no hash at all")

        # The other city is gone: nothing changes, and that it waits is said once.
        here.stop()
        wait_for(lambda: "mirror-waits" in there.log_text(), "that the log is away")
        equal(there.client().get(path).json()["entries"], found, "the same")
        here.start()
        wait_for(lambda: "mirror-goes-on" in there.log_text(), "that it is back")
        equal(there.log_text().count("mirror-waits"), 1, "said once")
        assert "mirror-refused" not in there.log_text(), there.log_text()


@folkmoot.test
def a_long_log_comes_in_steps_and_goes_on_after_a_restart():
    fake = FakeCity("log.example/long")
    with witness(fake) as server:
        equal(mirror_of(server, fake.origin), None, "before anything is cosigned")
        fake.cosigned_by(server, 0, 4001)
        copy = wait_for_size(server, fake.origin, 4001)
        equal(copy["own"].split("\n")[1], "4001", "the tree with our cosignature")
        equal(copy["shown"].encode(), fake.checkpoint, "what the log shows")
        bundles = [path for path in fake.asked if "entries" in path]
        equal(len(bundles), len(set(bundles)), "nothing is fetched twice")
        server.kill()
        server.start()
        fake.cosigned_by(server, 4001, 4090)
        wait_for_size(server, fake.origin, 4090)
        for path in ("tile/1/000.p/15", "tile/0/003", "tile/0/015.p/250", "tile/entries/015.p/250", "tile/entries/007"):
            equal(server.client().get(f"{prefix(fake.origin)}/{path}").body, fake.answer(path), path)


@folkmoot.test
def what_is_not_in_the_cosigned_tree_is_not_kept():
    def flip(body, at):
        return body[:at] + bytes([body[at] ^ 1]) + body[at + 1:]

    def alterations():
        yield "an entry of the first step", lambda path, body: flip(body, 2) if path.endswith("entries/001") else body
        yield "an entry that is shorter", lambda path, body: body[:-1] if path.endswith("entries/001") else body
        yield "a tile of the proof", lambda path, body: flip(body, 300) if path.endswith("tile/1/000.p/15") else body
        yield "a tile that is not there", lambda path, body: None if "tile/1" in path else body
    fake = FakeCity("log.example/liar")
    with witness(fake) as server:
        fake.cosigned_by(server, 0, 4001)
        first = wait_for_size(server, fake.origin, 4001)
        for number, (what, alter) in enumerate(alterations(), 1):
            with witness(fake) as other:
                fake.alter = alter
                equal(other.client().post(ADD, body=fake.run(0, 4001, 1 << 30).encode()).status, 200, "the cosignature")
                wait_for(lambda other=other: "mirror-refused" in other.log_text(), f"the refusal of {what}")
                equal(mirror_of(other, fake.origin), None, f"a copy with {what}")
                equal(other.database.psql("SELECT count(*) FROM witness.entry"), "0", f"entries with {what}")
                # Put right, it goes on.
                fake.alter = lambda path, body: body
                wait_for_size(other, fake.origin, 4001)
        # A checkpoint of another history, signed by the log itself: what is kept stays, and it is said.
        fake.checkpoint = fake.run(0, 3000, 2000).partition("\n\n")[2].encode()
        wait_for(lambda: "that is not the one that was cosigned" in server.log_text(), "the refusal of another history")
        equal(mirror_of(server, fake.origin)["shown"], first["shown"], "what it shows")
        # One that nobody has signed is none.
        fake.checkpoint = first["shown"].replace("\n4001\n", "\n4000\n").encode()
        fake.cosigned_by(server, 4001, 4002)
        fake.checkpoint = first["shown"].replace("\n4001\n", "\n4000\n").encode()
        wait_for_size(server, fake.origin, 4002)
        equal(mirror_of(server, fake.origin)["shown"], first["shown"], "what it shows")


@folkmoot.test
def a_copy_stops_where_it_would_be_too_large():
    fake = FakeCity("log.example/large")
    with witness(fake, mirror_megabytes=1) as server:
        fake.cosigned_by(server, 0, 4001)
        wait_for_size(server, fake.origin, 4001)
        server.stop()
        server.database.psql("UPDATE witness.mirror SET bytes = 1000000 - 100")
        server.start()
        fake.cosigned_by(server, 4001, 4050)
        wait_for(lambda: "mirror-full" in server.log_text(), "that it is full")
        equal(mirror_of(server, fake.origin)["size"], 4001, "its size")
        visited = mirror_of(server, fake.origin)["visited"]
        wait_for(lambda: mirror_of(server, fake.origin)["visited"] > visited, "another visit")
        equal(server.log_text().count("mirror-full"), 1, "said once")


@folkmoot.test
def a_log_without_an_address_is_witnessed_without_a_copy():
    fake = FakeCity("log.example/plain")
    fake.url = ""
    with witness(fake) as server:
        equal(server.client().get("/api/v1/city").json()["mirrored"], [], "copies")
        fake.cosigned_by(server, 0, 10)
        equal(server.client().get(prefix(fake.origin)).status, 404, "a copy")
        equal(fake.asked, [], "requests")


folkmoot.main()
