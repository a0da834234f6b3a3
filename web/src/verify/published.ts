// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The ballots that came out of the mix, compared with those that were published (docs/protocol.md section 11).

import { FormatError, utf8Decode } from "../crypto/bytes.ts";
import type { Contest } from "../crypto/definition.ts";
import type { Fields } from "../crypto/forms.ts";
import { asInteger, asList, asText, type JsonObject } from "../crypto/json.ts";
import { fileOf, type Files } from "./files.ts";
import type { Decoded } from "./opening.ts";

const ANSWERS = ["", "yes", "no", "abstain"];

/** `result`: this contest in result.json. */
export function comparePublished(files: Files, contest: Contest, decoded: readonly Decoded[], result: JsonObject): void {
  const valid = decoded.filter((one): one is Extract<Decoded, { fields: Fields }> => "fields" in one);
  const votes = valid.filter(({ blank }) => !blank).map(({ fields }) => fields);
  const published = contest.form.kind === "questions" ? answersIn(files, contest) : votesIn(files, contest);
  const own = votes.map((fields) => wordsOf(contest, fields));
  if (published.length !== own.length) throw new FormatError(`contest ${contest.id}: ${own.length} ballots came out of the mix, ${published.length} are published`);
  own.forEach((words, i) => {
    if (words !== published[i]) throw new FormatError(`contest ${contest.id}: ballot ${i + 1} is published with another choice than came out of the mix`);
  });
  const invalid = decoded.flatMap((one, index) => ("fault" in one ? [`${index} ${one.fault}`] : []));
  const said = asList(result["invalid"]).map((item) => `${asInteger((item as JsonObject)["index"])} ${asText((item as JsonObject)["reason"])}`);
  if (invalid.join() !== said.join()) throw new FormatError(`contest ${contest.id}: other ballots are invalid than is published`);
  const numbers = { mixed: decoded.length, valid: votes.length, blank: valid.length - votes.length };
  for (const [name, value] of Object.entries(numbers)) {
    if (result[name] !== value) throw new FormatError(`contest ${contest.id}: ${name} is ${value}, and published as ${String(result[name])}`);
  }
}

/** One ballot as text, whatever the form: what is compared. */
function wordsOf({ form, options }: Contest, fields: Fields): string {
  const id = (number: number): string => options[number]!.id;
  switch (form.kind) {
    case "approval":
    case "knapsack":
      return sorted(fields.flatMap((field, i) => (field === 1 ? [id(i)] : [])));
    case "choice":
      return id(fields[0]! - 1);
    case "points":
      return sorted(fields.flatMap((field, i) => (field > 0 ? [`${id(i)},${field}`] : [])));
    case "scores":
      return sorted(fields.flatMap((field, i) => (field > 0 ? [`${id(i)},${field - 1 + form.low}`] : [])));
    case "ranking":
      return fields.filter((field) => field > 0).map((field) => id(field - 1)).join(";"); // prettier-ignore
    case "questions":
      return fields.map((field) => ANSWERS[field]!).join(";");
  }
}

const sorted = (words: readonly string[]): string => [...words].sort().join(";");

/** Of CONTEST.csv. */
function answersIn(files: Files, contest: Contest): string[] {
  const [head, ...lines] = utf8Decode(fileOf(files, `${contest.id}.csv`)).split("\n");
  if (head !== contest.options.map(({ id }) => id).join(";") || lines.pop() !== "") throw new FormatError(`${contest.id}.csv is not the file of this contest`);
  return lines;
}

/** Of CONTEST.pb: the section of votes, each as wordsOf writes it. Ids have no quotes, commas or semicolons. */
function votesIn(files: Files, contest: Contest): string[] {
  const lines = utf8Decode(fileOf(files, `${contest.id}.pb`)).split("\n");
  const start = lines.indexOf("VOTES");
  const columns = lines[start + 1]?.split(";") ?? [];
  if (start < 0 || columns[1] !== "vote" || lines.pop() !== "") throw new FormatError(`${contest.id}.pb has no votes that can be read`);
  return lines.slice(start + 2).map((line, i) => {
    const [voter, vote = "", points] = line.split(";");
    if (voter !== String(i + 1)) throw new FormatError(`${contest.id}.pb: voters are not counted from 1`);
    const chosen = vote.split(",");
    if (points !== undefined) {
      const numbers = points.split(",");
      return sorted(chosen.map((id, k) => `${id},${numbers[k]}`));
    }
    return contest.form.kind === "ranking" ? chosen.join(";") : sorted(chosen);
  });
}
