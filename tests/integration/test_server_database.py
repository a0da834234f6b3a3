#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A database that goes away and comes back, and one with another schema."""
import pathlib
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
import folkmoot  # noqa: E402
from folkmoot import equal, wait_for  # noqa: E402


@folkmoot.test
def the_database_goes_away_and_comes_back():
    with folkmoot.temporary() as cluster:
        for mode in ("fast", "immediate"):
            with folkmoot.city(cluster, web_folder=None, loops=2) as server:
                client = server.client()
                stop = threading.Event()
                seen, slowest = set(), [0.0]

                def ask():
                    while not stop.is_set():
                        started = time.monotonic()
                        answer = server.client().get("/healthz")
                        slowest[0] = max(slowest[0], time.monotonic() - started)
                        seen.add((answer.status, answer.problem, answer.headers.get("Retry-After")))

                threads = [threading.Thread(target=ask) for _ in range(4)]
                for thread in threads:
                    thread.start()
                try:
                    cluster.stop(mode)
                    wait_for(lambda: client.get("/healthz").status == 503, "the loss of the database")
                    answer = client.post("/api/v1/session", {"login": "a", "password": "b"})
                    equal((answer.status, answer.problem), (503, "database-unavailable"), "sign-in without database")
                    cluster.start()
                    wait_for(lambda: client.get("/healthz").status == 200, "the return of the database")
                finally:
                    stop.set()
                    for thread in threads:
                        thread.join()
                assert seen <= {(200, None, None), (503, "database-unavailable", "2")}, seen
                assert slowest[0] < 5, f"a request took {slowest[0]} s"
                wait_for(lambda: "folkmoot_database_connections 8\n" in client.get("/metrics").text, "all connections")


@folkmoot.test
def another_schema_is_refused():
    database = folkmoot.fresh_database()
    database.psql("DELETE FROM meta.migration WHERE number = (SELECT max(number) FROM meta.migration)")
    server = folkmoot.Server(database, web_folder=None)
    with folkmoot.raises(folkmoot.ServerError, ""):
        server.start()
    equal(server.process.returncode, 1, "status")
    database.drop()


folkmoot.main()
