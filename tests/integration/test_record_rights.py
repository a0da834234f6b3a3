#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What holds whatever the programs do: no role but the owner changes or removes what is in the record, and constraints
alone keep one chain of ballots for each credential."""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
import folkmoot  # noqa: E402
from election import Election  # noqa: E402
from folkmoot import JOBS, OWNER, READER, SERVER, QueryError, equal, raises  # noqa: E402

KEPT = ("vote.ballot", "vote.void", "vote.seen_point")  # beside all of the schema record
CITY = {"jobs": 0, "web_folder": None}


def tables(database):
    rows = database.psql("SELECT 'record.' || tablename FROM pg_tables WHERE schemaname = 'record' ORDER BY 1").split()
    assert len(rows) >= 7, rows
    return [*rows, *KEPT]


def columns(database, table):
    schema, name = table.split(".")
    return database.psql(f"""SELECT column_name FROM information_schema.columns WHERE table_schema = '{schema}'
                             AND table_name = '{name}' AND is_generated = 'NEVER' AND is_identity = 'NO' ORDER BY 1""").split()


def denied(database, role, sql):
    try:
        database.psql(sql, role=role)
    except QueryError as error:
        assert "permission denied" in str(error) or "must be owner" in str(error), f"{role}: {sql}: {error}"
        return
    raise AssertionError(f"{role} may: {sql}")


@folkmoot.test
def nobody_but_the_owner_changes_or_removes_the_record():
    with folkmoot.city(**CITY) as server:
        election = Election(server).open()
        election.cast(election.ballot(0))
        database = server.database
        before = database.psql("SELECT md5(string_agg(e::text, '' ORDER BY e.index)) FROM record.entry e")
        for role in (SERVER, JOBS, READER):
            for table in tables(database):
                denied(database, role, f"DELETE FROM {table}")
                denied(database, role, f"TRUNCATE {table} CASCADE")
                denied(database, role, f"ALTER TABLE {table} DISABLE TRIGGER ALL")
                denied(database, role, f"DROP TABLE {table} CASCADE")
                for column in columns(database, table):
                    denied(database, role, f"UPDATE {table} SET {column} = {column}")
        equal(database.psql("SELECT md5(string_agg(e::text, '' ORDER BY e.index)) FROM record.entry e"), before,
              "the entries")


@folkmoot.test
def jobs_and_readers_append_nothing_to_the_log():
    with folkmoot.city(**CITY) as server:
        Election(server).open()
        database = server.database
        for role in (JOBS, READER):
            for table in ("record.entry", "record.tree", "record.tile", "record.checkpoint", "record.term", *KEPT):
                names = ", ".join(columns(database, table))
                denied(database, role, f"INSERT INTO {table} ({names}) SELECT {names} FROM {table}")
        denied(database, READER, "INSERT INTO record.blob (hash, size) VALUES (sha256(''), 0)")
        for sql in ("SELECT 1 FROM staff.person", "SELECT 1 FROM staff.session", "SELECT 1 FROM vote.round_draft"):
            denied(database, READER, sql)
        denied(database, JOBS, "SELECT password_hash FROM staff.person")
        denied(database, JOBS, "SELECT 1 FROM staff.session")


@folkmoot.test
def codes_of_an_opened_round_stay():
    with folkmoot.city(**CITY) as server:
        election = Election(server, voters=3).open()
        for role in (SERVER, OWNER):
            for table in ("vote.credential", "vote.batch"):
                with raises(QueryError, "credentials of an opened round stay"):
                    server.database.psql(f"DELETE FROM {table} WHERE round_no = {election.number()}", role=role)


@folkmoot.test
def constraints_alone_keep_one_chain_for_each_credential():
    for role in (OWNER, SERVER):
        with folkmoot.city(**CITY) as server:
            election = Election(server, voters=2).open()
            database, number = server.database, election.number()
            ada, bob = database.psql(f"SELECT encode(key, 'hex') FROM vote.credential WHERE round_no = {number}").split()
            entries = iter(database.psql("SELECT index FROM record.entry ORDER BY index").split())

            def add(key, seq, ballot, prev, entry=None):
                entry = next(entries) if entry is None else entry
                database.psql(f"""INSERT INTO vote.ballot (round_no, key, seq, ballot_id, prev_id, entry_index)
                    VALUES ({number}, '\\x{key}', {seq}, decode(repeat('{ballot}', 32), 'hex'),
                            {f"decode(repeat('{prev}', 32), 'hex')" if prev else 'NULL'}, {entry})""", role=role)

            def refused(constraint, *ballot):
                with raises(QueryError, constraint):
                    add(*ballot, entry=4)
                    folkmoot.comment(f"{role} could add {ballot}")

            refused("ballot_check", ada, 0, "a0", "ff")  # a first one that follows another
            refused("ballot_check", ada, 1, "a1", None)  # a second one that follows none
            refused("prev_id_fkey", ada, 1, "a1", "a0")  # one that follows what is not there
            refused("seq_check", ada, 32, "a1", "a0")
            refused("seq_check", ada, -1, "a1", "a0")
            refused("key_fkey", "cc" * 32, 0, "c0", None)  # a credential that is not listed
            add(ada, 0, "a0", None)
            add(bob, 0, "b0", None)
            refused("ballot_pkey", ada, 0, "a9", None)  # a second beginning
            refused("prev_id_fkey", ada, 1, "a1", "b0")  # another voter's chain
            refused("prev_id_fkey", ada, 2, "a2", "a0")  # a gap
            refused("ballot_by_id", bob, 1, "a0", "b0")  # the same ballot again
            add(ada, 1, "a1", "a0")
            refused("ballot_pkey", ada, 1, "a9", "a0")  # a fork
            refused("prev_id_fkey", ada, 2, "a2", "a0")  # one that leaves out the newest
            with raises(QueryError, "entry_index_key"):  # two ballots in one entry
                add(ada, 2, "a2", "a1", entry=0)
            with raises(QueryError, "entry_index_fkey"):  # a ballot without an entry
                add(ada, 2, "a2", "a1", entry=999)
            with raises(QueryError, "prev_seq"):  # the link is made, not given
                database.psql("UPDATE vote.ballot SET prev_seq = 7", role=OWNER)
            equal(database.psql("SELECT string_agg(seq::text, ' ' ORDER BY key, seq) FROM vote.ballot").split().count("0"),
                  2, "beginnings")


folkmoot.main()
