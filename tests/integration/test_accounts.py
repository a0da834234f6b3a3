#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Invitations, second factors, confirmation, sessions and roles of staff, against the server as it runs."""
import base64
import concurrent.futures
import hashlib
import json
import os
import pathlib
import pty
import select
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
import folkmoot  # noqa: E402
import office  # noqa: E402
import replay  # noqa: E402
import townhall  # noqa: E402
from accounts import App, code_at, text_of  # noqa: E402
from folkmoot import equal, wait_for  # noqa: E402

SESSION = "/api/v1/session"
PEOPLE = "/api/v1/people"
PASSWORD = "a long enough password"
NEW_PASSWORD = "chosen by herself ✓"
CITY = {"web_folder": None, "jobs": 0}


def add_administrator(server):
    folkmoot.tool("folkmootd", "add-administrator", "--config", server.config, "root", "Root", stdin=PASSWORD + "\n")
    client, answer = sign_in(server, "root", PASSWORD)
    equal(answer.status, 200, "the administrator")
    for name in ("north", "south"):
        equal(client.post("/api/v1/assemblies", {"id": name, "name": name.title()}).status, 201, name)
    return client


def sign_in(server, login, password, code=None, client=None, **more):
    client = client or server.client()
    answer = client.post(SESSION, {"login": login, "password": password, **({"code": code} if code else {})}, **more)
    if answer.status == 200:
        client.headers["X-CSRF-Token"] = answer.json()["csrf"]
    return client, answer


def invite(administrator, login="ada", roles=({"role": "clerk", "assembly": "north"},)):
    answer = administrator.post(PEOPLE, {"login": login, "name": login.title(), "roles": list(roles)})
    equal(answer.status, 201, answer)
    return answer.json()


def accept(server, token, app, password=NEW_PASSWORD, **more):
    client = server.client()
    answer = client.post("/api/v1/invitation/acceptance",
                         {"token": token, "password": password, **({"totp": app.enrolment()} if app else {})}, **more)
    if answer.status == 201:
        client.headers["X-CSRF-Token"] = answer.json()["csrf"]
    return client, answer


def hired(server, administrator, login="ada", **more):
    """Somebody who has taken up an invitation: client, app, recovery codes, id."""
    person = invite(administrator, login, **more)
    app = App()
    client, answer = accept(server, person["invitation"]["token"], app)
    equal(answer.status, 201, answer)
    return client, app, answer.json()["recovery_codes"], person["id"]


def at_once(calls):
    with concurrent.futures.ThreadPoolExecutor(len(calls)) as pool:
        return [future.result() for future in [pool.submit(call) for call in calls]]


def staff_entries(server):
    """(act, assembly, role) of the staff entries about people in the record, in order, once no more is waiting."""
    wait_for(lambda: server.database.psql("SELECT count(*) FROM work.submission WHERE state = 'waiting'") == "0",
             "what was submitted is in the record")
    lines = server.database.psql("SELECT convert_from(bytes, 'UTF8') FROM record.entry WHERE type = 'staff' ORDER BY index")
    entries = [json.loads(line) for line in lines.splitlines()]
    for entry in entries:
        assert set(entry) <= {"type", "act", "assembly", "role", "minute"}, entry
    return [(entry["act"], entry.get("assembly"), entry["role"]) for entry in entries if entry["act"] != "add-assembly"]


@folkmoot.test
def an_invitation_makes_an_account_once():
    with folkmoot.city(**CITY) as server:
        root = add_administrator(server)
        person = invite(root)
        token = person["invitation"]["token"]
        equal((person["access"], person["totp"], person["roles"]),
              ("invited", False, [{"role": "clerk", "assembly": "north"}]), "the person")
        assert abs(person["invitation"]["expires"] - time.time() - 72 * 3600) < 60, person
        kept = server.database.psql("SELECT * FROM staff.invitation")
        assert hashlib.sha256(base64.urlsafe_b64decode(token + "=")).hexdigest() in kept and token not in kept, kept

        equal(sign_in(server, "ada", "")[1].problem, "bad-login", "before")
        shown = server.client().post("/api/v1/invitation", {"token": token})
        equal((shown.status, shown.json()["login"], shown.json()["roles"]), (200, "ada", person["roles"]), "the link")
        wrong = text_of(os.urandom(32))
        equal(server.client().post("/api/v1/invitation", {"token": wrong}).problem, "invitation-ended", "a made-up link")
        equal(server.client().post("/api/v1/invitation", {"token": token}, headers={"Origin": "http://evil.example"}).problem,
              "csrf", "from elsewhere")

        app = App()
        equal(accept(server, token, None)[1].problem, "bad-request", "without an app")
        equal(accept(server, token, app, "short")[1].problem, "bad-request", "a short password")
        assert "12 characters" in accept(server, token, app, "short")[1].json()["detail"]
        stale = {"token": token, "password": NEW_PASSWORD,
                 "totp": {"secret": text_of(app.secret), "code": code_at(app.secret, int(time.time()) // 30 - 3)}}
        equal(server.client().post("/api/v1/invitation/acceptance", stale).problem, "bad-code", "an old code")
        app.used = 0
        client, answer = accept(server, token, app)
        session = answer.json()
        equal((answer.status, session["login"], session["totp"], session["recovery_codes_left"]), (201, "ada", True, 10), "it")
        equal(len(set(session["recovery_codes"])), 10, "recovery codes")
        shown = client.get(SESSION).json()
        equal({**shown, "recovery_codes": session["recovery_codes"]}, session, "the session")
        assert "recovery_codes" not in shown, shown
        equal(accept(server, token, App())[1].problem, "invitation-ended", "the link again")
        equal(root.get(PEOPLE).json()["people"][1]["access"], "active", "access")

        everything = server.database.psql("SELECT p::text FROM staff.person p UNION ALL SELECT c::text FROM staff.recovery_code c")
        for secret in (app.secret.hex(), NEW_PASSWORD, *session["recovery_codes"]):
            assert secret not in everything, secret
        log = server.log_text()
        for secret in (token, NEW_PASSWORD, text_of(app.secret), *session["recovery_codes"]):
            assert secret not in log, secret
        equal((server.data / "accounts.key").stat().st_mode & 0o777, 0o600, "the key's file")
        equal(staff_entries(server), [("give-clerk", "north", "administrator"), ("invitation", None, "administrator")],
              "the record")


@folkmoot.test
def an_invitation_ends_is_withdrawn_and_replaced():
    with folkmoot.city(**CITY) as server:
        root = add_administrator(server)
        person = invite(root)
        first = person["invitation"]["token"]
        where = f"{PEOPLE}/{person['id']}/invitation"
        second = root.post(where).json()["token"]
        equal(accept(server, first, App())[1].problem, "invitation-ended", "the older link")
        server.database.psql("UPDATE staff.invitation SET expires_at = now()")
        equal(accept(server, second, App())[1].problem, "invitation-ended", "too late")
        equal(root.get(PEOPLE).json()["people"][1]["access"], "none", "access then")
        third = root.post(where).json()["token"]
        equal((root.delete(where).status, root.delete(where).problem), (204, "not-found"), "withdrawn")
        equal(accept(server, third, App())[1].problem, "invitation-ended", "a withdrawn link")
        for path in (f"{PEOPLE}/999/invitation", f"{PEOPLE}/x/invitation", f"{PEOPLE}/-1/invitation"):
            equal((root.post(path).problem, root.delete(path).problem), ("not-found", "not-found"), path)
        equal([act for act, _, _ in staff_entries(server)],
              ["give-clerk", "invitation", "invitation", "invitation", "withdraw-invitation"], "the record")


@folkmoot.test
def of_many_who_use_a_link_at_once_one_gets_in():
    with folkmoot.city(**CITY) as server:
        token = invite(add_administrator(server))["invitation"]["token"]
        answers = at_once([lambda: accept(server, token, App())[1]] * 4)
        equal(sorted(answer.status for answer in answers), [201, 410, 410, 410], "acceptances")


@folkmoot.test
def signing_in_takes_a_code_and_each_code_once():
    with folkmoot.city(**CITY) as server:
        root = add_administrator(server)
        _, app, recovery, _ = hired(server, root)
        enrolled = code_at(app.secret, app.used)
        equal(sign_in(server, "ada", NEW_PASSWORD)[1].problem, "code-needed", "without a code")
        equal(sign_in(server, "ada", NEW_PASSWORD, enrolled)[1].problem, "bad-code", "the code of the enrolment")
        code = app.code()
        equal(sign_in(server, "ada", "wrong", code)[1].problem, "bad-login", "a code does not help a wrong password")
        client, answer = sign_in(server, "ada", NEW_PASSWORD, f"{code[:3]} {code[3:]}")
        equal(answer.status, 200, "the next code")
        equal(client.get(SESSION).status, 200, "the session")
        equal(sign_in(server, "ada", NEW_PASSWORD, code)[1].problem, "bad-code", "the same code again")
        typed = recovery[3].lower().replace("-", " ").replace("0", "o").replace("1", "l")
        equal(sign_in(server, "ada", NEW_PASSWORD, typed)[1].json()["recovery_codes_left"], 9, "a recovery code")
        equal(sign_in(server, "ada", NEW_PASSWORD, recovery[3])[1].problem, "bad-code", "the same recovery code")
        for odd in ("12345", "1234567", "12345x", "", "AAAAA-AAAAA-AAAAA", "١٢٣٤٥٦"):
            equal(sign_in(server, "ada", NEW_PASSWORD, odd or " ")[1].problem, "bad-code", repr(odd))
            if odd == "12345x":
                server.stop()  # tries are kept in memory
                server.start()


@folkmoot.test
def of_many_who_use_a_code_at_once_one_gets_in():
    with folkmoot.city(**CITY) as server:
        _, app, recovery, _ = hired(server, add_administrator(server))
        for code in (app.code(), recovery[0]):
            answers = at_once([lambda: sign_in(server, "ada", NEW_PASSWORD, code)[1]] * 4)
            equal(sorted(answer.status for answer in answers), [200, 401, 401, 401], "sign-ins")


@folkmoot.test
def a_database_alone_opens_nothing():
    with folkmoot.city(**CITY) as server:
        root = add_administrator(server)
        _, app, recovery, _ = hired(server, root)
        hired(server, root, "eve")
        # a secret that was sealed for somebody else
        server.database.psql("UPDATE staff.person SET totp_secret = (SELECT totp_secret FROM staff.person WHERE login = 'ada')"
                             " WHERE login = 'eve'")
        equal(sign_in(server, "eve", NEW_PASSWORD, app.code())[1].status, 500, "another person's secret")
        # another accounts.key
        server.stop()
        (server.data / "accounts.key").unlink()
        server.start()
        app.forget(server, "ada")
        equal(sign_in(server, "ada", NEW_PASSWORD, app.code())[1].status, 500, "under another key")
        equal(sign_in(server, "ada", NEW_PASSWORD, recovery[0])[1].status, 200, "a recovery code still works")


@folkmoot.test
def guessing_does_not_lock_out_a_known_device():
    with folkmoot.city(client_address_header="X-Client", **CITY) as server:
        root = add_administrator(server)
        ada, app, _, _ = hired(server, root)
        known = server.client()
        known.cookies = {"folkmoot-device": ada.cookies["folkmoot-device"]}
        # from many places: the account's tries run out
        answers = []
        for i in range(60):
            answers.append(sign_in(server, "ada", "wrong", headers={"X-Client": f"10.0.{i}.1"})[1])
        equal({answer.problem for answer in answers[:50]}, {"bad-login"}, "the first fifty")
        equal({answer.problem for answer in answers[51:]}, {"too-many-attempts"}, "the others")
        equal(sign_in(server, "ada", NEW_PASSWORD, headers={"X-Client": "10.9.0.1"})[1].problem, "too-many-attempts",
              "the right password from a device that is not known")
        equal(sign_in(server, "ada", NEW_PASSWORD, app.code(), client=known, headers={"X-Client": "10.9.0.1"})[1].status, 200,
              "a known device")
        # the cookie is for this account, is whole, and has tries of its own
        equal(sign_in(server, "root", "wrong", client=known, headers={"X-Client": "10.8.0.1"})[1].problem, "bad-login", "root")
        other = server.client()
        other.cookies = {"folkmoot-device": text_of(bytes(56))}
        equal(sign_in(server, "ada", NEW_PASSWORD, client=other)[1].problem, "too-many-attempts", "a made-up cookie")
        tries = [sign_in(server, "ada", "wrong", client=known)[1].problem for _ in range(12)]
        equal((tries[0], tries[-1]), ("bad-login", "too-many-attempts"), "guessing from a known device")


@folkmoot.test
def one_source_neither_tires_an_account_nor_hides_in_a_prefix():
    with folkmoot.city(client_address_header="X-Client", **CITY) as server:
        add_administrator(server)
        problems = [sign_in(server, "root", "wrong", headers={"X-Client": f"2001:db8:0:ff{i:02x}::1"})[1].problem
                    for i in range(15)]
        equal(problems[9:12], ["bad-login", "too-many-attempts", "too-many-attempts"], "fifteen of one /56")
        equal(sign_in(server, "root", PASSWORD, headers={"X-Client": "2001:db8:1::1"})[1].status, 200, "from elsewhere")


@folkmoot.test
def codes_are_guessed_more_slowly_than_passwords():
    with folkmoot.city(**CITY) as server:
        _, app, recovery, _ = hired(server, add_administrator(server))
        wrong = f"{(int(app.code()) + 1) % 10**6:06d}"
        problems = [sign_in(server, "ada", NEW_PASSWORD, wrong)[1].problem for _ in range(7)]
        equal(problems, ["bad-code"] * 5 + ["too-many-attempts"] * 2, "guesses")
        equal(sign_in(server, "ada", NEW_PASSWORD, recovery[0])[1].status, 200, "a recovery code is too long to guess")


@folkmoot.test
def what_cannot_be_taken_back_is_confirmed():
    with folkmoot.city(**CITY) as server:
        root = add_administrator(server)
        ada, app, recovery, _ = hired(server, root)
        changes = [("PUT", "/api/v1/people/me/password", {"password": PASSWORD}),
                   ("PUT", "/api/v1/people/me/totp", {"secret": text_of(app.secret), "code": "000000"}),
                   ("POST", "/api/v1/people/me/recovery-codes", None),
                   ("PUT", "/api/v1/people/me/signing-key", {"key": text_of(bytes(32)), "minisign_id": text_of(bytes(8))})]
        server.database.psql("UPDATE staff.session SET confirmed_at = now() - interval '5 minutes'")
        for method, path, body in changes:
            equal(ada.request(method, path, json_body=body).problem, "confirmation-needed", path)
        for path, body in ((PEOPLE, {}), (f"{PEOPLE}/1/invitation", None), (f"{PEOPLE}/1/roles", {})):
            equal(root.post(path, body).problem, "confirmation-needed", path)
        confirm = "/api/v1/session/confirmation"
        equal(ada.post(confirm, {"password": "wrong"}).problem, "bad-login", "a wrong password")
        equal(ada.post(confirm, {"code": "000000"}).problem, "bad-code", "a wrong code")
        for body in ({}, {"password": NEW_PASSWORD, "code": "000000"}, {"password": 1}, {"x": "y"}):
            equal(ada.post(confirm, body).problem, "bad-request", body)
        equal(ada.post("/api/v1/people/me/recovery-codes").problem, "confirmation-needed", "after refusals")
        for proof in ({"password": NEW_PASSWORD}, {"code": app.code()}, {"code": recovery[0]}):
            server.database.psql("UPDATE staff.session SET confirmed_at = now() - interval '5 minutes'")
            equal(ada.post(confirm, proof).status, 204, proof)
            equal(ada.put("/api/v1/people/me/signing-key", changes[3][2]).status, 200, "then")
        equal(root.post(PEOPLE, {"login": "x", "name": "X", "roles": []}).problem, "confirmation-needed", "the other's session")
        server.database.psql("UPDATE staff.session SET confirmed_at = now() - interval '299 seconds'")
        equal(ada.post("/api/v1/people/me/recovery-codes").status, 200, "within five minutes")
        guesses = [ada.post(confirm, {"password": "wrong"}).problem for _ in range(12)]
        equal(guesses[-1], "too-many-attempts", "guessing with somebody's session")


@folkmoot.test
def irreversible_acts_are_confirmed_and_others_are_not():
    with folkmoot.city(web_folder=None) as server:
        staff = office.Office(server)
        round_ = staff.round()
        round_.upload(round_.make_codes(3))
        round_.freeze()

        def act(kind, *signers, asked, **parameters):
            made = wait_for(lambda: (answer := round_.propose(kind, **parameters)).status == 201 and answer, kind).json()
            server.database.psql("UPDATE staff.session SET confirmed_at = now() - interval '6 minutes'")
            for login in signers:
                answer = round_.sign(made, login)
                equal(answer.problem, "confirmation-needed" if asked else None, f"{login} signs {kind}")
                if asked:
                    answer = staff.people[login].confirmed(lambda login=login: round_.sign(made, login))
                equal(answer.status, 200, f"{login} signs {kind}")

        act("credential-list", "registrar", "clerk-1", asked=False)
        act("opening", "facilitator", "clerk-1", asked=True)
        round_.wait("open")
        act("extension", "clerk-1", "clerk-2", asked=False, reason="outage", close=office.minute() + 900)
        act("voting-closed", "clerk-1", "clerk-2", asked=True, reason="everyone-voted")
        act("sealing", "clerk-1", "clerk-2", asked=True)


@folkmoot.test
def the_command_line_says_the_password_again():
    with folkmoot.city() as server:
        # each time something has been proposed or written it is long ago that anybody said the password
        server.database.psql("""
            CREATE FUNCTION staff.age() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
            BEGIN UPDATE staff.session SET confirmed_at = now() - interval '6 minutes'; RETURN NULL; END $$;
            CREATE TRIGGER age AFTER INSERT ON work.act FOR EACH ROW EXECUTE FUNCTION staff.age();
            CREATE TRIGGER age AFTER INSERT ON work.export FOR EACH ROW EXECUTE FUNCTION staff.age()""")
        file = folkmoot.DATA / "pabulib" / "Poland_Warszawa_2018_Pole_Mokotowskie.pb"
        folkmoot.tool("folkmoot", "replay", file, "--url", server.url, "--admin", "administrator",
                      "--admin-password-file", replay.administrator(server))
        # the server still writes exports; from here on the session of the clerk alone is old, and only when the test says so
        server.database.psql("DROP FUNCTION staff.age() CASCADE")
        hall = townhall.Hall(server)
        server.database.psql("UPDATE staff.session SET confirmed_at = now() - interval '6 minutes'")
        hall.staff("clerk-1", "set-key", "--key", hall.key("clerk-1"))
        equal(server.database.psql("SELECT count(*) FROM staff.session s JOIN staff.person p ON p.id = s.person"
                                   " WHERE p.login = 'clerk-1'"), "1", "sessions of the clerk: the old one goes on")


def at_a_terminal(answers, *words):
    """A tool with a terminal of its own, at which somebody answers prompts: [(part of the prompt, answer)]. Its status, and
    all that was shown."""
    child, terminal = pty.fork()
    if child == 0:
        os.execv(folkmoot.BUILD / "folkmoot", ["folkmoot", *map(str, words)])
    shown, waiting = "", list(answers)
    try:
        while True:
            ready, _, _ = select.select([terminal], [], [], folkmoot.WAIT_SECONDS)
            assert ready, f"the tool says no more after {shown!r}"
            data = os.read(terminal, 4096)
            if not data:
                break
            shown += data.decode()
            if waiting and waiting[0][0] in shown:
                os.write(terminal, f"{waiting.pop(0)[1]}\n".encode())
    except OSError:  # the child has closed the terminal
        pass
    os.close(terminal)
    assert not waiting, (waiting, shown)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), shown


@folkmoot.test
def the_command_line_asks_for_the_code():
    with folkmoot.city(**CITY) as server:
        _, app, recovery, _ = hired(server, add_administrator(server))
        folder = folkmoot.temporary_folder()
        folkmoot.tool("folkmoot", "keys", "new", "--out", folder / "key", "--no-password")
        words = ["staff", "set-key", "--url", server.url, "--login", "ada", "--key", folder / "key"]
        for code in (app.code(), recovery[0]):
            status, shown = at_a_terminal([("password: ", NEW_PASSWORD), ("recovery code: ", code)], *words)
            equal(status, 0, shown)
            assert NEW_PASSWORD not in shown and code not in shown, shown
        status, shown = at_a_terminal([("password: ", NEW_PASSWORD), ("recovery code: ", recovery[0])], *words)
        equal(status, 1, shown)
        assert "used already" in shown, shown


@folkmoot.test
def sessions_are_seen_and_ended_by_their_owner():
    with folkmoot.city(**CITY) as server:
        root = add_administrator(server)
        other, _ = sign_in(server, "root", PASSWORD)
        ada, _, _, _ = hired(server, root)
        listed = root.get("/api/v1/sessions").json()["sessions"]
        equal((len(listed), [one["current"] for one in listed].count(True)), (2, True), "sessions")
        foreign = ada.get("/api/v1/sessions").json()["sessions"][0]["id"]
        equal(root.delete(f"/api/v1/sessions/{foreign}").problem, "not-found", "somebody else's")
        equal(root.delete("/api/v1/sessions/x").problem, "not-found", "no number")
        mine = next(one["id"] for one in listed if not one["current"])
        equal(root.delete(f"/api/v1/sessions/{mine}").status, 204, "the other one")
        equal((other.get(SESSION).status, root.get(SESSION).status), (401, 200), "after that")
        third, _ = sign_in(server, "root", PASSWORD)
        equal(third.delete("/api/v1/sessions").status, 204, "everywhere")
        equal((third.get(SESSION).status, root.get(SESSION).status, ada.get(SESSION).status), (401, 401, 200), "then")
        columns = server.database.psql("SELECT string_agg(column_name, ' ' ORDER BY column_name) FROM"
                                       " information_schema.columns WHERE table_schema = 'staff' AND table_name = 'session'")
        equal(columns, "confirmed_at created_at csrf id person seen_at token_hash", "what is kept of a session")


@folkmoot.test
def people_change_their_own_secrets():
    with folkmoot.city(**CITY) as server:
        root = add_administrator(server)
        ada, app, recovery, _ = hired(server, root)
        other, answer = sign_in(server, "ada", NEW_PASSWORD, app.code())
        equal(answer.status, 200, "another session")
        equal(ada.put("/api/v1/people/me/password", {"password": "eleven char"}).problem, "bad-request", "too short")
        equal(ada.put("/api/v1/people/me/password", {"password": "another password"}).status, 204, "a new password")
        equal((ada.get(SESSION).status, other.get(SESSION).status), (200, 401), "sessions")
        equal(sign_in(server, "ada", NEW_PASSWORD)[1].problem, "bad-login", "the old password")
        # another phone
        phone = App()
        equal(ada.put("/api/v1/people/me/totp", {**phone.enrolment(), "code": "000000"}).problem, "bad-code", "a wrong code")
        phone.used = 0
        fresh = ada.put("/api/v1/people/me/totp", phone.enrolment()).json()["recovery_codes"]
        app.used = 0
        for code in (app.code(), recovery[0]):
            equal(sign_in(server, "ada", "another password", code)[1].problem, "bad-code", "of the old phone")
        equal(sign_in(server, "ada", "another password", phone.code())[1].status, 200, "of the new phone")
        newest = ada.post("/api/v1/people/me/recovery-codes").json()["recovery_codes"]
        equal(sign_in(server, "ada", "another password", fresh[0])[1].problem, "bad-code", "a replaced recovery code")
        equal(sign_in(server, "ada", "another password", newest[0])[1].status, 200, "a new one")
        # a password alone until the person wants more
        equal(root.get(SESSION).json()["totp"], False, "the administrator has none")
        mine = App()
        equal(len(root.put("/api/v1/people/me/totp", mine.enrolment()).json()["recovery_codes"]), 10, "codes")
        equal(sign_in(server, "root", PASSWORD)[1].problem, "code-needed", "from then on")


@folkmoot.test
def a_reset_takes_two_steps():
    with folkmoot.city(**CITY) as server:
        root = add_administrator(server)
        ada, app, recovery, number = hired(server, root)
        token = root.post(f"{PEOPLE}/{number}/invitation").json()["token"]
        equal((ada.get(SESSION).status, sign_in(server, "ada", NEW_PASSWORD, app.code())[1].status), (200, 200),
              "until the link is used nothing changes")
        fresh = App()
        client, answer = accept(server, token, fresh, "after the reset")
        equal(answer.status, 201, answer)
        equal((ada.get(SESSION).status, client.get(SESSION).status), (401, 200), "sessions")
        equal(sign_in(server, "ada", "after the reset", recovery[0])[1].problem, "bad-code", "an old recovery code")
        equal(sign_in(server, "ada", "after the reset", fresh.code())[1].status, 200, "the new app")
        # an administrator who has lost everything, from the command line
        equal(root.put("/api/v1/people/me/totp", App().enrolment()).status, 200, "an app that gets lost")
        folkmoot.tool("folkmootd", "add-administrator", "--config", server.config, "root", "Root", stdin="from the shell\n")
        equal((root.get(SESSION).status, sign_in(server, "root", "from the shell")[1].status), (401, 200), "the way back")


@folkmoot.test
def roles_are_given_taken_and_recorded():
    with folkmoot.city(**CITY) as server:
        root = add_administrator(server)
        ada, _, _, number = hired(server, root)
        where = f"{PEOPLE}/{number}/roles"
        change = {"give": [{"role": "facilitator", "assembly": "south"}, {"role": "clerk", "assembly": "north"}],
                  "take": [{"role": "observer", "assembly": "north"}]}
        equal(root.post(where, change).json()["roles"],
              [{"role": "clerk", "assembly": "north"}, {"role": "facilitator", "assembly": "south"}], "roles")
        equal(root.post(where, {"give": [], "take": [{"role": "clerk", "assembly": "north"}]}).json()["roles"],
              [{"role": "facilitator", "assembly": "south"}], "roles")
        for give in ([{"role": "clerk"}], [{"role": "administrator", "assembly": "north"}], [{"role": "clerk", "assembly": "west"}]):
            equal(root.post(where, {"give": give, "take": []}).problem, "conflict", give)
        for body in ({"give": [{"role": "king"}], "take": []}, {"give": []}, {"give": [{"role": "clerk", "assembly": "N"}], "take": []}):
            equal(root.post(where, body).problem, "bad-request", body)
        equal(root.post(f"{PEOPLE}/999/roles", {"give": [], "take": []}).problem, "not-found", "nobody")
        equal(ada.post(where, change).problem, "forbidden", "by a clerk")
        mine = root.get(PEOPLE).json()["people"][0]["id"]
        administrator = {"give": [], "take": [{"role": "administrator"}]}
        equal(root.post(f"{PEOPLE}/{mine}/roles", administrator).problem, "conflict", "the last administrator")
        equal(root.delete(f"{PEOPLE}/{mine}/access").problem, "conflict", "one's own access")
        equal((root.delete(f"{PEOPLE}/{number}/access").status, ada.get(SESSION).status), (204, 401), "no more access")
        equal(sign_in(server, "ada", NEW_PASSWORD)[1].problem, "bad-login", "no more sign-in")
        equal(root.get(PEOPLE).json()["people"][1]["access"], "none", "access")
        equal(root.delete(f"{PEOPLE}/999/access").problem, "not-found", "nobody")
        equal(staff_entries(server)[2:], [("give-facilitator", "south", "administrator"), ("take-clerk", "north", "administrator"),
                                          ("end-access", None, "administrator")], "the record has what changed something")


@folkmoot.test
def a_city_can_do_without_apps():
    with folkmoot.city(require_totp=0, invitation_hours=1, **CITY) as server:
        person = invite(add_administrator(server))
        assert abs(person["invitation"]["expires"] - time.time() - 3600) < 60, person
        client, answer = accept(server, person["invitation"]["token"], None)
        equal((answer.status, answer.json()["totp"], "recovery_codes" in answer.json()), (201, False, False), "without")
        equal(sign_in(server, "ada", NEW_PASSWORD)[1].status, 200, "by password")
        equal(client.put("/api/v1/people/me/totp", App().enrolment()).status, 200, "later")
        equal(sign_in(server, "ada", NEW_PASSWORD)[1].problem, "code-needed", "then")


folkmoot.main()
