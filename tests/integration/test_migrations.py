# SPDX-License-Identifier: AGPL-3.0-or-later
"""The migrations: fresh, again, at the same time, newer, changed and failing."""
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import folkmoot  # noqa: E402
from folkmoot import OWNER, READER, SERVER, SUPERUSER, equal, shared_cluster, test, tool  # noqa: E402

FILES = sorted(path.stem for path in (folkmoot.TOP / "sql").glob("*.sql"))
NEXT = f"{len(FILES) + 1:04}"


def new_database():
    name = folkmoot.empty_name()
    shared_cluster().create_database(name)
    return folkmoot.Database(shared_cluster(), name)


def migrate(database, *files, status=0):
    return tool("tests/support/migrate", database.conninfo(OWNER), *files, status=status).stderr.strip()


def migration(name, sql):
    path = folkmoot.temporary_folder() / f"{name}.sql"
    path.write_text(sql)
    return path


def applied(database):
    return database.psql("SELECT name FROM meta.migration ORDER BY number").splitlines()


@test
def a_fresh_database_gets_every_file_in_order():
    database = new_database()
    migrate(database)
    equal(applied(database), FILES)
    equal(database.psql("SELECT encode(sha256, 'hex') FROM meta.migration WHERE number = 1"),
          subprocess.run(["sha256sum", folkmoot.TOP / "sql" / f"{FILES[0]}.sql"], check=True, text=True,
                         stdout=subprocess.PIPE).stdout.split()[0])


@test
def everything_belongs_to_the_owner():
    database = folkmoot.fresh_database()
    equal(database.psql("""SELECT DISTINCT relowner::regrole FROM pg_class
        WHERE relnamespace::regnamespace::text !~ '^(pg_|information_schema)'"""), OWNER)


@test
def a_second_time_changes_nothing():
    database = new_database()
    migrate(database)
    before = database.psql("SELECT * FROM meta.migration ORDER BY number")
    migrate(database)
    equal(database.psql("SELECT * FROM meta.migration ORDER BY number"), before)


@test
def concurrent_installs_are_safe():
    # Half of them on one database (one works, the others wait), half on others of the cluster (roles are shared).
    cluster = shared_cluster()
    same = new_database()
    databases = [same, same, same, new_database(), new_database(), new_database()]
    command = str(folkmoot.BUILD / "tests" / "support" / "migrate")
    running = [subprocess.Popen([command, database.conninfo(OWNER)], stderr=subprocess.PIPE, text=True)
               for database in databases]
    equal([(process.communicate()[1], process.returncode) for process in running], [("", 0)] * len(running))
    for database in databases:
        equal(applied(database), FILES)
    equal(cluster.psql("SELECT count(*) FROM pg_roles WHERE rolname ~ '^folkmoot_'", role=SUPERUSER), "4")


@test
def the_first_two_on_a_new_cluster_make_the_roles_together():
    with folkmoot.temporary() as cluster:
        for name in "ab":
            cluster.create_database(name)
        command = str(folkmoot.BUILD / "tests" / "support" / "migrate")
        running = [subprocess.Popen([command, cluster.conninfo(name, OWNER)], stderr=subprocess.PIPE, text=True)
                   for name in "abababab"]
        equal([(process.communicate()[1], process.returncode) for process in running], [("", 0)] * len(running))


@test
def an_owner_without_createrole_needs_the_roles_made_beforehand():
    with folkmoot.temporary() as cluster:
        cluster.psql(f"ALTER ROLE {OWNER} NOCREATEROLE", role=SUPERUSER)
        cluster.create_database("a")
        database = folkmoot.Database(cluster, "a")
        equal(migrate(database, status=1), f"migration-failed: {FILES[0]}.sql: permission denied to create role")
        for role in SERVER, folkmoot.JOBS, READER:
            cluster.psql(f"CREATE ROLE {role} LOGIN", role=SUPERUSER)
        migrate(database)
        equal(applied(database), FILES)


@test
def a_newer_database_is_refused():
    database = new_database()
    extra = migration(f"{NEXT}_later", "CREATE TABLE meta.later (n integer);")
    migrate(database, extra)
    equal(applied(database), [*FILES, f"{NEXT}_later"])
    said = migrate(database, status=1)
    assert said.startswith("database-newer: ") and f"{NEXT}_later" in said, said
    said = tool("tests/support/migrate", "--check", database.conninfo(SERVER), status=1).stderr
    assert said.startswith("database-newer: "), said


@test
def a_changed_file_is_refused():
    database = new_database()
    migrate(database, migration(f"{NEXT}_a", "CREATE TABLE meta.a (n integer);"))
    said = migrate(database, migration(f"{NEXT}_a", "CREATE TABLE meta.a (n bigint);"), status=1)
    assert said.startswith("migration-changed: "), said
    said = migrate(database, migration(f"{NEXT}_b", "CREATE TABLE meta.a (n integer);"), status=1)
    assert said.startswith("migration-changed: "), said


@test
def a_failing_file_leaves_nothing_of_all():
    database = new_database()
    good = migration(f"{NEXT}_good", "CREATE TABLE meta.good (n integer);")
    bad = migration(f"{len(FILES) + 2:04}_bad", "-- é\nCREATE TABLE meta.bad (n integer);\n\nSELECT nothing;\n")
    said = migrate(database, good, bad, status=1)
    equal(said, f'migration-failed: {bad.stem}.sql: line 4: column "nothing" does not exist')
    equal(database.psql("SELECT to_regnamespace('meta') IS NULL"), "t")


@test
def a_file_that_ends_its_transaction_is_refused():
    database = new_database()
    said = migrate(database, migration(f"{NEXT}_commit", "COMMIT;"), status=1)
    assert said.startswith("migration-failed: ") and "ends the transaction" in said, said


@test
def names_without_their_schema_are_refused():
    database = new_database()
    said = migrate(database, migration(f"{NEXT}_bare", "CREATE TABLE bare (n integer);"), status=1)
    assert "no schema has been selected" in said, said


@test
def only_the_owner_migrates():
    database = folkmoot.fresh_database()
    said = tool("tests/support/migrate", database.conninfo(SERVER), status=1).stderr
    assert said.startswith("database-unfit: "), said


@test
def an_older_database_is_told_from_a_current_one():
    database = new_database()
    for role in SERVER, READER:
        said = tool("tests/support/migrate", "--check", database.conninfo(role), status=1).stderr
        assert said.startswith("database-older: "), said
    migrate(database)
    for role in SERVER, READER:
        tool("tests/support/migrate", "--check", database.conninfo(role))


@test
def an_absent_database_is_a_temporary_failure():
    said = tool("tests/support/migrate", "host=/nonexistent user=folkmoot_owner", status=1).stderr
    assert said.startswith("database-unavailable: "), said


@test
def the_server_cannot_touch_the_list():
    database = folkmoot.fresh_database()
    for sql in ("UPDATE meta.migration SET name = 'x'", "DELETE FROM meta.migration",
                "INSERT INTO meta.migration (number, name, sha256) VALUES (999, 'x', sha256(''))"):
        with folkmoot.raises(folkmoot.QueryError, "permission denied"):
            database.psql(sql, role=SERVER)


folkmoot.main()
