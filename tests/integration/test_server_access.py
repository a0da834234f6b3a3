#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every route of docs/api/openapi.json with every role: in the assembly that the route is about, in another one, and
with nobody signed in."""
import base64
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
import folkmoot  # noqa: E402
from folkmoot import equal  # noqa: E402

PASSWORD = "one for all"
ROLES = ("facilitator", "reviewer", "registrar", "clerk", "trustee", "observer")
ENDS_SESSIONS = ("/api/v1/session", "/api/v1/sessions")
ROUND, NONCE = bytes(range(16)), bytes(range(16, 32))


def routes():
    api = json.loads((folkmoot.TOP / "docs" / "api" / "openapi.json").read_text())
    for path, operations in api["paths"].items():
        for method, operation in operations.items():
            if "x-access" in operation and not (method == "delete" and path in ENDS_SESSIONS):
                yield method.upper(), path, operation["x-access"], {} if "requestBody" in operation else None


def people(server):
    """login -> (roles in the round's assembly, roles anywhere); all with one password."""
    folkmoot.tool("folkmootd", "add-administrator", "--config", server.config, "root", "Root", stdin=PASSWORD + "\n")
    statements = ["INSERT INTO staff.assembly (id, name) VALUES ('north', 'North'), ('south', 'South');"]
    everybody = {"root": {"administrator"}, "guest": set()}
    for role in ROLES:
        everybody[f"{role}.north"] = {role}
        everybody[f"{role}.south"] = set()
    for login in everybody:
        if login != "root":
            statements.append(f"INSERT INTO staff.person (login, name, password_hash) SELECT '{login}', '{login}', "
                              "password_hash FROM staff.person WHERE login = 'root';")
        if "." in login:
            role, assembly = login.split(".")
            statements.append(f"INSERT INTO staff.role (person, assembly, role) "
                              f"SELECT id, '{assembly}', '{role}' FROM staff.person WHERE login = '{login}';")
    statements.append(f"INSERT INTO vote.round (id, nonce, assembly) "
                      f"VALUES ('\\x{ROUND.hex()}', '\\x{NONCE.hex()}', 'north');")
    statements.append("INSERT INTO work.act (round_no, type, bytes, proposed_by) "
                      "SELECT r.no, 'x', 'x', p.id FROM vote.round r, staff.person p WHERE p.login = 'root';")
    server.database.psql("\n".join(statements))
    return everybody


def address(server, path):
    act = server.database.psql("SELECT min(id) FROM work.act")
    values = {"round": base64.urlsafe_b64encode(ROUND).decode().rstrip("="), "assembly": "north", "act": act,
              "path": "0/000", "hash": "0" * 64, "batch": "letters", "part": "0", "serial": "0000-00000",
              "person": "999", "session": "999", "contest": "projects", "index": "0", "step": "opened"}
    for name in ("ballot", "blob", "eid", "key", "tracker", "name", "upload"):
        values[name] = "A" * 43
    return path.format(**values)


def sign_in(server, login):
    client = server.client()
    answer = client.post("/api/v1/session", {"login": login, "password": PASSWORD})
    equal(answer.status, 200, login)
    client.headers["X-CSRF-Token"] = answer.json()["csrf"]
    return client


def may(access, roles):
    return (access in ("public", "signed-in") or access in roles or (access == "staff" and bool(roles)))


@folkmoot.test
def every_route_with_every_role():
    with folkmoot.city(web_folder=None) as server:
        everybody = people(server)
        clients = {login: sign_in(server, login) for login in everybody}
        stranger = server.client()
        tried = 0
        for method, path, access, body in routes():
            where = address(server, path)
            answer = stranger.request(method, where, json_body=body)
            if access == "public":
                assert answer.problem not in ("not-signed-in", "forbidden", "csrf"), (method, where, answer)
            else:
                equal((answer.status, answer.problem), (401, "not-signed-in"), f"nobody: {method} {where}")
            for login, roles in everybody.items():
                answer = clients[login].request(method, where, json_body=body)
                what = f"{login}: {method} {where}: {answer}"
                tried += 1
                if may(access, roles):
                    assert answer.status < 500 and answer.problem not in ("not-signed-in", "forbidden", "csrf"), what
                else:
                    equal((answer.status, answer.problem), (403, "forbidden"), what)
        assert tried > 200, tried


@folkmoot.test
def every_change_by_a_session_needs_its_token():
    with folkmoot.city(web_folder=None) as server:
        everybody = people(server)
        clients = {}
        for method, path, access, body in routes():
            if access == "public" or method == "GET":
                continue
            login = next(login for login, roles in everybody.items() if may(access, roles))
            if login not in clients:
                clients[login] = sign_in(server, login)
            where = address(server, path)
            for headers in ({"X-CSRF-Token": ""}, {"X-CSRF-Token": "A" * 43}, {"Origin": "https://evil.example"}):
                answer = clients[login].request(method, where, json_body=body, headers=headers)
                equal((answer.status, answer.problem), (403, "csrf"), f"{method} {where} with {headers}")


folkmoot.main()
