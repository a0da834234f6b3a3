#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The demo city: what it holds, that a visitor can vote in it, and that it finds its data when it is started again."""
import json
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
import folkmoot  # noqa: E402
import townhall  # noqa: E402
from folkmoot import equal  # noqa: E402

DEMO = folkmoot.TOP / "tests" / "support" / "demo.py"


def demo(*arguments):
    done = subprocess.run([sys.executable, str(DEMO), *[str(word) for word in arguments]], text=True, check=False,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120)
    equal(done.returncode, 0, f"status of {arguments[0]}: {done.stderr}")
    return done.stdout


def start(folder):
    """Returns what a visitor is told and the content of demo.json."""
    told = demo("start", "--data", folder, "--port", folkmoot.free_port(), "--background")
    return told, json.loads((folder / "demo.json").read_text())


@folkmoot.test
def a_visitor_finds_a_city_and_votes_in_it():
    folder = folkmoot.temporary_folder() / "demo"
    receipt, bundle = folder / "receipt", folder / "bundle"
    try:
        told, city = start(folder)
        client = folkmoot.Client(city["base_url"])
        for kind in ("home", "round", "vote", "check", "result", "sign-in"):
            assert city["pages"][kind] in told, told
            equal(client.get(city["pages"][kind].removeprefix(city["base_url"])).status, 200, kind)
        equal(len(city["codes"]), 20, "codes")
        rounds = {one["state"]: one["id"] for one in city["rounds"]}
        states = {one["id"]: one["state"] for one in client.get("/api/v1/rounds").json()["rounds"]}
        equal(states, {identity: state for state, identity in rounds.items()}, "rounds")
        for person in city["staff"]:
            signed_in = client.post("/api/v1/session", {"login": person["login"], "password": person["password"]},
                                    headers={"Origin": city["base_url"]})
            equal(signed_in.status, 200, person["login"])
        cast = folkmoot.tool("folkmoot", "cast", "--url", city["base_url"], "--round", rounds["open"], "--code",
                             city["codes"][0], "--choices", "-", "--receipt", receipt,
                             stdin='{"projects": {"chosen": ["rain-garden", "bike-stands"]}}').stdout
        tracker = next(line.split()[1] for line in cast.splitlines() if line.startswith("tracker"))
        folkmoot.tool("folkmoot", "fetch", city["base_url"], bundle, "--round", rounds["published"])
        folkmoot.tool("folkmoot-verify", bundle)
        demo("stop", folder)

        _, again = start(folder)
        for kept in ("codes", "staff", "rounds"):
            equal(again[kept], city[kept], kept)
        assert again["pages"]["vote"].startswith(again["base_url"]), again["pages"]
        found = folkmoot.Client(again["base_url"]).get(f"/api/v1/trackers/{tracker}")
        equal(found.json()["round"], rounds["open"], "the ballot of the first time")
        folkmoot.tool("folkmoot", "fetch", again["base_url"], bundle, "--round", rounds["published"])
    finally:
        demo("stop", folder)


@folkmoot.test
def the_demo_rounds_texts_are_whole():
    told = json.loads((DEMO.parent / "demo_round.json").read_text(encoding="utf-8"))
    things = [told["texts"], told["district"], told["contest"]["texts"]]
    things += [option["texts"] for option in told["contest"]["options"]]
    for texts in things:
        equal(sorted(texts), ["en", "es"], str(texts))
        equal(sorted(texts["en"]), sorted(texts["es"]), str(texts))
    assert townhall.draft([told["contest"]])["contests"] == [told["contest"]]


folkmoot.main()
