# SPDX-License-Identifier: AGPL-3.0-or-later
"""Receipts of one city for the check page of another that watches it, for tests in JavaScript. It prints one line of JSON
when the first city has been stopped: the address of the other, and receipts of the first, by what has become of them.
Each line of standard input is a command, answered by a line `done`; the end of it is the end."""
import base64
import json
import os
import signal
import sys

import folkmoot
import twin_cities
from office import Office, bytes_of, content, text_of

CHOICES = {"projects": {"chosen": ["p1"]}}


def cast(round, voter):
    """The receipt of a new ballot."""
    round.cast(voter, CHOICES)
    ballot = round.server.database.psql("SELECT encode(ballot_id, 'hex') FROM vote.ballot ORDER BY entry_index DESC LIMIT 1")
    answer = round.server.client().get(f"{round.path}/ballots/{text_of(bytes.fromhex(ballot))}/receipt")
    folkmoot.equal(answer.status, 200, "a receipt")
    return answer.text


def key_of(receipt):
    """The credential of the ballot in a receipt."""
    entry = json.loads(base64.b64decode(receipt.split("\n")[1].removeprefix("extra ")))
    return entry["ballot"]["credential"]


def mirrored(there, size):
    count = there.database.psql("SELECT coalesce(max(size), 0) FROM witness.mirror WHERE own IS NOT NULL")
    return int(count) >= size


def wait_until_mirrored(here, there):
    size = int(here.database.psql("SELECT max(size) FROM record.checkpoint"))
    folkmoot.wait_for(lambda: mirrored(there, size), f"a copy of {size} entries")


def receipts_of(here, there, round):
    found = {"replaced": cast(round, 0), "withdrawn": cast(round, 1), "batch": cast(round, 3)}
    # A code may vote again ten seconds after its last ballot.
    found["counts"] = folkmoot.wait_for(lambda: again(round), "a second ballot of the same code")
    round.act("void", "clerk-1", "clerk-2", credential=key_of(found["withdrawn"]), reason="lost")
    round.act("batch-void", "clerk-1", "clerk-2", batch="cards", reason="lost")
    wait_until_mirrored(here, there)
    there.stop()
    found["behind"] = cast(round, 2)
    return found


def again(round):
    before = round.server.database.psql("SELECT count(*) FROM vote.ballot")
    try:
        return cast(round, 0)
    except AssertionError:
        folkmoot.equal(round.server.database.psql("SELECT count(*) FROM vote.ballot"), before, "ballots")
        return None


def alter(there, receipt):
    """One bit of the ballot in the copy."""
    name = key_of(receipt)
    there.database.psql("UPDATE witness.entry SET bytes = set_byte(bytes, 20, get_byte(bytes, 20) # 1) "
                        f"WHERE type = 'ballot' AND subject = '\\x{bytes_of(name).hex()}'")


def main():
    os.environ[folkmoot.ANSWERS] = str(folkmoot.temporary_folder())
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with twin_cities.twins(web_folder=folkmoot.TOP / "web" / "dist", mirror_period_s=1) as (here, there):
        round = Office(here).round(content(witness_policy=twin_cities.policy_lines(here)))
        letters, cards = round.make_codes(3), round.make_codes(2, batch="cards")
        round.prepare(cards, letters)
        twin_cities.wait_until_witnessed(here, int(here.database.psql("SELECT max(size) FROM record.checkpoint")))
        receipts = receipts_of(here, there, round)
        here.stop()
        there.start()
        print(json.dumps({"base_url": there.url, "receipts": receipts, "log_key": here.log_key,
                          "witness_key": there.witness_key}), flush=True)

        def catch_up():
            here.start()
            wait_until_mirrored(here, there)
            here.stop()

        def seal():
            here.start()
            round.close()
            round.seal()
            wait_until_mirrored(here, there)
            here.stop()

        commands = {"catch up": catch_up, "seal": seal, "alter": lambda: alter(there, receipts["counts"]),
                    "lose keys": lambda: there.database.psql("DELETE FROM witness.blob WHERE octet_length(bytes) = 64")}
        for line in sys.stdin:
            commands[line.strip()]()
            print("done", flush=True)
    folkmoot.answered()
    print("answers as described", flush=True)


if __name__ == "__main__":
    main()
