# SPDX-License-Identifier: AGPL-3.0-or-later
"""The schema that the migrations make, with owners and rights, is the one in tests/data/schema.sql, so that a
review sees what a migration does. FOLKMOOT_UPDATE_SCHEMA=1 writes the file."""
import difflib
import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import folkmoot  # noqa: E402

DUMPED_BY = 15  # pg_dump's layout differs between major versions
EXPECTED = folkmoot.DATA / "schema.sql"


@folkmoot.test
def the_schema_is_the_reviewed_one():
    cluster = folkmoot.shared_cluster()
    if cluster.version() != DUMPED_BY:
        raise folkmoot.Skip(f"{EXPECTED.name} is written by PostgreSQL {DUMPED_BY}")
    schema = cluster.dump_schema(folkmoot.fresh_database().name)
    if os.environ.get("FOLKMOOT_UPDATE_SCHEMA"):
        EXPECTED.write_text(schema, encoding="utf-8")
    difference = difflib.unified_diff(EXPECTED.read_text(encoding="utf-8").splitlines(), schema.splitlines(),
                                      "tests/data/schema.sql", "the migrations", lineterm="")
    assert not (text := "\n".join(difference)), \
        f"{text}\nIf this is meant: FOLKMOOT_UPDATE_SCHEMA=1 ./run test integration schema"


folkmoot.main()
