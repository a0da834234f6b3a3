// SPDX-License-Identifier: AGPL-3.0-or-later
//
// What a browser checks of a bundle (web/src/verify), on true bundles and on every alteration that folkmoot-tamper can make
// in them: the check that folkmoot-verify fails by must fail here, too, where it is one of those that are made here. In
// node, since all of it is the same code; that the page shows it is journeys/week-later.mjs.

import assert from "node:assert/strict";
import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { webcrypto } from "node:crypto";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { root } from "./support.mjs";

if (globalThis.crypto === undefined) Object.defineProperty(globalThis, "crypto", { value: webcrypto });

const build = process.env.FOLKMOOT_BUILD ?? path.join(root, "build");
const run = promisify(execFile);
/** Of the alterations that each kind of round is tried with; FOLKMOOT_ALL tries all, which takes minutes. */
const SHARE = 6;
const ALL = process.env.FOLKMOOT_ALL !== undefined;
const KINDS = { single: [], trustees: ["--trustees"] };
let folder;
let verify;

before(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "folkmoot-verify-"));
  const file = path.join(folder, "verify.mjs");
  const web = path.join(root, "web");
  const built = spawnSync(path.join(web, "node_modules/.bin/esbuild"), [path.join(web, "src/verify/index.ts"), "--bundle", "--platform=neutral", "--main-fields=module,main", "--format=esm", `--outfile=${file}`, "--log-level=error"], { stdio: "inherit", cwd: web });
  assert.equal(built.status, 0);
  verify = await import(pathToFileURL(file).href);
});

after(() => rmSync(folder, { recursive: true }));

async function makeBundle(kind) {
  const bundle = path.join(folder, `${kind}.zip`);
  await run(path.join(build, "tests/support/make_bundle"), [...KINDS[kind], bundle]);
  return { bundle, keys: `${bundle}.keys`, logKey: await keyIn(bundle) };
}

/** The key of the log as the true bundle has it: what a city says on its own page. */
async function keyIn(bundle) {
  const { stdout } = await run("python3", ["-c", "import sys, zipfile; print(zipfile.ZipFile(sys.argv[1]).read('keys/log').decode())", bundle]);
  return stdout.trim();
}

/** The check numbers by outcome. */
function outcome(bundle, logKey) {
  const by = { passed: [], failed: [], left: [] };
  const why = {};
  for (const step of verify.verifyBundle(new Uint8Array(readFileSync(bundle)), logKey)) {
    if (step.at in by) by[step.at].push(step.check);
    if (step.at === "failed") why[step.check] = step.why;
  }
  return { ...by, why };
}

describe("bundles in a browser", () => {
  for (const kind of Object.keys(KINDS)) {
    it(`the true bundle of a round with ${kind} passes, and each alteration fails by its check`, { timeout: 900_000 }, async () => {
      const { bundle, keys, logKey } = await makeBundle(kind);
      const good = outcome(bundle, logKey);
      assert.deepEqual([good.passed, good.failed, good.left], [verify.CHECKS, [], []], JSON.stringify(good.why));
      const { stdout } = await run(path.join(build, "folkmoot-tamper"), [bundle, "--list", "--keys", keys]);
      const wrong = [];
      let tried = 0;
      const own = stdout.trim().split("\n").map((line) => /^([a-z0-9-]+) +(\d+) /.exec(line)).filter(([, , number]) => verify.CHECKS.includes(Number(number)));
      for (const [at, [, name, number]] of own.entries()) {
        if (!ALL && at % SHARE !== Object.keys(KINDS).indexOf(kind)) continue;
        const altered = path.join(folder, "altered.zip");
        await run(path.join(build, "folkmoot-tamper"), [bundle, "--apply", name, altered, "--keys", keys]);
        const { failed, left, why } = outcome(altered, logKey);
        tried++;
        // What one check rests on may have failed before it is come to.
        if (failed.length === 0 || ![...failed, ...left].includes(Number(number))) wrong.push(`${name}: ${number}, failed ${JSON.stringify(why)}`);
      }
      assert.deepEqual(wrong, []);
      assert.ok(tried > 10, `${tried} alterations`);
    });
  }

  it("what is no bundle is told to be none", async () => {
    const { bundle, logKey } = await makeBundle("single");
    const bytes = readFileSync(bundle);
    for (const bad of [new Uint8Array(), new Uint8Array(100), new Uint8Array(bytes.subarray(0, bytes.length / 2))]) {
      const steps = [...verify.verifyBundle(bad, logKey)];
      assert.ok(steps.some((step) => step.at === "failed") && !steps.some((step) => step.at === "passed"), JSON.stringify(steps));
    }
    assert.deepEqual(outcome(bundle, logKey.replace(/^[^+]+/, "other.example/log")).failed, [6]);
  });
});
