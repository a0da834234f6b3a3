// SPDX-License-Identifier: AGPL-3.0-or-later
//
// A phone on a slow line, as far as this machine can make one: 400 kbit/s each way (tc tbf), 2 % loss each way (iptables
// statistic), 400 ms there and back (line.mjs), all in a network namespace, and a sixth of one core for the
// whole browser (the kernel's CPU controller). Without root, or without one of these, Chromium imitates line and processor.

import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import readline from "node:readline";
import { fileURLToPath } from "node:url";
import { startLine } from "./line.mjs";

export const LINE = { bits_per_s: 400_000, round_trip_ms: 400, loss: 0.02, slower: 6 };
const PERIOD_US = 12_000;
const BURST_BYTES = 3_000;
const QUEUE_MS = 1_000;
const program = path.join(path.dirname(fileURLToPath(import.meta.url)), "line.mjs");

const run = (words) => execFileSync(words.split(" ")[0], words.split(" ").slice(1), { stdio: ["ignore", "pipe", "pipe"], encoding: "utf8" });

/**
 * For a city at `base`: { name, lacking, executable, prepare(page), received(), close() }. `executable` is the browser to
 * start, which finds the city at the same address; `lacking` says in sentences what is not as it should be.
 */
export async function slowPhone(base) {
  const undo = [];
  try {
    return await inNamespace(new URL(base), undo);
  } catch (error) {
    while (undo.length > 0) undo.pop()();
    return imitated(new URL(base), String(error.stderr || error.message).trim().split("\n")[0]);
  }
}

async function inNamespace({ hostname, port }, undo) {
  const name = `folkmoot-${process.pid}`;
  const [outer, inner] = [`fm${process.pid}a`, `fm${process.pid}b`];
  const net = `10.213.${process.pid % 250}`;
  const inside = `ip netns exec ${name}`;
  run(`ip netns add ${name}`);
  undo.push(() => run(`ip netns del ${name}`));
  run(`ip link add ${outer} type veth peer name ${inner} netns ${name}`);
  run(`ip addr add ${net}.1/30 dev ${outer}`);
  run(`ip link set ${outer} up`);
  run(`${inside} ip addr add ${net}.2/30 dev ${inner}`);
  run(`${inside} ip link set ${inner} up`);
  run(`${inside} ip link set lo up`);
  const shaped = `root tbf rate ${LINE.bits_per_s}bit burst ${BURST_BYTES} latency ${QUEUE_MS}ms`;
  run(`tc qdisc add dev ${outer} ${shaped}`);
  run(`${inside} tc qdisc add dev ${inner} ${shaped}`);
  for (const [chain, device] of [["INPUT", `-i ${inner}`], ["OUTPUT", `-o ${inner}`]]) {
    run(`${inside} iptables -A ${chain} ${device} -m statistic --mode random --probability ${LINE.loss} -j DROP`);
  }

  const group = cpuGroup(name);
  undo.push(group.close);
  const near = await startLine({ to: { host: hostname, port: Number(port) }, host: `${net}.1` });
  undo.push(near.close);
  const given = { to: { host: `${net}.1`, port: Number(new URL(near.base).port) }, port: Number(port), delay_ms: LINE.round_trip_ms / 2 };
  const far = spawn("ip", ["netns", "exec", name, "node", program, JSON.stringify(given)], { stdio: ["pipe", "pipe", "inherit"] });
  undo.push(() => far.kill());
  await readline.createInterface({ input: far.stdout })[Symbol.asyncIterator]().next();

  const folder = mkdtempSync(path.join(tmpdir(), "folkmoot-phone-"));
  undo.push(() => rmSync(folder, { recursive: true }));
  const executable = path.join(folder, "chromium");
  writeFileSync(executable, `#!/bin/sh\necho $$ > ${group.file} || exit 1\nexec ip netns exec ${name} /usr/bin/chromium "$@"\n`, { mode: 0o755 });
  return {
    name: "network namespace and CPU controller",
    lacking: [],
    executable,
    prepare: async () => {},
    received: () => near.received,
    close: () => {
      while (undo.length > 0) undo.pop()();
    },
  };
}

/** A group of processes that have a sixth of one core together, with either version of the kernel's interface. */
function cpuGroup(name) {
  const old = existsSync("/sys/fs/cgroup/cpu/cpu.cfs_quota_us");
  const folder = path.join(old ? "/sys/fs/cgroup/cpu" : "/sys/fs/cgroup", name);
  mkdirSync(folder);
  const quota = Math.round(PERIOD_US / LINE.slower);
  if (old) {
    writeFileSync(path.join(folder, "cpu.cfs_period_us"), String(PERIOD_US));
    writeFileSync(path.join(folder, "cpu.cfs_quota_us"), String(quota));
  } else writeFileSync(path.join(folder, "cpu.max"), `${quota} ${PERIOD_US}`);
  const file = path.join(folder, old ? "tasks" : "cgroup.procs");
  return {
    file,
    close: () => {
      // A group goes only when nobody is in it: the browser has been closed, its last helpers go back.
      for (const process_ of readFileSync(file, "utf8").trim().split("\n").filter(Boolean)) {
        try {
          writeFileSync(path.join(folder, "..", path.basename(file)), process_);
        } catch {
          // It has ended.
        }
      }
      rmdirSync(folder);
    },
  };
}

async function imitated({ hostname, port }, reason) {
  const line = await startLine({ to: { host: hostname, port: Number(port) } });
  return {
    name: "Chromium's own throttling",
    lacking: [`network namespace, loss and CPU controller: not run (${reason}); Chromium imitates line and processor, without loss, and its workers at full speed`],
    executable: "/usr/bin/chromium",
    base: line.base,
    prepare: async (page) => {
      const cdp = await page.context().newCDPSession(page);
      const bytes_per_s = LINE.bits_per_s / 8;
      await cdp.send("Network.enable");
      await cdp.send("Network.emulateNetworkConditions", { offline: false, latency: LINE.round_trip_ms, downloadThroughput: bytes_per_s, uploadThroughput: bytes_per_s });
      await cdp.send("Emulation.setCPUThrottlingRate", { rate: LINE.slower });
    },
    received: () => line.received,
    close: line.close,
  };
}
