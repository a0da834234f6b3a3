#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The demo city: what it holds, that a visitor can vote in it, and that it finds its data when it is started again."""
import hashlib
import json
import pathlib
import re
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
import folkmoot  # noqa: E402
from folkmoot import equal  # noqa: E402

BUDGET_BYTES = 100_000
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


def weight(client, language, identity):
    """Compressed bytes of all that the vote page can load to choose and cast, and of the round's data."""
    assets = [one["file"] for one in client.get("/pages.json").json()["assets"]]
    seen, waiting = {}, [f"{language}/vote.html"]
    while waiting:
        name = waiting.pop()
        if name in seen or "/decoder-" in name:  # of QR codes: fetched when somebody scans where the browser cannot
            continue
        content = (folkmoot.TOP / "web" / "dist" / name).read_bytes()
        seen[name] = len((folkmoot.TOP / "web" / "dist" / f"{name}.br").read_bytes())
        waiting += [asset for asset in assets if asset.rsplit("/", 1)[1].encode() in content]
    form = client.get(f"/api/v1/rounds/{identity}/form?language={language}", headers={"Accept-Encoding": "br, gzip"})
    assert form.headers["Content-Encoding"] in ("br", "gzip"), form.headers
    return sum(seen.values()), len(form.body)


@folkmoot.test
def a_visitor_finds_a_city_and_votes_in_it():
    folder = folkmoot.temporary_folder() / "demo"
    receipt, bundle = folder / "receipt", folder / "bundle"
    try:
        told, city = start(folder)
        client = folkmoot.Client(city["base_url"])
        for kind in ("home", "assembly", "round", "vote", "check", "result", "sign-in"):
            assert city["pages"][kind] in told, told
            equal(client.get(city["pages"][kind].removeprefix(city["base_url"])).status, 200, kind)
        equal(len(city["codes"]), 20, "codes")
        rounds = {one["name"]: one["id"] for one in city["rounds"]}
        states = {one["id"]: one["state"] for one in client.get("/api/v1/rounds").json()["rounds"]}
        equal(states, {one["id"]: one["state"] for one in city["rounds"]}, "rounds")
        text = client.get(city["pages"]["round"].removeprefix(city["base_url"])).text
        pictures = set(re.findall(r'"(/pictures/[^"]+)"', text))
        equal(len(pictures), 41, "pictures and the map")
        for path in pictures:
            answer = client.get(path)
            equal((answer.status, answer.headers["Content-Type"]), (200, "image/svg+xml"), path)
            equal(hashlib.sha256(answer.body).hexdigest(), path[10:-4], path)
        for language in ("en", "es", "fr", "ar"):
            program, data = weight(client, language, rounds["open"])
            folkmoot.comment(f"voting in {language}: {program} bytes of program and {data} of forty projects, compressed")
            assert program + data <= BUDGET_BYTES, (language, program, data)
        for person in city["staff"]:
            signed_in = client.post("/api/v1/session", {"login": person["login"], "password": person["password"]},
                                    headers={"Origin": city["base_url"]})
            equal(signed_in.status, 200, person["login"])
        cast = folkmoot.tool("folkmoot", "cast", "--url", city["base_url"], "--round", rounds["open"], "--code",
                             city["codes"][0], "--choices", "-", "--receipt", receipt,
                             stdin='{"projects": {"chosen": ["rain-garden", "bike-stands"]}}').stdout
        tracker = next(line.split()[1] for line in cast.splitlines() if line.startswith("tracker"))
        folkmoot.tool("folkmoot", "fetch", city["base_url"], bundle, "--round", rounds["certified"])
        folkmoot.tool("folkmoot-verify", bundle)
        demo("stop", folder)

        _, again = start(folder)
        for kept in ("codes", "staff", "rounds"):
            equal(again[kept], city[kept], kept)
        assert again["pages"]["vote"].startswith(again["base_url"]), again["pages"]
        found = folkmoot.Client(again["base_url"]).get(f"/api/v1/trackers/{tracker}")
        equal(found.json()["round"], rounds["open"], "the ballot of the first time")
        folkmoot.tool("folkmoot", "fetch", again["base_url"], bundle, "--round", rounds["certified"])
    finally:
        demo("stop", folder)


@folkmoot.test
def the_texts_of_the_demo_are_whole_in_every_language():
    data = DEMO.parent / "demo_city"
    city, rounds = (json.loads((data / name).read_text(encoding="utf-8")) for name in ("projects.json", "rounds.json"))
    equal(len(city["projects"]), 40, "projects")
    things = [rounds["district"], *city["categories"].values(), *city["places"].values()]
    for one in rounds["open"], rounds["soon"]:
        things += [one["texts"], one["contest"]["texts"], *[option["texts"] for option in one["contest"].get("options", [])]]
    things += [project["texts"] for project in city["projects"]]
    for texts in things:
        equal(sorted(texts), ["ar", "en", "es", "fr"], str(texts))
        if isinstance(texts["en"], dict):
            for words in texts.values():
                equal(sorted(words), sorted(texts["en"]), str(texts))


folkmoot.main()
