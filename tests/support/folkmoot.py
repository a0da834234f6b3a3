# SPDX-License-Identifier: AGPL-3.0-or-later
"""What integration tests, the demo and the replay have in common: databases, a running folkmootd, an HTTP client,
the command line tools, and tests that print TAP. Python's standard library only, but for tests (openapi.py).

A test file:

    import folkmoot

    @folkmoot.test
    def the_city_answers():
        with folkmoot.city() as city:
            assert city.client().get("/healthz").status == 200

    folkmoot.main()

`./run test` starts one PostgreSQL cluster for all files and names it in FOLKMOOT_PG; a file run by hand
(`python3 tests/integration/test_x.py [NAME]...`) starts one of its own. FOLKMOOT_BUILD is the build folder.

    python3 tests/support/folkmoot.py serve        a fresh city with a database of its own; prints one line of JSON,
                                                   then does what the lines of standard input say, until it ends
"""
import atexit
import contextlib
import fcntl
import http.client
import http.cookies
import json
import os
import pathlib
import random
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
import traceback
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import demo_pictures  # noqa: E402
from cluster import JOBS, OWNER, READER, SERVER, SUPERUSER  # noqa: E402,F401
from cluster import Cluster, ClusterError, QueryError, temporary  # noqa: E402,F401

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
BUILD = pathlib.Path(os.environ.get("FOLKMOOT_BUILD", TOP / "build"))
DATA = TOP / "tests" / "data"
TEMPLATE = "folkmoot_template"
ANSWERS = "FOLKMOOT_ANSWERS"  # names the folder in which servers write down what they answer
START_SECONDS = 60
STOP_SECONDS = 60
WAIT_SECONDS = 120


# --- Tests that print TAP -----------------------------------------------------------------------------------

class Skip(Exception):
    """Raised by a test that cannot run here; says why. Not for tests that matter."""


_tests = []


def test(function):
    """Decorator: the function is one test, named by its name with spaces. It fails by raising."""
    _tests.append(function)
    return function


def main():
    """Run the tests of this file in order (those whose name contains one of the words of the command line), print
    TAP, and exit. The last test holds every answer that a server gave, to whomever, to docs/api/openapi.json."""
    os.environ[ANSWERS] = str(temporary_folder())
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    words = sys.argv[1:]
    chosen = [one for one in _tests if not words or any(word in one.__name__ for word in words)]
    failed = sum(not run(number, one) for number, one in enumerate(chosen, 1))
    if any(os.scandir(os.environ[ANSWERS])):
        chosen.append(every_answer_is_as_described)
        failed += not run(len(chosen), chosen[-1])
    print(f"1..{len(chosen)}", flush=True)  # last: whether a server was asked is known now
    sys.exit(1 if failed else 0)


def run(number, one):
    """Run one test and print its line; False when it failed."""
    verdict, remark = "ok", ""
    try:
        one()
    except Skip as reason:
        remark = f" # SKIP {reason}"
    except Exception:  # pylint: disable=broad-except
        verdict = "not ok"
        comment(traceback.format_exc())
    print(f"{verdict} {number} - {one.__name__.replace('_', ' ')}{remark}", flush=True)
    return verdict == "ok"


def answered():
    """What servers answered so far, held to docs/api/openapi.json: a set of (method, path of the description, status)."""
    from openapi import OpenApi  # pylint: disable=import-outside-toplevel  # the demo does without its package
    description = OpenApi()
    comment(f"{description.check_folder(os.environ[ANSWERS])} answers are as described")
    return description.answered


def every_answer_is_as_described():
    answered()


def comment(text):
    """Print text as TAP comments."""
    for line in str(text).rstrip().splitlines():
        print(f"# {line}", flush=True)


def equal(got, expected, what="value"):
    """Raise unless equal, with both in the message."""
    if got != expected:
        raise AssertionError(f"{what}: got {got!r}, expected {expected!r}")


@contextlib.contextmanager
def raises(kind, part=""):
    """The block must raise `kind` with `part` in its message."""
    try:
        yield
    except kind as error:
        if part not in str(error):
            raise AssertionError(f"{kind.__name__} says {str(error)!r}, without {part!r}") from error
        return
    raise AssertionError(f"{kind.__name__} was not raised")


def wait_for(condition, what, seconds=WAIT_SECONDS):
    """Call `condition` until it returns something true, and return that; AssertionError after `seconds`."""
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"{what} did not happen within {seconds} s")
        time.sleep(0.02)


_folders = contextlib.ExitStack()
atexit.register(_folders.close)


def temporary_folder():
    """A folder that is deleted when the program ends."""
    return pathlib.Path(_folders.enter_context(tempfile.TemporaryDirectory(prefix="folkmoot-")))


# --- Databases ----------------------------------------------------------------------------------------------

class Database:
    """One migrated database of a cluster."""

    def __init__(self, cluster, name):
        self.cluster, self.name = cluster, name

    def conninfo(self, role=SERVER):
        return self.cluster.conninfo(self.name, role)

    def psql(self, sql, role=OWNER, **variables):
        """Rows as lines, columns split by `|`; QueryError on failure. A variable x is written :'x'."""
        return self.cluster.psql(sql, self.name, role, **variables)

    def drop(self):
        self.cluster.drop_database(self.name)


def shared_cluster():
    """The cluster of this test run, or one of this program's own. Do not stop it; a test of lost databases makes
    its own with `temporary()`."""
    if not hasattr(shared_cluster, "cluster"):
        given = os.environ.get("FOLKMOOT_PG")
        shared_cluster.cluster = (Cluster(given, durable=False) if given else _folders.enter_context(temporary()))
    return shared_cluster.cluster


def migrate(conninfo, *files):
    """Apply the migrations, and then these files; AssertionError with the program's sentence when it fails."""
    tool("tests/support/migrate", conninfo, *files)


def fresh_database(cluster=None):
    """A new migrated database: a copy of a template that the first caller makes."""
    cluster = cluster or shared_cluster()
    with open(cluster.folder / "template.lock", "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not cluster.has_database(TEMPLATE):
            cluster.create_database("folkmoot_template_new")
            migrate(cluster.conninfo("folkmoot_template_new", OWNER))
            cluster.psql(f"ALTER DATABASE folkmoot_template_new RENAME TO {TEMPLATE}", role=SUPERUSER)
    name = empty_name()
    cluster.create_database(name, TEMPLATE)
    return Database(cluster, name)


def empty_name():
    """A name that no database has."""
    empty_name.count = getattr(empty_name, "count", 0) + 1
    return f"test_{pathlib.Path(sys.argv[0]).stem}_{os.getpid()}_{empty_name.count}"[-63:]


# --- Programs -----------------------------------------------------------------------------------------------

def tool(name, *arguments, status=0, stdin="", timeout=300, environment=None):
    """Run build/NAME ("folkmoot", "folkmoot-verify", "tests/..."); AssertionError unless it ends with `status` (None: any).
    Returns subprocess.CompletedProcess with text in stdout and stderr."""
    command = [str(BUILD / name), *[str(word) for word in arguments]]
    done = subprocess.run(command, input=stdin, text=True, check=False, timeout=timeout,
                          env={**os.environ, **(environment or {})},
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if status is not None and done.returncode != status:
        raise AssertionError(f"{' '.join(command)} ended with status {done.returncode}, not {status}: "
                             f"{done.stderr.strip() or done.stdout.strip()}")
    return done


def free_port():
    """A port nobody listens on, from below those that the kernel gives to outgoing connections."""
    while True:
        port = random.randrange(10000, 32768)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


# --- The server ---------------------------------------------------------------------------------------------

class ServerError(Exception):
    """One sentence: why folkmootd does not start or stop."""


class Server:
    """One folkmootd with its folder: folkmootd.conf, data/ (signer's file and keys) and log.

    `options` are options of folkmootd.conf; a value of None leaves the option out."""

    def __init__(self, database, folder=None, port=None, **options):
        self.database = database
        self.folder = pathlib.Path(folder) if folder else temporary_folder()
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.options = options
        self.log = self.folder / "log"
        self.data = self.folder / "data"
        self.answers = None
        if ANSWERS in os.environ:
            self.answers = pathlib.Path(os.environ[ANSWERS]) / f"{os.getpid()}-{self.port}-{secrets.token_hex(4)}"
        self.process = None

    def configuration(self):
        options = {
            "listen_address": "127.0.0.1",
            "listen_port": self.port,
            "base_url": self.url,
            "origin": "folkmoot.example/log",
            "database": self.database.conninfo(SERVER),
            "database_jobs": self.database.conninfo(JOBS),
            "database_owner": self.database.conninfo(OWNER),
            "data_folder": self.data,
            "web_folder": TOP / "web" / "dist",
            "answers": self.answers,
            **self.options,
        }
        return "".join(f"{name} = {value}\n" for name, value in options.items() if value is not None)

    @property
    def config(self):
        """The path of the configuration file, written on each start()."""
        return self.folder / "folkmootd.conf"

    def write_configuration(self):
        self.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.config.write_text(self.configuration(), encoding="utf-8")

    def migrate(self):
        """Bring the database to the schema of this folkmootd; fresh_database() has done it already."""
        self.write_configuration()
        done = subprocess.run([str(BUILD / "folkmootd"), "migrate", "--config", str(self.config)], cwd="/", text=True,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        if done.returncode != 0:
            raise ServerError(f"folkmootd migrate: {done.stdout.strip() or done.returncode}")

    def start(self, environment=None, wait=True):
        """Start it and wait until /healthz says 200. ServerError holds the last line of its log."""
        self.write_configuration()
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen([str(BUILD / "folkmootd"), "--config", str(self.config)],
                                            stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/",
                                            env={**os.environ, **(environment or {})}, start_new_session=True)
        if wait:
            self.wait_until_ready()
        return self

    def wait_until_ready(self, seconds=START_SECONDS):
        client = Client(self.url)
        deadline = time.monotonic() + seconds
        while True:
            status = self.process.poll()
            if status is not None:
                raise ServerError(f"folkmootd ended with status {status}: {self.last_words()}")
            with contextlib.suppress(OSError, http.client.HTTPException):
                if client.get("/healthz").status == 200:
                    return
            if time.monotonic() > deadline:
                self.kill()
                raise ServerError(f"folkmootd was not ready within {seconds} s: {self.last_words()}")
            time.sleep(0.02)

    def log_text(self):
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def last_words(self):
        """Its last sentence for people, or else the last line of its log."""
        lines = self.log_text().strip().splitlines() or ["it said nothing"]
        sentences = [line.removeprefix("folkmootd: ") for line in lines if line.startswith("folkmootd: ")]
        return [*lines, *sentences][-1]

    def stop(self):
        """Ask it to stop (SIGTERM) and return its status."""
        self.process.terminate()
        try:
            return self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
            raise ServerError(f"folkmootd did not stop within {STOP_SECONDS} s") from None

    def kill(self):
        """As if the machine had lost power: the whole family at once, without a word."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        # The parent is gone; the rest of the family dies at its own pace and holds the port until then.
        wait_for(lambda: not self.listening(), "the end of the whole family")

    def listening(self):
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def running(self):
        return self.process is not None and self.process.poll() is None

    def client(self):
        """A new client with its own cookies."""
        return Client(self.url)

    def __enter__(self):
        return self if self.running() else self.start()

    def __exit__(self, kind, *_):
        if self.running():
            self.stop()
        if kind:
            comment(f"folkmootd's log ends:\n{self.log_text()[-4000:]}")


@contextlib.contextmanager
def city(cluster=None, **options):
    """A running folkmootd on a fresh database; the block gets the Server."""
    database = fresh_database(cluster)
    try:
        with Server(database, **options) as server:
            yield server
    finally:
        database.drop()


# --- HTTP ---------------------------------------------------------------------------------------------------

class Response:
    """status, headers (http.client.HTTPMessage: case does not matter), body (bytes)."""

    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    def json(self):
        return json.loads(self.body)

    @property
    def text(self):
        return self.body.decode("utf-8")

    @property
    def problem(self):
        """The last part of the type of a problem+json answer, e.g. "ballot-late"; None for any other answer."""
        if not self.headers.get("Content-Type", "").startswith("application/problem+json"):
            return None
        return self.json()["type"].rstrip("/").split("/")[-1]

    def __repr__(self):
        return f"<{self.status} {self.body[:300]!r}>"


class Client:
    """An HTTP client that keeps cookies; one connection for each request."""

    def __init__(self, url, timeout=60):
        self.url = urllib.parse.urlsplit(url)
        self.timeout = timeout
        self.cookies = {}
        self.headers = {}  # sent with every request, e.g. the CSRF token of a session

    def request(self, method, path, body=None, headers=None, json_body=None):
        """`body` is bytes, or `json_body` is encoded. Redirects are not followed."""
        sent = {**self.headers, **(headers or {})}
        if json_body is not None:
            body = json.dumps(json_body).encode()
            sent.setdefault("Content-Type", "application/json")
        if self.cookies:
            sent.setdefault("Cookie", "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        connection = http.client.HTTPConnection(self.url.hostname, self.url.port, timeout=self.timeout)
        try:
            connection.request(method, path, body=body, headers=sent)
            answer = connection.getresponse()
            response = Response(answer.status, answer.headers, answer.read())
        finally:
            connection.close()
        for line in response.headers.get_all("Set-Cookie", []):
            for name, morsel in http.cookies.SimpleCookie(line).items():
                if morsel["max-age"] == "0" or not morsel.value:
                    self.cookies.pop(name, None)
                else:
                    self.cookies[name] = morsel.value
        return response

    def get(self, path, **more):
        return self.request("GET", path, **more)

    def post(self, path, json_body=None, **more):
        return self.request("POST", path, json_body=json_body, **more)

    def put(self, path, json_body=None, **more):
        return self.request("PUT", path, json_body=json_body, **more)

    def patch(self, path, json_body=None, **more):
        return self.request("PATCH", path, json_body=json_body, **more)

    def delete(self, path, **more):
        return self.request("DELETE", path, **more)


# --- For tests in other languages -----------------------------------------------------------------------------

def add_administrator(server):
    """Add the account `administrator`; returns its password."""
    password = secrets.token_urlsafe(18)
    subprocess.run([str(BUILD / "folkmootd"), "add-administrator", "--config", str(server.config), "administrator",
                    "Administrator"], input=password + "\n", text=True, check=True)
    return password


def serve():
    """Run a fresh city until standard input ends. Each line of it is a command, answered by a line `done`. At the end
    every answer of the city is held to docs/api/openapi.json; a line `answers as described` says that all are."""
    os.environ[ANSWERS] = str(temporary_folder())
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    pictures = temporary_folder()
    names = demo_pictures.draw(pictures)
    with temporary() as cluster, city(cluster, pictures_folder=pictures) as server:
        commands = {"stop server": server.stop, "kill server": server.kill, "start server": server.start,
                    "stop database": lambda: cluster.stop("immediate"), "start database": cluster.start,
                    "age sessions": lambda: server.database.psql(
                        "UPDATE staff.session SET confirmed_at = now() - interval '6 minutes'")}
        print(json.dumps({"base_url": server.url, "pid": server.process.pid, "config": str(server.config),
                          "database": server.database.conninfo(OWNER), "build": str(BUILD),
                          "administrator": add_administrator(server), "pictures": names}), flush=True)
        for line in sys.stdin:
            commands[line.strip()]()
            print("done", flush=True)
        cluster.start()  # whoever stopped it may have gone; the city's database is dropped at the end
    answered()
    print("answers as described", flush=True)


if __name__ == "__main__":
    if sys.argv[1:] != ["serve"]:
        sys.exit("usage: folkmoot.py serve")
    serve()
