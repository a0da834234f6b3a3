# SPDX-License-Identifier: AGPL-3.0-or-later
"""`./run replay`: a fresh city that lives as long as the replay, and `folkmoot replay` against it."""
import signal
import subprocess
import sys

from folkmoot import BUILD, ClusterError, QueryError, ServerError, city, temporary


def main():
    arguments = sys.argv[1:]
    program = str(BUILD / "folkmoot")
    if not arguments or "--help" in arguments:
        sys.exit(subprocess.run([program, "replay", *(arguments or ["--help"])], check=False).returncode)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        with temporary(durable=True) as cluster, city(cluster) as server:
            status = subprocess.run([program, "replay", "--config", str(server.config), "--url", server.url, *arguments],
                                    check=False).returncode
    except (ClusterError, QueryError, ServerError, AssertionError) as error:
        sys.exit(f"run: {error}")
    except KeyboardInterrupt:
        sys.exit(130)
    sys.exit(status)


if __name__ == "__main__":
    main()
