# SPDX-License-Identifier: AGPL-3.0-or-later
"""A private PostgreSQL cluster in a folder, reached over a Unix socket only.

Used by the demo, the replay and the tests. PostgreSQL refuses to run as root, so for root the cluster belongs to
the system user `postgres`; for anyone else it belongs to the caller. Logins are checked by the kernel ("peer"):
only the user who started the cluster and the one it runs as may log in, so there are no passwords to keep
(docs/decisions/private-cluster.md).

    FOLDER/pg           the cluster; a symbolic link where the database's user cannot enter FOLDER
    FOLDER/pg/data      PostgreSQL's data
    FOLDER/pg/socket    the socket's folder; a symbolic link where its path would be too long
    FOLDER/pg/log       what PostgreSQL says
"""
import contextlib
import os
import pathlib
import pwd
import re
import shutil
import subprocess
import tempfile

SUPERUSER, OWNER, SERVER, JOBS, READER = ROLES = (
    "postgres", "folkmoot_owner", "folkmoot_server", "folkmoot_jobs", "folkmoot_reader")
OLDEST_VERSION = 15
FALLBACK = pathlib.Path("/var/lib/folkmoot")
SOCKET_PATH_BYTES = 107  # of struct sockaddr_un, less the final zero
SOCKET_NAME = ".s.PGSQL.5432"
START_SECONDS = 60


class ClusterError(Exception):
    """One sentence for the person at the terminal."""


class QueryError(Exception):
    """What psql said."""


class Cluster:
    """`durable`: keep what was committed through a power cut; tests do without."""

    def __init__(self, folder, durable=True):
        self.folder = pathlib.Path(folder).resolve()
        self.durable = durable
        self.base = self.folder / "pg"

    # --- Where and as whom --------------------------------------------------------------------------------

    # PostgreSQL gets real paths: its user may not be able to follow the links.

    @property
    def data(self):
        return self.base.resolve() / "data"

    @property
    def log(self):
        return self.base.resolve() / "log"

    @property
    def socket(self):
        return (self.base / "socket").resolve()

    @staticmethod
    def _user():
        """The system user that PostgreSQL runs as."""
        if os.geteuid() != 0:
            return pwd.getpwuid(os.geteuid())
        try:
            return pwd.getpwnam("postgres")
        except KeyError:
            raise ClusterError("PostgreSQL does not run as root and there is no system user `postgres`; "
                               "install Debian's package postgresql.") from None

    def _binary(self, name):
        """The path of one of PostgreSQL's programs, of the version that made the cluster or the newest."""
        found = {}
        for folder in pathlib.Path("/usr/lib/postgresql").glob("*/bin"):
            if folder.parent.name.isdigit() and (folder / "initdb").exists():
                found[int(folder.parent.name)] = folder
        version_file = self.data / "PG_VERSION"
        if version_file.exists():
            version = int(version_file.read_text())
            if version not in found:
                raise ClusterError(f"The database in {self.data} was made by PostgreSQL {version}, which is not "
                                   f"installed; install Debian's package postgresql-{version}.")
        else:
            version = max(found, default=0)
            if version < OLDEST_VERSION:
                raise ClusterError(f"PostgreSQL {OLDEST_VERSION} or newer is not installed in "
                                   "/usr/lib/postgresql; install Debian's package postgresql.")
        return str(found[version] / name)

    @staticmethod
    def _environment():
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        return {**kept, "LC_ALL": "C", "TZ": "UTC"}

    def _as_user(self, *command):
        """Run a program as the cluster's user; its status and output."""
        user = self._user()
        switch = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if os.geteuid() == 0 else {}
        return subprocess.run([str(word) for word in command], cwd="/", env=self._environment(), text=True,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              check=False, **switch)

    def _make_folder(self, path):
        path.mkdir(exist_ok=True)
        user = self._user()
        if os.geteuid() == 0:
            os.chown(path, user.pw_uid, user.pw_gid)
        path.chmod(0o755)

    # --- Making it ------------------------------------------------------------------------------------------

    def _place(self):
        """Make `base` where the cluster's user can enter it."""
        if self.base.is_symlink() and not self.base.exists():
            raise ClusterError(f"{self.base} points to {os.readlink(self.base)}, which is gone; "
                               f"remove {self.folder} to begin anew.")
        if self.base.exists():
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        self._make_folder(self.base)
        if self._as_user("test", "-w", self.base).returncode == 0:
            return
        self.base.rmdir()
        FALLBACK.mkdir(mode=0o755, exist_ok=True)
        elsewhere = pathlib.Path(tempfile.mkdtemp(dir=FALLBACK, prefix="cluster-"))
        self._make_folder(elsewhere)
        self.base.symlink_to(elsewhere)

    def _place_socket(self):
        """A folder for the socket whose path fits and needs no quoting anywhere."""
        place = self.base / "socket"
        if place.is_symlink() and not place.exists():
            place.unlink()
        if not place.exists():
            path = str(self.base.resolve() / "socket" / SOCKET_NAME)
            if len(os.fsencode(path)) <= SOCKET_PATH_BYTES and re.fullmatch(r"[\w./-]+", path, re.ASCII):
                self._make_folder(place)
            else:
                short = pathlib.Path(tempfile.mkdtemp(dir="/tmp", prefix="folkmoot-socket-"))
                self._make_folder(short)
                place.symlink_to(short)

    def _initialise(self):
        """initdb under another name, so that a cluster that is there is whole."""
        unfinished = self.data.with_name("data.new")
        shutil.rmtree(unfinished, ignore_errors=True)
        options = [] if self.durable else ["--no-sync"]
        done = self._as_user(self._binary("initdb"), "--pgdata", unfinished, "--username", SUPERUSER,
                             "--encoding", "UTF8", "--locale", "C", "--auth", "peer", "--no-instructions", *options)
        if done.returncode != 0:
            raise ClusterError(f"initdb could not make a database in {self.base}: {last_line(done.stdout)}")
        unfinished.rename(self.data)

    def _configure(self):
        """Write the cluster's settings; the files are ours alone."""
        settings = {
            "listen_addresses": "", "unix_socket_directories": self.socket, "max_connections": 200,
            "timezone": "UTC", "log_timezone": "UTC", "datestyle": "iso, ymd", "lc_messages": "C",
            "log_min_messages": "warning", "log_line_prefix": "%m [%p] %q%u@%d ", "jit": "off",
        }
        if self.durable:
            settings |= {"max_wal_size": "2GB"}
        else:  # the data lives as long as the tests; commits still reach the kernel, so a killed server recovers
            settings |= {"fsync": "off", "full_page_writes": "off", "wal_level": "minimal", "max_wal_senders": 0}
        users = {pwd.getpwuid(os.geteuid()).pw_name, self._user().pw_name}
        files = {
            "postgresql.conf": "".join(f"{name} = '{value}'\n" for name, value in settings.items()),
            "pg_hba.conf": "local all all peer map=folkmoot\n",
            "pg_ident.conf": "".join(f'folkmoot "{user}" {role}\n' for user in sorted(users) for role in ROLES),
        }
        for name, text in files.items():
            (self.data / name).write_text(text)

    # --- Running it -----------------------------------------------------------------------------------------

    def running(self):
        return self.data.exists() and self._as_user(
            self._binary("pg_ctl"), "status", "--pgdata", self.data).returncode == 0

    def start(self):
        """Make the cluster if there is none, start it unless it runs, and wait until it answers."""
        self._place()
        if not self.data.exists():
            self._initialise()
        if not (self.data / "PG_VERSION").exists():
            raise ClusterError(f"{self.data} is not a PostgreSQL database; remove {self.folder} to begin anew.")
        if self.running():
            return
        self._place_socket()
        self._configure()
        done = self._as_user(self._binary("pg_ctl"), "start", "--wait", "--timeout", START_SECONDS,
                             "--pgdata", self.data, "--log", self.log)
        if done.returncode != 0:
            raise ClusterError(f"The database in {self.data} does not start: {self._complaint(done.stdout)} "
                               f"(its log is {self.log})")
        self.psql(f"""DO $$ BEGIN
            IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{OWNER}') THEN
                CREATE ROLE {OWNER} LOGIN CREATEROLE;
            END IF;
        END $$""", role=SUPERUSER)

    def _complaint(self, output):
        text = self.log.read_text(errors="replace") if self.log.exists() else ""
        lines = [line for line in text.splitlines() if re.search(r"FATAL|PANIC|could not", line)]
        return re.sub(r"^.*(FATAL|PANIC): +", "", lines[-1]) if lines else last_line(output)

    def stop(self, mode="fast"):
        """`mode` "fast" ends sessions and shuts down in order; "immediate" is like a crash."""
        if not self.running():
            return
        done = self._as_user(self._binary("pg_ctl"), "stop", "--wait", "--timeout", START_SECONDS,
                             "--mode", mode, "--pgdata", self.data)
        if done.returncode != 0 and self.running():  # unless somebody else has just stopped it
            raise ClusterError(f"The database in {self.data} does not stop: {last_line(done.stdout)}")

    def remove(self):
        """Stop it and delete everything of it, FOLDER too."""
        if self.base.exists():
            self.stop("immediate")
            for place in (self.base / "socket", self.base):
                if place.is_symlink():
                    shutil.rmtree(place.resolve(), ignore_errors=True)
        shutil.rmtree(self.folder, ignore_errors=True)

    # --- Using it -------------------------------------------------------------------------------------------

    def conninfo(self, database="folkmoot", role=SERVER):
        """libpq's connection string."""
        return f"host={self.socket} dbname={database} user={role}"

    def psql(self, sql, database="postgres", role=OWNER, **variables):
        """Run SQL through psql in the given role and return its output: rows as lines, columns split by `|`.
        A variable x is written :'x' in the SQL. QueryError holds the message of PostgreSQL."""
        command = [self._binary("psql"), "--no-psqlrc", "--quiet", "--no-align", "--tuples-only",
                   "--set=ON_ERROR_STOP=1", *[f"--set={name}={value}" for name, value in variables.items()],
                   "--dbname", self.conninfo(database, role)]
        done = subprocess.run(command, input=sql, cwd="/", env=self._environment(), text=True, check=False,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        if done.returncode != 0:
            raise QueryError(done.stderr.strip())
        return done.stdout.rstrip("\n")

    def dump_schema(self, database):
        """pg_dump of the schema, without the lines that differ between versions and runs."""
        done = subprocess.run([self._binary("pg_dump"), "--schema-only", "--dbname",
                               self.conninfo(database, OWNER)], cwd="/", env=self._environment(), text=True,
                              check=False, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        if done.returncode != 0:
            raise QueryError(done.stderr.strip())
        lines = [line for line in done.stdout.splitlines()
                 if not re.match(r"-- Dumped (from|by)|\\(un)?restrict ", line)]
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"

    def version(self):
        return int((self.data / "PG_VERSION").read_text())

    def create_database(self, name, template="template0"):
        self.psql(f'CREATE DATABASE "{name}" OWNER {OWNER} TEMPLATE "{template}"', role=SUPERUSER)

    def drop_database(self, name):
        self.psql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', role=SUPERUSER)

    def has_database(self, name):
        return self.psql("SELECT 1 FROM pg_database WHERE datname = :'name'", role=SUPERUSER, name=name) == "1"


def last_line(text):
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1].strip() if lines else "it gave no reason"


def remove_if_orphaned(folder):
    """Remove a temporary cluster of ours whose program is gone."""
    program = folder.name.split("-")[2]
    if folder.lstat().st_uid == os.geteuid() and not os.path.exists(f"/proc/{program}"):
        Cluster(folder).remove()


@contextlib.contextmanager
def temporary(durable=False):
    """A cluster that lives as long as the block. Clusters of killed runs are removed on the way."""
    parent = pathlib.Path(tempfile.gettempdir())
    for old in parent.glob("folkmoot-pg-*-*"):
        with contextlib.suppress(OSError, ClusterError):  # another program may be removing it as well
            remove_if_orphaned(old)
    folder = pathlib.Path(tempfile.mkdtemp(dir=parent, prefix=f"folkmoot-pg-{os.getpid()}-"))
    folder.chmod(0o711)
    made = Cluster(folder, durable)
    try:
        made.start()
        yield made
    finally:
        made.remove()
