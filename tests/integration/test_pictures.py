#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pictures that facilitators bring: who may, what is taken, how it is served, and drafts that name others."""
import contextlib
import hashlib
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
import folkmoot  # noqa: E402
from folkmoot import equal, temporary_folder  # noqa: E402
from office import ASSEMBLY, PASSWORD, Office, Person, content, contest  # noqa: E402

FILES = folkmoot.DATA / "pictures"
TYPES = {"webp": "image/webp", "jpg": "image/jpeg"}
IMMUTABLE = "public, max-age=31536000, immutable"


@contextlib.contextmanager
def offices(**options):
    with folkmoot.city(web_folder=None, **options) as server:
        yield Office(server)


def name_of(data, extension):
    return f"{hashlib.sha256(data).hexdigest()}.{extension}"


def bring(client, round, data, extension, name=None, media_type=None):
    return client.request("PUT", f"{round.path}/pictures/{name or name_of(data, extension)}", body=data,
                          headers={"Content-Type": media_type or TYPES[extension]})


def hire(office, login, assembly=ASSEMBLY):
    """Another facilitator."""
    office.must(office.administrator.client.post("/api/v1/people", {
        "login": login, "name": login.title(), "password": PASSWORD, "roles": [{"assembly": assembly, "role": "facilitator"}]}), 201)
    return Person(office.server, login).client


def refused(answer, status, problem, what):
    equal((answer.status, answer.problem), (status, problem), f"{what}: {answer}")


def sample(name="lossy.webp"):
    return (FILES / name).read_bytes(), name.rpartition(".")[2]


def other(number, size=None):
    """A picture like no other, as the version of its JFIF segment says; of this size."""
    data = bytearray((FILES / "baseline.jpg").read_bytes())
    data[12] = number
    return bytes(data[:-2] + bytes(size - len(data) if size else 0) + data[-2:])


@folkmoot.test
def a_picture_is_brought_by_a_facilitator_and_served_for_ever():
    with offices() as office:
        facilitator, reader = office.people["facilitator"].client, office.server.client()
        round = office.round()
        for path in sorted(FILES.iterdir()):
            data, extension = sample(path.name)
            name = name_of(data, extension)
            refused(reader.get(f"/pictures/{name}"), 404, "not-found", "before")
            for time in "once", "again":
                equal(office.must(bring(facilitator, round, data, extension)), {"name": name, "width": 48, "height": 27}, f"{path.name} {time}")
            answer = reader.get(f"/pictures/{name}")
            equal((answer.status, answer.body), (200, data), path.name)
            equal({header: answer.headers[header] for header in ("Content-Type", "Cache-Control", "ETag", "X-Content-Type-Options")},
                  {"Content-Type": TYPES[extension], "Cache-Control": IMMUTABLE, "ETag": f'"{name}"', "X-Content-Type-Options": "nosniff"}, path.name)
            assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'"), answer.headers
            head = reader.request("HEAD", f"/pictures/{name}")
            equal((head.status, head.body, head.headers["Content-Length"]), (200, b"", str(len(data))), "HEAD")
            refused(reader.get(f"/pictures/{name.rpartition('.')[0]}.png"), 404, "not-found", "as another type")
        equal(office.server.database.psql("SELECT count(*) FROM vote.picture"), str(len(list(FILES.iterdir()))), "what is kept")
        data, extension = sample()
        equal(office.server.stop(), 0, "the status")
        office.server.start()
        equal(reader.get(f"/pictures/{name_of(data, extension)}").body, data, "after a restart")


@folkmoot.test
def nobody_else_brings_pictures():
    with offices() as office:
        data, extension = sample()
        round = office.round()
        office.must(office.administrator.client.post("/api/v1/assemblies", {"id": "elsewhere", "name": "Elsewhere"}), 201)
        refused(bring(hire(office, "fiona", "elsewhere"), round, data, extension), 403, "forbidden", "a facilitator of another assembly")
        refused(bring(office.server.client(), round, data, extension), 401, "not-signed-in", "a passer-by")
        for login in "clerk-1", "registrar":
            refused(bring(office.people[login].client, round, data, extension), 403, "forbidden", login)
        client = office.people["facilitator"].client
        token = client.headers.pop("X-CSRF-Token")
        refused(bring(client, round, data, extension), 403, "csrf", "without the token")
        client.headers["X-CSRF-Token"] = token
        office.must(bring(client, round, data, extension))
        round.freeze()
        refused(bring(client, round, data, extension), 409, "round-state", "for a round that is frozen")
        refused(client.request("DELETE", f"/pictures/{name_of(data, extension)}"), 405, "method-not-allowed", "away")


@folkmoot.test
def what_is_no_bare_picture_is_refused():
    with offices() as office:
        client = office.people["facilitator"].client
        round = office.round()
        webp, jpeg = sample()[0], sample("baseline.jpg")[0]
        exif = webp + b"EXIF\x04\0\0\0GPS!"
        exif = exif[:4] + (len(exif) - 8).to_bytes(4, "little") + exif[8:]
        for data, extension, what in (
                (exif, "webp", "EXIF of a WebP file"), (jpeg[:2] + b"\xff\xe1\0\x0aExif\0\0GP" + jpeg[2:], "jpg", "EXIF of a JPEG file"),
                (jpeg[:2] + b"\xff\xfe\0\x06Hi!!" + jpeg[2:], "jpg", "a comment"), (jpeg + b"GPS", "jpg", "bytes behind the end"),
                (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "webp", "SVG"), (b"\x89PNG\r\n\x1a\n" + bytes(64), "jpg", "PNG"),
                (webp[:-1], "webp", "half of it"), (b"", "webp", "nothing")):
            refused(bring(client, round, data, extension), 400, "picture", what)
        refused(bring(client, round, webp, "webp", name_of(jpeg, "webp")), 400, "picture", "under another's name")
        refused(bring(client, round, webp, "jpg"), 400, "picture", "under another extension")
        refused(bring(client, round, webp, "webp", "picture.webp"), 400, "picture", "under no name")
        refused(bring(client, round, webp, "webp", name_of(webp, "webp").upper()), 400, "picture", "in capital letters")
        refused(bring(client, round, webp, "webp", media_type="image/svg+xml"), 415, "unsupported-media-type", "as another type")
        refused(client.put(f"{round.path}/pictures/{name_of(webp, 'webp')}", {"picture": 1}), 400, "picture", "as JSON")
        refused(bring(client, round, webp + bytes(262144), "webp"), 413, "too-large", "too many bytes")
        equal(office.server.database.psql("SELECT count(*) FROM vote.picture"), "0", "what is kept")


def with_picture(name, text="A tree", languages=("en",), **words):
    """A draft whose second project has this picture."""
    draft = content([contest(costs=(300, 200))])
    draft["languages"] = list(languages)
    described = {"picture": name, **({"picture_text": text} if text else {}), **words}
    draft["contests"][0]["options"][1]["texts"] = {language: {"title": "Trees", **described} for language in languages}
    return draft


@folkmoot.test
def a_draft_names_pictures_that_there_are():
    folder = temporary_folder()
    svg = b"<svg xmlns='http://www.w3.org/2000/svg'/>"
    (folder / name_of(svg, "svg")).write_bytes(svg)
    data, extension = sample()
    name = name_of(data, extension)
    with offices(pictures_folder=folder) as office:
        facilitator = office.people["facilitator"].client
        equal(office.server.client().get(f"/pictures/{name_of(svg, 'svg')}").body, svg, "of the folder")
        round = office.round(with_picture(name, languages=("en", "es")))
        found, blocking = round.readiness()
        equal(blocking, ["picture-unknown"], "told once, not in every language")
        equal((found["picture-unknown"]["pointer"], found["picture-unknown"]["arguments"]),
              ("/contests/0/options/1/texts/en/picture", {"kind": "project", "name": "p2", "language": "en"}), "where")
        refused(facilitator.post(f"{round.path}/freeze", {}), 400, "definition", "a freeze without the picture")
        office.must(bring(facilitator, round, data, extension))
        equal(round.readiness()[1], [], "once it is there")
        office.must(round.save(with_picture(name, text=None)))
        found, blocking = round.readiness()
        equal((blocking, found["picture-text-missing"]["pointer"]), (["picture-text-missing"], "/contests/0/options/1/texts/en/picture_text"), "undescribed")
        draft = with_picture(name_of(svg, "svg"))
        draft["texts"]["en"].update({"map": name_of(b"no map", "webp"), "map_bounds": "5,45,5.04,45.02"})
        office.must(round.save(draft))
        found, blocking = round.readiness()
        equal((blocking, found["picture-unknown"]["pointer"], found["picture-unknown"]["arguments"]["kind"]),
              (["picture-unknown"], "/texts/en/map", "round"), "a map, beside a picture of the folder")
        draft["texts"]["en"]["map"] = name
        office.must(round.save(draft))
        round.freeze()
        equal(office.server.client().get(f"/pictures/{name}").body, data, "of a frozen round")
        copy = office.must(facilitator.post(f"{round.path}/copies", {"kind": "real"}), 201)
        findings = office.must(facilitator.get(f"/api/v1/rounds/{copy['id']}/readiness"))["findings"]
        assert "picture-unknown" not in [one["id"] for one in findings], findings


@folkmoot.test
def rows_of_a_table_name_pictures_that_there_are():
    data, extension = sample()
    name = name_of(data, extension)
    with offices() as office:
        facilitator = office.people["facilitator"].client
        round = office.round(content())
        table = {"header": ["id", "picture", "picture_text"],
                 "rows": [{"line": 2, "cells": ["p1", "", ""]}, {"line": 3, "cells": ["p2", f" {name} ", "A tree"]}]}
        body = {"contest": "projects", "table": table}
        answer = facilitator.post(f"{round.path}/import/preview", body)
        refused(answer, 400, "import", "a row whose picture is not there")
        equal([(one["id"], one["line"], one["column"], one["arguments"]) for one in answer.json()["faults"]],
              [("picture-unknown", 3, 2, {"value": name})], "where")
        office.must(bring(facilitator, round, data, extension))
        office.must(facilitator.post(f"{round.path}/import/preview", body))
        office.must(facilitator.post(f"{round.path}/import", body, headers={"If-Match": round.draft()[1]}))
        equal(round.draft()[0]["content"]["contests"][0]["options"][1]["texts"]["en"]["picture"], name, "the picture")
        equal(round.readiness()[1], [], "what blocks")


@folkmoot.test
def one_person_brings_only_so_much():
    with offices(pictures_megabytes=1) as office:
        facilitator = office.people["facilitator"].client
        round = office.round()
        large = [other(number, 250_000) for number in range(6)]
        for data in large[:4]:
            office.must(bring(facilitator, round, data, "jpg"))
        refused(bring(facilitator, round, large[4], "jpg"), 429, "quota", "what is too much")
        refused(bring(facilitator, round, other(7), "jpg"), 429, "quota", "a small one, too")
        office.must(bring(facilitator, round, large[0], "jpg"))
        office.must(bring(hire(office, "fiona"), round, large[4], "jpg"))
        office.must(bring(facilitator, round, large[4], "jpg"))
        office.server.database.psql(f"UPDATE vote.picture SET brought_at = now() - interval '31 days' WHERE name = '{name_of(large[0], 'jpg')}'")
        office.must(bring(facilitator, round, large[5], "jpg"))


@folkmoot.test
def what_nobody_names_is_forgotten():
    with offices() as office:
        database, reader = office.server.database, office.server.client()
        facilitator = office.people["facilitator"].client
        round, names = office.round(), []
        for number in range(4):
            office.must(bring(facilitator, round, other(number), "jpg"))
            names.append(name_of(other(number), "jpg"))
        drafted, frozen, young, _ = names
        office.must(round.save(with_picture(drafted)))
        office.round(with_picture(frozen)).freeze()
        database.psql(f"UPDATE vote.round_draft SET content = '{{}}' WHERE content::text LIKE '%{frozen}%'")
        database.psql(f"UPDATE vote.picture SET seen_at = now() - interval '31 days' WHERE name <> '{young}'")
        database.psql(f"UPDATE vote.picture SET seen_at = now() - interval '29 days' WHERE name = '{young}'")
        office.must(bring(facilitator, round, other(9), "jpg"))
        equal([reader.get(f"/pictures/{name}").status for name in names], [200, 200, 200, 404], "what is still there")
        equal(database.psql("SELECT count(*) FROM vote.picture WHERE seen_at > now() - interval '1 hour'"), "3", "seen again")
        database.psql(f"UPDATE vote.picture SET seen_at = now() - interval '31 days' WHERE name = '{young}'")
        office.must(bring(facilitator, round, other(2), "jpg"))
        equal(reader.get(f"/pictures/{young}").status, 200, "what is brought again is young")


folkmoot.main()
