// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Bundles each test file (Node 18 reads no TypeScript) and hands them to node's own test runner, which prints TAP.
// `npm test -- NAME...` runs only the files whose names contain one of the words.

import { spawn } from "node:child_process";
import { readdir, rm } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const out = path.join(root, ".cache", "test");
const words = process.argv.slice(2);

const names = (await readdir(path.join(root, "test")))
  .filter((name) => /\.test\.tsx?$/.test(name) && (words.length === 0 || words.some((word) => name.includes(word))))
  .sort();
await rm(out, { recursive: true, force: true });
await build({
  absWorkingDir: root,
  entryPoints: names.map((name) => path.join("test", name)),
  outdir: out,
  outExtension: { ".js": ".mjs" },
  bundle: true,
  packages: "external",
  platform: "node",
  target: "node18",
  format: "esm",
  jsx: "automatic",
  jsxImportSource: "preact",
  loader: { ".ftl": "text" },
  logLevel: "warning",
});

const files = names.map((name) => path.join(out, name.replace(/\.tsx?$/, ".mjs")));
const child = spawn(process.execPath, ["--test", "--test-reporter=tap", ...files], { cwd: root, stdio: "inherit" });
child.on("exit", (code) => process.exit(code ?? 1));
