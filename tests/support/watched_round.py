# SPDX-License-Identifier: AGPL-3.0-or-later
"""A round of three trustees in a city that another one watches, for tests in JavaScript. It prints what they need to
know as one line of JSON, once the round is open and its opening is not witnessed yet: the witness has been stopped.
Each line of standard input is a command, answered by a line `done`; the end of it is the end."""
import json
import os
import signal
import sys

import folkmoot
import twin_cities
from office import Office, content, contest
from trustees import Trustees

VOTERS = 4


def opened(office, trustees):
    drawn = contest(rule={**contest()["rule"], "ties": "draw"})
    round = office.round(content([drawn], witness_policy=twin_cities.policy_lines(office.server), **trustees.draft(2)))
    round.upload(round.make_codes(VOTERS))
    round.freeze()
    round.list()
    trustees.join(round.id)
    return round


def finish(round, trustees, processes):
    """The trustees of whom the round has no need any more are done as well, and say so."""
    round.close()
    round.seal()
    round.wait("counted")
    trustees.finish(processes)
    round.certify()
    done = round.verify()
    folkmoot.equal(done.returncode, 0, done.stdout + done.stderr)


def main():
    os.environ[folkmoot.ANSWERS] = str(folkmoot.temporary_folder())
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with twin_cities.twins(web_folder=folkmoot.TOP / "web" / "dist") as (here, there):
        office = Office(here)
        trustees = Trustees(3, here.url)
        round = opened(office, trustees)
        with trustees.running(round.id) as processes:
            there.stop()
            round.open()
            print(json.dumps({"base_url": here.url, "round": round.id, "codes": [code["code"] for code in round.codes]}),
                  flush=True)
            commands = {"stop witness": there.stop, "start witness": there.start, "finish": lambda: finish(round, trustees, processes)}
            for line in sys.stdin:
                commands[line.strip()]()
                print("done", flush=True)
    folkmoot.answered()
    print("answers as described", flush=True)


if __name__ == "__main__":
    main()
