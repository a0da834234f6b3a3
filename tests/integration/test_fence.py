#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The fence (docs/protocol.md section 7, rule 3): with several machines no receipt leaves without the cosignature of a
witness elsewhere, so that of two sequencers that both think they are the one, only one ever makes promises."""
import contextlib
import http.client
import pathlib
import shutil
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
import folkmoot  # noqa: E402
import twin_cities  # noqa: E402
from election import Election  # noqa: E402
from folkmoot import Server, equal, wait_for  # noqa: E402
from twin_cities import copy_of, has_quorum  # noqa: E402


@contextlib.contextmanager
def fenced():
    """A city with an open round whose receipts wait for its neighbour."""
    with twin_cities.twins(jobs=0) as (here, there):
        here.stop()
        here.options["fence"] = "neighbour"
        here.start()
        yield here, there, Election(here, origin="here.example/log").open()


def try_cast(election, server, ballot):
    """The receipt at this machine, or None."""
    election.server = server
    with contextlib.suppress(OSError, http.client.HTTPException):
        answer = election.post(ballot)
        assert answer.status in (200, 503), answer
        return answer.body if answer.status == 200 else None
    return None


def another_machine(server, database, data):
    """With the same configuration and keys."""
    second = Server(database, **server.options)
    shutil.copytree(data, second.data)
    return second


def checkpoint_of(receipt):
    return receipt.partition(b"\n\n")[2]


@folkmoot.test
def every_receipt_has_the_fence_s_cosignature():
    with fenced() as (here, there, election):
        receipts = [election.cast(election.ballot(0)), election.cast(election.ballot(1))]
        for receipt in receipts:
            assert has_quorum(here, checkpoint_of(receipt)), receipt
        equal(there.stop(), 0, "the status")
        # The ballot is kept, but nobody gets a receipt: not for it, and not by another way.
        size, _ = election.newest_tree()
        third, fourth = election.ballot(2), election.ballot(3)
        assert try_cast(election, here, third) is None
        equal(election.newest_tree()[0], size + 1, "the tree in the database")
        equal(int(here.database.psql("SELECT max(size) FROM record.checkpoint")), size, "the newest checkpoint")
        assert try_cast(election, here, third) is None
        equal(here.client().get(f"/log/tile/entries/000.p/{size + 1}").status, 404, "the entry")
        there.start()
        receipts.append(wait_for(lambda: try_cast(election, here, third), "a receipt"))
        assert has_quorum(here, checkpoint_of(receipts[-1]))
        equal(election.newest_tree()[0], size + 1, "the same ballot is one entry")
        election.check_receipts(receipts, election.log_key())
        # What was committed and not yet cosigned when the machine died is cosigned at the start, or there is none.
        there.stop()
        assert try_cast(election, here, fourth) is None
        here.kill()
        with folkmoot.raises(folkmoot.ServerError, "the fence"):
            here.start()
        there.start()
        here.start()
        receipt = wait_for(lambda: try_cast(election, here, fourth), "a receipt")
        assert has_quorum(here, checkpoint_of(receipt))
        election.check_receipts([*receipts, receipt], election.log_key())


@folkmoot.test
def a_fence_may_have_seen_a_tree_before_its_checkpoint_is_kept():
    with fenced() as (here, _, election):
        election.cast(election.ballot(0))
        here.stop()
        here.options["log_level"] = "debug"
        here.start()
        # As between the fence's answer and the row that says so: the tree is committed, its checkpoint is not there yet.
        here.database.psql("DELETE FROM record.witnessed; "
                           "DELETE FROM record.checkpoint WHERE size = (SELECT max(size) FROM record.checkpoint)",
                           role=folkmoot.SUPERUSER)
        wait_for(lambda: here.log_text().count("event=witness-failed") > 1, "a witness that twice knows more")
        assert election.cast(election.ballot(1)) and here.running(), here.last_words()


@folkmoot.test
def of_two_machines_with_a_database_each_one_is_stopped():
    with fenced() as (here, _, election):
        election.cast(election.ballot(0))
        here.stop()
        database, data = copy_of(here)  # as when a standby is promoted while the old server goes on
        size, _root = election.newest_tree()
        with another_machine(here, database, data) as second, here:
            assert try_cast(election, here, election.ballot(1)) is not None
            # Its tree is as long as the first one's, and another.
            assert try_cast(election, second, election.ballot(2)) is None
            wait_for(lambda: not second.running(), "the end of the second")
            assert "another sequencer has written this log" in second.log_text(), second.log_text()[-2000:]
            equal(int(database.psql("SELECT max(size) FROM record.checkpoint")), size, "what left the second")
            assert try_cast(election, here, election.ballot(3)) is not None
            # It does not come back either.
            with folkmoot.raises(folkmoot.ServerError, "another sequencer has written this log"):
                second.start()


@folkmoot.test
def of_two_machines_with_one_database_one_is_stopped():
    with fenced() as (first, _, election):
        receipts = [election.cast(election.ballot(0))]
        with another_machine(first, first.database, first.data) as second:
            one, two = election.ballot(1), election.ballot(2)
            receipts.append(wait_for(lambda: try_cast(election, second, one), "a receipt"))
            assert try_cast(election, first, two) is None
            wait_for(lambda: not first.running(), "the end of the first")
            receipts.append(wait_for(lambda: try_cast(election, second, two), "a receipt"))
            election.check_receipts(receipts, election.log_key())


@folkmoot.test
def the_fence_is_a_witness_with_an_address():
    with twin_cities.twins(jobs=0) as (here, _):
        here.stop()
        here.options["fence"] = "nobody"
        with folkmoot.raises(folkmoot.ServerError, "has no witness nobody with an address"):
            here.start()
        here.options.update(fence="neighbour", witness_policy=None)
        with folkmoot.raises(folkmoot.ServerError, "witness_policy, which is not set"):
            here.start()


folkmoot.main()
