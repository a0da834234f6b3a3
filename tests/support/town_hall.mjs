// SPDX-License-Identifier: AGPL-3.0-or-later
//
// A real city (private PostgreSQL and folkmootd) and its staff, for tests in JavaScript: people who sign in and sign,
// and the steps that bring a round from its draft to its publication.
//
//     const city = await startCity();
//     const hall = await TownHall.open(city);
//     const round = await hall.openRound(draft, { all: 10 });       round.id, round.codes.all
//     await hall.act(round, "voting-closed", { reason: "everyone-voted" }, hall.clerks);

import { execFile, spawn } from "node:child_process";
import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import readline from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const PATIENCE_MS = 120_000;
const POLL_MS = 50;

/** Call until it gives something; fails after two minutes. */
export async function until(what, condition) {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (Date.now() > deadline) throw new Error(`${what} did not happen within ${PATIENCE_MS / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

// --- The city ---------------------------------------------------------------------------------------------------

/**
 * A program of tests/support that says in one line of JSON what it is about, does what each line tells it, and answers
 * that with a line. End it with close().
 */
export async function startProgram(...words) {
  const process_ = spawn("python3", [path.join(root, "tests/support", words[0]), ...words.slice(1)], { stdio: ["pipe", "pipe", "inherit"] });
  const ended = new Promise((resolve) => process_.once("exit", resolve));
  const lines = readline.createInterface({ input: process_.stdout })[Symbol.asyncIterator]();
  const line = async () => {
    for (;;) {
      const { value, done } = await lines.next();
      if (done) throw new Error(`${words[0]} has ended`);
      if (!value.startsWith("#")) return value;
      process.stderr.write(`${value}\n`); // of a server's log, when something went wrong
    }
  };
  return {
    said: JSON.parse(await line()),
    command: async (words) => {
      process_.stdin.write(`${words}\n`);
      if ((await line()) !== "done") throw new Error(`${words} did not work`);
    },
    close: async () => {
      process_.stdin.end();
      while ((await line()) !== "answers as described"); // otherwise the reason is on standard error
      await ended;
    },
  };
}

/** A fresh city. `command` takes what folkmoot.py serve understands, e.g. "stop database". End it with close(). */
export async function startCity() {
  const folder = mkdtempSync(path.join(tmpdir(), "folkmoot-hall-"));
  const { said, command, close } = await startProgram("folkmoot.py", "serve");
  return {
    base: said.base_url,
    folder,
    password: said.administrator,
    /** names of pictures that the city serves, by project of the demo city, and "map" */
    pictures: said.pictures,
    /** Of the server's family, its configuration and the database's owner: for a look from outside. */
    pid: said.pid,
    config: said.config,
    database: said.database,
    command,
    /** the folder of the programs */
    build: said.build,
    /** Output of build/NAME; rejects unless it ends with status 0. */
    tool: async (name, ...words) => (await promisify(execFile)(path.join(said.build, name), words, { maxBuffer: 2 ** 26 })).stdout,
    close: async () => {
      await close();
      rmSync(folder, { recursive: true });
    },
  };
}

// --- Its staff --------------------------------------------------------------------------------------------------

class Refused extends Error {
  constructor(what, status, problem) {
    super(`${what}: ${status} ${problem.type} ${problem.detail}`);
    this.status = status;
  }
}

/** Somebody with a session and an Ed25519 key pair. */
export class Person {
  constructor(base, login) {
    this.base = base;
    this.login = login;
    this.headers = {};
    this.keyId = randomBytes(8);
    this.key = generateKeyPairSync("ed25519").privateKey;
  }

  static async signIn(base, login, password) {
    const person = new Person(base, login);
    person.password = password;
    const session = await person.call("POST", "/api/v1/session", { login, password });
    person.headers["x-csrf-token"] = session.csrf;
    return person;
  }

  /** Waits out a busy server, and says the password again when it is long ago that it was said. */
  async call(method, address, body, headers = {}) {
    return until(`${method} ${address}`, async () => {
      const answer = await fetch(this.base + address, {
        method,
        headers: { ...this.headers, ...headers, ...(body === undefined ? {} : { "content-type": "application/json" }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const cookie = answer.headers.get("set-cookie");
      if (cookie !== null) this.headers.cookie = cookie.split(";")[0];
      if (answer.status === 503) return null;
      const value = answer.status === 204 ? {} : await answer.json();
      if (value.type === "/problems/confirmation-needed") {
        await this.call("POST", "/api/v1/session/confirmation", { password: this.password });
        return null;
      }
      if (!answer.ok) throw new Refused(`${method} ${address}`, answer.status, value);
      return value;
    });
  }

  get publicKey() {
    return this.key.export({ format: "jwk" }).x;
  }

  async sayKey() {
    await this.call("PUT", "/api/v1/people/me/signing-key", { key: this.publicKey, minisign_id: this.keyId.toString("base64url") });
  }

  signAct(origin, act) {
    return sign(null, hash32("act", origin, act), this.key).toString("base64url");
  }

  /** A signature file of minisign, prehashed. */
  minisign(message, comment) {
    const signature = sign(null, createHash("blake2b512").update(message).digest(), this.key);
    const both = sign(null, Buffer.concat([signature, Buffer.from(comment)]), this.key);
    const first = Buffer.concat([Buffer.from("ED"), this.keyId, signature]).toString("base64");
    return `untrusted comment: signature by a certifying clerk\n${first}\ntrusted comment: ${comment}\n${both.toString("base64")}\n`;
  }
}

/** docs/protocol.md section 2. */
export function hash32(tag, ...fields) {
  const hash = createHash("sha512").update(`folkmoot/1/${tag}\0`);
  for (const field of fields) {
    const bytes = Buffer.from(field);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hash.update(length).update(bytes);
  }
  return hash.digest().subarray(0, 32);
}

export class TownHall {
  /** Hires everybody whom a round needs. */
  static async open(city) {
    const hall = new TownHall();
    hall.city = city;
    const administrator = await Person.signIn(city.base, "administrator", city.password);
    await administrator.call("POST", "/api/v1/assemblies", { id: "city", name: "City" });
    await administrator.call("POST", "/api/v1/assemblies", { id: "quay", name: "Quay", parent: "city" });
    const hire = async (role, login) => {
      const password = randomBytes(18).toString("base64url");
      await administrator.call("POST", "/api/v1/people", { login, name: login, password, roles: [{ assembly: "city", role }] });
      const person = await Person.signIn(city.base, login, password);
      await person.sayKey();
      return person;
    };
    hall.facilitator = await hire("facilitator", "facilitator");
    hall.registrar = await hire("registrar", "registrar");
    hall.clerks = [await hire("clerk", "clerk-1"), await hire("clerk", "clerk-2")];
    hall.origin = (await administrator.call("GET", "/api/v1/city")).origin;
    return hall;
  }

  /** The first of the signers proposes, all of them sign; returns when the act is in the record. */
  async act(round, type, parameters, signers) {
    const proposed = await signers[0].call("POST", `/api/v1/rounds/${round.id}/acts`, { type, parameters });
    await this.sign(proposed, type, signers);
  }

  /** Signs an act that somebody has proposed, e.g. in a browser. */
  async signWaiting(round, type, signers) {
    const { acts } = await signers[0].call("GET", `/api/v1/rounds/${round.id}/acts`);
    await this.sign(acts.find((act) => act.type === type && act.state === "proposed"), type, signers);
  }

  async sign({ id }, type, signers) {
    const [first] = signers;
    const address = `/api/v1/acts/${id}`;
    for (const person of signers) {
      const { act } = await person.call("GET", address);
      await person.call("POST", `${address}/signatures`, { key: person.publicKey, signature: person.signAct(this.origin, act) });
    }
    await until(`${type} in the record`, async () => {
      const { state, detail } = await first.call("GET", address);
      if (state === "refused") throw new Error(`${type} was refused: ${detail}`);
      return state === "done";
    });
  }

  /** A round with its draft and nothing else. `draft` has no people, which are filled in. */
  async prepareRound(draft) {
    const { id } = await this.facilitator.call("POST", "/api/v1/assemblies/city/rounds", {});
    const round = { id, codes: {}, path: `/api/v1/rounds/${id}` };
    const people = { facilitators: [this.facilitator.login], registrars: [this.registrar.login], clerks: this.clerks.map(({ login }) => login) };
    await this.facilitator.call("PUT", `${round.path}/draft`, { ...draft, people }, { "if-match": '"0"' });
    return round;
  }

  /** Opens a round; `voters` counts the codes of each district. `trustees` (trustees.mjs) are those of the draft, if any. */
  async openRound(draft, voters, trustees = null) {
    const round = await this.prepareRound(draft);
    await this.makeCodes(round, voters);
    await this.openPrepared(round, trustees);
    return round;
  }

  /** In a batch for each district, in the place of all codes before. */
  async makeCodes(round, voters) {
    const { id } = round;
    const batches = [];
    for (const [district, count] of Object.entries(voters)) {
      const out = path.join(this.city.folder, id, district);
      mkdirSync(out, { recursive: true });
      await this.city.tool("folkmoot", "codes", "--round", id, "--count", String(count), "--out", out, "--url", this.city.base, "--batch", `letters-${district}`, "--district", district);
      round.codes[district] = readFileSync(path.join(out, "codes.csv"), "utf8").trim().split("\n").slice(1).map((line) => line.split(";")[1]);
      batches.push(...JSON.parse(readFileSync(path.join(out, "keys.json"), "utf8")).batches);
    }
    await this.clerks[0].call("PUT", `${round.path}/credentials`, { batches });
  }

  /** From the last batch of codes to the vote. */
  async openPrepared(round, trustees = null) {
    await this.facilitator.call("POST", `${round.path}/freeze`, {});
    await this.act(round, "credential-list", undefined, [this.registrar, this.clerks[0]]);
    await trustees?.join(round);
    trustees?.run(round);
    await this.act(round, "opening", undefined, [this.facilitator, this.clerks[0]]);
    await until("the acknowledgement of the key", async () => {
      const answer = await fetch(`${this.city.base}${round.path}/form`);
      return answer.ok && (await answer.json()).acknowledgements.length > 0;
    });
    await trustees?.stop();
  }

  /** A ballot by the command line. `choices`: as folkmoot cast reads them. */
  async cast(round, code, choices) {
    const file = path.join(this.city.folder, `${round.id}-choices.json`);
    writeFileSync(file, JSON.stringify(choices));
    await this.city.tool("folkmoot", "cast", "--url", this.city.base, "--round", round.id, "--code", code, "--choices", file);
  }

  async wait(round, state) {
    await until(`the round is ${state}`, async () => {
      const progress = await this.clerks[0].call("GET", `${round.path}/progress`);
      const failed = progress.jobs.find((job) => job.state === "failed");
      if (failed !== undefined) throw new Error(`${failed.kind} failed: ${failed.detail}`);
      return progress.state === state;
    });
  }

  /** From the sealing to the publication; returns the bundle as a file. */
  async finish(round) {
    await this.act(round, "sealing", undefined, this.clerks);
    await this.wait(round, "counted");
    await this.act(round, "certified", undefined, this.clerks);
    const sums = await until("the files of the round", async () => {
      const answer = await fetch(`${this.city.base}${round.path}/exports/SHA256SUMS`);
      return answer.ok ? Buffer.from(await answer.arrayBuffer()) : null;
    });
    for (const clerk of this.clerks) await clerk.call("POST", `${round.path}/bundle-signatures`, { minisig: clerk.minisign(sums, round.id) });
    await this.wait(round, "published");
    return until("the bundle", async () => {
      const answer = await fetch(`${this.city.base}${round.path}/bundle`);
      return answer.ok ? Buffer.from(await answer.arrayBuffer()) : null;
    });
  }
}
