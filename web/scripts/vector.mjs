// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Writes tests/vectors/ballot_ts.json: ballots made by src/crypto, for C to verify. Reproducible: the random bytes
// come from a seed. test/vector_ts.test.ts checks that the file is what this makes.

import { writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const out = path.join(root, ".cache", "vector.mjs");
await build({ absWorkingDir: root, entryPoints: ["test/vector_ts.ts"], outfile: out, bundle: true, packages: "external", platform: "node", format: "esm", logLevel: "warning" });
const { ballotVectors } = await import(pathToFileURL(out).href);
await writeFile(path.join(root, "..", "tests", "vectors", "ballot_ts.json"), `${JSON.stringify(ballotVectors(), null, 1)}\n`);
