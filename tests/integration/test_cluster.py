# SPDX-License-Identifier: AGPL-3.0-or-later
"""The private PostgreSQL cluster that the demo, the replay and these tests stand on."""
import os
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import folkmoot  # noqa: E402
from folkmoot import Cluster, ClusterError, SUPERUSER, equal, raises, temporary, test  # noqa: E402


def parent():
    """A folder for clusters that the database's user can enter."""
    folder = folkmoot.temporary_folder()
    folder.chmod(0o711)
    return folder


@test
def what_was_committed_survives_a_crash():
    with temporary() as cluster:
        cluster.psql("CREATE TABLE public.kept (n integer); INSERT INTO public.kept VALUES (7)", role=SUPERUSER)
        cluster.stop("immediate")
        assert not cluster.running()
        cluster.start()
        equal(cluster.psql("SELECT n FROM public.kept", role=SUPERUSER), "7")


@test
def no_port_is_opened():
    with temporary() as cluster:
        equal(cluster.psql("SHOW listen_addresses"), "")


@test
def another_user_of_the_machine_is_refused():
    if os.geteuid() != 0:
        raise folkmoot.Skip("only root can become another user")
    with temporary() as cluster:
        done = subprocess.run(["psql", "-d", cluster.conninfo("postgres", SUPERUSER), "-c", "SELECT 1"], user="nobody",
                              group="nogroup", extra_groups=[], cwd="/", text=True, check=False,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert done.returncode != 0 and "Peer authentication failed" in done.stderr, done


@test
def a_long_path_gets_a_short_socket():
    cluster = Cluster(parent() / ("long" * 30), durable=False)
    try:
        cluster.start()
        assert len(str(cluster.socket)) < 60, cluster.socket
        equal(cluster.psql("SELECT 1"), "1")
        cluster.stop()
        os.rmdir(cluster.socket)  # as when /tmp is emptied
        cluster.start()
        equal(cluster.psql("SELECT 1"), "1")
    finally:
        socket = cluster.socket
        cluster.remove()
    assert not socket.exists()


@test
def a_folder_the_database_cannot_enter_gets_its_data_elsewhere():
    if os.geteuid() != 0:
        raise folkmoot.Skip("only root's database runs as another user")
    cluster = Cluster(pathlib.Path(tempfile.mkdtemp()) / "a b", durable=False)  # below a folder of mode 0700
    try:
        cluster.start()
        assert cluster.base.is_symlink()
        equal(cluster.psql("SELECT 1"), "1")
    finally:
        elsewhere = cluster.base.resolve()
        cluster.remove()
        cluster.folder.parent.rmdir()
    assert not elsewhere.exists()


@test
def a_broken_cluster_is_told_in_one_sentence():
    cluster = Cluster(parent() / "broken", durable=False)
    try:
        cluster.start()
        cluster.stop()
        (cluster.data / "global" / "pg_control").write_bytes(b"")
        with raises(ClusterError, "does not start: could not read file"):
            cluster.start()
        (cluster.data / "PG_VERSION").unlink()
        with raises(ClusterError, "is not a PostgreSQL database"):
            cluster.start()
    finally:
        cluster.remove()


@test
def an_interrupted_initdb_leaves_no_half_cluster():
    cluster = Cluster(parent() / "half", durable=False)
    try:
        cluster._place()
        (cluster.base / "data.new").mkdir()
        (cluster.base / "data.new" / "rubbish").write_text("")
        cluster.start()
        equal(cluster.psql("SELECT 1"), "1")
    finally:
        cluster.remove()


@test
def a_cluster_of_a_killed_run_is_removed():
    program = ("import sys, cluster\nwith cluster.temporary() as c:\n    print(c.folder, flush=True)\n    sys.stdin.read()")
    with subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                          cwd=folkmoot.TOP / "tests" / "support") as process:
        left = Cluster(process.stdout.readline().strip(), durable=False)
        process.kill()
    assert left.running()
    with temporary():
        assert not left.folder.exists()


folkmoot.main()
