# SPDX-License-Identifier: AGPL-3.0-or-later
"""A demo city in a folder: `./run demo` and `./run stop`.

    DIR/pg           the private PostgreSQL cluster (cluster.py)
    DIR/pictures     what the projects and the map look like, drawn from demo_city/
    DIR/server       folkmootd's configuration, keys and log
    DIR/city.json    what the city was filled with; without it the next start begins anew
    DIR/demo.json    the running demo: {base_url, pid, staff, codes, rounds, pages}; pid is folkmootd's

folkmootd runs on its own in both modes, so that `./run stop` works whatever became of the script; in the foreground the
script waits for it and stops it on Ctrl-C.
"""
import argparse
import contextlib
import fcntl
import json
import os
import pathlib
import shlex
import shutil
import signal
import socket
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import demo_pictures  # noqa: E402
from demo_pictures import told  # noqa: E402
import townhall  # noqa: E402
from cluster import Cluster, ClusterError, QueryError  # noqa: E402
from folkmoot import DATA, TOP, Database, Server, ServerError, tool, wait_for  # noqa: E402

DATABASE = "folkmoot"
CITY = "Riverside"
QUARTERS = {"harbour": "Harbour Quarter", "castle": "Castle Hill"}  # below the city; the second has had no vote yet
PORT = 8080
STOP_SECONDS = 60
PASSWORD = "folkmoot demo"  # of everybody on the staff: this city is for looking at
PEOPLE = {"facilitator": "Farida", "registrar": "Rosa", "clerk-1": "Clara", "clerk-2": "Carlos"}
ELECTION = DATA / "pabulib" / "Poland_Lodz_2020_Nr_33.pb"
DAYS_OPEN, DAYS_SOON = 14, 3
CODES = 20


class DemoError(Exception):
    """One sentence for the person at the terminal."""


def projects(names):
    """The options of the open round."""
    city = told("projects.json")
    for one in city["projects"]:
        more = {"picture": names[one["id"]], **({"position": one["position"]} if "position" in one else {})}
        yield {"id": one["id"], "cost": one["cost"], "category": one["category"],
               "texts": {language: {**words, **more, "place": city["places"][one["place"]][language],
                                    "category": city["categories"][one["category"]][language]}
                         for language, words in one["texts"].items()}}


def draft(name, opens, names):
    """The content of the draft of a round of rounds.json; it closes DAYS_OPEN days after it opens."""
    rounds = told("rounds.json")
    one = rounds[name]
    contest = {"pool_min": 1, "below_pool_min": "count", **one["contest"]}
    texts = one["texts"]
    if name == "open":
        contest["options"] = list(projects(names))
        more = {"map": names["map"], "map_bounds": told("projects.json")["map_bounds"]}
        texts = {language: {**words, **more} for language, words in texts.items()}
    close = opens + DAYS_OPEN * 1440
    return townhall.draft([contest], languages=list(texts), texts=texts, minor_digits=2,
                          districts=[{"id": "all", "texts": rounds["district"], "contests": [contest["id"]]}],
                          schedule={"zone": "Europe/Madrid", "open": opens, "close": close, "grace": 5, "objection": 0,
                                    "complaint": 10080, "additions_end": close})


def pages(server, open_round, certified, assembly):
    """One path for each kind of page that the front end has."""
    found = {}
    for page in server.client().get("/pages.json").json()["pages"]:
        kind, path = page["kind"], page["path"]
        if kind not in found and not path.endswith("*") and (path == "/" or path.startswith("/en/")):
            found[kind] = path.replace("{round}", certified if kind == "result" else open_round).replace("{assembly}", assembly)
    return found


def fill(server, names):
    """Fill the fresh city. Returns what a visitor needs to know: staff log-ins, voter codes, rounds, and pages by
    kind. The signing keys of the staff are in server/staff/LOGIN.key."""
    folder = server.folder / "staff"
    folder.mkdir(mode=0o700)
    hall = townhall.Hall(server, "riverside", CITY, folder, PEOPLE, PASSWORD)
    for identity, name in QUARTERS.items():
        hall.add_assembly(identity, name, "riverside")
    now = int(time.time()) // 60
    soon = hall.open_round(draft("soon", now + DAYS_SOON * 1440, names), CODES, "harbour")
    vote = hall.open_round(draft("open", now, names), CODES)
    replayed = json.loads(tool("folkmoot", "replay", ELECTION, "--url", server.url, "--admin-password-file",
                               hall.password, "--assembly", "lodz", "--assembly-name", "Łódź, Nr 33", "--json").stdout)
    staff = [{"login": "administrator", "name": "Administrator", "role": "administrator", "password": PASSWORD}]
    staff += [{"login": login, "name": PEOPLE[login], "role": role, "password": PASSWORD}
              for login, role in townhall.ROLES.items()]
    return {"staff": staff, "codes": vote.codes,
            "rounds": [{"id": soon.id, "name": "soon", "state": "open", "assembly": "harbour"},
                       {"id": vote.id, "name": "open", "state": "open", "assembly": "riverside"},
                       {"id": replayed["round"], "name": "certified", "state": "published", "assembly": "lodz"}],
            "pages": pages(server, vote.id, replayed["round"], "riverside")}


class Demo:
    """The demo in one folder."""

    def __init__(self, folder, port=PORT):
        self.folder = pathlib.Path(folder).resolve()
        self.cluster = Cluster(self.folder)
        self.pictures = self.folder / "pictures"
        self.server = Server(Database(self.cluster, DATABASE), self.folder / "server", port, city_name=CITY,
                             pictures_folder=self.pictures)
        self.city, self.report = self.folder / "city.json", self.folder / "demo.json"

    def read_report(self):
        return json.loads(self.report.read_text())

    def pid(self):
        """The process of the running folkmootd, or None. A number that another process has by now does not count."""
        try:
            pid = self.read_report()["pid"]
            command = pathlib.Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except (OSError, ValueError, KeyError):
            return None
        return pid if os.fsencode(self.server.config) in command else None

    @contextlib.contextmanager
    def alone(self):
        """Nobody else starts or stops the same demo in the meantime."""
        with open(self.folder / "lock", "w", encoding="ascii") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise DemoError(f"Another ./run is starting or stopping the demo in {self.folder}.") from None
            yield

    def check(self):
        """Nothing stands in the way of a start."""
        if self.pid():
            raise DemoError(f"The demo in {self.folder} runs already at {self.read_report()['base_url']}; "
                            f"./run stop {shlex.quote(str(self.folder))} stops it.")
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", self.server.port))
            except OSError as error:
                raise DemoError(f"Port {self.server.port} cannot be had ({error.strerror}); "
                                "choose another with --port N.") from None

    def start(self):
        """Start all of it, and fill the city if that was never done to the end. Returns the content of city.json."""
        print("run: starting the database", file=sys.stderr, flush=True)
        self.cluster.start()
        if not self.city.exists():
            self.cluster.drop_database(DATABASE)
            shutil.rmtree(self.server.folder, ignore_errors=True)
            self.cluster.create_database(DATABASE)
        self.server.folder.mkdir(exist_ok=True)
        names = demo_pictures.draw(self.pictures)
        self.server.migrate()
        print("run: starting folkmootd", file=sys.stderr, flush=True)
        self.server.start()
        if not self.city.exists():
            print("run: filling the city", file=sys.stderr, flush=True)
            write(self.city, fill(self.server, names))
        city = json.loads(self.city.read_text())
        city["pages"] = {kind: self.server.url + path for kind, path in city["pages"].items()}
        write(self.report, {"base_url": self.server.url, "pid": self.server.process.pid, **city})
        return city

    def stop(self):
        """Stop what runs of it; true if anything did."""
        pid = self.pid()
        if pid:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGTERM)
            wait_for(lambda: not self.pid(), "the end of folkmootd", STOP_SECONDS)
        elif self.server.running():  # not yet in demo.json
            self.server.stop()
        was_running = self.cluster.running()
        self.cluster.stop()
        self.report.unlink(missing_ok=True)
        return bool(pid) or was_running


def write(path, value):
    """Write JSON whole or not at all; it holds log-ins and codes."""
    new = path.with_suffix(".new")
    with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump(value, file, indent=2)
        file.write("\n")
    new.rename(path)


def show(demo, city):
    """What a visitor needs to know, in words."""
    print(f"\nThe demo city runs at {demo.server.url}\n")
    for kind, url in city["pages"].items():
        print(f"  {kind:14} {url}")
    for person in city["staff"]:
        print(f"  {person['role']:14} {person['login']}  password {person['password']}")
    for code in city["codes"]:
        print(f"  {'voter code':14} {code}")
    print(f"\nEverything above is also in {demo.report}", flush=True)


def start(options):
    pathlib.Path(options.data).mkdir(parents=True, exist_ok=True)
    demo = Demo(options.data, options.port)
    with demo.alone():
        demo.check()
        try:
            city = demo.start()
        except BaseException:
            demo.stop()
            raise
    show(demo, city)
    if options.background:
        print(f"./run stop {shlex.quote(str(demo.folder))} stops it", flush=True)
        return
    print("Ctrl-C stops it", flush=True)
    try:
        status = demo.server.process.wait()
        if status != 0:
            raise DemoError(f"folkmootd ended with status {status}: {demo.server.last_words()}")
    finally:
        demo.stop()


def port_number(text):
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port (1 to 65535)")
    return int(text)


def stop(options):
    demo = Demo(options.data)
    if not demo.folder.is_dir():
        raise DemoError(f"There is no demo in {demo.folder}.")
    with demo.alone():
        print("stopped" if demo.stop() else "nothing was running")


def main():
    default = str(TOP / "demo-data")
    parser = argparse.ArgumentParser(prog="./run")
    commands = parser.add_subparsers(required=True)
    one = commands.add_parser("start", prog="./run demo", description="a demo city on this machine")
    one.add_argument("--data", metavar="DIR", default=default, help="where it keeps everything (%(default)s)")
    one.add_argument("--port", metavar="N", type=port_number, default=PORT, help="of the server (%(default)s)")
    one.add_argument("--background", action="store_true", help="return once it runs")
    one.set_defaults(act=start)
    one = commands.add_parser("stop", prog="./run stop", description="stop a demo city")
    one.add_argument("data", metavar="DIR", nargs="?", default=default, help="its folder (%(default)s)")
    one.set_defaults(act=stop)
    options = parser.parse_args()
    signal.signal(signal.SIGINT, signal.default_int_handler)  # also where a script ignores it for its children
    for number in signal.SIGTERM, signal.SIGHUP:
        signal.signal(number, lambda *_: sys.exit(0))
    try:
        options.act(options)
    except KeyboardInterrupt:
        sys.exit(130)
    except (DemoError, ClusterError, ServerError, QueryError, AssertionError) as error:
        sys.exit(f"run: {error}")


if __name__ == "__main__":
    main()
