// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import { vectors } from "./support.ts";
import { ballotVectors } from "./vector_ts.ts";

test("tests/vectors/ballot_ts.json is what this code makes (npm run vector writes it)", () => {
  assert.deepEqual(vectors("ballot_ts"), JSON.parse(JSON.stringify(ballotVectors())));
});
