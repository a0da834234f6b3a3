// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Trustees of a round in a real city (town_hall.mjs), each a process of `folkmoot trustee` with a key file of its own, for
// tests in JavaScript.
//
//     const trustees = await Trustees.make(city, 3);
//     const round = await hall.openRound({ ...draft, ...trustees.draft(2) }, { centre: 3 }, trustees);
//     trustees.run(round, [0, 1]);  …  await trustees.stop();

import { spawn } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import path from "node:path";

export class Trustees {
  static async make(city, count) {
    const trustees = new Trustees();
    Object.assign(trustees, { city, all: [], running: [] });
    const folder = mkdtempSync(path.join(city.folder, "trustees-"));
    for (let i = 1; i <= count; i++) {
      const key = path.join(folder, `trustee-${i}.key`);
      const passphrase = path.join(folder, `trustee-${i}.txt`);
      writeFileSync(passphrase, `passphrase of trustee ${i}\n`);
      const said = await city.tool("folkmoot", "trustee", "init", "--out", key, "--passphrase-file", passphrase, "--memory", "8");
      trustees.all.push({ name: `Trustee ${i}`, key, passphrase, public: said.split(/\s/)[0] });
    }
    return trustees;
  }

  /** Members of a draft. */
  draft(threshold) {
    return { trustees: this.all.map(({ name, key: _key, public: key }) => ({ name, key })), threshold, draw: { source: "trustees" } };
  }

  words(round, { key, passphrase }) {
    return ["--key", key, "--url", this.city.base, "--round", round.id, "--every", "1", "--passphrase-file", passphrase];
  }

  /** Everybody joins: seen and confirmed words, then the key. */
  async join(round) {
    const said = await Promise.all(this.all.map((one) => this.city.tool("folkmoot", "trustee", "join", ...this.words(round, one))));
    const words = new Set(said.map((output) => output.trim().split("\n").at(-1)));
    if (words.size !== 1) throw new Error(`the trustees saw different words: ${[...words].join("; ")}`);
    await Promise.all(this.all.map((one) => this.city.tool("folkmoot", "trustee", "join", ...this.words(round, one), "--words", [...words][0])));
  }

  /** Those with these numbers (from 0; all if left out) work from now on. */
  run(round, who = this.all.map((_, i) => i)) {
    for (const i of who) this.running.push(spawn(path.join(this.city.build, "folkmoot"), ["trustee", "run", ...this.words(round, this.all[i]), "--patience", "2"], { stdio: "ignore" }));
  }

  /** All that run, whether they have come to their end or not. */
  async stop() {
    await Promise.all(
      this.running.splice(0).map((process) => {
        if (process.exitCode !== null || process.signalCode !== null) return undefined;
        const ended = new Promise((resolve) => process.once("exit", resolve));
        process.kill();
        return ended;
      }),
    );
  }
}
