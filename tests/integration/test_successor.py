#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A round that is annulled before its first ballot, and the one in its place in which the same codes vote."""
import contextlib
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
import folkmoot  # noqa: E402
from folkmoot import equal  # noqa: E402
from office import ASSEMBLY, Office, Round, content, contest  # noqa: E402
from trustees import Trustees, entries_of  # noqa: E402

CHOICES = {"projects": {"chosen": ["p1"]}}


@contextlib.contextmanager
def offices():
    with folkmoot.city(web_folder=None) as server:
        yield Office(server)


def annul(round):
    round.act("annulment", "clerk-1", "clerk-2", reason="failure", successor="new")


def new_round(round):
    """The answer to asking for a successor."""
    return round.people["facilitator"].client.post(f"/api/v1/assemblies/{ASSEMBLY}/rounds", {"predecessor": round.id})


def take_codes(round):
    return round.people["clerk-1"].client.post(f"{round.path}/credentials/handed-over", {})


def successor(round):
    """The round in the place of this one, with its draft and its codes."""
    made = round.must(new_round(round), 201)
    after = Round.__new__(Round)
    after.__dict__.update(round.__dict__)
    after.id, after.nonce, after.path = made["id"], made["nonce"], f"/api/v1/rounds/{made['id']}"
    return after


def draft_of(round):
    return round.must(round.people["facilitator"].client.get(f"{round.path}/draft"))["content"]


@folkmoot.test
def a_trustee_is_replaced_and_printed_codes_are_not_lost():
    with offices() as office:
        trustees = Trustees(3, office.server.url)
        drawn = contest(rule={**contest()["rule"], "ties": "draw"})
        round = office.round(content([drawn], **trustees.draft(2)))
        round.upload(round.make_codes(5, batch="by-letter"), round.make_codes(3, batch="desk", purpose="walk-in"))
        round.freeze()
        round.list()
        trustees.words(round.id)  # all have committed and joined; then the third loses its key
        annul(round)
        after = successor(round)
        equal(after.nonce, round.nonce, "the nonce, on which the codes rest")
        others = Trustees(3, office.server.url)
        others.all[:2] = trustees.all[:2]
        others.members[:2] = trustees.members[:2]
        after.must(after.save({**draft_of(after), **others.draft(2)}))
        equal(after.must(take_codes(after))["total"], 8, "codes handed over")
        after.freeze()
        after.list()
        others.join(after.id)
        with others.running(after.id):
            after.open()
            for voter in (0, 1, 6):
                after.cast(voter, CHOICES)
            after.close()
            after.seal()
            after.wait("counted")
        after.certify()
        done = after.verify()
        equal(done.returncode, 0, done.stdout + done.stderr)
        assert "of a round that was annulled before its first ballot" in done.stdout, done.stdout
        shown = after.must(office.server.client().get(after.path))
        equal(shown["predecessor"], round.id, "whose codes they are")
        equal(round.must(office.server.client().get(round.path))["successor"], after.id, "who has them")
        folder = after.folder / "mirror"
        folkmoot.tool("folkmoot", "fetch", office.server.url, folder, "--round", after.id)
        equal(folkmoot.tool("folkmoot-verify", folder, status=None).returncode, 0, "what was fetched")


@folkmoot.test
def an_opened_round_without_ballots_is_handed_over_without_its_void_codes():
    with offices() as office:
        round = office.round()
        round.prepare(round.make_codes(5), round.make_codes(2, batch="lost"))
        round.act("void", "clerk-1", serial=round.codes[0]["serial"], reason="stolen")
        round.act("batch-void", "clerk-1", batch="lost", reason="lost")
        annul(round)
        after = successor(round)
        equal(after.must(take_codes(after))["total"], 4, "codes that are not void")
        after.freeze()
        after.list()
        after.open()
        refused = after.cast(0, CHOICES, status=1).stderr
        assert "code" in refused and "round" in refused, refused
        after.cast(1, CHOICES)
        after.close()
        after.seal()
        after.wait("counted")
        after.certify()
        done = after.verify()
        equal(done.returncode, 0, done.stdout + done.stderr)


@folkmoot.test
def a_void_code_is_not_listed_again():
    with offices() as office:
        round = office.round()
        batch = round.make_codes(5)
        round.prepare(batch)
        round.act("void", "clerk-1", serial=round.codes[0]["serial"], reason="stolen")
        annul(round)
        after = successor(round)
        after.upload(batch)
        after.freeze()
        act = after.act("credential-list", "registrar", "clerk-1", outcome="refused")
        assert "void in a predecessor" in act["detail"], act


@folkmoot.test
def a_round_with_a_ballot_keeps_its_codes():
    with offices() as office:
        round = office.round().prepare()
        round.cast(0, CHOICES)
        act = round.act("annulment", "clerk-1", "clerk-2", outcome="refused", reason="failure", successor="new")
        assert "has a ballot" in act["detail"], act
        equal(round.propose("annulment", reason="failure", successor="AAAAAAAAAAAAAAAAAAAAAA").problem, "bad-request",
              "somebody chooses the successor")
        round.act("annulment", "clerk-1", "clerk-2", reason="failure")
        equal(new_round(round).problem, "round-state", "without the clerks' word")


@folkmoot.test
def nobody_succeeds_twice():
    with offices() as office:
        round, other = office.round(), office.round()
        round.upload(round.make_codes(5))
        round.freeze()
        equal(new_round(round).problem, "round-state", "of a round that goes on")
        annul(round)
        after = successor(round)
        equal(new_round(round).problem, "round-state", "a second successor")
        equal(take_codes(other).problem, "round-state", "codes of no predecessor")
        equal(office.people["facilitator"].client.post(f"/api/v1/assemblies/{ASSEMBLY}/rounds",
                                                       {"predecessor": "AAAAAAAAAAAAAAAAAAAAAA"}).problem,
              "not-found", "of a round that there is not")
        equal(office.people["facilitator"].client.post(f"/api/v1/assemblies/{ASSEMBLY}/rounds",
                                                       {"predecessor": 1}).problem, "bad-request", "of a number")
        # and a successor may be annulled and handed over itself
        after.must(take_codes(after))
        after.freeze()
        annul(after)
        third = successor(after)
        third.must(take_codes(third))
        third.freeze()
        third.list()
        third.open()
        third.cast(0, CHOICES)
        third.close()
        third.seal()
        third.wait("counted")
        third.certify()
        done = third.verify()
        equal(done.returncode, 0, done.stdout + done.stderr)
        drafts = [(one.get("predecessor"), one["nonce"]) for one in entries_of(third, "draft")]
        equal(drafts, [(None, round.nonce), (None, other.nonce), (round.id, round.nonce), (after.id, round.nonce)],
              "the drafts in the record")


folkmoot.main()
