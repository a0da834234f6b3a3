#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""`folkmootd repair`: what a database has lost is loaded from a copy of the record, up to what was signed and what
witnesses have seen (docs/operations/repair.md)."""
import hashlib
import json
import pathlib
import shutil
import struct
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
import folkmoot  # noqa: E402
import twin_cities  # noqa: E402
from election import Election, bytes_of, minute, text_of  # noqa: E402
from folkmoot import Server, equal, raises, wait_for  # noqa: E402
from twin_cities import copy_of, put_back, wait_until_witnessed  # noqa: E402

TABLES = {  # what is built from the record, without what says when
    "vote.round": "id, nonce, assembly, state, definition, credentials, key, eid, close_minute, sealed_minute",
    "vote.batch": "batch, district, purpose", "vote.credential": "key, batch, serial",
    "vote.void": "key, entry_index", "vote.ballot": "key, seq, ballot_id, prev_id, entry_index",
    "vote.seen_point": "point", "record.entry": "index, round_id, type, minute, leaf_hash, bytes",
    "record.tile": "level, index, root, hashes", "record.blob": "hash, size", "record.blob_part": "hash, part, bytes",
}


def tables(server):
    return {table: sorted(server.database.psql(f"SELECT {columns} FROM {table}").split("\n"))
            for table, columns in TABLES.items()}


def fetch(server, name, *options):
    folder = folkmoot.temporary_folder() / name
    folkmoot.tool("folkmoot", "fetch", server.url, folder, *options)
    return folder


def id_of(ballot):
    """H32("ballot-id", ballot bytes), in hexadecimal."""
    return hashlib.sha512(b"folkmoot/1/ballot-id\0" + struct.pack(">I", len(ballot)) + ballot).hexdigest()[:64]


def repair(server, folder, status=0):
    server.write_configuration()
    done = folkmoot.tool("folkmootd", "repair", "--config", server.config, folder, status=status)
    return done.stdout if status == 0 else done.stderr


def behind(server):
    with raises(folkmoot.ServerError, "the database is behind"):
        server.start()


@folkmoot.test
def a_lost_day_is_loaded_from_a_copy_of_the_record():
    server = Server(folkmoot.fresh_database(), jobs=0, web_folder=None)
    server.start()
    first = Election(server).open()
    receipts = [first.cast(first.ballot(0))]
    early = fetch(server, "early")
    server.stop()
    backup = copy_of(server)[0]
    # The day: ballots, acts, a second round from its draft on.
    server.start()
    receipts += [first.cast(ballot) for ballot in first.ballots(1, 6)]
    second = Election(server, seed="second").open()
    receipts.append(second.cast(second.ballot(0)))
    key = first.database.psql("SELECT encode(key, 'hex') FROM vote.ballot WHERE entry_index ="
                              " (SELECT min(entry_index) FROM vote.ballot)")
    first.must(first.act("void", "clerk1", "clerk2", credential=text_of(bytes.fromhex(key)), reason="lost"))
    first.must(first.act("extension", "clerk1", "clerk2", close=minute() + 90, reason="outage"))
    receipts += [first.cast(ballot) for ballot in first.ballots(8, 5)]
    kept = first.ballot(15)
    receipts.append(first.cast(kept))
    first.database.psql("UPDATE record.tree SET committed_at = committed_at - interval '1 minute'")  # 10 s between two
    receipts.append(first.cast(first.ballot(15, 1, id_of(kept))))
    whole = fetch(server, "whole")
    shutil.copytree(fetch(server, "round", "--round", second.path.rpartition("/")[2]) / "blobs", whole / "blobs")
    expected, log_key, newest = tables(server), first.log_key(), first.newest_tree()
    note, then = server.client().get("/log/checkpoint").body, minute()
    server.stop()

    server.database = backup
    first.database = second.database = backup
    behind(server)
    # Copies that will not do, each told apart; none of them changes anything.
    before = tables(server)
    assert "but a tree of" in repair(server, early, status=1)
    other = folkmoot.temporary_folder() / "other"
    shutil.copytree(whole, other)
    entries = (other / "record" / "entries").read_bytes()
    (other / "record" / "entries").write_bytes(entries.replace(b'"reason":"outage"', b'"reason":"attack"'))
    assert "does not lead to the tree" in repair(server, other, status=1)
    (other / "record" / "entries").write_bytes(entries[:-100])
    assert "record/entries" in repair(server, other, status=1)
    (other / "record" / "entries").write_bytes(entries)
    shutil.rmtree(other / "blobs")
    equal(tables(server), before, "the tables")
    wait_for(lambda: minute() > then, "the next minute", 61)  # entries are loaded with the minute that they had
    # What needs no blob is loaded, the rest waits for them; the work done is not done again.
    assert "a blob that the entry names is not in the record" in repair(server, other, status=1)
    behind(server)
    equal(repair(server, whole).split()[1:], ["entries", "were", "loaded"], "what it says")
    equal(repair(server, whole), "0 entries were loaded\n", "once more")
    equal(tables(server), expected, "the tables")
    equal(first.newest_tree(), newest, "the tree")
    server.start()
    equal(server.client().get("/log/checkpoint").body, note, "the checkpoint")
    first.check_receipts(receipts, log_key)
    equal(first.post(kept).status, 200, "the same ballot again")
    receipts += [first.cast(first.ballot(16)), second.cast(second.ballot(1))]
    first.check_receipts(receipts, log_key)
    fetched = folkmoot.tool("folkmoot", "fetch", server.url, whole)
    equal(fetched.returncode, 0, "the copy goes on")
    server.stop()


@folkmoot.test
def beyond_the_signer_s_file_the_copy_s_checkpoint_counts():
    with twin_cities.twins(jobs=0) as (here, _):
        election = Election(here, origin="here.example/log").open()
        election.cast(election.ballot(0))
        here.stop()
        backup = copy_of(here)  # of everything
        here.start()
        receipts = [election.cast(ballot) for ballot in election.ballots(1, 5)]
        wait_until_witnessed(here, election.newest_tree()[0])
        copy, log_key = fetch(here, "copy"), election.log_key()
        here.stop()
        put_back(here, backup)
        behind(here)  # only the witness knows
        stranger = folkmoot.temporary_folder() / "stranger"
        shutil.copytree(copy, stranger)
        checkpoint = next((stranger / "record" / "checkpoints").iterdir())
        checkpoint.write_bytes(checkpoint.read_bytes().replace(b"here.example/log\n", b"there.example/log\n", 1))
        assert "another log" in repair(here, stranger, status=1)
        equal(repair(here, copy), "5 entries were loaded\n", "what it says")
        here.start()
        election.server, election.database = here, here.database
        election.check_receipts([*receipts, election.cast(election.ballot(6))], log_key)
        wait_until_witnessed(here, election.newest_tree()[0])


def new_log(server, checkpoint, key, status=0):
    server.write_configuration()
    done = folkmoot.tool("folkmootd", "new-log", "--config", server.config, checkpoint, key, status=status)
    return done.stdout if status == 0 else done.stderr


@folkmoot.test
def a_log_that_has_ended_is_followed_by_another():
    old = Server(folkmoot.fresh_database(), jobs=0, web_folder=None)
    old.start()
    election = Election(old).open()
    election.cast(election.ballot(0))
    old_key = election.log_key()
    checkpoint = folkmoot.temporary_folder() / "checkpoint"
    checkpoint.write_bytes(old.client().get("/log/checkpoint").body)
    old.stop()
    # The data folder is lost, and nobody has the entries: what follows is another log, which says what it follows.
    new = Server(folkmoot.fresh_database(), jobs=0, web_folder=None)
    assert "a name of its own" in new_log(new, checkpoint, old_key, status=1)
    new.options["origin"] = "folkmoot.example/log-2"
    stranger = old_key.replace("folkmoot.example", "other.example")
    equal(new_log(new, checkpoint, stranger, status=1).startswith("folkmootd: "), True, "another key")
    broken = checkpoint.with_name("broken")
    broken.write_bytes(checkpoint.read_bytes().replace(b"\n", b"\n1", 1))
    assert str(broken) in new_log(new, broken, old_key, status=1)
    equal(new.database.psql("SELECT count(*) FROM record.entry"), "0", "entries so far")
    equal(new_log(new, checkpoint, old_key), "folkmoot.example/log-2 follows folkmoot.example/log\n", "what it says")
    assert "has a log of 1 entries already" in new_log(new, checkpoint, old_key, status=1)
    new.start()
    first = json.loads(new.database.psql("SELECT convert_from(bytes, 'UTF8') FROM record.entry WHERE index = 0"))
    equal((first["type"], bytes_of(first["previous"])), ("log-start", checkpoint.read_bytes()), "the first entry")
    assert new.client().get("/log/checkpoint").body.startswith(b"folkmoot.example/log-2\n1\n")
    # It is a log like any other: a round, a copy, and that copy after a loss.
    again = Election(new, seed="again", origin="folkmoot.example/log-2").open()
    receipt, key = again.cast(again.ballot(0)), again.log_key()
    assert key != old_key, key
    state, problem = again.submit(json.dumps({"previous": first["previous"], "type": "log-start"}, sort_keys=True,
                                             separators=(",", ":")))[::2]
    equal((state, problem), ("refused", "bad-field"), "a log that begins in the middle")
    copy = fetch(new, "copy")
    shutil.copytree(fetch(new, "round", "--round", again.path.rpartition("/")[2]) / "blobs", copy / "blobs")
    new.stop()
    then = minute()
    wait_for(lambda: minute() > then, "the next minute", 61)
    new.database = folkmoot.fresh_database()
    new.database.psql("INSERT INTO staff.assembly (id, name) VALUES ('test', 'Test')", role=folkmoot.SERVER)
    behind(new)
    assert "entries were loaded" in repair(new, copy)
    new.start()
    again.server, again.database = new, new.database
    again.check_receipts([receipt], key)
    new.stop()


folkmoot.main()
