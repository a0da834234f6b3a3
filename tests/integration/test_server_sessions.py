#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Staff sign in and out; sessions end; CSRF; guessing is slowed down."""
import pathlib
import statistics
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
import folkmoot  # noqa: E402
from folkmoot import equal  # noqa: E402

PASSWORD = "correct horse ✓ battery"
SESSION = "/api/v1/session"


def administrator(server, login="ada", name="Ada L."):
    folkmoot.tool("folkmootd", "add-administrator", "--config", server.config, login, name, stdin=PASSWORD + "\n")


def sign_in(server, login="ada", password=PASSWORD, **more):
    client = server.client()
    return client, client.post(SESSION, {"login": login, "password": password}, **more)


@folkmoot.test
def sign_in_show_and_out():
    with folkmoot.city(web_folder=None) as server:
        administrator(server)
        client, answer = sign_in(server)
        equal(answer.status, 200, "sign-in")
        session = answer.json()
        equal((session["login"], session["name"], session["roles"]), ("ada", "Ada L.", [{"role": "administrator"}]))
        cookie = answer.headers["Set-Cookie"]
        for part in ("folkmoot=", "Path=/", "HttpOnly", "SameSite=Strict"):
            assert part in cookie, cookie
        assert "Secure" not in cookie and "__Host-" not in cookie, cookie
        equal(client.get(SESSION).json(), session, "the session")
        token = client.cookies["folkmoot"]
        equal(server.database.psql("SELECT count(*) FROM staff.session WHERE position(:'token' IN session::text) > 0",
                                   token=token), "0", "tokens in the database")
        assert token not in server.log_text() and PASSWORD not in server.log_text()

        equal((client.delete(SESSION).status, client.delete(SESSION).problem), (403, "csrf"), "without token")
        client.headers["X-CSRF-Token"] = "A" * 43
        equal(client.delete(SESSION).problem, "csrf", "with another token")
        client.headers["X-CSRF-Token"] = session["csrf"]
        equal(client.delete(SESSION, headers={"Origin": "http://evil.example"}).problem, "csrf", "from elsewhere")
        equal(client.get(SESSION).status, 200, "the session after three refusals")
        equal(client.delete(SESSION, headers={"Origin": server.url}).status, 204, "sign-out")
        equal(list(client.cookies), ["folkmoot-device"], "cookies")
        client.cookies["folkmoot"] = token
        equal((client.get(SESSION).status, client.get(SESSION).problem), (401, "not-signed-in"), "after the sign-out")


@folkmoot.test
def wrong_passwords_and_unknown_logins_look_alike():
    with folkmoot.city(web_folder=None, workers=1) as server:
        administrator(server)
        server.database.psql("INSERT INTO staff.person (login, name) VALUES ('nopass', 'N')")
        times = {}
        for login, password in (("ada", "wrong"), ("nobody", PASSWORD), ("nopass", ""), ("ADA", PASSWORD)):
            took = []
            for _ in range(3):
                started = time.monotonic()
                client, answer = sign_in(server, login, password)
                took.append(time.monotonic() - started)
                equal((answer.status, answer.problem), (401, "bad-login"), login)
                equal(answer.json()["detail"], "login and password do not fit", login)
                equal(client.cookies, {}, "cookies")
            times[login] = statistics.median(took)
        assert max(times.values()) < 5 * min(times.values()), times


@folkmoot.test
def guessing_is_slowed_down():
    with folkmoot.city(web_folder=None) as server:
        administrator(server)
        answers = [sign_in(server, password="wrong")[1] for _ in range(12)]
        equal([answer.status for answer in answers[:10]], [401] * 10, "the first ten")
        equal((answers[-1].status, answers[-1].problem), (429, "too-many-attempts"), "the twelfth")
        assert 0 < int(answers[-1].headers["Retry-After"]) <= 31
        equal(sign_in(server)[1].status, 429, "the right password then")
        equal(sign_in(server, "other", "wrong")[1].status, 401, "another login")


@folkmoot.test
def sign_in_is_taken_from_our_pages_only():
    with folkmoot.city(web_folder=None) as server:
        administrator(server)
        equal(sign_in(server, headers={"Origin": "http://evil.example"})[1].problem, "csrf", "from elsewhere")
        equal(sign_in(server, headers={"Origin": "null"})[1].problem, "csrf", "from nowhere")
        equal(sign_in(server, headers={"Origin": server.url})[1].status, 200, "from ours")


@folkmoot.test
def sessions_end():
    with folkmoot.city(web_folder=None, session_idle_minutes=30, session_absolute_minutes=60) as server:
        administrator(server)
        for column, minutes in (("seen_at", 30), ("created_at", 60)):
            client, _ = sign_in(server)
            server.database.psql(f"UPDATE staff.session SET {column} = now() - interval '{minutes - 1} minutes'")
            equal(client.get(SESSION).status, 200, f"{column} {minutes - 1} minutes ago")
            server.database.psql(f"UPDATE staff.session SET {column} = now() - interval '{minutes} minutes'")
            equal(client.get(SESSION).status, 401, f"{column} {minutes} minutes ago")
        # a request keeps the session alive
        client, _ = sign_in(server)
        server.database.psql("UPDATE staff.session SET seen_at = now() - interval '29 minutes'")
        client.get(SESSION)
        equal(server.database.psql("SELECT count(*) FROM staff.session WHERE seen_at > now() - interval '1 minute'"), "1")


@folkmoot.test
def cookies_that_are_not_ours_are_nobody():
    with folkmoot.city(web_folder=None) as server:
        for value in ("", "x", "A" * 43, "A" * 42 + "B", "=" * 43, "../" * 14, "\u00e9".encode().decode("latin-1")):
            client = server.client()
            client.cookies["folkmoot"] = value
            equal(client.get(SESSION).status, 401, repr(value))


@folkmoot.test
def over_https_the_cookie_is_bound_to_the_host():
    with folkmoot.city(web_folder=None, base_url="https://city.example") as server:
        administrator(server)
        _, answer = sign_in(server, headers={"Origin": "https://city.example"})
        cookie = answer.headers["Set-Cookie"]
        assert cookie.startswith("__Host-folkmoot=") and "; Secure" in cookie and "Domain" not in cookie, cookie
        assert answer.headers["Strict-Transport-Security"]


@folkmoot.test
def an_administrator_can_be_added_again_with_a_new_password():
    with folkmoot.city(web_folder=None) as server:
        administrator(server)
        folkmoot.tool("folkmootd", "add-administrator", "--config", server.config, "ada", "Ada L.", stdin="another one\n")
        equal(sign_in(server)[1].status, 401, "the old password")
        equal(sign_in(server, password="another one")[1].status, 200, "the new one")
        said = folkmoot.tool("folkmootd", "add-administrator", "--config", server.config, "Not OK", "X", stdin="p\n",
                             status=1).stderr
        assert "login" in said and len(said.splitlines()) == 1, said
        said = folkmoot.tool("folkmootd", "add-administrator", "--config", server.config, "bob", "Bob", stdin="\n",
                             status=1).stderr
        assert "password" in said, said


folkmoot.main()
