// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Trust policies (C2SP tlog-policy), as common/record/policy.c reads them: known witnesses, and which sets of their
// cosignatures are enough.

import { decimalDecode, equal, FormatError, utf8 } from "./bytes.ts";
import { verifyCheckpoint, type Checkpoint } from "./checkpoint.ts";
import { parseVerifierKey, signatureTimes, TYPE_COSIGNATURE, TYPE_ED25519, type VerifierKey } from "./note.ts";

const MAX_POLICY_BYTES = 65_536;
const MAX_LOGS = 64;
const MAX_WITNESSES = 64;
const MAX_GROUPS = 64;
const MAX_NAME_BYTES = 255;
const MAX_URL_BYTES = 1024;
const MAX_WORDS = 3 + MAX_WITNESSES + MAX_GROUPS;

export interface Witness {
  readonly name: string;
  readonly key: VerifierKey;
}

/** A witness or a group. Members stand before their group and are in no other, so one pass in order evaluates all. */
interface Node {
  readonly name: string;
  readonly witness: number | null;
  readonly threshold: number;
  readonly members: readonly Node[];
}

export interface Policy {
  /** that it names; a round's has none: there the key of the log comes from elsewhere */
  readonly logs: readonly VerifierKey[];
  readonly witnesses: readonly Witness[];
  /** null: no cosignature is asked for */
  readonly quorum: Node | null;
}

export interface Cosignature {
  readonly name: string;
  /** POSIX seconds */
  readonly time: number;
}

export interface Witnessed {
  readonly checkpoint: Checkpoint;
  readonly cosignatures: readonly Cosignature[];
  readonly quorum: boolean;
}

export function parsePolicy(text: string): Policy {
  if (utf8(text).length > MAX_POLICY_BYTES) throw new FormatError("policy too large");
  // eslint-disable-next-line no-control-regex
  if (/[\x00-\x08\x0b-\x1f\x7f]/.test(text) || (text !== "" && !text.endsWith("\n"))) throw new FormatError("policy of lines that do not end well");
  const reading = new Reading();
  for (const line of text.split("\n")) reading.line(line.split(/[ \t]+/).filter((word) => word !== ""));
  return reading.end();
}

class Reading {
  private readonly nodes = new Map<string, Node>();
  private readonly grouped = new Set<Node>();
  private readonly logs: VerifierKey[] = [];
  private readonly witnesses: Witness[] = [];
  private groups = 0;
  private quorum: Node | null | undefined;

  line(words: readonly string[]): void {
    const [kind, name = "", third = ""] = words;
    const count = words.length;
    if (kind === undefined || kind.startsWith("#")) return;
    if (count > MAX_WORDS) throw new FormatError("policy line too long");
    if (kind === "log" && (count === 2 || count === 3)) this.logs.push(this.key(name, words[2], TYPE_ED25519, this.logs, MAX_LOGS));
    else if (kind === "witness" && (count === 3 || count === 4)) this.witness(name, third, words[3]);
    else if (kind === "group" && count >= 4) this.group(name, third, words.slice(3));
    else if (kind === "quorum" && count === 2) this.setQuorum(name);
    else throw new FormatError("policy line of an unknown kind");
  }

  end(): Policy {
    if (this.quorum === undefined) throw new FormatError("policy without a quorum");
    return { logs: this.logs, witnesses: this.witnesses, quorum: this.quorum };
  }

  private key(text: string, url: string | undefined, type: number, known: readonly VerifierKey[], most: number): VerifierKey {
    if (known.length === most) throw new FormatError("too many keys in a policy");
    const key = parseVerifierKey(text);
    if (key.type !== type) throw new FormatError("key of the wrong type in a policy");
    if (known.some((other) => equal(other.key, key.key))) throw new FormatError("the same key twice in a policy");
    if (url !== undefined && utf8(url).length > MAX_URL_BYTES) throw new FormatError("address too long in a policy");
    return key;
  }

  private witness(name: string, text: string, url: string | undefined): void {
    const key = this.key(text, url, TYPE_COSIGNATURE, this.witnesses.map((witness) => witness.key), MAX_WITNESSES);
    this.add({ name, witness: this.witnesses.length, threshold: 0, members: [] });
    this.witnesses.push({ name, key });
  }

  private group(name: string, threshold: string, names: readonly string[]): void {
    if (this.groups++ === MAX_GROUPS) throw new FormatError("too many groups in a policy");
    const least = threshold === "all" ? names.length : threshold === "any" ? 1 : decimalDecode(threshold);
    if (least < 1 || least > names.length) throw new FormatError("threshold of a group");
    const members = names.map((member) => {
      const node = this.nodes.get(member);
      if (node === undefined || this.grouped.has(node)) throw new FormatError("member of a group");
      this.grouped.add(node);
      return node;
    });
    this.add({ name, witness: null, threshold: least, members });
  }

  private setQuorum(name: string): void {
    const node = name === "none" ? null : this.nodes.get(name);
    if (this.quorum !== undefined || node === undefined) throw new FormatError("quorum of a policy");
    this.quorum = node;
  }

  private add(node: Node): void {
    if (utf8(node.name).length > MAX_NAME_BYTES || node.name === "none" || this.nodes.has(node.name)) throw new FormatError("name in a policy");
    this.nodes.set(node.name, node);
  }
}

/**
 * A checkpoint of the log that this key names, and who has cosigned it. Throws where the log has not signed it or a
 * cosignature of a known witness does not hold; whether there are enough is told, so that one that waits can be told
 * from a bad one.
 */
export function witnessed(policy: Policy, log: VerifierKey, bytes: Uint8Array): Witnessed {
  const checkpoint = verifyCheckpoint(bytes, log);
  const cosignatures: Cosignature[] = [];
  const has = policy.witnesses.map(({ name, key }) => {
    const times = signatureTimes(checkpoint.note, key);
    // A log is no witness of itself.
    if (times.length === 0 || equal(key.key, log.key)) return false;
    cosignatures.push({ name, time: Math.max(...times) });
    return true;
  });
  return { checkpoint, cosignatures, quorum: policy.quorum === null || met(policy.quorum, has) };
}

function met(node: Node, has: readonly boolean[]): boolean {
  if (node.witness !== null) return has[node.witness]!;
  return node.members.filter((member) => met(member, has)).length >= node.threshold;
}

/** The fewest witnesses that can be enough. */
export function fewest(policy: Policy): number {
  const of = (node: Node): number =>
    node.witness !== null ? 1 : node.members.map(of).sort((a, b) => a - b).slice(0, node.threshold).reduce((a, b) => a + b, 0); // prettier-ignore
  return policy.quorum === null ? 0 : of(policy.quorum);
}
