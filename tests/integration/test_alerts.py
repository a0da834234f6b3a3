#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What needs somebody's attention is said, to staff and to monitoring, and is no longer said when it has been seen to."""
import contextlib
import http.client
import os
import pathlib
import re
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
import folkmoot  # noqa: E402
import twin_cities  # noqa: E402
from election import Election  # noqa: E402
from folkmoot import equal, wait_for  # noqa: E402
from office import Office, Person, content, contest  # noqa: E402
from trustees import Trustees  # noqa: E402

LEVELS = ["ok", "unknown", "warning", "critical"]
HOUR = 3600
SECONDS = 60
ROUND = "A" * 22  # an administrator may ask about any


def administrator(server):
    return Person(server, "administrator", folkmoot.add_administrator(server)).client


def alert(client, kind):
    answer = client.get(f"/api/v1/rounds/{ROUND}/alerts")
    return next((one for one in answer.json()["alerts"] if one["kind"] == kind), None) if answer.status == 200 else None


def wait_level(client, kind, *levels):
    """The alert, when it has one of these levels; /metrics says so too."""
    found = wait_for(lambda: (now := alert(client, kind)) and now["level"] in levels and now, f"{kind} is {' or '.join(levels)}", SECONDS)
    gauge = re.search(rf"^folkmoot_alert_{kind} (\d)$", folkmoot.Client(client.url.geturl()).get("/metrics").text, re.M)
    assert LEVELS[int(gauge[1])] in levels, (gauge, levels)
    return found


@folkmoot.test
def a_backup_is_missed_when_it_is_old():
    marker = folkmoot.temporary_folder() / "backed-up"
    with folkmoot.city(web_folder=None, backup_marker=marker, alert_backup_hours=2) as server:
        client = administrator(server)
        assert "last" not in wait_level(client, "backup", "warning"), "there was none"
        marker.touch()
        wait_level(client, "backup", "ok")
        old = time.time() - 3 * HOUR
        os.utime(marker, (old, old))
        found = wait_level(client, "backup", "warning")
        equal(found["last"], int(old), "when the last one was")
        assert 'event=alert kind="backup" level="warning"' in server.log_text(), server.log_text()
        age = int(re.search(r"^folkmoot_backup_age_seconds (-?\d+)$", server.client().get("/metrics").text, re.M)[1])
        assert abs(age - 3 * HOUR) < 60, age
        os.utime(marker, (time.time() - 50 * HOUR,) * 2)
        wait_level(client, "backup", "critical")
        marker.touch()
        wait_level(client, "backup", "ok")
        assert 'event=alert-ended kind="backup"' in server.log_text(), server.log_text()
    with folkmoot.city(web_folder=None) as server:
        equal(wait_level(administrator(server), "backup", "unknown")["known"], False, "no marker is set")


@folkmoot.test
def a_disk_is_watched_until_it_fills():
    with folkmoot.city(web_folder=None, alert_disk_percent=0) as server:
        client = administrator(server)
        found = wait_level(client, "disk", "unknown")
        equal([(one["folder"], one["level"]) for one in found["folders"]], [("data", "ok"), ("database", "unknown")], "the folders")
        for percent, folder, levels in ((100, "/", ("warning", "critical")), (0, "/", ("ok",)), (0, "/no/such/folder", ("unknown",))):
            server.stop()
            server.options.update(alert_disk_percent=percent, database_folder=folder)
            server.start()
            found = wait_level(client, "disk", *levels)
            shown = os.statvfs("/")
            percent_free = 100 * shown.f_bavail / shown.f_blocks
            assert all(abs(one.get("free_percent", percent_free) - percent_free) < 10 for one in found["folders"]), (found, percent_free)
        assert int(re.search(r"^folkmoot_database_bytes (\d+)$", server.client().get("/metrics").text, re.M)[1]) > 1 << 20


@folkmoot.test
def witnesses_that_are_late_are_named():
    with twin_cities.twins() as (here, there):
        office = Office(here)
        client = office.administrator.client
        twin_cities.wait_until_witnessed(here, int(here.database.psql("SELECT max(size) FROM record.checkpoint")))
        found = wait_level(client, "witnesses", "ok")
        equal((found["watched"], found["late"]), (True, []), "all is well")
        wait_level(client, "clock", "ok")
        # The clock of the witness, as it was when it signed, and ours when that was kept.
        here.database.psql("UPDATE record.witnessed SET witnessed_at = witnessed_at - interval '10 minutes'")
        found = wait_level(client, "clock", "warning")
        assert -660 < found["witness_s"] < -540, found
        office.round()
        wait_level(client, "clock", "ok")
        there.stop()
        office.round()
        found = wait_level(client, "witnesses", "warning", "critical")
        assert time.time() - 120 < found["unwitnessed_since"] < time.time(), found
        there.start()
        wait_level(client, "witnesses", "ok")


@folkmoot.test
def a_record_that_cannot_be_written_is_an_alarm():
    with twin_cities.twins(jobs=0) as (here, there):
        here.stop()
        here.options["fence"] = "neighbour"
        here.start()
        client = administrator(here)
        election = Election(here, origin="here.example/log").open()
        wait_level(client, "sequencer", "ok")
        there.stop()
        with contextlib.suppress(OSError, http.client.HTTPException):
            equal(election.post(election.ballot(0)).status, 503, "a ballot")
        found = wait_level(client, "sequencer", "critical")
        assert found["detail"] and time.time() - 60 < found["since"] <= time.time(), found
        there.start()
        wait_level(client, "sequencer", "ok")


@folkmoot.test
def trustees_who_are_waited_for_are_named():
    with folkmoot.city(web_folder=None, alert_trustees_hours=1) as server:
        office = Office(server)
        client = office.administrator.client
        trustees = Trustees(3, server.url)
        drawn = contest(rule={**contest()["rule"], "ties": "draw"})
        round = office.round(content([drawn], **trustees.draft(2)))
        round.upload(round.make_codes(5))
        round.freeze()
        round.list()
        def waits(step):
            def found():
                rounds = (alert(client, "trustees") or {}).get("rounds", [])
                return rounds and rounds[0]["step"] == step and rounds[0]
            return wait_for(found, f"{step} is waited for", SECONDS)
        first = waits("commit")
        equal((first["round"], first["waits"], first["level"]), (round.id, ["Trustee 1", "Trustee 2", "Trustee 3"], "ok"), "in time")
        wait_level(client, "trustees", "ok")
        server.database.psql("UPDATE record.entry SET minute = minute - 90 WHERE round_id IS NOT NULL", role=folkmoot.OWNER)
        wait_level(client, "trustees", "warning")
        server.database.psql("UPDATE record.entry SET minute = minute + 90 WHERE round_id IS NOT NULL", role=folkmoot.OWNER)
        trustees.join(round.id)
        wait_for(lambda: not alert(client, "trustees")["rounds"], "nobody is waited for before the opening", SECONDS)
        opening = wait_for(lambda: (answer := round.propose("opening")).status == 201 and answer, "the key").json()
        for who in "facilitator", "clerk-1":
            round.must(round.people[who].confirmed(lambda who=who: round.sign(opening, who)))
        equal(waits("acknowledgement")["needed"], 3, "all acknowledge")
        with trustees.running(round.id):
            round.wait("open")
        for voter in range(3):
            round.cast(voter, {"projects": {"chosen": [f"p{1 + voter}"]}})
        round.close()
        round.seal()
        found = waits("mix")
        equal((len(found["waits"]), found["needed"]), (3, 2), "any two of three")
        with trustees.running(round.id):
            round.wait("counted")
        wait_for(lambda: not alert(client, "trustees")["rounds"], "nobody is waited for", SECONDS)


folkmoot.main()
