#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writes the migrations as a C file, so that a program and its schema cannot come from different versions.

Usage: embed.py OUTPUT.c NNNN_name.sql...
"""
import pathlib
import re
import sys

output, *names = sys.argv[1:]
files = [pathlib.Path(name) for name in names]
for number, file in enumerate(files, 1):
    if not re.fullmatch(rf"{number:04}_[a-z0-9_]+\.sql", file.name):
        sys.exit(f"sql/meson.build: {file.name} stands where {number:04}_*.sql is expected")
for file in sorted(files[0].parent.glob("*.sql")):
    if file.name not in [listed.name for listed in files]:
        sys.exit(f"sql/meson.build: {file.name} is not listed")

with open(output, "w", encoding="utf-8") as out:
    print('#include "server/db/migrations.h"\n', file=out)
    for number, file in enumerate(files, 1):
        print(f"static const uint8_t sql_{number}[] = {{", file=out)
        data = file.read_bytes()
        for at in range(0, len(data), 20):
            print("    " + " ".join(f"{byte}," for byte in data[at:at + 20]), file=out)
        print("};", file=out)
    print("static const struct migration list[] = {", file=out)
    for number, file in enumerate(files, 1):
        print(f'    {{"{file.stem}", {{sql_{number}, sizeof sql_{number}}}}},', file=out)
    print("};\nconst struct migration_list migrations_embedded = {list, sizeof list / sizeof *list};", file=out)
