# SPDX-License-Identifier: AGPL-3.0-or-later
"""`./run replay`: a fresh city that lives as long as the replay, and `folkmoot replay` against it. Where the replay has
trustees the city has two witnesses, each a city of its own, and both must have seen what is opened and published."""
import contextlib
import os
import secrets
import signal
import subprocess
import sys

import twin_cities
from folkmoot import BUILD, TOP, ClusterError, QueryError, ServerError, city, temporary, temporary_folder


def administrator(server):
    """Add the account `administrator`; returns the file that holds its password."""
    path = temporary_folder() / "password"
    with open(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(18) + "\n")
    with open(path, encoding="ascii") as password:
        subprocess.run([str(BUILD / "folkmootd"), "add-administrator", "--config", str(server.config), "administrator",
                        "Administrator"], stdin=password, check=True)
    return path


@contextlib.contextmanager
def cities(cluster, watched):
    """The city, and what the replay is told of its witnesses."""
    if watched:
        with twin_cities.watched(cluster, web_folder=TOP / "web" / "dist") as (server, policy):
            yield server, ["--policy", str(policy)]
    else:
        with city(cluster) as server:
            yield server, []


def main():
    arguments = sys.argv[1:]
    program = str(BUILD / "folkmoot")
    if not arguments or "--help" in arguments:
        sys.exit(subprocess.run([program, "replay", *(arguments or ["--help"])], check=False).returncode)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    # What is wrong with the file or the rule is said before a city starts.
    plan = subprocess.run([program, "replay", "--dry-run", *arguments], stdout=subprocess.DEVNULL, check=False)
    if plan.returncode != 0:
        sys.exit(plan.returncode)
    try:
        with temporary(durable=True) as cluster, cities(cluster, "--trustees" in arguments) as (server, more):
            status = subprocess.run([program, "replay", "--url", server.url, "--admin-password-file",
                                     str(administrator(server)), *more, *arguments], check=False).returncode
    except (ClusterError, QueryError, ServerError, AssertionError, subprocess.CalledProcessError) as error:
        sys.exit(f"run: {error}")
    except KeyboardInterrupt:
        sys.exit(130)
    sys.exit(status)


if __name__ == "__main__":
    main()
