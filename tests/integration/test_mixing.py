#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Mixing by several trustees when it does not go as planned: chains that are abandoned, crashes on either side."""
import contextlib
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
import folkmoot  # noqa: E402
from folkmoot import Server, equal, wait_for  # noqa: E402
from line import Line  # noqa: E402
from office import PASSWORD, Office  # noqa: E402
from trustees import Trustees, entries_of, sealed  # noqa: E402

CHAIN_OF_TWO = 2


@contextlib.contextmanager
def offices(**options):
    database = folkmoot.fresh_database()
    with Server(database, web_folder=None, **options) as server:
        yield Office(server)
    database.drop()


def restart(round, by="clerk-1", **members):
    return round.people[by].client.post(f"{round.path}/restarts", {"contest": "projects", "reason": "crash", **members})


def staff(round, *words):
    """`folkmoot staff` by the first clerk."""
    password = round.folder / "password"
    password.write_text(PASSWORD + "\n")
    return folkmoot.tool("folkmoot", "staff", *words, "--round", round.id, "--url", round.server.url, "--login", "clerk-1",
                         "--password-file", password)


def chains(round, kind):
    """(chain, position, trustee) of mixes, or (chain, number of mixes) of what is done."""
    return [(one["chain"], one["position"], one["trustee"]) if kind == "mix" else (one["chain"], len(one["mixes"]))
            for one in entries_of(round, kind)]


def must_verify(round):
    round.certify()
    done = round.verify()
    equal(done.returncode, 0, done.stdout + done.stderr)


@folkmoot.test
def a_chain_is_abandoned_and_another_follows_until_somebody_opens():
    with offices() as office:
        trustees = Trustees(3, office.server.url)
        one, two, three = trustees.all
        round = sealed(office, trustees)
        equal(restart(round, abandoned=2).problem, "round-state", "a chain that there is not")
        one.do("mix", round.id)
        equal(restart(round, by="facilitator", abandoned=1).status, 403, "somebody who is no clerk")
        equal(restart(round, abandoned=1, contest="parks").problem, "bad-request", "a contest that there is not")
        staff(round, "restart", "contest=projects", "abandoned=1", "reason=trustee-unavailable")
        # The first mix is of no chain any more: two others are needed, or one of them again.
        two.do("mix", round.id)
        equal(chains(round, "mix"), [(1, 1, 1), (2, 1, 2)], "mixes")
        three.do("mix", round.id)
        wait_for(lambda: chains(round, "mixing-done") == [(2, CHAIN_OF_TWO)], "the end of the second chain")
        # Also a chain that is done, as long as nobody has opened it.
        round.must(restart(round, abandoned=2))
        equal(restart(round, abandoned=2).problem, "round-state", "a chain that was abandoned already")
        one.do("mix", round.id)
        assert "mix is in the chain already" in one.do("mix", round.id).stdout
        three.do("mix", round.id)
        wait_for(lambda: chains(round, "mixing-done") == [(2, CHAIN_OF_TWO), (3, CHAIN_OF_TWO)], "the end of the third")
        two.do("decrypt", round.id)
        equal(restart(round, abandoned=3).problem, "round-state", "after the first share")
        one.do("decrypt", round.id)
        round.wait("counted")
        equal([one["abandoned"] for one in entries_of(round, "chain-restart")], [1, 2], "restarts")
        equal(len(entries_of(round, "share")), 2, "shares")
        must_verify(round)


# --- A trustee that dies --------------------------------------------------------------------------------------

def dies_handing_in(trustee, round, kind):
    """The trustee has made its mix or share, noted what it is of, and dies before the city has it."""
    line = Line(trustee.url, swallow=f'"type":"{kind}"'.encode())
    url, trustee.url = trustee.url, line.url
    process = trustee.start("run", round.id, "--patience", "2")
    assert line.taken.wait(folkmoot.WAIT_SECONDS), f"a {kind} handed in"
    process.kill()
    process.communicate()
    line.close()
    trustee.url = url


@folkmoot.test
def a_trustee_that_crashes_while_it_mixes_mixes_anew():
    with offices() as office:
        trustees = Trustees(3, office.server.url)
        round = sealed(office, trustees)
        dies_handing_in(trustees.all[0], round, "mix")
        equal(chains(round, "mix"), [], "mixes so far")
        # The same key mixes the same input again, with other secrets; so it does in another chain.
        trustees.all[0].do("mix", round.id)
        first = entries_of(round, "mix")[0]["mix"]["hash"]
        round.must(restart(round, abandoned=1))
        trustees.all[0].do("mix", round.id)
        equal(chains(round, "mix"), [(1, 1, 1), (2, 1, 1)], "mixes")
        assert entries_of(round, "mix")[1]["mix"]["hash"] != first, "the same secrets twice"
        dies_handing_in(trustees.all[1], round, "mix")
        with trustees.running(round.id, who=trustees.all[1:]):
            wait_for(lambda: chains(round, "mixing-done") == [(2, CHAIN_OF_TWO)], "the end of mixing")
            round.wait("counted")
        must_verify(round)


@folkmoot.test
def a_trustee_that_crashes_while_it_opens_opens_the_same():
    with offices() as office:
        trustees = Trustees(3, office.server.url)
        round = sealed(office, trustees)
        for trustee in trustees.all[:2]:
            trustee.do("mix", round.id)
        wait_for(lambda: chains(round, "mixing-done"), "the end of mixing")
        dies_handing_in(trustees.all[0], round, "share")
        # It has opened this chain, whether anybody has seen it or not: nothing else will ever be opened with its key.
        round.must(restart(round, abandoned=1))
        for trustee in trustees.all[1:]:
            trustee.do("mix", round.id)
        wait_for(lambda: len(chains(round, "mixing-done")) == 2, "the end of mixing anew")
        done = trustees.all[0].do("decrypt", round.id, status=1)
        assert "has opened another mix" in done.stderr, done.stderr
        with trustees.running(round.id, who=trustees.all[1:]):
            round.wait("counted")
        must_verify(round)


# --- A worker that dies ---------------------------------------------------------------------------------------

@folkmoot.test
def a_worker_that_dies_at_any_point_leaves_the_work_to_the_next():
    for name in "job-before-submit", "job-submitted", "job-answered":
        folder = folkmoot.temporary_folder()
        with offices(failpoints=folder) as office:
            trustees = Trustees(3, office.server.url)
            round = sealed(office, trustees)
            deaths = 0

            def dies(count, what):
                wait_for(lambda: office.server.log_text().count("process-ended") > count, f"a death at {name}, {what}")
                (folder / name).unlink()
                return office.server.log_text().count("process-ended")
            (folder / name).write_text("crash")
            for trustee in trustees.all[:2]:
                trustee.do("mix", round.id)
            deaths = dies(deaths, "declaring the mixing done")
            wait_for(lambda: chains(round, "mixing-done") == [(1, CHAIN_OF_TWO)], "the end of mixing")
            (folder / name).write_text("crash")
            for trustee in trustees.all[1:]:
                trustee.do("decrypt", round.id)
            dies(deaths, "counting")
            round.wait("counted")
            equal(office.server.database.psql("SELECT count(*) FROM record.entry WHERE type IN ('mixing-done', 'counted')"),
                  "2", "entries of the server")
            must_verify(round)


folkmoot.main()
