#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A batch of public keys that comes in parts: repeated, resumed after a crash, put into the round at once or not at all."""
import contextlib
import hashlib
import pathlib
import subprocess
import sys
import threading

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
import folkmoot  # noqa: E402
from folkmoot import equal, wait_for  # noqa: E402
from office import Office, bytes_of, text_of  # noqa: E402

PART = 1 << 20
CHOICES = {"projects": {"chosen": ["p1"]}}


@contextlib.contextmanager
def offices(**options):
    with folkmoot.city(web_folder=None, **options) as server:
        yield Office(server)


class Upload:
    def __init__(self, round, count=3, batch="letters", client=None, **more):
        made = round.make_codes(count, batch=batch)
        self.round, self.keys = round, bytes_of(made["keys"])
        self.head = {"batch": batch, "district": "all", "purpose": "letter", "count": count, **more}
        self.use(self.keys, client)

    def use(self, keys, client=None):
        self.keys, self.id = keys, text_of(hashlib.sha256(keys).digest())
        self.path = f"{self.round.path}/uploads/{self.id}"
        self.client = client or self.round.people["clerk-1"].client

    def begin(self, **more):
        return self.client.put(self.path, {**self.head, **more})

    def part(self, number, keys=None):
        keys = self.keys[number * PART:(number + 1) * PART] if keys is None else keys
        return self.client.put(f"{self.path}/parts/{number}", {"keys": text_of(keys)})

    def commit(self):
        return self.client.post(f"{self.path}/commit")

    def all(self):
        self.round.must(self.begin())
        for number in range((len(self.keys) + PART - 1) // PART):
            self.round.must(self.part(number))
        return self.commit()


def batches(round):
    return round.must(round.people["registrar"].client.get(f"{round.path}/batches"))["batches"]


def problem(answer, status, slug):
    equal((answer.status, answer.problem), (status, slug), answer)


@folkmoot.test
def batches_come_in_parts_and_the_round_is_voted_on_with_them():
    with offices() as office:
        round = office.round()
        clerk = round.people["clerk-1"].client
        first = Upload(round, 3, site="north-library")
        before = clerk.get(f"{round.path}/batches").json()
        equal(before["batches"], [], "batches at first")
        equal(before["limits"], {"part_keys": 32768, "batch_keys": 1000000, "batches": 50000}, "limits")
        equal([district["id"] for district in before["draft"]["districts"]], ["all"], "districts of the draft")
        assert before["draft"]["languages"] and before["draft"]["schedule"]["close"], before["draft"]
        one = round.must(first.begin())
        equal(one, {"upload": first.id, "batch": "letters", "count": 3, "parts": 1, "received": []}, "the upload")
        equal(round.must(first.part(0))["received"], [0], "the part")
        listed = round.must(first.commit())
        equal(listed["total"], 3, "the total")
        equal(round.must(first.commit()), listed, "committed again")
        equal(round.must(clerk.get(round.path))["listed"], 3, "listed")
        second = round.must(Upload(round, 2, batch="cards").all())
        equal(second["total"], 5, "the total of both")
        equal(batches(round), [{"batch": "cards", "district": "all", "purpose": "letter", "count": 2, "void": 0},
                               {"batch": "letters", "district": "all", "purpose": "letter", "count": 3, "void": 0,
                                "site": "north-library"}], "the batches")
        # What parts give is what whole batches gave: the same list of the same blobs.
        whole = round.people["clerk-2"].client.get("/log/blob/" + bytes_of(second["list"]["hash"]).hex())
        equal(hashlib.sha256(whole.body).digest(), bytes_of(second["list"]["hash"]), "the list as a blob")
        blob = clerk.get("/log/blob/" + bytes_of(first.id).hex())
        equal(blob.body, first.keys, "the keys as a blob")
        round.freeze()
        round.list()
        round.open()
        round.cast(0, CHOICES)
        round.cast(4, CHOICES)
        late = Upload(round, 2, batch="late")
        problem(late.begin(), 409, "round-state")
        problem(clerk.delete(f"{round.path}/batches/cards"), 409, "round-state")
        serial = round.codes[0]["serial"]
        status = round.must(clerk.get(f"{round.path}/serials/{serial}"))
        equal((status["serial"], status["batch"], len(status["ballots"])), (serial, "letters", 1), "by its serial")
        equal(round.must(clerk.get(f"{round.path}/serials/{serial.lower().replace('-', '')}")), status, "as it is typed")
        problem(clerk.get(f"{round.path}/serials/0000-00000"), 404, "credential-unknown")
        problem(clerk.get(f"{round.path}/serials/0000-00001"), 400, "bad-request")


@folkmoot.test
def a_batch_is_taken_out_before_it_is_signed():
    with offices() as office:
        round = office.round()
        clerk = round.people["clerk-1"].client
        wrong, right = Upload(round, 2, batch="wrong"), Upload(round, 3, batch="right")
        round.must(wrong.all())
        equal(clerk.delete(f"{round.path}/batches/wrong").status, 204, "taken out")
        equal((batches(round), round.must(clerk.get(round.path))["listed"]), ([], 0), "nothing is left")
        problem(clerk.delete(f"{round.path}/batches/wrong"), 404, "not-found")
        problem(round.propose("credential-list"), 409, "round-state")
        round.must(right.all())
        round.must(wrong.all())
        equal(clerk.delete(f"{round.path}/batches/wrong").status, 204, "once more")
        round.freeze()
        round.list()
        round.open()
        round.cast(2, CHOICES)
        round.cast(0, CHOICES, status=1)


@folkmoot.test
def a_crash_in_between_loses_no_part_and_makes_no_half_batch():
    with offices() as office:
        round, server = office.round(), office.server
        upload = Upload(round, 70000)
        round.must(upload.begin())
        equal(round.must(upload.part(2))["received"], [2], "the last part first")
        equal(round.must(upload.part(0))["received"], [0, 2], "two of three")
        problem(upload.commit(), 409, "conflict")
        server.kill()
        server.start()
        equal(round.must(upload.begin())["received"], [0, 2], "after the crash")
        round.must(upload.part(1))
        # The server dies while the commit waits for the round, which somebody else holds.
        holder = subprocess.Popen(["psql", "-XqAt", server.database.conninfo(folkmoot.OWNER)], stdin=subprocess.PIPE,
                                  stdout=subprocess.PIPE, text=True)
        holder.stdin.write("BEGIN; SELECT 'held' FROM vote.round FOR UPDATE;\n")
        holder.stdin.flush()
        equal(holder.stdout.readline(), "held\n", "the round is held")
        commit = threading.Thread(target=lambda: quietly(upload.commit))
        commit.start()
        waiting = ("FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' "
                   "AND query ~ 'require_preparing'")
        wait_for(lambda: server.database.psql(f"SELECT count(*) {waiting}", role=folkmoot.SERVER) == "1", "the commit waits")
        server.kill()
        commit.join()
        server.database.psql(f"SELECT count(pg_terminate_backend(pid)) {waiting}", role=folkmoot.SERVER)
        holder.communicate("ROLLBACK;\n")
        server.start()
        equal(batches(round), [], "no half batch")
        equal(round.must(upload.begin())["received"], [0, 1, 2], "all parts are there")
        equal(round.must(upload.commit())["total"], 70000, "committed")
        equal(server.database.psql("SELECT count(*), count(DISTINCT serial) FROM vote.credential"), "70000|70000", "the keys")
        equal(server.database.psql("SELECT count(*) FROM vote.upload"), "0", "uploads left over")
        blob = round.people["clerk-1"].client.get("/log/blob/" + bytes_of(upload.id).hex())
        equal(blob.body, upload.keys, "the blob")


def quietly(function):
    try:
        function()
    except OSError:
        pass  # the server is gone


@folkmoot.test
def a_clash_of_serials_names_the_keys():
    with offices() as office:
        round = office.round()
        round.must(Upload(round, 3, batch="first").all())
        upload = Upload(round, 3, batch="second")
        # As chance would have it once in 2^40: a serial of the first batch becomes one of the second.
        round.must(upload.begin())
        round.must(upload.part(0))
        office.server.database.psql("UPDATE vote.credential SET serial = (SELECT serials[2] FROM vote.upload_part) "
                                    "WHERE key = (SELECT key FROM vote.credential ORDER BY key LIMIT 1)")
        answer = upload.commit()
        problem(answer, 409, "serial-clash")
        equal(answer.json()["keys"], [text_of(upload.keys[32:64])], "the key that clashes")
        equal([batch["batch"] for batch in batches(round)], ["first"], "nothing of the second")
        # The same keys once more under another name.
        again = Upload(round, 3, batch="third")
        again.use(Upload(round, 3, batch="fourth").keys)
        round.must(again.all())
        again.head["batch"] = "fifth"
        equal(round.must(again.all())["total"], 6, "the batch is there already, under its first name")


@folkmoot.test
def two_clerks_at_once_both_get_their_batch_or_are_asked_to_try_again():
    with offices() as office:
        round = office.round()
        uploads = [Upload(round, 2, batch=f"batch-{number}", client=round.people[f"clerk-{number % 2 + 1}"].client)
                   for number in range(6)]
        for upload in uploads:
            round.must(upload.begin())
            round.must(upload.part(0))

        def insist(upload):
            wait_for(lambda: upload.commit().status == 200, "the commit")
        threads = [threading.Thread(target=insist, args=(upload,)) for upload in uploads]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        equal(len(batches(round)), 6, "batches")
        equal(round.must(round.people["clerk-1"].client.get(round.path))["listed"], 12, "listed")


@folkmoot.test
def what_is_no_upload_is_refused():
    with offices() as office:
        round = office.round()
        upload = Upload(round, 3)
        keys = upload.keys
        problem(upload.part(0), 404, "not-found")
        problem(upload.commit(), 404, "not-found")
        for wrong in ({"batch": "No Name"}, {"district": ""}, {"purpose": "fun"}, {"site": "a b"}, {"count": 0},
                      {"count": 1000001}, {"count": "3"}, {"code": "SECRET"}):
            problem(upload.begin(**wrong), 400, "bad-request")
        problem(upload.client.put(f"{round.path}/uploads/abc", upload.head), 404, "not-found")
        round.must(upload.begin())
        problem(upload.part(1), 404, "not-found")
        problem(upload.client.put(f"{upload.path}/parts/x", {"keys": ""}), 404, "not-found")
        for wrong in b"", keys[:64], keys + keys[:32]:
            problem(upload.part(0, wrong), 400, "bad-request")
        problem(upload.client.put(f"{upload.path}/parts/0", {"keys": text_of(keys), "code": "x"}), 400, "bad-request")
        problem(upload.part(0, bytes(96)), 400, "bad-point")
        problem(upload.part(0, keys[:63] + bytes([keys[63] | 0x80]) + keys[64:]), 400, "bad-point")
        problem(upload.part(0, keys[32:64] + keys[:32] + keys[64:]), 400, "credential-list")
        round.must(upload.part(0))
        equal(round.must(upload.begin(district="nowhere"))["received"], [0], "begun again")
        # Keys that are good in themselves, but not those that were announced.
        other = Upload(round, 3, batch="other")
        round.must(upload.part(0, other.keys))
        problem(upload.commit(), 400, "credential-list")
        round.must(upload.part(0))
        equal(upload.client.delete(upload.path).status, 204, "given up")
        equal(upload.client.delete(upload.path).status, 204, "and again")
        problem(upload.commit(), 404, "not-found")
        round.freeze()
        round.must(upload.begin(district="nowhere"))
        round.must(upload.part(0))
        answer = upload.commit()
        problem(answer, 400, "credential-list")
        assert "nowhere" in answer.json()["detail"], answer
        round.must(upload.begin())
        round.must(upload.commit())
        twice = Upload(round, 2, batch="letters")
        problem(twice.all(), 409, "conflict")
        office.server.database.psql("UPDATE vote.upload SET created_at = created_at - interval '8 days'")
        round.must(Upload(round, 2, batch="next").begin())
        equal(office.server.database.psql("SELECT batch FROM vote.upload"), "next", "what nobody goes on with is forgotten")


@folkmoot.test
def parts_that_fall_are_refused_as_a_whole():
    with offices() as office:
        round = office.round()
        upload = Upload(round, 32768 + 5)
        keys = upload.keys
        upload.use(keys[5 * 32:] + keys[:5 * 32])
        problem(upload.all(), 400, "credential-list")
        equal(batches(round), [], "nothing")


folkmoot.main()
