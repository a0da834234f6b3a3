# SPDX-License-Identifier: AGPL-3.0-or-later
"""Cities on this machine that witness each other, or one.

    with twin_cities.twins(jobs=0) as (here, there):
        ...
    with twin_cities.watched() as (server, policy):     # by two others, both of whom are asked for
        ...
"""
import contextlib
import shutil

import folkmoot


def policy_text(key, url=""):
    return f"witness neighbour {key} {url}".rstrip() + "\nquorum neighbour\n"


def policy_lines(server):
    """For the definition of a round: the other city, without its address."""
    return policy_text(server.neighbour.witness_key).splitlines()


def write(server, name, text):
    path = server.folder / name
    path.write_text(text)
    return path


def introduce(server, neighbour):
    """`server` learns to know the keys of its neighbour, will ask it, and keeps a copy of its record."""
    server.neighbour = neighbour
    server.options["witness_logs"] = write(server, "logs", f"log {neighbour.log_key} {neighbour.url}/log\nquorum none\n")
    server.options["witness_policy"] = write(server, "policy", policy_text(neighbour.witness_key, f"{neighbour.url}/witness"))


def city(name, cluster=None, **options):
    """A city that witnesses nobody yet; its keys are made."""
    folder = folkmoot.temporary_folder()
    (folder / "nobody").write_text("quorum none\n")
    options = {"web_folder": None, "witness_period_s": 1, "city_name": name.title(), **options}
    server = folkmoot.Server(folkmoot.fresh_database(cluster), folder=folder, origin=f"{name}.example/log",
                             witness_name=f"{name}.example/witness", witness_logs=folder / "nobody", **options)
    with server:
        said = server.client().get("/api/v1/city").json()
    server.log_key, server.witness_key = said["log_key"], said["witness_key"]
    return server


@contextlib.contextmanager
def twins(**options):
    here, there = city("here", **options), city("there", **options)
    introduce(here, there)
    introduce(there, here)
    with there, here:
        yield here, there


@contextlib.contextmanager
def watched(cluster=None, **options):
    """A city with two witnesses, each a folkmootd of its own, and the policy for definitions and verifiers."""
    server = city("watched", cluster, **options)
    witnesses = {name: city(name, cluster, jobs=0) for name in ("lyon", "porto")}

    def text(addresses):
        lines = [f"witness {name} {one.witness_key} {f'{one.url}/witness' if addresses else ''}".rstrip()
                 for name, one in witnesses.items()]
        return "\n".join([*lines, f"group both all {' '.join(witnesses)}", "quorum both", ""])
    for one in witnesses.values():
        one.options["witness_logs"] = write(one, "logs", f"log {server.log_key}\nquorum none\n")
    server.options["witness_policy"] = write(server, "policy", text(True))
    policy = write(server, "policy-of-rounds", text(False))
    with contextlib.ExitStack() as stack:
        for one in [*witnesses.values(), server]:
            stack.enter_context(one)
        yield server, policy


def has_quorum(server, note):
    """Whether a signed checkpoint of `server` is cosigned by its neighbour."""
    kept = folkmoot.temporary_folder() / "checkpoint"
    kept.write_bytes(note)
    rules = kept.with_name("policy")
    rules.write_text(f"log {server.log_key}\n" + policy_text(server.neighbour.witness_key))
    return folkmoot.tool("tests/support/check_policy", rules, kept, status=None).returncode == 0


def served(server):
    """Size and bytes of /log/checkpoint; (0, b"") when there is none yet."""
    answer = server.client().get("/log/checkpoint")
    if answer.status == 404:
        return 0, b""
    folkmoot.equal(answer.status, 200, "the status")
    return int(answer.text.split("\n")[1]), answer.body


def wait_until_witnessed(server, size):
    return folkmoot.wait_for(lambda: (now := served(server))[0] >= size and now[1], f"a cosigned tree of {size} entries")


def copy_of(server):
    """Database and data folder of a server that is stopped, as a backup of everything has them."""
    cluster = server.database.cluster
    name = folkmoot.empty_name()
    cluster.create_database(name, server.database.name)
    folder = folkmoot.temporary_folder() / "data"
    shutil.copytree(server.data, folder)
    return folkmoot.Database(cluster, name), folder


def put_back(server, backup):
    server.database, folder = backup
    shutil.rmtree(server.data)
    shutil.copytree(folder, server.data)
