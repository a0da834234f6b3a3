#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Durable ballots a second over HTTP, the generator on the same machine, beside the composite floor

    1 / (proof + HTTP round trip of an empty handler + batched insert)

each part measured alone in the same run: the proof on all cores, 64 checked together; the round trip with the same
bodies on the same connections; the insert of the same rows by hand in batches as large as the sequencer's were.

    cast.py [--ballots N] [--options N] [--connections N]
"""
import argparse
import json
import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
import folkmoot  # noqa: E402
from election import Election  # noqa: E402


def row(metric, value, unit, floor=None, ratio=None):
    print(json.dumps({"metric": metric, "value": value, "unit": unit, "floor": floor, "ratio": ratio}), flush=True)


def post(server, path, file, connections):
    words = folkmoot.tool("tests/support/load", server.port, path, file, connections).stdout.split()
    return [float(word) for word in words]


def metrics(server):
    lines = [line.split() for line in server.client().get("/metrics").text.splitlines() if line[:1] != "#"]
    return {line[0]: float(line[1]) for line in lines if len(line) == 2}


def memory_mib(server):
    """Of the whole family of processes: what is theirs alone."""
    total = 0
    for folder in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            if os.getpgid(int(folder.name)) == server.process.pid:
                resident, shared = map(int, (folder / "statm").read_text().split()[1:3])
                total += resident - shared
        except (OSError, ValueError):
            continue  # it has just ended
    return total * os.sysconf("SC_PAGE_SIZE") / 2 ** 20


def insert_seconds(database, ballots, batch, points, entry_bytes):
    """Of one ballot: the rows that a ballot needs, inserted in transactions of `batch` ballots."""
    database.psql(f"""
        CREATE SCHEMA bench;
        CREATE TABLE bench.source AS SELECT n, gen_random_uuid() AS id, sha256(n::text::bytea) AS key,
            (SELECT string_agg(sha256((n * 1000 + k)::text::bytea), ''::bytea) FROM generate_series(0, {entry_bytes // 32}) k)
            AS bytes FROM generate_series(1, {ballots}) n;
        CREATE INDEX ON bench.source (n);
        CREATE TABLE bench.entry (LIKE record.entry INCLUDING ALL);
        CREATE TABLE bench.ballot (LIKE vote.ballot INCLUDING ALL EXCLUDING GENERATED);
        CREATE TABLE bench.seen_point (LIKE vote.seen_point INCLUDING ALL); ANALYZE bench.source""")
    script = ["\\timing off", "SELECT extract(epoch FROM clock_timestamp());"]
    for first in range(1, ballots + 1, batch):
        rows = f"bench.source WHERE n >= {first} AND n < {first + batch}"
        script.append(f"""BEGIN;
            INSERT INTO bench.entry SELECT n, substr(key, 1, 16), 'ballot', 1, key, bytes FROM {rows};
            INSERT INTO bench.ballot (round_no, key, seq, ballot_id, entry_index) SELECT 1, key, 0, key, n FROM {rows};
            INSERT INTO bench.seen_point SELECT 1, gen_random_uuid() FROM bench.source, generate_series(1, {points})
            WHERE n >= {first} AND n < {first + batch};
            COMMIT;""")
    script.append("SELECT extract(epoch FROM clock_timestamp());")
    times = [float(line) for line in database.psql("\n".join(script)).split()]
    return (times[1] - times[0]) / ballots


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ballots", type=int, default=10000)
    parser.add_argument("--options", type=int, default=100)
    parser.add_argument("--connections", type=int, default=128)
    given = parser.parse_args()
    cores = len(os.sched_getaffinity(0))
    with folkmoot.temporary(durable=True) as cluster, \
            folkmoot.city(cluster, jobs=0, web_folder=None) as server:
        election = Election(server, voters=given.ballots, options=given.options).open()
        file = election.folder / "ballots"
        file.write_bytes(b"\n".join(election.ballots(0, given.ballots)) + b"\n")
        size = file.stat().st_size / given.ballots
        points = 3 * len(json.loads(file.open("rb").readline())["a"]) + 1
        _count, read_us, proof_us = map(float, election.run("verify", file).split())
        count, seconds, *_ = post(server, "/api/v1/nothing", file, given.connections)
        http_us = 1e6 * seconds / count
        before, memory_before = metrics(server), memory_mib(server)
        count, seconds, good, bad, median, late, _slowest = post(server, f"{election.path}/ballots", file,
                                                                 given.connections)
        after, memory_after = metrics(server), memory_mib(server)
        if bad or int(server.database.psql("SELECT count(*) FROM vote.ballot")) != given.ballots:
            sys.exit(f"bench: {bad:.0f} ballots were refused")
        name = "folkmoot_sequencer_"
        batches = after[f"{name}batches_total"] - before[f"{name}batches_total"]
        batch = max(1, round(given.ballots / batches))
        insert_us = 1e6 * insert_seconds(server.database, given.ballots, batch, points, round(size) + 100)
        floor = 1e6 / (proof_us / cores + http_us + insert_us)
        row("cast", good / seconds, "ballots/s", floor, good / seconds / floor)
        row("cast latency, median", median, "ms")
        row("cast latency, 99 %", late, "ms")
        row("ballot", size, "bytes")
        row("reading a ballot, one core", read_us, "us")
        row("proof, one core", proof_us, "us")
        row("HTTP round trip, all cores", http_us, "us")
        row("batched insert", insert_us, "us")
        row("server memory before", memory_before, "MiB")
        row("server memory after", memory_after, "MiB")
        row("ballots in a batch", given.ballots / batches, "ballots")
        for part in ("batch", "commit", "sign"):
            metric = f"{name}{part}_microseconds_total"
            row(f"sequencer: {part} of one ballot", (after[metric] - before[metric]) / given.ballots, "us")


main()
