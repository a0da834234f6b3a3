#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The database pool: values, transactions in one pipeline, and which failure is told how."""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
import folkmoot  # noqa: E402
from folkmoot import equal  # noqa: E402

EXPECTED = """\
values: -9223372036854775808 2 \u00e9 1 0
nulls: 0 0  0 1
warning: done warned
committed: 2
rolled back: constraint 22012 -
refused at the commit: constraint 23505 thing_number
count after it: 2
too slow: database-conflict 57014 -
killed: database-unknown 57P01 -
behind it: database-unknown - -
and behind that: database-unknown - -
"""
# Refused before they are sent: answered in their own time.
AT_ONCE = {"zero byte: constraint - -", "too few parameters: database - -"}


@folkmoot.test
def every_unit_is_answered_once_and_in_order():
    database = folkmoot.fresh_database()
    database.psql("""CREATE TABLE public.thing
                         (number integer, CONSTRAINT thing_number UNIQUE (number) DEFERRABLE INITIALLY DEFERRED);
                     INSERT INTO public.thing VALUES (1);""")
    lines = folkmoot.tool("tests/support/pool_probe", database.conninfo(folkmoot.OWNER), timeout=60).stdout.splitlines()
    equal(set(lines) & AT_ONCE, AT_ONCE, "refused at once")
    equal([line for line in lines if line not in AT_ONCE], EXPECTED.splitlines(), "answers")
    database.drop()


folkmoot.main()
